"""The answer that a phrase can give in the model's place: sentences of the passages, as they stand there.

Of each question in an utterance those sentences are quoted that speak of what it asks for, and of these only the ones
that name a time, a price or a number where one is asked for. Where none does and the heading says it all, the passage
is quoted from its beginning. Of a list of priced items only those that were asked for are told, a row of a table is told
by what it names, a heading is not read out. Words in the other language than the caller's are announced as such. Every
quote names its passages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dialogue import inquiries
from dialogue.assertions import language_of
from dialogue.state import Passage
from nodes import diets, evidence
from prompts.phrases import phrase

MOST = 2
"""Sentences quoted in answer to one question,"""
MOST_LISTED = 3
"""to one that asks for everything of a kind, and to several questions together."""
FROM_MANY = 3
"""Priced sentences from which on a passage is a list of them, whatever else it says."""
FEWEST = 3
"""Words by which a language can be told."""
CLOSE = 0.45
"""How close to the best sentence another of its passage has to come."""

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\d\.)\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+")
_HEADING = re.compile(r"[A-ZÄÖÜ][^\d.,:;!?]{2,60}")
_LEANING = re.compile(
    r"(?:it|they|this|that|these|those|there|then|but|er|sie|es|das|dies\w*|dort|dann|dazu|davon|aber|dabei|in (?:it|them|ihm|ihr|ihnen))\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d+[.,]\d\d\b|[€$£]|\b(?:euros?|eur|francs?|pounds?|dollars?|franken)\b", re.IGNORECASE)
_ASKED_TOO = re.compile(
    r"(?<=[?!;])\s+|(?<=[^\W\d]{2}\.)(?<!\b[DMHF]r\.)(?<!\bM[rs]s\.)(?<!\b(?:Ms|St|ca)\.)(?<!\bProf\.)\s+|,?\s+(?:and|und|or|oder|also|außerdem)\s+(?=(?:what|when|where|who|how|is|are|do|does|can|could|may|until|which|"
    r"was|wann|wo|wer|wie|welche\w*|gibt|haben|habt|hat|ist|sind|kann|können|darf|dürfen|bis|ab|muss|kostet|(?:please |bitte )?(?:tell me|let me know|sagen sie mir|sag mir))\b)"
    rf"|,\s+(?={inquiries.OPENS})",
    re.IGNORECASE,
)
_TOO = re.compile(
    r"^\W*(?:(?:and|also|oh|then|und|außerdem|auch|ach|dann|by the way|übrigens|one more thing)\b[,:]?\s*)*"
    r"(?:(?:please |bitte )?(?:tell me|let me know|say|sagen sie mir|sag mir)(?: bitte| also| auch)?,? (?:if|whether|ob) )?",
    re.IGNORECASE,
)
"""What joins a question to what was said before it."""
_OF_THAT = re.compile(
    r"^\W*(?:(?:and|und|also|auch)\W+)?(?:what (?:does|do|would) (?:it|that|they|this) cost|how (?:much|far|long|big) (?:is|are|does|do) (?:it|that|they)\b(?: cost| take)?|(?:is|are) (?:it|that|they) (?:free|included|extra|expensive|open)|"
    r"(?:was|wie ?viel) (?:kostet|kosten|macht|machen) (?:er|sie|es|das|die|der)(?: denn)?|wie (?:teuer|weit|lange|groß) (?:ist|sind|dauert) (?:er|sie|es|das|die|der)|(?:ist|sind) (?:er|sie|es|das|die) (?:kostenlos|gratis|umsonst|inklusive|enthalten|dabei))\W*$",
    re.IGNORECASE,
)
"""Asking something more of what has just been asked for, without its name."""
_IS_ONE = re.compile(r"[^\W\d_]{4,}\s*\?")
"""A thing with a question mark, behind another question: "is it quiet? balcony?"."""
_LISTING = re.compile(
    r"\b(?:any(?:thing)?|something|which|what .*(?:have|serve|offer|are there)|etwas|irgendwas|was gibt|welche\w*|gibt es was|haben sie was)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quote:
    """Sentences that answer, and the passages they are taken from, best first; no words where nothing answers."""

    words: str = ""
    passages: tuple[Passage, ...] = ()
    announced: bool = False  # they are in the other language than the caller's, and that is said first


def parts(text: str) -> list[str]:
    """The sentences of an utterance, and the questions that are joined to others."""
    return [one for one in _ASKED_TOO.split(text) if one.strip()]


def questions(text: str) -> list[str]:
    """The questions of an utterance, each by itself; what stands beside them and asks nothing is none."""
    parts: list[str] = []
    for part in (one for one in _ASKED_TOO.split(text) if len(one.split()) > 1 or (parts and _IS_ONE.fullmatch(one))):
        if parts and _OF_THAT.match(part):  # "is there a car park, and what does it cost?"
            parts[-1] = f"{parts[-1].rstrip(' ?!.,')} {_TOO.sub('', part)}"
        else:
            parts.append(_TOO.sub("", inquiries.asked_to_tell(part)))
    return parts if len(parts) < 2 else [part for part in parts if inquiries.ASKING.search(part)]


def beside(text: str, language: str) -> list[str]:
    """The questions in an utterance of several sentences that ask for a thing, and not for a table or a room."""
    asked, told = (
        questions(text),
        {one for part in _ASKED_TOO.split(text) if (one := inquiries.asked_to_tell(part)) != part},
    )
    if asked == [_TOO.sub("", text)]:
        return []
    return [
        part
        for part in asked
        if (evidence.asks_for(part, language) or part in told) and not inquiries.RESERVE.search(part.lower())
    ]


def perhaps_beside(text: str, language: str) -> list[str]:
    """The questions beside something else that name a thing of the house, if there is any: what is written down decides."""
    return [
        part
        for part in questions(text)
        if inquiries.ASKING.search(part)
        and not inquiries.RESERVE.search(part.lower())
        and evidence.beyond_booking(part, language)
    ]


def each_of(question: str, language: str) -> list[str]:
    """Asking for several things, whether there are or when, the question for each: "do you have a kids menu and high
    chairs?". None where only one is named, or a dish that is to be several things at once.
    """
    match = evidence.asks_if_there_is(question, language) or _WHEN_IS.search(question)
    if match is None or diets.names_any(question):
        return []
    named = _LISTED.split(match["what"])
    if not 1 < len(named) <= MOST_LISTED or not all(evidence.things(one, language) for one in named):
        return []
    return [f"{question[: match.start('what')]}{one}" for one in named]


_WHEN_IS = re.compile(
    r"\b(?:when|what time|until when|how late|wann|(?:ab|bis) wann|um wie ?viel uhr) (?:is|are|ist|sind|gibt es|gibt's)\s+(?P<what>[^?.!,;]+)",
    re.IGNORECASE,
)
_LISTED = re.compile(r",\s*|\s+(?:and|und|or|oder|sowie|as well as)\s+", re.IGNORECASE)


def quote(question: str, passages: Sequence[Passage], language: str) -> Quote:
    """What can be quoted in answer to all questions of an utterance. Facts of the house (no document) are told first."""
    parts = _asked_of(question, passages) or [question]
    quotes = [_told_of(part, passages, language) for part in parts]
    if not any(one.words for one in quotes):
        quotes = [_answer(question, passages, language)]
    if not any(one.words for one in quotes):
        quotes = [_beginning_of(passages, language)]
    told = any(one.words for one in quotes)
    house = [
        one["content"]
        for one in passages
        if not one["id"] and not (told and one["title"] == "hours" and not inquiries.HOURS.search(question))
    ]
    return _together([Quote(_joined(house[:MOST_LISTED])), *quotes])


def left_open(question: str, said: str, passages: Sequence[Passage], language: str) -> Quote:
    """Of several questions in one utterance those that an answer says nothing about, answered from the passages."""
    parts, facts = _asked_of(question, passages), [one for one in passages if not one["id"]]
    if len(parts) < 2 and len(facts) < 2:
        return Quote()
    house = [one["content"] for one in facts if not _is_told(one, said, facts)]
    if len(parts) < 2:  # one question about several days
        return Quote(_joined(house[:MOST_LISTED]))
    rest = _together(
        [Quote(_joined(house[:MOST_LISTED]))]
        + [
            _told_of(part, passages, language, most=1)
            for part in parts
            if (asked := evidence.things(part, language))
            and not (any(thing.stands(said) for thing in asked) and _is_heard(part, said, passages))
        ]
    )
    return replace(rest, words=_joined([one for one in _SENTENCE.split(rest.words) if one not in said]))


def _is_told(fact: Passage, said: str, facts: Sequence[Passage]) -> bool:
    """Whether an answer has told a fact of the house: where it is the only one something of it, of several most of the
    words that only it has.
    """
    others = [one["content"] for one in facts if one is not fact]
    if not others and fact["title"] == "hours":
        return bool(inquiries.HOURS.search(said))
    words, heard, shared = _words(fact["content"]), _words(said), _words(" ".join(others))
    own = words - shared or words
    return len(own & heard) >= len(own) / 2


def _is_heard(part: str, said: str, passages: Sequence[Passage]) -> bool:
    """Whether an answer has anything of what was found for one of several questions, and for no other: "by car" is no
    place to park.
    """
    own = [one["content"] for one in passages if part in one.get("to", ())]
    others = [one["content"] for one in passages if part not in one.get("to", ())]
    return not own or len((_words(" ".join(own)) - _words(" ".join(others))) & _words(said)) >= FEWEST


def _words(text: str) -> set[str]:
    return {*re.findall(r"\d+|[^\W\d_]{3,}", text.lower())}


def _asked_of(question: str, passages: Sequence[Passage]) -> list[str]:
    """The questions of an utterance, as they were looked up."""
    return [*dict.fromkeys(part for one in passages for part in one.get("to", ()))] or questions(question)


def _told_of(part: str, passages: Sequence[Passage], language: str, most: int = MOST) -> Quote:
    """The best sentences for one of several questions: of the passages that were found for it, if that is known."""
    if not any("to" in one for one in passages):
        return _answer(part, passages, language, most)
    own = [one for one in passages if part in one.get("to", ())]
    told = _answer(part, own, language, most)
    return told if told.words else _beginning_of(own, language, most)


def _beginning_of(passages: Sequence[Passage], language: str, most: int = MOST) -> Quote:
    """How the first passage begins, with what matters: it was found by what it means."""
    first = next((one for one in passages if one["id"]), None)
    if first is None:
        return Quote()
    return _announced(Quote(_joined(_sentences(first["content"])[:most]), (first,)), language)


def _answer(question: str, passages: Sequence[Passage], language: str, most: int = MOST) -> Quote:
    """The best sentences for one question: in the caller's language, else in the other one as they are."""
    documents = [one for one in passages if one["id"]]
    fitting = evidence.answering(question, language, documents)
    own = [one for one in fitting if language_of(one["content"]) == language]
    return _announced(_quoted(question, own or fitting, language, most), language)


