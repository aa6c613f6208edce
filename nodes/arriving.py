"""Guests who come when nobody receives them any more: what the house has written about getting in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dialogue.state import Line, Turn
from language import times
from nodes import evidence, quoting
from nodes.look_up import search
from records.agents import Agent

ASKED = {
    "en": "How do we get the key if we arrive after the reception has closed?",
    "de": "Wie bekommen wir den Schlüssel, wenn wir nach Schließung der Rezeption kommen?",
}
"""What such guests would ask."""


async def after_hours(turn: Turn, language: str, agent: Agent, facts: Mapping[str, Any], told: str) -> list[Line]:
    """What is written for guests who come after the reception of the day has closed; nothing for those who come before.

    facts: of the stay. told: when they come, in their words.
    """
    if not facts.get("check_in") or not told:
        return []
    now = datetime.fromisoformat(turn["now"]).astimezone(ZoneInfo(agent.timezone))
    hours = [str(one.value) for one in times.read(told, now=now, language=language) if one.kind == "time"]
    services = agent.schedule.hours_on(date.fromisoformat(facts["check_in"])).services
    closes = max((f"{service.closes:%H:%M}" for service in services), default="")
    if not closes or not any(hour >= closes or hour < EARLY for hour in hours):
        return []
    found = await search(turn, ASKED[language], language, most=FEW)
    answering = evidence.answering(ASKED[language], language, found, agent.tenant_name)
    quoted = quoting.quote(ASKED[language], answering, language).words if answering else ""
    return [Line(phrase="passage", facts={"text": quoted})] if quoted else []


EARLY = "06:00"
"""Up to which an hour is one of the night before."""
FEW = 3
