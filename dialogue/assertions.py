"""What a sentence asserts: its words as tokens, each with its part, and its numbers with what they count.

Times, amounts, days and codes come out the same however they are written or said ("7:30 pm", "halb acht", "half past
seven"); what a "not" denies, what an "only" stands before and which way a limit goes is read from the order of words.
Whatever no table knows is a word of its own. Pure; a clause takes some 200 µs, the same one again nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dialogue import wording as w

LONGEST = 1200
"""Characters of a clause that are read; a longer one is no answer to a caller and is not vouched for."""


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language of a text that is long enough to tell."""
    return w.language_of(re.findall(r"[^\W\d_]+", text[:2000].lower()))


# --- numbers and days in words ----------------------------------------------------------------------------------------


def _counted() -> dict[str, int]:
    en = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    de = [
        "null",
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ]
    zig = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    found = {word: n for n, word in enumerate(en)} | {word: n for n, word in enumerate(de)}
    found |= {word: 10 * n for n, word in enumerate(tens, 2)} | {word: 10 * n for n, word in enumerate(zig, 2)}
    for n, ten in enumerate(zig, 2):
        for unit in range(1, 10):
            found[f"{'ein' if unit == 1 else de[unit]}und{ten}"] = 10 * n + unit
    for n, word in enumerate(["", *de[2:10]], 1):
        found[f"{word}hundert"] = 100 * n
    found |= {
        "hundred": 100,
        "dozen": 12,
        "dutzend": 12,
        "thousand": 1000,
        "tausend": 1000,
        "zwo": 2,
        "fuenf": 5,
        "zwoelf": 12,
    }
    found |= {"dreissig": 30, "einhundert": 100, "oh": 0} | {"couple": 2}
    del found["one"], found["eins"], found["oh"], found["couple"]
    return found


def _hundreds(found: dict[str, int]) -> dict[str, int]:
    """German hundreds are written as one word: "hundertzwanzig", "zweihundertfünfzig"."""
    below = [(word, n) for word, n in found.items() if 0 < n < 100 and (word.isalpha())]
    hundreds = [(word, n) for word, n in found.items() if word.endswith("hundert")]
    return {f"{head}{joint}{tail}": h + n for head, h in hundreds for joint in ("", "und") for tail, n in below}


NUMBERS = _counted()
NUMBERS = _hundreds(NUMBERS) | NUMBERS
_TENS = frozenset(range(20, 100, 10))
_ONE = frozenset(("one", "ein", "eine", "einer", "einen", "einem", "eins"))
UNITS = frozenset(["MINUTE", "HOUR", "DAY", "WORKDAY", "WEEK", "MONTH", "YEAR", "EURO", "KILOMETRE", "METRE", "NIGHT"])
DAYS = {name: n for names in (
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
) for n, name in enumerate(names)} | {"sonnabend": 5}  # fmt: skip
MONTHS = {name: n for names in (
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
) for n, name in enumerate(names, 1)}  # fmt: skip
SETS = {
    "weekend": {5, 6}, "weekends": {5, 6}, "wochenende": {5, 6}, "wochenenden": {5, 6}, "weekday": {0, 1, 2, 3, 4}, "weekdays": {0, 1, 2, 3, 4},
    "werktags": {0, 1, 2, 3, 4}, "wochentags": {0, 1, 2, 3, 4}, "daily": set(range(7)), "täglich": set(range(7)), "everyday": set(range(7)),
}  # fmt: skip
RELATIVE = {"today": 0, "tonight": 0, "heute": 0, "tomorrow": 1, "übermorgen": 2}
_DAY = re.compile(
    r"(mon|diens|donners|frei|sams|sonn)(tag)(s|e|en|abend|abends|mittag|mittags|nachmittag|nachmittags|nacht|morgen)?$|(mittwoch)(s|e|abend|abends)?$|(sonnabend)s?$"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)(day)('?s)?$"
)

# --- tokens -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Value:
    """A number that is said: its kind, how much, and whether a time of day is certain or half a day off."""

    kind: str  # time (minutes) | money | pound | dollar | percent | number | month | literal
    amount: float | str
    certain: bool = True
    bare: bool = False  # a time of day by its preposition alone: "from 16" may be an age as well


class Token(NamedTuple):
    """A word, sign or value, with its part in the sentence."""

    part: str
    """word | plain | not | except | only | all | limit | cut | break | colon | but | and | open | shut | value | day | i"""
    text: str
    key: str = ""
    value: Value | None = None
    days: frozenset[int] = frozenset()
    way: str = ""
    soft: bool = False  # a verb or adverb that no table knows


_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "‐": "-", "‑": "-", "−": "-", "—": "–", "⁄": "/"})
_KEPT = frozenset("€$£%+&@/°")


@lru_cache(maxsize=4096)
def cleaned(text: str) -> str:
    """The text as it would be spoken: no invisible signs, no markup, no pictures, one form for every letter."""
    if text.isascii() and not _MARKUP.search(text):
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    plain = "".join(c for c in plain if c in _KEPT or c in "\n\t" or unicodedata.category(c) not in ("Cf", "So", "Sk", "Cc", "Mn", "Me", "Cs", "Co"))  # fmt: skip
    return _MARKUP.sub("", plain)


_MARKUP = re.compile(r"[*_`~#|<>\\^]+")


def _by_letter(phrases: Iterable[str]) -> str:
    """An alternation of phrases, the longest first, that is entered by its first letter: five times as fast."""
    groups: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        groups.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in groups.items())


PHRASES = re.compile(rf"\b(?:{_by_letter(w.PHRASES)})\b")
_RAW = re.compile(
    r"(?P<address>[\w.+-]+@[\w-]+\.[\w.]+\w|https?://\S+|\bwww\.\S+)"
    r"|(?P<phone>\+\d[\d /()-]{6,}\d|\b0\d[\d /()-]{5,}\d)"
    r"|(?P<clock>(?<![\d.,:])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s*(?:[ap]\.?\s?m\b\.?|uhr(?:\s[0-5]\d\b(?!\s*(?:€|euro|minuten|personen|cent)))?|h\b)|(?<![\d.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?!\d))"
    r"|(?P<number>\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?=(?:st|nd|rd|th|er)?(?![\w]))|\d+(?=[^\W\d_]))"
    r"|(?P<mixed>\w*\d\w*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<sign>[,;:.!?()„“”\"–€$£%+/&-]|\n)|(?P<other>\S)",
    re.IGNORECASE,
)


def _amount(text: str) -> float:
    plain = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        return float(re.sub(r"[.,]", "", plain))
    return float(plain.replace(",", "."))


def _clock(text: str) -> Value:
    found = re.match(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap]|uhr|h)?(?:.*\s(\d\d))?", text, re.IGNORECASE)
    assert found is not None
    hour, minute, half = int(found[1]), int(found[2] or found[4] or 0), (found[3] or "").lower()
    if half in ("a", "p"):
        hour = hour % 12 + (12 if half == "p" else 0)
    return Value("time", hour % 24 * 60 + minute)


Raw = tuple[str, str, Value | None]
_LETTERED = re.compile(r"\b([acdf-rtv-z]|e(?!-mail))-(?=[^\W\d_]{3})", re.IGNORECASE)
"""A letter before a hyphen makes another word of it: an e-bike is no bike."""


