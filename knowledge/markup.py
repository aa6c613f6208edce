"""Text with marks in it: HTML, Markdown, plain text and CSV as blocks.

What a browser would not show (comments, `display: none`, white on white, letters of a point) is not read aloud either:
it comes out as hidden blocks.
"""

import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from knowledge import kinds, tables
from knowledge.blocks import LOWEST, Block
from knowledge.reading import Kind, Limits, Unreadable
from language.words import bag

# --- HTML -------------------------------------------------------------------------------------------------------------
_UNREAD = bag(
    "script style template head nav iframe object embed svg math canvas audio video select button input textarea "
    "noscript datalist map"
)
_INLINE = bag(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter output q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr img picture nobr"
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*(?:0?\.0\d*|0)\s*(?:;|!|$|\})"
    r"|font(?:-size)?\s*:[^;}]*?(?<![\d.])(?:[01](?:\.\d+)?px|[0-2](?:\.\d+)?pt|0?\.[01]\d*r?em|0(?:r?em|%)?)\s*(?:[;!}/]|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{4,}|clip-path\s*:\s*inset\(\s*(?:100|50)%"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?|content-visibility\s*:\s*hidden"
    r"|(?<![\w-])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0\d*)?\s*\))",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:\s*([^;}]+)", re.IGNORECASE)
