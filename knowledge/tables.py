"""Tables: rows of cells as blocks, each row with the names of its columns."""

import re
from collections.abc import Iterator, Sequence

from knowledge.blocks import LOWEST, Block, clean

_FIGURE = re.compile(r"[^\w\s]{0,3}\s*(?:[A-Z]{3}\s*)?[\d][\d.,:'/–—\- ]*\s*(?:[^\d\s]{1,6}|[A-Za-z]{1,4}\.?)?")
_LONGEST_NAME = 60


def blocks(
    rows: Sequence[Sequence[str]],
    *,
    named: bool = False,
    alone: bool = False,
    page: int | None = None,
    numbers: Sequence[int] | None = None,
    header: Sequence[str] | None = None,
) -> Iterator[Block]:
    """The blocks of a table.

    named: its first row is known to name the columns. alone: every row becomes a passage. numbers: those of the rows, as
    the file counts them. header: the names, where they stood elsewhere. Rows with one cell only are
    captions: what follows stands under them.
    """
    cells = [[clean(cell).replace("\n", " ") for cell in row] for row in rows]
    width = max((len(row) for row in cells), default=0)
    used = [n for n in range(width) if any(n < len(row) and row[n] for row in cells)]
    cells = [[row[n] if n < len(row) else "" for n in used] for row in cells]
    names = list(header) if header is not None and len(header) == len(used) else None
    full = max((n for n, row in enumerate(cells) if any(row[1:])), default=-1)
    begun = False
    for n, row in enumerate(cells):
        number = None if numbers is None else numbers[n]
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        if len(used) == 1:
            yield Block("row" if alone else "text", filled[0], page=page, row=number, alone=alone)
            continue
        if n < full and _is_caption(row):
            yield Block("heading", row[0], level=LOWEST, page=page, row=number)
            continue
        if not begun and names is None:
            begun = True
            if named or _names_columns(row, cells[n + 1 :]):
                names = row
                if n == len(cells) - 1:
                    yield Block("row", ", ".join(filled), page=page, row=number, alone=alone)
                continue
        yield Block("row", _told(row, names), page=page, row=number, alone=alone)


def header(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The names of the columns, if the first row has them."""
    cells = [[clean(cell).replace("\n", " ") for cell in row] for row in rows]
    return cells[0] if cells and _names_columns(cells[0], cells[1:]) else None


def _is_caption(row: list[str]) -> bool:
    return bool(row[0]) and not any(row[1:]) and len(row[0]) <= _LONGEST_NAME and not _FIGURE.fullmatch(row[0])


def _told(row: list[str], names: list[str] | None) -> str:
    if names is None:
        filled = [cell for cell in row if cell]
        return f"{filled[0].rstrip(':')}: {filled[1]}" if len(row) == 2 == len(filled) else ", ".join(filled)
    return "; ".join(
        f"{name.rstrip(':')}: {cell}" if name and name != cell else cell
        for name, cell in zip(names, row, strict=True)
        if cell
    )


def _names_columns(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Does a row name the columns? No figures in it, figures below it; or three names and more, no two alike."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or any(len(cell) > _LONGEST_NAME or _FIGURE.fullmatch(cell) for cell in filled):
        return False
    for n, cell in enumerate(row):
        values = [other[n] for other in below if n < len(other) and other[n]]
        if cell in values:
            return False
        if cell and values and 3 * sum(bool(_FIGURE.fullmatch(value)) for value in values) >= 2 * len(values):
            return True
    return len(filled) >= 3 and len(filled) == len(row) == len({cell.lower() for cell in filled}) and bool(below)
