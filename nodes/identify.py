"""Which reservation is meant: one made in this thread, the one of a code, or of a name and a telephone number together.

Whatever is wrong with what was given, the answer is the same: nobody learns from it whether somebody else has booked.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import binding, errands
from dialogue.call import Call
from dialogue.forms import Forms
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Line, Turn
from nodes.node import Node

TRIES = 3
"""How often a reservation may be pointed at in vain before a person helps."""
POINTERS = ("code", "name", "phone")
CANCELLABLE = frozenset({"cancel"})

Find = Callable[..., Awaitable[list[dict[str, Any]]]]
Last = Callable[..., Awaitable[dict[str, Any] | None]]


def identify(forms: Forms, find: Find, last: Last) -> Node:
    """The step that finds reservations with `find(call, code=, name=, phone=, now=)`, the latest with `last(call, …)`."""

    async def identify(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        call = Call(**turn["call"])
        if errand["like_last"]:
            return await as_last_time(turn, errand, call)
        slots = errand["slots"]
        code, name, phone = (value(slots, pointer) for pointer in POINTERS)
        if code:
            found = await find(call, code=code, now=turn["now"])
        elif standing := errands.standing(state.get("receipts") or []):
            found = narrowed(standing, turn)
        elif name and phone:
            found = narrowed(await find(call, name=name, phone=phone, now=turn["now"]), turn)
        else:
            return {}
        say = list(turn["say"])
        if not found:
            say.append(Line(phrase="refused_not_found", facts={}))
            tries = errand["tries"] + 1
            left = {one: slot for one, slot in slots.items() if one not in POINTERS}
            outcome = "person" if tries >= TRIES else turn.get("outcome", "")
            return {
                "turn": {**turn, "say": say, "outcome": outcome},
                "errand": {**errand, "slots": left, "tries": tries},
                "expect": {},
            }
        if len(found) > 1:
            return {"expect": {"which": found}}
        return pointed_at({**errand, "target": found[0]}, turn, state)

    def pointed_at(errand: Errand, turn: Turn, state: Conversation) -> dict[str, Any]:
        facts = errand["target"]
        assert facts is not None
        say = list(turn["say"])
        kind = errand["kind"]
        if kind == "check":
            cancelled = facts.get("status") == "cancelled"
            say.append(Line(phrase="is_cancelled" if cancelled else f"your_{facts['kind']}", facts=facts))
            return {"turn": {**turn, "say": say, "outcome": "done"}, **errands.resumed(state.get("aside") or [])}
        if facts.get("status") == "cancelled" and kind not in CANCELLABLE:
            say.append(Line(phrase="is_cancelled", facts=facts))
            return {"turn": {**turn, "say": say, "outcome": "done"}, **errands.resumed(state.get("aside") or [])}
        return {"errand": with_what_stands(errand)}

    def with_what_stands(errand: Errand) -> Errand:
        """The slots of the reservation, under what the caller wants to be different."""
        facts = errand["target"] or {}
        form = forms.of(errand)
        said = {name: slot for name, slot in errand["slots"].items() if name not in POINTERS and name in form.names}
        slots = {**errands.as_slots(facts, sorted(form.names)), **said}
        if "check_in" in form.names:
            slots = binding.stay(slots, said)
        return {**errand, "slots": slots}

    async def as_last_time(turn: Turn, errand: Errand, call: Call) -> dict[str, Any]:
        name, phone = value(errand["slots"], "name"), value(errand["slots"], "phone")
        if not (name and phone):
            return {}
        facts = await last(call, name=name, phone=phone, now=turn["now"])
        errand = {**errand, "like_last": False}
        if facts is None or facts["kind"] != errand["kind"]:
            return {"turn": {**turn, "say": [*turn["say"], Line(phrase="no_last", facts={})]}, "errand": errand}
        alike = ["party_size", "time", "area"] if errand["kind"] == "table" else ["party_size", "room_type", "extras"]
        slots: dict[str, Slot] = {**errands.as_slots(facts, alike), **errand["slots"]}
        line = Line(phrase=f"last_{errand['kind']}", facts=facts)
        return {"turn": {**turn, "say": [*turn["say"], line]}, "errand": {**errand, "slots": slots}}

    return identify


def narrowed(found: list[dict[str, Any]], turn: Turn) -> list[dict[str, Any]]:
    """Those of several that the utterance names by day or time, if it does."""
    said = binding.named(turn["values"])
    for name in ("day", "check_in", "time"):
        if wanted := said.get(name):
            found = [facts for facts in found if facts.get(name) in wanted] or found
    return found