def _known(word: str) -> bool:
    return word in w.CONCEPTS["en"] or word in w.CONCEPTS["de"] or word in w.STOP or word in w.NEUTRAL


def _raw(text: str) -> tuple[list[Raw], list[str]]:
    """The pieces of a text: kind, text in small letters, value; and its words."""
    if "-" in text:
        text = _LETTERED.sub(r"\1", text).replace("-", " ")
    plain = PHRASES.sub(lambda m: w.PHRASES[m[0].lower()], text)
    found: list[Raw] = []
    words: list[str] = []
    for match in _RAW.finditer(plain):
        kind, piece = str(match.lastgroup), match[0]
        low = piece.lower()
        if kind == "word":
            if (piece.isupper() and len(piece) > 3 and not _known(low)) or (len(piece) == 1 and low not in "ai"):
                found.append(("literal", low, Value("literal", low)))
            elif low not in ("st", "nd", "rd", "th") or not (found and found[-1][0] == "value"):
                words.append(low)
                found.append(("word", low, None))
        elif kind == "clock":
            found.append(("value", low, _clock(low)))
        elif kind == "number":
            found.append(("value", low, Value("number", _amount(low))))
        elif kind == "phone":
            found.append(("literal", low, Value("literal", re.sub(r"\D", "", low)[-8:])))
        elif kind in ("address", "mixed"):
            if low in ("st", "nd", "rd", "th"):
                continue
            found.append(("literal", low, Value("literal", re.sub(r"^([a-z]+)0+(?=\d)", r"\1", low.rstrip(".,;")))))
        elif kind == "sign":
            found.append(("sign", low, None))
        else:
            found.append(("literal", low, Value("literal", low)))
    return found, words


def _numbered(raw: list[Raw]) -> list[Raw]:
    """Number words as numbers; tens and units, hundreds, cents and clock words put together."""
    out: list[Raw] = []
    for kind, text, value in raw:
        amount = NUMBERS.get(text) if kind == "word" else None
        if amount is not None:
            value = Value("number", float(amount))
            kind = "value"
        last = out[-1] if out else None
        if amount == 100 and last and last[1] == "one":
            out[-1] = ("value", text, Value("number", 100.0))
            continue
        if kind == "value" and amount is not None and last and last[0] == "value" and last[1] in NUMBERS:
            before = last[2].amount if last[2] else 0
            assert isinstance(before, float)
            if before in _TENS and 0 < amount < 10:
                out[-1] = ("value", text, Value("number", before + amount))
                continue
            if amount == 100 and 0 < before < 20:
                out[-1] = ("value", text, Value("number", before * 100))
                continue
            if before >= 100 and (before % 100 == 0 or (before % 100 in _TENS and amount < 10)) and amount < 100:
                out[-1] = ("value", text, Value("number", before + amount))
                continue
        out.append((kind, text, value))
    for at in range(len(out) - 1):
        count = out[at + 1][2]
        if (
            out[at][0] == "literal"
            and re.fullmatch(r"[b-z]", out[at][1])
            and count
            and count.kind == "number"
            and count.amount in range(100)
        ):
            out[at : at + 2] = [
                ("literal", out[at][1], Value("literal", f"{out[at][1]}{count.amount:g}")),
                ("sign", " ", None),
            ]
    out = [piece for piece in out if piece[1] != " "]
    for at in range(len(out) - 2):
        ends = out[at + 2][2]
        if out[at][1] in _ONE and out[at + 1][1] in ("to", "bis", "or", "oder") and ends and ends.kind == "number":
            out[at] = ("value", out[at][1], Value("number", 1.0))
    return out


_AMOUNTS = frozenset(("euro", "euros", "€", "minuten", "personen", "cent", "leute", "gäste"))
_PAST = frozenset(("past", "after", "nach", "gone"))
_TO = frozenset(("to", "before", "vor", "till"))
_AT = frozenset(
    [
        "at",
        "after",
        "before",
        "until",
        "till",
        "from",
        "by",
        "between",
        "around",
        "um",
        "ab",
        "bis",
        "gegen",
        "nach",
        "vor",
        "zwischen",
        "von",
        "since",
        "seit",
    ]
)
_RANGE = frozenset(("to", "and", "und", "bis", "till", "until", "–", "-", "through"))
_HALVES = {
    "morning": 0, "morgens": 0, "vormittags": 0, "früh": 0, "night": 0, "nachts": 0, "am": 0, "a.m": 0,
    "evening": 1, "abends": 1, "abend": 1, "afternoon": 1, "nachmittags": 1, "nachmittag": 1, "tonight": 1, "pm": 1, "p.m": 1, "mittags": 1,
}  # fmt: skip
_BETWEEN = frozenset(("in", "the", "at", "am", "of"))


def _timed(raw: list[Raw], language: str) -> list[Raw]:
    """Clock times said in words: "half past seven", "halb acht", "seven o'clock", "at seven in the evening", "noon"."""
    out: list[Raw] = []
    at = 0

    def number(i: int) -> float | None:
        if 0 <= i < len(raw) and raw[i][0] == "value" and (value := raw[i][2]) and value.kind == "number":
            return float(value.amount)
        return 1.0 if 0 <= i < len(raw) and raw[i][1] in _ONE else None

    def text(i: int) -> str:
        return raw[i][1] if 0 <= i < len(raw) else ""

    while at < len(raw):
        kind, word, value = raw[at]
        minutes: float | None = None
        certain, bare, used = False, False, 1
        if word in ("noon", "mittag") and kind == "word" and not (word == "mittag" and text(at - 1) == "zu"):
            minutes, certain = 720, True
        elif word in ("midnight", "mitternacht"):
            minutes, certain = 0, True
        elif word in ("half", "quarter", "viertel") and text(at + 1) in _PAST | _TO and (hour := number(at + 2)):
            shift = 30 if word == "half" else 15
            minutes, used = hour * 60 + (shift if text(at + 1) in _PAST else -shift), 3
        elif word in ("halb", "dreiviertel") and (hour := number(at + 1)) and hour <= 24:
            minutes, used = hour * 60 - (30 if word == "halb" else 15), 2
        elif (count := number(at)) is not None and value is not None and count in (5, 10, 20, 25) and text(at + 1) in ("past", "nach", "vor") and (hour := number(at + 2)) and hour <= 12:  # fmt: skip
            minutes, used = hour * 60 + (count if text(at + 1) != "vor" else -count), 3
        elif (hour := number(at)) is not None and hour <= 24 and (hour == int(hour) or value is not None):
            if text(at + 1) in ("uhr", "o'clock"):
                minutes, used, certain = hour * 60, 2, text(at + 1) == "uhr" and hour > 12
                if (
                    (more := number(at + 2)) is not None
                    and more < 60
                    and raw[at + 2][0] == "value"
                    and text(at + 3) not in _AMOUNTS
                ):
                    minutes, used = minutes + more, 3
            elif text(at + 1) in ("am", "pm", "a.m", "p.m") and language == "en":
                minutes, used, certain = hour % 12 * 60 + 720 * (text(at + 1)[0] == "p"), 2, True
            elif (value is not None or (word in ("one", "eins", "ein") and _clock_one(raw, at, out))) and (
                (word in ("one", "eins", "ein") and _last_word(out) in ("between", "zwischen"))
                or (_last_word(out) in _AT and _unitless(raw, at + 1, language) and not (_last_word(out) in _RANGE and len(out) > 1 and (was := out[-2][2]) and was.kind == "number"))
                or (text(at + 1) in _RANGE and at + 2 < len(raw) and (after := raw[at + 2][2]) and after.kind == "time")
                or (_last_word(out) in _RANGE and len(out) > 1 and (was := out[-2][2]) and was.kind == "time" and _unitless(raw, at + 1, language))
            ):  # fmt: skip
                minutes = int(hour) * 60 + round(hour % 1 * 100)
                certain, bare = hour > 12, True
        if minutes is None and value is not None and value.kind == "time":
            minutes, certain = float(value.amount), value.certain
            certain = certain and not (minutes < 720 and ":" in word and not word[-1].isalpha() and False)
        if minutes is None:
            out.append(raw[at])
            at += 1
            continue
        at += used
        ahead = at
        while ahead < len(raw) and ahead < at + 3 and raw[ahead][1] in _BETWEEN and raw[ahead][1] not in ("am",):
            ahead += 1
        if not certain and ahead < len(raw) and raw[ahead][1] in _HALVES:
            half = _HALVES[raw[ahead][1]]
            base = minutes % 720
            if half == 0 and raw[ahead][1] in ("night", "nachts") and base >= 360:
                half = 1
            minutes, certain = base + 720 * half, True
            out.append(("value", "time", Value("time", minutes % 1440)))
            at = ahead + 1
            continue
        out.append(("value", "time", Value("time", minutes % 1440, certain, bare)))
    return out


