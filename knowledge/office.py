"""DOCX and XLSX as blocks. `knowledge/kinds.py` has looked at the archive before.

Of a Word document what it shows is read: not what is deleted, hidden, white or a point high, which comes out as hidden
blocks. Of a workbook each row of each sheet, with its numbers as the cells show them.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from knowledge import tables
from knowledge.blocks import LOWEST, Block
from knowledge.markup import tables_too_wide
from knowledge.reading import Limits, Unreadable

# --- DOCX -------------------------------------------------------------------------------------------------------------
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VAL = f"{_W}val"
_SILENT = frozenset(
    f"{_W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr")
) | {_FALLBACK}
_BOX = f"{_W}txbxContent"
_TINY = 4  # half points
_LONGEST_HEADING = 80
_HEADING = re.compile(r"(?:heading|überschrift|berschrift|titre|kop)\s*(\d)", re.IGNORECASE)


def docx_blocks(content: bytes, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The title and blocks of a Word document."""
    import docx

    document = docx.Document(io.BytesIO(content))
    return document.core_properties.title or None, _Word(document, limits).blocks()


class _Word:
    """One Word document, walked through once."""

    def __init__(self, document: Any, limits: Limits) -> None:
        self.document = document
        self.limits = limits
        self.styles = {style.style_id: style for style in document.styles}
        self.levels: dict[str, int] = {}

    def blocks(self) -> Iterator[Block]:
        body = self.document.element.body
        yield from self._within(body, 0)
        seen: set[str] = set()
        yield Block("heading", "", level=1)
        for section in self.document.sections:
            for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
                if part.is_linked_to_previous:
                    continue
                for block in self._within(part._element, 0):
                    if block.text not in seen and (block.hidden or len(block.text.split()) > 2):
                        seen.add(block.text)
                        yield Block("text", block.text, hidden=block.hidden)

    def _within(self, parent: Any, depth: int) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box."""
        if depth > self.limits.nesting:
            raise Unreadable("too_deep", "The file is nested too deep to be a document. Save it anew, simpler.")
        children = list(parent)
        for n, child in enumerate(children):
            if child.tag == f"{_W}p":
                following = children[n + 1] if n + 1 < len(children) else None
                yield from self._paragraph(child, following, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, depth)
            elif child.tag in (
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}ins",
                f"{_W}moveTo",
                f"{_W}smartTag",
                f"{_W}customXml",
            ):
                yield from self._within(child, depth + 1)

    def _paragraph(self, paragraph: Any, following: Any, depth: int) -> Iterator[Block]:
        style = self._style(paragraph)
        runs = list(self._runs(paragraph, style))
        said = "".join(text for text, hidden, _ in runs if not hidden)
        if unseen := "".join(text for text, hidden, _ in runs if hidden).strip():
            yield Block("text", unseen, hidden=True)
        if said.strip():
            level = self._level(paragraph, style)
            if not level and self._stands_out(said, runs, following):
                level = LOWEST - 2
            if level:
                yield Block("heading", said, level=level)
            elif paragraph.find(f"{_W}pPr/{_W}numPr") is not None or self._lists(style):
                yield Block("item", said)
            elif marked := re.match(r"\s*[-•‣◦▪–·]\s+(?=\S)", said):
                yield Block("item", said[marked.end() :])
            else:
                yield Block("text", said)
        for box in paragraph.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()) and _box_of(box) is paragraph:
                yield from self._within(box, depth + 1)

    def _runs(self, element: Any, style: Any) -> Iterator[tuple[str, bool, bool]]:
        """What the runs of a paragraph say, whether it is hidden, and whether it is bold."""
        for child in element:
            if child.tag in _SILENT or child.tag == _BOX:
                continue
            if child.tag == f"{_W}r":
                text = "".join(_letters(child))
                if text:
                    yield text, self._hidden(child, style), _on(child.find(f"{_W}rPr/{_W}b"))
            else:
                yield from self._runs(child, style)

    def _hidden(self, run: Any, style: Any) -> bool:
        """Hidden, white on white, or too small to be seen; in a shaded or styled table white is meant to be read."""
        for properties in self._properties(run, style):
            vanish = properties.find(f"{_W}vanish")
            if vanish is not None:
                return _on(vanish)
        for properties in self._properties(run, style):
            size = properties.find(f"{_W}sz")
            if size is not None:
                if _number(size.get(_VAL), 24) <= _TINY:
                    return True
                break
        for properties in self._properties(run, style):
            color = properties.find(f"{_W}color")
            if color is not None:
                return bool(_white(color.get(_VAL))) and not self._shaded(run)
        return False

    def _properties(self, run: Any, style: Any) -> Iterator[Any]:
        """Where a run's looks are said, the nearest first."""
        own = run.find(f"{_W}rPr")
        if own is not None:
            yield own
            named = own.find(f"{_W}rStyle")
            if named is not None:
                yield from self._of_style(self.styles.get(named.get(_VAL)))
        yield from self._of_style(style)

    def _of_style(self, style: Any) -> Iterator[Any]:
        for _ in range(10):
            if style is None:
                return
            properties = style.element.find(f"{_W}rPr")
            if properties is not None:
                yield properties
            style = style.base_style

    def _shaded(self, run: Any) -> bool:
        for above in (run, *run.iterancestors()):
            kind = above.tag.removeprefix(_W)
            holder = above.find(f"{_W}{kind}Pr") if kind in ("r", "p", "tc", "tbl") else None
            if holder is not None:
                shade = holder.find(f"{_W}shd")
                if (
                    shade is not None
                    and shade.get(f"{_W}fill") not in (None, "auto")
                    and not _white(shade.get(f"{_W}fill"))
                ):
                    return True
                if holder.find(f"{_W}highlight") is not None:
                    return True
                named = holder.find(f"{_W}tblStyle")
                if named is not None and named.get(_VAL) not in ("TableGrid", "TableNormal"):
                    return True
            if kind == "txbxContent":
                return True  # on whatever the box is filled with
        background = self.document.element.find(f"{_W}background")
        return background is not None and not _white(background.get(f"{_W}color"))

    def _style(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(named.get(_VAL)) if named is not None else None

    def _level(self, paragraph: Any, style: Any) -> int:
        """Of a heading; 0 where the paragraph is none."""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None:
            level = _number(outline.get(_VAL), 9)
            return level + 1 if level < 9 else 0
        if style is None:
            return 0
        if style.style_id not in self.levels:
            self.levels[style.style_id] = _style_level(style)
        return self.levels[style.style_id]

    @staticmethod
    def _lists(style: Any) -> bool:
        for _ in range(10):
            if style is None:
                return False
            if style.element.find(f"{_W}pPr/{_W}numPr") is not None or (style.name or "").lower().startswith("list"):
                return True
            style = style.base_style
        return False

    def _stands_out(self, said: str, runs: list[tuple[str, bool, bool]], following: Any) -> bool:
        """A short line in bold letters above one that is not: a heading made by hand."""
        words = said.strip()
        if len(words) > _LONGEST_HEADING or words.endswith((".", "!", "?", ",", ";")) or "\t" in words:
            return False
        if not all(bold for text, hidden, bold in runs if text.strip() and not hidden) or re.search(
            r"\d[.,]\d\d\b", words
        ):
            return False
        if following is None:
            return False
        if following.tag == f"{_W}tbl":
            return True
        below = [(text, bold) for text, hidden, bold in self._runs(following, None) if text.strip() and not hidden]
        return not below or not all(bold for _, bold in below)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        rows: list[list[str]] = []
        within: list[Block] = []
        named = False
        for n, row in enumerate(row for row in table.iter(f"{_W}tr") if _table_of(row) is table):
            named = named or (n == 0 and _on(row.find(f"{_W}trPr/{_W}tblHeader")))
            cells: list[str] = []
            for cell in (cell for cell in row.iter(f"{_W}tc") if _row_of(cell) is row):
                properties = cell.find(f"{_W}tcPr")
                merged = properties.find(f"{_W}vMerge") if properties is not None else None
                span = properties.find(f"{_W}gridSpan") if properties is not None else None
                if (
                    merged is not None
                    and merged.get(_VAL) in (None, "continue")
                    and rows
                    and len(cells) < len(rows[-1])
                ):
                    words = rows[-1][len(cells)]
                else:
                    found = list(self._within(cell, depth + 1))
                    within += [block for block in found if block.hidden]
                    words = "\n".join(_bulleted(block) for block in found if not block.hidden)
                cells += [words, *[""] * (min(_number(span.get(_VAL), 1), 50) - 1 if span is not None else 0)]
            if len(cells) > self.limits.columns:
                raise tables_too_wide(self.limits)
            rows.append(cells)
        yield from within
        if max((len(row) for row in rows), default=0) > 1 and _is_layout(rows):
            for cell in (cell for row in rows for cell in row if cell):
                yield from (Block("text", line) for line in cell.split("\n"))
            return
        yield from tables.blocks(rows, named=named)


def _bulleted(block: Block) -> str:
    return f"- {block.text}" if block.kind == "item" else block.text


def _is_layout(rows: list[list[str]]) -> bool:
    """Columns of text set beside each other by a table: few cells, many lines."""
    filled = [cell for row in rows for cell in row if cell.strip()]
    return len(rows) <= 2 and len(filled) > 0 and sum(cell.count("\n") for cell in filled) >= 3 * len(filled)


def _letters(run: Any) -> Iterator[str]:
    for child in run:
        match child.tag.removeprefix(_W):
            case "t":
                yield child.text or ""
            case "tab" | "ptab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield " "


def _box_of(box: Any) -> Any:
    return next((above for above in box.iterancestors() if above.tag == f"{_W}p"), None)


def _table_of(row: Any) -> Any:
    return next((above for above in row.iterancestors() if above.tag == f"{_W}tbl"), None)


def _row_of(cell: Any) -> Any:
    return next((above for above in cell.iterancestors() if above.tag == f"{_W}tr"), None)


def _style_level(style: Any) -> int:
    for _ in range(10):
        if style is None:
            return 0
        name = style.name or ""
        if (named := _HEADING.fullmatch(name.strip())) or (named := _HEADING.fullmatch(style.style_id or "")):
            return int(named[1]) or 1
        if name.lower() in ("title", "titel"):
            return 1
        outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (level := _number(outline.get(_VAL), 9)) < 9:
            return level + 1
        style = style.base_style
    return 0


def _on(switch: Any) -> bool:
    return switch is not None and switch.get(_VAL) not in ("0", "false", "off", "none")


def _white(color: str | None) -> bool:
    return bool(color and re.fullmatch(r"(?:[Ff][6-9A-Fa-f]){3}|white", color))


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


# --- XLSX -------------------------------------------------------------------------------------------------------------
_CURRENCY = re.compile(r"\[\$([^\]-]{1,4})|([€$£¥])|\"\s*(€|EUR|CHF|USD|GBP)\s*\"|\b(EUR|CHF|USD|GBP)\b")
_DECIMALS = re.compile(r"[0#]\.(0+)")
_MOST_ROWS = 1_048_576


def xlsx_blocks(content: bytes, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The title and blocks of an Excel workbook. What formulas came to is read, as it was when the file was saved."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return book.properties.title or None, _sheets(book, limits)


def _sheets(book: Any, limits: Limits) -> Iterator[Block]:
    sheets = list(book.worksheets)
    left = limits.rows
    for sheet in sheets:
        sheet.reset_dimensions()  # what the file says of its size may be anything
        rows: list[list[str]] = []
        numbers: list[int] = []
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > _MOST_ROWS:
                break
            cells = [_shown(cell) for cell in row]
            if any(cells[limits.columns :]):
                raise tables_too_wide(limits)
            if not any(cells):
                continue
            rows.append(cells[: limits.columns])
            numbers.append(number)
            left -= 1
            if left < 0:
                raise Unreadable(
                    "too_many_rows", f"The workbook has more than {limits.rows:,} rows. Divide it into several files."
                )
        if not rows:
            continue
        if sheet.sheet_state != "visible":
            words = "\n".join(", ".join(filter(None, row)) for row in rows[:50])
            yield Block("text", f"{sheet.title}: {words}", hidden=True)
            continue
        yield Block("heading", sheet.title if len(sheets) > 1 else "", level=2)
        yield from tables.blocks(rows, alone=True, numbers=numbers)


def _shown(cell: Any) -> str:
    """A cell as it looks: 6.5 in a column of euros is "6.50 €"."""
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if not isinstance(value, int | float) or value != value or abs(value) > 1e15:
        return str(value)
    looks = (cell.number_format or "").split(";")[0]
    decimals = len(found[1]) if (found := _DECIMALS.search(looks)) else 0
    if "%" in looks:
        return f"{value * 100:.{decimals}f} %"
    if currency := _CURRENCY.search(looks):
        return f"{value:.{decimals}f} {next(filter(None, currency.groups())).strip()}"
    return f"{value:.{decimals}f}" if decimals else f"{value:.10g}"
