"""One thing to learn: hear it, keep where it came from, and know whether it may be used.

A slot is plain JSON. Its value is what the rules work on ("2026-11-28", "19:00", 4), `words` is what the caller said.
"""

from typing import Any, Literal, TypedDict

Status = Literal["empty", "ambiguous", "invalid", "valid", "refused"]


class Slot(TypedDict, total=False):
    """What is known of one thing to learn."""

    status: Status
    value: Any
    words: str
    rule: str  # the reading rule that found it
    alternatives: list[Any]
    reason: str | None  # why it is ambiguous or invalid


def settled(slot: Slot | None) -> bool:
    """Whether nothing more needs to be asked about this slot: it is valid, or the caller will not say."""
    return slot is not None and slot.get("status") in ("valid", "refused")


def value(slots: dict[str, Slot], name: str) -> Any:
    """The usable value of a slot, or None."""
    slot = slots.get(name)
    return slot.get("value") if slot and slot.get("status") == "valid" else None
