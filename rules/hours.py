"""Opening hours: when can a party be seated, and when it cannot, why not?

A week of services (lunch, dinner) per weekday, and dates that differ from it: holidays, private events, changed hours.
A service may run past midnight; it belongs to the day on which it opens. Wishes are wall-clock times of the house
("2026-11-28T19:30"); they are compared as instants, so that the nights on which the clock is put forward or back come
out right: a wish in the missing hour is refused, one in the doubled hour must say which is meant, a seating lasts as
long as the guests sit, a service that would open in the missing hour opens as much later, and one that would close in
the doubled hour closes at its first passing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo

from rules.dates import Stretch

Reason = Literal[
    "party_too_small",
    "party_too_large",
    "past",
    "horizon",
    "nonexistent_local_time",
    "ambiguous_time",
    "closed_weekday",
    "holiday",
    "private_event",
    "closed",
    "before_open",
    "between_services",
    "after_last_seating",
    "off_grid",
    "lead_time",
]
"""Why a party cannot be seated at a time, in the order in which the reasons are looked for."""

SpecialReason = Literal["holiday", "private_event", "closed", "changed_hours"]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

GRID_MIN: Final = 15
SEATING_MIN: Mapping[int, int] = {2: 90, 4: 105, 6: 120, 99: 150}
"""Minutes a party keeps its table, by the largest party for which that holds."""
LAST_SEATING_MIN = 60
LEAD_MIN = 30
HORIZON_DAYS = 90
MAX_PARTY = 8

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Service:
    """Opening and closing in minutes after the midnight that begins the day, wall clock; closing may pass 1440."""

    opens_min: int
    closes_min: int

    @classmethod
    def parse(cls, text: str) -> "Service":
        """Read "17:30-23:00". A closing at or before the opening is the next day's; "00:00-24:00" is the whole day.

        Raises ValueError, saying what to write instead.
        """
        try:
            opens, closes = (_minutes(part) for part in text.split("-"))
        except ValueError:
            raise ValueError(f"{text!r} is not a service; write opening and closing like '17:30-23:00'") from None
        opens %= 1440
        return cls(opens, closes if closes > opens else closes + 1440)

    @property
    def opens(self) -> time:
        return _time(self.opens_min)

    @property
    def closes(self) -> time:
        return _time(self.closes_min)

    def on(self, day: date) -> "Period":
        """This service on one day."""
        midnight = datetime.combine(day, time())
        return Period(midnight + self.opens_min * MINUTE, midnight + self.closes_min * MINUTE)


@dataclass(frozen=True)
class Period:
    """One service of one day, as wall-clock times without a zone."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Special:
    """A date, or a stretch of dates, that differs from the week. Without a year it comes again every year."""

    dates: Stretch
    reason: SpecialReason
    services: tuple[Service, ...] = ()  # what remains open
    note: Mapping[str, str] | None = None  # language → a sentence to say

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Special":
        """From {"date": "2026-12-24" or "12-24", "until"?, "reason", "hours"?, "note"?}. Raises ValueError."""
        dates = Stretch.parse(str(entry["date"]), str(entry["until"]) if entry.get("until") else None)
        services = parse_services(entry.get("hours") or ())
        reason: SpecialReason = entry.get("reason") or ("changed_hours" if services else "closed")
        if reason == "changed_hours" and not services:
            raise ValueError("changed_hours needs `hours`; for a day that is closed write reason: closed")
        return cls(dates, reason, services, entry.get("note"))


@dataclass(frozen=True)
class WeekdayHours:
    """Neighbouring weekdays with the same hours, for a sentence that says them: days counted from Monday = 0."""

    weekdays: tuple[int, ...]
    services: tuple[Service, ...]  # none: closed


@dataclass(frozen=True)
class DayHours:
    """What is true of one date, for a sentence that says it."""

    day: date
    services: tuple[Service, ...]  # none: closed
    special: SpecialReason | None  # why it differs from its weekday, where it does
    note: Mapping[str, str] | None


