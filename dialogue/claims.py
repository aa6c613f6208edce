"""What a sentence asserts, and who vouches for it.

A model's clause leaves the house only when everything checkable in it (clock times, amounts, counts, days, codes,
addresses, and words like "booked" or "open") also stands in something that vouches: a passage, a receipt, a line of
the plan. The check compares atoms, small normalised strings such as `time 19:30`, `number 12.5`, `day 5` or
`status booked`; English and German wordings of the same thing give the same atom.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

NUMBER_WORDS = {
    **{word: n for n, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2)},
    **{word: n for n, word in enumerate(["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"], 2)},
    "dozen": 12, "dutzend": 12, "fifteen": 15, "fünfzehn": 15, "twenty": 20, "zwanzig": 20, "thirty": 30, "dreißig": 30,
       "forty": 40, "vierzig": 40, "fifty": 50, "fünfzig": 50, "hundred": 100, "hundert": 100,
}  # fmt: skip
DAYS = {
    **{
        name: n for n, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
    },
    **{
        name: n
        for n, name in enumerate(["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"])
    },
    "sonnabend": 5,
}
MONTHS = {
    **{name: n for n, name in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1)},
    **{name: n for n, name in enumerate(
        ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"], 1)},
}  # fmt: skip
RELATIVE = {
    "today": "today", "heute": "today", "tonight": "today", "tomorrow": "tomorrow", "morgen": "tomorrow",
    "übermorgen": "overmorrow", "noon": "time 12:00", "midnight": "time 00:00", "mittag": "time 12:00", "mitternacht": "time 00:00",
}  # fmt: skip
STATUS = {
    "booked": r"\b(booked|reserved|gebucht|reserviert|eingetragen|all set|see you (?:on|at|then|tomorrow))\b",
    "confirmed": r"\b(confirmed|confirmation|bestätigt|bestätigung)\b",
    "cancelled": r"\b(cancell?ed|storniert|abgesagt)\b",
    "held": r"\b(on hold|holding|held|keeping|freigehalten|halte|vorgemerkt)\b",
    "available": r"\b(available|availability|vacant|verfügbar|frei|freie[nrms]?|(?:table|seat|slot|room)s? (?:is |are )?free|free (?:table|seat|slot|room)s?)\b",
    "full": r"\b(fully booked|sold out|ausgebucht|voll besetzt)\b",
    "open": r"\b(open|opens|opening|geöffnet|offen|öffnen|öffnet|auf)\b",
    "closed": r"\b(closed|closes|close|geschlossen|schließen|schließt|zu|ruhetag)\b",
    "delivered": r"\b(shipped|delivered|dispatched|refunded|versendet|geliefert|erstattet)\b",
}  # fmt: skip
_STATUS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in STATUS.items()}
_OPEN_GERMAN = {"open": {"auf"}, "closed": {"zu"}}  # only ends of a German clause: "wir haben auf", not "auf der Karte"
_CLOCK = re.compile(
    r"(?<![\d.,])(?P<h>[01]?\d|2[0-4])(?:(?P<sep>[:.])(?P<m>[0-5]\d))?\s*(?P<half>[ap]\.?\s?m\b\.?|uhr(?:\s(?P<m2>[0-5]\d)\b)?)?(?![\d])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[., ]\d{3})+(?![\d])|(?<![\w])\d+(?:[.,]\d{1,2})?(?![\d])")
_CODE = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{2,}(?:-[A-Z0-9]{2,})*\b|\b[A-Z]{4,}\b")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|\bwww\.\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_RANGE_PM = re.compile(r"\b(\d{1,2}(?::[0-5]\d)?)(\s*(?:-|–|to|and|until|till)\s*\d{1,2}(?::[0-5]\d)?\s*)([ap])\.?\s?m\b", re.IGNORECASE)  # fmt: skip
_DAY = "|".join(DAYS)
_DAY_RANGE = re.compile(rf"\b({_DAY})s?\s*(?:-|–|to|through|till|until|bis)\s*({_DAY})s?\b", re.IGNORECASE)
YES_NO = frozenset({"yes", "no", "yeah", "yep", "nope", "ja", "nein", "doch", "not", "nicht", "kein", "keine"})


def _clock_atoms(match: re.Match[str]) -> list[str]:
    hour, minute = int(match["h"]), int(match["m"] or match["m2"] or 0)
    half = (match["half"] or "").lower()
    if half.startswith(("a", "p")):
        hour = hour % 12 + (12 if half.startswith("p") else 0)
        return [f"time {hour:02}:{minute:02}"]
    if half.startswith("uhr") or match["sep"] == ":":
        return [f"time {hour % 24:02}:{minute:02}"]
    return []


def _number(text: str) -> str:
    plain = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    return f"number {float(plain.replace(',', '.')):g}"


@lru_cache(maxsize=2048)
def atoms(text: str) -> frozenset[str]:
    """Everything checkable that a text asserts. Pure, about 50 µs a clause; any Unicode is fine."""
    found: set[str] = set()
    text = _RANGE_PM.sub(lambda m: f"{m[1]} {m[3]}m{m[2]}{m[3]}m", text[:4000])

    def address(match: re.Match[str]) -> str:
        found.add(f"address {match[0].rstrip('.,;').lower()}")
        return " "

    def code(match: re.Match[str]) -> str:
        found.add(f"code {match[0]}")
        return " "

    def clock(match: re.Match[str]) -> str:
        times = _clock_atoms(match)
        found.update(times)
        return " " if times else match[0]

    rest = _CODE.sub(code, _CLOCK.sub(clock, _ADDRESS.sub(address, text)))
    found.update(_number(match[0]) for match in _NUMBER.finditer(rest))
    for word in map(str.lower, _WORD.findall(rest)):
        if word in NUMBER_WORDS:
            found.add(f"number {NUMBER_WORDS[word]}")
        elif (day := DAYS.get(word, DAYS.get(word.removesuffix("s")))) is not None:
            found.add(f"day {day}")
        elif word in MONTHS and word != "may":
            found.add(f"month {MONTHS[word]}")
        elif word in RELATIVE:
            named = RELATIVE[word]
            found.add(named if named.startswith("time") else f"relative {named}")
    for name, pattern in _STATUS.items():
        for match in pattern.finditer(rest):
            word = match[0].lower()
            if word in _OPEN_GERMAN.get(name, ()) and rest[match.end() :].strip(" .!?,;"):
                continue
            found.add(f"status {name}")
    return frozenset(found)


def vouchers(texts: Iterable[str]) -> frozenset[str]:
    """What the given texts vouch for; a time also vouches for its hour said in words ("at seven")."""
    found: set[str] = set()
    for text in texts:
        found |= atoms(text)
        for first, last in _DAY_RANGE.findall(text):
            start, end = DAYS[first.lower()], DAYS[last.lower()]
            found |= {f"day {(start + n) % 7}" for n in range((end - start) % 7 + 1)}
    for atom in tuple(found):
        if atom.startswith("time "):
            hour, minute = int(atom[5:7]), int(atom[8:])
            found |= {f"number {hour}", f"number {hour % 12 or 12}", f"time {hour % 12:02}:{minute:02}"}
            if minute:
                found.add(f"number {minute}")
            if minute == 30:
                found.add(f"number {(hour + 1) % 12 or 12}")  # "halb acht"
    if "status closed" in found:
        found.add("status open")
    if "status open" in found or any(atom.startswith("time ") for atom in found):
        found |= {"status open", "status closed"} if "status open" in found else {"status open"}
    return frozenset(found)


def vouched(clause: str, by: frozenset[str]) -> bool:
    """Whether everything that the clause asserts is vouched for."""
    return atoms(clause) <= by


def harmless(opening: str) -> bool:
    """Whether the first words of a clause may leave before the clause is complete: they assert nothing by themselves."""
    return not atoms(opening) and not YES_NO & {word.lower() for word in _WORD.findall(opening)}


_ASSERTING = frozenset(NUMBER_WORDS) | frozenset(DAYS) | frozenset(MONTHS) | frozenset(RELATIVE) | YES_NO
_STATUS_STEMS = (
    "booked", "reserved", "gebucht", "reserviert", "eingetragen", "all", "see", "confirm", "bestätig",
    "cancel", "storniert", "abgesagt", "on", "hold", "holding", "held", "keeping", "freigehalten", "halte",
    "vorgemerkt", "availab", "vacant", "verfügbar", "frei", "table", "seat", "slot", "room", "free", "full",
    "sold", "ausgebucht", "voll", "open", "geöffnet", "offen", "öffne", "auf", "closed", "close",
    "geschlossen", "schließ", "zu", "ruhetag", "shipped", "deliver", "dispatch", "refund", "versendet",
    "geliefert", "erstattet",
)  # fmt: skip
_OPENERS = frozenset({"we", "our", "it", "i", "you", "they", "wir", "es", "sie", "ich", "bei", "unsere", "an"})
"""Whole words, though asserting ones begin with the same letters."""


@lru_cache(maxsize=4096)
def opens_harmlessly(token: str) -> bool:
    """Whether a reply may begin with this first token before its word is complete: whatever comes next, the word will
    assert nothing. Words in capitals may become codes, and are not.
    """
    word = token.strip(" ,!").lower()
    return (
        word.isalpha()
        and not token.strip(" ,!").isupper()
        and harmless(token)
        and (
            word in _OPENERS
            or (
                not any(one.startswith(word) for one in _ASSERTING)
                and not any(one.startswith(word) or word.startswith(one) for one in _STATUS_STEMS)
            )
        )
    )


class Clauses:
    """Cuts a stream of text into clauses. Nothing is lost or added: the pieces joined are the stream."""

    END = re.compile(r"(?:[.!?;:…]['\"”»)]*\s+|,\s+|\s+[–—]\s+|\n+)")
    SHORT = 12  # a comma this early does not make a clause

    def __init__(self) -> None:
        self.pending = ""

    def feed(self, text: str) -> list[str]:
        """The clauses that this piece of text completes."""
        self.pending += text
        done: list[str] = []
        start = 0
        for match in self.END.finditer(self.pending):
            if match[0].startswith(",") and match.end() - start < self.SHORT:
                continue
            done.append(self.pending[start : match.end()])
            start = match.end()
        self.pending = self.pending[start:]
        return done

    def rest(self) -> str:
        """What is left when the stream has ended."""
        left, self.pending = self.pending, ""
        return left
