"""What a caller wants by now, turn after turn, from the words of both sides.

A tracker knows which slots are of interest and nothing else of the business. It reads the agent's words for what was
asked, offered and said back, and the caller's for values and for acceptance: a name the agent offered counts once the
caller takes it, a value that was said back counts once it is affirmed, and the latest word wins.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from dialogue import acts, names, topics
from language import corrections, numbers, times, words
from language.values import Value

State = dict[str, str | int | bool]

ENTITIES = ("restaurant_name", "hotel_name", "property_name", "provider_name")
_DATES = ("date", "check_in_date", "check_out_date", "day")
_DONT_CARE = "dontcare"

# --- closed sets ------------------------------------------------------------------------------------------------------
_CUISINES = (
    r"afghan|african|american|arabic|argentinian|asian oriental|asian fusion|asian|australian|austrian|barbecue|bbq|basque|bavarian|belgian|bistro|brazilian|"
    r"breakfast(?: and brunch)?|brunch|british|burgers?|burmese|cajun|californian|cambodian|canadian|cantonese|caribbean|catalan|chinese|coffee ?house|coffee|corsican|creole|creperie|crossover|cuban|"
    r"curry|danish|deli|dim sum|donuts?|eastern european|egyptian|english|eritrean|ethiopian|european|fast food|fish and chips|filipino|french|fusion|gastro ?pub|georgian|german|greek|halal|"
    r"hawaiian|hungarian|indian|indonesian|international|irish|israeli|italian|izakaya|jamaican|japanese|jewish|korean|kosher|laotian|latin american|lebanese|light bites|malaysian|"
    r"mediterranean|mexican|middle eastern|modern american|modern eclectic|modern european|modern global|molecular gastronomy|mongolian|moroccan|nepalese|new american|noodles?|north african|north american|north indian|"
    r"northern european|norwegian|pakistani|panasian|peruvian|persian|pizza(?: and pasta)?|pizza & pasta|polish|polynesian|portugu?ese|pub food|ramen|romanian|russian|salads?|scandinavian|scottish|sea ?food|"
    r"singaporean|soul food|south african|south indian|southern|south american|spanish|sri lankan|steak ?house|steaks?|sushi|swedish|swiss|syrian|szechuan|taiwanese|take[ -]{0,3}out|takeaway|tapas|tex[ -]{0,3}mex|thai|the americas|traditional|tunisian|turkish|"
    r"tuscan|ukrainian|unusual|uzbek|vegan|vegetarian|venetian|vietnamese|welsh|world|sandwiches|diner|dessert|ice cream|bakery|cafe|poke|tacos"
)
_CUISINE_WORDS = frozenset(re.sub(r'[^a-z| ]', '', _CUISINES).split('|'))
_CUISINE = re.compile(rf"\b({_CUISINES})\b")
_CUISINE_SURE = re.compile(
    rf"\b({_CUISINES})(?:[ -]{0,3}(?:style|type))?(?: type| style)?(?: of)? (?:food|cuisine|restaurants?|places?|dish(?:es)?|kitchen|eatery|eateries|meals?|joint|one|bar)\b"
    rf"|\b(?:serv(?:es|ing|e)|eat(?:ing)?|like|some|have|want|crav(?:e|ing)|prefer|try|is|be|of|for|cuisine|maybe|good|any|an?|love|liking|feel like|mood for|fan of|or|and|about|more|preferably|nice|get|in to|into|least|how about) (?:some |a |an |the |good |nice |eating |authentic |any |really |kind of |type of |style of |to be )*({_CUISINES})\b"
)
_PRICES = (
    (re.compile(r"\b(?:ultra high[ -]{0,3}end|very expensive|luxury)\b"), "very expensive"),
    (re.compile(r"\b(?:moderate(?:ly)?(?:[ -]{0,3}priced?)?|mid[ -]{0,3}(?:range|priced?)|medium(?:[ -]{0,3}priced?)?|average(?:ly)? ?-?(?: priced?| pricing)?|intermediate(?:ly)?|reasonabl[ey](?: priced?)?|not (?:too |very |so )?(?:expensive|costly|pricey)(?: (?:or|and|but) (?:not )?(?:too |very )?cheap)?|fair(?:ly)? priced|mittlere\w*|moderat\w*)\b"), "moderate"),
    (re.compile(r"\b(?:inexpensive|cheap(?:er|est|ly)?|budget|low[ -]{0,3}(?:cost|priced?|budget|range)|economical|affordable|günstig\w*|billig\w*|preiswert\w*|on a budget|economic|not costly)\b"), "cheap"),
    (re.compile(r"\b(?:expensive|pric(?:e)?y|high[ -]{0,3}(?:end|class|priced?)|upscale|costly|fancy|upmarket|luxurious|high price range|fine dining|teuer\w*|gehoben\w*|premium)\b"), "expensive"),
)  # fmt: skip
_COMPASS = re.compile(
    r"\b(north|south|east|west|cent(?:re|er)|central|norden|süden|osten|westen|zentrum|innenstadt)(?:ern)?\b"
)
_COMPASS_NAMES = {"center": "centre", "central": "centre", "zentrum": "centre", "innenstadt": "centre", "norden": "north",
                  "süden": "south", "osten": "east", "westen": "west"}  # fmt: skip
_YES_NO = {
    "live_music": r"live (?:music|band|performances?)|music|live",
    "serves_alcohol": r"alcohol(?:ic)?|drinks?|beers?|wine|liquor|cocktails?|booze|bar menu|full bar",
    "outdoor_seating": r"outdoors?|outside|patio|terrace|al fresco|open air",
    "vegetarian_options": r"vegetarian|veggie|vegan|veg",
    "pets_allowed": r"pets?|dogs?|cats?|puppy|kitten|animals?|pet[ -]{0,3}friendly",
    "furnished": r"furnish(?:ed|ings?)?|furniture|möbliert",
    "internet": r"wi[ -]{0,3}fi|internet|wireless|wlan",
    "parking": r"parking|park|parkplatz",
    "smoking_allowed": r"smok(?:e|ing|er|es)",
    "unisex": r"unisex|both (?:men and women|genders|sexes)",
    "cosmetic": r"cosmetic(?:s)?|whiten(?:ing)?|straighten(?:ing)?",
    "garage": r"garage",
    "in_unit_laundry": r"laundry|washer|dryer",
    "has_balcony": r"balcony|balkon",
    "has_elevator": r"elevator|lift|aufzug",
    "fee_paid": r"(?:application )?fee|paid",
}
_YES_NO_PATTERNS = {slot: re.compile(rf"\b(?:{pattern})\b") for slot, pattern in _YES_NO.items()}
_PROVIDER_TYPES = re.compile(
    r"\b(general practitioner|general practice|gp|family doctor|dermatologist|skin (?:doctor|specialist)|gyna?ecologist|ophthalmologist|eye (?:doctor|specialist)|ent(?: specialist| doctor)?|ear nose(?: ,)? and throat(?: \w+)?|otolaryngologist|"
    r"psychologist|psychiatrist|family counsell?or|(?:family )?therapist|counsell?or|dentist|hair ?stylist|stylist|barber|orthodontist|cardiologist|pediatrician|physiotherapist)s?\b"
)
_PROVIDER_NAMES = {
    "gp": "General Practitioner", "general practice": "General Practitioner", "family doctor": "General Practitioner",
    "skin doctor": "Dermatologist", "skin specialist": "Dermatologist", "gynaecologist": "Gynecologist", "eye doctor": "Ophthalmologist",
    "eye specialist": "Ophthalmologist", "ent": "ENT Specialist", "ent doctor": "ENT Specialist", "otolaryngologist": "ENT Specialist",
    "family counselor": "Family Counselor", "family counsellor": "Family Counselor", "counselor": "Family Counselor",
    "counsellor": "Family Counselor", "family therapist": "Family Counselor",
}  # fmt: skip
_HOTEL_TYPE = re.compile(r"\b(guest[ -]{0,3}houses?|hotels?|bed and breakfasts?|b ?& ?b|pension(?:en)?|gasthaus)\b")

# --- what the agent asks ----------------------------------------------------------------------------------------------
_ASKS: dict[str, re.Pattern[str]] = {
    "time": re.compile(r"\b(?:what|which|preferred|specific|certain|your|particular|the|a|start) time|time (?:would|do|should|works|is|for)|what hour|when\b|uhrzeit|wann|wie viel uhr"),
    "date": re.compile(r"\b(?:what|which|preferred|specific|certain|your|the) (?:day|date)|(?:day|date) (?:would|do|should|works|are|is)|when\b|which date|welche\w* tag|wann|check[ -]{0,3}in|arriv|datum"),
    "check_out_date": re.compile(r"check(?:ing)?[ -]{0,3}out|leav|depart|until when|how long|abreise"),
    "party_size": re.compile(r"how many (?:people|guests|persons|of you|seats|in your|will|are|would|for|should|diners|other|individuals|folks|customers)|party size|number of (?:people|guests|persons|seats)|size of (?:the|your) (?:party|group)|(?:how (?:large|big)) (?:is|will|of)|for how many|wie viele (?:personen|leute|gäste|sind|werden)"),
    "city": re.compile(r"\b(?:what|which|specific|certain|preferred|in what|particular) (?:city|area|location|place|town|metropolis|region|part)|where\b|city (?:are|do|would|should|is)|(?:location|area|city|place) (?:of|in|where|do|should|would|you|,|\?)|which (?:one )?city|in welcher (?:stadt|gegend)|wo\b"),
    "cuisine": re.compile(r"\b(?:what|which|type|kind|sort|specific|particular|preferred)(?: \w+)? (?:of )?(?:food|cuisine|restaurant|cooking|dish|type of)|cuisine|food type|küche"),
    "price_range": re.compile(r"price ?-? ?range|price|budget|expensive|cheap|preis"),
    "nights": re.compile(r"how (?:long|many (?:nights|days))|number of (?:nights|days)|length of|for how long|duration|wie lange|wie viele nächte"),
    "rooms": re.compile(r"how many rooms|number of rooms|wie viele zimmer"),
    "stars": re.compile(r"star|rating|sterne"),
    "bedrooms": re.compile(r"bed ?rooms?|how many beds?|number of beds?|schlafzimmer"),
    "bathrooms": re.compile(r"bath ?rooms?|baths?|badezimmer"),
    "provider_type": re.compile(r"(?:what|which|type|kind|sort|field|specialt|specializ|specialis)\w*(?: \w+){0,3} (?:of )?(?:doctor|provider|therapist|specialist|practitioner|professional|stylist|dentist|field|need)|special(?:ist|ty|ization)|psychologist|(?:what|which) (?:type|kind)"),
    "name": re.compile(r"(?:your|full|the) (?:full )?name|name (?:please|for|is)|who (?:is|am)|namen?"),
    "max_price": re.compile(r"budget|how much|price|max"),
}  # fmt: skip
_ASKS_ALSO = {"check_in_date": "date", "day": "date", "area": "city"}
_ASKS_NAME = re.compile(
    r"\b(?:what|which|name of|specific|particular|have a|certain|preferred) (?:the )?(?:restaurant|hotel|place|property|apartment|salon|dentist|doctor|provider|stylist|therapist|eatery|hairdresser|establishment)"
)
_READS_BACK = re.compile(
    r"\b(?:confirm(?:ing)?|correct|right|is that|is this|just to|to be sure|so you|so that|check|verify|details|you(?:'d| would| want| are| will|'re)?(?: like)? (?:to )?(?:book|reserve|schedul|check|a table|a reserv|an appoint|want|like)|reservation (?:for|at|is)|appointment (?:for|at|with|is)|table (?:for|at)|booking|booked|instead|would .{0,30}(?:work|do|suit)|how about|what about|shall i|should i|okay with|ok with|make sure|sound|bestätig|richtig|also|das wäre)\b"
)
_OFFERS_BOOKING = re.compile(
    r"\b(?:would you like|do you want|shall i|should i|want me|can i|may i|like me|interested|ready|care|need me|wish|like for me|let me know if|what about|how about|do you wish|could i|i can|will you be wanting|are you looking|would you care|möchten sie|soll ich)\b[^.?!]{0,60}\b(?:book|reserv|schedul|visit|appointment|buch|termin|make (?:a|an|the|it)|table)"
)
_ANYTHING_ELSE = re.compile(
    r"\b(?:anything|something|what) (?:else|more|further)|further assistance|more help|any other|other (?:thing|way|assistance|help)|help you with|sonst noch|assist you (?:with|further)|else i can"
)
_DONE = re.compile(
    r"\b(?:booked|reserved|scheduled|confirmed|made|successful(?:ly)?|success|set|complete[d]?|placed|gebucht|reserviert|bestätigt|been made)\b"
)
_FAILED = re.compile(
    r"\b(?:unable|could(?: not|n't| n't)|cannot|can't|failed|not (?:available|possible|successful|able)|unavailable|no longer available|sorry|unfortunately|unsuccessful|leider|wasn't|was not)\b"
)

_FIND = re.compile(
    r"\b(?:find|look(?:ing)? (?:for|up|in|at|into)|search(?:ing)?|need|want|recommend|suggest|show|something|somewhere|place to|like to (?:find|eat|have|get|see)|with|that (?:has|have|serves|allows|offers|is|are|does|do|can|will|includes?)|prefer|should|must|has to|needs to|also|and|i like|love|would like|i'd like|live with|my pets?|allow(?:s|ing)? pets?|has|have to|find me|give me|which has|help me)\b"
)
_ASKS_ABOUT = re.compile(
    r"(?:^|[.,!?;] ?|\b(?:and|so|but|okay|ok|also|if|whether|know|tell me|wondering|ask|yes|great|perfect|sure|thanks) )(?:do|does|is|are|can|what|what's|whats|would|will|has|have|how|could|did|any)\b"
)
_BOOK = re.compile(
    r"\b(?:book(?:ing)?|reserv(?:e|ation|ations|ing)|schedul(?:e|ing)|appointment|make (?:a|an|the) (?:visit|booking|reservation|appointment)|(?:set|sign) (?:it |me )?up|visit (?:it|the (?:property|apartment|place))|to visit|a visit|see the (?:property|apartment|place)|table for|get a table|buchen|reservier\w*|termin)\b"
)
_SELECTS = re.compile(
    r"\b(?:sounds? (?:\w+ ){0,2}(?:good|great|perfect|fine|nice|lovely|like|delicious|amazing|wonderful|excellent|fantastic|interesting|awesome|ideal|okay|ok|alright|cool|right|optimal|decent|suitable|promising|tasty|to be)|(?:seems?|looks?|is|be) (?:\w+ ){0,3}(?:good|great|perfect|fine|nice|lovely|ok|okay|excellent|wonderful|optimal|ideal|suitable|right|awesome|promising|acceptable|cool)|(?:that|this|it|which) (?:works|suits|will do|'ll do|will work|should work|is it|one|would be|will be|is what|'s what|is exactly|is the one|place|restaurant|apartment|hotel|salon|dentist|doctor|property|option|house|choice)|"
    r"(?:i|we)(?: will|'ll|'d| would)?(?: like)?(?: to)? (?:take|go with|go for|choose|select|pick|like|love|prefer|go there|try|want) (?:it|that|this|the|them|there|him|her|to (?:go|eat|visit|see|try|book))|let'?s (?:go|try|do|book|take)|perfect|great|excellent|wonderful|lovely|good choice|nice|awesome|fantastic|amazing|i'm (?:good|fine|okay|happy) with|works for me|that'?s (?:\w+ )?(?:good|great|perfect|fine|nice|it|the one|what|okay|ok|right|exactly|just|lovely|wonderful|excellent|cool|alright|acceptable|amazing|awesome))\b"
)
_WANTS_OTHERS = re.compile(
    r"\b(?:(?:any|some|something|anything|someone|anyone|somewhere|what|where|who) ?(?:thing |one |place )?else|other|others|another|different|alternatives?|more (?:options?|choices?|places?|restaurants?)|next one|instead|don'?t (?:like|want)|not (?:interested|that one|really|what)|elsewhere|keep looking|something (?:cheaper|closer|nearer|better|similar))\b"
)
_DONT_CARE_SAID = re.compile(
    r"\b(?:(?:do(?: not|n't| n't)|doesn'?t|does not|does n't) (?:really )?(?:care|matter|mind|have (?:a|any|much of a)? ?(?:particular |specific |strong )?(?:preference|requirement)s?)|any(?:thing|where|one)?(?: (?:is|will|would|works|at|in|price|area|part|type|kind|cuisine|food|of|fine|day|time|city))+|no (?:particular |specific |real )?preference|not (?:picky|particular|important|fussy)|whatever|either(?: is| one)?|open to (?:any|all|suggestions|anything)|surprise me|not a concern|doesn'?t make a difference|all (?:good|fine)|anything(?: is fine)?$|egal|it (?:doesn'?t|does not) matter|up to you)\b"
)


@dataclass
class Tracker:
    """The state of one conversation over a set of slots. Feed it turn by turn with `hear`."""

    slots: Collection[str]
    now: datetime
    language: str = "en"
    state: State = field(default_factory=dict)
    intent: str = "none"
    """search, booking, or none: what the caller is about now."""
    requested: list[str] = field(default_factory=list)
    """What the caller's last utterance asks to know."""
    offered: str | None = None
    """The name the agent last put forward."""
    offers: list[str] = field(default_factory=list)
    """Every name put forward or asked for so far, the latest last."""
    pending: bool = False
    """Whether the last offer still waits to be taken."""
    topic: str | None = None
    """What is being spoken of, where a call goes through several things."""
    booked: bool = False

    def hear(self, system: str, user: str) -> State:
        """Take in the agent's words and the caller's answer; the state after them."""
        heard = acts.hear(user, self.language)
        said, asked_words = words.said(user), words.said(system)
        mine = topics.own(self.slots)
        self.topic = topics.follow(self.topic, mine, asked_words, said)
        if mine and self.topic not in (mine, None):
            self.requested, self.intent = [], "none"
            return dict(self.state)
        asked = self._asked(asked_words)
        offered = self._offers(system)
        if offered:
            self.pending = True
            self.offered = offered
            self.offers = [*[o for o in self.offers if o != offered], offered][-12:]
        failed = bool(_FAILED.search(asked_words)) and "?" in asked_words
        self.booked |= (
            bool(_DONE.search(asked_words)) and not failed and "?" not in asked_words and self.intent == "booking"
        )

        agreed = self._agreed(heard, said)
        self.requested = self._requests(said) if system or "?" in user else []
        self._follow_intent(heard, said, asked_words, agreed)
        if agreed:
            self._take_read_back(system, asked_words)
        self._take_values(user, said, asked, asked_words)
        self._take_offer(heard, said, user, asked_words, agreed, asked)
        return dict(self.state)

    # --- the agent's words
    def _asked(self, said: str) -> set[str]:
        if "?" not in said and not re.search(r"\b(?:please|need|tell me|let me know|may i|could you)\b", said):
            return set()
        found = set()
        for slot in self.slots:
            pattern = _ASKS.get(_ASKS_ALSO.get(slot, slot))
            if (
                (pattern and pattern.search(said))
                or (slot in ENTITIES and _ASKS_NAME.search(said))
                or (slot in _YES_NO_PATTERNS and _YES_NO_PATTERNS[slot].search(said))
            ):
                found.add(slot)
        return found

    def _offers(self, system: str) -> str | None:
        if not any(slot in self.slots for slot in ENTITIES):
            return None
        return names.offered(system, known=self._known())

    def _known(self, *more: str) -> set[str]:
        """Places and kinds that are spoken of, which are no names of businesses, in lower case."""
        known = {str(v).lower() for k, v in self.state.items() if k in ("city", "area", "cuisine", "provider_type")}
        known |= {place for full in list(known) for place in [full.split(",")[0].strip()]}
        return known | {word.lower() for word in more if word} | _CUISINE_WORDS

    # --- the caller's words
    def _agreed(self, heard: frozenset[str], said: str) -> bool:
        if "affirm" in heard and "deny" not in heard:
            return True
        return bool(_SELECTS.search(said)) and "deny" not in heard

    def _requests(self, said: str) -> list[str]:
        return [
            slot
            for slot, pattern in _REQUESTS
            if pattern.search(said) and (_ASKS_ABOUT.search(said) or _TELL.search(said) or "?" in said)
        ]

    def _follow_intent(self, heard: frozenset[str], said: str, system: str, agreed: bool) -> None:
        offers = bool(_OFFERS_BOOKING.search(system))
        ends = bool(_ANYTHING_ELSE.search(system))
        seeks_first = self.intent == "none" and re.search(r"\b(?:find|search|look)", said)
        if _BOOK.search(said) and not ("deny" in heard and offers) and not seeks_first:
            self.intent = "booking"
            return
        if offers and "deny" in heard and not agreed:
            self.intent = "none"
            return
        if offers and agreed:
            self.intent = "booking"
            return
        if ends and ("deny" in heard or "goodbye" in heard) and not self.requested:
            self.intent = "none"
            return
        if (
            self.intent == "none" and (self.requested or "inform" in heard or "request_info" in heard) and not ends
        ) or (not self.state and self.intent == "none" and "greet" not in heard):
            self.intent = "search"

    def _take_read_back(self, system: str, said: str) -> None:
        """Values the agent said back or proposed hold once affirmed."""
        if not _READS_BACK.search(said):
            return
        values = self._read(system, set(), said)
        taken = {
            slot: value
            for slot, value in values.items()
            if slot in ("date", "time", "party_size", "nights", "rooms", "check_in_date", "check_out_date", "day")
        }
        if "rooms" in taken and "bedrooms" in self.slots:
            taken.pop("rooms")
        self.state.update(taken)

    def _take_values(self, user: str, said: str, asked: set[str], system: str) -> None:
        values = self._read(user, asked, said)
        if _DONT_CARE_SAID.search(said):
            open_slots = [
                s
                for s in asked
                if s not in values
                and s not in ENTITIES
                and s not in ("time", "party_size", "nights", "rooms", "bedrooms", "bathrooms")
            ]
            for slot in open_slots or [s for s in _dont_care_slots(said) if s in self.slots]:
                values[slot] = _DONT_CARE
        questions = set(self.requested)
        for slot in self.slots:
            if slot in _YES_NO_PATTERNS and slot not in values:
                held = self._yes_no(slot, said, asked, questions)
                if held is not None:
                    values[slot] = held
        self.state.update(values)

    def _yes_no(self, slot: str, said: str, asked: set[str], questions: set[str]) -> bool | None:
        mentioned = _YES_NO_PATTERNS[slot].search(said)
        if mentioned:
            if slot in questions and self.offered and not _FIND.search(said[: mentioned.end()].rsplit(".", 1)[-1]):
                return None
            if slot in questions and self.offered:
                return None
            before = said[max(0, mentioned.start() - 30) : mentioned.start()]
            if re.search(
                r"\b(?:no|not|without|don'?t (?:need|want|care)|do n't (?:need|want|care)|n't need)(?: \w+){0,3} $",
                before,
            ):
                return False if slot in ("parking", "internet", "fee_paid") else None
            if slot == "fee_paid":
                return not re.search(r"\b(?:not|n't|haven'?t|no|yet|never|didn'?t)\b", said)
            return True
        if slot in asked and slot not in questions:
            heard = acts.hear(said, self.language)
            if "affirm" in heard and "deny" not in heard and len(asked) == 1:
                return True
            if "deny" in heard and "affirm" not in heard and len(asked) == 1 and slot == "fee_paid":
                return False
        return None

    def _take_offer(self, heard: frozenset[str], said: str, user: str, system: str, agreed: bool, asked: set[str]) -> None:
        slot = next((s for s in ENTITIES if s in self.slots), None)
        if slot is None:
            return
        others = bool(_WANTS_OTHERS.search(said)) or "request_alts" in heard
        place = str(self.state.get("city") or self.state.get("area") or "")
        named = names.spoken(
            user, asked=slot in asked, known=self._known(place, place_name(user, asked=False) or ""), offers=self.offers
        )
        if named and not (others and named in self.offers and self.intent != "booking"):
            if named not in self.offers or slot in asked or self.intent == "booking" or agreed:
                self._settle(slot, named)
                return
            self.offered, self.pending = named, True
        if not self.offered or (others and not (self.intent == "booking" and agreed)):
            return
        closing = bool(_ANYTHING_ELSE.search(system))
        if self.intent == "booking":
            if self.pending and (agreed or slot not in self.state or _BOOK.search(said)):
                self._settle(slot, self.offered)
        elif self.pending and agreed and not self.requested and not closing:
            self._settle(slot, self.offered)

    def _settle(self, slot: str, name: str) -> None:
        self.state[slot] = name
        self.offered, self.pending = name, False
        if name not in self.offers:
            self.offers.append(name)

    # --- values in words
    def _read(self, text: str, asked: set[str], said: str) -> State:
        found: State = {}
        slots = self.slots
        expected = "time" if "time" in asked else "date" if asked & set(_DATES) else None
        if "time" in asked and asked & set(_DATES):
            expected = "time"
        heard = times.read(text, now=self.now, language=self.language, expected=expected, month_first=True)
        clocks = corrections.standing([v for v in heard if v.kind == "time" and v.value], text)
        days = corrections.standing([v for v in heard if v.kind == "date" and v.value], text)
        if "time" in slots and clocks:
            found["time"] = str(clocks[-1 if len(clocks) > 1 and clocks[-1].note != "until" else 0].value)
        self._read_days(found, days, text, asked)
        if "party_size" in slots:
            people = numbers.party(text, language=self.language, expected="party_size" in asked and not clocks)
            people = [p for p in people if isinstance(p.value, int) and p.value > 0 and p.rule != "make_it"]
            if people and not (
                set(slots) & {"rooms", "bedrooms"}
                and people[-1].rule == "for"
                and re.search(r"\b(?:nights?|days?|rooms?)\b", text[people[-1].span[1] : people[-1].span[1] + 10])
            ):
                found["party_size"] = int(people[-1].value or 0)
        for slot in ("nights", "rooms", "stars", "bedrooms", "bathrooms"):
            if slot in slots:
                counts = numbers.counted(text, slot, language=self.language)
                if slot == "nights" and not counts:
                    counts = numbers.counted(text, "days", language=self.language)
                    if days and re.search(r"\bin \d+ days|days? from", said):
                        counts = []
                if slot == "rooms" and re.search(r"\b(?:bed|bath) ?rooms?\b", said):
                    counts = []
                if slot == "rooms":
                    counts = [
                        c
                        for c in counts
                        if not re.match(r"(?:a|an|the|any|another)\b", words.said(c.text))
                        or "rooms" in asked
                        or (len(slots) > 0 and _BOOK.search(said))
                    ]
                if slot == "stars":
                    counts = [c for c in counts if isinstance(c.value, int) and c.value <= 5]
                if counts:
                    found[slot] = int(counts[-1].value or 0)
                elif slot in asked and not clocks and not days:
                    bare = re.search(r"(?<![\d.:/])(\d{1,2})(?![\d:/]|\.\d|th\b)", words.read(text).plain)
                    if bare and (len(asked) == 1 or int(bare[1]) < 10):
                        found[slot] = int(bare[1])
        if "price_range" in slots:
            price = _price(said)
            if price:
                found["price_range"] = price
        if "cuisine" in slots:
            cuisine = self._cuisine(said, asked)
            if cuisine:
                found["cuisine"] = cuisine
        if "provider_type" in slots:
            kinds = list(_PROVIDER_TYPES.finditer(said))
            if kinds:
                kind = kinds[-1][1]
                found["provider_type"] = _PROVIDER_NAMES.get(
                    kind, kind.title() if kind != "ent specialist" else "ENT Specialist"
                )
        if "hotel_type" in slots:
            kinds = [
                m
                for m in _HOTEL_TYPE.finditer(said)
                if not m[1].startswith("hotel")
                or re.search(r"\b(?:type|be a|hotel(?:s)? (?:type|rather|not)|not a guest|in a hotel|a hotel)\b", said)
            ]
            if kinds:
                found["hotel_type"] = "guesthouse" if "guest" in kinds[0][1] or "breakfast" in kinds[0][1] else "hotel"
        for slot in ("city", "area"):
            if slot in slots:
                place = self._place(slot, text, said, asked)
                if place:
                    found[slot] = place
        return found

    def _read_days(self, found: State, days: list[Value], text: str, asked: set[str]) -> None:
        if not days:
            return
        slots = self.slots
        if "check_out_date" in slots:
            for value in days:
                before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
                out = re.search(
                    r"\b(?:check(?:ing)?[ -]{0,3}out|leav(?:e|ing)|depart(?:ing|ure)?|until|till|til|through|to|return|bis|ending|stay(?:ing)? (?:until|till|through))\b(?! check[ -]{0,3}in)(?:(?!check(?:ing)?[ -]{0,3}in|arriv).)*$",
                    before,
                )
                inn = re.search(
                    r"\b(?:check(?:ing)?[ -]{0,3}in|arriv(?:e|ing|al)|from|starting|ab)\b(?:(?!check(?:ing)?[ -]{0,3}out|leav|to ).)*$",
                    before,
                )
                if out and not inn:
                    found["check_out_date"] = str(value.value)
                elif inn or (
                    "check_in_date" not in found and ("check_out_date" not in asked or "check_in_date" in asked)
                ):
                    if "check_in_date" in self.state and "check_out_date" in asked and not inn:
                        found["check_out_date"] = str(value.value)
                    else:
                        found["check_in_date"] = str(value.value)
                else:
                    found["check_out_date"] = str(value.value)
            return
        slot = next((s for s in ("check_in_date", "date", "day") if s in slots), None)
        if slot == "day":
            named = [v for v in days if v.rule.startswith(("weekday", "near"))]
            if named:
                day = datetime.fromisoformat(str(named[-1].value)).weekday()
                found["day"] = words.WEEKDAYS[day]
        elif slot:
            found[slot] = str(days[-1].value)

    def _cuisine(self, said: str, asked: set[str]) -> str | None:
        matches = list(_CUISINE_SURE.finditer(said))
        if matches:
            last = matches[-1]
            return (last[1] or last[2]).strip()
        if "cuisine" in asked:
            loose = list(_CUISINE.finditer(said))
            if loose:
                return loose[-1][1]
        return None

    def _place(self, slot: str, text: str, said: str, asked: set[str]) -> str | None:
        if slot == "area" and "bedrooms" not in self.slots:
            compass = list(_COMPASS.finditer(said))
            match = compass[-1] if compass else None
            if match and not re.search(
                r"(?:north|south|east|west)ern? (?:american|indian|african|european)|(?:north|south) (?:american|indian|african)",
                said,
            ):
                return _COMPASS_NAMES.get(match[1], match[1])
            return None
        return place_name(text, asked=bool({"city", "area"} & asked))


