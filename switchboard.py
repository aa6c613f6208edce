"""The operator's command, for a house that is open: `python -m switchboard ingest PATH… --tenant NAME`.

Hands files, and the files of folders, to the agents over HTTP, follows each until it has been read, and says in a line
what became of it. Address and key come from DATA/demo.json, or are given. A folder named `pdf`, `menu`, `listing` or
`policy` says what the files in it are.

    --tenant NAME        whose documents: a part of the tenant's name, as demo.json has it
    --source SOURCE      what all of them are
    --url URL --key KEY  another house, with an operator's key, in place of demo.json

Ends with 0 when every file has been read, with 1 when one was refused or could not be, with 2 when none was sent.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

SOURCES = ("pdf", "menu", "listing", "policy")
READABLE = (".pdf", ".docx", ".xlsx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", ".csv", ".tsv")
"""Endings of what is taken from a folder. A file that is named itself is always sent."""
LONGEST_WAIT_S = 300.0
"""Without a word about a document's progress."""
AGAIN = 5
"""How often a broken line is taken up again."""


class CannotSend(Exception):
    """Nothing can be sent; the message is one sentence that says what to do."""


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


def found(wishes: argparse.Namespace) -> tuple[str, str, str]:
    """Address, key and name of the tenant. Raises CannotSend."""
    if wishes.url and wishes.key:
        return wishes.url, wishes.key, wishes.tenant or wishes.url
    file = wishes.data / "demo.json"
    try:
        demo = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as missing:
        raise CannotSend(
            f"{file} cannot be read; open a house with `make run` first, name its folder (DATA=… or --data) "
            "where it has another, or give --url and --key."
        ) from missing
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
    one.add_argument("--tenant", default="", help="a part of the tenant's name")
    one.add_argument("--source", choices=SOURCES, help="what all of them are")
    one.add_argument("--data", type=Path, default=Path(os.environ.get("DATA") or ".data"), help="the house's folder")
    one.add_argument("--url", default="", help="another address than demo.json says")
    one.add_argument("--key", default="", help="another key than demo.json says")
    wishes = reader.parse_args(words)
    try:
        return ingest(wishes)
    except (CannotSend, OSError) as nothing:
        print(f"switchboard: {nothing}", file=sys.stderr)
    except httpx.HTTPError as dead:
        print(f"switchboard: the house does not answer ({dead}). Is it open (`make run`)?", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nswitchboard: what was sent is read all the same.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
