"""The ground of every reader: an utterance as words in one plain spelling, each remembering where it stood.

`plain` is what the grammars of the other modules match: lower case, one space between words, number words of both
languages as digits ("achtundzwanzig" and "twenty eight" are "28", "fünften" and "fifth" are "5th"), weekdays, months
and the like under one name, so that one grammar serves both languages and mixed sentences. Punctuation stands apart,
except inside figures ("19:30", "5.12."). Work is linear in the length; of an utterance longer than `LONGEST`
characters, only the beginning and the end are read.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LONGEST = 2_000
"""Characters read at most: some three minutes of speech. Half from the beginning, half from the end."""


def bag(text: str) -> frozenset[str]:
    """The words of a list written as a sentence, for lexicons."""
    return frozenset(text.split())


def row(text: str) -> tuple[str, ...]:
    """The same, in order."""
    return tuple(text.split())


_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’`´][^\W\d_]+)*|[^\s]")
_GLUE = frozenset(":./-,")

# --- numbers as words -------------------------------------------------------------------------------------------------
UNITS = {
    word: value
    for value, words in enumerate(
        (
            "zero null",
            "one eins",
            "two zwei zwo",
            "three drei",
            "four vier viere",
            "five fünf fuenf fünfe",
            "six sechs sechse",
            "seven sieben siebene",
            "eight acht",
            "nine neun neune",
            "ten zehn zehne",
            "eleven elf",
            "twelve zwölf zwoelf zwölfe",
            "thirteen dreizehn",
            "fourteen vierzehn",
            "fifteen fünfzehn fuenfzehn",
            "sixteen sechzehn",
            "seventeen siebzehn",
            "eighteen achtzehn",
            "nineteen neunzehn",
        )
    )
    for word in words.split()
}
_ENGLISH_TENS = {
    word: 10 * value
    for value, words in enumerate(
        "twenty thirty forty,fourty fifty sixty seventy eighty ninety".replace(" ", ";").split(";"), start=2
    )
    for word in words.split(",")
}
_GERMAN_TENS = {
    word: 10 * value
    for value, words in enumerate(
        (
            "zwanzig",
            "dreißig dreissig",
            "vierzig",
            "fünfzig fuenfzig",
            "sechzig",
            "siebzig",
            "achtzig",
            "neunzig",
        ),
        start=2,
    )
    for word in words.split()
}
TENS = _ENGLISH_TENS | _GERMAN_TENS
_GERMAN_ONES = {"ein": 1} | {word: value for word, value in UNITS.items() if 1 < value < 10 and word.isalpha()}
_ENGLISH_ORDINALS = {
    word: value
    for value, words in enumerate(
        (
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth eigth",
            "ninth nineth",
            "tenth",
            "eleventh",
            "twelfth twelveth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ),
        start=1,
    )
    for word in words.split()
}
_ENGLISH_TENTHS = {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}


def _german_cardinals() -> dict[str, int]:
    """Every German number word from 13 to 9,999 would be ten thousand entries; below 100 is a hundred and a rule."""
    table = {word: value for word, value in UNITS.items() if value >= 13}
    for tens_word, tens in _GERMAN_TENS.items():
        table[tens_word] = tens
        for one_word, one in _GERMAN_ONES.items():
            table[f"{one_word}und{tens_word}"] = one + tens
    return table


_BELOW_HUNDRED = _german_cardinals() | UNITS


@lru_cache(maxsize=4096)
def german_number(word: str) -> int | None:
    """A German cardinal in one word, up to 9,999: "achtundzwanzig" is 28, "zweihundertfünf" 205, "neunzehnhundert" 1900."""
    if word in _BELOW_HUNDRED:
        return _BELOW_HUNDRED[word]
    for mark, size, most in (("tausend", 1000, 9), ("hundert", 100, 19)):
        head, found, tail = word.partition(mark)
        if found:
            many = 1 if head in ("", "ein") else _BELOW_HUNDRED.get(head)
            rest = {"": 0, "ein": 1, "undein": 1}.get(tail, german_number(tail.removeprefix("und")))
            if many is None or rest is None or many > most or rest >= size:
                return None
            return many * size + rest
    return None


_GERMAN_IRREGULAR = {"erst": 1, "dritt": 3, "siebt": 7, "acht": 8}
_ORDINAL_ENDING = re.compile(r"(?:e|en|er|em|es)$")


@lru_cache(maxsize=4096)
def german_ordinal(word: str) -> int | None:
    """A German ordinal in any case: "fünften" is 5, "vierundzwanzigster" 24; "acht" alone is not one."""
    stem = _ORDINAL_ENDING.sub("", word)
    if stem == word:
        return None
    if stem in _GERMAN_IRREGULAR:
        return _GERMAN_IRREGULAR[stem]
    for ending in ("st", "t"):
        if stem.endswith(ending):
            value = german_number(stem.removesuffix(ending))
            if value is not None and (value >= 20) == (ending == "st") and 1 < value < 100:
                return value
    return None


# --- one name for words that mean the same ----------------------------------------------------------------------------
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_GERMAN_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT_WEEKDAYS = {
    "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sonnabend": 5, "mon": 0,
    "sat": 5, "sun": 6,
}  # fmt: skip
_SHORT_MONTHS = {
    "jan": 0, "feb": 1, "apr": 3, "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8, "oct": 9, "okt": 9, "nov": 10,
    "dec": 11, "dez": 11, "mar": 2, "mär": 2, "mrz": 2,
    "januar": 0, "jänner": 0, "februar": 1, "feber": 1, "märz": 2, "maerz": 2, "mai": 4, "juni": 5, "juno": 5, "juli": 6,
    "julei": 6, "oktober": 9, "dezember": 11,
}  # fmt: skip

_SAME: dict[str, str] = {
    "heute": "today", "heut": "today", "todays": "today", "today's": "today", "übermorgen": "overmorrow", "uebermorgen": "overmorrow",
    "tomorrows": "tomorrow", "tomorrow's": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorro": "tomorrow", "2morrow": "tomorrow", "tonite": "tonight", "nite": "night", "nites": "nights",
    "2nite": "tonight", "tonights": "tonight", "tonight's": "tonight",
    "gestern": "yesterday", "vorgestern": "foreyesterday", "uhr": "o'clock", "oclock": "o'clock", "o'clocks": "o'clock",
    "abend": "evening", "abends": "evening", "evenings": "evening", "nachmittag": "afternoon",
    "nachmittags": "afternoon", "vormittag": "morning", "vormittags": "morning", "morgens": "morning",
    "früh": "early", "frueh": "early", "mittag": "midday", "mittags": "midday", "mittach": "midday", "d'nacht": "evening", "mitternacht": "midnight",
    "noontime": "noon", "nachts": "night",
    "tag": "day", "tage": "days", "tagen": "days", "woche": "week", "wochen": "weeks", "monat": "month",
    "monate": "months", "monaten": "months", "nächte": "nights", "nächten": "nights", "nacht": "night",
    "übernachtung": "night", "übernachtungen": "nights", "jahr": "year", "jahre": "years", "jahren": "years",
    "stunde": "hour", "stunden": "hours", "hr": "hour", "hrs": "hours", "minute": "minute", "minuten": "minutes",
    "min": "minutes", "mins": "minutes", "nächste": "next", "nächsten": "next", "nächster": "next", "nächstes": "next",
    "nächstem": "next", "naechste": "next", "naechsten": "next", "kommende": "coming", "kommenden": "coming",
    "kommender": "coming", "kommendes": "coming", "upcoming": "coming", "diese": "this", "diesen": "this",
    "dieser": "this", "dieses": "this", "diesem": "this", "letzte": "last", "letzten": "last", "letzter": "last",
    "letztes": "last", "vergangenen": "last", "wochenende": "weekend", "weekends": "weekend", "viertel": "quarter",
    "wk": "week", "osterwochenende": "ostern weekend", "pfingstwochenende": "pfingsten weekend",
    "weihnachtswochenende": "weihnachten weekend",
    "adventswochenende": "advent weekend", "adventwochenende": "advent weekend", "adventssonntag": "advent",
    **{f"{word}wochenende": f"weekend in {MONTHS[i]}" for word, i in _SHORT_MONTHS.items() if len(word) > 3},
    **{f"{name}wochenende": f"weekend in {name}" for name in ("april", "august", "september", "november")},
    "quater": "quarter", "dreiviertel": "threequarter", "halbe": "half", "people's": "people", "ppl": "people",
    "pax": "people", "peoples": "people", "persons": "people", "person": "person", "personen": "people",
    "leute": "people", "leuten": "people", "gäste": "guests", "gästen": "guests", "gast": "guest",
    "erw": "adults", "ki": "children", "pers": "people", "leut": "people", "erwachsene": "adults", "erwachsenen": "adults", "erwachsener": "adult", "kinder": "children",
    "kindern": "children", "kind": "child", "kiddies": "kids", "kiddos": "kids", "childs": "children",
    "childern": "children", "fuer": "für", "gaeste": "guests", "gaesten": "guests", "naechte": "nights", "naechten": "nights",
    "uebernachtung": "night", "uebernachtungen": "nights", "zimmer": "rooms", "zimmern": "rooms", "und": "and", "oder": "or", "or": "or",
}  # fmt: skip
_SAME |= {german: WEEKDAYS[i] for i, german in enumerate(_GERMAN_WEEKDAYS)}
_SAME |= {short: WEEKDAYS[i] for short, i in _SHORT_WEEKDAYS.items()}
_SAME |= {f"{day}s": day for day in WEEKDAYS} | {f"{day}'s": day for day in WEEKDAYS}
_SAME |= {f"{day}s": WEEKDAYS[i] for i, day in enumerate(_GERMAN_WEEKDAYS)}
_SAME |= {short: MONTHS[i] for short, i in _SHORT_MONTHS.items()}
_PARTS_OF_DAY = {"abend": "evening", "morgen": "morning", "nachmittag": "afternoon", "vormittag": "morning",
                 "mittag": "midday", "früh": "early"}  # fmt: skip


def _slips(word: str) -> Iterator[str]:
    """Every spelling one slip away: a letter missing, doubled by another, changed, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyzäöüß"
    for i in range(len(word) + 1):
        if i < len(word):
            yield word[:i] + word[i + 1 :]
            if i + 1 < len(word):
                yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            for letter in letters:
                yield word[:i] + letter + word[i + 1 :]
        for letter in letters:
            yield word[:i] + letter + word[i:]


