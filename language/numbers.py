"""How many: cardinals, figures read out one by one, money, and people counted the way people count themselves.

A party is a sum over what was named: "me and my wife" is 2, "four adults and two kids" 6 with a note of the kids,
"zu viert" 4, "two couples" 4. Of a range the larger number is taken, since a table must hold them, and both stand in
`alternatives`. A number that was taken back ("four, sorry, five") is left out.
"""

import re
from dataclasses import dataclass, replace

from language import corrections, words
from language.values import Value

LARGEST_PARTY = 999

# --- digit strings ----------------------------------------------------------------------------------------------------
_ZERO = frozenset(("oh", "o", "zero", "null", "nil", "nought", "naught", "nul"))
_REPEAT = {"double": 2, "doppel": 2, "zweimal": 2, "triple": 3, "treble": 3, "dreimal": 3, "quadruple": 4}
_GLUED_REPEAT = re.compile(
    f"(doppel|zweimal|dreimal)({'|'.join(_ZERO | {word for word, value in words.UNITS.items() if value < 10})})"
)
_HOMOPHONES = {"for": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3", "fore": "4", "zwo": "2", "fife": "5",
               "niner": "9", "free": "3", "sex": "6"}  # fmt: skip
_PAUSE = frozenset(
    (",", ".", "-", "/", "(", ")", "...", "–", "and", "dann", "then", "uh", "um", "äh", "ähm", "er", "hm", "yeah")
)
_SORRY = frozenset(
    ("sorry", "no", "nein", "pardon", "entschuldigung", "quatsch", "actually", "correction", "oops", "wait", "moment")
)


@dataclass(frozen=True, slots=True)
class Digits:
    """A run of digits as read out or typed."""

    digits: str
    span: tuple[int, int]
    plus: bool = False
    spoken: bool = False


def digit_runs(text: str, *, least: int = 3) -> list[Digits]:
    """Runs of digits, typed ("030 / 90 18 20") or read out ("zero three oh, nine zero"), with "double" and "triple".

    A correction inside ("four five, sorry, four six") takes back as many digits as are said again. `least` is the
    number of digits from which a run is handed back.
    """
    reading = words.read(text)
    tokens = reading.tokens
    runs: list[Digits] = []
    i, size = 0, len(tokens)
    while i < size:
        start = i
        groups: list[tuple[str, int]] = []  # digits and the token they end with
        spoken = plus = False
        taken_back: int | None = None
        while i < size:
            token = tokens[i]
            word = token.plain
            if word.isdecimal() and word.isascii():
                multiplier = tokens[i + 1].plain if i + 1 < size else ""
                if multiplier in ("hundred", "thousand"):
                    groups.append((word + ("00" if multiplier == "hundred" else "000"), i + 1))
                    i += 1
                elif not token.digits and len(word) == 2 and word[1] == "0" and _single(tokens, i + 1):
                    groups.append((word, i))
                else:
                    groups.append((word, i))
                spoken |= not token.digits
            elif word in _ZERO and (groups or _digitlike(tokens, i + 1)):
                groups.append(("0", i))
                spoken = True
            elif groups and (glued := _GLUED_REPEAT.fullmatch(word)):
                digit = "0" if glued[2] in _ZERO else str(words.UNITS[glued[2]])
                groups.append((digit * _REPEAT[glued[1]], i))
                spoken = True
            elif word in _REPEAT and _digitlike(tokens, i + 1):
                following = tokens[i + 1].plain
                digit = "0" if following in _ZERO else following
                groups.append((digit[:1] * _REPEAT[word] + digit[1:], i + 1))
                i += 1
                spoken = True
            elif word == "+" and not groups:
                plus = True
            elif word == "plus" and not groups and _digitlike(tokens, i + 1):
                plus = spoken = True
            elif groups and word in _HOMOPHONES and spoken and _digitlike(tokens, i + 1) and _digitlike(tokens, i - 1):
                groups.append((_HOMOPHONES[word], i))
            elif groups and word in _SORRY:
                taken_back = len(groups)
            elif (
                groups and (word in _PAUSE or word in ("i", "mean", "meant", "ich", "meine")) and i - groups[-1][1] <= 3
            ):
                pass
            else:
                break
            i += 1
        if not groups:
            i = max(i, start + 1)
            continue
        i = groups[-1][1] + 1
        if taken_back is not None and taken_back < len(groups):
            groups = _said_again(groups, taken_back)
        digits = "".join(d for d, _ in groups)
        if len(digits) >= least:
            runs.append(Digits(digits, (tokens[start].start, tokens[groups[-1][1]].end), plus, spoken))
    return runs


