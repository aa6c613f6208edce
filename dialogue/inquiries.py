"""What a caller asks for: of the house, of prices, rooms and times; and whether an utterance asks at all."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Any

from dialogue import costs, errands, reading
from language import days, stays, wishes, words
from language.values import Value

ROOM_WORDS = re.compile(
    r"\b(?:(?:hotel |double |single |twin |family |standard |deluxe )?rooms?(?! for \d+ (?:people|more) (?:at|tonight at))|doubles?(?! check)|singles?|twins?|suites?|check(?:ing)?[ -]{0,3}(?:in|out)|overnight|stay(?:ing|s)?(?! (?:on the line|there))|nights?(?! at (?:\d|seven|eight|nine))|bed and breakfast|b ?& ?b|half board|"
    r"(?!spiel|bade|wohn|ess|lese)\w*zimmer\w*|übernacht\w*|nächte|unterkunft|halbpension|vollpension|anreise\w*|abreise\w*|einchecken|auschecken|arriv(?:e|ing|al) (?:on )?|depart\w*)\b"
)
TABLE_WORDS = re.compile(
    r"\b(?:tables?|dinner|lunch|brunch|dine|dining|eat(?:ing)?|meal|restaurant|supper|tea ?time|tisch\w*|(?!vergessen|dessen|wessen|indessen|interessen|messen|besessen)\w*essen|restaurant\w*|speisen|brunchen)\b"
)
RESERVE = re.compile(
    r"(?<!ohne )(?<!ohne eine )(?<!without )(?<!without a )(?<!without any )\b(?:book(?:ing)?|reserve|reserving|reservations?|a? ?tables?(?= for|$|[ ,.?!])|get a table|have a table|seats? for|space for|room for|spot for|places? for|fit (?:\d+|us|me|in)|squeeze|put (?:me|us) down for|(?:tabel|tabl|talbe|tbale|tische?n)\b|(?:like|love|want|wanna|wish|come|coming|hoping) (?:to )?(?:eat|dine|have (?:dinner|lunch|supper|a meal))|(?:come|coming) (?:in |over |by )?for (?:dinner|lunch|supper|brunch)|(?:essen|speisen) (?:kommen|gehen)|zum essen kommen|(?:a|an|the|one) (?:double|single|twin)s?|(?:double|single|twin|family) rooms?|rooms?(?! service)|suites|\w*suiten?|stay (?:with you|at your|for|from|over|overnight)|(?<!that )(?<!same )(?<!last )(?<!good )nights?|"
    r"in (?:\w+ ){1,3}(?:stunden?|minuten) (?:\w+ ){0,2}(?:vorbei)?kommen|in (?:\w+ )?\w+viertelstunde (?:vorbei)?kommen|reservier\w*|tisch\w*|buch(?:en|e|ung|ungen)|plätze? für|platz für|plätze|unterbringen|(?!spiel|bade|wohn|ess|lese)\w*zimmer\w*|übernacht\w*|nächte)\b"
)
ABOUT_THE_HOUSE = re.compile(
    r"\b(menu|dish|order|take-?away|deliver|mitnehmen|liefer|bestell|vegan|vegetarian|gluten|allerg|parking|park|dogs?|pets?|children|kids menu|high ?chairs?|price|cost|how much|rates?|"
    r"address|where are you|your (?:phone|telephone|number)|call you|reach you|location|open|opening|hours|close|wheelchair|accessible|terrace|garden|wi-?fi|pay|card|cash|voucher|gift|"
    r"ab wann|(?:wann|kann man|wie spät|until when|when can|when must|when do).{0,24}(?:einchecken|auschecken|check in|check out|leave)|reception|rezeption|staffed|besetzt|cheap(?:er|est)|expensive|teurer|teuerste|günstig(?:er|ste)|billig(?:er|ste)|how (?:do|can|would) (?:i|we) (?:get|reach|come)|get there|find you|wie komm\w* (?:ich|wir|man)|hinkommen|u-?bahn|underground|bahnhof|"
    r"breakfast|includ|inklusive|inbegriffen|enthalten|spa|pool|sauna|gym|lift|elevator|luggage|shuttle|air ?con|towels|minibar|check-?(?:in|out) (?:time|at|possible)|what time (?:is|can)|deposit|dress code|music|"
    r"how long (?:can|may|could|do|will) (?:we|i|you) (?:have|keep|stay|sit|get|hold)|wie lange (?:dürfen|können|kann|darf|haben|habe) (?:wir|ich|man)|what (?:if|happens)|was (?:ist|passiert|wäre) ?,? wenn|cancell?ation polic|(?:until when|free|fee).{0,30}cancel|cancel.{0,30}(?:free|fee|charge|cost)|holidays?|"
    r"lactose|laktose|dairy|allergen|(?:milch|nuss|ei|soja|zucker|weizen|alkohol)frei|(?:nut|egg|soya?|sugar|milk|wheat)[- ]free|(?:ist|sind|is|are)\b.{0,60}\b(?:drin|enthalten)\b|speisekarte|what (?:can|could|may) (?:i|we|he|she|they|one) (?:eat|have)|was (?:kann|können|könnte|darf) (?:ich|wir|er|sie|man) (?:\w+ ){0,2}essen|telephone|phone number|telefonnummer|recommend|empfehl|empfiehl|special(?:i?t|s\b)|spezialität|(?:what'?s|what is|anything|was ist|was schmeckt)(?: (?:hier|bei (?:ihnen|euch)|denn|so|besonders|really|especially))* (?:good|gut|tasty|lecker|best|am besten)|gericht|vegan|vegetarisch|glutenfrei|allergi|parken|parkplatz|hund(?!ert)|haustier|kinder|preis|"
    r"kostet|kosten|wie viel|wie teuer|was macht|(?:ihre|eure) (?:telefon)?nummer|adresse|wo (?:sind|seid|liegt)|(?:auf|zu)mach(?:t|en|st)|mach(?:t|en|st) (?:ihr|sie|du)(?: \w+){0,3}? (?:auf|zu)\b|geöffnet|öffnungszeit|offen|auf\?|schließt|rollstuhl|behinderten|terrasse|barrierefrei|"
    r"wlan|zahlen|karte|gutschein|frühstück|schwimmbad|fitness|aufzug|gepäck|klimaanlage|kurtaxe|anfahrt|bis wann|storn\w*bedingung|ruhetag|betriebsferien)\w*",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\?\s*$|\?\s|^\s*(?:(?:and|so|ok|okay|und|also|dann|ach|oh|ja|hello|hi|hey|hallo|moin|servus|guten (?:tag|abend|morgen)|good (?:morning|evening|afternoon)),? ){0,2}((?:please |bitte )?(?:tell me|erzählen sie(?: mir)?|erzähl(?:t)?(?: mir)?) (?:more |mehr |something |etwas |bitte |was )*(?:about|über|von)|ob (?=ihr|sie|man|ich|wir|es|da|das|die|der|bei|im)|gibt'?s|habts|hamse|ham (?=sie|se|die|s|ihr)|(?:what|when|where|how)s?|who|which|why|do|does|is|are|can|could|have you|was|wann|wo|wer|welche[rsn]?|wie|"
    r"warum|gibt|habt|haben sie|ist|sind|kann|können|darf|dürfen|until when|till when|by when|bis wann|ab wann|at what|on which|for how|from when|may i|muss (?:ich|man)|müssen wir)\b"
    r"|(?<!n't )(?<!not )(?<!nicht )\b(?:ask(?:ing)?|know|wonder(?:ing)?|tell me|(?:nach)?fragen|frage mich|wissen|wüssten?(?: gerne?)?|sagen),? (?:if|whether|when|what|where|how|which|ob|wann|was|wie|wo|welche\w*)\b",
    re.IGNORECASE,
)
HOURS = re.compile(
    r"\b(open|opening|hours|(?:do|does|will|when) (?:you|(?:the )?\w+|it) close|closed|closes|closing|serving|serve (?:lunch|dinner|food)|staffed|(?:any|some)(?:one|body) (?:still )?(?:there|at (?:the )?(?:reception|desk))|besetzt|(?:jemand|wer) (?:noch )?da|geöffnet|öffnungszeit\w*|offen|haben sie \w* ?auf|auf\b(?=\?|$| hab[et]?)|"
    r"schließ\w*|geschlossen|ruhetag\w*|zu\b(?=\?|$)|feiertag\w*|(?:auf|zu)(?:zu)?mach(?:t|en|st)|mach(?:t|en|st) (?:ihr|sie|du)(?: \w+){0,3}? (?:auf|zu))\b",
    re.IGNORECASE,
)
FOLLOW_UP = re.compile(
    r"^\W*(?:and|und|what about|how about|also|or|oder|so|then|wie (?:ist|sieht|wäre) (?:es|das) (?:\w+ )?|and what about|und wie ist es|on|am|an)\b",
    re.IGNORECASE,
)
IDENTITY = re.compile(
    r"\b(?:are you|am i (?:talking|speaking|writing|chatting) (?:to|with)|is this|sind sie|bist du|spreche ich mit|schreibe ich mit|"
    r"rede ich mit)\b.{0,20}\b(?:robot|bot|ai|machine|computer|human|person|mensch|maschine|roboter|ki|echt\w*|real)\b"
    r"|^\W*(?:(?:and|und|sorry|hello|hi|hallo|also|so)\W+)*(?:(?:what is|what's|whats) your name|who are you|(?:who|whom) am i (?:talking|speaking) (?:to|with)|wie (?:heißen|heissen) sie|wie (?:heißt|heisst) du|wer (?:sind sie|bist du)|mit wem (?:spreche|rede|schreibe) ich)(?: (?:then|please|eigentlich|denn|bitte|überhaupt|da))*\W*$",
    re.IGNORECASE,
)
RATHER = re.compile(
    r"\b(?:geht|ginge|gehen|könnten wir|können wir|wäre|passt|möglich|lieber|stattdessen|how about|what about|could we|can we|"
    r"works?|possible|free|available|instead|rather)\b"
)


def of_the_terms(text: str) -> bool:
    """Whether it is asked what a cancellation costs, or until when it costs nothing, whatever it is called."""
    return bool(ASKING.search(text) or "?" in text) and bool(_TERMS.search(words.said(text)))


_TERMS = re.compile(
    r"\b(?:free|fees?|costs?|charg\w+|pay\w*|owe|how much|penalt\w+|refund\w*|money(?: back)?|too late|until when|by when|how late|(?:cancell?ation )?(?:policy|terms|conditions)|"
    r"kostenlos|kostenfrei|umsonst|kosten|kostet|\w*gebühr\w*|(?:be)?zahle?n?|berechn\w+|wie ?viel|teuer|erstatt\w*|geld(?: zurück)?|strafe|zu spät|bis wann|storn\w*(?:bedingung|regel|frist|kosten)\w*)\b"
)
OF_CANCELLING = {"en": "of:cancelling", "de": "of:stornieren"}
"""What is talked of where something is to be cancelled, for a question that leans on it."""
_FALL_DUE = re.compile(r"\b(?:entsteh\w*|anfallen|fall\w*|apply|applies|incur\w*|trotzdem|anyway|zurück)\b")


def without_terms(text: str) -> str:
    """A question about what a cancellation costs without the words that ask it: what is left is what else is spoken of."""
    return _FALL_DUE.sub(" ", _TERMS.sub(" ", words.said(text)))


def of_a_table(text: str) -> list[tuple[int, int]]:
    """The clauses that want a table in the restaurant: where no table can be booked, nothing in them is of the stay."""
    if not _TABLE_AT_ALL.search(text):
        return []
    clauses = [(m.span(), words.said(m[0])) for m in _CLAUSES.finditer(text)]
    return [span for span, said in clauses if _WANTS_TABLE.search(said) and not _BED.search(said)]


_TABLE_AT_ALL = re.compile(r"\btables?\b|\btisch", re.IGNORECASE)
_CLAUSES = re.compile(
    r"(?:(?!\b(?:and|but|und|aber)\b (?:can|could|we|i|do|wir|ich|können|könnt))(?:[^,.;!?\n]|(?<=\d)[.,](?=\d| [^\W\d_])))+[?!]?",
    re.IGNORECASE,
)
_WANTS_TABLE = re.compile(
    r"\b(?:reserv\w*|book\w*|get|have|want|need|mean|like) (?:us |me |just |only )?(?:a |the |one |some )?tables?\b(?! (?:by|at|near|next|close|with|away))|\btables? (?:for \w+\b|in (?:the|your) restaurant|tonight|tomorrow|on|at (?:\d|seven|eight|six))|\btisch\b.{0,40}\b(?:reserv\w*|buch\w*|restaurant|bestell\w*)|\b(?:reserv\w*|buch\w*|restaurant|möcht\w*|hätt\w*|brauch\w*)\b.{0,40}\btisch\b(?! (?:am|an|beim|bei|neben|in der nähe|mit))|\btisch für\b"
)
_BED = re.compile(r"\b(?:rooms?|nights?|double|single|suite|\w*zimmer|nächte?|übernacht\w*|breakfast|frühstück)\b")


def if_free(text: str) -> bool:
    """Whether a yes hangs on what a cancellation costs: "yes, but only if I can cancel for free"."""
    return bool(_IF_FREE.search(words.said(text)))


_IF_FREE = re.compile(
    r"\b(?:if|provided|as long as|wenn|sofern|falls|solange|vorausgesetzt)\b.{0,40}\b(?:cancel\w*|storn\w*|absag\w*|refund\w*)\b"
)


def about(text: str, errand: Mapping[str, Any] | None, *, tables: bool, rooms: bool, known: Mapping[str, Any]) -> str:
    """What kind of booking the words are about, "table" or "room", in a house that has tables, rooms, or both.

    Where they do not say, it is what the open errand is about, or the reservation that was made last (`known`).
    """
    if not rooms or not tables:
        return "room" if rooms else "table"
    said = words.said(text)
    room, table = bool(ROOM_WORDS.search(said)) or stays.is_stretch(text), bool(TABLE_WORDS.search(said))
    if room != table:
        return "room" if room else "table"
    if errand is not None:
        kind = str((errand.get("target") or {}).get("kind") or errand["kind"])
        if (kind := kind.removeprefix("change_").removeprefix("group_")) in ("table", "room"):
            return kind
    return "room" if known.get("kind") == "room" else "table"


def asks_of_rooms(text: str, kinds: Set[str]) -> bool:
    """Whether it is asked what the rooms are like, and none is wished for: "do your rooms have a bathtub?"."""
    said = words.said(text)
    if kinds & (errands.WISH_KINDS - {"room_type"}) or not ASKING.search(text) or _TO_HAVE.search(said):
        return False
    return bool(_THE_ROOMS.search(said))


_TO_HAVE = re.compile(
    r"\b(?:book\w*|reserv\w*|free|availab\w*|need|want|like|get|change|switch|move|left|frei\w*|buch\w*|umbuch\w*|brauch\w*|möcht\w*|hätt\w*|bekomm\w*|noch|wechsel\w*|tausch\w*|nehm\w*|take|instead|lieber|stattdessen|möglich|(?:geht|ginge)(?! .{0,40}\b(?:raus|hinaus)\b)|(?:can|could|may) (?:i|we) have)\b"
)
_ROOMS = r"(?:(?:double|single|twin|family|lake|accessible|standard) )?(?:rooms?|suites|doubles|singles|\w*zimmern?|\w*suiten?)"
_THE_ROOMS = re.compile(
    rf"\b(?:your|the|all(?: the| of the| your)?|every|each|which|what|welche\w*|die|das|ihre|eure|alle|jedes|im|aufm|den|dem|ihren) {_ROOMS}\b"
    rf"|^\W*(?:(?:and|und|also) )?(?:do|are|have|haben|sind) (?:all |alle )?{_ROOMS}\b"
)


def only_price(text: str) -> bool:
    """Whether what is asked about the house is what something costs, and nothing besides."""
    return asks(text) and not asks(_PRICE.sub(" ", text))


_PRICE = re.compile(
    r"\b(?:how much|price\w*|cost\w*|rates?|was kostet|was macht|kostet|kosten|wie ?viel|preis\w*)\b", re.IGNORECASE
)


def asks_if_noted(text: str) -> bool:
    """Whether it is asked what has been noted for the team: "is the walnut allergy noted?"."""
    said = words.said(text)
    if to_be_noted(text):
        return False
    return bool(_NOTED.search(said) or ("?" in text and _IN_THERE.search(said))) and bool(ASKING.search(text))


def asks_if_booked(text: str, *, coded: bool) -> bool:
    """Whether it is asked if something is on the booking already: "is breakfast booked?", "ob das Frühstück dabei ist".

    coded: the words name the code of one, so that "included" is said of it and not of the prices.
    """
    said = words.said(text)
    asked = ("?" in text or bool(_IF_IT_IS.search(said))) and not TAKES_OUT.search(said)
    return asked and bool((_BOOKED_OR_IN_IT if coded else _BOOKED_WITH_IT).search(said))


_IF_IT_IS = re.compile(r"\b(?:if|whether|ob)\b")
TAKES_OUT = re.compile(
    r"\b(?:take|leave|get) (?:it|that|this|them) (?:out|off)\b|\b(?:add|remove|cancel|dazu\w*|rausnehmen|abbestellen|streichen|weglassen)\b"
)
_IS_IT_SO = r"\b(?:is|are|was|were|if|whether|did (?:i|we)|do (?:i|we)|have (?:i|we)|ist|sind|war|ob|hab(?:e|en)? (?:ich|wir)|hatten? (?:ich|wir))\b[^?!]{0,60}\b"
_BOOKED_WITH_IT = re.compile(
    rf"{_IS_IT_SO}(?:booked|ordered|(?:on|in) (?:my|our) booking|(?:mit|dazu)?gebucht|bestellt|in (?:meiner|unserer) buchung)\b"
)
_BOOKED_OR_IN_IT = re.compile(
    rf"{_IS_IT_SO}(?:booked|reserved|included|in it|on it|in there|ordered|on (?:my|our|the) booking|(?:mit|dazu)?gebucht|reserviert|dabei|drin|enthalten|inbegriffen|inklusive|bestellt)\b"
)


def to_be_noted(text: str) -> bool:
    """Whether something is to be noted, however it is put: "my wife is coeliac, can you note that?"."""
    return bool(_TO_BE_NOTED.search(words.said(text)))


def asks_besides_noting(text: str) -> bool:
    """Whether something else is asked than that what is told be noted."""
    rest = _TO_BE_NOTED.sub(" ", words.said(text)).replace("?", " ", 1)
    return bool(ASKING.search(rest.strip()))


_NOTED = re.compile(
    r"\b(?:is|are|was|were|has|have|did|do|does|ist|sind|wurde|wurden|haben|hast|habt|steht|stehen)\b.{0,60}\b(?:noted|you (?:\w+ )?note|(?:written|put|noted) (?:\w+ )?down|write (?:\w+ )?down|(?:made|make|take|taken) (?:a |the )?note|recorded|(?:in|on) (?:the|my|our) (?:booking|reservation|file|notes?)|notiert|vermerkt|aufgeschrieben|notiz|dazugeschrieben|(?:in|bei) der (?:reservierung|buchung))\b"
)
_TO_BE_NOTED = re.compile(
    r"\b(?:(?:can|could|will|would|may) (?:you|i|we)|please)(?: \w+){0,4} (?:note|(?:put|write|jot) (?:it|that|this|down)|make (?:a|that) note|put a note)\b"
    r"|\b(?:kann|könn\w+|kannst|würd\w+) (?:sie|ihr|du|man|ich|wir)\b(?: \w+){0,5} (?:(?:eine? )?notiz|notieren|vermerken|aufschreiben|dazuschreiben|hinschreiben|eintragen)\b"
)
"""Wanting it noted, and not asking whether it is."""
_IN_THERE = re.compile(
    r"\b(?:(?:my|our|the) (?:\w+ )?(?:note|wish|request|remark|comment)|(?:mein|unser|der|die)\w* (?:\w+ )?(?:wunsch|notiz|hinweis|anmerkung|bemerkung))\b.{0,60}\b(?:in there|in it|included|still there|on it|drin|dabei|mit drin|angekommen)\W*$"
)


def asks_room_number(text: str) -> bool:
    """Whether the number of the room is asked that one has: "which room number do we have?"."""
    return bool(_ROOM_NUMBER.match(words.said(text)))


_ROOM_NUMBER = re.compile(
    r"^\W*(?:(?:and|und|also|so|oh)\W+)*(?:(?:which|what)(?: is|'s)?|welche\w*|wie ist|was ist|wie lautet) (?:(?:the|my|our|die|meine|unsere) )?(?:(?:room number|number of (?:my|our|the) room|zimmernummer)\b|(?:room|zimmer) (?:number|nummer)\b|(?:rooms?|zimmer) (?:is (?:it|ours|mine)|are we in|am i in|do (?:we|i) (?:have|get)|have (?:we|i)(?: got)?|ist (?:es|das)|haben wir|habe ich|bekommen wir|bekomme ich|sind wir)\W*$)"
)
TO_KNOW = re.compile(
    r"\b(?:tell me|let me know|want(?:ed)? to (?:know|ask)|like to know|question|asking|wondering|wissen|fragen?|sagen sie mir|sag mir)\b",
    re.IGNORECASE,
)
"""Wanting to know something, however it is put."""
_DIFFERENCE = re.compile(
    r"\b(?:(?:what|how much) (?:does|do|would|is|will) .{0,40}\b(?:more|extra|dearer)(?=\W*$)|was (?:kostet|kosten|macht|zahl\w*) .{0,40}\bmehr(?=\W*$)|wie ?viel (?:teurer|kostet .{0,30}\bmehr)|aufpreis|mehrpreis|surcharge|difference (?:in|of) (?:the )?price|price difference|(?:preis)?unterschied(?: im| beim)?(?: preis)?|how much more|wie ?viel mehr)\b",
    re.IGNORECASE,
)


def of_the_offers(text: str) -> bool:
    """Whether it is asked what the rooms cost that were just offered: "what is that in all?", "what's the difference?"."""
    return costs.asked(text) is not None or of_the_difference(text)


def of_the_difference(text: str) -> bool:
    """Whether it is asked how much more another room costs."""
    return bool(_DIFFERENCE.search(text))


def costs_otherwise(text: str) -> bool:
    """Whether it is asked by how much the price becomes another: "does that cost more?", "wird es dann billiger?"."""
    said = words.said(text)
    return ("?" in text and bool(_COSTS_OTHERWISE.search(said))) or bool(_IF_IT_COSTS_LESS.search(said))


_IF_IT_COSTS_LESS = re.compile(
    r"\b(?:if|wenn|falls|sofern)\b[^.?!]{0,24}\b(?:cheaper|less|billiger|günstiger|weniger)\b|\bwhat (?:did|do) (?:i|we) pay for\b|\bwas (?:habe?n?|zahle?n?) (?:ich|wir) (?:da )?für\b"
)


_COSTS_OTHERWISE = re.compile(
    r"\b(?:is|are|does|do|will|would|gets?|becomes?|be|make\w*|wird|ist|wäre|würde|macht|kostet|kommt)\b[^.?!]{0,24}\b(?:cheaper|more expensive|dearer|billiger|günstiger|teurer)\b"
    r"|\bhow much (?:more|less|extra|cheaper)\b|\b(?:difference|differ) in (?:the )?price\b|\bprice difference\b|\bwhat(?:'s| is| would be) the difference\b|\b(?:cost|pay|charged?)(?: (?:me|us|you|it|that|any))* (?:more|less|extra|anything|something)\b"
    r"|\b(?:auf|mehr)preis\b|\bpreisunterschied\b|\bunterschied im preis\b|\bwie ?viel (?:mehr|weniger|teurer|billiger|günstiger)\b|\b(?:kostet|zahle\w*|kommt)(?: (?:das|es|mich|uns|wir|ich|da|dann|jetzt|denn))* (?:mehr|weniger|was|etwas|extra|zusätzlich|drauf)\b"
)


def compares(text: str) -> bool:
    """Whether it is asked what tells two kinds of room apart, or if the dearer one is worth it, and not only by how much."""
    return bool(_COMPARES.search(text)) and bool(ASKING.search(text))


_COMPARES = re.compile(
    r"\b(?:difference between|what(?:'s| is) the difference(?! (?:in|of) )|how (?:is|are|does|do) .{0,40}\bdiffer\w*|worth\b(?! of)"
    r"|(?:unterschied\w* zwischen|was ist (?:da )?(?:der|denn der) unterschied|(?:worin|wie) unterscheide\w*|lohnt (?:sich|es sich)|was (?:hat|bietet) .{0,40}\bmehr\b))",
    re.IGNORECASE,
)


def of_what_was_named(text: str, before: str) -> bool:
    """Whether something is to be booked that was asked of before, and that is no room: "can I book one for Saturday?".

    before: the topic of the conversation.
    """
    named = before.partition("of:")[2]
    if not named or ROOM_WORDS.search(named.lower()) or TABLE_WORDS.search(named.lower()):
        return False
    said = words.said(text)
    return bool(_BOOK_ONE.search(said)) and not (TABLE_WORDS.search(said) or ROOM_WORDS.search(said))


_BOOK_ONE = re.compile(
    r"\b(?:book|reserve|arrange|get|have) (?:one|it|that|two|both)\b|\b(?:eine[ns]?|eins|die|das|den|welche) (?:\w+ ){0,4}?(?:buchen|reservieren|bestellen|ausmachen|bekommen)\b"
)


def told_apart(text: str, values: Sequence[Value]) -> bool:
    """Whether a sentence of its own says who comes when, before or after what is asked: "Two adults, 9 to 12 December. Sauna
    included?", "Können wir den Hund mitbringen? Wir sind am Sonntag zu viert".
    """
    told: set[str] = set()
    for sentence in _SENTENCE.finditer(text) if len(values) > 1 else ():
        if not ASKING.search(sentence[0]):
            begin, end = sentence.span()
            told |= {v.kind for v in values if begin <= v.span[0] and v.span[1] <= end and v.status != "invalid"}
    return "party_size" in told and bool(told & {"date", "check_in"})


def answered_apart(text: str, values: Sequence[Value], kind: str) -> bool:
    """Whether words of their own say a value of this kind, beside what is asked: "Tuesday. When does the kitchen close then?"."""
    first = re.match(r"[^.,;!?]+", text)
    told = [one.span() for one in (first, *_SENTENCE.finditer(text)) if one and not ASKING.search(one[0])]
    return any(
        v.kind == kind and v.status != "invalid" and any(begin <= v.span[0] and v.span[1] <= end for begin, end in told)
        for v in values
    )


OPENS = (
    r"(?:(?:do|does|have|can|could|may|must|will|is|are) (?:you|u|i|we|they|it|there|one|the|any|your|my|our)\b|(?:is|are) [a-z-]+(?: [a-z-]+)? (?:allowed|welcome|ok|okay|fine|included|free|open|possible|available|served|heated|vegan|vegetarian|halal|kosher)\b|"
    r"(?:what|when|where|which|who|how(?: (?:much|many|late|long|far|big|early))?)(?: \w+)? (?:is|are|do|does|can|could|must|will)\b|"
    r"gibt es|gibt'?s|(?:habt|könnt|dürft|seid|nehmt|bietet|macht) ihr|(?:haben|können|könnten|nehmen|bieten|sind) sie|(?:kann|können|könnten?|darf|dürfen|muss|müssen) (?:man|ich|wir|jemand|hunde|kinder|der|die|das|mein\w*|unser\w*)\b|"
    r"(?:ist|sind|hat|liegt|wird) (?:der|die|das|es|ein\w*|bei|im|hier|ihr\w*|euer|eure\w*|[^\W\d_]+ (?:erlaubt|inklusive|dabei|möglich|enthalten|frei|offen|kostenlos))\b|"
    r"(?:was|wann|wo|(?:ab|bis) wann|wie (?:viel|teuer|weit|lange|spät|groß)|welche\w*(?: \w+)?) (?:kostet|kosten|ist|sind|macht|gibt|habt|haben|hat|kann|können|darf|dürfen|muss|liegt)\b)"
)
"""How a question begins, however it goes on: verb before subject."""
_SENTENCE = re.compile(
    rf".+?(?:(?<=[^\W\d_]{{2}})[.!;](?=\s)|(?<=\d)[.!;](?=\s+(?!jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])(?-i:[A-ZÄÖÜ]))|,(?=\s{OPENS})|\?|\n|$)",
    re.IGNORECASE,
)
"""The sentences of an utterance, and a question behind a comma by itself; the full stop of "26. November" ends none."""
_SEEKS = re.compile(
    r"\b(?:anything|something|somewhere|etwas|(?:ir?gend)?was|noch was)\b(?: \w+){0,3}? (?:free|available|left|frei|verfügbar)\b|\b(?:free|available|left|frei|verfügbar)\b.{0,24}\b(?:anything|etwas|was)\b"
    r"|\b(?:(?:look(?:ing)?|search(?:ing)?) for|want|need|like|suchen?|brauchen?|hätten?|möchten?|wollen)\b.{0,40}\b(?:for|für) (?:a few|some|a couple of|ein paar|einige) (?:days|tage)\b"
)
_SEEKS_IN = re.compile(
    r"\b(?:anything|something|etwas|was|irgendwas)(?: (?:free|left|frei))? (?:in|im|for|für) (?:"
    + "|".join(words.MONTHS)
    + r")\b"
)


def seeks(said: str, kinds: Collection[str]) -> bool:
    """Whether a free table or room is looked for on a day or in a month, whatever it is called: "anything free tonight?",
    "haben Sie etwas im Juni?", "was für ein paar Tage im Mai".
    """
    if _SEEKS.search(said):
        return bool({"date", "check_in", "time"} & set(kinds)) or days.month_asked(said) is not None
    on_a_day = bool({"date", "check_in"} & set(kinds))
    over = on_a_day and _SEEKS_OVER.search(said)
    stay = _STAY_WANTED.search(said) and (on_a_day or days.month_asked(said))
    return bool(over or stay or _SEEKS_IN.search(words.read(said).plain))


_SEEKS_OVER = re.compile(
    r"\b(?:have|got|haben|habt|gibt|gibt's|is there|hätten?)\b(?: \w+){0,3}? (?:anything|something|etwas|was|irgendwas) (?:over|during|über|zu) "
)
"""Looking for a place over a feast: "have you got something over Easter?"."""
_STAY_WANTED = re.compile(
    r"\b(?:möchten?|wollen|würden?|planen|like|want|love|planning|hoping|going)\b.{0,90}\b(?:wochenende|nacht|nächte|(?:ein paar|zwei|drei) tage|weekend|nights?|few days)\b.{0,40}\b(?:schenken|verbringen|spendieren|with you|at yours|as a (?:gift|present)|for (?:their|his|her))\b"
    r"|\b(?:spend|give|treat|gift|schenken|verbringen)\b.{0,60}\b(?:wochenende|weekend|nights?|nächte|few days)\b"
)
"""A stay that is wished for without a word of booking: "wir möchten ihnen ein Wochenende schenken"."""


DISCOUNT = re.compile(
    r"\b(?:discounts?|rebates?|(?:money|percent|%) off|(?:better|special|reduced|lower|best) (?:price|rate|deal)|reduce the (?:price|rate)|(?:knock|take) \w+ off|\w*rabatte?|\w*nachlass|ermäßigung\w*|(?:besseren?|günstigeren?|niedrigeren?) (?:preis|rate|tarif)|sonderpreis)\b",
    re.IGNORECASE,
)
"""Wanting to pay less than it costs."""


def pays_less(text: str) -> bool:
    """Whether somebody would like to pay less than it costs: by a discount, or by an amount of their own."""
    return bool(DISCOUNT.search(text)) or wishes.haggled(text) is not None


_BY_PRICE = re.compile(
    r"\b(?:(?P<least>cheapest|least expensive|lowest[ -]priced|most affordable|(?:am )?günstigste\w*|(?:am )?billigste\w*|preiswerteste\w*|preisgünstigste\w*)|cheaper|less expensive|too (?:expensive|dear|pricey|much money)|over (?:my|our) budget|(?:mir |uns |etwas |leider )*zu teuer|more affordable|günstiger\w*|billiger\w*|preiswerter\w*|preisgünstiger\w*)\b",
    re.IGNORECASE,
)


def by_price(text: str) -> str:
    """Whether a room is wished for by its price alone: "cheapest", "cheaper" than what is kept, or ""."""
    m = _BY_PRICE.search(text)
    return "" if m is None else "cheapest" if m["least"] else "cheaper"


def of_price(text: str) -> bool:
    """Whether it is wished for, and not only asked about: "take the cheapest", "do you have anything cheaper?"."""
    said, wish = words.said(text), by_price(text)
    only = len(re.findall(r"\w+", said)) <= MOST_OF_A_WISH and not _IS_IT.search(said)
    return bool(wish) and (only or not ASKING.search(text) or bool(_TO_BE_HAD.search(said)))


def asks_for_less(text: str) -> bool:
    """Whether it is asked if something costs less than all that was named: "is there anything cheaper?"."""
    return by_price(text) == "cheaper" and bool(_TO_BE_HAD.search(words.said(text)))


MOST_OF_A_WISH = 5
"""Words up to which "anything cheaper?" is a wish."""
_IS_IT = re.compile(r"\b(?:is|are|what|which|why|ist|sind|was|welche\w*|warum)\b")
_TO_BE_HAD = re.compile(
    r"\b(?:(?:can|could|may|would) (?:i|we|you) (?:have|get|take|book|give|offer|do)|(?:do|have) you (?:have|got|something|anything)|is there (?:a|any|some)\w*|are there (?:any|cheaper)|haben sie|habt ihr|hätten sie|gibt es|gibt's|(?:kann|können|könnte\w*) (?:ich|wir|sie)|geht (?:es|das|was|auch))\b"
)


def only_the_price(text: str) -> bool:
    """Whether all that is asked is what the rooms that are spoken of come to: "geht das? Und was kostet das ungefähr?"."""
    asked = [one[0] for one in _SENTENCE.finditer(text) if "?" in one[0] or ASKING.search(one[0])]
    priced = [one for one in asked if _COMES_TO.search(words.said(one))]
    rest = [one for one in asked if one not in priced]
    return (
        bool(priced) and all(map(_NOTHING_MORE.match, rest)) and not any(asks(_PRICE.sub(" ", one)) for one in priced)
    )


_COMES_TO = re.compile(
    r"\b(?:how much|what|was|wie ?viel|wie teuer)\b.{0,60}\b(?:costs?|come to|comes to|price|be|pay|kost\w*|kommt|macht|preis\w*|zahlen)\b|\bhow much\b|\bwas kost\w*|\bpri(?:ce|ces|cing)\b|\bpreise?\b"
)
_NOTHING_MORE = re.compile(
    r"^\W*(?:(?:und|and|also|so)\W+)*(?:geht|ginge|klappt|passt|wäre|ist|is|would|can|could) (?:das|that|this|it|es|you (?:do|arrange|host) (?:that|it))(?: \w+){0,3}\W*$|.*\b(?:rooms?|zimmer|doubles?|singles?|suites?)\b.{0,60}\b(?:geht|ginge|possible|free|frei|available) ?(?:das|es|that)?\W*$",
    re.IGNORECASE,
)


def of_a_price(text: str) -> bool:
    """Whether a price is spoken of: "why is it that much?", "warum so teuer?"."""
    return bool(_PRICE.search(text) or _DEAR.search(text))


_DEAR = re.compile(r"\b(?:expensive|dear|that much|so much|teuer\w*|so viel)\b", re.IGNORECASE)


def asks_per_night(text: str, kinds: Set[str]) -> bool:
    """Whether it is asked what a night of the stay in hand costs, and of no other room or extra: "how much is it a night?"."""
    said = words.said(text)
    asked = _PRICE.search(said) or _JUST_PER_NIGHT.fullmatch(said)
    return not kinds - {"nights"} and bool(_A_NIGHT.search(said)) and bool(asked)


_JUST_PER_NIGHT = re.compile(
    r"\W*(?:(?:and|und|also|das wären|that's|macht)\W+)*(?:per|pro|each|je) (?:night|nacht)\W*"
)
_A_NIGHT = re.compile(
    r"\b(?:per|a|each|every|pro|je|die|eine) (?:night|nacht)\b(?!.{0,24}\b(?:with|including|mit|inklusive|extra|more|longer|mehr|länger)\b)"
)


def asks_total(text: str, topic: str, kinds: Set[str]) -> bool:
    """Whether it is asked what all of it costs; after a question about an extra, a bare "how much is it?" is about that."""
    asked = costs.asked(text) if not kinds - {"time", "nights"} else None
    return asked is not None and (asked.all_of_it or not topic.startswith("extra:"))


def asks_of_another_room(text: str, heard: Collection[str], kinds: Set[str], known: Any) -> bool:
    """Whether it is only asked what other rooms there are while one is held or booked: "do you have one with a view?".

    known: the facts of that one.
    """
    said = words.said(text)
    if not known or not known.get("check_in"):
        return False
    if not kinds or kinds - {"room_type", "view"} or {"affirm", "correct"} & set(heard) or "?" not in text:
        return False
    bare = len(said.split()) <= BARE and "room_type" in kinds and not FOLLOW_UP.match(text)
    return (bare or bool(_THERE_IS.search(said))) and not RATHER.search(_THERE_IS.sub(" ", said))


BARE = 3
"""Words up to which "single rooms?" only asks for them."""
_THERE_IS = re.compile(
    r"\b(?:(?:is|are) there|(?:do|have) you (?:also |still )?(?:have|got)?|gibt es|gibt's|haben sie|habt ihr|hätten sie|hättet ihr)\b"
)


def apart(whole: list[Value], first: list[Value], second: list[Value]) -> tuple[list[Value], list[Value]]:
    """The values of two wishes said in one breath; all of them and none where it was one wish after all.

    A day or an hour that only one of them names is the other's too.
    """
    kinds = [{value.kind for value in values} & errands.WISH_KINDS for values in (first, second)]
    if {"date", "party_size"} <= kinds[0] and "date" in kinds[1] <= {
        "date",
        "time",
    }:  # "and a separate one on the 10th"
        return first, [one for one in first if one.kind in errands.WISH_KINDS and one.kind not in kinds[1]] + second
    if any(len(of_one | {"date"}) < 3 and not {"party_size", "time"} & of_one for of_one in kinds):
        return whole, []
    if not all(of_one & {"party_size", "room_type"} for of_one in kinds):
        return whole, []
    if any(value.kind == "rooms" for value in whole):
        return whole, []  # "two rooms, one for my parents and one for us"
    for kind in ("date", "time", "check_in", "check_out"):
        of_first, of_second = ([value for value in values if value.kind == kind] for values in (first, second))
        first, second = first + (of_second if not of_first else []), second + (of_first if not of_second else [])
    return first, second


_AND = re.compile(
    r"\W*(?:and|und|sowie|as well as|plus|&|\+)\W+(?:(?:also|then|auch|dann|on|am|the|den)\W+)*", re.IGNORECASE
)


def on_two_days(text: str, values: Sequence[Value]) -> tuple[list[Value], list[Value]] | None:
    """The values of one table on each of two days: "Wednesday and Thursday at 7 for two". None where it is no such wish."""
    dates = [value for value in values if value.kind == "date" and value.status == "valid"]
    if len(dates) != 2 or dates[0].value == dates[1].value or not {"time", "party_size"} & {v.kind for v in values}:
        return None
    if not _AND.fullmatch(text[dates[0].span[1] : dates[1].span[0]]):
        return None
    rest = [value for value in values if value not in dates and value.rule != "part_after"]
    return [*rest, dates[0]], [*rest, dates[1]]


def asked_what_if(said: str) -> bool:
    """Asking whether a change would be possible or cost something, with no reservation in sight."""
    return bool(
        re.search(
            r"\b(?:fees?|free of charge|kostenlos|refund\w*|money back|erstatt\w*|geld zurück|until when|bis wann|policy|is it possible to change|kann man)\b",
            said,
        )
    )


HAS_TABLE = re.compile(r"\b(?:table|book\w*|reserv\w*|tisch|buchen|zimmer|room)\b")


def follows_up(text: str, values: Sequence[Value]) -> bool:
    """ "And Tuesday?", "Und Weihnachten?": a day and nothing else, asked in the same breath as the question before."""
    if "?" not in text and not FOLLOW_UP.match(text):
        return False
    kinds = {value.kind for value in values}
    if not kinds & {"date", "check_in"} or kinds - {"date", "check_in", "period"} or len(text.split()) > 7:
        return False
    return not HAS_TABLE.search(words.said(text))


def topic(text: str, intent: str, before: str, extras: Sequence[stays.Named] = ()) -> str:
    """What a question was about, for what follows it: "hours", "extra:" and the name of one of the house's, or ""."""
    if intent != "question":
        return ""
    if len(named := stays.spoken_of(text, extras)) == 1:
        return f"extra:{named[0]}"
    return "hours" if HOURS.search(text) or (before == "hours" and not ABOUT_THE_HOUSE.search(text)) else ""


