"""What one utterance says about a table or a stay, by what had just been asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dialogue import hearing

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def table(text, *requested, language="en"):
    heard = hearing.table(text, requested=requested, now=NOW, language=language)
    return {slot: value.value for slot, value in heard.items()}


def stay(text, *wanted):
    heard = hearing.stay(text, wanted=wanted, now=NOW, language="en")
    return {slot: value.value for slot, value in heard.items()}


def test_a_booking_in_one_breath_gives_everything():
    assert table("Table for two on 4 December at 9 pm, Nora Lang, 0171 2345678") == {
        "people": 2,
        "date": "2026-12-04",
        "time": "21:00",
        "first_name": "Nora",
        "last_name": "Lang",
    }


@pytest.mark.parametrize(
    ("said", "requested", "slots"),
    [
        ("Helen", ("first_name", "last_name"), {"first_name": "Helen"}),
        ("Kowalczyk", ("first_name", "last_name"), {"last_name": "Kowalczyk"}),
        ("Kowalczyk", ("first_name",), {"first_name": "Kowalczyk"}),
        ("Nora, Kowalczyk", ("first_name", "last_name"), {"first_name": "Nora", "last_name": "Kowalczyk"}),
        ("Kowalczyk, Nora", ("first_name", "last_name"), {"first_name": "Nora", "last_name": "Kowalczyk"}),
        ("Nora Kowalczyk tomorrow", ("first_name", "last_name", "date"),
         {"first_name": "Nora", "last_name": "Kowalczyk", "date": "2026-11-22"}),
        ("the Kowalczyk party of three", (), {"people": 3, "last_name": "Kowalczyk"}),
    ],
)  # fmt: skip
def test_a_single_name_is_the_half_of_a_name_that_it_can_be(said, requested, slots):
    assert table(said, *requested) == slots


def test_for_eight_answers_what_was_asked():
    assert table("for eight", "time") == {"time": "20:00"}
    assert table("for eight", "people") == {"people": 8}


def test_the_last_of_two_sizes_holds_when_something_is_changed():
    assert table("Can I change my booking from 18:00 for 3 people to 19:00 for 5 people?") == {
        "people": 5,
        "time": "19:00",
    }
    assert table("I booked for 4 people, can 6 people come instead?") == {"people": 6}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Book a table at The Copper Pot for two", "The Copper Pot"),
        ("Reservier mir einen Tisch bei Zum Anker am Freitag", "Zum Anker"),
        ("Buche ein Abendessen in Aurelius für drei Personen", "Aurelius"),
    ],
)
def test_the_restaurant_is_named_by_its_capitals(said, name):
    assert table(said)["restaurant_name"] == name


@pytest.mark.parametrize(
    "said", ["a table in Bremen for two", "Einen Tisch am Langen See", "book a table at Mill Lake"]
)
def test_a_town_or_a_lake_is_no_restaurant(said):
    assert "restaurant_name" not in table(said)


@pytest.mark.parametrize(
    ("said", "guests"),
    [
        ("My husband and I", {"adults": 2}),
        ("me, my wife and our son and 2 daughters", {"adults": 2, "kids": 3}),
        ("me, my husband and the little one", {"adults": 2, "kids": 1}),
        ("a double room for a couple", {"adults": 2}),
        ("two adults and a child", {"adults": 2, "kids": 1}),
        ("for 5 people", {"people": 5}),
        ("me and two friends", {"people": 3}),
    ],
)
def test_a_family_is_told_by_its_members(said, guests):
    assert stay(said, "adults", "kids", "people") == guests
