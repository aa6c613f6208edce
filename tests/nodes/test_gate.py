"""What leaves of a model's words while they arrive."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.claims import vouchers
from dialogue.reserved import ignorant
from nodes import quoting
from nodes.gate import Gate
from simulators import lies

HOUSE = yaml.safe_load((Path(__file__).parents[2] / "evals" / "honest.yaml").read_text(encoding="utf-8"))
FREELY = yaml.safe_load((Path(__file__).parents[2] / "evals" / "honest_freely.yaml").read_text(encoding="utf-8"))
PROMPTED = yaml.safe_load((Path(__file__).parents[2] / "evals" / "honest_prompted.yaml").read_text(encoding="utf-8"))
MEND = "let me put that right:"
PASSAGES = [
    ("Hours", "We are open Tuesday to Sunday from 17:00 to 23:00."),
    ("Parking", "There is no car park of our own. The garage at Linden Street 60 costs 2.50 euros an hour."),
    ("Dogs", "Well-behaved dogs are welcome in the garden and at the bar, and get a bowl of water."),
    ("Take-away", "All food except the fish is to go; we do not deliver."),
]


def pieces(text: str) -> list[str]:
    return re.findall(r"\s*(?:\w+|[^\w\s])|\s+$", text)


def through(gate: Gate, said: list[str]) -> str:
    return "".join([piece for word in said for piece in gate.feed(word)] + gate.rest())


def said(text: str, question: str = "", passages: list[tuple[str, str]] = PASSAGES) -> str:
    """What a caller hears when a model says this, word by word."""
    return through(Gate(vouchers(passages, question=question), MEND), pieces(text))


def test_the_false_clause_is_dropped_and_the_rest_kept():
    heard = said("From Tuesday to Sunday we open at 5 pm. Your table is booked. The garage costs 2.50 euros an hour.")
    assert heard == "From Tuesday to Sunday we open at 5 pm. The garage costs 2.50 euros an hour."


def test_a_sentence_ends_where_its_truth_ends():
    assert said("Dogs are welcome in the garden, and they sleep in the kitchen.") == "Dogs are welcome in the garden."


def test_what_is_true_after_a_lie_begins_a_sentence():
    assert said("Your table is booked, and dogs are welcome at the bar.") == "Dogs are welcome at the bar."


def test_a_condition_that_comes_later_is_waited_for():
    passages = [("Parking", "Street parking is free after eight in the evening.")]
    assert said("Street parking is free, but only after 8 pm.", passages=passages) in ("", "Street parking is free, but only after 8 pm.")  # fmt: skip
    assert said("Street parking is free.", passages=passages) == ""
    assert said("After 8 pm, street parking is free.", passages=passages) == "After 8 pm, street parking is free."


def test_what_was_said_of_one_thing_is_not_said_of_the_next():
    passages = [
        ("Cancelling", "You can cancel free of charge until three days before. After that we charge the first night."),
        ("Parking", "Street parking is free after eight. It is in front of the house; a colleague sees to it."),
    ]
    for lie in ("The first night is free.", "Cancelling is free after that.", "The first drink is free."):
        assert "free" not in said(lie, passages=passages)
    assert "free" not in said("Parking in front of the house is free.", passages=passages)
    assert said("Street parking is in front of the house.", passages=passages) != ""


def test_a_list_is_held_against_what_it_says_of_each():
    assert said("Dogs are welcome in the garden, the kitchen and at the bar.") == "Dogs are welcome in the garden."


@pytest.mark.parametrize("opening", ["Sure. ", "Of course! ", "Sure, ", "Certainly, ", "Gern! "])
def test_an_opening_that_agrees_is_left_out(opening: str):
    assert said(f"{opening}We do not deliver.", "Do you deliver?") == "We do not deliver."


def test_a_yes_or_no_leaves_with_a_clause_that_answers_so():
    assert said("Yes, dogs are welcome in the garden.", "Are dogs welcome?") == "Yes, dogs are welcome in the garden."
    assert said("No, we do not deliver.", "Do you deliver?") == "No, we do not deliver."
    assert said("Yes, we do not deliver.", "Do you deliver?") == "We do not deliver."
    parking = "The garage costs 2.50 euros an hour."
    assert said(f"Yes, {parking[0].lower()}{parking[1:]}", "Do you have a car park of your own?") == parking


@pytest.mark.parametrize(
    "alone", ["Yes.", "No.", "Sure.", "Yes, you can.", "Ja, das geht.", "Of course.", "That's fine."]
)
def test_a_yes_alone_says_nothing_that_anybody_vouches_for(alone: str):
    assert said(alone, "Can I bring ten dogs into the kitchen?") == ""


def test_the_first_word_does_not_wait_for_the_clause():
    gate = Gate(vouchers(PASSAGES), MEND)
    assert gate.feed("Well") == []
    assert gate.feed("-behaved dogs") == []
    gate = Gate(vouchers(PASSAGES), MEND)
    assert gate.feed("We") == ["We"]
    assert gate.feed(" do not") == []
    assert "".join([*gate.feed(" deliver."), *gate.rest()]) == " do not deliver."


DOGS = "Well-behaved dogs are welcome in the garden and at the bar, and get a bowl of water."
NOODLES = "Noodles with tomato sauce cost 8.50 euros."


def begun(text: str, *facts: str) -> tuple[str, Gate]:
    """What leaves of a model's words, letter by letter, when it was given these facts; and the gate."""
    passages = [*PASSAGES, ("Children", NOODLES)]
    gate = Gate(vouchers(passages), MEND, [(fact, fact[:4]) for fact in facts])
    return through(gate, list(text)), gate


