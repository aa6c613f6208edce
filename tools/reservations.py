"""Tables as an agent may handle them: keep one while the caller decides, and book what was kept.

Both are harmless when repeated, and neither takes anything it could get wrong: a booking takes a hold, not a time.
They are bound to the nodes by the graph; no model is ever offered a tool that writes.
"""

from datetime import datetime
from uuid import UUID

from dialogue.call import Call
from dialogue.offers import Kept, Refusal
from dialogue.state import Receipt
from records import reservations


async def hold_table(call: Call, *, start: str, party: int, now: str, replacing: UUID | None = None) -> Kept | Refusal:
    """Keep a table for `party` from `start` (local ISO) while the caller decides; `replacing` is let go once it is had."""
    try:
        held = await reservations.hold(
            call.tenant_id,
            call.agent_id,
            start=start,
            party=party,
            now=datetime.fromisoformat(now),
            conversation_id=call.thread_id,
            replacing=replacing,
        )
    except reservations.Refused as refused:
        return Refusal(refused.reason, tuple(refused.alternatives))
    return Kept(str(held.id), start, party, held.table_name, held.kept_until.isoformat())


async def book_table(
    call: Call, *, hold_id: str, epoch: int, name: str | None, phone: str | None, notes: str, now: str
) -> Receipt | Refusal:
    """Turn a kept table into a reservation, after an unqualified yes to its read-back and never before."""
    try:
        receipt = await reservations.book(
            call.tenant_id,
            UUID(hold_id),
            conversation_id=call.thread_id,
            epoch=epoch,
            name=name or "",
            phone=phone,
            notes=notes,
            now=datetime.fromisoformat(now),
            turn_id=call.turn_id,
        )
    except reservations.Refused as refused:
        return Refusal(refused.reason, tuple(refused.alternatives))
    return Receipt(operation=receipt.operation, key=receipt.key, facts=dict(receipt.facts))


async def let_go(call: Call, hold_id: str) -> None:
    """Give a kept table back."""
    await reservations.release(call.tenant_id, UUID(hold_id), conversation_id=call.thread_id)
