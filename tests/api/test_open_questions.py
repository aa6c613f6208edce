"""What nobody has written down is said to be unknown, in either language, and told to the operator."""

import asyncio
from typing import Any

import httpx
import pytest

from knowledge import index
from records import keys
from tests.api.desks import Desk, Model, fresh, sample_desk

RULES = "## Dogs\nWell-behaved dogs are welcome in the garden.\n\n## Parking\nThe garage next door costs 2.50 euros an hour."
UNKNOWN = {"en": "I don't have that written down", "de": "Dazu habe ich nichts vorliegen"}
BOWLING = "Do you have a bowling alley?"
UNWRITTEN = {
    "01-lindenhof.yaml": {
        "en": (BOWLING, "Do you serve kangaroo?", "Who owns the restaurant?", "When was the house built?", "Is your kitchen kosher?"),
        "de": ("Gibt es einen Hubschrauberlandeplatz?", "Habt ihr eine Disco?", "Kochen Sie koscher?", "Wie alt ist das Gebäude?", "Haben Sie einen Billardtisch?", "Woher kommt Ihr Gemüse?"),
    },
    "03-seeblick.yaml": {
        "en": ("Is there a nightclub in the hotel?", "Do you have a squash court?", "What is the voltage of the sockets?"),
        "de": ("Gibt es einen Hubschrauberlandeplatz?", "Habt ihr eine Disco?", "Gibt es eine Kegelbahn?", "Haben Sie einen Arzt im Haus?", "Darf man im See angeln?", "Haben Sie einen Souvenirladen?"),
    },
}  # fmt: skip


@pytest.fixture
async def read_up(desk: Desk) -> Desk:
    """A desk whose agent has read the house rules."""
    await index.ingest(desk.tenant_id, title="House rules", source="policy", language="en", content=RULES)
    return desk


async def ask(desk: Desk, words: str) -> dict[str, Any]:
    """Ask as somebody who has just come in."""
    desk.conversation_id = None
    return await desk.say(words)


