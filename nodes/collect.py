"""Hear the slots: bind what was said to what is still to learn, and notice what the caller wants of the errand.

Later words win over earlier ones; what a correction makes invalid is asked again, and nothing valid is asked twice.
The step says which errand is in hand, fills its slots and leaves notes for the reply (`say`); what to do next is the
graph's business.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from langchain_core.runnables import RunnableConfig

from dialogue import acts, agreement, binding, choices, colleagues, errands, inquiries, matters, on_file, routing
from dialogue.acts import consents, leads_with_no
from dialogue.forms import Form, Forms
from dialogue.slots import Slot, settled, value
from dialogue.state import Conversation, Errand, Expectation, Line, Turn
from language import guests, spoken, stays, times, wishes, words
from language.values import Value
from nodes.node import Node
from nodes.serving import agent_of
from prompts.phrases import book, known, phrase
from records.agents import Agent

MOST_NOTES = 500
OPEN_WITHIN = 15
"""Days after a closed one among which the next open ones are looked for."""
NO_CODE = re.compile(
    r"\b(?:don'?t (?:have|know|remember|recall)|can'?t (?:find|remember)|lost|forgot(?:ten)?|no|without|kein\w*|ohne|verloren|verlegt|vergessen) (?:\w+ ){0,2}code\b|"
    r"\bcode (?:\w+ ){0,4}(?:kein\w*|nicht|verloren|verlegt|vergessen|lost|gone)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\b(?:tomorrow|later|not (?:until|before|yet|now|today)|only (?:on|from|after|if|when)|until|wait|hold off|in an? (?:hour|day|week|moment|minute)|next (?:week|month)|"
    r"erst|morgen|später|noch nicht|nicht (?:vor|gleich|sofort|heute|jetzt)|bis|warten|nachher|nächste (?:woche|monat))\b",
    re.IGNORECASE,
)
"""Putting off what is agreed to."""
IT_IS = re.compile(r"\W*(?:sorry\W+)?(?:it is|it's|it was|that is|that's|es ist|das ist|es war)\b", re.IGNORECASE)
"""Saying which, and no yes."""
ON_WITH_IT = re.compile(
    r"^\W*(?P<yes>(?:yes|yeah|yep|sure|ja|jawohl|genau|gern\w*|perfekt|perfect|great|super|ok(?:ay)?|bitte|please|passt|stimmt|correct|right)(?:[ ,]+(?:yes|ja|gern\w*|bitte|please|passt|stimmt|so|genau|perfekt|perfect|correct|right|do|that|it))*)\s*[,.;!–-]*\s*(?:and|und|also|then|dann)?\s+",
    re.IGNORECASE,
)
"""A yes, before what is said beside it."""
AND_ALSO = re.compile(
    r"^\W*(?:(?:ok|okay|oh|ah|ach|gut|good|great|super|yes|ja|and|und|also|dann|then)\b\W*)+", re.IGNORECASE
)
"""What leads up to one more wish: "ok, and"."""
OTHERS = re.compile(
    r"\b(?:what|anything|something) else\b|\bother (?:times?|slots?|options?)\b|\b(?:was|etwas|irgendwas) andere[sn]?\b|\bandere (?:uhr)?zeit(?:en)?\b|\bsonst (?:noch )?(?:was|etwas)\b",
    re.IGNORECASE,
)
"""Asking for more than the hours that were offered."""
NOT_BEFORE = re.compile(r"\b(?:erst|only|not (?:until|before|till)|nicht vor)\b", re.IGNORECASE)
"""Coming later than was said, and leaving when it was said."""
CONTACT = frozenset(errands.CONTACT)
FOR_ANYBODY = frozenset({"closed", "horizon"})
"""Reasons for which nobody can have certain nights."""
NIGHTS = ("check_in", "check_out")
HEARD = ("day", "time", "party_size", "check_in", "check_out", "area")
SAID_AS = {"ambiguous_local_time": "ambiguous_time", "nonexistent_date": "nonexistent_date"}
"""Doubts that no answer of the caller's could settle, and the words for them."""
WHERE = re.compile(
    r"\b(?:is|will|are|ist|sind|wäre|steht|sitzen)\b.{0,24}\b(?:inside|indoors?|outside|outdoors?|at the bar|drinnen|innen|draußen|an der bar|im freien)\b",
    re.IGNORECASE,
)
AS_BEFORE = re.compile(
    r"\b(?:(?:stay|stick|go) (?:with|to|by) (?:what|the|that|my|our)|what (?:we|i) had|as before|like before|(?:the )?(?:one|room|table) (?:that )?you(?:'re| are) (?:keeping|holding)|"
    r"wie (?:vorher|gehabt|zuvor|gehalten)|(?:beim|bei dem) (?:alten|ersten|bisherigen)|(?:das|den|die) bisherigen?|ursprünglich\w*)\b",
    re.IGNORECASE,
)
"""Wanting what is kept, and nothing in its place."""
BESIDE_THE_WISH = CONTACT | {"extras", "no_extras", "occasion"}
"""What may be told while one of several is to be chosen, and chooses none."""
NOTELESS = frozenset({"cancel", "late", "resend", "check"})
"""Errands that leave the notes of a reservation as they are."""
AS_WISH = errands.REQUESTS | {"change"}
"""Errands that words like "a table for eight on Friday" go on with."""


