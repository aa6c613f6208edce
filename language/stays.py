"""A stay as callers say it: arrival, departure, nights, and what of a house's rooms, views and extras is named.

"From 5 to 8 December", "two nights from Friday", "vom 5. bis 8. Dezember", "for the weekend", "one week". Arrival and
departure are days (`check_in`, `check_out`), nights a number; a departure named by its weekday or day of the month is
the first one after the arrival. What a house calls its rooms and extras is given by its config, in both languages.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from language import corrections, days, guests, numbers, stretches, times, wishes, words
from language.values import Value

_TO = r"(?:-|–|to|until|till|til|through|thru|and|bis|auf|und)"
_ARRIVES = re.compile(
    r"\b(?:arriv\w*|check(?:ing)?[ -]{0,3}in|from|start\w*|beginning|coming|between|ab|von|vom|seit|anreise\w*|ankunft|ankommen|kommen|einchecken)\b[^.?!,]{0,24}$"
)
_LEAVES = re.compile(
    r"\b(?:leav\w*|check(?:ing)?[ -]{0,3}out|until|till|til|depart\w*|through|thru|bis|abreise\w*|abreisen|auschecken|going home|ending|to)\b(?: (?:on|the|at|by|zum|am|dem|den|next|this|is|ist|will be|wäre|:))*\s*$"
)
_ONE_NIGHT = re.compile(
    r"\b(?:for|für|only|just|nur|rooms?|beds?|\w*zimmer|doubles?|singles?|twins?|suite|anything|something|was|etwas)\b[^.?!]{0,16}\b(?:tonight|(?:tomorrow|today|" + "|".join(words.WEEKDAYS) + r") night)\b"
    r"|\b(?:tonight|today night)\b[^.?!]{0,24}\b(?:rooms?|beds?|\w*zimmer|doubles?|singles?|twins?|suite|was|etwas|frei|free|available)\b"
    r"|\b(?:overnight|über night|for the night|für die night)\b"
)  # fmt: skip
_WEEKEND = re.compile(
    r"\b(?:(this|next|coming|following|übernächste[ns]?)(?: coming)? )?(?:long )?(weekend)\b(?P<after> after next| but one)?"
)
_DAY_NAMED = rf"(?:{'|'.join(words.WEEKDAYS)}|today|tomorrow|tonight|the \d{{1,2}}th|\d{{1,2}}\.(?:\d{{1,2}}\.)?)"
_STRETCH = re.compile(
    rf"\b(?:from|von|vom|between) {_DAY_NAMED} (?:to|until|till|through|and|bis|-) (?:the |zum )?{_DAY_NAMED}"
)
_MANY = r"(?P<many>\d{1,2}|an?|another|eine?|einen|weitere)"
_UNITS = r"(?:more |extra |additional |further |weitere )*(?:nights?|days?|(?P<weeks>weeks?))"
_ONE_WORD = r"(?:(?!(?:and|und)\b)\w+ )?"
_PUT = r"(?:mov(?:e|ing)|push\w*|shift\w*|postpone\w*|put\w*|verschieb\w*|verleg\w*|schieben)"
_IT_ALL = r"(?:it|this|that|all|everything|(?:the|my|our) (?:stay|booking|reservation|room)|sie|wir|ich|es|das|alles|(?:die|den|das|mein\w*|unser\w*) (?:aufenthalt|buchung|reservierung|zimmer)|please|bitte|doch|einfach|just|dann|then)"
_LEAVE = r"(?:leav(?:e|ing)|depart\w*|check(?:ing)? ?-? ?out|go(?:ing)? home|abreisen|auschecken|abfahren|fahren|gehen)"
_COME = r"(?:arriv(?:e|ing)|com(?:e|ing)|check(?:ing)? ?-? ?in|start(?:ing)?|kommen|anreisen|ankommen|einchecken)"
_STRETCHED: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, by, re.compile(rf"\b(?:{pattern})"))
    for kind, by, pattern in (
        ("both", -1, rf"{_PUT}\b[^.?!]{{0,50}}?\b{_MANY} {_UNITS} (?:earlier|forward|früher|eher|nach vorne?|vor)\b"),
        ("both", 1, rf"{_PUT}\b[^.?!]{{0,50}}?\b{_MANY} {_UNITS} (?:later|back|später|nach hinten)\b"),
        ("both", -1, rf"{_PUT}\b[^.?!]{{0,50}}?\b(?:forward|nach vorne?|vor)\b[^.?!]{{0,20}}?\b(?:by|um) {_MANY} {_UNITS}\b"),
        ("both", 1, rf"{_PUT}\b[^.?!]{{0,50}}?\b(?:by|um) {_MANY} {_UNITS}\b"),
        ("both", 1, rf"{_PUT}(?: {_IT_ALL})* {_MANY} {_UNITS}(?! (?:\w+ )?(?:to|onto|auf|earlier|früher|eher|before|vor)\b)"),
        ("both", 1, rf"(?:um )?{_MANY} {_UNITS} (?:nach hinten |später )?(?:zu )?(?:verschieb\w*|verleg\w*)"),
        ("nights_more", -1, rf"{_MANY} {_UNITS} (?:fewer|less|shorter|weniger|kürzer)\b"),
        ("nights_more", -1, rf"(?:shorten|verkürz)\w*[^.?!]{{0,40}}?\b{_MANY} {_UNITS}\b"),
        ("nights_more", -1, rf"(?:um )?{_MANY} {_UNITS} (?:zu )?verkürz\w*"),
        ("nights_more", -1, rf"{_LEAVE} {_ONE_WORD}{_MANY} {_UNITS} (?:early|earlier|früher|eher)\b"),
        ("nights_more", -1, rf"{_MANY} {_UNITS} (?:früher|eher|earlier) {_ONE_WORD}{_LEAVE}\b"),
        ("nights_more", -1, rf"reisen (?:\w+ )?{_MANY} {_UNITS} (?:früher|eher) ab\b"),
        ("arrives_later", -1, rf"{_COME} {_ONE_WORD}{_MANY} {_UNITS} (?:early|earlier|früher|eher)\b"),
        ("arrives_later", -1, rf"{_MANY} {_UNITS} (?:früher|eher|earlier) {_ONE_WORD}{_COME}\b"),
        ("arrives_later", 1, rf"{_COME} {_ONE_WORD}{_MANY} {_UNITS} (?:later|später)\b"),
        ("arrives_later", 1, rf"{_MANY} {_UNITS} (?:später|later) {_ONE_WORD}{_COME}\b"),
        ("nights_more", 1, rf"{_LEAVE} {_ONE_WORD}{_MANY} {_UNITS} (?:later|später)\b"),
        ("nights_more", 1, rf"{_MANY} {_UNITS} (?:später|later) {_ONE_WORD}{_LEAVE}\b"),
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
    r"\b(?:1|eine?|einer|a single|only a|just a|for a|with a|spend a|nur eine|stay (?:just )?a) (?:single |einzige )?night\b(?! ?(?:more|longer|länger|mehr|extra|cap|stand|out|life))|\bovernight stay\b"
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


def read(
    text: str,
    *,
    now: datetime,
    language: str,
    region: str = "",
    expected: str | None = None,
    check_in: str | None = None,
    check_out: str | None = None,
    spoken_of: str | None = None,
) -> list[Value]:
    """Arrival (`check_in`), departure (`check_out`) and `nights`, as they stand.

    now: aware, in the house's zone. expected: what was just asked for, "check_in", "check_out" or "nights", which lets
    bare answers count. check_in, check_out: the stay as known so far; a departure is looked for after its arrival, and
    what is moved is as long as it was. spoken_of: the
    day spoken of last (ISO), or the month ("2027-03"); a day without a month is of its month.
    """
    heard = times.read(text, now=now, language=language, region=region)
    if expected == "check_out" and not heard and (bare := _ONLY_NUMBER.fullmatch(words.read(text).plain)):
        expected = "nights" if 0 < int(bare[1]) <= MOST_BARE_NIGHTS else expected  # that is how it is asked first
    lasts = any(value.kind in ("date", "duration") for value in heard) or _ONE.search(words.read(text).plain)
    if expected in ("check_in", "check_out") and not lasts:
        days_alone = _without_counts(text, language)
        heard = times.read(days_alone, now=now, language=language, expected="date", region=region)
    heard = [value for value in heard if value.kind != "date" or not _ruled_out(text, value)]
    plain = words.read(text).plain
    month = days.month_named(text, now.date()) or days.as_month(spoken_of)
    holiday = next((str(v.value) for v in heard if v.rule == "holiday" and v.status == "valid"), None)
    whole = next((str(v.value) for v in heard if v.rule in _SURE_STAY and v.status == "valid"), None)
    heard = _in_month(heard, whole or month or check_in or spoken_of, now.date())
    if check_in:
        heard = [days.beside(value, check_in, now.date()) for value in heard]
    around = holiday or check_in or (None if days.as_month(spoken_of) else spoken_of)
    found = stretches.read(text, now.date(), stretches.Known(expected, month, around, check_in))
    if not found:
        dates = [value for value in heard if value.kind == "date" and not (month and _of_this_week(value, month))]
        found = _assigned(text, dates, now.date(), expected, check_in)
    found = _moved(text, found, check_in, check_out) if MOVES.search(plain) else _as_nights(text, found)
    nights = _nights(text, heard, expected, found)
    if nights and (beside := next((v for v in found if v.kind == "check_out" and v.rule != "weekend"), None)):
        before = words.said(text[max(0, beside.span[0] - 48) : beside.span[0]])
        if (
            beside.rule in ("weekday", "near")
            and any(v.kind == "check_in" for v in found)
            and not _LEAVES.search(before)
        ):
            found = [value for value in found if value is not beside]  # "… and a massage on Thursday"
    found += nights
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
    return sorted((_over_a_feast(value, text) for value in found), key=lambda value: value.span)


def taken_back(text: str, *, now: datetime, language: str, region: str = "") -> list[tuple[int, int]]:
    """Where days stand that are put right by others: "for the 20th. Hang on, better the 21st"."""
    if not corrections.PUT_RIGHT.search(words.said(text)):
        return []
    heard = times.read(text, now=now, language=language, region=region)
    dates = [value for value in heard if value.kind == "date" and not _ruled_out(text, value)]
    standing = corrections.standing(dates, text)
    return [value.span for value in dates if value not in standing]


OVER_A_FEAST = "over_a_feast"
"""Rule of an arrival of which is only said around which feast it is: "two nights over Easter"."""


def _over_a_feast(value: Value, text: str) -> Value:
    """An arrival that was named by a feast of several days, or as around one: on which of them guests come is still open."""
    if value.kind != "check_in" or value.rule != "holiday":
        return value
    before, whole = words.said(text[: value.span[0]]), _WHOLE_FEAST.fullmatch(words.read(value.text).plain)
    around = _AROUND.search(before) or (whole and not _ON_THE_DAY.search(before))
    return replace(value, rule=OVER_A_FEAST) if around else value


_AROUND = re.compile(r"\b(?:over|around|across|during|about|über|um|rund um)(?: (?:the|die|das|den))?\W*$")
_ON_THE_DAY = re.compile(
    r"\b(?:from|starting|arriv\w*|beginning|ab|von|vom|anreis\w*|beginnend)(?: (?:on|at|zu|an))?\W*$"
)
_WHOLE_FEAST = re.compile(
    r"(?:easter|ostern|pentecost|pfingsten|christmas|xmas|weihnachten|new years?'?s?)(?: (?:of |in )?(?:19|20)\d\d)?"
)
"""Feasts that are more than a day."""


def around(arrival: str, nights: int) -> list[str]:
    """The days (ISO) on which a stay over a feast may begin: the feast itself, and as many as two days before it."""
    feast = date.fromisoformat(arrival)
    return [(feast - timedelta(days=before)).isoformat() for before in range(min(nights, _BEFORE), -1, -1)]


_BEFORE = 2


def _ruled_out(text: str, value: Value) -> bool:
    """Whether a day is named as one that the stay is to be without: "three nights, but without the weekend"."""
    return _WITHOUT.search(words.said(text[max(0, value.span[0] - 32) : value.span[0]])) is not None


_WITHOUT = re.compile(
    r"\b(?:without|except(?: for)?|excluding|excl|avoiding|ohne|außer|ausser|ausgenommen|(?:not|nicht) (?:over|on|at|across|am|über|an)|just not|nur nicht|bloß nicht|kein)(?: (?:the|a|das|am|an|ein|dem|den|any))*\W*$"
)


def _of_this_week(value: Value, month: str) -> bool:
    """Whether a day was named by its weekday or as the weekend and is not in the month that is spoken of ("2027-03")."""
    which = re.match(r"(?:this|next|coming)\b", words.read(value.text).plain)
    return value.rule in ("weekday", "weekend") and which is None and not str(value.value).startswith(month)


def _without_counts(text: str, language: str) -> str:
    """The utterance without the numbers of people and rooms, each letter in its place: they are no days of the month."""
    family = [one for unit in ("kids", "adults") for one in guests.counted(text, unit, language=language)]
    counts = (*guests.party(text, language=language), *family, *several(text))
    return words.blanked(text, [value.span for value in counts])


def _in_month(heard: Sequence[Value], spoken_of: str | None, today: date) -> list[Value]:
    """The values with each day that was named without its month in the month that is spoken of."""
    return [days.in_month_of(value, spoken_of, today) if value.kind == "date" else value for value in heard]


def _assigned(
    text: str, dates: Sequence[Value], today: date, expected: str | None, check_in: str | None
) -> list[Value]:
    """Which of the days is the arrival and which the departure."""
    dates = corrections.standing(dates, text)
    if len(dates) == 1 and dates[0].rule == "weekend":
        return _weekend(dates[0], text, today)
    if len(dates) == 1 and dates[0].rule in _NTH_WEEKEND and dates[0].status == "valid":
        return _weekend_of(dates[0])
    dates = _of_feast(dates, text, today)
    dates = without_its_feast(dates, text)
    if len(dates) > 2:  # "over New Year, from the 30th to the 2nd": the days count, not what they are around
        dates = [value for value in dates if value.rule != "holiday"]
    weekend = [value for value in dates if value.rule == "weekend"]
    weekdays = [value for value in dates if value.rule == "weekday" and value.value]
    if len(weekend) == 1 and len(weekdays) == len(dates) - 1 and 0 < len(weekdays) < 3:
        return _of_weekend(_weekend(weekend[0], text, today), weekdays, text)
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
        moved = _ONTO.search(before) is not None and MOVES.search(before + after) is not None
        moved = moved and not _DEPARTURE.search(before)
        leaves = (
            bool(_LEAVES.search(before)) and not moved and not re.search(r"\b(?:go|it|book|stay) to $", before + " ")
        )
        if value.reason == "day_or_month_first" and (
            ends := next((v for v in dates if v.status == "valid" and v.span > value.span), None)
        ):
            early = sorted(str(one) for one in value.alternatives if str(one) < str(ends.value))
            value = replace(value, value=early[-1], status="valid", alternatives=(), reason=None) if early else value
        if leaves and ("check_in" in found or check_in or expected == "check_out" or not before.endswith("to")):
            kind = "check_out"
        elif moved or (_ARRIVES.search(before) and not ("check_in" in found and len(dates) > 1)):
            kind = "check_in"
        elif re.match(r"(?:check ?-? ?out|departure|abreise)", after) or "check_in" in found:
            kind = "check_out"
        else:
            kind = expected if expected in ("check_in", "check_out") and len(dates) == 1 else "check_in"
            if kind == "check_out" and value.value == check_in:
                kind = "check_in"  # nobody leaves on the day of arrival: "just for tonight"
        found[kind] = replace(value, kind=kind)
    arriving = found.get("check_in")
    start = arriving.value if arriving else check_in
    if arriving and arriving.rule in days.ALONE and (gone := found.get("check_out")) and gone.rule in _SURE_STAY:
        begins = date.fromisoformat(str(arriving.value))
        earlier = (days.on_month(date.fromisoformat(str(gone.value)), on, begins.day) for on in (0, -1))
        first = next((one for one in earlier if one and today <= one and one.isoformat() < str(gone.value)), begins)
        found["check_in"] = replace(arriving, value=first.isoformat())  # "until the 9th of June, arriving on the 7th"
        start = first.isoformat()
    if (leaving := found.get("check_out")) and start:
        found["check_out"] = _after(leaving, date.fromisoformat(str(start)))
    return list(found.values())


def _of_feast(dates: Sequence[Value], text: str, today: date) -> list[Value]:
    """The days with each weekday that is said of a feast beside it: "over Easter, Friday to Monday", "Karfreitag bis Montag".

    The feast itself begins the stay where a single weekday ends it, and is left out where both ends are named.
    """
    feasts = [value for value in dates if value.rule == "holiday" and value.value]
    if not feasts or len(dates) < 2:
        return list(dates)
    weekdays = [value for value in dates if value.rule == "weekday" and value.value]
    rest = [value for value in dates if value not in weekdays and value not in feasts]
    if weekdays and len(feasts) == 1 and all(value.rule == "weekend" for value in rest):
        feast, last = feasts[0], weekdays[-1]
        day = date.fromisoformat(str(feast.value))
        if len(weekdays) == 1 and not rest and _TILL.fullmatch(words.said(text[feast.span[1] : last.span[0]])):
            whole = _OVER.search(words.said(text[: feast.span[0]])) and not _ITS_DAY.search(words.said(feast.text))
            return [days.nearest(last, day.isoformat(), today)] if whole else [feast, _after(last, day)]
        if len(weekdays) == 1 and last.span < feast.span:
            return list(dates)
        return [days.nearest(value, day.isoformat(), today) for value in weekdays]
    if len(feasts) > 2 and all(value.rule == "weekend" for value in rest):
        return [feasts[-2], feasts[-1]]  # "Easter weekend, Good Friday to Easter Monday"
    return list(dates)


def without_its_feast(dates: Sequence[Value], text: str) -> list[Value]:
    """The days without the feast that they are only around, where the one of the arrival is named: "over New Year, we'd
    arrive on the 30th". A feast at which a stay begins or ends counts.
    """
    feast = next((value for value in dates if value.rule == "holiday"), None)
    named = [value for value in dates if value is not feast and (value.rule in _NUMBERED or value.rule in _SURE_STAY)]
    if feast is None or len(named) != len(dates) - 1 or not named:
        return list(dates)
    before = {value: words.said(text[max(0, value.span[0] - 48) : value.span[0]]) for value in dates}
    whole = _WHOLE_FEAST.fullmatch(words.read(feast.text).plain) or _AROUND.search(before[feast])
    arrives = any(_ARRIVES.search(before[value]) for value in named)
    ends = all(_LEAVES.search(before[value]) for value in named) or _LEAVES.search(before[feast])
    begins = _ON_THE_DAY.search(before[feast])
    tied = any(_TILL.fullmatch(words.said(text[a.span[1] : b.span[0]])) for a, b in itertools.pairwise(dates))
    return list(dates) if tied or ends or begins or not (whole or arrives) else named


_NUMBERED = days.ALONE | {"weekday_day", "day_of_month"}
_OVER = re.compile(r"\b(?:over|über|during)(?: (?:the|die))? *$")
_TILL = re.compile(rf" *,? *{_TO}(?: (?:the|on|zum|am))* *")
_ITS_DAY = re.compile(r"(?:day|tag|abend|samstag|eve)$")


def _of_weekend(whole: Sequence[Value], named: Sequence[Value], text: str) -> list[Value]:
    """The weekend with the weekdays that are said of it: "the weekend after next, Friday to Monday"."""
    arrives, leaves = whole
    begins = date.fromisoformat(str(arrives.value)) - timedelta(days=2)
    leaving = _LEAVES.search(words.said(text[max(0, named[0].span[0] - 48) : named[0].span[0]]))
    if not (len(named) == 1 and leaving):
        first, named = named[0], named[1:]
        weekday = date.fromisoformat(str(first.value)).weekday()
        comes = begins + timedelta(days=(weekday - begins.weekday()) % 7)
        arrives = replace(first, kind="check_in", value=comes.isoformat(), status="valid", alternatives=(), reason=None)
    for last in named:
        leaves = _after(replace(last, kind="check_out"), date.fromisoformat(str(arrives.value)))
    return [arrives, leaves]


MOVES = re.compile(
    r"\b(?:mov(?:e|ing)|chang(?:e|ing)|shift\w*|reschedul\w*|postpon\w*|push|switch|verschieb\w*|verleg\w*|umbuch\w*|um(?:zu)?buchen|änder\w*)\b"
)


def arrives(text: str) -> str:
    """How it is said that guests come, and not that their stay is moved: "early" where it is sooner than was agreed,
    "arrives" otherwise; "" where nothing is said of it.
    """
    said = words.said(text)
    if not _COMING.search(said) or MOVES.search(said):
        return ""
    return "early" if _SOONER.search(said) else "arrives"


_COMING = re.compile(
    r"\b(?:arriv\w*|check(?:ing)? ?-? ?in|com(?:e|ing)|be there|get there|start|anreise\w*|anzureisen|ankunft\w*|ankommen|einchecken|kommen?|komm|da sein)\b|\b(?:reisen?|reise) (?:\w+ ){0,5}an\b"
)
_SOONER = re.compile(r"\b(?:already|earlier|sooner|early|schon|bereits|früher|eher)\b")
_ARRIVAL = re.compile(r"\b(?:arriv\w*|check ?-? ?in|anreise\w*|ankunft\w*|start)\b")
_DEPARTURE = re.compile(r"\b(?:depart\w*|leav\w*|check ?-? ?out|abreise\w*|end)\b")
_ONTO = re.compile(r"\b(?:to|auf|for|für|until|till)\b(?: (?:the|den|dem|on|friday|saturday))*\s*$")
_OUT_OF = re.compile(r"\b(?:from|von|vom)\b(?: (?:the|dem|den))*\s*$")


def _moved(text: str, found: Sequence[Value], check_in: str | None, check_out: str | None) -> list[Value]:
    """What is moved: the arrival or the departure alone, where that is said, else the whole stay, as long as it was.

    Of a stay that is not known yet the new arrival alone, by the rule `MOVED`; the day that it is moved away from is its
    alternative.
    """
    arrives = next((value for value in found if value.kind == "check_in"), None)
    leaves = next((value for value in found if value.kind == "check_out"), None)
    onto = leaves or arrives
    if onto is None or onto.status != "valid":
        return list(found)
    before = words.said(text[max(0, onto.span[0] - 80) : onto.span[0]])
    if not MOVES.search(f"{before} {words.said(text[onto.span[1] : onto.span[1] + 24])}"):
        return list(found)
    stretch = arrives is not None and leaves is not None and arrives.span == leaves.span
    if stretch:
        away = str(arrives.value) if arrives else ""
        if not (
            _OUT_OF.search(before) or words.said(text[onto.span[0] : onto.span[1]]).startswith(("from", "von", "vom"))
        ):
            return list(found)
        if check_in and check_in != away:
            return list(found)
    elif not _ONTO.search(before):
        return list(found)
    else:
        away = str(arrives.value) if arrives and leaves else ""
    for kind, named in (("check_in", _ARRIVAL), ("check_out", _DEPARTURE)):
        if named.search(before) and not stretch:
            return [replace(onto, kind=kind, rule=END_ALONE)]
    day = replace(onto, kind="check_in", rule=MOVED, alternatives=(away,) if away and stretch else ())
    if not (check_in and check_out):
        return [day]
    ends = date.fromisoformat(str(day.value)) + (date.fromisoformat(check_out) - date.fromisoformat(check_in))
    return [replace(day, alternatives=()), replace(day, kind="check_out", value=ends.isoformat(), alternatives=())]


END_ALONE = "end_alone"
"""Rule of an arrival or a departure that is moved alone: the other end of the stay stands."""
MOVED = "moved"
"""Rule of an arrival to which a whole stay is moved."""
_BARE_AND = re.compile(r" ?(?:and|und|,|&) ?(?:also |auch )?")
_AND_THE_DAY_AFTER = re.compile(
    r"\b(?:tomorrow|tonight|today) (?:and|und) (?:the )?(?:day after|next day)\b(?! tomorrow)"
)


def _as_nights(text: str, found: Sequence[Value]) -> list[Value]:
    """ "For tonight and tomorrow" are two nights: the day named last is the last that is slept through."""
    arrives = next((value for value in found if value.kind == "check_in" and value.rule in ("near", "weekday")), None)
    if arrives is None or arrives.status != "valid":
        return list(found)
    leaves = next((value for value in found if value.kind == "check_out"), None)
    plain = words.read(text).plain
    last = date.fromisoformat(str(arrives.value)) + timedelta(days=1)
    if leaves is None:
        if not _AND_THE_DAY_AFTER.search(plain):
            return list(found)
    elif (
        leaves.value != last.isoformat()
        or "between" in plain
        or "zwischen" in plain
        or not _BARE_AND.fullmatch(words.said(text[arrives.span[1] : leaves.span[0]]))
    ):
        return list(found)
    ends = (last + timedelta(days=1)).isoformat()
    return [
        arrives,
        replace(
            leaves or arrives,
            kind="check_out",
            value=ends,
            rule="nights_named",
            status="valid",
            alternatives=(),
            reason=None,
        ),
    ]


_BESIDE = re.compile(r"\b(?:before|vor|after|nach)\b")


def _weekend_of(day: Value, beside: str = "") -> list[Value]:
    """From the Friday to the Sunday of the weekend that a day belongs to, or that follows it, or lies before or after it."""
    named = date.fromisoformat(str(day.value))
    friday = named + timedelta(days=4 - named.weekday())
    long = day.rule == "holiday" and named.weekday() == 6 and _TO_MONDAY.search(words.said(day.text)) is not None
    if beside in ("before", "vor") and friday + timedelta(days=2) >= named:
        friday -= timedelta(days=7)
    elif beside in ("after", "nach") and friday <= named:
        friday += timedelta(days=7)
    last = friday + timedelta(days=3 if long and not beside else 2)
    return [
        replace(day, kind="check_in", value=friday.isoformat(), rule="weekend"),
        replace(day, kind="check_out", value=last.isoformat(), rule="weekend"),
    ]


_TO_MONDAY = re.compile(r"easter|oster|whit|pentecost|pfingst")
"""Feasts whose weekend ends with a Monday that is one, too."""


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
    over = today.weekday() > 4  # the coming one is the next
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if today.weekday() == 5 and which == "this":
        friday = today
    elif m and (m["after"] or (which or "").startswith("über")):
        friday += timedelta(days=7 if over else 14)
    elif which in ("next", "following") and not over:
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
            if not re.search(r"\b(?:in|within|vor|every|per) $", before + " "):
                lasting.append(replace(value, kind="nights", value=int(many[1]), rule="nights", note=None))
    if len(lasting) == 2 and re.fullmatch(r" ?(?:and|und|,|plus) ?", text[lasting[0].span[1] : lasting[1].span[0]]):
        whole, part = lasting  # "three weeks and two days"
        if int(whole.value or 0) % 7 == 0 and 0 < int(part.value or 0) < 7:
            span = (whole.span[0], part.span[1])
            both = int(whole.value or 0) + int(part.value or 0)
            lasting = [replace(whole, value=both, span=span, text=text[slice(*span)])]
    if not lasting:
        reading = words.read(text)
        begins = {value.kind for value in found} & {"check_in", "check_out"} == {
            "check_in"
        }  # "have you a single for one night on the 12th?"
        for m in _ONE.finditer(reading.plain):
            span = reading.span(*m.span())
            if begins or wishes.told(text, span[0]):
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
    found: list[Value] = []
    for kind, by, pattern in _STRETCHED:
        for m in pattern.finditer(reading.plain):
            span = reading.span(m.start("many"), m.end())
            whole = reading.span(*m.span())
            if any(whole[0] < one.span[1] and one.span[0] < whole[1] for one in found):
                continue
            if kind.endswith("_known") and not found and not (check_in and check_out):
                continue  # later than what, nobody knows
            many = by * (int(m["many"]) if m["many"].isdecimal() else 1)
            many *= 7 if m.groupdict().get("weeks") else 1
            named = "nights_more" if kind == "longer_than_known" else kind
            kinds = ("arrives_later", "nights_more") if named in ("both", "of_the_known") else (named,)
            if found and len(kinds) > 1:
                kinds = ("arrives_later",)  # "a day later, and a day longer"
            had = {one.kind for one in found}
            found += [Value(one, many, span, text[slice(*span)], "more_nights") for one in kinds if one not in had]
    return _counted(found, str(check_in), str(check_out)) if found and check_in and check_out else found


def nights_after_all(text: str, check_in: str, check_out: str) -> list[Value]:
    """The nights that a booked stay (ISO days) is to have, however many were spoken of since: "just one more then", "we'll
    stay the second night as well".
    """
    reading = words.read(text)
    m = _JUST_MORE.search(reading.plain) or _THAT_NIGHT.search(reading.plain)
    if m is None:
        return []
    had = (date.fromisoformat(check_out) - date.fromisoformat(check_in)).days
    named = m.groupdict()
    nth, more = named.get("nth") or named.get("mth"), named.get("many") or ""
    many = int(nth) if nth else had + (int(more) if more.isdecimal() else 1)
    span = reading.span(*m.span())
    return [Value("nights", many, span, text[slice(*span)], "more_nights")] if many > had else []


_JUST_MORE = re.compile(
    r"\b(?:just|only|nur|bloß)(?: (?:noch|eben|doch|um|by|the|for))* (?P<many>\d{1,2}|an?|eine?) (?:nights? )?(?:more|extra|longer|mehr|länger|zusätzlich\w*|weitere)\b(?! (?:thing|question|people|person|guest|room))(?: nights?)?"
)
_THAT_NIGHT = re.compile(
    r"\b(?:the|die|that|eine?) (?:(?P<nth>[2-9])th|extra|additional|zusätzliche) night\b(?=.{0,24}\b(?:as well|too|after all|also|auch|doch|then|dann|dazu|ebenfalls)\b|\W*$)"
    r"|\b(?:stay|take|add|book|bleiben|nehmen|buchen|auch|doch)\b.{0,16}\b(?:the|die|that) (?:(?P<mth>[2-9])th|extra|additional|zusätzliche) night\b"
)


def in_another(text: str, check_in: str, check_out: str, today: date) -> list[Value]:
    """A stay that is known (ISO days; the departure may be ""), in the month or the week that is named in place of its
    own: "make it April", "nicht diese Woche, die übernächste".
    """
    known, leaves = date.fromisoformat(check_in), date.fromisoformat(check_out) if check_out else None
    week = days.week_named(text)
    month = days.month_alone(text, today)
    comes = days.in_week(known, week[0], today) if week else days.in_month(known, month) if month else None
    if comes is None or comes < today:
        return []
    span = week[1] if week else (0, len(text))
    found = [Value("check_in", comes.isoformat(), span, text[slice(*span)], "in_another")]
    if leaves:
        ends = comes + (leaves - known)
        found.append(Value("check_out", ends.isoformat(), span, text[slice(*span)], "in_another"))
    return found


def _counted(heard: Sequence[Value], check_in: str, check_out: str) -> list[Value]:
    by = {one.kind: timedelta(days=int(one.value or 0)) for one in heard}
    arrives = date.fromisoformat(check_in) + by.get("arrives_later", timedelta())
    leaves = date.fromisoformat(check_out) + by.get("nights_more", timedelta())
    nights = (leaves - arrives).days
    if nights < 1 and by.get("arrives_later", timedelta()) > timedelta():
        leaves, nights = leaves + by["arrives_later"], nights + by["arrives_later"].days  # "we come a week later"
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
_ONE_OF_VIEW = re.compile(r"\b(?:the|that|with the|das|die|den) (?P<one>[a-zäöüß]+) (?:one|1|room|side|double)\b")
_VIEW = re.compile(
    r"\b(?:(?P<one>(?!(?:a|the|any|nice|good|great|beautiful|some|no|with)\b)[a-zäöüß]+) ?-? views?|views? (?:of|over|to|on(?:to)?) (?:the )?(?P<two>[a-zäöüß]+)|(?:facing|overlooking) (?:the )?(?P<three>[a-zäöüß]+)|blick (?:auf (?:den|das|die)|aufs|ins|zum|in den) (?P<four>[a-zäöüß]+)|(?P<five>[a-zäöüß]+)(?:blick|sicht|seite)|(?:zum|zur) (?P<six>[a-zäöüß]+) (?:hin|raus|hinaus)|(?P<seven>[a-zäöüß]+) (?:wäre|would be) (?:\w+ )?(?:toll|super|schön|gut|prima|ideal|nice|great|lovely|good))\b"
)


def is_stretch(text: str) -> bool:
    """Whether the words name a stretch of days, as only a stay has one: "5 to 8 December", "from Friday to Sunday"."""
    plain = words.read(text).plain
    return _STRETCH.search(plain) is not None or stretches.named(text)


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


_COUNT = re.compile(
    r"\b(?:(?P<many>[1-9]|1\d|20)|an?|one|another|eine?[nms]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|two|three|four|five|six|seven|eight|nine|ten)(?: (?:more|further|weitere[ns]?))?\W+$"
)
_HALF_NAMED = re.compile(r"\b(?:[2-9]|1\d|zwei|drei|vier|fünf|sechs|eine?n?|je ein) (?P<kind>doppel|einzel|familien)\b")
"""Kinds of room as they are listed in short: "zwei Doppel und ein Einzel"."""
_LISTS = re.compile(r"\b(?:and|und|plus|sowie)\b|[,&+]")
_NO_LIST = re.compile(
    r"\b(?:or|oder|instead|statt|anstatt|rather|lieber|eher|not|nicht|kein\w*|no|if|wenn|falls|sonst|otherwise|but|aber|sondern|change|switch|move|make|then|dann|tausch\w*|wechsel\w*|upgrade|book|buchen|buche|cancel|storn\w*|alternativ\w*)\b|(?<!\d)[.!?]"
)
_JOINS = re.compile(r"\b(?:and|und|plus|sowie)\b|[&+]")
_RULES_OUT = re.compile(r"\b(?:not|no|nicht|kein\w*|instead of|rather than|statt|anstatt|from)\b\W*$")
_COMPARES = re.compile(r"\b(?:between|zwischen|difference|unterschied|compar\w*|vergleich\w*)\b")
MOST_OF_A_LIST = 200
_FOR_THEM = re.compile(
    r"(?: (?:for|für)(?: (?!(?:from|vom|von|am|on|ab|bis|between|next|im|in|at|please|bitte)\b)[^\W\d_][\w'-]*){1,4})?",
    re.IGNORECASE,
)


def listed(text: str, types: Sequence[Named]) -> tuple[int, tuple[int, int], list[str]] | None:
    """Several kinds of room that are wished for at once: how many rooms, where their list stands, and the words about each.
    "Two doubles and a single", "ein Doppelzimmer für meine Eltern und ein Familienzimmer für uns"; None for no such list.
    """
    spans = {value.span: str(value.value) for value in _named(text, types, "room_type", even_asked=True)}
    low = text.lower()
    if len(low) == len(text):
        halves = {m.span("kind"): m["kind"] for m in _HALF_NAMED.finditer(low)}
        spans |= {at: kind for at, kind in halves.items() if not any(b <= at[0] < e for b, e in spans)}
    if len(set(spans.values())) < 2 or _COMPARES.search(low):
        return None
    rooms, begins = 0, list[int]()
    end, joined = 0, False
    for at in sorted(spans):
        count = _COUNT.search(low[max(0, at[0] - 24) : at[0]])
        if count is None or not wishes.told(text, at[0]):
            return None
        between = low[end : at[0]] if begins else ","
        if len(between) > MOST_OF_A_LIST or not _LISTS.search(between) or _NO_LIST.search(between):
            return None
        joined = joined or (bool(begins) and _JOINS.search(between) is not None)
        begin = max(0, at[0] - 24) + count.start()
        if not begins and _RULES_OUT.search(low[:begin]):
            return None  # "not a double, a single"
        many = words.read(count[0]).plain.split()[:1]
        rooms += int(many[0]) if many and many[0].isdecimal() else 1
        begins.append(begin)
        end = at[1]
    if not joined and rooms == len(begins):
        return None  # "a single, a double": it may be put right
    if is_stretch(text[begins[0] : begins[1]]) and is_stretch(text[begins[1] :]):
        return None  # two stays, and each has its days
    tail = _FOR_THEM.match(text[end:])
    end += tail.end() if tail else 0
    parts = [text[b:e] for b, e in zip(begins, [*begins[1:], end], strict=True)]
    return rooms, (begins[0], end), parts


_ANY_ROOM = frozenset(("room", "rooms", "zimmer", "with", "view"))


_LEFT_OUT = re.compile(
    r"\b(?:no|(?<!not )without|(?:do not|don't|not|no longer) (?:want|need|take|have)(?: (?:any|the|a))?|(?:not|\w*n't|never|nicht) (?:\w+ ){0,3}?(?:bring|want|eat|hav|tak|hav|us|includ|com|need|order|book|pay|get)(?:e|ing)?(?: along)?(?: (?:with|for|for the|any))?|(?:drop|cancel|remove|skip|delete|leave out|take off|take away|(?<!don't )(?<!not )(?<!never )forget)(?: (?:the|our|my|about))*|leav\w*|(?:streich|vergess|lass|lösch)e?n sie|(?<!nicht )ohne|kein\w*|nicht)(?: (?:bitte|doch|please))?(?: (?:das mit|the (?:thing|bit|part) (?:about|with)))?(?: (?:the|a|any|our|my|more|das|den|die|dem|der|ein\w*|unser\w*|mein\w*|mehr))? ?$"
)
_LEAVES_OUT = re.compile(
    r"^(?:s|es|n|en)? ?(?:,? (?:doch|bitte|wieder|please|then|dann|lieber))*,? (?:weg(?:lassen)?|weglassen|abbestell\w*|storn\w*|streichen|rausnehmen|raus|nicht(?: mehr)?|off|out|not needed|(?:(?:is|are|will|would|can|does) not|isn't|aren't|won't|can't|doesn't) (?:com\w*|be|need\w*|join\w*|travel\w*)|(?:is |will be |are )?stay\w*(?: \w+){0,2} (?:at )?home|(?:bleibt?|bleiben)(?: \w+)? (?:zu ?hause|daheim)|(?:kommt|kommen|reist) (?:\w+ )?nicht mit|brauchen wir (?:doch )?nicht|brauche ich (?:doch )?nicht|not)\b"
)


_WITH_IT = re.compile(r"\b(?:with|including|incl\.?|mit|inklusive|inkl\.?|plus)\b[^.?!]{0,40}$")


def extras(text: str, known: Sequence[Named], *, priced: bool = False) -> list[Value]:
    """The extras that are named and wished for (`extra`, as the config calls it), each once, and those that are to be
    left out (`no_extra`). priced: the price of a stay is asked, of which what it is to be with is a part.
    """
    found: dict[str, Value] = {}
    for value in _named(text, known, "extra", even_asked=True):
        before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
        after = text[value.span[1] : value.span[1] + 32].lower()
        if not (priced and _WITH_IT.search(before)) and (
            not wishes.told(text, value.span[0]) or wishes.only_asked(text, value.span[0])
        ):
            continue
        if _AT_A_MEAL.search(before):
            continue  # "a table by the window at breakfast"
        taken_out = _TAKES_IT_OUT.search(
            words.said(text[value.span[1] :])
        )  # "what is the breakfast, and can you take it out?"
        if _LEFT_OUT.search(before + " ") or _LEAVES_OUT.match(after) or taken_out:
            found.setdefault(str(value.value), replace(value, kind="no_extra"))
        else:
            found.setdefault(str(value.value), value)
    return list(found.values())


_TAKES_IT_OUT = re.compile(
    r"\b(?:take|leave|get) (?:it|that|this|them) (?:out|off|away)\b|\b(?:remove|drop|cancel|scrap) (?:it|that|this|them)(?= ?(?:$|[.,;!?]|again|please|from|then))"
    r"|\b(?:das|es|den|ihn|sie) (?:\w+ ){0,3}(?:(?:he)?rausnehmen|weglassen|streichen|abbestellen|entfernen|stornieren)\b"
)
"""Wanting to be without what was just named."""
_AT_A_MEAL = re.compile(r"\b(?:at|during|over|beim|während(?: des| dem)?)(?: (?:the|our|my))? ?$")


def spoken_of_beside(text: str, known: Sequence[Named]) -> list[str]:
    """The extras that say when or where something else is wished for, and are not wished for by it: "quiet at breakfast"."""
    found = _named(text, known, "extra", even_asked=True)
    return [
        str(one.value)
        for one in found
        if _AT_A_MEAL.search(words.said(text[max(0, one.span[0] - 40) : one.span[0]]))
        and wishes.told(text, one.span[0])
    ]


def named(text: str, known: Sequence[Named]) -> list[Value]:
    """Those of a house's extras that are named (`extra`), wished for, left out or only asked about."""
    return _named(text, known, "extra", even_asked=True)


