"""What callers ask of the sample tenants is found where it is written down, in whichever language that is."""

from pathlib import Path

import pytest
import yaml

from evals import retrieval
from evals.retrieval import Report, judged
from tests.evals.conftest import Trial

AGENTS = Path(__file__).parents[2] / "agents"


@pytest.fixture(scope="module")
def found(trial: Trial) -> Report:
    """Every question of the set, searched for on the worker's server."""
    return retrieval.ask(trial.desk, retrieval.read(), answers=False)


def test_the_set_is_as_large_and_as_mixed_as_it_says():
    asked = retrieval.read()
    wanted = [question for question in asked.questions if question.wanted]
    assert len(wanted) >= 180
    assert len(asked.questions) - len(wanted) >= 30
    for split in retrieval.SPLITS:
        half = [question for question in wanted if question.split == split]
        assert len(half) >= 0.4 * len(wanted)
        assert {question.language for question in half} == {"en", "de"}
        assert len({question.tenant for question in half}) == 3
    assert len({(question.tenant, question.words) for question in asked.questions}) == len(asked.questions)


def test_every_passage_of_the_samples_is_asked_for():
    asked = retrieval.read()
    for file in sorted(AGENTS.glob("0*.yaml")):
        sample = yaml.safe_load(file.read_text(encoding="utf-8"))
        headings = {
            (document["title"], line.removeprefix("## "))
            for document in sample["documents"]
            for line in document["content"].splitlines()
            if line.startswith("## ")
        }
        names = asked.passages[sample["name"]]
        assert {place for places in names.values() for place in places.values()} == headings
        sought = {name for question in asked.questions if question.tenant == sample["name"] for one in question.wanted for name in one}  # fmt: skip
        assert sought == names.keys()


@pytest.mark.parametrize("split", retrieval.SPLITS)
def test_questions_find_their_passages(found: Report, split: str):
    by_mode = retrieval.figures(found)["search"][split]
    fused = by_mode["fused"]
    assert fused["all"]["recall@3"] >= 0.92
    assert fused["across"]["recall@3"] >= 0.82
    assert fused["all"]["same passage twice"] == 0
    for mode in ("dense", "text"):
        assert fused["all"]["mrr"] > by_mode[mode]["all"]["mrr"]


PASSAGES = {
    ("House policies", "Dogs"): "Well-behaved dogs are welcome in the garden and at the bar, and get a bowl of water.",
    ("House policies", "Parking"): "The Lindenpark garage is two minutes away on foot and costs 2.50 euros an hour.",
    (
        "Hausregeln",
        "Parken",
    ): "Das Parkhaus Lindenpark ist zwei Minuten zu Fuß entfernt und kostet 2,50 Euro die Stunde.",
}
PARKING = {("House policies", "Parking"), ("Hausregeln", "Parken")}


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("The Lindenpark garage is two minutes away on foot and costs 2.50 euros an hour.", "right"),
        ("Das Parkhaus Lindenpark kostet 2,50 Euro die Stunde.", "right"),
        ("Well-behaved dogs are welcome in the garden. The garage costs 2.50 euros an hour.", "right"),
        ("Well-behaved dogs are welcome in the garden and at the bar.", "beside"),
        ("The Lindenpark garage is two minutes away on foot.", "beside"),
        ("I don't have that written down, and I'd rather not guess.", "unknown"),
        ("Dazu habe ich nichts vorliegen, und raten möchte ich nicht.", "unknown"),
        ("Which day would you like to come?", "asked"),
        ("The valet takes your car for 2.50 euros and brings it back.", "asked"),
    ],
)
def test_an_answer_is_right_where_it_tells_what_stands_in_the_right_passage(reply: str, outcome: str):
    assert judged(reply, PASSAGES, PARKING, ("2.50",)) == outcome


def test_a_question_that_points_nowhere_is_named(tmp_path: Path):
    file = tmp_path / "asked.yaml"
    file.write_text(
        'tenants: {X: {passages: {dogs: {en: A › B}}, asked: [{en: "Cats?", where: cats, tells: no}], nothing: {}}}'
    )
    with pytest.raises(ValueError, match=r"'Cats\?' is to be answered by cats"):
        retrieval.read(file)
