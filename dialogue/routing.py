"""Where a turn goes: the intent of an utterance, as far as words and the state of the thread decide it.

What endangers or insults comes first (`safety`), then what is asked of an existing reservation, then what goes on with
the errand in hand. With an errand open, "change it to eight" and "cancel" are about that errand; right after a booking
"make it five" changes it and "no" takes it back. What nothing here decides is `UNSURE`, and heads, examples and the
model are asked (nodes/guess.py).
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from dialogue import (
    acts,
    agreement,
    choices,
    colleagues,
    costs,
    desk,
    errands,
    inquiries,
    manners,
    matters,
    on_file,
    reading,
    safety,
)
from dialogue.slots import value as slot_value
from dialogue.state import Conversation, Errand
from language import days, detect, numbers, plans, stays, wishes, words
from language.values import Value

UNSURE = "unsure"
_PREFERS = re.compile(
    r"\b(?:prefer|rather|want|need|get me|give me|put me|lieber|möchte\w*|will|brauche|geben sie|holen sie)\b.{0,30}\b(?:human|person|somebody|someone|mensch\w*|kolleg\w*|mitarbeiter\w*|jemand\w*)\b",
    re.IGNORECASE,
)
"""Wanting a person, beside the question whether this is one."""
CODE_AGAIN = re.compile(
    r"\b(?:what|which|repeat|tell|give|forgot|wie|welche[rn]?|noch ?mal|vergessen)\b.{0,30}\b(?:my|the|mein|meinen|der|den) (?:booking |"
    r"reservation |confirmation |bestätigungs|buchungs|reservierungs)?(?:code|number|nummer|booking|reservation|buchung|"
    r"reservierung)\b|\bwhat (?:all )?(?:have|did|had) (?:i|we) (?:now |just |already )*(?:got |have )?book\w*|"
    r"^\W*(?:(?:and|und|sorry|so|wait|ok) )*(?:my|the|mein|meinen|der|den) (?:\w+ )?\w*code(?: (?:again|please|once more|noch ?mal|noch einmal|bitte|doch gleich))*\W*$|"
    r"\bwas (?:habe|haben|hatte|hatten) (?:ich|wir) (?:\w+ ){0,2}(?:gebucht|reserviert)",
    re.IGNORECASE,
)
_THE_CODE = re.compile(
    r"\b(?:what|which|wie|was) (?:is|was|were|war|ist|lautet|hieß) (?:noch ?mal |noch einmal )?(?:my|the|mein|der) (?:booking |reservation |confirmation |bestätigungs|buchungs|reservierungs)?code\b(?! for\b| für\b)",
    re.IGNORECASE,
)
"""Asking for the code of a reservation: not for the dress code, nor that of a door."""
IS_IT_BOOKED = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay|well|wait|hello|also|und|aber|na|ja|moment)\W+)*(?:am i|are we|is (?:it|that|this|everything|(?:my|our|the) (?:table|room))|have (?:i|we)(?: got)?|bin ich|sind wir|ist (?:es|das|alles|(?:der|mein|unser) tisch|(?:das|mein|unser) zimmer)|habe ich|haben wir)"
    r" (?:(?:now|really|already|actually|then|finally|all|nun|jetzt|denn|schon|wirklich|also|eigentlich) )*(?:booked|reserved|confirmed|gebucht|reserviert|bestätigt|fest)(?: (?:in|now|then|yet|jetzt|nun))?(?:,? (?:or not|or what|oder nicht|oder was|oder wie))?\W*$",
    re.IGNORECASE,
)
"""Wanting to know whether it is done: "so am I booked or not?"."""
_UNDONE_FREE = re.compile(
    r"^(?!.*\b(?:if|in case|wenn|falls)\b).*(?:\b(?:until when|by when|how late|bis wann)\b.*\b(?:cancel|storn\w*|absag\w*|tell you|bescheid)\b|\b(?:is|are|ist|sind) (?:it|that|this|the \w+|das|es|sie|die \w+) (?:\w+ )?(?:refundable|stornierbar)\b)"
)
"""Asking until when a reservation can be cancelled, or whether for nothing."""
_AGAIN = re.compile(
    r"\b(?:what time|when|which day|what day|how many|wann|wie ?viel uhr|welche\w* (?:tag|uhrzeit)|für wie viele|was) (?:was|is|are|were|did|war|ist|sind|hatte\w*)\b.{0,30}\b(?:again|nochmal|noch mal|noch einmal|doch gleich)\b"
)
"""Asking once more about the reservation that was spoken of."""


def _of_the_stay(text: str, said: str) -> bool:
    """Whether it is asked of a stay that was just found what it costs, or which room it is."""
    return costs.asked(text) is not None or bool(_WHICH_ROOM.search(said))


_WHICH_ROOM = re.compile(
    r"\b(?:which|what|welches|was für ein) (?:kind of )?(?:room|zimmer) (?:is (?:it|that)|do we have|have we(?: got)?|ist (?:es|das)|haben wir)\b"
)


def in_house(
    intent: str,
    text: str,
    values: Sequence[Value],
    errand: Mapping[str, Any] | None,
    *,
    about: str,
    tables: bool,
    types: Sequence[stays.Named],
) -> tuple[str, list[Value]]:
    """What an intent comes to in this house, and the values that count: where nobody can book a table it is asked how to
    get one, and a room waits for guests who are late.

    tables: whether tables are booked here. types: its kinds of room.
    """
    comes = about == "room" and any(value.rule == reading.ARRIVING for value in values)
    if about == "room" and (intent == "running_late" or (intent == "change_reservation" and comes)):
        moves = bool(on_file.TO_CHANGE.search(words.said(text)))  # the hour at which they come moves no stay
        return "change_reservation", [value for value in values if moves or value.kind not in errands.STAY_KINDS]
    wished = errands.WISH_KINDS & {value.kind for value in values}
    offers = bool(_OFFERS.search(words.said(text))) and wished <= ({"party_size"} if not types else set())
    no_room = not types and offers and only_a_room(text)  # a private room is none to sleep in
    asks_only = (not tables and only_a_table(text)) or no_room or only_a_kind(text, values, types)
    return "question" if intent == "reservation" and errand is None and asks_only else intent, list(values)


def only_a_kind(text: str, values: Sequence[Value], types: Sequence[stays.Named]) -> bool:
    """Whether it is only asked what of a kind there is: "do you have single rooms?", "und die Suite?"."""
    kinds = {value.kind for value in values}
    if "?" not in text or kinds - {"room_type", "view", "extra"} or not stays.rooms(text, types, even_asked=True):
        return False
    return bool(inquiries.FOLLOW_UP.match(text)) or not _ONE_FREE.search(words.said(text))


_ONE_FREE = re.compile(
    r"\b(?:a|an|one|any|book\w*|reserv\w*|free|availab\w*|need|want|would like|'d like|get|have the|ein(?:e[nrms]?)?|frei\w*|buch\w*|brauch\w*|möcht\w*|hätt\w*|noch)\b"
)
_COMES = re.compile(
    r"\b(?:come|coming|arriv(?:e|ing)|stay(?:ing)?|check(?:ing)? ?-? ?in|sleep|visit(?:ing)?|kommen|anreisen|ankommen|übernachten|bleiben|einchecken|schlafen)\b"
)


def only_a_table(text: str) -> bool:
    """Whether it is a table that is spoken of, and no room."""
    said = words.said(text)
    return bool(inquiries.TABLE_WORDS.search(said)) and not inquiries.ROOM_WORDS.search(said)


def only_a_room(text: str) -> bool:
    """Whether it is a room that is spoken of, and no table."""
    said = words.said(text)
    return bool(inquiries.ROOM_WORDS.search(said)) and not inquiries.TABLE_WORDS.search(said)


_ANYBODY_MAY = re.compile(
    r"\b(?:can|could|may) (?:you|one|people|guests)\b(?!.*\b(?:us|me)\b)|\b(?:kann|darf|könnte|muss) man\b(?!.*\b(?:uns|mir)\b)",
    re.IGNORECASE,
)


def asked_of_anybody(text: str) -> frozenset[str]:
    """The kinds of value that wish for nothing where it is asked what anybody may do: "can you sit outside in November?"."""
    return frozenset({"area"}) if _ANYBODY_MAY.search(text) else frozenset()


def the_one_too(text: str, kinds: Set[str]) -> bool:
    """Whether the same is to be done with one that is named by its day: "und den am Freitag auch"."""
    when = {"date", "check_in", "time", "period"}
    return bool(kinds) and kinds <= when and "?" not in text and bool(_ONE_TOO.search(words.said(text)))


_ONE_TOO = re.compile(
    rf"\b(?:the one|that one|den|die|das|(?:the|my|our|den|die|das|mein\w*|unser\w*) {on_file.BOOKING})\b.{{0,40}}\b(?:too|as well|also|auch|ebenfalls|genauso)\b|\b(?:and|und) (?:also |auch )?(?:the one|den|die|das|(?:the|my|our|mein\w*|unser\w*) {on_file.BOOKING}) (?:on|for|from|at|am|vom|für|um)\b"
)
POINTED_BY = ("code", "name", "phone")
"""What a reservation is found by."""
NOT_AT_HAND = re.compile(
    r"\b(?:don'?t|do not|no|not|lost|forgot(?:ten)?|can'?t find|weiß|wei(?:ss|ß) nicht|nicht|kein\w*|vergessen|verloren|verlegt)\b",
    re.IGNORECASE,
)
"""Not having what was asked for."""
_OWN_ROOM = re.compile(r"\b(?:(?:my|our|mein|unser)\w* (?:room|zimmer)|(?:into|ins|aufs) (?:the )?(?:room|zimmer))\b")
"""What is asked of the room that one has, and of none that is to be booked."""


def _left_to_a_person(intent: str, text: str, heard: Collection[str], values: Sequence[Value]) -> bool:
    """Whether what is said after a hand-off belongs to it: all that asks nothing and plainly wants nothing else."""
    kinds, said = {value.kind for value in values}, words.said(text)
    if intent == "reservation":
        return len(kinds & errands.WISH_KINDS) < 2 and not inquiries.RESERVE.search(said)
    if intent in ("greet", "message", "smalltalk", "out_of_scope"):
        return intent != "greet" or on_file.wants_no_booking(text)
    return intent == UNSURE and not inquiries.ASKING.search(text)


def route(
    text: str,
    heard: Collection[str],
    values: Sequence[Value],
    state: Conversation,
    *,
    language: str = "en",
    overhear: bool = False,
) -> tuple[str, float]:
    """The intent and how sure it is, or UNSURE. Intents: those of safety.concern, unsupported, language, identity,
    receipt, total, per_night, person, reservation, change_reservation, cancel_reservation, check_reservation, running_late, resend, waitlist, message,
    same_again, question, greet, thank, goodbye, out_of_scope.
    """
    intent, sure = _route(text, heard, values, state, language=language, overhear=overhear)
    if state.get("handed_off") and state.get("errand") is None and _left_to_a_person(intent, text, heard, values):
        return "person", 1.0
    return intent, sure


def _route(
    text: str,
    heard: Collection[str],
    values: Sequence[Value],
    state: Conversation,
    *,
    language: str,
    overhear: bool,
) -> tuple[str, float]:
    concern = safety.concern(text, heard, language)
    if (
        concern == "abuse" and not overhear and not state.get("abuse")
    ):  # once is overheard, if there is anything else in it
        intent, sure = _route(text, set(heard) - {"abuse"}, values, state, language=language, overhear=True)
        return (concern, 1.0) if intent == UNSURE else (intent, sure)
    if concern is not None and not overhear:
        return concern, 1.0
    if state.get("topic") == OF_A_GUEST and not values and asks_on_of_a_guest(text):
        return "privacy", 1.0
    if not values and detect.unsupported(text):
        return "unsupported", 1.0
    if not values and detect.only_switches(text):
        return "language", 1.0
    if not values and _ANYBODY.match(text):
        return "here", 1.0
    said, kinds = words.said(text), {value.kind for value in values}
    valid = {value.kind for value in values if value.status != "invalid"}
    errand, expect = state.get("errand"), state.get("expect") or {}
    done = errands.standing(state.get("receipts") or [])
    known = done[-1] if done else None
    if (
        errand is not None
        and expect.get("slot") == "text"
        and not {"cancel_task", "ask_human", "start_over"} & set(heard)
    ):
        return "message", 1.0
    if "goodbye" in heard and errands.untold(errand, expect):
        return "message", 1.0
    books = "party_size" in valid and inquiries.RESERVE.search(said)  # and only says why it is to be a quiet table
    if acts.complains(text) and not books and expect.get("slot") != "text":
        return "person", 1.0
    if (
        expect.get("slot") != "text"
        and colleagues.affair(text, valid)
        and (errand is None or not held(errand) or colleagues.wants_a_call(text))
    ):
        return "person", 1.0
    if errand is not None and errand["kind"] == "cancel" and expect.get("which") and agreement.wants_all(text):
        return "cancel_reservation", 1.0
    if errand is not None and errand["kind"] == "change" and expect.get("which") and agreement.means_all(text):
        return "change_reservation", 1.0
    if errand is not None and expect.get("agreement") and (agreement.only_all(text) or acts.hesitates(text)):
        return "reservation", 1.0
    if state.get("handed_off") and (
        colleagues.WILL_YOU_CALL.search(said)
        or colleagues.whose_call(kinds, said, errand)
        or (errand is None and colleagues.pleads(said))
    ):
        return "person", 1.0
    if errand is not None and errand["notes"] and not kinds and wishes.orders_it(text):
        return "reservation", 1.0
    if errand is not None and errand["kind"] == "table" and held(errand) and plans.stays_until(text):
        return "reservation", 1.0  # "yes, if we can stay until eleven"
    if errand is None and known and wishes.asks_of(text, known.get("notes") or ""):
        return "receipt", 1.0
    if inquiries.asks_if_noted(text) and (
        known
        or (errand is None and state.get("pointed"))
        or (errand is not None and errand["kind"] in errands.BOOKINGS | {"change"})
    ):
        return ("reservation" if errand is not None else "check_reservation"), 1.0
    if (
        expect.get("slot") in POINTED_BY
        and errand is not None
        and errand["kind"] in errands.POINTING
        and NOT_AT_HAND.search(text)
    ):
        return "reservation", 1.0
    if matters.urgent(text) and not kinds & {"check_in", "check_out"}:
        return "person", 1.0
    a_table = bool(
        books and {"date", "time"} & valid and inquiries.TABLE_WORDS.search(said)
    )  # and a receipt for the company
    nothing_else = (errand is None or errand["kind"] == "message") and not a_table
    if nothing_else and not valid & {"party_size"} and on_file.LOST.search(said):
        return "message", 1.0
    if nothing_else and not (kinds & errands.WISH_KINDS or "code" in kinds) and wishes.to_the_room(text):
        known_here = errand is None and (done or state.get("pointed"))
        return ("change_reservation" if known_here else "message"), 1.0  # "a bottle of red in the room, please"
    undone = "cancel_task" in heard and on_file.CANCEL.search(said)  # "cancel my room and book a new one"
    only_told = len(kinds & (errands.STAY_KINDS | {"party_size"})) < 2 and matters.told(text) and not undone
    only_told = only_told and not kinds & errands.LONGER_KINDS  # "we're in room 106 and would stay a night longer"
    known_one = errand is None and (done or state.get("pointed"))
    to_be_told = on_file.MESSAGE.search(said) or errands.message(text, asked=False)
    if only_told and known_one and matters.wants_paper(text) and not to_be_told:
        return "change_reservation", 1.0  # an invoice to the company is noted with the booking
    if nothing_else and (only_told or (not books and matters.after_a_stay(text))):
        return "message", 1.0
    if errand is None and done and on_file.for_another(text):
        return "reservation", 1.0  # beside what is booked, and no change of it
    if errand is None and valid >= _A_STAY and valid & {"check_out", "nights"} and asks_advice(text):
        return "reservation", 1.0  # what is free is the advice
    if errand is not None and errands.in_vain(errand) and not kinds and at_a_loss(text):
        return "reservation", 1.0
    if errand is not None and errand["kind"] != "message" and not kinds and on_file.lets_be(text):
        return "reservation", 1.0
    if errand is not None and errand["kind"] == "change" and not kinds and inquiries.costs_otherwise(text):
        return "change_reservation", 1.0
    if on_file.wants_no_booking(text):
        asks_else = bool(inquiries.ASKING.search(text) or inquiries.TO_KNOW.search(text))
        return ("reservation" if errand is not None else "question" if asks_else else "greet"), 1.0
    if (talk := desk.asked(text)) and not (errand is not None and talk == "wrong_number"):
        return talk, 1.0
    if inquiries.IDENTITY.search(text):
        return ("person" if "ask_human" in heard and _PREFERS.search(text) else "identity"), 1.0
    given = errand is None and kinds <= {"code", "name", "phone", "date", "check_in"}
    given = given and ("code" in kinds or {"name", "phone"} <= kinds)
    undoes = on_file.CANCEL.search(said) or on_file.UNDO.search(said) or _UNDONE_FREE.search(said)
    if given and "?" in text and undoes and not on_file.WAS_CANCELLED.search(said):
        return "cancel_reservation", 1.0  # "I have to cancel …, is that free?": told what it costs, and asked
    if errand is None and not done and state.get("pointed") and not kinds and _UNDONE_FREE.search(said):
        return "cancel_reservation", 1.0  # likewise, of the one that was just found
    of_none = errand is None and not done and not state.get("pointed") and not valid & (_A_WHOLE_STAY | {"code"})
    if acts.asks_to_cancel(text) or _IF_LATER.search(said) or (of_none and _WHAT_IF.match(said)):
        return "question", 1.0
    if CODE_AGAIN.search(text) and done:
        return "receipt", 1.0
    if errand is None and known and known.get("room") and inquiries.asks_room_number(text):
        return "question", 1.0
    if _THE_CODE.search(text):
        return ("receipt" if errand is not None and errand["kind"] in errands.BOOKINGS else "resend"), 1.0
    if IS_IT_BOOKED.match(text):
        return ("receipt" if done or state.get("epoch") else "check_reservation"), 1.0
    if (of_what := colleagues.asked_of_what_is_done(text, state)) is not None:
        return of_what, 1.0
    if nights(state) and inquiries.asks_per_night(text, kinds):
        return "per_night", 1.0
    if errand is not None and expect.get("add") and bare_way(text):
        return "reservation", 1.0
    cancelling = errand is not None and errand["kind"] == "cancel"
    if not cancelling and total(state) and inquiries.asks_total(text, state.get("topic") or "", kinds):
        return "total", 1.0
    if errand is not None and errand["kind"] == "room":
        offered = expect.get("slot") == "room_type" and inquiries.of_the_offers(text)
        if offered or (held(errand) and inquiries.of_the_difference(text)):
            return "reservation", 1.0
    if errand is not None and errand["kind"] == "group_room" and inquiries.only_the_price(text):
        return "reservation", 1.0
    if inquiries.asks_of_another_room(text, heard, kinds, held(errand) if errand else known):
        return ("reservation" if errand else "question"), 1.0
    if state.get("topic") == "hours" and inquiries.follows_up(text, values):
        return "question", 0.9
    stands = bool(done or state.get("pointed") or (errand and errand["target"]))
    receipts = state.get("receipts") or []
    just_cancelled = bool(errand is None and receipts and receipts[-1]["operation"] == "cancel")
    if just_cancelled and the_one_too(text, kinds):
        return "cancel_reservation", 1.0  # "and the one on Friday, too"
    rebooks = just_cancelled and not done
    if rebooks and _ANEW_AFTER_ALL.search(said) and valid & {"date", "time", "party_size"}:
        return "reservation", 1.0
    if errand is not None and errands.in_vain(errand) and on_file.books_instead(text, valid):
        return "reservation", 1.0
    if errand is not None and errands.sought_for(errand) and on_file.books_after_all(text):
        return "reservation", 1.0
    known_by_code = errand is None and "code" in kinds
    if known_by_code and (
        ("phone" in kinds and on_file.RENUMBERED.search(text)) or ("name" in kinds and on_file.RENAMED.search(text))
    ):
        return "change_reservation", 1.0
    existing = on_file.existing(
        said,
        heard,
        kinds,
        errand,
        expect,
        valid=valid,
        named=_names_another(values, done, errand),
        stands=stands,
    )
    if existing is not None:
        return existing, 1.0
    of_fee = state.get("topic") in inquiries.OF_CANCELLING.values()  # it is asked what that costs, not the stay
    if errand is None and not done and state.get("pointed") and not kinds and _of_the_stay(text, said) and not of_fee:
        return "check_reservation", 1.0
    if errand is None and not done and (own := on_file.of_whom_it_is(said, heard, kinds)) is not None:
        return own, 1.0
    if (
        errand is None
        and state.get("pointed")
        and (
            kinds & {"extra", "no_extra", *errands.LONGER_KINDS}
            or (kinds & {"note", "occasion"} and not inquiries.ASKING.search(text))
        )
        and not kinds & errands.WISH_KINDS
    ):
        return "change_reservation", 1.0
    if (
        errand is None
        and not (done or state.get("pointed"))
        and not valid & _A_WHOLE_STAY
        and not on_file.ANEW.search(said)
    ):
        if any(value.rule == reading.ARRIVING for value in values):
            return "running_late", 1.0  # a room is booked, and the desk is to know
        if any(value.rule == "ordered" for value in values) and not valid & errands.WISH_KINDS - {"check_in"}:
            return "change_reservation", 1.0  # "could you note we're coming by car?"
        if kinds & {"note", "extra", "no_extra"} and (
            _FORGOT_TO_SAY.search(said) or ("check_in" in kinds and _STAYS_HERE.search(said))
        ):
            return "change_reservation", 1.0
    comes_along = errand is None and any(value.rule == reading.BROUGHT for value in values)
    if comes_along and (done or state.get("pointed")) and not kinds & errands.WISH_KINDS:
        return "change_reservation", 1.0  # "can our dog come too?"
    noted = errand is None and (done or state.get("pointed")) and "note" in kinds and not kinds & errands.WISH_KINDS
    if noted and _PLACED.search(said) and not on_file.SECOND.search(said):
        return "change_reservation", 1.0  # "can you give us a table by the window?"
    if errand is None and done and "time" in kinds and kinds <= {"time", "date"} and _OFFERED_TOO.search(said):
        return "change_reservation", 1.0  # "would you have anything at two as well?"
    another = inquiries.RESERVE.search(said) or on_file.SECOND.search(said) or {"cancel_task", "ask_human"} & set(heard)
    if (
        errand is None
        and (done or state.get("pointed"))
        and inquiries.told_beside(values)
        and not (kinds & errands.WISH_KINDS or another or on_file.AND_FOR.search(said))
    ):
        return "change_reservation", 1.0
    if errand is None and (done or state.get("pointed")) and "phone" in kinds and on_file.RENUMBERED.search(text):
        return "change_reservation", 1.0
    if errand is None and state.get("pointed") and "name" in kinds and on_file.RENAMED.search(text):
        return "change_reservation", 1.0
    found = {"check_in": state["pointed"]} if state.get("pointed") and kinds & {"room_type", "view"} else None
    if (
        errand is None
        and (known or state.get("pointed"))
        and on_file.to_be_otherwise(text, said, kinds, values, known or found)
    ):
        return "change_reservation", 1.0
    if (
        errand is None
        and (done or state.get("pointed"))
        and any(value.rule in on_file.FROM_WHAT_STANDS for value in values)
    ):
        return "change_reservation", 1.0  # "push it back an hour", "one child less"
    if errand is None and done and _renames(kinds, values, done[-1]) and "?" not in text:
        return "change_reservation", 1.0  # "my name is Voß, actually"
    if errand is None and on_file.puts_right_request(text, values, state):
        return "reservation", 1.0
    of_us = valid <= {"party_size", "note", "date"} and any(value.rule in on_file.WE_COME_AS for value in values)
    if (
        errand is None
        and (done or state.get("pointed"))
        and of_us
        and "?" not in text
        and not inquiries.RESERVE.search(said)
        and not on_file.SECOND.search(said)
    ):
        return "change_reservation", 1.0  # "we'll be four after all"
    if errand is None and (done or state.get("pointed")) and on_file.only_as_many(text, said, kinds, values):
        return "change_reservation", 1.0  # "and six people, please"
    if (
        errand is None
        and (done or state.get("pointed"))
        and any(value.rule in _MOVED_BY for value in values)
        and not (
            inquiries.RESERVE.search(said)
            or on_file.SECOND.search(said)
            or inquiries.of_price(text)
            or inquiries.asked_what_if(said)
        )
    ):
        return "change_reservation", 1.0  # "can I push everything back by a week?"
    if errand is None and (done or state.get("pointed")) and another_month(text) and on_file.moves(said):
        return "change_reservation", 1.0  # "could we move it to May?"
    if errand is None and state.get("pointed") and _AGAIN.search(said):
        return "check_reservation", 1.0
    if errand is None and on_file.HAVE_BACK.search(said) and receipts:
        return ("reservation" if receipts[-1]["operation"] == "cancel" else "unclear"), 1.0
    if "ask_human" in heard:
        return "person", 1.0
    besides = errand is not None and not kinds - {"view", "note"} and wishes_besides(text, errand)
    if (inquiries.asks_of_rooms(text, kinds) and not besides) or (
        inquiries.pays_less(text) and not kinds & errands.WISH_KINDS
    ):
        return "question", 1.0
    if besides:
        return "reservation", 1.0  # and a note for the team
    about_house = inquiries.asks(text, values)
    named_before = errand is None and inquiries.of_what_was_named(text, state.get("topic") or "")
    if named_before and not valid & {"nights", "check_out", "room_type"}:
        return "question", 1.0  # "can I book one for Saturday?", of a massage
    if inquiries.compares(text) and not valid & _A_WHOLE_STAY - {"room_type"}:
        return "question", 1.0
    if not kinds & {"room_type", "check_out", "nights"} and inquiries.needs_booking(text, values):
        return "question", 1.0
    if errand is None and not done and inquiries.of_us(text, values):
        return "reservation", 0.9  # "we come with a dog, would Saturday at seven work, we are four?"
    if errand is None and kinds <= {"date", "check_in", "period", "time"} and inquiries.may_come(text):
        return "question", 0.9
    of_own = _OWN_ROOM.search(said) or (done and not kinds and re.search(r"\b(?:instead|stattdessen)\b", said))
    if errand is None and not kinds & errands.WISH_KINDS and inquiries.ASKING.search(text) and of_own:
        return "question", 1.0
    if errand is not None:
        if expect.get("slot") == "phone" and numbers.digits_alone(text):
            return "reservation", 1.0
        of_days = expect.get("slot") == "day" or any("day" in one for one in expect.get("choice") or ())
        apart = of_days and inquiries.answered_apart(text, values, "date")
        if about_house and not apart and _only_asked(text, said, heard, kinds):
            return "question", 1.0
        if not kinds and set(heard) == {"backchannel"}:
            return "unclear", 1.0
        if errands.ERRAND_ACTS & set(heard) or answers(values, state):
            return "reservation", 1.0
        if (expect.get("slot") in ("name", "phone") and INDIFFERENT.match(text)) or on_file.reopened(
            text, errand, kinds
        ):
            return "reservation", 1.0
        if expect.get("slot") in ("day", "check_in") and (choices.YEAR.search(text) or days.month_asked(text)):
            return "reservation", 1.0
        if another_month(text) or (expect.get("which") and choices.month(text)):
            return "reservation", 1.0
        if (expect.get("slot") == "room_type" and choices.placed(text)) or (
            errand["kind"] == "room" and inquiries.of_price(text)
        ):
            return "reservation", 1.0
    elif "minutes" in kinds and on_file.late_again(state):
        return "running_late", 1.0
    elif state.get("receipts"):
        after = on_file.after_booking(said, heard, kinds, values, done, about_house=about_house)
        if after is not None:
            return after, 1.0
    if errand is None and (
        (inquiries.asks_to_stay_alone(text) and not valid & _A_WHOLE_STAY - {"party_size"})
        or (not done and inquiries.only_tells_the_day(text, values))
    ):
        return "question", 1.0
    if errand is None and inquiries.seeks(said, kinds):
        return "reservation", 1.0
    if (
        inquiries.RESERVE.search(said if kinds & errands.WISH_KINDS else _THE_ONE.sub(" ", said))
        and not (about_house and not kinds & errands.WISH_KINDS)
        and not _only_asked(text, said, heard, kinds)
    ):
        return "reservation", 1.0
    if not about_house and inquiries.HOURS.search(text) and _only_asked(text, said, heard, kinds):
        return "question", 1.0
    if about_house and not inquiries.told_apart(text, values):
        return "question", 1.0
    if "party_size" in kinds and kinds & {"date", "time", "check_in", "check_out"}:
        return "reservation", 0.9
    if {"check_in", "check_out"} <= kinds and ("?" not in text or _STILL_FREE.search(said)):
        return "reservation", 0.9
    if errand is None and not done and "?" not in text and any(value.rule in on_file.WE_COME_AS for value in values):
        return "reservation", 0.9
    if (
        errand is None
        and not done
        and "party_size" in valid
        and _CELEBRATES.search(said)
        and not inquiries.of_price(text)
    ):
        return "reservation", 0.9  # "we'd like to celebrate our wedding with you, some 35 of us"
    if kinds & {"room_type", "nights"} and kinds & {"check_in", "check_out", "party_size"}:
        return "reservation", 0.9
    if kinds & errands.STAY_KINDS and _COMES.search(said):
        return "reservation", 0.9
    if inquiries.ASKING.search(text) and _OFFERS.search(said) and not kinds & errands.WISH_KINDS:
        return "question", 0.9
    if errand is None and manners.understands(text):
        return "thank", 0.9
    for act, intent in (("goodbye", "goodbye"), ("thank", "thank"), ("greet", "greet")):
        if act in heard and (not inquiries.ASKING.search(text) or len(said.split()) <= 2):  # "hello?"
            return intent, 0.9
    if "date" in kinds and kinds <= errands.WISH_KINDS | {"period"} and "?" not in text and len(said.split()) <= 5:
        return "reservation", 0.9
    if errand is not None and errand["kind"] == "message" and not inquiries.ASKING.search(text):
        return "message", 0.9
    return UNSURE, 0.0


_A_STAY = frozenset({"check_in", "party_size"})


def asks_advice(text: str) -> bool:
    """Whether it is asked what the house would recommend: "was würden Sie empfehlen?"."""
    return bool(_ADVICE.search(words.said(text)))


_ADVICE = re.compile(
    r"\b(?:recommend\w*|suggest\w*|advise|empfehl\w*|empfiehl\w*|vorschlag\w*|vorschläg\w*|raten sie|rätst|what (?:have you|do you have|can you offer|is there)|was (?:haben sie|habt ihr|gibt es|bieten sie|hätten sie|können sie \w+ anbieten))\b"
)


def at_a_loss(text: str) -> bool:
    """Whether it is asked what to do now that nothing was found: "so what do I do now?", "und jetzt?"."""
    return bool(_AT_A_LOSS.search(words.said(text)))


_AT_A_LOSS = re.compile(
    r"\bwhat (?:do|can|should|shall|am) (?:i|we) (?:\w+ )?(?:do|to do)\b|^\W*(?:so |and )?(?:what|now what|what now)(?: now| then)?\W*$|\bwas (?:mach\w*|tu\w*|soll\w*|kann) (?:ich|wir) (?:\w+ ){0,2}(?:jetzt|nun|da|tun|machen)\b|^\W*und (?:jetzt|nun)\W*$"
)


_PUT = re.compile(rf"^\W*(?:(?:and|und|also|oh|ach|ok|okay|so|dann|then)\W+)*{inquiries.OPENS}", re.IGNORECASE)


def puts_question(text: str) -> bool:
    """Whether an utterance begins as a question does."""
    return bool(_PUT.search(text))


def only_put(text: str, values: Sequence[Value]) -> bool:
    """Whether an utterance is a question in which nothing was heard but a name, or itself as a note."""
    whole = len(text) // 2
    if any(one.kind == "note" for one in values) and _TO_BE_DONE.search(words.said(text)):
        return False  # "could you put a candle on the table?"
    return puts_question(text) and all(
        one.kind == "name" or (one.kind == "note" and one.span[1] - one.span[0] >= whole) for one in values
    )


_TO_BE_DONE = re.compile(
    r"\b(?:(?:can|could|would|will) you (?:(?:please|maybe|perhaps|also|just) )*(?:put|place|set up|arrange|prepare|light|decorate|leave)|(?:could|would) you (?:(?:please|maybe|perhaps|also|just) )*have)\b (?!to\b|in\b|off\b)"
    r"|\b(?:könn|würd)\w+ (?:sie|ihr|du)\b[^.!?]{0,60} (?:(?:hin|auf|bereit|dazu)?(?:stellen|legen)|vorbereiten|dekorieren|anzünden)\b"
)
"""What the staff is asked to do at the table or in the room."""
OF_A_GUEST = "privacy"
"""What is talked of where it was asked after another guest."""


def asks_on_of_a_guest(text: str) -> bool:
    """Whether it is asked further after a guest of whom nothing was said: "can't you just tell me the room number?"."""
    said = words.said(text)
    return bool(_HIS_ROOM.search(said) or (inquiries.ASKING.search(text) and _OF_HIM.search(said)))


_HIS_ROOM = re.compile(
    r"\b(?:(?:which|what|his|her|their|the) room(?: number)?|zimmernummer|(?:welche\w*|sein\w*|ihr\w*) zimmer)\b"
)
_OF_HIM = re.compile(
    r"\b(?:he|she|they|his|her|him|er|ihn|ihm|seine?\w*|(?:ob|ist|hat|wann|wo) sie)\b(?!.*\b(?:message|tell (?:him|her|them)|give (?:him|her|them)|ausrichten|nachricht|sagen sie (?:ihm|ihr))\b)"
)
_THE_ONE = re.compile(
    r"\b(?:the|our|my|this|that|your|which|how many|der|die|das|den|dem|unser\w*|mein\w*|diese[nrms]?|ihre?|eure?|welche\w*|wie viele) (?:\w+ )?(?:tables?|tische?[ns]?|rooms?|zimmern?|plätze|seats?|reservations?|bookings?|reservierung|buchung)\b(?!.{0,24}\b(?:free|available|left|frei|verfügbar)\b)"
)
"""A table that is spoken of and not wished for: "how long is the table ours?", "which tables are there?"."""
_CELEBRATES = re.compile(
    r"\b(?:celebrat\w*|party|parties|wedding|reception|heirat\w*|marry|married|feiern?|gefeiert|\w*feier|hochzeit\w*|\w*geburtstag|verein|firma|christening|taufe)\b"
)


def celebrates(text: str) -> bool:
    """Whether a feast is spoken of: a wedding, a birthday party, the firm's celebration."""
    return bool(_FEAST.search(words.said(text)))