_COLOR = re.compile(r"(?<![\w-])color\s*:\s*([^;}!]+)", re.IGNORECASE)
_WHITE = re.compile(
    r"white|snow|ivory|#f{3}|#f{6}|#f[a-f]f[a-f]f[a-f]|rgba?\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5].*|none|initial|inherit",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\s*([a-z][\w-]*)?((?:[.#][\w-]+)?)\s*", re.IGNORECASE)


def html_blocks(text: str, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The title and blocks of a web page."""
    from lxml import etree
    from lxml import html as parsers

    parser = parsers.HTMLParser(huge_tree=False, remove_pis=True)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text).replace("\0", "")
    try:
        root = parsers.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, iter(())
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise _too_deep()
    title = root.findtext(".//title")
    return title, _Page(root, limits).blocks()


class _Page:
    """One web page, walked through once."""

    def __init__(self, root: Any, limits: Limits) -> None:
        self.root = root
        self.limits = limits
        self.hidden_by_style = _hiding_rules(root)
        self.said: list[str] = []
        self.found: list[Block] = []

    def blocks(self) -> Iterator[Block]:
        self._walk(self.root, 0, item=False, dark=False)
        self._end("text")
        yield from self.found

    def _end(self, kind: Any) -> None:
        text = "".join(self.said)
        self.said.clear()
        if text.strip():
            self.found.append(Block(kind, _unwrapped(text)))

    def _walk(self, element: Any, depth: int, *, item: bool, dark: bool) -> None:
        """Add what an element says. item: it is inside a list's item. dark: its background may not be white."""
        if depth > self.limits.nesting:
            raise _too_deep()
        kind = "item" if item else "text"
        if not isinstance(element.tag, str):  # a comment
            words = (element.text or "").strip()
            if len(words.split()) >= 3 and not words.startswith(("[if", "<![")):
                self.found.append(Block("text", words, hidden=True))
            return
        tag = element.tag
        if tag in _UNREAD:
            return
        style = element.get("style") or ""
        background = _BACKGROUND.search(style)
        dark = dark or bool(element.get("bgcolor") or (background and not _WHITE.fullmatch(background[1].strip())))
        if self._is_hidden(element, style, dark):
            if words := " ".join("".join(element.itertext()).split()):
                self.found.append(Block("text", words, hidden=True))
            return
        if tag == "br":
            self.said.append("\n")
            return
        if tag == "table" and not element.xpath(".//table|.//h1|.//h2|.//h3|.//ul|.//ol"):
            self._end(kind)
            self._table(element, dark)
            return
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._end(kind)
            self._inside(element, depth, item=False, dark=dark)
            words = " ".join("".join(self.said).split())
            self.said.clear()
            if words:
                self.found.append(Block("heading", words, level=int(tag[1])))
            return
        inline = tag in _INLINE
        if tag == "li":
            self._end(kind)
            self._inside(element, depth, item=True, dark=dark)
            self._end("item")
            return
        if tag == "dt":
            self._end(kind)
            self._inside(element, depth, item=item, dark=dark)
            following = element.getnext()
            if following is not None and following.tag == "dd" and "".join(self.said).strip():
                self.said[:] = ["".join(self.said).strip().rstrip(":"), ": "]
            return
        if tag == "dd":
            self._inside(element, depth, item=item, dark=dark)
            self._end("item")
            return
        if not inline and tag not in ("body", "html") and not (item and tag in ("p", "div")):
            self._end(kind)
        elif item and tag in ("p", "div"):
            self.said.append("\n")
        self._inside(element, depth, item=item, dark=dark)
        if not inline and not (item and tag in ("p", "div")):
            self._end(kind)
        elif tag in ("td", "th"):
            self.said.append(" ")

    def _inside(self, element: Any, depth: int, *, item: bool, dark: bool) -> None:
        pre = element.tag in ("pre", "textarea")
        self.said.append(_inline(element.text, pre))
        for child in element:
            self._walk(child, depth + 1, item=item, dark=dark)
            self.said.append(_inline(child.tail, pre))

    def _is_hidden(self, element: Any, style: str, dark: bool) -> bool:
        if element.get("hidden") is not None or _HIDING.search(style):
            return True
        if not dark and (color := _COLOR.search(style)) and _WHITE.fullmatch(color[1].strip()):
            return color[1].strip().lower() not in ("none", "initial", "inherit")
        if element.tag == "font" and not dark and _WHITE.fullmatch(element.get("color") or "-"):
            return True
        if not self.hidden_by_style:
            return False
        names = {element.tag, *(f".{one}" for one in (element.get("class") or "").split()), f"#{element.get('id')}"}
        names |= {f"{element.tag}{one}" for one in names if one[:1] in ".#"}
        return not names.isdisjoint(self.hidden_by_style)

    def _table(self, table: Any, dark: bool) -> None:
        rows: list[list[str]] = []
        named = bool(table.xpath("./thead//tr"))
        spans: dict[int, tuple[int, str]] = {}  # column → rows still to fill, and with what
        if caption := " ".join("".join(table.xpath("string(./caption)")).split()):
            self.found.append(Block("heading", caption, level=LOWEST - 1))
        for number, row in enumerate(table.iter("tr")):
            if self._is_hidden(row, row.get("style") or "", dark):
                if words := " ".join("".join(row.itertext()).split()):
                    self.found.append(Block("text", words, hidden=True))
                continue
            cells: list[str] = []
            given = [cell for cell in row if cell.tag in ("td", "th")]
            if number == 0 and given and all(cell.tag == "th" for cell in given):
                named = True
            for cell in given:
                while len(cells) in spans:
                    self._fill(cells, spans)
                outer, self.said = self.said, []
                self._walk_cell(cell, dark)
                words = " ".join("".join(self.said).split())
                self.said = outer
                down, across = _span(cell.get("rowspan")), _span(cell.get("colspan"))
                for n in range(across):
                    if down > 1:
                        spans[len(cells)] = (down - 1, words if n == 0 else "")
                    cells.append(words if n == 0 else "")
                if len(cells) > self.limits.columns:
                    raise tables_too_wide(self.limits)
            while len(cells) in spans:
                self._fill(cells, spans)
            rows.append(cells)
        self.found += tables.blocks(rows, named=named)

    def _walk_cell(self, cell: Any, dark: bool) -> None:
        style = cell.get("style") or ""
        background = _BACKGROUND.search(style)
        dark = dark or bool(cell.get("bgcolor") or (background and not _WHITE.fullmatch(background[1].strip())))
        if self._is_hidden(cell, style, dark):
            if words := " ".join("".join(cell.itertext()).split()):
                self.found.append(Block("text", words, hidden=True))
            return
        outer, self.found = self.found, []
        self._inside(cell, 0, item=False, dark=dark)
        within, self.found = self.found, outer
        self.found += [block for block in within if block.hidden]
        said = "".join(self.said)
        self.said[:] = [" ".join([*(block.text for block in within if not block.hidden), said])]

    @staticmethod
    def _fill(cells: list[str], spans: dict[int, tuple[int, str]]) -> None:
        left, words = spans[len(cells)]
        if left > 1:
            spans[len(cells)] = (left - 1, words)
        else:
            del spans[len(cells)]
        cells.append(words)


def _span(given: str | None) -> int:
    return max(1, min(int(given), 50)) if given and given.isascii() and given.isdigit() and len(given) < 6 else 1


def _inline(text: str | None, pre: bool = False) -> str:
    return (text or "") if pre else re.sub(r"\s+", " ", text or "")


def _unwrapped(text: str) -> str:
    return re.sub(r"[ \t]*\n[ \t]*", "\n", text)


def _hiding_rules(root: Any) -> frozenset[str]:
    """The simple selectors (`p`, `.a`, `#a`, `p.a`) that the page's own style sheets hide, outside media queries."""
    hidden: set[str] = set()
    for sheet in root.iter("style"):
        text = re.sub(r"/\*.*?\*/", "", "".join(sheet.itertext())[:200_000], flags=re.DOTALL)
        text = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
        for rule in _RULE.finditer(text):
            if _HIDING.search(rule[2]):
                hidden.update(one.strip() for one in rule[1].split(",") if one.strip() and _SELECTOR.fullmatch(one))
    return frozenset(hidden)


def _too_deep() -> Unreadable:
    return Unreadable("too_deep", "The file is nested too deep to be a document. Save it anew, simpler.")


def tables_too_wide(limits: Limits) -> Unreadable:
    return Unreadable(
        "too_many_columns", f"The table has more than {limits.columns} columns. Leave out what callers never ask."
    )


# --- Markdown ---------------------------------------------------------------------------------------------------------
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title\s*:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)


def markdown_blocks(text: str, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The title and blocks of a CommonMark text with tables."""
    from markdown_it import MarkdownIt

    title = None
    if front := _FRONT_MATTER.match(text):
        title = named[1] if (named := _FRONT_TITLE.search(front[1])) else None
        text = text[front.end() :]
    tokens = MarkdownIt("commonmark", {"maxNesting": 4 * limits.nesting}).enable(["table", "strikethrough"]).parse(text)
    if any(token.level > limits.nesting for token in tokens):
        raise _too_deep()
    return title, _markdown(tokens, limits)


def _markdown(tokens: list[Any], limits: Limits) -> Iterator[Block]:
    heading = items = 0
    rows: list[list[str]] | None = None
    for n, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "heading_close":
                heading = 0
            case "list_item_open":
                items += 1
            case "list_item_close":
                items -= 1
            case "table_open":
                rows = []
            case "tr_open" if rows is not None:
                rows.append([])
            case "table_close" if rows is not None:
                yield from tables.blocks(rows, named=True)
                rows = None
            case "inline":
                said = _spoken(token.children or [])
                if any(child.type == "html_inline" for child in token.children or []):
                    _, within = html_blocks(f"<body><p>{said}</p></body>", limits)
                    shown = list(within)
                    yield from (block for block in shown if block.hidden)
                    said = "\n".join(block.text for block in shown if not block.hidden)
                if rows:
                    rows[-1].append(said)
                    if len(rows[-1]) > limits.columns:
                        raise tables_too_wide(limits)
                elif heading:
                    yield Block("heading", said, level=heading)
                elif items and n > 1 and tokens[n - 2].type == "list_item_open":
                    yield Block("item", said)
                else:
                    yield Block("text", said)
            case "fence" | "code_block":
                yield Block("text", token.content)
            case "html_block":
                yield from _from_html(token.content, limits)


def _spoken(children: list[Any]) -> str:
    """What a line says; as HTML, if there is HTML in it."""
    marked = any(child.type == "html_inline" for child in children)
    said: list[str] = []
    for child in children:
        match child.type:
            case "text" | "code_inline" | "image":
                said.append(html.escape(child.content) if marked else child.content)
            case "softbreak":
                said.append(" ")
            case "hardbreak":
                said.append("<br>" if marked else "\n")
            case "html_inline":
                said.append(child.content)
    return "".join(said)


def _from_html(text: str, limits: Limits) -> Iterator[Block]:
    _, blocks = html_blocks(f"<body>{text}</body>", limits)
    yield from blocks


# --- plain text -------------------------------------------------------------------------------------------------------
_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪–—·]|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
_RULED = re.compile(r"[\W_]{3,}")
_LONG_LINE = 60
_LONGEST_HEADING = 60


def text_blocks(text: str, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The blocks of a text without marks: paragraphs stand between empty lines, headings are short and alone."""
    return None, _plain(text)


def _plain(text: str) -> Iterator[Block]:
    paragraphs = [
        [line for line in part.split("\n") if line.strip() and not _RULED.fullmatch(line.strip())]
        for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    ]
    paragraphs = [lines for lines in paragraphs if lines]
    for n, lines in enumerate(paragraphs):
        following = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        if len(lines) == 1 and following is not None and _heads(lines[0].strip(), following):
            yield Block("heading", lines[0].strip().rstrip(":"), level=1 if n == 0 else 2)
            continue
        if len(lines) > 1 and lines[0].strip().isupper() and _heads(lines[0].strip(), lines[1:]):
            yield Block("heading", lines[0].strip().rstrip(":"), level=2)
            lines = lines[1:]
        yield from paragraph(lines)


def paragraph(lines: list[str]) -> Iterator[Block]:
    """Lines that stand together, as items and paragraphs. Lines that were broken because they were long are one."""
    said: list[str] = []
    item = False
    wrapped = sum(map(len, lines)) > _LONG_LINE * len(lines) * 0.9
    for line in lines:
        if mark := _ITEM.match(line):
            if said:
                yield Block("item" if item else "text", (" " if wrapped or item else "\n").join(said))
            said, item = [line[mark.end() :].strip()], True
        else:
            said.append(line.strip())
    if said:
        yield Block("item" if item else "text", (" " if wrapped or item else "\n").join(said))


def _heads(line: str, following: list[str]) -> bool:
    if len(line) > _LONGEST_HEADING or line.endswith((".", "!", "?", ",", ";")) or _ITEM.match(line):
        return False
    if not any(sign.isalpha() for sign in line) or sum(sign.isdigit() for sign in line) > 4:
        return False
    return line.isupper() or len(following) > 1 or len(following[0]) > len(line) or bool(_ITEM.match(following[0]))


# --- CSV --------------------------------------------------------------------------------------------------------------


def csv_blocks(text: str, limits: Limits) -> tuple[str | None, Iterator[Block]]:
    """The rows of a table as text, whatever divides its columns. Each is a passage."""
    sign = kinds.delimiter(text[:20_000]) or _only_sign(text)
    csv.field_size_limit(limits.characters)
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            if len(row) > limits.columns:
                raise tables_too_wide(limits)
            if len(rows) > limits.rows:
                raise Unreadable(
                    "too_many_rows", f"The table has more than {limits.rows:,} rows. Divide it into several files."
                )
            number += 1
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(number)
    except csv.Error as broken:
        raise kinds.damaged("The table is broken: a quotation mark is missing, perhaps") from broken
    return None, tables.blocks(rows, alone=True, numbers=numbers)


def _only_sign(text: str) -> str:
    return max(";\t,", key=text[:20_000].count)


READERS: Final[dict[Kind, Callable[[str, Limits], tuple[str | None, Iterator[Block]]]]] = {
    "html": html_blocks,
    "markdown": markdown_blocks,
    "text": text_blocks,
    "csv": csv_blocks,
}
