"""Read it back: everything that would be committed, in one sentence, and a token over exactly that."""

from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import agreement
from dialogue.forms import Form
from dialogue.slots import value
from dialogue.state import Conversation, Line
from nodes.node import Node


def confirm(form: Form) -> Node:
    """The step for an errand with this form."""

    async def confirm(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None and errand["hold"] is not None
        slots, hold = errand["slots"], errand["hold"]
        phone = value(slots, "phone")
        line = Line(
            phrase="read_back" if phone else "read_back_without_phone",
            facts={"start": hold["start"], "party_size": hold["party"], "name": value(slots, "name"), "phone": phone},
        )
        token = agreement.token(form, slots, hold["id"])
        say = [said for said in turn["say"] if said["phrase"] != "held"]
        return {
            "turn": {**turn, "say": [*say, line], "ask": Line(phrase="ask_agreement", facts={})},
            "errand": {**errand, "agreed": token},
            "expect": {"agreement": token},
        }

    return confirm
