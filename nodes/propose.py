"""Look for what was wished and keep it while the caller decides; when it cannot be had, say why and what can."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast

from langchain_core.runnables import RunnableConfig

from dialogue import binding, choices, errands, inquiries
from dialogue.call import Call
from dialogue.forms import Forms
from dialogue.offers import Kept, Refusal
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Line, Turn
from language import plans, times, wishes, words
from nodes import evidence, pricing, quoting
from nodes.facts import USUAL
from nodes.look_up import DOGS, search
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
COLD = frozenset({11, 12, 1, 2, 3})
"""Months in which nobody is put in the open who could be elsewhere."""
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
        if (name := form.undecided(errand["slots"])) and kind == "table" and errand["target"] is None:
            turn, errand = await narrowed(call, turn, errand, wish, name)
            if form.undecided(errand["slots"]):
                return {"turn": turn, "errand": errand}  # which of them is the question
            wish |= {one: value(errand["slots"], one) for one in binding.HOUR_OF_A_DAY if value(errand["slots"], one)}
        limit = errand["slots"].get("at_most") or {}
        if limit and form.looked(errand["slots"]):
            turn, errand = await affordable(call, turn, errand, wish)
            wish = {name: one for name, one in wish.items() if name in errand["slots"]}
        if not form.wished(errand["slots"]):
            view = value(errand["slots"], "view") if kind == "room" else None
            expected = state.get("expect") or {}
            if expected.get("choice") and expected.get("slot") != "time":
                return {}  # which of them is the question
            shown = {**wish, "view": view} if view else wish
            asked_again = kind == "room" and inquiries.of_the_offers(turn["utterance"])
            known = {name: one for name, one in (errand["shown"] or {}).items() if name not in ("offered", "free")}
            if known == shown and not asked_again and not limit:
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
                there_is = worth_naming(within(limit, seen or there_is) or seen or there_is)
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
        to_keep = partial(
            hold[kind],
            call,
            now=turn["now"],
            replacing=kept["id"] if kept else None,
            moving=errand["target"]["code"] if errand["target"] else None,
        )
        if kind == "table" and "area" not in wish:
            got, wish = await seated(to_keep, wish, await for_a_dog(turn, errand, wish, state["language"]) or [USUAL])
        else:
            got = await to_keep(wish=wish)
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
        if kind == "table" and plans.stays_until(turn["utterance"]):
            say.append(Line(phrase="seated_until", facts=await until_when(turn, got.facts)))
            turn = {**turn, "question": False}
        if errand["target"] and (more := costs_more(errand["target"], got.facts, turn["utterance"])):
            say, turn = [*say, more], {**turn, "question": False}
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

    async def narrowed(
        call: Call, turn: Turn, errand: Errand, wish: Mapping[str, Any], name: str
    ) -> tuple[Turn, Errand]:
        """Of the days or hours that were named as alternatives, those at which a table is free; where it is one, or none,
        there is nothing to ask: it is looked for, and what cannot be had is refused as ever.
        """
        slots = dict(errand["slots"])
        hours = (slots.get("time") or {}).get("alternatives") or []
        options, free = binding.readings_of(name, slots), []
        for option in options:
            known = {**wish, **option}
            there_is = await look["table"](
                call, wish={one: known[one] for one in known if one != "time"}, now=turn["now"]
            )
            at = [known["time"]] if known.get("time") else hours
            then = [] if isinstance(there_is, Refusal) else [time for time in there_is if not at or time in at]
            free += [option] if then else []
        left = free or options[:1]
        if len(left) == len(options):
            return turn, errand
        if free:
            turn = {**turn, "say": [*turn["say"], Line(phrase="only_free", facts={"options": left})]}
        for one in left[0]:
            readings = [option[one] for option in left]
            several = {**slots[one], "alternatives": readings}
            settled = Slot(status="valid", value=readings[0], words=slots[one].get("words", ""), rule="of_those")
            slots[one] = cast(Slot, several) if len(left) > 1 else settled
        return turn, {**errand, "slots": slots}

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

    async def affordable(call: Call, turn: Turn, errand: Errand, wish: Mapping[str, Any]) -> tuple[Turn, Errand]:
        """What a stay may cost at most is weighed once: a kind of room that costs more is left open where others do not,
        and where nothing is within it, that is said with what costs least.
        """
        limit, named = errand["slots"]["at_most"], wish.get("room_type")
        errand = {**errand, "slots": without(errand["slots"], "at_most")}
        there_is = await look["room"](call, wish={**wish, "room_type": None}, now=turn["now"])
        if isinstance(there_is, Refusal):
            return turn, errand
        fitting = within(limit, there_is)
        wanted = next((one for one in there_is if one["room_type"] == named), None)
        if wanted in fitting:
            say = [Line(phrase="room_is_within", facts={**wish, **wanted})] if wanted and errand["hold"] else []
            return {**turn, "say": [*turn["say"], *say]}, errand
        if not fitting:
            each = "_a_night" if limit.get("rule") == "per_night" else ""
            facts = {**wish, **min(there_is, key=lambda one: one["total_cents"]), "at_most_cents": limit["value"]}
            say = [Line(phrase=f"no_room_within{each}", facts=facts)]
        else:
            say = [Line(phrase="room_costs_more", facts={**wish, **wanted})] if wanted else []
        slots = errand["slots"] if errand["hold"] and not fitting else without(errand["slots"], "room_type", "view")
        return {**turn, "say": [*turn["say"], *say]}, {**errand, "slots": slots}

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


def costs_more(was: Mapping[str, Any], becomes: Mapping[str, Any], asked: str) -> Line | None:
    """By how much a changed stay costs more or less than it did, where that is asked."""
    if was.get("total_cents") is None or not inquiries.costs_otherwise(asked):
        return None
    by = becomes["total_cents"] - was["total_cents"]
    phrase = "costs_more" if by > 0 else "costs_less" if by < 0 else "costs_the_same"
    facts = {"total_cents": becomes["total_cents"], "currency": becomes["currency"], "by_cents": abs(by)}
    return Line(phrase=phrase, facts=facts)


def worth_naming(offers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first few of the rooms that are free; of those that cost the same and look the same way, one."""
    alike: dict[tuple[Any, Any], Mapping[str, Any]] = {}
    for offer in offers:
        alike.setdefault((offer["total_cents"], offer["view"]), offer)
    return list(alike.values())[:NAMED]


