"""Look for what was wished and keep it while the caller decides; when it cannot be had, say why and what can."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.offers import Kept, Refusal
from dialogue.slots import value
from dialogue.state import Conversation, Line
from nodes.node import Node

Keep = Callable[..., Awaitable[Kept | Refusal]]


def propose(hold: Keep) -> Node:
    """The step that keeps things with `hold(call, start=, party=, now=, replacing=)`."""

    async def propose(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        slots, kept = dict(errand["slots"]), errand["hold"]
        start = f"{value(slots, 'day')}T{value(slots, 'time')}"
        party = value(slots, "party_size")
        say = list(turn["say"])
        got = await hold(
            Call(**turn["call"]),
            start=start,
            party=party,
            now=turn["now"],
            replacing=UUID(kept["id"]) if kept else None,
        )
        if isinstance(got, Kept):
            new = kept is None or (kept["start"], kept["party"]) != (got.start, got.party)
            if new:
                say.append(Line(phrase="held", facts={"start": got.start, "party_size": got.party}))
            hold_row = {"id": got.id, "start": got.start, "party": got.party, "table": got.table, "until": got.until}
            return {"turn": {**turn, "say": say}, "errand": {**errand, "hold": hold_row}}
        say.append(Line(phrase=f"refused_{got.reason}", facts={"start": start, "party_size": party}))
        if got.reason == "party_too_large":
            return {"turn": {**turn, "say": say, "outcome": "person"}, "errand": errand}
        if got.alternatives:
            name = "nearest" if len(got.alternatives) > 1 else "nearest_one"
            say.append(Line(phrase=name, facts={"starts": list(got.alternatives), "wished": start}))
        else:
            say.append(Line(phrase="none_near", facts={}))
        day = slots.pop("day") if got.reason not in SAME_DAY else None
        slots.pop("time")
        expect = {"choice": list(got.alternatives)} if got.alternatives else {"slot": "day" if day else "time"}
        return {"turn": {**turn, "say": say}, "errand": {**errand, "slots": slots}, "expect": expect}

    return propose


SAME_DAY = frozenset(
    {
        "fully_booked",
        "before_open",
        "after_last_seating",
        "between_services",
        "lead_time",
        "off_grid",
        "hold_by_other",
        "blocked",
    }
)
"""Reasons for which another time on the same day may do."""
