"""Scripted callers against a running desk, graded on the records they leave behind.

A scenario (evals/scenarios/*.yaml) is what a caller says, turn by turn, what each reply must and must not mention,
and which rows its conversation must have left in Postgres afterwards:

    what: one sentence
    agent: name of a sample agent
    turns: [{say, mentions?: [text], lacks?: [text], events?: [type]}]
    records: {table: [{column: value}]}      for this conversation, in order of creation

`{thursday}` and the other weekdays stand for a date at least two days ahead (ISO), `{thursday.en}` and `{thursday.de}`
for the way a caller says it. `day` and `time` of a reservation are on the house's wall clock.

Every scenario is run in each of three conditions: with the pretend model, with a model that fails, with none at all.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
import psycopg
import yaml
from psycopg.rows import dict_row

ROOT = Path(__file__).parent.parent
SCENARIOS = Path(__file__).parent / "scenarios"
ZONE = ZoneInfo("Europe/Berlin")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS_DE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
CONDITIONS: dict[str, dict[str, str]] = {
    "pretend model": {},
    "failing model": {"GROQ_API_KEY": "sim?fault=500"},
    "no model": {"GROQ_API_KEY": "nobody", "GROQ_BASE_URL": "http://127.0.0.1:9"},
}
"""What differs in the server's environment. The failing model is the simulator, told by its key to misbehave."""


@dataclass
class Outcome:
    """How one scenario went: nothing in `wrong` means well."""

    name: str
    condition: str
    wrong: list[str] = field(default_factory=list)
    transcript: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """A running server with its sample tenants, and its database for grading."""

    url: str
    tenants: list[dict[str, Any]]
    database: str

    def agent(self, name: str) -> tuple[str, str]:
        """The API key and the id of the sample agent of this name."""
        for tenant in self.tenants:
            for agent in tenant["agents"]:
                if agent["name"] == name:
                    return tenant["api_key"], agent["agent_id"]
        raise KeyError(f"no sample agent is called {name!r}")


def scenarios(folder: Path = SCENARIOS) -> list[dict[str, Any]]:
    """Every scenario, by name. Raises ValueError for one that lacks `what`, `agent` or `turns`."""
    found = []
    for file in sorted(folder.glob("*.yaml")):
        scenario = yaml.safe_load(file.read_text(encoding="utf-8"))
        if missing := {"what", "agent", "turns"} - scenario.keys():
            raise ValueError(f"{file.name} lacks {', '.join(sorted(missing))}")
        found.append({"name": file.stem, **scenario})
    return found


def days(today: date, week: int = 0) -> dict[str, str]:
    """What the placeholders of a scenario stand for; `week` moves all of them by so many weeks."""
    found = {}
    for number, name in enumerate(WEEKDAYS):
        day = today + timedelta(days=(number - today.weekday() - 2) % 7 + 2 + 7 * week)
        found[name] = day.isoformat()
        found[f"{name}.en"] = f"{day.day} {MONTHS_EN[day.month - 1]}"
        found[f"{name}.de"] = f"{day.day}. {MONTHS_DE[day.month - 1]}"
    return found


def filled(value: Any, with_days: dict[str, str]) -> Any:
    """The scenario with every placeholder filled."""
    if isinstance(value, str):
        for name, day in with_days.items():
            value = value.replace("{" + name + "}", day)
        return value
    if isinstance(value, list):
        return [filled(one, with_days) for one in value]
    if isinstance(value, dict):
        return {key: filled(one, with_days) for key, one in value.items()}
    return value


