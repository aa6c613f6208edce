"""What never comes from a model, however true it is, and what may come from it unvouched.

That something is booked, held, cancelled or free, and promises of a deed, are said by phrases alone, which have the
receipt in hand. That something is not known, a greeting, thanks and an offer of help assert nothing of the house.
"""

import re
from functools import lru_cache

from dialogue import wording as w
from dialogue.assertions import PHRASES, Said, cleaned, said, tokens

_DONE = (
    r"(?:booked|reserved|confirmed|cancell?ed|rescheduled|refunded|waitlisted|gebucht|reserviert|bestätigt|storniert|abgesagt|eingetragen"
    r"|vorgemerkt|umgebucht|erstattet|ausgebucht|notiert|vermerkt|freigehalten|zurückgelegt|held(?! an? (?!table|room|place|seat|spot))|noted)"
)
_STATUS = re.compile(
    rf"\b{_DONE}\b|\bsold out\b|\ball set\b|\bon hold\b|\bsee you (?:on|at|then|tomorrow|tonight|soon|there|later)\b|\bwait(?:ing)? ?list\b"
    r"|\bwarteliste\b|\bbis (?:dann|morgen|heute abend|später|bald)[.!]|\bconfirmation\b|\bbestätigung\w*|\bholding\b|\bkeeping\b|\bgeht klar\b|\berledigt\b|\btaken care\b|\b(?:your|the|ihre?|ihren|deine?|die|eine|this|that|diese|a) (?:new |neue )?(?:reservation|booking|reservierung|buchung) (?:is|are|stands|has|was|ist|steht|wurde|hat)\b"
    r"|\b(?:booking|reservation) (?:code|number|reference)\b|\bbuchungs(?:code|nummer)\b"
)
_GENERAL = re.compile(
    rf"\b(?:can|could|may|must|should|need to|needs to|have to|cannot|can't) (?:also |only |not )?be (?:\w+ ){{0,2}}{_DONE}|\b(?:when|if|once|until) {_DONE}"
    rf"|\b(?:kann|können|muss|müssen|darf|dürfen|lassen)\b.*\b{_DONE} werden\b|\b(?:is|are|werden|wird) (?:held|noted|vermerkt|notiert)\b"
)
_PLACE = r"(?:tables?|seats?|spots?|slots?|tisch|tische|tischen|platz|plätze|plätzen|termine?|appointments?|reservation|reservierung)"
_ROOMS = r"(?:rooms?|zimmer|zimmern|suites?|doppelzimmer|einzelzimmer)"
_FREE = r"(?:available|availability|free|left|open|vacant|vacancies|unoccupied|verfügbar|frei|freie[nrsm]?|übrig|taken|gone|belegt|besetzt|occupied)"
_AVAILABLE = re.compile(
    rf"\b{_PLACE}\b(?!\w).*\b{_FREE}\b|\b{_FREE}\b.*\b(?<!high chairs at your ){_PLACE}\b|\b(?<!garden )(?<!dining )(?<!private ){_ROOMS}\b.*\b{_FREE}\b|\b{_FREE}\b(?: \w+){{0,3}} {_ROOMS}\b"
    rf"|\b(?:we have|we've got|there is|there's|there are|i have|i've got|you have|you've got|haben wir|wir haben|gibt es|es gibt|hätte ich|hätten wir|habe ich|ich habe)(?: \w+){{0,3}} {_PLACE}\b"
    rf"|\b(?:still (?:have|got|has)|noch(?! einmal))(?: (?!am\b|an\b)\w+){{0,3}} (?:{_PLACE}|{_ROOMS})\b"
    r"|\b(?:can|could|kann|können) (?:seat|fit|squeeze|host|accommodate)\b|\bfully booked\b|\bavailability\b|\bvacanc|\bverfügbarkeit"
    rf"|\b(?:your|ihr|ihre|dein) (?:table|room|tisch|zimmer|suite)\b.*\b(?:is|are|ist|sind|awaits|wartet|will be|wird)\b|\b{_PLACE} (?:for you|is ready|ist bereit|is waiting|is yours|für sie)\b"
)
_ANYWAY = re.compile(r"\b(?:if|wenn|falls|no|not|kein\w*|nicht|keep|halten)\b")
"""What makes a quoted sentence about tables a rule of the house, and not a table that is free now."""
_CONDITION = re.compile(
    r"\b(?:if|unless|wenn|falls|sofern) (?:the|das|ein|a|your|ihr) \w+ (?:is|ist)? ?(?:still |noch )?(?:free|frei|available|verfügbar)(?: ist)?\b"
)
"""What holds where a place happens to be free says of none that it is."""
_HOUSE_RULE = re.compile(
    r"\b(?:keep|kept|halten|hält)\b.*\b(?:minutes|minuten)\b|\b(?:when it|if it|in case of|bei|wenn es)\b.*\b(?:no|not|kein\w*|nicht)\b|\b(?:no|not|kein\w*|nicht)\b.*\b(?:when it|if it|in case of|bei (?!uns|ihnen)|wenn es)\b"
)
"""What says when there are no places: a rule, whatever day it is."""
_PROMISE = re.compile(
    r"\b(?:i'll|i will|i have|i've|i'm going to|i am going to|i just|i can (?!tell|only tell|say)|let me|i did|i (?:booked|added|sent|made|noted|put)|consider it|ich werde|ich habe(?! (?:dazu|darüber|hierzu|leider|keine|davon))|ich (?:trage|buche|reserviere|notiere|schicke|sende|gebe|mache|kümmere|halte|rufe|lege|verbinde))\b"
    r"|\b(?:we'll|we will|wir werden|we have|we've) (?:\w+ )?(?:add(?:ed)?|note|sent|send|call|contact|refund(?:ed)?|text|email|arrange(?:d)?|prepare(?:d)? (?:for )?you|transfer|connect|forward|book|reserve|hold|keep|cancel|move|change|waive|upgrade|notify|inform|ring|get back|let you|make sure|take care)\b"
)
CALLS_BACK = re.compile(
    r"\b(?:calls?|rings?|phones?|writes?|texts?|emails?|contacts?|calling|ringing)(?: (?!if|when|us|before|until|once|as)\w+)? (?:you|sie|dich|ihnen)\b|\bback to you\b|\bin touch\b"
    r"|\bruf\w*\b.*\b(?:zurück|sie an|dich an)\b|\bzurückruf|\brückruf|\bmelde\w*\b.*\b(?:sich|uns|mich)\b|\b(?:kontaktier|informier|benachrichtig)|\bsie an\b(?=\W*$|\s(?:und|oder|sobald|wenn)\b)|\blet you know\b|\bbescheid geben\b|\bgeben ihnen bescheid\b"
)
_COURTESY = re.compile(
    r"\b(?:thanks?|thank|please|happy to|glad to|pleased to|help|hello|hi|sorry|afraid|enjoy|welcome to|good question|how (?:can|may) i help|(?:can|may) i help|let me (?:see|check|look)|one moment|danke|bitte|gern|gerne|hilfe|helfe|helfen|freue|freuen|hallo|guten|leider|moment|willkommen bei|entschuldigung|tut mir leid|anything else|sonst noch|weitere fragen|any (?:other|more) questions?|further questions?)\b"
)
_HELPING = re.compile(
    r"^\W*(?:(?:of course|course|sure|certainly|gladly|hello|hi|thanks?|thank you|danke|natürlich|gern|gerne|klar)\W+)*(?:i am|i'm|we are|we're|i'd be|we'd be) (?:very |always |so )?(?:happy|glad|pleased|here) to (?:help|assist|answer)\b(?: you)?(?: with (?:that|this|anything else))?\W*$"
    r"|^\W*(?:ich helfe|ich beantworte|wir helfen|ich freue mich|wir freuen uns)(?: ihnen)?(?: das| ihre fragen?| dabei| damit)?(?: gern| gerne)?\W*$"
    r"|^\W*let me (?:see|check|look)(?: that| this| it| what i have)?(?: up)?(?: for you)?\W*$|^\W*(?:einen )?moment(?: bitte)?\W*$|^\W*one moment(?: please)?\W*$"
)
_PREFIX = re.compile(
    r"^\W*(?:(?:i'm|i am) (?:very |so )?(?:afraid|sorry|happy|glad|pleased)(?: to (?:say|tell you|confirm|inform you))?(?:,? but)?(?: that)?|sorry,?(?: but)?|i can (?:tell|only tell) you(?: that)?,?|as far as i (?:know|can see|can tell),?|i (?:believe|think|understand|guess|see|know)(?: that)?|to my knowledge,?"
    r"|(?:es )?tut mir (?:sehr )?leid,?(?: aber)?|i should (?:say|mention|add)(?: that)?|i'd (?:say|recommend|suggest)(?: that)?|i would (?:say|recommend|suggest)(?: that)?|no worries,?|no problem,?|not to worry,?|kein problem,?|keine sorge,?|what i (?:do )?know is(?: that)?|good news:?|ich kann ihnen (?:gerne? |nur )?sagen,? dass|so ?weit ich (?:weiß|sehe)(?: \w+)?,?|ich (?:glaube|denke|meine|sehe|weiß),?(?: dass)?|meines wissens|leider|unfortunately,?)\s*",
)
_KNOWABLE = r"(?:information|prices?|rates?|costs?|details?|times?|hours|dates?|number|figures?|answers?|names?|distance|length|size|list|address|preise?|angaben?|information(?:en)?|details?|zeiten|uhrzeit|einzelheiten|kosten|auskunft|namen?|adresse|größe|dauer|entfernung|liste|antwort)"
"""What a speaker may lack who knows little of the house."""
_IGNORANT = re.compile(
    r"^\W*(?:(?:and|but|though|although|yet|und|aber|allerdings|jedoch|doch)\W+)?(?:(?:sorry|unfortunately|leider|i'm sorry|i am sorry|i'm afraid|i am afraid|es tut mir leid|tut mir leid|entschuldigung|that is a good question|good question|however)\W+(?:but |aber |that )?)*(?:"
    rf"i(?: unfortunately| just)? (?:do not|don't) (?:have|know) (?!.*\b{_PLACE}\b)(?:(?:the|a|an|any|that|those|these|its|their|exact|separate|single|further|other|more|current|specific|individual|such|details? (?:of|on)) ){{0,3}}{_KNOWABLE}\b"
    rf"|(?:(?:the|any|that|this|more|further|exact) ){{1,2}}{_KNOWABLE} i (?:do not|don't) have"
    rf"|(?:den|die|das|der|einen?|keinen?|diese[nsr]?|weitere|mehr|genauere)(?: \w+){{0,2}}(?<! nicht) (?:{_KNOWABLE}|dazu)(?: (?:für|von|zu|zum|zur|über|der|des|am|im)\b[^,;.]{{2,50}}?)? (?:habe|kenne|weiß|kann|liegt|liegen) (?:ich|mir)(?: leider| hier| da| dazu| gerade| im moment| ihnen)* (?:nicht|keine[nsr]?)(?: vor| vorliegen| nennen| sagen| bekannt)?(?=\W*$)"
    rf"|(?:mehr|das|dies) (?:weiß|kann) ich(?: ihnen| leider| dazu| darüber)* nicht(?: sagen| sicher sagen)?(?=\W*$)|(?:that's|that is) all i (?:know|have)(?=\W*$)"
    rf"|(?:der|die|das)(?: \w+){{0,1}} {_KNOWABLE} (?:liegt|liegen|ist|sind) mir(?: leider| dazu)* nicht (?:vor|bekannt)(?=\W*$)"
    r"|(?:i|we)(?: currently| unfortunately| really| just)? (?:do not|don't)(?: currently| unfortunately| really| actually)? (?:have|see|find|hold)(?: (?:that|this|any|the|more|further|specific|exact|such|enough|an|a|other|definite|reliable|details?|detailed))* (?:information|info|details?|data|answer|anything|facts?)(?: at hand| available| here| on file| listed)?"
    r"|(?:i|we)(?:'ve)?(?: unfortunately| have)?(?: have| got| have got) (?:no|nothing)(?: (?:\w+ )?(?:information|info|details?|data|facts?|here|listed|noted))?(?= on| about| regarding|\W*$)"
    r"|(?:i|we)(?: unfortunately)? (?:do not|don't) (?:have (?:that|this|it)(?: written down| listed| at hand| on file)?|know(?: that| this| it)?(?: for sure| for certain)?)"
    r"|(?:i|we)(?: unfortunately)? (?:can't|cannot|can not|could not|couldn't) (?:say|tell(?: you)?|confirm|answer|find|verify)(?: that| this| it| anything| any information| information)?(?: for sure| for certain)?"
    r"|(?:i'm|i am|we're|we are)(?: unfortunately)? not (?:sure|certain|aware)"
    r"|(?:that|this|it|that information|this information|the information|this detail|that detail)(?: unfortunately)? (?:is not|isn't|is unfortunately not) (?:something i have (?:any )?(?:information|details)|listed|something i (?:have|know)|mentioned|in my (?:notes|information)|known to me|available to me|specified|stated)"
    r"|there is no information|no information"
    r"|(?:dazu|darüber|hierzu|davon|das|diese information|diese angabe|diese informationen|zu diesem thema|zu dieser frage)?(?: leider)? ?(?:habe|haben|liegen|liegt|kann|können|weiß|wissen)(?: ich| wir| mir| uns| ihnen| leider| dazu| darüber| hierzu| im moment| derzeit| aktuell| da)* (?:keine|nicht|nichts|keinerlei)(?: genauen?| weiteren?| näheren?| konkreten?| verlässlichen?)?(?: information(?:en)?| angaben?| auskunft| details?| hinweise?| sagen| genau| vor| beantworten| bestätigen| geben| wissen| gefunden| notiert| finden)*"
    r"|ich (?:habe|weiß|kann)(?: das| es| dazu| darüber| leider| ihnen)* (?:keine|nicht|nichts)(?: genauen?| weiteren?)?(?: information(?:en)?| angaben?| auskunft| details?| sagen| genau| vor| beantworten| bestätigen| geben)*"
    r"|(?:das|dies) (?:weiß|steht|ist)(?: ich| mir| in meinen \w+| leider)* nicht(?: bekannt| aufgeführt| angegeben)?"
    r")(?P<tail>.*)$",
    re.DOTALL,
)
_IGNORANT_LATE = re.compile(
    r"^\W*(?:(?:and|but|und|aber)\W+)?(?P<about>(?:about|on|as for|regarding|whether|if|which|when|where|how|zu|zum|zur|über|ob|was|wie|für|von|welche[nrsm]?|wann|wo)\b.{3,90}?),? (?:"
    r"(?:i|we) (?:unfortunately )?(?:can't|cannot|couldn't|don't|do not|have no|am not|'m not)(?: \w+){0,2} (?:say|tell|know|information|info|sure|details?|confirm)(?: you)?(?: for (?:sure|certain))?(?: here)?(?: (?:on|about) (?:that|this|it))?"
    r"|(?:(?:dazu |das |da )?(?:kann|können|habe|haben|liegt|liegen|weiß|wissen) (?:ich|wir|mir|uns))(?: (?:ihnen|dir|euch|hier|leider|dazu|gerade|im moment|derzeit|es|das))* (?:keine?|nichts?)(?: \w+){0,2}(?: (?:sagen|vor|beantworten|sicher sagen|genau sagen|bekannt))?"
    r"|steht (?:hier|da|dazu|davon|in meinen \w+)(?: leider| hier| dazu)* (?:nicht|nichts)"
    r"|(?:habe|kenne) ich (?:diese|die|dazu)(?: \w+)?(?: information(?:en)?| angaben?| auskunft)?(?: leider)?(?: noch)? nicht"
    r")\W*$",
    re.DOTALL,
)
_ABOUT = re.compile(
    r"^\W*(?:about|on|regarding|whether|if|for|of|to|darüber|dazu|zu|zum|zur|über|ob|für|ohne|wie|how|what|was|welche|when|wann|where|wo|who|wer)\b"
)
_ASKED = re.compile(
    r"^\W*(?:(?:on|about|as to|darüber|dazu)\W+)?(?:whether|if|ob|how|wie|what|was|who|wer|when|wann|where|wo|which|welche[rsn]?)\b"
)
_OFFER = re.compile(
    r"^\W*(?:would you like|shall i|should i|do you want|can i (?:help|do)|may i|is there anything|anything else|do you have (?:any )?(?:other|more|further)|was there|möchten sie|soll ich|darf ich|kann ich|haben sie (?:noch|sonst|weitere)|gibt es (?:noch|sonst)|wünschen sie|what else|was kann ich|how (?:can|may) i|wie kann ich|could you|können sie mir|what (?:exactly|matters)|was (?:genau|ist ihnen))\b.*\?\W*$",
    re.DOTALL,
)
_OFFERED = frozenset(
    [
        "BOOK",
        "TABLE",
        "ROOM",
        "know",
        "more",
        "else",
        "help",
        "reserv",
        "anything",
        "someth",
        "mehr",
        "sonst",
        "tisch",
        "visit",
        "detail",
        "exact",
        "matter",
        "wichtig",
        "genau",
    ]
)
_REFER = re.compile(
    r"^\W*(?:please |feel free to |you can |you may |you could |bitte |sie können |für (?:weitere|mehr) informationen |for (?:more|further) (?:details|information),? )*(?:please |bitte )?(?:ask|contact|call|speak to|fragen sie|wenden sie sich an|kontaktieren sie)(?: us| our| the| a| uns| bitte| unser| das| unsere| direkt| directly| team| staff| restaurant| hotel| colleague| colleagues| personal| mitarbeiter| haus| house)*\W*$"
)


