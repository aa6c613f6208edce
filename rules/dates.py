"""Stretches of the calendar as people write them: one date or two, of a year or of every year."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stretch:
    """From one date to another, both included. Without a year it comes again every year, and may run past New Year."""

    first: tuple[int, int, int]  # year (0: every year), month, day
    last: tuple[int, int, int]

    @classmethod
    def parse(cls, first: str, last: str | None = None, *, names: tuple[str, str] = ("date", "until")) -> "Stretch":
        """Read "2026-12-24" or "12-24", alone or as both ends. Raises ValueError that calls the fields by `names`."""
        begins, ends = _day(first), _day(last or first)
        if (begins[0] == 0) != (ends[0] == 0):
            raise ValueError(f"write `{names[0]}` and `{names[1]}` both with a year or both without")
        if begins[0] and ends < begins:
            raise ValueError(f"`{names[1]}` {last} comes before `{names[0]}` {first}")
        return cls(begins, ends)

    @property
    def yearly(self) -> bool:
        return self.first[0] == 0

    def covers(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= (day.year, day.month, day.day) <= self.last
        first, this, last = self.first[1:], (day.month, day.day), self.last[1:]
        return first <= this <= last if first <= last else (this >= first or this <= last)


def _day(text: str) -> tuple[int, int, int]:
    try:
        if len(text) == 5:
            day = date.fromisoformat(f"2000-{text}")
            return 0, day.month, day.day
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write 2026-12-24, or 12-24 for every year") from None
    return day.year, day.month, day.day
