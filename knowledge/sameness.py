"""When two questions are the same question: what an answer may be remembered under, and given again for.

`read` takes a question down to its words (the exact layer: case, spaces and punctuation do not count) and to its
meaning (the near layer: courtesy, articles and the ways in which this trade asks a thing do not count either). The
meaning keeps every word that no table here names, in its place, so that Monday is not Sunday, vegan not vegetarian,
two not three, and a name nobody else's: what is not known to be the same is another question. The tables of
`lexicon.py` lead to passages and are too generous for this; they would hold Visa and Amex, or white wine and red, for
one thing.

It also refuses what is no question by itself: words that lean on what was said before, on who is asking or on the
moment, two questions in one, anything about what is free. In doubt it refuses: a question that is not remembered costs
a few milliseconds, a wrong answer costs a guest.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from language.words import bag

LONGEST = 160
"""Characters; whoever says more tells of a matter of their own."""


@dataclass(frozen=True)
class Question:
    """A question that anybody might ask at any time."""

    words: str  # as it was said, in small letters, without punctuation
    meaning: str  # the same for two questions that ask the same thing of the house
    whole: bool  # asked as a sentence; a mere "parking?" asks something only where nothing was said before


_TOKEN = re.compile(r"\d+(?:[:.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s\w!?.,;:'\"()\[\]{}…–—\-„“”‚‘’«»/*_]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})


def normalised(text: str) -> str:
    """The words of a text in small letters, one space between them; signs that mean something (€, %) are words."""
    return " ".join(_TOKEN.findall(unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()))


def _rules(lines: str) -> list[tuple[re.Pattern[str], str]]:
    """A line is `ways = what they come to`; ways are separated by bars, and words in capitals are ours."""
    found = []
    for line in lines.strip().splitlines():
        ways, _, whole = line.partition(" =")
        found.append((re.compile(rf"(?<!\S)(?:{ways.strip()})(?!\S)"), whole.strip()))
    return found


_ENGLISH = _rules(r"""
what's = what is
where's = where is
there's = there is
don't = do not
doesn't = does not
isn't = is not
aren't = are not
can't|cannot = can not
won't = will not
(?:hello|hi|hey|good (?:morning|evening|afternoon|day))(?: there)? =
excuse me|please|thanks(?: a lot)?|thank you(?: very much| so much)?|many thanks|by the way =
(?:just )?(?:one|a|a quick|quick) question|(?:i )?(?:just )?(?:have|had) (?:one|a|a quick|another) question =
(?:i (?:was|am) |i'm |just )+wondering|i wonder|i(?:'d| would) like to (?:know|ask)|i (?:just )?want(?:ed)? to (?:know|ask) =
(?:(?:can|could|would) you (?:please )?)?tell me|do you know =
(?:if|whether) you (?:have|offer) = Q
(?:if|whether) there (?:is|are) = Q
is there|are there|there is|there are|do you (?:guys )?(?:have|offer|do)|have you got|do you provide = Q
(?:can|could|may) (?:i|we|one|you) (?:get|have)(?= takeaway| take away| take out) = Q
(?:can|could|may) (?:i|we|one)|is it (?:possible|allowed|ok|okay)(?: for (?:me|us))? to|would it be possible to|(?:am i|are we) allowed to = MAY
what time = when
which = what
(?:what are |what is |when are )?(?:your|the) opening (?:hours|times)|opening (?:hours|times)|when (?:are|is) you open = HOURS
when are you open = HOURS
are you (?:guys )?open|do you open = OPEN
what (?:is|are) the (?:price|cost)s? (?:of|for) = PRICE
how (?:much|expensive) (?:is|are) = PRICE
(?:what|how much) (?:does|do) (.+) costs? = PRICE \1
where are you(?: located| situated| based)?|(?:what is )?your address|(?:what is|give me) the address = ADDRESS
how (?:do|can|MAY) ?(?:i |we |one )?(?:get (?:there|to you)|reach you|find you) = WAY
what is the best way to get (?:there|to you) = WAY
take away|take out|takeout|to take away = takeaway
wi fi|wlan|wireless internet = wifi
gluten free = glutenfree
alcohol free|non alcoholic = alcoholfree
car parks?|parking lots?|parking (?:space|spot|place)s?|(?:MAY )?park = parking
kids?|kid's|kids'|children's|children|child's|child = child
(?:any|some)thing (vegan|vegetarian|glutenfree)(?: on the menu)? = \1 dish
(vegan|vegetarian|glutenfree) (?:options?|food|dish|dishes|meals?)(?: on the menu)? = \1 dish
menu for child = child menu
(?:are|is) (?:a )?(dogs?|cats?|pets?|child) (?:allowed|permitted|welcome) = MAY \1
do you (?:allow|permit|welcome|accept) (dogs?|cats?|pets?|child) = MAY \1
MAY (?:bring|take)(?: along)?(?: my| our| a| the)? (dogs?|cats?|pets?)(?: along| with me| with us)? = MAY \1
is (takeaway|card payment|parking) (?:possible|available) = Q \1
Q (parking|wifi) available = Q \1
Q (.+) available = Q \1
MAY pay (?:by|with|in|using)(?: a| the)? (card|cash) = MAY pay \1
do you (?:take|accept) (card|cash)s? = MAY pay \1
do you (?:take|accept) = TAKE
(?:gift )(?:vouchers?|cards?) = giftvoucher
(my|our) own = own
""")  # fmt: skip
_GERMAN = _rules(r"""
gibt's|gibts = gibt es
hallo|hi|moin|servus|grüß gott|guten (?:tag|abend|morgen) =
bitte|danke(?: schön)?|vielen dank|entschuldigung|entschuldigen sie =
(?:ich (?:habe|hätte) )?(?:mal )?(?:nur )?eine (?:kurze )?frage|kurze frage =
ich wollte (?:mal |nur |kurz )?(?:fragen|wissen)|ich (?:würde gerne?|möchte) wissen =
(?:können|könnten) sie mir (?:bitte )?sagen|sagen sie mir|wissen sie =
eigentlich|denn|bei (?:ihnen|euch)|mal =
haben sie(?: auch)?|habt ihr(?: auch)?|hast du|gibt es(?: auch)? = Q
(?:kann|könnte|darf|dürfte) (?:ich|man)|(?:können|könnten|dürfen) wir = MAY
(?:was|wie viel|wieviel) (?:kostet|kosten)|wie teuer (?:ist|sind) = PRICE
um wie viel uhr|um wieviel uhr = wann
(?:was|wie) sind (?:ihre|eure|die) öffnungszeiten|(?:ihre |eure )?öffnungszeiten|wann (?:Q|sind sie|seid ihr) (?:geöffnet|offen|auf) = HOURS
wo (?:sind sie|seid ihr|finde ich sie|finden wir sie)|(?:wie (?:ist|lautet) |was ist )?(?:ihre|eure|die) (?:adresse|anschrift) = ADDRESS
wie (?:komme ich|kommt man|kommen wir) (?:zu (?:ihnen|euch)|(?:da)?hin) = WAY
take away|essen zum mitnehmen = takeaway
wi fi|wifi = wlan
parkplätzen?|parkmöglichkeit(?:en)?|stellplätze = parkplatz
welche[rsnm]?|was für(?: eine?n?)? = welch
(vegan|vegetarisch|glutenfrei)e[nrsm]? (?:gerichten?|optionen|speisen|essen) = \1 gericht
(?:sind|ist) (hunde?|katzen?|haustiere?|kinder) (?:erlaubt|gestattet|willkommen) = MAY \1
MAY (?:meine?n?|unsere?n?|eine?n?|den|die) (hund|katze|haustier) (?:mitbringen|mitnehmen) = MAY \1
bezahlen = zahlen
MAY mit (?:der |einer )?karte zahlen = MAY pay karte
MAY (?:in )?bar zahlen = MAY pay bargeld
(?:nehmen|akzeptieren) (?:sie|ihr|wir) (karten?|bargeld) = MAY pay \1
(?:nehmen|akzeptieren) (?:sie|ihr) = TAKE
""")  # fmt: skip
_RULES = {"en": _ENGLISH, "de": _GERMAN}

_SMALL = {
    "en": bag("the a an some any do does you your of for in on at by guys"),
    "de": bag("der die das den dem des ein eine einen einem einer eines am im an in auf ihr ihre ihren"),
}
"""Words that ask nothing by themselves."""
_ANY = bag(
    "anything something anyone somebody everything thing things much many long early late time day week "
    "etwas jemand irgendwas alles viel viele lange früh spät uhr um tag woche pm am q may be what when where who how why "
    "welch was wann wo wer wie warum wieso price take open hours not no only"
)
"""Words that say nothing of what is asked about."""
_DAYS = bag(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag mondays tuesdays wednesdays thursdays fridays saturdays sundays montags dienstags mittwochs "
    "donnerstags freitags samstags sonntags tomorrow übermorgen weekend wochenende"
)
_ASKED_ALONE = frozenset({"HOURS", "ADDRESS", "WAY", "OPEN"})
"""What asks something of the house without any other word."""

# --- what is no question by itself ------------------------------------------------------------------------------------

_LEANING = bag(
    # what was said before
    "it its it's this that that's these those they they're them their theirs he she him her his hers there one ones other "
    "others another else also too again either instead then such both same former latter mentioned said above "
    "es er ihn ihm dies diese dieser dieses diesen diesem jene jener jenes davon dafür dazu damit daran darin dabei dort da "
    "hier dahin andere anderen anderer anderes anderem sonst auch nochmal wieder dieselbe derselbe dasselbe stattdessen "
    "beide beides deren dessen "
    # the moment
    "now currently today today's tonight still already yet soon later moment presently wait waiting busy queue "
    "jetzt gerade heute noch schon bald später momentan aktuell derzeit gleich sofort eben warten wartezeit "
    # what is free, and what is booked
    "availability vacancy vacancies book booked booking bookings reserve reserved reservation reservations appointment "
    "buchen gebucht buchung reservieren reserviert reservierung reservierungen termin belegt ausgebucht "
    # who is asking
    "me mine myself us ours ourselves i'm i've i'd i'll we're we've we'd we'll name called phone number repeat "
    "mir mich uns mein meine meinen meinem meiner meins unser unsere unseren unserem unserer heiße heißt nummer wiederholen"
)
_BEGINS_LEANING = re.compile(
    r"(?:and|or|but|so|then|what about|how about|yes|no|ok|okay|und|oder|aber|dann|also|wie (?:sieht|wäre|ist) es|ja|nein)(?!\S)"
)
_OF_MY_OWN = re.compile(
    r"(?<!\S)(?:(?:my|our)(?! (?:dogs?|cats?|pets?|cars?|bikes?|bicycles?|child|kids?)(?!\S))"
    r"|(?<!do )(?<!does )(?<!must )(?<!should )(?<!shall )(?<!if )(?<!where )(?<!long )(?:i|we)(?= )"
    r"|(?:i|we) (?:am|are|was|were|have(?! to)|had|left|booked|need|want)"
    r"|(?<!muss )(?<!müssen )(?<!soll )(?<!sollen )(?<!bekomme )(?<!bekommen )(?<!haben )(?<!finde )(?<!komme )(?:ich|wir)"
    r"|sind (?:sie|die|das)(?= \S+$)|ist (?:das|die|der)(?= \S+$)|haben (?:die|das|der))(?!\S)"
)
_FREE = re.compile(
    r"(?<!\S)(?:Q (?:\S+ ){0,3}(?:tables?|rooms?|seats?|space|spots?|slots?|suites?|tische?|zimmer|plätze|platz|suite)(?!\S)"
    r"|(?:tables?|rooms?|seats?|spots?|slots?|tische?n?|zimmer|plätze|platz)(?: \S+){0,4} (?:free|available|left|open|frei|verfügbar|übrig)(?!\S)"
    r"|(?:frei|free)(?: \S+){0,2} (?:tables?|rooms?|seats?|tische?|zimmer|plätze)(?!\S)|(?:any|some)thing (?:free|available|left|at)(?!\S)|etwas frei(?!\S))"
)
_SECOND = re.compile(
    r"(?<!\S)(?:and|or|und|oder) (?:Q|MAY|PRICE|HOURS|OPEN|TAKE|WAY|is|are|do|does|can|may|what|when|where|how|who|why|which|"
    r"ist|sind|haben|hat|kann|darf|muss|was|wann|wo|wie|wer|welch)(?!\S)|[?].*\w.*[?]"
)
_PRIVATE = re.compile(r"\d[\d /-]{4,}\d|@|\bwww\b|://")
_WHOLE = re.compile(
    r"(?:Q|MAY|PRICE|HOURS|OPEN|TAKE|ADDRESS|WAY|is|are|do|does|did|can|could|will|would|should|must|has|have|what|when|where|"
    r"who|how|why|until|from|in|at|on|for|"
    r"ist|sind|hat|haben|kann|können|darf|dürfen|muss|müssen|soll|wird|werden|was|wann|wo|wer|wie|warum|wieso|welch|bis|ab|in|an|"
    r"auf|für|nehmen|verkaufen|liefern|öffnen|schließen|enthält|kocht|gehört|steht|kommt|bieten|akzeptieren)(?!\S)"
)


@lru_cache(maxsize=4096)
def read(text: str, language: str) -> Question | None:
    """The question in a text, or None where it is none that could be answered for anybody else."""
    if len(text) > LONGEST or _PRIVATE.search(text) or text.count("?") > 1:
        return None
    words = normalised(text)
    said = _put_plainly(words, language)
    tokens = said.split()
    if not tokens or _BEGINS_LEANING.match(said) or not _LEANING.isdisjoint(tokens):
        return None
    if _OF_MY_OWN.search(said) or _FREE.search(said) or _SECOND.search(said):
        return None
    kept = [_plain(word, language) for word in tokens if word not in _SMALL[language]]
    if not any(word in _ASKED_ALONE or not _says_nothing(word) for word in kept):
        return None
    return Question(words, " ".join(kept), bool(_WHOLE.match(said)))


def courteous(text: str, language: str) -> bool:
    """Whether a text is a greeting or a thank-you and nothing else."""
    return not _put_plainly(normalised(text), language)


def _put_plainly(words: str, language: str) -> str:
    for way, whole in _RULES[language]:
        words = " ".join(way.sub(whole, words).split())
    return words


def _says_nothing(word: str) -> bool:
    return word.lower() in _ANY or word in _DAYS or word[0].isdigit()


def _plain(word: str, language: str) -> str:
    """A word without the ending that only grammar gave it; days keep theirs: a Sunday is not all Sundays."""
    if word.isupper() or word in _DAYS or len(word) < 4:
        return {"is": "be", "are": "be", "ist": "sein", "sind": "sein"}.get(word, word)
    if language == "en":
        if re.search(r"(?:ch|sh|ss|x)es$", word):
            return word[:-2]
        return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    for ending in ("en", "em", "es", "e", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
