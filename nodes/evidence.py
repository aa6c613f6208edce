"""Whether a passage answers a question, or only shares a word with it.

Searching finds what is nearest; the nearest may still be about something else. Here the things that a question asks for
are held against a passage one by one: the thing that must exist ("do you have …?"), the deed that must be allowed
("can I …?"), the number or the time that must be named. What stands in none of the passages found counts against all
of them. Pure; `python -m evals.retrieval` says how often it is right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogue import inquiries, wording
from dialogue.assertions import DAYS, MONTHS, NUMBERS, language_of
from dialogue.state import Passage
from knowledge import lexicon
from language.lexicon import COMMON
from nodes import diets

FLOOR = 0.24
"""The score below which a passage is nearest to a question by chance."""
ALONE = 0.5
"""The score that suffices for a question that names no thing,"""
THERE = 0.75
"""and for one that asks whether there is one."""
NEAR = 0.6
"""The score from which a third of what is asked for is enough."""
LONG = 4
"""Things in a question from which on some of them only tell the circumstances."""
WHOLE = 0.45
"""The score that suffices for one of those."""


# --- what is asked for ------------------------------------------------------------------------------------------------

_ANYTHING = wording.bag("""
much many far long big large amount small smallest biggest largest cheap cheapest expensive free price cost charge fee rate pay extra more less old new good own early
soon next last first nearest closest closer open close hour time day week month year night evening morning today tomorrow tonight weekend now ever
usually special nearby near around house hotel restaurant place home room somebody someone company folk ppl adult wonder happen pass fit manage
arrange arrive come coming need thank main mains course sure guy buy rent borrow hire leave put keep work try show think turn bring plan
safely exactly severe food anything something thing stuff kindly sit before beforehand advance ahead
viel viele weit lang lange groß betrag kleinste kleinsten kleinster größte größten teuer euro euros günstig kostenlos gratis frei umsonst preis kosten zahlen extra mehr weniger alt neu eigen früh bald
offen zu auf uhr zeit tag woche monat jahr nacht abend morgen heute wochenende nächste nächstes nächsten kommendes übernächstes haus hause hotel restaurant zimmer raum jemand erwachsene passieren
passiert passen passt ungefähr nähe eigentlich zweit dritt viert halten hält lassen wenden leihen mieten kaufen anbieten gebaut brauche geben
mitbringen mitgebracht sitzen aufenthalt tage wochen vorher vorab zuvor geöffnet rein frühestens spätestens earliest latest aufm sache sachen zeug lokal difference differ compare compared comparison unterschied unterschiede unterscheiden vergleich verglichen übernachtung übernachten overnight dalassen dalass hierlassen leckeres leckere lecker tasty delicious noon hauptgericht hauptgerichte hauptspeise hab nehmt nimmst macht gibt wollt planen
friendly freundlich
""")
_LIGHT = frozenset(
    lexicon.stem(word)
    for word in wording.NEUTRAL | wording.STOP | wording.NEGATORS | wording.ONLY | _ANYTHING | DAYS.keys()
) - {lexicon.stem("Kind")}  # a kind of something is not a child
"""Words in which anything can be asked: to find them in a passage proves nothing."""
_TALK = frozenset(
    lexicon.stem(word)
    for word in wording.bag("""
problem issue trouble come bit earlier later sooner longer chance moment minute second idea worry wrong mistake right correct matter sense joke
serious question answer talk hear heard understand mean booked booking reservation reserved name number
problem probleme kommen bisschen früher später länger kürzer moment minute sekunde frage antwort fehler falsch richtig stimmt ernst spaß egal
verstehen verstanden gemeint gebucht buchung reservierung reserviert namen nummer möglich
""")
)
"""Words of the talk itself: a question of nothing else asks nothing of the house."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True)
class Thing:
    """One thing that is asked for, with all the ways in which a passage may put it."""

    said: str
    ways: tuple[tuple[str, ...], ...]

    def stands(self, text: str) -> bool:
        """Whether a text speaks of it."""
        return any(_holds(text, way) for way in self.ways)

    def literally(self, text: str) -> bool:
        """Whether a text speaks of it in the caller's own word."""
        return _holds(text, tuple(map(lexicon.stem, self.said.split())))


