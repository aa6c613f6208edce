"""What goes to the team, or is asked of what went there: affairs, calls, what has been done."""

import re
from collections.abc import Set
from typing import Any

from dialogue import (
    errands,
    inquiries,
    on_file,
)
from dialogue.state import Conversation
from language import words


def whose_call(kinds: Set[str], said: str, errand: Any) -> bool:
    """Whether it is said who the colleague is to get back to: a name, a number or an address, and no wish."""
    return (
        errand is None
        and bool(kinds & {"name", "phone", "email"})
        and not kinds & errands.WISH_KINDS
        and not inquiries.RESERVE.search(said)
    )


WILL_YOU_CALL = re.compile(
    r"\b(?:(?:call|ring|phone|text|write|get) (?:\w+ ){0,2}?back|get in touch|hear (?:back )?from|when (?:will|does|do|can|is) (?:he|she|they|somebody|someone|your colleague|the colleague|a colleague|you|anybody|anyone)|how long (?:will|does|do|until|till)|(?:is|will|did) (?:anybody|anyone|somebody|someone|a person|your colleague|the colleague)|"
    r"(?:ruf\w*|meld\w*|schreib\w*) (?:\w+ ){0,5}?(?:zurück|mich|uns|bei (?:mir|uns)|sich)|zurückruf\w*|rückruf|meldet sich|wann (?:meld\w*|ruf\w*|kommt|hör\w*)|wie lange (?:dauert|muss|müssen)|kommt (?:da )?(?:noch )?(?:jemand|wer))\b"
)
"""Asking after the colleague who was promised."""
SENDING = re.compile(
    r"\b(?:re-?send|sen[dt]|e-?mail|mail|sms|text|receiv\w*|g[eo]t|arrive\w*|lost|again|\w*schick\w*|send\w*|bekomm\w*|erhalt\w*|angekommen|gekriegt|verloren|noch ?mal|noch einmal)\b",
    re.IGNORECASE,
)
"""What is said of a confirmation that is to be sent: nothing is sent on a guess."""
_IT = r"(?:it|that|this|everything|(?:the|our|my) (?:table|booking|reservation|room)|das|es|alles|(?:der|unser|mein) tisch|(?:die|unsere|meine) (?:reservierung|buchung)|(?:das|unser) zimmer)"
_ITS = r"(?:date|day|time|name|code|number of (?:people|guests)|datum|tag|uhrzeit|zeit|name|personenzahl)"
_OF_WHAT_IS_DONE = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|wait|sorry|hang on|hold on|just to (?:check|be sure)|no|i mean|please|und|also|aber|moment|warten sie|entschuldigung|bitte|noch ?mal|noch eine frage|danke|thanks)\W+)*(?:"
    rf"(?:under |in |on |for )?(?:what|which|whose) name(?: (?:is|was) {_IT})?(?: (?:booked|reserved))?"
    rf"|(?:for )?how many(?: (?:people|persons|guests|of us))? (?:(?:is|was) {_IT}|are we|(?:did|have) (?:i|we|you) (?:say|said|put|book|booked|noted?|have))"
    r"|for how many(?: (?:people|persons|guests))?"
    rf"|(?:what|which)(?:'s| is| was)? (?:the |my |our )?{_ITS}(?: (?:is|was) {_IT}(?= (?:for|at|on|booked|under)))?|when (?:is|was) {_IT}"
    rf"|are you (?:really |absolutely |quite )?(?:sure|certain)(?: (?:that |about )?(?:{_IT}|it's|that's|we|we're|there's|there is|you)\b.{{0,40}})?"
    rf"|(?:can|could|would) you (?:please )?confirm(?: {_IT}| the cancellation)?(?: (?:for|to) (?:me|us))?"
    rf"|(?:is|was|has) {_IT} (?:been )?(?:(?:now|really|definitely|actually|already|safely|still) )*(?:cancell?ed|changed|ours|kept|safe|held|on)"
    rf"|(?:are we|am i|will we|do we|might we) (?:going to |gonna )?(?:lose|losing) {_IT}|(?:will|do|can) you (?:still )?(?:keep|hold) {_IT}(?: for us)?"
    rf"|(?:auf|unter) (?:welche[nm]|wessen) namen?(?: (?:läuft|ist|war|steht|geht) {_IT})?"
    rf"|für wie ?viele(?: (?:personen|leute|gäste))?(?: (?:ist|war|läuft|gilt) {_IT}| (?:habe ich|haben wir|haben sie))|wie ?viele (?:personen |leute )?(?:sind wir|haben sie|habe ich)"
    rf"|(?:(?:um )?wie ?viel uhr|wann|welche[rnms]? {_ITS}) (?:ist|war) {_IT}|wie (?:war|ist|lautet|heißt) (?:noch ?mal )?(?:der|das|die) {_ITS}"
    rf"|sind sie (?:\w+ )?sicher(?: ,? ?dass .{{0,40}})?|(?:können|könnten|kannst|könntet) (?:sie|du|ihr) (?:mir |uns )?(?:das|es|die \w+) (?:(?:bitte|noch ?mal|auch|kurz) )*bestätigen"
    rf"|(?:ist|sind|wurde|war) {_IT} (?:(?:jetzt|nun|wirklich|schon|auch|dann|noch|trotzdem) )*(?:storniert|abgesagt|geändert|da|weg|sicher|frei)|(?:bleibt|steht|hält) {_IT}|(?:haltet|halten|verlieren|behalten) (?:sie |ihr |wir )?(?:uns |mir )?(?:den|unseren|meinen) tisch)"
    r"(?:\W+(?:again|then|now|please|for|at|on|under|booked|reserved|exactly|or not|though|noch ?mal|nochmal|noch|bitte|jetzt|denn|dann|eigentlich|trotzdem|frei|gebucht|reserviert|notiert|eingetragen|gesagt|doch gleich|so|uns|für uns|oder|wirklich))*\W*$"
)
"""Asking what stands of that which was done here, or how: "under what name?", "are you sure it's cancelled?"."""


