"""Which of the two languages an utterance is in, and whether the caller asks to change it.

Function words decide, because they are short, frequent and hardly shared. A conversation keeps its language until at
least two words speak for the other one, so that "okay", a name or a single borrowed word changes nothing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from language import words

Language = Literal["en", "de"]

_ENGLISH = words.bag(
    "the a an and or of to for is are was were be been i i'm i'd i'll you we we're they he she it it's this that these "
    "those with at on from my your our their what when where who why how which can could would will do does did don't "
    "not yes please thanks thank have has had need want like book table people tonight tomorrow today next week hello "
    "there any some but if so about please sorry me us call make get got take know let's right sure good just also no "
    "reservation booking room rooms looking house apartment price much many cancel change number name phone speak "
    "someone somebody bye goodbye great fine okay monday tuesday wednesday thursday friday saturday sunday morning "
    "evening afternoon o'clock half past quarter dinner lunch"
)
_GERMAN = words.bag(
    "der die das den dem des ein eine einen einem einer eines und oder ich wir ihr sie er es ist sind war waren bin "
    "habe haben hat hätte hätten hatte möchte möchten will wollen kann können könnte könnten bitte danke ja nein nicht "
    "kein keine mit für von zu zum zur auf aus bei nach um am im an ab bis wann was wer wo wie warum welche welcher "
    "mein meine meinen meiner unser unsere ihre ihren mir mich uns dir dich sich noch auch aber doch nur schon mal "
    "dann wenn ob dass weil heute morgen übermorgen abend uhr tisch personen reservieren reservierung buchen termin "
    "kostet gibts dürfen darf habt öffnet schließt muss müssen musste leider absagen storno stornieren verschieben verlegen umbuchen ändern komme kommen später würde "
    "würden wäre wären hier meinem meines ihrem ihren jetzt lieber statt wieder draußen drinnen danach brauchen bräuchten "
    "moin servus grüß gott grüezi dankeschön "
    "zimmer hallo guten tag tschüss gern gerne genau richtig stimmt frei haus wohnung preis nummer name heiße sprechen "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag halb viertel zwei drei vier fünf sechs sieben acht "
    "neun zehn leute pers wäre geht brauche suche gibt es mittag nacht früh wochenende nächste nächsten kommenden"
)
_SHARED = words.bag("so in am an was will name hat die bin war man it's me not") & (_ENGLISH & _GERMAN)
_GERMAN_DATE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?!\d{1,2}(?!\d))")
"""A day and a month with a full stop behind each."""
_UMLAUT = re.compile(r"[äöüß]", re.IGNORECASE)

_TO_ENGLISH = re.compile(
    r"\b(?:(?:in|auf|to|speak|switch to|talk|sprechen sie|reden wir|change to|use) (?:english|englisch)|english,? please|englisch,? bitte"
    r"|(?:do|can) you (?:speak|talk) english|sprechen sie (?:auch )?englisch|(?:können|könnten) wir (?:\w+ ){0,2}englisch|englisch (?:sprechen|reden|weiterreden|weitersprechen|weitermachen)|can we (?:do|speak|use) english|i (?:don't|do not|can't|cannot) speak german)\b",
    re.IGNORECASE,
)
_TO_GERMAN = re.compile(
    r"\b(?:(?:in|auf|to|speak|switch to|talk|sprechen sie|reden wir|change to|use) (?:german|deutsch)|deutsch,? bitte|german,? please"
    r"|(?:do|can) you (?:speak|talk) german|sprechen sie (?:auch )?deutsch|(?:können|könnten) wir (?:\w+ ){0,2}deutsch|deutsch (?:sprechen|reden|weiterreden|weitersprechen|weitermachen)|ich (?:spreche|kann) (?:kein|nur schlecht) englisch)\b",
    re.IGNORECASE,
)
_WRITTEN_IN = re.compile(
    r"\b(?:\w*(?:menus?|menüs?|karten?|lists?|listen?|confirmation|bestätigung|website|webseite)|e-?mail)(?: \w+){0,2}? (?:in|auf) (?:english|german|englisch|deutsch)\b",
    re.IGNORECASE,
)
"""Asking for something written in a language, in which nobody need therefore speak: "the menu in English"."""
_ASIDE = words.bag(
    "can could may we i you please bitte können könnten kann wir ich sie das auch also sorry entschuldigung and und ok okay "
    "then dann now jetzt lieber rather gern gerne switch speak talk continue go on carry weitermachen weiterreden weitersprechen fortfahren sprechen reden weiter machen uns let's no nein hello hi hallo is "
    "possible möglich geht es it that would möchte würde"
)
"""What may stand beside the wish for another language without being a wish of its own."""
_OTHERS: dict[str, frozenset[str]] = {
    "fr": words.bag(
        "bonjour je voudrais une pour est vous nous avez les des merci oui non réserver avec demain ce soir personnes"
    ),
    "es": words.bag(
        "hola habla español espanol quiero una para por favor gracias el los las mesa reservar mañana con tienen buenos buenas días tardes personas"
    ),
    "it": words.bag(
        "ciao buongiorno vorrei una per grazie tavolo prenotare domani con siamo persone stasera il gli che"
    ),
    "tr": words.bag("merhaba istiyorum için bir ve teşekkürler evet hayır masa kişi yarın akşam lütfen"),
    "pl": words.bag("dzień dobry chciałbym dla proszę dziękuję tak nie stolik osób jutro wieczorem jest"),
    "nl": words.bag("hallo ik wil graag een voor tafel dank je wel reserveren morgen met personen alstublieft"),
}


def asked_to_switch(text: str) -> Language | None:
    """The language the caller asks for in so many words ("auf Deutsch bitte"), if they do; the last request counts."""
    head = _WRITTEN_IN.sub(" ", text[: words.LONGEST])
    german = [m.end() for m in _TO_GERMAN.finditer(head)]
    english = [m.end() for m in _TO_ENGLISH.finditer(head)]
    if not german and not english:
        return None
    return "de" if max(german, default=-1) > max(english, default=-1) else "en"


def only_switches(text: str) -> bool:
    """Whether another language is asked for and nothing besides: "in English, please", "sprechen Sie Deutsch?"."""
    if asked_to_switch(text) is None:
        return False
    rest = _TO_ENGLISH.sub(" ", _TO_GERMAN.sub(" ", text))
    return all(token.low in _ASIDE or not token.low.isalpha() for token in words.read(rest).tokens)


@lru_cache(maxsize=512)
def _votes(text: str) -> tuple[float, float]:
    english = german = 0.0
    for token in words.read(text).tokens:
        low = token.low
        if low in _SHARED:
            continue
        if low in _ENGLISH:
            english += 1
        if low in _GERMAN:
            german += 1
        elif _UMLAUT.search(low):
            german += 0.5
        elif low.endswith(("teen", "ty")) and token.plain.isdecimal():
            english += 1
        elif len(low) > 5 and not token.digits and token.plain.isdecimal() and words.german_number(low) is not None:
            german += 1
    if english == german == 0 and _GERMAN_DATE.search(text):
        german = 0.5
    return english, german


def detect(text: str, previous: str | None = None, *, house: str = "en") -> Language:
    """The language to answer in. `previous` is the conversation's so far; two words more for the other change it.

    An explicit request ("in English, please") changes it at once. Without a previous language the larger vote wins, and
    the house's own language where there is none.
    """
    wanted = asked_to_switch(text)
    if wanted:
        return wanted
    english, german = _votes(text)
    if previous == "de":
        return "en" if english - german >= 2 else "de"
    if previous == "en":
        return "de" if german - english >= 2 else "en"
    if german == english:
        return "de" if house == "de" else "en"
    return "de" if german > english else "en"


def unsupported(text: str) -> str | None:
    """The language (ISO 639) of an utterance that is neither English nor German, when its words or its script give it
    away; "und" where only the script does.
    """
    letters = [] if text.isascii() else [sign for sign in text[: words.LONGEST] if sign.isalpha()]
    if len(letters) >= 3 and sum("LATIN" in unicodedata.name(sign, "") for sign in letters) * 2 < len(letters):
        return "und"
    found = {token.low for token in words.read(text).tokens}
    english, german = _votes(text)
    best = max(_OTHERS, key=lambda name: len(found & _OTHERS[name]))
    votes = len(found & _OTHERS[best])
    return best if votes >= 3 and votes > english + german else None
