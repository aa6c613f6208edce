"""Reading documents: how many passages a second, and what callers notice of it.

A price list of a few hundred sections goes through POST /knowledge/ingest; each section is one passage of some 490
characters and 204 tokens (191 to 219 by the packaged model's own tokenizer). The clock runs from the request until the
list shows the document as ready: reading it in a process of its own, embedding, and the transaction that puts it in
place. Then one caller asks questions, in blocks beside a document that is being read and in blocks without one.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import orjson

from benchmarks.doors import Switchboard
from benchmarks.load import Connection, Spoiled, in_turn, request
from benchmarks.report import Figure, Goal, Row, Spread
from benchmarks.turns import Bench, Block, ratio, row

SECTIONS = 400
TURNS = 40
REPETITIONS = 5
GROWN = 480
"""Characters of a section's body, about."""
LOOK_S = 0.1

_DISHES = (
    "Spargelcremesuppe", "Kabeljau", "pumpkin risotto", "Zanderfilet", "brandade", "Rote-Bete-Salat", "goat cheese",
    "herb potatoes", "Hauswein", "Käsespätzle", "trout", "Kalbsschnitzel", "venison ragout", "Apfelstrudel", "gnocchi",
    "Maultaschen", "sea bream", "Linsensuppe", "duck breast", "Pfifferlinge", "beef tartare", "Topfenknödel",
)  # fmt: skip


def price_list(seed: int, sections: int = SECTIONS) -> str:
    """A Markdown price list, another one for each seed."""
    chance = random.Random(seed)

    def body() -> str:
        said = ""
        while len(said) < GROWN:
            price = f"{chance.randint(4, 48)}.{chance.choice((50, 90))}"
            said += f"{chance.choice(_DISHES)} {price}, half {chance.randint(3, 24)}; "
        return said[:-2] + "."

    return "\n\n".join(f"## List {seed}, page {n}\n{body()}" for n in range(sections))


class Desk:
    """The tenant's operator, on a connection of their own."""

    def __init__(self, door: Switchboard) -> None:
        self.door = door
        self._line: Connection | None = None

    async def ask(self, method: str, path: str, body: object = None, *expected: int) -> bytes:
        """Raises Spoiled on any other status."""
        if self._line is None or not self._line.usable:
            self._line = await Connection.open(self.door.port)
        answer = await self._line.ask(request(method, path, body, self.door.api_key))
        if answer.status not in expected:
            raise Spoiled(f"{method} {path}: {answer.status} {answer.body[:200]!r}")
        return answer.body

    async def hand_in(self, seed: int) -> str:
        """Hand a price list in; its document's id."""
        text = {"title": "Benchmark", "source": "menu", "language": "en", "content": price_list(seed)}
        return str(orjson.loads(await self.ask("POST", "/knowledge/ingest", text, 202))["id"])

    async def ready(self, document: str) -> None:
        """Wait until it has been read, all of it and with vectors. Raises Spoiled."""
        while (now := orjson.loads(await self.ask("GET", f"/knowledge/{document}", None, 200)))["status"] != "ready":
            if now["status"] == "failed":
                raise Spoiled(f"the price list was not read: {now['problem']}")
            await asyncio.sleep(LOOK_S)
        if (now["passages"], now["done"]) != (SECTIONS, SECTIONS):
            raise Spoiled(f"{now['passages']} passages, {now['done']} of them embedded, of {SECTIONS}")

    async def take_back(self, document: str) -> None:
        await self.ask("DELETE", f"/knowledge/{document}", None, 204)


async def ingesting(bench: Bench) -> AsyncIterator[Figure]:
    """Figure 8."""
    door = bench.doors.get("switchboard")
    if not isinstance(door, Switchboard):
        return
    await bench.pace()
    desk, seeds = Desk(door), iter(range(1, 10_000))
    document = await desk.hand_in(next(seeds))  # the first one also loads the model
    await desk.ready(document)
    rates: list[float] = []
    costs: list[list[float]] = []
    found: dict[str, list[Block]] = {"calm": [], "reading": []}
    began = time.monotonic()
    for repetition in range(2 if bench.quick else REPETITIONS):
        if repetition >= 2 and time.monotonic() - began > 120 * bench.scale:
            break
        started, used = time.perf_counter(), _cpu_s(bench)
        await desk.hand_in(next(seeds))
        await desk.ready(document)
        rates.append(SECTIONS / (time.perf_counter() - started))
        costs.append([1000 * (late - early) / SECTIONS for early, late in zip(used, _cpu_s(bench), strict=True)])
        for name in ("calm", "reading") if repetition % 2 == 0 else ("reading", "calm"):
            if name == "calm":
                found[name].append(await _turns(bench, door, name))
            else:
                async with _always_reading(desk, document, seeds):
                    found[name].append(await _turns(bench, door, name))
    await desk.take_back(document)
    rate = Spread.of(rates)
    rows = [
        Row("passages a second, no caller", {"switchboard": rate}, Goal("passages/s", ">= 40", rate)),
        *(
            Row(f"CPU a passage, {name}, ms", {"switchboard": Spread.of([cost[n] for cost in costs])})
            for n, name in enumerate(("server", "Postgres"))
        ),
        *(row(f"a turn beside it, {name}, ms", {"switchboard": found[name]}, Block.total_ms) for name in found),
    ]
    for title, share in (("p50", 0.5), ("p95", 0.95)):
        slower = ratio(found, "reading", "calm", partial(Block.total_ms, share=share), "<= 1.5")
        assert slower is not None
        rows.append(Row(f"a turn's {title}, reading / calm", {"switchboard": slower.value}, slower))
    yield Figure("8", f"a document of {SECTIONS} passages of 200 tokens is read; {TURNS} turns a block", rows)


def _cpu_s(bench: Bench) -> tuple[float, float]:
    """Seconds of CPU so far: the server with what it started, and Postgres."""
    return bench.programs["switchboard"].cpu_s(), bench.postgres.cpu_s() if bench.postgres is not None else 0.0


async def _turns(bench: Bench, door: Switchboard, name: str) -> Block:
    caller = bench.caller(door)
    try:
        return await bench.measured(door, lambda: in_turn([caller], TURNS), f"8 {name}")
    finally:
        caller.hang_up()


@asynccontextmanager
async def _always_reading(desk: Desk, document: str, seeds: Iterator[int]) -> AsyncIterator[None]:
    """One document after another is read while the block lasts; it begins when the first is being embedded."""
    embedding = asyncio.Event()

    async def keep_on() -> None:
        while True:
            await desk.hand_in(next(seeds))
            while (now := orjson.loads(await desk.ask("GET", f"/knowledge/{document}", None, 200)))[
                "status"
            ] != "ready":
                if now["done"]:
                    embedding.set()
                await asyncio.sleep(LOOK_S)

    keeping = asyncio.create_task(keep_on())
    try:
        await asyncio.wait([keeping, asyncio.create_task(embedding.wait())], return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            keeping.result()
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await desk.ready(document)
