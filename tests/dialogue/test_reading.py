"""What an utterance gives a booking, on Saturday 21 November 2026, 15:00 in Berlin, in a house that opens at 17:30."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue import errands, inquiries, on_file, reading, safety
from language import detect
from records import reservations

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=BERLIN)
LATE_AT_NIGHT = datetime(2026, 11, 21, 23, 50, tzinfo=BERLIN)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)
TYPES = [
    {"name": "double", "names": {"en": ["double room", "double"], "de": ["Doppelzimmer"]}, "view": "garden"},
    {"name": "single", "names": {"en": ["single room", "single"], "de": ["Einzelzimmer"]}},
    {"name": "suite", "names": {"en": ["suite"], "de": ["Suite"]}, "view": "lake"},
]
EXTRAS = [
    {"name": "breakfast", "names": {"en": ["breakfast"], "de": ["Frühstück"]}},
    {"name": "parking", "names": {"en": ["parking space", "parking"], "de": ["Parkplatz"]}},
]
BOOKED = {"kind": "table", "code": "C4K7Q", "day": "2026-11-24", "time": "19:00", "party_size": 4}


def evenings(day):
    """Open in the evening, closed on Mondays."""
    return [] if day == "2026-11-23" else [("17:30", "23:00")]


RESTAURANT = reading.House("DE", evenings)
HOTEL = reading.House("DE", evenings, TYPES, EXTRAS)


def read(
    text,
    *,
    asked=None,
    about="table",
    slots=None,
    house=None,
    now=NOW,
    known=None,
    choice=None,
    kind=None,
    day="2026-11-24",
):
    errand = None
    if slots is not None or asked or choice or kind:
        errand = errands.begun(kind or about, 1)
        errand["slots"] = {name: {"status": "valid", "value": value} for name, value in (slots or {}).items()}
    return reading.read(
        text,
        language=detect.detect(text),
        now=now,
        house=house or (HOTEL if about == "room" else RESTAURANT),
        about=about,
        expect={"slot": asked} if asked else {"choice": choice} if choice else {},
        errand=errand,
        known=known,
        day=day,
        late=on_file.late(text),
    )


def said(text, **more):
    """What was said, by kind, where it may be used."""
    return {value.kind: value.value for value in read(text, **more) if value.status == "valid"}


def one(text, kind, **more):
    found = [value for value in read(text, **more) if value.kind == kind]
    assert len(found) == 1, found
    return found[0]


# --- people -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["-3 people", "minus three people", "0 people", "null Personen", "minus drei Personen"]
)
@pytest.mark.parametrize("asked", [None, "party_size"])
def test_fewer_than_one_guest_is_refused_with_its_reason(text, asked):
    heard = one(text, "party_size", asked=asked)
    assert (heard.status, heard.reason) == ("invalid", "party_too_small")


@pytest.mark.parametrize(
    "text", ["2.5 people", "2,5 Personen", "two and a half people", "zweieinhalb Personen", "eineinhalb Personen"]
)
def test_half_a_guest_is_refused_with_its_reason(text):
    heard = one(text, "party_size", asked="party_size")
    assert (heard.status, heard.reason) == ("invalid", "not_whole")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("5 or 6", 6),
        ("fünf oder sechs", 6),
        ("13", 13),
        ("hundert Personen", 100),
        ("100 people", 100),
        ("one", 1),
        ("nur ich", 1),
        ("a table for four - 2 adults and 2 kids", 4),
        ("three is the number of people", 3),
    ],
)
def test_how_many_come(text, people):
    assert said(text, asked="party_size")["party_size"] == people


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("A table for two adults and three kids", "three kids"),
        ("zwei Erwachsene und drei Kinder", "drei Kinder"),
    ],
)
def test_children_count_and_the_staff_is_told(text, note):
    heard = said(text)
    assert (heard["party_size"], heard["note"]) == (5, note)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("one more person please", 5),
        ("eine Person mehr bitte", 5),
        ("bitte bei unserer Reservierung eine Person weniger", 3),
        ("two more people", 6),
        ("zwei weniger", 2),
    ],
)
def test_more_or_fewer_is_counted_from_what_is_known(text, people):
    assert said(text, known=BOOKED)["party_size"] == people


@pytest.mark.parametrize(
    "text",
    [
        "Code C4K7Q: my sister is coming too, so we'll be two people",
        "C4K7Q, my wife is coming along, that makes two of us",
        "Reservierung C4K7Q: meine Schwester kommt mit, wir sind dann zu zweit",
    ],
)
def test_how_many_all_are_is_taken_as_said_beside_one_who_joins(text):
    heard = said(text)
    assert heard["party_size"] == 2
    assert "people_by" not in heard


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("C4K7Q: wir sind zwei weniger", {"people_by": -2}),
        ("one more person for our booking please", {"people_by": 1}),
        ("could you make C4K7Q an hour later?", {"time_by": 60}),
        ("Können wir auch eine halbe Stunde früher kommen?", {"time_by": -30}),
    ],
)
def test_a_difference_waits_for_the_reservation_that_it_is_counted_from(text, difference):
    heard = said(text)
    assert {kind: heard.get(kind) for kind in difference} == difference
    assert not {"party_size", "time"} & set(heard)


@pytest.mark.parametrize("text", ["a second one, my parents are coming with friends", "die Schwiegereltern kommen mit"])
def test_relatives_who_are_mentioned_are_not_the_whole_party(text):
    assert "party_size" not in said(text, slots={"party_size": 4})
    assert said("my parents are coming as well", slots={"party_size": 4})["party_size"] == 6
    assert said("my wife comes too", slots={"party_size": 1})["party_size"] == 2
    assert said("meine Frau kommt auch mit", slots={"party_size": 1})["party_size"] == 2
    assert "party_size" not in said("my wife is called Ida", slots={"party_size": 1})


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("a table for 4 on Friday, one person has an allergy", 4),
        ("for four, two of them vegetarian", 4),
        ("six of us, three will come later", 6),
        ("We are four, but two of us arrive half an hour later", 4),
        ("we are six people, one is pregnant", 6),
        ("zu sechst, davon zwei Vegetarier", 6),
        ("acht Personen, zwei kommen etwas später", 8),
        ("für vier Personen, eine Person braucht glutenfreies Essen", 4),
        ("Also one person has a nut allergy", None),
        ("can two of us come later?", None),
        ("zwei von uns kommen erst um acht", None),
        ("eine Person hat eine Nussallergie", None),
    ],
)
def test_what_is_said_of_some_of_the_party_is_noted_and_changes_nothing(text, party):
    heard = said(text, known=BOOKED)
    assert (heard.get("party_size"), heard.get("time")) == (party, None)
    assert heard["note"] in text


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("there are two of us", 2),
        ("two people need a table", 2),
        ("4 of us will come at 8", 4),
        ("could we be five?", 5),
        ("können wir auch sechs sein?", 6),
        ("five people are coming", 5),
        ("a table for 4 people with allergies", 4),
    ],
)
def test_who_is_said_to_come_is_the_party(text, party):
    assert said(text, known=BOOKED)["party_size"] == party


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("it's better half past", "19:30"),
        ("quarter past would be better", "19:15"),
        ("lieber viertel vor", "18:45"),
        ("make it half past, please", "19:30"),
    ],
)
def test_minutes_past_no_hour_are_those_past_the_hour_that_is_known(text, clock):
    assert said(text, known=BOOKED)["time"] == clock


def test_halb_of_no_hour_is_asked_about():
    heard = one("besser halb, bitte", "time", known=BOOKED)
    assert (heard.status, heard.alternatives) == ("ambiguous", ("18:30", "19:30"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the coming one", "2026-11-28"),
        ("den nächsten", "2026-11-28"),
        ("next week's", "2026-11-28"),
        ("the one after", "2026-11-28"),
        ("der übernächste", "2026-11-28"),
        ("this one", "2026-11-21"),
        ("diese Woche", "2026-11-21"),
    ],
)
def test_one_of_two_days_is_chosen_by_its_place_in_the_calendar(text, day):
    errand = errands.begun("table", 1)
    errand["slots"]["day"] = {
        "status": "ambiguous",
        "value": "2026-11-21",
        "alternatives": ["2026-11-28", "2026-11-21"],
    }
    heard = reading.read(
        text, language=detect.detect(text), now=NOW, house=RESTAURANT, expect={"slot": "day"}, errand=errand
    )
    assert [(value.kind, value.value) for value in heard] == [("date", day)]


def test_three_is_an_hour_only_where_nobody_is_counted():
    assert said("three is the number of people", asked="time") == {"party_size": 3}


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lena Freitag", "Lena Freitag"),
        ("It's Lena Freitag.", "Lena Freitag"),
        ("Herr Sommer", "Sommer"),
        ("Frau Montag", "Montag"),
        ("Mr May", "May"),
        ("Herr Mai", "Mai"),
        ("Rita Restart", "Rita Restart"),
        ("Just put me under Guest", "Guest"),
        ("put us under guest please", "Guest"),
        ("Tragen Sie mich einfach unter Gast ein", "Gast"),
        ("Martha with an h", "Martha"),
        ("Marta with an h", "Martha"),
        ("Marta mit h", "Martha"),
        ("Sara with an h", "Sarah"),
        ("Martha ohne h", "Marta"),
        ("my wife's name: Carla Weiss", "Carla Weiss"),
        ("book it under my wife's name, Carla Weiss", "Carla Weiss"),
        ("auf den Namen meiner Frau, Carla Weiss", "Carla Weiss"),
        ("Will Friday", "Will Friday"),
        ("Rosa Abend", "Rosa Abend"),
        ("petra montag", "Petra Montag"),
        ("rita hund", "Rita Hund"),
        ("frau acht", "Acht"),
        ("mein name ist petra montag", "Petra Montag"),
        ("Montag, M O N T A G", "Montag"),
        ("auf Acht, A C H T", "Acht"),
        ("Auf Weihnachten, Sophie Weihnachten", "Sophie Weihnachten"),
        ("Ich heiße Sieben, Tom Sieben", "Tom Sieben"),
        ("Frau Acht", "Acht"),
        ("Rita Hund", "Rita Hund"),
        ("Sophie Taufe", "Sophie Taufe"),
        ("Jürgen Müler, nein, Müller mit zwei L", "Jürgen Müller"),
        ("Hana with two n's", "Hanna"),
    ],
)
def test_a_name_that_could_be_something_else_is_the_name_that_was_asked_for(text, name):
    assert said(text, asked="name") == {"name": name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Will Friday, 0171 5550123", "Will Friday"),
        ("Hans Mittag, 0171 5550123", "Hans Mittag"),
        ("Frau Acht, 0171 5550123", "Acht"),
        ("Sam Eight, zero one seven one five five five oh one two three", "Sam Eight"),
        ("auf den Namen Neun, 0171 5550123", "Neun"),
    ],
)
def test_a_name_that_could_be_a_day_or_a_figure_leaves_the_number_whole(text, name):
    assert said(text, asked="name") == {"name": name, "phone": "+491715550123"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Anna Suite", "Anna Suite"),
        ("Tom Double", "Tom Double"),
        ("Frau Suite", "Suite"),
        ("Paul Breakfast", "Paul Breakfast"),
        ("Omar Haddad, o m a r h a double d a d", "Omar Haddad"),
    ],
)
def test_a_name_chooses_no_room_and_adds_nothing_to_it(text, name):
    assert said(text, asked="name", about="room") == {"name": name}


@pytest.mark.parametrize(
    "text", ["Passt", "Genau", "Toll", "Klasse", "Moin", "Tschüss", "Deal", "Kinderstuhl", "Allergie"]
)
@pytest.mark.parametrize("asked", [None, "name", "phone", "time"])
def test_a_word_by_itself_that_says_something_else_is_nobodys_name(text, asked):
    assert "name" not in said(text, asked=asked, slots={"day": "2026-11-27", "party_size": 2})


def test_no_word_by_itself_takes_the_place_of_a_name_that_is_known():
    known = {"day": "2026-11-27", "name": "Hanna Meier"}
    assert "name" not in said("Sonnenblume", asked="phone", slots=known)
    assert said("Mayer", asked="phone", slots=known)["name"] == "Mayer"


@pytest.mark.parametrize("text", ["on Friday", "am Freitag", "next Friday", "Sunday"])
def test_a_day_given_instead_of_a_name_is_a_day(text):
    assert set(said(text, asked="name")) == {"date"}


@pytest.mark.parametrize("text", ["pardon?", "Grüß Gott"])
def test_a_word_of_manners_is_nobodys_name(text):
    assert "name" not in said(text, asked="name")


@pytest.mark.parametrize("text", ["put me down as a vegetarian", "Wir stehen im Stau", "Just put me down for Friday"])
def test_nobody_is_called_what_only_stands_in_a_names_place(text):
    assert "name" not in said(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C4K7Q", "C4K7Q"),
        ("c4k7q", "C4K7Q"),
        ("my code is C4K7Q", "C4K7Q"),
        ("RES-C4K7Q", "C4K7Q"),
        ("R E S dash C four K seven Q", "C4K7Q"),
        ("C 4 K 7 Q", "C4K7Q"),
        ("C as in Charlie 4 K 7 Q", "C4K7Q"),
        ("Charlie four kilo seven quebec", "C4K7Q"),
        ("C wie Cäsar, vier, K, sieben, Quelle", "C4K7Q"),
        ("der Code lautet Cäsar vier Kaufmann sieben Quelle", "C4K7Q"),
    ],
)
@pytest.mark.parametrize("asked", [None, "code"])
def test_a_code_is_read_however_it_is_spelled(text, code, asked):
    assert said(text, asked=asked) == {"code": code}


@pytest.mark.parametrize(
    "text", ["erm, let me look... it says c4 k7q, i think", "also hier steht glaube ich c 4 k 7 q auf dem Zettel"]
)
def test_a_code_is_found_among_other_words_where_it_was_asked_for(text):
    assert said(text, asked="code")["code"] == "C4K7Q"


@pytest.mark.parametrize("text", ["RES-LM12", "R E S dash L M one two", "L as in Lima M 1 2"])
def test_a_code_of_no_house_is_still_what_the_caller_said(text):
    assert said(text, asked="code")["code"].endswith("LM12")


@pytest.mark.parametrize("text", ["I don't have it", "I lost it, sorry", "Den habe ich nicht", "no idea"])
def test_words_are_no_code(text):
    assert "code" not in said(text, asked="code")


@pytest.mark.parametrize("text", ["Weber, 0171 2345678", "I don't have the code. It's Weber, 0171 2345678"])
def test_who_has_no_code_gives_a_name_and_a_number(text):
    assert said(text, asked="code") == {"name": "Weber", "phone": "+491712345678"}


@pytest.mark.parametrize("asked", ["phone", "email"])
def test_an_email_instead_of_a_number_is_an_email(asked):
    assert said("you can mail me, jo.doe@example.com", asked=asked)["email"] == "jo.doe@example.com"


def test_the_domain_of_a_company_is_left_alone_and_a_slip_is_asked_about():
    assert one("jo@acme-gmbh.de", "email", asked="email").status == "valid"
    assert one("jo@gmial.com", "email", asked="email").alternatives == ("jo@gmail.com", "jo@gmial.com")


# --- when -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Samstag in einer Woche", "2026-11-28"),
        ("a week from Saturday", "2026-11-28"),
        ("Dienstag in einer Woche", "2026-12-01"),
        ("2027 August 5", "2027-08-05"),
        ("2027 August 5th", "2027-08-05"),
    ],
)
def test_a_day_is_read(text, day):
    heard = one(text, "date")
    assert (heard.value, heard.status) == (day, "valid")


@pytest.mark.parametrize("text", ["next Friday", "nächsten Freitag"])
def test_next_friday_said_on_a_monday_is_asked_about(text):
    heard = one(text, "date", now=MONDAY)
    assert (heard.status, set(heard.alternatives)) == ("ambiguous", {"2026-11-27", "2026-12-04"})


@pytest.mark.parametrize("text", ["Saturday", "am Samstag"])
def test_the_name_of_today_may_mean_next_week(text):
    heard = one(text, "date")
    assert (heard.status, set(heard.alternatives)) == ("ambiguous", {"2026-11-21", "2026-11-28"})


@pytest.mark.parametrize("text", ["yesterday", "gestern", "last Friday", "letzten Freitag"])
def test_a_day_that_is_over_is_past(text):
    heard = one(text, "date")
    assert (heard.status, heard.reason) == ("invalid", "past")


@pytest.mark.parametrize("text", ["today at 10 am", "heute um 10 Uhr vormittags"])
def test_a_time_of_today_that_is_over_is_past(text):
    heard = one(text, "time")
    assert (heard.status, heard.reason) == ("invalid", "past")


@pytest.mark.parametrize("text", ["31 November", "31. November", "the 30th of February", "30. Februar"])
def test_a_day_that_no_month_has_is_refused(text):
    heard = one(text, "date")
    assert (heard.status, heard.reason) == ("invalid", "nonexistent_date")


@pytest.mark.parametrize("text", ["29 February", "29. Februar"])
def test_a_leap_day_is_asked_about_where_the_coming_year_has_none(text):
    heard = one(text, "date")
    assert (heard.value, heard.status) == ("2028-02-29", "ambiguous")


@pytest.mark.parametrize("text", ["2027-03-28 at 02:30", "am 28.3.2027 um 2:30 Uhr nachts"])
def test_the_hour_that_summer_time_skips_does_not_exist(text):
    heard = one(text, "time")
    assert (heard.status, heard.reason) == ("invalid", "nonexistent_local_time")


@pytest.mark.parametrize("text", ["2027-10-31 at 02:30", "am 31.10.2027 um 2:30 Uhr nachts"])
def test_the_hour_that_comes_twice_is_asked_about(text):
    heard = one(text, "time")
    assert (heard.status, heard.reason) == ("ambiguous", "ambiguous_local_time")


@pytest.mark.parametrize("text", ["7", "seven", "at 7", "sieben", "um sieben", "7ish", "gegen sieben"])
@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-23", None])
def test_seven_is_the_evening_where_the_house_never_opens_in_the_morning(text, day):
    slots = {"party_size": 2} | ({"day": day} if day else {})
    assert said(text, asked="time", slots=slots) == {"time": "19:00"}


def test_seven_is_asked_about_where_both_are_open():
    house = reading.House("DE", lambda day: [("06:30", "23:00")])
    for text in ("seven", "um sieben"):
        heard = one(text, "time", asked="time", house=house)
        assert (heard.status, set(heard.alternatives)) == ("ambiguous", {"07:00", "19:00"})


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("zwölf Uhr mittags", "12:00"),
        ("um Mitternacht", "00:00"),
        ("half eight", "20:30"),
        ("halb acht", "19:30"),
        ("at noon", "12:00"),
    ],
)
def test_an_hour_is_read_as_its_speakers_mean_it(text, clock):
    assert said(text, asked="time")["time"] == clock


@pytest.mark.parametrize("text", ["between 7 and 8", "zwischen sieben und acht", "between seven and eight"])
@pytest.mark.parametrize("asked", [None, "time"])
def test_a_window_is_one_wish_with_an_end(text, asked):
    heard = one(text, "time", asked=asked)
    assert (heard.value, heard.status, heard.note) == ("19:00", "valid", "until 20:00")


@pytest.mark.parametrize("text", ["7ish", "gegen sieben"])
def test_about_seven_is_seven_and_says_so(text):
    heard = one(text, "time", asked="time")
    assert (heard.value, heard.note) == ("19:00", "about")


@pytest.mark.parametrize("text", ["for tonight", "für heute Abend"])
def test_tonight_said_just_before_midnight_is_still_today(text):
    assert said(text, now=LATE_AT_NIGHT)["date"] == "2026-11-21"


@pytest.mark.parametrize("text", ["tonight at half past midnight", "heute Nacht um halb eins"])
def test_after_midnight_tonight_is_tomorrows_date(text):
    heard = said(text, house=reading.House("DE", lambda day: [("18:00", "02:00")]))
    assert (heard["date"], heard["time"]) == ("2026-11-22", "00:30")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("7 pm my time, I'm in London", ("20:00", "19:00")),
        ("19 Uhr nach meiner Zeit, ich bin in London", ("20:00", "19:00")),
        ("at 1 pm New York time", ("19:00", "13:00")),
        ("7 pm my time", ("19:00",)),
        ("19 Uhr meine Zeit", ("19:00",)),
    ],
)
def test_a_time_on_the_callers_own_clock_is_asked_about(text, readings):
    heard = one(text, "time", slots={"day": "2026-11-24"})
    assert (heard.status, heard.reason, heard.alternatives) == ("ambiguous", "own_zone", readings)


@pytest.mark.parametrize(
    "text", ["7 pm my time, I'm in Paris", "19 Uhr meine Zeit, ich bin in Wien", "we are from London, 7 pm"]
)
def test_a_clock_that_shows_the_same_raises_no_question(text):
    assert said(text)["time"] == "19:00"


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("can we come an hour later?", "20:00"),
        ("eine halbe Stunde früher", "18:30"),
        ("Can I push my booking back by half an hour?", "19:30"),
        ("bring it forward by 15 minutes", "18:45"),
        ("can I move my booking to 8", "20:00"),
        ("Können wir unseren Tisch von sieben auf acht verlegen?", "20:00"),
        ("Can we change the time to 8?", "20:00"),
        ("können wir die Uhrzeit auf acht ändern?", "20:00"),
    ],
)
def test_what_is_moved_is_moved_to_a_time(text, clock):
    assert said(text, known=BOOKED) == {"time": clock}


@pytest.mark.parametrize(
    "text", ["no, eight", "nein, acht", "change it to 8", "make it eight", "machen Sie acht daraus"]
)
def test_a_bare_number_in_a_correction_could_be_people_or_a_time(text):
    heard = one(text, "party_size", known=BOOKED)
    assert (heard.value, heard.status, heard.reason) == (8, "ambiguous", "party_or_time")


def test_a_bare_number_chooses_among_the_times_that_were_offered():
    times = [{"day": "2026-11-24", "time": "18:00"}, {"day": "2026-11-24", "time": "20:00"}]
    for text in ("8", "acht", "eight please"):
        assert said(text, choice=times) == {"time": "20:00"}
    for text in ("the later one", "die spätere", "the first one"):
        assert said(text, choice=times) == {}
    days = [{"day": "2026-11-24", "time": "18:00"}, {"day": "2026-11-25", "time": "18:00"}]
    assert said("the 25th", choice=days) == {"date": "2026-11-25"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("We booked for four but now there will be six of us.", 6),
        ("Wir hatten für vier reserviert, sind jetzt aber sechs.", 6),
        ("for four, sorry, five", 5),
        ("für vier, nein, fünf Personen", 5),
    ],
)
def test_what_was_taken_back_is_left_out(text, people):
    assert [value.value for value in read(text) if value.kind == "party_size"] == [people]


def test_all_of_a_booking_is_heard_in_one_breath():
    heard = said("Hi, table for four next Saturday at seven outside, it's a birthday, name's Shayne, 0171 2345678")
    assert heard == {
        "party_size": 4,
        "date": "2026-11-28",
        "time": "19:00",
        "area": "outside",
        "occasion": "birthday",
        "name": "Shayne",
        "phone": "+491712345678",
    }
    heard = said("Guten Tag, einen Tisch für vier am Dienstag um halb acht draußen, Geburtstag, Weber, 0171 2345678")
    assert heard == {
        "party_size": 4,
        "date": "2026-11-24",
        "time": "19:30",
        "area": "outside",
        "occasion": "birthday",
        "name": "Weber",
        "phone": "+491712345678",
    }


# --- where, why, what else --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("can we sit outside?", "outside"),
        ("Do you have a table outside at 8?", "outside"),
        ("draußen wenn möglich", "outside"),
        ("auf der Terrasse bitte", "outside"),
        ("a table in the garden", "outside"),
        ("not outside please", "inside"),
        ("lieber drinnen", "inside"),
        ("at the bar", "bar"),
        ("an der Theke", "bar"),
        ("outside, no, inside please", "inside"),
    ],
)
def test_where_to_sit(text, area):
    assert said(text)["area"] == area


@pytest.mark.parametrize(
    "text",
    [
        "Is the terrace heated?",
        "inside or outside, I don't mind",
        "kann ich bar zahlen?",
        "Ist die Terrasse überdacht?",
    ],
)
def test_a_question_about_the_terrace_is_no_wish_for_it(text):
    assert "area" not in said(text)


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("it's my wife's birthday", "birthday"),
        ("Wir feiern Hochzeitstag", "anniversary"),
        ("a business lunch", "business"),
        ("ein Geschäftsessen", "business"),
        ("we got engaged, it's for our engagement", "engagement"),
        ("zur Taufe meiner Tochter", "christening"),
    ],
)
def test_what_is_celebrated_has_one_word(text, occasion):
    assert said(text)["occasion"] == occasion


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "A table for four tomorrow at 7, one of us is coeliac and we need a high chair.",
            ["one of us is coeliac", "we need a high chair"],
        ),
        ("I'm allergic to nuts, shellfish and eggs.", ["I'm allergic to nuts, shellfish and eggs"]),
        ("Meine Tochter hat eine Nussallergie.", ["Meine Tochter hat eine Nussallergie"]),
        ("Bitte einen Tisch für vier mit Kinderstuhl morgen um sieben", ["mit Kinderstuhl"]),
        ("can we have a high chair?", ["a high chair"]),
        ("I'm bringing my dog", ["I'm bringing my dog"]),
        ("ein Fensterplatz wäre schön", ["ein Fensterplatz wäre schön"]),
        ("meine Mutter sitzt im Rollstuhl", ["meine Mutter sitzt im Rollstuhl"]),
    ],
)
def test_what_the_staff_should_know_is_kept_in_the_callers_words(text, notes):
    assert [value.value for value in read(text) if value.kind == "note"] == notes


@pytest.mark.parametrize(
    "text",
    [
        "is there a high chair?",
        "Darf man einen Hund mitbringen?",
        "do you have vegan dishes?",
        "Are dogs allowed?",
        "Gibt es Kinderstühle?",
    ],
)
def test_what_is_only_asked_is_no_note(text):
    assert "note" not in said(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("we'll be 20 minutes late", 20),
        ("wir verspäten uns um eine Viertelstunde", 15),
        ("we are stuck in traffic, half an hour late", 30),
        ("Wir kommen zwanzig Minuten später", 20),
        ("running 10 to 15 minutes late", 15),
        ("we'll be an hour late", 60),
        ("bestimmt anderthalb Stunden Verspätung", 90),
    ],
)
def test_how_late_they_will_be(text, minutes):
    assert said(text) == {"minutes": minutes}


@pytest.mark.parametrize(
    ("text", "minutes"), [("20", 20), ("twenty", 20), ("eine halbe Stunde", 30), ("zehn Minuten", 10)]
)
def test_how_late_is_answered_with_a_bare_number_too(text, minutes):
    assert said(text, asked="minutes", kind="late") == {"minutes": minutes}


def test_a_message_that_is_dictated_means_nothing_to_a_booking():
    assert said("Tell Anna that table seven at eight was lovely for the four of us", asked="text", kind="message") == {}


@pytest.mark.parametrize(
    "text",
    [
        "a ta\u200bble for fo\u200bur tomo\u200brrow at 7",
        "\u202ea table for four tomorrow at 7\u202c",
        "ein Tisch für vi\u200ber morgen um si\u200beben",
        "Einen Tisch for four, tomorrow um sieben please",
        "A table für vier, morgen at seven bitte",
    ],
)
def test_hidden_letters_and_mixed_languages_do_not_matter(text):
    assert said(safety.stripped(text)) == {"party_size": 4, "date": "2026-11-22", "time": "19:00"}


# --- stays ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("a double from 5 to 8 December", {"room_type": "double", "check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("vom 5. bis 8. Dezember", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("5.-8. Dezember", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("vom fünften bis achten Dezember", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("December 5 to 8", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("from the 28th to the 3rd of December", {"check_in": "2026-11-28", "check_out": "2026-12-03"}),
        ("from 30 December to 2 January", {"check_in": "2026-12-30", "check_out": "2027-01-02"}),
        ("two nights from Friday", {"nights": 2, "check_in": "2026-11-27"}),
        ("drei Nächte ab Freitag", {"nights": 3, "check_in": "2026-11-27"}),
        ("check in on the 5th, three nights", {"check_in": "2026-12-05", "nights": 3}),
        ("from Friday to Sunday", {"check_in": "2026-11-27", "check_out": "2026-11-29"}),
        ("Anreise am 5.12., Abreise am 8.12.", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("for the weekend", {"check_in": "2026-11-27", "check_out": "2026-11-29"}),
        ("übers Wochenende", {"check_in": "2026-11-27", "check_out": "2026-11-29"}),
        ("one week from 5 December", {"nights": 7, "check_in": "2026-12-05"}),
        ("eine Woche ab dem 5. Dezember", {"nights": 7, "check_in": "2026-12-05"}),
        ("vom 5. auf den 6. Dezember", {"check_in": "2026-12-05", "check_out": "2026-12-06"}),
        ("30.12.-2.1.", {"check_in": "2026-12-30", "check_out": "2027-01-02"}),
        ("5.-8.12.", {"check_in": "2026-12-05", "check_out": "2026-12-08"}),
        ("vom 10. bis 8. Dezember", {"check_in": "2026-12-10", "check_out": "2026-12-08"}),
        ("über Silvester, 30. Dezember bis 2. Januar", {"check_in": "2026-12-30", "check_out": "2027-01-02"}),
        ("das Wochenende vom 5. Dezember", {"check_in": "2026-12-04", "check_out": "2026-12-06"}),
        ("ten days from 1 August", {"nights": 10, "check_in": "2027-08-01"}),
        ("three weeks and two days from 1 December", {"nights": 23, "check_in": "2026-12-01"}),
        ("eine Nacht, eine Person", {"nights": 1, "party_size": 1}),
        ("a room for tonight", {"check_in": "2026-11-21", "nights": 1}),
        ("ein Zimmer für heute Nacht", {"check_in": "2026-11-21", "nights": 1}),
        ("two nights until the 8th", {"nights": 2, "check_in": "2026-12-06", "check_out": "2026-12-08"}),
        (
            "Einzelzimmer mit Frühstück ab Freitag",
            {"room_type": "single", "extra": "breakfast", "check_in": "2026-11-27"},
        ),
    ],
)
def test_a_stay_is_read(text, stay):
    assert said(text, about="room") == stay


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("the second weekend", {"check_in": "2027-03-12", "check_out": "2027-03-14"}),
        ("am letzten Wochenende", {"check_in": "2027-03-26", "check_out": "2027-03-28"}),
        ("Vom 12. bis 14.", {"check_in": "2027-03-12", "check_out": "2027-03-14"}),
        ("12. bis 14.", {"check_in": "2027-03-12", "check_out": "2027-03-14"}),
        ("the 5th, two nights", {"check_in": "2027-03-05", "nights": 2}),
        ("a weekend", {}),
        ("from Friday to Sunday", {}),
        ("this weekend", {"check_in": "2026-11-21", "check_out": "2026-11-22"}),
        ("lieber vom 5. bis 7. Mai", {"check_in": "2027-05-05", "check_out": "2027-05-07"}),
        ("doch im April, vom 5. bis 7.", {"check_in": "2027-04-05", "check_out": "2027-04-07"}),
    ],
)
def test_a_day_is_of_the_month_that_was_spoken_of(text, stay):
    assert said(text, about="room", day="2027-03") == stay


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("fünf Doppelzimmer im Juni vom 5. bis 7.", {"room_type": "double", "check_in": "2027-06-05", "check_out": "2027-06-07", "rooms": 5}),
        ("ein Doppelzimmer für zwei Ende März, drei Nächte", {"room_type": "double", "party_size": 2, "nights": 3}),
        ("a double for two in March", {"room_type": "double", "party_size": 2}),
        ("a double from 3 to 5 July", {"room_type": "double", "check_in": "2027-07-03", "check_out": "2027-07-05"}),
        ("vom 8. bis 10. Juni", {"check_in": "2027-06-08", "check_out": "2027-06-10"}),
        ("3.-5.7.", {"check_in": "2027-07-03", "check_out": "2027-07-05"}),
    ],
)  # fmt: skip
def test_a_stay_is_in_the_month_that_is_named_and_never_in_one_long_past(text, stay):
    assert said(text, about="room") == stay


@pytest.mark.parametrize("asked", ["check_in", "nights", "party_size", "check_out"])
@pytest.mark.parametrize("text", ["The kids are 4, 6 and 12", "Unsere Tochter ist 8", "er ist drei Jahre alt"])
def test_how_old_children_are_is_a_note_and_fills_nothing_else(text, asked):
    heard = said(text, about="room", asked=asked)
    assert heard.keys() == {"note"} and text.endswith(heard["note"])


def test_a_day_of_the_month_spoken_of_counts_for_a_table_too():
    assert said("am 15. um 19 Uhr", day="2027-01") == {"date": "2027-01-15", "time": "19:00"}
    assert said("on the 15th at 7 pm", day="2027-01") == {"date": "2027-01-15", "time": "19:00"}
    assert said("am zweiten Samstag um 19 Uhr", day="2027-01") == {"date": "2027-01-09", "time": "19:00"}
    assert said("on the first Friday at 7 pm", day="2027-01") == {"date": "2027-01-01", "time": "19:00"}
    assert said("a table for two on 3 July", day="2027-01")["date"] == "2027-07-03"


def test_of_two_days_the_one_on_which_the_hour_has_passed_is_not_meant():
    errand = errands.begun("table", 1)
    errand["slots"] = {
        "day": {"status": "ambiguous", "alternatives": ["2026-11-28", "2026-11-21"], "value": "2026-11-28"}
    }
    at: dict[str, Any] = {"language": "de", "house": RESTAURANT, "expect": {"slot": "day"}, "errand": errand}
    late = reading.read("um 18 Uhr", now=LATE_AT_NIGHT, **at)
    assert {value.kind: value.value for value in late} == {"date": "2026-11-28", "time": "18:00"}
    still_open = reading.read("um 18 Uhr", now=NOW, **at)
    assert {value.kind for value in still_open} == {"time"}


def test_a_wish_goes_on_from_the_day_that_was_asked_about():
    assert said("Dann für vier um sieben")["date"] == "2026-11-24"
    assert said("ok, then for four at seven")["date"] == "2026-11-24"
    assert "date" not in said("für vier um sieben")
    assert "date" not in said("Dann für vier um sieben", day="2026-11-20")


def test_take_three_is_no_hour_where_two_or_three_were_to_come():
    errand = errands.begun("table", 1)
    errand["slots"] = {"party_size": {"status": "valid", "value": 3, "alternatives": [3, 2]}}
    heard = {}
    for text in ("nehmen Sie zwei", "say two", "um acht"):
        values = reading.read(text, language="de", now=NOW, house=RESTAURANT, expect={"slot": "time"}, errand=errand)
        heard[text] = {value.kind: value.value for value in values}
    assert heard == {"nehmen Sie zwei": {"party_size": 2}, "say two": {"party_size": 2}, "um acht": {"time": "20:00"}}


@pytest.mark.parametrize("text", ["so Mitte Mai", "am 12. im Mai", "in June"])
def test_a_month_is_no_name(text):
    assert "name" not in said(text, about="room", asked="check_in")


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        ("Sunday", "check_out", {"check_out": "2026-11-29"}),
        ("bis Sonntag", "check_out", {"check_out": "2026-11-29"}),
        ("the 30th", "check_out", {"check_out": "2026-11-30"}),
        ("three nights", "check_out", {"nights": 3}),
        ("one night", "check_out", {"nights": 1}),
        ("seven", "check_out", {"nights": 7}),
        ("sieben", "check_out", {"nights": 7}),
        ("bis zum siebten", "check_out", {"check_out": "2026-12-07"}),
        ("eine Nacht", "check_out", {"nights": 1}),
        ("einzel", "room_type", {"room_type": "single"}),
        ("something with a view of the lake", "room_type", {"view": "lake"}),
        ("drei", "nights", {"nights": 3}),
        ("double", "room_type", {"room_type": "double"}),
        ("die Suite mit Seeblick", "room_type", {"room_type": "suite", "view": "lake"}),
        ("not a double, a single", "room_type", {"room_type": "single"}),
        ("two of us", "party_size", {"party_size": 2}),
    ],
)
def test_an_answer_about_a_stay_is_bound_to_what_was_asked(text, asked, answer):
    assert said(text, about="room", asked=asked, slots={"check_in": "2026-11-27"}) == answer


@pytest.mark.parametrize(
    ("text", "nights"),
    [("one more night", 3), ("eine Nacht länger", 3), ("noch zwei Nächte", 4), ("one night less", 1)],
)
def test_a_night_more_or_less_is_counted_from_the_stay_that_is_known(text, nights):
    assert said(text, about="room", slots={"check_in": "2026-11-27", "check_out": "2026-11-29"}) == {"nights": nights}


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("we want to leave a day earlier", {"nights": 1}),
        ("wir möchten um zwei Nächte verlängern", {"nights": 4}),
        ("wir kommen einen Tag später", {"check_in": "2026-11-28", "check_out": "2026-11-29"}),
        ("move it a week later", {"check_in": "2026-12-04", "check_out": "2026-12-06"}),
        ("um zwei Tage nach hinten verschieben", {"check_in": "2026-11-29", "check_out": "2026-12-01"}),
    ],
)
def test_the_ends_of_a_stay_are_moved(text, stay):
    assert said(text, about="room", slots={"check_in": "2026-11-27", "check_out": "2026-11-29"}) == stay


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("can we stay one night longer?", {"nights_more": 1}),
        ("einen Tag früher abreisen", {"nights_more": -1}),
        ("we arrive one day later", {"arrives_later": 1}),
        ("bitte um eine Woche verschieben", {"arrives_later": 7, "nights_more": 7}),
    ],
)
def test_a_stay_that_is_not_known_yet_is_to_be_moved_by_so_many_days(text, change):
    assert said(text, about="room") == change


@pytest.mark.parametrize(
    ("text", "extras"),
    [
        ("without breakfast please", {"no_extra": "breakfast"}),
        ("kein Frühstück bitte", {"no_extra": "breakfast"}),
        ("das Frühstück abbestellen", {"no_extra": "breakfast"}),
        ("lassen Sie den Parkplatz weg", {"no_extra": "parking"}),
        ("can you take the parking off?", {"no_extra": "parking"}),
        ("no breakfast, but a parking space", {"no_extra": "breakfast", "extra": "parking"}),
        ("is the rate without breakfast?", {}),
    ],
)
def test_an_extra_is_taken_or_left_out(text, extras):
    assert said(text, about="room") == extras


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("three double rooms", 3),
        ("zwei Einzelzimmer", 2),
        ("a double room for two", None),
        ("für 2 Doppelzimmer", None),
    ],
)
def test_several_rooms_are_counted(text, rooms):
    assert said(text, about="room").get("rooms") == rooms


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("a double with parking, we bring the pram", "we bring the pram"),
        ("a single with breakfast and a parking space", None),
        (
            "Rechnung bitte an die Acme GmbH, Hauptstr. 5, Berlin",
            "Rechnung bitte an die Acme GmbH, Hauptstr. 5, Berlin",
        ),
        ("wir kommen am 24. erst um 20 Uhr an", "wir kommen am 24. erst um 20 Uhr an"),
        ("our train is delayed", "our train is delayed"),
    ],
)
def test_what_the_house_has_a_name_for_is_no_note(text, note):
    assert said(text, about="room").get("note") == note


@pytest.mark.parametrize(
    "text", ["how much is breakfast?", "is parking included?", "was kostet das Doppelzimmer?", "without breakfast"]
)
def test_what_is_asked_or_declined_is_not_ordered(text):
    assert not {"extra", "room_type"} & set(said(text, about="room"))


@pytest.mark.parametrize("text", ["zero nights", "null Nächte"])
def test_no_nights_are_too_short(text):
    heard = one(text, "nights", about="room")
    assert (heard.status, heard.reason) == ("invalid", "too_short")


def test_when_guests_arrive_late_is_for_the_staff_to_know():
    assert said("we arrive late, around 10 pm", about="room")["note"] == "we arrive late, around 10 pm"


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "from",
                    "the 5th",
                    "bis",
                    "8 December",
                    "zu viert",
                    "C4K7Q",
                    "later",
                    "an hour",
                    "-3",
                    "2.5",
                    "allergic",
                    "outside",
                    "with an h",
                    "my time",
                    "double",
                    "?",
                    "no",
                    "eight",
                    "more",
                    "nights",
                    "weekend",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    ),
    st.sampled_from(["table", "room"]),
    st.sampled_from(
        [
            None,
            "time",
            "day",
            "party_size",
            "name",
            "phone",
            "code",
            "minutes",
            "check_in",
            "check_out",
            "nights",
            "room_type",
            "text",
        ]
    ),
)
def test_no_text_is_too_strange(text, about, asked):
    for value in read(text, about=about, asked=asked, known=BOOKED):
        begin, end = value.span
        assert 0 <= begin <= end <= len(text)
        assert value.status in ("valid", "ambiguous", "invalid")
        assert value.status == "valid" or value.reason


TAPAS = reading.House("DE", lambda day: [("18:00", "02:00")] if day == "2026-12-31" else [("11:30", "14:30")])
"""Open for lunch, and on New Year's Eve into the night."""