# --- helpers ----------------------------------------------------------------------------------------------------------
_REQUESTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("phone", re.compile(r"\b(?:(?:phone|contact|telephone|mobile)(?: \w+)?|number to (?:call|contact|reach)|(?:call|reach|contact) (?:them|him|her|it)|(?:their|the|his|her|a) number|telefonnummer|how can i (?:call|reach|contact))\b")),
    ("address", re.compile(r"\b(?:address|where (?:is|are|exactly|can i find) (?:it|they|that|this|the|located)?|where(?:'s| is| are) (?:it|they|the)|located|location|street|directions|adresse|wo (?:ist|liegt))\b")),
    ("price_range", re.compile(r"\b(?:price[ -]{0,3}range|expensive|pric(?:e)?y|cheap|costly|affordable|how (?:are|is) (?:the|their) pric\w+|prices?|pricing|inexpensive|priced|cost)\b")),
    ("price", re.compile(r"\b(?:price|cost|costs|how much|rate|rates|per night|rent|fee|charge)\b")),
    ("rating", re.compile(r"\b(?:rat(?:ed|ing|ings)|reviews?|review level|how good)\b")),
    ("stars", re.compile(r"\b(?:how many stars|star (?:rating|level|hotel)|stars)\b")),
    ("live_music", _YES_NO_PATTERNS["live_music"]),
    ("serves_alcohol", _YES_NO_PATTERNS["serves_alcohol"]),
    ("outdoor_seating", _YES_NO_PATTERNS["outdoor_seating"]),
    ("vegetarian_options", _YES_NO_PATTERNS["vegetarian_options"]),
    ("pets_allowed", _YES_NO_PATTERNS["pets_allowed"]),
    ("furnished", _YES_NO_PATTERNS["furnished"]),
    ("internet", _YES_NO_PATTERNS["internet"]),
    ("smoking_allowed", _YES_NO_PATTERNS["smoking_allowed"]),
    ("unisex", _YES_NO_PATTERNS["unisex"]),
    ("cosmetic", _YES_NO_PATTERNS["cosmetic"]),
    ("cuisine", re.compile(r"\b(?:(?:what|which)(?: \w+){0,3} (?:food|cuisine)|type of (?:food|cuisine)|kind of (?:food|cuisine)|what (?:do|does) (?:they|it) serve|do they serve)\b")),
)  # fmt: skip
_TELL = re.compile(
    r"\b(?:tell me|give me|i (?:want|need|would like|'d like)|i'd like|provide|send me|get me|can i (?:get|have)|let me know|may i (?:have|know|get)|share|please|sagen sie)\b"
)