def _clock_one(raw: list[Raw], at: int, out: list[Raw]) -> bool:
    """Whether a "one" is a number by its place: "until one", "from one in the afternoon", "zwischen ein und zwei Uhr"."""
    ahead, before = at + 1, _last_word(out)
    if ahead >= len(raw) or raw[ahead][0] != "word" or before in ("between", "zwischen"):
        return raw[at][1] != "ein" or before in ("between", "zwischen")
    if before in _RANGE and len(out) > 1 and (was := out[-2][2]) and was.kind == "time" and raw[ahead][1] in w.STOP:
        return True
    if raw[at][1] == "ein" or before not in _AT:
        return False
    while ahead < len(raw) and ahead < at + 4 and raw[ahead][1] in _BETWEEN:
        ahead += 1
    after = raw[ahead][1] if ahead < len(raw) else ""
    return after in _HALVES or (after in _RANGE and _figure(raw, ahead + 1))


def _last_word(out: list[Raw]) -> str:
    return out[-1][1] if out else ""


def _unitless(raw: list[Raw], at: int, language: str) -> bool:
    """Whether no thing is counted by the number before this place, nor by the end of the range that it begins."""
    if at + 2 < len(raw) and raw[at][1] in _RANGE and (end := raw[at + 1][2]) and end.kind == "number":
        at += 2
        if at < len(raw) and raw[at][1] in ("uhr", "o'clock", "am", "pm"):
            return True
    if at >= len(raw) or raw[at][0] != "word":
        return at >= len(raw) or raw[at][0] != "sign" or raw[at][1] not in "€%$£"
    word = raw[at][1]
    return (word in w.STOP or word in _RANGE or word in w.FROM or word in w.UNTIL or word in _HALVES or word in w.NEUTRAL - {"people", "person", "persons", "personen", "gäste", "guests"} or word in w.PIVOTS) and word not in NUMBERS  # fmt: skip


_SPANS = w.bag("day days evening night week weeks afternoon morning month months hours minutes")
_CLOSE = frozenset(["close", "closes", "closing", "schließen", "schließt", "schliessen"])
_CLOSED = frozenset(["closed", "shut", "geschlossen", "zu-haben", "ruhetag", "geschlossene", "geschlossenen"])
_HAVE = frozenset(["haben", "hat", "habt", "machen", "macht"])
_BUT = frozenset(["but", "aber", "sondern", "whereas", "während-hingegen", "jedoch"])


@lru_cache(maxsize=4096)
def tokens(text: str, today: date | None = None, hint: str = "en") -> tuple[Token, ...]:
    """A text as tokens with their parts. Pure; any Unicode is fine."""
    text = cleaned(text[: LONGEST * 4])
    if "ahl" in text or "irocard" in text:
        text = _IN_CASH.sub("bargeld", text)  # German says "bar" for cash and "Bar" for the counter
    text = _spelled_out(text)
    nouns = frozenset(m[0].lower() for m in _CAPITAL.finditer(text))
    text = _LOWERED.sub(lambda m: m[0].lower(), text) if _SHOUTED.search(text) else text.lower()
    if "home" in text or "away" in text or " out" in text:
        text = _TAKEN_AWAY.sub(r"\g<0> takeaway", text)
    raw, words = _raw(text)
    language = w.language_of(words, hint)
    raw = _timed(_numbered(raw), language)
    out: list[Token] = []
    depth = 0
    for at, (kind, word, value) in enumerate(raw):
        after = raw[at + 1][1] if at + 1 < len(raw) else ""
        before = raw[at - 1][1] if at else ""
        if kind == "sign":
            if word in "(„“":
                depth += word == "("
                out.append(Token("open", word))
            elif word == ")":
                depth = max(0, depth - 1)
                out.append(Token("shut", word))
            elif word == "," and not depth:
                out.append(Token("cut", word))
            elif word == "–" and _figure(raw, at - 1) and _figure(raw, at + 1):
                out.append(Token("plain", word, way="until"))
            elif word in ";\n!?" or word == "." or word == "–":
                out.append(Token("cut" if word == "–" else "break", word))
            elif word == ":":
                out.append(Token("colon", word))
            elif word in "€%$£":
                out.append(Token("word", word, {"€": "EURO", "%": "percent", "$": "dollar", "£": "pound"}[word]))
            elif word == "-":
                out.append(Token("plain", word, way="until"))
        elif kind == "literal" or kind == "value":
            out.append(Token("value", word, value=value))
        else:
            out.append(_word(word, before, after, language, today, raw, at, nouns))
    return tuple(_joined_money(out))


_CAPITAL = re.compile(r"\b[A-ZÄÖÜ][^\W\d_]+")
"""Words with a capital: nouns in German, names in English, and the first of a sentence."""


