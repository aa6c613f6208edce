"""Which of the things that were offered the caller took."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from language import words

FIRST = re.compile(r"\b(first(?! ?name)|earlier|earliest|former|cheaper|cheapest|least expensive|erste(?:re)?[nrs]?|frühere[nrs]?|vordere[nrs]?|günstig(?:er|st)e[nrs]?|billig(?:er|st)e[nrs]?|preiswert\w*)\b", re.IGNORECASE)  # fmt: skip
SECOND = re.compile(r"\b(second(?! ?name)|later|latter|zweite[nrs]?|spätere[nrs]?|letztere[nrs]?)\b", re.IGNORECASE)
CHEAPER = re.compile(r"\b(?:cheap\w*|least expensive|(?:günstig|billig)(?:er|st)\w*|preiswert\w*)\b", re.IGNORECASE)
DEARER = re.compile(r"\b(?:most expensive|more expensive|dear(?:er|est)|teu(?:re|rere|erer|erste)\w*)\b", re.IGNORECASE)
LAST = re.compile(
    r"\b(last(?! ?name)|third|letzte[nrs]?|dritte[nrs]?|most expensive|dearest|teuerste[nrs]?)\b", re.IGNORECASE
)
YEAR = re.compile(r"\b(?:(?P<year>20\d\d)|(?P<next>next year|(?:nächste[sn]|kommende[sn]) jahr)|this year|diese[sn] jahr)\b", re.IGNORECASE)  # fmt: skip
EARLY = re.compile(r"earl|früh", re.IGNORECASE)
LATE = re.compile(r"later|spät", re.IGNORECASE)
ANY = re.compile(r"\b(either(?: one)?|any(?: one)?(?: of (?:them|those)|(?= ?[.!]*$| will do| is fine))|whichever|no preference|(?:don'?t|do not) (?:mind|care)(?! (?:if|that|about)\b)|egal(?: welche\w*)?|beides(?: geht)?|keine präferenz)\b", re.IGNORECASE)  # fmt: skip
WHICHEVER = re.compile(r"\b(any (?:double )?room(?: will do| is fine)|whichever(?: room)?|whatever room|no preference|egal,? welche[ns]?(?: zimmer)?)\b", re.IGNORECASE)  # fmt: skip
SOME = re.compile(r"\b(something|anything|any|a room|rooms|etwas|was|eines?|eins|ein zimmer)\b", re.IGNORECASE)
"""Speaking of one of a kind, whether it was offered or not."""
MIDDLE = re.compile(r"\b(middle|mittlere[nrs]?)\b", re.IGNORECASE)
PLAIN = re.compile(r"\b(normal\w*|standard\w*|regular|ordinary|basic|plain|simple|einfache[nrs]?|gewöhnliche[nrs]?)\b", re.IGNORECASE)  # fmt: skip
LARGEST = re.compile(r"\b(bigger|biggest|larger|largest|größere[nrs]?|größte[nrs]?)\b", re.IGNORECASE)

Option = Mapping[str, Any]


def chosen(
    options: Sequence[Option], utterance: str, acts: Collection[str], said: Mapping[str, Collection[Any]] | None = None
) -> Option | None:
    """The option that was taken, or None. Options are slot values in the order in which they were offered.

    said: what the utterance names, by slot. A value that fits exactly one option chooses it; "the later one" goes by
    the clock, "the second" by order; a plain yes chooses only where one thing was offered.
    """
    of_month = [one for one in options if _moment(one)[0][5:7] == f"{month(utterance) or 0:02}"]
    if len(of_month) == 1 and "?" not in utterance:
        return of_month[0]
    named = {name: values for name, values in (said or {}).items() if values and any(name in one for one in options)}
    fitting = [one for one in options if all(one.get(name) in values for name, values in named.items())]
    # "den ersten" may be the first that was offered, or the first of the month
    if named and (fitting or not any(place.search(utterance) for place in (FIRST, SECOND, LAST))):
        return fitting[0] if len(fitting) == 1 else None
    by_time = sorted(options, key=_moment)
    if year := YEAR.search(utterance):
        years = sorted({_moment(one)[0][:4] for one in options})
        meant = year["year"] or (years[-1] if year["next"] else years[0])
        of_it = [one for one in options if _moment(one)[0].startswith(meant)]
        if len(years) > 1 and len(of_it) == 1:
            return of_it[0]
    if "?" not in utterance and all(one.get("total_cents") is not None for one in options):
        by_price = sorted(options, key=lambda one: int(one["total_cents"]))
        if CHEAPER.search(utterance):
            return by_price[0]
        if DEARER.search(utterance):
            return by_price[-1]
    if FIRST.search(utterance):
        return by_time[0] if EARLY.search(utterance) else options[0]
    if SECOND.search(utterance) and len(options) > 1:
        return by_time[-1] if LATE.search(utterance) else options[1]
    if LAST.search(utterance):
        return options[-1]
    if ANY.search(utterance) and "?" not in utterance:
        return options[0]
    if len(options) == 1 and "affirm" in acts and not {"deny", "correct"} & set(acts):
        return options[0]
    return None


def room(offers: Sequence[Option], utterance: str, acts: Collection[str], view: str | None = None) -> Option | None:
    """The room that was taken of several on offer, as `chosen`; also by the view from it, "the normal one", "the biggest".

    offers: {"room_type", "view"?, "sleeps"?}, the cheapest first. view: the one that is wished for.
    """
    if view is not None:
        seen = [one for one in offers if one.get("view") == view]
        return seen[0] if len(seen) == 1 else None
    if "?" not in utterance:
        if MIDDLE.search(utterance) and len(offers) == 3:
            return offers[1]
        if PLAIN.search(utterance):
            return offers[0]
        if LARGEST.search(utterance):
            most = max(int(one.get("sleeps") or 0) for one in offers)
            of_it = [one for one in offers if one.get("sleeps") == most]
            return of_it[0] if len(of_it) == 1 else None
    return chosen(offers, utterance, acts)


def placed(utterance: str) -> bool:
    """Whether the words point at one of several things by its place among them: "the second", "das günstigste"."""
    return any(place.search(utterance) for place in (FIRST, SECOND, LAST, ANY, MIDDLE, PLAIN, LARGEST))


def month(utterance: str) -> int | None:
    """The month (1 to 12) by which one of several is named: "the March one", "die im April"; None for none."""
    m = _OF_MONTH.search(words.read(utterance).plain)
    return words.MONTHS.index(m[1]) + 1 if m else None


_OF_MONTH = re.compile(
    rf"(?<!\dth )\b(?:the|that|in|im|of|from|for|die|der|das|den|vom) (?:one (?:in|from|of) )?({'|'.join(words.MONTHS)})\b(?! (?!1\b)\d)"
)


def _moment(option: Option) -> tuple[str, str]:
    return str(option.get("day") or option.get("check_in") or ""), str(option.get("time") or "")
