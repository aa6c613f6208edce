"""What the caller said: acts, values and intent. Lexicon and parsers first, guesses (nodes/guess.py) for the rest.

Each step says how sure it was: 1.0 for what a rule has read, less for what was guessed. A turn
whose guess is too weak is `unclear`, and the reply asks back instead of acting on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import acts, routing
from dialogue.slots import value as slot_value
from dialogue.state import Conversation
from knowledge import index
from language import contacts, corrections, detect, numbers, times
from language.values import Value
from nodes.guess import guess
from nodes.node import Node
from nodes.serving import agent_of
from records.agents import Agent
from rules.hours import Service

KINDS = {"day": "date", "time": "time", "party_size": "party_size", "name": "name", "phone": "phone"}
"""Slot to the kind of value that fills it."""


NAME_ALONE = re.compile(r"[^\W\d_a-z][\w'-]+(?: [^\W\d_a-z][\w'-]+){0,2}\.?")
NAME_TO = re.compile(
    r"^.*\b(?:change (?:my |the )?name to|name (?:is|should be)|ändern sie den namen (?:auf|in)|name ist(?: falsch,)?)(?=\W|$)",
    re.IGNORECASE,
)
NO_THEN = re.compile(
    r"^(?:no|nope|nein|nee|not|nicht)\b[ ,.!-]*(?:der name ist falsch|the name is wrong)?[ ,.!-]*", re.IGNORECASE
)
YES_SIGNS = frozenset({"👍", "👍🏻", "👌", "✅", "y", "j", "yep", "jep"})
SHIFT = re.compile(
    r"\b(?:(?P<half>half an|eine halbe)|an|one|eine) (?:hour|stunde) (?P<way>later|earlier|später|früher)\b",
    re.IGNORECASE,
)
FOR_A_PERSON = 0.9
NOT_A_NAME = frozenset({"earlier", "later", "first", "second", "last", "früher", "später", "erste", "zweite"})
THAT_DAY = re.compile(
    r"\b(that (?:same )?(?:day|date|evening|night)|the same day|an (?:dem|diesem|demselben) (?:tag|abend))\b",
    re.IGNORECASE,
)


def foresee(tenant_id: str, text: str) -> None:
    """Begin what the turn will probably need while it is still being entered: the passages nearest to a question."""
    if routing.may_ask(text):
        index.begin(tenant_id, text)


def understand(agent_type: str) -> Node:
    """The step for agents of `agent_type`, whose example utterances stand beside its sample agents."""

    async def understand(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn = state["turn"]
        agent = await agent_of(turn)
        text = turn["utterance"]
        language = detect.detect(text, state.get("language") or agent.language)
        heard = acts.hear(text, language)
        if (state.get("expect") or {}).get("agreement") and text.strip(" !.").lower() in YES_SIGNS:
            heard |= {"affirm"}
        values = read(text, language, state, agent, turn["now"])
        intent, sure = routing.route(text, heard, values, state)
        if not values and detect.unsupported(text):
            intent, sure = "unsupported", 1.0
        if intent == routing.UNSURE:
            intent, sure = await guess(agent_type, text, language)
            if intent in ("existing_reservation", "person") and sure < FOR_A_PERSON and routing.ASKING.search(text):
                intent = "question"  # a colleague is fetched for what is wanted, not for what may be asked
        known = {
            **turn,
            "acts": sorted(heard),
            "values": [asdict(value) for value in values],
            "intent": intent,
            "sure": sure,
        }
        known["question"] = intent == "question" or routing.asks(text)
        days = [str(value.value) for value in values if value.kind == "date" and value.status == "valid"]
        return {"turn": known, "language": language, **({"day": days[-1]} if days else {})}

    return understand


def read(text: str, language: str, state: Conversation, agent: Agent, now: str) -> list[Value]:
    """Every value in the utterance that a reservation could use and that still holds, in the order it was said.

    What is certain takes its words first: a telephone number is no time, and a time no number of people.
    """
    expected = KINDS.get((state.get("expect") or {}).get("slot", ""))
    errand = state.get("errand")
    local = datetime.fromisoformat(now).astimezone(ZoneInfo(agent.timezone))
    contact = contacts.read(text, language=language, region=agent.region, expected=expected)
    found = [value for value in contact if value.kind in ("phone", "email")]
    said = _beside(found, times.read(text, now=local, language=language, expected=expected))
    if any(value.kind == "time" and value.status == "ambiguous" for value in said):
        day = next((value.value for value in said if value.kind == "date" and value.status == "valid"), None)
        services = open_hours(agent, day or (slot_value(errand["slots"], "day") if errand else None))
        heard = times.read(text, now=local, language=language, expected=expected, open_hours=services)
        said = _beside(found, heard)
    if (that := THAT_DAY.search(text)) and state.get("day") and not any(value.kind == "date" for value in said):
        said.append(Value("date", state["day"], that.span(), that[0], "that_day"))
    found += said
    found += _beside(found, numbers.party(text, language=language, expected=expected == "party_size"))
    found += _beside(found, [value for value in contact if value.kind not in ("phone", "email")])
    if (
        not found
        and errand is not None
        and (shift := SHIFT.search(text))
        and (was := slot_value(errand["slots"], "time"))
    ):
        minutes = 30 if shift["half"] else 60
        late = shift["way"].lower() in ("later", "später")
        moved = datetime.fromisoformat(f"2000-01-02T{was}") + timedelta(minutes=minutes if late else -minutes)
        found = [Value("time", f"{moved:%H:%M}", shift.span(), shift[0], "shifted")]
    rest = NO_THEN.sub("", text) if (state.get("expect") or {}).get("agreement") else text
    if not found and errand is not None and (NAME_ALONE.fullmatch(rest.strip()) or NAME_TO.search(text)):
        said_name = NAME_TO.sub("", text) if NAME_TO.search(text) else rest
        found = contacts.read(said_name.strip(), language=language, region=agent.region, expected="name")
    found = [value for value in found if value.kind != "name" or str(value.value).lower() not in NOT_A_NAME]
    kinds = {value.kind for value in found}
    standing = [one for kind in kinds for one in corrections.standing([v for v in found if v.kind == kind], text)]
    return sorted(standing, key=lambda value: value.span)


def open_hours(agent: Agent, day: Any) -> list[tuple[str, str]]:
    """When the house is open, as ("17:30", "23:00"): on that day, or on any day of its week while none is known."""
    if day is not None:
        services: Iterable[Service] = agent.schedule.hours_on(date.fromisoformat(str(day))).services
    else:
        services = {service for on_a_day in agent.schedule.week for service in on_a_day}
    return [(f"{service.opens:%H:%M}", f"{service.closes:%H:%M}") for service in services]


def _beside(taken: Sequence[Value], values: Iterable[Value]) -> list[Value]:
    """The values whose words are not taken yet."""
    return [v for v in values if all(v.span[1] <= t.span[0] or v.span[0] >= t.span[1] for t in taken)]