def _holds(text: str, way: tuple[str, ...]) -> bool:
    row, every = _stems(text)
    return way[0] in every if len(way) == 1 else any(row[n : n + len(way)] == way for n in range(len(row)))


_ON_THE_MENU = re.compile(r"\bauf (?:der|unserer|ihrer|eurer) karte\b")
"""What stands there pays no bill."""


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """A text's words by their stems, in order, and all of them with the halves of compounds."""
    words = _WORD.findall(_ON_THE_MENU.sub("auf dem menü", text.lower()))
    row = tuple(map(lexicon.stem, words))
    return row, frozenset(row).union(*(part for word in words for part in lexicon.parted(word)))


@lru_cache(maxsize=4096)
def things(text: str, language: str) -> tuple[Thing, ...]:
    """What a question in this language names, without the words in which anything can be asked."""
    found = tuple(
        Thing(said, tuple(dict.fromkeys(tuple(map(lexicon.stem, way)) for way in ways)))
        for said, ways in lexicon.named(_HOW.sub(" ", as_written(text, language)), language)
        if len(said) > 1 and (_is_a_name(said) or not all(map(_light, said.split())))
    )
    return tuple(thing for thing in found if thing.said not in _EATING) or found


_EATING = frozenset({"eat", "eating", "essen"})
"""What is asked of a meal says little beside what it is."""


def _is_a_name(said: str) -> bool:
    """Whether it is what the table calls a thing by, in several words that say little each: "set menu"."""
    return " " in said and not any(word in lexicon.STOP or word in _ANYTHING_AT_ALL for word in said.split())


_ANYTHING_AT_ALL = wording.NEGATORS | wording.ONLY
_PAYING_AHEAD = frozenset({"anzahlen"})
"""What has the stem of a light word ("Anzahl") and is none."""


def _light(word: str) -> bool:
    if word in _PAYING_AHEAD:
        return False
    stem = lexicon.stem(word)
    return word in NUMBERS or word.isdigit() or not {stem, lexicon.stem(stem)}.isdisjoint(_LIGHT)


def as_written(question: str, language: str) -> str:
    """A question in the words in which houses write down what it asks for: getting into a room is checking in."""
    if language == "de":
        question = _MENU.sub("Degustationsmenü", _LAKE.sub("Ufer", question))
    if language == "en":
        question = _GETTING_OUT.sub("check out", question)
    question = _GETTING_IN[language].sub(_KEY[language], question)
    question = _INTO_THE_ROOM[language].sub(_CHECK_IN[language], question)
    for put, written in _OTHERWISE[language]:
        question = put.sub(written, question)
    return _GOOD[language].sub(_RECOMMENDED[language], question)


def leans(question: str, language: str) -> bool:
    """Whether a question can only be understood from what was asked before it: "is it heated?", "and on weekdays?"."""
    words = _WORD.findall(question)
    if len(words) > MOST_LEANING:
        return False
    pronoun = _IT[language].search(question) and not _EXPLETIVE.search(question)
    return (
        bool(pronoun or _GOES_IN[language].search(question))
        or not things(question, language)
        or (bool(_AND.match(question)) and len(words) <= FEW)
    )


_EXPLETIVE = re.compile(r"\b(?:it|es)\b(?: \w+){0,2} (?:to|zu) \w{3,}", re.IGNORECASE)
"""An "it" that means what follows: "what does it cost to cancel?"."""


def asked_before(topic: str | None) -> str:
    """What was asked of before, as the conversation's topic has it ("of:parking"); "" where nothing was."""
    return (topic or "").partition(":")[2]


def resolved(question: str, before: str) -> str:
    """A question with the things that were asked of before it."""
    return f"{question.rstrip(' ?!.')} ({before})?"


def bearing(question: str, before: str, language: str, found: Sequence[Passage]) -> list[Passage]:
    """The passages about what was asked of before that bear on a question which leans on it.

    They have the time, the price or the number asked for, and what the question names itself, unless it only does something
    with the thing: "until when can we order it?".
    """
    spoken_of, own, measured = things(before, language), things(question, language), measures(question)
    acts_on_it = bool(measured and _IT[language].search(question))
    bearing = []
    for one in found:
        text = f"{one['title']}. {one['content']}"
        if not all(thing.stands(text) for thing in spoken_of) or (measured and not measured.search(one["content"])):
            continue
        if acts_on_it or all(thing.stands(text) for thing in own):
            bearing.append(one)
    ours = [one for one in bearing if language_of(one["content"]) == language] or bearing
    titled = [one for one in ours if all(thing.stands(one["title"]) for thing in spoken_of)] or ours
    return [one for one in titled if _names_nothing_else(one, spoken_of)] or titled


