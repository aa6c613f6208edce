"""What callers hear of remembered answers: the same words sooner, never an old truth, never somebody else's."""

import asyncio
from typing import Any

import httpx
import pytest

from knowledge import index
from records import agents, database, documents, keys
from tests.api.desks import CONFIG, EVERY_DAY, Desk, Model

RULES = "## Dogs\nWell-behaved dogs are welcome in the garden.\n\n## Parking\nThe garage next door costs 2.50 euros an hour."
NEW_RULES = "## Dogs\nDogs are welcome in the bar.\n\n## Parking\nThe garage next door costs 4 euros an hour."
DOGS = "Are dogs allowed?"


@pytest.fixture
async def read_up(desk: Desk) -> Desk:
    """A desk whose agent has read the house rules."""
    await write(desk, RULES)
    return desk


async def write(desk: Desk, rules: str) -> None:
    await index.ingest(desk.tenant_id, title="House rules", source="policy", language="en", content=rules)


async def memory(desk: Desk, role: keys.Role = "operator", hours: int = 24) -> httpx.Response:
    headers = {"authorization": f"Bearer {await keys.create(desk.tenant_id, role=role)}"}
    return await desk.http.get("/knowledge/cache", params={"hours": hours}, headers=headers)


async def until_remembered(desk: Desk, entries: int = 1) -> None:
    """An answer is written down just after it has been given."""
    async with asyncio.timeout(5):
        while (await memory(desk)).json()["entries"] < entries:
            await asyncio.sleep(0.01)


async def asked_of_model(model: Model) -> int:
    async with httpx.AsyncClient() as http:
        return int((await http.get(f"{model.url}/simulator/requests?last=0")).json()["counts"].get("chat", 0))


async def ask(desk: Desk, words: str, **more: Any) -> dict[str, Any]:
    """Ask as somebody who has just come in."""
    desk.conversation_id = None
    return await desk.say(words, **more)


async def test_a_question_that_was_asked_before_needs_no_model(read_up: Desk, model: Model):
    first = await ask(read_up, DOGS)
    assert "dogs are welcome in the garden" in first["reply"]
    await until_remembered(read_up)
    before = await asked_of_model(model)
    again = await ask(read_up, "Hello! Can one bring a dog?")
    assert again["reply"] == first["reply"]
    assert await asked_of_model(model) == before
    told = (await memory(read_up)).json()
    assert (told["exact"] + told["near"], told["misses"], told["entries"]) == (1, 1, 1)


async def test_a_stream_tells_a_remembered_answer_as_it_told_the_first_one(read_up: Desk):
    first = await read_up.hear(DOGS)
    await until_remembered(read_up)
    read_up.conversation_id = None
    again = await read_up.hear(DOGS)
    for events in (first, again):
        assert [event.id for event in events] == list(range(1, len(events) + 1))
        assert "".join(e.data["text"] for e in events if e.event == "token") == events[-1].data["reply"]
    clauses = [[event.data for event in events if event.event == "clause"] for events in (first, again)]
    assert clauses[0] == clauses[1]
    differing = {"conversation_id", "turn_id", "message_id"}
    done = [
        {name: value for name, value in events[-1].data.items() if name not in differing} for events in (first, again)
    ]
    assert done[0] == done[1]
    assert done[1]["sources"]


async def test_new_rules_are_told_by_the_next_reply(read_up: Desk):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    await write(read_up, NEW_RULES)
    reply = (await ask(read_up, DOGS))["reply"]
    assert "bar" in reply
    assert "garden" not in reply


async def test_what_stood_in_a_deleted_document_is_not_told_again(read_up: Desk):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    for document in await documents.all(read_up.tenant_id):
        await documents.delete(read_up.tenant_id, document.id)
    assert "garden" not in (await ask(read_up, DOGS))["reply"]


async def test_an_answer_is_forgotten_where_a_new_document_says_more(read_up: Desk):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    puppies = "## Are dogs allowed?\nDogs are allowed in the dining room, too, from Monday to Thursday."
    await index.ingest(read_up.tenant_id, title="Dogs", source="policy", language="en", content=puppies)
    assert (await memory(read_up)).json()["entries"] == 0


