"""Calls by ear: how much we add to what the vendors take, how many calls fit, and how soon we fall silent.

The callers are light: bare WebSockets (benchmarks/line.py) that send a frame of real speech every 20 ms and play what
comes as a loudspeaker would, without looking at it. Their speech is spoken by the pretend ElevenLabs beforehand, and the
pretend Deepgram is told what it says, so that no ear's mistake is measured. Every vendor is a process of its own; what
each takes by itself is measured in the same run, straight at it, and ratios are against the sum of those.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import orjson

from benchmarks.doors import Direct, Switchboard
from benchmarks.line import FRAME_S, SILENCE, Caller, Socket, frames_of, trimmed
from benchmarks.load import Connection, Heard, Spoiled, request
from benchmarks.machine import Program, busy_s
from benchmarks.report import Figure, Goal, Row, Spread, quantile
from benchmarks.turns import SETTLE_S, TOKENS, Bench

SPEECH_FINAL_MS = 250
"""Silence after which the house asks Deepgram to call words final."""
PROFILE: Mapping[str, Mapping[str, float]] = {"model": {"first_token_ms": 200}, "voice": {"first_ms": 90}}
"""The vendors as they were met: first token and first sound."""
KEEPS_UP: Mapping[str, float] = {"interim_every_ms": 100, "word_ms": 150}
"""An ear whose words keep up with the speech: all of them are told before its silence has lasted long enough."""
DISHES = (
    "a lentil soup", "a veal schnitzel", "a pumpkin risotto", "a vegan starter", "beef tartare", "a cucumber salad",
    "an apple strudel", "a chocolate tart", "elderflower lemonade", "a glass of Riesling", "cheese spaetzle", "ice cream",
)  # fmt: skip
ASKING = ("Do you have {} for {}?", "Is there {} for {}?", "How much is {} for {}?", "What does {} cost for {}?")
GUESTS = (
    "my mother", "my sons", "a friend", "my neighbour", "two people", "a child", "my aunt", "a colleague", "six guests",
    "my wife", "my father", "a vegetarian", "my team", "our party",
)  # fmt: skip
ASSENT = ("Mhm.", "Okay.", "Yeah.", "Right.", "Uh-huh.", "I see.", "Sure.", "Aha.")
"""What only says that somebody listens."""


def questions() -> Iterator[str]:
    """Short questions about a menu, each another one, as long as they last; then from the beginning."""
    return cycle([ask.format(dish, guest) for guest in GUESTS for dish in DISHES for ask in ASKING])


@dataclass
class Exchange:
    """The house with its ears and mouths: pretend vendors, each a program of its own."""

    door: Switchboard
    house: Program
    ear: Program
    voice: Program
    model: Program
    clauses: list[str] = field(default_factory=list)
    """The first clause of each reply so far, as it went to the voice."""
    misheard: int = 0
    """Utterances of which nothing was understood: two of a crowd have spoken in one breath, and one got both's words."""
    spoken: dict[str, list[bytes]] = field(default_factory=dict)
    words: Iterator[str] = field(default_factory=questions)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tuned(self, **vendors: Mapping[str, object]) -> None:
        """Set how the vendors behave; who is not named has no delays."""
        still = {"model": {"coalesce": 1, "reasoning": 0, "tokens": TOKENS}, "voice": {}, "ear": {}}
        for name, knobs in still.items():
            program: Program = getattr(self, name)
            await _ask(program, request("DELETE", "/simulator/behaviour"))
            await _ask(program, request("POST", "/simulator/behaviour", {**knobs, **vendors.get(name, {})}))

    async def tell(self, *words: str) -> int:
        """What the next utterances say; how many of them nobody has begun to say."""
        told = await _ask(self.ear, request("POST", "/simulator/words", {"words": words, "key": "sim"}))
        return len(told["waiting"])

    async def speech(self, words: str) -> list[bytes]:
        """What these words sound like, in frames, without the silence around them."""
        if words not in self.spoken:
            body = {"text": words, "model_id": "eleven_flash_v2_5", "language_code": "en"}
            asked = request("POST", "/v1/text-to-speech/caller?output_format=pcm_16000", body)
            line = await Connection.open(self.voice.port)
            answer = await line.ask(asked.replace(b"\r\n", b"\r\nxi-api-key: sim\r\n", 1))
            line.close()
            self.spoken[words] = frames_of(trimmed(answer.body))
        return self.spoken[words]

    async def ask(self, caller: Caller, words: str = "") -> None:
        """Say a question, and wait until its last frame has been sent."""
        words = words or next(self.words)
        sound = await self.speech(words)
        await self.tell(words)
        await caller.say(sound)

    async def alone(self, caller: Caller, words: str) -> None:
        """Say it so that nobody else's speech is taken for it."""
        sound = await self.speech(words)
        async with self.one_at_a_time:
            await self.tell(words)
            saying = asyncio.create_task(caller.say(sound))
            async with asyncio.timeout(10):
                while await self.tell():
                    await asyncio.sleep(FRAME_S)
        await saying

    @asynccontextmanager
    async def callers(self, n: int, over_s: float = 0.0) -> AsyncIterator[list[Caller]]:
        """So many calls, begun one after the other, each past its greeting; hung up at the end."""
        made: list[Caller] = []

        async def ring_up(wait_s: float) -> None:
            await asyncio.sleep(wait_s)
            caller = await Caller.calls(self.door.port, self.door.api_key, self.door.agent_id)
            made.append(caller)
            await caller.hears("said")

        try:
            await self.tell("Hello.")  # an ear that is told words when it begins does without a recogniser
            ringing = [ring_up(over_s * k / n) for k in range(n)]
            ended = await asyncio.gather(*ringing, return_exceptions=True)
            if failed := [one for one in ended if isinstance(one, BaseException)]:
                raise Spoiled(f"{len(failed)} of {n} calls did not begin: {failed[0]!r}")
            await _ask(self.ear, request("DELETE", "/simulator/behaviour"))
            for caller in made:
                caller.sent = 0
            yield made
        finally:
            for caller in made:
                caller.hang_up()
            await asyncio.sleep(SETTLE_S)

    def clocks(self) -> dict[str, float]:
        """Seconds of CPU so far, by program."""
        programs = {"server": self.house, "ear": self.ear, "voice": self.voice, "model": self.model}
        return {name: program.cpu_s() for name, program in programs.items()} | {"client": time.process_time()}


