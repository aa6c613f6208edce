"""The far end of a call: a bare WebSocket client, and a caller with a microphone and a loudspeaker behind it.

What is sent is masked with zeros, which leaves the bytes as they are (RFC 6455, 5.3), and nothing is compressed: a frame
of sound costs a concatenation and a write. The loudspeaker plays what comes at the pace of a clock and names a mark back
once everything before it has sounded.
"""

import asyncio
import os
import time
from array import array
from base64 import b64encode
from collections import deque
from collections.abc import Mapping
from typing import Any, cast

import orjson

from benchmarks.load import Spoiled

FRAME_S = 0.02
FRAME = 640
"""Bytes of 20 ms of PCM16 at 16 kHz."""
SILENCE = bytes(FRAME)
LOUD = 600
"""A sample of this size is speech to the pretend ear."""
OPEN_S = 30.0
PATIENCE_S = 60.0
"""How long any event may take before the call is given up."""


def frames_of(pcm: bytes) -> list[bytes]:
    """Sound in frames, the last filled up with silence."""
    return [pcm[at : at + FRAME].ljust(FRAME, b"\0") for at in range(0, len(pcm), FRAME)]


def trimmed(pcm: bytes) -> bytes:
    """Sound without the silence before and after it."""
    loud = [n for n, sample in enumerate(array("h", pcm)) if abs(sample) > LOUD]
    if not loud:
        raise Spoiled("the voice made no sound for a caller")
    return pcm[2 * loud[0] : 2 * loud[-1] + 2]


class Socket(asyncio.Protocol):
    """A WebSocket. Messages wait in `next`, unless a subclass takes them in `took`."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._come = bytearray()
        self._opened = False
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._whole = bytearray()
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._news = asyncio.Event()
        self.closed = False

    @classmethod
    async def open(cls, port: int, path: str, headers: Mapping[str, str] | None = None) -> "Socket":
        """Connect and shake hands. Raises OSError, Spoiled."""
        _, socket = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        await socket._shake(path, headers or {})
        return socket

    async def _shake(self, path: str, headers: Mapping[str, str]) -> None:
        assert self._transport is not None
        key = b64encode(os.urandom(16)).decode()
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._transport.write(
            f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
            f"sec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n{more}\r\n".encode()
        )
        async with asyncio.timeout(OPEN_S):
            await self._ready

    def send(self, data: bytes, code: int = 2) -> None:
        """A whole message: binary, or text with code 1."""
        if self._transport is None or self.closed:
            return
        length = len(data)
        if length < 126:
            size = bytes([0x80 | length])
        else:
            size = b"\xfe" + length.to_bytes(2) if length < 1 << 16 else b"\xff" + length.to_bytes(8)
        self._transport.write(bytes([0x80 | code]) + size + b"\0\0\0\0" + data)

    def send_json(self, message: Mapping[str, Any]) -> None:
        """A text message."""
        self.send(orjson.dumps(message), 1)

    async def next(self) -> tuple[float, bytes]:
        """The next message and when it came. Raises Spoiled."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._waiting:
                if self.closed:
                    raise Spoiled("the socket was closed")
                self._news.clear()
                await self._news.wait()
        return self._waiting.popleft()

    def waiting(self) -> tuple[float, bytes] | None:
        """The next message, if one has come."""
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """Hang up."""
        self.closed = True
        if self._transport is not None:
            self._transport.close()

    def took(self, code: int, data: bytes, at: float) -> None:
        """A message has come."""
        self._waiting.append((at, data))
        self._news.set()

    # --- what asyncio calls ---------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The other end hung up."""
        self.closed = True
        if not self._ready.done():
            self._ready.set_exception(Spoiled("the handshake was broken off"))
        self._news.set()

    def data_received(self, data: bytes) -> None:
        """Bytes of messages, or of the handshake's answer."""
        at = time.perf_counter()
        self._come += data
        if not self._opened:
            head, separator, rest = bytes(self._come).partition(b"\r\n\r\n")
            if not separator:
                return None
            if b" 101 " not in head.partition(b"\r\n")[0]:
                self._ready.set_exception(Spoiled(f"no WebSocket: {head[:80]!r}"))
                return self.close()
            self._opened, self._come = True, bytearray(rest)
            self._ready.set_result(None)
        while self._one(at):
            pass
        return None

    def _one(self, at: float) -> bool:
        """Take one frame of the wire out of what has come; whether there was a whole one."""
        come = self._come
        if len(come) < 2:
            return False
        length, begin = come[1] & 0x7F, 2
        if length == 126:
            length, begin = int.from_bytes(come[2:4]), 4
        elif length == 127:
            length, begin = int.from_bytes(come[2:10]), 10
        if len(come) < begin + length:
            return False
        first, data = come[0], bytes(come[begin : begin + length])
        del come[: begin + length]
        code = first & 0x0F
        if code == 9:
            self.send(data, 10)
        elif code == 8:
            self.close()
            self._news.set()
        elif code in (0, 1, 2):
            self._code = code or self._code
            self._whole += data
            if first & 0x80:
                whole, self._whole = bytes(self._whole), bytearray()
                self.took(self._code, whole, at)
        return True

    _code = 2


