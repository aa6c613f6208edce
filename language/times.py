"""Days, times of day, parts of a day and durations, as callers say them, in English and German.

Everything is read against the caller's now (aware, in the tenant's zone) and, where given, the opening hours of the
day, which decide between morning and evening. What cannot be decided is not guessed silently: the value is the
likelier reading, its status `ambiguous`, all readings stand in `alternatives` and `reason` says what to ask about.
Impossible days and local times (31 November, the hour that summer time skips) are `invalid` with a reason.

Rules of the trade: "halb acht" is 7:30, "half seven" (British) 7:30 as well; "dreiviertel acht" is 7:45; "viertel acht"
is 7:15 where it is used, and is asked about. A day without a year that lies more than half a year back means next
year. "Next Friday" said on a Monday may be this week's. Holidays by name come from a table and the `holidays` library.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from language import days, words
from language.values import Plain, Status, Value


class NonexistentTime(ValueError):
    """The local time falls into the hour that summer time skips."""


class AmbiguousTime(ValueError):
    """The local time happens twice, because summer time ends."""


def instant(day: str, time: str, zone: str) -> datetime:
    """The UTC instant of a local day ("2026-11-28") and time ("19:00") in an IANA zone.

    Raises NonexistentTime in the gap of summer time, AmbiguousTime in its overlap, and ValueError (of which both are
    kinds) for a day, time or zone that is none.
    """
    tz = ZoneInfo(zone)
    local = datetime.combine(date.fromisoformat(day), datetime.strptime(time, "%H:%M").time())
    first, second = local.replace(tzinfo=tz), local.replace(tzinfo=tz, fold=1)
    if first.utcoffset() != second.utcoffset():
        there = first.astimezone(UTC).astimezone(tz)
        if there.replace(tzinfo=None) != local:
            raise NonexistentTime(f"{day} {time} does not exist in {zone}")
        raise AmbiguousTime(f"{day} {time} happens twice in {zone}")
    return first.astimezone(UTC)


def _doubt_of_local_time(day: date, hour: int, minute: int, now: datetime) -> str | None:
    local = datetime(day.year, day.month, day.day, hour, minute)
    first, second = local.replace(tzinfo=now.tzinfo), local.replace(tzinfo=now.tzinfo, fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    there = first.astimezone(UTC).astimezone(now.tzinfo)
    return "nonexistent_local_time" if there.replace(tzinfo=None) != local else "ambiguous_local_time"


# --- grammar ----------------------------------------------------------------------------------------------------------
_WD = "(?:" + "|".join(words.WEEKDAYS) + ")"
_MO = "(?:" + "|".join(words.MONTHS) + ")"
_FOR_SO_MANY = re.compile(
    r"\b(?:tables?|reservations?|booking|room|space|seats?|party|group|anything|something|tische?|platz|plätze|reservierung|etwas|was) (?:for|of|für|von) ?$"
)
"""What comes after this is a number of people: "a table for two tonight"."""
_FOR = re.compile(r"\b(?:for|für) ?$")
_CLOCK_FOLLOWS = re.compile(r"\b(?:at|um|gegen|@) (?:\d|half|halb|quarter|viertel|threequarter|noon|midnight)")
_PART = "(?:early morning|early|morning|afternoon|evening|tonight|night|midday|lunch ?time|lunch|dinner ?time|dinner|supper|breakfast)"
_NO_CLOCK = (
    r"(?! ?(?:people|person|persons|guests?|adults?|children|child|kids?|of us|of my|of our|others?|friends?|nights?|days?"
    r"|weeks?|months?|years?|minutes?|hours?|rooms?|bed|beds|bedrooms?|bath|baths|bathrooms?|stars?|star|seats?|seater|euros?"
    r"|eur|dollars?|pounds?|bucks|cents?|percent|th\b|st\b|k\b|tables?|persons|men|women|ladies|boys|girls|grown|couples?|seniors"
    r"|of (?:the|your|our|those|these)\b|,? ?(?:maybe|or|to|oder|bis|-|vielleicht) \d{1,2} (?:people|persons?|guests?|of us|leute|personen)\b|(?:big|large|small|long|round|single) table|more|members|street|st\b|avenue|road|miles?|km|am\b(?= [a-z]+ing\b)|%|€|\$|£|/|-\d|,\d|\.\d|:\d|\d(?!\d? (?:people|persons?|guests?|adults?|of us|seats?|plätze|leute|personen)\b)"
    r"|" + _MO + r"\b|th of\b))"
)
_MER = r"(?: ?(am|pm)\b)?"
_AT = r"(?:at|um|gegen|around|about|etwa|ungefähr|approximately|approx|circa|ca|roughly|by|ab|after|before|until|till|til|from|nach|vor|bis|so|like|@)"


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as said, before morning or evening is decided."""

    begin: int
    end: int
    rule: str
    hour: int
    minute: int
    meridiem: str | None = None
    exact: bool = False
    """Written on the 24-hour clock, with a leading zero or "00"."""
    note: str | None = None
    shift: int = 0
    """Minutes to add once the hour is decided ("quarter to twelve": 12, -15)."""
    also: tuple[int, int] | None = None
    """Another hour and minute that the words may mean ("viertel acht")."""