async def _ask(program: Program, call: bytes) -> dict[str, Any]:
    line = await Connection.open(program.port)
    answer = await line.ask(call)
    line.close()
    if answer.status != 200:
        raise Spoiled(f"{program.name} answered {answer.status}: {answer.body[:300]!r}")
    return orjson.loads(answer.body)


@dataclass(frozen=True)
class Spent:
    """What the machine spent on a stretch of time, in cores kept busy; `calls` were on."""

    wall_s: float
    cores: Mapping[str, float]
    others: float


async def _spending(bench: Bench, exchange: Exchange, label: str, work: Awaitable[object]) -> Spent:
    """Do the work with the clocks read before and after."""
    gc.collect()
    gc.freeze()
    postgres = bench.postgres.cpu_s if bench.postgres is not None else lambda: 0.0
    before, of_postgres, busy, began = exchange.clocks(), postgres(), busy_s(), time.perf_counter()
    await work
    wall_s = time.perf_counter() - began
    spent = {name: late - before[name] for name, late in exchange.clocks().items()} | {
        "postgres": postgres() - of_postgres
    }
    others = max(0.0, busy_s() - busy - sum(spent.values())) / wall_s
    cores = {name: seconds / wall_s for name, seconds in spent.items()}
    bench.blocks.append({"figure": label, "wall_s": wall_s, "cores": cores, "others": others})
    exchange.house.check()
    return Spent(wall_s, cores, others)


