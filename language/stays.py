"""A stay as callers say it: arrival, departure, nights, and what of a house's rooms, views and extras is named.

"From 5 to 8 December", "two nights from Friday", "vom 5. bis 8. Dezember", "for the weekend", "one week". Arrival and
departure are days (`check_in`, `check_out`), nights a number; a departure named by its weekday or day of the month is
the first one after the arrival. What a house calls its rooms and extras is given by its config, in both languages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from language import corrections, days, numbers, times, wishes, words
from language.values import Value

_MO = "(?:" + "|".join(words.MONTHS) + ")"
_TO = r"(?:-|–|to|until|till|til|through|thru|and|bis|auf|und)"
_ON = r"(?:the |zum |dem |den |and including )?"
_DAYS_THEN_MONTH = re.compile(
    rf"(?<![\d:/.])\b(\d{{1,2}})(?:(?:th|\.)? ?{_TO} ?|th ){_ON}(\d{{1,2}})(?:th|\.)? ?(?:of |day of )?({_MO})\b(?: ((?:19|20)\d\d)\b)?"
)
_MONTH_THEN_DAYS = re.compile(
    rf"\b({_MO}) (?:the )?(\d{{1,2}})(?:th)? ?{_TO} ?{_ON}(\d{{1,2}})(?:th)?(?![\d:/]|\.\d| ?(?:am|pm|people|guests|adults|{_MO})\b)(?:,? ((?:19|20)\d\d)\b)?"
)
_FIGURES = re.compile(
    r"(?<![\d.:/])(\d{1,2})\. ?(?:(\d{1,2})\. ?)?(?:-|–|bis(?: zum)?|auf(?: den)?|to|until) ?(\d{1,2})\. ?(\d{1,2})\.(?: ?((?:19|20)\d\d)(?![\d:]))?(?!\d)",
    re.IGNORECASE,
)
_ARRIVES = re.compile(
    r"\b(?:arriv\w*|check(?:ing)?[ -]{0,3}in|from|start\w*|beginning|coming|between|ab|von|vom|seit|anreise\w*|ankunft|ankommen|kommen|einchecken)\b[^.?!,]{0,24}$"
)
_LEAVES = re.compile(
    r"\b(?:leav\w*|check(?:ing)?[ -]{0,3}out|until|till|til|depart\w*|through|thru|bis|abreise\w*|abreisen|auschecken|going home|ending|to)\b(?: (?:on|the|at|by|zum|am|dem|den|next|this|is|ist|will be|wäre|:))*\s*$"
)
_ONE_NIGHT = re.compile(
    r"\b(?:for|für|only|just|nur|room|bed|zimmer|double|single|twin|suite)\b[^.?!]{0,16}\b(?:tonight|(?:tomorrow|today|" + "|".join(words.WEEKDAYS) + r") night)\b"
    r"|\b(?:tonight|today night)\b[^.?!]{0,24}\b(?:rooms?|bed|\w*zimmer|double|single|suite)\b"
    r"|\b(?:overnight|über night|for the night|für die night)\b"
)  # fmt: skip
_WEEKEND = re.compile(r"\b(?:(this|next|coming|following)(?: coming)? )?(?:long )?(weekend)\b")
_DAY_NAMED = rf"(?:{'|'.join(words.WEEKDAYS)}|today|tomorrow|tonight|the \d{{1,2}}th|\d{{1,2}}\.(?:\d{{1,2}}\.)?)"
_STRETCH = re.compile(
    rf"\b(?:from|von|vom|between) {_DAY_NAMED} (?:to|until|till|through|and|bis|-) (?:the |zum )?{_DAY_NAMED}"
)
_MANY = r"(?P<many>\d{1,2}|an?|another|eine?|einen|weitere)"
_UNITS = r"(?:more |extra |additional |further |weitere )*(?:nights?|days?|(?P<weeks>weeks?))"
_PUT = r"(?:mov(?:e|ing)|push\w*|shift\w*|postpone\w*|put\w*|verschieb\w*|verleg\w*|schieben)"
_LEAVE = r"(?:leav(?:e|ing)|depart\w*|check(?:ing)? ?-? ?out|go(?:ing)? home|abreisen|auschecken|abfahren|fahren|gehen)"
_COME = r"(?:arriv(?:e|ing)|com(?:e|ing)|check(?:ing)? ?-? ?in|start(?:ing)?|kommen|anreisen|ankommen|einchecken)"
_STRETCHED: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, by, re.compile(rf"\b(?:{pattern})"))
    for kind, by, pattern in (
        ("both", -1, rf"{_PUT}\b[^.?!]{{0,50}}?\b{_MANY} {_UNITS} (?:earlier|forward|früher|eher|nach vorne?|vor)\b"),
        ("both", 1, rf"{_PUT}\b[^.?!]{{0,50}}?\b{_MANY} {_UNITS} (?:later|back|später|nach hinten)\b"),
        ("both", 1, rf"{_PUT}\b[^.?!]{{0,50}}?\bum {_MANY} {_UNITS}\b"),
        ("both", 1, rf"(?:um )?{_MANY} {_UNITS} (?:nach hinten |später )?(?:zu )?(?:verschieben|verlegen)\b"),
        ("nights_more", -1, rf"{_MANY} {_UNITS} (?:fewer|less|shorter|weniger|kürzer)\b"),
        ("nights_more", -1, rf"(?:shorten|verkürz)\w*[^.?!]{{0,40}}?\b{_MANY} {_UNITS}\b"),
        ("nights_more", -1, rf"(?:um )?{_MANY} {_UNITS} (?:zu )?verkürz\w*"),
        ("nights_more", -1, rf"{_LEAVE} (?:\w+ )?{_MANY} {_UNITS} (?:early|earlier|früher|eher)\b"),
        ("nights_more", -1, rf"{_MANY} {_UNITS} (?:früher|eher|earlier) (?:\w+ )?{_LEAVE}\b"),
        ("nights_more", -1, rf"reisen (?:\w+ )?{_MANY} {_UNITS} (?:früher|eher) ab\b"),
        ("arrives_later", -1, rf"{_COME} (?:\w+ )?{_MANY} {_UNITS} (?:early|earlier|früher|eher)\b"),
        ("arrives_later", -1, rf"{_MANY} {_UNITS} (?:früher|eher|earlier) (?:\w+ )?{_COME}\b"),
        ("arrives_later", 1, rf"{_COME} (?:\w+ )?{_MANY} {_UNITS} (?:later|später)\b"),
        ("arrives_later", 1, rf"{_MANY} {_UNITS} (?:später|later) (?:\w+ )?{_COME}\b"),
        ("nights_more", 1, rf"{_LEAVE} (?:\w+ )?{_MANY} {_UNITS} (?:later|später)\b"),
        ("nights_more", 1, rf"{_MANY} {_UNITS} (?:später|later) (?:\w+ )?{_LEAVE}\b"),
        ("nights_more", 1, rf"{_MANY} {_UNITS} (?:more|longer|länger|mehr|extra|dazu|dranhängen|anhängen)\b(?! (?:than|als)\b)"),
        ("nights_more", 1, rf"(?:extend|prolong)\w*[^.?!]{{0,40}}?\b{_MANY} {_UNITS}\b"),
        ("nights_more", 1, rf"verlänger\w* (?:\w+ )?um {_MANY} {_UNITS}\b"),
        ("nights_more", 1, rf"(?:um )?{_MANY} {_UNITS} (?:zu )?verlänger\w*"),
        ("nights_more", 1, r"(?P<many>\d{1,2}|an?|noch eine|eine) (?:more|extra|additional|further|weitere) nights?\b"),
        ("nights_more", 1, r"(?P<many>another|noch eine) night\b"),
        ("nights_more", 1, rf"(?:add|append) {_MANY} {_UNITS}\b(?! (?:earlier|before|in front)\b)"),
        ("nights_more", 1, r"(?P<many>\d{1,2}) weitere nights\b"),
        ("nights_more", 1, rf"noch {_MANY} nights\b(?! (?:im|in|zu|für|vom|von|ab|frei|buchen|reservieren)\b)"),
        ("longer_than_known", 1, rf"(?:um|by) {_MANY} {_UNITS}\b"),
        ("of_the_known", -1, rf"{_MANY} {_UNITS} (?:earlier|früher|eher)\b"),
        ("of_the_known", 1, rf"{_MANY} {_UNITS} (?:later|später)\b"),
    )
)  # fmt: skip
"""What makes a stay longer or shorter, moves the arrival alone, or both its ends: the kind, by which sign, the words."""
_ONE = re.compile(
    r"\b(?:1|eine?|einer|a single|only a|just a|for a|nur eine|stay (?:just )?a) (?:single |einzige )?night\b(?! ?(?:more|longer|länger|mehr|extra|cap|stand))|\bovernight stay\b"
)
_NIGHTS = re.compile(r"P(\d+)D")
_BARE = re.compile(
    r"(?<![\d.:/+])(\d{1,2})(?![\d:/]|\.\d|th\b)(?! ?(?:am|pm|people|guests|adults|kids|children|rooms?)\b)"
)
_NTH_WEEKEND = frozenset(("nth_weekend", days.WEEKEND_ALONE, days.LAST_WEEKEND))
_SURE_STAY = frozenset(("day_month", "month_day", "figures", "iso", "holiday"))
"""Rules that name a whole date: a departure so named is not put off to come after the arrival."""
_ONLY_NUMBER = re.compile(r"\W*(?:(?:just|only|about|nur|etwa|so|for|für|yes|ja) )*(\d{1,2})(?: (?:please|bitte))?\W*")
MOST_BARE_NIGHTS = 21
"""Up to which a bare number, where the departure was asked for, is a number of nights and no day of the month."""
MOST_NIGHTS = 365
MOST_ACROSS_MONTHS = 14
"""Nights up to which "from the 28th to the 3rd of December" begins in the month before."""


def read(
    text: str,
    *,
    now: datetime,
    language: str,
    region: str = "",
    expected: str | None = None,
    check_in: str | None = None,
    spoken_of: str | None = None,
) -> list[Value]:
    """Arrival (`check_in`), departure (`check_out`) and `nights`, as they stand.

    now: aware, in the house's zone. expected: what was just asked for, "check_in", "check_out" or "nights", which lets
    bare answers count. check_in: the arrival as known so far, after which a departure is looked for. spoken_of: the
    day spoken of last (ISO), or the month ("2027-03"); a day without a month is of its month.
    """
    heard = times.read(text, now=now, language=language, region=region)
    if expected == "check_out" and not heard and (bare := _ONLY_NUMBER.fullmatch(words.read(text).plain)):
        expected = "nights" if 0 < int(bare[1]) <= MOST_BARE_NIGHTS else expected  # that is how it is asked first
    lasts = any(value.kind in ("date", "duration") for value in heard) or _ONE.search(words.read(text).plain)
    if expected in ("check_in", "check_out") and not lasts:
        days_alone = _without_counts(text, language)
        heard = times.read(days_alone, now=now, language=language, expected="date", region=region)
    month = days.month_named(text, now.date()) or days.as_month(spoken_of)
    heard = _in_month(heard, month or check_in or spoken_of, now.date())
    found = _one_month(text, now.date())
    if not found:
        dates = [value for value in heard if value.kind == "date" and not (month and _of_this_week(value, month))]
        found = _assigned(text, dates, now.date(), expected, check_in)
    found += _nights(text, heard, expected, found)
    kinds = {value.kind for value in found}
    arrival = next((v for v in found if v.kind == "check_in" and v.status == "valid"), None)
    if arrival and "nights" not in kinds and "check_out" not in kinds and _ONE_NIGHT.search(words.read(text).plain):
        found.append(replace(arrival, kind="nights", value=1, rule="one_night"))
    if kinds >= {"check_out", "nights"} and "check_in" not in kinds and check_in is None:
        leaves = next(v for v in found if v.kind == "check_out")
        many = next(v for v in found if v.kind == "nights")
        if leaves.status == "valid" and many.status == "valid":
            first = date.fromisoformat(str(leaves.value)) - timedelta(days=int(many.value or 0))
            found.append(replace(leaves, kind="check_in", value=first.isoformat(), rule="counted_back"))
    return sorted(found, key=lambda value: value.span)


def _of_this_week(value: Value, month: str) -> bool:
    """Whether a day was named by its weekday or as the weekend and is not in the month that is spoken of ("2027-03")."""
    which = re.match(r"(?:this|next|coming)\b", words.read(value.text).plain)
    return value.rule in ("weekday", "weekend") and which is None and not str(value.value).startswith(month)


def _without_counts(text: str, language: str) -> str:
    """The utterance without the numbers of people and rooms, each letter in its place: they are no days of the month."""
    family = [one for unit in ("kids", "adults") for one in numbers.counted(text, unit, language=language)]
    counts = (*numbers.party(text, language=language), *family, *several(text))
    return words.blanked(text, [value.span for value in counts])


def _in_month(heard: Sequence[Value], spoken_of: str | None, today: date) -> list[Value]:
    """The values with each day that was named without its month in the month that is spoken of."""
    return [days.in_month_of(value, spoken_of, today) if value.kind == "date" else value for value in heard]


def _one_month(text: str, today: date) -> list[Value]:
    """ "5 to 8 December": two days that share their month."""
    reading = words.read(text)
    frame = days.Frame(today, False, None, "")
    if m := _FIGURES.search(text):
        last, month, year = int(m[3]), int(m[4]), int(m[5]) if m[5] else None
        first, before = int(m[1]), int(m[2] or month)
        if 1 <= month <= 12 and 1 <= before <= 12:
            arrives = days.month_day(before, first, year - (before > month) if year else None, frame)
            on = arrives[0].year + (before > month) if arrives[0] else year
            leaves = days.month_day(month, last, on, frame)
            first_day = days.ahead(_day("check_in", arrives, m.span(), text), today)
            return [first_day, _day("check_out", leaves, m.span(), text)]
    for pattern in (_DAYS_THEN_MONTH, _MONTH_THEN_DAYS):
        for m in pattern.finditer(reading.plain):
            named = (m[1], m[2], m[3]) if pattern is _DAYS_THEN_MONTH else (m[2], m[3], m[1])
            first, last, month = int(named[0]), int(named[1]), words.MONTHS.index(named[2]) + 1
            if not (1 <= first <= 31 and 1 <= last <= 31):
                continue
            year = int(m[4]) if m[4] else None
            arrives = days.month_day(month, first, year, frame)
            on = arrives[0].year if arrives[0] else year
            before = month - 1 or 12
            if first > last and pattern is _DAYS_THEN_MONTH:  # "from the 28th to the 3rd of December"
                leaves = days.month_day(month, last, year, frame)
                earlier = days.month_day(before, first, leaves[0].year - (month == 1) if leaves[0] else year, frame)
                if (
                    earlier[0]
                    and leaves[0]
                    and today <= earlier[0]
                    and (leaves[0] - earlier[0]).days <= MOST_ACROSS_MONTHS
                ):
                    arrives = earlier
            else:
                leaves = days.month_day(month, last, on, frame)
            span = reading.span(*m.span())
            return [
                days.ahead(_day("check_in", arrives, span, text), today),
                _day("check_out", leaves, span, text),
            ]
    return []


def _day(kind: str, finding: days.Finding, span: tuple[int, int], text: str) -> Value:
    day, status, others, reason = finding
    value = day.isoformat() if day else None
    alternatives = tuple(other.isoformat() for other in others)
    return Value(kind, value, span, text[slice(*span)], "from_to", status, alternatives, reason)


def _assigned(
    text: str, dates: Sequence[Value], today: date, expected: str | None, check_in: str | None
) -> list[Value]:
    """Which of the days is the arrival and which the departure."""
    dates = corrections.standing(dates, text)
    if len(dates) == 1 and dates[0].rule == "weekend":
        return _weekend(dates[0], text, today)
    if len(dates) == 1 and dates[0].rule in _NTH_WEEKEND and dates[0].status == "valid":
        return _weekend_of(dates[0])
    if len(dates) > 2:  # "over New Year, from the 30th to the 2nd": the days count, not what they are around
        dates = [value for value in dates if value.rule != "holiday"]
    weekend = [value for value in dates if value.rule == "weekend"]
    if weekend and len(dates) == 2:  # "the weekend of the 5th"
        named = next((value for value in dates if value.rule != "weekend" and value.value), None)
        if named is not None:
            beside = _BESIDE.search(words.said(text[weekend[0].span[1] : named.span[0]]))
            return _weekend_of(named, beside[0] if beside else "")
    found: dict[str, Value] = {}
    for value in dates:
        value = days.ahead(value, today)
        before = words.said(text[max(0, value.span[0] - 48) : value.span[0]])
        after = words.said(text[value.span[1] : value.span[1] + 24])
        leaves = bool(_LEAVES.search(before)) and not re.search(
            r"\b(?:go|change|move|switch|it|book|stay) to $", before + " "
        )
        if leaves and ("check_in" in found or check_in or expected == "check_out" or not before.endswith("to")):
            kind = "check_out"
        elif _ARRIVES.search(before) and not ("check_in" in found and len(dates) > 1):
            kind = "check_in"
        elif re.match(r"(?:check ?-? ?out|departure|abreise)", after) or "check_in" in found:
            kind = "check_out"
        else:
            kind = expected if expected in ("check_in", "check_out") and len(dates) == 1 else "check_in"
        found[kind] = replace(value, kind=kind)
    start = found["check_in"].value if "check_in" in found else check_in
    if (leaving := found.get("check_out")) and start:
        found["check_out"] = _after(leaving, date.fromisoformat(str(start)))
    return list(found.values())


_BESIDE = re.compile(r"\b(?:before|vor|after|nach)\b")


def _weekend_of(day: Value, beside: str = "") -> list[Value]:
    """From the Friday to the Sunday of the weekend that a day belongs to, or that follows it, or lies before or after it."""
    named = date.fromisoformat(str(day.value))
    friday = named + timedelta(days=4 - named.weekday())
    if beside in ("before", "vor") and friday + timedelta(days=2) >= named:
        friday -= timedelta(days=7)
    elif beside in ("after", "nach") and friday <= named:
        friday += timedelta(days=7)
    sunday = friday + timedelta(days=2)
    return [
        replace(day, kind="check_in", value=friday.isoformat(), rule="weekend"),
        replace(day, kind="check_out", value=sunday.isoformat(), rule="weekend"),
    ]


def _after(leaving: Value, arrives: date) -> Value:
    """A departure named by its weekday or day of the month: the first such day after the arrival."""
    if leaving.value is None or leaving.rule in _SURE_STAY:
        return leaving
    leaves = date.fromisoformat(str(leaving.value))
    if leaving.rule in ("weekday", "weekday_of_week"):
        leaves = arrives + timedelta(days=(leaves.weekday() - arrives.weekday()) % 7 or 7)
    elif leaving.rule in ("ordinal", "expected", "day_of_month") and leaves <= arrives:
        found = days.day_of_month(leaves.day, days.Frame(arrives + timedelta(days=1), False, None, ""))[0]
        leaves = found or leaves
    elif leaving.rule not in ("weekday", "ordinal", "expected"):
        return leaving
    return replace(leaving, value=leaves.isoformat(), status="valid", alternatives=(), reason=None)


def _weekend(value: Value, text: str, today: date) -> list[Value]:
    """From Friday to Sunday; "this weekend" said on a Saturday is what is left of it."""
    m = _WEEKEND.search(words.read(value.text).plain) or _WEEKEND.search(words.read(text).plain)
    which = m[1] if m else None
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if today.weekday() == 5 and which == "this":
        friday = today
    elif which in ("next", "following") and today.weekday() < 5:
        friday += timedelta(days=7)
    sunday = friday + timedelta(days=6 - friday.weekday())
    firm = replace(value, status="valid", alternatives=(), reason=None)
    return [
        replace(firm, kind="check_in", value=friday.isoformat()),
        replace(firm, kind="check_out", value=sunday.isoformat()),
    ]


def _nights(text: str, heard: Sequence[Value], expected: str | None, found: Sequence[Value]) -> list[Value]:
    lasting = []
    for value in heard:
        many = _NIGHTS.fullmatch(str(value.value)) if value.kind == "duration" else None
        if many and 0 <= int(many[1]) <= MOST_NIGHTS and "hour" not in (value.note or ""):
            before = words.said(text[max(0, value.span[0] - 16) : value.span[0]])
            if not re.search(r"\b(?:in|within|vor|every|per|a) $", before + " "):
                lasting.append(replace(value, kind="nights", value=int(many[1]), rule="nights", note=None))
    if len(lasting) == 2 and re.fullmatch(r" ?(?:and|und|,|plus) ?", text[lasting[0].span[1] : lasting[1].span[0]]):
        whole, part = lasting  # "three weeks and two days"
        if int(whole.value or 0) % 7 == 0 and 0 < int(part.value or 0) < 7:
            span = (whole.span[0], part.span[1])
            both = int(whole.value or 0) + int(part.value or 0)
            lasting = [replace(whole, value=both, span=span, text=text[slice(*span)])]
    if not lasting:
        reading = words.read(text)
        for m in _ONE.finditer(reading.plain):
            span = reading.span(*m.span())
            if wishes.told(text, span[0]):
                lasting.append(Value("nights", 1, span, text[slice(*span)], "nights"))
    standing = corrections.standing(lasting, text)[-1:]
    if not standing and expected == "nights" and not found:
        reading = words.read(text)
        if bare := _BARE.search(reading.plain):
            span = reading.span(*bare.span(1))
            return [Value("nights", int(bare[1]), span, text[slice(*span)], "expected")]
    return [replace(one, status="invalid", reason="too_short") if one.value == 0 else one for one in standing]


def more_nights(text: str, check_in: Any, check_out: Any) -> list[Value]:
    """ "One more night", "eine Nacht weniger", "a day later": counted from the stay that is known (ISO days), as `nights`
    or as `check_in` and `check_out`. Of a stay that is not known yet, by how many days it is to end later
    (`nights_more`) or to begin later (`arrives_later`), less than none for earlier.
    """
    reading = words.read(text)
    for kind, by, pattern in _STRETCHED:
        if m := pattern.search(reading.plain):
            many = by * (int(m["many"]) if m["many"].isdecimal() else 1)
            many *= 7 if m.groupdict().get("weeks") else 1
            span = reading.span(m.start("many"), m.end())
            if kind.endswith("_known") and not (check_in and check_out):
                continue  # later than what, nobody knows
            kind = "nights_more" if kind == "longer_than_known" else kind
            kinds = ("arrives_later", "nights_more") if kind in ("both", "of_the_known") else (kind,)
            heard = [Value(one, many, span, text[slice(*span)], "more_nights") for one in kinds]
            return _counted(heard, str(check_in), str(check_out)) if check_in and check_out else heard
    return []


def _counted(heard: Sequence[Value], check_in: str, check_out: str) -> list[Value]:
    by = {one.kind: timedelta(days=int(one.value or 0)) for one in heard}
    arrives = date.fromisoformat(check_in) + by.get("arrives_later", timedelta())
    leaves = date.fromisoformat(check_out) + by.get("nights_more", timedelta())
    nights = (leaves - arrives).days
    if nights < 1:
        return [replace(heard[0], kind="nights", value=nights, status="invalid", reason="too_short")]
    if "arrives_later" not in by:
        return [replace(heard[0], kind="nights", value=nights)]
    return [
        replace(heard[0], kind="check_in", value=arrives.isoformat()),
        replace(heard[0], kind="check_out", value=leaves.isoformat()),
    ]


# --- what of the house's own is named ---------------------------------------------------------------------------------
Named = Mapping[str, Any]
"""A kind of room or an extra: {"name": "double", "names": {"en": [...], "de": [...]}, "view"?}."""

_VIEWS = {
    "garden": r"garden|garten\w*", "lake": r"lake|see(?:blick|seite|sicht)?|auf den see|zum see", "sea": r"sea|ocean|meer(?:blick|sicht|seite)?|auf(?:s| das) meer",
    "mountain": r"mountains?|alps|alpine|berg(?:e|blick|sicht)?|alpen\w*", "city": r"city|town|skyline|stadt\w*", "courtyard": r"courtyard|hof(?:seite)?|innenhof",
    "street": r"street|straße\w*|strasse\w*", "park": r"park", "river": r"river|fluss\w*", "harbour": r"harbou?r|hafen\w*",
}  # fmt: skip
_WORTH_SEEING = frozenset(("lake", "sea", "mountain", "city", "river", "harbour", "park"))
"""What is meant by "a view" without a word of what."""
_ANY_VIEW = re.compile(
    r"\b(?:with|have|has|get|want|like|need|mit|haben|hat|hätten?|möchten?) (?:an? |the |some |einen? |einem |den |der |etwas )?(?:(?:nice|good|great|beautiful|lovely|better|schöne[rmn]?|gute[rmn]?|tolle[rmn]?) )?(?:views?|aussicht|ausblick)\b(?! (?:of|over|to|on|onto|auf|über))"
)
_ONE_OF_VIEW = re.compile(r"\b(?:the|that|with the|das|die|den) (?P<one>[a-zäöüß]+) (?:one|room|side|double)\b")
_VIEW = re.compile(
    r"\b(?:(?P<one>(?!(?:a|the|any|nice|good|great|beautiful|some|no|with)\b)[a-zäöüß]+) ?-? views?|views? (?:of|over|to|on(?:to)?) (?:the )?(?P<two>[a-zäöüß]+)|(?:facing|overlooking) (?:the )?(?P<three>[a-zäöüß]+)|blick (?:auf (?:den|das|die)|aufs|ins|zum|in den) (?P<four>[a-zäöüß]+)|(?P<five>[a-zäöüß]+)(?:blick|sicht|seite)|(?:zum|zur) (?P<six>[a-zäöüß]+) (?:hin|raus|hinaus))\b"
)


def is_stretch(text: str) -> bool:
    """Whether the words name a stretch of days, as only a stay has one: "5 to 8 December", "from Friday to Sunday"."""
    plain = words.read(text).plain
    return any(pattern.search(plain) for pattern in (_DAYS_THEN_MONTH, _MONTH_THEN_DAYS, _STRETCH))


def rooms(text: str, types: Sequence[Named], *, even_asked: bool = False, expected: bool = False) -> list[Value]:
    """The kinds of room that are named and wished for (`room_type`, as the config calls it).

    even_asked: what is only asked about counts too: "how much is a double from Friday to Sunday?". expected: it was
    just asked for, so that the beginning of a name will do ("einzel") where it begins only one.
    """
    standing = corrections.standing(_named(text, types, "room_type", even_asked=even_asked), text)
    named = standing[-1:]
    if len(standing) > 1 and _EITHER.match(text[standing[-2].span[1] : named[0].span[0]]):
        return []  # "a double or a suite" chooses neither
    if named or not expected:
        return named
    spellings = _spellings(types)
    for m in re.finditer(r"[^\W\d_]{4,}", text[: words.LONGEST]):
        said = re.compile(rf"(?<!\w){re.escape(m[0].lower())}")
        meant = {name for spelling, name in spellings if said.search(spelling)}
        if len(meant) == 1 and m[0].lower() not in _ANY_ROOM:
            return [Value("room_type", meant.pop(), m.span(), m[0], "expected")]
    return []


_EITHER = re.compile(r"\W*(?:or|oder)\b(?! (?:rather|better|lieber|besser|doch|eher)\b)", re.IGNORECASE)


def mixed(text: str, types: Sequence[Named]) -> list[Value]:
    """The words that name several kinds of room at once, as a `note`: "a double and a single" are no one kind."""
    named = corrections.standing(_named(text, types, "room_type", even_asked=True), text)
    if len({value.value for value in named}) < 2:
        return []
    counted = re.search(r"\w+ $", text[: named[0].span[0]])
    span = (counted.start() if counted else named[0].span[0], named[-1].span[1])
    said = text[slice(*span)]
    return [Value("note", said, span, said, "mixed")]


_ANY_ROOM = frozenset(("room", "rooms", "zimmer", "with", "view"))


_LEFT_OUT = re.compile(
    r"\b(?:no|(?<!not )without|(?:do not|don't|not|no longer) (?:want|need|take|have)(?: (?:any|the|a))?|(?:not|\w*n't|never|nicht) (?:\w+ ){0,3}?(?:bring|want|eat|hav|tak|hav|us|includ|com|need|order|book|pay|get)(?:e|ing)?(?: along)?(?: (?:with|for|for the|any))?|(?:drop|cancel|remove|skip|delete|leave out|take off|take away|(?<!don't )(?<!not )(?<!never )forget)(?: (?:the|our|my|about))*|leav\w*|(?<!nicht )ohne|kein\w*|nicht)(?: (?:the|a|any|our|my|more|das|den|die|ein\w*|unser\w*|mein\w*|mehr))? ?$"
)
_LEAVES_OUT = re.compile(
    r"^(?:s|es|n|en)? ?(?:,? (?:doch|bitte|wieder|please|then|dann|lieber))*,? (?:weg(?:lassen)?|weglassen|abbestell\w*|storn\w*|streichen|rausnehmen|raus|nicht(?: mehr)?|off|out|not needed|(?:(?:is|are|will|would|can|does) not|isn't|aren't|won't|can't|doesn't) (?:com\w*|be|need\w*|join\w*|travel\w*)|(?:is |will be |are )?stay\w*(?: \w+){0,2} (?:at )?home|(?:bleibt?|bleiben)(?: \w+)? (?:zu ?hause|daheim)|(?:kommt|kommen|reist) (?:\w+ )?nicht mit|brauchen wir (?:doch )?nicht|brauche ich (?:doch )?nicht|not)\b"
)


def extras(text: str, known: Sequence[Named]) -> list[Value]:
    """The extras that are named and wished for (`extra`, as the config calls it), each once, and those that are to be
    left out (`no_extra`).
    """
    found: dict[str, Value] = {}
    for value in _named(text, known, "extra", even_asked=True):
        before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
        after = text[value.span[1] : value.span[1] + 32].lower()
        if not wishes.told(text, value.span[0]) or wishes.only_asked(text, value.span[0]):
            continue
        if _LEFT_OUT.search(before + " ") or _LEAVES_OUT.match(after):
            found.setdefault(str(value.value), replace(value, kind="no_extra"))
        else:
            found.setdefault(str(value.value), value)
    return list(found.values())


def spoken_of(text: str, known: Sequence[Named]) -> list[str]:
    """The names of those of a house's things that are spoken of, wished for or not."""
    return list(dict.fromkeys(str(value.value) for value in _named(text, known, "named", even_asked=True)))


