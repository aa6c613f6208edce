"""Scripted callers against a running desk, graded on the records they leave behind.

A scenario (evals/scenarios/*.yaml) is what stands in the house's book, what a caller says at which moment, and what must
have become of the book in the end. It is held in a copy of the tenant that nobody else talks to.

    what: one sentence
    agent: Lindenhof front desk        # a sample agent, by name
    now: 2026-11-21T15:00+01:00        # the caller's clock; this Saturday if nothing is said
    given:                             # all may be left out
      reservations:                    # made in earlier conversations; codes are 5 of CDFGHJKMNPQRTVWXY34679 with a digit
        - {code: R4K7C, day: 2026-11-28, time: "19:00", party_size: 4, name: Ann Lee, phone: "+491715550123"}
        - {code: K3M7T, check_in: 2026-12-05, check_out: 2026-12-08, party_size: 2, room_type: double, name: Bob Stone}
                                       # also: email, notes, status, table(s) or room(s) by name, area, occasion, until,
                                       # minutes, extras, details {what the receipt would say besides}
      taken:                           # by somebody unnamed; softly where `kept_until` says how long they may decide
        - {tables: all, but: ["8"], day: 2026-11-28, time: "18:00", until: "22:00"}
        - {table: "8", day: 2026-11-28, time: "18:00", minutes: 120, kept_until: 2026-11-21T15:02+01:00}
        - {room: "101", check_in: 2026-12-05, check_out: 2026-12-06}
      blocked: ["Garden 1"]            # tables or rooms out of use
      used: {"5": 2026-11-20T20:00+01:00}       # when they were last given out: what was longest ago comes first
      policy: {hold_s: 60, exceptions: []}      # merged into the agent's config; null takes away
    turns:
      - say: "A table for four on {saturday.en} at seven"
        now: +5m                       # a moment, or so many s, m, h, d after the turn before; else that turn's moment
        given: {taken: [...]}          # what comes about just before this turn
        anew: true                     # a new conversation begins: the caller rings up again
        mentions: ["7 pm", ["four", "4 people"], "/code [A-Z0-9]+/"]     # a list: any of it; /…/: a pattern
        lacks: ["sorry"]
        events: [handed_off]           # or ended, or the operation of a receipt: book, change, cancel, late, resend …
        language: de
    records:                           # all that was made or changed, in any order; a row names the columns that matter
      reservations: [{day: "{saturday}", time: "19:00", party_size: 4, name: "~ann", status: confirmed}]
      requests: []                     # `reservations`, `requests` and `handoffs` are compared even where they are not
                                       # named; `outbox` and `holds` (new ones) where they are. "~…": contains
    forbidden: ["no charge", "table \\\\d+ is yours"]      # patterns that no reply may contain

`{today}`, `{tomorrow}`, `{thursday}` and the other weekdays (the first such day at least two days ahead) stand for ISO
dates, `{thursday.en}` and `{thursday.de}` for the way a caller says them, `{thursday+1}` for a week later; `{code}` for the
last code that a receipt carried, `{code1}`, `{code2}` … for the first, the second. `day`, `time`, `until`, `check_in` and
`check_out` of a row are on the house's wall, `table` and `room` its names ("4 + 5"). Whatever a scenario says, no reply may
tell a code that is not in the book.

An exported conversation (POST /conversations/{id}/export) is a scenario with a `house` of its own, and with every
`reply` to be compared to the letter, codes aside; `model` is what the model said then, and says again.

Scenarios are run with the pretend model, with a model that fails in every way in turn, and with none.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import ndiff
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import yaml

from evals import books, houses
from evals.houses import Desk, House, pretend_model, serving
from evals.recorded import Recorded

__all__ = ["Desk", "Outcome", "play", "pretend_model", "replay", "run", "scenarios", "serving"]

SCENARIOS = Path(__file__).parent / "scenarios"
NOW = "2026-11-21T15:00+01:00"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS_EN = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)  # fmt: skip
MONTHS_DE = (
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
)  # fmt: skip
KNOWN = {
    "scenario": {"name", "what", "agent", "now", "given", "turns", "records", "forbidden", "house", "exported"},
    "turn": {
        "say", "now", "given", "anew", "mentions", "lacks", "events", "language", "reply", "receipts", "model", "ms",
    },
}  # fmt: skip
CODE = re.compile(r"\b(?=[A-Z]*[34679])[CDFGHJKMNPQRTVWXY][CDFGHJKMNPQRTVWXY34679]{4}\b")
STEP = re.compile(r"\+(\d+)([smhd])")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SIDE_BY_SIDE = 4

PRETEND, FAILING, NONE = "pretend model", "failing model", "no model"
FAULTS: tuple[dict[str, Any], ...] = (
    {"fault": "late"},
    {"fault": "401"},
    {"fault": "404"},
    {"fault": "429"},
    {"fault": "500"},
    {"fault": "503"},
    {"fault": "cut", "after": 3},
    {"fault": "stream_error", "after": 3},
    {"fault": "reasoning_only"},
    {"fault": "tool_use_failed"},
    {"fault": "stall", "after": 2},
    {"fault": "abort", "after": 2},
    {"fault": "malformed", "after": 2},
    {"fault": "garbage"},
    {"fault": "empty"},
    {"fault": "lies"},
)
"""The ways of failing, one a scenario in turn."""
TRIALS = {
    "TRIALS": "true",
    "LLM_FIRST_TOKEN_S": "0.6",
    "LLM_STALL_S": "0.6",
    "LLM_UNDERSTAND_S": "0.6",
}
"""The server of a trial: callers bring their own time, and nobody waits long for a model that is silent."""


@dataclass
class Outcome:
    """How one scenario went: nothing in `wrong` means well."""

    name: str
    condition: str
    wrong: list[str] = field(default_factory=list)
    transcript: list[tuple[str, str]] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    house: House | None = None


def scenarios(folder: Path = SCENARIOS) -> list[dict[str, Any]]:
    """Every scenario of a folder, by name. Raises ValueError for one that is not written as above says."""
    return [read(file) for file in sorted(folder.glob("*.yaml"))]


def read(file: Path) -> dict[str, Any]:
    """One scenario, YAML or JSON. Raises ValueError naming the file and what is wrong with it."""
    try:
        scenario = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.name} is not YAML: {error}") from error
    if not isinstance(scenario, dict):
        raise ValueError(f"{file.name} is no scenario: it has no fields")
    if missing := {"what", "agent", "turns"} - scenario.keys():
        raise ValueError(f"{file.name} lacks {', '.join(sorted(missing))}")
    parts = [("scenario", scenario), *(("turn", turn) for turn in scenario["turns"])]
    for kind, part in parts:
        if unknown := part.keys() - KNOWN[kind]:
            raise ValueError(f"{file.name}: a {kind} has no {', '.join(sorted(unknown))}")
        if kind == "turn" and "say" not in part:
            raise ValueError(f"{file.name}: a turn lacks say")
    return {"name": file.stem, **scenario}


# --- placeholders and the clock ---------------------------------------------------------------------------------------


def days(today: date) -> dict[str, str]:
    """What the placeholders for days stand for on this day."""
    named = {"today": today, "tomorrow": today + timedelta(days=1)}
    for number, name in enumerate(WEEKDAYS):
        named[name] = today + timedelta(days=(number - today.weekday() - 2) % 7 + 2)
    found = {}
    for name, day in named.items():
        for weeks in range(9):
            later, moved = name + (f"+{weeks}" if weeks else ""), day + timedelta(weeks=weeks)
            found[later] = moved.isoformat()
            found[f"{later}.en"] = f"{moved.day} {MONTHS_EN[moved.month - 1]}"
            found[f"{later}.de"] = f"{moved.day}. {MONTHS_DE[moved.month - 1]}"
    return found


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """The same with every placeholder filled that has a name here."""
    if isinstance(value, str):
        return re.sub(r"\{([a-z0-9+.]+)\}", lambda found: names.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [filled(one, names) for one in value]
    if isinstance(value, dict):
        return {key: filled(one, names) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def moment(told: Any, before: datetime) -> datetime:
    """A turn's moment: a time with its offset, or a step from the turn before. Raises ValueError."""
    if told is None:
        return before
    if step := STEP.fullmatch(str(told)):
        return before + timedelta(seconds=int(step[1]) * SECONDS[step[2]])
    found = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    if found.tzinfo is None:
        raise ValueError(f"the moment {told} has no offset")
    return found


