"""What the caller said: acts, values and intent. Lexicon and parsers first, guesses (nodes/guess.py) for the rest.

Each step says how sure it was: 1.0 for what a rule has read, less for what was guessed. A turn
whose guess is too weak is `unclear`, and the reply asks back instead of acting on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial, reduce
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import (
    acts,
    agreement,
    binding,
    colleagues,
    costs,
    errands,
    inquiries,
    manners,
    matters,
    on_file,
    reading,
    routing,
    safety,
    unread,
)
from dialogue.slots import value as slot_value
from dialogue.state import Conversation, Line, Passage
from knowledge import cache, index
from language import contacts, days, detect, stays, wishes, words
from language.values import Value
from nodes import evidence, facts, quoting, terms
from nodes.guess import BY_MODEL, guess
from nodes.look_up import DOGS, of_the_menu, room_wanted, search
from nodes.node import Node
from nodes.serving import agent_of
from records.agents import Agent
from rules import rooms as lodging
from rules.hours import Service

YES_SIGNS = frozenset({"👍", "👍🏻", "👌", "✅", "y", "j", "ja ja", "ja, ja", "jaja", "mhm", "mm-hm", "mhmm"})
WITH_NOTES = errands.BOOKINGS | errands.REQUESTS | {"change"}
"""Errands whose notes the staff reads."""
FOR_A_PERSON = 0.9
LOST = {"en": "lost property", "de": "Fundsachen"}
"""What a question is about that follows upon something left behind."""
UNDERSTOOD_BY_NOBODY = frozenset({"unclear", "out_of_scope", "smalltalk"})
NO_QUESTIONS = frozenset({"message", "waitlist", "running_late", "resend", "receipt", "total", "per_night"})
"""What is put as a question and asks nothing of the house: "can you tell the chef that …?"."""
WITH_A_WISH = frozenset(
    {"reservation", "change_reservation", "cancel_reservation", "check_reservation", "running_late"}
)
"""What is wished for, beside which something of the house may be asked."""
COSTLY = frozenset(
    {"person", "change_reservation", "cancel_reservation", "check_reservation", "running_late", "message", "resend"}
)
"""What is not begun on a weak guess where the caller may only be asking whether it can be done."""


def foresee(tenant_id: str, agent_id: str, text: str) -> None:
    """Begin what the turn will probably need while it is still being entered: the passages nearest to a question."""
    if inquiries.may_ask(text) and not cache.heard(tenant_id, agent_id, text):
        index.begin(tenant_id, text, agent_id=agent_id or None)


def understand(agent_type: str) -> Node:
    """The step for agents of `agent_type`, whose example utterances stand beside its sample agents."""

    async def understand(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn = state["turn"]
        agent = await agent_of(turn)
        text = safety.stripped(turn["utterance"])  # read as it looks: without what is invisible
        errand, expect = state.get("errand"), state.get("expect") or {}
        house, tables = house_of(agent), has_tables(agent)
        language = detect.detect(text, state.get("language"), house=agent.language)
        text, aside_said = said_beside(text, language)
        if aside_said:
            turn = {**turn, "utterance": text, "say": [*turn["say"], *aside_said]}
        if expect.get("agreement") and (yes := agreement.after_thinking(text, language)):
            text = yes  # what was thought aloud before it asks for nothing
        heard = acts.hear(text, language)
        if expect.get("agreement") and errand and errand["kind"] == "change" and agreement.tells_to_change(text):
            heard = frozenset({"affirm"})
        if expect.get("agreement") and text.strip(" !.").lower() in YES_SIGNS:
            heard = (heard - {"backchannel"}) | {"affirm"}
        if binding.whole_number(expect, text):
            heard = frozenset({"affirm"})
        known = known_of(state)
        about = inquiries.about(text, errand, tables=tables, rooms=bool(house.rooms), known=known)
        now = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone))
        read = partial(
            reading.read,
            language=language,
            now=now,
            house=house,
            about=about,
            expect=expect,
            errand=errand,
            known=known,
            day=state.get("day"),
            extra=(state.get("topic") or "").partition("extra:")[2],
            thing=(state.get("topic") or "").partition("of:")[2],
            late=on_file.late(text) or on_file.late_again(state),
            own=on_file.looks_up(words.said(text)),
        )
        alone = manners.may_be_a_name(text) or contacts.is_given(text.strip(" .!"))
        said_as_name = expect.get("slot") == "name" and alone  # some are called so: Süß, Jo, Adele
        courtesy = manners.heard(text) and not said_as_name
        of_the_stay = text if tables else words.blanked(text, inquiries.of_a_table(text))
        values, aside = ([], list[Value]()) if courtesy else inquiries.without_aside(of_the_stay, read)
        also: list[Value] = []
        listed = any(value.rule == "listed" for value in values)  # a double and a single are one request
        if errand is None and not listed and (both := reading.two_wishes(text)):
            values, also = inquiries.apart(values, *map(read, both))
        elif errand is None and about == "table" and (each := inquiries.on_two_days(text, values)):
            values, also = each
        codes = [value for value in values if value.kind == "code"]
        target = errand["target"] if errand is not None else None
        if errand is not None and target and codes and target["code"] not in [value.value for value in codes]:
            unknown = {**errand, "target": None, "slots": {}}  # "a night longer" is longer than that other one
            values = [
                *codes,
                *read(words.blanked(text, [code.span for code in codes]), errand=unknown, known={}, expect={}),
            ]
        if len(codes) > 1 and not on_file.UNDO.search(text):
            of_each = reading.of_each(text, codes, partial(read, errand=None, known={}, expect={}))
            values, also = of_each[0], [value for values in of_each[1:] for value in values]
        elif errand is None and agreement.means_all(text) and len(errands.standing(state.get("receipts") or [])) > 1:
            values = read(text, known={})  # "both an hour later" is later than either
        back = [one.span for one in values if one.kind == "note" and wishes.takes_back(str(one.value))]
        only_that = bool(back) and "cancel_task" not in acts.hear(words.blanked(text, back), language)
        if only_that or any(value.kind == "no_extra" or value.rule == "withdrawn" for value in values):
            heard -= {"cancel_task"}  # it is the breakfast that is cancelled, or the cat
        if errand is not None and errand["kind"] in errands.BOOKINGS and on_file.wants_no_booking(text):
            heard = (heard | {"cancel_task"}) - {"correct"}
        if errand is not None and "cancel_task" in heard and on_file.wishes_instead(text, values, errand):
            heard = (heard - {"cancel_task", "deny"}) | {"start_over"}  # "never mind. A single 2 to 3 March"
        meals = [] if tables else inquiries.at_table(text)
        if meals:  # a house of beds alone: the day and the party of a table are no stay's
            of_meals = [one for one in values if is_within(one, meals) and one.kind in errands.WISH_KINDS]
            values, aside = [one for one in values if one not in of_meals], [*aside, *of_meals]
            values = [unread.settled(one) if unread.lies_in(one, text, meals) else one for one in values]
        intent, sure = routing.route(text, heard, values, state, language=language)
        found: list[Passage] = []
        by_model: dict[str, str] = {}  # its label, so that the conversation can be held again
        if intent == "reservation" and errand is None and (terms.asks(text) or on_file.only_asks(text, values)):
            found = [] if terms.asks(text) else await search(turn, text, language)  # "do the rooms have a bathtub?"
            of_what = evidence.beyond_booking(text, language)
            found = [
                one for one in found if all(thing.stands(f"{one['title']}. {one['content']}") for thing in of_what)
            ]
            if terms.asks(text) or (of_what and evidence.answering(text, language, found, agent.tenant_name)):
                intent = "question"
        if intent == routing.UNSURE and inquiries.ASKING.search(text) and asks_on(text, state, language):
            before = evidence.asked_before(state.get("topic"))
            there = await search(turn, evidence.resolved(text, before), language)
            if evidence.bearing(text, before, language, there):
                intent, sure = "question", 0.9
        puts = inquiries.ASKING.search(text) and not wished_of(values) - routing.asked_of_anybody(text)
        if intent == routing.UNSURE and not tables and inquiries.ASKING.search(text) and routing.only_a_table(text):
            intent, sure = "question", 0.9  # "can we eat at yours tonight?"
        if intent == routing.UNSURE and puts and tables and of_the_menu(text):
            intent, sure = "question", 0.9
        if intent == routing.UNSURE and room_wanted(text, agent, map(asdict, values)):
            intent, sure = "question", 0.9
        if intent == routing.UNSURE and puts and evidence.beyond_booking(text, language):
            found = await search(turn, text, language)  # what is written down says better than a guess what is asked
            if evidence.answering(text, language, found, agent.tenant_name):
                intent, sure = "question", found[0]["score"]
        if intent == routing.UNSURE:
            intent, sure = await guess(agent_type, text, language)
            by_model = {"sorted": intent} if sure == BY_MODEL else {}
            if intent in UNDERSTOOD_BY_NOBODY and (errand is None or inquiries.ASKING.search(text)):
                found = await search(turn, text, language)
                if evidence.answering(text, language, found, agent.tenant_name):
                    intent, sure = "question", found[0]["score"]
                elif (
                    terms.asks(text)
                    or (tables and only_a_day(text, values, language))
                    or (asks_on(text, state, language) and inquiries.ASKING.search(text))
                ):
                    intent = "question"
                elif (
                    intent != "smalltalk"
                    and sure < FOR_A_PERSON
                    and (errand is None or (not values and routing.puts_question(text)))
                    and inquiries.ASKING.search(text)
                    and evidence.things(text, language)
                ):
                    intent = "question"  # that nothing written answers, and that is not surely about something else
            asks, wished = bool(inquiries.ASKING.search(text)), wished_of(values)
            if asks and intent == "reservation" and errand is None and not wished and evidence.things(text, language):
                found = await search(turn, text, language)  # "can one celebrate a birthday?" is written down, or a wish
                if evidence.answering(text, language, found, agent.tenant_name):
                    intent = "question"
            if intent in COSTLY and sure < FOR_A_PERSON and asks:
                intent = "question"
            if intent in ("thank", "greet", "goodbye") and intent not in heard:
                intent = "unclear"  # each has its words: "that's too much for me" is no thanks
            if intent == "message" and not on_file.tells(text):
                intent = "unclear"  # nobody leaves a message without a word of telling
            if (
                state.get("handed_off")
                and errand is None
                and intent in COSTLY | {"reservation", "unclear"}
                and not asks
            ):
                intent = "person"
            if intent == "resend" and sure < FOR_A_PERSON and not colleagues.SENDING.search(text):
                intent = "check_reservation"
            if (
                errand is not None
                and sure < FOR_A_PERSON
                and (intent == "same_again" or errands.kind_of(intent, about) not in (None, errand["kind"]))
            ):
                intent = "question" if inquiries.ASKING.search(text) else "unclear"  # no words begin another errand
        puts_only = errand is not None and intent == "reservation" and routing.only_put(text, values)
        if errand is not None and puts_only and not routing.wishes_besides(text, errand):
            found = await search(turn, text, language)
            if evidence.beyond_booking(text, language) and evidence.answering(text, language, found, agent.tenant_name):
                intent, sure, values = "question", found[0]["score"], []  # and no name, and nothing to be noted
        nothing_read = {value.kind for value in values} <= {"code"} and (
            intent == "change_reservation" or (intent == "unclear" and errand and errand["kind"] in WITH_NOTES)
        )
        if nothing_read and (wish := wishes.unnamed(text)):
            intent, values = ("reservation" if errand else intent), [*values, wish]
        agreeing = errand is not None and errand["kind"] in WITH_NOTES and (expect or {}).get("agreement")
        if agreeing and not values and not understood_else(intent) and (wish := wishes.yes_but(text)):
            intent, values = "reservation", [wish]
        whose = intent in ("question", "unclear") and {"name", "phone"} <= {value.kind for value in values}
        if errand is None and (whose or intent in ("change_reservation", "check_reservation", "running_late")):
            favour = matters.done_for_us(text)  # "can someone pick us up? booking is R4K7C"
            if favour and not any(one.span[0] < favour.span[1] and favour.span[0] < one.span[1] for one in values):
                intent, values = "change_reservation", [*values, favour]
        stay = routing.total(state) if about == "room" else {}
        own = [one for one in stays.named(text, house.rooms) if one.value == stay.get("room_type")] if stay else []
        cost = (
            costs.asked(words.blanked(text, [one.span for one in own]), house.extras)
            if about == "room" and house.extras
            else None
        )
        if cost and own and cost.all_of_it and not (cost.more or cost.less) and intent == "question":
            intent, heard = "total", heard - {"deny", "correct", "affirm"}  # "what does the double come to in all?"
            values = [value for value in values if value.kind != "room_type"]
        if cost and not (cost.more or cost.less):
            cost = None  # all of it, as it stands: the intent says so
        if cost and cost.more and errand is None and known.get("check_in"):
            intent = "change_reservation"  # "could we check out at one?": the read-back has the price
            added = [Value("extra", one, (0, len(text)), text, "asked") for one in cost.more]
            values = [*(value for value in values if value.kind not in ("extra", "note")), *added]
            heard -= {"request_info"}
        elif cost and (routing.total(state) or routing.offered(errand) or routing.dates_offered(state)):
            intent, heard = "total", heard - {"deny", "correct", "affirm", "cancel_task"}
            values = [value for value in values if value.kind not in ("extra", "no_extra", "note", "party_size")]
        else:
            cost = None
        if intent == "question" and inquiries.compares(text):
            values = [
                value for value in values if value.kind not in ("room_type", "view", "extra")
            ]  # none is chosen yet
        intent, values = routing.in_house(intent, text, values, errand, about=about, tables=tables, types=house.rooms)
        had, coded = stays.named(text, house.extras) if about == "room" else [], bool(codes)
        of_one = coded or known.get("code") or intent == "check_reservation"
        if had and of_one and errand is None and inquiries.asks_if_booked(text, coded=coded):
            intent, cost = "check_reservation", None  # what is on the booking is told from it
            values = [value for value in values if value.kind in ("code", "name", "phone")]
            heard -= {"affirm", "deny", "correct"}
        else:
            had = []
        if errand is None and (add := expect.get("add")) and {"affirm", "deny"} & heard and not values:
            more = [Value("extra", one, (0, len(text)), text, "asked") for one in add["more"]]
            intent, values = ("change_reservation", more) if acts.consents(frozenset(heard)) else ("thank", [])
        only_who = {value.kind for value in values} <= {"code", "name", "phone", "number"}
        if meals and intent in WITH_A_WISH and only_who and "affirm" not in heard:
            intent, values = "question", []
        understood = {
            **turn,
            "acts": sorted(heard),
            "values": [asdict(value) for value in values],
            "also": [asdict(value) for value in also],
            "asked_days": [asdict(value) for value in aside],
            "about": about,
            "intent": intent,
            "sure": sure,
            "passages": found,  # for look_up, which would find the same
            "usage": {**turn["usage"], **by_model},
        }
        if (
            intent == "change_reservation"
            and {one.kind for one in values} & errands.LONGER_KINDS
            and (besides := matters.told_beside(text))
        ):
            said = text[slice(*besides)].strip()
            understood["values"] = [*map(asdict, [*values, Value("note", said, besides, said, "told")])]
        if had:
            understood["asks_extras"] = sorted({str(one.value) for one in had})
        understood["question"] = intent == "question" or (
            intent not in NO_QUESTIONS
            and not (inquiries.asks_if_noted(text) and intent != "question")
            and ((intent != "privacy" and inquiries.asks(text, values)) or bool(quoting.beside(text, language)))
        )
        if intent == "change_reservation" and wished_of(values):
            asked = quoting.questions(text)
            moves = bool(asked) and all(map(on_file.moves_one, asked))
            understood["question"] = bool(understood["question"]) and not moves
        if intent == "reservation" and room_wanted(text, agent, map(asdict, values)):
            understood["question"] = True
        if not understood["question"] and intent in WITH_A_WISH and not inquiries.asks_if_noted(text):
            named = [value.text for value in values if value.kind in errands.WISH_KINDS and value.rule != "that_day"]
            for part in quoting.perhaps_beside(text, language):
                if any(one in part for one in named):
                    continue  # "could we have something outside on Friday?"
                there = await search(turn, part, language)
                if evidence.answering(part, language, there, agent.tenant_name):
                    understood["question"] = True
        if intent == "reservation" and errand is None and "area" in wished_of(values) and inquiries.of_us(text, values):
            there = [] if inquiries.RESERVE.search(text.lower()) else await search(turn, text, language)
            if evidence.answering(text, language, there, agent.tenant_name):
                understood["question"] = True  # "can we sit outside on Friday at six?"
        of_a_meal = any(inquiries.ASKING.search(text[begin:end]) for begin, end in meals)
        if (
            (of_a_meal and intent == "reservation")
            or aside
            or (on_file.wants_no_booking(text) and (inquiries.ASKING.search(text) or inquiries.TO_KNOW.search(text)))
        ):
            understood["question"] = True
        if intent == "reservation" and errand is not None and "?" in text and on_file.resends(text):
            understood["question"] = True  # "yes. And will you send me a confirmation?"
        if agreeing and intent == "reservation" and inquiries.if_free(text):
            understood["question"] = True  # "yes, but only if I can cancel for free"
        if intent == "cancel_reservation" and inquiries.of_the_terms(text):
            understood["question"] = True  # "I have to cancel R4K7C, is that still free?"
        if intent == "reservation" and not (about == "room" and inquiries.of_a_price(text)):
            understood |= await of_a_dog(state, agent, values, language)
        if (
            about == "room"
            and "rule" not in understood
            and any(v.kind == "note" and wishes.of_an_extra_bed(v.text) for v in values)
        ):
            understood |= {"rule": EXTRA_BEDS[language], "question": True}
        if cost or had or (about == "room" and intent == "reservation" and routing.asks_advice(text)):
            understood["question"] = False
        if cost:
            understood["cost"] = {"more": list(cost.more), "less": list(cost.less)}
        spoken_of = [str(v.value) for v in values if v.kind in ("date", "check_in") and v.status == "valid"]
        if not spoken_of and (month := days.month_named(text, now.date())):
            spoken_of = [month]
        if any(value.rule == "ordered" for value in values) and not inquiries.ASKING.search(
            wishes.besides_orders(text)
        ):
            understood["question"] = False
        noted = inquiries.to_be_noted(text) and any(value.kind == "note" for value in values)
        if noted and not understood.get("rule") and not inquiries.asks_besides_noting(text):
            understood["question"] = False  # "my wife is coeliac, can you note that?"
        topic = inquiries.topic(text, intent, state.get("topic") or "", house.extras)
        if not topic and understood["question"] and len(one := stays.spoken_of(text, house.extras)) == 1:
            topic = f"extra:{one[0]}"
        if understood["question"] and (kinds := facts.kinds_compared(text, "", agent, language)):
            topic = f"of:{', '.join(kinds)}"
        if intent == "cancel_reservation" and not topic:
            topic = inquiries.OF_CANCELLING[language]
        if intent == "privacy":
            topic = routing.OF_A_GUEST
        if intent == "message" and on_file.loses(text):
            topic = f"of:{LOST[language]}"
        if not topic and understood["question"]:
            subject = evidence.subject(text, language)
            of_the_same = inquiries.of_what_was_named(text, state.get("topic") or "")
            follows, day_only = (
                of_the_same or asks_on(text, state, language),
                tables and only_a_day(text, values, language),
            )
            topic = str(state["topic"]) if follows else "hours" if day_only else f"of:{subject}" if subject else ""
        day = {"day": spoken_of[-1]} if spoken_of else {}
        beside = inquiries.told_beside_question(text, values) if errand is None and intent == "question" else []
        remarks = {"remarks": reduce(wishes.noted, beside, state.get("remarks") or "")} if beside else {}
        return {"turn": understood, "language": language, "topic": topic, **day, **remarks}

    return understand


def said_beside(text: str, language: str) -> tuple[str, list[Line]]:
    """An utterance without the sentences that a phrase answers, whatever else is said: a wish for the other language, a
    question after a guest; and the lines that answer them. Where nothing else is left, all of it and no line.
    """
    parts = quoting.parts(text) if "?" in text else []
    lines: dict[str, Line] = {}
    rest = []
    for part in parts:
        if detect.only_switches(part):
            lines["language"] = Line(phrase="language", facts={})
        elif safety.concern(part, (), language) == "privacy":
            lines["privacy"] = Line(phrase="privacy", facts={})
        else:
            rest.append(part.strip())
    left = " ".join(rest)
    begins = left if "language" in lines else " ".join(part for part in rest if inquiries.RESERVE.search(part.lower()))
    if not lines or not evidence.says_something(begins) or routing.asks_on_of_a_guest(left):
        return text, []
    return left, [*lines.values()]


async def of_a_dog(state: Conversation, agent: Agent, values: Sequence[Value], language: str) -> dict[str, Any]:
    """The "rule" to be told where guests of a table or a room say that they bring a dog."""
    errand = state.get("errand")
    noted = [value for value in values if value.kind == "note" and wishes.brings_dog(str(value.value or value.text))]
    extras = [value for value in values if value.kind == "extra" and wishes.brings_dog(value.text)]
    known = set(slot_value(errand["slots"], "extras") or ()) if errand else set()
    if not (noted or {value.value for value in extras} - known) or (errand and errand["kind"] not in errands.BOOKINGS):
        return {}
    asked = DOGS[language]
    found = evidence.answering(asked, language, await search(state["turn"], asked, language), agent.tenant_name)
    return {"rule": asked, "question": True} if found else {}


EXTRA_BEDS = {"en": "Do you have extra beds?", "de": "Haben Sie Zustellbetten?"}
"""What is looked up for guests who wish for one."""


def understood_else(intent: str) -> bool:
    """Whether an utterance in answer to a read-back is for somebody else than the errand."""
    return intent in ("person", "message", "question") or errands.kind_of(intent, "") in errands.POINTING


# --- what the reading needs to know -----------------------------------------------------------------------------------
def wished_of(values: Iterable[Value]) -> frozenset[str]:
    """The kinds of what is wished for."""
    return errands.WISH_KINDS & {value.kind for value in values}


def only_a_day(text: str, values: Iterable[Value], language: str) -> bool:
    """Whether nothing but a day is asked about: "what about New Year's Eve?"."""
    named = [value for value in values if value.kind in ("date", "check_in")]
    rest = words.blanked(text, [value.span for value in named])
    return bool(named) and bool(inquiries.ASKING.search(text)) and not evidence.things(rest, language)


def asks_on(text: str, state: Conversation, language: str) -> bool:
    """Whether a question leans on what was asked of before it."""
    return bool(evidence.asked_before(state.get("topic"))) and evidence.leans(text, language)


def known_of(state: Conversation) -> dict[str, Any]:
    """The reservation that words like "an hour later" are about: the errand's own, or the last one made here; of one that
    was only looked up, its code.
    """
    errand = state.get("errand")
    if errand is not None:
        return errand["target"] or {}
    receipts = state.get("receipts") or []
    if receipts and receipts[-1]["operation"] == "group":
        return receipts[-1]["facts"]
    standing = errands.standing(receipts)
    found = state.get("pointed") or ""
    return standing[-1] if standing else {"code": found} if found else {}


def is_within(value: Value, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a value was said within one of these stretches of the utterance."""
    return any(begin <= value.span[0] and value.span[1] <= end for begin, end in spans)


def house_of(agent: Agent) -> reading.House:
    """The agent's house as the reading knows it."""
    rooms = rooms_of(agent)

    def hours(day: str | None) -> list[tuple[str, str]]:
        if day is not None:
            services: Iterable[Service] = agent.schedule.hours_on(date.fromisoformat(day)).services
        else:
            services = {service for on_a_day in agent.schedule.week for service in on_a_day}
        return [(f"{service.opens:%H:%M}", f"{service.closes:%H:%M}") for service in services]

    types, extras = rooms.get("types") or (), rooms.get("extras") or ()
    taxed_from = agent.rooms.city_tax_from if agent.rooms else lodging.CITY_TAX_FROM
    return reading.House(agent.region, hours, types, extras, agent.schedule.last_seating_min, taxed_from)


def rooms_of(agent: Agent) -> dict[str, Any]:
    """The part of the config that is about beds; empty in a house without."""
    return agent.config.get("rooms") or {}


def has_tables(agent: Agent) -> bool:
    """Whether tables are booked here: in a house of beds only where it lists some."""
    return bool(agent.config.get("tables")) or not rooms_of(agent)
