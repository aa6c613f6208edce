"""Reservations: booked from a hold once, changed under the same code, cancelled, and what else their guests ask for.

Each of these is one transaction with a row in the commit ledger, so that doing it again returns the same receipt. Rules
are asked when something is held and again in the transaction that promises it. A receipt's facts are those of
records/promises.py, ready to be said.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from records import agents, commits, database, holds, outbox, promises, requests, resources, vacancies
from records.agents import Agent
from records.commits import Receipt
from records.holds import HoldLapsed, Kept
from records.promises import Reservation
from records.vacancies import House, Place, Refused

STILL_SEATS = (None, "off_grid", "lead_time", "past")
"""What the hours may say about the time at which late guests will come: the house is open to them."""

LETTERS, DIGITS = "CDFGHJKMNPQRTVWXY", "34679"
"""What codes are made of: nothing that looks like something else (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V), and no vowels, so
that no code is a word."""
CODE_LENGTH = 5
CONTACT = ("name", "phone", "email", "notes")


async def book(
    tenant_id: str,
    hold_id: UUID | str,
    *,
    conversation_id: UUID | str,
    epoch: int,
    details: Mapping[str, Any],
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Turn a hold into a reservation, once: the same hold and epoch again return the same receipt.

    `details`: name, phone, email, notes, occasion, extras where they are others than held, and the key of the request whose
    place it takes (`replaces`), which is closed; nothing else in it counts.
    A hold whose time is up is taken again if its table, or another, is still to be had. Raises HoldLapsed, without
    alternatives for an unknown hold or somebody else's, and Refused where the house's rules forbid it by now.
    """

    async def transaction() -> Receipt:
        async with database.tenant(tenant_id) as rows:
            kept = await holds.kept(rows, hold_id, conversation_id)
            # Asked under the lock on the hold: of two at once the second finds the first one's receipt.
            args = {"hold_id": str(kept.id)}
            done = await commits.once(rows, conversation_id, "book", args, epoch)
            if done is not None:
                return done
            if kept.status == "booked":
                raise Refused("already_booked")
            if kept.moving is not None:
                raise HoldLapsed("hold_lapsed")
            agent = await _agent(rows, kept.agent_id)
            house = vacancies.of(agent, kept.kind)
            if kept.status == "held":
                await _check_rules(rows, house, kept, now)
            else:
                kept = await _find_again(rows, agent, house, kept, now)
            kept = _with_extras(house, kept, details)
            _firm(rows, kept, now)
            booked = await _reserve(rows, kept, conversation_id, details)
            facts = promises.facts(agent, booked)
            requests.close(rows, conversation_id, details.get(requests.REPLACES))
            outbox.put(rows, booked.id, "booked", phone=booked.phone, email=booked.email, facts=facts)
            return await commits.keep(rows, conversation_id, "book", args, epoch, turn_id, facts)

    return await commits.settled(transaction)