_SHORT_DAYS = {
    "Mo": "Montag", "Di": "Dienstag", "Mi": "Mittwoch", "Do": "Donnerstag", "Fr": "Freitag", "Sa": "Samstag", "So": "Sonntag",
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday",
    "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_METRES = re.compile(r"(?<=\d)\s?m\b(?![²³.'/])")
_DATE = re.compile(
    r"\b(\d{1,2})\.(?=\s*(?:(?:und|bis|–|-|/)\s*\d{1,2}\.\s*)?(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
)
_SHORT = "|".join(sorted(_SHORT_DAYS, key=len, reverse=True))
_SHORT_DAY = re.compile(
    rf"\b({_SHORT})\b\.?(?=\s*(?:[-–,/&+:]|und\b|bis\b|and\b|to\b|\d)|\s+(?:{_SHORT})\b)|(?<=[-–,/&+])(\s*)({_SHORT})\b\.?|(?<=und )({_SHORT})\b\.?|(?<=and )({_SHORT})\b\.?"
)
_SPAN = re.compile(
    r"(?<=day)s?\s?[-–]\s?(?=[MTWFS]\w+day)|(?<=tag)s?\s?[-–]\s?(?=[MDFS])|(?<=woch)\s?[-–]\s?(?=[MDFS])"
)
_FIGURES = re.compile(r"(?<![\d-])(\d{1,4}(?:[:.,]\d\d)?(?: ?[ap]m)?)\s?[-–]\s?(?=\d{1,4}(?:[:.,]\d\d)?(?![\d-]))")
_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,2}) – (\d{1,2})(?![\d:.,])(?=\s*(?:Uhr|(?:und|and|,|/)\s*\d{1,2}(?:[:.]\d\d)? – \d{1,2}(?:[:.]\d\d)?(?: Uhr|\b)))"
)
_HOUR_LIST = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?=(?:, | und | and | oder | or )(?:\d{1,2}(?::\d\d)?(?:, | und | and | oder | or ))*\d{1,2}(?:[:.]\d\d)? Uhr)"
)
_AFTER_DAY = re.compile(r"((?:day|tag|woch)s?:?,? )(\d{1,2}) – (\d{1,2})(?![\d:.,])")
_NEGLIGIBLE = re.compile(
    r"\b(?:(?:do|does|will|would)(?: not|n't)|won't|wouldn't) cost (?:\w+ )?(?:anything(?: extra)?|a thing|a cent|a penny|extra|(?:any )?more)\b",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\b(\w+ \w+) (?:or|oder) (?:more|mehr|longer|länger)\b", re.IGNORECASE)
_UNPAID = re.compile(r"\b(?:be)?zahl\w*\b(?P<between>[^.,;]{0,40}?)\bnichts\b", re.IGNORECASE)
_THEREBY = re.compile(
    r"\b(?:ist|sind|wäre)\b(?P<between>[^.,;]{0,60}?)\b(?:mit )?(?:dabei|mit drin)\b(?=\s*(?:[.,;!]|$))", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?P<come>kommt|kommen)\b(?P<between>[^.,;]{0,40}?)\b(?:dazu|hinzu)\b", re.IGNORECASE)
_PARTED = re.compile(
    r"\b(hol|meld|bring|sag|nehm|nimm|biet|führ|find|geb|gib|stell|schließ|reis|fang|fäng|rechn|plan|leih|füll|spül|lad|bewahr|schalt)(\w{0,4})\b"
    r"([^.,;!?]*?)\s(ab|an|mit|ein|aus|auf|zurück|durch|statt)(?=\s*(?:[.,;!?]|$)|\s(?:und|oder)\b)",
    re.IGNORECASE,
)
"""A German verb whose first part stands at the end: "holen Sie es ab"."""
_PICKED = re.compile(r"\b(pick|picks|picked|picking|drop|drops|dropped)((?: \w+){1,3}?) (up|off)\b", re.IGNORECASE)
_PARTICLE = re.compile(r"\s(?:ab|an|mit|ein|aus|auf|zurück|durch|statt)(?=\s*(?:[.,;!?]|$)|\s(?:und|oder)\b)")
_THERE = re.compile(
    r"\b(?P<we>sind wir|wir sind|ist jemand)\b(?P<between>[^.,;!?]{0,60}?)\b(?:da|vor ort|erreichbar)\b", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:erreichen sie uns|erreicht ihr uns|erreichst du uns|(?:we are|we're) (?:here|there|in|around)(?= (?:on|from|until|till|between|every|daily|mon|tue|wed|thu|fri|sat|sun|at))|you(?: can|'ll)? (?:reach|find|get) us(?= (?:on (?:mon|tue|wed|thu|fri|sat|sun|week)|from|until|till|between|every|daily)))",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"\b(?P<be>ist|sind|haben|bleibt)\b(?P<between>[^.,;]{0,60}?)\bzu\b(?=\s*(?:[.,;!]|$))", re.IGNORECASE
)
_HUNDREDS = re.compile(
    r"\b(?:a|one|(?P<n>two|three|four|five|six|seven|eight|nine)) hundred and (?=[a-z])", re.IGNORECASE
)


def _spelled_out(text: str) -> str:
    """Days in short, spans with a dash and turns of phrase as they would be said in full."""
    if "—" in text:
        text = text.replace("—", " – ")
    figures = _DIGIT.search(text) is not None
    if figures:
        text = _DATE.sub(r"\1", _METRES.sub(" meter", text))
    if _SHORTENED.search(text):
        text = _SHORT_DAY.sub(lambda m: (m[2] or "") + _SHORT_DAYS[m[1] or m[3] or m[4] or m[5]], text)
    if "-" in text or "–" in text:
        text = _SPAN.sub(" bis ", text)
        if figures:
            text = _FIGURES.sub(r"\1 – ", text)
            text = _HOURS.sub(r"\1:00 – \2:00", text)
            text = _AFTER_DAY.sub(r"\1\2:00 – \3:00", text)
    if "Uhr" in text:
        text = _HOUR_LIST.sub(r"\1:00", text)
    text = _HUNDREDS.sub(lambda m: f"{m['n'] or 'one'} hundred ", text) if "undred" in text else text
    text = _OR_MORE.sub(r"at least \1", text) if "more" in text or "mehr" in text else text
    if " cost " in text:
        text = _NEGLIGIBLE.sub("is gratis", text)
    if "nichts" in text:
        text = _UNPAID.sub(r"gratis\g<between>", text)
    if "azu" in text:
        text = _ADDED.sub(r"\g<come>\g<between>extra", text)
    if "dabei" in text or "drin" in text:
        text = _THEREBY.sub(r"inklusive\g<between>", text)
    if "wir" in text or "uns" in text or " us" in text or "e're" in text or " are" in text or "jemand" in text:
        text = _REACHED.sub("open", _THERE.sub(r"\g<we>\g<between>geöffnet", text))
    if "pick" in text or "drop" in text:
        text = _PICKED.sub(r"\1 \3\2", text)
    if _PARTICLE.search(text):
        text = _PARTED.sub(r"\4\1\2\3", text)
    if " zu" in text:
        text = _SHUT.sub(r"\g<be>\g<between>geschlossen", text)
    return text


_DIGIT = re.compile(r"\d")
_SHORTENED = re.compile(rf"\b(?:{_SHORT})\b")
_LOWERED = re.compile(r"\b[^\W\d_][^\W\d_]*'?[^\W\d_]*\b(?<=[a-zäöüß])|(?<![^\W\d_])[AI](?![^\W\d_])|\b[A-ZÄÖÜ]{2,3}\b")
"""Everything but words in capitals, which may be codes."""
_SHOUTED = re.compile(r"[A-ZÄÖÜ]{4}")


def _figure(raw: list[Raw], at: int) -> bool:
    return 0 <= at < len(raw) and raw[at][0] == "value"


_IN_CASH = re.compile(r"(?<!der )(?<!die )(?<!zur )(?<!the )(?<!einer )\bbar\b")
_TAKEN_AWAY = re.compile(r"\b(?:take|taking|taken|have)\b(?:\s+\w+){1,4}?\s+(?:away|out|home)\b")


