"""Find what the answer may lean on: passages the agent has read, and what its own data say: hours, address, rates.

Only passages that answer the question go on (nodes/evidence.py). A question for which there is none stays open: the
reply says so, and the operator is told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import errands, inquiries, on_file, routing
from dialogue.assertions import language_of
from dialogue.call import Call
from dialogue.slots import value
from dialogue.state import Conversation, Line, Passage, Turn
from knowledge import index
from language import days, wishes
from language import spoken as say
from nodes import diets, evidence, facts, menus, quoting, terms
from nodes.serving import agent_of
from prompts.phrases import phrase
from records.agents import Agent
from records.documents import Source
from settings import settings

NEAR = 0.7
"""How close to the score of the best passage another has to come."""
EATING = {"en": "dinner in the restaurant, tables", "de": "Abendessen im Restaurant, Tische"}
"""What is looked up for who wants a table where none can be booked."""
LARGE = {"en": "groups, private parties, celebrations", "de": "Gruppen, Feiern, geschlossene Gesellschaften"}
"""What is looked up for who asks for a room for more than can be booked."""
CANCELLING = {"en": "How much does cancelling cost?", "de": "Was kostet das Stornieren?"}
COMING_LATE = {"en": "check in after the reception has closed", "de": "einchecken, wenn die Rezeption zu ist"}
"""What is looked up for who asks whether, or until when, one may still come in the evening,"""
COMING = {"en": "What time is check in?", "de": "Wann kann man einchecken?"}
"""and for who asks from when on."""
EARLY = {"en": "What is ready sooner?", "de": "Was ist eher fertig?"}
"""and for who would like to come before that."""
SIZE = {"en": "square metres and floor of the rooms", "de": "Quadratmeter und Stockwerk der Zimmer"}
"""What is looked up for who asks how big a room is, or on which floor,"""
OF_THE_RATE = {
    "en": "Are rates for the room or for a person?",
    "de": "Gelten die Preise für das Zimmer oder je Person?",
}
"""for whom its price is,"""
WALK_IN = {"en": "Can one come without a reservation?", "de": "Kann man auch ohne Reservierung kommen?"}
"""and whether a table has to be booked."""
DOGS = {"en": "Are dogs allowed?", "de": "Dürfen Hunde mit?"}
"""What is looked up for guests who bring one."""
_TO_HOST = re.compile(
    r"\b(?:host|cater|accommodate|hold|do|arrange|ausrichten|geht|ginge|machen|möglich|possible)\b.{0,20}\b(?:that|this|it|us|das|es|uns|sie)\b",
    re.IGNORECASE,
)
FEASTS = {"en": "Can one celebrate a wedding here?", "de": "Kann man bei Ihnen feiern?"}
"""What is looked up for guests who ask to hold a feast."""
MOST_PARTS = 4
"""How many questions of one utterance are looked up by themselves."""
_AND = re.compile(r"\W*(?:and|und)\b", re.IGNORECASE)
_EITHER = re.compile(r"[\s,]+(?:and|und)\s+", re.IGNORECASE)
OF_EACH = 2
"""Passages that are kept for each of them."""


async def look_up(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
    """Put the passages that answer the question into the turn. No passage is an answer too: an empty list.

    Of several questions in one utterance each is looked up by itself; what none of them finds is looked up as a whole.
    """
    turn = state["turn"]
    agent = await agent_of(turn)
    parts = _parts(turn)
    if any(map(wishes.comes_with_dog, parts)):
        pieces = [piece for part in parts for piece in _EITHER.split(part)]
        asking = [one for one in pieces if inquiries.ASKING.search(one) or wishes.comes_with_dog(one)]
        parts = [DOGS[state["language"]] if wishes.comes_with_dog(one) else one for one in asking]
    errand = state.get("errand")
    if errand is not None and errand["kind"] == "group_room":
        feast = routing.celebrates(turn["utterance"])
        asks_it = [feast and (routing.celebrates(one) or _TO_HOST.search(one)) for one in parts]
        parts = [FEASTS[state["language"]] if of_it else one for one, of_it in zip(parts, asks_it, strict=True)]
    kinds = facts.kinds_compared(turn["utterance"], evidence.asked_before(state.get("topic")), agent, state["language"])
    parts = [*kinds] or parts
    if inquiries.needs_booking(turn["utterance"], ()):
        parts = [] if turn["intent"] == "question" else parts  # "… or can one just come?" asks the same
    if rule := turn.get("rule"):
        parts = [part for part in parts if part != rule and not wishes.brings_dog(part)]
        if not parts:
            by_itself: Turn = {**turn, "utterance": rule, "values": [], "passages": []}
            of_rule = await _found({**state, "turn": by_itself, "topic": ""}, agent, rule)
            return {"turn": {**turn, **of_rule, "asks": rule, "unanswered": []}}
        parts = [*parts, rule]
    if len(parts) < 2 and not kinds:
        asked = parts[0] if parts else turn["utterance"]
        whole = await _found(state, agent, asked)
        parts = [] if whole.get("asks") else quoting.each_of(asked, state["language"])
        if not parts or evidence.speak_of_all(whole["passages"], asked, state["language"]):
            return {"turn": {**turn, **whole}}
    passages: dict[tuple[str, str], Passage] = {}
    unanswered: list[str] = []
    for part, alone in zip(parts, _each_alone(state, parts), strict=True):
        of_part = (
            await _found(alone, agent, part) if not kinds else await _of_kind(turn, part, agent, state["language"])
        )
        unanswered += [] if inquiries.RESERVE.search(part.lower()) else of_part["unanswered"]
        for one in of_part["passages"][:OF_EACH]:
            key = (one["id"], one["content"])
            passages[key] = told = passages.get(key) or one
            told["to"] = [*told.get("to", []), part]
    if not passages:
        return {"turn": {**turn, **await _found(state, agent, turn["utterance"])}}
    if len(kinds) > 1:
        before = evidence.asked_before(state.get("topic"))
        more = facts.difference(turn["utterance"], agent, state["language"], turn["now"], about=before, always=True)
        passages |= {("", one): _said("rates", one) for one in more}
    in_order = sorted(passages.values(), key=lambda one: bool(one["id"]))  # what the house itself says comes first
    return {"turn": {**turn, "passages": in_order, "unanswered": [f"{one.rstrip(' ?')}?" for one in unanswered]}}


async def _of_kind(turn: Turn, kind: str, agent: Agent, language: str) -> dict[str, Any]:
    """What is written of one kind of room under its own heading."""
    names = next(
        [name.lower() for named in (one.get("names") or {}).values() for name in named]
        for one in agent.config["rooms"]["types"]
        if facts.called(agent, "types", one["name"], language) == kind
    )
    found = _of_rooms(await search(turn, kind, language, most=MOST_ROOMS), agent, language)
    own = [one for one in found if one["title"].rpartition("›")[2].strip().lower() in names]
    return {"passages": own[:1], "unanswered": [] if own else [kind]}


def _parts(turn: Turn) -> list[str]:
    """The questions of an utterance that are looked up: beside a wish those that ask for something else."""
    asked = turn["utterance"]
    parts: list[str] = []
    for part in quoting.questions(asked):
        if parts and diets.goes_on(
            part, parts[-1]
        ):  # "what vegetarian mains are there? Which of those are gluten free?"
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    if turn["intent"] != "question":  # what is asked beside a wish is looked up without the wish
        parts = [part for part in parts if not inquiries.RESERVE.search(part.lower())]
    if len(parts) == 1 and turn["intent"] == "question" and not inquiries.RESERVE.search(asked.lower()):
        return [asked]
    return parts[:MOST_PARTS]


def _each_alone(state: Conversation, parts: Sequence[str]) -> Iterator[Conversation]:
    """The conversation as it would stand if only one of the questions had been asked: with the days that it names, or that
    none of them names, upon the one before.
    """
    turn, topic = state["turn"], state.get("topic") or ""
    if evidence.asked_before(topic) == evidence.subject(turn["utterance"], state["language"]):
        topic = ""  # of all of them together, and not what was asked before
    told = f"{state.get('remarks') or ''} {turn['utterance']}"
    for part in parts:
        others = [one for one in parts if one != part]
        values, asked_days = (
            [
                said
                for said in found
                if said["text"] in part or not any(said["text"] in one_other for one_other in others)
            ]
            for found in (turn["values"], turn.get("asked_days") or [])
        )
        one: Turn = {**turn, "values": values, "asked_days": asked_days, "utterance": part, "passages": []}
        yield {**state, "turn": one, "topic": topic, "remarks": told}
        subject = evidence.subject(part, state["language"])
        topic = inquiries.topic(part, "question", topic) or (f"of:{subject}" if subject else "")


async def _found(state: Conversation, agent: Agent, asked: str) -> dict[str, Any]:
    """What of a turn one question finds: its "passages", itself among the "unanswered" where there are none, and how it
    "asks" with what it leans on.
    """
    if in_month := facts.of_another_month(asked, evidence.asked_before(state.get("topic")), agent, state["language"]):
        asked, state = in_month, {**state, "turn": {**state["turn"], "utterance": in_month}, "topic": ""}
    turn, language = state["turn"], state["language"]
    if own := _where_the_table_is(state, language) or await _of_the_menu(state, agent, language):
        return {"passages": [own], "unanswered": []}
    if state.get("errand") and on_file.resends(asked):  # nothing is booked yet that could be sent
        return {"passages": [_said("confirmation", phrase("code_is_told_here", language))], "unanswered": []}
    before = evidence.asked_before(state.get("topic"))
    if less := facts.cheaper(asked, before, agent, language, turn["now"]):
        return {"passages": [_said("rates", less)], "unanswered": []}
    only_more = bool(before) and inquiries.of_the_difference(asked) and not evidence.things(asked, language)
    if only_more and (more := facts.difference(asked, agent, language, turn["now"], about=before, always=True)):
        return {"passages": [_said("rates", one) for one in more], "unanswered": []}
    names_it = before == evidence.subject(turn["utterance"], language)
    leans = evidence.leans(turn["utterance"], language) and not facts.how_to_reach(turn["utterance"], agent, language)
    other_days = bool(_its_price(state, agent, asked, language))
    when_to_come = agent.rooms is not None and inquiries.asks_when_to_come(asked)
    comes_early = agent.rooms is not None and inquiries.asks_to_come_early(asked)
    of_size = facts.asks_size(asked, before, agent)
    by_itself = other_days or when_to_come or comes_early or of_size or facts.of_whom_the_rate_is(asked, before, agent)
    if before and not names_it and leans and not by_itself and not room_wanted(asked, agent, turn["values"]):
        asks = evidence.resolved(turn["utterance"], before)
        found = evidence.bearing(
            turn["utterance"], before, language, diets.suited(asks, await search(turn, asks, language))
        )
        if found and not of_terms(state, agent, turn["utterance"], turn, language):
            return {"passages": found[:OF_EACH], "unanswered": [], "asks": asks}
    bookless = agent.rooms is not None and not agent.config.get("tables") and routing.only_a_table(asked)
    bookless = bookless and not evidence.beyond_booking(asked, language)
    errand = state.get("errand")
    party = value(errand["slots"], "party_size") if errand else None
    follows = state.get("topic") == "hours" and evidence.as_written(asked, language) == asked
    day = state.get("day") or ""
    house = of_the_house(asked, agent, turn, language, hours_before=follows, party=party, day=day, about=before)
    own_terms = of_terms(state, agent, asked, turn, language)
    comes_late = agent.rooms is not None and inquiries.asks_to_come_late(turn["utterance"])
    about = EATING[language] if bookless else COMING_LATE[language] if comes_late else asked
    named_before = before and inquiries.of_what_was_named(asked, state.get("topic") or "")
    if named_before:
        about, house = before, []
    if about == asked and of_size:
        about, house = SIZE[language], []
    if about == asked and comes_early:
        about, house = EARLY[language], []
    if about == asked and when_to_come:
        about, house = COMING[language], []
    if about == asked and facts.of_whom_the_rate_is(asked, before, agent):
        about, house = OF_THE_RATE[language], []
    room_asked = _its_price(state, agent, asked, language) if about == asked else ""
    if room_asked:
        about, house = room_asked, []
    if about == asked and (party_asked := room_wanted(asked, agent, turn["values"])):
        about = _room_for(party_asked, agent, language)
    if about == asked and inquiries.needs_booking(asked, ()):
        about = WALK_IN[language]
    if comes_late:
        house = []  # until when one may arrive, and not how
    if errand and errand["kind"] == "cancel" and _of_cancelling(asked, language):
        about = CANCELLING[language]  # "will that cost me anything?"
    elif _cancelled(state) and inquiries.only_price(asked) and not evidence.things(asked, language):
        about = CANCELLING[language]
    known = [] if about != turn["utterance"] else turn["passages"]  # understand may have looked already
    whole = known or await search(turn, about, language)
    found = near(evidence.answering(about, language, whole, agent.tenant_name))
    if found and turn["intent"] != "question" and evidence.beyond_booking(_unheard(asked, turn["values"]), language):
        house = [one for one in house if one["title"] != "rates"]  # it is the taxi whose price is asked, not the room
    elif (
        found
        and any(one["title"] == "rates" for one in house)
        and inquiries.only_price(_unheard(asked, turn["values"]))
    ):
        found = []  # the price of these very nights is the answer, and no season's
    found = quoting.items_first(about, [one for one in found if _adds(one, about, house, language)], language)
    if inquiries.pays_less(asked):
        found = [one for one in found if inquiries.DISCOUNT.search(one["content"])]
    found = found or await _ways_of_paying(turn, asked, language)
    if found and evidence.things(asked, language) and facts.asks_the_way(asked):
        house = [one for one in house if one["title"] != "house"]  # by what to come has been asked, and is told
    sure = {name for name in own_terms if name != "seating" or party_of(state) or not found}
    if "rates" in sure and (named := evidence.beyond_booking(asked, language)):  # "which rooms have a balcony?"
        every = await search(turn, asked, language, most=MOST_ROOMS)
        found = [one for one in _of_rooms(every, agent, language) if evidence.all_stand(named, one)] or found
        sure -= {"rates"} if found else set()
    if sure:
        house = [_said(name, " ".join(own_terms[name])) for name in own_terms if name in sure]
        found = []
    if not house and not found and inquiries.pays_less(asked):
        house = [_said("rates", phrase("no_discount", language))]
    about_it = (*(one[language] for one in (COMING_LATE, COMING, EARLY, WALK_IN, OF_THE_RATE, SIZE)), room_asked)
    how: dict[str, Any] = {"asks": about} if found and (about in about_it or named_before) else {}
    if bookless and found and inquiries.RESERVE.search(asked.lower()) and turn["intent"] == "question":
        how["say"] = [*turn["say"], Line(phrase="no_tables_here", facts={})]
    return {"passages": [*house, *found], "unanswered": [] if house or found else [asked], **how}


def _its_price(state: Conversation, agent: Agent, asked: str, language: str) -> str:
    """The question what a night costs in the kind of room that is spoken of, where only other days are asked about: "and
    during the week?"; "" where that is not the question.
    """
    errand = state.get("errand")
    name = value(errand["slots"], "room_type") if errand and errand["kind"] == "room" else None
    if name is None or not _OTHER_DAYS.match(asked):
        return ""
    room = facts.Wording(language, agent, state["turn"]["now"]).called("types", name)
    return phrase("what_a_room_costs", language, {"room": room})


_OTHER_DAYS = re.compile(
    r"^\W*(?:(?:and|und|oder|or|what about|how about|was ist|wie ist es|how much|was kostet (?:es|das)|wie viel)\W+)*(?:unter der woche|in der woche|wochentags|werktags|an werktagen|an wochentagen|during the week|on weekdays|on weeknights|midweek|in the week)\W*$",
    re.IGNORECASE,
)


def _unheard(asked: str, values: Iterable[Mapping[str, Any]]) -> str:
    """A question without the kinds of room and the extras that were heard in it: they are a part of the booking."""
    for one in values:
        if one["kind"] in ("room_type", "extra", "view"):
            asked = asked.replace(one["text"], " ")
    return asked


def room_wanted(asked: str, agent: Agent, values: Iterable[Mapping[str, Any]]) -> int:
    """For how many guests it is asked which room there is, or whether one: 0 where that is not the question, or where it is
    answered by what is free on the day.
    """
    values = list(values)
    parties = [int(one["value"]) for one in values if one["kind"] == "party_size" and one["status"] != "invalid"]
    if len(parties) != 1 or not (_WHICH_ROOM.search(asked) and inquiries.ASKING.search(asked)):
        return 0
    if parties[0] > _most(agent) or (agent.rooms and not any(one["kind"] == "check_in" for one in values)):
        return parties[0]
    return 0


_WHICH_ROOM = re.compile(
    r"\b(?:which|what|an?|any|own|private|separate|welche[rnms]?|ein\w*|eigene\w*|separate\w*|extra|was für ein) (?:\w+ )?(?:rooms?|space|zimmer|raum|räume|saal)\b",
    re.IGNORECASE,
)


def _most(agent: Agent) -> int:
    """The largest party for which there is a table or a room."""
    return max(one.sleeps for one in agent.rooms.types) if agent.rooms is not None else agent.schedule.max_party


def _room_for(party: int, agent: Agent, language: str) -> str:
    """By which words the room is found that is large enough: the cheapest kind that sleeps so many, else one for a party."""
    fitting = [one for one in agent.rooms.types if one.sleeps >= party] if agent.rooms is not None else []
    if not fitting:
        return LARGE[language]
    least = min(fitting, key=lambda one: one.rate_cents)
    known = next(one for one in agent.config["rooms"]["types"] if one["name"] == least.name)
    return str(((known.get("names") or {}).get(language) or [least.name])[0])


def _of_rooms(found: Sequence[Passage], agent: Agent, language: str) -> list[Passage]:
    """The passages that are headed by a kind of room, in the caller's language where there are any."""
    types = (agent.config.get("rooms") or {}).get("types") or []
    names = {name.lower() for one in types for named in (one.get("names") or {}).values() for name in named}
    headed = [one for one in found if one["title"].rpartition("›")[2].strip().lower() in names]
    return [one for one in headed if language_of(one["content"]) == language] or headed


