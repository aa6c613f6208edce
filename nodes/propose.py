"""Look for what was wished and keep it while the caller decides; when it cannot be had, say why and what can."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import choices, errands, inquiries
from dialogue.call import Call
from dialogue.forms import Forms
from dialogue.offers import Kept, Refusal
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Line, Turn
from language import times, words
from nodes import pricing, quoting
from nodes.node import Node
from nodes.serving import agent_of

Keep = Callable[..., Awaitable[Kept | Refusal]]
Look = Callable[..., Awaitable[list[Any] | Refusal]]

BY_PRICE = frozenset({"cheapest", "cheaper"})
"""Rules of a kind of room that was wished for by its price, and is still to be found."""
PRICE = frozenset({"total_cents", "currency"})
"""What an option costs, which is no part of what is wished for."""
NAMED = 3
"""How many kinds of room are named at once: more nobody keeps in mind."""
SAME_DAY = frozenset(
    {
        "fully_booked",
        "area_full",
        "before_open",
        "after_last_seating",
        "between_services",
        "lead_time",
        "off_grid",
        "hold_by_other",
        "blocked",
    }
)
"""Reasons for which another time on the same day may do."""
NO_HOUR = frozenset({"past", "nonexistent_local_time", "ambiguous_time"})
"""Reasons for which the hour goes with the day; otherwise another day is tried for the same hour."""
TAKEN = frozenset({"fully_booked", "hold_by_other", "area_full"})
"""Reasons that a waiting list can help against."""
FOR_A_PERSON = frozenset({"cut_off", "seated", "no_show", "no_contact"})
"""Reasons for which only the staff can help."""
ABOUT = {
    "type_too_small": "room_type",
    "party_too_small": "party_size",
    "party_too_large": "party_size",
    "no_such_room": "room_type",
    "no_such_area": "area",
}
"""Reason to the slot that has to be another, where it is neither day nor time."""
WIDE_OF_IT = frozenset({*ABOUT, "checkout_before_checkin", "past", "horizon", "too_short"})
"""Reasons that have nothing to do with what is free close to the wish."""

OF_A_STAY = {
    "fully_booked": "room_full",
    "hold_by_other": "room_full",
    "blocked": "room_full",
    "party_too_large": "room_too_small",
}
"""Reasons that are said in other words where it is about a room."""


def propose(forms: Forms, hold: Mapping[str, Keep], look: Mapping[str, Look]) -> Node:
    """The step that keeps a table or a room with `hold[kind](call, wish=, now=, replacing=, moving=)` once the wish is
    known, and says what there is with `look[kind](call, wish=, now=)` before.
    """

    async def propose(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        kind = errand["target"]["kind"] if errand["target"] else errand["kind"]
        form = forms.of(errand)
        wish = {
            name: value(errand["slots"], name)
            for name in [*(wanted.name for wanted in form.wish), "area", "extras", "children"]
            if value(errand["slots"], name) is not None
        }
        call = Call(**turn["call"])
        if another := turn.get("another_room"):
            turn = {**turn, "say": [*turn["say"], await other_rooms(call, turn, wish, another)]}
        if (errand["slots"].get("room_type") or {}).get("rule") in BY_PRICE and form.looked(errand["slots"]):
            turn, errand = await by_price(call, turn, errand, wish)
            if (room := value(errand["slots"], "room_type")) is None:
                return {"turn": turn, "errand": errand}
            wish["room_type"] = room
        if not form.wished(errand["slots"]):
            view = value(errand["slots"], "view") if kind == "room" else None
            expected = state.get("expect") or {}
            if expected.get("choice") and expected.get("slot") != "time":
                return {}  # which of them is the question
            shown = {**wish, "view": view} if view else wish
            asked_again = kind == "room" and inquiries.of_the_offers(turn["utterance"])
            known = {name: one for name, one in (errand["shown"] or {}).items() if name not in ("offered", "free")}
            if known == shown and not asked_again:
                return {}
            if asked_again:
                turn = {**turn, "question": False}  # what each of them costs is the answer
            there_is = await look[kind](call, wish=wish, now=turn["now"])
            if isinstance(there_is, Refusal):
                return refused(turn, errand, wish, there_is)
            if kind == "room":
                seen = [one for one in there_is if view in (None, one["view"])]
                if not seen:
                    turn = {**turn, "say": [*turn["say"], Line(phrase="no_such_view", facts={})]}
                there_is = worth_naming(seen or there_is)
                shown = {**shown, "offered": [one["room_type"] for one in there_is], "free": there_is}
            elif (period := value(errand["slots"], "period")) and (
                then := [t for t in there_is if times.within(t, period)]
            ):
                there_is = then
            whichever = kind == "room" and choices.WHICHEVER.search(turn["utterance"]) is not None
            if kind == "table" or (len(there_is) > 1 and not whichever):
                named = "free_rooms_with" if kind == "room" and wish.get("extras") else f"free_{kind}s"
                line = Line(phrase=named, facts={**wish, "free": there_is})
                return {"turn": {**turn, "say": [*turn["say"], line]}, "errand": {**errand, "shown": shown}}
            wish["room_type"] = there_is[0]["room_type"]  # the only one: no question to ask
            only = Slot(status="valid", value=wish["room_type"], rule="only")
            errand = {**errand, "slots": {**errand["slots"], "room_type": only}, "shown": shown}
        kept = errand["hold"]
        if errand["target"] and kept is None and all(errand["target"].get(name) == one for name, one in wish.items()):
            return {}  # what is to be changed needs no other table
        got = await hold[kind](
            call,
            wish=wish,
            now=turn["now"],
            replacing=kept["id"] if kept else None,
            moving=errand["target"]["code"] if errand["target"] else None,
        )
        if isinstance(got, Refusal) and "check_in" in wish and got.alternatives:
            agent = await agent_of(turn)
            got = replace(got, alternatives=tuple(pricing.priced(agent, one, wish) for one in got.alternatives))
        if isinstance(got, Refusal) and got.reason == "type_too_small" and errand["target"] is None:
            return await larger(call, turn, errand, wish, got)
        if isinstance(got, Refusal):
            return refused(turn, errand, wish, got)
        say = list(turn["say"])
        spans = [one["span"] for one in turn["values"] if one["kind"] in ("extra", "room_type")]
        of_more = bool(quoting.perhaps_beside(turn["utterance"], state["language"]))  # "and what does a bicycle cost?"
        if kind == "room" and not of_more and inquiries.only_price(words.blanked(turn["utterance"], spans)):
            turn = {**turn, "question": False}  # the price of this very stay is the answer
        if kept is None or kept["facts"] != got.facts:
            say.append(Line(phrase=f"held_{kind}", facts=got.facts))
        held = {"id": got.id, "facts": got.facts, "until": got.until}
        return {"turn": {**turn, "say": say}, "errand": {**errand, "hold": held, "refused": None}}

    async def larger(call: Call, turn: Turn, errand: Errand, wish: Mapping[str, Any], why: Refusal) -> dict[str, Any]:
        """The rooms that are large enough, where the kind that was wished for is not."""
        known = {name: one for name, one in wish.items() if name != "room_type"}
        there_is = await look["room"](call, wish=known, now=turn["now"])
        if isinstance(there_is, Refusal):
            return refused(turn, errand, known, there_is)
        named, slots = worth_naming(there_is), without(errand["slots"], "room_type", "view")
        if len(named) == 1:
            return refused(turn, errand, wish, why)
        phrase = "free_rooms_with" if known.get("extras") else "free_rooms"
        say = [
            Line(phrase="refused_type_too_small", facts=dict(wish)),
            Line(phrase=phrase, facts={**known, "free": named}),
        ]
        shown = {**known, "offered": [one["room_type"] for one in named], "free": named}
        return {
            "turn": {**turn, "say": [*turn["say"], *say]},
            "errand": {**errand, "slots": slots, "shown": shown, "agreed": None},
            "expect": {"slot": "room_type"},
        }

    async def by_price(call: Call, turn: Turn, errand: Errand, wish: Mapping[str, Any]) -> tuple[Turn, Errand]:
        """The room that is wished for by its price is settled on, or what is cheaper than the one kept is named."""
        kept = errand["hold"]["facts"] if errand["hold"] else errand["target"]
        there_is = await look["room"](call, wish={**wish, "room_type": None}, now=turn["now"])
        free = [] if isinstance(there_is, Refusal) else sorted(there_is, key=lambda one: one["total_cents"])
        if kept is not None:
            free = [one for one in free if one["total_cents"] < kept["total_cents"]]
        named, slots = worth_naming(free), without(errand["slots"], "room_type", "view")
        if not named:
            stands = errands.as_slots(kept or {}, ["room_type"])
            say = [*turn["say"], Line(phrase="no_cheaper_room", facts={})] if kept else turn["say"]
            return {**turn, "say": say}, {**errand, "slots": slots | stands}
        cheaper = kept is None and errand["slots"]["room_type"]["rule"] == "cheaper"
        if cheaper:
            turn = {**turn, "say": [*turn["say"], Line(phrase="the_cheapest", facts={})]}
        if cheaper or errand["slots"]["room_type"]["rule"] == "cheapest" or len(named) == 1:
            chosen = Slot(status="valid", value=named[0]["room_type"], rule="by_price")
            return turn, {**errand, "slots": {**slots, "room_type": chosen}}
        phrase = "free_rooms_with" if wish.get("extras") else "free_rooms"
        say = [*turn["say"], Line(phrase=phrase, facts={**wish, "free": named})]
        offered = {**wish, "offered": [one["room_type"] for one in named], "free": named}
        return {**turn, "say": say}, {**errand, "slots": slots, "shown": offered}

    async def other_rooms(call: Call, turn: Turn, wish: Mapping[str, Any], asked: Mapping[str, Any]) -> Line:
        """What of another kind, or with another view, is free for the same nights, and what it costs."""
        wish = {name: one for name, one in wish.items() if name != "room_type"}
        there_is = await look["room"](call, wish=wish, now=turn["now"])
        free = [] if isinstance(there_is, Refusal) else there_is
        view = asked.get("view")
        if asked.get("any"):
            return Line(phrase="free_rooms", facts={**wish, "free": worth_naming(free)})
        alike = [one for one in free if (one["view"] == view if view else one["room_type"] == asked.get("room_type"))]
        if not alike and asked.get("room_type"):
            why = await look["room"](call, wish={**wish, "room_type": asked["room_type"]}, now=turn["now"])
            if isinstance(why, Refusal):
                return Line(phrase=f"refused_{OF_A_STAY.get(why.reason, why.reason)}", facts={**wish, **asked})
        if not alike:
            return Line(phrase="no_such_view" if view else "refused_room_full", facts=dict(wish))
        return Line(
            phrase="free_rooms_with" if wish.get("extras") else "free_rooms",
            facts={**wish, "free": worth_naming(alike)},
        )

    return propose


def worth_naming(offers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first few of the rooms that are free; of those that cost the same and look the same way, one."""
    alike: dict[tuple[Any, Any], Mapping[str, Any]] = {}
    for offer in offers:
        alike.setdefault((offer["total_cents"], offer["view"]), offer)
    return list(alike.values())[:NAMED]


