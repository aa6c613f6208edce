"""The figures: what a turn costs, how soon it speaks, how many fit, and whether a long thread stays quick.

Every comparison is interleaved: A B, B A, A B … in blocks on the same machine in the same minutes, and ratios are taken
within a repetition. A block in which one stream was incomplete is not used, and the table says so.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

import orjson

from benchmarks import utterances
from benchmarks.load import Caller, Connection, Door, Heard, Spoiled, at_once, in_turn, request, together
from benchmarks.machine import Bytes, Postgres, Program, busy_s
from benchmarks.report import Figure, Goal, Row, Spread, quantile

SETTLE_S = 0.1
"""After the last reply of a block and before the clocks are read: what a server does afterwards counts too."""
TOKENS = 40


@dataclass(frozen=True)
class Block:
    """Some turns at one door, and what the machine spent on them, in seconds of CPU."""

    heard: Sequence[Heard]
    wall_s: float
    server_s: float
    postgres_s: float
    model_s: float
    client_s: float
    others: float
    """Cores kept busy meanwhile by programs that are not part of the measurement."""
    asked: int
    """Requests that reached the model."""

    def first_ms(self, share: float = 0.5) -> float:
        """Time to the first token, milliseconds."""
        return quantile([heard.first_ms for heard in self.heard if heard.first_ms is not None], share)

    def total_ms(self, share: float = 0.5) -> float:
        """Time to the end, milliseconds."""
        return quantile([heard.total_ms for heard in self.heard], share)

    def each_ms(self, seconds: float) -> float:
        """Seconds of the block as milliseconds a turn."""
        return 1000 * seconds / len(self.heard)

    def as_json(self) -> dict[str, Any]:
        """As it goes into the file: no words, only numbers."""
        numbers: dict[str, Any] = {name: value for name, value in vars(self).items() if name != "heard"}
        numbers |= {"turns": len(self.heard), "total_ms": [self.total_ms(share) for share in (0.5, 0.95, 1.0)]}
        if any(heard.first_ms is not None for heard in self.heard):
            numbers["first_ms"] = [self.first_ms(share) for share in (0.5, 0.95, 1.0)]
        return numbers


Blocks = Mapping[str, Sequence[Block]]
"""By door; the n-th block of every door was measured in the same repetition."""


@dataclass
class Bench:
    """What the figures are measured with. `doors` holds those that are there: a figure leaves out what is missing."""

    doors: Mapping[str, Door]
    programs: Mapping[str, Program]
    model: Program
    postgres: Postgres | None
    databases: Mapping[str, str]
    """Door to database name, for the doors that keep threads."""
    second: Callable[[int], Awaitable[tuple[Door, Program]]] | None = None
    """Starts another Switchboard with so many processes; the caller stops it."""
    remembering: Callable[[], Awaitable[tuple[Door, Program]]] | None = None
    """Starts another Switchboard that remembers its answers, as it does when nothing is set; the caller stops it."""
    exact: Callable[[], Awaitable[tuple[Door, Program]]] | None = None
    """Starts another Switchboard that judges every passage in each search; the caller stops it."""
    by_ear: Callable[[], Awaitable[tuple[Any, Program, Program, Program]]] | None = None
    """Starts another Switchboard with a pretend ear and a pretend voice; the caller stops all three."""
    quick: bool = False
    scale: float = 1.0
    blocks: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _words: dict[str, Iterator[str]] = field(default_factory=dict)
    _bookings: int = 0

    def caller(self, door: Door) -> Caller:
        """A new caller with questions that nobody has asked at this door."""
        return Caller(door, self._words.setdefault(door.name, utterances.questions()))

    def next_booking(self) -> list[str]:
        """The steps of a booking, another one each time."""
        self._bookings += 1
        return utterances.booking(self._bookings, date.today())

    def present(self, *names: str) -> list[Door]:
        """Those of the doors that are there."""
        return [self.doors[name] for name in names if name in self.doors]

    async def pace(self, **knobs: object) -> None:
        """Set how the pretend model behaves, for everybody; what is not named is at rest."""
        await self._model(request("DELETE", "/simulator/behaviour"))
        # A write for each token, also where nothing lies between them: a server gets no help from a friendly network.
        await self._model(request("POST", "/simulator/behaviour", {"coalesce": 1, "reasoning": 0, **knobs}))

    async def asked(self) -> int:
        """How many completions the model has been asked for since the pace was set."""
        return int((await self._model(request("GET", "/simulator/requests?last=0")))["counts"].get("chat", 0))

    async def _model(self, call: bytes) -> dict[str, Any]:
        line = await Connection.open(self.model.port)
        answer = await line.ask(call)
        line.close()
        if answer.status != 200:
            raise Spoiled(f"the simulator answered {answer.status}: {answer.body!r}")
        return orjson.loads(answer.body)

    async def measured(
        self, door: Door, work: Callable[[], Awaitable[Sequence[Heard]]], label: str, program: Program | None = None
    ) -> Block:
        """Do the work and read the clocks before and after. Raises Spoiled if it did not go as it should."""
        program = program or self.programs.get(door.name)
        if program is not None:
            program.check()
        gc.collect()
        gc.disable()
        asked, busy = await self.asked(), busy_s()
        before, began, of_client = self._clocks(program), time.perf_counter(), time.process_time()
        family = program.cpu_each_s() if program is not None else {}
        try:
            heard = await work()
            wall_s, client_s = time.perf_counter() - began, time.process_time() - of_client
            await asyncio.sleep(SETTLE_S)
            after, elapsed = self._clocks(program), time.perf_counter() - began
        finally:
            gc.enable()
        server_s, postgres_s, model_s = (late - early for early, late in zip(before, after, strict=True))
        others = max(0.0, (busy_s() - busy - server_s - postgres_s - model_s - client_s) / elapsed)
        asked = await self.asked() - asked
        block = Block(heard, wall_s, server_s, postgres_s, model_s, client_s, others, asked)
        if program is not None:
            program.check()
            if gone := family.keys() - program.cpu_each_s().keys():
                raise Spoiled(f"processes of {program.name} ended in the middle: {sorted(gone)}")
        self.blocks.append({"figure": label, "door": door.name, **block.as_json()})
        return block

    def _clocks(self, program: Program | None) -> tuple[float, float, float]:
        postgres = self.postgres.cpu_s() if self.postgres is not None else 0.0
        return program.cpu_s() if program is not None else 0.0, postgres, self.model.cpu_s()

    async def interleaved(
        self,
        label: str,
        doors: Sequence[Door],
        block: Callable[[Door], Awaitable[Block]],
        most: int,
        within_s: float,
        least: int = 2,
    ) -> Blocks:
        """Blocks at all doors in turn, forwards and backwards, `most` times or as often as fits into the time.

        A door that spoils a block is left out of this figure from then on, with a note.
        """
        found: dict[str, list[Block]] = {door.name: [] for door in doors}
        began, longest = time.monotonic(), 0.0
        within_s *= self.scale
        for repetition in range(most):
            if repetition >= least and time.monotonic() - began + longest > within_s:
                break
            round_began = time.monotonic()
            for door in doors if repetition % 2 == 0 else doors[::-1]:
                if door.name not in found:
                    continue
                try:
                    found[door.name].append(await block(door))
                except (Spoiled, OSError) as why:
                    self.notes.append(f"{label}: {door.name} is left out: {why}")
                    del found[door.name]
            longest = max(longest, time.monotonic() - round_began)
        return found


def row(title: str, blocks: Blocks, of: Callable[[Block], float], goal: Goal | None = None) -> Row:
    """A line with one number of every block, by door."""
    return Row(
        title, {name: Spread.of([of(block) for block in there]) for name, there in blocks.items() if there}, goal
    )


def ratio(blocks: Blocks, above: str, below: str, of: Callable[[Block], float], wanted: str) -> Goal | None:
    """A number at one door over the same number at another, repetition by repetition. None if either is missing."""
    pairs = list(zip(blocks.get(above, ()), blocks.get(below, ()), strict=False))
    return Goal(f"{above} / {below}", wanted, Spread.of([of(a) / of(b) for a, b in pairs])) if pairs else None


def times(title: str, blocks: Blocks, base: str, of: Callable[[Block], float], wanted: str) -> Row:
    """A number at every door over the same number at `base`, repetition by repetition; the goal is Switchboard's."""
    cells = {name: found.value for name in blocks if (found := ratio(blocks, name, base, of, wanted)) is not None}
    return Row(title, cells, ratio(blocks, "switchboard", base, of, wanted))


