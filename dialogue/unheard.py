"""What of a spoken reply did not reach the caller, and what follows from it. Pure.

A caller who talks over a reply has not heard the rest of it. So a question that was not heard has not been asked: it is
no failure of the caller's to leave it open, and no "yes" can be an answer to it. And what was done, but broke off before
the caller knew, is said again before anything else. Replies that are read are heard whole.
"""

from dialogue.state import Expectation, Line, Spoken

MUST_BE_HEARD = ("done_", "is_cancelled", "disclosure", "emergency")
"""How the names of phrases begin that a caller has to hear to their end."""


def must_be_heard(line: Line) -> bool:
    """Whether this is said again when it was cut off."""
    return line["phrase"].startswith(MUST_BE_HEARD)


def to_say_again(spoken: Spoken, heard: int) -> list[Line]:
    """What has to be heard and was not, of a reply of which `heard` characters were."""
    return [due["line"] for due in spoken["due"] if due["until"] > heard]


def was_asked(spoken: Spoken, heard: int) -> bool:
    """Whether so much of the reply's question was heard that an answer is one: half of it."""
    return heard * 2 >= spoken["asks_from"] + spoken["length"]


def expected(expect: Expectation, spoken: Spoken, heard: int) -> Expectation:
    """What the caller may answer to.

    Digits go on where they stopped, and a choice that was named may be made, whatever was asked after it.
    """
    if was_asked(spoken, heard):
        return expect
    if expect.get("digits"):
        return {name: expect[name] for name in ("slot", "digits") if name in expect}  # type: ignore[return-value]
    if expect.get("choice") and heard >= spoken["asks_from"]:
        return {"choice": expect["choice"]}
    return {}
