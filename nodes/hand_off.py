"""The thread is passed to a person: a row that somebody will answer, and one closing line."""

from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.state import Conversation, Line
from nodes.tell import tell
from records import handoffs


async def hand_off(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Open a hand-off, once a thread at a time. The caller may go on with the agent until somebody takes over."""
    turn = state["turn"]
    call = Call(**turn["call"])
    reason = turn.get("outcome") or turn["intent"]
    errand = state.get("errand")
    brief = {
        "asked": turn["utterance"],
        "errand": errand and {name: slot.get("value") for name, slot in errand["slots"].items()},
        "receipts": [receipt["facts"] for receipt in state.get("receipts") or []],
    }
    new = await handoffs.request(call.tenant_id, call.thread_id, reason=reason, brief=brief)
    say = list(turn["say"])
    if turn["intent"] == "emergency":
        say.append(Line(phrase="emergency", facts={}))
    say.append(Line(phrase="handed_off" if new else "handed_off_already", facts={}))
    told = tell(turn, "handed_off", {"reason": reason}) if new else turn["told"]
    return {"turn": {**turn, "say": say, "told": told, "ask": None}}