def _quoted(question: str, passages: Sequence[Passage], language: str, most: int) -> Quote:
    asked, measured = evidence.things(question, language), evidence.measures(question)
    scored: list[tuple[float, int, int, str]] = []
    for rank, passage in enumerate(passages):
        title = titled(passage)
        named = [thing for thing in asked if thing.stands(title)]
        about = _is_about(passage, asked)
        for n, sentence in enumerate(_sentences(passage["content"])):
            shared = [thing for thing in asked if thing.stands(sentence)]
            literal = sum(thing.literally(sentence) for thing in shared)
            if about:  # the passage is the answer, from its beginning
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
        chosen = [
            one for one in scored if any(thing.stands(one[3]) for thing in asked) or _are_all(passages[one[1]], asked)
        ] or scored
    else:
        told = f"{titled(passages[best[1]])}. {best[3]}"
        missed = [thing for thing in asked if not thing.stands(told)]
        chosen = [
            one
            for one in scored
            if (one[1] == best[1] and one[0] > best[0] - CLOSE) or any(thing.stands(one[3]) for thing in missed)
        ]
    chosen = sorted(chosen, reverse=True)[:most]
    for score, rank, n, sentence in chosen[:]:
        if n and _meant_above(sentence) and not any(one[1:3] == (rank, n - 1) for one in chosen):
            chosen.append((score, rank, n - 1, _sentences(passages[rank]["content"])[n - 1]))
    chosen.sort(key=lambda one: one[1:3])
    ranks = dict.fromkeys(rank for _, rank, _, _ in chosen)
    return Quote(_joined([sentence for *_, sentence in chosen]), tuple(passages[rank] for rank in ranks))


