"""What a house's own terms say to a question, though no document does: how long a table is kept, until when guests are
seated, which days are closed, how far ahead can be booked, what rooms there are, until when a booking can be called off.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogue import costs, inquiries
from language import days, plans, stays
from language import spoken as say
from nodes import pricing
from nodes.facts import Wording
from prompts.phrases import book, phrase
from records.agents import Agent

_KEEPS = r"(?:stay|sit|keep|have (?:it|the|our|a)|ours?|sitzen|bleiben|behalten|tisch|gehört)"
_HOW_LONG = re.compile(
    rf"\b(?:how long|wie lange)\b(?!.{{0,30}}\b(?:hold|voucher|valid|open|takes?|last|im voraus|gültig|gutschein|freihalten|frei|offen|auf|dauert)\b).{{0,40}}\b{_KEEPS}\b"
    rf"|\b(?:can|could|may|kann|können|könnten|dürfen)\b.{{0,24}}\b(?:\d+|one|two|three|four|an?|zwei|drei|vier|eine) (?:hours?|stunden?)\b.{{0,12}}\b{_KEEPS}\b"
    rf"|\b(?:can|could|may) (?:i|we) (?:stay|sit|have the table)\b.{{0,24}}\bhours?\b"
    r"|\b(?:be|out|leave|vacate|go|gehen|raus|räumen|weg) (?:\w+ )?(?:by|out by|again)\b|\b(?:when|what time|wann)\b.{0,30}\b(?:(?:be |have to be |get )?out\b|leave the table|vacate|wieder (?:gehen|raus|weg))",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\blast (?:orders?|seating|table|call|sitting)\b|\b(?:when|how late|until when|till when|what time)\b.{0,30}\b(?:kitchen|eat|hot food|(?:serve|order|get) (?:\w+ )?(?:food|dinner|lunch|meals?)(?! (?:to go|to take|for (?:take|collect|pick)\w*)))\b"
    r"|\bwarme? (?:küche|essen)\b|\bküche\b.{0,24}\b(?:zu|auf|offen|geöffnet|schließt|schluss|macht)\b|\bletzte\w* (?:einlass|bestellung\w*|bestellen|platzierung|tisch)\b|\b(?:bis wann|wie (?:spät|lange))\b.{0,30}\b(?:essen|küche|bestellen)\b(?!.*\b(?:mitnehmen|abholen)\b)"
    r"|\bkitchen\b.{0,16}\b(?:clos\w*|open\w*|all day)\b",
    re.IGNORECASE,
)
_CLOSED_DAYS = re.compile(
    r"\b(?:which|what) days?\b.{0,24}\bclosed?\b|\bclosing days?\b|\bclosed on (?:which|what)\b|\b(?:welche[nrms]?|an welchen) (?:tagen?|wochentagen?)\b.{0,30}\b(?:zu|geschlossen|ruhetag)|^\W*(?:\w+\W+){0,4}ruhetage?\W*$|\bwann\b.{0,24}\bruhetage?\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\bhow (?:far|long|early|many \w+) (?:ahead|in advance|before(?:hand)?)\b.{0,30}\b(?:book|reserv|take)|\b(?:latest|last|furthest) (?:date|day)\b.{0,30}\b(?:book|reserv|do|have)|\b(?:do i|should i|must i|need to) (?:\w+ )?book\b.{0,12}\b(?:in advance|ahead)"
    r"|\bwie (?:lange|weit|früh|lang)\b.{0,12}\b(?:im vora?us|im vorhinein|vorher|vorab|in die zukunft)\b.{0,30}\b(?:reserv|buch)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:how many|wie ?viele)\b (?P<what>rooms|zimmer|tables|tische)\b(?!.{0,30}\b(?:free|frei|left|noch)\b)",
    re.IGNORECASE,
)
_WHAT_ROOMS = re.compile(
    r"\b(?:what|which) (?:kinds? of |types? of |sorts? of )?rooms\b.{0,20}\b(?:have|offer|are there|got)\b|\b(?:was für|welche)(?: arten von)? zimmer\b.{0,24}\b(?:haben|habt|gibt|gibts|bieten|da)\b",
    re.IGNORECASE,
)
_IS_IT_IN = re.compile(
    r"\b(?:included(?: in (?:it|that|this|the (?:price|rate|total)))?|in the (?:price|rate|total)|in there|in it|with it|booked|in (?:the|that|this|dem|diesem) (?:price|total|sum|preis|betrag|summe)(?: (?:drin|dabei|enthalten|included))?|dabei|drin|inklusive|gebucht|enthalten|inbegriffen)\b(?: (?:now|then|already|jetzt|nun|schon|auch|too))*\W*$",
    re.IGNORECASE,
)
"""Asking whether something is in what is booked."""
_WHICH_ROOMS = re.compile(r"\b(?:what|which|welche\w*) (?:\w+ )?(?:rooms?|zimmer)\b", re.IGNORECASE)
_COST = re.compile(r"\b(?:prices?|rates?|cost\w*|how much|preise?|kosten|kostet|teuer|wie ?viel)\b", re.IGNORECASE)
_ROOMS = re.compile(
    r"\b(?:rooms?|your (?:prices|rates)|(?:ihre|eure) preise|zimmer\w*|night|nacht|prices|rates)\b", re.IGNORECASE
)
_DEAREST = re.compile(r"\b(?:most expensive|dearest|priciest|teuerste\w*)\b", re.IGNORECASE)
_CALL_OFF = re.compile(
    r"\b(?:until when|by when|latest|how (?:late|long)|when|still|can|could|what|is|free|refund\w*|bis wann|wann|noch|kann|könn\w*|kostenlos|kostet)\b.{0,48}\b(?:cancel\w*|call it off|storn\w*|absag\w*|refund\w*|tell you)\b"
    r"|\b(?:cancel\w*|storn\w*|absag\w*|refund\w*)\b.{0,40}\b(?:until|free|latest|cost|still|kostenlos|noch|bis wann|kostet)\b",
    re.IGNORECASE,
)
CLOSED_AHEAD = timedelta(days=60)
"""How far ahead holidays are told to who asks which days are closed."""
MOST_NOTES = 2
PER_MONTH = 4
"""How many kinds of room are told with their prices."""


def told(
    asked: str,
    agent: Agent,
    values: Sequence[Mapping[str, Any]],
    language: str,
    now: datetime,
    *,
    party: int | None = None,
    day: str = "",
    booked: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
) -> dict[str, list[str]]:
    """Sentences by what they are about; empty where nothing of the kind is asked.

    now: in the house's zone. party, day: as far as they are known. booked: the facts of the reservation that was made or
    found in this conversation. kept: of the stay whose price is spoken of.
    """
    wording = Wording(language, agent, now.isoformat())
    seats = bool(agent.config.get("tables")) or agent.rooms is None
    named = [
        date.fromisoformat(str(v["value"]))
        for v in values
        if v["kind"] in ("date", "check_in") and v["status"] == "valid"
    ]
    party = next((int(v["value"]) for v in values if v["kind"] == "party_size" and v["status"] == "valid"), party)
    found: dict[str, list[str]] = {}
    if seats and (_HOW_LONG.search(asked) or plans.stays_until(asked)):
        found["seating"] = [_seating(agent, language, party)]
    if seats and _LAST.search(asked):
        before = date.fromisoformat(day) if day and not days.as_month(day) else None
        found["last seating"] = _last_seating(agent, wording, named or [one for one in [before] if one], now)
    if _CLOSED_DAYS.search(asked) and not any(v["kind"] == "date" for v in values):
        found["closed days"] = _closed_days(agent, wording, now.date())
    if _AHEAD.search(asked):
        most = agent.rooms.horizon_days if agent.rooms is not None and not seats else agent.schedule.horizon_days
        until = wording.last_day(rooms=not seats)
        found["ahead"] = [phrase("horizon", language, {"days": most, "day": wording.day(until)})]
    if match := _HOW_MANY.search(asked):
        rooms = match["what"].lower() in ("rooms", "zimmer")
        listed = [room for one in (agent.config.get("rooms") or {}).get("types") or [] for room in one["rooms"]]
        count = len(listed if rooms else agent.config.get("tables") or [])
        if count:
            found["count"] = [
                phrase("count_rooms" if rooms else "count_tables", language, {"count": say.number(count, language)})
            ]
    if agent.rooms is not None:
        month = days.month_asked(asked) if _COST.search(asked) and _ROOMS.search(asked) else None
        types = _with_view(asked, agent) if _WHICH_ROOMS.search(asked) and not (month or named) else []
        if types:
            found["views"] = [_rooms(agent, wording, None, now.date(), types)]
        elif month or _WHAT_ROOMS.search(asked):
            only = [str(one.value) for one in stays.rooms(asked, agent.config["rooms"]["types"], even_asked=True)]
            found["rates"] = [_rooms(agent, wording, month, now.date(), only if month else ())]
        elif _DEAREST.search(asked):
            most_of_all = max(agent.rooms.types, key=lambda one: one.rate_cents)
            words = {"room": say.one_of(wording.called("types", most_of_all.name), language)}
            words["price"] = wording.money(most_of_all.rate_cents, agent.rooms.currency)
            found["rates"] = [phrase("dearest_room", language, words)]
        rest = costs.asked(asked, agent.config["rooms"].get("extras") or ()) if kept else None
        if kept and kept.get("check_in") and rest and not (rest.more or rest.less):
            found["total"] = [_capital(wording.phrase("total", **wording.words(kept)))]
    if kept and kept.get("check_in") and agent.rooms is not None and _IS_IT_IN.search(asked):
        own = stays.spoken_of(asked, agent.config["rooms"].get("extras") or ())
        if own and set(own) <= set(kept.get("extras") or ()):
            found["extras"] = [phrase("extras_are_in", language, {"extras": wording.extras(own)})]
        elif own and kept.get("total_cents") is not None:
            found["extras"] = [
                _not_in(agent, wording, kept, [one for one in own if one not in (kept.get("extras") or ())])
            ]
    if booked and booked.get("room") and inquiries.asks_room_number(asked):
        found["room number"] = [phrase("room_number", language, {"number": booked["room"]})]
    if booked and booked.get("notes") and inquiries.asks_if_noted(asked):
        found["note"] = [phrase("is_noted", language, {"text": booked["notes"]})]
    if booked and _CALL_OFF.search(asked):
        found["cancelling"] = [_calling_off(agent, wording, booked, now)]
    elif kept and (kept.get("check_in") or kept.get("time")) and inquiries.if_free(asked):
        found["cancelling"] = [_calling_off(agent, wording, kept, now)]
    return found


def _not_in(agent: Agent, wording: Wording, kept: Mapping[str, Any], extras: Sequence[str]) -> str:
    """That extras are not in what is kept, and what it would come to with them."""
    withal = pricing.of_a_stay(agent, {**kept, "extras": sorted({*(kept.get("extras") or ()), *extras})})
    total = wording.money(withal["total_cents"], withal["currency"])
    return wording.phrase("price_is_without", with_extras=wording.extras(extras), total=total)


def asks(asked: str) -> bool:
    """Whether it is asked what only a house's terms say, however much it speaks of booking: "how far ahead can I book?"."""
    return any(one.search(asked) for one in (_HOW_LONG, _LAST, _CLOSED_DAYS, _AHEAD, _HOW_MANY, _WHAT_ROOMS))


