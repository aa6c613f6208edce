"""What came of a wish: it is kept for the caller, or there is a reason why not and what can be had instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Something held while the caller decides. `start` is local ISO ("2026-11-28T19:00"), `until` UTC ISO."""

    id: str
    start: str
    party: int
    table: str
    until: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a wish cannot be had, in the rules' own word, and the nearest local starts that can."""

    reason: str
    alternatives: tuple[str, ...] = ()