def views(text: str, types: Sequence[Named], *, even_asked: bool = False) -> list[Value]:
    """The view that is wished for (`view`), of those that the house has. even_asked: or only asked about."""
    known = {str(one["view"]) for one in types if one.get("view")}
    said = words.said(text)
    for m in _VIEW.finditer(said):
        word = next(filter(None, m.groups()), "")
        for view in sorted(known):
            pattern = _VIEWS.get(view, re.escape(view.lower()))
            if re.fullmatch(pattern, word) or re.fullmatch(pattern, m.group()) or word.startswith(view.lower()):
                at = text.lower().find(m.group().split(" ")[0])
                span = (max(0, at), max(0, at) + len(m.group()))
                if even_asked or wishes.told(text, span[0]):
                    return [Value("view", view, span, text[slice(*span)], "view")]
    seen = sorted(known & _WORTH_SEEING)
    whole = _ANY_VIEW.search(said)
    if whole is None or len(seen) != 1:
        whole = next((one for one in _ONE_OF_VIEW.finditer(said) if one["one"] in known), None)
        seen = [whole["one"]] if whole else []
    if whole is None:
        return []
    at = max(0, text.lower().find(whole[0]))
    span = (at, at + len(whole[0]))
    told = even_asked or wishes.told(text, at)
    return [Value("view", seen[0], span, text[slice(*span)], "view")] if told else []