@pytest.mark.parametrize(
    ("text", "more", "day", "time"),
    [
        ("New Year's Eve at half past midnight", {}, "2027-01-01", "00:30"),
        ("Silvester um ein Uhr nachts", {}, "2027-01-01", "01:00"),
        ("lieber halb eins nachts", {"slots": {"day": "2026-12-31"}}, "2027-01-01", "00:30"),
        ("on the first of January at 00:30", {}, "2027-01-01", "00:30"),
        ("New Year's Eve at eight in the evening", {}, "2026-12-31", "20:00"),
        ("at half past midnight", {"slots": {"day": "2026-11-21"}, "now": LATE_AT_NIGHT}, "2026-11-22", "00:30"),
    ],
)
def test_the_hours_after_midnight_are_the_next_day_of_the_calendar(text, more, day, time):
    found = said(text, house=TAPAS, **more)
    assert (found.get("date"), found.get("time")) == (day, time)


def test_an_hour_before_midnight_goes_back_to_the_evening_it_was_about():
    errand = errands.begun("table", 1)
    errand["slots"] = {"day": {"status": "valid", "value": "2027-01-01", "rule": "after_midnight"}}
    found = reading.read("um 20 Uhr", language="de", now=NOW, house=TAPAS, errand=errand)
    assert {value.kind: value.value for value in found} == {"date": "2026-12-31", "time": "20:00"}


