"""Facts made fit to be said: a line of the plan with its dates, times and lists in the caller's language."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogue.state import Line, Passage
from language import spoken as say
from prompts.phrases import book, known, phrase
from records.agents import Agent
from rules.hours import Schedule, Service

HOURS = re.compile(
    r"\b(open|opening|hours|(?:do|does|will) (?:you|the \w+|it) close|closed|closes|closing|geöffnet|öffnungszeit\w*|offen|auf\b|schließ\w*|geschlossen|ruhetag)\b",
    re.IGNORECASE,
)


def wording(line: Line) -> str:
    """The phrase that says this line: a refusal nobody has words for is said in general ones."""
    name = line["phrase"]
    return name if known(name) or not name.startswith("refused_") else "refused_other"


def spoken(line: Line, language: str, agent: Agent, now: str) -> dict[str, Any]:
    """The line's facts as words: a start becomes day, weekday and time, starts become a list of options."""
    given = dict(line["facts"])
    today = datetime.fromisoformat(now).astimezone(ZoneInfo(agent.timezone)).date().isoformat()
    if start := given.get("start") or given.get("starts_at_local"):
        given.setdefault("day", start[:10])
        given.setdefault("time", start[11:16])
    words: dict[str, Any] = {"agent": agent.name, "house": agent.tenant_name, **given}
    if day := given.get("day"):
        words["weekday"] = book(language).WEEKDAYS[date.fromisoformat(day).weekday()]
        words["day"] = say.day(day, language, today=today)
    if time := given.get("time"):
        words["time"] = say.clock(time, language)
    if party := given.get("party_size"):
        words["party"] = say.party(party, language)
    if phone := given.get("phone"):
        words["phone_tail"] = say.phone_tail(phone)
    if slot := given.get("slot"):
        words["slot"] = book(language).SLOTS.get(slot, slot)
    if starts := given.get("starts"):
        wished = given.get("wished") or ""
        same_day = all(option[:10] == wished[:10] for option in starts)
        words["options"] = say.listed(
            [
                say.clock(option[11:16], language)
                if same_day
                else f"{say.day(option[:10], language, today=today)} {say.clock(option[11:16], language)}"
                for option in starts
            ],
            language,
            last="or",
        )
    if alternatives := given.get("alternatives"):
        form = say.clock if given.get("slot") == "time" else (lambda value, lang: say.day(value, lang, today=today))
        plain = given.get("slot") not in ("time", "day")
        words["options"] = say.listed(
            [str(one) if plain else form(str(one), language) for one in alternatives], language, last="or"
        )
    for name in ("day", "time", "party", "weekday"):
        words.setdefault(name, "")
    return words


REACH = re.compile(
    r"\b(address|where are you|located|your (?:phone|telephone|number)|phone number|call you|reach you|adresse|wo (?:sind|seid|liegt|finde)|"
    r"ihre (?:telefon)?nummer|eure (?:telefon)?nummer|anrufen|telefonisch|erreiche)\w*",
    re.IGNORECASE,
)


def how_to_reach(text: str, agent: Agent, language: str) -> list[str]:
    """Sentences with the address and the telephone number of the house, if the question is about them."""
    if not REACH.search(text):
        return []
    address, phone = agent.config.get("address"), agent.config.get("phone")
    sentences = [phrase("address", language, {"address": address})] if address else []
    return sentences + ([phrase("telephone", language, {"phone": say.phone(phone)})] if phone else [])


def about_hours(text: str, values: list[dict[str, Any]]) -> bool:
    """Whether a question is about opening hours."""
    return bool(HOURS.search(text))


def opening_hours(agent: Agent, values: list[dict[str, Any]], language: str, today: date) -> list[str]:
    """Sentences about when the house is open: the day that was asked about first, then the whole week."""
    schedule = agent.schedule
    sentences = []
    for value in values:
        if value["kind"] == "date" and value["value"] and value["status"] != "invalid":
            sentences.append(_on(schedule, date.fromisoformat(value["value"]), language, today))
    names = book(language).WEEKDAYS
    groups = []
    for group in schedule.hours_of_week():
        days = [names[day] for day in group.weekdays]
        label = (
            days[0]
            if len(days) == 1
            else say.listed(days, language)
            if len(days) == 2
            else f"{days[0]} {book(language).TO} {days[-1]}"
        )
        groups.append(f"{label} {_services(group.services, language)}")
    sentences.append(phrase("hours", language, {"hours": "; ".join(groups)}))
    for offset in range(14):
        day = today + timedelta(days=offset)
        if schedule.hours_on(day).special and not sentences[0].startswith(_on(schedule, day, language, today)):
            sentences.append(_on(schedule, day, language, today))
    return sentences


def _on(schedule: Schedule, day: date, language: str, today: date) -> str:
    hours = schedule.hours_on(day)
    words = {
        "day": say.day(day.isoformat(), language, today=today.isoformat()),
        "hours": _services(hours.services, language),
    }
    sentence = phrase("open_on" if hours.services else "closed_on", language, words)
    note = (hours.note or {}).get(language)
    return f"{sentence} {note}" if note else sentence


def _services(services: tuple[Service, ...], language: str) -> str:
    if not services:
        return book(language).CLOSED
    to = book(language).TO
    return say.listed(
        [
            f"{say.clock(f'{s.opens:%H:%M}', language)} {to} {say.clock(f'{s.closes:%H:%M}', language)}"
            for s in services
        ],
        language,
    )


_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_EVERYWHERE = frozenset({"menu", "hours", "house", "dishe"})
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "you",
        "are",
        "have",
        "does",
        "with",
        "what",
        "when",
        "where",
        "how",
        "can",
        "our",
        "your",
        "about",
        "there",
        "this",
        "that",
        "any",
        "der",
        "die",
        "das",
        "und",
        "für",
        "sie",
        "haben",
        "ist",
        "sind",
        "wie",
        "was",
        "wann",
        "kann",
        "können",
        "gibt",
        "wir",
        "ihr",
        "mit",
        "bei",
        "ein",
        "eine",
        "einen",
        "auch",
    ]
)


def best_sentences(question: str, passages: Sequence[Passage], most: int = 2) -> str:
    """What a phrase can say in the model's place: from the passage whose title the question names its beginning, else
    the sentences that share most words with the question; empty when none shares any.
    """
    wanted = {_stem(word) for word in _WORDS.findall(question.lower()) if word not in _COMMON}
    for passage in passages:
        if wanted & {_stem(word) for word in _WORDS.findall(passage["title"].lower())} - _EVERYWHERE:
            return _joined(_sentences(passage["content"])[:most])
    best: list[tuple[float, int, str]] = []
    for rank, passage in enumerate(passages):
        for sentence in _sentences(passage["content"]):
            shared = wanted & {_stem(word) for word in _WORDS.findall(sentence.lower())}
            if shared:
                best.append((-len(shared) + 0.3 * rank, len(best), sentence))
    best.sort()
    return _joined([sentence for _, _, sentence in sorted(best[:most], key=lambda one: one[1])])


def _sentences(text: str) -> list[str]:
    return [trimmed for sentence in _SENTENCE.split(text) if (trimmed := sentence.strip(" -*#|\t\n"))]


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(sentence if sentence[-1:] in ".!?" else f"{sentence}." for sentence in sentences)


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.rstrip("s")
