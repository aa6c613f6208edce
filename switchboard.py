"""The operator's command, for a house that is open. Address and key come from DATA/demo.json, or are given.

    python -m switchboard ingest PATH… --tenant NAME
    python -m switchboard call FILE.wav --agent receptionist

`ingest` hands files, and the files of folders, to the agents over HTTP, follows each until it has been read, and says in a
line what became of it. A folder named `pdf`, `menu`, `listing` or `policy` says what the files in it are. Ends with 0 when
every file has been read, with 1 when one was refused or could not be, with 2 when none was sent.

`call` plays a WAV file to an agent as a caller would speak, in real time: it hears the greeting, plays the file, hears the
answer out and hangs up. What is said is shown as it comes; at the end stand the turns with what they waited for, and a
stereo WAV of the call, the caller left and the agent right, both where they sounded. Ends with 0 when the agent has
answered, with 1 when it has not or the call broke off, with 2 when there was no call.

    --tenant NAME        whose: a part of the tenant's name, as demo.json has it
    --url URL --key KEY  another house, with an operator's key, in place of demo.json; --agent is then an agent's id
"""

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from simulators.browser import Call, NotConnected, Turn, ringing
from voice.audio import RATES, NotSound, Wav, from_wav

SOURCES = ("pdf", "menu", "listing", "policy")
READABLE = (".pdf", ".docx", ".xlsx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", ".csv", ".tsv")
"""Endings of what is taken from a folder. A file that is named itself is always sent."""
LONGEST_WAIT_S = 300.0
"""Without a word about a document's progress."""
AGAIN = 5
"""How often a broken line is taken up again."""
UNDERSTOOD_MS = 4_000
"""How long after the caller's last sound words may still come of it."""
ANSWERED_MS = 60_000
"""How long after the file an answer may take."""


