"""What a caller says finds its slot, in any order and in pieces."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from dialogue import binding
from dialogue.slots import Slot
from dialogue.state import Expectation
from language.values import Value

TABLE = frozenset({"party_size", "day", "time", "name", "phone", "area"})
STAY = frozenset({"check_in", "check_out", "nights", "party_size", "room_type", "extras"})
TODAY = date(2026, 11, 20)
CHANGED_STAY = STAY | {"no_extras", "children", "nights_more", "arrives_later"}


def heard(*said: tuple[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [asdict(Value(kind, value, (n, n + 1), str(value), "test", **more)) for n, (kind, value) in enumerate(said)]


def test_everything_in_one_breath_is_kept():
    slots = binding.bind(
        heard(("time", "19:00"), ("party_size", 4), ("date", "2026-11-28"), ("name", "Shayne")), {}, "…", set(), TABLE
    )
    assert {name: slot["value"] for name, slot in slots.items()} == {
        "time": "19:00",
        "party_size": 4,
        "day": "2026-11-28",
        "name": "Shayne",
    }


def test_a_bare_number_goes_to_the_question():
    assert binding.bind(heard(("number", 7)), {"slot": "party_size"}, "seven", set(), TABLE)["party_size"]["value"] == 7
    assert binding.bind(heard(("number", 7)), {"slot": "name"}, "seven", set(), TABLE) == {}
    late = binding.bind(heard(("number", 20)), {"slot": "minutes"}, "20", set(), frozenset({"minutes"}))
    assert late["minutes"]["value"] == 20


def test_a_number_that_could_be_people_or_an_hour_is_what_it_is_nearer_to():
    def after(number: int, expect: Expectation | None = None, **known: Any):
        said = heard(("party_size", number), status="ambiguous", reason="party_or_time")
        slots = binding.bind(said, expect or Expectation(), "make it …", set(), TABLE, known)
        return {name: slot["value"] for name, slot in slots.items() if name != "children"}

    seven: dict[str, Any] = {"time": "19:00", "party_size": 4}
    assert after(8, **seven) == {"time": "20:00"}
    assert after(9, **seven) == {"time": "21:00"}
    assert after(5, **seven) == {"party_size": 5}
    assert after(7, **seven) == {"party_size": 7}, "seven it is already"
    assert after(6, **seven) == {"party_size": 6}, "it could be either, and the read-back says which"
    assert after(4, **seven) == {"party_size": 4}
    assert after(6, time="19:00", party_size=6) == {"time": "18:00"}, "six they are already"
    spoken = heard(("party_size", 8), status="ambiguous", reason="party_or_time")
    assert binding.bind(spoken, {}, "machen Sie acht daraus", set(), TABLE, seven)["party_size"]["value"] == 8
    assert after(1, time="13:30", party_size=4) == {"party_size": 1}
    assert after(8, {"slot": "party_size"}, **seven) == {"party_size": 8}
    assert after(8, party_size=4) == {"party_size": 8}


def test_what_the_form_has_no_use_for_is_left_out():
    assert binding.bind(heard(("room_type", "suite"), ("time", "19:00")), {}, "…", set(), TABLE).keys() == {"time"}


def test_a_stay_is_so_many_nights_or_until_a_day_and_what_was_said_last_counts():
    slots = binding.bind(heard(("check_in", "2026-12-30"), ("nights", 3)), {}, "…", set(), STAY)
    slots = binding.stay(slots, slots)
    assert slots["check_out"]["value"] == "2027-01-02"
    moved = binding.bind(heard(("check_in", "2026-12-28")), {}, "…", set(), STAY)
    slots = binding.stay({**slots, **moved}, moved)
    assert slots["check_out"]["value"] == "2026-12-31", "three nights stay three nights"
    leaving = binding.bind(heard(("check_out", "2027-01-05")), {}, "…", set(), STAY)
    slots = binding.stay({**slots, **leaving}, leaving)
    assert (slots["check_out"]["value"], "nights" in slots) == ("2027-01-05", False)


def test_extras_come_and_go():
    had = {"extras": Slot(status="valid", value=["breakfast", "parking"])}
    slots = binding.with_extras(had, binding.bind(heard(("no_extra", "breakfast")), {}, "…", set(), CHANGED_STAY))
    assert (slots["extras"]["value"], slots["no_extras"]["value"]) == (["parking"], ["breakfast"])
    slots = binding.with_extras(slots, binding.bind(heard(("extra", "breakfast")), {}, "…", set(), CHANGED_STAY))
    assert (slots["extras"]["value"], slots["no_extras"]["value"]) == (["breakfast", "parking"], [])


def test_children_are_counted_with_the_party_and_not_beyond_it():
    family = binding.bind(heard(("party_size", 4), note="2 children"), {}, "…", set(), CHANGED_STAY)
    assert family["children"]["value"] == 2
    alone = binding.bind(heard(("party_size", 2)), {}, "…", set(), CHANGED_STAY)
    assert "value" not in alone["children"]


def test_what_was_said_of_a_stay_before_it_was_found_counts_from_it():
    facts = {"check_in": "2026-12-05", "check_out": "2026-12-08", "extras": ["parking"]}
    longer = binding.bind(heard(("nights_more", 1), ("extra", "breakfast")), {}, "…", set(), CHANGED_STAY)
    slots = binding.moved(facts, longer, TODAY)
    assert (slots["check_in"]["value"], slots["check_out"]["value"]) == ("2026-12-05", "2026-12-09")
    assert slots["extras"]["value"] == ["breakfast", "parking"]
    tonight = {
        "check_in": Slot(status="valid", value="2026-12-05"),
        "nights": Slot(status="valid", value=1, rule="one_night"),
        "check_out": Slot(status="valid", value="2026-12-06", rule="nights"),
    }
    assert binding.moved(facts, tonight, TODAY).keys() == {"check_in"}, "saying which stay it is makes it no shorter"


def test_several_extras_are_kept_together():
    slots = binding.bind(heard(("extra", "breakfast"), ("extra", "parking")), {}, "…", set(), STAY)
    assert slots["extras"]["value"] == ["breakfast", "parking"]


def test_a_number_in_pieces_becomes_whole():
    expect: Expectation = {"slot": "phone"}
    first = binding.pieced(None, expect, [], "0176", "DE")
    assert first is not None and (first["status"], first["reason"]) == ("ambiguous", "so_far")
    whole = binding.pieced(None, {"slot": "phone", "digits": "0176"}, [], "55 51 23 45", "DE")
    assert whole is not None and (whole["status"], whole["value"]) == ("valid", "+4917655512345")
    assert binding.pieced(None, {"slot": "time"}, [], "0176", "DE") is None, "nobody asked for a number"


def test_a_number_may_be_read_out_in_pieces():
    expect = Expectation(slot="phone")
    first = binding.pieced(None, expect, [], "null eins sieben sechs", "DE")
    assert first is not None and first["value"] == "0176"
    whole = binding.pieced(None, Expectation(slot="phone", digits="0176555"), [], "äh, eins zwei drei vier fünf", "DE")
    assert whole is not None and (whole["status"], whole["value"]) == ("valid", "+4917655512345")
    assert binding.pieced(None, expect, [], "make it five people", "DE") is None


def test_between_two_readings_the_first_is_the_earlier():
    readings = Slot(status="ambiguous", value="2026-12-04", alternatives=["2026-12-04", "2026-11-27"])
    expect = binding.one_of_two(Expectation(slot="day"), {"day": readings})
    chosen = binding.bind([], expect, "den ersten", set(), TABLE)
    assert chosen["day"]["value"] == "2026-11-27"


def test_an_address_that_was_probably_mistyped_is_what_the_caller_says_it_is():
    doubted = Slot(
        status="ambiguous",
        value="kim@gmial.com",
        alternatives=["kim@gmail.com", "kim@gmial.com"],
        reason="domain_typo",
    )

    def address(heard: Slot | None, acts: set[str]) -> Any:
        return (binding.meant(doubted, heard, acts) or {}).get("value")

    assert address(None, {"affirm"}) == "kim@gmail.com"
    assert address(None, {"deny"}) == "kim@gmial.com"
    assert address(doubted, set()) == "kim@gmial.com", "said again, it is meant"
    assert address(None, set()) is None


def test_words_say_which_part_of_a_booking_they_are_about():
    wanted = {"name", "phone", "day", "time", "party_size"}
    assert binding.spoken_of("der Name ist falsch", wanted) == ["name"]
    assert binding.spoken_of("no, the last digit is four", wanted) == ["phone"]
    assert binding.spoken_of("die Uhrzeit stimmt nicht", wanted) == ["time"]
    assert binding.spoken_of("that is all wrong", wanted) == []


def test_a_departure_before_the_arrival_is_refused_where_both_were_said():
    days = {"check_in": Slot(status="valid", value="2026-12-14"), "check_out": Slot(status="valid", value="2026-12-11")}
    assert binding.stay(days, days)["check_out"]["reason"] == "checkout_before_checkin"
    assert binding.stay(days, {"check_in"})["check_out"]["status"] == "valid", "the nights are what moves"


def test_a_half_of_a_name_joins_the_other():
    known = Slot(status="valid", value="Krzyzewski")
    said = heard(("name", "Bartholomew"), note="first")
    assert (
        binding.whole_name(known, Slot(status="valid", value="Bartholomew"), said)["value"] == "Bartholomew Krzyzewski"
    )
    guest = Slot(status="valid", value="Guest", rule="refused")
    assert binding.whole_name(guest, Slot(status="valid", value="Bartholomew"), said)["value"] == "Bartholomew"


def test_a_day_of_the_week_that_a_stay_is_to_end_on_is_the_one_after_the_arrival():
    stay = {"check_in": "2026-12-05", "check_out": "2026-12-08"}
    wednesday = Slot(status="valid", value="2026-11-25", rule="weekday")
    assert binding.moved(stay, {"check_out": wednesday}, TODAY)["check_out"]["value"] == "2026-12-09"
    dated = Slot(status="valid", value="2026-12-02", rule="day_month")
    assert binding.moved(stay, {"check_out": dated}, TODAY)["check_out"]["value"] == "2026-12-02", "which is refused"


def test_who_comes_later_to_a_stay_that_could_not_be_had_leaves_when_they_said():
    wish = {"check_in": "2026-12-30", "check_out": "2027-01-02"}
    slots = {"check_in": Slot(status="valid", value="2026-12-31"), "nights": Slot(status="valid", value=3)}
    later = binding.still_leaving(slots, wish)
    assert later["check_out"]["value"] == "2027-01-02" and "nights" not in later
    slots["check_in"] = Slot(status="valid", value="2027-01-05")
    assert binding.still_leaving(slots, wish) == slots, "after it there are as many nights"


@pytest.mark.parametrize(
    "said",
    [
        *("that's it", "no, it's complete", "that's all of it", "yes, that's complete", "there are no more digits", "yes that is my number"),
        *("mehr hat die nicht", "da kommt nichts mehr", "ja das stimmt so", "das ist die ganze Nummer", "die Nummer ist komplett", "nein, das war alles"),
    ],
)  # fmt: skip
def test_a_number_is_whole_when_the_caller_says_so(said):
    assert binding.whole_number({"slot": "phone", "digits": "01523334455"}, said)


@pytest.mark.parametrize(
    "said", ["no", "nein danke", "that's not it", "das ist falsch", "66", "by the window I think", "und dann 77"]
)
def test_other_words_end_no_number(said):
    assert not binding.whole_number({"slot": "phone", "digits": "01523334455"}, said)


def test_another_month_takes_the_day_and_leaves_the_nights():
    facts = {"check_in": "2026-12-11", "check_out": "2026-12-13"}
    stay = {name: Slot(status="valid", value=one) for name, one in facts.items()}
    assert {name: slot["value"] for name, slot in binding.in_month(stay, 6).items()} == {"nights": 2}
    assert binding.in_month(stay, 12) == stay
    assert binding.in_month(stay, None) == stay