def pleads(said: str) -> bool:
    """Whether an exception is asked for, which is for the colleague to make: "can nothing be done?", "geht da was auf Kulanz?"."""
    return bool(_PLEADS.search(said))


_PLEADS = re.compile(
    r"\b(?:an? exception|(?:can't|can|could|couldn't) (?:you|anything|something|nothing|we|one)(?: \w+){0,2}? (?:be done|do (?:something|anything|nothing))(?: about (?:it|that))?\W*$|(?:something|anything|nothing) (?:you can do|to be done)"
    r"|ausnahme|kulan\w+|(?:kann|könnte|lässt|können|könnten) (?:man|sich|sie|wir)(?: \w+){0,2}? (?:nichts?|nix|was|etwas|gar nichts) (?:\w+ )?(?:machen|tun|drehen))\b"
)
WITH_THE_TEAM = frozenset({"group", "waitlist", "message"})
"""What was passed on, and is answered by the people of the house."""


def asked_of_what_is_done(text: str, state: Conversation) -> str | None:
    """The intent of a question about what was done here; None where it is none, or nothing was."""
    errand, receipts = state.get("errand"), state.get("receipts") or []
    if errand is not None:
        kept = errand["kind"] in errands.BOOKINGS | {"change"} and (errand["hold"] or errand["target"])
        return "reservation" if kept and asks_of_what_is_done(text) else None
    if not receipts and not state.get("pointed"):
        return None
    if receipts and receipts[-1]["operation"] in WITH_THE_TEAM and asks_after_colleague(text):
        return "receipt"
    if not asks_of_what_is_done(text):
        return None
    return "receipt" if receipts else "check_reservation"


def asks_of_what_is_done(text: str) -> bool:
    """Whether it is asked how something stands that was done or is kept here: "how many people is it for?", "bleibt der Tisch?"."""
    return bool(_OF_WHAT_IS_DONE.match(words.said(text)))


