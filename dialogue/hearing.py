"""What one utterance says about a table or a stay: the readers of `language`, one value a slot.

`expected` slots, which were just asked for, let bare numbers and names count. Of several values the one that still
holds is taken. What `Tracker` does over a conversation, this does for a single utterance.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from dialogue import names, tracking
from language import contacts, corrections, lexicon, numbers, times, words
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
        [v for v in numbers.party(text, language=language) if v.value and v.reason != "relative"], text
    )
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
        people = [v for v in numbers.party(text, language=language, expected=True) if v.value]
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
    slots |= _names(text, asked)
    return slots


def _says_when_it_was_made(value: Value) -> bool:
    """ "I booked it yesterday" names no day to come."""
    return value.status == "invalid" and value.reason == "past" and value.rule in ("ago", "near")


def _names(text: str, asked: set[str]) -> Slots:
    wants_name = bool(asked & {"first_name", "last_name", "name"})
    found = contacts.names(text, expected=wants_name)
    if not found:
        return {}
    value = found[0]
    parts = [p for p in str(value.text).split() if p.lower().strip(".") not in contacts._TITLES]
    if not parts:
        return {}
    if len(parts) == 1:
        only_last = asked == {"last_name"} or re.search(
            r"\b(?:last name|surname|family name|nachname|mr|mrs|ms|miss|herr|frau)\b", text.lower()
        )
        slot = "last_name" if only_last else "first_name"
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
        elif (staying or len(days) > 1 or _ARRIVES.search(before)) and not at_table:
            slots.setdefault(start, value)
        else:
            slots.setdefault("date" if "date" in wanted else start, value)
    for value in clocks:
        before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
        if "time_from" in wanted and re.search(
            r"\b(?:arriv\w*|check(?:ing)?[ -]{0,3}in|land|get there|from|between)\b", before
        ):
            slots.setdefault("time_from", value)
        elif "time_to" in wanted and re.search(r"\b(?:leav\w*|check(?:ing)?[ -]{0,3}out|until|till|depart\w*)\b", before):
            slots.setdefault("time_to", value)
        else:
            slots.setdefault("time", value)
    for unit in ("adults", "kids", "rooms", "nights", "stars"):
        if unit in wanted:
            counts = numbers.counted(text, unit, language=language)
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
        people = [v for v in numbers.party(text, language=language) if v.value is not None]
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
_NUMBER_ASKED = re.compile(r"\baccount number|\bpin\b|\baccount\b")


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
        for slot in ("name",):
            if slot in wanted:
                expected = bool(re.search(r"\bname\b", asked)) and "?" in asked
                found = contacts.names(text, expected=expected)
                if found and (slot not in slots or expected):
                    slots[slot] = str(found[0].value)
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
    for slot in [s for s in wanted if s.endswith("_name") and s not in slots]:
        name = _entity(dialogue)
        if name:
            slots[slot] = name
    return {slot: value for slot, value in slots.items() if slot in wanted}


def _entity(dialogue: Sequence[tuple[str, str]]) -> str | None:
    for _, text in reversed(dialogue):
        name = names.offered(text)
        if name and name.lower() not in lexicon.COMMON:
            return name
    return None
