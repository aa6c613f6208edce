"""Days that an utterance names and that nothing was read from: who books by the others alone may book the wrong ones."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from language import stays, words
from language.values import Value

MORE = "more_was_said"
"""Why a day is ambiguous: the caller named others beside it, and which is meant was not understood."""
_WEEKDAY = "|".join(words.WEEKDAYS)
_NO_DAY = (
    r"(?! ?(?:[:/%€]\d?|am\b|pm\b|a\.m|p\.m|h\b|uhr|o'clock|of us|people|persons?|guests?|adults?|adlts|kids?|children|nights?|rooms?|doubles?|singles?|beds?|years?|months?|days?"
    r"|hours?|minutes?|euros?|leute|personen|gäste|erwachsene\w*|kinder\w*|nächte\w*|zimmer|betten|jahre\w*|monat\w*|tage\w*|stunden?|minuten?|floor|birthday|anniversary|wedding|time"
    r"|stock\b|etage|geburtstag\w*|hochzeitstag\w*|jubiläum|mal\b|century|jahrhundert)|\.\d|\d)"
)
_DAYS = re.compile(
    rf"\b(?:(?<!sonst )(?<!otherwise )(?<!if not )(?P<weekday>{_WEEKDAY})\b(?:,? (?:the |den |dem )?(?P<of_it>\d{{1,2}})\b{_NO_DAY})?"
    rf"|(?P<ordinal>\d{{1,2}})th\b{_NO_DAY}|(?:am|vom|den|dem|bis|zum|der) (?P<pointed>\d{{1,2}})\.(?= |$){_NO_DAY}"
    rf"|(?P<first>\d{{1,2}})(?:th|\.)? ?(?:-|–|to|bis|until|till)(?: the| zum)? ?(?P<last>\d{{1,2}})\b{_NO_DAY})"
)
_AWAY = re.compile(r"\b(?:instead of|rather than|(?:an)?statt|not|nicht)(?: (?:the|den|dem|der|am|vom|on|at|from))* ?$")
"""What a day is not to be any longer stands behind it: "Friday instead of Thursday"."""
_FROM = re.compile(r"\b(?:from|von|vom)(?: (?:the|dem|den))* ?$")
_NUMBERS = ("of_it", "ordinal", "pointed", "first", "last")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DATED = ("date", "check_in", "check_out")


_CLAUSE = re.compile(r"(?:[,;!?]|(?<!\d)\.)(?= |$)|\b(?:but|aber|because|weil|since|da)\b")
_RULED_OUT = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|won't|doesn't|don't|isn't|not|busy|away|working|works|except|nicht|kein\w*|arbeite\w*|verhindert|weg|verreist|außer|ausser)\b",
    re.IGNORECASE,
)


def without_ruled_out(said: Sequence[Value], text: str) -> list[Value]:
    """The values without the days on which the caller cannot come, where another is wished: "on the 10th we can't"."""
    named = [one for one in said if one.kind == "date" and one.status != "invalid"]
    if len({one.value for one in named}) < 2 or not _RULED_OUT.search(text):
        return list(said)
    ends = [0, *(end.end() for end in _CLAUSE.finditer(text)), len(text)]
    clauses = [(begin, end) for begin, end in itertools.pairwise(ends)]
    there = [[one for one in named if begin <= one.span[0] < end] for begin, end in clauses]
    out = [
        one
        for days, clause in zip(there, clauses, strict=True)
        if len({day.value for day in days}) == 1 and _RULED_OUT.search(text, *clause)
        for one in days
    ]
    return [one for one in said if one not in out] if len(out) < len(named) else list(said)


def doubted(said: Sequence[Value], text: str, about: str, known: Collection[str]) -> list[Value]:
    """The values of an utterance, the day of them in doubt where other days were named and not understood.

    known: the ISO days of the errand in hand and of the reservation it is about, which may be named without being wished.
    """
    wished = [one for one in said if one.kind in _DATED and one.status != "invalid"]
    first = next((one for one in wished if one.kind != "check_out" and one.status == "valid"), None)
    if first is None:
        return list(said)
    named = [*known, *(str(iso) for one in wished for iso in (one.value, *one.alternatives))]
    dates = {date.fromisoformat(iso) for iso in named if _ISO.fullmatch(iso)}
    taken = [one.span for one in said]
    reading = words.read(text)
    left: list[tuple[int, int]] = []
    moved = stays.MOVES.search(reading.plain)
    for day in _DAYS.finditer(reading.plain):
        if day["first"] and about != "room":
            continue  # "from 6 to 8" are hours
        parts = [reading.span(*day.span(name)) for name in ("weekday", *_NUMBERS) if day[name]]
        figures = all(text[begin].isdigit() for begin, _ in (parts[1:] if day["weekday"] else parts))
        not_read = any(not any(begin < to and since < end for since, to in taken) for begin, end in parts)
        away = _AWAY.search(reading.plain[: day.start()]) or (moved and _FROM.search(reading.plain[: day.start()]))
        if figures and not_read and not away and not _told(day, dates):  # "the second" may be a second table
            left.append(reading.span(*day.span()))
    if not left:
        return list(said)
    heard = text[left[0][0] : left[0][1]]
    doubt = replace(first, status="ambiguous", alternatives=(str(first.value),), reason=MORE, text=heard)
    return [doubt if one is first else one for one in said]


def lies_in(value: Value, text: str, spans: Collection[tuple[int, int]]) -> bool:
    """Whether a day is in doubt only because of what is named within one of these stretches of the utterance."""
    return value.reason == MORE and any(value.text in text[begin:end] for begin, end in spans)


def settled(value: Value) -> Value:
    """The day that was in doubt, as it was understood."""
    return replace(value, status="valid", alternatives=(), reason=None)


def _told(day: re.Match[str], dates: Collection[date]) -> bool:
    """Whether one of the days that are understood is the one that is named."""
    numbers = {int(day[part]) for part in _NUMBERS if day[part]}
    if numbers:
        return numbers <= {one.day for one in dates} or max(numbers) > 31
    return day["weekday"] in {words.WEEKDAYS[one.weekday()] for one in dates}
