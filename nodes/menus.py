"""The dishes of a menu, as passages have them: each with its price and its list of allergens. Pure.

A menu is written in sentences, one dish or several to each: "Lentil soup, 7.20 euros (celery)", "Plaice costs 22.50 euros
(fish) and a herring roll 6.90 euros (fish, gluten)". A dish ends with its price, or with the list in brackets behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.state import Passage
from knowledge.lexicon import STOP, stem

_DISH = re.compile(
    r"(?P<said>(?P<name>[^.;:()\n]*?[^\W\d_]{3}[^.;:()\n]*?),?\s+(?:(?:costs?|kostet|kosten|for|für)\s+)?(?P<price>\d+(?:[.,]\d\d)?)\s*(?:€|euros?\b)(?:\s*\((?P<list>[^()]*)\))?)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:[\s,]|\b(?:and|und|or|oder|sowie)\b(?:\s+an?\b)?)+|^.*\b(?:gets?|bekommen|gibt es(?: immer)?|there (?:is|are)|it is always|im winter meist|in winter mostly)\b\s*",
    re.IGNORECASE,
)
LEAST_OF_A_WORD = 4
"""Letters that tell one dish from another."""


@dataclass(frozen=True, slots=True)
class Dish:
    """One dish: its name, its price in cents, what its list of allergens says ("" for an empty or missing list)."""

    name: str
    cents: int
    contains: str
    said: str
    """The words of the menu, from the name to the end of the list."""
    listed: bool
    """Whether it has such a list at all."""
    passage: Passage

    def named_in(self, text: str) -> int:
        """How many words of what it is stand in a text."""
        said = {stem(word) for word in _WORD.findall(text.lower()) if word not in STOP}
        own = {stem(word) for word in _WORD.findall(self.head.lower()) if word not in STOP}
        return sum(any(_same(one, other) for other in own) for one in said if len(one) >= LEAST_OF_A_WORD)

    @property
    def head(self) -> str:
        """What the dish is, without what comes with it: "Beef tartare"."""
        return _WITH.split(self.name)[0]

    @property
    def told(self) -> str:
        """The dish with its price and list, as a sentence begins."""
        return self.said[:1].upper() + self.said[1:]


def _same(said: str, own: str) -> bool:
    """Whether a word of a question is one of a dish's name, or its last half: "Risotto" is the "Kürbisrisotto"."""
    return said == own or (len(said) > LEAST_OF_A_WORD and own.endswith(said))


_WITH = re.compile(r",|\s(?:with|mit|in|fried on|auf|from|aus|nach)\s")
_WORD = re.compile(r"[^\W\d_]{3,}")


def dishes(passages: Sequence[Passage]) -> list[Dish]:
    """The dishes with a price that passages have, in their order, each once."""
    found: dict[tuple[str, int], Dish] = {}
    for passage in passages:
        for match in _DISH.finditer(" ".join(passage["content"].split())):
            said, name = (_BEFORE.sub("", _BEFORE.sub("", match[part])) for part in ("said", "name"))
            cents = round(float(match["price"].replace(",", ".")) * 100)
            dish = Dish(name, cents, match["list"] or "", said, match["list"] is not None, passage)
            found.setdefault((name.lower(), cents), dish)
    return list(found.values())


def named(question: str, among: Sequence[Dish]) -> list[Dish]:
    """The dishes that a question names: those that share most words with it, of those that share one."""
    most = max((one.named_in(question) for one in among), default=0)
    return [one for one in among if one.named_in(question) == most] if most else []


def told_in(text: str, among: Sequence[Dish]) -> list[Dish]:
    """The dishes that a text tells of, in its order: it has the last word of what each is, and most of the others."""
    said = [stem(word) for word in _WORD.findall(text.lower())]
    told: dict[int, Dish] = {}
    for one in among:
        own = [stem(word) for word in _WORD.findall(one.head.lower()) if word not in STOP]
        if own and own[-1] in said and sum(word in said for word in own) > len(own) / 2:
            told.setdefault(said.index(own[-1]) * len(among) + len(told), one)
    return [told[place] for place in sorted(told)]