_FEAST = re.compile(
    r"\b(?:weddings?|marry|married|celebrat\w*|(?:birthday|anniversary|engagement|garden) party|christening|heirat\w*|hochzeit\w*|feiern?|gefeiert|\w*feier|\w*geburtstag|taufe)\b"
)


def _renames(kinds: Set[str], values: Sequence[Value], booked: Mapping[str, Any]) -> bool:
    """Whether nothing but a name is said, and it is not the one that was just booked under."""
    named = [value for value in values if value.kind == "name" and value.rule in ("introduced", "hinted", "spelled")]
    return kinds == {"name"} and bool(named) and named[-1].value != booked.get("name")


_PLACED = re.compile(
    r"\b(?:an?|any|the|einen?|ein|keinen?|den) (?:\w+ )?(?:table|tisch|platz|room|zimmer)\b (?:(?:right|directly|direkt|ganz) )?(?:am|an|bei|in|im|neben|nahe|nah|mit|ohne|zu\w*|weg|by|at|near|next|close|with|without|away|in|not)\b"
    r"|\b(?:window|corner|quiet|bigger|larger|round|high|fenster|eck|ruhige[nrs]?|größere[nrs]?|runde[nrs]?) ?(?:table|tisch|platz|seats?)\b"
)
"""Wishing for a table by its place: of what is booked already, and not of another."""
_OFFERED_TOO = re.compile(
    r"\b(?:hätten|haben|habt|gibt|gäbe|ginge|geht|wäre|have you|do you have|would you have|is there|anything|something|what about|how about|was|etwas)\b"
)
_ANEW_AFTER_ALL = re.compile(
    r"\b(?:re-?book|book (?:me|us|it|again|anew|another)|again|instead|new (?:booking|reservation|table)|same (?:details|names?|data|number)|neu (?:reservieren|buchen)|neue (?:reservierung|buchung)|wieder|stattdessen|dafür|(?:gleiche|selbe)n? (?:daten|name\w*|angaben|(?:uhr)?zeit)|same (?:time|hour)|vielleicht|maybe|perhaps|reserv\w+|buchen|book)\b"
)
"""Wanting another in the place of what was just cancelled."""
SAME_HOUR = re.compile(r"\b(?:(?:the )?same (?:time|hour)|(?:zur )?(?:gleiche|selbe)n? (?:uhr)?zeit)\b", re.IGNORECASE)
"""At the hour of what was cancelled."""
INDIFFERENT = re.compile(
    r"^(?:\W|\b(?:oh|well|just|ach|ja|yes|ok|okay|please|bitte|i said|come on|mein gott)\b)*(?:whatever|i don'?t (?:care|mind)|(?:it )?doesn'?t matter|(?:book|do|reserve|take) (?:it|that|the (?:table|room))|any(?: name| one)?|any name will do|no matter|"
    r"(?:ist (?:mir |doch |das )*)?egal|spielt keine rolle|wurscht|irgendein\w*|mach\w*(?: sie)?(?: das| es)?(?: doch)? einfach|(?:buch\w*|reservier\w*)(?: sie)?(?: das| es)?(?: doch)? einfach|einfach (?:buchen|reservieren|machen))"
    r"(?:\W|\b(?:now|already|then|please|jetzt|endlich|halt|bitte|dann|name|under)\b)*$",
    re.IGNORECASE,
)
"""Not caring what is put down for a name or a number."""
_IN_PLACE = re.compile(
    r"\b(?:instead|rather|actually|make it|better|eigentlich|move|change|postpone|or|lieber|stattdessen|eher|besser|doch|oder|verschieb\w*|umbuchen)\b"
)


