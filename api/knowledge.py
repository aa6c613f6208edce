"""What the agents have read, for whoever works for the tenant: which passages answer a question."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access import Operator
from api.chat import PROBLEM
from knowledge import index
from records import agents, database, tenants
from settings import settings

router = APIRouter(prefix="/knowledge", tags=["knowledge"])


class Result(BaseModel):
    """A passage that may answer the question."""

    id: UUID
    title: str = Field(description="The path of its headings.", examples=["Parking"])
    content: str
    score: float = Field(description="0 to 1, comparable within one answer.", examples=[0.62])
    source: str = Field(examples=["policy"])
    document: str = Field(examples=["House policies"])
    language: str = Field(examples=["en"])


class Results(BaseModel):
    """What was found, the best first."""

    question: str
    language: str
    mode: str
    results: list[Result]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    404: {"description": "An unknown or foreign agent.", **PROBLEM},
    422: {"description": "A parameter is wrong; `errors` names it and the remedy.", **PROBLEM},
    503: {"description": "The database is away for a moment, or `dense` has no embedding model.", **PROBLEM},
}

Question = Annotated[str, Query(min_length=1, max_length=2000, description="What a caller might ask.")]
AgentId = Annotated[UUID | None, Query(description="Whose callers ask: sets the language where none is named.")]
Limit = Annotated[int | None, Query(ge=1, le=20, description="How many passages at most; RAG_TOP_K if left out.")]
Language = Annotated[Literal["en", "de"] | None, Query(description="The caller's; the tenant's if left out.")]
Mode = Annotated[
    index.Mode,
    Query(description="Judged by meaning and words together (`fused`), by meaning alone, or by words alone."),
]


@router.get("/search", responses=PROBLEMS)
async def search(
    q: Question,
    operator: Operator,
    agent_id: AgentId = None,
    limit: Limit = None,
    language: Language = None,
    mode: Mode = "fused",
) -> Results:
    """Find the passages that an answer to a question would lean on."""
    tenant_id = str(operator.tenant_id)
    usual = await _language(tenant_id, agent_id)
    spoken = language or usual
    found = await index.search(tenant_id, q, language=spoken, limit=limit or settings().rag_top_k, mode=mode)
    results = [Result(**{name: getattr(one, name) for name in Result.model_fields}) for one in found]
    return Results(question=q, language=spoken, mode=mode, results=results)


async def _language(tenant_id: str, agent_id: UUID | None) -> str:
    """What callers of an agent, or else of the tenant, are taken to speak. Raises database.NotFound."""
    of = await agents.get(tenant_id, agent_id) if agent_id else await tenants.get(tenant_id)
    if of is None:
        raise database.NotFound("agent")
    return of.language
