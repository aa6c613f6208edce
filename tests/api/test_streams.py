"""A reply heard while it is spoken, and heard again after the line broke."""

import asyncio

import httpx
import pytest

from tests.api.desks import BOOKING, QUESTION, Desk, fresh, parsed


async def test_tokens_make_up_the_reply_and_done_comes_last(desk: Desk):
    told = await desk.hear(QUESTION)
    assert [event.id for event in told] == list(range(1, len(told) + 1))
    done = told[-1]
    assert done.event == "done"
    assert "".join(event.data["text"] for event in told if event.event == "token") == done.data["reply"]
    assert [event.event for event in told].count("done") == 1


async def test_a_stream_carries_the_receipt(desk: Desk):
    for words in BOOKING[:-1]:
        await desk.hear(words)
    told = await desk.hear(BOOKING[-1])
    (receipt,) = [event for event in told if event.event == "receipt"]
    assert await desk.reservations() == [receipt.data["facts"]["code"]]


async def test_a_caller_who_asks_for_a_person_is_told_of_the_hand_off(desk: Desk):
    told = await desk.hear("I want to talk to a human being, please.")
    assert "handed_off" in [event.event for event in told]


async def test_a_stream_resumes_after_any_event(desk: Desk):
    words, turn_id = QUESTION, fresh()
    whole = await desk.hear(words, turn_id=turn_id)
    for n in range(len(whole) + 1):
        assert await desk.hear(words, turn_id=turn_id, after=n) == whole[n:]
        again = await desk.http.get(f"/chat/stream/{turn_id}", headers={**desk.headers, "last-event-id": str(n)})
        if n < len(whole):
            assert parsed(again.text) == whole[n:]
        else:
            assert (again.status_code, again.content) == (204, b"")


async def test_the_same_turn_twice_is_the_same_stream(desk: Desk):
    words = QUESTION
    assert await desk.hear(words, turn_id="once") == await desk.hear(words, turn_id="once")
    assert len(await desk.transcript()) == 2


async def test_who_hangs_up_does_not_cancel_the_turn(desk: Desk, model):
    await desk.say("Hello!")
    model.behaves(first_token_ms=300, token_ms=20)
    turn_id, words = fresh(), QUESTION
    with pytest.raises(httpx.ReadTimeout):
        await desk.http.post("/chat/stream", json=desk.body(words, turn_id=turn_id), headers=desk.headers, timeout=0.15)
    reply = await desk.until_answered(turn_id)
    again = await desk.hear(words, turn_id=turn_id)
    assert again[-1].data["reply"] == reply
    assert await desk.transcript() == [*(await desk.transcript())[:2], f"user: {words}", f"agent: {reply}"]


async def test_a_second_listener_hears_the_same_while_it_is_spoken(desk: Desk, model):
    await desk.say("Hello!")
    model.behaves(first_token_ms=200, token_ms=10)
    turn_id = fresh()
    first = asyncio.create_task(desk.hear(QUESTION, turn_id=turn_id))
    await asyncio.sleep(0.1)
    second = await desk.http.get(f"/chat/stream/{turn_id}", headers=desk.headers)
    assert parsed(second.text) == await first


async def test_a_foreign_turn_is_an_unknown_turn(desk: Desk, other_desk: Desk):
    await desk.hear("Hello!", turn_id="mine")
    foreign = await other_desk.http.get("/chat/stream/mine", headers=other_desk.headers)
    unknown = await other_desk.http.get(f"/chat/stream/{fresh()}", headers=other_desk.headers)
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


async def test_the_number_of_an_event_is_a_number(desk: Desk):
    for wrong in ("x", "-1", "1.5", "9" * 12):
        answered = await desk.post("/chat/stream", desk.body("Hello!"), **{"last-event-id": wrong})
        assert answered.status_code == 422
        assert answered.json()["errors"][0]["field"] == "Last-Event-ID"


async def test_a_bad_request_is_refused_before_a_stream_begins(desk: Desk):
    refused = await desk.post("/chat/stream", desk.body(""))
    assert refused.headers["content-type"] == "application/problem+json"
