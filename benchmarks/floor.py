"""The floor: a raw ASGI server that relays the model's stream byte for byte, and optionally keeps turns in Postgres.

    python -m benchmarks.floor --port P --model-port M [--database-url URL]

With a database it makes two transactions a turn, one that reads the last turn and one that writes this one, each with a
`set_config` as row security needs. It shows what HTTP, SSE and Postgres cost before anybody thinks about agents.
"""

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import orjson
import psycopg
import uvicorn
from psycopg_pool import AsyncConnectionPool

from benchmarks.load import Connection, request

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
TABLE = "create table if not exists turns (n bigserial primary key, thread text not null, utterance text, reply bytea)"


class Relay:
    """The ASGI application."""

    def __init__(self, model_port: int, database_url: str) -> None:
        self._model_port = model_port
        self._idle: list[Connection] = []
        self._pool = AsyncConnectionPool(database_url, open=False, min_size=4, max_size=10) if database_url else None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer GET /health and POST /chat/stream."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["path"] == "/health":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await self._relay(await _body(receive), send)

    async def _relay(self, body: bytes, send: Send) -> None:
        asked = orjson.loads(body)
        utterance = asked["messages"][-1]["content"]
        await self._read(utterance)
        while self._idle and not self._idle[-1].usable:
            self._idle.pop()
        model = self._idle.pop() if self._idle else await Connection.open(self._model_port)
        pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        call = request("POST", "/openai/v1/chat/completions", asked, "sim", "text/event-stream")
        asking = asyncio.ensure_future(model.ask(call, piece=pieces.put_nowait))
        asking.add_done_callback(lambda _: pieces.put_nowait(None))
        while (piece := await pieces.get()) is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        answer = await asking
        self._idle.append(model)
        await self._write(utterance, answer.body)
        await send({"type": "http.response.body", "body": b""})

    async def _read(self, thread: str) -> None:
        async with self._transaction() as rows:
            if rows is not None:
                await rows.execute("select reply from turns where thread = %s order by n desc limit 1", [thread])

    async def _write(self, thread: str, reply: bytes) -> None:
        async with self._transaction() as rows:
            if rows is not None:
                await rows.execute(
                    "insert into turns (thread, utterance, reply) values (%s, %s, %s)", [thread, thread, reply]
                )

    @contextlib.asynccontextmanager
    async def _transaction(self) -> AsyncIterator[psycopg.AsyncConnection[Any] | None]:
        if self._pool is None:
            yield None
            return
        async with self._pool.connection() as rows:
            await rows.execute("select set_config('app.tenant_id', 'floor', true)")
            yield rows

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        if self._pool is not None:
            await self._pool.open(wait=True)
            async with self._pool.connection() as rows:
                await rows.execute(TABLE)
                await rows.execute("create index if not exists turns_thread on turns (thread, n)")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._pool is not None:
            await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model-port", type=int, required=True)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args()
    app: Any = Relay(asked.model_port, asked.database_url)
    uvicorn.run(app, port=asked.port, loop="uvloop", http="httptools", access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
