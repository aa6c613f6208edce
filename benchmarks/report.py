"""Statistics of repeated blocks, and the table they are shown in."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import Any

COMPARED: Mapping[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}
DOORS = ("direct", "floor", "floor2", "stock", "switchboard")


@dataclass(frozen=True)
class Spread:
    """The median of some repetitions, with the least and the greatest."""

    median: float
    low: float
    high: float
    repetitions: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Raises ValueError on no values."""
        if not values:
            raise ValueError("nothing was measured")
        return cls(median(values), min(values), max(values), len(values))

    def __str__(self) -> str:
        if self.repetitions == 1:
            return figures(self.median)
        return f"{figures(self.median)} ({figures(self.low)}–{figures(self.high)})"


def figures(value: float) -> str:
    """A number with three figures, as far as they matter."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank). Raises ValueError on no values."""
    if not values:
        raise ValueError("nothing was measured")
    ranked = sorted(values)
    return ranked[max(0, ceil(round(share * len(ranked), 9)) - 1)]


@dataclass(frozen=True)
class Goal:
    """What is compared with what, over all repetitions, and what it should be: `<= 0.45`."""

    what: str
    wanted: str
    value: Spread

    @property
    def reached(self) -> bool:
        """Whether the median keeps to it."""
        return self._keeps(self.value.median)

    @property
    def steady(self) -> bool:
        """Whether every repetition says the same as the median."""
        return self._keeps(self.value.low) == self._keeps(self.value.high)

    def _keeps(self, value: float) -> bool:
        sign, number = self.wanted.split()
        return COMPARED[sign](value, float(number))

    def __str__(self) -> str:
        verdict = ("reached" if self.reached else "MISSED") + ("" if self.steady else ", not in every repetition")
        return f"{self.what} {self.value}, goal {self.wanted}: {verdict}"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, at which doors, and the goal it has, if any."""

    title: str
    cells: Mapping[str, Spread]
    goal: Goal | None = None

    def as_json(self) -> dict[str, Any]:
        """As it goes into the file."""
        row: dict[str, Any] = {
            "title": self.title,
            "doors": {name: vars(spread) for name, spread in self.cells.items()},
        }
        if self.goal is not None:
            row["goal"] = {
                "what": self.goal.what,
                "wanted": self.goal.wanted,
                "value": vars(self.goal.value),
                "reached": self.goal.reached,
                "steady": self.goal.steady,
            }
        return row


@dataclass(frozen=True)
class Figure:
    """One experiment: its rows, and what was noticed on the way."""

    name: str
    title: str
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=list)


def table(figures_: Sequence[Figure]) -> str:
    """All figures as text, columns aligned; a goal stands on a line below its row."""
    lines = []
    for figure in figures_:
        there = dict.fromkeys(name for row in figure.rows for name in row.cells)
        names = sorted(there, key=lambda name: DOORS.index(name) if name in DOORS else len(DOORS))
        cells = [["", *names]] + [[row.title, *(str(row.cells.get(name, "")) for name in names)] for row in figure.rows]
        widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
        lines += ["", f"{figure.name}  {figure.title}"]
        for line, row in zip(cells, [None, *figure.rows], strict=True):
            padded = [text.ljust(width) for text, width in zip(line, widths, strict=True)]
            lines.append(re.sub(r"\s+$", "", "   ".join(["  " + padded[0], *padded[1:]])))
            if row is not None and row.goal is not None:
                lines.append(f"     → {row.goal}")
        lines += [f"     ! {note}" for note in figure.notes]
    return "\n".join(lines).strip("\n")
