"""The telephone, calling a house that is a few lines long: what a caller and Twilio between them do on the wire."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import numpy
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.asyncio.server import ServerConnection, serve

from simulators.phone import (
    ACCOUNT,
    TOKEN,
    Call,
    Exchange,
    decoded,
    dialled,
    encoded,
    rings,
    signature,
    twiml,
    understood,
)
from simulators.serving import serving
from simulators.sound import Ear, Voice
from tests.providers.listening import tone
from tests.simulators.test_sound import BOOKING
from voice.audio import from_mulaw, from_wav, lasts_ms, resampled, silence, to_mulaw

PACE = 8.0


class House:
    """The other end of a line: keeps what came, and says what it is told to say."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.came: list[dict[str, Any]] = []

    @property
    def stream(self) -> str:
        return str(next(message["streamSid"] for message in self.came if message["event"] == "start"))

    async def hears(self, event: str) -> dict[str, Any]:
        """Wait for a message of a kind."""
        async for message in self.socket:
            self.came.append(json.loads(message))
            if self.came[-1]["event"] == event:
                return self.came[-1]
        raise AssertionError(f"the caller hung up, and there was no {event}")

    async def hears_all(self) -> None:
        async for message in self.socket:
            self.came.append(json.loads(message))

    async def sends(self, event: str, **what: Any) -> None:
        await self.socket.send(json.dumps({"event": event, "streamSid": self.stream, **what}))

    async def speaks(self, ms: int, mark: str = "") -> None:
        codes = to_mulaw(tone(ms, 8_000))
        await self.sends("media", media={"payload": base64.b64encode(codes).decode()})
        if mark:
            await self.sends("mark", mark={"name": mark})

    def named(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.came if message["event"] == event]

    def heard(self) -> bytes:
        """What the caller said, as PCM16 of 8 kHz."""
        return b"".join(from_mulaw(base64.b64decode(each["media"]["payload"])) for each in self.named("media"))


