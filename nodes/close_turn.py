"""The last step of every turn: everything it leaves behind, in one place.

A door's run writes it in the transaction that also writes the thread's checkpoint (records/checkpoints.py), so that
transcript, ledger and thread can never disagree. A run of Studio writes it here.
"""

import time
from typing import Any

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.state import Conversation, Turn
from knowledge import unanswered
from nodes.tell import tell
from prompts.phrases import phrase
from records import database, turns
from records.questions import Unanswered


async def close_turn(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Close the turn in the ledger and in the transcript."""
    turn = state["turn"]
    call = Call(**turn["call"])
    language = state.get("language") or "en"
    changed: dict[str, Any] = {}
    if not turn.get("reply"):
        turn = {**turn, "reply": phrase("held_by_person", language)}
        turn["told"] = tell(turn, "token", {"text": turn["reply"]})
        changed = {"messages": [AIMessage(turn["reply"])]}
    timings = {name: value for name, value in turn["timings"].items() if name != "opened_at"}
    timings["turn_ms"] = round((time.time() - turn["timings"]["opened_at"]) * 1000, 1)
    closing = config.get("configurable", {}).get("closing") or turns.Closing(
        tenant_id=call.tenant_id, turn_id=call.turn_id, conversation_id=call.thread_id, runner=turn["runner"]
    )
    closing.reply = turn["reply"]
    closing.language = language
    closing.held_by = state.get("held_by") or "agent"
    closing.ended = bool(state.get("ended"))
    closing.receipts = [event["data"] for event in turn["told"] if event["type"] == "receipt"]
    closing.timings = timings
    expect = state.get("expect") or {}
    asks = expect.get("slot") or ("agreement" if expect.get("agreement") else "")
    closing.events = [*turn["told"], {"type": "done", "data": {**_done(turn, closing), "asks": asks}}]
    closing.usage = turn["usage"]
    open_questions = {unanswered.key(question): question for question in turn.get("unanswered") or []}
    closing.unanswered = [Unanswered(question, key, language) for key, question in sorted(open_questions.items())]
    closing.ready = True
    if "closing" not in config.get("configurable", {}):
        async with database.tenant(call.tenant_id) as rows:
            await turns.close(rows, closing)
    return {"turn": turn, **changed}


def _done(turn: Turn, closing: turns.Closing) -> dict[str, Any]:
    return {
        "conversation_id": closing.conversation_id,
        "turn_id": closing.turn_id,
        "message_id": str(closing.message_id),
        "reply": closing.reply,
        "language": closing.language,
        "receipts": closing.receipts,
        "sources": turn.get("sources") or [],
        "handed_off": any(event["type"] == "handed_off" for event in turn["told"]),
        "ended": closing.ended,
        "n": turn["n"],
    }
