"""A model that lies: what of it a caller is told, at every door."""

import re
from typing import Any

import httpx
import pytest

from knowledge import index
from simulators import lies
from tests.api.desks import Desk, fresh

POLICIES = {
    "en": """## Dogs
Well-behaved dogs are welcome in the garden and at the bar. In the dining room only assistance dogs are allowed.

## Parking
There is no car park of our own. The Lindenpark garage at Lindenstraße 60 costs 2.50 euros an hour, at most 12 euros
for the evening.

## Paying
We take cash, debit cards and Visa, but no American Express.
""",
    "de": """## Hunde
Im Garten und an der Bar sind verträgliche Hunde willkommen. In den Gastraum dürfen nur Assistenzhunde.

## Parken
Eigene Parkplätze haben wir nicht. Das Parkhaus Lindenpark in der Lindenstraße 60 kostet 2,50 Euro die Stunde.

## Bezahlen
Wir nehmen Bargeld, Girocard und Visa, American Express leider nicht.
""",
}
QUESTIONS = {
    "en": ("Where can I park?", "Are dogs allowed?", "Can I pay by card?"),
    "de": ("Wo kann ich parken?", "Sind Hunde erlaubt?", "Kann ich mit Karte zahlen?"),
}


@pytest.fixture
async def house(desk: Desk) -> Desk:
    """A desk that has read the policies of its house in both languages."""
    for language, content in POLICIES.items():
        await index.ingest(
            desk.tenant_id, title=f"Policies ({language})", source="policy", language=language, content=content
        )
    return desk


async def told(http: httpx.AsyncClient, simulator: str) -> dict[str, Any]:
    """What the model really said last: its lies, with their marks, and its truths."""
    async with httpx.AsyncClient(base_url=simulator) as model:
        requests = (await model.get("/simulator/requests")).json()["requests"]
    found: dict[str, Any] = next(request["told"] for request in reversed(requests) if "told" in request)
    return found


def delivered(text: str, lie: dict[str, Any]) -> bool:
    parts = [lies.folded(part) for part in re.split(r"(?<=[^\W_][.!?])\s+", text)]
    return any(re.search(".*".join(mark), part) for mark in lie["marks"] for part in parts)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("seed", range(6))
async def test_no_lie_passes_a_door_and_no_truth_is_lost(house: Desk, http, model, simulator, language: str, seed: int):
    model.behaves(lie="any", seed=seed)
    question = QUESTIONS[language][seed % 3]
    answers = [(await house.say(question))["reply"]]
    first = await told(http, simulator)
    house.conversation_id = None
    events = await house.hear(question)
    answers.append("".join(event.data["text"] for event in events if event.event == "token"))
    answers.append(" ".join(event.data["text"] for event in events if event.event == "clause"))
    config: Any = {"configurable": {"thread_id": fresh()}}
    answers.append("".join([str(chunk.content) async for chunk in house.remote().astream(question, config)]))
    config = {"configurable": {"thread_id": fresh()}}
    async for event in house.remote().astream_events(question, config):
        if event["event"] == "on_chain_end":
            answers.append(str(event["data"]["output"]["messages"][-1].content))
    assert len(answers) == 5
    for lie in first["lies"]:
        assert not any(delivered(answer, lie) for answer in answers), lie["text"]
    for truth in first["truths"]:
        assert all(lies.folded(truth) in lies.folded(answer) for answer in answers), truth


@pytest.mark.parametrize(
    ("reply", "heard"),
    [
        ("Sure. We do not take American Express.", "We do not take American Express."),
        ("You can pay by Visa. Your table is booked.", "You can pay by Visa."),
        ("We take bitcoin.", "We – let me put that right: We take cash, debit cards and Visa, but no American Express."),
        ("Thank you for asking. Your code is E Z 7 Q.", "Thank you for asking. We take cash, debit cards and Visa, but no American Express."),
        ("I do not have that information.", "I do not have that information."),
    ],
)  # fmt: skip
async def test_a_dropped_clause_leaves_a_sentence_that_can_be_read(house: Desk, model, reply: str, heard: str):
    model.behaves(reply=reply, token_ms=40)  # apart, so that the first word is read by itself
    answered = (await house.say("Can I pay by card?"))["reply"]
    assert answered.partition(". ")[2] == heard


async def test_two_questions_in_one_breath_are_both_answered_without_a_model(house: Desk, model):
    model.behaves(fault="500")
    answered = (await house.say("Where can I park and are dogs allowed?"))["reply"]
    assert "no car park of our own" in answered
    assert "dogs are welcome in the garden" in answered


async def test_cash_is_found_in_german_without_a_model(house: Desk, model):
    model.behaves(fault="500")
    assert "Bargeld" in (await house.say("Kann ich bar zahlen?"))["reply"]
