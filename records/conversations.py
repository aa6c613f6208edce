"""Conversations: which thread is whose, and what was said in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from records import database


@dataclass(frozen=True)
class Owner:
    """Whose a thread is."""

    tenant_id: UUID
    agent_id: UUID


@dataclass(frozen=True)
class Message:
    """One message of a transcript; `role` is user, agent or operator."""

    id: UUID
    n: int
    role: str
    content: str
    created_at: datetime


async def owner(thread_id: str | UUID) -> Owner | None:
    """Whose thread this is. For Studio, which opens a thread by its id alone; doors know the tenant from the token."""
    async with database.desk() as rows:
        return await rows.maybe(Owner, "select tenant_id, agent_id from owner_of_thread(%s)", [thread_id])


async def transcript(tenant_id: str, conversation_id: str | UUID) -> list[Message]:
    """Everything said in a conversation, oldest first."""
    async with database.tenant(tenant_id) as rows:
        return await rows.all(
            Message,
            "select id, n, role, content, created_at from messages where conversation_id = %s order by n, role desc",
            [conversation_id],
        )