MOST_ROOMS = 20
"""Passages among which those about the kinds of room are looked for."""


def _cancelled(state: Conversation) -> bool:
    """Whether a reservation was just cancelled, so that a bare price is asked of that."""
    receipts = state.get("receipts") or []
    return state.get("errand") is None and bool(receipts) and receipts[-1]["operation"] == "cancel"


_WHERE_WE_SIT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|will|was|ist|sind|sitzen|sitze|haben|habe|steht|wäre) (?:it|that|this|we|i|the table|our table|my table|das|er|wir|ich|der tisch|unser tisch|mein tisch)"
    r"(?: \w+){0,3}? (?:inside|indoors|outside|outdoors|drinnen|drin|innen|draußen|außen|im garten|in the garden)(?: (?:or|oder) \w+(?: \w+){0,2})?\W*$",
    re.IGNORECASE,
)


def of_this_caller(asked: str) -> bool:
    """Whether a question is about this moment, the table in hand or the dish just told, so that another's answer is none."""
    moment = facts.AT_THIS_MOMENT.search(asked) or _WHERE_WE_SIT.match(asked)
    return (
        bool(moment)
        or diets.of_those(asked)
        or diets.of_the_one_told(asked)
        or diets.eats_what(asked)
        or terms.of_one(asked)
    )


