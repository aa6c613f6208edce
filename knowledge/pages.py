"""PDF as blocks: letters at places, put back into lines, columns, headings, lists and tables.

A PDF says where each letter stands and little more. pdfminer finds the letters; pdfplumber finds tables by their lines.
Letters are sorted into lines, lines into columns where a gap runs down the page between two texts, and what is larger
or bolder than the rest and short is a heading. Letters that nobody sees (drawn invisibly, white on nothing, a point
high, off the page) come out as hidden blocks.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any

import pdfplumber
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page

from knowledge import kinds, tables
from knowledge.blocks import Block
from knowledge.reading import Limits, Unreadable

_TINY = 2.5
"""Points: smaller letters are not meant for eyes."""
_INVISIBLE = 3
"""The text rendering mode of letters that are not drawn (ISO 32000-1, 9.3.6); scanners lay them over pictures."""
_MOST_LETTERS = 60_000
"""Letters of one page; a page of small print has 8,000."""
_MOST_LINES_DRAWN = 4_000
"""Lines drawn on a page that are still looked through for tables."""


@dataclass(slots=True)
class Letter:
    """A letter and where it stands, in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass
class Line:
    """Letters beside each other without a wide gap."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    parts: list["Line"] = field(default_factory=list)
    """Of a line put together over gaps: what stood between them."""


@dataclass
class Laid:
    """A page: its columns from top to bottom, each lines and tables, and what is not to be seen."""

    number: int
    flow: list["Line | Table"]
    hidden: str
    letters: int
    has_picture: bool
    height: float


@dataclass
class Table:
    """A table and where it stands."""

    rows: list[list[str]]
    x0: float
    x1: float
    top: float
    bottom: float


def blocks(content: bytes, limits: Limits) -> tuple[str | None, Iterable[Block], int, tuple[int, ...]]:
    """The title, the blocks, the number of pages, and the pages that are pictures only."""
    logging.disable(logging.CRITICAL)  # pdfminer tells of every oddity
    try:
        pdf = pdfplumber.open(io.BytesIO(content))
    except Exception as broken:
        if isinstance(broken.__cause__ or broken.__context__, PDFPasswordIncorrect | PDFEncryptionError) or any(
            isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in broken.args
        ):
            raise kinds.encrypted() from broken
        raise kinds.damaged("The PDF is broken") from broken
    laid: list[Laid] = []
    letters = 0
    for number, found in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        if number > limits.pages:
            raise Unreadable(
                "too_many_pages", f"The PDF has more than {limits.pages} pages. Divide it into several files."
            )
        laid.append(_laid(pdf, found, number))
        letters += laid[-1].letters
        if letters > limits.characters:
            raise Unreadable(
                "too_long", f"The text is longer than {limits.characters:,} characters. Divide it into several files."
            )
    if not laid:
        raise kinds.damaged("The PDF has no pages")
    pictures = tuple(page.number for page in laid if not page.letters and page.has_picture)
    if not letters and not any(page.hidden for page in laid):
        if pictures:
            raise Unreadable(
                "no_text",
                "The PDF has no text, only pictures of pages (a scan). Run text recognition (OCR) on it, "
                "or export it from the program it was written in.",
            )
        raise Unreadable("empty", "The PDF has no text. Check that it was saved, and upload it again.")
    _check_letters(laid)
    title = pdf.metadata.get("Title")
    return title if isinstance(title, str) else None, _blocks(laid), len(laid), pictures


def _check_letters(laid: list[Laid]) -> None:
    """Fonts that do not say which letters they draw give text that nobody can read."""
    text = "".join(one.text for page in laid for one in page.flow if isinstance(one, Line))
    unknown = len(re.findall(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]", text))
    if unknown * 4 > len(re.sub(r"\(cid:\d+\)", "x", text)) > 0:
        raise Unreadable(
            "no_text",
            "The PDF does not say which letters it draws, so that its text cannot be read. "
            "Export it anew from the program it was written in, or run text recognition (OCR) on it.",
        )


# --- letters ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Drawn:
    """A letter as the page draws it, in points from the bottom left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    matrix: tuple[float, ...]
    fontname: str
    color: Any
    mode: int