def _word(word: str, before: str, after: str, language: str, today: date | None, raw: list[Raw], at: int, nouns: frozenset[str]) -> Token:  # fmt: skip
    if found := _DAY.match(word):
        stem = next(
            name
            for name in DAYS
            if word.startswith(name) or (found[1] and word.startswith(found[1] + (found[2] or "")))
        )
        named = next((n for name, n in DAYS.items() if word.startswith(name)), DAYS[stem])
        return Token("day", word, days=frozenset({named}))
    if word in SETS:
        return Token("day", word, days=frozenset(SETS[word]))
    if word in RELATIVE or (
        word == "morgen" and language == "de" and before not in ("am", "jeden", "guten", "den", "heute")
    ):
        ahead = RELATIVE.get(word, 1)
        named = 100 + ahead if today is None else (today + timedelta(days=ahead)).weekday()
        return Token("day", word, key=str(ahead), days=frozenset({named}))
    if word in MONTHS and (
        word != "may" or raw[at - 1][0] == "value" or before in ("in", "of", "from", "to", "until", "from")
    ):
        return Token("value", word, value=Value("month", float(MONTHS[word])))
    if word in ("i", "i'm", "i'll", "i've", "i'd", "ich", "mich", "mir", "my", "mein", "meine", "meinen"):
        return Token("i", word)
    if (word in w.NEGATORS and not (word == "lack" and language == "de")) or word.endswith("n't"):
        return Token("not", word)
    if word in w.EXCEPT:
        return Token("except", word)
    if word in w.ONLY:
        return Token("only", word)
    if word == "any":
        return Token("plain", word, key="any")
    if word in w.ALL:
        return Token("all", word)
    if word in _FEWER and before in _AMOUNTS and not _figure(raw, at + 1):
        return Token("word", word, "LESS")
    if word in w.LIMITS and (word in ("atmost", "upto", "biszu", "atleast") or (raw[at + 1 : at + 3] and any(r[0] == "value" for r in raw[at + 1 : at + 3]))):  # fmt: skip
        return Token("limit", word, key=w.LIMITS[word], way="until" if w.LIMITS[word] == "most" else "")
    if word in ("aber", "jedoch") and at and before not in (",", "–", ";", ":", "(", "."):
        return Token("plain", word)  # "sind aber nicht …": an adverb
    if word in _BUT:
        return Token("but", word)
    if word in ("and", "und") and _figure(raw, at - 1) and _figure(raw, at + 1) and _between(raw, at):
        return Token("plain", word)  # the joint of one range
    if word in ("and", "und", "or", "oder", "&", "sowie"):
        return Token("and", word)
    if word in _CLOSED:
        return Token("word", word, "CLOSED")
    if word in _CLOSE:
        return Token("word", word, "CLOSE")
    way = "from" if word in w.FROM else "until" if word in w.UNTIL else ""
    if word == "hours" and at and raw[at - 1][0] == "value":
        return Token("word", word, "HOUR")
    if word == "before":
        return (
            Token("word", word, "BEFORE") if before in _SPANS or not after.isalnum() else Token("plain", word, way=way)
        )
    if word in _ONE and after and w.concept(after, language) in UNITS and word not in ("a", "an"):
        return Token("value", word, value=Value("number", 1.0))
    if (language == "de" and word == "auf" and not after.isalpha() and any(r[1] in _HAVE for r in raw)) or word in (
        "frei",
        "bar",
    ):
        return Token("word", word, w.concept(word, language))
    if word in _ONE and before in ("upto", "biszu", "atmost"):
        return Token("value", word, value=Value("number", 1.0))
    if word in _BOTH and _pair(raw, at):
        return Token("value", word, value=Value("number", 2.0))
    if word in _NEEDING and _needs(raw, at):
        return Token("word", word, "NEED")
    if word in w.STOP:
        return Token("plain", word, way=way)
    key = w.concept(word, language)
    if word in nouns and key.islower():
        key = w.singular(word, language) or key
    if word in w.NEUTRAL and _asserts(word, before, after, raw, at):
        return Token("word", word, key)
    if word in ("see", "teilen") and language == "de" and word in nouns:
        return Token("word", word, "PART" if word == "teilen" else key)
    if (opposite := _OPPOSITE.match(word)) and key == w.stem(word, language):
        return Token("un", word, w.concept(opposite[1], language))
    if word in w.NEUTRAL and key not in ("FREE",):
        return Token("plain", word, key=key, way=way)
    if key in w.STOP or key in w.NEUTRAL:
        return Token("plain", word, key=key, way=way)
    return Token("word", word, key, way=way, soft=_soft(word, key, before, after, language, raw, nouns))


_BOTH = frozenset(("both", "beide", "beiden"))


def _pair(raw: list[Raw], at: int) -> bool:
    """Whether a "both" counts a thing, and joins no two: "both toilets", but not "both in the garden and at the bar"."""
    ahead = next((n for n in range(at + 1, len(raw)) if raw[n][0] == "sign"), len(raw))
    rest = [piece[1] for piece in raw[at + 1 : ahead]]
    return bool(rest) and rest[0] not in w.STOP and not {"and", "und", "or", "oder"} & set(rest)


_NEEDING = frozenset(("need", "needs", "brauchen", "braucht", "brauchst", "benötigen"))


def _needs(raw: list[Raw], at: int) -> bool:
    """Whether somebody is said to need a thing: not that something takes an hour, that one "needs to", or no need."""
    near = raw[max(0, at - 3) : at + 5]
    if any(piece[0] == "value" or piece[1] in w.NEGATORS or piece[1].endswith("n't") for piece in near):
        return False
    return any(piece[1] in _WHOEVER for piece in raw[max(0, at - 2) : at + 3]) and (
        at + 1 < len(raw) and raw[at + 1][0] == "word" and raw[at + 1][1] not in ("to", "nur", "one", "it", "them")
    )


_WHOEVER = frozenset(("you", "one", "guests", "sie", "du", "man", "ihr", "gäste"))
_PER = frozenset(("per", "pro", "je"))
_ON_THE = frozenset(("by", "per", "via", "am", "übers"))
_IS = frozenset(("is", "are", "ist", "sind", "it's", "they're", "very", "sehr", "really", "so"))


def _asserts(word: str, before: str, after: str, raw: list[Raw], at: int) -> bool:
    """Whether a word that joins others elsewhere says something here: what a price is for ("a person"), the way ("by
    telephone"), or how good a thing is."""
    if before in _WHOLE:
        return True
    if before in _PER or before in _ON_THE or before in ("a", "each", "the"):
        earlier = raw[at - 2] if at > 1 else ("", "", None)
        if before in _PER or (
            before in ("a", "each") and (earlier[0] == "value" or earlier[1] in ("euro", "euros", "not", "€"))
        ):
            return True
        if word in _PHONES and (before in _ON_THE or earlier[1] == "on"):
            return True
    if word not in w.PRAISE:
        return False
    ends = not after.isalpha() or after in ("and", "und", "for", "für")
    return (before in _IS and ends) or (after.isalpha() and after not in w.STOP and after not in w.NEUTRAL and after not in w.PIVOTS)  # fmt: skip


