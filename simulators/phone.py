"""A telephone at the other end of Twilio Media Streams: it dials in, speaks, hears, presses keys and hangs up.

    python -m simulators.phone ws://127.0.0.1:8000/voice/phone --say "A table for two at seven, please." --out call.wav

    async with dialled(url) as call:
        await call.listens()                                # until the agent has said its piece
        await call.says("A table for two, please.")
        await call.speaking()
        await call.says("No, for three.")                   # while the agent speaks: a barge-in
    call.recording()                                        # a WAV, the caller left and the agent right

Between the two stands what Twilio would be: it plays what it is sent frame by frame, echoes a mark when what came before
it has been heard, and forgets all that at a `clear`. The line's clock counts the frames that went out, so that a call
can also go faster than life.

Wire: twilio.com/docs/voice/media-streams/websocket-messages and twilio.com/docs/usage/security.
"""

import argparse
import asyncio
import base64
import binascii
import hashlib
import hmac
import io
import json
import re
import sys
import wave
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import numpy
import soxr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from simulators.deepgram import MULAW

RATE: Final = 8_000
FRAME_MS: Final = 20
FRAME: Final = RATE * FRAME_MS // 1000
"""Bytes of a frame, µ-law."""
QUIET: Final = b"\xff" * FRAME
LOUD: Final = 200
"""A frame with a sample of this size is no silence."""
ACCOUNT: Final = "AC" + "0" * 32
TOKEN: Final = "simulator"
"""The account's secret, with which requests are signed."""


class Event(NamedTuple):
    """Something that happened on the line."""

    at_ms: int
    kind: Literal[
        "agent speaks", "agent quiet", "mark", "clear", "caller speaks", "caller quiet", "key", "stop", "closed"
    ]
    what: str = ""
    """A mark's name, a key, the caller's words, or for `clear` how many ms of sound were not heard."""