def may_ask(text: str) -> bool:
    """A first guess, before anything is known of the thread: whether this will turn out to be a question."""
    return bool(ASKING.search(text)) and not RESERVE.search(text.lower())


_IS_IT_FINE = re.compile(
    r"\b(?:geht|ginge|passt|klappt|ist|wäre|is|would)\b (?:das|that|this)\b(?: \w+){0,2}? ?(?:ok(?:ay)?|fine|alright|all right|possible|allowed|(?:a )?problem|in ordnung|möglich|erlaubt|(?:ein )?problem|recht|bei (?:ihnen|euch))?(?=\W*\?)",
    re.IGNORECASE,
)
"""Asking whether what was told may be: "wir kommen mit Hund, geht das?"."""


def needs_booking(text: str, values: Sequence[Value]) -> bool:
    """Whether it is asked if one has to book at all: "brauche ich eine Reservierung oder kann man einfach vorbeikommen?"."""
    said = words.said(text)
    return not any(value.kind == "party_size" for value in values) and bool(_MUST_BOOK.search(said))


_MUST_BOOK = re.compile(
    r"\b(?:brauch\w*|benötig\w*|muss|müssen|sollten?|soll) (?:ich|wir|man)\b(?: \w+){0,4}? (?:reservier\w*|reservierung|vorreservier\w*|vorbestell\w*|buchen|tischreservierung)\b"
    r"|\b(?:do|must|should|need) (?:i|we|you|one|people|guests)\b(?: (?:have|need|to|really|always|normally|usually)){0,3} (?:book|reserve|(?:a |an )?(?:reservations?|booking))\b"
    r"|\b(?:is|are) (?:a |an )?(?:reservations?|booking) (?:needed|necessary|required|a must)\b|\b(?:ist|sind) (?:eine |ne )?reservierung(?:en)? (?:\w+ )?(?:nötig|notwendig|erforderlich|pflicht)\b"
)


