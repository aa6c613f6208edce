"""Hear the slots: bind what was said to what is still to learn, and notice what the caller wants of the errand.

Later words win over earlier ones; what a correction makes invalid is asked again, and nothing valid is asked twice.
The step fills slots and leaves notes for the reply (`say`); what to do next is the graph's business.
"""

import re
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import choices, routing
from dialogue.acts import consents
from dialogue.forms import Form
from dialogue.slots import Slot
from dialogue.state import Conversation, Errand, Expectation, Line
from language import contacts
from nodes.node import Node
from nodes.serving import agent_of
from nodes.understand import KINDS

NOTE = re.compile(
    r"\b(allerg\w*|intoleran\w*|coeliac|celiac|zöliakie|gluten|lactose|laktose|high ?chair|kinderstuhl|hochstuhl|wheelchair|rollstuhl|"
    r"kinderwagen|stroller|pram|birthday|geburtstag|anniversary|jubiläum|hund|dog|window|fenster|outside|draußen|terrace|terrasse|"
    r"garden|garten)\b(?![^?]*\?)",
    re.IGNORECASE,
)
"""What the staff should know about a reservation, unless it is asked rather than told."""
MOST_NOTES = 500
LONGEST_NUMBER = 15
SLOT_OF = {kind: slot for slot, kind in KINDS.items()}


def collect(form: Form) -> Node:
    """The step for an errand with this form."""

    async def collect(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn, expect = state["turn"], state.get("expect") or Expectation()
        acts, say = set(turn["acts"]), list(turn["say"])
        epoch = state.get("epoch", 0)
        errand, asked = state.get("errand"), dict(state.get("asked") or {})
        if errand is None or "start_over" in acts:
            if errand is not None:
                say.append(Line(phrase="started_over", facts={}))
            else:
                epoch += 1
            errand, asked, expect = (
                Errand(kind=form.kind, epoch=epoch, slots={}, hold=_hold(state), notes="", agreed=None),
                {},
                {},
            )
        slots = dict(errand["slots"])
        outcome, changed = "", False
        if "cancel_task" in acts:
            outcome = "dropped"
        else:
            heard = bind(turn["values"], expect, turn["utterance"], acts)
            joined(heard, expect, turn["values"], turn["utterance"], (await agent_of(turn)).region)
            slots.update(heard)
            if NOTE.search(turn["utterance"]) and len(errand["notes"]) + len(turn["utterance"]) < MOST_NOTES:
                errand = {**errand, "notes": f"{errand['notes']} {turn['utterance']}".strip()}
                say.append(Line(phrase="noted", facts={}))
            name = expect.get("slot", "")
            if acts & {"refuse_slot", "deny"} and name not in heard and form.may_refuse(name):
                slots[name] = Slot(status="refused")
                say.append(Line(phrase=f"{name}_refused", facts={}))
            if "ask_why" in acts:
                say.append(Line(phrase=f"why_{name}" if name in ("name", "phone") else "why", facts={}))
            if "hold_on" in acts and not heard:
                say.append(Line(phrase="hold_on", facts={}))
            changed = any(slots.get(name) != errand["slots"].get(name) for name in slots)
            if expect.get("agreement") and not changed:
                if consents(frozenset(acts)) and expect["agreement"] == errand["agreed"]:
                    outcome = "agreed"
                elif "deny" in acts:
                    outcome = "change"
        for name, slot in list(slots.items()):
            if slot.get("status") == "invalid":
                say.append(
                    Line(phrase=f"refused_{slot.get('reason') or 'invalid'}", facts={"slot": name, **_about(slots)})
                )
                del slots[name]
        turn = {**turn, "say": say, "outcome": outcome}
        errand = {**errand, "slots": slots}
        settled = changed or outcome
        return {"turn": turn, "errand": errand, "epoch": epoch, "asked": asked, "expect": {} if settled else expect}

    return collect


def joined(heard: dict[str, Slot], expect: Expectation, values: list[dict[str, Any]], said: str, region: str) -> None:
    """A telephone number that comes in pieces: what was heard so far stands in `expect` and is put before the rest."""
    digits = "".join(str(value["value"]) for value in values if value["kind"] == "phone" and value["value"])
    if routing.DIGITS.fullmatch(said):
        digits = re.sub(r"\D", "", said)
    phone, before = heard.get("phone"), expect.get("digits", "")
    if expect.get("slot") != "phone" or not digits.isdigit() or (phone and phone["status"] == "valid"):
        return
    whole = contacts.read(before + digits, language="en", region=region, expected="phone")
    good = next((value for value in whole if value.kind == "phone" and value.status == "valid"), None)
    if good is not None:
        heard["phone"] = Slot(status="valid", value=good.value, words=before + digits, rule="pieces")
    elif len(before + digits) < LONGEST_NUMBER:
        heard["phone"] = Slot(status="ambiguous", value=before + digits, words=digits, rule="pieces", reason="so_far")


def bind(values: list[dict[str, Any]], expect: Expectation, utterance: str, acts: set[str]) -> dict[str, Slot]:
    """Which slot each value fills. A bare number goes to the slot that was asked for."""
    slots: dict[str, Slot] = {}
    if options := expect.get("choice"):
        times = [str(value["value"]) for value in values if value["kind"] == "time" and value["value"]]
        days = [str(value["value"]) for value in values if value["kind"] == "date" and value["value"]]
        if (chosen := choices.chosen(options, utterance, acts, times=times, days=days)) is not None:
            day, time = chosen.split("T")
            return {
                **slots,
                **{
                    SLOT_OF[v["kind"]]: _slot(v)
                    for v in values
                    if v["kind"] in SLOT_OF and v["kind"] not in ("date", "time")
                },
                "day": Slot(status="valid", value=day, words=utterance, rule="chosen"),
                "time": Slot(status="valid", value=time[:5], words=utterance, rule="chosen"),
            }
    for value in values:
        if value["reason"] == "party_or_time":  # "make it five": whatever it was, the read-back will say it
            as_time = expect.get("slot") == "time"
            slots["time" if as_time else "party_size"] = {**_slot(value), "status": "invalid" if as_time else "valid"}
        elif (name := SLOT_OF.get(value["kind"])) is not None:
            slots[name] = _slot(value)
        elif value["kind"] == "number" and expect.get("slot") == "party_size":
            slots.setdefault("party_size", _slot(value))
    return slots


def _slot(value: dict[str, Any]) -> Slot:
    return Slot(
        status=value["status"],
        value=value["value"],
        words=value["text"],
        rule=value["rule"],
        alternatives=list(value["alternatives"]),
        reason=value["reason"],
    )


def _hold(state: Conversation) -> dict[str, Any] | None:
    errand = state.get("errand")
    return errand["hold"] if errand else None


def _about(slots: dict[str, Slot]) -> dict[str, Any]:
    return {name: slot.get("value") for name, slot in slots.items() if slot.get("value") is not None}
