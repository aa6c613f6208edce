"""A pretend ElevenLabs: speech over its multi-context WebSocket and over HTTP, on ElevenLabs's own wire.

    python -m simulators.elevenlabs --port 9003 --first-ms 90 --gap-ms 15

It speaks with simulators/tones.py. As the real one does, it answers each flush with pieces of sound and their alignment
(milliseconds of the piece), goes on with what was flushed when a context is closed, and says so when that context is
done; it tells trouble in a message before it hangs up. Beside ElevenLabs's routes it has:

    POST   /simulator/behaviour   {"first_ms": 90} turns those knobs for everybody; GET shows them
    DELETE /simulator/behaviour   back to the command line; counts and requests forgotten
    GET    /simulator/requests    ?key=...: the latest texts and commands, and what has been counted

A key such as `sim?fault=quota&id=7` turns the knobs for its own requests.
Wire: elevenlabs.io/docs/api-reference/text-to-speech.
"""

import asyncio
import base64
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, NamedTuple
from uuid import uuid4

import numpy
import soxr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from simulators import command, tones
from simulators.knobs import Knobs
from simulators.tones import PER_MS, Piece, Voice

Fault = Literal[
    "",
    "key",  # 401 invalid_api_key; over the WebSocket a message, then 1008, as for all of these
    "quota",  # 401 quota_exceeded
    "concurrent",  # 429 too_many_concurrent_requests
    "busy",  # 429 system_busy
    "voice_not_found",
    "500",
    "no_socket",  # the WebSocket's handshake is refused by something on the way; HTTP goes well
    "late",  # the first sound takes ten seconds
    "error",  # a message of trouble, then it hangs up; over HTTP the connection drops
    "1008",  # it hangs up with this code, and not a word
    "abort",  # the connection drops
    "stall",  # nothing more comes
    "endless",  # a context that is closed never says that it is done
    "odd",  # sound is cut in the middle of a sample
    "unaligned",  # sound without its alignment
    "cumulative",  # the alignment counts from the beginning of the text, not of the piece
    "unknown",  # messages that no client knows, and one that is no JSON, between the others
    "malformed",  # sound that is no base64 between the others, and alignment that is no list
    "strays",  # pieces of a context that nobody opened, between the others
]
STRIKES: Final = ("error", "1008", "abort", "stall")
"""Faults that strike `after_ms` of sound into a connection or a request."""
FORMATS: Final = {f"pcm_{rate}": rate for rate in (8000, 16000, 22050, 24000, 32000, 44100, 48000)}
MODELS: Final = (
    "eleven_flash_v2_5",
    "eleven_flash_v2",
    "eleven_turbo_v2_5",
    "eleven_turbo_v2",
    "eleven_multilingual_v2",
    "eleven_v3",
)
MOST_CONTEXTS: Final = 5


@dataclass(frozen=True, slots=True)
class Behaviour(Knobs):
    """How one connection or request goes."""

    first_ms: float = 0.0
    """From a flush, or a request, to its first sound."""
    gap_ms: float = 0.0
    """Between two pieces of sound."""
    piece_ms: int = 250
    """How much sound a message brings."""
    idle_s: float | None = None
    """After so long without a message it hangs up: 1008, input_timeout_exceeded. Unset: what the client asked for."""
    fault: Fault = ""
    after_ms: int = 0
    skip: int = 0
    """How many connections and requests of this key go well before the fault."""
    times: int | None = None
    """How many the fault spoils; unset: all."""


class Refusal(NamedTuple):
    """An answer that is an error: its name and message, and what the WebSocket calls it."""

    status: int
    name: str
    message: str
    live: str = ""

    def body(self) -> dict[str, Any]:
        """What HTTP answers."""
        return {"detail": {"status": self.name, "message": self.message}}

    def frame(self) -> dict[str, Any]:
        """What the WebSocket says before it hangs up."""
        return {"message": self.message, "error": self.live or self.name, "code": 1008}


