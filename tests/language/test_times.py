"""What a caller says about days and times, on Saturday 21 November 2026, 15:00 in Berlin."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from language import days, times

SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
EVENINGS = [("17:00", "23:00")]
ALL_DAY = [("07:00", "23:00")]


def read(text, language="en", kind=None, **more):
    more.setdefault("now", SATURDAY)
    values = times.read(text, language=language, **more)
    return [v for v in values if kind is None or v.kind == kind]


def one(text, kind, language="en", **more):
    values = read(text, language, kind, **more)
    assert len(values) == 1, values
    return values[0]


@pytest.mark.parametrize(
    ("said", "language", "day"),
    [
        ("next Saturday", "en", "2026-11-28"),
        ("Sunday", "en", "2026-11-22"),
        ("am Montag um halb acht", "de", "2026-11-23"),
        ("in two weeks", "en", "2026-12-05"),
        ("the 24th", "en", "2026-11-24"),
        ("Christmas Eve", "en", "2026-12-24"),
        ("am 2. Weihnachtsfeiertag", "de", "2026-12-26"),
        ("am 1. Advent", "de", "2026-11-29"),
        ("an Heiligabend", "de", "2026-12-24"),
        ("tonight at 8", "en", "2026-11-21"),
        ("tomorrow evening", "en", "2026-11-22"),
        ("the day after tomorrow", "en", "2026-11-23"),
        ("übermorgen", "de", "2026-11-23"),
        ("morgen früh um acht", "de", "2026-11-22"),
        ("heute Morgen um elf", "de", "2026-11-21"),
        ("in 14 Tagen", "de", "2026-12-05"),
        ("am 5.", "de", "2026-12-05"),
        ("am 5.12.", "de", "2026-12-05"),
        ("fünfter Mai", "de", "2027-05-05"),
        ("am vierundzwanzigsten Dezember", "de", "2026-12-24"),
        ("May 5", "en", "2027-05-05"),
        ("the twenty-fourth of December", "en", "2026-12-24"),
        ("a week from Tuesday", "en", "2026-12-01"),
        ("Dienstag in einer Woche", "de", "2026-12-01"),
        ("nächste Woche Mittwoch", "de", "2026-11-25"),
        ("Thursday of next week", "en", "2026-11-26"),
        ("the first Monday of December", "en", "2026-12-07"),
        ("2026-12-31", "en", "2026-12-31"),
        ("New Year's Eve", "en", "2026-12-31"),
        ("Karfreitag", "de", "2027-03-26"),
        ("Easter Sunday", "en", "2027-03-28"),
        ("Wendesday", "en", "2026-11-25"),
        ("am Freitagabend", "de", "2026-11-27"),
        ("Saturday the 28th", "en", "2026-11-28"),
    ],
)
def test_a_day_is_understood(said, language, day):
    assert one(said, "date", language).value == day


@pytest.mark.parametrize(
    ("said", "language", "clock"),
    [
        ("tonight at 8", "en", "20:00"),
        ("um halb acht", "de", "19:30"),
        ("viertel nach sieben", "de", "19:15"),
        ("viertel vor acht", "de", "19:45"),
        ("dreiviertel acht", "de", "19:45"),
        ("fünf vor halb neun", "de", "20:25"),
        ("gegen acht", "de", "20:00"),
        ("um neunzehn Uhr dreißig", "de", "19:30"),
        ("half seven", "en", "19:30"),
        ("half past seven", "en", "19:30"),
        ("quarter to eight", "en", "19:45"),
        ("at seven thirty", "en", "19:30"),
        ("7 oh 5 pm", "en", "19:05"),
        ("7ish", "en", "19:00"),
        ("19:30", "en", "19:30"),
        ("7:30 p.m.", "en", "19:30"),
        ("noon", "en", "12:00"),
        ("at midnight", "en", "00:00"),
        ("um Mitternacht", "de", "00:00"),
        ("mittags um eins", "de", "13:00"),
        ("eight in the evening", "en", "20:00"),
        ("twenty past nine at night", "en", "21:20"),
    ],
)
def test_a_time_of_an_evening_restaurant_is_understood(said, language, clock):
    assert one(said, "time", language, open_hours=[("12:00", "23:59")]).value == clock


def test_a_bare_hour_is_the_evening_where_only_the_evening_is_open():
    heard = one("at 7", "time", open_hours=EVENINGS)
    assert (heard.value, heard.status) == ("19:00", "valid")


def test_a_bare_hour_is_asked_about_where_both_are_open():
    heard = one("at 7", "time", open_hours=ALL_DAY)
    assert heard.status == "ambiguous"
    assert heard.reason == "ambiguous_hour"
    assert set(heard.alternatives) == {"07:00", "19:00"}


def test_a_bare_hour_today_is_the_one_that_is_still_to_come():
    assert one("today at 4", "time").value == "16:00"


def test_a_bare_number_is_a_time_only_when_a_time_was_asked_for():
    assert read("seven", kind="time") == []
    assert one("seven", "time", expected="time", open_hours=EVENINGS).value == "19:00"


def test_about_a_time_is_noted():
    assert one("7ish", "time").note == "about"


def test_a_window_has_two_ends():
    assert [(v.value, v.note) for v in read("between 6 and 8 pm", kind="time")] == [
        ("18:00", "from"),
        ("20:00", "until"),
    ]


def test_yesterday_is_past():
    heard = one("yesterday", "date")
    assert (heard.status, heard.reason) == ("invalid", "past")


def test_a_time_of_today_that_has_gone_is_past():
    heard = one("today at 10 am", "time")
    assert (heard.status, heard.reason) == ("invalid", "past")


def test_the_thirty_first_of_november_does_not_exist():
    heard = one("31 November", "date")
    assert (heard.value, heard.status, heard.reason) == (None, "invalid", "nonexistent_date")


def test_next_friday_said_on_a_monday_is_asked_about():
    heard = one("next Friday", "date", now=MONDAY)
    assert heard.status == "ambiguous"
    assert heard.reason == "ambiguous_week"
    assert set(heard.alternatives) == {"2026-11-27", "2026-12-04"}


def test_a_day_less_than_half_a_year_back_is_asked_about():
    heard = one("October 5", "date")
    assert (heard.value, heard.status, heard.reason) == ("2027-10-05", "ambiguous", "past")


def test_a_weekday_that_does_not_fit_its_date_is_asked_about():
    assert one("Friday, December 24", "date").reason == "weekday_mismatch"


def test_figures_go_by_the_order_of_the_place():
    assert one("5/12", "date", month_first=False).value == "2026-12-05"
    assert one("5/12", "date", month_first=True).value == "2027-05-12"
    assert one("5/12", "date").status == "ambiguous"


def test_viertel_acht_is_asked_about_because_regions_differ():
    heard = one("viertel acht", "time", "de")
    assert heard.status == "ambiguous"
    assert heard.alternatives == ("19:15", "20:15")


def test_the_hour_that_summer_time_skips_is_rejected_with_its_reason():
    heard = read("2027-03-28 at 02:30", kind="time")[0]
    assert (heard.status, heard.reason) == ("invalid", "nonexistent_local_time")


def test_the_hour_that_happens_twice_is_asked_about():
    before = datetime(2026, 10, 20, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    heard = read("2026-10-25 at 02:30", kind="time", now=before)[0]
    assert (heard.status, heard.reason) == ("ambiguous", "ambiguous_local_time")


def test_an_instant_is_utc_and_refuses_gap_and_overlap():
    assert times.instant("2026-11-28", "19:00", "Europe/Berlin").isoformat() == "2026-11-28T18:00:00+00:00"
    with pytest.raises(times.NonexistentTime):
        times.instant("2027-03-28", "02:30", "Europe/Berlin")
    with pytest.raises(times.AmbiguousTime):
        times.instant("2026-10-25", "02:30", "Europe/Berlin")


def test_a_holiday_of_the_country_is_known_by_name():
    assert one("on Memorial Day", "date", region="US").value == "2027-05-31"


def test_good_evening_is_no_time_of_day():
    assert read("Guten Abend", "de") == []
    assert read("good morning", "en") == []


def test_prices_people_and_nights_are_no_times():
    assert read("a table for 4 people, 20 euros each", kind="time") == []
    assert read("for 3 nights", kind="time") == []
    assert one("for 3 nights", "duration").value == "P3D"


def test_every_value_says_where_it_stood():
    text = "Could we come next Saturday at half seven?"
    day, clock = read(text)
    assert text[slice(*day.span)] == day.text == "next Saturday"
    assert text[slice(*clock.span)] == clock.text == "half seven"


def test_every_day_of_a_month_each_way_is_exact():
    from datetime import timedelta

    for ahead in range(1, 31):
        day = SATURDAY.date() + timedelta(days=ahead)
        assert one(f"in {ahead} days", "date").value == day.isoformat()
        assert one(day.strftime("%B %d"), "date").value == day.isoformat()
        assert one(day.strftime("%d.%m."), "date", "de").value == day.isoformat()
        back = SATURDAY.date() - timedelta(days=ahead)
        assert one(f"{ahead} days ago", "date").value == back.isoformat()


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("a table at 8 tonight", "20:00"),
        ("could we come at 5:40 this evening", "17:40"),
        ("07:45 PM tonight", "19:45"),
        ("erm, at 9 tonight then", "21:00"),
    ],
)
def test_an_hour_before_tonight_is_still_an_hour(said, hour):
    heard = read(said)
    assert [v.value for v in heard if v.kind == "time"] == [hour]
    assert [v.value for v in heard if v.kind == "date"] == ["2026-11-21"]


@pytest.mark.parametrize(
    "said", ["one night from Tuesday", "a 3 night stay", "at one of the outside tables", "two kids at one big table"]
)
def test_nights_and_tables_that_are_counted_are_no_times(said):
    assert read(said, kind="time") == []


@pytest.mark.parametrize(
    "said", ["all of us sat together", "if we sat outside", "a seat in the sun", "a fortnight's stay"]
)
def test_words_that_look_like_days_are_none(said):
    assert read(said, kind="date") == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Sunday, 06/12/2026", "2026-12-06"),
        ("Friday, on the 4th of December", "2026-12-04"),
        ("Saturday 12/5", "2026-12-05"),
    ],
)
def test_a_weekday_beside_a_date_is_the_same_day_and_decides_its_reading(said, day):
    heard = one(said, "date", month_first=None)
    assert (heard.value, heard.status) == (day, "valid")


def test_the_alternative_that_is_nothing_but_a_date_is_the_birthday():
    assert times.birthday(["what is 1st May 1980", "21st May 1980"], now=SATURDAY).value == "1980-05-21"
    assert times.birthday(["4th of May 2000 and 7th"], now=SATURDAY).value == "2007-05-04"


@pytest.mark.parametrize(
    ("said", "language", "clock"),
    [
        ("in anderthalb Stunden", "de", "16:30"),
        ("in ner Dreiviertelstunde", "de", "15:45"),
        ("in three quarters of an hour", "en", "15:45"),
        ("in einer Viertelstunde", "de", "15:15"),
        ("in an hour and a half", "en", "16:30"),
        ("around half past sevenish", "en", "19:30"),
        ("eightish", "en", "20:00"),
    ],
)
def test_so_long_from_now_and_about_an_hour(said, language, clock):
    assert one(said, "time", language, open_hours=EVENINGS if "ish" in said else None).value == clock


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("are you open in January?", 1),
        ("Habt ihr im Januar offen?", 1),
        ("are you open on 5 January?", None),
        ("März", 3),
        ("so Mitte Mai", 5),
        ("the 3rd of December", None),
        ("may we come in?", None),
        ("open in May?", 5),
        ("could we move it to May?", 5),
        ("können wir das auf den Juni verschieben?", 6),
        ("move it to May 7th", None),
        ("bitte auf Samstag verschieben", None),
    ],
)
def test_a_month_is_asked_about_as_a_whole(said, month):
    assert days.month_asked(said) == month


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("Do you have rooms in March?", "2027-03"),
        ("Haben Sie im Dezember etwas frei?", "2026-12"),
        ("noch im November", "2026-11"),
        ("Ende Mai 2028", "2028-05"),
        ("maybe June then", "2027-06"),
        ("on 5 March", None),
        ("we may come", None),
    ],
)
def test_a_month_that_is_named_is_the_coming_one_unless_its_year_is_said(said, month):
    assert days.month_named(said, date(2026, 11, 21)) == month


@pytest.mark.parametrize(
    ("said", "language", "saturday"),
    [
        ("the first weekend in April", "en", "2027-04-03"),
        ("am zweiten Wochenende im Februar", "de", "2027-02-13"),
        ("the last weekend of March 2028", "en", "2028-03-25"),
        ("am letzten Wochenende im Mai", "de", "2027-05-29"),
        ("the first weekend of November", "en", "2027-11-06"),
    ],
)
def test_a_weekend_is_named_by_its_place_in_a_month(said, language, saturday):
    assert one(said, "date", language).value == saturday


@pytest.mark.parametrize(
    "said",
    [
        "a weekend in spring",
        "ein Wochenende im Frühjahr",
        "some weekend in March",
        "a table for two in March",
        "ein Tisch für zwei im Februar",
        "Ende März, drei Nächte",
        "zum 80. Geburtstag meiner Mutter",
        "im 2. Stock, zum 25. Hochzeitstag",
    ],
)
def test_what_names_no_day_is_none(said):
    assert [value for value in read(said) if value.kind == "date"] == []


def test_two_days_of_a_month_are_told_by_their_points():
    assert [value.value for value in read("12. bis 14.", "de") if value.kind == "date"] == ["2026-12-12", "2026-12-14"]


SUNDAY_NIGHT = datetime(2026, 11, 22, 1, 28, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("said", "language", "day"),
    [
        ("in a fortnight on Saturday, half past seven", "en", "2026-12-05"),
        ("a fortnight on Saturday", "en", "2026-12-12"),
        ("Friday fortnight, 7.30pm", "en", "2026-12-11"),
        ("tomorrow fortnight", "en", "2026-12-07"),
        ("morgen in acht Tagen", "de", "2026-11-30"),
        ("in zwei Wochen am Freitag", "de", "2026-12-04"),
        ("Mittwoch übernächste Woche", "de", "2026-12-02"),
        ("the week after next on Wednesday", "en", "2026-12-02"),
        ("lunch for Sunday next week", "en", "2026-11-29"),
        ("next friday, not this one, at 8", "en", "2026-12-04"),
        ("am Freitag, also nicht diesen, sondern den nächsten, um Viertel vor acht", "de", "2026-12-04"),
        ("tomorrow fortnight, no sorry, the Wednesday after that", "en", "2026-12-09"),
        ("no sorry, the 6th, that's Sunday right?", "en", "2026-12-06"),
        ("für heut abend", "de", "2026-11-22"),
        ("Christmas 2027", "en", "2027-12-25"),
    ],
)
def test_a_weekday_is_counted_on_by_the_weeks_that_are_said_with_it(said, language, day):
    heard = one(said, "date", language, now=SUNDAY_NIGHT)
    assert (heard.value, heard.status) == (day, "valid")


@pytest.mark.parametrize(
    ("said", "days_meant"),
    [
        ("Freitagabend in zwei Wochen, 4 Personen", ("2026-12-04", "2026-12-11")),
        ("Samstag in acht Tagen", ("2026-11-28", "2026-12-05")),
    ],
)
def test_weeks_after_a_weekday_are_counted_from_today_or_from_it_and_asked_about(said, days_meant):
    heard = one(said, "date", "de", now=SUNDAY_NIGHT)
    assert (heard.status, heard.alternatives) == ("ambiguous", days_meant)


@pytest.mark.parametrize(
    "said", ["it's our office Christmas party", "an extra guest on the second night", "am zweiten Abend"]
)
def test_what_is_called_after_a_day_or_counted_is_none(said):
    assert read(said, kind="date", now=SUNDAY_NIGHT) == []


def test_of_several_bare_numbers_none_is_a_day():
    assert read("what if we split into 4 and 3", kind="date", expected="date", now=SUNDAY_NIGHT) == []
    assert read("seven thirty", kind="date", expected="date", now=SUNDAY_NIGHT) == []


def test_the_part_of_the_day_that_was_said_before_decides_what_the_hours_leave_open():
    late = [("11:30", "14:30"), ("17:30", "01:00")]
    heard = one("12 Uhr 15", "time", "de", open_hours=late, period="lunch")
    assert (heard.value, heard.status) == ("12:15", "valid")


def test_a_figure_between_commas_after_a_day_is_an_hour():
    assert one("table for 2, Wed, 8, coeliac", "time", open_hours=EVENINGS).value == "20:00"
    assert read("Freitag, 8 Personen", "de", kind="time") == []


@pytest.mark.parametrize(
    ("said", "known", "day"),
    [
        ("Saturday instead", "2026-12-06", "2026-12-05"),
        ("doch lieber Samstag", "2026-12-10", "2026-12-12"),
        ("the Saturday before", "2026-12-10", "2026-12-05"),
        ("the Wednesday after that", "2026-12-07", "2026-12-09"),
        ("Saturday", "2026-11-24", "2026-11-28"),
        ("next Saturday", "2026-12-06", "2026-11-28"),
    ],
)
def test_a_weekday_beside_a_day_that_is_known_is_the_one_near_it(said, known, day):
    heard = one(said, "date", now=SUNDAY_NIGHT)
    assert days.beside(heard, known, SUNDAY_NIGHT.date()).value == day


def test_a_day_near_the_end_of_a_month_may_be_of_the_next_one():
    heard = one("und am 30.?", "date", "de", now=SUNDAY_NIGHT)
    assert days.in_month_of(heard, "2027-01-01", SUNDAY_NIGHT.date()).value == "2026-12-30"
    assert days.in_month_of(heard, "2027-01-14", SUNDAY_NIGHT.date()).value == "2027-01-30"