# --- times of day -----------------------------------------------------------------------------------------------------
_AFTER_PART = (
    r"(?:(?: o'clock)?(?:,| ,)?(?: in the| at| in| this| on the| for| heute| today| am| des)? ("
    + _PART
    + r")\b(?! ?(?:for|table|booking|reservation) \d| special))?"
)
_T_RANGE = re.compile(
    r"\b(between|zwischen|from|von) (\d{1,2})(?:[:. ](\d\d))?"
    + _MER
    + r"(?: o'clock)? (and|to|-|bis|until|till|or|through) (\d{1,2})(?:[:. ](\d\d))?(?: (o'clock))?"
    + _MER
    + _NO_CLOCK
    + r"(?!th)"
)
_T_PAST = re.compile(
    r"\b(?:(half|quarter|1 half|a quarter|\d{1,2})(?: (minutes?))? (past|after|to|before|till|til|of|until|vor|nach))(?: the)? (noon|midnight|midday|\d{1,2})(?:[:. ]([0-5]\d))?(?: o'clock)?"
    + _MER
    + _AFTER_PART
    + _NO_CLOCK
)
_T_PAST_NOON = re.compile(
    r"\b(half|a quarter|quarter) (past|after|to|before|nach|vor)(?: the)? (noon|midday|midnight)\b"
)
_T_HALB = re.compile(r"\b(?:(\d{1,2}|quarter) (vor|nach) )?halb (\d{1,2})\b(?: o'clock)?" + _AFTER_PART)
_T_THREEQUARTER = re.compile(r"\b(threequarter|3 quarter) (\d{1,2})\b(?: o'clock)?" + _AFTER_PART)
_T_QUARTER = re.compile(r"\bquarter (\d{1,2})\b(?: o'clock)?" + _AFTER_PART)
_T_HALF = re.compile(r"\bhalf (\d{1,2})\b" + _MER + _AFTER_PART + _NO_CLOCK)
_T_OCLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.]([0-5]\d))? ?o'clock(?: (?:and )?([0-5]?\d)\b(?! ?(?:people|guests|adults|children|kids|of us|days|nights|rooms)))?"
    + _MER
    + _AFTER_PART
)
_T_COLON = re.compile(
    r"(?<![\d:.,/€$£-])(\d{1,2}) ?([:.h]) ?([0-5]\d)(?::[0-5]\d)?(?![\d]|[./:]\d| ?(?:euros?|eur|k\b|€|\$|%|stars?|people|guests|million|miles?))(?: o'clock)?"
    + _MER
    + _AFTER_PART
)
_T_MERIDIEM = re.compile(r"(?<![\d:./])(?:(\d{1,2})(?: (oh |o )?(\d{1,2}))?|(\d{1,2})(\d\d)) ?(am|pm)\b" + _AFTER_PART)
_T_TWO = re.compile(_AT + r" (\d{1,2}) (oh |o )?(\d\d?)\b(?![:./]\d|th)" + _AFTER_PART + _NO_CLOCK)
_T_PART_FIRST = re.compile(
    r"\b("
    + _PART
    + r")(?: at| around| um| gegen| about| of| by| say|,)* (\d{1,2})(?:[:. ]([0-5]\d))?(?: o'clock)?\b"
    + _MER
    + _NO_CLOCK
    + r"(?!th|\.(?!$))"
)
_T_PART_AFTER = re.compile(
    r"(?<![\d:./])(\d{1,2})(?: (oh )?([0-5]\d))? ?(?:ish )?(?:in the|at|in|this|on the|am|o'clock|des) ?(early morning|morning|afternoon|evening|night|midday|lunch ?time|dinner ?time)\b"
    r"|(?<![\d:./])(\d{1,2})(?: (?:oh )?([0-5]\d))? (tonight|today evening|morning|evening|night|afternoon|midday)\b"
)
_WITHOUT_PART = re.compile(
    r".{1,24}?(?=[ ,]+(?:tonight|today|tomorrow|this|in|at|on|for|early|morning|afternoon|evening|night)\b)"
)
_T_HOURS = re.compile(
    r"(?<![\d:./])(\d{1,2}) ?(?:h|hour|hours)\b(?! (?:later|from|ago|before|after))|\b([01]\d|2[0-3])([0-5]\d) ?(?:h|hour|hours)\b"
)
_T_AT4 = re.compile(r"\b" + _AT + r" ([01]?\d|2[0-3])([0-5]\d)\b" + _AFTER_PART + _NO_CLOCK)
_T_AT = re.compile(
    r"(?:\b|(?<=@))"
    + _AT
    + r" (?:about |around |approximately |like |say |ca |circa |etwa |maybe |perhaps )?(\d{1,2})\b(?: ?(ish)\b)?"
    + _AFTER_PART
    + _NO_CLOCK
)
_T_ISH = re.compile(r"(?<![\d:./])(\d{1,2})(?:[:. ]([0-5]\d))? ?ish\b" + _AFTER_PART)
_T_NOON = re.compile(r"\b(noon|midnight|midday|12 noon|12 midnight)\b(?! (?:of(?! course)|menu|deal))")
_T_IN = re.compile(
    r"\bin (?:about |around |exactly |etwa |ungefähr |so |ca )?(a half|half an|half a|half|(?:einer|ner|a) halben|a quarter of an|(?:a |1 )?3 quarters of an|a couple of|a|an|one|einer|ner|1|\d{1,2}\.5|\d{1,3})(?: and a half)? (hours?|minutes?)(?: and (\d{1,2}) minutes?)?(?:'s)?(?: time)?\b( and a half)?"
    r"|\b(half an|a|an|\d{1,2}\.5|\d{1,3})(?: and a half)? (hours?|minutes?) from now\b"
    r"|\bin (?:about |around |etwa |ungefähr |so |ca )?(?:(?:einer|ner|a) )?(dreiviertelstunde|dreiviertel hour|threequarter hour|viertelstunde|quarter hour)\b"
)
_T_BEFORE = re.compile(
    r"\b(an|a|1|half an) hour (before|after|earlier than|later than) (\d{1,2})(?:[:. ]([0-5]\d))?" + _MER
)
_T_NOW = re.compile(
    r"\b(?:right now|straight away|right away|immediately|asap|as soon as possible|sofort|so bald wie möglich|jetzt gleich)\b"
)
_T_NUMBER = re.compile(r"(?<![\d:./+])(\d{1,2})(?:[:. ]([0-5]\d))?\b(?!th|er\b)" + _NO_CLOCK)
_T_NUMBER4 = re.compile(r"(?<![\d:./+])([01]?\d|2[0-3])([0-5]\d)\b" + _NO_CLOCK)
_EVENINGS = frozenset(("evening", "tonight", "today evening"))
_AFTER_DAY = re.compile(
    r"\b(?:"
    + _WD
    + r"|tomorrow|today|tonight|"
    + _PART
    + r"|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?"
    + _MO
    + r"|"
    + _MO
    + r" \d{1,2}(?:st|nd|rd|th)?|\d{1,2} (?:of us|people|persons|guests|leute|personen)|zu \w+t)"
    r"(?: (?:for|für) \d{1,2}| zu \w+t)? ?,? $"
    r"|\b(?:come|coming|arrive|be there|get there|kommen|da sein)(?: (?:in|by|over|round))? $|\bround $"
)
"""A day, a party or a word of coming, behind which "about 7" is an hour: "Friday, about 7"."""
_AT_MIDDAY = re.compile(r"\b(?:zum|am|gegen|um|at|by|heute|today|tomorrow) $")
_T_BESIDE_DAY = re.compile(
    r"\b(?:"
    + _WD
    + r"|tomorrow|today|tonight) ?,? (\d{1,2})(?: ?(ish))?(?:(?= ?(?:,|;|for \d|für \d))|(?= (?:then|dann|please|bitte|pls) ?(?:,|;|$)))(?! ?, ?\d{1,2}(?:th|\.))"
)
""" "Table for 2, Wed, 8, Flynn": a figure between commas after the day."""
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx|roughly|circa|ca|gegen|etwa|ungefähr|so um|like|say)\b(?: (?:at|um|half|quarter))? ?)$"
)
_FROM = re.compile(r"\b(?:after|from|ab|nach|von|not before|frühestens|earliest|since)(?: about)? $")
_SOMETIME = re.compile(r"\b(?:irgendwann|frühestens|spätestens|erst|kurz|etwas|gerne?|am liebsten) $")
_UNTIL = re.compile(r"\b(?:before|until|till|til|bis|by|vor|spätestens|latest|no later than)(?: about)? $")


