"""What can be had instead is always said: no sentence of an offer has a blank in it."""

import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import errands
from dialogue.offers import Refusal
from nodes import facts, propose
from prompts.phrases import phrase
from records.agents import Agent

NOW = "2026-11-22T01:30:00+01:00"
BLANK = re.compile(r"  |(?:^|\s)[.,;:?!](?:\s|$)|[{}]|\bNone\b")
ROOMS = {
    "currency": "EUR",
    "types": [
        {"name": "double", "names": {"en": ["double room"], "de": ["Doppelzimmer"]}, "rate": 129, "sleeps": 2},
        {"name": "suite", "names": {"en": ["suite"], "de": ["Suite"]}, "rate": 249, "sleeps": 4},
    ],
}
HOUSE = Agent(
    id=UUID(int=1),
    tenant_id=UUID(int=2),
    name="desk",
    type="receptionist",
    language="en",
    persona="",
    voice="",
    config={"tables": [{"name": "1", "seats": 4}], "rooms": ROOMS},
    timezone="Europe/Berlin",
    region="DE",
    tenant_name="House",
    industry="restaurant",
    learned=0,
)
DAYS = st.sampled_from(["2026-11-26", "2026-11-27", "2026-11-28"])
TABLES = st.fixed_dictionaries(
    {"day": DAYS, "party_size": st.integers(1, 8)},
    optional={"time": st.sampled_from(["18:00", "19:30"]), "area": st.sampled_from(["inside", "outside", "bar"])},
)
OTHER_TABLES = st.lists(st.fixed_dictionaries({"day": DAYS, "time": st.sampled_from(["18:00", "19:30"])}), max_size=2)
STAYS = st.fixed_dictionaries(
    {
        "check_in": st.just("2026-12-04"),
        "check_out": st.sampled_from(["2026-12-05", "2026-12-07"]),
        "party_size": st.integers(1, 4),
        "room_type": st.sampled_from(["double", "suite"]),
    }
)
OTHER_STAYS = st.lists(
    st.fixed_dictionaries(
        {"check_in": st.sampled_from(["2026-12-04", "2026-12-11"]), "check_out": st.just("2026-12-14")},
        optional={"room_type": st.sampled_from(["double", "suite"])},
    ),
    max_size=2,
)


def said(kind: str, wish: dict[str, Any], why: Refusal, language: str) -> list[str]:
    turn: Any = {"say": [], "now": NOW}
    left = propose.refused(turn, errands.begun(kind, 1), wish, why)["turn"]["say"]
    return [
        phrase(facts.wording(line, HOUSE), language, facts.spoken(line, language, HOUSE, NOW), again=again)
        for line in left
        for again in (0, 1)
    ]


@pytest.mark.parametrize("language", ["en", "de"])
@given(wish=TABLES, others=OTHER_TABLES, reason=st.sampled_from(["area_full", "fully_booked", "closed", "past"]))
def test_another_table_is_named(language, wish, others, reason):
    wish = {"area": "outside", **wish} if reason == "area_full" else wish
    for sentence in said("table", wish, Refusal(reason, tuple(others)), language):
        assert not BLANK.search(sentence), sentence


@pytest.mark.parametrize("language", ["en", "de"])
@given(wish=STAYS, others=OTHER_STAYS, reason=st.sampled_from(["fully_booked", "type_too_small", "closed"]))
def test_another_stay_is_named(language, wish, others, reason):
    for sentence in said("room", wish, Refusal(reason, tuple(others)), language):
        assert not BLANK.search(sentence), sentence
