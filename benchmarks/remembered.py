"""What a question costs that was asked before, against the least that a turn costs and against one that is looked up.

On a server of its own: everywhere else the memory is switched off (CACHE_TTL_SECONDS=0), so that the other figures go on
measuring turns that are looked up and worded. The floor in the same run is a turn that needs neither passages nor model
("Thank you"): the door, the ledger, the graph and the checkpoint.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

from benchmarks import utterances
from benchmarks.load import Caller, Door, Heard
from benchmarks.report import Figure, Row, Spread
from benchmarks.turns import Bench, Block, absolute, row, server_cpu, total

ASKED = ("Are dogs allowed?", "Is there parking?", "Do you sell vouchers?", "Is there wifi?", "Can I pay cash?")
"""What the sample restaurant has an answer to, in few words."""
WRITTEN_S = 0.5
"""After the first answers, until they are remembered."""


async def remembered(bench: Bench) -> AsyncIterator[Figure]:
    """Questions of a first turn that were asked before, a phrase, and questions that nobody has asked."""
    if bench.remembering is None:
        return
    await bench.pace()  # it answers from the passages: only what they vouch for is remembered
    door, program = await bench.remembering()
    turns = 20 if bench.quick else 60
    repetitions = 2 if bench.quick else 6
    kinds: dict[str, Sequence[str]] = {"in the same words": ASKED, "a phrase": utterances.PHRASES}
    fresh = utterances.questions(seed=7)

    async def first_turns(lines: Sequence[str]) -> list[Heard]:
        caller, heard = Caller(door, lines), list[Heard]()
        try:
            for line in lines:
                caller.thread = None
                heard.append(await caller.say(line))
        finally:
            caller.hang_up()
        return heard

    found: dict[str, list[Block]] = {name: [] for name in (*kinds, "looked up")}
    try:
        for _ in range(2):  # until every answer is written down
            await first_turns([*ASKED, *utterances.PHRASES])
            await asyncio.sleep(WRITTEN_S)
        for repetition in range(repetitions):
            names = list(found) if repetition % 2 == 0 else list(found)[::-1]
            for name in names:
                lines = kinds.get(name) or [next(fresh) for _ in range(turns)]
                said = [lines[n % len(lines)] for n in range(turns)]

                async def work(said: Sequence[str] = said) -> list[Heard]:
                    return await first_turns(said)

                found[name].append(await bench.measured(door, work, f"7 {name}", program))
    finally:
        program.stop()
    blocks = {name: {door.name: there} for name, there in found.items()}
    known = blocks["in the same words"]
    yield Figure(
        "7",
        "A question of a first turn that was asked before, one caller; beside it a phrase, and questions nobody has asked",
        [
            row("remembered, whole turn, ms, p95", known, _p95, absolute(known, door.name, _p95, "<= 20")),
            row("remembered, first token, ms, p95", known, _first_p95, absolute(known, door.name, _first_p95, "<= 20")),
            row("remembered, whole turn, ms, p50", known, total),
            row("a phrase, whole turn, ms, p50", blocks["a phrase"], total),
            row("a phrase, whole turn, ms, p95", blocks["a phrase"], _p95),
            row("looked up, whole turn, ms, p50", blocks["looked up"], total),
            row("looked up, whole turn, ms, p95", blocks["looked up"], _p95),
            _ratio(found["in the same words"], found["a phrase"], door),
            row("remembered, server CPU, ms", known, server_cpu),
            row("a phrase, server CPU, ms", blocks["a phrase"], server_cpu),
            row("looked up, server CPU, ms", blocks["looked up"], server_cpu),
            row("remembered, requests to the model", known, lambda b: b.asked / len(b.heard)),
        ],
    )


def _p95(block: Block) -> float:
    return block.total_ms(0.95)


def _first_p95(block: Block) -> float:
    return block.first_ms(0.95)


def _ratio(ours: Sequence[Block], floor: Sequence[Block], door: Door) -> Row:
    times = [a.total_ms() / b.total_ms() for a, b in zip(ours, floor, strict=True)]
    return Row("remembered / a phrase, p50", {door.name: Spread.of(times)})
