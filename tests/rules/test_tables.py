"""Which tables does a party get, why none, and which other times is it offered?"""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from random import Random

import pytest

from rules.hours import Schedule
from rules.tables import Alternative, Seat, Table, Taken, alternatives, free, free_times, nearest, ranked, why_none

EVENING = datetime(2026, 11, 28, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(seats: list[Seat]) -> list[str]:
    return [seat.name for seat in seats]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- the choice ---


def test_a_party_gets_the_smallest_table_that_seats_it():
    tables = [Table(1, "eight", 8), Table(2, "two", 2), Table(3, "four", 4)]
    assert names(ranked(tables, 2)) == ["two", "four", "eight"]
    assert names(ranked(tables, 3)) == ["four", "eight"]
    assert ranked(tables, 9) == []


def test_among_equals_the_one_given_out_longest_ago_goes_first():
    tables = [
        Table(1, "today", 4, last_used=EVENING),
        Table(2, "last week", 4, last_used=EVENING - 168 * HOUR),
        Table(3, "never", 4),
    ]
    assert names(ranked(tables, 4)) == ["never", "last week", "today"]


def test_nobody_is_put_outside_or_at_the_bar_while_a_table_inside_would_do():
    tables = [Table(1, "bar", 2, "bar"), Table(2, "garden", 2, "outside"), Table(3, "hall", 6)]
    assert names(ranked(tables, 2)) == ["hall", "bar", "garden"]


def test_who_names_an_area_gets_that_area_only():
    tables = [Table(1, "bar", 2, "bar"), Table(2, "garden", 2, "outside"), Table(3, "hall", 6)]
    assert names(ranked(tables, 2, area="outside")) == ["garden"]
    assert names(ranked(tables, 2, area="inside")) == ["hall"]
    assert ranked(tables, 3, area="bar") == []


def test_a_blocked_table_is_not_given():
    assert names(ranked([Table(1, "wobbly", 2, blocked=True), Table(2, "sound", 2)], 2)) == ["sound"]


def test_who_changes_the_time_keeps_the_table_where_another_is_no_better():
    tables = [Table(1, "window", 4), Table(2, "own", 4, last_used=EVENING), Table(3, "small", 2)]
    assert names(ranked(tables, 3, keep=[2])) == ["own", "window"]
    assert names(ranked(tables, 2, keep=[2])) == ["small", "own", "window"]


FOURS = [Table(n, str(n), 4) for n in (1, 2, 3)]


def test_tables_are_put_together_only_for_who_fits_at_no_single_one():
    tables = [*FOURS, Table(4, "eight", 8)]
    assert names(ranked(tables, 6, combinations=[["1", "2"]])) == ["eight", "1 + 2"]
    assert names(ranked(FOURS, 6, combinations=[["1", "2"]])) == ["1 + 2"]
    assert ranked(FOURS, 9, combinations=[["1", "2"]]) == []


def test_only_tables_that_the_house_names_are_put_together_and_all_of_them():
    assert names(ranked(FOURS, 8, combinations=[["2", "3"]])) == ["2 + 3"]
    assert names(ranked(FOURS, 8, combinations=[["1", "2", "3"]])) == ["1 + 2 + 3"]
    assert ranked(FOURS, 8) == []


def test_of_several_combinations_the_smallest_goes_first():
    tables = [*FOURS, Table(4, "two", 2)]
    assert names(ranked(tables, 5, combinations=[["1", "2", "3"], ["1", "2"], ["3", "two"]])) == [
        "3 + two",
        "1 + 2",
        "1 + 2 + 3",
    ]


def test_a_combination_with_a_blocked_table_or_one_of_another_area_is_none():
    broken = [FOURS[0], Table(2, "2", 4, blocked=True)]
    assert ranked(broken, 6, combinations=[["1", "2"]]) == []
    at_the_door = [FOURS[0], Table(2, "2", 4, area="outside")]
    assert names(ranked(at_the_door, 6, combinations=[["1", "2"]])) == ["1 + 2"]
    assert ranked(at_the_door, 6, combinations=[["1", "2"]], area="inside") == []
    assert ranked(FOURS, 6, combinations=[["1", "gone"]]) == []


def test_a_combination_was_used_when_the_last_of_its_tables_was():
    tables = [Table(1, "1", 4, last_used=EVENING), Table(2, "2", 4), Table(3, "3", 4, last_used=EVENING - HOUR)]
    assert names(ranked(tables, 8, combinations=[["1", "2"], ["2", "3"]])) == ["2 + 3", "1 + 2"]


def test_a_party_that_grows_keeps_the_table_it_has_and_gets_another_to_it():
    assert names(ranked(FOURS, 6, combinations=[["1", "2"], ["2", "3"]], keep=[3])) == ["2 + 3", "1 + 2"]


# --- the clock ---


def test_a_table_is_free_again_the_moment_its_guests_leave():
    only = ranked([Table(1, "only", 2)], 2)
    taken = [Taken(1, EVENING, EVENING + HOUR)]
    assert free(only, taken, EVENING + HOUR, EVENING + 2 * HOUR) == only
    assert free(only, taken, EVENING - HOUR, EVENING) == only
    assert free(only, taken, EVENING + HOUR / 2, EVENING + 2 * HOUR) == []
    assert free(only, [Taken(2, EVENING, EVENING + HOUR)], EVENING, EVENING + HOUR) == only


def test_tables_put_together_are_free_when_all_of_them_are():
    pair = ranked(FOURS, 6, combinations=[["1", "2"]])
    assert free(pair, [Taken(2, EVENING, EVENING + HOUR)], EVENING, EVENING + HOUR) == []
    assert free(pair, [Taken(3, EVENING, EVENING + HOUR)], EVENING, EVENING + HOUR) == pair


def moment(house: Schedule, at: datetime) -> datetime:
    instant = house.instant(at)
    assert isinstance(instant, datetime)
    return instant


def test_who_sits_down_before_midnight_on_new_years_eve_has_the_table_into_the_new_year():
    house = Schedule.of(
        {"exceptions": [{"date": "12-31", "hours": ["18:00-02:00"]}], "seating_min": {8: 120}}, "Europe/Berlin"
    )
    now = datetime(2026, 12, 20, 12, tzinfo=UTC)
    sits_down = moment(house, wall("2026-12-31T23:30"))
    leaves = sits_down + house.seating_for(4)
    assert house.wall(leaves) == wall("2027-01-01T01:30")
    slots = {slot: moment(house, slot) for slot in house.slots(date(2027, 1, 1), 4, now)}
    assert [f"{slot:%H:%M}" for slot in slots] == ["00:00", "00:15", "00:30", "00:45", "01:00"]
    taken = [Taken(1, sits_down, leaves)]
    assert free_times(ranked([FOURS[0]], 4), taken, slots, house.seating_for(4)) == []
    earlier = [Taken(1, sits_down - HOUR, leaves - HOUR)]
    assert [f"{slot:%H:%M}" for slot in free_times(ranked([FOURS[0]], 4), earlier, slots, house.seating_for(4))] == [
        "00:30",
        "00:45",
        "01:00",
    ]


def test_a_table_is_taken_as_long_as_the_guests_sit_though_the_clock_goes_back():
    club = Schedule.of({"hours": {"saturday": ["20:00-05:00"]}, "seating_min": {8: 120}}, "Europe/Berlin")
    now = datetime(2026, 10, 20, 12, tzinfo=UTC)
    sits_down = moment(club, wall("2026-10-25T01:30"))
    slots = {slot: moment(club, slot) for slot in club.slots(date(2026, 10, 25), 2, now)}
    times = free_times(ranked([FOURS[0]], 2), [Taken(1, sits_down, sits_down + 2 * HOUR)], slots, 2 * HOUR)
    assert f"{times[0]:%H:%M}" == "03:00"  # 02:30 comes twice, and at its second passing the two hours are over
    assert slots[times[0]] - sits_down == 2.5 * HOUR


# --- why not ---


def booked(*tables: int) -> list[Taken]:
    return [Taken(table, EVENING, EVENING + 2 * HOUR) for table in tables]


def held(*tables: int) -> list[Taken]:
    return [Taken(table, EVENING, EVENING + 2 * HOUR, held=True) for table in tables]


HOUSE = [
    Table(1, "1", 2),
    Table(2, "2", 4),
    Table(3, "3", 4),
    Table(4, "4", 6, blocked=True),
    Table(5, "Bar", 2, "bar"),
]
TOGETHER = [["2", "3"], ["1", "4"]]


@pytest.mark.parametrize(
    ("party", "area", "taken", "reason"),
    [
        (1, None, [], None),
        (4, None, booked(2), None),
        (8, None, [], None),
        (2, "bar", [], None),
        (2, None, booked(1, 2, 3), None),  # at the bar
        (2, "outside", [], "no_such_area"),
        (13, "outside", [], "no_such_area"),
        (13, None, [], "party_too_large"),
        (100, None, [], "party_too_large"),
        (100, "bar", [], "party_too_large"),
        (2, "bar", booked(5), "area_full"),
        (2, "inside", booked(1, 2, 3), "area_full"),
        (4, "bar", [], "area_full"),  # four never sit at a bar for two
        (2, "bar", held(5), "area_full"),
        (4, "bar", booked(2, 3), "fully_booked"),
        (8, None, booked(2), "fully_booked"),
        (2, None, booked(1, 2, 3, 5), "fully_booked"),
        (2, None, booked(1, 2, 3) + held(5), "hold_by_other"),
        (4, None, held(2, 3), "hold_by_other"),
        (8, None, held(2) + booked(3), "fully_booked"),
        (8, None, held(2, 3), "hold_by_other"),
        (2, "bar", booked(1, 2, 3) + held(5), "hold_by_other"),
    ],
)
def test_who_gets_no_table_is_told_the_true_reason(party, area, taken, reason):
    ends = EVENING + HOUR
    assert why_none(HOUSE, taken, party, EVENING, ends, combinations=TOGETHER, area=area) == reason


def test_a_party_that_only_a_blocked_table_would_seat_is_told_so():
    tables = [Table(1, "1", 2), Table(2, "2", 6, blocked=True)]
    assert why_none(tables, [], 5, EVENING, EVENING + HOUR) == "blocked"
    assert why_none(tables, [], 7, EVENING, EVENING + HOUR, combinations=[["1", "2"]]) == "blocked"
    assert why_none(tables, [], 9, EVENING, EVENING + HOUR, combinations=[["1", "2"]]) == "party_too_large"


def test_in_winter_the_garden_is_there_but_has_no_table():
    tables = [Table(1, "1", 2), Table(2, "Garden", 2, "outside", blocked=True)]
    assert why_none(tables, [], 2, EVENING, EVENING + HOUR, area="outside") == "area_full"
    assert why_none(tables, booked(1), 2, EVENING, EVENING + HOUR, area="outside") == "fully_booked"


def test_a_house_without_tables_seats_nobody():
    assert why_none([], [], 1, EVENING, EVENING + HOUR) == "party_too_large"


# --- what to offer ---


@pytest.mark.parametrize(
    ("slots", "offered"),
    [
        (["28T18:30", "28T20:00", "28T17:00"], ["28T18:30", "28T20:00"]),
        (["28T20:30", "28T20:45", "28T17:00"], ["28T20:30", "28T17:00"]),  # one earlier and one later
        (["28T20:30", "28T20:45", "29T19:00"], ["28T20:30", "28T20:45"]),
        (["28T12:00", "29T19:00"], ["29T19:00", "28T12:00"]),  # lunch is no dinner
        (["27T19:00", "29T19:00", "30T19:00"], ["29T19:00", "27T19:00"]),
        (["29T18:00", "29T19:15", "29T19:00"], ["29T19:00"]),  # one time a day is enough
        (["26T19:00", "01T19:00"], ["26T19:00", "01T19:00"]),
        (["28T19:00", "28T19:15", "28T18:45"], ["28T19:00", "28T18:45"]),  # a wish from the past, moved to today
        ([], []),
    ],
)
def test_the_nearest_times_are_offered(slots, offered):
    free_slots = [wall(f"2026-11-{slot}") for slot in slots]
    wished = datetime(2026, 11, 28, 19)
    assert [f"{slot:%dT%H:%M}" for slot in nearest(free_slots, wished)] == offered
    assert [f"{one.start:%dT%H:%M}" for one in alternatives(free_slots, wished)] == offered


def test_the_hours_after_midnight_are_not_offered_as_another_day():
    new_years_eve = [datetime(2026, 12, 31, 18, 0), datetime(2027, 1, 1, 1, 0)]
    lunch_before = datetime(2026, 12, 30, 11, 30)
    offered = nearest([*new_years_eve, lunch_before], datetime(2026, 12, 31, 11, 30))
    assert offered == [lunch_before, new_years_eve[0]]


def test_after_midnight_the_evening_before_is_near():
    free_slots = [wall("2026-11-27T23:30"), wall("2026-11-28T17:00"), wall("2026-11-29T12:00")]
    assert nearest(free_slots, datetime(2026, 11, 28, 0, 0), 1) == [datetime(2026, 11, 27, 23, 30)]


@pytest.mark.parametrize(
    ("garden", "hall", "offered"),
    [
        (["28T18:30", "28T20:00"], ["28T19:00"], ["28T18:30", "28T19:00 inside"]),
        (["28T18:30", "28T20:00"], ["28T18:45"], ["28T18:30", "28T20:00"]),
        (["28T18:30"], ["28T18:45", "28T18:30"], ["28T18:30", "28T18:45 inside"]),
        (["29T19:00"], ["28T19:00"], ["28T19:00 inside", "29T19:00"]),
        (["29T19:00"], ["28T20:00"], ["28T20:00 inside", "29T19:00"]),
        (["29T19:00"], ["28T12:00", "30T19:00"], ["29T19:00"]),
        ([], ["28T19:00", "28T19:15"], ["28T19:00 inside", "28T19:15 inside"]),
        (["29T19:00", "30T19:00", "28T12:00"], [], ["29T19:00", "30T19:00"]),
    ],
)
def test_who_wished_for_the_garden_is_offered_it_at_another_time_or_the_hall_at_the_same(garden, hall, offered):
    wished = datetime(2026, 11, 28, 19)
    found = alternatives(
        [wall(f"2026-11-{slot}") for slot in garden],
        wished,
        elsewhere={"inside": [wall(f"2026-11-{slot}") for slot in hall]},
    )
    assert [f"{one.start:%dT%H:%M}" + (f" {one.area}" if one.area else "") for one in found] == offered


def test_of_two_other_areas_the_nearer_time_is_offered_and_no_time_twice():
    wished = datetime(2026, 11, 28, 19)
    found = alternatives([], wished, elsewhere={"bar": [wished + HOUR], "inside": [wished - HOUR / 2, wished + HOUR]})
    assert found == [Alternative(wished - HOUR / 2, "inside"), Alternative(wished + HOUR, "bar")]


# --- against an oracle that knows nothing but tables, chairs and a clock that ticks every quarter of an hour ---

TICK = timedelta(minutes=15)
TICKS = 24


class Watched:
    """A house on one evening: for each table and tick nobody (space), somebody who decides (h) or who dines (b)."""

    def __init__(self, random: Random) -> None:
        self.tables = [
            Table(
                id,
                f"T{id}",
                seats=random.choice([1, 2, 2, 4, 4, 6]),
                area=random.choice(["inside", "inside", "inside", "outside", "bar"]),
                blocked=random.random() < 0.2,
                last_used=random.choice([None, EVENING - HOUR, EVENING - 2 * HOUR]),
            )
            for id in random.sample(range(1, 30), random.randint(0, 6))
        ]
        known = [table.name for table in self.tables]
        self.together = [
            random.sample(known, random.randint(2, min(3, len(known))))
            for _ in range(random.randint(0, 4))
            if len(known) > 1
        ]
        self.seen: dict[int, str] = {}
        self.taken: list[Taken] = []
        full = random.choice([" hb", " bb", "hb", "hhb", "b"])
        for table in self.tables:
            evening = ""
            while len(evening) < TICKS:
                who, ticks = random.choice(full), min(random.randint(1, 8), TICKS - len(evening))
                if who != " ":
                    begins = EVENING + len(evening) * TICK
                    self.taken.append(Taken(table.id, begins, begins + ticks * TICK, held=who == "h"))
                evening += who * ticks
            self.seen[table.id] = evening
        random.shuffle(self.taken)

    def seatings(self, party: int, area: str | None = None, *, blocked: bool = False) -> list[tuple[Table, ...]]:
        """Every set of tables at which the party may sit, taken or not."""
        allowed = [set(names) for names in self.together]
        sets = chain.from_iterable(combinations(self.tables, size) for size in (1, 2, 3))
        return [
            some
            for some in sets
            if len(some) == 1 or {table.name for table in some} in allowed
            if sum(table.seats for table in some) >= party
            if blocked or not any(table.blocked for table in some)
            if area is None or {table.area for table in some} == {area}
        ]

    def empty(self, some: tuple[Table, ...], first: int, ticks: int, *, besides: str = "") -> bool:
        """Does nobody sit at these tables during these ticks, those who only decide let pass with `besides`?"""
        return all(self.seen[table.id][tick] in " " + besides for table in some for tick in range(first, first + ticks))

    def reason(self, party: int, area: str | None, first: int, ticks: int) -> str | None:
        in_area, anywhere = self.seatings(party, area), self.seatings(party)
        if any(self.empty(some, first, ticks) for some in in_area):
            return None
        if area and not [table for table in self.tables if table.area == area]:
            return "no_such_area"
        if not self.seatings(party, blocked=True):
            return "party_too_large"
        if not anywhere:
            return "blocked"
        if any(self.empty(some, first, ticks) for some in anywhere):
            return "area_full"
        return (
            "hold_by_other" if any(self.empty(some, first, ticks, besides="h") for some in anywhere) else "fully_booked"
        )


def comes_before(one: Seat, other: Seat, own: set[int]) -> bool | None:
    """Is a party given this seat rather than the other? None where nothing says so."""
    if (len(one.tables) == 1) != (len(other.tables) == 1):
        return len(one.tables) == 1
    if (one_in := {t.area for t in one.tables} == {"inside"}) != ({t.area for t in other.tables} == {"inside"}):
        return one_in
    if (chairs := sum(t.seats for t in one.tables)) != (others := sum(t.seats for t in other.tables)):
        return chairs < others
    if (kept := sum(t.id in own for t in one.tables)) != (others := sum(t.id in own for t in other.tables)):
        return kept > others
    used = [[t.last_used for t in seat.tables if t.last_used] for seat in (one, other)]
    if not used[0] or not used[1]:
        return None if used[0] == used[1] else not used[0]
    return None if max(used[0]) == max(used[1]) else max(used[0]) < max(used[1])


@pytest.mark.parametrize("seed", range(20))
def test_seats_and_reasons_are_those_of_somebody_who_watches_every_table(seed):
    random = Random(seed)
    reasons = set()
    for _ in range(100):
        house = Watched(random)
        party, area = (
            random.choice([0, 1, 2, 2, 4, 5, 6, 8, 13, 100]),
            random.choice([None, None, "inside", "outside", "bar"]),
        )
        own = set(random.sample(sorted(house.seen), min(len(house.seen), random.randint(0, 2))))
        seats = ranked(house.tables, party, combinations=house.together, area=area, keep=own)
        assert {frozenset(seat.tables) for seat in seats} == {frozenset(some) for some in house.seatings(party, area)}
        assert not any(comes_before(later, sooner, own) for sooner, later in combinations(seats, 2))

        ticks = random.randint(1, 8)
        moments = {EVENING.replace(tzinfo=None) + n * TICK: EVENING + n * TICK for n in range(TICKS - ticks + 1)}
        empty = [
            [some for some in house.seatings(party, area) if house.empty(some, n, ticks)] for n in range(len(moments))
        ]
        times = free_times(seats, house.taken, moments, ticks * TICK)
        assert times == [at for at, some in zip(moments, empty, strict=True) if some]
        for first, moment in enumerate(moments.values()):
            ends_at = moment + ticks * TICK
            had = free(seats, house.taken, moment, ends_at)
            assert {frozenset(seat.tables) for seat in had} == {frozenset(some) for some in empty[first]}
            told = why_none(house.tables, house.taken, party, moment, ends_at, combinations=house.together, area=area)
            assert told == house.reason(party, area, first, ticks)
            reasons.add(told)
    assert reasons >= {None, "no_such_area", "party_too_large", "blocked", "area_full", "hold_by_other", "fully_booked"}


@pytest.mark.parametrize("seed", range(5))
def test_what_is_offered_can_be_had_and_is_never_further_than_what_is_not(seed):
    random = Random(seed)
    wished = datetime(2026, 11, 28, 19)
    for _ in range(200):
        slots = [wished + random.randint(-300, 300) * timedelta(hours=1) / 4 for _ in range(random.randint(0, 12))]
        elsewhere = {
            area: [wished + random.randint(-20, 20) * timedelta(hours=1) / 4 for _ in range(random.randint(0, 4))]
            for area in ("inside", "bar")
        }
        offered = alternatives(slots, wished, elsewhere=elsewhere)
        assert all(one.start in (slots if one.area is None else elsewhere[one.area]) for one in offered)
        assert len({one.start for one in offered}) == len(offered) <= 2
        tonight = [slot for slot in slots if slot.date() == wished.date() and abs(slot - wished) <= 3 * HOUR]
        if tonight:
            assert abs(offered[0].start - wished) == min(abs(slot - wished) for slot in tonight)
            assert offered[0].area is None
        if wished in elsewhere["inside"] + elsewhere["bar"] and wished not in slots:
            assert any(one.area and one.start == wished for one in offered)
        if slots:
            assert offered
