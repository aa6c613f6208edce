"""A microphone and a loudspeaker at the other end of WS /voice/stream: somebody calls, speaks, listens and hangs up.

    async with ringing(url, agent_id, key) as call:
        await call.greeted()
        turn = await call.says("A table for two, please.")  # the reply, once it has been heard
    call.recording()                                        # a WAV, the caller left and the agent right

The loudspeaker plays what it is sent frame by frame, names a mark back when what came before it has sounded, and forgets
all that at a `clear`. The call's clock counts the frames that went out, and the recording is by that clock: what is heard
in it together was heard together.

Wire: docs/voice.md.
"""

import asyncio
import base64
import io
import json
import wave
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import httpx
import numpy
import soxr
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

RATE: Final = 16_000
"""Of what the agent says, and of the recording."""
FRAME_MS: Final = 20
FRAME: Final = RATE * FRAME_MS // 1000 * 2
"""Bytes of a frame of the loudspeaker."""
QUIET: Final = bytes(FRAME)
LOUD: Final = 400
"""A frame with a sample of this size is no silence."""
OPENED_S: Final = 20.0
"""How long the house may take to say that the call is on."""


class NotConnected(Exception):
    """The house does not take the call; the message is what it said."""


@dataclass
class Turn:
    """Something that the caller said, and what came of it. Times are milliseconds of the call."""

    turn_id: str
    at_ms: int
    """When the house took the caller's words for all."""
    words: str
    reply: str = ""
    asks: str = ""
    receipts: list[dict[str, Any]] = field(default_factory=list)
    handed_off: str = ""
    done: bool = False
    ended: bool = False
    outcome: str = ""
    """`said` when the reply was heard to its end, `interrupted` when not."""
    heard: int = 0
    """Characters of the reply that were heard."""
    latency: dict[str, float] = field(default_factory=dict)
    """What the house measured, in ms after the caller's last speech."""
    spoke_until_ms: int = 0
    """When the caller was last loud before."""
    gap_ms: int | None = None
    """From then until the agent was heard, as this side heard it."""