# --- what the vendors take by themselves -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stages:
    """What each vendor took, measured straight at it, milliseconds at the median."""

    ear_ms: float
    model_ms: float
    voice_ms: float

    @property
    def after_words_ms(self) -> float:
        """From the final words on: first token and first sound."""
        return self.model_ms + self.voice_ms


async def _stages(exchange: Exchange, times: int) -> Stages:
    """With clauses that went to the voice lately."""
    ear, model, voice = [], [], []
    direct, line = Direct(exchange.model.port), await Connection.open(exchange.model.port)
    mouth = await Socket.open(
        exchange.voice.port,
        "/v1/text-to-speech/x/multi-stream-input?model_id=eleven_flash_v2_5&output_format=pcm_16000&auto_mode=true",
        {"xi-api-key": "sim"},
    )
    try:
        for n, clause in enumerate(exchange.clauses[-times:]):
            words = next(exchange.words)
            answer = await line.ask(direct.turn(words, None), direct.marker)
            heard: Heard = direct.heard(answer, None)
            model.append(heard.first_ms or 0.0)
            voice.append(await _first_sound_ms(mouth, f"c{n}", clause))
        for _ in range(max(2, times // 4)):
            ear.append(await _final_ms(exchange))
    finally:
        line.close()
        mouth.close()
    return Stages(quantile(ear, 0.5), quantile(model, 0.5), quantile(voice, 0.5))


async def _first_sound_ms(mouth: Socket, name: str, words: str) -> float:
    """From a clause to its first sound, straight at the voice."""
    mouth.send_json({"text": " ", "context_id": name})
    await asyncio.sleep(0.02)
    began = time.perf_counter()
    mouth.send_json({"text": f"{words} ", "context_id": name, "flush": True})
    while True:
        at, message = await mouth.next()
        told = orjson.loads(message)
        if told.get("contextId") == name and told.get("audio"):
            mouth.send_json({"context_id": name, "close_context": True})
            return (at - began) * 1000


async def _final_ms(exchange: Exchange) -> float:
    """From the end of speech to its final words, straight at the ear."""
    sound = await exchange.speech("Do you have a lentil soup for my mother?")
    await exchange.tell("Do you have a lentil soup for my mother?")
    path = f"/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000&interim_results=true&endpointing={SPEECH_FINAL_MS}"
    ear = await Socket.open(exchange.ear.port, path, {"authorization": "Token sim"})
    try:
        begin = time.perf_counter()
        for n, frame in enumerate([*sound, *[SILENCE] * 100]):
            if n % 2:  # two frames a message, as the house sends them
                continue
            pair = frame + (sound[n + 1] if n + 1 < len(sound) else SILENCE)
            await asyncio.sleep(max(0.0, begin + (n + 2) * FRAME_S - time.perf_counter()))
            ear.send(pair)
            if n <= len(sound):
                ended = begin + len(sound) * FRAME_S
            while (message := ear.waiting()) is not None:
                at, text = message
                if orjson.loads(text).get("speech_final"):
                    return (at - ended) * 1000
    finally:
        ear.close()
    raise Spoiled("the ear told no final words")


# --- 10 and 11: one caller ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turns:
    """Some turns of calls, milliseconds each."""

    added: Sequence[float]
    """From the final words to the first frame of the reply at the caller's, without what the vendors took."""
    whole: Sequence[float]
    """From the last frame of speech to the first frame of the reply."""
    ledgers: Sequence[Mapping[str, float]]
    """What the house says of the same turns."""
    stages: Stages

    def of_ledger(self, later: str, earlier: str, share: float) -> float:
        """Between two moments, as the house has them."""
        lasted = [one[later] - one[earlier] for one in self.ledgers if later in one and earlier in one]
        return quantile(lasted, share)


async def _asked(exchange: Exchange, caller: Caller) -> tuple[float, float]:
    """A question and the beginning of its reply: ms from the final words, and from the end of speech, to the first sound."""
    while True:
        caller.forget()
        await exchange.ask(caller)
        ended = caller.spoke_at
        first = await caller.sounds()
        events = [(at, event) for at, event in caller.events if at <= first]
        finals = [at for at, event in events if event["event"] == "transcript_partial" and event.get("final")]
        clauses = [event["text"] for _, event in events if event["event"] == "clause"]
        if finals and clauses:
            exchange.clauses.append(clauses[0])
            return (first - finals[-1]) * 1000, (first - ended) * 1000
        exchange.misheard += 1
        await caller.hears("said", turn=True)


async def _one_by_one(exchange: Exchange, turns: int) -> Turns:
    """Turns of one caller, who cuts each reply short with a key and asks the next question."""
    added, whole, ledgers = [], [], []
    async with exchange.callers(1) as (caller,):
        for n in range(turns + 2):
            after_words, after_speech = await _asked(exchange, caller)
            if n < 2:  # these warm up, and who is speaking is heard to its end, or it would be said again
                await caller.hears("said", turn=True)
                continue
            await asyncio.sleep(0.25)
            caller.press("#")
            latency = await caller.hears("latency", turn=True)
            await asyncio.sleep(0.25)
            added.append(after_words)
            whole.append(after_speech)
            ledgers.append({k: v for k, v in latency.items() if k.endswith("_ms")})
    stages = await _stages(exchange, turns)
    return Turns([ms - stages.after_words_ms for ms in added], whole, ledgers, stages)


async def _measured(
    bench: Bench, exchange: Exchange, label: str, repetitions: int, turns: int, **vendors: Mapping[str, object]
) -> tuple[list[Turns], list[Spent]]:
    found, spent = [], []
    for _ in range(repetitions):
        await exchange.tuned(**vendors)
        taken: list[Turns] = []

        async def work(taken: list[Turns] = taken) -> None:
            taken.append(await _one_by_one(exchange, turns))

        spent.append(await _spending(bench, exchange, label, work()))
        found += taken
        bench.blocks[-1] |= {"added_ms": taken[0].added, "whole_ms": taken[0].whole, "stages": vars(taken[0].stages)}
        bench.blocks[-1]["ledgers"] = taken[0].ledgers
    return found, spent


LEDGER = (
    ("final words to the turn's start", "turn_start_ms", "final_words_ms"),
    ("turn's start to first token", "first_token_ms", "turn_start_ms"),
    ("first token to first clause", "first_clause_ms", "first_token_ms"),
    ("first clause to first audio from the voice", "first_audio_ms", "first_clause_ms"),
    ("first audio to the first frame sent", "first_sent_ms", "first_audio_ms"),
    ("first frame sent to first audio heard", "first_heard_ms", "first_sent_ms"),
)


def _ledger(found: Sequence[Turns]) -> list[Row]:
    """What the house's own ledger says, stage by stage."""
    rows = []
    for title, later, earlier in LEDGER:
        with suppress(ValueError):
            rows.append(_row(f"ledger: {title}, ms, p50", [turns.of_ledger(later, earlier, 0.5) for turns in found]))
    return rows


def _row(title: str, values: Sequence[float], wanted: str = "") -> Row:
    spread = Spread.of(values)
    return Row(title, {"switchboard": spread}, Goal("switchboard", wanted, spread) if wanted else None)


def _cores(spent: Sequence[Spent], calls: int) -> list[Row]:
    """Who kept how much of a core busy."""
    rows = [_row("server CPU, ms for each second of a call", [1000 * one.cores["server"] / calls for one in spent])]
    for name in ("server", "ear", "voice", "model", "client", "postgres"):
        rows.append(_row(f"cores busy: {name}", [one.cores[name] for one in spent]))
    return [*rows, _row("cores busy: other programs", [one.others for one in spent])]


async def one_call(bench: Bench) -> AsyncIterator[Figure]:
    """What we add between the final words and the first sound, with vendors that take no time."""
    if bench.by_ear is None:
        return
    async with _exchange(bench.by_ear, bench.model) as exchange:
        repetitions, turns = (1, 12) if bench.quick else (3, _scaled(bench, 16))
        found, spent = await _measured(bench, exchange, "10", repetitions, turns)
        yield Figure(
            "10",
            f"One caller, vendors without delay, {turns} turns a block: final words to first audio byte at the caller's",
            [
                _row("added, ms, p50", [quantile(one.added, 0.5) for one in found], "<= 40"),
                _row("added, ms, p95", [quantile(one.added, 0.95) for one in found], "<= 90"),
                _row("the vendors themselves, ms, p50", [one.stages.after_words_ms for one in found]),
                _row(
                    "whole / the vendors themselves",
                    [
                        quantile([ms + one.stages.after_words_ms for ms in one.added], 0.5) / one.stages.after_words_ms
                        for one in found
                    ],
                ),
                *_ledger(found),
                *_cores(spent, 1),
            ],
        )


async def with_vendors(bench: Bench) -> AsyncIterator[Figure]:
    """End of speech to first sound, with vendors as slow as the real ones."""
    if bench.by_ear is None:
        return
    async with _exchange(bench.by_ear, bench.model) as exchange:
        repetitions, turns = (1, 12) if bench.quick else (3, _scaled(bench, 16))
        found, spent = await _measured(bench, exchange, "11", repetitions, turns, **PROFILE)
        early, _ = await _measured(
            bench, exchange, "11 early words", (repetitions + 1) // 2, turns, **PROFILE, ear=KEEPS_UP
        )

        def stages_ms(one: Turns) -> float:
            return one.stages.ear_ms + one.stages.after_words_ms

        yield Figure(
            "11",
            f"One caller; words final after {SPEECH_FINAL_MS} ms, first token after 200, first sound after 90; {turns} turns a block",
            [
                _row("end of speech to first audio, ms, p50", [quantile(one.whole, 0.5) for one in found], "<= 650"),
                _row("end of speech to first audio, ms, p95", [quantile(one.whole, 0.95) for one in found], "<= 800"),
                _row(
                    "the same where the words keep up with the speech, ms, p50",
                    [quantile(one.whole, 0.5) for one in early],
                ),
                _row(
                    "the same where the words keep up with the speech, ms, p95",
                    [quantile(one.whole, 0.95) for one in early],
                ),
                _row("the vendors one after the other, ms", [stages_ms(one) for one in found]),
                _row(
                    "whole / the vendors one after the other",
                    [quantile(one.whole, 0.5) / stages_ms(one) for one in found],
                ),
                _row("the ear by itself, ms", [one.stages.ear_ms for one in found]),
                _row("the model by itself, ms", [one.stages.model_ms for one in found]),
                _row("the voice by itself, ms", [one.stages.voice_ms for one in found]),
                *_ledger(found),
                *_cores(spent, 1),
            ],
        )


# --- 12: many calls ----------------------------------------------------------------------------------------------------

APART_S = 8.0
"""Over how long the first questions of a crowd are spread: about as long as a question and its reply take."""


async def many_calls(bench: Bench) -> AsyncIterator[Figure]:
    """Fifty calls that talk without a pause, and a hundred of which some talk and others are silent."""
    if bench.by_ear is None:
        return
    async with _exchange(bench.by_ear, bench.model) as exchange:
        lasts_s = 2 * APART_S if bench.quick else max(2 * APART_S, 40.0 * bench.scale)
        await exchange.tuned()
        added: list[float] = []
        async with exchange.callers(50, over_s=5) as callers:
            spent = await _spending(bench, exchange, "12 fifty", _talking(exchange, callers, lasts_s, 0.3, added))
        stages = await _stages(exchange, 16)
        added = [ms - stages.after_words_ms for ms in added]
        bench.blocks[-1] |= {"added_ms": added, "stages": vars(stages)}
        yield Figure(
            "12",
            f"50 calls at once on one process, {len(added)} turns in {lasts_s:.0f} s",
            [
                _row("added, ms, p50", [quantile(added, 0.5)]),
                _row("added, ms, p95", [quantile(added, 0.95)], "<= 250"),
                _row("turns a second", [len(added) / spent.wall_s]),
                _row("utterances of which nothing was understood", [float(exchange.misheard)]),
                *_cores([spent], 50),
            ],
        )
        await asyncio.sleep(1)
        before_mb = exchange.house.rss_mb()
        added = []
        async with exchange.callers(100, over_s=10) as callers:
            for caller in callers:
                caller.late_ms.clear()
                caller.drifts_ms.clear()
            mixed = _talking(exchange, callers, lasts_s, 6.0, added)
            spent = await _spending(bench, exchange, "12 hundred", mixed)
            rss_mb = exchange.house.rss_mb()
            late = [ms for caller in callers for ms in caller.late_ms]
            drifts = [ms for caller in callers for ms in caller.drifts_ms]
            missing = sum(caller.missing for caller in callers)
            for caller in callers:
                caller.mute()
            await asyncio.sleep(0.5)
            sent = sum(caller.sent for caller in callers)
            heard_ms = (await _counts(exchange)).get("heard ms", 0)
        added = [ms - stages.after_words_ms for ms in added]
        bench.blocks[-1] |= {"added_ms": added, "frames_in": sent, "frames_out": len(late)}
        yield Figure(
            "12b",
            f"100 calls at once on one process: a question, its reply, up to 6 s of silence; {len(added)} turns in {lasts_s:.0f} s",
            [
                _row("frames of replies late, ms, p99", [quantile(late, 0.99)], "<= 60"),
                _row("frames of replies late, ms, most", [max(late)]),
                _row("frames of replies missing", [float(missing)], "<= 0"),
                _row("frames of speech sent", [float(sent)]),
                _row("frames of speech that no ear heard", [max(0.0, sent - heard_ms / 20 - 2 * len(callers))], "<= 0"),
                _row("callers' own frames late, ms, p99", [quantile(drifts, 0.99)]),
                _row("added, ms, p50", [quantile(added, 0.5)]),
                _row("added, ms, p95", [quantile(added, 0.95)]),
                _row("memory for each call, MB", [(rss_mb - before_mb) / len(callers)], "<= 2"),
                *_cores([spent], 100),
            ],
        )


async def _talking(
    exchange: Exchange, callers: Sequence[Caller], lasts_s: float, idle_s: float, waited: list[float]
) -> None:
    """All of them at once: a question, its reply to the end, silence of up to `idle_s`, another question.

    `waited` gathers the ms from the final words to the first sound.
    """
    over = time.monotonic() + lasts_s

    async def talk(n: int, caller: Caller) -> None:
        await asyncio.sleep(APART_S * n / len(callers))  # callers do not begin in the same moment
        while time.monotonic() < over:
            after_words, _ = await _asked(exchange, caller)
            waited.append(after_words)
            await caller.hears("said", turn=True)
            await asyncio.sleep(idle_s * (n * 7 % 10) / 10)

    await asyncio.gather(*(talk(n, caller) for n, caller in enumerate(callers)))


async def _counts(exchange: Exchange) -> dict[str, int]:
    return (await _ask(exchange.ear, request("GET", "/simulator/requests?key=nobody")))["counts"]


# --- 13: interruptions -------------------------------------------------------------------------------------------------

CROWD = 8
PLAYED_S = 0.6
"""How much of a reply is heard before somebody speaks over it."""
TOLD_S = 1.6
"""After a backchannel, until it is clear that the reply was not cut."""


async def interruptions(bench: Bench) -> AsyncIterator[Figure]:
    """Words of assent and real interruptions while the agent speaks."""
    if bench.by_ear is None:
        return
    async with _exchange(bench.by_ear, bench.model) as exchange:
        most = 24 if bench.quick else max(24, round(200 * bench.scale))
        await exchange.tuned()
        silent_ms: list[float] = []
        cut = {"assent": 0, "interruption": 0}
        async with exchange.callers(CROWD, over_s=2) as callers:

            async def work() -> None:
                left = iter(range(most))
                await asyncio.gather(*(_interrupting(exchange, caller, left, silent_ms, cut) for caller in callers))
                left = iter(range(most))
                await asyncio.gather(*(_assenting(exchange, caller, left, cut) for caller in callers))

            spent = await _spending(bench, exchange, "13", work())
        bench.blocks[-1] |= {"silent_ms": silent_ms, **cut}
        yield Figure(
            "13",
            f"{most} interruptions and {most} words of assent while the agent speaks, {CROWD} calls at once",
            [
                _row("speech to silence, ms, p50", [quantile(silent_ms, 0.5)]),
                _row("speech to silence, ms, p95", [quantile(silent_ms, 0.95)], "<= 200"),
                _row("interruptions that cut the reply, %", [100 * cut["interruption"] / most], ">= 98"),
                _row("words of assent that cut the reply, %", [100 * cut["assent"] / most], "<= 2"),
                *_cores([spent], CROWD),
            ],
        )


async def _interrupting(
    exchange: Exchange, caller: Caller, left: Iterator[int], silent_ms: list[float], cut: dict[str, int]
) -> None:
    """Each question cuts the reply to the one before it."""
    await _replying(exchange, caller)
    for _ in left:
        if caller.of("said"):
            await _replying(exchange, caller)
        caller.forget()
        await exchange.alone(caller, next(exchange.words))
        clears = [at for at, event in caller.events if event["event"] == "clear" and at >= caller.began_at]
        with suppress(Spoiled):
            await caller.hears("interrupted", within_s=3, turn=True)
            cut["interruption"] += 1
        if clears:
            silent_ms.append((clears[0] - caller.began_at) * 1000)
        await caller.sounds()
        await asyncio.sleep(PLAYED_S)


async def _assenting(exchange: Exchange, caller: Caller, left: Iterator[int], cut: dict[str, int]) -> None:
    await _replying(exchange, caller)
    for n in left:
        if caller.of("said"):
            await _replying(exchange, caller)
        caller.forget()
        await exchange.alone(caller, ASSENT[n % len(ASSENT)])
        await asyncio.sleep(TOLD_S)
        if caller.of("interrupted"):
            cut["assent"] += 1
            await _replying(exchange, caller)


async def _replying(exchange: Exchange, caller: Caller) -> None:
    """A reply has begun to be heard."""
    caller.forget()
    await exchange.alone(caller, next(exchange.words))
    await caller.sounds()
    await asyncio.sleep(PLAYED_S)


# --- all of it ---------------------------------------------------------------------------------------------------------


def _scaled(bench: Bench, turns: int) -> int:
    return max(6, round(turns * min(1.0, bench.scale)))


@asynccontextmanager
async def _exchange(
    starts: Callable[[], Awaitable[tuple[Any, Program, Program, Program]]], model: Program
) -> AsyncIterator[Exchange]:
    """The house with ears and mouths, started for a figure and stopped after it."""
    door, house, ear, voice = await starts()
    try:
        yield Exchange(door, house, ear, voice, model)
    finally:
        for program in (house, ear, voice):
            program.stop()


FIGURES: Mapping[str, Callable[[Bench], AsyncIterator[Figure]]] = {
    "10": one_call,
    "11": with_vendors,
    "12": many_calls,
    "13": interruptions,
}