# --- holding a conversation -------------------------------------------------------------------------------------------


class Codes:
    """The codes of a conversation: those that receipts carried, and what an exported one's have become."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.become: dict[str, str] = {}

    def hear(self, receipts: Sequence[Mapping[str, Any]], recorded: Sequence[Mapping[str, Any]]) -> None:
        for n, receipt in enumerate(receipts):
            if code := receipt["facts"].get("code"):
                self.told += [code] if code not in self.told else []
                if n < len(recorded) and recorded[n].get("code"):
                    self.become.setdefault(recorded[n]["code"], code)

    @property
    def names(self) -> dict[str, str]:
        numbered = {f"code{n}": code for n, code in enumerate(self.told, 1)}
        return numbered | ({"code": self.told[-1]} if self.told else {})

    def renewed(self, value: Any) -> Any:
        """The same with the codes of then replaced by those of now, spelled out or not."""
        if isinstance(value, str):
            for then, now in self.become.items():
                spaced = r"([ .,-]{0,2})".join(map(re.escape, then))
                value = re.sub(rf"(?i)\b{spaced}\b", partial(_spelled, now), value)
            return value
        if isinstance(value, list):
            return [self.renewed(one) for one in value]
        if isinstance(value, dict):
            return {key: self.renewed(one) for key, one in value.items()}
        return value


def _spelled(code: str, found: re.Match[str]) -> str:
    """A code with what stood between the letters of another."""
    return "".join(letter + between for letter, between in zip(code, (*found.groups(), ""), strict=True))


def play(desk: Desk, scenario: dict[str, Any], condition: str, model: Recorded | None = None) -> Outcome:
    """Hold the conversation in a copy of its house and grade it. Raises nothing: a scenario that cannot be held is wrong."""
    outcome = Outcome(scenario["name"], condition)
    try:
        _play(desk, scenario, outcome, model)
    except (ValueError, KeyError, TypeError, httpx.HTTPError) as broken:
        outcome.wrong.append(f"cannot be held: {type(broken).__name__}: {broken}")
    return outcome


def _play(desk: Desk, scenario: dict[str, Any], outcome: Outcome, model: Recorded | None) -> None:
    clock = moment(scenario.get("now") or NOW, datetime.now().astimezone())
    exported = "exported" in scenario
    given = scenario.get("given") or {}
    tenant = (scenario.get("house") or {}).get("name")
    house = outcome.house = houses.copied(desk, scenario["agent"], given.get("policy"), tenant)
    names = {} if exported else days(clock.astimezone(house.zone).date())
    books.given(desk, house, filled(given, names))
    before = books.read(desk, house)
    codes = Codes()
    conversation: str | None = None
    with httpx.Client(base_url=desk.url, headers={"authorization": f"Bearer {house.key}"}, timeout=60) as client:
        for n, unfilled in enumerate(scenario["turns"]):
            turn = codes.renewed(unfilled) if exported else filled(unfilled, {**names, **codes.names})
            clock = moment(turn.get("now"), clock)
            if n and turn.get("given"):
                between = books.read(desk, house)
                books.given(desk, house, turn["given"], clock)
                for table, rows in books.read(desk, house).items():
                    own = between[table].keys() - before[table].keys()  # what this caller made, and time has undone
                    before[table] |= {
                        id: row for id, row in rows.items() if between[table].get(id) != row and id not in own
                    }
            if model is not None:
                model.expect(turn.get("model"))
            body = {"agent_id": house.agent_id, "message": turn["say"], "now": clock.isoformat()}
            body |= {"conversation_id": conversation} if conversation and not turn.get("anew") else {}
            answer = client.post("/chat/message", json=body)
            if answer.status_code != 200:
                trouble = desk.trouble() if answer.status_code >= 500 else answer.text[:300]
                outcome.wrong.append(f"{turn['say']!r} was answered {answer.status_code}: {trouble}")
                return
            told = answer.json()
            conversation = told["conversation_id"]
            if conversation not in outcome.conversations:
                outcome.conversations.append(conversation)
            outcome.transcript.append((turn["say"], told["reply"]))
            codes.hear(told["receipts"], turn.get("receipts") or [])
            after = codes.renewed(unfilled) if exported else turn
            outcome.wrong += graded(after, told)
    found = books.read(desk, house)
    names |= codes.names
    records = codes.renewed(scenario.get("records") or {}) if exported else filled(scenario.get("records") or {}, names)
    outcome.wrong += books.differences(records, books.changed(before, found))
    outcome.wrong += _claims(
        outcome, scenario.get("forbidden") or [], {row["code"] for row in found["reservations"].values()}
    )


def graded(turn: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """What is wrong with one reply."""
    said, reply, wrong = turn["say"], told["reply"], []
    for wanted in turn.get("mentions") or []:
        any_of = wanted if isinstance(wanted, list) else [wanted]
        if not any(_contains(reply, each) for each in any_of):
            wrong.append(f"the reply to {said!r} does not mention {' or '.join(map(repr, any_of))}: {reply}")
    for unwanted in turn.get("lacks") or []:
        if _contains(reply, unwanted):
            wrong.append(f"the reply to {said!r} mentions {unwanted!r}: {reply}")
    happened = {name for name in ("handed_off", "ended") if told[name]}
    happened |= {receipt["operation"] for receipt in told["receipts"]}
    if missing := set(turn.get("events") or []) - happened:
        wrong.append(f"{said!r} led to {', '.join(sorted(happened)) or 'nothing'}, not to {', '.join(sorted(missing))}")
    if turn.get("language") not in (None, told["language"]):
        wrong.append(f"the reply to {said!r} is in {told['language']!r}, not in {turn['language']!r}: {reply}")
    if "reply" in turn:
        operations = [receipt["operation"] for receipt in told["receipts"]]
        recorded = [receipt["operation"] for receipt in turn.get("receipts") or []]
        if operations != recorded:
            wrong.append(
                f"{said!r} did {', '.join(operations) or 'nothing'} instead of {', '.join(recorded) or 'nothing'}"
            )
        if turn["reply"] != reply:
            wrong.append(f"the reply to {said!r} differs:\n{difference(turn['reply'], reply)}")
    return wrong


def difference(then: str, now: str) -> str:
    """Two replies sentence by sentence: - as it was, + as it is."""
    before, after = (re.split(r"(?<=[.!?]) ", words) for words in (then, now))
    return "\n".join(f"           {line.rstrip()}" for line in ndiff(before, after) if not line.startswith("?"))


def _contains(reply: str, wanted: Any) -> bool:
    wanted = str(wanted)
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], reply, re.IGNORECASE) is not None
    return wanted.lower() in reply.lower()


def _claims(outcome: Outcome, forbidden: Iterable[str], codes: set[str]) -> list[str]:
    """What no reply may contain, and codes that are not in the book."""
    wrong = []
    for said, reply in outcome.transcript:
        for pattern in forbidden:
            if found := re.search(pattern, reply, re.IGNORECASE):
                wrong.append(f"the reply to {said!r} claims {found[0]!r}: {reply}")
        for code in set(CODE.findall(reply)) - codes - set(CODE.findall(said.upper())):
            wrong.append(f"the reply to {said!r} tells a code that is not in the book, {code}: {reply}")
    return wrong


# --- all of them ------------------------------------------------------------------------------------------------------


def run(
    only: str = "",
    conditions: Sequence[str] = (PRETEND, FAILING, NONE),
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Every scenario in every condition, on one server; `told` hears of each outcome as it comes in."""
    chosen = [scenario for scenario in scenarios() if only in scenario["name"]]
    with tempfile.TemporaryDirectory(prefix="switchboard-evals-") as folder:
        model = houses.Model()
        try:
            with serving(Path(folder), {"GROQ_BASE_URL": model.url, "GROQ_API_KEY": "sim", **TRIALS}) as desk:
                return [one for condition in conditions for one in held(desk, model, chosen, condition, told)]
        finally:
            model.stop()