async def door(desk: Desk, *, role: keys.Role = "operator", **params: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {await keys.create(desk.tenant_id, role=role)}"}
    return await desk.http.get("/knowledge/questions", params=params, headers=headers)


async def questions(desk: Desk, **params: Any) -> list[dict[str, Any]]:
    answered = await door(desk, **params)
    assert answered.status_code == 200, answered.text
    found: list[dict[str, Any]] = answered.json()["questions"]
    return found


async def mark(desk: Desk, question_id: str, status: str, role: keys.Role = "operator") -> httpx.Response:
    headers = {"authorization": f"Bearer {await keys.create(desk.tenant_id, role=role)}"}
    return await desk.http.post(f"/knowledge/questions/{question_id}", json={"status": status}, headers=headers)


@pytest.fixture(scope="module", params=UNWRITTEN)
async def sampled(
    request: pytest.FixtureRequest, server_url: str, http: httpx.AsyncClient, postgres: str
) -> tuple[Desk, dict[str, str]]:
    """A sample tenant, and questions that nothing in its documents answers, with their languages."""
    asked = {words: language for language, every in UNWRITTEN[request.param].items() for words in every}
    return await sample_desk(server_url, http, request.param), asked


async def test_nothing_is_guessed_in_either_language(sampled: tuple[Desk, dict[str, str]], either: Model):
    desk, asked = sampled
    guessed = {}
    for words, language in asked.items():
        told = await ask(desk, words)
        if UNKNOWN[language] not in told["reply"] or told["sources"]:
            guessed[words] = told["reply"]
    assert guessed == {}
    assert {one["question"] for one in await questions(desk)} == asked.keys()


async def test_an_open_question_says_what_was_asked_and_where(read_up: Desk, either: Model):
    told = await ask(read_up, BOWLING)
    assert UNKNOWN["en"] in told["reply"]
    [one] = await questions(read_up)
    assert one.pop("id")
    assert one.pop("first_asked_at") == one.pop("asked_at")
    assert one == {
        "agent_id": read_up.agent_id,
        "question": BOWLING,
        "language": "en",
        "times": 1,
        "status": "open",
        "conversation_id": told["conversation_id"],
        "turn_id": told["turn_id"],
    }


async def test_what_the_model_does_not_know_is_open_too(read_up: Desk, model: Model):
    model.behaves(reply="I'm sorry, I don't have that information.")
    await ask(read_up, "Is the garage heated?")
    await ask(read_up, "Where can I park?")
    assert "Where can I park?" in [one["question"] for one in await questions(read_up)]


async def test_what_is_answered_is_not_open(read_up: Desk, either: Model):
    for words in ("Where can I park?", "When are you open tomorrow?", "Hello!", "A table for two, please."):
        await ask(read_up, words)
    assert await questions(read_up) == []


async def test_of_two_questions_the_one_without_an_answer_is_open(read_up: Desk, either: Model):
    told = await ask(read_up, "Where can I park, and do you have a bowling alley?")
    assert "garage" in told["reply"]
    assert "rest" in told["reply"]
    assert [one["question"] for one in await questions(read_up)] == ["do you have a bowling alley?"]


async def test_like_questions_are_counted_together(read_up: Desk):
    for words in (BOWLING, "do you have bowling alleys", "Is there any bowling alley here?", "Is there a sauna?"):
        await ask(read_up, words)
    asked = {one["question"]: one["times"] for one in await questions(read_up, order="most")}
    assert list(asked.values()) == [3, 1]
    assert list(asked)[1] == "Is there a sauna?"
    assert [one["times"] for one in await questions(read_up, order="newest")] == [1, 3]


async def test_the_same_turn_counts_once(read_up: Desk):
    await asyncio.gather(*(read_up.say(BOWLING, turn_id="bowling", conversation_id=None) for _ in range(3)))
    assert [one["times"] for one in await questions(read_up)] == [1]


async def test_who_asked_is_not_told(read_up: Desk):
    await ask(
        read_up,
        "My name is Petra Sommer, my number is +49 30 2345678 and my mail petra@example.org, do you have a helipad?",
    )
    await ask(read_up, "Does Mr. Baxter play the piano at your place?")
    kept = " ".join(one["question"] for one in await questions(read_up))
    assert "helipad" in kept
    assert "piano" in kept
    for own in ("Petra", "Sommer", "2345678", "example.org", "Baxter"):
        assert own not in kept


async def test_an_operator_marks_a_question(read_up: Desk):
    await ask(read_up, BOWLING)
    [one] = await questions(read_up)
    answered = await mark(read_up, one["id"], "answered")
    assert (answered.status_code, answered.json()["status"]) == (200, "answered")
    assert await questions(read_up, status="open") == []
    await ask(read_up, BOWLING)  # and is not answered, after all
    assert [(one["status"], one["times"]) for one in await questions(read_up)] == [("open", 2)]
    await mark(read_up, one["id"], "dismissed")
    await ask(read_up, BOWLING)
    assert [(one["status"], one["times"]) for one in await questions(read_up)] == [("dismissed", 3)]


async def test_what_is_written_down_then_is_answered(read_up: Desk):
    await ask(read_up, BOWLING)
    await index.ingest(
        read_up.tenant_id, title="Bowling", source="policy", language="en", content="## Bowling\nThe bowling alley has two lanes."
    )  # fmt: skip
    assert "two lanes" in (await ask(read_up, BOWLING))["reply"]
    assert [one["times"] for one in await questions(read_up)] == [1]


async def test_questions_are_filtered_by_agent(read_up: Desk):
    await ask(read_up, BOWLING)
    assert len(await questions(read_up, agent_id=read_up.agent_id)) == 1
    assert await questions(read_up, agent_id=fresh()) == []


async def test_tenants_do_not_see_each_others_questions(read_up: Desk, other_desk: Desk):
    await ask(read_up, BOWLING)
    [one] = await questions(read_up)
    assert await questions(other_desk) == []
    foreign, unknown = await mark(other_desk, one["id"], "dismissed"), await mark(other_desk, fresh(), "dismissed")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert [one["status"] for one in await questions(read_up)] == ["open"]


async def test_only_who_works_for_the_tenant_may_see_them(read_up: Desk):
    assert (await door(read_up, role="visitor")).status_code == 403
    assert (await mark(read_up, fresh(), "open", role="customer")).status_code == 403
    assert (await read_up.http.get("/knowledge/questions")).status_code == 401


async def test_a_wrong_parameter_is_named(read_up: Desk):
    for params, field in (({"status": "gone"}, "status"), ({"limit": 0}, "limit"), ({"order": "size"}, "order")):
        refused = await door(read_up, **params)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    refused = await mark(read_up, fresh(), "gone")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "status")
