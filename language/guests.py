"""How many people come, counted the way people count themselves.

A party is a sum over what was named: "me and my wife" is 2, "four adults and two kids" 6 with a note of the kids,
"zu viert" 4, "two couples" 4. Of a range the larger number is taken, since a table must hold them, and both stand in
`alternatives`. A number that was taken back ("four, sorry, five") is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from language import corrections, numbers, words
from language.values import Value

LARGEST_PARTY = 999

# --- people -----------------------------------------------------------------------------------------------------------
_ADULT = words.bag(
    "adult adults ad grownup grownups woman women man men lady ladies gentleman gentlemen guy guys girl girls boy boys"
)
_KID = words.bag(
    "kid kids child children baby babies toddler toddlers infant infants newborn newborns bub babys little kleinkind kleinkinder säugling teenager teenagers teens "
    "teen tween kindes minors minor youngsters youngster kiddo son sons daughter daughters grandson grandsons granddaughter "
    "granddaughters grandchild grandchildren nephew nephews niece nieces twins sohn söhne tochter töchter söhnen "
    "töchtern enkel enkelin enkelkinder enkelkindern baby's little"
)
_PEOPLE = words.bag(
    "people person guest guests members member others other friend friends friend's buddy buddies mate mates pal pals folks peeps humans human girlfriends "
    "boyfriends colleagues colleague coworkers coworker co-workers associates associate clients client students student "
    "seniors senior employees employee customers diners attendees seats seater relatives cousins siblings brothers sisters "
    "pals classmates roommates teammates players individuals soldiers neighbors neighbours partners fellas bros dudes mann head heads "
    "freunde freunden freundinnen kollegen kolleginnen bekannten personenzahl köpfe mitarbeiter geschwister brüder "
    "schwestern freundin freund plätze platz plätzen pers leut hansel"
)
_KIN = words.bag(
    "wife husband spouse partner boyfriend girlfriend fiance fiancee fiancé fiancée bf gf hubby missus brother sister mother "
    "father mom mum mama mommy mummy dad daddy papa boss cousin uncle aunt auntie grandma grandpa grandmother grandfather "
    "granny gran nan nana grandad granddad date roommate flatmate classmate sibling secretary assistant bro sis ex lady "
    "frau mann mutter vater mutti vati oma opa bruder schwester onkel tante chef chefin verlobte verlobter verlobten "
    "freundin freund kollege kollegin partnerin cousine nichte neffe enkel gattin gatte ehefrau ehemann lebensgefährtin "
    "schwiegermutter schwiegervater schwager schwägerin stiefonkel stiefvater stiefmutter stepfather stepmother stepmom stepdad "
    "bride groom braut bräutigam geburtstagskind jubilar jubilarin neighbor neighbour colleague coworker client buddy mate friend pal son daughter baby kid child toddler infant "
    "nephew niece grandson granddaughter sohn tochter kind guest person other parent woman man"
)
_NOT_BARE = frozenset(
    ("date", "person", "guest", "client", "other", "child", "ex", "assistant", "secretary", "sis", "kind")
)
"""Kin that without "my" or "a" could be something else."""
_UNCOUNTED = words.bag(
    "kids children child's friends family twins sons daughters boys girls grandchildren cousins colleagues little "
    "freunde freundinnen familie söhne töchter enkel jungs mädels geschwister verwandten kollegen"
)
"""Company whose number is not said: "the kids"."""
_STAFF = words.bag(
    "person people human humans mitarbeiter employee employees member colleague client customer student head mann mensch menschen"
)
"""With "a": somebody to talk to, unless something is for them."""
_PLURAL_TWO = {"parents": 2, "honeymooners": 2, "newlyweds": 2, "flitterwöchner": 2, "eltern": 2, "großeltern": 2, "grosseltern": 2, "grandparents": 2, "inlaws": 2, "couple": 2, "pair": 2, "paar": 2,
               "twins": 2, "triplets": 3, "ehepaar": 2, "pärchen": 2, "zwillinge": 2, "schwiegereltern": 2}  # fmt: skip
_SELF = frozenset(("me", "i", "myself", "ich", "mich", "mir", "meiner"))
_MY = words.bag(
    "my our his her their the mein meine meinen meiner meinem meines unser unsere unseren unserer ihr ihre sein seine seinen seiner die der den das"
)
_ARTICLES_OF = frozenset(("the", "die", "der", "das", "den"))
_ONE = frozenset(("a", "an", "one", "ein", "eine", "einen", "einem", "einer", "1"))
_LINK = frozenset(("and", "&", ",", "plus", "with", "+", "mit", "samt", "sowie", "also", "as", "well", "n", "("))
_AMONG = frozenset(("including", "inklusive", "incl", "inkl", "counting", "davon", "darunter", "eingeschlossen"))
"""What follows is a part of those who were counted: "six including the baby"."""
_OF_THEM = (
    ["of", "them"],
    ["of", "us"],
    ["of", "whom"],
    ["of", "which"],
    ["davon"],
    ["darunter"],
    ["von", "uns"],
    ["von", "ihnen"],
    ["von", "denen"],
)
_BEING = words.bag(
    "are is being who sind ist sei im in an a ein eine noch still just only , under under-age small young kleine kleiner little"
)
_ADJECTIVE = words.bag(
    "more other additional extra young little small old elderly good best close big hungry female male business work older younger "
    "very lovely dear grown teenage newborn weitere weiteren kleine kleinen kleines große großen zusätzliche liebe lieben alte besten gute guten of my our the "
    "whole step sweet beautiful new dear year years wonderful great dining special beloved pregnant disabled up"
)
_ZU = {"zweit": 2, "zweien": 2, "dritt": 3, "dreien": 3, "viert": 4, "vieren": 4, "fünft": 5, "fünfen": 5, "sechst": 6, "sechsen": 6,
       "siebt": 7, "siebent": 7, "acht": 8, "neunt": 9, "zehnt": 10, "elft": 11, "zwölft": 12}  # fmt: skip

_NOT_PEOPLE = (
    r"(?!\d)(?! ?(?:am|pm|o'clock|:|\.\d|/|th\b|-\d|nights?|days?|weeks?|months?|years?|hours?|minutes?|euros?|dollars?|%|k\b|rooms?|bed|bath|in the (?:morning|afternoon)|(?<! [1-4] )(?:in the evening|tonight)|at night"
    r"|(?:to|until|till|bis|-|–) ?(?:the |zum )?\d{1,2}(?:th)? ?\.? ?(?:of )?(?:" + "|".join(words.MONTHS) + r")\b"
    r"|oh \d|\d(?!\d?(?:th|\.)?(?: ?(?:to|until|till|bis|through|-|–) ?(?:the |zum )?|(?<=th) )\d)(?! ?(?:am|pm|o'clock))(?!\d?:\d)(?!\d?(?: ?\.| ?(?:st|nd|rd|th))?(?: of)? (?:nights?|days?|weeks?|months?|"
    + "|".join(words.MONTHS)
    + r"))|courses?|percent|prozent|nächte|gänge|stars?|miles?|h\b|hrs?|ish|morgens|"
    + "|".join(words.MONTHS)
    + r"|(?:double|single|twin|king|queen|family|small|large|big|separate|different|standard|deluxe|adjoining|connecting|joined) |tables?\b|things?|reasons?|of (?:those|them|whom|which|the|your|my|our|these)\b|davon\b|darunter\b|von (?:ihnen|denen)\b))"
)
_FOR = re.compile(
    r"\b(?:(?:table|tables|booking|bookings|reservation|reservations|party|group|band|crew|bunch|team|company|spot|space|seat|seats|room|slot|book|reserve|bookin|tisch|tische|platz|plätze|reservierung|gruppe|family|familie|brunch|lunch|dinner|breakfast|supper|seating|seated|restaurant|it|(?<!of )us|me|one|place|outside|inside|meal|reservieren|buchen|essen|abendessen|mittagessen|frühstück|gesellschaft|total)(?: (?:for|of|für|von|to|only|just|outside|inside|dinner|lunch|up|nur|size|size is|is|will be|at the bar|seating|booked|please|,))+ (?:a |about |just |around |only |exactly |up to |total of |eine |etwa |nur )*)(\d{1,3})(?: (?:or|oder|to|-|bis|maybe) (\d{1,3}))?"
    + _NOT_PEOPLE
)
_FOR_BARE = re.compile(
    r"(?:\b(?:for|für)(?: about| around| just| only| a party of| a group of| up to| exactly| etwa| nur| a total of| maybe| like)* (\d{1,3})(?: (?:or|oder|-) (\d{1,3}))?)"
    + _NOT_PEOPLE
)
_WE_ARE = re.compile(
    r"\b(?:(?:could|can|may|might|would|will) we be|we (?:could|might|may|can|would|should) be|(?:können|könnten|werden|dürfen|dürften) wir(?= (?:\w+ ){0,2}\d{1,2} (?:sein|werden)\b)|wir (?:könnten|würden|wären)(?= (?:\w+ ){0,2}\d{1,2}\b)|we are|we're|were|we will be|we'll be|there will be|there'll be|there are|there is|there's|it's just|it's|it will be|it'll be|party is|group is|size is|party size|number of people|number of guests|headcount|head count|total of|seats?|seating|seat|accommodate|serve|(?:and|but|then) (?:(?:we|to|would|will|could|may|might|can|we'd|we'll) )*be|come as|(?:we|we'd) (?:would|will|'d|'ll|d) be|we'd be|(?:and|und)(?: wir)?(?= (?:\w+ ){0,2}\d{1,2} (?:sein|werden)\b)|wir sind|(?:(?<=, )|(?<=\. )|(?<=^))sind|sind(?= (?:jetzt|nun|aber|doch|inzwischen|mittlerweile)\b)|wir werden|es sind|insgesamt|sind wir|in total|altogether|total|joined by)(?: (?:for|is|of|to|a|about|around|just|only|now|gonna be|going to be|probably|actually|:|party|group|size|auch|nur|etwa|noch|dann|jetzt|nun|aber|doch|inzwischen|mittlerweile|wohl|so|um die|ungefähr|circa|ca|rund|will be|be|should be|maybe|exactly|up))* (\d{1,3})(?: (?:or|oder|-|to) (\d{1,3}))?"
    + _NOT_PEOPLE
)
_THEY_ARE = re.compile(
    r"\b(?:they are|they're|they will be|they'll be|die sind|sie sind) (\d{1,3})(?= ?(?:$|[.,!?;]|people\b|guests\b|in total\b|altogether\b|insgesamt\b))"
    + _NOT_PEOPLE
)
"""How many others come: of children it would be their age."""
_PLUS_MAYBE = re.compile(
    r" ?,? ?(?:plus|and|\+|or) (?:maybe|perhaps|possibly|vielleicht|eventuell|evtl)(?: another| noch| one more)? (\d)\b(?: more)?"
)
_MAKE_IT = re.compile(
    r"\b(?:make (?:it|that|this)|change (?:it|that|this|the \w+(?: \w+){0,3}) to|up it to|increase (?:it |\w+ )?to|down to|reduce (?:it |\w+ )?to|now(?: we are| we're)?|doch|lieber|auf|people to|guests to|size to|reservation to|booking to|party to|number to|up to|instead of \d{1,3} (?:people )?(?:we're|we are|make it))(?: (?:be|for|just|only|a|about|party of|table for))* (\d{1,3})"
    + _NOT_PEOPLE
)
_PUT_RIGHT = re.compile(
    r"\b(?:for|für|are|sind|party of) \d{1,3}(?: people| guests)?(?: ?,| ?\.{1,3})? (?:sorry|no|wait|i mean|i meant|make that|or rather|actually|nein|quatsch|entschuldigung|ach nein|moment|ich meine)(?: ?,? (?:sorry|no|wait|i mean|nein|doch|make it))?(?: ?,| ?\.{1,3})? (?:for |für )?(\d{1,3})(?! else)"
    + _NOT_PEOPLE
)
_BOOK_SO_MANY = re.compile(
    r"\b(?:book|reserve|reserviere?n?|buchen?)(?: (?:us|me|in|please|bitte|sie|uns|mir)){0,3} (\d{1,2})(?= (?:for|on|für|am|an|this|next|diesen|nächsten)? ?(?:the |den )?(?:"
    + "|".join((*words.WEEKDAYS, "today", "tonight", "tomorrow", "heute", "morgen", "übermorgen"))
    + r")\b)"
)
"""So many, right behind the word of booking and before the day: "book 2 for Saturday"."""
_SLIPPED = {
    "tow": 2,
    "twp": 2,
    "tree": 3,
    "thre": 3,
    "fuor": 4,
    "foru": 4,
    "fiev": 5,
    "fife": 5,
    "zwie": 2,
    "dri": 3,
    "vire": 4,
}
_SLIPPED_FOR = re.compile(
    rf"\b(?:tab[el]{{2}}|booking|reservation|party|seats|tisch|tische?|platz) (?:for|of|für) ({'|'.join(_SLIPPED)})\b"
)
"""A number with two letters swapped, where a number of people stands: "a table for tow"."""
_THEN_RIGHT = re.compile(
    r"[^\d?]{0,40}?(?:(?<=[ ,.!;-])|^ ?)\b(?:sorry|no|nope|wait|i mean|i meant|make (?:that|it)|rather|actually|correction|scratch that|oops|nein|nee|quatsch|entschuldigung|moment|warte\w*|halt|stopp|ich meine|ich meinte|doch)\b"
    r"(?:[ ,.!:;-]|\b(?:sorry|no|wait|i|mean|meant|make|it|that|rather|actually|just|only|we|are|we're|we'll|will|be|there|it's|for|nein|moment|warte|ich|meine|wir|sind|es|doch|nur|für|lieber|eigentlich|stimmt|nicht|jetzt|ach|quatsch|entschuldigung|sagen|sorry)\b)* (\d{1,3})(?= ?(?:$|[.,!?;]|(?:please|bitte|of us|then|after all|instead|people|guests|doch|on|at|for|um|an|für|in|to|tomorrow|today|tonight|next|this|"
    + "|".join(words.WEEKDAYS)
    + r")\b))"
    + _NOT_PEOPLE
)
"""What stands behind a party of which another number is said at once: "…. No, actually three"."""
_MAKE_OF_IT = re.compile(r"\bmachen (?:sie|wir) (?:bitte |doch |lieber |mal )*(\d{1,3}) (?:daraus|draus)\b")
_SEATER = re.compile(
    r"\b(\d{1,3}) ?-? ?(?:seater|seaters|top|person table|people table|persons? table|pax)\b|\b(\d{1,3})er(?: ?- ?| )?(?:tisch|gruppe)\b"
)
_US = re.compile(
    r"\b(?:the |all |just |about |only |nur |for )*(?!1 )(\d{1,3}) (?:of us|of we|of use|von uns)\b(?! (?:might|may|needs|prefers?|wants? (?:a |the )?(?:vegan|vegetarian|gluten)|has|is|ha(?:s|ve) (?:an? )?allerg\w+|(?:are|will be|would be|sind) (?:vegan|vegetarian|vegetarier|having|late|running|allergic|pescatarian|coeliac|celiac|gluten)))|\b(?:uns|us) (\d{1,3})(?! ?(?:am|pm|o'clock|:|th))\b|\bboth of us\b|\bwir beide\b|\bus (?:both|2)\b|\bwir (\d{1,2})\b"
)
_ZU_PATTERN = re.compile(
    r"\bzu (zweit|zweien|dritt|dreien|viert|vieren|fünft|fünfen|sechst|sechsen|siebt|siebent|acht|neunt|zehnt|elft|zwölft|\d{1,2})\b(?! (?:o'clock|euro))"
)
_ZU_WORD = r"zu (zweit|zweien|dritt|dreien|viert|vieren|fünft|fünfen|sechst|sechsen|siebt|siebent|acht|neunt|zehnt|elft|zwölft)"
_ZU_RANGE = re.compile(rf"\b{_ZU_WORD} ?,? (?:or|vielleicht|eventuell|bis|or vielleicht|or auch) {_ZU_WORD}\b")
_ALONE = re.compile(
    r"(?:(?:^|(?<=[,.;!?(] ))|\b(?:ich|reise|komme|bin|travell?ing|coming|staying|eating|dining|am|i'm|be|ganz|reisend|it's|it is) )(?:all |ganz |just )?(?:alone|solo|alleine?|on my own|by myself)(?= ?(?:$|[,.;!?)]|(?:and|on|at|from|for|to|um|vom|ab|am|an|this|tomorrow|today|next|arriving)\b))|\b(?:solo|single) travell?er\b|\b(?:einzelperson|alleinreisend\w*)\b|"
    r"\b(?:just|only|nur|bloß) (?:me|myself|ich|mich|for me|für mich|for myself|the 1 of me|1(?! [a-z]))\b|\b(?:just|only) be me\b(?! (?:and|plus|with|,))|\bby myself\b|\b(?:for|für) (?:myself|mich allein|mich alleine|me alone|only me|just me|1 person alone)\b|\bme alone\b|\b(?:dining|eating|coming|be) (?:alone|solo)\b|\b(?:table|tisch) (?:for|für) (?:myself|mich)\b(?! (?:and|und|&|,|plus|with|to|on|at|in))|^(?:it's |it is |for |für )?(?:me|myself|mich|ich|solo|alone|allein|alleine)(?: please| bitte| only| alone| allein)?$|\bsingle person\b|\bon my own\b|\bich (?:komme |bin )?allein\b"
)
_VAGUE = re.compile(
    r"\b(?:a few|several|some|ein paar|einige|mehrere) (?:people|friends|guests|of us|freunde|of my friends|others|kids)\b"
)
_DOZEN = re.compile(r"\b(?:(a|1|2|half a|half|ein|ein halbes) )?(dozen|dutzend)\b")
_RANGE = re.compile(
    r"\b(\d{1,3}) ?(?:or|oder|to|-|bis|maybe|/) ?(\d{1,3}) (?:people|person|guests|adults|of us|friends|pax)\b"
)
_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|not|from|anstatt|statt|nicht|von)(?: the| a| for| für| party of| table for)*$"
)


_SOME_PEOPLE = r"(?:people|persons?|guests?|adults?|of us|pax|personen|leuten?|gästen?)"
_FOR_ANOTHER_NUMBER = re.compile(
    rf"\b(?:instead of|rather than|statt|anstatt|anstelle von)(?: the| a| for| für| party of| table for)* \d{{1,3}}(?P<of> {_SOME_PEOPLE})? ?,? ?(?:(?:now|only|just|there will be|we(?:'re| are|'ll be| will be)?|bitte|jetzt|nun|doch|nur|lieber|sind wir|wir sind|kommen wir|wir kommen|dann|eher|rather|make it|please|for|für) )*(?P<new>\d{{1,3}})(?P<people> {_SOME_PEOPLE})?(?! ?(?:uhr|am|pm|o'clock|[:.]\d|\d))"
    rf"|(?<!at )(?<!um )(?<![\d:.])\b(?P<first>\d{{1,3}})(?: {_SOME_PEOPLE})? (?:instead of|rather than|statt|anstatt|anstelle von) (?:the |a |for |für )?\d{{1,3}} {_SOME_PEOPLE}"
)
"""A number of people in favour of the one before it: "statt 5 Personen 6"."""
_COUNT_IS = re.compile(
    r"\b(?:people|guests|persons|size|pax)(?: (?:i|we) (?:want|need))? (?:is|are|=|of|:|will be|would be) (\d{1,3})(?![\d:/]|\.\d)"
    r"|\b(?:(?:party|group|gang|family|team|crew|table) of|(?:table|reservation|space|room|something|anything) for) (\d{1,3})(?= tonight)"
    r"|\ball (\d{1,3}) of (?:them|us)\b"
    r"|(?<![\d:./])(?<!um )\b(\d{1,3}) (?:wären|sind|werden|waren) wir\b"
    r"|\b(\d{1,3}) (?:is|are|would be|will be) the (?:number of|amount of|size)\b"
    r"|(?<![\d:./])(?<!halb )(?<!half )\b(\d{1,3}) (?:is |are |will |will be |sind |persons |people )?(?:coming|come|attending|joining|kommen)\b"
    r"|\ball (?:of |the |of the )?(\d{1,3})\b" + _NOT_PEOPLE + r"|\bparty (?:now )?(?:only )?(\d{1,3})\b" + _NOT_PEOPLE
)
_NOT_BUT = re.compile(
    r"\b(?:not|nicht) (?:for |für )?(\d{1,3}) (?:people|guests|adults|of us) ?,? ?(?:but |sondern )?(?:for |für )?(\d{1,3})\b"
    + _NOT_PEOPLE
)
_INTO = re.compile(
    r"\b(?:change|changing|switch|update|amend|increase|reduce|ändern|umbuchen|erhöhen)\b[^.?!]{4,110}? (?:to|auf) (?:a |table |party |of |for )*(\d{1,3})\b"
    + _NOT_PEOPLE
)
_ONLY = re.compile(
    r"\b(?:only|we have|we've got|i said|i meant|nur noch|wait only|so just|then just|dann nur|also nur) (\d{1,3})(?= ?(?:[.!?,]|now|left|will|$))"
    + _NOT_PEOPLE
)
_BARE = re.compile(
    r"(?<![\d.:/+€$£])(?<![€$£] )(\d{1,3})(?![\d:/]|\.\d|th\b|er\b)"
    + _NOT_PEOPLE
    + r"(?! ?(?:€|\$|£|eur\b|pounds?\b|bucks\b))(?! [b-hj-z](?:'?s)?(?: |$))"
)
_BARE_RANGE = re.compile(
    r"(?<![\d.:/+-])(?<![\d.:/+-] )(\d{1,2}) ?(?:or|oder|to|bis|-|, maybe|maybe|, vielleicht|vielleicht) ?(\d{1,2})(?![\d:/-]|\.\d| [\d-])"
    + _NOT_PEOPLE
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:at|um|gegen|after|before|nach|vor|ab|bis|until|table|tisch|room|number|nummer|since|past|quarter|half|viertel|halb|@) ?|\+ ?)$"
)
_GERMAN = re.compile(r"\b(?:für|von|tisch|gruppe|reservierung|eine[nmr]?|mit|wir|ich)\b")
_ON = re.compile(r"(?<=\d) am(?= [\da-zäöü])")
"""German "am" after a figure, in place of which "an" is read: before noon belongs to English."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase of people within `tokens[begin:end]`."""

    begin: int
    end: int
    count: int
    kids: int = 0
    adults: int = 0
    weight: int = 0
    """How surely it speaks of people: 0 could be anything, 1 needs company, 2 stands alone."""
    myself: bool = False
    maybe: bool = False
    """A highchair or pram: comes along, needs no seat."""
    family: bool = False
    vague: bool = False
    """Company whose number is not said: "the kids"."""
    us: bool = False
    """All who come, the caller among them."""
    likely: bool = False
    """How many "us" are, is supposed."""
    among: bool = False
    """A part of those who were counted before."""


