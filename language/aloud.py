"""What a voice is given for what is written: "7:30 pm" as "seven thirty p m", "268 €" as "zweihundertachtundsechzig Euro".

Voices read figures and signs each in its own way, and some badly; so none are left to them. Pure: captions, transcript
and ledger keep what is written. Beside each piece stands where in the written text it ends, so that what was heard of
the sound is known in written characters. Words without figures and signs stay as they are. English and German; how a
value is said is the business of language/spoken.py.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, partial

from language import spoken, words

Piece = tuple[str, int]
"""What is said, and where in the written text it ends."""
Said = str | list[tuple[str, int]] | None
"""How a stretch is said: in one piece, or in several with the characters that each stands for; None: as it is written."""

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
}  # fmt: skip
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_SHORT_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
}
_TO = {"en": "to", "de": "bis"}
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR"}
_CENTS = {"EUR": ("cent", "cents", "Cent"), "USD": ("cent", "cents", "Cent"), "GBP": ("penny", "pence", "Pence"), "CHF": ("centime", "centimes", "Rappen")}  # fmt: skip
_SIGNS = {
    "en": {"@": "at", ".": "dot", "-": "dash", "_": "underscore", "+": "plus", "/": "slash", ":": "colon"},
    "de": {"@": "ät", ".": "Punkt", "-": "Bindestrich", "_": "Unterstrich", "+": "plus", "/": "Schrägstrich", ":": "Doppelpunkt"},
}  # fmt: skip
_UNITS = {
    "en": {
        "m²": ("square metre", "square metres"), "m2": ("square metre", "square metres"), "km": ("kilometre", "kilometres"),
        "cm": ("centimetre", "centimetres"), "m": ("metre", "metres"), "kg": ("kilo", "kilos"), "min": ("minute", "minutes"),
        "h": ("hour", "hours"), "l": ("litre", "litres"), "°C": ("degree", "degrees"), "°": ("degree", "degrees"), "%": ("percent", "percent"),
    },
    "de": {
        "m²": ("Quadratmeter",) * 2, "m2": ("Quadratmeter",) * 2, "qm": ("Quadratmeter",) * 2, "km": ("Kilometer",) * 2, "cm": ("Zentimeter",) * 2,
        "m": ("Meter",) * 2, "kg": ("Kilo",) * 2, "min": ("Minute", "Minuten"), "Min.": ("Minute", "Minuten"), "h": ("Stunde", "Stunden"),
        "Std.": ("Stunde", "Stunden"), "l": ("Liter",) * 2, "°C": ("Grad",) * 2, "°": ("Grad",) * 2, "%": ("Prozent",) * 2,
    },
}  # fmt: skip
_SHORT = {
    "en": {
        "e.g.": "for example", "i.e.": "that is", "approx.": "approximately", "incl.": "including", "excl.": "excluding", "max.": "at most",
        "etc.": "et cetera", "vs.": "versus", "Tel.": "telephone",
    },
    "de": {
        "z. B.": "zum Beispiel", "z.B.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt", "u. a.": "unter anderem", "u.a.": "unter anderem",
        "p. P.": "pro Person", "p.P.": "pro Person", "ca.": "circa", "bzw.": "beziehungsweise", "inkl.": "inklusive", "exkl.": "exklusive",
        "zzgl.": "zuzüglich", "max.": "maximal", "mind.": "mindestens", "usw.": "und so weiter", "etc.": "et cetera", "ggf.": "gegebenenfalls",
        "evtl.": "eventuell", "Tel.": "Telefon", "Str.": "Straße", "MwSt.": "Mehrwertsteuer", "Pers.": "Personen",
    },
}  # fmt: skip
_ARTICLES = words.bag("der die das jeder jede dieser diese")
"""What an ordinal in "-te" follows."""
_OBLIQUE = words.bag(
    "am vom zum beim im dem den des diesem diesen jedem jeden ab bis seit vor nach von auf für zwischen und oder"
)
"""What an ordinal in "-ten" follows."""
_DATIVE = words.bag("am vom zum beim im dem den des diesem diesen jedem jeden")
"""What an ordinal follows that has no month behind it."""
_OF_DAYS = words.bag("am vom zum")
_NTH = re.compile(r"(?:Weihnacht|Advent|Feiertag|Tag|Abend|Stock|Geburtstag|Etage)")
"""What follows an ordinal after "am", where it is not the last word of its sentence."""
_FEMININE = re.compile(
    r"(?:Nacht|Person|Stunde|Minute|Woche|Flasche|Tasse|Suite|Etage|Terrasse|Frage|Reise|\w+(?:ung|heit|keit|tion))\b"
)


class Aloud:
    """A clause as a voice is given it (`text`), and how much of what is written has been heard of it (`written`)."""

    def __init__(self, clause: str, language: str) -> None:
        self._clause, self._pieces = clause, said(clause, language)
        self._ends: list[int] = []
        at = 0
        for voiced, _ in self._pieces:
            at += len(voiced)
            self._ends.append(at)
        self.text = "".join(voiced for voiced, _ in self._pieces)

    def written(self, characters: int) -> int:
        """Characters of the clause, after so many of `text`. What is said otherwise than written counts once it is whole."""
        whole = bisect_right(self._ends, characters)
        if whole == len(self._pieces):
            return len(self._clause)
        done = self._pieces[whole - 1][1] if whole else 0
        voiced, end = self._pieces[whole]
        over = characters - (self._ends[whole - 1] if whole else 0)
        return done + max(0, over) if voiced == self._clause[done:end] else done


def said(text: str, language: str) -> list[Piece]:
    """What is said for a text, piece by piece; the last ends with the text. Raises nothing on any text."""
    pieces: list[Piece] = []
    end = 0
    anything, rules = _rules("de" if language == "de" else "en")
    for found in anything.finditer(text):
        begin = found.start()
        told = next(
            (told for rule, how in rules if (match := rule.match(text, begin)) and (told := how(match)) is not None),
            None,
        )
        if told is None:
            continue
        if begin > end:
            pieces.append((text[end:begin], begin))
        if isinstance(told, str):
            told = [(told, found.end() - begin)]
        for voiced, many in told:
            begin += many
            pieces.append((voiced, begin))
        end = begin
    if end < len(text):
        pieces.append((text[end:], len(text)))
    return pieces


# --- addresses, codes and telephone numbers -------------------------------------------------------------------------------


def _address(language: str, match: re.Match[str]) -> Said:
    """An e-mail address or a web address: words as words, signs by their names, digits one by one."""
    address = match[0]
    scheme = re.match(r"https?://", address)
    skipped = scheme.end() if scheme else 0
    pieces: list[tuple[str, int]] = []
    for part in re.finditer(r"www(?=\.)|[^\W\d_]+|\d|.", address[skipped:], re.DOTALL):
        one = part[0]
        voiced = "w w w" if one == "www" else _digit(one, language) or _SIGNS[language].get(one, one)
        pieces.append((f" {voiced}" if pieces else voiced, len(one) + (0 if pieces else skipped)))
    return pieces


def _code(language: str, match: re.Match[str]) -> Said:
    """Letter by letter, with a short pause after each."""
    pieces: list[tuple[str, int]] = []
    for sign in match[0]:
        if sign == "-":
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + 1)
        else:
            pieces.append((("" if not pieces else ", ") + (_digit(sign, language) or sign), 1))
    return pieces


def _digits(language: str, match: re.Match[str]) -> Said:
    """Digit by digit, with a pause between groups; long groups are cut into threes."""
    if re.fullmatch(r"[1-9]\d{0,2}(?: 000)+", match[0]):
        return spoken.number(int(match[0].replace(" ", "")), language)
    pieces: list[tuple[str, int]] = []
    single = bool(re.fullmatch(r"\d(?: \d)+", match[0]))
    for part in re.finditer(r"\+|(?<!\d)\d{1,5}(?!\d)|\d{3}(?=\d\d)|\d{1,4}|[^\d+]+", match[0]):
        if part[0] == "+":
            pieces.append(("plus", 1))
        elif not part[0][0].isdecimal():
            if pieces:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + len(part[0]))
            else:
                pieces.append(("", len(part[0])))
        else:
            gap = "" if not pieces or not pieces[-1][0] else " " if single or pieces[-1][0] == "plus" else ", "
            for sign in part[0]:
                pieces.append((gap + _digit(sign, language), 1))
                gap = " "
    return pieces


def _digit(sign: str, language: str) -> str:
    return spoken.number(int(sign), language) if sign.isdecimal() else ""


# --- times ----------------------------------------------------------------------------------------------------------------


def _clock(language: str, match: re.Match[str]) -> Said:
    """A time of day: "7:30 pm", "7:30", "19:30"; in German "19:30 Uhr", "19 Uhr"."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if language == "de":
        return spoken.clock(f"{hour}:{minute}", "de", register="ear")
    half = (match.groupdict().get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        voiced = spoken.clock(f"{hour % 12 + (12 if half.startswith('p') else 0)}:{minute}", "en", register="ear")
        return voiced + _full_stop(match)
    if hour > 12 or hour == 0 or match["hour"][0] == "0":
        return spoken.clock(f"{hour % 24}:{minute}", "en", register="ear")
    if not minute:
        return f"{spoken.number(hour, 'en')} o'clock"
    return spoken.clock(f"{hour}:{minute}", "en", register="ear")[: -len(" a m")]


def _full_stop(match: re.Match[str]) -> str:
    """The full stop of an abbreviation, where it is also the sentence's."""
    rest = match.string[match.end() :]
    return "." if match[0].endswith(".") and (not rest.strip() or re.match(r"\s+[A-ZÄÖÜ]", rest)) else ""


# --- days -----------------------------------------------------------------------------------------------------------------


def _month(written: str, language: str) -> str:
    return next(name for name in _MONTHS[language] if name.startswith(written[:3]))


def _year(match: re.Match[str], language: str) -> str:
    return f" {spoken._year(int(match['year']), language)}" if match["year"] else ""


def _day_en(match: re.Match[str]) -> Said:
    """28 November, 24–27 December 2026, November 28th."""
    days = [int(day) for day in (match["day"], match["last"]) if day]
    if not all(1 <= day <= 31 for day in days):
        return None
    month = _month(match["month"], "en")
    if match[0].startswith(match["month"]):
        named = f" {_joint(match)} ".join(spoken.ordinal(day, "en") for day in days)
        return f"{month} {named}{_year(match, 'en')}"
    said_the = match.string[: match.start()].lower().endswith("the ")
    named = f" {_joint(match)} ".join(f"the {spoken.ordinal(day, 'en')}" for day in days)
    return f"{named.removeprefix('the ') if said_the else named} of {month}{_year(match, 'en')}"


def _day_de(match: re.Match[str]) -> Said:
    """28. November, 24. bis 27. Dezember, 28.11., 28.11.2026."""
    days = [int(day) for day in (match["day"], match["last"]) if day]
    if not all(1 <= day <= 31 for day in days):
        return None
    lead, ending = _ending(match)
    named = f" {_joint(match)} ".join(_ordinal_de(day, ending) for day in days)
    if match["month"]:
        return f"{lead}{named} {_month(match['month'], 'de')}{_year(match, 'de')}"
    if not 1 <= int(match["figure"]) <= 12:
        return None
    return f"{lead}{named} {_ordinal_de(int(match['figure']), ending)}{_year(match, 'de')}"


def _day_iso(language: str, match: re.Match[str]) -> Said:
    year, month, day = (int(part) for part in match[0].split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = _MONTHS[language][month - 1]
    if language == "en":
        return f"the {spoken.ordinal(day, 'en')} of {name} {spoken._year(year, 'en')}"
    lead, ending = _ending(match)
    return f"{lead}{_ordinal_de(day, ending)} {name} {spoken._year(year, 'de')}"


def _joint(match: re.Match[str]) -> str:
    """What stands between two days."""
    joint = (match["joint"] or "").strip()
    return joint if joint.isalpha() else _TO["de" if match.re.groupindex.get("figure") else "en"]


def _ending(match: re.Match[str]) -> tuple[str, str]:
    """How a German ordinal ends after what stands before it, and what has to be said in front of it."""
    word = _before(match)
    if word in _DAYS["de"] or word in _SHORT_DAYS["de"]:
        return "den ", "ten"
    if word.lower() in _ARTICLES:
        return "", "te"
    return "", "ten" if word.lower() in _OBLIQUE else "ter"


def _before(match: re.Match[str]) -> str:
    """The word before a match."""
    before = re.search(r"([^\W\d_]+)\.?,?\s*$", match.string[max(0, match.start() - 40) : match.start()])
    return before[1] if before else ""


def _ordinal_de(value: int, ending: str) -> str:
    return spoken.ordinal(value, "de")[:-3] + ending


def _nth_en(match: re.Match[str]) -> Said:
    return spoken.ordinal(int(match["nth"]), "en") if int(match["nth"]) else None


def _nth_de(match: re.Match[str]) -> Said:
    """An ordinal, where an article or a preposition tells that it is one: im 2. Stock, am 4. um acht, am 4."""
    word = _before(match).lower()
    if word not in _ARTICLES | _DATIVE:
        return None
    said = _ordinal_de(int(match["nth"]), "te" if word in _ARTICLES else "ten")
    follows = re.match(r"\s*(?:([A-ZÄÖÜ]\w*)|$)?", match.string[match.end() :])
    ends = not match.string[match.end() :].strip() or (
        word in _OF_DAYS and follows is not None and bool(follows[1]) and not _NTH.match(follows[1])
    )
    return said + "." if ends else said


def _weekdays(language: str, match: re.Match[str]) -> Said:
    """Mon–Fri; Sa. before a day or a time."""
    names = [
        next(name for name, short in zip(_DAYS[language], _SHORT_DAYS[language], strict=True) if one.startswith(short))
        for one in re.findall(r"[A-Z][a-z]+", match[0])
    ]
    return f" {_TO[language]} ".join(names)


# --- amounts --------------------------------------------------------------------------------------------------------------


def _value(figures: str) -> int:
    return int(re.sub(r"\D", "", figures))


def _money(language: str, match: re.Match[str]) -> Said:
    """€268, €12.50, €20–30, 1.200,50 €, 12,50 Euro."""
    currency = _CURRENCIES.get(match["mark"], match["mark"])
    whole, cents = _value(match["whole"]), int(match["cents"] or 0)
    if whole >= 1_000_000:
        return None
    if more := match.groupdict().get("more"):
        voiced = spoken.money(_value(more) * 100, currency, language, register="ear")
        return f"{spoken.number(whole, language)} {_TO[language]} {voiced}"
    if whole or not cents:
        return spoken.money(whole * 100 + cents, currency, language, register="ear")
    one, many, german = _CENTS[currency]
    if language == "de":
        return f"{'ein' if cents == 1 else spoken.number(cents, 'de')} {german}"
    return f"{spoken.number(cents, 'en')} {one if cents == 1 else many}"


def _number(language: str, match: re.Match[str]) -> Said:
    """A number as it stands in a sentence: whole or with a decimal mark, a year, a number of things."""
    figures, decimals = match["whole"], match["decimals"]
    value = _value(figures)
    if value >= 1_000_000:
        return None
    before = match.string[max(0, match.start() - 12) : match.start()]
    if not decimals and 1500 <= value < 2100 and len(figures) == 4 and _BEFORE_A_YEAR.search(before):
        return spoken._year(value, language)
    voiced = spoken.number(value, language)
    if decimals:
        mark = "point" if language == "en" else "Komma"
        return f"{voiced} {mark} {' '.join(_digit(sign, language) for sign in decimals)}"
    if language == "de" and value == 1 and (noun := re.match(r"\s(?=[A-ZÄÖÜ])", match.string[match.end() :])):
        return "eine" if _FEMININE.match(match.string, match.end() + noun.end()) else "ein"
    return voiced


_BEFORE_A_YEAR = re.compile(
    r"(?:\b(?:in|since|year|until|of|from|seit|Jahr|Jahre|bis|von|"
    + "|".join(sorted({*_MONTHS["en"], *_MONTHS["de"]}))
    + r"),? )$"
)


def _unit(language: str, match: re.Match[str]) -> Said:
    one, many = _UNITS[language][match["unit"]]
    before = match.string[max(0, match.start() - 2) : match.start()]
    return f" {one if re.search(r'(?<![0-9.,])1$', before) else many}"


def _short(language: str, match: re.Match[str]) -> Said:
    return _SHORT[language][match[0]] + _full_stop(match)


def _to(language: str, match: re.Match[str]) -> Said:
    return f" {_TO[language]} "


def _word(word: str, match: re.Match[str]) -> Said:
    """A sign that is said as a word; it stands apart from what is beside it."""
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return f"{' ' if before.strip() else ''}{word}{' ' if after.strip() else ''}"


# --- all of it ------------------------------------------------------------------------------------------------------------

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Said]]
_WHOLE = r"(?:\d{1,3}(?:[.,]\d{3}){1,3}|\d{1,9})(?!\d)"
_CURRENCY = r"[€$£]|(?:EUR|USD|GBP|CHF)(?!\w)"
_AMOUNT = rf"(?P<whole>{_WHOLE})(?:[.,](?:(?P<cents>\d\d)(?!\d)|[-–]{{1,2}}))?"