def test_the_beginning_of_a_fact_does_not_wait_for_its_clause():
    gate = Gate(vouchers(PASSAGES), MEND, [(DOGS, "dogs")])
    assert gate.feed("Well") == ["Well"]
    assert gate.feed("-behaved dogs") == []
    assert "".join([*gate.feed(" get a bowl of water."), *gate.rest()]) == "-behaved dogs get a bowl of water."
    assert gate.answered


def test_a_lie_that_begins_as_a_fact_does_becomes_the_fact():
    heard, gate = begun("Well-behaved dogs sleep in the kitchen, and we deliver. It costs 2.50 euros an hour.", DOGS)
    assert heard.strip() == DOGS
    assert gate.leaned_on == {"Well"}
    assert not gate.answered


GARAGE = "The garage at Linden Street 60 costs 2.50 euros an hour."


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("On Linden Street you pay 3 euros an hour in the garage.", GARAGE),
        ("Thank you for asking. You pay 3 euros an hour in the garage.", f"Thank you for asking. {GARAGE}"),
        ("In the garage you pay 3 euros an hour. We do not deliver.", f"{GARAGE} We do not deliver."),
        ("In the garage you pay 3 euros, and 9 euros after an hour in the garage.", GARAGE),
        ("You pay 3 euros an hour in the garage.", f"You – {MEND} {GARAGE}"),
        ("The parking garage is cheap. It costs 2.50 euros an hour.", GARAGE),
        ("Yes, you pay 3 euros an hour in the garage.", GARAGE),
    ],
)
def test_in_the_place_of_a_clause_that_may_not_leave_stands_the_fact_that_speaks_of_it(words: str, heard: str):
    told, gate = begun(words, NOODLES, GARAGE)
    assert told.strip() == heard
    assert "The " in gate.leaned_on
    assert gate.dropped


def test_what_no_fact_speaks_of_has_nothing_in_its_place():
    told, gate = begun("We have a pool. We do not deliver.", NOODLES, GARAGE)
    assert told == f"We – {MEND} We do not deliver."
    assert gate.unsaid == ["We have a pool. "]


def test_the_fact_is_told_as_it_stands_where_a_translation_may_not_leave():
    gate = Gate(vouchers(PASSAGES), MEND, [(GARAGE, "parking")], translated=True)
    assert through(gate, pieces("In der Garage kostet es 3 Euro.")).strip() == GARAGE


def test_a_fact_that_leans_on_the_one_before_is_told_with_it():
    one = {
        "facts": ["A double room looks onto the garden. It has a balcony and costs 129 euros."],
        "question": "What does it cost?",
    }
    gate = judged(one, "With a balcony it costs 139 euros.")
    assert gate.quoted == ["A double room looks onto the garden. It has a balcony and costs 129 euros."]


def test_what_is_true_after_such_a_lie_begins_a_sentence():
    heard, _ = begun("Well-behaved dogs sleep in the kitchen, and we do not deliver.", DOGS)
    assert heard == f"{DOGS} We do not deliver."


def test_a_fact_that_was_begun_is_told_where_the_model_falls_silent():
    gate = Gate(vouchers(PASSAGES), MEND, [(DOGS, "dogs")])
    first = gate.feed("Well-behaved dogs are")
    gate.break_off()
    assert "".join([*first, *gate.rest()]) == DOGS
    assert not gate.broken_off


def test_a_yes_or_no_is_not_taken_for_the_beginning_of_a_fact():
    assert begun("No, we do not deliver.", NOODLES)[0] == NOODLES
    assert begun("No, dogs are welcome in the garden.", NOODLES)[0] == NOODLES
    assert (
        begun("Sure. Dogs are welcome in the garden.", "Sure, dogs are welcome.")[0]
        == "Dogs are welcome in the garden."
    )


