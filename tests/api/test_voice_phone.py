"""Calls by telephone, through the server's own doors: somebody rings, is heard, books, is put through, or is rung up."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

import httpx
import jwt
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.phone import Ticket
from prompts import phrases_en
from records import agents, database, keys
from server import create_app
from settings import settings
from simulators.phone import TOKEN, Answer, Call, Exchange, dialled, rings, signature, twiml
from tests.api.desks import CONFIG, QUESTION, Desk, fresh

CALLER = "+4917155501234"
PEOPLE = "+493055501234"
PACE = 4.0
LONG_S = 20


def webhook(desk: Desk, agent_id: str = "") -> str:
    return f"{desk.url}/voice/phone/{agent_id or desk.agent_id}"


@asynccontextmanager
async def a_call(desk: Desk, hearing: str, exchange: Exchange | None = None) -> AsyncIterator[Call]:
    """Somebody calls the desk, and has heard the greeting."""
    answer = await rings(webhook(desk), caller=CALLER)
    assert answer.stream is not None
    async with dialled(
        answer.stream,
        parameters=answer.parameters,
        call_sid=answer.call_sid,
        pace=PACE,
        ears=hearing,
        exchange=exchange,
    ) as call:
        assert await call.listens()
        yield call


async def until(what: Callable[[], Awaitable[Any]]) -> Any:
    """Wait until something is so."""
    async with asyncio.timeout(LONG_S):
        while not (found := await what()):
            await asyncio.sleep(0.05)
    return found


async def ask(desk: Desk, sql: str) -> list[Any]:
    async with database.tenant(desk.tenant_id) as rows:
        return await rows.all(str, sql)


async def heard_out(desk: Desk, turns: int) -> str:
    """Wait until so many replies were heard, or interrupted; the last of them."""
    replies = await until(lambda: _heard(desk, turns))
    return str(replies[turns - 1])


async def _heard(desk: Desk, turns: int) -> list[Any]:
    replies = await ask(desk, "select reply from turns where heard is not null order by n")
    return replies if len(replies) >= turns else []


# --- a caller ---------------------------------------------------------------------------------------------------------


async def test_a_caller_changes_party_and_time_interrupts_types_a_number_and_has_one_table(desk: Desk, hearing: str):
    async with a_call(desk, hearing) as call:
        said = (
            "I would like to book a table, please.",
            "For four people.",
            "No, for three people.",
            "Tomorrow at 7 pm.",
            "My name is Petra Sommer.",
        )
        for n, words in enumerate(said, 1):
            await call.says(words)
            reply = await heard_out(desk, n)
            assert "AI assistant" not in reply, "it was heard in the greeting"
        assert "number" in reply
        await call.presses("0302345678#")
        assert await call.speaking()
        await call.says("Make it 8 pm, please.")  # into the read-back
        assert "8 pm" in await heard_out(desk, 7)
        await call.says("Yes, please.")
        assert (await heard_out(desk, 8)).startswith("Booked:")
    [read_back] = await ask(desk, "select reply from turns where heard < length(reply)")
    assert "3 people" in read_back and "7 pm" in read_back
    assert call.when("clear")
    booked = await ask(
        desk,
        "select party_size || ' ' || phone || ' ' || to_char(starts_at at time zone 'Europe/Berlin', 'HH24:MI') from reservations where status = 'confirmed'",
    )
    assert booked == ["3 +49302345678 20:00"]
    assert await ask(desk, "select channel || ' ' || caller_id from conversations") == [f"phone {CALLER}"]
    assert call.complaints == []


async def test_who_hangs_up_in_the_middle_of_a_reply_leaves_a_transcript(desk: Desk, hearing: str):
    async with a_call(desk, hearing) as call:
        await call.says(QUESTION)
        assert await call.speaking()
        await call.waits(300)
    [reply] = await until(lambda: _heard(desk, 1))
    [heard] = await ask(desk, "select heard::text from turns")
    assert 0 <= int(heard) < len(reply)
    said = await ask(desk, "select role || ': ' || content from messages order by n, role desc")
    assert said == [f"user: {QUESTION}", f"agent: {reply}"]


async def test_a_goodbye_hangs_up(desk: Desk, hearing: str):
    async with a_call(desk, hearing) as call:
        await call.says("Goodbye.")
        await asyncio.wait_for(call.over.wait(), LONG_S)
    assert call.socket.close_code == 1000
    assert call.when("stop") == []


def loud_ms(pcm: bytes) -> int:
    """How much of PCM16 of 8 kHz is no silence; the pretend voice speaks for 60 ms a character."""
    return sum(20 for at in range(0, len(pcm), 320) if any(pcm[at : at + 320]))


# --- people -----------------------------------------------------------------------------------------------------------


async def with_people(desk: Desk) -> None:
    await agents.update(desk.tenant_id, desk.agent_id, config={**CONFIG, "transfer_number": PEOPLE})


async def wants_a_person(call: Call) -> bytes:
    """What is heard between the wish and the end of the call."""
    await call.says("I want to speak to a person.")
    before = len(call.heard())
    await asyncio.wait_for(call.over.wait(), LONG_S)
    return call.heard()[before:]


async def test_who_asks_for_a_person_is_put_through_once_that_was_said(desk: Desk, hearing: str, exchange: Exchange):
    await with_people(desk)
    async with a_call(desk, hearing, exchange) as call:
        await wants_a_person(call)
    assert call.goes_on is not None and call.goes_on.verbs == [("Dial", PEOPLE)]
    assert await ask(desk, "select state from handoffs") == ["requested"]
    assert await ask(desk, "select (heard = length(reply))::text from turns") == ["true"]


@pytest.mark.parametrize(("went", "verb"), [("completed", "Hangup"), ("no-answer", "Say"), ("busy", "Say")])
async def test_who_is_not_answered_there_hears_that_somebody_will_call_back(desk: Desk, went: str, verb: str):
    told = await asked(f"{webhook(desk)}/dialled?language=de", CallSid="CA1", DialCallStatus=went)
    assert told.verbs[0][0] == verb
    assert verb == "Hangup" or "ruft Sie zurück" in told.verbs[0][1]


async def test_a_call_that_cannot_be_put_through_ends_with_words_and_an_open_request(desk: Desk, hearing: str):
    await with_people(desk)
    async with a_call(desk, hearing) as call:  # of which the exchange knows nothing
        heard = await wants_a_person(call)
        assert call.goes_on is None
    [closing] = await ask(desk, "select reply from turns")
    [back] = phrases_en.PHRASES["call_back"]
    assert loud_ms(heard) > 50 * len(closing + back), "the closing line, and that somebody will call back"
    assert await ask(desk, "select state from handoffs") == ["requested"]


async def test_without_a_number_for_people_the_call_ends_with_the_closing_line(
    desk: Desk, hearing: str, exchange: Exchange
):
    async with a_call(desk, hearing, exchange) as call:
        heard = await wants_a_person(call)
    assert call.goes_on is None and call.socket.close_code == 1000
    [closing] = await ask(desk, "select reply from turns")
    assert 50 * len(closing) < loud_ms(heard) < 70 * len(closing)
    assert await ask(desk, "select (heard = length(reply))::text from turns") == ["true"]


async def test_a_number_for_people_must_be_one(desk: Desk):
    with pytest.raises(agents.InvalidConfig, match="transfer_number: '030 55501234' is no telephone number; write"):
        await agents.update(desk.tenant_id, desk.agent_id, config={**CONFIG, "transfer_number": "030 55501234"})


# --- who may ----------------------------------------------------------------------------------------------------------


async def asked(url: str, signed: str = "", **form: str) -> Answer:
    """A webhook's answer. Raises httpx.HTTPStatusError."""
    async with httpx.AsyncClient(timeout=30) as twilio:
        headers = {"x-twilio-signature": signature(TOKEN, signed or url, form)}
        return twiml((await twilio.post(url, data=form, headers=headers)).raise_for_status().text)


