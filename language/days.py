"""Days as callers say them: by date, weekday, holiday, or counted from today, in English and German.

The grammar works on the plain spelling of `words` and gives calendar days; `times` is the door. A day without a year
that lies more than half a year back means next year. "Next Friday" said on a Monday may be this week's, and is asked
about; so is a weekday that does not fit its date. Holidays by name come from a table (fixed days, days counted from
Easter, the nth weekday of a month) and, for the rest of a country's, from the `holidays` library.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from language import words
from language.values import Status, Value

HALF_A_YEAR = 183
"""Days back from which a day without a year means the coming one."""

UNLIKE = "weekday_mismatch"
"""Why a day is ambiguous: it falls on another day of the week than the one that was said with it."""
_WD = "(?:" + "|".join(words.WEEKDAYS) + ")"
_MO = "(?:" + "|".join(words.MONTHS) + ")"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as heard, at a place of the plain text."""

    begin: int
    end: int
    rule: str
    day: date | None
    status: Status = "valid"
    others: tuple[date, ...] = ()
    reason: str | None = None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def on_month(today: date, months: int, day: int) -> date | None:
    """That day of the month so many months on from today's; None where it has no such day."""
    index = today.year * 12 + today.month - 1 + months
    return _make(index // 12, index % 12 + 1, day)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the days are read against."""

    today: date
    past: bool
    """A day of the past is meant: a date of birth."""
    month_first: bool | None
    region: str


Finding = tuple[date | None, Status, tuple[date, ...], str | None]


def _sure(day: date | None, frame: Frame, *, may_be_past: bool = False) -> Finding:
    if day is None:
        return None, "invalid", (), "nonexistent_date"
    if day < frame.today and not (frame.past or may_be_past):
        return day, "invalid", (), "past"
    return day, "valid", (), None


def _year(text: str | None, frame: Frame) -> int | None:
    if not text:
        return None
    year = int(text)
    if year < 100:
        year += 2000 if not frame.past or 2000 + year <= frame.today.year else 1900
    return year if 1 <= year <= 9999 else None


def month_day(month: int, day: int, year: int | None, frame: Frame) -> Finding:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None, "invalid", (), "nonexistent_date"
    if year is not None:
        return _sure(_make(year, month, day), frame)
    this, following = _make(frame.today.year, month, day), _make(frame.today.year + 1, month, day)
    if frame.past:
        return _sure(this if this and this <= frame.today else _make(frame.today.year - 1, month, day), frame)
    if this is None and following is None:
        leap = next((d for y in range(2, 9) if (d := _make(frame.today.year + y, month, day))), None)
        return (leap, "ambiguous", (leap,), "nonexistent_date") if leap else (None, "invalid", (), "nonexistent_date")
    if this is None and (month, 28) >= (frame.today.month, frame.today.day):
        return following, "ambiguous", tuple(filter(None, [following])), "nonexistent_date"  # of the next leap year
    if this is not None and this >= frame.today:
        return this, "valid", (), None
    if this is not None and following is not None and (frame.today - this).days <= HALF_A_YEAR:
        return following, "ambiguous", (following, this), "past"
    return _sure(following, frame)


def _figures(first: int, second: int, year: int | None, frame: Frame, *, month_first: bool | None) -> Finding:
    """5/12: by the order of the place; both readings, where the place does not say and both are days."""
    if first > 12 >= second:
        return month_day(second, first, year, frame)
    if second > 12 >= first:
        return month_day(first, second, year, frame)
    likelier, other = (first, second), (second, first)
    if month_first is False:
        likelier, other = other, likelier
    found = month_day(*likelier, year, frame)
    if month_first is None and first != second:
        second_reading = month_day(*other, year, frame)[0]
        if found[0] and second_reading:
            return found[0], "ambiguous", (found[0], second_reading), "day_or_month_first"
    return found


def _weekday(weekday: int, which: str, frame: Frame) -> Finding:
    today = frame.today
    ahead = (weekday - today.weekday()) % 7
    first = today + timedelta(days=ahead or 7)
    following = _week_of(today) + timedelta(days=7 + weekday)
    if which in ("this", "coming"):
        return (today if which == "this" and not ahead else first), "valid", (), None
    if which == "last":
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7), "invalid", (), "past"
    if which == "next":
        if first != following:
            return following, "ambiguous", (following, first), "ambiguous_week"
        return first, "valid", (), None
    if which == "after next":
        return first + timedelta(days=7), "valid", (), None
    if not ahead:
        return first, "ambiguous", (first, today), "ambiguous_week"
    return first, "valid", (), None


def day_of_month(day: int, frame: Frame, *, months: int | None = None) -> Finding:
    if months is not None:
        return _sure(on_month(frame.today, months, day), frame)
    for on in range(14):
        found = on_month(frame.today, on, day)
        if found and found >= frame.today:
            return found, "valid", (), None
    return None, "invalid", (), "nonexistent_date"


def _weekday_and_day(weekday: int, day: int, frame: Frame) -> Finding:
    """ "Saturday the 28th": both should agree; if the next 28th is no Saturday, that is asked about."""
    first = day_of_month(day, frame)
    if first[0] is None or first[0].weekday() == weekday:
        return first
    for on in range(1, 13):
        found = on_month(frame.today, on, day)
        if found and found > frame.today and found.weekday() == weekday:
            return first[0], "ambiguous", (first[0], found), UNLIKE
    return first[0], "ambiguous", (first[0],), UNLIKE


_YEAR = r"(?:[ ,]{1,3}(?:of )?((?:19|20)\d\d|(?:19|20) \d\d)\b(?! people)|[ ,]{1,3}(?:')?)?"
_LEAD = r"(?:(?:" + _WD + r")(?: the| ,|,| dem| den)*[ ,]{0,2})?"

