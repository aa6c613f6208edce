"""What a guest wants besides: where to sit, what is celebrated, what the staff should know, how late they will be.

Only what is told counts: "a table outside" is a wish, "is there a table outside?" one too, "is the terrace heated?" a
question about the house, and no wish. Notes are kept in the caller's own words.
"""

import re
from collections.abc import Iterable, Sequence

from language import corrections, guests, lexicon, words
from language.values import Value

# --- told or asked ----------------------------------------------------------------------------------------------------
_SENTENCE = re.compile(
    r"(?:[^.!?;\n]|(?<=\d)\.(?=\d|\s+(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])))+[.!?;\n]*",
    re.IGNORECASE,
)
"""The full stop of "3. Dezember" ends none."""
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|also|oh|okay|ok|by the way|hello|hi|hey|hallo|moin|servus|guten (?:tag|abend|morgen)|good (?:morning|evening|afternoon)|und|aber|ach|übrigens|noch eine frage|one more question) ?,? )*"
    r"(?:what|when|where|who|which|how|why|do|does|is|are|was|were|have you|has|will|did|any|can (?:you tell|i ask|one|people|guests|dogs|we bring|i bring|(?:we|i) take (?:the|my|our|a) (?:dogs?|pupp\w+)|we pay|i pay)|"
    r"was|wann|wo|wer|welche[rsn]?|wie|warum|wieso|gibt|habt|haben sie|hat|ist|sind|sitzt|kann man|darf|dürfen|könn(?:en|t) sie (?:mir )?sagen|wissen sie)\b"
)
_WISHES = re.compile(
    r"\b(?:(?:can|could|may|might|would|shall) (?:i|we|you|he|she|they|it|my \w+)\b(?! (?:tell me|ask|bring|take (?:the|my|our|a) (?:dog|pupp)|pay|park))|(?:do you have|have you got|is there|are there|got|any chance of|any) (?:\w+ ){0,3}(?:tables?|space|seats?|spots?|rooms?|doubles?|singles?|twins?|suites?|anything|something|availab\w*|free)\b|"
    r"(?:will|would) (?:it be )?(?:possible|you be able)|is it possible to|would it be|what about|how about|(?:kann|könnte\w*|können|dürfte\w*|darf) (?:ich|wir|sie|das|es|(?:der|unser) tisch)\b(?! [^.!?]*\bmit(?:bringen|nehmen)\b)|hätten sie|hätte\w* (?:ich|wir)|(?:haben sie|gibt es|habt ihr|ist|wäre|geht) (?:\w+ ){0,3}(?:tisch|platz|plätze|\w*zimmer|suite|etwas|was|frei|möglich|auch)|geht (?:das|es|auch)|ginge|wäre es möglich|ist es möglich)"
)


def told(text: str, begin: int) -> bool:
    """Whether what stands at `begin` is told or wished for, rather than asked about."""
    for sentence in _SENTENCE.finditer(text[: words.LONGEST]):
        if sentence.start() <= begin < sentence.end():
            said = words.said(sentence.group())
            if "?" not in said and not _ASKS.search(said):
                return True
            return bool(_WISHES.search(said)) or not (said.rstrip().endswith("?") or _ASKS.search(said))
    return True


_GIFT = re.compile(
    r"\b(?:for free|free of charge|for nothing|(?:at|without|with) no (?:extra |additional )?(?:cost|charge)|without (?:paying|extra charge|charge|an extra charge)|complimentary|on the house|gratis|kostenlos\w*|kostenfrei\w*|umsonst|geschenkt|ohne (?:aufpreis|zuzahlung|kosten|zuschlag))\b|\bis (?:the )?[\w -]{3,24} free\b"
)


_WHAT_OF_IT = re.compile(
    r"\b(?:(?:what|how) about|(?:may|can|could) (?:i|we) use|was ist mit|wie (?:ist|sieht) es (?:mit|aus mit)|(?:darf|dürfen|kann|können) (?:ich|wir) \w* ?(?:\w+ )?(?:benutzen|nutzen))\b"
)


def only_asked(text: str, begin: int) -> bool:
    """Whether what stands at `begin` is wanted at no charge, or asked about without a wish to pay for it: "can we get
    it for free?", "what about parking?".
    """
    sentence = next((m for m in _SENTENCE.finditer(text[: words.LONGEST]) if m.start() <= begin < m.end()), None)
    if sentence is None:
        return False
    said = words.said(sentence.group())
    return bool(_GIFT.search(said)) or ("?" in sentence.group() and bool(_WHAT_OF_IT.search(said)))


_OF_WHAT_IS_IN_IT = re.compile(
    r"\b(?:included?|inclusive|(?:in|part of) (?:the|that|this|our|it|dem|diesem|unserem|der)? ?(?:price|rate|preis)|discounts?|rabatte?|reductions?|ermäßig\w*|nachlass|drin|dabei|inklusive|enthalten|inbegriffen|(?:per|pro|a|each) (?:person|head|nase|kopf)|(?:cheaper|günstiger|billiger),? (?:if|wenn|falls))\b"
)
_ONLY_SUPPOSED = re.compile(
    r"\b(?:is there|are there|do you (?:give|have|offer)|gibt es|gibt's|geben sie)\b.*\b(?:if|wenn|falls) (?:we|i|wir|ich)\b"
)


def asked_of_it(text: str) -> list[tuple[int, int]]:
    """The sentences that ask what is in a price, or what there would be if: "is that breakfast for one person in the price?",
    "is there a discount if we stay a week?". A number in them is no wish.
    """
    if "?" not in text and not _ASKS.search(words.said(text)):
        return []
    found = []
    for sentence in _SENTENCE.finditer(text[: words.LONGEST]):
        said = words.said(sentence.group())
        asks = said.rstrip().endswith("?") or _ASKS.search(said)
        if asks and (_OF_WHAT_IS_IN_IT.search(said) or _ONLY_SUPPOSED.search(said)):
            found.append(sentence.span())
    return found


_HAGGLES = re.compile(
    r"\b(?:(?:do|make|give|let|get|have|offer|take|rent|book) (?:(?:me|us|it|that|this|one|both) |(?:the|a|this|that) (?:\w+ )?\w+ )*(?:for|at) (?:about |around |just |only )?"
    r"|(?:geht|ginge|gibt|wäre|kriegen?|bekommen?|haben|machen|lassen|überlassen|geben|nehmen)\b(?: (?:es|das|die|den|ein\w*|mir|uns|ich|wir|sie|auch|so|was|denn|nicht|vielleicht|zimmer|\w*zimmer|suite))* für (?:rund |etwa |nur )?"
    r"|\b(?:mir|uns|das|die|es) (?:\w*zimmer |suite )?(?:auch |vielleicht )?für (?:rund |etwa |nur )?(?=\S+(?: ?(?:€|euro))? (?:geben|lassen|überlassen|machen|anbieten|haben|bekommen|kriegen)))"
    r"(?P<amount>(?:€|eur ?)\d+(?:[.,]\d\d)?|\d+(?:[.,]\d\d)? ?(?:€|eur\b|euros?\b|quid\b|bucks\b)|\d{3,4}(?![\d:/.,]\d| ?\w*(?:people|persons?|guests?|of us|personen|leute|gäste|pax|nights?|nächte|uhr)))",
    re.IGNORECASE,
)


def haggled(text: str) -> tuple[int, int] | None:
    """Where an amount stands for which somebody would like to have it: "could you do it for 500?", "geht das für 90 Euro?"."""
    m = _HAGGLES.search(text[: words.LONGEST])
    return m.span("amount") if m else None


# --- where to sit -----------------------------------------------------------------------------------------------------
_AREAS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("outside", re.compile(
        r"\b(?:outside|outdoors?|al fresco|open air|(?:on|in|at) the (?:terrace|patio|garden|deck|veranda|balcony|courtyard)|terrace|patio|(?:garden|beer garden) (?:table|seat\w*)|table in the garden|"
        r"draußen|draussen|(?:auf|in|im|an) (?:der |dem |die |den )?(?:terrasse|garten|biergarten|innenhof|balkon|veranda)|terrasse(?:ntisch|nplatz)?|außenbereich|außen|im freien|gartentisch)\b(?! (?:of|the opening|opening|hours))")),
    ("inside", re.compile(r"\b(?:inside|indoors?|in the (?:dining room|main room|restaurant itself)|drinnen|innen(?:bereich|raum)?|im (?:gastraum|innenraum|lokal selbst|warmen))\b")),
    ("bar", re.compile(
        r"\b(?:(?:at|on|by) the (?:bar|counter)|bar (?:seats?|stools?|table|counter|seating)|seats? at (?:the )?(?:bar|counter)|counter seats?|(?:an|am|auf) (?:der |dem |die )?(?:bar|theke|tresen)|(?:bar|theken|tresen)(?:platz|plätze|hocker|tisch))\b(?! (?:menu|open))")),
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|no(?! then)|isn't|don't want(?: to sit| to be| it)?|rather not|nicht|kein\w*|bloß nicht|anything but)(?: \w+){0,2} $"
)


