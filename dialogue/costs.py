"""What is asked about the price of a stay: all of it together, or with something more or less than is wished for now.

A sentence is read by the kinds of its words and not by its wording: what is left when the house's extras are taken out
must speak of a price, and of nothing but the stay. "Could you tell me how much the whole stay costs", "was kostn das
insgesamt?" and "is that with the tax?" ask for the sum; "and with breakfast?" and "what would it be without the dog?"
ask what it would come to, and order nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from language import stays, words

_PRICE = re.compile(
    r"costs?|costing|prices?|totals?|sum|expensive|altogether|overall|teuer|summe|betrag|endpreis|insgesamt|tax|taxes|kurtaxe|kost(?:e|en|et|n|est)|gesamm?t(?:preis|kosten|summe|betrag)?|preise?s?|insgesammt"
)
"""Words of a price, German ones as they are bent, joined and slipped."""
_PAY = words.bag("pay owe much bill bezahlen zahlen zahle zahl macht wieviel viel vil kommt comes")
"""Words of a price beside a word of how much."""
_HOW_MUCH = words.bag("what whats much was wieviel viel vil")
_STRONG = words.bag("altogether overall total totals sum bill insgesamt summe endpreis owe all whole everything gesamt")
"""What asks for all of it, even where a question before was about one thing."""
_ALONE = re.compile(
    r"\W*(?:in all|all together|together|alles zusammen|zusammen|im ganzen|alles in allem)(?: bitte| please)?\W*"
)
_BESIDE_IT = words.bag(
    """and so ok okay well sorry then please hang on wait hm um oh but also just first could can would will do does did is are was were be been
    you i we us me my our it that this the a an of in to for at by tell say let know give what how s re d ll whats hows
    all whole entire full everything stay room booking night nights day days two three four five people persons guests both each together now
    come comes coming cost up end including inclusive include includes included contain contains incl incl. with without plus city lake add adding added there
    und also dann na gut ja aber noch mal bitte moment ach so sagen sie mir uns denn eigentlich jetzt nun eben
    was wie viel vil kommt kommen ist sind wär wäre wären würde würd das dass dat es der die den dem ein eine einen ich wir mich
    auf für mit ohne alle alles allem beide beiden ganze ganzen aufenthalt muss müssen zimmer nacht nächte tage zwei drei vier personen
    zusammen am ende im auch dazu inklusive enthält enthalten inbegriffen schon inkl inkl. eingerechnet drin dabei steuer steuern city und dafür"""
)
_WITHOUT = re.compile(r"\b(?:without|no|minus|ohne|kein\w*)\b[^,.;]*$")
_WITH = re.compile(r"\b(?:with|without|including|inclusive|plus|mit|ohne|inkl\w*)\b")
_SUPPOSED = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|und|also|hm+|ja)\W+)*(?:what (?:if|about|would)|how about|how much|was w[äa]r\w*|wie wär\w*|wie teuer|was (?:kost\w*|macht)|what(?:'s| is) (?:the|it|that))"
)
_FOR_ALL = re.compile(
    r"\b(?:altogether|in total|in all|together|for (?:both|all|the two|the three|the whole)|whole stay|insgesamt|zusammen|für (?:uns|beide|alle)|ganzen aufenthalt)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the price is asked of: the stay as it is wished, with some extras more and others less."""

    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    all_of_it: bool = False
    """It is said that all of it is meant."""


def asked(text: str, extras: Sequence[Mapping[str, Any]] = ()) -> Asked | None:
    """What the price of a stay is asked of; None where no price is asked, or that of something else.

    extras: the house's, as its config has them.
    """
    if "?" in text and (later := stays.leaving_late(text, extras)):
        return Asked((str(later[0].value),), all_of_it=True)
    named = stays.named(text, extras)
    said = words.said(words.blanked(text, [one.span for one in named]))
    if len(said) > MOST or not _speaks_of_the_stay(said):
        return None
    tokens = set(_WORD.findall(said))
    priced = any(map(_PRICE.fullmatch, tokens)) or bool(tokens & _PAY and tokens & _HOW_MUCH)
    if not named:
        without = tokens & {"without", "ohne"} and not tokens & {"tax", "taxes", "kurtaxe", "steuer"}
        if (not priced or without) and not _ALONE.fullmatch(said):
            return None
        return Asked(all_of_it=bool(tokens & _STRONG or _ALONE.fullmatch(said)))
    supposed = bool(_SUPPOSED.search(said)) and (bool(_WITH.search(said)) or bool(_FOR_ALL.search(said)))
    bare = "?" in text and bool(_WITH.search(said))
    if not (supposed or bare):
        return None
    less = {str(one.value) for one in named if _WITHOUT.search(words.said(text[: one.span[0]]))}
    more = {str(one.value) for one in named} - less
    return Asked(tuple(sorted(more)), tuple(sorted(less)), all_of_it=True)


MOST = 120
"""Letters up to which a question about a price is one and nothing else."""
_WORD = re.compile(r"[^\W\d_]+")


def _speaks_of_the_stay(said: str) -> bool:
    """Whether every word is one of price, or of the stay, or of none."""
    return all(token in _BESIDE_IT or token in _PAY or _PRICE.fullmatch(token) for token in _WORD.findall(said))
