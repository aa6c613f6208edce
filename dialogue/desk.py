"""What callers say to the desk itself and not to the house: what it can do, how it is, what day it is, whether the call is
recorded, that they have the wrong number. Each has a phrase of its own; an utterance that says anything else is none of these.
"""

import re

from language import words

_BEFORE = r"(?:(?:hi|hello|hey|hallo|moin|servus|guten (?:tag|abend|morgen)|there|wait|oh|ah|ach|so|and|und|sorry|entschuldigung|excuse me|ok|okay|well|na|also|thanks|thank you|danke|by the way|übrigens|(?:i'm |i am |mir geht'?s |mir geht es )?(?:fine|good|great|well|gut|prima)(?: thanks| thank you| danke)?|sagen sie(?: mal)?|sag mal|tell me|nice place|lovely place you have|just)\W+)*"
_BEHIND = r"(?:\W+(?:please|bitte|then|denn|eigentlich|so|today|heute|now|jetzt|gerade|for me|für mich|here|hier|there|da|over there|at your place|bei (?:ihnen|euch)|exactly|alles|all|actually|right now|again|noch ?mal|anyway))*\W*"
_SAID: tuple[tuple[str, str], ...] = (
    ("abilities", r"what (?:all )?(?:can|could|do) you (?:all )?(?:do|help(?: me)? with)|what are you able to do|how can you help(?: me)?|what can i (?:ask|do)(?: you)?|was (?:kannst du|können sie|könnt ihr|machst du|machen sie)(?: (?:alles|so|alles so|für mich|denn))*(?: (?:tun|machen))?|wobei (?:kannst du|können sie)(?: mir)? helfen|womit (?:kannst du|können sie)(?: mir)? helfen"),
    ("wellbeing", r"how are you(?: doing| going| today)*|how(?:'s| is) it going|how do you do|how have you been|wie geht(?: ?'?e?s)?(?: (?:dir|ihnen|euch|es dir|es ihnen|es euch))?|(?:und )?(?:selbst|ihnen|dir)|alles (?:gut|klar) bei (?:dir|ihnen|euch)"),
    ("today", r"what(?:'s| is) the (?:date|time|day)(?: today)?|(?:what|which) (?:day|date|time) (?:is|do we have)(?: it| today| it today)?|(?:welcher tag|welches datum|der wievielte|den wievielten)(?: ist| haben wir)?(?: heute)?|was für ein tag ist heute|wie ?viel uhr(?: ist es| haben wir)?|wie spät(?: ist es| haben wir(?: es)?)?|wait,? what(?:'s| is) the date"),
    ("recording", r"(?:do you|are you|will you|is (?:this|the|our)(?: call| conversation| chat)?|is it|am i|are we)(?: being)? record(?:ed|ing)?(?: (?:this|the|our))?(?: call| conversation| chat| me)?|(?:wird|werden|werde)(?: (?:das|dieses|unser|ich|wir))?(?: gespräch| telefonat| anruf| hier)* aufgezeichnet|(?:zeichnen sie|zeichnest du|zeichnet ihr|nehmen sie|nimmst du|nehmt ihr)(?: (?:das|dieses|unser))?(?: gespräch| telefonat| anruf)? auf"),
    ("wrong_number", r"(?:i think |i guess |ich glaube |da )?(?:i(?:'ve| have)?|ich(?: habe| hab)?|wir haben)?(?: must have| got| dialled| dialed| have| called)*(?: the| a| mich| uns)* ?(?:wrong number|misdialled|misdialed|verwählt|falsche nummer(?: gewählt| erwischt)?|falsch verbunden)|(?:da )?(?:bin|war) ich (?:hier |wohl )?falsch(?: verbunden)?"),
    ("go_ahead", r"(?:can|could|may) i ask (?:you )?(?:something|a (?:quick )?question|a few questions)|(?:i (?:have|'ve got|just have|got) )?(?:just )?a (?:quick |short |little |few )?questions?|quick question|i (?:just )?(?:want(?:ed)? to|wanna) ask (?:something|you something|a question)|(?:ich )?(?:wollte|wollt|möchte|möcht|würde gern|hätte|hätt|hab|habe)(?: da| nur| mal| noch| kurz| eben| schnell| gern| auch| ich)*(?: was| etwas)?(?: (?:eine|ne|ein paar)(?: kurze| kleine)? fragen?)?(?: fragen)?|(?:darf|kann|dürfte|könnte) ich (?:sie |dich |euch )?(?:mal |kurz |noch )*(?:was|etwas)(?: fragen)?|(?:eine|ne|nur eine|noch eine)(?: kurze| kleine)? frage"),
)  # fmt: skip
_WHOLE = tuple((name, re.compile(rf"\W*{_BEFORE}(?:{pattern}){_BEHIND}", re.IGNORECASE)) for name, pattern in _SAID)
LONGEST = 80
_WEATHER = re.compile(
    r"\b(?:what(?:'s| is| will)|how(?:'s| is| will))(?: be)? the (?:weather|forecast)\b|\b(?:wie|was)\b.{0,12}\b(?:ist|wird|für)\b.{0,12}\bwetter\b|\b(?:will it|it'll|it will|is it going to|does it|is it) (?:rain|snow|be sunny|raining|snowing|sunny)\b|\b(?:regnet|schneit) es\b|\b(?:wird|ob) es\b.{0,20}\b(?:regne\w*|schnei\w*)\b",
    re.IGNORECASE,
)
_OTHER_HOUSE = re.compile(
    r"^\W*(?:(?:Hallo|Hello|Hi|Guten Tag|Entschuldigung|Sorry|Excuse me)\W+)*(?:[Ii]st (?:da|dort)(?= d)|[Bb]in ich (?:da |hier |richtig )*(?:bei|in|im)|[Ss]preche ich (?:da )?mit|[Ii]s (?:this|that)|[Aa]m I (?:speaking|talking) (?:to|with)|[Hh]ave I reached)"
    r"(?: (?:the|dem|der|die|das|den))? (?:(?:Restaurant|Hotel|Pizzeria|Café|Gasthaus|Praxis|Firma|restaurant|hotel|pizzeria|café|cafe) )?[A-ZÄÖÜ][^\W\d_]+(?: [A-ZÄÖÜ][^\W\d_]+){0,2}\W*$"
)
"""Asking which house it is, by a name: who speaks a name in small letters is not understood so."""
_NAME = re.compile(
    r"\bwhat (?:did you say )?(?:was )?your name (?:was|is)\b|\bwhat did you say (?:that )?your name\b|\bwie war (?:noch ?mal |noch einmal |doch gleich )?(?:ihr|dein) name\b",
    re.IGNORECASE,
)
PHRASES = frozenset(
    {"abilities", "wellbeing", "today", "recording", "wrong_number", "go_ahead", "weather", "this_house"}
)


def asked(text: str) -> str:
    """Which of `PHRASES` answers an utterance that is about the desk, or "identity" for its name; "" for all others."""
    if len(text) > LONGEST:
        return ""
    if _OTHER_HOUSE.match(text):
        return "this_house"
    said = words.said(text)
    for name, whole in _WHOLE:
        if whole.fullmatch(said):
            return name
    if _NAME.search(said):
        return "identity"
    return "weather" if _WEATHER.search(said) else ""