async def test_new_hours_are_told_by_the_next_reply_and_dogs_stay_where_they_were(read_up: Desk):
    await ask(read_up, DOGS)
    hours = (await ask(read_up, "What are your opening hours?"))["reply"]
    assert "11:30 pm" in hours
    await until_remembered(read_up, 2)
    shorter = {day: ["10:00-14:00"] for day in EVERY_DAY}
    await agents.update(read_up.tenant_id, read_up.agent_id, config={**CONFIG, "hours": shorter})
    assert (await memory(read_up)).json()["entries"] == 1
    now = (await ask(read_up, "What are your opening hours?"))["reply"]
    assert "2 pm" in now
    assert "11:30 pm" not in now


async def test_what_is_not_written_down_is_not_remembered(read_up: Desk):
    for _ in range(2):
        await ask(read_up, "Do you have a bowling alley?")
    told = (await memory(read_up)).json()
    assert (told["entries"], told["exact"], told["misses"]) == (0, 0, 2)


async def test_an_answer_that_came_while_the_model_was_silent_is_not_remembered(read_up: Desk, model: Model):
    model.behaves(fault="500")
    assert "garden" in (await ask(read_up, DOGS))["reply"]
    model.behaves(fault="")
    await ask(read_up, DOGS)
    assert (await memory(read_up)).json()["misses"] == 2


async def test_words_that_lean_on_a_conversation_are_answered_by_it(read_up: Desk, model: Model):
    await ask(read_up, "Is parking expensive?")
    await read_up.say("And on Sunday?")
    before = (await memory(read_up)).json()
    await ask(read_up, "And on Sunday?")
    await ask(read_up, "Yes")
    await ask(read_up, "7 pm?")
    await ask(read_up, "Is it still free?")
    after = (await memory(read_up)).json()
    assert (before["exact"], before["near"]) == (after["exact"], after["near"]) == (0, 0)


async def test_who_has_spoken_of_themselves_is_answered_by_the_model(read_up: Desk, model: Model):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    await ask(read_up, "I am afraid of dogs.")
    before = await asked_of_model(model)
    await read_up.say(DOGS)
    assert await asked_of_model(model) == before + 1


async def test_another_tenant_is_never_answered_from_this_memory(read_up: Desk, other_desk: Desk):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    assert "garden" not in (await ask(other_desk, DOGS))["reply"]
    told = (await memory(other_desk)).json()
    assert (told["entries"], told["exact"], told["near"]) == (0, 0, 0)


async def test_an_operator_can_have_everything_forgotten(read_up: Desk):
    await ask(read_up, DOGS)
    await until_remembered(read_up)
    headers = {"authorization": f"Bearer {await keys.create(read_up.tenant_id, role='operator')}"}
    cleared = await read_up.http.post("/knowledge/cache/clear", headers=headers)
    assert (cleared.status_code, cleared.json()) == (200, {"forgotten": 1})
    told = (await memory(read_up)).json()
    assert (told["entries"], told["oldest"]) == (0, None)


async def test_a_caller_cannot_look_into_the_memory(read_up: Desk):
    assert (await memory(read_up, role="visitor")).status_code == 403
    assert (await read_up.http.post("/knowledge/cache/clear", headers=read_up.headers)).status_code == 403
    assert (await read_up.http.get("/knowledge/cache")).status_code == 401


async def test_the_hours_that_are_counted_are_named_and_bounded(read_up: Desk):
    await ask(read_up, DOGS)
    async with database.tenant(read_up.tenant_id) as rows:
        await rows.run("update turns set ended_at = now() - interval '2 hours'")
    assert (await memory(read_up, hours=1)).json()["misses"] == 0
    assert (await memory(read_up, hours=3)).json()["misses"] == 1
    assert (await memory(read_up, hours=0)).status_code == 422


async def test_what_was_said_from_memory_stands_in_the_ledger_for_a_replay(read_up: Desk):
    first = await ask(read_up, DOGS)
    await until_remembered(read_up)
    again = await ask(read_up, DOGS)
    async with database.tenant(read_up.tenant_id) as rows:
        words = await rows.value("select usage ->> 'words' from turns where id = %s", [again["turn_id"]])
    assert words
    assert words in first["reply"]