def _only_asks(text: str, at: int) -> bool:
    """Whether the clause in which `at` stands asks about something, whatever is wished for beside it."""
    begin, end = next((one for one in _clauses(text) if one[0] <= at < one[1]), (0, len(text)))
    said = words.said(text[begin:end])
    return (begin, end) != (0, len(text)) and bool(_ASKS.search(said)) and not _WISHES.search(said)


_LOOKING = re.compile(
    r"\b(?:views?|looking|look out|overlooking|facing|blick|ausblick|aussicht|sicht|fenster(?:platz|tisch)?|window)(?: (?:out|of|over|on|onto|to|into|the|auf|in|zum|über|raus|den|die|das)){0,3} $"
)
"""Seeing the garden, and not sitting in it."""
_OPPOSITE = {"outside": "inside", "inside": "outside"}


def areas(text: str) -> list[Value]:
    """Where the guests want to sit (`area`: inside, outside or bar); none where it is left open whether inside ("in or out")."""
    said, place = _said(text)
    found = []
    for area, pattern in _AREAS:
        for m in pattern.finditer(said):
            span = place(*m.span())
            wish: str | None = area
            if _LOOKING.search(said[: m.start()]) or _only_asks(text, span[0]):
                continue
            if _NOT.search(said[: m.start()]):
                wish = _OPPOSITE.get(area)
            if wish and told(text, span[0]):
                found.append(Value("area", wish, span, text[slice(*span)], "area"))
    found.sort(key=lambda value: value.span)
    standing = corrections.standing(found, text)
    if "inside" not in {value.value for value in standing}:
        return standing[:1]  # "at the bar or in the garden": what is named first is tried first
    return standing if len({value.value for value in standing}) == 1 else []


_DOG = re.compile(
    r"\b(?<!assistance )(?<!service )(?<!guide )(?<!assistenz)(?<!blinden)(?<!begleit)(?:dogs?|pupp(?:y|ies)|hund(?:en?)?|welpen?|dackel)\b",
    re.IGNORECASE,
)


def brings_dog(note: str) -> bool:
    """Whether a note says that a dog comes along, and none that a guest needs for help."""
    return bool(_DOG.search(note)) and not takes_back(note)


def of_an_extra_bed(note: str) -> bool:
    """Whether a note wishes for a bed beside those of the room."""
    return bool(_EXTRA_BED.search(note)) and not takes_back(note)


_EXTRA_BED = re.compile(r"\b(?:extra|additional|roll-?away|spare) beds?\b|\b(?:zustell|zusatz)bett\w*", re.IGNORECASE)


def comes_with_dog(asked: str) -> bool:
    """Whether it is asked if a dog may come along: "kann man den Hund mitnehmen?"."""
    return brings_dog(asked) and bool(_COMES_ALONG.search(words.said(asked)))


def where_dogs_may(rule: str) -> list[str]:
    """The areas in which a house's rule lets dogs be, in its order, where it keeps them out of the dining room; else none."""
    out, found = False, dict[str, None]()
    for sentence in _SENTENCE.findall(rule):
        said = words.said(sentence)
        if _KEPT_OUT.search(said):
            out = True
        elif _DOG.search(said):
            named = [(m.start(), area) for area, pattern in _AREAS[::2] for m in pattern.finditer(said)]
            found |= dict.fromkeys(area for _, area in sorted(named))
    return list(found) if out else []


_INDOORS = r"(?:dining room|indoors?|inside|gastraum|innenraum|speisesaal|drinnen)"
_BUT_FOR = r"(?:only|not|no|nur|nicht|kein\w*)"
_KEPT_OUT = re.compile(rf"\b{_INDOORS}\b.{{0,40}}\b{_BUT_FOR}\b|\b{_BUT_FOR}\b.{{0,40}}\b{_INDOORS}\b")
_COMES_ALONG = re.compile(
    r"\b(?:bring\w*|take|taking|come|along|mit(?:nehm\w*|bring\w*|komm\w*)|dabei|(?:hund\w*|welpen?|dackel) (?:\w+ )?mit|rein|hinein)\b"
)


# --- what is celebrated -----------------------------------------------------------------------------------------------
_OCCASIONS: tuple[tuple[str, str], ...] = (
    ("birthday", r"birthday|bday|b-day|geburtstag\w*|geburtstagsessen"),
    ("wedding", r"wedding(?! anniversary| day anniversary)|hochzeit(?!stag)(?:sfeier|sessen)?|polterabend|heiraten|get(?:ting)? married"),
    ("anniversary", r"(?:wedding )?anniversary|hochzeitstag|jahrestag|jubiläum|(?:silberne|goldene) hochzeit"),
    ("engagement", r"engagement|proposal|propose to|verlobung\w*|heiratsantrag"),
    ("honeymoon", r"honeymoon|flitterwochen|hochzeitsreise"),
    ("graduation", r"graduation|graduat(?:ed|ing)|abschlussfeier|bachelorfeier|abifeier|abitur\w*|examen\w*feier"),
    ("christening", r"christening|baptism|taufe|tauffeier"),
    ("communion", r"(?:first )?communion|kommunion\w*|konfirmation\w*"),
    ("funeral", r"funeral|wake|memorial (?:meal|lunch)|trauerfeier|leichenschmaus|beerdigung\w*"),
    ("retirement", r"retirement|ruhestand|pensionierung|verabschiedung"),
    ("reunion", r"(?:class |family )reunion|klassentreffen|familientreffen"),
    ("christmas party", r"christmas (?:party|do|dinner with (?:the )?(?:team|office))|weihnachtsfeier|firmenweihnacht\w*"),
    ("business", r"business (?:lunch|dinner|meal|meeting|trip)|work (?:lunch|dinner|do)|client (?:lunch|dinner)|geschäftsessen|arbeitsessen|geschäftlich\w*|geschäftsreise|firmenessen|kundenessen"),
    ("date", r"(?:first |blind |romantic )date|date night|romantic (?:dinner|evening)|romantisch\w* (?:abend\w*|essen)|rendezvous"),
)  # fmt: skip
_EACH_OCCASION = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _OCCASIONS)
_NO_OCCASION = re.compile(r"\b(?:date of|not a|no|kein\w*|sing) $")


def occasions(text: str) -> list[Value]:
    """What is celebrated (`occasion`, one English word whatever the language), as they stand."""
    said, place = _said(text)
    found: list[Value] = []
    for name, pattern in _EACH_OCCASION:
        for m in pattern.finditer(said):
            span = place(*m.span())
            free = all(span[1] <= one.span[0] or one.span[1] <= span[0] for one in found)
            if free and not _NO_OCCASION.search(said[: m.start()]) and told(text, span[0]):
                found.append(Value("occasion", name, span, text[slice(*span)], "occasion"))
                break
    feted = None if any(one.value == "birthday" for one in found) else guests.feted(text)
    if feted and told(text, feted[0]):
        found.append(Value("occasion", "birthday", feted, text[slice(*feted)], "feted"))
    return sorted(found, key=lambda value: value.span)


