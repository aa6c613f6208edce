"""Facts made fit to be said: a line of the plan with its dates, times and lists in the caller's language."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dialogue import inquiries, routing
from dialogue.assertions import language_of
from dialogue.binding import EITHER
from dialogue.claims import topics
from dialogue.state import Line
from language import days, stays
from language import spoken as say
from prompts.phrases import book, known, phrase
from records.agents import Agent
from rules.hours import Schedule, Service

HOURS = inquiries.HOURS
_PARTS = re.compile(r"[?!.;,]+|\b(?:and|or|also|und|oder|außerdem)\b", re.IGNORECASE)
_ITSELF = topics("open reception house hotel today late Christmas New Year weekend holiday", "en") | topics(
    "geöffnet besetzt Rezeption Haus Hotel heute spät Heiligabend Weihnachten Neujahr Silvester Ruhetag Feiertag Wochenende "
    "aufmachen aufmacht zumachen zumacht",
    "de",
)
"""What the hours of a house are asked with: the pool and the bar have hours of their own."""
_AT_TABLE = topics("lunch dinner kitchen restaurant eat", "en") | topics(
    "Mittagessen Abendessen Küche Restaurant essen", "de"
)


HEARD_AS = {"party": "party_size"}
"""The words of a fact to its slot, where the names differ."""


def wording(line: Line, agent: Agent) -> str:
    """The phrase that says this line: a house that has only beds does not speak of tables, and a refusal nobody has
    words for is said in general ones.
    """
    name = line["phrase"]
    if agent.rooms is not None and not agent.config.get("tables") and known(f"{name}_room"):
        return f"{name}_room"
    if not line["facts"].get("time") and known(f"{name}_day"):
        timeless = all(not one.get("time") and one.get("day") for one in line["facts"].get("options") or [])
        name = f"{name}_day" if timeless else name
    if not known(name) and (of_kind := f"{name}_{line['facts'].get('kind', 'table')}") and known(of_kind):
        return of_kind
    return name if known(name) or not name.startswith("refused_") else "refused_other"


def called(agent: Agent, what: Literal["types", "extras"], name: str, language: str) -> str:
    """What the house calls a room type or an extra in a language."""
    for one in (agent.config.get("rooms") or {}).get(what) or []:
        if one["name"] == name:
            return str(((one.get("names") or {}).get(language) or [name])[0])
    return name


class Wording:
    """The facts of one line as words in the caller's language."""

    def __init__(self, language: str, agent: Agent, now: str) -> None:
        self.language, self.agent = language, agent
        self.today = datetime.fromisoformat(now).astimezone(ZoneInfo(agent.timezone)).date().isoformat()

    def day(self, iso: str) -> str:
        return say.day(iso, self.language, today=self.today)

    def clock(self, time: str) -> str:
        return say.clock(time, self.language)

    def last_day(self, *, rooms: bool) -> str:
        """The last day (ISO) for which a table, or a room, can be booked today."""
        most = (
            self.agent.rooms.horizon_days
            if rooms and self.agent.rooms is not None
            else self.agent.schedule.horizon_days
        )
        return (date.fromisoformat(self.today) + timedelta(days=most)).isoformat()

    def house_note(self, check_in: str | None, check_out: str | None) -> str:
        """What the house has to say about one of the days of a stay, "" for nothing."""
        if not (check_in and check_out):
            return ""
        first, days = date.fromisoformat(check_in), (date.fromisoformat(check_out) - date.fromisoformat(check_in)).days
        for offset in range(max(1, min(days, 62))):
            hours = self.agent.schedule.hours_on(first + timedelta(days=offset))
            if hours.note and not hours.services:
                return str(hours.note.get(self.language, ""))
        return ""

    def listed(self, items: Sequence[str], last: Literal["and", "or"] = "and") -> str:
        return say.listed(items, self.language, last=last)

    def phrase(self, part: str, /, **words: Any) -> str:
        return phrase(part, self.language, words)

    def money(self, cents: int, currency: str) -> str:
        return say.money(cents, currency, self.language)

    def called(self, what: Literal["types", "extras"], name: str) -> str:
        """What the house calls a room type or an extra in the caller's language."""
        return called(self.agent, what, name, self.language)

    def extras(self, names: Sequence[str]) -> str:
        """Extras of the house as they stand after "with"."""
        return self.listed([say.after_with(self.called("extras", one), self.language) for one in names])

    # --- several things at once ---

    def option(self, option: Mapping[str, Any], wished: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> str:
        """One of several things that can be had: as little of it as tells it from the wish and from the others."""
        rest = others if len(others) > 1 and not wished else [wished, *others]
        differing = {
            name
            for name in ("day", "time", "area", "check_in", "check_out", "room_type")
            if option.get(name) is not None and any(one.get(name) != option[name] for one in rest)
        }
        words = []
        if option.get("room_type") and ("room_type" in differing or not wished):
            words.append(say.one_of(self.called("types", option["room_type"]), self.language))
        if {"check_in", "check_out"} & differing:
            same = all(option.get(name) == wished.get(name) for name in ("check_in", "check_out"))
            nights = {"check_in": self.day(option["check_in"]), "check_out": self.day(option["check_out"])}
            words.append(self.phrase("part_same_nights" if same else "part_stay", **nights))
        if "day" in differing or (differing == {"area"} and not option.get("time")):
            words.append(self.day(option["day"]))
        if option.get("time") and (differing == set() or "time" in differing or "day" in differing):
            words.append(self.clock(option["time"]))
        if "area" in differing:
            words.append(self.phrase(f"part_area_{option['area']}"))
        if not words:  # nothing tells it from the wish: then it is named by what it is
            given = {name: self.day(option[name]) for name in ("check_in", "check_out") if option.get(name)}
            words = [self.phrase("part_stay", **given)] if len(given) == 2 else [self.day(option["day"])]
        if wished and option.get("total_cents") is not None:
            words.append(self.phrase("part_price", total=self.money(option["total_cents"], option["currency"])))
        return " ".join(words)

    def reservation(self, facts: Mapping[str, Any]) -> str:
        """One reservation in a few words."""
        return self.phrase(f"part_{facts['kind']}", **self.words(facts))

    def times(self, times: Sequence[str]) -> str:
        """Free times of a day as stretches: what lies on the grid of the house without a gap is one."""
        grid = self.agent.schedule.grid_min
        stretches: list[list[str]] = []
        for time in times:
            if stretches and _minutes(time) - _minutes(stretches[-1][-1]) <= grid:
                stretches[-1].append(time)
            else:
                stretches.append([time])
        longest = sorted(stretches, key=len, reverse=True)[:STRETCHES]
        return self.listed(
            [
                self.phrase("part_from_to", first=self.clock(stretch[0]), last=self.clock(stretch[-1]))
                if len(stretch) > 1
                else self.phrase("part_at", time=self.clock(stretch[0]))
                for stretch in stretches
                if stretch in longest
            ]
        )

    def room(self, offer: Mapping[str, Any]) -> str:
        """A room type that is free, and what it costs."""
        total = self.money(offer["total_cents"], offer["currency"])
        room = self.called("types", offer["room_type"])
        return self.phrase("part_offer", a_room=say.one_of(room, self.language), total=total)

    def rates(self, stay: Mapping[str, Any]) -> str:
        """What the nights of a stay cost, each price once with how many nights it is for."""
        assert self.agent.rooms is not None
        arrives, leaves = (date.fromisoformat(stay[name]) for name in ("check_in", "check_out"))
        quote = self.agent.rooms.quote(stay["room_type"], arrives, leaves, stay.get("party_size") or 1)
        many = Counter(night.cents for night in quote.nights)
        prices = {cents: self.money(cents, quote.currency) for cents in sorted(many)}
        if len(many) == 1:
            return self.phrase("part_a_night", price=prices[quote.per_night_cents])
        parts = {one: {"price": price, "nights": self.nights(many[one])} for one, price in prices.items()}
        return self.listed([self.phrase("part_for_nights", **words) for words in parts.values()])

    def parts(self, stay: Mapping[str, Any]) -> list[str]:
        """What the price of a stay is made of: its nights, each of its extras, the city tax."""
        assert self.agent.rooms is not None
        arrives, leaves = (date.fromisoformat(stay[name]) for name in ("check_in", "check_out"))
        guests, children = int(stay.get("party_size") or 1), int(stay.get("children") or 0)
        extras = stay.get("extras") or ()
        quote = self.agent.rooms.quote(stay["room_type"], arrives, leaves, guests, extras, children=children)
        many = Counter(night.cents for night in quote.nights)
        told = [
            self.phrase("part_nights_at", nights=self.nights(many[cents]), price=self.money(cents, quote.currency))
            for cents in sorted(many)
        ]
        told += [f"{self.called('extras', one.name)} {self.money(one.cents, quote.currency)}" for one in quote.extras]
        if quote.city_tax_cents:
            told.append(self.phrase("part_of_city_tax", tax=self.money(quote.city_tax_cents, quote.currency)))
        return told

    def nights(self, many: int) -> str:
        count = say.number(many, self.language)
        return self.phrase("part_nights", count=count) if many != 1 else self.phrase("part_night")

    def details(self, given: Mapping[str, Any]) -> str:
        """Who it is for and what else was said about it, behind commas."""
        parts = []
        if area := given.get("area"):
            parts.append(self.phrase(f"part_area_{area}"))
        if extras := given.get("extras"):
            parts.append(self.phrase("part_extras", extras=self.extras(extras)))
        if name := given.get("name"):
            parts.append(self.phrase("part_name", name=name))
        if phone := given.get("phone"):
            parts.append(self.phrase("part_phone", phone_tail=say.phone_tail(phone)))
        elif "phone" in (given.get("refused") or []):
            parts.append(self.phrase("part_no_phone"))
        if email := given.get("email"):
            parts.append(self.phrase("part_email", email=email))
        if occasion := given.get("occasion"):
            parts.append(
                self.phrase(
                    f"part_occasion_{occasion}" if known(f"part_occasion_{occasion}") else "part_occasion",
                    occasion=occasion,
                )
            )
        if notes := given.get("notes"):
            parts.append(self.phrase("part_notes", notes=notes))
        return "".join(f", {part}" for part in parts)

    # --- all of it ---

    def words(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every fact that is there, as words under its name; what is not there is empty."""
        words: dict[str, Any] = dict.fromkeys(EMPTY, "") | {
            "agent": self.agent.name,
            "house": self.agent.tenant_name,
            **given,
        }
        day = given.get("day") or given.get("check_in")
        if day:
            words["weekday"] = book(self.language).WEEKDAYS[date.fromisoformat(day).weekday()]
            words["day"] = self.day(day)
        for name in ("check_in", "check_out"):
            if given.get(name):
                words[name] = self.day(given[name])
        if day and day > (last := self.last_day(rooms="check_in" in given)):
            words["until"] = self.day(last)
        if time := given.get("time"):
            words["time"] = self.clock(time)
        if given.get("check_in") and given.get("check_out"):
            nights = (date.fromisoformat(given["check_out"]) - date.fromisoformat(given["check_in"])).days
            words["nights"] = self.nights(nights)
        if (party := given.get("party_size")) is not None:
            words["party"] = say.party(party, self.language)
        if room_type := given.get("room_type"):
            words["room"] = self.called("types", room_type)
            words["a_room"] = say.one_of(words["room"], self.language)
        if extras := given.get("extras"):
            words["extras"] = self.extras(extras)
            words["withal"] = f", {self.phrase('part_extras', extras=words['extras'])}"
        if costs := given.get("costs"):
            at = {cents: name for name, cents in reversed([*costs.items()])}
            words["costs"] = self.listed(
                [
                    self.phrase(
                        "part_room_a_night",
                        room=say.one_of(self.called("types", name), self.language),
                        price=self.money(cents, self.agent.rooms.currency if self.agent.rooms else "EUR"),
                    )
                    for cents, name in sorted(at.items())
                ]
            )
        if one := given.get("extra"):
            words["extra"] = self.called("extras", one)
        if given.get("made_of"):
            words["parts"] = self.listed(self.parts(given))
        if without := given.get("without"):
            words["without"] = self.listed([self.called("extras", one) for one in without])
        if heard := given.get("heard"):
            said = self.words(heard)
            parts = [
                said[name]
                for name in ("day", "time", "check_in", "check_out", "party")
                if heard.get(HEARD_AS.get(name, name))
            ]
            words["heard"] = self.listed([*parts, *filter(None, said["details"].split(", "))])
        if note := self.house_note(given.get("check_in"), given.get("check_out")):
            words["note"] = f" {note}"
        if given.get("each_night"):
            words["rates"] = self.rates(given)
        if (total := given.get("total_cents")) is not None:
            words["total"] = self.money(total, given["currency"])
        if by := given.get("by_cents"):
            words["by"] = self.money(by, given["currency"])
        if limit := given.get("at_most_cents"):
            words["at_most"] = self.money(limit, given["currency"])
        if tax := given.get("city_tax_cents"):
            words["city_tax"] = self.phrase("part_city_tax", tax=self.money(tax, given["currency"]))
        if area := given.get("area"):
            words["area"] = self.phrase(f"part_area_{area}")
            words["where"] = f", {words['area']}" if area != USUAL else ""
        if kind := given.get("kind"):
            words["what"] = book(self.language).ERRANDS[kind]
        if minutes := given.get("minutes"):
            words["minutes"] = say.number(int(minutes), self.language)
        if phone := given.get("phone"):
            words["phone_tail"] = say.phone_tail(phone)
        if slot := given.get("slot"):
            words["slot"] = book(self.language).SLOTS.get(slot, slot)
        if options := given.get("options"):
            wished = given.get("wished") or {}
            words["options"] = self.listed([self.option(one, wished, options) for one in options], "or")
        if alternatives := given.get("alternatives"):
            form = {"time": self.clock, "day": self.day, "check_in": self.day, "check_out": self.day}
            words["options"] = self.listed([form.get(slot or "", str)(one) for one in alternatives], "or")
        if reservations := given.get("reservations"):
            words["options"] = self.listed([self.reservation(one) for one in reservations], "or")
        if free := given.get("free"):
            words["free"] = (
                self.listed([self.room(one) for one in free], "or" if given.get("or") else "and")
                if isinstance(free[0], dict)
                else self.times(free)
            )
        if given.get("name"):
            words["named"] = f", {self.phrase('part_name', name=given['name'])}"
        if given.get("notes"):
            words["noted"] = f", {self.phrase('part_notes', notes=given['notes'])}"
        if rooms := given.get("rooms"):
            of = {"room": words["room"]} if given.get("room_type") else {}
            words["rooms"] = self.phrase(
                "part_rooms_of" if of else "part_rooms", count=say.number(rooms, self.language), **of
            )
        words["details"] = self.details(given)
        return words


USUAL = "inside"
"""Where guests sit who have not said where, which need not be told."""
EMPTY = (
    "day",
    "time",
    "party",
    "weekday",
    "name",
    "named",
    "noted",
    "rooms",
    "check_in",
    "check_out",
    "nights",
    "room",
    "a_room",
    "at_most",
    "note",
    "total",
    "rates",
    "city_tax",
    "withal",
    "details",
    "code",
    "options",
    "area",
    "where",
    "until",
)
STRETCHES = 3
"""How many stretches of free time are named: more nobody keeps in mind."""


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])


def spoken(line: Line, language: str, agent: Agent, now: str) -> dict[str, Any]:
    """The line's facts as words."""
    return Wording(language, agent, now).words(line["facts"])


REACH = re.compile(
    r"\b((?<!\bmy )(?<!\bour )address|where are you|located|your (?:phone|telephone|number)|phone number|call you|reach you|(?:get|come|find my way) to you|find you|"
    r"adresse|wo (?:sind|seid|liegt|finde)|wie (?:komm\w*|finde\w*) (?:ich|wir|man)(?!.*\b(?:rein|hinein|nach hause|heim)\b)|hinkommen|den weg zu|"
    r"(?:ihre|eure|die) (?:telefon|handy|ruf)?nummer|telefonnummer|anrufen|telefonisch|erreiche)\w*",
    re.IGNORECASE,
)
_WAY = re.compile(r"\b(?:(?:get|come|way) to you|find you|wie (?:komm|finde)\w*|hinkommen|den weg zu)\b", re.IGNORECASE)
"""Asking for the way: a telephone number is no answer."""


def asks_the_way(text: str) -> bool:
    """Whether the way to the house is asked for."""
    return bool(_WAY.search(text))


_BETWEEN = re.compile(
    r"\bzwischen den (?:jahren|feiertagen)\b|\bbetween (?:the years|the holidays|christmas and new year\w*)\b",
    re.IGNORECASE,
)


def between_the_years(text: str, today: date) -> list[date]:
    """The days from after Christmas to before New Year's Eve, if they are asked about."""
    return [date(today.year, 12, day) for day in range(27, 31)] if _BETWEEN.search(text) else []


def how_to_reach(text: str, agent: Agent, language: str) -> list[str]:
    """Sentences with the address and the telephone number of the house, if the question is about them."""
    if not REACH.search(text):
        return []
    address, phone = agent.config.get("address"), agent.config.get("phone")
    sentences = [phrase("address", language, {"address": address})] if address else []
    if phone and not (sentences and _WAY.search(text)):
        sentences.append(phrase("telephone", language, {"phone": say.phone(phone)}))
    return sentences


_DIFFERENCE = re.compile(
    r"\b(?:difference|how much (?:more|less)|(?:more|less) expensive|cheaper|dearer|surcharge|\w*unterschied\w*|teurer|billiger|"
    r"günstiger|aufpreis|mehrpreis|wie ?viel (?:mehr|weniger))\b",
    re.IGNORECASE,
)


def of_another_month(text: str, about: str, agent: Agent, language: str) -> str:
    """The question what a room costs in a month, where only the month is said: "und im Februar?"; "" where that is not
    the question. about: what was asked about before.
    """
    month = days.month_asked(text) if len(text.split()) <= 4 and inquiries.FOLLOW_UP.match(text) else None
    named = stays.rooms(about, agent.config["rooms"]["types"], even_asked=True) if month and agent.rooms else []
    if not named:
        return ""
    room = called(agent, "types", str(named[-1].value), language)
    return f"{phrase('what_a_room_costs', language, {'room': room}).rstrip(' ?')} {inquiries.FOLLOW_UP.sub('', text).strip()}"


def of_whom_the_rate_is(text: str, about: str, agent: Agent) -> bool:
    """Whether it is asked if the price of a room is for each person. about: what was asked about before."""
    if agent.rooms is None or not _EACH.match(text):
        return False
    return not about or bool(_OF_ROOMS.search(about))


def asks_size(text: str, about: str, agent: Agent) -> bool:
    """Whether it is asked how big a room is, or on which floor. about: what was asked about before."""
    if agent.rooms is None or not _SIZE.search(text):
        return False
    types, rest = agent.config["rooms"]["types"], _SIZE.sub(" ", text)
    if stays.rooms(text, types, even_asked=True) or _OF_ROOMS.search(rest):
        return True
    return bool(stays.rooms(about, types, even_asked=True)) and len(rest.split()) <= FEW_WORDS


FEW_WORDS = 4
"""Words besides up to which a size is asked of what was spoken of."""
_SIZE = re.compile(
    r"\b(?:how (?:big|large|spacious)|what size|bigger|larger|biggest|largest|wie gro(?:ß|ss)|größer|größte\w*|quadratmeter|square met\w*|square feet|(?:which|what) floor|welche\w* (?:stock\w*|etage))\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"^\W*(?:(?:and|und|also|so|oh|ach|ok|okay)\W+)*(?:ist|sind|gilt|gelten|is|are|was|verstehen sich|versteht sich)\b(?: \w+){0,4}? (?:pro|je|per|a|each|für|for)(?: \w+)? (?:person|personen|kopf|nase|head|guest|gast|people|zimmer|room)\b(?: (?:oder|or|und|and) .{0,30})?\W*$",
    re.IGNORECASE,
)
_OF_ROOMS = re.compile(
    r"\b(?:\w*zimmer\w*|rooms?|\w*suite\w*|doubles?|singles?|preise?|prices?|rates?|nights?|nacht)\b", re.IGNORECASE
)


def kinds_compared(text: str, about: str, agent: Agent, language: str) -> list[str]:
    """The kinds of room, as the house calls them, of which it is asked what they have: those between which a difference is
    asked for, or the one that is to be worth its price. None where that is not the question, or only the price is meant.

    about: what was asked about before.
    """
    if agent.rooms is None or not inquiries.compares(text):
        return []
    named = _types_in(text, agent) or _types_in(about, agent)
    if not named:
        views = {one.value for one in stays.views(text, agent.config["rooms"]["types"], even_asked=True)}
        named = [one for one in agent.rooms.types if one.view in views][:1]
    return [called(agent, "types", one.name, language) for one in named[:2]]


def _types_in(text: str, agent: Agent) -> list[Any]:
    """The kinds of room that are named, each once, in their order of rates."""
    assert agent.rooms is not None
    said, named = text.lower().replace("-", " "), []
    names = [
        (name.lower().replace("-", " ").removesuffix(" room"), one)
        for one in agent.rooms.types
        for name in {one.name, *(name for names in (one.names or {}).values() for name in names)}
    ]
    for name, one in sorted(names, key=lambda pair: -len(pair[0])):
        if re.search(rf"\b{re.escape(name)}\b", said):
            said = re.sub(rf"\b{re.escape(name)}\b", " ", said)
            named.append(one)
    return sorted({one.name: one for one in named}.values(), key=lambda one: one.rate_cents)


def difference(text: str, agent: Agent, language: str, now: str, *, about: str = "", always: bool = False) -> list[str]:
    """What two room types cost, and by how much they differ, if that is the question. about: what was asked about before.
    always: it is the question, whatever the words.
    """
    if agent.rooms is None or not (always or _DIFFERENCE.search(text)):
        return []
    named = _types_in(text, agent) or _types_in(about, agent)
    if len(named) != 2:
        return []
    less, more = named
    wording = Wording(language, agent, now)
    words = {
        "first": say.one_of(wording.called("types", less.name), language),
        "second": say.one_of(wording.called("types", more.name), language),
        "price": wording.money(less.rate_cents, agent.rooms.currency),
        "other": wording.money(more.rate_cents, agent.rooms.currency),
        "difference": wording.money(more.rate_cents - less.rate_cents, agent.rooms.currency),
    }
    return [phrase("rates_differ" if more.rate_cents > less.rate_cents else "rates_alike", language, words)]


_ASKS_PRICE = re.compile(
    r"\b(?:how much|price\w*|costs?|rates?|expensive|kostet|kosten|wie ?viel|preis\w*|teuer)\b", re.IGNORECASE
)
MOST_TYPES = 3
"""How many kinds of room are named where none was."""


def for_the_nights(
    text: str, agent: Agent, values: Sequence[Mapping[str, Any]], language: str, now: str, party: int | None = None
) -> list[str]:
    """What a room costs for the nights that are named, if that is the question: with city tax for a party that is known,
    the room alone for one that is not.
    """
    heard = {value["kind"]: value["value"] for value in values if value["status"] == "valid"}
    if agent.rooms is None or not _ASKS_PRICE.search(text) or not heard.get("check_in"):
        return []
    arrives = date.fromisoformat(heard["check_in"])
    leaves = arrives + timedelta(int(heard.get("nights") or 1))
    if heard.get("check_out"):
        leaves = date.fromisoformat(heard["check_out"])
    if leaves <= arrives or (
        "room_type" not in heard and stays.spoken_of(text, agent.config["rooms"].get("extras") or ())
    ):
        return []
    party = heard.get("party_size") or party
    named = agent.rooms.type(str(heard.get("room_type")))
    types = [one for one in agent.rooms.types if one.sleeps >= (party or 1) and named in (None, one)]
    for view in stays.views(text, agent.config["rooms"]["types"], even_asked=True):
        types = [
            one for one in agent.rooms.types if one.view == view.value and (named is None or one.sleeps == named.sleeps)
        ]
    offers: dict[int, dict[str, Any]] = {}
    for one in sorted(types, key=lambda one: one.rate_cents):
        quote = agent.rooms.quote(one.name, arrives, leaves, party or 1)
        cents = quote.total_cents if party else quote.rooms_cents
        offers.setdefault(cents, {"room_type": one.name, "total_cents": cents, "currency": quote.currency})
    if not offers:
        return []
    wording = Wording(language, agent, now)
    words = wording.words(
        {"check_in": arrives.isoformat(), "check_out": leaves.isoformat(), "free": list(offers.values())[:MOST_TYPES]}
    )
    with_tax = "with_city_tax" if party else "without_city_tax"
    tax = wording.phrase(f"part_{with_tax}") if agent.rooms.city_tax_cents else ""
    return [phrase("nights_cost", language, {**words, "tax": tax})]


def cheapest(
    text: str, agent: Agent, language: str, now: str, party: int | None = None, *, anyhow: bool = False
) -> list[str]:
    """Which room costs least, for a party if it is known, if that is the question. anyhow: it is, whatever the words."""
    if agent.rooms is None or not (anyhow or inquiries.by_price(text) == "cheapest"):
        return []
    fitting = [one for one in agent.rooms.types if party is None or one.sleeps >= party]
    for view in stays.views(text, agent.config["rooms"]["types"], even_asked=True):
        fitting = [one for one in fitting if one.view == view.value]
    if not fitting:
        return []
    least = min(fitting, key=lambda one: one.rate_cents)
    wording = Wording(language, agent, now)
    words = {
        "room": say.one_of(wording.called("types", least.name), language),
        "price": wording.money(least.rate_cents, agent.rooms.currency),
    }
    if party is None:
        return [phrase("cheapest_room", language, words)]
    return [phrase("cheapest_room_for", language, {**words, "party": say.party(party, language)})]


def cheaper(text: str, about: str, agent: Agent, language: str, now: str) -> str:
    """Which kinds of room cost less than the one that is named or was asked about, if that is the question; "" if not.

    about: what was asked about before.
    """
    if agent.rooms is None or inquiries.by_price(text) != "cheaper" or not inquiries.of_price(text):
        return ""
    types = agent.config["rooms"]["types"]
    named = stays.rooms(text, types, even_asked=True) or stays.rooms(about, types, even_asked=True)
    if not named and (about or (agent.config.get("tables") and not inquiries.ROOM_WORDS.search(text.lower()))):
        return ""
    if not named:
        return " ".join(cheapest(text, agent, language, now, anyhow=True))
    than = agent.rooms.type(str(named[-1].value))
    for view in stays.views(text if stays.rooms(text, types, even_asked=True) else about, types, even_asked=True):
        alike = [one for one in agent.rooms.types if than and (one.view, one.sleeps) == (view.value, than.sleeps)]
        than = alike[0] if len(alike) == 1 else than
    wording, prices = Wording(language, agent, now), dict[int, str]()
    for kind in sorted(agent.rooms.types, key=lambda one: one.rate_cents):
        if than and kind.rate_cents < than.rate_cents:
            room = say.one_of(wording.called("types", kind.name), language)
            price = wording.money(kind.rate_cents, agent.rooms.currency)
            prices.setdefault(kind.rate_cents, wording.phrase("part_room_at", room=room, price=price))
    if not prices:
        return phrase("no_cheaper_kind", language)
    return phrase("cheaper_kinds", language, {"rooms": wording.listed([*prices.values()])})


_FOR_HOURS = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|few|couple of|how many|half an) hours?\b", re.IGNORECASE
)
"""A length of time, and nothing that is open."""
_STAFFED = re.compile(
    r"\b(?:any|some)(?:one|body) (?:still )?(?:there|at (?:the )?(?:reception|desk))|\b(?:noch )?(?:jemand|wer) (?:noch )?(?:da|dort|an der rezeption)\b",
    re.IGNORECASE,
)
"""Asking whether somebody is there is asking whether it is open."""