async def change(
    tenant_id: str,
    agent_id: UUID | str,
    code: str,
    *,
    hold_id: UUID | str | None,
    conversation_id: UUID | str,
    epoch: int,
    details: Mapping[str, Any],
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Move a reservation to what a hold keeps, or change what is known of its guests, or both; its code stays.

    The new is taken and the old given back in one transaction: nobody comes in between, and if the new cannot be had the
    old one stands. `details` as in `book`; what is not in it stays, a note is added to what was noted, and of that what
    `no_notes` lists goes. Raises Refused (not_found, cancelled, seated, no_show, cut_off) and HoldLapsed as `book` does.
    """

    wanted = (*CONTACT, "occasion", "extras", "no_notes")
    known = {name: details[name] for name in wanted if details.get(name) is not None}

    async def changed(rows: database.Rows, agent: Agent, before: Reservation, key: str) -> dict[str, Any]:
        promises.check(before, now)
        house = vacancies.of(agent, before.kind)
        after = before
        if hold_id is not None:
            kept = await holds.kept(rows, hold_id, conversation_id)
            after = await _move(rows, agent, house, before, kept, now)
        after = _told(house, after, known)
        rows.later(
            """update reservations set hold_id = %s, starts_at = %s, ends_at = %s, party_size = %s, details = %s,
                      late_min = %s, name = %s, phone = %s, email = %s, notes = %s, changed_at = %s where id = %s""",
            [
                after.hold_id,
                after.starts_at,
                after.ends_at,
                after.party_size,
                Jsonb(after.details),
                after.late_min,
                after.name,
                after.phone,
                after.email,
                after.notes,
                now,
                after.id,
            ],
        )
        facts = promises.facts(agent, after)
        outbox.put(rows, after.id, "changed", phone=after.phone, email=after.email, facts=facts)
        return facts

    entry = _Entry(tenant_id, agent_id, code, conversation_id, epoch, turn_id)
    return await _once(entry, "change", {"hold_id": str(hold_id) if hold_id else None, "details": known}, changed)


async def cancel(
    tenant_id: str,
    agent_id: UUID | str,
    code: str,
    *,
    conversation_id: UUID | str,
    epoch: int,
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Cancel a reservation and free what it was on. One that is cancelled stays so, and its receipt says `already`.

    Raises Refused: not_found, seated, no_show, or cut_off later than the house lets a caller cancel.
    """

    async def cancelled(rows: database.Rows, agent: Agent, before: Reservation, key: str) -> dict[str, Any]:
        facts = promises.facts(agent, replace(before, status="cancelled"))
        if before.status == "cancelled" and before.ends_at > now:
            return facts | {"already": True}
        promises.check(before, now)
        if promises.too_late(agent, before, now):
            raise Refused("cut_off")
        rows.later("update reservations set status = 'cancelled', cancelled_at = %s where id = %s", [now, before.id])
        rows.later("update holds set status = 'released' where id = %s", [before.hold_id])
        holds.free(rows, [before.hold_id])
        outbox.put(rows, before.id, "cancelled", phone=before.phone, email=before.email, facts=facts)
        return facts

    entry = _Entry(tenant_id, agent_id, code, conversation_id, epoch, turn_id)
    return await _once(entry, "cancel", {}, cancelled)


async def running_late(
    tenant_id: str,
    agent_id: UUID | str,
    code: str,
    *,
    minutes: int,
    conversation_id: UUID | str,
    epoch: int,
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Note that guests come `minutes` after their time. Facts: those of the reservation, `minutes`, and `kept`.

    Within the house's grace all stays as it is. Beyond it the table is theirs for as much longer, where nobody else has
    it then and the house still seats guests; else `kept` is false and the staff is told. A room is theirs all night.
    Who comes a day late is no later than that. Raises Refused (not_found, cancelled, seated, no_show).
    """
    minutes = min(max(minutes, 0), 24 * 60)

    async def noted(rows: database.Rows, agent: Agent, before: Reservation, key: str) -> dict[str, Any]:
        promises.check(before, now)
        until: datetime | None = before.ends_at
        if before.kind == "table" and minutes > agent.late_grace_min:
            until = await _stay_longer(rows, agent, before, timedelta(minutes=minutes))
        rows.later(
            "update reservations set late_min = %s, ends_at = coalesce(%s, ends_at) where id = %s",
            [minutes or None, until, before.id],
        )
        facts = promises.facts(agent, replace(before, late_min=minutes or None))
        facts |= {"minutes": minutes, "kept": until is not None}
        if until is None:
            requests.file(rows, agent.id, "late", facts, conversation_id=conversation_id, key=key, now=now)
        return facts

    entry = _Entry(tenant_id, agent_id, code, conversation_id, epoch, turn_id)
    return await _once(entry, "late", {"minutes": minutes}, noted)


async def resend(
    tenant_id: str,
    agent_id: UUID | str,
    code: str,
    *,
    conversation_id: UUID | str,
    epoch: int,
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Send the confirmation again, to the contact on file and to no other. Facts: the reservation's, `to` and `tail`.

    Raises Refused: not_found, cancelled, seated, no_show, or no_contact where none is on file.
    """

    async def sent(rows: database.Rows, agent: Agent, before: Reservation, key: str) -> dict[str, Any]:
        promises.check(before, now)
        facts = promises.facts(agent, before)
        to = outbox.put(rows, before.id, "again", phone=before.phone, email=before.email, facts=facts)
        if to is None:
            raise Refused("no_contact")
        return facts | to

    entry = _Entry(tenant_id, agent_id, code, conversation_id, epoch, turn_id)
    return await _once(entry, "resend", {}, sent)


# --- done to a reservation, once --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    """Whose reservation something is done to, and by which errand."""

    tenant_id: str
    agent_id: UUID | str
    code: str
    conversation_id: UUID | str
    epoch: int
    turn_id: str | None


_Work = Callable[[database.Rows, Agent, Reservation, str], Awaitable[dict[str, Any]]]
"""What is done in the transaction, given the entry's key; it returns the facts of the receipt, or raises Refused."""


async def _once(entry: _Entry, operation: str, what: Mapping[str, Any], work: _Work) -> Receipt:
    """Do something to a reservation in one transaction with its entry in the ledger; again, only its receipt is returned."""

    async def transaction() -> Receipt:
        async with database.tenant(entry.tenant_id) as rows:
            before = await promises.by_code(rows, entry.agent_id, entry.code)
            args = {"code": before.code, **what}
            done = await commits.once(rows, entry.conversation_id, operation, args, entry.epoch)
            if done is not None:
                return done
            agent = await _agent(rows, before.agent_id)
            facts = await work(rows, agent, before, commits.key(args, entry.epoch))
            return await commits.keep(rows, entry.conversation_id, operation, args, entry.epoch, entry.turn_id, facts)

    return await commits.settled(transaction)


# --- a hold made firm -------------------------------------------------------------------------------------------------


async def _agent(rows: database.Rows, agent_id: UUID) -> Agent:
    agent = await agents.load(rows, agent_id)
    assert agent is not None, "holds and reservations cannot outlive their agent"
    return agent


async def _check_rules(
    rows: database.Rows, house: House, kept: Kept, now: datetime, *, since: Reservation | None = None
) -> None:
    """Raises Refused where the rules forbid by now what is held; at whose time a reservation stands has notice enough."""
    # Lead time and horizon as of the promise: the caller must not lose the table by taking a minute to spell.
    reason = house.read(kept.wish, kept.created_at).refused
    if reason == "lead_time" and since is not None and since.starts_at == kept.starts_at:
        reason = None
    wish = house.read(kept.wish, now)
    if reason is None and wish.refused == "past":
        reason = "past"
    if reason is not None:
        raise await house.refusal(rows, replace(wish, refused=reason), now)


async def _find_again(
    rows: database.Rows, agent: Agent, house: House, kept: Kept, now: datetime, *, since: Reservation | None = None
) -> Kept:
    """A hold whose places may have been given away, on them or on others for the same wish.

    What it and the reservation `since` occupy is given back first. Raises HoldLapsed where nothing is to be had.
    """
    ours = [kept.id, *([since.hold_id] if since else [])]
    if kept.status not in ("held", "lapsed"):
        raise HoldLapsed("hold_lapsed", (await house.refusal(rows, house.read(kept.wish, now), now)).alternatives)
    holds.stand_in_line(rows, agent.id)
    holds.lapse(rows, now, str(kept.conversation_id))
    wish = house.read(kept.wish, now if kept.status == "lapsed" else kept.created_at)
    if since is not None and wish.refused == "lead_time" and since.starts_at == kept.starts_at:
        wish = replace(wish, refused=None)
    places: list[Place] = []
    if wish.refused is None:
        places = await house.places(rows, wish, besides=ours, keep=kept.resource_ids)
    if not places:
        lapsed = await house.refusal(rows, wish, now, besides=ours)
        raise HoldLapsed(lapsed.reason, lapsed.alternatives)
    assert wish.starts_at is not None and wish.ends_at is not None
    best = next((place for place in places if place.ids == tuple(kept.resource_ids)), places[0])
    details = kept.details if best.ids == tuple(kept.resource_ids) else best.details
    holds.free(rows, ours)
    holds.occupy(rows, kept.id, best.ids, wish.starts_at, wish.ends_at)
    return replace(
        kept, resource_ids=list(best.ids), starts_at=wish.starts_at, ends_at=wish.ends_at, details=dict(details)
    )


async def _move(
    rows: database.Rows, agent: Agent, house: House, before: Reservation, kept: Kept, now: datetime
) -> Reservation:
    """The reservation on what a hold keeps, which is made firm for it, and off what it was on."""
    if kept.status == "booked":
        raise Refused("already_booked")
    if kept.moving not in (None, before.id) or kept.kind != before.kind or kept.agent_id != before.agent_id:
        raise HoldLapsed("hold_lapsed")
    promises.check_movable(agent, before, house.read(kept.wish, now), now)
    if kept.status == "held":
        await _check_rules(rows, house, kept, now, since=before)
    kept = await _find_again(rows, agent, house, kept, now, since=before)
    _firm(rows, kept, now)
    rows.later("update holds set status = 'released' where id = %s", [before.hold_id])
    occasion = {"occasion": before.details["occasion"]} if before.details.get("occasion") else {}
    return replace(
        before,
        hold_id=kept.id,
        resource_ids=kept.resource_ids,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        held_until=kept.ends_at,
        party_size=kept.party_size,
        late_min=None,
        details=kept.details | occasion,
    )


def _firm(rows: database.Rows, kept: Kept, now: datetime) -> None:
    rows.later(
        """update holds set status = 'booked', moving = null, resource_ids = %s, starts_at = %s, ends_at = %s, details = %s
            where id = %s""",
        [kept.resource_ids, kept.starts_at, kept.ends_at, Jsonb(kept.details), kept.id],
    )
    rows.later("update resources set last_used = %s where id = any(%s)", [now, kept.resource_ids])


async def _stay_longer(rows: database.Rows, agent: Agent, before: Reservation, late: timedelta) -> datetime | None:
    """Until when late guests have their tables now; None where the house or somebody else has need of them."""
    arrive, until = before.starts_at + late, before.held_until + late
    # The hours are asked as if it were the moment of arrival: how far off that is does not matter here.
    if agent.schedule.why_not(arrive, before.party_size, arrive) not in STILL_SEATS:
        return None
    if until <= before.ends_at:
        return before.ends_at
    holds.stand_in_line(rows, agent.id)
    found = await resources.of(rows, agent.id, "table", before.ends_at, until, besides=[before.hold_id])
    if any(one.starts for one in found if one.id in before.resource_ids):
        return None
    rows.later("update occupancies set ends_at = %s where hold_id = %s", [until, before.hold_id])
    return until


# --- rows -------------------------------------------------------------------------------------------------------------


async def _reserve(
    rows: database.Rows, kept: Kept, conversation_id: UUID | str, details: Mapping[str, Any]
) -> Reservation:
    told = kept.details | ({"occasion": details["occasion"]} if details.get("occasion") else {})
    name, phone, email, notes = (details.get(one) or None for one in CONTACT)
    while True:
        code = new_code()
        id = await rows.maybe(
            UUID,
            """insert into reservations (agent_id, hold_id, conversation_id, code, kind, starts_at, ends_at, party_size,
                                         name, phone, email, notes, details)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
               on conflict (tenant_id, code) do nothing returning id""",
            [
                kept.agent_id,
                kept.id,
                conversation_id,
                code,
                kept.kind,
                kept.starts_at,
                kept.ends_at,
                kept.party_size,
                name or "",
                phone,
                email,
                notes or "",
                Jsonb(told),
            ],
        )
        if id is not None:
            return Reservation(
                id=id,
                code=code,
                kind=kept.kind,
                hold_id=kept.id,
                resource_ids=kept.resource_ids,
                starts_at=kept.starts_at,
                ends_at=kept.ends_at,
                held_until=kept.ends_at,
                party_size=kept.party_size,
                name=name or "",
                phone=phone,
                email=email,
                notes=notes or "",
                status="confirmed",
                late_min=None,
                details=told,
                agent_id=kept.agent_id,
                conversation_id=UUID(str(conversation_id)),
            )


def _with_extras(house: House, kept: Kept, details: Mapping[str, Any]) -> Kept:
    extras: Sequence[str] | None = details.get("extras")
    if extras is None:
        return kept
    return replace(kept, details=house.with_extras(kept.party_size, kept.details, extras))


def _told(house: House, reservation: Reservation, known: Mapping[str, Any]) -> Reservation:
    """The reservation with what its guests have told of themselves."""
    details = reservation.details
    if known.get("extras") is not None:
        occasion = {"occasion": details["occasion"]} if details.get("occasion") else {}
        details = house.with_extras(reservation.party_size, details, known["extras"]) | occasion
    if known.get("occasion"):
        details = details | {"occasion": known["occasion"]}
    told = {name: known[name] for name in CONTACT if name in known}
    note, gone = told.get("notes") or "", known.get("no_notes") or ()
    if (note or gone) and reservation.notes:  # an allergy is not forgotten over a high chair
        kept = "; ".join(one for one in reservation.notes.split("; ") if one not in gone)
        told["notes"] = kept if note in kept else "; ".join(filter(None, [kept, note]))
    return replace(reservation, details=details, **told)


def new_code() -> str:
    """Five characters, a letter first and a digit somewhere, so that a code is neither a word nor a number."""
    while True:
        code = secrets.choice(LETTERS) + "".join(secrets.choice(LETTERS + DIGITS) for _ in range(CODE_LENGTH - 1))
        if any(character in DIGITS for character in code):
            return code
