"""Arrivals and departures said in one breath, each way of saying them over a year of stays counted from the calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from language import stays, stretches

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
TODAYS = (NOW, NOW.replace(year=2027, month=2, day=27), NOW.replace(year=2027, month=12, day=30))
STAYS = [
    (now, arrives := now.date() + timedelta(days=ahead), arrives + timedelta(days=1 + ahead % 6))
    for now in TODAYS
    for ahead in range(3, 340, 7)
]
ENGLISH = {
    "days": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "short": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "months": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "brief": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
GERMAN = {
    "days": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "short": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "months": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "brief": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
}  # fmt: skip
WAYS = {
    "en": (
        "{wd} {d} - {wd2} {d2} {mo2}, 2 adults",
        "{wd} {d} to {wd2} {d2} {month2}, double, two people",
        "{weekday} the {nth} to {weekday2} the {nth2} of {month2}, double, two people please",
        "{weekday}, {month} {nth} until {weekday2}, {month2} {nth2} for two",
        "a double from {weekday} {d} {month} till {weekday2} {d2}",
        "{wd} {d} {mo} to {wd2} {d2} {mo2}, for my parents",
        "from the {nth} of {month} through the {nth2}, two of us",
        "{d} to {d2} {month2} please",
        "{month} {d}-{d2}, two adults",
        "{wd} {d} - {wd2} {d2} {mo2} {year2}",
        "{d} {month} {year} to {d2} {month2} {year2}, one person",
        "arriving {wd} {d}, leaving {wd2} {d2} {month2}",
        "{weekday} to {weekday2} {d2} {month2}, a double for two",
        "from {weekday} the {nth} of {month} to {weekday2}, a double for two",
    ),
    "de": (
        "von {wd} {d}. bis {wd2} {d2}. {month2} ein Doppelzimmer zu zweit",
        "Wir hätten gern ein Doppelzimmer von {weekday}, dem {d}., bis {weekday2}, den {d2}. {month2}",
        "vom {d}. bis zum {d2}. {month2}, zwei Personen",
        "vom {d}. {month} bis zum {d2}., zwei Personen",
        "{wd}, {d}.{m}. - {wd2}, {d2}.{m2}., zu zweit",
        "{d}.{m}. bis {d2}.{m2}.{year2}, Doppelzimmer",
        "Doppelzimmer {d}.{m}.-{d2}.{m2}. für zwei",
        "{weekday} {d}. {month} bis {weekday2} {d2}. {month2} {year2}, zwei Erwachsene",
        "Anreise {wd} {d}. {mo}, Abreise {wd2} {d2}. {mo2}, zwei Personen",
        "von {weekday} bis {weekday2}, den {d2}. {month2}",
        "ab {weekday}, dem {d}. {month}, bis {weekday2}",
    ),
}


def put(way: str, names: dict[str, tuple[str, ...]], arrives: date, leaves: date) -> str:
    """A way of saying a stay, with its two days put in."""
    said: dict[str, object] = {}
    for day, mark in ((arrives, ""), (leaves, "2")):
        ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        said |= {
            f"wd{mark}": names["short"][day.weekday()],
            f"weekday{mark}": names["days"][day.weekday()],
            f"d{mark}": day.day,
            f"nth{mark}": f"{day.day}{ending}",
            f"m{mark}": day.month,
            f"mo{mark}": names["brief"][day.month - 1],
            f"month{mark}": names["months"][day.month - 1],
            f"year{mark}": day.year,
        }
    return way.format(**said)


def read(text: str, language: str, now: datetime = NOW) -> dict[str, object]:
    heard = stays.read(text, now=now, language=language)
    return {value.kind: value.value for value in heard if value.status == "valid"}


@pytest.mark.parametrize(
    ("language", "way"), [(language, way) for language, ways in WAYS.items() for way in ways], ids=str
)
def test_a_stay_is_read_as_the_calendar_has_it_whichever_end_its_month_is_said_at(language, way):
    names = ENGLISH if language == "en" else GERMAN
    wrong = {
        said: heard
        for now, arrives, leaves in STAYS
        if (said := put(way, names, arrives, leaves))
        and (heard := read(said, language, now)) != {"check_in": arrives.isoformat(), "check_out": leaves.isoformat()}
    }
    assert not wrong


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "One double room, {a} to {a2} {month}. Sorry, {b} to {b2} I meant."),
        ("en", "double room {a} to {a2} {month} for two... wait, make that {b} to {b2}"),
        ("en", "A room for {month} {a}-{a2}, two adults. Actually make it {b}-{b2}. And a cot."),
        ("en", "We wanted to come {a} to {a2} {month} but I just realised my son has school so {b} to {b2}"),
        ("en", "not {a} to {a2} {month} but {b} to {b2}"),
        ("de", "Ein Zimmer vom {a}. bis {a2}. {month} für zwei, quatsch, {b}. bis {b2}."),
        ("de", "Ich brauche ein Zimmer vom {a}. bis {a2}. {month}, ach nein, vom {b}. bis {b2}."),
        ("de", "statt {a}. bis {a2}. {month} lieber {b}. bis {b2}."),
        ("de", "vom {a}. bis {a2}. {month}, Entschuldigung, ich meine {b}. bis {b2}. {month}, zu zweit"),
    ],
)
def test_of_two_stays_the_one_that_puts_the_other_right_holds_in_full(language, way):
    names = ENGLISH if language == "en" else GERMAN
    for month in range(1, 11):
        for first, second in (((9, 11), (10, 12)), ((24, 26), (23, 26)), ((2, 5), (12, 15))):
            said = way.format(a=first[0], a2=first[1], b=second[0], b2=second[1], month=names["months"][month - 1])
            stay = {"check_in": f"2027-{month:02}-{second[0]:02}", "check_out": f"2027-{month:02}-{second[1]:02}"}
            assert read(said, language) == stay, said


@pytest.mark.parametrize(
    ("said", "language", "stay"),
    [
        ("24 to 26 February, sorry, until the 27th", "en", ("2027-02-24", "2027-02-27")),
        ("24 to 26 February, sorry, arriving on the 23rd", "en", ("2027-02-23", "2027-02-26")),
        ("vom 12. zum 14. April, nein warten Sie, erst ab dem 13.", "de", ("2027-04-13", "2027-04-14")),
        ("Friday the 4th and Saturday the 5th of December", "en", ("2026-12-04", "2026-12-06")),
        ("Samstag auf Sonntag, den 13. Februar", "de", ("2027-02-13", "2027-02-14")),
        ("Mon 8 to Wed 10", "en", ("2027-02-08", "2027-02-10")),
        ("5.-8. of mach", "en", ("2027-03-05", "2027-03-08")),
        ("vom 5. bis 8. mäz", "de", ("2027-03-05", "2027-03-08")),
        ("morgn bis mitwoch", "de", ("2026-11-23", "2026-11-25")),
        ("das zweite Adventswochenende", "de", ("2026-12-04", "2026-12-06")),
        ("the third weekend of Advent", "en", ("2026-12-11", "2026-12-13")),
    ],
)  # fmt: skip
def test_one_end_that_is_put_right_a_night_by_its_weekdays_and_a_slip_of_the_pen(said, language, stay):
    assert read(said, language) == dict(zip(("check_in", "check_out"), stay, strict=True))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Over New Year? We'd arrive on the 30th and stay three nights", "en"),
        ("Über Silvester, wir kämen am 30. und bleiben drei Nächte", "de"),
    ],
)
def test_a_day_around_a_feast_is_the_arrival_and_not_the_feast(said, language):
    assert read(said, language) == {"check_in": "2026-12-30", "nights": 3}


@pytest.mark.parametrize("said", ["Thu 26 to Sun 28 March", "Fri 26 to Mon 28 March", "Thu 26 to Sat 27 March"])
def test_a_weekday_that_does_not_fit_its_date_is_doubted(said):
    heard = stays.read(said, now=NOW, language="en")
    assert {value.reason for value in heard if value.status == "ambiguous"} == {"weekday_mismatch"}


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("we are 2 to 3 people", stretches.Known(arrival="2027-02-08")),
        ("sorry, 2 to 3", stretches.Known(expected="party_size", arrival="2027-02-08")),
        ("we arrive between 4 and 6 pm", stretches.Known(expected="check_in")),
        ("so 10 bis 12 Leute", stretches.Known()),
        ("for 2 to 3 nights", stretches.Known(month="2027-02")),
    ],
)
def test_numbers_of_other_things_are_no_days(said, known):
    assert stretches.read(said, NOW.date(), known) == []