def may_come(text: str) -> bool:
    """Whether it is asked when anybody may eat here: "kann man bei Ihnen auch mittags am Samstag essen?"."""
    return bool(ASKING.search(text)) and bool(_ANYBODY_EATS.search(words.said(text)))


_ANYBODY_EATS = re.compile(
    r"\b(?:kann|könnte|darf) man\b.{0,48}\b(?:essen|speisen|frühstücken|brunchen)\b(?! gehen)"
    r"|\b(?:can|could|may) (?:you|one|people)\b(?: \w+){0,3}? (?:eat|dine|have (?:breakfast|brunch|lunch|dinner|supper))\b"
)


def of_us(text: str, values: Sequence[Value]) -> bool:
    """Whether it is asked if the caller's own may come on a day and at an hour: "can we sit outside on Friday at 6?"."""
    kinds = {value.kind for value in values if value.status != "invalid"}
    own = "party_size" in kinds or bool(_OF_US.search(words.said(text)))
    if _PRICE.search(text):
        return False
    return {"date", "time"} <= kinds and bool(kinds & {"party_size", "area"}) and own and not HOURS.search(text)


_OF_US = re.compile(r"\b(?:we|we'd|we're|i|i'd|us|wir|ich|uns)\b")


def asks_to_come_late(text: str) -> bool:
    """Whether guests of a room ask whether they may come late, or how late they may."""
    said = words.said(text)
    return bool(_CHECKS_IN.search(said) and _HOW_LATE.search(said))


