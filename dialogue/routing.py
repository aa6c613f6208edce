"""Where a turn goes: the intent of an utterance, as far as words and the state of the thread decide it.

What endangers or insults comes first (`safety`), then what is asked of an existing reservation, then what goes on with
the errand in hand. With an errand open, "change it to eight" and "cancel" are about that errand; right after a booking
"make it five" changes it and "no" takes it back. What nothing here decides is `UNSURE`, and heads, examples and the
model are asked (nodes/guess.py).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Any

from dialogue import acts, agreement, choices, costs, desk, errands, manners, matters, reading, safety
from dialogue.slots import value as slot_value
from dialogue.state import Conversation, Errand
from language import days, detect, numbers, stays, wishes, words
from language.values import Value

UNSURE = "unsure"

_BOOKING = (
    r"(?:reservations?|bookings?|tables?|rooms?|stays?|dinner|lunch|visit|reservierung(?:en)?|buchung(?:en)?|tisch(?:e|es)?|zimmer|"
    r"aufenthalt|tischreservierung|zimmerreservierung|zimmerbuchung|termin)"
)
_MY = r"(?:my|our|the|this|that|a|mein\w*|unser\w*|die|den|der|das|eine[nrm]?|ein|diese[nrs]?)"
ROOM_WORDS = re.compile(
    r"\b(?:(?:hotel |double |single |twin |family |standard |deluxe )?rooms?(?! for \d+ (?:people|more) (?:at|tonight at))|doubles?(?! check)|singles?|twins?|suites?|check(?:ing)?[ -]{0,3}(?:in|out)|overnight|stay(?:ing|s)?(?! (?:on the line|there))|nights?(?! at (?:\d|seven|eight|nine))|bed and breakfast|b ?& ?b|half board|"
    r"\w*zimmer\w*|übernacht\w*|nächte|unterkunft|halbpension|vollpension|anreise\w*|abreise\w*|einchecken|auschecken|arriv(?:e|ing|al) (?:on )?|depart\w*)\b"
)
TABLE_WORDS = re.compile(
    r"\b(?:tables?|dinner|lunch|brunch|dine|dining|eat(?:ing)?|meal|restaurant|supper|tea ?time|tisch\w*|(?!vergessen|dessen|wessen|indessen|interessen|messen|besessen)\w*essen|restaurant\w*|speisen|brunchen)\b"
)
RESERVE = re.compile(
    r"(?<!ohne )(?<!ohne eine )(?<!without )(?<!without a )(?<!without any )\b(?:book(?:ing)?|reserve|reserving|reservations?|a? ?tables?(?= for|$|[ ,.?!])|get a table|have a table|seats? for|space for|room for|spot for|places? for|fit (?:\d+|us|me|in)|squeeze|put (?:me|us) down for|(?:tabel|tabl|talbe|tbale|tische?n)\b|(?:like|love|want|wanna|wish|come|coming|hoping) (?:to )?(?:eat|dine|have (?:dinner|lunch|supper|a meal))|(?:come|coming) (?:in |over |by )?for (?:dinner|lunch|supper|brunch)|(?:essen|speisen) (?:kommen|gehen)|zum essen kommen|(?:a|an|the|one) (?:double|single|twin)s?|(?:double|single|twin|family) rooms?|rooms?(?! service)|suites|\w*suiten?|stay (?:with you|at your|for|from|over|overnight)|(?<!that )(?<!same )(?<!last )(?<!good )nights?|"
    r"in (?:\w+ ){1,3}(?:stunden?|minuten) (?:\w+ ){0,2}(?:vorbei)?kommen|in (?:\w+ )?\w+viertelstunde (?:vorbei)?kommen|reservier\w*|tisch\w*|buch(?:en|e|ung|ungen)|plätze? für|platz für|plätze|unterbringen|\w*zimmer\w*|übernacht\w*|nächte)\b"
)
ABOUT_THE_HOUSE = re.compile(
    r"\b(menu|dish|order|take-?away|deliver|mitnehmen|liefer|bestell|vegan|vegetarian|gluten|allerg|parking|park|dogs?|pets?|children|kids menu|high ?chairs?|price|cost|how much|rates?|"
    r"address|where are you|your (?:phone|telephone|number)|call you|reach you|location|open|opening|hours|close|wheelchair|accessible|terrace|garden|wi-?fi|pay|card|cash|voucher|gift|"
    r"ab wann|(?:wann|kann man|wie spät|until when|when can|when must|when do).{0,24}(?:einchecken|auschecken|check in|check out|leave)|reception|rezeption|staffed|besetzt|cheap(?:er|est)|expensive|teurer|teuerste|günstig(?:er|ste)|billig(?:er|ste)|how (?:do|can|would) (?:i|we) (?:get|reach|come)|get there|find you|wie komm\w* (?:ich|wir|man)|hinkommen|u-?bahn|underground|bahnhof|"
    r"breakfast|includ|inklusive|inbegriffen|enthalten|spa|pool|sauna|gym|lift|elevator|luggage|shuttle|air ?con|towels|minibar|check-?(?:in|out) (?:time|at|possible)|what time (?:is|can)|deposit|dress code|music|"
    r"how long (?:can|may|could|do|will) (?:we|i|you) (?:have|keep|stay|sit|get|hold)|wie lange (?:dürfen|können|kann|darf|haben|habe) (?:wir|ich|man)|what (?:if|happens)|was (?:ist|passiert|wäre) ?,? wenn|cancell?ation polic|(?:until when|free|fee).{0,30}cancel|cancel.{0,30}(?:free|fee|charge|cost)|holidays?|"
    r"speisekarte|what (?:can|could|may) (?:i|we|he|she|they|one) (?:eat|have)|was (?:kann|können|könnte|darf) (?:ich|wir|er|sie|man) (?:\w+ ){0,2}essen|telephone|phone number|telefonnummer|recommend|empfehl|empfiehl|special(?:i?t|s\b)|spezialität|(?:what'?s|what is|anything|was ist|was schmeckt)(?: (?:hier|bei (?:ihnen|euch)|denn|so|besonders|really|especially))* (?:good|gut|tasty|lecker|best|am besten)|gericht|vegan|vegetarisch|glutenfrei|allergi|parken|parkplatz|hund(?!ert)|haustier|kinder|preis|"
    r"kostet|kosten|wie viel|wie teuer|was macht|(?:ihre|eure) (?:telefon)?nummer|adresse|wo (?:sind|seid|liegt)|(?:auf|zu)mach(?:t|en|st)|mach(?:t|en|st) (?:ihr|sie|du)(?: \w+){0,3}? (?:auf|zu)\b|geöffnet|öffnungszeit|offen|auf\?|schließt|rollstuhl|behinderten|terrasse|barrierefrei|"
    r"wlan|zahlen|karte|gutschein|frühstück|schwimmbad|fitness|aufzug|gepäck|klimaanlage|kurtaxe|anfahrt|bis wann|storn\w*bedingung|ruhetag|betriebsferien)\w*",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\?\s*$|\?\s|^\s*(?:(?:and|so|ok|okay|und|also|dann|ach|oh|ja),? ){0,2}((?:please |bitte )?(?:tell me|erzählen sie(?: mir)?|erzähl(?:t)?(?: mir)?) (?:more |mehr |something |etwas |bitte |was )*(?:about|über|von)|ob (?=ihr|sie|man|ich|wir|es|da|das|die|der|bei|im)|gibt'?s|habts|hamse|ham (?=sie|se|die|s|ihr)|(?:what|when|where|how)s?|who|which|why|do|does|is|are|can|could|have you|was|wann|wo|wer|welche[rsn]?|wie|"
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
_PREFERS = re.compile(
    r"\b(?:prefer|rather|want|need|get me|give me|put me|lieber|möchte\w*|will|brauche|geben sie|holen sie)\b.{0,30}\b(?:human|person|somebody|someone|mensch\w*|kolleg\w*|mitarbeiter\w*|jemand\w*)\b",
    re.IGNORECASE,
)
"""Wanting a person, beside the question whether this is one."""
CODE_AGAIN = re.compile(
    r"\b(?:what|which|repeat|tell|give|forgot|wie|welche[rn]?|noch ?mal|vergessen)\b.{0,30}\b(?:my|the|mein|meinen|der|den) (?:booking |"
    r"reservation |confirmation |bestätigungs|buchungs|reservierungs)?(?:code|number|nummer|booking|reservation|buchung|"
    r"reservierung)\b|\bwhat (?:all )?(?:have|did|had) (?:i|we) (?:now |just |already )*(?:got |have )?book\w*|"
    r"^\W*(?:(?:and|und|sorry|so|wait|ok) )*(?:my|the|mein|meinen|der|den) (?:\w+ )?\w*code(?: (?:again|please|once more|noch ?mal|noch einmal|bitte|doch gleich))*\W*$|"
    r"\bwas (?:habe|haben|hatte|hatten) (?:ich|wir) (?:\w+ ){0,2}(?:gebucht|reserviert)",
    re.IGNORECASE,
)
_THE_CODE = re.compile(
    r"\b(?:what|which|wie|was) (?:is|was|were|war|ist|lautet|hieß) (?:noch ?mal |noch einmal )?(?:my|the|mein|der) (?:booking |reservation |confirmation |bestätigungs|buchungs|reservierungs)?code\b(?! for\b| für\b)",
    re.IGNORECASE,
)
"""Asking for the code of a reservation: not for the dress code, nor that of a door."""

IS_IT_BOOKED = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay|well|wait|hello|also|und|aber|na|ja|moment)\W+)*(?:am i|are we|is (?:it|that|this|everything|(?:my|our|the) (?:table|room))|have (?:i|we)(?: got)?|bin ich|sind wir|ist (?:es|das|alles|(?:der|mein|unser) tisch|(?:das|mein|unser) zimmer)|habe ich|haben wir)"
    r" (?:(?:now|really|already|actually|then|finally|all|nun|jetzt|denn|schon|wirklich|also|eigentlich) )*(?:booked|reserved|confirmed|gebucht|reserviert|bestätigt|fest)(?: (?:in|now|then|yet|jetzt|nun))?(?:,? (?:or not|or what|oder nicht|oder was|oder wie))?\W*$",
    re.IGNORECASE,
)
"""Wanting to know whether it is done: "so am I booked or not?"."""
EARLIER_OR_LATER = re.compile(
    r"\b(?:(?:a (?:bit|little|little bit)|somewhat|slightly|any|etwas|ein bisschen|ein wenig|eher|auch|doch) (?:earlier|later|sooner|früher|später|eher)|(?:come|move|make|start|sit|eat|push|kommen|verschieben|anfangen|essen) (?:it |that |the \w+ |us |das |es )?(?:earlier|later|sooner|früher|später|eher)|(?:earlier|later|sooner|früher|später) (?:come|kommen|anfangen|essen)|(?:something|anything|etwas|was) (?:earlier|later|früheres|späteres))\b"
)
"""Wishing for another hour without saying which."""
_LONGER_OR_SHORTER = re.compile(
    r"\b(?:(?:extend|prolong|shorten|verlänger|verkürz)\w*|(?:leave|depart|check out) (?:\w+ ){0,3}(?:earlier|later)|(?:früher|später|eher) (?:abreisen|fahren|auschecken)|(?:stay|bleiben) (?:\w+ ){0,2}(?:longer|länger|kürzer)|(?:longer|länger|kürzer) (?:\w+ )?(?:stay|bleiben))\b"
)
_OUR_WISH = re.compile(
    r"\b(?:(?:can|could|may|might) (?:i|we)|(?:i|we)(?:'d| would) (?:like|love|prefer|rather)|(?:i|we) (?:want|prefer)|would .{1,24} work|(?:is|would) .{1,24} (?:be )?possible|"
    r"(?:kann|könnt?en?|dürft?en?|darf) (?:ich|wir)|(?:ich|wir) (?:würden?|möchten?|will|wollen)|geht|ginge|ging|passt|wäre .{1,24} möglich)\b"
)
_BEING_HERE = re.compile(
    r"\b(?:come|coming|be there|arrive|sit|seated|stay|eat|dine|start|leave|check out|move|push|shift|switch|swap|change|make it|have it|do it|work|possible|"
    r"kommen|da sein|sitzen|bleiben|essen|anfangen|abreisen|anreisen|(?:ver)?schieben|verlegen|tauschen|wechseln|machen|geht|ginge|ging|passt|möglich)\b"
)
_ANEW = re.compile(
    r"\b(?:book(?:ing)?|reserve|reservations?|a(?:nother)? (?:\w+ )?(?:table|room|double|single|suite)|tables? for|reservier\w*|buch(?:en|e|ung|ungen)|(?:ein|einen|eine|noch ein\w*|weiteres?) (?:\w+ )?(?:tisch|zimmer|\w+zimmer|suite))\b"
)
"""Wanting something of its own and no change of what is booked."""
MOVED = frozenset(
    {
        "party_size",
        "date",
        "time",
        "check_in",
        "check_out",
        "nights",
        "area",
        "nights_more",
        "arrives_later",
        "time_by",
        "people_by",
        "in_week",
    }
)

# --- of a reservation that exists -------------------------------------------------------------------------------------
CANCEL = re.compile(
    rf"\b(?:cancel(?:l?ing|lation)?|call off|scrap|drop|delete|annul|withdraw|get rid of|take back|undo|forget about|remove)\b.{{0,40}}\b{_BOOKING}\b"
    rf"|\b{_BOOKING}\b.{{0,60}}\b(?:cancel\w*|storn\w*|absag\w*|abgesagt|streichen|zurücknehmen|löschen|annullier\w*|aufheben|fällt aus|rückgängig|(?:not|n't|no longer) (?:need\w*|happening|required))\b"
    rf"|\b(?:storn\w*|absag\w*|streich\w*|lösch\w*|annullier\w*|sagen? (?:\w+ ){{0,4}}ab|nehmen sie .{{0,30}}zurück)\b.{{0,40}}\b{_BOOKING}\b"
    r"|\b(?:we|i|wir|ich) (?:\w+ )?(?:(?:will not|won't|can't|cannot|can not|are not|'re not|aren't) (?:be )?(?:able to )?(?:com(?:e|ing)|make it|be there|attend)|(?:don't|no longer|do not) need (?:the|our|my) (?:table|room|booking|reservation)|kommen (?:leider )?(?:doch )?nicht|(?:schaffe|schaffen) (?:es|wir|ich) (?:\w+ ){0,3}(?:doch )?nicht|(?:müssen|muss) (?:\w+ ){0,4}(?:absagen|stornieren)|(?:möchte|will|wollen|würde) (?:\w+ ){0,5}(?:absagen|stornieren)|brauchen? (?:den tisch|das zimmer|die reservierung) (?:doch )?nicht)"
    rf"|\b{acts.CALLS_OFF}|\b{acts.GIVES_UP}"
    r"|\b(?:cancel|stornieren|absagen)\b.{0,24}\b[a-z]*\d[a-z\d]*\b|\b(?:i|we|ich|wir) (?:have to|need to|want to|must|would like to|'d like to) (?:cancel|call off)\b|^\W*(?:please |can you |could you |bitte )?cancel(?: (?:it|that|please|mine|ours))*\W*$|^\W*(?:bitte )?(?:stornieren|absagen)(?: (?:sie )?(?:bitte|das))*\W*$|\baustragen\b"
    r"|^(?:\W|\b(?:hallo|hi|hello|hey|moin|guten (?:tag|abend|morgen)|bitte|please|ja|yes|just|nur|noch ?mal|noch einmal|doch|dann|then|also|ok|okay|so)\b)*(?:cancel|cancellation|storniere?n?|storno|stornierung|absagen|absage)\b"
)
CHANGE = re.compile(
    rf"\b(?:chang(?:e|ing)|mov(?:e|ing)|modify|amend|alter|reschedul\w*|postpone|push|bring forward|update|shift|switch|extend|shorten|edit|correct|add)\b.{{0,32}}\b{_MY} (?:\w+ )?{_BOOKING}\b(?! (?:for|at|under|on) (?:\d|two|three|four|five|six|seven|eight))"
    rf"|\b(?:make|put)\b.{{0,32}}\b(?:my|our|the|this|that) (?:\w+ )?{_BOOKING}\b(?! (?:for|at|under|on) (?:\d|two|three|four|five|six|seven|eight))"
    rf"|\b{_BOOKING}\b.{{0,60}}\b(?:änder\w*|verschieb\w*|schieben|verleg\w*|umbuch\w*|umlegen|vorziehen|vorverlegen|verlänger\w*|verkürz\w*|erweiter\w*|(?:be )?(?:changed|moved|rescheduled|postponed))\b"
    rf"|\b(?:änder\w*|verschieb\w*|verleg\w*|umbuch\w*|verlänger\w*|verkürz\w*)\b.{{0,40}}\b{_BOOKING}\b"
    r"|\b(?:come|arrive|kommen|da sein) (?:\w+ ){0,3}(?:later|earlier|später|früher) (?:than|als) (?:booked|planned|reserved|gebucht|geplant|reserviert|ausgemacht)\b|\b(?:later|earlier|später|früher) (?:than|als) (?:booked|planned|reserved|gebucht|geplant|reserviert) (?:\w+ )?(?:come|kommen)\b|\b(?:später|früher|later|earlier) (?:\w+ )?(?:come|kommen|da sein|arrive) (?:als|than) (?:booked|planned|reserved|gebucht|geplant|reserviert|ausgemacht)\b"
    r"|\b(?:stay|bleiben|remain)\b.{0,24}\b(?:longer|länger|(?:more|extra|additional|weitere) (?:nights?|days?|nächte|tage?))\b|\b(?:nights?|days?|nacht|nächte|tage?) (?:longer|länger)\b|\b(?:leave|depart|check out|arrive|come)\b.{0,16}\b(?:days?|nights?) (?:early|earlier|later)\b|\b(?:tage?|nacht|nächte) (?:früher|eher|später) (?:\w+ )?(?:abreisen|anreisen|kommen|fahren|auschecken)\b|\b(?:kommen|reisen|fahren)\b.{0,16}\b(?:tage?|nacht|nächte) (?:früher|eher|später)\b|\bverlänger\w*|\bupgrade (?:to|us|me|my|our)\b"
    r"|\b(?:umbuchen|reschedule|rebook(?:ing)?)\b|\b(?:we|i|wir|ich) (?:\w+ )?(?:booked|reserved|have booked|had booked|hatten? (?:\w+ ){0,4}(?:reserviert|gebucht)|haben? (?:\w+ ){0,4}(?:reserviert|gebucht)),? .{0,40}\b(?:but|aber|now|jetzt|sind jetzt|would rather|lieber|instead)\b"
    rf"|\b(?:i|we|ich|wir) (?:have|habe|haben) (?:a|an|einen|ein|eine) {_BOOKING}\b.{{0,40}}\b(?:rather|instead|lieber|different|but|aber|ander\w*)\b"
    r"|\b(?:i|we)(?:'ve| have| had| got| have got)? (?:just |already )?(?:booked|reserved|a table|a room|a reservation|a booking)\b.{0,60}\b(?:(?:move|change|push|bring|shift|make|have) (?:it|that|this|them)|(?:an hour|half an hour|minutes|a day|days) (?:earlier|later))\b"
    r"|\b(?:ich|wir) (?:hab|habe|haben|hatte|hatten)\b.{0,60}\b(?:reserviert|gebucht|tisch|zimmer|reservierung|buchung)\b.{0,60}\b(?:stunden?|minuten|tage?) (?:früher|später|eher)\b"
    r"|\b(?:to|on|bei|in|zu) (?:my|our|meiner|unserer|the) (?:reservation|booking|reservierung|buchung)\b"
    r"|\b(?:come|be there|kommen|da sein)\b.{0,24}\b(?:instead of|rather than|statt|anstatt) (?:at |um )?(?:\d|one|two|three|five|six|seven|eight|nine|ten|half|halb|quarter|viertel|zwölf|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf)"
    r"|\b(?:at|um) [\w: ]{1,16} kommen (?:statt|anstatt) (?:um )?\w"
    rf"|\b(?:we|i)(?:'ve| have|'ve got| have got)? (?:got |have )?(?:a|an|our|my) {_BOOKING}\b.{{0,40}}\b(?:need|want|like|have|would like) to (?:push|move|change|make|shift|bring|switch|postpone|reschedule|put)\b"
    r"|\b(?:wir|ich) haben? (?:\w+ ){0,4}(?:reserviert|gebucht)\b.{0,12}\bda(?:s|nn)? (?:klappt|geht|passt|schaffen wir) (?:\w+ ){0,3}nicht\b"
    rf"|\b{_BOOKING}\b.{{0,16}}\b(?:should|has to|needs to|ought to|must) be (?:under|in|on)\b|\b{_BOOKING}\b.{{0,16}}\b(?:soll|sollte|muss) (?:\w+ ){{0,2}}(?:auf|unter)\b"
)
CHECK = re.compile(
    rf"\b(?:check|confirm|verify|look up|find|prüfen|nachsehen|nachschauen|bestätigen|schauen)\b.{{0,24}}\b(?:my|our|mein\w*|unser\w*|the|die|den) (?:\w+ )?{_BOOKING}\b"
    rf"|\bsee\b.{{0,24}}\b(?:my|our|mein\w*|unser\w*) (?:\w+ )?{_BOOKING}\b"
    rf"|\b(?:do|have) (?:i|we) (?:still |already )?(?:have |got )(?:a|any|an)?(?: \w+)? ?(?:{_BOOKING}|booked|reserved)\b|\bdid (?:i|we) (?:\w+ )?(?:book|reserve)\b|\bhabe (?:ich|wir)? ?.{{0,30}}\b(?:reserviert|gebucht)\b(?=.*\?)|\bhaben wir\b.{{0,40}}\b(?:reserviert|gebucht)\b(?=.*\?)"
    r"|\bwhat (?:all )?(?:have|had) (?:i|we) (?:\w+ ){0,2}(?:booked|reserved)\b|\bwas (?:habe|haben|hatte|hatten) (?:ich|wir) (?:\w+ ){0,2}(?:gebucht|reserviert)\b"
    rf"|\b(?:when|what time|which day|for how many|what|wann|um wie viel uhr|für wie viele|für wann)\b.{{0,24}}\b(?:is|was|are|did|ist|sind|war|habe|haben)\b.{{0,16}}\b(?:my|our|we|i|mein\w*|unser\w*|wir|ich)\b.{{0,24}}\b(?:{_BOOKING}|book\w*|reserv\w*|gebucht)\b"
    rf"|\bis (?:my|our) {_BOOKING}\b.{{0,24}}\b(?:still|confirmed|booked|ok|okay|on)\b|\bist (?:mein|unser|meine|unsere) {_BOOKING}\b"
    rf"|\b(?:es geht|geht es|it is|it's|i'm calling|i am calling|calling|writing) (?:um|about) (?:my|our|meine?n?|unsere?n?) {_BOOKING}\b"
    r"|\b(?:we|i) still (?:have|got) (?:our|my|the) (?:table|room|booking|reservation)\b|\b(?:haben wir|habe ich|bleibt|steht) (?:\w+ ){0,3}(?:unser\w*|mein\w*|der) (?:tisch|zimmer|reservierung)\b.{0,20}\b(?:noch|also)\b"
    r"|\b(?:is|was) (?:it|that|[a-z\d]*\d[a-z\d]*) (?:\w+ ){0,2}cancell?ed\b|\bdid you (?:really |actually )?cancel\b|\b(?:haben sie|hast du|habt ihr|ist|war|wurde)\b.{0,40}\b(?:wirklich |jetzt |auch )*(?:storniert|abgesagt)\b"
    r"|\b(?:forgot(?:ten)?|lost|misplaced|don't (?:have|know|remember)) (?:my|our|the) (?:booking|reservation) (?:number|code)\b|\b(?:buchungs|reservierungs)(?:nummer|code)\b.{0,24}\b(?:vergessen|verloren|verlegt|nicht (?:mehr|da))\b"
    r"|\b(?:wegen|about|regarding) (?:der|meiner|unserer|the|my|our) (?:reservierung|buchung|booking|reservation)\b"
    rf"|\b(?:got|went|gone) through\b.{{0,20}}\b{_BOOKING}\b|\b{_BOOKING}\b.{{0,24}}\b(?:go|gone|went) through\b"
)
LATE = re.compile(
    r"\b(?:running (?:a (?:bit|little) |\w+ )?(?:\w+ ){0,3}(?:late|behind)|(?:be|are|am|'re|'m|arrive|arriving|come|coming|get there|going to be|gonna be|might be|may be|being) (?:[\w.]+ ){0,6}late\b(?! (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|check ?-? ?out))|\w+ (?:minutes|hours?|mins?) late|half an hour late|(?:be|get|arrive|there|come|coming|arriving) (?:\w+ ){0,4}(?:minutes|mins|hour) later than|(?:'ll|will) (?:be (?:there|with you)|arrive|come|get there) (?:\w+ ){0,5}(?:minutes|mins|hour|hours) later|delayed|held up|stuck in (?:traffic|a jam)|won't (?:make it|be there) (?:on|in) time|can't (?:make it|be there) (?:on|in) time|"
    r"verspät\w*|verspätung|zu spät|(?:wird|wirds|wird's) (?:es )?(?:\w+ ){0,5}?(?:minuten|min|viertelstunde|stunde) später|(?:kommen|komme|sind|bin|werden|schaffen) (?:[\w.]+ ){0,7}(?:minuten|viertelstunde|stunde|minute|min) (?:später|zu spät)|(?:kommen|komme|sind|werden|brauchen|wird|wirds) (?:wohl |leider |etwas |ein bisschen |ein wenig |noch )+(?:später|länger)(?: da)?|stehen? (?:noch )?im stau|stecken? (?:im stau|fest)|nicht (?:ganz )?pünktlich|zug hat verspätung|aufgehalten)\b"
)
_LATE_ASKED = re.compile(
    r"\b(?:how late|how long (?:do|will|would|can|could) you|wie lange (?:haltet|hebt|bleibt)|what (?:if|happens if)|late (?:check ?-? ?out|lunch|dinner|night|arrival)|too late to|is it (?:too )?late|was (?:ist|passiert|wäre) ?,? wenn|wie spät|wie lange halten|zu spät,? um|zu spät zum|later than \d)\b"
)
RESEND = re.compile(
    r"\b(?:(?:re-?send|send|e-?mail|text|sms|forward|mail)\b.{0,40}\b(?:confirmation|details|code|booking|reservation)\b|(?:didn't|did not|never|haven't|have not|not) (?:yet )?(?:get|got|received?|receive|seen?)\b.{0,30}\b(?:confirmation|e-?mail|text|sms|message|code)\b|lost (?:my|the) (?:confirmation|e-?mail|code)|"
    r"(?:bestätigung|reservierungsbestätigung|buchungsbestätigung|code|reservierungscode|buchungsdaten)\b.{0,40}\b(?:(?:noch ?mal|noch einmal|erneut|wieder)?.{0,12}(?:schicken|senden|zuschicken|zusenden|mailen|zukommen)|nicht (?:bekommen|erhalten|angekommen|da)|verloren)|(?:schicken|senden|mailen|schick|schickt)\b.{0,30}\b(?:bestätigung|reservierungsbestätigung|buchungsbestätigung|code)|keine (?:bestätigung|mail|e-?mail|sms)\b.{0,20}\b(?:bekommen|erhalten|da|angekommen|gekriegt))\b"
)
WAITLIST = re.compile(
    r"\b(?:wait(?:ing|ers)? ?-? ?list|stand ?-? ?by list|wartelist\w*|nachrückliste|(?:if|when|in case|should) (?:something|anything|a table|a room|a spot|somebody|someone|one|space|it)\b(?! comes up).{0,30}\b(?:opens? up|frees? up|becomes? (?:free|available)|comes? (?:up|free)|gets? free|cancels?|drops? out|free)|(?:let|tell|call|ring|text|notify) (?:me|us)\b.{0,16}\b(?:if|when|as soon as)\b(?! (?:you|i|we)\b).{0,30}\b(?:free|opens?|available|cancels?)|"
    r"(?:falls|wenn|sobald|sollte)\b.{0,30}\b(?:frei wird|frei werden|etwas frei|abspringt|absagt|storniert wird|ein tisch frei)|(?:bescheid|melden sie sich|rufen sie (?:mich|uns) an)\b.{0,20}\b(?:falls|wenn|sobald)\b.{0,24}\b(?:frei|absagt))\b"
)
MESSAGE = re.compile(
    r"\b(?:(?:take|leave|pass on|give|deliver|relay)\b.{0,12}\b(?:a|my|this|the|him|her|them) ?(?:message|note|word|regards)\b(?! to self)|(?:can|could|would|will|please|want to|need to|like to)(?: you| i| we| please)* (?:give|get|put|send|bring|pass)\b.{0,32}\b(?:a|this|my) message\b|leave (?:word|something) for|pass (?:this|that|it|something) on|(?:tell|let|inform|remind|ask) (?:the |your |my )?(?:chef|cook|kitchen|manager|owner|boss|waiter|waitress|staff|team|colleagues?|housekeeping|reception|concierge|sommelier|host|maître d'?|head waiter|mr\.? \w+|mrs\.? \w+|ms\.? \w+|somebody there|someone there|people in the kitchen)\b|"
    r"ausrichten|(?:eine )?nachricht (?:hinterlassen|aufnehmen|dalassen|für|weitergeben)|(?:geben|leiten) sie .{0,30}\bweiter\b|weitergeben|(?:(?:sagen|richten|bestellen) sie|sag|richte|bestell) (?:bitte |mal |doch )*(?:dem|der|den|ihrem|ihrer|eurem|eurer|herrn?|frau|unserem) (?:\w+ ){0,2}|(?:dem|der|den|ihrem|ihrer) (?:\w+ ?){1,2} (?:bitte )?(?:sagen|mitteilen|bescheid (?:geben|sagen)|ausrichten))"
    r"|\b(?:könn\w+|würd\w+|kannst) (?:sie|ihr|du|jemand) (?:bitte |mal )*(?:herrn?|frau|(?:einem|einer|meine[mr]|unsere[mr]) \w+)\b[^.?!]{0,60}?\b(?:sagen|ausrichten|mitteilen|bescheid|weitergeben|weiterleiten)\b"
    r"|\b(?:put|send|bring) (?:\w+ )?(?:a |this |my )?message (?:through |on |over )?(?:to|for)\b|\b(?:tell|inform|remind) (?:mr|mrs|ms|miss|my (?:husband|wife|son|daughter|mother|father|friend|colleague|boss|brother|sister)|(?:a|one of your|the) guests?)\b"
)
_TELLS = re.compile(
    r"\b(?:tell|say|let|inform|remind|greet\w*|know|message|word|ask|regards|pass|leave|sag\w*|richte\w*|bestell\w*|grüß\w*|gruß|grüße|weiter\w*|ausricht\w*|mitteil\w*|bescheid|nachricht|wissen|erinner\w*)\b"
)


def tells(text: str) -> bool:
    """Whether there is a word of telling in it, as in every message."""
    return bool(_TELLS.search(words.said(text)))


_NO_BELONGING = (
    r"(?!(?:table|tisch|room|zimmer|place|platz)\b)(?!(?:[\w'-]+ ){0,2}?(?:\w*(?:code|number|nummer|name|booking|reserv|buchung|confirm|bestätig|password|passwort|allerg)\w*|"
    r"(?:pin|date|datum|time|uhrzeit|termin|stay|aufenthalt|question|frage|wife|husband|partner|son|daughter|friend|mother|father|frau|mann|sohn|tochter|freund|mutter|vater|anniversary|birthday|appointment|jubiläum|\w*geburtstag|hochzeitstag|order|bestellung|appetit|mind|way|weg|job|e-?mail|"
    r"message|note|word|review|tip|deposit|nachricht|notiz|bewertung|trinkgeld|anzahlung)(?!'s)\b))"
)
_BELONGING = rf"{_NO_BELONGING}[\w'-]+"
_PLACE = r"(?:room|place|restaurant|hotel|house|bathroom|shower|safe|wardrobe|cloakroom|closet|drawer|bed|bar|terrace|garden|spa|sauna|pool|table|toilet|lobby|reception|breakfast room|zimmer|restaurant|lokal|hotel|haus|bad|dusche|safe|schrank|garderobe|schublade|bett|bar|terrasse|garten|sauna|tisch|toilette|lobby|rezeption|frühstücksraum)"
_WHERE_IT_IS = rf"(?:(?:in|at|on|under|behind|from) (?:my|our|your|the|one of your|a) (?:\w+ )?{_PLACE}|at yours|with you|here\b|there\b|yesterday|last (?:night|week|weekend|time|\w+day)|the other (?:day|night)|(?:im|in|auf|an|unter|bei) (?:\w+ )?{_PLACE}|bei (?:ihnen|euch)|dort|gestern|neulich|letzte[nrs]? \w+)"
LOST = re.compile(
    rf"\b(?:such(?:e|en)?|vermiss(?:e|en)?) (?:\w+ )?(?:mein|unser)\w* {_BELONGING}|\b(?:looking for|missing|(?:can't|cannot) find) (?:my|our) {_BELONGING}"
    rf"|\b(?:left|forgot(?:ten)?|lost|misplaced) (?:my|our|his|her) {_BELONGING}(?! (?:is|are|needs?|wants?|can't|has|likes)\b)"
    rf"|\b(?:left|forgot(?:ten)?|lost) (?:(?:a|an|the|some|one of) {_BELONGING}|something)(?: [\w'-]+){{0,6}} {_WHERE_IT_IS}|\b(?<!guests )left (?:[\w'-]+ ){{1,4}}behind\b"
    rf"|\b(?:mein|unser|sein|ihr|ein)\w* {_BELONGING} (?:(?!nicht )\w+ ){{0,6}}?(?:(?:liegen|hängen|stehen) ?(?:ge)?lassen|\w+engelassen|zurückgelassen|dagelassen|vergessen|verloren)\b"
    rf"|\b(?:my|our) {_BELONGING} (?:\w+ )?(?:is|are|must be|might be|may be|could be|should be) still (?:\w+ )?{_WHERE_IT_IS}"
    rf"|\b(?:mein|unser)\w* {_BELONGING} (?:\w+ )?(?:ist|sind|liegt|liegen|hängt|hängen|steht|müsste\w*|muss|müssen|dürfte\w*) (?:wohl |vielleicht |bestimmt |wahrscheinlich )?noch (?:\w+ )?{_WHERE_IT_IS}"
    rf"|\b(?:liegt|hängt|steht|ist) (?:da |vielleicht |bei (?:ihnen|euch) )?(?:noch |vielleicht )+(?:mein|unser)\w* {_BELONGING}"
    rf"|\b(?:did|has|have) (?:you|anyone|anybody|somebody|someone) (?:maybe |perhaps |by any chance )?(?:find|found|handed? in|seen) (?:my|our|a|an) {_BELONGING}"
    rf"|\b(?:wurde|haben sie|habt ihr|hat (?:jemand|wer)) (?:\w+ ){{0,4}}?(?:mein|unser|ein)\w* {_BELONGING} (?:\w+ ){{0,4}}?(?:gefunden|abgegeben)\b"
)
"""Having left something behind in the house, or looking for it."""
_MESSAGE_SURE = re.compile(r"\b(?:message|word for|nachricht|ausrichten|pass (?:this|that|it) on|weitergeben)\b")
SAME_AGAIN = re.compile(
    r"\b(?:same (?:again|as (?:last time|before|always|usual|ever|the last|last \w+|every \w+))|the same (?:table |room |thing |booking |reservation )?(?:again|as (?:last|before|usual|always)\w*|like last time)|(?:the|our|my) usual(?! (?:price|hours))|(?:just )?(?:like|as) (?:last time|last \w+day|always|usual)|what (?:we|i) had last time|book (?:that|it|the same) again|"
    r"wie (?:beim )?letzte[nsr]? (?:mal|male|besuch|woche|monat|jahr)|wie (?:immer|üblich|gehabt|sonst|damals|neulich)|das übliche|(?:das|den|die)(?:selbe|selben|gleiche|gleichen)\b.{0,30}\b(?:wie (?:letzte\w*|immer|beim)|noch ?mal|noch einmal|wieder)|nochmal (?:das|den|die)(?:selbe|gleiche)\w*|unser(?:en)? üblich\w*|mein(?:en)? üblich\w*)\b"
)
_WAS_CANCELLED = re.compile(
    r"\b(?:have|has|had) (?:\w+ ){0,4}cancell?ed\b|\b(?:is|was|has) (?:\w+ ){1,5}(?:been )?cancell?ed\b|\b(?:is|was) (?:it|that|[a-z\d]*\d[a-z\d]*) (?:\w+ ){0,2}cancell?ed\b|\bdid you (?:really |actually )?cancel\b|\b(?:haben sie|hast du|habt ihr|ist|war|wurde)\b.{0,40}\b(?:storniert|abgesagt)\b"
)
_MEANT = re.compile(
    r"\b(?:i meant?|i was talking about|ich meinte?|gemeint|the (?:\w+day|other) one|(?:die|den|der) am)\b"
)
"""Saying which reservation is meant, and not what it is to become."""
_RATHER = re.compile(
    r"\b(?:geht|ginge|gehen|könnten wir|können wir|wäre|passt|möglich|lieber|stattdessen|how about|what about|could we|can we|"
    r"works?|possible|free|available|instead|rather)\b"
)
_UNDONE_FREE = re.compile(
    r"^(?!.*\b(?:if|in case|wenn|falls)\b).*(?:\b(?:until when|by when|how late|bis wann)\b.*\b(?:cancel|storn\w*|absag\w*|tell you|bescheid)\b|\b(?:is|are|ist|sind) (?:it|that|this|the \w+|das|es|sie|die \w+) (?:\w+ )?(?:refundable|stornierbar)\b)"
)
"""Asking until when a reservation can be cancelled, or whether for nothing."""


def of_the_terms(text: str) -> bool:
    """Whether it is asked what a cancellation costs, or until when it costs nothing, whatever it is called."""
    return bool(ASKING.search(text) or "?" in text) and bool(_TERMS.search(words.said(text)))


_TERMS = re.compile(
    r"\b(?:free|fees?|costs?|charg\w+|how much|penalty|refund\w*|money back|too late|until when|by when|how late|kostenlos|kostenfrei|umsonst|kosten|kostet|gebühr\w*|wie ?viel|teuer|erstatt\w*|geld zurück|zu spät|bis wann)\b"
)

_AGAIN = re.compile(
    r"\b(?:what time|when|which day|what day|how many|wann|wie ?viel uhr|welche\w* (?:tag|uhrzeit)|für wie viele|was) (?:was|is|are|were|did|war|ist|sind|hatte\w*)\b.{0,30}\b(?:again|nochmal|noch mal|noch einmal|doch gleich)\b"
)
"""Asking once more about the reservation that was spoken of."""
_OTHER_ONE = re.compile(
    rf"\b(?:my|our|the) other one\b|\b(?:die|den|das|meine[ns]?|unsere[ns]?) andere[ns]?\b(?= (?:storn|absag|bitte storn|bitte absag))"
    rf"|\b(?:other|existing|old|previous|earlier|original|first|already|another one i|andere\w*|bestehende\w*|alte\w*|vorhandene\w*|erste\w*|frühere\w*) (?:\w+ )?(?:{_BOOKING}|booked|reserved|gebucht|reserviert)\b"
    rf"|\b(?:cancel\w*|call off|drop) (?:\w+ ){{0,2}}?(?:another|a different|some other) (?:\w+ )?{_BOOKING}\b"
    rf"|\b{_BOOKING}\b.{{0,20}}\b(?:(?:that |which )?(?:i|we) (?:made|have|had|booked|already)|from (?:last|yesterday|before)|(?:die|den|das) (?:ich|wir)|von (?:gestern|letzter|neulich))\b|\bbooked (?:last|yesterday|earlier)\b"
)
_TO_CHANGE = re.compile(
    r"\b(?:chang(?:e|ing)|mov(?:e|ing)|modify|amend|reschedul\w*|rebook|extend|prolong|shorten|postpone|update|edit|ändern|ändere|verschieb\w*|verleg\w*|umbuch\w*|verlänger\w*|verkürz\w*)\b"
)
_SOME_BOOKING = re.compile(rf"\b(?:an?|another|one|eine?[nr]?|andere\w*) (?:\w+ )?{_BOOKING}\b")
_OBJECT = re.compile(rf"\b{_BOOKING}\b")
_GIVEN_AWAY = re.compile(r"\b(?:somebody|someone|anybody) else\b|\bjemand(?:em|en)? ander\w*\b")
RENUMBERED = re.compile(
    r"\b(?:(?:change|correct|update|replace|new|other|wrong|different) (?:\w+ ){0,3}(?:phone|number|mobile)|(?:phone|number|mobile)(?: number)? (?:to|is now|should be|was wrong|is wrong|has changed|changed)"
    r"|(?:neue|andere|falsche)\w* (?:\w+ )?\w*(?:nummer|telefon|handy)|(?:nummer|telefon|handy) (?:\w+ ){0,3}(?:falsch|geändert|ändern|auf|neu|lautet jetzt|ist jetzt|war))\b",
    re.IGNORECASE,
)
"""A telephone number that is to be another."""
RENAMED = re.compile(
    r"\b(?:put (?:it|that|this|the \w+|my \w+|our \w+) (?:down )?under|(?:stellen|setzen|schreiben|nehmen) sie (?:es|das|sie|die \w+|den \w+) (?:auf|unter)|"
    r"(?:should|has to|needs to|must|ought to|can) (?:now )?be (?:under|in|on)|(?:under|to|in) (?:my |the |a |another |a different )?(?:\w+'?s )?name|"
    r"name (?:to|should|is wrong|has changed)|(?:soll|sollte|muss) (?:\w+ ){0,2}(?:auf|unter)|auf (?:den |einen |meinen )?(?:anderen )?namen?|namen? (?:ändern|soll))\b",
    re.IGNORECASE,
)
"""The name that follows is to be another, and does not say whose reservation it is."""
_KEEP = r"keep (?:it|the|my|our)|(?:lieber doch|doch lieber) nicht|(?:don't|do not) cancel|leave it (?:as it is|in)|behalte\w*|(?:doch )?nicht (?:stornieren|absagen)"
KEEPS = re.compile(
    rf"\b(?:{_KEEP}|leave it|as it (?:is|was)|lassen sie (?:es|sie)|lassen wir (?:es|das|alles)|dann (?:eben |halt |lieber |doch )?nicht(?=\W*(?:$|danke))|(?:then|in that case),? (?:rather |better )?(?:not|no|don't)(?=\W*(?:$|thanks))|(?:rather |better )?not then|bleibt(?: es| alles| das)? (?:so|dabei|beim alten|wie)|bleiben wir (?:dabei|beim))\b",
    re.IGNORECASE,
)
"""Thinking better of it before anything is done: "leave it as it is"."""
_HAVE_BACK = rf"(?:have|get|want|like) (?:it|that|this|{_MY} (?:\w+ )?{_BOOKING}) back|(?:ihn|sie|es|das|den|die|{_MY} (?:\w+ )?{_BOOKING}) (?:\w+ ){{0,2}}?(?:zurück|wieder) ?(?:haben|bekommen|kriegen|buchen)"
HAVE_BACK = re.compile(rf"\b(?:{_HAVE_BACK})\b", re.IGNORECASE)
"""Wanting what was given away again: "can I have it back?"."""
TAKES_BACK = re.compile(
    rf"\b(?:{_KEEP}|{_HAVE_BACK}|i(?:'ll| will| do)? want it (?:back|after all)|un-?cancel|reinstate|changed my mind|doch (?:kommen|behalten|haben)|doch nicht(?=\W*$)|(?:kommen|komme) (?:jetzt |nun )?(?:doch|trotzdem)(?! nicht)|wiederherstellen|rückgängig)\b",
    re.IGNORECASE,
)
"""Taking a cancellation back that has been done: "actually, keep it"."""
UNDO = re.compile(
    rf"\b(?:cancel|storn|absag)\w*|\bcall (?:\w+ ){{1,3}}off\b|\bcall off\b|\b{acts.CALLS_OFF}|\bget rid of\b|\b(?:delete|scrap|lösch\w*)\b",
    re.IGNORECASE,
)
"""A word of cancelling, whatever is cancelled: not "forget it"."""
_THE_WHOLE = re.compile(
    r"\b(?:the whole (?:thing|booking|reservation|lot)|everything|all of it|alles|das ganze|(?:the|my|our|meine|unsere|die) (?:booking|reservation|reservierung|buchung))\b"
)
"""What is booked, and not only what is just being spoken of."""
_THE_CHANGE = re.compile(
    r"\b(?:cancel\w*|storn\w*|absag\w*)\b.{0,16}\b(?:chang\w+|move|änderung|umbuchung|verschiebung)\b|\b(?:change|move|änderung|umbuchung|verschiebung)\b.{0,16}\b(?:cancel\w*|storn\w*|absag\w*)\b"
)
_BARE_NO = re.compile(
    r"^\W*(?:(?:oh|ah|sorry|wait|ach|moment|entschuldigung|actually|um|äh|hm+)\W+)*(?:no+|nope|nein+|nee+|nö|wrong|falsch|stop|stopp)\b(?:\W+(?:no|nein|wait|moment|sorry|that's wrong|das ist falsch|das stimmt nicht|stopp?|not that|i don't want (?:it|that)|das will ich nicht|bitte nicht|doch nicht))*\W*$"
)
_AFTER_BOOKING = re.compile(
    r"\b(?:make (?:it|that)|put (?:it|that|us|me) under|under (?:the name|my)|(?:auf|unter) (?:den namen|meinen|den meiner)|(?:stellen|setzen|schreiben) sie (?:es|das|sie|uns) (?:auf|unter)|change|move|instead|rather|better|actually|now|after all|sorry|wait|no|nope|doch|lieber|stattdessen|jetzt|besser|nein|ändern|machen sie (?:daraus|draus)|verschieben|update|add|should be|has to be|is wrong|ist falsch|soll\w*|one more|more|fewer|less|mehr|weniger|dazu|later|earlier|später|früher|und zwar)\b"
)
SECOND = re.compile(
    r"\b(?:another|a second|one more|a further|an additional|also (?:need|want|book|like) (?:an?|another|one)|noch (?:einen?|eine)|einen zweiten|ein zweites|eine zweite|zusätzlich|auch noch|außerdem (?:einen?|eine)) "
    r"(?:\w+ ){0,2}(?:tables?|rooms?|bookings?|reservations?|one|tisch|zimmer|reservierung|buchung)\b",
    re.IGNORECASE,
)
"""Wanting one more beside the one that is known."""
_ONE_MORE = re.compile(
    r"\b(?:also|too(?! \w)|as well|another|one more|additional\w*|plus|and (?:then )?(?:one|the same)|(?:the )?same (?:again|thing)? ?(?:for|on|again)|dasselbe|das ?gleiche|auch|noch ?(?:mal )?(?:ein\w*|dasselbe|das gleiche)|ebenfalls|zusätzlich|außerdem|und (?:dann )?(?:noch |auch )*ein\w*|und dasselbe|und das gleiche)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead|rather|make (?:it|that)|change|move|lieber|stattdessen|statt|sondern|doch|ändern|verschieben|"
    r"(?:works?|work|fine|ok|okay|good|possible|suits?|do|be|geht|ginge|gehen|passt|passen|möglich|klappt|recht) (?:for us )?(?:too|also|as well|auch)|(?:also|auch) (?:works?|work|be|fine|possible|suits?|do|geht|ginge|gehen|passt|möglich|gut|recht))\b",
    re.IGNORECASE,
)


_KIN = (
    r"(?:sister|brother|mother|mum|mom|father|dad|parents|in-?laws?|grand\w+|aunt|uncle|cousin|son|daughter|friends?|colleagues?|boss|neighbou?rs?|"
    r"schwester|bruder|mutter|vater|eltern|schwieger\w+|groß\w+|oma|opa|tante|onkel|cousine?|sohn|tochter|freund(?:in|e)?|kolleg(?:e|in|en)|chef(?:in)?|nachbar\w*)"
)
_ANOTHERS = re.compile(
    rf"\b(?:my|our|mein\w*|unser\w*) (?:\w+ )?{_KIN}(?:'s|s)? (?:\w+ ){{0,3}}?(?:needs?|wants?|would like|room|zimmer|braucht?|brauchen|möchten?|will|wollen|hätten?|suchen?|sucht)\b"
)
_ITS_OWN = re.compile(r"\b(?:\w*rooms?|single|double|suite|one|\w*zimmer|\w*suite|eins|auch|too|as well)\b")
SAME_NIGHTS = re.compile(
    r"\b(?:(?:the )?same (?:dates?|days?|nights?|time|stay)|next to (?:ours|mine|us)|(?:die)?(?:selben?|gleichen?) (?:tage|nächte|daten|zeit|zeitraum|termin\w*)|neben (?:unserem|uns))\b",
    re.IGNORECASE,
)
"""For the nights that have been spoken of."""


_OWN_STAY = re.compile(
    r"\b(?:the|my|our|die|meine[rn]?|unsere[rn]?) (?:booking|reservation|buchung|reservierung|dates?|stay|daten|aufenthalt)\b"
)


def _of_the_stay(text: str, said: str) -> bool:
    """Whether it is asked of a stay that was just found what it costs, or which room it is."""
    return costs.asked(text) is not None or bool(_WHICH_ROOM.search(said))


_WHICH_ROOM = re.compile(
    r"\b(?:which|what|welches|was für ein) (?:kind of )?(?:room|zimmer) (?:is (?:it|that)|do we have|have we(?: got)?|ist (?:es|das)|haben wir)\b"
)


def _of_whom_it_is(said: str, heard: Collection[str], kinds: Set[str]) -> str | None:
    """What is wanted of a reservation by who gives name and number first, and no wish for a new one; None for nothing of it."""
    if not {"name", "phone"} <= kinds or kinds & {"check_in", "check_out", "date", "nights"}:
        return None
    if "cancel_task" in heard or UNDO.search(said):
        return "cancel_reservation"
    own = _OWN_STAY.search(said)
    anew = not own and _ANEW.search(said) and not re.search(r"\bdoch\b", said)
    if anew or SAME_AGAIN.search(said) or MESSAGE.search(said):
        return None
    if kinds & {"extra", "no_extra", "room_type", *LONGER_KINDS}:
        return "change_reservation"
    return "check_reservation" if own else None


def for_another(text: str) -> bool:
    """Whether somebody else wants a room of their own: "my sister needs one too", "meine Mutter bräuchte ein Einzelzimmer"."""
    said = words.said(text)
    return bool(_ANOTHERS.search(said) and _ITS_OWN.search(said))


def one_more(text: str) -> bool:
    """Whether a day is named for one more beside what is in hand, and not in its place: "and one on Saturday too"."""
    return bool(SECOND.search(text) or _ONE_MORE.search(text)) and not _INSTEAD.search(text)


WISH_KINDS = frozenset({"party_size", "date", "time", "check_in", "check_out", "nights", "room_type", "area"})
STAY_KINDS = frozenset({"check_in", "check_out", "nights", "room_type"})
COUNTED_KINDS = frozenset({"time_by", "people_by", "in_week"})
LONGER_KINDS = frozenset({"nights_more", "arrives_later"})
ERRAND_ACTS = frozenset(
    {
        "affirm",
        "deny",
        "correct",
        "choose",
        "refuse_slot",
        "ask_why",
        "cancel_task",
        "start_over",
        "request_alts",
        "hold_on",
        "repeat",
    }
)
POINTING = frozenset({"change", "cancel", "check", "late", "resend", "change_table", "change_room"})
"""Kinds of errand that are about a reservation that exists."""


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


def in_house(
    intent: str,
    text: str,
    values: Sequence[Value],
    errand: Mapping[str, Any] | None,
    *,
    about: str,
    tables: bool,
    types: Sequence[stays.Named],
) -> tuple[str, list[Value]]:
    """What an intent comes to in this house, and the values that count: where nobody can book a table it is asked how to
    get one, and a room waits for guests who are late.

    tables: whether tables are booked here. types: its kinds of room.
    """
    comes = about == "room" and any(value.rule == reading.ARRIVING for value in values)
    if about == "room" and (intent == "running_late" or (intent == "change_reservation" and comes)):
        moves = bool(_TO_CHANGE.search(words.said(text)))  # the hour at which they come moves no stay
        return "change_reservation", [value for value in values if moves or value.kind not in STAY_KINDS]
    wished = WISH_KINDS & {value.kind for value in values}
    offers = bool(_OFFERS.search(words.said(text))) and wished <= ({"party_size"} if not types else set())
    no_room = not types and offers and only_a_room(text)  # a private room is none to sleep in
    asks_only = (not tables and only_a_table(text)) or no_room or only_a_kind(text, values, types)
    return "question" if intent == "reservation" and errand is None and asks_only else intent, list(values)


def only_a_kind(text: str, values: Sequence[Value], types: Sequence[stays.Named]) -> bool:
    """Whether it is only asked what of a kind there is: "do you have single rooms?", "und die Suite?"."""
    kinds = {value.kind for value in values}
    if "?" not in text or kinds - {"room_type", "view", "extra"} or not stays.rooms(text, types, even_asked=True):
        return False
    return bool(FOLLOW_UP.match(text)) or not _ONE_FREE.search(words.said(text))


def asks_of_rooms(text: str, kinds: Set[str]) -> bool:
    """Whether it is asked what the rooms are like, and none is wished for: "do your rooms have a bathtub?"."""
    said = words.said(text)
    if kinds & (WISH_KINDS - {"room_type"}) or not ASKING.search(text) or _TO_HAVE.search(said):
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
_ONE_FREE = re.compile(
    r"\b(?:a|an|one|any|book\w*|reserv\w*|free|availab\w*|need|want|would like|'d like|get|have the|ein(?:e[nrms]?)?|frei\w*|buch\w*|brauch\w*|möcht\w*|hätt\w*|noch)\b"
)
_COMES = re.compile(
    r"\b(?:come|coming|arriv(?:e|ing)|stay(?:ing)?|check(?:ing)? ?-? ?in|sleep|visit(?:ing)?|kommen|anreisen|ankommen|übernachten|bleiben|einchecken|schlafen)\b"
)


def only_a_table(text: str) -> bool:
    """Whether it is a table that is spoken of, and no room."""
    said = words.said(text)
    return bool(TABLE_WORDS.search(said)) and not ROOM_WORDS.search(said)


def only_a_room(text: str) -> bool:
    """Whether it is a room that is spoken of, and no table."""
    said = words.said(text)
    return bool(ROOM_WORDS.search(said)) and not TABLE_WORDS.search(said)


def only_asks(text: str, values: Sequence[Value]) -> bool:
    """Whether a thing of the house is asked about without a word of having a table or a room: "is there a bathtub?"."""
    kinds = {value.kind for value in values}
    if HAVE_BACK.search(text) or kinds & (WISH_KINDS - {"room_type", "area"}):
        return False
    return bool(ASKING.search(text)) and not _WANTED.search(words.said(text))


_WANTED = re.compile(
    r"\b(?:book\w*|reserv\w*|free|availab\w*|need|want|like|love|left|still|noch|frei\w*|buch\w*|brauch\w*|möcht\w*|hätt\w*|get (?:a|an|us|me)|(?:a|one) (?:table|room) for|(?:tisch|zimmer|platz) für (?:uns|mich|zwei|drei|vier|\d)|come|kommen|unterbringen)\b"
)


_ANYBODY_MAY = re.compile(
    r"\b(?:can|could|may) (?:you|one|people|guests)\b(?!.*\b(?:us|me)\b)|\b(?:kann|darf|könnte|muss) man\b(?!.*\b(?:uns|mir)\b)",
    re.IGNORECASE,
)


def asked_of_anybody(text: str) -> frozenset[str]:
    """The kinds of value that wish for nothing where it is asked what anybody may do: "can you sit outside in November?"."""
    return frozenset({"area"}) if _ANYBODY_MAY.search(text) else frozenset()


def only_price(text: str) -> bool:
    """Whether what is asked about the house is what something costs, and nothing besides."""
    return asks(text) and not asks(_PRICE.sub(" ", text))


_PRICE = re.compile(
    r"\b(?:how much|price\w*|cost\w*|rates?|was kostet|was macht|kostet|kosten|wie ?viel|preis\w*)\b", re.IGNORECASE
)


def undoes(text: str) -> bool:
    """Whether the words tell to cancel what is booked, or that nobody will come: "get rid of it", "we can't make it"."""
    return bool(UNDO.search(text) or CANCEL.search(words.said(text)))


def late(text: str) -> bool:
    """Whether the words say that the guests will be late."""
    said = words.said(text)
    return bool(LATE.search(said)) and not _LATE_ASKED.search(said)


def another(text: str) -> bool:
    """Whether the words are about another reservation than the one that was spoken of."""
    return bool(_OTHER_ONE.search(words.said(text)))


def the_other(text: str) -> bool:
    """Whether the words are about the other one of two reservations: "and cancel the other one"."""
    return bool(_THE_OTHER.search(words.said(text)))


_THE_OTHER = re.compile(
    rf"\b(?:the|my|our) other (?:1|one|{_BOOKING})\b|\b(?:de[nr]|die|das|meine[ns]?|unsere[ns]?) andere[ns]? (?:{_BOOKING}|bitte|auch|noch|storn\w*|absag\w*)"
)


def the_one_too(text: str, kinds: Set[str]) -> bool:
    """Whether the same is to be done with one that is named by its day: "und den am Freitag auch"."""
    when = {"date", "check_in", "time", "period"}
    return bool(kinds) and kinds <= when and "?" not in text and bool(_ONE_TOO.search(words.said(text)))


_ONE_TOO = re.compile(
    rf"\b(?:the one|that one|den|die|das|(?:the|my|our|den|die|das|mein\w*|unser\w*) {_BOOKING})\b.{{0,40}}\b(?:too|as well|also|auch|ebenfalls|genauso)\b|\b(?:and|und) (?:also |auch )?(?:the one|den|die|das|(?:the|my|our|mein\w*|unser\w*) {_BOOKING}) (?:on|for|from|at|am|vom|für|um)\b"
)


def some_booking(text: str) -> bool:
    """Whether the words speak of a reservation that has not been spoken of yet: "I'd like to cancel a reservation"."""
    return bool(_SOME_BOOKING.search(words.said(text)))


def asks_if_noted(text: str) -> bool:
    """Whether it is asked what has been noted for the team: "is the walnut allergy noted?"."""
    return bool(_NOTED.search(words.said(text))) and bool(ASKING.search(text))


def _whose_call(kinds: Set[str], said: str, errand: Any) -> bool:
    """Whether it is said who the colleague is to get back to: a name, a number or an address, and no wish."""
    return (
        errand is None
        and bool(kinds & {"name", "phone", "email"})
        and not kinds & WISH_KINDS
        and not RESERVE.search(said)
    )


_WILL_YOU_CALL = re.compile(
    r"\b(?:(?:call|ring|phone|text|write|get) (?:\w+ ){0,2}?back|get in touch|hear (?:back )?from|when (?:will|does|do|can|is) (?:he|she|they|somebody|someone|your colleague|the colleague|a colleague|you|anybody|anyone)|how long (?:will|does|do|until|till)|(?:is|will|did) (?:anybody|anyone|somebody|someone|a person|your colleague|the colleague)|"
    r"(?:ruf\w*|meld\w*|schreib\w*) (?:\w+ ){0,5}?(?:zurück|mich|uns|bei (?:mir|uns)|sich)|zurückruf\w*|rückruf|meldet sich|wann (?:meld\w*|ruf\w*|kommt|hör\w*)|wie lange (?:dauert|muss|müssen)|kommt (?:da )?(?:noch )?(?:jemand|wer))\b"
)
"""Asking after the colleague who was promised."""
_NOTED = re.compile(
    r"\b(?:is|are|was|were|has|have|did|do|does|ist|sind|wurde|wurden|haben|hast|habt|steht|stehen)\b.{0,60}\b(?:noted|you (?:\w+ )?note|(?:written|put|noted) (?:\w+ )?down|write (?:\w+ )?down|(?:made|make|take|taken) (?:a |the )?note|recorded|(?:in|on) (?:the|my|our) (?:booking|reservation|file|notes?)|notiert|vermerkt|aufgeschrieben|notiz|dazugeschrieben|(?:in|bei) der (?:reservierung|buchung))\b"
)
POINTED_BY = ("code", "name", "phone")
"""What a reservation is found by."""
NOT_AT_HAND = re.compile(
    r"\b(?:don'?t|do not|no|not|lost|forgot(?:ten)?|can'?t find|weiß|wei(?:ss|ß) nicht|nicht|kein\w*|vergessen|verloren|verlegt)\b",
    re.IGNORECASE,
)
"""Not having what was asked for."""


def books_anew(text: str) -> bool:
    """Whether the words want a table or a room of their own: "and a room for two", not "in room 104"."""
    return bool(_ANEW.search(words.said(text)))


def to_change(text: str) -> bool:
    """Whether the words speak of changing something that is booked."""
    return bool(_TO_CHANGE.search(words.said(text)))


_NO_BOOKING = re.compile(
    r"\b(?:(?:don't|do not|didn't|did not) (?:really |actually |even )?(?:want|wish|need|mean|plan|intend)|(?:am|i'm|we're|are) not (?:really |actually )?(?:looking|trying|planning|going|here|calling|wanting)) (?:to )?(?:book(?!ed)\w*|reserve|reserving|make (?:a|any) (?:booking|reservation))\b(?! (?:it|that|this|them|the|for|at|on)\b)"
    r"|^\W*(?:no|just)\W+(?:booking|reservation)\b"
    r"|\b(?:will|möchte\w*|wollte?n?|wollen) (?:(?:ich|wir|doch|ja|eigentlich|jetzt|noch) )*(?:nichts?|gar nichts?|(?:noch |gar |jetzt )*nicht|keine(?:n|s)? (?:\w+))(?: \w+)?? (?:buchen|reservieren)\b|^\W*(?:nein\W+)?keine (?:reservierung|buchung)\b(?! (?:gefunden|bekommen|erhalten|mehr))"
    r"|\b(?:don't|do not|didn't) (?:really |actually |even )?(?:want|wish for) (?:a|any) (?:table|room|booking|reservation)\b(?! (?:at|in|near|by|next|on|for|with|under)\b)|^\W*(?:no|nein|nö|nee|ne)?\W*(?:no|kein(?:en)?) (?:table|room|tisch|zimmer)\W*$"
    r"|\bnot (?:booking|reserving)\b|\b(?:nichts?) (?:reservieren|buchen)\b|\b(?:will|möchte|wollen|möchten) (?:\w+ ){0,2}?keine?n? (?:tisch|zimmer|reservierung|buchung)\b",
    re.IGNORECASE,
)
TO_KNOW = re.compile(
    r"\b(?:tell me|let me know|want(?:ed)? to (?:know|ask)|like to know|question|asking|wondering|wissen|fragen?|sagen sie mir|sag mir)\b",
    re.IGNORECASE,
)
"""Wanting to know something, however it is put."""


def wishes_instead(text: str, values: Sequence[Value], errand: Errand) -> bool:
    """Whether a whole new wish follows what is given up, before anything is booked, or a wish for another kind of stay."""
    kinds = {value.kind for value in values if value.status != "invalid"}
    whole = kinds & {"check_in", "date"} and kinds & {"check_out", "nights", "room_type", "time", "party_size"}
    wished = whole or _RATHER_HAVE.search(text)
    return bool(wished) and errand["kind"] in errands.BOOKINGS and not UNDO.search(text)


_RATHER_HAVE = re.compile(
    r"\b(?:rather|lieber|prefer|instead|stattdessen)\b.{0,24}\b(?:weekends?|break|stay|nights?|table|room|wochenende\w*|aufenthalt|nächte?|tisch|zimmer)\b",
    re.IGNORECASE,
)


def wants_no_booking(text: str) -> bool:
    """Whether the caller says that nothing is to be booked: "I don't want to book, just tell me …"."""
    return bool(_NO_BOOKING.search(words.said(text)))


_OWN_ROOM = re.compile(r"\b(?:(?:my|our|mein|unser)\w* (?:room|zimmer)|(?:into|ins|aufs) (?:the )?(?:room|zimmer))\b")
"""What is asked of the room that one has, and of none that is to be booked."""
_DIFFERENCE = re.compile(
    r"\b(?:difference (?:in|of) (?:the )?price|price difference|(?:preis)?unterschied(?: im| beim)?(?: preis)?|how much more|wie ?viel mehr)\b",
    re.IGNORECASE,
)


def of_the_offers(text: str) -> bool:
    """Whether it is asked what the rooms cost that were just offered: "what is that in all?", "what's the difference?"."""
    return costs.asked(text) is not None or of_the_difference(text)


def of_the_difference(text: str) -> bool:
    """Whether it is asked how much more another room costs."""
    return bool(_DIFFERENCE.search(text))


SENDING = re.compile(
    r"\b(?:re-?send|sen[dt]|e-?mail|mail|sms|text|receiv\w*|g[eo]t|arrive\w*|lost|again|\w*schick\w*|send\w*|bekomm\w*|erhalt\w*|angekommen|gekriegt|verloren|noch ?mal|noch einmal)\b",
    re.IGNORECASE,
)
"""What is said of a confirmation that is to be sent: nothing is sent on a guess."""


def loses(text: str) -> bool:
    """Whether the caller has left something behind, or asks whether it was found: "I left my umbrella at your place"."""
    return bool(LOST.search(words.said(text)))


def late_again(state: Conversation) -> bool:
    """Whether the last thing that was done was to note a delay: "make it 25 minutes" is about that one."""
    receipts = state.get("receipts") or []
    return state.get("errand") is None and bool(receipts) and receipts[-1]["operation"] == "late"


def cancels(text: str, language: str) -> bool:
    """Whether of changing and cancelling it is cancelling that is spoken of."""
    return "cancel_task" in acts.hear(text, language) or bool(CANCEL.search(words.said(text)))


_IT = r"(?:it|that|this|everything|(?:the|our|my) (?:table|booking|reservation|room)|das|es|alles|(?:der|unser|mein) tisch|(?:die|unsere|meine) (?:reservierung|buchung)|(?:das|unser) zimmer)"
_ITS = r"(?:date|day|time|name|code|number of (?:people|guests)|datum|tag|uhrzeit|zeit|name|personenzahl)"
_OF_WHAT_IS_DONE = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|wait|sorry|hang on|hold on|just to (?:check|be sure)|no|i mean|please|und|also|aber|moment|warten sie|entschuldigung|bitte|noch ?mal|noch eine frage|danke|thanks)\W+)*(?:"
    rf"(?:under |in |on |for )?(?:what|which|whose) name(?: (?:is|was) {_IT})?(?: (?:booked|reserved))?"
    rf"|(?:for )?how many(?: (?:people|persons|guests|of us))? (?:(?:is|was) {_IT}|are we|(?:did|have) (?:i|we|you) (?:say|said|put|book|booked|noted?|have))"
    rf"|(?:what|which)(?:'s| is| was)? (?:the |my |our )?{_ITS}(?: (?:is|was) {_IT}(?= (?:for|at|on|booked|under)))?|when (?:is|was) {_IT}"
    rf"|are you (?:really |absolutely |quite )?(?:sure|certain)(?: (?:that |about )?(?:{_IT}|it's|that's|we|we're|there's|there is|you)\b.{{0,40}})?"
    rf"|(?:can|could|would) you (?:please )?confirm(?: {_IT}| the cancellation)?(?: (?:for|to) (?:me|us))?"
    rf"|(?:is|was|has) {_IT} (?:been )?(?:(?:now|really|definitely|actually|already|safely|still) )*(?:cancell?ed|changed|ours|kept|safe|held|on)"
    rf"|(?:are we|am i|will we|do we|might we) (?:going to |gonna )?(?:lose|losing) {_IT}|(?:will|do|can) you (?:still )?(?:keep|hold) {_IT}(?: for us)?"
    rf"|(?:auf|unter) (?:welche[nm]|wessen) namen?(?: (?:läuft|ist|war|steht|geht) {_IT})?"
    rf"|für wie ?viele(?: (?:personen|leute|gäste))?(?: (?:ist|war|läuft|gilt) {_IT}| (?:habe ich|haben wir|haben sie))|wie ?viele (?:personen |leute )?(?:sind wir|haben sie|habe ich)"
    rf"|(?:(?:um )?wie ?viel uhr|wann|welche[rnms]? {_ITS}) (?:ist|war) {_IT}|wie (?:war|ist|lautet|heißt) (?:noch ?mal )?(?:der|das|die) {_ITS}"
    rf"|sind sie (?:\w+ )?sicher(?: ,? ?dass .{{0,40}})?|(?:können|könnten|kannst|könntet) (?:sie|du|ihr) (?:mir |uns )?(?:das|es|die \w+) (?:(?:bitte|noch ?mal|auch|kurz) )*bestätigen"
    rf"|(?:ist|sind|wurde|war) {_IT} (?:(?:jetzt|nun|wirklich|schon|auch|dann|noch|trotzdem) )*(?:storniert|abgesagt|geändert|da|weg|sicher|frei)|(?:bleibt|steht|hält) {_IT}|(?:haltet|halten|verlieren|behalten) (?:sie |ihr |wir )?(?:uns |mir )?(?:den|unseren|meinen) tisch)"
    r"(?:\W+(?:again|then|now|please|for|at|on|under|booked|reserved|exactly|or not|though|noch ?mal|nochmal|noch|bitte|jetzt|denn|dann|eigentlich|trotzdem|frei|gebucht|reserviert|notiert|eingetragen|gesagt|doch gleich|so|uns|für uns|oder|wirklich))*\W*$"
)
"""Asking what stands of that which was done here, or how: "under what name?", "are you sure it's cancelled?"."""


WITH_THE_TEAM = frozenset({"group", "waitlist", "message"})
"""What was passed on, and is answered by the people of the house."""


def _asked_of_what_is_done(text: str, state: Conversation) -> str | None:
    """The intent of a question about what was done here; None where it is none, or nothing was."""
    errand, receipts = state.get("errand"), state.get("receipts") or []
    if errand is not None:
        kept = errand["kind"] in errands.BOOKINGS | {"change"} and (errand["hold"] or errand["target"])
        return "reservation" if kept and asks_of_what_is_done(text) else None
    if not receipts and not state.get("pointed"):
        return None
    if receipts and receipts[-1]["operation"] in WITH_THE_TEAM and asks_after_colleague(text):
        return "receipt"
    if not asks_of_what_is_done(text):
        return None
    return "receipt" if receipts else "check_reservation"


def asks_of_what_is_done(text: str) -> bool:
    """Whether it is asked how something stands that was done or is kept here: "how many people is it for?", "bleibt der Tisch?"."""
    return bool(_OF_WHAT_IS_DONE.match(words.said(text)))


_AFFAIR = (
    r"(?:(?:bar |restaurant |hotel )?bills?|invoices?|(?:credit )?card (?:charge|payment)|payments?|refunds?|jobs?|vacanc(?:y|ies)|(?:job )?applications?|internships?|apprenticeships?|deliver(?:y|ies)|suppl(?:y|ier)s?|interviews?|(?:news)?papers?|article|the press|contract|"
    r"\w*rechnung\w*|abbuchung\w*|erstattung\w*|bewerbung\w*|stellenanzeige\w*|(?:freie )?stellen?|praktik\w+|ausbildungsplatz|(?:mini|aushilfs|neben)?jobs?|lieferung\w*|lieferant\w*|interviews?|artikel|zeitung|presse|vertrag)"
)
_ABOUT_AN_AFFAIR = re.compile(
    rf"\b(?:about|regarding|concerning|over|es geht um|geht es um|ging es um|wegen|bezüglich|betrifft|zu) (?:(?:an?|the|my|our|your|some|this|that|eine[rnm]?|ein|die|der|den|das|meine[rn]?|unsere[rn]?|ihre[rn]?|eure[rn]?) )?(?:[\w-]+ )?{_AFFAIR}\b"
    rf"|\b(?:mistakes?|errors?|wrong|incorrect|too much|fehler|falsch\w*|zu viel)\b.{{0,24}}\b(?:bill|invoice|receipt|charged?|rechnung|quittung|abbuchung|abgerechnet|berechnet)\b"
    rf"|\b(?:bill|invoice|rechnung|abrechnung|abbuchung)\b.{{0,24}}\b(?:wrong|incorrect|mistakes?|errors?|not right|isn't right|falsch|fehler\w*|stimmt nicht|nicht stimm\w*|nicht richtig)\b"
    r"|\b(?:apply for|work (?:for|at|with) you|(?:bei (?:ihnen|euch)) (?:arbeiten|anfangen|bewerben)|mich (?:\w+ )?bewerben)\b"
)
"""What is between the caller and the house and is no booking: a bill, a job, a delivery, the press."""
_CALL_ME = re.compile(
    r"\b(?:(?:call|ring|phone) (?:me|us)(?: back)?\b(?! (?:if|when|as soon|an? (?:taxi|cab)))|(?:have|get|ask) (?:someone|somebody|anyone|anybody|a colleague|the manager|him|her|them) (?:to )?(?:call|ring|phone|contact)\b|(?<!i'll )(?<!we'll )(?<!will )call ?-? ?back(?= ?(?:$|[.,!?]|please|to|on|under|at))|"
    r"(?<!ich )(?:ruf\w*|meld\w*) (?:sie |ihr )?(?:sich )?(?:bitte |mal |doch )*(?:mich|uns|bei (?:mir|uns))\b|(?:um|einen|ein|als) rückruf|rückruf (?:bitte|wäre|an|unter|erbeten|auf)|(?:zurück|an)rufen|zurückgerufen)\b"
)
"""Wishing to be called by somebody of the house."""


def affair(text: str, kinds: Set[str]) -> bool:
    """Whether something is to be settled with the people of the house that is no booking: a bill, a job, a call back.

    kinds: those of the values that hold.
    """
    said = words.said(text)
    if WAITLIST.search(said) or _ANEW.search(said) or asks_after_colleague(text) or _WHAT_ABOUT.search(said):
        return False
    return bool(_ABOUT_AN_AFFAIR.search(said) or (_CALL_ME.search(said) and len(kinds & WISH_KINDS) < 2))


_WHAT_ABOUT = re.compile(r"\b(?:what|how) about\b|\bwie (?:ist|sieht) es\b")


def asks_after_colleague(text: str) -> bool:
    """Whether it is asked when the colleague who was promised gets back, or whether: nothing is added by that."""
    said = words.said(text)
    return bool(ASKING.search(text) and _WILL_YOU_CALL.search(said) and _WHETHER_OR_WHEN.search(said))


_WHETHER_OR_WHEN = re.compile(
    r"\b(?:when|will|how (?:long|soon)|did|has|is|are (?:you|they)|wann|wie (?:lange|bald)|meldet|melden|kommt|wird)\b"
)


def wants_a_call(text: str) -> bool:
    """Whether somebody of the house is to call: "please have someone ring me", "Bitte um Rückruf"."""
    return bool(_CALL_ME.search(words.said(text)))


def _left_to_a_person(intent: str, text: str, heard: Collection[str], values: Sequence[Value]) -> bool:
    """Whether what is said after a hand-off belongs to it: all that asks nothing and plainly wants nothing else."""
    kinds, said = {value.kind for value in values}, words.said(text)
    if intent == "reservation":
        return len(kinds & WISH_KINDS) < 2 and not RESERVE.search(said)
    if intent in ("greet", "message", "smalltalk", "out_of_scope"):
        return intent != "greet" or wants_no_booking(text)
    return intent == UNSURE and not ASKING.search(text)


def route(
    text: str,
    heard: Collection[str],
    values: Sequence[Value],
    state: Conversation,
    *,
    language: str = "en",
    overhear: bool = False,
) -> tuple[str, float]:
    """The intent and how sure it is, or UNSURE. Intents: those of safety.concern, unsupported, language, identity,
    receipt, total, per_night, person, reservation, change_reservation, cancel_reservation, check_reservation, running_late, resend, waitlist, message,
    same_again, question, greet, thank, goodbye, out_of_scope.
    """
    intent, sure = _route(text, heard, values, state, language=language, overhear=overhear)
    if state.get("handed_off") and state.get("errand") is None and _left_to_a_person(intent, text, heard, values):
        return "person", 1.0
    return intent, sure


def _route(
    text: str,
    heard: Collection[str],
    values: Sequence[Value],
    state: Conversation,
    *,
    language: str,
    overhear: bool,
) -> tuple[str, float]:
    concern = safety.concern(text, heard, language)
    if (
        concern == "abuse" and not overhear and not state.get("abuse")
    ):  # once is overheard, if there is anything else in it
        intent, sure = _route(text, set(heard) - {"abuse"}, values, state, language=language, overhear=True)
        return (concern, 1.0) if intent == UNSURE else (intent, sure)
    if concern is not None and not overhear:
        return concern, 1.0
    if not values and detect.unsupported(text):
        return "unsupported", 1.0
    if not values and detect.only_switches(text):
        return "language", 1.0
    if not values and _ANYBODY.match(text):
        return "here", 1.0
    said, kinds = words.said(text), {value.kind for value in values}
    valid = {value.kind for value in values if value.status != "invalid"}
    errand, expect = state.get("errand"), state.get("expect") or {}
    done = errands.standing(state.get("receipts") or [])
    known = done[-1] if done else None
    if (
        errand is not None
        and expect.get("slot") == "text"
        and not {"cancel_task", "ask_human", "start_over"} & set(heard)
    ):
        return "message", 1.0
    if "goodbye" in heard and errands.untold(errand, expect):
        return "message", 1.0
    books = "party_size" in valid and RESERVE.search(said)  # and only says why it is to be a quiet table
    if acts.complains(text) and not books and expect.get("slot") != "text":
        return "person", 1.0
    if (
        expect.get("slot") != "text"
        and affair(text, valid)
        and (errand is None or not held(errand) or wants_a_call(text))
    ):
        return "person", 1.0
    if errand is not None and errand["kind"] == "cancel" and expect.get("which") and agreement.wants_all(text):
        return "cancel_reservation", 1.0
    if errand is not None and errand["kind"] == "change" and expect.get("which") and agreement.means_all(text):
        return "change_reservation", 1.0
    if errand is not None and expect.get("agreement") and agreement.only_all(text):
        return "reservation", 1.0
    if state.get("handed_off") and (_WILL_YOU_CALL.search(said) or _whose_call(kinds, said, errand)):
        return "person", 1.0
    if asks_if_noted(text) and (known or (errand is not None and errand["kind"] in errands.BOOKINGS | {"change"})):
        return ("reservation" if errand is not None else "check_reservation"), 1.0
    if (
        expect.get("slot") in POINTED_BY
        and errand is not None
        and errand["kind"] in POINTING
        and NOT_AT_HAND.search(text)
    ):
        return "reservation", 1.0
    if matters.urgent(text) and not kinds & {"check_in", "check_out"}:
        return "person", 1.0
    a_table = bool(books and {"date", "time"} & valid and TABLE_WORDS.search(said))  # and a receipt for the company
    nothing_else = (errand is None or errand["kind"] == "message") and not a_table
    if nothing_else and not valid & {"party_size"} and LOST.search(said):
        return "message", 1.0
    if nothing_else and len(kinds & (STAY_KINDS | {"party_size"})) < 2 and matters.told(text):
        return "message", 1.0
    if errand is None and done and for_another(text):
        return "reservation", 1.0  # beside what is booked, and no change of it
    if wants_no_booking(text):
        asks_else = bool(ASKING.search(text) or TO_KNOW.search(text))
        return ("reservation" if errand is not None else "question" if asks_else else "greet"), 1.0
    if (talk := desk.asked(text)) and not (errand is not None and talk == "wrong_number"):
        return talk, 1.0
    if IDENTITY.search(text):
        return ("person" if "ask_human" in heard and _PREFERS.search(text) else "identity"), 1.0
    given = errand is None and kinds <= {"code", "name", "phone", "date", "check_in"}
    given = given and ("code" in kinds or {"name", "phone"} <= kinds)
    undoes = CANCEL.search(said) or UNDO.search(said) or _UNDONE_FREE.search(said)
    if given and "?" in text and undoes and not _WAS_CANCELLED.search(said):
        return "cancel_reservation", 1.0  # "I have to cancel …, is that free?": told what it costs, and asked
    if errand is None and not done and state.get("pointed") and not kinds and _UNDONE_FREE.search(said):
        return "cancel_reservation", 1.0  # likewise, of the one that was just found
    if acts.asks_to_cancel(text) or _IF_LATER.search(said):
        return "question", 1.0
    if CODE_AGAIN.search(text) and done:
        return "receipt", 1.0
    if _THE_CODE.search(text):
        return ("receipt" if errand is not None and errand["kind"] in errands.BOOKINGS else "resend"), 1.0
    if IS_IT_BOOKED.match(text):
        return ("receipt" if done or state.get("epoch") else "check_reservation"), 1.0
    if (of_what := _asked_of_what_is_done(text, state)) is not None:
        return of_what, 1.0
    if nights(state) and asks_per_night(text, kinds):
        return "per_night", 1.0
    if errand is not None and expect.get("add") and bare_way(text):
        return "reservation", 1.0
    cancelling = errand is not None and errand["kind"] == "cancel"
    if not cancelling and total(state) and asks_total(text, state.get("topic") or "", kinds):
        return "total", 1.0
    if errand is not None and errand["kind"] == "room":
        offered = expect.get("slot") == "room_type" and of_the_offers(text)
        if offered or (held(errand) and of_the_difference(text)):
            return "reservation", 1.0
    if asks_of_another_room(text, heard, kinds, held(errand) if errand else known):
        return ("reservation" if errand else "question"), 1.0
    if state.get("topic") == "hours" and follows_up(text, values):
        return "question", 0.9
    stands = bool(done or state.get("pointed") or (errand and errand["target"]))
    receipts = state.get("receipts") or []
    just_cancelled = bool(errand is None and receipts and receipts[-1]["operation"] == "cancel")
    if just_cancelled and the_one_too(text, kinds):
        return "cancel_reservation", 1.0  # "and the one on Friday, too"
    rebooks = just_cancelled and not done
    if rebooks and _ANEW_AFTER_ALL.search(said) and valid & {"date", "time", "party_size"}:
        return "reservation", 1.0
    if errand is not None and errands.in_vain(errand) and books_instead(text, valid):
        return "reservation", 1.0
    existing = _existing(
        said,
        heard,
        kinds,
        errand,
        expect,
        valid=valid,
        named=_names_another(values, done, errand),
        stands=stands,
    )
    if existing is not None:
        return existing, 1.0
    if errand is None and not done and state.get("pointed") and not kinds and _of_the_stay(text, said):
        return "check_reservation", 1.0
    if errand is None and not done and (own := _of_whom_it_is(said, heard, kinds)) is not None:
        return own, 1.0
    if (
        errand is None
        and state.get("pointed")
        and (kinds & {"extra", "no_extra", *LONGER_KINDS} or (kinds & {"note", "occasion"} and not ASKING.search(text)))
        and not kinds & WISH_KINDS
    ):
        return "change_reservation", 1.0
    if errand is None and not (done or state.get("pointed")) and not valid & _A_WHOLE_STAY and not _ANEW.search(said):
        if any(value.rule == reading.ARRIVING for value in values):
            return "running_late", 1.0  # a room is booked, and the desk is to know
        if any(value.rule == "ordered" for value in values) and not valid & WISH_KINDS - {"check_in"}:
            return "change_reservation", 1.0  # "could you note we're coming by car?"
        if kinds & {"note", "extra", "no_extra"} and (
            _FORGOT_TO_SAY.search(said) or ("check_in" in kinds and _STAYS_HERE.search(said))
        ):
            return "change_reservation", 1.0
    comes_along = errand is None and any(value.rule == reading.BROUGHT for value in values)
    if comes_along and (done or state.get("pointed")) and not kinds & WISH_KINDS:
        return "change_reservation", 1.0  # "can our dog come too?"
    noted = errand is None and (done or state.get("pointed")) and "note" in kinds and not kinds & WISH_KINDS
    if noted and _PLACED.search(said) and not SECOND.search(said):
        return "change_reservation", 1.0  # "can you give us a table by the window?"
    if errand is None and done and "time" in kinds and kinds <= {"time", "date"} and _OFFERED_TOO.search(said):
        return "change_reservation", 1.0  # "would you have anything at two as well?"
    another = RESERVE.search(said) or SECOND.search(said) or {"cancel_task", "ask_human"} & set(heard)
    if (
        errand is None
        and (done or state.get("pointed"))
        and told_beside(values)
        and not (kinds & WISH_KINDS or another or _AND_FOR.search(said))
    ):
        return "change_reservation", 1.0
    if errand is None and (done or state.get("pointed")) and "phone" in kinds and RENUMBERED.search(text):
        return "change_reservation", 1.0
    if errand is None and state.get("pointed") and "name" in kinds and RENAMED.search(text):
        return "change_reservation", 1.0
    if errand is None and (done or state.get("pointed")) and _to_be_otherwise(text, said, kinds, values, known):
        return "change_reservation", 1.0
    if errand is None and (done or state.get("pointed")) and any(value.rule in _FROM_WHAT_STANDS for value in values):
        return "change_reservation", 1.0  # "push it back an hour", "one child less"
    if errand is None and done and _renames(kinds, values, done[-1]) and "?" not in text:
        return "change_reservation", 1.0  # "my name is Voß, actually"
    if errand is None and puts_right_request(text, values, state):
        return "reservation", 1.0
    of_us = valid <= {"party_size", "note", "date"} and any(value.rule in _WE_COME_AS for value in values)
    if (
        errand is None
        and (done or state.get("pointed"))
        and of_us
        and "?" not in text
        and not RESERVE.search(said)
        and not SECOND.search(said)
    ):
        return "change_reservation", 1.0  # "we'll be four after all"
    if (
        errand is None
        and (done or state.get("pointed"))
        and any(value.rule in _MOVED_BY for value in values)
        and not (RESERVE.search(said) or SECOND.search(said) or of_price(text) or _asked_what_if(said))
    ):
        return "change_reservation", 1.0  # "can I push everything back by a week?"
    if errand is None and (done or state.get("pointed")) and another_month(text) and _moves(said):
        return "change_reservation", 1.0  # "could we move it to May?"
    if errand is None and state.get("pointed") and _AGAIN.search(said):
        return "check_reservation", 1.0
    if errand is None and HAVE_BACK.search(said) and receipts:
        return ("reservation" if receipts[-1]["operation"] == "cancel" else "unclear"), 1.0
    if "ask_human" in heard:
        return "person", 1.0
    if asks_of_rooms(text, kinds) or (DISCOUNT.search(text) and not kinds & WISH_KINDS):
        return "question", 1.0
    if errand is not None and not kinds - {"view"} and wishes_besides(text, errand):
        return "reservation", 1.0  # and a note for the team
    about_house = asks(text, values)
    of_own = _OWN_ROOM.search(said) or (done and not kinds and re.search(r"\b(?:instead|stattdessen)\b", said))
    if errand is None and not kinds & WISH_KINDS and ASKING.search(text) and of_own:
        return "question", 1.0
    if errand is not None:
        if expect.get("slot") == "phone" and numbers.digits_alone(text):
            return "reservation", 1.0
        if about_house and _only_asked(text, said, heard, kinds):
            return "question", 1.0
        if not kinds and set(heard) == {"backchannel"}:
            return "unclear", 1.0
        if ERRAND_ACTS & set(heard) or answers(values, state):
            return "reservation", 1.0
        if (expect.get("slot") in ("name", "phone") and INDIFFERENT.match(text)) or reopened(text, errand, kinds):
            return "reservation", 1.0
        if expect.get("slot") in ("day", "check_in") and (choices.YEAR.search(text) or days.month_asked(text)):
            return "reservation", 1.0
        if another_month(text):
            return "reservation", 1.0
        if (expect.get("slot") == "room_type" and choices.placed(text)) or (
            errand["kind"] == "room" and of_price(text)
        ):
            return "reservation", 1.0
    elif "minutes" in kinds and late_again(state):
        return "running_late", 1.0
    elif state.get("receipts"):
        after = _after_booking(said, heard, kinds, values, done, about_house=about_house)
        if after is not None:
            return after, 1.0
    if errand is None and seeks(said, kinds):
        return "reservation", 1.0
    if (
        RESERVE.search(said if kinds & WISH_KINDS else _THE_ONE.sub(" ", said))
        and not (about_house and not kinds & WISH_KINDS)
        and not _only_asked(text, said, heard, kinds)
    ):
        return "reservation", 1.0
    if not about_house and HOURS.search(text) and _only_asked(text, said, heard, kinds):
        return "question", 1.0
    if about_house and not _told_apart(text, values):
        return "question", 1.0
    if "party_size" in kinds and kinds & {"date", "time", "check_in", "check_out"}:
        return "reservation", 0.9
    if {"check_in", "check_out"} <= kinds and ("?" not in text or _STILL_FREE.search(said)):
        return "reservation", 0.9
    if errand is None and not done and "?" not in text and any(value.rule in _WE_COME_AS for value in values):
        return "reservation", 0.9
    if errand is None and not done and "party_size" in valid and _CELEBRATES.search(said) and not of_price(text):
        return "reservation", 0.9  # "we'd like to celebrate our wedding with you, some 35 of us"
    if kinds & {"room_type", "nights"} and kinds & {"check_in", "check_out", "party_size"}:
        return "reservation", 0.9
    if kinds & STAY_KINDS and _COMES.search(said):
        return "reservation", 0.9
    if ASKING.search(text) and _OFFERS.search(said) and not kinds & WISH_KINDS:
        return "question", 0.9
    if errand is None and manners.understands(text):
        return "thank", 0.9
    for act, intent in (("goodbye", "goodbye"), ("thank", "thank"), ("greet", "greet")):
        if act in heard and (not ASKING.search(text) or len(said.split()) <= 2):  # "hello?"
            return intent, 0.9
    if "date" in kinds and kinds <= WISH_KINDS | {"period"} and "?" not in text and len(said.split()) <= 5:
        return "reservation", 0.9
    if errand is not None and errand["kind"] == "message" and not ASKING.search(text):
        return "message", 0.9
    return UNSURE, 0.0


def _told_apart(text: str, values: Sequence[Value]) -> bool:
    """Whether a sentence of its own says who comes when, before or after what is asked: "Two adults, 9 to 12 December. Sauna
    included?", "Können wir den Hund mitbringen? Wir sind am Sonntag zu viert".
    """
    told: set[str] = set()
    for sentence in _SENTENCE.finditer(text) if len(values) > 1 else ():
        if not ASKING.search(sentence[0]):
            begin, end = sentence.span()
            told |= {v.kind for v in values if begin <= v.span[0] and v.span[1] <= end and v.status != "invalid"}
    return "party_size" in told and bool(told & {"date", "check_in"})


OPENS = (
    r"(?:(?:do|does|have|can|could|may|must|will|is|are) (?:you|u|i|we|they|it|there|one|the|any|your|my|our)\b|(?:is|are) [a-z-]+(?: [a-z-]+)? (?:allowed|welcome|included|free|open|possible|available|served|heated|vegan|vegetarian|halal|kosher)\b|"
    r"(?:what|when|where|which|who|how(?: (?:much|many|late|long|far|big|early))?)(?: \w+)? (?:is|are|do|does|can|could|must|will)\b|"
    r"gibt es|gibt'?s|(?:habt|könnt|dürft|seid|nehmt|bietet|macht) ihr|(?:haben|können|könnten|nehmen|bieten|sind) sie|(?:kann|können|könnten?|darf|dürfen|muss|müssen) (?:man|ich|wir|jemand|hunde|kinder|der|die|das|mein\w*|unser\w*)\b|"
    r"(?:ist|sind|hat|liegt|wird) (?:der|die|das|es|ein\w*|bei|im|hier|ihr\w*|euer|eure\w*|[^\W\d_]+ (?:erlaubt|inklusive|dabei|möglich|enthalten|frei|offen|kostenlos))\b|"
    r"(?:was|wann|wo|(?:ab|bis) wann|wie (?:viel|teuer|weit|lange|spät|groß)|welche\w*(?: \w+)?) (?:kostet|kosten|ist|sind|macht|gibt|habt|haben|hat|kann|können|darf|dürfen|muss|liegt)\b)"
)
"""How a question begins, however it goes on: verb before subject."""
_PUT = re.compile(rf"^\W*(?:(?:and|und|also|oh|ach|ok|okay|so|dann|then)\W+)*{OPENS}", re.IGNORECASE)


def puts_question(text: str) -> bool:
    """Whether an utterance begins as a question does."""
    return bool(_PUT.search(text))


def only_put(text: str, values: Sequence[Value]) -> bool:
    """Whether an utterance is a question in which nothing was heard but a name, or itself as a note."""
    whole = len(text) // 2
    return puts_question(text) and all(
        one.kind == "name" or (one.kind == "note" and one.span[1] - one.span[0] >= whole) for one in values
    )


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
    return bool(_SEEKS_IN.search(words.read(said).plain))


DISCOUNT = re.compile(
    r"\b(?:discounts?|rebates?|(?:money|percent|%) off|(?:better|special|reduced|lower|best) (?:price|rate|deal)|reduce the (?:price|rate)|(?:knock|take) \w+ off|\w*rabatte?|\w*nachlass|ermäßigung\w*|(?:besseren?|günstigeren?|niedrigeren?) (?:preis|rate|tarif)|sonderpreis)\b",
    re.IGNORECASE,
)
"""Wanting to pay less than it costs."""
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


MOST_OF_A_WISH = 5
"""Words up to which "anything cheaper?" is a wish."""
_IS_IT = re.compile(r"\b(?:is|are|what|which|why|ist|sind|was|welche\w*|warum)\b")


_TO_BE_HAD = re.compile(
    r"\b(?:(?:can|could|may|would) (?:i|we|you) (?:have|get|take|book|give|offer|do)|(?:do|have) you (?:have|got|something|anything)|is there (?:a|any|some)\w*|are there (?:any|cheaper)|haben sie|habt ihr|hätten sie|gibt es|gibt's|(?:kann|können|könnte\w*) (?:ich|wir|sie)|geht (?:es|das|was|auch))\b"
)
_THE_ONE = re.compile(
    r"\b(?:the|our|my|this|that|your|which|how many|der|die|das|den|dem|unser\w*|mein\w*|diese[nrms]?|ihre?|eure?|welche\w*|wie viele) (?:\w+ )?(?:tables?|tische?[ns]?|rooms?|zimmern?|plätze|seats?|reservations?|bookings?|reservierung|buchung)\b(?!.{0,24}\b(?:free|available|left|frei|verfügbar)\b)"
)
"""A table that is spoken of and not wished for: "how long is the table ours?", "which tables are there?"."""
_CELEBRATES = re.compile(
    r"\b(?:celebrat\w*|party|parties|wedding|reception|feiern?|gefeiert|\w*feier|hochzeit\w*|\w*geburtstag|verein|firma|christening|taufe)\b"
)
_WE_COME_AS = frozenset(("put_right", "of_us", "we_are", "zu_viert"))
"""How a party is named by who is to come: "four of us", "zu viert"."""
_FROM_WHAT_STANDS = frozenset(("shifted", "past_it", "more_or_fewer"))
"""How a wish is named by its difference from what is booked."""


def puts_right_request(text: str, values: Sequence[Value] | Sequence[Mapping[str, Any]], state: Conversation) -> bool:
    """Whether what was just asked of the staff for a group is to be otherwise: "actually we'll be ten", "doch nur zehn"."""
    receipts, said = state.get("receipts") or [], words.said(text)
    if not receipts or receipts[-1]["operation"] != "group" or RESERVE.search(said) or SECOND.search(said):
        return False
    rules = {value["rule"] if isinstance(value, Mapping) else value.rule for value in values}
    return bool(rules & (_FROM_WHAT_STANDS | _WE_COME_AS | {"bare"}) or (rules and _AFTER_BOOKING.search(said)))


def _renames(kinds: Set[str], values: Sequence[Value], booked: Mapping[str, Any]) -> bool:
    """Whether nothing but a name is said, and it is not the one that was just booked under."""
    named = [value for value in values if value.kind == "name" and value.rule in ("introduced", "hinted", "spelled")]
    return kinds == {"name"} and bool(named) and named[-1].value != booked.get("name")


_PLACED = re.compile(
    r"\b(?:an?|any|the|einen?|ein|keinen?|den) (?:\w+ )?(?:table|tisch|platz|room|zimmer)\b (?:(?:right|directly|direkt|ganz) )?(?:am|an|bei|in|im|neben|nahe|nah|mit|ohne|zu\w*|weg|by|at|near|next|close|with|without|away|in|not)\b"
    r"|\b(?:window|corner|quiet|bigger|larger|round|high|fenster|eck|ruhige[nrs]?|größere[nrs]?|runde[nrs]?) ?(?:table|tisch|platz|seats?)\b"
)
"""Wishing for a table by its place: of what is booked already, and not of another."""
_OFFERED_TOO = re.compile(
    r"\b(?:hätten|haben|habt|gibt|gäbe|ginge|geht|wäre|have you|do you have|would you have|is there|anything|something|what about|how about|was|etwas)\b"
)
_ANEW_AFTER_ALL = re.compile(
    r"\b(?:re-?book|book (?:me|us|it|again|anew|another)|again|instead|new (?:booking|reservation|table)|same (?:details|names?|data|number)|neu (?:reservieren|buchen)|neue (?:reservierung|buchung)|wieder|stattdessen|dafür|(?:gleiche|selbe)n? (?:daten|name\w*|angaben|(?:uhr)?zeit)|same (?:time|hour)|vielleicht|maybe|perhaps|reserv\w+|buchen|book)\b"
)
"""Wanting another in the place of what was just cancelled."""
SAME_HOUR = re.compile(r"\b(?:(?:the )?same (?:time|hour)|(?:zur )?(?:gleiche|selbe)n? (?:uhr)?zeit)\b", re.IGNORECASE)
"""At the hour of what was cancelled."""
INDIFFERENT = re.compile(
    r"^(?:\W|\b(?:oh|well|just|ach|ja|yes|ok|okay|please|bitte|i said|come on|mein gott)\b)*(?:whatever|i don'?t (?:care|mind)|(?:it )?doesn'?t matter|(?:book|do|reserve|take) (?:it|that|the (?:table|room))|any(?: name| one)?|any name will do|no matter|"
    r"(?:ist (?:mir |doch |das )*)?egal|spielt keine rolle|wurscht|irgendein\w*|mach\w*(?: sie)?(?: das| es)?(?: doch)? einfach|(?:buch\w*|reservier\w*)(?: sie)?(?: das| es)?(?: doch)? einfach|einfach (?:buchen|reservieren|machen))"
    r"(?:\W|\b(?:now|already|then|please|jetzt|endlich|halt|bitte|dann|name|under)\b)*$",
    re.IGNORECASE,
)
"""Not caring what is put down for a name or a number."""


def _to_be_otherwise(text: str, said: str, kinds: Set[str], values: Sequence[Value], known: Any) -> bool:
    """Whether what was booked is wished otherwise, put as a wish about ourselves: "could we sit outside?".

    known: the facts of what was booked here last, if anything was.
    """
    if SECOND.search(said) or _ANEW.search(said) or {"check_in", "check_out"} <= kinds or HOURS.search(said):
        return False
    of_a_stay = bool(known and known.get("check_in"))
    if _OUR_WISH.search(said) and (_LONGER_OR_SHORTER if of_a_stay else EARLIER_OR_LATER).search(said):
        return True
    of_another = bool(of_a_stay and kinds & {"room_type", "view"})
    if of_another and "?" not in text and not kinds & (WISH_KINDS - {"room_type"}):
        return True  # "the suite then, please"
    if not (_OUR_WISH.search(said) and (of_another or (_BEING_HERE.search(said) and kinds & MOVED))):
        return False
    return "area" in kinds or not asks(text, values)


def reopened(text: str, errand: Mapping[str, Any], heard: Collection[str] = ()) -> str:
    """The slot that is wished otherwise without a word of how: "a bit earlier" is another time, "longer" another end.

    heard: the slots that the words fill. "" for none.
    """
    said, kind = (
        words.said(reading.without_parts(text)),
        str((errand.get("target") or {}).get("kind") or errand["kind"]),
    )
    known = {name for name, slot in errand["slots"].items() if slot.get("value") is not None}
    vague = {"time": EARLIER_OR_LATER, "check_out": _LONGER_OR_SHORTER}
    of_kind = {"table": "time", "room": "check_out"}.get(kind, "")
    if of_kind not in known or {"time", "time_by", "check_in", "check_out", "nights", "nights_more"} & set(heard):
        return ""
    return of_kind if vague[of_kind].search(said) else ""


_IN_PLACE = re.compile(
    r"\b(?:instead|rather|actually|make it|better|eigentlich|move|change|postpone|or|lieber|stattdessen|eher|besser|doch|oder|verschieb\w*|umbuchen)\b"
)


def another_month(text: str) -> int | None:
    """The month (1 to 12) that is wished for in the place of a day that is known: "could we have it in March instead?"."""
    return days.month_asked(text) if _IN_PLACE.search(words.said(text)) else None


def wishes_besides(text: str, errand: Errand) -> bool:
    """Whether something is wished of the staff that is noted with a room that is kept, or with the request of a group."""
    if errand["kind"] in errands.GROUPS:
        return our_wish(text) or matters.of_the_room(text)
    return bool(held(errand).get("check_in")) and matters.of_the_room(text)


def our_wish(text: str) -> bool:
    """Whether something is wished for ourselves, in whatever form: "can we also have …?", "könnten wir da grillen?"."""
    return bool(_OUR_WISH.search(words.said(text)))


def stretches(text: str) -> bool:
    """Whether a stay is to be longer or shorter, without a word of by how much."""
    return bool(_LONGER_OR_SHORTER.search(words.said(text)))


def held(errand: Errand) -> dict[str, Any]:
    """The facts of what is kept for an errand; none where nothing is, or for another number of guests than now come."""
    kept = errand["hold"]["facts"] if errand["hold"] else {}
    many = slot_value(errand["slots"], "party_size")
    return kept if many in (None, kept.get("party_size")) else {}


def total(state: Conversation) -> dict[str, Any]:
    """What has a price in this conversation, as facts: what is held, else what a change is about, else the last booked."""
    errand, done = state.get("errand"), errands.standing(state.get("receipts") or [])
    if errand is not None:
        facts: Mapping[str, Any] = held(errand) or errand["target"] or {}
    else:
        facts = done[-1] if done else {}
    return dict(facts) if facts.get("total_cents") is not None else {}


def of_a_price(text: str) -> bool:
    """Whether a price is spoken of: "why is it that much?", "warum so teuer?"."""
    return bool(_PRICE.search(text) or _DEAR.search(text))


_DEAR = re.compile(r"\b(?:expensive|dear|that much|so much|teuer\w*|so viel)\b", re.IGNORECASE)


def bare_way(text: str) -> str:
    """Whether an extra that is spoken of is wished ("more": "with it", "mit") or not ("less": "then without"); "" for neither."""
    m = _BARE_WAY.match(text)
    return "" if m is None else "less" if m["less"] else "more"


_BARE_WAY = re.compile(
    r"^(?:\W|\b(?:then|dann|ok|okay|so|lieber|doch|please|bitte|yes|ja|gern|no|nein)\b)*(?:(?P<less>without|ohne)|with|mit)(?: (?:it|that|them|das|es|ihn|sie))?(?:\W|\b(?:then|please|bitte|dann|lieber)\b)*$",
    re.IGNORECASE,
)


def offered(errand: Errand | None) -> list[str]:
    """The kinds of room between which the caller has still to choose."""
    if errand is None or errand["kind"] != "room" or held(errand):
        return []
    return list((errand["shown"] or {}).get("offered") or [])


def nights(state: Conversation) -> dict[str, Any]:
    """The stay whose nights have prices in this conversation, as facts: what `total` finds, else the room and the days
    that are wished for.
    """
    errand = state.get("errand")
    if (facts := total(state)).get("check_in") or errand is None or errand["kind"] != "room":
        return facts if facts.get("check_in") else {}
    wish = {name: slot_value(errand["slots"], name) for name in ("room_type", "check_in", "check_out")}
    return wish if all(wish.values()) else {}


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
    return (bare or bool(_THERE_IS.search(said))) and not _RATHER.search(_THERE_IS.sub(" ", said))


BARE = 3
"""Words up to which "single rooms?" only asks for them."""
_THERE_IS = re.compile(
    r"\b(?:(?:is|are) there|(?:do|have) you (?:also |still )?(?:have|got)?|gibt es|gibt's|haben sie|habt ihr|hätten sie|hättet ihr)\b"
)


def apart(whole: list[Value], first: list[Value], second: list[Value]) -> tuple[list[Value], list[Value]]:
    """The values of two wishes said in one breath; all of them and none where it was one wish after all.

    A day or an hour that only one of them names is the other's too.
    """
    kinds = [{value.kind for value in values} & WISH_KINDS for values in (first, second)]
    if {"date", "party_size"} <= kinds[0] and "date" in kinds[1] <= {
        "date",
        "time",
    }:  # "and a separate one on the 10th"
        return first, [one for one in first if one.kind in WISH_KINDS and one.kind not in kinds[1]] + second
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


_OFFERS = re.compile(
    r"^(?!.*\b(?:free|frei|availab\w*|verfügbar|space|platz|slots?|anything|something|etwas|termine?)\b).*(?:\b(?:do|have) you (?:guys |also |still )?(?:have|got|offer|serve|sell|take|accept)\b|\b(?:is|are) there\b|\b(?:gibt es|gibt's|haben sie|habt ihr|bieten sie|bietet ihr|nehmen sie|nehmt ihr)\b)"
)
"""Asking whether the house has or offers something."""


def _names_another(values: Sequence[Value], done: Sequence[Any], errand: Any) -> bool:
    """Whether a day is named on which something stands that was booked here, and that the errand in hand is not about."""
    if errand is None:
        return False
    days = {value.value for value in values if value.kind in ("date", "check_in") and value.status == "valid"}
    own = {(errand["slots"].get(name) or {}).get("value") for name in ("day", "check_in")}
    return bool((days - own) & {facts.get("day") or facts.get("check_in") for facts in done})


def _existing(
    said: str,
    heard: Collection[str],
    kinds: Set[str],
    errand: Any,
    expect: Mapping[str, Any],
    *,
    valid: Set[str],
    named: bool,
    stands: bool,
) -> str | None:
    """What is asked of the staff or of a reservation that exists; None where the words are about something else.

    stands: a reservation is known that was made or found in this conversation.
    """
    kind = errand["kind"] if errand is not None else None
    booking = kind is not None and kind not in POINTING and kind != "message"
    other = bool(_OTHER_ONE.search(said)) or ("code" in kinds and expect.get("slot") != "code")
    noted = bool(wishes.told(said, 0)) and ("note" in kinds) and (kind is not None or stands or "code" in kinds)
    calls_off = "cancel_task" in heard and CANCEL.search(said) and not _MESSAGE_SURE.search(said)
    if loses(said) and len(valid & WISH_KINDS) < 2:
        return "message"
    known = kind is not None or stands or "code" in kinds
    wished = valid & WISH_KINDS if known or len(valid & WISH_KINDS) > 1 else ()  # a number alone books nothing
    passes_on = bool(expect.get("agreement")) and kind in errands.REQUESTS | {"message"} and "affirm" in heard
    if (
        MESSAGE.search(said)
        and not (calls_off or passes_on)
        and not ((wished or noted) and not _MESSAGE_SURE.search(said))
    ):
        return "message"
    if RESEND.search(said) and not (kind == "resend" and "affirm" in heard) and not (booking and not stands):
        return "resend"
    if WAITLIST.search(said) and not (expect.get("agreement") and "affirm" in heard and "list" not in said):
        return "waitlist"  # and not "yes, but only if it is free of charge"
    if LATE.search(said) and booking and not stands and "code" not in kinds:
        return "question"  # for the table that is just being booked: how long it would be kept
    if LATE.search(said) and not _LATE_ASKED.search(said) and kind != "room" and not kinds & STAY_KINDS:
        return "running_late"
    if SAME_AGAIN.search(said):
        return "same_again"
    cancels = "cancel_task" in heard and bool(CANCEL.search(said) or (_OTHER_ONE.search(said) and UNDO.search(said)))
    changes = bool(CHANGE.search(said)) and not _asked_what_if(said)
    if named and cancels:
        return "cancel_reservation"
    if kind == "cancel" and cancels:
        return "cancel_reservation"
    of_it = kind in POINTING - {"cancel"} or (booking and _THE_WHOLE.search(said))
    if stands and of_it and "cancel_task" in heard and UNDO.search(said) and not _THE_CHANGE.search(said):
        return "cancel_reservation"
    if (
        kind is None
        and _ANEW.search(said)
        and len(valid & {"party_size", "date", "time"}) > 1
        and not UNDO.search(said)
    ):
        cancels = False  # "a table for my parents on Friday at 7, I'm not coming"
    if kind is None and not stands and "code" not in kinds and len(valid & {*STAY_KINDS, "party_size"}) > 1:
        changes = changes and bool(_TO_CHANGE.search(said) or speaks_of_own(said))  # not "flowers in the room"
    if kind is None or other:
        if cancels and not _WAS_CANCELLED.search(said):
            return "cancel_reservation"
        if kind is None and _MEANT_TO_COME.search(said) and not valid & {"party_size"}:
            return "cancel_reservation"
        if kind is None and _CODE_GONE.search(said) and not (cancels or changes):
            return "check_reservation"
        if kind is None and speaks_of_own(said) and not SECOND.search(said):
            return "change_reservation" if changes or _wants_it_otherwise(said, kinds) else "check_reservation"
        if (changes or ("code" in kinds and _TO_CHANGE.search(said))) and not SECOND.search(said):
            return "change_reservation"
        if (kinds & {"no_extra", *LONGER_KINDS} and not kinds & STAY_KINDS) or {"code", "extra"} <= kinds:
            return "change_reservation"
        if "code" in kinds and kinds & {"party_size", "time", "date", "check_in"} and _WANTS_IT.search(said):
            return None if cancels else "change_reservation"
        if "name" in kinds and _RUNS_UNDER.search(said) and kinds & (COUNTED_KINDS | {"time", "date"}):
            return "change_reservation"
        wishes_anew = kinds & {"party_size"} and kinds & {"date", "time"}
        if CHECK.search(said) and not wishes_anew and not {"code", "note"} <= kinds:
            return "check_reservation"
        if "code" in kinds and kinds & {"note", "occasion", "extra", *COUNTED_KINDS} and not cancels:
            return "change_reservation"
        if "code" in kinds and not kinds & WISH_KINDS and (kind is None or not booking):
            return "cancel_reservation" if "cancel_task" in heard else None if kind else "check_reservation"
        if ("code" in kinds or kinds & COUNTED_KINDS) and kind is None:
            return "change_reservation"
        if booking and "code" in kinds and not kinds & WISH_KINDS:
            return "cancel_reservation" if "cancel_task" in heard else "check_reservation"
        return None
    if kind in POINTING:
        if cancels and kind != "cancel" and _OBJECT.search(said):
            return "cancel_reservation"
        if kind in errands.ABOUT_THE_ONE and kinds & {"date", "time"} and _MEANT.search(said):
            return next(intent for intent, one in errands.KINDS.items() if one == kind)
        if kind == "cancel" and kinds & {"date", "time"} and _RATHER.search(said):
            return "change_reservation"
        put_off = kind == "cancel" and "affirm" in heard  # "yes, but only tomorrow" moves nothing
        if kind in ("cancel", "check", "late") and (
            changes or ("correct" in heard and kinds & WISH_KINDS - {"area"} and not put_off)
        ):
            return "change_reservation"
    return None


_IF_LATER = re.compile(
    r"\b(?:if|in case|falls|wenn)\b.{0,40}\b(?:can|could|may|kann|können|könnte\w*|darf) (?:i|we|ich|wir)\b.{0,30}\b(?:change|move|cancel|rebook|ändern|verschieben|umbuchen|stornieren|absagen)\b"
    r"|^\W*(?:\w+\W+){0,3}(?:can|could|may|kann|können|darf) (?:i|we|ich|wir)\b.{0,30}\b(?:change|move|ändern|verschieben|umbuchen)\b.{0,20}\b(?:if|in case|later on|falls|wenn)\b(?! (?:possible|möglich|es geht))"
)
"""Asking whether a booking could be changed, should things turn out otherwise: nothing is to be changed now."""


def _moves(said: str) -> bool:
    """Whether the words would have it moved, or themselves be here at another time."""
    return bool(_TO_CHANGE.search(said) or (_OUR_WISH.search(said) and _BEING_HERE.search(said)))


_MOVED_BY = frozenset(("more_nights", "in_another", stays.MOVED))
"""Rules of days that are counted from those of what is booked."""
_STILL_FREE = re.compile(r"\b(?:free|available|vacant|frei|verfügbar|zu haben)\b")


_CODE_GONE = re.compile(
    r"\b(?:lost|forg[oe]t(?:ten)?|misplaced|(?:can't|cannot|can not|don't) (?:find|remember|have|know)|no longer have) (?:my |our |the )?(?:\w+ )?code\b"
    r"|\b(?:find\w*|weiß|hab\w*|kenn\w*) (?:\w+ ){0,3}?\w*code (?:\w+ )?nicht\b|\bcode (?:\w+ )?(?:vergessen|verloren|verlegt|verschlampt)\b"
)
"""Not having the code any more of something that is booked."""


def _asked_what_if(said: str) -> bool:
    """Asking whether a change would be possible or cost something, with no reservation in sight."""
    return bool(
        re.search(
            r"\b(?:fees?|free of charge|kostenlos|refund\w*|money back|erstatt\w*|geld zurück|until when|bis wann|policy|is it possible to change|kann man)\b",
            said,
        )
    )


_AND_FOR = re.compile(
    r"^\W*(?:and|und)(?: what| was| how much| wie ?viel)?(?: about| ist es)? (?:for|für|bei|with|mit)\b[^?]*\?\W*$"
)
"""Asking the same of somebody else: "and for a child of eight?"."""


def _after_booking(
    said: str,
    heard: Collection[str],
    kinds: Set[str],
    values: Sequence[Value],
    done: Sequence[Any],
    *,
    about_house: bool,
) -> str | None:
    """What is meant just after something was booked, while no errand is open."""
    heard = set(heard)
    if not done:
        return "reservation" if TAKES_BACK.search(said) else None
    wish = kinds & (WISH_KINDS | LONGER_KINDS | {"name", "phone", "email", "note", "occasion", "extra", "no_extra"})
    if SECOND.search(said):
        return "reservation"
    if (about_house and not wish) or (kinds == {"note"} and _AND_FOR.search(said)):
        return None
    if wish and ("correct" in heard or _AFTER_BOOKING.search(said)) and not ("greet" in heard and RESERVE.search(said)):
        return "change_reservation"
    if _LET_BE.match(said):
        return "thank"
    if "cancel_task" in heard and not wish:
        return "cancel_reservation"
    if _BARE_NO.match(said):
        return "cancel_reservation"
    if (
        wish <= LONGER_KINDS | {"note", "occasion", "email", "extra", "no_extra", "area", "check_out", "nights"}
        and wish
        and "request_info" not in heard
    ):
        return "change_reservation"
    if "name" in kinds and "correct" in heard:
        return "change_reservation"
    if "affirm" in heard and heard <= {"affirm", "inform", "backchannel", "thank"} and not kinds:
        return "receipt" if _YES_AGAIN.match(said) else "thank"
    return None


_SOMEBODY = r"(?:i|we|he|she|they|somebody|someone|(?:my|our) [\w-]+|ich|wir|er|sie|jemand|(?:mein|unser)e? \w+)"
_HAS_BOOKED = re.compile(
    rf"\b{_SOMEBODY}(?:'ve| have| has| had|'d)? (?:(?:already|just|also|actually|recently) )*(?:booked|reserved|made (?:an?|the|our|my) (?:booking|reservation))\b"
    rf"|\b{_SOMEBODY} (?:hab|habe|haben|hat|hatte|hatten)\b(?:[^.?!]|(?<=\d )\.){{0,60}}\b(?:reserviert|gebucht)\b(?! haben)"
    rf"|\b(?:hab|habe|haben|hatte|hatten) {_SOMEBODY}\b(?:[^.?!]|(?<=\d )\.){{0,60}}\b(?:reserviert|gebucht)\b(?! haben)"
)
"""Saying that something is booked already, by whomever."""
_HAS_ONE = re.compile(
    rf"(?<!can )(?<!could )(?<!may )(?<!should )(?<!shall )(?<!would )(?<!do )(?<!if )(?<!d like to )\b(?:i|we|(?:my|our) (?:wife|husband|partner|friend|boss|colleague)s?)(?:'ve| have| has)(?: already)?(?: got)? (?:an?|our|my|the) (?:\w+ )?{_BOOKING}\b"
    rf"|\b(?:ich|wir) (?:hab|habe|haben) (?:(?:ja|schon|bereits|bei (?:ihnen|euch)|da|hier|(?:für|am|um|vom|von|ab|bis|zum) [\w .:]{{1,24}}?) )*(?:ne|nen|eine[nr]?|ein|'ne|'nen|unseren?|meinen?) (?:\w+ )?{_BOOKING}\b"
)
_OWN = re.compile(
    r"\b(?:my|our|mein(?:e[nrm]?|s)?|unser(?:e[nrm]?|n|s)?) (?:existing |own |\w+day |tisch)?(?:reservations?|bookings?|tables?|tisch(?:es)?|reservierung|buchung|tischreservierung)\b"
)
_MAKES_ONE = re.compile(
    r"\b(?:book|reserve|make|buchen|reservieren|want|need|suchen?|brauchen?)\b(?! (?:to|it)\b).{0,24}\b(?:reservations?|bookings?|tables?|tisch|reservierung|buchung)\b"
    r"|\b(?:tisch|reservierung|buchung)\b.{0,40}\b(?:buchen|reservieren|machen|vornehmen)\b"
)


def speaks_of_own(said: str) -> bool:
    """Whether the words speak of a reservation that exists: "my wife booked", "ich hatte reserviert", "our table on Friday".

    said: the words as said. A wish that has still to come true is none: "could we have a table".
    """
    if _HAS_BOOKED.search(said) or _HAS_ONE.search(said):
        return True
    return bool(_OWN.search(said)) and not _MAKES_ONE.search(said)


def books_instead(text: str, kinds: Set[str]) -> bool:
    """Whether something of its own is wished for where no reservation was found: "then book me a table for two", "dann
    machen wir eine neue, Sonntag um 12, 4 Personen". What was booked, or by whom, is told to have it looked for again.

    kinds: those of the values that hold.
    """
    said = words.said(text)
    if speaks_of_own(said) or _STOOD.search(said) or "code" in kinds:
        return False
    wish = kinds & {"party_size", "date", "time", "check_in", "check_out", "nights"}
    makes = bool(_MAKES_ONE.search(said)) or bool(wish and _ANEW.search(said))
    return makes or bool(wish and _A_NEW_ONE.search(said)) or len(wish - {"check_out"}) > 2


_STOOD = re.compile(
    r"\b(?:was|were|had|made|booked|reserved|war|waren|hatte\w*|gebucht|reserviert|under|unter|lautet|auf (?:den )?namen?)\b"
)
_A_NEW_ONE = re.compile(r"\b(?:new|anew|fresh|instead|neue?[nrs]?|stattdessen|einfach)\b")


_MEANT_TO_COME = re.compile(
    r"\b(?:(?:we|i) (?:wanted|were going|was going|had planned|planned|meant) to (?:come|eat|dine|be)|(?:wir|ich) (?:wollten?|hatten? vor)\b.{0,40}\b(?:kommen|essen))\b.{0,40}\b(?:but|aber|doch leider|unfortunately)\b"
)
"""Saying that nobody will come who was expected: "wir wollten heute kommen, aber meine Frau ist krank"."""
_MORE_OR_LESS = re.compile(
    r"\b(?:earlier|later|sooner|früher|später|eher|more|fewer|less|mehr|weniger|dazu|extra|additional|instead|statt|lieber|moved?|change|bring|add|mitbringen|bringen|put|note|notieren|erweitern|vergrößern|verkleinern)\b"
)
_NOW_IT_IS = re.compile(
    r"\b(?:(?:there|it) (?:will|'ll) be|there'll be|es (?:werden|kommen)|now|only|actually|after all|jetzt|nun|nur(?: noch)?|doch|inzwischen|leider)\b"
)


def _wants_it_otherwise(said: str, kinds: Set[str]) -> bool:
    """Whether a reservation that exists is to be otherwise: of more people now, earlier, outside, with a dog."""
    told = kinds & (COUNTED_KINDS | {"area", "note", "occasion", "extra", "no_extra"} | LONGER_KINDS)
    if told or (kinds & {"party_size"} and _NOW_IT_IS.search(said)):
        return True
    return bool(_MORE_OR_LESS.search(said) or _TO_CHANGE.search(said)) or (
        bool(kinds & MOVED) and bool(_OUR_WISH.search(said))
    )


_RUNS_UNDER = re.compile(
    rf"\b{_BOOKING} (?:läuft|ist|steht|geht|is|was|runs|should be) (?:\w+ )?(?:auf|unter|under|in the name)\b"
)
"""Saying by which name a reservation is found that exists."""
_WANTS_IT = re.compile(
    r"^(?!.*\b(?:check|confirm|verify|look up|find|see if|is it|prüfen|nachsehen|nachschauen|bestätigen|cancel\w*|storn\w*|absag\w*)\b).*(?:\b(?:i|we) (?:would|'d)? ?(?:like|want|love|need|have) to (?:come|bring|be|have|make)\b|\b(?:i|we)'d (?:like|love) to (?:come|bring|be|have|make)\b|\b(?:can|could|may) (?:i|we)\b|\b(?:we|i) (?:are|'re|will be|'ll be) (?:now|actually)\b|"
    r"\b(?:möchten?|würden?|wollen|will|können|könnten|kann)\b.{0,40}\b(?:kommen|haben|sein|mitbringen)\b|\b(?:sind|kommen) (?:jetzt|nun|doch|wir)\b|\binstead\b|\blieber\b)"
)
"""Wanting something of a reservation to be as it is said, rather than saying how it is."""
_ANYBODY = re.compile(
    r"^\W*(?:(?:hello|hi|hallo|hey|and|und|so|äh|um|sorry|entschuldigung|nochmal|noch mal|again)\W+)*(?:are you (?:still )?there|(?:is )?any(?:body|one) (?:there|home)|still there|"
    r"sind sie (?:noch )?(?:da|dran)|bist du (?:noch )?da|seid ihr (?:noch )?da|ist (?:(?:da|noch|denn|hier|etwa) )*(?:jemand|wer|keiner|niemand)(?: (?:mehr|da|hier))*|is (?:there )?(?:nobody|no one|no-one)(?: there| here)?|noch da)\W*$",
    re.IGNORECASE,
)
_LET_BE = re.compile(
    r"^(?:\W|\b(?:oh|ah|ach|ok|okay|no|nein|sorry|thanks|danke|das ist|it's|ja|yes|na|dann)\b)*(?:never ?mind|schon gut|egal|macht nichts|doesn't matter|hat sich erledigt)(?:\W|\b(?:then|dann|danke|thanks)\b)*$"
)
"""Wanting nothing more. What is booked stands: nobody gives up a table by saying that it does not matter."""
_YES_AGAIN = re.compile(
    r"^\W*(?:(?:yes+|yep|yeah|ja+|jo|jawohl|sure|genau)\b\W*)+(?:please|bitte|do it|book it|buchen sie)?\W*$"
)
"""A yes said twice: it is booked already, and the code may be told once more."""


def _only_asked(text: str, said: str, heard: Collection[str], kinds: Set[str]) -> bool:
    """Whether a day in the utterance only says for when the house's hours are asked: "are you open on Sunday?"."""
    if not ASKING.search(text) or {"affirm", "correct"} & set(heard):
        return False
    if RESERVE.search(said) and not HOURS.search(said):
        return False
    return (
        bool(HOURS.search(text)) and kinds & WISH_KINDS <= {"date", "check_in", "time"} and not _HAS_TABLE.search(said)
    )