_WHOLE = frozenset(("whole", "entire", "ganze", "ganzen", "ganzer"))
_PHONES = frozenset(("phone", "telephone", "telefon"))


def _between(raw: list[Raw], at: int) -> bool:
    return any(piece[1] in ("between", "zwischen") for piece in raw[max(0, at - 4) : at])


_FEWER = w.bag("less more off weniger mehr billiger günstiger cheaper")


_SUBJECTS = w.bag(
    "to you we they he she it please just simply can could may might would will should must also then not"
)
_OF_A = frozenset(("the", "a", "an", "our", "your", "every"))
_BEING = w.bag("ist sind war wäre waren wären bleibt bleiben")
_VERB_DE = re.compile(r"[a-zäöüß]{3,}(?:n|t|st|e)$")


def _soft(word: str, key: str, before: str, after: str, language: str, raw: list[Raw], nouns: frozenset[str]) -> bool:  # fmt: skip
    """Whether a word that no table knows is a verb, an adverb or a judgement, by its place and its ending."""
    if key.isupper() or word in nouns:
        return False
    if language == "en":
        if before in _OF_A and after.isalpha() and after not in w.STOP and after not in w.NEUTRAL:
            return False  # "the right part": it says which
        return before in _SUBJECTS or word in w.SOFT or (word.endswith("ly") and word not in w.FIRM)
    if after in nouns and re.search(r"e[nrsm]?$", word):
        return False  # what stands before a noun says something of it
    ends = not after.isalpha() or after in ("und", "oder", "aber")
    return bool(_VERB_DE.match(word)) and not (ends and any(piece[1] in _BEING for piece in raw))


_OPPOSITE = re.compile(
    r"(?:un|non)((?:\w{4,}(?:ed|ted|table|able|ible))|(?:be|ge|ver|er)\w{3,}(?:t|te|ten|ter|tes|tem|en|ene|enen|ener))$"
)
"""A word that denies its stem: "unheated", "unbegrenzt"."""


_PERCENT = frozenset(("%", "percent", "prozent"))
_MONEY = {"EURO": "money", "pound": "pound", "dollar": "dollar", "franken": "franc"}
MONEY = frozenset(_MONEY.values())


def _joined_money(found: list[Token]) -> list[Token]:
    """Amounts of money and per cents as one value; digits said one by one as one number."""
    out: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        value = token.value
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            token.text in "€$£"
            and after
            and after.value
            and after.value.kind in ("number", "time")
            and after.text != "time"
        ):
            out.append(Token("value", after.text, value=Value(_MONEY[token.key], after.value.amount)))
            at += 2
            continue
        if (
            value
            and value.kind == "number"
            and after
            and after.text in ("cent", "cents", "pence", "penny", "p")
            and float(value.amount) < 100
        ):
            out.append(Token("value", token.text, value=Value("money", float(value.amount) / 100)))
            at += 2
            continue
        tail = after.value if after else None
        if value and value.kind == "number" and value.amount in range(1, 100) and tail and tail.kind == "number" and tail.amount in range(10, 100) and not token.text[0].isdigit() and after and not after.text[0].isdigit():  # fmt: skip
            out.append(Token("value", token.text, value=Value("money", float(value.amount) + float(tail.amount) / 100)))
            at += 2
            continue
        if value and value.kind == "number" and after and (after.key in _MONEY or after.text in _PERCENT):
            amount, used = value.amount, 2
            cents = found[at + 2].value if at + 2 < len(found) else None
            beyond = found[at + 3].part if at + 3 < len(found) else "break"
            if after.key in _MONEY and cents and cents.kind == "number" and float(cents.amount) in range(5, 100) and beyond in ("break", "cut", "and", "plain"):  # fmt: skip
                amount, used = float(amount) + float(cents.amount) / 100, 3
            out.append(Token("value", token.text, value=Value(_MONEY.get(after.key, "percent"), amount)))
            at += used
            continue
        if value and value.kind == "number" and value.amount in range(10):
            run = at
            while run < len(found) and (one := found[run].value) and one.kind == "number" and one.amount in range(10):
                run += 1
            if run - at >= 4:
                digits = "".join(f"{float(t.value.amount):g}" for t in found[at:run] if t.value)
                out.append(Token("value", token.text, value=Value("literal", digits[-8:])))
                at = run
                continue
        out.append(token)
        at += 1
    return out


# --- what is said -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A value with what stands around it."""

    value: Value
    way: str  # from | until | "": which end of a time
    limit: str  # most | least | more | less | ""
    things: frozenset[str]  # what is counted by it
    unit: str = ""  # the unit right after it
    of: str = ""  # the thing right before it, where nothing is counted: "room 107"


@dataclass(slots=True)
class Said:
    """What a run of tokens asserts."""

    content: list[tuple[str, str, bool]] = field(default_factory=list)  # concept, word, denied
    soft: set[str] = field(default_factory=set)  # concepts that are but verbs or adverbs
    numbers: list[Number] = field(default_factory=list)
    days: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()  # days ahead of today that were named so: 0 today, 1 tomorrow
    ranges: frozenset[tuple[float, float]] = frozenset()
    bounds: frozenset[tuple[float, float]] = frozenset()  # "nine to fourteen", "between 16 and 26 euros"
    spans: frozenset[tuple[int, int]] = frozenset()  # days from and to which something goes on
    months: frozenset[float] = frozenset()  # all months of a span
    only: bool = False
    scopes: list[tuple[frozenset[str], frozenset[str]]] = field(
        default_factory=list
    )  # what an "only" stands before, and beside
    every: bool = False
    each: frozenset[str] = frozenset()  # what an "all" stands before; "" for things, "always" for time
    denied: bool = False
    assents: bool = False
    partly: bool = False  # "not all", "not everywhere"
    speaker: bool = False
    conditional: bool = False
    excepts: bool = False
    denials: list[frozenset[str]] = field(default_factory=list)  # the concepts of each segment with a "not"
    opposite: set[str] = field(default_factory=set)  # concepts denied by their own word: "unheated", "closed"
    beside: dict[str, frozenset[str]] = field(default_factory=dict)  # what an "or" sets beside a denied concept
    bound: dict[str, frozenset[str]] = field(default_factory=dict)  # see bound()
    close: dict[str, frozenset[str]] = field(default_factory=dict)  # the thing right after an attribute
    around: frozenset[tuple[str, str]] = frozenset()  # what something is "before" and "after" of
    pairs: list[tuple[str, str]] = field(default_factory=list)  # what stands right before what
    text: tuple[str, ...] = ()

    @property
    def concepts(self) -> set[str]:
        return {concept for concept, _, _ in self.content}


def _ranges(segment: Sequence[Token], at: int) -> bool:
    """Whether the value at this place ends a range that the value two places before it begins."""
    if at < 2 or not segment[at - 2].value:
        return False
    joint = segment[at - 1].text
    return joint in _RANGE and (
        joint not in ("and", "und") or any(t.text in ("between", "zwischen") for t in segment[:at])
    )


_MEASURES = frozenset(["MINUTE", "HOUR", "DAY", "WORKDAY", "WEEK", "MONTH", "YEAR"])