def _misspelt() -> dict[str, str]:
    """One slip away from a long weekday, month or day word, and from nothing else that is one."""
    right = {w: w for w in (*WEEKDAYS, *MONTHS, "tomorrow", "tonight", "evening", "afternoon") if len(w) > 5}
    right |= {w: WEEKDAYS[i] for i, w in enumerate(_GERMAN_WEEKDAYS)}
    right |= {w: MONTHS[i] for w, i in _SHORT_MONTHS.items() if len(w) > 6}
    right |= {"personen": "people", "erwachsene": "adults", "people": "people", "adults": "adults"}
    table: dict[str, str] = {}
    clash: set[str] = set()
    for spelling, meaning in right.items():
        for slip in _slips(spelling):
            if table.setdefault(slip, meaning) != meaning:
                clash.add(slip)
    for word in (*clash, *right, *_SAME, "sunny", "mond", "eventing", "evenings", "adult"):
        table.pop(word, None)
    return table


_MISSPELT = _misspelt()
_MERIDIEM = {"a": "am", "p": "pm"}
_SHORT_GERMAN = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
"""Words of two letters that are a weekday only beside a day of the month, or at an end of a stretch."""
_WORDS_TOO = frozenset(("do", "so"))
_TILL = frozenset(("bis", "-", "–", "auf"))
_BEFORE_A_DAY = _TILL | frozenset(("von", "vom", "den", "am", "zum", "ab", "dem", "/", "("))


