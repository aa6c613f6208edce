"""What a caller wants, by lexicon: one label for the desk, and for support a kind of service and whether it is a problem.

Rules only, in both languages: the first step of understanding, sure where it speaks and silent (`out_of_scope`,
`none`) where it does not. Scores are counts of cues, so a caller can weigh this step against another.
"""

import re
from collections.abc import Mapping, Sequence

from dialogue import acts
from language import words

LABELS = (
    "booking", "modify_cancel", "faq", "pricing", "lead_capture", "escalation", "greeting", "goodbye", "thanks", "affirm",
    "deny", "search", "out_of_scope",
)  # fmt: skip


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(phrases) + r")(?![\w])")


_BOOKABLE = (
    r"(?:reservations?|bookings?|tables?|rooms?|appointments?|stays?|suites?|slots?|visits?|viewings?|hotels?|seats?|spots?|spas?|massages?|dinner|lunch|"
    r"reservierung(?:en)?|buchung(?:en)?|tisch(?:e)?|zimmer|termin(?:e)?|platz|plätze|besichtigung)"
)
_CHANGE = _any(
    r"cancel(?:l?ed|l?ing|lation)?", r"chang(?:e|ing|ed)", r"reschedul\w*", r"modif\w*", r"amend\w*", r"alter", r"move", r"postpone", r"push(?: back)?", r"updat(?:e|ing)", r"extend", r"add (?:\w+ )?(?:more|another|people|person|guests?|nights?|a)", r"remove", r"get rid of", r"call off", r"no longer (?:need\w*|want|required)", r"not (?:needed|need|coming)", r"wo(?: n't|n't) be (?:coming|there|able)", r"can'?t make", r"drop", r"undo", r"erase", r"delete", r"scratch", r"nix", r"scrap", r"isn'?t needed", r"not needed", r"n'?t need(?:ed)?", r"put (?:more|fewer)", r"bring forward", r"swap", r"adjust", r"forget (?:the|my|about)", r"edit", r"terminate", r"annul\w*", r"no need",
    r"stornier\w*", r"absag\w*", r"verschieb\w*", r"verleg\w*", r"umbuch\w*", r"änder\w*", r"abbestell\w*",
)  # fmt: skip
_BOOKS = _any(
    r"book", r"booking", r"reserve", r"reserv(?:ation|ations|ing|e)", r"make (?:a|an|me a|us a) (?:reservation|booking|appointment)", r"table (?:for|at|on|in)", r"get (?:a|me a|us a) (?:table|room|reservation|spot|appointment)", r"(?:need|want|like|have|require) (?:a |an |to have a |to get a )?(?:\w+ )?(?:table|room|reservation|appointment|suite|seating|seat|spot|hotel room)", r"schedule (?:a|an|the|my|me|it)", r"schedule", r"appointment", r"party of \d+", r"squeeze (?:me|us) in", r"seats? for", r"check ?in (?:on|from)",
    r"buch\w*", r"reservier\w*", r"tisch (?:für|um|am)", r"(?:brauche|möchte|hätte gern\w*) (?:einen|ein|eine) (?:tisch|zimmer|termin|reservierung|platz)", r"termin (?:machen|vereinbaren|ausmachen)",
)  # fmt: skip
_SEARCHES = _any(
    r"find (?:me|a|an|some|us|out|the|something|somewhere)?", r"look(?:ing)? (?:for|up|to find|into|at)", r"search(?:ing)?(?: for)?", r"recommend\w*", r"suggest\w*", r"(?:place|somewhere|something|restaurant|spot) to (?:eat|live|stay|dine|go)", r"(?:need|want) (?:a|an|to (?:find|rent|buy|see|get|eat|have)) (?:\w+ ){0,3}(?:restaurant|apartment|house|home|place|dentist|doctor|salon|stylist|therapist|hairdresser|barber|psychologist|psychiatrist|food|meal|dermatologist|flat|haircut|hair|checkup|check ?up|teeth)", r"i'?m (?:very )?hungry", r"(?:hungry|craving|starving)", r"options for", r"such(?:e|en) (?:ich |nach |wir )?", r"finde(?:n)?", r"show me", r"eat (?:out|some|at|something)", r"want to eat", r"what can i have",
)  # fmt: skip
_PRICE = _any(
    r"how much", r"pric(?:e|es|ed|ing|ey|y)", r"cost(?:s|ing|ly)?", r"rates?", r"fees?", r"charge(?:s|d)?", r"expensive", r"cheap", r"per night", r"inexpensive", r"afford\w*", r"was kostet", r"kosten", r"wie teuer", r"preis(?:e|liste)?", r"miete", r"wie viel (?:kostet|macht)", r"deposit", r"rent",
)  # fmt: skip
_ABOUT_THE_HOUSE = _any(
    r"reservations?", r"(?:do|does|did) (?:they|you|it|the|this|that|he|she)", r"is (?:it|there|the|this|that|breakfast|parking|wifi|\w+ included)", r"are (?:there|they|you|the|pets|dogs|reservations|kids|children|these)", r"(?:what|when|where|which|how|who|can|could|will|may|any|have) .*\b(?:restaurant|hotel|room|pool|gym|spa|parking|breakfast|menu|table|check ?- ?in|check ?- ?out|wi ?- ?fi|internet|pets?|dogs?|address|phone|number|hours|open|close|located|location|music|alcohol|rating|rated|review|vegetarian|vegan|outdoor|outside|seating|furnished|laundry|salon|dentist|doctor|they|it|appointment|facilities|restaurant'?s|unisex|cosmetic|cuisine|stars?|housekeeping|towels?|treatment|massage|accessib\w+|wheelchair|shuttle|bar|food|sauna|busy|wait|crowded|packed|long|place|property|there|their|key|card|bathroom)\b", r"(?:address|phone number|contact number|rating|hours)", r"how (?:busy|long is the wait|crowded|packed)", r"wait(?:ing)? time", r"walk ?- ?ins?", r"gibt es", r"haben sie", r"wann (?:öffnen|schließen|haben)", r"wo (?:ist|sind|liegt|befindet)", r"parkplatz", r"öffnungszeiten", r"kann (?:man|ich) .*(?:parken|mitbringen)", r"swimming pool", r"wi ?- ?fi",
)  # fmt: skip
_OUT = _any(
    r"weather|temperature|rain|snow|alarm|timer|reminders?|remind|playlist|song|music|album|play|movie|joke|translate|spanish for|recipe|ingredients?|calories|carbs|cook|bake|meaning of|definition|define|synonym|capital of|president|population|tire|oil change|gas|mpg|fuel|engine|car|mileage|traffic|directions|route|distance|flight|airport|luggage|passport|visa|vaccin\w*|credit (?:score|limit|card)|bank|account|checking|savings|balance|transfer|paycheck|direct deposit|routing|pin|tax(?:es)?|w-?2|401k|insurance|interest rate|bills?|transactions?|spending|payday|income|salary|vacation days?|pto|time off|schedule a meeting|meeting|shopping list|to ?-? ?do list|grocery|light(?:s)?|thermostat|speaker|volume|smart ?home|flip a coin|roll (?:a )?(?:die|dice)|random number|calculat\w*|square root|divided by|times|plus|percent|what time is it|timezone|time zone|date today|what day is|battery|phone (?:call|battery)|call (?:mom|dad|my)|text|message|e-?mail|calendar|birthday|sync|software|whisper mode|your name|who (?:made|created|programmed) you|are you (?:a |an )?(?:bot|robot|human|ai|real)|your (?:hobbies|favorite|boss|age)|how old are you|where are you from|pets do you|fun fact|tell me about|story|news|stock|exchange rate|currency|dollars? in|convert|jump start|uber|lyft|ride|gift|order status|package|track|spell|lost my (?:phone|luggage)|insurance|doctor'?s note|stolen|rewards? points|apr|annual fee|cancel my (?:card|account|flight|insurance)|plug type|travel|trip|tourist|jobs?|health|exercise|university|history|football|game|score|vacuum|dishes|laundry list"
)
_SUPPORTIVE = _any(
    r"restaurant|hotel|table|reservation|room|booking|check ?- ?in|spa|pool|gym|breakfast|dinner|salon|dentist|apartment"
)
_PROBLEM = _any(
    r"lost", r"stol(?:e|en)", r"theft", r"fraud\w*", r"scam\w*", r"compromised", r"hacked", r"not (?:working|work|recogni[sz]e\w*|receiv\w*|show\w*|updat\w*|able|mine|correct|right|go(?:ne)? through|come|arriv\w*|credited|allowing|accept\w*)", r"(?:does|do|did|is|was|has|have|had|are|wo|ca|could|would|can)(?:n't|nt| n't| not)(?: \w+){0,2} (?:work\w*|go through|gone through|received?|arriv\w*|show\w*|updat\w*|let|load\w*|recogni[sz]e|come|came|open\w*|get|find|access|log ?in|sign ?in|accept\w*|happen\w*|cleared?|clear|connect\w*|remember|see|make|complete\w*|top|use|match|verif\w*|been|change|appear\w*)", r"broken?", r"crash(?:ed|es|ing)?", r"declin(?:ed|ing|e)", r"fail(?:ed|ing|s|ure)?", r"wrong", r"problems?", r"issues?", r"errors?", r"mistakes?", r"disput\w*", r"charged (?:twice|me|extra|for|a|an|double)?", r"double charged?", r"overcharg\w*", r"still (?:not|pending|have|has|waiting|haven|hasn|is|n't)", r"unable", r"can(?:not|'t|nt)", r"could ?n'?t", r"accident", r"unauthori[sz]ed", r"missing", r"swallowed", r"stuck", r"block(?:ed)?", r"lock(?:ed)? out", r"locked", r"forgot(?:ten)?", r"reject\w*", r"revert\w*", r"pending", r"(?:dirty|cold|noisy|damaged|defective|faulty|delayed|late|slow|down|disconnected|expired|leak\w*|clogged)", r"complain\w*", r"not (?:happy|satisfied)", r"disappeared", r"trouble\w*", r"went wrong", r"why (?:is|was|did|has|have|does|do|are|am|can'?t|isn'?t|hasn'?t|didn'?t|won'?t)(?: \w+)*", r"without my (?:permission|knowledge|consent)", r"i did(?:n't| not|nt) (?:make|authori[sz]e|do|order|buy|withdraw)", r"don'?t (?:recogni[sz]e|remember|know) (?:this|a|the|what)", r"hit (?:my|me|by|from)", r"damag\w*", r"slammed|crashed|rear ended|collision", r"refund", r"outage|no (?:signal|internet|connection|service)", r"kaputt|defekt|gestohlen|verloren|funktioniert nicht|geht nicht|falsch",
)  # fmt: skip

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("lost_fraud", _any(r"lost (?:my|the|card|phone|it|a)?", r"stol(?:e|en)", r"fraud\w*", r"unauthori[sz]ed", r"compromised", r"someone (?:else )?(?:is |has |have |may |might )?(?:us(?:ed|ing)|stole|got|made|took|access\w*)", r"did(?:n't| not|nt) (?:make|do|authori[sz]e|recogni[sz]e)", r"don'?t (?:recogni[sz]e|remember making)", r"not recogni[sz]\w*", r"hacked", r"scam\w*", r"missing card", r"theft", r"never made", r"suspicious", r"not mine")),
    ("claim", _any(r"accident", r"(?:file|make|report|submit|start|open|status of) (?:a|an|my|the)? ?(?:\w+ )?claim", r"claim", r"hit (?:my|me|by)", r"collision", r"fender bender", r"car crash", r"crashed", r"rear ended")),
    ("fault", _any(r"(?:not|n't|isn't|doesn't|stopped|quit) work(?:ing)?", r"broken?", r"swallowed", r"crash(?:es|ing)", r"outage", r"(?:internet|connection|wifi|wi-fi|service|signal|tv|cable|app|screen|software|phone|laptop|network) (?:\w+ ){0,3}(?:down|slow|issue|problem|not|drop\w*|out|is|trouble|disconnect\w*|crack\w*|freez\w*)", r"software", r"no signal", r"slow", r"crack(?:ed)?", r"virus", r"freez(?:es|ing)", r"hardware", r"does(?:n't| not) (?:turn|start|boot|load|connect|seem to work)", r"damaged", r"malfunction\w*", r"repair", r"fix")),
    ("payment_problem", _any(r"declin(?:ed|ing)", r"charged", r"over ?charg\w*", r"double charg\w*", r"charged? twice", r"refund\w*", r"(?:payment|transfer|top ?-? ?up|transaction|deposit|cheque|check|cash) (?:\w+ ){0,4}(?:fail\w*|pending|declin\w*|revert\w*|reject\w*|not|wrong|n't|cancel\w*|still|missing|hasn|haven|incorrect|twice|disappeared|wasn)", r"(?:fail\w*|pending|declin\w*|revert\w*|rejected|wrong|incorrect|missing|extra|unexpected|strange|duplicate) (?:\w+ ){0,3}(?:payment|transfer|top ?-? ?up|transaction|charge|fee|amount|exchange rate|cash|withdrawal|deposit|debit)", r"disput\w*", r"bill (?:\w+ ){0,3}(?:wrong|high|dispute|incorrect|too|more)", r"extra (?:charge|fee|money|\w+)", r"why (?:was|were|am|did|is|has|do) (?:\w+ ){0,5}(?:charged?|fee|fees|declined|pending|fail\w*|payment|transfer|top)", r"billing (?:issue|error|problem|dispute)", r"money back", r"wrong amount", r"exchange rate (?:\w+ ){0,4}(?:wrong|incorrect)", r"still pending", r"overdraft", r"not (?:been )?(?:credited|updated|showing|received)", r"reimburse\w*")),
    ("delivery", _any(r"deliver\w*", r"card (?:\w+ ){0,3}(?:arriv\w*|come|received|mail)", r"arriv(?:e|ed|al) (?:\w+ ){0,3}card", r"(?:has(?:n't| not)|still) (?:\w+ ){0,2}arrived", r"shipping", r"shipped", r"track\w* (?:my|the|card|package|order)", r"when will (?:\w+ ){0,3}(?:arrive|get here|come)", r"package", r"postman")),
    ("access", _any(r"pass ?(?:word|code)s?", r"log ?(?:in|into|ging in|on)", r"sign(?:ing)? ?in", r"pin", r"lock(?:ed)? (?:out|my)", r"unblock", r"blocked", r"verif\w*", r"identity", r"reset", r"access (?:to )?my", r"user ?(?:name|id)", r"forgot(?:ten)?", r"credentials", r"authenticat\w*", r"two factor", r"can'?t (?:access|get into)")),
    ("appointment", _any(r"appointment", r"schedule (?:a|an) (?:meeting|visit|call)", r"see (?:a|an) (?:agent|adviser|advisor|doctor)", r"find an agent", r"meeting with")),
    ("order_document", _any(r"proof(?: of)?", r"statements?", r"copy of", r"(?:id|insurance) cards?", r"(?:order|request|get|need|want|send|more|new) (?:\w+ ){0,3}(?:checks?|checkbooks?|cheques?|chequebooks?|documents?|receipts?|boarding pass|invoice|report|replacement|certificate|letter)", r"checks? ?(?:books?|order)?$", r"boarding pass", r"credit report", r"order (?:a )?checks?", r"replacement card", r"policy (?:documents?|number)", r"itinerary", r"receipt", r"tax form")),
    ("account_change", _any(r"(?:change|update|chang\w*|updat\w*|edit|modify|correct) (?:\w+ ){0,5}(?:address|name|number|phone|e-?mail|details|plan|information|info|preference|frequency|pin|billing|account|beneficiary|seat|flight|policy|vehicle|service|subscription)", r"(?:address|name|phone|seat|plan|billing|details) change", r"(?:change|new) (?:of )?address", r"cancel\w*", r"clos(?:e|ing) (?:my|the|an|a|down|out)", r"remov(?:e|ing)", r"add(?:ing)? (?:\w+ ){0,4}(?:person|dependent|dependant|driver|beneficiary|user|spouse|vehicle|car|wife|husband|child|member|son|daughter|service|plan|line)", r"dependents?", r"dependants?", r"delete (?:my|the)", r"terminat\w*", r"discontinu\w*", r"switch(?:ing)? (?:to|from|my|plans?)", r"upgrad\w*", r"downgrad\w*", r"(?:set ?up|enable|turn on|activate|stop|cancel) (?:\w+ ){0,3}auto ?-? ?(?:matic|pay)\w*", r"auto ?-? ?(?:matic )?pay\w*", r"automatic (?:payments?|billing|top)", r"billing (?:preference|frequency|cycle|plan)", r"moved", r"moving", r"transfer (?:my )?service", r"deactivate", r"stop (?:my )?service", r"update (?:my )?\w+", r"change (?:my|the)? ?\w+")),
    ("new_service", _any(r"open (?:an|a|another|new|up)(?: \w+){0,3}", r"apply(?:ing)?(?: for)?", r"application", r"enroll?(?:ing|ment)?", r"sign(?:ing)? ?-? ?up", r"get (?:a|an|another|new|me) (?:\w+ ){0,3}(?:card|account|loan|insurance|plan|policy|line|phone|mortgage|quote|service|internet|connection)", r"new (?:account|card|service|plan|policy|connection|line|customer|phone|internet|credit card|insurance)", r"loan", r"mortgage", r"book(?:ing)? (?:a|an|my)? ?(?:flight|ticket|trip|seat|hotel)", r"(?:want|need|like|wanna|would like|looking) (?:to )?(?:\w+ )?(?:purchase|buy|book|subscribe|start|create|get started|activate|join)", r"start (?:a |new |my |up )?service", r"activat(?:e|ing) (?:my|a|the)", r"new connection", r"virtual card", r"additional card", r"physical card", r"book a flight", r"flight booking", r"plane ticket")),
    ("transaction", _any(r"transfer(?:ring)?(?: \w+){0,3}", r"wire(?:d| transfer)?", r"pay(?:ing)? (?:my|the|a|off|for|with|bill)", r"make (?:a|an|my) (?:payment|transfer|deposit|withdrawal)", r"send(?:ing)? (?:\w+ )?money", r"top ?-? ?up", r"deposit", r"withdraw\w*", r"payment", r"buy crypto", r"exchange (?:currenc\w*|money)", r"add money", r"redeem", r"pay (?:latest|last|next)? ?bill", r"external transfer")),
    ("info", _any(r"balance", r"how (?:much|many|long|do|does|can|to|would|will|is|are)", r"what(?:'s| is| are| do| does| kind| type| if| would| will| time)?", r"where", r"when", r"which", r"who", r"quote", r"status", r"do you (?:have|offer|provide|accept|know)", r"rates?", r"can (?:i|you|my)", r"is (?:it|there|my|the)", r"are (?:there|you|my)", r"tell me", r"information", r"(?:view|check|see|know) (?:my|the|about)", r"coverage", r"cover(?:s|ed)?", r"explain", r"difference between", r"would like to know", r"find out", r"question", r"data usage", r"billing date|due date", r"usage")),
)  # fmt: skip


