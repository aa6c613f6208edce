"""LangServe's own client, unmodified, against our agents."""

import asyncio
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.runnables import RunnableConfig

from records import agents
from tests.api.desks import BOOKING, CONFIG, QUESTION, Desk, fresh


def thread(**more: Any) -> RunnableConfig:
    """A run's config with a thread of its own."""
    return {"configurable": {"thread_id": fresh(), **more}}


def human(words: str) -> dict[str, Any]:
    return {"messages": [HumanMessage(words)]}


async def test_a_booking_of_six_turns_by_ainvoke(desk: Desk):
    config = thread(agent_id=desk.agent_id)
    for words in BOOKING:
        output = await desk.remote().ainvoke(human(words), config)
    assert output["conversation_id"] == config["configurable"]["thread_id"]
    assert isinstance(output["messages"][-1], AIMessage)
    assert await desk.reservations() == [output["receipts"][0]["facts"]["code"]]
    assert len(await desk.transcript(output["conversation_id"])) == 12


async def test_a_booking_of_six_turns_by_invoke(desk: Desk):
    config, remote = thread(), desk.remote()

    def book() -> Any:
        return [remote.invoke({"messages": [{"type": "human", "content": words}]}, config) for words in BOOKING][-1]

    output = await asyncio.to_thread(book)
    assert await desk.reservations() == [output["receipts"][0]["facts"]["code"]]


async def test_a_booking_of_six_turns_by_astream(desk: Desk):
    config = thread()
    for words in BOOKING:
        whole = AIMessageChunk(content="")
        async for chunk in desk.remote().astream(words, config):
            assert isinstance(chunk, AIMessageChunk)
            whole += chunk
    (code,) = await desk.reservations()
    assert code in whole.content
    assert whole.response_metadata["receipts"][0]["facts"]["code"] == code
    said = [line for line in await desk.transcript(config["configurable"]["thread_id"]) if line.startswith("agent")]
    assert said[-1] == f"agent: {whole.content}"


async def test_a_conversation_goes_on_through_another_door(desk: Desk):
    config = thread()
    for words in BOOKING[:3]:
        await desk.remote().ainvoke(words, config)
    desk.conversation_id = config["configurable"]["thread_id"]
    for words in BOOKING[3:]:
        reply = await desk.say(words)
    assert await desk.reservations() == [reply["receipts"][0]["facts"]["code"]]


async def test_events_are_tokens_and_receipts_and_leak_nothing(desk: Desk):
    config = thread()
    for words in BOOKING[:-1]:
        await desk.remote().ainvoke(words, config)
    events = [event async for event in desk.remote().astream_events(BOOKING[-1], config)]
    kinds = [event["event"] for event in events]
    assert (kinds[0], kinds[-1]) == ("on_chain_start", "on_chain_end")
    assert set(kinds) == {"on_chain_start", "on_chat_model_stream", "on_custom_event", "on_chain_end"}
    spoken = "".join(event["data"]["chunk"].content for event in events if event["event"] == "on_chat_model_stream")
    assert events[-1]["data"]["output"]["messages"][0].content == spoken
    (receipt,) = [event for event in events if event["event"] == "on_custom_event"]
    assert receipt["name"] == "receipt"
    for inner in ("persona", "system", "slots", "errands", "open_turn", "checkpoint", desk.tenant_id):
        assert inner not in str(events)


async def test_events_can_be_filtered(desk: Desk):
    config = thread()
    kinds = {e["event"] async for e in desk.remote().astream_events("Hello!", config, include_types=["chat_model"])}
    assert kinds == {"on_chat_model_stream"}
    kinds = {e["event"] async for e in desk.remote().astream_events("Hello!", config, exclude_names=["reply"])}
    assert kinds == {"on_chain_start", "on_chain_end"}


async def test_the_run_log_holds_the_chunks(desk: Desk):
    patches = [patch async for patch in desk.remote().astream_log("Hello!", thread())]
    state = sum(patches[1:], patches[0]).ops
    assert state[0]["value"]["logs"] == {}
    assert state[-1]["path"] == "/final_output"


async def test_the_same_turn_twice_gets_the_same_reply(desk: Desk):
    config = thread(turn_id="mine")
    first = await desk.remote().ainvoke(QUESTION, config)
    assert await desk.remote().ainvoke(QUESTION, config) == first
    assert len(await desk.transcript(first["conversation_id"])) == 2


async def refusal(desk: Desk, body: object, verb: str = "invoke") -> httpx.Response:
    return await desk.post(f"/agents/receptionist/{verb}", body)


@pytest.mark.parametrize("verb", ["invoke", "stream", "stream_events", "stream_log"])
async def test_without_a_thread_nothing_runs(desk: Desk, verb):
    configs: list[dict[str, Any]] = [
        {},
        {"configurable": {}},
        {"configurable": {"thread_id": ""}},
        {"configurable": None},
    ]
    for config in configs:
        refused = await refusal(desk, {"input": "Hello!", "config": config}, verb)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "config.configurable.thread_id"
    assert (await refusal(desk, {"input": "Hello!"}, verb)).status_code == 422


