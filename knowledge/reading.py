"""Reading: the bytes of a file in, its passages out.

A file comes from anyone, and the libraries that take formats apart are large: they run in a process of their own
(knowledge/parsing.py) that has a limit of memory and time, no secrets in its environment and nothing to write to, and
that a cancelled job takes along. Whatever the file does there, the caller gets a `Document` or an `Unreadable`.
What in the text speaks to a machine instead of a reader, or is not to be seen, is in no passage: it is quarantined.
"""

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args
from weakref import WeakKeyDictionary

log = logging.getLogger(__name__)

Kind = Literal["pdf", "docx", "xlsx", "html", "markdown", "text", "csv"]
Reason = Literal[
    "empty",  # no bytes, or no words
    "too_large",  # bytes
    "too_many_pages",
    "too_long",  # characters
    "too_many_rows",
    "too_many_columns",
    "too_deep",  # nesting
    "bomb",  # unpacks to more than anybody would write
    "encrypted",
    "damaged",  # cut short or broken
    "macros",
    "wrong_type",  # the name says another format than the content
    "unsupported",
    "encoding",  # text whose encoding cannot be told
    "no_text",  # a scan
    "too_demanding",  # of time or memory
]
Suspicion = Literal["instruction", "disguise", "hidden"]
"""Why a span is quarantined: it tells a machine what to do, it looks like a part of a machine's conversation (a role,
a call of a tool), or a reader of the document does not see it."""


class Unreadable(Exception):
    """A file that was not read: why, for a machine and for the person who sent it."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.message = message


@dataclass(frozen=True)
class Limits:
    """What a file may ask for. Beyond any of it, it is refused."""

    bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    ratio: int = 200
    """Bytes out of one byte in; ordinary office files stay below 40."""
    pages: int = 500
    characters: int = 2_000_000
    rows: int = 20_000
    columns: int = 200
    nesting: int = 100
    seconds: int = 60
    """Of computing; a busy machine may take `PATIENCE` times as long."""
    memory_bytes: int = 1 << 30


@dataclass(frozen=True)
class Passage:
    """A piece of a document that a reply may lean on, 40 to 200 tokens where the document has that many together."""

    n: int
    title: str
    """The path of its headings: "Menu › Starters"."""
    content: str
    page: int | None = None
    row: int | None = None
    """Counted from 1, as a spreadsheet shows it."""


@dataclass(frozen=True)
class Quarantined:
    """A span that is in no passage, for the operator to look at."""

    reason: Suspicion
    text: str
    page: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class Document:
    """What was read from one file."""

    title: str
    language: str
    """en or de"""
    kind: Kind
    passages: tuple[Passage, ...]
    quarantined: tuple[Quarantined, ...] = ()
    pages: int | None = None
    pictures: tuple[int, ...] = field(default=())
    """Pages without a letter on them: what they show was not read."""


LIMITS: Final = Limits()
PATIENCE: Final = 4
AT_ONCE: Final = 2
"""Files read at the same time; with `Limits.memory_bytes` this bounds what reading takes of the machine."""
_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_PIECE = 1 << 18
_HOUSE = Path(__file__).resolve().parent.parent


async def read(content: bytes, *, filename: str, declared: str | None = None, limits: Limits = LIMITS) -> Document:
    """Take a file apart. `declared` is the media type that came with it, believed only where the name says nothing.

    Raises Unreadable, and nothing else.
    """
    if not content or content.isspace():
        raise Unreadable("empty", "The file is empty. Check that it was saved, and upload it again.")
    if len(content) > limits.bytes:
        raise Unreadable(
            "too_large",
            f"The file has {_megabytes(len(content))}; {_megabytes(limits.bytes)} are allowed. "
            "Leave out pictures, or divide it into several files.",
        )
    asked = json.dumps({"filename": filename, "declared": declared, "limits": asdict(limits)}).encode()
    async with _rooms.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        told = await _in_a_process(asked + b"\n", content, limits)
    return _understood(told)


async def _in_a_process(asked: bytes, content: bytes, limits: Limits) -> bytes:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "knowledge.parsing",
        cwd=_HOUSE,
        env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in the server's terminal is the server's business: the file is not to blame
    )
    try:
        assert child.stdin is not None and child.stdout is not None
        coming = asyncio.gather(child.stdout.read(), _hand_over(child.stdin, asked, content), child.wait())
        told, _, _ = await asyncio.wait_for(coming, PATIENCE * limits.seconds)
    except TimeoutError:
        raise _too_demanding() from None
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await asyncio.shield(child.wait())
    if child.returncode != 0:
        log.warning("a file was too much for its reader", extra={"exit": child.returncode})
        raise _too_demanding()
    return told


async def _hand_over(stdin: asyncio.StreamWriter, *parts: bytes) -> None:
    """Write piece by piece: a large file is never there a second time as a buffer. A process that hears no more is fine."""
    with suppress(BrokenPipeError, ConnectionResetError):
        for part in parts:
            for n in range(0, len(part), _PIECE):
                stdin.write(part[n : n + _PIECE])
                await stdin.drain()
    stdin.close()


def _understood(told: bytes) -> Document:
    """What the process says, checked, as a process that a file has got hold of could say anything."""
    try:
        answer: dict[str, Any] = json.loads(told)
        if "reason" in answer:
            reason = answer["reason"]
            raise Unreadable(reason if reason in get_args(Reason) else "damaged", str(answer["message"]))
        return Document(
            title=str(answer["title"]),
            language="de" if answer["language"] == "de" else "en",
            kind=answer["kind"],
            passages=tuple(Passage(**one) for one in answer["passages"]),
            quarantined=tuple(Quarantined(**one) for one in answer["quarantined"]),
            pages=answer["pages"],
            pictures=tuple(answer["pictures"]),
        )
    except (ValueError, KeyError, TypeError):
        raise Unreadable(
            "damaged", "The file is damaged. Open it in the program it was made with and save it anew."
        ) from None


def _too_demanding() -> Unreadable:
    return Unreadable(
        "too_demanding",
        "Reading the file takes more time or memory than is allowed. Save it anew, simpler, or divide it.",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
