"""What the readers hand back: one thing heard, where it stood, which rule read it, and how sure that rule is."""

from dataclasses import dataclass
from typing import Literal

Plain = str | int | float

Status = Literal["valid", "ambiguous", "invalid"]


@dataclass(frozen=True, slots=True)
class Value:
    """One thing heard. `valid` may be used; `ambiguous` is a best guess to be asked about; `invalid` cannot be."""

    kind: str
    """date, time, period, party_size, number, phone, email, name, code, duration, money; of a wish area, occasion, note,
    minutes; of a table that is booked time_by, people_by (the difference), in_week (of the calendar, from this one on); of a stay check_in, check_out, nights,
    nights_more, arrives_later, room_type, rooms, extra, no_extra, view, at_most (what it may cost, in cents)."""
    value: Plain | None
    """Plain JSON: "2026-11-28", "19:00" on the 24-hour clock, 4, "+4930901820" (E.164); None where nothing is certain."""
    span: tuple[int, int]
    """Where the words stood in the utterance, as offsets of its characters."""
    text: str
    """The words themselves."""
    rule: str
    """The rule that read it."""
    status: Status = "valid"
    alternatives: tuple[Plain, ...] = ()
    """Every reading that is possible, the likeliest first; empty when there is only one."""
    reason: str | None = None
    """Why it is not simply valid: past, nonexistent_date, ambiguous_hour, ambiguous_week, own_zone, not_whole, …"""
    note: str | None = None
    """What came with it and should be kept: "2 children", "about", "from", "until", a unit."""
