"""What a caller's words do to an offer: ask about it, take it, want another, book, or not mind."""

import re

from dialogue import kinds

_ASKS_ABOUT = re.compile(
    r"(?:^|[.,!?;] ?|\b(?:and|so|but|okay|ok|also|if|whether|know|tell me|wondering|ask|yes|great|perfect|sure|thanks) )(?:do|does|is|are|can|what|what's|whats|would|will|has|have|how|could|did|any)\b"
)

BOOK = re.compile(
    r"\b(?:book(?:ing)?|reserv(?:e|ation|ations|ing)|schedul(?:e|ing)|appointment|make (?:a|an|the) (?:visit|booking|reservation|appointment)|(?:set|sign) (?:it |me )?up|visit (?:it|the (?:property|apartment|place))|to visit|a visit|see the (?:property|apartment|place)|table for|get a table|buchen|reservier\w*|termin)\b"
)

SELECTS = re.compile(
    r"\b(?:sounds? (?:\w+ ){0,2}(?:good|great|perfect|fine|nice|lovely|like|delicious|amazing|wonderful|excellent|fantastic|interesting|awesome|ideal|okay|ok|alright|cool|right|optimal|decent|suitable|promising|tasty|to be)|(?:seems?|looks?|is|be) (?:\w+ ){0,3}(?:good|great|perfect|fine|nice|lovely|ok|okay|excellent|wonderful|optimal|ideal|suitable|right|awesome|promising|acceptable|cool)|(?:that|this|it|which) (?:works|suits|will do|'ll do|will work|should work|is it|one|would be|will be|is what|'s what|is exactly|is the one|place|restaurant|apartment|hotel|salon|dentist|doctor|property|option|house|choice)|"
    r"(?:i|we)(?: will|'ll|'d| would)?(?: like)?(?: to)? (?:take|go with|go for|choose|select|pick|like|love|prefer|go there|try|want) (?:it|that|this|the|them|there|him|her|to (?:go|eat|visit|see|try|book))|let'?s (?:go|try|do|book|take)|(?:you )?got it|suits? me|klingt (?:gut|super|prima)|hört sich gut an|(?:nehme|nehmen) (?:ich|wir)|perfekt|(?:would |will |should )?fits? (?:me|my|perfectly)|(?:exactly )?what i(?:'m| am|'ve| was)? (?:need|want|looking|been looking)|details are (?:correct|right)|looks? correct|perfect|great|excellent|wonderful|lovely|good choice|nice|awesome|fantastic|amazing|i'm (?:good|fine|okay|happy) with|works for me|that'?s (?:\w+ )?(?:good|great|perfect|fine|nice|it|the one|what|okay|ok|right|exactly|just|lovely|wonderful|excellent|cool|alright|acceptable|amazing|awesome))\b"
)

WANTS_OTHERS = re.compile(
    r"\b(?:(?:any|some|something|anything|someone|anyone|somewhere|what|where|who) ?(?:thing |one |place )?else|other|others|another|different|alternatives?|more (?:options?|choices?|places?|restaurants?)|next one|instead|don'?t (?:like|want)|not (?:interested|that one|really|what)|elsewhere|keep looking|something (?:cheaper|closer|nearer|better|similar))\b"
)

_DONT_CARE_SAID = re.compile(
    r"\b(?:(?:do(?: not|n't| n't)|doesn'?t|does not|does n't) (?:really )?(?:care|matter|mind|have (?:a|any|much of a)? ?(?:particular |specific |strong |price )?(?:preference|requirement|price range|area|cuisine|budget)s?(?: in mind)?)|any(?:thing|where|one)?(?: (?:is|will|would|works|at|in|price|area|part|type|kind|cuisine|food|of|fine|day|time|city))+|no (?:particular |specific |real |price )?(?:preferences?\b|preference|requirements?)|not (?:picky|particular|important|fussy)|whatever|either(?: is| one)?|open to (?:any|all|suggestions|anything)|surprise me|not a concern|doesn'?t make a difference|all (?:good|fine)|anything(?: is fine)?$|egal|it (?:doesn'?t|does not) matter|up to you)\b"
)

_REQUESTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("phone", re.compile(r"\b(?:(?:phone|contact|telephone|mobile)(?: \w+)?|number to (?:call|contact|reach)|(?:call|reach|contact) (?:them|him|her|it)|(?:their|the|his|her|a) number|telefonnummer|how can i (?:call|reach|contact))\b")),
    ("address", re.compile(r"\b(?:address|where (?:is|are|exactly|can i find) (?:it|they|that|this|the|located)?|where(?:'s| is| are) (?:it|they|the)|located|location|street|directions|adresse|wo (?:ist|liegt))\b")),
    ("price_range", re.compile(r"\b(?:price[ -]{0,3}range|expensive|pric(?:e)?y|cheap|costly|affordable|how (?:are|is) (?:the|their) pric\w+|prices?|pricing|inexpensive|priced|cost)\b")),
    ("price", re.compile(r"\b(?:price|cost|costs|how much|rate|rates|per night|rent|fee|charge)\b")),
    ("rating", re.compile(r"\b(?:rat(?:ed|ing|ings)|reviews?|review level|how good)\b")),
    ("stars", re.compile(r"\b(?:how many stars|star (?:rating|level|hotel)|stars)\b")),
    ("live_music", kinds.FEATURES["live_music"]),
    ("serves_alcohol", kinds.FEATURES["serves_alcohol"]),
    ("outdoor_seating", kinds.FEATURES["outdoor_seating"]),
    ("vegetarian_options", kinds.FEATURES["vegetarian_options"]),
    ("pets_allowed", kinds.FEATURES["pets_allowed"]),
    ("furnished", kinds.FEATURES["furnished"]),
    ("internet", kinds.FEATURES["internet"]),
    ("smoking_allowed", kinds.FEATURES["smoking_allowed"]),
    ("unisex", kinds.FEATURES["unisex"]),
    ("cosmetic", kinds.FEATURES["cosmetic"]),
    ("cuisine", re.compile(r"\b(?:(?:what|which)(?: \w+){0,3} (?:food|cuisine)|type of (?:food|cuisine)|kind of (?:food|cuisine)|what (?:do|does) (?:they|it) serve|do they serve)\b")),
)  # fmt: skip

_TELL = re.compile(
    r"\b(?:tell me|give me|i (?:want|need|would like|'d like)|i'd like|provide|send me|get me|can i (?:get|have)|let me know|may i (?:have|know|get)|share|please|sagen sie)\b"
)

_QUESTION = re.compile(
    r"^(?:(?:and|also|so|but|ok|okay|oh|hey|great|perfect|yes|sure|well|cool|hmm|um|then|please|just|thanks|first|actually|now) )*"
    r"(?:can you (?:please )?(?:tell|let|check|confirm|verify|find out)|could you (?:please )?(?:tell|let|check|confirm|verify|find out)|tell me|let me know|find out|check (?:if|whether|that)|do you (?:know|happen)|i(?:'d| would)? (?:like|want|need|also need|just need|wonder|am wondering) to (?:know|make sure|confirm|check|ask)|i(?:'m| am) wondering|i wonder|see if|know if|get me details|know|"
    r"do|does|is|are|has|have|how|what|what's|whats|whether|if|will|would|any|which|did|can (?:i|they|we|it)|may i|where|inquire|confirm (?:if|whether)|kannst du sagen|gibt es|haben|hat|ist)\b"
)
_SEARCH = re.compile(
    r"\b(?:how about|what about|(?:one|ones|something|somewhere|place|places|restaurants?|hotels?|any) (?:that|which|with|serving|in)|(?:can|could|will|would) you (?:please |also )?(?:reserve|book|get|find|look|search|help|recommend|show|make|suggest)|get me (?:a|an|some|another|one|something)|find me|find (?:another|some|a|an|other|one)|look(?:ing)? for|search|another|other|anything|any place|somewhere|some place|recommend|suggest|need an?|want an?|would like an?|with an?)\b"
    r"|\b(?:is|are) there (?:a|an|any|some)(?: \w+){0,3} (?:that|which|with|where|salons?|restaurants?|hotels?|places?|apartments?)\b"
)
_CLAUSE = re.compile(
    r"[.?!;]|,(?= (?:and|do|does|is|are|can|what|how|but|also|will|have|has|i|please|could)\b)|\b(?:and|but)(?= (?:do|does|is|are|can|could|what|how|i|if|whether|tell|also|will|would|please)\b)"
)