def classify(text: str, *, previous: str = "", language: str = "en") -> str:
    """What the caller wants of the desk now, of `LABELS`. previous: what the desk had just said."""
    said = words.said(text)
    heard = acts.hear(text, language)
    size = len(said.split())
    asks = "request_info" in heard or bool(
        re.match(
            r"(?:what|when|where|which|who|how|can|could|do|does|is|are|will|may|any|would|has|have|gibt|haben|wann|wo|wie)\b",
            said,
        )
    )
    bookable = re.search(rf"\b{_BOOKABLE}\b", said)
    if "ask_human" in heard and not re.search(r"\b(?:book|reserv)", said):
        return "escalation"
    if (
        re.search(r"\d{7,}|@|(?:gmail|yahoo|hotmail|mail)com\b|\w+com$", said)
        and re.search(r"[a-z]{3,}", said)
        and re.search(
            r"\b(?:name|number|phone|email|contact|im|i'm|its|it's|mail|ph)\b|^[a-z]+ [a-z]+ \d|^[a-z]+ \d{8,}", said
        )
    ):
        return "lead_capture"
    if (
        _CHANGE.search(said)
        and bookable
        and not (asks and not re.search(r"\b(?:cancel|chang|modif|amend|resched|move|update)", said))
    ):
        return "modify_cancel"
    if size <= 9 and "inform" not in heard and not bookable:
        manner = _manner(said, heard, asks)
        if manner:
            return manner
    if _OUT.search(said) and not _SUPPORTIVE.search(said):
        manner = _manner(said, heard, asks) if size <= 4 else None
        return manner or "out_of_scope"
    about = asks and re.match(r"(?:do|does|is|are|what|when|where|how|which|who)\b", said)
    asks_for_it = re.search(r"\b(?:can|could) (?:i|you|we)", said)
    seeks = _SEARCHES.search(said) and not re.search(r"\b(?:book|reserv|table for|appointment)", said)
    if _BOOKS.search(said) and not (about and not asks_for_it) and not seeks:
        return "booking"
    if _PRICE.search(said) and (asks or size <= 6):
        return "pricing"
    if _SEARCHES.search(said) and re.search(
        r"\b(?:restaurants?|apartments?|hous(?:e|es)|homes?|places?|dentists?|doctors?|salons?|stylists?|therapists?|barbers?|psychologists?|psychiatrists?|food|eat|hotels?|hair\w*|dermatologists?|meal|cuisine|dine|dining|flat|gynecologists?|ophthalmologists?|practitioner|counselor|specialist|property|properties|room|hungry|bed(?:room)?s?|bath(?:room)?s?)\b",
        said,
    ):
        return "search"
    if _ABOUT_THE_HOUSE.search(said) and (asks or "?" in text):
        return "faq"
    manner = _manner(said, heard, asks)
    if manner:
        return manner
    if numbers_of_a_booking(text, language):
        return "booking"
    return "out_of_scope"


