"""What is said of a reservation that exists: change, cancel, check, late, again, and what comes after one was made."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from dialogue import acts, errands, inquiries, reading
from dialogue.state import Conversation, Errand
from language import wishes, words
from language.values import Value

BOOKING = (
    r"(?:reservations?|bookings?|tables?|rooms?|stays?|dinner|lunch|visit|reservierung(?:en)?|buchung(?:en)?|tisch(?:e|es)?|zimmer|"
    r"aufenthalt|tischreservierung|zimmerreservierung|zimmerbuchung|termin)"
)
_MY = r"(?:my|our|the|this|that|a|mein\w*|unser\w*|die|den|der|das|eine[nrm]?|ein|diese[nrs]?)"
EARLIER_OR_LATER = re.compile(
    r"\b(?:(?:a (?:bit|little|little bit)|somewhat|slightly|any|etwas|ein bisschen|ein wenig|eher|auch|doch) (?:earlier|later|sooner|früher|später|eher)|(?:come|move|make|start|sit|eat|push|kommen|verschieben|anfangen|essen) (?:it |that |the \w+ |us |das |es )?(?:earlier|later|sooner|früher|später|eher)|(?:earlier|later|sooner|früher|später) (?:come|kommen|anfangen|essen)|(?:something|anything|etwas|was) (?:earlier|later|früheres|späteres))\b"
)
"""Wishing for another hour without saying which."""
_LONGER_OR_SHORTER = re.compile(
    r"\b(?:(?:extend|prolong|shorten|verlänger|verkürz)\w*|(?:leave|depart|check out) (?:\w+ ){0,3}(?:earlier|later)|(?:früher|später|eher) (?:abreisen|fahren|auschecken)|(?:stay|bleiben) (?:\w+ ){0,2}(?:longer|länger|kürzer)|(?:longer|länger|kürzer) (?:\w+ )?(?:stay|bleiben))\b"
)
_OUR_WISH = re.compile(
    r"\b(?:(?:can|could|may|might) (?:i|we)|(?:i|we)(?:'d| would) (?:like|love|prefer|rather)|(?:i|we) (?:want|prefer)|would .{1,24} work|(?:is|would) .{1,24} (?:be )?possible|"
    r"(?:kann|könnt?en?|dürft?en?|darf) (?:ich|wir)|(?:ich|wir) (?:würd(?:en?)?|möchten?|will|wollen)|(?:würd(?:en?)?|möchten?) (?:ich|wir)|geht|ginge|ging|passt|wäre .{1,24} möglich)\b"
)
_BEING_HERE = re.compile(
    r"\b(?:come|coming|be there|arrive|sit|seated|stay|eat|dine|start|leave|check out|move|push|shift|switch|swap|change|make it|have it|do it|work|possible|"
    r"kommen|da sein|sitzen|bleiben|essen|anfangen|abreisen|anreisen|(?:ver)?schieben|verlegen|tauschen|wechseln|machen|geht|ginge|ging|passt|möglich)\b"
)
ANEW = re.compile(
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
CANCEL = re.compile(
    rf"\b(?:cancel(?:l?ing|lation)?|call off|scrap|drop|delete|annul|withdraw|get rid of|take back|undo|forget about|remove)\b.{{0,40}}\b{BOOKING}\b"
    rf"|\b{BOOKING}\b.{{0,60}}\b(?:cancel\w*|storn\w*|absag\w*|abgesagt|streichen|zurücknehmen|löschen|annullier\w*|aufheben|fällt aus|rückgängig|(?:not|n't|no longer) (?:need\w*|happening|required))\b"
    rf"|\b(?:storn\w*|absag\w*|streich\w*|lösch\w*|annullier\w*|sagen? (?:\w+ ){{0,4}}ab|nehmen sie .{{0,30}}zurück)\b.{{0,40}}\b{BOOKING}\b"
    r"|\b(?:we|i|wir|ich) (?:\w+ )?(?:(?:will not|won't|can't|cannot|can not|are not|'re not|aren't) (?:be )?(?:able to )?(?:com(?:e|ing)|make it|be there|attend)|(?:don't|no longer|do not) need (?:the|our|my) (?:table|room|booking|reservation)|kommen (?:leider )?(?:doch )?nicht|(?:schaffe|schaffen) (?:es|wir|ich) (?:\w+ ){0,3}(?:doch )?nicht|(?:müssen|muss) (?:\w+ ){0,4}(?:absagen|stornieren)|(?:möchte|will|wollen|würde) (?:\w+ ){0,5}(?:absagen|stornieren)|brauchen? (?:den tisch|das zimmer|die reservierung) (?:doch )?nicht)"
    rf"|\b{acts.CALLS_OFF}|\b{acts.GIVES_UP}"
    r"|\b(?:cancel|stornieren|absagen)\b.{0,24}\b[a-z]*\d[a-z\d]*\b|\b(?:i|we|ich|wir) (?:have to|need to|want to|must|would like to|'d like to) (?:cancel|call off)\b|^\W*(?:please |can you |could you |bitte )?cancel(?: (?:it|that|please|mine|ours))*\W*$|^\W*(?:bitte )?(?:stornieren|absagen)(?: (?:sie )?(?:bitte|das))*\W*$|\baustragen\b"
    r"|^(?:\W|\b(?:hallo|hi|hello|hey|moin|guten (?:tag|abend|morgen)|bitte|please|ja|yes|just|nur|noch ?mal|noch einmal|doch|dann|then|also|ok|okay|so)\b)*(?:cancel|cancellation|storniere?n?|storno|stornierung|absagen|absage)\b"
)
CHANGE = re.compile(
    rf"\b(?:chang(?:e|ing)|mov(?:e|ing)|modify|amend|alter|reschedul\w*|postpone|push|bring forward|update|upgrade|downgrade|swap|exchange|shift|switch|extend|shorten|edit|correct|add)\b.{{0,32}}\b{_MY} (?:\w+ )?{BOOKING}\b(?! (?:for|at|under|on) (?:\d|two|three|four|five|six|seven|eight))"
    rf"|\b(?:make|put)\b.{{0,32}}\b(?:my|our|the|this|that) (?:\w+ )?{BOOKING}\b(?! (?:for|at|under|on) (?:\d|two|three|four|five|six|seven|eight))"
    rf"|\b{BOOKING}\b.{{0,60}}\b(?:änder\w*|tauschen|wechseln|verschieb\w*|schieben|verleg\w*|umbuch\w*|umlegen|vorziehen|vorverlegen|verlänger\w*|verkürz\w*|erweiter\w*|(?:be )?(?:changed|moved|rescheduled|postponed))\b"
    rf"|\b(?:änder\w*|verschieb\w*|verleg\w*|umbuch\w*|verlänger\w*|verkürz\w*)\b.{{0,40}}\b{BOOKING}\b"
    r"|\b(?:come|arrive|kommen|da sein) (?:\w+ ){0,3}(?:later|earlier|später|früher) (?:than|als) (?:booked|planned|reserved|gebucht|geplant|reserviert|ausgemacht)\b|\b(?:later|earlier|später|früher) (?:than|als) (?:booked|planned|reserved|gebucht|geplant|reserviert) (?:\w+ )?(?:come|kommen)\b|\b(?:später|früher|later|earlier) (?:\w+ )?(?:come|kommen|da sein|arrive) (?:als|than) (?:booked|planned|reserved|gebucht|geplant|reserviert|ausgemacht)\b"
    r"|\b(?:stay|bleiben|remain)\b.{0,24}\b(?:longer|länger|(?:more|extra|additional|weitere) (?:nights?|days?|nächte|tage?))\b|\b(?:nights?|days?|nacht|nächte|tage?) (?:longer|länger)\b|\b(?:leave|depart|check out|arrive|come)\b.{0,16}\b(?:days?|nights?) (?:early|earlier|later)\b|\b(?:tage?|nacht|nächte) (?:früher|eher|später) (?:\w+ )?(?:abreisen|anreisen|kommen|fahren|auschecken)\b|\b(?:kommen|reisen|fahren)\b.{0,16}\b(?:tage?|nacht|nächte) (?:früher|eher|später)\b|\bverlänger\w*|\bupgrade (?:to|us|me|my|our)\b"
    r"|\b(?:umbuchen|reschedule|rebook(?:ing)?)\b|\b(?:we|i|wir|ich) (?:\w+ )?(?:booked|reserved|have booked|had booked|hatten? (?:\w+ ){0,4}(?:reserviert|gebucht)|haben? (?:\w+ ){0,4}(?:reserviert|gebucht)),? .{0,40}\b(?:but|aber|now|jetzt|sind jetzt|would rather|lieber|instead)\b"
    rf"|\b(?:i|we|ich|wir) (?:have|habe|haben) (?:a|an|einen|ein|eine) {BOOKING}\b.{{0,40}}\b(?:rather|instead|lieber|different|but|aber|ander\w*)\b"
    r"|\b(?:i|we)(?:'ve| have| had| got| have got)? (?:just |already )?(?:booked|reserved|a table|a room|a reservation|a booking)\b.{0,60}\b(?:(?:move|change|push|bring|shift|make|have) (?:it|that|this|them)|(?:an hour|half an hour|minutes|a day|days) (?:earlier|later))\b"
    r"|\b(?:ich|wir) (?:hab|habe|haben|hatte|hatten)\b.{0,60}\b(?:reserviert|gebucht|tisch|zimmer|reservierung|buchung)\b.{0,60}\b(?:stunden?|minuten|tage?) (?:früher|später|eher)\b"
    r"|\b(?:to|on|bei|in|zu) (?:my|our|meiner|unserer|the) (?:reservation|booking|reservierung|buchung)\b"
    r"|\b(?:come|be there|kommen|da sein)\b.{0,24}\b(?:instead of|rather than|statt|anstatt) (?:at |um )?(?:\d|one|two|three|five|six|seven|eight|nine|ten|half|halb|quarter|viertel|zwölf|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf)"
    r"|\b(?:at|um) [\w: ]{1,16} kommen (?:statt|anstatt) (?:um )?\w"
    r"|\b(?:statt|anstatt) um [\w: ]{1,16}? (?:(?:erst|schon|lieber|doch) )*um [\w:]{1,12}(?: [\w:]+)? (?:kommen|da sein|essen)\b"
    r"|\b(?:instead of|rather than) (?:at )?[\w: ]{1,20},? (?:could|can|may|might) (?:we|i) (?:come|make it|be there)\b"
    rf"|\b(?:we|i)(?:'ve| have|'ve got| have got)? (?:got |have )?(?:a|an|our|my) {BOOKING}\b.{{0,40}}\b(?:need|want|like|have|would like) to (?:push|move|change|make|shift|bring|switch|postpone|reschedule|put)\b"
    r"|\b(?:wir|ich) haben? (?:\w+ ){0,4}(?:reserviert|gebucht)\b.{0,12}\bda(?:s|nn)? (?:klappt|geht|passt|schaffen wir) (?:\w+ ){0,3}nicht\b"
    rf"|\b{BOOKING}\b.{{0,16}}\b(?:should|has to|needs to|ought to|must) be (?:under|in|on)\b|\b{BOOKING}\b.{{0,16}}\b(?:soll|sollte|muss) (?:\w+ ){{0,2}}(?:auf|unter)\b"
)
CHECK = re.compile(
    rf"\b(?:check|confirm|verify|look up|find|prüfen|nachsehen|nachschauen|bestätigen|schauen)\b.{{0,24}}\b(?:my|our|mein\w*|unser\w*|the|die|den) (?:\w+ )?{BOOKING}\b"
    rf"|\bsee\b.{{0,24}}\b(?:my|our|mein\w*|unser\w*) (?:\w+ )?{BOOKING}\b"
    rf"|\b(?:do|have) (?:i|we) (?:still |already )?(?:have |got )(?:a|any|an)?(?: \w+)? ?(?:{BOOKING}|booked|reserved)\b|\bdid (?:i|we) (?:\w+ )?(?:book|reserve)\b|\bhabe (?:ich|wir)? ?.{{0,30}}\b(?:reserviert|gebucht)\b(?=.*\?)|\bhaben wir\b.{{0,40}}\b(?:reserviert|gebucht)\b(?=.*\?)"
    r"|\bwhat (?:all )?(?:have|had) (?:i|we) (?:\w+ ){0,2}(?:booked|reserved)\b|\bwas (?:habe|haben|hatte|hatten) (?:ich|wir) (?:\w+ ){0,2}(?:gebucht|reserviert)\b"
    rf"|\b(?:when|what time|which day|for how many|what|wann|um wie viel uhr|für wie viele|für wann)\b.{{0,24}}\b(?:is|was|are|did|ist|sind|war|habe|haben)\b.{{0,16}}\b(?:my|our|we|i|mein\w*|unser\w*|wir|ich)\b.{{0,24}}\b(?:{BOOKING}|book\w*|reserv\w*|gebucht)\b"
    rf"|\b(?:when|what time|which day|for how many|wann|um wie viel uhr|für wie viele|auf welche\w*)\b.{{0,24}}\b(?:is|was|ist|war|geht|lautet|läuft)\b (?:nochmal |noch mal |noch |jetzt |denn |eigentlich )*(?:the|die) {BOOKING}\b(?! (?:möglich|possible|frei|open))"
    rf"|\bis (?:my|our) {BOOKING}\b.{{0,24}}\b(?:still|confirmed|booked|ok|okay|on)\b|\bist (?:mein|unser|meine|unsere) {BOOKING}\b"
    rf"|\b(?:es geht|geht es|it is|it's|i'm calling|i am calling|calling|writing) (?:um|about) (?:my|our|meine?n?|unsere?n?) {BOOKING}\b"
    r"|\b(?:we|i) still (?:have|got) (?:our|my|the) (?:table|room|booking|reservation)\b|\b(?:haben wir|habe ich|bleibt|steht) (?:\w+ ){0,3}(?:unser\w*|mein\w*|der) (?:tisch|zimmer|reservierung)\b.{0,20}\b(?:noch|also)\b"
    r"|\b(?:is|was) (?:it|that|[a-z\d]*\d[a-z\d]*) (?:\w+ ){0,2}cancell?ed\b|\bdid you (?:really |actually )?cancel\b|\b(?:haben sie|hast du|habt ihr|ist|war|wurde)\b.{0,40}\b(?:wirklich |jetzt |auch )*(?:storniert|abgesagt)\b"
    r"|\b(?:forgot(?:ten)?|lost|misplaced|don't (?:have|know|remember)) (?:my|our|the) (?:booking|reservation) (?:number|code)\b|\b(?:buchungs|reservierungs)(?:nummer|code)\b.{0,24}\b(?:vergessen|verloren|verlegt|nicht (?:mehr|da))\b"
    r"|\b(?:wegen|about|regarding) (?:der|meiner|unserer|the|my|our) (?:reservierung|buchung|booking|reservation)\b"
    rf"|\b(?:got|went|gone) through\b.{{0,20}}\b{BOOKING}\b|\b{BOOKING}\b.{{0,24}}\b(?:go|gone|went) through\b"
    rf"|\b(?:habe? ich|haben wir)\b(?:(?! frei(?:e\w*)?\b)[^?!]){{0,50}}\b(?:einen|'?nen|eine|'?ne|ein) {BOOKING}\b(?! (?:frei|verfügbar|buchen|reservieren|haben|bekommen))"
    rf"|\b(?:ob|whether|if)\b(?:[^?!]){{0,16}}\b(?:my|our|the|mein\w*|unser\w*|die|der|den) (?:\w+ )?{BOOKING}\b[^?!]{{0,60}}\b(?:noch (?:steht|gilt|besteht|da ist|drin ist|gültig)|steht|geklappt|eingetragen|angekommen|still|stands|confirmed|bestätigt)\b"
    rf"|\b(?:die|meine?|unsere?|der) {BOOKING}\b[^?!]{{0,60}}\bnoch (?:steht|gilt|besteht|aktuell|gültig)\b|\b(?:steht|gilt|besteht) (?:die|meine?|unsere?|der) (?:\w+ )?{BOOKING}\b[^?!]{{0,40}}\bnoch\b"
    rf"|\b(?:my|our|mein\w*|unser\w*|die|den|the) {BOOKING} (?:\w+ ){{0,4}}?(?:nachschauen|nachsehen|nachschlagen|prüfen|raussuchen|heraussuchen|aufrufen|finden|bestätigen)\b"
)
LATE = re.compile(
    r"\b(?:running (?:a (?:bit|little) |\w+ )?(?:\w+ ){0,3}(?:late|behind)|(?:be|are|am|'re|'m|arrive|arriving|come|coming|get there|going to be|gonna be|might be|may be|being) (?:[\w.]+ ){0,6}late\b(?! (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|check ?-? ?out))|\w+ (?:minutes|hours?|mins?) late|half an hour late|(?:be|get|arrive|there|come|coming|arriving) (?:\w+ ){0,4}(?:minutes|mins|hour) later than|(?:'ll|will) (?:be (?:there|with you)|arrive|come|get there) (?:\w+ ){0,5}(?:minutes|mins|hour|hours) later|delayed|held up|stuck in (?:traffic|a jam)|won't (?:make it|be there) (?:on|in) time|can't (?:make it|be there) (?:on|in) time|"
    r"verspät\w*|verspätung|zu spät|(?:wird|wirds|wird's) (?:es )?(?:\w+ ){0,5}?(?:minuten|min|viertelstunde|stunde) später|(?:kommen|komme|sind|bin|werden|schaffen) (?:[\w.]+ ){0,7}(?:minuten|viertelstunde|stunde|minute|min) (?:später|zu spät)|(?:kommen|komme|sind|werden|brauchen|wird|wirds) (?:wohl |leider |etwas |ein bisschen |ein wenig |noch |heute |heut |nachher )+(?:später|länger)(?: da)?|stehen? (?:noch )?im stau|stecken? (?:im stau|fest)|nicht (?:ganz )?pünktlich|zug hat verspätung|aufgehalten)\b"
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
_IS_THERE_A_LIST = re.compile(
    r"\b(?:is there|do you (?:have|keep|run)|have you got|gibt es|gibt's|habt ihr|haben sie|führt ihr|führen sie) (?:\w+ ){0,3}(?:wait(?:ing)? ?-? ?list|wartelist\w*)\b"
)
"""Asking whether there is a waiting list, and not to be put on it."""
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
    rf"|\b(?:left|forgot(?:ten)?|lost|misplaced|dropped) (?:my|our|his|her) {_BELONGING}(?! (?:is|are|needs?|wants?|can't|has|likes)\b)"
    rf"|\b(?:left|forgot(?:ten)?|lost) (?:(?:a|an|the|some|one of) {_BELONGING}|something)(?: [\w'-]+){{0,6}} {_WHERE_IT_IS}|\b(?<!guests )left (?:[\w'-]+ ){{1,4}}behind\b"
    rf"|\b(?:mein|unser|sein|ihr|ein)\w* {_BELONGING} (?:(?!nicht )\w+ ){{0,6}}?(?:(?:liegen|hängen|stehen) ?(?:ge)?(?:lassen|blieben)|\w+engelassen|zurückgelassen|dagelassen|vergessen|verloren)\b"
    rf"|\b(?:my|our) {_BELONGING} (?:\w+ )?(?:is|are|must be|might be|may be|could be|should be) still (?:\w+ )?{_WHERE_IT_IS}"
    rf"|\b(?:mein|unser)\w* {_BELONGING} (?:\w+ )?(?:ist|sind|liegt|liegen|hängt|hängen|steht|müsste\w*|muss|müssen|dürfte\w*) (?:wohl |vielleicht |bestimmt |wahrscheinlich )?noch (?:\w+ )?{_WHERE_IT_IS}"
    rf"|\b(?:liegt|hängt|steht|ist) (?:da |vielleicht |bei (?:ihnen|euch) )?(?:noch |vielleicht )+(?:mein|unser)\w* {_BELONGING}"
    rf"|\b(?:did|has|have) (?:you|anyone|anybody|somebody|someone) (?:maybe |perhaps |by any chance )?(?:find|found|hand(?:ed)? in|seen) (?:my|our|a|an) (?:[\w'-]+ ){{0,2}}{_BELONGING}"
    rf"|\b(?:wurde|haben sie|habt ihr|hat (?:jemand|wer)) (?:\w+ ){{0,4}}?(?:mein|unser|ein)\w* {_BELONGING} (?:\w+ ){{0,4}}?(?:gefunden|abgegeben)\b"
)
"""Having left something behind in the house, or looking for it."""
_MESSAGE_SURE = re.compile(r"\b(?:message|word for|nachricht|ausrichten|pass (?:this|that|it) on|weitergeben)\b")
SAME_AGAIN = re.compile(
    r"\b(?:same (?:again|as (?:last time|before|always|usual|ever|the last|last \w+|every \w+))|the same (?:table |room |thing |booking |reservation )?(?:again|as (?:last|before|usual|always)\w*|like last time)|(?:the|our|my) usual(?! (?:price|hours))|(?:just )?(?:like|as) (?:last time|last \w+day|always|usual)|what (?:we|i) had last time|book (?:that|it|the same) again|"
    r"wie (?:beim )?letzte[nsr]? (?:mal|male|besuch|woche|monat|jahr)|wie (?:immer|üblich|gehabt|sonst|damals|neulich)|das übliche|(?:das|den|die)(?:selbe|selben|gleiche|gleichen)\b.{0,30}\b(?:wie (?:letzte\w*|immer|beim)|noch ?mal|noch einmal|wieder)|nochmal (?:das|den|die)(?:selbe|gleiche)\w*|unser(?:en)? üblich\w*|mein(?:en)? üblich\w*)\b"
)
WAS_CANCELLED = re.compile(
    r"\b(?:have|has|had) (?:\w+ ){0,4}cancell?ed\b|\b(?:is|was|has) (?:\w+ ){1,5}(?:been )?cancell?ed\b|\b(?:is|was) (?:it|that|[a-z\d]*\d[a-z\d]*) (?:\w+ ){0,2}cancell?ed\b|\bdid you (?:really |actually )?cancel\b|\b(?:haben sie|hast du|habt ihr|ist|war|wurde)\b.{0,40}\b(?:storniert|abgesagt)\b"
)
_MEANT = re.compile(
    r"\b(?:i meant?|i was talking about|ich meinte?|gemeint|the (?:\w+day|other) one|(?:die|den|der) am)\b"
)
"""Saying which reservation is meant, and not what it is to become."""
_OTHER_ONE = re.compile(
    rf"\b(?:my|our|the) other one\b|\b(?:die|den|das|meine[ns]?|unsere[ns]?) andere[ns]?\b(?= (?:storn|absag|bitte storn|bitte absag))"
    rf"|\b(?:other|existing|old|previous|earlier|original|first|already|another one i|andere\w*|bestehende\w*|alte\w*|vorhandene\w*|erste\w*|frühere\w*) (?:\w+ )?(?:{BOOKING}|booked|reserved|gebucht|reserviert)\b"
    rf"|\b(?:cancel\w*|call off|drop) (?:\w+ ){{0,2}}?(?:another|a different|some other) (?:\w+ )?{BOOKING}\b"
    rf"|\b{BOOKING}\b.{{0,20}}\b(?:(?:that |which )?(?:i|we) (?:made|have|had|booked|already)|from (?:last|yesterday|before)|(?:die|den|das) (?:ich|wir)|von (?:gestern|letzter|neulich))\b|\bbooked (?:last|yesterday|earlier)\b"
)
TO_CHANGE = re.compile(
    r"\b(?:chang(?:e|ing)|mov(?:e|ing)|modify|amend|reschedul\w*|rebook|extend|prolong|shorten|postpone|update|upgrade|downgrade|swap|edit|ändern|ändere|(?:ver)?schieb\w*|verleg\w*|umbuch\w*|verlänger\w*|verkürz\w*)\b"
)
_SOME_BOOKING = re.compile(rf"\b(?:an?|another|one|eine?[nr]?|andere\w*) (?:\w+ )?{BOOKING}\b")
_OBJECT = re.compile(rf"\b{BOOKING}\b")
RENUMBERED = re.compile(
    r"\b(?:(?:change|correct|update|replace|new|other|wrong|different|mistyped|mixed up|typo in) (?:\w+ ){0,3}(?:phone|number|mobile)|\w*(?:nummer|telefon|handy) (?:\w+ ){0,2}(?:vertan|vertippt|verschrieben|geirrt)|(?:vertan|vertippt|verschrieben|geirrt)\b.{0,24}\w*(?:nummer|telefon|handy)|(?:number|phone|mobile) (?:\w+ )?wrong|"
    r"(?:phone|number|mobile)(?: number)? (?:to|is now|should be|was wrong|is wrong|has changed|changed)"
    r"|(?:neue|andere|falsche)\w* (?:\w+ )?\w*(?:nummer|telefon|handy)|(?:nummer|telefon|handy) (?:\w+ ){0,3}(?:falsch|geändert|ändern|auf|neu|lautet jetzt|ist jetzt|war))\b",
    re.IGNORECASE,
)
"""A telephone number that is to be another."""
RENAMED = re.compile(
    r"\b(?:put (?:it|that|this|the \w+|my \w+|our \w+) (?:down )?under|(?:stellen|setzen|schreiben|nehmen) sie (?:es|das|sie|die \w+|den \w+) (?:auf|unter)|"
    r"(?:should|has to|needs to|must|ought to|can) (?:now )?be (?:under|in|on)|(?:under|to|in) (?:my |the |a |another |a different )?(?:\w+'?s )?name|"
    r"(?:change|correct|fix|update|mistake in|typo in) (?:(?:my|the|our|a) )?(?:\w+ )?(?:sur|last ?|first ?)?names?|names? (?:\w+ ){0,2}(?:misspell\w*|misspelt|spell?ed wrong\w*|wrong|spell?ed|spelt)|namen? (?:\w+ ){0,4}(?:falsch|verschrieben|vertippt|geändert|korrigieren|berichtigen|vertan)|"
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
_THINKS_OVER = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will|'d| would| want to| need to| have to| must|'d like to| would like to)? (?:have to |need to |better |rather )*(?:think (?:about it|it over|on it)|sleep on it)|let me (?:think (?:about it|it over)|sleep on it)"
    r"|überleg\w*(?:'s)?(?: (?:es|ich|wir))? (?:(?:mir|uns)(?:'s| es| das)?|es (?:mir|uns))|(?:mir|uns)(?:'s| es| das)? (?:(?:noch|mal|noch ?mal|noch einmal|erst|erstmal|in ruhe) )*(?:überlegen|durch den kopf gehen)"
    r"|lassen sie (?:es |das |mal |lieber |doch )*(?:mal|gut sein|lieber)(?= ?(?:$|[.,;!]))|lass (?:es |das )?mal(?= ?(?:$|[.,;!]))|lassen wir(?:'s| es| das) (?:mal|lieber|erstmal|erst mal))"
)


def thinks_over(text: str) -> bool:
    """Whether somebody will think about it and wants nothing for now: "I'll think it over", "ich überleg's mir nochmal"."""
    return "?" not in text and bool(_THINKS_OVER.search(words.said(text)))


def lets_be(text: str) -> bool:
    """Whether all stays as it is for now: "keep it then", or somebody will think about it."""
    return "?" not in text and (bool(KEEPS.search(text)) or thinks_over(text))


_HAVE_BACK = rf"(?:have|get|want|like) (?:it|that|this|{_MY} (?:\w+ )?{BOOKING}) back|(?:ihn|sie|es|das|den|die|{_MY} (?:\w+ )?{BOOKING}) (?:\w+ ){{0,2}}?(?:zurück|wieder) ?(?:haben|bekommen|kriegen|buchen)"
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


def of_whom_it_is(said: str, heard: Collection[str], kinds: Set[str]) -> str | None:
    """What is wanted of a reservation by who gives name and number first, and no wish for a new one; None for nothing of it."""
    if not {"name", "phone"} <= kinds or kinds & {"check_in", "check_out", "date", "nights"}:
        return None
    if "cancel_task" in heard or UNDO.search(said):
        return "cancel_reservation"
    own = _OWN_STAY.search(said)
    anew = not own and ANEW.search(said) and not re.search(r"\bdoch\b", said)
    if anew or SAME_AGAIN.search(said) or MESSAGE.search(said):
        return None
    if kinds & {"extra", "no_extra", "room_type", *errands.LONGER_KINDS}:
        return "change_reservation"
    return "check_reservation" if own else None


def for_another(text: str) -> bool:
    """Whether somebody else wants a room of their own: "my sister needs one too", "meine Mutter bräuchte ein Einzelzimmer"."""
    said = words.said(text)
    return bool(_ANOTHERS.search(said) and _ITS_OWN.search(said))


def one_more(text: str) -> bool:
    """Whether a day is named for one more beside what is in hand, and not in its place: "and one on Saturday too"."""
    return bool(SECOND.search(text) or _ONE_MORE.search(text)) and not _INSTEAD.search(text)


def only_asks(text: str, values: Sequence[Value]) -> bool:
    """Whether a thing of the house is asked about without a word of having a table or a room: "is there a bathtub?"."""
    kinds = {value.kind for value in values}
    if HAVE_BACK.search(text) or kinds & (errands.WISH_KINDS - {"room_type", "area"}):
        return False
    return bool(inquiries.ASKING.search(text)) and not _WANTED.search(words.said(text))


_WANTED = re.compile(
    r"\b(?:book\w*|reserv\w*|free|availab\w*|need|want|like|love|left|still|noch|frei\w*|buch\w*|brauch\w*|möcht\w*|hätt\w*|get (?:a|an|us|me)|(?:a|one) (?:table|room) for|(?:tisch|zimmer|platz) für (?:uns|mich|zwei|drei|vier|\d)|come|kommen|unterbringen)\b"
)


def undoes(text: str) -> bool:
    """Whether the words tell to cancel what is booked, or that nobody will come: "get rid of it", "we can't make it"."""
    return bool(UNDO.search(text) or CANCEL.search(words.said(text)))


def calls_it_off(text: str, absent: str) -> bool:
    """Whether all of it is called off beside somebody who does not come: "my husband can't come, please cancel it altogether".

    absent: the words that say who stays away.
    """
    rest = words.said(text.replace(absent, " "))
    return bool(UNDO.search(rest) and (_THE_WHOLE.search(rest) or _IT.search(rest)))


_IT = re.compile(rf"\b(?:cancel|call) (?:it|that|this)\b|\b(?:den|das|die|the|our|my|unser\w*|mein\w*) {BOOKING}\b")


def late(text: str) -> bool:
    """Whether the words say that the guests will be late."""
    said = words.said(text)
    return bool(LATE.search(said)) and not (_LATE_ASKED.search(said) or _to_come_later(said))


def _to_come_later(said: str) -> bool:
    """Whether the hour is to be changed, and nobody is only late: "can we change it: we come an hour later"."""
    return bool(TO_CHANGE.search(said)) and not _BEHIND_TIME.search(said)


_BEHIND_TIME = re.compile(
    r"\b(?:late|behind|delayed|held up|stuck|traffic|in time|on time|verspät\w*|zu spät|stau|pünktlich|aufgehalten)\b"
)


def another(text: str) -> bool:
    """Whether the words are about another reservation than the one that was spoken of."""
    return bool(_OTHER_ONE.search(words.said(text)))


def resends(text: str) -> bool:
    """Whether a confirmation is spoken of that is to be sent."""
    return bool(RESEND.search(words.said(text)))


def the_other(text: str) -> bool:
    """Whether the words are about the other one of two reservations: "and cancel the other one"."""
    return bool(_THE_OTHER.search(words.said(text)))


_THE_OTHER = re.compile(
    rf"\b(?:the|my|our) other (?:1|one|{BOOKING})\b|\b(?:de[nr]|die|das|meine[ns]?|unsere[ns]?) andere[ns]? (?:{BOOKING}|bitte|auch|noch|storn\w*|absag\w*)"
)


def some_booking(text: str) -> bool:
    """Whether the words speak of a reservation that has not been spoken of yet: "I'd like to cancel a reservation"."""
    return bool(_SOME_BOOKING.search(words.said(text)))


def books_anew(text: str) -> bool:
    """Whether the words want a table or a room of their own: "and a room for two", not "in room 104"."""
    return bool(ANEW.search(words.said(text)))


def to_change(text: str) -> bool:
    """Whether the words speak of changing something that is booked."""
    return bool(TO_CHANGE.search(words.said(text)))


_NO_BOOKING = re.compile(
    r"\b(?:(?:don't|do not|didn't|did not) (?:really |actually |even )?(?:want|wish|need|mean|plan|intend)|(?:am|i'm|we're|are) not (?:really |actually )?(?:looking|trying|planning|going|here|calling|wanting)) (?:to )?(?:book(?!ed)\w*|reserve|reserving|make (?:a|any) (?:booking|reservation))\b(?! (?:it|that|this|them|the|for|at|on)\b)"
    r"|^\W*(?:no|just)\W+(?:booking|reservation)\b"
    r"|\b(?:will|möchte\w*|wollte?n?|wollen) (?:(?:ich|wir|doch|ja|eigentlich|jetzt|noch) )*(?:nichts?|gar nichts?|(?:noch |gar |jetzt )*nicht|keine(?:n|s)? (?:\w+))(?: \w+)?? (?:buchen|reservieren)\b|^\W*(?:nein\W+)?keine (?:reservierung|buchung)\b(?! (?:gefunden|bekommen|erhalten|mehr))"
    r"|\b(?:don't|do not|didn't) (?:really |actually |even )?(?:want|wish for) (?:a|any) (?:table|room|booking|reservation)\b(?! (?:at|in|near|by|next|on|for|with|under)\b)|^\W*(?:no|nein|nö|nee|ne)?\W*(?:no|kein(?:en)?) (?:table|room|tisch|zimmer)\W*$"
    r"|\bnot (?:booking|reserving)\b|\b(?:nichts?) (?:reservieren|buchen)\b|\b(?:will|möchte|wollen|möchten) (?:\w+ ){0,2}?keine?n? (?:neue[nr]? |weitere[nr]? )?(?:tisch|zimmer|reservierung|buchung)\b",
    re.IGNORECASE,
)


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


WE_COME_AS = frozenset(("put_right", "of_us", "we_are", "zu_viert"))
"""How a party is named by who is to come: "four of us", "zu viert"."""
FROM_WHAT_STANDS = frozenset(("shifted", "past_it", "more_or_fewer"))
"""How a wish is named by its difference from what is booked."""


def puts_right_request(text: str, values: Sequence[Value] | Sequence[Mapping[str, Any]], state: Conversation) -> bool:
    """Whether what was just asked of the staff for a group is to be otherwise: "actually we'll be ten", "doch nur zehn"."""
    receipts, said = state.get("receipts") or [], words.said(text)
    if not receipts or receipts[-1]["operation"] != "group" or inquiries.RESERVE.search(said) or SECOND.search(said):
        return False
    rules = {value["rule"] if isinstance(value, Mapping) else value.rule for value in values}
    return bool(rules & (FROM_WHAT_STANDS | WE_COME_AS | {"bare"}) or (rules and _AFTER_BOOKING.search(said)))


def to_be_otherwise(text: str, said: str, kinds: Set[str], values: Sequence[Value], known: Any) -> bool:
    """Whether what was booked is wished otherwise, put as a wish about ourselves: "could we sit outside?".

    known: the facts of what was booked here last, if anything was.
    """
    if SECOND.search(said) or ANEW.search(said) or {"check_in", "check_out"} <= kinds or inquiries.HOURS.search(said):
        return False
    of_a_stay = bool(known and known.get("check_in"))
    if _OUR_WISH.search(said) and (_LONGER_OR_SHORTER if of_a_stay else EARLIER_OR_LATER).search(said):
        return True
    of_another = bool(of_a_stay and kinds & {"room_type", "view"})
    if of_another and "?" not in text and not kinds & (errands.WISH_KINDS - {"room_type"}):
        return True  # "the suite then, please"
    if not (_OUR_WISH.search(said) and (of_another or (_BEING_HERE.search(said) and kinds & MOVED))):
        return False
    return "area" in kinds or not inquiries.asks(text, values)


def only_as_many(text: str, said: str, kinds: Set[str], values: Sequence[Value]) -> bool:
    """Whether nothing but a number of people is wished, of what stands: "und bitte 6 Personen", "können wir zu sechst kommen?"."""
    if not kinds or not kinds <= {"party_size", "people_by"} or SECOND.search(said) or ANEW.search(said):
        return False
    told = "?" not in text and not inquiries.ASKING.search(text)
    many = any(value.status != "invalid" for value in values)
    return many and (told or (bool(_OUR_WISH.search(said)) and not inquiries.of_price(text)))


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


def our_wish(text: str) -> bool:
    """Whether something is wished for ourselves, in whatever form: "can we also have …?", "könnten wir da grillen?"."""
    return bool(_OUR_WISH.search(words.said(text)))


def stretches(text: str) -> bool:
    """Whether a stay is to be longer or shorter, without a word of by how much."""
    return bool(_LONGER_OR_SHORTER.search(words.said(text)))


def existing(
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
    booking = kind is not None and kind not in errands.POINTING and kind != "message"
    other = bool(_OTHER_ONE.search(said)) or ("code" in kinds and expect.get("slot") != "code")
    noted = bool(wishes.told(said, 0)) and ("note" in kinds) and (kind is not None or stands or "code" in kinds)
    calls_off = "cancel_task" in heard and CANCEL.search(said) and not _MESSAGE_SURE.search(said)
    if loses(said) and len(valid & errands.WISH_KINDS) < 2:
        return "message"
    known = kind is not None or stands or "code" in kinds
    wished = (
        valid & errands.WISH_KINDS if known or len(valid & errands.WISH_KINDS) > 1 else ()
    )  # a number alone books nothing
    passes_on = bool(expect.get("agreement")) and kind in errands.REQUESTS | {"message"} and "affirm" in heard
    if (
        MESSAGE.search(said)
        and not (calls_off or passes_on)
        and not ((wished or noted) and not _MESSAGE_SURE.search(said))
    ):
        return "message"
    if RESEND.search(said) and not (kind == "resend" and "affirm" in heard) and not (booking and not stands):
        return "resend"
    only_asks_for_it = kind is None and len(valid & errands.WISH_KINDS) > 1 and bool(_IS_THERE_A_LIST.search(said))
    only_asks_for_it = only_asks_for_it or bool(expect.get("agreement") and "affirm" in heard and "list" not in said)
    if WAITLIST.search(said) and not only_asks_for_it:
        return "waitlist"  # and not "yes, but only if it is free of charge"
    counted = kinds & {"time", "time_by", "party_size", "people_by"}
    later = bool(known and counted and LATE.search(said) and _to_come_later(said))
    if later and not (booking and not stands):
        return "change_reservation"  # "can we change it: we come an hour later, and there are three of us"
    if LATE.search(said) and booking and not (stands or later) and "code" not in kinds:
        return "question"  # for the table that is just being booked: how long it would be kept
    says_late = LATE.search(said) and not (later or _LATE_ASKED.search(said))
    if says_late and kind != "room" and not kinds & errands.STAY_KINDS:
        return "running_late"
    if SAME_AGAIN.search(said):
        return "same_again"
    cancels = "cancel_task" in heard and bool(CANCEL.search(said) or (_OTHER_ONE.search(said) and UNDO.search(said)))
    changes = bool(CHANGE.search(said)) and not inquiries.asked_what_if(said)
    if named and cancels:
        return "cancel_reservation"
    if kind == "cancel" and cancels:
        return "cancel_reservation"
    of_it = kind in errands.POINTING - {"cancel"} or (booking and _THE_WHOLE.search(said))
    if stands and of_it and "cancel_task" in heard and UNDO.search(said) and not _THE_CHANGE.search(said):
        return "cancel_reservation"
    if kind == "check" and CHECK.search(said) and not (cancels or changes):
        return "check_reservation"
    no_more = booking and not stands and not errand["hold"] and not (valid & {"party_size"} or SECOND.search(said))
    if no_more and not _MAKES_ONE.search(said) and (CHECK.search(said) or speaks_of_own(said)):
        return "cancel_reservation" if cancels else "change_reservation" if changes else "check_reservation"
    own = kind is None and (speaks_of_own(said) or "code" in kinds)
    if own and "time" in kinds and not valid & {"party_size"} and _COMES_LATER.search(said):
        return "running_late" if "date" not in kinds or _TODAY.search(said) else "change_reservation"
    if kind is None and ANEW.search(said) and len(valid & {"party_size", "date", "time"}) > 1 and not UNDO.search(said):
        cancels = False  # "a table for my parents on Friday at 7, I'm not coming"
    if kind is None and not stands and "code" not in kinds and len(valid & {*errands.STAY_KINDS, "party_size"}) > 1:
        changes = changes and bool(TO_CHANGE.search(said) or speaks_of_own(said))  # not "flowers in the room"
    if kind is None or other:
        if cancels and not WAS_CANCELLED.search(said):
            return "cancel_reservation"
        if kind is None and _MEANT_TO_COME.search(said) and not valid & {"party_size"}:
            return "cancel_reservation"
        if kind is None and (_WHEN_GONE.search(said) or (_CODE_GONE.search(said) and not (cancels or changes))):
            return "check_reservation"
        if kind is None and speaks_of_own(said) and not SECOND.search(said):
            return "change_reservation" if changes or _wants_it_otherwise(said, kinds) else "check_reservation"
        if (changes or ("code" in kinds and TO_CHANGE.search(said))) and not SECOND.search(said):
            return "change_reservation"
        if (kinds & {"no_extra", *errands.LONGER_KINDS} and not kinds & errands.STAY_KINDS) or {
            "code",
            "extra",
        } <= kinds:
            return "change_reservation"
        if "code" in kinds and kinds & {"party_size", "time", "date", "check_in"} and _WANTS_IT.search(said):
            return None if cancels else "change_reservation"
        if "name" in kinds and _RUNS_UNDER.search(said) and kinds & (errands.COUNTED_KINDS | {"time", "date"}):
            return "change_reservation"
        wishes_anew = kinds & {"party_size"} and kinds & {"date", "time"}
        if CHECK.search(said) and not wishes_anew and not {"code", "note"} <= kinds:
            return "check_reservation"
        if "code" in kinds and kinds & {"note", "occasion", "extra", *errands.COUNTED_KINDS} and not cancels:
            return "change_reservation"
        if "code" in kinds and not kinds & errands.WISH_KINDS and (kind is None or not booking):
            return "cancel_reservation" if "cancel_task" in heard else None if kind else "check_reservation"
        if ("code" in kinds or kinds & errands.COUNTED_KINDS) and kind is None:
            return "change_reservation"
        if booking and "code" in kinds and not kinds & errands.WISH_KINDS:
            return "cancel_reservation" if "cancel_task" in heard else "check_reservation"
        return None
    if kind in errands.POINTING:
        if cancels and kind != "cancel" and _OBJECT.search(said):
            return "cancel_reservation"
        if kind in errands.ABOUT_THE_ONE and kinds & {"date", "time"} and _MEANT.search(said):
            return next(intent for intent, one in errands.KINDS.items() if one == kind)
        if kind == "cancel" and kinds & {"date", "time"} and inquiries.RATHER.search(said):
            return "change_reservation"
        put_off = kind == "cancel" and "affirm" in heard  # "yes, but only tomorrow" moves nothing
        if kind in ("cancel", "check", "late") and (
            changes or ("correct" in heard and kinds & errands.WISH_KINDS - {"area"} and not put_off)
        ):
            return "change_reservation"
    return None


def moves_one(text: str) -> bool:
    """Whether it is only asked to move what is booked: "können wir stattdessen nächste Woche Samstag?"."""
    said = words.said(text)
    return bool(_OUR_WISH.search(said) and (TO_CHANGE.search(said) or _RATHER_SO.search(said)))


_RATHER_SO = re.compile(
    r"\b(?:instead|rather|stattdessen|lieber|(?:an)?statt|already (?:on|at)|only (?:on|at)|(?:schon|erst) (?:am|um|ab))\b"
)


def moves(said: str) -> bool:
    """Whether the words would have it moved, or themselves be here at another time."""
    return bool(TO_CHANGE.search(said) or (_OUR_WISH.search(said) and _BEING_HERE.search(said)))


_COMES_LATER = re.compile(
    r"\b(?:schaff\w*|kommen?|sind|bin|können|kann)(?: \w+){0,5}? (?:erst|nicht vor|frühestens)(?: \w+){0,2}? (?:um|gegen|ab|nach|halb|viertel|\d)"
    r"|\b(?:won't|can't|cannot|can not|not|will only|can only|only) (?:be able to )?(?:make it|be there|get there|come|arrive)(?: \w+){0,2}? (?:before|until|till|at|by|around)\b"
)
"""Not being here before another hour than the one that was booked."""
_TODAY = re.compile(r"\b(?:heute?|today|tonight|this evening|gleich|jetzt)\b")
_WHEN_GONE = re.compile(
    r"\b(?:weiß|wei(?:ss|ß)t?|wissen|wüsste)\b(?: \w+){0,3} (?:nicht mehr|nimmer|nich mehr)(?: \w+)? (?:wann|um wie ?viel uhr|für wann|welche\w* (?:tag|uhrzeit))\b|\b(?:wann|welche\w* (?:tag|uhrzeit))(?: \w+){0,3} vergessen\b|\bvergessen(?: \w+)?,? (?:wann|um wie ?viel uhr|für wann)\b"
    r"|\b(?:don't|do not|can't|cannot|no longer) (?:know|remember|recall)(?: \w+)? (?:when|what time|which day|what day|for when)\b|\b(?:forgot(?:ten)?|not sure) (?:when|what time|which day|what day|for when)\b"
)
"""No longer knowing for when something is booked."""
_CODE_GONE = re.compile(
    r"\b(?:lost|forg[oe]t(?:ten)?|misplaced|(?:can't|cannot|can not|don't) (?:find|remember|have|know)|no longer have) (?:my |our |the )?(?:\w+ )?code\b"
    r"|\b(?:find\w*|weiß|hab\w*|kenn\w*) (?:\w+ ){0,3}?\w*code (?:\w+ )?nicht\b|\bcode (?:\w+ )?(?:vergessen|verloren|verlegt|verschlampt)\b"
)
"""Not having the code any more of something that is booked."""
AND_FOR = re.compile(
    r"^\W*(?:and|und)(?: what| was| how much| wie ?viel)?(?: about| ist es)? (?:for|für|bei|with|mit)\b[^?]*\?\W*$"
)
"""Asking the same of somebody else: "and for a child of eight?"."""


def after_booking(
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
    wish = kinds & (
        errands.WISH_KINDS | errands.LONGER_KINDS | {"name", "phone", "email", "note", "occasion", "extra", "no_extra"}
    )
    if SECOND.search(said):
        return "reservation"
    if (about_house and not wish) or (kinds == {"note"} and AND_FOR.search(said)):
        return None
    if (
        wish
        and ("correct" in heard or _AFTER_BOOKING.search(said))
        and not ("greet" in heard and inquiries.RESERVE.search(said))
    ):
        return "change_reservation"
    if _LET_BE.match(said):
        return "thank"
    if "cancel_task" in heard and not wish:
        return "cancel_reservation"
    if _BARE_NO.match(said):
        return "cancel_reservation"
    if (
        wish <= errands.LONGER_KINDS | {"note", "occasion", "email", "extra", "no_extra", "area", "check_out", "nights"}
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
    rf"|\b{_SOMEBODY} (?:[^.?!,]|(?<=\d )\.){{0,40}}?(?:reserviert|gebucht|bestellt) (?:hab|habe|haben|hat|hatte|hatten)\b(?! (?:möcht|will|woll|würd|soll|könn|kann|muss))"
    r"|^\W*(?:(?:hallo|hi|hey|guten (?:tag|abend|morgen)|moin|also|und|ja)\W+)*(?:hab|habe|haben|hatte|hatten) (?:[^.?!]|(?<=\d )\.){0,60}\b(?:reserviert|gebucht)\b"
    rf"|\b{_SOMEBODY} (?:hab|habe|haben|hatte|hatten)\b(?:[^.?!]|(?<=\d )\.){{0,60}}\b(?:was|etwas|einen (?:\w+ )?tisch|plätze) bestellt\b"
)
"""Saying that something is booked already, by whomever."""
_HAS_ONE = re.compile(
    rf"(?<!can )(?<!could )(?<!may )(?<!should )(?<!shall )(?<!would )(?<!do )(?<!if )(?<!d like to )\b(?:i|we|(?:my|our) (?:wife|husband|partner|friend|boss|colleague)s?)(?: already)?(?:'ve| have| has)(?: already)?(?: got)? (?:an?|our|my|the) (?:\w+ )?{BOOKING}\b"
    rf"|\b(?:ich|wir) (?:hab|habe|haben) (?:(?:ja|schon|bereits|bei (?:ihnen|euch)|da|hier|(?:für|am|um|vom|von|ab|bis|zum) [\w .:]{{1,24}}?) )*(?:ne|nen|eine[nr]?|ein|'ne|'nen|unseren?|meinen?) (?:\w+ )?{BOOKING}\b"
)
_OWN = re.compile(
    r"\b(?:my|our|mein(?:e[nrm]?|s)?|unser(?:e[nrm]?|n|s)?) (?:existing |own |\w+day |tisch)?(?:reservations?|bookings?|tables?|tisch(?:es)?|reservierung|buchung|tischreservierung)\b"
)
_MAKES_ONE = re.compile(
    r"\b(?:book|reserve|make|buchen|reservieren|want|need|suchen?|brauchen?)\b(?! (?:to|it)\b).{0,24}\b(?:reservations?|bookings?|tables?|tisch|reservierung|buchung)\b"
    r"|\b(?:tisch|reservierung|buchung)\b.{0,40}\b(?:buchen|reservieren|machen|vornehmen)\b"
)


def looks_up(said: str) -> bool:
    """Whether the words speak of a reservation that exists, or would have one looked up: "steht die Reservierung von Weber noch?"."""
    return bool(CHECK.search(said)) or speaks_of_own(said)


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
    makes = bool(_MAKES_ONE.search(said)) or bool(wish and ANEW.search(said))
    return makes or bool(wish and _A_NEW_ONE.search(said)) or len(wish - {"check_out"}) > 2


def books_after_all(text: str) -> bool:
    """Whether a new one is wished for, in so many words, where an existing one is looked for: "no, I want to BOOK a table"."""
    said = words.said(text)
    return bool(_BOOKS_ONE.search(said)) and not (speaks_of_own(said) or CANCEL.search(said) or CHANGE.search(said))


_BOOKS_ONE = re.compile(
    r"\b(?:book|reserve|make) (?:(?:me|us) )?(?:an? |another )(?:new )?(?:table|room|booking|reservation)\b(?! (?:was|is|were)\b)|\bnew (?:booking|reservation|table|one)\b"
    r"|\b(?:don't|do not|haven't) (?:have|got|made) (?:an?|any) (?:booking|reservation)\b|\bhabe?n? (?:ich |wir )?(?:(?:noch|ja|doch|gar) )*keine (?:buchung|reservierung)\b"
    r"|\b(?:einen?|ein) (?:(?:neuen?|anderen?) )?(?:tisch|\w*zimmer|\w*suite|reservierung|buchung)\b(?: [\w.:]+){0,8}? (?:reservieren|buchen|bestellen|machen|vornehmen)\b|\b(?:neue (?:reservierung|buchung)|neuen tisch|neu (?:reservieren|buchen))\b"
)
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
    told = kinds & (errands.COUNTED_KINDS | {"area", "note", "occasion", "extra", "no_extra"} | errands.LONGER_KINDS)
    if told or (kinds & {"party_size"} and _NOW_IT_IS.search(said)):
        return True
    return bool(_MORE_OR_LESS.search(said) or TO_CHANGE.search(said)) or (
        bool(kinds & MOVED) and bool(_OUR_WISH.search(said))
    )


_RUNS_UNDER = re.compile(
    rf"\b{BOOKING} (?:läuft|ist|steht|geht|is|was|runs|should be) (?:\w+ )?(?:auf|unter|under|in the name)\b"
)
"""Saying by which name a reservation is found that exists."""
_WANTS_IT = re.compile(
    r"^(?!.*\b(?:check|confirm|verify|look up|find|see if|is it|prüfen|nachsehen|nachschauen|bestätigen|cancel\w*|storn\w*|absag\w*)\b).*(?:\b(?:i|we) (?:would|'d)? ?(?:like|want|love|need|have) to (?:come|bring|be|have|make)\b|\b(?:i|we)'d (?:like|love) to (?:come|bring|be|have|make)\b|\b(?:can|could|may) (?:i|we)\b|\b(?:we|i) (?:are|'re|will be|'ll be) (?:now|actually)\b|"
    r"\b(?:möchten?|würden?|wollen|will|können|könnten|kann)\b.{0,40}\b(?:kommen|haben|sein|mitbringen)\b|\b(?:sind|kommen) (?:jetzt|nun|doch|wir)\b|\binstead\b|\blieber\b)"
)
"""Wanting something of a reservation to be as it is said, rather than saying how it is."""
_LET_BE = re.compile(
    r"^(?:\W|\b(?:oh|ah|ach|ok|okay|no|nein|sorry|thanks|danke|das ist|it's|ja|yes|na|dann)\b)*(?:never ?mind|schon gut|egal|macht nichts|doesn't matter|hat sich erledigt)(?:\W|\b(?:then|dann|danke|thanks)\b)*$"
)
"""Wanting nothing more. What is booked stands: nobody gives up a table by saying that it does not matter."""
_YES_AGAIN = re.compile(
    r"^\W*(?:(?:yes+|yep|yeah|ja+|jo|jawohl|sure|genau)\b\W*)+(?:please|bitte|do it|book it|buchen sie)?\W*$"
)
"""A yes said twice: it is booked already, and the code may be told once more."""