def _short_day(found: list["Token"], i: int) -> bool:
    """Whether "mo", "so" and the like is a weekday here: "von Mo 8. bis Mi 10. Februar", "Fr-So"."""

    def low(k: int) -> str:
        return found[k].low if 0 <= k < len(found) else ""

    word, at = low(i), i + 1
    if word in _WORDS_TOO and low(i - 1) not in _BEFORE_A_DAY and not found[i].text[0].isupper():
        return False
    for till, end in ((i - 1, i - 2), (at, at + 1)):
        if low(till) in _TILL and low(end) != word and (low(end) in _SHORT_GERMAN or low(end) in _GERMAN_WEEKDAYS):
            return True
    while low(at) in (".", ",", "den", "dem", "der") and at < i + 4:
        at += 1
    if not (at < len(found) and found[at].digits and len(low(at)) < 3):
        return False
    named = _SAME.get(low(at + 1), low(at + 1)) in MONTHS
    return low(at + 1) == "." or (named and word not in _WORDS_TOO)


@lru_cache(maxsize=1)
def _short_months() -> dict[str, str]:
    """What is one slip away from a month of few letters, which only beside a day of the month is one: "5.-8. of mach"."""
    right = {"march": 2, "april": 3, "june": 5, "july": 6, "märz": 2, "juni": 5, "juli": 6}
    table: dict[str, str] = {}
    clash = {*right, *_SAME, *_MISSPELT, *MONTHS}
    for spelling, month in right.items():
        for slip in _slips(spelling):
            if len(slip) < 3 or table.setdefault(slip, MONTHS[month]) != MONTHS[month]:
                clash.add(slip)
    return {slip: month for slip, month in table.items() if slip not in clash}