def of_one(asked: str) -> bool:
    """Whether what the terms say may be different for another caller, or at another moment."""
    return bool(_HOW_LONG.search(asked) or _CALL_OFF.search(asked) or plans.stays_until(asked))


def _seating(agent: Agent, language: str, party: int | None) -> str:
    """How long a party has its table, or every party where it is not known which."""
    steps = [(most, int(minutes)) for most, minutes in agent.schedule.seating if most <= agent.schedule.max_party]
    if party is not None:
        minutes = round(agent.schedule.seating_for(party) / timedelta(minutes=1))
        return phrase("seating_party", language, {"party": say.party(party, language), "minutes": minutes})
    parts = [
        phrase("part_up_to", language, {"most": say.number(most, language), "minutes": minutes})
        for most, minutes in steps
    ]
    largest = round(agent.schedule.seating_for(agent.schedule.max_party) / timedelta(minutes=1))
    if not steps or largest != steps[-1][1]:
        parts.append(phrase("part_larger", language, {"minutes": largest}))
    return phrase("seating", language, {"steps": say.listed(parts, language)})


def _last_seating(agent: Agent, wording: Wording, named: Sequence[date], now: datetime) -> list[str]:
    """Until when guests are seated, on the days named or else on the next one that is open; the rule where there is none."""
    schedule, today = agent.schedule, now.date()
    ahead = [today + timedelta(days=n) for n in range(8)]
    several = named or [one for one in ahead if schedule.hours_on(one).services][:1]
    sentences = []
    for one in several:
        times = [
            wording.clock(f"{period.closes - timedelta(minutes=schedule.last_seating_min):%H:%M}")
            for period in schedule.periods(one)
        ]
        if times:
            words = {"day": wording.day(one.isoformat()), "times": wording.listed(times)}
            sentences.append(wording.phrase("last_seating", **words))
    rule = wording.phrase("last_seating_rule", minutes=schedule.last_seating_min)
    return [*sentences, rule] if not named or not sentences else sentences


