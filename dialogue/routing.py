"""Where a turn goes: the intent of an utterance, as far as words and the state of the errand decide it.

What nothing here decides is `UNSURE`, and the embedding neighbours are asked.
"""

import re
from collections.abc import Collection, Sequence

from dialogue.state import Conversation
from language.values import Value

UNSURE = "unsure"

RESERVE = re.compile(
    r"\b(book(?:ing)?|reserve|reservation|table for|get a table|have a table|a table|reservieren|reservierung|reserviere|"
    r"tisch|buchen|plätze? für|seats? for|space for|room for|fit \d+|squeeze)\b",
    re.IGNORECASE,
)
EXISTING = re.compile(
    r"\b(cancel|change|move|modify|reschedule|postpone|update|confirm|running late|stornieren|absagen|ändern|verschieben|"
    r"umbuchen|verlegen)\b.{0,40}\b(my|our|the|meine[nr]?|unsere[nr]?|die|den|eine)\b.{0,20}\b(reservation|booking|table|"
    r"reservierung|buchung|tisch)\b|\b(reservierung|buchung|tisch)\b.{0,30}\b(stornieren|absagen|ändern|verschieben|"
    r"umbuchen|verlegen)\b|\bi (?:have|made) a (?:reservation|booking)\b|\bich habe (?:einen tisch|eine reservierung)\b",
    re.IGNORECASE,
)
ABOUT_THE_HOUSE = re.compile(
    r"\b(menu|dish|order|take-?away|deliver|mitnehmen|liefer|bestell|vegan|vegetarian|gluten|allerg|parking|park|dogs?|children|kids menu|high ?chairs?|price|cost|how much|"
    r"address|where are you|your (?:phone|telephone|number)|call you|reach you|location|open|opening|hours|close|wheelchair|terrace|garden|wi-?fi|pay|card|cash|voucher|gift|"
    r"speisekarte|gericht|vegan|vegetarisch|glutenfrei|allergi|parken|parkplatz|hund|hunde|kinder|preis|"
    r"kostet|kosten|(?:ihre|eure) (?:telefon)?nummer|adresse|wo (?:sind|seid|liegt)|geöffnet|öffnungszeit|offen|auf\?|schließt|rollstuhl|terrasse|barrierefrei|"
    r"wlan|zahlen|karte|gutschein)\w*",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\?\s*$|\?\s|^\s*(what|when|where|who|which|how|why|do|does|is|are|can|could|have you|was|wann|wo|wer|welche[rsn]?|wie|"
    r"warum|gibt|habt|haben sie|ist|sind|kann|können|darf)\b",
    re.IGNORECASE,
)
IDENTITY = re.compile(
    r"\b(?:are you|am i (?:talking|speaking|writing|chatting) (?:to|with)|is this|sind sie|bist du|spreche ich mit|schreibe ich mit|"
    r"rede ich mit)\b.{0,20}\b(?:robot|bot|ai|machine|computer|human|person|mensch|maschine|roboter|ki|echt\w*|real)\b",
    re.IGNORECASE,
)
CODE_AGAIN = re.compile(
    r"\b(?:what|which|repeat|tell|give|forgot|wie|welche[rn]?|noch ?mal|vergessen)\b.{0,30}\b(?:my|the|mein|meinen|der|den) (?:booking |"
    r"reservation |confirmation |bestätigungs|buchungs|reservierungs)?(?:code|number|nummer|booking|reservation|buchung|"
    r"reservierung)\b",
    re.IGNORECASE,
)
DIGITS = re.compile(r"[\d\s.,/()+–-]*\d[\d\s.,/()+–-]*")
"""Nothing but digits and what stands between them."""
WISH_KINDS = frozenset({"party_size", "date", "time"})
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


def route(text: str, acts: Collection[str], values: Sequence[Value], state: Conversation) -> tuple[str, float]:
    """The intent and how sure it is. Intents: emergency, identity, person, reservation, existing_reservation, receipt,
    question, greet, thank, goodbye, or UNSURE.
    """
    open_errand = state.get("errand") is not None
    kinds = {value.kind for value in values}
    if "emergency" in acts:
        return "emergency", 1.0
    if IDENTITY.search(text):
        return "identity", 1.0
    if CODE_AGAIN.search(text) and state.get("receipts"):
        return "receipt", 1.0
    if "code" in kinds and not kinds & WISH_KINDS:
        return "existing_reservation", 0.9
    if "ask_human" in acts:
        return "person", 1.0
    if EXISTING.search(text) and not open_errand:
        return "existing_reservation", 1.0
    about_house = asks(text)
    if open_errand and (state.get("expect") or {}).get("slot") == "phone" and DIGITS.fullmatch(text):
        return "reservation", 1.0
    if open_errand and (ERRAND_ACTS & set(acts) or answers(values, state)):
        return "reservation", 1.0
    if RESERVE.search(text) and not (about_house and not kinds & WISH_KINDS):
        return "reservation", 1.0
    if about_house:
        return "question", 1.0
    if {"party_size"} <= kinds and kinds & {"date", "time"}:
        return "reservation", 0.9
    for act, intent in (("goodbye", "goodbye"), ("thank", "thank"), ("greet", "greet")):
        if act in acts and not ASKING.search(text):
            return intent, 0.9
    return UNSURE, 0.0


def may_ask(text: str) -> bool:
    """A first guess, before anything is known of the thread: whether this will turn out to be a question."""
    return bool(ASKING.search(text)) and not RESERVE.search(text)


def answers(values: Sequence[Value], state: Conversation) -> bool:
    """Whether one of the values is what the open errand is waiting for, or changes what it knows."""
    expect = state.get("expect") or {}
    wanted = {"day": "date"}.get(expect.get("slot", ""), expect.get("slot"))
    return any(value.kind == wanted or value.kind in WISH_KINDS | {"name", "phone"} for value in values)


def asks(text: str) -> bool:
    """Whether the utterance asks about the house, beside whatever it wants done."""
    return bool(ABOUT_THE_HOUSE.search(text) and ASKING.search(text))
