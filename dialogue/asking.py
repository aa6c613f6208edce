"""What an agent's words do: ask for a slot, say values back, offer to book, report that it is done or failed."""

import re
from collections.abc import Collection

from dialogue import kinds

_ASKS: dict[str, re.Pattern[str]] = {
    "time": re.compile(r"\b(?:what|which|preferred|specific|certain|your|particular|the|a|start) time|time (?:would|do|should|works|is|for)|what hour|when\b|uhrzeit|wann|wie viel uhr"),
    "date": re.compile(r"\b(?:what|which|preferred|specific|certain|your|the) (?:day|date)|(?:day|date) (?:would|do|should|works|are|is)|when\b|which date|welche\w* tag|wann|check[ -]{0,3}in|arriv|datum"),
    "check_out_date": re.compile(r"check(?:ing)?[ -]{0,3}out|leav|depart|until when|how long|abreise"),
    "party_size": re.compile(r"how many (?:people|guests|persons|of you|seats|in your|will|are|would|for|should|diners|other|individuals|folks|customers)|party size|number of (?:people|guests|persons|seats)|size of (?:the|your) (?:party|group)|(?:how (?:large|big)) (?:is|will|of)|for how many|wie viele (?:personen|leute|gäste|sind|werden)"),
    "city": re.compile(r"\b(?:any|a|another) (?:city|town|location)|(?:city|town) and|\b(?:what|which|specific|certain|preferred|in what|particular) (?:city|area|location|place|town|metropolis|region|part)|where\b|city (?:are|do|would|should|is)|(?:location|area|city|place) (?:of|in|where|do|should|would|you|,|\?)|which (?:one )?city|in welcher (?:stadt|gegend)|wo\b"),
    "cuisine": re.compile(r"\b(?:what|which|type|kind|sort|specific|particular|preferred)(?: \w+)? (?:of )?(?:food|cuisine|restaurant|cooking|dish|type of)|cuisine|food type|in the mood|fancy|crav(?:e|ing)|küche"),
    "price_range": re.compile(r"price ?-? ?range|price|budget|expensive|cheap|preis"),
    "nights": re.compile(r"how (?:long|many (?:nights|days))|number of (?:nights|days)|length of|for how long|duration|wie lange|wie viele nächte"),
    "rooms": re.compile(r"how many rooms|number of rooms|wie viele zimmer"),
    "stars": re.compile(r"\bstars?\b|rating|sterne"),
    "bedrooms": re.compile(r"bed ?rooms?|how many beds?|number of beds?|schlafzimmer"),
    "bathrooms": re.compile(r"bath ?rooms?|baths?|badezimmer"),
    "provider_type": re.compile(r"(?:what|which|type|kind|sort|field|specialt|specializ|specialis)\w*(?: \w+){0,3} (?:of )?(?:doctor|provider|therapist|specialist|practitioner|professional|stylist|dentist|field|need)|special(?:ist|ty|ization)|psychologist|(?:what|which) (?:type|kind)"),
    "name": re.compile(r"(?:your|full|the) (?:full )?name|name (?:please|for|is)|who (?:is|am)|namen?"),
    "max_price": re.compile(r"budget|how much|price|max"),
}  # fmt: skip

_ASKS_ALSO = {"check_in_date": "date", "day": "date", "area": "city"}

_ASKS_NAME = re.compile(
    r"\b(?:what|which|name of|specific|particular|have a|certain|preferred|prefer a|favou?rite|any|name (?:the|a)|whose|who|of|whom)(?: \w+)? (?:the )?(?:restaurants?|diner|resturant|hotel|place|property|apartment|salon|dentist|doctor|provider|stylist|therapist|eatery|hairdresser|establishment)\b|\b(?:restaurant|hotel|salon|dentist|doctor|place|apartment|property|provider|therapist|its|his|her) (?:is )?(?:called|named)|\b(?:restaurant|hotel|salon|dentist|doctor|place|apartment|spot|provider|therapist)(?:\'s)? (?:name|do you|would you|did you|are you|you (?:prefer|want|like)|in mind|is it)|\bwho (?:is|do|would)|with whom|special preferences?|where would you like to (?:go|eat|book|reserve)|(?:do you have|have) (?:a|any) preference"
)

READS_BACK = re.compile(
    r"\b(?:confirm(?:ing)?|correct|right|is that|is this|just to|to be sure|so you|so that|check|verify|details|you(?:'d| would| want| are| will|'re)?(?: like)? (?:to )?(?:book|reserve|schedul|check|a table|a reserv|an appoint|want|like)|reservation (?:for|at|is)|appointment (?:for|at|with|is)|table (?:for|at)|booking|booked|instead|available|opening|would .{0,30}(?:work|do|suit)|how about|what about|shall i|should i|okay with|ok with|make sure|sound|bestätig|richtig|also|das wäre)\b"
)

OFFERS_BOOKING = re.compile(
    r"\b(?:would you like|do you want|shall i|should i|want me|can i|may i|like me|interested|ready|care|need me|wish|like for me|let me know if|what about|how about|do you wish|could i|i can|will you be wanting|are you looking|would you care|möchten sie|soll ich)\b[^.?!]{0,60}\b(?:book|reserv|schedul|visit|appointment|buch|termin|make (?:a|an|the|it)|table)"
)

ANYTHING_ELSE = re.compile(
    r"\b(?:anything|something|what) (?:else|more|further)|further assistance|more help|any other|other (?:thing|way|assistance|help)|help you with|sonst noch|assist you (?:with|further)|else i can"
)

DONE = re.compile(
    r"\b(?:booked|reserved|scheduled|confirmed|made|successful(?:ly)?|success|set|complete[d]?|placed|gebucht|reserviert|bestätigt|been made)\b"
)

ENTITIES = ("restaurant_name", "hotel_name", "property_name", "provider_name")


_YOUR_NAME = re.compile(r"\b(?:your|full|last|first|maiden)(?: full)? name\b")


def own_name(said: str) -> bool:
    """Whether an agent's words ask who is speaking."""
    return bool(_OWN_NAME.search(said)) and not re.search(r"\bmaiden|childhood|pet\b", said)


_OWN_NAME = re.compile(
    r"\b(?:your|full|first and last|the)(?: full)? name\b(?! of)|\bname please|\bwho (?:am i|is this|is the (?:reservation|booking) for)|\bname for the\b|\b(?:ihren?|ihr|der) namen?\b"
)


def asked(said: str, slots: Collection[str]) -> set[str]:
    """The slots an agent's words, in lower case, ask for."""
    if "?" not in said and not re.search(
        r"(?:^|[.!] )(?:and |ok |okay |sure |great )?(?:what|which|where|when|who|how|any)\b|\b(?:please|need|tell me|let me know|may i|could you)\b",
        said,
    ):
        return set()
    found = set()
    entity = _ASKS_NAME.search(_YOUR_NAME.sub(" ", said))
    for slot in slots:
        pattern = _ASKS.get(_ASKS_ALSO.get(slot, slot))
        if (
            (pattern and pattern.search(said))
            or (slot in ENTITIES and entity)
            or (slot in kinds.FEATURES and kinds.FEATURES[slot].search(said))
            or (slot == "cuisine" and len(set(kinds.CUISINE.findall(said))) > 1)
            or (slot == "provider_type" and len(set(kinds.PROVIDER_TYPES.findall(said))) > 1)
        ):
            found.add(slot)
    if "check_out_date" in found and not _ARRIVAL.search(said):
        found.discard("check_in_date")
    return found


_ARRIVAL = re.compile(r"\b(?:check(?:ing)?[ -]{0,3}in|arriv\w*|start\w*|from when)\b")