# --- what the staff should know ---------------------------------------------------------------------------------------
_TO_THE_ROOM = (
    r"(?:eine?[nmrs]?|zwei|drei|noch|etwas|ein paar|an?|some|two|three|another|extra|our|my|unser\w*) (?:(?!people|persons?|personen|adults?|erwachsene|of us|kids|children|kinder|nights?|nächte|tables?|tisch\w*|rooms?|\w*zimmer)[\w'-]+ ){1,4}?"
    r"(?:(?:aufs|ins|auf das|in das|auf unser|in unser|im|auf dem|in unserem) zimmer|(?:(?:up )?to|into|in) (?:the|our|my) room)\b(?! ?(?:\d|nummer|number|with\b|mit\b))"
)
_NOTE = re.compile(
    rf"\b(?:{_TO_THE_ROOM}|"
    r"(?:\w+-?)?allerg\w*|\w*intoleran\w*|coeliac|celiac|zöliakie|gluten ?-? ?free|glutenfrei\w*|gluten|lactose|laktose\w*|(?:no|without|keine?|ohne) (?:nuts|dairy|milk|fish|shellfish|pork|gluten|eggs?|soya?|alcohol|nüsse|milch|fisch|schwein\w*|ei(?:er)?|alkohol|zwiebeln|onions?|garlic|knoblauch)|"
    r"(?:is|are|am|i'm|'re|bin|ist|sind|isst|essen|esse|eats?|both|strict) (?:\w+ ){0,2}(?:a )?(?:vegan|vegetarian|vegetarier\w*|veganer\w*|vegetarisch|pescatarian|diabet\w*|pregnant|schwanger)s?|(?:\w+ )?(?:vegan|vegetarian|vegetarisch|halal|kosher|koscher)\w* (?:meals?|menus?|breakfasts?|options?|dish(?:es)?|menüs?|frühstück|essen|gerichte?)|\w+ (?:vegans?|vegetarians?|vegetarier\w*|veganer\w*)|diabet\w*|pregnant|schwanger|halal|kosher|koscher|"
    r"high ?-? ?chairs?|kinderst(?:u|ü)hle?|hochst(?:u|ü)hle?|booster seats?|baby(?:bett| ?cot| seat)|cots?|kinderbett|wheelchairs?|rollst(?:u|ü)hl\w*|rolli(?:s|fahrer\w*)?|gehbehindert\w*|rollator|walking frame|crutches|krücken|step ?-? ?free|stufenlos\w*|barrierefrei\w*|deaf|gehörlos|blind|guide dog|blindenhund|"
    r"kinderwagen|strollers?|prams?|bugg(?:y|ies)|dogs?|hund(?:e|en)?|pupp(?:y|ies)|cats?|kittens?|katzen?|kater|pets|haustiere?|twin beds?|(?:separate|two|two single) beds(?! free| left)|(?:getrennte[nr]?|einzelne[nr]?) betten|einzelbetten|window(?: seat| table)?|fenster(?:platz|tisch)?|quiet (?:table|corner|spot|room|place)|ruhige[rnsm]? (?:tisch|ecke|platz|zimmer)|corner table|in (?:the|a) corner|ecktisch|in (?:der|einer|die|eine) ecke|booth|nische|round table|runde[rn]? tisch|quiet(?:er)? one|light sleepers?|(?<=ein )ruhiges\b(?! \w)|leichten schlaf|"
    r"(?:half|full) ?-? ?board|all ?-? ?inclusive|(?:tasting|\w+[- ]course|set) menus?|(?:[\w-]*gänge-?|tasting-?|degustations-?|überraschungs-?)menüs?|(?:mit|hätt\w+(?: \w+)?|nehm\w+|möcht\w+|woll\w+) (?:dem |das )?menü\b(?! (?:sehen|schicken|anschauen|wissen|kennen|mailen|lesen))|(?:et)?was ruhige[sr](?: \w+)?|(?:halb|voll)pension|invoices?|rechnung\w*|firmenanschrift|(?:birthday )?cake|candles?|geburtstagskuchen|torte|kerzen?|flowers|blumen|champagne|sekt|surprise|überraschung\w*|high floor|hohe[rs]? stockwerk|obere[rs]? stock|ground floor|erdgeschoss|extra (?:bed|blanket|pillow)|zustellbett|adjoining|nebeneinander|(?:meeting|conference|seminar|function) rooms?|(?:besprechungs|tagungs|konferenz|seminar)r(?:a|ä)um\w*|projectors?|beamer|flipcharts?|near the lift|late arrival|somewhere quiet|(?:nice and |really |very )?quiet (?:please|if possible)|ein bisschen ruhiger?|pillows?|kissen|kopfkissen|feathers?|federn|"
    r"(?:near|close|next|beside|by|away from|far from|in der nähe|nah(?:e)?|neben|dicht|weit weg|direkt|nicht) (?:to |an |am |bei |bei der |beim |von |vom )?(?:the |der |dem |den |die |am |an der )?(?:door|entrance|toilets?|loo|kitchen|stairs|lift|exit|heaters?|radiator|band|stage|music|musicians|piano|bar|counter|fire(?:place)?|garden|terrace|tür|eingang|toiletten?|küche|treppe|aufzug|ausgang|heizung|heizstrahlern?|kapelle|bühne|musik|musikern|klavier|theke|tresen|kamin|garten|terrasse)|"
    r"(?:can't|cannot|can not|don't|doesn't|do not|does not|won't|mustn't|not allowed to|never) (?:eat|drink) (?!at\b|here\b|in\b|out\b|there\b)\w+|(?:can't|cannot|mustn't) have (?!the\b|an?\b|my\b|our\b|it\b|that\b|any\b|this\b)\w+|(?:isst|esse|essen|trinkt|trinke|trinken|verträgt|vertrage|mag|darf|dürfen) (?:\w+ ){0,2}kein\w* \w+|raw fish|rohen? fisch\w*|"
    r"(?:schlecht|kaum|schwer|nicht (?:gut|weit)) (?:laufen|gehen|hören|sehen|treppen)|(?:can't|cannot|can hardly|can barely|hardly) (?:walk|climb|manage|hear|see)\b|hard of hearing|schwerhörig\w*|bad (?:leg|knee|hip|back)|walking stick|gehstock|"
    r"(?:die |der )?firma (?!ist|hat|gmbh)[\w&-]+|\w{3,}verein\b|[\w&.-]+ (?:gmbh|ltd|inc|llc|plc|kg)\b|[\w.-]+ & (?:partners?|co|söhne|sons)\b|kommen? (?:[\w.:]+ ){1,7}an(?=\W*$|\s*[,.;])|arriv(?:e|ing) (?:late|after|around|at about)|spät(?:e|er)? (?:anreise|ankommen|ankunft)|reisen? (?:erst )?(?:spät|gegen|nach|um)|two tables (?:next|side))\b"
)
"""What a team should know about its guests, where it is told."""
_AVAILABLE = re.compile(
    r"^\W*(?:(?:and|but|und|aber|so|also|yes|ja) ,? ?)*(?:do you have|have you got|is there|are there|got any\w*|haben sie|habt ihr|gibt es|gibt's|ist da|ist dort)\b"
)
_SEATS = re.compile(r"table|seat|corner|booth|room|spot|place|quiet|tisch|platz|plätze|ecke|nische|zimmer|ruhig")
"""What is asked for as if it were asked about: "do you have a quiet table?" is a wish, "anything vegan?" is none."""
_TELLS = re.compile(
    r"^\W*(?:(?:and|but|because|since|as|und|aber|denn|weil) ,? ?)*(?:(?:my|our|mein\w*|unser\w*) (?:\w+ )?\w+|(?:one|two|three|some|einer|eine|zwei|drei)(?: (?:of|von|persons?|people|personen?))?(?: (?:us|uns))?|i|we|he|she|they|ich|wir|er|sie)(?:'s| '?s|'m|'re|'ve| (?:is|are|am|has|have|got|needs?|ist|sind|bin|hat|hab\w*|verträgt|vertrage|sitzt|braucht?|brauchen))\b(?! (?:(?:a|eine|noch eine) (?:question|frage)|you|it|that|there|sie))"
)
"""Telling of oneself and one's own, beside a question: "do you have gluten-free pasta, my wife is coeliac"."""
_IF_IT_MAY = re.compile(
    r"^(?:(?:and|und|but|aber|yes|ja|please|bitte|gern\w*)\W+)*(?:if (?:(?:it|that)(?:'s| ?s| is| were) )?(?:at all )?possible|if (?:we|you|i) (?:can|could|may)(?: (?:have|get|do|give us|arrange|sit))?|wenn(?: ?'?s| es| das)? (?:irgend\w+ )?(?:geht|ginge|möglich(?: ist| wäre)?)|falls(?: es)? (?:geht|ginge|möglich(?: ist)?)|wenn (?:wir|sie|ihr) (?=.*(?:könn\w*|hätten|haben)\W*$))\b[ ,]*",
    re.IGNORECASE,
)
"""A wish put as a condition: "if possible somewhere quiet", "wenn's geht in einer Ecke"."""
_WISHED_SO = re.compile(r" (?:(?:haben|bekommen|kriegen) )?(?:könn\w+|hätten)$", re.IGNORECASE)
_ASKED_FOR = re.compile(
    r"^(?:is there|are there|do you (?:still )?have|have you got|ist (?:da|dort|noch)|gibt es|haben sie|habt ihr|hätten sie)(?: (?:denn|da|dort|noch|vielleicht|auch|eventuell|still|perhaps|maybe|any|some|a|an|eine?n?))* (?=\w)|\s+(?:frei|free|available|left)$",
    re.IGNORECASE,
)
"""How such a wish begins and ends, which the staff need not read."""
_ASKED_IN_IT = re.compile(
    r"\b(?:(?:tell|show|ask|inform) (?:me|us|them)|let (?:me|us) know|(?:do )?you know|(?:would|'d) like to know|want(?:ed)? to know|wonder(?:ing)?|(?:sag|erklär|verrat)\w* (?:sie )?(?:mir|uns)|wüssten? gern\w*|wissen|fragen)(?: (?:bitte|noch|auch|please|mal|gern\w*|mich|whether or not))* ?,? (?:whether|if|what|which|where|when|how|ob|was|welche\w*|wo|wann|wie|wieviel)\b"
    r"|^\W*(?:and |but |und |aber )?(?:if|whether|ob|wenn|falls|suppose|angenommen)\b|\b(?:questions? (?:about|on|regarding)|fragen? (?:zu|zum|zur|wegen|über))\b"
)
"""A question within a clause ("tell me whether you have vegan desserts"), or what is only supposed."""
_EDGE = re.compile(
    r"[!?;\n]+|(?<!\d)\.+|(?<=\d)\.(?=\s*$|\s+(?-i:[A-ZÄÖÜ]))|\s[-–—]\s|,(?!\d)|\b(?:and|but|also|plus|und|aber|außerdem|ausserdem|sowie)\b"
    r"(?= (?:please |bitte )?(?:we|we're|we'll|we've|i|i'm|i'd|i'll|i've|one|two|three|there|my|our|he|she|it|it's|they|can|could|please|book|with|a table|the|that's|name|under|for|at|on|wir|ich|einer|eine|zwei|mein\w*|unser\w*|er|sie|es|können|könnten|bitte|mit|noch|name|auf|für|um|am|haben|brauchen|hätten)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(?:and |or |und |oder )?[^\W\d_]+(?: [^\W\d_]+){0,2}\W*$")
