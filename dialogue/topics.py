"""What a turn is about, where one call goes through several things: a table, a room, a train, a bank account.

Words of a topic count most where something is wanted ("I also need a train"), less where they are only mentioned ("a
taxi to the restaurant"). With neither, the conversation stays where it was.
"""

import re
from collections.abc import Collection
from functools import lru_cache

_WORDS: dict[str, str] = {
    "restaurant": r"restaurants?|places? to (?:eat|dine)|somewhere to eat|eat(?:ing)?|dining|dinner|lunch|table|food|cuisine|eatery|pub|brasserie|diner|tisch|essen",
    "hotel": r"hotels?|guest[ -]{0,3}houses?|rooms? (?:for|at|in|with)|lodging|accommodations?|place to stay|somewhere to stay|check(?:ing)?[ -]{0,3}(?:in|out)|nights|bed and breakfasts?|zimmer|übernacht\w*",
    "home": r"apartments?|flat|viewing|application fee|landlord|letting|lease|wohnung|besichtig\w*|bed ?rooms?",
    "doctor": r"doctor(?:'s)?(?: appointment)?|dr\.?|physician|symptoms?|salons?|barber\w*|hair\w*|dentists?|dental|therap\w*|counsel\w*|psych\w+|arzt|friseur\w*|\w+ologist|practitioner|specialists?",
    "bank": r"bank(?: account| balance)?|balance|account number|\bpin\b|fraud|konto",
    "train": r"trains?|railway|bahn|zug",
    "taxi": r"taxi|cab|uber|lyft|driver",
    "sights": r"attractions?|museums?|college|colleges|theatres?|theaters?|nightclubs?|swimming pool|park to visit|things to do|places? to (?:go|visit)|entertainment|architecture|boats?|cinemas?|art galler\w+|galler\w+|churches|church",
    "flight": r"flights?|plane|fly(?:ing)?|airport|airlines?",
    "party": r"(?:a|the|my|your) party(?! (?:of|size|be))|rsvp|venue|guests? will you be bringing|host",
    "meeting": r"meetings?",
    "weather": r"weather|forecast|temperatures?",
    "trivia": r"trivia|quiz",
    "room_service": r"room service|room number|maid",
    "spa": r"spa",
    "bus": r"bus(?:es)?|coach|transfers|origin station|departure station|train station|tickets? (?:from|to)",
    "event": r"events?|concerts?|tickets?|baseball|matches|sports",
    "car": r"(?:rental |rent(?:ing)? a )?cars?(?: rental)?|sedan|suv|hatchback",
    "movie": r"movies?|films?|songs?|playlist",
    "trip": r"directions|route",
    "hospital": r"hospital|police",
}  # fmt: skip
_PATTERNS = {topic: re.compile(rf"\b(?:{pattern})\b") for topic, pattern in _WORDS.items()}
_WANTED = r"\b(?:looking (?:for|to)|look for|need(?:ing)?|want(?: to)?|find(?: me)?|book(?:ing)?|recommend|suggest|about|also|get|reserve|reservation (?:at|for)|schedule|search(?:ing)?(?: for)?|help (?:me )?with|interested in|like to|set up|check|play|how (?:is|will|would)|what(?:'s| is| will| would)|know(?: about| what| how)?|suche|brauche|möchte)\b"
_WANTS = {topic: re.compile(rf"{_WANTED}(?:[^.?!,]{{0,40}}?)\b(?:{pattern})\b") for topic, pattern in _WORDS.items()}
_TELLING: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"restaurant_name", "cuisine"}), "restaurant"),
    (frozenset({"hotel_name", "check_in_date", "stars", "nights"}), "hotel"),
    (frozenset({"property_name", "fee_paid", "bedrooms", "has_balcony", "has_elevator", "max_price"}), "home"),
    (frozenset({"account_number", "pin"}), "bank"),
    (frozenset({"provider_name"}), "doctor"),
)
_RETURNS = {
    "restaurant": re.compile(r"\b(?:reserv\w+|how many people)\b"),
    "hotel": re.compile(r"\b(?:reserv\w+|nights?|how many days)\b"),
    "doctor": re.compile(r"\b(?:appointments?|termin)\b"),
    "home": re.compile(r"\b(?:view(?:ing)?|property|visit)\b"),
}
"""Words that lead back to a topic once it has been left, though they do not start it."""


def own(slots: Collection[str]) -> str | None:
    """The topic a set of slots belongs to."""
    return next((topic for telling, topic in _TELLING if telling & set(slots)), None)


@lru_cache(maxsize=4096)
def heard(said: str) -> tuple[frozenset[str], frozenset[str], str | None]:
    """(topics something is wanted of, topics mentioned, the one mentioned last) in words in lower case."""
    mentioned = {topic: [m.start() for m in pattern.finditer(said)] for topic, pattern in _PATTERNS.items()}
    found = {topic: starts[-1] for topic, starts in mentioned.items() if starts}
    wanted = frozenset(topic for topic in found if _WANTS[topic].search(said))
    last = max(found, key=lambda topic: found[topic]) if found else None
    return wanted, frozenset(found), last


def follow(topic: str | None, mine: str | None, system: str, user: str) -> str | None:
    """The topic after a turn, from the one before it; `mine` is preferred where several are spoken of."""
    wanted, mentioned, last = heard(user)
    if mine in wanted:
        return mine
    if wanted:
        return last if last in wanted else min(wanted)
    if mine in mentioned and (topic == mine or len(mentioned) == 1):
        return mine
    back = _RETURNS.get(mine or "")
    if back and not mentioned and back.search(user):
        return mine
    question = system.rstrip().endswith("?")
    sentence = system.rsplit(".", 1)[-1] if question else system
    _, asked, _ = heard(sentence)
    if mine in asked or (back and not asked and question and back.search(sentence)):
        return mine
    if not mentioned and len(asked) == 1 and (question or topic != mine):
        return next(iter(asked))
    if len(mentioned) == 1 and topic != mine:
        return next(iter(mentioned))
    return topic
