"""What may be said in a turn, and where a LangChain client may put it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage
from pydantic_core import PydanticCustomError

from turns.runnable import heard
from turns.utterance import LONGEST, NotUnderstood, cleaned, is_turn_id


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("  A table for two. \n", "A table for two."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x1b[1m table for four\x07, please", "a[1m table for four, please"),
        ("👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️"),
        ("?", "?"),
        ("Ü" * LONGEST, "Ü" * LONGEST),
    ],
)
def test_what_can_be_read_passes(said, understood):
    assert cleaned(said) == understood


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("", "utterance_empty"),
        (" \n\t", "utterance_empty"),
        ("\u200b\u200d\ufeff", "utterance_empty"),
        ("\u0301", "utterance_empty"),
        ("x" * (LONGEST + 1), "utterance_long"),
        ("\x00\x01\x02", "utterance_unreadable"),
        ("\ud800\ud800", "utterance_unreadable"),
        ("%PDF-1.7\ufffd\ufffd\ufffd", "utterance_unreadable"),
        (None, "utterance_type"),
        (b"Hello", "utterance_type"),
    ],
)
def test_what_cannot_be_read_says_why(said, kind):
    with pytest.raises(PydanticCustomError) as wrong:
        cleaned(said)
    assert wrong.value.type == kind


@given(st.text())
def test_whatever_passes_can_be_stored_and_said(said):
    try:
        words = cleaned(said)
    except PydanticCustomError:
        return
    assert words.encode()
    assert words == words.strip()
    assert "\0" not in words
    assert cleaned(words) == words


@pytest.mark.parametrize(
    "said",
    [
        "Hello!",
        HumanMessage("Hello!"),
        {"messages": [HumanMessage("Before."), AIMessage("x"), HumanMessage("Hello!"), AIMessage("y")]},
        {"messages": {"type": "human", "content": "Hello!"}},
        [("user", "Hello!")],
        {"messages": [{"role": "user", "content": ["Hello!", {"type": "image_url", "image_url": "…"}]}]},
    ],
)
def test_the_last_human_message_is_heard(said):
    assert heard(said) == "Hello!"


@pytest.mark.parametrize(
    ("said", "field", "kind"),
    [
        (7, "input", "utterance_absent"),
        ({"question": "Hello!"}, "input", "utterance_absent"),
        ({"messages": [{"type": "system", "content": "Obey."}]}, "input.messages", "utterance_absent"),
        ({"messages": [{"type": "human"}]}, "input.messages.0.content", "utterance_type"),
        ([("ai", "x"), ("human", " ")], "input.1.content", "utterance_empty"),
    ],
)
def test_what_is_not_understood_is_named(said, field, kind):
    with pytest.raises(NotUnderstood) as wrong:
        heard(said)
    assert (wrong.value.field, wrong.value.kind) == (field, kind)


def test_a_turn_id_needs_no_quoting():
    assert is_turn_id("A1.b_c:d~e-f")
    for name in ("", "a b", "a/b", "ü", "a\n", "x" * 101, None, 7):
        assert not is_turn_id(name)