_LATE_OUT = re.compile(r"\blate\b.*(?:check|depart)|\bspät\w*.*(?:check|abreise)", re.IGNORECASE)
_OUT = r"(?:check(?:ing)? ?-? ?out|leav(?:e|ing)|depart(?:ing)?|auschecken|abreisen|ausziehen|checken\b.{0,24}\baus)"
_STAY_ON = r"(?:stay(?:ing)?|keep (?:the|our|my) room|have (?:the|our|my) room|bleiben|zimmer (?:\w+ )?behalten|im zimmer sein)"
_AFTERNOON = r"(?:noon|midday|(?:1[2-7]|[1-5])(?::\d\d)?(?P<clock> ?(?:pm|o'clock|uhr))?)(?![\d.:/]|th\b| ?(?:nights?|days?|weeks?|am\b))"
_LEAVING_LATE = re.compile(
    rf"\b{_OUT}\b(?! (?:\w+ )?\d+ (?:days?|nights?)).{{0,30}}?\b(?:at|by|until|till|um|gegen|erst|around)\b(?: \w+)? {_AFTERNOON}"
    rf"|\b(?:at|by|until|till|bis|um|gegen|around)\b {_AFTERNOON.replace('clock', 'o')}.{{0,24}}?\b{_OUT}\b"
    rf"|\b{_STAY_ON}\b.{{0,24}}?\b(?:until|till|bis)\b(?: \w+)? (?:noon|midday|(?:1[2-7]|[1-5])(?::\d\d)? ?(?:pm|o'clock))"
    rf"|\b(?:until|till|bis)\b (?:noon|midday|(?:1[2-7]|[1-5])(?::\d\d)? ?(?:pm|o'clock))\b.{{0,24}}?\b{_STAY_ON}\b"
    rf"|\b(?:later|später) {_OUT}\b|\b{_OUT} (?:\w+ )?(?:later|später|late)\b(?! (?:in|im) )"
)
"""Keeping the room into the afternoon of the last day, at an hour or only "later"."""