async def seated(to_keep: Keep, wish: dict[str, Any], areas: Sequence[str]) -> tuple[Kept | Refusal, dict[str, Any]]:
    """A table for guests who have not said where, in the first of these areas that has one; and the wish that was met, or
    not. Where only others have one, that is a refusal: nobody is seated at the bar or in the open unasked.
    """
    full: tuple[Refusal, dict[str, Any]] | None = None
    others: list[dict[str, Any]] = []
    for area in areas:
        there = {**wish, "area": area}
        got = await to_keep(wish=there)
        if isinstance(got, Kept):
            return got, wish
        if got.reason == "area_full":
            full = full or (got, there)
            others += [one for one in got.alternatives if one.get("area") in areas]
    if full and len(areas) > 1 and others:
        return replace(full[0], alternatives=tuple(others[:2])), full[1]
    return full or (await to_keep(wish=wish), wish)


async def for_a_dog(turn: Turn, errand: Errand, wish: Mapping[str, Any], language: str) -> list[str]:
    """The areas in which a dog may be that comes along, where it may not be inside; in the cold months the open one last."""
    if not any(map(wishes.brings_dog, errand["notes"].split("; "))):
        return []
    agent, asked = await agent_of(turn), DOGS[language]
    found = evidence.answering(asked, language, await search(turn, asked, language), agent.tenant_name)
    areas = next((some for one in found if (some := wishes.where_dogs_may(one["content"]))), [])
    return sorted(areas, key=lambda area: area == "outside") if int(wish["day"][5:7]) in COLD else areas


async def until_when(turn: Turn, kept: Mapping[str, Any]) -> dict[str, Any]:
    """How long a table that is kept is had, and until when ("time")."""
    agent = await agent_of(turn)
    lasts = agent.schedule.seating_for(kept["party_size"])
    ends = datetime.fromisoformat(kept["starts_at"]) + lasts
    return {"party_size": kept["party_size"], "minutes": lasts // timedelta(minutes=1), "time": f"{ends:%H:%M}"}


def within(limit: Mapping[str, Any], offers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The offers that cost no more than was said, a night or in all; all of them where nothing was."""
    if not limit.get("value"):
        return list(offers)
    price = "per_night_cents" if limit.get("rule") == "per_night" else "total_cents"
    return [one for one in offers if one[price] <= limit["value"]]


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
