"""A caller with a plain terminal: `python -m evals.talk --agent receptionist`, over HTTP.

Reads DATA/demo.json of a house that is open (`make run`), says what is typed, and prints the reply as it is spoken.
What was done shows on a line of its own. `/new` begins a new conversation, `/quit` or the end of the input leaves.

    --tenant NAME        whose agent: a part of the tenant's name; else the first that has an agent of this type
    --script FILE        says the lines of a file instead; # begins a remark, an empty line is skipped
    --now MOMENT         says everything at this moment (2026-11-21T15:00+01:00), in a house open for trials (TRIALS=1)
    --transcript FILE    writes what was said as Markdown, with what it left in the database
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

import httpx

LISTED = ("reservations", "requests", "handoffs", "outbox", "holds")


class CannotTalk(Exception):
    """Nobody to talk to; the message is one sentence that says what to do."""


@dataclass
class Line:
    """What was said on one side, and what came of it."""

    said: str
    reply: str = ""
    events: list[str] = field(default_factory=list)


@dataclass
class Caller:
    """Somebody on the line with an agent."""

    url: str
    key: str
    agent_id: str
    tenant: str
    agent: str
    now: str = ""
    """The moment at which everything is said, where the house is open for trials; else the clock's."""
    out: TextIO = field(default_factory=lambda: sys.stdout)
    conversation_id: str | None = None
    calls: list[tuple[str, list[Line]]] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def say(self, words: str) -> Line:
        """Say something and print the reply while it is spoken. Raises CannotTalk when the line is dead."""
        line, turn_id = Line(words), str(uuid4())
        body = {
            "agent_id": self.agent_id,
            "message": words,
            "turn_id": turn_id,
            "conversation_id": self.conversation_id,
            **({"now": self.now} if self.now else {}),
        }
        self.out.write("agent:  ")
        try:
            with httpx.stream("POST", f"{self.url}/chat/stream", json=body, headers=self.headers, timeout=90) as answer:
                if answer.status_code != 200:
                    answer.read()
                    raise CannotTalk(f"The desk answered {answer.status_code}: {answer.text}")
                for event, data in events(answer.iter_lines()):
                    self.hear(line, event, data)
        except httpx.HTTPError as dead:
            raise CannotTalk(f"The line to {self.url} is dead ({dead}). Is the house open (`make run`)?") from dead
        return line

    def hear(self, line: Line, event: str, data: Mapping[str, Any]) -> None:
        """Print one event of a turn and remember it."""
        if event == "token":
            self.out.write(data["text"])
            self.out.flush()
        elif event == "done":
            line.reply = data["reply"]
            self.out.write("\n")
            self.belongs(data["conversation_id"], line)
            if data["ended"]:
                line.events.append("the conversation has ended; what you say next begins a new one")
            for told in line.events:
                self.out.write(f"        [{told}]\n")
        elif event == "receipt":
            line.events.append(f"{data['operation']}: {plainly(data['facts'])}")
        elif event == "handed_off":
            line.events.append(f"handed over to a person: {data['reason']}")
        elif event == "problem":
            raise CannotTalk(f"The turn broke off: {data.get('detail', data)}")

    def belongs(self, conversation_id: str, line: Line) -> None:
        self.conversation_id = conversation_id
        if not self.calls or self.calls[-1][0] != conversation_id:
            self.calls.append((conversation_id, []))
        self.calls[-1][1].append(line)

    def left_behind(self, conversation_id: str) -> dict[str, list[dict[str, Any]]]:
        """What stands in the database after a conversation, by table."""
        answer = httpx.post(
            f"{self.url}/conversations/{conversation_id}/export",
            headers={**self.headers, "accept": "application/json"},
            timeout=30,
        )
        answer.raise_for_status()
        found: dict[str, list[dict[str, Any]]] = answer.json()["records"]
        return found


