"""Kinds and features a caller names from closed sets: cuisines, prices, features that are there or not, professions.

Each reader takes words in lower case and hands back the value in the set's own word, None without one.
"""

import re

from language import lexicon

_CUISINES = (
    r"afghan|african|american|arabic|argentinian|asian oriental|asian fusion|asian|australian|austrian|barbecue|bbq|basque|bavarian|belgian|bistro|brazilian|"
    r"breakfast(?: and brunch)?|brunch|british|burgers?|burmese|cajun|californian|cambodian|canadian|cantonese|caribbean|catalan|chinese|coffee ?house|coffee|corsican|creole|creperie|crossover|cuban|"
    r"curry|danish|deli|dim sum|donuts?|eastern european|egyptian|english|eritrean|ethiopian|european|fast food|fish and chips|filipino|french|fusion|gastro ?pub|georgian|german|greek|halal|"
    r"hawaiian|hungarian|indian|indonesian|international|irish|israeli|italian|izakaya|jamaican|japanese|jewish|korean|kosher|laotian|latin american|lebanese|light bites|malaysian|"
    r"mediterranean|mexican|middle eastern|modern american|modern eclectic|modern european|modern global|molecular gastronomy|mongolian|moroccan|nepalese|new american|noodles?|north african|north american|north indian|"
    r"northern european|norwegian|pakistani|panasian|peruvian|persian|pizza(?: and pasta)?|pizza & pasta|polish|polynesian|portugu?ese|pub food|ramen|romanian|russian|salads?|scandinavian|scottish|sea ?food|"
    r"singaporean|soul food|south african|south indian|southern|south american|spanish|sri lankan|steak ?house|steaks?|sushi|swedish|swiss|syrian|szechuan|taiwanese|take[ -]{0,3}out|takeaway|tapas|tex[ -]{0,3}mex|thai|the americas|traditional|tunisian|turkish|"
    r"oriental|dumplings|punjabi|gujarati|bengali|sichuan|szcheuan|lobster|fish|freshwater fish|crab|burritos?|veggie|vegetable|gastro ?bar|comfort food|healthy|juice|bubble tea|light meals?|to-go|pick-up|tuscan|ukrainian|unusual|uzbek|vegan|vegetarian|venetian|vietnamese|welsh|world|sandwiches|diner|dessert|ice cream|bakery|cafe|poke|tacos"
)

CUISINE_WORDS = frozenset(re.sub(r"[^a-z| ]", "", _CUISINES).split("|"))

CUISINE = re.compile(rf"\b({_CUISINES})\b")

_CUISINE_SURE = re.compile(
    rf"\b({_CUISINES})(?:[ -]{0, 3}(?:style|type))?(?: type| style)?(?: of)? (?:food|cuisine|restaurants?|places?|dish(?:es)?|kitchen|eatery|eateries|meals?|joint|one|bar)\b"
    rf"|\b(?:serv(?:es|ing|e)|eat(?:ing)?|like|some|have|want|crav(?:e|ing)|prefer|try|is|be|of|for|cuisine|maybe|good|any|an?|love|liking|feel like|mood for|fan of|speciali[sz](?:es?|ing) in|sells?|selling|offers?|offering|a place with|or|and|about|more|preferably|nice|get|in to|into|least|how about) (?:some |a |an |the |good |nice |eating |authentic |any |really |kind of |type of |style of |to be ){{0,4}}({_CUISINES})\b"
)

_PRICES = (
    (re.compile(r"\b(?:ultra high[ -]{0,3}end|very expensive|luxury|luxurious|lavish|extravagant)\b"), "very expensive"),
    (re.compile(r"\b(?:moderate(?:ly)?(?:[ -]{0,3}priced?)?|mid[ -]{0,3}(?:range|priced?)|medium(?:[ -]{0,3}priced?)?|average(?:ly)? ?-?(?: priced?| pricing)?|intermediate(?:ly)?|aff?ord?[ae]?r?[ai]?dable|economic(?:al)?|modest(?:ly)?|reasonabl[ey](?: priced?)?|not (?:too |very |so )?(?:expensive|costly|pricey)(?: (?:or|and|but) (?:not )?(?:too |very )?cheap)?|fair(?:ly)? priced|mittlere\w*|moderat\w*)\b"), "moderate"),
    (re.compile(r"\b(?:inexpensive|cheap(?:er|est|ly)?|budget|low[ -]{0,3}(?:cost|priced?|budget|range)|günstig\w*|billig\w*|preiswert\w*|on a budget|not costly)\b"), "cheap"),
    (re.compile(r"\b(?:expensive|pric(?:e)?y|high[ -]{0,3}(?:end|class|priced?)|upscale|costly|fancy|upmarket|high price range|fine dining|teuer\w*|gehoben\w*|premium)\b"), "expensive"),
)  # fmt: skip

_COMPASS = re.compile(
    r"\b(north|south|east|west|cent(?:re|er)|central(?:ly)?|norden|süden|osten|westen|zentrum|innenstadt)(?:ern)?\b"
)