def leaving_late(text: str, known: Sequence[Named]) -> list[Value]:
    """The extra (`extra`) that keeping the room longer on the last day is: "could we check out at 1 pm?"."""
    late = next(
        (
            one
            for one in known
            if any(_LATE_OUT.search(way) for ways in (one.get("names") or {}).values() for way in ways)
        ),
        None,
    )
    reading = words.read(text)
    m = _LEAVING_LATE.search(reading.plain) if late else None
    if late is None or m is None or _A_DAY_LATER.search(reading.plain):
        return []
    span = reading.span(*m.span())
    return [Value("extra", str(late["name"]), span, text[slice(*span)], "leaving_late")]


_A_DAY_LATER = re.compile(r"\b(?:days?|nights?|weeks?|tage?) (?:\w+ )?(?:later|später|länger|earlier|früher)\b")


_SOME_OF_US = (
    r"(?:wife|husband|partner|spouse|mother|father|mum|mom|dad|parents|son|daughter|child|kids?|children|boys?|girls?|sister|brother|friend|grandma|grandpa|"
    r"frau|mann|mutter|vater|mama|papa|eltern|sohn|tochter|kind(?:er)?|kleinen?|oma|opa|schwester|bruder|freund(?:in)?|partnerin)"
)
_FOR_SOME = re.compile(
    r"\b(?:(?:only|just|nur|aber nur) )?(?:for|für) (?:(?:only|just|nur) )?(?:(?:1|one|eine[nrm]?|ein|me|him|her|mich|ihn|sie)\b(?: (?:person|of us|of them|of the (?:two|three)|von uns|von ihnen))?"
    rf"|(?:[2-9]|two|three|zwei|drei) (?:of us|of them|von uns|von ihnen)|(?:my|our|the|mein\w*|unser\w*|die|den|das|der) {_SOME_OF_US}\b)(?: only| alone| allein)?"
)
_ONLY_SOME = re.compile(r"\b(?:only|just|nur|of us|of them|von uns|alone|allein)\b")