def asks_about(said: str, at: int) -> bool:
    """Whether what stands at `at` is asked about (of something offered), not asked for."""
    begin = max((m.end() for m in _CLAUSE.finditer(said, 0, max(at, 0))), default=0)
    stop = _CLAUSE.search(said, at)
    clause = said[begin : stop.end() if stop else len(said)].strip(" ,")
    if _SEARCH.search(clause):
        return False
    return bool(_QUESTION.search(clause)) or (clause.endswith("?") and bool(_SUBJECT.search(clause)))


_SUBJECT = re.compile(r"\b(?:it|they|that|this|place|restaurant|hotel|is an?|there)\b")


def requests(said: str) -> list[str]:
    """What an utterance asks to know: phone, address, price_range and the like."""
    return [
        slot
        for slot, pattern in _REQUESTS
        if pattern.search(said) and (_ASKS_ABOUT.search(said) or _TELL.search(said) or "?" in said)
    ]


def minds_not(said: str) -> bool:
    """Whether something is left open: "any is fine", "it does not matter"."""
    return bool(_DONT_CARE_SAID.search(said))


def open_slots(said: str) -> list[str]:
    """The slots named in the sentence that leaves something open."""
    said = " . ".join(s for s in re.split(r"[.?!]", said) if _DONT_CARE_SAID.search(s))
    return [slot for slot, pattern in _NAMED if re.search(rf"\b(?:{pattern})", said)]


_NAMED = (
    ("price_range", r"price|cost|budget"),
    ("area", r"area|part of town|location|where"),
    ("cuisine", r"cuisine|food|type of food"),
    ("day", r"day"),
    ("date", r"(?:any|which|what) (?:day|date)"),
    ("stars", r"star"),
    ("hotel_type", r"type"),
    ("internet", r"internet|wifi"),
    ("parking", r"parking"),
)


def wants_others(said: str, *, booking: bool) -> bool:
    """Whether another offer is wanted; while booking, only another place counts (another time does not)."""
    return bool(_OTHER_PLACE.search(said) or (not booking and (WANTS_OTHERS.search(said) or _SEARCHES_ON.search(said))))


_OTHER_PLACE = re.compile(
    r"\b(?:(?:other|another|different|more) (?:\w+ ){0,2}(?:hotels?|restaurants?|places?|ones?|salons?|dentists?|doctors?|apartments?|properties|property|options?|choices?|therapists?|stylists?|providers?|houses?)|any others?|(?:something|anything|somewhere|anywhere|someone|anyone|what|who) else|elsewhere|(?:etwas|was|jemand|irgendwo) ander(?:es|s|en)|(?:noch )?(?:ein|eine|einen) ander(?:es|e|en)|woanders)\b"
)
_SEARCHES_ON = re.compile(
    r"\b(?:(?:can|could|would|will) you (?:please )?(?:search|find|look|see what)|i(?:'d| would) (?:rather|prefer)|i(?:'m| am) (?:actually |really )?looking for|search for|look for|find me|i also (?:want|need)|need you to find)\b(?! out| (?:the|their|its|his|her) )"
)
