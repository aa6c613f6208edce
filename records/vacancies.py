"""What is free: which tables or rooms a wish can have, and what else is to be had where it cannot.

The rules decide (rules/hours.py, rules/tables.py, rules/rooms.py); here they are given the rows. `Tables` and `Stays`
answer the same questions about tables and about rooms. A wish is plain JSON: {"day", "time", "party_size", "area"?} for
a table, {"check_in", "check_out", "party_size", "room_type"?, "extras"?} for a room.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Protocol
from uuid import UUID

from records import database, resources
from records.agents import Agent
from records.resources import Kind, Resource
from rules import rooms as lodging
from rules import tables as seating
from rules.rooms import Room, Rooms
from rules.tables import Seat, Table, Taken

DAY = timedelta(days=1)
OFFERED = 2
"""How many alternatives a refusal names: more than two nobody keeps in mind on the telephone."""
SEARCHED_DAYS = 7
"""How far before and after the wished day other times are looked for."""
EVENING = time(19)
"""Around which time of the day others are offered to somebody who has not named one."""
NOT_TODAY = {"past": "after_last_seating"}
"""Why none of today's times is left, where the last of them is asked about."""


class Refused(Exception):
    """It cannot be had, and why: a reason of rules/, or one of an existing reservation (not_found, cancelled, cut_off,
    seated, no_show), of a hold (hold_lapsed, already_booked) or of a contact (no_contact).

    `alternatives` can be had instead, the best first, each as the part of the wish that differs: {"day", "time"[, "area"]}
    or {"check_in", "check_out", "room_type"}. They are not held.
    """

    def __init__(self, reason: str, alternatives: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.alternatives = list(alternatives)


@dataclass(frozen=True)
class Wish:
    """A wish as the rules read it."""

    party: int
    said: dict[str, Any]  # what was wished, as JSON, nothing besides
    starts_at: datetime | None  # the moment it begins, where there is one
    ends_at: datetime | None
    refused: str | None  # why the rules forbid it


@dataclass(frozen=True)
class Place:
    """What a wish can have: the resources, and what is told of them."""

    ids: tuple[int, ...]
    details: dict[str, Any]


class House(Protocol):
    """One kind of resource of one agent."""

    @property
    def kind(self) -> Kind: ...

    def read(self, wish: Mapping[str, Any], now: datetime) -> Wish:
        """The wish, and whether the rules allow it. Raises KeyError and ValueError for what is none."""

    async def places(
        self, rows: database.Rows, wish: Wish, *, besides: Sequence[UUID] = (), keep: Collection[int] = ()
    ) -> list[Place]:
        """What the wish can have by the rows, the best first; `besides` are holds that do not count."""

    async def refusal(self, rows: database.Rows, wish: Wish, now: datetime, *, besides: Sequence[UUID] = ()) -> Refused:
        """Why the wish cannot be had, and what can."""

    def facts(self, starts_at: datetime, party: int, details: Mapping[str, Any]) -> dict[str, Any]:
        """What can be said of a hold or a reservation: plain JSON."""

    def stretch(self, facts: Mapping[str, Any]) -> tuple[datetime, datetime]:
        """From when until when facts occupy what they are about."""

    def with_extras(self, party: int, details: Mapping[str, Any], extras: Sequence[str]) -> dict[str, Any]:
        """The details with other extras, and with the price that these make."""


def of(agent: Agent, kind: Kind) -> House:
    """The agent's tables, or its rooms."""
    return Tables(agent) if kind == "table" else Stays(agent)


# --- tables -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tables:
    """The tables of a restaurant."""

    agent: Agent
    kind: Literal["table"] = field(default="table", init=False)

    def read(self, wish: Mapping[str, Any], now: datetime) -> Wish:
        party, schedule = int(wish["party_size"]), self.agent.schedule
        wall = datetime.fromisoformat(f"{wish['day']}T{wish['time']}")
        said = {"day": wish["day"], "time": wish["time"], "party_size": party, **_area(wish)}
        refused = schedule.why_not(wall, party, now)
        moment = schedule.instant(wall) if refused in (None, "lead_time") else None
        if not isinstance(moment, datetime):
            return Wish(party, said, None, None, refused)
        return Wish(party, said, moment, moment + schedule.seating_for(party), refused)

    async def places(
        self, rows: database.Rows, wish: Wish, *, besides: Sequence[UUID] = (), keep: Collection[int] = ()
    ) -> list[Place]:
        assert wish.starts_at is not None and wish.ends_at is not None, "the rules have allowed it"
        found, taken = await _load(rows, self.agent, "table", wish.starts_at, wish.ends_at, besides=besides)
        area = wish.said.get("area")
        seats = seating.ranked(_tables(found), wish.party, combinations=self.agent.combinations, area=area, keep=keep)
        return [_seated(seat) for seat in seating.free(seats, taken, wish.starts_at, wish.ends_at)]

    async def refusal(self, rows: database.Rows, wish: Wish, now: datetime, *, besides: Sequence[UUID] = ()) -> Refused:
        wall = self.agent.schedule.wall
        wished = datetime.fromisoformat(f"{wish.said['day']}T{wish.said['time']}")
        wished = wished if wished.tzinfo is None else wall(wished)
        evening = await self._evenings(rows, wished, wish.party, now, besides)
        area = wish.said.get("area")
        reason = wish.refused
        if reason is None and wish.starts_at is not None and wish.ends_at is not None:
            reason = evening.why_none(wish.starts_at, wish.ends_at, wish.party, area) or "fully_booked"
        return Refused(str(reason), evening.alternatives(wished, wish.party, area, now))

    def facts(self, starts_at: datetime, party: int, details: Mapping[str, Any]) -> dict[str, Any]:
        local = starts_at.astimezone(self.agent.schedule.zone)
        return {
            "kind": "table",
            "day": f"{local:%Y-%m-%d}",
            "time": f"{local:%H:%M}",
            "party_size": party,
            **details,
            "starts_at": local.isoformat(),
        }

    def stretch(self, facts: Mapping[str, Any]) -> tuple[datetime, datetime]:
        starts_at = datetime.fromisoformat(facts["starts_at"])
        return starts_at, starts_at + self.agent.schedule.seating_for(facts["party_size"])

    def with_extras(self, party: int, details: Mapping[str, Any], extras: Sequence[str]) -> dict[str, Any]:
        return dict(details)

    async def free_times(self, rows: database.Rows, wish: Mapping[str, Any], now: datetime) -> list[str]:
        """The wall-clock times ("19:30") of a day at which a party could be held a table. Raises Refused where there are none."""
        day, party, area = date.fromisoformat(wish["day"]), _party(wish), wish.get("area")
        evening = await self._evenings(rows, datetime.combine(day, EVENING), party, now, (), days=0)
        if times := evening.free_times(day, party, area, now):
            return [f"{wall:%H:%M}" for wall in times]
        evening = await self._evenings(rows, datetime.combine(day, EVENING), party, now, ())
        wished = datetime.combine(day, EVENING)
        raise Refused(evening.why_none_all_day(day, party, area, now), evening.alternatives(wished, party, area, now))

    async def _evenings(
        self,
        rows: database.Rows,
        wished: datetime,
        party: int,
        now: datetime,
        besides: Sequence[UUID],
        days: int = SEARCHED_DAYS,
    ) -> "_Evenings":
        """The days around a wish; around today, where the wish lies in the past."""
        schedule = self.agent.schedule
        today = schedule.wall(now).date()
        last = today + schedule.horizon_days * DAY
        center = min(max(wished.date(), today), last)
        first, until = max(center - days * DAY, today), min(center + days * DAY, last)
        # A day on either side: what began the evening before may last into this one.
        begins = datetime.combine(first - DAY, time(), schedule.zone)
        ends = datetime.combine(until + 2 * DAY, time(), schedule.zone)
        found, taken = await _load(rows, self.agent, "table", begins, ends, now=now, besides=besides)
        nearest = sorted(
            (first + n * DAY for n in range((until - first).days + 1)),
            key=lambda day: (abs(day - center), day < center),
        )
        return _Evenings(self.agent, _tables(found), taken, nearest, last)


@dataclass(frozen=True)
class _Evenings:
    """Some days of a restaurant, and what is taken in them."""

    agent: Agent
    tables: list[Table]
    taken: list[Taken]
    days: list[date]  # the nearest to the wish first
    last: date  # the horizon

    def seats(self, party: int, area: str | None) -> list[Seat]:
        return seating.ranked(self.tables, party, combinations=self.agent.combinations, area=area)

    def moments(self, day: date, party: int, now: datetime) -> dict[datetime, datetime]:
        """The wall-clock times of a day that the rules allow, and their instants."""
        schedule = self.agent.schedule
        found = {wall: schedule.instant(wall) for wall in schedule.slots(day, party, now)}
        return {wall: moment for wall, moment in found.items() if isinstance(moment, datetime)}

    def free_times(self, day: date, party: int, area: str | None, now: datetime) -> list[datetime]:
        lasts = self.agent.schedule.seating_for(party)
        return seating.free_times(self.seats(party, area), self.taken, self.moments(day, party, now), lasts)

    def why_none(self, starts_at: datetime, ends_at: datetime, party: int, area: str | None) -> str | None:
        return seating.why_none(
            self.tables, self.taken, party, starts_at, ends_at, combinations=self.agent.combinations, area=area
        )

    def why_none_all_day(self, day: date, party: int, area: str | None, now: datetime) -> str:
        """Why there is no time on a day: the most hopeful of the reasons of its times, or of its last one."""
        schedule, lasts = self.agent.schedule, self.agent.schedule.seating_for(party)
        if moments := self.moments(day, party, now):
            reasons = {self.why_none(at, at + lasts, party, area) for at in moments.values()}
            order = ("no_such_area", "party_too_large", "blocked", "area_full", "hold_by_other")
            return next((reason for reason in order if reason in reasons), "fully_booked")
        last = datetime.combine(day, EVENING)
        if periods := schedule.periods(day):
            latest = periods[-1].closes - timedelta(minutes=schedule.last_seating_min)
            last = latest - timedelta(minutes=latest.minute % schedule.grid_min)
        reason = schedule.why_not(last, party, now)
        if day == schedule.wall(now).date():
            return NOT_TODAY.get(str(reason), str(reason))
        return str(reason)

    def alternatives(self, wished: datetime, party: int, area: str | None, now: datetime) -> list[dict[str, Any]]:
        """Free times near a wish that cannot be met."""
        if not 1 <= party <= self.agent.schedule.max_party or wished.date() > self.last or not self.days:
            return []
        center = self.days[0]
        wished = datetime.combine(center, wished.time())
        found: list[datetime] = []
        enough = 0
        for day in self.days:
            times = self.free_times(day, party, area, now)
            found += times
            if day == center:
                enough += sum(abs(at - wished) <= seating.SAME_DAY_REACH for at in times)
            elif times:
                enough += 1
            if enough >= OFFERED:
                break
        others = dict.fromkeys(table.area for table in self.tables if table.area != area) if area else ()
        elsewhere = {other: self.free_times(center, party, other, now) for other in others}
        best = seating.alternatives(found, wished, elsewhere=elsewhere, n=OFFERED)
        return [
            {"day": f"{one.start:%Y-%m-%d}", "time": f"{one.start:%H:%M}"}
            | ({"area": one.area or area} if area else {})
            for one in best
        ]


# --- rooms ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stays:
    """The rooms of a hotel."""

    agent: Agent
    kind: Literal["room"] = field(default="room", init=False)

    @property
    def rooms(self) -> Rooms:
        """The house's terms; of a house without beds, terms under which nobody can stay."""
        return self.agent.rooms or Rooms(self.agent.schedule.zone, types=())

    def read(self, wish: Mapping[str, Any], now: datetime) -> Wish:
        party, room_type = int(wish["party_size"]), wish.get("room_type") or None
        arrival, departure = date.fromisoformat(wish["check_in"]), date.fromisoformat(wish["check_out"])
        extras = sorted({name for name in wish.get("extras") or () if self.rooms.extra(name) is not None})
        said = {"check_in": f"{arrival}", "check_out": f"{departure}", "party_size": party}
        said |= {"extras": extras} if extras else {}
        said |= {"children": children} if (children := min(int(wish.get("children") or 0), party)) > 0 else {}
        said |= {"room_type": room_type} if room_type else {}
        refused = self.rooms.why_not(arrival, departure, party, now, room_type)
        starts_at, ends_at = self.rooms.instants(arrival, departure) if refused is None else (None, None)
        return Wish(party, said, starts_at, ends_at, refused)

    async def places(
        self, rows: database.Rows, wish: Wish, *, besides: Sequence[UUID] = (), keep: Collection[int] = ()
    ) -> list[Place]:
        assert wish.starts_at is not None and wish.ends_at is not None, "the rules have allowed it"
        found, taken = await _load(rows, self.agent, "room", wish.starts_at, wish.ends_at, besides=besides)
        nights, room_type = _nights(wish.said), wish.said.get("room_type")
        ranked = self.rooms.ranked(_rooms(found), wish.party, *nights, room_type=room_type, keep=keep)
        extras, children = wish.said.get("extras", ()), wish.said.get("children", 0)
        return [
            Place((room.id,), self._details(room.type, room.name, *nights, wish.party, extras, children))
            for room in lodging.free(ranked, taken, wish.starts_at, wish.ends_at)
        ]

    async def refusal(self, rows: database.Rows, wish: Wish, now: datetime, *, besides: Sequence[UUID] = ()) -> Refused:
        nights, room_type = _nights(wish.said), wish.said.get("room_type")
        found, taken = await _load(rows, self.agent, "room", *self.rooms.around(*nights, now), now=now, besides=besides)
        best = self.rooms.alternatives(_rooms(found), taken, wish.party, *nights, now, room_type=room_type, n=OFFERED)
        return Refused(wish.refused or "fully_booked", [_stay(one) for one in best])

    def facts(self, starts_at: datetime, party: int, details: Mapping[str, Any]) -> dict[str, Any]:
        local = starts_at.astimezone(self.agent.schedule.zone)
        return {"kind": "room", "party_size": party, **details, "starts_at": local.isoformat()}

    def stretch(self, facts: Mapping[str, Any]) -> tuple[datetime, datetime]:
        return self.rooms.instants(*_nights(facts))

    def with_extras(self, party: int, details: Mapping[str, Any], extras: Sequence[str]) -> dict[str, Any]:
        known = sorted({name for name in extras if self.rooms.extra(name) is not None})
        if known == sorted(details["extras"]) or self.rooms.type(details["room_type"]) is None:
            return dict(details)
        children = details.get("children", 0)
        return self._details(details["room_type"], details["room"], *_nights(details), party, known, children)

    async def free_rooms(self, rows: database.Rows, wish: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
        """The types of room that can be had for some nights, each with its price, extras included, the cheapest first. Raises Refused where there are none."""
        asked = self.read({**wish, "party_size": _party(wish)}, now)
        if asked.refused is None and asked.starts_at is not None and asked.ends_at is not None:
            found, taken = await _load(rows, self.agent, "room", asked.starts_at, asked.ends_at, now=now)
            nights = _nights(asked.said)
            ranked = self.rooms.ranked(_rooms(found), asked.party, *nights, room_type=asked.said.get("room_type"))
            types = dict.fromkeys(room.type for room in lodging.free(ranked, taken, asked.starts_at, asked.ends_at))
            if types:
                extras, children = asked.said.get("extras", ()), asked.said.get("children", 0)
                return [self._offer(name, *nights, asked.party, extras, children) for name in types]
        raise await self.refusal(rows, asked, now)

    def _offer(
        self, name: str, arrival: date, departure: date, party: int, extras: Sequence[str], children: int
    ) -> dict[str, Any]:
        kind, quote = (
            self.rooms.type(name),
            self.rooms.quote(name, arrival, departure, party, extras, children=children),
        )
        return {
            "room_type": name,
            "view": kind.view if kind else None,
            "total_cents": quote.total_cents,
            "per_night_cents": quote.per_night_cents,
            "currency": quote.currency,
        }

    def _details(
        self,
        name: str,
        room: str,
        arrival: date,
        departure: date,
        party: int,
        extras: Sequence[str],
        children: int = 0,
    ) -> dict[str, Any]:
        kind, quote = (
            self.rooms.type(name),
            self.rooms.quote(name, arrival, departure, party, extras, children=children),
        )
        return {
            "check_in": f"{arrival}",
            "check_out": f"{departure}",
            "nights": len(quote.nights),
            "room_type": name,
            **({"view": kind.view} if kind and kind.view else {}),
            **({"children": children} if children else {}),
            "room": room,
            "extras": [charge.name for charge in quote.extras],
            "total_cents": quote.total_cents,
            "city_tax_cents": quote.city_tax_cents,
            "tax_cents": quote.tax_cents,
            "per_night_cents": quote.per_night_cents,
            "currency": quote.currency,
        }


def _nights(said: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(said["check_in"]), date.fromisoformat(said["check_out"])


def _stay(one: lodging.Stay) -> dict[str, Any]:
    return {"check_in": f"{one.check_in}", "check_out": f"{one.check_out}", "room_type": one.room_type}


# --- rows into what the rules know ------------------------------------------------------------------------------------


async def _load(
    rows: database.Rows,
    agent: Agent,
    kind: Kind,
    begins: datetime,
    ends: datetime,
    *,
    now: datetime | None = None,
    besides: Sequence[UUID] = (),
) -> tuple[list[Resource], list[Taken]]:
    """All that a house has of one kind, and what is taken of it between two instants."""
    found = await resources.of(rows, agent.id, kind, begins, ends, now=now, besides=besides)
    return found, list(_taken(found))


def _tables(found: Sequence[Resource]) -> list[Table]:
    return [Table(one.id, one.name, one.capacity, one.area, one.blocked, one.last_used) for one in found]


def _rooms(found: Sequence[Resource]) -> list[Room]:
    return [Room(one.id, one.name, str(one.room_type), one.blocked, one.last_used) for one in found]


def _party(wish: Mapping[str, Any]) -> int:
    """How many come; one, where nobody has said so yet."""
    party = wish.get("party_size")
    return 1 if party is None else int(party)


def _area(wish: Mapping[str, Any]) -> dict[str, Any]:
    return {"area": wish["area"]} if wish.get("area") else {}


def _seated(seat: Seat) -> Place:
    return Place(seat.ids, {"area": seat.area, "table": seat.name})


def _taken(found: Sequence[Resource]) -> Iterator[Taken]:
    for one in found:
        for starts_at, ends_at, held in zip(one.starts or (), one.ends or (), one.held or (), strict=True):
            yield Taken(one.id, starts_at, ends_at, held)
