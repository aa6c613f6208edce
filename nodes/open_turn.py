"""The first step of every turn: who is on the line, and is it this turn's time?

A door has already entered the turn in the ledger and hands the entry over in the run's config. LangGraph Studio has
not: there the step finds whose thread it is, enters the turn itself and waits until earlier turns are closed, so that
a run in Studio leaves the same records as any other.
"""

import asyncio
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig

from dialogue import unheard
from dialogue.call import Call
from dialogue.state import Conversation, Turn
from records import conversations, notices, turns
from settings import settings

WAIT_S = 30
"""How long a run of Studio waits for earlier turns of its thread."""


class NobodyOnTheLine(Exception):
    """A run without a tenant, an agent or words. The message says what to give."""


async def open_turn(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Begin the turn: what the ledger knows of it becomes the turn's state, everything else of the last turn goes."""
    call = Call.of(config)
    words = state.get("messages") or []
    if not words or words[-1].type != "human":
        raise NobodyOnTheLine(
            'The last message must be the caller\'s: {"messages": [{"role": "user", "content": "…"}]}.'
        )
    utterance = str(words[-1].text).strip()
    entry: turns.Entry | None = config.get("configurable", {}).get("entry")
    if entry is None:
        call, entry = await entered(replace(call, disclosed=""), utterance)  # a call by ear alone discloses before
    turn = Turn(
        n=entry.n,
        now=entry.entered_at.astimezone(UTC).isoformat(),
        utterance=utterance,
        call=asdict(
            replace(call, turn_id=entry.id, thread_id=str(entry.conversation_id), agent_id=str(entry.agent_id))
        ),
        runner=entry.runner,
        learned=None if entry.ahead else entry.learned,  # while it waited, more may have been learned
        say=[],
        again=[],
        ask=None,
        passages=[],
        told=[],
        timings={"opened_at": datetime.now(UTC).timestamp()},
        usage={},
    )
    before = {"spoken": None, **(_cut(state, turn, entry.heard) if entry.heard is not None else {})}
    return {"turn": turn, "held_by": entry.held_by, **before}


def _cut(state: Conversation, turn: Turn, heard: int) -> dict[str, Any]:
    """Make of the last reply what its caller knows of it: so many characters were heard."""
    spoken = state.get("spoken")
    if not spoken or heard >= spoken["length"]:
        return {}
    turn["again"] = unheard.to_say_again(spoken, heard)
    asked = dict(state.get("asked") or {})
    if spoken["asked"] and not unheard.was_asked(spoken, heard):
        asked[spoken["asked"]] = max(0, asked.get(spoken["asked"], 0) - 1)
    reply = next((one for one in reversed(state["messages"]) if one.type == "ai"), None)
    said = [AIMessage(f"{str(reply.text)[:heard].rstrip()} …", id=reply.id)] if reply else []
    return {"messages": said, "asked": asked, "expect": unheard.expected(state.get("expect") or {}, spoken, heard)}


async def entered(call: Call, utterance: str) -> tuple[Call, turns.Entry]:
    """Enter a turn that came in by no door of ours, and wait for its time."""
    thread = call.thread_id or str(uuid4())
    try:
        UUID(thread)
    except ValueError as bad:
        raise NobodyOnTheLine(f"A thread's id is a UUID, not {thread!r}.") from bad
    if owner := await conversations.owner(thread):
        call = replace(call, tenant_id=str(owner.tenant_id), agent_id=str(owner.agent_id))
    tenant_id = call.tenant_id or settings().studio_tenant_id
    if not tenant_id or not call.agent_id:
        raise NobodyOnTheLine('Whose agent is this? Give context {"tenant_id": "…", "agent_id": "…"}.')
    call = replace(call, tenant_id=tenant_id, thread_id=thread)
    runner = await notices.runner()
    entry, _ = await turns.enter(
        tenant_id,
        turn_id=call.turn_id or f"studio-{uuid4()}",
        thread_id=thread,
        agent_id=call.agent_id,
        utterance=utterance,
        runner=runner,
        channel=call.channel,
        caller_id=call.caller_id,
        open_thread=True,
    )
    async with asyncio.timeout(WAIT_S):
        while entry.ahead and (first := await turns.earliest_open(tenant_id, thread)) and first.id != entry.id:
            await asyncio.sleep(0.1)
    return call, entry