def test_twelve_am_is_asked_about_where_only_noon_can_be_meant():
    (time,) = (value for value in read("table for two on Thursday at 12 am", house=TAPAS) if value.kind == "time")
    assert (time.status, set(time.alternatives)) == ("ambiguous", {"00:00", "12:00"})
    assert said("table for two on Thursday at 12 am")["time"] == "00:00"


@pytest.mark.parametrize(
    ("text", "kind", "readings"),
    [
        ("Thursday or Friday at eight", "date", ("2026-11-26", "2026-11-27")),
        ("at 8 pm or half past eight", "time", ("20:00", "20:30")),
        ("um 19 Uhr oder um 20 Uhr", "time", ("19:00", "20:00")),
        ("on the 15 or 16 December", "date", ("2026-12-15", "2026-12-16")),
        ("am 15. oder 16. Dezember", "date", ("2026-12-15", "2026-12-16")),
        ("on Thursday at 7 or 8", "time", ("19:00", "20:00")),
        ("Donnerstag, Freitag oder Samstag um 19 Uhr", "date", ("2026-11-26", "2026-11-27", "2026-11-28")),
        ("Thursday at 7 or Friday at 8", "date", ("2026-11-26", "2026-11-27")),
        ("Thursday at 7 or Friday at 8", "time", ("19:00", "20:00")),
    ],
)
def test_of_several_days_or_hours_that_would_do_none_is_taken(text, kind, readings):
    heard = one(text, kind)
    assert (heard.status, heard.alternatives) == ("ambiguous", readings)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("a table for two in 3 hours", "date", "2026-11-21"),
        ("a table for two in 10 hours", "date", "2026-11-22"),
        ("a second table the same evening at 8 pm", "date", "2026-11-24"),
        ("einen zweiten Tisch für vier am selben Abend um 19:30 Uhr", "date", "2026-11-24"),
        ("einen zweiten Tisch für vier am selben Abend um 19:30 Uhr", "party_size", 4),
        ("in two weeks on a Thursday", "date", "2026-12-03"),
        ("in zwei Wochen am Montag", "date", "2026-12-07"),
        ("Wir sind zu fünft plus Baby", "party_size", 6),
        ("two of us, and a baby", "party_size", 3),
        ("a couple of us on Thursday", "party_size", 2),
    ],
)
def test_what_else_callers_say(text, kind, value):
    assert said(text)[kind] == value


