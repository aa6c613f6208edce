"""What a caller wants: rules alone, and rules with weights beside them."""

import pytest

from dialogue import intents


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("I'd like to book a table for three on Sunday", "booking"),
        ("please cancel our reservation for tonight", "modify_cancel"),
        ("how much is a double room per night?", "pricing"),
        ("let me talk to a human", "escalation"),
        ("goodbye", "goodbye"),
    ],
)
def test_plain_wishes_are_read_by_rule(said, label):
    assert intents.classify(said) == label


def test_the_likeliest_label_is_taken_where_weights_have_spoken():
    assert intents.desk("is it nice there", {"faq": 0.7, "booking": 0.3}) == ("faq", 0.7)


def test_a_wish_for_a_person_stands_against_weak_weights():
    assert intents.desk("let me talk to a human", {"faq": 0.6, "escalation": 0.4})[0] == "escalation"


def test_without_weights_the_rules_answer():
    assert intents.support("my card was stolen", None, None) == ("lost_fraud", True)
    assert intents.desk("goodbye", None) == ("goodbye", intents.BY_RULE)


def test_a_likely_problem_is_one_before_it_is_certain():
    kinds = {"info": 0.8, "fault": 0.2}
    assert intents.support("hm, the light", kinds, {"problem": 0.45, "none": 0.55}) == ("info", True)
    assert intents.support("hm, the light", kinds, {"problem": 0.2, "none": 0.8}) == ("info", False)


def test_topics_are_those_that_some_line_makes_likely():
    lines = [{"checkbalance": 0.8, "closeaccount": 0.1}, {"checkbalance": 0.2, "somethingelse": 0.9}]
    assert intents.topics(lines) == ["checkbalance"]


@pytest.mark.parametrize("said", ["", "?", "\ud800", "a" * 5000, "ja nein " * 900])
def test_cues_are_found_in_anything(said):
    assert tuple(intents.desk_cues(said, language="de")) == intents.DESK_CUES
    assert tuple(intents.service_cues(said)) == intents.SERVICE_CUES
