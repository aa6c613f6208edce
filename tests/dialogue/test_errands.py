"""Errands: which one an utterance begins, what stands already, what a change would change."""

from typing import Any

import pytest

from dialogue import errands
from dialogue.slots import Slot
from dialogue.state import Receipt


def receipt(operation: str, code: str, **facts: Any) -> Receipt:
    return Receipt(operation=operation, key=code + operation, facts={"code": code, **facts})


def test_an_intent_begins_its_own_kind_of_errand():
    assert errands.kind_of("reservation", "room") == "room"
    assert errands.kind_of("same_again", "table") == "table"
    assert errands.kind_of("cancel_reservation", "table") == "cancel"
    assert errands.kind_of("question", "table") is None


def test_what_was_cancelled_no_longer_stands_and_what_was_changed_stands_as_it_is_now():
    done = [
        receipt("book", "R4K7C", time="19:00"),
        receipt("book", "W3M9D", time="20:00"),
        receipt("change", "R4K7C", time="21:00"),
        receipt("late", "R4K7C", minutes=10),
        receipt("cancel", "W3M9D"),
    ]
    assert errands.standing(done) == [{"code": "R4K7C", "time": "21:00"}]


def test_a_change_to_what_is_already_so_changes_nothing():
    errand = errands.begun("change", 1)
    errand["target"] = {"code": "R4K7C", "time": "19:00", "party_size": 4, "notes": "window"}
    errand["slots"] = {"time": Slot(status="valid", value="19:00")}
    assert not errands.differs(errand)
    errand["notes"] = "window"
    assert not errands.differs(errand)
    errand["notes"] = "a high chair"
    assert errands.differs(errand)
    errand["notes"], errand["slots"] = "", {"time": Slot(status="valid", value="20:00")}
    assert errands.differs(errand)


def test_a_message_is_what_follows_the_request_to_pass_it_on():
    said = "Could you tell the chef that the soup was wonderful?"
    assert errands.message(said, asked=False) == said
    assert errands.message("I'd like to leave a message", asked=False) == "", "it has not been said yet"
    assert errands.message("The soup was wonderful", asked=True) == "The soup was wonderful"
    assert errands.message("Können Sie dem Küchenchef ausrichten, dass die Suppe wunderbar war?", asked=False)


@pytest.mark.parametrize("said", ["Can you ask housekeeping for two more pillows in room 204?", "Bitte richten Sie Frau Huber liebe Grüße aus"])  # fmt: skip
def test_a_message_may_be_put_as_one_request(said):
    assert errands.message(said, asked=False) == said


@pytest.mark.parametrize(
    ("said", "who", "told"),
    [
        ("Room 103, Peter Novak", "Peter Novak", "Room 103"),
        ("Zimmer 204, letzte Nacht", "", "Zimmer 204, letzte Nacht"),
        ("It's a blue one", "", "It's a blue one"),
        ("My name is Peter Novak", "Peter Novak", ""),
        ("no need for that", "", ""),
        ("thank you very much", "", ""),
        ("Can you look for it?", "", ""),
    ],
)
def test_what_is_said_beside_the_name_belongs_to_the_message(said, who, told):
    begin = said.find(who)
    values = [{"kind": "name", "span": (begin, begin + len(who))}] if who else []
    assert errands.told_besides(said, values, "de" if "Zimmer" in said else "en") == told


def test_what_was_noted_comes_back_with_what_was_cancelled():
    booked = Receipt(operation="book", key="1", facts={"code": "C4K7Q", "notes": "we're vegetarian"})
    cancelled = Receipt(operation="cancel", key="2", facts={"code": "C4K7Q"})
    assert errands.noted([booked, cancelled], "C4K7Q") == "we're vegetarian"
    assert errands.noted([booked, cancelled], "K7MPR") == ""


def test_what_was_put_aside_comes_back_last_first():
    first, second = errands.begun("table", 1), errands.begun("message", 2)
    after = errands.resumed([first, second])
    assert (after["errand"], after["aside"], after["expect"]) == (second, [first], {"resume": True})
    assert errands.resumed([])["errand"] is None


def test_who_looked_for_a_reservation_in_vain_is_known_for_another():
    errand = errands.begun("check", 1)
    slots = {"name": "Sommer", "phone": "+491712828282", "code": "R4K7C"}
    given = {name: Slot(status="valid", value=one, rule="typed") for name, one in slots.items()}
    errand["slots"], errand["tries"] = errands.sought(given), 1
    assert errands.in_vain(errand)
    assert all(errands.pointer(errand["slots"], name) is None for name in slots), "nothing is left to find it by"
    known = errands.instead(errand, ["name", "phone", "day"])
    assert {name: slot["value"] for name, slot in known.items()} == {"name": "Sommer", "phone": "+491712828282"}
    assert all(slot["status"] == "valid" for slot in known.values())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Können Sie dem Koch bitte sagen, dass die Suppe toll war?", True),
        ("Can you give Anna at reception a message: tell her Gil called", True),
        ("put a message through to Mr Sanders please, tell him his taxi comes at 9", True),
        ("Ich möchte eine Nachricht hinterlassen", False),
    ],
)
def test_what_follows_a_word_of_telling_is_the_message(said, told):
    assert errands.message(said, asked=False) == (said if told else "")
