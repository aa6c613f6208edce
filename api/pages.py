"""The talk page: a person with a microphone talks to an agent in the browser. The files are those of console/.

The page itself is open to everybody and knows nothing: whoever opens it pastes a key, or brings it behind the # of the
address, which a browser never sends. The browser is told to load and call nothing but this house.
"""

from pathlib import Path
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api.access import Visitor
from api.questions import PROBLEMS
from records import agents
from settings import Language

router = APIRouter(prefix="/talk", tags=["voice"])

FILES = StaticFiles(directory=Path(__file__).parents[1] / "console")
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
"""`no-cache`: kept, and asked for anew each time, which costs a 304."""


class Speaker(BaseModel):
    """An agent that the key may talk to."""

    agent_id: UUID
    name: str = Field(examples=["Front desk"])
    type: str = Field(examples=["receptionist"])
    language: Language
    tenant: str = Field(description="The business it speaks for.", examples=["Lindenhof"])


class Speakers(BaseModel):
    """Whom the key may talk to."""

    agents: list[Speaker]


@router.get("/agents", responses={status: PROBLEMS[status] for status in (401, 503)})
async def speakers(visitor: Visitor) -> Speakers:
    """The agents that this key may talk to, by name: what the talk page offers."""
    found = await agents.all(str(visitor.tenant_id))
    return Speakers(
        agents=[
            Speaker(agent_id=each.id, name=each.name, type=each.type, language=each.language, tenant=each.tenant_name)
            for each in found
        ]
    )


@router.get("", include_in_schema=False)
async def page(request: Request) -> Response:
    """The page."""
    return await _file("talk.html", request)


@router.get("/{name}", include_in_schema=False)
async def part(name: str, request: Request) -> Response:
    """What the page is made of."""
    return await _file(name, request)


async def _file(name: str, request: Request) -> Response:
    """A file of console/, or 304 where the browser has it. Raises HTTPException for one that is not there."""
    answer = await FILES.get_response(name, request.scope)
    answer.headers.update(HEADERS)
    return answer
