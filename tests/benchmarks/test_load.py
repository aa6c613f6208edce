"""The client of the benchmarks against a server that writes exactly the bytes a test wants, when it wants."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from benchmarks.load import Caller, Connection, Spoiled, at_once, events, request

Written = list[bytes | float]


@asynccontextmanager
async def answering(parts: Written, *, close: bool = False) -> AsyncIterator[int]:
    """The port of a server that answers every request with these parts; a number is a pause in seconds."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length")
                )
                await reader.readexactly(length)
                for part in parts:
                    if isinstance(part, bytes):
                        writer.write(part)
                        await writer.drain()
                    else:
                        await asyncio.sleep(part)
                if close:
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
ASK = request("POST", "/", {"message": "hello"})


async def test_the_first_token_is_timed_when_it_arrives_and_not_when_the_stream_ends():
    parts: Written = [
        HEAD,
        chunk(b": wait\n\n"),
        0.1,
        chunk(b"event: token\n\n"),
        0.2,
        chunk(b"event: done\n\n"),
        chunk(b""),
    ]
    async with answering(parts) as port:
        line = await Connection.open(port)
        answer = await line.ask(ASK, b"event: token")
        line.close()
    assert answer.status == 200
    assert answer.first_s == pytest.approx(0.1, abs=0.08)
    assert answer.total_s == pytest.approx(0.3, abs=0.1)


async def test_a_marker_that_arrives_in_two_pieces_is_seen():
    async with answering([HEAD, chunk(b"event: to"), 0.05, chunk(b"ken\n\n"), chunk(b"")]) as port:
        line = await Connection.open(port)
        answer = await line.ask(ASK, b"event: token")
        line.close()
    assert answer.first_s is not None
    assert answer.first_s >= 0.04


async def test_a_stream_without_the_marker_has_no_first_token():
    async with answering([HEAD, chunk(b"event: done\n\n"), chunk(b"")]) as port:
        line = await Connection.open(port)
        answer = await line.ask(ASK, b"event: token")
        line.close()
    assert answer.first_s is None


async def test_one_connection_carries_one_request_after_another():
    async with answering([HEAD, chunk(b"a"), chunk(b"b"), chunk(b"")]) as port:
        line = await Connection.open(port)
        assert [(await line.ask(ASK)).body for _ in range(3)] == [b"ab"] * 3
        assert line.usable
        line.close()


async def test_a_second_request_before_the_first_is_answered_is_refused():
    async with answering([0.1, HEAD, chunk(b"")]) as port:
        line = await Connection.open(port)
        first = asyncio.ensure_future(line.ask(ASK))
        await asyncio.sleep(0)
        with pytest.raises(Spoiled, match="not free"):
            await line.ask(ASK)
        assert (await first).status == 200
        line.close()


@pytest.mark.parametrize(
    "parts", [[HEAD, chunk(b"event: token\n\n")], [b"SMTP ready\r\n\r\n"]], ids=["cut", "not HTTP"]
)
async def test_a_response_that_breaks_off_is_spoiled_and_never_an_answer(parts: Written):
    async with answering(parts, close=True) as port:
        line = await Connection.open(port)
        with pytest.raises(Spoiled):
            await line.ask(ASK, b"event: token")


class _Refusing:
    """A door whose server answers and whose answers are never complete."""

    name = "refusing"
    marker = b""

    def __init__(self, port: int, complete: Callable[[], bool]) -> None:
        self.port = port
        self.complete = complete

    def turn(self, utterance: str, thread: str | None) -> bytes:
        return ASK

    def heard(self, answer, thread):
        raise Spoiled("no done event")


async def test_callers_who_are_cut_off_are_counted():
    async with answering([HEAD, chunk(b"x"), chunk(b"")]) as port:
        callers = [Caller(_Refusing(port, lambda: False), ["hello"]) for _ in range(3)]
        with pytest.raises(Spoiled, match="3 of 3 callers"):
            await at_once(callers, 1)
        for caller in callers:
            caller.hang_up()


def test_events_are_read_as_the_standard_says():
    body = (
        b': note\r\nevent: token\r\ndata: {"text":\r\ndata: 1}\r\n\r\ndata:x\n\nevent: empty\n\nevent: done\ndata: half'
    )
    assert events(body) == [("token", '{"text":\n1}'), ("message", "x")]