def absolute(blocks: Blocks, door: str, of: Callable[[Block], float], wanted: str) -> Goal | None:
    """A number at one door against a limit. None if it was not measured."""
    there = blocks.get(door)
    return Goal(door, wanted, Spread.of([of(block) for block in there])) if there else None


def total(block: Block) -> float:
    """Median time of a turn, ms."""
    return block.total_ms()


def server_cpu(block: Block) -> float:
    """CPU of the server, ms a turn."""
    return block.each_ms(block.server_s)


def per_core(block: Block) -> float:
    """Turns for each second of the server's CPU."""
    return len(block.heard) / block.server_s if block.server_s else float("inf")


# --- 1: one caller ----------------------------------------------------------------------------------------------------


async def one_caller(bench: Bench) -> AsyncIterator[Figure]:
    """CPU and latency of a streamed turn at one caller, with no wait for the model."""
    doors = bench.present("direct", "floor", "floor2", "stock", "switchboard")
    turns = 24 if bench.quick else 40

    async def block(door: Door) -> Block:
        return await _threads(bench, door, threads=8, turns=turns, label="1")

    await bench.pace(tokens=TOKENS)
    for door in doors:
        await _warm(bench, door)
    blocks = await bench.interleaved(
        "1", doors, block, most=3 if bench.quick else 9, within_s=20 if bench.quick else 50
    )
    yield Figure(
        "1",
        f"One caller, {TOKENS} tokens, no wait for the model; turns 2 to {1 + turns // 8} of threads, {turns} a block",
        [
            row(
                "server CPU, ms a turn",
                blocks,
                server_cpu,
                ratio(blocks, "switchboard", "stock", server_cpu, "<= 0.45"),
            ),
            row("whole turn, ms, p50", blocks, total, ratio(blocks, "switchboard", "stock", total, "<= 0.7")),
            row("whole turn, ms, p95", blocks, lambda b: b.total_ms(0.95)),
            row("first token, ms, p50", blocks, Block.first_ms),
            row("Postgres CPU, ms a turn", blocks, lambda b: b.each_ms(b.postgres_s)),
            row("requests to the model a turn", blocks, lambda b: b.asked / len(b.heard)),
            row("characters of reply", blocks, lambda b: median(len(heard.reply) for heard in b.heard)),
            row("model CPU, ms a turn", blocks, lambda b: b.each_ms(b.model_s)),
            row("client CPU, ms a turn", blocks, lambda b: b.each_ms(b.client_s)),
        ],
    )
    await bench.pace(tokens=TOKENS, token_ms=2)
    stocked = bench.present("stock", "switchboard")
    blocks = await bench.interleaved(
        "1b", stocked, block, most=2 if bench.quick else 4, within_s=15 if bench.quick else 30
    )
    yield Figure(
        "1b",
        f"The same with {TOKENS} tokens 2 ms apart, so that none arrive together (no goal of its own)",
        [row("server CPU, ms a turn", blocks, server_cpu), row("whole turn, ms, p50", blocks, total)],
    )


