"""What every request meets before a route: a name, a limit, and a net for what nobody caught."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge import Edge
from api.logs import Console, Json
from api.sse import EventStream
from turns.events import Event

SECRET = "Petra Sommer"


async def answered(
    app: ASGIApp, *, headers: dict[str, str] | None = None, body: tuple[bytes, ...] = (b"",)
) -> list[Message]:
    """What an application behind the edge sends, message by message."""
    sent: list[Message] = []
    pieces = list(body)

    async def receive() -> Message:
        if not pieces:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope: Scope = {"type": "http", "method": "POST", "path": "/x", "headers": raw, "query_string": b""}
    await Edge(app)(scope, receive, send)
    return sent


def header(sent: list[Message], name: str) -> str:
    return str(dict(sent[0]["headers"])[name.encode()].decode())


async def test_what_nobody_caught_is_a_plain_500():
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(SECRET)

    sent = await answered(broken, headers={"x-request-id": "r-1"})
    assert sent[0]["status"] == 500
    assert json.loads(sent[1]["body"])["type"] == "urn:switchboard:problem:ours"
    assert SECRET.encode() not in sent[1]["body"]
    assert header(sent, "x-request-id") == "r-1"


async def test_a_stream_that_breaks_ends_in_good_order():
    async def pieces() -> AsyncIterator[bytes]:
        yield b"data: 1\n\n"
        raise ValueError(SECRET)

    sent = await answered(StreamingResponse(pieces(), media_type="text/event-stream"))
    assert [message.get("body") for message in sent[1:]] == [b"data: 1\n\n", b""]
    assert sent[-1]["more_body"] is False


async def test_a_body_without_a_length_is_counted():
    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        raise AssertionError("it was read to the end")

    sent = await answered(reads, headers={"transfer-encoding": "chunked"}, body=(b" " * 40_000, b" " * 40_000))
    assert sent[0]["status"] == 500  # without FastAPI around it; with it, a 413


async def told(*events: Event, pause_s: float = 0, failure: Exception | None = None) -> AsyncIterator[list[Event]]:
    for event in events:
        yield [event]
        await asyncio.sleep(pause_s)
    if failure:
        raise failure


async def bodies(stream: AsyncIterator[list[Event]], **more: Any) -> list[bytes]:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await EventStream(Request(scope), stream, headers={}, **more)(scope, receive, send)

    return [message["body"] for message in (await answered(app))[1:]]


async def test_one_event_is_one_write():
    sent = await bodies(told(Event(1, "token", {"text": "Grüß Gott\n\nid: 7"}), Event(2, "done", {"reply": "…"})))
    assert sent == [
        'id: 1\nevent: token\ndata: {"text":"Grüß Gott\\n\\nid: 7"}\n\n'.encode(),
        'id: 2\nevent: done\ndata: {"reply":"…"}\n\n'.encode(),
        b"",
    ]


async def test_silence_is_filled():
    sent = await bodies(told(Event(1, "token", {"text": "a"}), pause_s=0.08), heartbeat_s=0.02)
    assert sent.count(b": still here\n\n") in (2, 3, 4)


async def test_a_turn_that_fails_is_told_as_a_problem():
    sent = await bodies(told(Event(1, "token", {"text": "a"}), failure=ValueError(SECRET)))
    assert sent[1].startswith(b"event: problem\n")
    assert SECRET.encode() not in b"".join(sent)
    assert sent[-1] == b""


def test_an_exception_is_logged_without_its_message():
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        raised = (type(error), error, error.__traceback__)
    record = logging.LogRecord("turns", logging.ERROR, __file__, 1, "turn failed", None, raised)
    record.thread_id = "t-1"
    line = Json().format(record)
    facts = json.loads(line)
    assert (facts["event"], facts["thread_id"], facts["error"]) == ("turn failed", "t-1", "RuntimeError < ValueError")
    assert facts["where"][0].endswith("test_an_exception_is_logged_without_its_message")
    assert SECRET not in line + Console().format(record)
