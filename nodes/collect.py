"""Hear the slots: bind what was said to what is still to learn, and notice what the caller wants of the errand.

Later words win over earlier ones; what a correction makes invalid is asked again, and nothing valid is asked twice.
The step says which errand is in hand, fills its slots and leaves notes for the reply (`say`); what to do next is the
graph's business.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue import agreement, binding, choices, errands, routing
from dialogue.forms import Form, Forms
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Errand, Expectation, Line, Turn
from nodes.node import Node
from nodes.serving import agent_of
from prompts.phrases import book, known
from records.agents import Agent

MOST_NOTES = 500
UNDO = re.compile(r"\b(cancel|storn|absag)\w*", re.IGNORECASE)
KEEP = re.compile(
    r"\b(keep (?:it|the|my)|leave it|as it (?:is|was)|behalte\w*|(?:doch )?nicht stornieren|lassen sie (?:es|sie))\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"\b(?:another|a second|one more|noch (?:einen|ein)|einen zweiten|ein zweites) (?:\w+ )?(?:table|booking|reservation|room|tisch|zimmer|"
    r"reservierung)\b",
    re.IGNORECASE,
)
NOT_AT_HAND = re.compile(
    r"\b(don'?t|do not|no|not|lost|forgot(?:ten)?|can'?t find|weiß|wei(?:ss|ß) nicht|nicht|kein\w*|vergessen|verloren|verlegt)\b",
    re.IGNORECASE,
)
AS_WISH = frozenset({"group", "waitlist", "change"})
"""Errands that words like "a table for eight on Friday" go on with."""


def collect(forms: Forms) -> Node:
    """The step for an agent whose errands have these forms."""

    async def collect(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        agent = await agent_of(state["turn"])
        hearing = Hearing(state, agent, forms)
        hearing.hear()
        return hearing.result()

    return collect


@dataclass
class Hearing:
    """One utterance while it is brought to bear on the errand it is about."""

    state: Conversation
    agent: Agent
    forms: Forms
    errand: Errand = field(init=False)
    outcome: str = ""

    def __post_init__(self) -> None:
        self.turn: Turn = self.state["turn"]
        self.acts = set(self.turn["acts"])
        self.values = self.turn["values"]
        self.words = self.turn["utterance"]
        self.say: list[Line] = list(self.turn["say"])
        self.epoch = self.state.get("epoch", 0)
        self.expect: Expectation = self.state.get("expect") or {}
        self.asked = dict(self.state.get("asked") or {})
        self.aside = list(self.state.get("aside") or [])
        self.changed = False
        self.choose_errand()

    @property
    def form(self) -> Form:
        return self.forms.of(self.errand)

    def note(self, phrase: str, **facts: Any) -> None:
        self.say.append(Line(phrase=phrase, facts=facts))

    # --- which errand ---

    def choose_errand(self) -> None:
        """Go on with the errand in hand, or put it aside for the one that this utterance is about."""
        open_errand = self.state.get("errand")
        wanted = errands.kind_of(self.turn["intent"], self.turn.get("about", "table")) or "table"
        if open_errand is None:
            self.errand = self.new(wanted)
        elif self.continues(open_errand, wanted):
            self.errand = {**open_errand, "like_last": open_errand["like_last"] or self.turn["intent"] == "same_again"}
        else:
            self.aside = [*self.aside, open_errand][-errands.MOST_ASIDE :]
            self.errand = self.new(wanted)
            self.expect, self.asked = {}, {}
            return
        if open_errand is not None and wanted == "waitlist" and open_errand["kind"] in errands.BOOKINGS:
            self.to_waitlist()

    def new(self, kind: str) -> Errand:
        """A new errand. Who is calling is known already where something was done before."""
        self.epoch += 1
        errand = errands.begun(kind, self.epoch)
        if kind in errands.BOOKINGS | {"group", "waitlist", "message"}:
            errand["slots"] = {
                name: slot
                for name, slot in errands.as_slots(self.state.get("contact") or {}, errands.CONTACT).items()
                if name in self.forms.by_kind[kind].names
            }
        errand["like_last"] = self.turn["intent"] == "same_again"
        done = (self.state.get("receipts") or [None])[-1]
        if (
            done
            and done["operation"] == "cancel"
            and kind == done["facts"]["kind"]
            and routing.KEEPS.search(self.words)
        ):
            errand["slots"] |= errands.as_slots(done["facts"], sorted(self.forms.by_kind[kind].names))
        return errand

    def continues(self, errand: Errand, wanted: str) -> bool:
        """Whether what is wanted is a part of the errand in hand."""
        kind = errand["kind"]
        if wanted == kind or (wanted == "waitlist" and kind in errands.BOOKINGS):
            return not (kind in errands.BOOKINGS and errand["hold"] is not None and ANOTHER.search(self.words))
        if wanted in errands.BOOKINGS:
            if kind in errands.BOOKINGS | AS_WISH:
                return True
            wish = {"party_size", "date", "time", "check_in"} & {said["kind"] for said in self.values}
            return not wish or "code" in {said["kind"] for said in self.values}
        return False

    def to_waitlist(self) -> None:
        """The wish that could not be had becomes one for the waiting list."""
        wish = self.errand["refused"] or {}
        slots = {**self.errand["slots"], **{name: Slot(status="valid", value=one) for name, one in wish.items()}}
        self.become("waitlist", slots)

    def become(self, kind: str, slots: dict[str, Slot] | None = None) -> None:
        """The errand goes on as another kind, with what is known."""
        names = self.forms.by_kind[kind].names
        kept = {name: slot for name, slot in (slots or self.errand["slots"]).items() if name in names}
        self.errand = {**self.errand, "kind": kind, "slots": kept, "agreed": None}
        self.expect, self.changed = {}, True

    # --- what was said ---

    def hear(self) -> None:
        """Take in the utterance."""
        if "start_over" in self.acts:
            self.note("started_over")
            self.errand = {**errands.begun(self.errand["kind"], self.errand["epoch"]), "hold": self.errand["hold"]}
            self.asked, self.expect = {}, {}
        if self.dropped():
            self.outcome = "dropped"
            return
        self.answer_yes_or_no()
        if self.outcome:
            return
        heard = self.bound()
        self.take_notes()
        self.hear_refusals(heard)
        self.errand = {**self.errand, "slots": self.settled(heard)}
        self.too_many()
        self.hear_consent()
        self.say_what_is_wrong()

    def dropped(self) -> bool:
        """Whether the caller no longer wants it. "Cancel it" is a yes where a cancellation was read back."""
        if self.expect.get("resume") or self.expect.get("leaving"):
            return "deny" in self.acts or "cancel_task" in self.acts
        if self.errand["kind"] == "cancel":
            if KEEP.search(self.words):
                return True
            if self.expect.get("agreement"):
                if "cancel_task" in self.acts and UNDO.search(self.words) and "deny" not in self.acts:
                    self.acts = (self.acts - {"cancel_task"}) | {"affirm"}
                return bool({"deny", "cancel_task"} & self.acts)
            return "cancel_task" in self.acts and not UNDO.search(self.words)
        return "cancel_task" in self.acts and self.state.get("errand") is not None

    def answer_yes_or_no(self) -> None:
        """The answer to a question that was no question for a slot."""
        if twin := self.expect.get("twin"):
            if {"deny", "correct"} & self.acts or re.search(
                r"\b(same|dieselbe|derselbe|die gleiche)\b", self.words, re.I
            ):
                self.note("already_booked", **twin)
                self.outcome = "dropped"
            elif (
                "affirm" in self.acts
                or ANOTHER.search(self.words)
                or re.search(r"\b(second|zweite\w*|another)\b", self.words, re.I)
            ):
                self.errand = {**self.errand, "second": True}
                self.changed = True
        elif self.expect.get("waitlist") and "affirm" in self.acts:
            self.to_waitlist()
        elif options := self.expect.get("which"):
            chosen = choices.chosen(options, self.words, self.acts, binding.named(self.values))
            if chosen is not None:
                self.errand = {**self.errand, "target": dict(chosen)}
                self.changed = True

    def bound(self) -> dict[str, Slot]:
        """What the values of the utterance fill."""
        heard = binding.bind(self.values, self.expect, self.words, self.acts, self.form.names)
        if self.expect.get("which"):
            heard = {}
        phone = binding.pieced(heard.get("phone"), self.expect, self.values, self.words, self.agent.region)
        if phone is not None and "phone" in self.form.names:
            heard["phone"] = phone
        if "text" in self.form.names and (self.expect.get("slot") == "text" or not value(self.errand["slots"], "text")):
            text = errands.message(self.words, asked=self.expect.get("slot") == "text")
            if text:
                heard["text"] = Slot(status="valid", value=text, words=self.words)
        return heard

    def take_notes(self) -> None:
        """Keep what the staff should know, in the caller's words."""
        for said in self.values:
            note = str(said["value"] or said["text"]).strip() if said["kind"] == "note" else ""
            before = self.errand["notes"]
            if note and note.lower() not in before.lower() and len(before) + len(note) < MOST_NOTES:
                self.errand = {**self.errand, "notes": "; ".join(filter(None, [before, note]))}
                self.changed = True
                self.note("noted")

    def hear_refusals(self, heard: dict[str, Slot]) -> None:
        """What the caller would rather not say is not asked again; why it is asked, is said."""
        name = self.expect.get("slot", "")
        refuses = "refuse_slot" in self.acts or (name != "name" and "deny" in self.acts and not heard)
        if self.pointing and name == "code":
            refuses = refuses or (not heard and bool(NOT_AT_HAND.search(self.words)))
        if refuses and name and name not in heard:
            if self.form.may_refuse(name) or (self.pointing and name in ("code", "phone")):
                guest = book(self.state["language"]).GUEST
                as_guest = Slot(status="valid", value=guest, rule="refused")
                heard[name] = as_guest if name == "name" else Slot(status="refused")
                if not self.pointing:
                    own = f"{name}_refused_{self.errand['kind']}"
                    self.note(own if known(own) else f"{name}_refused")
            elif "refuse_slot" in self.acts:
                self.note(f"why_{name}" if name in ("name", "phone") else "why")
        if "ask_why" in self.acts:
            self.note(f"why_{name}" if name in ("name", "phone") else "why")
        if "hold_on" in self.acts and not heard:
            self.note("hold_on")

    @property
    def pointing(self) -> bool:
        """Whether the reservation that this is about has still to be found."""
        return self.form.points and self.errand["target"] is None

    def settled(self, heard: dict[str, Slot]) -> dict[str, Slot]:
        """The errand's slots with what was heard."""
        before = self.errand["slots"]
        slots = {**before, **heard}
        if "check_in" in self.form.names:
            slots = binding.stay(slots, heard)
        if extras := (heard.get("extras") or {}).get("value"):
            slots["extras"] = Slot(status="valid", value=sorted({*(value(before, "extras") or []), *extras}))
        self.changed = self.changed or slots != before
        return slots

    def too_many(self) -> None:
        """A party that no machine may book for is put to the staff, or passed to a person."""
        party = value(self.errand["slots"], "party_size")
        kind, most = self.errand["kind"], self.agent.schedule.max_party
        if kind == "group" and party is not None and party <= most:
            self.become("table")
        elif kind == "table" and party is not None and party > most:
            self.note("refused_party_too_large", party_size=party)
            if party <= (self.agent.config.get("group_max") or most):
                self.become("group")
                self.note("group_request")
            else:
                self.outcome = "person"

    def hear_consent(self) -> None:
        """The yes that counts, or a no that does not say what is wrong."""
        if self.outcome or not self.expect.get("agreement"):
            return
        if agreement.agreed(self.errand, self.expect, self.acts):
            self.outcome = "agreed"
        elif "deny" in self.acts and not self.changed:
            self.outcome = "change"
            self.errand = {**self.errand, "agreed": None}

    def say_what_is_wrong(self) -> None:
        """What cannot be is said and asked again."""
        slots = dict(self.errand["slots"])
        for name, slot in list(slots.items()):
            if slot.get("status") == "invalid":
                known = {other: one["value"] for other, one in slots.items() if one.get("value") is not None}
                self.note(f"refused_{slot.get('reason') or 'invalid'}", **known, slot=name)
                del slots[name]
        self.errand = {**self.errand, "slots": slots}

    def result(self) -> dict[str, Any]:
        """What the step changes in the state."""
        settled = self.changed or self.outcome
        if self.expect.get("choice") and "deny" in self.acts and not self.changed and self.errand["refused"]:
            expect = Expectation(waitlist=True) if "waitlist" in self.forms.by_kind else Expectation()
        else:
            expect = Expectation() if settled or self.expect.get("resume") else self.expect
        turn = {**self.turn, "say": self.say, "outcome": self.outcome, "acts": sorted(self.acts)}
        return {
            "turn": turn,
            "errand": self.errand,
            "aside": self.aside,
            "epoch": self.epoch,
            "asked": self.asked,
            "expect": expect,
        }
