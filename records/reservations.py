"""Reservations: a table held while the caller decides, then booked once.

A hold occupies a table from the moment it is offered. It lapses by itself, is freed by whoever needs the table next,
and becomes firm when it is booked. Rules are asked when a table is held and again in the transaction that books it;
which table is free is decided by the rows, and two who decide at once are parted by the exclusion constraint on
`holds`. Booking and cancelling go through the commit ledger, so that doing them again returns the same receipt.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from records import agents, commits, database, tables
from records.agents import Agent
from records.commits import Receipt
from rules import tables as seating

DAY = timedelta(days=1)
OFFERED = 2
"""How many other times a refusal names: more than two nobody keeps in mind on the telephone."""
SEARCHED_DAYS = 7
"""How far before and after the wished day other times are looked for."""

LETTERS, DIGITS = "CDFGHJKMNPQRTVWXY", "34679"
"""What codes are made of: nothing that looks like something else (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V), and no vowels, so
that no code is a word."""
CODE_LENGTH = 5


@dataclass(frozen=True)
class Hold:
    """A table kept for somebody who is still deciding."""

    id: UUID
    table_id: int
    table_name: str
    starts_at: datetime
    ends_at: datetime
    party_size: int
    kept_until: datetime


@dataclass(frozen=True)
class Reservation:
    """A table promised to somebody."""

    id: UUID
    code: str
    starts_at: datetime
    party_size: int
    name: str
    phone: str | None
    email: str | None
    notes: str
    status: str  # confirmed, cancelled, seated, no_show
    agent_id: UUID
    conversation_id: UUID | None


class Refused(Exception):
    """No table, and why: a reason of rules/hours.py, or fully_booked, blocked, hold_lapsed, already_booked, seated, no_show.

    `alternatives` are free times near the wished one, the nearest first, on the wall clock of the house
    ("2026-11-28T19:30"). They are not held.
    """

    def __init__(self, reason: str, alternatives: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.alternatives = list(alternatives)


class HoldLapsed(Refused):
    """The hold is gone: it ran out and the table was given away or may not be given any more, or it was given up."""


# --- looking ----------------------------------------------------------------------------------------------------------


async def free(tenant_id: str, agent_id: UUID | str, *, day: date, party: int, now: datetime) -> list[str]:
    """The wall-clock times of a day at which a party could be held a table, earliest first. An unknown agent has none.

    Why there are none, `hold` tells.
    """
    agent = await agents.get(tenant_id, agent_id)
    if agent is None or not agent.schedule.slots(day, party, now):
        return []
    async with database.tenant(tenant_id) as rows:
        house = await _House.load(rows, agent, day, day, now)
    return [_iso(slot) for slot in house.free_slots(day, party, now)]


async def find(
    tenant_id: str, *, code: str | None = None, name: str | None = None, phone: str | None = None
) -> list[Reservation]:
    """The reservations a caller can point at: by code, or by name and telephone number (E.164) together.

    What else is given must be right too. Less than that finds nothing: nobody learns who dines here by trying names.
    """
    if not code and not (name and phone):
        return []
    async with database.tenant(tenant_id) as rows:
        return await rows.all(
            Reservation,
            f"""select {_RESERVATION} from reservations
                 where (%(code)s::text is null or code = %(code)s)
                   and (%(name)s::text is null or lower(name) = lower(%(name)s))
                   and (%(phone)s::text is null or phone = %(phone)s)
                 order by starts_at limit 20""",
            {"code": _as_code(code) if code else None, "name": name.strip() if name else None, "phone": phone or None},
        )


# --- holding ----------------------------------------------------------------------------------------------------------


async def hold(
    tenant_id: str,
    agent_id: UUID | str,
    *,
    start: str,
    party: int,
    now: datetime,
    conversation_id: UUID | str,
    replacing: UUID | str | None = None,
) -> Hold:
    """Keep a table from `start` (wall clock, ISO) for a party, as long as the house keeps tables.

    A conversation that asks for what it holds already gets that hold, kept anew. With `replacing` its earlier hold is
    given up for the new one, or stands if there is none. Raises Refused, database.NotFound for an unknown agent, and
    ValueError for a start that is no time.
    """
    agent = await agents.get(tenant_id, agent_id)
    if agent is None:
        raise database.NotFound("agent")
    wished = datetime.fromisoformat(start)
    await _free_lapsed(tenant_id, now, conversation_id)
    # Not durable: to a caller whose hold went in a crash of Postgres it has lapsed, and no offer waits for a disk.
    async with database.tenant(tenant_id, durable=False) as rows:
        return await _take(rows, agent, wished, party, now, conversation_id, replacing)


async def release(tenant_id: str, hold_id: UUID | str, conversation_id: UUID | str) -> None:
    """Give a hold up. Somebody else's, a lapsed or a booked one is left as it is."""
    async with database.tenant(tenant_id, durable=False) as rows:
        await _give_up(rows, hold_id, conversation_id)


