"""Switchboard's server: every door on one map, and the command that opens the house.

python server.py --port 8000 --data .data            the server, with the Postgres and the model it needs
python server.py --workers 2                         two processes on one port
python server.py --studio                            LangGraph Studio's server on the same graphs and Postgres
uvicorn server:create_app --factory                  the application alone, for a house that is open already
"""

import sys
from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

import opening
from api import (
    assistant,
    avatar,
    cached,
    chat,
    conversations,
    health,
    knowledge,
    logs,
    pages,
    phone,
    problems,
    questions,
    runnables,
    transcribe,
    voice,
)
from api.edge import Edge
from api.lifespan import lifespan
from settings import settings

DESCRIPTION = """A desk of agents that answer callers by voice and text.

Every route but `/health` asks for a tenant's API key: `Authorization: Bearer KEY`. Errors are
`application/problem+json` (RFC 9457), in German where `Accept-Language` prefers it."""


def create_app() -> FastAPI:
    """The whole application. Opens nothing by itself: that is the lifespan's business."""
    app = FastAPI(
        title="Switchboard", version=health.version(), description=DESCRIPTION, lifespan=lifespan, redoc_url=None
    )
    problems.install(app)
    app.include_router(health.router())
    app.include_router(chat.router)
    app.include_router(conversations.router)
    app.include_router(questions.router)
    app.include_router(cached.router)
    app.include_router(knowledge.router)
    app.include_router(runnables.router())
    app.include_router(voice.router)
    app.include_router(assistant.router)
    app.include_router(transcribe.router)
    app.include_router(avatar.router)
    app.include_router(phone.router)
    app.include_router(pages.router)
    app.add_middleware(Edge)
    if origins := settings().cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins.split(","),
            allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=[
                "authorization",
                "x-api-key",
                "content-type",
                "last-event-id",
                "idempotency-key",
                "x-request-id",
            ],
            expose_headers=["turn-id", "conversation-id", "location", "x-request-id", "retry-after"],
            max_age=600,
        )
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the house, serve, close it; the exit code."""
    return opening.main(arguments, application="server:create_app", log_config=logs.config)


if __name__ == "__main__":
    sys.exit(main())
