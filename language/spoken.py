"""How to say it: days, times, people, money, phone numbers, codes and lists, for the page and for the ear.

`register="page"` is text to be read ("7:30 pm", "19:30 Uhr"); `register="ear"` is what a voice must be given, with
every figure spelled as it is spoken ("seven thirty in the evening", "neunzehn Uhr dreißig"). English and German.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import phonenumbers

from language import words

Register = Literal["page", "ear"]

_ONES = words.row(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = words.row("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_EINS = words.row(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_ZEHN = words.row("_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_ORDINALS = words.row(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_WOCHENTAGE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


def number(value: int, language: str) -> str:
    """A whole number from 0 to 999,999 in words: "two hundred and five", "zweihundertfünf". Larger ones stay figures."""
    if not 0 <= value < 1_000_000:
        return str(value)
    return _german(value) if language == "de" else _english(value)


def _english(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, one = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[one]}" if one else "")
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_ONES[hundreds]} hundred" + (f" and {_english(rest)}" if rest else "")
    thousands, rest = divmod(value, 1000)
    joint = " and " if 0 < rest < 100 else " "
    return f"{_english(thousands)} thousand" + (f"{joint}{_english(rest)}" if rest else "")


def _german(value: int, end: bool = True) -> str:
    if value == 1:
        return "eins" if end else "ein"
    if value < 20:
        return _EINS[value]
    if value < 100:
        tens, one = divmod(value, 10)
        return (f"{_german(one, end=False)}und" if one else "") + _ZEHN[tens]
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_german(hundreds, end=False)}hundert" + (_german(rest, end) if rest else "")
    thousands, rest = divmod(value, 1000)
    return f"{_german(thousands, end=False)}tausend" + (_german(rest, end) if rest else "")


def ordinal(value: int, language: str) -> str:
    """An ordinal in words, 1 to 99: "twenty-eighth"; German as after an article in the dative: "achtundzwanzigsten"."""
    if language == "de":
        irregular = {1: "ersten", 3: "dritten", 7: "siebten", 8: "achten"}
        return irregular.get(value) or _german(value) + ("sten" if value >= 20 else "ten")
    if value < 20:
        return _ORDINALS[value]
    tens, one = divmod(value, 10)
    return f"{_TENS[tens]}-{_ORDINALS[one]}" if one else _TENS[tens][:-1] + "ieth"


def day(value: str, language: str, *, today: str, register: Register = "page") -> str:
    """A day with its weekday: "Saturday, 28 November" / "Samstag, 28. November"; the year only if it is another one.

    value and today: ISO days. Raises ValueError for anything else.
    """
    there, here = date.fromisoformat(value), date.fromisoformat(today)
    other_year = there.year != here.year
    if language == "de":
        weekday, month = _WOCHENTAGE[there.weekday()], _MONATE[there.month - 1]
        if register == "ear":
            year = f" {_year(there.year, 'de')}" if other_year else ""
            return f"{weekday}, den {ordinal(there.day, 'de')} {month}{year}"
        return f"{weekday}, {there.day}. {month}" + (f" {there.year}" if other_year else "")
    weekday, month = words.WEEKDAYS[there.weekday()].capitalize(), words.MONTHS[there.month - 1].capitalize()
    if register == "ear":
        year = f" {_year(there.year, 'en')}" if other_year else ""
        return f"{weekday} the {ordinal(there.day, 'en')} of {month}{year}"
    return f"{weekday}, {there.day} {month}" + (f" {there.year}" if other_year else "")


def _year(year: int, language: str) -> str:
    if language == "de":
        century, rest = divmod(year, 100)
        if 1100 <= year < 2000:
            return f"{_german(century)}hundert" + (_german(rest) if rest else "")
        return _german(year)
    century, rest = divmod(year, 100)
    if 2000 <= year < 2010 or rest == 0:
        return _english(year)
    return f"{_english(century)} {_english(rest) if rest > 9 else 'oh ' + _ONES[rest]}"


def clock(value: str, language: str, *, register: Register = "page") -> str:
    """A time of day given as "HH:MM": "7:30 pm" / "19:30 Uhr"; for the ear "seven thirty pm" / "neunzehn Uhr dreißig"."""
    hour, minute = (int(part) for part in value.split(":")[:2])
    if language == "de":
        if register == "ear":
            spoken = "ein" if hour == 1 else _german(hour)
            return f"{spoken} Uhr" + (f" {_german(minute)}" if minute else "")
        return f"{hour}:{minute:02d} Uhr" if minute else f"{hour} Uhr"
    if (hour, minute) == (12, 0):
        return "noon" if register == "ear" else "12 noon"
    if (hour, minute) == (0, 0):
        return "midnight"
    half, twelve = ("pm" if hour >= 12 else "am"), hour % 12 or 12
    if register == "ear":
        part = "" if not minute else f" oh {_ONES[minute]}" if minute < 10 else f" {_english(minute)}"
        return f"{_english(twelve)}{part} {half[0]} m"
    return f"{twelve}:{minute:02d} {half}" if minute else f"{twelve} {half}"


def party(n: int, language: str, *, register: Register = "page") -> str:
    """A number of people: "4 people" / "4 Personen"; for the ear in words."""
    if language == "de":
        if n == 1:
            return "eine Person"
        return f"{_german(n) if register == 'ear' else n} Personen"
    if n == 1:
        return "one person"
    return f"{number(n, 'en') if register == 'ear' else n} people"


def money(cents: int, currency: str, language: str, *, register: Register = "page") -> str:
    """An amount in cents: "€1,200.50" / "1.200,50 €"; for the ear "one thousand two hundred euros fifty"."""
    whole, rest = divmod(cents, 100)
    if register == "ear":
        names = {"EUR": ("euro", "euros", "Euro"), "USD": ("dollar", "dollars", "Dollar"), "GBP": ("pound", "pounds", "Pfund"),
                 "CHF": ("franc", "francs", "Franken")}  # fmt: skip
        one, many, german = names.get(currency, (currency, currency, currency))
        if language == "de":
            spoken = "ein" if whole == 1 else number(whole, "de")
            return f"{spoken} {german}" + (f" {_german(rest)}" if rest else "")
        return f"{number(whole, 'en')} {one if whole == 1 else many}" + (f" {_english(rest)}" if rest else "")
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency)
    figures = f"{whole:,}" + (f".{rest:02d}" if rest else "")
    if language == "de":
        return figures.translate(str.maketrans(",.", ".,")) + f" {sign}"
    return f"{sign}{figures}" if len(sign) == 1 else f"{sign} {figures}"


def phone(e164: str, *, register: Register = "page", language: str = "en") -> str:
    """A phone number in groups, as its country writes it; for the ear digit by digit, a pause between groups."""
    try:
        grouped = phonenumbers.format_number(
            phonenumbers.parse(e164, None), phonenumbers.PhoneNumberFormat.INTERNATIONAL
        ).replace("-", " ")
    except phonenumbers.NumberParseException:
        grouped = e164
    if register == "page":
        return grouped
    plus = "plus"
    groups = [_digits(group, language) for group in grouped.replace("+", "").split()]
    return f"{plus} {', '.join(groups)}" if grouped.startswith("+") else ", ".join(groups)


def _digits(text: str, language: str) -> str:
    table = _EINS if language == "de" else _ONES
    return " ".join(table[int(c)] if c.isdecimal() else c for c in text)


def phone_tail(e164: str, *, count: int = 4) -> str:
    """The last digits, in pairs, for a read-back to somebody who is not verified: "42 18"."""
    digits = "".join(c for c in e164 if c.isdecimal())[-count:]
    odd = len(digits) % 2
    pairs = [digits[:odd]] if odd else []
    pairs += [digits[i : i + 2] for i in range(odd, len(digits), 2)]
    return " ".join(pairs)


def code(value: str) -> str:
    """A code letter by letter: "EZ7Q" is "E Z 7 Q"."""
    return " ".join(c for c in value.upper() if c.isalnum())


def listed(items: Sequence[str], language: str, last: Literal["and", "or"] = "and") -> str:
    """A list as it is said: "a, b and c" / "a, b oder c". Empty for nothing."""
    joint = {"and": "und", "or": "oder"}[last] if language == "de" else last
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


_BENT = {"er": "em", "es": "em", "e": "er"}


def after_with(noun: str, language: str) -> str:
    """A noun as it stands after "with" or "mit": "späte Abreise" is "mit später Abreise"."""
    first, space, rest = noun.partition(" ")
    ending = next((one for one in _BENT if first.endswith(one)), None)
    if language != "de" or not space or ending is None or not first[:1].islower():
        return noun
    return f"{first.removesuffix(ending)}{_BENT[ending]}{space}{rest}"


def one_of(noun: str, language: str) -> str:
    """Something of which there are several: "a double room", "an accessible room". German leaves the article out."""
    return noun if language == "de" else f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
