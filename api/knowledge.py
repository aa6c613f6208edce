"""What the agents have read, for whoever works for the tenant: documents in and out, and what a question would find.

A file or a text is stored and answered with 202 at once; a job reads it (`jobs/ingest.py`), and the document's status
says how far it is and, where it cannot be read, why. Until a new version has been read the old one answers. The body of
an upload is looked at only after the key: nobody without one can make the server keep a file.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import StreamingResponse

from api import access
from api.access import Operator
from api.chat import PROBLEM, LastEventId
from api.sse import EventStream
from knowledge import index, reading
from records import agents, database, documents, notices, tenants
from records.documents import Document, Source, Status
from records.keys import Principal
from settings import Language, settings
from turns.utterance import NotUnderstood

router = APIRouter(prefix="/knowledge", tags=["knowledge"])

LONGEST_TEXT = 1_000_000
"""Characters of a text that comes as JSON; longer ones come as files."""
LOOK_AGAIN_S = 5.0
"""How long a stream of progress relies on notices alone."""
_storing = asyncio.Semaphore(2)
"""Files held in memory at the same time, on their way into the database. Those that wait lie on the disk."""

# --- shapes -----------------------------------------------------------------------------------------------------------


class Problem(BaseModel):
    """Why a document could not be read."""

    reason: str = Field(description="A word to switch on.", examples=["no_text"])
    message: str = Field(description="What is wrong and what to do about it.")


class DocumentCard(BaseModel):
    """A document and how far it has been read."""

    id: UUID
    title: str = Field(examples=["Menu"])
    source: Source
    language: str = Field(examples=["en"])
    status: Status = Field(description="Of the latest file or text; an earlier version answers until `ready`.")
    passages: int = Field(description="How many passages the agents can lean on now.")
    filename: str = Field(description="Empty for what came as text.", examples=["menu.pdf"])
    kind: str | None = Field(description="Null until a file has been read.", examples=["pdf"])
    size_bytes: int
    pages: int | None
    done: int = Field(description="Passages embedded so far.")
    total: int = Field(description="Passages to embed; 0 until the file has been taken apart.")
    problem: Problem | None
    quarantined: int = Field(description="Spans that were left out because they address a machine or are hidden.")
    agent_id: UUID | None = Field(description="The only agent that may use it; null: all of the tenant's.")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls.model_validate(document, from_attributes=True)


class Quarantined(BaseModel):
    """A span of a document that no answer leans on, for a person to look at."""

    reason: str = Field(examples=["instruction"])
    text: str
    page: int | None
    row: int | None


class DocumentDetail(DocumentCard):
    """A document with what was left out of it."""

    spans: list[Quarantined] = Field(description="What was quarantined, and where it stands.")


class Documents(BaseModel):
    """What the agents have read, by source and title."""

    documents: list[DocumentCard]


class Result(BaseModel):
    """A passage that may answer the question."""

    id: UUID
    document_id: UUID
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


def _plain(title: object) -> object:
    """A title on one line, without control characters."""
    if not isinstance(title, str):
        return title
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


Title = Annotated[str, Field(min_length=1, max_length=200, examples=["Menu"]), BeforeValidator(_plain)]
Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class Described(BaseModel):
    """What may be said about a file."""

    source: Source | None = Field(None, description="What it is; without it `pdf` for a PDF, else `policy`.")
    title: Title | None = Field(None, description="The file's name without its ending, where it is left out.")
    language: Language | None = Field(None, description="Told from the text where it is left out.")
    agent_id: UUID | None = Field(None, description="The only agent that may use it; all of the tenant's if left out.")


class Text(BaseModel):
    """A document as text: Markdown, or plain."""

    title: Title
    content: Content = Field(examples=["## Dogs\nDogs are welcome in the garden."])
    source: Source = "policy"
    language: Language | None = Field(None, description="Told from the text where it is left out.", examples=["en"])
    agent_id: UUID | None = Field(
        None, description="The only agent that may use it; all of the tenant's if left out.", examples=[None]
    )
    tenant_id: UUID | None = Field(
        None, description="May be left out; otherwise it must be the key's.", examples=[None]
    )


@dataclass(frozen=True)
class Progress:
    """One step of a document on its way to the agents, numbered by its moment, so that every process counts alike."""

    n: int
    type: str
    data: dict[str, Any]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    404: {"description": "An unknown or foreign agent, document or tenant.", **PROBLEM},
    422: {"description": "A field is wrong; `errors` names it and the remedy.", **PROBLEM},
    503: {"description": "The database is away for a moment, or `dense` has no embedding model.", **PROBLEM},
}
RECEIVED: dict[int | str, dict[str, Any]] = {
    202: {"description": "Received; `Location` leads to its status.", "model": DocumentCard},
    200: {"description": "This very document is there already; nothing is read again.", "model": DocumentCard},
    413: {"description": "More than 20 MB as a file, or 1 MB as text.", **PROBLEM},
    **PROBLEMS,
}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events named progress and, last, ready, failed or deleted.", "content": {"text/event-stream": {
        "example": 'id: 7\nevent: progress\ndata: {"status":"reading","done":12,"total":40}\n\n'
    }}},
    204: {"description": "Nothing came after that event."},
    **PROBLEMS,
}  # fmt: skip
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "PDF, DOCX, XLSX, HTML, Markdown, plain text or CSV; 20 MB at most.",
                        },
                        **Described.model_json_schema()["properties"],
                    },
                }
            }
        },
    }
}

# --- in and out -------------------------------------------------------------------------------------------------------


@router.post("/upload", status_code=202, response_model=DocumentCard, responses=RECEIVED, openapi_extra=FORM)
async def upload(request: Request, response: Response, operator: Operator) -> DocumentCard:
    """Give the agents a file to read, in place of an earlier one of the same source and title."""
    try:
        async with request.form(max_files=1, max_fields=10, max_part_size=4096) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise NotUnderstood("file", "file_missing")
            said = {name: value for name, value in form.items() if isinstance(value, str) and value.strip()}
            described = _described(said)
            await _known_agent(operator, described.agent_id)
            if not file.size:
                raise NotUnderstood("file", "file_empty")
            if file.size > reading.LIMITS.bytes:
                raise HTTPException(413)
            filename = _plain(file.filename or "")
            async with _storing:
                return await _received(
                    response,
                    operator,
                    filename=str(filename)[-200:],
                    content=await file.read(),
                    media_type=file.content_type,
                    title=described.title,
                    source=described.source,
                    language=described.language,
                    agent_id=described.agent_id,
                )
    except ClientDisconnect as gone:
        raise HTTPException(400, "The body broke off.") from gone


@router.post("/ingest", status_code=202, response_model=DocumentCard, responses=RECEIVED)
async def ingest(text: Text, response: Response, operator: Operator) -> DocumentCard:
    """Give the agents a text to read, in place of an earlier one of the same source and title."""
    _own(operator, text.tenant_id)
    await _known_agent(operator, text.agent_id)
    return await _received(
        response,
        operator,
        filename="",
        content=text.content.encode(),
        media_type="text/markdown",
        title=text.title,
        source=text.source,
        language=text.language,
        agent_id=text.agent_id,
    )


async def _received(response: Response, operator: Principal, **given: Any) -> DocumentCard:
    """Store what came and have it read; 200 where it is there already."""
    document, new = await documents.receive(str(operator.tenant_id), **given)
    response.headers["location"] = f"/knowledge/{document.id}"
    response.status_code = 202 if new else 200
    return DocumentCard.of(document)


@router.get("/list", responses=PROBLEMS)
async def list_documents(
    operator: Operator,
    source: Annotated[Source | None, Query(description="Only documents of this source.")] = None,
    status: Annotated[Status | None, Query(description="Only documents in this state.")] = None,
) -> Documents:
    """What the agents have been given to read, by source and title."""
    there = await documents.all(str(operator.tenant_id))
    wanted = [one for one in there if source in (None, one.source) and status in (None, one.status)]
    return Documents(documents=[DocumentCard.of(one) for one in wanted])


DocumentId = Annotated[UUID, Path(description="The document's id, as `/knowledge/list` shows it.")]


@router.get("/{document_id:uuid}", responses=PROBLEMS)
async def show(document_id: DocumentId, operator: Operator) -> DocumentDetail:
    """How far a document has been read, what was wrong with it, and what was left out of it."""
    tenant_id = str(operator.tenant_id)
    document = await _document(tenant_id, document_id)
    spans = await documents.quarantined(tenant_id, document_id)
    return DocumentDetail(
        **DocumentCard.of(document).model_dump(),
        spans=[Quarantined.model_validate(span, from_attributes=True) for span in spans],
    )


@router.delete("/{document_id:uuid}", status_code=204, responses=PROBLEMS)
async def delete(document_id: DocumentId, operator: Operator) -> None:
    """Take a document out of the agents' hands: from the next sentence on, nothing leans on it."""
    if not await documents.delete(str(operator.tenant_id), document_id):
        raise database.NotFound("document")