def _unit_after(segment: Sequence[Token], at: int) -> str:
    return segment[at].key if at < len(segment) and segment[at].key in _MEASURES else ""


_DAY_SPAN = frozenset(("to", "through", "till", "until", "bis", "-", "–"))


_PLURAL = w.bag("are have can must may sind haben können müssen dürfen")
"""After these an "all" means the things that were just named: "the bar and the spa are all heated"."""
_HABIT = frozenset(["always", "immer", "stets", "any", "every", "each", "jeden", "jede", "jedem", "jeder"])
"""Before a day these say no more than the day: "always on Mondays"."""


def said(found: Sequence[Token]) -> Said:
    """Read tokens: what is denied and what not, which number counts what, which way a limit goes."""
    out = Said(text=tuple(t.text for t in found if t.part not in ("cut", "break", "open", "shut")))
    days: set[int] = set()
    near: set[int] = set()
    ranges: set[tuple[float, float]] = set()
    has_time = any(t.value and t.value.kind == "time" for t in found)
    for segment in _segments(found):
        if any(t.text in ("nichts", "nothing") for t in segment) and any(t.text in ("kostet", "kosten", "costs", "cost") for t in segment):  # fmt: skip
            segment = [Token("word", "gratis", "FREE") if t.text in ("nichts", "nothing") else t for t in segment]
        denied = sum(t.part == "not" for t in segment) % 2 == 1
        out.denied = out.denied or denied
        if denied:
            out.denials.append(frozenset(t.key for t in segment if t.part == "word"))
            for at, token in enumerate(segment):
                if token.part == "and" and at and at + 1 < len(segment):
                    left, right = _word_near(segment, at, -1), _word_near(segment, at, 1)
                    out.beside[left] = out.beside.get(left, frozenset()) | {right}
                    out.beside[right] = out.beside.get(right, frozenset()) | {left}
        excepted = 0
        way = limit = ""
        previous: Value | None = None
        closing = False
        for at, token in enumerate(segment):
            part = token.part
            if part == "except":
                excepted = 3
                out.denied = out.excepts = True
            elif part in ("and", "open", "shut", "cut") or token.text in w.PIVOTS:
                excepted = 0 if part != "and" else excepted
            if part in ("word", "un"):
                excepted = 0 if token.key in w.ATTRIBUTES else excepted
                key, no = token.key, (denied != (excepted > 0)) != (part == "un")
                out.denied = out.denied or part == "un"
                if part == "un" or key == "CLOSED":
                    out.opposite.add("OPEN" if key == "CLOSED" else key)
                if key == "CLOSED":
                    key, no = "OPEN", not no
                elif key == "CLOSE":
                    key, closing = "OPEN", True
                    no = no if has_time else not no
                elif key == "BEGIN":
                    way = limit = "from"
                elif key == "END":
                    way = "until"
                out.content.append((key, token.text, no))
                if token.soft and (token.text in w.SOFT or token.text.endswith("ly")):
                    out.soft.add(key)
                if key in _MEASURES and at and segment[at - 1].value and previous and previous.kind == "number":
                    out.content.pop()
                excepted -= 1 if excepted else 0
                if key not in ("OPEN", "BEGIN", "END"):
                    way = token.way or ""
            elif part == "value" and token.value is not None:
                value = token.value
                if closing and value.kind == "time" and not way:
                    way = "until"
                ends = way
                unit, counted = _unit_after(segment, at + 1), things(segment, at + 1)
                if previous is not None and previous.kind == value.kind == "number" and unit and _ranges(segment, at):
                    out.numbers[-1] = replace(out.numbers[-1], unit=unit, things=counted)
                if previous is not None and previous.kind == "number" and value.kind in ("number", *MONEY) and _ranges(segment, at):  # fmt: skip
                    out.bounds |= {(float(previous.amount), float(value.amount))}
                    if value.kind != "number":
                        out.numbers[-1] = replace(out.numbers[-1], value=replace(previous, kind=value.kind), things=counted)  # fmt: skip
                if previous is not None and previous.kind == value.kind == "month" and _ranges(segment, at):
                    first, last = int(float(previous.amount)), int(float(value.amount))
                    out.months |= {float((first - 1 + n) % 12 + 1) for n in range((last - first) % 12 + 1)}
                if previous is not None and previous.kind == value.kind == "time" and _ranges(segment, at):
                    ends = "until"
                    out.numbers[-1] = replace(out.numbers[-1], way="from")
                    ranges.add((float(previous.amount) % 720, float(value.amount) % 720))
                of = ""
                if value.kind == "number" and at and segment[at - 1].part == "word" and not segment[at - 1].soft and not way:  # fmt: skip
                    of = segment[at - 1].key
                out.numbers.append(Number(value, ends, limit, counted, unit, of))
                previous, way, limit = value, "", ""
            elif part == "day":
                way = limit = ""
                if excepted > 0 and token.days <= days:
                    days -= token.days
                    continue
                days |= token.days
                if token.key:
                    near.add(int(token.key))
                if at > 1 and segment[at - 1].text in _DAY_SPAN and segment[at - 2].part == "day":
                    first, last = min(segment[at - 2].days), min(token.days)
                    if first < 7 and last < 7:
                        out.spans |= {(first, last)}
                        days |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
            elif part == "limit":
                limit = token.key
            elif part == "only":
                ahead = segment[at + 1 : at + 4]
                if ahead and any(t.part == "value" or t.key in ("BEGIN", "OPEN") for t in ahead):
                    continue
                out.only = True
                beyond = frozenset(t.key for t in segment[at + 1 :] if t.part == "word")
                out.scopes.append((beyond, frozenset(t.key for t in segment if t.part == "word")))
            elif part == "all" or (part == "plain" and token.key == "any" and not denied):
                habit = token.text in _HABIT and any(t.part == "day" for t in segment[at + 1 : at + 3])
                floats = token.text in ("all", "alle") and at > 1 and segment[at - 1].text in _PLURAL and any(t.part == "and" for t in segment[:at])  # fmt: skip
                if not (habit or floats):
                    out.every = True
                    out.each |= {_quantified(segment, at)}
                out.partly = out.partly or any(t.part == "not" for t in segment[max(0, at - 2) : at])
            elif part == "i":
                out.speaker = True
            if token.way:
                way = token.way
                if way == "from" and token.text in ("from", "ab"):
                    limit = limit or "from"
            elif part == "plain" and token.text in ("the", "der", "die", "das", "den", "dem", "at", "um", "is", "about", "bei", "etwa", "circa", "gegen", "uhr", "than", "als"):  # fmt: skip
                pass
            elif part == "plain":
                limit = ""
            if token.text in w.ASSENT:
                out.assents = True
            if token.text in w.CONDITIONS and part != "only":
                out.conditional = True
    out.bounds |= _date_spans(out.numbers)
    out.days, out.near, out.ranges = frozenset(days), frozenset(near), frozenset(ranges)
    if any(t.text in _SIDES for t in found):
        out.around = _around(found)
    out.pairs = [
        (a.key, b.key)
        for a, b in pairwise(found)
        if a.part == b.part == "word" and not (a.soft or b.soft or b.key in _LOOSE)
    ]
    out.bound = bound(found)
    out.close = _close(found) if out.bound else {}
    return out


