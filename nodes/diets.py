"""What somebody cannot eat, and which sentences of a menu are no answer to them.

Whoever asks for something without milk is not told of a dish that lists milk, however near its words are. Only what is
written counts: the list of allergens in brackets, in a column of that name, or after "contains". A dish that the caller
names is told as it stands, with its list. Pure.
"""

import re
from collections.abc import Sequence

from dialogue.state import Passage
from knowledge.lexicon import stem

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
_ANY = re.compile(rf"\b(?:{'|'.join(_SUBSTANCES)})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+")


_IT = r"(?:it|that|this|they|those|these|the dish|das|es|er|sie|die|der|dies\w*)"
_IN_IT = r"(?:in (?:it|that|this|them|those|there)|drin|drinnen|darin|dabei|enthalten|mit drin)"
_OF_THAT = re.compile(
    rf"^\W*(?:(?:and|und|but|aber|also|ok|okay|oh|so)\W+)*(?:"
    rf"(?:(?:does|do) {_IT} (?:also |really |maybe )?(?:contain|have|include)|(?:has|have) {_IT}(?: got)?|(?:enthält|enthalten|hat|haben) {_IT})\s+(?:\w+\s+){{0,2}}?(?P<had>{'|'.join(_SUBSTANCES)})(?:\s+{_IN_IT})?"
    rf"|(?:is|are|ist|sind|wäre|gibt es)\s+(?:\w+\s+){{0,3}}?(?P<within>{'|'.join(_SUBSTANCES)})\s+{_IN_IT})\W*$",
    re.IGNORECASE,
)
"""Asking whether what was just spoken of has something in it: "does it contain nuts?"."""


_OF_A_DISH = re.compile(
    rf"^\W*(?:\w+\W+){{0,2}}?(?:"
    rf"(?:do|does) (?:the|your|a) (?P<a>[^?]{{3,40}}?) (?:contain|have|include)\s+(?:\w+\s+){{0,2}}?(?P<b>{'|'.join(_SUBSTANCES)})(?:\s+{_IN_IT})?"
    rf"|(?:is|are) there (?:\w+\s+){{0,2}}?(?P<c>{'|'.join(_SUBSTANCES)}) in (?:the|your) (?P<d>[^?]{{3,40}}?)"
    rf"|(?:enthält|enthalten|hat|haben) (?:der|die|das|ihre?|eure?) (?P<e>[^?]{{3,40}}?)\s+(?P<f>{'|'.join(_SUBSTANCES)})"
    rf"|(?:ist|sind) (?:im|in der|in den|in dem|in ihre[mnr]|in eure[mnr]) (?P<g>[^?]{{3,40}}?)\s+(?P<h>{'|'.join(_SUBSTANCES)})(?:\s+{_IN_IT})?"
    rf"|(?:ist|sind) (?P<i>{'|'.join(_SUBSTANCES)}) (?:im|in der|in den|in dem|in ihre[mnr]|in eure[mnr]) (?P<k>[^?]{{3,40}}?)(?:\s+{_IN_IT})?)\W*$",
    re.IGNORECASE,
)
"""Asking whether a dish has something in it, by its name: "does the stroganoff contain nuts?"."""
_DISH, _SUBSTANCE = ("a", "d", "e", "g", "k"), ("b", "c", "f", "h", "i")


def dish_in_question(question: str) -> str | None:
    """The dish of which it is asked whether something is in it that menus list: its name, "" for the one just told."""
    named = _OF_A_DISH.match(question)
    if named is None:
        return "" if _OF_THAT.match(question) else None
    return str(next(filter(None, map(named.group, _DISH))))


def what_is_in(question: str, told: str, found: Sequence[Passage]) -> tuple[bool, list[str]]:
    """Whether the dish in question lists what is asked for, and the sentences that say so, or else its list.

    told: what was just said, for a dish that is not named; found: the passages about the one that is. No sentences where
    no list of the dish is there.
    """
    named = _OF_A_DISH.match(question)
    asked = named or _OF_THAT.match(question)
    if asked is None:
        return False, []
    groups = asked.groupdict()
    if named:
        dish = _stems(dish_in_question(question) or "")
        sentences = [one for passage in found for one in _SENTENCE.split(passage["content"])]
        sentences = [one for one in sentences if dish and all(word in " ".join(_stems(one)) for word in dish)]
    else:
        sentences = _SENTENCE.split(told)
    lists = list(dict.fromkeys(one for one in sentences if _lists(one, _ANY)))
    said = next(filter(None, map(groups.get, _SUBSTANCE if named else ("had", "within"))))
    substance = next(one for one in _SUBSTANCES if re.fullmatch(one, said, re.IGNORECASE))
    listing = [one for one in lists if _lists(one, re.compile(rf"\b{substance}\b", re.IGNORECASE))]
    return bool(listing), listing or lists


def _stems(text: str) -> list[str]:
    return [stem(word) for word in re.findall(r"[^\W\d_]{3,}", text)]


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