def asks_to_stay_alone(text: str) -> bool:
    """Whether it is asked whether somebody may stay alone: of the house's rules, and no booking yet."""
    return bool(_STAYS_ALONE.search(words.said(text)) and ASKING.search(text))


_STAYS_ALONE = re.compile(
    r"\b(?:can|could|may|kann|könnte\w*|darf|dürfte\w*)\b.{0,40}\b(?:alone|on (?:his|her|their|my) own|by (?:him|her|my)self|allein\w*)\b.{0,24}\b(?:stay|sleep|check in|übernachten|schlafen|einchecken|wohnen)\b"
    r"|\b(?:can|could|may)\b.{0,40}\b(?:stay|sleep|check in)\b.{0,24}\b(?:alone|on (?:his|her|their|my) own|by (?:him|her|my)self)\b"
)


def only_tells_the_day(text: str, values: Sequence[Value]) -> bool:
    """Whether a day is told only before something is asked that is about no room: "we arrive on Saturday, is it far from
    the station?".
    """
    clauses = list(_SENTENCE.finditer(text))
    asks_last = len(clauses) > 1 and re.match(
        rf"[\s,;.–-]*(?:(?:and|und|so|also) )?{OPENS}", clauses[-1][0], re.IGNORECASE
    )
    if not asks_last or {v.kind for v in values if v.kind in errands.WISH_KINDS} - {
        "date",
        "check_in",
        "time",
        "period",
    }:
        return False
    asked = clauses[-1]
    said = words.said(asked[0])
    if RESERVE.search(said) or ROOM_WORDS.search(said) or _SPARE.search(said) or RATHER.search(said):
        return False
    return not any(v.span[0] >= asked.start() for v in values)


