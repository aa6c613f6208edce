"""Tables: which ones does a party get, why none, and which other times are worth offering?

A party is given a seat: one table, or several that the house allows to be put together. It gets a single table before
tables put together, one inside before one at the bar or in the open, the smallest that seats it, and among equals the
one that was given out longest ago, so that the same table is not worn out and a large party still finds a large one.
Who names an area gets that area or a refusal, never another one.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Reason = Literal["no_such_area", "party_too_large", "blocked", "area_full", "hold_by_other", "fully_booked"]
"""Why no table is to be had at a time that the hours allow, in the order in which the reasons are looked for."""

NEVER = datetime.min.replace(tzinfo=UTC)
UNTIL_MORNING = timedelta(hours=5)
"""Past midnight, the hours that guests count to the evening before."""
SAME_DAY_REACH = timedelta(hours=3)
"""How far from the wish a time of the same day is still nearer to it than another day at the wished hour."""


@dataclass(frozen=True)
class Table:
    """A table of the house as the choice sees it."""

    id: int
    name: str
    seats: int
    area: str = "inside"
    blocked: bool = False  # out of use: nobody is seated here
    last_used: datetime | None = None  # when it was last given out


@dataclass(frozen=True)
class Seat:
    """What a party is given: a table, or several put together; their seats add up."""

    tables: tuple[Table, ...]

    @property
    def seats(self) -> int:
        return sum(table.seats for table in self.tables)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(table.id for table in self.tables)

    @property
    def name(self) -> str:
        """The tables' names as the house writes them: "4 + 5"."""
        return " + ".join(table.name for table in self.tables)

    @property
    def area(self) -> str:
        """Where the party sits; of tables in several areas, the first one's."""
        return self.tables[0].area


@dataclass(frozen=True)
class Taken:
    """A stretch of time for which a table or a room is not to be had, as instants; the end is free again."""

    resource_id: int
    starts_at: datetime
    ends_at: datetime
    held: bool = False  # somebody is still deciding: it may come free within minutes


@dataclass(frozen=True)
class Alternative:
    """Another time that can be had (wall clock), in the area that was wished or, where one is named, in another."""

    start: datetime
    area: str | None = None


# --- which tables -----------------------------------------------------------------------------------------------------


def ranked(
    tables: Iterable[Table],
    party: int,
    *,
    combinations: Iterable[Sequence[str]] = (),
    area: str | None = None,
    keep: Collection[int] = (),
) -> list[Seat]:
    """What seats a party, the one to give first in front.

    `combinations` are the tables, by name, that can be put together: all of one list or none. `area` leaves only what
    lies wholly in it. `keep` are the ids of the tables that the party has already; among seats of one size, they win.
    """
    usable = {table.name: table for table in tables if not table.blocked and area in (None, table.area)}
    together = [
        tuple(usable[name] for name in names) for names in combinations if all(name in usable for name in names)
    ]
    fitting = [Seat(members) for members in [*((table,) for table in usable.values()), *together]]
    kept = set(keep)

    def rank(seat: Seat) -> tuple[bool, bool, int, int, datetime, tuple[int, ...]]:
        return (
            len(seat.tables) > 1,
            any(table.area != "inside" for table in seat.tables),
            seat.seats,
            -len(kept.intersection(seat.ids)),
            max(table.last_used or NEVER for table in seat.tables),
            seat.ids,
        )

    return sorted((seat for seat in fitting if seat.seats >= party), key=rank)


