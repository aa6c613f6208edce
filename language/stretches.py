"""Two days said in one breath, as the ends of a stay: "Fri 4 - Sun 6 Dec", "vom 28. bis zum 3. Januar", "15-17".

What is named at one end only, the month or the year, holds for the other. A weekday beside a number must fit it: it
chooses the month where none is named, and is asked about where it does not fit. Of several stretches in one utterance
the one that puts the other right holds in full: "24th to 26th February. Sorry, 23rd to 26th".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from language import days, words
from language.values import Value

_WD = "(?:" + "|".join(words.WEEKDAYS) + ")"
_MO = "(?:" + "|".join(words.MONTHS) + ")"
_UNITS = (
    r"(?:am\b|pm\b|o'clock|hours?\b|minutes?\b|people|persons?\b|guests?\b|adults?\b|kids?\b|child(?:ren)?\b|nights?\b"
    r"|days?\b|weeks?\b|months?\b|years?\b|percent|euros?\b|rooms?\b|beds?\b|of us\b|€|%)"
)
_END = re.compile(
    rf"(?<![\w.:/€$£+])(?:(?P<weekday>{_WD})\b(?: ?,| the\b| den\b| dem\b| am\b)* ?)?"
    rf"(?:(?P<before>{_MO})\b(?: ?,| ?\.| the\b| den\b)* )?(?:(?:the|den|dem|am|day) )?(?<![\d.:/])(?P<day>\d{{1,2}})"
    rf"(?:\. ?(?P<figure>\d{{1,2}})\.(?: ?(?P<of>20\d\d|\d\d)(?![\d.:])(?! ?{_UNITS})|(?!\d))"
    r"|\.(?P<half>\d{1,2})(?= ?(?:-|–|bis(?: zum)?|auf(?: den)?|to|until) ?\d{1,2}\. ?\d{1,2}\.)"
    rf"|(?P<nth>th\b|\.(?!\d))?(?: ?\( ?(?P<beside>{_WD}) ?\))?"
    rf"(?: ?(?:(?:of|day of|in|im|of the month of) )?(?P<after>{_MO})\b|(?![\d:/]|[.,]\d| ?{_UNITS})))"
    r"(?:[ ,]{1,3}(?:of )?(?P<year>20\d\d|20 \d\d)\b(?! people))?"
)
"""One end: a day by its number, with what else is said of it."""
_LEAVING = r"(?:leav(?:e|ing)|depart(?:ing|ure)?|check(?:ing)? ?-? ?out|abreise|abfahrt)"
_TO = (
    r"[ ,]*(?:(?:and |und )?(?:-|–|—|->|→|to|until|till|til|through|thru|bis|auf|zum|and|und)"
    rf"|(?:and |und )?{_LEAVING}(?: ?:| is| ist)?)(?: (?:including|incl|inclusive|einschließlich|the|on|am|zum|dem|den))* ?"
)
_STRETCH = re.compile(_TO)
_NIGHT_TO = re.compile(rf"\b(?P<which>this |next |coming |last )?(?P<weekday>{_WD}) ?(?!and\b|und\b){_TO}$")
""" "Saturday to …", before an end that has its number."""
_TO_WEEKDAY = re.compile(
    rf"[ ,]*(?:-|–|—|to|until|till|til|through|thru|bis|auf)(?: (?:the|zum))* (?P<weekday>{_WD})\b(?! ?,? \d)"
)
_AND = re.compile(r"[ ,]*(?:and|und)\b")

MOST_ACROSS_MONTHS = 14
"""Nights up to which "from the 28th to the 3rd of December" begins in the month before."""


@dataclass(frozen=True, slots=True)
class _End:
    """A day as named: by its number, its weekday (0 is Monday), its month, its year, or some of these."""

    begin: int
    end: int
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    marked: bool = False
    """Whether it is written as a day ("8th", "8.") and not as any number."""

    def like(self, other: "_End") -> "_End":
        """The same with the month and the year of another, where it has none itself."""
        return replace(self, month=self.month or other.month, year=self.year or other.year)


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: _End
    last: _End

    @property
    def dated(self) -> bool:
        return bool(self.first.month or self.last.month)


@dataclass(frozen=True, slots=True)
class Known:
    """What a stretch without a month is read by."""

    expected: str | None = None
    """What was just asked for: "check_in", "party_size", …"""
    month: str | None = None
    """The month that is spoken of ("2027-03")."""
    around: str | None = None
    """The day that is spoken of (ISO)."""
    arrival: str | None = None
    """The arrival as known so far (ISO)."""


def _ends(plain: str) -> list[_End]:
    found = []
    for m in _END.finditer(plain):
        day, name = int(m["day"]), m["before"] or m["after"]
        month = words.MONTHS.index(name) + 1 if name else int(m["figure"] or m["half"] or 0) or None
        if not 1 <= day <= 31 or (month and month > 12):
            continue
        weekday = m["weekday"] or m["beside"]
        said = (m["year"] or m["of"] or "").replace(" ", "")
        year = int(said) + (2000 if len(said) == 2 else 0) if said else None
        index = words.WEEKDAYS.index(weekday) if weekday else None
        found.append(_End(*m.span(), index, day, month, year, bool(m["nth"] or name or m["figure"])))
    return found


def _pairs(plain: str) -> list[_Stretch]:
    """Every two ends with a word of a stretch between them, in order."""
    found: list[_Stretch] = []
    ends = _ends(plain)
    at = 0
    while at < len(ends):
        one = ends[at]
        other = ends[at + 1] if at + 1 < len(ends) else None
        if other and _STRETCH.fullmatch(plain, one.end, other.begin):
            found.append(_Stretch(one, other))
            at += 2
            continue
        dated = one.month or (one.weekday is not None and one.marked)
        lead = _NIGHT_TO.search(plain[max(0, one.begin - 40) : one.begin]) if dated else None
        tail = _TO_WEEKDAY.match(plain, one.end) if dated and not lead else None
        if lead and not lead["which"]:
            begin = max(0, one.begin - 40) + lead.start()
            found.append(_Stretch(_End(begin, one.begin, words.WEEKDAYS.index(lead["weekday"])), one))
        elif tail:
            found.append(_Stretch(one, _End(tail.start(), tail.end(), words.WEEKDAYS.index(tail["weekday"]))))
        at += 1
    return found


_PUT_RIGHT = re.compile(
    rf"{words.TAKEN_BACK.pattern}|\b(?:make it|wait|hang on|instead|stattdessen|better|besser|lieber|machen wir|sagen wir|change (?:it|that) to)\b"
    r"|\b(?:but|aber|doch)\b.*\b(?:so|also|deshalb|daher|deswegen|therefore|need\w*|want\w*|brauch\w*|möcht\w*|now|jetzt)\b"
)
"""What stands between two stretches of which the second puts the first right."""
_AFTERWARDS = re.compile(
    r"[ ,.]*(?:i mean\b|i meant\b|meine? ich\b|meinte ich\b|instead\b|stattdessen\b|(?:would be|is|wäre|ist|passt) (?:\w+ )?(?:better|besser)\b|rather\b|lieber\b)"
)
_AS_WELL = re.compile(r"\b(?:auch|noch|again|another|außerdem|additionally|plus|and also|or|oder)\b")
_IN_PLACE_OF = re.compile(
    r"\b(?:instead of|rather than|not|anstatt|anstelle|statt|nicht)(?: (?:the|from|von|vom|of))* ?$"
)
_ALONE = words.bag(
    "actually make it that so then i mean meant sorry no oh wait the rather better let's say how about what from and maybe "
    "please instead would be good for us ok okay yes um uh lieber besser also dann nein quatsch ich meine meinte vom von "
    "bitte machen wir sagen wäre warten sie warte erst doch natürlich  zwischen between ja doch nee ach dem den hm well perhaps vielleicht"
)
_SAID_OTHERWISE = re.compile(r"\b(?:make (?:it|that)|instead|stattdessen|lieber|rather|actually|doch|besser|better)\b")
_OTHER_NUMBERS = frozenset(("party_size", "time", "nights", "phone", "code", "minutes"))


def _heard(plain: str, known: Known) -> list[_Stretch]:
    """The stretches of days among the pairs: those with a month, and of the others those that can be nothing else."""
    found: list[_Stretch] = []
    for pair in _pairs(plain):
        first, last = pair.first, pair.last
        numbers = first.day is not None and last.day is not None
        if _AND.match(plain, first.end, last.begin) and (first.weekday is None) != (last.weekday is None):
            continue
        sure = pair.dated or (last.marked and first.day != last.day) or not numbers
        sure = sure or (first.weekday is not None and last.weekday is not None)
        if not sure and first.day != last.day:
            earlier = found[-1] if found else None
            puts_right = earlier and (
                _PUT_RIGHT.search(plain, earlier.last.end, first.begin)
                or _IN_PLACE_OF.search(plain[: earlier.first.begin])
            )
            rest = {*plain[: first.begin].split(), *plain[last.end :].split()}
            alone = all(word in _ALONE or not word.isalnum() for word in rest)
            open_still = known.month or known.expected in ("check_in", "check_out")
            otherwise = known.arrival and known.expected not in _OTHER_NUMBERS and _SAID_OTHERWISE.search(plain)
            sure = bool(puts_right or (alone and (open_still or otherwise)))
        if sure:
            found.append(pair)
    return found


def spans(text: str, known: Known) -> list[tuple[int, int]]:
    """Where stretches of days stand, those that are put right too: their numbers count nothing else."""
    reading = words.read(text)
    return [reading.span(one.first.begin, one.last.end) for one in _heard(reading.plain, known)]


def given_up(text: str, known: Known) -> list[tuple[int, int]]:
    """Where stretches of days stand in whose place another is named."""
    reading = words.read(text)
    heard = _heard(reading.plain, known)
    gone = _standing(reading.plain, heard)[1] if len(heard) > 1 else []
    return [reading.span(one.first.begin, one.last.end) for one in gone]


def named(text: str) -> bool:
    """Whether a stretch of days is named with its month: "5 to 8 December"."""
    return any(one.dated for one in _pairs(words.read(text).plain))


def read(text: str, today: date, known: Known) -> list[Value]:
    """The arrival (`check_in`) and the departure (`check_out`) of the stretch that stands; nothing where none is named."""
    reading = words.read(text)
    plain = reading.plain
    if not any(c.isdecimal() for c in plain):
        return []
    heard = _heard(plain, known)
    if not heard:
        return []
    said = _standing(plain, heard)[0]
    standing = _one_end_right(plain, said)
    found = _resolved(standing, today, known)
    if found is None:
        return []
    arrives, leaves = found
    if _night_by_night(plain, standing) and arrives[0] and leaves[0] == arrives[0] + timedelta(days=1):
        leaves = (arrives[0] + timedelta(days=2), *leaves[1:])
    ends = (said.first, said.last, standing.first, standing.last)
    span = reading.span(min(one.begin for one in ends), max(one.end for one in ends))
    rule = "from_to" if standing.dated else "ordinal"
    return [
        _value("check_in", arrives, span, text, rule),
        _value("check_out", leaves, span, text, rule),
    ]


def _night_by_night(plain: str, said: _Stretch) -> bool:
    """Whether two days are named as nights to be slept through: "Friday the 4th and Saturday the 5th of December"."""
    joined = said.first.end < said.last.begin and _BARE_AND.fullmatch(plain, said.first.end, said.last.begin)
    return bool(joined and not _FROM.search(plain[: said.first.begin]))


_BARE_AND = re.compile(r" ?(?:and|und) (?:(?:the|on|am|den|dem) )*")
_FROM = re.compile(r"\b(?:from|between|von|vom|zwischen)(?: (?:the|dem|den|am))* ?$")


def _standing(plain: str, heard: Sequence[_Stretch]) -> tuple[_Stretch, list[_Stretch]]:
    """The stretch that holds at the end of the utterance, and those that it puts right."""
    standing, gone = heard[0], []
    for other in heard[1:]:
        if _put_right(plain, standing, other):
            gone.append(standing)
            model = standing.last if standing.last.month else standing.first
            standing = other if other.dated else _Stretch(other.first.like(model), other.last.like(model))
        elif _IN_PLACE_OF.search(plain[standing.last.end : other.first.begin]):
            gone.append(other)
    return standing, gone


def _put_right(plain: str, one: _Stretch, other: _Stretch) -> bool:
    """Whether the second of two stretches takes the place of the first."""
    between = plain[one.last.end : other.first.begin]
    if _AS_WELL.search(between) or _IN_PLACE_OF.search(between):
        return False
    given_up = _IN_PLACE_OF.search(plain[: one.first.begin]) or (_ONTO.fullmatch(between) and _MOVED.search(plain))
    return bool(given_up or _PUT_RIGHT.search(between) or _AFTERWARDS.match(plain, other.last.end))


_ONTO = re.compile(r" ?(?:to|onto|auf|zu)(?: (?:the|den|die))* ")
_MOVED = re.compile(
    r"\b(?:mov|chang|resched|shift|postpon|push|switch|swap|änder|verschieb|verleg|um(?:zu)?buch|umgebucht|tausch)"
)
_ARRIVING = re.compile(r"\b(?:arriv\w*|check(?:ing)? ?-? ?in|from|ab|vom|von|anreise\w*|ankunft|kommen)\b")
_DEPARTING = re.compile(rf"\b(?:{_LEAVING}|until|till|til|to|bis|zum|abreisen|fahren)\b")
_LEADS = re.compile(rf"{_ARRIVING.pattern}|{_DEPARTING.pattern}|{_PUT_RIGHT.pattern}")


def _one_end_right(plain: str, said: _Stretch) -> _Stretch:
    """The stretch with the end that a single day behind it puts right: "24th to 26th February, sorry, the 27th"."""
    end = max(said.first.end, said.last.end)
    for day in _ends(plain[end : end + 80]):
        between = plain[end : end + day.begin]
        cue = _PUT_RIGHT.search(between)
        bare = day.marked or _AFTERWARDS.match(plain, end + day.end)
        if not cue or not bare or _AS_WELL.search(between) or _STRETCH.search(plain[end + day.end :][:6]):
            return said
        rest = between[cue.end() :]
        if any(len(word) > 3 and word not in _ALONE and not _LEADS.match(word) for word in rest.split()):
            return said
        model = said.last if said.last.month else said.first
        day = replace(day.like(model), begin=end + day.begin, end=end + day.end)
        departs = _DEPARTING.search(rest) or (
            not _ARRIVING.search(rest) and said.first.day is not None and (day.day or 0) > said.first.day
        )
        return replace(said, last=day) if departs else _Stretch(day, said.last)
    return said


# --- which days they are ----------------------------------------------------------------------------------------------
def _resolved(said: _Stretch, today: date, known: Known) -> tuple[days.Finding, days.Finding] | None:
    first, last = said.first, said.last
    if first.day is None or last.day is None:
        return _from_a_weekday(first, last, today) if first.day is None else _to_a_weekday(first, last, today, known)
    if not said.dated:
        return _of_any_month(first, last, today, known)
    frame = days.Frame(today, False, None, "")
    begins, ends = first.month or last.month or 0, last.month or first.month or 0
    year = first.year or (last.year - (begins > ends) if last.year else None)
    if not first.month and first.day > last.day and (across := _across(first, last, ends, frame)):
        return _with_weekdays(first, last, *across)
    arrives = _month_day(begins, first.day, year, frame)
    on = last.year or (arrives[0].year + (ends < begins) if arrives[0] else year)
    if not last.month and last.day < first.day:
        ends, on = ends % 12 + 1, arrives[0].year + (ends == 12) if arrives[0] else year
    elif not first.month and arrives[0] and not last.year:
        on = arrives[0].year
    return _with_weekdays(first, last, arrives, _month_day(ends, last.day, on, frame))


def _month_day(month: int, day: int, year: int | None, frame: days.Frame) -> days.Finding:
    """The day as `days` has it; one of the year that is long over is meant for the next."""
    found = days.month_day(month, day, year, frame)
    coming = [one for one in found[2] if one >= frame.today]
    gone = [one for one in found[2] if one < frame.today]
    if found[3] == "past" and coming and all(frame.today - one > days.LONG_PAST for one in gone):
        return min(coming), "valid", (), None
    return found


def _across(first: _End, last: _End, month: int, frame: days.Frame) -> tuple[days.Finding, days.Finding] | None:
    """ "From the 28th to the 3rd of December": begun in the month before, where that is not long before."""
    assert first.day is not None and last.day is not None
    leaves = _month_day(month, last.day, last.year or first.year, frame)
    year = leaves[0].year - (month == 1) if leaves[0] else last.year
    arrives = _month_day(month - 1 or 12, first.day, year, frame)
    if arrives[0] and leaves[0] and frame.today <= arrives[0] and (leaves[0] - arrives[0]).days <= MOST_ACROSS_MONTHS:
        return arrives, leaves
    return None


def _with_weekdays(
    first: _End, last: _End, arrives: days.Finding, leaves: days.Finding
) -> tuple[days.Finding, days.Finding]:
    """The two days, each doubted where it falls on another day of the week than the one said with it."""
    return _doubted(first, arrives), _doubted(last, leaves)


def _doubted(said: _End, found: days.Finding) -> days.Finding:
    day, status = found[:2]
    if said.weekday is None or day is None or status != "valid" or day.weekday() == said.weekday:
        return found
    return day, "ambiguous", (day,), days.UNLIKE


def _from_a_weekday(first: _End, last: _End, today: date) -> tuple[days.Finding, days.Finding] | None:
    """ "Saturday to Sunday, 14 February": the Saturday before. "Saturday to Sunday, 13 February", which is a Saturday,
    is the night from the 13th.
    """
    assert first.weekday is not None and last.day is not None
    if not last.month:
        return None
    frame = days.Frame(today, False, None, "")
    leaves = _month_day(last.month, last.day, last.year, frame)
    if leaves[0] is None or leaves[1] != "valid":
        return None
    day = leaves[0]
    if last.weekday is None and (day - today).days <= MOST_ACROSS_MONTHS:
        return None  # the coming one, as a weekday alone is
    if last.weekday is not None and day.weekday() == first.weekday != last.weekday:
        ends = day + timedelta(days=(last.weekday - first.weekday) % 7)
        return (day, "valid", (), None), (ends, "valid", (), None)
    begins = day - timedelta(days=(day.weekday() - first.weekday) % 7 or 7)
    if begins < today:
        return None
    return (begins, "valid", (), None), _doubted(last, leaves)


def _to_a_weekday(first: _End, last: _End, today: date, known: Known) -> tuple[days.Finding, days.Finding] | None:
    """ "Friday, 26 March to Sunday": the first Sunday after."""
    assert first.day is not None and last.weekday is not None
    if not first.month:
        return None
    arrives = _month_day(first.month, first.day, first.year, days.Frame(today, False, None, ""))
    if arrives[0] is None:
        return None
    nights = (last.weekday - arrives[0].weekday()) % 7 or 7
    return _doubted(first, arrives), (arrives[0] + timedelta(days=nights), "valid", (), None)


def _of_any_month(first: _End, last: _End, today: date, known: Known) -> tuple[days.Finding, days.Finding] | None:
    """Two days named by their numbers alone: in the month that is spoken of, around the day that is, or the next to come;
    of these the first on whose weekdays they fall.
    """
    assert first.day is not None and last.day is not None
    anchor = date.fromisoformat(known.around) if known.around and known.around >= today.isoformat() else None
    stays: list[tuple[date, date]] = []
    for on in range(-1, 14):
        begins = days.on_month(anchor or today, on, first.day)
        ends = days.on_month(anchor or today, on + (last.day < first.day), last.day)
        if begins and ends and begins >= today:
            stays.append((begins, ends))
    if month := known.month:
        stays = (
            [one for one in stays if one[0].isoformat().startswith(month)]
            or [one for one in stays if one[1].isoformat().startswith(month)]
            or stays
        )
    fitting = [
        one
        for one in stays
        if (first.weekday is None or one[0].weekday() == first.weekday)
        and (last.weekday is None or one[1].weekday() == last.weekday)
    ]
    stays = fitting or stays
    if not stays:
        return None
    covering = [one for one in stays if anchor and one[0] <= anchor <= one[1]]
    here = [one for one in stays if anchor and one[0].isoformat()[:7] == anchor.isoformat()[:7]]
    begins, ends = (covering or here or stays)[0]
    return _with_weekdays(first, last, (begins, "valid", (), None), (ends, "valid", (), None))


def _value(kind: str, finding: days.Finding, span: tuple[int, int], text: str, rule: str) -> Value:
    day, status, others, reason = finding
    alternatives = tuple(other.isoformat() for other in others)
    return Value(kind, day.isoformat() if day else None, span, text[slice(*span)], rule, status, alternatives, reason)
