"""Questions that callers asked and nobody has written the answer to, for the operator to write it down.

Questions of the same words to the same agent are one row that counts them. A row is written in the transaction that
closes the turn; what stands in it has been stripped of whatever tells who asked (knowledge/unanswered.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from records import database

Status = Literal["open", "answered", "dismissed"]
Order = Literal["newest", "most"]


@dataclass(frozen=True)
class Unanswered:
    """A question to be kept: its words, without the caller's own data, and what likens it to others."""

    question: str
    key: str
    language: str


@dataclass(frozen=True)
class Question:
    """What has been asked, how often, and what the operator has made of it."""

    id: UUID
    agent_id: UUID
    question: str  # as it was put last
    language: str
    times: int
    status: Status
    conversation_id: UUID | None  # where it was asked last, as long as that conversation is kept
    turn_id: str | None
    first_asked_at: datetime
    asked_at: datetime


_COLUMNS = "id, agent_id, question, language, times, status, conversation_id, turn_id, first_asked_at, asked_at"


def keep(rows: database.Rows, asked: Unanswered, *, conversation_id: UUID | str, turn_id: str) -> None:
    """Write a question with the transaction, or count the one like it once more.

    One that counted as answered is open again, as its answer was not found; one that was dismissed stays so.
    """
    rows.later(
        """insert into questions (agent_id, language, key, question, conversation_id, turn_id)
           select agent_id, %(language)s, %(key)s, %(question)s, id, %(turn)s from conversations where id = %(conversation)s
           on conflict (tenant_id, agent_id, language, key)
           do update set question = excluded.question, times = questions.times + 1, asked_at = now(),
                         conversation_id = excluded.conversation_id, turn_id = excluded.turn_id,
                         status = case questions.status when 'answered' then 'open' else questions.status end""",
        {
            "language": asked.language,
            "key": asked.key,
            "question": asked.question,
            "turn": turn_id,
            "conversation": conversation_id,
        },
    )


async def all(
    tenant_id: str, *, status: Status | None = None, agent_id: UUID | None = None, order: Order = "newest", limit: int
) -> list[Question]:
    """The tenant's questions: those asked last first, or those asked most often."""
    first = {"newest": "asked_at desc", "most": "times desc, asked_at desc"}[order]
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Question,
            f"""select {_COLUMNS} from questions
                where (%(status)s::text is null or status = %(status)s) and (%(agent)s::uuid is null or agent_id = %(agent)s)
                order by {first}, id limit %(limit)s""",
            {"status": status, "agent": agent_id, "limit": limit},
        )


async def mark(tenant_id: str, question_id: UUID, status: Status) -> Question | None:
    """Say what has become of a question. None where there is no such one."""
    async with database.each(tenant_id) as rows:
        return await rows.maybe(
            Question, f"update questions set status = %s where id = %s returning {_COLUMNS}", [status, question_id]
        )
