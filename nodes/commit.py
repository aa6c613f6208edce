"""Do it once, and keep the receipt."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.offers import Refusal
from dialogue.slots import value
from dialogue.state import Conversation, Line, Receipt
from nodes.node import Node
from nodes.tell import tell

RECEIPTS = 10
"""Receipts a thread carries in its state; the commit ledger keeps them all."""

Do = Callable[..., Awaitable[Receipt | Refusal]]


def commit(do: Do) -> Node:
    """The step that commits with `do(call, hold_id=, epoch=, name=, phone=, notes=, now=)`, a transaction of the commit ledger."""

    async def commit(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None and errand["hold"] is not None
        slots, hold, say = errand["slots"], errand["hold"], list(turn["say"])
        done = await do(
            Call(**turn["call"]),
            hold_id=hold["id"],
            epoch=errand["epoch"],
            name=value(slots, "name"),
            phone=value(slots, "phone"),
            notes=errand.get("notes", ""),
            now=turn["now"],
        )
        if isinstance(done, Refusal):
            say.append(Line(phrase="hold_lapsed", facts={}))
            if done.alternatives:
                name = "nearest" if len(done.alternatives) > 1 else "nearest_one"
                say.append(Line(phrase=name, facts={"starts": list(done.alternatives), "wished": hold["start"]}))
            left = {name: slot for name, slot in slots.items() if name != "time"}
            expect = {"choice": list(done.alternatives)} if done.alternatives else {"slot": "time"}
            return {
                "turn": {**turn, "say": say},
                "errand": {**errand, "slots": left, "hold": None, "agreed": None},
                "expect": expect,
            }
        told = tell(turn, "receipt", {"operation": done["operation"], "facts": done["facts"]})
        say.append(Line(phrase="booked", facts=done["facts"]))
        return {
            "turn": {**turn, "say": say, "told": told, "ask": None},
            "errand": None,
            "expect": {},
            "asked": {},
            "receipts": [*(state.get("receipts") or []), done][-RECEIPTS:],
        }

    return commit
