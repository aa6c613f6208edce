"""The index: documents in, passages out.

A document is taken apart along its own headings and paragraphs, embedded if a model can be had, and put in place of
its earlier version at once. A search asks Postgres once and weighs two witnesses: nearness in meaning (pgvector), read by
the model's own scale (knowledge/likeness.py), and shared words (full text), widened by other words for the same things in
both languages (knowledge/lexicon.py). Without a model the words alone decide. `python -m evals.retrieval` says how well.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal
from uuid import UUID

from knowledge import lexicon, likeness
from providers import embeddings
from providers.embeddings import EmbeddingsUnavailable
from records import documents, passages
from records.documents import Document, Source

LONGEST = 700
"""Characters of a passage: about 170 tokens, which every model reads to the end, and no more than a reply can use."""
CONSIDERED = 12
"""Passages judged by each witness before the best are chosen."""
MEANING = 0.6
"""What nearness in meaning weighs against shared words, where the model can be trusted wholly."""
OWN_LANGUAGE = 0.05
"""What a passage in the caller's language is worth more than one in another."""
SAME = 0.33
"""How alike two passages of two languages are, each the other's likeliest, when one translates the other."""
FLOOR = 0.2
"""Below this a passage answers nothing."""

Mode = Literal["fused", "dense", "text"]
"""Who is asked: both witnesses, nearness in meaning alone, shared words alone."""


@dataclass(frozen=True)
class Passage:
    """A piece of a document that a reply may lean on."""

    id: UUID
    title: str
    content: str
    document: str
    source: str
    language: str
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


async def search(
    tenant_id: str, question: str, *, language: str, limit: int = 3, mode: Mode = "fused"
) -> list[Passage]:
    """The passages that may answer a question, the best first; none is an answer, too.

    What stands in the caller's language and in another is found once, in the caller's, by what speaks for either. A
    question of any length or form is taken; one without words finds nothing. `dense` raises EmbeddingsUnavailable where
    there is no model; `fused` goes on with the words alone.
    """
    question = _readable(question)
    begun = _begun.pop((str(tenant_id), question), None)
    found = await (begun or _found(tenant_id, question))
    nearness = mode == "dense" or (mode == "fused" and any(one.closeness is not None for one in found))
    scales = await likeness.scales() if nearness else None
    scores = {one: _score(one, mode, scales[language, one.language] if scales else None) for one in found}
    for one, ours in _translated(found, language):
        scores[ours] = max(scores[ours], scores.pop(one))
    answering = [one for one, score in scores.items() if score >= FLOOR]
    answering.sort(key=lambda one: (-scores[one] - OWN_LANGUAGE * (one.language == language), one.id))
    return [
        Passage(one.id, one.title, one.content, one.document, one.source, one.language, round(scores[one], 4))
        for one in answering[:limit]
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
    return await passages.search(tenant_id, _wanted(question), embedding=vector, model=model, most=CONSIDERED)


def _wanted(question: str) -> list[passages.Wanted]:
    """What a question asks for, thing by thing, each with the words that passages may have for it."""
    return [
        passages.Wanted(_query([tuple(said.split())]), {"en": _query(english), "de": _query(german)})
        for said, english, german in lexicon.groups(question)
    ]


def _query(ways: Iterable[tuple[str, ...]]) -> str:
    return " | ".join(" <-> ".join("'" + word.replace("'", "''") + "'" for word in way) for way in ways)


def _score(one: passages.Found, mode: Mode, scale: likeness.Scale | None) -> float:
    """What speaks for a passage, from 0 to 1, by the witnesses asked."""
    if mode == "text" or scale is None or (one.closeness is None and mode == "fused"):
        return one.wording
    meaning = scale.meaning(one.closeness) if one.closeness is not None else 0.0
    weight = 1.0 if mode == "dense" else MEANING * scale.trust
    return weight * meaning + (1 - weight) * one.wording


def _translated(found: list[passages.Found], language: str) -> Iterator[tuple[passages.Found, passages.Found]]:
    """Passages in another language, each with the one in the caller's language that says the same."""
    ours = [one for one in found if one.language == language]
    others = [one for one in found if one.language != language]
    for one in others if ours else []:
        likeliest = max(ours, key=lambda our: _alike(our, one))
        if _alike(likeliest, one) >= SAME and one is max(others, key=lambda other: _alike(likeliest, other)):
            yield one, likeliest


def _alike(one: passages.Found, other: passages.Found) -> float:
    """The share of the things and numbers in two passages that both have; 0 where that is one alone."""
    here, there = (lexicon.things(f"{each.title} {each.content}") for each in (one, other))
    both = len(here & there)
    return both / len(here | there) if both > 1 else 0.0
