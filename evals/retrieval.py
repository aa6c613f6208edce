"""How well what was written down is found, and told: `python -m evals.retrieval [--json FILE]`.

Asks every question of retrieval.yaml of copies of the sample tenants, at two doors of a server of our own:

    search    GET /knowledge/search, by meaning and words together, by meaning alone, by words alone: in a house that
              has its documents in both languages, and in one that has them only in the language the caller does not speak
    answers   POST /chat/message with the pretend model: is the answer the one that stands in the right passage, another
              one, or the honest word that nobody has written it down?

A question found in the caller's language counts, and in the other one only where the house has nothing else. Half of the
questions (`dev`, by a hash of their words) are there to tune by; the other half (`held`) says what came of it, and
`--misses` never shows one of them.
"""

import argparse
import hashlib
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from evals import houses
from evals.conversations import TRIALS
from evals.houses import Desk

QUESTIONS = Path(__file__).with_name("retrieval.yaml")
NOW = "2026-11-21T15:00:00+01:00"
MODES = ("fused", "dense", "text")
SPLITS = ("dev", "held")
DEEP = 10
"""How many passages are looked at for the reciprocal rank."""
SIDE_BY_SIDE = 2
LANGUAGES = {"en": "English", "de": "German"}
OTHER = {"en": "de", "de": "en"}
UNKNOWN = re.compile(r"I don't have that written down|habe ich nichts vorliegen")
"""What an agent says when it knows nothing of a thing."""
PREAMBLE = re.compile(
    r"^(?:Hello, this is the AI assistant of [^.]*\.|Guten Tag, hier ist die KI-Assistenz von [^.]*\.)\s*"
)
OUTCOMES = ("right", "beside", "unknown", "asked", "failed")
"""The right passage told; told from another one; "I don't have that written down"; no answer but something else (a
question back, an errand begun); no reply at all."""


# --- what is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """What a caller of a tenant asks; `wanted` has a set of passage names for each thing asked, empty for nothing."""

    tenant: str
    language: str
    words: str
    wanted: tuple[frozenset[str], ...] = ()
    tells: tuple[str, ...] = ()
    how: str = ""

    @property
    def split(self) -> str:
        """Which half it is in, for ever."""
        return SPLITS[hashlib.sha256(f"{self.tenant}/{self.words}".encode()).digest()[0] % 2]


@dataclass(frozen=True)
class Asked:
    """The whole set: the questions, and where each tenant's passages stand, by name and language."""

    questions: list[Question]
    passages: dict[str, dict[str, dict[str, tuple[str, str]]]]  # tenant → name → language → document, heading


def read(file: Path = QUESTIONS) -> Asked:
    """The question set. Raises ValueError for a question that points nowhere."""
    questions: list[Question] = []
    passages: dict[str, dict[str, dict[str, tuple[str, str]]]] = {}
    for tenant, given in yaml.safe_load(file.read_text(encoding="utf-8"))["tenants"].items():
        known = passages[tenant] = {
            name: {language: _place(path) for language, path in places.items()}
            for name, places in given["passages"].items()
        }
        for row in given["asked"]:
            language = "en" if "en" in row else "de"
            wanted = tuple(frozenset(map(str.strip, part.split("|"))) for part in row["where"].split("+"))
            if unknown := frozenset().union(*wanted) - known.keys():
                raise ValueError(f"{row[language]!r} is to be answered by {', '.join(unknown)}, which {tenant} has not")
            tells = tuple(str(row["tells"]).split("|"))
            questions.append(Question(tenant, language, row[language], wanted, tells, row.get("how", "")))
        for language, lines in given["nothing"].items():
            questions += [Question(tenant, language, words) for words in lines]
    return Asked(questions, passages)


def _place(path: str) -> tuple[str, str]:
    document, _, heading = path.partition(" › ")
    return document, heading


# --- where it is asked ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class House:
    """A copy of a sample tenant that has its documents in these languages."""

    key: str
    agent_id: str
    passages: dict[tuple[str, str], str]  # document and heading → what stands there


def opened(desk: Desk, tenants: Iterable[str]) -> dict[tuple[str, str], House]:
    """Copies of the sample tenants, by tenant and the languages of their documents: "en", "de" or both, "en+de"."""
    found = {}
    agents = {each["name"]: each["agents"][0]["name"] for each in desk.tenants}
    for tenant in tenants:
        for kept in ("en+de", "en", "de"):
            copy = houses.copied(desk, agents[tenant], tenant=tenant)
            with desk.rows() as rows:
                rows.execute(
                    "delete from documents where tenant_id = %s and not language = any(%s)",
                    [copy.tenant_id, kept.split("+")],
                )
                standing = rows.execute(
                    """select d.title as document, p.title as heading, string_agg(p.content, E'\n' order by p.n) as content
                         from passages p join documents d on d.tenant_id = p.tenant_id and d.id = p.document_id
                        where p.tenant_id = %s group by 1, 2""",
                    [copy.tenant_id],
                ).fetchall()
            contents = {(row["document"], row["heading"]): row["content"] for row in standing}
            found[tenant, kept] = House(copy.key, copy.agent_id, contents)
    return found