_SEVERAL = re.compile(
    r"(?<![\d.:/-])(?<!for )(?<!für )\b([2-9]|[1-4]\d) (?:\w+ ){0,2}?(?:(?:double|single|twin|family|separate|lake|accessible) ?)*(?:rooms|doubles|singles|twins|suites|[a-zäöü]*zimmer|suiten)\b"
)


def several(text: str) -> list[Value]:
    """How many rooms are wanted at once (`rooms`), where it is more than one: "three double rooms"."""
    reading = words.read(text)
    m = _SEVERAL.search(reading.plain)
    if not m:
        return []
    span = reading.span(*m.span())
    return [Value("rooms", int(m[1]), span, text[slice(*span)], "several")]


_ONE_PERSON = re.compile(
    r"\b(?:eine (?:person|erwachsene)|ein (?:gast|erwachsener)|einzelperson|(?:ich )?(?:reise|komme|bin) allein[e]?|alleinreisend\w*|travell?ing alone|solo travell?er|one guest|one adult)\b"
)


def one_person(text: str) -> list[Value]:
    """ "Eine Nacht, eine Person": a guest alone (`party_size`), as only somebody says who wants a bed."""
    m = _ONE_PERSON.search(text.lower())
    return [Value("party_size", 1, m.span(), text[slice(*m.span())], "alone")] if m else []