class Call:
    """A call that is up. Times are milliseconds of the line, by the frames that went out."""

    def __init__(
        self, socket: ClientConnection, sid: str, parameters: Mapping[str, str], pace: float, ears: str | None
    ) -> None:
        self.socket, self.parameters, self.pace, self.ears = socket, dict(parameters), pace, ears
        self.call_sid, self.stream_sid = sid, "MZ" + uuid4().hex
        self.loop = asyncio.get_running_loop()
        self.goes_on: Answer | None = None
        """What the house told Twilio to do with the call instead of the stream."""
        self.at_ms = 0
        self.events: list[Event] = []
        self.complaints: list[str] = []
        """What the house sent that Twilio would not have understood."""
        self.over = asyncio.Event()
        self._tick = asyncio.Condition()
        self._sequence = 0
        self._to_say: deque[bytes] = deque()
        self._to_play: deque[bytes | str] = deque()
        """What the house sent and the caller has not heard yet: frames, and the names of marks."""
        self._rest = b""
        self._said, self._heard = bytearray(), bytearray()
        self._playing = False
        self._loud_ms = -1
        """When the agent was last heard."""

    # --- what a caller does

    async def says(self, text: str, language: str = "en", voice: str = "edward") -> None:
        """Speak, and return when it is said. Where `ears` is the address of the pretend Deepgram, it is told the words."""
        from simulators.sound import Voice

        if self.ears:
            async with httpx.AsyncClient(base_url=self.ears) as control:
                (await control.post("/simulator/words", json={"words": [text]})).raise_for_status()
        pieces = await asyncio.to_thread(lambda: list(Voice().say(text, language, voice)))
        await self.plays(b"".join(piece.pcm for piece in pieces), what=text)

    async def plays(self, pcm: bytes, rate: int = 16_000, *, what: str = "") -> None:
        """Let PCM16 sound into the line, and return when it is over."""
        codes = encoded(soxr.resample(numpy.frombuffer(pcm, "<i2"), rate, RATE).astype("<i2"))
        frames = [codes[start : start + FRAME].ljust(FRAME, b"\xff") for start in range(0, len(codes), FRAME)]
        await self._until(lambda: not self._to_say)
        self._note("caller speaks", what)
        self._to_say.extend(frames)
        await self._until(lambda: not self._to_say)
        self._note("caller quiet", what)

    async def presses(self, keys: str) -> None:
        """Press 0 to 9, * and #, four a second."""
        for key in keys:
            if key not in "0123456789*#":
                raise ValueError(f"a telephone has no key {key!r}")
            self._note("key", key)
            await self._send("dtmf", dtmf={"track": "inbound_track", "digit": key})
            await self.waits(250)

    async def waits(self, ms: int) -> None:
        """Say nothing for so long."""
        until_ms = self.at_ms + ms
        await self._until(lambda: self.at_ms >= until_ms)

    async def speaking(self, timeout_ms: int = 10_000) -> bool:
        """Wait until the agent is heard; False when that takes too long or the call ends first."""
        begin_ms = self.at_ms
        return await self._until(lambda: self._loud_ms > begin_ms, timeout_ms)

    async def listens(self, quiet_ms: int = 800, timeout_ms: int = 15_000) -> bytes:
        """Wait until the agent has spoken and then been quiet for a while. What was heard, as PCM16 of 8 kHz.

        What it says within `timeout_ms` is heard to its end; nothing, when it says nothing.
        """
        begin = len(self._heard)
        if not await self.speaking(timeout_ms):
            return b""
        await self._until(lambda: not self._to_play and self.at_ms - self._loud_ms >= quiet_ms)
        return decoded(bytes(self._heard[begin:]))

    async def hangs_up(self) -> None:
        """The caller puts the receiver down: Twilio says stop, and closes the socket."""
        if not self.over.is_set():
            self._note("stop")
            with suppress(ConnectionClosed):
                await self._send("stop", stop={"accountSid": ACCOUNT, "callSid": self.call_sid})
            await self.socket.close()
            await self.over.wait()

    # --- what is left of it

    def recording(self) -> bytes:
        """A WAV of 8 kHz: the caller on the left, the agent on the right."""
        left, right = (numpy.frombuffer(decoded(bytes(side)), "<i2") for side in (self._said, self._heard))
        with io.BytesIO() as file:
            with wave.open(file, "wb") as recording:
                recording.setnchannels(2)
                recording.setsampwidth(2)
                recording.setframerate(RATE)
                recording.writeframes(numpy.stack([left, right], axis=1).tobytes())
            return file.getvalue()

    def heard(self) -> bytes:
        """All that the caller heard, as PCM16 of 8 kHz, silences with it."""
        return decoded(bytes(self._heard))

    def when(self, kind: str) -> list[int]:
        """The times at which something happened."""
        return [event.at_ms for event in self.events if event.kind == kind]

    # --- the line

    async def _run(self) -> None:
        """Until one side hangs up."""
        listening = asyncio.create_task(self._listen())
        try:
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
                await self._send(
                    "start",
                    start={
                        "accountSid": ACCOUNT,
                        "streamSid": self.stream_sid,
                        "callSid": self.call_sid,
                        "tracks": ["inbound"],
                        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": RATE, "channels": 1},
                        "customParameters": self.parameters,
                    },
                )
                await self._frames(listening)
        finally:
            listening.cancel()
            self._note("closed", str(self.socket.close_code or ""))
            self.over.set()
            async with self._tick:
                self._tick.notify_all()

    async def _frames(self, listening: asyncio.Task[None]) -> None:
        loop = asyncio.get_running_loop()
        begun, chunk = loop.time(), 0
        while not listening.done():
            chunk += 1
            said = self._to_say.popleft() if self._to_say else QUIET
            payload = base64.b64encode(said).decode()
            media = {"track": "inbound", "chunk": str(chunk), "timestamp": str(self.at_ms), "payload": payload}
            await self._send("media", media=media)
            heard = await self._next()
            self._said += said
            self._heard += heard
            self.at_ms += FRAME_MS
            if max(abs(MULAW[code]) for code in heard) > LOUD:
                self._loud_ms = self.at_ms
            async with self._tick:
                self._tick.notify_all()
            await asyncio.sleep(begun + self.at_ms / 1000 / self.pace - loop.time())

    async def _next(self) -> bytes:
        """What is heard in the next frame, marks before it echoed."""
        while self._to_play and isinstance(self._to_play[0], str):
            await self._echo(str(self._to_play.popleft()))
        frame, self._rest = (self._to_play.popleft(), self._rest) if self._to_play else (self._rest, b"")
        if self._playing != bool(frame):
            self._playing = bool(frame)
            self._note("agent speaks" if self._playing else "agent quiet")
        assert isinstance(frame, bytes)
        return frame.ljust(FRAME, b"\xff")

    async def _echo(self, mark: str) -> None:
        self._note("mark", mark)
        await self._send("mark", mark={"name": mark})

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                try:
                    await self._obey(json.loads(message))
                except (ValueError, KeyError, TypeError, AttributeError) as wrong:
                    self.complaints.append(f"{type(wrong).__name__}: {wrong}")

    async def _obey(self, message: dict[str, Any]) -> None:
        if message["streamSid"] != self.stream_sid:
            raise ValueError(f"there is no stream {message['streamSid']!r} on this line")
        match message["event"]:
            case "media":
                sound = self._rest + _payload(message["media"]["payload"])
                whole = len(sound) - len(sound) % FRAME
                self._to_play.extend(sound[start : start + FRAME] for start in range(0, whole, FRAME))
                self._rest = sound[whole:]
            case "mark":
                if self._rest:
                    self._to_play.append(self._rest)
                    self._rest = b""
                self._to_play.append(str(message["mark"]["name"]))
            case "clear":
                dropped, self._to_play, self._rest = self._to_play, deque(), b""
                self._note("clear", str(FRAME_MS * sum(isinstance(each, bytes) for each in dropped)))
                for mark in dropped:
                    if isinstance(mark, str):
                        await self._echo(mark)
            case event:
                raise ValueError(f"there is no event {event!r}")

    async def _send(self, event: str, **what: Any) -> None:
        self._sequence += 1
        numbered = {"event": event, "sequenceNumber": str(self._sequence), "streamSid": self.stream_sid}
        await self.socket.send(json.dumps(numbered | what))

    def _note(self, kind: Any, what: str = "") -> None:
        self.events.append(Event(self.at_ms, kind, what))

    async def _until(self, condition: Any, timeout_ms: float = float("inf")) -> bool:
        """Wait for a condition, which is looked at once a frame; False when the call ends or the time is up first."""
        limit = self.at_ms + timeout_ms
        async with self._tick:
            await self._tick.wait_for(lambda: condition() or self.over.is_set() or self.at_ms >= limit)
        return bool(condition())


