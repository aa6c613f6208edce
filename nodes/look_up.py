"""Find what the answer may lean on: passages the agent has read, and what its own data say: hours, address, rates.

Only passages that answer the question go on (nodes/evidence.py). A question for which there is none stays open: the
reply says so, and the operator is told.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import errands, routing
from dialogue.assertions import language_of
from dialogue.call import Call
from dialogue.slots import value
from dialogue.state import Conversation, Passage, Turn
from knowledge import index
from language import days
from nodes import diets, evidence, facts, quoting
from nodes.serving import agent_of
from prompts.phrases import phrase
from records.agents import Agent
from settings import settings

NEAR = 0.7
"""How close to the score of the best passage another has to come."""
EATING = {"en": "dinner in the restaurant, tables", "de": "Abendessen im Restaurant, Tische"}
"""What is looked up for who wants a table where none can be booked."""
CANCELLING = {"en": "How much does cancelling cost?", "de": "Was kostet das Stornieren?"}
MOST_PARTS = 3
"""How many questions of one utterance are looked up by themselves."""
_AND = re.compile(r"\W*(?:and|und)\b", re.IGNORECASE)
OF_EACH = 2
"""Passages that are kept for each of them."""


async def look_up(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put the passages that answer the question into the turn. No passage is an answer too: an empty list."""
    turn, language = state["turn"], state["language"]
    if own := _where_the_table_is(state, language) or await _what_is_in(state, language):
        return {"turn": {**turn, "passages": [own], "unanswered": []}}
    agent = await agent_of(turn)
    asked = turn["utterance"]
    bookless = agent.rooms is not None and not agent.config.get("tables") and routing.only_a_table(asked)
    errand = state.get("errand")
    party = value(errand["slots"], "party_size") if errand else None
    follows, day = state.get("topic") == "hours", state.get("day") or ""
    house = of_the_house(asked, agent, turn, language, hours_before=follows, party=party, day=day)
    several = quoting.questions(asked)
    if turn["intent"] != "question":  # what is asked beside a wish is looked up without the wish
        several = [part for part in several if not routing.RESERVE.search(part.lower())]
    if len(several) == 1 and (turn["intent"] != "question" or routing.RESERVE.search(asked.lower())):
        asked = several[0]
    about = EATING[language] if bookless else asked
    if errand and errand["kind"] == "cancel" and routing.only_price(asked) and not evidence.things(asked, language):
        about = CANCELLING[language]  # "will that cost me anything?"
    known = [] if about != turn["utterance"] else turn["passages"]  # understand may have looked already
    whole = known or await search(turn, about, language)
    found = near(evidence.answering(about, language, whole, agent.tenant_name))
    found = quoting.items_first(about, [one for one in found if _adds(one, about, house, language)], language)
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


_WHERE_WE_SIT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|will|was|ist|sind|sitzen|sitze|haben|habe|steht|wäre) (?:it|that|this|we|i|the table|our table|my table|das|er|wir|ich|der tisch|unser tisch|mein tisch)"
    r"(?: \w+){0,3}? (?:inside|indoors|outside|outdoors|drinnen|drin|innen|draußen|außen|im garten|in the garden)(?: (?:or|oder) \w+(?: \w+){0,2})?\W*$",
    re.IGNORECASE,
)


def of_this_caller(asked: str) -> bool:
    """Whether a question is about this moment, the table in hand or the dish just told, so that another's answer is none."""
    moment = facts.AT_THIS_MOMENT.search(asked) or _WHERE_WE_SIT.match(asked)
    return bool(moment) or diets.dish_in_question(asked) == ""


def _where_the_table_is(state: Conversation, language: str) -> Passage | None:
    """Where the table is that is kept or was booked last, if that is asked: "is that inside or outside?"."""
    if not _WHERE_WE_SIT.match(state["turn"]["utterance"]):
        return None
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    kept = routing.held(errand) if errand else done[-1] if done else {}
    if not (area := kept.get("area")):
        return None
    return _said("table", phrase("area_is", language, {"area": phrase(f"part_area_{area}", language, {})}))


async def _what_is_in(state: Conversation, language: str) -> Passage | None:
    """What the list of a dish says to "does it contain nuts?"; None where that is not asked, or there is no list."""
    turn, asked = state["turn"], state["turn"]["utterance"]
    if (dish := diets.dish_in_question(asked)) is None:
        return None
    told = " ".join([str(message.text) for message in state["messages"] if message.type == "ai"][-1:])
    for said in ("listed", "not_listed"):  # before the dish that was told so
        told = told.replace(phrase(said, language, {"dish": ""}), "")
    found = await search(turn, dish or told, language)
    found = [one for one in found if language_of(one["content"]) == language]
    listed, dishes = diets.what_is_in(asked, told, found)
    if not dishes:
        return None
    words = phrase("listed" if listed else "not_listed", language, {"dish": " ".join(dishes[:MOST_PARTS])})
    of = next((one for one in found if dishes[0] in " ".join(one["content"].split())), None)
    return Passage(**{**of, "content": words}) if of else _said("menu", words)


async def search(turn: Turn, asked: str, language: str) -> list[Passage]:
    """The passages nearest to a question, the best first."""
    call = Call(**turn["call"])
    most = settings().rag_top_k
    asked = evidence.as_written(asked, language)
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
    asked: str,
    agent: Agent,
    turn: Turn,
    language: str,
    *,
    hours_before: bool = False,
    party: int | None = None,
    day: str = "",
) -> list[Passage]:
    """What the agent's own data say to a question. party: how many want a room, as far as it is known. day: the one
    that was spoken of last (ISO).
    """
    told: dict[str, list[str]] = {}
    if facts.about_hours(asked, agent, turn["values"], before=hours_before):
        now, values = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone)), turn["values"]
        if day and not days.as_month(day) and _AND.match(asked) and not any(one["kind"] == "date" for one in values):
            values = [
                {"kind": "date", "value": day, "status": "valid"}
            ]  # "and when do you close?" asks of the same day
        told["hours"] = facts.opening_hours(agent, values, language, now, asked)
    told["house"] = facts.how_to_reach(asked, agent, language)
    told["rates"] = facts.difference(asked, agent, language, turn["now"])
    told["rates"] += facts.cheapest(asked, agent, language, turn["now"], party)
    told["rates"] = told["rates"] or facts.for_the_nights(asked, agent, turn["values"], language, turn["now"], party)
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
    titled = all(thing.stands(passage["title"]) for thing in evidence.things(asked, language))
    return "hours" not in told or titled or bool(facts.HOURS.search(passage["title"]))