async def _threads(bench: Bench, door: Door, threads: int, turns: int, label: str) -> Block:
    """Turns one after the other on fresh threads, in rotation; their first turns are taken before and not measured."""
    callers = [bench.caller(door) for _ in range(threads)]
    try:
        await in_turn(callers, threads)
        return await bench.measured(door, lambda: in_turn(callers, turns), label)
    finally:
        _hang_up(callers)


async def _warm(bench: Bench, door: Door, callers_: int = 4, turns_each: int = 4) -> None:
    callers = [bench.caller(door) for _ in range(callers_)]
    try:
        await at_once(callers, turns_each)
    finally:
        _hang_up(callers)


def _hang_up(callers: Sequence[Caller]) -> None:
    for caller in callers:
        caller.hang_up()


# --- 2: the first token ---------------------------------------------------------------------------------------------


async def first_token(bench: Bench) -> AsyncIterator[Figure]:
    """How much later than the model's first token the caller has one."""
    doors = bench.present("direct", "floor", "floor2", "stock", "switchboard")
    await bench.pace(tokens=10, token_ms=5, first_token_ms=200)

    async def block(door: Door) -> Block:
        return await _threads(bench, door, threads=3, turns=9, label="2")

    blocks = await bench.interleaved(
        "2", doors, block, most=2 if bench.quick else 6, within_s=15 if bench.quick else 60
    )
    late: dict[str, list[float]] = {
        name: [b.first_ms() - d.first_ms() for b, d in zip(there, blocks.get("direct", ()), strict=False)]
        for name, there in blocks.items()
        if name != "direct"
    }
    goal = Goal("switchboard", "<= 12", Spread.of(late["switchboard"])) if late.get("switchboard") else None
    yield Figure(
        "2",
        "First token at the caller, the model's after 200 ms and nine more 5 ms apart; one caller",
        [
            Row("later than direct, ms, p50", {name: Spread.of(there) for name, there in late.items() if there}, goal),
            row("first token, ms, p50", blocks, Block.first_ms),
            row("first token, ms, p95", blocks, lambda b: b.first_ms(0.95)),
        ],
    )