_ASIDE = re.compile(
    r"(?:^\W*|[,–]\s*|\s(?=(?:i'm|i am) (?:afraid|sorry)))(?:and |but |though |aber |und )?(?:(?:i'm|i am) (?:so |very |really )?(?:afraid|sorry)(?: (?:to say|about that))?|sorry(?: (?:to say|about that))?|i have to (?:admit|say)|i must (?:admit|say)"
    r"|(?:just )?so you know|to be (?:honest|exact|precise|clear)|as you asked|if i may say so|for your information|by the way|just to be (?:clear|safe)|i'd say|i would say|i think|i believe|you see|of course|please note(?: that)?|note that|rest assured(?: that)?"
    r"|(?:es |das )?tut mir (?:sehr |wirklich |echt )?leid|(?:bitte )?entschuldig(?:ung|en sie)|verzeihung|muss ich (?:leider )?sagen|um (?:ehrlich|genau) zu sein|ehrlich gesagt|wie gesagt|zu ihrer information|übrigens|keine sorge|soweit ich weiß|wenn ich das richtig sehe|natürlich|leider)"
    r"(?=\s*(?:[,.!–]|$))[,–]?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^\W*(?:lovely|wonderful|great|no worries|don't worry(?: about (?:it|that))?|not to worry|good news|(?:what )?a (?:lovely|great|good) (?:idea|choice|question)|congratulations|welcome|happy to help|no problem|i see|i understand(?: that)?|i hear you"
    r"|(?:i )?hope (?:he|she|it|they|you|that)(?:'s|'re| is| are)? (?:\w+ ){0,2}(?:better|well|helps|soon)(?: soon)?|get well soon|(?:just |simply |feel free to )?(?:come|pop|stop|drop) (?:by|in|along|over)|thank you(?: for \w+)?|just so you know|see for yourself|take your time|enjoy(?: your \w+)?"
    r"|how (?:lovely|nice|exciting)|(?:sehr |wie )?(?:schön|gern|gerne|prima|toll|super|klar|kein problem|keine sorge|kein grund zur (?:panik|sorge)|alles klar|gute frage|gute idee|gute besserung|willkommen|herzlichen glückwunsch|verstehe|viel spaß|guten appetit)"
    r"|(?:das )?(?:kann|verstehe|versteh) ich(?: (?:gut|sehr gut|natürlich|total))?(?: (?:verstehen|nachvollziehen))?|(?:das )?tut mir (?:sehr |wirklich )?leid|(?:kommen sie|komm|kommt)(?: (?:doch|einfach|gern|gerne|ruhig))* vorbei|(?:da )?(?:helfe|freuen wir uns|freue ich mich)(?: ich)?(?: ihnen)?(?: gern| gerne)?)"
    r"(?:[,–]? (?:then|dann|ja|and|und))?\W*$",
    re.IGNORECASE,
)


