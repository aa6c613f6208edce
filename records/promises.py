"""Promises: reservations as they stand, found by whoever can point at them.

A caller points by code, or by name and telephone number together. What is over, somebody else's or unknown is all the
same from outside: not found.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from records import agents, database, vacancies
from records.agents import Agent
from records.resources import Kind
from records.vacancies import Refused, Wish

MOST_FOUND = 20


@dataclass(frozen=True)
class Reservation:
    """A table or a room promised to somebody."""

    id: UUID
    code: str
    kind: Kind
    hold_id: UUID
    resource_ids: list[int]
    starts_at: datetime
    ends_at: datetime
    held_until: datetime  # when it was to end before the guests said that they would be late
    party_size: int
    name: str
    phone: str | None
    email: str | None
    notes: str
    status: str  # confirmed, cancelled, seated, no_show
    late_min: int | None
    details: dict[str, Any]
    agent_id: UUID
    conversation_id: UUID | None


_RESERVATION = """
    select r.id, r.code, r.kind, r.hold_id, h.resource_ids, r.starts_at, r.ends_at, h.ends_at as held_until, r.party_size,
           r.name, r.phone, r.email, r.notes, r.status, r.late_min, r.details, r.agent_id, r.conversation_id
      from reservations r join holds h on h.tenant_id = r.tenant_id and h.id = r.hold_id
     where r.agent_id = %(agent_id)s
"""


_SAME_PERSON = """(
    regexp_replace(lower(r.name), '^.* ', '') = regexp_replace(lower(%(name)s), '^.* ', '')
    or lower(%(name)s) = any(string_to_array(lower(r.name), ' '))
    or lower(r.name) = any(string_to_array(lower(%(name)s), ' '))
)"""
"""The surnames are the same, or one name is but a part of the other: "Grant" and "Olivia Grant"."""


def facts(agent: Agent, reservation: Reservation) -> dict[str, Any]:
    """What can be said of a reservation to the caller whose it is; what is not known of it is left out."""
    house = vacancies.of(agent, reservation.kind)
    told = house.facts(reservation.starts_at, reservation.party_size, reservation.details)
    contact = {name: getattr(reservation, name) for name in ("name", "phone", "email", "notes", "late_min")}
    known = {name: one for name, one in contact.items() if one}
    return {"code": reservation.code, **told, **known, "status": reservation.status}


async def find(
    tenant_id: str,
    agent_id: UUID | str,
    *,
    code: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    now: datetime,
) -> list[dict[str, Any]]:
    """Facts of the reservations to come that a caller can point at, the next one first.

    By code, whatever became of it; by name (the surname will do) and telephone number (E.164) together, those that stand,
    or those that were cancelled where none does. What else is given must be right too. Less finds nothing: nobody learns
    who dines here by trying names.
    """
    if not code and not (name and phone):
        return []
    found = await _all(
        tenant_id,
        agent_id,
        f""" and r.ends_at > %(now)s
            and (%(code)s::text is null or r.code = %(code)s)
            and (%(code)s::text is not null or r.status in ('confirmed', 'cancelled'))
            and (%(name)s::text is null or {_SAME_PERSON})
            and (%(phone)s::text is null or r.phone = %(phone)s)
          order by r.status = 'cancelled', r.starts_at, r.id limit %(most)s""",
        code=as_code(code) if code else None,
        name=name.strip() if name else None,
        phone=phone or None,
        now=now,
        most=MOST_FOUND,
    )
    return [one for one in found if one["status"] != "cancelled"] or found


async def last(tenant_id: str, agent_id: UUID | str, *, name: str, phone: str) -> dict[str, Any] | None:
    """Facts of the latest reservation of this name and number that was not cancelled, past ones too."""
    found = await _all(
        tenant_id,
        agent_id,
        f""" and {_SAME_PERSON} and r.phone = %(phone)s and r.status in ('confirmed', 'seated')
          order by r.starts_at desc, r.created_at desc limit 1""",
        name=name.strip(),
        phone=phone,
    )
    return found[0] if found else None


async def twin(
    tenant_id: str,
    agent_id: UUID | str,
    *,
    kind: Kind,
    starts_at: datetime,
    ends_at: datetime,
    name: str | None,
    phone: str | None,
    conversation_id: UUID | str,
) -> dict[str, Any] | None:
    """Facts of a reservation that stands beside this one: of the same number and name, or made in this very conversation."""
    found = await _all(
        tenant_id,
        agent_id,
        """ and r.status = 'confirmed' and r.kind = %(kind)s
            and r.starts_at < %(ends_at)s and r.ends_at > %(starts_at)s
            and ((r.phone = %(phone)s and lower(r.name) = lower(%(name)s))
                 or (r.conversation_id = %(conversation_id)s::uuid and r.phone is not distinct from %(phone)s::text))
          order by r.starts_at, r.id limit 1""",
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        name=(name or "").strip(),
        phone=phone or None,
        conversation_id=conversation_id,
    )
    return found[0] if found else None


async def _all(tenant_id: str, agent_id: UUID | str, where: str, **params: Any) -> list[dict[str, Any]]:
    agent = await agents.get(tenant_id, agent_id)
    if agent is None:
        return []
    async with database.each(tenant_id) as rows:
        found = await rows.all(Reservation, _RESERVATION + where, {"agent_id": agent.id, **params})
    return [facts(agent, one) for one in found]


# --- in a transaction -------------------------------------------------------------------------------------------------


async def by_code(rows: database.Rows, agent_id: UUID | str, code: str, *, lock: bool = True) -> Reservation:
    """The reservation of this code. Raises Refused("not_found")."""
    pointed = {"agent_id": agent_id, "code": as_code(code)}
    if lock:
        # By itself: a join that has waited for the lock would look for the hold that it was on before.
        rows.later(
            "select from reservations where agent_id = %(agent_id)s and code = %(code)s for no key update", pointed
        )
    found = await rows.maybe(Reservation, _RESERVATION + " and r.code = %(code)s", pointed)
    if found is None:
        raise Refused("not_found")
    return found


def check(reservation: Reservation, now: datetime) -> None:
    """Raises Refused where nothing can be done to a reservation any more, because it is over or does not stand."""
    if reservation.ends_at <= now:
        raise Refused("not_found")
    if reservation.status != "confirmed":
        raise Refused(reservation.status)


def check_movable(agent: Agent, reservation: Reservation, wish: Wish, now: datetime) -> None:
    """Raises Refused where a caller may not move a reservation as wished: it is over, has begun, or was promised for so
    soon that another day would be a cancellation.
    """
    check(reservation, now)
    day = agent.schedule.wall(reservation.starts_at).date().isoformat()
    same_day = day == (wish.said.get("day") or wish.said.get("check_in"))
    if now > reservation.starts_at or (too_late(agent, reservation, now) and not same_day):
        raise Refused("cut_off")


def too_late(agent: Agent, reservation: Reservation, now: datetime) -> bool:
    """Whether the house no longer lets a caller cancel by himself."""
    return now > reservation.starts_at - timedelta(hours=agent.cancel_until_h)


def as_code(spoken: str) -> str:
    """A code as it is stored: "r4-k7 c" is R4K7C."""
    return "".join(character for character in spoken.upper() if character.isalnum())
