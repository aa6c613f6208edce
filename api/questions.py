"""What callers asked that nobody had written down, for whoever works for the tenant."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access import Operator
from api.chat import PROBLEM
from records import database, questions
from records.questions import Order, Status

router = APIRouter(prefix="/knowledge/questions", tags=["knowledge"])


class Question(BaseModel):
    """A question without an answer; questions of the same words to one agent are one."""

    id: UUID
    agent_id: UUID = Field(description="Whom it was put to.")
    question: str = Field(
        description="As it was put last. Names, telephone numbers and e-mail addresses are left out: they show as `…`.",
        examples=["Do you have a bowling alley?"],
    )
    language: str = Field(examples=["en"])
    times: int = Field(description="How often it was asked.", examples=[3])
    status: Status
    conversation_id: UUID | None = Field(description="Where it was asked last.")
    turn_id: str | None
    first_asked_at: datetime
    asked_at: datetime


class Questions(BaseModel):
    """What was asked."""

    questions: list[Question]


class Mark(BaseModel):
    """What has become of a question."""

    status: Status = Field(
        description="`answered` once it is written down (it opens again when it is asked and still not found), "
        "`dismissed` for what nobody is going to write down, `open` to take either back."
    )


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    422: {"description": "A parameter is wrong; `errors` names it and the remedy.", **PROBLEM},
    503: {"description": "The database is away for a moment.", **PROBLEM},
}


@router.get("", responses=PROBLEMS)
async def asked(
    operator: Operator,
    status: Annotated[Status | None, Query(description="Only those; all if left out.")] = None,
    agent_id: Annotated[UUID | None, Query(description="Only what this agent was asked.")] = None,
    order: Annotated[Order, Query(description="Those asked last first, or those asked most often.")] = "newest",
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
) -> Questions:
    """What callers asked and the agents could not answer."""
    found = await questions.all(str(operator.tenant_id), status=status, agent_id=agent_id, order=order, limit=limit)
    return Questions(questions=[_shown(one) for one in found])


@router.post(
    "/{question_id}", responses={404: {"description": "An unknown or foreign question.", **PROBLEM}, **PROBLEMS}
)
async def mark(question_id: UUID, said: Mark, operator: Operator) -> Question:
    """Say what has become of a question."""
    found = await questions.mark(str(operator.tenant_id), question_id, said.status)
    if found is None:
        raise database.NotFound("question")
    return _shown(found)


def _shown(one: questions.Question) -> Question:
    return Question(**{name: getattr(one, name) for name in Question.model_fields})
