"""Requests: what callers ask of the staff and no rule can grant. A waiting list, a group, a message, a late arrival."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from records import commits, database
from records.commits import Receipt

Kind = Literal["waitlist", "group", "message", "late"]
CONTACT = ("name", "phone", "email")
REPLACES = "replaces"
"""The detail that says which request another takes the place of."""


async def ask(
    tenant_id: str,
    agent_id: UUID | str,
    kind: Kind,
    *,
    details: Mapping[str, Any],
    conversation_id: UUID | str,
    epoch: int,
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Leave a request with the staff. The same one of the same errand again is the same row and receipt.

    Facts: the details. Of these, name, phone and email become columns of their own. `replaces` among them is the key of an
    earlier request of the conversation, which is closed.
    """
    told = {name: one for name, one in details.items() if one not in (None, "", []) and name != REPLACES}
    args = {"kind": kind, "details": told}
    async with database.tenant(tenant_id) as rows:
        file(
            rows,
            agent_id,
            kind,
            told,
            conversation_id=conversation_id,
            key=commits.key(args, epoch),
            now=now,
        )
        close(rows, conversation_id, details.get(REPLACES))
        return await commits.keep(rows, conversation_id, kind, args, epoch, turn_id, told)


def file(
    rows: database.Rows,
    agent_id: UUID | str,
    kind: Kind,
    details: Mapping[str, Any],
    *,
    conversation_id: UUID | str,
    key: str,
    now: datetime,
) -> None:
    """Write a request with the transaction; nothing where one of this key is there."""
    rest = {name: one for name, one in details.items() if name not in CONTACT}
    rows.later(
        """insert into requests (agent_id, conversation_id, kind, key, name, phone, email, details, created_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (tenant_id, conversation_id, kind, key) do nothing""",
        [agent_id, conversation_id, kind, key, *(details.get(name) for name in CONTACT), Jsonb(rest), now],
    )


def close(rows: database.Rows, conversation_id: UUID | str, key: str | None) -> None:
    """Close the open request of this key with the transaction, because another takes its place; none where key is None."""
    if key is not None:
        rows.later(
            "update requests set status = 'done' where conversation_id = %s and key = %s and status = 'open'",
            [conversation_id, key],
        )