def _clocks(plain: str, claims: words.Claims, expected: str | None, language: str, now: datetime) -> list[_Clock]:
    found: list[_Clock] = []
    german = language == "de"

    def put(match: re.Match[str], rule: str, hour: int, minute: int, part: str | None = None, **more: object) -> None:
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            return
        begin, end = match.span()
        mark = match.string
        said = match.group()
        for lead in re.finditer(
            r"^(?:(?:at|um|gegen|around|about|approximately|approx|circa|ca|roughly|by|ab|after|before|until|till|til|from|nach|vor|bis|so|like|@|between|zwischen|von|say|etwa|ungefähr|maybe|perhaps) )+",
            said,
        ):
            if rule != "past":
                begin += lead.end()
        while end > begin and mark[end - 1] in " ,":
            end -= 1
        if not claims.free(begin, end) and (bare := _WITHOUT_PART.match(plain, begin, end)):
            end = bare.end()  # "at 8 tonight": the night is the day's, the hour is still an hour
        elif rule == "part_first" and not claims.free(begin, end):
            begin = match.start(2)  # and of "tonight at 8", and "tonight 7:30"
        if not claims.take(begin, end):
            return
        before = plain[max(0, begin - 24) : begin]
        note = None
        if _ABOUT.search(before) or "ish" in said:
            note = "about"
        elif _FROM.search(before):
            note = "from"
        elif _UNTIL.search(before):
            note = "until"
        clock = _Clock(begin, end, rule, hour, minute, part, note=note)
        found.append(replace(clock, **more) if more else clock)  # type: ignore[arg-type]

    def meridiem(text: str | None) -> str | None:
        return text

    if not any(c.isdecimal() for c in plain):
        for m in _T_PAST_NOON.finditer(plain):
            sign = 1 if m[2] in ("past", "after", "nach") else -1
            shift = sign * (15 if "quarter" in m[1] else 30)
            put(m, "past", 0 if "midnight" in m[3] else 12, 0, exact=True, shift=shift)
        for m in _T_NOON.finditer(plain):
            if m[1] != "midday" or expected == "time" or _AT_MIDDAY.search(plain, 0, m.start()):
                put(m, "noon", 0 if "midnight" in m[1] else 12, 0, exact=True)
        for m in _T_IN.finditer(plain):
            _put_in(m, put, now)
        for m in _T_NOW.finditer(plain):
            put(m, "now", now.hour, now.minute, exact=True)
        return found

    for m in _T_RANGE.finditer(plain):
        strong = m[4] or m[8] or m[9] or m[3] or m[7] or m[1] in ("between", "zwischen")
        h1, h2 = int(m[2]), int(m[6])
        if not (strong or expected == "time") or not (0 <= h1 <= 24 and 0 <= h2 <= 24):
            continue
        mer = m[9]
        first = m[4] or (mer if mer and (h1 % 12) < (h2 % 12 or 12) else ("am" if mer == "pm" and h1 != 12 else mer))
        if claims.take(m.start(2), m.end(2) + (3 if m[3] else 0)):
            found.append(
                _Clock(m.start(2), m.end(3) if m[3] else m.end(2), "range", h1, int(m[3] or 0), first, note="from")
            )
        if claims.take(m.start(6), m.end()):
            found.append(_Clock(m.start(6), m.end(), "range", h2, int(m[7] or 0), mer, note="until"))
    for m in _T_PAST.finditer(plain):
        what, unit, way, base, extra = m[1], m[2], m[3], m[4], m[5]
        shift = 15 if "quarter" in what else 30 if "half" in what else int(what)
        if what.isdecimal() and (
            shift > 59 or (not unit and shift not in (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55) and not m[6])
        ):
            continue
        if (
            what.isdecimal()
            and way in ("of", "before", "after", "until", "till", "til")
            and not unit
            and not m[6]
            and not m[7]
        ):
            continue
        if (
            what.isdecimal()
            and way == "to"
            and not unit
            and re.search(r"\b(?:from|between|change[d]?|increase[d]?) $", plain[max(0, m.start() - 12) : m.start()])
        ):
            continue
        if what == "half" and way not in ("past", "after", "nach"):
            continue
        mer = m[6] or m[7]
        hour = 12 if base in ("noon", "midday") else 0 if base == "midnight" else int(base)
        if base in ("noon", "midday"):
            mer = "pm"
        elif base == "midnight":
            mer = "exact"
        sign = 1 if way in ("past", "after", "nach") else -1
        if hour == 12 and sign < 0 and mer in ("am", "morning"):
            mer = "pm"
        put(m, "past", hour, int(extra or 0), mer, shift=sign * shift)
    for m in _T_HALB.finditer(plain):
        near = 0
        if m[1]:
            near = (15 if m[1] == "quarter" else int(m[1])) * (1 if m[2] == "nach" else -1)
        if 1 <= int(m[3]) <= 24 and abs(near) < 30:
            put(m, "halb", int(m[3]), 0, m[4], shift=near - 30)
    for m in _T_THREEQUARTER.finditer(plain):
        put(m, "dreiviertel", int(m[2]), 0, m[3], shift=-15)
    if german:
        for m in _T_QUARTER.finditer(plain):
            hour = int(m[1])
            put(m, "viertel", hour, 0, m[2], shift=-45, also=(hour, 15))
    for m in _T_BEFORE.finditer(plain):
        sign = 1 if m[2] in ("after", "later than") else -1
        put(m, "hour_before", int(m[3]), int(m[4] or 0), m[5], shift=sign * (30 if "half" in m[1] else 60))
    for m in _T_OCLOCK.finditer(plain):
        minute = int(m[2] or m[3] or 0)
        put(
            m,
            "o'clock",
            int(m[1]),
            minute,
            (m[4] if not german else None) or m[5],
            exact=len(m[1]) == 2 and m[1][0] == "0",
        )
    for m in _T_HALF.finditer(plain):
        put(m, "half", int(m[1]), 30, m[2] or m[3])
    for m in _T_MERIDIEM.finditer(plain):
        if german and m[6] == "am" and re.match(r" [a-zäöü\d]", plain[m.end(6) :]):
            continue
        if m[4]:
            put(m, "meridiem", int(m[4]), int(m[5]), m[6])
        elif m[3] and (len(m[3]) == 2 or m[2]) and int(m[3]) < 60 and 1 <= int(m[1]) <= 12:
            put(m, "meridiem", int(m[1]), int(m[3]), m[6])
        elif m[3]:
            continue
        else:
            put(m, "meridiem", int(m[1]), 0, m[6])
    for m in re.finditer(r"(?<![\d:./])(\d{1,2}) ?(am|pm)\b", plain):
        if german and m[2] == "am" and re.match(r" [a-zäöü\d]", plain[m.end(2) :]):
            continue
        put(m, "meridiem", int(m[1]), 0, m[2])
    for m in _T_COLON.finditer(plain):
        if (
            m[2] == "."
            and m[3].startswith("0")
            and re.search(r"(?:[€$£]|\brating of|\brated|version) ?$", plain[: m.start()])
        ):
            continue
        mer = m[4] or m[5]
        if german and m[4] == "am":
            mer = m[5]
        put(m, "clock", int(m[1]), int(m[3]), mer, exact=m[1].startswith("0") and mer is None)
    for m in _T_PART_AFTER.finditer(plain):
        before = plain[max(0, m.start() - 24) : m.start()]
        if _FOR_SO_MANY.search(before) or (_FOR.search(before) and _CLOCK_FOLLOWS.search(plain, m.end())):
            continue
        if int(m[1] or m[5]) <= 4 and (m[4] or m[7]) in _EVENINGS:
            continue  # nothing is at two in the evening: two come
        if m[1]:
            put(m, "part_after", int(m[1]), int(m[3] or 0), m[4])
        elif m[7] != "night" or int(m[5]) > 6:
            put(m, "part_after", int(m[5]), int(m[6] or 0), m[7])  # "one night", "a 3 night stay" last as long
    for m in _T_PART_FIRST.finditer(plain):
        if int(m[2]) <= 4 and m[1] in _EVENINGS and not m[3]:
            continue
        put(m, "part_first", int(m[2]), int(m[3] or 0), m[4] or m[1])
    for m in _T_TWO.finditer(plain):
        minute = int(m[3])
        if (len(m[3]) == 2 or m[2]) and minute < 60 and 1 <= int(m[1]) <= 24:
            put(m, "two_numbers", int(m[1]), minute, m[4])
    for m in _T_HOURS.finditer(plain):
        if m[2]:
            put(m, "hours", int(m[2]), int(m[3]), exact=True)
        elif m.group().endswith("h") or (m.group().endswith("hour") and int(m[1]) > 1):  # "20hr"
            put(m, "hours", int(m[1]), 0, exact=True)
    for m in _T_IN.finditer(plain):
        _put_in(m, put, now)
    for m in _T_AT4.finditer(plain):
        put(m, "at_figures", int(m[1]), int(m[2]), m[3], exact=len(m[1]) == 2 and m[1] >= "13")
    for m in _T_ISH.finditer(plain):
        put(m, "ish", int(m[1]), int(m[2] or 0), m[3])
    for m in _T_AT.finditer(plain):
        lead = m.group().split(" ")[0]
        if lead in ("nach", "vor", "von", "so", "like", "from", "about", "etwa", "ungefähr", "by") and not (
            m[2]
            or m[3]
            or expected == "time"
            or (lead in ("nach", "vor") and _SOMETIME.search(plain, 0, m.start()))
            or (lead in ("so", "like", "about", "etwa", "ungefähr") and _AFTER_DAY.search(plain, 0, m.start()))
        ):
            continue
        put(m, "at", int(m[1]), 0, m[3])
    for m in _T_BESIDE_DAY.finditer(plain) if "," in plain or " for " in plain or " für " in plain else ():
        if 1 <= int(m[1]) <= 12 and claims.take(*m.span(1)):
            found.append(_Clock(m.start(1), m.end(), "beside_day", int(m[1]), 0, note="about" if m[2] else None))
    for m in _T_NOON.finditer(plain):
        if german and m[1] == "midday" and (expected != "time" and not _AT_MIDDAY.search(plain, 0, m.start())):
            continue
        put(m, "noon", 0 if "midnight" in m[1] else 12, 0, exact=True)
    for m in _T_NOW.finditer(plain):
        put(m, "now", now.hour, now.minute, exact=True)
    if expected == "time" and not found:
        for m in _T_NUMBER4.finditer(plain):
            put(m, "expected", int(m[1]), int(m[2]), None)
        if not found:
            for m in _T_NUMBER.finditer(plain):
                if 0 <= int(m[1]) <= 24:
                    put(m, "expected", int(m[1]), int(m[2] or 0), None)
                    if found:
                        break
    found.sort(key=lambda c: c.begin)
    return found


