"""Documents: what a tenant has given its agents to read. Its passages are rows of their own (records/passages.py).

A document comes in as a file and is read by a job. Until a file has been read, the passages of the one before it stay in
place; then all of them are exchanged in one transaction. `status` tells how the latest file fares:

    received ─► reading ─┬─► ready
        ▲                └─► failed    `problem` says why; the passages are still those of the file before
        └──── retry ──────────┘

A document is known by its source and title. Whoever changes a row here gives notice of `topic(id)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any, Literal
from uuid import UUID

from records import cached_answers, database, notices, passages, queue

Source = Literal["pdf", "menu", "listing", "policy"]
Status = Literal["received", "reading", "ready", "failed"]

TASK = "read_document"
"""The task of jobs/ that reads a document's latest file."""
EMBED_TASK = "embed_document"
"""The task of jobs/ that supplies the vectors of a document's passages."""
EMBED_ALL_TASK = "embed_documents"
"""The task of jobs/ that looks for documents with passages that need one."""
LONGEST_TITLE = 200
PIECE = 1_000_000
"""Bytes of a file that go over a connection at once: its buffers grow to the largest message and stay so."""


@dataclass(frozen=True)
class Document:
    """One document, without its text."""

    id: UUID
    title: str
    source: Source
    language: str
    status: Status
    passages: int  # in place now
    filename: str
    kind: str | None  # pdf, docx, xlsx, html, markdown, text, csv; None before anything was read
    size_bytes: int
    pages: int | None
    done: int  # passages embedded, of the text that is being read or was read last …
    total: int  # … and how many it has
    problem: dict[str, str] | None  # {"reason", "message"}; why the latest file failed
    quarantined: int  # spans that were kept out of the passages
    agent_id: UUID | None  # whose agent alone may use it; None: all of the tenant's
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class File:
    """A file that waits to be read."""

    id: UUID
    document_id: UUID
    content: bytes
    filename: str
    media_type: str | None
    language: str | None
    tries: int  # how often reading it was begun


@dataclass(frozen=True)
class Quarantined:
    """A span that is in no passage, for the operator to look at."""

    reason: Literal["instruction", "disguise", "hidden"]
    text: str
    page: int | None = None
    row: int | None = None


_DOCUMENT = """
    select d.id, d.title, d.source, d.language, d.status, d.filename, d.kind, d.size_bytes, d.pages, d.done, d.total,
           d.problem, d.agent_id, d.created_at, d.updated_at,
           (select count(*) from passages p where p.document_id = d.id) as passages,
           (select count(*) from quarantined q where q.document_id = d.id) as quarantined
      from documents d
"""


def topic(document_id: UUID | str) -> str:
    """What is told (records/notices.py) whenever a document's row changes."""
    return f"document {document_id}"


# --- coming in --------------------------------------------------------------------------------------------------------