def aside(text: str) -> str:
    """A clause without what is put in between for courtesy: ", I'm afraid", ", tut mir leid,"."""
    bare = _ASIDE.sub(lambda m: "," if m[0][0] in ",–" and m[0][-1] in ",–" else "", text)
    return bare if re.search(r"\w", bare) else text


def kind(clause: str) -> bool:
    """Whether a clause is sympathy, a wish or an invitation and asserts nothing."""
    return bool(_KIND.match(_low(clause)))


def done_or_promised(clause: str) -> bool:
    """Whether a clause says that something is done, held or promised."""
    text = _low(clause)
    if _STATUS.search(text) and not _GENERAL.search(text):
        return True
    return bool(_PROMISE.search(text)) and not _HELPING.search(text)


@lru_cache(maxsize=4096)
def quotable(clause: str) -> bool:
    """Whether a sentence that stands in a passage letter for letter may be said: nothing done, no table free now."""
    text = _low(clause)
    return not done_or_promised(clause) and bool(not _AVAILABLE.search(text) or _ANYWAY.search(text))


def helping(clause: str) -> bool:
    """Whether a clause only offers help."""
    return bool(_HELPING.match(_low(clause)))


def offers(clause: str, what: Said) -> bool:
    """Whether a clause is a question that asks what else is wanted and asserts nothing."""
    return bool(_OFFER.match(_low(clause))) and not what.numbers and not what.days and what.concepts <= _OFFERED