_AFFAIR = (
    r"(?:(?:bar |restaurant |hotel )?bills?|invoices?|(?:credit )?card (?:charge|payment)|payments?|refunds?|jobs?|vacanc(?:y|ies)|(?:job )?applications?|internships?|apprenticeships?|deliver(?:y|ies)|suppl(?:y|ier)s?|interviews?|(?:news)?papers?|article|the press|contract|"
    r"\w*rechnung\w*|abbuchung\w*|erstattung\w*|bewerbung\w*|stellenanzeige\w*|(?:freie )?stellen?|praktik\w+|ausbildungsplatz|(?:mini|aushilfs|neben)?jobs?|lieferung\w*|lieferant\w*|interviews?|artikel|zeitung|presse|vertrag)"
)
_ABOUT_AN_AFFAIR = re.compile(
    rf"\b(?:about|regarding|concerning|over|es geht um|geht es um|ging es um|wegen|bezüglich|betrifft|zu) (?:(?:an?|the|my|our|your|some|this|that|eine[rnm]?|ein|die|der|den|das|meine[rn]?|unsere[rn]?|ihre[rn]?|eure[rn]?) )?(?:[\w-]+ )?{_AFFAIR}\b"
    rf"|\b(?:mistakes?|errors?|wrong|incorrect|too much|fehler|falsch\w*|zu viel)\b.{{0,24}}\b(?:bill|invoice|receipt|charged?|rechnung|quittung|abbuchung|abgerechnet|berechnet)\b"
    rf"|\b(?:bill|invoice|rechnung|abrechnung|abbuchung)\b.{{0,24}}\b(?:wrong|incorrect|mistakes?|errors?|not right|isn't right|falsch|fehler\w*|stimmt nicht|nicht stimm\w*|nicht richtig)\b"
    r"|\b(?:apply for|work (?:for|at|with) you|(?:bei (?:ihnen|euch)) (?:arbeiten|anfangen|bewerben)|mich (?:\w+ )?bewerben)\b"
)
"""What is between the caller and the house and is no booking: a bill, a job, a delivery, the press."""
_CALL_ME = re.compile(
    r"\b(?:(?:call|ring|phone) (?:me|us)(?: back)?\b(?! (?:if|when|as soon|an? (?:taxi|cab)))|(?:have|get|ask) (?:someone|somebody|anyone|anybody|a colleague|the manager|him|her|them) (?:to )?(?:call|ring|phone|contact)\b|(?<!i'll )(?<!we'll )(?<!will )call ?-? ?back(?= ?(?:$|[.,!?]|please|to|on|under|at))|"
    r"(?<!ich )(?:ruf\w*|meld\w*) (?:sie |ihr )?(?:sich )?(?:bitte |mal |doch )*(?:mich|uns|bei (?:mir|uns))\b|(?:um|einen|ein|als) rückruf|rückruf (?:bitte|wäre|an|unter|erbeten|auf)|(?:zurück|an)rufen|zurückgerufen)\b"
)
"""Wishing to be called by somebody of the house."""


def affair(text: str, kinds: Set[str]) -> bool:
    """Whether something is to be settled with the people of the house that is no booking: a bill, a job, a call back.

    kinds: those of the values that hold.
    """
    said = words.said(text)
    if (
        on_file.WAITLIST.search(said)
        or on_file.ANEW.search(said)
        or asks_after_colleague(text)
        or _WHAT_ABOUT.search(said)
    ):
        return False
    return bool(_ABOUT_AN_AFFAIR.search(said) or (_CALL_ME.search(said) and len(kinds & errands.WISH_KINDS) < 2))


_WHAT_ABOUT = re.compile(r"\b(?:what|how) about\b|\bwie (?:ist|sieht) es\b")


def asks_after_colleague(text: str) -> bool:
    """Whether it is asked when the colleague who was promised gets back, or whether: nothing is added by that."""
    said = words.said(text)
    return bool(inquiries.ASKING.search(text) and WILL_YOU_CALL.search(said) and _WHETHER_OR_WHEN.search(said))


_WHETHER_OR_WHEN = re.compile(
    r"\b(?:when|will|how (?:long|soon)|did|has|is|are (?:you|they)|wann|wie (?:lange|bald)|meldet|melden|kommt|wird)\b"
)


def wants_a_call(text: str) -> bool:
    """Whether somebody of the house is to call: "please have someone ring me", "Bitte um Rückruf"."""
    return bool(_CALL_ME.search(words.said(text)))