_AFTER_A_MONTH = bag(", . ! ? ; ) - at um gegen ab from für for zu with mit bitte please to bis until till")


def _month_slip(word: str, before: list["Token"], after: str) -> str | None:
    """The month that a misspelt word is behind a day of the month ("8. mach", "3rd of arpil"), where nothing goes on."""
    if not (3 <= len(word) <= 6) or not before or not (after in _AFTER_A_MONTH or after.isdecimal() or not after):
        return None
    day = before[:-1] if before[-1].plain == "of" else before
    if not day:
        return None
    last, joined = day[-1], day[-2] if len(day) > 1 else None
    marked = last.plain.endswith("th") or (last.plain == "." and joined is not None and joined.digits)
    of_two = joined is not None and joined.plain in ("-", "–", "to", "bis")
    numbered = last.digits and (of_two or len(day) < len(before))
    return _short_months().get(word) if marked or numbered else None


class Token(NamedTuple):
    """One word, figure or mark of the utterance."""

    text: str
    """As said."""
    low: str
    """As said, in lower case and composed form."""
    plain: str
    """In the one plain spelling."""
    start: int
    end: int
    digits: bool = False
    """Was it figures, rather than a number word?"""


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance ready to be read."""

    text: str
    tokens: tuple[Token, ...]
    plain: str
    begins: tuple[int, ...]
    """Where each token begins in `plain`."""

    def token_at(self, position: int) -> int:
        """The index of the token that covers this position of `plain`."""
        return max(0, bisect_right(self.begins, position) - 1)

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets into the utterance for a stretch of `plain`."""
        if not self.tokens or end <= begin:
            return (0, 0)
        return self.tokens[self.token_at(begin)].start, self.tokens[self.token_at(end - 1)].end


@lru_cache(maxsize=4096)
def _fold(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw.replace("’", "'").replace("´", "'")).lower().replace("`", "'")


