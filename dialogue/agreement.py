"""The read-back, and the yes that counts.

A commit needs agreement to exactly what was read back. The read-back leaves a token over the errand; a later change of
anything in it changes the token, so an old yes can never commit new values. A yes counts only when it is unqualified
(`acts.consents`): "yes, but make it eight" is a correction. Nor is it one when it speaks of another reservation, or of
more than was read back: "cancel K7MPR" is no yes to cancelling R4K7C, and neither is "cancel everything".
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from dialogue import errands
from dialogue.acts import consents, hear
from dialogue.state import Errand, Expectation
from language import words

EACH = "each"
"""The rule of a code that is not asked for, because each of the caller's reservations is meant."""


def token(errand: Errand) -> str:
    """What was read back, as one short string: every slot, the note, and the hold or reservation they stand on."""
    spoken = {name: [slot.get("status"), slot.get("value")] for name, slot in errand["slots"].items()}
    hold, target = errand["hold"], errand["target"]
    whole = [errand["kind"], errand["epoch"], hold and hold["id"], target and target["code"], errand["notes"], spoken]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def agreed(
    errand: Errand,
    expect: Expectation,
    acts: Collection[str],
    utterance: str = "",
    said: Mapping[str, Collection[Any]] | None = None,
    others: bool = False,
) -> bool:
    """Whether this is an unqualified yes to this very errand as it was read back.

    said: what the utterance names, by slot. others: the others that "yes, both" speaks of wait to be read back.
    """
    asked = expect.get("agreement")
    if asked is None or not asked == errand["agreed"] == token(errand):
        return False
    own = str((errand["target"] or {}).get("code") or "").lower()
    coded = any(re.sub(r"[\W_]", "", one[0]) != own for one in _CODED.finditer(utterance.lower()))
    beyond = (
        (wants_more(utterance) and not (others and only_all(utterance)))
        or names_another(errand, said or {})
        or (bool(own) and coded)
    )
    return consents(frozenset(acts)) and not (beyond or wants_besides(utterance))


def wants_besides(utterance: str) -> bool:
    """Whether a yes goes on with a wish that is no wish for what was read back: "great, we'll need one then"."""
    return _WISH.search(words.said(utterance)) is not None


_WISH = re.compile(
    r"\b(?:need|want|(?:would|d) like|like to have|brauch\w*)\b"
    r"(?! (?:it\b|that\b|this\b|to\b|the (?:table|room|booking)|you to|es\b|das\b|so\b|den tisch|(?:\w+ ){0,3}(?:buchen|reservieren|nehmen|bestätigen))|$)"
    r"|\bhätten? (?:(?:wir|ich|dann|auch|gern\w*) )*(?:noch|ein\w*|zwei|drei)\b"
)


def wants_more(utterance: str) -> bool:
    """Whether the words speak of more than the one thing in hand: "both", "the other one too", "and book Saturday"."""
    return _MORE.search(words.said(utterance)) is not None


def wants_all(utterance: str) -> bool:
    """Whether everything that is booked is meant, and not only what was read back: "cancel all of it", "alles stornieren"."""
    return _ALL.search(words.said(utterance)) is not None or wants_more(utterance)


def after_thinking(utterance: str, language: str) -> str:
    """The plain yes at which somebody arrives who thought aloud first, "mm, hold on... yes, alright", or saw for himself
    what he had just asked, "why three nights? oh right, yes"; "" where the words are anything else.
    """
    for cut in _PAUSE.finditer(utterance):
        before, yes = utterance[: cut.end()], utterance[cut.end() :]
        if consents(hear(yes, language)) and not wants_more(yes) and not wants_besides(yes) and not _NUMBER.search(yes):
            thinks = hear(before, language) <= {"hold_on", "backchannel"} and not _NUMBER.search(before)
            sees = (
                "?" in before and _I_SEE.match(yes) and before.count("?") == 1 and not _DOES.search(words.said(before))
            )
            return yes.strip() if thinks or sees else ""
    return ""


_PAUSE = re.compile(r"(?:[.!?…;,–]+\s*)+")
_NUMBER = re.compile(r"\d")
_I_SEE = re.compile(
    r"\W*(?:ach ?so|ah so|ah ja|ach ja|ach klar|stimmt ja|oh right|ah right|oh i see|ah i see|i see|never ?mind)\b",
    re.IGNORECASE,
)
"""Seeing for oneself what was asked a moment ago."""


def tells_to_change(utterance: str) -> bool:
    """Whether the words tell to do the change that was read back, and nothing else: "ja, ändern", "change it, please"."""
    said = words.said(utterance)
    known = all(word in _TELLS_TO_CHANGE for word in re.findall(r"[^\W_]+", said))
    return known and "?" not in said and bool(_CHANGES.search(said))


_CHANGES = re.compile(r"\b(?:change|ändern?|ändere|änder|umbuchen)\b")
_TELLS_TO_CHANGE = words.bag(
    """yes yeah yep yup sure ok okay please do go ahead and then just change it that this so right great good fine thanks thank you
    ja jawohl jep genau bitte gern gerne klar natürlich sicher gut doch dann also so das es sie ändern änder ändere umbuchen danke passt"""
)


def means_all(utterance: str) -> bool:
    """Whether each of several reservations is meant: "cancel both", "move all of them", "alles absagen"."""
    return _EACH.search(words.said(utterance)) is not None