# --- searching --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What one search brought: the ranks (from 1) at which each thing asked for is answered, None where it is not."""

    question: Question
    mode: str
    across: bool  # the house has its documents only in the other language
    ranks: tuple[int | None, ...]
    results: int
    foreign: int  # of the three first results, those in the other language though the house writes the caller's too
    twice: bool  # among the three first results one passage stands in both languages
    ms: float
    first: str  # the best result's heading
    score: float

    def recall(self, most: int) -> float:
        """The share of the things asked for that is answered among the first `most` results."""
        return sum(rank is not None and rank <= most for rank in self.ranks) / len(self.ranks)

    @property
    def reciprocal(self) -> float:
        """1 over the rank of the first useful result; 0 where there is none among the first ten."""
        ranks = [rank for rank in self.ranks if rank is not None]
        return 1 / min(ranks) if ranks else 0.0


def searched(asked: Asked, house: House, http: httpx.Client, question: Question, mode: str, across: bool) -> Found:
    """Search once. Raises httpx.HTTPError."""
    started = time.perf_counter()
    answer = http.get(
        "/knowledge/search",
        params={
            "q": question.words,
            "agent_id": house.agent_id,
            "limit": DEEP,
            "language": question.language,
            "mode": mode,
        },
        headers={"authorization": f"Bearer {house.key}"},
    )
    ms = (time.perf_counter() - started) * 1000
    answer.raise_for_status()
    results = answer.json()["results"]
    names = {place: name for name, places in asked.passages[question.tenant].items() for place in places.values()}
    wanted_in = OTHER[question.language] if across else question.language
    ranked = [(names.get((one["document"], one["title"])), one["language"]) for one in results]
    ranks = tuple(
        next((n for n, (name, language) in enumerate(ranked, 1) if name in one and language == wanted_in), None)
        for one in question.wanted
    )
    top = ranked[:3]
    return Found(
        question,
        mode,
        across,
        ranks,
        len(results),
        0 if across else sum(language != question.language for _, language in top),
        len({name for name, _ in top}) < len({*top}),
        ms,
        ranked[0][0] or "" if ranked else "",
        results[0]["score"] if results else 0.0,
    )


# --- answering --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What an agent said to a question, and what kind of an answer that is."""

    question: Question
    reply: str
    outcome: str  # one of OUTCOMES
    language: str  # of the reply
    stated: int = 0  # sentences that an answer leans on sources for: neither questions nor courtesy
    grounded: int = 0  # of these, the ones that stand in a passage which the reply names as its source


def answered(asked: Asked, house: House, http: httpx.Client, question: Question) -> Told:
    """Ask at the chat door, as the first words of a conversation. Raises httpx.HTTPError."""
    body = {"agent_id": house.agent_id, "message": question.words, "now": NOW}
    answer = http.post("/chat/message", json=body, headers={"authorization": f"Bearer {house.key}"})
    if answer.status_code >= 500:
        return Told(question, answer.text, "failed", question.language)
    answer.raise_for_status()
    told = answer.json()
    reply = PREAMBLE.sub("", told["reply"])
    places = asked.passages[question.tenant]
    right = {places[name][language] for one in question.wanted for name in one for language in LANGUAGES}
    outcome = judged(reply, house.passages, right, question.tells)
    named = {(one["document"], one["title"]) for one in told["sources"]}
    cited = [f"{place[1]} {content}" for place, content in house.passages.items() if place in named]
    return Told(question, reply, outcome, told["language"], *grounded(reply, cited) if outcome in OUTCOMES[:2] else ())


def judged(
    reply: str, passages: Mapping[tuple[str, str], str], right: set[tuple[str, str]], tells: Sequence[str]
) -> str:
    """Which kind of an answer a reply is.

    Right: what is to be told is said, in a sentence that stands in the right passage; an answer: any sentence that
    stands in some passage. A sentence stands where four fifths of its words do.
    """
    if UNKNOWN.search(reply):
        return "unknown"
    anywhere = False
    for words in map(_words, _sentences(reply)):
        if not words:
            continue
        standing = [place for place, content in passages.items() if _stands(words, f"{place[1]} {content}")]
        anywhere = anywhere or bool(standing)
        if right & {*standing} and any(_plain(each) in _plain(reply) for each in tells):
            return "right"
    return "beside" if anywhere else "asked"