def test_what_else_callers_answer():
    assert said("the same", asked="day")["date"] == "2026-11-24"
    assert said("noon of course", asked="time")["time"] == "12:00"
    assert said("Meier. Und lieber um 19 Uhr.", asked="name")["name"] == "Meier"
    assert said("Sam. no number.", asked="name")["name"] == "Sam"
    assert "name" not in said("أريد طاولة", slots={"party_size": 2})
    assert "date" not in said("a table for two, Thursday, 7. Name: Ann Lee.") or (
        said("a table for two, Thursday, 7. Name: Ann Lee.")["date"] == "2026-11-26"
    )


def test_a_number_instead_of_a_name_is_the_hour_within_a_stretch_or_the_party_again():
    errand = errands.begun("table", 1)
    known = {"day": "2026-11-26", "time": "18:00", "party_size": 3}
    errand["slots"] = {name: {"status": "valid", "value": value} for name, value in known.items()}
    about: dict = {"language": "en", "now": NOW, "house": RESTAURANT, "expect": {"slot": "name"}, "errand": errand}
    assert [(v.kind, v.value) for v in reading.read("3", **about)] == [("party_size", 3)]
    assert reading.read("8", **about) == []
    errand["slots"]["time"]["rule"] = "window"
    assert [(v.kind, v.value) for v in reading.read("8", **about)] == [("time", "20:00")]


