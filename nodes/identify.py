"""Which reservation is meant: one made in this thread, the one of a code, or of a name and a telephone number together.

Whatever is wrong with what was given, the answer is the same: nobody learns from it whether somebody else has booked.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from langchain_core.runnables import RunnableConfig

from dialogue import agreement, binding, errands, inquiries, on_file, routing
from dialogue.call import Call
from dialogue.forms import Forms
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Line, Turn
from language import contacts, stays
from nodes.node import Node
from nodes.serving import agent_of

TRIES = 3
"""How often a reservation may be pointed at in vain before a person helps."""
POINTERS = ("code", "name", "phone")
SOON = timedelta(hours=12)
"""How far ahead a table may be for guests to be on their way to it, whatever the date."""
PERSONAL = ("name", "phone", "email", "notes")
"""What is told of a reservation only to whoever has said it: a code may be found in anybody's pocket."""
Find = Callable[..., Awaitable[list[dict[str, Any]]]]
Last = Callable[..., Awaitable[dict[str, Any] | None]]


def identify(forms: Forms, find: Find, last: Last) -> Node:
    """The step that finds reservations with `find(call, code=, name=, phone=, now=)`, the latest with `last(call, …)`."""

    async def identify(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, errand = state["turn"], state["errand"]
        assert errand is not None
        call = Call(**turn["call"])
        if errand["like_last"]:
            return await as_last_time(turn, errand, call)
        slots = errand["slots"]
        code, name, phone = (errands.pointer(slots, one) for one in POINTERS)
        if bool(name) != bool(phone):  # of both that found nothing, one is put right
            slots = slots | errands.instead(errand, ("name", "phone"))
            errand, name, phone = {**errand, "slots": slots}, value(slots, "name"), value(slots, "phone")
        if code:
            found = await find(call, code=code, now=turn["now"])
        elif standing := await spoken_of(state, errand, call):
            found = narrowed(standing, turn, errand)
            if "deny" in turn["acts"] and agreement.names_another({**errand, "target": found[0]}, said_of_days(turn)):
                return {}  # "no, the one on Friday": it is none of those that are known
        elif name and phone:
            found = narrowed(await find(call, name=name, phone=phone, now=turn["now"]), turn, errand)
        elif name and (digits := errands.digits_so_far(slots)):
            found = narrowed(await find(call, name=name, phone=digits, now=turn["now"]), turn, errand)
            if not found:
                return {}  # the rest of the number is asked for
            slots = slots | {"phone": Slot(status="valid", value=digits, rule="on_file")}
            errand = {**errand, "slots": slots}
        else:
            return {}
        say = list(turn["say"])
        if not found:
            say.append(Line(phrase="refused_not_found", facts={}))
            tries = errand["tries"] + 1
            left = errands.sought(slots)
            outcome = "person" if tries >= TRIES else turn.get("outcome", "")
            return {
                "turn": {**turn, "say": say, "outcome": outcome},
                "errand": {**errand, "slots": left, "tries": tries},
                "expect": {},
            }
        each = agreement.means_all(turn["utterance"]) or (slots.get("code") or {}).get("rule") == agreement.EACH
        if len(found) > 1 and errand["kind"] in ("cancel", "change") and each:
            first, *others = found
            epoch, aside = state.get("epoch", 0), list(state.get("aside") or [])
            for n, one in enumerate(reversed(others), 1):
                code = Slot(status="valid", value=one["code"], rule="all")
                waiting = errands.begun(errand["kind"], epoch + n)
                aside.append({**waiting, "slots": {**slots, "code": code}, "notes": errand["notes"]})
            turn = {**turn, "say": [*say, Line(phrase="one_by_one", facts={})]}
            kept = {"aside": aside[-errands.MOST_ASIDE :], "epoch": epoch + len(others), "expect": {}}
            whole = cast(Conversation, {**state, **kept})
            return {"turn": turn} | kept | await pointed_at(errand, first, turn, whole)
        if len(found) > 1:
            asked = errand["tries"] + 1 if (state.get("expect") or {}).get("which") else 0
            turn = {**turn, "outcome": "person"} if asked >= TRIES else turn
            return {"turn": turn, "errand": {**errand, "tries": asked}, "expect": {"which": found}}
        return await pointed_at(errand, found[0], turn, state)

    async def pointed_at(errand: Errand, whole: dict[str, Any], turn: Turn, state: Conversation) -> dict[str, Any]:
        found = await found_one(errand, whole, turn, state)
        if "withheld" in discreet(whole, state, errand):
            return found
        who = {name: whole[name] for name in errands.CONTACT if whole.get(name)}
        return {**found, "contact": who | (state.get("contact") or {})}  # who is calling need not be asked again

    async def found_one(errand: Errand, whole: dict[str, Any], turn: Turn, state: Conversation) -> dict[str, Any]:
        facts = discreet(whole, state, errand)
        if errand["kind"] == "late" and await for_another_day(facts, errand, turn, state):
            ask = Line(phrase="ask_late_then", facts=facts)
            return {"turn": {**turn, "ask": ask}, "expect": {"which": [facts]}}
        said = [name for name in errands.CONTACT if value(errand["slots"], name) and name not in facts]
        if errand["kind"] == "change" and said and errands.HIDDEN not in facts:  # made here, and told without them
            filed = await find(Call(**turn["call"]), code=facts["code"], now=turn["now"])
            hidden = {name: filed[0][name] for name in said if filed and name in filed[0]}
            facts = {**facts, errands.HIDDEN: hidden}
        errand = {**errand, "target": facts}
        say = list(turn["say"])
        kind = errand["kind"]
        instead = ""
        if facts.get("status") == "cancelled":
            instead = "is_cancelled"
            turn = {**turn, "question": turn["question"] and kind != "cancel"}  # what it would cost, is over, too
        elif kind == "check" and inquiries.asks_if_noted(turn["utterance"]) and not turn.get("asks_extras"):
            instead = (
                "is_noted" if facts.get("notes") else "noted_withheld" if facts.get("withheld") else "nothing_noted"
            )
            facts = {**facts, "text": facts.get("notes") or ""}
        elif kind == "check":
            instead = f"your_{facts['kind']}"
            if asked := turn.get("asks_extras") if facts["kind"] == "room" else None:
                return told_of_extras(asked, facts, turn, state)
        elif kind == "resend" and elsewhere(whole, turn):
            instead = "only_on_file"
        if instead:
            say.append(Line(phrase=instead, facts=facts))
            over = errands.resumed(state.get("aside") or [])
            return {"turn": {**turn, "say": say, "outcome": "done"}, **over, "pointed": facts["code"]}
        if kind == "cancel" and await too_late(facts, turn):
            say.append(Line(phrase="refused_cut_off", facts=facts))
            return {"turn": {**turn, "say": say, "outcome": "person"}, "pointed": facts["code"]}
        zone = ZoneInfo((await agent_of(turn)).timezone)
        today = datetime.fromisoformat(turn["now"]).astimezone(zone).date()
        errand = with_what_stands(errand, turn["utterance"], today)
        leaves, arrives = value(errand["slots"], "check_out"), value(errand["slots"], "check_in")
        if kind == "change" and leaves and arrives and leaves <= arrives < str(facts.get("check_out")):
            say.append(Line(phrase="refused_no_night", facts={}))
            errand = {**errand, "slots": errand["slots"] | errands.as_slots(facts, ["check_in", "check_out"])}
            return {"turn": {**turn, "say": say}, "errand": errand, "pointed": facts["code"]}
        return {"errand": errand, "pointed": facts["code"]}

    def told_of_extras(asked: list[str], facts: dict[str, Any], turn: Turn, state: Conversation) -> dict[str, Any]:
        """Whether the extras that are asked about are on the booking, and of those that are not, whether to add them."""
        had = [one for one in asked if one in (facts.get("extras") or [])]
        missing = [one for one in asked if one not in had]
        say = [Line(phrase="is_booked_with", facts={"extras": had})] if had else []
        say += [Line(phrase="not_booked_with", facts={"extras": missing})] if missing else []
        over = errands.resumed(state.get("aside") or [])
        whole = Line(phrase="your_room", facts=facts)
        say = [whole, *say] if missing else [*say, whole]  # what is asked at the end is about what was said last
        turn = {**turn, "say": [*turn["say"], *say], "outcome": "done"}
        if missing and over["errand"] is None:
            over["expect"] = {"add": {"more": missing, "less": []}}
            turn["ask"] = Line(phrase="ask_add", facts={"extras": missing})
        return {"turn": turn, **over, "pointed": facts["code"]}

    async def spoken_of(state: Conversation, errand: Errand, call: Call) -> list[dict[str, Any]]:
        """The reservations that this conversation has been about: made or changed here, or found by what was given."""
        turn = state["turn"]
        standing = errands.standing(state.get("receipts") or [])
        pointed = state.get("pointed")
        cancelled = [one["operation"] for one in state.get("receipts") or []][-1:] == ["cancel"]
        if on_file.the_other(turn["utterance"]) and standing and not cancelled:  # not the one just spoken of
            standing = [one for one in standing if one["code"] != (pointed or standing[-1]["code"])]
        if not pointed or any(facts["code"] == pointed for facts in standing):
            return standing
        if any(errands.pointer(errand["slots"], one) for one in POINTERS) or on_file.another(turn["utterance"]):
            return standing
        found = await find(call, code=pointed, now=turn["now"])
        even_cancelled = errand["kind"] == "check" or (
            errand["kind"] == "cancel" and not standing and not on_file.some_booking(turn["utterance"])
        )
        return [*standing, *(one for one in found if one.get("status") != "cancelled" or even_cancelled)]

    def with_what_stands(errand: Errand, words: str, today: date) -> Errand:
        """The slots of the reservation, under what the caller wants to be different; what is only to be otherwise is open."""
        facts = errand["target"] or {}
        form = forms.of(errand)
        found_by = {*POINTERS, *(errands.WHICH if errand["kind"] in errands.ABOUT_THE_ONE else ())}
        said = {
            name: slot
            for name, slot in errand["slots"].items()
            if name in form.names and (name not in found_by or slot.get("rule") == errands.RENAMED)
        }
        if binding.only_points(facts, said.get("day"), words):
            del said["day"]
        elif "day" in said and facts.get("day"):
            said["day"] = binding.beside(said["day"], facts["day"], today)
        if "check_in" in form.names:
            said = binding.counted(facts, errand["slots"], today) | binding.moved(facts, said, today)
        elif form.holds:
            said = binding.counted(facts, errand["slots"], today) | said
        slots = {**errands.as_slots(facts, sorted(form.names)), **said}
        if "check_in" in form.names:
            slots = binding.stay(slots, said)
            if (view := value(said, "view")) and view != facts.get("view") and "room_type" not in said:
                del slots["room_type"]  # another view is another room: which one, is asked
        if errand["kind"] == "change":
            if not binding.WHEN & said.keys():
                slots = binding.in_month(slots, routing.another_month(words))
            slots.pop(on_file.reopened(words, {**errand, "slots": slots}, said), None)
            if (said.get("check_out") or {}).get("rule") == "reopened":
                slots.pop("check_out", None)
        if errand["kind"] == "late" and not value(slots, "minutes"):
            slots |= errands.late_by(facts, value(errand["slots"], "time"))
        return {**errand, "slots": slots}

    async def as_last_time(turn: Turn, errand: Errand, call: Call) -> dict[str, Any]:
        name, phone = value(errand["slots"], "name"), value(errand["slots"], "phone")
        if not (name and phone):
            return {}
        facts = await last(call, name=name, phone=phone, now=turn["now"])
        errand = {**errand, "like_last": False}
        if (
            facts is None or facts["kind"] != errand["kind"] or facts.get("check_in", "") > turn["now"][:10]
        ):  # not yet been
            return {"turn": {**turn, "say": [*turn["say"], Line(phrase="no_last", facts={})]}, "errand": errand}
        alike = ["party_size", "time", "area"] if errand["kind"] == "table" else ["party_size", "room_type", "extras"]
        slots: dict[str, Slot] = {**errands.as_slots(facts, alike), **errand["slots"]}
        line = Line(phrase=f"last_{errand['kind']}", facts=facts)
        return {"turn": {**turn, "say": [*turn["say"], line]}, "errand": {**errand, "slots": slots}}

    return identify


async def too_late(facts: Mapping[str, Any], turn: Turn) -> bool:
    """Whether the house no longer lets a caller cancel by himself. It is asked again when it is done."""
    agent = await agent_of(turn)
    last = datetime.fromisoformat(facts["starts_at"]) - timedelta(hours=agent.cancel_until_h)
    return datetime.fromisoformat(turn["now"]) > last


async def for_another_day(facts: Mapping[str, Any], errand: Errand, turn: Turn, state: Conversation) -> bool:
    """Whether guests say that they are late whose table is not today, and have not said that they mean that day."""
    if facts.get("status") == "cancelled" or (errand["slots"].get("code") or {}).get("rule") == "chosen":
        return False
    if facts["day"] in (value(errand["slots"], "day"), *binding.named(turn["values"]).get("day", ())):
        return False
    if any(one["operation"] == "late" and one["facts"]["code"] == facts["code"] for one in state.get("receipts") or []):
        return False
    zone = ZoneInfo((await agent_of(turn)).timezone)
    now, starts = datetime.fromisoformat(turn["now"]), datetime.fromisoformat(facts["starts_at"])
    return starts - now > SOON and starts.astimezone(zone).date() != now.astimezone(zone).date()


def discreet(facts: dict[str, Any], state: Conversation, errand: Errand) -> dict[str, Any]:
    """The facts of a reservation without what is personal in them, for a caller who has shown no more than its code."""
    made_here = any(one["code"] == facts["code"] for one in errands.standing(state.get("receipts") or []))
    name, phone = (str(errands.pointer(errand["slots"], one) or "") for one in ("name", "phone"))
    if made_here or (phone == facts.get("phone") and contacts.same_person(name, str(facts.get("name")))):
        return facts
    slots = errand["slots"].items()
    said = {slot.get("value") for name, slot in slots if name in PERSONAL} | set((state.get("contact") or {}).values())
    told = {name: one for name, one in facts.items() if name not in PERSONAL or one in said}
    hidden = {name: facts[name] for name in errands.CONTACT if name in facts and name not in told}
    withheld = {"withheld": sorted(facts.keys() - told.keys()), errands.UNSEEN: facts.get("notes") or ""}
    return told | withheld | {errands.HIDDEN: hidden}


def elsewhere(facts: Mapping[str, Any], turn: Turn) -> bool:
    """Whether the caller names a number or an address that is not the one on file."""
    said = binding.named(turn["values"])
    return any(one != facts.get(name) for name in ("phone", "email") for one in said.get(name, ()))


def said_of_days(turn: Turn) -> dict[str, list[Any]]:
    """The days that the caller names, by slot."""
    return {name: ones for name, ones in binding.named(turn["values"]).items() if name in ("day", "check_in")}


def narrowed(found: list[dict[str, Any]], turn: Turn, errand: Errand) -> list[dict[str, Any]]:
    """Those of several that the caller names by day or time, now or before, if he does."""
    said = binding.named(turn["values"])
    before = errand["slots"] if errand["kind"] in errands.ABOUT_THE_ONE else {}
    arrival = errand["slots"].get("check_in") or {}
    if errand["kind"] == "change" and arrival.get("rule") not in (stays.MOVED, stays.END_ALONE):
        before = {"check_in": arrival}  # "we're with you on the 5th, and bring a dog"
    for name in errands.WHICH if errand["kind"] != "late" else ("day",):
        if wanted := said.get(name) or [value(before, name)]:
            found = [facts for facts in found if facts.get(name) in wanted] or found
    return found