def for_some(text: str, extras: Sequence[Value], known: Sequence[Named], *, asked: str = "") -> list[Value]:
    """The extras charged by the head that only some of the guests want, as notes (`note`: the extra): nobody else pays them.

    asked: the extra that a yes would be to, where the words name none.
    """
    said = words.said(text)
    some = next((m for m in _FOR_SOME.finditer(said) if _ONLY_SOME.search(m[0])), None)
    if some is None:
        return []
    by_head = {str(one["name"]) for one in known if one.get("per") in ("person_night", "person")}
    at = text.lower().find(some[0])
    end = at + len(some[0]) if at >= 0 else len(text)
    named = [one for one in extras if one.value in by_head and one.kind == "extra"]
    if not named and asked in by_head:
        return [Value("note", f"{asked} {some[0]}", (0, 0), some[0], "for_some", note=asked)]
    begins = min((one.span[0] for one in named), default=0)
    span = (min(begins, max(at, 0)), max(end, *(one.span[1] for one in named)) if named else end)
    return [
        Value("note", text[slice(*span)].strip(), span, text[slice(*span)], "for_some", note=str(one.value))
        for one in named
    ]


def counted_extras(text: str, extras: Sequence[Value]) -> list[Value]:
    """Extras of which there are several, as notes (`note`: the extra): "two dogs"; the price counts one."""
    found = []
    for one in extras:
        before = _COUNT_BEFORE.search(words.read(text[: one.span[0]]).plain)
        further = _ONE_MORE.search(text[: one.span[0]])
        if one.kind == "extra" and ((before and int(before[1]) > 1) or further):
            word = further or re.search(r"\S+\s*$", text[: one.span[0]])
            span = (word.start() if word else one.span[0], one.span[1])
            said = text[slice(*span)]
            found.append(Value("note", said, span, said, "several_extras", note=str(one.value)))
    return found


