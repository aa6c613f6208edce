"""The index: documents in, passages out.

A document is taken apart along its own headings and paragraphs, embedded if a model can be had, and put in place of
its earlier version at once. A search asks Postgres once and weighs two witnesses: nearness in meaning (pgvector) and
shared words (full text). Without a model the words alone decide.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from providers import embeddings
from providers.embeddings import EmbeddingsUnavailable
from records import documents, passages
from records.documents import Document, Source

LONGEST = 700
"""Characters of a passage: about 170 tokens, which every model reads to the end, and no more than a reply can use."""
CONSIDERED = 12
"""Passages judged by each witness before the best are chosen."""
MEANING = {"en": 0.8, "de": 0.4}
"""What nearness in meaning weighs against shared words, by the passage's language: the models are English ones, and of
German texts the words know more."""
OWN_LANGUAGE = 0.12
"""What a passage in the caller's language is worth more: the same facts often stand in both."""
FLOOR, FLOOR_WORDS = 0.20, 0.25
"""Below this a passage answers nothing; the second where words alone decide."""


@dataclass(frozen=True)
class Passage:
    """A piece of a document that a reply may lean on."""

    id: UUID
    title: str
    content: str
    document: str
    source: str
    score: float  # 0 … 1, comparable within one search


# --- reading in -------------------------------------------------------------------------------------------------------


async def ingest(tenant_id: str, *, title: str, source: Source, language: str, content: str) -> Document | None:
    """Read a document (Markdown or plain text) in place of the one with the same source and title.

    Returns None, and does nothing, where this very text is in place already and embedded by the present model. Without
    a model the passages are stored without vectors; reading the document in again later supplies them. Raises
    ValueError where there is nothing to read.
    """
    parts = list(split(content))
    if not parts:
        raise ValueError("the document is empty; give it some text")
    sha256 = hashlib.sha256(content.encode()).digest()
    await embeddings.start()  # the model may still be loading
    try:
        model: str | None = embeddings.model_id()
    except EmbeddingsUnavailable:
        model = None
    if await documents.unchanged(
        tenant_id, title=title, source=source, language=language, sha256=sha256, model=model or ""
    ):
        return None
    vectors: list[list[float]] | None = None
    if model is not None:
        try:
            vectors = await embeddings.embed_passages([f"{part.title}\n{part.content}" for part in parts])
        except EmbeddingsUnavailable:
            model = None
    drafts = [
        passages.Draft(part.title, part.content, vectors[n] if vectors is not None else None)
        for n, part in enumerate(parts)
    ]
    return await documents.replace(
        tenant_id,
        title=title,
        source=source,
        language=language,
        content=content,
        sha256=sha256,
        drafts=drafts,
        model=model,
    )


@dataclass(frozen=True)
class Part:
    """A piece of a text under its headings."""

    title: str
    content: str


_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")


def split(content: str) -> Iterator[Part]:
    """Take Markdown or plain text apart: one part a section, long ones at paragraphs, then at sentences.

    A part's title is the path of its headings ("Menu › Starters"); the words of a paragraph come out on one line.
    """
    path: list[tuple[int, str]] = []
    paragraphs: list[str] = []
    lines: list[str] = []

    def section() -> Iterator[Part]:
        _end_paragraph(paragraphs, lines)
        title = " › ".join(heading for _, heading in path)
        yield from (Part(title, piece) for piece in _packed(paragraphs))
        paragraphs.clear()

    for line in content.splitlines():
        if heading := _HEADING.match(line):
            yield from section()
            level = len(heading[1])
            path = [*(step for step in path if step[0] < level), (level, heading[2])]
        elif not line.strip():
            _end_paragraph(paragraphs, lines)
        else:
            if re.match(r"\s*([-*+•]|\d+[.)])\s", line):
                _end_paragraph(paragraphs, lines)
            lines.append(line.strip())
    yield from section()


def _end_paragraph(paragraphs: list[str], lines: list[str]) -> None:
    if lines:
        paragraphs.append(" ".join(lines))
        lines.clear()


def _packed(paragraphs: list[str]) -> Iterator[str]:
    """Paragraphs joined while they fit into one part; one that is too long by itself is cut after sentences."""
    part = ""
    for piece in (piece for paragraph in paragraphs for piece in _pieces(paragraph)):
        if part and len(part) + 1 + len(piece) > LONGEST:
            yield part
            part = ""
        part = f"{part}\n{piece}" if part else piece
    if part:
        yield part


def _pieces(paragraph: str) -> Iterator[str]:
    piece = ""
    sentences = re.split(r"(?<=[.!?;:])\s+", paragraph) if len(paragraph) > LONGEST else [paragraph]
    for sentence in sentences:
        while len(sentence) > LONGEST:
            space = sentence.rfind(" ", 1, LONGEST + 1)
            cut = space if space > 0 else LONGEST
            if piece:
                yield piece
                piece = ""
            yield sentence[:cut]
            sentence = sentence[cut:].strip()
        if piece and len(piece) + 1 + len(sentence) > LONGEST:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


# --- finding ----------------------------------------------------------------------------------------------------------


async def search(tenant_id: str, question: str, *, language: str, limit: int = 3) -> list[Passage]:
    """The passages that may answer a question, the best first; none is an answer, too.

    Passages in the caller's language go before those in another that say the same. A question of any length or form is
    taken; one without words finds nothing.
    """
    question = _readable(question)
    begun = _begun.pop((str(tenant_id), question), None)
    found = await (begun or _found(tenant_id, question))
    scores = {one: _score(one) for one in found}
    answering = [
        (score + (OWN_LANGUAGE if one.language == language else 0), one)
        for one, score in scores.items()
        if score >= (FLOOR_WORDS if one.closeness is None else FLOOR)
    ]
    answering.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [
        Passage(one.id, one.title, one.content, one.document, one.source, round(min(score, 1.0), 4))
        for score, one in answering[:limit]
    ]


def begin(tenant_id: str, question: str) -> None:
    """Begin a search whose result will probably be asked for in a moment; `search` for the same question takes it over.

    Returns at once and raises nothing. What nobody asks for is forgotten after a few seconds.
    """
    key = (str(tenant_id), _readable(question))
    if key in _begun or len(_begun) >= MOST_BEGUN:
        return
    task = _begun[key] = asyncio.create_task(_found(*key))
    forget = partial(_begun.pop, key, None)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever takes it over is told
    asyncio.get_running_loop().call_later(BEGUN_S, forget)


_begun: dict[tuple[str, str], "asyncio.Task[list[passages.Found]]"] = {}
MOST_BEGUN = 500
BEGUN_S = 5.0


def _readable(question: str) -> str:
    return question.replace("\0", " ")[:2000]


async def _found(tenant_id: str, question: str) -> list[passages.Found]:
    try:
        vector: list[float] | None = await embeddings.embed(question)
        model: str | None = embeddings.model_id()
    except EmbeddingsUnavailable:
        vector = model = None
    return await passages.search(tenant_id, question, embedding=vector, model=model, most=CONSIDERED)


def _score(one: passages.Found) -> float:
    if one.closeness is None:
        return one.wording
    meaning = MEANING[one.language]
    return meaning * max(one.closeness, 0.0) + (1 - meaning) * one.wording