# --- 3: many callers ------------------------------------------------------------------------------------------------


async def many_callers(bench: Bench) -> AsyncIterator[Figure]:
    """Streamed turns for each second of a core, with 32 callers who do not pause."""
    doors = bench.present("floor", "floor2", "stock", "switchboard")
    each = 2 if bench.quick else 4
    await bench.pace(tokens=TOKENS)

    async def block(door: Door) -> Block:
        callers = [bench.caller(door) for _ in range(32)]
        try:
            await at_once(callers, 1)
            return await bench.measured(door, lambda: at_once(callers, each), "3")
        finally:
            _hang_up(callers)

    blocks = await bench.interleaved(
        "3", doors, block, most=2 if bench.quick else 5, within_s=15 if bench.quick else 50
    )
    yield Figure(
        "3",
        f"32 callers at once, {TOKENS} tokens, the model at once; turns 2 to {1 + each} of their threads",
        [
            row("turns for a second of core", blocks, per_core, absolute(blocks, "switchboard", per_core, ">= 60")),
            row("turns a second by the clock", blocks, lambda b: len(b.heard) / b.wall_s),
            row("Postgres CPU, ms a turn", blocks, lambda b: b.each_ms(b.postgres_s)),
            row("whole turn, ms, p50", blocks, total),
            row("whole turn, ms, p95", blocks, lambda b: b.total_ms(0.95)),
        ],
    )


# --- 4: two hundred streams -------------------------------------------------------------------------------------------


async def two_hundred_streams(bench: Bench) -> AsyncIterator[Figure]:
    """200 turns begun at the same moment, on one server process."""
    doors = bench.present("direct", "floor", "floor2", "stock", "switchboard")
    count = 200
    callers = {door.name: [bench.caller(door) for _ in range(count)] for door in doors}
    await bench.pace(tokens=TOKENS)
    for door in bench.present("stock", "switchboard"):  # their first turns, in a crowd of bearable size
        for start in range(0, count, 25):
            await at_once(callers[door.name][start : start + 25], 1)
    await bench.pace(tokens=TOKENS, first_token_ms=200, token_ms=10)

    async def block(door: Door) -> Block:
        return await bench.measured(door, lambda: at_once(callers[door.name], 1), "4")

    try:
        blocks = await bench.interleaved("4", doors, block, most=1 if bench.quick else 3, within_s=60, least=1)
    finally:
        for there in callers.values():
            _hang_up(there)
    cells = {name: Spread.of([float(len(b.heard)) for b in there]) for name, there in blocks.items() if there}
    yield Figure(
        "4",
        f"{count} streams at once on one process, first token after 200 ms, {TOKENS} tokens 10 ms apart; turn 2 and up",
        [
            Row("complete streams", cells, absolute(blocks, "switchboard", lambda b: len(b.heard), f">= {count}")),
            times("whole turn, p50, times direct's", blocks, "direct", total, "<= 5"),
            row("whole turn, ms, p50", blocks, total),
            row("whole turn, ms, p95", blocks, lambda b: b.total_ms(0.95)),
            row("first token, ms, p50", blocks, Block.first_ms),
            row("first token, ms, p95", blocks, lambda b: b.first_ms(0.95)),
            row("server CPU, ms a turn", blocks, server_cpu),
        ],
    )


# --- 5: without the model ---------------------------------------------------------------------------------------------


