"""Documents: what a tenant has given its agents to read. Its passages are rows of their own (records/passages.py)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from records import database, passages

Source = Literal["pdf", "menu", "listing", "policy"]


@dataclass(frozen=True)
class Document:
    """One document, without its text."""

    id: UUID
    title: str
    source: Source
    language: str
    status: str  # received, reading, ready, failed
    passages: int
    created_at: datetime


_DOCUMENT = """
    select d.id, d.title, d.source, d.language, d.status, d.created_at,
           (select count(*) from passages p where p.document_id = d.id) as passages
      from documents d
"""


async def unchanged(tenant_id: str, *, title: str, source: Source, language: str, sha256: bytes, model: str) -> bool:
    """Is this very text in place already, its passages embedded by this model? With no model, embedded or not."""
    async with database.tenant(tenant_id) as rows:
        return bool(
            await rows.value(
                """select exists (select from documents d
                    where title = %s and source = %s and language = %s and sha256 = %s and status = 'ready'
                      and not exists (select from passages p where p.document_id = d.id
                                         and %s <> '' and p.embedding_model is distinct from %s))""",
                [title, source, language, sha256, model, model],
            )
        )


async def replace(
    tenant_id: str,
    *,
    title: str,
    source: Source,
    language: str,
    content: str,
    sha256: bytes,
    drafts: list[passages.Draft],
    model: str | None,
) -> Document:
    """Put a document and its passages in place of the one with the same source and title, all at once."""
    async with database.tenant(tenant_id) as rows:
        document_id = await rows.one(
            UUID,
            """insert into documents (title, source, language, content, sha256) values (%s, %s, %s, %s, %s)
               on conflict (tenant_id, source, title)
               do update set language = excluded.language, content = excluded.content, sha256 = excluded.sha256,
                             status = 'ready', created_at = now()
               returning id""",
            [title, source, language, content, sha256],
        )
        await passages.replace(rows, document_id, language, drafts, model)
        return await rows.one(Document, _DOCUMENT + "where d.id = %s", [document_id])


async def all(tenant_id: str) -> list[Document]:
    """The tenant's documents, by source and title."""
    async with database.tenant(tenant_id) as rows:
        return await rows.all(Document, _DOCUMENT + "order by d.source, d.title")


async def delete(tenant_id: str, document_id: UUID | str) -> bool:
    """Take a document out of the agents' hands, passages and all. False where there was none."""
    async with database.tenant(tenant_id) as rows:
        return bool(await rows.run("delete from documents where id = %s", [document_id]))
