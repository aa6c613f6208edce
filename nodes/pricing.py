"""What stays cost: as the facts of an offer, and of each of several between which a guest has to choose."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from records.agents import Agent


def of_a_stay(agent: Agent, stay: Mapping[str, Any]) -> dict[str, Any]:
    """What {"room_type", "check_in", "check_out", "party_size", "extras", "children"?} costs, as the facts of an offer."""
    assert agent.rooms is not None
    arrives, leaves = (date.fromisoformat(stay[name]) for name in ("check_in", "check_out"))
    party, children = int(stay.get("party_size") or 1), int(stay.get("children") or 0)
    quote = agent.rooms.quote(stay["room_type"], arrives, leaves, party, stay.get("extras") or [], children=children)
    money = {"total_cents": quote.total_cents, "city_tax_cents": quote.city_tax_cents, "currency": quote.currency}
    return {"room_type": stay["room_type"], **money}


def priced(agent: Agent, option: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """An option with what it costs ("total_cents", "currency"), as it is wished for; as it is where that cannot be told."""
    stay = {**wish, **option}
    if agent.rooms is None or not all(stay.get(name) for name in ("room_type", "check_in", "check_out", "party_size")):
        return dict(option)
    costs = of_a_stay(agent, stay)
    return {**option, "total_cents": costs["total_cents"], "currency": costs["currency"]}