def _manner(said: str, heard: frozenset[str], asks: bool) -> str | None:
    if "goodbye" in heard:
        return "goodbye"
    if "thank" in heard and not asks:
        return "thanks"
    if "greet" in heard:
        return "greeting"
    if "deny" in heard and "affirm" not in heard and not asks:
        return "deny"
    if "affirm" in heard and not asks:
        return "affirm"
    return None


def numbers_of_a_booking(text: str, language: str) -> bool:
    """Does the utterance name people together with a day or a time, as a booking does?"""
    plain = words.read(text).plain
    return bool(re.search(r"\b\d{1,2} (?:people|persons|guests|adults)|for \d{1,2}\b", plain)) and bool(
        re.search(
            r"\b(?:\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)|today|tomorrow|tonight|" + "|".join(words.WEEKDAYS) + r")\b",
            plain,
        )
    )


# --- what the rules saw, for a step that weighs it --------------------------------------------------------------------
_ACTS = tuple(sorted(acts.ACTS))
DESK_CUES = (*(f"label {label}" for label in LABELS), *(f"act {act}" for act in _ACTS))
SERVICE_CUES = (*(f"kind {kind}" for kind, _ in _KINDS), "problem", *(f"act {act}" for act in _ACTS))


def desk_cues(text: str, *, previous: str = "", language: str = "en") -> dict[str, float]:
    """1.0 or 0.0 for each of `DESK_CUES`, in that order: the label that `classify` gives, and the acts heard."""
    seen = {f"label {classify(text, previous=previous, language=language)}"}
    seen |= {f"act {act}" for act in acts.hear(text, language)}
    return {cue: float(cue in seen) for cue in DESK_CUES}