def grounded(reply: str, cited: Sequence[str]) -> tuple[int, int]:
    """How many sentences of an answer state something, and how many of these stand in a passage that it cites.

    A question states nothing, nor does what has no word of three letters.
    """
    stated = [words for one in _sentences(reply) if not one.endswith("?") and (words := _words(one))]
    return len(stated), sum(any(_stands(words, content) for content in cited) for words in stated)


def _sentences(reply: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", reply.strip())


def _stands(words: frozenset[str], content: str) -> bool:
    return len(words & _words(content)) >= 0.8 * len(words)


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d)", ".", text).lower()


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:\.\d+)?|[^\W\d_]{3,}", _plain(text)))


# --- the whole of it --------------------------------------------------------------------------------------------------


@dataclass
class Report:
    """Everything that was found and told."""

    model: str = ""
    found: list[Found] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def ask(desk: Desk, asked: Asked, *, search: bool = True, answers: bool = True) -> Report:
    """Ask all of it. Raises httpx.HTTPError."""
    report = Report()
    copies = opened(desk, asked.passages)
    with httpx.Client(base_url=desk.url, timeout=60) as http, ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        report.model = http.get("/health").json()["embeddings"].get("model") or "none"
        if search:
            jobs = [
                (copies[question.tenant, OTHER[question.language] if across else "en+de"], question, mode, across)
                for question in asked.questions
                for across in (False, True)
                for mode in MODES
            ]
            report.found = list(pool.map(lambda job: searched(asked, job[0], http, *job[1:]), jobs))
        if answers:
            report.told = list(
                pool.map(
                    lambda question: answered(asked, copies[question.tenant, "en+de"], http, question), asked.questions
                )
            )
    return report


GROUPS: dict[str, Callable[[Found], bool]] = {
    "all": lambda one: not one.across,
    "English": lambda one: not one.across and one.question.language == "en",
    "German": lambda one: not one.across and one.question.language == "de",
    "across": lambda one: one.across,
    "English, written in German": lambda one: one.across and one.question.language == "en",
    "German, written in English": lambda one: one.across and one.question.language == "de",
}
"""Rows of the table of searches."""


def figures(report: Report) -> dict[str, Any]:
    """The report as numbers: shares from 0 to 1, `n` questions each."""
    searches: dict[str, Any] = {}
    for split in SPLITS:
        for mode in MODES:
            for name, belongs in GROUPS.items():
                group = [
                    one for one in report.found if (one.question.split, one.mode) == (split, mode) and belongs(one)
                ]
                asked = [one for one in group if one.question.wanted]
                if not asked:
                    continue
                nothing = [one for one in group if not one.question.wanted]
                searches.setdefault(split, {}).setdefault(mode, {})[name] = {
                    "n": len(asked),
                    "recall@1": statistics.fmean(one.recall(1) for one in asked),
                    "recall@3": statistics.fmean(one.recall(3) for one in asked),
                    "mrr": statistics.fmean(one.reciprocal for one in asked),
                    "nothing found": sum(not one.results for one in asked) / len(asked),
                    "silent where nothing is written": _share(nothing, lambda one: not one.results),
                    "in the other language": statistics.fmean(one.foreign / max(1, min(3, one.results)) for one in asked),
                    "same passage twice": sum(one.twice for one in asked) / len(asked),
                }  # fmt: skip
    answers: dict[str, Any] = {}
    for split in SPLITS:
        for name, languages in {"all": ("en", "de"), "English": ("en",), "German": ("de",)}.items():
            told = [one for one in report.told if one.question.split == split and one.question.language in languages]
            if not told:
                continue
            answerable, not_written = [
                [one for one in told if bool(one.question.wanted) is is_one] for is_one in (True, False)
            ]
            answers.setdefault(split, {})[name] = {
                "n": len(answerable),
                **_outcomes(answerable, OUTCOMES),
                "in another language": _share(told, lambda one: one.language != one.question.language),
                "stated": sum(one.stated for one in told),
                "grounded": sum(one.grounded for one in told) / max(1, sum(one.stated for one in told)),
                "nothing written": {
                    "n": len(not_written),
                    **_outcomes(not_written, OUTCOMES[1:]),
                },
            }  # fmt: skip
    spent = [one.ms for one in report.found if one.mode == "fused"]
    hard = {}
    for how in sorted({one.question.how for one in report.found if one.question.how}):
        group = [one for one in report.found if one.question.how == how and one.mode == "fused" and not one.across]
        hard[how] = {"n": len(group), "recall@3": statistics.fmean(one.recall(3) for one in group)}
    return {
        "model": report.model,
        "search": searches,
        "hard, recall@3 (both halves)": hard,
        "search ms at the door": {"p50": statistics.median(spent), "p95": sorted(spent)[int(len(spent) * 0.95)]} if spent else {},
        "answers": answers,
    }  # fmt: skip


