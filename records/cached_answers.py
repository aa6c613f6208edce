"""Answers that may be given again, and how they are forgotten.

An answer is forgotten in the very transaction that changes what it leans on: whoever changes a document or an agent
calls `forget` with the tags of what changed, after the change itself. `tenants.learned` is counted up with it. A turn
reads that count when it is entered, so that an answer which a process keeps in memory is given only while the count is
the one under which it was put there; and an answer found under an old count is not written down (`remember`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg.types.json import Jsonb

from records import database

AKIN = 0.3
"""The cosine from which a new passage may be about a remembered question; unrelated ones stay below 0.2."""


@dataclass(frozen=True)
class Cached:
    """An answer that was given before."""

    exact: bool  # to the same words; else to words that mean the same
    question: str
    answer: str
    passages: list[dict[str, Any]]
    embedding: list[float] | None  # the question's, where the words were others
    embedding_model: str | None
    left_s: float  # how long it may still be given


@dataclass(frozen=True)
class Given:
    """An answer to be remembered."""

    key: str
    meaning: str
    agent_id: str
    language: str
    question: str
    answer: str
    passages: Sequence[Any]  # plain JSON; `id` is a passage's, "" for what stands in no document
    tags: Sequence[str]
    embedding: list[float] | None
    embedding_model: str | None


@dataclass(frozen=True)
class Statistics:
    """How much was remembered in the last `hours`, and what is there now."""

    entries: int
    oldest: datetime | None
    exact: int
    near: int
    missed: int


def document(document_id: UUID | str) -> str:
    """The tag of what leans on a document."""
    return f"document:{document_id}"


def house(agent_id: UUID | str) -> str:
    """The tag of what leans on an agent's config: opening hours, address, telephone number."""
    return f"agent:{agent_id}"


def persona(agent_id: UUID | str) -> str:
    """The tag of whatever an agent has said: it is said in the agent's own way."""
    return f"persona:{agent_id}"


async def find(tenant_id: str, key: str, meaning: str) -> list[Cached]:
    """What was answered to these words, first, and to others of the same meaning; only what still stands."""
    async with database.each(tenant_id) as rows:
        found = await rows.all(_Row, _FIND, {"key": key, "meaning": meaning})
    return [
        Cached(
            row.exact,
            row.question,
            row.answer,
            row.passages,
            orjson.loads(row.embedding) if row.embedding else None,
            row.embedding_model,
            row.left_s,
        )
        for row in found
    ]


@dataclass(frozen=True)
class _Row:
    exact: bool
    question: str
    answer: str
    passages: list[dict[str, Any]]
    embedding: str | None
    embedding_model: str | None
    left_s: float


_FIND = """
    select key = %(key)s as exact, question, answer, passages,
           case when key <> %(key)s then embedding::text end as embedding, embedding_model,
           extract(epoch from expires_at - now())::float as left_s
      from cached_answers c
     where (key = %(key)s or meaning = %(meaning)s) and expires_at > now()
       and (select count(*) from passages p where p.id = any (c.passage_ids)) = cardinality(c.passage_ids)
     order by exact desc, created_at desc limit 4
"""


async def remember(tenant_id: str, given: Given, *, learned: int, ttl_s: int) -> bool:
    """Keep an answer that was found while the tenant's count was `learned`. False, and nothing is kept, where it has
    changed since or is being changed now, or where a passage is gone.
    """
    stands = list(dict.fromkeys(passage["id"] for passage in given.passages if passage["id"]))
    async with database.each(tenant_id, durable=False) as rows:
        return bool(
            await rows.run(
                _REMEMBER,
                {
                    **{name: getattr(given, name) for name in ("key", "meaning", "agent_id", "language", "question")},
                    "answer": given.answer,
                    "passages": Jsonb(list(given.passages)),
                    "stands": stands,
                    "tags": list(given.tags),
                    "embedding": None if given.embedding is None else orjson.dumps(given.embedding).decode(),
                    "model": given.embedding_model,
                    "learned": learned,
                    "ttl": ttl_s,
                },
            )
        )


# The tenant's row is locked until the answer is written: a change that comes meanwhile waits, and forgets it again. One
# that came first has the row, and nobody waits for it here.
_REMEMBER = """
    with unchanged as materialized (
        select from tenants where learned = %(learned)s for share skip locked)
    insert into cached_answers (key, meaning, agent_id, language, question, answer, passages, passage_ids, tags,
                                embedding, embedding_model, expires_at)
    select %(key)s, %(meaning)s, %(agent_id)s, %(language)s, %(question)s, %(answer)s, %(passages)s, %(stands)s::uuid[],
           %(tags)s, %(embedding)s::vector, %(model)s, now() + make_interval(secs => %(ttl)s)
      from unchanged
     where (select count(*) from passages where id = any (%(stands)s::uuid[])) = cardinality(%(stands)s::uuid[])
    on conflict (tenant_id, key) do update
       set meaning = excluded.meaning, question = excluded.question, answer = excluded.answer,
           passages = excluded.passages, passage_ids = excluded.passage_ids, tags = excluded.tags,
           embedding = excluded.embedding, embedding_model = excluded.embedding_model, created_at = now(),
           expires_at = excluded.expires_at
"""


def forget(rows: database.Rows, tags: Sequence[str]) -> None:
    """Forget what leans on any of these, with the transaction that changes them; call it after the change."""
    rows.later("update tenants set learned = learned + 1")  # first: from here on nothing old is written down any more
    rows.later("delete from cached_answers where tags && %s", [list(tags)])


def read_anew(rows: database.Rows, document_id: UUID | str) -> None:
    """Forget what leans on a document, and answers that its passages, now in place, might have made better.

    The latter are found by their questions' embeddings; an answer without one is forgotten in any case.
    """
    forget(rows, [document(document_id)])
    rows.later(
        """delete from cached_answers c
            where exists (select from passages p where p.document_id = %s
                             and (p.embedding is null or c.embedding is null
                                  or p.embedding_model is distinct from c.embedding_model
                                  or 1 - (p.embedding <=> c.embedding) >= %s))""",
        [document_id, AKIN],
    )


async def forget_all(tenant_id: str) -> int:
    """Forget everything the tenant's agents have answered; how many answers that were."""
    async with database.tenant(tenant_id) as rows:
        rows.later("update tenants set learned = learned + 1")
        return await rows.run("delete from cached_answers")


async def forget_expired() -> int:
    """Take away what has expired, for all tenants; how many answers that were. Nobody would have been given them."""
    async with database.desk() as rows:
        return int(await rows.value("select forget_expired_answers()"))


async def statistics(tenant_id: str, *, hours: int) -> Statistics:
    """What is remembered, and what that was good for: counted in the ledger, over the last hours."""
    async with database.each(tenant_id) as rows:
        return await rows.one(
            Statistics,
            """select entries, oldest, exact, near, missed
                 from (select count(*) as entries, min(created_at) as oldest
                         from cached_answers where expires_at > now()) as there,
                      (select count(*) filter (where usage ->> 'memory' = 'exact') as exact,
                              count(*) filter (where usage ->> 'memory' = 'near') as near,
                              count(*) filter (where usage ->> 'memory' = 'miss') as missed
                         from turns where ended_at > now() - make_interval(hours => %s)) as used""",
            [hours],
        )