_D_ISO = re.compile(r"(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d])")
_D_FIGURES = re.compile(
    r"(?<![\d./:€$£-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2})(?![\d])|(\.)(?![\d])|(?![\d./]))(?! ?(?:am|pm|o'clock|euros?|k\b|people|stars?|star))"
)
_D_DAY_MONTH = re.compile(
    _LEAD
    + r"(?:the )?(?<![\d:/])(\d{1,2})(?:(?:th\b|\.) ?(?:day )?(?:in |im )|(?:th)?\.? ?(?:day )?(?:of )?)(?:the month of )?("
    + _MO
    + r")\b"
    + _YEAR
)
_D_YEAR_MONTH_DAY = re.compile(r"\b((?:19|20)\d\d),? (" + _MO + r"),? (?:the )?(\d{1,2})(?:th)?(?![\d:/]|\.\d)")
_COUNTS = r"(?:nights?|days?|weeks?|people|persons?|guests?|adults?|kids|children|of us|rooms?)"
_D_MONTH_DAY = re.compile(
    _LEAD
    + r"(?:month of )?\b("
    + _MO
    + r")(?: ,|,|\.| on)? (?:the )?(\d{1,2})(?:th)?(?![\d:/]|\.\d| ?(?:am|pm|o'clock|"
    + _COUNTS
    + r")\b)"
    + _YEAR
)
_D_NTH_MONTH = re.compile(_LEAD + r"\b(?:the )?(\d{1,2})th (?:of |the )?(\d{1,2})th(?: month)?" + _YEAR)
_D_NTH_WEEKEND = re.compile(
    r"\b(?:the |am |an |das |dem )?(?:(\d)th|(last)) weekend\b(?: (?:of|in|im)(?: the)? (?:("
    + _MO
    + r")\b"
    + _YEAR
    + r"|(?P<advent>advent)\b))?"
)
_D_NTH_WEEKDAY = re.compile(
    r"\b(?:the )?(?:(\d)th|(last)) ("
    + _WD
    + r") (?:of|in|im|this)(?: the)? ?("
    + _MO
    + r"|this month|next month|the month|month)\b"
)
_D_NTH_WEEKDAY_ALONE = re.compile(r"\b(?:the |am |an |den )([1-4])th (" + _WD + r")\b(?! (?:of|in|im|this)\b)")
_D_WEEKDAY_DAY = re.compile(
    r"\b(?:(?:this|next|coming) )?("
    + _WD
    + r")(?: ,|,)? (?:the |den |dem |am )?(\d{1,2})(?:th\b|\.(?!\d))(?: of (?:this|the) month)?"
)
_D_WEEKDAY_NUMBER = re.compile(
    r"\b(" + _WD + r")(?: ,|,)? (?:the |den |dem |am )?(\d{1,2})(?![\d:/]|\.\d| ?(?:am|pm|o'clock|" + _COUNTS + r")\b)"
)
_D_WEEKDAY_WEEKS = re.compile(
    r"\b(?<!\bin )(a|\d{1,2}|einer) (weeks?|fortnights?) (?:from|on|this|coming|from this|after)(?: this| next)? ("
    + _WD
    + r"|today|tomorrow)\b"
    r"|\b(" + _WD + r"|today|tomorrow) (?:a )?(week|fortnight)(?:'s time)?\b"
)
_D_AFTER_NEXT = re.compile(r"\b(" + _WD + r") after next\b|\bübernächste[nr]? (" + _WD + r")\b")
_D_WEEKDAY_AFTER = re.compile(
    r"\b(?P<day>"
    + _WD
    + r") (?:(?:the )?week )?(?:(?:after|(?P<before>before))(?: (?:that|it|then)\b| ?(?=[,.?!]|$))|danach\b|drauf\b|darauf\b|(?P<davor>davor|vorher)\b)"
)
_WEEK = re.compile(
    r"\b(?:(?:next|following|coming|the following) week(?! after)(?:'s)?|(?P<this>this week)"
    r"|(?P<after>(?:the )?week after next|(?:the )?next week but one|übernächste[nr]?(?: week)?(?! (?:"
    + _WD
    + r"|month|year|weekend))))\b"
)
"""A week of the calendar, by which a weekday is named: "Sunday next week", "übernächste Woche Mittwoch"."""
_NOT_IT = re.compile(r"\b(?:not|nicht|kein\w*)(?: (?:on|in|am|for|the|den|die|der|dem))*$")
_NOT_THIS = re.compile(
    r"\b(?:not|nicht) (?:(?:in|on|am|for) )?(?:this|the coming|the next)\b(?: (?:1|one|week|coming|" + _WD + r"))*"
)
"""Of two weekdays of one name the later is meant: "next Friday, not this one"."""
_PARTED = re.compile(r"\b(?:or|oder|no|nein|not|nicht|sorry|actually|to|until|till|bis|and|but|sondern)\b|[.;]")
"""What stands between two days that are two."""
_D_WEEKDAY = re.compile(r"\b(?:(this|next|coming|last|following)(?: coming)? )?(" + _WD + r")\b")
_D_NEAR = re.compile(
    r"\b(?:(?:the )?day after (?:tomorrow|morgen)|overmorrow|(?:the )?day before yesterday|foreyesterday|tomorrow|tonight|today"
    r"|yesterday|last night|this (?:very )?(?:evening|afternoon|morning|night|lunch ?time|lunch)|later today|right now|same day)\b"
)
COUNT = r"(a couple of|a couple|couple of|couple|a few|ein paar|einer|einem|einen|eine|a|an|one|\d{1,3})"
_D_IN = re.compile(
    r"\b(?:in|within|after|for)(?: about| exactly| the next| another)? "
    + COUNT
    + r"(?: more)? (days?|nights?|weeks?|months?|fortnights?|years?)\b(?: and "
    + COUNT
    + r" (days?))?(?:'s)?(?: time)?(?: from (?:now|today))?"
    r"|\b"
    + COUNT
    + r"(?: more)? (days?|nights?(?! (?:from|ab) (?:today|tomorrow|the day))|weeks?|months?|fortnights?|years?)(?: and "
    + COUNT
    + r" (days?))? (?:from (?:now|today|tomorrow|the day)|later|hence|ahead|'s time|time|after today|ab today)\b"
)
_D_AGO = re.compile(
    r"\b" + COUNT + r" (days?|nights?|weeks?|months?|years?) ago\b|\bvor " + COUNT + r" (days?|weeks?|months?|years?)\b"
)
_D_FORTNIGHT = re.compile(r"\b(?:in a fortnight(?:'s time)?|(?:a )?fortnight (?:from )?(?:today|now))\b")
_D_MONTH_POINT = re.compile(
    r"\b(?:the )?(\d{1,2})(?:th\b|\.(?!\d))? (?:of |in |day of )?(this|next|the|following|the following|the current|current|coming) month\b"
)
_D_ORDINAL = re.compile(
    r"\b(?:the |am |den |dem |vom |zum |bis )?(\d{1,2})th\b(?! (?:floor|time|one|1\b|option|street|avenue|birthday|person|choice|year|grade|st\b|suggestion|wedding|anniversary|half|place|party|thought|table|slot|hour|set|round|of (?:them|those|the)|visit|name|\d))"
)
_COUNTED_NTH = re.compile(r" (?:night|evening|day|morning|week|guest|room|dog|bed|child|course|one)\b")
_SURE_DAY = re.compile(r"(?:^|\b(?:on|from|until|till|to|by|for|and|arriving|leaving|,|-|between|thru|through) )$")
_NOT_A_DAY = (
    r"(?! ?(?:floor|stock|etage|birthday|geburtstag|wedding|anniversary|hochzeitstag|jubiläum|jahrestag|mal)\w*)"
)
_D_GERMAN_ORDINAL = re.compile(r"\b(?:am|den|dem|vom|zum|ab|bis|der|für den) (\d{1,2})\.(?!\d)" + _NOT_A_DAY)
_D_GERMAN_STRETCH = re.compile(r"(?<![\d.:/])\b(\d{1,2})\.(?= ?(?:-|–|bis(?: zum)?|to|until|till) ?\d{1,2}\.(?!\d))")
_ANY_WEEKEND = re.compile(
    r"\b(?:an?|1|some|any|eine?[nms]?|irgendeine?[nms]?) (?:(?:long|nice|lovely|quiet|whole|romantic|relaxing|short|\d{1,2} nights?|langes|schönes|ganzes|ruhiges|verlängertes|romantisches) ?-? ?)*$"
)
_D_WEEKEND = re.compile(
    r"\b(?:(this|next|coming|following|übernächste[ns]?)(?: coming)? )?weekend\b(?P<after> after next| but one)?"
)
NUMBER = re.compile(r"(?<![\d.:/])(\d{1,2})(?![\d:/]|\.\d)")
_D_END_OF = re.compile(r"\b(?:last day of (?:the |this )?month|ende des (?:month|monats)|ultimo)\b")

