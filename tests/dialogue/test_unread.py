"""Days that a caller names and that were not understood: the others are not taken without a question."""

import pytest

from dialogue.unread import MORE, doubted
from language.values import Value

ROOM = {"check_in": "2027-03-12", "check_out": "2027-03-15"}
TABLE = {"date": "2026-12-05"}


def doubt(text: str, about: str, read: dict[str, str], *known: str) -> str | None:
    """What is asked about, when `read` was read from the first words of an utterance, up to the bar."""
    first, rest = text.split("|")
    said = [Value(kind, iso, (0, len(first)), first, "rule") for kind, iso in read.items()]
    asked = [one for one in doubted(said, first + rest, about, known) if one.reason == MORE]
    for one in asked:
        assert (one.status, one.alternatives) == ("ambiguous", (next(iter(read.values())),))
    return asked[0].text if asked else None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a double, 12 to 15 March,| my son has school so 13 to 15", "13 to 15"),
        ("a double, 12 to 15 March.| Sorry, the 11th I meant", "11th"),
        ("ein Doppelzimmer, 12. bis 15. März,| quatsch, 11. bis 14.", "11. bis 14"),
        ("ein Doppelzimmer, 12. bis 15. März,| oder vom 19. an", "vom 19."),
        ("a double, 12 to 15 March,| Thu 18 that is", "Thu 18"),
        ("a double, 12 to 15 March,| or rather from Tuesday", "Tuesday"),
    ],
)
def test_another_day_beside_those_that_were_read_is_asked_about(text: str, asked: str):
    assert doubt(text, "room", ROOM) == asked


@pytest.mark.parametrize(
    "text",
    [
        "a double, 12 to 15 March,| so from Friday the 12th to Monday",  # the same days once more
        "a double, 12 to 15 March,| that is 3 nights, for 2 to 4 people",
        "a double, 12 to 15 March,| for my mother's 80th birthday",
        "ein Doppelzimmer, 12. bis 15. März,| zum 80. Geburtstag, im 2. Stock",
        "a double, 12 to 15 March,| and a second one for my parents",
        "ein Doppelzimmer, 12. bis 15. März,| sonst Samstag",
        "a double, 12 to 15 March,| we arrive at 9:30",
    ],
)
def test_what_is_no_other_day_raises_no_doubt(text: str):
    assert doubt(text, "room", ROOM) is None


def test_the_day_that_is_booked_may_be_named_beside_the_one_that_is_wished():
    assert doubt("make it 5 December| and no longer Thursday", "table", TABLE, "2026-12-03") is None
    assert doubt("make it 5 December| and no longer Thursday", "table", TABLE) == "Thursday"


def test_two_figures_are_hours_at_a_table():
    assert doubt("5 December,| from 6 to 8", "table", TABLE) is None


def test_where_no_day_was_read_there_is_none_to_doubt():
    assert doubt("for four| on the 11th", "table", {"party_size": "4"}) is None