def _put_in(m: re.Match[str], put: Callable[..., None], now: datetime) -> None:
    what, unit = (m[1] or m[5] or m[7]), (m[2] or m[6] or "hour")
    many = (
        0.5
        if "half" in what or "halb" in what
        else 0.75
        if what.startswith(("drei", "three")) or "3 quarters" in what
        else 0.25
        if "quarter" in what or what.startswith("viertel")
        else 2
        if "couple" in what
        else float(what)
        if "." in what
        else float(days.count(what) or 1)
    )
    if "and a half" in m.group():
        many += 0.5
    minutes = many * 60 if unit.startswith("hour") else many
    later = now + timedelta(minutes=minutes + int(m[3] or 0))
    put(m, "in", later.hour, later.minute, None, exact=True)


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")[:2]
    return int(hour) * 60 + int(minute)


def _open(minutes: int, open_hours: Sequence[tuple[str, str]]) -> bool:
    for opens, closes in open_hours:
        start, end = _minutes(opens), _minutes(closes)
        if end <= start:
            end += 1440
        if start <= minutes <= end or start <= minutes + 1440 <= end:
            return True
    return False


def _distance(minutes: int, open_hours: Sequence[tuple[str, str]]) -> int:
    return min((min(abs(minutes - _minutes(o)), abs(minutes - _minutes(c))) for o, c in open_hours), default=0)


