"""A pretend Deepgram: live ears (/v1/listen and Flux on /v2/listen) and recordings, over Deepgram's own wire.

    python -m simulators.deepgram --port 9002 --delay-ms 60

It tells speech from silence by loudness. What the speech says it is told beforehand (exact transcripts), or a recogniser
hears it that was passed in as `hears`, or else it knows that somebody spoke and understands nothing. Beside Deepgram's
routes it has:

    POST   /simulator/words       {"words": ["A table for two."]} what the next utterances say, one each; with "key" only
                                  those of that key. The knob `words` of a key does the same: sim?words=At seven|Yes
    POST   /simulator/behaviour   {"delay_ms": 20} turns those knobs for everybody; GET shows them
    DELETE /simulator/behaviour   back to the command line; words, counts and requests forgotten
    GET    /simulator/requests    ?key=...: the latest connections with their queries, and what has been counted

Wire: developers.deepgram.com/docs/live-streaming-audio, /docs/flux and /docs/errors.
"""

import asyncio
import hashlib
import io
import json
import time
import wave
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any, Final, Literal, NamedTuple, Protocol
from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from simulators import command
from simulators.knobs import Knobs

Fault = Literal[
    "",
    "400",
    "401",
    "402",
    "403",
    "429",
    "500",
    "503",  # the handshake, or the recording, is refused with this status
    "late",  # the handshake takes ten seconds
    "silent",  # it never says a word
    "abort",  # the connection drops
    "1008",
    "1011",  # it hangs up with this code
    "error",  # an Error message, then it hangs up
    "half_words",  # interim words break off in the middle of one
    "out_of_order",  # an interim result comes again after its final one, and UtteranceEnd after the next beginning
    "unknown",  # messages of types that no client knows, and one that is no JSON, between the others
    "malformed",  # Results that lack what Results have
    "unmarked",  # Finalize is answered without from_finalize
    "unanswered",  # Finalize is not answered
    "no_speech_final",  # no result is ever speech_final; only UtteranceEnd tells
]
STRIKES: Final = ("abort", "1008", "1011", "error")
"""Faults that end a connection, `after_ms` of sound into it."""

FRAME_MS = 20
LOUD = 600
"""A frame with a sample of this size is speech."""
BEGIN_FRAMES = 3
"""Loud frames in a row that make a beginning."""
WORD_MS = 280
"""How long a word takes, when it is told before its utterance is over."""
EMPTY_MS = 3_000
"""How often a silence is told of."""
EOT_MS, EAGER_MS = 640, 240
"""Silence after which Flux is sure that a turn is over, and after which it thinks so."""
MULAW = [
    (1 if code & 0x80 else -1) * (((((~code & 0x0F) << 3) + 0x84) << ((~code & 0x70) >> 4)) - 0x84)
    for code in range(256)
]
"""ITU-T G.711, table 2a."""


@dataclass(frozen=True, slots=True)
class Behaviour(Knobs):
    """How one connection goes."""

    delay_ms: float = 0.0
    """How much later than the sound everything is told: the network and the model."""
    final_ms: float = 0.0
    """How much later still a final result is told."""
    interim_every_ms: int = 300
    word_ms: int = WORD_MS
    """How long a word takes, when it is told before its utterance is over: less than it really takes keeps up with it."""
    words: str = ""
    """What the utterances of this key say, with | between them."""
    idle_s: float = 10.0
    """After so long without a message it hangs up: 1011, NET-0001."""
    fault: Fault = ""
    after_ms: int = 1_000
    """How much sound comes before a fault that ends the connection."""
    skip: int = 0
    """How many connections of this key go well before the fault."""
    times: int | None = None
    """How many connections of this key the fault spoils; unset: all."""


class Told(NamedTuple):
    """One thing that a recogniser makes of the sound."""

    kind: Literal["started", "interim", "eager", "resumed", "final", "ended"]
    text: str = ""
    words: tuple[tuple[str, int, int], ...] = ()
    """Each with its begin and end in ms of the stream."""
    at_ms: int = 0


class Recogniser(Protocol):
    """Frames of 20 ms, PCM16 of 16 kHz, in; what they say, out."""

    def feed(self, pcm: bytes) -> list[Told]:
        """Hear a frame."""

    def flush(self, *, over: bool = False) -> list[Told]:
        """Tell what there is; with `over` what comes next is another utterance."""

    def unfinished(self) -> str:
        """What an utterance that has begun still had to say."""


