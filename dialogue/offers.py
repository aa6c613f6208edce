"""What came of a wish: it is kept for the caller, or there is a reason why not and what can be had instead."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """Something held while the caller decides. `facts` can be read back; `until` is UTC ISO."""

    id: str
    facts: dict[str, Any]
    until: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a wish cannot be had, in the rules' own word, and what can, the best first.

    Each alternative is the part of the wish that would be different: {"day", "time"[, "area"]} of a table, {"check_in",
    "check_out", "room_type"} of a room.
    """

    reason: str
    alternatives: tuple[dict[str, Any], ...] = ()
