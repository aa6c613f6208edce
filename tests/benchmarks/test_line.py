"""The caller of the benchmarks against a WebSocket server that other people wrote."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.line import FRAME, Caller, Socket, frames_of, trimmed
from benchmarks.load import Spoiled


@asynccontextmanager
async def serving(answers: Callable[[ServerConnection], Awaitable[Any]]) -> AsyncIterator[int]:
    async with serve(answers, "127.0.0.1", 0, compression=None) as server:
        yield server.sockets[0].getsockname()[1]


def event(kind: str, **data: object) -> str:
    return orjson.dumps({"event": kind, **data}).decode()


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
async def test_messages_of_any_size_go_both_ways(size: int):
    async def echoes(socket: ServerConnection) -> None:
        async for message in socket:
            await socket.send(message)

    async with serving(echoes) as port:
        socket = await Socket.open(port, "/")
        sent = bytes(n % 251 for n in range(size))
        socket.send(sent)
        assert (await socket.next())[1] == sent
        socket.close()


async def test_a_message_in_pieces_is_one_and_a_ping_is_answered():
    answered = asyncio.Event()

    async def talks(socket: ServerConnection) -> None:
        await (await socket.ping())
        answered.set()
        await socket.send(["in ", "three ", "pieces"])
        await socket.wait_closed()

    async with serving(talks) as port:
        socket = await Socket.open(port, "/")
        assert (await socket.next())[1] == b"in three pieces"
        assert answered.is_set()
        socket.close()


async def test_a_server_that_is_none_is_told():
    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        with pytest.raises(Spoiled, match="403"):
            await Socket.open(server.sockets[0].getsockname()[1], "/")


async def test_a_mark_comes_back_once_what_lay_before_it_has_sounded_and_lost_frames_are_counted():
    came: list[Any] = []
    back = asyncio.Event()

    async def talks(socket: ServerConnection) -> None:
        assert orjson.loads(await socket.recv())["event"] == "init"
        await socket.send(event("ready"))
        await socket.send(event("speaking", turn_id="t"))
        for frames, mark in ((10, "1"), (9, "2"), (10, "3"), (4, "4")):  # one of the second is missing
            for _ in range(frames):
                await socket.send(bytes(FRAME))
            await socket.send(event("mark", mark=mark))
        began = asyncio.get_running_loop().time()
        async for message in socket:
            if isinstance(message, str):
                came.append((orjson.loads(message)["mark"], asyncio.get_running_loop().time() - began))
                if len(came) == 4:
                    back.set()

    async with serving(talks) as port:
        caller = await Caller.calls(port, "sb_key", "agent")
        await caller.sounds()
        await asyncio.wait_for(back.wait(), 30)
        assert [mark for mark, _ in came] == ["1", "2", "3", "4"]
        assert came[-1][1] >= 33 * 0.02 - 0.1  # sound takes its time
        assert caller.missing == 1
        assert caller.sent > 10
        caller.hang_up()


def test_speech_is_cut_into_whole_frames_without_the_silence_around_it():
    quiet, loud = bytes(1_000), b"\x00\x40" * 500
    assert trimmed(quiet + loud + quiet) == loud
    assert [len(frame) for frame in frames_of(loud)] == [FRAME, FRAME]
    with pytest.raises(Spoiled):
        trimmed(quiet)