_ARRIVAL = re.compile(r"\b(?:arriv\w*|late|ankomm\w*|anreis\w*|reisen|spät\w*)\b")
_AROUND = re.compile(
    r"^\W*(?:at|around|about|after|not before|probably|maybe|gegen|nach|so|etwa|ca|erst|wohl|um)\b.*\d"
)
_INVOICE = re.compile(r"\b(?:invoices?|rechnung\w*|firmenanschrift)\b")
_ADDRESSED = re.compile(rf"{_INVOICE.pattern}|\b(?:gmbh|ltd|inc|llc|plc|kg)\b")
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s+[^\W\d_a-zäöü]|\s*$)")
_LISTS = re.compile(r"allerg|intoleran|verträgt|vertrage|no |without|ohne|kein")
_TALK = re.compile(
    r"\b(?:i|we|you|it|please|thanks|thank|yes|no|name|my|ja|nein|bitte|danke|ich|wir|sie|mein\w*|today|tomorrow|heute|morgen|what|how|is|are|was|wie|that|das)\b",
    re.IGNORECASE,
)
_FRINGE = re.compile(
    r"^(?:(?:and|but|also|oh|yes|yeah|ok|okay|so|um|well|please|und|aber|ja|also|bitte|ach|äh|außerdem|übrigens|by the way|that|dass)\b[\s,]*|[\s,;:.–-]+)+|(?:[\s,;:.!–-]+|\s+\b(?:and|und|at|on|for|um|am|für|gegen|the|in|im|please|bitte|from|vom|von|to|bis|ab|are|is|we|we're|i'm|wir|ich)\b)+$",
    re.IGNORECASE,
)
_LEAST_WORDS = re.compile(r"[^\W\d_]{3,}")
_PUT_RIGHT = re.compile(
    r"^[\s,;–-]*(?:ach |oh |äh |or |oder )?(?:no|nope|wait|i mean|rather|nein|nee|moment|quatsch|besser gesagt|ich meine)\b"
)
_OF_IT = re.compile(r"\b(?:one|it|that|them|einen|eine[nrs]?|ihn|sie|das|es|welche)\b")
"""How what follows a clause says of the same thing how it really is: "no, please have one ready"."""


def notes(text: str, taken: Iterable[tuple[int, int]] = (), named: Sequence[tuple[int, int]] = ()) -> list[Value]:
    """What the staff should know (`note`), in the caller's words: the clause about an allergy, a high chair, a dog.

    taken: where other values stand; a note is cut out between them where its clause holds some. named: where something
    stands that the house has a name for, as a kind of room or an extra, and that makes no note.
    """
    head = text[: words.LONGEST]
    lowered = head.lower()
    spans = sorted(taken)
    if _WITHDRAWS.search(lowered):
        said = cleaned(head)
        return [Value("note", said, (0, len(head)), head, "withdrawn")]
    found = _ordered(head, spans)
    if not _NOTE.search(lowered):
        return found
    for begin, end in _clauses(head):
        if any(one.span[0] < end and begin < one.span[1] for one in found):
            continue
        cues = _NOTE.finditer(lowered, begin, end)
        cue = next((m for m in cues if not any(_has_it(m.span(), one) for one in named)), None)
        if not cue or not _told_there(head, cue.start(), begin, end):
            continue
        invoiced = _INVOICE.search(cue.group())
        if invoiced and (_ABOUT_IT.search(lowered[begin:end]) or _MAY_WE_PAY.search(lowered[begin:end])):
            continue
        low, high = begin, end
        if _ADDRESSED.search(cue.group()):  # an address has commas and full stops in it
            stop = _SENTENCE_END.search(head, high)
            high = max(high, stop.start() if stop else len(head))
        for taken_from, taken_to in spans:
            if taken_to <= cue.start():
                low = max(low, taken_to)
            elif taken_from >= cue.end():
                high = min(high, taken_from)
        if low >= high:
            continue
        words_said = head[low:high]
        lead = _FRINGE.match(words_said)
        low += lead.end() if lead and lead.start() == 0 and lead.end() < len(words_said) else 0
        words_said = _FRINGE.sub("", head[low:high]).strip()
        if asked := _ASKED_FOR.match(words_said):
            low += asked.end()
            words_said = _ASKED_FOR.sub("", words_said)
        at, words_said = low + words_said.find(cleaned(words_said)), cleaned(words_said)
        low = max(low, at)
        if _LEAST_WORDS.search(words_said):
            found.append(Value("note", words_said, (low, low + len(words_said)), words_said, "note"))
    return found


def to_the_room(text: str) -> bool:
    """Whether something is wished for in the room: "bitte einen Rotwein aufs Zimmer"."""
    head = text[: words.LONGEST]
    wanted = (m for m in _SENT_UP.finditer(head.lower()) if tells(head, m.start()))
    return next(wanted, None) is not None


_FAULT = re.compile(
    r"\W*(?:(?:and|und|hello|hallo|also) )*(?:there(?:'s| is| are| was)|we(?:'ve| have)(?: got)?|i(?:'ve| have)(?: got)?|es gibt|da ist|wir haben|ich habe)\b"
)
"""Telling how the room is."""
_SENT_UP = re.compile(rf"\b{_TO_THE_ROOM}")


_OUTLOOK = re.compile(
    r"\b(?:with )?an? (?:\w+ )?view (?:of|over|into|onto|to|on) (?:the )?\w+|\b(?:mit )?(?:\w+ )?(?:blick|aussicht) (?:ins?|aufs?|zum|über) (?:(?:de[nm]|die|das) )?\w+",
    re.IGNORECASE,
)


def outlooks(text: str) -> list[Value]:
    """What guests of a table want to see from it (`note`): "mit Blick in den Garten"."""
    found = [m for m in _OUTLOOK.finditer(text[: words.LONGEST]) if told(text, m.start())]
    return [Value("note", m[0].strip(), m.span(), m[0], "outlook") for m in found]


def _has_it(cue: tuple[int, int], named: tuple[int, int]) -> bool:
    """Whether what stands at `named` is all that a cue says: "breakfast" is, and of a "vegan breakfast" it is not."""
    apart = named[1] <= cue[0] or cue[1] <= named[0]
    more = cue[0] <= named[0] and named[1] <= cue[1] and cue[1] - cue[0] > named[1] - named[0]
    return not apart and not more


