"""What was said and done in a conversation, for whoever works for the tenant."""

from typing import Any
from uuid import UUID

import orjson
import yaml
from fastapi import APIRouter, Response
from starlette.requests import Request

from api.access import Operator
from api.chat import PROBLEM
from records import database, scenarios

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