def service_cues(text: str, *, language: str = "en") -> dict[str, float]:
    """1.0 or 0.0 for each of `SERVICE_CUES`: every kind of service that is hinted at, not only the first."""
    said = words.said(text)
    seen = {f"kind {kind}" for kind, pattern in _KINDS if pattern.search(said)}
    seen |= {"problem"} if _PROBLEM.search(said) else set()
    seen |= {f"act {act}" for act in acts.hear(text, language)}
    return {cue: float(cue in seen) for cue in SERVICE_CUES}


def service(text: str) -> tuple[str, bool]:
    """For a support desk: the kind of service wanted (or "none"), and whether the caller reports a problem."""
    said = words.said(text)
    problem = bool(_PROBLEM.search(said))
    for kind, pattern in _KINDS:
        if pattern.search(said):
            if kind == "info" and len(said.split()) <= 2:
                continue
            return kind, problem or kind in ("lost_fraud", "fault")
    return "none", problem


# --- rules and weights together ---------------------------------------------------------------------------------------
PROBLEM_FROM = 0.4
"""From this probability on, a problem is reported: below a half, because a missed one costs more than a question."""
RAISED_FROM = 0.5
"""From this probability on, a line of a conversation raises a topic."""
BY_RULE = 0.5
"""How sure an answer by the rules is that nothing has weighed."""


