"""Whatever arrives, the readers answer, and quickly."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue import acts
from language import contacts, detect, guests, numbers, times

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PIECES = re.split(
    ", ",
    "a table for, at seven, next friday, halb acht, zu viert, 5/12, 31.11., double five, mein Name ist, @, dot, :, -, 30, 2027, am, pm, "
    "and, two hundred, Schmidt mit dt, \u200b, \u202e, 👍, ß, é, ٣, ², ½, in 999 days, between 6 and, the 31st, year 0000-00-00, +49, "
    "einundzwanzigsten, from, to, no, sorry, S-H-A, 00:99, 24:00, 99999999999999999999",
)
spoken_text = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
any_text = st.one_of(st.text(max_size=300), spoken_text, st.text(alphabet="0123456789 .:/-+apm", max_size=80))


def everything(text, language):
    values = times.read(text, now=NOW, language=language, region="DE", open_hours=[("17:00", "23:00")])
    for expected in ("time", "date", "birth_date"):
        values += times.read(text, now=NOW, language=language, expected=expected)
    values += numbers.read(text, language=language)
    values += guests.party(text, language=language, expected=True)
    for unit in ("adults", "kids", "rooms", "nights", "bedrooms"):
        values += guests.counted(text, unit, language=language)
    for asked in (None, "name", "phone", "code"):
        values += contacts.read(text, language=language, region="DE", expected=asked)
    contacts.postcode([text])
    contacts.name_heard([text])
    times.birthday([text], now=NOW)
    detect.detect(text, language)
    detect.unsupported(text)
    assert acts.hear(text, language) <= acts.ACTS
    return values


@settings(max_examples=150, deadline=None)
@given(any_text, st.sampled_from(["en", "de"]))
def test_no_text_is_too_strange(text, language):
    for value in everything(text, language):
        begin, end = value.span
        assert 0 <= begin <= end <= len(text)
        assert value.status in ("valid", "ambiguous", "invalid")
        if value.kind == "time":
            assert isinstance(value.value, str)
            assert "00:00" <= value.value <= "23:59"
        if value.status == "ambiguous" and value.reason == "ambiguous_hour":
            assert len(value.alternatives) > 1


LONG = {
    "digits": "1 " * 10_000,
    "one figure": "9" * 20_000,
    "words": "a table for two " * 1_250,
    "number words": "twenty two hundred " * 1_050,
    "german": "achtundzwanzig und " * 1_050,
    "letters": "a-b-" * 5_000,
    "spaces": " " * 20_000,
    "brackets": "(((" * 6_600,
    "at signs": "a@" * 10_000,
    "dots": "a." * 10_000,
    "names": "my name is Anna " * 1_250,
    "weekdays": "friday the 5th of may at 7 " * 740,
    "emoji": "👍🏽" * 5_000,
    "one word": "x" * 20_000,
    "no": "no no, " * 2_800,
    "and": "me and my wife and " * 1_050,
}
READERS = {
    "times": lambda text: times.read(text, now=NOW, language="en", region="DE"),
    "zeiten": lambda text: times.read(text, now=NOW, language="de", expected="time"),
    "numbers": lambda text: numbers.read(text, language="en"),
    "party": lambda text: guests.party(text, language="en", expected=True),
    "contacts": lambda text: contacts.read(text, language="en", region="DE", expected="name"),
    "acts": lambda text: acts.hear(text, "en"),
    "detect": lambda text: detect.detect(text),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", LONG)
def test_twenty_kilobytes_take_no_more_than_their_length(reader, kind, grows):
    assert grows(READERS[reader], LONG[kind][:20_000]) < 3
