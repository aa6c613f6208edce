"""The commit ledger: one errand, one effect, one receipt.

Every effect a caller is told of is written in one transaction with a row here. The row's key says what was to be done:
the arguments, and the errand's epoch, which a new wish for the same thing makes different. Doing it again, after a
retry, a lost reply or a killed process, finds the row and returns the same receipt.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from psycopg import errors
from psycopg.types.json import Jsonb

from records import database

T = TypeVar("T")

TRIES = 4
_COLLISIONS = (errors.SerializationFailure, errors.DeadlockDetected, errors.ExclusionViolation)
"""What another transaction's work at the same moment may do to one of ours. Nothing of ours stands then."""


@dataclass(frozen=True)
class Receipt:
    """Proof that something was done, and the facts that may be said about it: plain JSON."""

    operation: str
    key: str
    facts: dict[str, Any]
    at: datetime


_RECEIPT = "operation, key, receipt as facts, created_at as at"


def key(args: dict[str, Any], epoch: int) -> str:
    """SHA-256 over the arguments as canonical JSON and the epoch. UUIDs and times count as their text."""
    canonical = orjson.dumps({"args": args, "epoch": epoch}, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


async def once(
    rows: database.Rows, conversation_id: UUID | str, operation: str, args: dict[str, Any], epoch: int
) -> Receipt | None:
    """The receipt, if this has been done already."""
    return await rows.maybe(
        Receipt,
        f"select {_RECEIPT} from commits where conversation_id = %s and operation = %s and key = %s",
        [conversation_id, operation, key(args, epoch)],
    )


async def keep(
    rows: database.Rows,
    conversation_id: UUID | str,
    operation: str,
    args: dict[str, Any],
    epoch: int,
    turn_id: str | None,
    facts: dict[str, Any],
) -> Receipt:
    """Write the receipt in the transaction of the effect itself. Whoever was first is read back.

    The effect must be guarded by a lock or a constraint of its own: two that run at once would both have had it.
    """
    rows.later(
        """insert into commits (conversation_id, operation, key, turn_id, receipt) values (%s, %s, %s, %s, %s)
           on conflict do nothing""",
        [conversation_id, operation, key(args, epoch), turn_id, Jsonb(facts)],
    )
    receipt = await once(rows, conversation_id, operation, args, epoch)
    assert receipt is not None, "a row that was just written or found"
    return receipt


async def settled(transaction: Callable[[], Awaitable[T]]) -> T:
    """Run a transaction, and again where another one at the same moment was in its way: it sees then what that has done.

    Raises the last collision's error where it never comes through.
    """
    for left in reversed(range(TRIES)):
        try:
            return await transaction()
        except _COLLISIONS:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")