def collect(forms: Forms) -> Node:
    """The step for an agent whose errands have these forms."""

    async def collect(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        agent = await agent_of(state["turn"])
        hearing = Hearing(state, agent, forms)
        hearing.hear()
        return hearing.result()

    return collect


ONLY_ONE = re.compile(
    r"\b(?:only|just|nur|erst ?mal|zunächst|for now|first)\b.{0,24}\b(?:the|a|an|one|das|ein(?:en|e)?|die)\b",
    re.IGNORECASE,
)
"""Wanting one thing of several."""


def only_one(values: Sequence[Mapping[str, Any]], utterance: str) -> bool:
    """Whether one room of several is wanted, and no number of them: "then just the double for now"."""
    return not any(said["kind"] == "rooms" for said in values) and bool(ONLY_ONE.search(utterance))


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
        self.remarks = self.state.get("remarks") or ""
        self.changed = False
        self.told: set[str] = set()  # the slots that this utterance has filled anew
        self.chosen: dict[str, Any] | None = None
        self.offered = Expectation()  # the open days that are named in the place of a closed one
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
        noted = any(said["kind"] == "note" for said in self.values) and not inquiries.asks_if_noted(self.words)
        if wanted == "check" and noted:
            wanted = "change"  # "I have a table for Thursday, we'll bring a dog"
        if wanted == "cancel":
            self.hear_several_codes()
            open_errand = self.before_cancelling(open_errand)
        if wanted == "change":
            self.hear_several_changes()
        if wanted == "late" and (
            party := [said for said in self.values if said["kind"] in ("party_size", "people_by")]
        ):
            self.put_aside_for_later("change", party)  # "30 minutes later, and there are three of us"
        if wanted == "message" and open_errand is not None and self.agrees_and_tells(open_errand):
            wanted = open_errand["kind"]
        if open_errand is not None and self.points_elsewhere(open_errand):
            kind = wanted if wanted in errands.POINTING else open_errand["kind"]
            takes_its_place = kind == open_errand["kind"] or errands.replaces(kind, open_errand)
            more = agreement.wants_more(self.words) or on_file.one_more(self.words)
            says_yes = "affirm" in self.acts and "correct" not in self.acts and not IT_IS.match(self.words)
            as_well = says_yes or (more and "deny" not in self.acts)
            if as_well or not takes_its_place:
                self.aside = [*self.aside, open_errand][-errands.MOST_ASIDE :]
                self.note("one_by_one")
            self.errand, self.expect, self.asked = self.new(kind), {}, {}
            if kind == open_errand["kind"] and not as_well:
                self.errand = {**self.errand, "slots": self.wished_of(open_errand)}
            self.acts -= {"affirm", "deny", "cancel_task"}
        elif open_errand is not None and wanted == open_errand["kind"] and self.wants_second(open_errand):
            self.errand = open_errand
            self.put_aside_for_later(wanted, self.values)
            self.values, self.acts = [], self.acts - {"affirm", "deny", "correct"}
        elif open_errand is None:
            self.errand, self.expect = self.new(wanted), {}  # an offer to fetch a person was not taken
        elif self.books_instead(open_errand, wanted):
            self.errand, self.expect, self.asked = self.new(wanted), {}, {}
            known = errands.instead(open_errand, sorted(self.forms.by_kind[wanted].names))
            notes = wishes.noted(self.errand["notes"], open_errand["notes"])
            self.errand = {**self.errand, "slots": self.errand["slots"] | known, "notes": notes}
        elif self.continues(open_errand, wanted):
            self.errand = {**open_errand, "like_last": open_errand["like_last"] or self.turn["intent"] == "same_again"}
        else:
            if errands.replaces(wanted, open_errand) and not on_file.another(self.words):
                self.errand = self.new(wanted)
                which = errands.WHICH if errands.hardly_begun(open_errand) and wanted in errands.ABOUT_THE_ONE else ()
                points = ("code", "name", "phone", *which)
                known = {one: slot for one, slot in open_errand["slots"].items() if one in points}
                self.errand = {**self.errand, "slots": {} if self.state.get("pointed") else known}
            else:
                if self.expect.get("agreement") and "affirm" in self.acts:
                    self.note("one_by_one")  # "yes, and book a table for Saturday": the yes is asked for again later
                self.aside = [*self.aside, open_errand][-errands.MOST_ASIDE :]
                self.errand = self.new(wanted)
            self.expect, self.asked = {}, {}
            return
        if open_errand is not None and wanted == "waitlist" and open_errand["kind"] in errands.BOOKINGS:
            kept = routing.held(self.errand)
            if kept and not errands.WISH_KINDS & {said["kind"] for said in self.values}:
                self.note(f"is_free_{open_errand['kind']}", **kept)  # nobody waits for what is to be had
                self.acts -= {"affirm"}
            else:
                self.to_waitlist()

    def agrees_and_tells(self, errand: Errand) -> bool:
        """Whether a plain yes to what was read back goes before a message, "Ja. Und sagen Sie bitte der Küche, dass …":
        the yes is heard, and the message waits until that is done.
        """
        lead = ON_WITH_IT.match(self.words)
        if lead is None or errand["kind"] == "message" or not self.expect.get("agreement"):
            return False
        heard = acts.hear(lead["yes"], self.state["language"])
        if not acts.consents(heard) or not on_file.MESSAGE.search(words.said(self.words[lead.end() :])):
            return False
        told = self.words[lead.end() :].strip()
        slots = {
            name: slot for name, slot in errand["slots"].items() if name in ("name", "phone") and slot.get("value")
        }
        second = self.new("message")
        text = Slot(status="valid", value=told[:1].upper() + told[1:], words=told)
        second = {**second, "slots": second["slots"] | slots | {"text": text}}
        self.aside = [*self.aside, second][-errands.MOST_ASIDE :]
        self.words, self.acts, self.values = lead["yes"], set(heard), []
        self.turn = {**self.turn, "acts": sorted(heard), "values": [], "question": False}
        return True

    def wants_second(self, errand: Errand) -> bool:
        """Whether the words want one more table or room beside the one in hand: "and can you also book one for Saturday?"."""
        if errand["kind"] not in errands.BOOKINGS or self.expect.get("twin") or self.turn.get("also"):
            return False
        named = {said["value"] for said in self.values if said["kind"] in ("date", "check_in")}
        own = value(errand["slots"], "day") or value(errand["slots"], "check_in")
        another = on_file.SECOND.search(self.words) or on_file.for_another(self.words)
        if another and errand["hold"] is not None:
            return True
        words = (
            re.sub(r"(?i)\balso\b", "", self.words) if self.state["language"] == "de" else self.words
        )  # "also" is "so"
        return own is not None and bool(named - {own}) and on_file.one_more(words)

    def put_aside_for_later(self, kind: str, values: list[dict[str, Any]]) -> None:
        """A second wish waits until the one in hand is done."""
        second = self.new(kind)
        slots = binding.bind(values, {}, "", (), self.forms.by_kind[kind].names)
        open_errand = self.state.get("errand")
        if on_file.SAME_NIGHTS.search(self.words) and open_errand and kind == "room":
            slots = {one: open_errand["slots"][one] for one in NIGHTS if one in open_errand["slots"]} | slots
        if kind == "room":
            slots = self.for_one(slots)
        second = {**second, "slots": second["slots"] | slots, "second": kind in errands.BOOKINGS}
        self.aside = [*self.aside, second][-errands.MOST_ASIDE :]
        if not any(line["phrase"] == "one_by_one" for line in self.say):
            self.note("one_by_one")

    def points_elsewhere(self, errand: Errand) -> bool:
        """Whether the words are about another reservation than the one that the errand in hand is about."""
        if errand["kind"] not in errands.POINTING or errand["target"] is None or self.expect.get("which"):
            return False
        codes = binding.named(self.values).get("code") or []
        told = on_file.another(self.words) and ("cancel_task" in self.acts or self.turn["intent"] in errands.KINDS)
        return errand["target"]["code"] not in codes if codes else told

    def hear_several_codes(self) -> None:
        """Of several reservations that are to be cancelled in one breath the first comes first, and the others wait; what
        is said of one before the word of cancelling is a change: "move R4K7C to eight and cancel K7MPR".
        """
        codes = [said for said in self.values if said["kind"] == "code"]
        word = on_file.UNDO.search(self.words)
        if len(codes) < 2 or word is None:
            return
        after = [said for said in codes if said["span"][0] >= word.start()]
        mine = after or codes
        kept = [
            said for said in self.values if said["kind"] != "code" and (not after or said["span"][0] >= word.start())
        ]
        if after != codes and after and on_file.to_change(self.words[: word.start()]):
            self.put_aside_for_later("change", [said for said in self.values if said["span"][1] <= word.start()])
        for said in mine[:0:-1]:
            self.put_aside_for_later("cancel", [said])
        self.values = [*kept, mine[0]]
        self.turn = {**self.turn, "values": self.values}

    def hear_several_changes(self) -> None:
        """Of several reservations that are to be changed in one breath the first comes first, and the others wait."""
        others: list[list[dict[str, Any]]] = []
        for said in self.turn.get("also") or []:
            others += [[]] if said["kind"] == "code" or not others else []
            others[-1].append(said)
        for values in others[::-1]:
            self.put_aside_for_later("change", values)

    def wished_of(self, errand: Errand) -> dict[str, Slot]:
        """What is to be different about a reservation, where it was only the wrong one: "no, I mean K7MPR"."""
        if on_file.MOVED & {said["kind"] for said in self.values} or errand["kind"] not in ("change", "late"):
            return {}
        was = errand["target"] or {}
        return {
            name: slot
            for name, slot in errand["slots"].items()
            if name not in routing.POINTED_BY and slot.get("value") not in (None, was.get(name))
        }

    def before_cancelling(self, errand: Errand | None) -> Errand | None:
        """The table or room of "tomorrow at seven, and cancel my other one": what stands before the word of cancelling
        belongs to it, and what follows to the cancellation.
        """
        word = on_file.UNDO.search(self.words)
        before = self.words[: word.start()] if word else ""
        own = [said for said in self.values if said["span"][1] <= len(before) and said["kind"] in errands.WISH_KINDS]
        if errand is None:
            about = self.turn.get("about", "table")
            if len({said["kind"] for said in own}) < 2 or not inquiries.RESERVE.search(before.lower()):
                return None
            if self.state.get("receipts") and not on_file.another(self.words):
                return None  # "the table for two on Friday, cancel it"
            errand = self.new(about) if on_file.another(self.words) else None
        if errand is None or errand["kind"] not in errands.BOOKINGS or not own:
            return errand
        slots = binding.bind(own, self.expect, before, (), self.forms.of(errand).names)
        self.note("one_by_one")
        self.values = [said for said in self.values if said not in own]
        self.turn = {**self.turn, "values": self.values}
        return {**errand, "slots": {**errand["slots"], **slots}}

    def new(self, kind: str) -> Errand:
        """A new errand. Who is calling is known already where something was done before."""
        self.epoch += 1
        errand = errands.begun(kind, self.epoch)
        if kind in errands.BOOKINGS | errands.REQUESTS | {"message"}:
            errand["slots"] = {
                name: slot
                for name, slot in errands.as_slots(self.state.get("contact") or {}, errands.CONTACT).items()
                if name in self.forms.by_kind[kind].names
            }
            who = errand["slots"]
            if "name" in who and "phone" not in who and self.forms.by_kind[kind].may_refuse("phone"):
                who["phone"] = Slot(status="refused")  # it was booked without one before, and is not asked for again
        last = next(reversed(self.state.get("receipts") or []), None)
        if kind == "cancel" and last and last["operation"] == "cancel":
            kinds = {said["kind"] for said in self.values}
            if routing.the_one_too(self.words, kinds):  # of the same guest
                errand["slots"] |= errands.as_slots(last["facts"], ["name", "phone"])
        if kind in errands.BOOKINGS | errands.REQUESTS:
            errand["notes"], self.remarks = self.remarks, ""
        if errand["notes"] and routing.bare_way(self.words) == "less":
            errand["notes"] = ""  # "may I bring my cat?", and after the answer "then without"
        if errand["notes"] and "room_type" in self.forms.by_kind[kind].names:
            notes, known = self.by_the_house_names(errand["notes"])
            errand["notes"], errand["slots"] = notes, errand["slots"] | known
        errand["like_last"] = self.turn["intent"] == "same_again"
        for_another = kind == "room" and on_file.for_another(self.words)
        errand["second"] = kind in errands.BOOKINGS and (for_another or bool(on_file.SECOND.search(self.words)))
        if for_another:
            errand["slots"].pop("name", None)  # in whose name is asked
        if errand["second"] and kind == "room" and self.stays_booked and on_file.SAME_NIGHTS.search(self.words):
            errand["slots"] |= errands.as_slots(self.stays_booked[-1], NIGHTS)
        done = next(reversed(self.state.get("receipts") or []), None)
        if kind in errands.BOOKINGS and done and on_file.puts_right_request(self.words, self.values, self.state):
            errand["slots"] |= errands.as_slots(done["facts"], sorted(self.forms.by_kind[kind].names))
            before = {"party": spoken.party(int(done["facts"]["party_size"]), self.state["language"])}
            errand["notes"] = phrase("note_replaces_request", self.state["language"], before)
            errand["slots"][errands.REPLACES] = Slot(status="valid", value=done["key"], rule="on_file")
            self.note("replaces_request", party_size=done["facts"]["party_size"])
        if (
            done
            and done["operation"] == "cancel"
            and kind == done["facts"]["kind"]
            and on_file.TAKES_BACK.search(self.words)
        ):
            errand["slots"] |= errands.as_slots(done["facts"], sorted(self.forms.by_kind[kind].names))
            errand["notes"] = errands.noted(self.state.get("receipts") or [], done["facts"]["code"])
        elif done and done["operation"] == "cancel" and kind == done["facts"]["kind"]:  # another in its place
            alike = ["time"] if routing.SAME_HOUR.search(self.words) else []
            errand["slots"] = errands.as_slots(done["facts"], ["name", "phone", "party_size", *alike]) | errand["slots"]
        return errand

    def by_the_house_names(self, notes: str) -> tuple[str, dict[str, Slot]]:
        """The notes and slots of a stay for which something was told before: a dog is an extra, a wheelchair a kind of room."""
        rooms = self.agent.config.get("rooms") or {}
        left, slots, brought = [], dict[str, Slot](), dict[str, None]()
        for piece in notes.split("; "):
            named = stays.named(piece, rooms.get("extras") or ())
            brought |= dict.fromkeys(str(one.value) for one in named)
            several = stays.counted_extras(piece, named)
            left += [piece] if several or not named else []
            kinds = stays.rooms(piece, rooms.get("types") or (), even_asked=True)
            if kinds:
                slots["room_type"] = Slot(status="valid", value=kinds[-1].value, words=kinds[-1].text)
        if brought:
            slots["extras"] = Slot(status="valid", value=sorted(brought))
        return "; ".join(left), slots

    @property
    def stays_booked(self) -> list[dict[str, Any]]:
        """The rooms that were booked here and stand."""
        return [one for one in errands.standing(self.state.get("receipts") or []) if one.get("check_in")]

    def books_instead(self, errand: Errand, wanted: str) -> bool:
        """Whether something new is wished for after a reservation was looked for in vain: there is none to go on with."""
        if wanted not in errands.BOOKINGS or not errands.sought_for(errand):
            return False
        if on_file.books_after_all(self.words):
            return True
        if not errands.in_vain(errand):
            return False
        kinds = {said["kind"] for said in self.values if said["status"] != "invalid"}
        return on_file.books_instead(self.words, kinds) or not self.continues(errand, wanted)

    def continues(self, errand: Errand, wanted: str) -> bool:
        """Whether what is wanted is a part of the errand in hand."""
        kind = errand["kind"]
        if wanted == kind or (wanted == "waitlist" and kind in errands.BOOKINGS):
            return True
        if wanted in errands.BOOKINGS:
            if kind in errands.BOOKINGS | AS_WISH:
                return True
            valid = {said["kind"] for said in self.values if said["status"] != "invalid"}
            wish = {"party_size", "date", "time", "check_in"} & valid  # last night is no wish
            if self.expect.get("which") or "code" in {said["kind"] for said in self.values}:
                return True
            if kind == "message":
                return not wish or not on_file.books_anew(self.words)  # "in room 104, at the weekend" is told, too
            return not wish or not inquiries.RESERVE.search(self.words.lower())
        return False

    def to_waitlist(self) -> None:
        """The wish that could not be had becomes one for the waiting list."""
        wish = self.errand["refused"] or {}
        slots = {**self.errand["slots"], **{name: Slot(status="valid", value=one) for name, one in wish.items()}}
        self.become("waitlist", slots)

    def become(self, kind: str, slots: dict[str, Slot] | None = None) -> None:
        """The errand goes on as another kind, with what is known."""
        names = {*self.forms.by_kind[kind].names, errands.REPLACES}
        kept = {name: slot for name, slot in (slots or self.errand["slots"]).items() if name in names}
        self.errand = {**self.errand, "kind": kind, "slots": kept, "agreed": None}
        self.expect, self.changed = {}, True

    # --- what was said ---

    def hear(self) -> None:
        """Take in the utterance."""
        if errands.in_vain(self.errand) and routing.at_a_loss(self.words):
            self.turn = {**self.turn, "ask": Line(phrase="ask_person", facts={}), "question": False}
            self.expect = Expectation(person=True)
            return
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
        if inquiries.asks_if_noted(self.words):
            self.say_what_is_noted()
        elif "text" not in heard:  # what stands in the message need not be noted beside it
            self.take_notes()
        self.note_for_group()
        self.say_where()
        kept = self.errand["hold"]["facts"] if self.errand["hold"] else {}
        if kept.get("time") and colleagues.asks_of_what_is_done(self.words):
            self.note("still_held_table", **kept)
        self.hear_refusals(heard)
        if "room_type" in self.form.names:
            self.hear_room(heard)
        self.errand = {**self.errand, "slots": self.for_one(self.settled(heard))}
        self.say_what_is_not_in()
        self.write_to_group()
        self.put_second_aside()
        self.too_many()
        self.hear_consent()
        self.say_what_is_wrong()
        self.say_heard()

    def put_second_aside(self) -> None:
        """Two tables in one breath are two errands, one after the other."""
        if self.turn.get("also") and self.errand["kind"] in errands.BOOKINGS:
            self.put_aside_for_later(self.errand["kind"], self.turn["also"])

    def dropped(self) -> bool:
        """Whether the caller no longer wants it. "Cancel it" is a yes where a cancellation was read back."""
        fewer = [said["text"] for said in self.values if said["rule"] == "more_or_fewer"]
        if fewer and not (len(fewer) == len(self.values) and on_file.calls_it_off(self.words, fewer[0])):
            self.acts -= {"cancel_task"}  # "Opa kommt doch nicht mit": one fewer, and the rest come
        cancelling = self.errand["kind"] == "cancel"
        asked = self.expect.get("agreement") or self.expect.get("resume")
        undoes = on_file.undoes(self.words) and not on_file.KEEPS.search(self.words)
        if cancelling and asked and undoes and not leads_with_no(self.words):
            self.acts -= {"cancel_task", "affirm", "deny"}
            if agreement.tells_to_cancel(self.words, self.values, self.errand):
                self.acts.add("affirm")
            elif agreement.wants_all(self.words):
                self.cancel_the_others_too()
        if on_file.thinks_over(self.words) and not self.values:
            return self.goes_on
        if self.expect.get("resume") or (self.expect.get("leaving") and not cancelling):
            return "deny" in self.acts or "cancel_task" in self.acts
        if cancelling:
            if on_file.KEEPS.search(self.words):
                return True
            if self.expect.get("agreement"):
                return bool({"deny", "cancel_task"} & self.acts) and not self.means_another()
            return "cancel_task" in self.acts and not undoes and self.goes_on
        wish = errands.WISH_KINDS & {said["kind"] for said in self.values}
        if self.errand["kind"] == "change" and not wish and on_file.KEEPS.search(self.words) and "?" not in self.words:
            return True
        return "cancel_task" in self.acts and self.goes_on

    @property
    def goes_on(self) -> bool:
        """Whether the errand in hand is the one of the turn before."""
        before = self.state.get("errand")
        return before is not None and before["epoch"] == self.errand["epoch"]

    def cancel_the_others_too(self) -> None:
        """Who wants all that was booked here cancelled is asked about one after the other."""
        self.note("one_by_one")
        here = (self.errand["target"] or {}).get("code")
        coming = {value(one["slots"], "code") for one in self.aside if one["kind"] == "cancel"}
        for facts in errands.standing(self.state.get("receipts") or []):
            if facts["code"] not in coming | {here}:
                other = self.new("cancel")
                other["slots"] = {"code": Slot(status="valid", value=facts["code"], rule="all")}
                self.aside = [*self.aside, other][-errands.MOST_ASIDE :]

    def answer_yes_or_no(self) -> None:
        """The answer to a question that was no question for a slot."""
        if twin := self.expect.get("twin"):
            another = on_file.SECOND.search(self.words) is not None
            if (not another and {"deny", "correct"} & self.acts) or re.search(
                r"\b(same|dieselbe|derselbe|die gleiche)\b", self.words, re.I
            ):
                self.note("already_booked", **twin)
                self.outcome = "dropped"
            elif another or "affirm" in self.acts or re.search(r"\b(second|zweite\w*|another)\b", self.words, re.I):
                self.errand = {**self.errand, "second": True}
                self.changed = True
        elif add := self.expect.get("add"):
            open_still = {one: self.expect[one] for one in ("slot", "choice", "wished") if self.expect.get(one)}
            self.expect = cast(Expectation, open_still)
            rooms = self.agent.config.get("rooms") or {}
            known = rooms.get("extras") or ()
            some = [said for one in add["more"] for said in stays.for_some(self.words, (), known, asked=one)]
            if some:
                self.values = [*self.values, *map(asdict, some)]
            elif routing.bare_way(self.words) in [way for way in ("more", "less") if add[way]] or (
                "affirm" in self.acts and "deny" not in self.acts
            ):
                kinds = {"more": "extra", "less": "no_extra"}
                named = [(kind, one) for way, kind in kinds.items() for one in add[way]]
                wanted = [Value(kind, one, (0, 0), self.words, "asked") for kind, one in named]
                self.values = [*self.values, *map(asdict, wanted)]
            self.acts -= {"affirm", "deny", "choose"}  # it was to that, and to nothing else
        elif self.expect.get("waitlist") and consents(frozenset(self.acts)):
            self.to_waitlist()
        elif options := self.expect.get("which"):
            chosen = choices.chosen(options, self.words, self.acts, binding.named(self.values))
            if chosen is not None:
                code = Slot(status="valid", value=chosen["code"], rule="chosen")
                self.errand = {**self.errand, "slots": {**self.errand["slots"], "code": code}}
                self.chosen, self.changed = dict(chosen), True
            elif self.errand["kind"] == "cancel" and agreement.wants_all(self.words) and "deny" not in self.acts:
                self.errand = {**self.errand, "target": dict(options[0])}
                self.cancel_the_others_too()
                code = Slot(status="valid", value=options[0]["code"], rule="chosen")
                self.errand = {**self.errand, "target": None, "slots": {**self.errand["slots"], "code": code}}
                self.chosen, self.changed = dict(options[0]), True
            elif (
                self.errand["kind"] == "late"
                and len(options) == 1
                and "deny" in self.acts
                and "code" not in binding.named(self.values)
            ):
                self.outcome = "dropped"  # they are not late for the only one that is known

    def bound(self) -> dict[str, Slot]:
        """What the values of the utterance fill."""
        slots = self.errand["slots"]
        expect = binding.one_of_two(self.expect, slots)
        heard = binding.bind(self.values, expect, self.words, self.acts, self.form.names, self.stands)
        if self.expect.get("which"):  # what told which one was meant is no wish
            told = self.chosen or {}
            heard = {
                name: slot
                for name, slot in heard.items()
                if (told and slot.get("value") != told.get(name)) or (not told and name == "code")
            }
        phone = binding.pieced(heard.get("phone"), self.expect, self.values, self.words, self.agent.region)
        if phone is not None and "phone" in self.form.names:
            heard["phone"] = phone
        if binding.about_the_address(slots.get("email"), self.expect, self.words):
            address = binding.meant(slots["email"], heard.get("email"), self.acts)
            heard |= {"email": address} if address else {}
        doubted = self.expect.get("slot", "")
        if (slots.get(doubted) or {}).get("reason") in binding.DOUBTED and "deny" in self.acts and doubted not in heard:
            heard[doubted] = Slot(status="empty")  # not that day either: which it is, is asked
        heard = binding.as_supposed(slots, heard, self.expect, self.acts)
        held = self.errand["hold"]
        if held and inquiries.asks_of_another_room(
            self.words, self.acts, {said["kind"] for said in self.values}, held["facts"]
        ):
            asked: dict[str, Any] = {name: value(heard, name) for name in ("room_type", "view") if name in heard}
            if asked.get("room_type") != held["facts"]["room_type"]:
                heard = {name: slot for name, slot in heard.items() if name not in asked}
                self.turn = {**self.turn, "another_room": asked}  # a question is no choice
        of_others = held and self.errand["kind"] == "room" and inquiries.of_the_difference(self.words)
        if of_others:
            asked = {name: value(heard, name) for name in ("room_type", "view") if name in heard and "?" in self.words}
            heard = {name: slot for name, slot in heard.items() if name not in asked}  # a question is no choice
            self.turn = {**self.turn, "another_room": asked or {"any": True}, "question": False}  # and their prices
        if "name" in heard and not self.pointing:
            filed = errands.as_slots(self.errand["target"] or {}, ["name"]).get("name")
            heard["name"] = binding.whole_name(slots.get("name") or filed, heard["name"], self.values)
        if self.errand["kind"] == "change" and self.pointing and "name" in heard and self.renamed:
            filed = errands.as_slots(self.stands, ["name"]).get("name")
            heard["name"] = {**binding.whole_name(filed, heard["name"], self.values), "rule": errands.RENAMED}
        coded = "code" in heard or bool(errands.pointer(slots, "code"))
        if self.errand["kind"] == "change" and self.pointing and "phone" in heard and (coded or self.renumbered):
            heard["phone"]["rule"] = errands.RENAMED  # it is found otherwise: the number is to be another
        arrives = stays.arrives(self.words) if self.errand["kind"] == "change" else ""
        if arrives and "check_in" in heard and not {"check_out", "nights"} & heard.keys():
            heard = binding.only_arriving(heard, arrives, self.errand["target"])
        if self.errand["kind"] in errands.ABOUT_THE_ONE and self.errand["target"]:
            heard = self.of_the_one(heard, self.errand["target"])
        if "text" in self.form.names and (self.expect.get("slot") == "text" or not value(self.errand["slots"], "text")):
            text = errands.message(self.words, asked=self.expect.get("slot") == "text")
            asks = "?" in self.words and not on_file.loses(self.words)
            if not text and asks and errands.told_besides(self.words, self.values, self.state["language"]):
                text = self.words.strip()  # "can you give a guest a message? His taxi comes at nine"
            whom = [one for one in self.values if one["kind"] == "name" and errands.addressed(self.words, one)]
            if whom and self.expect.get("slot") != "name":
                heard.pop("name", None)
            if {"name", "phone"} <= {said["kind"] for said in self.values} and not self.told_besides():
                text = ""  # who it is from, and not yet what
            loses = not text and on_file.loses(self.words)
            if loses:
                self.note("lost_something")
            for_staff = matters.told(self.words) or wishes.to_the_room(self.words)
            if loses or (not text and not value(self.errand["slots"], "text") and for_staff):
                text = self.words.strip()
            if text:
                heard["text"] = Slot(status="valid", value=text, words=self.words)
        elif "text" in self.form.names and (more := self.told_besides()):
            text = errands.longer(value(self.errand["slots"], "text"), more)
            heard["text"] = Slot(status="valid", value=text, words=self.words)
            self.note("noted")
        return heard

    def told_besides(self) -> str:
        """What this utterance adds to the message that has been said."""
        return errands.told_besides(self.words, self.values, self.state["language"]) if self.expect else ""

    @property
    def renamed(self) -> bool:
        """Whether the name that is said is to be another, and does not say whose reservation it is."""
        only = {said["kind"] for said in self.values} == {"name"} and bool(
            errands.standing(self.state.get("receipts") or [])
        )
        return only or bool(on_file.RENAMED.search(self.words))

    @property
    def renumbered(self) -> bool:
        """Whether the telephone number that is said is to be another, of a reservation that was made here."""
        asked = self.expect.get("slot") in routing.POINTED_BY
        return (
            not asked
            and bool(errands.standing(self.state.get("receipts") or []))
            and bool(on_file.RENUMBERED.search(self.words))
        )

    @property
    def stands(self) -> dict[str, Any]:
        """What is known so far: of the reservation that this is about, or the one made last, and of the errand."""
        made = errands.standing(self.state.get("receipts") or []) if self.errand["kind"] in errands.POINTING else []
        target = self.errand["target"] or (made[-1] if made else {})
        said = {name: value(self.errand["slots"], name) for name in self.errand["slots"]}
        return target | {name: one for name, one in said.items() if one is not None}

    def means_another(self) -> bool:
        """Whether a day or hour is named that is not that of the reservation in hand."""
        return agreement.names_another(self.errand, binding.named(self.values))

    @property
    def only_later(self) -> bool:
        """Whether it is a yes to a cancellation that is to be done at another time: "ja, aber erst morgen"."""
        cancelling = self.errand["kind"] == "cancel" and bool(self.expect.get("agreement"))
        return cancelling and "affirm" in self.acts and bool(NOT_YET.search(self.words))

    def of_the_one(self, heard: dict[str, Slot], target: dict[str, Any]) -> dict[str, Slot]:
        """What is said while it is known which reservation is meant: another day means another reservation."""
        if self.errand["kind"] == "late" and "minutes" not in heard:
            heard |= errands.late_by(target, value(heard, "time"))
        elif self.means_another() and not self.only_later:
            by = {one: slot for one, slot in self.errand["slots"].items() if one in ("name", "phone")}
            self.errand = {**self.errand, "target": None, "slots": by, "agreed": None}
            self.changed = True
            return heard
        return {name: slot for name, slot in heard.items() if name == "minutes"}

    def take_notes(self) -> None:
        """Keep what the staff should know, in the caller's words, and tell so where there is a place for it."""
        if self.errand["kind"] in NOTELESS:
            return
        if self.errand["notes"] and wishes.orders_it(self.words):
            self.note("noted")  # it is, already
        for said in self.values:
            note = str(said["value"] or said["text"]).strip() if said["kind"] == "note" else ""
            if said["rule"] == "several_extras" and self.errand["kind"] in (*errands.BOOKINGS, "change"):
                self.note("counts_one", extra=said["note"])
            before, filed = self.errand["notes"], self.stands.get("notes") or ""
            after = wishes.noted(before, note)
            back = wishes.takes_back(note)
            nothing = back and note in wishes.noted(filed, after).split("; ")
            unseen = self.stands.get("withheld") or (self.pointing and not filed)
            if nothing and not unseen:
                self.note("not_in_the_note")
                continue
            if after != before and len(after) < MOST_NOTES:
                self.errand = {**self.errand, "notes": after}
                self.changed = True
                phrase = "unnoted" if back else "noted"
                counted = any(one["kind"] == "party_size" for one in self.values)
                told = said["rule"] == "kids" and counted and not back  # who comes is no wish, and needs no answer
                told = told or nothing  # what is on file is not known yet
                if said["rule"] == "for_some" and self.errand["kind"] in (*errands.BOOKINGS, "change"):
                    self.note("extra_for_some", extra=said["note"])
                    continue
                if not told and not any(line["phrase"] == phrase for line in self.say):
                    self.note(phrase)

    def write_to_group(self) -> None:
        """Who asks for a group and leaves an e-mail address can be reached by it: no number is asked for."""
        slots = self.errand["slots"]
        if self.errand["kind"] in errands.GROUPS and value(slots, "email") and not settled(slots.get("phone")):
            self.errand = {**self.errand, "slots": {**slots, "phone": Slot(status="refused")}}

    def note_for_group(self) -> None:
        """Keep what else a group asks for: "can we also have the lake room for dinner?" belongs to its request."""
        besides = all(said["kind"] == "view" for said in self.values)
        if self.goes_on and besides and routing.wishes_besides(self.words, self.errand):
            wish = matters.done_for_us(self.words)
            said = str(wish.value) if wish else AND_ALSO.sub("", self.words)
            after = wishes.noted(self.errand["notes"], wishes.cleaned(said))
            if after != self.errand["notes"] and len(after) < MOST_NOTES:
                self.errand, self.changed = {**self.errand, "notes": after}, True
                self.note("noted")

    def say_what_is_not_in(self) -> None:
        """That an extra is not booked of which something is wished: a table by the window at breakfast is no breakfast."""
        known = (self.agent.config.get("rooms") or {}).get("extras") or ()
        if not known or self.errand["kind"] not in ("room", "change") or self.outcome:
            return
        had = {*(value(self.errand["slots"], "extras") or ()), *(self.stands.get("extras") or ())}
        for name in stays.spoken_of_beside(self.words, known):
            if name not in had and self.errand["notes"]:
                self.note("extra_not_in", extra=name)

    def say_what_is_noted(self) -> None:
        """What the staff will know, where that is asked."""
        if inquiries.asks_if_noted(self.words) and self.errand["kind"] in errands.BOOKINGS | {"change"}:
            notes = wishes.noted((self.errand["target"] or {}).get("notes") or "", self.errand["notes"])
            withheld = (self.errand["target"] or {}).get("withheld") and not notes
            self.note("noted_withheld" if withheld else "is_noted" if notes else "nothing_noted", text=notes)

    def say_where(self) -> None:
        """Whether the table that is kept is inside, where that is asked."""
        kept = self.errand["hold"]["facts"] if self.errand["hold"] else {}
        if kept.get("area") and "?" in self.words and WHERE.search(self.words):
            self.note("area_is", area=kept["area"])

    def hear_refusals(self, heard: dict[str, Slot]) -> None:
        """What the caller would rather not say is not asked again; why it is asked, is said."""
        name = self.expect.get("slot", "")
        refuses = "refuse_slot" in self.acts or (
            (name != "name" or self.errand["kind"] == "message") and "deny" in self.acts and not heard
        )
        if self.pointing and name in routing.POINTED_BY:
            of_the_code = name != "code" and bool(NO_CODE.search(self.words))  # and not what was asked for
            refuses = not of_the_code and (refuses or (not heard and bool(routing.NOT_AT_HAND.search(self.words))))
        if errands.untold(self.errand, self.expect) and "goodbye" in self.acts:  # who is leaving is asked nothing more
            heard |= {one: Slot(status="refused") for one in ("name", "phone") if not value(self.errand["slots"], one)}
        if self.pointing and "code" not in heard and NO_CODE.search(self.words):
            heard["code"] = Slot(status="refused")
        if self.pointing and "code" not in heard and agreement.means_all(self.words):
            heard["code"] = Slot(status="refused", rule=agreement.EACH)  # one code would be too few
        by_mail = name == "phone" or (self.errand["kind"] == "message" and not value(self.errand["slots"], "phone"))
        if by_mail and value(heard, "email") and "phone" not in heard and self.form.may_refuse("phone"):
            heard["phone"] = Slot(status="refused")  # an address will do as well
        if name in ("name", "phone") and name not in heard and routing.INDIFFERENT.match(self.words):
            refuses = True  # whatever is put down will do
        refused = [name] if name else []
        if "refuse_slot" in self.acts and not self.pointing:
            refused = binding.spoken_of(self.words, CONTACT & self.form.names) or refused
        for one in refused if refuses else []:
            if one not in heard and not value(self.errand["slots"], one):
                self.refuse(one, heard)
        if "ask_why" in self.acts:
            spoken_of = binding.spoken_of(self.words, CONTACT & self.form.names)
            kept, wish = routing.held(self.errand) or self.errand["target"] or {}, self.errand["refused"] or {}
            if inquiries.of_a_price(self.words) and kept.get("total_cents") is not None:
                self.note("made_of", **kept, made_of=True)
            elif wish.get("reason") in FOR_ANYBODY and not spoken_of:
                self.note(f"refused_{wish['reason']}", check_in=wish["check_in"], check_out=wish["check_out"])
            elif not inquiries.of_a_price(self.words):
                self.say_why(spoken_of[0] if spoken_of else name)
        asks = "?" in self.words
        if "hold_on" in self.acts and not (heard or self.changed or asks or "deny" in self.acts):
            self.note("hold_on")

    def refuse(self, name: str, heard: dict[str, Slot]) -> None:
        """Go on without this slot where that is possible; where it is not, say why it is asked."""
        if (
            self.pointing
            and name == "name"
            and ("refuse_slot" not in self.acts or self.asked.get("ask_name_on_file", 0) > 1)
        ):
            heard[name] = Slot(status="refused")  # nothing is left to find it by
        elif self.form.may_refuse(name) or name == "email" or (self.pointing and name in ("code", "phone")):
            guest = book(self.state["language"]).GUEST
            as_guest = Slot(status="valid", value=guest, rule="refused")
            heard[name] = as_guest if name == "name" else Slot(status="refused")
            if not self.pointing and name != "email":
                own = f"{name}_refused_{errands.voice(self.errand['kind'])}"
                self.note(own if known(own) else f"{name}_refused")
        elif name == "phone" and self.errand["kind"] in errands.GROUPS and value(self.errand["slots"], "email"):
            heard[name] = Slot(status="refused")  # the team writes
        elif "refuse_slot" in self.acts:
            self.say_why(name)

    def say_why(self, name: str) -> None:
        """What it is asked for."""
        own = f"why_{name}_{errands.voice(self.errand['kind'])}"
        if self.pointing or self.errand["kind"] == "cancel":
            own = "why_pointing"
        self.note(own if known(own) else f"why_{name}" if name in ("name", "phone") else "why")

    @property
    def pointing(self) -> bool:
        """Whether the reservation that this is about has still to be found."""
        return self.form.points and self.errand["target"] is None

    def settled(self, heard: dict[str, Slot]) -> dict[str, Slot]:
        """The errand's slots with what was heard."""
        before = self.errand["slots"]
        slots = {**before, **heard}
        wish = self.errand["refused"] or {}
        if "check_in" in self.form.names:
            if NOT_BEFORE.search(self.words) and "check_out" not in heard:
                slots = binding.still_leaving(slots, wish)
            slots = binding.stay(slots, heard)
        if period := value(heard, "period"):
            clock = value(slots, "time")
            if (
                clock is not None
                and "time" not in heard
                and "day" in heard
                and not times.within(str(clock), str(period))
            ):
                slots.pop("time")  # "then what about lunch on that day?"
            elif clock is not None:
                slots.pop("period")  # the hour says it
        if "area" in heard and not value(slots, "time") and value(slots, "day") in (None, wish.get("day")):
            slots |= errands.as_slots(wish, ["day", "time"])  # the same hour, in another place
        if wish and (self.errand["hold"] or self.errand["target"]) and binding.WHEN & heard.keys():
            slots |= errands.as_slots(
                wish, [name for name in binding.HOW if name not in heard]
            )  # the same six, another day
        slots |= self.kept_after_all(heard)
        kept = self.errand["hold"]["facts"] if self.errand["hold"] else {}
        if kept.get("room_type") and value(heard, "party_size") == kept["party_size"] and "room_type" not in slots:
            slots |= errands.as_slots(kept, ["room_type"])  # after all only as many as it is kept for
        slots = self.of_another_month(slots, heard)
        if self.errand["kind"] in errands.BOOKINGS or self.errand["target"]:
            slots.pop(on_file.reopened(self.words, self.errand, heard), None)  # "a bit earlier": when, is asked
        elif self.errand["kind"] == "change" and on_file.stretches(self.words) and not on_file.MOVED & heard.keys():
            slots["check_out"] = Slot(status="empty", rule="reopened")  # until when, is asked once the stay is found
        slots |= binding.with_extras(before, heard)
        self.changed = self.changed or slots != before
        self.told = {name for name, slot in slots.items() if slot != before.get(name)}
        return slots

    def for_one(self, slots: dict[str, Slot]) -> dict[str, Slot]:
        """The slots with a party of one where a room is wished for in which one sleeps, and nobody said how many."""
        types = (self.agent.config.get("rooms") or {}).get("types") or []
        single = value(slots, "room_type") in {one["name"] for one in types if one["sleeps"] == 1}
        party = slots.get("party_size")
        if single and not party and (many := value(slots, "rooms")):
            return {**slots, "party_size": Slot(status="valid", value=many, rule="single")}
        if single and not party:
            return {**slots, "party_size": Slot(status="valid", value=1, rule="single")}
        settled_on = value(slots, "room_type") or not (slots.get("room_type") or {}).get("rule")
        if party and party.get("rule") == "single" and not single and settled_on:
            return {name: slot for name, slot in slots.items() if name != "party_size"}
        return slots

    def of_another_month(self, slots: dict[str, Slot], heard: dict[str, Slot]) -> dict[str, Slot]:
        """The slots without the day where another month is wished for in its place: which day of it, is asked."""
        return slots if binding.WHEN & heard.keys() else binding.in_month(slots, routing.another_month(self.words))

    def kept_after_all(self, heard: dict[str, Slot]) -> dict[str, Slot]:
        """What is kept, as slots, where the caller wants none of what was offered in its place, or is as many as before."""
        kept = self.errand["hold"]["facts"] if self.errand["hold"] else self.errand["target"]
        if kept is None or not self.expect.get("choice"):
            return {}
        as_before = heard.keys() <= {"party_size", "children"} and value(heard, "party_size") == kept["party_size"]
        stays = {"deny", "cancel_task"} & self.acts or on_file.KEEPS.search(self.words) or AS_BEFORE.search(self.words)
        if as_before or (stays and not heard and "refuse_slot" not in self.acts):
            return errands.as_slots(kept, [*(wanted.name for wanted in self.form.wish), "area"])
        return {}

    def hear_room(self, heard: dict[str, Slot]) -> None:
        """Which room is meant by the view from it, by its place among those that were offered, or by its kind alone."""
        slots, types = self.errand["slots"], (self.agent.config.get("rooms") or {}).get("types") or []
        if "room_type" in heard and wishes.notable(str((slots.get("room_type") or {}).get("words") or "")):
            called = [one["names"] for one in types if one["name"] == slots["room_type"]["value"]]
            said = str(heard["room_type"].get("words") or "").lower()
            if any(said in way.lower() for names in called for ways in names.values() for way in ways):
                del heard["room_type"]  # "a double", and it is the one of them that is fit for a wheelchair
        kind = value(heard, "room_type") or value(slots, "room_type")
        if (view := value(heard, "view")) and kind:
            of = {one["name"]: (one["sleeps"], one.get("view")) for one in types}
            alike = [name for name, (sleeps, seen) in of.items() if seen == view and sleeps == of[kind][0]]
            if of[kind][1] != view and len(alike) == 1:
                heard["room_type"] = Slot(status="valid", value=alike[0], words=self.words, rule="view")
        offered = (self.errand["shown"] or {}).get("offered") or []
        if self.expect.get("slot") == "room_type" and not kind and len(offered) > 1:
            of_house = {one["name"]: one for one in types}
            options = [
                {"room_type": name, "view": of_house[name].get("view"), "sleeps": of_house[name]["sleeps"]}
                for name in offered
                if name in of_house
            ]
            view = value(heard, "view")
            lower = inquiries.asks_for_less(self.words)  # and takes none of those
            if (
                not lower
                and (not view or not choices.SOME.search(self.words))
                and (chosen := choices.room(options, self.words, self.acts, view))
            ):
                heard["room_type"] = Slot(status="valid", value=chosen["room_type"], words=self.words, rule="chosen")
        elif (named := heard.get("room_type")) and offered and named["value"] not in offered:
            said = str(named.get("words") or "").lower()  # "the double" of those that were offered, with their view
            ways = {one["name"]: " ".join(way for some in one["names"].values() for way in some) for one in types}
            alike = [name for name in offered if said and said in ways[name].lower()]
            if len(alike) == 1 and self.expect.get("slot") == "room_type":
                heard["room_type"] = Slot(status="valid", value=alike[0], words=self.words, rule="chosen")
        dear = inquiries.of_price(self.words) and not value(heard, "no_extras")  # "too dear, without breakfast then"
        dear = dear and not (self.errand["target"] and inquiries.costs_otherwise(self.words))
        if "room_type" not in heard and not self.turn.get("another_room") and dear:
            heard["room_type"] = Slot(status="empty", words=self.words, rule=inquiries.by_price(self.words))
            self.say_what_is_cheaper(heard)
        if self.expect.get("choice") and ("room_type" in heard or "view" in heard) and "check_in" not in heard:
            wish = self.errand["refused"] or {}  # another kind of room is wished for the same nights
            for name in ("check_in", "check_out", "party_size"):
                if name in wish and name not in slots and name not in heard:
                    heard[name] = Slot(status="valid", value=wish[name], rule="refused")
        dropped = value(heard, "no_extras")
        if dropped and (self.expect.get("choice") or not set(dropped) & set(value(slots, "extras") or [])):
            self.changed = True
            if not self.pointing:
                self.note("without_extras", without=dropped)

    def say_what_is_cheaper(self, heard: dict[str, Slot]) -> None:
        """Which rooms cost less than the one whose price was asked, for nights that are known and a party that is not yet."""
        slots = {**self.errand["slots"], **heard}
        arrives, leaves = value(slots, "check_in"), value(slots, "check_out")
        rooms, than = self.agent.rooms, value(self.errand["slots"], "room_type")
        if not (rooms and than and arrives and leaves and arrives < leaves) or value(slots, "party_size"):
            return
        nights = date.fromisoformat(arrives), date.fromisoformat(leaves)
        costs = {kind.name: rooms.quote(kind.name, *nights, 1).rooms_cents for kind in rooms.types}
        less: dict[int, str] = {}
        for name in sorted(costs, key=lambda one: costs[one]):
            if costs[name] < costs[than]:
                less.setdefault(costs[name], name)
        free = [{"room_type": name, "total_cents": cents, "currency": rooms.currency} for cents, name in less.items()]
        if free:
            self.note("cheaper_rooms", check_in=arrives, check_out=leaves, free=free)
        else:
            self.note("no_cheaper_kind")

    def too_many(self) -> None:
        """A party that no machine may book for, or several rooms, are put to the staff, or passed to a person."""
        kind, slots = self.errand["kind"], self.errand["slots"]
        if kind not in errands.BOOKINGS | errands.GROUPS:
            return
        of_rooms = kind in ("room", "group_room")
        party, several = value(slots, "party_size"), of_rooms and value(slots, "rooms") is not None
        most = self.agent.schedule.max_party if not of_rooms else self.most_in_a_room
        too_large = party is not None and party > most
        if kind in errands.GROUPS:
            if several and "room_type" in self.told and only_one(self.values, self.words):
                self.only_the_one()
                return
            self.say_price_of_group()
            if party is not None and not (too_large or several):
                self.become("room" if of_rooms else "table")
        elif too_large or several:
            reason = "several_rooms" if several else "room_too_small" if of_rooms else "party_too_large"
            feast = of_rooms and routing.celebrates(self.words)  # for which a house of rooms has more than rooms
            if several or not feast:
                self.note(f"refused_{reason}", party_size=party)
                if of_rooms and not inquiries.ABOUT_THE_HOUSE.search(self.words):
                    self.turn = {**self.turn, "question": False}  # "any room for five?" has its answer
            elif "?" in self.words:
                self.turn = {**self.turn, "question": True}  # what there is for it, is told
            if (party or 0) <= self.agent.group_max or feast:
                mixed = any(said["rule"] == "mixed" for said in self.values)  # the note says which rooms
                no_kind = {"room_type", "view"} if mixed else set() if several else {"room_type"}
                kept = {name: slot for name, slot in slots.items() if name not in no_kind}
                self.become("group_room" if of_rooms else "group", kept)
                self.note("group_request")
                self.say_price_of_group()
            else:
                self.outcome = "person"

    def only_the_one(self) -> None:
        """Of several rooms only one is wanted for now, and who sleeps in it is known where it is said."""
        slots = {name: slot for name, slot in self.errand["slots"].items() if name not in ("rooms", "children")}
        said = guests.party(self.words, language=self.state["language"])
        party = said[-1].value if said and said[-1].status == "valid" else None
        slots["party_size"] = Slot(status="valid", value=party) if party else Slot(status="empty")
        types = (self.agent.config.get("rooms") or {}).get("types") or []
        lists = [one for one in self.errand["notes"].split("; ") if one and stays.listed(one, types)]
        notes = [one for one in self.errand["notes"].split("; ") if one and one not in lists]
        said_as = str(slots["room_type"].get("words") or "").lower()
        alike = {str(one.value) for piece in lists for one in stays.named(piece, types) if said_as in one.text.lower()}
        if len(alike) == 1:  # "the double", and it was to be the one with a view
            slots["room_type"] = {**slots["room_type"], "value": alike.pop()}
        self.errand = {**self.errand, "notes": "; ".join(notes)}
        self.become("room", self.for_one(slots))

    def say_price_of_group(self) -> None:
        """What several rooms come to stands in the offer, and only what each kind costs a night can be told before."""
        rooms = self.agent.rooms
        if self.errand["kind"] != "group_room" or rooms is None or not inquiries.only_the_price(self.words):
            return
        arrives = value(self.errand["slots"], "check_in")
        night = date.fromisoformat(arrives) if arrives else None
        asked = str(self.errand["notes"]) + " " + self.words
        types = (self.agent.config.get("rooms") or {}).get("types") or []
        named = {str(one.value) for one in stays.named(asked, types)} | {value(self.errand["slots"], "room_type")}
        told = [one for one in rooms.types if one.name in named] or list(rooms.types)
        costs = {one.name: one.rate_on(night) if night else one.rate_cents for one in told}
        self.turn = {**self.turn, "question": False}
        self.note("price_of_group", costs=costs)

    @property
    def most_in_a_room(self) -> int:
        """How many sleep in the largest of the house's rooms."""
        return max((kind["sleeps"] for kind in (self.agent.config.get("rooms") or {}).get("types") or []), default=0)

    @property
    def others_wait(self) -> bool:
        """Whether the same is still to be done with others: each is read back in its turn."""
        return any(one["kind"] == self.errand["kind"] for one in self.aside)

    def hear_consent(self) -> None:
        """The yes that counts, or a no that does not say what is wrong."""
        if self.outcome:
            return
        if not self.expect.get("agreement"):
            if not self.expect and self.errand["hold"] and "deny" in self.acts and not self.changed:
                self.doubt()  # "the dates are wrong", where it was asked what to change
            return
        if self.others_wait and agreement.only_all(self.words):
            self.acts.add("affirm")
        if self.only_later:
            self.note("cancel_now_or_not")
        elif agreement.agreed(
            self.errand, self.expect, self.acts, self.words, binding.named(self.values), others=self.others_wait
        ):
            self.outcome = "agreed"
        elif "deny" in self.acts and not (self.changed or "refuse_slot" in self.acts or self.doubt()):
            self.outcome = "change"
            self.errand = {**self.errand, "agreed": None}

    def doubt(self) -> bool:
        """Whether the words say which one thing is wrong: it is asked for once more."""
        wrong = binding.spoken_of(self.words, {wanted.name for wanted in self.form.wanted})
        if len(wrong) != 1:
            return False
        doubted: Slot = {**self.errand["slots"].get(wrong[0], {}), "status": "empty"}
        slots = {**self.errand["slots"], wrong[0]: doubted}  # of a name, one half may stand
        if wrong[0] == "check_in":  # with the arrival the departure is wrong, too
            slots = {name: slot for name, slot in slots.items() if name not in ("check_out", "nights")}
        self.errand, self.changed = {**self.errand, "slots": slots, "agreed": None}, True
        return True

    def say_what_is_wrong(self) -> None:
        """What cannot be is said and asked again."""
        slots = dict(self.errand["slots"])
        for name, slot in list(slots.items()):
            reason = slot.get("reason") or "invalid"
            if self.pointing and reason == "past":
                del slots[name]  # "I booked yesterday" says when it was booked
            elif slot.get("status") == "invalid" or reason in SAID_AS:
                known = {other: one["value"] for other, one in slots.items() if one.get("value") is not None}
                none_left = name == "nights" and reason == "too_short" and self.errand["kind"] == "change"
                why_not = "refused_no_night" if none_left else f"refused_{SAID_AS.get(reason, reason)}"
                self.note(why_not, **known, slot=name)
                del slots[name]
        if self.errand["kind"] == "table" and "day" in self.told:
            slots = self.without_closed_days(slots)
        arrives, leaves = value(slots, "check_in"), value(slots, "check_out")
        if self.agent.rooms and self.errand["kind"] == "room" and arrives and leaves and not value(slots, "party_size"):
            nights = date.fromisoformat(arrives), date.fromisoformat(leaves)
            why = self.agent.rooms.why_not(*nights, 1, datetime.fromisoformat(self.turn["now"]))
            if why in FOR_ANYBODY:  # whoever comes: it need not be asked first how many
                self.note(f"refused_{why}", check_in=arrives, check_out=leaves)
                slots = {name: slot for name, slot in slots.items() if name not in NIGHTS}
                slots["nights"] = Slot(status="valid", value=(nights[1] - nights[0]).days, rule="refused")
                refused = {"check_in": arrives, "check_out": leaves, "reason": why}
                self.errand = {**self.errand, "refused": refused}
        self.errand = {**self.errand, "slots": slots}

    def without_closed_days(self, slots: dict[str, Slot]) -> dict[str, Slot]:
        """The slots without a day on which the house is closed, whoever comes: that is said, and which are the next open
        ones. Where it is one of several that were named, the others stay.
        """
        slot = slots.get("day") or {}
        several = slot.get("reason") in (binding.EITHER, binding.TOGETHER)
        options = binding.readings_of("day", slots) if several else [{"day": value(slots, "day")}]
        left = [one for one in options if one["day"] is None or self.open_on(one["day"])]
        if len(left) == len(options) or (not several and value(slots, "party_size")):
            return slots  # with the party known what is free is offered instead
        for day in dict.fromkeys(one["day"] for one in options if one not in left):
            why = self.agent.schedule.hours_on(date.fromisoformat(day)).special
            self.note(f"refused_{why}" if why == "private_event" else "refused_closed", day=day, slot="day")
        for name in options[0]:
            if not left:
                slots = {one: slot for one, slot in slots.items() if one != name}
            elif len(left) > 1:
                slots = {**slots, name: {**slots[name], "alternatives": [one[name] for one in left]}}
            else:
                slots = {**slots, name: Slot(status="valid", value=left[0][name], rule="of_those")}
        if not left:
            self.offer_open_days(options[-1]["day"], slots)
        return slots

    def offer_open_days(self, closed: str, slots: dict[str, Slot]) -> None:
        """Name the next days after a closed one on which the house is open, at the hour that is wished if one is."""
        clock, after = value(slots, "time"), date.fromisoformat(closed)
        coming = [(after + timedelta(days=ahead)).isoformat() for ahead in range(1, OPEN_WITHIN)]
        days = [day for day in coming if self.open_on(day, clock)][:2]
        if len(days) > 1:
            self.note("open_days", options=[{"day": day} for day in days])
            hour = {"time": clock} if clock else {}
            self.offered = Expectation(choice=[{"day": day, **hour} for day in days], wished={"day": closed, **hour})

    def open_on(self, day: str, clock: str | None = None) -> bool:
        """Whether guests are seated at all on a day, or at an hour of it."""
        if clock is None:
            return bool(self.agent.schedule.hours_on(date.fromisoformat(day)).services)
        now = datetime.fromisoformat(self.turn["now"])
        return self.agent.schedule.why_not(datetime.fromisoformat(f"{day}T{clock}"), 1, now) is None

    def say_heard(self) -> None:
        """That it was heard what was said beside the question, where that stays open and nothing else would tell."""
        asked, slots = self.expect.get("slot", ""), self.errand["slots"]
        wish = [wanted.name for wanted in self.form.wish]
        if self.outcome or self.pointing or not asked or settled(slots.get(asked)):
            return
        names = errands.CONTACT if asked in errands.CONTACT else (*HEARD, *errands.CONTACT) if asked in wish else ()
        told_anyway = self.form.look if all(value(slots, name) is not None for name in self.form.look) else ()
        heard = {
            name: value(slots, name)
            for name in names
            if name in self.told and name not in told_anyway and value(slots, name) is not None
        }
        self.thank(heard)

    def offered_days(self) -> list[dict[str, Any]]:
        """The days that were offered to choose from, with the hour or the party that was said instead of choosing."""
        options = (self.state.get("expect") or {}).get("choice") or []
        told: dict[str, Any] = {
            one: value(self.errand["slots"], one) for one in ("time", "party_size") if one in self.told
        }
        if not told or self.told - {"time", "party_size", "period", "children"} or value(self.errand["slots"], "day"):
            return []
        if len({str(one.get("day")) for one in options}) < 2 or len({str(one.get("time")) for one in options}) > 1:
            return []
        return [{**one, **told} for one in options]

    def one_day_offered(self) -> Slot | None:
        """The day of the hours that were offered, where it is one day."""
        days = {one.get("day") for one in self.expect.get("choice") or []}
        return Slot(status="valid", value=days.pop(), rule="offered") if len(days) == 1 and None not in days else None

    def thank(self, heard: dict[str, Any]) -> None:
        """Say what was heard; for who it is, thanks will do."""
        if not heard:
            return
        if heard.keys() <= CONTACT:
            self.note("heard_name" if "name" in heard else "heard_contact", **heard)
        else:
            self.note("heard", heard=heard)

    def insists(self) -> bool:
        """Whether the caller takes nothing but what could not be had: says nothing new, or only its day once more."""
        wish, slots = self.errand["refused"] or {}, self.errand["slots"]
        named = {said["kind"] for said in self.values}
        return not self.changed or (named <= {"date", "period"} and value(slots, "day") == wish.get("day"))

    def result(self) -> dict[str, Any]:
        """What the step changes in the state."""
        settled = self.changed or self.outcome
        refuses = "deny" in self.acts and "refuse_slot" not in self.acts
        if self.expect.get("choice") and refuses and self.errand["refused"] and self.insists():
            on_a_list = "waitlist" in self.forms.by_kind and self.errand["kind"] in errands.BOOKINGS
            expect = Expectation(waitlist=True) if on_a_list else Expectation()
        elif self.expect.get("choice") and refuses and not settled:
            expect = Expectation()  # none of those: what instead, is asked
        else:
            only_who = self.expect.get("choice") and not self.outcome and self.told <= BESIDE_THE_WISH
            names = ("extras", *errands.CONTACT) if only_who else ()
            heard = {
                name: known for name in names if name in self.told and (known := value(self.errand["slots"], name))
            }
            self.thank(heard)
            expect = Expectation() if (settled and not only_who) or self.expect.get("resume") else self.expect
            if self.offered and not self.outcome:
                expect = self.offered
            elif not self.outcome and (others := self.offered_days()):
                expect = Expectation(choice=others, wished=(self.state.get("expect") or {}).get("wished") or {})
            elif (
                self.expect.get("choice")
                and not settled
                and OTHERS.search(self.words)
                and (day := self.one_day_offered())
            ):
                self.errand = {**self.errand, "slots": {**self.errand["slots"], "day": day}, "shown": None}
                expect = Expectation(choice=self.expect["choice"], slot="time")  # all that the day has is told
        before = self.state.get("errand")
        known = (before["slots"], before["notes"]) if before else None
        progress = (self.errand["slots"], self.errand["notes"]) != known
        turn = {**self.turn, "say": self.say, "outcome": self.outcome, "acts": sorted(self.acts), "progress": progress}
        return {
            "turn": turn,
            "errand": self.errand,
            "aside": self.aside,
            "epoch": self.epoch,
            "remarks": self.remarks,
            "asked": self.asked,
            "expect": expect,
        }