def _readings(hour: int, minute: int, part: str | None, exact: bool) -> list[int]:
    """Minutes after midnight that an hour as said may mean, the likelier first."""
    hour %= 24
    if exact and part is None:
        if hour >= 13 or hour == 0:
            return [hour * 60 + minute]
        return [hour * 60 + minute]
    if hour >= 13 or hour == 0:
        return [hour * 60 + minute]
    if part == "am":
        return [(hour % 12) * 60 + minute]
    if part in ("pm", "afternoon", "midday", "lunch", "lunchtime", "lunch time"):
        if part in ("midday", "lunch", "lunchtime", "lunch time") and hour in (10, 11):
            return [hour * 60 + minute]
        return [(hour % 12 + 12) * 60 + minute]
    if part in ("morning", "early", "early morning", "breakfast"):
        return [(0 if hour == 12 and minute == 0 and part != "morning" else hour) * 60 + minute]
    if part in ("evening", "dinner", "dinnertime", "dinner time", "supper"):
        return [((hour + 12) % 24) * 60 + minute]
    if part in ("night", "tonight"):
        if hour == 12:
            return [minute]
        if hour <= 4:
            return [hour * 60 + minute] if part == "night" else [hour * 60 + minute, (hour + 12) * 60 + minute]
        return [(hour + 12) * 60 + minute]
    morning = (hour % 12) * 60 + minute
    evening = morning + 720
    return [morning, evening] if hour in (10, 11) else [evening, morning]