def _meant_above(sentence: str) -> bool:
    """Whether a sentence cannot be told without the one before it: "there are no seats there when it rains"."""
    return bool(_LEANING.match(sentence) or _THERE.search(sentence))


_THERE = re.compile(r"\b(?:dort|darin|davon|there(?=[.,;]|$| (?:when|if|on|at|in)\b))")


def _lists(question: str, asked: Sequence[evidence.Thing]) -> bool:
    """Whether everything of a kind is asked for, so that each sentence that speaks of it is a part of the answer."""
    if not asked or not _LISTING.search(question):
        return False
    return not evidence.without(question, asked)


def facts_for(question: str, passage: Passage, language: str) -> str:
    """What the model is given of a passage: of a list only what is asked for, else all of it."""
    if not passage["id"]:
        return passage["content"]
    sentences, asked = _sentences(passage["content"]), evidence.things(question, language)
    if _lists(question, asked) and not _are_all(passage, asked):
        told = [one for one in sentences if any(thing.stands(one) for thing in asked)]
    elif len(sentences) > 1 and (
        all(map(_AMOUNT.search, sentences)) or sum(map(bool, map(_AMOUNT.search, sentences))) >= FROM_MANY
    ):
        wanted = {
            one for part in questions(question) or [question] for one in _items(part, passage, sentences, language)
        }
        told = [one for one in sentences if one in wanted]
    else:
        told = sentences if _is_about(passage, asked) else sentences[_beginning(sentences, asked) :]
    return _joined(told or sentences)