@asynccontextmanager
async def house(answers: Callable[[House], Awaitable[None]]) -> AsyncIterator[tuple[str, list[House]]]:
    """An address at which somebody answers; the calls that came are kept."""
    calls: list[House] = []

    async def answered(socket: ServerConnection) -> None:
        calls.append(House(socket))
        await answers(calls[-1])

    async with serve(answered, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/voice/phone", calls


async def listens_only(call: House) -> None:
    await call.hears_all()


# --- what the house is sent -------------------------------------------------------------------------------------------


async def test_a_call_says_who_it_is_and_then_sends_twenty_milliseconds_at_a_time():
    async with house(listens_only) as (url, calls):
        async with dialled(url, parameters={"agent": "front"}, pace=PACE) as call:
            await call.waits(400)
        kinds = [message["event"] for message in calls[0].came]
    assert kinds == ["connected", "start", *["media"] * (len(kinds) - 3), "stop"]
    start, media = calls[0].came[1], calls[0].named("media")
    assert start["start"]["customParameters"] == {"agent": "front"}
    assert start["start"]["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    assert start["start"]["streamSid"] == start["streamSid"] == call.stream_sid
    assert [message["sequenceNumber"] for message in calls[0].came[1:]] == [str(n + 1) for n in range(len(kinds) - 1)]
    assert [each["media"]["timestamp"] for each in media] == [str(20 * n) for n in range(len(media))]
    assert {len(base64.b64decode(each["media"]["payload"])) for each in media} == {160}
    assert calls[0].came[-1]["stop"]["callSid"] == call.call_sid


async def test_the_handshake_is_signed_as_twilio_signs_it():
    async with house(listens_only) as (url, calls):
        async with dialled(url, token="secret", pace=PACE):
            pass
        headers = calls[0].socket.request.headers
    assert headers["X-Twilio-Signature"] == signature("secret", url) != signature(TOKEN, url)


async def test_what_the_caller_says_arrives_and_can_be_understood():
    async with house(listens_only) as (url, calls):
        async with dialled(url, pace=PACE) as call:
            await call.waits(300)
            await call.says("Four people.")
            await call.waits(500)
    assert call.when("caller quiet")[0] - call.when("caller speaks")[0] == pytest.approx(900, abs=500)
    ear = Ear("en", lambda: "a sound")
    told = ear.feed(resampled(calls[0].heard(), 8_000, 16_000))
    assert [each.kind for each in told if each.kind != "interim"] == ["started", "final", "ended"]


async def test_keys_are_sent_one_by_one():
    async with house(listens_only) as (url, calls):
        async with dialled(url, pace=PACE) as call:
            await call.presses("12#")
            with pytest.raises(ValueError, match="no key 'A'"):
                await call.presses("A")
    assert [each["dtmf"]["digit"] for each in calls[0].named("dtmf")] == ["1", "2", "#"]


async def test_a_call_can_go_faster_than_life():
    async with house(listens_only) as (url, _):
        async with dialled(url, pace=20) as call:
            await call.waits(2_000)
    assert call.at_ms >= 2_000
    assert lasts_ms(call.heard(), 8_000) == call.at_ms


# --- what the caller hears --------------------------------------------------------------------------------------------


async def test_the_caller_hears_what_is_sent_and_the_mark_comes_back_when_it_was_heard():
    async def answers(call: House) -> None:
        await call.hears("start")
        await call.speaks(600, mark="first")
        await call.hears("mark")
        await call.hears_all()

    async with house(answers) as (url, calls):
        async with dialled(url, pace=PACE) as call:
            heard = await call.listens(quiet_ms=200)
    assert lasts_ms(heard, 8_000) == pytest.approx(800, abs=100)
    assert call.when("mark")[0] - call.when("agent speaks")[0] == 600
    assert calls[0].named("mark")[0]["mark"] == {"name": "first"}
    assert call.complaints == []


async def test_what_was_cleared_is_never_heard_and_its_marks_come_back_at_once():
    async def answers(call: House) -> None:
        await call.hears("start")
        await call.speaks(400, mark="one")
        await call.speaks(5_000, mark="two")
        await call.hears("mark")
        await call.sends("clear")
        await call.hears("mark")
        await call.hears_all()

    async with house(answers) as (url, calls):
        async with dialled(url, pace=4) as call:
            await call.listens(quiet_ms=300)
    loud = [start for start in range(0, len(call.heard()), 320) if max(call.heard()[start : start + 320])]
    assert call.when("clear")[0] - call.when("agent speaks")[0] < 2_000
    assert len(loud) * 20 < 2_500
    assert [each["mark"]["name"] for each in calls[0].named("mark")] == ["one", "two"]
    assert int(next(event.what for event in call.events if event.kind == "clear")) > 3_000


async def test_the_caller_can_talk_while_the_agent_does():
    async def answers(call: House) -> None:
        await call.hears("start")
        await call.speaks(3_000)
        await call.hears_all()

    async with house(answers) as (url, _):
        async with dialled(url, pace=PACE) as call:
            assert await call.speaking()
            await call.plays(tone(500))
    sides = from_wav(call.recording())
    assert sides.channels == 2 and sides.rate == 8_000
    assert call.when("caller speaks")[0] < call.when("agent speaks")[0] + 3_000
    assert call.when("agent quiet") == []


async def test_an_agent_that_says_nothing_is_waited_for_in_vain():
    async with house(listens_only) as (url, _):
        async with dialled(url, pace=20) as call:
            assert await call.listens(timeout_ms=1_000) == b""


async def test_the_call_is_over_when_the_house_hangs_up():
    async def answers(call: House) -> None:
        await call.hears("media")
        await call.socket.close(1000)

    async with house(answers) as (url, _):
        async with dialled(url, pace=PACE) as call:
            assert await call.listens() == b""
            assert call.over.is_set()
    assert call.events[-1].kind == "closed" and call.events[-1].what == "1000"


async def test_what_twilio_would_not_understand_is_complained_of():
    async def answers(call: House) -> None:
        await call.hears("start")
        await call.socket.send("no JSON")
        await call.sends("media", media={"payload": "not base64!"})
        await call.sends("media", media={"payload": base64.b64encode(b"RIFF....WAVE").decode()})
        await call.sends("sing")
        await call.socket.send(json.dumps({"event": "clear", "streamSid": "MZ0"}))
        await call.speaks(200)
        await call.hears_all()

    async with house(answers) as (url, _):
        async with dialled(url, pace=PACE) as call:
            await call.listens(quiet_ms=100)
    told = "\n".join(call.complaints)
    assert len(call.complaints) == 5
    assert all(what in told for what in ("Expecting value", "no base64", "WAV header", "no event 'sing'", "'MZ0'"))


async def test_the_agents_words_can_be_heard_out_of_a_call():
    async def answers(call: House) -> None:
        await call.hears("start")
        pcm = b"".join(piece.pcm for piece in Voice().say(BOOKING))
        codes = to_mulaw(resampled(pcm, 16_000, 8_000))
        await call.sends("media", media={"payload": base64.b64encode(codes).decode()})
        await call.hears_all()

    async with house(answers) as (url, _):
        async with dialled(url, pace=PACE) as call:
            heard = await call.listens()
    assert {"table", "for", "two"} <= set(understood(heard).split())


async def test_nobody_is_there():
    with pytest.raises(ConnectionRefusedError):
        async with dialled("ws://127.0.0.1:9/voice/phone"):
            pass


# --- ringing ----------------------------------------------------------------------------------------------------------

CONNECT = """<?xml version="1.0" encoding="UTF-8"?>
<Response><Say>Welcome.</Say><Connect><Stream url="wss://desk.example/voice/phone"><Parameter name="token" value="t1"/>
</Stream></Connect></Response>"""


async def test_the_webhook_is_asked_as_twilio_asks_and_its_answer_read():
    asked: list[Request] = []

    async def webhook(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if request.headers["x-twilio-signature"] != signature("secret", str(request.url), form):
            return Response(status_code=403)
        asked.append(request)
        return Response(CONNECT, media_type="application/xml")

    with serving(Starlette(routes=[Route("/voice/twilio", webhook, methods=["POST"])])) as url:
        answer = await rings(f"{url}/voice/twilio", caller="+491715550123", token="secret")
        with pytest.raises(httpx.HTTPStatusError, match="403"):
            await rings(f"{url}/voice/twilio", token="another")
    assert answer.stream == "wss://desk.example/voice/phone"
    assert answer.parameters == {"token": "t1"}
    assert answer.verbs == [("Say", "Welcome."), ("Connect", "")]
    assert (await asked[0].form())["From"] == "+491715550123"


# --- calls that the house ends, redirects or makes ------------------------------------------------------------------------


def calls_door(url: str, token: str = TOKEN) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{url}/2010-04-01/Accounts/{ACCOUNT}", auth=(ACCOUNT, token))


async def test_the_house_hangs_up_over_the_rest_door():
    exchange = Exchange()
    with serving(exchange) as api:
        async with house(listens_only) as (url, calls), calls_door(api) as twilio:
            async with dialled(url, pace=PACE, exchange=exchange) as call:
                await call.waits(100)
                ended = await twilio.post(f"/Calls/{call.call_sid}.json", data={"Status": "completed"})
                assert (ended.status_code, ended.json()["status"]) == (200, "completed")
                assert call.over.is_set()
                again = await twilio.post(f"/Calls/{call.call_sid}.json", data={"Status": "completed"})
            assert calls[0].came[-1]["event"] == "stop"
    assert (again.status_code, again.json()["code"]) == (404, 20404)


async def test_a_call_is_put_through_to_another_number():
    exchange, dial = Exchange(), "<Response><Dial>+493055501234</Dial></Response>"
    with serving(exchange) as api:
        async with house(listens_only) as (url, _), calls_door(api) as twilio:
            async with dialled(url, pace=PACE, exchange=exchange) as call:
                await twilio.post(f"/Calls/{call.call_sid}.json", data={"Twiml": dial})
                assert call.over.is_set()
    assert call.goes_on is not None and call.goes_on.verbs == [("Dial", "+493055501234")]


async def test_who_is_called_out_to_answers_and_hears_the_agent():
    heard: list[int] = []

    async def answers(call: Call) -> None:
        heard.append(lasts_ms(await call.listens(quiet_ms=200), 8_000))

    async def agent(call: House) -> None:
        await call.hears("start")
        await call.speaks(600)
        await call.hears_all()

    exchange = Exchange(answers, pace=PACE)
    with serving(exchange) as api:
        async with house(agent) as (url, calls), calls_door(api) as twilio:
            told = f'<Response><Connect><Stream url="{url}"><Parameter name="why" value="reminder"/></Stream></Connect></Response>'
            form = {"To": "+4917155501234", "From": "+493012345678", "Twiml": told}
            placed = await twilio.post("/Calls.json", data=form)
            async with asyncio.timeout(20):
                while not heard:
                    await asyncio.sleep(0.02)
    assert placed.status_code == 201
    assert calls[0].named("start")[0]["start"]["callSid"] == placed.json()["sid"]
    assert calls[0].named("start")[0]["start"]["customParameters"] == {"why": "reminder"}
    assert heard[0] >= 600


@pytest.mark.parametrize(
    ("token", "form", "status", "code"),
    [
        ("wrong", {}, 401, 20003),
        (TOKEN, {"To": "0171", "From": "+493012345678", "Url": "http://a"}, 400, 21211),
        (TOKEN, {"To": "+4917155501234", "From": "me", "Url": "http://a"}, 400, 21212),
        (TOKEN, {"To": "+4917155501234", "From": "+493012345678"}, 400, 21205),
    ],
)
async def test_a_call_that_cannot_be_made_is_refused(token: str, form: dict[str, str], status: int, code: int):
    with serving(Exchange()) as api:
        async with calls_door(api, token) as twilio:
            refused = await twilio.post("/Calls.json", data=form)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_twilios_own_example_is_signed_alike():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    signed = signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form)
    assert signed == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("Hello", "no TwiML"),
        ("<Answer/>", "begins with Response"),
        ('<Response><Connect><Stream url="wss://a/b?c=d"/></Connect></Response>', "takes no query"),
    ],
)
def test_twiml_that_twilio_would_refuse_is_refused(document: str, why: str):
    with pytest.raises(ValueError, match=why):
        twiml(document)


def test_sound_is_coded_as_the_house_codes_it():
    every = b"".join(n.to_bytes(2, "little", signed=True) for n in range(-32_768, 32_768, 7))
    there = from_mulaw(encoded(numpy.frombuffer(every, "<i2")))
    back = decoded(to_mulaw(every))
    for sample, one, other in zip(
        memoryview(every).cast("h"), memoryview(there).cast("h"), memoryview(back).cast("h"), strict=True
    ):
        assert abs(sample - one) <= abs(sample - other) <= max(8, abs(sample) // 16, abs(sample) - 32_124)
    assert decoded(encoded(numpy.zeros(160, "<i2"))) == silence(20, 8_000)