_BETWEEN_PIECES = words.bag(
    "and then und dann it's its it is my the number nummer ist die meine also lautet ok okay yes ja so um uh äh ähm well sorry weiter as follows , . : - – / ( ) ! ... …"
)


def digits_alone(text: str) -> str:
    """The digits of an utterance that is nothing else, typed or read out: "555", "und dann fünf fünf fünf"; "" for others."""
    runs = digit_runs(text, least=1)
    if len(runs) != 1:
        return ""
    begin, end = runs[0].span
    rest = [token.low for token in words.read(f"{text[:begin]} {text[end:]}").tokens]
    return runs[0].digits if all(word in _BETWEEN_PIECES for word in rest) else ""


def _said_again(groups: list[tuple[str, int]], at: int) -> list[tuple[str, int]]:
    """Put the digits after a correction over the ones they correct: from where their first digit was said before."""
    before = "".join(d for d, _ in groups[:at])
    after = "".join(d for d, _ in groups[at:])
    if len(after) >= 7:
        return groups[at:]
    from_end = before.rfind(after[0], max(0, len(before) - max(len(after), 2) - 1))
    keep = before[: from_end if from_end >= 0 else max(0, len(before) - len(after))]
    return [(keep + after, groups[-1][1])]


def _digitlike(tokens: tuple[words.Token, ...], i: int) -> bool:
    if not 0 <= i < len(tokens):
        return False
    word = tokens[i].plain
    return (word.isdecimal() and word.isascii()) or word in _ZERO or word in _REPEAT


def _single(tokens: tuple[words.Token, ...], i: int) -> bool:
    return i < len(tokens) and tokens[i].plain.isdecimal() and len(tokens[i].plain) == 1


# --- cardinals and money ----------------------------------------------------------------------------------------------
_MONEY = re.compile(
    r"(?:([€$£]) ?)?(?<![\d.,:/])(\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?(?![\d:/])(?: ?(k|thousand|tausend|million|mio|m)\b)?(?: ?(€|\$|£|euros?|eur|dollars?|bucks|pounds?|usd|gbp|franken|chf))?"
)
_CURRENCY = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "eur": "EUR", "dollar": "USD",
             "dollars": "USD", "bucks": "USD", "usd": "USD", "pound": "GBP", "pounds": "GBP", "gbp": "GBP",
             "franken": "CHF", "chf": "CHF"}  # fmt: skip
_SCALE = {"k": 1_000, "thousand": 1_000, "tausend": 1_000, "million": 1_000_000, "mio": 1_000_000, "m": 1_000_000}
_ABOUT_MONEY = re.compile(
    r"\b(?:budget|price|rent|pay|spend|cost|miete|preis|kosten|warm|kalt|kaution|under|below|maximum|max|up to|bis zu|höchstens)\b"
)
_CARDINAL = re.compile(r"(?<![\d.,:/])(\d{1,9})(?![\d:/%]|[.,]\d|th\b|er\b)")