def held(
    desk: Desk,
    model: houses.Model,
    chosen: Sequence[dict[str, Any]],
    condition: str,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """These scenarios in one condition, some side by side. Without a model comes last: the pretend one is gone then."""
    outcomes = []
    groups: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [(condition, {}, list(chosen))]
    if condition == FAILING:
        groups = [
            (f"{condition}: {fault['fault']}", fault, list(chosen[n :: len(FAULTS)])) for n, fault in enumerate(FAULTS)
        ]
    for name, fault, group in groups:
        if condition == NONE:
            model.stop()
        elif group:
            model.behave(**fault)
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for outcome in pool.map(lambda scenario, name=name: play(desk, scenario, name), group):
                outcomes.append(outcome)
                told(outcome)
    return outcomes


def replay(files: Sequence[Path]) -> list[Outcome]:
    """Hold exported conversations, or scenarios from elsewhere, again: each in the house that came with it.

    The model says what it said then. Raises ValueError for a file that is no scenario.
    """
    waiting = [(n, scenario) for n, scenario in enumerate(map(read, files))]
    outcomes: dict[int, Outcome] = {}
    while waiting:
        # One server takes in as many houses as there are of different names.
        together: dict[str, str] = {}
        batch = []
        for n, scenario in waiting:
            house = scenario.get("house")
            name = house["name"] if house else ""
            if together.setdefault(name, json.dumps(house, sort_keys=True)) == json.dumps(house, sort_keys=True):
                batch.append((n, scenario))
        if "" in together and len(together) > 1:  # those without a house of their own want the sample tenants
            batch = [(n, scenario) for n, scenario in batch if not scenario.get("house")]
            together = {"": "null"}
        waiting = [one for one in waiting if one not in batch]
        with _reopened([house for name, house in together.items() if name]) as (desk, model):
            outcomes |= {n: play(desk, scenario, "as recorded", model) for n, scenario in batch}
    return [outcomes[n] for n in sorted(outcomes)]


@contextmanager
def _reopened(written: Sequence[str]) -> Iterator[tuple[Desk, Recorded]]:
    """A server with these houses, or the sample tenants where there are none, and a model that repeats itself."""
    with tempfile.TemporaryDirectory(prefix="switchboard-evals-") as folder, Recorded() as model:
        environment = {"GROQ_BASE_URL": model.url, "GROQ_API_KEY": "recorded", **TRIALS}
        if written:
            environment["SAMPLES"] = str(Path(folder) / "samples")
            (Path(folder) / "samples").mkdir()
            for n, house in enumerate(written):
                (Path(folder) / "samples" / f"{n}.yaml").write_text(house, encoding="utf-8")  # JSON is YAML
        with serving(Path(folder) / "data", environment) as desk:
            yield desk, model
