"""Passages: the pieces of documents that a reply may lean on, found by meaning and by words at once.

Row security comes before `@@` and `<=>` in every plan, as Postgres may show them no foreign row: a search reads all the
tenant's passages, and is exact. It costs 1 ms for the fifty of a restaurant and 60 ms for five thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from records import database

OTHER_WORD = 0.8
"""What another word for a thing counts, where the one that was said counts 1."""


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


@dataclass(frozen=True)
class Wanted:
    """One thing that a question asks for: the word that was said, and what passages of each language may call it.

    Both are in the syntax of `to_tsquery`: words joined by `|`, `<->` where they stand side by side.
    """

    said: str
    also: dict[str, str]  # by language; none is an answer


async def search(
    tenant_id: str, wanted: Sequence[Wanted], *, embedding: list[float] | None, model: str | None, most: int
) -> list[Found]:
    """The passages nearest in meaning and those with most of what is wanted: at most `most` of each.

    `embedding` is the question's, made by `model`; vectors of any other model are passed over. What is wanted is looked
    for in each passage's own language, and counts the more the fewer passages have it; another word for it counts a
    little less than the one that was said. Of what no passage has two count against all passages and the rest is
    courtesy.
    """
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Found,
            _SEARCH,
            {
                "said": [one.said for one in wanted],
                "en": [one.also.get("en", "") for one in wanted],
                "de": [one.also.get("de", "") for one in wanted],
                "embedding": _vector(embedding),
                "model": model,
                "most": most,
                "other": OTHER_WORD,
            },
        )


_SEARCH = """
    with house as materialized (
        select language, case language when 'de' then 'german'::regconfig else 'english' end as config,
               count(*)::float as passages
          from passages group by language),
    asked as materialized (
        select * from unnest(%(said)s::text[], %(en)s::text[], %(de)s::text[]) with ordinality as one(said, en, de, n)
         where to_tsvector('english', said) <> '' and to_tsvector('german', said) <> ''),
    said as materialized (
        select language, n, passages, to_tsquery(config, said) as word,
               to_tsquery(config, said) || to_tsquery(config, case language when 'de' then de else en end) as any_word
          from house, asked),
    hits as materialized (
        select p.id, language, said.n, case when p.words @@ word then 1 else %(other)s::float end
                                  * case when ts_filter(p.words, '{a}') @@ any_word then 1.5 else 1 end as strength
          from passages p join said using (language) where p.words @@ any_word),
    weighed as materialized (
        select language, n, ln(1 + passages / greatest(count(hits.id), 0.5)) as weight, count(hits.id) > 0 as known
          from said left join hits using (language, n) group by language, n, passages),
    whole as materialized (
        select language, coalesce(sum(weight) filter (where known), 0)
               + least(2, count(*) filter (where not known)) * coalesce(max(weight), 0) as total
          from weighed group by language),
    worded as materialized (
        select hits.id, least(1, sum(weight * strength) / max(total)) as wording
          from hits join weighed using (language, n) join whole using (language) group by hits.id),
    judged as materialized (
        select p.id, case when p.embedding_model = %(model)s then 1 - (p.embedding <=> %(embedding)s::vector) end as closeness,
               wording
          from passages p left join worded using (id)),
    ranked as (
        select *, row_number() over (order by closeness desc nulls last) as nearest,
               row_number() over (order by wording desc nulls last) as best_worded
          from judged),
    best as materialized (
        select id, closeness, wording from ranked
         where (nearest <= %(most)s and closeness is not null) or (best_worded <= %(most)s and wording is not null))
    select p.id, p.title, p.content, d.title as document, d.source, p.language, closeness,
           coalesce(wording, 0) as wording
      from best join passages p using (id) join documents d on d.id = p.document_id
"""


def _vector(embedding: list[float] | None) -> str | None:
    return None if embedding is None else orjson.dumps(embedding).decode()
