"""Read it back: everything that would be done, in one sentence, and a token over exactly that."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import agreement, errands
from dialogue.call import Call
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Line
from language import wishes
from nodes.arriving import after_hours
from nodes.node import Node
from nodes.serving import agent_of

Twin = Callable[..., Awaitable[dict[str, Any] | None]]


def confirm(twin: Twin) -> Node:
    """The step that asks `twin(call, name=, phone=, facts=, now=)` whether the guest has that reservation already."""

    async def confirm(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        slots, hold = errand["slots"], errand["hold"]
        phone = value(slots, "phone")
        said = [one for one in turn["say"] if not one["phrase"].startswith("held_")]
        if hold is not None and errand["target"] is None and phone and not errand["second"]:
            call = Call(**turn["call"])
            same = await twin(call, name=value(slots, "name") or "", phone=phone, facts=hold["facts"], now=turn["now"])
            if same is not None:
                ask = Line(phrase=f"ask_second_{same['kind']}", facts=same)
                return {"turn": {**turn, "say": said, "ask": ask}, "expect": {"twin": same}}
        errand = {**errand, "agreed": agreement.token(errand)}
        if errand["kind"] == "room" and hold is not None and not (state.get("asked") or {}).get("agree_room"):
            agent = await agent_of(turn)
            said += await after_hours(turn, state["language"], agent, hold["facts"], errand["notes"])
        return {
            "turn": {
                **turn,
                "say": [*said, read_back(errand)],
                "ask": Line(phrase=f"agree_{errands.voice(errand['kind'])}", facts={}),
            },
            "errand": errand,
            "expect": {"agreement": errand["agreed"]},
        }

    return confirm


def read_back(errand: Errand) -> Line:
    """The sentence that a yes would be to."""
    kind = errand["kind"] if errand["target"] is None else f"{errand['kind']}_{errand['target']['kind']}"
    return Line(phrase=f"read_back_{kind}", facts=told_back(errand))


def told_back(errand: Errand) -> dict[str, Any]:
    """Everything about the errand that the caller has to agree to."""
    facts: dict[str, Any] = {name: one for name, one in (errand["target"] or {}).items() if name != errands.HIDDEN}
    facts |= {name: slot["value"] for name, slot in errand["slots"].items() if is_known(slot)}
    kept = errand["hold"]["facts"] if errand["hold"] and errand["kind"] not in errands.GROUPS else {}
    facts |= kept  # of a request, what was kept before it became one is no part
    wished = (errand["slots"].get("area") or {}).get("rule")
    if facts.get("area") == "inside" and wished in (None, "on_file"):
        del facts["area"]  # where nobody wished for a place, the usual one is not worth a word
    facts["refused"] = [name for name, slot in errand["slots"].items() if slot.get("status") == "refused"]
    if errand["notes"]:
        facts["notes"] = wishes.noted(facts.get("notes") or "", errand["notes"])
    return facts


def is_known(slot: Slot) -> bool:
    """Whether the slot has a value that counts."""
    return slot.get("status") == "valid" and slot.get("value") is not None