REFUSALS: Final = {
    "key": Refusal(401, "invalid_api_key", "Invalid API key"),
    "quota": Refusal(
        401,
        "quota_exceeded",
        "This request exceeds your quota of 10000. You have 0 credits remaining, while 42 credits are required.",
    ),
    "concurrent": Refusal(
        429,
        "too_many_concurrent_requests",
        "Too many concurrent requests. Your current subscription is associated with a maximum of 5 concurrent requests.",
    ),
    "busy": Refusal(
        429, "system_busy", "The system is experiencing heavy traffic, please try again. Higher subscriptions go first."
    ),
    "voice_not_found": Refusal(
        404, "voice_not_found", "A voice with that voice_id was not found.", "voice_id_does_not_exist"
    ),
    "500": Refusal(500, "internal_server_error", "Something went wrong on our side."),
}
TIMED_OUT: Final = "Have not received a new text input within the timeout of {} seconds. Streaming input terminated."


class Simulator:
    """The ASGI application. `requests` holds the latest texts, `counts` what happened since the start."""

    def __init__(self, behaviour: Behaviour | None = None, *, voice: Voice | None = None, keep: int = 400) -> None:
        self.default = self.behaviour = behaviour or Behaviour()
        self.voice = voice or tones.best()
        self.requests: deque[dict[str, Any]] = deque(maxlen=keep)
        self.counts: Counter[str] = Counter()
        self.by_key: Counter[str] = Counter()
        speech = "/v1/text-to-speech/{voice_id}"
        self.app = Starlette(
            routes=[
                WebSocketRoute(f"{speech}/multi-stream-input", self.live),
                Route(speech, self.speech, methods=["POST"]),
                Route(f"{speech}/stream", self.speech, methods=["POST"]),
                Route(f"{speech}/stream/with-timestamps", self.timed, methods=["POST"]),
                Route("/simulator/behaviour", self.control, methods=["GET", "POST", "DELETE"]),
                Route("/simulator/requests", self.seen),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection."""
        await self.app(scope, receive, send)

    def arrived(self, key: str, door: str) -> "tuple[Behaviour, Refusal | None]":
        """What a key gets, `skip` and `times` counted, and the refusal that this is."""
        self.counts[door] += 1
        self.by_key[key] += 1
        try:
            how = self.behaviour.for_key(key)
        except ValueError as unknown:
            return self.behaviour, Refusal(400, "invalid_request", str(unknown))
        turn = self.by_key[key] - 1 - how.skip
        if how.fault and (turn < 0 or (how.times is not None and turn >= how.times)):
            how = how.with_({"fault": ""})
        self.counts[f"fault {how.fault}"] += bool(how.fault)
        return how, REFUSALS.get("key" if not key else how.fault)

    def note(self, key: str, door: str, **what: Any) -> None:
        """Keep what was asked for."""
        self.requests.append({"at": time.time(), "key": key, "door": door, **what})

    # --- over the WebSocket

    async def live(self, socket: WebSocket) -> None:
        """WS /v1/text-to-speech/{voice_id}/multi-stream-input."""
        key, query = socket.headers.get("xi-api-key", ""), socket.query_params
        how, refusal = self.arrived(key, "live")
        self.note(key, "live", voice=socket.path_params["voice_id"], query=dict(query))
        if how.fault == "no_socket":
            return await socket.send_denial_response(HTMLResponse("<h1>Forbidden</h1>", 403))
        await socket.accept()
        rate, model = FORMATS.get(query.get("output_format", "")), query.get("model_id", "eleven_flash_v2_5")
        if rate is None:
            refusal = refusal or Refusal(400, "output_format_not_supported", "This simulator speaks PCM alone.")
        if model not in MODELS or model == "eleven_v3":
            refusal = refusal or Refusal(400, "model_not_supported", f"Model {model} has no streaming input.")
        if "multilingual" in model and "language_code" in query:
            refusal = refusal or Refusal(400, "unsupported_language", f"Model {model} takes no language_code.")
        connection = Connection(self, socket, key, how)
        if refusal is not None:
            return await connection.refuse(refusal)
        await connection.run()
        return None

    # --- over HTTP

    async def speech(self, request: Request) -> Response:
        """POST /v1/text-to-speech/{voice_id}, and /stream: sound."""
        return await self._answered(request, timed=False)

    async def timed(self, request: Request) -> Response:
        """POST /v1/text-to-speech/{voice_id}/stream/with-timestamps: a line of JSON for each piece."""
        return await self._answered(request, timed=True)

    async def _answered(self, request: Request, *, timed: bool) -> Response:
        key = request.headers.get("xi-api-key", "")
        how, refusal = self.arrived(key, "http")
        asked = await request.json()
        self.note(key, "http", voice=request.path_params["voice_id"], **asked)
        rate = FORMATS.get(request.query_params.get("output_format", ""))
        if rate is None:
            refusal = refusal or Refusal(400, "output_format_not_supported", "This simulator speaks PCM alone.")
        if asked.get("model_id") not in MODELS:
            refusal = refusal or Refusal(400, "model_not_found", f"There is no model {asked.get('model_id')}.")
        if refusal is not None:
            self.counts[f"status {refusal.status}"] += 1
            return JSONResponse(refusal.body(), refusal.status)
        text, language = str(asked["text"]), str(asked.get("language_code", ""))

        async def lines() -> AsyncIterator[bytes]:
            try:
                async for line in whole():
                    yield line
            except Struck:
                if how.fault == "stall":
                    await asyncio.sleep(3600)
                raise  # the server drops a connection whose application fails

        async def whole() -> AsyncIterator[bytes]:
            async for piece in self.pieces(text, language, request.path_params["voice_id"], how, rate or 16_000):
                told = {
                    "characters": piece.characters,
                    "character_start_times_seconds": [ms / 1000 for ms in piece.begins_ms],
                    "character_end_times_seconds": [
                        (begin + length) / 1000 for begin, length in zip(piece.begins_ms, piece.lasts_ms, strict=True)
                    ],
                }
                aligned = None if how.fault == "unaligned" else told
                line = {"audio_base64": _base64(piece.audio), "alignment": aligned, "normalized_alignment": aligned}
                yield json.dumps(line).encode() + b"\n" if timed else piece.audio

        kind = "application/json" if timed else "audio/pcm"
        return StreamingResponse(lines(), media_type=kind, headers={"request-id": uuid4().hex})

    async def pieces(
        self, text: str, language: str, voice: str, how: Behaviour, rate: int, before_ms: float = 0.0
    ) -> "AsyncIterator[Timed]":
        """The sound of a text in time; raises Struck where a fault ends it. `before_ms`: sound before this text."""
        spoken = await tones.spoken(self.voice, text, language, voice)
        await asyncio.sleep(10 if how.fault == "late" else how.first_ms / 1000)
        passed_ms, odd, first = 0.0, b"", True
        for piece in _timed(text, spoken, how.piece_ms):
            if how.fault in STRIKES and before_ms + passed_ms >= how.after_ms:
                raise Struck(how.fault)
            if not first:
                await asyncio.sleep(how.gap_ms / 1000)
            first = False
            audio = odd + _at_rate(piece.audio, rate)
            odd = b""
            if how.fault == "odd":
                audio, odd = audio[:-1], audio[-1:]
            begins = [ms + passed_ms for ms in piece.begins_ms] if how.fault == "cumulative" else piece.begins_ms
            passed_ms += len(piece.audio) / PER_MS
            yield Timed(audio, piece.characters, [round(ms) for ms in begins], piece.lasts_ms)
        if odd:
            yield Timed(odd, [], [], [])
        if how.fault in STRIKES and before_ms + passed_ms >= how.after_ms:
            raise Struck(how.fault)

    # --- control

    async def control(self, request: Request) -> JSONResponse:
        """GET, POST and DELETE /simulator/behaviour."""
        if request.method == "DELETE":
            self.behaviour = self.default
            for record in (self.counts, self.by_key, self.requests):
                record.clear()
        elif request.method == "POST":
            try:
                self.behaviour = self.behaviour.with_(await request.json())
            except (ValueError, AttributeError) as wrong:
                return JSONResponse(Refusal(400, "unknown_knob", str(wrong)).body(), 400)
        return JSONResponse(asdict(self.behaviour))

    async def seen(self, request: Request) -> JSONResponse:
        """GET /simulator/requests."""
        key = request.query_params.get("key")
        seen = [each for each in self.requests if key in (None, each["key"])]
        return JSONResponse({"requests": seen, "counts": self.counts, "by_key": self.by_key})


class Struck(Exception):
    """A fault that strikes in the middle of the sound."""


class Timed(NamedTuple):
    """A piece of sound as the wire has it: its characters begin and last so many ms of it."""

    audio: bytes
    characters: list[str]
    begins_ms: list[int]
    lasts_ms: list[int]


def _timed(text: str, spoken: Sequence[Piece], piece_ms: int) -> Iterator[Timed]:
    """What was spoken, in pieces of about `piece_ms`."""
    audio, spans, done = bytearray(), list[tuple[str, float, float]](), 0
    for n, (pcm, characters) in enumerate(spoken):
        begin, new = len(audio) / PER_MS, text[done:characters]
        each = len(pcm) / PER_MS / max(1, len(new))
        spans += [(character, begin + k * each, each) for k, character in enumerate(new)]
        audio += pcm
        done = max(done, characters)
        if len(audio) >= piece_ms * PER_MS or n + 1 == len(spoken):
            begins = [round(begin) for _, begin, _ in spans]
            ends = [round(begin + length) for _, begin, length in spans]
            yield Timed(
                bytes(audio), [c for c, _, _ in spans], begins, [e - b for b, e in zip(begins, ends, strict=True)]
            )
            audio, spans = bytearray(), []


def _at_rate(pcm: bytes, rate: int) -> bytes:
    if rate == tones.RATE:
        return pcm
    return soxr.resample(numpy.frombuffer(pcm, "<i2"), tones.RATE, rate).astype("<i2").tobytes()


def _base64(audio: bytes) -> str:
    return base64.b64encode(audio).decode()


@dataclass(slots=True)
class Context:
    """One stream of speech on a connection."""

    name: str
    waiting: "asyncio.Queue[str | None]"
    """Texts that were flushed; None once it is closed."""
    unflushed: str = ""
    work: "asyncio.Task[None] | None" = None


class Connection:
    """A WebSocket from its first message to its end."""

    def __init__(self, home: Simulator, socket: WebSocket, key: str, how: Behaviour) -> None:
        self.home, self.socket, self.key, self.how = home, socket, key, how
        self.voice, self.query = socket.path_params["voice_id"], socket.query_params
        self.contexts: dict[str, Context] = {}
        self.spoken_ms = 0.0
        self.struck = asyncio.Event()
        self.silent = False

    async def run(self) -> None:
        """Until one side hangs up."""
        striking = asyncio.create_task(self.struck.wait())
        try:
            while True:
                listening = asyncio.create_task(self.socket.receive_text())
                idle_s = self.how.idle_s or float(self.query.get("inactivity_timeout", 20))
                await asyncio.wait({listening, striking}, timeout=idle_s, return_when=asyncio.FIRST_COMPLETED)
                if self.struck.is_set():
                    listening.cancel()
                    return await self.strike()
                if not listening.done():
                    listening.cancel()
                    self.home.counts["idle"] += 1
                    message = TIMED_OUT.format(f"{idle_s:g}")
                    return await self.refuse(Refusal(400, "input_timeout_exceeded", message))
                if await self.obeyed(json.loads(listening.result())):
                    return None
        except WebSocketDisconnect:
            self.home.counts["left"] += 1
        finally:
            striking.cancel()
            for context in self.contexts.values():
                if context.work is not None:
                    context.work.cancel()
        return None

    async def refuse(self, refusal: Refusal) -> None:
        """Tell of trouble and hang up."""
        await self.tell(refusal.frame())
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.close(1008, refusal.message[:120])

    async def strike(self) -> None:
        """The fault that ends a connection."""
        if self.how.fault == "error":
            await self.refuse(REFUSALS["500"])
        elif self.how.fault == "1008":
            await self.socket.close(1008)
        # and "abort": the server drops a connection whose application returns

    async def obeyed(self, message: dict[str, Any]) -> bool:
        """Do what a message asks for; True when it was the last."""
        self.home.note(self.key, "message", **message)
        if message.get("close_socket"):
            await self.socket.close(1000)
            return True
        name, text = str(message.get("context_id", "default")), str(message.get("text") or "")
        context = self.contexts.get(name)
        if message.get("close_context"):
            if context is not None:
                context.waiting.put_nowait(None)
            return False
        if context is None:
            if not text:
                return False  # a keep-alive
            if len(self.contexts) >= MOST_CONTEXTS:
                await self.refuse(Refusal(400, "max_active_contexts", f"At most {MOST_CONTEXTS} contexts are open."))
                return True
            context = self.contexts[name] = Context(name, asyncio.Queue())
            context.work = asyncio.create_task(self.speak(context))
        if text and not text.endswith(" "):
            self.home.counts["text without a blank at its end"] += 1
        context.unflushed += text
        if context.unflushed.strip() and (message.get("flush") or self.query.get("auto_mode") == "true"):
            context.waiting.put_nowait(context.unflushed.lstrip())
            context.unflushed = ""
        return False

    async def speak(self, context: Context) -> None:
        """Say what is flushed, in order, and that it is done once the context is closed."""
        language, rate = self.query.get("language_code", ""), FORMATS[self.query["output_format"]]
        try:
            while (text := await context.waiting.get()) is not None:
                pieces = self.home.pieces(text, language, self.voice, self.how, rate, self.spoken_ms)
                async for piece in pieces:
                    self.spoken_ms += len(piece.audio) / rate / 2 * 1000
                    await self.tell_piece(context.name, piece)
            if self.how.fault != "endless":
                await self.tell({"isFinal": True, "contextId": context.name})
        except Struck:
            if self.how.fault == "stall":
                self.silent = True
            else:
                self.struck.set()
        finally:
            self.contexts.pop(context.name, None)

    async def tell_piece(self, context: str, piece: Timed) -> None:
        """One piece of sound, with the noise that a fault makes around it."""
        aligned = {
            "charStartTimesMs": piece.begins_ms,
            "charDurationsMs": piece.lasts_ms,
            "chars": piece.characters,
        }
        told = None if self.how.fault == "unaligned" or not piece.characters else aligned
        message = {
            "audio": _base64(piece.audio),
            "isFinal": None,
            "normalizedAlignment": told,
            "alignment": told,
            "contextId": context,
        }
        match self.how.fault:
            case "unknown":
                await self.tell({"type": "mood", "mood": "bright"})
                await self.tell("this is no JSON")
                await self.tell([1, 2])
            case "malformed":
                await self.tell(message | {"audio": "no base64!"})
                message["alignment"] = {"chars": "abc", "charStartTimesMs": None}
            case "strays":
                await self.tell(message | {"contextId": "somebody else's"})
                await self.tell({"isFinal": True, "contextId": "somebody else's"})
        await self.tell(message)

    async def tell(self, message: Any) -> None:
        """Send a message, if anybody is there."""
        if not self.silent:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self.socket.send_text(message if isinstance(message, str) else json.dumps(message))


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped. Every knob of a behaviour is an option: --first-ms, --fault, …"""
    command.serve("ElevenLabs", arguments, port=9003, behaviour=Behaviour(), simulator=Simulator)


if __name__ == "__main__":
    main()