async def without_model(bench: Bench) -> AsyncIterator[Figure]:
    """Turns that no model takes part in: a phrase, and the steps of a booking."""
    ours = bench.doors.get("switchboard")
    if ours is None:
        return
    await bench.pace(tokens=TOKENS)
    repetitions = 2 if bench.quick else 5

    async def phrases(door: Door) -> Block:
        callers = [bench.caller(door) for _ in range(8)]
        try:
            await in_turn(callers, len(callers))
            return await bench.measured(door, lambda: _say(callers, utterances.PHRASES), "5 phrase")
        finally:
            _hang_up(callers)

    async def steps(door: Door) -> Block:
        callers = [bench.caller(door) for _ in range(6)]
        try:
            return await bench.measured(door, lambda: _book(bench, callers), "5 booking")
        finally:
            _hang_up(callers)

    said = await bench.interleaved("5", [ours], phrases, most=repetitions, within_s=25)
    booked = await bench.interleaved("5", [ours], steps, most=repetitions, within_s=25)
    yield Figure(
        "5",
        "A turn answered without the model, one caller",
        [
            row("a phrase, ms, p50", said, total, absolute(said, "switchboard", total, "<= 20")),
            row("a phrase, ms, p95", said, lambda b: b.total_ms(0.95)),
            row("a phrase, server CPU, ms", said, server_cpu),
            row("a phrase, requests to the model", said, lambda b: b.asked / len(b.heard)),
            row("a booking step, ms, p50", booked, total, absolute(booked, "switchboard", total, "<= 20")),
            row("a booking step, ms, p95", booked, lambda b: b.total_ms(0.95)),
            row("a booking step, server CPU, ms", booked, server_cpu),
            row("a booking step, Postgres CPU, ms", booked, lambda b: b.each_ms(b.postgres_s)),
            row("a booking step, requests to the model", booked, lambda b: b.asked / len(b.heard)),
        ],
    )
    if bench.second is None:
        return
    door, program = await bench.second(2)
    try:

        async def crowd(door: Door) -> Block:
            callers = [bench.caller(door) for _ in range(16)]
            try:
                each = 1 if bench.quick else 3
                return await bench.measured(door, lambda: _book_at_once(bench, callers, each), "5b", program)
            finally:
                _hang_up(callers)

        await _until_all_work(program, 2, lambda: crowd(door))
        many = await bench.interleaved("5b", [door], crowd, most=repetitions, within_s=25)
    finally:
        program.stop()

    def rate(block: Block) -> float:
        return len(block.heard) / block.wall_s

    yield Figure(
        "5b",
        "Booking steps on two processes, 16 callers at once",
        [
            row("turns a second", many, rate, absolute(many, "switchboard", rate, ">= 100")),
            row("whole turn, ms, p50", many, total),
            row("whole turn, ms, p95", many, lambda b: b.total_ms(0.95)),
            row("turns for a second of core", many, per_core),
            row("Postgres CPU, ms a turn", many, lambda b: b.each_ms(b.postgres_s)),
            row("requests to the model", many, lambda b: b.asked / len(b.heard)),
        ],
    )


async def _until_all_work(program: Program, processes: int, work: Callable[[], Awaitable[object]]) -> None:
    """Repeat the work until so many processes have taken part twice. Raises Spoiled if they do not after a minute."""
    deadline, rounds = time.monotonic() + 60, 0
    while rounds < 2:
        before = program.cpu_each_s()
        await work()
        spent = [late - before.get(pid, late) for pid, late in program.cpu_each_s().items()]
        rounds += sum(seconds > 0.05 for seconds in spent) >= processes
        if rounds < 2 and time.monotonic() > deadline:
            raise Spoiled(f"{program.name} never had {processes} processes at work at the same time")


async def _say(callers: Sequence[Caller], lines: Sequence[str]) -> list[Heard]:
    return [await caller.say(line) for line in lines for caller in callers]


async def _book(bench: Bench, callers: Sequence[Caller]) -> list[Heard]:
    scripts = [bench.next_booking() for _ in callers]
    return [
        await caller.say(line)
        for lines in zip(*scripts, strict=True)
        for caller, line in zip(callers, lines, strict=True)
    ]


async def _book_at_once(bench: Bench, callers: Sequence[Caller], bookings_each: int) -> list[Heard]:
    async def talk(caller: Caller) -> list[Heard]:
        heard = []
        for _ in range(bookings_each):
            caller.thread = None
            heard += [await caller.say(line) for line in bench.next_booking()]
        return heard

    return await together([talk(caller) for caller in callers])


# --- 6: a long thread -------------------------------------------------------------------------------------------------

OLD, WINDOW = 180, 20