async def _take(
    rows: database.Rows,
    agent: Agent,
    wished: datetime,
    party: int,
    now: datetime,
    conversation_id: UUID | str,
    replacing: UUID | str | None = None,
) -> Hold:
    schedule = agent.schedule
    kept_until = now + timedelta(seconds=agent.hold_s)
    reason: str | None = schedule.why_not(wished, party, now)
    starts_at = schedule.instant(wished) if reason in (None, "lead_time") else None
    if isinstance(starts_at, datetime):
        # Status `held` is enough, though its time may be up: nobody has needed the table since.
        again = await rows.maybe(
            Hold,
            """update holds h set kept_until = %s from tables t
                where t.id = h.table_id and h.status = 'held' and h.id = (
                      select h.id from holds h join tables t on t.id = h.table_id
                       where t.agent_id = %s and h.conversation_id = %s and h.status = 'held'
                         and h.starts_at = %s and h.party_size = %s order by h.created_at, h.id limit 1)
               returning h.id, h.table_id, t.name as table_name, h.starts_at, h.ends_at, h.party_size, h.kept_until""",
            [kept_until, agent.id, conversation_id, starts_at, party],
        )
        if again is not None:
            if replacing is not None and str(replacing) != str(again.id):
                await _give_up(rows, replacing, conversation_id)
            return again
    rows.later(
        "update holds set status = 'lapsed' where conversation_id = %s and status = 'held' and kept_until <= %s",
        [conversation_id, now],
    )
    # Given up before the new one is taken, so that the two may overlap; a refusal rolls it back.
    kept_table = await _give_up(rows, replacing, conversation_id) if replacing is not None else None
    if reason is None and isinstance(starts_at, datetime):
        ends_at = starts_at + schedule.seating_for(party)
        day = schedule.wall(starts_at).date()
        house = await _House.load(rows, agent, day, day, now)
        for table in house.tables_for(party, starts_at, ends_at, keep=kept_table):
            taken = await rows.maybe(
                UUID,
                """insert into holds (table_id, conversation_id, party_size, starts_at, ends_at, kept_until, created_at)
                   values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing returning id""",
                [table.id, conversation_id, party, starts_at, ends_at, kept_until, now],
            )
            if taken is not None:
                return Hold(taken, table.id, table.name, starts_at, ends_at, party, kept_until)
        reason = house.why_no_table(party)
    raise Refused(str(reason), await _alternatives(rows, agent, wished, party, now))


async def _free_lapsed(tenant_id: str, now: datetime, conversation_id: UUID | str) -> None:
    """Free the tables of holds that ran out, except this conversation's own: those it may still make good.

    A transaction by itself, in one order: whoever takes a table next waits for it and never in a circle.
    """
    async with database.each(tenant_id, durable=False) as rows:
        await rows.run(
            """update holds set status = 'lapsed' where id in (
                   select id from holds where status = 'held' and kept_until <= %s
                      and conversation_id is distinct from %s::uuid order by id for update)""",
            [now, conversation_id],
        )


async def _give_up(rows: database.Rows, hold_id: UUID | str, conversation_id: UUID | str) -> int | None:
    """Release a hold of this conversation; the table it was on, or None where there was nothing to release."""
    return await rows.maybe(
        int,
        """update holds set status = 'released' where id = %s and conversation_id = %s and status = 'held'
           returning table_id""",
        [hold_id, conversation_id],
    )


# --- booking ----------------------------------------------------------------------------------------------------------