def _closed_days(agent: Agent, wording: Wording, today: date) -> list[str]:
    """The weekdays on which the house is closed, and the next days on which it is closed besides."""
    weekdays = [book(wording.language).WEEKDAYS[n] for n, services in enumerate(agent.schedule.week) if not services]
    name = "closed_days" if len(weekdays) > 1 else "closed_day" if weekdays else "no_closed_day"
    sentences = [wording.phrase(name, days=wording.listed(weekdays))]
    notes: dict[str, None] = {}
    for n in range(CLOSED_AHEAD.days):
        hours = agent.schedule.hours_on(today + timedelta(days=n))
        if hours.special and not hours.services and hours.note:
            notes.setdefault(str(hours.note.get(wording.language, "")))
    return sentences + [note for note in notes if note][:MOST_NOTES]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _with_view(asked: str, agent: Agent) -> list[str]:
    """The kinds of room that have the view which is asked for."""
    assert agent.rooms is not None
    views = {one.value for one in stays.views(asked, agent.config["rooms"]["types"], even_asked=True)}
    return [one.name for one in agent.rooms.types if one.view in views]


def _rooms(agent: Agent, wording: Wording, month: int | None, today: date, only: Sequence[str] = ()) -> str:
    """The kinds of room with what a night costs at least: in a month, or in the cheapest time of the year."""
    assert agent.rooms is not None
    prices: dict[int, str] = {}
    weeknight = today
    if month:
        first = date(today.year + (month < today.month), month, 8)
        weeknight = first + timedelta(days=(1 - first.weekday()) % 7)
    for one in sorted(agent.rooms.types, key=lambda one: one.rate_cents):
        if only and one.name not in only:
            continue
        cents = one.rate_on(weeknight) if month else one.rate_cents
        room, price = (
            say.one_of(wording.called("types", one.name), wording.language),
            wording.money(cents, agent.rooms.currency),
        )
        prices.setdefault(cents, wording.phrase("part_room_at", room=room, price=price))
    name = "rooms_in_month" if month else "our_rooms"
    shown = list(prices.values())[:PER_MONTH] if month else list(prices.values())
    return wording.phrase(name, rooms=wording.listed(shown))


def _calling_off(agent: Agent, wording: Wording, booked: Mapping[str, Any], now: datetime) -> str:
    """Until when what is booked can be cancelled without a colleague, free of charge."""
    if booked.get("check_in"):
        assert agent.rooms is not None
        begins = datetime.combine(date.fromisoformat(booked["check_in"]), agent.rooms.check_in)
    else:
        begins = datetime.combine(date.fromisoformat(booked["day"]), time.fromisoformat(booked["time"]))
    limit = begins.replace(tzinfo=ZoneInfo(agent.timezone)) - timedelta(hours=agent.cancel_until_h)
    words = {"day": wording.day(limit.date().isoformat()), "time": wording.clock(f"{limit:%H:%M}")}
    return wording.phrase("cancel_until" if now < limit else "cancel_too_late", **words)