def test_a_short_yes_to_a_read_back_is_no_name():
    errand = errands.begun("table", 1)
    heard = reading.read(
        "Jo", language="de", now=NOW, house=RESTAURANT, expect={"slot": "", "agreement": "x"}, errand=errand
    )
    assert heard == []


@pytest.mark.parametrize(
    "text",
    [
        "a table for two on Thursday at 7 and another one for four on Friday at 8",
        "a table for two at seven and a table for four at eight, on Thursday",
        "einen Tisch für zwei am Donnerstag um 18 Uhr und einen für vier am Freitag um 19 Uhr",
    ],
)
def test_two_tables_in_one_breath_are_two_wishes(text):
    halves = reading.two_wishes(text)
    assert halves is not None
    first, second = halves
    one, other = inquiries.apart([], read(first), read(second))
    assert [value.value for value in one if value.kind == "party_size"] == [2]
    assert [value.value for value in other if value.kind == "party_size"] == [4]
    assert all(any(value.kind == "date" for value in values) for values in (one, other))


@pytest.mark.parametrize("text", ["for me and another person on Thursday", "two people and a dog", "zwei und ein Kind"])
def test_more_guests_are_no_second_wish(text):
    halves = reading.two_wishes(text)
    whole = read(text)
    assert halves is None or inquiries.apart(whole, *map(read, halves)) == (whole, [])


