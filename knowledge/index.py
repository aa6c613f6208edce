"""The index: documents in, passages out.

A document is taken apart (knowledge/reading.py), embedded if a model can be had, and put in place of its earlier version
at once. A search asks Postgres once and weighs two witnesses: nearness in meaning (pgvector), read by
the model's own scale (knowledge/likeness.py), and shared words (full text), widened by other words for the same things in
both languages (knowledge/lexicon.py). Without a model the words alone decide. `python -m evals.retrieval` says how well.
"""

import asyncio
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, cast
from uuid import UUID

from knowledge import lexicon, likeness, reading
from providers import embeddings
from providers.embeddings import EmbeddingsUnavailable
from records import documents, passages
from records.documents import Document, Source

EMBEDDED_AT_ONCE = 16
"""Passages handed to the model before anybody looks whether they are still wanted."""
SUPPLIED_AT_ONCE = 64
"""Passages that get their vectors in one transaction, where the text itself stays."""
TOLD_EVERY_S = 0.5
"""How often a document's progress is told."""
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
    document_id: UUID
    source: str
    language: str
    score: float  # 0 … 1, comparable within one search


# --- reading in -------------------------------------------------------------------------------------------------------


async def ingest(
    tenant_id: str,
    *,
    title: str,
    source: Source,
    language: str,
    content: str,
    agent_id: UUID | str | None = None,
) -> Document | None:
    """Read a text (Markdown) here and now, in place of the one with the same source and title.

    Returns None where this very text is in place already and embedded by the present model. Raises reading.Unreadable
    where there is nothing to read.
    """
    document, _ = await documents.receive(
        tenant_id,
        filename=f"{title.replace('/', ' ')}.md",
        content=content.encode("utf-8", "replace"),
        title=title,
        source=source,
        language=language,
        agent_id=agent_id,
    )
    file = await documents.begin(tenant_id, document.id)
    if file is not None:
        await read_in(tenant_id, file)
    else:
        try:
            if not await supply(tenant_id, document.id):
                return None
        except EmbeddingsUnavailable:
            return None
    document = await documents.get(tenant_id, document.id) or document
    if document.problem is not None:
        raise reading.Unreadable(cast(reading.Reason, document.problem["reason"]), document.problem["message"])
    return document


async def read_in(tenant_id: str, file: documents.File) -> None:
    """Take a document's file apart, embed its passages, and put them in place of those that are there, all at once.

    A file that cannot be read leaves the old passages in place, and its document says why. Without a model the passages
    come without vectors, which a job supplies later. Where the document is deleted or gets a newer file meanwhile,
    nothing is written. No connection is held while anything is read or embedded.
    """
    try:
        text = await reading.read(file.content, filename=file.filename, declared=file.media_type)
    except reading.Unreadable as unreadable:
        await documents.fail(tenant_id, file, reason=unreadable.reason, message=unreadable.message)
        return
    try:
        model: str | None = await _model()
        vectors = await _vectors(tenant_id, file, text.passages)
    except EmbeddingsUnavailable:
        model, vectors = None, None
    except _Outdated:
        return
    drafts = [
        passages.Draft(one.title, one.content, vectors[one.n] if vectors is not None else None, one.page, one.row)
        for one in text.passages
    ]
    await documents.put(
        tenant_id,
        file,
        language=file.language or text.language,
        kind=text.kind,
        pages=text.pages,
        drafts=drafts,
        quarantined=[documents.Quarantined(one.reason, one.text, one.page, one.row) for one in text.quarantined],
        model=model,
    )


async def supply(tenant_id: str, document_id: UUID | str) -> int:
    """Give a document's passages the vectors of the present model where they have none of it; how many got one.

    Raises EmbeddingsUnavailable halfway, too; what has been embedded by then stays.
    """
    supplied = 0
    model = await _model()
    while texts := await documents.texts_without_vectors(tenant_id, document_id, model, most=SUPPLIED_AT_ONCE):
        vectors = await embeddings.embed_passages([_embeddable(one) for one in texts])
        await documents.supply(
            tenant_id, document_id, [(one.id, vector) for one, vector in zip(texts, vectors, strict=True)], model
        )
        supplied += len(texts)
    return supplied


class _Outdated(Exception):
    """The file in hand is not the document's latest any more."""


async def _model() -> str:
    """The present model's name, once it is loaded. Raises EmbeddingsUnavailable."""
    await embeddings.start()
    return embeddings.model_id()


async def _vectors(tenant_id: str, file: documents.File, parts: Sequence[reading.Passage]) -> list["array[float]"]:
    """One vector a passage, with word of the progress on the way. Raises EmbeddingsUnavailable, _Outdated."""
    vectors: list[array[float]] = []  # 1.5 kB each, an eighth of a list
    told = 0.0
    for start in range(0, len(parts), EMBEDDED_AT_ONCE):
        if time.monotonic() - told > TOLD_EVERY_S:
            if not await documents.progress(tenant_id, file, done=len(vectors), total=len(parts)):
                raise _Outdated
            told = time.monotonic()
        batch = [_embeddable(one) for one in parts[start : start + EMBEDDED_AT_ONCE]]
        vectors += [array("f", vector) for vector in await embeddings.embed_passages(batch)]
    return vectors


