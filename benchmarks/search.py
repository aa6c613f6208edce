"""What a search costs in a house of 100,000 passages and 200 tenants, and what it overlooks.

The passages are written straight into the house's Postgres, which indexes them as it does any other. Each puts three
sentences of the samples' passages together with four made-up words, and its vector is the sum of those passages' own
vectors with a little noise: texts and vectors that are alike as real ones are, without an hour of embedding. Questions
are about the samples' headings, in both languages, and are asked over HTTP with the tenant's key. The floor in the same
run is one passage by its key, under row security. What is overlooked says a second server that judges every passage.
"""

import asyncio
import hashlib
import random
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import numpy as np
import orjson
import psycopg

from benchmarks.load import Connection, Spoiled, request
from benchmarks.report import Figure, Goal, Row, Spread, quantile
from benchmarks.turns import Bench

SIZES = (20_000, 5_000, 3_000, 2_000, 1_500, 1_000, *[50] * 40)
"""Passages of the first tenants; the others have the rest, in equal parts."""
TENANTS, PASSAGES, OF_A_DOCUMENT = 200, 100_000, 20
ASKED = (50, 1_000, 5_000, 20_000)
GOALS = (50, 20_000)
TOP = 3
SYLLABLES = ("ba", "ko", "ri", "len", "mar", "to", "vi", "sel", "dor", "ne", "fa", "gu", "hil", "os", "pra", "tem")
WAYS = {
    "en": ("What about {}?", "Can you tell me something about {}?", "I have a question about {}.", "{} - how is that?"),
    "de": (
        "Wie ist das mit {}?",
        "Was können Sie mir zu {} sagen?",
        "Ich habe eine Frage zu {}.",
        "{}, wie läuft das?",
    ),
}


@dataclass
class Asking:
    """One tenant's key, and what it was told: by repetition the ms of each search, and by question what was found."""

    key: str
    ms: list[list[float]] = field(default_factory=list)
    postgres_ms: list[float] = field(default_factory=list)
    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)


async def searches(bench: Bench) -> AsyncIterator[Figure]:
    """Searches by tenants of 50 to 20,000 passages, one at a time, and the share of the best three that they found."""
    door = bench.doors.get("switchboard")
    if door is None or bench.postgres is None or bench.exact is None:
        return
    url = bench.postgres.url(bench.databases["switchboard"])
    began = time.monotonic()
    keys, headings = await asyncio.to_thread(furnish, url)
    furnished_s = time.monotonic() - began
    questions = [(way.format(heading), language) for language, heading in headings for way in WAYS[language]]
    random.Random(1).shuffle(questions)
    repetitions, each = (2, 15) if bench.quick else (3, 30)
    warm, fresh = questions[:12], iter(questions[12:])  # nobody asks what was asked before: each vector is made anew
    if len(questions) < len(warm) + repetitions * each * len(ASKED):
        raise Spoiled(f"only {len(questions)} questions")
    asking = {size: Asking(keys[size]) for size in ASKED}
    floor: list[list[float]] = []
    line = await Connection.open(door.port)
    with psycopg.connect(url, autocommit=True, options="-c role=switchboard_app", prepare_threshold=0) as rows:
        by_key = _by_key(rows, keys[max(ASKED)])
        for one in asking.values():  # what is loaded, planned and remembered at first
            for question in warm:
                await _search(line, one, *question)
            one.found.clear()
        for repetition in range(repetitions):
            for size in ASKED if repetition % 2 else ASKED[::-1]:
                one, busy = asking[size], bench.postgres.cpu_s()
                one.ms.append([await _search(line, one, *next(fresh)) for _ in range(each)])
                one.postgres_ms.append(1000 * (bench.postgres.cpu_s() - busy) / each)
            floor.append([by_key() for _ in range(each)])
    line.close()
    exact_door, program = await bench.exact()
    try:
        line = await Connection.open(exact_door.port)
        recall = {size: await _recall(line, one, each) for size, one in asking.items()}
        line.close()
    finally:
        program.stop()
    names = {size: f"{size:,} passages" for size in ASKED}
    tails = {names[size]: Spread.of([quantile(ms, 0.95) for ms in one.ms]) for size, one in asking.items()}
    shares = {names[size]: Spread.of(found) for size, found in recall.items()}
    for size, one in asking.items():
        bench.blocks.append({"figure": "9", "door": names[size], "ms": one.ms, "recall": recall[size]})
    yield Figure(
        "9",
        f"A search among {PASSAGES:,} passages of {TENANTS} tenants, at the door, by what the tenant has; {each} a block",
        [
            Row(
                "ms, p50",
                {"floor": Spread.of([quantile(ms, 0.5) for ms in floor])}
                | {names[size]: Spread.of([quantile(ms, 0.5) for ms in one.ms]) for size, one in asking.items()},
            ),
            *_with_goals("ms, p95", {"floor": Spread.of([quantile(ms, 0.95) for ms in floor])} | tails, names, "<= 25"),
            *_with_goals("recall@3 of judging every passage", shares, names, ">= 0.95"),
            Row("Postgres CPU, ms a search", {names[size]: Spread.of(one.postgres_ms) for size, one in asking.items()}),
        ],
        notes=[f"furnished in {furnished_s:.0f} s"],
    )


def _with_goals(title: str, cells: dict[str, Spread], names: dict[int, str], wanted: str) -> list[Row]:
    """A row, once for each goal that it has: a row has but one."""
    first, *others = [Goal(names[size], wanted, cells[names[size]]) for size in GOALS]
    return [Row(title, cells, first), *(Row(title, {goal.what: cells[goal.what]}, goal) for goal in others)]


