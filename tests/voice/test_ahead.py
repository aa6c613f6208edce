"""A turn that is only likely is begun; nothing of that can be seen afterwards, and a turn that comes loses no time."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from dialogue.call import Call
from tests.api.desks import BOOKING, QUESTION, Model
from tests.conftest import Tenant
from tests.voice.test_session import Dial, dial, hearing, speaking
from turns import taking

__all__ = ["dial", "hearing", "speaking"]
OTHERS = "When do you close on Friday?"
TABLES = """select table_name from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'procrastinate_workers'"""  # it beats


async def everything(desk: Tenant) -> dict[str, str]:
    """All rows of all tables that this tenant sees, as one number a table."""
    names = (await desk.value(f"select string_agg(table_name, ',') from ({TABLES}) t")).split(",")
    return {
        name: await desk.value(f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t")
        for name in names
    }


async def asked(model: Model) -> list[dict[str, Any]]:
    """What the model has been asked for so far, the latest last."""
    async with httpx.AsyncClient(timeout=30) as http:
        told = (await http.get(f"{model.url}/simulator/requests", params={"last": 500})).json()
    return list(told["requests"])


async def until_asked(model: Model, before: int) -> None:
    async with asyncio.timeout(30):
        while len(await asked(model)) <= before:
            await asyncio.sleep(0.02)


async def rehearsed() -> None:
    """Until no rehearsal is under way."""
    async with asyncio.timeout(30):
        while any(task.get_name() == "rehearsal" for task in asyncio.all_tasks()):
            await asyncio.sleep(0.01)


@pytest.fixture
def call(front_desk: Tenant) -> Call:
    return Call(front_desk.id, front_desk.agent_id, channel="phone")


async def says(call: Call, words: str) -> tuple[Call, str]:
    turn = await taking.take(call, words)
    reply = await turn.reply()
    return replace(call, thread_id=reply.conversation_id), reply.text


async def test_a_turn_that_comes_gets_the_reply_that_was_asked_for_before(call: Call, model: Model):
    call, _ = await says(call, "Hello!")
    before = len(await asked(model))
    taking.foresee(call, QUESTION)
    await until_asked(model, before)
    await rehearsed()
    _, reply = await says(call, QUESTION)
    assert len(await asked(model)) == before + 1
    assert "11:30" in reply or "10" in reply


async def test_a_caller_who_goes_on_leaves_no_trace(call: Call, model: Model, front_desk: Tenant):
    call, _ = await says(call, "Hello!")
    stands = await everything(front_desk)
    before = len(await asked(model))
    forget = taking.foresee(call, QUESTION)
    await until_asked(model, before)
    forget()
    await rehearsed()
    assert await everything(front_desk) == stands
    call, _ = await says(call, OTHERS)
    said = await front_desk.value("select string_agg(utterance, '|' order by n) from turns")
    assert said == f"Hello!|{OTHERS}"
    about = [message["content"] for message in (await asked(model))[-1]["body"]["messages"]]
    assert any(OTHERS in words for words in about)
    assert not any(QUESTION in words for words in about)


async def test_a_call_that_never_becomes_a_conversation_leaves_no_trace(call: Call, model: Model, front_desk: Tenant):
    stands = await everything(front_desk)
    before = len(await asked(model))
    forget = taking.foresee(call, QUESTION)
    await until_asked(model, before)
    forget()
    await rehearsed()
    assert await everything(front_desk) == stands


async def test_nothing_is_held_or_booked_before_it_is_certain(call: Call, front_desk: Tenant):
    for words in BOOKING[:-1]:
        forget = taking.foresee(call, words)
        await rehearsed()
        forget()
        assert await front_desk.value("select count(*) from turns where utterance = %s", [words]) == 0
        call, reply = await says(call, words)
    assert reply.endswith("Shall I book it?")
    stands = await everything(front_desk)
    taking.foresee(call, BOOKING[-1])
    await rehearsed()
    assert await everything(front_desk) == stands
    _, reply = await says(call, BOOKING[-1])
    assert reply.startswith("Booked:")
    assert await front_desk.value("select count(*) from reservations where status = 'confirmed'") == 1


async def test_a_request_that_failed_is_made_again_by_the_turn(call: Call, model: Model):
    call, _ = await says(call, "Hello!")
    before = len(await asked(model))
    model.behaves(fault="503")
    taking.foresee(call, QUESTION)
    await until_asked(model, before)
    await rehearsed()
    model.behaves(fault="")
    _, reply = await says(call, QUESTION)
    assert len(await asked(model)) == before + 2
    assert "11:30" in reply or "10" in reply


async def test_by_ear_the_model_is_asked_once_for_words_that_were_likely_all(
    dial: Dial, model: Model, front_desk: Tenant
):
    phone = await dial(ear="interim_every_ms=100&word_ms=150&final_ms=600", pace=1.0)
    await phone.until(lambda: phone.of("said"))
    before = len(await asked(model))
    await phone.says(QUESTION)
    await until_asked(model, before)
    assert not phone.of("utterance")
    await phone.hears(1)
    assert len(await asked(model)) == before + 1
    assert await front_desk.value("select count(*) from turns") == 1


async def test_by_ear_a_caller_who_goes_on_has_said_one_thing(dial: Dial, model: Model, front_desk: Tenant):
    phone = await dial(ear="interim_every_ms=100&word_ms=100", pace=1.0)
    await phone.until(lambda: phone.of("said"))
    words = f"{QUESTION} And on Sunday?"
    async with httpx.AsyncClient(timeout=30) as http:
        await http.post(f"{phone.deepgram}/simulator/words", json={"words": [words], "key": phone.key})
    await phone.sounds(580)  # five words
    await phone.waits(160)
    await phone.sounds(700)
    await phone.hears(1)
    assert await front_desk.value("select string_agg(utterance, '|') from turns") == words
    about = [message["content"] for message in (await asked(model))[-1]["body"]["messages"]]
    assert any(words in said for said in about)
