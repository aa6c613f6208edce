"""Find what the answer may lean on: passages the agent has read, and what its own data say: hours, address, rates.

Only passages that answer the question go on (nodes/evidence.py). A question for which there is none stays open: the
reply says so, and the operator is told.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import routing
from dialogue.call import Call
from dialogue.slots import value
from dialogue.state import Conversation, Passage, Turn
from knowledge import index
from language import days
from nodes import evidence, facts, quoting
from nodes.serving import agent_of
from prompts.phrases import phrase
from records.agents import Agent
from settings import settings

NEAR = 0.7
"""How close to the score of the best passage another has to come."""
EATING = {"en": "dinner in the restaurant, tables", "de": "Abendessen im Restaurant, Tische"}
"""What is looked up for who wants a table where none can be booked."""
MOST_PARTS = 3
"""How many questions of one utterance are looked up by themselves."""
OF_EACH = 2
"""Passages that are kept for each of them."""


async def look_up(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put the passages that answer the question into the turn. No passage is an answer too: an empty list."""
    turn, language = state["turn"], state["language"]
    agent = await agent_of(turn)
    asked = turn["utterance"]
    bookless = agent.rooms is not None and not agent.config.get("tables") and routing.only_a_table(asked)
    errand = state.get("errand")
    party = value(errand["slots"], "party_size") if errand else None
    house = of_the_house(asked, agent, turn, language, hours_before=state.get("topic") == "hours", party=party)
    several = quoting.questions(asked)
    if turn["intent"] != "question":  # what is asked beside a wish is looked up without the wish
        several = [part for part in several if not routing.RESERVE.search(part.lower())]
        asked = several[0] if len(several) == 1 else asked
    about = EATING[language] if bookless else asked
    known = [] if bookless or about != turn["utterance"] else turn["passages"]  # understand may have looked already
    whole = known or await search(turn, about, language)
    found = near(evidence.answering(about, language, whole, agent.tenant_name))
    found = [one for one in found if _adds(one, about, house, language)]
    if routing.DISCOUNT.search(asked):
        found = [one for one in found if routing.DISCOUNT.search(one["content"])]
    unanswered = []
    if len(several) > 1:  # each question finds its own passage
        each: dict[str, Passage] = {}
        for part in several[:MOST_PARTS]:
            of_part = evidence.answering(part, language, await search(turn, part, language), agent.tenant_name)
            each |= {one["id"]: one for one in near(of_part)[:OF_EACH]}
            wish = routing.RESERVE.search(part.lower())
            if not (of_part or wish or of_the_house(part, agent, turn, language)):
                unanswered.append(part.rstrip(" ?") + "?")
        most = max(settings().rag_top_k, len(each))
        found = list((each | {one["id"]: one for one in found}).values())[:most]
    if not house and not found and routing.DISCOUNT.search(asked):
        house = [_said("rates", phrase("no_discount", language))]
    if not house and not found:
        unanswered = unanswered or [asked]
    return {"turn": {**turn, "passages": [*house, *found], "unanswered": unanswered}}


async def search(turn: Turn, asked: str, language: str) -> list[Passage]:
    """The passages nearest to a question, the best first."""
    call = Call(**turn["call"])
    most = settings().rag_top_k
    found = await index.search(call.tenant_id, asked, language=language, limit=most, agent_id=call.agent_id or None)
    return [
        Passage(
            id=str(one.id),
            title=one.title,
            content=one.content,
            document=one.document,
            document_id=str(one.document_id),
            score=one.score,
        )
        for one in found
    ]


def of_the_house(
    asked: str, agent: Agent, turn: Turn, language: str, *, hours_before: bool = False, party: int | None = None
) -> list[Passage]:
    """What the agent's own data say to a question. party: how many want a room, as far as it is known."""
    told: dict[str, list[str]] = {}
    if facts.about_hours(asked, agent, before=hours_before):
        today = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone)).date()
        told["hours"] = facts.opening_hours(agent, turn["values"], language, today, asked)
    told["house"] = facts.how_to_reach(asked, agent, language)
    told["rates"] = facts.difference(asked, agent, language, turn["now"])
    told["rates"] += facts.cheapest(asked, agent, language, turn["now"], party)
    return [_said(title, sentence) for title, sentences in told.items() for sentence in sentences]


def _said(title: str, sentence: str) -> Passage:
    """A sentence of the house's own, which stands in no document."""
    return Passage(id="", title=title, content=sentence, document="", document_id="", score=1.0)


def near(found: Sequence[Passage]) -> list[Passage]:
    """Those that come close to the best: what lies far behind it only leads astray."""
    return [passage for passage in found if passage["score"] >= NEAR * found[0]["score"]]


def _adds(passage: Passage, asked: str, house: Sequence[Passage], language: str) -> bool:
    """Whether a passage still says something to a question that the agent's own data answer."""
    told = {one["title"] for one in house}
    if "rates" in told or (told and not evidence.things(asked, language)):
        return False
    if "hours" in told and days.month_asked(asked):
        return False  # what is different in that month has been told
    return "hours" not in told or bool(facts.HOURS.search(f"{passage['title']}. {passage['content']}"))
