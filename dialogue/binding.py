"""What was said, bound to what is still to learn.

Later words win over earlier ones, a bare number goes to the slot that was asked for, a telephone number may come in
pieces, and a stay of so many nights has a day of departure.
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any, cast

from dialogue import choices, unread
from dialogue.slots import Slot, value
from dialogue.state import Expectation
from language import contacts, days, guests, numbers, stays, words
from language.values import Value

SLOT_OF: Mapping[str, str] = {"date": "day", "extra": "extras", "no_extra": "no_extras"}
"""Kind of value to the slot it fills, where the names differ."""
LONGEST_NUMBER = 15
DOUBTED = (days.UNLIKE, unread.MORE)
"""Why one day is asked about: a yes takes it, after a no it is asked which."""
EITHER = "either"
"""Why a day or an hour is ambiguous: the caller named several, any of which would do."""
TOGETHER = "either_together"
"""The same, of days that each came with an hour of its own: the readings of both stand in the same order."""
HOUR_OF_A_DAY = ("day", "time")
AS_SAID = "unknown_ending"
"""Why an address is ambiguous: it ends as few do, and there is no other that it could be."""
MISTYPED = "domain_typo"
"""Why an address is ambiguous: it is one slip away from another that is far likelier."""
WHEN = frozenset({"day", "time", "check_in", "check_out", "nights"})
HOW = ("party_size", "area", "room_type")
"""What is meant as it was wished and could not be had, where only another time is named for it."""
ASIDE_OF_IT = frozenset({"extras", "children"})
"""What is priced with an offer, and in which no offer differs from another."""
CLOCK = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")

PARTS: Mapping[str, re.Pattern[str]] = {
    "name": re.compile(r"\b(?:sur|last ?|first ?)?names?\b|\b(?:nach|vor|familien)?namen?\b", re.IGNORECASE),
    "phone": re.compile(r"\b(?:tele)?phone\b|\b(?:mobile|cell|number|digits?)\b|\w*nummer\b|\b(?:telefon|handy|ziffern?)\b", re.IGNORECASE),
    "email": re.compile(r"\be ?-? ?mail(?:s| ?adresse| address)?\b", re.IGNORECASE),
    "day": re.compile(r"\b(?:day|date|tag|datum)\b", re.IGNORECASE),
    "check_in": re.compile(r"\b(?:days?|dates?|arrival|tage?|datum|daten|anreise\w*|ankunft)\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:time|hour|(?:uhr)?zeit|stunde)\b", re.IGNORECASE),
    "party_size": re.compile(r"\b(?:how many|party|people|persons|guests|personen(?:zahl)?|wie viele|leute|gäste|anzahl)\b", re.IGNORECASE),
}  # fmt: skip
"""Slot to the words by which callers speak of it."""

KIDS = re.compile(r"(\d+) child")
"""What is noted with a party of whom some are children."""

OUT_OF_IT = re.compile(r"\bda?raus\b", re.IGNORECASE)
"""Making more or fewer people of a party: "machen Sie sechs daraus"."""

Said = Mapping[str, Any]
"""A language.values.Value as JSON."""


def slot_of(kind: str) -> str:
    """The slot that a value of this kind fills."""
    return SLOT_OF.get(kind, kind)


def bind(
    values: Sequence[Said],
    expect: Expectation,
    utterance: str,
    acts: Collection[str],
    names: Collection[str],
    known: Mapping[str, Any] | None = None,
) -> dict[str, Slot]:
    """Which of the slots `names` each value fills, and with what. known: what stands so far, slot to value."""
    slots: dict[str, Slot] = {}
    option: Mapping[str, Any] = {}
    if options := expect.get("choice"):
        option = choices.chosen(options, utterance, acts, named(values)) or {}
    for said in values:
        if said["reason"] == "party_or_time":  # "make it five": whatever it was, the read-back will say it
            as_time = expect.get("slot") == "time"
            people = expect.get("slot") == "party_size" or OUT_OF_IT.search(utterance)
            if not people and (hour := nearer_hour(int(said["value"]), known or {})):
                slots["time"] = Slot(status="valid", value=hour, words=said["text"], rule="nearer")
                continue
            if as_time and 0 < said["value"] <= 12:
                evening, morning = (f"{hour % 24:02}:00" for hour in (said["value"] % 12 + 12, said["value"] % 12))
                slots["time"] = Slot(
                    status="ambiguous", words=said["text"], alternatives=[evening, morning], reason="ambiguous_hour"
                )
            elif not as_time:
                slots["party_size"] = {**_slot(said), "status": "valid"}
        elif said["kind"] in ("extra", "no_extra"):
            name = slot_of(said["kind"])
            had = (slots.get(name) or {}).get("value") or []
            slots[name] = Slot(status="valid", value=sorted({*had, said["value"]}), words=said["text"])
        elif said["kind"] == "number" and expect.get("slot") in ("party_size", "minutes", "nights"):
            slots.setdefault(expect["slot"], _slot(said))
        elif said["kind"] != "number":
            slots[slot_of(said["kind"])] = _slot(said)
            if said["reason"] == AS_SAID:  # it is read back, and put right then if it is wrong
                slots[slot_of(said["kind"])]["status"] = "valid"
            if said["kind"] == "party_size":
                kids = KIDS.match(said["note"] or "")
                slots["children"] = Slot(status="valid", value=int(kids[1])) if kids else Slot(status="empty")
    for name, chosen in option.items():
        if name in ASIDE_OF_IT:
            continue  # it is as it has been said since it was offered
        slots[name] = Slot(status="valid", value=chosen, words=utterance, rule="chosen")
    return {name: slot for name, slot in slots.items() if name in names}


def nearer_hour(number: int, known: Mapping[str, Any]) -> str | None:
    """The hour that a bare number means where it is by far nearer to the time known than to the party: at 7 pm "make it 8".

    What stands already is not meant: at 7 pm "make it 7" are people. None: people it is.
    """
    clock, party = known.get("time"), known.get("party_size")
    if not clock or not party:
        return None
    hour = int(str(clock)[:2])
    meant = min((number, number + 12), key=lambda one: abs(one - hour))
    by_clock, by_party = abs(meant - hour), abs(number - int(party))
    by_far = by_clock < (by_party / 2 if by_party else 2)
    return f"{meant:02}:00" if 0 < meant < 24 and by_clock and by_far else None


def spoken_of(utterance: str, names: Collection[str]) -> list[str]:
    """Those of the slots `names` that the words speak of, whatever they say of them: "the name is wrong", "no phone"."""
    return [name for name, words in PARTS.items() if name in names and words.search(utterance)]


def one_of_two(expect: Expectation, slots: Mapping[str, Slot]) -> Expectation:
    """What was asked for, with the readings between which the caller was to choose as options."""
    name = expect.get("slot", "")
    slot = slots.get(name) or {}
    readings = slot.get("alternatives") or []
    doubted = slot.get("reason") in DOUBTED  # the one day that was asked about: a yes takes it
    if slot.get("status") != "ambiguous" or len(readings) < 2 - doubted or expect.get("choice"):
        return expect
    return {**expect, "choice": readings_of(name, slots)}


def readings_of(name: str, slots: Mapping[str, Slot]) -> list[dict[str, Any]]:
    """The readings of an ambiguous slot as options, by the calendar and the clock: slot to value."""
    slot = slots.get(name) or {}
    if slot.get("reason") != TOGETHER:
        return [{name: one} for one in in_order(slot.get("alternatives") or [])]
    pairs = zip(*((slots.get(one) or {}).get("alternatives") or [] for one in HOUR_OF_A_DAY), strict=False)
    return [dict(zip(HOUR_OF_A_DAY, pair, strict=True)) for pair in sorted(pairs)]


def in_order(readings: Sequence[Any]) -> list[Any]:
    """Readings of a day or a time by the calendar and the clock; others as they came."""
    by_clock = all(isinstance(one, str) and CLOCK.fullmatch(one) for one in readings)
    return sorted(readings) if by_clock else list(readings)


def about_the_address(slot: Slot | None, expect: Expectation, utterance: str) -> bool:
    """Whether an address that is probably mistyped is spoken of: it was just asked about, or the one meant is named."""
    if slot is None or slot.get("reason") != MISTYPED or slot.get("status") == "valid":
        return False
    provider = str(slot["alternatives"][0]).rpartition("@")[2].partition(".")[0]
    return expect.get("slot") == "email" or provider in utterance.lower()


def meant(slot: Slot, heard: Slot | None, acts: Collection[str]) -> Slot | None:
    """What becomes of an address after "did you mean …?": the one meant, the one said, or None for no answer.

    heard: the address as this utterance says it, if it does.
    """
    if heard is not None:
        insists = heard.get("value") == slot.get("value")
        return {**heard, "status": "valid"} if insists or heard.get("value") in slot["alternatives"] else heard
    if "deny" in acts or "correct" in acts:
        return {**slot, "status": "valid"}
    if "affirm" in acts:
        return {**slot, "status": "valid", "value": slot["alternatives"][0], "rule": "meant"}
    return None


def as_supposed(
    slots: Mapping[str, Slot], heard: Mapping[str, Slot], expect: Expectation, acts: Set[str]
) -> dict[str, Slot]:
    """What was heard, after a number of people was supposed and asked about ("that makes five?"): it stands after a yes,
    is asked for after a no, and the children who were counted are so many still where another number is said.
    """
    slot = slots.get("party_size") or {}
    if slot.get("reason") != guests.LIKELY or slot.get("status") == "valid":
        return dict(heard)
    if "party_size" in heard:
        return {name: one for name, one in heard.items() if name != "children" or one.get("status") != "empty"}
    if expect.get("slot") != "party_size" or not acts & {"affirm", "deny"}:
        return dict(heard)
    people = {**slot, "status": "valid", "reason": None} if "affirm" in acts else {"status": "empty"}
    return {**heard, "party_size": cast(Slot, people)}


def named(values: Sequence[Said]) -> dict[str, list[Any]]:
    """What the values say, by slot."""
    found: dict[str, list[Any]] = {}
    for said in values:
        if said["value"] is not None:
            found.setdefault(slot_of(said["kind"]), []).append(said["value"])
    return found


def stay(slots: Mapping[str, Slot], heard: Collection[str]) -> dict[str, Slot]:
    """The slots with the day of departure that so many nights from the arrival make, or the nights that it makes.

    heard: the slots that this utterance filled; of nights and departure the one said last counts.
    """
    slots = dict(slots)
    if value(slots, "check_out") and "check_out" in heard:
        slots.pop("nights", None)
    if slots.get("check_in", {}).get("rule") == stays.END_ALONE and value(slots, "check_out") and "nights" not in heard:
        slots.pop("nights", None)
    arrival, nights = value(slots, "check_in"), value(slots, "nights")
    if arrival and nights and slots["check_in"].get("rule") == stays.OVER_A_FEAST:  # which day of it is asked
        open_still = {"status": "ambiguous", "value": None, "alternatives": stays.around(arrival, int(nights))}
        slots["check_in"] = cast(Slot, {**slots["check_in"], **open_still})
        return {name: slot for name, slot in slots.items() if name != "check_out"}
    if arrival and nights:
        leaves = date.fromisoformat(arrival) + timedelta(days=int(nights))
        slots["check_out"] = Slot(status="valid", value=leaves.isoformat(), rule="nights")
    both = arrival and {"check_in", "check_out"} <= set(heard)
    if both and (value(slots, "check_out") or arrival) < arrival:
        slots["check_out"] = {**slots["check_out"], "status": "invalid", "reason": "checkout_before_checkin"}
    return slots


def still_leaving(slots: Mapping[str, Slot], wish: Mapping[str, Any]) -> dict[str, Slot]:
    """The slots with the departure of a stay that could not be had (its facts), where the arrival is put off within it."""
    arrival = value(dict(slots), "check_in")
    if not arrival or not str(wish.get("check_in", "")) < arrival < str(wish.get("check_out", "")):
        return dict(slots)
    kept = {name: slot for name, slot in slots.items() if name != "nights"}
    return {**kept, "check_out": Slot(status="valid", value=wish["check_out"], rule="refused")}


def with_extras(before: Mapping[str, Slot], heard: Mapping[str, Slot]) -> dict[str, Slot]:
    """The slots of the extras, with those that were added now and without those that are to be left out."""
    added, dropped = set(value(dict(heard), "extras") or []), set(value(dict(heard), "no_extras") or [])
    if not added | dropped:
        return {}
    had, gone = set(value(dict(before), "extras") or []), set(value(dict(before), "no_extras") or [])
    extras, left_out = sorted((had | added) - dropped), sorted((gone - added) | dropped)
    slots = {"no_extras": Slot(status="valid", value=left_out)} if left_out or "no_extras" in before else {}
    return slots | ({"extras": Slot(status="valid", value=extras)} if extras or "extras" in before else {})


ARRIVES_ALONE = "arrives_alone"
"""The slot that says that only the arrival is to be another, of a stay that is still to be found."""


def only_arriving(heard: Mapping[str, Slot], how: str, facts: Mapping[str, Any] | None) -> dict[str, Slot]:
    """What was heard, with the mark that guests only come on another day and leave when it was agreed.

    how: as `stays.arrives` has it. facts: the stay, if it is known.
    """
    if facts is None:
        return {**heard, ARRIVES_ALONE: Slot(status="valid", value=how)}
    comes = str(heard["check_in"].get("value") or "")
    if "check_out" not in facts or not comes or not _leaves_as_agreed(comes, how, facts):
        return dict(heard)
    return {**heard, "check_in": {**heard["check_in"], "rule": stays.END_ALONE}}


def _leaves_as_agreed(comes: str, how: str, facts: Mapping[str, Any]) -> bool:
    """Whether who comes on that day (ISO) still leaves when it was agreed: a stay that does not touch the old one is another."""
    if not facts["check_in"] > comes:
        return bool(comes < facts["check_out"])
    first, last = date.fromisoformat(facts["check_in"]), date.fromisoformat(facts["check_out"])
    return how == "early" or first - date.fromisoformat(comes) < last - first


def _of_the_stay(day: Slot, known: str, today: date) -> Slot:
    """A day that was named by its weekday or its number alone before the stay was found: the one nearest to a day of it (ISO)."""
    if not day.get("value"):
        return day
    said, rule = str(day.get("words") or ""), str(day.get("rule"))
    bare = rule == stays.MOVED and words.read(said).plain.strip() in words.WEEKDAYS
    heard = Value("date", day["value"], (0, 0), said, "weekday" if bare else rule)
    meant = days.beside(days.in_month_of(heard, known, today), known, today)
    if meant is heard:
        return day
    away = day.get("alternatives", []) if rule == stays.MOVED else []
    return {**day, "value": meant.value, "status": "valid", "alternatives": away, "reason": None}


def moved(facts: Mapping[str, Any], said: Mapping[str, Slot], today: date) -> dict[str, Slot]:
    """What was said of a stay before it was found, now that it has been: "a night longer" is a day of departure then.

    facts: the stay as it stands.
    """
    slots = {name: slot for name, slot in said.items() if name not in ("nights_more", "arrives_later", ARRIVES_ALONE)}
    if "check_out" not in facts:
        return slots  # a table is no stay
    for name in ("check_in", "check_out"):
        if name in slots:
            slots[name] = _of_the_stay(slots[name], str(facts[name]), today)
    if (how := value(dict(said), ARRIVES_ALONE)) and "check_in" in slots:
        slots = only_arriving(slots, str(how), facts)
    if (slots.get("nights") or {}).get("rule") == "one_night":
        del slots["nights"]  # "we booked for tonight" says which stay is meant, not that it becomes a night
        if (slots.get("check_out") or {}).get("rule") == "nights":
            del slots["check_out"]
    if (leaves := slots.get("check_out")) and str(leaves.get("rule")).startswith("weekday"):
        slots["check_out"] = {
            **leaves,
            "value": _after(str(leaves["value"]), str(value(slots, "check_in") or facts["check_in"])),
        }
    longer, later = value(dict(said), "nights_more") or 0, value(dict(said), "arrives_later") or 0
    nights = date.fromisoformat(facts["check_out"]) - date.fromisoformat(facts["check_in"])
    if later >= nights.days and not longer:
        longer = later  # "we come a week later" is all of it
    if (arrival := slots.get("check_in")) and "check_out" not in slots and "nights" not in slots:
        away = (arrival.get("alternatives") or [facts["check_in"]])[0]
        comes = str(value(slots, "check_in") or "")
        if arrival.get("rule") == stays.MOVED and away != facts["check_in"]:  # "from the 11th to the 18th", and no move
            slots |= {"check_in": {**arrival, "value": away}, "check_out": {**arrival, "value": comes}}
        elif arrival.get("rule") == stays.END_ALONE and comes < facts["check_out"]:
            slots["check_out"] = {**arrival, "value": facts["check_out"]}
        elif comes and (arrival.get("rule") == stays.MOVED or comes >= facts["check_out"]):
            ends = date.fromisoformat(comes) + nights
            slots["check_out"] = Slot(status="valid", value=ends.isoformat(), rule="more_nights")
    for name, by in (("check_in", later), ("check_out", longer)):
        if (longer or later) and name not in slots:
            day = date.fromisoformat(facts[name]) + timedelta(days=int(by))
            slots[name] = Slot(status="valid", value=day.isoformat(), rule="more_nights")
    on_file = {"extras": Slot(status="valid", value=list(facts.get("extras") or []))}
    return slots | with_extras(on_file, said)


def beside(day: Slot, known: str, today: date) -> Slot:
    """A bare weekday, as it is meant of a reservation on a day that is known (ISO): the nearest to that."""
    heard = Value("date", day.get("value"), (0, 0), str(day.get("words")), str(day.get("rule")))
    if heard.rule == "weekday_of_week" and heard.value == known:  # "Saturday next week, instead", of one on that day
        return {**day, "value": (date.fromisoformat(known) + timedelta(days=7)).isoformat(), "status": "valid"}
    meant = days.beside(heard, known, today)
    return {**day, "value": meant.value, "status": "valid"} if meant is not heard else day


def only_points(facts: Mapping[str, Any], day: Slot | None, words: str) -> bool:
    """Whether a bare weekday only says which reservation is meant: "our table on Friday", of one that is on a Friday."""
    if not day or day.get("rule") != "weekday" or not facts.get("day") or not day.get("value"):
        return False
    onto = re.search(
        rf"\b(?:to|onto|auf)\b(?: (?:the|den|next|nächsten|kommenden))? {re.escape(str(day.get('words')))}",
        words,
        re.IGNORECASE,
    )
    alike = date.fromisoformat(str(day["value"])).weekday() == date.fromisoformat(str(facts["day"])).weekday()
    return alike and not onto


def _after(day: str, arrival: str) -> str:
    """The first such day of the week after the arrival: "until Wednesday" is the Wednesday of the stay."""
    leaves, comes = date.fromisoformat(day), date.fromisoformat(arrival)
    while leaves <= comes:
        leaves += timedelta(days=7)
    return leaves.isoformat()


def in_month(slots: Mapping[str, Slot], month: int | None) -> dict[str, Slot]:
    """The slots without a day that is not in this month (1 to 12); a stay is still of so many nights."""
    day = value(dict(slots), "day") or value(dict(slots), "check_in")
    if not month or not day or month == int(day[5:7]):
        return dict(slots)
    left = {name: slot for name, slot in slots.items() if name not in ("day", "check_in", "check_out")}
    if leaves := value(dict(slots), "check_out"):
        many = (date.fromisoformat(leaves) - date.fromisoformat(day)).days
        left["nights"] = Slot(status="valid", value=many, rule="refused")
    return left


def counted(facts: Mapping[str, Any], said: Mapping[str, Slot], today: date) -> dict[str, Slot]:
    """What was said as a difference ("an hour later", "two fewer", "next week") from a table that had still to be found,
    as slots.
    """
    by, more = value(dict(said), "time_by"), value(dict(said), "people_by")
    slots = {}
    if (week := value(dict(said), "in_week")) is not None and facts.get("day"):
        then = days.in_week(date.fromisoformat(facts["day"]), int(week), today)
        slots["day"] = Slot(status="valid", value=then.isoformat(), rule="in_another")
    if by and facts.get("time"):
        moved = datetime.fromisoformat(f"2000-01-02T{facts['time']}") + timedelta(minutes=int(by))
        slots["time"] = Slot(status="valid", value=f"{moved:%H:%M}", rule="shifted")
    if more and (party := int(facts.get("party_size") or 0) + int(more)) > 0:
        slots["party_size"] = Slot(status="valid", value=party, rule="more_or_fewer")
    return slots


def whole_number(expect: Expectation, utterance: str) -> bool:
    """Whether nothing is to come after the digits of a telephone number that were heard so far: it is kept as it was told."""
    return len(expect.get("digits", "")) >= SHORTEST_NUMBER and bool(_NOTHING_MORE.match(utterance))


_YES = r"(?:yes|yeah|yep|yup|ja|jep|jawohl|doch|genau|correct|right|ok|okay|stimmt|richtig)"
_NUMBER = r"(?:(?:the|my|die|meine|so) )?(?:(?:whole|full|complete|entire|only|ganze|volle|komplette|vollständige|einzige) )?(?:number|nummer|one)"
_WHOLE = rf"(?:it|all(?: of it| there is)?|alles|everything|complete|finished|done|komplett|vollständig|fertig|sie|so|{_YES}|{_NUMBER})"
_NOTHING_MORE = re.compile(
    rf"\W*(?:(?:{_YES}|no|nope|nein|nee|nö|but|aber|sorry|thanks|danke)\W+)*(?:(?:das )?{_YES}(?: so| schon)?|(?:nothing|no)(?: more| else)?(?<!no)(?: digits| numbers)?|nichts(?: mehr)?|mehr nicht|(?:das )?war'?s|done|fertig|complete|komplett|vollständig|all(?: of it)?|alles"
    rf"|(?:(?:that|it|this|das|es|sie|die|{_NUMBER})(?:'s| is| was| ist| war)|thats|its) (?:(?:already|really|schon|wirklich|auch|just|so) )*{_WHOLE}(?: so)?"
    rf"|(?:mehr|weitere)(?: \w+)? (?:hat|gibt|sind|habe|kommt|kommen)(?: (?:die|sie|es|ich|da|nummer))*(?: nicht| keine| nichts)?|(?:there (?:is|are)|it has|i have|i've got|es (?:gibt|kommt|kommen)|da (?:ist|kommt|kommen)|sie hat|die hat) (?:no(?:thing)?|nichts|keine) (?:more|else|mehr|weiteren?)(?: (?:digits?|numbers?|ziffern?|zahlen))?)"
    r"(?: (?:more|else|mehr|schon|all|ja|now|already|jetzt|auch|wirklich|danke|thanks|please|bitte))*\W*$",
    re.IGNORECASE,
)
SHORTEST_NUMBER = 7


def pieced(phone: Slot | None, expect: Expectation, values: Sequence[Said], utterance: str, region: str) -> Slot | None:
    """The telephone number, where it comes in pieces: what was heard so far stands in `expect`, before the rest."""
    if whole_number(expect, utterance):
        return Slot(status="valid", value=expect["digits"], words=utterance, rule="as_told")
    digits = "".join(str(said["value"]) for said in values if said["kind"] == "phone" and said["value"])
    digits = numbers.digits_alone(utterance) or digits
    before = expect.get("digits", "")
    begun = bool(phone and phone["status"] == "invalid" and digits.startswith("0"))  # told before it was asked for
    if not (expect.get("slot") == "phone" or begun) or not digits.isdigit() or (phone and phone["status"] == "valid"):
        return phone
    before = before if expect.get("slot") == "phone" else ""
    whole = contacts.read(before + digits, language="en", region=region, expected="phone")
    good = next((found for found in whole if found.kind == "phone" and found.status == "valid"), None)
    if good is not None:
        return Slot(status="valid", value=good.value, words=before + digits, rule="pieces")
    if len(before + digits) < LONGEST_NUMBER:
        return Slot(status="ambiguous", value=before + digits, words=digits, rule="pieces", reason="so_far")
    return phone


def whole_name(before: Slot | None, heard: Slot, values: Sequence[Said]) -> Slot:
    """The name as it stands with what was said of it now: a half of it, or the letters of a part."""
    known = str((before or {}).get("value") or "")
    if not known or (before or {}).get("rule") == "refused" or heard.get("status") != "valid":
        return heard
    half = next((said["note"] for said in values if said["kind"] == "name" and said["value"] == heard["value"]), None)
    said = str(heard["value"])
    return {**heard, "value": contacts.whole_name(known, said, half=half, spelled=heard.get("rule") == "spelled")}


def _slot(said: Said) -> Slot:
    return Slot(
        status=said["status"],
        value=said["value"],
        words=said["text"],
        rule=said["rule"],
        alternatives=list(said["alternatives"]),
        reason=said["reason"],
    )