def another_month(text: str) -> int | None:
    """The month (1 to 12) that is wished for in the place of a day that is known: "could we have it in March instead?"."""
    return days.month_asked(text) if _IN_PLACE.search(words.said(text)) else None


def wishes_besides(text: str, errand: Errand) -> bool:
    """Whether something is wished of the staff that is noted with a room that is kept, or with the request of a group."""
    if errand["kind"] in errands.GROUPS:
        return on_file.our_wish(text) or matters.of_the_room(text)
    return bool(held(errand).get("check_in")) and matters.of_the_room(text)


def held(errand: Errand) -> dict[str, Any]:
    """The facts of what is kept for an errand; none where nothing is, or for another number of guests than now come."""
    kept = errand["hold"]["facts"] if errand["hold"] else {}
    many = slot_value(errand["slots"], "party_size")
    return kept if many in (None, kept.get("party_size")) else {}


def total(state: Conversation) -> dict[str, Any]:
    """What has a price in this conversation, as facts: what is held, else what a change is about, else the last booked."""
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    if errand is not None:
        facts: Mapping[str, Any] = held(errand) or errand["target"] or {}
    else:
        facts = done[-1] if done else {}
    return dict(facts) if facts.get("total_cents") is not None else {}


def dates_offered(state: Conversation) -> list[dict[str, Any]]:
    """The stays of which the caller has still to choose one, where others were offered than the one that was wished for."""
    expect, errand = state.get("expect") or {}, state.get("errand")
    options = expect.get("choice") or [] if errand is not None and not held(errand) and not errand["target"] else []
    return [dict(one) for one in options] if all(one.get("total_cents") is not None for one in options) else []


