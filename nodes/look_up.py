"""Find what the answer may lean on: passages the agent has read, and the opening hours its rules know."""

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import routing
from dialogue.call import Call
from dialogue.claims import shares_a_topic, widened
from dialogue.state import Conversation, Passage
from knowledge import index
from nodes import facts
from nodes.serving import agent_of
from settings import settings

NEAR = 0.7
"""How close to the score of the best passage another has to come."""
EATING = {"en": "dinner in the restaurant, tables", "de": "Abendessen im Restaurant, Tische"}
"""What is looked up for who wants a table where none can be booked."""
MOST_PARTS = 3
"""How many questions of one utterance are looked up by themselves."""


async def look_up(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put the passages nearest to the question into the turn. No passage is an answer too: an empty list."""
    turn = state["turn"]
    call = Call(**turn["call"])
    agent = await agent_of(turn)
    found: list[Passage] = []
    if facts.about_hours(turn["utterance"], agent, before=state.get("topic") == "hours"):
        today = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone)).date()
        found += [
            Passage(title="hours", content=sentence, score=1.0)
            for sentence in facts.opening_hours(agent, turn["values"], state["language"], today)
        ]
    found += [
        Passage(title="house", content=sentence, score=1.0)
        for sentence in facts.how_to_reach(turn["utterance"], agent, state["language"])
    ]
    search = partial(index.search, call.tenant_id, language=state["language"], limit=settings().rag_top_k)
    bookless = agent.rooms is not None and not agent.config.get("tables") and routing.only_a_table(turn["utterance"])
    nearest = await search(EATING[state["language"]] if bookless else turn["utterance"])
    if not any(shares_a_topic(turn["utterance"], f"{passage.title}. {passage.content}") for passage in nearest):
        nearest = (await search(widened(turn["utterance"])) or nearest)[: settings().rag_top_k]
    nearest = near(nearest)
    several = facts.questions(turn["utterance"])
    if len(several) > 1:  # each question finds its own passage
        found_by = [near(await search(part)) for part in several[:MOST_PARTS]]
        each = dict.fromkeys(passage.id for found_now in found_by for passage in found_now[:2])
        by_id = {passage.id: passage for passages in (nearest, *found_by) for passage in passages}
        nearest = [by_id[one] for one in dict.fromkeys([*each, *(passage.id for passage in nearest)])]
        nearest = nearest[: max(settings().rag_top_k, len(each))]
    for passage in nearest:
        found.append(Passage(title=passage.title, content=passage.content, score=passage.score))
    return {"turn": {**turn, "passages": found}}


def near(found: list[index.Passage]) -> list[index.Passage]:
    """Those that come close to the best: what lies far behind it only leads astray."""
    return [passage for passage in found if passage.score >= NEAR * found[0].score]
