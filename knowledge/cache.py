"""Remembered answers: what was asked before need not be looked up and worded again.

Two layers, both of questions that anybody might ask (`sameness.read` says which): the very same words, by the MD5 of
tenant, agent and question, in this process and in Postgres; then other words for the same, by what they mean, checked
against the embeddings of both questions. Language and day are part of both keys, so that "tomorrow" is never
yesterday's. In one process an answer is kept only for the state of knowledge it was found in (`learned`).

A remembered answer is words and the passages they lean on; whoever gives it again has them vouch for it again.
"""

import asyncio
import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from knowledge import sameness
from providers import embeddings
from providers.embeddings import EmbeddingsUnavailable
from records import cached_answers, database
from records.remembered import Remembered
from settings import settings

CLOSE = 0.4
"""The cosine that two wordings of one question have to reach; that of questions about two things is mostly below 0.3."""
KEPT_S = 600
"""How long an answer stays in a process's own memory."""
MOST = 2000
"""Answers in a process's own memory, some 3 kB each."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A question that may be answered from memory: whose agent was asked, in which language, on which day of the house,
    and what `learned` counted then."""

    tenant_id: str
    agent_id: str
    language: str
    day: date
    learned: int
    text: str
    question: sameness.Question

    @property
    def key(self) -> str:
        """The same for the same words."""
        return self._md5(f"{self.language}:{self.day}:{self.question.words}")

    @property
    def meaning(self) -> str:
        """The same for the same meaning."""
        return self._md5(f"{self.language}:{self.day}:={self.question.meaning}")

    def _md5(self, query: str) -> str:
        return hashlib.md5(f"{self.tenant_id}:{self.agent_id}:{query}".encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What was answered before, and the passages it leans on, as the turn had them."""

    words: str
    passages: list[dict[str, Any]]
    how: Literal["exact", "near"]


@dataclass(frozen=True)
class _Kept:
    learned: int
    until: float
    words: str
    passages: list[dict[str, Any]]


_here: Remembered[str, _Kept] = Remembered(ttl_s=KEPT_S, most=MOST)
_heard: Remembered[tuple[str, str, str], bool] = Remembered(ttl_s=KEPT_S, most=MOST)
_at_work: set["asyncio.Task[None]"] = set()


def heard(tenant_id: str, agent_id: str, text: str) -> bool:
    """A guess, before anything is known of the turn: whether this will be answered from this process's own memory."""
    return _heard.get((tenant_id, agent_id, text)) is not None


async def recall(asked: Asked) -> Answer | None:
    """The answer to this question, if it was given before and still stands."""
    kept = _here.get(asked.key)
    if kept is not None and kept.learned == asked.learned and time.monotonic() < kept.until:
        return Answer(kept.words, kept.passages, "exact")
    try:
        found = await cached_answers.find(asked.tenant_id, asked.key, asked.meaning)
    except database.Unavailable:
        return None
    for one in found:
        if one.exact or await _close(asked.text, one):
            _keep(asked, one.answer, one.passages, one.left_s)
            return Answer(one.answer, one.passages, "exact" if one.exact else "near")
    return None


def remember(asked: Asked, words: str, passages: list[dict[str, Any]]) -> None:
    """Keep an answer for whoever asks next. Returns at once: it is written while the turn goes on to its end."""
    task = asyncio.create_task(_remember(asked, words, passages))
    _at_work.add(task)
    task.add_done_callback(_at_work.discard)


def under_way() -> list["asyncio.Task[None]"]:
    """The answers that are being written down at this moment, to be waited for."""
    return list(_at_work)


async def _remember(asked: Asked, words: str, passages: list[dict[str, Any]]) -> None:
    try:
        vector: list[float] | None = await embeddings.embed(asked.text)
        model: str | None = embeddings.model_id()
    except EmbeddingsUnavailable:
        vector = model = None
    documents = {passage["document_id"] for passage in passages if passage["document_id"]}
    tags = [cached_answers.persona(asked.agent_id), *map(cached_answers.document, sorted(documents))]
    if any(not passage["document_id"] for passage in passages):
        tags.append(cached_answers.house(asked.agent_id))
    given = cached_answers.Given(
        asked.key,
        asked.meaning,
        asked.agent_id,
        asked.language,
        asked.text,
        words,
        passages,
        tags,
        vector,
        model,
    )
    ttl_s = settings().cache_ttl_s
    try:
        if await cached_answers.remember(asked.tenant_id, given, learned=asked.learned, ttl_s=ttl_s):
            _keep(asked, words, passages, ttl_s)
    except database.Unavailable as away:
        log.warning("answer not remembered", extra={"reason": str(away)})


def _keep(asked: Asked, words: str, passages: list[dict[str, Any]], left_s: float) -> None:
    _here.put(asked.key, _Kept(asked.learned, time.monotonic() + left_s, words, passages))
    _heard.put((asked.tenant_id, asked.agent_id, asked.text), True)


async def _close(text: str, one: cached_answers.Cached) -> bool:
    """Whether the embeddings agree that two questions are alike. Without a model they are not."""
    if one.embedding is None:
        return False
    try:
        vector = await embeddings.embed(text)
        if embeddings.model_id() != one.embedding_model:
            return False
    except EmbeddingsUnavailable:
        return False
    return sum(a * b for a, b in zip(vector, one.embedding, strict=True)) >= CLOSE
