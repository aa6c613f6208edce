"""Is the house standing? Asked by load balancers, scripts that wait for a start, and people. Needs no key, tells no secret.

200 while Postgres answers, 503 while it does not: without the model or the embeddings callers are still served, in
phrases and by full text. The answer is at most a second old, however many ask.
"""

import asyncio
import time
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from graphs import registry
from providers import embeddings
from records import database
from settings import settings

FRESH_S = 1.0
PROBE_S = 2.0


@lru_cache
def version() -> str:
    """The version that pyproject.toml names."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


class DatabaseHealth(BaseModel):
    status: Literal["ok", "down"]
    ms: float | None = Field(description="How long a round trip took.", examples=[0.6])


class ModelHealth(BaseModel):
    id: str = Field(examples=["openai/gpt-oss-20b"])
    served_by: str = Field(description="The provider, or the address that stands in for it.", examples=["groq"])


class EmbeddingsHealth(BaseModel):
    status: Literal["ready", "not ready"]
    model: str | None = Field(examples=["sentence-transformers/all-MiniLM-L6-v2"])


class Health(BaseModel):
    """How the house stands."""

    status: Literal["ok", "down"]
    version: str
    database: DatabaseHealth
    model: ModelHealth
    embeddings: EmbeddingsHealth
    agents: list[str] = Field(description="The agent types that are served.", examples=[["receptionist"]])


class Probe:
    """The last answer, and the one look under way."""

    def __init__(self) -> None:
        self.health: Health | None = None
        self.until = 0.0
        self.looking = asyncio.Lock()

    async def now(self) -> Health:
        """How the house stands, at most a second old."""
        if self.health is None or time.monotonic() > self.until:
            async with self.looking:
                if self.health is None or time.monotonic() > self.until:
                    self.health = await look()
                    self.until = time.monotonic() + FRESH_S
        return self.health


async def look() -> Health:
    """Ask everything now."""
    store = await _database()
    ready = await embeddings.ready()
    return Health(
        status=store.status,
        version=version(),
        database=store,
        model=_model(),
        embeddings=EmbeddingsHealth(
            status="ready" if ready else "not ready", model=embeddings.model_id() if ready else None
        ),
        agents=registry.types(),
    )


def router() -> APIRouter:
    """GET /health, and /api/health for those who look there."""
    routes = APIRouter(tags=["health"])
    probe = Probe()
    down: dict[int | str, dict[str, Any]] = {503: {"description": "Postgres does not answer.", "model": Health}}

    async def current() -> Health:
        return await probe.now()

    @routes.get("/health", responses=down)
    @routes.get("/api/health", responses=down)
    async def health(response: Response, now: Annotated[Health, Depends(current)]) -> Health:
        """Is the house standing?"""
        if now.status != "ok":
            response.status_code = 503
            response.headers["retry-after"] = "2"
        return now

    return routes


async def _database() -> DatabaseHealth:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PROBE_S), database.desk() as rows:
            await rows.value("select 1")
    except (database.Unavailable, TimeoutError):
        return DatabaseHealth(status="down", ms=None)
    return DatabaseHealth(status="ok", ms=round((time.perf_counter() - began) * 1000, 2))


def _model() -> ModelHealth:
    knobs = settings()
    provider, colon, name = knobs.model.partition(":")
    if colon and provider != "groq":
        return ModelHealth(id=name, served_by=provider)
    at = urlsplit(knobs.groq_base_url)
    instead = f"{at.hostname}:{at.port}" if at.port else at.hostname
    return ModelHealth(id=knobs.model.removeprefix("groq:"), served_by=instead or "groq")