def items_first(question: str, passages: Sequence[Passage], language: str) -> list[Passage]:
    """Passages in their order; where everything of a kind is asked for, those first that have it as an item with a price."""
    asked = evidence.things(question, language)
    if not _lists(question, asked):
        return list(passages)
    items = {
        one["id"]: any(
            _AMOUNT.search(told) and any(thing.stands(told) for thing in asked) for told in _sentences(one["content"])
        )
        for one in passages
    }
    return sorted(passages, key=lambda one: not items[one["id"]])


def _are_all(passage: Passage, asked: Sequence[evidence.Thing]) -> bool:
    """Whether a passage is a list of priced items whose heading says that they are what is asked for."""
    priced = all(map(_AMOUNT.search, _sentences(passage["content"])))
    return priced and any(thing.stands(passage["title"]) for thing in asked)


def _is_about(passage: Passage, asked: Sequence[evidence.Thing]) -> bool:
    """Whether the heading of a passage speaks of what is asked for and of nothing else, so that all of it is the answer."""
    heading = evidence.things(passage["title"].rpartition("›")[2], language_of(passage["content"]))
    named = [thing for thing in asked if thing.stands(passage["title"])]
    return len(named) == len(asked) >= len(heading)


def _beginning(sentences: Sequence[str], asked: Sequence[evidence.Thing]) -> int:
    """The first sentence that speaks of what is asked for, if it does not lean on the one before it."""
    first = next((n for n, one in enumerate(sentences) if any(thing.stands(one) for thing in asked)), 0)
    return 0 if _LEANING.match(sentences[first]) else first


def _items(question: str, passage: Passage, sentences: Sequence[str], language: str) -> list[str]:
    """The items of a list that a question names; none where it asks for the list."""
    asked = [thing for thing in evidence.things(question, language) if not thing.stands(titled(passage))]
    told: list[str] = []
    while asked:  # the items that name most, then those that name what is left
        shared = {one: sum(thing.stands(one) for thing in asked) for one in sentences}
        if (most := max(shared.values())) == 0:
            break
        best = [one for one, named in shared.items() if named == most]
        told += best
        asked = [thing for thing in asked if not any(thing.stands(one) for one in best)]
    return told


