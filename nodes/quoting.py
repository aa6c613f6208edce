"""The answer that a phrase can give in the model's place: sentences of the passages, as they stand there.

Of each question in an utterance those sentences are quoted that speak of what it asks for, and of these only the ones
that name a time, a price or a number where one is asked for. Where none does and the heading says it all, the passage
is quoted from its beginning. Every quote names its passages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue import routing
from dialogue.assertions import language_of
from dialogue.state import Passage
from nodes import evidence

MOST = 2
"""Sentences quoted in answer to one question,"""
MOST_LISTED = 3
"""to one that asks for everything of a kind, and to several questions together."""
CLOSE = 0.45
"""How close to the best sentence another of its passage has to come."""

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\d\.)\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+")
_ASKED_TOO = re.compile(
    r"[?!;]+\s*|,?\s+(?:and|und|or|oder|also|außerdem)\s+(?=(?:what|when|where|who|how|is|are|do|does|can|could|may|until|which|"
    r"was|wann|wo|wer|wie|welche\w*|gibt|haben|habt|hat|ist|sind|kann|können|darf|dürfen|bis|ab|muss|kostet)\b)",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"\b(?:any(?:thing)?|something|which|what .*(?:have|serve|offer|are there)|etwas|irgendwas|was gibt|welche\w*|gibt es was|haben sie was)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quote:
    """Sentences that answer, and the passages they are taken from, best first; no words where nothing answers."""

    words: str = ""
    passages: tuple[Passage, ...] = ()


def questions(text: str) -> list[str]:
    """The questions of an utterance, each by itself; what stands beside them and asks nothing is none."""
    parts = [part for part in _ASKED_TOO.split(text) if len(part.split()) > 1]
    return parts if len(parts) < 2 else [part for part in parts if routing.ASKING.search(part)]


def quote(question: str, passages: Sequence[Passage], language: str) -> Quote:
    """What can be quoted in answer to all questions of an utterance. Facts of the house (no document) are told first."""
    parts = questions(question) or [question]
    quotes = [_answer(part, passages, language) for part in parts]
    if not any(one.words for one in quotes):
        quotes = [_answer(question, passages, language)]
    if not any(one.words for one in quotes):  # found by what it means: it begins with what matters
        first = [one for one in passages if one["id"]][:1]
        quotes = [Quote(_joined(_sentences(one["content"])[:MOST]), (one,)) for one in first]
    told = any(one.words for one in quotes)
    house = [
        one["content"]
        for one in passages
        if not one["id"] and not (told and one["title"] == "hours" and not routing.HOURS.search(question))
    ]
    return _together([Quote(_joined(house[:MOST_LISTED])), *quotes])


def left_open(question: str, said: str, passages: Sequence[Passage], language: str) -> Quote:
    """Of several questions in one utterance those that an answer says nothing about, answered from the passages."""
    parts = questions(question)
    if len(parts) < 2:
        return Quote()
    return _together(
        [
            _answer(part, passages, language, most=1)
            for part in parts
            if (asked := evidence.things(part, language)) and not any(thing.stands(said) for thing in asked)
        ]
    )


def _answer(question: str, passages: Sequence[Passage], language: str, most: int = MOST) -> Quote:
    """The best sentences for one question: in the caller's language, else in the other one as they are."""
    documents = [one for one in passages if one["id"]]
    fitting = evidence.answering(question, language, documents)
    own = [one for one in fitting if language_of(one["content"]) == language]
    return _quoted(question, own or fitting, language, most)


def _quoted(question: str, passages: Sequence[Passage], language: str, most: int) -> Quote:
    asked, measured = evidence.things(question, language), evidence.measures(question)
    scored: list[tuple[float, int, int, str]] = []
    for rank, passage in enumerate(passages):
        named = [thing for thing in asked if thing.stands(passage["title"])]
        heading = evidence.things(passage["title"].rpartition("›")[2], language_of(passage["content"]))
        for n, sentence in enumerate(_sentences(passage["content"])):
            shared = [thing for thing in asked if thing.stands(sentence)]
            literal = sum(thing.literally(sentence) for thing in shared)
            if len(named) == len(asked) >= len(heading):  # the passage is the answer, from its beginning
                score = 3.0 * len(asked) + len(named)
            elif shared or len(named) == len(asked):
                score = 2.0 * len(shared) + 0.5 * literal + len(named)
            else:
                continue
            tells = 1.5 if measured and measured.search(sentence) else 0.0
            scored.append((score + tells - 0.3 * rank - 0.01 * n, rank, n, sentence))
    if not scored:
        return Quote()
    if measured and any(measured.search(sentence) for *_, sentence in scored):
        scored = [one for one in scored if measured.search(one[3])]
    best = max(scored)
    if _lists(question, asked):
        most = max(most, MOST_LISTED)
        chosen = [one for one in scored if any(thing.stands(one[3]) for thing in asked)] or scored
    else:
        told = f"{passages[best[1]]['title']}. {best[3]}"
        missed = [thing for thing in asked if not thing.stands(told)]
        chosen = [
            one
            for one in scored
            if (one[1] == best[1] and one[0] > best[0] - CLOSE) or any(thing.stands(one[3]) for thing in missed)
        ]
    chosen = sorted(sorted(chosen, reverse=True)[:most], key=lambda one: one[1:3])
    ranks = dict.fromkeys(rank for _, rank, _, _ in chosen)
    return Quote(_joined([sentence for *_, sentence in chosen]), tuple(passages[rank] for rank in ranks))


def _lists(question: str, asked: Sequence[evidence.Thing]) -> bool:
    """Whether everything of a kind is asked for, so that each sentence that speaks of it is a part of the answer."""
    if not asked or not _LISTING.search(question):
        return False
    return not evidence.without(question, asked)


def facts_for(question: str, passage: Passage, language: str) -> str:
    """What the model is given of a passage: of a list only what is asked for, else all of it."""
    asked = evidence.things(question, language)
    if not passage["id"] or not _lists(question, asked):
        return passage["content"]
    sentences = [one for one in _sentences(passage["content"]) if any(thing.stands(one) for thing in asked)]
    return _joined(sentences) or passage["content"]


def _together(quotes: Sequence[Quote]) -> Quote:
    """Quotes one after the other, nothing twice."""
    words = dict.fromkeys(one.words for one in quotes if one.words)
    passages = {one["id"]: one for quote in quotes for one in quote.passages}
    return Quote(" ".join(words), tuple(passages.values()))


def _sentences(text: str) -> list[str]:
    return [trimmed for sentence in _SENTENCE.split(text) if (trimmed := sentence.strip(" -*#|\t\n"))]


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(sentence if sentence[-1:] in ".!?" else f"{sentence}." for sentence in sentences)
