"""What the agents remember having answered, for whoever works for the tenant."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access import Operator
from api.chat import PROBLEM
from records import cached_answers
from settings import settings

router = APIRouter(prefix="/knowledge/cache", tags=["knowledge"])


class CacheStatistics(BaseModel):
    """How much is remembered, and what it was good for."""

    entries: int = Field(description="Answers that may be given again now.")
    oldest: datetime | None = Field(description="Since when the oldest of them is remembered.")
    ttl_s: int = Field(description="How long an answer may be given again (CACHE_TTL_SECONDS); 0: none is kept.")
    hours: int = Field(description="What the numbers below are counted over.")
    exact: int = Field(description="Questions answered from memory that had been put in the same words.")
    near: int = Field(description="Questions answered from memory that had been put in other words.")
    misses: int = Field(description="Questions that might have been answered from memory and were looked up.")
    hit_rate: float | None = Field(description="Answered from memory, of all of these; null where there was none.")


class Cleared(BaseModel):
    """What was forgotten."""

    forgotten: int


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    422: {"description": "A parameter is wrong; `errors` names it and the remedy.", **PROBLEM},
    503: {"description": "The database is away for a moment.", **PROBLEM},
}


@router.get("", responses=PROBLEMS)
async def statistics(
    operator: Operator,
    hours: Annotated[int, Query(ge=1, le=720, description="Over how many hours questions are counted.")] = 24,
) -> CacheStatistics:
    """How many answers are remembered, and how often one was given again."""
    found = await cached_answers.statistics(str(operator.tenant_id), hours=hours)
    asked = found.exact + found.near + found.missed
    return CacheStatistics(
        entries=found.entries,
        oldest=found.oldest,
        ttl_s=settings().cache_ttl_s,
        hours=hours,
        exact=found.exact,
        near=found.near,
        misses=found.missed,
        hit_rate=round((found.exact + found.near) / asked, 4) if asked else None,
    )


@router.post("/clear", responses=PROBLEMS)
async def clear(operator: Operator) -> Cleared:
    """Forget every remembered answer of the tenant; the next callers' questions are looked up anew.

    Not needed after an upload or a change of opening hours: what leaned on those is forgotten by itself.
    """
    return Cleared(forgotten=await cached_answers.forget_all(str(operator.tenant_id)))