_UNSEEN = frozenset(("Cf", "Cc", "Mn", "Co", "Cs", "Cn", "Sk"))
"""Categories of characters that say nothing: joiners, direction marks, marks without a letter, skin tones."""


def _tokens(text: str, base: int = 0) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        low = raw if raw.isascii() else _fold(raw)
        if len(raw) == 1 and not raw.isascii() and unicodedata.category(raw) in _UNSEEN:
            continue
        low = low.lower()
        found.append(Token(raw, low, low, base + match.start(), base + match.end(), low.isdecimal()))
    return found


_BEFORE_WEEKEND = bag("nächstes nächste nächsten kommendes kommende kommenden dieses übers")
_AFTER_US = bag("are were will would have had can could 'd 'll 're 've want need like come arrive stay")
"""Behind what "WE" is the German weekend, and before what it is not."""


def _merged(found: list[Token]) -> list[Token]:
    """Join what belongs together: "p . m .", "o ' clock", "24 th", "forty - five", "twenty second"."""
    out: list[Token] = []
    i, size = 0, len(found)

    def low(k: int) -> str:
        return found[k].low if k < size else ""

    def near(k: int) -> bool:
        return k < size and found[k].start == found[k - 1].end

    def put(plain: str, count: int, digits: bool = False) -> None:
        nonlocal i
        first, last = found[i], found[i + count - 1]
        text = first.text if count == 1 else " ".join(t.text for t in found[i : i + count])
        joined = first.low if count == 1 else " ".join(t.low for t in found[i : i + count])
        out.append(Token(text, joined, plain, first.start, last.end, digits))
        i += count

    while i < size:
        token = found[i]
        word = token.low
        after = low(i + 1)
        if word == "we" and out and out[-1].low in _BEFORE_WEEKEND and after not in _AFTER_US:
            put("weekend", 1)
            continue
        if word in _MERIDIEM and (after == "m" or (after == "." and low(i + 2) == "m" and near(i + 1))):
            count = 2 if after == "m" else 3
            if low(i + count) == "." and near(i + count) and count == 3:
                count += 1
            if out and (out[-1].plain.isdecimal() or out[-1].plain in ("o'clock", "noon")):
                put(_MERIDIEM[word], count)
                continue
        if word in ("am", "pm") and after == "." and near(i + 1) and out and out[-1].plain.isdecimal():
            put(word, 1)
            continue
        if word in ("o", "o'") and after in ("clock", "'"):
            count = 3 if after == "'" and low(i + 2) == "clock" else 2
            if low(i + count - 1) == "clock":
                put("o'clock", count)
                continue
        if token.digits:
            if after in ("st", "nd", "rd", "th") and len(word) < 3:
                put(f"{int(word)}th", 2)
            elif after in ("er", "ter", "ten", "te") and near(i + 1) and len(word) < 3:
                put(f"{int(word)}er" if after == "er" else f"{int(word)}th", 2)
            else:
                put(word, 1, digits=True)
            continue
        if word in _ENGLISH_TENS:
            step = 2 if after == "-" else 1
            following = low(i + step)
            if following in UNITS and 0 < UNITS[following] < 10:
                put(str(TENS[word] + UNITS[following]), step + 1)
            elif following in _ENGLISH_ORDINALS and _ENGLISH_ORDINALS[following] < 10:
                put(f"{TENS[word] + _ENGLISH_ORDINALS[following]}th", step + 1)
            else:
                put(str(TENS[word]), 1)
            continue
        if word in UNITS or word == "ein":
            if after == "und" and low(i + 2) in _GERMAN_TENS and 0 < UNITS.get(word, 1) < 10:
                put(str(UNITS.get(word, 1) + TENS[low(i + 2)]), 3)
                continue
            if word in UNITS or after == "uhr":  # "ein Uhr" is an hour, "ein Tisch" no number
                put(str(UNITS.get(word, 1)), 1)
                continue
        if word in _ENGLISH_ORDINALS:
            put(f"{_ENGLISH_ORDINALS[word]}th", 1)
            continue
        if word in _ENGLISH_TENTHS:
            put(f"{_ENGLISH_TENTHS[word]}th", 1)
            continue
        if word.endswith("ish") and (about := UNITS.get(word.removesuffix("ish"), TENS.get(word.removesuffix("ish")))):
            put(f"{about} ish", 1)
            continue
        if word.endswith(("einhalb", "anderthalb")):
            many = 1 if word == "anderthalb" else _GERMAN_ONES.get(word.removesuffix("einhalb"))
            if many is not None:
                put(f"{many}.5", 1)
                continue
        number = german_number(word) if len(word) > 4 else None
        if number is not None:
            put(str(number), 1)
            continue
        ordinal = german_ordinal(word) if len(word) > 4 else None
        if ordinal is not None:
            put(f"{ordinal}th", 1)
            continue
        if word in _MORGEN:
            before = out[-1].plain if out else ""
            if before.startswith("gut") or before in ("schönen", "moin"):
                put("greeting", 1)
            else:
                put("morning" if before in _OF_THAT_DAY or before.split(" ")[0] in WEEKDAYS else "tomorrow", 1)
            continue
        if out and out[-1].plain in ("guten", "gute", "guter", "good", "schönen") and word in _GREETED:
            put("greeting", 1)
            continue
        if word in ("sat", "sun") and _no_day(word, out[-1].low if out else "", after):
            put(word, 1)
            continue
        if word in _SHORT_GERMAN and _short_day(found, i):
            put(WEEKDAYS[_SHORT_GERMAN[word]], 1)
            continue
        put(_month_slip(word, out[-3:], after) or _plain(word), 1)
    return out


