"""Events as server-sent events (WHATWG HTML, 9.2), in as few steps as a turn's token can take.

An event is `id:` its number, `event:` its type, `data:` its JSON; what is told in one breath is one write. The response listens for no disconnect,
because leaving does not end a turn: writes to a connection that is gone fall on the floor, and the turn's end ends
this response. Silence is filled with a comment every 15 s, so that no proxy takes the connection for dead.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import problems

log = logging.getLogger(__name__)

HEARTBEAT_S = 15.0
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Event(Protocol):
    """What a stream tells: a turn's event (`turns/events.py`), or how far a document has been read."""

    @property
    def n(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


def frame(event: Event) -> bytes:
    """One event on the wire."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.n, event.type.encode(), orjson.dumps(event.data))


class EventStream(Response):
    """Sends what `events` tells, some at a time. An error on the way becomes a last event named `problem`, and the body ends well."""

    media_type = "text/event-stream"

    def __init__(
        self,
        request: Request,
        events: AsyncIterator[Sequence[Event]],
        *,
        headers: Mapping[str, str],
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self.status_code = 200
        self.background = None
        self.request = request
        self.events = events
        self.heartbeat_s = heartbeat_s
        self.init_headers({**HEADERS, **headers})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        beating = asyncio.create_task(_beat(send, self.heartbeat_s))
        try:
            async for events in self.events:
                await send({"type": "http.response.body", "body": b"".join(map(frame, events)), "more_body": True})
        except Exception as error:
            log.exception("stream broke off")
            told = orjson.dumps(problems.document(self.request, problems.of(error)))
            await send(
                {"type": "http.response.body", "body": b"event: problem\ndata: %s\n\n" % told, "more_body": True}
            )
        finally:
            beating.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _beat(send: Send, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        await send({"type": "http.response.body", "body": b": still here\n\n", "more_body": True})
