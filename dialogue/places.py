"""Towns and quarters a caller names. Nothing is looked up: a place is known by what stands before it, or by being asked for."""

import re

from dialogue import acts, kinds, names
from language import lexicon, words

_STRONG = re.compile(
    r"\b(?:in|near|around|within|located in|over in|city of|town of|area of|city is|area is|location is|place is|moving to|move to|moved to|relocating to|from|neighborhood of|live in|headed to|based in|closer to|close to|near to|nearby)(?: the| and)*(?: city of| area of| town of| downtown)? $",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:at|to|for|be|it's|its|is|try|about|prefer|want|of|search|check|like|with|do|think|choose|city|area|location|town|thought|say|within|but|or|and|love|visit|reserve at)(?: the| it)? $",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:'s)? (?:area|city|downtown|would|is|works|sounds|please|will|should|could|and|might)\b|^[.,!?]|^$",
    re.IGNORECASE,
)
_STATE = re.compile(r"^, (?:[A-Z]{2}\b|[A-Z][a-z]+)")
_LOWER = re.compile(
    r"\b(?:in|near|around|within|located in|area of|city of) (?:the )?((?:san|santa|los|las|new|saint|st|el|mountain|long|fort|bad|south|north|east|west) (?:[a-zà-ÿ]{2,} ?(?:city|bay|hill|beach)?)|[a-zà-ÿ]{3,}(?: (?:city|hill|hills|beach|valley|park|creek|view|heights|falls|springs))?)(?= (?:please|and|on|for|at|with|area|i|that|this|next|tomorrow|today|by|which|where|from|is|now)\b|[.,!?]|$)"
)
_HALVES = words.bag("san santa los las new saint st el mountain fort bad")
_NO_TOWN = lexicon.COMMON | words.bag(
    "the my any that this your our town general case fact mind morning afternoon evening advance order particular and house unit common mood nearby vicinity meantime future downtown surrounding neighborhood budget hurry need love person"
)


_TOWARDS = re.compile(
    r"\b(?:to|in|into|around|visit(?:ing)?|towards|arriv(?:e|ing) (?:at|in)|destination is)(?: the)? $", re.IGNORECASE
)


def destination(text: str) -> str | None:
    """Where somebody is going or will be: the last place that is not where they come from."""
    spaced = re.sub(r"(?<=[a-z])([.,!?])(?=[A-Z])", r"\1 ", text)
    found = [
        name
        for begin, _, name in names.runs(spaced)
        if _TOWARDS.search(spaced[max(0, begin - 60) : begin]) and _like_a_place(name)
    ]
    return found[-1] if found else None


def _like_a_place(name: str) -> bool:
    low = name.lower()
    parts = low.split(" ")
    return not (
        parts[0] in words.WEEKDAYS
        or parts[0] in words.MONTHS
        or kinds.CUISINE.fullmatch(low)
        or kinds.PROVIDER_TYPES.fullmatch(low)
        or names.no_name(name)
        or re.search(r"\d", name)
        or parts[0] in ("american", "english", "german", "wi-fi", "dr.", "dr")
        or parts[-1] in _NO_PLACE_ENDING
    )


_NO_PLACE_ENDING = words.bag(
    "apartments apartment restaurant hotel salon md street boulevard road avenue drive lane station airport grill inn suites dental"
)


def named(text: str, *, asked: bool) -> str | None:
    """A town or quarter named in an utterance; `asked` lets a bare name count."""
    spaced = re.sub(r"(?<=[a-z])([.,!?])(?=[A-Z])", r"\1 ", text)
    strong = weak = None
    for begin, end, name in names.runs(spaced):
        low = name.lower()
        abroad = low in ("uk", "us", "usa", "england", "germany", "u.k", "u.s")
        if not _like_a_place(name) or (abroad and re.search(r"[a-z],? $", spaced[max(0, begin - 4) : begin])):
            continue
        before, after = spaced[max(0, begin - 60) : begin], spaced[end : end + 60]
        name = re.sub(r"^(?:[Tt]he|In|Near|Around|Maybe|Try|Yes|Search) ", "", re.sub(r"(?:'s| [Aa]rea)$", "", name))
        if low in _HALVES and (rest := re.match(r" [a-z]{3,}\b", after)):
            name += rest.group()
        country = _STATE.match(after)
        if country and len(country.group()) <= 4:
            name += country.group()
        if _STRONG.search(before):
            strong = name
        elif asked and (_WEAK.search(before) or not before.strip(" ,.") or _AFTER.match(after)):
            weak = weak or name
    if strong or weak:
        return strong or weak
    lower = [
        m
        for m in _LOWER.finditer(spaced)
        if m[1].split(" ")[0] not in _NO_TOWN and not words.read(m[1]).plain.isdigit()
    ]
    lower = [
        m
        for m in lower
        if not kinds.CUISINE.fullmatch(m[1])
        and m[1].split(" ")[0] not in words.MONTHS
        and m[1].split(" ")[0] not in words.WEEKDAYS
    ]
    if lower:
        return lower[-1][1].strip()
    if asked:
        only = text.strip(" .!?")
        only = re.sub(
            r",? (?:please|thanks|thank you)$|^(?:um|uh|in|yes|yeah|maybe|let's say|how about|try)[, ]+",
            "",
            only,
            flags=re.IGNORECASE,
        )
        if (
            re.fullmatch(r"[A-Za-zÀ-ÿ' ]{2,25}", only)
            and len(only.split()) <= 3
            and only.lower().split(" ")[0] not in _NO_TOWN
            and not kinds.CUISINE.fullmatch(only.lower())
            and not acts.hear(text, "en") - {"inform"}
        ):
            return only
    return None