_COUNT_BEFORE = re.compile(r"(?<![\d.:/])\b(\d)\s*$")
_ONE_MORE = re.compile(
    r"\b(?:(?:a |an |den |einen |eine |ein )?(?:second|third|zweite[nrs]?|dritte[nrs]?))\s+$", re.IGNORECASE
)


def spoken_of(text: str, known: Sequence[Named]) -> list[str]:
    """The names of those of a house's things that are spoken of, wished for or not."""
    return list(dict.fromkeys(str(value.value) for value in _named(text, known, "named", even_asked=True)))


def views(text: str, types: Sequence[Named], *, even_asked: bool = False) -> list[Value]:
    """The view that is wished for (`view`), of those that the house has. even_asked: or only asked about."""
    known = {str(one["view"]) for one in types if one.get("view")}
    said = words.said(text)
    for m in _VIEW.finditer(said):
        if _IN_PLACE_OF.search(said[: m.start()]):
            continue  # "a plain double instead of the lake view"
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


_IN_PLACE_OF = re.compile(
    r"\b(?:instead of|rather than|without|(?:an)?statt|ohne)(?: (?:an?|the|de[mnrs]|das|die|eine[mnrs]?|ein))? ?$"
)
_NO_ROOMS = r"(?:nights?|nächten?|days?|tagen?|weeks?|people|persons?|personen|leuten?|guests?|gästen?|adults?|erwachsenen?|children|kids|kindern?|eine?[nmrs]?|an?|the)"
"""What is counted, or begins anew, before a room: "drei Nächte ein Doppelzimmer" is one room."""
_SEVERAL = re.compile(
    rf"(?<![\d.:/-])(?<!for )(?<!für )\b([2-9]|[1-4]\d) (?:(?!{_NO_ROOMS}\b)\w+ ){{0,2}}?(?:(?:double|single|twin|family|separate|lake|accessible) ?)*(?:rooms|doubles|singles|twins|suites|[a-zäöü]*zimmer|suiten)\b"
)


