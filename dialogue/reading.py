"""What an utterance says that a booking could use: every value that still holds, read by rules and nothing else.

Words count once. What is certain takes its words first: a telephone number is no time, a time no number of people, a
surname that is also a weekday no day. What was just asked for, what is known of the errand and what the house has (its
hours, rooms, extras) decide between readings; what cannot be decided is handed over as ambiguous, with a reason.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dialogue.slots import value as slot_value
from language import contacts, corrections, numbers, stays, times, wishes, words, zones
from language.values import Value

Hours = Sequence[tuple[str, str]]
"""When a house is open: ("17:30", "23:00")."""


@dataclass(frozen=True, slots=True)
class House:
    """What the reading needs to know of the house: plain data, as its config has it."""

    region: str
    """ISO country code, in which numbers without a country code are dialled."""
    hours: Callable[[str | None], Hours]
    """The opening hours of a day (ISO), or of any day of the week for None."""
    rooms: Sequence[stays.Named] = ()
    """The kinds of room: {"name", "names": {"en": [...], "de": [...]}, "view"?}."""
    extras: Sequence[stays.Named] = ()


KINDS: Mapping[str, str] = {"day": "date", "extras": "extra", "notes": "note"}
"""Slot to the kind of value that fills it, where the names differ."""
LETTERS, DIGITS = "CDFGHJKMNPQRTVWXY", "34679"
"""What a confirmation code is made of: nothing that is easily misheard or misread."""
CODE = re.compile(rf"(?=.*[{DIGITS}])[{LETTERS}][{LETTERS}{DIGITS}]{{4}}")
_TYPED_CODE = re.compile(r"(?<![\w@.-])[A-Za-z][A-Za-z\d]{4}(?![\w@-])")
CODE_WORDS = re.compile(contacts.CODE_WORD.pattern, re.IGNORECASE)
_PREFIX = re.compile(r"^(?:RES|CODE|NR)-?")
_NAME_ALONE = re.compile(r"[^\W\d_a-z][\w'-]+(?: [^\W\d_a-z][\w'-]+){0,2}\.?")
_NAME_TO = re.compile(
    r"^.*\b(?:change (?:my |the )?name to|name (?:is|should be|has to be|must be)|name (?:soll|sollte|muss) (?:\w+ )?(?:sein|lauten|heißen)|ändern sie den namen (?:auf|in)|name ist(?: falsch,)?)(?=\W|$)",
    re.IGNORECASE,
)
_NO_THEN = re.compile(
    r"^(?:no|nope|nein|nee|not|nicht)\b[ ,.!-]*(?:der name ist falsch|the name is wrong)?[ ,.!-]*", re.IGNORECASE
)
_NOT_A_NAME = words.bag(
    "earlier later first second last früher später erste zweite cancel change stop storno stornieren ändern restart"
)
_NO_PARTS_OF_A_NAME = words.bag("table room double single suite terrace bar garden tisch zimmer terrasse garten theke")
_CALENDAR_RULES = frozenset(("weekday", "period", "part_of_day", "near", "day_month", "month_day"))
_THAT_DAY = re.compile(
    r"\b(that (?:same )?(?:day|date|evening|night)|the same day|an (?:dem|diesem|demselben) (?:tag|abend))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:(?:an|1|one|eine|half an|eine halbe|eine half|\d{1,3}|a) (?:hours?|stunden?|minutes?|minuten|halbe stunde|viertelstunde|quarter of an hour)|(?:eine )?viertelstunde|half an hour) (?P<way>later|earlier|früher|später|early)\b"
)
_PUSHED = re.compile(
    r"\b(?:push|put|move|shift)\b.{0,40}\b(?P<back>back)\b|\bnach (?P<hinten>hinten)\b|\b(?:bring|move|pull)\b.{0,40}\bforward\b|\bvor(?:ziehen|verlegen|zuverlegen)\b|\bnach vorne?\b"
)
_MOVED = re.compile(
    r"\b(?:mov(?:e|ing)|shift|push|bring|postpone|reschedule|delay|verschieb\w*|verleg\w*|vorziehen)\b.{0,60}?\b(?:to|auf|till|until|bis) (?P<to>\d{1,2})(?![\d:/.]|th\b)(?! ?(?:people|persons?|guests?|adults?|of us|kids|"
    + "|".join(words.MONTHS)
    + r")\b)"
    r"|\b(?:time|uhrzeit|how about|what about|wie wäre es mit|wie wär's mit|wie wäre)\b(?: \w+){0,3}? ?(?:\b(?:to|auf|be|is|ist|at|um)\b )?(?P<time>\d{1,2})(?![\d:/.]|th\b)(?! ?(?:people|persons?|guests?|adults?|of us|kids|nights?|days?|o'clock|am|pm|"
    + "|".join(words.MONTHS)
    + r")\b)"
    r"|\bauf (?P<auf>\d{1,2})(?![\d:/.]|th\b)(?: o'clock)? (?:zu )?(?:verschieb\w*|verleg\w*|vorziehen|vorverlegen)\b"
)
_MORE = re.compile(
    r"\b(?:(?:add|plus|bring|one|1)?\b ?(?P<more>\d{1,2}|a|an|another) (?:more|additional|extra|further|weitere[rn]?) ?(?:people|person|guests?|of us|adults?|kids?|children|child)?\b"
    r"|(?:add|dazu|plus) (?P<add>\d{1,2}|a|an|another|eine|einen) (?:people|person|guests?|adults?|kids?|children|child)\b|another (?P<another>person|guest|adult|child)\b"
    r"|(?P<mehr>\d{1,2}|eine|einer|ein) (?:people |person |guests? |mann )?(?:mehr|dazu|zusätzlich)\b)"
    r"|\b(?P<less>\d{1,2}|a|eine|einer|ein) (?:people |person |guests? |adults? )?(?:fewer|less|weniger)\b"
)
_CHANGE_IT_TO = re.compile(
    r"\b(?:change|switch|set|put|ändern|ändere) (?:it|that|this|es|das|sie (?:es|das)) (?:to|auf) \w+\b(?! ?(?:people|persons?|guests?|adults?|of us|personen|leute|gäste))",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"^\W*(?:(?:no|nope|nein|nee|sorry|entschuldigung|wait|moment|oh|ach|actually|doch|lieber|i mean|i meant|ich meine|rather|make it|stop|make that|we are|wir sind)\b[ ,.!-]*)+(?:at |for |um |für |it's )?(\d{1,2})(?: please| bitte| after all| lieber| then| instead)?\W*$"
)


def kind_of(slot: str) -> str:
    """The kind of value that fills a slot."""
    return KINDS.get(slot, slot)


def read(
    text: str,
    *,
    language: str,
    now: datetime,
    house: House,
    about: str = "table",
    expect: Mapping[str, Any] | None = None,
    errand: Mapping[str, Any] | None = None,
    known: Mapping[str, Any] | None = None,
    day: str | None = None,
    late: bool = False,
) -> list[Value]:
    """The values of an utterance, in the order in which they were said. Never raises.

    now: aware, in the house's zone. about: "table" or "room". expect: what the last reply asked for
    (dialogue.state.Expectation). errand: the open one. known: facts of the reservation that a change is about, the
    errand's own or the one just made. day: the ISO day spoken of last. late: the words say that the guests will be late.
    """
    reader = _Reader(text, language, now, house, expect or {}, errand, {**(known or {})}, day)
    if reader.expected == "text":
        return reader.contact_only()
    return reader.stay() if about == "room" else reader.table(late=late)


class _Reader:
    def __init__(
        self,
        text: str,
        language: str,
        now: datetime,
        house: House,
        expect: Mapping[str, Any],
        errand: Mapping[str, Any] | None,
        known: Mapping[str, Any],
        day: str | None,
    ) -> None:
        self.text, self.language, self.now, self.house = text, language, now, house
        self.expect, self.errand, self.known, self.day = expect, errand, known, day
        self.slot = str(expect.get("slot") or _of_choice(expect.get("choice") or []))
        self.expected = kind_of(self.slot) or None
        self.found: list[Value] = []

    def of_errand(self, slot: str) -> Any:
        """What is known of a slot: from the errand, or from the reservation it is about."""
        said = slot_value(self.errand["slots"], slot) if self.errand else None
        return said if said is not None else self.known.get(slot)

    def take(self, values: Iterable[Value]) -> None:
        """Keep the values whose words are not taken yet."""
        for value in values:
            self.found += _beside(self.found, [value])

    # --- the two kinds of booking ---

    def table(self, *, late: bool) -> list[Value]:
        contact = self.contact()
        asked = self.expected == "minutes" or (self.errand or {}).get("kind") == "late"
        if late or asked:
            self.take(wishes.minutes(self.text, expected=asked))
        self.take(self.names_of_days(contact))
        self.take(self.clock())
        self.take(self.people())
        self.take(self.names(contact))
        self.shift(late=late)
        self.bare_number()
        self.take(self.name_alone())
        areas, occasions = wishes.areas(self.text), wishes.occasions(self.text)
        self.found += areas + occasions + self.notes()
        return self.standing()

    def stay(self) -> list[Value]:
        contact = self.contact()
        self.take(self.names_of_days(contact))
        check_in = self.of_errand("check_in")
        heard = stays.read(
            self.text,
            now=self.now,
            language=self.language,
            region=self.house.region,
            expected=self.expected,
            check_in=str(check_in) if check_in else None,
        )
        heard = stays.more_nights(self.text, check_in, self.of_errand("check_out")) or heard
        if (that := _THAT_DAY.search(self.text)) and self.day and not heard:
            heard = [Value("check_in", self.day, that.span(), that[0], "that_day")]
        taken = list(self.found)
        self.found += _beside(taken, heard)  # an arrival and its departure may share their words
        rooms = stays.rooms(self.text, self.house.rooms, even_asked=any(value.kind == "check_in" for value in heard))
        clocks = times.read(self.text, now=self.now, language=self.language)
        self.take(_beside([v for v in clocks if v.kind in ("time", "date")], self.people(rooms)))
        self.take(self.names(contact, beside=rooms))
        self.take(self.name_alone(rooms))
        self.found += rooms + stays.extras(self.text, self.house.extras) + stays.views(self.text, self.house.rooms)
        self.found += wishes.occasions(self.text) + self.notes()
        return self.standing()

    def contact_only(self) -> list[Value]:
        """While a message is dictated, its words mean nothing to a booking."""
        self.contact()
        return self.found

    # --- who ---

    def contact(self) -> list[Value]:
        """Numbers and addresses, which are certain; names for later."""
        heard = contacts.read(self.text, language=self.language, region=self.house.region, expected=self.expected)
        if self.expected == "code":  # who has no code gives a name and a number instead
            codes = [value for value in heard if value.kind == "code"]
            plain = CODE_WORDS.sub(lambda m: " " * len(m[0]), self.text)
            for asked in ("phone", "name"):
                other = contacts.read(plain, language=self.language, region=self.house.region, expected=asked)
                heard = [*(v for v in other if v.kind in (asked, "email")), *(v for v in heard if v.kind != asked)]
            heard = [*(value for value in heard if value.kind != "code"), *codes]
        self.take(value for value in heard if value.kind in ("phone", "email"))
        self.take(self.codes([value for value in heard if value.kind == "code"]))
        return [value for value in heard if value.kind == "name"]

    def codes(self, heard: Sequence[Value]) -> list[Value]:
        """The confirmation code, in the spelling of the house: five letters and digits, whatever stands before them."""
        asked = self.expected == "code"
        for value in heard:
            plain = "".join(c for c in str(value.value).upper() if c.isalnum())
            code = plain if CODE.fullmatch(plain) else _PREFIX.sub("", plain)
            named = value.rule != "typed" or bool(contacts.CODE_WORD.search(self.text[: words.LONGEST].lower()))
            if CODE.fullmatch(code):
                return [replace(value, value=code)]
            if (asked or named) and 4 <= len(plain) <= 9 and any(c.isdecimal() for c in plain):
                return [replace(value, value=plain)]
        for m in _TYPED_CODE.finditer(self.text[: words.LONGEST]):
            if CODE.fullmatch(m[0].upper()):
                return [Value("code", m[0].upper(), m.span(), m[0], "typed")]
        if self.expected in (None, "code") or not self.slot:
            for value in contacts.codes(self.text, expected=True):
                plain = _PREFIX.sub("", str(value.value))
                begin, end = value.span
                most_of_it = 2 * (end - begin) >= len(self.text.strip()) or asked
                if CODE.fullmatch(plain) and value.rule == "spoken" and most_of_it:
                    return [replace(value, value=plain)]
        return []

    def names_of_days(self, contact: Sequence[Value]) -> list[Value]:
        """Names that take their words before a calendar does: "Lena Freitag", "mein Name ist Mai"."""
        return [
            value
            for value in self.believed(contact)
            if value.rule in ("expected", "introduced", "hinted", "spelled")
            and (self.expected == "name" or value.rule == "introduced")
            and any(token.plain in _CALENDAR or token.plain[:1].isdecimal() for token in words.read(value.text).tokens)
        ]

    def names(self, contact: Sequence[Value], beside: Sequence[Value] = ()) -> list[Value]:
        return _beside(beside, self.believed(contact))

    def believed(self, contact: Sequence[Value]) -> list[Value]:
        return [value for value in contact if str(value.value).lower() not in _NOT_A_NAME]

    def name_alone(self, beside: Sequence[Value] = ()) -> list[Value]:
        """Nothing but capitalised words, or "change the name to …", while an errand is open."""
        if self.found or beside or not (self.errand or self.known):
            return []
        rest = _NO_THEN.sub("", self.text) if self.expect.get("agreement") else self.text
        renamed = _NAME_TO.search(self.text)
        if not renamed and (self.errand is None or not _NAME_ALONE.fullmatch(rest.strip())):
            return []
        said = _NAME_TO.sub("", self.text) if renamed else rest
        heard = contacts.read(said.strip(), language=self.language, region=self.house.region, expected="name")
        return [
            value
            for value in self.believed([one for one in heard if one.kind == "name"])
            if not _NO_PARTS_OF_A_NAME & set(words.said(value.text).split())
        ]

    # --- when ---

    def clock(self) -> list[Value]:
        """Days and times of a table."""
        expected = self.expected if self.expected in ("time", "date") else None
        heard = self.heard_times(expected, None)
        if _THAT_ONE.search(self.text):
            heard = [value for value in heard if value.rule != "expected"]
        if any(value.rule == "expected" for value in heard):  # "three is the number of people" is no hour
            counted = [v for v in numbers.party(self.text, language=self.language) if v.rule in _COUNTED]
            heard = _beside(counted, heard)
        expected = expected if any(value.rule == "expected" for value in heard) else None
        said = _beside(self.found, heard)
        if any(value.kind == "time" and value.status == "ambiguous" for value in said):
            day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
            said = _beside(self.found, self.heard_times(expected, self.open_on(day)))
        if not any(value.kind == "time" for value in said):
            said += self.moved_to(said)
        if (that := _THAT_DAY.search(self.text)) and self.day and not any(value.kind == "date" for value in said):
            said.append(Value("date", self.day, that.span(), that[0], "that_day"))
        return self.own_zone(_after_midnight(_windows(said, self.text), self.text, self.now))

    def moved_to(self, said: Sequence[Value]) -> list[Value]:
        """ "Move it to eight", "von sieben auf acht verlegen": what is moved to a bare number is moved to an hour."""
        reading = words.read(self.text)
        m = _MOVED.search(reading.plain)
        if not m:
            return []
        to = next(name for name in ("to", "time", "auf") if m[name])
        span = reading.span(*m.span(to))
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
        heard = times.read(f"at {m[to]}", now=self.now, language=self.language, open_hours=self.open_on(day))
        clock = [replace(v, span=span, text=self.text[slice(*span)], rule="moved") for v in heard if v.kind == "time"]
        return _beside([*self.found, *said], clock)

    def heard_times(self, expected: str | None, hours: Hours | None) -> list[Value]:
        return times.read(
            self.text,
            now=self.now,
            language=self.language,
            expected=expected,
            open_hours=hours,
            region=self.house.region,
        )

    def open_on(self, day: Any) -> Hours:
        """The hours of the day, or of any day where it is closed: whether morning or evening is meant is known then too."""
        return self.house.hours(str(day) if day else None) or self.house.hours(None)

    def own_zone(self, said: list[Value]) -> list[Value]:
        if not any(value.kind == "time" for value in said) or (zone := zones.zone_of(self.text)) is None:
            return said
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
        return [zones.on_house_clock(v, str(day) if day else None, zone=zone, now=self.now) for v in said]

    def shift(self, *, late: bool) -> None:
        """ "An hour later" than what is known."""
        was = self.of_errand("time")
        if late or not was or any(value.kind == "time" and value.rule != "in" for value in self.found):
            return
        plain = words.read(self.text).plain
        shift = _LATER.search(words.said(self.text)) or _LATER.search(plain)
        pushed = None if shift else _PUSHED.search(words.said(self.text))
        many = wishes.minutes(self.text)
        if not (shift or pushed) or not many:
            return
        ahead = shift["way"] in ("later", "später") if shift else bool(pushed and (pushed["back"] or pushed["hinten"]))
        by = timedelta(minutes=int(many[0].value or 0))
        moved = datetime.fromisoformat(f"2000-01-02T{was}") + (by if ahead else -by)
        self.found = [value for value in self.found if value.kind not in ("time", "duration")]
        span = many[0].span
        self.found.append(Value("time", f"{moved:%H:%M}", span, self.text[slice(*span)], "shifted"))

    # --- how many ---

    def people(self, beside: Sequence[Value] = ()) -> list[Value]:
        more = self.more_or_fewer()
        if more:
            return more
        heard = numbers.party(self.text, language=self.language, expected=self.expected == "party_size")
        if _CHANGE_IT_TO.search(self.text):
            heard = [
                replace(value, status="ambiguous", reason="party_or_time")
                if value.rule in ("for", "make_it") and value.status == "valid"
                else value
                for value in heard
            ]
        return [value for value in _beside(beside, heard) if not (value.reason == "relative" and not self.errand)]

    def more_or_fewer(self) -> list[Value]:
        """ "One more person", "zwei weniger": counted from the party that is known."""
        was = self.of_errand("party_size")
        reading = words.read(self.text)
        m = _MORE.search(reading.plain) if was else None
        if not m:
            return []
        said = next((group for group in m.groups() if group), "1")
        many = int(said) if said.isdecimal() else 1
        party = int(was) + (-many if m["less"] else many)
        span = reading.span(*m.span())
        status, reason = ("valid", None) if party > 0 else ("invalid", "party_too_small")
        return [Value("party_size", party, span, self.text[slice(*span)], "more_or_fewer", status, reason=reason)]  # type: ignore[arg-type]

    def bare_number(self) -> None:
        """ "No wait, eight", where nothing was asked for: people or a time, and the read-back will tell."""
        if self.found or self.slot in _NUMBERS or not (self.expect.get("agreement") or self.known or self.errand):
            return
        reading = words.read(self.text)
        if m := _NUMBER_ALONE.search(reading.plain):
            span = reading.span(*m.span(1))
            many, words_said = int(m[1]), self.text[slice(*span)]
            self.found.append(Value("party_size", many, span, words_said, "bare", "ambiguous", reason="party_or_time"))

    # --- what else ---

    def notes(self) -> list[Value]:
        """What the staff should know, and how many of the party are children."""
        kids = [
            replace(value, kind="note", value=value.text, rule="kids", status="valid", note=None, alternatives=())
            for value in self.found
            if value.kind == "party_size"
            and value.status == "valid"
            and (value.note or "").endswith(("child", "children"))
        ]
        spans = [value.span for value in self.found if value.kind not in ("period", "duration")]
        return kids + wishes.notes(self.text, spans)

    def standing(self) -> list[Value]:
        """What still holds at the end of the utterance."""
        kinds = dict.fromkeys(value.kind for value in self.found)
        held: list[Value] = []
        for kind in kinds:
            of_kind = [value for value in self.found if value.kind == kind]
            held += of_kind if kind in ("note", "extra", "occasion") else corrections.standing(of_kind, self.text)
        return sorted(held, key=lambda value: value.span)


_CALENDAR = frozenset((*words.WEEKDAYS, *words.MONTHS))


_THAT_ONE = re.compile(
    r"\b(?:later|earlier|first|second|third|last|latter|former|other|next|that|this|cheaper|either|any) one\b",
    re.IGNORECASE,
)
_COUNTED = frozenset(("people", "count_is", "zu_viert", "of_us", "we_are", "seater", "dozen"))
_NUMBERS = frozenset(
    ("party_size", "time", "day", "phone", "code", "minutes", "nights", "check_in", "check_out", "email")
)


def _of_choice(options: Sequence[Mapping[str, Any]]) -> str:
    """The slot that a bare number chooses by: the time where times were offered, else the day."""
    if len(options) < 2:
        return ""
    return next((name for name in ("time", "day", "check_in") if len({str(one.get(name)) for one in options}) > 1), "")


def _windows(said: list[Value], text: str) -> list[Value]:
    """ "Between seven and eight" is one wish: its beginning, with the end in the note ("until 20:00")."""
    clocks = [value for value in said if value.kind == "time"]
    if len(clocks) != 2 or [value.note for value in clocks] != ["from", "until"] or clocks[0].rule != "range":
        return said
    if len(corrections.standing(clocks, text)) < 2:
        return said
    begin, end = clocks
    whole = replace(begin, span=(begin.span[0], end.span[1]), text=text[begin.span[0] : end.span[1]])
    window = replace(whole, rule="window", note=f"until {end.value}")
    return [window if value is begin else value for value in said if value is not end]


def _after_midnight(said: list[Value], text: str, now: datetime) -> list[Value]:
    """ "Tonight at half past midnight": the hours after midnight of this evening belong to the next day's date."""
    today = now.date().isoformat()
    tonight = [v for v in said if v.kind == "date" and v.value == today and v.status == "valid" and v.rule == "near"]
    small = [v for v in said if v.kind == "time" and v.status == "valid" and str(v.value) < "05:00"]
    if not tonight or not small or now.hour < 5 or not _EVENING.search(words.read(text).plain):
        return said
    tomorrow = (now.date() + timedelta(days=1)).isoformat()
    return [replace(v, value=tomorrow, rule="after_midnight") if v in tonight else v for v in said]


_EVENING = re.compile(r"\b(?:tonight|today evening|today night|this evening)\b")


def _beside(taken: Sequence[Value], values: Iterable[Value]) -> list[Value]:
    """The values whose words are not taken yet."""
    return [v for v in values if all(v.span[1] <= t.span[0] or v.span[0] >= t.span[1] for t in taken)]
