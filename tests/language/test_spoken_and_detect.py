"""How things are said, and which language they were said in."""

import pytest

from language import detect, spoken

TODAY = "2026-11-21"


def test_a_day_is_said_with_its_weekday_and_a_foreign_year():
    assert spoken.day("2026-11-28", "en", today=TODAY) == "Saturday, 28 November"
    assert spoken.day("2026-11-28", "de", today=TODAY) == "Samstag, 28. November"
    assert spoken.day("2027-01-03", "de", today=TODAY) == "Sonntag, 3. Januar 2027"
    assert spoken.day("2026-11-28", "de", today=TODAY, register="ear") == "Samstag, den achtundzwanzigsten November"


def test_a_time_is_said_as_its_language_says_it():
    assert spoken.clock("19:30", "en") == "7:30 pm"
    assert spoken.clock("19:30", "de") == "19:30 Uhr"
    assert spoken.clock("19:00", "de") == "19 Uhr"
    assert spoken.clock("19:30", "de", register="ear") == "neunzehn Uhr dreißig"
    assert spoken.clock("00:00", "en") == "midnight"


def test_numbers_and_codes_are_spelled_for_the_ear():
    assert spoken.code("EZ7Q") == "E Z 7 Q"
    assert spoken.phone("+4930901820") == "+49 30 901820"
    assert spoken.phone_tail("+4917655544218") == "42 18"
    assert spoken.phone("+4930901820", register="ear", language="de").startswith("plus vier neun, drei null")


def test_people_money_and_lists():
    assert (spoken.party(1, "de"), spoken.party(4, "en")) == ("eine Person", "4 people")
    assert (spoken.money(120050, "EUR", "en"), spoken.money(120050, "EUR", "de")) == ("€1,200.50", "1.200,50 €")
    assert spoken.listed(["a", "b", "c"], "de", "or") == "a, b oder c"
    assert spoken.listed([], "en") == ""


@pytest.mark.parametrize("value", [0, 1, 7, 12, 21, 28, 99, 100, 101, 205, 1000, 1234, 9999])
def test_german_numbers_that_are_said_are_understood(value):
    from language import words

    assert words.german_number(spoken.number(value, "de")) == value


@pytest.mark.parametrize(
    ("said", "previous", "language"),
    [
        ("Haben Sie morgen noch einen Tisch frei?", None, "de"),
        ("Do you have a table tomorrow?", None, "en"),
        ("Bitte K3M7T stornieren", None, "de"),
        ("Ich muss leider absagen. Ulla Kern", None, "de"),
        ("okay", "de", "de"),
        ("okay", "en", "en"),
        ("Dienstag", "en", "en"),
        ("Dienstag geht bei mir nicht", "en", "de"),
        ("In English please, name Bob", "de", "en"),
        ("auf Deutsch bitte", "en", "de"),
        ("Sorry, können wir auch Deutsch sprechen?", "en", "de"),
        ("Können wir bitte Englisch reden?", "de", "en"),
        ("Kann ich das Menü auf Englisch bekommen?", "de", "de"),
        ("Is there a menu in German?", "en", "en"),
        ("Bob Miller", "de", "de"),
        ("zero one seven one, fourteen, fourteen, fourteen, one", "en", "en"),
    ],
)
def test_the_language_changes_with_two_words_or_a_request(said, previous, language):
    assert detect.detect(said, previous) == language


def test_words_of_no_language_are_answered_in_the_houses_own():
    assert (detect.detect("Bob Miller", house="de"), detect.detect("hello there", house="de")) == ("de", "en")


def test_another_language_is_named():
    assert detect.unsupported("bonjour je voudrais une table pour demain") == "fr"
    assert detect.unsupported("a table for two please") is None
