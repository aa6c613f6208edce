"""A pretend HeyGen: the door that gives out streaming tokens, on HeyGen's own wire.

    python -m simulators.heygen --port 9005

Beside that door it has POST, GET and DELETE /simulator/behaviour and GET /simulator/requests, as the other pretend vendors.
A key such as `sim?fault=500&id=7` turns the knobs for its own requests. Wire: docs.heygen.com/reference/create-session-token.
"""

import asyncio
import base64
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from simulators import command
from simulators.knobs import Knobs

Fault = Literal[
    "",
    "401",
    "429",
    "500",
    "late",  # the answer takes twenty seconds
    "empty",  # 200, and no token
    "garbage",  # 200, and a page of HTML
]
REFUSALS = {
    "401": (401, 400112, "Unauthorized"),
    "429": (429, 400115, "Concurrent limit reached"),
    "500": (500, 400500, "Something went wrong"),
}


@dataclass(frozen=True, slots=True)
class Behaviour(Knobs):
    """How one request goes."""

    delay_ms: float = 0.0
    fault: Fault = ""


class Simulator:
    """The ASGI application. `requests` holds the latest keys that asked."""

    def __init__(self, behaviour: Behaviour | None = None, *, keep: int = 200) -> None:
        self.default = self.behaviour = behaviour or Behaviour()
        self.requests: deque[dict[str, Any]] = deque(maxlen=keep)
        self.app = Starlette(
            routes=[
                Route("/v1/streaming.create_token", self.create_token, methods=["POST"]),
                Route("/simulator/behaviour", self.control, methods=["GET", "POST", "DELETE"]),
                Route("/simulator/requests", self.seen),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.app(scope, receive, send)

    async def create_token(self, request: Request) -> Response:
        """POST /v1/streaming.create_token."""
        key = request.headers.get("x-api-key", "")
        self.requests.append({"key": key})
        how = self.behaviour.for_key(key)
        await asyncio.sleep(20 if how.fault == "late" else how.delay_ms / 1000)
        if how.fault == "garbage":
            return HTMLResponse("<h1>HeyGen</h1>")
        if refused := REFUSALS.get("401" if not key else how.fault):
            status, code, message = refused
            return JSONResponse({"code": code, "message": message, "data": None}, status)
        token = base64.b64encode(json.dumps({"token": uuid4().hex, "token_type": "sa_from_regular"}).encode()).decode()
        return JSONResponse({"error": None, "data": None if how.fault == "empty" else {"token": token}})

    async def control(self, request: Request) -> JSONResponse:
        """GET, POST and DELETE /simulator/behaviour."""
        if request.method == "DELETE":
            self.behaviour = self.default
            self.requests.clear()
        elif request.method == "POST":
            try:
                self.behaviour = self.behaviour.with_(await request.json())
            except (ValueError, AttributeError) as wrong:
                return JSONResponse({"message": str(wrong)}, 400)
        return JSONResponse(asdict(self.behaviour))

    async def seen(self, request: Request) -> JSONResponse:
        """GET /simulator/requests."""
        return JSONResponse({"requests": list(self.requests)})


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped. Every knob of a behaviour is an option: --delay-ms, --fault"""
    command.serve("HeyGen", arguments, port=9005, behaviour=Behaviour(), simulator=Simulator)


if __name__ == "__main__":
    main()
