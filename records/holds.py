"""Holds: a table or a room kept for somebody who is still deciding.

A hold occupies its resources from the moment it is offered. It lapses by itself, is freed by whoever needs the resource
next, and becomes firm when it is booked. What is free is decided by the rows. Whoever occupies something stands in line
for its house first, so that of fifty who want the last table the second already sees that it is gone; the exclusion
constraint on `occupancies` holds whatever else happens.

One who moves a reservation holds the new time beside the old one: of what the reservation itself occupies, the hold
needs to take only the rest.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from records import agents, commits, database, promises, vacancies
from records.agents import Agent
from records.promises import Reservation
from records.resources import Kind
from records.vacancies import House, Place, Refused, Wish


@dataclass(frozen=True)
class Hold:
    """Something kept for somebody who is still deciding. `facts` can be read back to them."""

    id: UUID
    kind: Kind
    resource_ids: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    party_size: int
    kept_until: datetime
    facts: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A hold as its row has it."""

    id: UUID
    agent_id: UUID
    kind: Kind
    conversation_id: UUID | None
    resource_ids: list[int]
    starts_at: datetime
    ends_at: datetime
    party_size: int
    status: str  # held, booked, released, lapsed
    kept_until: datetime
    created_at: datetime
    wish: dict[str, Any]
    details: dict[str, Any]
    moving: UUID | None


_KEPT = """id, agent_id, kind, conversation_id, resource_ids, starts_at, ends_at, party_size, status, kept_until,
           created_at, wish, details, moving"""


class HoldLapsed(Refused):
    """The hold is gone: it ran out and what it kept was given away or may not be given any more, or it was given up."""


async def hold(
    tenant_id: str,
    agent_id: UUID | str,
    kind: Kind,
    *,
    wish: Mapping[str, Any],
    now: datetime,
    conversation_id: UUID | str,
    replacing: UUID | str | None = None,
    moving: str | None = None,
) -> Hold:
    """Keep a table or a room as wished (records/vacancies.py), for as long as the house keeps things.

    A conversation that asks for what it holds already gets that hold, kept anew. With `replacing` its earlier hold is
    given up for the new one, or stands if there is none. With `moving`, the code of a reservation, the hold is good for
    changing that one only, and what that occupies counts as free. Raises Refused, database.NotFound for an unknown
    agent, and KeyError or ValueError for what is no wish.
    """
    agent = await agents.get(tenant_id, agent_id)
    if agent is None:
        raise database.NotFound("agent")
    house = vacancies.of(agent, kind)
    wished = house.read(wish, now)

    async def transaction() -> Hold:
        # Not durable: to a caller whose hold went in a crash of Postgres it has lapsed, and no offer waits for a disk.
        async with database.tenant(tenant_id, durable=False) as rows:
            moved = await promises.by_code(rows, agent.id, moving, lock=False) if moving is not None else None
            if moved is not None:
                promises.check_movable(agent, moved, wished, now)
            return await _hold(rows, agent, house, wished, now, conversation_id, replacing, moved)

    return await commits.settled(transaction)


async def release(tenant_id: str, hold_id: UUID | str, conversation_id: UUID | str) -> None:
    """Give a hold up. Somebody else's, a lapsed or a booked one is left as it is."""
    async with database.each(tenant_id, durable=False) as rows:
        await _give_up(rows, hold_id, conversation_id)


async def _hold(
    rows: database.Rows,
    agent: Agent,
    house: House,
    wish: Wish,
    now: datetime,
    conversation_id: UUID | str,
    replacing: UUID | str | None,
    moved: Reservation | None,
) -> Hold:
    besides = [moved.hold_id] if moved else []
    allowed = wish.refused is None or (moved is not None and _stays_in_time(wish, moved))
    kept_until = now + timedelta(seconds=agent.hold_s)
    if wish.starts_at is not None and wish.ends_at is not None:
        stand_in_line(rows, agent.id)
        lapse(rows, now, conversation_id)
        # Status `held` is enough, though its time may be up: nobody has needed it since. And what was in time when it
        # was first kept stays so.
        again = await rows.maybe(
            Kept,
            f"""update holds set kept_until = %s where id = (
                      select id from holds where agent_id = %s and conversation_id = %s and status = 'held' and kind = %s
                         and wish = %s and moving is not distinct from %s order by created_at, id limit 1)
                returning {_KEPT}""",
            [
                kept_until,
                agent.id,
                conversation_id,
                house.kind,
                Jsonb(wish.said),
                moved.id if moved else None,
            ],
        )
        if again is not None:
            if replacing is not None and str(replacing) != str(again.id):
                await _give_up(rows, replacing, conversation_id)
            facts = house.facts(again.starts_at, again.party_size, again.details)
            ids = tuple(again.resource_ids)
            return Hold(again.id, house.kind, ids, again.starts_at, again.ends_at, again.party_size, kept_until, facts)
        rows.later(
            _LAPSED.format(
                "select id from holds where conversation_id = %s and status = 'held' and kept_until <= %s for update"
            ),
            [conversation_id, now],
        )
        # Given up before the new one is taken, so that the two may overlap; a refusal rolls it back.
        given_up = await _give_up(rows, replacing, conversation_id) if replacing is not None else []
        if allowed:
            keep = moved.resource_ids if moved else given_up
            if places := await house.places(rows, wish, besides=besides, keep=keep):
                return _keep(rows, agent, house, wish, places[0], now, conversation_id, moved)
    elif replacing is not None:
        # What the conversation holds already is free for it, too.
        await _give_up(rows, replacing, conversation_id)
    raise await house.refusal(rows, wish, now, besides=besides)