def only_all(utterance: str) -> bool:
    """Whether nothing is said but that each is meant: "both", "yes, both of them", "alle beide"."""
    return _YES_EACH.fullmatch(words.said(utterance)) is not None


def names_another(errand: Errand, said: Mapping[str, Collection[Any]]) -> bool:
    """Whether a code, a day or an hour is named that is not that of the reservation that the errand is about.

    Where it is a change, another day or hour is what it is to become, and only the code says which is meant.
    """
    target = errand["target"] or {}
    which = ("code", *errands.WHICH) if errand["kind"] in errands.ABOUT_THE_ONE else ("code",)
    return any(target.get(name) and target[name] not in said[name] for name in which if name in said)


def tells_to_cancel(utterance: str, values: Sequence[Mapping[str, Any]], errand: Errand) -> bool:
    """Whether the words tell to cancel what was read back and nothing else: "yes, cancel the table please", no "cancel all".

    values: what the utterance says (language.values.Value as JSON).
    """
    known = (errand["target"] or {}).values()
    own = [said["span"] for said in values if said["value"] is not None and said["value"] in known]
    rest = words.blanked(utterance, own)  # without its own day, hour and code
    tells, *reasons = _CLAUSES.split(words.said(rest))
    while reasons and _bare(tells + reasons[0]):  # "yes, cancel it, we are ill": why is no condition
        tells += reasons.pop(0)
    return _bare(tells) and not any(_CONDITION.search(why) or wants_all(why) or _DOES.search(why) for why in reasons)


def _bare(said: str) -> bool:
    return all(word in _TELLS_TO_CANCEL for word in re.findall(r"[^\W_]+", said))


_MORE = re.compile(
    r"\b(?:both(?! of us)|everything else|(?:the|my|our) others?(?: ones?)?|another|one more|a second|beide[ns]?|(?:die|den|das|der|meine[nrs]?|unsere[nrs]?) anderen?|noch (?:ein(?:en|e)?|zwei)|ein(?:en|e)? (?:zweite|weitere)[nrs]?"
    r"|(?:and|plus|und|sowie)\b.{0,60}\b(?:too|also|as well|auch|ebenfalls|dazu)|(?:and|und) (?:also|auch|außerdem)|(?:and|und) (?:then )?(?:book|reserve|cancel|change|move|dann))\b"
)
_EACH = re.compile(
    r"\b(?:both(?! of us)|everything|all of (?:it|them|those|these)|all (?:two|three|four|the|my|our|\d)|(?:cancel|move|change|drop) (?:them )?all|(?<!wir )(?<!uns )beide[ns]?(?! von uns)"
    r"|alles|alle (?:drei|vier|meine|unsere|reservierungen|buchungen|tische|zimmer)|sämtliche\w*)\b"
)
"""Each of several, and no part of the party: not "both of us", not "wir beide"."""
_YES_EACH = re.compile(
    r"\W*(?:(?:yes|yeah|yep|sure|ok|okay|please|ja|gern|gerne|genau|bitte)\W+)*(?:both|all|alle beide|beide|alle)(?: of them| of those| please| bitte)*\W*"
)
_CODED = re.compile(
    r"\b(?=[a-z\d-]*\d)(?=[\d-]*[a-z][\d-]*[a-z])[a-z][a-z\d-]{3,}\b|\b[a-z](?:[ .,-]{1,2}[a-z\d]){3,}\b"
)
"""What may be a code, whoever's it is, in one word or letter by letter."""
_CLAUSES = re.compile(r"(?= ?[,.;!–]| (?:because|since|as we|weil|denn|da wir)\b)")
_CONDITION = re.compile(
    r"\b(?:if|unless|but|except|only|when|until|not|later|tomorrow|aber|wenn|falls|sofern|nur|erst|bis|außer|nicht|später|morgen)\b|\?|\d"
)
_DOES = re.compile(
    r"\b(?:cancel\w*|book\w*|reserve|change|move|keep|storn\w*|absag\w*|buch\w*|reservier\w*|änder\w*|verschieb\w*|verleg\w*|behalt\w*|lassen|table|tisch)\b"
)
_ALL = re.compile(r"\b(?:everything|all(?: of (?:it|them|those))?|every (?:one|single)|alles?|sämtliche\w*|jede)\b")
_TELLS_TO_CANCEL = words.bag(
    """hm hmm na tja alright all right yes yeah yep yup aye sure ok okay please do go ahead and just it that this one the my our me i we want to would like d ll ve ve s
    you can could may need have now right away immediately definitely absolutely certainly of course exactly indeed correct fine
    good great well so then thanks thank very much for us cancel canceled cancelled canceling cancelling cancellation call off
    drop delete scrap remove get rid undo table room booking reservation dinner lunch um uh oh ah er
    ja jawohl jep jup genau bitte gern gerne klar natürlich sicher okay richtig stimmt korrekt passt gut also doch einfach mal
    stornieren stornier storniere storniert stornierung storno cancel canceln absagen absage sagen sage sag ab löschen lösche
    streichen streiche aufheben annullieren sie es das die den der dem ihn dies diese diesen mein meine meinen unser unsere
    unseren ich wir möchte möchten will wollen würde würden können kann soll sollen jetzt nun sofort gleich dann danke schön
    vielen dank so machen tisch zimmer reservierung buchung termin äh ähm ach oh ruhig weg damit und on at am um under code mit with number nummer"""
)