def bare_way(text: str) -> str:
    """Whether an extra that is spoken of is wished ("more": "with it", "mit") or not ("less": "then without"); "" for neither."""
    for said in _CLAUSE.split(text):
        if m := _BARE_WAY.match(said):
            return "less" if m["less"] else "more"
    return ""


_CLAUSE = re.compile(r"[.,;:!?\n]+|\s[-–—]\s")
_BARE_WAY = re.compile(
    r"^(?:\W|\b(?:then|dann|ok|okay|so|lieber|doch|please|bitte|yes|ja|gern|no|nein)\b)*(?:(?P<less>without|ohne|(?:leave|take) (?:it|that|them) (?:out|off)|(?:skip|drop) (?:it|that|them)|(?:das |es )?(?:weglassen|weg|raus)|(?:lass(?:en)?|streiche?n?) (?:(?:wir|sie|uns|doch|bitte) )*(?:das|es|ihn|sie)(?: (?:doch|bitte|dann|weg|raus))*)|with|mit|(?:add|include|take) (?:it|that|them)|(?:das |es )?dazu(?:nehmen|buchen)?)(?: (?:it|that|them|das|es|ihn|sie))?(?:\W|\b(?:then|please|bitte|dann|lieber)\b)*$",
    re.IGNORECASE,
)