def refused(turn: Turn, errand: Errand, wish: Mapping[str, Any], why: Refusal) -> dict[str, Any]:
    """Say why not, offer what can be had, and forget the part of the wish that cannot be."""
    reason = OF_A_STAY.get(why.reason, why.reason) if "check_in" in wish else why.reason
    say = [*turn["say"], Line(phrase=f"refused_{reason}", facts=dict(wish))]
    if why.reason == "party_too_large" and errand["kind"] in errands.BOOKINGS | {"change"}:
        return {"turn": {**turn, "say": say, "outcome": "person"}, "errand": errand}
    if why.reason in FOR_A_PERSON:
        return {"turn": {**turn, "say": say, "outcome": "person"}, "errand": errand}
    stands = errand["target"] or {}
    options = [
        {**wish, **one}
        for one in why.alternatives
        if not stands or any(stands.get(name) != said for name, said in {**wish, **one}.items() if name not in PRICE)
    ]
    if "time" not in wish and "day" in wish:  # nothing that day: other days, whatever the hour
        elsewhere = {"area": "inside"} if wish.get("area") == "outside" else {}
        options = [
            {**wish, "day": day, **(elsewhere if day == wish["day"] else {})}
            for day in dict.fromkeys(one["day"] for one in options)
        ]
    if options:
        say.append(
            Line(
                phrase="nearest" if len(options) > 1 else "nearest_one",
                facts={"options": options, "wished": dict(wish)},
            )
        )
    slots = dict(errand["slots"])
    hold = errand["hold"]
    about = ABOUT.get(why.reason)
    kept = hold["facts"] if hold else errand["target"]
    # what is kept is not for as many people as are wished for now: that stays open
    others = bool(kept and options and wish.get("party_size") not in (None, kept["party_size"]))
    if hold is not None:
        say.append(Line(phrase="still_held", facts=hold["facts"]))
    if kept is not None and not others:
        slots |= errands.as_slots(kept, list(wish))
    elif about is not None:
        slots.pop(about, None)
    elif "check_in" in wish:
        nights = ("check_in", "check_out")
        if why.reason in ("checkout_before_checkin", "too_short"):
            slots = without(slots, "check_out", "nights")
        elif not options or any(one[name] != wish[name] for one in options for name in nights):
            slots = without(slots, *nights, "nights")
            if why.reason != "too_long":  # on other days it is still so many nights
                many = (date.fromisoformat(wish["check_out"]) - date.fromisoformat(wish["check_in"])).days
                slots["nights"] = Slot(status="valid", value=many, rule="refused")
        else:
            slots.pop("room_type", None)
    else:
        gone = ["time"] if why.reason in SAME_DAY and options else ["day", "time"] if why.reason in NO_HOUR else ["day"]
        slots = without(slots, *gone)
        if why.reason == "area_full":
            slots.pop("area", None)
    expect: dict[str, Any] = {}
    if options:
        expect = {"choice": options, "wished": dict(wish)}
    elif why.reason in TAKEN and errand["kind"] in errands.BOOKINGS:
        expect = {"waitlist": True}
    if not options and why.reason not in WIDE_OF_IT and not expect:
        say.append(Line(phrase="none_near", facts={}))
    closed = {**wish, "reason": why.reason} if why.reason == "closed" else None
    wished = dict(wish) if why.reason in TAKEN else closed
    return {
        "turn": {**turn, "say": say},
        "errand": {**errand, "slots": slots, "refused": wished or errand["refused"], "agreed": None},
        "expect": expect,
    }


def without(slots: Mapping[str, Slot], *names: str) -> dict[str, Slot]:
    """The slots but these."""
    return {name: slot for name, slot in slots.items() if name not in names}
