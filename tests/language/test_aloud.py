"""What is written is said as people say it, and known character by character for what it was."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language import contacts, numbers, spoken, times
from language.aloud import Aloud, said

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=ZoneInfo("Europe/Berlin"))
LANGUAGES = ("en", "de")


def aloud(text: str, language: str) -> str:
    return Aloud(text, language).text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Saturday, 28 November at 7:30 pm for 4 people.", "Saturday, the twenty-eighth of November at seven thirty p m for four people."),
        ("Your code is K6XNW.", "Your code is K, six, X, N, W."),
        ("It is €268 for 2 nights, €12.50 each.", "It is two hundred and sixty-eight euros for two nights, twelve euros fifty each."),
        ("The number ending 01 23", "The number ending zero one, two three"),
        ("Closed 24–27 December 2026", "Closed the twenty-fourth to the twenty-seventh of December twenty twenty-six"),
        ("Mon–Fri 5:30–10 pm", "Monday to Friday five thirty to ten p m"),
        ("on the 28th of November", "on the twenty-eighth of November"),
        ("Come at 7 p.m. We are open.", "Come at seven p m. We are open."),
        ("It closes at 12 noon, opens 19:30.", "It closes at noon, opens seven thirty p m."),
        ("35 m² & 21 °C, 15% off", "thirty-five square metres and twenty-one degrees, fifteen percent off"),
        ("anna.berg7@example.com", "anna dot berg seven at example dot com"),
        ("See https://www.lindenhof.de/menu.", "See w w w dot lindenhof dot de slash menu."),
        ("the 2nd floor, room No. 5, since 1987", "the second floor, room number five, since nineteen eighty-seven"),
        ("MP3 in B12, I'd say", "MP3 in B12, I'd say"),
    ],
)  # fmt: skip
def test_english_is_said_as_people_say_it(written: str, heard: str):
    assert aloud(written, "en") == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Samstag, 28. November um 19:30 Uhr für 4 Personen.", "Samstag, den achtundzwanzigsten November um neunzehn Uhr dreißig für vier Personen."),
        ("am 26. November", "am sechsundzwanzigsten November"),
        ("Der 26. November ist frei.", "Der sechsundzwanzigste November ist frei."),
        ("26. November: geschlossen", "sechsundzwanzigster November: geschlossen"),
        ("vom 24. bis 27. Dezember", "vom vierundzwanzigsten bis siebenundzwanzigsten Dezember"),
        ("Der Code ist K6XNW.", "Der Code ist K, sechs, X, N, W."),
        ("31,50 €, 1.200 € oder 0,50 €", "einunddreißig Euro fünfzig, eintausendzweihundert Euro oder fünfzig Cent"),
        ("1 €", "ein Euro"),
        ("17–22 Uhr, 1 Uhr, 13.30 Uhr", "siebzehn bis zweiundzwanzig Uhr, ein Uhr, dreizehn Uhr dreißig"),
        ("Mo–Fr, Sa., 28. November", "Montag bis Freitag, Samstag, den achtundzwanzigsten November"),
        ("für 1 Nacht und 1 Zimmer im 2. Stock", "für eine Nacht und ein Zimmer im zweiten Stock"),
        ("Kommen Sie am 4. Geht das?", "Kommen Sie am vierten. Geht das?"),
        ("z. B. ca. 35 m², 15 % & mehr usw.", "zum Beispiel circa fünfunddreißig Quadratmeter, fünfzehn Prozent und mehr und so weiter."),
        ("Seestr. 5, 10115 Berlin", "Seestraße fünf, eins null eins eins fünf Berlin"),
        ("anna-b@web.de", "anna Bindestrich b ät web Punkt de"),
        ("+49 30 901820", "plus vier neun, drei null, neun null eins, acht zwei null"),
        ("28.11.2026", "achtundzwanzigster elfter zweitausendsechsundzwanzig"),
    ],
)  # fmt: skip
def test_german_is_said_as_people_say_it(written: str, heard: str):
    assert aloud(written, "de") == heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_without_figures_stay_as_they_are(language: str):
    text = "Guten Tag, hier ist die KI-Assistenz. How can I help you – today? Yes: a double room, please …\n"
    assert said(text, language) == [(text, len(text))]
    assert said("", language) == []


# --- heard again -------------------------------------------------------------------------------------------------------------

CLOCKS = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 5, 15, 30, 45)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_time_of_day_is_understood_again(language: str):
    at = {"en": "at {}", "de": "um {}"}[language]
    for clock in CLOCKS:
        told = aloud(at.format(spoken.clock(clock, language)), language)
        assert not any(sign.isdecimal() for sign in told)
        understood = {value.value for value in times.read(told, now=NOW, language=language)}
        hour, minute = clock.split(":")
        either = {f"{int(hour) + 12}:{minute}"} if language == "de" and int(hour) < 12 else set()  # "zwei Uhr" is both
        assert understood & {clock, *either}, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_understood_again(language: str):
    for ahead in range(1, 365):
        day = (date(2026, 11, 21) + timedelta(days=ahead)).isoformat()
        told = aloud(spoken.day(day, language, today="2026-11-21"), language)
        assert not any(sign.isdecimal() for sign in told)
        assert [value.value for value in times.read(told, now=NOW, language=language) if value.kind == "date"] == [
            day
        ], told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("euros", [2, 7, 12, 21, 50, 99, 101, 120, 268, 999, 1200, 2345])
def test_every_amount_is_understood_again(language: str, euros: int):
    told = aloud(spoken.money(euros * 100, "EUR", language), language)
    assert [value.value for value in numbers.read(told, language=language)] == [euros], told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["K6XNW", "A2BCD", "Z9999", "EZ7QX", "HH4LT", "M3W8R"])
def test_every_code_is_understood_again(language: str, code: str):
    told = aloud(code, language)
    assert [value.value for value in contacts.codes(told, expected=True)] == [code], told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["+4930901820", "+4917655544218", "+442079460018"])
def test_every_telephone_number_is_understood_again(language: str, number: str):
    told = aloud(spoken.phone(number), language)
    assert [value.value for value in contacts.phones(told, region="DE", expected=True)] == [number], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_email_address_is_understood_again(language: str):
    told = aloud("anna.berg7@example.com", language)
    assert [value.value for value in contacts.emails(told)] == ["anna.berg7@example.com"], told


# --- what was heard, in characters of what is written ------------------------------------------------------------------------


def test_what_is_said_otherwise_counts_once_it_is_whole():
    told = Aloud("At 7:30 pm, please.", "en")
    assert told.text == "At seven thirty p m, please."
    heard = [
        told.written(len(part)) for part in ("At", "At seven", "At seven thirty p", "At seven thirty p m", told.text)
    ]
    assert heard == [2, 3, 3, 10, 19]


def test_a_code_counts_sign_by_sign():
    told = Aloud("K6XNW.", "en")
    assert [told.written(told.text.index(sign) + 1) for sign in "KXNW"] == [1, 3, 4, 5]
    assert told.written(len("K, six,")) == 2


FIGURES = st.text(alphabet="0123456789 :.,-–€%&@/+#apmKXUhrJanDez²½٣°\n", max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=120), FIGURES), language=st.sampled_from(LANGUAGES))
def test_whatever_is_written_ends_where_it_ends(text: str, language: str):
    ends = [end for _, end in said(text, language)]
    assert ends == sorted(ends) and (ends[-1:] or [0]) == [len(text)]
    told = Aloud(text, language)
    heard = [told.written(characters) for characters in range(-1, len(told.text) + 2)]
    assert heard == sorted(heard) and heard[-1] == len(text) and heard[0] >= 0
