"""Find what the answer may lean on: passages the agent has read, and the opening hours its rules know."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.state import Conversation, Passage
from knowledge import index
from nodes import facts
from nodes.serving import agent_of
from settings import settings


async def look_up(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put the passages nearest to the question into the turn. No passage is an answer too: an empty list."""
    turn = state["turn"]
    call = Call(**turn["call"])
    agent = await agent_of(turn)
    found: list[Passage] = []
    if state.get("topic") == "hours" or facts.about_hours(turn["utterance"], turn["values"]):
        today = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone)).date()
        found += [
            Passage(title="hours", content=sentence, score=1.0)
            for sentence in facts.opening_hours(agent, turn["values"], state["language"], today)
        ]
    found += [
        Passage(title="house", content=sentence, score=1.0)
        for sentence in facts.how_to_reach(turn["utterance"], agent, state["language"])
    ]
    for passage in await index.search(
        call.tenant_id, turn["utterance"], language=state["language"], limit=settings().rag_top_k
    ):
        found.append(Passage(title=passage.title, content=passage.content, score=passage.score))
    return {"turn": {**turn, "passages": found}}