class _Device(PDFPageAggregator):
    """Collects letters without pdfminer's object for each, which takes as long as all the rest; and how they are drawn."""

    def __init__(self, resources: Any, number: int) -> None:
        super().__init__(resources, pageno=number, laparams=None)
        self.letters: list[Drawn] = []
        self.mode = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:
        self.mode = textstate.render
        super().render_string(textstate, *rest)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        if len(self.letters) > _MOST_LETTERS:
            raise Unreadable(
                "too_long", f"Page {self.pageno} has more letters than anybody could read. Save it anew, simpler."
            )
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = f"(cid:{cid})"
        width = font.char_width(cid)
        if font.is_vertical():
            whole = LTChar(matrix, font, fontsize, scaling, rise, text, width, font.char_disp(cid), ncs, graphicstate)
            advance, (x0, y0, x1, y1) = whole.adv, whole.bbox
        else:
            advance = width * fontsize * scaling
            low = font.get_descent() * fontsize + rise
            a, b, c, d, e, f = matrix
            xs = (
                e + c * low,
                e + a * advance + c * low,
                e + c * (low + fontsize),
                e + a * advance + c * (low + fontsize),
            )
            ys = (
                f + d * low,
                f + b * advance + d * low,
                f + d * (low + fontsize),
                f + b * advance + d * (low + fontsize),
            )
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        self.letters.append(Drawn(text, x0, y0, x1, y1, matrix, str(font.fontname), graphicstate.ncolor, self.mode))
        return float(advance)


def _laid(pdf: Any, found: PDFPage, number: int) -> Laid:
    device = _Device(pdf.rsrcmgr, number)
    PDFPageInterpreter(pdf.rsrcmgr, device).process_page(found)
    layout = device.get_result()
    shapes: list[Any] = []
    pictures: list[Any] = []
    _sort(layout, shapes, pictures, 0)

    height, (left, low, right, high) = layout.height, layout.bbox
    covered = sum(picture.width * picture.height for picture in pictures) > 0.5 * layout.width * height
    grounds = [shape for shape in shapes if shape.fill and not _is_white(shape.non_stroking_color)] + pictures
    seen: list[Letter] = []
    turned: dict[int, list[Letter]] = {}
    unseen: list[Letter] = []
    for one in device.letters:
        a, b = one.matrix[:2]
        wide, tall = one.x1 - one.x0, one.y1 - one.y0
        letter = Letter(one.text, one.x0, one.x1, high - one.y1, high - one.y0, tall, _is_bold(one.fontname))
        outside = one.x1 < left or one.x0 > right or one.y1 < low or one.y0 > high
        invisible = one.mode == _INVISIBLE and not covered
        white = one.mode in (0, 4) and _is_white(one.color)
        if outside or invisible or max(wide, tall) < _TINY or (white and not _on_any(one, grounds)):
            unseen.append(letter)
        elif a > 0 and abs(b) < a:
            seen.append(letter)
        elif abs(b) > abs(a):
            up = (one.y0, one.y1, one.x0, one.x1) if b > 0 else (-one.y1, -one.y0, -one.x1, -one.x0)
            turned.setdefault(1 if b > 0 else 2, []).append(Letter(one.text, *up, wide, letter.bold))
        else:
            letter = Letter(one.text, -one.x1, -one.x0, one.y0, one.y1, tall, letter.bold)
            turned.setdefault(3, []).append(letter)

    inside = _tables(Page(pdf, found, number), layout, seen, len(shapes)) if seen else []
    lines = _lines([letter for letter in seen if not any(_within(letter, table) for table in inside)])
    flow = _ordered(lines, inside)
    for letters_turned in turned.values():
        flow += _joined(_lines(letters_turned))
    hidden = "\n".join(line.text for line in _joined(_lines(unseen)))
    return Laid(number, flow, hidden, len(seen) + sum(map(len, turned.values())), bool(pictures), height)


def _sort(item: Any, shapes: list[Any], pictures: list[Any], depth: int) -> None:
    """The shapes and pictures of a layout."""
    for one in item:
        if isinstance(one, LTImage):
            pictures.append(one)
        elif isinstance(one, LTCurve):
            shapes.append(one)
        elif isinstance(one, LTContainer) and depth < 50:
            _sort(one, shapes, pictures, depth + 1)


@lru_cache(maxsize=1_000)
def _is_bold(fontname: str) -> bool:
    return bool(re.search(r"bold|black|heavy|semibold|demi", fontname, re.IGNORECASE))