def _decide(
    clock: _Clock, day: date | None, now: datetime, open_hours: Sequence[tuple[str, str]] | None, part: str | None
) -> tuple[list[int], str | None]:
    """The readings of a clock time, the likeliest first, and why more than one is left."""
    meridiem = clock.meridiem
    exact = clock.exact or meridiem == "exact"
    options = _readings(clock.hour, clock.minute, (meridiem if meridiem != "exact" else None) or part, exact)
    options = [(m + clock.shift) % 1440 for m in options]
    if clock.also:
        return [*options[:1], *((m) % 1440 for m in _readings(*clock.also, meridiem or part, exact)[:1])], "regional"
    if len(options) == 1:
        return options, None
    if open_hours:
        inside = [m for m in options if _open(m, open_hours)]
        if len(inside) == 1:
            return inside, None
        if not inside:
            nearest = min(options, key=lambda m: _distance(m, open_hours))
            return [nearest], None
        options = inside
    if day == now.date():
        ahead = [m for m in options if m > now.hour * 60 + now.minute]
        if len(ahead) == 1:
            return ahead, None
    return options, "ambiguous_hour"


_SO_MANY_NIGHTS = re.compile(r"(?<![\d:.])\d{1,2} ?-? ?night$")
""" "A 3 night stay": how long, and no part of the day."""
_T_PARTS = re.compile(r"\b" + _PART + r"\b")
_DAY_PARTS = {
    "early morning": "morning", "early": "morning", "tonight": "evening", "lunchtime": "lunch", "lunch time": "lunch",
    "dinnertime": "evening", "dinner time": "evening", "dinner": "evening", "supper": "evening", "midday": "lunch",
    "breakfast": "morning",
}  # fmt: skip