def beyond_booking(question: str, language: str) -> list[Thing]:
    """What a question names beside tables and rooms and the booking of them."""
    return [thing for thing in things(question, language) if not _BOOKABLE.fullmatch(thing.said)]


_BOOKABLE = re.compile(
    r"(?:tables?|seats?|(?:\w+ )?rooms?|\w*suites?|reserv\w*|book\w*|stay|tische?n?|\w*zimmern?|räume?|plätze?n?|platz|buch\w*|restaurant|dinner|lunch|supper|abendessen|mittagessen|essen"
    r"|(?:jan|feb|apr|jun|jul|aug|sep|nov)\w*|mar(?:ch)?|märz|ma[iy]|o[ck]t\w*|de[cz]\w*|\w+(?:day|tag)s?|weekends?|wochenende\w*)",
    re.IGNORECASE,
)


def subject(question: str, language: str) -> str:
    """What a question asks of, in the caller's own words, for what leans on it."""
    return " ".join(dict.fromkeys(thing.said for thing in things(question, language)))[:LONGEST_SUBJECT]


MOST_LEANING = 11
"""Words beyond which a question says itself what it is about."""
FEW = 6
LONGEST_SUBJECT = 80
_IT = {
    "en": re.compile(
        r"\b(?:it(?!\s+(?:cheaper|possible|true|ok|okay|worth|necessary|better|important|far|enough)\s+(?:if|to|that|when)\b)|he|she|they|them|those|these|(?:that|this)(?!\s+(?:day|evening|night|week|weekend|month|year)\b)(?=\W|\s+(?:per|a|also|too|with|without|really|for|include\w*|enough|extra|free|open)\b|$))\b(?!\s+(?:rain\w*|snow\w*))",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\bihn\b|\b(?:das|(?<!gibt )(?<!gäbe )es|er|die|der|den|(?:(?<=ist )|(?<=sind )|(?<=kostet )|(?<=kosten )|(?<=gilt ))sie)\b(?=\s*(?:[?.!,]|$|(?:auch|bei|denn|um|noch|schon|mit|ohne|vom|von|für|überhaupt|eigentlich|dann|inklusive|pro|kostenlos|umsonst|gratis|erlaubt|extra|gültig|im|am|in|eintritt|was)\b))|\b(?:davon|dafür|darin|dazu|dort)\b",
        re.IGNORECASE,
    ),
}
"""What stands for a thing that was named before."""
_GOES_IN = {
    "en": re.compile(
        r"\b(?:go|come|get|be allowed|allowed) in(?: (?:too|as well|also|there|with us))*\W*$", re.IGNORECASE
    ),
    "de": re.compile(r"\b(?:rein|hinein|mit rein|da rein|reingehen|hineingehen)\W*$", re.IGNORECASE),
}
"""Going into what was named before."""
_AND = re.compile(r"^\W*(?:and|und|mit|with|oder|or|also|für|for|what about|how about|wie ist es)\b", re.IGNORECASE)