def _outcomes(told: Sequence[Told], outcomes: Sequence[str]) -> dict[str, float]:
    return {outcome: sum(one.outcome == outcome for one in told) / max(1, len(told)) for outcome in outcomes}


def _share(of: Sequence[Any], which: Callable[[Any], bool]) -> float:
    return sum(map(which, of)) / len(of) if of else 0.0


def table(told: Mapping[str, Any]) -> str:
    """The numbers as text."""
    lines = [f"embeddings by {told['model']}"]
    if told["search"]:
        lines.append(f"{'':34}" + "".join(f"{split + ':  n':>9}   @1   @3  MRR none" for split in told["search"]))
        for mode in MODES:
            for name in GROUPS:
                line = f"{mode if name == 'all' else '':6}{name:28}"
                for split in told["search"]:
                    if got := told["search"][split][mode].get(name):
                        line += f"{got['n']:9}" + "".join(
                            f" {got[each]:4.2f}" for each in ("recall@1", "recall@3", "mrr", "nothing found")
                        )
                lines.append(line)
        for split, modes in told["search"].items():
            got = modes["fused"]["all"]
            lines.append(
                f"{split}: of the first three {got['in the other language']:.0%} in the other language, one passage in "
                f"both {got['same passage twice']:.0%}; silent where nothing is written "
                f"{got['silent where nothing is written']:.0%}"
            )
        for how, got in told["hard, recall@3 (both halves)"].items():
            lines.append(f"      {how:12} n {got['n']:3}  recall@3 {got['recall@3']:.2f}")
        spent = told["search ms at the door"]
        lines.append(f"      a search at the door: p50 {spent['p50']:.1f} ms, p95 {spent['p95']:.1f} ms")
    for split, groups in told["answers"].items():
        for name, got in groups.items():
            shares = ", ".join(f"{outcome} {got[outcome]:.2f}" for outcome in OUTCOMES)
            silence = ", ".join(f"{outcome} {got['nothing written'][outcome]:.2f}" for outcome in OUTCOMES[1:])
            lines.append(
                f"answers {split:5}{name:8} n {got['n']:3}  {shares}, other language {got['in another language']:.2f};"
                f"  grounded {got['grounded']:.2f} of {got['stated']} sentences;"
                f"  nothing written n {got['nothing written']['n']:2}  {silence}"
            )
    return "\n".join(lines)


def misses(report: Report) -> list[str]:
    """The dev half's questions that went wrong, a line each."""
    lines = []
    for one in report.found:
        if one.question.split == "dev" and one.mode == "fused" and one.question.wanted and one.recall(3) < 1:
            wanted = " + ".join("|".join(sorted(part)) for part in one.question.wanted)
            where = f"{one.question.tenant}{' across' if one.across else ''}"
            lines.append(f"not found   {where:18} {one.question.words!r} in {wanted}: first {one.first} {one.score}")
    for told in report.told:
        right = "right" if told.question.wanted else "unknown"
        if told.question.split == "dev" and told.outcome != right:
            lines.append(f"{told.outcome:11} {told.question.tenant:18} {told.question.words!r}: {told.reply}")
    return lines


def main(words: Sequence[str] | None = None) -> int:
    """Ask everything and print the table. 0, or 2 when nothing could be asked."""
    reader = argparse.ArgumentParser(
        prog="python -m evals.retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here as well")
    reader.add_argument("--only", choices=("search", "answers"), help="only one of the two doors")
    reader.add_argument("--misses", action="store_true", help="list what went wrong among the dev questions")
    reader.add_argument("--data", type=Path, help="a folder for the server, to start faster the next time")
    wishes = reader.parse_args(words)
    try:
        asked = read()
        with tempfile.TemporaryDirectory(prefix="switchboard-retrieval-") as folder, houses.pretend_model() as model:
            environment = {"GROQ_BASE_URL": model, "GROQ_API_KEY": "sim", **TRIALS, "LLM_FIRST_TOKEN_S": "4"}
            with houses.serving(wishes.data or Path(folder), environment) as desk:
                report = ask(desk, asked, search=wishes.only != "answers", answers=wishes.only != "search")
    except (OSError, ValueError, RuntimeError, httpx.HTTPError) as trouble:
        print(f"retrieval: {trouble}", file=sys.stderr)
        return 2
    told = figures(report)
    print(table(told))
    if wishes.misses:
        print("\n".join(misses(report)))
    if wishes.json:
        wishes.json.parent.mkdir(parents=True, exist_ok=True)
        wishes.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