_BOTH = re.compile(
    r"\b(?:both|beide[ns]?|jeweils|je|each) (?:an? |ein )?(?:singles?|doubles?|suites?|(?:einzel|doppel|familien)zimmer)\b"
)


def several(text: str) -> list[Value]:
    """How many rooms are wanted at once (`rooms`), where it is more than one: "three double rooms"."""
    reading = words.read(text)
    both = _BOTH.search(reading.plain)
    m = _SEVERAL.search(reading.plain) or both
    if not m or one_after_all(text):
        return []
    span = reading.span(*m.span())
    return [Value("rooms", 2 if m is both else int(m[1]), span, text[slice(*span)], "several")]


def one_after_all(text: str) -> tuple[int, int] | None:
    """Where several rooms become one, so that the one is no guest: "two rooms please, no sorry just one"."""
    reading = words.read(text)
    m = _SEVERAL.search(reading.plain) or _BOTH.search(reading.plain)
    one = _ONE_AFTER_ALL.search(reading.plain, m.end()) if m else None
    between = reading.plain[m.end() : one.start()] if m and one else ""
    return reading.span(*one.span(one.lastgroup or 0)) if one and words.TAKEN_BACK.search(between) else None


_ONE_AFTER_ALL = re.compile(
    r"\b(?P<one>(?:(?:just|only|nur|doch|lieber) ){1,3}(?:the )?(?:1|a|eine?[nms]?)(?: (?:single |double |twin |family )?(?:room|rooms|single|double|twin|suite|[a-zäöü]*zimmer))?)(?= ?(?:[.,;:!?]|$|for\b|für\b|from\b|vom\b|please\b|bitte\b|with\b|mit\b|will\b|reicht\b))"
    r"|\b(?P<enough>(?:1|eine?[ns]?)) (?:room |zimmer |rooms )?(?:reicht|genügt|is enough|will do|is fine|is plenty)\b"
)