# --- what was taken for something else --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a table for a hundred and one people", 101),
        ("hundertein Personen", 101),
        ("table for two this evening at quarter past six", 2),
        ("Tisch für zwei heute Abend um viertel nach sechs", 2),
    ],
)
def test_a_number_of_people_is_no_hour_and_no_part_of_one(text, people):
    assert said(text)["party_size"] == people


def test_one_person_is_an_answer_in_so_many_words():
    assert said("eine Person", asked="party_size")["party_size"] == 1
    assert said("just a single person", asked="party_size")["party_size"] == 1


def test_at_half_past_ten_is_no_address():
    assert said("we're four, Thursday at 10.30 pm") == {"party_size": 4, "date": "2026-11-26", "time": "22:30"}


@pytest.mark.parametrize("text", ["am Donnerstag irgendwann nach sieben", "on Thursday sometime after seven"])
def test_sometime_after_seven_is_seven(text):
    assert said(text) == {"date": "2026-11-26", "time": "19:00"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tisch für zwei am Donnerstag um acht, Lena Freitag, 0171 5550124", "Lena Freitag"),
        ("table for two on Thursday at 8, Lena Friday, 0171 5550124", "Lena Friday"),
        ("Tisch für zwei am Donnerstag um acht, Meyer mit Ypsilon", "Meyer"),
    ],
)
def test_a_surname_that_is_a_day_leaves_the_day_alone(text, name):
    heard = said(text)
    assert (heard["date"], heard["time"], heard["name"]) == ("2026-11-26", "20:00", name)


def test_a_given_name_and_a_day_are_both():
    assert said("Anna, Friday at 8, two people")["date"] == "2026-11-27"


@pytest.mark.parametrize("text", ["egal", "passt", "yes gmail", "ja gmail"])
def test_manners_and_providers_are_nobodys_name(text):
    assert "name" not in said(text, asked="name", slots={"party_size": 2})


def test_midnight_of_a_day_is_its_end():
    assert said("am Donnerstag um Mitternacht") == {"date": "2026-11-27", "time": "00:00"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a double for 2 adults and a baby, with a cot", 2),
        ("Doppelzimmer für 2 Erwachsene und ein Baby", 2),
        ("2 adults, 2 kids and a baby", 4),
        ("2 adults and a toddler in a cot", 2),
        ("2 adults and a toddler", 3),
    ],
)
def test_who_sleeps_in_a_cot_needs_no_bed(text, people):
    assert one(text, "party_size", about="room").value == people
    assert "kids" in [value.rule for value in read(text, about="room") if value.kind == "note"]


def test_a_view_is_wished_for_at_the_end_of_a_german_question():
    heard = said(
        "Kann ich ein Zimmer mit Blick auf den See für zwei von Donnerstag bis Samstag bekommen?", about="room"
    )
    assert heard["view"] == "lake"


def test_tonight_is_one_night_before_the_room_is_named_too():
    assert said("Haben Sie heute Nacht noch ein Zimmer frei?", about="room") == {"check_in": "2026-11-21", "nights": 1}


@pytest.mark.parametrize("text", ["ok add it for both", "gut, das nehmen wir dazu", "with that please"])
def test_what_was_just_asked_about_is_added_by_a_word_for_it(text):
    heard: dict[str, Any] = {"language": "en", "now": NOW, "house": HOTEL, "about": "room"}
    assert [(v.kind, v.value) for v in reading.read(text, extra="breakfast", **heard)] == [("extra", "breakfast")]
    assert reading.read(text, **heard) == []


def test_a_code_said_with_words_for_its_letters_is_found_anywhere():
    text = "I want to cancel my booking, K as in kilo, three, M as in Mike, seven, T as in tango"
    assert said(text, about="room")["code"] == "K3M7T"


def test_codes_are_made_of_the_same_signs_where_they_are_made_and_where_they_are_read():
    assert (reading.LETTERS, reading.DIGITS) == (reservations.LETTERS, reservations.DIGITS)


# --- numbers and months that stand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "people", "clock"),
    [
        ("four of us tomorrow at 7, no, actually three", 3, "19:00"),
        ("Wir sind vier morgen um 19 Uhr, nein, drei", 3, "19:00"),
        ("table for four tomorrow at 7. No, 8.", 4, "20:00"),
        ("Tisch für vier morgen um sieben, nein, acht", 4, "20:00"),
    ],
)
def test_a_number_taken_back_is_the_one_that_it_is_nearer_to(text, people, clock):
    heard = said(text)
    assert (heard["party_size"], heard["time"]) == (people, clock)


CHRISTMAS = {"check_in": "2026-12-24", "check_out": "2026-12-27", "party_size": 2}


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("no, from the 28th, three nights", {"check_in": "2026-12-28", "nights": 3}),
        ("nein, ab dem 28., drei Nächte", {"check_in": "2026-12-28", "nights": 3}),
        ("24th to 27th", {"check_in": "2026-12-24", "check_out": "2026-12-27"}),
        ("vom 26. bis zum 30.", {"check_in": "2026-12-26", "check_out": "2026-12-30"}),
        ("until the 3rd", {"check_out": "2027-01-03"}),
        ("from 5 January for two nights", {"check_in": "2027-01-05", "nights": 2}),
    ],
)
def test_a_day_without_a_month_is_of_the_month_that_is_spoken_of(text, stay):
    heard = said(text, about="room", slots=CHRISTMAS)
    assert {kind: heard.get(kind) for kind in stay} == stay


def test_a_day_of_that_month_which_is_over_is_the_next_one():
    assert said("the 5th", slots={"day": "2026-11-24"})["date"] == "2026-12-05"
    assert said("no, the 18th", slots={"day": "2026-12-12"})["date"] == "2026-12-18"
    assert said("lieber am 18.", slots={"day": "2026-12-12"})["date"] == "2026-12-18"


@pytest.mark.parametrize("text", ["two nights from tomorrow", "zwei Nächte ab morgen", "from tomorrow for two nights"])
def test_nights_from_a_day_begin_on_it(text):
    assert said(text, about="room") == {"check_in": "2026-11-22", "nights": 2}


@pytest.mark.parametrize("asked", ["check_in", "check_out"])
@pytest.mark.parametrize("text", ["three adults actually", "two doubles then", "wir sind 3", "zwei Zimmer bitte"])
def test_people_and_rooms_are_no_days_of_the_month(text, asked):
    assert not {"check_in", "check_out", "nights"} & {value.kind for value in read(text, about="room", asked=asked)}


@pytest.mark.parametrize(
    "text",
    [
        "can we get breakfast for free?",
        "Bekommen wir das Frühstück umsonst?",
        "what about breakfast?",
        "may we use the parking space?",
        "we don't want breakfast",
        "we won't have breakfast",
        "I don't think we need breakfast",
        "Wir brauchen kein Frühstück",
    ],
)
def test_what_is_asked_for_as_a_gift_or_not_wanted_is_not_charged(text):
    assert "extra" not in {value.kind for value in read(text, about="room", slots=CHRISTMAS)}


def test_an_extra_is_not_left_out_for_a_no_that_belongs_elsewhere():
    assert said("don't forget the breakfast", about="room").get("extra") == "breakfast"
    assert said("not without breakfast", about="room").get("extra") == "breakfast"


@pytest.mark.parametrize("text", ["sechs wären wir", "for six", "six people", "wir sind zu sechst"])
def test_people_are_no_day_of_the_month_at_a_table_either(text):
    assert said(text, asked="day") == {"party_size": 6}


def test_a_bare_number_in_a_correction_of_a_stay_is_guests_or_nights():
    assert said("no, three", about="room", slots=CHRISTMAS) == {"party_size": 3}
    assert said("nein, drei bitte", about="room", slots=CHRISTMAS) == {"party_size": 3}
    assert said("no, two", about="room", slots=CHRISTMAS) == {"nights": 2}


@pytest.mark.parametrize("text", ["the cheapest", "das günstigste", "Rabatt"])
def test_nobody_is_called_cheapest(text):
    assert "name" not in said(text, about="room", asked="name", slots=CHRISTMAS)


STAYS = {"check_in": "2026-12-08", "check_out": "2026-12-10"}
LATE = [{"name": "late check-out", "names": {"en": ["late check-out"], "de": ["später Check-out", "späte Abreise"]}}]


@pytest.mark.parametrize(("text", "stay"), [("actually, 2 nights later", ("2026-12-10", "2026-12-12")), ("eine Nacht früher bitte", ("2026-12-07", "2026-12-09"))])  # fmt: skip
def test_a_stay_that_is_known_is_moved_by_nights_as_a_whole(text, stay):
    heard = said(text, about="room", known=STAYS)
    assert (heard["check_in"], heard["check_out"]) == stay


@pytest.mark.parametrize("text", ["um zwei Nächte", "by two nights", "two more nights"])
def test_so_many_nights_more_are_counted_from_the_stay_that_is_known(text):
    assert said(text, about="room", known=STAYS)["nights"] == 4


@pytest.mark.parametrize("text", ["Actually one with a view", "ok the lake one", "lieber eines mit Aussicht"])
def test_a_view_without_a_word_of_what_is_the_one_worth_seeing(text):
    assert said(text, about="room")["view"] == "lake"


@pytest.mark.parametrize("text", ["we'd also like a late check out", "noch einen späten Check out bitte", "mit später Abreise"])  # fmt: skip
def test_an_extra_is_known_however_it_is_spelled_or_bent(text):
    house = reading.House("DE", evenings, TYPES, LATE)
    assert said(text, about="room", house=house)["extra"] == "late check-out"


