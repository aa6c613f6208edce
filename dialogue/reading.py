"""What an utterance says that a booking could use: every value that still holds, read by rules and nothing else.

Words count once. What is certain takes its words first: a telephone number is no time, a time no number of people, a
surname that is also a weekday no day. What was just asked for, what is known of the errand and what the house has (its
hours, rooms, extras) decide between readings; what cannot be decided is handed over as ambiguous, with a reason.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dialogue import acts, binding, choices, manners, unread
from dialogue.slots import value as slot_value
from language import (
    contacts,
    corrections,
    days,
    guests,
    lexicon,
    plans,
    remarks,
    stays,
    stretches,
    times,
    wishes,
    words,
    zones,
)
from language.values import Value

Hours = Sequence[tuple[str, str]]
"""When a house is open: ("17:30", "23:00")."""


@dataclass(frozen=True, slots=True)
class House:
    """What the reading needs to know of the house: plain data, as its config has it."""

    region: str
    """ISO country code, in which numbers without a country code are dialled."""
    hours: Callable[[str | None], Hours]
    """The opening hours of a day (ISO), or of any day of the week for None."""
    rooms: Sequence[stays.Named] = ()
    """The kinds of room: {"name", "names": {"en": [...], "de": [...]}, "view"?}."""
    extras: Sequence[stays.Named] = ()
    last_seating_min: int = 0
    """How long before closing guests are seated last."""
    taxed_from: int = 18
    """The age, in years, from which a child pays the city tax."""


ARRIVING = "arriving"
"""The rule of what guests of a room say of when they will come."""
BROUGHT = "brought"
"""The rule of what comes along because it is asked whether it may."""
KINDS: Mapping[str, str] = {"day": "date", "extras": "extra", "notes": "note"}
"""Slot to the kind of value that fills it, where the names differ."""
LETTERS, DIGITS = "CDFGHJKMNPQRTVWXY", "34679"
"""What a confirmation code is made of: nothing that is easily misheard or misread."""
CODE = re.compile(rf"(?=.*[{DIGITS}])[{LETTERS}][{LETTERS}{DIGITS}]{{4}}")
MOST_OF_A_CODE = 24
"""Words that a code may take: "R as in Romeo, four, …"."""
_TYPED_CODE = re.compile(r"(?<![\w@.-])[A-Za-z][A-Za-z\d]{4}(?![\w@-])")
CODE_WORDS = re.compile(contacts.CODE_WORD.pattern, re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?i:booking|reservation|code|buchung|reservierung|cancel|storniere?n?|change|move|nummer|number)\b\W{1,3}(?:(?i:code|number|nummer|is|ist|lautet|the|nr|no|mit|dem|with)\b\W{1,3}){0,3}(?P<after>[A-Z][A-Z\d]{3,6})(?![\w@-])"
    r"|(?<![\w@-])(?P<before>[A-Z][A-Z\d]{3,6}) (?i:bitte )?(?i:stornieren|absagen|canceln|löschen)\b"
)
_NO_VOWELS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{4,7}")
_PREFIX = re.compile(r"^(?:RES|CODE|NR)-?")
_CLAUSE_ALONE = re.compile(
    r"(?:(?<=[,.;?!–-])|(?<=[,.;?!–-] ))(?P<word>[^\W\d_][\w'-]+(?: [^\W\d_a-zäöü][\w'-]+)?) ?(?=[,.;!?–]|$|[+0]\d)"
)
_OF_WHOM = re.compile(
    r"(?i)\b(?:reservierung|buchung|tisch|booking|reservation|table)(?: (?:am|vom|um|on|at) [\w.:]+(?: [\w.:]+){0,2}?)? (?:von|of|for|für) (?:herrn |frau |familie |mr |mrs |ms )?(?P<word>[^\W\d_]{3,})(?= (?:noch|still|am|um|on|at|for|für|steht|stands|is|ist|geklappt|bestätigt)\b|[,.;!?]|$)"
)
"""By whom something is booked: "ob die Reservierung von Weber noch steht"."""
_NO_SURNAME = re.compile(
    r"(?i)^(?:\w*stau|\w*verspätung|traffic|\w*bahn|zug|train|entschuldig\w*|verzeihung|code|\w*code|liebe\w*|grüße|gruß|lg|vg|mfg|versprochen|ehrlich|natürlich|apologies|cheers|regards|[\w]*tisch|table|reservierung|reservation|buchung|booking|name|telefon\w*|\w*nummer|personen|leute|people)$"
)
"""What stands between two commas and is no name."""
_SAID_BESIDE = frozenset({"affirm", "deny", "thank", "greet", "goodbye", "backchannel", "hold_on", "cancel_task"})
_AS_SAID = re.compile(
    r"\b(?:(?:hab(?:e|en)?|hatten?) (?:ich|wir)|(?:ich|wir) (?:hab(?:e|en)?|hatten?))(?: (?:doch|ja|schon|bereits|eben|gerade|grad|vorhin|ihnen|dir|euch|es|das|den|namen?|mal|nun)){0,5}(?= (?:\w+ ){0,2}(?:gesagt|genannt|angegeben|erwähnt)\b)"
    r"|\b(?:gesagt|genannt|angegeben|erwähnt)\b|\b(?:sagte|nannte) ich(?: (?:doch|ja|schon|bereits|eben|gerade|vorhin|ihnen))*\b|\bwie gesagt\b"
    r"|\b(?:as )?(?:i|we)(?:'ve| have)?(?: (?:just|already))* (?:said|told you|gave (?:it|you)|mentioned)(?: (?:already|before|so|that|it's|my name is))*\b|\bas said\b",
    re.IGNORECASE,
)
"""Saying that it was said before: "Schröder hab ich doch gesagt"."""
_NAME_ALONE = re.compile(r"[^\W\d_a-z][\w'-]+(?: [^\W\d_a-z][\w'-]+){0,2}\.?")
_NAME_TO = re.compile(
    r"^.*\b(?:change (?:my |the )?name to|name (?:is|should be|has to be|must be)|name (?:soll|sollte|muss) (?:\w+ )?(?:sein|lauten|heißen)|ändern sie den namen (?:auf|in)|name ist(?: falsch,)?)(?=\W|$)",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|ja|ok(?:ay)?|gern\w*|great|good|gut|super|please|bitte|then|dann|oh)\W+)*(?:(?:add|we(?:'d| would) (?:like|need|take)|we(?:'ll)? (?:need|take)|i(?:'d| would) (?:like|take)|i(?:'ll)? (?:need|take)|wir (?:brauchen|bräuchten|nehmen|hätten gern\w*)|ich (?:brauche|bräuchte|nehme|hätte gern\w*)|davon)\s+)?"
    r"(?P<many>one|two|three|four|1|2|3|4|an?|eine?[ns]?|zwei|drei|vier|both)(?P<them> (?:of (?:those|them|these)|davon|von denen))?(?:,? (?:please|bitte|too|dazu|auch|then|dann|would be (?:great|nice|good|lovely)|wäre (?:gut|nett|schön|super)))*\W*$",
    re.IGNORECASE,
)
"""So many of what was just spoken of, and nothing else."""
_SPELLED_WITH = re.compile(
    r"\b(?:my|the|mein\w*|de[rn]) (?:(?:first|last|family|sur) ?|nach|vor|familien)?namen?(?: \w+){0,3}? (?=(?:mit|with|ohne|without) )",
    re.IGNORECASE,
)
"""What is said of a name that is known."""
_DIGITS = r"(\d(?:[ -]?\d){1,7})"
_TAIL = re.compile(
    rf"(?<!\d){_DIGITS}\b,? (?:at the end|am ende|am schluss|zum schluss|hinten)\b|\b(?:ends? (?:in|with|on)|endet (?:auf|mit)|(?:last|letzten) (?:\w+ )?(?:digits |ziffern )?(?:are|is|sind)):? {_DIGITS}\b",
    re.IGNORECASE,
)
"""How the end of a telephone number is put right."""
_OTHER_DIGITS = re.compile(
    rf"(?<![\d:.]){_DIGITS},? (?:and )?(?:not|nicht|statt|instead of) (?P<old>\d+)\b(?![:.]\d)|\b(?:not|nicht) (?P<gone>\d+),? (?:but |sondern ){_DIGITS}\b(?![:.]\d)",
    re.IGNORECASE,
)
"""Digits in the place of others: of a telephone number, where those are its end and no hour, day or party."""
_NO_THEN = re.compile(
    r"^(?:no|nope|nein|nee|not|nicht)\b[ ,.!-]*(?:der name ist falsch|the name is wrong)?[ ,.!-]*", re.IGNORECASE
)
_NOT_A_NAME = words.bag(
    "earlier later first second last next coming nächste nächsten nächster kommende kommenden früher später erste zweite cheapest cheaper günstigste günstigstes günstiger günstigeres billigste billigstes billiger discount rabatt cancel change stop storno stornieren ändern restart pardon egal whatever gmail gmx yahoo hotmail outlook icloud uff puh oje ups wow oha hui phew oops "
    "deal sekunde hä tschüss toll klasse spitze brilliant cheers servus moin huhu ciao bravo excellent voilà merci sure prima hurra"
) | {"grüß gott", "grüß dich", "grüß sie", "grüß euch"}
_NO_PARTS_OF_A_NAME = words.bag("table room double single suite terrace bar garden tisch zimmer terrasse garten theke")
_THAT_DAY = re.compile(
    r"\b((?<!gibts )(?<!gibt's )(?<!gibt es )da(?= (?:noch|auch) )|da(?= (?:noch|auch) (?:\w+ ){0,3}(?:frei|platz|offen|geöffnet|auf)\b)|that (?:same )?(?:day|date|evening|night)|(?:the )?same (?:day|date|evening|night)|an (?:dem|diesem|demselben) (?:tag|abend)|am (?:selben|gleichen) (?:tag|abend))\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^\W*(?:(?:ok|okay|gut|good|great|super|well|alles klar|fine|perfect|ja|yes)\W+)?(?:then|dann)\b", re.IGNORECASE
)
"""Going on from what was just told: "Dann für vier um elf"."""
_THE_SAME = re.compile(
    r"^\W*(?:the )?same(?: one| again)?\b(?! (?:time|hour))|^\W*(?:der|am|den)?(?:selbe|gleiche)n?\b(?! (?:uhr)?zeit)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:(?:an|1|one|eine|half an|eine halbe|eine half|\d{1,3}|a) (?:hours?|stunden?|minutes?|minuten|halbe stunde|viertelstunde|quarter of an hour)|(?:eine )?viertelstunde|half an hour) (?P<way>later|earlier|früher|später|early)\b"
)
_PAST_IT = re.compile(
    r"\b(?:half past|(?P<quarter>(?:a )?quarter|viertel) (?:past|after|nach|(?P<to>to|before|vor)))\b(?=\W*(?:$|(?:please|bitte|then|instead|would|is|wäre|ist|would be|better|besser|or|oder|and|und|if|wenn|passt|works)\b))",
    re.IGNORECASE,
)
"""Minutes past an hour that is not said again."""
_HALB = re.compile(
    r"\b(?:besser|lieber|doch|eher|auf|um|dann|also|ja|nehmen wir) halb\b(?=\W*(?:$|(?:bitte|wäre|ist|geht|passt|kommen|und)\b))",
    re.IGNORECASE,
)
""""Besser halb": half an hour before the hour that is known, or after it."""
_PUSHED = re.compile(
    r"\b(?:push|put|move|shift)\b.{0,40}\b(?P<back>back)\b|\bnach (?P<hinten>hinten)\b|\b(?:bring|move|pull)\b.{0,40}\bforward\b|\bvor(?:ziehen|verlegen|zuverlegen)\b|\bnach vorne?\b"
)
_MOVED = re.compile(
    r"\b(?:mov(?:e|ing)|shift|push|bring|postpone|reschedule|delay|verschieb\w*|verleg\w*|vorziehen)\b.{0,60}?\b(?:to|auf|till|until|bis) (?P<to>\d{1,2})(?![\d:/.]|th\b)(?! ?(?:people|persons?|guests?|adults?|of us|kids|"
    + "|".join(words.MONTHS)
    + r")\b)"
    r"|\b(?:time|uhrzeit|how about|what about|wie wäre es mit|wie wär's mit|wie wäre)\b(?: \w+){0,3}? ?(?:\b(?:to|auf|be|is|ist|at|um)\b )?(?P<time>\d{1,2})(?![\d:/.]|th\b)(?! ?(?:people|persons?|guests?|adults?|of us|kids|nights?|days?|o'clock|am|pm|"
    + "|".join(words.MONTHS)
    + r")\b)"
    r"|\bauf (?P<auf>\d{1,2})(?![\d:/.]|th\b)(?: o'clock)? (?:zu )?(?:verschieb\w*|verleg\w*|vorziehen|vorverlegen)\b"
)
_DAYS_LATER = re.compile(
    r"\b(?:(?:(?P<many>\d{1,2}|a|an|the|einen?|ein|eine) )?(?:days?|tage?n?|(?P<weeks>weeks?|wochen?)) (?:after|later|später|danach|darauf|(?P<back>before|earlier|früher|vorher|davor|eher))"
    r"|(?:on |am |to )(?:the |den )?(?:following|next|folgenden) day|tags (?:darauf|drauf)|am tag (?:drauf|danach|darauf))\b(?! (?:as|than|als|tomorrow|yesterday)\b)"
)
"""So many days or weeks from the day that is known."""
_THE_ONE_AFTER = re.compile(
    r"\b(?:the (?:1|one)|den|der|die|das) (?:after(?: that)?|drauf|darauf|danach)\b|\b(?:the )?week after(?: that)?(?= ?[,.?!]|$)"
)
"""The same day of the week after the one that is known."""
_EACH = r"(?:(?:at|for|um|für|it's|we're|wir sind) ){0,2}"
_IN_PLACE_OF = re.compile(
    rf"(?<![\d:.])\b(?P<new>\d{{1,2}})(?P<as> ?(?:people|persons?|guests?|personen|leute|uhr|o'clock|[ap]m))?(?: (?:instead of|rather than|and not|statt|anstatt|anstelle von|und nicht)| ?,? (?:not|nicht)) {_EACH}(?P<old>\d{{1,2}})(?P<of>[:.][0-5]\d)?\b"
    rf"|\b(?:not|nicht) {_EACH}(?P<gone>\d{{1,2}})(?P<was>[:.][0-5]\d(?: ?(?:uhr|o'clock|[ap]m))?| ?(?:people|persons?|guests?|personen|leute|uhr|o'clock|[ap]m))? ?,? (?:(?:but|sondern|rather|lieber|make it) )?{_EACH}(?P<put>\d{{1,2}})\b(?![:.]\d|th\b|\.? ?(?:{'|'.join(words.MONTHS)})\b)"
)
"""A number in the place of another: "8 instead of 7", "not 7, 8", "nicht zwei, sondern drei"."""
_AN_HOUR = re.compile(r"uhr|o'clock|[ap]m|[:.]\d")
_BETTER_AT = re.compile(
    r"\b(?:instead of|rather than|statt|anstatt) (?:at |um )?(?P<old>(?P<clock>half (?:past )?|quarter (?:past|to) |halb |viertel (?:vor |nach )?)?\d{1,2}(?P<hour> uhr| o'clock| ?[ap]m)?),? (?:lieber|doch|besser|eher|rather|better|make it) (?:at |um )?(?P<new>\d{1,2})(?: uhr| o'clock| ?[ap]m)?(?!\S| (?:people|persons?|guests?|personen|leute))"
)
"""The hour that was said, or held, in favour of another: "instead of half past seven rather eight"."""
_RATHER_AT = re.compile(
    r"[ ,.;!–-]*(?:(?:or|oder|no|nein|nee|ach|oh|hm|doch|wait|moment|sorry|actually|eigentlich|hang on|warte\w*)[ ,.!–-]+)*"
    r"(?:sagen wir|let's say|lieber|besser|better|rather|make (?:it|that)|doch)[ ,]+(?:(?:lieber|doch|besser|better|um|at|gegen) )*"
    r"(\d{1,2})(?![\d:/]|\.\d|th\b)(?= ?(?:$|[.,!?;]|(?:please|bitte|then|dann|instead|für|for|zu|am|on|tomorrow|today|tonight)\b))"
)
"""Right behind an hour, the number that is said in its favour: "…, sagen wir lieber sieben"."""
MOST_HOURS_AWAY = 3
"""How far from the hour said a bare number may be that is said in its favour."""
_CHANGE_IT_TO = re.compile(
    r"\b(?:change|switch|set|put|ändern|ändere) (?:it|that|this|es|das|sie (?:es|das)) (?:to|auf) \w+\b(?! ?(?:people|persons?|guests?|adults?|of us|personen|leute|gäste))",
    re.IGNORECASE,
)
_HOUR_AND_MINUTE = re.compile(
    r"\W*(?:(?:at|um|rather|better|lieber|besser|eher|then|dann|or|oder|make it|say) )*(\d{1,2})[ :.](00|15|30|45)(?: (?:then|dann|please|bitte|instead))*\W*"
)
_RUN_TOGETHER = re.compile(
    r"(?:^\W*(?:(?:yes|no|ja|nein|sorry|oh|then|dann|better|besser|rather|lieber|eher|or|oder|actually|eigentlich|doch|maybe|vielleicht) ?,? ?)*"
    r"|\b(?:make (?:it|that)|(?:how|what) about|is|would|geht|ginge|passt|wäre|auch|also|with|mit|do|have|say|come|be there|move (?:it|that|us) to|change (?:it|that) to|push (?:it|that) to|at|around|about|instead|rather|better|um|auf|gegen|lieber|besser|eher|doch|machen wir|sagen wir|dann|then) (?:(?:at|to|around|um|auf|gegen) )?)"
    r"(?P<hour>[1-9]|1\d|2[0-3])(?P<minute>[0-5][05])\b"
    r"(?= ?(?:ish|uhr|[?!.,;]|$|instead|then|please|pls|better|rather|stattdessen|lieber|bitte|dann|gehen|machen|kommen|verschieben|work|works|possible|ok|okay|too|also|auch|statt|anstatt|rather than|is|be|would|wäre|ist|geht|ginge|passt|möglich|fine|suits?))(?! ?(?:people|persons?|guests?|of us|personen|leute|gäste|pax|euros?|[.,:]\d))"
)
"""Hour and minute without a stop between them: "make it 630", "lieber 1930"."""
_OF_AN_HOUR = re.compile(
    r"\?|\b(?:statt|anstatt|instead|rather|uhr|o'clock|lieber|besser|better|earlier|later|früher|später)\b",
    re.IGNORECASE,
)
"""What tells an hour without a stop from a number that was asked for."""
_FIGURES = frozenset({"phone", "code", "party_size", "nights"})
"""Slots whose answer may be such a figure itself."""
_FIGURE = re.compile(r"\W*(\d{1,2})\W*")
_NUMBER_ALONE = re.compile(
    r"^\W*(?:(?:mist|oh no|oops|ups|damn|hm+|or|oder|maybe|perhaps|vielleicht|well|na ja|naja|und|and|eher|besser|better|dann|then|nur|just|only|but|aber|eben|no|nope|nein|nee|sorry|entschuldigung|wait|moment|oh|ach|actually|doch|lieber|i mean|i meant|ich meine|rather|make it|call it|let's say|say|sagen wir|stop|make that|we are|wir sind)\b[ ,.!-]*)+(?:at |for |um |für |it's )?(\d{1,2})(?: ?,? (?:please|bitte|after all|lieber|then|instead|actually|doch|sorry|now|jetzt|eigentlich))*\W*$"
)


_SECOND = re.compile(
    r"[ ,;]*\b(?:and|plus|und|sowie)\b (?:then |also |dann |auch |noch |außerdem )*(?:(?:another|a second|a separate|one more|a further)(?= (?:one|table|for|at|on)\b)|a table\b|one (?=(?:for|on|at)\b)|"
    r"(?:noch )?(?:ein|einen|eine|1)(?: (?:zweite[nrs]?|weitere[nrs]?|anderen?))?(?= (?:tisch|für|am|um)\b)|(?=(?:an?|one|ein|eine) (?:\w+ ){0,2}?(?:single|double|twin|suite|room|family|\w*zimmer|\w*suite)\b))",
    re.IGNORECASE,
)


def two_wishes(text: str) -> tuple[str, str] | None:
    """The words about each of two tables that are asked for in one breath: "… on Thursday at 7 and another one for four …"."""
    m = _SECOND.search(text[: words.LONGEST])
    return (text[: m.start()], text[m.start() :]) if m else None


def of_each(text: str, codes: Sequence[Value], read: Callable[[str], list[Value]]) -> list[list[Value]]:
    """What is said of each of several reservations that are named by their codes, in the order of the codes.

    "R4K7C to six and K7MPR to seven" is two wishes; "R4K7C and K7MPR to seven" is the same wish twice. What stands before
    the first code is said of all.
    """
    begins = [code.span[0] for code in codes]
    said: list[list[Value]] = []
    for code, begin, end in zip(codes, begins, [*begins[1:], len(text)], strict=True):
        own = text[: begins[0]] + " " * (begin - begins[0]) + text[begin:end]
        said.append([code, *(value for value in read(own) if value.kind != "code")])
    if any(len(values) == 1 for values in said):
        shared = [value for value in read(text) if value.kind != "code"]
        said = [[code, *shared] for code in codes]
    return said


_SOME = (
    r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|ein(?:e[rnms]?|s)?|zwei|drei|vier|fünf|sechs|sieben|acht)"
)
_OF_THEM = r"(?:person(?:en|s)?|people|guests?|gäste?n?|gast|leute|adults?|erwachsene[rn]?|of (?:us|them|our party|the party|the group)|von (?:uns|ihnen|denen)|davon)"
_DIET = r"(?:veg(?:an|etari)\w*|allergi\w*|\w*intoleran\w*|coeliac|celiac|pescatarian|pregnant|schwanger|diabet\w*|disabled|blind|deaf|gehörlos|gluten\w*|lactose\w*|laktose\w*|gehbehindert)"
_BE = r"(?:is|are|will be|would be|might be|ist|sind|wäre|wären|wird|werden)"
_A_TABLE = r"(?! (?:an? |the |einen |eine? |den |das )?(?:tables?|rooms?|seats?|reservations?|bookings?|tisch|zimmer|platz|plätze|reserv\w*|gebucht|buchung)\b)"
_COMING = r"(?:(?:will|can|could|might|would|werden|würden) )?(?:comes?|coming|arriv\w+|joins?|joining|be|kommt|kommen|is|are|ist|sind)"
_AT_ANOTHER_TIME = (
    rf"(?:{_COMING} (?:\w+ ){{0,4}}?(?:later?|earlier|early|später|spät|früher|eher|nach(?=\W*$|,))\b|(?:etwas |erst |ein bisschen )?(?:später|früher|eher) (?:kommen|dazu\w*|nach\w*|da sein)|"
    rf"{_COMING} (?:only|erst|not until) (?:(?:at|um|gegen|around|from|ab) )?[\w:.]+)"
)
_PART = re.compile(
    rf"(?<!\bfor )(?<!\bfür )(?<![\w.:,])(?:{_SOME} (?:\w+ )?{_OF_THEM}(?:,? (?:who|which|die|der))? (?:"
    rf"(?:has|have|had|hat|haben|hätte|needs?|requires?|braucht|brauchen|benötigt|benötigen){_A_TABLE}\b|(?:can't|cannot|can not|don't|doesn't|isn't|aren't|won't)\b|"
    rf"(?:verträgt|vertragen|isst|essen|eats?|trinkt|trinken|drinks?|mag|mögen|darf|dürfen|likes?|prefers?|uses?|sitzt|sitzen|kann nicht|können nicht)\b|"
    rf"{_BE} (?:\w+ ){{0,2}}?(?:{_DIET}|(?:small |young |kleine )?(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|kind(?:er)?)\b)|{_BE} (?:in|im|with|mit) (?:\w+ )?\w*(?:wheelchair|rollstuhl)|(?:with|mit) (?:\w+ ){{0,2}}?\w*(?:allerg|intoleran|rollstuhl|wheelchair)\w*|{_AT_ANOTHER_TIME})"
    rf"|(?<!um )(?<!at )\b{_SOME},? (?:(?:{_BE}|sitzt|uses?|sits?) (?:in|im|with|mit) (?:\w+ )?\w*(?:wheelchair|rollstuhl)\w*|{_BE} (?:\w+ ){{0,2}}?{_DIET}|(?:has|have|hat|haben) (?:\w+ ){{0,2}}?\w*(?:allerg|intoleran)\w*)"
    rf"|(?:(?<=, )|(?<=and )|(?<=but )|(?<=und )|(?<=aber )){_SOME} {_AT_ANOTHER_TIME}"
    rf"|\b(?:davon|of (?:us|them)) (?:{_BE} )?{_SOME}\b)",
    re.IGNORECASE,
)
"""What is said of some of the party: "one person has an allergy", "zwei von uns kommen später"."""


_LATE_PART = re.compile(rf"{_AT_ANOTHER_TIME}$", re.IGNORECASE)


@lru_cache(maxsize=512)
def without_parts(text: str) -> str:
    """The utterance without numbers that count a part of the party or say how old children are, each letter in its place."""
    return _PART.sub(lambda m: " " * len(m[0]), words.blanked(text, guests.ages(text)))


def kind_of(slot: str) -> str:
    """The kind of value that fills a slot."""
    return KINDS.get(slot, slot)


def read(
    text: str,
    *,
    language: str,
    now: datetime,
    house: House,
    about: str = "table",
    expect: Mapping[str, Any] | None = None,
    errand: Mapping[str, Any] | None = None,
    known: Mapping[str, Any] | None = None,
    day: str | None = None,
    extra: str = "",
    thing: str = "",
    late: bool = False,
    own: bool = False,
) -> list[Value]:
    """The values of an utterance, in the order in which they were said. Never raises.

    now: aware, in the house's zone. about: "table" or "room". expect: what the last reply asked for
    (dialogue.state.Expectation). errand: the open one. known: facts of the reservation that a change is about, the
    errand's own or the one just made. day: the ISO day spoken of last, or the month ("2027-03"). extra: the one just asked about. thing: what was just asked about, in the caller's words. late: the words say that the guests will be late. own: they
    speak of a reservation that exists.
    """
    if about == "table" and (other := _IN_ITS_STEAD.search(text)):
        read_as: dict[str, Any] = {
            "language": language,
            "now": now,
            "house": house,
            "expect": expect,
            "errand": errand,
            "known": known,
        }
        first = read(words.blanked(text, [other.span("gone")]), **read_as, day=day, extra=extra, thing=thing, late=late)
        where = wishes.areas(_WITHOUT_NO.sub(" ", other["lest"] or ""))
        return (
            first
            if any(value.kind == "area" for value in first)
            else first + [replace(value, span=other.span("gone")) for value in where]
        )
    told = _of_one_night(text) if about == "room" else []
    text = words.blanked(text, [*(value.span for value in told), *remarks.tales(text)])
    if " one" in text and (it := _THE_ONE.search(text)):
        text = words.blanked(text, [it.span("one")])
    reader = _Reader(text, language, now, house, expect or {}, errand, {**(known or {})}, day, extra, thing)
    if reader.expected == "text":
        return reader.contact_only()
    said = [*reader.stay(late=late), *told] if about == "room" else reader.table(late=late, own=own)
    spoken_of = (reader.day, *(reader.of_errand(slot) for slot in ("day", "check_in", "check_out")))
    told_of = words.blanked(text, reader.given_up)
    said = unread.doubted(said, told_of, about, [str(one) for one in spoken_of if one])
    return unread.without_ruled_out(said, text)


class _Reader:
    def __init__(
        self,
        text: str,
        language: str,
        now: datetime,
        house: House,
        expect: Mapping[str, Any],
        errand: Mapping[str, Any] | None,
        known: Mapping[str, Any],
        day: str | None,
        extra: str,
        thing: str,
    ) -> None:
        self.text, self.language, self.now, self.house = text, language, now, house
        self.expect, self.errand, self.known, self.extra, self.thing = expect, errand, known, extra, thing
        self.month = days.month_named(text, now.date()) or days.as_month(day)
        self.day = None if days.as_month(day) else day
        self.slot = str(expect.get("slot") or _of_choice(expect.get("choice") or []))
        self.expected = kind_of(self.slot) or None
        self.found: list[Value] = []
        self.plans: list[Value] = []
        self.of_days: list[tuple[int, int]] = []
        """Where the days of a stay stand, those that are put right too: their numbers count no guests."""
        self.given_up: list[tuple[int, int]] = []
        """Those that are put right."""

    def of_errand(self, slot: str) -> Any:
        """What is known of a slot: from the errand, or from the reservation it is about."""
        said = slot_value(self.errand["slots"], slot) if self.errand else None
        return said if said is not None else self.known.get(slot)

    def take(self, values: Iterable[Value]) -> None:
        """Keep the values whose words are not taken yet."""
        for value in values:
            self.found += _beside(self.found, [value])

    # --- the two kinds of booking ---

    def table(self, *, late: bool, own: bool) -> list[Value]:
        contact = self.contact()
        asked = self.expected == "minutes" or (self.errand or {}).get("kind") == "late"
        if late or asked:
            self.take(wishes.minutes(self.text, expected=asked and self.expected in (None, "minutes")))
        self.take(self.names_of_days(contact))
        said = self.clock()
        self.take(value for value in said if value.kind != "period")
        parts = [v for v in said if v.kind == "period" and words.read(v.text).plain != "early"]  # as soon as possible
        self.found += parts  # "Freitagmittag" is a day, too
        if not late and not asked:
            self.take(self.from_now())
        self.take(self.run_together())
        self.take(self.with_children(one) for one in self.people())
        self.take(self.between_stops() if "time" in {value.kind for value in self.found} else ())
        self.put_right()
        self.take(self.names(contact))
        if (own or late) and not any(value.kind == "name" for value in self.found):
            self.take(self.between_commas())
        self.shift(late=late)
        self.shift_day()
        self.another_week_or_month()
        self.in_place_of()
        self.bare_number()
        self.take(self.name_alone())
        areas, occasions = wishes.areas(self.text), wishes.occasions(self.text)
        self.found += areas + self.beside_names(occasions) + self.notes()
        return self.standing()

    def stay(self, *, late: bool) -> list[Value]:
        contact = self.contact()
        self.take(self.names_of_days(contact))
        refused = (self.errand or {}).get("refused") or {}
        check_in = self.of_errand("check_in")
        passing, others = self.days_beside(self.nameless, contact)
        self.text = words.blanked(self.text, [value.span for value in others])
        self.take(stays.at_most(self.text, self.language))
        heard = stays.read(
            words.blanked(self.nameless, passing),
            now=self.now,
            language=self.language,
            region=self.house.region,
            expected=self.expected,
            check_in=str(check_in) if check_in else next(iter(self.doubted_arrivals[1:]), None),
            check_out=str(leaves) if (leaves := self.of_errand("check_out")) else None,
            spoken_of=self.month or self.day,
        )
        arrival = str(check_in) if check_in else None
        of_it = stretches.Known(self.expected, self.month, arrival=arrival)
        self.of_days, self.given_up = stretches.spans(self.text, of_it), stretches.given_up(self.text, of_it)
        self.given_up += stays.taken_back(
            words.blanked(self.nameless, passing), now=self.now, language=self.language, region=self.house.region
        )
        heard = [one for one in heard if one.rule != "expected" or not self.behind_a_room(one)]
        if choice := self.expect.get("choice"):  # a bare number is a day only where that day is offered
            days_offered = {one.get("check_in") for one in choice}
            heard = [one for one in heard if one.rule != "expected" or one.value in days_offered]
        if choice := choice or [{"check_in": one} for one in self.doubted_arrivals]:
            heard = [_as_offered(one, choice, self.now.date()) for one in heard]
        heard = (
            self.said_again()
            or self.after_all()
            or stays.more_nights(
                self.text,
                check_in or refused.get("check_in"),
                self.of_errand("check_out") or refused.get("check_out"),
            )
            or heard
        )
        if check_in and not any(value.kind in ("check_in", "check_out", "nights") for value in heard):
            heard = [
                *heard,
                *stays.in_another(self.text, str(check_in), str(self.of_errand("check_out") or ""), self.now.date()),
            ]
        if (that := _THAT_DAY.search(self.text)) and self.day and not heard:
            heard = [Value("check_in", self.day, that.span(), that[0], "that_day")]
        taken = list(self.found)
        self.found += _beside(taken, heard)  # an arrival and its departure may share their words
        dated = any(value.kind == "check_in" for value in heard)
        rooms = stays.rooms(
            self.text,
            self.house.rooms,
            even_asked=dated,
            expected=self.expected == "room_type",
        )
        rooms = [value for value in rooms if not self.in_a_name(value, contact)]
        several = stays.several(self.text)
        one_stay = len({value.value for value in heard if value.kind == "check_in"}) < 2
        lists = stays.listed(self.text, self.house.rooms) if one_stay and not stays.one_after_all(self.text) else None
        if lists:
            many, span, _ = lists
            many = max(many, *(int(one.value or 0) for one in several)) if several else many
            several = [Value("rooms", many, span, self.text[slice(*span)], "listed")]
            mixed = [Value("note", self.text[slice(*span)].strip(), span, self.text[slice(*span)], "mixed")]
        else:
            mixed = stays.mixed(self.text, self.house.rooms) if several else []
        if mixed:
            rooms = []
        clocks = times.read(self.text, now=self.now, language=self.language)
        people = [self.in_beds(self.with_children(one)) for one in self.people(rooms)]
        if not people and not self.of_errand("party_size"):
            people = stays.sleepers(without_parts(self.text))
        people = [self.of_age(one) for one in people] or self.told_later()
        if lists and all(_beside_all([Value("", None, lists[1], "", "")], value) for value in people):
            people = self.in_each(lists[2], people)
        counted = _beside([v for v in clocks if v.kind in ("time", "date")], people)
        self.found += _beside([v for v in self.found if v.kind != "note"], counted)
        self.take(self.names(contact, beside=rooms))
        self.take(self.name_alone(rooms))
        extras = [
            value
            for value in stays.extras(self.text, self.house.extras, priced=dated or bool(people))
            if not self.in_a_name(value, contact)
        ]
        extras += self.brought_of(extras)
        if not extras and self.extra and (it := _ADD_IT.search(self.text)):
            extras = [Value("extra", self.extra, it.span(), it[0], "it")]
        if some := stays.for_some(self.text, extras, self.house.extras):
            extras = [value for value in extras if value.value not in {one.note for one in some}]
            self.found = [v for v in self.found if v.kind != "party_size" or not _beside_all(some, v)]
        some += stays.counted_extras(self.text, extras)
        if then := remarks.only_then(self.text, [value.span for value in extras if value.kind == "extra"], passing):
            said = self.text[slice(*then)]
            one = next(value for value in extras if value.kind == "extra")
            extras = [value for value in extras if value is not one]
            some.append(Value("note", said, then, said, "for_some", note=str(one.value)))
        some += others
        self.found += rooms + extras + stays.views(self.text, self.house.rooms) + several + mixed
        again = stays.named(self.text, self.house.rooms) if rooms else ()
        named = [value.span for value in (*rooms, *extras, *mixed)]  # what the house itself has a name for is no note
        named += [one.span for one in again if one.value == rooms[0].value]
        notes = self.notes(named)
        if late and not notes:
            said = self.text.strip()
            notes = [Value("note", said, (0, len(self.text)), said, "late")]
        notes += _beside(notes, _arriving(self.text, clocks, self.found)) if not notes else []
        notes = [
            replace(one, rule=ARRIVING) if one.rule != BROUGHT and wishes.arrives_late(one.text) else one
            for one in notes
        ]
        notes = [_with_hour(one, clocks, self.text) if one.rule == ARRIVING else one for one in notes]
        self.found += self.beside_names(wishes.occasions(self.text)) + notes + some
        if not self.found and self.slot not in _NUMBERS and self.errand:
            self.found += self.guests_or_nights()
        self.only_asked()
        return self.standing()

    def only_asked(self) -> None:
        """Leave out guests and nights of a question about what is in a price, where they are known or told besides."""
        counts = [value for value in self.found if value.kind in ("party_size", "nights")]
        asked = wishes.asked_of_it(self.text) if counts else []
        for one in counts:
            within = [begin for begin, end in asked if begin <= one.span[0] < end]
            others = [value for value in counts if value.kind == one.kind and value is not one]
            dated = one.kind == "nights" and self.of_errand("check_out")
            if within and (others or dated or self.of_errand(one.kind) is not None):
                self.found = [value for value in self.found if value is not one]

    def after_all(self) -> list[Value]:
        """The nights that a stay which is booked is to have, counted from it as it stands: "just one more then"."""
        first, last = self.known.get("check_in"), self.known.get("check_out")
        if not (first and last) or (self.errand is not None and self.errand["kind"] != "change"):
            return []
        return stays.nights_after_all(self.text, str(first), str(last))

    def said_again(self) -> list[Value]:
        """A stay that is put off as it was put off a moment ago: "then move it a week", after that was read back."""
        first, last = self.known.get("check_in"), self.known.get("check_out")
        stay = {"check_in": self.of_errand("check_in"), "check_out": self.of_errand("check_out")}
        if not (first and last) or stay["check_in"] == first or _ONCE_MORE.search(self.text):
            return []
        put_off = stays.more_nights(self.text, first, last)
        return put_off if {value.kind: value.value for value in put_off} == stay else []

    def days_beside(self, text: str, contact: Sequence[Value]) -> tuple[list[tuple[int, int]], list[Value]]:
        """Where days stand that are named in passing and are none of the stay ("sauna on Wednesday"), and what is to be
        known of others who come or leave on one of them, as notes.
        """
        dates = times.read(text, now=self.now, language=self.language, region=self.house.region)
        named = [value.span for value in dates if value.kind == "date"]
        if not named:
            return [], []
        asked = self.expected in ("check_in", "check_out", "nights") or bool(self.expect.get("choice"))
        agreed = not asked and bool(self.of_errand("check_in") and self.of_errand("check_out"))
        said = words.blanked(text, [value.span for value in (*contact, *self.found)])
        passing = remarks.days_beside(said, named, agreed=agreed)
        others = remarks.of_others(said, named, agreed=agreed) if passing else []
        return passing, [
            Value("note", self.text[begin:end].strip(" ."), (begin, end), self.text[begin:end], "one_night")
            for begin, end in others
        ]

    def behind_a_room(self, number: Value) -> bool:
        """Whether a bare number stands behind a word by which a room is called: "the lake 1" is no first of a month."""
        before = re.search(r"(\w+) $", self.text[: number.span[0]].lower())
        called = {
            word
            for kind in self.house.rooms
            for names in kind["names"].values()
            for name in names
            for word in re.split(r"\W+", name.lower())
        }
        return before is not None and before[1] in called | {str(kind.get("view")) for kind in self.house.rooms}

    def contact_only(self) -> list[Value]:
        """While a message is dictated, its words mean nothing to a booking; who introduces himself in it is known, and who
        says nothing but name and number.
        """
        heard = self.contact()
        rest = words.blanked(self.text, [value.span for value in [*heard, *self.found]])
        alone = not any(letter.isalpha() for letter in rest)
        self.take(value for value in heard if value.rule == "introduced" or (alone and self.found))
        return self.found

    # --- who ---

    def contact(self) -> list[Value]:
        """Numbers and addresses, which are certain; names for later."""
        said = self.text
        if self.expected == "name" and (self.errand or {}).get("kind") == "message":
            said = _FROM.sub(lambda m: " " * len(m[0]), said)
        if self.expected in ("name", "code"):
            said = _AS_SAID.sub(lambda m: " " * len(m[0]), said)
        heard = contacts.read(said, language=self.language, region=self.house.region, expected=self.expected)
        if self.expected == "code":  # who has no code gives a name and a number instead
            codes = [value for value in heard if value.kind == "code"]
            plain = CODE_WORDS.sub(lambda m: " " * len(m[0]), said)
            for asked in ("phone", "name"):
                other = contacts.read(plain, language=self.language, region=self.house.region, expected=asked)
                heard = [*(v for v in other if v.kind in (asked, "email")), *(v for v in heard if v.kind != asked)]
            heard = [*(value for value in heard if value.kind != "code"), *codes]
        self.take(value for value in heard if value.kind in ("phone", "email"))
        if not self.found and any(c.isdecimal() for c in self.text):
            self.take(self.other_digits())
        self.take(self.codes([value for value in heard if value.kind == "code"]))
        return self.respelled([value for value in heard if value.kind == "name"])

    def other_digits(self) -> list[Value]:
        """The telephone number that is known, with the digits that are said of its end: "sorry, 133 at the end, not 132"."""
        known = str(self.of_errand("phone") or "")
        m = _TAIL.search(self.text) if known else None
        digits = next(filter(None, m.groups()), "") if m else ""
        if m is None and known and (m := _OTHER_DIGITS.search(self.text)):
            old, digits = (m["old"], m[1]) if m["old"] else (m["gone"], m[m.lastindex or 0])
            digits = digits if known.endswith(old) and not self.is_said_of(old) else ""
        digits = re.sub(r"\D", "", digits)
        if m is None or not 2 <= len(digits) < len(known) - 3:
            return []
        return contacts.phones(known[: -len(digits)] + digits, region=self.house.region, expected=True)[:1] and [
            Value("phone", known[: -len(digits)] + digits, m.span(), m[0], "tail")
        ]

    def is_said_of(self, number: str) -> bool:
        """Whether a number stands in the day, the hour or the party that is known."""
        said = "-".join(
            str(self.of_errand(name) or "") for name in ("day", "time", "party_size", "check_in", "check_out")
        )
        return int(number) in {
            int(one) % 12 if twelve else int(one) for one in re.findall(r"\d+", said) for twelve in (0, 1)
        }

    def respelled(self, heard: list[Value]) -> list[Value]:
        """The names heard; or the one that is known, as it is said to be spelled: "my name with ck, and first name Lars"."""
        known = str(self.of_errand("name") or "")
        m = _SPELLED_WITH.search(self.text) if known else None
        name = contacts.hinted(known, self.text[m.end() - 1 :]) if m else known
        if m is None or name == known:
            return heard
        if len(heard) == 1:
            name = contacts.whole_name(name, str(heard[0].value), half=heard[0].note)
        return [Value("name", name, m.span(), m[0], "hinted")]

    def codes(self, heard: Sequence[Value]) -> list[Value]:
        """The confirmation code, in the spelling of the house: five letters and digits, whatever stands before them."""
        asked = self.expected == "code"
        for value in heard:
            plain = "".join(c for c in str(value.value).upper() if c.isalnum())
            code = plain if CODE.fullmatch(plain) else _PREFIX.sub("", plain)
            named = value.rule != "typed" or bool(contacts.CODE_WORD.search(self.text[: words.LONGEST].lower()))
            if CODE.fullmatch(code):
                return [replace(value, value=code), *self.further_codes(value)]
            if (asked or named) and 4 <= len(plain) <= 9 and any(c.isdecimal() for c in plain):
                return [replace(value, value=plain)]
        for m in _TYPED_CODE.finditer(self.text[: words.LONGEST]):
            if CODE.fullmatch(m[0].upper()):
                first = Value("code", m[0].upper(), m.span(), m[0], "typed")
                return [first, *self.further_codes(first)]
        by_words = len(_AS_IN.findall(self.text[: words.LONGEST])) >= 2  # "K as in kilo, three, M as in Mike"
        points = bool((self.errand or {}).get("target"))  # another one may be meant than was just read back
        if (asked or by_words or points) and (among := self.code_among_words()):
            return [among]
        if (called := self.called_a_code()) is not None:
            return [called]
        if self.expected in (None, "code") or not self.slot:
            for value in contacts.codes(self.text, expected=True):
                plain = _PREFIX.sub("", str(value.value))
                begin, end = value.span
                most_of_it = 2 * (end - begin) >= len(self.text.strip()) or asked
                if CODE.fullmatch(plain) and value.rule == "spoken" and most_of_it:
                    return [replace(value, value=plain)]
        return []

    def further_codes(self, first: Value) -> list[Value]:
        """The codes that are typed after the first: "cancel R4K7C and K7MPR"."""
        typed = [m for m in _TYPED_CODE.finditer(self.text[: words.LONGEST]) if CODE.fullmatch(m[0].upper())]
        return [
            Value("code", m[0].upper(), m.span(), m[0], "typed")
            for m in typed
            if m.start() >= first.span[1] and m[0].upper() != first.value
        ]

    def called_a_code(self) -> Value | None:
        """What stands where a code stands and is none of ours: "cancel booking ABCDE". Nobody's reservation is meant by it,
        least of all the one that was just spoken of.
        """
        if self.text.isupper():
            alone = _NO_VOWELS.fullmatch(self.text.strip(" .!")) if self.expected == "code" else None
            return alone and Value("code", alone[0], (0, len(self.text)), self.text, "called")
        m = _CALLED.search(self.text[: words.LONGEST])
        name = next((n for n in ("after", "before") if m and m[n]), None)
        if m is None or name is None or m[name].lower() in lexicon.COMMON:
            return None
        return Value("code", m[name], m.span(name), m[name], "called")

    def code_among_words(self) -> Value | None:
        """A code that was asked for and comes in pieces, with words before and after it."""
        tokens = words.read(self.text).tokens
        for begin in range(len(tokens)):
            for end in range(begin + 1, min(begin + MOST_OF_A_CODE, len(tokens)) + 1):
                code, first, last = contacts.characters(tokens[begin:end], 0, skip=0)
                if CODE.fullmatch(code) and last == end - begin:
                    span = tokens[begin + first].start, tokens[end - 1].end
                    return Value("code", code, span, self.text[slice(*span)], "spoken")
        return None

    def names_of_days(self, contact: Sequence[Value]) -> list[Value]:
        """Names that take their words before a calendar does: "Lena Freitag", "mein Name ist Mai"."""
        return [
            value
            for value in self.believed(contact)
            if value.rule in ("expected", "introduced", "full_name", "hinted", "spelled")
            and (self.expected == "name" or value.rule in ("introduced", "full_name", "hinted", "spelled"))
            and any(
                token.plain in _CALENDAR or token.low in _CALENDAR or token.plain[:1].isdecimal()
                for token in words.read(value.text).tokens
            )
        ]

    def names(self, contact: Sequence[Value], beside: Sequence[Value] = ()) -> list[Value]:
        return _beside(beside, self.put_right_name() or self.believed(contact))

    def put_right_name(self) -> list[Value]:
        """The name as it should be: "my name is wrong on it, it's spelled Mae June"."""
        m = _NAME_PUT_RIGHT.search(self.text) if _OF_NAMES.search(self.text) else None
        return [Value("name", m["name"], m.span("name"), m["name"], "introduced")] if m else []

    def believed(self, contact: Sequence[Value]) -> list[Value]:
        """Names that are no words of the conversation: "passt" is a yes, whatever was asked, and "Kinderstuhl" a wish."""
        yes = bool(contact) and acts.consents(acts.hear(_AS_SAID.sub(" ", self.text), self.language))
        return [
            value
            for value in contact
            if value.text.lower() not in _NOT_A_NAME
            and not self.is_month(value)
            and not (
                value.rule == "full_name"
                and wishes.notable(value.text)
                and not contacts.is_given(value.text.split()[0])
            )
            and not (value.rule == "expected" and acts.hear(value.text, self.language) & {"refuse_slot", "cancel_task"})
            and not (manners.heard(value.text) and not contacts.is_given(value.text))
            and not (
                value.rule == "expected"
                and " " not in value.text
                and not contacts.is_given(value.text)
                and (yes or wishes.areas(value.text) or wishes.notes(value.text))
            )
        ]

    def between_commas(self) -> list[Value]:
        """ "Our table on Saturday, Schröder, we'll be late": a word by itself between stops; in small letters the last one."""
        small = self.text == self.text.lower()
        for clause in (*_OF_WHOM.finditer(self.text), *_CLAUSE_ALONE.finditer(self.text)):
            word, named = clause["word"], clause.re is _OF_WHOM
            last = small and clause.end() == len(self.text)
            if not (word[0].isupper() or named or last) or _NO_SURNAME.search(word):
                continue
            heard = contacts.read(word, language=self.language, region=self.house.region, expected="name")
            names = self.believed([one for one in heard if one.kind == "name"])
            names = _beside(self.found, [replace(one, span=clause.span("word")) for one in names])
            if names and not acts.hear(word, self.language) & _SAID_BESIDE and not wishes.notes(word):
                return [replace(names[0], text=word, rule="introduced")]
        return []

    def in_a_name(self, room: Value, contact: Sequence[Value]) -> bool:
        """Whether what looks like a room belongs to a name: "Familie Hoffmann", "o m a r, h a double d a d"."""
        begin, end = room.span
        letters = len((self.text[:begin].split() or ["??"])[-1]) == len((self.text[end:].split() or ["??"])[0]) == 1
        if letters and any(value.rule == "spelled" for value in contact):
            return True
        names = [
            value
            for value in self.believed(contact)
            if value.rule == "introduced" or contacts.is_given(value.text.split()[0]) or room.rule == "expected"
        ]
        return not _beside(names, [room])

    def is_month(self, name: Value) -> bool:
        """Whether what looks like a name is a month that is spoken of as a whole: "im Mai", "so Mitte Mai"."""
        begin, end = name.span
        before = re.search(r"\w+\W+$", self.text[:begin])
        whole = self.text[before.start() if before else begin : end]
        if self.slot in ("day", "check_in", "check_out") and (days.month_asked(name.text) or days.is_season(whole)):
            return True
        return whole.strip() != name.text.split()[-1] and days.month_asked(whole) is not None

    def beside_names(self, values: Iterable[Value]) -> list[Value]:
        """The values that are no part of a name: Sophie Taufe celebrates nothing."""
        return _beside([value for value in self.found if value.kind == "name"], values)

    def name_alone(self, beside: Sequence[Value] = ()) -> list[Value]:
        """Nothing but capitalised words, or "change the name to …", while an errand is open."""
        if self.found or beside or not (self.errand or self.known):
            return []
        if self.expected != "name" and acts.consents(acts.hear(self.text, self.language)):
            return []  # "Jo" is a yes, and so is "Passt"
        rest = _NO_THEN.sub("", self.text) if self.expect.get("agreement") else self.text
        renamed = _NAME_TO.search(self.text)
        capital = bool(_NAME_ALONE.fullmatch(rest.strip())) and rest.strip()[0].isupper()
        if not renamed and (self.errand is None or not capital):
            return []
        known = str(self.of_errand("name") or "") if rest == self.text else ""
        if known and " " not in rest.strip() and not renamed and not contacts.alike(known, rest.strip(" .")):
            return []  # a word by itself takes no name's place
        said = _NAME_TO.sub("", self.text) if renamed else rest
        heard = contacts.read(said.strip(), language=self.language, region=self.house.region, expected="name")
        return [
            value
            for value in self.believed([one for one in heard if one.kind == "name"])
            if not _NO_PARTS_OF_A_NAME & set(words.said(value.text).split())
        ]

    # --- when ---

    @property
    def nameless(self) -> str:
        """The utterance with its names and codes blanked out, each letter in its place: Lena Freitag is no day, and
        "R4K73 to 8 pm" no stretch from three to eight. Nor is any other "Freitag" in the answer to who she is.
        """
        text = without_parts(self.text)
        text = words.blanked(text, [said for _, said in guests.ages_beside(text)])
        for value in self.found:
            if value.kind in ("name", "code"):
                text = words.blanked(text, [value.span])
            if value.kind == "name" and (self.expected in ("name", "phone") or value.rule == "introduced"):
                again = rf"\b{re.escape(str(value.value).split()[-1])}\b"
                if self.expected in ("name", "phone") or re.search(rf"\b(?:not|nicht)(?: on| am)? {again}", text):
                    text = re.sub(again, lambda m: " " * len(m[0]), text)
        return text

    def clock(self) -> list[Value]:
        """Days and times of a table."""
        expected = self.expected if self.expected in ("time", "date") else None
        heard = self.heard_times(expected, None)
        if _THAT_ONE.search(self.text) or self.one_of_the_days():
            heard = [value for value in heard if value.rule != "expected"]
        if any(value.rule == "expected" for value in heard):  # "three is the number of people" is no hour
            counted = guests.party(self.text, language=self.language)
            counted = [v for v in counted if v.rule in _COUNTED or (expected == "date" and v.status == "valid")]
            heard = _beside(counted, heard)
        expected = expected if any(value.rule == "expected" for value in heard) else None
        said = _beside(self.found, heard)
        if any(value.kind == "time" and value.status == "ambiguous" for value in said):
            known = self.day if self.goes_on else self.of_errand("day")
            day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), known)
            said = _beside(self.found, self.heard_times(expected, self.open_on(day)))
            if any(v.kind == "time" and not _within(str(v.value), self.open_on(day)) for v in said):
                said = _beside(self.found, self.heard_times(expected, self.open_on(None)))  # closed then, that once
        if not any(value.kind == "time" for value in said):
            said += self.moved_to(said)
        elif one := self.of_either_party(said):
            self.found.append(one)
            said = _beside([one], said)
        if not any(value.kind == "time" for value in said):
            said += self.same_time() or self.at_opening(said)  # and the day, where none is known
            said += [] if any(value.kind == "time" for value in said) else self.beside_the_day(said)
        said = [
            value for value in said if not (value.kind == "time" and _DOES_NOT_SUIT.match(self.text, value.span[1]))
        ]
        if until := plans.stays_until(self.text):  # no time at which they would come
            said = [one for one in said if one.kind != "time" or not until[0] <= one.span[0] < until[1]]
        said = self.without_other_plans(said)
        today = self.house.hours(self.now.date().isoformat())
        said = [
            replace(value, status="invalid", reason="before_open")  # "right now", while nobody is there
            if value.kind == "time" and value.rule == "now" and not _within(str(value.value), today)
            else value
            for value in said
        ]
        that = _THAT_DAY.search(self.text) or (_THE_SAME.match(self.text) if self.expected == "date" else None)
        if that and self.day and not any(value.kind == "date" for value in said):
            said.append(Value("date", self.day, (that.start(), that.start()), that[0], "that_day"))
        if not that and self.goes_on and not any(value.kind == "date" for value in said):
            said.append(Value("date", self.day, (0, 0), "", "that_day"))
        if not any(value.kind == "date" for value in said):
            said += (self.one_of_the_days() if self.expected == "date" else []) or self.of_the_wished(said)
        said = self.still_to_come(self.noon_or_midnight(_either(_windows(said, self.text), self.text)))
        return self.own_zone(self.night(_after_midnight(said, self.text, self.now)))

    def without_other_plans(self, said: list[Value]) -> list[Value]:
        """Values without the times of other plans, which are noted: "at 6:30, our film starts at 8:15"."""
        clocks = [value for value in said if value.kind == "time"]
        about_one = (self.errand or {}).get("kind") not in (None, "table") or (self.errand or {}).get("target")
        if not clocks or about_one or _BOOKED.search(words.said(self.text)):
            return said
        wished = [value for value in said if value.kind == "date"]
        if len(clocks) > 1:
            party = guests.party(without_parts(self.text), language=self.language)
            wished += [value for value in party if not guests.by_kin(value)]
        for clock, (begin, end) in plans.others(self.text, clocks, wished):
            said = [value for value in said if value is not clock]
            told = wishes.cleaned(self.text[begin:end])
            at = self.text.index(told, begin)
            self.plans = [note for note in self.plans if note.span[0] != at]
            self.plans.append(Value("note", told, (at, at + len(told)), told, "plan"))
        return said

    def same_time(self) -> list[Value]:
        """ "The same time": the hour that is known, or that could not be had on another day."""
        m = _SAME_TIME.search(self.text)
        wished = self.expect.get("wished") or (self.errand or {}).get("refused") or {}
        known = m and (self.of_errand("time") or wished.get("time"))
        return [Value("time", str(known), m.span(), m[0], "same_time")] if m and known else []

    def beside_the_day(self, said: Sequence[Value]) -> list[Value]:
        """An hour without a word for it, beside the one of several days that is taken: "Tuesday, six thirty"."""
        if self.expected != "date" or not self.expect.get("choice"):
            return []
        if not (any(value.kind == "date" for value in said) or _DAYS_LATER.search(words.read(self.text).plain)):
            return []
        day = next((value.value for value in said if value.kind == "date" and value.status == "valid"), None)
        people = guests.party(without_parts(self.text), language=self.language)
        heard = self.heard_times("time", self.open_on(day))
        return _beside([*self.found, *said, *people], [value for value in heard if value.kind == "time"])

    def at_opening(self, said: Sequence[Value]) -> list[Value]:
        """ "At opening": when the house opens on the day that is named or known."""
        m = _AT_OPENING.search(self.text)
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), None)
        if m is None:
            return []
        known, today = day or self.of_errand("day") or self.day, self.now.date()
        coming = [known] if known else [(today + timedelta(days=ahead)).isoformat() for ahead in range(8)]
        for one in coming:
            opens = min((begins for begins, _ in self.house.hours(str(one))), default="")
            if opens and (str(one), opens) > (today.isoformat(), f"{self.now:%H:%M}"):
                clock = Value("time", opens, m.span(), m[0], "at_opening")
                return [clock] if known else [clock, _dated(date.fromisoformat(str(one)), "at_opening", clock)]
        return []

    def of_the_wished(self, said: Sequence[Value]) -> list[Value]:
        """An hour alone, where another could not be had on a day: that day, if the house is open then on it."""
        day = (self.expect.get("wished") or {}).get("day")
        clock = next((v for v in said if v.kind == "time" and v.status == "valid"), None)
        offered = {(one.get("day"), one.get("time")) for one in self.expect.get("choice") or []}
        kept = ((self.errand or {}).get("hold") or {}).get("facts") or {}
        stands = self.of_errand("day") not in (None, kept.get("day"))  # what is kept is not the day that is spoken of
        if not day or clock is None or stands or clock.value in {time for _, time in offered}:
            return []
        if clock.value == kept.get("time") or _NEXT_ONE.search(self.text):
            return []
        if _DAYS_LATER.search(words.read(self.text).plain):
            return []
        if not _within(str(clock.value), self.house.hours(str(day))):
            return []
        return [_dated(date.fromisoformat(str(day)), "of_the_wished", clock)]

    @property
    def goes_on(self) -> bool:
        """Whether a wish goes on from a day that was asked about: "is there brunch on Sunday?", "then for four at eleven"."""
        told = self.errand is None and self.day and self.day >= self.now.date().isoformat()
        return bool(told) and _THEN.search(self.text) is not None

    def of_either_party(self, said: Sequence[Value]) -> Value | None:
        """ "Take three", where two or three were to come and the hour was asked for, is no hour."""
        slot = ((self.errand or {}).get("slots") or {}).get("party_size") or {}
        clock = next((v for v in said if v.kind == "time" and v.rule == "expected"), None)
        number = words.read(clock.text).plain if clock else ""
        if clock is None or not number.isdecimal() or int(number) not in (slot.get("alternatives") or ()):
            return None
        could_be = _within(str(clock.value), self.open_on(self.of_errand("day")))
        if could_be and not _TAKE.search(words.said(self.text[: clock.span[0]])):
            return None
        return Value("party_size", int(number), clock.span, clock.text, "of_the_two")

    def one_of_the_days(self) -> list[Value]:
        """ "The coming one", "next week's", where two days were named to choose from."""
        days = sorted({date.fromisoformat(one) for one in self.days_offered()})
        if len(days) < 2 or not (m := _WHICH_DAY.search(self.text)):
            return []
        monday = self.now.date() - timedelta(days=self.now.weekday())
        if m["week"]:
            begins = monday + timedelta(days=7 if m["next"] else 0)
            within = [one for one in days if begins <= one < begins + timedelta(days=7)]
            day = within[0] if len(within) == 1 else days[-1] if m["next"] else days[0]
        elif m["after"]:
            day = days[-1]
        else:  # the coming one is not today
            day = days[0] if m["this"] else next((one for one in days if one > self.now.date()), days[-1])
        return [Value("date", day.isoformat(), m.span(), m[0], "of_the_two")]

    def still_to_come(self, said: list[Value]) -> list[Value]:
        """ "Saturday at 6 pm" on a Saturday evening: of two days the one on which that hour has passed is not meant."""
        clock = next((v.value for v in said if v.kind == "time" and v.status == "valid"), None) or self.of_errand(
            "time"
        )
        today = self.now.date().isoformat()
        if not clock or str(clock) >= f"{self.now:%H:%M}" or str(clock) < "05:00":
            return said
        asked = ((self.errand or {}).get("slots") or {}).get("day") or {}
        both = asked.get("alternatives") or ()
        two = asked.get("status") == "ambiguous" and len(both) == 2 and today in both
        now = [value for value in said if value.kind == "time"]
        if two and now and not any(value.kind == "date" for value in said):
            other = date.fromisoformat(str(next(one for one in both if one != today)))
            return [*said, _dated(other, "still_to_come", now[0])]
        return [
            replace(value, status="valid", value=others[0], alternatives=(), reason=None, rule="still_to_come")
            if value.kind == "date"
            and value.status == "ambiguous"
            and today in value.alternatives
            and len(others := [one for one in value.alternatives if one != today]) == 1
            else value
            for value in said
        ]

    def noon_or_midnight(self, said: list[Value]) -> list[Value]:
        """ "12 am" is midnight, and meant for noon by many: asked about where the house is open at noon alone."""
        if not _TWELVE_AM.search(self.text):
            return said
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
        hours = self.open_on(day)
        if not _within("12:00", hours) or _within("00:00", hours):
            return said
        return [
            replace(value, status="ambiguous", alternatives=("12:00", "00:00"), reason="noon_or_midnight")
            if value.kind == "time" and value.value == "00:00" and value.rule == "meridiem"
            else value
            for value in said
        ]

    def night(self, said: list[Value]) -> list[Value]:
        """The hours after midnight belong to the evening before, as callers count, and to the day after, by the calendar.

        Where the house is open into the night, "New Year's Eve at half past midnight" is the first of January.
        """
        clock = next((v for v in said if v.kind == "time" and v.status == "valid"), None)
        named = next((v for v in said if v.kind == "date" and v.status == "valid"), None)
        if clock is None or (named is not None and named.rule == "after_midnight"):
            return said
        slot = ((self.errand or {}).get("slots") or {}).get("day") or {}
        shifted = named is None and slot.get("rule") == "after_midnight"
        day = named.value if named is not None else slot.get("value")
        if not day or (self.errand or {}).get("target"):
            return said
        evening = date.fromisoformat(str(day)) - timedelta(days=int(shifted))
        small = str(clock.value) < "05:00"
        late = any(
            closes < opens and str(clock.value) <= closes for opens, closes in self.house.hours(evening.isoformat())
        )
        coming = evening == self.now.date() and self.now.hour >= 12
        midnight = str(clock.value) == "00:00" and "midnight" in words.read(clock.text).plain
        if not (small and (late or coming or midnight)):
            if not shifted:
                return said
            return [*said, _dated(evening, "same_evening", clock)]
        following = evening + timedelta(days=1)
        others = [v for v in said if v is not named]
        if named is None:
            return [*others, _dated(following, "after_midnight", clock)]
        return [*others, replace(named, value=following.isoformat(), rule="after_midnight")]

    def from_now(self) -> list[Value]:
        """ "In three hours" is today, or tomorrow where that is past midnight."""
        clock = next((v for v in self.found if v.kind == "time" and v.rule == "in"), None)
        dated = any(v.kind == "date" for v in self.found)
        if clock is None or dated or self.of_errand("day"):
            return []
        tomorrow = str(clock.value) < f"{self.now:%H:%M}"
        return [_dated(self.now.date() + timedelta(days=int(tomorrow)), "in", clock)]

    def moved_to(self, said: Sequence[Value]) -> list[Value]:
        """ "Move it to eight", "von sieben auf acht verlegen": what is moved to a bare number is moved to an hour."""
        reading = words.read(self.text)
        m = _MOVED.search(reading.plain)
        if not m:
            return []
        to = next(name for name in ("to", "time", "auf") if m[name])
        span = reading.span(*m.span(to))
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
        heard = times.read(f"at {m[to]}", now=self.now, language=self.language, open_hours=self.open_on(day))
        clock = [replace(v, span=span, text=self.text[slice(*span)], rule="moved") for v in heard if v.kind == "time"]
        return _beside([*self.found, *said], clock)

    def heard_times(self, expected: str | None, hours: Hours | None) -> list[Value]:
        heard = times.read(
            self.nameless,
            now=self.now,
            language=self.language,
            expected=expected,
            open_hours=hours,
            region=self.house.region,
            period=self.of_errand("period"),
        )
        today, spoken_of = self.now.date(), self.month or self.of_errand("day") or self.day
        dated = [v for v in heard if v.kind == "date"]
        apart = stays.without_its_feast(dated, self.text)
        heard = [
            days.before_one_named(v, dated, today)
            or days.ahead(days.in_month_of(v, days.named_before(v, dated) or spoken_of, today), today)
            if v.kind == "date"
            else v
            for v in heard
            if v.kind != "date" or v in apart
        ]
        return [one for value in heard if (one := self.of_the_offered(value)) is not None]

    def of_the_offered(self, value: Value) -> Value | None:
        """A bare weekday, or number, is one of the days that were offered; else the one nearest to the day that is known.

        None: it fits more than one of them, and so says nothing, or it is a number and none of them.
        """
        if value.kind != "date" or value.value is None:
            return value
        offered = sorted({date.fromisoformat(str(one)) for one in self.days_offered()})
        if value.rule in days.ALONE and not offered and len(self.hours_offered()) > 1 and choices.placed(value.text):
            return None  # "the second" of two hours
        heard = date.fromisoformat(str(value.value))
        if value.rule == "weekday" and not days.WHICH_ONE.match(words.read(value.text).plain):
            named = [day for day in offered if day.weekday() == heard.weekday()]
        elif value.rule in days.ALONE:
            named = [day for day in offered if day.day == heard.day] or self.second_of_the_feast(heard.day, offered)
            if offered and not named and value.rule == "expected":
                return None
        elif value.rule in (days.AFTER_THAT, days.BEFORE_THAT):
            named = []
        else:
            return value
        if named:
            meant = named[0].isoformat()
            return None if len(named) > 1 else replace(value, value=meant, status="valid", alternatives=(), reason=None)
        known = self.of_errand("day") or (self.expect.get("wished") or {}).get("day")
        if self.doubted_day:  # "Friday, 5 December" was said, and now "no, Friday": the one beside it
            return days.nearest(value, self.doubted_day, self.now.date())
        return days.beside(value, str(known), self.now.date()) if known else value

    def second_of_the_feast(self, number: int, offered: Sequence[date]) -> list[date]:
        """ "Then on the second", where the first day of Christmas was wished and the second is offered."""
        wished = str((self.expect.get("wished") or {}).get("day") or "")
        second = date.fromisoformat(wished) + timedelta(days=1) if wished.endswith("-12-25") else None
        return [day for day in offered if number == 2 and day == second]

    @property
    def doubted_day(self) -> str:
        """The day (ISO) that was said with another day of the week than its own, while that is asked about; or ""."""
        slot = ((self.errand or {}).get("slots") or {}).get("day") or {}
        return (
            str(slot.get("value") or "")
            if slot.get("status") == "ambiguous" and slot.get("reason") == days.UNLIKE
            else ""
        )

    def days_offered(self) -> list[str]:
        """The days (ISO) between which the caller was asked to choose."""
        slot = ((self.errand or {}).get("slots") or {}).get("day") or {}
        doubted = slot.get("alternatives") or () if slot.get("status") == "ambiguous" else ()
        return [str(one) for one in doubted] or [str(o["day"]) for o in self.expect.get("choice") or [] if o.get("day")]

    @property
    def doubted_arrivals(self) -> list[str]:
        """The days (ISO) between which a stay may begin, where that is asked about."""
        slot = ((self.errand or {}).get("slots") or {}).get("check_in") or {}
        return [str(one) for one in slot.get("alternatives") or ()] if slot.get("status") == "ambiguous" else []

    def hours_offered(self) -> set[str]:
        """The hours between which the caller was asked to choose."""
        slot = ((self.errand or {}).get("slots") or {}).get("time") or {}
        doubted = slot.get("alternatives") or () if slot.get("reason") == binding.EITHER else ()
        return {str(one) for one in doubted} or {
            str(o["time"]) for o in self.expect.get("choice") or [] if o.get("time")
        }

    def open_on(self, day: Any) -> Hours:
        """The hours in which guests are seated on the day, or on any day where it is closed: whether morning or evening is meant is known then too."""
        hours = self.house.hours(str(day) if day else None) or self.house.hours(None)
        return [(opens, _seated_until(opens, closes, self.house.last_seating_min)) for opens, closes in hours]

    def own_zone(self, said: list[Value]) -> list[Value]:
        if not any(value.kind == "time" for value in said) or (zone := zones.zone_of(self.text)) is None:
            return said
        day = next((v.value for v in said if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
        return [zones.on_house_clock(v, str(day) if day else None, zone=zone, now=self.now) for v in said]

    def shift(self, *, late: bool) -> None:
        """ "An hour later" than what is known, or "half past" the hour that is."""
        was = self.of_errand("time")
        if late or any(value.kind == "time" and value.rule != "in" for value in self.found):
            return
        plain = words.read(self.text).plain
        if was and (m := _PAST_IT.search(self.text)):
            past = (-15 if m["to"] else 15) if m["quarter"] else 30
            at = datetime.fromisoformat(f"2000-01-02T{str(was)[:2]}:00") + timedelta(minutes=past)
            self.found.append(Value("time", f"{at:%H:%M}", m.span(), m[0], "past_it"))
            return
        half = _PAST_IT.search(self.text)
        if not was and (m := _HALB.search(self.text) or (half if half and not half["quarter"] else None)):
            halves = {one for one in self.hours_offered() if one.endswith("30")}
            if len(halves) == 1:
                self.found.append(Value("time", halves.pop(), m.span(), m[0], "past_it"))
                return
        if was and (m := _HALB.search(self.text)):
            hour = datetime.fromisoformat(f"2000-01-02T{str(was)[:2]}:00")
            both = tuple(f"{hour + timedelta(minutes=by):%H:%M}" for by in (-30, 30))
            self.found.append(
                Value("time", both[0], m.span(), m[0], "past_it", "ambiguous", both, reason="half_of_what")
            )
            return
        said = words.said(without_parts(self.text))
        shift = _LATER.search(said) or (_LATER.search(plain) if said == words.said(self.text) else None)
        pushed = None if shift else _PUSHED.search(words.said(self.text))
        many = wishes.minutes(self.text)
        if not (shift or pushed) or not many:
            return
        ahead = shift["way"] in ("later", "später") if shift else bool(pushed and (pushed["back"] or pushed["hinten"]))
        by = timedelta(minutes=int(many[0].value or 0))
        span = many[0].span
        if not was and not self.pointing:
            return
        self.found = [value for value in self.found if value.kind not in ("time", "duration")]
        if not was:
            minutes = int(many[0].value or 0) * (1 if ahead else -1)
            self.found.append(Value("time_by", minutes, span, self.text[slice(*span)], "shifted"))
            return
        moved = datetime.fromisoformat(f"2000-01-02T{was}") + (by if ahead else -by)
        self.found.append(Value("time", f"{moved:%H:%M}", span, self.text[slice(*span)], "shifted"))

    def shift_day(self) -> None:
        """ "The day after", "two days earlier" than the day that is known."""
        was, reading = self.of_errand("day") or (self.expect.get("wished") or {}).get("day"), words.read(self.text)
        m = _DAYS_LATER.search(reading.plain)
        after = _THE_ONE_AFTER.search(reading.plain) if was and not m else None
        span = reading.span(*m.span()) if m else (0, 0)
        named = [
            v
            for v in self.found
            if v.kind == "date"
            and v.rule != "near"
            and not (after and v.value == was)
            and not (
                v.rule == "in" and span[0] <= v.span[0] < span[1]
            )  # a week later than what is known, not than today
        ]
        if not was or not (m or after) or named:
            return
        if m is None:
            m = after
            assert m is not None
            day = date.fromisoformat(str(was)) + timedelta(days=7)
            self.found = [value for value in self.found if value.kind != "date"]
            span = reading.span(*m.span())
            self.found.append(Value("date", day.isoformat(), span, self.text[slice(*span)], "shifted"))
            return
        many = int(m["many"]) if (m["many"] or "").isdecimal() else 1
        by = many * (7 if m["weeks"] else 1) * (-1 if m["back"] else 1)
        day = date.fromisoformat(str(was)) + timedelta(days=by)
        span = reading.span(*m.span())
        self.found = [value for value in self.found if value.kind not in ("date", "duration")]
        self.found.append(Value("date", day.isoformat(), span, self.text[slice(*span)], "shifted"))

    def another_week_or_month(self) -> None:
        """ "Next week, same day", "I meant October": the day that is known, in the week or month that is named."""
        if any(value.kind == "date" for value in self.found):
            return
        today, was = self.now.date(), self.of_errand("day") or (self.expect.get("wished") or {}).get("day")
        week = days.week_named(self.text)
        if not was:
            if (
                week and self.pointing and stays.MOVES.search(words.said(self.text))
            ):  # which day it is, is not known yet
                self.found.append(Value("in_week", week[0], week[1], self.text[slice(*week[1])], "in_another"))
            return
        known, month = date.fromisoformat(str(was)), days.month_alone(self.text, today)
        day = days.in_week(known, week[0], today) if week else days.in_month(known, month) if month else None
        if day and day >= today:
            span = week[1] if week else (0, len(self.text))
            self.found.append(Value("date", day.isoformat(), span, self.text[slice(*span)], "in_another"))

    def in_place_of(self) -> None:
        """ "8 instead of 7", "nicht sieben, acht": hour, party or day, whichever the number was that is taken back."""
        reading = words.read(self.text)
        if m := _BETTER_AT.search(reading.plain):
            held = str(self.of_errand("time") or "")
            if (
                m["clock"]
                or m["hour"]
                or self.expected == "time"
                or (held and int(held[:2]) % 12 == int(m["old"]) % 12)
            ):
                self.found = [v for v in self.found if v.kind != "time" and v.reason != "party_or_time"]
                self.found += self.clock_said(m["new"], reading.span(m.start("new"), m.end("new")))
                return
        m = _IN_PLACE_OF.search(reading.plain)
        if not m:
            return
        said, before, unit = ("new", "old", m["as"] or m["of"]) if m["new"] else ("put", "gone", m["was"])
        number, old, span = int(m[said]), int(m[before]), reading.span(*m.span())
        left = [v for v in self.found if v.reason != "party_or_time" and (v.kind, v.value) != self.known_as(v.kind)]
        if not _beside(left, [Value("number", number, reading.span(*m.span(said)), "", "")]):
            return  # it has been read
        clock, party, day = (str(self.of_errand(name) or "") for name in ("time", "party_size", "day"))
        hour = bool(unit and _AN_HOUR.search(unit))
        of_time = bool(clock) and int(clock[:2]) % 12 == old % 12 and (hour or not unit)
        of_party = party == str(old) and not hour
        words_said = self.text[slice(*span)]
        if of_time and of_party:
            right = []  # seven at seven: it is asked what is to be changed
        elif of_time:
            right = self.clock_said(m[said], span)
        elif of_party:
            right = [Value("party_size", number, span, words_said, "put_right")]
        elif day and int(day[8:]) == old and (other := _like(Value("date", day, span, "", ""), number, None)):
            right = [Value("date", other, span, words_said, "put_right")]
        else:
            return
        kinds = {one.kind for one in right} or {"time", "party_size"}
        self.found = [v for v in left if v.kind not in kinds] + right

    def known_as(self, kind: str) -> tuple[str, Any]:
        """A kind of value and what is known of it: what says that again says nothing new."""
        return kind, self.of_errand(binding.slot_of(kind))

    def clock_said(self, clock: str, span: tuple[int, int], day: Any = None) -> list[Value]:
        """A bare hour ("8"), or hour and minute ("8:15"), as the time of day it means on a day, else on the errand's."""
        open_hours = self.open_on(day or self.of_errand("day"))
        heard = times.read(f"at {clock}", now=self.now, language="en", open_hours=open_hours)
        return [replace(v, span=span, text=self.text[slice(*span)]) for v in heard if v.kind == "time"]

    @property
    def pointing(self) -> bool:
        """Whether this is about a reservation that has still to be found: what differs from it waits until it is."""
        if self.errand is None:
            return any(value.kind == "code" for value in self.found) or bool(_OURS.search(words.said(self.text)))
        return self.errand["kind"] == "change" and self.errand["target"] is None

    @property
    def looked_up(self) -> bool:
        """Whether nothing is in hand, and of a reservation only that it was found."""
        return self.errand is None and self.known.keys() == {"code"}

    # --- how many ---

    def people(self, beside: Sequence[Value] = ()) -> list[Value]:
        whole = words.blanked(without_parts(self.text), self.no_people())
        asked = self.expected == "party_size" or self.only_a_number_of_people
        heard = guests.party(whole, language=self.language, expected=asked, whole=self.text)
        if more := self.more_or_fewer(heard):
            return more
        counts = self.pointing or (self.looked_up and not heard)
        joins = guests.joining(whole) if counts and not self.of_errand("party_size") else None
        if joins and not any(_makes(value, joins, whole) for value in heard):
            return [replace(joins, kind="people_by", rule="more_or_fewer")]
        if _CHANGE_IT_TO.search(self.text):
            heard = [
                replace(value, status="ambiguous", reason="party_or_time")
                if value.rule in ("for", "make_it") and value.status == "valid"
                else value
                for value in heard
            ]
        if was := self.of_errand("party_size"):
            heard = self.company(heard, int(was))
            joins = None if heard or self.expect.get("twin") else guests.joining(whole)
            heard += [self.with_one_more(joins, int(was) + 1)] if joins else []
        return [value for value in _beside(beside, heard) if not (value.reason == "relative" and not self.errand)]

    @property
    def only_a_number_of_people(self) -> bool:
        """Whether a bare number can only be people: a day is to be chosen, and it is none of those that were offered."""
        alone = _FIGURE.fullmatch(words.read(self.text).plain)
        return bool(alone and self.expected == "date" and self.days_offered() and not self.of_errand("party_size"))

    def with_one_more(self, joins: Value, many: int) -> Value:
        """The party with one who comes as well. Whether a baby is to be counted is asked."""
        kids = int(self.of_errand("children") or 0) + _many_kids(joins)
        whole = replace(joins, value=many, rule="more_or_fewer", note=f"{kids} children" if kids else None)
        return whole if joins.status == "valid" else replace(whole, alternatives=(many,), reason=guests.LIKELY)

    def no_people(self) -> list[tuple[int, int]]:
        """Where a number beside a stay counts no guests: "could you do it for 500?", "two rooms, no, just one"."""
        spans = (wishes.haggled(self.text), stays.one_after_all(self.text), *self.of_days)
        return [span for span in spans if span is not None]

    def run_together(self) -> list[Value]:
        """ "Can we make it 630?": hour and minute in one figure, where a table's hour is wished otherwise or still open."""
        reading = words.read(self.text)
        m = _RUN_TOGETHER.search(reading.plain)
        of_a_table = self.errand or self.known or self.expect.get("choice")
        figure = self.slot in _FIGURES and not _OF_AN_HOUR.search(self.text)
        if m is None or not of_a_table or figure:
            return []
        clock = self.clock_said(f"{m['hour']}:{m['minute']}", reading.span(m.start("hour"), m.end("minute")))
        said = [v for v in self.found if v.kind == "time"]  # "1930 instead of 7 pm"
        return clock if corrections.standing([*clock, *said], self.text) == clock else []

    def put_right(self) -> None:
        """ "Four of us at seven. No, three": of people and hour, what the second number is nearer to."""
        said = [v for v in self.found if v.kind in ("party_size", "time") and v.status != "invalid"]
        if self.hour_put_right():
            return
        number = guests.put_right(self.text, max(v.span[1] for v in said)) if said else None
        if number is None or not _beside(self.found, [number]):
            return
        many, known = int(number.value or 0), {v.kind: v.value for v in said}
        clock = "time" in known and ("party_size" not in known or binding.nearer_hour(many, known) is not None)
        if clock:
            day = next((v.value for v in self.found if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
            right = self.clock_said(str(many), number.span, day)
        else:
            right = [replace(number, kind="party_size")]
        self.found = [v for v in self.found if v.kind not in {one.kind for one in right}] + right

    def hour_put_right(self) -> bool:
        """ "Um halb sieben, sagen wir lieber sieben": a number right behind the hour is an hour, unless the party is nearer."""
        others = [v for v in self.found if v.reason != "party_or_time"]
        clocks = [v for v in others if v.kind == "time" and v.value and v.status != "invalid"]
        if not clocks or not corrections.PUT_RIGHT.search(words.said(self.text)):
            return False
        reading = words.read(self.text)
        for clock in clocks:
            begin = next(
                (at for at, t in zip(reading.begins, reading.tokens, strict=True) if t.start >= clock.span[1]), None
            )
            m = None if begin is None else _RATHER_AT.match(reading.plain, begin)
            if m is None:
                continue
            many, span = int(m[1]), reading.span(*m.span(1))
            hour = int(str(clock.value)[:2]) + int(str(clock.value)[3:5]) / 60
            away = min(abs(many - hour), abs(many + 12 - hour))
            if away > MOST_HOURS_AWAY or not _beside(others, [replace(clock, span=span)]):
                continue
            people = [v for v in others if v.kind == "party_size"]
            if not people and len(others) < len(self.found):
                people = guests.party(words.blanked(without_parts(self.text), [span]), language=self.language)
                others += _beside(others, [self.with_children(one) for one in people])
            party = people[-1].value if people else self.of_errand("party_size")
            if party and 0 < abs(many - int(party)) < away:
                return False
            day = next((v.value for v in self.found if v.kind == "date" and v.status == "valid"), self.of_errand("day"))
            self.found = [v for v in others if v.kind != "time"] + self.clock_said(m[1], span, day)
            return True
        return False

    def between_stops(self) -> list[Value]:
        """ "Friday. 8 pm. Four.": a number that stands by itself, where day or hour are told and no number of people is."""
        kinds = {value.kind for value in self.found}
        if (
            "party_size" in kinds
            or not kinds & {"time", "date"}
            or self.slot in _NUMBERS
            or self.of_errand("party_size")
        ):
            return []
        reading = words.read(self.text)
        alone = [
            Value("party_size", int(m[1]), reading.span(*m.span(1)), "", "alone")
            for m in _STANDS_ALONE.finditer(reading.plain)
        ]
        free = [replace(one, text=self.text[slice(*one.span)]) for one in _beside(self.found, alone)]
        return free if len(free) == 1 else []

    def with_children(self, people: Value) -> Value:
        """The party with a note of the children that are told of beside it: "a family of three, our daughter's 10"."""
        if (
            people.kind != "party_size"
            or people.note
            or not isinstance(people.value, int)
            or people.status == "invalid"
        ):
            return people
        kids = sum(_many_kids(one) for one in self.children())
        return replace(people, note=f"{kids} children") if 0 < kids <= people.value else people

    def children(self) -> list[Value]:
        """The children who are told of, and not only asked about."""
        return [one for one in guests.children(self.text) if wishes.tells(self.text, one.span[0])]

    def in_beds(self, people: Value) -> Value:
        """The party without those who sleep in a cot: babies, and toddlers for whom one is wished. The words stay a note."""
        many = guests.in_cots(self.text, cot=_COT.search(self.text) is not None)
        if people.kind != "party_size" or people.status != "valid" or not isinstance(people.value, int):
            return people
        if not many or people.value <= many:
            return people
        return replace(people, value=people.value - many, note=f"{max(0, _many_kids(people) - many)} children")

    def in_each(self, parts: Sequence[str], people: list[Value]) -> list[Value]:
        """Who comes in all where it is told of each of several rooms for whom it is; nobody where that is not clear of all."""
        each = [guests.party(part, language=self.language) for part in parts]
        if not people or not (any(each[:-1]) or any(map(_FOR_WHOM.search, parts[:-1]))):
            return people  # "two doubles and a single for five people"
        if all(len(some) == 1 and some[0].status == "valid" for some in each):
            return [replace(people[0], value=sum(int(some[0].value or 0) for some in each))]
        return []

    def of_age(self, people: Value) -> Value:
        """The party whose note of children leaves out those who are said to be old enough for the city tax."""
        kids = _many_kids(people)
        older = self.old_enough if kids else 0
        return replace(people, note=f"{max(0, kids - older)} children") if older else people

    @property
    def old_enough(self) -> int:
        """How many of the children whose age is said pay the city tax."""
        return sum(self.house.taxed_from <= age < NO_LONGER_A_CHILD for age in guests.years(self.text))

    def told_later(self) -> list[Value]:
        """The party that is known, after what is told of its children: how old they are, or that one sleeps in a cot."""
        was, known = self.of_errand("party_size"), int(self.of_errand("children") or 0)
        if not was or not self.errand or self.errand["kind"] != "room":
            return []
        cot = _COT.search(self.text)
        small = guests.in_cots(self.errand["notes"], cot=True) if cot and known else 0
        if cot and 0 < small <= known and int(was) > small:
            return [
                Value("party_size", int(was) - small, cot.span(), cot[0], "in_cot", note=f"{known - small} children")
            ]
        kids = self.children()
        many = sum(_many_kids(one) for one in kids)
        if 0 < many < int(was) and (not known or self.old_enough):
            left = max(0, (known or many) - self.old_enough)
            return [Value("party_size", was, kids[0].span, kids[0].text, "children", note=f"{left} children")]
        return []

    def company(self, heard: Sequence[Value], was: int) -> list[Value]:
        """ "My sister is coming too" is one more than is known; relatives who are only mentioned are no number at all."""
        if self.expected == "party_size":
            return list(heard)
        kept = []
        for value in heard:
            said = words.read(value.text).tokens
            if value.rule != "people" or any(t.plain.isdecimal() or t.plain in _AMONG_THEM for t in said):
                kept.append(value)
            elif value.value and _TOO.search(words.said(self.text)) and not self.expect.get("twin"):
                kept.append(replace(value, value=was + int(value.value), rule="more_or_fewer"))
        return kept

    def more_or_fewer(self, heard: Sequence[Value]) -> list[Value]:
        """ "One more person", "zwei weniger": counted from the party that is known. heard: who is counted anyway."""
        was = self.of_errand("party_size")
        by = guests.change(self.text)
        if by is None or any(value.span[0] < by.span[0] and by.span[1] <= value.span[1] for value in heard):
            return []
        alone = [value.value for value in heard] == [by.value] and self.expected != "party_size" and self.errand is None
        alone = alone or (self.looked_up and not _beside([by], heard))
        if not (
            was or self.pointing or alone
        ):  # "I have a table, and we bring two friends": two more, whoever they were
            return []
        if not was:
            return [by]
        party = int(was) + int(by.value or 0)
        kids = int(self.of_errand("children") or 0) + (1 if int(by.value or 0) > 0 else -1) * _many_kids(by)
        status, reason = ("valid", None) if party > 0 else ("invalid", "party_too_small")
        note = f"{min(kids, party)} children" if kids > 0 else None
        return [replace(by, kind="party_size", value=party, status=status, reason=reason, note=note)]  # type: ignore[arg-type]

    def bare_number(self) -> None:
        """ "No wait, eight", where nothing was asked for: people or a time, and the read-back will tell."""
        if self.found or self.slot in _NUMBERS or not (self.expect.get("agreement") or self.known or self.errand):
            return
        reading = words.read(self.text)
        if m := _HOUR_AND_MINUTE.fullmatch(reading.plain):
            span = reading.span(m.start(1), m.end(2))
            self.found += self.clock_said(f"{m[1]}:{m[2]}", span)
        elif self.slot == "name" and (
            figure := _FIGURE.fullmatch(reading.plain) or _NUMBER_ALONE.search(reading.plain)
        ):
            self.again_or_within(int(figure[1]))
        elif m := _NUMBER_ALONE.search(reading.plain):
            span = reading.span(*m.span(1))
            many, words_said = int(m[1]), self.text[slice(*span)]
            self.found.append(Value("party_size", many, span, words_said, "bare", "ambiguous", reason="party_or_time"))

    def guests_or_nights(self) -> list[Value]:
        """ "No, three", where nothing was asked for: guests, or nights where there are as many guests already."""
        reading = words.read(self.text)
        m = _NUMBER_ALONE.search(reading.plain)
        party = self.of_errand("party_size")
        if m is None or not party:
            return []
        span = reading.span(*m.span(1))
        kind = "nights" if int(m[1]) == int(party) else "party_size"
        return [Value(kind, int(m[1]), span, self.text[slice(*span)], "bare")]

    def again_or_within(self, number: int) -> None:
        """A number where a name was asked for: the hour within a span of time that was wished, or the party once more."""
        clock = ((self.errand or {}).get("slots") or {}).get("time") or {}
        span = (0, len(self.text))
        if clock.get("rule") == "window":
            self.found += self.clock_said(str(number), span)
        elif number == self.of_errand("party_size"):
            self.found.append(Value("party_size", number, span, self.text, "bare"))

    # --- what else ---

    def notes(self, named: Sequence[tuple[int, int]] = ()) -> list[Value]:
        """What the staff should know, and how many of the party are children; nothing of what stands at `named`."""
        kids = self.children()
        spans = [value.span for value in self.found if value.kind not in ("period", "duration")] + [
            v.span for v in kids
        ]
        named = [*named, *(value.span for value in self.found if value.kind == "name")]  # Rita Hund brings no dog
        aged = [whole for whole, _ in guests.ages_beside(self.text)] + guests.ages(self.text)
        old = [Value("note", self.text[b:e], (b, e), self.text[b:e], "ages") for b, e in aged if _young(self.text[b:e])]
        kids += _beside(kids, old)
        told = kids + wishes.notes(self.text, spans, named)
        late = [
            Value("note", m[0].strip(), m.span(), m[0], "part")
            for m in _PART.finditer(self.text)
            if _LATE_PART.search(m[0])
        ]
        noted = "; ".join(filter(None, (self.known.get("notes"), (self.errand or {}).get("notes"))))
        away = wishes.left_out(self.text, noted) or self.one_of_them()
        told += _beside(told, late + ([away] if away else []))
        told += [one for one in _beside([*told, *_at(named)], self.brought()) if wishes.noted(noted, one.text) != noted]
        told += _beside(told, () if self.house.rooms else wishes.outlooks(self.text))
        return told + _beside(told, self.plans)

    def brought(self) -> list[Value]:
        """What comes along by a question: "can we bring our dog?", "do you have a high chair?" beside a wish."""
        books = len({value.kind for value in self.found} & {"party_size", "date", "time", "check_in", "nights"}) > 1
        books = books or (self.errand is not None and self.of_errand("party_size") is not None)
        spans = wishes.brought(self.text, books=books)
        return [Value("note", self.text[slice(*span)], span, self.text[slice(*span)], BROUGHT) for span in spans]

    def brought_of(self, told: Sequence[Value]) -> list[Value]:
        """The extras of the house that come along by a question, and that are neither told of nor known already."""
        known = {*(self.known.get("extras") or ()), *(self.of_errand("extras") or ()), *(one.value for one in told)}
        spans = [one.span for one in self.brought()]
        return [
            replace(one, rule=BROUGHT)
            for one in (stays.named(self.text, self.house.extras) if spans else ())
            if one.value not in known and any(begin <= one.span[0] < end for begin, end in spans)
        ]

    def one_of_them(self) -> Value | None:
        """ "Do you have high chairs?", "two of those please": what was just asked about is wished for, so many of them."""
        m = _ONE_OF_THEM.search(self.text) if self.thing and wishes.notable(self.thing) else None
        if m is None or (self.slot in _NUMBERS and not m["them"]):
            return None
        many = words.read(m["many"]).plain
        self.found = [value for value in self.found if value.kind not in ("party_size", "time")]
        thing = self.thing[:1].upper() + self.thing[1:] if self.language == "de" else self.thing
        return Value(
            "note", f"{thing}: {many if many.isdecimal() else 1}", (0, len(self.text)), self.text, "one_of_them"
        )

    def standing(self) -> list[Value]:
        """What still holds at the end of the utterance."""
        kinds = dict.fromkeys(value.kind for value in self.found)
        held: list[Value] = []
        for kind in kinds:
            of_kind = [value for value in self.found if value.kind == kind]
            several = kind in ("note", "extra", "no_extra", "occasion")
            left = of_kind if several else corrections.standing(of_kind, self.text)
            if kind == "date":
                self.given_up += [value.span for value in of_kind if value not in left]
            held += left
        return sorted(held, key=lambda value: value.span)


_FROM = re.compile(r"^\W*(?:(?:it'?s|this is|that'?s|es ist|das ist) )?(?:from|von(?= \w+\W*$))(?= )", re.IGNORECASE)
""" "From Emma", where it was asked whom a message is from: "von" before two words may be a part of the name."""
_ARRIVING = re.compile(
    r"\b(?:arriv\w+|get (?:there|in)|be there|check(?:ing)? ?-? ?in|com(?:e|ing)|reisen?\b.{0,40}\ban\b|ankommen|kommen?|anreisen|da sein|(?:bin|sind|seid|wär\w*|werd\w*)\b.{0,40}\bda|einchecken|anreise|ankunft)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;?!\n]+?(?:(?<!\d)\.(?=\s|$)|(?=[,;?!\n]|$))(?P<asks>\?)?")
_ASKS = re.compile(
    r"^\W*(?:can|could|may|is|are|do|what|when|how|until|kann|können|könn\w+|darf|dürfen|ist|geht|wann|bis|wie)\b",
    re.IGNORECASE,
)


_JOINED = re.compile(r"\b(?:and|und)\b\s*", re.IGNORECASE)


def _arriving(text: str, clocks: Sequence[Value], beside: Sequence[Value]) -> list[Value]:
    """At what hour the guests of a room say they will come: nothing that is booked, and something to know."""
    clocks = [value for value in clocks if value.kind == "time" and value.status != "invalid"]
    hours = [value.span for value in clocks]
    late = [str(hour) for value in clocks for hour in (value.value, *value.alternatives) if str(hour) >= EVENING]
    for m in _CLAUSE.finditer(text) if hours else ():
        told = m[0].strip(" .")
        inside = any(m.start() <= begin and end <= m.end() for begin, end in hours)
        asks = bool(m["asks"] or _ASKS.match(told))
        if inside and _ARRIVING.search(told) and (not asks or (late and _WE.search(told))):
            after = _JOINED.split(told)[-1]  # "my booking is K3M7T and we'll get there at eleven"
            if _ARRIVING.search(after) and any(text.find(after, m.start()) <= begin for begin, _ in hours):
                told = after
            begin = text.index(told, m.start())
            verb = _ARRIVING.search(text, begin)
            before = [v.span[1] for v in beside if begin < v.span[1] <= (verb.start() if verb else begin)]
            told = _FRINGE.sub("", text[max(before, default=begin) : begin + len(told)])
            told = wishes.cleaned(_MAY_WE.sub("", told) if asks else told)
            begin = text.index(told, begin)
            return [Value("note", told, (begin, begin + len(told)), told, BROUGHT if asks else ARRIVING)]
    for one, other in itertools.pairwise(_CLAUSE.finditer(text)) if hours else ():  # "not before six, we'll come late"
        hour = next((begin for begin, end in hours if one.start() <= begin and end <= one.end()), None)
        if hour is None or not (_ARRIVING.search(other[0]) and _IS_LATE.search(other[0]) and _WE.search(other[0])):
            continue
        lead = _LEADS_TO_HOUR.search(text[one.start() : hour])
        begin = one.start() + lead.start() if lead else hour
        told = text[begin : other.end()].strip(" .!?")
        return [Value("note", told, (begin, begin + len(told)), told, ARRIVING)]
    return []


_IS_LATE = re.compile(r"\b(?:late|later|spät\w*)\b", re.IGNORECASE)


def _makes(party: Value, joins: Value, text: str) -> bool:
    """Whether it is said how many all are with the one who comes as well: "my sister is coming too, so we'll be two"."""
    between = text[joins.span[1] : party.span[0]]
    return party.status == "valid" and bool(_WILL_BE.search(words.said(between)))


_WILL_BE = re.compile(
    r"\b(?:(?:we|there)(?:'ll| will| would|'d) (?:now |then )?be|(?:that|which|it)(?: now| then)? makes(?: (?:us|it))?|wir (?:sind|wären|werden)(?: (?:dann|also|nun|jetzt|somit|damit))*|sind wir(?: (?:dann|also|nun|jetzt))*)\W*$"
)
_LEADS_TO_HOUR = re.compile(
    r"\b(?:(?:not|only|erst|nicht|frühestens|after|before|from|around|about|at|ab|nach|vor|gegen|um|so) )+$",
    re.IGNORECASE,
)


def _with_hour(note: Value, clocks: Sequence[Value], text: str) -> Value:
    """A note of a late arrival with the hour that is said behind it: "we'll be late, around half past eleven"."""
    clock = next((v for v in clocks if v.kind == "time" and v.status != "invalid" and v.span[0] >= note.span[1]), None)
    if clock is None or _BREAK.search(text[note.span[1] : clock.span[0]]):
        return note
    span = (note.span[0], clock.span[1])
    return replace(note, value=text[slice(*span)], span=span, text=text[slice(*span)])


_BREAK = re.compile(r"[?!;\n]|\b(?:table|dinner|breakfast|leav\w+|tisch|frühstück\w*|abreis\w*|essen)\b", re.IGNORECASE)
"""What parts an hour from the arrival before it."""
EVENING = "17:00"
"""From when on it is late to arrive: who asks whether they may come then, will come then."""
_WE = re.compile(r"\b(?:we|i|wir|ich)\b", re.IGNORECASE)
_FRINGE = re.compile(
    r"^\W*(?:(?:and|und|but|aber|please|bitte|for|für|people|personen|nights?|nächte)\b\W*)*", re.IGNORECASE
)
_MAY_WE = re.compile(
    r"^\W*(?:(?:(?:is|would|ist|wäre|geht|ginge)\b.*?\b)?(?:if|when|wenn|dass|that)\b|(?:can|could|may|might|kann|könn\w+|darf|dürf\w+|sollen)(?= (?:we|i|wir|ich)\b))\W*",
    re.IGNORECASE,
)
"""How it is asked whether one may."""


_ONE_OF_THE_NIGHTS = re.compile(
    r"\b(?:on|for) the (?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:night|evening)\b(?! of (?!our|my|the stay))"
    r"|\b(?:am|in der|an dem|für den|für die) (?:ersten|zweiten|dritten|vierten|letzten) (?:abend|nacht)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:(?:and|und|also|but|aber)\b\W*)*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.:]\s+(?=[^\W\d_])")


def _of_one_night(text: str) -> list[Value]:
    """What is told of one night of several, "on the second night a friend joins us": to be known, and no other stay."""
    night = _ONE_OF_THE_NIGHTS.search(text)
    for clause in _CLAUSE.finditer(text) if night else ():
        if night and clause.start() <= night.start() < clause.end():
            end = clause.end()
            sentences = [m.end() for m in _SENTENCE.finditer(text, clause.start(), night.start())]
            begin = sentences[-1] if sentences else clause.start()
            if len(_AND.sub("", clause[0]).split()) <= len(night[0].split()) + 1:  # "on the second night, …"
                end = next((later.end() for later in _CLAUSE.finditer(text, end + 1)), end)
            begin += len((_AND.match(text[begin:end]) or clause)[0])
            said = text[begin:end].strip(" .")
            asks = text[end : end + 1] == "?" or clause["asks"]
            return (
                []
                if asks or len(said.split()) < 5
                else [Value("note", said, (begin, end), text[begin:end], "one_night")]
            )
    return []


_STANDS_ALONE = re.compile(r"(?:^|[.;!,]) ?(\d{1,2})(?= ?(?:[.;!,] ?[^\d]|[.;!,]? ?$))")
_OF_NAMES = re.compile(r"\b(?:(?:sur|last ?|first ?)?names?|(?:nach|vor|familien)?namen?)\b", re.IGNORECASE)
_NAME_PUT_RIGHT = re.compile(
    r"\b(?i:(?:it|that|which|name|and)?(?:'s| is|,)? ?(?:spell?ed|spelt|written)|should (?:be|read|say)|correct (?:is|would be|name is)|richtig (?:ist|wäre|heißt es|heißt er)|schreib\w* (?:sich|man|mich)|geschrieben|(?:change|correct|update|switch)\b[^.?!]{0,40}\bnames?\b[^.?!]{0,24}?\bto|namen?\b[^.?!,]{0,20}?\b(?:in|auf|zu)(?=[^.?!]*(?:änder|korrigier|umschreib|berichtig)))[ :]+"
    r"(?P<name>[A-ZÄÖÜ][\w'’-]+(?: (?:(?:von|van|de|der|den|zu|du|la|le) )*[A-ZÄÖÜ][\w'’-]+){0,3})"
)
"""What a name that is on file should be."""
_ADD_IT = re.compile(
    r"\b(?:add|include) (?:it|that|this|one|some|them)\b|\bwith (?:it|that)\b|\bfor (?:both|all|each) of us\b|\bfor both\b|\b(?:das|es|den|ihn|sie) (?:\w+ ){0,3}(?:dazu|mit dazu|auch|hinzu\w*)\b|"
    r"\b(?:dazu|mit dazu|hinzufügen|dazunehmen|dazubuchen)\b|\bfür (?:uns )?(?:beide|alle)\b|\b(?:we|i)(?:'d| would| will|'ll)? (?:need|like|want|take) (?:one|it|that|some)\b"
    r"|\b(?:brauch\w*|nehm\w*|hätt\w*|möcht\w*) (?:wir|ich)(?: \w+){0,2} (?:eins|eines|das|den|es)\b|\b(?:wir|ich) (?:brauch\w*|nehm\w*|hätt\w*)(?: \w+){0,2} (?:eins|eines|das|den|es)\b",
    re.IGNORECASE,
)
"""Wanting what was just asked about: "how much is breakfast?", "ok, add it for both"."""
_COT = re.compile(r"\b(?:cots?|cribs?|(?:baby|kinder|gitter|reise)bett\w*)\b", re.IGNORECASE)


_FOR_WHOM = re.compile(
    r"\b(?:for|für) (?:my|our|the|us|me|him|her|them|mein\w*|unser\w*|die|den|uns|mich|sie|ihn|ihr)\b", re.IGNORECASE
)


def _young(ages: str) -> bool:
    """Whether an age that is told is a child's: how old a grandmother is, nobody need know."""
    return any(int(one) < GROWN for one in re.findall(r"\d+", words.read(ages).plain))


GROWN = 18
NO_LONGER_A_CHILD = 30
"""From this age on it is no guest's child of whom it is told, but a mother or a grandfather."""


def _many_kids(people: Value) -> int:
    """How many children are noted with a number of people."""
    kids = binding.KIDS.match(people.note or "")
    return int(kids[1]) if kids else 0


_AS_IN = re.compile(r"\b(?:as in|like|wie)\b", re.IGNORECASE)
_OURS = re.compile(
    r"\b(?:my|our|mein\w*|unser\w*) (?:\w+ )?(?:reservations?|bookings?|table|reservierung|buchung|tisch)\b|\bthan (?:we )?(?:booked|planned)\b|\bals (?:reserviert|gebucht)\b|\b(?:we|i|wir|ich)\b.{0,40}\b(?:come|kommen)\b"
    r"|\b(?:both|beide[nrs]?)\b"
    r"|\b(?:i|we)(?:'ve| have| had)? (?:just |already )?(?:booked|reserved|a reservation|a booking|a table (?:booked|reserved))\b|\b(?:ich|wir) (?:hab|habe|haben|hatte|hatten)\b.{0,40}\b(?:reserviert|gebucht)\b"
    r"|\b(?:die|der|meine?|unsere?) (?:reservierung|buchung|tisch) (?:läuft|ist|steht|geht) (?:\w+ )?(?:auf|unter)\b|\b(?:booking|reservation|table|it) is (?:\w+ )?(?:under|in the name)\b"
)
_BOOKED = re.compile(
    r"\b(?:my|our|mein\w*|unser\w*) (?:\w+ )?(?:reservations?|bookings?|table|reservierung|buchung|tisch)\b|\b(?:booked|reserved|reserviert|gebucht)\b|(?<!can )(?<!could )(?<!may )(?<!might )\b(?:i|we)(?:'ve| have| had)(?: got)? (?:\w+ ){0,4}?a (?:table|reservation|booking)\b|\b(?:ich|wir) (?:hab|habe|haben|hatten?) (?:[\w:]+ ){0,6}?eine?n? (?:tisch|reservierung)\b"
)
"""Words of somebody who has a table already."""
_AMONG_THEM = frozenset(("me", "i", "myself", "ich", "mich", "mir"))
_TOO = re.compile(r"\b(?:too|as well|also|auch|noch|dazu|joins?|joining)\b")
_CALENDAR = frozenset((*words.WEEKDAYS, *words.MONTHS, "today", "tomorrow")) | words.bag(
    "morgen abend mittag nacht früh sommer winter herbst frühling noon early late summer spring autumn day week "
    "weihnachten christmas ostern easter silvester pfingsten"
)
"""Words of the calendar and the clock that people are called by."""


_WHICH_DAY = re.compile(
    r"\b(?P<week>(?:(?P<next>next|the coming|the following|in (?:a|one)|(?:in der |der |die )?(?:nächste[rn]?|kommende[rn]?)|in einer)|this|diese[rn]?|(?:in )?dieser) (?:week(?:'?s|end)?|woche))\b"
    r"|\b(?P<after>the one after(?: that| next)?|the week after(?: that)?|(?:the )?(?:following|further) one|(?:der |die |das |den )?übernächste[nrs]?|(?:der|die|das|den) danach|eine woche (?:später|darauf))\b"
    r"|\b(?P<this>this one|today(?:'s)?|diese[nrs]?|heute|heutige[nr]?)\b"
    r"|\b(?:the )?(?:coming|next|upcoming|nearest|closest)(?: one)?\b|\b(?:(?:der|die|das|den|am) )?(?:nächste[nrsm]?|kommende[nrsm]?|nächstgelegene[nr]?)\b",
    re.IGNORECASE,
)
"""Which of two days is meant, by its place in the calendar."""
_THAT_ONE = re.compile(
    r"\b(?:coming|upcoming|following|nearest|closest|later|earlier|first|second|third|last|latter|former|other|next|that|this|cheaper|either|any) one\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(
    rf"\b(?:(?:the|that|this) (?:(?:\w+ ){{0,3}}?(?:{'|'.join((*words.WEEKDAYS, *words.MONTHS))}|\d{{1,2}}(?:st|nd|rd|th)?|[ap]m|o'clock) |(?=one (?:on|at|for)\b))|(?:{'|'.join(words.WEEKDAYS)}|today|tomorrow)'s )(?P<one>one)\b(?= ?(?:$|[,.;!?'’)]|(?:is|was|at|on|for|with|and|but|then|too|please|would|will|works|sounds|suits|looks|if|instead|thanks|thank|i|we|that|great|good|fine|ok|okay)\b))",
    re.IGNORECASE,
)
"""What is named by its day or hour: "the Tuesday one" is no hour."""
_COUNTED = frozenset(("people", "count_is", "zu_viert", "of_us", "we_are", "seater", "dozen"))
_NUMBERS = frozenset(
    ("party_size", "time", "day", "phone", "code", "minutes", "nights", "check_in", "check_out", "email")
)


def _of_choice(options: Sequence[Mapping[str, Any]]) -> str:
    """The slot that a bare number chooses by: the time where times were offered, else the day."""
    if len(options) < 2:
        return ""
    return next((name for name in ("time", "day", "check_in") if len({str(one.get(name)) for one in options}) > 1), "")


def _as_offered(said: Value, options: Sequence[Mapping[str, Any]], today: date) -> Value:
    """A number, as the offered day of that number; a weekday, as the offered day of that name: of "Saturday, 9 January or Sunday, 10 January" the Saturday is the 9th.

    One that was not offered is the nearest to what was.
    """
    offered = sorted({str(one[said.kind]) for one in options if one.get(said.kind)})
    if said.rule in days.ALONE and said.value:
        of_number = [day for day in offered if day[-2:] == str(said.value)[-2:]]
        return replace(said, value=of_number[0], status="valid", alternatives=(), reason=None) if of_number else said
    if said.rule != "weekday" or not said.value or not offered or _NEXT.match(words.read(said.text).plain):
        return said
    weekday = date.fromisoformat(str(said.value)).weekday()
    meant = [day for day in offered if date.fromisoformat(day).weekday() == weekday]
    if len(meant) != 1:
        return days.beside(said, offered[0], today)
    return replace(said, value=meant[0], status="valid", alternatives=(), reason=None)


_NEXT = re.compile(r"(?:next|following|coming|last)\b")


_ONCE_MORE = re.compile(r"\b(?:another|more|again|further|noch|weitere\w*|mehr)\b", re.IGNORECASE)


def _windows(said: list[Value], text: str) -> list[Value]:
    """ "Between seven and eight" is one wish: its beginning, with the end in the note ("until 20:00")."""
    clocks = [value for value in said if value.kind == "time"]
    if len(clocks) != 2 or [value.note for value in clocks] != ["from", "until"] or clocks[0].rule != "range":
        return said
    if len(corrections.standing(clocks, text)) < 2:
        return said
    begin, end = clocks
    whole = replace(begin, span=(begin.span[0], end.span[1]), text=text[begin.span[0] : end.span[1]])
    window = replace(whole, rule="window", note=f"until {end.value}")
    return [window if value is begin else value for value in said if value is not end]


_SAME_TIME = re.compile(
    r"\b(?:(?:at )?(?:the )?same (?:time|hour)|(?:zur |um die |die )?(?:selben?|gleichen?|selbe|gleiche) (?:uhr)?zeit)\b",
    re.IGNORECASE,
)
_AT_OPENING = re.compile(
    r"\b(?:at|from|on|right at|for) (?:the )?opening(?: time)?\b|\b(?:when|as soon as|the moment) you open\b|\b(?:zur|gleich zur|ab|bei) (?:der )?(?:er)?öffnung\b|\b(?:wenn|sobald) (?:ihr|sie) (?:öffnet|öffnen|aufmacht|aufmachen|aufhabt|auf(?:ge)?sperrt)\b",
    re.IGNORECASE,
)
_DOES_NOT_SUIT = re.compile(
    r"(?: (?:uhr|o'clock|am|pm))?,? (?:is|are|would be|will be|that'?s|ist|wäre|wird|geht|passt)? ?(?:(?:much|far|a bit|bit|a little|uns|mir|mich|schon|leider|etwas|viel|really|for us|für uns) )*(?:too (?:late|early)|zu (?:spät|früh))\b",
    re.IGNORECASE,
)
_NEXT_ONE = re.compile(r"\b(?:next|following|nächste\w*|folgende\w*)\b", re.IGNORECASE)
_OR = re.compile(
    r"[ ,]*\b(?:or|oder)\b(?: (?:maybe|perhaps|vielleicht|even|auch|else|at|um|on|am|then|dann))*\s*", re.IGNORECASE
)


_ONE_OR = re.compile(
    r"(?<![\d:./])(\d{1,2})([0-5][05](?<=\d{4}))?(?:[.]|st|nd|rd|th)?,? (?:or|oder)(?: (?:at|um|on|am|the|den|maybe|perhaps|vielleicht))* ?$"
)
_OR_ONE = re.compile(
    r"^,? (?:or|oder)(?: (?:at|um|on|am|the|den|maybe|perhaps|vielleicht))* (?:(?P<half>half past(?! \d))|(?P<number>\d{1,2})(?P<minute>[0-5][05](?<=\d{4}))?(?:[.](?!\d)|st|nd|rd|th)?)"
    r"(?![\d:/]|[.]\d| ?(?:people|persons?|guests?|adults?|children|kids|of us|pax|nights?|o'clock|[ap]m|euros?|minutes?|hours?|days?)\b)"
)
"""A number beside the day or hour that it would be an alternative to: "the 15 or …", "… or 8"."""


def _said_in_part(said: Sequence[Value], text: str) -> list[Value]:
    """The day or hour of which only the number is said, beside another: the 15th of "the 15 or 16 December", the 8 pm of
    "at 7 or 8".
    """
    found: list[Value] = []
    for one in said:
        if one.kind not in ("date", "time") or one.status != "valid" or one.value is None:
            continue
        begin, end = one.span
        before, after = words.read(text[:begin]), words.read(text[end:])
        if m := _ONE_OR.search(before.plain):
            other, span = _like(one, int(m[1]), m[2]), before.span(m.start(1), m.end(2) if m[2] else m.end(1))
        elif m := _OR_ONE.search(after.plain if after.plain.startswith((" ", ",")) else f" {after.plain}"):
            lead = 0 if after.plain.startswith((" ", ",")) else 1
            name = "half" if m["half"] else "number"
            other = f"{str(one.value)[:2]}:30" if m["half"] and one.kind == "time" else None
            other = _like(one, int(m["number"]), m["minute"]) if m["number"] else other
            span = after.span(m.start(name) - lead, m.end("minute" if m["minute"] else name) - lead)
            span = (span[0] + end, span[1] + end)
        else:
            continue
        if other and other != one.value:
            found.append(replace(one, value=other, span=span, text=text[slice(*span)]))
    return _beside(said, found)


def _like(one: Value, number: int, minute: str | None) -> str | None:
    """The day of the same month, or the hour nearest to it, that a number beside a day or an hour means."""
    if one.kind == "date" and minute:
        return None
    if one.kind == "date":
        try:
            return date.fromisoformat(str(one.value)).replace(day=number).isoformat()
        except ValueError:
            return None
    hour = int(str(one.value)[:2])
    meant = min((number, number + 12), key=lambda at: abs(at - hour))
    return f"{meant:02}:{minute or '00'}" if meant < 24 else None


def _either(said: list[Value], text: str) -> list[Value]:
    """ "At 8 or 8:30", "Thursday or Friday", "the 5th, 6th or 7th": one wish with several readings, which is asked about.

    Where each day comes with an hour of its own, day and hour go together: their readings stand in the same order.
    """
    left = sorted([*said, *_said_in_part(said, text)], key=lambda v: v.span)
    periods = [v for v in left if v.kind == "period"]
    bare = words.blanked(text, [v.span for v in periods if not any(_beside_all([o], v) for o in left if o is not v)])
    chains: list[list[Value]] = []
    for kind in ("date", "time"):
        of_kind = [v for v in left if v.kind == kind and v.value is not None]
        chain: list[Value] = of_kind[:1]
        for one, other in itertools.pairwise(of_kind):
            between = bare[one.span[1] : other.span[0]]
            if _OR.fullmatch(between) or between.strip() == ",":
                chain.append(other)
            else:
                chains.append(chain)
                chain = [other]
        chains.append(chain)
    whole = [chain for chain in chains if len(chain) > 1 and _OR.fullmatch(bare[chain[-2].span[1] : chain[-1].span[0]])]
    together = () if whole else _each_with_its_hour(left, bare)
    for chain in [*whole, *together]:
        span = (chain[0].span[0], chain[-1].span[1])
        readings = tuple(dict.fromkeys(str(v.value) for v in chain))
        if together:
            span, readings = chain[0].span, tuple(str(v.value) for v in chain)
        if len(set(readings)) < 2:
            continue
        if len(corrections.standing(chain, text)) < len(chain):  # "not on Friday or Saturday"
            left = [v for v in left if v not in chain]
            continue
        one = replace(
            chain[0], span=span, text=text[slice(*span)], status="ambiguous", alternatives=readings, note=None,
            reason=binding.TOGETHER if together else binding.EITHER,
        )  # fmt: skip
        left = [one if v is chain[0] else v for v in left if v is chain[0] or v not in chain]
        if chain[0].kind == "date" and len({v.value for v in periods}) > 1:
            left = [v for v in left if v.kind != "period"]
    return left


def _each_with_its_hour(said: Sequence[Value], text: str) -> Sequence[list[Value]]:
    """The two days and their two hours of "Friday at 7 or Saturday at 8"; nothing where it is not so."""
    own = [v for v in said if v.kind in ("date", "time") and v.value is not None]
    if len(own) != 4 or own[0].kind == own[1].kind or own[2].kind == own[3].kind:
        return ()
    if not _OR.fullmatch(text[own[1].span[1] : own[2].span[0]]):
        return ()
    return [[v for v in own if v.kind == kind] for kind in ("date", "time")]


_DAYS_DE = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag")
_NAMED_DAY = rf"\b(?:{'|'.join(dict.fromkeys((*words.WEEKDAYS, *_DAYS_DE)))}|today|tonight|tomorrow|heute|morgen|the \d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}\.)"
_IN_ITS_STEAD = re.compile(
    rf"{_NAMED_DAY}.*?(?P<gone>(?:[ ,]*\b(?:but|and|or|aber|und|oder)\b)?[ ,]*(?:\b(?:if|wenn|falls)\b(?P<lest>[^.;!?]{{0,60}}\b(?:no|not|nothing|none|isn't|doesn't|full|taken|kein\w*|nicht|nichts|voll|belegt)\b[^.;!?]{{0,60}}?)[ ,]*\b(?:then|rather|we'd|dann|lieber|eben|halt|auch|gern\w*)"
    rf"|\b(?:or else|otherwise|else|failing that|if not|sonst|ansonsten|andernfalls|notfalls|zur not|wenn nicht|falls nicht))\b(?:[ ,]+(?:then|rather|dann|lieber|eben|halt|auch|gern\w*|on|am|the|den|maybe|vielleicht|bitte|please))*[ ,]+{_NAMED_DAY}(?: (?:at|um|gegen) \d{{1,2}}(?:[:.]\d\d)?(?: ?(?:[ap]m|uhr)\b)?)?)",
    re.IGNORECASE,
)
"""Another day, should the first not do: "Friday outside, else Saturday", "wenn draußen nichts frei ist, dann lieber Samstag"."""
_WITHOUT_NO = re.compile(r"\b(?:no|not|nothing|none|kein\w*|nicht|nichts|isn't)\b", re.IGNORECASE)
_TAKE = re.compile(
    r"\b(?:take|say|put(?: down)?|count|plan for|nehmen|nimm|sagen|schreiben|rechnen|planen|machen)\b(?: (?:sie|wir|mal|mit|with|on|bitte|für|for|us|uns|lieber|ruhig|einfach))*\s*$"
)
"""Telling which of two numbers it is to be."""
_TWELVE_AM = re.compile(r"\b12(?:[:.]00)? ?a\.?m\b", re.IGNORECASE)


def _seated_until(opens: str, closes: str, before_min: int) -> str:
    """The clock so many minutes before closing; closing itself where that would be before opening."""
    minutes = (int(closes[:2]) * 60 + int(closes[3:]) - before_min) % (24 * 60)
    last = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return last if opens < last and (last < closes or closes <= opens) else closes


def _within(time: str, hours: Hours) -> bool:
    """Whether a house with these hours is open then; what closes before it opens, closes the next day."""
    return any(
        opens <= time <= closes or (closes < opens and (time >= opens or time <= closes)) for opens, closes in hours
    )


def _dated(day: date, rule: str, clock: Value) -> Value:
    """The day that a time brings along without a word for it."""
    return Value("date", day.isoformat(), (clock.span[0], clock.span[0]), "", rule)


def _after_midnight(said: list[Value], text: str, now: datetime) -> list[Value]:
    """ "Tonight at half past midnight": the hours after midnight of this evening belong to the next day's date."""
    today = now.date().isoformat()
    tonight = [v for v in said if v.kind == "date" and v.value == today and v.status == "valid" and v.rule == "near"]
    small = [v for v in said if v.kind == "time" and v.status == "valid" and str(v.value) < "05:00"]
    if not tonight or not small or now.hour < 5 or not _EVENING.search(words.read(text).plain):
        return said
    tomorrow = (now.date() + timedelta(days=1)).isoformat()
    return [replace(v, value=tomorrow, rule="after_midnight") if v in tonight else v for v in said]


_EVENING = re.compile(r"\b(?:tonight|today evening|today night|this evening)\b")


def _at(spans: Iterable[tuple[int, int]]) -> list[Value]:
    """Values that stand for what has been taken already."""
    return [Value("", None, span, "", "") for span in spans]


def _beside_all(some: Sequence[Value], value: Value) -> bool:
    """Whether a value stands within the words of one of these."""
    return any(one.span[0] <= value.span[0] and value.span[1] <= one.span[1] for one in some)


def _beside(taken: Sequence[Value], values: Iterable[Value]) -> list[Value]:
    """The values whose words are not taken yet."""
    return [v for v in values if all(v.span[1] <= t.span[0] or v.span[0] >= t.span[1] for t in taken)]