@asynccontextmanager
async def dialled(
    url: str,
    *,
    parameters: Mapping[str, str] | None = None,
    token: str = TOKEN,
    pace: float = 1.0,
    ears: str | None = None,
    call_sid: str = "",
    exchange: "Exchange | None" = None,
) -> AsyncIterator[Call]:
    """A call to a Media Streams address (ws:// or wss://), hung up when the block ends.

    `parameters` come as the stream's custom parameters, `token` signs the handshake, `pace` is how many times faster than
    life it goes, `ears` is the pretend Deepgram, for words heard to the letter, `exchange` the REST doors at which the house
    can end or redirect the call. Raises what `websockets` raises where the house does not answer.
    """
    signed = {"X-Twilio-Signature": signature(token, url)}
    async with connect(url, additional_headers=signed, max_size=None, ping_interval=None) as socket:
        call = Call(socket, call_sid or "CA" + uuid4().hex, parameters or {}, pace, ears)
        if exchange:
            exchange.calls[call.call_sid] = call
        line = asyncio.create_task(call._run())
        try:
            yield call
            await call.hangs_up()
        finally:
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line


# --- ringing: the webhook that says where the stream is -------------------------------------------------------------------


class Answer(NamedTuple):
    """What TwiML tells Twilio to do with a call."""

    stream: str | None
    """The address of the stream to connect, if one is."""
    parameters: dict[str, str]
    verbs: list[tuple[str, str]]
    """All verbs in order, each with its text or, for `Dial`, the number."""
    call_sid: str = ""
    """The call that was asked about."""


async def rings(
    webhook: str,
    *,
    caller: str = "+4917155501234",
    called: str = "+493012345678",
    token: str = TOKEN,
    call_sid: str = "",
    direction: str = "inbound",
) -> Answer:
    """Ask a voice webhook what to do with a call, as Twilio asks. Raises httpx.HTTPStatusError when refused."""
    call_sid = call_sid or "CA" + uuid4().hex
    form = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": call_sid,
        "CallStatus": "ringing" if direction == "inbound" else "in-progress",
        "Direction": direction,
        "From": caller,
        "To": called,
    }
    async with httpx.AsyncClient() as twilio:
        headers = {"X-Twilio-Signature": signature(token, webhook, form)}
        answer = (await twilio.post(webhook, data=form, headers=headers)).raise_for_status()
    return twiml(answer.text)._replace(call_sid=call_sid)


def twiml(document: str) -> Answer:
    """Read TwiML. Raises ValueError for what is none."""
    try:
        response = ElementTree.fromstring(document)
    except ElementTree.ParseError as wrong:
        raise ValueError(f"this is no TwiML: {wrong}") from None
    if response.tag != "Response":
        raise ValueError(f"TwiML begins with Response, not {response.tag}")
    stream = response.find("Connect/Stream")
    url = None if stream is None else stream.get("url", "")
    if url is not None and "?" in url:
        raise ValueError("the address of a stream takes no query; it takes Parameters")
    parameters = (
        {} if stream is None else {each.get("name", ""): each.get("value", "") for each in stream.iter("Parameter")}
    )
    verbs = [(verb.tag, " ".join("".join(verb.itertext()).split())) for verb in response]
    return Answer(url, parameters, verbs)


