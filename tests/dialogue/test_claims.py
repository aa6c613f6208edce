"""What may be said: only what somebody vouches for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.claims import Clauses, atoms, harmless, vouched, vouchers
from nodes.gate import Gate

PASSAGES = [
    "We are open Tuesday to Sunday from 17:00 to 23:00.",
    "Der vegane Eintopf kostet 12,50 Euro und kommt in zehn Minuten.",
    "Parking: the garage at Linden Street 60 costs 2.50 euros an hour.",
]


@pytest.mark.parametrize(
    "true",
    [
        "We open at 5 pm on Wednesdays.",
        "We open at five.",
        "We are open until 11 pm.",
        "Wir haben von 17 Uhr bis 23 Uhr geöffnet.",
        "Der Eintopf kostet 12,50 Euro.",
        "The stew is 12.50 euros.",
        "You can park at number 60, for 2.50 an hour.",
        "I am happy to help you with that.",
    ],
)
def test_what_a_passage_says_may_be_said_in_other_words(true):
    assert vouched(true, vouchers(PASSAGES)), atoms(true) - vouchers(PASSAGES)


@pytest.mark.parametrize(
    "false",
    [
        "We open at 4 pm.",
        "We are open on Mondays.",
        "The stew is 13.50 euros.",
        "Your table is booked.",
        "Ihr Tisch ist reserviert.",
        "I have a table available for you.",
        "Wir haben noch einen Tisch frei.",
        "Your confirmation code is EZ7Q.",
        "Write to booking@example.com.",
        "It takes twenty minutes.",
        "Ihre Reservierung wurde storniert.",
        "We are fully booked.",
    ],
)
def test_what_nobody_vouches_for_may_not_be_said(false):
    assert not vouched(false, vouchers(PASSAGES))


def test_an_opening_that_asserts_nothing_may_leave_early():
    assert harmless("Of course,")
    assert harmless("Gern, bei uns")
    assert not harmless("Yes, we")
    assert not harmless("At seven")
    assert not harmless("Nein,")


@given(st.lists(st.text(max_size=12), max_size=40))
def test_cutting_into_clauses_loses_and_adds_nothing(pieces):
    clauses = Clauses()
    out = [clause for piece in pieces for clause in clauses.feed(piece)]
    assert "".join(out) + clauses.rest() == "".join(pieces)


@given(st.text(max_size=400))
def test_any_text_can_be_checked(text):
    assert vouched(text, atoms(text))


def told(words: str, by: frozenset[str]) -> str:
    gate = Gate(by)
    out = [piece for word in words.split(" ") for piece in gate.feed(word + " ")]
    return "".join(out + gate.rest())


def test_the_gate_drops_the_false_clause_and_keeps_the_rest():
    said = told("We open at 5 pm. Your table is booked. Parking costs 2.50 euros.", vouchers(PASSAGES))
    assert said.strip() == "We open at 5 pm. Parking costs 2.50 euros."


def test_the_first_words_do_not_wait_for_the_clause():
    gate = Gate(vouchers(PASSAGES))
    assert gate.feed("Certainly we ") == ["Certainly we "]
    assert gate.feed("are open ") == []
    assert "".join(gate.feed("until 11 pm. ")) == "are open until 11 pm. "


def test_a_clause_that_broke_off_is_not_finished_by_the_gate():
    gate = Gate(vouchers(PASSAGES))
    gate.feed("We open at 5 ")
    gate.break_off()
    assert gate.rest() == []


@pytest.mark.parametrize("token", ["Sure", "We", "Gern", "Our", "Natürlich", "Well,"])
def test_a_first_token_that_can_only_be_harmless_leaves_at_once(token):
    assert Gate(frozenset()).feed(token) == [token]


@pytest.mark.parametrize("token", ["S", "Yes", "N", "Mon", "Tw", "EZ", "7", "Book", "Clos", "Ope", "No", ""])
def test_a_first_token_that_may_become_a_claim_waits(token):
    assert Gate(frozenset()).feed(token) == []


def test_what_becomes_of_an_early_opening_that_turns_false_is_not_said():
    gate = Gate(vouchers(PASSAGES))
    assert gate.feed("We") == ["We"]
    assert gate.feed(" open at 4 pm. ") == []
    assert gate.broken_off
