"""Questions without an answer are kept without what tells who asked, and alike where they ask alike."""

import pytest

from knowledge.unanswered import anonymous, key


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Do you have a helipad?", "Do you have a helipad?"),
        ("Call me on +49 170 1234567, do you have a helipad?", "Call me on …, do you have a helipad?"),
        ("Mail jo@example.org whether there is a cinema", "Mail … whether there is a cinema"),
        ("Is Mrs. Miller your chef?", "Is Mrs. … your chef?"),
        ("Arbeitet Frau von Stetten noch bei Ihnen?", "Arbeitet Frau … noch bei Ihnen?"),
        ("Does Sebastian Kurzweil work here?", "Does … work here?"),
        ("My name is Petra Sommer, is there a piano?", "My name is …, is there a piano?"),
        ("Ich heiße Jonas Berger, gibt es ein Klavier?", "Ich heiße …, gibt es ein Klavier?"),
    ],
)
def test_nobody_is_named(said: str, kept: str):
    assert anonymous(said, "DE") == kept


def test_a_long_question_is_cut():
    assert len(anonymous("Do you have " + "a very " * 200 + "large pool?", "DE")) == 300


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you have a bowling alley?", "hi, is there any bowling alley"),
        ("Gibt es einen Billardtisch?", "Haben Sie Billardtische?"),
        ("Is there a sauna at your hotel?", "At your hotel, is there a sauna?"),
    ],
)
def test_like_questions_are_alike(one: str, other: str):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you have a bowling alley?", "Do you have a golf course?"),
        ("Is there a bar?", "Is there a baby bar?"),
        ("Two dogs?", "Three dogs?"),
    ],
)
def test_others_are_not(one: str, other: str):
    assert key(one) != key(other)


def test_a_question_of_small_words_alone_has_a_key():
    assert key("What is that?")
