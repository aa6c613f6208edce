"""Is what was asked before answered from memory, and nothing else: `python -m evals.cache [--json FILE]`.

At the doors of a server of our own, with the real embedding model, on the questions of cache.yaml:

    near misses  of two questions that look alike, one is asked and then the other: the second must not be answered from
                 memory. In a restaurant and in a hotel, in both orders, each time with an empty memory. A pair counts as
                 tried where the first question was really remembered
    never        what belongs to one conversation or one moment is asked twice, after everything else: never from memory
    mix          QUESTIONS questions of one afternoon, all within CACHE_TTL_SECONDS: which one, by Zipf's law over the
                 intents of cache.yaml (the r-th with weight 1/r); in English two times out of three; which wording, by
                 the same law; TYPED of them in small letters without punctuation, MISSPELT with two letters of a word
                 swapped; SECOND of the callers ask another in the same conversation; ONE_OFF of them are nobody else's
                 (`never`) and count as not answered from memory. A hit is wrong where its answer was never given to a
                 question of the same intent

Exit code 1 for a wrong hit.
"""

import argparse
import itertools
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from evals import houses
from evals.houses import Desk, House

SET = Path(__file__).with_name("cache.yaml")
HOUSES = ("Lindenhof front desk", "Seeblick reception")
SEED = 20261121
QUESTIONS = 400
SHOWN = (50, 100, 200, 400)
ENGLISH, TYPED, MISSPELT, SECOND, ONE_OFF = 2 / 3, 0.25, 0.08, 0.2, 0.1
WRITTEN_S = 0.3
"""How long an answer may take to be remembered after it has been given; a pair that takes longer is not counted as tried."""
PREAMBLE = re.compile(
    r"^(?:Hello, this is the AI assistant of [^.]*\.|Guten Tag, hier ist die KI-Assistenz von [^.]*\.)\s*"
)


@dataclass(frozen=True)
class Pair:
    """Two questions that must not share an answer."""

    first: str
    second: str
    language: str  # "en", "de" or "across"


def pairs(path: Path = SET) -> list[Pair]:
    """Every pair of the set, in one order."""
    found = []
    for language, lines in yaml.safe_load(path.read_text(encoding="utf-8"))["near_misses"].items():
        for line in lines:
            found += [Pair(*two, language) for two in itertools.combinations(_readings(line), 2)]
    return found


def _readings(line: str | list[str]) -> list[str]:
    if isinstance(line, list):
        return line
    before, choice, after = re.split(r"[{}]", line)
    return [before + one + after for one in choice.split("|")]


@dataclass(frozen=True)
class Said:
    """One question of the mix; intent None where it is nobody else's."""

    words: str
    intent: int | None
    goes_on: bool  # in the conversation of the question before


