"""API keys: who is knocking, when all they bring is a secret. Only its SHA-256 is kept; the secret is shown once."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from records import database
from records.remembered import Remembered

Role = Literal["admin", "operator", "customer", "visitor"]

FRESH_S = 10
"""How long a revoked key may still open a door of another process."""


@dataclass(frozen=True)
class Principal:
    """Whom a key speaks for."""

    tenant_id: UUID
    key_id: UUID
    role: Role


@dataclass(frozen=True)
class _Answer:
    principal: Principal | None  # None: asked, and nobody's


_answers: Remembered[bytes, _Answer] = Remembered(ttl_s=FRESH_S, most=10_000)


async def create(tenant_id: str, *, role: Role = "operator", label: str = "") -> str:
    """Cut a key and return its secret, which cannot be had again. Raises database.NotFound for an unknown tenant."""
    secret = "sb_" + secrets.token_urlsafe(32)
    async with database.tenant(tenant_id) as rows:
        await rows.run("insert into api_keys (hash, role, label) values (%s, %s, %s)", [_hash(secret), role, label])
    _answers.forget(_hash(secret))
    return secret


async def principal(key: str) -> Principal | None:
    """Whom this key speaks for; None where it is unknown or revoked. Answers are remembered for ten seconds."""
    if not key.startswith("sb_"):
        return None
    known = _answers.get(_hash(key))
    if known is None:
        async with database.desk() as rows:
            found = await rows.maybe(Principal, "select * from principal_of_key(%s)", [_hash(key)])
        known = _answers.put(_hash(key), _Answer(found))
    return known.principal


async def revoke(tenant_id: str, key_id: UUID | str) -> None:
    """Make a key worthless: here at once, in other processes within ten seconds. Raises database.NotFound."""
    async with database.tenant(tenant_id) as rows:
        hashed = await rows.one(bytes, "update api_keys set revoked_at = now() where id = %s returning hash", [key_id])
    _answers.forget(hashed)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