COUNT_WORDS = {"a": 1, "an": 1, "one": 1, "einer": 1, "einem": 1, "einen": 1, "eine": 1, "couple": 2, "a couple": 2, "a couple of": 2,
           "couple of": 2, "a few": 3, "few": 3, "ein paar": 3}  # fmt: skip


def count(text: str | None) -> int:
    if not text:
        return 0
    return COUNT_WORDS.get(text) or (int(text) if text.isdecimal() else 1)


def _later(start: date, many: int, unit: str) -> date | None:
    try:
        if unit.startswith(("day", "night")):
            return start + timedelta(days=many)
        if unit.startswith("week"):
            return start + timedelta(days=7 * many)
        if unit.startswith("fortnight"):
            return start + timedelta(days=14 * many)
        months = many * (12 if unit.startswith("year") else 1)
        index = start.year * 12 + start.month - 1 + months
        for day in (start.day, 30, 29, 28):
            found = _make(index // 12, index % 12 + 1, day)
            if found and day <= start.day:
                return found
    except (OverflowError, ValueError):
        pass
    return None


def _spoken_year(text: str | None, frame: Frame) -> int | None:
    return _year(text.replace(" ", ""), frame) if text else None


def _near(found: str, frame: Frame) -> date:
    today = frame.today
    if "day after" in found or found == "overmorrow":
        return today + timedelta(days=2)
    if "before yesterday" in found or found == "foreyesterday":
        return today - timedelta(days=2)
    if found in ("yesterday", "last night"):
        return today - timedelta(days=1)
    if found in ("tomorrow", "morgen"):
        return today + timedelta(days=1)
    return today


def hear(plain: str, frame: Frame, claims: words.Claims, expected: str | None, language: str) -> list[Day]:
    found: list[Day] = []

    def put(match: re.Match[str], rule: str, finding: Finding) -> None:
        begin, end = match.span()
        while end > begin and plain[end - 1] in " ,'":
            end -= 1
        while begin < end and plain[begin] in " ,":
            begin += 1
        if claims.take(begin, end):
            day, status, others, reason = finding
            found.append(Day(begin, end, rule, day, status, others, reason))

    has_month = any(month in plain for month in words.MONTHS)
    has_weekday = "day" in plain and any(day in plain for day in words.WEEKDAYS)
    has_figure = any(c.isdecimal() for c in plain)

    for m in _D_ISO.finditer(plain) if has_figure else ():
        year, a, b = int(m[1]), int(m[3]), int(m[4])
        put(m, "iso", _sure(_make(year, a, b) or _make(year, b, a), frame))
    if has_month:
        for m in _D_NTH_WEEKDAY.finditer(plain):
            if m[4] in words.MONTHS:
                put(m, "nth_weekday", _nth_weekday(m, frame))
        for m in _D_YEAR_MONTH_DAY.finditer(plain):
            month = words.MONTHS.index(m[2]) + 1
            put(m, "month_day", month_day(month, int(m[3]), _year(m[1], frame), frame))
        for m in _D_DAY_MONTH.finditer(plain):
            month = words.MONTHS.index(m[2]) + 1
            finding = month_day(month, int(m[1]), _spoken_year(m[3], frame), frame)
            put(m, "day_month", _with_weekday(m.group(), finding))
        for m in _D_MONTH_DAY.finditer(plain):
            month = words.MONTHS.index(m[1]) + 1
            finding = month_day(month, int(m[2]), _spoken_year(m[3], frame), frame)
            put(m, "month_day", _with_weekday(m.group(), finding))
    for m in _D_NTH_WEEKEND.finditer(plain) if "weekend" in plain else ():
        put(m, *_nth_weekend(m, frame))
    for m in _D_FIGURES.finditer(plain) if has_figure else ():
        first, mark, second, year_text, trailing = int(m[1]), m[2], int(m[3]), m[4], m[5]
        if mark == "." and not (
            year_text or trailing or re.search(r"\b(?:am|vom|zum|den|bis|ab|on) $", plain[: m.start()])
        ):
            continue
        if mark == "-" and not year_text:
            continue
        if not (1 <= first <= 31 and 1 <= second <= 31):
            continue
        order = False if mark == "." else frame.month_first
        put(m, "figures", _figures(first, second, _year(year_text, frame), frame, month_first=order))
    for m in _ANY_HOLIDAY.finditer(plain):
        put(m, "holiday", _holiday(m[1], frame, _year(m[2], frame)))
    if "th " in plain or "th" in plain[-3:]:
        for m in _D_NTH_MONTH.finditer(plain):
            if int(m[2]) <= 12:
                put(m, "day_month", month_day(int(m[2]), int(m[1]), _spoken_year(m[3], frame), frame))
    if has_weekday:
        for m in _D_NTH_WEEKDAY.finditer(plain):
            put(m, "nth_weekday", _nth_weekday(m, frame))
        for m in _D_WEEKDAY_DAY.finditer(plain):
            if m.group().endswith(".") and language == "en":  # "Thursday, 7." ends a sentence
                continue
            put(m, "weekday_day", _weekday_and_day(words.WEEKDAYS.index(m[1]), int(m[2]), frame))
        dated = next((day.day for day in found if day.day and day.rule in ("day_month", "month_day")), None)
        for m in _D_WEEKDAY_NUMBER.finditer(plain) if dated else ():  # "Fri 4 Dec, sorry, Sat 5"
            day = _make(dated.year, dated.month, int(m[2])) if dated else None
            if day and day.weekday() == words.WEEKDAYS.index(m[1]):
                put(m, "weekday_day", _sure(day, frame))
    if "week" in plain or "fortnight" in plain:
        for m in _D_WEEKDAY_WEEKS.finditer(plain):
            put(m, "weekday_weeks", _weekday_weeks(m, frame))
    if has_weekday:
        for m in _D_NTH_WEEKDAY_ALONE.finditer(plain):
            put(m, "nth_weekday_alone", _next_nth(words.WEEKDAYS.index(m[2]), int(m[1]), frame))
        for m in _D_WEEKDAY_AFTER.finditer(plain):
            rule = BEFORE_THAT if m["before"] or m["davor"] else AFTER_THAT
            put(m, rule, _weekday(words.WEEKDAYS.index(m["day"]), "coming", frame))
        for m in _D_AFTER_NEXT.finditer(plain):
            put(m, "after_next", _weekday(words.WEEKDAYS.index(m[1] or m[2]), "after next", frame))
    for m in _D_IN.finditer(plain):
        many, unit = count(m[1] or m[5]), (m[2] or m[6])
        lead = m.group().split(" ")[0]
        if lead in ("for", "within", "after") and not re.search(r"from|time|later|hence", m.group()):
            continue
        start = frame.today + timedelta(days=1) if "from tomorrow" in m.group() else frame.today
        later = _later(start, many, unit)
        if later and (m[3] or m[7]):
            later = _later(later, count(m[3] or m[7]), "days")
        vague = (m[1] or m[5]) in ("a few", "ein paar")
        if unit == "days" and many == 8 and language == "de" and later:
            put(m, "in", (later - timedelta(days=1), "ambiguous", (later - timedelta(days=1), later), "eight_days"))
        elif vague and later:
            put(m, "in", (later, "ambiguous", (later,), "vague"))
        else:
            put(m, "in", _sure(later, frame))
    for m in _D_AGO.finditer(plain):
        many, unit = count(m[1] or m[3]), (m[2] or m[4])
        put(m, "ago", _sure(_later(frame.today, -many, unit), frame))
    for m in _D_FORTNIGHT.finditer(plain):
        put(m, "in", _sure(frame.today + timedelta(days=14), frame))
    for m in _D_MONTH_POINT.finditer(plain):
        months = 0 if m[2] in ("this", "the", "the current", "current") else 1
        finding = day_of_month(int(m[1]), frame, months=months)
        if finding[3] == "past" and m[2] == "the":
            finding = day_of_month(int(m[1]), frame)
        put(m, "day_of_month", finding)
    for m in _D_NEAR.finditer(plain):
        day = _near(m.group(), frame)
        put(m, "near", _sure(day, frame))
    if has_weekday:
        for m in _D_WEEKDAY.finditer(plain):
            which = {"following": "next"}.get(m[1], m[1] or "")
            put(m, "weekday", _weekday(words.WEEKDAYS.index(m[2]), which, frame))
    some_time = _SEASON.search(plain) or _IN_MONTH.search(plain)
    for m in _D_WEEKEND.finditer(plain):
        if (some_time and not m[1]) or _ANY_WEEKEND.search(plain, 0, m.start()):
            continue  # "a weekend in spring", "a weekend break" is not the coming one
        saturday = frame.today + timedelta(days=(5 - frame.today.weekday()) % 7)
        over = frame.today.weekday() == 6  # on a Sunday the coming one is the next
        if over and m[1] == "this":
            saturday -= timedelta(days=7)
        if m["after"] or (m[1] or "").startswith("über"):
            saturday += timedelta(days=7 if over else 14)
        elif m[1] in ("next", "following") and not over:
            saturday += timedelta(days=7)
        days = tuple(d for d in (saturday, saturday + timedelta(days=1)) if d >= frame.today)
        put(m, "weekend", (days[0], "ambiguous", days, "weekend"))
    for m in _D_END_OF.finditer(plain):
        following = on_month(frame.today, 1, 1)
        put(m, "end_of_month", _sure(following - timedelta(days=1) if following else None, frame))
    for m in _D_GERMAN_STRETCH.finditer(plain):
        put(m, "ordinal", day_of_month(int(m[1]), frame))
    for m in _D_GERMAN_ORDINAL.finditer(plain):
        put(m, "ordinal", day_of_month(int(m[1]), frame))
    for m in _D_ORDINAL.finditer(plain):
        if int(m[1]) < 5 and _COUNTED_NTH.match(plain, m.end()):
            continue  # "on the second night"
        if (
            int(m[1]) < 4
            and m.group()[0].isdecimal()
            and expected not in EXPECTED
            and not _SURE_DAY.search(plain[: m.start()])
        ):
            continue  # "first", "second" and "third" are words of many uses; with an article they are days
        put(m, "ordinal", day_of_month(int(m[1]), frame))
    found.sort(key=lambda d: d.begin)
    return _told_twice(_of_weeks(found, plain, frame, claims), plain)


_WHOLE_WEEKS = {"7 days": 1, "8 days": 1, "14 days": 2, "15 days": 2, "fortnight": 2}


def _weeks_in(said: str) -> int | None:
    """How many whole weeks "in two weeks", "in a fortnight", "in acht Tagen" are; None for what is no whole weeks."""
    for spelling, weeks in _WHOLE_WEEKS.items():
        if spelling in said:
            return weeks
    m = re.search(r"\b(\w+) weeks?\b", said)
    return count(m[1]) if m and " and " not in said else None


def _of_weeks(found: list[Day], plain: str, frame: Frame, claims: words.Claims) -> list[Day]:
    """Weekdays with the weeks that are said beside them: "in a fortnight on Saturday", "Freitagabend in zwei Wochen",
    "nächste Woche Mittwoch", "Friday, not this one".
    """
    named = [day for day in found if day.rule in ("weekday", "near")]
    if not named:
        return found
    instead: dict[Day, Day | None] = {}
    for ahead in (day for day in found if day.rule == "in"):
        weeks = _weeks_in(plain[ahead.begin : ahead.end])
        day = next((d for d in named if not _PARTED.search(_between(plain, d, ahead))), None)
        if weeks is None or day is None or day.day is None:
            continue
        begin, end = min(day.begin, ahead.begin), max(day.end, ahead.end)
        if day.rule == "near":
            finding = _sure(_later(day.day, weeks, "weeks"), frame)
        else:
            finding = _weekday_ahead(day.day.weekday(), weeks, frame, first=ahead.begin < day.begin)
        instead[ahead], instead[day] = None, Day(begin, end, "weekday_weeks", *finding)
    weekdays = [day for day in named if day.rule == "weekday" and day not in instead and day.day is not None]
    if weekdays and len({d.day and d.day.weekday() for d in weekdays}) == 1 and _NOT_THIS.search(plain):
        later = _weekday(weekdays[0].day.weekday() if weekdays[0].day else 0, "after next", frame)
        instead |= dict.fromkeys(weekdays)
        instead[weekdays[0]] = Day(weekdays[0].begin, weekdays[0].end, "after_next", *later)
        weekdays = []
    for m in _WEEK.finditer(plain) if weekdays and ("week" in plain or "übernächste" in plain) else ():
        if _NOT_IT.search(plain[: m.start()].rstrip()) or not claims.free(*m.span()):
            continue
        place = Day(*m.span(), "week", None)
        near = sorted(weekdays, key=lambda d: min(abs(d.begin - m.end()), abs(m.start() - d.end)))
        beside = [d for d in near[:1] if not re.search(r"\b(?:or|oder)\b|[.;]", _between(plain, d, place))]
        beside += [d for d in near[1:] if beside and _STRETCH.fullmatch(_between(plain, d, beside[0]))]
        monday = _week_of(frame.today) + timedelta(days=0 if m["this"] else 14 if m["after"] else 7)
        for day in beside:
            touching = not _between(plain, day, place).strip(" ,") or re.fullmatch(
                r"[ ,]*(?:on|am|of|in|der|the|of the|in the|in der)[ ,]*", _between(plain, day, place)
            )
            begin, end = (min(day.begin, m.start()), max(day.end, m.end())) if touching else (day.begin, day.end)
            finding = _sure(monday + timedelta(days=day.day.weekday() if day.day else 0), frame)
            instead[day] = Day(begin, end, "weekday_of_week", *finding)
    kept = [new for day in found if (new := instead.get(day, day)) is not None]
    return sorted(kept, key=lambda d: d.begin) if instead else found


_STRETCH = re.compile(r"[ ,]*(?:to|until|till|through|thru|bis|-|–|and)(?: the| zum)?[ ,]*")


def _between(plain: str, one: Day, other: Day) -> str:
    return plain[min(one.end, other.end) : max(one.begin, other.begin)]


def _weekday_ahead(weekday: int, weeks: int, frame: Frame, *, first: bool) -> Finding:
    """So many weeks ahead, of a weekday. Said first, the weeks count from today and the weekday nearest to it is meant;
    "Friday in two weeks" may as well be two weeks after Friday, which is asked about where it is another day.
    """
    about = frame.today + timedelta(weeks=weeks)
    nearest = about + timedelta(days=(weekday - about.weekday() + 3) % 7 - 3)
    coming = _weekday(weekday, "this", frame)[0]
    following = _later(coming, weeks, "weeks") if coming else None
    if first or following is None or following == nearest:
        return _sure(nearest, frame)
    both = tuple(sorted((nearest, following)))
    return both[1], "ambiguous", both, "ambiguous_week"


_BETWEEN = re.compile(r"[ ,.]*(?:(?:on|the|dem|den|der|am|which is) )*[ ,]*")


_THAT_IS = re.compile(
    r"[ ,]*(?:(?:that|this|it|das|es|which)(?:'s| is| ist| would be| wäre| müsste| should be)|(?:is|ist)(?: that| das| doch)?|also|d\. ?h\.)(?: (?:then|on|a|an|am|dann|doch|ja|der|ein|the|wohl))*[ ,]*"
)
"""What stands between a date and the name of its day: "the 6th, that's Sunday"."""


def _told_twice(found: list[Day], plain: str) -> list[Day]:
    """ "Sunday, 6/12": a weekday beside a date is the same day, and decides which of two readings it is."""
    kept: list[Day] = []
    for day in found:
        before = kept[-1] if kept else None
        if (
            before
            and before.rule == "weekday"
            and before.day
            and day.day
            and day.rule in ("figures", "iso", "day_month", "month_day", "ordinal")
            and _BETWEEN.fullmatch(plain, before.end, day.begin)
        ):
            meant = [d for d in (day.day, *day.others) if d.weekday() == before.day.weekday()]
            if meant:
                status: Status = "valid" if day.reason == "day_or_month_first" else day.status
                others = () if status == "valid" else day.others
                reason = None if status == "valid" else day.reason
                kept[-1] = replace(day, begin=before.begin, day=meant[0], status=status, others=others, reason=reason)
                continue
        if before and before.day and day.rule in (AFTER_THAT, BEFORE_THAT) and day.day:
            kept[-1] = replace(day, day=_next_to(before.day, day.day.weekday(), day.rule))
            continue
        if (
            before
            and before.day
            and day.rule == "weekday"
            and day.day
            and _THAT_IS.fullmatch(plain, before.end, day.begin)
        ):
            if before.day.weekday() != day.day.weekday():
                finding = {"status": "ambiguous", "others": (before.day,), "reason": UNLIKE}
                kept[-1] = replace(before, **finding)  # type: ignore[arg-type]
            continue
        kept.append(day)
    return kept


AFTER_THAT = "weekday_after"
"""Rule of a weekday that follows a day that was spoken of before: "the Wednesday after that"."""
BEFORE_THAT = "weekday_before"
"""Rule of one that comes before it: "the Saturday before"."""


def _next_to(known: date, weekday: int, rule: str) -> date:
    """The weekday that follows the day that is known, or comes before it."""
    on = (weekday - known.weekday()) % 7 or 7
    return known + timedelta(days=on if rule == AFTER_THAT else on % 7 - 7)


ALONE = frozenset(("ordinal", "expected"))
"""Rules of a day that was named by its number alone."""
WEEKEND_ALONE, LAST_WEEKEND = "weekend_alone", "last_weekend"
"""Rules of a weekend that was named by its place in a month, and the month was not: its Saturday."""
EXPECTED = ("date", "day", "check_in", "check_out", "birth_date", "check_in_date", "check_out_date")


def _with_weekday(said: str, finding: Finding) -> Finding:
    """A weekday said beside a full date must fit it, or we ask."""
    day, status, _, _ = finding
    name = next((w for w in words.WEEKDAYS if w in said), None)
    if name and day and status == "valid" and day.weekday() != words.WEEKDAYS.index(name):
        return day, "ambiguous", (day,), UNLIKE
    return finding


def _nth_day(year: int, month: int, nth: int, weekday: int = 5) -> date | None:
    """The nth such weekday of a month, the last for 0; that of a weekend is its Saturday."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * ((nth or 5) - 1))
    if nth:
        return day if day.month == month else None
    return day if day.month == month else day - timedelta(days=7)


def _next_nth(weekday: int, nth: int, frame: Frame) -> Finding:
    """The nth such weekday of this month or the next that still has it to come."""
    for on in range(14):
        start = on_month(frame.today, on, 1)
        day = _nth_day(start.year, start.month, nth, weekday) if start else None
        if day and day >= frame.today:
            return _sure(day, frame)
    return None, "invalid", (), "nonexistent_date"


def _nth_weekend(match: re.Match[str], frame: Frame) -> tuple[str, Finding]:
    """The rule and the Saturday of "the first weekend in April"; without a month it is of the coming one that has it."""
    nth, today = int(match[1] or 0), frame.today
    if match["advent"]:
        eve = timedelta(days=1)
        sunday = next(day for on in (0, 1) if (day := _advent(nth or 4)(today.year + on)) - eve >= today or on)
        return "nth_weekend", _sure(sunday - eve, frame)
    if match[3]:
        month = words.MONTHS.index(match[3]) + 1
        year = _spoken_year(match[4], frame) or today.year + (month < today.month)
        saturday = _nth_day(year, month, nth)
        if saturday and saturday < today and not match[4]:
            saturday = _nth_day(year + 1, month, nth)
        return "nth_weekend", _sure(saturday, frame)
    return WEEKEND_ALONE if nth else LAST_WEEKEND, _next_nth(5, nth, frame)


def _nth_weekday(match: re.Match[str], frame: Frame) -> Finding:
    weekday = words.WEEKDAYS.index(match[3])
    where = match[4]
    if where in words.MONTHS:
        month = words.MONTHS.index(where) + 1
        year = frame.today.year + (month < frame.today.month)
    else:
        index = frame.today.year * 12 + frame.today.month - 1 + ("next" in where)
        year, month = index // 12, index % 12 + 1
    if match[2]:
        end = on_month(date(year, month, 1), 1, 1)
        if end is None:
            return None, "invalid", (), "nonexistent_date"
        last = end - timedelta(days=1)
        return _sure(last - timedelta(days=(last.weekday() - weekday) % 7), frame)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (int(match[1]) - 1))
    return _sure(day if day.month == month else None, frame)


def _weekday_weeks(match: re.Match[str], frame: Frame) -> Finding:
    name, unit = match[3] or match[4], match[2] or match[5]
    many = (count(match[1]) or 1) * (2 if unit.startswith("fortnight") else 1)
    known = name in words.WEEKDAYS
    start = _weekday(words.WEEKDAYS.index(name), "this", frame)[0] if known else _near(name, frame)
    return _sure(_later(start, many, "weeks") if start else None, frame)


# --- holidays ---------------------------------------------------------------------------------------------------------
def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: Meeus, Astronomical Algorithms, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: _easter(year) + timedelta(days=days)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return day


def _advent(sunday: int) -> Callable[[int], date]:
    def day(year: int) -> date:
        eve = date(year, 12, 24)
        fourth = eve - timedelta(days=(eve.weekday() + 1) % 7)
        return fourth - timedelta(days=7 * (4 - sunday))

    return day


_HOLIDAYS: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"christmas eve|xmas eve|heiligabend|heilig evening|heiligen evening", _fixed(12, 24)),
    (
        r"christmas day|xmas day|1(?:th|\.) weihnachtsfeiertag|1(?:th|\.) weihnachtstag|christmas|xmas|weihnachten",
        _fixed(12, 25),
    ),
    (
        r"boxing day|2(?:th|\.) weihnachtsfeiertag|2(?:th|\.) weihnachtstag|st stephen'?s day|stephanstag",
        _fixed(12, 26),
    ),
    (r"new year'?s? eve|new years'? eve|nye|silvester|sylvester|silvesterabend", _fixed(12, 31)),
    (r"new year'?s?(?: day)?|new years'? day|neujahr|neujahrstag", _fixed(1, 1)),
    (r"valentine'?s?(?: day)?|valentinstag", _fixed(2, 14)),
    (r"halloween", _fixed(10, 31)),
    (r"epiphany|three kings day|dreikönigstag|heilige drei könige|dreikönig", _fixed(1, 6)),
    (r"st patrick'?s day|saint patrick'?s day|paddy'?s day", _fixed(3, 17)),
    (r"may day|tag der arbeit|day der arbeit", _fixed(5, 1)),
    (r"independence day|4th of july|fourth of july", _fixed(7, 4)),
    (r"nikolaus|nikolaustag|nikolausabend|nikolausevening", _fixed(12, 6)),
    (r"german unity day|day der deutschen einheit", _fixed(10, 3)),
    (r"reformationstag|reformation day", _fixed(10, 31)),
    (r"all saints'? day|allerheiligen", _fixed(11, 1)),
    (r"good friday|easter friday|karfreitag", _from_easter(-2)),
    (r"maundy thursday|gründonnerstag|grünthursday", _from_easter(-3)),
    (r"easter saturday|karsamstag|holy saturday|ostersamstag", _from_easter(-1)),
    (r"easter monday|ostermontag", _from_easter(1)),
    (r"easter sunday|easter|ostersonntag|ostern", _from_easter(0)),
    (r"ascension(?: day)?|christi himmelfahrt|himmelfahrt|vatertag", _from_easter(39)),
    (r"whit monday|pentecost monday|pfingstmontag", _from_easter(50)),
    (r"whit sunday|pentecost|pfingstsonntag|pfingsten", _from_easter(49)),
    (r"corpus christi|fronleichnam", _from_easter(60)),
    (r"shrove tuesday|pancake day|faschingsdienstag|mardi gras", _from_easter(-47)),
    (r"ash wednesday|aschermittwoch", _from_easter(-46)),
    (r"rosenmontag|fasching|fastnacht|karneval", _from_easter(-48)),
    (r"thanksgiving(?: day)?", _nth(11, 3, 4)),
    (r"black friday", lambda year: _nth(11, 3, 4)(year) + timedelta(days=1)),
    (r"mother'?s day|muttertag", _nth(5, 6, 2)),
    (r"father'?s day", _nth(6, 6, 3)),
    (r"labou?r day", _nth(9, 0, 1)),
    (r"1(?:th|\.) advent|1th sunday of advent", _advent(1)),
    (r"2(?:th|\.) advent|2th sunday of advent", _advent(2)),
    (r"3(?:th|\.) advent|3th sunday of advent", _advent(3)),
    (r"4(?:th|\.) advent|4th sunday of advent|last advent", _advent(4)),
)
_CALLED_AFTER = (
    r"(?! (?:part(?:y|ies)|do\b(?! you)|celebrations?|markets?|menus?|trees?|season|time|period|functions?|events?|gatherings?|"
    r"get-?togethers?|bash|outing|decorations?|cards?|specials?|packages?|feier|essen|markt|menü|zeit|holidays?|break|week)\b)"
)
"""What is only called after a holiday is on any day: "our office Christmas party"."""
_ANY_HOLIDAY = re.compile(
    r"\b("
    + "|".join(pattern for pattern, _ in _HOLIDAYS)
    + r")\b"
    + _CALLED_AFTER
    + r"(?: (?:of |in )?((?:19|20)\d\d)\b)?"
)
_EACH_HOLIDAY = tuple((re.compile(r"(?:" + pattern + r")"), day) for pattern, day in _HOLIDAYS)


def _holiday(name: str, frame: Frame, year: int | None = None) -> Finding:
    day_of = next(day for pattern, day in _EACH_HOLIDAY if pattern.fullmatch(name))
    if year is not None:
        return _sure(day_of(year), frame)
    this = day_of(frame.today.year)
    return _sure(this if this >= frame.today or frame.past else day_of(frame.today.year + 1), frame)


@lru_cache(maxsize=64)
def _public_holidays(region: str, year: int) -> dict[str, date]:
    """The public holidays of a country by name, in English and in its own language; empty for an unknown country."""
    import holidays  # 0.7 s to import and needed only where a holiday is named that the table does not know

    named: dict[str, date] = {}
    for language in ("en_US", None):
        try:
            known = holidays.country_holidays(region, years=[year], language=language)
        except (NotImplementedError, KeyError, AttributeError):
            return {}
        for day, names in known.items():
            for name in names.split(";"):
                named.setdefault(words.read(name.strip()).plain, day)
    return named


_LOOKS_LIKE_HOLIDAY = re.compile(r"\b\w+ ?(?:day|tag|feiertag|holiday)\b")


def regional_holidays(plain: str, frame: Frame, claims: words.Claims) -> list[Day]:
    """Holidays of the tenant's country that the table does not list ("Memorial Day", "Buß- und Bettag")."""
    if not frame.region or not _LOOKS_LIKE_HOLIDAY.search(plain):
        return []
    if not re.search(
        r"\b(?:memorial|veterans|columbus|presidents|bank|juneteenth|martin luther|national|buß|family|republic|bastille|assumption|canada|australia|anzac|victoria|mariä|constitution)",
        plain,
    ):
        return []
    found = []
    for name, this in _public_holidays(frame.region, frame.today.year).items():
        at = plain.find(name)
        if at >= 0 and len(name) > 5 and claims.take(at, at + len(name)):
            day = this
            if day < frame.today:
                day = _public_holidays(frame.region, frame.today.year + 1).get(name, day)
            known, status, others, reason = _sure(day, frame)
            found.append(Day(at, at + len(name), "holiday", known, status, others, reason))
    return found


_FIRST_OF_TWO = re.compile(r"\W*\d{1,2} (?:or|to|until|till|bis|-)\b")


def bare(reading: words.Reading, frame: Frame, claims: words.Claims, expected: str | None) -> list[Day]:
    """A number alone, where a day was just asked for: the day of the month."""
    if expected not in EXPECTED:
        return []
    plain = reading.plain
    numbers = [m for m in NUMBER.finditer(plain) if 1 <= int(m[1]) <= 31 and claims.free(*m.span())]
    numbers = [m for m in numbers if int(m[1]) > 1 or reading.tokens[reading.token_at(m.start())].digits]  # "that one"
    if len(numbers) != 1 and not _FIRST_OF_TWO.match(plain):  # "seven thirty" is an hour, "4 and 3" are people
        return []
    for m in numbers[:1]:
        if claims.take(*m.span()):
            day, status, others, reason = day_of_month(int(m[1]), frame)
            return [Day(*m.span(), "expected", day, status, others, reason)]
    return []


AROUND = timedelta(days=5)
"""How near the end of a month a day of the next one has to be that is meant: with New Year's Day, "the 30th"."""


def _around(spoken_of: str, day: int) -> date | None:
    """The day of this number in the month before or after the one spoken of (an ISO day), if it is close to that day."""
    if as_month(spoken_of):
        return None
    known = date.fromisoformat(spoken_of)
    near = (on_month(known, months, day) for months in (-1, 1))
    return next((one for one in near if one and abs(one - known) <= AROUND), None)


def in_month_of(value: Value, spoken_of: str | None, today: date) -> Value:
    """A day (`date`) that was named by its number alone, or a weekend by its place, in the month that is spoken of (an
    ISO day, or a month as "2027-03"), if that is still to come: with the 24th of December on the table, "the 28th" is
    the 28th of December.
    """
    if spoken_of and value.rule == "weekday_day" and (day := _so_named(value, spoken_of)) and day >= today:
        return replace(value, value=day.isoformat(), status="valid", alternatives=(), reason=None)
    if spoken_of and value.reason == UNLIKE and len(value.alternatives) > 1:
        fits = str(value.alternatives[1])  # "Sunday the 27th": the one that is a Sunday, in the month that is spoken of
        return (
            replace(value, value=fits, status="valid", alternatives=(), reason=None)
            if fits[:7] == spoken_of[:7]
            else value
        )
    if not spoken_of or value.status != "valid" or value.value is None:
        return value
    year, month = int(spoken_of[:4]), int(spoken_of[5:7])
    heard = date.fromisoformat(str(value.value))
    if value.rule in ALONE:
        day = _make(year, month, heard.day)
        if (around := _around(spoken_of, heard.day)) and around >= today:
            day = around
        if day is None and as_month(spoken_of):
            return replace(value, value=None, status="invalid", reason="nonexistent_date")
    elif value.rule in (WEEKEND_ALONE, LAST_WEEKEND):
        day = _nth_day(year, month, 0 if value.rule == LAST_WEEKEND else (heard.day - 1) // 7 + 1)
    elif value.rule == "nth_weekday_alone":
        day = _nth_day(year, month, (heard.day - 1) // 7 + 1, heard.weekday())
    else:
        return value
    return replace(value, value=day.isoformat()) if day and day >= today else value


def _so_named(value: Value, spoken_of: str) -> date | None:
    """The day of the month that is spoken of with the number and the weekday that were said; None where they do not agree."""
    said = words.read(value.text).plain
    weekday = next(i for i, name in enumerate(words.WEEKDAYS) if name in said)
    day = _make(int(spoken_of[:4]), int(spoken_of[5:7]), date.fromisoformat(str(value.value)).day)
    return day if day and day.weekday() == weekday else None


WITH_MONTH = frozenset(("day_month", "month_day", "figures", "iso", "holiday"))
"""Rules of a day that was named with its month."""


A_WEEK = timedelta(days=7)


def before_one_named(value: Value, others: Sequence[Value], today: date) -> Value | None:
    """A day named by its number alone with one behind it that has its month: the last such day before that one, "the 24th
    and the 1st of January". None where there is no such day.
    """
    later = next((one for one in others if one.rule in WITH_MONTH and one.value and one.span > value.span), None)
    if value.rule not in ALONE or value.status != "valid" or value.value is None or later is None:
        return None
    number, named = date.fromisoformat(str(value.value)).day, date.fromisoformat(str(later.value))
    day = next((one for on in (0, -1) if (one := on_month(named, on, number)) and today <= one < named), None)
    return replace(value, value=day.isoformat()) if day else None


def named_before(value: Value, others: Sequence[Value]) -> str | None:
    """The day (ISO) named with its month before this one in the same utterance; None where there is none."""
    return next(
        (str(one.value) for one in others if one.rule in WITH_MONTH and one.value and one.span < value.span), None
    )


def beside(value: Value, known: str, today: date) -> Value:
    """A bare weekday (`date`) beside a day that is known (ISO) and further off than the coming ones: the nearest to it.

    With Sunday, 6 December on the table "Saturday instead" is the 5th; one that follows it ("the Wednesday after that")
    is counted from it however near it is.
    """
    if value.kind != "date" or value.value is None:
        return value
    heard, day = date.fromisoformat(str(value.value)), date.fromisoformat(known)
    if value.rule in (AFTER_THAT, BEFORE_THAT):
        meant = _next_to(day, heard.weekday(), value.rule)
    elif value.rule != "weekday" or day - today < A_WEEK or WHICH_ONE.match(words.read(value.text).plain):
        return value
    else:
        return nearest(value, known, today)
    if meant < today:
        return value
    return replace(value, value=meant.isoformat(), status="valid", alternatives=(), reason=None)


def nearest(value: Value, known: str, today: date) -> Value:
    """A bare weekday (`date`), as the one nearest to a day (ISO) that was said with it, however near that is."""
    if value.rule != "weekday" or value.value is None:
        return value
    heard, day = date.fromisoformat(str(value.value)), date.fromisoformat(known)
    meant = day + timedelta(days=(heard.weekday() - day.weekday() + 3) % 7 - 3)
    return (
        replace(value, value=meant.isoformat(), status="valid", alternatives=(), reason=None)
        if meant >= today
        else value
    )


WHICH_ONE = re.compile(r"(?:this|next|coming|last|following)\b")
LONG_PAST = timedelta(days=7)
"""A day that lies back further is not what somebody means who wants to come."""


def ahead(value: Value, today: date) -> Value:
    """A day of the year that is long over is meant for the next: nobody wants to have slept somewhere last August."""
    if value.reason != "past" or value.status != "ambiguous":
        return value
    coming = [str(day) for day in value.alternatives if str(day) >= today.isoformat()]
    gone = [str(day) for day in value.alternatives if str(day) < today.isoformat()]
    if not coming or any(today - date.fromisoformat(day) <= LONG_PAST for day in gone):
        return value
    return replace(value, value=min(coming), status="valid", alternatives=(), reason=None)


_SEASON = re.compile(
    r"\b(?:in|im|during|this|next|diesen|nächsten|kommenden) (?:the |early |late |next |nächsten )?(?:spring|summer|autumn|fall|winter|frühling|frühjahr|sommer|herbst)\b"
)
_IN_MONTH = re.compile(
    rf"\b(?:(?:(?<!\dth )(?<!\. )of|in|im)|during|throughout|through|early|late|mid|over|all|whole|next|coming|anfang|mitte|ende|über|ganzen|nächsten|kommenden|(?:mov\w+|push\w*|postpon\w+|shift\w*|chang\w+|reschedul\w+) (?:[\w ]{{1,30}}? )??(?:to|into|until|till)|(?:auf|in)(?: den)?(?= \w+ (?:\w+ )?(?:verschieb|verleg|umbuch|umleg|schieb))) (?:the month of |month )?({_MO})\b(?:,? (?:of )?((?:19|20)\d\d)\b(?! people))?(?! (?:the )?\d)"
)
_NEXT_MONTH = re.compile(r"\b(?:next|coming) month\b(?! (?:on|the))")
_MONTH_ALONE = re.compile(
    rf"\W*(?:(?:and|or|maybe|perhaps|rather|actually|make it|make that|i mean|i meant|of|in|im|sorry|nee|better|then|no|so|what about|how about|vielleicht|eigentlich|ich meine|ich meinte|lieber|dann|nein|doch|eher) ?,? )*({_MO})(?:,? ((?:19|20)\d\d))?(?: (?:then|please|maybe|perhaps|dann|bitte|vielleicht|instead|lieber))?\W*"
)


def month_asked(text: str) -> int | None:
    """The month (1 to 12) that is spoken of as a whole, or named and nothing else: "are you open in January?"; None for none."""
    m = _of_month(text)
    return words.MONTHS.index(m[1]) + 1 if m else None


def _of_month(text: str) -> re.Match[str] | None:
    plain = words.read(text).plain
    return _IN_MONTH.search(plain) or _MONTH_ALONE.fullmatch(plain)


def month_alone(text: str, today: date) -> str | None:
    """The month ("2027-03") that an utterance names and nothing else, and does not ask about: "make it April", "of May"."""
    m = None if "?" in text else _MONTH_ALONE.fullmatch(words.read(text).plain)
    if m is None:
        return None
    month = words.MONTHS.index(m[1]) + 1
    return f"{int(m[2]) if m[2] else today.year + (month < today.month):04}-{month:02}"


def week_named(text: str) -> tuple[int, tuple[int, int]] | None:
    """The week of the calendar that is named (0: this, 1: next, 2: the one after), and where; not one that is ruled out."""
    if "w" not in text and "W" not in text and "bernächst" not in text:
        return None
    reading = words.read(text)
    for m in _WEEK.finditer(reading.plain):
        if not _NOT_IT.search(reading.plain[: m.start()].rstrip()):
            return 0 if m["this"] else 2 if m["after"] else 1, reading.span(*m.span())
    return None


def in_week(known: date, weeks: int, today: date) -> date:
    """The day of that week of the calendar, counted from today's, with the name of the day that is known: never that day
    itself.
    """
    day = _week_of(today) + timedelta(days=7 * weeks + known.weekday())
    return day + A_WEEK if day == known and weeks else day


def in_month(known: date, month: str) -> date | None:
    """The day of that month ("2027-03") with the number of the day that is known."""
    return _make(int(month[:4]), int(month[5:7]), known.day)


def is_season(text: str) -> bool:
    """Whether a season is spoken of: "in spring", "im Frühjahr"."""
    return _SEASON.search(words.read(text).plain) is not None


def as_month(spoken_of: str | None) -> str | None:
    """What is spoken of, where it is a month ("2027-03") and no day of it."""
    return spoken_of if spoken_of and len(spoken_of) == len("2027-03") else None


def month_named(text: str, today: date) -> str | None:
    """The month that is spoken of as a whole, or named and nothing else, as "2027-03": the coming one of its name, if no
    year is said; None for none.
    """
    if _NEXT_MONTH.search(words.read(text).plain):
        on = today.month % 12 + 1
        return f"{today.year + (on == 1):04}-{on:02}"
    m = _of_month(text)
    if m is None:
        return None
    month = words.MONTHS.index(m[1]) + 1
    year = int(m[2]) if m[2] else today.year + (month < today.month)
    return f"{year:04}-{month:02}"