async def book(
    tenant_id: str,
    hold_id: UUID | str,
    *,
    conversation_id: UUID | str,
    epoch: int,
    name: str,
    phone: str | None = None,
    email: str | None = None,
    notes: str = "",
    now: datetime,
    turn_id: str | None,
) -> Receipt:
    """Turn a hold into a reservation, once: the same hold and epoch again return the same receipt.

    Facts: code, day, time (wall clock), party_size, name, table, starts_at (with offset). A hold whose time is up is
    taken again if its table, or another, is still to be had. Raises HoldLapsed, without alternatives for an unknown hold
    or somebody else's, and Refused where the house's rules forbid it by now.
    """
    await _free_lapsed(tenant_id, now, conversation_id)
    async with database.tenant(tenant_id) as rows:
        kept = await rows.maybe(
            _Kept,
            """select h.id, h.conversation_id, h.status, h.created_at, h.starts_at, h.party_size, h.table_id,
                      t.name as table_name, t.agent_id
                 from holds h join tables t on t.id = h.table_id where h.id = %s for update of h""",
            [hold_id],
        )
        if kept is None or str(kept.conversation_id) != str(conversation_id):
            raise HoldLapsed("hold_lapsed")
        # Asked under the lock on the hold: of two at once the second finds the first one's receipt.
        args = {"hold_id": str(kept.id)}
        done = await commits.once(rows, conversation_id, "book", args, epoch)
        if done is not None:
            return done
        if kept.status == "booked":
            raise Refused("already_booked")
        agent = await agents.load(rows, kept.agent_id)
        assert agent is not None, "tables cannot outlive their agent"
        booked = await _firm(rows, agent, kept, now)
        code = await _reserve(rows, agent, booked, conversation_id, name, phone, email, notes)
        facts = _facts(agent, code, kept.starts_at, kept.party_size, name) | {"table": booked.table_name}
        return await commits.keep(rows, conversation_id, "book", args, epoch, turn_id, facts)


async def _firm(rows: database.Rows, agent: Agent, kept: "_Kept", now: datetime) -> "_Kept":
    """The hold made firm: itself where nobody needed its table since, else another for the same time."""
    if kept.status == "held":
        # Lead time and horizon as of the promise: the caller must not lose the table by taking a minute to spell.
        reason = agent.schedule.why_not(kept.starts_at, kept.party_size, kept.created_at)
        if reason is not None or kept.starts_at < now:
            raise Refused(reason or "past", await _alternatives(rows, agent, kept.starts_at, kept.party_size, now))
        firm = kept
    elif kept.status == "lapsed":
        try:
            taken = await _take(rows, agent, kept.starts_at, kept.party_size, now, str(kept.conversation_id))
        except Refused as refused:
            raise HoldLapsed(refused.reason, refused.alternatives) from refused
        firm = replace(kept, id=taken.id, table_id=taken.table_id, table_name=taken.table_name)
    else:
        raise HoldLapsed("hold_lapsed", await _alternatives(rows, agent, kept.starts_at, kept.party_size, now))
    rows.later("update holds set status = 'booked' where id = %s", [firm.id])
    rows.later("update tables set last_used = %s where id = %s", [now, firm.table_id])
    return firm


async def _reserve(
    rows: database.Rows,
    agent: Agent,
    booked: "_Kept",
    conversation_id: UUID | str,
    name: str,
    phone: str | None,
    email: str | None,
    notes: str,
) -> str:
    while True:
        code = await rows.maybe(
            str,
            """insert into reservations (agent_id, hold_id, conversation_id, code, starts_at, party_size,
                                         name, phone, email, notes)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
               on conflict (tenant_id, code) do nothing returning code""",
            [
                agent.id,
                booked.id,
                conversation_id,
                new_code(),
                booked.starts_at,
                booked.party_size,
                name,
                phone,
                email,
                notes,
            ],
        )
        if code is not None:
            return code


async def cancel(tenant_id: str, code: str, *, conversation_id: UUID | str, epoch: int, turn_id: str | None) -> Receipt:
    """Cancel a reservation and free its table. One that is cancelled already stays so, with a receipt.

    Facts: code, day, time, party_size, name, starts_at, status. Raises database.NotFound for an unknown code, Refused
    where the guests have been seated or did not come.
    """
    async with database.tenant(tenant_id) as rows:
        promised = await rows.maybe(
            _Promised,
            """select id, code, hold_id, agent_id, starts_at, party_size, name, status from reservations
                where code = %s for update""",
            [_as_code(code)],
        )
        if promised is None:
            raise database.NotFound("reservation")
        args = {"code": promised.code}
        done = await commits.once(rows, conversation_id, "cancel", args, epoch)
        if done is not None:
            return done
        if promised.status not in ("confirmed", "cancelled"):
            raise Refused(promised.status)
        if promised.status == "confirmed":
            rows.later(
                "update reservations set status = 'cancelled', cancelled_at = now() where id = %s", [promised.id]
            )
            rows.later("update holds set status = 'released' where id = %s", [promised.hold_id])
        agent = await agents.load(rows, promised.agent_id)
        assert agent is not None, "reservations cannot outlive their agent"
        facts = _facts(agent, promised.code, promised.starts_at, promised.party_size, promised.name)
        facts["status"] = "cancelled"
        return await commits.keep(rows, conversation_id, "cancel", args, epoch, turn_id, facts)


