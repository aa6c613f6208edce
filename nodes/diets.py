"""What somebody cannot eat, and which sentences of a menu are no answer to them.

Whoever asks for something without milk is not told of a dish that lists milk, however near its words are. Only what is
written counts: the list of allergens in brackets, in a column of that name, or after "contains". A dish that the caller
names is told as it stands, with its list. Pure.
"""

import re
from collections.abc import Sequence

from dialogue.state import Passage

_MILK = r"milk|dairy|lactose|cream|cheese|butter|milch|laktose|sahne|käse"
_EGG = r"eggs?|ei|eier[n]?"
_GLUTEN = r"gluten|wheat|weizen|rye|roggen|barley|gerste"
_NUTS = r"(?:(?:wal|hazel|pea|cashew )?nuts?|almonds?|pistachios?|(?:wal|hasel|erd|cashew)?n[uü]ss?(?:e|en)?|mandeln?|pistazien?)"
_FISH = r"fish|fisch"
_SHELLFISH = r"shellfish|crustaceans?|molluscs?|prawns?|shrimps?|krebs\w*|weichtiere|garnelen|meeresfrüchte"
_OTHERS = (
    r"soya?|soja",
    r"celery|sellerie",
    r"mustard|senf",
    r"sesame|sesam",
    r"lupins?|lupinen?",
    r"sulphites?|sulfite?",
)
_SUBSTANCES = tuple(rf"(?:{one})" for one in (_MILK, _EGG, _GLUTEN, _NUTS, _FISH, _SHELLFISH, *_OTHERS))
_NEITHER = {
    re.compile(r"\bvegan\w*", re.IGNORECASE): (_MILK, _EGG, _FISH, _SHELLFISH),
    re.compile(r"\bvegetari\w*", re.IGNORECASE): (_FISH, _SHELLFISH),
}
_LACKING = tuple(
    (
        re.compile(
            rf"\b{one}[- ]?(?:free|frei\w*)\b"
            rf"|\b(?:without|no|not contain\w*|free of|free from|ohne|keine?n?|frei von)\s+(?:any |jegliche )?{one}\b"
            rf"|\b(?:can't|cannot|can not|don't|do not|mustn't|won't|not)\s+(?:eat|have|tolerate|drink|do|take)\s+(?:any )?{one}\b"
            rf"|\b{one}\s+(?:nicht\s+)?(?:allerg\w*|intoleran\w*|unverträglich\w*)|\b{one}(?:allerg|intoleran|unverträglich)\w*"
            rf"|\b(?:allergic|intolerant|allergisch)\s+(?:to|against|auf|gegen)\s+{one}\b"
            rf"|\b(?:vertrage?|verträgt|esse|darf)\s+(?:ich\s+)?keine?n?\s+{one}\b",
            re.IGNORECASE,
        ),
        one,
    )
    for one in _SUBSTANCES
)
_LISTED = re.compile(
    r"\(([^()]*)\)|\b(?:allergens?|allergene?|contains?|enthält|enthalten)\b[:\s]+([^.;]*)", re.IGNORECASE
)
_NAMED = re.compile(
    r"^\W*(?:and |und )?(?:is|are|ist|sind)\b(?! there\b)|\b(?:the|this|that|your|der|die|das|den|dem|dieser?s?|ihre?[nm]?|eure?[nm]?)\s+(?P<what>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+")


def excluded(question: str) -> re.Pattern[str] | None:
    """What must not be in a dish that answers this question; None where nothing is ruled out."""
    lacking = [one for asked, one in _LACKING if asked.search(question)]
    for diet, never in _NEITHER.items():
        if diet.search(question):
            lacking += [rf"(?:{one})" for one in never]
    return re.compile(rf"\b(?:{'|'.join(lacking)})\b", re.IGNORECASE) if lacking else None


def suited(question: str, found: Sequence[Passage]) -> list[Passage]:
    """The passages without the dishes that list what the question rules out; a passage of nothing else is left out."""
    never = excluded(question)
    if never is None:
        return list(found)
    named = _NAMED.search(question)
    dish = (named["what"] or "").lower() if named else ""
    if named and not dish:
        return list(found)  # "is the risotto vegan?": the dish is told with its list
    kept = []
    for one in found:
        sentences = _SENTENCE.split(one["content"])
        told = [each for each in sentences if not _lists(each, never) or (dish and dish in each.lower())]
        if len(told) == len(sentences):
            kept.append(one)
        elif any(re.search(r"[^\W\d_]{3,}", each) for each in told):
            kept.append({**one, "content": "\n".join(told)})
    return kept


def _lists(sentence: str, never: re.Pattern[str]) -> bool:
    return any(never.search(match[1] or match[2] or "") for match in _LISTED.finditer(sentence))