_LABELLED = re.compile(
    r"(?:^|[.;,!?\n]|\band\b|\bund\b)\s*(?:(?:please|bitte|also|and|und|could you|can you|können sie) ){0,3}(?:(?:special )?(?:notes?|requests?|remarks?|comments?|wish(?:es)?)|notiz(?:en)?|bemerkung(?:en)?|anmerkung(?:en)?|hinweise?|sonderw(?:unsch|ünsche)|"
    r"(?:add|make|leave|put|take) (?:a |the |down a )?note\b[^:.;!?]{0,40}|(?:notieren|vermerken) (?:sie )?(?:bitte )?|bitte (?:notieren|vermerken)(?: sie)?)\s*:\s*(?P<what>[^;\n!?]+?)\s*(?=$|[;\n!?]|\.(?!\d))"
    r"|\b(?:(?<!you )note(?: down)?|make a note|keep in mind)(?: for (?:the )?(?:team|kitchen|staff|chef))?,? that (?P<that>[^;\n!?]+?)\s*(?=$|[;\n!?]|\.(?!\d))"
    r"|\b(?:(?:notieren|vermerken|beachten) sie(?: bitte)?(?: noch| auch)?|bitte (?:notieren|vermerken|beachten)(?: sie)?(?: noch| auch)?|schreiben sie(?: bitte)?(?: noch| auch)? (?:dazu|auf)),? dass (?P<dass>[^;\n!?]+?)\s*(?=$|[;\n!?]|\.(?!\d))"
    r"|(?:^|[.;!?\n]|\bund\b)\s*(?P<de>(?!\s*(?:könn\w+|kannst|würd\w+) (?:ihr|sie|du|man)(?: bitte| noch| auch| mal| das| es)* (?:notier|vermerk|aufschreib|dazuschreib))[^.;!?\n:]{4,120}?),? (?:bitte )?(?:noch |auch |mit )*(?<!sie )(?:notieren|vermerken|aufschreiben|dazuschreiben)\b(?! (?:sie|wir|dass|lassen))"
    r"|\b(?:put|add|write|note)(?: down)? (?P<in>[^.;!?\n:]{3,80}?) (?:in|into|on|to|under|as) (?:the |my |our |a )?notes?\b"
    r"|\b(?:could|can|would|will) you (?:please |just |also |maybe )*(?:note(?: down)?|write down|jot down)(?: that)? (?=(?:we|we're|i|i'm|my|our|he|she|they|there|it)\b)(?P<you>[^;\n!?]+?)\s*(?=$|[;\n!?]|\.(?!\d))"
    r"|\b(?:könn\w+|kannst|würd\w+) (?:ihr|sie|du|man)(?: bitte| noch| auch| mal| das| es)* (?:notieren|vermerken|aufschreiben|dazuschreiben|hinzufügen|eintragen),? dass (?P<ob>[^;\n!?]+?)\s*(?=$|[;\n!?]|\.(?!\d))",
    re.IGNORECASE,
)
"""What the caller calls a note, or orders to be noted: "Note: vegetarian", "please note that …", "… bitte notieren"."""
_A_NOTE = re.compile(
    r"not(?:e|iz|ier)|vermerk|beacht|keep in mind|aufschreib|schreib|remark|comment|request|wish|bemerkung|anmerkung|hinweis|wunsch|wünsche"
)


def _ordered(text: str, taken: Sequence[tuple[int, int]]) -> list[Value]:
    """What is to be noted by the caller's own word, whatever it is, as long as no other value stands in it."""
    found: list[Value] = []
    for m in _LABELLED.finditer(text) if _A_NOTE.search(text.lower()) else ():
        name = m.lastgroup or ""
        begin, end = m.span(name)
        begin += len(wanted[0]) if (wanted := _WOULD_YOU.match(text[begin:end])) else 0
        said = cleaned(text[begin:end])
        if (
            name == "that"
            and said.lower().startswith(("i'm", "i ", "i’m")) is False
            and _ASKED_IN_IT.search(said.lower())
        ):
            continue
        within = [one for one in taken if one[0] < end and begin < one[1]]
        if _LEAST_WORDS.search(_OF_WHAT_WAS_SAID.sub(" ", said)) and not within and not _WITHDRAWS.search(said.lower()):
            begin += max(0, text[begin:end].find(said))
            found.append(Value("note", said, (begin, begin + len(said)), said, "ordered"))
    return found


_OF_WHAT_WAS_SAID = re.compile(
    r"\b(?:(?:könn\w+|kannst|kann|würd\w+|can|could|would|will|may) (?:ihr|sie|du|man|ich|wir|you|i|we)|prima|super|toll|gut|schön|perfekt|ok(?:ay)?|ja|danke|bitte|great|good|fine|perfect|lovely|yes|thanks|please|"
    r"das|dies|es|so|that|this|it|dann|then|dazu|auch|noch|mal|gern\w*|also|too|just|alles|all|mir|uns|für|for|me|us|und|and|einfach|vielleicht|maybe)\b",
    re.IGNORECASE,
)
"""What orders something to be noted without saying what: "great, could you note that", "könnt ihr das dazu notieren"."""
_TO_NOTE = re.compile(
    r"\b(?:notier\w*|vermerk\w*|eintrag\w*|(?:auf|dazu) ?schreib\w*|note|(?:write|put|jot) (?:it|that|this) down|down)\b"
)


def orders_it(text: str) -> bool:
    """Whether what was spoken of before is to be noted: "könnt ihr das dazu notieren?", "could you note that"."""
    said = words.said(text)
    rest = _TO_NOTE.sub(" ", said)
    return rest != said and not _LEAST_WORDS.search(_OF_WHAT_WAS_SAID.sub(" ", rest))