_SPARE = re.compile(
    r"\b(?:free|available|vacan\w+|left|space|anything|something|frei|verfügbar|platz|etwas|was frei)\b"
)


def asks_to_come_early(text: str) -> bool:
    """Whether guests of a room ask if they may have it early: "can I check in at noon?", "um zehn Uhr, geht das?"."""
    said = words.said(text)
    early = bool(_CHECKS_IN.search(said) and _EARLY.search(said)) and not _WHEN_TO_COME.search(said)
    return (early and bool(ASKING.search(text))) or bool(_IS_IT_FINE.search(text) and _AN_HOUR.match(said))


_EARLY = re.compile(
    r"\b(?:early|earlier|noon|(?:in the|that) morning|(?:at |from )?(?:[7-9]|1[0-2])(?::\d\d)? ?am|before (?:three|3|noon|two|2)|früher|vormittags?|mittags?|morgens|zwölf uhr|(?:schon |um |gegen |ab )(?:[6-9]|1[0-4])(?::\d\d)? uhr(?! (?:abends|nachts))|vor (?:drei|fünfzehn|15|14|zwölf|12))\b"
)


def asks_when_to_come(text: str) -> bool:
    """Whether guests of a room ask from when on they may have it: "what time can we come?", "um zehn Uhr, geht das?"."""
    said = words.said(text)
    return bool(_WHEN_TO_COME.search(said) or (_IS_IT_FINE.search(text) and _AN_HOUR.match(said)))