def signature(token: str, url: str, form: Mapping[str, str] | None = None) -> str:
    """How Twilio signs a request: HMAC-SHA1 over the address and the sorted form, in base64."""
    signed = url + "".join(name + value for name, value in sorted((form or {}).items()))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


# --- the exchange: Twilio's doors for calls under way and calls to be made -----------------------------------------------


class Exchange:
    """The ASGI application that stands for api.twilio.com, as far as calls go.

        POST /2010-04-01/Accounts/{account}/Calls.json            To, From and Url or Twiml: dials out
        POST /2010-04-01/Accounts/{account}/Calls/{call}.json     Status=completed hangs up; Twiml or Url: the call goes on so

    Whoever is called out to does what `answers` does with the call. `calls` holds all that were ever up, by their id.
    """

    def __init__(
        self, answers: Callable[[Call], Awaitable[None]] | None = None, *, token: str = TOKEN, pace: float = 1.0
    ) -> None:
        self.answers, self.token, self.pace = answers, token, pace
        self.calls: dict[str, Call] = {}
        self.placed: list[dict[str, str]] = []
        """The forms of calls that the house asked for."""
        self._talking: set[asyncio.Task[None]] = set()
        self.app = Starlette(
            routes=[
                Route("/2010-04-01/Accounts/{account}/Calls.json", self.place, methods=["POST"]),
                Route("/2010-04-01/Accounts/{account}/Calls/{call}.json", self.change, methods=["POST"]),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.app(scope, receive, send)

    async def place(self, request: Request) -> JSONResponse:
        """Dial out."""
        if (refusal := self._refusal(request)) is not None:
            return refusal
        form = {name: str(value) for name, value in (await request.form()).items()}
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form.get("To", "")):
            return _trouble(400, 21211, f"Invalid 'To' Phone Number: {form.get('To', '')}")
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form.get("From", "")):
            return _trouble(400, 21212, f"Invalid From Number (caller ID): {form.get('From', '')}")
        if "Url" not in form and "Twiml" not in form:
            return _trouble(400, 21205, "Url parameter is required.")
        self.placed.append(form)
        sid = "CA" + uuid4().hex
        talking = asyncio.create_task(self._connect(sid, form))
        self._talking.add(talking)
        talking.add_done_callback(self._talking.discard)
        told = {"sid": sid, "account_sid": ACCOUNT, "to": form["To"], "from": form["From"], "status": "queued"}
        return JSONResponse(told | {"direction": "outbound-api"}, 201)

    async def change(self, request: Request) -> JSONResponse:
        """End a call or send it elsewhere."""
        if (refusal := self._refusal(request)) is not None:
            return refusal
        form = {name: str(value) for name, value in (await request.form()).items()}
        call = self.calls.get(request.path_params["call"])
        if call is None or call.over.is_set():
            return _trouble(404, 20404, f"The requested resource {request.url.path} was not found")
        if form.get("Status") != "completed":
            try:
                told = (
                    twiml(form["Twiml"])
                    if "Twiml" in form
                    else await rings(form["Url"], call_sid=call.call_sid, token=self.token)
                )
            except (ValueError, KeyError, httpx.HTTPError) as wrong:
                return _trouble(400, 12100, f"Document parse failure: {wrong}")
            call.goes_on = told
        hanging_up = asyncio.run_coroutine_threadsafe(call.hangs_up(), call.loop)
        await asyncio.wrap_future(hanging_up)
        status = "in-progress" if call.goes_on else "completed"
        return JSONResponse({"sid": call.call_sid, "account_sid": ACCOUNT, "status": status})

    async def _connect(self, sid: str, form: Mapping[str, str]) -> None:
        if "Twiml" in form:
            told = twiml(form["Twiml"])
        else:
            called = {"caller": form["From"], "called": form["To"], "direction": "outbound-api"}
            told = await rings(form["Url"], token=self.token, call_sid=sid, **called)
        if told.stream:
            async with dialled(
                told.stream, parameters=told.parameters, token=self.token, pace=self.pace, call_sid=sid, exchange=self
            ) as call:
                if self.answers:
                    await self.answers(call)

    def _refusal(self, request: Request) -> JSONResponse | None:
        known = base64.b64encode(f"{ACCOUNT}:{self.token}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {known}" or request.path_params["account"] != ACCOUNT:
            return _trouble(401, 20003, "Authenticate")
        return None


def _trouble(status: int, code: int, message: str) -> JSONResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more, "status": status}, status)


