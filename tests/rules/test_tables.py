"""Which table does a party get, and which other times is it offered?"""

from datetime import UTC, datetime, timedelta

import pytest

from rules.tables import Table, Taken, free, nearest, ranked

EVENING = datetime(2026, 11, 28, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(tables: list[Table]) -> list[str]:
    return [table.name for table in tables]


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


def test_a_blocked_table_is_not_given():
    assert names(ranked([Table(1, "wobbly", 2, blocked=True), Table(2, "sound", 2)], 2)) == ["sound"]


def test_who_changes_the_time_keeps_the_table_where_another_is_no_better():
    tables = [Table(1, "window", 4), Table(2, "own", 4, last_used=EVENING), Table(3, "small", 2)]
    assert names(ranked(tables, 3, keep=2)) == ["own", "window"]
    assert names(ranked(tables, 2, keep=2)) == ["small", "own", "window"]


def test_a_table_is_free_again_the_moment_its_guests_leave():
    table = Table(1, "only", 2)
    taken = [Taken(1, EVENING, EVENING + HOUR)]
    assert free([table], taken, EVENING + HOUR, EVENING + 2 * HOUR) == [table]
    assert free([table], taken, EVENING - HOUR, EVENING) == [table]
    assert free([table], taken, EVENING + HOUR / 2, EVENING + 2 * HOUR) == []
    assert free([table], [Taken(2, EVENING, EVENING + HOUR)], EVENING, EVENING + HOUR) == [table]


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
    free_slots = [datetime.fromisoformat(f"2026-11-{slot}") for slot in slots]
    wished = datetime(2026, 11, 28, 19)
    assert [f"{slot:%dT%H:%M}" for slot in nearest(free_slots, wished)] == offered