_AN_HOUR = re.compile(
    r"^\W*(?:(?:and|und|also|so|ja|yes|at|um|gegen|around|about|schon|already|we come|we arrive|wir kommen|ich komme|wir sind da|we'?(?:ll|d| will| would) (?:be|arrive|get) there)\W+)*(?:\d{1,2}(?:[:.]\d\d)?|"
    r"six|seven|eight|nine|ten|eleven|twelve|sechs|sieben|acht|neun|zehn|elf|zwölf) ?(?:uhr|o'?clock|am|a\.m\.|in the morning|morgens|vormittags|früh|mittags)\b"
)
"""An hour of the morning before anything else."""
_WHEN_TO_COME = re.compile(
    r"\b(?:what time|when|how early|from when|how soon)\b(?: \w+){0,2}? (?:can|could|may|should|must|do) (?:i|we)(?: \w+)?? (?:come|arrive|be there|show up|move in|turn up)\b(?! (?:for|to) (?:dinner|lunch|eat))"
    r"|\b(?:wann|(?:ab|um) wie ?viel uhr|wie früh|frühestens)\b(?: \w+){0,3}? (?:ich|wir|man)(?: \w+){0,3}? (?:kommen|da sein|anreisen|ankommen|eintreffen)\b"
    r"|\b(?:wann|(?:ab|um) wie ?viel uhr|wie früh) (?:komme|kommen|reise|reisen) (?:ich|wir)(?: \w+){0,2}? (?:an|rein|hinein)\b"
)
_CHECKS_IN = re.compile(
    r"\b(?:arriv\w*|check(?:ing)? ?-? ?in|get (?:there|to you)|be there|anreis\w*|anzureisen|ankomm\w*|(?:reis|komm)\w*\b.{0,40}\ban|eincheck\w*|(?:bin|sind|sein)\b.{0,30}\bda|da sein)\b"
)
_HOW_LATE = re.compile(
    r"\b(?:(?:until|till|by) when|(?:how|so) late|latest|late|midnight|at night|(?:1[89]|2[0-3])(?::\d\d)?(?= uhr|\b)|(?:[6-9]|1[0-2])(?::\d\d)? ?pm|bis wann|wie spät|spät\w*|nachts|mitternacht|wie lange)\b"
)