def _no_day(word: str, before: str, after: str) -> bool:
    """ "we sat outside", "in the sun": not every sat is a Saturday."""
    if word == "sun":
        return before == "the" and not (after in ("the", ",") or after[:1].isdecimal())
    return before in _SITS or after in _SEATED


_MORGEN = bag("morgen morgn morjen mrogen morgne")
_SITS = bag("i we you they he she be is are was were been being us have had if who get getting")
_SEATED = bag("together outside inside outdoors indoors down by near beside next here there around alone apart")
_OF_THAT_DAY = frozenset(("today", "am", "this", "jeden", "den", "the", "gestern", "yesterday"))
_GREETED = bag("morning evening afternoon night day tag abend nachmittag nacht mittag vormittag eve")


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    known = _SAME.get(word) or _MISSPELT.get(word)
    if known:
        return known
    if word.endswith("'s") and word[:-2] in _SAME:
        return _SAME[word[:-2]]
    for day, name in zip(_GERMAN_WEEKDAYS, WEEKDAYS, strict=True):  # "Freitagabend"
        if word.startswith(day):
            part = _PARTS_OF_DAY.get(word[len(day) :].removesuffix("s"))
            if part:
                return f"{name} {part}"
    return word


def _hundreds(found: list[Token]) -> list[Token]:
    """ "two hundred and five" is 205, "a hundred" 100, "three thousand" 3000: what a multiplier follows, in one pass."""
    out: list[Token] = []
    i = 0
    while i < len(found):
        j, total, many = i, 0, 0
        one = found[i].plain in _ARTICLES and i + 1 < len(found) and found[i + 1].plain in _MULTIPLIERS
        if (one or (found[i].plain.isdecimal() and len(found[i].plain) < 4)) and i + 1 < len(found):
            k = i + one
            worth, seen = int(one), False
            while k < len(found):
                word = found[k].plain
                if word.isdecimal() and len(word) < 3 and worth % 100 == 0 and (not seen or worth or total):
                    worth += int(word)
                elif word in ("hundred", "hundert") and 0 < worth < 100:
                    worth, seen = worth * 100, True
                elif word in ("thousand", "tausend") and 0 < worth < 1000:
                    total, worth, seen = total + worth * 1000, 0, True
                elif (
                    word == "and"
                    and seen
                    and (worth % 100 == 0)
                    and k + 1 < len(found)
                    and found[k + 1].plain.isdecimal()
                    and len(found[k + 1].plain) < 3
                    and not found[k + 1].digits
                ):
                    k += 1
                    continue
                else:
                    break
                k += 1
                if seen:
                    j, many = k, total + worth
                elif k == i + 1 and not (k < len(found) and found[k].plain in _MULTIPLIERS):
                    break
        if j > i:
            first, last = found[i], found[j - 1]
            out.append(Token(first.text, first.low, str(many), first.start, last.end))
            i = j
        else:
            out.append(found[i])
            i += 1
    return out