_ONE_PERSON = re.compile(r"\b(?:eine (?:person|erwachsene)|ein (?:gast|erwachsener)|one guest|one adult)\b")
_BEDS = re.compile(
    r"(?<![\d.:/-])\b(?P<beds>[1-9]|1\d) (?:beds|bett(?:en)?|schlafplätze?)\b(?= ?(?:$|[.,!?]|free\b|frei\b|available\b|left\b|for\b|für\b|vom\b|from\b|am\b|on\b))"
    r"|(?<![\d.:/-])\b(?P<singles>[2-9]|1\d) (?:single(?:s| rooms)|einzelzimmern?)\b"
)
_FOR_ANOTHER = re.compile(
    r"\b(?:for|für) (?:my|our|mein\w*|unser\w*) (?!(?:\w+ )?(?:birthday|anniversary|stay|trip|reservation|booking|honeymoon|geburtstag|urlaub|aufenthalt)\b)[a-zäöüß-]+\b[^.!?;]*?(?:[.,;!?]|\b(?:who|and|and he|and she|der|die|he|she|er|sie)\b)[^.!?;]*?\b(?:he|she|er|sie|who|der|die|and)\b[^.!?;]{0,40}?\b(?:comes|arrives|needs|stays|will|is coming|is arriving|would|'ll|kommt|reist|braucht|bleibt|möchte|wird)\b"
)
"""A room for one other: "for my boss, he arrives on the 12th"."""
_HONEYMOON = re.compile(r"\b(?:honeymoon|flitterwochen|hochzeitsreise)\b")


