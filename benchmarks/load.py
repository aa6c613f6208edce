"""The client: keep-alive HTTP over bare sockets, light enough to sit on the same two cores as what it measures.

A stream is parsed by httptools as it arrives; the clock is read once at the first piece that holds the first token and
once at the end. Everything else (events, JSON) waits until the stream is over.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import uuid4

import httptools
import orjson

TIMEOUT_S = 120.0
"""How long one request may take before the run is given up."""


class Spoiled(RuntimeError):
    """A measurement that must not be used: an incomplete stream, a wrong status, a server that is not ours."""


@dataclass(slots=True)
class Answer:
    """One response. Times are seconds since the request was written; `first_s` is None if the marker never came."""

    status: int
    body: bytes
    first_s: float | None
    total_s: float


class Connection(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[Answer] | None = None
        self._pieces = bytearray()
        self._marker = b""
        self._piece: Callable[[bytes], None] | None = None
        self._first: float | None = None
        self._began = 0.0
        self.usable = False
        """Whether another request can be sent: connected, and the server has not said it will close."""

    @classmethod
    async def open(cls, port: int, host: str = "127.0.0.1") -> "Connection":
        """Connect. Raises OSError."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, host, port)
        return connection

    async def ask(self, request: bytes, marker: bytes = b"", piece: Callable[[bytes], None] | None = None) -> Answer:
        """Send a whole request and wait for the whole response.

        `first_s` is when `marker` had arrived in the body; `piece` is called with every part of the body at once.
        Raises Spoiled when the connection breaks or nothing ends within TIMEOUT_S.
        """
        if self._waiting is not None or self._transport is None or not self.usable:
            raise Spoiled("the connection is not free for a request")
        self._waiting = asyncio.get_running_loop().create_future()
        self._pieces = bytearray()
        self._marker, self._piece, self._first = marker, piece, None
        self._began = time.perf_counter()
        self._transport.write(request)
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._waiting
        except TimeoutError:
            self.close()
            raise Spoiled(f"no end of the response within {TIMEOUT_S:.0f} s") from None
        finally:
            self._waiting = None

    def close(self) -> None:
        """Hang up."""
        self.usable = False
        if self._transport is not None:
            self._transport.close()

    # --- what asyncio and httptools call --------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = cast(asyncio.Transport, transport)
        self.usable = True

    def data_received(self, data: bytes) -> None:
        """Bytes of a response."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"not HTTP: {error}")

    def connection_lost(self, error: Exception | None) -> None:
        """The other end hung up."""
        self.usable = False
        self._fail(f"the connection was closed in the middle of a response ({error})")

    def on_message_begin(self) -> None:
        """A response begins."""

    def on_body(self, data: bytes) -> None:
        """A part of a body."""
        if self._first is None and self._marker:
            seen = len(self._pieces)
            self._pieces += data
            if self._pieces.find(self._marker, max(0, seen - len(self._marker))) >= 0:
                self._first = time.perf_counter()
        else:
            self._pieces += data
        if self._piece is not None:
            self._piece(data)

    def on_message_complete(self) -> None:
        """The response is over."""
        ended = time.perf_counter()
        self.usable = self._parser.should_keep_alive()
        waiting = self._waiting
        if waiting is not None and not waiting.done():
            first = None if self._first is None else self._first - self._began
            waiting.set_result(Answer(self._parser.get_status_code(), bytes(self._pieces), first, ended - self._began))

    def _fail(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Spoiled(why))


def request(method: str, path: str, body: object = None, key: str = "", accept: str = "*/*") -> bytes:
    """A whole HTTP/1.1 request as bytes; the body as JSON."""
    payload = b"" if body is None else orjson.dumps(body)
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: {accept}\r\n"
    if key:
        head += f"authorization: Bearer {key}\r\n"
    if body is not None:
        head += "content-type: application/json\r\n"
    return f"{head}content-length: {len(payload)}\r\n\r\n".encode() + payload


def events(body: bytes) -> list[tuple[str, str]]:
    """Server-sent events as (type, data), read as the HTML standard says: one without its empty line is dropped."""
    found: list[tuple[str, str]] = []
    name = "message"
    data: list[str] = []
    lines = body.decode().replace("\r\n", "\n").split("\n")
    for line in lines[:-1]:
        if not line:
            if data:
                found.append((name, "\n".join(data)))
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
    return found


# --- callers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as the caller heard it: ms until first token and end, the words, how many pieces they came in."""

    first_ms: float | None
    total_ms: float
    reply: str
    pieces: int
    thread: str


class Door(Protocol):
    """How one server is asked for a turn."""

    name: str
    port: int
    marker: bytes

    def turn(self, utterance: str, thread: str | None) -> bytes:
        """The request. Without a thread, a new one is opened."""

    def heard(self, answer: Answer, thread: str | None) -> Heard:
        """What the response says. Raises Spoiled if it is not complete."""


class Caller:
    """One caller on one thread at one door, with a connection of their own. `thread` is None before the first turn."""

    def __init__(self, door: Door, words: Iterable[str]) -> None:
        self.door = door
        self.thread: str | None = None
        self._words = iter(words)
        self._line: Connection | None = None

    async def say(self, utterance: str | None = None) -> Heard:
        """One turn: the next of the caller's words unless an utterance is given. Raises Spoiled."""
        words = next(self._words) if utterance is None else utterance
        if self._line is None or not self._line.usable:
            self._line = await Connection.open(self.door.port)
        answer = await self._line.ask(self.door.turn(words, self.thread), self.door.marker)
        heard = self.door.heard(answer, self.thread)
        self.thread = heard.thread
        return heard

    def hang_up(self) -> None:
        """Close the connection; the thread stays."""
        if self._line is not None:
            self._line.close()
            self._line = None


async def in_turn(callers: Sequence[Caller], turns: int) -> list[Heard]:
    """One caller at a time, going round: `turns` turns in all."""
    return [await callers[n % len(callers)].say() for n in range(turns)]


async def at_once(callers: Sequence[Caller], turns_each: int) -> list[Heard]:
    """All callers together, each taking its turns one after the other without a pause."""

    async def talk(caller: Caller) -> list[Heard]:
        return [await caller.say() for _ in range(turns_each)]

    return await together([talk(caller) for caller in callers])


async def together(talks: Sequence[Coroutine[Any, Any, list[Heard]]]) -> list[Heard]:
    """All of them at once, each to its end. Raises Spoiled, saying how many, if any failed."""
    ended = await asyncio.gather(*talks, return_exceptions=True)
    failed = [talk for talk in ended if isinstance(talk, BaseException)]
    if failed:
        raise Spoiled(f"{len(failed)} of {len(ended)} callers were not answered in full: {failed[0]}") from failed[0]
    return [heard for talk in ended if not isinstance(talk, BaseException) for heard in talk]


def new_thread() -> str:
    """A thread id for a server that lets its clients choose."""
    return str(uuid4())