def offered(errand: Errand | None) -> list[str]:
    """The kinds of room between which the caller has still to choose."""
    if errand is None or errand["kind"] != "room" or held(errand):
        return []
    return list((errand["shown"] or {}).get("offered") or [])


def nights(state: Conversation) -> dict[str, Any]:
    """The stay whose nights have prices in this conversation, as facts: what `total` finds, else the room and the days
    that are wished for.
    """
    errand = state.get("errand")
    if (facts := total(state)).get("check_in") or errand is None or errand["kind"] != "room":
        return facts if facts.get("check_in") else {}
    wish = {name: slot_value(errand["slots"], name) for name in ("room_type", "check_in", "check_out")}
    return wish if all(wish.values()) else {}


_OFFERS = re.compile(
    r"^(?!.*\b(?:free|frei|availab\w*|verfügbar|space|platz|slots?|anything|something|etwas|termine?)\b).*(?:\b(?:do|have) you (?:guys |also |still )?(?:have|got|offer|serve|sell|take|accept)\b|\b(?:is|are) there\b|\b(?:gibt es|gibt's|haben sie|habt ihr|bieten sie|bietet ihr|nehmen sie|nehmt ihr)\b)"
)
"""Asking whether the house has or offers something."""


def _names_another(values: Sequence[Value], done: Sequence[Any], errand: Any) -> bool:
    """Whether a day is named on which something stands that was booked here, and that the errand in hand is not about."""
    if errand is None:
        return False
    days = {value.value for value in values if value.kind in ("date", "check_in") and value.status == "valid"}
    own = {(errand["slots"].get(name) or {}).get("value") for name in ("day", "check_in")}
    return bool((days - own) & {facts.get("day") or facts.get("check_in") for facts in done})


