"""What the caller said: acts, values and intent. Lexicon and parsers first, guesses (nodes/guess.py) for the rest.

Each step says how sure it was: 1.0 for what a rule has read, less for what was guessed. A turn
whose guess is too weak is `unclear`, and the reply asks back instead of acting on it.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from functools import partial, reduce
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import acts, agreement, errands, reading, routing, safety
from dialogue.state import Conversation, Passage
from knowledge import cache, index
from language import days, detect, wishes, words
from language.values import Value
from nodes import evidence, quoting
from nodes.guess import BY_MODEL, guess
from nodes.look_up import search
from nodes.node import Node
from nodes.serving import agent_of
from records.agents import Agent
from rules.hours import Service

YES_SIGNS = frozenset({"👍", "👍🏻", "👌", "✅", "y", "j", "yep", "jep", "k", "ja ja", "ja, ja", "jaja", "ja gut"})
FOR_A_PERSON = 0.9
UNDERSTOOD_BY_NOBODY = frozenset({"unclear", "out_of_scope", "smalltalk"})
NO_QUESTIONS = frozenset({"message", "waitlist", "running_late", "resend", "receipt", "total", "per_night"})
"""What is put as a question and asks nothing of the house: "can you tell the chef that …?"."""
COSTLY = frozenset(
    {"person", "change_reservation", "cancel_reservation", "check_reservation", "running_late", "message", "resend"}
)
"""What is not begun on a weak guess where the caller may only be asking whether it can be done."""


def foresee(tenant_id: str, agent_id: str, text: str) -> None:
    """Begin what the turn will probably need while it is still being entered: the passages nearest to a question."""
    if routing.may_ask(text) and not cache.heard(tenant_id, agent_id, text):
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
        heard = acts.hear(text, language)
        if expect.get("agreement") and text.strip(" !.").lower() in YES_SIGNS:
            heard = (heard - {"backchannel"}) | {"affirm"}
        known = known_of(state)
        about = routing.about(text, errand, tables=tables, rooms=bool(house.rooms), known=known)
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
            late=routing.late(text) or routing.late_again(state),
        )
        values, also = read(text), list[Value]()
        if errand is None and (both := reading.two_wishes(text)):
            values, also = routing.apart(values, *map(read, both))
        codes = [value for value in values if value.kind == "code"]
        target = errand["target"] if errand is not None else None
        if errand is not None and target and codes and target["code"] not in [value.value for value in codes]:
            unknown = {**errand, "target": None, "slots": {}}  # "a night longer" is longer than that other one
            values = [
                *codes,
                *read(words.blanked(text, [code.span for code in codes]), errand=unknown, known={}, expect={}),
            ]
        if len(codes) > 1 and not routing.UNDO.search(text):
            of_each = reading.of_each(text, codes, partial(read, errand=None, known={}, expect={}))
            values, also = of_each[0], [value for values in of_each[1:] for value in values]
        elif errand is None and agreement.means_all(text) and len(errands.standing(state.get("receipts") or [])) > 1:
            values = read(text, known={})  # "both an hour later" is later than either
        if any(value.kind == "no_extra" for value in values):
            heard -= {"cancel_task"}  # it is the breakfast that is cancelled
        if errand is not None and errand["kind"] in errands.BOOKINGS and routing.wants_no_booking(text):
            heard = (heard | {"cancel_task"}) - {"correct"}
        intent, sure = routing.route(text, heard, values, state, language=language)
        found: list[Passage] = []
        by_model: dict[str, str] = {}  # its label, so that the conversation can be held again
        if intent == routing.UNSURE:
            intent, sure = await guess(agent_type, text, language)
            by_model = {"sorted": intent} if sure == BY_MODEL else {}
            if intent in UNDERSTOOD_BY_NOBODY and (errand is None or routing.ASKING.search(text)):
                found = await search(turn, text, language)
                if evidence.answering(text, language, found, agent.tenant_name):
                    intent, sure = "question", found[0]["score"]
                elif (
                    intent != "smalltalk"
                    and sure < FOR_A_PERSON
                    and errand is None
                    and routing.ASKING.search(text)
                    and evidence.things(text, language)
                ):
                    intent = "question"  # that nothing written answers, and that is not surely about something else
            asks, wished = bool(routing.ASKING.search(text)), routing.WISH_KINDS & {value.kind for value in values}
            if asks and intent == "reservation" and errand is None and not wished and evidence.things(text, language):
                found = await search(turn, text, language)  # "can one celebrate a birthday?" is written down, or a wish
                if evidence.answering(text, language, found, agent.tenant_name):
                    intent = "question"
            if intent in COSTLY and sure < FOR_A_PERSON and asks:
                intent = "question"
            if intent == "resend" and sure < FOR_A_PERSON and not routing.SENDING.search(text):
                intent = "check_reservation"
            if (
                errand is not None
                and sure < FOR_A_PERSON
                and (intent == "same_again" or errands.kind_of(intent, about) not in (None, errand["kind"]))
            ):
                intent = "question" if routing.ASKING.search(text) else "unclear"  # no words begin another errand
        intent, values = routing.in_house(intent, text, values, errand, about=about, tables=tables, types=house.rooms)
        understood = {
            **turn,
            "acts": sorted(heard),
            "values": [asdict(value) for value in values],
            "also": [asdict(value) for value in also],
            "about": about,
            "intent": intent,
            "sure": sure,
            "passages": found,  # for look_up, which would find the same
            "usage": {**turn["usage"], **by_model},
        }
        understood["question"] = intent == "question" or (
            intent not in NO_QUESTIONS
            and not (routing.asks_if_noted(text) and intent != "question")
            and (routing.asks(text, values) or bool(quoting.beside(text, language)))
        )
        if routing.wants_no_booking(text) and (routing.ASKING.search(text) or routing.TO_KNOW.search(text)):
            understood["question"] = True
        spoken_of = [str(v.value) for v in values if v.kind in ("date", "check_in") and v.status == "valid"]
        if not spoken_of and (month := days.month_named(text, now.date())):
            spoken_of = [month]
        topic = routing.topic(text, intent, state.get("topic") or "", house.extras)
        day = {"day": spoken_of[-1]} if spoken_of else {}
        beside = routing.told_beside(values) if errand is None and intent == "question" else []
        remarks = {"remarks": reduce(wishes.noted, beside, state.get("remarks") or "")} if beside else {}
        return {"turn": understood, "language": language, "topic": topic, **day, **remarks}

    return understand


# --- what the reading needs to know -----------------------------------------------------------------------------------
def known_of(state: Conversation) -> dict[str, Any]:
    """The reservation that words like "an hour later" are about: the errand's own, or the last one made here."""
    errand = state.get("errand")
    if errand is not None:
        return errand["target"] or {}
    receipts = state.get("receipts") or []
    if receipts and receipts[-1]["operation"] == "group":
        return receipts[-1]["facts"]
    standing = errands.standing(receipts)
    return standing[-1] if standing else {}


def house_of(agent: Agent) -> reading.House:
    """The agent's house as the reading knows it."""
    rooms = rooms_of(agent)

    def hours(day: str | None) -> list[tuple[str, str]]:
        if day is not None:
            services: Iterable[Service] = agent.schedule.hours_on(date.fromisoformat(day)).services
        else:
            services = {service for on_a_day in agent.schedule.week for service in on_a_day}
        return [(f"{service.opens:%H:%M}", f"{service.closes:%H:%M}") for service in services]

    return reading.House(agent.region, hours, rooms.get("types") or (), rooms.get("extras") or ())


def rooms_of(agent: Agent) -> dict[str, Any]:
    """The part of the config that is about beds; empty in a house without."""
    return agent.config.get("rooms") or {}


def has_tables(agent: Agent) -> bool:
    """Whether tables are booked here: in a house of beds only where it lists some."""
    return bool(agent.config.get("tables")) or not rooms_of(agent)