def mix(questions: int = QUESTIONS, seed: int = SEED, path: Path = SET) -> list[Said]:
    """The afternoon's questions, always the same for a seed."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    intents, chance = written["mix"], random.Random(seed)
    said: list[Said] = []
    for _ in range(questions):
        language = "en" if chance.random() < ENGLISH else "de"
        goes_on = bool(said) and not said[-1].goes_on and chance.random() < SECOND
        if chance.random() < ONE_OFF:
            said.append(Said(chance.choice(written["never"][language]), None, goes_on))
            continue
        intent = _zipf(len(intents), chance)
        ways = intents[intent][language]
        words = ways[_zipf(len(ways), chance)]
        if chance.random() < TYPED:
            words = words.lower().rstrip("?")
        if chance.random() < MISSPELT:
            words = _misspelt(words, chance)
        said.append(Said(words, intent, goes_on))
    return said


def _zipf(ranks: int, chance: random.Random) -> int:
    return chance.choices(range(ranks), [1 / rank for rank in range(1, ranks + 1)])[0]


def _misspelt(words: str, chance: random.Random) -> str:
    long = list(re.finditer(r"[^\W\d_]{5,}", words))
    if not long:
        return words
    at = (word := chance.choice(long)).start() + chance.randrange(1, len(word[0]) - 2)
    return words[:at] + words[at + 1] + words[at] + words[at + 2 :]


# --- asking -----------------------------------------------------------------------------------------------------------


class Caller:
    """Asks at the door of one house, and looks at what it remembers."""

    def __init__(self, desk: Desk, agent: str) -> None:
        self.house: House = houses.copied(desk, agent)
        self.http = httpx.Client(base_url=desk.url, timeout=60, headers={"authorization": f"Bearer {self.house.key}"})
        self.conversation: str | None = None

    def ask(self, words: str, *, goes_on: bool = False) -> tuple[str, float]:
        """The reply without its greeting, and how long it took in milliseconds. Raises httpx.HTTPError."""
        body = {"agent_id": self.house.agent_id, "message": words}
        if goes_on and self.conversation:
            body["conversation_id"] = self.conversation
        began = time.perf_counter()
        answer = self.http.post("/chat/message", json=body)
        ms = (time.perf_counter() - began) * 1000
        answer.raise_for_status()
        told = answer.json()
        self.conversation = told["conversation_id"]
        return PREAMBLE.sub("", told["reply"]), ms

    def memory(self) -> dict[str, Any]:
        """GET /knowledge/cache."""
        answer = self.http.get("/knowledge/cache")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def forget(self) -> None:
        """Empty the memory."""
        self.http.post("/knowledge/cache/clear").raise_for_status()

    def remembers(self, entries: int) -> bool:
        """Whether this many answers come to be remembered, in the moment that it takes to write one."""
        deadline = time.monotonic() + WRITTEN_S
        while (there := self.memory()["entries"]) < entries and time.monotonic() < deadline:
            time.sleep(0.005)
        return bool(there >= entries)


def hits(memory: dict[str, Any]) -> int:
    """How many questions were answered from memory."""
    return int(memory["exact"]) + int(memory["near"])


@dataclass
class Report:
    """What was found."""

    tried: int = 0  # ordered pairs whose first question was remembered
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    german: int = 0
    never: int = 0
    hits: list[bool] = field(default_factory=list)
    near: int = 0
    hit_ms: list[float] = field(default_factory=list)
    miss_ms: list[float] = field(default_factory=list)


def near_misses(desk: Desk, agent: str, every: Sequence[Pair]) -> Report:
    """Ask every pair in both orders, each time with an empty memory."""
    caller, report = Caller(desk, agent), Report()
    before = 0
    for first, second, language in _both_orders(every):
        caller.forget()
        caller.ask(first)
        remembered = caller.remembers(1)
        caller.ask(second)
        now = hits(caller.memory())
        report.asked += 1
        report.tried += remembered
        report.german += remembered and language != "en"
        if now > before:
            report.wrong.append(f"{first!r} answered {second!r} at {agent}")
        before = now
    return report


def _both_orders(every: Sequence[Pair]) -> Iterator[tuple[str, str, str]]:
    for pair in every:
        yield pair.first, pair.second, pair.language
        yield pair.second, pair.first, pair.language


def afternoon(desk: Desk, said: Sequence[Said], never: Sequence[str]) -> Report:
    """Ask the mix, then what must never come from memory, twice."""
    caller, report = Caller(desk, HOUSES[0]), Report()
    given: dict[int, set[str]] = {}
    before = 0
    for one in said:
        reply, ms = caller.ask(one.words, goes_on=one.goes_on)
        time.sleep(0.005)
        memory = caller.memory()
        hit = hits(memory) > before
        before, report.near = hits(memory), memory["near"]
        report.hits.append(hit)
        (report.hit_ms if hit else report.miss_ms).append(ms)
        if one.intent is None:
            if hit:
                report.wrong.append(f"{one.words!r} was answered from memory")
            continue
        if hit and reply not in given.get(one.intent, ()):
            report.wrong.append(f"{one.words!r} was answered with {reply!r}")
        given.setdefault(one.intent, set()).add(reply)
    for words in [*never, *never]:
        caller.ask(words)
        report.never += 1
        if hits(caller.memory()) > before:
            before += 1
            report.wrong.append(f"{words!r} was answered from memory")
    return report


def table(pairs_report: Report, of_the_mix: Report) -> str:
    """The numbers as text."""
    shares = [f"{sum(of_the_mix.hits[:many]) / many:.0%} of {many}" for many in SHOWN if many <= len(of_the_mix.hits)]
    lines = [
        f"near misses  {pairs_report.asked} ordered pairs asked, {pairs_report.tried} with the first one remembered "
        f"({pairs_report.german} not in English alone): {len(pairs_report.wrong)} wrong hits",
        f"never        {of_the_mix.never} asked",
        f"mix          answered from memory: {', '.join(shares)}; {of_the_mix.near} of them in other words; "
        f"{len(of_the_mix.wrong)} wrong",
    ]
    for name, took in (("from memory", sorted(of_the_mix.hit_ms)), ("looked up", sorted(of_the_mix.miss_ms))):
        if took:
            lines.append(
                f"             {name}: p50 {took[len(took) // 2]:.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms"
            )
    return "\n".join(lines + [f"  ! {wrong}" for wrong in (*pairs_report.wrong, *of_the_mix.wrong)])


def joined(reports: Sequence[Report]) -> Report:
    """The pairs of several houses as one."""
    return Report(
        tried=sum(one.tried for one in reports),
        asked=sum(one.asked for one in reports),
        german=sum(one.german for one in reports),
        wrong=[wrong for one in reports for wrong in one.wrong],
    )


def never_remembered(path: Path = SET) -> list[str]:
    """What belongs to one conversation or one moment."""
    return [words for lines in yaml.safe_load(path.read_text(encoding="utf-8"))["never"].values() for words in lines]


def main(words: Sequence[str] | None = None) -> int:
    """Ask everything and print the numbers. 1 for a wrong hit, 2 when nothing could be asked."""
    reader = argparse.ArgumentParser(
        prog="python -m evals.cache", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here as well")
    reader.add_argument("--only", choices=("pairs", "mix"), help="only one of the two")
    reader.add_argument("--data", type=Path, help="a folder for the server, to start faster the next time")
    wishes = reader.parse_args(words)
    of_pairs, of_the_mix = Report(), Report()
    try:
        with tempfile.TemporaryDirectory(prefix="switchboard-cache-") as folder, houses.pretend_model() as model:
            environment = {"GROQ_BASE_URL": model, "GROQ_API_KEY": "sim", "CACHE_TTL_SECONDS": "3600"}
            with houses.serving(wishes.data or Path(folder), environment) as desk:
                if wishes.only != "pairs":
                    of_the_mix = afternoon(desk, mix(), never_remembered())
                if wishes.only != "mix":
                    every = pairs()
                    with ThreadPoolExecutor(len(HOUSES)) as pool:
                        of_pairs = joined(list(pool.map(lambda agent: near_misses(desk, agent, every), HOUSES)))
    except (OSError, ValueError, RuntimeError, httpx.HTTPError) as trouble:
        print(f"cache: {trouble}", file=sys.stderr)
        return 2
    print(table(of_pairs, of_the_mix))
    if wishes.json:
        wishes.json.parent.mkdir(parents=True, exist_ok=True)
        wishes.json.write_text(
            json.dumps({"pairs": vars(of_pairs), "mix": vars(of_the_mix)}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
    return int(bool(of_pairs.wrong or of_the_mix.wrong))


if __name__ == "__main__":
    sys.exit(main())