def free(seats: Sequence[Seat], taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> list[Seat]:
    """Those seats, in the same order, of whose tables nobody has any between two instants."""
    busy = {one.resource_id for one in taken if one.starts_at < ends_at and starts_at < one.ends_at}
    return [seat for seat in seats if not busy.intersection(seat.ids)]


def free_times(
    seats: Sequence[Seat], taken: Iterable[Taken], moments: Mapping[datetime, datetime], lasts: timedelta
) -> list[datetime]:
    """Those wall-clock times, in the same order, at whose instant one of these seats is free for as long as `lasts`.

    The same as asking `free` for each of them, made quick for a week of evenings.
    """
    diary = Diary(taken)
    return [
        wall
        for wall, moment in moments.items()
        if any(all(diary.free(table.id, moment, moment + lasts) for table in seat.tables) for seat in seats)
    ]


class Diary:
    """What is taken, by table or room, for asking often."""

    def __init__(self, taken: Iterable[Taken]) -> None:
        self._starts: dict[int, list[datetime]] = {}
        self._latest_ends: dict[int, list[datetime]] = {}  # of those up to here
        for one in sorted(taken, key=lambda one: one.starts_at):
            self._starts.setdefault(one.resource_id, []).append(one.starts_at)
            ends = self._latest_ends.setdefault(one.resource_id, [])
            ends.append(max(ends[-1], one.ends_at) if ends else one.ends_at)

    def free(self, resource_id: int, starts_at: datetime, ends_at: datetime) -> bool:
        """Does nobody have it between two instants?"""
        starts = self._starts.get(resource_id)
        if starts is None:
            return True
        before = bisect_left(starts, ends_at)
        return before == 0 or self._latest_ends[resource_id][before - 1] <= starts_at


def why_none(
    tables: Sequence[Table],
    taken: Iterable[Taken],
    party: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    combinations: Sequence[Sequence[str]] = (),
    area: str | None = None,
) -> Reason | None:
    """Why a party gets no table between two instants; None where there is one to be had.

    no_such_area: the house has no table there. party_too_large: nothing in the house seats that many. blocked: what
    would is out of use. area_full: nothing for this party in the area, but elsewhere in the house there is.
    hold_by_other: what would be left is held by somebody who is still deciding. Else fully_booked.
    """
    taken = list(taken)
    if area is not None and all(table.area != area for table in tables):
        return "no_such_area"
    anywhere = ranked(tables, party, combinations=combinations)
    if not anywhere:
        in_use = [Table(table.id, table.name, table.seats, table.area) for table in tables]
        return "blocked" if ranked(in_use, party, combinations=combinations) else "party_too_large"
    wanted = anywhere if area is None else ranked(tables, party, combinations=combinations, area=area)
    if free(wanted, taken, starts_at, ends_at):
        return None
    if free(anywhere, taken, starts_at, ends_at):
        return "area_full"
    booked = [one for one in taken if not one.held]
    return "hold_by_other" if free(anywhere, booked, starts_at, ends_at) else "fully_booked"


# --- which other times ------------------------------------------------------------------------------------------------


def alternatives(
    free_slots: Iterable[datetime],
    wished: datetime,
    *,
    elsewhere: Mapping[str, Iterable[datetime]] | None = None,
    n: int = 2,
) -> list[Alternative]:
    """What to offer to somebody who cannot have the wished time: at most `n`, the best first.

    `free_slots` are the free times in the area they wish (or in the house, if they wish none), `elsewhere` those in
    other areas, by area. First the nearest time of the same day, then the wished time in another area, then other times
    of the same day within three hours, wished area before others; then other days, and what else the day has. No time
    is offered twice.
    """
    near = [Alternative(slot) for slot in nearest(free_slots, wished, n)]
    other = [
        Alternative(slot, area)
        for area, slots in (elsewhere or {}).items()
        for slot in nearest((slot for slot in slots if _in_reach(slot, wished)), wished, n)
    ]

    def rank(one: Alternative) -> int:
        if one.area is not None:
            return 1 if one.start == wished else 3
        if not _in_reach(one.start, wished):
            return 4
        return 0 if one == near[0] else 2

    best: dict[datetime, Alternative] = {}
    # Sorting is stable: within a rank, `nearest` has put them in order, except that other areas come one after another.
    other.sort(key=lambda one: abs(one.start - wished))
    for one in sorted([*near, *other], key=rank):
        best.setdefault(one.start, one)
    return list(best.values())[:n]


def nearest(free_slots: Iterable[datetime], wished: datetime, n: int = 2) -> list[datetime]:
    """Of these free wall-clock times the `n` to offer to somebody who wished for another one, the nearest first.

    First the same day, or the same night, within three hours: the wished time if it is among them, the nearest before and the nearest
    after, then others. Then other days, each with the time nearest to the wished hour, nearer days first and of two as
    near the later. Then what else the day has.
    """
    slots = set(free_slots)
    same_day = {slot for slot in slots if _evening(slot) == _evening(wished) or _in_reach(slot, wished)}
    in_reach = {slot for slot in same_day if _in_reach(slot, wished)}
    foremost = {
        wished,
        max((slot for slot in in_reach if slot < wished), default=None),
        min((slot for slot in in_reach if slot > wished), default=None),
    }
    best_of_day: dict[date, datetime] = {}
    latest_first = sorted(slots - same_day, reverse=True)
    for slot in sorted(latest_first, key=lambda slot: _off_the_hour(slot, wished)):
        best_of_day.setdefault(_evening(slot), slot)

    def rank(slot: datetime) -> tuple[int, timedelta, bool, datetime]:
        if slot in same_day:
            kind = 0 if slot in foremost else 1 if slot in in_reach else 3
            return (kind, abs(slot - wished), False, slot)
        return (2, abs(_evening(slot) - _evening(wished)), slot < wished, slot)

    return sorted([*same_day, *best_of_day.values()], key=rank)[:n]


def _evening(slot: datetime) -> date:
    """The day that a time belongs to, as guests count: the hours after midnight to the evening before."""
    return (slot - UNTIL_MORNING).date()


def _in_reach(slot: datetime, wished: datetime) -> bool:
    return abs(slot - wished) <= SAME_DAY_REACH  # across midnight too: the evening goes on


def _off_the_hour(slot: datetime, wished: datetime) -> timedelta:
    return abs(slot - datetime.combine(slot.date(), wished.time()))