async def test_who_is_not_twilio_is_sent_away(desk: Desk):
    with pytest.raises(httpx.HTTPStatusError, match="403") as refused:
        await rings(webhook(desk), token="another")
    assert "PUBLIC_URL" in refused.value.response.json()["detail"]
    with pytest.raises(httpx.HTTPStatusError, match="403"):
        await asked(webhook(desk), webhook(desk) + "?more", CallSid="CA1")
    unsigned = await desk.http.post(f"/voice/phone/{desk.agent_id}", data={"CallSid": "CA1"})
    assert unsigned.status_code == 403
    with pytest.raises(InvalidStatus, match="403"):
        async with dialled(f"{desk.url.replace('http', 'ws')}/voice/phone", token="another"):
            pass


@pytest.mark.parametrize("written", ["{url}", "{url}/"])
async def test_a_slash_at_the_end_may_have_been_signed_or_not(desk: Desk, written: str):
    assert (await asked(webhook(desk), written.format(url=webhook(desk)), CallSid="CA1", To="+49301")).stream


@pytest.mark.parametrize(("called", "words"), [("+4930123456", "niemand zu erreichen"), ("+12025550123", "nobody at")])
@pytest.mark.parametrize("agent_id", ["nobody", "FRESH"])
async def test_a_call_for_nobody_hears_so_in_the_numbers_language(desk: Desk, called: str, words: str, agent_id: str):
    answer = await rings(webhook(desk, agent_id.replace("FRESH", fresh())), called=called)
    assert answer.stream is None
    assert [verb for verb, _ in answer.verbs] == ["Say", "Hangup"]
    assert words in answer.verbs[0][1]