_IF_LATER = re.compile(
    r"\b(?:if|in case|falls|wenn)\b.{0,40}\b(?:can|could|may|kann|können|könnte\w*|darf) (?:i|we|ich|wir)\b.{0,30}\b(?:change|move|cancel|rebook|ändern|verschieben|umbuchen|stornieren|absagen)\b"
    r"|^\W*(?:\w+\W+){0,3}(?:can|could|may|kann|können|darf) (?:i|we|ich|wir)\b.{0,30}\b(?:change|move|ändern|verschieben|umbuchen)\b.{0,20}\b(?:if|in case|later on|falls|wenn)\b(?! (?:possible|möglich|es geht))"
)
"""Asking whether a booking could be changed, should things turn out otherwise: nothing is to be changed now."""
_MOVED_BY = frozenset(("more_nights", "in_another", stays.MOVED))
"""Rules of days that are counted from those of what is booked."""
_STILL_FREE = re.compile(r"\b(?:free|available|vacant|frei|verfügbar|zu haben)\b")
_WHAT_IF = re.compile(
    r"^\W*(?:(?:and|und|but|aber|so|also|ok|okay)\W+)*(?:what (?:if|happens (?:if|when))|(?:was (?:ist|passiert|wäre|geschieht)|wie ist es)\W+wenn)\b.*\b(?:leav\w*|depart\w*|go home|check out|early|late|abreis\w*|abfahr\w*|früher|eher|später|komm\w*)\b"
)
"""Asking what would be if a stay went otherwise, of none that was booked."""
_ANYBODY = re.compile(
    r"^\W*(?:(?:hello|hi|hallo|hey|and|und|so|äh|um|sorry|entschuldigung|nochmal|noch mal|again)\W+)*(?:are you (?:still )?there|(?:is )?any(?:body|one) (?:there|home)|still there|"
    r"sind sie (?:noch )?(?:da|dran)|bist du (?:noch )?da|seid ihr (?:noch )?da|ist (?:(?:da|noch|denn|hier|etwa) )*(?:jemand|wer|keiner|niemand)(?: (?:mehr|da|hier))*|is (?:there )?(?:nobody|no one|no-one)(?: there| here)?|noch da)\W*$",
    re.IGNORECASE,
)


