"""Talking by text: what a caller gets back, and what is refused."""

import asyncio
from typing import Any

import httpx
import pytest

from records import agents
from tests.api.desks import BOOKING, CONFIG, QUESTION, Desk, fresh

UNKNOWN = {
    "type": "urn:switchboard:problem:unknown",
    "title": "Not found",
    "status": 404,
    "detail": "There is nothing here under the ids that were sent.",
}


async def test_a_booking_of_six_turns_is_one_reservation(desk: Desk):
    for words in BOOKING:
        reply = await desk.say(words)
    assert await desk.reservations() == [reply["receipts"][0]["facts"]["code"]]
    assert reply["receipts"][0]["facts"]["code"] in reply["reply"]
    assert len(await desk.transcript()) == 12


async def test_a_reply_says_all_that_a_client_needs(desk: Desk):
    reply = await desk.say(QUESTION, turn_id="first")
    assert reply.keys() == {
        "conversation_id", "reply", "message_id", "turn_id", "language", "receipts", "sources", "handed_off", "ended"
    }  # fmt: skip
    assert (reply["turn_id"], reply["language"], reply["handed_off"], reply["ended"]) == ("first", "en", False, False)
    assert reply["reply"]


async def test_the_tenant_may_be_named_if_it_is_the_keys_own(desk: Desk, other_desk: Desk):
    assert await desk.say("Hello!", tenant_id=desk.tenant_id)
    refused = await desk.post("/chat/message", desk.body("Hello!", tenant_id=other_desk.tenant_id))
    assert (refused.status_code, refused.json()) == (404, UNKNOWN)


async def test_unknown_and_foreign_ids_look_the_same(desk: Desk, other_desk: Desk):
    await desk.say("Hello!")
    await other_desk.say("Hello!")
    second = await agents.create(desk.tenant_id, name="Second desk", type="receptionist", config=CONFIG)
    wrong: list[dict[str, Any]] = [
        {"agent_id": fresh()},
        {"agent_id": other_desk.agent_id, "conversation_id": None},
        {"conversation_id": fresh()},
        {"conversation_id": other_desk.conversation_id},
        {"agent_id": str(second.id)},
        {"tenant_id": fresh()},
    ]
    for path in ("/chat/message", "/chat/stream"):
        answers = [await desk.post(path, {**desk.body("Hello!"), **change}) for change in wrong]
        assert [answer.status_code for answer in answers] == [404] * len(wrong)
        assert {answer.content for answer in answers} == {answers[0].content}
        assert answers[0].json() == UNKNOWN
    assert len(await other_desk.transcript()) == 2


async def test_the_same_turn_twice_gets_the_same_reply(desk: Desk):
    for words in BOOKING[:-1]:
        await desk.say(words)
    first = await desk.say(BOOKING[-1], turn_id="the-yes")
    again = await desk.say(BOOKING[-1], turn_id="the-yes")
    by_header = await desk.post("/chat/message", desk.body(BOOKING[-1]), **{"idempotency-key": '"the-yes"'})
    assert first == again == by_header.json()
    assert len(await desk.reservations()) == 1
    assert len(await desk.transcript()) == 12