class Caller(Socket):
    """Somebody on a call: speaks frame by frame, plays what comes. Times are of `time.perf_counter`."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[float, dict[str, Any]]] = []
        self.late_ms: list[float] = []
        """How much later than it should have sounded each frame of a reply came; the first of a stretch is on time."""
        self.drifts_ms: list[float] = []
        """How late each frame of the microphone was sent."""
        self.sent = self.missing = 0
        self.began_at = self.spoke_at = 0.0
        """When the first and the last frame of the caller's latest speech were sent."""
        self._microphone: deque[bytes] = deque()
        self._said: asyncio.Future[None] | None = None
        self._first_sound: float | None = None
        self._of_turn = False
        self._plays_until = 0.0
        self._fresh = True
        self._since_mark = 0
        self._short_mark = False
        self._marks: list[tuple[float, asyncio.Handle]] = []
        self._due = 0.0
        self._tick: asyncio.TimerHandle | None = None

    @classmethod
    async def calls(cls, port: int, key: str, agent_id: str) -> "Caller":
        """Ring up an agent. Raises OSError, Spoiled."""
        caller = cast(Caller, await cls.open(port, "/voice/stream"))
        caller.send_json({"event": "init", "agent_id": agent_id, "api_key": key, "encoding": "binary"})
        await caller.hears("ready")
        caller._due = time.perf_counter()
        caller._speak()
        return caller

    async def say(self, sound: list[bytes]) -> None:
        """Send frames of speech, and return when the last has been sent."""
        self._said = asyncio.get_running_loop().create_future()
        self.began_at = 0.0
        self._microphone.extend(sound)
        await self._said

    async def hears(self, kind: str, within_s: float = PATIENCE_S, *, turn: bool = False) -> dict[str, Any]:
        """The first event of a kind since `forget`; with `turn` the first that is about a turn, and no line of the house's
        own. Raises Spoiled when it does not come.
        """
        try:
            async with asyncio.timeout(within_s):
                while True:
                    for _, event in self.events:
                        if event["event"] == kind and (event.get("turn_id") or not turn):
                            return event
                    if self.closed:
                        raise Spoiled(f"the call ended before {kind}: {self._told()}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise Spoiled(f"no {kind} came: {self._told()}") from None

    def _told(self) -> str:
        told = [event["event"] + event.get("why", "") for _, event in self.events if event["event"] != "token"]
        return ", ".join(told) or "nothing was told"

    async def sounds(self) -> float:
        """When the first sound of a turn's reply came since `forget`. Raises Spoiled."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while self._first_sound is None:
                    if self.closed:
                        raise Spoiled(f"the call ended before a sound: {self._told()}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise Spoiled(f"no sound came: {self._told()}") from None
        return self._first_sound

    def of(self, kind: str) -> bool:
        """Whether such an event of a turn has come since `forget`."""
        return any(event["event"] == kind and event.get("turn_id") for _, event in self.events)

    def forget(self) -> None:
        """What has been heard so far is not asked for any more."""
        self.events.clear()
        self._first_sound = None

    def press(self, key: str) -> None:
        """A key of the telephone."""
        self.send_json({"event": "key", "key": key})

    def mute(self) -> None:
        """Send nothing more."""
        if self._tick is not None:
            self._tick.cancel()

    def hang_up(self) -> None:
        """Say so, and close."""
        self.mute()
        for _, mark in self._marks:
            mark.cancel()
        self.send_json({"event": "stop"})
        self.close()

    def connection_lost(self, error: Exception | None) -> None:
        """The other end hung up."""
        super().connection_lost(error)
        self.mute()
        if self._said is not None and not self._said.done():
            self._said.set_exception(Spoiled("the call ended while the caller spoke"))

    def took(self, code: int, data: bytes, at: float) -> None:
        """A frame for the loudspeaker, or an event."""
        if code == 2:
            if not self._fresh:
                self.late_ms.append(max(0.0, at - self._plays_until) * 1000)
            self._fresh = False
            if self._of_turn and self._first_sound is None:
                self._first_sound = at
            self._plays_until = max(self._plays_until, at) + FRAME_S
            self._since_mark += 1
            self._news.set()
            return
        event = orjson.loads(data)
        kind = event["event"]
        if kind == "mark":
            self._mark(event["mark"])
        else:
            self._turned(kind, at)
            if kind == "speaking":
                self._of_turn = bool(event["turn_id"])
            self.events.append((at, event))
            self._news.set()

    def _mark(self, name: str) -> None:
        """A mark lies behind every ten frames; a shorter stretch can only be the end of a reply."""
        self.missing += self._short_mark
        self._short_mark = self._since_mark != 10
        self._since_mark = 0
        now = time.perf_counter()
        self._marks = [(due, mark) for due, mark in self._marks if due > now]
        wait_s = max(0.0, self._plays_until - now)
        mark = asyncio.get_running_loop().call_later(wait_s, self.send_json, {"event": "played", "mark": name})
        self._marks.append((now + wait_s, mark))

    def _turned(self, kind: str, at: float) -> None:
        """What becomes of the reply."""
        if kind == "clear":
            for _, mark in self._marks:
                mark.cancel()
            self._marks, self._plays_until = [], at
        if kind in ("clear", "speaking", "resumed"):
            self._fresh, self._since_mark, self._short_mark = True, 0, False

    def _speak(self) -> None:
        """One frame of the microphone, and the next 20 ms later."""
        now = time.perf_counter()
        frame = self._microphone.popleft() if self._microphone else SILENCE
        self.send(frame)
        self.sent += 1
        self.drifts_ms.append((now - self._due) * 1000)
        if self._said is not None and not self._said.done():
            self.began_at = self.began_at or now
            if not self._microphone:
                self.spoke_at = now
                self._said.set_result(None)
        self._due += FRAME_S
        if not self.closed:
            self._tick = asyncio.get_running_loop().call_later(max(0.0, self._due - now), self._speak)
