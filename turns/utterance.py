"""What may be said in one turn, whichever door it comes through.

An utterance is 1 to 4,000 characters with something to read in it. A few stray control characters (a terminal's, a
clipboard's) are dropped without a word; text that is full of them was never meant to be read. Emoji are words.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

LONGEST = 4000
"""Characters; some three minutes of speech."""

TURN_ID = r"^[A-Za-z0-9._:~-]{1,100}$"
"""What a client may call a turn: anything that needs no quoting in a path or a header."""

_KEPT = frozenset("\n\t")


class NotUnderstood(Exception):
    """A part of a request cannot be used: `field` as the client wrote it, `kind` of wrong, `context` of the sentence."""

    def __init__(self, field: str, kind: str, **context: object) -> None:
        super().__init__(f"{field}: {kind}")
        self.field = field
        self.kind = kind
        self.context = context


def cleaned(said: object) -> str:
    """The utterance as the turn will see it: trimmed, readable, one kind of line end.

    Raises PydanticCustomError of type `utterance_type`, `utterance_empty`, `utterance_long` or `utterance_unreadable`.
    """
    if not isinstance(said, str):
        raise PydanticCustomError("utterance_type", "must be text")
    words = said.strip()
    if len(words) > LONGEST:
        context = {"longest": LONGEST, "length": len(words)}
        raise PydanticCustomError("utterance_long", "has {length} characters; {longest} are the most", context)
    if words.isascii() and words.isprintable():
        readable = words
    else:
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        readable = "".join(character for character in words if _readable(character)).strip()
        if (len(words) - len(readable)) * 10 > len(words):
            raise PydanticCustomError("utterance_unreadable", "looks like binary data, not like text")
    if not any(_visible(character) for character in readable):
        raise PydanticCustomError("utterance_empty", "has nothing to read in it")
    return readable


def is_turn_id(name: object) -> bool:
    """Whether a client may call a turn this."""
    return isinstance(name, str) and re.fullmatch(TURN_ID, name) is not None


def _readable(character: str) -> bool:
    """No control character, no half of a surrogate pair, no sign that decoding has already failed."""
    return character in _KEPT or not (unicodedata.category(character) in ("Cc", "Cs") or character == "\ufffd")


def _visible(character: str) -> bool:
    """Also what this Python's tables do not know yet: next year's emoji."""
    category = unicodedata.category(character)
    return category[0] in "LNPS" or category == "Cn"


Utterance = Annotated[
    str,
    BeforeValidator(cleaned, json_schema_input_type=str),
    Field(
        json_schema_extra={"minLength": 1, "maxLength": LONGEST},
        description=f"What the caller says: 1 to {LONGEST} characters of text.",
        examples=["A table for four tomorrow at seven, please."],
    ),
]
