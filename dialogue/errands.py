"""Errands: one at a time, others put aside, and what has been done so far in this thread."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dialogue import acts
from dialogue.slots import Slot
from dialogue.state import Conversation, Errand, Expectation, Receipt

WISH_KINDS = frozenset({"party_size", "date", "time", "check_in", "check_out", "nights", "room_type", "area"})
STAY_KINDS = frozenset({"check_in", "check_out", "nights", "room_type"})
COUNTED_KINDS = frozenset({"time_by", "people_by", "in_week"})
LONGER_KINDS = frozenset({"nights_more", "arrives_later"})
ERRAND_ACTS = frozenset(
    {
        "affirm",
        "deny",
        "correct",
        "choose",
        "refuse_slot",
        "ask_why",
        "cancel_task",
        "start_over",
        "request_alts",
        "hold_on",
        "repeat",
    }
)
POINTING = frozenset({"change", "cancel", "check", "late", "resend", "change_table", "change_room"})
"""Kinds of errand that are about a reservation that exists."""

MOST_ASIDE = 3
MOST_LATE_MIN = 240
ABOUT_THE_ONE = frozenset({"cancel", "check", "late", "resend"})
"""Errands that leave day and hour as they are: what is said of them says which reservation is meant."""
WHICH = ("day", "check_in", "time")
RENAMED = "renamed"
"""The rule of a name that a reservation is to have, and not the one by which it is found."""

UNSEEN = "unseen_notes"
"""The fact of a reservation that holds its notes where they may not be told: something may still be taken back of them."""
HIDDEN = "unseen_contact"
"""The fact of a reservation that holds its name, number and address where they may not be told: what is said may be the same."""
REPLACES = "replaces"
"""The slot with the key of the receipt of a request whose place another takes."""
SOUGHT = "sought"
"""The rule of a name or number by which no reservation was found."""

KINDS: Mapping[str, str] = {
    "change_reservation": "change",
    "cancel_reservation": "cancel",
    "check_reservation": "check",
    "running_late": "late",
    "resend": "resend",
    "waitlist": "waitlist",
    "message": "message",
}
"""Intent to the kind of its errand. A reservation's kind is what it is about, a table or a room."""

BOOKINGS = frozenset({"table", "room"})
GROUPS = frozenset({"group", "group_room"})
"""Requests for more than a machine may book: a large party, several rooms."""
REQUESTS = GROUPS | {"waitlist"}
CONTACT = ("name", "phone", "email")


def kind_of(intent: str, about: str) -> str | None:
    """The kind of errand that an intent begins, or None for an intent that is none."""
    return about if intent in ("reservation", "same_again") else KINDS.get(intent)


def voice(kind: str) -> str:
    """The kind by whose name an errand's questions go: a group asks alike whether it wants tables or rooms."""
    return "group" if kind in GROUPS else kind


def begun(kind: str, epoch: int) -> Errand:
    """A new errand, about which nothing is known."""
    return Errand(
        kind=kind,
        epoch=epoch,
        slots={},
        hold=None,
        target=None,
        notes="",
        agreed=None,
        shown=None,
        refused=None,
        second=False,
        like_last=False,
        tries=0,
    )


