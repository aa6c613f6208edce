"""A conversation that is over, one that is exported, and the time at which things are said."""

import json

import pytest
import yaml
from langchain_core.runnables import RunnableConfig

from records import keys
from tests.api.desks import BOOKING, Desk, fresh

ENDING = ("Thank you, goodbye!", "Vielen Dank, auf Wiederhören!")


async def export(desk: Desk, conversation_id: str | None = None, *, role: keys.Role = "operator", **headers: str):
    key = await keys.create(desk.tenant_id, role=role)
    path = f"/conversations/{conversation_id or desk.conversation_id}/export"
    return await desk.http.post(path, headers={"authorization": f"Bearer {key}", **headers})


async def booked(desk: Desk) -> str:
    """Book a table; its code."""
    reply = {}
    for words in BOOKING:
        reply = await desk.say(words)
    code: str = reply["receipts"][0]["facts"]["code"]
    return code


# --- over -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ENDING)
async def test_what_is_said_after_the_end_begins_another_conversation(desk: Desk, words: str):
    await desk.say("When are you open tomorrow?")
    over = await desk.say(words)
    assert over["ended"]
    first = desk.conversation_id
    again = await desk.say("A table for two, please.")
    assert again["conversation_id"] != first
    assert not again["ended"]
    assert len(await desk.transcript(first)) == 4
    assert await desk.transcript() == ["user: A table for two, please.", f"agent: {again['reply']}"]


async def test_the_old_id_keeps_leading_to_where_the_caller_is(desk: Desk):
    await desk.say(ENDING[0])
    old = desk.conversation_id
    second = await desk.say("A table for two, please.")
    desk.conversation_id = old
    third = await desk.say("Tomorrow at 7 pm.")
    assert third["conversation_id"] == second["conversation_id"]


async def test_the_same_turn_after_the_end_is_the_same_turn(desk: Desk):
    await desk.say(ENDING[0], turn_id="bye")
    old = desk.conversation_id
    first = await desk.say("A table for two, please.", turn_id="again")
    for named in (old, first["conversation_id"], None):
        desk.conversation_id = named
        assert await desk.say("A table for two, please.", turn_id="again") == first
    desk.conversation_id = old
    assert (await desk.say(ENDING[0], turn_id="bye"))["conversation_id"] == old
    other = await desk.post("/chat/message", desk.body("A table for nine, please.", turn_id="again"))
    assert other.status_code == 409


async def test_ends_may_follow_upon_each_other(desk: Desk):
    await desk.say(ENDING[0])
    old, seen = desk.conversation_id, set()
    for _ in range(3):
        desk.conversation_id = old
        seen.add((await desk.say(ENDING[0]))["conversation_id"])
    assert len(seen) == 3 and old not in seen


async def test_a_langserve_thread_goes_on_after_its_end(desk: Desk):
    config: RunnableConfig = {"configurable": {"thread_id": fresh(), "agent_id": desk.agent_id}}
    over = await desk.remote().ainvoke(ENDING[0], config)
    assert over["ended"]
    again = await desk.remote().ainvoke("A table for two, please.", config)
    assert again["conversation_id"] == over["conversation_id"]


async def test_a_foreign_conversation_that_is_over_is_an_unknown_one(desk: Desk, other_desk: Desk):
    await other_desk.say(ENDING[0])
    desk.conversation_id = other_desk.conversation_id
    foreign = await desk.post("/chat/message", desk.body("Hello!"))
    desk.conversation_id = fresh()
    unknown = await desk.post("/chat/message", desk.body("Hello!"))
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


# --- exported ---------------------------------------------------------------------------------------------------------


async def test_an_export_tells_the_house_the_turns_and_what_they_left(desk: Desk):
    code = await booked(desk)
    answered = await export(desk)
    assert answered.status_code == 200
    assert answered.headers["content-type"].startswith("application/yaml")
    scenario = yaml.safe_load(answered.text)
    assert [turn["say"] for turn in scenario["turns"]] == list(BOOKING)
    transcript = await desk.transcript()
    assert [f"agent: {turn['reply']}" for turn in scenario["turns"]] == transcript[1::2]
    (reservation,) = scenario["records"]["reservations"]
    assert (reservation["code"], reservation["name"], reservation["phone"]) == (code, "Petra Sommer", "+49302345678")
    assert scenario["turns"][-1]["receipts"] == [{"operation": "book", "code": code}]
    assert scenario["house"]["agents"][0]["config"]["tables"]
    assert desk.key not in answered.text


async def test_json_is_given_to_who_accepts_it(desk: Desk):
    await desk.say("Hello!")
    plain, written = await export(desk, accept="application/json"), await export(desk)
    assert plain.headers["content-type"] == "application/json"
    assert json.loads(plain.text) == yaml.safe_load(written.text)


async def test_other_guests_are_not_named_in_an_export(desk: Desk):
    await booked(desk)
    desk.conversation_id = None
    for words in (
        "A table for two tomorrow at 7 pm, please.",
        "My name is Rosa Klein.",
        "+49 30 7654321",
        "Yes, please.",
    ):
        await desk.say(words)
    answered = await export(desk)
    assert "Rosa Klein" in answered.text
    assert "Petra" not in answered.text and "2345678" not in answered.text
    assert yaml.safe_load(answered.text)["given"]["taken"], "but a table is taken"


async def test_a_foreign_conversation_cannot_be_told_from_an_unknown_one(desk: Desk, other_desk: Desk):
    await other_desk.say("Hello!")
    foreign, unknown = await export(desk, other_desk.conversation_id), await export(desk, fresh())
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert (await export(desk, "nonsense")).status_code == 422


async def test_callers_cannot_export(desk: Desk):
    await desk.say("Hello!")
    assert (await export(desk, role="visitor")).status_code == 403
    assert (await export(desk, role="customer")).status_code == 403


# --- at its own time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/chat/message", "/chat/stream"])
@pytest.mark.parametrize(
    ("now", "problem"),
    [
        ("2026-11-21T15:00:00+01:00", "is taken in trials only"),
        ("2026-11-21T15:00:00", "has no offset"),
        ("tomorrow", "is not a time"),
        ([], "is not a time"),
    ],
)
async def test_nobody_brings_a_time_of_their_own_outside_of_trials(desk: Desk, path: str, now: object, problem: str):
    refused = await desk.post(path, desk.body("Hello!", now=now))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "now"
    assert refused.json()["errors"][0]["problem"] == problem
