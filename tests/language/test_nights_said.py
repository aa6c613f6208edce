"""What a caller says about a stay, in the night to Sunday 22 November 2026 in Berlin."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from language import stays

NOW = datetime(2026, 11, 22, 1, 28, tzinfo=ZoneInfo("Europe/Berlin"))


def read(text, language="en", **more):
    heard = stays.read(text, now=NOW, language=language, **more)
    return {value.kind: value.value for value in heard if value.status == "valid"}


def from_to(arrives, leaves):
    return {"check_in": arrives, "check_out": leaves}


@pytest.mark.parametrize(
    ("said", "language", "more", "stay"),
    [
        ("2 adults, 30th to the 2nd", "en", {"spoken_of": "2027-01-01"}, from_to("2026-12-30", "2027-01-02")),
        ("über Silvester vom 30. bis 2.", "de", {}, from_to("2026-12-30", "2027-01-02")),
        ("make it the 29th until the 2nd", "en", {"check_in": "2026-12-30"}, from_to("2026-12-29", "2027-01-02")),
        ("zwischen dem 10. und 13.", "de", {"spoken_of": "2026-12"}, from_to("2026-12-10", "2026-12-13")),
        ("also vom 18. bis 20.", "de", {"check_in": "2026-12-20"}, from_to("2026-12-18", "2026-12-20")),
        ("16 to 18", "en", {"spoken_of": "2027-05"}, from_to("2027-05-16", "2027-05-18")),
        ("until the 9th of June, arriving on the 7th?", "en", {}, from_to("2027-06-07", "2027-06-09")),
        ("03/06/2027 - 06/06/2027", "en", {}, from_to("2027-06-03", "2027-06-06")),
        ("von Freitag bis Montag", "de", {"check_in": "2027-05-16"}, from_to("2027-05-14", "2027-05-17")),
        ("room for two from 24 to 27 October", "en", {}, from_to("2027-10-24", "2027-10-27")),
    ],
)  # fmt: skip
def test_two_days_are_of_the_month_or_around_the_day_that_is_spoken_of(said, language, more, stay):
    assert read(said, language, **more) == stay


@pytest.mark.parametrize(
    ("said", "language", "stay"),
    [
        ("the weekend after next, Fri to Mon", "en", from_to("2026-12-04", "2026-12-07")),
        ("übernächstes Wochenende", "de", from_to("2026-12-04", "2026-12-06")),
        ("for tonight and tomorrow", "en", from_to("2026-11-22", "2026-11-24")),
        ("für morgen und Dienstag", "de", from_to("2026-11-23", "2026-11-25")),
        ("between tomorrow and Tuesday", "en", from_to("2026-11-23", "2026-11-24")),
    ],
)
def test_a_weekend_and_nights_that_are_named_one_by_one(said, language, stay):
    assert read(said, language) == stay


def test_a_day_beside_so_many_nights_is_no_departure():
    heard = read("two nights from tomorrow for one, and a massage on Thursday")
    assert heard == {"check_in": "2026-11-23", "nights": 2}


def test_nobody_leaves_on_the_day_of_arrival():
    heard = read("just for tonight", expected="check_out", check_in="2026-11-22")
    assert heard == {"check_in": "2026-11-22", "nights": 1}


@pytest.mark.parametrize(
    ("said", "language", "stay"),
    [
        ("I'd like to move it to September 9", "en", from_to("2027-09-09", "2027-09-11")),
        ("change my booking from the 11th to the 18th of September", "en", from_to("2027-09-18", "2027-09-20")),
        ("verschieben Sie das bitte auf den 20.", "de", from_to("2027-09-20", "2027-09-22")),
    ],
)
def test_a_stay_that_is_moved_is_as_long_as_it_was(said, language, stay):
    assert read(said, language, check_in="2027-09-11", check_out="2027-09-13") == stay


@pytest.mark.parametrize(
    ("said", "language", "stay"),
    [
        ("actually can I change the arrival to the 10th", "en", {"check_in": "2027-09-10"}),
        ("Die Abreise bitte auf den 15. verschieben", "de", {"check_out": "2027-09-15"}),
    ],
)
def test_one_end_of_a_stay_is_moved_alone(said, language, stay):
    assert read(said, language, check_in="2027-09-11", check_out="2027-09-13") == stay


@pytest.mark.parametrize(
    ("said", "stay"),
    [
        ("ich meinte Oktober", from_to("2027-10-20", "2027-10-22")),
        ("make it April", from_to("2027-04-20", "2027-04-22")),
        ("nicht diese Woche, die übernächste", from_to("2026-11-30", "2026-12-02")),
        ("and in April?", {}),
    ],
)
def test_another_month_or_week_is_named_in_place_of_the_one_that_is_known(said, stay):
    known = ("2027-09-20", "2027-09-22") if "Woche" not in said else ("2026-11-23", "2026-11-25")
    heard = stays.in_another(said, *known, date(2026, 11, 22))
    assert {value.kind: value.value for value in heard} == stay


@pytest.mark.parametrize(
    ("said", "stay"),
    [
        ("wir müssen eine Woche später kommen", from_to("2026-12-19", "2026-12-22")),
        ("Can I push everything back by a week?", from_to("2026-12-19", "2026-12-22")),
        ("einen Tag früher anreisen", from_to("2026-12-11", "2026-12-15")),
    ],
)
def test_a_stay_is_put_off_by_what_is_said(said, stay):
    assert {value.kind: value.value for value in stays.more_nights(said, "2026-12-12", "2026-12-15")} == stay


def test_no_night_is_left_of_a_stay_that_is_made_shorter_by_all_of_it():
    heard = stays.more_nights("um zwei Nächte verkürzen", "2026-12-12", "2026-12-14")
    assert [(value.kind, value.status, value.reason) for value in heard] == [("nights", "invalid", "too_short")]