def _named(text: str, known: Sequence[Named], kind: str, *, even_asked: bool = False) -> list[Value]:
    head = text[: words.LONGEST]
    lowered = head.lower()
    if len(lowered) != len(head):
        return []  # letters that grow when they are made small: no name of a house has them
    found: list[Value] = []
    for spelling, name in _spellings(known):
        for m in _said_as(spelling).finditer(lowered):
            if all(m.end() <= one.span[0] or one.span[1] <= m.start() for one in found) and (
                even_asked or wishes.told(head, m.start())
            ):
                found.append(Value(kind, name, m.span(), head[slice(*m.span())], "named"))
    return sorted(found, key=lambda value: value.span)


_ADJECTIVE = re.compile(r"^(\w{3,}?)e[rs]?(?= \w)")
"""The first of several words, as German bends it: "späte Abreise", "mit später Abreise", "einen späten Check-out"."""


_SLIPS = (
    (re.compile(r"([^\W\d_])\1"), r"\1{1,2}"),
    (re.compile(r"ck"), "c?k"),
    (re.compile(r"ß"), "(?:ß|ss)"),
    (re.compile("([äöü])"), lambda m: f"(?:{m[0]}|{'aou'['äöü'.index(m[0])]}e?)"),
)
"""What is easily typed otherwise: "doppelzimer", "fruehstuck"."""


@lru_cache(maxsize=1024)
def _said_as(spelling: str) -> re.Pattern[str]:
    """One spelling of a name of the house, in small letters, as people bend, join and type it."""
    way = _ADJECTIVE.sub(r"\1(?:e[rnsm]?)?", re.escape(spelling).replace(r"\ ", " "))
    for slip, either in _SLIPS:
        way = slip.sub(either, way)
    way = re.sub(r"(?:\\-| )+", "[ -]{0,3}", way) if "-" in spelling else way
    return re.compile(rf"(?<!\w){way}(?:s|es|n|en|er|e)?(?!\w)")


def _spellings(known: Sequence[Named]) -> list[tuple[str, str]]:
    """Every way to say each name, the longest first: "double room" before "double"."""
    ways = {
        (str(way).lower().strip(), str(one["name"]))
        for one in known
        for way in (one["name"], *(way for some in (one.get("names") or {}).values() for way in some))
    }
    return sorted((way for way in ways if way[0]), key=lambda way: (-len(way[0]), way))
