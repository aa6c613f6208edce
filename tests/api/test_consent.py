"""Whatever a caller says, in whatever order: nothing is done that was not read back and then plainly agreed to.

Callers who say things at random, and a judge who knows nothing of the house's own tokens: it looks at the last reply
before each receipt, and asks whether that reply said everything the receipt now holds, and whether what the caller
answered was a yes and nothing else.
"""

import random
from typing import Any

import pytest

from language import spoken
from records import database
from tests.api.desks import Desk

YES = ("Yes.", "Yes please, book it.", "Ja, gern.", "Correct.", "Okay", "Ja bitte")
NO_YES = (
    "Yes, but make it five.",
    "Yes, what does it cost?",
    "Maybe.",
    "Hm.",
    "I guess so",
    "mhm",
    "Is that inside?",
    "Yes, wait a moment.",
    "No.",
    "Nein, doch lieber um acht.",
    "Let me think.",
    "Ja, aber für sechs.",
    "👍 or is there a later one?",
)
THINGS = (
    "A table for four please.",
    "Tomorrow.",
    "Tomorrow at 7 pm.",
    "at 8 pm",
    "Actually 6:30 pm.",
    "for two people",
    "We are six now.",
    "My name is Petra Sommer.",
    "No, the name is Carla Weiss.",
    "+49 30 2345678",
    "I'd rather not give a number.",
    "Do you have parking?",
    "Wie lange haben Sie offen?",
    "One of us needs a high chair.",
    "The first one.",
    "And another table for tomorrow at 9 pm, for three.",
    "Move it to 9 pm.",
    "Can I change my reservation to five people?",
    "Cancel my reservation.",
    "Never mind.",
    "Start over.",
    "Could you repeat that?",
    "Tell the chef that the soup was wonderful.",
    "Auf Deutsch bitte.",
    "Thanks!",
    "Who am I talking to?",
)
AGREED_TO = frozenset({"book", "change", "cancel", "group", "waitlist", "message"})


@pytest.mark.parametrize("seed", range(12))
async def test_nothing_is_done_without_a_yes_to_its_own_read_back(desk: Desk, seed: int):
    dice = random.Random(seed)
    said: dict[str, Any] = {"reply": "", "language": "en"}
    booked: dict[str, dict[str, Any]] = {}
    done = 0
    for _ in range(30):
        pool = dice.choices((YES, NO_YES, THINGS), weights=(4, 2, 6))[0]
        words = dice.choice(pool)
        before, said = said, await desk.say(words)
        for receipt in said["receipts"]:
            operation, facts = receipt["operation"], receipt["facts"]
            if operation in AGREED_TO:
                done += 1
                assert words in YES, f"{words!r} is no plain yes, yet {operation}: {facts}"
                for part in told(operation, facts, before["language"]):
                    assert part in before["reply"], f"{operation} of {part!r} was not read back in {before['reply']!r}"
            if operation in ("book", "change"):
                booked[facts["code"]] = facts
            elif operation == "cancel":
                booked.pop(facts["code"])
    assert sorted(await desk.reservations()) == sorted(booked), "what was said to be booked is what is booked"
    async with database.tenant(desk.tenant_id) as rows:
        commits = await rows.one(int, "select count(*)::int from commits where operation = any(%s)", [list(AGREED_TO)])
    assert commits == done, "every effect was told, and told once"


def told(operation: str, facts: dict[str, Any], language: str) -> list[str]:
    """What a caller must have heard before it was done."""
    if operation == "message":
        return [facts["text"]]
    parts = [spoken.clock(facts["time"], language), spoken.party(facts["party_size"], language)]
    return [*parts, *([facts["name"]] if operation != "cancel" else [])]


def test_the_judge_would_notice():
    facts = {"time": "19:00", "party_size": 4, "name": "Petra Sommer"}
    heard = "So: Sunday, 22 November at 7 pm, 4 people, name Petra Sommer. Shall I book it?"
    assert all(part in heard for part in told("book", facts, "en"))
    assert not all(part in heard for part in told("book", {**facts, "time": "20:00"}, "en"))
    assert not all(part in heard for part in told("book", {**facts, "party_size": 5}, "en"))