def _phrase(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """The noun phrase of people that begins at token i, if one does."""
    size = len(tokens)
    word = tokens[i].plain
    if i and tokens[i - 1].plain in (":", ".", "/") and tokens[i - 1].end == tokens[i].start:
        return None  # the minutes of a time
    if (together := _all_of_us(tokens, i) or _some_of_them(tokens, i)) is not None:
        return together
    if word in _SELF and not (word == "meiner" and i + 1 < size and tokens[i + 1].plain in _NOUNS):
        return _Phrase(i, i + 1, 1, weight=0, myself=True)
    j = i
    count: int | None = None
    possessive = False
    while j < size and tokens[j].plain in _MY:
        possessive |= tokens[j].plain not in ("the", "die", "der", "den", "das")
        j += 1
    age = _age(tokens, j)
    if age is not None:
        pass
    elif j < size and tokens[j].plain.isdecimal() and len(tokens[j].plain) <= 3:
        count = int(tokens[j].plain)
        j += 1
    elif j < size and tokens[j].plain in _ONE:
        count = 1
        j += 1
    elif j < size and tokens[j].plain in ("no", "zero", "without", "keine", "ohne", "kein"):
        count = 0
        j += 1
    elif j + 1 < size and tokens[j].plain == "couple" and tokens[j + 1].plain == "of":
        count = 2
        j += 2
    elif j < size and tokens[j].plain in _BOTH:
        count = 2
        j += 1
        while j < size and tokens[j].plain in _MY:
            j += 1
    if count == 1 and j + 1 < size and tokens[j].plain == "of" and tokens[j + 1].plain in _OF_MANY:
        return None
    if (count is not None or possessive) and (age := _age(tokens, j)):
        end, years = age
        if _noun(tokens, _past_adjectives(tokens, end))[0] not in _NOUNS:
            return _Phrase(i, end, count or 1, count or 1, weight=1) if years < ADULT_AT else None
        k = j = end
    if possessive and j < size and tokens[j].plain in _OWN_CHILD and count in (None, 1):
        after = tokens[j + 1].plain if j + 1 < size else "."
        if after in _AFTER_OTHER or after in _ABOUT_THEM:
            return _kin(i, j, "child")
    k = _past_adjectives(tokens, j)
    if (
        k > j
        and tokens[k - 1].plain in ("other", "little")
        and (
            k >= size
            or tokens[k].plain in _AFTER_OTHER
            or (tokens[k - 1].plain == "little" and tokens[k].plain in ("1", "ones"))
        )
    ):
        k -= 1
    if k >= size:
        return _Phrase(i, j, count, weight=0) if count and k == j and tokens[j - 1].plain.isdecimal() else None
    noun, past = _noun(tokens, k)
    if past < size and tokens[past].plain == "'":
        return None  # "my in-laws' anniversary"
    k = past - 1
    if (
        noun in ("birthday", "geburtstags")
        and j > i
        and count is None
        and k + 1 < size
        and tokens[k + 1].plain in _KID | _ADULT
    ):
        return _kin(i, k + 1, "wife")  # "the birthday girl"
    if noun in ("guest", "people", "person") and k + 1 < size and tokens[k + 1].plain in _HOUSES:
        return None
    if noun in ("couples", "pairs", "paare", "pärchen", "ehepaare") and count:
        return _Phrase(i, k + 1, 2 * count, weight=2)
    if noun in (
        "high",
        "highchair",
        "highchairs",
        "hochstuhl",
        "hochstühle",
        "pram",
        "stroller",
        "wheelchair",
        "wheelchairs",
        "dog",
        "dogs",
        "hund",
        "kinderwagen",
    ):
        step = 2 if noun == "high" else 1
        return _Phrase(i, min(size, k + step), 0, weight=0, maybe=True) if count is not None else None
    if noun in _PLURAL_TWO and not (noun in _A_PAIR and k + 1 < size and tokens[k + 1].plain == "of"):
        many = _PLURAL_TWO[noun] * (count if count and noun in ("couple",) else 1)
        kids = many if noun in ("twins", "triplets", "zwillinge") else 0
        return _Phrase(i, k + 1, many, kids, many - kids, weight=_weight_of_pair(tokens, i, k), family=True)
    plural = noun in _KID or noun in _PEOPLE or noun in _ADULT or noun == "children"
    if (
        count is not None
        and plural
        and not (
            count == 1
            and tokens[j - 1].plain in _ONE - {"1"}
            and noun in ("other", "little", "seats", "plätze", "platz", "members", "seat")
        )
    ):
        kids = count if noun in _KID and noun != "person" else 0
        adults = count if noun in _ADULT or noun in ("parents",) else 0
        end = _past_ages(tokens, k + 1, count) if kids else k + 1
        if count == 1 and tokens[j - 1].plain in _ARTICLES and noun in _STAFF:
            counted = i and (tokens[i - 1].plain in ("for", "für", "of") or _by_itself(tokens, i, end))
            return _Phrase(i, end, 1, weight=2 if counted else 1)
        if end < size and noun in ("lady", "girl", "boy", "guy") and tokens[end].plain in ("friend", "friends"):
            end += 1
        if (
            end < size
            and noun in ("little", "other", "grown", "adult", "senior")
            and tokens[end].plain
            in ("ones", "1", "people", "guests", "ups", "adults", "persons", "kids", "children", "citizens", "friends")
        ):
            end += 1
        weak = (
            count == 1
            and (tokens[j - 1].plain in _ARTICLES or noun not in _KID)
            and noun
            in (
                "man",
                "woman",
                "girl",
                "boy",
                "guy",
                "lady",
                "platz",
                "mann",
                "friend",
                "child",
                "kid",
                "baby",
            )
        )
        return _Phrase(i, end, count, kids, adults, weight=1 if weak else 2)
    if noun in _KIN and (possessive or count == 1 or (j > i and noun not in _NOT_BARE)) and (count in (None, 1)):
        return _kin(i, k, noun)
    if j > i and count is None and noun in _UNCOUNTED and not (k + 1 < size and tokens[k + 1].plain in _HOUSES):
        end = k + 2 if noun == "little" and k + 1 < size and tokens[k + 1].plain in ("1", "ones") else k + 1
        if noun == "little" and end == k + 1:
            return None
        one = noun == "little" and tokens[end - 1].plain == "1"
        return _Phrase(i, end, int(one), int(one), weight=1, vague=not one)
    if count is not None and k == j and count > 0 and tokens[j - 1].plain.isdecimal():
        return _Phrase(i, j, count, weight=0)
    return None


def _by_itself(tokens: tuple[words.Token, ...], begin: int, end: int) -> bool:
    """Whether a phrase stands between stops, behind something else: "Dienstag, 18:30, eine Person"."""
    return tokens[begin - 1].plain in _STOPS and (end >= len(tokens) or tokens[end].plain in _STOPS)


_STOPS = frozenset((",", ".", ";", "!", "-"))


def _weight_of_pair(tokens: tuple[words.Token, ...], i: int, k: int) -> int:
    """How surely the noun at k, in a phrase from i on, is of two people: "wir kommen am Freitag, ein Paar" is, "ein paar Tage" not."""
    if tokens[k].plain not in _A_PAIR:
        return 2
    before = tokens[i - 1].plain if i else ","
    after = tokens[k + 1].plain if k + 1 < len(tokens) else "."
    apart = before in _BEFORE_PAIR and after in (",", ".", "!", "?", "with", "mit", "and")
    return 2 if apart else 1 if tokens[k].plain != "paar" else 0


_A_PAIR = frozenset(("couple", "pair", "paar"))
_BEFORE_PAIR = frozenset((",", ".", "for", "für", "als", "as", "are", "sind", "we're", ":"))


def _past_ages(tokens: tuple[words.Token, ...], i: int, count: int) -> int:
    """Where the ages of so many children end that begin at token i: "one child of 3", "two kids aged 3 and 5 years"."""
    plain = [token.plain for token in tokens[i : i + 3 * count + 8]]
    lead = next((n for way in _AGED if plain[: (n := len(way))] == way), 0)
    bare = not lead
    at, ages = lead + (bare and plain[:1] == [","]), 0
    while at < len(plain) and ages < count:
        step = at
        while ages and step < len(plain) and plain[step] in (",", "and", "&", "und", "+", "/"):
            step += 1
        if step >= len(plain) or not plain[step].isdecimal() or len(plain[step]) > 2 or (ages and step == at):
            break
        at, ages = step + 1, ages + 1
    if not ages or (plain[lead:][0] == "," and not bare):
        return i
    years = at
    while at < len(plain) and (plain[at] in _YEARS_AFTER or (at > years and plain[at] == ".")):
        at += 1
    if bare and (at == years or plain[years] == ")"):
        return i  # "two kids, 19 to 23 April"
    return i + at


def _some_of_them(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """The children among those who were counted: "two of them children", "davon zwei Kinder"."""
    plain = [token.plain for token in tokens[i : i + 10]]
    at = int(plain[0].isdecimal() or plain[0] in _ONE)
    way = next((way for way in _OF_THEM if plain[at : at + len(way)] == way), None)
    if way is None:
        return None
    number, at = plain[0] if at else "", at + len(way)
    while at < len(plain) and plain[at] in _BEING - (frozenset() if number else _ONE):
        at += 1
    if not number and at < len(plain) and (plain[at].isdecimal() or plain[at] in _ONE):
        number, at = plain[at], at + 1
        while at < len(plain) and plain[at] in _BEING:
            at += 1
    if not number or at >= len(plain) or plain[at] not in _KID:
        return None
    kids = int(number) if number.isdecimal() else 1
    end = _past_ages(tokens, i + at + 1, kids)
    return _Phrase(i, end, 0, kids, weight=0, maybe=True, among=True)


def _past_adjectives(tokens: tuple[words.Token, ...], i: int) -> int:
    """The first token from i on that is no adjective of people."""
    k = i
    while k < len(tokens) and k - i < 6 and tokens[k].plain in _ADJECTIVE and _noun(tokens, k)[1] == k + 1:
        k += 1
    return k


def _noun(tokens: tuple[words.Token, ...], i: int) -> tuple[str, int]:
    """The noun at token i, put together where it is hyphenated ("grown-ups", "co-workers"), and where it ends."""
    plain = [token.plain for token in tokens[i : i + 3]]
    if not plain:
        return "", i
    pieces = [piece for piece in plain if piece != "-"][:2]
    if len(pieces) == 2 and "".join(pieces) in _NOUNS:
        return "".join(pieces), i + 1 + len(plain[: 1 + plain.index(pieces[1], 1)]) - 1
    if plain[0] in ("step", "half") and len(pieces) == 2:
        return pieces[1], i + (3 if plain[1] == "-" else 2)
    abbreviated = tokens[i].low in _ABBREVIATED and plain[1:2] == ["."]
    return plain[0], i + 1 + abbreviated


def _age(tokens: tuple[words.Token, ...], i: int) -> tuple[int, int] | None:
    """Where "10-year-old" ends, or "3 jähriges", which begins at token i, and how many years it says."""
    if i < len(tokens) and (glued := _GLUED_AGE.fullmatch(tokens[i].plain)):
        years = words.german_number(glued[1])
        return None if years is None else (i + 1, years)
    if i >= len(tokens) or not tokens[i].plain.isdecimal() or len(tokens[i].plain) > 2:
        return None
    k = i + 1
    steps = 0
    unit = ""
    while k < len(tokens) and k - i < 6:
        plain = tokens[k].plain
        if plain == "-":
            pass
        elif steps == 0 and plain.startswith(("jährig", "monatig")):
            return k + 1, 0 if plain.startswith("m") else int(tokens[i].plain)
        elif steps == 0 and plain in ("year", "years", "month", "months", "yr"):
            steps, unit = 1, plain
        elif steps == 1 and plain in ("old", "olds"):
            return k + 1, 0 if unit.startswith("month") else int(tokens[i].plain)
        else:
            return None
        k += 1
    return None


def _all_of_us(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """All who come, the caller among them: "the two of us", "us two", "zu dritt"."""
    plain = [token.plain for token in tokens[i : i + 5]]
    at = 1 if plain[0] in ("the", "all") else 0
    if len(plain) > at + 2 and (plain[at].isdecimal() or plain[at] == "both") and plain[at + 1 : at + 3] in _OF_US:
        many, end = 2 if plain[at] == "both" else int(plain[at]), i + at + 3
        end += int(plain[at + 3 : at + 4] != [] and plain[at + 3] in _WHO_WE_ARE)
    elif len(plain) > 1 and plain[0] in ("us", "uns", "wir", "we") and (plain[1].isdecimal() or plain[1] in _BOTH):
        many, end = 2 if plain[1] in _BOTH else int(plain[1]), i + 2
        if end < len(tokens) and tokens[end].plain not in _AFTER_OTHER:
            return None  # "wir drei Nächte"
    elif len(plain) > 1 and plain[0] == "zu" and plain[1] in _ZU:
        many, end = _ZU[plain[1]], i + 2
    else:
        return None
    partial = end < len(tokens) and tokens[end].plain in _SAID_OF_SOME
    return None if many < 2 or partial else _Phrase(i, end, many, weight=2, us=True)


ADULT_AT = 18
_GLUED_AGE = re.compile(r"([a-zäöüß]{3,})jährig\w*")
_OF_US = (["of", "us"], ["of", "we"], ["von", "uns"])
_WHO_WE_ARE = words.bag(
    "girls guys boys ladies lads men women friends colleagues adults mädels jungs frauen männer freunde freundinnen kollegen"
)
""" "Six of us girls", "drei von uns Mädels"."""
_BOTH = frozenset(("both", "beide", "beiden", "beider"))
_SAID_OF_SOME = words.bag(
    "is are has have might may needs wants prefer prefers ist sind hat haben will can can't cannot don't"
)
_ABBREVIATED = frozenset(("erw", "ki", "pers", "ad"))
_AGED = (
    ["of"],
    ["aged"],
    ["age"],
    ["(", "aged"],
    ["("],
    ["im", "alter", "von"],
    ["mit"],
    ["von"],
    ["who", "is"],
    ["who's"],
    ["who", "are"],
)
_YEARS_AFTER = frozenset(("years", "year", "old", "alt", "yrs", "yr", "j", "jährig", "months", "month", ")"))


def _staff(tokens: tuple[words.Token, ...], phrase: _Phrase) -> bool:
    return phrase.count == 1 and tokens[phrase.end - 1].plain in _STAFF


def _kin(begin: int, at: int, noun: str) -> _Phrase:
    kids = 1 if noun in _KID else 0
    return _Phrase(begin, at + 1, 1, kids, 1 - kids, weight=1)


@dataclass(frozen=True, slots=True)
class _Sum:
    """Coordinated noun phrases within `tokens[begin:end]`: "my wife, two friends and me"."""

    begin: int
    end: int
    count: int
    kids: int
    adults: int
    """Those of whom it was said, the caller among them."""
    weight: int
    summed: bool
    """Somebody beside the first."""
    selfs: bool
    vague: bool
    us: bool
    """All who come were counted first."""
    likely: bool
    family: bool
    """The caller, or kin, of whom each is known to be a grown-up or a child."""


def _sums(tokens: tuple[words.Token, ...]) -> list[_Sum]:
    out = []
    i, size = 0, len(tokens)
    while i < size:
        first = _phrase(tokens, i) or _bare_kin(tokens, i)
        if first is not None and first.among:
            i = first.end
            continue
        if first is None or (first.weight == 0 and not first.myself and not _followed(tokens, first.end)):
            i += 1
            continue
        parts = [first]
        j = first.end
        if first.weight == 1 and j + 1 < size and tokens[j].text[:1].isupper() and tokens[j + 1].plain in _AND:
            j += 1  # "my friend Doris and I"
        while j < size:
            k = j
            among = False
            while k < size and k - j < 4 and (tokens[k].plain in _LINK | _AMONG or (among and tokens[k].plain == ".")):
                among |= tokens[k].plain in _AMONG
                k += 1
            if k >= size:
                break
            following = _phrase(tokens, k)
            if following is None and among and tokens[k].plain in _KID:
                following = _kin(k, k, tokens[k].plain)
            if following is None and (beside := _child_besides(tokens, j, first)) is not None:
                following = beside
                k = j + 1
            if following is None and k > j and tokens[k].plain in ("us", "uns") and parts[-1].weight == 2:
                after = tokens[k + 1].plain if k + 1 < size else "."
                following = _Phrase(k, k + 1, 2, weight=1, likely=True) if after in _AFTER_OTHER else None
            if following is not None and following.us:
                break
            titled = tokens[k].plain == "frau" and tokens[k + 1 : k + 2] and tokens[k + 1].text[:1].isupper()
            if titled:
                break  # "two, Frau Berg": who books is no one more
            if following is None and k > j and tokens[k].plain in _KIN and tokens[k].plain not in _NOT_BARE:
                following = _kin(k, k, tokens[k].plain)
            if following is None and parts[-1].myself and tokens[j].plain in _AND and tokens[k].plain in _SOMEBODY_ELSE:
                following = _kin(k, k, "wife")  # "me and her"
            if following is None or (k == j and (following.weight < 2 or not tokens[k].plain.isdecimal())):
                break
            bare = following.weight == 0 and not following.myself and not following.maybe
            ends = following.end >= size or tokens[following.end].plain in _AFTER_OTHER
            if bare and not (tokens[k - 1].plain in ("plus", "+") and ends):
                break
            if tokens[k - 1].plain in ("mit", "with") and tokens[k].plain in _ARTICLES and _staff(tokens, following):
                break  # "can I speak with a person"
            if (
                tokens[k - 1].plain == ","
                and tokens[following.end - 1].plain in _ANYBODY
                and following.count > 1 >= first.count
            ):
                break  # "for my mum, six people": all of them
            if tokens[k - 1].plain == "," and following.weight < 2 and _described(tokens, following.end):
                break  # "four people, my brother is vegan"
            if (
                tokens[j].plain == ","
                and k == j + 1
                and following.myself
                and not (k + 1 == size or tokens[k + 1].plain in (",", "and", "."))
            ):
                break
            if (
                following.myself
                and k + 1 < size
                and tokens[k + 1].plain in _VERBS
                and following.begin
                and tokens[following.begin].plain in ("i", "ich")
                and parts[-1].weight == 2
                and (first.weight == 2 or tokens[first.begin - 1].plain in _FOR_THEM)
                and (first.begin or tokens[first.end - 1].plain in ("people", "person", "guests", "guest"))
                and tokens[first.begin - 1].plain not in (",", ".", "!", "hi", "hello")
            ):
                break
            if following.myself and tokens[first.end - 1].plain in ("us", "uns"):
                break  # "four of us, and I need a receipt": who speaks is one of them
            if among and not following.among:
                following = replace(following, count=0, weight=0, myself=False, maybe=True, among=True)
            if (
                first.weight == 0
                and not first.myself
                and first.count > 1
                and tokens[k - 1].plain in ("with", "mit")
                and (following.count, following.adults) == (1, 1)
            ):
                break  # "a table for two with my wife"
            parts.append(following)
            j = following.end
        strongest = max(p.weight for p in parts)
        rest = parts[1:]
        if (  # "5 people, 3 adults and 2 kids" says it twice
            rest
            and not first.kids + first.adults
            and tokens[first.end].plain not in ("and", "plus", "+", "&")
            and first.count == sum(p.count for p in rest if not p.maybe)
        ):
            first = replace(first, count=0)
        selfs = any(p.myself for p in parts)
        people = [first, *rest]
        count = sum(p.count for p in people if not p.myself) + (1 if selfs else 0)
        many = len([p for p in parts if not p.maybe])
        added = many > 1 and first.count and tokens[first.end].plain in ("plus", "+")
        including = any(p.among and p.kids for p in rest)
        with_them = many == 1 and strongest == 1 and _company_of(tokens, first)
        if first.us and not rest:
            i = j
            continue  # whether it is said of some of them only, what stands around it shows
        if strongest == 2 or (many > 1 and strongest >= 1) or added or including or with_them:
            out.append(
                _Sum(
                    first.begin,
                    j,
                    count,
                    sum(p.kids for p in people),
                    sum(p.adults for p in people) + (1 if selfs else 0),
                    2 if with_them or including else strongest,
                    many > 1 or with_them or including,
                    selfs,
                    any(p.vague for p in parts),
                    first.us,
                    any(p.likely for p in parts),
                    sum(p.kids + p.adults for p in people if not p.myself) + selfs == count
                    and any(p.myself or (p.weight == 1 and p.count == 1) or p.family for p in people),
                )
            )
        i = max(j, i + 1)
    return out


_ARTICLES = _ONE - {"1"}
_OWN_CHILD = words.bag(
    "kleine kleiner kleinen kleinem kleines große großer großen großem youngest oldest eldest jüngste jüngster jüngsten jüngstem "
    "älteste ältester ältesten ältestem"
)
"""A child of the caller's own, where no noun follows: "unser Kleiner", "meine Große"."""
_ABOUT_THEM = words.bag("der die das dem who he she er sie ist is wird kommt kommen mit also auch")
_HOUSES = frozenset(("house", "houses", "room", "rooms", "list", "bed", "wifi", "parking", "services"))
_AFTER_OTHER = words.bag(
    ". , ! ? ; and or plus at on for in to with will are is coming please tomorrow today tonight this next from"
)
_OF_MANY = frozenset(("the", "us", "them", "those", "these", "you", "your", "den", "uns"))
_NOUNS = _ADULT | _KID | _PEOPLE | _KIN | _PLURAL_TWO.keys() | {"ones", "citizens"}
_VERBS = words.bag(
    "want need would wanted will have am 'd was like had can could should are möchte brauche will hätte bin"
)


def _child_besides(tokens: tuple[words.Token, ...], i: int, whom: _Phrase) -> _Phrase | None:
    """A child of theirs that was not counted with them: "two of us, got a kid of six as well"."""
    k = i
    while k < len(tokens) and k - i < 5 and tokens[k].plain in _HAVING:
        k += 1
    if not whom.us or k - i < 2 or not (phrase := _phrase(tokens, k)) or not phrase.kids or phrase.count != phrase.kids:
        return None
    end = _past_ages(tokens, phrase.end, phrase.count) if phrase.count else phrase.end
    after = {token.plain for token in tokens[end : end + 3]}
    return replace(phrase, end=end) if whom.count <= 2 or after & _AS_WELL else None


_HAVING = words.bag(", and we i have has got we've i've with haben noch auch bringen bring bringing dazu")
_AS_WELL = frozenset(("well", "too", "also", "auch", "noch", "dazu", "extra"))


def _bare_kin(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """One of a family that is named one by one: "mum, dad and two kids"."""
    noun = tokens[i].plain
    beside = [token.plain for token in tokens[i + 1 : i + 3]]
    if noun in _SOMEBODY_ELSE and len(beside) == 2 and beside[0] in _AND and beside[1] in _SELF:
        return _kin(i, i, "wife")  # "she and I"
    if (
        noun not in _KIN - _NOT_BARE
        or noun in ("frau", "mann", "lady", "man", "woman", "mate", "boss")
        or i + 2 >= len(tokens)
    ):
        return None
    nobody = i and (tokens[i - 1].text[:1].isupper() or tokens[i - 1].plain in _ONE | _MY)
    if nobody or tokens[i + 1].plain not in (",", "and", "&", "+"):
        return None
    other = tokens[i + 2].plain
    return _kin(i, i, noun) if other in _KIN - _NOT_BARE or other in _SELF or _phrase(tokens, i + 2) else None


_AND = frozenset(("and", "&", "+", "plus"))
_FOR_THEM = frozenset(("for", "für", "with", "mit"))
_SOMEBODY_ELSE = frozenset(("her", "him", "she", "he", "ihr", "ihm", "ihn", "er", "sie"))
_OF_ONE = words.bag(
    "is isn't 's has hasn't uses needs can can't cannot sits eats doesn't wants loves hates likes turns was "
    "ist hat sitzt braucht kann isst mag wird feiert verträgt darf nutzt benutzt"
)
_JOINING = words.bag("coming joining there here with along mit dabei auch too")


def _described(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Does something follow that is said of somebody who was counted: "… is vegan", and not "… is coming"?"""
    after = [token.plain for token in tokens[i : i + 3]]
    return bool(after) and after[0] in _OF_ONE and not set(after[1:]) & _JOINING


def _followed(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Is a bare number the start of a sum: "4 and a baby", "2 plus kids"?"""
    return i + 1 < len(tokens) and (tokens[i].plain in ("and", "plus", "+", "&", "with") or tokens[i].plain in _AMONG)


def party(text: str, *, language: str, expected: bool = False, whole: str = "") -> list[Value]:
    """How many people come (`party_size`), as they stand; usually one value, and what was taken back is left out.

    expected: the size of the party was just asked for, so a bare number counts. language: "en" or "de"; both are
    understood in either. whole: the utterance, where a part of it is blanked out in `text`. Vague sizes ("a few friends") are `ambiguous` without a value.
    """
    reading = words.read(text)
    spoken = words.read(whole or text)
    feted = [m for one in _FETED for m in one.finditer(spoken.plain)] if _FEAST.search(spoken.plain) else []
    if feted:  # whose birthday it is, and which, counts nobody
        text = words.blanked(text, [spoken.span(*m.span()) for m in feted])
        reading = words.read(text)
    plain, tokens = reading.plain, reading.tokens
    if " am " in plain and _GERMAN.search(plain):
        plain = _ON.sub(" an", plain)
    found: list[Value] = []
    said_until: list[int] = []
    claims = words.Claims()

    def put(begin: int, end: int, count: int | None, rule: str, **more: object) -> None:
        if (count is not None and not 0 <= count <= LARGEST_PARTY) or not claims.take(begin, end):
            return
        span = reading.span(begin, end)
        value = Value("party_size", count, span, text[span[0] : span[1]], rule)
        if count == 0:
            value = replace(value, status="invalid", reason="party_too_small")
        if _ADDING.search(plain[max(0, begin - 40) : begin]) and _MORE.search(words.said(value.text)):
            value = replace(value, status="ambiguous", reason="relative")
        found.append(replace(value, **more) if more else value)  # type: ignore[arg-type]
        said_until.append(end)

    for m in _NO_PARTY.finditer(plain):
        dash = reading.span(*m.span())[0]
        if text[dash : dash + 1] == "-" and not text[dash + 1 : dash + 2].isdecimal():
            continue  # "for four - two adults and two kids": a pause
        put(*m.span(), None, "impossible", status="invalid", reason=_why_no_party(m))
    if expected and (alone := _NO_PARTY_ALONE.fullmatch(plain.strip(" .!"))):
        put(0, len(plain), None, "impossible", status="invalid", reason=_why_no_party(alone))
    for m in _RANGE.finditer(plain):
        low, high = sorted((int(m[1]), int(m[2])))
        if _INSTEAD_OF.search(plain[max(0, m.start() - 40) : m.start()]) and "to" in m.group():
            low = high = int(m[2])
        put(*m.span(), high, "range", alternatives=(high, low), note="range")
    for m in _ZU_RANGE.finditer(plain):
        low, high = sorted(int(one) if one.isdecimal() else _ZU[one] for one in m.groups())
        put(*m.span(), high, "range", alternatives=(high, low), note="range")
    for m in _FOR_ANOTHER_NUMBER.finditer(plain):
        new = m["new"] or m["first"]
        if new and (m["of"] or m["people"] or m["first"]):
            put(*m.span(), int(new), "count_is")
    sums = _sums(tokens)

    def free(begin: int) -> bool:
        """Whether no sum of several begins before and ends behind."""
        at = reading.token_at(begin)
        return not any(one.summed and one.begin <= at < one.end for one in sums)

    for m in _US.finditer(plain):
        count = next((int(g) for g in m.groups() if g), 2)
        if free(m.start()):
            put(*m.span(), count, "of_us")
    for m in _ZU_PATTERN.finditer(plain):
        count = int(m[1]) if m[1].isdecimal() else _ZU[m[1]]
        if free(m.start()):
            put(*m.span(), count, "zu_viert")
    for one in sums:
        begin, end = one.begin, one.end
        at = reading.begins[begin]
        to = reading.begins[end - 1] + len(tokens[end - 1].plain)
        if one.summed and not one.selfs and one.weight == 1 and not _PARTY_TALK.search(plain) and not expected:
            continue
        kids = one.kids
        note = _note_of(kids) if kids else None
        if (
            kids
            and kids == one.count
            and not one.selfs
            and not one.summed
            and _PARTY_OF_KIDS.search(plain[:at]) is None
            and not expected
        ):
            continue
        if not one.count and plain[at] not in "0123456789":
            continue  # "no kids" takes nobody along, and does not say who comes
        if one.vague:
            put(at, to, None, "people", status="ambiguous", reason="vague", note=note)
        elif one.likely or (one.selfs and one.summed and _comes_too(feted, tokens[begin:end])):
            many = one.count + (not one.likely)
            put(at, to, many, "people", status="ambiguous", reason=LIKELY, alternatives=(many,), note=note)
        else:
            put(at, to, one.count + _with_the_caller(tokens, one), "people", note=note)
    for m in _DOZEN.finditer(plain):
        put(*m.span(), 6 if m[1] and ("half" in m[1] or "halb" in m[1]) else 24 if m[1] == "2" else 12, "dozen")
    for m in _SEATER.finditer(plain):
        put(*m.span(), int(m[1] or m[2]), "seater")
    for m in _THEY_ARE.finditer(plain):
        if not _YOUNG.search(plain[: m.start()]) and not re.match(r" ?,? ?(?:and |or |& )?\d", plain[m.end() :]):
            put(*m.span(), int(m[1]), "we_are")
    for pattern, rule in ((_FOR, "for"), (_WE_ARE, "we_are"), (_FOR_BARE, "for")):
        for m in pattern.finditer(plain):
            if re.search(r", (?:around|about) \d", m[0]):
                continue  # "for dinner, around 7"
            high = int(m[2]) if m[2] else 0
            count = int(m[1])
            if count == 1 and _OF_SEVERAL.match(plain, m.end(1)):
                continue  # "only for one of us"
            if rule == "for" and pattern is _FOR_BARE and count > 40 and not expected:
                continue
            if high:
                put(
                    m.start(1),
                    m.end(2),
                    max(count, high),
                    "range",
                    alternatives=(max(count, high), min(count, high)),
                    note="range",
                )
            else:
                put(m.start(1), m.end(1), count, rule)
    for m in _BOOK_SO_MANY.finditer(plain) if not found else ():
        put(*m.span(1), int(m[1]), "for")
    for m in _SLIPPED_FOR.finditer(plain) if not found else ():
        put(*m.span(1), _SLIPPED[m[1]], "for")
    for m in _COUNT_IS.finditer(plain):
        put(*m.span(m.lastindex or 0), int(m[m.lastindex or 0]), "count_is")
    for m in _NOT_BUT.finditer(plain):
        put(m.start(2), m.end(2), int(m[2]), "count_is")
    for m in _PUT_RIGHT.finditer(plain):
        put(m.start(1), m.end(1), int(m[1]), "put_right")
    if said_until and (right := _THEN_RIGHT.match(plain, max(said_until))):
        put(*right.span(1), int(right[1]), "put_right")
    for pattern in (_MAKE_IT, _MAKE_OF_IT, _INTO, _ONLY):
        for m in pattern.finditer(plain):
            put(m.start(1), m.end(1), int(m[1]), "make_it", status="ambiguous", reason="party_or_time")
    for m in _ALONE.finditer(plain):
        put(*m.span(), 1, "alone")
    for m in re.finditer(r"\b(?:couple of people|(?:a )?couple of us|a couple)\b(?! of (?!us|people|friends))", plain):
        if expected or "people" in m.group() or "us" in m.group() or re.search(r"\b(?:for|are) $", plain[: m.start()]):
            put(*m.span(), 2, "couple", note="a couple")
    for m in _VAGUE.finditer(plain):
        put(*m.span(), None, "vague", status="ambiguous", reason="vague")
    if expected and not found:
        other = [run.span for run in numbers.digit_runs(text, least=4)] + ages(text)
        other += [figures for _, figures in ages_beside(text)]
        for m in _BARE_RANGE.finditer(plain):
            low, high = sorted((int(m[1]), int(m[2])))
            put(*m.span(), high, "range", alternatives=(high, low), note="range")
        for m in _BARE.finditer(plain):
            begin, end = reading.span(*m.span(1))
            if _NOT_BEFORE.search(plain[max(0, m.start() - 14) : m.start()]):
                continue
            nobody = m[1] == "0" or (m[1] == "1" and plain[: m.start()].endswith("no "))
            if not nobody and all(end <= b or e <= begin for b, e in other):
                put(*m.span(1), int(m[1]), "expected")
        if not found and (alone := _ONE_PERSON.match(plain)):
            put(*alone.span(1), 1, "expected")
    for begin, end, many, note in _families(tokens):
        at, to = reading.begins[begin], reading.begins[end - 1] + len(tokens[end - 1].plain)
        put(at, to, many, "family", status="ambiguous", reason=LIKELY, alternatives=(many,), note=note)
    found = [_perhaps_more(_with_baby(value, text), reading) for value in found]
    if any(value.status == "valid" for value in found):
        found = [value for value in found if value.reason != LIKELY]
    found.sort(key=lambda value: value.span)
    last = max((i for i, value in enumerate(found) if value.rule == "put_right"), default=0)
    standing = _without_who_joins(corrections.standing(found[last:], text), found)
    said = [value for value in standing if not by_kin(value)]
    return said or standing


def _without_who_joins(standing: Sequence[Value], found: Sequence[Value]) -> list[Value]:
    """The parties without those who tell why it is more than was said first: "for four. No, we're six, two friends are coming"."""
    gone = [value.value for value in found if value not in standing]
    totals = [value for value in standing if value.value is not None]
    return [
        value
        for value in standing
        if not any(
            value.rule == "people"
            and total.span < value.span
            and (int(total.value or 0) - int(value.value or 0)) in gone
            for total in totals
        )
    ]


def by_kin(value: Value) -> bool:
    """Whether a party was counted by whom it names alone: "my parents", of whom something is only told where a number is
    said beside them.
    """
    return value.rule == "people" and not any(token.plain.isdecimal() for token in words.read(value.text).tokens)


def feted(text: str) -> tuple[int, int] | None:
    """Where it is said that somebody has a birthday, without that word: "my wife turns 40", "my dad's 60th", "ich werde 30".

    How old a child is tells of none, unless the day is told with it.
    """
    reading = words.read(text)
    if not _GROWS_OLDER.search(reading.plain):
        return None
    for pattern in (_FETED[0], _I_TURN, *_FETED[1:]):
        for m in pattern.finditer(reading.plain):
            years = [int(number) for number in re.findall(r"\d{1,3}", m[0])]
            if years and (years[-1] >= ADULT_AT - 2 or len(years) > 1) and not re.search(r"\bwill be \d", m[0]):
                return reading.span(*m.span())
    return None


_GROWS_OLDER = re.compile(r"'s \d|\d(?:th|st|nd|rd|\.)|\b(?:turns|turning|turn|wird|werde)\b")
_FEAST = re.compile(
    r"'s \d|\b(?:(?:zum|den|dem|the) \d\d|birthday|bday|geburtstag\w*|turns|turning|turn|becomes|will be|wird|hochzeitstag|anniversary|jubiläum)\b"
)
_OURS = r"(?:my|our|mein\w*|unser\w*)"
_WHO = rf"(?:\w+ )?(?P<who>{'|'.join(sorted(_KIN - _NOT_BARE))})"
_WHEN = rf"(?: (?:on|in|am|im|this|next|coming|nächste\w*|diese\w*|kommende\w*|the|dem|week|woche|month|year|monat|jahr|tomorrow|today|soon|bald|now|jetzt|schon|dann|of|\d{{1,2}}(?:th|\.)|{'|'.join((*words.WEEKDAYS, *words.MONTHS))})){{0,5}}"
_I_TURN = re.compile(
    rf"\b(?:i'm turning|i am turning|i turn|i'll be turning|ich werde){_WHEN} \d{{1,3}}\b(?![:.]\d)(?! ?(?:uhr|o'clock|[ap]m\b|people|guests|minutes?|minuten|personen|{'|'.join(words.MONTHS)}))"
)
_FETED = (
    re.compile(
        rf"\b(?:{_OURS} |the |d(?:ie|er|as) )?{_WHO} (?:turns|is turning|will turn|will be turning|will be|becomes|wird){_WHEN} \d{{1,3}}\b(?![:.]\d)(?! ?(?:o'clock|[ap]m\b|people|guests|minutes?|minuten|hours?|stunden?|{'|'.join(words.MONTHS)}))"
    ),
    re.compile(
        rf"\b(?:(?:\d{{1,3}}(?:th|st|nd|rd|\.) )?(?:birthday|bday|geburtstag|hochzeitstag|anniversary|jubiläum)(?: (?:of|von|für|for)(?: {_OURS})?| {_OURS})|(?:zum|den|dem|the) \d{{2,3}}(?:th|st|nd|rd|\.) (?:(?:of|von) {_OURS}|(?:mein|unser)e[rs])) {_WHO}(?:e?s)?\b(?: and {_OURS} \w+)?(?! (?:and|&) (?:me|myself|mich|mir|ich)\b)"
    ),
    re.compile(rf"\b{_OURS} {_WHO}'s (?:\d{{1,3}}(?:th|st|nd|rd)(?: (?:birthday|bday|anniversary))?|birthday|bday)\b"),
)
"""Whose birthday it is, and which: "my gran turns 90", "den 70. Geburtstag von meinem Papa"."""
_PARENTS = {
    **dict.fromkeys(words.row("mum mom mother mama mummy mommy mutter mutti dad daddy father papa vater vati"), ("parents", "eltern")),
    **dict.fromkeys(words.row("gran grandma granny nan nana grandmother oma grandpa grandad granddad grandfather opa"), ("grandparents", "großeltern", "grosseltern")),
}  # fmt: skip


def _comes_too(feted: Sequence[re.Match[str]], counted: Sequence[words.Token]) -> bool:
    """Whether somebody is celebrated who is not among those who are named one by one, and who will surely come along."""
    named = {token.plain for token in counted}
    if not feted or named & _SOMEBODY_ELSE:
        return False
    return all(m["who"] not in named and not named & {*_PARENTS.get(m["who"], ())} for m in feted)


_MAYBE_AT_ALL = re.compile(r"maybe|perhaps|possibly|vielleicht|event")
LIKELY = "likely"
"""Why a count is asked about: nobody said it, and it is by far the likeliest: "a family with three kids" is five."""
_OF_SEVERAL = re.compile(r" (?:of (?:us|them|the)|von (?:uns|ihnen|den)|davon)\b")


def _families(tokens: tuple[words.Token, ...]) -> list[tuple[int, int, int, str]]:
    """Families of whom the children alone are counted: the tokens, two more than the children, and a note of those."""
    found = []
    for i, token in enumerate(tokens[:-2]):
        if token.plain not in ("family", "familie") or (
            i and tokens[i - 1].plain.isdecimal() and tokens[i - 1].plain != "1"
        ):
            continue
        k = i + 1 if tokens[i + 1].plain in ("with", "mit") else i + 2
        kids = _phrase(tokens, k + 1) if tokens[k].plain in ("with", "mit") and k + 1 < len(tokens) else None
        if kids is not None and kids.kids and kids.kids == kids.count:
            found.append((i, kids.end, 2 + kids.kids, _note_of(kids.kids)))
    return found


def _note_of(kids: int) -> str:
    return f"{kids} {'child' if kids == 1 else 'children'}"


def _perhaps_more(value: Value, reading: words.Reading) -> Value:
    """ "Six, plus maybe one" is six or seven."""
    if value.status != "valid" or not value.value or value.alternatives or not _MAYBE_AT_ALL.search(reading.plain):
        return value
    for m in _PLUS_MAYBE.finditer(reading.plain):
        begin = reading.span(*m.span())[0]
        if value.span[1] <= begin and begin - value.span[1] < 40:
            most = int(value.value) + int(m[1])
            return replace(value, value=most, alternatives=(most, value.value), note="range")
    return value


def _sentence(tokens: tuple[words.Token, ...], i: int) -> int:
    """Where the sentence begins in which token i stands."""
    return next((k + 1 for k in range(i - 1, -1, -1) if tokens[k].plain in (".", "!", "?", ";")), 0)


def _before(tokens: tuple[words.Token, ...], i: int) -> list[str]:
    """The words of the sentence before token i; from the last clause on in which the caller speaks of himself: "we used to
    come, and now I'd like to come with …".
    """
    plain = [token.plain for token in tokens[_sentence(tokens, i) : i]]
    begins = [0, *(n + 1 for n, word in enumerate(plain) if word == ",")]
    return next((plain[n:] for n in reversed(begins) if _I & set(plain[n:])), plain)


def _company_of(tokens: tuple[words.Token, ...], phrase: _Phrase) -> bool:
    """Whether somebody says with whom they come: "I'd like to come for three nights with my husband"."""
    begin = phrase.begin
    if (
        phrase.count != 1
        or not begin
        or tokens[begin - 1].plain not in ("with", "mit")
        or tokens[begin].plain in _ARTICLES_OF
    ):
        return False
    before = _before(tokens, begin)
    after = [token.plain for token in tokens[phrase.end : phrase.end + 4]]
    come = set(before) | set(after[: next((n for n, word in enumerate(after) if word in _ENDS), 4)])
    return bool(_I & set(before) and _COMING & come and not _TALKING & come) and not _WE & set(before)


def _with_the_caller(tokens: tuple[words.Token, ...], company: _Sum) -> int:
    """One more where somebody comes "with my wife and our two daughters", "ich komme mit drei Freunden"; how many "we"
    are, nobody knows.
    """
    begin = company.begin
    her = begin > 2 and tokens[begin - 1].plain in {",", *_AND} and tokens[begin - 2].plain in _SOMEBODY_ELSE
    if her and tokens[begin - 3].plain in ("with", "mit"):  # "ich komme mit ihr und meinen Eltern"
        return 1 + _with_the_caller(tokens, replace(company, begin=begin - 2))
    if not begin or tokens[begin - 1].plain not in ("with", "mit", "bring", "bringing", "bringe") or company.selfs:
        return 0
    before = _before(tokens, begin)
    those = {token.plain for token in tokens[begin : company.end]}
    mine = tokens[begin].plain in ("my", *_MINE)
    i_come = _I & set(before) and not those & _ANYBODY and not {"for", "für"} & set(before[-8:])
    alone = company.count == 1 and _company_of(tokens, _Phrase(begin, company.end, 1))
    return int(bool(mine or i_come or alone) and not _WE & set(before))


_I = frozenset(("i", "i'd", "i'm", "i'll", "i've", "ich"))
_WE = frozenset(("we", "we'd", "we'll", "we're", "wir", "us", "uns"))
_ENDS = frozenset((",", ".", "!", "?", ";"))
_COMING = words.bag(
    "come coming travel travelling traveling visit visiting stay staying dine dining eat eating dinner lunch brunch supper arrive arriving celebrate "
    "celebrating komme kommen reise reisen fahre anreisen essen esse übernachten übernachte wohnen bleibe bleiben feiern feiere "
    "besuche besuchen verbringen urlaub"
)
_TALKING = words.bag(
    "speak speaking talk talking check discuss ask sprechen rede reden klären besprechen absprechen abklären"
)
_ANYBODY = words.bag("people person guests guest adults adult mann seats plätze")
"""Words for people of whom the caller may be one."""
_MINE = frozenset(("mein", "meine", "meinen", "meiner", "meinem"))
_CHILD = r"(?:kids?|child(?:ren)?|kind(?:er|ern)?|teen(?:ager)?s?|jugendliche[nr]?|boys?|girls?|twins|sons?|daughters?|baby|bab(?:y|ies)|toddlers?|nephews?|nieces?|grand(?:child(?:ren)?|sons?|daughters?)|jungs?|junge|mädchen|sohn|söhne|tochter|töchter|zwillinge|enkel\w*|kleine[rsn]?|große[rsn]?|youngest|oldest|eldest|jüngste[rn]?|älteste[rn]?|little (?:1|ones))"
_MAYBE = r"(?:only |just |still |almost |nearly |already |about |erst |gerade |fast |schon |noch |bald |now |jetzt |knapp |turning |both |beide )*"
_NOT_OLD = r"(?![\d:/]|\.\d)(?= ?(?:$|[.,;!?)]|and\b|but\b|aber\b|so\b|years?\b|months?\b|old\b|alt\b|now\b|already\b|jetzt\b|by then\b|dann\b))(?! ?and (?:a )?\d+ (?:people|guests|adults))"
_AGES = rf"\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})*{_NOT_OLD}"
_NOTHING_OLD = r"o'clock|am\b|pm\b|th\b|people|guests|adults|children|nights?|days?|hours?|minutes?"
_NO_AGE = "|".join((_NOTHING_OLD, *words.MONTHS))
_YEARS = r"(?:(?: ?-)? ?(?:years?|months?)(?:(?: ?-)? ?(?:old|alt))?)?"
_HOW_OLD = re.compile(
    rf"\b(?:(?:{_CHILD})(?:'s| (?:is|are|ist|sind|wird|werden|turns|will be)) {_MAYBE}(?:{_AGES})"
    rf"|(?:{_CHILD}|he|she|er|sie|oma|opa|mutter|vater|mum|mom|dad|mother|father|frau|mann|wife|husband) (?:turns|is turning|will be turning|wird) {_MAYBE}\d{{1,2}}\b(?![:.]\d)(?! ?(?:{_NO_AGE}))"
    rf"|(?:(?:he|she|who)(?:'s| is| will be| turns)|(?:(?:who|they|sie) (?:are|sind)|they're)(?= {_MAYBE}\d{{1,2}} ?(?:,|and|&)(?: and)? ?\d)|(?:der|die|er) (?:ist|wird)|(?:die|sie) sind(?= {_MAYBE}\d{{1,2}} ?(?:,|and|&)(?: and)? ?\d)) {_MAYBE}(?:{_AGES})){_YEARS}"
)
"""How old children are, said in a clause of its own: "the kids are 4, 6 and 12", "unser Kleiner, der ist 3"."""


_AGE_BESIDE = re.compile(
    rf"\b{_CHILD} ?\.? ?(?:\( ?(?:aged |ages? )?(?P<in>\d{{1,2}}(?:(?: ?[,+/] ?| ?,? ?and | ?& ?)\d{{1,2}})*){_YEARS} ?\)"
    rf"|,? ?(?:aged|ages?|of|im alter von|von) (?P<of>\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})*){_YEARS}(?! ?(?:{'|'.join(words.MONTHS)}))"
    rf"|,? (?P<list>\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})+){_YEARS}(?= ?(?:$|[.,;!?])))"
    r"|\b(?P<old>\d{1,2}) ?-? ?(?:jährig\w*|years? ?-? ?olds?\b)"
)
"""How old children are, beside the word for them: "two kids (3 and 5)", "our kids, 4 and 6", "ein 5-jähriges Kind"."""


def ages_beside(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where figures beside a word for children say how old they are: both, and the figures alone. No more than there are
    children: "three kids aged 4, 7 and 11, 19 to 23 April".
    """
    reading = words.read(text)
    if not _YOUNG.search(reading.plain):
        return []
    found = []
    for m in _AGE_BESIDE.finditer(reading.plain):
        begin, end = m.span(m.lastgroup or 0)
        counted = _COUNTED_BEFORE.search(reading.plain[: m.start()])
        figures = list(re.finditer(r"\d+", reading.plain[begin:end]))
        if counted and len(figures) > int(counted[1]):
            end = begin + figures[int(counted[1]) - 1].end()
        whole = (m.start(), end if end < m.end(m.lastgroup or 0) else m.end())
        found.append((reading.span(*whole), reading.span(begin, end)))
    return found


_COUNTED_BEFORE = re.compile(r"(?<![\d.:/])\b([1-9]) (?:\w+ )?$")


def years(text: str) -> list[int]:
    """How old the children are of whom it is said, in years; those of whom months are told are less than one."""
    spans = [figures for _, figures in ages_beside(text)] + ages(text)
    told = dict.fromkeys(
        span for span in spans if not any(b <= span[0] and span[1] <= e for b, e in spans if (b, e) != span)
    )
    said = [text[begin:end].lower() for begin, end in told]
    return [0 if "mon" in one else int(figure) for one in said for figure in re.findall(r"\d+", words.read(one).plain)]


_YOUNG = re.compile(
    r"(?:kid|child|teen|jugendlich|boy|girl|twin|son|daughter|bab|toddler|niece|grand|jung|mädchen|sohn|söhne|t[oö]chter|zwilling|enkel|klein|groß|youngest|oldest|eldest|jüngst|ältest|little|jährig|old)"
)


def ages(text: str) -> list[tuple[int, int]]:
    """Where it is said how old children are: no number there counts anything, and none is a day or an hour."""
    reading = words.read(text)
    if not _OLD_AT_ALL.search(reading.plain):
        return []
    return [reading.span(*m.span()) for m in _HOW_OLD.finditer(reading.plain)]


_OLD_AT_ALL = re.compile(r"(?:'s|'re| is| are| ist| sind| wird| werden| turns| will be) (?:\w+ ){0,2}\d")
_JOINS = re.compile(
    r"(?: of (?:mine|ours)| von (?:mir|uns))?(?: (?:is|are|will|would|wants?|to|ist|will|möchte)){0,3} (?:(?:also|auch) )?(?:comes?|coming|joins?|joining|kommt|kommen)\b(?: (?:jetzt|nun|now|doch|noch|also|me|us)){0,2} (?:too|as well|also|along|with (?:me|us)|auch|mit|dazu)\b"
    r"| (?:is |will |would like to |wants to |wants )?(?:joins?|joining) (?:me|us)\b"
    r"| (?:is |will )?(?:also|auch) (?:comes?|coming|joins?|joining|mit|kommt)\b"
)
_BRINGS = re.compile(r"\b(?:bring|bringing|bringe|bringen) (?:noch |auch |also |along )?$")


_ON_A_LAP = words.bag("baby babys babies infant newborn säugling neugeborenes")
"""Who comes along and takes no seat, unless the caller counts them."""


def joining(text: str) -> Value | None:
    """One of the caller's own who comes as well (`party_size` to be added): "my wife comes too", "ich bringe meinen Bruder
    mit". Whether a baby who comes is to be counted is not certain: it is `ambiguous`.
    """
    reading = words.read(text)
    tokens, plain = reading.tokens, reading.plain
    for i in range(len(tokens)):
        phrase = _phrase(tokens, i) if tokens[i].plain in (_MY - _ARTICLES_OF) | _ONE else None
        if phrase is None or phrase.count != 1 or phrase.maybe or phrase.vague or not phrase.weight:
            continue
        begin, last = reading.begins[phrase.begin], phrase.end - 1
        end = reading.begins[last] + len(tokens[last].plain)
        if tokens[phrase.end - 1].plain in _ON_A_LAP:
            if _JOINS.match(plain, end):
                span = reading.span(begin, end)
                return Value("party_size", 1, span, text[slice(*span)], "joins", "ambiguous", note=_note_of(1))
            continue
        if _JOINS.match(plain, end) or _BRINGS.search(plain[:begin]):
            span = reading.span(begin, end)
            return Value("party_size", 1, span, text[slice(*span)], "joins", note=_note_of(1) if phrase.kids else None)
    return None


_SEATED = words.bag(
    "plätze platz plätzen seats seat seater head heads members member others other little ones citizens"
)
_SOMEBODY = rf"(?:{'|'.join(sorted(_NOUNS - _SEATED))}|of (?:us|them)|von uns)\b(?! ?-? ?(?:chairs?|seats?|beds?|cots?|menus?|stu?h?l|st(?:u|ü)hle?|bett\w*)\b)"
_HOW_MANY = r"(?:\d{1,2}|an?|another|eine?[nmrs]?|n?en?)"
_KIN_SAID = rf"(?:(?:my|our|his|her|the|mein\w*|unser\w*|de[rn]|die|one|an?|eine?r?) (?:\w+ )?(?:{'|'.join(sorted(_KIN - _NOT_BARE))})|oma|opa|mama|papa|mum|mom|dad|grandma|grandpa|one of us|eine?r von uns|eine?r|jemand|someone|somebody)"
_AFTER_MORE = (
    r"(?= ?(?:$|[.,!?;]|(?:for|please|to|on|at|now|will|is|are|coming|joining|comes|who|bitte|für|and|after|auf)\b))"
)
_MORE_OR_FEWER = re.compile(
    rf"\b(?P<more>{_HOW_MANY}) (?:more|additional|extra|further|weitere\w*|zusätzliche\w*)(?: {_SOMEBODY}\b|{_AFTER_MORE})"
    rf"|\b(?P<another>another|an extra|an additional|extra) {_SOMEBODY}\b"
    rf"|\b(?:add|adding|plus|bring|bringing|bringe|bringen|brings) (?:(?:noch|along|also|auch|just|you) )*(?P<bring>{_HOW_MANY}) (?:{'|'.join(sorted(_ADJECTIVE))} )?{_SOMEBODY}\b"
    rf"|\bnoch (?:mal )?(?P<noch>{_HOW_MANY}|jemand\w*|wer) (?:(?:{'|'.join(sorted(_ADJECTIVE))}) )?(?:{_SOMEBODY} )?(?:(?:kommt|kommen|möchten?|will|wollen|würden?|gern|auch|mit) ){{0,2}}?(?:dazu\w*|mit\w*|hinzu\w*|mehr|extra|kommt|kommen|anmelden)\b"
    rf"|\bzu (?P<zu>{'|'.join(_ZU)}) mehr\b(?! (?:als|than) (?:\d|zwei|drei|vier))"
    rf"|\b(?P<mehr>{_HOW_MANY}) (?:{_SOMEBODY} )?(?:mehr|dazu\w*|zusätzlich|hinzu\w*)\b"
    rf"|\b(?:um|by) (?P<um>{_HOW_MANY}) {_SOMEBODY} (?:\w+ )?(?:erweitern|erhöhen|aufstocken|vergrößern)\b|\b(?:extend|increase|expand|erweitern\w*|erhöhen|aufstocken)\b[^.!?]{{0,30}}? (?:um|by) (?P<by>{_HOW_MANY}) {_SOMEBODY}\b"
    rf"|\b(?P<less>{_HOW_MANY}) (?:{_SOMEBODY} )?(?:fewer|less|weniger)\b"
    rf"|\b(?:um|by) (?P<down>{_HOW_MANY}) {_SOMEBODY} (?:\w+ )?(?:reduzieren|verringern|verkleinern)\b|\breduce\b[^.!?]{{0,30}}? by (?P<reduce>{_HOW_MANY}) {_SOMEBODY}\b"
    rf"|\b(?:(?P<away>\d{{1,2}}) (?:of us|of them|von uns|{_SOMEBODY})|(?P<kin>{_KIN_SAID})) (?:(?:\w+ ){{0,2}}?(?:can't|cannot|can not|won't|isn't|is not|aren't|are not|will not) (?:be )?(?:\w+ )?(?:com\w+|make it|join\w*|be there|attend\w*|travel\w*)|(?:kommt|kommen|kann|können|fährt|reist|reisen|fahren) (?:\w+ ){{0,3}}?nicht(?: (?:mit|dazu|kommen|mitkommen))?(?= ?(?:$|[.,!?;]|mit\b|dazu\b|mehr\b|kommen\b|mitkommen\b))|(?:fällt|fallen) (?:\w+ )?aus|(?:sagt|sagen) (?:\w+ )?ab|has (?:dropped|cancelled)|drops out|hat abgesagt)\b"
)
"""More people, or fewer, than those who are known: "one more person", "noch zwei Freunde dazu", "Opa kommt doch nicht mit"."""
_FEWER = frozenset(("less", "down", "reduce", "away", "kin"))


def change(text: str) -> Value | None:
    """By how many the party grows or shrinks (`people_by`); `note` says how many of them are children."""
    reading = words.read(text)
    m = _MORE_OR_FEWER.search(reading.plain)
    if m is None:
        return None
    name = m.lastgroup or ""
    if name == "bring" and m[0].startswith("bring") and m[0].split()[-1] in _ON_A_LAP:
        return None
    many = int(m[name]) if m[name].isdecimal() else _ZU.get(m[name], 1)
    kids = many if _KID & set(m[0].split()) else 0
    if not kids and (told := children(text)):
        kids = min(many, sum(int((value.note or "0").split()[0]) for value in told))
    span = reading.span(*m.span())
    by = -many if name in _FEWER else many
    note = _note_of(kids) if kids else None
    return Value("people_by", by, span, text[slice(*span)], "more_or_fewer", note=note)


def put_right(text: str, after: int) -> Value | None:
    """The bare number (`number`) by which one said before `after` is taken back: "… at seven. No, actually eight"."""
    reading = words.read(text)
    begin = next((at for at, token in zip(reading.begins, reading.tokens, strict=True) if token.start >= after), None)
    m = None if begin is None else _THEN_RIGHT.match(reading.plain, begin)
    if m is None:
        return None
    span = reading.span(*m.span(1))
    return Value("number", int(m[1]), span, text[slice(*span)], "put_right")


def children(text: str) -> list[Value]:
    """The children who are told of (`note`, in the caller's words, with their ages): "three kids aged 4, 7 and 11".

    `note` says how many. Only those who are counted with the party or among it, or whose age is said.
    """
    reading = words.read(text)
    if not _YOUNG.search(reading.plain):
        return []
    tokens = reading.tokens
    sums, old = _sums(tokens), ages(text)
    found: list[Value] = []
    i = 0
    while i < len(tokens):
        phrase = _phrase(tokens, i) or _kid_along(tokens, i)
        if phrase is None or not phrase.kids or phrase.kids < phrase.count:
            i += 1
            continue
        end = max(phrase.end, _past_ages(tokens, phrase.end, phrase.kids))
        aged = end > phrase.end or any(
            token.plain.isdecimal() or _GLUED_AGE.fullmatch(token.plain) for token in tokens[i + 1 : end]
        )
        counted = phrase.among or any(one.begin <= i < one.end and (one.summed or one.count) for one in sums)
        follows = tokens[end].plain if end < len(tokens) else "."
        if (counted or aged or phrase.maybe) and follows not in _NOT_OF_A_CHILD:
            while end < len(tokens) and any(b <= tokens[end - 1].end < tokens[end].end <= e for b, e in old):
                end += 1
            found.append(_child(text, tokens, phrase.begin, end, phrase))
        i = max(end, i + 1)
    return found or _aged(text, reading)


def _child(text: str, tokens: tuple[words.Token, ...], begin: int, end: int, phrase: _Phrase) -> Value:
    """The note of the children whom the tokens name."""
    first, past = begin, tokens[end - 1].end
    while first < end - 1 and tokens[first].plain in _MY - {"her", "his"}:
        first += 1
    said = text[tokens[first].start : past]
    noun = next((token for token in tokens[begin:end] if token.plain in _KID), None)
    if phrase.among and noun is not None:
        number = next((token.text for token in tokens[begin:end] if token.plain.isdecimal() or token.plain in _ONE), "")
        said = f"{number} {text[noun.start : past]}".strip()
    if said.count("(") > said.count(")") and text[past : past + 1] == ")":
        said, past = said + ")", past + 1
    span = tokens[begin].start, past
    said = _OF_CHILDREN.sub(r"\1", said)
    return Value("note", said, span, text[slice(*span)], "kids", note=_note_of(phrase.kids))


_OF_CHILDREN = re.compile(r"\b(\w*(?:kinder|töchter|söhne|enkel))n\b", re.IGNORECASE)


def _aged(text: str, reading: words.Reading) -> list[Value]:
    """Children of whom nothing is said but how old they are: "our daughter's 10", "the kids are 4 and 6"."""
    found = []
    for begin, end in ages(text):
        at = next(i for i, token in enumerate(reading.tokens) if token.start >= begin)
        if reading.tokens[at].plain.removesuffix("'s") not in _KID:
            continue
        mine = at and reading.tokens[at - 1].plain in _MY
        span = (reading.tokens[at - 1].start if mine else begin), end
        figures = [token for token in reading.tokens[at:] if token.plain.isdecimal() and token.end <= end]
        note = _note_of(max(1, len(figures)))
        found.append(Value("note", text[slice(*span)], span, text[slice(*span)], "kids", note=note))
    return found


def in_cots(text: str, *, cot: bool) -> int:
    """How many of the children who are told of sleep in no bed: babies, and where a cot is wished toddlers of up to three."""
    many = 0
    for value in children(text):
        tokens = words.read(str(value.value)).tokens
        kids = int((value.note or "1").split()[0])
        figures = [int(token.plain) for token in tokens if token.plain.isdecimal() and len(token.plain) < 3]
        years = figures if len(figures) == kids else figures[1:]
        said = {token.plain for token in tokens}
        if said & (_BABIES | _TODDLERS if cot else _BABIES):
            many += kids
        elif cot:
            many += sum(one < SLEEPS_IN_BED for one in years)
    return many


_BABIES = words.bag("month months baby babies babys infant infants newborn newborns säugling säuglinge säuglingen")
_TODDLERS = words.bag("toddler toddlers kleinkind kleinkinder kleinkindern")
SLEEPS_IN_BED = 4
"""From which year a child wants a bed, though a cot be wished for."""


_NOT_OF_A_CHILD = words.bag(
    "menu menus meal meals portion portions chair chairs seat seats bed beds cot cots club room rooms area pool corner karte teller menü bett betten stuhl"
)


def _kid_along(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """A child that comes along, without a word of how many: "Wir wären vier, mit Kind", "zu fünft plus Baby"."""
    if not i or tokens[i].plain not in ("child", "baby", "kleinkind", "toddler", "säugling"):
        return None
    if tokens[i - 1].plain in _AMONG | {"plus", "+", "and"}:
        return _Phrase(i, i + 1, 1, 1, maybe=True)
    return _Phrase(i - 1, i + 1, 1, 1, maybe=True) if tokens[i - 1].plain in ("mit", "with") else None


_AND_BABY = re.compile(
    r"[ ,]*(?:and|plus|with|und|mit|\+|&)(?: (?:a|an|one|our|my|the|1|ein|einem|eine|einer|unser|unserem|dem))?(?: (?:small|little|kleines|kleinen))? "
    r"(?:baby|infant|newborn|toddler|kleinkind|säugling|kleinkind)\b",
    re.IGNORECASE,
)


def _with_baby(value: Value, text: str) -> Value:
    """ "Zu fünft plus Baby" is six, the smallest too."""
    m = _AND_BABY.match(text, value.span[1])
    if m is None or value.status != "valid" or not isinstance(value.value, int) or value.note:
        return value
    whole = value.span[0], m.end()
    return replace(value, value=value.value + 1, span=whole, text=text[slice(*whole)], note="1 child")


def _why_no_party(match: re.Match[str]) -> str:
    return "party_too_small" if match["below"] else "not_whole"


_MORE = re.compile(r"\b(?:more|additional|extra|another|weitere\w*|zusätzlich\w*|1|one|eine)\b")
_ONE_PERSON = re.compile(
    r"\W*(?:(?:just|only|nur|ja|yes|for|für|also|dann|sorry|okay|ok|well) ?,? ?)*((?:a|an|eine?|einen) (?:single |einzige |einzelne )?(?:person|people|guest|gast|adult|erwachsene[rn]?))\b"
)
_ADDING = re.compile(r"\b(?:add|adding|added|bring|plus|dazu|hinzu\w*|noch|extra|remove|removing|drop) (?:\w+ ){0,3}$")
_PARTY_TALK = re.compile(
    r"\b(?:just|only|nur|bloß|table|book|booking|reserve|reservation|party|dinner|lunch|tisch|reservier\w*|essen|joining|join|for|für|coming|komm\w*|bringing|size|change|make it|seat|room|rooms|group|stay|staying|night|nights|travell?ing|reisen?|\w*zimmer|übernachten|wohnen|we are|wir sind)\b"
)
_PARTY_OF_KIDS = re.compile(r"\b(?:for|für|party of|are|be|sind|table|book)(?: (?:my|the|our|a|meine|unsere))*\s*$")


_FRACTION = r"(?:\d{1,3}[.,]\d{1,2}|\d{1,3} and a half|\d{1,3} ?½)"
_OF_PEOPLE = r"(?:people|persons?|guests?|adults?|children|kids|of us|pax)"
_NO_PARTY = re.compile(rf"(?<![\w.,:/-])(?:(?P<below>(?:- ?|\bminus )\d{{1,3}})|(?P<part>{_FRACTION})) {_OF_PEOPLE}\b")
_NO_PARTY_ALONE = re.compile(
    rf"(?:for |für |we are |wir sind )?(?:(?P<below>(?:- ?|minus )\d{{1,3}})|(?P<part>{_FRACTION}))"
)


# --- things counted ---------------------------------------------------------------------------------------------------
_UNIT_WORDS = {
    "adults": r"adults?|grown ?- ?ups?|grown ups",
    "kids": r"kids?|children|child|toddlers?|bab(?:y|ies)|infants?|daughters?|sons?|boys?|girls?|kleinkind(?:er)?|newborns?|little (?:ones|1|humans|people)|grandchild(?:ren)?|teenagers?",
    "rooms": r"rooms?|suites?|einzelzimmer|doppelzimmer",
    "nights": r"nights?",
    "bedrooms": r"bed ?- ?rooms?|bedrooms?|beds?|br|bhk|schlafzimmer|zimmerwohnung|bdrm",
    "bathrooms": r"bath ?- ?rooms?|bathrooms?|baths?|badezimmer|bäder|bad",
    "stars": r"stars?|sterne|- ?stars?|star rated",
    "days": r"days?",
}
_COUNTED = {
    unit: re.compile(
        r"(?<![\d.:/])\b(\d{1,3}|a|an|one|single|another|no|zero|couple of|a couple of|ein|eine|einen|kein|keine) ?-? ?"
        + (
            r"(?:(?:more|additional|extra|separate|adjoining|connecting|joined|deluxe|standard|king|queen|luxury|cheap|free|nice|sea view|double|single|twin|family|small|large|big|hotel|smoking|non|wheelchair|friendly|bed|quiet|triple|executive|cosy|spacious|accessible|disabled|different|bigger|smaller|better|new|other|-|,|and|sized?|bedded|en|suite|guest|cheaper|\w+est|clean|comfortable|normal|regular|superior|premium|available|economy|romantic|honeymoon|penthouse) ){0,4}"
            if unit == "rooms"
            else r"(?:(?:young|small|little|more|other|additional|full|whole|old|separate|private|of my|of our|my|our|grown|-|\d{1,2} year old|year old) ){0,3}"
        )
        + r"(?:"
        + pattern
        + r")\b"
    )
    for unit, pattern in _UNIT_WORDS.items()
}
_NONE = frozenset(("no", "zero", "kein", "keine"))


def counted(text: str, unit: str, *, language: str) -> list[Value]:
    """How many of one unit: adults, kids, rooms, nights, days, bedrooms, bathrooms, stars (`number`, unit in `note`)."""
    reading = words.read(text)
    found: list[Value] = []
    if unit in ("adults", "kids"):
        found = _family(reading, unit, text)
    taken = [value.span for value in found]
    for m in _COUNTED[unit].finditer(reading.plain):
        word = m[1]
        count = 0 if word in _NONE else 2 if "couple" in word else int(word) if word.isdecimal() else 1
        span = reading.span(*m.span())
        if all(span[1] <= b or e <= span[0] for b, e in taken):
            found.append(Value("number", count, span, text[span[0] : span[1]], "counted", note=unit))
    return corrections.standing(found, text)


_A_COUPLE = re.compile(r"\b(?:for|as|we are|we're|für|als|wir sind) (?:a|ein) (?:couple|paar|pärchen|ehepaar)\b(?! of)")


def _family(reading: words.Reading, unit: str, text: str) -> list[Value]:
    """The grown-ups or the children of a party that is named one by one: "me, my wife and our son"."""
    found = []
    for one in _sums(reading.tokens):
        count = one.adults if unit == "adults" else one.kids
        if one.family and not one.vague and (one.summed or one.weight == 2) and count:
            span = reading.tokens[one.begin].start, reading.tokens[one.end - 1].end
            found.append(Value("number", count, span, text[span[0] : span[1]], "family", note=unit))
    if unit == "adults" and not found:
        for m in _A_COUPLE.finditer(reading.plain):
            span = reading.span(*m.span())
            found.append(Value("number", 2, span, text[span[0] : span[1]], "family", note=unit))
    return found
