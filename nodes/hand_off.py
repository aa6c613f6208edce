"""The thread is passed to a person: a row that somebody will answer, and one closing line."""

from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import acts, binding, colleagues, errands, manners
from dialogue.call import Call
from dialogue.state import Conversation, Line, Turn
from nodes.look_up import look_up, room_wanted
from nodes.serving import agent_of
from nodes.tell import tell
from records import handoffs

SAID_FIRST = frozenset({"emergency", "self_harm", "threat"})
"""Intents whose own phrase comes before the closing line."""
ENDING = frozenset({"threat"})
"""Intents with which the conversation is over: the staff is told, and nobody gets back to the caller here."""


async def hand_off(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Open a hand-off, once a thread at a time. The caller may go on with the agent until somebody takes over."""
    turn = state["turn"]
    call = Call(**turn["call"])
    reason = turn["intent"] if turn["intent"] in SAID_FIRST | {"person"} else _refusal(turn)
    errand = state.get("errand")
    brief = {
        "asked": turn["utterance"],
        "errand": errand
        and {"kind": errand["kind"]} | {name: slot.get("value") for name, slot in errand["slots"].items()},
        "receipts": [receipt["facts"] for receipt in state.get("receipts") or []],
    }
    said = {name: ones[-1] for name, ones in binding.named(turn["values"]).items() if name in errands.CONTACT}
    contact = (state.get("contact") or {}) | said
    new = await handoffs.request(call.tenant_id, call.thread_id, reason=reason, brief=brief | contact)
    say, asks = list(turn["say"]), colleagues.asks_after_colleague(turn["utterance"])
    if "complain" in turn["acts"] or acts.complains(turn["utterance"]):
        say.append(Line(phrase="sorry_for_that", facts={}))
    adds = not new and (bool(said) or not (asks or manners.heard(turn["utterance"])))
    if adds:
        await handoffs.add(call.tenant_id, call.thread_id, turn["utterance"], said)
        say.append(Line(phrase="held_by_person", facts={}))
    if turn["intent"] in SAID_FIRST:
        say.append(Line(phrase=turn["intent"], facts={}))
    if turn["intent"] not in ENDING and not adds:
        say.append(Line(phrase="handed_off" if new else "handed_off_already", facts={}))
    to_be_called = colleagues.affair(turn["utterance"], set()) and turn["intent"] == "person"
    if to_be_called and not contact.get("phone") and not asks:
        say.append(Line(phrase="ask_where_to_call", facts={}))
    told = tell(turn, "handed_off", {"reason": reason}) if new else turn["told"]
    closing: Turn = {**turn, "say": say, "told": told, "ask": None, "question": False}
    asks_more = turn.get("outcome") == "person" and turn.get("question")
    if asks_more and room_wanted(turn["utterance"], await agent_of(turn), turn["values"]):
        closing = {**(await look_up({**state, "turn": closing}, config))["turn"], "question": True}
    changed: dict[str, Any] = {
        "turn": closing,
        "handed_off": True,
        "contact": contact,
    }
    if (
        turn.get("outcome") == "person" or turn["intent"] in ENDING or to_be_called
    ):  # what no machine may do is the colleague's now
        changed |= {"errand": None, "expect": {}, "asked": {}}
    return changed


def _refusal(turn: Turn) -> str:
    """Why a machine could not do it: the last refusal that was said, or that the caller wished for a person."""
    refusals = [line["phrase"] for line in turn["say"] if line["phrase"].startswith("refused_")]
    return refusals[-1].removeprefix("refused_") if refusals else "person"