_MULTIPLIERS = frozenset(("hundred", "hundert", "thousand", "tausend"))
_ARTICLES = frozenset(("a", "an", "ein"))


def _says_nothing(merged: list[Token], i: int) -> bool:
    """A hyphen within a word ("half-past", "nine-thirty"), or the stop of a short day or month ("Wed. the 22nd")."""
    before, after = merged[i - 1] if i else None, merged[i + 1] if i + 1 < len(merged) else None
    if before is None or after is None or before.end != merged[i].start:
        return False
    if merged[i].plain == ".":
        return len(before.low) < 6 and before.plain != before.low and before.plain in _DATE_WORDS
    return merged[i].end == after.start and not before.digits and not after.digits


_DATE_WORDS = frozenset((*WEEKDAYS, *MONTHS))


@lru_cache(maxsize=512)
def read(text: str) -> Reading:
    """Make an utterance ready to be read. Linear, never raises; cached, since several readers share an utterance."""
    if len(text) > LONGEST:
        half = LONGEST // 2
        found = _tokens(text[:half]) + _tokens(text[-half:], len(text) - half)
    else:
        found = _tokens(text)
    merged = _merged(found)
    if any(token.plain in _MULTIPLIERS for token in merged):
        merged = _hundreds(merged)
    pieces: list[str] = []
    begins: list[int] = []
    position = 0
    for i, token in enumerate(merged):
        if token.plain in ("-", ".") and _says_nothing(merged, i):
            begins.append(position)
            continue
        if i:
            before = merged[i - 1]
            touching = before.end == token.start
            glued = touching and (
                (token.plain in _GLUE and before.digits) or (before.plain in _GLUE and token.digits and i > 1)
            )
            if not glued:
                pieces.append(" ")
                position += 1
        begins.append(position)
        pieces.append(token.plain)
        position += len(token.plain)
    return Reading(text, tuple(merged), "".join(pieces), tuple(begins))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a blank for each letter of these spans, so that what is left keeps its place."""
    for begin, end in spans:
        text = text[:begin] + " " * (end - begin) + text[end:]
    return text


@lru_cache(maxsize=512)
def said(text: str) -> str:
    """The words as said, in lower case, with one space between: what lexicons of phrases are matched against."""
    return " ".join(token.low for token in read(text).tokens)


class Claims:
    """Which stretches of the plain text have been read; a later rule leaves them alone."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []

    def free(self, begin: int, end: int) -> bool:
        i = bisect_left(self._begins, end)
        return i == 0 or self._ends[i - 1] <= begin

    def take(self, begin: int, end: int) -> bool:
        if not self.free(begin, end):
            return False
        i = bisect_left(self._begins, begin)
        self._begins.insert(i, begin)
        self._ends.insert(i, end)
        return True


# --- what is left out, and what takes back ---------------------------------------------------------------------------
TAKEN_BACK = re.compile(
    r"(?:\b(?:no wait|no sorry|wait no|sorry|i mean|i meant|i mean to say|actually|rather|scratch that|correction|make that"
    r"|or rather|no make it|oops|nein|quatsch|ich meine|ich meinte|entschuldigung|beziehungsweise|vielmehr|doch lieber"
    r"|lieber doch|stopp|moment|ach nein|no)\b)"
)
"""Words between two values that take the first one back: "for four, sorry, five"."""