@dataclass(frozen=True)
class Schedule:
    """When a house seats its guests. Built from an agent's config; see `of` for the keys."""

    zone: ZoneInfo
    week: tuple[tuple[Service, ...], ...]  # Monday first
    specials: tuple[Special, ...] = ()
    seating: tuple[tuple[int, int], ...] = tuple(SEATING_MIN.items())  # largest party, minutes; ascending
    grid_min: int = GRID_MIN
    last_seating_min: int = LAST_SEATING_MIN  # before closing
    lead_min: int = LEAD_MIN
    horizon_days: int = HORIZON_DAYS
    max_party: int = MAX_PARTY

    @classmethod
    def of(cls, config: Mapping[str, Any], timezone: str) -> "Schedule":
        """Read `hours` {weekday: [service]}, `exceptions`, `seating_min` {party: minutes} and the limits named as the
        fields above; what is missing has its default, a weekday that is missing is closed. Raises ValueError.
        """
        hours = config.get("hours") or {}
        seating = config.get("seating_min") or SEATING_MIN
        limits = ("grid_min", "last_seating_min", "lead_min", "horizon_days", "max_party")
        return cls(
            zone=ZoneInfo(timezone),
            week=tuple(parse_services(hours.get(weekday) or ()) for weekday in WEEKDAYS),
            specials=tuple(Special.of(entry) for entry in config.get("exceptions") or ()),
            seating=tuple(sorted((int(party), int(minutes)) for party, minutes in seating.items())),
            **{limit: int(config[limit]) for limit in limits if config.get(limit) is not None},
        )

    # --- the clock of the house ---

    def instant(self, start: datetime) -> datetime | Literal["nonexistent_local_time", "ambiguous_time"]:
        """The UTC moment of a wall-clock time, or why there is not exactly one. With an offset it is one already."""
        if start.tzinfo is not None:
            return start.astimezone(UTC)
        early, late = start.replace(tzinfo=self.zone, fold=0), start.replace(tzinfo=self.zone, fold=1)
        if early.utcoffset() == late.utcoffset():
            return early.astimezone(UTC)
        exists = self.wall(early.astimezone(UTC)) == start
        return "ambiguous_time" if exists else "nonexistent_local_time"

    def wall(self, moment: datetime) -> datetime:
        """An aware moment on the wall clock of the house, without a zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def seating_for(self, party: int) -> timedelta:
        """How long a party of this size keeps its table; a larger one than any rule names, as long as the largest."""
        return next((minutes for most, minutes in self.seating if party <= most), self.seating[-1][1]) * MINUTE

    # --- the day ---

    def special(self, day: date) -> Special | None:
        """How this date differs from its weekday: one with a year before one that comes every year."""
        covering = [special for special in self.specials if special.dates.covers(day)]
        return min(covering, key=lambda special: special.dates.yearly, default=None)

    def periods(self, day: date) -> list[Period]:
        """The services that open on this day, earliest first."""
        return [service.on(day) for service in self.hours_on(day).services]

    def hours_on(self, day: date) -> DayHours:
        """What to say about one date."""
        special = self.special(day)
        if special is None:
            return DayHours(day, self.week[day.weekday()], None, None)
        return DayHours(day, special.services, special.reason, special.note)

    def hours_of_week(self) -> list[WeekdayHours]:
        """What to say about the week: neighbouring days with the same hours together, Monday first."""
        runs = groupby(range(7), key=lambda weekday: self.week[weekday])
        return [WeekdayHours(tuple(weekdays), services) for services, weekdays in runs]

    def open_at(self, moment: datetime) -> bool:
        """Is a service running at this moment?"""
        day = self.wall(moment).date()
        return any(opens <= moment < closes for opens, closes in map(self._instants, self._around(day)))

    # --- seating a party ---

    def why_not(self, start: datetime, party: int, now: datetime) -> Reason | None:
        """Why `party` guests cannot be seated at `start` (wall clock, or with an offset); None where they can.

        Says nothing about tables: they may all be taken.
        """
        if party < 1:
            return "party_too_small"
        if party > self.max_party:
            return "party_too_large"
        day, today = self.wall(start).date() if start.tzinfo else start.date(), self.wall(now).date()
        if day < today:
            return "past"
        if day - today > self.horizon_days * DAY:
            return "horizon"
        moment = self.instant(start)
        if isinstance(moment, str):
            return moment
        if moment < now:
            return "past"
        wall = self.wall(moment)
        if (out_of_service := self._why_no_service(wall, moment)) is not None:
            return out_of_service
        if (wall.hour * 60 + wall.minute) % self.grid_min or wall.second or wall.microsecond:
            return "off_grid"
        if moment < now + self.lead_min * MINUTE:
            return "lead_time"
        return None

    def slots(self, day: date, party: int, now: datetime) -> list[datetime]:
        """Every wall-clock time of this calendar day at which such a party can be seated, earliest first.

        The small hours belong to the day the calendar gives them, though the service opened the evening before.
        """
        if not 1 <= party <= self.max_party or not 0 * DAY <= day - self.wall(now).date() <= self.horizon_days * DAY:
            return []
        # `why_not`, asked once for the day instead of once for each of its times.
        earliest = now + self.lead_min * MINUTE
        around = self._around(day)
        seating = [self._seating_times(period) for period in around]
        return [
            mark
            for mark in sorted({mark for period in around for mark in self._grid(period) if mark.date() == day})
            if isinstance(moment := self.instant(mark), datetime) and moment >= earliest
            if any(first <= moment <= last for first, last in seating)
        ]

    def _grid(self, period: Period) -> Iterator[datetime]:
        step = self.grid_min * MINUTE
        midnight = datetime.combine(period.opens.date(), time())
        mark = midnight - ((midnight - period.opens) // step) * step  # the first at or after the opening
        closes = max(period.closes, self.wall(self._instants(period)[1]))
        while mark <= closes:
            yield mark
            mark += step

    def _around(self, day: date) -> list[Period]:
        """The services that can touch this calendar day: its own, and the evening before's that ran past midnight."""
        return self._evening_before(day) + self.periods(day)

    def _evening_before(self, day: date) -> list[Period]:
        return [period for period in self.periods(day - DAY) if period.closes.date() >= day]

    def _instants(self, period: Period) -> tuple[datetime, datetime]:
        # A time in the missing hour is read by the clock as it was before, one in the doubled hour at its first.
        opens, closes = (at.replace(tzinfo=self.zone).astimezone(UTC) for at in (period.opens, period.closes))
        return opens, closes

    def _seating_times(self, period: Period) -> tuple[datetime, datetime]:
        opens, closes = self._instants(period)
        return opens, closes - self.last_seating_min * MINUTE

    def _seats_at(self, period: Period, moment: datetime) -> bool:
        first, last = self._seating_times(period)
        return first <= moment <= last

    def _why_no_service(self, wall: datetime, moment: datetime) -> Reason | None:
        day = wall.date()
        if any(self._seats_at(period, moment) for period in self._around(day)):
            return None
        if any(opens <= moment < closes for opens, closes in map(self._instants, self._evening_before(day))):
            return "after_last_seating"
        special = self.special(day)
        if special is not None and special.reason != "changed_hours":
            usual = [service.on(day) for service in self.week[day.weekday()]]
            if not special.services or any(self._seats_at(period, moment) for period in usual):
                return special.reason
        own = [self._instants(period) for period in self.periods(day)]
        if not own:
            return "closed_weekday"
        if moment < own[0][0]:
            return "before_open"
        between = moment < own[-1][0] and not any(opens <= moment < closes for opens, closes in own)
        return "between_services" if between else "after_last_seating"


def parse_services(texts: Sequence[str]) -> tuple[Service, ...]:
    """The services of one day, earliest first. Raises ValueError where one is unreadable or two overlap."""
    services = sorted((Service.parse(text) for text in texts), key=lambda service: service.opens_min)
    for one, next_one in pairwise(services):
        if next_one.opens_min < one.closes_min:
            raise ValueError(f"two services of one day overlap around {next_one.opens:%H:%M}; join them or part them")
    return tuple(services)


def _minutes(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2):
        raise ValueError(text)
    minutes = int(hour) * 60 + int(minute)
    if minutes > 1440 or int(minute) > 59:
        raise ValueError(text)
    return minutes


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