_INTO_THE_ROOM = {
    "en": re.compile(r"\b(?:get |go |move )?into (?:the|my|our|a) room\b|\broom(?= (?:\w+ )?ready\b)", re.IGNORECASE),
    "de": re.compile(
        r"\b(?:ins|aufs|in das|in mein|in unser) zimmer\b|\bzimmer(?= (?:\w+ )?(?:fertig|bereit)\b)", re.IGNORECASE
    ),
}
_CHECK_IN = {"en": "check in", "de": "einchecken"}
_GETTING_OUT = re.compile(r"\b(?:be|get) out(?= by\b|\W*$)|\bvacate\b", re.IGNORECASE)
_GETTING_IN = {
    "en": re.compile(r"\bget in(?:side)?(?= (?:then|at night|late|after|later|anyway)\b|\W*$)", re.IGNORECASE),
    "de": re.compile(
        r"\bkomm\w* (?:ich|wir|man)(?: (?:da|trotzdem|denn|nachts|dann|noch|spät|abends|später|so))* (?:rein|hinein|ins haus)\b",
        re.IGNORECASE,
    ),
}
_OTHERWISE: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (
        (
            re.compile(
                r"\b(?:eat|have (?:food|a meal)|get (?:food|a meal|something to eat))\b(?: \w+){0,4}? (?:in the evenings?|at night)\b",
                re.I,
            ),
            "have dinner",
        ),
        (
            re.compile(
                r"\b(?:i|we) (?:just |simply )?(?:don'?t|do not|didn'?t|never|can'?t|cannot) (?:\w+ )?(?:come|show up|turn up|make it|arrive)(?: at all)?\b",
                re.I,
            ),
            "cancel",
        ),
        (
            re.compile(r"\bcancell?ation (?:polic(?:y|ies)|terms|conditions|rules|fees?)\b", re.I),
            "cancelling a stay, free of charge",
        ),
        (
            re.compile(
                r"\b(?:pick(?:ing)?|collect(?:ing)?|fetch(?:ing)?) (?:\w+ )?(?:us|me|guests?|people|someone|him|her|them)\b(?: up\b)?",
                re.I,
            ),
            "taxi transfer",
        ),
        (
            re.compile(r"(?<=get )(?P<to>to you|there)(?P<rest>\b.{0,24})\bby car\b|\bby car (?P<back>to you)\b", re.I),
            "to you directions motorway",
        ),
    ),
    "de": (
        (
            re.compile(
                r"\b(?:abends|am abend)\b(?: \w+){0,4}? (?:essen|speisen|was zu essen|etwas zu essen)\b|\bessen\b(?: \w+){0,3}? (?:abends|am abend)\b",
                re.I,
            ),
            "Abendessen",
        ),
        (
            re.compile(
                r"\b(?:ich|wir) (?:\w+ ){0,3}?nicht (?:komme|kommen|auftauche\w*|erscheine\w*|anreise\w*|kommen kann|kommen können)\b",
                re.I,
            ),
            "ich stornieren",
        ),
        (
            re.compile(
                r"\b(?:restaurants?|lokale?|essen gehen|essen)\b(?=.{0,30}\b(?:in der (?:nähe|umgebung|gegend)|im (?:ort|dorf))\b)",
                re.I,
            ),
            "Gasthof",
        ),
        (
            re.compile(
                r"\b(?:storno|stornierungs|rücktritts)-?\w*(?:bedingung|regel|frist|gebühr|kosten|richtlinie)\w*\b",
                re.I,
            ),
            "kostenlos stornieren",
        ),
        (
            re.compile(
                r"\bhol(?:en|t|st) (?:\w+ ){1,4}?ab\b|\b(?:uns|mich|gäste|jemanden) (?:[\w-]+ ){0,4}?(?:abholen|abgeholt|abholt|abholst)\b|\babholservice\b",
                re.I,
            ),
            "Transfer Taxi",
        ),
        (
            re.compile(r"(?<=komm)(?P<who>\w* (?:ich|wir|man)) (?P<by>mit dem auto|mit dem wagen|mit dem pkw)\b", re.I),
            r"\g<who> Anfahrt Autobahn",
        ),
    ),
}
"""What houses write down in other words: eating in the evening, not coming, being fetched, the way by car."""
_LAKE = re.compile(r"(?<=zum )See\b|(?<=am )See\b|(?<=der )See\b|(?<=den )See\b|(?<=vom )See\b")
_MENU = re.compile(r"\b[Mm]enü\b(?=.*\b(?:kost\w*|teuer|preis|g[aä]nge?|wein\w*|vegetar\w*|vegan|besteht|alle)\b)", re.IGNORECASE)  # fmt: skip
"""German words that are others in English: the lake, and the courses of one evening."""
_KEY = {"en": "get the key", "de": "Schlüssel"}
_GOOD = {
    "en": re.compile(
        r"\bwhat(?:'s| is| are)(?: \w+)? (?:good|best|nice|tasty)(?= (?:here|there|on the menu|to eat|at yours|today|tonight)\b|\W*$)|\bwhat (?:should|would) (?:i|we|you) (?:eat|try|order|have)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\bwas (?:ist|schmeckt)(?: \w+){0,3} (?:gut|lecker|besonders|am besten)\b|\bwas (?:sollte|soll|muss) (?:man|ich|wir)(?: \w+)? (?:essen|probieren|nehmen)\b",
        re.IGNORECASE,
    ),
}
_RECOMMENDED = {"en": "what is recommended", "de": "was empfehlen Sie"}
_HOW = re.compile(r"\b(?:how (?:late|early)|wie (?:spät|früh))\b", re.IGNORECASE)
_EXISTS = {
    "en": re.compile(
        r"\b(?:do (?:you|u|they) (?:guys |also |even |still )?(?:have|offer|serve|sell|provide|got|do|take|accept|rent out)|"
        r"have you got|(?:is|are) there|does the \w+ have|any(?:thing)?)\s+(?P<what>[^?.!,;]+)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:gibt es|gibt's|gibts|haben sie|habt ihr|hast du|bieten sie|bietet ihr|servieren sie|serviert ihr|verkaufen sie|"
        r"verkauft ihr|kochen sie|hat (?:das|die|der) \w+|(?:kann|darf) (?:ich|man|wir)|(?:können|dürfen) wir)\s+(?P<what>[^?.!,;]+)",
        re.IGNORECASE,
    ),
}
"""Asking whether there is a thing, or in German whether a thing may be done."""
_CAN = re.compile(
    r"\b(?:can|could|may) (?:i|we|one|people) (?:also |still |get |be )*(?P<what>[^\W\d_]{3,})", re.IGNORECASE
)
_COSTS = {
    "en": re.compile(
        r"\b(?:how (?:much|expensive) (?:is|are|for)|what (?:does|do|is the price of|'s the price of)|how much do you (?:charge|want) for)\s+"
        r"(?:[^?.!,;]+ of )?(?P<what>[^?.!,;]+?)(?=\s+cost\b|[?.!,;]|$)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:was (?:kostet|kosten)|wie ?viel (?:kostet|kosten)|wie teuer (?:ist|sind))\s+"
        r"(?:(?:ein|eine|einen) (?:glas|flasche|tasse|portion|teller|stück|kugel) )?(?P<what>[^?.!,;]+)",
        re.IGNORECASE,
    ),
}
"""Asking what a thing costs: what is like it costs something else."""
_LIKE = re.compile(
    r"\b(?:what(?:'s| is| are)|how(?:'s| is| are)) (?:the |your )?(?P<what>[^?.!,;]+?) (?:like|today|tomorrow)\b",
    re.IGNORECASE,
)
_BEYOND = {
    "en": re.compile(
        r"\b(?:in|at|on|for|with|from|to|near|by|that|which|where|who|and|or|i|we|you|this|if|when|because|made|available|about)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:für|im|in|am|an|auf|mit|zum|zur|aus|von|vom|und|oder|ohne|die|der|das|wenn|über|zu|als)\b", re.IGNORECASE
    ),
}
"""What follows only says more about the thing."""
_FILL = re.compile(
    r"^\s*(?:der|die|das|den|dem)\b|\b(?:bei (?:ihnen|euch)|hier|auch|eigentlich|noch|denn|a|an|the|some|any|your)\b",
    re.IGNORECASE,
)
_IS = {
    "en": re.compile(
        r"^\W*(?:(?:is|are|was|were)\b(?! there\b)|(?:can|may|must|do|does) (?:the|my|our|your|dogs?|pets?|children|kids)\b(?!.*\b(?:cost|take|last)\b))",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^\W*(?:ist|sind|war|waren|(?:darf|dürfen|kann|können|muss|müssen) (?:der|die|das|mein\w*|unser\w*|hunde?|kinder)\b)",
        re.IGNORECASE,
    ),
}
_EITHER = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)
_IN_THE = re.compile(
    r"^\W*(?:(?:is|are) there|ist|sind|gibt es|gibt's)(?: (?:any|some|also|auch|da|denn|really))* [^\W\d_]+ (?:in (?:the|your)|im|in (?:der|den|ihrem|ihrer|eurem|eurer)) (?P<what>[^\W\d_]{4,})\W*$",
    re.IGNORECASE,
)
"""What something is said to be in: a dish that nobody has written down is not answered by what could be in it."""
_WHO = re.compile(
    r"^\W*(?:who|whose|wer|wem|wessen|wie hei(?:ß|ss)t|what(?:'s| is) the name|how old|wie alt|since when|seit wann|how long have)\b",
    re.IGNORECASE,
)
_COUNTED = rf"\d|\b(?:{'|'.join(sorted(NUMBERS))})"
_MOMENT = (
    r"(?:(?<![\d.,])\d{1,4}(?:[:.]\d\d)?(?![\d]|[.,]\d|\s*(?:€|%|eur|pound|dollar|franc|person|people|gäste|guests))|"
    rf"\b(?:{'|'.join(sorted(NUMBERS))})|\b(?:{'|'.join(sorted({*DAYS, *MONTHS}))}|morning|evening|afternoon|noon|midnight|night|"
    r"when you|on arrival|on departure|bei (?:der |ihrer )?(?:abreise|anreise|ankunft)|wenn sie|weekend|hour|day|week|month|stunde|tag|woche|monat|abend|morgen|mittag|mitternacht|nacht|wochenende)"
    r"(?:s|n|e|en|abends?|mittags?|morgens?|nachts?)?\b)"
)


