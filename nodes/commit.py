"""Do it once, and keep the receipt."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import errands
from dialogue.call import Call
from dialogue.offers import Refusal
from dialogue.slots import value
from dialogue.state import Conversation, Errand, Line, Receipt, Turn
from language import wishes
from nodes.arriving import after_hours
from nodes.identify import PERSONAL
from nodes.node import Node
from nodes.propose import FOR_A_PERSON, without
from nodes.serving import agent_of
from nodes.tell import tell

RECEIPTS = 10
"""Receipts a thread carries in its state; the commit ledger keeps them all."""

Do = Callable[..., Awaitable[Receipt | Refusal]]


def commit(do: Mapping[str, Do]) -> Node:
    """The step that commits an errand with `do[kind](call, epoch=, now=, …)`, one transaction of the commit ledger."""

    async def commit(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        call, started = Call(**turn["call"]), time.perf_counter()
        done = await do[errand["kind"]](call, epoch=errand["epoch"], now=turn["now"], **deed(errand))
        took_ms = round((time.perf_counter() - started) * 1000, 1)
        turn = {**turn, "timings": {**turn["timings"], "commit_ms": took_ms}}
        if isinstance(done, Refusal):
            return not_done(state, turn, errand, done)
        done = {**done, "facts": known_of(done["facts"], errand)}
        told = tell(turn, "receipt", {"operation": done["operation"], "facts": done["facts"]})
        say = [Line(phrase=said_of(done), facts=done["facts"])]
        if errands.only_arriving(errand, turn["values"]):
            say = [Line(phrase="done_arriving", facts={**done["facts"], "notes": errand["notes"]})]
            late = await after_hours(turn, state["language"], await agent_of(turn), done["facts"], errand["notes"])
            say, turn = [*say, *late], {**turn, "question": turn["question"] and not late}  # it is the answer, too
        contact = dict(state.get("contact") or {})
        if errand["target"] is None:
            contact |= {name: said for name in errands.CONTACT if (said := value(errand["slots"], name))}
        before = [one for one in turn["say"] if one["phrase"] != "noted"]
        return {
            "turn": {**turn, "say": [*before, *say], "told": told, "ask": None, "outcome": "done"},
            "receipts": [*(state.get("receipts") or []), done][-RECEIPTS:],
            "contact": contact,
            **errands.resumed(state.get("aside") or [], contact),
        }

    return commit


def deed(errand: Errand) -> dict[str, Any]:
    """What the tool needs to know, and nothing that it could get wrong: a booking takes a hold, not a time."""
    kind, slots, hold, target = errand["kind"], errand["slots"], errand["hold"], errand["target"]
    details = {name: slot["value"] for name, slot in slots.items() if slot.get("status") == "valid"}
    if errand["notes"]:
        details["notes"] = errand["notes"]
    if target is not None:
        deed: dict[str, Any] = {"code": target["code"]}
        if kind == "late":
            deed["minutes"] = details["minutes"]
        elif kind == "change":
            details.pop("notes", None)
            details |= noted(target.get("notes") or target.get(errands.UNSEEN) or "", errand["notes"])
            changed = {name: one for name, one in details.items() if errands.on_file(target, name) != one}
            deed |= {"hold_id": hold["id"] if hold else None, "details": changed}
        return deed
    if kind in errands.BOOKINGS:
        assert hold is not None
        return {"hold_id": hold["id"], "details": details}
    return {"kind": errands.voice(kind), "details": details}


def noted(on_file: str, said: str) -> dict[str, Any]:
    """What a change does to the notes on file: those that come to them (`notes`), and those that go (`no_notes`)."""
    before, after = on_file.split("; "), wishes.noted(on_file, said).split("; ")
    coming = [note for note in after if note and note not in before and not wishes.takes_back(note)]
    going = [note for note in before if note and note not in after]
    return ({"notes": "; ".join(coming)} if coming else {}) | ({"no_notes": going} if going else {})


def known_of(facts: Mapping[str, Any], errand: Errand) -> dict[str, Any]:
    """A receipt's facts as the caller may hear them: of a reservation found by its code, nothing personal but what was said."""
    target, said = errand["target"], {*errand["slots"], *(["notes"] if errand["notes"] else [])}
    hidden = set(PERSONAL) - {*target, *said} if target is not None else set()
    return {name: one for name, one in facts.items() if name not in hidden}


def said_of(done: Receipt) -> str:
    """The phrase that reports what was done."""
    operation, facts = done["operation"], done["facts"]
    if operation in ("book", "change"):
        return f"done_{operation}_{facts['kind']}"
    if operation == "group":
        return "done_group_room" if facts.get("check_in") else "done_group"
    if operation == "cancel" and facts.get("already"):
        return "is_cancelled"
    if operation == "late":
        return "done_late" if facts.get("kept") else "done_late_told"
    return f"done_{operation}"


def not_done(state: Conversation, turn: Turn, errand: Errand, why: Refusal) -> dict[str, Any]:
    """It could not be done after all: say why, and go on with what can be."""
    say, hold = list(turn["say"]), errand["hold"]
    if hold is None or why.reason in FOR_A_PERSON | {"not_found", "cancelled"}:
        say.append(Line(phrase=f"refused_{why.reason}", facts=dict(errand["target"] or {})))
        outcome = "person" if why.reason in FOR_A_PERSON else "done"
        return {"turn": {**turn, "say": say, "outcome": outcome}, **errands.resumed(state.get("aside") or [])}
    say.append(Line(phrase="hold_lapsed", facts={}))
    wish = {name: one for name in ("party_size", "room_type", "area") if (one := hold["facts"].get(name))}
    options = [{**wish, **one} for one in why.alternatives]
    if options:
        name = "nearest" if len(options) > 1 else "nearest_one"
        say.append(Line(phrase=name, facts={"options": options, "wished": hold["facts"]}))
    slots = without(errand["slots"], *(("check_in", "check_out") if "check_in" in hold["facts"] else ("time",)))
    if errand["target"]:
        slots |= errands.as_slots(errand["target"], list(hold["facts"]))
    return {
        "turn": {**turn, "say": say, "outcome": ""},
        "errand": {**errand, "slots": slots, "hold": None, "agreed": None, "shown": None},
        "expect": {"choice": options} if options else {},
    }