def sleepers(text: str) -> list[Value]:
    """How many sleep (`party_size`), where only who wants beds says it so: "eine Nacht, eine Person", "two beds", "four
    singles", a honeymoon, a room for one's boss.
    """
    plain = words.read(text)
    if m := _ONE_PERSON.search(text.lower()):
        return [Value("party_size", 1, m.span(), text[slice(*m.span())], "alone")]
    if m := _BEDS.search(plain.plain):
        span = plain.span(*m.span())
        return [Value("party_size", int(m["beds"] or m["singles"]), span, text[slice(*span)], "beds")]
    if m := _HONEYMOON.search(text.lower()):
        return [Value("party_size", 2, m.span(), text[slice(*m.span())], "honeymoon")]
    if m := _FOR_ANOTHER.search(plain.plain):
        span = plain.span(*m.span())
        return [Value("party_size", 1, (span[0], span[0]), text[slice(*span)], "for_another")]
    return []


def at_most(text: str, language: str) -> list[Value]:
    """What a stay may cost (`at_most`, in cents), by the rule "per_night" or "in_all": "under 400 euros for two nights"."""
    found, budget = [], _BUDGET.search(words.said(text)) is not None
    for value in numbers.read(text, language=language):
        if value.kind != "money":
            continue
        before = words.said(text[max(0, value.span[0] - 48) : value.span[0]])
        after = words.said(text[value.span[1] : value.span[1] + 24])
        if (budget and not _ABOVE.search(before)) or _LIMIT.search(before) or _LIMITED.match(after):
            rule = "per_night" if _EACH_NIGHT.match(after) or _EACH_NIGHT_BEFORE.search(before) else "in_all"
            cents = round(float(value.value or 0) * 100)
            found.append(Value("at_most", cents, value.span, value.text, rule))
    return found[-1:]


_LIMIT = re.compile(
    r"\b(?:under|below|up to|within|max(?:imum|imal)?\.?(?: of)?|at (?:the )?most|no more than|not more than|less than|cheaper than|not over|no higher than|unter|unterhalb von|bis(?: zu)?|höchstens|maximal|nicht mehr als|weniger als|nicht über|günstiger als|billiger als)(?: (?:about|around|etwa|rund|circa|ca\.?))?\W*$"
)
_LIMITED = re.compile(r"^\W*(?:or less|at (?:the )?most|max(?:imum|imal)?\b|tops|oder weniger|höchstens)")
_BUDGET = re.compile(r"\bbudget\b")
_ABOVE = re.compile(r"\b(?:over|above|more than|über|mehr als)\W*$")
_EACH_NIGHT = re.compile(
    r"^\W*(?:(?:max(?:imum|imal)?|höchstens|at most|or less) )?(?:a|per|each|every|pro|die|je) (?:night|nacht)\b"
)
_EACH_NIGHT_BEFORE = re.compile(r"\b(?:a|per|each|pro|die|je) (?:night|nacht) [^.!?]*$")


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


_DOGS = words.bag(
    "puppy puppies welpe labrador retriever dackel dachshund pudel poodle terrier spaniel beagle collie schäferhund chihuahua mops bulldog bulldogge dogge dalmatiner dalmatian dobermann vierbeiner"
)
"""What a dog is called, too."""


def _spellings(known: Sequence[Named]) -> list[tuple[str, str]]:
    """Every way to say each name, the longest first: "double room" before "double"."""
    ways = {
        (str(way).lower().strip(), str(one["name"]))
        for one in known
        for way in (one["name"], *(way for some in (one.get("names") or {}).values() for way in some))
    }
    ways |= {(dog, name) for way, name in ways if way in ("dog", "hund") for dog in _DOGS}
    return sorted((way for way in ways if way[0]), key=lambda way: (-len(way[0]), way))