@dataclass(frozen=True, eq=False)
class Measure:
    """How a text looks that names a time, a price or a number; `of` is what has to stand in the same sentence."""

    told: re.Pattern[str]
    of: re.Pattern[str] | None = None

    @lru_cache(maxsize=4096)  # noqa: B019 - there is a handful of measures, and they stay
    def search(self, text: str) -> bool:
        """Whether a text has it."""
        if self.of is None:
            return bool(self.told.search(text))
        return any(self.of.search(one) and self.told.search(one) for one in _SENTENCE.split(text))


_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_PRICED = re.compile(r"\d (?:€|euros?\b)|[€$£] ?\d", re.IGNORECASE)
_MEASURED: tuple[tuple[re.Pattern[str], Measure], ...] = (
    (
        re.compile(
            r"\b(?:when|what time|how late|wann|wie (?:lange|spät)|um wie ?viel uhr)\b.*"
            r"(?:\b(?:opens?|close[sd]?|closing|shuts?|geöffnet|offen|öffne\w*|schließ\w*)\b|\b(?:auf|zu)\W*$)",
            re.I,
        ),
        Measure(
            re.compile(_MOMENT, re.I),
            of=re.compile(
                r"\b(?:open|clos|shut|until|till|from|hours|staffed|serv|geöffnet|offen|öffn|schließ|geschlossen|besetzt|bis|ab|von)",
                re.I,
            ),
        ),
    ),
    (
        re.compile(
            r"^\W*(?:is|are|ist|sind)\b(?!.*\b(?:gluten|wheat|lactose|dairy|milk|nut|egg|sugar|meat|alcohol|smoke|step|barrier)[ -]free\b).*\b(?:free|free of charge|complimentary|kostenlos|gratis|umsonst)\W*$",
            re.I,
        ),
        Measure(
            re.compile(
                r"\b(?:free|gratis|charge|costs?|extra|included|euros?|kostenlos|umsonst|frei|inklusive|dazu|enthalten|kostet|kosten)\b|€",
                re.I,
            )
        ),
    ),
    (
        re.compile(
            r"\b(?:when|what time|until when|how (?:late|early)|(?:ab |bis |von |seit )?wann|wie (?:spät|früh)|um wie ?viel uhr)\b",
            re.I,
        ),
        Measure(re.compile(_MOMENT, re.I)),
    ),
    (
        re.compile(
            r"\b(?:how (?:much|expensive)|what (?:does|do|is|are)\b.*\b(?:cost|price)|what's the price|was kostet|was kosten|wie ?viel (?:kostet|kosten|zahlt?|zahle)|wie teuer)\b",
            re.I,
        ),
        Measure(
            re.compile(
                rf"{_COUNTED}|\b(?:free|gratis|charge|cost|extra|included|kostenlos|umsonst|frei|nichts|inklusive|dazu|enthalten)\b",
                re.I,
            )
        ),
    ),
    (
        re.compile(r"\b(?:how far|wie weit)\b", re.I),
        Measure(
            re.compile(
                r"\b(?:minut\w*|met(?:er|re)s?\w*|kilomet\w*|km|miles?|hours?|stunden?|foot|walk|fuß|next door|nebenan|beside|direkt)\b",
                re.I,
            )
        ),
    ),
    (
        re.compile(
            r"\b(?:how (?:many|long|big|large|old|wide|fast)|wie ?viele|wie (?:lange|groß|alt|breit|hoch|schnell))\b",
            re.I,
        ),
        Measure(re.compile(rf"{_COUNTED}|\b(?:half|quarter|halb|anderthalb|hour|stunde|no|keine?)\b", re.I)),
    ),
)
"""What is asked that has a time, a price or a number for an answer, and how a text that names one looks."""