_PARTS_FROM_TO = {"morning": ("05:00", "12:00"), "lunch": ("11:00", "15:30"), "afternoon": ("12:00", "18:00"),
                  "evening": ("17:00", "24:00"), "night": ("18:00", "24:00")}  # fmt: skip


def within(clock: str, period: str) -> bool:
    """Whether a time of day ("19:30") lies in a part of the day ("evening"); True for a part that has no bounds."""
    begins, ends = _PARTS_FROM_TO.get(period, ("00:00", "24:00"))
    return begins <= clock <= ends or (period in ("evening", "night") and clock < "05:00")


def _hm(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


# --- durations --------------------------------------------------------------------------------------------------------
_DURATION = re.compile(
    r"\b(?<!\d[.,])(?:for |stay(?:ing)? (?:for )?|für |about )?"
    + days.COUNT
    + r"(?: ?-)?(?: more| full| whole)? (nights?|days?|weeks?|hours?|minutes?|months?|years?)(?: long| lang)?\b(?! (?:(?<!night )(?<!nights )(?:from|ab) (?:today|tomorrow)|from now|ago|later|time|before|after|hence|old))"
)
_ISO_UNIT = {"night": ("P", "D", 1), "day": ("P", "D", 1), "week": ("P", "D", 7), "month": ("P", "M", 1),
             "year": ("P", "Y", 1), "hour": ("PT", "H", 1), "minute": ("PT", "M", 1)}  # fmt: skip


def _durations(reading: words.Reading, claims: words.Claims) -> list[Value]:
    found = []
    for m in _DURATION.finditer(reading.plain):
        if not claims.take(*m.span()):
            continue
        many, unit = days.count(m[1]), m[2].rstrip("s")
        lead, letter, times = _ISO_UNIT[unit]
        span = reading.span(*m.span())
        vague = m[1] in ("a few", "ein paar")
        found.append(
            Value(
                "duration", f"{lead}{many * times}{letter}", span, reading.text[span[0] : span[1]], "duration",
                "ambiguous" if vague else "valid", reason="vague" if vague else None,
                note=f"{many} {unit}{'s' if many != 1 else ''}",
            )
        )  # fmt: skip
    return found


# --- birthdays --------------------------------------------------------------------------------------------------------
_YEAR_AND = re.compile(r"\b2000 and (\d)(?:st|nd|rd|th)?\b")


def birthday(readings: Sequence[str], *, now: datetime) -> Value | None:
    """A date of birth out of the transcriptions of one answer, the likeliest first: the first full date of the past."""
    partial: Value | None = None
    full: list[tuple[int, Value]] = []
    for text in readings:
        text = _YEAR_AND.sub(r"200\1", text)
        for value in read(text, now=now, language="en", expected="birth_date", month_first=False):
            if value.kind == "date" and value.value is not None and value.status != "invalid":
                if re.search(r"(?:19|20) ?\d\d|[/.-]\d\d$", words.read(value.text).plain):
                    full.append((len(text[: value.span[0]].split()), value))
                partial = partial or value
    if full:  # words that are no date stand where the transcriber missed a part of it
        return min(full, key=lambda one: one[0])[1]
    return partial


# --- the door ---------------------------------------------------------------------------------------------------------
def read(
    text: str,
    *,
    now: datetime,
    language: str,
    expected: str | None = None,
    open_hours: Sequence[tuple[str, str]] | None = None,
    month_first: bool | None = None,
    region: str = "",
    period: str | None = None,
) -> list[Value]:
    """Days (`date`), times (`time`), parts of a day (`period`) and durations (ISO 8601) in an utterance, as they stand.

    now: aware, in the tenant's zone. language: "en" or "de". expected: the slot just asked for; "time" and "date" let
    bare numbers count, "birth_date" looks back. open_hours: that day's periods ("17:00", "23:00"), which decide between
    morning and evening. month_first: how 5/12 is read (None: as the language has it, and asked about). region: an
    ISO country code for its public holidays. period: the part of the day that was said before, where none is said now.
    Raises nothing on any text.
    """
    reading = words.read(text)
    if not reading.tokens:
        return []
    plain = reading.plain
    claims = words.Claims()
    german = language == "de"
    if german and month_first is None:
        month_first = False
    frame = days.Frame(now.date(), expected == "birth_date", month_first, region)
    heard = days.hear(plain, frame, claims, expected, language) + days.regional_holidays(plain, frame, claims)
    clocks = _clocks(plain, claims, expected, language, now)
    if not heard and not clocks:
        heard = days.bare(reading, frame, claims, expected)
    parts = [
        m
        for m in _T_PARTS.finditer(plain)
        if not (plain.startswith("greeting", m.start()) or _SO_MANY_NIGHTS.search(plain, 0, m.end()))
    ]
    part = parts[0].group() if len({_DAY_PARTS.get(p.group(), p.group()) for p in parts}) == 1 else None
    if part == "midday":
        part = None if any(c.rule == "noon" for c in clocks) else part

    found: list[Value] = []
    for day in heard:
        span = reading.span(day.begin, day.end)
        if day.day is None or 1 < day.day.year < 9999:
            value = day.day.isoformat() if day.day else None
            others = tuple(other.isoformat() for other in day.others)
            words_said = text[span[0] : span[1]]
            found.append(Value("date", value, span, words_said, day.rule, day.status, others, day.reason))
    single = heard[0].day if len(heard) == 1 else None
    for clock in clocks:
        options, reason = _decide(clock, single, now, open_hours, part)
        if reason == "ambiguous_hour" and period and (fitting := [m for m in options if within(_hm(m), period)]):
            options, reason = fitting, None if len(fitting) == 1 else reason
        status: Status = "ambiguous" if reason else "valid"
        alternatives: tuple[Plain, ...] = tuple(_hm(m) for m in options) if reason else ()
        if not reason and single:
            doubt = _doubt_of_local_time(single, options[0] // 60, options[0] % 60, now)
            if doubt:
                reason = doubt
                status = "invalid" if doubt == "nonexistent_local_time" else "ambiguous"
            elif single == now.date() and options[0] < now.hour * 60 + now.minute and clock.rule not in ("now", "in"):
                if options[0] < 300 and now.hour >= 12:
                    reason = None  # "midnight" said in the evening is the coming one
                else:
                    status, reason = "invalid", "past"
        span = reading.span(clock.begin, clock.end)
        found.append(
            Value(
                "time", _hm(options[0]), span, text[span[0] : span[1]], clock.rule, status, alternatives, reason, clock.note
            )
        )  # fmt: skip
    for m in parts:
        if claims.take(*m.span()) or m.group() == "tonight" or plain.startswith("this ", max(0, m.start() - 5)):
            span = reading.span(*m.span())
            name = _DAY_PARTS.get(m.group(), m.group())
            found.append(Value("period", name, span, text[span[0] : span[1]], "part_of_day"))
    found += _durations(reading, claims)
    found.sort(key=lambda value: value.span)
    return found
