"""Passages: the pieces of documents that a reply may lean on, found by meaning and by words at once.

A search reads neither all the passages nor an index over them: row security comes before `@@` in every plan. Which passages
have a word stands in `terms`, their vectors in `vectors`, their number in `libraries`; triggers keep these in step with
`passages` (migrations/versions/0003_search.sql). docs/decisions/0014 tells what else was weighed, and what it costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from records import database
from settings import settings

OTHER_WORD = 0.8
"""What another word for a thing counts, where the one that was said counts 1."""
ALLOWANCE = 1200
"""In a large library the passages that have the question's rarest words are looked at, up to about so many."""
AROUND = 40
"""… besides so many of those nearest in meaning."""
PUT_AT_ONCE = 200
"""Passages written by one statement: each statement brings the tables that stand for indexes up to date once."""


@dataclass(frozen=True)
class Draft:
    """A passage to be stored; no embedding where no model could be loaded."""

    title: str
    content: str
    embedding: Sequence[float] | None = None
    page: int | None = None
    row: int | None = None  # of a table, counted from 1


@dataclass(frozen=True)
class Found:
    """A passage with what speaks for it."""

    id: UUID
    title: str
    content: str
    document: str
    document_id: UUID
    source: str
    language: str
    closeness: float | None  # cosine of the angle between question and passage; None without two vectors of one model
    wording: float  # 0 no word in common … 1 all words of the question; rare ones count more, and those in the title


async def replace(
    rows: database.Rows, document_id: UUID, language: str, drafts: list[Draft], model: str | None
) -> None:
    """Put these passages in place of the document's, inside a transaction that is open already."""
    rows.later("delete from passages where document_id = %s", [document_id])
    for start in range(0, len(drafts), PUT_AT_ONCE):
        some = drafts[start : start + PUT_AT_ONCE]
        rows.later(
            """insert into passages (document_id, n, title, content, language, page, row, embedding, embedding_model)
               select %s, n, title, content, %s, page, row, vector::vector, case when vector is not null then %s end
                 from unnest(%s::int[], %s::text[], %s::text[], %s::int[], %s::int[], %s::text[])
                      as one (n, title, content, page, row, vector)""",
            [
                document_id,
                language,
                model,
                list(range(start, start + len(some))),
                [draft.title for draft in some],
                [draft.content for draft in some],
                [draft.page for draft in some],
                [draft.row for draft in some],
                [_vector(draft.embedding) for draft in some],
            ],
        )


async def supply(rows: database.Rows, vectors: Sequence[tuple[UUID, Sequence[float]]], model: str) -> None:
    """Give passages vectors of this model, inside a transaction that is open already."""
    await rows.run_many(
        "update passages set embedding = %s::vector, embedding_model = %s where id = %s",
        ([_vector(vector), model, id] for id, vector in vectors),
    )


@dataclass(frozen=True)
class Wanted:
    """One thing that a question asks for: the word that was said, and what passages of each language may call it.

    Words that stand side by side are joined by a blank.
    """

    said: str
    also: Mapping[str, Sequence[str]]  # by language; none is an answer


async def search(
    tenant_id: str,
    wanted: Sequence[Wanted],
    *,
    embedding: list[float] | None,
    model: str | None,
    most: int,
    source: str | None = None,
    agent_id: UUID | str | None = None,
) -> list[Found]:
    """The passages nearest in meaning and those with most of what is wanted: at most `most` of each.

    `embedding` is the question's, made by `model`; vectors of any other model are passed over. What is wanted is looked
    for in each passage's own language, and counts the more the fewer passages have it; another word for it counts a
    little less than the one that was said. Of what no passage has two count against all passages and the rest is
    courtesy. With a source, documents of others are passed over; with an agent, those that are another agent's.
    """
    ways = [
        (place, language, way)
        for place, one in enumerate(wanted, 1)
        for language, ways in {"": [one.said], **one.also}.items()
        for way in ways
    ]
    async with database.each(tenant_id) as rows:
        return await rows.all(
            Found,
            _SEARCH,
            {
                "said": [one.said for one in wanted],
                "place": [place for place, _, _ in ways],
                "language": [language for _, language, _ in ways],
                "way": [way for _, _, way in ways],
                "embedding": _vector(embedding),
                "model": model,
                "most": most,
                "other": OTHER_WORD,
                "allowance": ALLOWANCE,
                "around": AROUND,
                "exact": settings().search_exact_up_to,
                "source": source,
                "agent": None if agent_id is None else str(agent_id),
            },
        )