def told_beside(values: Sequence[Value]) -> list[str]:
    """What is told that the staff should know, though a question may follow: "my wife has a nut allergy, is that ok?"."""
    return [str(value.value) for value in values if value.kind == "note" and not ASKING.search(str(value.value))]


def told_beside_question(text: str, values: Sequence[Value]) -> list[str]:
    """What is to be known of guests who only ask so far, for what they may book then; a dog and a wheelchair are noted
    though the house has an extra or a room that is called so.
    """
    known = [v for v in values if v.kind in ("extra", "room_type") and wishes.notable(v.text)]
    brings = [v.text for v in known if v.rule == reading.BROUGHT]
    return told_beside([*wishes.notes(text)] if known else values) + brings


def asks(text: str, values: Sequence[Value] = ()) -> bool:
    """Whether the utterance asks about the house, beside whatever it wants done: "can you add breakfast?" only wants."""
    dated = any(value.kind in ("date", "check_in") for value in values)
    if any(v.kind == "extra" and (v.rule == reading.BROUGHT or _IS_IT_FINE.search(text)) for v in values):
        return not of_price(text)
    if "?" in text and any(value.rule == reading.ARRIVING for value in values):
        return True
    wished = [
        v.span
        for v in values
        if v.kind in ("extra", "no_extra", "room_type")
        or (v.kind == "time" and v.rule == "in")
        or (
            (v.kind == "party_size" or v.rule == "kids") and dated
        )  # "two adults and two children on Sunday" asks nothing
    ]
    text = words.blanked(text, wished)
    if of_price(text):
        return False
    told = asked_to_tell(text) != text and not errands.WISH_KINDS & {value.kind for value in values}
    put = ASKING.search(text) or _ONLY_A_PRICE.match(text) or _ASKED_BEHIND.search(text) or _ONLY_THE_NUMBER.match(text)
    return told or bool(ABOUT_THE_HOUSE.search(text) and put)