def _whole(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def read(text: str, *, language: str) -> list[Value]:
    """Cardinals (`number`), money (`money`, in whole units or with cents, its currency in `note`), as they stand.

    "400k" is 400000, "1.200 Euro" 1200. language: "en" or "de"; number words of both are understood in either.
    """
    reading = words.read(text)
    plain = reading.plain
    if not any(c.isdecimal() for c in plain):
        return []
    found: list[Value] = []
    taken: list[tuple[int, int]] = []
    for m in _MONEY.finditer(plain):
        mark = m[1] or m[5]
        scale = m[4]
        if scale == "m" and not mark:
            continue
        if not mark and not scale and not (_whole(m[2]) >= 100 and _ABOUT_MONEY.search(plain)):
            continue
        amount: int | float = _whole(m[2])
        if m[3]:
            amount = amount + int(m[3].ljust(2, "0")) / 100 if not scale else round(float(f"{amount}.{m[3]}"), 2)
        if scale:
            amount = amount * _SCALE[scale]
            amount = int(amount) if amount == int(amount) else amount
        span = reading.span(*m.span())
        taken.append(m.span())
        note = _CURRENCY.get(mark) if mark else None
        for word in ("warm", "kalt"):
            if re.match(rf" {word}\b", plain[m.end() :]):
                note = f"{note or 'EUR'} {word}"
        found.append(Value("money", amount, span, text[span[0] : span[1]], "money", note=note))
    at = 0
    for m in _CARDINAL.finditer(plain):
        while at < len(taken) and taken[at][1] <= m.start():
            at += 1
        if at < len(taken) and taken[at][0] <= m.start():
            continue
        span = reading.span(*m.span())
        found.append(Value("number", int(m[1]), span, text[span[0] : span[1]], "cardinal"))
    found.sort(key=lambda value: value.span)
    return found


# --- people -----------------------------------------------------------------------------------------------------------
_ADULT = words.bag(
    "adult adults grownup grownups grown-ups woman women man men lady ladies gentleman gentlemen guy guys girl girls boy boys"
)
_KID = words.bag(
    "kid kids child children baby babies toddler toddlers infant infants newborn newborns bub babys little kleinkind kleinkinder säugling teenager teenagers teens "
    "teen tween minors minor youngsters youngster kiddo son sons daughter daughters grandson grandsons granddaughter "
    "granddaughters grandchild grandchildren nephew nephews niece nieces twins sohn söhne tochter töchter söhnen "
    "töchtern enkel enkelin enkelkinder enkelkindern baby's little"
)
_PEOPLE = words.bag(
    "people person guest guests members member others other friend friends friend's buddy buddies mate mates pal pals folks peeps humans human girlfriends "
    "boyfriends colleagues colleague coworkers coworker co-workers associates associate clients client students student "
    "seniors senior employees employee customers diners attendees seats seater relatives cousins siblings brothers sisters "
    "pals classmates roommates teammates players individuals soldiers neighbors neighbours partners fellas bros dudes mann head heads "
    "freunde freunden freundinnen kollegen kolleginnen bekannten personenzahl köpfe mitarbeiter geschwister brüder "
    "schwestern freundin freund plätze platz plätzen"
)
_KIN = words.bag(
    "wife husband spouse partner boyfriend girlfriend fiance fiancee fiancé fiancée bf gf hubby missus brother sister mother "
    "father mom mum mama mommy mummy dad daddy papa boss cousin uncle aunt auntie grandma grandpa grandmother grandfather "
    "granny nan nana grandad granddad date roommate flatmate classmate sibling secretary assistant bro sis ex lady "
    "frau mann mutter vater mutti vati oma opa bruder schwester onkel tante chef chefin verlobte verlobter verlobten "
    "freundin freund kollege kollegin partnerin cousine nichte neffe enkel gattin gatte ehefrau ehemann lebensgefährtin "
    "schwiegermutter schwiegervater schwager schwägerin stiefonkel stiefvater stiefmutter stepfather stepmother stepmom stepdad "
    "neighbor neighbour colleague coworker client buddy mate friend pal son daughter baby kid child toddler infant "
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
_PLURAL_TWO = {"parents": 2, "eltern": 2, "großeltern": 2, "grosseltern": 2, "grandparents": 2, "inlaws": 2, "couple": 2, "pair": 2,
               "twins": 2, "triplets": 3, "ehepaar": 2, "pärchen": 2, "zwillinge": 2, "schwiegereltern": 2}  # fmt: skip
_SELF = frozenset(("me", "i", "myself", "ich", "mich", "mir", "meiner"))
_MY = words.bag(
    "my our his her their the mein meine meinen meiner meinem meines unser unsere unseren unserer ihr ihre sein seine seinen seiner die der den das"
)
_ARTICLES_OF = frozenset(("the", "die", "der", "das", "den"))
_ONE = frozenset(("a", "an", "one", "ein", "eine", "einen", "einem", "einer", "1"))
_LINK = frozenset(
    ("and", "&", ",", "plus", "with", "+", "mit", "sowie", "also", "inklusive", "including", "as", "well", "n")
)
_ADJECTIVE = words.bag(
    "more other additional extra young little small old elderly good best close big hungry female male business work older younger "
    "very lovely dear grown teenage newborn weitere weiteren kleine kleinen kleines große großen zusätzliche liebe lieben alte besten gute guten of my our the "
    "whole step sweet beautiful new dear year years wonderful great dining special beloved pregnant disabled up"
)
_ZU = {"zweit": 2, "zweien": 2, "dritt": 3, "dreien": 3, "viert": 4, "vieren": 4, "fünft": 5, "fünfen": 5, "sechst": 6, "sechsen": 6,
       "siebt": 7, "siebent": 7, "acht": 8, "neunt": 9, "zehnt": 10, "elft": 11, "zwölft": 12}  # fmt: skip

_NOT_PEOPLE = (
    r"(?!\d)(?! ?(?:am|pm|o'clock|:|\.\d|/|th\b|-\d|nights?|days?|weeks?|months?|years?|hours?|minutes?|euros?|dollars?|%|k\b|rooms?|bed|bath|in the (?:morning|afternoon|evening)|tonight|at night"
    r"|oh \d|\d(?!\d?(?:th|\.)?(?: ?(?:to|until|till|bis|through|-|–) ?(?:the |zum )?|(?<=th) )\d)(?! ?(?:am|pm|o'clock))(?!\d?:\d)(?!\d?(?: ?\.| ?(?:st|nd|rd|th))?(?: of)? (?:nights?|days?|weeks?|months?|"
    + "|".join(words.MONTHS)
    + r"))|courses?|percent|prozent|nächte|gänge|stars?|miles?|h\b|hrs?|ish|morgens|"
    + "|".join(words.MONTHS)
    + r"|(?:double|single|twin|king|queen|family|small|large|big|separate|different|standard|deluxe|adjoining|connecting|joined) |tables?\b|things?|reasons?|of (?:those|them|the|your|my|our|these)\b))"
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
    r"\b(?:(?:could|can|may|might|would|will) we be|we (?:could|might|may|can|would|should) be|(?:können|könnten|werden|dürfen|dürften) wir(?= (?:\w+ ){0,2}\d{1,2} (?:sein|werden)\b)|wir (?:könnten|würden|wären)(?= (?:\w+ ){0,2}\d{1,2}\b)|we are|we're|were|we will be|we'll be|there will be|there'll be|there are|there is|there's|it's just|it's|it will be|it'll be|party is|group is|size is|party size|number of people|number of guests|headcount|head count|total of|seats?|seating|seat|accommodate|serve|(?:and|but|then) (?:(?:we|to|would|will|could|may|might|can|we'd|we'll) )*be|come as|(?:we|we'd) (?:would|will|'d|'ll|d) be|we'd be|(?:and|und)(?: wir)?(?= (?:\w+ ){0,2}\d{1,2} (?:sein|werden)\b)|wir sind|sind(?= (?:jetzt|nun|aber|doch|inzwischen|mittlerweile)\b)|wir werden|es sind|insgesamt|sind wir|in total|altogether|total|joined by)(?: (?:for|is|of|to|a|about|around|just|only|now|gonna be|going to be|probably|actually|:|party|group|size|auch|nur|etwa|noch|dann|jetzt|nun|aber|doch|inzwischen|mittlerweile|wohl|so|um die|ungefähr|circa|ca|rund|will be|be|should be|maybe|exactly|up))* (\d{1,3})(?: (?:or|oder|-|to) (\d{1,3}))?"
    + _NOT_PEOPLE
)
_MAKE_IT = re.compile(
    r"\b(?:make (?:it|that|this)|change (?:it|that|this|the \w+(?: \w+){0,3}) to|up it to|increase (?:it |\w+ )?to|down to|reduce (?:it |\w+ )?to|now(?: we are| we're)?|doch|lieber|auf|people to|guests to|size to|reservation to|booking to|party to|number to|up to|instead of \d{1,3} (?:people )?(?:we're|we are|make it))(?: (?:be|for|just|only|a|about|party of|table for))* (\d{1,3})"
    + _NOT_PEOPLE
)
_PUT_RIGHT = re.compile(
    r"\b(?:for|für|are|sind|party of) \d{1,3}(?: people| guests)?(?: ?,| ?\.{1,3})? (?:sorry|no|wait|i mean|i meant|make that|or rather|actually|nein|quatsch|entschuldigung|ach nein|moment|ich meine)(?: ?,? (?:sorry|no|wait|i mean|nein|doch|make it))?(?: ?,| ?\.{1,3})? (?:for |für )?(\d{1,3})(?! else)"
    + _NOT_PEOPLE
)
_THEN_RIGHT = re.compile(
    r"[^\d?]{0,40}?(?:(?<=[ ,.!;-])|^ ?)\b(?:sorry|no|nope|wait|i mean|i meant|make (?:that|it)|rather|actually|correction|scratch that|oops|nein|nee|quatsch|entschuldigung|moment|warte\w*|halt|stopp|ich meine|ich meinte|doch)\b"
    r"(?:[ ,.!:;-]|\b(?:sorry|no|wait|i|mean|meant|make|it|that|rather|actually|just|only|we|are|we're|we'll|will|be|there|it's|for|nein|moment|warte|ich|meine|wir|sind|es|doch|nur|für|lieber|eigentlich|stimmt|nicht|jetzt|ach|quatsch|entschuldigung|sagen|sorry)\b)* (\d{1,3})(?= ?(?:$|[.,!?;]|please\b|bitte\b|of us\b|then\b|after all\b|instead\b|people\b|guests\b|doch\b))"
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


def _phrase(tokens: tuple[words.Token, ...], i: int) -> _Phrase | None:
    """The noun phrase of people that begins at token i, if one does."""
    size = len(tokens)
    word = tokens[i].plain
    if i and tokens[i - 1].plain in (":", ".", "/") and tokens[i - 1].end == tokens[i].start:
        return None  # the minutes of a time
    if word in _SELF and not (word == "meiner" and i + 1 < size and tokens[i + 1].plain in _NOUNS):
        return _Phrase(i, i + 1, 1, weight=0, myself=True)
    j = i
    count: int | None = None
    possessive = False
    while j < size and tokens[j].plain in _MY:
        possessive |= tokens[j].plain not in ("the", "die", "der", "den", "das")
        j += 1
    if j < size and tokens[j].plain.isdecimal() and len(tokens[j].plain) <= 3:
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
    elif j < size and tokens[j].plain == "both":
        count = 2
        j += 1
    if count and j + 2 < size and tokens[j].plain == "of" and tokens[j + 1].plain == "us":
        return _Phrase(i, j + 2, count, weight=2) if tokens[j + 2].plain in ("plus", "+", "and", "with", "&") else None
    if count == 1 and j + 1 < size and tokens[j].plain == "of" and tokens[j + 1].plain in _OF_MANY:
        return None
    if (count is not None or possessive) and (end := _of_years(tokens, j)):
        return _Phrase(i, end, count or 1, count or 1, weight=1)
    if possessive and j < size and tokens[j].plain in _OWN_CHILD and count in (None, 1):
        after = tokens[j + 1].plain if j + 1 < size else "."
        if after in _AFTER_OTHER or after in _ABOUT_THEM:
            return _kin(i, j, "child")
    k = j
    while (
        k < size
        and k - j < 6
        and (
            tokens[k].plain in _ADJECTIVE
            or (tokens[k].plain.isdecimal() and k + 1 < size and tokens[k + 1].plain in ("year", "years", "-"))
        )
    ):
        k += 1
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
    if k < size and tokens[k].plain in ("co", "grown", "year", "step") and k + 2 < size and tokens[k + 1].plain == "-":
        k += 2
    if k >= size:
        return _Phrase(i, j, count, weight=0) if count and k == j and tokens[j - 1].plain.isdecimal() else None
    noun = tokens[k].plain
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
    if noun in _PLURAL_TWO and not (noun in ("couple", "pair") and k + 1 < size and tokens[k + 1].plain == "of"):
        many = _PLURAL_TWO[noun] * (count if count and noun in ("couple",) else 1)
        kids = many if noun in ("twins", "triplets") else 0
        return _Phrase(i, k + 1, many, kids, many - kids, weight=1 if noun in ("couple", "pair") else 2, family=True)
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
            return _Phrase(i, end, 1, weight=2 if i and tokens[i - 1].plain in ("for", "für", "of") else 1)
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


def _past_ages(tokens: tuple[words.Token, ...], i: int, count: int) -> int:
    """Where the ages of so many children end that begin at token i: "one child of 3", "two kids aged 3 and 5 years"."""
    plain = [token.plain for token in tokens[i : i + 3 * count + 6]]
    lead = next((n for way in _AGED if plain[: (n := len(way))] == way), 0)
    at, ages = lead, 0
    while lead and at < len(plain) and ages < count:
        step = at + (ages > 0 and plain[at] in (",", "and", "&", "und"))
        if step >= len(plain) or not plain[step].isdecimal() or (ages and step == at):
            break
        at, ages = step + 1, ages + 1
    if not ages:
        return i
    while at < len(plain) and plain[at] in ("years", "year", "old", "jahre", "jahren", "months", "month", ")"):
        at += 1
    return i + at


def _of_years(tokens: tuple[words.Token, ...], i: int) -> int | None:
    """Where "3 year old" ends, or "3-year-olds", which begins at token i; None where none does, or no child is so old."""
    m = _YEARS_OLD.match(" ".join(token.plain for token in tokens[i : i + 5]))
    return i + len(m.group().split()) if m and int(m[1]) < ADULT_AT else None


ADULT_AT = 18
_YEARS_OLD = re.compile(
    r"(\d{1,2}) (?:- )?(?:years?) (?:- )?olds?\b(?! (?:[a-zäöüß]*wife|[a-zäöüß]*(?:son|daughter|kid|child|baby|boy|girl)))"
)
_AGED = (["of"], ["aged"], ["age"], ["(", "aged"], ["("], ["im", "alter", "von"], ["mit"], ["von"])


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
    family: bool
    """The caller, or kin, of whom each is known to be a grown-up or a child."""


def _sums(tokens: tuple[words.Token, ...]) -> list[_Sum]:
    out = []
    i, size = 0, len(tokens)
    while i < size:
        first = _phrase(tokens, i)
        if first is None or (first.weight == 0 and not first.myself and not _followed(tokens, first.end)):
            i += 1
            continue
        parts = [first]
        j = first.end
        while j < size:
            k = j
            while k < size and k - j < 3 and tokens[k].plain in _LINK:
                k += 1
            if k >= size:
                break
            following = _phrase(tokens, k)
            titled = tokens[k].plain == "frau" and tokens[k + 1 : k + 2] and tokens[k + 1].text[:1].isupper()
            if titled:
                break  # "two, Frau Berg": who books is no one more
            if following is None and k > j and tokens[k].plain in _KIN and tokens[k].plain not in _NOT_BARE:
                following = _kin(k, k, tokens[k].plain)
            if following is None or (k == j and (following.weight < 2 or not tokens[k].plain.isdecimal())):
                break
            bare = following.weight == 0 and not following.myself and not following.maybe
            ends = following.end >= size or tokens[following.end].plain in _AFTER_OTHER
            if bare and not (tokens[k - 1].plain in ("plus", "+") and ends):
                break
            if tokens[k - 1].plain in ("mit", "with") and tokens[k].plain in _ARTICLES and _staff(tokens, following):
                break  # "can I speak with a person"
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
                and (first.begin or tokens[first.end - 1].plain in ("people", "person", "guests", "guest"))
                and tokens[first.begin - 1].plain not in (",", ".", "!", "hi", "hello")
            ):
                break
            if any(t.plain in ("including", "inklusive", "incl", "counting") for t in tokens[j:k]):
                following = replace(following, count=0, weight=0, myself=False, maybe=True)
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
        if strongest == 2 or (many > 1 and strongest >= 1) or added:
            out.append(
                _Sum(
                    first.begin,
                    j,
                    count,
                    sum(p.kids for p in people),
                    sum(p.adults for p in people) + (1 if selfs else 0),
                    strongest,
                    many > 1,
                    selfs,
                    any(p.vague for p in parts),
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


def _followed(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Is a bare number the start of a sum: "4 and a baby", "2 plus kids"?"""
    return i + 1 < len(tokens) and tokens[i].plain in ("and", "plus", "+", "&", "with")


def party(text: str, *, language: str, expected: bool = False) -> list[Value]:
    """How many people come (`party_size`), as they stand; usually one value, and what was taken back is left out.

    expected: the size of the party was just asked for, so a bare number counts. language: "en" or "de"; both are
    understood in either. Vague sizes ("a few friends") are `ambiguous` without a value.
    """
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
    sums = _sums(tokens)
    for m in _US.finditer(plain):
        count = next((int(g) for g in m.groups() if g), 2)
        at = reading.token_at(m.start())
        if not any(one.summed and one.begin <= at < one.end for one in sums):
            put(*m.span(), count, "of_us")
    for m in _ZU_PATTERN.finditer(plain):
        count = int(m[1]) if m[1].isdecimal() else _ZU[m[1]]
        put(*m.span(), count, "zu_viert")
    for one in sums:
        begin, end = one.begin, one.end
        at = reading.begins[begin]
        to = reading.begins[end - 1] + len(tokens[end - 1].plain)
        if one.summed and not one.selfs and one.weight == 1 and not _PARTY_TALK.search(plain) and not expected:
            continue
        kids = one.kids
        note = f"{kids} {'child' if kids == 1 else 'children'}" if kids else None
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
        else:
            put(at, to, one.count + _with_the_caller(tokens, one), "people", note=note)
    for m in _DOZEN.finditer(plain):
        put(*m.span(), 6 if m[1] and ("half" in m[1] or "halb" in m[1]) else 24 if m[1] == "2" else 12, "dozen")
    for m in _SEATER.finditer(plain):
        put(*m.span(), int(m[1] or m[2]), "seater")
    for pattern, rule in ((_FOR, "for"), (_WE_ARE, "we_are"), (_FOR_BARE, "for")):
        for m in pattern.finditer(plain):
            high = int(m[2]) if m[2] else 0
            count = int(m[1])
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
        other = [run.span for run in digit_runs(text, least=4)] + ages(text)
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
    found = [_with_baby(value, text) for value in found]
    found.sort(key=lambda value: value.span)
    last = max((i for i, value in enumerate(found) if value.rule == "put_right"), default=0)
    return corrections.standing(found[last:], text)


def _with_the_caller(tokens: tuple[words.Token, ...], company: _Sum) -> int:
    """One more where somebody comes "with my wife and our two daughters", "ich komme mit drei Freunden"; how many "we"
    are, nobody knows.
    """
    begin = company.begin
    if not begin or tokens[begin - 1].plain not in ("with", "mit", "bring", "bringing", "bringe") or company.selfs:
        return 0
    before = [token.plain for token in tokens[:begin]]
    those = {token.plain for token in tokens[begin : company.end]}
    mine = tokens[begin].plain in ("my", *_MINE)
    i_come = _I & set(before) and not those & _ANYBODY and not {"for", "für"} & set(before[-8:])
    return int(bool(mine or i_come) and not any(t.plain in ("we", "wir", "us", "uns") for t in tokens))


_I = frozenset(("i", "i'd", "i'm", "i'll", "i've", "ich"))
_ANYBODY = words.bag("people person guests guest adults adult mann seats plätze")
"""Words for people of whom the caller may be one."""
_MINE = frozenset(("mein", "meine", "meinen", "meiner", "meinem"))
_CHILD = r"(?:kids?|child(?:ren)?|boys?|girls?|twins|sons?|daughters?|baby|bab(?:y|ies)|toddlers?|nephews?|nieces?|grand(?:child(?:ren)?|sons?|daughters?)|jungs?|junge|mädchen|sohn|söhne|tochter|töchter|zwillinge|enkel\w*|kleine[rsn]?|große[rsn]?|youngest|oldest|eldest|jüngste[rn]?|älteste[rn]?|little (?:1|ones))"
_MAYBE = r"(?:only |just |still |almost |nearly |already |about |erst |gerade |fast |schon |noch |bald |now |jetzt |knapp |turning |both |beide )*"
_NOT_OLD = r"(?![\d:/]|\.\d)(?= ?(?:$|[.,;!?)]|and\b|but\b|aber\b|so\b|years?\b|months?\b|old\b|alt\b|now\b|already\b|jetzt\b|by then\b|dann\b))(?! ?and (?:a )?\d+ (?:people|guests|adults))"
_AGES = rf"\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})*{_NOT_OLD}"
_NOTHING_OLD = r"o'clock|am\b|pm\b|th\b|people|guests|adults|children|nights?|days?|hours?|minutes?"
_NO_AGE = "|".join((_NOTHING_OLD, *words.MONTHS))
_YEARS = r"(?:(?: ?-)? ?(?:years?|months?)(?:(?: ?-)? ?(?:old|alt))?)?"
_HOW_OLD = re.compile(
    rf"\b(?:(?:{_CHILD})(?:'s| (?:is|are|ist|sind|wird|werden|turns|will be)) {_MAYBE}(?:{_AGES})"
    rf"|(?:{_CHILD}|he|she|er|sie|oma|opa|mutter|vater|mum|mom|dad|mother|father|frau|mann|wife|husband) (?:turns|is turning|will be turning|wird) {_MAYBE}\d{{1,2}}\b(?![:.]\d)(?! ?(?:{_NO_AGE}))"
    rf"|(?:(?:he|she|who)(?:'s| is| will be| turns)|(?:(?:who|they|sie) (?:are|sind)|they're)(?= {_MAYBE}\d{{1,2}} ?(?:,|and|&))|(?:der|die|er) (?:ist|wird)|(?:die|sie) sind(?= {_MAYBE}\d{{1,2}} ?(?:,|and|&))) {_MAYBE}(?:{_AGES})){_YEARS}"
)
"""How old children are, said in a clause of its own: "the kids are 4, 6 and 12", "unser Kleiner, der ist 3"."""


_AGE_BESIDE = re.compile(
    rf"\b{_CHILD} ?(?:\( ?(?:aged |ages? )?(?P<in>\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})*){_YEARS} ?\)"
    rf"|,? ?(?:aged|ages?|of|im alter von|von) (?P<of>\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})*){_YEARS}(?! ?(?:{'|'.join(words.MONTHS)}))"
    rf"|,? (?P<list>\d{{1,2}}(?:(?: ?, ?| ?,? ?and | ?& ?)\d{{1,2}})+){_YEARS}(?= ?(?:$|[.,;!?])))"
    r"|\b(?P<old>\d{1,2}) ?-? ?(?:jährig\w*|years? ?-? ?olds?\b)"
)
"""How old children are, beside the word for them: "two kids (3 and 5)", "our kids, 4 and 6", "ein 5-jähriges Kind"."""


def ages_beside(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where figures beside a word for children say how old they are: both, and the figures alone."""
    reading = words.read(text)
    if not _YOUNG.search(reading.plain):
        return []
    return [
        (reading.span(*m.span()), reading.span(*m.span(m.lastgroup or 0))) for m in _AGE_BESIDE.finditer(reading.plain)
    ]


_YOUNG = re.compile(
    r"(?:kid|child|boy|girl|twin|son|daughter|bab|toddler|niece|grand|jung|mädchen|sohn|söhne|t[oö]chter|zwilling|enkel|klein|groß|youngest|oldest|eldest|jüngst|ältest|little|jährig|old)"
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


def joining(text: str) -> Value | None:
    """One of the caller's own who comes as well (`party_size` to be added): "my wife comes too", "ich bringe meinen Bruder mit"."""
    reading = words.read(text)
    tokens, plain = reading.tokens, reading.plain
    for i in range(len(tokens)):
        phrase = _phrase(tokens, i) if tokens[i].plain in (_MY - _ARTICLES_OF) | _ONE else None
        if phrase is None or phrase.count != 1 or phrase.maybe or phrase.vague or not phrase.weight:
            continue
        begin, last = reading.begins[phrase.begin], phrase.end - 1
        end = reading.begins[last] + len(tokens[last].plain)
        if _JOINS.match(plain, end) or _BRINGS.search(plain[:begin]):
            span = reading.span(begin, end)
            return Value("party_size", 1, span, text[slice(*span)], "joins")
    return None


def put_right(text: str, after: int) -> Value | None:
    """The bare number (`number`) by which one said before `after` is taken back: "… at seven. No, actually eight"."""
    reading = words.read(text)
    begin = next((at for at, token in zip(reading.begins, reading.tokens, strict=True) if token.start >= after), None)
    m = None if begin is None else _THEN_RIGHT.match(reading.plain, begin)
    if m is None:
        return None
    span = reading.span(*m.span(1))
    return Value("number", int(m[1]), span, text[slice(*span)], "put_right")


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
    r"\b(?:just|only|nur|bloß|table|book|booking|reserve|reservation|party|dinner|lunch|tisch|reservier\w*|essen|joining|join|for|für|coming|komm\w*|bringing|size|change|make it|seat|room|group)\b"
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
_ROOM_KIND = r"(?:\w+ ){0,2}?"
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
