"""The avatar: a token for a page that shows it speaking. The account's key never leaves the house."""

import math

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from api import lines, problems
from api.access import Visitor
from api.chat import PROBLEM, PROBLEMS
from providers import heygen
from settings import settings

router = APIRouter(prefix="/api/heygen", tags=["avatar"])

tokens = lines.Tries(10, 60.0)
"""By tenant: each token is a session that somebody pays for."""


class Token(BaseModel):
    """What HeyGen's streaming client asks for."""

    token: str = Field(description="Good for one session.")
    avatarId: str = Field(description="HEYGEN_AVATAR_ID.", examples=["SilasHR_public"])


@router.post(
    "/token",
    response_model=Token,
    responses={
        401: PROBLEMS[401],
        429: {"description": "More than ten tokens in a minute; `Retry-After` says how long to wait.", **PROBLEM},
        503: {"description": "HEYGEN_API_KEY is not set, or HeyGen does not answer.", **PROBLEM},
    },
)
async def token(request: Request, visitor: Visitor) -> Token | Response:
    """A token with which a browser opens a session with the avatar."""
    tenant_id = str(visitor.tenant_id)
    if (wait_s := tokens.wait_s(tenant_id)) > 0:
        return problems.answer(request, problems.TOO_MANY, headers={"retry-after": str(math.ceil(wait_s))})
    tokens.made(tenant_id)
    return Token(token=await heygen.token(), avatarId=settings().heygen_avatar_id)