class CannotSend(Exception):
    """Nothing can be sent, or nobody called; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Sent:
    """A file on its way: the document it has become, or why it was refused."""

    path: Path
    document: dict[str, Any] | None = None
    refused: str = ""


@dataclass
class House:
    """A house that is open, with one tenant's key."""

    client: httpx.Client
    tenant: str

    def send(self, path: Path, source: str, title: str) -> Sent:
        """Upload one file. Raises CannotSend when the house does not know the key."""
        told = {"source": source, "title": title}
        with path.open("rb") as file:
            answer = self.client.post("/knowledge/upload", data=told, files={"file": (path.name, file)})
        if answer.status_code in (401, 403):
            raise CannotSend(f"{reason(answer)} An operator's key is needed (--key).")
        if answer.is_success:
            return Sent(path, answer.json())
        return Sent(path, refused=reason(answer))

    def follow(self, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The document's states until it has been read or has failed. Raises CannotSend when the line stays dead."""
        path, last, tries = f"/knowledge/{document['id']}/events", "", 0
        while document["status"] not in ("ready", "failed"):
            try:
                with self.client.stream("GET", path, headers={"last-event-id": last} if last else {}) as answer:
                    if answer.status_code != 200:
                        answer.read()
                        raise CannotSend(reason(answer))
                    for number, event, data in events(answer.iter_lines()):
                        if event == "deleted":
                            yield {**document, "status": "failed", "problem": {"message": "It was deleted meanwhile."}}
                            return
                        if event != "problem":
                            last, document, tries = number, data, 0
                            yield document
            except httpx.TransportError as broken:
                if tries == AGAIN:
                    raise CannotSend(f"The line to {self.client.base_url} is dead ({broken}).") from broken
            tries += 1


def events(lines: Iterable[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Server-sent events as (id, name, data)."""
    told: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name:
            told[name] = value
        elif not line and "data" in told:
            yield told.get("id", ""), told["event"], json.loads(told["data"])
            told = {}


def reason(answer: httpx.Response) -> str:
    """What a problem says, in a sentence or two."""
    try:
        problem = answer.json()
        wrong = [f"{each['field']} {each['problem']}. {each['remedy']}" for each in problem.get("errors", [])]
        return " ".join(wrong) or str(problem["detail"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"The house answered {answer.status_code}."


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and those in the folders that are named, in order; what cannot be read in a folder is told
    and left out. Raises CannotSend for what is not there.
    """
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                hidden = any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
                if each.is_file() and not hidden:
                    if each.suffix.lower() in READABLE:
                        yield each
                    else:
                        print(
                            f"{each}: left out, {each.suffix or 'a file without an ending'} is no document", flush=True
                        )
        elif path.is_file():
            yield path
        else:
            raise CannotSend(f"{path} is not there.")


def source_of(path: Path) -> str:
    """What the nearest folder of such a name says a file is; without one, what the house itself would say."""
    usual = "pdf" if path.suffix.lower() == ".pdf" else "policy"
    return next((folder.name for folder in path.parents if folder.name in SOURCES), usual)


def titled(paths: Iterable[Path], source: str | None) -> Iterator[tuple[Path, str, str]]:
    """Each file with its source and title: its name, and more of its path where that is no name of one file alone."""
    named = [(path, source or source_of(path)) for path in paths]
    known = Counter((kind, _title(path)) for path, kind in named)
    for path, kind in named:
        alone = known[kind, _title(path)] == 1
        yield path, kind, _title(path) if alone else "/".join(path.absolute().parts[-2:])


def _title(path: Path) -> str:
    return path.stem.replace("_", " ")


def _demo(data: Path) -> dict[str, Any]:
    """What demo.json tells. Raises CannotSend."""
    file = data / "demo.json"
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as missing:
        raise CannotSend(
            f"{file} cannot be read; open a house with `make run` first, name its folder (DATA=… or --data) "
            "where it has another, or give --url and --key."
        ) from missing
    return told


def found(wishes: argparse.Namespace) -> tuple[str, str, str]:
    """Address, key and name of the tenant. Raises CannotSend."""
    if wishes.url and wishes.key:
        return wishes.url, wishes.key, wishes.tenant or wishes.url
    demo = _demo(wishes.data)
    names = [each["name"] for each in demo["tenants"]]
    meant = [each for each in demo["tenants"] if wishes.tenant.lower() in each["name"].lower()]
    if len(meant) != 1:
        raise CannotSend(f"--tenant must name one of {', '.join(names)}.")
    return wishes.url or demo["url"], wishes.key or meant[0]["api_key"], meant[0]["name"]


def ingest(wishes: argparse.Namespace) -> int:
    """Send everything, then tell what became of it; the exit code. Raises CannotSend."""
    sending = list(files(wishes.paths))
    if not sending:
        raise CannotSend(f"No file there that can be read ({' '.join(READABLE)}).")
    url, key, tenant = found(wishes)
    bearer = {"authorization": f"Bearer {key}"}
    failed = 0
    with httpx.Client(
        base_url=url.rstrip("/"), headers=bearer, timeout=httpx.Timeout(60, read=LONGEST_WAIT_S)
    ) as client:
        house = House(client, tenant)
        print(f"{_counted(len(sending), 'file')} for {tenant} …", flush=True)
        sent = [house.send(path, source, title) for path, source, title in titled(sending, wishes.source)]
        for one in sent:
            read, words = _outcome(house, one)
            failed += not read
            print(f"{_CLEAR}{one.path}: {words}", flush=True)
    return 1 if failed else 0


def _outcome(house: House, one: Sent) -> tuple[bool, str]:
    """Whether a file has been read in the end, and what became of it."""
    if one.document is None:
        return False, one.refused
    document = one.document
    for state in house.follow(document):
        document = state
        if _CLEAR:  # on a terminal, how far it is, on a line that the next one takes the place of
            so_far = f"{document['status']} {document['done']}/{document['total'] or '…'}"
            print(f"{_CLEAR}{one.path}: {so_far}", end="", flush=True)
    if document["status"] == "failed":
        return False, document["problem"]["message"]
    left_out = f", {_counted(document['quarantined'], 'span')} quarantined" if document["quarantined"] else ""
    where = f"“{document['title']}” ({document['source']}, {document['language']})"
    return True, f"{_counted(document['passages'], 'passage')} in {where}{left_out}"


# --- a call -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Called:
    """Whom a call is for."""

    url: str
    key: str
    agent_id: str
    agent: str
    tenant: str


def called(wishes: argparse.Namespace) -> Called:
    """The first agent of the type, or name, that is wished for. Raises CannotSend."""
    if wishes.url and wishes.key:
        return Called(wishes.url, wishes.key, wishes.agent, wishes.agent, wishes.tenant or wishes.url)
    demo, there = _demo(wishes.data), []
    for tenant in demo["tenants"]:
        for agent in tenant["agents"]:
            there.append(f"{agent['type']} of {tenant['name']} ({agent['name']})")
            meant = wishes.agent in (agent["type"], agent["name"], agent["agent_id"])
            if meant and wishes.tenant.lower() in tenant["name"].lower():
                url = wishes.url or demo["url"]
                return Called(url, wishes.key or tenant["api_key"], agent["agent_id"], agent["name"], tenant["name"])
    wished = wishes.agent + (f" of {wishes.tenant}" if wishes.tenant else "")
    raise CannotSend(f"There is no {wished}; --agent and --tenant may name one of: {', '.join(there)}.")


def sound(file: Path) -> Wav:
    """A WAV file that can be played into a call. Raises CannotSend."""
    if not file.is_file():
        raise CannotSend(f"{file} is not there.")
    try:
        wav = from_wav(file.read_bytes())
    except NotSound as wrong:
        raise CannotSend(f"{file} cannot be played. {wrong}") from None
    if not wav.pcm:
        raise CannotSend(f"{file} cannot be played. The WAV file has no sound in it.")
    if wav.rate not in RATES:
        raise CannotSend(
            f"{file} cannot be played. It has {wav.rate} samples a second; a call takes {RATES[0]} to {RATES[-1]}."
        )
    return wav


def call(wishes: argparse.Namespace) -> int:
    """Play a file to an agent, write the answer and tell how it went; the exit code. Raises CannotSend."""
    wav, whom = sound(wishes.file), called(wishes)
    out: Path = wishes.out or Path(f"{wishes.file.stem}-answered.wav")
    if out.resolve() == wishes.file.resolve():
        raise CannotSend(f"--out names {out}, which is to be played; choose another file.")
    if not out.parent.is_dir():
        raise CannotSend(f"--out names a file in {out.parent}, which is not there.")
    captions = None if wishes.json else _Captions()
    if captions:
        print(f"Calling {whom.agent} of {whom.tenant} …", flush=True)
    try:
        over = asyncio.run(_called(wav, whom, wishes, captions))
    except NotConnected as refused:
        raise CannotSend(f"The house at {whom.url} does not take the call: {refused}") from refused
    except (OSError, WebSocketException) as dead:
        raise CannotSend(f"The house at {whom.url} does not answer ({dead}). Is it open (`make run`)?") from dead
    out.write_bytes(over.recording())
    answered = [turn for turn in over.turns if turn.reply]
    if wishes.json:
        told: dict[str, Any] = {"agent": whom.agent, "tenant": whom.tenant, "conversation_id": over.conversation_id}
        told |= {
            "why": over.why,
            "lasted_ms": over.at_ms,
            "answer": str(out),
            "turns": [asdict(turn) for turn in over.turns],
        }
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print("\n" + report(over.turns))
        if not over.turns:
            print("Nothing in the file was understood.")
        print(f"The call lasted {over.at_ms / 1000:.1f} s and ended with {over.why or 'a broken line'}.", end=" ")
        print(f"{out} has both sides of it, the caller left, the agent right.")
    return 0 if answered and over.why in ("hung_up", "goodbye", "handed_off") else 1


async def _called(wav: Wav, whom: Called, wishes: argparse.Namespace, captions: "_Captions | None") -> Call:
    """The call, when it is over. Raises NotConnected, OSError, WebSocketException."""
    looks_on = captions.tell if captions else None
    async with ringing(
        whom.url, whom.agent_id, whom.key, rate=wav.rate, language=wishes.language, told=looks_on
    ) as line:
        if not wishes.at_once:
            await line.greeted()
        await line.plays(wav.pcm)
        end_ms = line.at_ms
        await line.until(lambda: _nothing_follows(line, end_ms), ANSWERED_MS)
    return line


def _nothing_follows(line: Call, end_ms: int) -> bool:
    """Whether all that was said has been answered, and heard to its end."""
    if line.turns and not line.settled(500):
        return False
    spoke_ms = min(line.spoke_ms, end_ms)
    taken = bool(line.turns) and line.turns[-1].at_ms >= spoke_ms
    return taken or line.at_ms - max(end_ms, line.partial_ms) >= UNDERSTOOD_MS


class _Captions:
    """What is said, a line for each, as it comes."""

    def __init__(self) -> None:
        self.reply: dict[str, str] = {}

    def tell(self, at_ms: int, event: dict[str, Any]) -> None:
        """Show an event of the call, where it says something."""
        shown: dict[str, Callable[[], str]] = {
            "utterance": lambda: f"caller  {event['text']}",
            "clause": lambda: f"agent   {event['text'].strip()}",
            "line": lambda: f"agent   {event['text']}",
            "filler": lambda: f"agent   {event['text']}",
            "receipt": lambda: f"        [{event['operation']}: {_plainly(event['facts'])}]",
            "handed_off": lambda: f"        [handed over to a person: {event['reason']}]",
            "interrupted": lambda: "        [the caller interrupts]",
            "silence": lambda: "        [nobody speaks, and the agent asks]",
            "error": lambda: f"        [{event['field']} {event['message']}]",
        }
        name = event["event"]
        if name == "transcript_partial" and _CLEAR and not event["final"]:
            print(f"{_CLEAR}{at_ms / 1000:6.1f} s  caller  {event['text']} …", end="", flush=True)
        elif name in shown:
            print(f"{_CLEAR}{at_ms / 1000:6.1f} s  {shown[name]()}", flush=True)


LATENCIES = {
    "final_words_ms": "final words",
    "turn_start_ms": "turn begins",
    "first_token_ms": "first token",
    "first_clause_ms": "clause",
    "first_audio_ms": "voice",
    "first_sent_ms": "sent",
    "first_heard_ms": "mark back",
}
"""What the house tells of a turn, and how the report calls it."""


def report(turns: Sequence[Turn]) -> str:
    """The turns as a table in Markdown: milliseconds after the caller's last speech; `heard` is this side's own measure."""
    if not turns:
        return ""
    lines = []
    for n, turn in enumerate(turns, 1):
        lines += [f"{n}. caller: {turn.words}", f"   agent:  {turn.reply or '(nothing)'}"]
        if turn.outcome == "interrupted":
            lines.append(f"   [heard to “{turn.reply[: turn.heard][-30:]}”]")
        lines += [f"   [{receipt['operation']}: {_plainly(receipt['facts'])}]" for receipt in turn.receipts]
        lines += [f"   [handed over to a person: {turn.handed_off}]"] if turn.handed_off else []
    names = [*LATENCIES.values(), "heard"]
    lines += ["", f"| turn | {' | '.join(names)} |", f"| ---: |{' ---: |' * len(names)}"]
    for n, turn in enumerate(turns, 1):
        times = [*(turn.latency.get(name) for name in LATENCIES), turn.gap_ms]
        lines.append(f"| {n} | {' | '.join('' if ms is None else f'{ms:.0f}' for ms in times)} |")
    return "\n".join([*lines, ""])


def _plainly(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value not in (None, "", [], {}))


# --- from the command line --------------------------------------------------------------------------------------------


def _counted(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"


_CLEAR = "\r\x1b[K" if sys.stdout.isatty() else ""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    reader = argparse.ArgumentParser(
        prog="python -m switchboard", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = reader.add_subparsers(dest="command", required=True)
    one = commands.add_parser("ingest", help="give files and folders to the agents to read")
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    one.add_argument("--source", choices=SOURCES, help="what all of them are")
    one.set_defaults(does=ingest, broken_off="what was sent is read all the same.")
    two = commands.add_parser("call", help="play a WAV file to an agent and keep the answer")
    two.add_argument("file", type=Path, metavar="FILE.wav", help="8 to 48 kHz, one channel or more")
    two.add_argument("--agent", default="receptionist", help="an agent's type, name or id")
    two.add_argument("--language", choices=("en", "de"), default="", help="another language than the agent's")
    two.add_argument("--out", type=Path, help="where the call is written (FILE-answered.wav)")
    two.add_argument("--at-once", action="store_true", help="speak over the greeting")
    two.add_argument("--json", action="store_true", help="tell the report as JSON, and nothing else")
    two.set_defaults(does=call, broken_off="hung up.")
    for each in (one, two):
        each.add_argument("--tenant", default="", help="a part of the tenant's name")
        each.add_argument(
            "--data", type=Path, default=Path(os.environ.get("DATA") or ".data"), help="the house's folder"
        )
        each.add_argument("--url", default="", help="another address than demo.json says")
        each.add_argument("--key", default="", help="another key than demo.json says")
    wishes = reader.parse_args(words)
    try:
        return int(wishes.does(wishes))
    except (CannotSend, OSError) as nothing:
        print(f"switchboard: {nothing}", file=sys.stderr)
    except httpx.HTTPError as dead:
        print(f"switchboard: the house does not answer ({dead}). Is it open (`make run`)?", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\nswitchboard: {wishes.broken_off}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
