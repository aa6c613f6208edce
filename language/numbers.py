"""How many: cardinals, figures read out one by one, and money. How many people come: guests.py."""

import re
from dataclasses import dataclass

from language import words
from language.values import Value

# --- digit strings ----------------------------------------------------------------------------------------------------
_ZERO = frozenset(("oh", "o", "zero", "null", "nil", "nought", "naught", "nul"))
_REPEAT = {"double": 2, "doppel": 2, "zweimal": 2, "triple": 3, "treble": 3, "dreimal": 3, "quadruple": 4}
_GLUED_REPEAT = re.compile(
    f"(doppel|zweimal|dreimal)({'|'.join(_ZERO | {word for word, value in words.UNITS.items() if value < 10})})"
)
_HOMOPHONES = {"for": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3", "fore": "4", "zwo": "2", "fife": "5",
               "niner": "9", "free": "3", "sex": "6"}  # fmt: skip
_PAUSE = frozenset(
    (",", ".", "-", "/", "(", ")", "...", "–", "and", "dann", "then", "uh", "um", "äh", "ähm", "er", "hm", "yeah")
)
_SORRY = frozenset(
    ("sorry", "no", "nein", "pardon", "entschuldigung", "quatsch", "actually", "correction", "oops", "wait", "moment")
)


@dataclass(frozen=True, slots=True)
class Digits:
    """A run of digits as read out or typed."""

    digits: str
    span: tuple[int, int]
    plus: bool = False
    spoken: bool = False


def digit_runs(text: str, *, least: int = 3) -> list[Digits]:
    """Runs of digits, typed ("030 / 90 18 20") or read out ("zero three oh, nine zero"), with "double" and "triple".

    A correction inside ("four five, sorry, four six") takes back as many digits as are said again. `least` is the
    number of digits from which a run is handed back.
    """
    reading = words.read(text)
    tokens = reading.tokens
    runs: list[Digits] = []
    i, size = 0, len(tokens)
    while i < size:
        start = i
        groups: list[tuple[str, int]] = []  # digits and the token they end with
        spoken = plus = False
        taken_back: int | None = None
        while i < size:
            token = tokens[i]
            word = token.plain
            if word.isdecimal() and word.isascii():
                multiplier = tokens[i + 1].plain if i + 1 < size else ""
                if multiplier in ("hundred", "thousand"):
                    groups.append((word + ("00" if multiplier == "hundred" else "000"), i + 1))
                    i += 1
                elif not token.digits and len(word) == 2 and word[1] == "0" and _single(tokens, i + 1):
                    groups.append((word, i))
                else:
                    groups.append((word, i))
                spoken |= not token.digits
            elif word in _ZERO and (groups or _digitlike(tokens, i + 1)):
                groups.append(("0", i))
                spoken = True
            elif groups and (glued := _GLUED_REPEAT.fullmatch(word)):
                digit = "0" if glued[2] in _ZERO else str(words.UNITS[glued[2]])
                groups.append((digit * _REPEAT[glued[1]], i))
                spoken = True
            elif word in _REPEAT and _digitlike(tokens, i + 1):
                following = tokens[i + 1].plain
                digit = "0" if following in _ZERO else following
                groups.append((digit[:1] * _REPEAT[word] + digit[1:], i + 1))
                i += 1
                spoken = True
            elif word == "+" and not groups:
                plus = True
            elif word == "plus" and not groups and _digitlike(tokens, i + 1):
                plus = spoken = True
            elif groups and word in _HOMOPHONES and spoken and _digitlike(tokens, i + 1) and _digitlike(tokens, i - 1):
                groups.append((_HOMOPHONES[word], i))
            elif groups and word in _SORRY:
                taken_back = len(groups)
            elif (
                groups and (word in _PAUSE or word in ("i", "mean", "meant", "ich", "meine")) and i - groups[-1][1] <= 3
            ):
                pass
            else:
                break
            i += 1
        if not groups:
            i = max(i, start + 1)
            continue
        i = groups[-1][1] + 1
        if taken_back is not None and taken_back < len(groups):
            groups = _said_again(groups, taken_back)
        digits = "".join(d for d, _ in groups)
        if len(digits) >= least:
            runs.append(Digits(digits, (tokens[start].start, tokens[groups[-1][1]].end), plus, spoken))
    return runs


_BETWEEN_PIECES = words.bag(
    "and then und dann it's its it is my the number nummer ist die meine also lautet ok okay yes ja so um uh äh ähm well sorry weiter as follows , . : - – / ( ) ! ... …"
)


