"""Reservations as an agent may handle them: keep something while the caller decides, book what was kept, and change,
cancel or look up what was booked.

All are harmless when repeated, and none that writes takes anything it could get wrong: a booking takes a hold, not a
time. Wishes, facts and alternatives are plain JSON. The tools are bound to the nodes by the graph; no model is ever
offered one that writes.
"""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from dialogue.call import Call
from dialogue.offers import Kept, Refusal
from dialogue.state import Receipt
from records import agents, commits, database, holds, promises, requests, reservations, vacancies
from records.resources import Kind
from records.vacancies import Refused

# --- looking and keeping ----------------------------------------------------------------------------------------------


async def hold_table(
    call: Call, *, wish: Mapping[str, Any], now: str, replacing: str | None = None, moving: str | None = None
) -> Kept | Refusal:
    """Keep a table for {"day", "time", "party_size", "area"?} while the caller decides; `replacing` is let go once it is had.

    `moving` is the code of the reservation that is to be changed: its own tables count as free, and are preferred.
    """
    return await _hold(call, "table", wish, now, replacing, moving)


async def hold_room(
    call: Call, *, wish: Mapping[str, Any], now: str, replacing: str | None = None, moving: str | None = None
) -> Kept | Refusal:
    """Keep a room for {"check_in", "check_out", "party_size", "room_type"?, "extras"?}, as `hold_table` keeps a table."""
    return await _hold(call, "room", wish, now, replacing, moving)


async def free_times(call: Call, *, wish: Mapping[str, Any], now: str) -> list[str] | Refusal:
    """The times of a day, "19:30", at which a table could be had for {"day", "party_size", "area"?}, earliest first."""
    house = vacancies.Tables(await _agent(call))
    try:
        async with database.each(call.tenant_id) as rows:
            return await house.free_times(rows, wish, datetime.fromisoformat(now))
    except Refused as refused:
        return _refusal(refused)


async def free_rooms(call: Call, *, wish: Mapping[str, Any], now: str) -> list[dict[str, Any]] | Refusal:
    """The types of room that could be had for {"check_in", "check_out", "party_size"}, the cheapest first.

    Each as {"room_type", "view", "total_cents", "per_night_cents", "currency"}; the view may be None.
    """
    house = vacancies.Stays(await _agent(call))
    try:
        async with database.each(call.tenant_id) as rows:
            return await house.free_rooms(rows, wish, datetime.fromisoformat(now))
    except Refused as refused:
        return _refusal(refused)


async def let_go(call: Call, hold_id: str) -> None:
    """Give back what was kept."""
    if _is_id(hold_id):
        await holds.release(call.tenant_id, hold_id, conversation_id=call.thread_id)


# --- doing ------------------------------------------------------------------------------------------------------------


async def book(call: Call, *, hold_id: str, epoch: int, details: Mapping[str, Any], now: str) -> Receipt | Refusal:
    """Turn what was kept into a reservation, after an unqualified yes to its read-back and never before.

    Of `details` count name, phone, email, notes, occasion and extras.
    """
    if not _is_id(hold_id):
        return Refusal("hold_lapsed")
    return await _done(
        reservations.book(
            call.tenant_id,
            hold_id,
            details=details,
            **_turn(call, epoch, now),
        )
    )


async def change(
    call: Call, *, code: str, hold_id: str | None, epoch: int, details: Mapping[str, Any], now: str
) -> Receipt | Refusal:
    """Move a reservation to what was kept for it, or with no hold change only what is known of its guests; same code."""
    if hold_id is not None and not _is_id(hold_id):
        return Refusal("hold_lapsed")
    return await _done(
        reservations.change(
            call.tenant_id,
            call.agent_id,
            code,
            hold_id=hold_id,
            details=details,
            **_turn(call, epoch, now),
        )
    )


async def cancel(call: Call, *, code: str, epoch: int, now: str) -> Receipt | Refusal:
    """Cancel a reservation. The facts of one that was cancelled before say `already`."""
    return await _done(
        reservations.cancel(
            call.tenant_id,
            call.agent_id,
            code,
            **_turn(call, epoch, now),
        )
    )


