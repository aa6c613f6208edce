"""A time on the caller's own clock: "7 pm my time, I'm in London", "19 Uhr nach meiner Zeit, ich sitze in New York".

Which zone is meant is known where a place or an abbreviation is named; where it is not, the time stays in doubt. What
the house's clock shows then is computed for the day in question, since two places may change their clocks on
different days.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from language import words
from language.values import Value

_OWN = re.compile(
    r"\b(?:my|our) (?:own |local )?time\b|\blocal time here\b|\btime here\b|\b(?:nach )?(?:meine[rn]?|unsere[rn]?) (?:orts|lokal)?zeit\b"
    r"|\b(?:bei (?:mir|uns)|hiesiger? zeit)\b"
)
_NAMED = (
    ("Europe/London", r"london|england|uk|britain|scotland|edinburgh|manchester|gmt|bst|großbritannien|grossbritannien"),
    ("Europe/Dublin", r"dublin|ireland|irland"),
    ("Europe/Lisbon", r"lisbon|portugal|lissabon|porto"),
    ("Europe/Madrid", r"madrid|spain|barcelona|spanien"),
    ("Europe/Paris", r"paris|france|frankreich"),
    ("Europe/Rome", r"rome|rom|italy|italien|milan|mailand"),
    ("Europe/Zurich", r"zurich|zürich|switzerland|schweiz"),
    ("Europe/Vienna", r"vienna|wien|austria|österreich"),
    ("Europe/Berlin", r"berlin|germany|deutschland|munich|münchen|hamburg|cet|cest|mez|mesz"),
    ("Europe/Athens", r"athens|athen|greece|griechenland"),
    ("Europe/Helsinki", r"helsinki|finland|finnland"),
    ("Europe/Istanbul", r"istanbul|turkey|türkei"),
    ("Europe/Kyiv", r"kyiv|kiev|kiew|ukraine"),
    ("Europe/Moscow", r"moscow|moskau"),
    ("America/New_York", r"new york|nyc|boston|washington|miami|florida|toronto|eastern(?: time)?|est|edt"),
    ("America/Chicago", r"chicago|texas|dallas|houston|central time|cst|cdt"),
    ("America/Denver", r"denver|colorado|mountain time|mst"),
    ("America/Los_Angeles", r"los angeles|california|kalifornien|san francisco|seattle|vancouver|pacific(?: time)?|pst|pdt"),
    ("America/Sao_Paulo", r"são paulo|sao paulo|brazil|brasilien"),
    ("Asia/Dubai", r"dubai|abu dhabi"),
    ("Asia/Kolkata", r"india|indien|mumbai|delhi|bangalore"),
    ("Asia/Singapore", r"singapore|singapur"),
    ("Asia/Shanghai", r"china|shanghai|beijing|peking"),
    ("Asia/Tokyo", r"tokyo|tokio|japan"),
    ("Australia/Sydney", r"sydney|melbourne|australia|australien"),
    ("UTC", r"utc|zulu time"),
)  # fmt: skip
_ZONES = tuple((zone, re.compile(rf"\b(?:{names})\b")) for zone, names in _NAMED)
_CLOCK_OF = re.compile(
    r"\b(?P<place>" + "|".join(names for _, names in _NAMED) + r")(?:er)?[ -](?:time|zeit)\b"
    r"|\d ?(?:am|pm|o'clock|uhr)? (?P<mark>gmt|bst|est|edt|cst|cdt|pst|pdt|mst|utc|cet|cest|mez|mesz)\b"
)


def zone_of(text: str) -> str | None:
    """The IANA zone of the caller, if the time they name is on their own clock: "" where they do not say which."""
    said = words.said(text)
    named = _CLOCK_OF.search(said)
    if not named and not _OWN.search(said):
        return None
    where = (named["place"] or named["mark"]) if named else said
    return next((zone for zone, pattern in _ZONES if pattern.search(where)), "")


def on_house_clock(value: Value, day: str | None, *, zone: str, now: datetime) -> Value:
    """A time said on the clock of `zone`, as the house's clock has it: to be asked about, unless both show the same.

    day: the house's day ("2026-11-28") as far as known. now: aware, in the house's zone. zone "": the caller's clock is
    meant, and nobody knows which. The likelier reading is the converted one; the other is the time as it was said.
    """
    if value.kind != "time" or not isinstance(value.value, str) or value.status == "invalid":
        return value
    if not zone:
        return replace(value, status="ambiguous", alternatives=(value.value,), reason="own_zone")
    on = date.fromisoformat(day) if day else now.date()
    theirs = datetime.combine(on, datetime.strptime(value.value, "%H:%M").time(), ZoneInfo(zone))
    ours = f"{theirs.astimezone(now.tzinfo):%H:%M}"
    if ours == value.value:
        return value
    return replace(value, value=ours, status="ambiguous", alternatives=(ours, value.value), reason="own_zone")