def events(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Server-sent events as (name, data)."""
    name, data = "", ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data += line.removeprefix("data: ")
        elif not line and data:
            yield name, json.loads(data)
            name, data = "", ""


def plainly(facts: Mapping[str, Any]) -> str:
    """Facts on one line, without what is empty."""
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value not in (None, "", [], {}))


def found(data: Path, agent_type: str, tenant: str = "", url: str = "") -> Caller:
    """A caller of the first agent of this type (or name). Raises CannotTalk."""
    try:
        demo = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as missing:
        raise CannotTalk(
            f"{data / 'demo.json'} cannot be read; open a house with `make run` first, or name its folder: DATA=…"
        ) from missing
    there = []
    for each in demo["tenants"]:
        for agent in each["agents"]:
            there.append(f"{agent['type']} of {each['name']}")
            if agent_type in (agent["type"], agent["name"]) and tenant.lower() in each["name"].lower():
                return Caller((url or demo["url"]).rstrip("/"), each["api_key"], agent["agent_id"], each["name"], agent["name"])  # fmt: skip
    raise CannotTalk(f"No {agent_type}{f' of {tenant}' if tenant else ''} is there; there are: {', '.join(there)}.")


def typed() -> Iterator[str]:
    """What somebody types, line by line."""
    while True:
        try:
            yield input("caller: ")
        except (EOFError, KeyboardInterrupt):
            print()
            return


def scripted(file: Path) -> Iterator[str]:
    """The lines of a file, shown as they are said."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            print(f"caller: {line.strip()}", flush=True)
            yield line


def written(caller: Caller) -> str:
    """The conversations as Markdown, each with what it left behind."""
    parts = []
    for conversation_id, lines in caller.calls:
        parts.append(f"## {caller.agent}, {caller.tenant}\n")
        for line in lines:
            parts.append(f"**Caller:** {line.said}\n\n**Agent:** {line.reply}\n")
            parts += [f"> {told}\n" for told in line.events]
        parts.append("In the database afterwards:\n")
        records = caller.left_behind(conversation_id)
        if not any(records.values()):
            parts.append("nothing.\n")
        for table in LISTED:
            if rows := records.get(table):
                names = [name for name in dict.fromkeys(name for row in rows for name in row) if any(row.get(name) not in (None, "", [], {}) for row in rows)]  # fmt: skip
                parts.append(f"`{table}`\n\n| {' | '.join(names)} |\n|{' --- |' * len(names)}")
                parts += [f"| {' | '.join(cell(row.get(name)) for name in names)} |" for row in rows]
                parts.append("")
    return "\n".join(parts)


def cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return plainly(value).replace("|", "\\|")
    if isinstance(value, list):
        return " + ".join(map(str, value)).replace("|", "\\|")
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def main(words: Sequence[str] | None = None) -> int:
    """Talk until told to stop. 0, or 1 when there was nobody to talk to."""
    reader = argparse.ArgumentParser(
        prog="python -m evals.talk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--agent", default="receptionist", help="an agent's type, or its name")
    reader.add_argument("--tenant", default="", help="a part of the tenant's name")
    reader.add_argument("--data", type=Path, default=Path(os.environ.get("DATA") or ".data"), help="the house's folder")
    reader.add_argument("--url", default="", help="another address than demo.json says")
    reader.add_argument("--script", type=Path, help="say the lines of this file")
    reader.add_argument("--transcript", type=Path, help="write the conversation here, as Markdown")
    reader.add_argument("--now", default="", help="when everything is said, in trials")
    wishes = reader.parse_args(words)
    try:
        caller = found(wishes.data, wishes.agent, wishes.tenant, wishes.url)
        caller.now = wishes.now
        print(f"You are talking to {caller.agent} of {caller.tenant}. /new rings up again, /quit hangs up.", flush=True)
        for line in scripted(wishes.script) if wishes.script else typed():
            said = line.strip()
            if said == "/quit":
                break
            if said == "/new":
                caller.conversation_id = None
            elif said:
                caller.say(said)
        if wishes.transcript:
            wishes.transcript.write_text(written(caller), encoding="utf-8")
    except (CannotTalk, OSError, httpx.HTTPError) as nobody:
        print(f"talk: {nobody}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