_ASKED_BEHIND = re.compile(
    r"[,.;!–-]\s*(?:(?:and|so|und|also) )?(?:what (?:can|do|is|are)|which|can (?:i|we|he|she) (?:eat|have)|do you have|is there|are there|welche\w*|was (?:kann|können|gibt|habt|haben)|gibt|habt ihr|haben sie)\b",
    re.IGNORECASE,
)
"""A question behind what leads up to it, with no mark at its end: "I'm vegan, what can I eat"."""
_ONLY_THE_NUMBER = re.compile(
    r"^\W*(?:(?:and|und|your|the|ihre|eure|die) )*(?:(?:tele)?phone number|telephone|telefonnummer|address|adresse)(?: please| bitte)?\W*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:[.!;,\n]|\s[–-])\s*(?:(?:and|und|also|auch|oh|ach|by the way|übrigens|dann noch|another question|noch eine frage)\W+)*"
    r"(?P<asks>(?:what|when|where|who|which|how|do|does|is|are|was|wann|wo|wie|welche[rsnm]?|gibt'?s?|habt|haben|hat|ist|sind|seid|kostet|macht)\b[^?]*\?)",
    re.IGNORECASE,
)
"""What is asked in a clause of its own, after something else was said."""
_THE_DAY_ITSELF = re.compile(
    r"\b(?:what about|how about|was ist mit|wie (?:wäre|ist|sieht)|possible|free|available|better|suit|möglich|frei|besser|passt|passen|geht|ginge)\b"
)


def without_aside(text: str, read: Callable[[str], list[Value]]) -> tuple[list[Value], list[Value]]:
    """The values of an utterance, and apart from them the day of what is only asked about the house beside a wish that names
    its own: "a table for two on Thursday at 7, and are you open on Sunday?".
    """
    values = read(text)
    aside = _ASIDE.search(text) if "?" in text else None
    days_said = [value for value in values if value.kind in ("date", "check_in")]
    about = [value for value in days_said if aside and aside.start("asks") <= value.span[0] < aside.end("asks")]
    if aside is None or not about:
        return values, []
    asked = words.said(aside["asks"])
    if RESERVE.search(asked) or _THE_DAY_ITSELF.search(asked):
        return values, []
    own = read(words.blanked(text, [aside.span("asks")]))
    return (own, about) if any(value.kind in ("date", "check_in") for value in own) else (values, [])


def at_table(text: str) -> list[tuple[int, int]]:
    """Where an utterance speaks of a table or a meal that is wished for, and of no room: "and can we have a table for four?"."""
    clauses = _PARTS_OF_IT.finditer(text) if TABLE_WORDS.search(words.said(text)) else ()
    spans = [(one.span(), words.said(one[0])) for one in clauses]
    return [span for span, said in spans if _AT_TABLE.search(said) and not ROOM_WORDS.search(said)]


_PARTS_OF_IT = re.compile(r"(?<!\w)(?:(?!\b(?:and|und|but|aber)\b)(?:[^.,;!?]|[.,](?=\d)|(?<=\d)\.))+", re.IGNORECASE)
_MEALS = r"(?:lunch|dinner|supper|brunch|mittagessen|abendessen)"
_WISHED = r"(?:reserve|book|have|eat|get|want|like|possible|reservier\w*|buchen|essen|möglich|haben|bekommen)"
_AT_TABLE = re.compile(
    rf"\b(?:tables?|tisch(?:e|es)?|tischreservierung)\b|\bzu (?:abend|mittag) essen\b|\bbei (?:ihnen|euch) (?:\w+ )?essen\b|\beat (?:with you|at your\w*|in your)\b|\b{_WISHED}\b.{{0,30}}\b{_MEALS}\b|\b{_MEALS}\b.{{0,30}}\b{_WISHED}\b"
)
_ONLY_A_PRICE = re.compile(r"^\W*(?:\w+\W+){0,2}(?:preise?|prices?|kosten|costs?)(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
"""A price in telegraph style: "Stellplatz Preis", "price double room"."""


def asked_to_tell(text: str) -> str:
    """What is asked in the words of a wish, as a question: "… and tell me if you have wine". Other words as they are."""
    told = _TELL_ME.search(text)
    return text if told is None or RESERVE.search(told["what"].lower()) else f"{told['asked'].rstrip(' .!?')}?"


_TELL_ME = re.compile(
    r"\b(?:tell me|let me know|sagen sie mir|sag mir|wissen sie|mir sagen|(?:like|love|want(?:ed)?) to know|(?:was |just )?wondering|(?:möchten?|wollten?|will|würden? gerne?|wüssten?|wüsste) (?:\w+ ){0,3}?wissen|(?:wüsste|wüssten|frage mich)(?: \w+){0,2}),? (?:\w+,? ){0,2}?(?P<asked>(?:if|whether|ob|wann|wie|wo|welche\w*|what|when|where|how|which|who|(?:wie|how) (?:lange|spät|viel|weit|long|late|much|far)) (?P<what>(?:i|we|you|they|there|an?|any|eine?|keine?|ich|wir|sie|ihr|es|the|der|die|das|man|one)\b.{3,}))",
    re.IGNORECASE,
)
"""A question in the words of a wish: "… and tell me if you have wine from Austria"."""