def standing(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """The reservations that were made or changed in this thread and still stand, the latest last."""
    found: dict[str, dict[str, Any]] = {}
    for receipt in receipts:
        facts = receipt["facts"]
        if receipt["operation"] in ("book", "change"):
            found.pop(facts["code"], None)
            found[facts["code"]] = facts
        elif receipt["operation"] == "cancel":
            found.pop(facts["code"], None)
    return list(found.values())


def noted(receipts: Sequence[Receipt], code: str) -> str:
    """What was noted for the staff with a reservation that was made or changed in this thread."""
    made = [one["facts"] for one in receipts if one["operation"] in ("book", "change") and one["facts"]["code"] == code]
    return str(made[-1].get("notes") or "") if made else ""


def as_slots(facts: Mapping[str, Any], names: Sequence[str]) -> dict[str, Slot]:
    """Facts of a reservation as slots that are known: what nobody says differently stays as it is."""
    return {name: Slot(status="valid", value=facts[name], rule="on_file") for name in names if facts.get(name)}


def pointer(slots: Mapping[str, Slot], name: str) -> Any:
    """What was given to find a reservation by: its code, or the name or telephone number that it was made with."""
    slot = slots.get(name) or {}
    return slot.get("value") if slot.get("status") == "valid" and slot.get("rule") != RENAMED else None


def digits_so_far(slots: Mapping[str, Slot]) -> str:
    """A telephone number that looks unfinished, and may be a whole one that is on file; "" for none."""
    phone = slots.get("phone") or {}
    return str(phone["value"]) if phone.get("reason") == "so_far" and phone.get("value") else ""


def sought(slots: Mapping[str, Slot]) -> dict[str, Slot]:
    """The slots of an errand whose reservation was not found: it is asked again by what it may be found, and who looks for
    it stays known.
    """
    kept = {name: slot for name, slot in slots.items() if name != "code"}
    for name in ("name", "phone"):
        if pointer(kept, name):
            kept[name] = {**kept[name], "status": "empty", "rule": SOUGHT}
    return kept


def sought_for(errand: Errand) -> bool:
    """Whether the reservation that this is about has still to be found."""
    return errand["kind"] in ABOUT_THE_ONE | {"change"} and errand["target"] is None


def in_vain(errand: Errand) -> bool:
    """Whether the reservation that this is about was looked for and not found."""
    return sought_for(errand) and errand["tries"] > 0


def instead(errand: Errand, names: Sequence[str]) -> dict[str, Slot]:
    """What is known for a booking in the place of a reservation that was not found, of the slots `names`."""
    known = {name: slot for name, slot in errand["slots"].items() if name in names and slot.get("value") is not None}
    valid = {name: slot for name, slot in known.items() if slot.get("status") == "valid"}
    return valid | {name: {**one, "status": "valid"} for name, one in known.items() if one.get("rule") == SOUGHT}


def replaces(kind: str, errand: Errand) -> bool:
    """Whether a new errand takes the place of the one in hand: who would rather move it no longer wants to cancel."""
    rather = kind in ("change", "cancel") and errand["kind"] in ABOUT_THE_ONE | {"change"}
    return (rather and kind != errand["kind"]) or (kind in ("check", "late") and hardly_begun(errand))


def hardly_begun(errand: Errand) -> bool:
    """Whether nothing is known of a booking but by what a reservation is found, too: it may have been heard wrongly."""
    told = {name for name, slot in errand["slots"].items() if slot.get("value") is not None}
    return errand["kind"] in BOOKINGS and not errand["hold"] and told <= {*WHICH, "name", "phone", "code"}


def late_by(facts: Mapping[str, Any], time: str | None) -> dict[str, Slot]:
    """The minutes between the time of a reservation and the one at which its guests say they will come, as a slot."""
    if not time or not facts.get("time"):
        return {}
    (h, m), (later_h, later_m) = ([int(part) for part in clock.split(":")] for clock in (facts["time"], time))
    minutes = (later_h - h) * 60 + later_m - m
    return {"minutes": Slot(status="valid", value=minutes, rule="until")} if 0 < minutes <= MOST_LATE_MIN else {}


_ASKED_TO_TELL = re.compile(
    r"^.*?\b(?:(?:sagen?|sag|richten?|bestellen?|bestell) (?:sie )?(?:bitte |mal |doch )*(?:dem|der|den|ihre[mnr]|eure[mnr]|herrn?|frau|unserem) (?:\w+ ){0,2}?\w+(?: aus| bescheid| bitte)?[,:]|(?:tell|ask|remind|inform) (?:(?:the|your|my) (?:\w+ )?\w+|housekeeping|reception|staff|(?:mr|mrs|ms)\.? \w+)(?: that| to| for|,|:)?|(?:leave|take) (?:\w+ )*?a? ?message(?: for (?P<who>[^:,.]+))?|(?:tell|let) (?P<whom>.+?)(?: know)? that|pass on(?: that)?|"
    r"(?:richten?|bestellen?|bestell) (?:sie )?(?:bitte |mal |doch )*(?:herrn?|frau|dem \w+|der \w+|den \w+|ihre[mnr] \w+) (?=\w+ \w)|"
    r"(?:eine )?nachricht (?:hinterlassen|aufnehmen)(?: für (?P<wer>[^:,.]+))?|(?P<wem>\w+ \w+) (?:bitte )?ausrichten[,:]? (?:dass)?|(?:sagen|mitteilen|bescheid (?:sagen|geben)),? dass|(?:tell|inform|let|remind) (?:him|her|them)(?: know)?(?: that)?|"
    r"(?:ausrichten|weitergeben|weiterleiten)[,:]? (?:dass)?)[ :,.–-]*",
    re.IGNORECASE,
)


def message(utterance: str, *, asked: bool) -> str:
    """What is to be passed on: the whole answer to that question, else what follows "tell the chef that"; "" for none."""
    lead = _ASKED_TO_TELL.match(utterance)
    rest = utterance[lead.end() :].strip() if lead else ""
    if asked:
        return utterance.strip()
    few = 2 if lead and _TO_WHOM_IT_WAS_SAID.search(lead[0]) else 3
    return utterance.strip() if len(rest.split()) >= few else ""


_TO_WHOM_IT_WAS_SAID = re.compile(
    r"\b(?:tell|inform|let|remind) (?:him|her|them)\b|\b(?:sagen|mitteilen),? dass\b", re.IGNORECASE
)
"""Words of telling after which two words are a message: "tell her Gil called"."""


_CLAUSE = re.compile(r"(?:[^,.;!?\n]|\.(?=\w)|(?<=\d)\.(?= [^\W\d]))+(?P<asks>\?)?")
_OF_THE_CONVERSATION = frozenset(
    {
        *("affirm", "deny", "refuse_slot", "ask_why", "ask_human", "hold_on", "repeat", "thank", "greet", "goodbye"),
        *("backchannel", "request_info", "cancel_task", "start_over", "spell"),
    }
)


def told_besides(utterance: str, values: Sequence[Mapping[str, Any]], language: str) -> str:
    """What is said of the message itself where it is asked whom it is from: the room of "Room 103, Peter Novak"; or ""."""
    who = [said["span"] for said in values if said["kind"] in ("name", "phone")]
    told = []
    for clause in _CLAUSE.finditer(utterance):
        if clause["asks"] or any(begin < clause.end() and clause.start() < end for begin, end in who):
            continue
        if len(clause[0].split()) > 1 and not _OF_THE_CONVERSATION & acts.hear(clause[0], language):
            told.append(clause[0].strip())
    return ", ".join(told)


_FOR_WHOM = re.compile(
    r"(?P<own>\b(?:hier(?: ist| spricht)?|this is|it'?s|i'?m|i am|ich bin|from|von|is|ist|heiße)\W+)?\b(?P<whom>mr\.?|mrs\.?|ms\.?|miss|herrn?|frau|guest|gast|to|for|für|an|tell|ask|remind)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)


def addressed(utterance: str, said: Mapping[str, Any]) -> bool:
    """Whether a name is that of whom a message is for, and not of who leaves it: "tell Mr Sanders his taxi comes at nine"."""
    m = _FOR_WHOM.search(utterance[: said["span"][0]])
    return m is not None and not m["own"]


def longer(text: str, more: str) -> str:
    """A message with what was said of it later."""
    return f"{text.rstrip()}{'' if text.rstrip()[-1:] in '.!?' else '.'} {more}"


def resumed(aside: Sequence[Errand], contact: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """How the state goes on when an errand is over: with the one put aside last, after asking for it, or with none.

    contact: what has become known of the caller meanwhile and need not be asked again.
    """
    if not aside:
        return {"errand": None, "aside": [], "expect": {}, "asked": {}}
    errand = aside[-1]
    if errand["kind"] in BOOKINGS | REQUESTS:
        errand = {**errand, "slots": as_slots(contact or {}, CONTACT) | errand["slots"]}
    return {"errand": errand, "aside": list(aside[:-1]), "expect": {"resume": True}, "asked": {}}


def untold(errand: Errand | None, expect: Expectation) -> bool:
    """Whether there is a message that has been said and not yet been read back: it is not left behind with a goodbye."""
    if errand is None or errand["kind"] != "message" or expect.get("agreement"):
        return False
    return bool((errand["slots"].get("text") or {}).get("value"))


def leaving(state: Conversation) -> bool:
    """Whether the caller says goodbye and nothing else."""
    acts = set(state["turn"]["acts"])
    if untold(state.get("errand"), state.get("expect") or {}):
        return False
    if "goodbye" not in acts or state["turn"].get("values") or state["turn"].get("question"):
        return False
    return "affirm" not in acts or state.get("errand") is None


def must_ask_once_more(state: Conversation) -> bool:
    """Whether the caller leaves while a read-back waits for a yes, and has not been told so yet."""
    expect = state.get("expect") or {}
    return leaving(state) and bool(expect.get("agreement")) and not expect.get("leaving")


def only_arriving(errand: Errand, values: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that is to be different about a stay is that the staff knows when its guests come: done at once."""
    target = errand["target"] or {}
    told = {said["rule"] for said in values if said["kind"] == "note"}
    if errand["kind"] != "change" or target.get("kind") != "room" or not errand["notes"] or not told:
        return False
    return told <= {"arriving", "late"} and errand["hold"] is None and not differs({**errand, "notes": ""})


def differs(errand: Errand) -> bool:
    """Whether a change would change anything."""
    target = errand["target"] or {}
    said = {name: slot["value"] for name, slot in errand["slots"].items() if slot.get("status") == "valid"}
    new_note = bool(errand["notes"]) and errand["notes"] not in (target.get("notes") or "")
    return new_note or any(on_file(target, name) != one for name, one in said.items() if name not in CHANGES_NOTHING)


CHANGES_NOTHING = frozenset({"no_extras"})
"""Slots of a change that alone are no change: what is left out is missing among the extras, if it was there."""


def on_file(target: Mapping[str, Any], name: str) -> Any:
    """What a reservation has under that name, even where it may not be told."""
    return target.get(name, (target.get(HIDDEN) or {}).get(name))


def told_again(errand: Errand) -> bool:
    """Whether something was said of a reservation that is so already, and nothing that would change it."""
    if errand["kind"] != "change" or not errand["target"] or differs(errand):
        return False
    slots = errand["slots"].items()
    return any(
        slot.get("status") == "valid"
        and (slot.get("rule") not in ("on_file", "nights", None) or name in CHANGES_NOTHING)
        for name, slot in slots
    )