def desk(
    text: str, weighed: Mapping[str, float] | None, *, previous: str = "", language: str = "en"
) -> tuple[str, float]:
    """What the caller wants of the desk, and how sure that is: the likeliest label, or the rules' where none is weighed.

    A wish to speak to a person that the rules have heard stands, whatever the weights say.
    """
    by_rule = classify(text, previous=previous, language=language)
    if weighed is None:
        return by_rule, BY_RULE
    label = max(weighed, key=lambda known: weighed[known])
    if by_rule == "escalation" and weighed[label] < 0.9:
        return by_rule, BY_RULE
    return label, weighed[label]


def support(text: str, kinds: Mapping[str, float] | None, worries: Mapping[str, float] | None) -> tuple[str, bool]:
    """The kind of service and whether a problem is reported, as `service` says or, where weighed, as is likeliest."""
    kind, problem = service(text)
    if kinds is not None:
        kind = max(kinds, key=lambda known: kinds[known])
    if worries is not None:
        problem = worries["problem"] >= PROBLEM_FROM
    return kind, problem


# --- labels of several at once ----------------------------------------------------------------------------------------
_HOUSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("booking", _any(r"book\w*", r"reserv\w*", r"buch\w*")),
    ("change", _any(r"chang\w*", r"amend", r"modif\w*", r"alter", r"move", r"update", r"add", r"put more", r"extend", r"switch", r"adjust")),
    ("cancel_close_leave_freeze", _any(r"cancel\w*", r"won'?t be coming", r"not coming", r"call off")),
    ("make_open_apply_setup_get_activate", _any(r"(?:make|book|get|reserve|order) (?:a|an|me|us|the|some|in|for|another|\d)(?: \w+)*", r"(?:like|want|need) (?:to )?(?:book|reserve|make|get|order|a|an|some)(?: \w+)*", r"looking for")),
    ("restaurant", _any(r"restaurant", r"table", r"dinner", r"lunch", r"dine", r"dining", r"eat", r"breakfast")),
    ("spa", _any(r"spa", r"massages?", r"nails?", r"facials?", r"hair\w*", r"manicure", r"pedicure", r"exfoliat\w*", r"skin ?care", r"treatments?", r"sauna", r"beauty", r"wax\w*")),
    ("gym", _any(r"gym", r"treadmill", r"work ?-? ?out", r"fitness", r"weights")),
    ("parking", _any(r"park(?:ing)?", r"garage")),
    ("pets", _any(r"dogs?", r"cats?", r"pets?", r"puppy", r"kitten")),
    ("wifi", _any(r"wi ?- ?fi", r"internet", r"wireless", r"network", r"connection")),
    ("swimming_pool", _any(r"pools?", r"swim\w*", r"jacuzzi")),
    ("check_in", _any(r"check(?:ing)? ?-? ?in")),
    ("check_out", _any(r"check(?:ing)? ?-? ?out", r"leave (?:slightly )?(?:late|early)\w*")),
    ("room_service", _any(r"room ?-? ?service", r"order (?:food|some|a|in|room)", r"towels?", r"hair ?dryer", r"pillows?", r"bring (?:me|us)")),
    ("room_ammenities", _any(r"tv", r"air ?-? ?con\w*", r"heating", r"shower", r"mini ?-? ?bar", r"hair ?dryer", r"kettle", r"safe", r"bath(?:room|tub)?", r"balcony", r"fridge", r"towels?", r"iron", r"remote")),
    ("handoff", _any(r"(?:speak|talk) (?:directly )?(?:to|with)(?: \w+)*", r"human", r"agent", r"manager", r"operator", r"real person", r"reception(?:ist)?")),
    ("how_much", _any(r"how (?:much|many)", r"pric\w*", r"cost\w*", r"charge\w*", r"fees?")),
    ("when", _any(r"when", r"what time", r"what day")),
    ("how_long", _any(r"how long", r"how much does a \w+ (?:\w+ )?last", r"duration")),
    ("why", _any(r"why", r"how come")),
    ("how", _any(r"how (?:can|do|to|could|would|should)", r"how")),
    ("wrong_notworking_notshowing", _any(r"not working", r"broken", r"wrong", r"dirty", r"cold", r"(?:does|is|do|did|are|was|can|could)(?:n't|nt| not| n't)", r"problem\w*", r"issue\w*", r"complicated", r"isn't", r"still (?:not|haven)", r"fail\w*", r"why (?:can't|don't|isn't|didn't|doesn't) (?:\w+)*", r"can't")),
    ("lost_stolen", _any(r"lost", r"stolen", r"left my", r"forgot", r"missing", r"stole", r"can't find")),
    ("thank", _any(r"thank\w*", r"cheers", r"appreciate")),
    ("end_call", _any(r"(?:good)?bye\w*", r"that'?s (?:all|it)", r"see you", r"nothing else")),
    ("request_info", _any(r"(?:do|does|can|is|are) (?:you|i|there|it|the|we|they)(?: \w+)*", r"where", r"what", r"which", r"tell me", r"any")),
    ("existing", _any(r"my (?:\w+ )?(?:booking|reservation|stay)", r"our (?:\w+ )?(?:booking|reservation)", r"i(?:'ve| have)(?: got)? a (?:\w+ )?(?:booking|reservation|table|room)(?: booked)?", r"existing", r"current", r"already")),
    ("new", _any(r"new", r"another")),
    ("refund", _any(r"refund\w*", r"money back")),
    ("limits", _any(r"limits?", r"maximum", r"max", r"allowed", r"restrict\w*", r"how many")),
    ("less_lower_before", _any(r"earlier", r"fewer", r"less", r"smaller", r"lower", r"cheaper", r"reduce", r"shorten", r"before")),
    ("more_higher_after", _any(r"more", r"later", r"longer", r"extend", r"bigger", r"larger", r"increase", r"extra", r"another")),
    ("housekeeping", _any(r"housekeeping", r"clean\w*", r"maid")),
    ("accesibility", _any(r"wheelchair\w*", r"disab\w*", r"accessib\w*")),
    ("dont_know", _any(r"don'?t know", r"no idea", r"not sure", r"unsure")),
    ("repeat", _any(r"repeat", r"again", r"pardon", r"what did you say", r"say that")),
)  # fmt: skip