@pytest.mark.parametrize("verb", ["invoke", "stream", "stream_events", "stream_log"])
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("", "input"),
        ("x" * 5000, "input"),
        ("\x00\x01\x02", "input"),
        (7, "input"),
        (None, "input"),
        ({}, "input"),
        ([], "input"),
        ({"messages": []}, "input.messages"),
        ({"messages": "Hello!"}, "input.messages"),
        ({"messages": [{"type": "ai", "content": "Hello!"}]}, "input.messages"),
        ({"messages": [{"type": "human", "content": ""}]}, "input.messages.0.content"),
        ({"messages": [{"type": "human", "content": 7}]}, "input.messages.0.content"),
        ({"messages": [{"type": "human", "content": [{"type": "image_url"}]}]}, "input.messages.0.content"),
    ],
)
async def test_bad_input_is_refused_before_a_stream_begins(desk: Desk, verb, said, field):
    refused = await refusal(desk, {"input": said, "config": thread()}, verb)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "said",
    [
        "Hello!",
        {"messages": [{"role": "user", "content": "Hello!"}]},
        {"messages": [{"type": "human", "content": [{"type": "text", "text": "Hello!"}]}]},
        {"messages": [{"type": "human", "content": "Before."}, {"type": "ai", "content": "x"}, ["human", "Hello!"]]},
        [{"type": "human", "content": "Hello!"}],
        {"type": "human", "content": "Hello!"},
    ],
)
async def test_the_last_human_message_is_what_was_said(desk: Desk, said):
    config = thread()
    answered = await refusal(desk, {"input": said, "config": config})
    assert answered.status_code == 200, answered.text
    assert (await desk.transcript(config["configurable"]["thread_id"]))[0] == "user: Hello!"


async def test_unknown_and_foreign_ids_look_the_same(desk: Desk, other_desk: Desk):
    await other_desk.say("Hello!")
    own = fresh()
    await desk.remote().ainvoke("Hello!", thread(thread_id=own))
    second = await agents.create(desk.tenant_id, name="Second desk", type="receptionist", config=CONFIG)
    other_type = await agents.create(desk.tenant_id, name="Somebody else", type="something-else")
    wrong = [
        {"thread_id": fresh(), "agent_id": str(other_type.id)},
        {"thread_id": fresh(), "agent_id": fresh()},
        {"thread_id": fresh(), "agent_id": other_desk.agent_id},
        {"thread_id": other_desk.conversation_id, "agent_id": desk.agent_id},
        {"thread_id": own, "agent_id": str(second.id)},
    ]
    for verb in ("invoke", "stream", "stream_events"):
        answers = [await refusal(desk, {"input": "Hello!", "config": {"configurable": ids}}, verb) for ids in wrong]
        assert [answer.status_code for answer in answers] == [404] * len(wrong)
        assert len({answer.content for answer in answers}) == 1


async def test_the_tenant_comes_from_the_key_alone(desk: Desk, other_desk: Desk):
    config = thread(tenant_id=other_desk.tenant_id, caller_id="someone", channel="phone")
    output = await desk.remote().ainvoke("Hello!", config)
    assert len(await desk.transcript(output["conversation_id"])) == 2
    assert await other_desk.transcript(output["conversation_id"]) == []


async def test_the_agent_must_be_named_where_there_are_several(desk: Desk):
    await agents.create(desk.tenant_id, name="Second desk", type="receptionist", config=CONFIG)
    await asyncio.sleep(3.1)  # a process may serve what it knows of an agent for three seconds
    refused = await refusal(desk, {"input": "Hello!", "config": thread()})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "config.configurable.agent_id"
    assert (await desk.remote().ainvoke("Hello!", thread(agent_id=desk.agent_id)))["messages"]


async def test_a_batch_is_refused(desk: Desk):
    with pytest.raises(httpx.HTTPStatusError) as refused:
        await desk.remote().abatch(["Hello!", "Hello!"], thread())
    assert refused.value.response.status_code == 404
    for path in ("/c/N4XyA/batch", "/token_feedback", "/feedback"):
        assert (await desk.post(f"/agents/receptionist{path}", {"inputs": ["Hello!"]})).status_code == 404


async def test_a_share_link_that_is_no_config_is_refused(desk: Desk):
    refused = await desk.post("/agents/receptionist/c/nonsense/invoke", {"input": "Hello!", "config": thread()})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:switchboard:problem:invalid")


async def test_who_hangs_up_does_not_cancel_the_turn(desk: Desk, model):
    model.behaves(first_token_ms=200, token_ms=20)
    config = thread(turn_id=fresh())
    async for _ in desk.remote().astream(QUESTION, config):
        break
    assert await desk.until_answered(config["configurable"]["turn_id"])


async def test_schemas_say_what_may_be_sent(desk: Desk):
    for name in ("input_schema", "output_schema", "config_schema"):
        schema = await desk.http.get(f"/agents/receptionist/{name}", headers=desk.headers)
        assert schema.status_code == 200
    configurable = schema.json()["$defs"]["Configurable"]["properties"]
    assert configurable.keys() == {"thread_id", "agent_id", "turn_id"}


async def test_no_two_callers_ever_share_a_thread_by_accident(desk: Desk):
    threads = [(await desk.remote().ainvoke("Hello!", thread()))["conversation_id"] for _ in range(2)]
    assert len(set(threads)) == 2