_COMPASS_NAMES = {"center": "centre", "central": "centre", "centrally": "centre", "zentrum": "centre", "innenstadt": "centre", "norden": "north",
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

FEATURES = {slot: re.compile(rf"\b(?:{pattern})\b") for slot, pattern in _YES_NO.items()}

PROVIDER_TYPES = re.compile(
    r"\b(general practitioner|general practice|gp|family doctor|dermatologist|skin (?:doctor|specialist)|gyna?ecologist|ophthalmologist|eye (?:doctor|specialist)|ent(?: specialist| doctor)?|ear nose(?: ,)? and throat(?: \w+)?|otolaryngologist|"
    r"psychologist|psychiatrist|family counsell?or|family therapist|counsell?or|dentist|hair ?stylist|stylist|barber|orthodontist|cardiologist|pediatrician|physiotherapist)s?\b"
)

_PROVIDER_NAMES = {
    "gp": "General Practitioner", "general practice": "General Practitioner", "family doctor": "General Practitioner",
    "skin doctor": "Dermatologist", "skin specialist": "Dermatologist", "gynaecologist": "Gynecologist", "eye doctor": "Ophthalmologist",
    "eye specialist": "Ophthalmologist", "ent": "ENT Specialist", "ent doctor": "ENT Specialist", "otolaryngologist": "ENT Specialist",
    "family counselor": "Family Counselor", "family counsellor": "Family Counselor", "counselor": "Family Counselor",
    "counsellor": "Family Counselor", "family therapist": "Family Counselor", "general practitioner": "General Practitioner", "ent specialist": "ENT Specialist",
}  # fmt: skip

_HOTEL_TYPE = re.compile(r"\b(guest[ -]{0,3}houses?|hotels?|bed and breakfasts?|b ?& ?b|pension(?:en)?|gasthaus)\b")


def cuisine(said: str, *, asked: bool, features: bool) -> tuple[str, int] | None:
    """The cuisine wanted and where it is said. asked: a bare word will do. features: vegetarian dishes are a feature, not a cuisine, here."""
    found = [(m[m.lastindex or 1].strip(), m.start(m.lastindex or 1)) for m in _CUISINE_SURE.finditer(said)]
    if not found and asked:
        found = [(m[1], m.start()) for m in CUISINE.finditer(said)]
    if not found:
        found = [(m[1], m.start()) for m in _DEMONYM.finditer(said) if m[1] not in lexicon.COMMON]
    found = [(word, at) for word, at in found if not (features and word in _MEATLESS)]
    found = [
        (word, at)
        for word, at in found
        if word not in _PLACES_TOO or re.match(rf"{word} (?:food|style|type|kind|cuisine)\b", said[at:])
    ]
    return (_CUISINE_NAMES.get(found[-1][0], found[-1][0]), found[-1][1]) if found else None


_DEMONYM = re.compile(r"\b([a-z]{3,}(?:an|ese|ish|ino|ini|ic)) (?:food|cuisine|dishes|restaurants?)\b")
_MEATLESS = frozenset(("vegetarian", "vegan", "veggie"))
_PLACES_TOO = frozenset(("diner", "cafe", "bistro", "bakery"))
_CUISINE_NAMES = {
    "veggie": "vegetarian", "fish": "seafood", "freshwater fish": "seafood", "lobster": "seafood", "crab": "seafood",
    "punjabi": "indian", "szcheuan": "chinese", "sichuan": "chinese", "szechuan": "chinese", "coffee": "coffeehouse", "to-go": "take-out", "pick-up": "take-out", "burrito": "mexican", "burritos": "mexican", "tacos": "mexican",
    "gastro bar": "gastropub", "gastrobar": "gastropub", "bbq": "barbecue",
}  # fmt: skip


def price(said: str) -> str | None:
    """cheap, moderate, expensive or very expensive."""
    best: tuple[int, str] | None = None
    for pattern, name in _PRICES:
        for match in pattern.finditer(said):
            if best is None or match.start() >= best[0] + 12:
                best = (match.start(), name)
    return best[1] if best else None


def price_at(said: str) -> int:
    """Where a price is spoken of; -1 when it is not."""
    starts = [m.start() for pattern, _ in _PRICES for m in pattern.finditer(said)]
    return min(starts, default=-1)


def quarter(said: str) -> str | None:
    """A part of town by the compass: north, south, east, west or centre."""
    found = [m for m in _COMPASS.finditer(said) if not _COMPASS_CUISINE.match(said, m.start())]
    return _COMPASS_NAMES.get(found[-1][1], found[-1][1]) if found else None


_COMPASS_CUISINE = re.compile(r"(?:north|south|east|west)(?:ern)? (?:american|indian|african|european)")


def profession(said: str) -> str | None:
    """What kind of doctor, therapist or stylist is wanted."""
    found = list(PROVIDER_TYPES.finditer(said))
    if not found:
        return None
    return _PROVIDER_NAMES.get(found[-1][1], found[-1][1].title())


def lodging(said: str) -> str | None:
    """guesthouse, or hotel where the kind of house is what is spoken of; a hotel named in passing says nothing."""
    found = None
    for match in _HOTEL_TYPE.finditer(said):
        after = said[match.end() : match.end() + 12]
        if match[1].startswith("hotel"):
            if _HOTEL_MEANT.search(said):
                found = "hotel"
        elif not re.match(r" (?:called|named)", after) and not re.search(r"not (?:an? |the )?$", said[: match.start()]):
            found = "guesthouse"
    return found


_HOTEL_MEANT = re.compile(
    r"\b(?:(?:be|is) an? (?:actual |real )?hotel|type of hotel|hotel type|not an? guest|hotel (?:rather|instead|type|would|not)|an actual hotel|hotel please)\b"
)