def _is_white(color: Any) -> bool:
    """In grey, RGB or CMYK, each component 0 … 1; a pattern or nothing at all is not white."""
    if color is None or color == 0 or color == (0, 0, 0) or color == (0,):
        return False
    parts = color if isinstance(color, tuple | list) else (color,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part < 0.05 for part in parts) if len(parts) == 4 else all(part > 0.95 for part in parts)


def _on_any(letter: Any, grounds: list[Any]) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return any(ground.x0 <= x <= ground.x1 and ground.y0 <= y <= ground.y1 for ground in grounds)


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(letters: list[Letter]) -> list[list[Line]]:
    """Letters as rows from top to bottom; each row is its lines from left to right."""
    rows: list[list[Letter]] = []
    middle = height = 0.0
    for letter in sorted(letters, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        if not letter.text.strip() and letter.text != " ":
            continue
        centre = (letter.top + letter.bottom) / 2
        if rows and abs(centre - middle) <= 0.45 * max(min(height, letter.size), 1):
            rows[-1].append(letter)
            if letter.size > height:
                middle, height = centre, letter.size
        else:
            rows.append([letter])
            middle, height = centre, letter.size
    return [lines for row in rows if (lines := list(_split(row)))]


def _split(row: list[Letter]) -> Iterator[Line]:
    row = sorted(row, key=lambda one: one.x0)
    words: list[Letter] = []
    text = ""
    end = 0.0
    for letter in row:
        if (
            words
            and letter.text == words[-1].text
            and letter.x0 - words[-1].x0 < 0.2 * letter.size
            and letter.text != " "
        ):
            continue  # drawn twice to look bold
        gap = letter.x0 - end if words else 0.0
        if words and gap > 1.6 * letter.size and text.strip():
            yield _line(text, words)
            words, text = [], ""
        elif words and gap > 0.18 * letter.size and not text.endswith(" ") and letter.text != " ":
            text += " "
        if letter.text == " ":
            if text and not text.endswith(" "):
                text += " "
            if not words:
                continue
        else:
            text += letter.text
            words.append(letter)
            end = max(end, letter.x1) if len(words) > 1 else letter.x1
    if words and text.strip():
        yield _line(text, words)


_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…{2,}\s*|\s*_{4,}\s*")


def _line(text: str, letters: list[Letter]) -> Line:
    bold = sum(letter.bold for letter in letters) > 0.8 * len(letters)
    size = Counter(round(letter.size * 2) / 2 for letter in letters).most_common(1)[0][0]
    return Line(
        _LEADER.sub(" ", text).strip(),
        min(letter.x0 for letter in letters),
        max(letter.x1 for letter in letters),
        min(letter.top for letter in letters),
        max(letter.bottom for letter in letters),
        size,
        bold,
    )


def _joined(rows: list[list[Line]]) -> list[Line]:
    """Each row as one line, gaps and all."""
    return [_over_gaps(row) for row in rows]


def _over_gaps(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    return Line(
        " ".join(line.text for line in row),
        row[0].x0,
        max(line.x1 for line in row),
        min(line.top for line in row),
        max(line.bottom for line in row),
        max(line.size for line in row),
        all(line.bold for line in row),
        row,
    )


# --- columns ----------------------------------------------------------------------------------------------------------
_AS_COLUMN = 4
"""Rows that a gap must run through before it is one between columns."""
_A_FIGURE = re.compile(r"\W{0,2}\d[\d.,:/\-–— ]*(?:\W|EUR|Euro|Uhr|am|pm|h|kg|g|ml|cl|l|m²|%)*\s*", re.IGNORECASE)


def _ordered(rows: list[list[Line]], inside: list[Table]) -> list[Line | Table]:
    """Rows in the order they are read: band after band, in a band of columns one column after the other."""
    flow: list[Line | Table] = []
    band: list[list[Line]] = []
    waiting = sorted(inside, key=lambda table: (table.top, table.x0))

    def flush() -> None:
        flow.extend(_columns(band, 0))
        band.clear()

    for row in rows:
        top = min(line.top for line in row)
        while waiting and (waiting[0].top + waiting[0].bottom) / 2 < top:
            flush()
            flow.append(waiting.pop(0))
        band.append(row)
    flush()
    flow.extend(waiting)
    return flow


def _columns(band: list[list[Line]], depth: int) -> list[Line | Table]:
    if len(band) < _AS_COLUMN or depth > 3:
        return [*_joined(band)]
    best: tuple[int, int, int, int] | None = None
    for gap in sorted({round((a.x1 + b.x0) / 2) for row in band for a, b in pairwise(row)}):
        begun = 0
        for end in range(len(band) + 1):
            crossing = (
                end == len(band)
                or _falls_short(band, begun, end, gap)
                or any(line.x0 < gap - 2 and line.x1 > gap + 2 for line in band[end])
            )
            if not crossing:
                continue
            if end - begun >= _AS_COLUMN and _are_columns(band[begun:end], gap):
                size = end - begun
                if best is None or size > best[0]:
                    best = (size, begun, end, gap)
            begun = end if end < len(band) and _falls_short(band, begun, end, gap) else end + 1
    if best is None:
        return [*_joined(band)]
    _, begun, end, gap = best
    middle = band[begun:end]
    left = [kept for row in middle if (kept := [line for line in row if line.x1 <= gap + 2])]
    right = [kept for row in middle if (kept := [line for line in row if line.x1 > gap + 2])]
    return [
        *_columns(band[:begun], depth + 1),
        *_columns(left, depth + 1),
        *_columns(right, depth + 1),
        *_columns(band[end:], depth + 1),
    ]


def _falls_short(band: list[list[Line]], begun: int, at: int, gap: float) -> bool:
    """Does something else begin at a row: after a wide space, nothing right of the gap from there on, and rows whose
    ends are not the left column's?"""
    if at <= begun or at >= len(band):
        return False
    above, below = band[at - 1], band[at]
    space = min(line.top for line in below) - max(line.bottom for line in above)
    rest = band[at:]
    if space <= 1.8 * below[0].size or any(line.x0 > gap for row in rest for line in row):
        return False
    edge = max((line.x1 for row in band[begun:at] for line in row if line.x1 <= gap + 2), default=0.0)
    alike = sum(len(row) == 1 or abs(row[-1].x1 - edge) < 3 for row in rest)
    return 2 * alike < len(rest)


def _are_columns(rows: list[list[Line]], gap: float) -> bool:
    """Two texts beside each other, and not a text with its figures or a list of names with what they stand for?"""
    left = [_over_gaps(kept) for row in rows if (kept := [line for line in row if line.x1 <= gap + 2])]
    right = [_over_gaps(kept) for row in rows if (kept := [line for line in row if line.x1 > gap + 2])]
    if len(left) < _AS_COLUMN - 1 or len(right) < _AS_COLUMN - 1:
        return False
    if sum(bool(_A_FIGURE.match(line.text)) for line in right) > 0.3 * len(right):
        return False
    whole = max(line.x1 for line in right) - min(line.x0 for line in left)
    widths = [max(line.x1 for line in side) - min(line.x0 for line in side) for side in (left, right)]
    if min(widths) < 0.2 * whole:
        return False
    starts = Counter(round(line.x0 / 3) for line in right).most_common(1)[0][1]
    if starts < 0.5 * len(right):
        return False
    letters = [sum(len(line.text) for line in side) / len(side) for side in (left, right)]
    priced = [sum(bool(re.search(r"\d[.,]\d\d\b", line.text)) for line in side) for side in (left, right)]
    return min(letters) >= 22 or (min(priced) >= 2 and min(letters) >= 10)


# --- tables -----------------------------------------------------------------------------------------------------------


def _tables(page: Page, layout: Any, seen: list[Letter], shapes: int) -> list[Table]:
    """Tables whose cells are drawn: at least two rows and two columns, a quarter of the cells filled."""
    if not 3 <= shapes <= _MOST_LINES_DRAWN:
        return []
    page._layout = layout  # which has no letters: pdfplumber would take ten times as long over them
    x, top = page.bbox[0], page.bbox[1]
    found = []
    for table in page.find_tables():
        rows = []
        for row in table.rows:
            cells = []
            for cell in row.cells:
                box = None if cell is None else (cell[0] - x, cell[1] - top, cell[2] - x, cell[3] - top)
                cells.append("" if box is None else _in_box(seen, box))
            rows.append(cells)
        filled = sum(bool(cell) for row in rows for cell in row)
        width = max((len(row) for row in rows), default=0)
        if len(rows) < 2 or width < 2 or filled < 3 or filled * 4 < len(rows) * width:
            continue
        left, upper, right, lower = table.bbox
        found.append(Table(rows, left - x, right - x, upper - top, lower - top))
    return found


def _in_box(seen: list[Letter], box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    letters = [
        one for one in seen if left <= (one.x0 + one.x1) / 2 <= right and top <= (one.top + one.bottom) / 2 <= bottom
    ]
    return " ".join(_over_gaps(row).text for row in _lines(letters))


def _within(letter: Letter, table: Table) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
    return table.x0 <= x <= table.x1 and table.top <= y <= table.bottom


# --- blocks -----------------------------------------------------------------------------------------------------------
_LARGER = 1.12
_LONGEST_HEADING = 100
_ITEM = re.compile(r"\s*(?:[-*•‣◦▪–—·o\uf0b7\uf0a7]|\(?\d{1,2}[.)])\s+(?=\S)")
_PRICED = re.compile(r"\d[.,]\d\d\b|[€$£]\s*\d|\d\s*(?:€|EUR|Euro)")


def _blocks(laid: list[Laid]) -> Iterator[Block]:
    """The blocks of all pages; a paragraph that the end of a page cuts in two is one."""
    last: Block | None = None
    for block in _of_pages(laid):
        if last is not None and last.page == block.page and _is_price_of(last, block):
            last = replace(last, text=f"{last.text} {block.text}")
            continue
        if (
            last is not None
            and last.kind in ("text", "item")
            and block.kind == "text"
            and not (last.hidden or block.hidden)
            and last.page != block.page
            and _breaks_off(last.text, block.text)
        ):
            last = replace(last, text=f"{last.text} {block.text}")
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _is_price_of(above: Block, below: Block) -> bool:
    """A price that had no room beside its dish."""
    return (
        above.kind in ("text", "item")
        and below.kind == "text"
        and not (above.hidden or below.hidden)
        and _is_price(below.text)
        and not _PRICED.search(above.text.rsplit("\n", 1)[-1])
    )


def _is_price(text: str) -> bool:
    return bool(_PRICED.search(text) and _A_FIGURE.fullmatch(text))


def _breaks_off(above: str, below: str) -> bool:
    return not above.endswith((".", "!", "?", ":", ";")) and below[:1].islower() and not _PRICED.search(above[-12:])


def _of_pages(laid: list[Laid]) -> Iterator[Block]:
    repeated = _repeated(laid)
    lines = [one for page in laid for one in page.flow if isinstance(one, Line)]
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted({line.size for line in lines if line.size >= body * _LARGER}, reverse=True)
    levels = {size: min(n + 1, 6) for n, size in enumerate(larger)}
    names: list[str] | None = None  # of the columns of the table that the last page ended with
    told: set[str] = set()
    at_edges: list[Block] = []
    for page in laid:
        if page.hidden:
            yield Block("text", page.hidden, page=page.number, hidden=True)
        flow: list[Line | Table] = []
        for one in page.flow:
            if isinstance(one, Line) and (key := _key(one, page)) in repeated:
                words = " ".join(part.text for part in one.parts or [one] if not _PAGE_NUMBER.fullmatch(part.text))
                if key in told or not re.search(r"[^\W\d]{2}", words):
                    continue
                told.add(key)
                at_edges.append(Block("text", words, page=page.number))
                continue
            flow.append(one)
        for group in _grouped(flow, body, levels):
            if isinstance(group, Table):
                header = tables.header(group.rows)
                continued = header is None and names is not None and group is flow[0]
                if continued or (names is not None and header == names):
                    rows = group.rows[1:] if header == names else group.rows
                    yield from tables.blocks(rows, header=names, page=page.number)
                else:
                    yield from tables.blocks(group.rows, page=page.number)
                    names = header
            else:
                yield from (replace(block, page=page.number) for block in group)
        if not (flow and isinstance(flow[-1], Table)):
            names = None
    if at_edges:
        yield Block("heading", "", level=1)
        yield from at_edges


_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|seite)\W*)?[\d/\W]*(?:(?:of|von)\W*\d+\W*)?", re.IGNORECASE)


def _key(line: Line, page: Laid) -> str:
    at_edge = "top" if line.bottom < 0.12 * page.height else "bottom" if line.top > 0.88 * page.height else ""
    return f"{at_edge}:{re.sub(r'[0-9]+', '0', line.text)}" if at_edge else ""


def _repeated(laid: list[Laid]) -> set[str]:
    """Headers, footers and page numbers: what stands at the same edge of three pages, or of every page of two."""
    seen = Counter(
        key for page in laid for key in {_key(one, page) for one in page.flow if isinstance(one, Line)} if key
    )
    return {key for key, pages in seen.items() if pages >= 3 or (pages == len(laid) == 2)}


def _grouped(flow: list[Line | Table], body: float, levels: dict[float, int]) -> Iterator[Table | list[Block]]:
    """Lines that belong together as blocks."""
    together: list[Line] = []
    heading = ""  # as far as its lines have come
    for n, one in enumerate(flow):
        if isinstance(one, Table):
            yield from _ended(together)
            yield one
            continue
        following = flow[n + 1] if n + 1 < len(flow) else None
        level = _level(one, following, body, levels)
        if level:
            yield from _ended(together)
            heading = f"{heading} {one.text}" if heading else one.text
            if not _goes_on(one, following, level, body, levels, heading):
                yield [Block("heading", heading, level=level)]
                heading = ""
            continue
        if together and _parted(together[-1], one):
            yield from _ended(together)
        together.append(one)
    yield from _ended(together)


def _level(line: Line, following: Line | Table | None, body: float, levels: dict[float, int]) -> int:
    if len(line.text) > _LONGEST_HEADING or not any(sign.isalpha() for sign in line.text) or _PRICED.search(line.text):
        return 0
    if line.size in levels:
        return levels[line.size]
    if not line.bold or line.size < 0.95 * body or line.text.endswith((".", ",", ";")) or _ITEM.match(line.text):
        return 0
    if isinstance(following, Line) and following.bold and following.size == line.size:
        return 0
    return 7


def _goes_on(
    line: Line, following: "Line | Table | None", level: int, body: float, levels: dict[float, int], heading: str
) -> bool:
    """Is the next line the second half of a heading?"""
    return (
        isinstance(following, Line)
        and level < 7
        and following.size == line.size
        and len(heading) + len(following.text) < _LONGEST_HEADING
        and not _parted(line, following)
        and _level(following, None, body, levels) == level
        and line.x1 - line.x0 > 25 * line.size * 0.5
    )


def _parted(above: Line, below: Line) -> bool:
    """Is there a paragraph's end between two lines?"""
    gap = below.top - above.bottom
    if gap < -2 * above.size and _breaks_off(above.text, below.text):  # at the top of the next column
        return False
    return gap > 0.75 * max(above.size, below.size) or gap < -2 * above.size or abs(above.size - below.size) > 1


def _ended(together: list[Line]) -> Iterator[list[Block]]:
    """The blocks of lines that stand together; headings of two lines come out as one."""
    if not together:
        return
    said: list[str] = []
    for n, line in enumerate(together):
        above = together[n - 1] if n else None
        if above is None or line.top < above.top - above.size:  # a column begins
            beside = list(takewhile(lambda one, top=line.top: one.top >= top - one.size, together[n:]))  # type: ignore[misc]
            left, right = min(one.x0 for one in beside), max(one.x1 for one in beside)
        if said and above is not None and _is_price(line.text) and not _PRICED.search(above.text):
            said[-1] = f"{said[-1]} {line.text}"
            continue
        if said and above is not None and line.top < above.top - above.size:
            said[-1] = f"{said[-1]} {line.text}"
            continue
        first_word = (line.x1 - line.x0) * len(line.text.split(" ")[0]) / len(line.text)
        runs_on = (
            above is not None
            and above.x1 + max(first_word, 0.12 * (right - left)) > right
            and len(together) > 1
            and right - left > 8 * line.size
            and not above.parts
            and not _ITEM.match(line.text)
            and not _PRICED.search(above.text[-12:])
        )
        if said and (runs_on or (_ITEM.match(said[-1]) and not _ITEM.match(line.text) and line.x0 > left + 3)):
            hyphenated = re.search(r"[^\W\d_]-$", said[-1]) and line.text[:1].islower()
            said[-1] = f"{said[-1][:-1]}{line.text}" if hyphenated else f"{said[-1]} {line.text}"
        else:
            said.append(line.text)
    together.clear()
    yield list(_as_blocks(said))


def _as_blocks(said: list[str]) -> Iterator[Block]:
    plain: list[str] = []
    for text in said:
        if mark := _ITEM.match(text):
            if plain:
                yield Block("text", "\n".join(plain))
                plain = []
            yield Block("item", text[mark.end() :])
        else:
            plain.append(text)
    if plain:
        yield Block("text", "\n".join(plain))
