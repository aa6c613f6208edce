"""When can a party be seated, and when it cannot, is the reason the true one?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.hours import WEEKDAYS, DayHours, Schedule, Service, WeekdayHours, parse_services

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=BERLIN)  # a Saturday
HOUSE = Schedule.of(
    {
        "hours": {
            "tuesday": ["11:30-14:30", "17:30-23:00"],
            "wednesday": ["11:30-14:30", "17:30-23:00"],
            "thursday": ["17:30-23:00"],
            "friday": ["17:30-01:00"],
            "saturday": ["17:00-01:00"],
        },
        "exceptions": [
            {"date": "12-24", "until": "01-01", "reason": "holiday", "note": {"en": "We are on holiday."}},
            {"date": "2026-12-31", "hours": ["18:00-02:00"]},
            {"date": "2026-12-01", "reason": "private_event", "hours": ["11:30-14:30"]},
            {"date": "2026-12-08", "reason": "closed"},
        ],
    },
    "Europe/Berlin",
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "party", "reason"),
    [
        ("2026-11-28T19:30", 4, None),
        ("2026-11-28T17:00", 4, None),
        ("2026-11-29T00:00", 2, None),  # Saturday's service, after midnight
        ("2026-11-28T19:30", 0, "party_too_small"),
        ("2026-11-28T19:30", 1, None),
        ("2026-11-28T19:30", 9, "party_too_large"),
        ("2026-11-28T19:30", 13, "party_too_large"),
        ("2026-11-28T19:30", 100, "party_too_large"),
        ("2026-11-20T19:30", 2, "past"),
        ("2026-11-21T14:00", 2, "past"),
        ("0001-01-01T00:00", 2, "past"),
        ("2027-02-20T19:30", 2, "horizon"),
        ("9999-12-31T23:59", 2, "horizon"),
        ("2026-11-23T19:30", 2, "closed_weekday"),
        ("2026-11-22T19:30", 2, "closed_weekday"),
        ("2026-12-24T19:30", 2, "holiday"),
        ("2026-12-08T19:30", 2, "closed"),
        ("2026-12-01T19:30", 2, "private_event"),
        ("2026-12-01T12:00", 2, None),  # lunch is served before the party comes
        ("2026-12-01T15:00", 2, "after_last_seating"),  # never open at that hour
        ("2026-12-31T19:30", 2, None),  # this year's changed hours go before every year's holiday
        ("2026-12-31T17:00", 2, "before_open"),
        ("2027-01-01T01:00", 2, None),
        ("2027-01-01T01:15", 2, "after_last_seating"),
        ("2026-11-24T11:15", 2, "before_open"),
        ("2026-11-24T14:00", 2, "after_last_seating"),  # lunch still runs, but not for long enough
        ("2026-11-24T15:00", 2, "between_services"),
        ("2026-11-24T22:15", 2, "after_last_seating"),
        ("2026-11-24T23:30", 2, "after_last_seating"),
        ("2026-11-29T00:15", 2, "after_last_seating"),
        ("2026-11-29T02:00", 2, "closed_weekday"),
        ("2026-11-28T19:10", 2, "off_grid"),
        ("2026-11-28T19:30:30", 2, "off_grid"),
    ],
)
def test_a_wish_is_granted_or_the_true_reason_given(start, party, reason):
    assert HOUSE.why_not(wall(start), party, NOW) == reason


def test_half_an_hour_is_the_least_notice():
    at_half_past_six = datetime(2026, 11, 21, 18, 31, tzinfo=BERLIN)
    assert HOUSE.why_not(wall("2026-11-21T19:00"), 2, at_half_past_six) == "lead_time"
    assert HOUSE.why_not(wall("2026-11-21T19:15"), 2, at_half_past_six) is None


def test_for_tonight_shortly_before_midnight_means_the_small_hours():
    late = datetime(2026, 11, 21, 23, 20, tzinfo=BERLIN)
    assert HOUSE.slots(date(2026, 11, 21), 2, late) == []
    assert HOUSE.slots(date(2026, 11, 22), 2, late) == [wall("2026-11-22T00:00")]


def test_a_closed_day_has_no_times():
    assert HOUSE.slots(date(2026, 11, 23), 2, NOW) == []
    assert HOUSE.slots(date(2026, 12, 24), 2, NOW) == []


def test_the_ends_of_the_calendar_have_no_times_either():
    assert HOUSE.slots(date.min, 2, NOW) == HOUSE.slots(date.max, 2, NOW) == []


def test_a_day_has_every_time_of_its_grid_up_to_the_last_seating():
    times = [f"{slot:%H:%M}" for slot in HOUSE.slots(date(2026, 11, 24), 2, NOW)]
    assert times[:2] == ["11:30", "11:45"]
    assert "13:30" in times
    assert "13:45" not in times
    assert times[-1] == "22:00"
    assert len(times) == 9 + 19


@pytest.mark.parametrize(("party", "minutes"), [(1, 90), (2, 90), (3, 105), (4, 105), (6, 120), (7, 150), (500, 150)])
def test_larger_parties_sit_longer(party, minutes):
    assert HOUSE.seating_for(party) == timedelta(minutes=minutes)


# --- the nights on which the clock moves ---

NIGHT_BAR = Schedule.of(
    {"hours": {day: ["18:00-05:00"] for day in WEEKDAYS}, "horizon_days": 365, "last_seating_min": 0}, "Europe/Berlin"
)


def test_the_missing_hour_cannot_be_booked():
    assert NIGHT_BAR.why_not(wall("2027-03-28T02:30"), 2, NOW) == "nonexistent_local_time"
    times = [f"{slot:%H:%M}" for slot in NIGHT_BAR.slots(date(2027, 3, 28), 2, NOW)]
    assert times[times.index("01:45") + 1] == "03:00"


def test_the_doubled_hour_must_be_said_exactly():
    now = datetime(2026, 10, 20, 12, tzinfo=BERLIN)
    assert NIGHT_BAR.why_not(wall("2026-10-25T02:30"), 2, now) == "ambiguous_time"
    assert NIGHT_BAR.why_not(wall("2026-10-25T02:30+02:00"), 2, now) is None
    assert NIGHT_BAR.why_not(wall("2026-10-25T02:30+01:00"), 2, now) is None
    assert NIGHT_BAR.instant(wall("2026-10-25T02:30+02:00")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert NIGHT_BAR.instant(wall("2026-10-25T02:30+01:00")) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_last_seating_is_an_hour_of_sitting_before_closing_whatever_the_clock_does():
    club = Schedule.of({"hours": {"saturday": ["20:00-03:30"]}, "horizon_days": 365}, "Europe/Berlin")
    times = [f"{slot:%H:%M}" for slot in club.slots(date(2027, 3, 28), 2, NOW)]
    assert times[-1] == "01:30"  # at 3:30 an hour has been lost


def test_opening_hours_at_a_moment():
    assert HOUSE.open_at(datetime(2026, 11, 21, 23, 59, tzinfo=UTC))  # 00:59 in Berlin
    assert not HOUSE.open_at(datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
    assert not HOUSE.open_at(datetime(2026, 11, 24, 15, 0, tzinfo=BERLIN))


# --- facts to say ---


def test_neighbouring_days_with_the_same_hours_are_said_together():
    lunch, dinner = parse_services(["11:30-14:30", "17:30-23:00"])
    assert HOUSE.hours_of_week()[:3] == [
        WeekdayHours((0,), ()),
        WeekdayHours((1, 2), (lunch, dinner)),
        WeekdayHours((3,), (dinner,)),
    ]
    assert (lunch.opens, dinner.closes) == (time(11, 30), time(23))


def test_a_day_that_differs_says_why():
    assert HOUSE.hours_on(date(2026, 12, 25)) == DayHours(
        date(2026, 12, 25), (), "holiday", {"en": "We are on holiday."}
    )
    assert HOUSE.hours_on(date(2026, 11, 24)).special is None


@pytest.mark.parametrize(
    "text", ["", "17-23", "17:30", "25:00-26:00", "17:30-23:75", "five to nine", "17:30-23:00-24:00"]
)
def test_an_unreadable_service_says_how_to_write_one(text):
    with pytest.raises(ValueError, match="17:30-23:00"):
        Service.parse(text)


def test_services_of_a_day_may_not_overlap():
    with pytest.raises(ValueError, match="overlap"):
        parse_services(["11:00-15:00", "14:00-23:00"])


def test_midnight_can_be_written_both_ways():
    assert Service.parse("18:00-24:00") == Service.parse("18:00-00:00")
    assert Service.parse("00:00-24:00").closes_min == 1440


@pytest.mark.parametrize(
    "exception",
    [
        {"date": "24.12.2026", "reason": "closed"},
        {"date": "02-30", "reason": "closed"},
        {"date": "2026-12-24", "until": "2026-12-20", "reason": "closed"},
        {"date": "2026-12-24", "until": "12-26", "reason": "closed"},
        {"date": "2026-12-24", "reason": "changed_hours"},
    ],
)
def test_an_unreadable_exception_is_refused(exception):
    with pytest.raises(ValueError, match=r"write|comes before|needs"):
        Schedule.of({"exceptions": [exception]}, "Europe/Berlin")


# --- against an oracle that knows only a clock: it walks through the night in steps of five minutes ---

STEP = timedelta(minutes=5)


class Oracle:
    """The wall clock of a zone around a day, tick by tick in UTC, with what the house does at each tick."""

    def __init__(self, config: dict, zone: str, day: date) -> None:
        self.config, self.zone = config, ZoneInfo(zone)
        begins = datetime.combine(day - timedelta(days=2), time(), UTC)
        self.ticks = [begins + n * STEP for n in range(5 * 24 * 12)]
        self.walls = [tick.astimezone(self.zone).replace(tzinfo=None, fold=0) for tick in self.ticks]
        self.first = dict(reversed(list(zip(self.walls, self.ticks, strict=True))))

    def moment(self, wall: datetime) -> datetime:
        """When the clock shows this; where it never does, as much later as the clock is put forward."""
        if wall in self.first:
            return self.first[wall]
        jump = max(after - before for before, after in zip(self.walls, self.walls[1:], strict=False)) - STEP
        return self.moment(wall + jump)

    def services(self, day: date, *, usual: bool = False) -> list[tuple[datetime, datetime]]:
        hours = self.config["hours"].get(WEEKDAYS[day.weekday()], [])
        special = self.special(day)
        if special and not usual:
            hours = special.get("hours", [])
        found = []
        for text in hours:
            opens, closes = (datetime.combine(day, time.fromisoformat(part)) for part in text.split("-"))
            found.append((self.moment(opens), self.moment(closes if closes > opens else closes + timedelta(days=1))))
        return sorted(found)

    def special(self, day: date) -> dict | None:
        return next((one for one in self.config["exceptions"] if one["date"] == day.isoformat()), None)

    def seats(self, services: list[tuple[datetime, datetime]], moment: datetime) -> bool:
        last = timedelta(minutes=self.config["last_seating_min"])
        return any(opens <= moment and moment + last <= closes for opens, closes in services)

    def reason(self, wall: datetime, party: int, now: datetime) -> str | None:
        shown = self.walls.count(wall)
        if not 1 <= party <= self.config["max_party"]:
            return "party_too_small" if party < 1 else "party_too_large"
        day, today = wall.date(), now.astimezone(self.zone).date()
        if not 0 <= (day - today).days <= self.config["horizon_days"]:
            return "past" if day < today else "horizon"
        if shown != 1:
            return "ambiguous_time" if shown else "nonexistent_local_time"
        moment = self.moment(wall)
        if moment < now:
            return "past"
        evening_before, own = self.services(day - timedelta(days=1)), self.services(day)
        if not self.seats(evening_before + own, moment):
            return self.closed(moment, day, evening_before, own)
        if int((wall - datetime.combine(day, time())).total_seconds() / 60) % self.config["grid_min"]:
            return "off_grid"
        return "lead_time" if moment - now < timedelta(minutes=self.config["lead_min"]) else None

    def closed(self, moment: datetime, day: date, evening_before: list, own: list) -> str:
        if any(opens <= moment < closes for opens, closes in evening_before):
            return "after_last_seating"
        special = self.special(day)
        shut = special and (not special.get("hours") or self.seats(self.services(day, usual=True), moment))
        if special and shut and special["reason"] != "changed_hours":
            return special["reason"]
        if not own:
            return "closed_weekday"
        if all(moment < opens for opens, _ in own):
            return "before_open"
        running = any(opens <= moment < closes for opens, closes in own)
        return "between_services" if not running and any(moment < opens for opens, _ in own) else "after_last_seating"


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


@st.composite
def hours(draw) -> list[str]:
    ends = sorted(draw(st.sets(st.integers(0, 28 * 12).map(lambda n: n * 5), min_size=0, max_size=4)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return [f"{clock(opens)}-{clock(closes)}" for opens, closes in pairs if opens < 1440 and closes - opens <= 1435]


TURNS = [
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2026, 10, 4),
    date(2027, 4, 4),
    date(2026, 11, 1),
    date(2027, 3, 14),
]


@st.composite
def nights(draw):
    zone = draw(st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]))
    day = draw(st.sampled_from(TURNS) | st.dates(date(2026, 11, 1), date(2027, 11, 1)))
    config = {
        "hours": {weekday: draw(hours()) for weekday in WEEKDAYS},
        "exceptions": [
            {"date": when.isoformat(), "reason": reason} | ({"hours": remaining} if remaining else {})
            for when in sorted(draw(st.sets(st.sampled_from([day - timedelta(days=1), day]), max_size=2)))
            for reason in [draw(st.sampled_from(["holiday", "private_event", "closed", "changed_hours"]))]
            for remaining in [draw(hours())]
            if remaining or reason != "changed_hours"
        ],
        "grid_min": draw(st.sampled_from([5, 10, 15, 20, 30, 60])),
        "last_seating_min": draw(st.sampled_from([0, 30, 60, 90])),
        "lead_min": draw(st.sampled_from([0, 30, 120])),
        "horizon_days": draw(st.sampled_from([1, 7])),
        "max_party": 8,
    }
    now = datetime.combine(day, time(), UTC) + draw(st.integers(-9 * 24 * 4, 24 * 4)) * timedelta(minutes=15)
    return zone, day, config, now


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(nights(), st.integers(-1, 10))
def test_slots_and_reasons_are_those_of_a_clock_watched_minute_by_minute(night, party):
    zone, day, config, now = night
    house, oracle = Schedule.of(config, zone), Oracle(config, zone, day)
    times = [datetime.combine(day, time()) + n * STEP for n in range(24 * 12)]
    expected = {start: oracle.reason(start, party, now) for start in times}
    assert {start: house.why_not(start, party, now) for start in expected} == expected
    assert house.slots(day, party, now) == [start for start, reason in expected.items() if reason is None]