def _where_the_table_is(state: Conversation, language: str) -> Passage | None:
    """Where the table is that is kept or was booked last, if that is asked: "is that inside or outside?"."""
    if not _WHERE_WE_SIT.match(state["turn"]["utterance"]):
        return None
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    kept = routing.held(errand) if errand else done[-1] if done else {}
    if not (area := kept.get("area")):
        return None
    return _said("table", phrase("area_is", language, {"area": phrase(f"part_area_{area}", language, {})}))


async def _of_the_menu(state: Conversation, agent: Agent, language: str) -> Passage | None:
    """What the lists of dishes say to "does it contain nuts?" and "what can she eat?", and which dish costs most or is
    there at all; None where nothing of the kind is asked, or no menu is there.
    """
    turn, asked = state["turn"], state["turn"]["utterance"]
    told = " ".join([str(message.text) for message in state["messages"] if message.type == "ai"][-1:])
    for said in ("listed", "not_listed", "lists_it", "lists_not", "listed_so"):  # before the dish that was told so
        told = told.replace(phrase(said, language, {"dish": ""}), "")
    dearest = _DISH_BY_PRICE.search(asked)
    if agent.rooms is None and (
        diets.names_any(asked)
        or diets.eats_what(asked)
        or diets.of_those(asked)
        or diets.beyond_lists(asked)
        or diets.of_a_diet(asked)
    ):
        cards, others = await _cards(turn, asked, language)
        parts = quoting.questions(asked)
        if diets.of_those(parts[0] if len(parts) > 1 else asked):
            those = _just_told(state, menus.dishes(cards), others)
            if those and not menus.named(diets.without_diets(asked), those):
                suiting = diets.of_these(asked, _said_before(state), those)
                if len(those) == 1 and diets.rules_out(asked):
                    words = phrase("lists_not" if suiting else "lists_it", language, {"dish": _and_so(those)})
                else:
                    many = "those_without" if len(suiting) <= MOST_DISHES else "dishes_without_among"
                    named = {"dishes": _named(suiting[:MOST_DISHES], language)}
                    words = phrase(many if suiting else "none_of_those", language, named)
                return _of_a_card((suiting or those)[0], words)
        own = [one for one in others if diets.same(asked, one["title"].rpartition("›")[2])]
        if own:  # the house has written down itself what is without it
            return own[0] if diets.eats_what(asked) or not evidence.answering(asked, language, own) else None
        said, dishes = diets.what_is_in(asked, told, cards)
        if dishes:
            on_card = {one.name: one for one in menus.dishes(cards)}
            words = phrase(said, language, {"dish": _and_so(dishes)})
            if unlisted := diets.beyond_lists(asked):
                words += " " + phrase("no_list_has", language, {"what": say.listed(unlisted, language)})
            return _of_a_card(on_card.get(dishes[0].name, dishes[0]), words)
        heads = [one["title"].rpartition("›")[2] for one in cards]
        among = menus.dishes(sorted(cards, key=lambda one: (one["title"], one["content"])))
        kinds = [one for one in evidence.things(asked, language) if any(one.stands(head) for head in heads)]
        own_kinds = [
            one for one in kinds if _MAINS.search(asked) or not diets.is_a_diet(one.said)
        ]  # a starter may be vegan
        among = [one for one in among if all(kind.stands(one.passage["title"]) for kind in own_kinds)] or among
        fitting = diets.without(asked, _said_before(state), among) if any(one.listed for one in among) else None
        if diets.of_a_diet(asked) and (kinds or len(evidence.things(asked, language)) > 1):
            fitting = None  # a heading says it, or it is a menu that is to be so
        if fitting is not None:
            name = "dishes_without" if len(fitting) <= MOST_DISHES else "dishes_without_among"
            shown = fitting[:: max(1, len(fitting) // MOST_DISHES)][:MOST_DISHES]
            words = phrase(name if fitting else "no_dish_without", language, {"dishes": _named(shown, language)})
            return _of_a_card((fitting or among)[0], words)
    elif agent.rooms is None and (nth := _price_of_those(state, language)) is not None:
        those = _just_told(state, menus.dishes((await _cards(turn, asked, language))[0]), [])
        those = those[nth] if len(those[nth]) else those
        if those:
            return _of_a_card(those[0], _and_so(those))
    elif dearest and agent.rooms is None:
        by_price = sorted(
            (one for one in menus.dishes((await _cards(turn, asked, language))[0]) if one.listed),
            key=lambda one: one.cents,
        )
        if by_price:
            most = by_price[-1 if dearest["most"] else 0]
            return _of_a_card(
                most, phrase("dearest_dish" if dearest["most"] else "cheapest_dish", language, {"dish": most.told})
            )
    elif agent.rooms is None and _WHAT_IS_THERE.search(asked):
        dishes = [one for one in menus.dishes((await _cards(turn, asked, language))[0]) if one.listed]
        shown = sorted(dishes, key=lambda one: -one.cents)[: 2 * MOST_PARTS : 2]
        if shown:
            return _of_a_card(shown[0], phrase("some_dishes", language, {"dishes": _named(shown, language)}))
    return None


def _said_before(state: Conversation) -> str:
    """What the caller has said before this turn, as far as it is kept."""
    said = [str(message.text) for message in state["messages"][:-1] if message.type == "human"]
    return " ".join([*said, state.get("remarks") or ""])


def _price_of_those(state: Conversation, language: str) -> slice | None:
    """Which of the dishes just told it is asked of what they cost: "what do they cost?", "how much is the first one?"."""
    asked, errand = state["turn"]["utterance"], state.get("errand")
    if not inquiries.only_price(asked) or (errand and errand["kind"] == "cancel") or _cancelled(state):
        return None
    nth = _NTH.search(asked)
    if evidence.things(_NTH.sub(" ", asked), language):
        return None
    return {None: slice(None), "1": slice(0, 1), "2": slice(1, 2), "3": slice(2, 3), "-": slice(-1, None)}[
        nth and next(which for which, said in zip("123-", nth.groups(), strict=True) if said)
    ]


_NTH = re.compile(
    r"\b(?:(first|erste\w*)|(second|zweite\w*)|(third|dritte\w*)|(last|letzte\w*))(?: ones?)?\b", re.IGNORECASE
)


def _just_told(state: Conversation, among: Sequence[menus.Dish], others: Sequence[Passage]) -> list[menus.Dish]:
    """The dishes that the caller was told of last; where the house's own words told what is without something, by the lists."""
    listed = [one for one in among if one.listed]
    for message in reversed(state["messages"]):
        if message.type != "ai":
            continue
        text = str(message.text)
        of_house = next((one["title"].rpartition("›")[2] for one in others if one["content"][:40] in text), "")
        if of_house and (fitting := diets.without(of_house, "", listed)):
            return fitting
        if told := menus.told_in(text, listed):
            return told
    return []


def of_the_menu(asked: str) -> bool:
    """Whether it is asked which dish costs most or least, or what there is."""
    return bool(_DISH_BY_PRICE.search(asked) or _WHAT_IS_THERE.search(asked))


_MAINS = re.compile(r"\b(?:mains?|main (?:course|dish)\w*|hauptg\w+|hauptspeisen?)\b", re.IGNORECASE)
MOST_DISHES = 5
"""How many dishes are named to who asks what there is."""
_CARDS = {
    "en": (
        "starters, soups, main courses, fish, meat",
        "vegetarian main courses, desserts, without fish",
        "catch of the day, children's menu, dishes",
    ),
    "de": (
        "Vorspeisen, Suppen, Hauptgerichte, Fisch, Fleisch",
        "vegetarische Hauptgerichte, Nachspeisen, ohne Fisch",
        "Fang des Tages, Kinderteller, Gerichte",
    ),
}
"""By which words the parts of a menu are found."""
_DISH_BY_PRICE = re.compile(
    r"\b(?:(?P<most>most expensive|dearest|priciest|teuerste\w*)|cheapest|least expensive|günstigste\w*|billigste\w*)\b(?:\W+(?:dish|meal|main|thing|food|item|gericht|essen|speise|hauptgericht|on the menu|auf der karte|is|ist|das|one)\w*)*\W*$",
    re.IGNORECASE,
)
_WHAT_IS_THERE = re.compile(
    r"\b(?:what(?:'s| is| do you have| have you got)|was (?:steht|gibt es|gibt's|gibts|haben sie|habt ihr))\b.{0,16}\b(?:on the menu|to eat|zu essen|auf der (?:speise)?karte)\b(?! for\b| without\b)|\b(?:what(?:'s| is) for (?:dinner|lunch)|what (?:food|dishes) do you have|was gibt(?:'s| es)? heute(?: abend)?\W*$)",
    re.IGNORECASE,
)


async def _cards(turn: Turn, asked: str, language: str) -> tuple[list[Passage], list[Passage]]:
    """The passages of the menu that have dishes with lists, in the caller's language where there are any, and the others."""
    found: dict[str, Passage] = {}
    for words in (asked, *_CARDS[language]):
        found |= {
            one["id"]: one for one in await search(turn, words, language, most=2 * settings().rag_top_k, source="menu")
        }
    ours = [one for one in found.values() if language_of(one["content"]) == language] or list(found.values())
    ours.sort(key=lambda one: (-round(one["score"], 2), one["title"]))
    cards = [one for one in ours if diets.has_lists(one["content"])]
    return cards, [one for one in ours if one not in cards]


def _of_a_card(dish: menus.Dish, words: str) -> Passage:
    return Passage(**{**dish.passage, "content": words})


def _and_so(dishes: Sequence[menus.Dish]) -> str:
    return " ".join(f"{one.told}." for one in dishes[:MOST_PARTS])


def _named(dishes: Sequence[menus.Dish], language: str) -> str:
    return say.listed([one.name.split(",")[0] for one in dishes], language)


def party_of(state: Conversation) -> int | None:
    """How many guests there will be, as far as it is known: of the errand in hand, else of what was booked last."""
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    wished = value(errand["slots"], "party_size") if errand else None
    return wished or (done[-1].get("party_size") if done and not errand else None)


def of_terms(state: Conversation, agent: Agent, asked: str, turn: Turn, language: str) -> dict[str, list[str]]:
    """What the house's own terms say to a question, by what it is about."""
    now = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone))
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    booked = (errand["target"] if errand else None) or (done[-1] if done else None)
    if errand and errand["kind"] == "cancel" and errand["target"] and not _AFTERWARDS.search(asked):
        asked = CANCELLING[language] if _of_cancelling(asked, language) else turn["utterance"]  # it is of this one
    day, party = state.get("day") or "", party_of(state)
    kept = routing.total(state)
    return terms.told(asked, agent, turn["values"], language, now, party=party, day=day, booked=booked, kept=kept)