def play(desk: Desk, scenario: dict[str, Any], condition: str) -> Outcome:
    """Hold the conversation and grade it."""
    outcome = Outcome(scenario["name"], condition)
    key, agent_id = desk.agent(scenario["agent"])
    conversation_id: str | None = None
    with httpx.Client(base_url=desk.url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for turn in scenario["turns"]:
            body = {"agent_id": agent_id, "message": turn["say"]} | (
                {"conversation_id": conversation_id} if conversation_id else {}
            )
            answer = client.post("/chat/message", json=body)
            if answer.status_code != 200:
                outcome.wrong.append(f"{turn['say']!r} was answered {answer.status_code}: {answer.text[:200]}")
                return outcome
            told = answer.json()
            conversation_id, reply = told["conversation_id"], told["reply"]
            outcome.transcript.append((turn["say"], reply))
            for words in turn.get("mentions", []):
                if words.lower() not in reply.lower():
                    outcome.wrong.append(f"the reply to {turn['say']!r} does not mention {words!r}: {reply}")
            for words in turn.get("lacks", []):
                if words.lower() in reply.lower():
                    outcome.wrong.append(f"the reply to {turn['say']!r} mentions {words!r}: {reply}")
            if "handed_off" in turn.get("events", []) and not told["handed_off"]:
                outcome.wrong.append(f"{turn['say']!r} was not handed off")
    for table, expected in scenario.get("records", {}).items():
        found = records(desk, table, str(conversation_id))
        if len(found) != len(expected):
            outcome.wrong.append(f"{table}: {len(found)} rows instead of {len(expected)}: {found}")
            continue
        for row, wanted in zip(found, expected, strict=True):
            for column, value in wanted.items():
                if row.get(column) != value:
                    outcome.wrong.append(f"{table}.{column} is {row.get(column)!r} instead of {value!r}")
    return outcome


def records(desk: Desk, table: str, conversation_id: str) -> list[dict[str, Any]]:
    """The rows that a conversation left in a table, oldest first, as plain values."""
    order = {"handoffs": "requested_at"}.get(table, "created_at")
    with psycopg.connect(desk.database, row_factory=dict_row) as rows:
        statement = psycopg.sql.SQL("select * from {} where conversation_id = %s order by {}").format(
            psycopg.sql.Identifier(table), psycopg.sql.Identifier(order)
        )
        return [_plain(row) for row in rows.execute(statement, [conversation_id])]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    if isinstance(starts := row.get("starts_at"), datetime):
        wall = starts.astimezone(ZONE)
        row = {**row, "day": wall.date().isoformat(), "time": f"{wall:%H:%M}"}
    return row


@contextmanager
def serving(data: Path, environment: dict[str, str]) -> Iterator[Desk]:
    """A server of our own on a free port, with everything under `data`; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = data / "server.log"
    data.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        server = subprocess.Popen(
            [sys.executable, "server.py", "--port", str(port), "--data", str(data)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": "", "GROQ_API_KEY": "", "GROQ_BASE_URL": "", **environment},
            stdout=out,
            stderr=out,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            if server.poll() is not None:
                raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
            try:
                if httpx.get(f"{url}/health", timeout=2).status_code == 200 and (data / "demo.json").exists():
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        else:
            raise RuntimeError(f"the server did not come up: {log.read_text()[-2000:]}")
        demo = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        yield Desk(url, demo["tenants"], _database(data))
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _database(data: Path) -> str:
    """How the server's Postgres is reached: by the socket that its postmaster.pid names."""
    pid_file = next(data.rglob("postmaster.pid"))
    _, _, _, port, host, *_ = pid_file.read_text().splitlines()
    return f"postgresql://postgres@/postgres?host={quote(host, safe='')}&port={port}"


@contextmanager
def pretend_model() -> Iterator[str]:
    """A Groq simulator of our own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    simulator = subprocess.Popen(
        [sys.executable, "-m", "simulators.groq", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        simulator.terminate()
        simulator.wait(10)


def run(only: str = "") -> list[Outcome]:
    """Every scenario in every condition."""
    outcomes = []
    today = datetime.now(ZONE).date()
    with tempfile.TemporaryDirectory(prefix="switchboard-evals-") as folder, pretend_model() as model:
        for week, (condition, environment) in enumerate(CONDITIONS.items()):
            with serving(Path(folder), {"GROQ_BASE_URL": model, "GROQ_API_KEY": "sim", **environment}) as desk:
                for scenario in scenarios():
                    if only in scenario["name"]:
                        outcomes.append(play(desk, filled(scenario, days(today, week)), condition))
    return outcomes