def courteous(clause: str, what: Said) -> bool:
    """Whether a clause that names no thing and no number is a courtesy and nothing more."""
    return not (what.speaker or what.every or what.denied or what.only) and only_courteous(_low(clause))


@lru_cache(maxsize=4096)
def _low(clause: str) -> str:
    return " ".join(cleaned(clause).lower().split())


@lru_cache(maxsize=4096)
def forbidden(clause: str) -> bool:
    """Whether a clause says what only a phrase may say, however true it is: done, held, promised, free to be had."""
    text = PHRASES.sub(lambda m: w.PHRASES[m[0]], _low(clause).replace("-", " "))
    held = any(
        _AVAILABLE.search(part) and not _HOUSE_RULE.search(part) for part in _CONDITION.sub(" ", text).split(";")
    )
    return held or done_or_promised(clause)


def ignorant(clause: str) -> bool:
    """Whether a clause only says that something is not known, or asks somebody else to be asked."""
    text = _low(aside(clause))
    if _REFER.match(text):
        return True
    if (turned := _IGNORANT_LATE.match(text)) and not re.search(r"\b(?:but|aber)\b", about := turned["about"]):
        asked = _ASKED.match(about) or not re.search(r"\d", about)
        return bool(asked) and about.count(",") <= 1 and len(about.split()) <= 12
    found = _IGNORANT.match(text)
    if found is None:
        return False
    tail = found["tail"].strip(" .!…,")
    if not tail:
        return not re.search(r"\d", text)
    if not _ABOUT.match(tail) or re.search(r"\b(?:but|aber|however|and we|und wir|because|weil|since|which|die wir|that (?:we|our|is|are))\b|[;:–]", tail):  # fmt: skip
        return False
    what = said(tokens(tail))
    asking = re.match(
        r"^\W*(?:(?:on|about|as to|darüber|dazu)\W+)?(?:whether|if|ob|how|wie|what|was|who|wer|when|wann|where|wo|which|welche[rsn]?)\b",
        tail,
    )
    loaded = {"FREE", "DISCOUNT", "HALF", "BOOK", "OPEN"} & what.concepts
    return not what.numbers and (bool(asking) or not what.days) and len(what.content) <= 6 and (bool(asking) or not loaded) and tail.count(",") <= 1  # fmt: skip


def lead(text: str) -> str:
    """Without what only introduces a clause ("I'm afraid that", "Soweit ich weiß,")."""
    lowered = text.lower()
    for _ in range(3):
        found = _PREFIX.match(lowered)
        if not found or not found.end():
            break
        text, lowered = text[found.end() :], lowered[found.end() :]
    return text


def only_courteous(text: str) -> bool:
    """Whether the words only greet, thank or offer help: every part does, and nothing in it agrees to anything."""
    parts = [part for part in re.split(r"[,;:.!?–]+", text) if re.search(r"\w", part)]
    for part in parts:
        if not _COURTESY.search(part):
            return False
        if any(t.text in w.ASSENT for t in tokens(_COURTESY.sub(" ", part))):
            return False
    return bool(parts)