def _price(said: str) -> str | None:
    best: tuple[int, str] | None = None
    for pattern, name in _PRICES:
        for match in pattern.finditer(said):
            if best is None or match.start() >= best[0] + 12:
                best = (match.start(), name)
    return best[1] if best else None


def _dont_care_slots(said: str) -> list[str]:
    slots = []
    for slot, pattern in (
        ("price_range", r"price|cost|budget"),
        ("area", r"area|part of town|location|where"),
        ("cuisine", r"cuisine|food|type"),
        ("day", r"day"),
        ("stars", r"star"),
        ("hotel_type", r"type"),
        ("internet", r"internet|wifi"),
        ("parking", r"parking"),
    ):
        if re.search(rf"\b(?:{pattern})", said):
            slots.append(slot)
    return slots


_NOT_NAMES = words.bag("""
i the a an it there they you we yes no sure ok okay great sorry what how would do does is are please hello hi your my unfortunately and or but this that in at on for with have has alright perfect let can could may would should shall which where when yeah hey am pm i'm i'll i've i'd it's there's they're that's what's let's you're address phone just about how's maybe perhaps so well monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december reservation table booking wifi tv also another one then good nice found absolutely certainly thank thanks welcome currently if none however actually right once again checking confirming general practitioner visit date time gynecologist ophthalmologist dermatologist psychologist psychiatrist family counselor ent specialist star stars their its all some
""")
_PLACE = r"((?:[A-ZÀ-Þ][\w'’.-]*)(?: (?:de |la |of |du |am |an der )?[A-ZÀ-Þ][\w'’.-]*){0,3}(?:, (?:[A-Z]{2}\b|[A-Z][a-z]+))?)"
_IN_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Aa]round|at|to|[Ll]ocated in|[Ff]rom|over in|for|city of|be|it's|is|try|about|prefer|want|of|[Ss]earch|[Cc]heck|area|[Ll]ike)(?: the)?(?: (?:city|area|town) of| downtown)? {_PLACE}"
)
_ONLY_PLACE = re.compile(
    rf"(?:^|[.,!?] )(?:(?:[Ii]n|[Nn]ear|[Tt]ry|[Mm]aybe|[Pp]lease|[Yy]es|[Oo]h|[Uu]m|[Ll]et's|[Hh]ow about|[Ss]earch|[Ll]ook)[ ,]+)*{_PLACE}(?:[ ,]*(?:please|[Pp]lz|area|thanks))?[.!?]*\s*$"
)
_NO_PLACE = frozenset(
    [
        "i",
        "i'd",
        "i'm",
        "i'll",
        "my",
        "the",
        "a",
        "an",
        "yes",
        "no",
        "please",
        "ok",
        "okay",
        "sure",
        "thanks",
        "thank",
        "you",
        "english",
        "german",
        "wifi",
        "tv",
        "am",
        "pm",
        "rent",
        "buy",
        "mexican",
        "american",
    ]
)