def _embeddable(one: reading.Passage | documents.Text) -> str:
    return f"{one.title}\n{one.content}"


# --- finding ----------------------------------------------------------------------------------------------------------


async def search(
    tenant_id: str,
    question: str,
    *,
    language: str,
    limit: int = 3,
    mode: Mode = "fused",
    source: Source | None = None,
    agent_id: UUID | str | None = None,
) -> list[Passage]:
    """The passages that may answer a question, the best first; none is an answer, too.

    With an `agent_id` documents of another agent are passed over, with a `source` those of other sources; without, the
    whole library is searched, as whoever works for the tenant may.

    What stands in the caller's language and in another is found once, in the caller's, by what speaks for either. A
    question of any length or form is taken; one without words finds nothing. `dense` raises EmbeddingsUnavailable where
    there is no model; `fused` goes on with the words alone.
    """
    key = _key(tenant_id, question, source, agent_id)
    found = await (_begun.pop(key, None) or _found(*key))
    nearness = mode == "dense" or (mode == "fused" and any(one.closeness is not None for one in found))
    scales = await likeness.scales() if nearness else None
    scores = {one: _score(one, mode, scales[language, one.language] if scales else None) for one in found}
    for one, ours in _translated(found, language):
        scores[ours] = max(scores[ours], scores.pop(one))
    answering = [one for one, score in scores.items() if score >= FLOOR]
    answering.sort(key=lambda one: (-scores[one] - OWN_LANGUAGE * (one.language == language), one.id))
    return [
        Passage(
            one.id,
            one.title,
            one.content,
            one.document,
            one.document_id,
            one.source,
            one.language,
            round(scores[one], 4),
        )
        for one in answering[:limit]
    ]


def begin(tenant_id: str, question: str, *, source: Source | None = None, agent_id: UUID | str | None = None) -> None:
    """Begin a search whose result will probably be asked for in a moment; `search` with the same arguments takes it over.

    Returns at once and raises nothing. What nobody asks for is forgotten after a few seconds.
    """
    key = _key(tenant_id, question, source, agent_id)
    if key in _begun or len(_begun) >= MOST_BEGUN:
        return
    embeddings.begin(key[1])
    task = _begun[key] = asyncio.create_task(_found(*key))
    forget = partial(_begun.pop, key, None)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever takes it over is told
    asyncio.get_running_loop().call_later(BEGUN_S, forget)


_Key = tuple[str, str, Source | None, str | None]
"""A tenant, what is asked, and of which documents: source, agent."""
_begun: dict[_Key, "asyncio.Task[list[passages.Found]]"] = {}
MOST_BEGUN = 500
BEGUN_S = 5.0


def _key(tenant_id: str, question: str, source: Source | None, agent_id: UUID | str | None) -> _Key:
    return str(tenant_id), question.replace("\0", " ")[:2000], source, None if agent_id is None else str(agent_id)


async def _found(tenant_id: str, question: str, source: Source | None, agent_id: str | None) -> list[passages.Found]:
    embeddings.begin(question)
    wanted = _wanted(question)  # while a thread embeds it
    try:
        vector: list[float] | None = await embeddings.embed(question)
        model: str | None = embeddings.model_id()
    except EmbeddingsUnavailable:
        vector = model = None
    return await passages.search(
        tenant_id,
        wanted,
        embedding=vector,
        model=model,
        most=CONSIDERED,
        source=source,
        agent_id=agent_id,
    )


def _wanted(question: str) -> list[passages.Wanted]:
    """What a question asks for, thing by thing, each with the words that passages may have for it."""
    return [
        passages.Wanted(said, {"en": [" ".join(way) for way in english], "de": [" ".join(way) for way in german]})
        for said, english, german in lexicon.groups(question)
    ]


def _score(one: passages.Found, mode: Mode, scale: likeness.Scale | None) -> float:
    """What speaks for a passage, from 0 to 1, by the witnesses asked."""
    if mode == "text" or scale is None or (one.closeness is None and mode == "fused"):
        return one.wording
    meaning = scale.meaning(one.closeness) if one.closeness is not None else 0.0
    weight = 1.0 if mode == "dense" else MEANING * scale.trust
    return weight * meaning + (1 - weight) * one.wording


def _translated(found: list[passages.Found], language: str) -> Iterator[tuple[passages.Found, passages.Found]]:
    """Passages in another language, each with the one in the caller's language that says the same."""
    things = [(one, lexicon.things(f"{one.title} {one.content}")) for one in found]
    ours = [one for one in things if one[0].language == language]
    others = [one for one in things if one[0].language != language]
    for one in others if ours else []:
        likeliest = max(ours, key=lambda our: _alike(our[1], one[1]))
        if _alike(likeliest[1], one[1]) >= SAME and one is max(
            others, key=lambda other: _alike(likeliest[1], other[1])
        ):
            yield one[0], likeliest[0]


def _alike(here: frozenset[str], there: frozenset[str]) -> float:
    """The share of the things and numbers in two passages that both have; 0 where that is one alone."""
    both = len(here & there)
    return both / len(here | there) if both > 1 else 0.0
