"""What was said and done in a conversation, for whoever works for the tenant."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import yaml
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.access import Operator
from api.chat import PROBLEM
from records import database, scenarios, turns

router = APIRouter(prefix="/conversations", tags=["conversations"])

EXPORT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A scenario that `python -m evals --import FILE` holds again.",
        "content": {"application/yaml": {"schema": {"type": "string"}}, "application/json": {"schema": {"type": "object"}}},
    },
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    404: {"description": "An unknown or foreign conversation.", **PROBLEM},
    422: {"description": "Not an id.", **PROBLEM},
}  # fmt: skip


class Taken(BaseModel):
    """One turn: what was said, what was answered, and how long what took."""

    turn_id: str
    n: int = Field(description="Which of the conversation it is, from 1.")
    status: str = Field(description="`queued`, `running`, `answered` or `failed`.", examples=["answered"])
    utterance: str
    reply: str | None
    entered_at: datetime
    heard: int | None = Field(description="Characters of the reply that the caller heard; null where it was read.")
    timings: dict[str, Any] = Field(
        description="Milliseconds. `voice` is of a turn by ear: what happened how long after the caller's last speech.",
        examples=[
            {"turn_ms": 24.1, "voice": {"end_of_speech_ms": 0.0, "final_words_ms": 268.4, "first_heard_ms": 590.2}}
        ],
    )


class Turns(BaseModel):
    """The turns of a conversation, the first one first."""

    turns: list[Taken]


@router.get(
    "/{conversation_id}/turns",
    responses={code: told for code, told in EXPORT.items() if code != 200},
    tags=["conversations"],
)
async def taken(conversation_id: UUID, operator: Operator) -> Turns:
    """List the turns of a conversation, with their timings."""
    found = await turns.all(str(operator.tenant_id), conversation_id)
    if found is None:
        raise database.NotFound("conversation")
    return Turns(turns=[Taken(turn_id=one.id, **{k: v for k, v in vars(one).items() if k != "id"}) for one in found])


@router.post("/{conversation_id}/export", responses=EXPORT, response_class=Response)
async def export(conversation_id: UUID, request: Request, operator: Operator) -> Response:
    """Turn a conversation into a scenario: the house, its book as it stood, every turn with its moment, what was left behind.

    YAML, or JSON for who accepts that alone. Of other guests it names nobody.
    """
    scenario = await scenarios.exported(str(operator.tenant_id), conversation_id)
    if scenario is None:
        raise database.NotFound("conversation")
    told = scenarios.plain(scenario)
    headers = {"content-disposition": f'inline; filename="{conversation_id}.yaml"', "vary": "Accept"}
    if "application/json" in request.headers.get("accept", ""):
        return Response(orjson.dumps(told), media_type="application/json", headers={"vary": "Accept"})
    written = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=110)
    return Response(written, media_type="application/yaml", headers=headers)