class Call:
    """A call that is up."""

    def __init__(
        self,
        socket: ClientConnection,
        rate: int,
        pace: float,
        ears: str | None,
        told: Callable[[int, dict[str, Any]], None] | None,
    ) -> None:
        self.socket, self.rate, self.pace, self.ears, self._told = socket, rate, pace, ears, told
        self.at_ms = 0
        self.turns: list[Turn] = []
        self.events: list[tuple[int, dict[str, Any]]] = []
        """What the house told, each with when."""
        self.conversation_id = ""
        self.why = ""
        """Why the call ended; empty while it lasts, and where the line just broke."""
        self.over = asyncio.Event()
        self.spoke_ms = self.heard_ms = -1
        """When the caller and the agent were last loud."""
        self.partial_ms = -1
        """When the house last told words that it was hearing."""
        self._tick = asyncio.Condition()
        self._to_say: deque[bytes] = deque()
        self._to_play: deque[bytes | str] = deque()
        """What the house sent and nobody has heard yet: frames, and the names of marks."""
        self._rest = b""
        self._said, self._heard = bytearray(), bytearray()
        self._sounds: Turn | None = None

    # --- what a caller does

    async def greeted(self, timeout_ms: int = 15_000) -> bool:
        """Hear the agent out, which speaks first; False when it does not."""
        return await self.until(lambda: bool(self.named("said", "interrupted")) and self.quiet(300), timeout_ms)

    async def says(
        self, text: str, language: str = "en", voice: str = "edward", *, timeout_ms: int = 45_000
    ) -> Turn | None:
        """Speak, and hear the reply out; None where there was none. Where `ears` is the address of the pretend Deepgram,
        it is told the words.
        """
        before = len(self.turns)
        await self.speaks(text, language, voice)
        await self.until(lambda: len(self.turns) > before and self.settled(), timeout_ms)
        return self.turns[-1] if len(self.turns) > before and self.turns[-1].done else None

    async def speaks(self, text: str, language: str = "en", voice: str = "edward") -> None:
        """Speak, and return when it is said. Whoever calls must have opened the call at 16 kHz."""
        from simulators.sound import Voice

        if self.ears:
            async with httpx.AsyncClient(base_url=self.ears) as control:
                (await control.post("/simulator/words", json={"words": [text]})).raise_for_status()
        pieces = await asyncio.to_thread(lambda: list(Voice().say(text, language, voice)))
        await self.plays(b"".join(piece.pcm for piece in pieces))

    async def plays(self, pcm: bytes) -> None:
        """Let PCM16 of the call's rate sound into the line, and return when it is over."""
        edges = [at * self.rate // 50 * 2 for at in range(len(pcm) * 50 // (self.rate * 2) + 2)]
        self._to_say.extend(pcm[a:b] for a, b in pairwise(edges) if pcm[a:b])
        await self.until(lambda: not self._to_say)

    async def waits(self, ms: int) -> None:
        """Say nothing for so long."""
        until_ms = self.at_ms + ms
        await self.until(lambda: self.at_ms >= until_ms)

    async def hangs_up(self) -> None:
        """Say so, and hear why the house thinks that the call is over."""
        if not self.over.is_set():
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"event": "stop"}))
            with suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), 10)

    # --- how it stands

    def quiet(self, ms: int) -> bool:
        """Whether nobody has been heard for so long, and nothing waits to be."""
        return not self._to_play and not self._to_say and self.at_ms - max(self.heard_ms, self.spoke_ms) >= ms

    def settled(self, ms: int = 300) -> bool:
        """Whether the last turn is over on both sides."""
        return bool(self.turns) and self.turns[-1].done and bool(self.turns[-1].outcome) and self.quiet(ms)

    def named(self, *names: str) -> list[dict[str, Any]]:
        """The events of these names."""
        return [event for _, event in self.events if event["event"] in names]

    async def until(self, condition: Callable[[], bool], timeout_ms: float = float("inf")) -> bool:
        """Wait for a condition, which is looked at once a frame; False when the call ends or the time is up first."""
        limit = self.at_ms + timeout_ms
        async with self._tick:
            await self._tick.wait_for(lambda: condition() or self.over.is_set() or self.at_ms >= limit)
        return condition()

    # --- what is left of it

    def heard(self) -> bytes:
        """All that the caller heard, PCM16 of 16 kHz, silences with it."""
        return bytes(self._heard)

    def recording(self) -> bytes:
        """A WAV of 16 kHz: the caller on the left, the agent on the right."""
        right = numpy.frombuffer(bytes(self._heard), "<i2")
        left = numpy.frombuffer(bytes(self._said), "<i2")
        if self.rate != RATE:
            left = soxr.resample(left, self.rate, RATE).astype("<i2")
        left = numpy.pad(left, (0, max(0, len(right) - len(left))))[: len(right)]
        with io.BytesIO() as file:
            with wave.open(file, "wb") as recording:
                recording.setnchannels(2)
                recording.setsampwidth(2)
                recording.setframerate(RATE)
                recording.writeframes(numpy.stack([left, right], axis=1).tobytes())
            return file.getvalue()

    # --- the line

    async def _run(self) -> None:
        """Until one side hangs up."""
        listening = asyncio.create_task(self._listen())
        try:
            with suppress(ConnectionClosed):
                await self._frames(listening)
            await listening
        finally:
            listening.cancel()
            self.over.set()
            async with self._tick:
                self._tick.notify_all()

    async def _frames(self, listening: asyncio.Task[None]) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while not listening.done():
            silence = bytes(((self.at_ms + FRAME_MS) * self.rate // 1000 - self.at_ms * self.rate // 1000) * 2)
            said = self._to_say.popleft() if self._to_say else silence
            await self.socket.send(said)
            heard = await self._next()
            self._said += said
            self._heard += heard
            self.at_ms += FRAME_MS
            if _loud(said):
                self.spoke_ms = self.at_ms
            if _loud(heard):
                self.heard_ms = self.at_ms
                if self._sounds is not None and self._sounds.gap_ms is None:
                    self._sounds.gap_ms = self.at_ms - FRAME_MS - self._sounds.spoke_until_ms
            async with self._tick:
                self._tick.notify_all()
            await asyncio.sleep(begun + self.at_ms / 1000 / self.pace - loop.time())

    async def _next(self) -> bytes:
        """What is heard in the next frame, the marks before it named back."""
        while self._to_play and isinstance(self._to_play[0], str):
            await self.socket.send(json.dumps({"event": "played", "mark": self._to_play.popleft()}))
        frame = self._to_play.popleft() if self._to_play else QUIET
        assert isinstance(frame, bytes)
        return frame.ljust(FRAME, b"\0")

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                if isinstance(message, bytes):
                    self._sound(message)
                else:
                    self._event(json.loads(message))

    def _sound(self, pcm: bytes) -> None:
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % FRAME
        self._to_play.extend(sound[start : start + FRAME] for start in range(0, whole, FRAME))
        self._rest = sound[whole:]

    def _event(self, event: dict[str, Any]) -> None:
        self.events.append((self.at_ms, event))
        turn = next((turn for turn in self.turns if turn.turn_id == event.get("turn_id")), None)
        match event["event"]:
            case "audio_response":
                self._sound(base64.b64decode(event["data"]))
            case "mark":
                if self._rest:
                    self._to_play.append(self._rest)
                    self._rest = b""
                self._to_play.append(str(event["mark"]))
            case "clear":
                self._to_play.clear()
                self._rest = b""
            case "transcript_partial":
                self.partial_ms = self.at_ms
            case "utterance":
                spoke = max(0, self.spoke_ms)
                self.turns.append(Turn(event["turn_id"], self.at_ms, event["text"], spoke_until_ms=spoke))
            case "speaking":
                self._sounds = turn
            case "ended":
                self.why, self.conversation_id = event["why"], event.get("conversation_id") or ""
            case _ if turn is not None:
                _learn(turn, event)
        if self._told:
            self._told(self.at_ms, event)


def _learn(turn: Turn, event: dict[str, Any]) -> None:
    match event["event"]:
        case "receipt":
            turn.receipts.append({"operation": event["operation"], "facts": event["facts"]})
        case "handed_off":
            turn.handed_off = event["reason"]
        case "done":
            turn.done, turn.reply = True, event["reply"]
            turn.asks, turn.ended = event.get("asks", ""), bool(event.get("ended"))
        case "said" | "interrupted":
            turn.outcome, turn.heard = event["event"], event["heard"]
        case "latency":
            turn.latency = {name: ms for name, ms in event.items() if name.endswith("_ms")}


def _loud(pcm: bytes) -> bool:
    samples = numpy.frombuffer(pcm, "<i2")
    return len(samples) > 0 and int(max(samples.max(), -int(samples.min()))) > LOUD


@asynccontextmanager
async def ringing(
    url: str,
    agent_id: str,
    key: str,
    *,
    rate: int = RATE,
    language: str = "",
    conversation_id: str = "",
    pace: float = 1.0,
    ears: str | None = None,
    told: Callable[[int, dict[str, Any]], None] | None = None,
) -> AsyncIterator[Call]:
    """A call to an agent of the house at `url` (http:// or https://), hung up when the block ends.

    `rate` is of what will be played into it, `pace` how many times faster than life it goes, `ears` the pretend Deepgram's
    address for words heard to the letter; `told` is called with every event. Raises NotConnected where the house
    refuses, and what `websockets` raises where nobody answers.
    """
    init = {"event": "init", "agent_id": agent_id, "sample_rate": rate, "encoding": "binary", "language": language}
    init |= {"conversation_id": conversation_id}
    stream = url.rstrip("/").replace("http", "ws", 1) + "/voice/stream"
    async with connect(stream, additional_headers={"Authorization": f"Bearer {key}"}, max_size=None) as socket:
        await socket.send(json.dumps(init))
        try:
            first = json.loads(await asyncio.wait_for(socket.recv(), OPENED_S))
        except (ConnectionClosed, TimeoutError) as silent:
            raise NotConnected("it hung up without a word.") from silent
        if first["event"] != "ready":
            raise NotConnected(f"{first.get('field', '')} {first.get('message', first)}".strip())
        call = Call(socket, rate, pace, ears, told)
        line = asyncio.create_task(call._run())
        try:
            yield call
            await call.hangs_up()
        finally:
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line
