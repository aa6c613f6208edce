"""What was said, bound to what is still to learn.

Later words win over earlier ones, a bare number goes to the slot that was asked for, a telephone number may come in
pieces, and a stay of so many nights has a day of departure.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dialogue import choices
from dialogue.slots import Slot, value
from dialogue.state import Expectation
from language import contacts

SLOT_OF: Mapping[str, str] = {"date": "day", "extra": "extras"}
"""Kind of value to the slot it fills, where the names differ."""
LONGEST_NUMBER = 15
DIGITS = re.compile(r"[\d\s.,/()+–-]*\d[\d\s.,/()+–-]*")
"""Nothing but digits and what stands between them."""

Said = Mapping[str, Any]
"""A language.values.Value as JSON."""


def slot_of(kind: str) -> str:
    """The slot that a value of this kind fills."""
    return SLOT_OF.get(kind, kind)


def bind(
    values: Sequence[Said], expect: Expectation, utterance: str, acts: Collection[str], names: Collection[str]
) -> dict[str, Slot]:
    """Which of the slots `names` each value fills, and with what."""
    slots: dict[str, Slot] = {}
    option: Mapping[str, Any] = {}
    if options := expect.get("choice"):
        option = choices.chosen(options, utterance, acts, named(values)) or {}
    for said in values:
        if said["reason"] == "party_or_time":  # "make it five": whatever it was, the read-back will say it
            as_time = expect.get("slot") == "time"
            slots["time" if as_time else "party_size"] = {**_slot(said), "status": "invalid" if as_time else "valid"}
        elif said["kind"] == "extra":
            had = (slots.get("extras") or {}).get("value") or []
            slots["extras"] = Slot(status="valid", value=sorted({*had, said["value"]}), words=said["text"])
        elif said["kind"] == "number" and expect.get("slot") in ("party_size", "minutes", "nights"):
            slots.setdefault(expect["slot"], _slot(said))
        elif said["kind"] != "number":
            slots[slot_of(said["kind"])] = _slot(said)
    for name, chosen in option.items():
        slots[name] = Slot(status="valid", value=chosen, words=utterance, rule="chosen")
    return {name: slot for name, slot in slots.items() if name in names}


def named(values: Sequence[Said]) -> dict[str, list[Any]]:
    """What the values say, by slot."""
    found: dict[str, list[Any]] = {}
    for said in values:
        if said["value"] is not None:
            found.setdefault(slot_of(said["kind"]), []).append(said["value"])
    return found


def stay(slots: Mapping[str, Slot], heard: Collection[str]) -> dict[str, Slot]:
    """The slots with the day of departure that so many nights from the arrival make, or the nights that it makes.

    heard: the slots that this utterance filled; of nights and departure the one said last counts.
    """
    slots = dict(slots)
    if value(slots, "check_out") and "check_out" in heard:
        slots.pop("nights", None)
    arrival, nights = value(slots, "check_in"), value(slots, "nights")
    if arrival and nights:
        leaves = date.fromisoformat(arrival) + timedelta(days=int(nights))
        slots["check_out"] = Slot(status="valid", value=leaves.isoformat(), rule="nights")
    return slots


def pieced(phone: Slot | None, expect: Expectation, values: Sequence[Said], utterance: str, region: str) -> Slot | None:
    """The telephone number, where it comes in pieces: what was heard so far stands in `expect`, before the rest."""
    digits = "".join(str(said["value"]) for said in values if said["kind"] == "phone" and said["value"])
    if DIGITS.fullmatch(utterance):
        digits = re.sub(r"\D", "", utterance)
    before = expect.get("digits", "")
    if expect.get("slot") != "phone" or not digits.isdigit() or (phone and phone["status"] == "valid"):
        return phone
    whole = contacts.read(before + digits, language="en", region=region, expected="phone")
    good = next((found for found in whole if found.kind == "phone" and found.status == "valid"), None)
    if good is not None:
        return Slot(status="valid", value=good.value, words=before + digits, rule="pieces")
    if len(before + digits) < LONGEST_NUMBER:
        return Slot(status="ambiguous", value=before + digits, words=digits, rule="pieces", reason="so_far")
    return phone


def _slot(said: Said) -> Slot:
    return Slot(
        status=said["status"],
        value=said["value"],
        words=said["text"],
        rule=said["rule"],
        alternatives=list(said["alternatives"]),
        reason=said["reason"],
    )