def _keep(
    rows: database.Rows,
    agent: Agent,
    house: House,
    wish: Wish,
    place: Place,
    now: datetime,
    conversation_id: UUID | str,
    moved: Reservation | None,
) -> Hold:
    """Write a hold with the transaction. One who got there first fails it with an ExclusionViolation."""
    assert wish.starts_at is not None and wish.ends_at is not None
    id, kept_until = uuid4(), now + timedelta(seconds=agent.hold_s)
    rows.later(
        """insert into holds (id, agent_id, kind, conversation_id, resource_ids, party_size, starts_at, ends_at,
                              kept_until, created_at, wish, details, moving)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        [
            id,
            agent.id,
            house.kind,
            conversation_id,
            list(place.ids),
            wish.party,
            wish.starts_at,
            wish.ends_at,
            kept_until,
            now,
            Jsonb(wish.said),
            Jsonb(place.details),
            moved.id if moved else None,
        ],
    )
    occupy(rows, id, place.ids, wish.starts_at, wish.ends_at, besides=moved)
    facts = house.facts(wish.starts_at, wish.party, place.details)
    return Hold(id, house.kind, place.ids, wish.starts_at, wish.ends_at, wish.party, kept_until, facts)


def _stays_in_time(wish: Wish, moved: Reservation) -> bool:
    """Whether a wish that comes at too short notice is for the very time that the reservation has."""
    return wish.refused == "lead_time" and wish.starts_at == moved.starts_at


# --- in a transaction -------------------------------------------------------------------------------------------------

_LAPSED = """
    with lapsed as (update holds set status = 'lapsed' where id = any(array({})) returning id)
    delete from occupancies where hold_id = any(array(select id from lapsed))
"""
"""What is held and what it occupies end together. Arrays, because Postgres would join what it knows nothing about yet."""


def stand_in_line(rows: database.Rows, agent_id: UUID | str) -> None:
    """Wait until nobody else is choosing from this house's tables and rooms; until the end of the transaction."""
    rows.later("select pg_advisory_xact_lock(1, hashtext(%s))", [str(agent_id)])


def lapse(rows: database.Rows, now: datetime, conversation_id: UUID | str) -> None:
    """Free what is occupied by holds that ran out, except this conversation's own: those it may still make good.

    One that is being booked at this moment is left alone.
    """
    rows.later(
        _LAPSED.format(
            """select id from holds where status = 'held' and kept_until <= %s
                  and conversation_id is distinct from %s::uuid order by id for update skip locked"""
        ),
        [now, conversation_id],
    )


async def kept(rows: database.Rows, hold_id: UUID | str, conversation_id: UUID | str) -> Kept:
    """A conversation's own hold, locked. Raises HoldLapsed, without alternatives, for an unknown one or somebody else's."""
    found = await rows.maybe(Kept, f"select {_KEPT} from holds where id = %s for update", [hold_id])
    if found is None or str(found.conversation_id) != str(conversation_id):
        raise HoldLapsed("hold_lapsed")
    return found


def occupy(
    rows: database.Rows,
    hold_id: UUID,
    resource_ids: Collection[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    besides: Reservation | None = None,
) -> None:
    """Take resources between two instants, but for what a reservation occupies of them that is to make way."""
    stretches = [(id, begins, ends) for id in resource_ids for begins, ends in _rest(id, starts_at, ends_at, besides)]
    if stretches:
        ids, begins, ends = zip(*stretches, strict=True)
        rows.later(
            """insert into occupancies (hold_id, resource_id, starts_at, ends_at)
               select %s, * from unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[])""",
            [hold_id, list(ids), list(begins), list(ends)],
        )


def free(rows: database.Rows, hold_ids: Sequence[UUID]) -> None:
    """Give back what holds occupy."""
    rows.later("delete from occupancies where hold_id = any(%s)", [list(hold_ids)])


async def _give_up(rows: database.Rows, hold_id: UUID | str, conversation_id: UUID | str) -> list[int]:
    """Release a hold of this conversation; what it was on, nothing where there was nothing to release."""
    found = await rows.maybe(
        list,
        """with freed as (update holds set status = 'released' where id = %s and conversation_id = %s and status = 'held'
                          returning id, resource_ids),
                gone as (delete from occupancies where hold_id = any(array(select id from freed)))
           select resource_ids from freed""",
        [hold_id, conversation_id],
    )
    return found or []


def _rest(
    resource_id: int, starts_at: datetime, ends_at: datetime, besides: Reservation | None
) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a stretch of time beside what a reservation occupies."""
    if besides is None or resource_id not in besides.resource_ids:
        yield starts_at, ends_at
        return
    before, after = min(ends_at, besides.starts_at), max(starts_at, besides.ends_at)
    if starts_at < before:
        yield starts_at, before
    if after < ends_at:
        yield after, ends_at
