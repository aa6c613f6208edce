"""Of several values in one utterance, those that still hold: what was taken back or changed away from is left out."""

import re
from collections.abc import Sequence

from language import words
from language.values import Value

MOST = 24
"""Values looked at, counted from the end: nobody means more of one kind in one breath."""

MOST_BETWEEN, MOST_BEFORE_BETTER = 40, 64
"""Characters between a value and the one that puts it right; between days or hours, where "better" stands right before the second."""

_AWAY_FROM = re.compile(
    r"\b(?:instead of|rather than|not|isn't|anstatt|statt|nicht|changed? (?:it |(?:\w+ ){0,4})?from|move (?:it |(?:\w+ ){0,4})?from|no longer)(?: the| a| an| for| für| at| on| um| am| party of| table for| be| von| around)*$"
)
_ONTO = re.compile(
    r"^(?:[,.]? ?(?:to|auf|instead make it|but now|and make it|no make it)(?: a| the| be| for| table for)*)$"
)


def standing(values: Sequence[Value], text: str) -> list[Value]:
    """The values of one kind that hold at the end of the utterance, in order.

    "for four, sorry, five" leaves five; "not Friday, Saturday" leaves Saturday; "from seven to eight" leaves eight when
    something is changed.
    """
    if len(values) < 2:
        return list(values)
    if len(values) > MOST:
        values = values[-MOST:]
    changing = bool(_CHANGES.search(text.lower()))
    kept: list[Value] = []
    for i, value in enumerate(values):
        before = words.said(text[max(0, value.span[0] - 60) : value.span[0]])
        if _AWAY_FROM.search(before):
            continue
        if i + 1 < len(values) and re.match(
            r" ?instead\b|.{0,20} instead\b", words.said(text[values[-1].span[1] :])[:32]
        ):
            continue
        if i + 1 < len(values):
            between = text[value.span[1] : values[i + 1].span[0]]
            if len(between) < MOST_BEFORE_BETTER:
                plain = words.said(between)
                changed = changing and _FROM.search(before) and _TO.search(plain)
                near = len(between) < MOST_BETWEEN and (
                    changed
                    or _BUT_NOW.search(plain)
                    or words.TAKEN_BACK.search(plain)
                    or (changing and _ONTO.match(plain))
                )
                if near or (value.kind in ("date", "time") and _BETTER.search(plain)):
                    if _ends_a_stretch(values, i, text):
                        kept = [one for one in kept if one is not values[i - 1]]
                    continue
        kept.append(value)
    return kept or [values[-1]]


def _ends_a_stretch(values: Sequence[Value], i: int, text: str) -> bool:
    """Whether a day is the end of a stretch in whose place another stretch is said: "Monday to Wednesday, no, Tuesday to Thursday"."""
    if values[i].kind != "date" or not 0 < i < len(values) - 2:
        return False
    ends = ((values[i - 1], values[i]), (values[i + 1], values[i + 2]))
    return all(_TILL.fullmatch(words.said(text[one.span[1] : other.span[0]])) for one, other in ends)


_TILL = re.compile(r" ?(?:to|until|till|til|through|bis|-|–)(?: (?:the|on|zum|den))* ?")
_BETTER = re.compile(r"\b(?:better|besser|make (?:it|that))(?: (?:on|at|um|am|the|den|dem|for|für))* ?$")
_BUT_NOW = re.compile(
    r"\b(?:but|aber)\b.*\b(?:now|jetzt|rather|lieber|actually|there will be|there'll be|we are|we're|wir sind)\b|\b(?:now|jetzt|nun)\b.*\b(?:but|aber)\b|\bwould rather\b|\blieber\b|\bsind (?:jetzt|nun|inzwischen|mittlerweile)\b|\bstattdessen\b"
)
PUT_RIGHT = re.compile(rf"{words.TAKEN_BACK.pattern}|\b(?:better|besser|make (?:it|that)|lieber|sagen wir|let's say)\b")
"""Words by which one value is put in the place of another."""
_FROM = re.compile(r"\b(?:from|von)\b.{0,24}$")
_TO = re.compile(r"(?:^|\s)(?:to|auf)\b")
_CHANGES = re.compile(r"\b(?:chang|mov|resched|switch|increas|reduc|änder|verschieb|verleg|umbuch)")