def about_hours(text: str, agent: Agent, values: Sequence[Mapping[str, Any]] = (), *, before: bool = False) -> bool:
    """Whether it is asked when the house itself is open; before: that was the question before, and this follows up.

    values: what was read in the words; whatever a day is called, it is not what is open.
    """
    language = language_of(text)
    for value in values:
        if value["kind"] in ("date", "check_in"):
            text = " ".join(text.replace(value["text"], " ").split())
    text = _STAFFED.sub("open" if language == "en" else "geöffnet", _FOR_HOURS.sub(" ", text))
    if not (HOURS.search(text) or before):
        return False
    own = _ITSELF if agent.rooms is not None and not agent.config.get("tables") else _ITSELF | _AT_TABLE
    parts = [part for part in _PARTS.split(text) if HOURS.search(part)]
    if own is _ITSELF and any(map(routing.only_a_table, parts)):
        return False  # the restaurant of a hotel has hours of its own
    return any(topics(part, language) <= own for part in parts or [text])


def opening_hours(
    agent: Agent, values: list[dict[str, Any]], language: str, now: datetime, asked: str = ""
) -> list[str]:
    """Sentences about when the house is open: at this moment or on the days that were asked about, else in the whole
    week, with what is different in a month that was asked about. now: in the house's zone.
    """
    schedule, today = agent.schedule, now.date()
    if AT_THIS_MOMENT.search(asked) and (told := _now(schedule, now, language)):
        return [told]
    sentences = []
    for value in values:
        if value["kind"] in ("date", "check_in") and value["value"] and value["status"] != "invalid":
            either = value["alternatives"] if value.get("reason") == EITHER else [value["value"]]
            sentences += [_on(schedule, date.fromisoformat(one), language, today) for one in either]
    if sentences:  # who asks about a day is not told the week, nor the day twice where it was understood in two ways
        return list(dict.fromkeys(sentences))
    names = book(language).WEEKDAYS
    groups = []
    for group in schedule.hours_of_week():
        named = [names[day] for day in group.weekdays]
        label = (
            named[0]
            if len(named) == 1
            else say.listed(named, language)
            if len(named) == 2
            else f"{named[0]} {book(language).TO} {named[-1]}"
        )
        groups.append(f"{label} {_services(group.services, language)}")
    sentences.append(phrase("hours", language, {"hours": "; ".join(groups)}))
    if month := days.month_asked(asked):
        return [" ".join([*_in_month(schedule, month, language, today), *sentences])]
    for offset in range(14):
        day = today + timedelta(days=offset)
        if schedule.hours_on(day).special:
            sentences.append(_on(schedule, day, language, today))
    return sentences