@router.post(
    "/{document_id:uuid}/retry",
    status_code=202,
    responses={**PROBLEMS, 409: {"description": "It has not failed: there is nothing to try again.", **PROBLEM}},
)
async def retry(document_id: DocumentId, operator: Operator) -> DocumentCard:
    """Read a document again that could not be read."""
    return DocumentCard.of(await documents.retry(str(operator.tenant_id), document_id))


@router.get("/{document_id:uuid}/events", responses=STREAM, response_class=StreamingResponse)
async def follow(
    request: Request, document_id: DocumentId, operator: Operator, last_event_id: LastEventId = None
) -> Response:
    """Watch a document being read, until it is ready or has failed. `Last-Event-ID` resumes."""
    after = _after(last_event_id)
    tenant_id = str(operator.tenant_id)
    document = await _document(tenant_id, document_id)
    if document.status in ("ready", "failed") and _number(document) <= after:
        return Response(status_code=204)
    return EventStream(request, _told(tenant_id, document_id, after), headers={})


async def _told(tenant_id: str, document_id: UUID, after: int) -> AsyncIterator[list[Progress]]:
    """Every state of a document that is newer than `after`, until it is ready, has failed or is gone."""
    async with notices.listening(documents.topic(document_id)) as heard:
        while True:
            document = await documents.get(tenant_id, document_id)
            if document is None:
                yield [Progress(after + 1, "deleted", {"id": str(document_id)})]
                return
            over = document.status in ("ready", "failed")
            if _number(document) > after:
                after = _number(document)
                event = document.status if over else "progress"
                yield [Progress(after, event, DocumentCard.of(document).model_dump(mode="json"))]
            if over:
                return
            await heard.wait(LOOK_AGAIN_S)


