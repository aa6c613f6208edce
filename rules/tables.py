"""Tables: which one does a party get, and which other times are worth offering?

A party gets a table inside before one at the bar or in the open, the smallest that seats it, among equals the one that was given out longest ago, so that the same
table is not worn out and a large party still finds a large one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

NEVER = datetime.min.replace(tzinfo=UTC)
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
class Taken:
    """A stretch of time for which a table is not to be had, as instants; the end is free again."""

    table_id: int
    starts_at: datetime
    ends_at: datetime


def ranked(tables: Iterable[Table], party: int, *, keep: int | None = None) -> list[Table]:
    """The tables that seat a party, the one to give first in front; `keep` goes before others of its size."""
    fitting = (table for table in tables if table.seats >= party and not table.blocked)
    return sorted(
        fitting,
        key=lambda table: (table.area != "inside", table.seats, table.id != keep, table.last_used or NEVER, table.id),
    )


def free(tables: Sequence[Table], taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> list[Table]:
    """Those tables, in the same order, that nobody has between two instants."""
    busy = {one.table_id for one in taken if one.starts_at < ends_at and starts_at < one.ends_at}
    return [table for table in tables if table.id not in busy]


def nearest(free_slots: Iterable[datetime], wished: datetime, n: int = 2) -> list[datetime]:
    """Of these free wall-clock times the `n` to offer to somebody who wished for another one, the nearest first.

    First the same day within three hours: the wished time if it is among them, the nearest before and the nearest
    after, then others. Then other days, each with the time nearest to the wished hour, nearer days first and of two as
    near the later. Then what else the day has.
    """
    slots = set(free_slots)
    same_day = {slot for slot in slots if slot.date() == wished.date()}
    in_reach = {slot for slot in same_day if abs(slot - wished) <= SAME_DAY_REACH}
    foremost = {
        wished,
        max((slot for slot in in_reach if slot < wished), default=None),
        min((slot for slot in in_reach if slot > wished), default=None),
    }
    best_of_day: dict[date, datetime] = {}
    latest_first = sorted(slots - same_day, reverse=True)
    for slot in sorted(latest_first, key=lambda slot: _off_the_hour(slot, wished)):
        best_of_day.setdefault(slot.date(), slot)

    def rank(slot: datetime) -> tuple[int, timedelta, bool, datetime]:
        if slot in same_day:
            kind = 0 if slot in foremost else 1 if slot in in_reach else 3
            return (kind, abs(slot - wished), False, slot)
        return (2, abs(slot.date() - wished.date()), slot < wished, slot)

    return sorted([*same_day, *best_of_day.values()], key=rank)[:n]


def _off_the_hour(slot: datetime, wished: datetime) -> timedelta:
    return abs(slot - datetime.combine(slot.date(), wished.time()))
