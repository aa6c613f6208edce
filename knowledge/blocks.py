"""Blocks: what every format is taken apart into, and the passages they become.

A passage never crosses a heading. Within a section, blocks are put together while they fit; a list stays with the line
that introduces it; a row of a table carries the names of its columns and can stand anywhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.reading import Passage

LONGEST = 700
"""Characters of a passage: about 170 tokens, which every model reads to the end, and no more than a reply can use."""
SHORTEST = 160
"""Characters that a passage should have where its section has them."""
LONGEST_TITLE = 200
LOWEST = 9
"""The level of a heading below all others."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table, in the order of the document.

    A heading without text ends all sections: what follows stands under the document's title.
    """

    kind: Literal["heading", "text", "item", "row"]
    text: str
    level: int = 0
    """Of a heading: 1 the highest."""
    page: int | None = None
    row: int | None = None
    alone: bool = False
    """A passage by itself."""
    hidden: bool = False
    """Nobody who looks at the document sees it."""


_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """One space between words, no empty lines, nothing that cannot be stored or shown."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n"))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def passages(blocks: Iterable[Block], title: str) -> Iterator[Passage]:
    """The passages of a document, numbered from 0; under the document's title where there is no heading above."""
    n = 0
    for path, section in _sections(blocks):
        named = " › ".join(path) or title
        for content, first in _packed(section):
            yield Passage(n, _short(named), content, first.page, first.row)
            n += 1


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[list[str], list[Block]]]:
    """Each run of blocks with the headings above it. Headings with nothing under them are themselves a section."""
    path: list[tuple[int, str]] = []
    section: list[Block] = []
    bare: list[Block] = []  # headings that have nothing under them yet

    for block in blocks:
        if block.kind != "heading":
            bare.clear()
            section.append(block)
            continue
        if section:
            yield [text for _, text in path], section
            section = []
        if bare and bare[-1].level >= block.level:
            above = [text for level, text in path if level < bare[-1].level]
            yield above, [Block("text", bare.pop().text, page=block.page, row=block.row)]
        path = [step for step in path if step[0] < block.level]
        bare.clear()
        if block.text:
            path.append((block.level, block.text))
            bare.append(block)
    if section:
        yield [text for _, text in path], section
    elif bare:
        yield (
            [text for level, text in path if level < bare[-1].level],
            [Block("text", bare[-1].text, page=bare[-1].page)],
        )


def _packed(section: list[Block]) -> Iterator[tuple[str, Block]]:
    """The contents of a section's passages, each with the block it begins in."""
    together: list[tuple[str, Block]] = []
    for group in _groups(section):
        if group[0][1].alone:
            yield from _balanced(together)
            together = []
            yield from group
        else:
            together += group
    yield from _balanced(together)


def _groups(section: list[Block]) -> Iterator[list[tuple[str, Block]]]:
    """Pieces that fit into a passage: lists with their introduction as one piece if it does."""
    at = 0
    while at < len(section):
        block = section[at]
        end = at + 1
        if block.kind == "item" or (block.text.endswith(":") and end < len(section) and section[end].kind == "item"):
            while end < len(section) and section[end].kind == "item":
                end += 1
        listed = [_line(one) for one in section[at:end]]
        at, begun = end, at
        whole = "\n".join(listed)
        if len(whole) <= LONGEST:
            yield [(whole, block)]
            continue
        intro = listed[0] if end - begun > 1 and block.kind != "item" and len(listed[0]) <= SHORTEST else ""
        rest = list(zip(listed, section[begun:end], strict=True))[1 if intro else 0 :]
        if not intro:
            yield [(piece, one) for line, one in rest for piece in _pieces(line, LONGEST)]
            continue
        room = LONGEST - len(intro) - 1
        pieces = [(piece, one) for line, one in rest for piece in _pieces(line, room)]
        yield [(f"{intro}\n{part}", one) for part, one in _balanced(pieces, room)]


def _line(block: Block) -> str:
    return f"- {block.text}" if block.kind == "item" else block.text


def _balanced(pieces: list[tuple[str, Block]], room: int = LONGEST) -> Iterator[tuple[str, Block]]:
    """Pieces joined into as few parts as hold them, of about equal length, so that none is a crumb."""
    left = sum(len(piece) + 1 for piece, _ in pieces)
    part, first = "", None
    parts_left = max(1, -(-left // room))
    aim = left / parts_left
    for piece, block in pieces:
        longer = len(part) + 1 + len(piece)
        full = part and (longer > room or (len(part) >= max(SHORTEST, 0.75 * aim) and longer > 1.15 * aim))
        if full and first is not None:
            yield part, first
            part, first = "", None
        part, first = (f"{part}\n{piece}", first) if part else (piece, block)
    if part and first is not None:
        yield part, first


def _pieces(line: str, room: int) -> Iterator[str]:
    """A line cut after sentences, then between words, where it is longer than a passage."""
    if len(line) <= room:
        yield line
        return
    piece = ""
    for sentence in re.split(r"(?<=[.!?;:])\s+", line):
        while len(sentence) > room:
            space = sentence.rfind(" ", 1, room + 1)
            cut = space if space > 0 else room
            if piece:
                yield piece
                piece = ""
            yield sentence[:cut]
            sentence = sentence[cut:].strip()
        if piece and len(piece) + 1 + len(sentence) > room:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
