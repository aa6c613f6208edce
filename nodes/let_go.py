"""The caller no longer wants it: what was kept goes back, and the errand is over."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import errands
from dialogue.call import Call
from dialogue.state import Conversation, Line
from nodes.node import Node

Release = Callable[[Call, str], Awaitable[None]]
NOTHING_NEW = frozenset({"change", "cancel", "late", "resend", "check"})
"""Errands that leave the reservation as it was."""


def let_go(release: Release) -> Node:
    """The step that gives things back with `release(call, hold_id)`."""

    async def let_go(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        if errand["hold"] is not None:
            await release(Call(**turn["call"]), errand["hold"]["id"])
        stands = bool(errands.standing(state.get("receipts") or []))
        if errands.leaving(state):
            left = "" if stands or errand["kind"] in NOTHING_NEW else "left"
            say = list(turn["say"])
            if errand["notes"] and errand["kind"] in errands.BOOKINGS:
                say.append(Line(phrase="note_not_passed", facts={}))
            return {"turn": {**turn, "say": say, "outcome": left}, **errands.resumed([])}
        say = list(turn["say"])
        if not any(line["phrase"] == "already_booked" for line in say):
            stands = stands or errand["kind"] in NOTHING_NEW
            say.append(Line(phrase="dropped_all_stands" if stands else "dropped", facts={}))
        return {"turn": {**turn, "say": say}, **errands.resumed(state.get("aside") or [])}

    return let_go