# --- exact transcripts ------------------------------------------------------------------------------------------------


class Exact:
    """Tells beginnings and ends by loudness, and says of each utterance what it was told that it says.

    `take` gives the next utterance's words, None where nobody told; `give_back` returns those never told to the end.
    """

    def __init__(
        self,
        take: Callable[[], str | None],
        give_back: Callable[[str], None],
        *,
        final_after_ms: int,
        eager_after_ms: int | None,
        interim_every_ms: int,
        word_ms: int = WORD_MS,
    ) -> None:
        self.word_ms = word_ms
        self.take, self.give_back = take, give_back
        self.final_after_ms, self.eager_after_ms = final_after_ms, eager_after_ms
        self.interim_every_ms = interim_every_ms
        self.at_ms = 0
        self.loud_frames = 0
        self.begun_ms: int | None = None
        self.loud_until_ms = 0
        self.text: str | None = None
        self.told = 0
        """Words of the utterance that final results have said."""
        self.next_interim_ms = 0
        self.eager = False

    def feed(self, pcm: bytes) -> list[Told]:
        self.at_ms += FRAME_MS
        loud = max(memoryview(pcm).cast("h"), default=0) > LOUD
        self.loud_frames = self.loud_frames + 1 if loud else 0
        if self.begun_ms is None:
            if self.loud_frames < BEGIN_FRAMES:
                return []
            self.begun_ms = self.at_ms - BEGIN_FRAMES * FRAME_MS
            self.text, self.told, self.eager = self.take(), 0, False
            self.next_interim_ms = self.begun_ms + self.interim_every_ms
            self.loud_until_ms = self.at_ms
            return [Told("started", at_ms=self.begun_ms)]
        if loud:
            self.loud_until_ms = self.at_ms
        silence = self.at_ms - self.loud_until_ms
        if silence >= self.final_after_ms:
            return [*self._final(whole=True), Told("ended", at_ms=self.at_ms)]
        if self.eager_after_ms is not None and silence >= self.eager_after_ms and not self.eager:
            self.eager = True
            return [self._said("eager", whole=True)]
        if self.eager and self.loud_frames >= BEGIN_FRAMES:
            self.eager = False
            return [self._said("resumed", whole=False)]
        if self.at_ms >= self.next_interim_ms and not silence:
            self.next_interim_ms += self.interim_every_ms
            interim = self._said("interim", whole=False)
            return [interim] if interim.text else []
        return []

    def flush(self, *, over: bool = False) -> list[Told]:
        if self.begun_ms is None:
            return []
        final = self._final(whole=self.at_ms > self.loud_until_ms)
        if over:
            self.give_back(self.unfinished())
            self.begun_ms, self.loud_frames = None, 0
        return final

    def unfinished(self) -> str:
        return " ".join((self.text or "").split()[self.told :]) if self.begun_ms is not None else ""

    def _final(self, *, whole: bool) -> list[Told]:
        final = self._said("final", whole=whole)
        self.told += len(final.words)
        if whole:
            self.begun_ms = None
        return [final]

    def _said(self, kind: Any, *, whole: bool) -> Told:
        assert self.begun_ms is not None
        words = (self.text or "").split()
        lasted = max(FRAME_MS, self.loud_until_ms - self.begun_ms)
        step = lasted / max(1, len(words)) if whole else min(self.word_ms, lasted)
        known = len(words) if whole else min(len(words), int(lasted // self.word_ms))
        placed = tuple(
            (word, round(self.begun_ms + n * step), round(self.begun_ms + (n + 1) * step))
            for n, word in enumerate(words[:known])
        )[self.told :]
        return Told(kind, " ".join(word for word, _, _ in placed), placed, self.at_ms)


# --- the application --------------------------------------------------------------------------------------------------


class Simulator:
    """The ASGI application. `requests` holds the latest connections, `counts` what happened since the start.

    `hears` makes a recogniser of a language, for connections whose words nobody told.
    """

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        hears: Callable[[str], Recogniser] | None = None,
        keep: int = 200,
    ) -> None:
        self.hears = hears
        self.default = self.behaviour = behaviour or Behaviour()
        self.requests: deque[dict[str, Any]] = deque(maxlen=keep)
        self.counts: Counter[str] = Counter()
        self.by_key: Counter[str] = Counter()
        self.said: dict[str, deque[str]] = {}
        self.app = Starlette(
            routes=[
                WebSocketRoute("/v1/listen", self.nova),
                WebSocketRoute("/v2/listen", self.flux),
                Route("/v1/listen", self.recording, methods=["POST"]),
                Route("/simulator/words", self.words, methods=["POST"]),
                Route("/simulator/behaviour", self.control, methods=["GET", "POST", "DELETE"]),
                Route("/simulator/requests", self.seen),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection."""
        await self.app(scope, receive, send)

    async def nova(self, socket: WebSocket) -> None:
        """WS /v1/listen."""
        await self.listen(socket, Nova)

    async def flux(self, socket: WebSocket) -> None:
        """WS /v2/listen."""
        await self.listen(socket, Flux)

    async def listen(self, socket: WebSocket, wire: "type[Nova] | type[Flux]") -> None:
        """A connection from its handshake to its end."""
        query = socket.query_params
        key, how = self.arrived(socket.headers.get("authorization", ""), query, wire.name)
        refusal = how if isinstance(how, Refusal) else _refusal(how.fault, key) or wire.wrong_with(query)
        if refusal is not None or isinstance(how, Refusal):
            self.counts[f"status {refusal.status}"] += 1  # type: ignore[union-attr]
            return await socket.send_denial_response(refusal.response())  # type: ignore[union-attr]
        if how.fault == "late":
            await asyncio.sleep(10)
        await socket.accept(headers=[(b"dg-request-id", uuid4().hex.encode())])
        await wire(self, socket, key, how, query).run()
        return None

    def arrived(self, authorization: str, query: QueryParams, door: str) -> "tuple[str, Behaviour | Refusal]":
        """Who it is and what they get, `skip` and `times` counted."""
        kind, _, key = authorization.partition(" ")
        key = key if kind.lower() in ("token", "bearer") else ""
        self.counts[door] += 1
        self.by_key[key] += 1
        self.requests.append({"at": time.time(), "key": key, "door": door, "query": query.multi_items()})
        try:
            how = self.behaviour.for_key(key)
        except ValueError as unknown:
            return key, Refusal(400, "Bad Request", str(unknown))
        turn = self.by_key[key] - 1 - how.skip
        if how.fault and (turn < 0 or (how.times is not None and turn >= how.times)):
            how = how.with_({"fault": ""})
        self.counts[f"fault {how.fault}"] += bool(how.fault)
        if how.words and key not in self.said:
            self.said[key] = deque(part.strip() for part in how.words.split("|"))
        return key, how

    def take(self, key: str) -> str | None:
        """What the next utterance of a key says."""
        for queue in (self.said.get(key), self.said.get("")):
            if queue:
                return queue.popleft()
        return None

    def give_back(self, key: str, text: str) -> None:
        """Words that nobody was told, since a connection or a turn broke off: they are said next."""
        if text:
            self.said.setdefault(key, deque()).appendleft(text)

    async def recording(self, request: Request) -> JSONResponse:
        """POST /v1/listen."""
        audio, query = await request.body(), request.query_params
        key, how = self.arrived(request.headers.get("authorization", ""), query, "recorded")
        refusal = how if isinstance(how, Refusal) else _refusal(how.fault, key)
        if refusal is not None or isinstance(how, Refusal):
            return refusal.response()  # type: ignore[union-attr]
        try:
            pcm, duration_s = _decoded(audio, query)
        except ValueError as wrong:
            return Refusal(400, "Bad Request", str(wrong)).response()
        ear = self.recogniser(key, how, query, final_after_ms=10**9)
        told = [each for frame in _frames(pcm + SILENCE) for each in ear.feed(frame)] + ear.flush()
        finals = [each for each in told if each.kind == "final" and each.text]
        words = [_word(*word) for each in finals for word in each.words]
        text = " ".join(each.text for each in finals)
        metadata = {
            "transaction_key": "deprecated",
            "request_id": str(uuid4()),
            "sha256": hashlib.sha256(audio).hexdigest(),
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "duration": duration_s,
            "channels": 1,
            "models": [MODEL_UUID],
            "model_info": {MODEL_UUID: MODEL_INFO},
        }
        best = {"transcript": text, "confidence": 0.98 if text else 0.0, "words": words}
        if how.fault == "malformed":
            return JSONResponse({"metadata": metadata, "results": {"channels": []}})
        return JSONResponse({"metadata": metadata, "results": {"channels": [{"alternatives": [best]}]}})

    def recogniser(
        self,
        key: str,
        how: Behaviour,
        query: QueryParams,
        *,
        final_after_ms: int,
        eager_after_ms: int | None = None,
    ) -> Recogniser:
        """What hears a connection of this key."""
        if self.hears is not None and not self.said.get(key) and not self.said.get(""):
            return self.hears(query.get("language") or query.get("language_hint") or "en")
        return Exact(
            partial(self.take, key),
            partial(self.give_back, key),
            final_after_ms=final_after_ms,
            eager_after_ms=eager_after_ms,
            interim_every_ms=how.interim_every_ms,
            word_ms=how.word_ms,
        )

    # --- control

    async def words(self, request: Request) -> JSONResponse:
        """POST /simulator/words."""
        told = await request.json()
        queue = self.said.setdefault(str(told.get("key", "")), deque())
        queue.extend(str(text) for text in told["words"])
        return JSONResponse({"waiting": list(queue)})

    async def control(self, request: Request) -> JSONResponse:
        """GET, POST and DELETE /simulator/behaviour."""
        if request.method == "DELETE":
            self.behaviour = self.default
            for record in (self.counts, self.by_key, self.requests, self.said):
                record.clear()
        elif request.method == "POST":
            try:
                self.behaviour = self.behaviour.with_(await request.json())
            except (ValueError, AttributeError) as wrong:
                return Refusal(400, "Bad Request", str(wrong)).response()
        return JSONResponse(asdict(self.behaviour))

    async def seen(self, request: Request) -> JSONResponse:
        """GET /simulator/requests."""
        key = request.query_params.get("key")
        seen = [each for each in self.requests if key in (None, each["key"])]
        return JSONResponse({"requests": seen, "counts": self.counts, "by_key": self.by_key})


# --- refusals ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is an error, as developers.deepgram.com/docs/errors has them."""

    status: int
    code: str
    message: str

    def response(self) -> JSONResponse:
        request_id = str(uuid4())
        body = {"err_code": self.code, "err_msg": self.message, "request_id": request_id}
        headers = {"dg-request-id": request_id, "dg-error": self.message}
        return JSONResponse(body, self.status, headers | ({"retry-after": "1"} if self.status == 429 else {}))


REFUSALS: Final = {
    "400": Refusal(400, "Bad Request", "failed to process audio: corrupt or unsupported data"),
    "401": Refusal(401, "INVALID_AUTH", "Invalid credentials."),
    "402": Refusal(402, "ASR_PAYMENT_REQUIRED", "Project does not have enough credits for an ASR request."),
    "403": Refusal(403, "FORBIDDEN", "Project does not have access to the requested model."),
    "429": Refusal(429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later"),
    "500": Refusal(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
    "503": Refusal(503, "SERVICE_UNAVAILABLE", "Service unavailable. Please try again later"),
}


def _refusal(fault: str, key: str) -> Refusal | None:
    return REFUSALS.get("401" if not key else fault)


# --- a connection -----------------------------------------------------------------------------------------------------

MODEL_UUID: Final = "40bd3654-e622-47c4-a111-63a61b23bfe8"
MODEL_INFO: Final = {"name": "general-nova-3", "version": "2026-06-11.0", "arch": "nova-3"}
BAD_QUERY: Final = partial(Refusal, 400, "Bad Request")


class Listener:
    """What both wires have in common: sound in, messages out in time, and the end."""

    name = ""
    tail_ms = 0

    def __init__(self, home: Simulator, socket: WebSocket, key: str, how: Behaviour, query: QueryParams) -> None:
        self.home, self.socket, self.key, self.how, self.query = home, socket, key, how, query
        self.request_id = str(uuid4())
        self.rate = int(query.get("sample_rate", 16_000))
        self.mulaw = query.get("encoding") == "mulaw"
        self.bytes_a_frame = self.rate * FRAME_MS // 1000 * (1 if self.mulaw else 2)
        self.resampled = Resampling(self.rate)
        self.rest = b""
        self.heard = bytearray()
        self.at_ms = 0
        self.outgoing: asyncio.Queue[tuple[float, dict[str, Any] | str]] = asyncio.Queue()
        self.ear = self.recogniser()

    def recogniser(self) -> Recogniser:
        raise NotImplementedError

    async def run(self) -> None:
        """Until one side hangs up."""
        speaking = asyncio.create_task(self._speak())
        try:
            await self._listen()
        except WebSocketDisconnect:
            self.home.counts["left"] += 1
        finally:
            speaking.cancel()
            self.home.give_back(self.key, self.ear.unfinished())

    async def _listen(self) -> None:
        fault = self.how.fault
        while True:
            try:
                async with asyncio.timeout(self.how.idle_s):
                    message = await self.socket.receive()
            except TimeoutError:
                self.home.counts["idle"] += 1
                return await self._hang_up(1011, TIMED_OUT)
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1006))
            if (sound := message.get("bytes")) is not None:
                if fault != "silent":
                    self._hear(sound)
                if fault in STRIKES and self.at_ms >= self.how.after_ms:
                    return await self._strike(fault)
            elif fault != "silent" and await self._obeyed(json.loads(message["text"])):
                return None

    async def _strike(self, fault: str) -> None:
        await self._said_all()
        if fault == "error":
            await self.socket.send_json(self.error())
        if fault == "abort":
            return  # the server drops a connection whose application returns
        code = 1008 if fault == "1008" else 1011
        await self._hang_up(code, NO_AUDIO if code == 1008 else TIMED_OUT)

    async def _hang_up(self, code: int, reason: str = "") -> None:
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.close(code, reason)

    async def _said_all(self) -> None:
        """Until what is due has been sent."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.outgoing.join()

    async def _speak(self) -> None:
        while True:
            due, message = await self.outgoing.get()
            if (early := due - time.monotonic()) > 0:
                await asyncio.sleep(early)
            with suppress(RuntimeError, WebSocketDisconnect):
                await self.socket.send_text(message if isinstance(message, str) else json.dumps(message))
            self.outgoing.task_done()

    def tell(self, message: dict[str, Any], *, late_ms: float = 0.0) -> None:
        """Send a message when its time has come, after those before it."""
        due = time.monotonic() + (self.how.delay_ms + late_ms) / 1000
        if self.how.fault == "unknown":
            self.outgoing.put_nowait((due, {"type": "SentimentUpdate", "sentiment": "hopeful", "score": 0.7}))
            self.outgoing.put_nowait((due, "this is no JSON"))
        self.outgoing.put_nowait((due, message))

    def _hear(self, sound: bytes) -> None:
        self.rest += sound
        whole = len(self.rest) - len(self.rest) % self.bytes_a_frame
        sound, self.rest = self.rest[:whole], self.rest[whole:]
        self.heard += self.resampled.feed(_from_mulaw(sound) if self.mulaw else sound)
        self.at_ms += whole // self.bytes_a_frame * FRAME_MS
        self.home.counts["heard ms"] += whole // self.bytes_a_frame * FRAME_MS
        while len(self.heard) >= FRAME:
            frame = bytes(self.heard[:FRAME])
            del self.heard[:FRAME]
            self._made_of(self.ear.feed(frame))

    def _made_of(self, told: list[Told]) -> None:
        raise NotImplementedError

    async def _obeyed(self, command: dict[str, Any]) -> bool:
        """Do what a text message asks for; True when it was the last."""
        raise NotImplementedError

    def error(self) -> dict[str, Any]:
        """The message before the end."""
        raise NotImplementedError


FRAME = 16_000 * FRAME_MS // 1000 * 2
SILENCE = b"\0" * FRAME * 5
"""After a recording, so that its last word is over."""
TIMED_OUT = "NET-0001: Deepgram did not receive audio data or a text message within the timeout window."
NO_AUDIO = "DATA-0000: The payload cannot be decoded as audio."


def _word(text: str, begin_ms: int, end_ms: int) -> dict[str, Any]:
    bare = text.lower().strip(".,;:!?\"'") or text
    return {
        "word": bare,
        "start": begin_ms / 1000,
        "end": end_ms / 1000,
        "confidence": 0.98,
        "punctuated_word": text,
    }


class Nova(Listener):
    """/v1/listen."""

    name = "v1"
    door = "v1"

    def __init__(self, home: Simulator, socket: WebSocket, key: str, how: Behaviour, query: QueryParams) -> None:
        super().__init__(home, socket, key, how, query)
        self.told_ms = 0
        """Up to here the sound has been told of by final results."""
        self.gap_from_ms: int | None = None
        """The end of the last word, until the gap after it has been told of."""

    @staticmethod
    def wrong_with(query: QueryParams) -> Refusal | None:
        """Why Deepgram would not take the query, if it would not."""
        if not query.get("model", "nova-3").startswith(("nova", "enhanced", "base")):
            return BAD_QUERY(f"No such model/language/tier combination found: {query.get('model')}.")
        if ("encoding" in query) != ("sample_rate" in query):
            return BAD_QUERY("encoding and sample_rate must be given together.")
        if query.get("encoding", "linear16") not in ("linear16", "mulaw"):
            return BAD_QUERY("Invalid query string: unknown encoding.")
        if "utterance_end_ms" in query and not (
            int(query["utterance_end_ms"]) >= 1000 and query.get("interim_results") == "true"
        ):
            return BAD_QUERY("utterance_end_ms must be at least 1000 and needs interim_results.")
        if sum(len(term) // 4 + 1 for term in query.getlist("keyterm")) > 500:
            return BAD_QUERY("Keyterm limit exceeded. The maximum number of tokens across all keyterms is 500.")
        return None

    def recogniser(self) -> Recogniser:
        endpointing = self.query.get("endpointing", "10")
        return self.home.recogniser(
            self.key,
            self.how,
            self.query,
            final_after_ms=10**9 if endpointing == "false" else max(FRAME_MS, int(endpointing)),
        )

    def _hear(self, sound: bytes) -> None:
        super()._hear(sound)
        gap = int(self.query.get("utterance_end_ms", 10**9))
        if self.gap_from_ms is not None and self.at_ms - self.gap_from_ms >= gap:
            self._gap(self.gap_from_ms)
        if self.at_ms - self.told_ms >= EMPTY_MS and self.gap_from_ms is None:
            self._results("", (), final=True)

    def _gap(self, last_word_ms: int) -> None:
        self.gap_from_ms = None
        self.tell({"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": last_word_ms / 1000})

    def _made_of(self, told: list[Told]) -> None:
        for each, after in zip(told, [*told[1:], None], strict=False):
            if each.kind == "started":
                self.gap_from_ms = None if self.how.fault != "out_of_order" else self.gap_from_ms
                if self.query.get("vad_events") == "true":
                    self.tell({"type": "SpeechStarted", "channel": [0], "timestamp": each.at_ms / 1000})
            elif each.kind == "interim" and self.query.get("interim_results") == "true":
                self._results(each.text, each.words)
            elif each.kind == "final":
                self._final(each, over=after is not None and after.kind == "ended")

    def _final(self, told: Told, *, over: bool) -> None:
        before = self.told_ms
        self._results(told.text, told.words, final=True, over=over)
        if told.words:
            self.gap_from_ms = told.words[-1][2]
        if self.how.fault == "out_of_order" and told.words:
            self._results(told.words[0][0], told.words[:1], since_ms=before)

    def _results(
        self,
        text: str,
        words: Sequence[tuple[str, int, int]],
        *,
        final: bool = False,
        over: bool = False,
        asked: bool = False,
        since_ms: int | None = None,
    ) -> None:
        since = self.told_ms if since_ms is None else since_ms
        if self.how.fault == "half_words" and not final and text:
            text = text[: max(1, len(text) - 2)]
            words = [*words[:-1], (words[-1][0][:-2] or words[-1][0][:1], *words[-1][1:])]
        if self.query.get("punctuate") != "true" and self.query.get("smart_format") != "true":
            text = " ".join(_word(*word)["word"] for word in words)
        message: dict[str, Any] = {
            "type": "Results",
            "channel_index": [0, 1],
            "duration": (self.at_ms - since) / 1000,
            "start": since / 1000,
            "is_final": final,
            "speech_final": over and self.how.fault != "no_speech_final",
            "channel": {
                "alternatives": [
                    {"transcript": text, "confidence": 0.98 if text else 0.0, "words": [_word(*word) for word in words]}
                ]
            },
            "metadata": {"request_id": self.request_id, "model_info": MODEL_INFO, "model_uuid": MODEL_UUID},
            "from_finalize": asked and self.how.fault != "unmarked",
        }
        if self.how.fault == "malformed":
            self.tell({"type": "Results", "is_final": final, "channel": {"alternatives": []}})
            self.tell({"type": "Results"})
        if final:
            self.told_ms = self.at_ms
        self.tell(message, late_ms=self.how.final_ms if final else 0.0)

    async def _obeyed(self, command: dict[str, Any]) -> bool:
        match command.get("type"):
            case "KeepAlive":
                self.home.counts["keep-alive"] += 1
            case "Finalize":
                self.home.counts["finalize"] += 1
                if self.how.fault != "unanswered":
                    told = self.ear.flush()
                    words = [word for each in told for word in each.words]
                    self._results(" ".join(each.text for each in told), words, final=True, asked=True)
                    if words:
                        self.gap_from_ms = words[-1][2]
            case "Configure":
                self.home.requests.append({"at": time.time(), "key": self.key, "door": "configure", "body": command})
                self.tell(
                    {"type": "ConfigureSuccess", "request_id": self.request_id, "keyterms": command.get("keyterms")}
                )
            case "CloseStream":
                self.home.requests.append({"at": time.time(), "key": self.key, "door": "close"})
                for each in self.ear.flush(over=True):
                    self._final(each, over=True)
                self.tell(
                    {
                        "type": "Metadata",
                        "transaction_key": "deprecated",
                        "request_id": self.request_id,
                        "sha256": "0" * 64,
                        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                        "duration": self.at_ms / 1000,
                        "channels": 1,
                    }
                )
                await self._said_all()
                await self._hang_up(1000)
                return True
            case kind:
                self.tell({"type": "Error", "variant": "SchemaError", "description": f"unknown message type {kind!r}"})
        return False

    def error(self) -> dict[str, Any]:
        return {"type": "Error", "variant": "InternalError", "description": "Something went wrong on our side."}


class Flux(Listener):
    """/v2/listen."""

    name = "v2"
    KNOWN: Final = frozenset(
        [
            "model",
            "encoding",
            "sample_rate",
            "eager_eot_threshold",
            "eot_threshold",
            "eot_timeout_ms",
            "keyterm",
            "language_hint",
            "profanity_filter",
            "numerals",
            "redact",
            "mip_opt_out",
            "tag",
        ]
    )

    def __init__(self, home: Simulator, socket: WebSocket, key: str, how: Behaviour, query: QueryParams) -> None:
        super().__init__(home, socket, key, how, query)
        self.sequence = 0
        self.turn = 0
        self.begun_ms = 0
        self.number({"type": "Connected", "request_id": self.request_id})

    @staticmethod
    def wrong_with(query: QueryParams) -> Refusal | None:
        """Why Deepgram would not take the query, if it would not."""
        if unknown := set(query.keys()) - Flux.KNOWN:
            return BAD_QUERY(f"Invalid query string: unknown field {sorted(unknown)[0]}.")
        if query.get("model") not in ("flux-general-en", "flux-general-multi"):
            return BAD_QUERY(f"No such model: {query.get('model')}.")
        if "language_hint" in query and query["model"] == "flux-general-en":
            return BAD_QUERY("language_hint needs flux-general-multi.")
        return None

    def recogniser(self) -> Recogniser:
        eager = EAGER_MS if "eager_eot_threshold" in self.query else None
        return self.home.recogniser(self.key, self.how, self.query, final_after_ms=EOT_MS, eager_after_ms=eager)

    def number(self, message: dict[str, Any]) -> None:
        """Send a message with the next number."""
        self.tell(message | {"sequence_id": self.sequence})
        self.sequence += 1

    def _made_of(self, told: list[Told]) -> None:
        for each in told:
            match each.kind:
                case "started":
                    self.begun_ms = each.at_ms
                    self._turn_info("StartOfTurn", each, 0.1)
                case "interim":
                    self._turn_info("Update", each, 0.1)
                case "eager":
                    self._turn_info("EagerEndOfTurn", each, 0.55)
                case "resumed":
                    self._turn_info("TurnResumed", each, 0.2)
                case "final":
                    self._over(each, "model")

    def _over(self, told: Told, trigger: str) -> None:
        self._turn_info("EndOfTurn", told, 0.9, {"trigger": trigger})
        self.turn += 1

    def _turn_info(self, event: str, told: Told, sure: float, more: dict[str, Any] | None = None) -> None:
        message: dict[str, Any] = {
            "type": "TurnInfo",
            "request_id": self.request_id,
            "event": event,
            "turn_index": self.turn,
            "audio_window_start": self.begun_ms / 1000,
            "audio_window_end": self.at_ms / 1000,
            "transcript": told.text,
            "words": [{"word": text, "confidence": 0.97} for text, _, _ in told.words],
            "end_of_turn_confidence": sure,
        }
        if self.how.fault == "malformed":
            self.number({"type": "TurnInfo", "event": event, "turn_index": None})
        self.number(message | (more or {}))
        if self.how.fault == "out_of_order" and event == "EndOfTurn":
            self.tell(message | {"event": "Update", "sequence_id": self.sequence - 2})

    async def _obeyed(self, command: dict[str, Any]) -> bool:
        match command.get("type"):
            case "ForceEndTurn":
                self.home.counts["force end"] += 1
                if self.how.fault != "unanswered":
                    for each in self.ear.flush(over=True):
                        self._over(each, "manual")
            case "Configure":
                self.home.requests.append({"at": time.time(), "key": self.key, "door": "configure", "body": command})
                self.number(
                    {"type": "ConfigureSuccess", "request_id": self.request_id, "keyterms": command.get("keyterms")}
                )
            case "CloseStream":
                self.home.requests.append({"at": time.time(), "key": self.key, "door": "close"})
                for each in self.ear.flush(over=True):
                    self._over(each, "manual")
                await self._said_all()
                await self._hang_up(1000)
                return True
            case kind:
                self.number({"type": "Error", "code": "INVALID_MESSAGE", "description": f"unknown message {kind!r}"})
                await self._said_all()
                await self._hang_up(1008, "INVALID_MESSAGE")
                return True
        return False

    def error(self) -> dict[str, Any]:
        return {
            "type": "Error",
            "sequence_id": self.sequence,
            "code": "INTERNAL_SERVER_ERROR",
            "description": "An internal error occurred.",
        }


# --- sound ------------------------------------------------------------------------------------------------------------


class Resampling:
    """A stream of PCM16 as one of 16 kHz."""

    def __init__(self, rate: int) -> None:
        self.stream = None
        if rate != 16_000:
            import soxr  # with numpy, which a line that needs neither does not wait for

            self.stream = soxr.ResampleStream(rate, 16_000, 1, dtype="int16")

    def feed(self, pcm: bytes, *, last: bool = False) -> bytes:
        """What is known of it."""
        if self.stream is None:
            return pcm
        import numpy

        return bytes(self.stream.resample_chunk(numpy.frombuffer(pcm, "<i2"), last=last).tobytes())


def _from_mulaw(codes: bytes) -> bytes:
    return array("h", (MULAW[code] for code in codes)).tobytes()


# --- recordings -------------------------------------------------------------------------------------------------------


def _frames(pcm: bytes) -> Iterator[bytes]:
    for start in range(0, len(pcm), FRAME):
        yield pcm[start : start + FRAME]


def _decoded(audio: bytes, query: QueryParams) -> tuple[bytes, float]:
    """A recording as PCM16 of 16 kHz, and how long it is in seconds. Raises ValueError for what is none."""
    if "encoding" in query:
        rate = int(query.get("sample_rate", 8_000))
        pcm = _from_mulaw(audio) if query["encoding"] == "mulaw" else audio[: len(audio) - len(audio) % 2]
    else:
        try:
            with wave.open(io.BytesIO(audio)) as recording:
                rate, channels = recording.getframerate(), recording.getnchannels()
                if recording.getsampwidth() != 2:
                    raise wave.Error
                samples = array("h", recording.readframes(recording.getnframes()))
                pcm = samples[::channels].tobytes()
        except (wave.Error, EOFError):
            raise ValueError("failed to process audio: corrupt or unsupported data") from None
    return Resampling(rate).feed(pcm, last=True), round(len(pcm) / 2 / rate, 3)


def _installed() -> Callable[[str], Recogniser] | None:
    """The ear of simulators/sound.py, where its packages are installed."""
    if find_spec("pocketsphinx") is None or find_spec("espeakng_loader") is None:
        return None
    from simulators.sound import Ear

    return Ear


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped. Every knob of a behaviour is an option: --delay-ms, --fault, …"""
    command.serve(
        "Deepgram", arguments, port=9002, behaviour=Behaviour(),
        simulator=lambda behaviour: Simulator(behaviour, hears=_installed()), ws_per_message_deflate=False,
    )  # fmt: skip


app = Simulator()

if __name__ == "__main__":
    main()