def digits_alone(text: str) -> str:
    """The digits of an utterance that is nothing else, typed or read out: "555", "und dann fünf fünf fünf"; "" for others."""
    runs = digit_runs(text, least=1)
    if len(runs) != 1:
        return ""
    begin, end = runs[0].span
    rest = [token.low for token in words.read(f"{text[:begin]} {text[end:]}").tokens]
    return runs[0].digits if all(word in _BETWEEN_PIECES for word in rest) else ""


def _said_again(groups: list[tuple[str, int]], at: int) -> list[tuple[str, int]]:
    """Put the digits after a correction over the ones they correct: from where their first digit was said before."""
    before = "".join(d for d, _ in groups[:at])
    after = "".join(d for d, _ in groups[at:])
    if len(after) >= 7:
        return groups[at:]
    from_end = before.rfind(after[0], max(0, len(before) - max(len(after), 2) - 1))
    keep = before[: from_end if from_end >= 0 else max(0, len(before) - len(after))]
    return [(keep + after, groups[-1][1])]


def _digitlike(tokens: tuple[words.Token, ...], i: int) -> bool:
    if not 0 <= i < len(tokens):
        return False
    word = tokens[i].plain
    return (word.isdecimal() and word.isascii()) or word in _ZERO or word in _REPEAT


def _single(tokens: tuple[words.Token, ...], i: int) -> bool:
    return i < len(tokens) and tokens[i].plain.isdecimal() and len(tokens[i].plain) == 1


# --- cardinals and money ----------------------------------------------------------------------------------------------
_MONEY = re.compile(
    r"(?:([€$£]) ?)?(?<![\d.,:/])(\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?(?![\d:/])(?: ?(k|thousand|tausend|million|mio|m)\b)?(?: ?(€|\$|£|euros?|eur|dollars?|bucks|pounds?|usd|gbp|franken|chf))?"
)
_CURRENCY = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "eur": "EUR", "dollar": "USD",
             "dollars": "USD", "bucks": "USD", "usd": "USD", "pound": "GBP", "pounds": "GBP", "gbp": "GBP",
             "franken": "CHF", "chf": "CHF"}  # fmt: skip
_SCALE = {"k": 1_000, "thousand": 1_000, "tausend": 1_000, "million": 1_000_000, "mio": 1_000_000, "m": 1_000_000}
_ABOUT_MONEY = re.compile(
    r"\b(?:budget|price|rent|pay|spend|cost|miete|preis|kosten|warm|kalt|kaution|under|below|maximum|max|up to|bis zu|höchstens)\b"
)
_CARDINAL = re.compile(r"(?<![\d.,:/])(\d{1,9})(?![\d:/%]|[.,]\d|th\b|er\b)")


def _whole(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def read(text: str, *, language: str) -> list[Value]:
    """Cardinals (`number`), money (`money`, in whole units or with cents, its currency in `note`), as they stand.

    "400k" is 400000, "1.200 Euro" 1200. language: "en" or "de"; number words of both are understood in either.
    """
    reading = words.read(text)
    plain = reading.plain
    if not any(c.isdecimal() for c in plain):
        return []
    found: list[Value] = []
    taken: list[tuple[int, int]] = []
    for m in _MONEY.finditer(plain):
        mark = m[1] or m[5]
        scale = m[4]
        if scale == "m" and not mark:
            continue
        if not mark and not scale and not (_whole(m[2]) >= 100 and _ABOUT_MONEY.search(plain)):
            continue
        amount: int | float = _whole(m[2])
        if m[3]:
            amount = amount + int(m[3].ljust(2, "0")) / 100 if not scale else round(float(f"{amount}.{m[3]}"), 2)
        if scale:
            amount = amount * _SCALE[scale]
            amount = int(amount) if amount == int(amount) else amount
        span = reading.span(*m.span())
        taken.append(m.span())
        note = _CURRENCY.get(mark) if mark else None
        for word in ("warm", "kalt"):
            if re.match(rf" {word}\b", plain[m.end() :]):
                note = f"{note or 'EUR'} {word}"
        found.append(Value("money", amount, span, text[span[0] : span[1]], "money", note=note))
    at = 0
    for m in _CARDINAL.finditer(plain):
        while at < len(taken) and taken[at][1] <= m.start():
            at += 1
        if at < len(taken) and taken[at][0] <= m.start():
            continue
        span = reading.span(*m.span())
        found.append(Value("number", int(m[1]), span, text[span[0] : span[1]], "cardinal"))
    found.sort(key=lambda value: value.span)
    return found