@pytest.mark.parametrize(("text", "name"), [("Familie Suiter, 0160 77788899", "Familie Suiter"), ("Omar Haddad, o m a r h a double d a d", "Omar Haddad")])  # fmt: skip
def test_a_name_chooses_no_room(text, name):
    heard = said(text, about="room", asked="room_type")
    assert heard["name"] == name and "room_type" not in heard


@pytest.mark.parametrize("text", ["a double for two from 7 to 9 December, we'll arrive at 11 pm", "ein Doppelzimmer für zwei vom 7. bis 9. Dezember, wir kommen gegen 23 Uhr an"])  # fmt: skip
def test_when_guests_of_a_room_will_come_is_noted(text):
    assert "11 pm" in said(text, about="room")["note"] or "23 Uhr" in said(text, about="room")["note"]


def test_when_one_may_come_is_only_asked():
    assert "note" not in said("Can one arrive at 9 pm?", about="room")
    assert "note" not in said("Can we check in at 1 pm?", about="room")


def test_who_asks_to_come_late_will_come_late():
    assert one("Can we arrive at 9 pm?", "note", about="room").value == "we arrive at 9 pm"
    assert (
        one("Ist es ok, wenn wir erst um 22 Uhr anreisen?", "note", about="room").value == "wir erst um 22 Uhr anreisen"
    )


def test_the_weekend_before_a_holiday_is_not_the_one_it_lies_in():
    heard = said("the weekend before Christmas", about="room")
    assert (heard["check_in"], heard["check_out"]) == ("2026-12-18", "2026-12-20")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("could you move it to the day after?", "2026-11-25"),
        ("zwei Tage später bitte", "2026-11-26"),
        ("a day earlier", "2026-11-23"),
        ("eine Woche später", "2026-12-01"),
    ],
)
def test_a_day_is_counted_from_the_one_that_is_known(text, day):
    assert said(text, known=BOOKED)["date"] == day


def test_the_day_after_tomorrow_is_counted_from_today():
    assert said("the day after tomorrow", known=BOOKED)["date"] == "2026-11-23"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("and 8 instead of 7", {"time": "20:00"}),
        ("acht statt sieben", {"time": "20:00"}),
        ("5 instead of 4", {"party_size": 5}),
        ("sechs statt vier bitte", {"party_size": 6}),
    ],
)
def test_what_a_number_takes_the_place_of_says_what_it_is(text, heard):
    assert said(text, known=BOOKED) == heard


@pytest.mark.parametrize("text", ["Saturday at 6 pm", "Samstag um 18 Uhr"])
def test_an_hour_that_has_passed_today_is_meant_for_the_same_day_next_week(text):
    evening = datetime(2026, 11, 21, 22, 40, tzinfo=BERLIN)
    assert one(text, "date", now=evening).value == "2026-11-28"
    assert one(text, "date").status == "ambiguous", "at three in the afternoon today is possible"


def test_of_several_codes_each_gets_what_is_said_of_it_and_all_what_is_said_of_all():
    def each(text):
        codes = [value for value in read(text) if value.kind == "code"]
        of_each = reading.of_each(text, codes, lambda part: read(part))
        return [{value.kind: value.value for value in values} for values in of_each]

    assert each("R4K7C auf 18 Uhr und T9W3H auf 19 Uhr") == [
        {"code": "R4K7C", "time": "18:00"},
        {"code": "T9W3H", "time": "19:00"},
    ]
    assert each("move R4K7C and T9W3H to 8:30 pm") == [
        {"code": "R4K7C", "time": "20:30"},
        {"code": "T9W3H", "time": "20:30"},
    ]


@pytest.mark.parametrize("text", ["my sister is joining us", "ein Freund kommt noch dazu", "a friend of mine is coming too"])  # fmt: skip
def test_somebody_who_joins_is_one_more_than_is_known(text):
    assert said(text, known=BOOKED)["party_size"] == 5


@pytest.mark.parametrize("text", ["I need two rooms from 3 to 5 December, a double and a single", "zwei Zimmer vom 3. bis 5. Dezember, ein Doppelzimmer und ein Einzelzimmer"])  # fmt: skip
def test_several_rooms_of_different_kinds_are_of_no_one_kind(text):
    heard = said(text, about="room")
    assert heard["rooms"] == 2 and "room_type" not in heard
    assert heard["note"] in ("a double and a single", "ein Doppelzimmer und ein Einzelzimmer")


def test_one_room_or_another_is_no_choice():
    assert "room_type" not in said("a double or a suite from 3 to 5 December", about="room")
    assert said("a double or rather a suite from 3 to 5 December", about="room")["room_type"] == "suite"


@pytest.mark.parametrize(("text", "kind"), [("doppelzimer fuer 2 vom 12.12. bis 14.12. mit fruehstuek bitte", "double"), ("einzelzimer fuer mich vom 12.12. bis 14.12. mit Fruhstuck", "single")])  # fmt: skip
def test_a_room_and_an_extra_may_be_mistyped(text, kind):
    heard = said(text, about="room")
    assert (heard["room_type"], heard["extra"]) == (kind, "breakfast")


STAY = {"check_in": "2026-12-05", "check_out": "2026-12-08", "party_size": 2}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("I want to book the suite for my honeymoon", 2),
        ("Haben Sie noch zwei Betten frei?", 2),
        ("wir brauchen 4 Einzelzimmer", 4),
        ("Ich möchte für meinen Chef ein Zimmer reservieren, er heißt Dr. Falk Weber und kommt am 12. Oktober", 1),
        ("ein Zimmer vom 4. bis 6. Oktober, allein", 1),
        ("zwei Erwachsene, ein Kind (2 Jahre), Kinderbett", 2),
        ("two adults and a toddler, she's two", 3),
    ],
)
def test_who_wants_beds_says_so_in_other_words_too(text, people):
    assert said(text, about="room")["party_size"] == people


def test_the_beds_that_are_wished_for_and_another_birthday_count_nobody():
    for text in (
        "zwei getrennte Betten bitte",
        "two beds if possible",
        "a room for my husband's birthday, he is turning 60",
    ):
        assert "party_size" not in said(text, about="room")


def test_a_cot_that_is_wished_for_later_is_one_bed_fewer():
    known = {**STAY, "party_size": 3, "children": 1}
    errand = errands.begun("room", 1)
    errand["slots"] = {name: {"status": "valid", "value": value} for name, value in known.items()}
    errand["notes"] = "a toddler; she's two"
    heard = reading.read(
        "a cot would be lovely", language="en", now=NOW, house=HOTEL, about="room", errand=errand, day="2026-12-05"
    )
    assert [(v.value, v.note) for v in heard if v.kind == "party_size"] == [(2, "0 children")]


def test_children_who_are_told_of_later_are_noted_with_the_party_that_is_known():
    heard = one("our daughter's 10", "party_size", about="room", slots={**STAY, "party_size": 3})
    assert (heard.value, heard.note) == (3, "1 children")


@pytest.mark.parametrize(
    ("text", "people", "note"),
    [
        ("there'll be one more, my daughter who's nine", 5, "1 children"),
        ("wir bringen noch zwei Freunde mit", 6, None),
        ("Opa kommt doch nicht mit", 3, None),
    ],
)
def test_a_booked_party_grows_and_shrinks(text, people, note):
    heard = one(text, "party_size", known=BOOKED)
    assert (heard.value, heard.note) == (people, note)


def test_a_thing_more_is_nobody_more_and_a_whole_count_is_no_difference():
    assert "party_size" not in said("one more thing, he's lactose intolerant", known=BOOKED)
    assert said("two adults plus one child", known=BOOKED)["party_size"] == 3


def test_a_number_that_stands_by_itself_is_the_party_where_day_and_hour_are_told():
    assert said("Reservieren. Freitag. 20 Uhr. Vier.")["party_size"] == 4
    assert "party_size" not in said("Freitag. 20 Uhr. Vier.", slots={"party_size": 2})
    assert said("for 2, Wed, 8 pm, coeliac")["party_size"] == 2


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Tuesday, six thirty", {"date": "2026-12-01", "time": "18:30"}),
        ("dann tags drauf um acht", {"date": "2026-12-01", "time": "20:00"}),
        ("the day after then, seven", {"date": "2026-12-01", "time": "19:00"}),
        ("Dienstag für drei", {"date": "2026-12-01", "party_size": 3}),
    ],
)
def test_beside_the_day_that_is_taken_stands_another_hour(text, heard):
    wished = {"day": "2026-11-30", "time": "18:00", "party_size": 2}
    choice = [{**wished, "day": "2026-12-01"}, {**wished, "day": "2026-11-29"}]
    errand = {**errands.begun("table", 1), "slots": {"party_size": {"status": "valid", "value": 2}}}
    values = reading.read(
        text,
        language=detect.detect(text),
        now=NOW,
        house=RESTAURANT,
        expect={"choice": choice, "wished": wished},
        errand=errand,
        day="2026-11-30",
    )
    assert {value.kind: value.value for value in values} == heard


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I'll be bringing an extra guest on the second night", "I'll be bringing an extra guest on the second night"),
        ("Am zweiten Abend kommt noch ein Gast dazu, mehr nicht", "Am zweiten Abend kommt noch ein Gast dazu"),
    ],
)
def test_what_is_told_of_one_night_moves_no_stay(text, told):
    stay = {"kind": "room", "code": "C4K7Q", "check_in": "2027-05-08", "check_out": "2027-05-11", "party_size": 2}
    values = read(text, about="room", known=stay, kind="change")
    assert [(value.kind, value.value) for value in values] == [("note", told)]


def test_the_first_of_a_month_is_none_behind_the_name_of_a_room():
    slots = {"check_in": "2026-11-23", "party_size": 2}
    assert [value.kind for value in read("the suite 1", about="room", asked="check_out", slots=slots)] == ["room_type"]