# --- sound ------------------------------------------------------------------------------------------------------------

_DECODED: Final = numpy.array(MULAW, dtype="<i2")
_SORTED: Final = numpy.argsort(_DECODED, kind="stable").astype(numpy.uint8)


def decoded(codes: bytes) -> bytes:
    """µ-law as PCM16."""
    return _DECODED[numpy.frombuffer(codes, numpy.uint8)].tobytes()


def encoded(samples: "numpy.ndarray") -> bytes:
    """PCM16 as µ-law: for each sample the nearest that there is."""
    steps = _DECODED[_SORTED].astype(numpy.int32)
    return _SORTED[numpy.searchsorted((steps[1:] + steps[:-1]) / 2, samples)].tobytes()


def _payload(text: str) -> bytes:
    try:
        sound = base64.b64decode(text, validate=True)
    except binascii.Error as wrong:
        raise ValueError(f"a payload that is no base64: {wrong}") from None
    if sound.startswith(b"RIFF"):
        raise ValueError("a payload with a WAV header, which would be heard as noise")
    return sound


# --- from the command line --------------------------------------------------------------------------------------------


class _Step(argparse.Action):
    """Keeps what a caller does in the order of the command line."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        namespace.steps = [*(namespace.steps or []), (self.option_strings[0].removeprefix("--"), values)]


async def _acts(asked: argparse.Namespace) -> Call | None:
    """The call, when it is over; None where the house did not connect it."""
    url, parameters, call_sid = asked.url, dict(each.split("=", 1) for each in asked.parameter), ""
    if url.startswith("http"):
        answer = await rings(url, token=asked.token)
        if answer.stream is None:
            print(f"The house does not connect the call: {answer.verbs}", file=sys.stderr)
            return None
        url, parameters, call_sid = answer.stream, answer.parameters | parameters, answer.call_sid
    steps = [("", ""), *(asked.steps or [])]
    async with dialled(
        url, parameters=parameters, token=asked.token, pace=asked.pace, ears=asked.ears, call_sid=call_sid
    ) as call:
        for (step, what), (after, _) in zip(steps, [*steps[1:], ("", "")], strict=True):
            if step == "press":
                await call.presses(what)
            elif step == "play":
                await call.plays(*_sound(Path(what)), what=what)
            elif step:
                print(f"{call.at_ms / 1000:7.2f} s  caller: {what}", flush=True)
                await call.says(what, asked.language)
            if after != "interrupt":
                heard = await call.listens()
                print(f"{call.at_ms / 1000:7.2f} s  agent:  {understood(heard, asked.language)}", flush=True)
            elif await call.speaking():
                await call.waits(700)
    return call


def _sound(file: Path) -> tuple[bytes, int]:
    with wave.open(str(file)) as recording:
        return recording.readframes(recording.getnframes()), recording.getframerate()


def understood(pcm: bytes, language: str = "en") -> str:
    """What PCM16 of 8 kHz says, as far as the ear of simulators/sound.py can tell."""
    from simulators.sound import Ear

    ear = Ear(language)
    told = ear.feed(soxr.resample(numpy.frombuffer(pcm, "<i2"), RATE, 16_000).astype("<i2").tobytes()) + ear.flush()
    return " ".join(each.text for each in told if each.kind == "final" and each.text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Call, do what was asked, print what happened."""
    parser = argparse.ArgumentParser(prog="python -m simulators.phone", description="A telephone.")
    parser.add_argument("url", help="ws://… of the stream, or http://… of the webhook that tells it")
    for step, help in (
        ("say", "speak this"),
        ("interrupt", "speak this while the agent answers"),
        ("press", "press these keys"),
        ("play", "let this WAV sound (mono, 16 bits)"),
    ):
        parser.add_argument(f"--{step}", action=_Step, dest="steps", metavar=step.upper(), help=help)
    parser.add_argument("--language", choices=("en", "de"), default="en")
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--token", default=TOKEN, help="the account's secret, which signs requests")
    parser.add_argument("--pace", type=float, default=1.0, help="times faster than life")
    parser.add_argument("--ears", help="the pretend Deepgram's address, which is told the words")
    parser.add_argument("--out", type=Path, help="where the recording goes")
    asked = parser.parse_args(arguments)
    call = asyncio.run(_acts(asked))
    if call is None:
        return 1
    for event in call.events:
        print(f"{event.at_ms / 1000:7.2f} s  {event.kind}  {event.what}")
    for complaint in call.complaints:
        print(f"The house sent what Twilio does not understand: {complaint}", file=sys.stderr)
    if asked.out:
        asked.out.write_bytes(call.recording())
    return 1 if call.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