def hotel_labels(text: str) -> list[str]:
    """What an utterance to a hotel's reception is about: any number of small labels (facility, question, action)."""
    said = words.said(text)
    found = {label for label, pattern in _HOUSE if pattern.search(said)}
    heard = acts.hear(text, "en")
    for act, label in (("greet", "greet"), ("affirm", "affirm"), ("deny", "deny")):
        if act in heard:
            found.add(label)
    if found & {"how_much", "how_long"}:
        found.discard("how")
    if found & {"when", "how", "why", "how_much", "how_long"}:
        found.discard("request_info")
    if "wrong_notworking_notshowing" in found:
        found.discard("deny")
    return sorted(found)


_RAISED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("startserviceintent", _any(r"sign ?-? ?up", r"start (?:\w+ )?service", r"new (?:connection|service|internet|cable)", r"(?:want|need|get|buy) (?:\w+ ){0,3}(?:internet|cable|tv|service|connection|package|plan|broadband)")),
    ("reportbrokensoftware", _any(r"software\w*", r"crash\w*", r"program", r"application", r"error", r"install\w*", r"windows", r"virus")),
    ("getproofofinsurance", _any(r"proof(?: of)?", r"insurance (?:card|certificate|proof|document)")),
    ("getboardingpass", _any(r"boarding ?pass\w*", r"check ?in")),
    ("changeseatassignment", _any(r"(?:change|changing|switch|different|upgrade|window|aisle|assign\w*) (?:\w+ ){0,3}seat\w*", r"seat (?:change|assignment|assign\w*)")),
    ("checkbalance", _any(r"balance", r"how much (?:money|do i have)")),
    ("updateaddress", _any(r"(?:change|update|new|changing|updating) (?:\w+ ){0,3}address", r"address (?:change|update)", r"moved")),
    ("checkclaimstatus", _any(r"claim", r"claim status", r"status of")),
    ("getseatinfo", _any(r"seat (?:info\w*|number|details|location)", r"(?:my|which|what) seat", r"where (?:am i|is my) seat\w*")),
    ("startorder", _any(r"order (?:\w+ )?(?:food|pizza|burger|\w+)", r"place an order", r"want to order", r"to order")),
    ("reportlostcard", _any(r"lost (?:\w+ ){0,3}card", r"card (?:\w+ ){0,2}(?:lost|stolen|missing)", r"stolen card", r"misplaced")),
    ("transfermoney", _any(r"transfer", r"send money", r"wire")),
    ("bookflight", _any(r"book (?:\w+ ){0,3}(?:flight|ticket)", r"flight (?:booking|ticket)", r"new flight", r"fly to")),
    ("getinformationintent", _any(r"information", r"info", r"details", r"know about", r"tell me")),
    ("disputecharge", _any(r"disput\w*", r"wrong charge", r"charged", r"did not make", r"unauthori[sz]ed")),
    ("reportbrokenphone", _any(r"(?:broken|cracked|damaged|dead) (?:phone|screen)", r"phone (?:\w+ ){0,3}(?:broken?|crack\w*|not work\w*|damaged|dead|won'?t)", r"screen (?:\w+ ){0,2}(?:broken?|crack\w*)")),
    ("viewbillsintent", _any(r"bills?", r"view (?:my )?bill", r"invoice")),
    ("getroutingnumber", _any(r"routing")),
    ("closeaccount", _any(r"clos(?:e|ing) (?:\w+ ){0,2}account")),
    ("orderchecks", _any(r"order (?:\w+ ){0,2}checks?", r"check ?book\w*", r"new checks")),
    ("transferserviceintent", _any(r"transfer (?:\w+ ){0,2}service", r"moving")),
    ("changeorder", _any(r"change (?:\w+ ){0,2}order", r"modify (?:\w+ ){0,2}order")),
)  # fmt: skip


TOPICS = frozenset({*(label for label, _ in _RAISED), "getpromotions", "checkoffereligibility"})
"""The services that a conversation with a general help desk may be about."""


def services_raised(lines: list[str]) -> list[str]:
    """The services a customer's side of a conversation asks for, of those a general help desk knows."""
    said = [words.said(line) for line in lines[:12]]
    return sorted({label for label, pattern in _RAISED if any(pattern.search(line) for line in said)})


def topics(weighed: Sequence[Mapping[str, float]]) -> list[str]:
    """The services that a conversation raises, of `TOPICS`, from how likely each is in each of its lines."""
    return sorted({name for line in weighed for name, share in line.items() if name in TOPICS and share >= RAISED_FROM})