async def running_late(call: Call, *, code: str, minutes: int, epoch: int, now: str) -> Receipt | Refusal:
    """Note by how much guests will be late. The facts say `minutes`, and `kept`: the table waits, or the staff was told."""
    return await _done(
        reservations.running_late(
            call.tenant_id,
            call.agent_id,
            code,
            minutes=minutes,
            **_turn(call, epoch, now),
        )
    )


async def resend(call: Call, *, code: str, epoch: int, now: str) -> Receipt | Refusal:
    """Send the confirmation again to the contact on file. The facts say `to`, phone or email, and its `tail`."""
    return await _done(
        reservations.resend(
            call.tenant_id,
            call.agent_id,
            code,
            **_turn(call, epoch, now),
        )
    )


async def ask_staff(call: Call, *, kind: requests.Kind, details: Mapping[str, Any], epoch: int, now: str) -> Receipt:
    """Leave a request with the staff: for the waiting list, for a group, or a message."""
    return _receipt(
        await requests.ask(
            call.tenant_id,
            call.agent_id,
            kind,
            details=details,
            **_turn(call, epoch, now),
        )
    )


# --- what there is ----------------------------------------------------------------------------------------------------


async def find(
    call: Call, *, code: str | None = None, name: str | None = None, phone: str | None = None, now: str
) -> list[dict[str, Any]]:
    """Facts of the reservations to come that a caller can point at, by code, or by name and number together."""
    at = datetime.fromisoformat(now)
    return await promises.find(call.tenant_id, call.agent_id, code=code, name=name, phone=phone, now=at)


async def last_booking(call: Call, *, name: str, phone: str, now: str) -> dict[str, Any] | None:
    """Facts of the latest reservation of this name and number, past ones too, or None."""
    return await promises.last(call.tenant_id, call.agent_id, name=name, phone=phone)


async def twin(
    call: Call, *, name: str | None, phone: str | None, facts: Mapping[str, Any], now: str
) -> dict[str, Any] | None:
    """Facts of a reservation of the same guest that overlaps what is to be booked (a hold's facts), or None."""
    starts_at, ends_at = vacancies.of(await _agent(call), facts["kind"]).stretch(facts)
    return await promises.twin(
        call.tenant_id,
        call.agent_id,
        kind=facts["kind"],
        starts_at=starts_at,
        ends_at=ends_at,
        name=name,
        phone=phone,
        conversation_id=call.thread_id,
    )


# --- between the records' words and the dialogue's --------------------------------------------------------------------


async def _hold(
    call: Call, kind: Kind, wish: Mapping[str, Any], now: str, replacing: str | None, moving: str | None
) -> Kept | Refusal:
    try:
        held = await holds.hold(
            call.tenant_id,
            call.agent_id,
            kind,
            wish=wish,
            now=datetime.fromisoformat(now),
            conversation_id=call.thread_id,
            replacing=replacing,
            moving=moving,
        )
    except Refused as refused:
        return _refusal(refused)
    return Kept(str(held.id), held.facts, held.kept_until.isoformat())


def _turn(call: Call, epoch: int, now: str) -> dict[str, Any]:
    """Whose doing it is, and when: what every entry of the commit ledger wants to know."""
    at = datetime.fromisoformat(now)
    return {"conversation_id": call.thread_id, "epoch": epoch, "now": at, "turn_id": call.turn_id}


async def _done(work: Awaitable[commits.Receipt]) -> Receipt | Refusal:
    try:
        return _receipt(await work)
    except Refused as refused:
        return _refusal(refused)


def _receipt(receipt: commits.Receipt) -> Receipt:
    return Receipt(operation=receipt.operation, key=receipt.key, facts=dict(receipt.facts))


def _refusal(refused: Refused) -> Refusal:
    return Refusal(refused.reason, tuple(refused.alternatives))


async def _agent(call: Call) -> agents.Agent:
    agent = await agents.get(call.tenant_id, call.agent_id)
    if agent is None:
        raise database.NotFound("agent")
    return agent


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