@cache
def _rules(language: str) -> tuple[re.Pattern[str], list[Rule]]:
    """Everything that is said otherwise than it is written: as one pattern, and each with how it is said."""

    def rule(pattern: str, how: Callable[..., Said], *more: str) -> Rule:
        return re.compile(pattern), partial(how, *more)

    of = language
    months = "|".join(sorted({*_MONTHS[of], *(rf"{name[:3]}\." for name in _MONTHS[of])}, key=len, reverse=True))
    if of == "en":
        months += "|" + "|".join(rf"{name[:3]}(?!\w)" for name in _MONTHS["en"])
    month, year = rf"(?P<month>{months})(?!\w)", r"(?P<year>(?:1[5-9]|20)\d\d)(?!\w|[.,:]\d)"
    days = "|".join(_DAYS[of])
    brief = "|".join(_SHORT_DAYS[of])
    day = rf"(?:{days}|(?:{brief})(?!\w))"
    units = "|".join(re.escape(unit) for unit in sorted(_UNITS[of], key=len, reverse=True))
    shorts = "|".join(re.escape(short) for short in sorted(_SHORT[of], key=len, reverse=True))
    rules = [
        rule(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}", _address, of),
        rule(r"(?<![\w.@/-])(?:https?://|www\.)[\w.-]{1,99}\w(?:/[\w./-]{0,99}[\w/])?", _address, of),
        rule(
            r"(?<![\w.@/-])(?:[a-z0-9-]{2,63}\.){1,3}(?:com|de|org|net|eu|at|ch|io|uk|info|example)(?![\w@])(?:/[\w./-]{0,99}[\w/])?",
            _address,
            of,
        ),
        rule(r"(?<!\w)\d{4}-\d\d-\d\d(?![\w-])", _day_iso, of),
    ]  # fmt: skip
    if of == "en":
        nth = "(?:st|nd|rd|th)?"
        joint = r"(?P<joint>\s?[–—-]\s?|\s(?:to|and|or)\s(?:the\s)?)"
        rules += [
            rule(r"(?<![\w:.,])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[aApP]\.\s?[mM]\.|[aApP][mM](?!\w))", _clock, of),
            rule(r"(?<![\w:.,])(?P<hour>12)(?P<minute>:00)?\s(?P<half>noon|midnight)(?!\w)", _noon),
            rule(r"(?<![\w:.,])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?![\w]|[:.,]\d)", _clock, of),
            rule(rf"(?<![\w:.,])(?P<day>\d{{1,2}}){nth}(?:{joint}(?P<last>\d{{1,2}}){nth})?\s(?:of\s)?{month}(?:,?\s{year})?", _day_en),
            rule(
                rf"(?<!\w){month}\s(?:the\s)?(?P<day>\d{{1,2}}){nth}(?:{joint}(?P<last>\d{{1,2}}){nth})?(?![\w]|[:.,]\d|\s?[ap]\.?m)(?:,?\s{year})?",
                _day_en,
            ),
            rule(r"(?<![\w.,])(?P<nth>[1-9]\d?)(?:st|nd|rd|th)(?!\w)", _nth_en),
            rule(r"(?<!\w)24/7(?!\w)", _always, "twenty-four seven"),
            rule(r"(?<!\w)(?:No\.|#)\s?(?=\d)", _always, "number "),
        ]  # fmt: skip
    else:
        joint = r"(?P<joint>\s?[–—-]\s?|\s(?:bis|und|oder)\s(?:zum\s)?)"
        rules += [
            rule(r"(?<![\w:.,])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?Uhr(?!\w)", _clock, of),
            rule(r"(?<![\w:.,])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?![\w]|[:.,]\d)", _clock, of),
            rule(
                rf"(?<![\w:.,])(?P<day>\d{{1,2}})\.?(?:{joint}(?P<last>\d{{1,2}}))?\.\s?(?:{month}|(?P<figure>\d{{1,2}})\.)(?:\s?{year})?(?!\d)",
                _day_de,
            ),
            rule(r"(?<![\w.,])(?P<nth>[1-9]\d?)\.(?=\s|,|$)", _nth_de),
            rule(r"(?<!\w)24/7(?!\w)", _always, "rund um die Uhr"),
            rule(r"(?<!\w)Nr\.\s?(?=\d)", _always, "Nummer "),
            rule(r"(?<=[a-zäöüß])str\.(?=\s)", _always, "straße"),
            rule(rf"(?<!\w)(?:{brief})\.(?=,?\s\d)", _weekdays, of),
        ]  # fmt: skip
    rules += [
        rule(rf"(?<!\w){day}\.?\s?[–—-]\s?{day}(?!\w)\.?", _weekdays, of),
        rule(rf"(?P<mark>{_CURRENCY})\s?{_AMOUNT}(?:\s?[–—-]\s?(?:[€$£]\s?)?(?P<more>{_WHOLE})(?![.,]\d))?(?![\w])", _money, of),
        rule(rf"(?<![\w.,]){_AMOUNT}\s?(?P<mark>{_CURRENCY}|[Ee]uros?(?!\w))", _money, of),
        rule(r"(?<![\w.,])\+\d{1,4}(?:[ /-]{1,2}\(?\d{1,12}\)?){1,7}(?!\w)|(?<![\w.,])\+\d{7,15}(?!\w)", _digits, of),
        rule(r"(?<![\w.,])\(?0\d{1,6}\)?(?:[ /-]{1,2}\d{2,12}){1,6}(?!\w|[.,:]\d)", _digits, of),
        rule(r"(?<![\w.,:])\d(?: \d){2,20}(?!\w|[.,:]\d| \d)", _digits, of),
        rule(r"(?<![\w.,:])\d{2,12}(?: \d{2,12}){1,6}(?!\w|[.,:]\d)", _digits, of),
        rule(r"(?<![\w.,:-])(?:\d{3}-){1,2}\d{4}(?!\w|[.,:]\d)", _digits, of),
        rule(r"(?<![\w.,:])(?:0\d+|\d{7,})(?!\w|[.,:]\d)", _digits, of),
        rule(r"(?<![\w.,:])\d{5}(?= [A-ZÄÖÜ][a-zäöü])", _digits, of),
        rule(r"(?<![\w-])(?:[A-Z]{2,4}-(?=[A-Z\d]*\d))?(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4,8}(?![\w-])", _code, of),
        rule(rf"(?<=\d)\s?(?P<unit>{units})(?![\w²])", _unit, of),
        rule(r"(?<=[\d%€])\s?[–—]\s?(?=[\d€$£])|(?<=\d)-(?=\d)|(?<=[pa]m)\s?[–—-]\s?(?=\d)|(?<=Uhr)\s?[–—-]\s?(?=\d)|(?<=\w)–(?=\w)", _to, of),
        rule(r"(?<!\S)[-−](?=\d)", _always, "minus "),
        rule(rf"(?<!\w)(?:{shorts})", _short, of),
        rule(r"&", _word, "and" if of == "en" else "und"),
        rule(r"€", _word, "euros" if of == "en" else "Euro"),
        rule(
            r"(?<![\w])(?P<whole>\d{1,3}(?:,\d{3}){1,2}|\d{1,6})(?!\d)(?:\.(?P<decimals>\d{1,4}))?(?![\w]|[.,]\d)"
            if of == "en"
            else r"(?<![\w])(?P<whole>\d{1,3}(?:\.\d{3}){1,2}|\d{1,6})(?!\d)(?:[.,](?P<decimals>\d{1,4}))?(?![\w]|[.,]\d)",
            _number,
            of,
        ),
    ]  # fmt: skip
    every = (re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern, _ in rules)
    return re.compile("|".join(f"(?:{one})" for one in every)), rules


def _always(voiced: str, match: re.Match[str]) -> Said:
    return voiced


def _noon(match: re.Match[str]) -> Said:
    return str(match["half"])