async def receive(
    tenant_id: str,
    *,
    filename: str,
    content: bytes,
    media_type: str | None = None,
    title: str | None = None,
    source: Source | None = None,
    language: str | None = None,
    agent_id: UUID | str | None = None,
) -> tuple[Document, bool]:
    """Take in a file and have it read. Returns the document, and whether there is new work.

    The title is the file's name where none is given, and the source `pdf` or `policy` by its ending. Another file of
    this title and source is a new version of the document; the same bytes for the same agents are no work at all, under
    whatever name they come, unless they have failed before. Raises database.NotFound for an unknown agent.
    """
    filename = _line(filename)
    name = PurePath(filename.replace("\\", "/"))
    title = _line(title or name.stem.replace("_", " "))[:LONGEST_TITLE].strip() or "Document"
    source = source or ("pdf" if name.suffix.lower() == ".pdf" else "policy")
    digest = sha256(content).digest()
    async with database.tenant(tenant_id) as rows:
        # Two uploads of one file at the same moment are told apart by nothing else.
        rows.later("select pg_advisory_xact_lock(hashtextextended(current_tenant()::text || %s, 4))", [source])
        there = await rows.maybe(
            _Known,
            """select d.id, sha256 = %(digest)s and status <> 'failed'
                      and case when f.id is null then d.agent_id else f.agent_id end is not distinct from %(agent)s::uuid
                      and (%(language)s::text is null or %(language)s = coalesce(f.language, d.language)) as same
                 from documents d left join files f on f.document_id = d.id
                where source = %(source)s and (title = %(title)s or sha256 = %(digest)s)
                order by title = %(title)s desc, created_at limit 1 for update of d""",
            {"digest": digest, "agent": agent_id, "language": language, "source": source, "title": title},
        )
        if there is not None and there.same:
            return await rows.one(Document, _DOCUMENT + "where d.id = %s", [there.id]), False
        if there is not None:
            document_id = there.id
            rows.later(
                """update documents set sha256 = %s, filename = %s, size_bytes = %s, status = 'received',
                          done = 0, total = 0, problem = null, updated_at = now() where id = %s""",
                [digest, filename, len(content), document_id],
            )
        else:
            document_id = await rows.one(
                UUID,
                """insert into documents (title, source, language, sha256, filename, size_bytes, agent_id)
                   values (%(title)s, %(source)s, coalesce(%(language)s, (select language from tenants)), %(digest)s,
                           %(filename)s, %(size)s, %(agent)s)
                   returning id""",
                {
                    "title": title,
                    "source": source,
                    "language": language,
                    "digest": digest,
                    "filename": filename,
                    "size": len(content),
                    "agent": agent_id,
                },
            )
        rows.later("delete from files where document_id = %s", [document_id])
        rows.later(
            "insert into files (document_id, filename, media_type, language, agent_id) values (%s, %s, %s, %s, %s)",
            [document_id, filename, media_type, language, agent_id],
        )
        for n in range(0, len(content), PIECE):
            await rows.run(
                "insert into file_pieces (document_id, n, content) values (%s, %s, %s)",
                [document_id, n // PIECE, content[n : n + PIECE]],
            )
        await _have_read(rows, tenant_id, document_id)
        return await rows.one(Document, _DOCUMENT + "where d.id = %s", [document_id]), True


@dataclass(frozen=True)
class _Known:
    id: UUID
    same: bool


async def retry(tenant_id: str, document_id: UUID | str) -> Document:
    """Have a file that failed read once more.

    Raises database.NotFound for an unknown document, database.Conflict for one that has not failed.
    """
    async with database.tenant(tenant_id) as rows:
        again = await rows.run(
            """update documents d set status = 'received', done = 0, total = 0, problem = null, updated_at = now()
                where id = %s and status = 'failed' and exists (select from files f where f.document_id = d.id)""",
            [document_id],
        )
        if again:
            rows.later("update files set tries = 0 where document_id = %s", [document_id])
            await _have_read(rows, tenant_id, document_id)
        document = await rows.one(Document, _DOCUMENT + "where d.id = %s", [document_id])
        if not again:
            raise database.Conflict("The document has not failed: there is nothing to read again.")
        return document


async def _have_read(rows: database.Rows, tenant_id: str, document_id: UUID | str) -> None:
    await queue.add(rows, TASK, about=f"document {document_id}", tenant_id=str(tenant_id), document_id=str(document_id))
    await notices.tell(rows, topic(document_id))


def _line(text: str) -> str:
    """Text as one line that can be stored."""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", " ").split())


# --- being read -------------------------------------------------------------------------------------------------------


async def begin(tenant_id: str, document_id: UUID | str) -> File | None:
    """The document's latest file, to be read now. None where nothing waits: it was read, has failed, or is gone."""
    async with database.tenant(tenant_id) as rows:
        begun = await rows.run(
            """update documents d set status = 'reading', done = 0, total = 0, updated_at = now()
                where id = %s and status in ('received', 'reading')
                  and exists (select from files f where f.document_id = d.id)""",
            [document_id],
        )
        if not begun:
            return None
        await notices.tell(rows, topic(document_id))
        file = await rows.one(
            _File,
            """update files set tries = tries + 1 where document_id = %s
               returning id, document_id, filename, media_type, language, tries,
                         (select count(*) from file_pieces p where p.document_id = files.document_id) as pieces""",
            [document_id],
        )
        content = BytesIO()  # hands out what it has gathered without a second copy
        for n in range(file.pieces):
            content.write(
                await rows.value("select content from file_pieces where document_id = %s and n = %s", [document_id, n])
            )
    return File(
        file.id, file.document_id, content.getvalue(), file.filename, file.media_type, file.language, file.tries
    )


@dataclass(frozen=True)
class _File:
    id: UUID
    document_id: UUID
    filename: str
    media_type: str | None
    language: str | None
    tries: int
    pieces: int


async def progress(tenant_id: str, file: File, *, done: int, total: int) -> bool:
    """Tell how many of the file's passages are embedded. False: it is gone or replaced, and need not be read on."""
    async with database.tenant(tenant_id, durable=False) as rows:
        current = await rows.run(
            """update documents d set done = %s, total = %s, updated_at = now()
                where id = %s and exists (select from files f where f.document_id = d.id and f.id = %s)""",
            [done, total, file.document_id, file.id],
        )
        if current:
            await notices.tell(rows, topic(file.document_id))
        return bool(current)


async def put(
    tenant_id: str,
    file: File,
    *,
    language: str,
    kind: str,
    pages: int | None,
    drafts: Sequence[passages.Draft],
    quarantined: Sequence[Quarantined],
    model: str | None,
) -> bool:
    """Put what was read from a file in place of what was there before, all at once.

    Without a model the passages come without vectors, and a job is queued that looks for a model from time to time. False, and nothing is
    written, where the document is gone or has a newer file.
    """
    async with database.tenant(tenant_id) as rows:
        if not await _is_latest(rows, file):
            return False
        rows.later(
            """update documents d set language = %s, kind = %s, pages = %s, agent_id = f.agent_id, status = 'ready',
                      done = %s, total = %s, problem = null, updated_at = now()
                 from files f where d.id = %s and f.document_id = d.id""",
            [
                language,
                kind,
                pages,
                sum(draft.embedding is not None for draft in drafts),
                len(drafts),
                file.document_id,
            ],
        )
        rows.later("delete from files where document_id = %s", [file.document_id])
        rows.later("delete from quarantined where document_id = %s", [file.document_id])
        await rows.run_many(
            "insert into quarantined (document_id, n, reason, text, page, row) values (%s, %s, %s, %s, %s, %s)",
            ([file.document_id, n, one.reason, one.text, one.page, one.row] for n, one in enumerate(quarantined)),
        )
        await passages.replace(rows, file.document_id, language, list(drafts), model)
        cached_answers.read_anew(rows, file.document_id)
        if model is None and drafts:
            await queue.add(rows, EMBED_ALL_TASK, about="vectors")
        await notices.tell(rows, topic(file.document_id))
        return True


async def fail(tenant_id: str, file: File, *, reason: str, message: str) -> bool:
    """Say why a file was not read; it is kept for a retry. False where the document is gone or has a newer file."""
    async with database.tenant(tenant_id) as rows:
        if not await _is_latest(rows, file):
            return False
        problem: dict[str, Any] = {"reason": reason, "message": message}
        rows.later(
            "update documents set status = 'failed', problem = %s, updated_at = now() where id = %s",
            [problem, file.document_id],
        )
        await notices.tell(rows, topic(file.document_id))
        return True


async def _is_latest(rows: database.Rows, file: File) -> bool:
    """Whether this is still the document's file. From here on nobody changes the document before us."""
    rows.later("select from documents where id = %s for update", [file.document_id])
    return bool(await rows.value("select exists (select from files where id = %s)", [file.id]))


# --- embedding anew ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A passage that waits for a vector."""

    id: UUID
    title: str
    content: str


async def without_vectors(model: str | None) -> list[tuple[UUID, UUID]]:
    """(tenant, document) of every passage in the house that has no vector of this model; of None: no vector at all."""
    async with database.desk() as rows:
        found = await rows.all(_Stale, "select tenant_id, document_id from documents_to_embed(%s)", [model])
    return [(one.tenant_id, one.document_id) for one in found]


@dataclass(frozen=True)
class _Stale:
    tenant_id: UUID
    document_id: UUID


async def have_embedded(tenant_id: UUID | str, document_id: UUID | str) -> None:
    """Queue the supply of vectors for a document's passages."""
    async with database.tenant(tenant_id) as rows:
        ids = {"tenant_id": str(tenant_id), "document_id": str(document_id)}
        await queue.add(rows, EMBED_TASK, about=f"vectors {document_id}", **ids)


async def have_all_embedded() -> None:
    """Queue a look for passages that have no vector of the present model."""
    async with database.desk() as rows:
        await queue.add(rows, EMBED_ALL_TASK, about="vectors")


async def texts_without_vectors(tenant_id: str, document_id: UUID | str, model: str, *, most: int) -> list[Text]:
    """The first passages of a document that have no vector of this model."""
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Text,
            """select id, title, content from passages
                where document_id = %s and embedding_model is distinct from %s order by n limit %s""",
            [document_id, model, most],
        )