def measures(question: str) -> Measure | None:
    """How a text looks that has the time, the price or the number asked for; None where none is asked for."""
    return next((told for asked, told in _MEASURED if asked.search(question)), None)


@lru_cache(maxsize=4096)
def _required(question: str, language: str) -> frozenset[Thing]:
    """The things without which a passage is no answer: what there is said to be, or done, or who."""
    asked = things(question, language)
    if _WHO.search(question):
        return frozenset(asked)
    if _IS[language].search(question):
        if _EITHER.search(question):
            return frozenset()
        return frozenset((*asked[:1], *(thing for thing in asked if thing.said not in COMMON)))
    inside = {
        thing
        for thing in asked
        if (m := _IN_THE.search(question)) and m["what"].lower() in thing.said.split() and not lexicon.known(thing.said)
    }
    if match := _EXISTS[language].search(question) or _COSTS[language].search(question) or _LIKE.search(question):
        what = _FILL.sub(" ", match["what"])
        end = _BEYOND[language].search(what)
        return frozenset(things(what[: end.start()] if end else what, language)) | inside
    if language == "en" and (match := _CAN.search(question)):
        return frozenset(thing for thing in asked if match["what"].lower() in thing.said.split())
    return frozenset()


_WITHOUT = re.compile(r"\b(?:without|free of|ohne|frei von)\b", re.IGNORECASE)
_IS_WITHOUT = re.compile(r"\b(?:without|no|not|none|ohne|keine?\w*|nicht)\b|(?:free|frei\w*)\b", re.IGNORECASE)