_EVER = w.bag("always constantly anytime immer ständig stets jederzeit")
_EVERYTHING = w.bag("everything everyone everybody everywhere anything anywhere alles überall")


def _quantified(segment: Sequence[Token], at: int) -> str:
    """The concept of the thing that an "all" or "every" stands before; "always" for time, "" for things at large."""
    if segment[at].text in _EVER:
        return "always"
    if segment[at].text in _EVERYTHING:
        return ""
    for token in segment[at + 1 : at + 5]:
        if token.part == "word" and token.key not in w.ATTRIBUTES:
            return token.key
        if token.part not in ("plain", "word") or token.text in w.PIVOTS or token.text in _COUNTED_OUT or (token.part == "plain" and token.key):  # fmt: skip
            return ""
    return ""


def _word_near(segment: Sequence[Token], at: int, step: int) -> str:
    """The concept of the next word in one direction."""
    at += step
    while 0 <= at < len(segment):
        if segment[at].part == "word":
            return segment[at].key
        at += step
    return ""


_LOOSE = w.ATTRIBUTES | w.GENERIC
"""Concepts that stand beside a word by chance."""


def _date_spans(numbers: Sequence[Number]) -> set[tuple[float, float]]:
    """From and until which day of the year something lasts, each as 100 × month + day."""
    if not any(n.value.kind == "month" for n in numbers):
        return set()
    days = [
        (100 * float(month.value.amount) + float(day.value.amount), day.way or month.way)
        for day, month in pairwise(numbers)
        if day.value.kind == "number" and month.value.kind == "month"
    ]
    return {(first, last) for (first, _), (last, way) in pairwise(days) if way == "until"}


def set_apart(out: Said, found: Sequence[Token]) -> None:
    """Measures set between commas are those of the thing before: ", 14 metres and 29 degrees,"."""
    edges = [n for n, t in enumerate(found) if t.part in ("cut", "break")]
    for start, end in pairwise(edges):
        part, before = found[start + 1 : end], found[start - 1] if start else None
        inside = [t for t in part if t.part not in ("and", "value")]
        values = len(part) - len(inside) - sum(t.part == "and" for t in part)
        if before and before.part == "word" and 0 < len(inside) <= values and all(t.part == "word" for t in inside):
            first = sum(t.part == "value" for t in found[:start])
            for n in range(first, first + values):
                out.numbers[n] = replace(out.numbers[n], of=before.key)


_SIDES = {
    word: side
    for side, words in (
        ("before", "before vor prior bis until till"),
        ("after", "after nach hinter behind"),
        ("above", "above über oberhalb"),
        ("below", "below under underneath beneath unter unterhalb"),
        ("opposite", "opposite gegenüber"),
        ("beside", "beside neben"),
    )
    for word in words.split()
}


_SPANS = frozenset(["MINUTE", "HOUR", "DAY", "NIGHT", "WEEK", "MONTH", "METRE", "KILOMETRE"])


def _around(found: Sequence[Token]) -> frozenset[tuple[str, str]]:
    """Each "before", "after", "above" and the like with the thing that stands behind it; "so far" with one that so much
    lies before: "half an hour before the start".
    """
    pairs: set[tuple[str, str]] = set()
    for at, token in enumerate(found):
        side = _SIDES.get(token.text)
        for after in found[at + 1 : at + 4] if side else ():
            if after.part in ("word", "value", "cut", "break"):
                if side and after.part == "word":
                    far = at > 1 and found[at - 2].value is not None and found[at - 1].key in _SPANS
                    pairs |= {(side, after.key)} | ({("so far", after.key)} if far else set())
                break
    return frozenset(pairs)


def _close(item: Sequence[Token]) -> dict[str, frozenset[str]]:
    """The thing that stands right after an attribute, and nothing between: "larger parties can …"."""
    found: dict[str, frozenset[str]] = {}
    for at, token in enumerate(item[:-1]):
        after = item[at + 1]
        if (
            token.key in w.ATTRIBUTES
            and token.part == after.part == "word"
            and after.key not in w.ATTRIBUTES | w.GENERIC
        ):
            found[token.key] = found.get(token.key, frozenset()) | {after.key}
    return found


_VERBS = frozenset(["RENT", "CANCEL", "SLEEP", "COLLECT", "KEEP", "WASH"])


def bound(item: Sequence[Token]) -> dict[str, frozenset[str]]:
    """The attributes that stand right before a thing: "the vegan stroganoff" does not make the risotto beside it vegan."""
    found: dict[str, frozenset[str]] = {}
    if not any(token.key in w.ATTRIBUTES for token in item):
        return found
    lent = any(token.key == "RENT" for token in item)  # what is lent for free is all that is lent
    for part in split(item, lambda t: t.part in ("cut", "and", "but", "open", "shut")):
        seen = False
        here = [t.key for t in part if t.part == "word"]
        for token in part:
            seen = seen or token.text in w.PIVOTS or token.key in _VERBS
            if token.key in w.ATTRIBUTES and token.part == "word" and token.key != "OPEN":
                things = frozenset(key for key in here if key not in w.ATTRIBUTES and key not in w.GENERIC)
                if seen or not things or (lent and token.key == "FREE"):
                    found[token.key] = frozenset()
                elif found.get(token.key, things):
                    found[token.key] = found.get(token.key, frozenset()) | things
    return found


def split(found: Sequence[Token], at: object) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    for token in found:
        if at(token):  # type: ignore[operator]
            out.append([])
        else:
            out[-1].append(token)
    return [part for part in out if part]


def _segments(found: Sequence[Token]) -> list[list[Token]]:
    """Runs within which a "not" counts for every word: between commas and before "but" or "and no"."""
    out: list[list[Token]] = [[]]
    for at, token in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if token.part in ("cut", "break", "but") or (token.part == "and" and after and after.part == "not"):
            out.append([])
        out[-1].append(token)
    return out


_SUBJECTS_EN = frozenset(("we", "you", "they"))
_INDEFINITE = frozenset(("a", "an", "ein", "eine", "einen", "einem", "einer"))
_SUBJECTS_DE = frozenset(("wir", "sie", "man", "ihr"))
_COUNTED_OUT = w.bag("for from per at before after with by on to für pro um ab vor nach mit bei an zu if wenn")
"""Words that end what a number counts."""


def things(segment: Sequence[Token], at: int) -> frozenset[str]:
    """The concepts of what is counted: the next three words, up to a comma, a joint or another number."""
    found: list[str] = []
    for n, token in enumerate(segment[at : at + 6], at + 1):
        if token.part == "plain" and n < len(segment) and segment[n].text in _SUBJECTS_DE and _VERB_DE.match(token.text):  # fmt: skip
            break  # "bis zwölf Personen fragen wir": the verb is not counted
        if token.part in ("cut", "and", "value", "but", "break", "open", "colon", "day") or len(found) == 3:
            break
        if (
            token.text in w.PIVOTS
            or token.text in _COUNTED_OUT
            or token.text in _SUBJECTS_EN
            or (token.text in _INDEFINITE and n < len(segment) and segment[n].key not in w.GENERIC)
            or (token.soft and not token.key.isupper() and found)
        ):
            break
        if token.part == "word" or token.key:
            found.append(token.key)
    return frozenset(found)