def test_no_fact_is_begun_that_only_a_phrase_may_say():
    assert begun("Table seven is ready.", "Table seven is booked.")[0] == ""


def test_an_opening_that_has_left_and_turned_false_is_mended_by_the_next_clause():
    heard = said("We deliver. Dogs are welcome at the bar.")
    assert heard == f"We – {MEND} Dogs are welcome at the bar."


def test_an_opening_that_nothing_mends_is_told():
    gate = Gate(vouchers(PASSAGES), MEND)
    assert through(gate, ["We", " deliver", "."]) == "We"
    assert gate.broken_off
    assert not gate.answered


def test_a_clause_that_broke_off_is_not_finished_by_the_gate():
    gate = Gate(vouchers(PASSAGES), MEND)
    gate.feed("Dogs are welcome ")
    gate.break_off()
    assert gate.rest() == []


def test_thanks_with_a_lie_is_no_answer():
    gate = Gate(vouchers(PASSAGES), MEND)
    assert through(gate, pieces("Thank you for asking. We have a pool.")).startswith("Thank you for asking.")
    assert gate.dropped == ["We have a pool."]
    assert not gate.answered


def test_a_bare_it_means_what_the_caller_can_take_it_for():
    assert "2.50" not in said("We have a pool. It costs 2.50 euros an hour.", "Do you have a pool?")
    assert "2.50" not in said("Dogs are welcome at the bar. It costs 2.50 euros an hour.", "Are dogs welcome?")
    assert "2.50" in said("The garage is at Linden Street 60. It costs 2.50 euros an hour.", "Are dogs welcome?")


@pytest.mark.parametrize(
    "disguised",
    [
        "Your ta\u200bble is boo\u200bked.",
        "**Your table** is _booked_.",
        "YOUR TABLE IS BOOKED.",
        "Yоur tаble is bооked.",
        "Ｙour table is ｂooked.",
        "Your\u00a0table\u00a0is\u00a0booked.",
        "Your code is E Z 7 Q.",
        "Your code is ＥＺ７Ｑ.",
        "That is nineteen euros.",
        "Did you know we are open till 3?",
        "I think you're booked.",
        "Because you asked, dogs are welcome in the kitchen.",
        '{"name": "book_table", "arguments": {}}',
        "I do not have that information, but your table is booked.",
        "A dozen dogs are welcome.",
        "We open at half past two.",
        "Wir öffnen um halb acht.",
    ],
)
def test_no_disguise_helps_a_lie(disguised: str):
    heard = said(disguised, "Is there a table?")
    assert lies.folded(heard) in ("", "your", "we", "wir", "that", "because", "a")


def test_markup_does_not_leave():
    assert said("**Dogs** are welcome at the _bar_.") == "Dogs are welcome at the bar."


@pytest.mark.parametrize("one", HOUSE, ids=lambda one: f"{one['agent']}: {one['question']}")
def test_honest_answers_leave_as_they_are(one: dict[str, Any]):
    """Over all passages of the house, word by word; a yes or no before an answer may be missing."""
    everything = [
        (o["title"], o["text"]) for o in HOUSE if (o["agent"], o["language"]) == (one["agent"], one["language"])
    ]
    lost = []
    for words in one["said"]:
        bare = re.sub(r"^(?:Yes|No|Ja|Nein|I'm sorry|I'm afraid)\W+", "", words)
        if lies.folded(bare) not in lies.folded(said(words, one["question"], everything)):
            lost.append(words)
    assert lost in ([], ["Dogs are not allowed in the restaurant and the spa."])  # an inference from "everywhere but"


@pytest.mark.parametrize("one", FREELY, ids=lambda one: one["id"])
def test_a_reply_with_one_false_fact_never_leaves_whole(one: dict[str, Any]):
    for words in one["false"]:
        gate = Gate(vouchers(one["passages"], question=one["question"]), MEND)
        heard = through(gate, pieces(words))
        assert gate.dropped, heard


def test_freely_worded_truth_is_not_dropped_more_often_than_measured():
    """Far from what a caller should hear, and no worse: sums, inferences and turns of phrase are dropped."""
    told = dropped = 0
    for one in FREELY:
        for words in one["true"]:
            gate = Gate(vouchers(one["passages"], question=one["question"]), MEND)
            through(gate, pieces(words))
            told += gate.released + len(gate.dropped)
            dropped += len(gate.dropped)
    assert dropped < 0.59 * told, (dropped, told)


def judged(one: dict[str, Any], words: str) -> Gate:
    """The gate after a model has said this with these facts in hand."""
    facts = [(sentence, str(n)) for n, passage in enumerate(one["facts"]) for sentence in quoting.told(passage)]
    gate = Gate(vouchers(one["facts"], question=one["question"]), MEND, facts, one.get("translated", False))
    through(gate, pieces(words))
    return gate


