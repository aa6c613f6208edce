"""Of several values in one utterance, those that still hold: what was taken back or changed away from is left out."""

import re
from collections.abc import Sequence

from language import words
from language.values import Value

MOST = 24
"""Values looked at, counted from the end: nobody means more of one kind in one breath."""

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
            if len(between) < 40:
                plain = words.said(between)
                changed = changing and _FROM.search(before) and _TO.search(plain)
                if (
                    changed
                    or _BUT_NOW.search(plain)
                    or words.TAKEN_BACK.search(plain)
                    or (changing and _ONTO.match(plain))
                ):
                    continue
        kept.append(value)
    return kept or [values[-1]]


_BUT_NOW = re.compile(
    r"\b(?:but|aber)\b.*\b(?:now|jetzt|rather|lieber|actually|there will be|there'll be|we are|we're|wir sind)\b|\b(?:now|jetzt|nun)\b.*\b(?:but|aber)\b|\bwould rather\b|\blieber\b|\bsind (?:jetzt|nun|inzwischen|mittlerweile)\b|\bstattdessen\b"
)
_FROM = re.compile(r"\b(?:from|von)\b.{0,24}$")
_TO = re.compile(r"(?:^|\s)(?:to|auf)\b")
_CHANGES = re.compile(r"\b(?:chang|mov|resched|switch|increas|reduc|änder|verschieb|verleg|umbuch)")