# --- what is free -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _House:
    """An agent's tables and what is taken of them over some days."""

    agent: Agent
    tables: list[seating.Table]
    taken: list[seating.Taken]

    @classmethod
    async def load(cls, rows: database.Rows, agent: Agent, first: date, last: date, now: datetime) -> "_House":
        zone = agent.schedule.zone
        begins, ends = datetime.combine(first, time(), zone), datetime.combine(last + DAY, time(), zone)
        taken = await rows.all(
            seating.Taken,
            """select h.table_id, h.starts_at, h.ends_at from holds h join tables t on t.id = h.table_id
                where t.agent_id = %s and h.starts_at between %s and %s
                  and h.status in ('held', 'booked') and (h.status = 'booked' or h.kept_until > %s)""",
            # A day on either side: what began the evening before may last into this one.
            [agent.id, begins - DAY, ends + DAY, now],
        )
        return cls(agent, await tables.of(rows, agent.id), taken)

    def tables_for(
        self, party: int, starts_at: datetime, ends_at: datetime, *, keep: int | None = None
    ) -> list[seating.Table]:
        """The free tables for a party, the one to give first in front."""
        return seating.free(seating.ranked(self.tables, party, keep=keep), self.taken, starts_at, ends_at)

    def free_slots(self, day: date, party: int, now: datetime) -> list[datetime]:
        """The wall-clock times of a day that the rules allow and a table is free for."""
        schedule, lasts = self.agent.schedule, self.agent.schedule.seating_for(party)
        fitting = seating.ranked(self.tables, party)
        moments = {slot: schedule.instant(slot) for slot in schedule.slots(day, party, now)}
        return [
            slot
            for slot, moment in moments.items()
            if isinstance(moment, datetime) and seating.free(fitting, self.taken, moment, moment + lasts)
        ]

    def why_no_table(self, party: int) -> str:
        """Why no table is to be had at a time that the rules allow."""
        if seating.ranked(self.tables, party):
            return "fully_booked"
        return "blocked" if any(table.seats >= party for table in self.tables) else "party_too_large"


async def _alternatives(rows: database.Rows, agent: Agent, wished: datetime, party: int, now: datetime) -> list[str]:
    """Free times near a wish that cannot be met; near today where the wish lies in the past."""
    schedule = agent.schedule
    if wished.tzinfo is not None:
        wished = schedule.wall(wished)
    today = schedule.wall(now).date()
    last_day = today + schedule.horizon_days * DAY
    if party > schedule.max_party or party < 1 or wished.date() > last_day:
        return []
    center = max(wished.date(), today)
    wished = datetime.combine(center, wished.time())
    around = (center + n * DAY for n in range(-SEARCHED_DAYS, SEARCHED_DAYS + 1))
    days = sorted(
        (day for day in around if today <= day <= last_day), key=lambda day: (abs(day - center), day < center)
    )
    house = await _House.load(rows, agent, min(days), max(days), now)
    found: list[datetime] = []
    enough = 0
    for day in days:
        slots = house.free_slots(day, party, now)
        found += slots
        if day == center:
            enough += sum(abs(slot - wished) <= seating.SAME_DAY_REACH for slot in slots)
        elif slots:
            enough += 1
        if enough >= OFFERED:
            break
    return [_iso(slot) for slot in seating.nearest(found, wished, OFFERED)]


# --- codes and facts --------------------------------------------------------------------------------------------------


def new_code() -> str:
    """Five characters, a letter first and a digit somewhere, so that a code is neither a word nor a number."""
    while True:
        code = secrets.choice(LETTERS) + "".join(secrets.choice(LETTERS + DIGITS) for _ in range(CODE_LENGTH - 1))
        if any(character in DIGITS for character in code):
            return code


def _as_code(spoken: str) -> str:
    return "".join(character for character in spoken.upper() if character.isalnum())


def _facts(agent: Agent, code: str, starts_at: datetime, party: int, name: str) -> dict[str, Any]:
    local = starts_at.astimezone(agent.schedule.zone)
    return {
        "code": code,
        "day": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "party_size": party,
        "name": name,
        "starts_at": local.isoformat(),
    }


def _iso(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")


# --- rows -------------------------------------------------------------------------------------------------------------

_RESERVATION = "id, code, starts_at, party_size, name, phone, email, notes, status, agent_id, conversation_id"


@dataclass(frozen=True)
class _Kept:
    """A hold as booking sees it."""

    id: UUID
    conversation_id: UUID | None
    status: str
    created_at: datetime
    starts_at: datetime
    party_size: int
    table_id: int
    table_name: str
    agent_id: UUID


@dataclass(frozen=True)
class _Promised:
    id: UUID
    code: str
    hold_id: UUID
    agent_id: UUID
    starts_at: datetime
    party_size: int
    name: str
    status: str