def _number(document: Document) -> int:
    return int(document.updated_at.timestamp() * 1_000_000)


def _after(last_event_id: str | None) -> int:
    given = (last_event_id or "").strip()
    if given and not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise NotUnderstood("Last-Event-ID", "event_number")
    return int(given or 0)


# --- finding ----------------------------------------------------------------------------------------------------------

Question = Annotated[str | None, Query(min_length=1, max_length=2000, description="What a caller might ask.")]
AlsoQuestion = Annotated[str | None, Query(min_length=1, max_length=2000, description="Another name of `q`.")]
AgentId = Annotated[
    UUID | None,
    Query(
        description="Whose callers ask: sets the language where none is named; what others alone may use is left out."
    ),
]
Limit = Annotated[int | None, Query(ge=1, le=20, description="How many passages at most; RAG_TOP_K if left out.")]
TopK = Annotated[int | None, Query(ge=1, le=20, description="Another name of `limit`.")]
SpokenLanguage = Annotated[Language | None, Query(description="The caller's; the tenant's if left out.")]
Mode = Annotated[
    index.Mode,
    Query(description="Judged by meaning and words together (`fused`), by meaning alone, or by words alone."),
]


@router.get("/search", responses=PROBLEMS)
async def search(
    operator: Operator,
    q: Question = None,
    query: AlsoQuestion = None,
    agent_id: AgentId = None,
    source: Annotated[Source | None, Query(description="Only in documents of this source.")] = None,
    limit: Limit = None,
    top_k: TopK = None,
    language: SpokenLanguage = None,
    mode: Mode = "fused",
    tenant_id: Annotated[UUID | None, Query(description="May be left out; otherwise it must be the key's.")] = None,
) -> Results:
    """Find the passages that an answer to a question would lean on."""
    _own(operator, tenant_id)
    question = q or query
    if question is None:
        raise NotUnderstood("q", "missing")
    tenant = str(operator.tenant_id)
    spoken = language or await _language(tenant, agent_id)
    most = limit or top_k or settings().rag_top_k
    found = await index.search(
        tenant, question, language=spoken, limit=most, mode=mode, source=source, agent_id=agent_id
    )
    results = [Result.model_validate(one, from_attributes=True) for one in found]
    return Results(question=question, language=spoken, mode=mode, results=results)


# --- what they share --------------------------------------------------------------------------------------------------


def _own(operator: Principal, tenant_id: UUID | None) -> None:
    """A tenant that is named must be the key's. Raises access.NotYours."""
    if tenant_id is not None and str(tenant_id) != str(operator.tenant_id):
        raise access.NotYours


async def _document(tenant_id: str, document_id: UUID) -> Document:
    """Raises database.NotFound where the tenant has no such document."""
    document = await documents.get(tenant_id, document_id)
    if document is None:
        raise database.NotFound("document")
    return document


async def _known_agent(operator: Principal, agent_id: UUID | None) -> None:
    """Raises database.NotFound for an agent that the tenant does not have."""
    if agent_id is not None and await agents.get(str(operator.tenant_id), agent_id) is None:
        raise database.NotFound("agent")


async def _language(tenant_id: str, agent_id: UUID | None) -> str:
    """What callers of an agent, or else of the tenant, are taken to speak. Raises database.NotFound."""
    of = await agents.get(tenant_id, agent_id) if agent_id else await tenants.get(tenant_id)
    if of is None:
        raise database.NotFound("agent")
    return of.language


def _described(said: dict[str, str]) -> Described:
    """The fields of a form. Raises RequestValidationError as a body of JSON would."""
    try:
        return Described.model_validate(said)
    except ValidationError as wrong:
        raise RequestValidationError(wrong.errors()) from wrong