def _of_cancelling(asked: str, language: str) -> bool:
    """Whether a question beside a cancellation is what it costs, or until when: "is that free?", and not of the breakfast."""
    price = inquiries.only_price(asked) or inquiries.of_the_terms(asked)
    return price and not evidence.things(inquiries.without_terms(on_file.UNDO.sub(" ", asked)), language)


_AFTERWARDS = re.compile(r"\b(?:danach|hinterher|später|after(?:wards)?|later)\b", re.IGNORECASE)
"""What it costs once it is no longer free."""


_PAYS_WITH = re.compile(
    r"\b(?:pay|paying|take|accept|zahlen|bezahlen|nehmen sie|nehmt ihr|akzeptier\w*)\b", re.IGNORECASE
)
_A_WAY = re.compile(
    r"\b(?:pay\w* (?:with|by|via|in)|take|accept|mit|per|in|nehmen sie|nehmt ihr|akzeptier\w*(?: sie)?)(?: auch| also| a| an| my)? (?P<way>[^\W\d_]{3,})\b",
    re.IGNORECASE,
)
PAYING = {"en": "ways of paying, cash, cards", "de": "bezahlen, zahlen, bar, Karte"}


async def _ways_of_paying(turn: Turn, asked: str, language: str) -> list[Passage]:
    """The ways of paying that a house has written down, for who asks after another: a closed list allows a no."""
    way = _A_WAY.search(asked)
    if not (way and _MONEY.search(asked) and _PAYS_WITH.search(asked)):
        return []
    of_paying = evidence.things(PAYING[language], language)
    found = [
        one
        for one in await search(turn, PAYING[language], language)
        if any(thing.stands(one["title"]) for thing in of_paying)
    ]
    listed = [
        one
        for one in found
        if language_of(one["content"]) == language
        and not re.search(rf"\b{re.escape(way['way'])}\b", one["content"], re.IGNORECASE)
    ]
    return [
        Passage(**{**one, "content": phrase("pays_otherwise", language, {"text": quoting.told(one["content"])[0]})})
        for one in listed[:1]
    ]