_WOULD_YOU = re.compile(r"\W*(?:könn\w+|würd\w+|kannst) (?:sie|ihr|du) ", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:(?:hello|hi|hey|good (?:morning|evening|afternoon|day)|guten (?:tag|abend|morgen)|hallo|moin|servus|grüß gott|one more thing|one last thing|another thing|(?:ach )?noch (?:was|etwas|eins|eine sache)|by the way|übrigens|and|und|oh|ah|ach|also|auch|so|but|aber|because|weil|denn|dass|that|please|bitte|actually|eigentlich|(?:hier|this) (?:ist|is)(?: die| der)?|we'd like|could it be|is it possible to have|geht auch|wäre (?:es )?möglich)\b[\s,:;.!–-]*)+",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:could|can|may|might|would|will) (?:we|i|you|they)|(?:könnt\w*|kann|können|dürft\w*|darf|würden|hätten|haben) (?:wir|ich|sie|ihr|man))(?: (?:possibly|please|perhaps|also|maybe|just|even|us|me|uns|mir|da|dann|denn|bitte|vielleicht|auch|noch|eventuell|gern\w*|have|get|bring|give|arrange|reserve|put|add|make|do|bake|organi[sz]e|prepare|be|sit))+ (?=\w)",
    re.IGNORECASE,
)
_POLITE_VERB = re.compile(
    r" (?:haben|bekommen|kriegen|geben|bringen|reservieren|bereitstellen|backen|machen)\W*$", re.IGNORECASE
)


_SAYS_SO = re.compile(
    r"^(?:(?:könn\w+|kannst|würd\w+|can|could|would) (?:ihr|sie|du|you)\s+)?(?:(?:i|we|ich|wir)(?:'d| would| have|'ve| had| hatten?| haben?| hab)?\s+)?(?:(?:only|just|also|noch|nur|auch|bitte|please|ja)\s+)*(?:(?:forg[eo]t(?:ten)?|wanted|want|like|meant) to (?:tell you|say|mention|add|let you know)|vergessen,? (?:\w+ ){0,2}?(?:zu )?(?:sagen|erwähnen|dazuzusagen|mitzuteilen)|(?:wollten?|möchten?) (?:\w+ ){0,2}?(?:sagen|erwähnen|anmerken|dazusagen)|(?:das )?(?:bitte )?(?:dazu ?schreiben|dazusagen|notieren|vermerken|aufschreiben)|(?:note|write)(?: down)?|(?:put|jot) down),?\s+(?:(?:that|about|dass)\s+)?",
    re.IGNORECASE,
)
"""What says that something is to be said: "forgot to say we bring our dog", "noch dazuschreiben, dass …"."""
_ASKED_BEHIND = re.compile(
    r",?\s+(?:(?:könn\w+|kannst|geht) (?:ihr|sie|du|das)(?: das| es)?(?: bitte| so)?|(?:can|could|would) you(?: (?:do|arrange|note) (?:that|it))?|(?:is|would) that (?:be )?(?:ok(?:ay)?|possible|fine)|(?:ist|wäre) das (?:ok(?:ay)?|möglich|in ordnung))$",
    re.IGNORECASE,
)


_TO_WRITE = re.compile(r"(?<=\w)[ ,]+(?:bitte )?(?:notieren|vermerken|aufschreiben|dazuschreiben)$", re.IGNORECASE)


def cleaned(note: str) -> str:
    """A note as the staff should read it: without greetings and what leads up to it, and a wish put as a question as the
    thing wished for ("could we have the window" is "the window").
    """
    said = _TO_WRITE.sub("", _ASKED_BEHIND.sub("", note.strip(" ,;:.!?–-")))
    wished = _IF_IT_MAY.match(said)
    if wished and _LEAST_WORDS.search(said[wished.end() :]):
        said = _WISHED_SO.sub("", said[wished.end() :])
    rest = _SAYS_SO.sub("", _LEADS.sub("", said)) or said
    if asked := _POLITE.match(rest):
        rest = _POLITE_VERB.sub("", rest[asked.end() :])
    return rest.strip(" ,;:.!?–-") if _LEAST_WORDS.search(rest) else said


_MAY_WE_PAY = re.compile(
    r"\b(?:can|could|may|is it possible|do you|kann|könn\w+|darf|dürfen|geht|nehmen sie|akzeptier\w*)\b.*\b(?:pay\w*|zahl\w*|bezahl\w*|by invoice|(?:auf|per|gegen) rechnung)\b"
)
"""Asking whether one may pay so, which is answered and agrees to nothing."""
_ABOUT_IT = re.compile(
    r"\b(?:call\w*|phon\w*|ring\w*|writ\w*|here|question)(?: you)? (?:about|regarding|because of|on)\b|\b(?:rufe?|melde|frage)\b.{0,24}\bwegen\b|\bes geht um\b"
)
"""What somebody calls about, which is no wish yet."""


_ASKS_WHAT = re.compile(
    r"^\W*(?:what(?:'s| is| are| do| have| can)?|where|when|how|why|which \w+ (?:is|are|do|have)|was (?:gibt|kann|könn\w+|hab\w*|kostet|ist|sind|steht)|wo|wann|wie (?:viel|ist|sieht)|welche\w* \w+ (?:gibt|hab\w*|sind|ist|kann|könn\w+))\b"
)


def _told_there(text: str, at: int, begin: int, end: int) -> bool:
    """Whether a clause tells what stands in it, though its sentence may end in a question: "one has an allergy, is that ok?"."""
    said = words.said(text[begin:end])
    said = said.rpartition(" : ")[2] or said
    if (wished := _IF_IT_MAY.match(said.lstrip())) and _LEAST_WORDS.search(said.lstrip()[wished.end() :]):
        return True
    if (
        _ASKS_WHAT.search(said)
        or _ASKED_IN_IT.search(said)
        or (_AVAILABLE.search(said) and (_SENT_UP.search(said) or not _SEATS.search(said)))
    ):
        return False
    if _FAULT.match(said) and _SENT_UP.search(said):
        return False  # "there is a strange smell in our room"
    if _ASKS.search(said) and not _WISHES.search(said):
        return False  # "are dogs ok inside, and can you do gluten free?"
    if told(text, at) or _TELLS.match(said):
        return True
    opens = max((m.start() for m in _SENTENCE.finditer(text) if m.start() <= at), default=0)
    ends_here = text[end:].lstrip().startswith("?") or not text[end:].strip()
    return not ends_here and not _ASKS.search(said) and not _ASKS.search(words.said(text[opens:end]))


def tells(text: str, at: int) -> bool:
    """Whether the clause in which `at` stands tells something, though its sentence may ask: "two of us are kids, ok at six?"."""
    begin, end = next((one for one in _clauses(text) if one[0] <= at < one[1]), (0, len(text)))
    return _told_there(text, at, begin, end)


def _clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of an utterance; what is only listed after an allergy belongs to it ("nuts, shellfish and eggs"), and
    what is put right in it too ("we bring a high chair, no, please have one ready").
    """
    edges = [(m.start(), m.end()) for m in _EDGE.finditer(text)]
    begins = [0, *(end for _, end in edges)]
    ends = [*(begin for begin, _ in edges), len(text)]
    marks = [text[a:b].strip().lower() for a, b in edges]
    clauses: list[tuple[int, int]] = []
    for i, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        part = text[begin:end]
        joins = (
            clauses
            and i
            and marks[i - 1] == ","
            and (
                (_LISTS.search(text[slice(*clauses[-1])].lower()) and _GOES_ON.match(part) and not _TALK.search(part))
                or (_ARRIVAL.search(text[slice(*clauses[-1])].lower()) and _AROUND.match(part.lower()))
            )
        )
        if clauses and not joins and _OF_IT.search(part.lower()) and not _NOTE.search(part.lower()):
            noted_at = next(
                (n for n in (-1, -2) if n + len(clauses) >= 0 and _NOTE.search(text[slice(*clauses[n])].lower())), 0
            )
            if noted_at and _PUT_RIGHT.match(text[clauses[noted_at][1] : end].lower()):
                del clauses[len(clauses) + noted_at + 1 :]
                joins = True
        if joins:
            clauses[-1] = clauses[-1][0], end
        else:
            clauses.append((begin, end))
    return clauses


_ANIMAL = r"(?:(?:guide |assistance )?dog|pupp(?:y|ies)|(?:blinden|assistenz)?hund|dackel|welpe|cat|kitten|katze|kater|pet|haustier)(?:s|e|n|en)?"
_AID = r"(?:wheelchair|rollator|walking frame|rollst(?:u|ü)hl|rolli|pram|stroller|buggy|pushchair|kinderwagen)(?:s|e|n|en)?|(?:baby|toddler|säugling|kleinkind)(?![\w-]| (?:cot|chair|seat|bed|food|menu|changing))"
_AILS = r"(?:\w+ )?(?:\w*allerg(?:y|ies|ien?)|\w*(?:intoleran|unverträglich)\w*|zöliakie)"
_CHILD = r"(?:kinde?r?|child|children|kids?)"
_LENT = r"(?:high ?-? ?chairs?|booster seats?|(?:kinder|hoch|baby)st(?:u|ü)hle?n?|(?:baby )?cots?|cribs?|(?:baby|kinder|gitter|reise)bett(?:chen|en)?)"
_ONE_OF_IT = r"(?:an?|one|two|three|eine?[nrm]?|zwei|drei|[1-3])"
_THE_ONE = r"(?:the|de[nmr]|das|die)"
_OURS = r"(?:my|our|mein(?:e[nrms]?|s)?|unser(?:e[nrms]?|n|s)?)(?: \w+'s)?"
_COMES = r"(?:mit(?:bring|nehm|komm|dürf|rein)\w*|mit(?=\W*$| (?:rein|ins|in)\b)|dabei ?haben|(?:vorbei|an)?kommen|anreisen|essen)"
_ALONG = re.compile(
    rf"\b(?P<own>{_OURS} (?:\w+ ){{0,2}}?(?:{_ANIMAL}|{_AID}|{_AILS}))\b"
    rf"|\b(?:bring(?:ing)?|take|taking|(?:come|coming|arrive) with|along with) (?:along )?(?P<brings>(?:{_ONE_OF_IT}|{_THE_ONE}|{_OURS}) (?:\w+ ){{0,2}}?(?:{_ANIMAL}|{_AID}|{_CHILD}))\b"
    rf"|\b(?P<bringt>(?:mit )?(?:(?:{_ONE_OF_IT}|{_THE_ONE}|{_OURS}) (?:\w+ ){{0,2}}?)?(?:{_ANIMAL}|{_AID}|{_CHILD})) (?:\w+ ){{0,3}}?{_COMES}"
    rf"|\b(?:have|got|there|habt|haben|gibt|hättet|hätten)(?: \w+){{0,3}}? {_ONE_OF_IT} (?P<lent>{_LENT})\b"
)
_IN_GENERAL = re.compile(r"\b(?:man|one|people|guests?|gäste?|if|falls|ob|whether|wenn)\b")
_CERTAIN = re.compile(rf"(?:mit )?(?:{_THE_ONE}|{_OURS})\b")
_SOME_OF_IT = re.compile(rf"(?:mit )?(?:(?:{_ONE_OF_IT}|{_THE_ONE}|{_OURS})\b|\w+$)")
_ALONG_WITH_US = re.compile(r" (?:mit(?:bringen|nehmen)|dabei ?haben)\b")
_LEFT_AT_HOME = re.compile(r"\b(?:ohne|without|not|nicht|kein\w*|don't|\w+n't)(?: \w+){0,2} $")
_ON_FILE = re.compile(
    r"\b(?:noted|booked|found|forgot\w*|left|lost|notiert|vermerkt|gebucht|gefunden|vergessen|verloren|eingetragen)\b"
)


def brought(text: str, *, books: bool = False) -> list[tuple[int, int]]:
    """Where a question names something of the guests' own, which comes along if it may: "can we bring our dog?".

    Whoever asks so has one; asked in general it is nobody's ("do you take dogs?", "darf man einen Hund mitbringen?").
    books: something is booked in the same breath, so that "do you have a high chair?" is asked for these guests, too.
    """
    found: list[tuple[int, int]] = []
    for sentence in _SENTENCE.finditer(text[: words.LONGEST]):
        said = sentence.group().lower()
        if not (said.rstrip().endswith("?") or _ASKS.search(words.said(said))) or _ON_FILE.search(said):
            continue
        for m in _ALONG.finditer(said):
            name = m.lastgroup or ""
            general = _IN_GENERAL.search(said[: m.end()]) and not _CERTAIN.match(m[name])
            of_all = not books if name == "lent" else general or not _SOME_OF_IT.match(m[name])
            if not of_all and not _LEFT_AT_HOME.search(said[: m.start(name)]):
                begin, end = m.span(name)
                verb = _ALONG_WITH_US.match(said, end)
                found.append((sentence.start() + begin, sentence.start() + (verb.end() if verb else end)))
    return found


_THINGS = tuple(
    re.compile(rf"\b(?:{thing})\b")
    for thing in (
        r"(?:guide )?dogs?|pupp(?:y|ies)|(?:blinden)?hund(?:e|en)?|dackel",
        r"cats?|kittens?|katzen?|kater",
        r"(?:high ?-? ?|booster )(?:chairs?|seats?)|(?:kinder|hoch|baby)st(?:u|ü)hle?n?",
        r"cots?|cribs?|baby ?beds?|(?:baby|kinder|gitter)bett\w*",
        r"wheelchairs?|rollst(?:u|ü)hl\w*|rolli\w*",
        r"prams?|strollers?|bugg(?:y|ies)|kinderwagen",
        r"(?:birthday )?cakes?|(?:geburtstags)?(?:kuchen|torte)",
        r"candles?|kerzen?",
        r"flowers|blumen",
        r"window(?: seat| table)?|fenster(?:platz|tisch)?",
        r"invoices?|rechnung\w*",
        r"extra beds?|zustellbett\w*",
        r"twin beds?|separate beds|getrennte betten|einzelbetten",
    )
)
"""What a guest may bring or wish for, and take back; nobody's allergy is among it."""
_DETERMINERS = r"(?:(?:das mit|the (?:thing|bit|part) (?:about|with)|about|the|a|an|our|my|any|that|den|die|das|dem|der|unser\w*|mein\w*|eine?[nmr]?|extra|zwei|two) ){0,2}"
_TAKEN_BACK = re.compile(
    rf"\b(?:without|no|no longer (?:need|bring\w*)|not (?:bring\w*|need)|(?:don't|do not|won't|will not|needn't) (?:be )?(?:need|bring|bringing|want|have)|forget|drop|skip|scrap|cancel|leave|ohne|kein\w*|(?:streich|vergess|lass|lösch)e?n sie|nicht mit) (?:bitte |doch |please )?{_DETERMINERS}$"
)
_STAYS_AWAY = re.compile(
    r"^ (?:\w+ ){0,2}?(?:stays?|is staying|will stay|isn't|is not|are not|aren't|won't|will not|bleibt|bleiben|nicht|doch nicht|kommt (?:doch )?nicht|(?:brauchen|bringen|nehmen|wollen|benötigen) (?:wir|ich) (?:\w+ )?nicht|ist (?:\w+ )?nicht|hat sich erledigt)\b"
)


def _takes_back(note: str, thing: re.Pattern[str]) -> bool:
    """Whether a note says that something is not to be after all: "no dog after all", "der Hund bleibt zu Hause"."""
    said = words.said(note)
    return any(
        _TAKEN_BACK.search(said[: m.start()]) or _STAYS_AWAY.search(said[m.end() :]) for m in thing.finditer(said)
    )


def takes_back(note: str) -> bool:
    """Whether a note only says that something is not to be after all."""
    return bool(_WITHDRAWS.search(note.lower()) or _absent(note)) or any(_takes_back(note, thing) for thing in _THINGS)


_A_NOTE_ON = r"(?:(?:the|that|this|my|our|all|die|diese|meine|unsere|alle) )?(?:\w+ )?(?:notes?|notiz(?:en)?|vermerk|bemerkung(?:en)?)"
_WITHDRAWS = re.compile(
    rf"\b(?:remove|delete|drop|scrap|forget|cancel|clear|erase|ignore|take out|strike|without|streichen|löschen|entfernen|streiche?n? sie|vergessen sie|lösche?n? sie|ohne) {_A_NOTE_ON}\b"
    rf"|\btake {_A_NOTE_ON} (?:out|off|away)\b|\b{_A_NOTE_ON} (?:\w+ ){{0,3}}(?:raus|weg|heraus|streichen|löschen|entfernen|entfällt|entfallen|removed?|deleted?|can go|is (?:not needed|wrong))\b"
)
"""A note that is to go: "remove the note", "die Notiz kann raus"."""
_ABSENT = re.compile(
    r"\b(?P<who>[^\W\d_]{3,})(?:,? (?:kommt|kommen|isst|ist|sind)(?: \w+){0,2}? nicht\b(?! (?:um|vor|erst|an|so))|,? (?:bleibt|bleiben)(?: \w+){0,2}? (?:zuhause|daheim|zu hause|weg)\b|,? (?:isn't|is not|aren't|are not|won't be|will not be) (?:coming|joining|there|with us)|,? (?:can't|cannot|won't|will not|can not) (?:come|join|make it)|,? (?:stays?|is staying|will stay|are staying) (?:at )?home)"
)


def _absent(note: str) -> str:
    """Who or what stays away after all, by the beginning of the word: "der Fischallergiker kommt nicht"; or nothing."""
    m = _ABSENT.search(words.said(note))
    return _stem(m["who"]) if m and m["who"] not in lexicon.COMMON else ""


def _stem(word: str) -> str:
    """What a word shares with its other forms: "allergic" and "allergy", "Nüsse" and "Nuss"."""
    plain = word.lower().translate(_UMLAUTS)
    return plain[:5] if len(plain) > 5 else plain.rstrip("sen") or plain


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_WORD = re.compile(r"[^\W\d_]{3,}|\d+|no")
_NEGATES = re.compile(r"no|not|without|kein\w*|nicht|ohne")


def _content(note: str) -> frozenset[str]:
    """The stems of a note's words that say something."""
    found = _WORD.findall(note.lower())
    said = [word for word in found if word not in lexicon.COMMON or _NOTE.fullmatch(word) or _NEGATES.match(word)]
    return frozenset(map(_stem, said))


_AND_THE = re.compile(
    r"^\W*(?:(?:and|und|what about|how about|was ist mit) )+(?:the|my|our|that|de[rmn]|die|das|unser\w*|mein\w*) (?P<what>[\w' -]{3,40}?) ?\?+\W*$"
)


def asks_of(text: str, notes: str) -> bool:
    """Whether it is only asked about something that is noted: "and the window seat?"."""
    m = _AND_THE.match(words.said(text)) if notes and "?" in text else None
    return m is not None and bool(named := _content(m["what"])) and named <= _content(notes)


def _counts(note: str) -> bool:
    """Whether a note is nothing but the children who come: "two kids (3 and 5)"; how old one of them is, says less."""
    told = guests.children(note)
    return 5 * sum(value.span[1] - value.span[0] for value in told) >= 4 * len(note) > 0 and not guests.ages(note)


def noted(before: str, now: str) -> str:
    """What the staff should know, after what was noted before and what is said now; pieces stand between semicolons.

    What is taken back goes with the words that take it back ("with a dog", then "without the dog after all"); of two
    counts of the party the later stands; nothing is noted twice.
    """
    pieces = [piece for piece in before.split("; ") if piece]
    for piece in now.split("; "):
        gone = _gone(pieces, piece)
        older = [one for one in pieces if _counts(one)] if not gone and _counts(piece) else []
        said = _content(piece)
        if said and not gone and not takes_back(piece):
            older += [one for one in pieces if _content(one) and _content(one) < said]
        pieces = [one for one in pieces if one not in (*gone, *older)]
        again = piece.lower() in "; ".join(pieces).lower() or (said and any(said <= _content(one) for one in pieces))
        if piece and not gone and (not again or takes_back(piece)):
            pieces.append(piece)
    return "; ".join(pieces)


def _gone(pieces: Sequence[str], piece: str) -> list[str]:
    """The pieces that another takes back: those about whom or what it names, or all where it only speaks of "the note"."""
    standing = [one for one in pieces if not takes_back(one)]
    things = [thing for thing in _THINGS if _takes_back(piece, thing)]
    away = _absent(piece)
    gone = [
        one
        for one in standing
        if any(thing.search(words.said(one)) for thing in things)
        or (away and any(away in stem or stem in away for stem in _content(one)))
    ]
    if gone or not _WITHDRAWS.search(piece.lower()):
        return gone
    named = _content(piece) - _content("note notes notiz notizen remove removed delete deleted raus streichen löschen")
    return [one for one in standing if named & _content(one)] or standing


_TO_ADD = re.compile(
    r"\b(?:add|include|note|(?:get|give|bring) us)\b (?P<add>(?:an?|the|one|two|three|some|\d+) [\w' -]{3,40}?)(?= (?:and|but|please|to (?:my|our|the|it))\b| ?[,.;?!]|$)"
    r"|\b(?P<dazu>(?:einen?|ein|zwei|drei|noch einen?) [\w' -]{3,40}?) (?:dazu\w*|hinzu\w*|notieren|vermerken|bereitstellen)\b",
    re.IGNORECASE,
)
_BESPOKEN = re.compile(
    r"^\W*(?:(?:and|und|also|oh|noch|yes|ja)\W+)*(?P<wish>[^?]{4,60}?)[ ,]+(?:please|bitte)\W*$|^\W*(?:(?:yes|ja|ok(?:ay)?|gern\w*|but|aber|and|und)\W+)*(?:please|bitte)[ ,]+(?P<then>[^?]{4,60}?)\W*$",
    re.IGNORECASE,
)


def unnamed(text: str) -> Value | None:
    """A wish that nothing here has a name for, as a note in the caller's words: "add a baby chair", "next to each other please"."""
    m = _TO_ADD.search(text) or _BESPOKEN.match(text)
    if m is None or m.lastgroup is None or len(m[m.lastgroup].split()) < 2:
        return None
    return Value("note", m[m.lastgroup].strip(), m.span(m.lastgroup), m[m.lastgroup], "unnamed")


_YES_BUT = re.compile(
    r"^\W*(?:yes|yeah|yep|ok(?:ay)?|sure|fine|ja|gern\w*|genau|passt)\b[ ,.!–-]*(?:(?:yes|ja|please|bitte)\b[ ,.!–-]*)?(?:but|aber|nur|only|and|und)\b[ ,]*(?P<wish>[^?]{6,120}?)\W*$",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(
    r"\b(?:please|bitte|don'?t|do not|nicht|nichts|niemand\w*|kein\w*|nobody|no one|nothing)\b", re.IGNORECASE
)
_PUT_OFF = re.compile(
    r"\b(?:if|wenn|falls|unless|außer|now|jetzt|yet|noch|later|später|erst|tomorrow|morgen|moment|wait|warten?|first|sure|sicher|know|weiß|confirm\w*|book\w*|buch\w*|reserv\w*|that'?s|das ist|pass\w*|send|schick\w*|change|ändern?|not (?:that|this|the|for)|nicht (?:das|die|der|den|für))\b",
    re.IGNORECASE,
)


def yes_but(text: str) -> Value | None:
    """What the staff should mind, said with a yes, as a note: "yes, but please tell nobody", "ja, aber bitte nichts verraten"."""
    m = _YES_BUT.match(text)
    if m is None or not _TO_BE_DONE.search(text) or _PUT_OFF.search(m["wish"]) or len(m["wish"].split()) < 3:
        return None
    said = re.sub(r"^(?:please|bitte)\W+", "", m["wish"], flags=re.IGNORECASE)
    return Value("note", said, m.span("wish"), m["wish"], "unnamed")


def arrives_late(note: str) -> bool:
    """Whether a note says that the guests come late, or when: "we arrive late", "kommen erst gegen 22 Uhr an"."""
    said = note.lower()
    return bool(_COMES_IN.search(said) and _COMES_LATE.search(said))


_COMES_IN = re.compile(
    r"\b(?:arriv\w*|ankomm\w*|ankunft|anreis\w*|(?:reis|komm)\w*\b.{0,40}\ban|get (?:there|in)|be there|check(?:ing)? ?-? ?in)\b"
)
_COMES_LATE = re.compile(
    r"\b(?:late|midnight|night|after|around|about|at \d|\d ?[ap]m|spät\w*|mitternacht|nachts|nach|gegen|erst|um \d|uhr)\b"
)


def notable(thing: str) -> bool:
    """Whether a thing is one that the staff should know of, when it is wished for."""
    return bool(_NOTE.search(thing.lower()))


def besides_orders(text: str) -> str:
    """What is said besides what is ordered to be noted."""
    return _ASKED_TO.sub(" ", _LABELLED.sub(" ", text))


_ASKED_TO = re.compile(r"\b(?:could|can|would|will) you\b|\b(?:können|könnten|würden) sie\b|\?", re.IGNORECASE)


def left_out(text: str, before: str) -> Value | None:
    """The clause that says of somebody or something in the notes of before that they stay away: "Opa kommt doch nicht mit"."""
    for begin, end in _clauses(text[: words.LONGEST]) if before else ():
        said = cleaned(text[begin:end])
        if _absent(said) and _gone(before.split("; "), said):
            return Value("note", said, (begin, end), text[begin:end], "withdrawn")
    return None


# --- how late ---------------------------------------------------------------------------------------------------------
_MINUTES = re.compile(
    r"\b(?:(?P<half>half an hour|half hour|(?:a|1) half hour|(?:eine|ne|einer) (?:halbe|halben|half) (?:stunde|hour)|(?:halbe|halben|half) (?:stunde|hour)|30 minutes)"
    r"|(?P<quarter>(?:a )?quarter of an hour|(?:a |eine |einer |ne )?viertelstunde|(?:eine|einer|ne) quarter ?hour)"
    r"|(?P<three>three quarters of an hour|3 quarters of an hour|(?:eine |einer |ne )?dreiviertelstunde)"
    r"|(?P<more>(?:an|1|one|a|eine|einer) (?:hour|stunde) and a half|1\.5 hours?|1\.5 stunden?|eineinhalb stunden|anderthalb stunden)"
    r"|(?P<hours>an|1|2|3|a couple of|eine|einer) (?:hours?|stunden?)"
    r"|(?P<low>\d{1,3}) ?(?:to|or|-|bis|oder) ?(?P<high>\d{1,3}) ?minutes?"
    r"|(?P<minutes>\d{1,3}|a few|ein paar|a couple of) ?minutes?)\b"
)
_BARE = re.compile(r"(?<![\d.:/])(\d{1,3})(?![\d:/]|\.\d|th\b| ?(?:uhr|o'clock|[ap]m)\b)")
FEW_MIN = 10
"""What "a few minutes" is taken for."""
MOST_MIN = 600


def minutes(text: str, *, expected: bool = False) -> list[Value]:
    """How many minutes (`minutes`) something is put off: "half an hour", "eine Viertelstunde", "20 to 30 minutes".

    Of a range the larger counts. expected: it was just asked for, so a bare number will do.
    """
    reading = words.read(text)
    plain = reading.plain
    found = []
    for m in _MINUTES.finditer(plain):
        if m["half"]:
            many = 30
        elif m["quarter"]:
            many = 15
        elif m["three"]:
            many = 45
        elif m["more"]:
            many = 90
        elif m["hours"]:
            many = 60 * ({"2": 2, "a couple of": 2, "3": 3}.get(m["hours"], 1))
        elif m["high"]:
            many = max(int(m["low"]), int(m["high"]))
        else:
            many = int(m["minutes"]) if m["minutes"].isdecimal() else FEW_MIN
        if 0 < many <= MOST_MIN:
            span = reading.span(*m.span())
            found.append(Value("minutes", many, span, text[slice(*span)], "minutes"))
    if not found and expected and (bare := _BARE.search(plain)) and 0 < int(bare[1]) <= MOST_MIN:
        span = reading.span(*bare.span(1))
        found.append(Value("minutes", int(bare[1]), span, text[slice(*span)], "expected"))
    return corrections.standing(found, text)


# --- shared -----------------------------------------------------------------------------------------------------------
def _said(text: str) -> tuple[str, "_Place"]:
    """The words in lower case with one space between, and a way back from there to where they stood."""
    tokens = words.read(text).tokens
    begins: Sequence[int]
    pieces, starts, at = [], [], 0
    for token in tokens:
        starts.append(at)
        pieces.append(token.low)
        at += len(token.low) + 1
    begins = starts
    return " ".join(pieces), _Place(tokens, begins)


class _Place:
    """Where a stretch of the joined words stood in the utterance."""

    def __init__(self, tokens: Sequence[words.Token], begins: Sequence[int]) -> None:
        self.tokens, self.begins = tokens, begins

    def __call__(self, begin: int, end: int) -> tuple[int, int]:
        first = max((i for i, at in enumerate(self.begins) if at <= begin), default=0)
        last = max((i for i, at in enumerate(self.begins) if at < end), default=0)
        return self.tokens[first].start, self.tokens[last].end