def without(question: str, asked: Sequence[Thing]) -> bool:
    """Whether something is asked for that a thing is not in: a text that merely names the thing is no answer."""
    return bool(_WITHOUT.search(question)) and not any(_WITHOUT.search(thing.said) for thing in asked)


def asks_if_there_is(question: str, language: str) -> re.Match[str] | None:
    """The words that ask whether there is a thing, with `what` it is."""
    return _EXISTS[language].search(question)


def all_stand(asked: Sequence[Thing], passage: Passage) -> bool:
    """Whether a passage speaks of everything that is asked for."""
    return all(thing.stands(f"{passage['title']}. {passage['content']}") for thing in asked)


def speak_of_all(found: Sequence[Passage], question: str, language: str) -> bool:
    """Whether one of the passages speaks of everything that is asked for."""
    asked = things(question, language)
    return any(all_stand(asked, one) for one in found)


def asks_for(question: str, language: str) -> bool:
    """Whether a thing is asked for by its name: whether there is one, what it costs, when it is."""
    put = _EXISTS[language].search(question) or measures(question)
    return bool(put) and bool(things(question, language)) and asks_of_the_house(question)


def asks_of_the_house(question: str) -> bool:
    """Whether a question has a word for anything that a house could have written down: "is that a problem?" has none."""
    words = _WORD.findall(question.lower())
    return any(word not in lexicon.STOP and lexicon.stem(word) not in _TALK for word in words)


def says_something(text: str) -> bool:
    """Whether there is any word in a text beside numbers."""
    return any(not word.isdigit() and word not in NUMBERS for word in _WORD.findall(text.lower()))


# --- held against passages --------------------------------------------------------------------------------------------