async def _search(line: Connection, one: Asking, words: str, language: str) -> float:
    """Search once; milliseconds. Raises Spoiled."""
    path = "/knowledge/search?" + urlencode({"q": words, "language": language, "limit": TOP})
    answer = await line.ask(request("GET", path, key=one.key))
    if answer.status != 200:
        raise Spoiled(f"status {answer.status}: {answer.body[:300].decode(errors='replace')}")
    one.found[words, language] = [result["id"] for result in orjson.loads(answer.body)["results"]]
    return answer.total_s * 1000


async def _recall(line: Connection, one: Asking, each: int) -> list[float]:
    """By repetition: the share of what judging every passage finds that was found before."""
    judge, shares = Asking(one.key), []
    for (words, language), found in one.found.items():
        await _search(line, judge, words, language)
        if best := judge.found[words, language]:
            shares.append(len({*best} & {*found}) / len(best))
    if not shares:
        raise Spoiled("no question found anything")
    return [sum(some) / len(some) for some in (shares[n : n + each] for n in range(0, len(shares), each))]


def _by_key(rows: "psycopg.Connection[Any]", key: str) -> Callable[[], float]:
    """What reads one passage by its key, as the house's role, and returns the milliseconds it took."""
    found = rows.execute(
        "select tenant_id from principal_of_key(%s)", [hashlib.sha256(key.encode()).digest()]
    ).fetchone()
    assert found is not None
    rows.execute("select set_config('app.tenant_id', %s, false)", [str(found[0])])
    ids = [id for (id,) in rows.execute("select id from passages limit 500")]

    def read() -> float:
        began = time.perf_counter()
        rows.execute("select title, content from passages where id = %s", [random.choice(ids)]).fetchone()
        return (time.perf_counter() - began) * 1000

    return read


# --- furnishing -------------------------------------------------------------------------------------------------------


def furnish(url: str) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Write the tenants and their passages. A key for one tenant of each size that asks, and (language, heading) of the
    samples' passages. Blocks for about a minute."""
    chance = random.Random(7)
    noise = np.random.default_rng(7)
    with psycopg.connect(url, autocommit=True) as rows:
        samples = rows.execute(
            "select title, content, language, embedding::text, embedding_model from passages where embedding is not null"
        ).fetchall()
        if not samples:
            raise Spoiled("the samples have no vectors: no embedding model could be loaded")
        vectors = np.array([orjson.loads(sample[3]) for sample in samples])
        sentences = [[part for part in re.split(r"(?<=[.!?])\s+|\n", sample[1]) if part] for sample in samples]
        of = {language: [n for n, sample in enumerate(samples) if sample[2] == language] for language in ("en", "de")}
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
        left = TENANTS - len(SIZES)
        others = [(PASSAGES - sum(SIZES)) * (n + 1) // left - (PASSAGES - sum(SIZES)) * n // left for n in range(left)]
        tenants = [(_uuid(chance), size) for size in (*SIZES, *others)]
        rows.execute("set maintenance_work_mem = '256MB'")
        index = rows.execute("select indexdef from pg_indexes where indexname = 'vectors_nearest'").fetchone()
        assert index is not None
        rows.execute("drop index vectors_nearest")  # built over all at the end: 30 s instead of minutes
        with rows.cursor() as cursor, rows.transaction():
            with cursor.copy("copy tenants (id, name) from stdin") as copy:
                for n, (tenant, size) in enumerate(tenants):
                    copy.write_row((tenant, f"Library {n} of {size}"))
            documents = [
                (tenant, _uuid(chance), "de" if start % 60 == 40 else "en", min(OF_A_DOCUMENT, size - start))
                for tenant, size in tenants
                for start in range(0, size, OF_A_DOCUMENT)
            ]
            with cursor.copy("copy documents (tenant_id, id, title, language, sha256, status) from stdin") as copy:
                for n, (tenant, document, language, _) in enumerate(documents):
                    copy.write_row((tenant, document, f"Document {n}", language, b"-", "ready"))
            with cursor.copy(
                "copy passages (tenant_id, document_id, n, title, content, language, embedding, embedding_model) from stdin"
            ) as copy:
                for tenant, document, language, size in documents:
                    for n in range(size):
                        told = chance.choices(of[language], k=3)
                        vector = vectors[told].sum(0) + noise.normal(0, 0.05, vectors.shape[1])
                        vector /= np.linalg.norm(vector)
                        content = " ".join(
                            [*(chance.choice(sentences[one]) for one in told), *chance.choices(words, k=4)]
                        )
                        title, model = samples[told[0]][0], samples[told[0]][4]
                        copy.write_row((tenant, document, n, title, content, language, _text(vector), model))
        rows.execute(index[0].replace(" ON ONLY ", " ON "))
        for table in ("documents", "passages", "terms", "vectors", "libraries"):
            rows.execute(f"vacuum analyze {table}")
        keys = {size: "sb_" + secrets.token_urlsafe(32) for size in ASKED}
        for size, key in keys.items():
            tenant = next(tenant for tenant, has in tenants if has == size)
            rows.execute(
                "insert into api_keys (tenant_id, hash) values (%s, %s)",
                [tenant, hashlib.sha256(key.encode()).digest()],
            )
    return keys, sorted({(sample[2], sample[0].rpartition(" › ")[2]) for sample in samples})


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _text(vector: "np.ndarray[Any, Any]") -> str:
    return "[" + ",".join(f"{number:.5f}" for number in vector) + "]"
