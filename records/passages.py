"""Passages: the pieces of documents that a reply may lean on, found by meaning and by words at once.

Row security comes before `@@` and `<=>` in every plan, as Postgres may show them no foreign row: a search reads all the
tenant's passages, and is exact. It costs 1 ms for the fifty of a restaurant and 60 ms for five thousand.
"""

from dataclasses import dataclass
from uuid import UUID

import orjson

from records import database


@dataclass(frozen=True)
class Draft:
    """A passage to be stored; no embedding where no model could be loaded."""

    title: str
    content: str
    embedding: list[float] | None = None


@dataclass(frozen=True)
class Found:
    """A passage with what speaks for it."""

    id: UUID
    title: str
    content: str
    document: str
    source: str
    language: str
    closeness: float | None  # cosine of the angle between question and passage; None without two vectors of one model
    wording: float  # 0 no word in common … 1 all words of the question; rare ones count more, and those in the title


async def replace(
    rows: database.Rows, document_id: UUID, language: str, drafts: list[Draft], model: str | None
) -> None:
    """Put these passages in place of the document's, inside a transaction that is open already."""
    rows.later("delete from passages where document_id = %s", [document_id])
    await rows.run_many(
        """insert into passages (document_id, n, title, content, language, embedding, embedding_model)
           values (%s, %s, %s, %s, %s, %s::vector, %s)""",
        [
            [
                document_id,
                n,
                draft.title,
                draft.content,
                language,
                _vector(draft.embedding),
                model if draft.embedding is not None else None,
            ]
            for n, draft in enumerate(drafts)
        ],
    )


async def search(
    tenant_id: str, question: str, *, embedding: list[float] | None, model: str | None, most: int
) -> list[Found]:
    """The passages nearest in meaning and those with most of the question's words: at most `most` of each.

    `embedding` is the question's, made by `model`; vectors of any other model are passed over. The question is read in
    each passage's own language, and a word counts the more the fewer passages have it. Of the words that no passage has
    two count against all passages and the rest are courtesy.
    """
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Found,
            _SEARCH,
            {"question": question, "embedding": _vector(embedding), "model": model, "most": most},
        )


_SEARCH = """
    with house as materialized (
        select language, case language when 'de' then 'german'::regconfig else 'english' end as config,
               count(*)::float as passages
          from passages group by language),
    said as materialized (
        select house.*, plainto_tsquery('simple', lexeme) as word
          from house, unnest(to_tsvector(config, %(question)s)) as words),
    weighed as materialized (
        select *, ln(1 + passages / greatest(found_in, 0.5)) as weight
          from said, lateral (select count(*) as found_in from passages p
                               where p.language = said.language and p.words @@ said.word) as found),
    whole as materialized (
        select language, coalesce(sum(weight) filter (where found_in > 0), 0)
               + least(2, count(*) filter (where found_in = 0)) * coalesce(max(weight), 0) as total
          from weighed group by language),
    judged as materialized (
        select p.id, case when p.embedding_model = %(model)s then 1 - (p.embedding <=> %(embedding)s::vector) end as closeness,
               (select least(1, coalesce(sum(weight * case when ts_filter(p.words, '{a}') @@ word then 1.5 else 1 end)
                                         / max(total), 0))
                  from weighed join whole using (language)
                 where weighed.language = p.language and p.words @@ word) as wording
          from passages p),
    ranked as (
        select *, row_number() over (order by closeness desc nulls last) as nearest,
               row_number() over (order by wording desc) as best_worded
          from judged),
    best as materialized (
        select id, closeness, wording from ranked
         where (nearest <= %(most)s and closeness is not null) or (best_worded <= %(most)s and wording > 0))
    select p.id, p.title, p.content, d.title as document, d.source, p.language, closeness, wording
      from best join passages p using (id) join documents d on d.id = p.document_id
"""


def _vector(embedding: list[float] | None) -> str | None:
    return None if embedding is None else orjson.dumps(embedding).decode()