# `lateral` keeps Postgres to the way meant, from the words to their passages by the keys: it plans for tenants of all
# sizes at once. In a large library the rare things say which passages are looked at besides the nearest, up to an
# allowance; what is common is looked for in those alone, and how many have it is reckoned and not counted.
_SEARCH = """
    with house as materialized (
        select language, case language when 'de' then 'german'::regconfig else 'english' end as config,
               passages::float as passages, sum(passages) over () > %(exact)s as large
          from libraries where passages > 0),
    barred as materialized (
        select id from documents where agent_id <> %(agent)s::uuid
         union all
        select id from documents where %(source)s::text is not null and source <> %(source)s),
    near as materialized (
        select id, place
          from nearest(%(embedding)s::vector::halfvec, %(model)s, %(around)s, array(select id from barred), %(exact)s)
               with ordinality as one (id, place)
         where %(embedding)s::text is not null),
    asked as materialized (
        select place::int, row_number() over (order by place) as n
          from unnest(%(said)s::text[]) with ordinality as one (said, place)
         where to_tsvector('english', said) <> '' and to_tsvector('german', said) <> ''),
    ways as materialized (
        select house.language, large, n, lexemes, phrase, bool_or(way.language = '') as said
          from house cross join unnest(%(place)s::int[], %(language)s::text[], %(way)s::text[]) as way (place, language, way)
               join asked using (place)
               cross join lateral (select tsvector_to_array(to_tsvector(config, way)) as lexemes,
                                          phraseto_tsquery(config, way) as phrase offset 0) read
         where way.language in ('', house.language) and lexemes <> '{}'
         group by house.language, large, n, lexemes, phrase),
    reckoned as materialized (
        select language, n, sum(passages_with)::float as likely
          from ways cross join lateral (
               select min(passages_with) as passages_with from unnest(lexemes) one (word) cross join lateral (
                      select count(*) as passages_with from terms
                       where lexeme = word and terms.language = ways.language) of_one) of_all
         where large
         group by language, n),
    rare as materialized (
        select language, n, so_far <= %(allowance)s as counted
          from (select *, sum(likely) over (order by likely, n, language) as so_far from reckoned) one
         where so_far <= %(allowance)s or so_far = likely),
    looked_at as materialized (
        select id from near
         union
        select passage_id from ways join rare using (language, n) cross join lateral (
               select passage_id from terms where lexeme = any (lexemes) and terms.language = ways.language
                group by passage_id having count(*) = cardinality(lexemes) limit %(allowance)s) one),
    hits as materialized (
        select language, n, id, strength
          from (select language, large, n, array_agg(lexemes[1]) filter (where cardinality(lexemes) = 1) as words,
                       array_agg(lexemes[1]) filter (where cardinality(lexemes) = 1 and said) as said_words
                  from ways group by language, large, n) thing
               cross join lateral (
               select id, case when bool_or(said) then 1 else %(other)s::float end
                        * case when bool_or(in_title) then 1.5 else 1 end as strength
                 from (select passage_id as id, lexeme = any (said_words) as said, in_title from terms
                        where lexeme = any (words) and terms.language = thing.language
                          and (not large or passage_id in (select id from looked_at))
                        union all
                       select passage_id, said, titled
                         from ways cross join lateral (
                              select passage_id, bool_and(in_title) as titled from terms
                               where lexeme = any (lexemes) and terms.language = thing.language
                                 and (not ways.large or passage_id in (select id from looked_at))
                               group by passage_id having count(*) = cardinality(lexemes)) each
                        where ways.language = thing.language and ways.n = thing.n and cardinality(lexemes) > 1
                          and exists (select from passages p where p.id = passage_id and words @@ phrase)) either
                group by id) having_it),
    weighed as materialized (
        select language, n, ln(1 + passages / greatest(passages_with, 0.5)) as weight, passages_with > 0 as known
          from house cross join asked
               left join reckoned using (language, n)
               left join rare using (language, n)
               left join (select language, n, count(*) as hit from hits group by language, n) hit using (language, n)
               cross join lateral (
               select case when large and counted is not true then least(likely, passages) else hit end as passages_with) so),
    whole as materialized (
        select language, array_agg(weight order by n) as weights, coalesce(sum(weight) filter (where known), 0)
               + least(2, count(*) filter (where known is not true)) * coalesce(max(weight), 0) as total
          from weighed group by language),
    worded as materialized (
        select id, round(1e4 * least(1, coalesce(sum(weights[n] * strength) / max(total), 0))) / 1e4 as wording,
               min(place) as place
          from (select id, language, n, strength, null as place from hits
                 where not exists (select from barred)
                    or exists (select from passages p where p.id = hits.id
                                  and document_id not in (select id from barred))
                 union all
                select id, null, null, null, place from near) one
               left join whole using (language)
         group by id),
    best as materialized (
        select id, wording from worded where place <= %(most)s
         union
        (select id, wording from worded where wording > 0 order by wording desc, place, id limit %(most)s))
    select p.id, p.title, p.content, d.title as document, document_id, d.source, p.language, closeness, wording
      from best join passages p using (id) join documents d on d.id = p.document_id
           left join lateral (select 1 - (embedding <=> %(embedding)s::vector::halfvec) as closeness from vectors
                               where passage_id = p.id and model = %(model)s limit 1) so_near on true
"""


def _vector(embedding: Sequence[float] | None) -> str | None:
    return None if embedding is None else orjson.dumps(list(embedding)).decode()