async def test_the_same_turn_at_the_same_time_gets_the_same_reply(desk: Desk):
    await desk.say("Hello!")
    body = desk.body(QUESTION, turn_id="twice")
    answers = await asyncio.gather(*(desk.post("/chat/message", body) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(await desk.transcript()) == 4


async def test_a_turn_id_stands_for_its_words(desk: Desk):
    await desk.say("Hello!", turn_id="mine")
    refused = await desk.post("/chat/message", desk.body("Something else", turn_id="mine"))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:switchboard:problem:turn-mismatch")


async def test_an_idempotency_key_must_be_fit_for_a_turn_id(desk: Desk):
    refused = await desk.post("/chat/message", desk.body("Hello!"), **{"idempotency-key": "a b"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


async def test_two_utterances_at_once_are_both_answered_in_order(desk: Desk, model):
    await desk.say("Hello!")
    model.behaves(first_token_ms=300)
    first = asyncio.create_task(desk.say(QUESTION, turn_id="one"))
    await asyncio.sleep(0.1)
    second = await desk.say("And the day after?", turn_id="two")
    assert (await first)["reply"]
    assert second["reply"]
    said = [line for line in await desk.transcript() if line.startswith("user")]
    assert said[1:] == [f"user: {QUESTION}", "user: And the day after?"]
    assert len(await desk.transcript()) == 6


async def test_who_will_not_wait_is_told_that_the_line_is_busy(desk: Desk, model):
    await desk.say("Hello!")
    model.behaves(first_token_ms=800)
    first = asyncio.create_task(desk.say(QUESTION))
    await asyncio.sleep(0.2)
    refused = await desk.post("/chat/message", desk.body("Hello?", when_busy="reject"))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:switchboard:problem:busy")
    assert refused.headers["retry-after"] == "1"
    await first


GOOD = {"message": "Hello!"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"message": ""}, "message"),
        ({"message": "   \n\t "}, "message"),
        ({"message": "\u200b\u200d"}, "message"),
        ({"message": "x" * 20_000}, "message"),
        ({"message": "\x00\x01\x02\x03"}, "message"),
        ({"message": "PK\x03\x04\x14\x00\x08\x00\x08\x00"}, "message"),
        ({"message": "\ufffd\ufffd\ufffdJFIF"}, "message"),
        ({"message": 7}, "message"),
        ({"message": None}, "message"),
        ({"message": ["Hello!"]}, "message"),
        ({"message": {"text": "Hello!"}}, "message"),
        ({"agent_id": "lindenhof"}, "agent_id"),
        ({"agent_id": None}, "agent_id"),
        ({"agent_id": 5}, "agent_id"),
        ({"conversation_id": "tenant:1"}, "conversation_id"),
        ({"tenant_id": "mine"}, "tenant_id"),
        ({"turn_id": ""}, "turn_id"),
        ({"turn_id": "a b"}, "turn_id"),
        ({"turn_id": "x" * 101}, "turn_id"),
        ({"when_busy": "wait"}, "when_busy"),
    ],
)
@pytest.mark.parametrize("path", ["/chat/message", "/chat/stream"])
async def test_bad_input_is_refused_naming_the_field_and_the_remedy(desk: Desk, path, change, field):
    for language in ("en", "de"):
        refused = await desk.post(path, {**desk.body("Hello!"), **change}, **{"accept-language": language})
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        (error,) = refused.json()["errors"]
        assert error["field"] == field
        assert error["problem"]
        assert error["remedy"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nope",
        b'{"agent_id":',
        b'"Hello!"',
        b"[]",
        b"7",
        b'{"message": "\xff\xfe"}',
        b'{"message": "\\ud800 Hello!"}',
    ],
)
async def test_a_body_that_is_no_object_is_refused(desk: Desk, body):
    headers = {**desk.headers, "content-type": "application/json"}
    refused = await desk.http.post("/chat/message", content=body, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:switchboard:problem:invalid")
    assert refused.json()["errors"]


async def test_a_body_of_more_than_64_kb_is_refused_however_it_comes(desk: Desk):
    async def pieces():
        for _ in range(70):
            yield b" " * 1024

    for content in (b" " * 70_000, pieces()):
        try:
            refused = await desk.http.post("/chat/message", content=content, headers=desk.headers)
        except (httpx.WriteError, httpx.RemoteProtocolError):  # it hung up while we were still sending
            continue
        assert (refused.status_code, refused.json()["type"]) == (413, "urn:switchboard:problem:too-large")


@pytest.mark.parametrize(
    "words", ["👍", "🙂🙂🙂", "👨‍👩‍👧 ❤️", "?", "7", "Ü" * 4000, "a\x07 table for two, please", "حجز طاولة", "🫩"]
)
async def test_odd_words_get_a_kind_reply(desk: Desk, words):
    reply = await desk.say(words)
    assert reply["reply"]


async def test_markup_and_sql_are_only_words(desk: Desk):
    words = "'; drop table reservations; -- <script>alert(1)</script> %s {0} {{x}}"
    await desk.say(words)
    assert (await desk.transcript())[0] == f"user: {words}"


async def test_a_path_that_is_not_served_is_a_problem_too(http):
    assert (await http.get("/nowhere")).json()["type"] == "urn:switchboard:problem:no-route"
    refused = await http.delete("/chat/message")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "fault",
    [
        "401",
        "404",
        "429",
        "500",
        "503",
        "cut",
        "abort",
        "stream_error",
        "malformed",
        "garbage",
        "empty",
        "reasoning_only",
    ],
)
async def test_whatever_the_model_does_the_caller_gets_a_sentence(desk: Desk, model, fault):
    model.behaves(fault=fault)
    reply = await desk.say(QUESTION, turn_id="asked")
    assert reply["reply"].strip()
    assert await desk.until_answered("asked") == reply["reply"]


async def test_health_tells_how_the_house_stands_and_no_secret(http, simulator):
    for path in ("/health", "/api/health"):
        answered = await http.get(path)
        assert answered.status_code == 200
        health = answered.json()
        assert health.keys() == {"status", "version", "database", "model", "embeddings", "agents"}
        assert (health["status"], health["database"]["status"]) == ("ok", "ok")
        assert "receptionist" in health["agents"]
        assert "postgres" not in answered.text
        assert "sim" not in health["model"].values()
