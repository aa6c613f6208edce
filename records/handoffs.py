"""Hand-offs: a thread that waits for a person, or is held by one."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from records import database


async def request(tenant_id: str, conversation_id: str | UUID, *, reason: str, brief: dict[str, Any]) -> bool:
    """Ask for a person. One open request a thread: False when there is one already. Harmless when repeated."""
    async with database.tenant(tenant_id) as rows:
        return bool(
            await rows.run(
                """
                insert into handoffs (conversation_id, reason, brief) values (%s, %s, %s)
                on conflict (tenant_id, conversation_id) where state in ('requested', 'ringing', 'accepted') do nothing
                """,
                [conversation_id, reason, Jsonb(brief)],
            )
        )


async def add(tenant_id: str, conversation_id: str | UUID, words: str, more: dict[str, Any]) -> None:
    """Add to what the person who will answer is told: the words to what was `added` before, and how the caller is reached.

    Nothing happens where no request is open.
    """
    async with database.tenant(tenant_id) as rows:
        await rows.run(
            """
            update handoffs
            set brief = brief || %s || jsonb_build_object('added', coalesce(brief -> 'added', '[]') || %s)
            where conversation_id = %s and state in ('requested', 'ringing', 'accepted')
            """,
            [Jsonb(more), Jsonb([words]), conversation_id],
        )