def _in_month(schedule: Schedule, month: int, language: str, today: date) -> list[str]:
    """What is different in the next such month, each stretch of days once."""
    first = date(today.year + (month < today.month), month, 1)
    every = (first + timedelta(days=offset) for offset in range(monthrange(first.year, month)[1]))
    told: dict[str, str] = {}
    for day in every:
        hours = schedule.hours_on(day)
        if hours.special and day >= today:
            note = (hours.note or {}).get(language)
            told.setdefault(note or day.isoformat(), note or _on(schedule, day, language, today))
    return list(told.values())


AT_THIS_MOMENT = re.compile(
    r"\b(?:(?:still|now|already|currently) (?:open|closed|serving|staffed)|(?:open|closed|serving|staffed) (?:right )?now|at the moment|"
    r"(?:noch|jetzt|schon|gerade|im moment) (?:\w+ )?(?:auf|offen|geöffnet|zu|geschlossen|besetzt))\b",
    re.IGNORECASE,
)


def _now(schedule: Schedule, now: datetime, language: str) -> str:
    """Whether the house is open at this moment, and until when, or from when on again; "" where that is far away."""
    wall = now.replace(tzinfo=None)
    for offset in range(-1, 14):
        for period in schedule.periods(now.date() + timedelta(days=offset)):
            if period.closes <= wall:
                continue
            opened = period.opens <= wall
            turns = period.closes if opened else period.opens
            words = {
                "day": say.day(turns.date().isoformat(), language, today=now.date().isoformat()),
                "time": say.clock(f"{turns:%H:%M}", language),
            }
            later = "" if turns.date() == now.date() else "_day"
            return phrase("open_now" if opened else f"closed_now{later}", language, words)
    return ""


def _on(schedule: Schedule, day: date, language: str, today: date) -> str:
    hours = schedule.hours_on(day)
    note = (hours.note or {}).get(language, "")
    if not hours.services and HOURS.search(note):
        return str(note)  # that it is closed need not be said twice
    words = {
        "day": say.day(day.isoformat(), language, today=today.isoformat()),
        "hours": _services(hours.services, language, since=f"{book(language).FROM} "),
    }
    sentence = phrase("open_on" if hours.services else "closed_on", language, words)
    return f"{sentence} {note}" if note else sentence


def _services(services: tuple[Service, ...], language: str, since: str = "") -> str:
    if not services:
        return book(language).CLOSED
    to = book(language).TO
    return say.listed(
        [
            f"{since}{say.clock(f'{s.opens:%H:%M}', language)} {to} {say.clock(f'{s.closes:%H:%M}', language)}"
            for s in services
        ],
        language,
    )
