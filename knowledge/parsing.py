"""The process that a file is taken apart in: one file on the standard input, JSON on the standard output.

First comes a line of JSON (filename, declared, limits), then the file. `parse` is all there is to it; the rest takes
away what a parser that has got out of hand could use.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from knowledge import blocks, kinds, quarantine
from knowledge.blocks import Block
from knowledge.reading import Document, Limits, Passage, Quarantined, Unreadable
from language import detect


def parse(content: bytes, filename: str, declared: str | None, limits: Limits) -> Document:
    """Take a file apart. Raises Unreadable, and whatever else a broken file makes its library raise."""
    kind = kinds.kind(content, filename, declared, limits)
    pages: int | None = None
    pictures: tuple[int, ...] = ()
    given: str | None
    found: Iterable[Block]
    if kind == "pdf":
        from knowledge import pages as pdf

        given, found, pages, pictures = pdf.blocks(content, limits)
    elif kind == "docx":
        from knowledge import office

        given, found = office.docx_blocks(content, limits)
    elif kind == "xlsx":
        from knowledge import office

        given, found = office.xlsx_blocks(content, limits)
    else:
        from knowledge import markup

        given, found = markup.READERS[kind](kinds.decoded(content), limits)

    quarantined: list[Quarantined] = []
    kept = list(quarantine.sift(_bounded(found, limits), quarantined))
    title = _title(given, kept, filename)
    passages: list[Passage] = []
    for passage in blocks.passages(kept, title):
        if (reason := quarantine.strong(f"{passage.title}\n{passage.content}")) is None:
            passages.append(Passage(len(passages), passage.title, passage.content, passage.page, passage.row))
        else:
            quarantined.append(Quarantined(reason, passage.content, passage.page, passage.row))
    if not passages and not quarantined:
        raise Unreadable("empty", "The file has no text. Check that it was saved, and upload it again.")
    return Document(title, _language(passages), kind, tuple(passages), tuple(quarantined), pages, pictures)


def _bounded(found: Iterable[Block], limits: Limits) -> Iterator[Block]:
    """The blocks with their text cleaned, empty ones left out, until they are too many."""
    characters = rows = 0
    for block in found:
        text = blocks.clean(block.text)
        if block.kind == "heading":
            text = text.replace("\n", " ")
        if not any(sign.isalnum() for sign in text) and not (block.kind == "heading" and not text):
            continue
        characters += len(text)
        rows += block.kind == "row"
        if characters > limits.characters:
            raise Unreadable(
                "too_long", f"The text is longer than {limits.characters:,} characters. Divide it into several files."
            )
        if rows > limits.rows:
            raise too_many_rows(limits)
        yield Block(block.kind, text, block.level, block.page, block.row, block.alone, block.hidden)


def too_many_rows(limits: Limits) -> Unreadable:
    return Unreadable("too_many_rows", f"The table has more than {limits.rows:,} rows. Divide it into several files.")


_NO_TITLE = re.compile(
    r"(?i)microsoft word|^\(?anonymous\)?$|untitled|unbenannt|ohne titel|document\d*|dokument\d*|\.\w{2,4}$|^\W*$"
)


def _title(given: str | None, kept: list[Block], filename: str) -> str:
    """The highest heading that the document begins with, what it says of itself, or the name of the file."""
    first = next((block for block in kept[:3] if block.kind == "heading" and block.level == 1 and block.text), None)
    stem = blocks.clean(PurePath(filename.replace("\\", "/")).stem.replace("_", " ")).replace("\n", " ")
    for title in (first.text if first else None, given, stem):
        title = blocks.clean(title or "").replace("\n", " ")[:200]
        if not title or (title == given and _NO_TITLE.search(title)) or quarantine.suspicion(title):
            continue
        return title
    return "Document"


def _language(passages: list[Passage]) -> str:
    """The larger part of up to two hundred samples has it, spread over the document; those in doubt have no vote."""
    text = "\n".join(f"{one.title}\n{one.content}" for one in passages)
    every = max(_SAMPLE, len(text) // 200)
    samples = [text[start : start + _SAMPLE] for start in range(0, len(text), every)]
    german = sum(detect.detect(sample, "en") == "de" for sample in samples)
    english = sum(detect.detect(sample, "de") == "en" for sample in samples)
    return detect.detect(samples[0]) if samples and german == english else "de" if german > english else "en"


_SAMPLE = 1_500


def main() -> int:
    """Read one file, tell what came of it. Exit code 0 unless the process itself gave way."""
    out = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # no library's print may come between
        os.dup2(nowhere.fileno(), 1)
    asked = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    _confine(limits)
    content = sys.stdin.buffer.read()
    out.write(json.dumps(answer(content, asked["filename"], asked["declared"], limits)).encode())
    out.close()
    return 0


def answer(content: bytes, filename: str, declared: str | None, limits: Limits) -> dict[str, Any]:
    """The document, or the reason why there is none; whatever the file does to the libraries."""
    try:
        return asdict(parse(content, filename, declared, limits))
    except Unreadable as unreadable:
        refused = unreadable
    except MemoryError:
        refused = Unreadable(
            "too_demanding", "Reading the file takes more memory than is allowed. Save it anew, simpler, or divide it."
        )
    except RecursionError:
        refused = too_deep()
    except Exception:  # whatever a library makes of a broken file
        refused = kinds.damaged("The file is damaged")
    return {"reason": refused.reason, "message": refused.message}


def too_deep() -> Unreadable:
    return Unreadable("too_deep", "The file is nested too deep to be a document. Save it anew, simpler.")


def _confine(limits: Limits) -> None:
    """No more memory and time than allowed, no file written, and others first."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        os.nice(10)


if __name__ == "__main__":
    sys.exit(main())