def announcement(words: str, language: str) -> str:
    """What comes before words of a document in the other language than the caller's; nothing before their own."""
    if len(re.findall(r"[^\W\d_]{2,}", words)) < FEWEST or language_of(words) == language:
        return ""
    return phrase("written_in_other", language)


def foreign(passages: Sequence[Passage], language: str) -> bool:
    """Whether the documents that an answer can lean on are all in the other language."""
    documents = [one for one in passages if one["id"]]
    return bool(documents) and all(language_of(one["content"]) != language for one in documents)


def _announced(quote: Quote, language: str) -> Quote:
    if not (announcing := announcement(quote.words, language)):
        return quote
    return Quote(f"{announcing} {quote.words}", quote.passages, announced=True)


def _together(quotes: Sequence[Quote]) -> Quote:
    """Quotes one after the other, nothing twice."""
    words = dict.fromkeys(sentence for one in quotes if one.words for sentence in _SENTENCE.split(one.words))
    passages = {one["id"]: one for quote in quotes for one in quote.passages}
    return Quote(" ".join(words), tuple(passages.values()), any(one.announced for one in quotes))


def titled(passage: Passage) -> str:
    """A passage's title, with the headings that stand in its text."""
    return ". ".join([passage["title"], *_parted(passage["content"])[0]])


def told(text: str) -> list[str]:
    """The sentences of a text, each as it is told by itself: one that leans on the sentence before it comes with that."""
    sentences = ["", *_sentences(text)]
    return [
        _joined([before, sentence] if before and _meant_above(sentence) else [sentence])
        for before, sentence in pairwise(sentences)
    ]


def _sentences(text: str) -> list[str]:
    return list(_parted(text)[1])


@lru_cache(maxsize=4096)
def _parted(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings that stand in a text, and its sentences as they are told."""
    lines = [trimmed for sentence in _SENTENCE.split(text) if (trimmed := sentence.strip(" -*#|\t\n"))]
    lines = [item for line in lines for item in _priced_items(line)]
    headings = tuple(
        line
        for line, after in pairwise(lines)
        if _HEADING.fullmatch(line) and len(after) > len(line) and after[-1] in ".!?"
    )
    rows = [_names(line) for line in lines]
    return headings, tuple(
        _row(line) if names and rows.count(names) > 1 else line
        for line, names in zip(lines, rows, strict=True)
        if line not in headings
    )


def _priced_items(line: str) -> list[str]:
    """The items of a sentence that lists several, each with its own price behind it: "a pilsner costs 4.20 euros, a glass of
    wine 7.50 euros and a coffee 3.20 euros".
    """
    parts = _ITEM_END.sub(r"\g<price>\n", line).split("\n") if len(_AMOUNT.findall(line)) > 1 else [line]
    return [part[:1].upper() + part[1:] for part in parts]


_ITEM_END = re.compile(
    r"(?P<price>\beuros?|€|\))(?:[,;]\s+|\s+(?:and|und|or|oder)\s+)"
    r"(?=(?!at most|höchstens|pri(?:ce|x)|preis|costs?\b|kostet|with\b|mit\b|on\b|am\b|an\b|im\b|in\b|at\b|an? hour|from\b|ab\b|children|kinder|\d)[^\W\d_][^.;\n]*?\d[\d.,]* (?:euros?\b|€))",
    re.IGNORECASE,
)
"""Where one priced item ends and the next one begins."""


def _names(line: str) -> tuple[str, ...]:
    """The names of the columns in a row of a table, as knowledge/tables.py writes it; none where a line is no row."""
    cells = [cell.partition(": ") for cell in line.split("; ")]
    plain = len(cells) > 1 and all(value for _, _, value in cells) and re.search(r"[^\W\d_]", cells[0][2])
    return tuple(name for name, _, _ in cells) if plain else ()


def _row(line: str) -> str:
    """A row as it is said: what it is about first, then the other columns."""
    (_, _, what), *others = (cell.partition(": ") for cell in line.split("; "))
    return f"{what}: {', '.join(f'{name} {value}' for name, _, value in others)}"


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(sentence if sentence[-1:] in ".!?" else f"{sentence}." for sentence in sentences)