@pytest.mark.parametrize("one", [one for one in PROMPTED if "false" in one], ids=lambda one: one["id"])
def test_what_the_facts_do_not_say_is_dropped(one: dict[str, Any]):
    assert [words for words in one["false"] if not judged(one, words).dropped] == []


def test_a_number_that_stands_in_no_fact_is_dropped():
    """Every figure of every reply in turn, raised to one that the facts do not hold; what is not known asserts none."""
    told = []
    for one in (one for one in PROMPTED if not ignorant(one.get("said", ""))):
        said = one.get("said", "")
        for number in re.finditer(r"(?<![\d:])\d+(?:[.,]\d\d)?", said):
            least = int(re.split("[.,]", number[0])[0]) + 1
            wrong = next(n for n in range(least, least + 9999) if str(n) not in str(one))
            changed = f"{said[: number.start()]}{wrong}{said[number.end() :]}"
            told += [changed] if not judged(one, changed).dropped else []
    assert told == []


@pytest.mark.parametrize(
    ("part", "most_dropped", "most_unsaid", "least_whole"),
    [
        ("tuned", 0.045, 0.01, 0.93),
        ("held out", 0.10, 0.03, 0.85),
        ("quoted", 0.03, 0.01, 0.96),
        ("quoted held out", 0.045, 0.01, 0.92),
        ("written later", 0.12, 0.01, 0.84),
    ],
)
def test_what_a_model_writes_under_our_prompt_leaves_as_often_as_measured(part: str, most_dropped: float, most_unsaid: float, least_whole: float):  # fmt: skip
    """Replies written for these facts by somebody who did not know the gate; what is "held out" was never tuned on, and "quoted"
    is what is said where the model is told to quote, as our prompt does. In the place of what is dropped stands the fact
    that speaks of it; what is unsaid has no such fact.
    """
    gates = [judged(one, one["said"]) for one in PROMPTED if one["part"] == part]
    dropped = sum(len(gate.dropped) for gate in gates)
    clauses = dropped + sum(gate.released for gate in gates)
    assert len(gates) > 100
    assert dropped < most_dropped * clauses, (dropped, clauses)
    assert sum(len(gate.unsaid) for gate in gates) < most_unsaid * clauses
    assert sum(not gate.dropped for gate in gates) > least_whole * len(gates)


def test_the_passages_that_vouched_are_named():
    passages = [(title, text, title.lower()) for title, text in PASSAGES]
    gate = Gate(vouchers(passages), MEND)
    through(gate, pieces("Thank you for asking. Dogs are welcome at the bar, and we do not deliver. We have a pool."))
    assert gate.leaned_on == {"dogs", "take-away"}


@settings(deadline=None)
@given(st.sampled_from(HOUSE), st.sampled_from(sorted(lies.KINDS)), st.integers(0, 100_000), st.booleans())
def test_no_lie_leaves_and_no_truth_stays(one: dict[str, Any], kind: str, seed: int, begins: bool):
    """Any lie in any disguise, between true sentences, in odd pieces, whether or not a fact may be begun."""
    passages = [
        (o["title"], o["text"]) for o in HOUSE if (o["agent"], o["language"]) == (one["agent"], one["language"])
    ]
    told = lies.told(one["question"], one["language"], [one["text"]], kind, seed)
    given = [(fact, "") for fact in quoting.told(one["text"])] if begins else []
    heard = through(Gate(vouchers(passages, question=one["question"]), MEND, given), list(told.pieces))
    facts = [part for _, text in passages for part in sentences(text)]
    for lie in told.lies:
        for mark in lie.marks:
            marked = re.compile(".*".join(map(re.escape, mark)))
            if not any(marked.search(fact) for fact in facts):
                assert not any(marked.search(part) for part in sentences(heard)), (lie.text, heard)
    for truth in told.truths:
        assert unjoined(truth) in unjoined(heard), (truth, "".join(told.pieces), heard)


def unjoined(text: str) -> str:
    """The words alone: what stands for a lie may end where "and three courses" went on, which is then a sentence itself."""
    return lies.folded(re.sub(r"\b(?:and|und)\b", " ", text))


def sentences(text: str) -> list[str]:
    return [lies.folded(part) for part in re.split(r"(?:(?<=[^\W_][.!?])|(?<=\)[.!?]))[\"”»)]*\s+", text)]


@settings(deadline=None)
@given(st.lists(st.text(max_size=15), max_size=30))
def test_any_stream_is_survived(words: list[str]):
    gate = Gate(vouchers(PASSAGES, question="Do you deliver?"), MEND)
    through(gate, words)