def _only_asked(text: str, said: str, heard: Collection[str], kinds: Set[str]) -> bool:
    """Whether a day in the utterance only says for when the house's hours are asked: "are you open on Sunday?"."""
    if not inquiries.ASKING.search(text) or {"affirm", "correct"} & set(heard):
        return False
    if inquiries.RESERVE.search(said) and not inquiries.HOURS.search(said):
        return False
    return (
        bool(inquiries.HOURS.search(text))
        and kinds & errands.WISH_KINDS <= {"date", "check_in", "time"}
        and not inquiries.HAS_TABLE.search(said)
    )


def answers(values: Sequence[Value], state: Conversation) -> bool:
    """Whether one of the values is what the open errand is waiting for, or changes what it knows."""
    wanted = (state.get("expect") or {}).get("slot", "")
    wanted = {"day": "date", "extras": "extra", "notes": "note"}.get(wanted, wanted)
    useful = errands.WISH_KINDS | {"name", "phone", "email", "code", "minutes", "note", "occasion"}
    useful |= errands.LONGER_KINDS | errands.COUNTED_KINDS | {"extra", "no_extra", "view", "period", "at_most"}
    return any(value.kind == wanted or value.kind in useful for value in values)


_A_WHOLE_STAY = frozenset({"party_size", "nights", "check_out", "room_type"})
"""What is said of a stay that is still to be booked."""
_FORGOT_TO_SAY = re.compile(
    r"\b(?:forg[eo]t(?:ten)?|didn't|did not|haven't|should have|meant) (?:to |yet )?(?:tell|told|mention(?:ed)?|say|said|add(?:ed)?|ask(?:ed)?|note|let you know)\b"
    r"|\bvergessen\b.{0,40}\b(?:sagen|erwähnen|anzugeben|mitzuteilen|dazuzusagen|dass)\b|\b(?:nicht|noch) (?:erwähnt|gesagt|angegeben|dazugesagt)\b"
)
"""Adding to what was said before, when it was booked."""
_STAYS_HERE = re.compile(
    r"\b(?:we|i)(?:'re|'m| are| am| will be|'ll be) (?:staying|your guests?|guests?)\b|(?<!can )(?<!could )(?<!may )(?<!do )(?<!when )\b(?:we|i)(?: are|'re| am|'m)? (?:arriv(?:e|ing)|check(?:ing)? in|due)\b"
    r"|\b(?:wir|ich) (?:sind|bin|kommen|komme|wohnen|wohne|übernachten|übernachte)\b.{0,40}\bbei (?:ihnen|euch)\b|\b(?:wir|ich) (?:reisen?|checken?)\b.{0,40}\b(?:an|ein)\b"
)
"""Saying when one will be a guest, as of something that is settled."""