_HAS_TABLE = re.compile(r"\b(?:table|book\w*|reserv\w*|tisch|buchen|zimmer|room)\b")


def follows_up(text: str, values: Sequence[Value]) -> bool:
    """ "And Tuesday?", "Und Weihnachten?": a day and nothing else, asked in the same breath as the question before."""
    if "?" not in text and not FOLLOW_UP.match(text):
        return False
    kinds = {value.kind for value in values}
    if not kinds & {"date", "check_in"} or kinds - {"date", "check_in", "period"} or len(text.split()) > 7:
        return False
    return not _HAS_TABLE.search(words.said(text))


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


def answers(values: Sequence[Value], state: Conversation) -> bool:
    """Whether one of the values is what the open errand is waiting for, or changes what it knows."""
    wanted = (state.get("expect") or {}).get("slot", "")
    wanted = {"day": "date", "extras": "extra", "notes": "note"}.get(wanted, wanted)
    useful = WISH_KINDS | {"name", "phone", "email", "code", "minutes", "note", "occasion"}
    useful |= LONGER_KINDS | COUNTED_KINDS | {"extra", "no_extra", "view", "period"}
    return any(value.kind == wanted or value.kind in useful for value in values)


_A_WHOLE_STAY = frozenset({"party_size", "nights", "check_out", "room_type"})
"""What is said of a stay that is still to be booked."""
_FORGOT_TO_SAY = re.compile(
    r"\b(?:forg[eo]t(?:ten)?|didn't|did not|haven't|should have|meant) (?:to |yet )?(?:tell|told|mention(?:ed)?|say|said|add(?:ed)?|ask(?:ed)?|note|let you know)\b"
    r"|\bvergessen\b.{0,40}\b(?:sagen|erwähnen|anzugeben|mitzuteilen|dazuzusagen|dass)\b|\b(?:nicht|noch) (?:erwähnt|gesagt|angegeben|dazugesagt)\b"
)
"""Adding to what was said before, when it was booked."""
_STAYS_HERE = re.compile(
    r"\b(?:we|i)(?:'re|'m| are| am| will be|'ll be) (?:staying|your guests?|guests?)\b|\b(?:we|i)(?: are|'re| am|'m)? (?:arriv(?:e|ing)|check(?:ing)? in|due)\b"
    r"|\b(?:wir|ich) (?:sind|bin|kommen|komme|wohnen|wohne|übernachten|übernachte)\b.{0,40}\bbei (?:ihnen|euch)\b|\b(?:wir|ich) (?:reisen?|checken?)\b.{0,40}\b(?:an|ein)\b"
)
"""Saying when one will be a guest, as of something that is settled."""
_IS_IT_FINE = re.compile(
    r"\b(?:geht|ginge|passt|klappt|ist|wäre|is|would)\b (?:das|that|this)\b(?: \w+){0,2}? ?(?:ok(?:ay)?|fine|alright|all right|possible|allowed|(?:a )?problem|in ordnung|möglich|erlaubt|(?:ein )?problem|recht|bei (?:ihnen|euch))?(?=\W*\?)",
    re.IGNORECASE,
)
"""Asking whether what was told may be: "wir kommen mit Hund, geht das?"."""


def asks_to_come_late(text: str) -> bool:
    """Whether guests of a room ask whether they may come late, or how late they may."""
    said = words.said(text)
    return bool(_CHECKS_IN.search(said) and _HOW_LATE.search(said))


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
    told = asked_to_tell(text) != text and not WISH_KINDS & {value.kind for value in values}
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
