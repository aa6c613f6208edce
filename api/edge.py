"""What happens to every request before a route sees it: a name, a limit, and a net under it.

Plain ASGI, because a middleware that wraps responses in tasks and queues would cost a stream more than the stream
itself. A request keeps the `X-Request-ID` it came with, or gets one; logs of the request carry it, also those of the
turn that it starts. A body has at most 64 kB, and more only where documents or recordings come in; one that is too large is answered
at once, and the connection stays, as closing it on a client that still sends would take the answer along (what comes
then, the server drops unread). What nobody caught becomes a plain 500; when the answer was already under way as a
stream, the stream is ended in good order, so that a client sees its last event and not a torn connection.
"""

import asyncio
import logging
import re
import uuid
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from knowledge import reading
from voice import recording

log = logging.getLogger(__name__)

LARGEST = 64 * 1024
LARGER = {
    "/knowledge/upload": reading.LIMITS.bytes + LARGEST,
    "/knowledge/ingest": 1_000_000,
    "/api/chat/transcribe": recording.MOST_BASE64 + LARGEST,
}
"""Bytes of a body by path, where it may have more."""
request_id: ContextVar[str] = ContextVar("request_id", default="")

overdue = asyncio.Event()
"""Set when the server, being stopped, has cut a request off because its time to finish was over."""

_AN_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")


class Edge:
    """The outermost layer around an application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        given = request.headers.get("x-request-id", "")
        name = given if _AN_ID.fullmatch(given) else uuid.uuid4().hex
        request_id.set(name)
        started: dict[str, bool] = {}

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                headers["x-request-id"] = name
                started["stream"] = headers.get("content-type", "").startswith("text/event-stream")
            await send(message)

        try:
            length = request.headers.get("content-length", "0")
            largest = LARGER.get(scope["path"], LARGEST)
            if not length.isdecimal() or int(length) > largest:
                await problems.answer(request, problems.TOO_LARGE)(scope, receive, named)
            elif "transfer-encoding" in request.headers:
                await self.app(scope, _measured(receive, largest), named)
            else:
                await self.app(scope, receive, named)
        except asyncio.CancelledError:
            overdue.set()
            raise
        except Exception as error:
            log.exception("request failed", extra={"method": scope["method"], "path": _route(scope)})
            if not started:
                await problems.answer(request, problems.of(error))(scope, receive, named)
            elif started["stream"]:
                await send({"type": "http.response.body", "body": b"", "more_body": False})


def _measured(receive: Receive, largest: int) -> Receive:
    """A body that came without its length is counted while it is read."""
    size = 0

    async def measured() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > largest:
            raise HTTPException(413)
        return message

    return measured


def _route(scope: Scope) -> str:
    """The route's template: a path itself may carry ids."""
    return getattr(scope.get("route"), "path", "")
