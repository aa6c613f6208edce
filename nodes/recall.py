"""Answer from memory what was asked before; look up what was not.

Only what anybody might ask at any time is asked of the memory: a question by itself (knowledge/sameness.py), with no
errand open, nothing just asked of the caller, nothing personal in it, in a conversation that has given it no meaning of
its own. Only an answer that is nobody's in particular goes into it: to the first thing said in a conversation, whole
through the gate, from a model or passages in good order.

A question that is not in memory goes on to `look_up` within this step, whose search was begun long before: a step of
its own would cost every question half a millisecond, and a hit nothing less.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue.state import Conversation
from knowledge import cache, sameness
from nodes.look_up import look_up, of_this_caller
from nodes.serving import agent_of
from records.agents import Agent
from settings import settings

OF_ONE = frozenset(
    {"name", "phone", "email", "code", "note", "occasion", "party_size", "check_in", "check_out", "nights"}
)
"""Kinds of values that belong to one caller or to one wish."""


async def recall(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put a remembered answer and its passages into the turn, or what `look_up` finds."""
    turn = state["turn"]
    asked = in_question(state, await agent_of(turn))
    if asked is None:
        return await look_up(state, config)
    answer = await cache.recall(asked)
    if answer is None:
        looked_up = await look_up(state, config)
        found = looked_up["turn"]
        return {**looked_up, "turn": {**found, "usage": {**found["usage"], "memory": "miss"}}}
    usage = {**turn["usage"], "memory": answer.how}
    return {"turn": {**turn, "passages": answer.passages, "remembered": answer.words, "usage": usage}}


def remember(state: Conversation, agent: Agent, words: str, leaned_on: list[str]) -> None:
    """Keep an answer that has left, where it would be the same for anybody. `leaned_on` are ids of its passages;
    none where it leans on facts of the house, or on nothing in particular.
    """
    turn = state["turn"]
    asked = in_question(state, agent)
    if asked is None or "remembered" in turn or earlier(state) or agent.learned != asked.learned:
        return
    there = turn["passages"]
    passages = [one for one in there if one["id"] in leaned_on or not one["document_id"]] or there
    if passages:
        cache.remember(asked, words, [dict(one) for one in passages])


def in_question(state: Conversation, agent: Agent) -> cache.Asked | None:
    """What is asked, as the memory knows it; None where nothing is asked that might be answered from there."""
    turn = state["turn"]
    learned = turn.get("learned")
    if not settings().cache_ttl_s or learned is None or turn["intent"] != "question":
        return None
    if state.get("errand") or state.get("aside") or state.get("expect") or turn["say"] or turn["ask"] or turn["also"]:
        return None
    if any(value["kind"] in OF_ONE for value in turn["values"]) or of_this_caller(turn["utterance"]):
        return None
    language = state["language"]
    if turn.get("asks"):
        return None
    question = sameness.read(turn["utterance"], language)
    before = earlier(state)
    if question is None or (before and not question.whole):
        return None
    if any(not sameness.courteous(words, language) and sameness.read(words, language) is None for words in before):
        return None
    call, now = turn["call"], datetime.fromisoformat(turn["now"])
    return cache.Asked(
        call["tenant_id"],
        call["agent_id"],
        language,
        now.astimezone(ZoneInfo(agent.timezone)).date(),
        learned,
        turn["utterance"],
        question,
    )


def earlier(state: Conversation) -> list[str]:
    """What the caller has said before, as far as the thread still knows it."""
    said = [str(message.text) for message in state["messages"] if message.type == "human"]
    return said[:-1]