_NO_TOWN = words.bag("the my any that this your our town general case fact mind")


def place_name(text: str, *, asked: bool) -> str | None:
    """A town or quarter named in an utterance; `asked` lets a bare name count."""
    found = None
    strong = None
    for match in _IN_PLACE.finditer(text):
        name = re.sub(r"[.,!?]+$", "", match.group(1))
        low = name.lower()
        first = low.split(" ")[0].strip(".,'")
        if (
            first in words.WEEKDAYS
            or first in words.MONTHS
            or first in _NO_PLACE
            or first in _NOT_NAMES
            or _CUISINE.fullmatch(low)
            or _PROVIDER_TYPES.fullmatch(low)
        ):
            continue
        lead = match.group().split(" ")[0].lower()
        if lead in ("in", "near", "around", "located", "over", "city", "area"):
            strong = name
        elif asked:
            found = name
    if strong or found:
        return strong or found
    if asked:
        only = _ONLY_PLACE.search(text.strip())
        if only:
            name = re.sub(r"[.,!?]+$", "", only.group(1))
            if name.lower().split(" ")[0] not in _NO_PLACE | _NOT_NAMES:
                return name
        lower = re.search(r"\b(?:in|near|around) ([a-z]{3,}(?: [a-z]{3,})?)(?: please)?[.!?]*$", text.strip())
        if lower and lower.group(1).split(" ")[0] not in _NO_TOWN:
            return lower.group(1)
        words_only = text.strip(" .!?")
        if (
            re.fullmatch(r"[A-Za-zÀ-ÿ' ]{3,25}", words_only)
            and len(words_only.split()) <= 3
            and not acts.hear(text, "en") - {"inform"}
        ):
            return words_only
    return None