def test_friends_who_are_brought_along_are_not_the_whole_party_of_a_table_that_is_had():
    heard = said("Ich habe einen Tisch für Samstag auf Zoe Brown, wir bringen noch zwei Freunde mit")
    assert (heard.get("people_by"), heard.get("party_size")) == (2, None)
    assert said("I'm bringing two friends on Saturday")["party_size"] == 3


@pytest.mark.parametrize(
    ("text", "many", "kids"),
    [
        ("Wir sind am Donnerstag zu fünft, zwei davon sind Kinder, geht 18 Uhr?", 5, "zwei Kinder"),
        ("We're five on thursday, two of us are kids, is 6pm ok?", 5, "two kids"),
    ],
)
def test_children_who_are_told_of_before_a_question_are_noted(text, many, kids):
    heard = said(text)
    assert (heard["party_size"], heard["note"]) == (many, kids)


@pytest.mark.parametrize(
    ("text", "clock", "note"),
    [
        ("Table for 2 on 27 November at 6:30 pm, our film starts at 8:15", "18:30", "our film starts at 8:15"),
        ("our train gets in at 6:40, could we have a table for two at 7:30 pm", "19:30", "our train gets in at 6:40"),
        ("table for 3 at 6 pm because the babysitter leaves at 9", "18:00", "the babysitter leaves at 9"),
        ("a table for two at 7 pm, my husband will join at 8", "19:00", "my husband will join at 8"),
        ("Tisch für zwei um 18 Uhr bitte, wir müssen um 20 Uhr wieder los", "18:00", "wir müssen um 20 Uhr wieder los"),
        ("19 Uhr für 2, wir kommen mit der Bahn um 18:40 an", "19:00", "wir kommen mit der Bahn um 18:40 an"),
        ("Tisch um 19:00 für 2 Personen; um 20:45 beginnt das Konzert", "19:00", "um 20:45 beginnt das Konzert"),
    ],
)
def test_the_hour_of_another_plan_is_noted_and_is_not_the_tables(text, clock, note):
    assert one(text, "time").value == clock
    assert one(text, "note").value == note


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("table for two at 7 pm, no, 7:30 pm", "19:30"),
        ("Tisch für zwei um 19 Uhr, oder lieber um 20 Uhr", "20:00"),
        ("we come after the theatre at 10 pm, 2 people", "22:00"),
    ],
)
def test_an_hour_that_is_put_right_is_no_other_plan(text, clock):
    assert one(text, "time").value == clock


@pytest.mark.parametrize(
    ("text", "clock", "people"),
    [
        ("me and my husband on friday, about 7 please", "19:00", 2),
        ("there'll be 4 of us, about 7", "19:00", 4),
        ("ich und mein Mann am Freitag, so sieben", "19:00", 2),
        ("meine Frau und ich, Freitag etwa 7", "19:00", 2),
        ("friday, about 7 people", None, 7),
        ("wir sind ungefähr 7, am Freitag", None, 7),
    ],
)
def test_about_seven_is_an_hour_behind_a_day_or_a_party(text, clock, people):
    heard = said(text)
    assert (heard.get("time"), heard["party_size"]) == (clock, people)


@pytest.mark.parametrize(
    "text",
    [
        "table for 4 at 7 pm? my parents are arriving at 5",
        "Tisch für 4 um 19 Uhr, meine Eltern feiern goldene Hochzeit",
    ],
)
def test_relatives_beside_a_number_are_not_counted(text):
    assert one(text, "party_size").value == 4


@pytest.mark.parametrize(
    ("text", "nights"),
    [
        ("a 3 night stay from 5 December", 3),
        ("a 3-night stay from 5 December", 3),
        ("Habt ihr am 5. Dezember für eine Nacht noch ein Einzelzimmer?", 1),
        ("Was kostet ein Einzelzimmer heute Nacht?", 1),
    ],
)
def test_nights_are_heard_where_they_are_asked_with_or_stand_before_the_stay(text, nights):
    assert said(text, about="room", day=None)["nights"] == nights


@pytest.mark.parametrize("text", ["a weekend break for two", "ein langes Wochenende zu zweit"])
def test_a_weekend_that_may_be_any_is_no_day(text):
    assert "check_in" not in said(text, about="room", day=None)


OTTOS = {"day": "2026-12-15", "time": "19:00", "party_size": 2, "name": "Otto Pabst", "phone": "+491718080819"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nein, nicht 19 sondern 20 Uhr", {"time": "20:00"}),
        ("Ja, aber bitte um 19:30 statt 19 Uhr", {"time": "19:30"}),
        ("not 7, 8", {"time": "20:00"}),
        ("nicht um sieben, sondern acht", {"time": "20:00"}),
        ("nicht zwei, drei", {"party_size": 3}),
        ("nicht 15 sondern 16", {"date": "2026-12-16"}),
        ("not 819 but 918", {"phone": "+491718080918"}),
        ("18 at the end, not 19", {"phone": "+491718080818"}),
    ],
)
def test_a_number_in_the_place_of_another_is_of_the_slot_whose_value_was_named(text, meant):
    assert said(text, slots=OTTOS) == meant


def test_a_number_that_both_hour_and_party_have_is_taken_for_neither():
    assert said("not seven, eight", slots={**OTTOS, "party_size": 7}) == {}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Wir feiern den 40. Geburtstag von meiner Schwester mit 8 Leuten", 8),
        ("birthday dinner for my mum, 6 people", 6),
        ("a birthday dinner for my wife and me", 2),
        ("five people no wait four on the 17th of December", 4),
        ("six of us girls plus the bride", 7),
        ("me and her and my two kids", 4),
    ],
)
def test_whose_birthday_it_is_counts_nobody_and_who_comes_is_counted(text, party):
    assert said(text)["party_size"] == party


def test_who_is_celebrated_by_those_who_are_named_is_supposed_to_come():
    found = one("My gran turns 90, table for my parents, my brother and me on Friday", "party_size")
    assert (found.status, found.reason, found.value) == ("ambiguous", "likely", 5)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Wir sind zu viert am Mittwoch um halb sieben, sagen wir lieber sieben", ("19:00", 4)),
        ("Tisch für vier am Mittwoch um sieben, oder lieber acht", ("20:00", 4)),
        ("Am Mittwoch um sieben, ach lieber acht, für zwei", ("20:00", 2)),
        ("A table for four on Wednesday at half six, let's say six. Kolb", ("18:00", 4)),
        ("We're four, Wednesday at half past six, make it seven", ("19:00", 4)),
    ],
)
def test_a_number_said_in_favour_of_the_hour_right_before_it_is_an_hour(text, meant):
    heard = said(text)
    assert (heard["time"], heard["party_size"]) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Table for two on Friday at seven, make it three",
        "Freitag für zwei um sieben, lieber drei",
        "Freitag um sieben, lieber zwei am Fenster",
    ],
)
def test_a_number_nearer_to_the_party_than_to_the_hour_before_it_moves_no_hour(text):
    assert said(text)["time"] == "19:00"


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Ein Tisch am Donnerstag für vier. Ach nein, wir sind jetzt doch sechs, zwei Freunde kommen noch dazu.", 6),
        ("Tisch für drei, nein vier, ein Kollege kommt noch mit", 4),
        ("A table for four on Thursday. Oh no, we're six now, two friends are coming along.", 6),
        ("Table for five, no, seven, two colleagues want to come too", 7),
    ],
)
def test_who_tells_why_the_party_is_larger_is_counted_once(text, party):
    assert one(text, "party_size").value == party


@pytest.mark.parametrize(
    "text",
    [
        "Double room Monday to Wednesday. No, sorry, Tuesday to Thursday. Two people",
        "A double from Monday to Wednesday, two people. Sorry, I meant Tuesday to Thursday",
        "Doppelzimmer von Montag bis Mittwoch, nein, Quatsch, von Dienstag bis Donnerstag",
        "Doppelzimmer Montag bis Mittwoch. Entschuldigung, Dienstag bis Donnerstag, zwei Personen",
    ],
)
def test_a_stretch_of_weekdays_is_put_right_by_another_at_both_ends(text):
    stay = said(text, about="room")
    assert (stay["check_in"], stay["check_out"]) == ("2026-11-24", "2026-11-26")


@pytest.mark.parametrize(
    "text",
    [
        "I'd like a double for the 20th of April, one night, for two. Hang on, better the 21st.",
        "A double on 20 April for one night, two people. Wait, make it the 21st",
        "Ein Doppelzimmer für den 20. April, eine Nacht, zu zweit. Moment, besser den 21.",
        "Ein Doppelzimmer am 20. April für eine Nacht. Ach, lieber am 21.",
    ],
)
def test_a_better_day_of_arrival_is_no_departure(text):
    stay = said(text, about="room")
    assert (stay["check_in"], stay["nights"], stay.get("check_out")) == ("2027-04-21", 1, None)


def test_a_day_up_to_which_it_is_better_is_the_departure():
    stay = said("A double for the 20th of April, better till the 22nd", about="room")
    assert (stay["check_in"], stay["check_out"]) == ("2027-04-20", "2027-04-22")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ich bräuchte übermorgen um sieben zwei Plätze. Stocker, 0171 4455667", ("19:00", 2)),
        ("Am Freitag um acht vier Personen", ("20:00", 4)),
        ("Tomorrow at seven two seats please", ("19:00", 2)),
        ("Can I have on Friday at eight twelve people", ("20:00", 12)),
    ],
)
def test_people_counted_right_behind_the_hour_leave_it_an_hour(text, meant):
    heard = said(text)
    assert (heard["time"], heard["party_size"]) == meant