_MONEY = re.compile(
    r"\b(?:pay\w*|zahl\w*|bezahl\w*|bitcoins?|crypto\w*|krypto\w*|paypal|dollars?|pounds?|cheques?|checks?|schecks?|(?:diners|maestro|discover|jcb|klarna|alipay|twint|\w+coins?|\w*karten?|vouchers?|cards?)\b)",
    re.IGNORECASE,
)


async def search(
    turn: Turn, asked: str, language: str, *, most: int | None = None, source: Source | None = None
) -> list[Passage]:
    """The passages nearest to a question, the best first."""
    call = Call(**turn["call"])
    found = await index.search(
        call.tenant_id,
        evidence.as_written(asked, language),
        language=language,
        limit=most or settings().rag_top_k,
        source=source,
        agent_id=call.agent_id or None,
    )
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
    about: str = "",
) -> list[Passage]:
    """What the agent's own data say to a question. about: what was asked about before. party: how many want a room, as far as it is known. day: the one
    that was spoken of last (ISO).
    """
    told: dict[str, list[str]] = {}
    values = turn.get("asked_days") or turn["values"]
    if facts.about_hours(asked, agent, values, before=hours_before) or (
        agent.rooms is None and inquiries.may_come(asked)
    ):
        now = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone))
        if day and not days.as_month(day) and _AND.match(asked) and not any(one["kind"] == "date" for one in values):
            values = [
                {"kind": "date", "value": day, "status": "valid"}
            ]  # "and when do you close?" asks of the same day
        if between := facts.between_the_years(asked, now.date()):
            values = [{"kind": "date", "value": one.isoformat(), "status": "valid"} for one in between]
        told["hours"] = facts.opening_hours(agent, values, language, now, asked)
        told["hours"] = [" ".join(told["hours"])] if between else told["hours"]
    told["house"] = facts.how_to_reach(asked, agent, language)
    told["rates"] = facts.difference(asked, agent, language, turn["now"], about=about)
    told["rates"] += facts.cheapest(asked, agent, language, turn["now"], party)
    told["rates"] = told["rates"] or facts.for_the_nights(asked, agent, turn["values"], language, turn["now"], party)
    return [_said(title, sentence) for title, sentences in told.items() for sentence in sentences]


def _said(title: str, sentence: str) -> Passage:
    """A sentence of the house's own, which stands in no document."""
    return Passage(
        id="", title=title, content=sentence[:1].upper() + sentence[1:], document="", document_id="", score=1.0
    )


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
