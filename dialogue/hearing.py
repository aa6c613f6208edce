"""What one utterance says about a table or a stay: the readers of `language`, one value a slot.

`expected` slots, which were just asked for, let bare numbers and names count. Of several values the one that still
holds is taken. What `Tracker` does over a conversation, this does for a single utterance.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from dialogue import asking, names, tracking
from language import contacts, corrections, guests, lexicon, numbers, times, words
from language.values import Value

Slots = dict[str, Value]


def _of(kind: str, values: Sequence[Value]) -> list[Value]:
    return [v for v in values if v.kind == kind and v.value is not None]


def table(text: str, *, requested: Collection[str] = (), now: datetime, language: str) -> Slots:
    """people, date, time, first_name, last_name and restaurant_name, as far as the utterance gives them."""
    asked = set(requested)
    slots: Slots = {}
    expected = "time" if "time" in asked else "date" if "date" in asked else None
    people = corrections.standing(
        [v for v in guests.party(text, language=language) if v.value and v.reason != "relative"], text
    )
    if expected == "time" and "people" not in asked and not _OF_PEOPLE.search(text.lower()):
        people = [p for p in people if p.rule != "for"]  # "for eight" answers "at what time?"
    if not people and expected == "time" and "people" not in asked:
        heard = times.read(text, now=now, language=language, expected="time", month_first=None)
    else:
        heard = times.read(text, now=now, language=language, expected=None if people else expected)
        if "people" in asked and len(asked) > 1 and not people:
            heard = times.read(text, now=now, language=language)
    days = [v for v in _of("date", heard) if "date" in asked or not _says_when_it_was_made(v)]
    days = corrections.standing(days, text)
    clocks = corrections.standing(_of("time", heard), text)
    clocks = [c for c in clocks if c.rule != "now"] or clocks
    if not people and "people" in asked and not clocks:
        people = [v for v in guests.party(text, language=language, expected=True) if v.value]
        if days and people:
            people = [p for p in people if all(p.span[1] <= d.span[0] or d.span[1] <= p.span[0] for d in days)]
    taken = [v.span for v in (*days, *clocks)]
    people = [p for p in people if all(p.span[1] <= b or e <= p.span[0] for b, e in taken)]
    if days:
        slots["date"] = days[-1] if len(days) > 1 and days[0].rule == "near" else days[0]
    if clocks:
        slots["time"] = clocks[0]
    if people:
        slots["people"] = people[-1] if len(people) > 1 and people[-1].rule == "make_it" else people[0]
    place = _restaurant(text)
    if place:
        slots["restaurant_name"] = place
    for slot, name in _names(text, asked).items():
        if not place or name.span[1] <= place.span[0] or place.span[1] <= name.span[0]:
            slots[slot] = name
    return slots


_AT_A_PLACE = re.compile(
    r"(?:\b(?:at|bei|beim|im|ins)|\b(?:[Dd]inner|[Ll]unch|[Bb]runch|[Bb]reakfast|\w*[Ee]ssen|Frühstück) in)"
    r" ((?:the |The |La |Le |Il |El |Zum |Zur )?[A-ZÄÖÜ][\w'’&-]*(?: (?:(?:of|the|de|la|und|and|&|n) )?[A-ZÄÖÜ][\w'’&-]*){0,4})"
)
_BOOKS = re.compile(
    r"\b(?:book\w*|reserv\w*|table|tisch|lunch|dinner|essen|mittagessen|abendessen|frühstück|buch\w*)\b"
)
_GERMAN_NOUN = re.compile(
    r"(?:restaurant|freien|garten|haus|saal|keller|hof|namen|zentrum|lokal|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)$"
)


def _restaurant(text: str) -> Value | None:
    """The house a table is wanted in, by its capitals: "a table at The Copper Pot", "bei Zum Anker"."""
    if not _BOOKS.search(text.lower()):
        return None
    for m in _AT_A_PLACE.finditer(text[: words.LONGEST]):
        name = re.sub(r" (?:am|um|on|for|für|I)$", "", m[1])
        low = name.lower().split()
        if low[0] in lexicon.COMMON - _HOUSE_ARTICLES or words.read(low[0]).plain in words.MONTHS + words.WEEKDAYS:
            continue
        if low[-1] in _WATERS or _GERMAN_NOUN.search(low[-1]) or (name.isupper() and len(name) <= 3):
            continue
        return Value("restaurant_name", name, (m.start(1), m.start(1) + len(name)), name, "at_a_place")
    return None


_HOUSE_ARTICLES = frozenset(("the", "zum", "zur", "la", "le", "il", "el"))
_WATERS = words.bag(
    "lake see beach strand river fluss street straße road avenue park airport flughafen station bahnhof hafen ufer"
)


_OF_PEOPLE = re.compile(
    r"\b(?:table|party|group|people|guests|persons?|seats?|tisch|personen|gruppe|leute|us|uns|me|booking for|book for)\b"
)


def _says_when_it_was_made(value: Value) -> bool:
    """ "I booked it yesterday" names no day to come."""
    return value.status == "invalid" and value.reason == "past" and value.rule in ("ago", "near")


_SURNAME = re.compile(
    r"\b(?:last name|second name|surname|family name|nachname|familienname|mr|mrs|ms|miss|herrn?|frau|the \w+ (?:party|family))\b"
)
_FIRST_NAME = re.compile(r"\b(?:first name|given name|vorname|i'm|i am|this is|ich bin|hier ist|hello|hi)\b")
_TWO_NAMES = re.compile(r"\s*([^\W\d_]+)(?:,| and| und) ([^\W\d_]+)\s*[.!]?\s*")


def _names(text: str, asked: set[str]) -> Slots:
    wants_name = bool(asked & {"first_name", "last_name", "name"})
    two = _TWO_NAMES.fullmatch(text) if {"first_name", "last_name"} <= asked else None
    if two and two[1][0].isupper() and not {two[1].lower(), two[2].lower()} & lexicon.COMMON:
        given, family = (2, 1) if contacts.is_given(two[2]) and not contacts.is_given(two[1]) else (1, 2)
        first = Value("name", two[given], two.span(given), two[given], "expected")
        last = replace(first, value=two[family], text=two[family], span=two.span(family))
        return {"first_name": first, "last_name": last}
    found = contacts.names(text, expected=wants_name)
    if not found:
        return {}
    value = found[0]
    parts = [p for p in str(value.text).split() if p.lower().strip(".") not in contacts._TITLES]
    if not parts:
        return {}
    if len(parts) == 1:
        wanted = asked & {"first_name", "last_name"}
        if len(wanted) == 1:
            slot = min(wanted)
        elif _SURNAME.search(text.lower()):
            slot = "last_name"
        elif contacts.is_given(parts[0]) or _FIRST_NAME.search(text.lower()):
            slot = "first_name"
        else:
            slot = "last_name"
        return {slot: replace(value, value=parts[0], text=parts[0])}
    return {
        "first_name": replace(value, value=parts[0], text=parts[0]),
        "last_name": replace(value, value=" ".join(parts[1:]), text=" ".join(parts[1:])),
    }


# --- a stay in a hotel ------------------------------------------------------------------------------------------------
_ARRIVES = re.compile(
    r"\b(?:arriv\w*|check(?:ing|ed)?[ -]{0,3}in|from|starting|start|beginning|coming|come|between|get there|land|ab|von|vom|anreise)\b[^.?!]*$"
)
_LEAVES = re.compile(
    r"\b(?:leav\w*|check(?:ing)?[ -]{0,3}out|until|till|til|to|depart\w*|through|thru|and|-|through to|bis|abreise|going home|ending)\b *(?:on|the|at|by|for|am|zum|around|,)* *(?:the )?$"
)
_STAYS = re.compile(
    r"\b(?:room|rooms|stay|staying|night|nights|hotel|arriv\w*|check[ -]{0,3}in|suite|week|weekend|zimmer|booking|reservation|come|coming|bed|accommodation)\b"
)
_BOOKED_FOR = re.compile(r"\b(?:re)?book(?:ing)?\b[^.?!]*$")
_TABLE = re.compile(
    r"\b(?:table|restaurant|dinner|lunch|breakfast|spa|massage|treatment|appointment|gym|facial|nail|dine|eat|brunch|manicure|pedicure|haircut|session|yoga|tisch)\b"
)


def stay(text: str, *, wanted: Collection[str], now: datetime, language: str) -> Slots:
    """Dates and times of a stay (from, to, or of something in the house), guests, rooms and a name."""
    said = words.said(text)
    slots: Slots = {}
    heard = times.read(text, now=now, language=language)
    days = corrections.standing(_of("date", heard), text)
    clocks = corrections.standing(_of("time", heard), text)
    at_table = bool(_TABLE.search(said))
    staying = bool(_STAYS.search(said)) and not at_table
    start = "date_from" if "date_from" in wanted else "date"
    for value in days:
        before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
        if (
            _LEAVES.search(before)
            and (len(days) > 1 or re.search(r"leav|check[ -]{0,3}out|until|till|bis|depart", before))
            and "date_to" in wanted
        ) or (len(days) > 1 and start in slots and "date_to" in wanted):
            slots.setdefault("date_to", value)
        elif _says_when_it_was_made(value) and "date" in wanted:
            slots.setdefault("date", value)
        elif (staying or len(days) > 1 or _ARRIVES.search(before) or _BOOKED_FOR.search(before)) and not at_table:
            slots.setdefault(start, value)
        else:
            slots.setdefault("date" if "date" in wanted else start, value)
    for value in clocks:
        before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
        if "time_from" in wanted and re.search(r"\b(?:since|from|between)\b(?: \w+){0,2} *$", before):
            slots.setdefault("time_from", value)
        elif "time_to" in wanted and re.search(r"\b(?:leav\w*|until|till)\b", before):
            slots.setdefault("time_to", value)
        else:
            slots.setdefault("time", value)
    for unit in ("adults", "kids", "rooms", "nights", "stars"):
        if unit in wanted:
            counts = guests.counted(text, unit, language=language)
            if unit == "rooms":
                counts = [
                    c
                    for c in counts
                    if not re.match(r"(?:another|any)\b", words.said(c.text))
                    and not re.match(
                        r" (?:service|number|key)",
                        words.said(text)[words.said(text).find(words.said(c.text)) + len(words.said(c.text)) :],
                    )
                ]
            counts = corrections.standing(counts, text)
            if counts:
                total = (
                    sum(int(c.value or 0) for c in counts) if unit in ("kids", "adults") else int(counts[0].value or 0)
                )
                slots[unit] = replace(counts[0], value=total)
    if "people" in wanted and "adults" not in slots and "kids" not in slots:
        people = [v for v in guests.party(text, language=language) if v.value is not None]
        alone = [p for p in people if p.rule == "alone"]
        if alone and "adults" in wanted:
            slots["adults"] = alone[0]
        elif people:
            slots["people"] = people[0]
    for slot in ("person_name", "name"):
        if slot in wanted:
            names = contacts.names(text)
            if names:
                slots[slot] = replace(names[0], value=names[0].text)
    return slots


# --- what a recorded dialogue came to ---------------------------------------------------------------------------------
def arguments(
    dialogue: Sequence[tuple[str, str]], wanted: Collection[str], *, now: datetime
) -> dict[str, str | int | bool]:
    """The arguments a dialogue came to, for the slots wanted: a `Tracker` over it, and names, numbers and codes.

    dialogue: (speaker, words) pairs, the caller being "user".
    """
    tracker = tracking.Tracker(wanted, now)
    slots: dict[str, str | int | bool] = {}
    system = ""
    for speaker, text in dialogue:
        if speaker != "user":
            system = f"{system} {text}".strip()
            continue
        asked = words.said(system)
        tracker.hear(system, text)
        if "name" in wanted:
            name, sure = _own_name(text, asked=asking.own_name(asked))
            if name and (sure or "name" not in slots):
                slots["name"] = name
        runs = [r.digits for r in numbers.digit_runs(text, least=4)]
        if "account_number" in wanted:
            longer = [r for r in runs if len(r) >= 7]
            if longer:
                slots["account_number"] = longer[-1]
        if "pin" in wanted:
            shorter = [r for r in runs if len(r) == 4]
            if shorter:
                slots["pin"] = shorter[0]
        if "max_price" in wanted:
            money = [
                v
                for v in numbers.read(text, language="en")
                if isinstance(v.value, (int, float)) and 300 <= v.value <= 20_000
            ]
            if money and (
                re.search(r"budget|how much|price", asked)
                or re.search(
                    r"\b(?:budget|under|below|less|max|up to|credits|month|afford|spend|most|\$)", words.said(text)
                )
            ):
                slots["max_price"] = int(money[-1].value or 0)
        if "level" in wanted:
            floor = re.search(
                r"\b(?:level|floor) (\d{1,2})\b|\b(\d{1,2})(?:th)? (?:level|floor)\b", words.read(text).plain
            )
            if floor:
                slots["level"] = int(floor[1] or floor[2])
        if "rooms" in wanted:
            rooms = re.search(r"\b(\d{1,2}) ?-? ?(?:bed ?-? ?)?rooms?\b", words.read(text).plain)
            bare = (
                re.search(r"(?<![\d.,])(\d{1,2})(?![\d.,])", words.read(text).plain)
                if re.search(r"how many (?:bed)?rooms", asked)
                else None
            )
            if rooms or bare:
                slots["rooms"] = int((rooms or bare)[1])  # type: ignore[index]
        system = ""
    for slot, value in tracker.state.items():
        slots.setdefault(slot, value)
    for slot in [s for s in wanted if s.endswith("_name") and s in slots]:
        slots[slot] = _in_full(str(slots[slot]), dialogue)
    for slot in [s for s in wanted if s.endswith("_name") and s not in slots]:
        name = _entity(dialogue, str(slots.get("name", "")).split())
        if name:
            slots[slot] = name
    return {slot: value for slot, value in slots.items() if slot in wanted}


_INTRODUCED = re.compile(
    r"\b(?:my|the|full)(?: full)? name(?:'s| is)?\b|\bi'?m [A-Z]|\bi am [A-Z]|\bthis is [A-Z]|\bname(?:'s| is)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^(?:(?:it'?s|it is|i'?m|i am|this is|sure|yes|yeah|ok|okay|oh|yep|hi|hello|me)[,.!]* )*([A-Z][\w'’]+(?: [A-Z][\w'’]+)?)(?=[.,!?]| -|$| and\b| but\b| is my name)"
)


def _own_name(text: str, *, asked: bool) -> tuple[str | None, bool]:
    """What the caller is called, and whether it was asked for or introduced."""
    introduced = bool(_INTRODUCED.search(text))
    if not asked and not introduced:
        return None, False
    found = contacts.names(text, expected=asked)
    if found:
        return str(found[0].value), True
    answer = _ANSWERED.search(text) if asked else None
    if answer and answer.group(1).lower() not in lexicon.COMMON:
        return answer.group(1), True
    return None, False


def _in_full(name: str, dialogue: Sequence[tuple[str, str]]) -> str:
    """The longest form in which either side says a name: "Bellevue" is "Bellevue Hotel" where that is said too."""
    forms = {
        run for _, text in dialogue for _, _, run in names.runs(text) if run.lower().startswith(f"{name.lower()} ")
    }
    return max(forms, key=len, default=name)


def _entity(dialogue: Sequence[tuple[str, str]], caller: Collection[str]) -> str | None:
    """The last name of a business spoken of; `caller` is how the caller is called."""
    for _, text in reversed(dialogue):
        for name in names.offered(text):
            if name.lower() not in lexicon.COMMON and not set(name.split()) & set(caller):
                return name
    return None
