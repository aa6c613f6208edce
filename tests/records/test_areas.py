"""Who names an area gets it or is told where else there is room; who asks what is free is told, or why nothing is."""

import pytest

from records.vacancies import Refused
from tests.records.conftest import NOW, config

AREAS = {
    "tables": [
        {"name": "1", "seats": 2},
        {"name": "2", "seats": 4},
        {"name": "Bar", "seats": 2, "area": "bar"},
        {"name": "Garden", "seats": 4, "area": "outside", "blocked": True},
    ]
}


@pytest.fixture
async def garden_house(house):
    """Two tables inside, one at the bar, and a garden that is closed for the winter."""
    await house.configure(**config() | AREAS)
    return house


async def test_who_names_an_area_sits_there(garden_house):
    held = await (await garden_house.caller()).hold("2026-11-28T19:30", area="bar")
    assert (held.facts["area"], held.facts["table"]) == ("bar", "Bar")


async def test_another_area_is_another_hold(garden_house):
    caller = await garden_house.caller()
    first = await caller.hold("2026-11-28T19:30")
    second = await caller.hold("2026-11-28T19:30", area="bar", replacing=first)
    assert (first.facts["area"], second.facts["area"]) == ("inside", "bar")
    assert await garden_house.count("holds", "status = 'held'") == 1
    assert (await caller.hold("2026-11-28T19:30", area="bar")).id == second.id


async def test_a_full_area_is_answered_with_the_nearest_time_there_and_with_another_area(garden_house):
    guest, caller = await garden_house.callers(2)
    await guest.book(await guest.hold("2026-11-28T19:30", area="bar"))
    with pytest.raises(Refused) as refused:
        await caller.hold("2026-11-28T19:30", area="bar")
    assert refused.value.reason == "area_full"
    assert refused.value.alternatives == [
        {"day": "2026-11-28", "time": "18:00", "area": "bar"},
        {"day": "2026-11-28", "time": "19:30", "area": "inside"},
    ]


async def test_an_area_that_is_not_in_use_is_full(garden_house):
    with pytest.raises(Refused) as refused:
        await (await garden_house.caller()).hold("2026-11-28T19:30", area="outside")
    assert refused.value.reason == "area_full"
    assert {one["area"] for one in refused.value.alternatives} <= {"inside", "bar"}
    assert refused.value.alternatives[0]["time"] == "19:30"


async def test_an_area_that_the_house_does_not_have_is_a_reason_of_its_own(house):
    with pytest.raises(Refused, match="no_such_area"):
        await (await house.caller()).hold("2026-11-28T19:30", area="outside")


async def test_the_free_times_of_a_day_are_those_of_the_area(garden_house):
    guest = await garden_house.caller()
    await guest.hold("2026-11-28T19:30", area="bar")
    assert "19:30" in await garden_house.free("2026-11-28")
    at_the_bar = await garden_house.free("2026-11-28", area="bar")
    assert "19:30" not in at_the_bar
    assert "21:00" in at_the_bar


@pytest.mark.parametrize(
    ("day", "more", "reason"),
    [
        ("2026-11-23", {}, "closed_weekday"),
        ("2026-11-20", {}, "past"),
        ("2027-11-20", {}, "horizon"),
        ("2026-12-24", {}, "holiday"),
        ("2026-11-28", {"party": 0}, "party_too_small"),
        ("2026-11-28", {"party": 9}, "party_too_large"),
        ("2026-11-28", {"party": 5}, "party_too_large"),
        ("2026-11-28", {"area": "outside"}, "area_full"),
        ("2026-11-21", {"at": NOW.replace(hour=22, minute=1)}, "after_last_seating"),
        ("2026-11-21", {"at": NOW.replace(hour=21, minute=45)}, "lead_time"),
    ],
)
async def test_a_day_without_a_free_time_has_its_reason(garden_house, day, more, reason):
    await garden_house.configure(**config() | AREAS | {"exceptions": [{"date": "12-24", "reason": "holiday"}]})
    with pytest.raises(Refused) as refused:
        await garden_house.free(day, **more)
    assert refused.value.reason == reason


async def test_a_day_on_which_all_is_booked_offers_the_days_around_it(tiny_house):
    await tiny_house.configure(**config(2) | {"hours": {day: ["18:00-20:00"] for day in ("friday", "saturday")}})
    guest = await tiny_house.caller()
    held = await guest.hold("2026-11-28T18:30")
    with pytest.raises(Refused, match="hold_by_other"):
        await tiny_house.free("2026-11-28")
    await guest.book(held)
    with pytest.raises(Refused, match="fully_booked") as refused:
        await tiny_house.free("2026-11-28")
    assert [one["day"] for one in refused.value.alternatives] == ["2026-11-27", "2026-12-04"]