async def long_thread(bench: Bench) -> AsyncIterator[Figure]:
    """Turns 181 to 200 of a thread against turns 2 to 21 of others, alternating: time, bytes kept, bytes logged."""
    names = ("switchboard",) if bench.quick else ("stock", "switchboard")
    doors = [door for door in bench.present(*names) if door.name in bench.databases]
    if bench.postgres is None or not doors:
        return
    await bench.pace(tokens=TOKENS)
    found: dict[str, list[Aged]] = {door.name: [] for door in doors}
    began = time.monotonic()
    for repetition in range(1 if bench.quick else 3):
        if repetition and (time.monotonic() - began) * (repetition + 1) / repetition > 100 * bench.scale:
            break
        for door in doors if repetition % 2 == 0 else doors[::-1]:
            content = Bytes(bench.postgres.url(bench.databases[door.name]))
            try:
                found[door.name].append(await _aged(bench, door, content))
            except (Spoiled, OSError) as why:
                bench.notes.append(f"6: {door.name}: {why}")
            finally:
                content.close()

    def line(title: str, of: Callable[[Aged], float], wanted: str = "") -> Row:
        cells = {name: Spread.of([of(aged) for aged in there]) for name, there in found.items() if there}
        goal = Goal("switchboard", wanted, cells["switchboard"]) if wanted and "switchboard" in cells else None
        return Row(title, cells, goal)

    yield Figure(
        "6",
        f"Turns {OLD + 1} to {OLD + WINDOW} of a thread against turns 2 to {1 + WINDOW} of a young one, alternating; "
        "every other turn a phrase",
        [
            line("time, old / young", lambda aged: aged.old_ms / aged.young_ms, "<= 1.1"),
            line("bytes added a turn, old / young", lambda aged: aged.old_bytes / aged.young_bytes, "<= 1.2"),
            line("bytes logged a turn, old / young", lambda aged: aged.old_logged / aged.young_logged),
            line("young turn, ms, p50", lambda aged: aged.young_ms),
            line("old turn, ms, p50", lambda aged: aged.old_ms),
            line("young turn, bytes added", lambda aged: aged.young_bytes),
            line("old turn, bytes added", lambda aged: aged.old_bytes),
            line("young turn, bytes logged", lambda aged: aged.young_logged),
            line("old turn, bytes logged", lambda aged: aged.old_logged),
            line("bytes added that name no thread, a turn", lambda aged: aged.elsewhere),
        ],
    )


@dataclass(frozen=True)
class Aged:
    """A long thread beside a young one: medians in milliseconds, bytes a turn."""

    young_ms: float
    old_ms: float
    young_bytes: float
    old_bytes: float
    young_logged: float
    old_logged: float
    elsewhere: float


async def _aged(bench: Bench, door: Door, content: Bytes) -> Aged:
    old, young = bench.caller(door), bench.caller(door)
    try:
        for n in range(OLD):
            await old.say(_alternating(n))
        await young.say(_alternating(0))
        await asyncio.sleep(SETTLE_S)
        assert old.thread is not None
        assert young.thread is not None
        before = [content.of_everything(), content.of_thread(young.thread), content.of_thread(old.thread)]
        ms: dict[Caller, list[float]] = {young: [], old: []}
        logged: dict[Caller, list[float]] = {young: [], old: []}
        for n in range(WINDOW):
            for caller in (young, old) if n % 2 else (old, young):
                mark = content.logged()
                ms[caller].append((await caller.say(_alternating(n + 1))).total_ms)
                await asyncio.sleep(0.02)
                logged[caller].append(content.logged() - mark)
        await asyncio.sleep(SETTLE_S)
        after = [content.of_everything(), content.of_thread(young.thread), content.of_thread(old.thread)]
        everything, of_young, of_old = ((late - early) / WINDOW for early, late in zip(before, after, strict=True))
        elsewhere = (everything - of_young - of_old) / 2
        aged = Aged(
            _typical(ms[young]),
            _typical(ms[old]),
            of_young,
            of_old,
            _typical(logged[young]),
            _typical(logged[old]),
            elsewhere,
        )
        bench.blocks.append({"figure": "6", "door": door.name, **vars(aged)})
        return aged
    finally:
        _hang_up([old, young])


def _typical(numbers: Sequence[float]) -> float:
    """Questions and phrases alternate and differ: the mean of their two medians."""
    return (median(numbers[::2]) + median(numbers[1::2])) / 2


def _alternating(n: int) -> str | None:
    """Every other turn a phrase, the others the caller's next question."""
    return utterances.PHRASES[n // 2 % len(utterances.PHRASES)] if n % 2 else None


FIGURES: Mapping[str, Callable[[Bench], AsyncIterator[Figure]]] = {
    "1": one_caller,
    "2": first_token,
    "3": many_callers,
    "4": two_hundred_streams,
    "5": without_model,
    "6": long_thread,
}