def answering(question: str, language: str, found: Sequence[Passage], house: str = "") -> list[Passage]:
    """Those of the passages found that answer the question, in their order; `house` is its name, which proves nothing."""
    names = house.lower().split()
    asked = [thing for thing in things(question, language) if thing.said not in names]
    required = [thing for thing in _required(question, language) if thing.said not in names]
    found = diets.suited(question, found)
    texts = [f"{one['title']}. {one['content']}" for one in found]
    missing = sum(
        0.5 if thing.said in COMMON else 1.0 for thing in asked if not any(thing.stands(text) for text in texts)
    )
    measured, lacking = measures(question), without(question, asked) and not _IS[language].search(question)
    exists = bool(_EXISTS[language].search(question))
    if not asked and (
        _BARE_PRICE.match(question) or not (inquiries.ASKING.search(question) and says_something(question))
    ):
        return []
    where, fitting = _PLACE.search(question), []
    places = {*things(where["where"], language)} if where else set()
    for one, text in zip(found, texts, strict=True):
        lacks = {thing for thing in required if not thing.stands(text)}
        if lacks and lacks <= places and _EVERYWHERE.search(one["content"]) and asked[0].stands(one["title"]):
            return [one]  # "dogs are welcome everywhere but in the spa" says it of the breakfast room
        if one["score"] < FLOOR or lacks:
            continue
        if (measured and not measured.search(one["content"])) or (lacking and not _IS_WITHOUT.search(text)):
            continue
        here = [thing for thing in asked if thing.stands(text)]
        if len(here) < len(asked) and language_of(one["content"]) != language:
            continue  # in the other language a part of it is found by chance
        named = len(here) + sum(thing.stands(one["title"]) for thing in here)
        if not asked:
            fits = one["score"] >= (THERE if exists else ALONE)
        else:
            share = named / (named + missing) if named else 0.0
            fits = named > 0 and (
                share >= 0.5
                or (share > 0.33 and (bool(required) or one["score"] >= NEAR))
                or (len(asked) >= LONG and one["score"] >= WHOLE)
            )
        if fits:
            fitting.append(one)
    best = [one for one in fitting if len(asked) > 1 and _speaks_of_all(one, asked)] or fitting
    if not any(_is_headed(one, asked) for one in best):
        return best
    about = [one for one in best if _is_headed(one, asked) and _names_nothing_else(one, asked)]
    about = [one for one in about if all(thing.literally(one["title"]) for thing in asked)] or about
    return about or [one for one in best if _is_headed(one, asked) or _has_an_item(one, asked)]


_PLACE = re.compile(r"\b(?:in|into|inside|on|at|im|ins|auf|am|an|beim) (?P<where>[^?.!,;]+)", re.IGNORECASE)
_EVERYWHERE = re.compile(r"\b(?:everywhere|anywhere|überall)\b", re.IGNORECASE)
_BARE_PRICE = re.compile(
    r"^\W*(?:(?:and|und|so|also|ok|well)\W+)*(?:how much|what (?:does|do|would|will)|was (?:kostet|kosten|würde|macht)|wie ?viel|wie teuer|kostet|kosten)\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
"""A price that is asked of nothing in particular: no price that is written down answers it."""


def _is_headed(passage: Passage, asked: Sequence[Thing]) -> bool:
    """Whether the title of a passage speaks of everything that is asked for: what only mentions it adds nothing to that."""
    if len(asked) > 1:  # of several a loose word may be in any title
        return all(thing.literally(passage["title"]) for thing in asked)
    return any(thing.stands(passage["title"]) for thing in asked)


def _names_nothing_else(passage: Passage, asked: Sequence[Thing]) -> bool:
    """Whether the heading of a passage names only what is asked for, so that the passage is the answer."""
    heading = things(passage["title"].rpartition("›")[2], language_of(passage["content"]))
    return 0 < len(heading) <= len(asked)


def _has_an_item(passage: Passage, asked: Sequence[Thing]) -> bool:
    """Whether a passage has an item with its price that is what is asked for."""
    return any(
        _PRICED.search(sentence) and any(thing.stands(sentence) for thing in asked)
        for sentence in _SENTENCE.split(passage["content"])
    )


def _speaks_of_all(passage: Passage, asked: Sequence[Thing]) -> bool:
    """Whether one sentence of a passage speaks, under its title, of everything that is asked for."""
    return any(
        all(thing.stands(f"{passage['title']}. {sentence}") for thing in asked)
        for sentence in _SENTENCE.split(passage["content"])
    )