@asynccontextmanager
async def a_stream(desk: Desk) -> AsyncIterator[ClientConnection]:
    """A stream that Twilio has opened, and nothing said yet."""
    url = f"{desk.url.replace('http', 'ws')}/voice/phone"
    async with connect(url, additional_headers={"x-twilio-signature": signature(TOKEN, url)}) as socket:
        yield socket


def start(call_sid: str = "CA1", ticket: str = "", **changed: Any) -> str:
    """The message that begins a stream."""
    sound = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    begun = {"streamSid": "MZ1", "callSid": call_sid, "mediaFormat": sound, "customParameters": {"ticket": ticket}}
    return json.dumps({"event": "start", "streamSid": "MZ1", "start": {**begun, **changed}})


async def ended(socket: ClientConnection) -> int | None:
    """The code that the house hangs up with."""
    async with asyncio.timeout(LONG_S):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code


async def a_ticket(desk: Desk, call_sid: str = "CA1", agent_id: str = "") -> str:
    return (await asked(webhook(desk, agent_id), CallSid=call_sid, From=CALLER)).parameters["ticket"]


@pytest.fixture
def knowing_the_token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tickets made here are signed as the server signs them."""
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def test_a_stream_needs_a_ticket_that_is_signed_and_of_its_own_call(desk: Desk):
    mine, fuller = await a_ticket(desk), Ticket(desk.tenant_id, desk.agent_id, "CA" + "1" * 32, CALLER, fresh())
    assert len(fuller.signed()) < 490, "Twilio takes 500 characters for a parameter and its name"
    head, body, _ = mine.split(".")
    forged = Ticket(desk.tenant_id, desk.agent_id, "CA1").signed()  # by a house of another secret
    unsigned = jwt.encode(asdict(fuller), "", algorithm="none")
    for message in (
        start(ticket=""),
        start(ticket="rubbish"),
        start(ticket=forged),
        start(ticket=unsigned),
        start(ticket=f"{head}.{body}."),
        start(call_sid="CA2", ticket=mine),
    ):
        async with a_stream(desk) as socket:
            await socket.send(message)
            assert await ended(socket) == 4401


@pytest.mark.usefixtures("knowing_the_token")
async def test_a_ticket_lapses(desk: Desk):
    ticket = Ticket(desk.tenant_id, desk.agent_id, "CA1")
    async with a_stream(desk) as socket:
        await socket.send(start(ticket=ticket.signed(-1)))
        assert await ended(socket) == 4401
    async with a_stream(desk) as socket:
        await socket.send(start(ticket=ticket.signed(60)))
        greeting = json.loads(await asyncio.wait_for(socket.recv(), LONG_S))
    assert greeting["event"] == "media"


async def test_who_calls_an_agent_that_was_let_go_is_told_by_twilios_own_voice(desk: Desk, exchange: Exchange):
    ticket, answer = await a_ticket(desk), await rings(webhook(desk), caller=CALLER)
    await agents.delete(desk.tenant_id, desk.agent_id)
    await asyncio.sleep(agents.FRESH_S)
    assert answer.stream is not None
    async with dialled(
        answer.stream, parameters=answer.parameters, call_sid=answer.call_sid, exchange=exchange
    ) as call:
        await asyncio.wait_for(call.over.wait(), LONG_S)
    assert call.goes_on is not None
    assert call.goes_on.verbs == [("Say", phrases_en.PHRASES["no_voice"][0]), ("Hangup", "")]
    async with a_stream(desk) as socket:
        await socket.send(start(ticket=ticket))
        assert await ended(socket) == 4404


# --- what comes is odd ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"streamSid": ""},
        {"callSid": 7},
        {"mediaFormat": {"encoding": "audio/l16", "sampleRate": 8000, "channels": 1}},
        {"customParameters": []},
    ],
)
async def test_a_beginning_that_is_none_ends_the_call(desk: Desk, wrong: dict[str, Any]):
    async with a_stream(desk) as socket:
        await socket.send('{"event": "connected", "protocol": "Call"}')
        await socket.send(start(**wrong))
        assert await ended(socket) == 4400


async def test_what_cannot_be_used_is_passed_over_and_the_call_goes_on(desk: Desk):
    ticket, other = await a_ticket(desk), await a_ticket(desk, "CA2")
    good = {"track": "inbound", "chunk": "1", "timestamp": "0", "payload": base64.b64encode(b"\xff" * 160).decode()}

    def media(**changed: Any) -> str:
        return json.dumps({"event": "media", "streamSid": "MZ1", "media": {**good, **changed}})

    async with a_stream(desk) as socket:
        await socket.send(media())  # before the beginning
        await socket.send("[1]")
        await socket.send(start(ticket=ticket))
        for rubbish in (
            "no json",
            b"\0\1\2",
            start(call_sid="CA2", ticket=other),
            media(payload="***"),
            media(payload=7),
            media(payload=""),
            media(payload="/w=="),  # one sample
            media(chunk="five"),
            media(chunk="-1"),
            media(track="outbound"),
            media().replace("MZ1", "MZ2"),
            '{"event": "media", "streamSid": "MZ1"}',
            '{"event": "dtmf", "streamSid": "MZ1", "dtmf": {"digit": "A"}}',
            '{"event": "mark", "streamSid": "MZ1", "mark": {"name": "never sent"}}',
            '{"event": "sing", "streamSid": "MZ1"}',
        ):
            await socket.send(rubbish)
        for digit in "4711#":
            await socket.send(json.dumps({"event": "dtmf", "streamSid": "MZ1", "dtmf": {"digit": digit}}))
        await until(lambda: ask(desk, "select reply from turns where reply is not null"))
        assert await ask(desk, "select utterance from turns") == ["4 7 1 1"]
        await socket.send('{"event": "stop", "streamSid": "MZ1", "stop": {}}')
        assert await ended(socket) == 1000


# --- ringing somebody up ----------------------------------------------------------------------------------------------


Picks = Callable[[Callable[[Call], Awaitable[None]]], None]


@pytest.fixture
def picks_up(exchange: Exchange) -> Iterator[Picks]:
    """Says what whoever is rung up does."""

    def does(answers: Callable[[Call], Awaitable[None]]) -> None:
        exchange.answers = answers

    yield does
    exchange.answers = None


async def operators(desk: Desk) -> dict[str, str]:
    return {"authorization": f"Bearer {await keys.create(desk.tenant_id)}"}


async def rung_up(desk: Desk, **more: Any) -> httpx.Response:
    asked_for = {"agent_id": desk.agent_id, "to": CALLER, **more}
    return await desk.http.post("/voice/calls", json=asked_for, headers=await operators(desk))


async def test_somebody_is_rung_up_and_goes_on_with_a_conversation(
    desk: Desk, hearing: str, exchange: Exchange, picks_up: Picks
):
    await desk.say("I would like to book a table, please.")

    async def answers(call: Call) -> None:
        call.ears = hearing
        assert await call.listens()
        await call.says("For two people.")
        await call.listens()

    picks_up(answers)
    made = await rung_up(desk, conversation_id=desk.conversation_id)
    assert made.status_code == 202, made.text
    assert made.json()["conversation_id"] == desk.conversation_id and made.json()["status"] == "queued"
    await heard_out(desk, 1)
    assert "day" in (await ask(desk, "select reply from turns where heard is not null"))[0]
    assert exchange.placed[-1]["To"] == CALLER and exchange.placed[-1]["From"] == "+493012345678"
    assert made.json()["call_id"] in exchange.calls


async def test_a_machine_that_picks_up_is_hung_up_on(desk: Desk, hearing: str, picks_up: Picks):
    over = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def answers(call: Call) -> None:
        call.ears = hearing
        await call.says("I am not available to take your call. Please leave a message after the tone.")
        await call.over.wait()
        loop.call_soon_threadsafe(over.set)

    picks_up(answers)
    assert (await rung_up(desk)).status_code == 202
    await asyncio.wait_for(over.wait(), LONG_S)
    assert await ask(desk, "select reply from turns") == []


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"to": "030 123456"}, 422, "to"),
        ({"to": ""}, 422, "to"),
        ({"to": None}, 422, "to"),
        ({"agent_id": "front desk"}, 422, "agent_id"),
        ({"conversation_id": 7}, 422, "conversation_id"),
        ({"agent_id": "FRESH"}, 404, ""),
        ({"agent_id": "OTHER"}, 404, ""),
        ({"conversation_id": "FRESH"}, 404, ""),
    ],
)
async def test_who_cannot_be_rung_up_is_told_why(
    desk: Desk, other_desk: Desk, wrong: dict[str, Any], status: int, field: str
):
    names = {"FRESH": fresh(), "OTHER": other_desk.agent_id}
    refused = await rung_up(desk, **{name: names.get(str(value), value) for name, value in wrong.items()})
    assert refused.status_code == status, refused.text
    assert [error["field"] for error in refused.json().get("errors", [])] == ([field] if field else [])


async def test_visitors_ring_nobody_up(desk: Desk):
    assert (await desk.post("/voice/calls", {"agent_id": desk.agent_id, "to": CALLER})).status_code == 403


async def test_a_house_without_a_telephone_names_the_settings(desk: Desk):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app()), base_url="http://desk") as bare:
        body = {"agent_id": desk.agent_id, "to": CALLER}
        refused = await bare.post("/voice/calls", json=body, headers=await operators(desk))
        rung = await bare.post(f"/voice/phone/{desk.agent_id}", data={"CallSid": "CA1"})
    assert (refused.status_code, rung.status_code) == (503, 503)
    assert "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER and PUBLIC_URL" in refused.json()["detail"]