async def supply(
    tenant_id: str, document_id: UUID | str, vectors: Sequence[tuple[UUID, Sequence[float]]], model: str
) -> None:
    """Give passages their vectors. Those that are gone meanwhile are passed over."""
    async with database.tenant(tenant_id) as rows:
        await passages.supply(rows, vectors, model)
        rows.later(
            """update documents d set updated_at = now(),
                      done = (select count(*) from passages p where p.document_id = d.id and embedding_model = %s)
                where id = %s""",
            [model, document_id],
        )
        await notices.tell(rows, topic(document_id))


# --- looking ----------------------------------------------------------------------------------------------------------


async def all(tenant_id: str) -> list[Document]:
    """The tenant's documents, by source and title."""
    async with database.each(tenant_id) as rows:
        return await rows.all(Document, _DOCUMENT + "order by d.source, d.title")


async def get(tenant_id: str, document_id: UUID | str) -> Document | None:
    """One document, or None where the tenant has none of this id."""
    async with database.each(tenant_id) as rows:
        return await rows.maybe(Document, _DOCUMENT + "where d.id = %s", [document_id])


async def quarantined(tenant_id: str, document_id: UUID | str) -> list[Quarantined]:
    """The spans that were kept out of a document's passages, in its order."""
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Quarantined,
            "select reason, text, page, row from quarantined where document_id = %s order by n",
            [document_id],
        )


async def delete(tenant_id: str, document_id: UUID | str) -> bool:
    """Take a document out of the agents' hands, passages and all. False where there was none."""
    async with database.tenant(tenant_id) as rows:
        gone = await rows.run("delete from documents where id = %s", [document_id])
        if gone:
            cached_answers.forget(rows, [cached_answers.document(document_id)])
            await notices.tell(rows, topic(document_id))
        return bool(gone)
