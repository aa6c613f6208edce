"""Days that are named in passing: "on Saturday our friends join us for dinner" says nothing of when the guests come.

A stay begins and ends on the days on which its guests say they come, stay or leave. The day of anything else is no day
of the stay: that of a meal or a treatment, or that on which somebody else comes or leaves.
"""

import re
from collections.abc import Iterator, Sequence

from language import words

Span = tuple[int, int]

_BREAK = re.compile(
    r"[,;?!\n]+|(?<!\d)\.+(?=\s|$)|(?<=\d)\.(?=\s+[A-ZÄÖÜ](?!\w*(?:uar|ärz|pril|ai|uni|uli|gust|ember|tober)\b))|\s[–-]\s|\b(?:and|but|because|since|so that|und|aber|weil|denn|sondern)\b",
    re.IGNORECASE,
)
_OWN = r"(?:my|our|mein(?:e[nrms]?)?|unser(?:e[nrms]?)?|a|some|eine?|ein paar)"
_THINGS = r"(?:stay|booking|reservation|room|trip|holiday|visit|arrival|departure|flight|train|bus|plane|car|check|dates?|night|aufenthalt|buchung|reservierung|zimmer|reise|urlaub|anreise|abreise|ankunft|flug|flieger|zug|auto|termin|nacht)"
_COMING = (
    r"(?:com(?:e|es|ing)|arriv(?:e|es|ing)|join(?:s|ing)?|visit(?:s|ing)?|leav(?:e|es|ing)|depart(?:s|ing)?|go(?:es)?|stay(?:s|ing)?|"
    r"follow(?:s|ing)?|kommt|kommen|komm|käme\w*|dazukommt?|dazukommen|nachkommt?|nachkommen|reist|reisen|anreist|anreisen|abreist|abreisen|fährt|fahren|geht|bleibt|besucht|besuchen|stößt|stoßen|dazustößt)"
)
_ANOTHER = re.compile(
    rf"\b{_OWN} (?!{_THINGS}\b)(?:[\w-]+ ){{1,3}}?(?:\(?\d*\)? ?)?(?:(?:will|would|is|are|may|might|can|could|wants? to|only|also|then|still) )*{_COMING}\b"
    rf"|\b{_COMING} (?:(?:dann|noch|auch|erst|noch|schon|da|wohl|vielleicht|wahrscheinlich) )*{_OWN} (?!{_THINGS}\b)\w+"
    rf"|\b(?:will|wird|kann|könnte|möchte|can|could|may) (?:(?:dann|noch|auch) )*{_OWN} (?!{_THINGS}\b)\w+\b.*\b{_COMING}\b"
    rf"|\b(?:he|she|(?:wife|husband|partner|friends?|mother|father|parents|sister|brother|son|daughter|frau|mann|freund\w*|mutter|vater|eltern|schwester|bruder|sohn|tochter)) (?:(?:will|is|are|also|only) )*{_COMING}\b"
)
"""Somebody else who comes, stays or leaves."""
_SELF = re.compile(
    r"\b(?:we|i|we'll|we're|i'll|i'm|wir|ich)\b(?! (?:have|hätten|haben|habe|get|bekommen|kriegen) (?:company|besuch))"
)
_OF_THE_STAY = re.compile(
    r"\b(?:arriv\w*|com(?:e|ing)|leav\w*|depart\w*|stay\w*|sleep\w*|check(?:ing)? ?-? ?(?:in|out)|book\w*|reserv\w*|rooms?|doubles?|singles?|suites?|nights?|dates?|weekends?|"
    r"mov(?:e|ing)|chang\w*|shift\w*|switch\w*|postpon\w*|reschedul\w*|extend\w*|shorten\w*|instead|rather|actually|earlier|later|longer|shorter|suits?|fits?|better|prefer\w*|wrong|mistake|mean|meant|"
    r"make (?:it|that)|until|till|from|through|between|"
    r"kommen?|anreise\w*|reisen?|ankommen|ankunft|abreise\w*|fahren|bleiben?|bleib|übernacht\w*|schlafen|ein(?:zu)?checken|aus(?:zu)?checken|buchen|buche|buchung|umbuch\w*|reservier\w*|\w*zimmer|nacht|nächte|termin\w*|wochenende|"
    r"flights?|trains?|plane|flug|flieger|zug|verschieb\w*|verleg\w*|änder\w*|tausch\w*|verlänger\w*|verkürz\w*|lieber|doch|statt|stattdessen|eher|früher|später|länger|kürzer|pass(?:t|en|te)|besser|falsch|meinte?|bis|ab|von|vom|zum|auf)\b"
)
"""Words of the guests' own coming, staying and leaving, of the booking of it, and of wanting it otherwise."""
_OF_NO_WEIGHT = words.bag(
    "the and but this that these those there then than for with can could may might will would shall should are was were have has had get got take "
    "you your our ours his her him she they them what which when where who how why about only just also please thanks thank yes yeah yep okay fine good great sure sorry well now here still "
    "not don't doesn't isn't does did one two three it's that's let's say like want need love try way next coming following last this on at in to of a an i we my me us he it is do be no so or if by oh hm um "
    "free available possible open work works cost costs much many price prices day days time times euro euros hello "
    "der die das den dem des ein eine einen einem einer und aber oder auch noch nur bitte danke ja jo nein nee okay gut gern gerne sehr dann denn schon mal halt eben also so da hier dort wie was wann wer wo "
    "ist sind war wäre wären sein haben habe hat hätte hätten können könnte könnten kann dürfen darf möchte möchten will wollen würde würden soll sollen geht ginge ging gehts klappt klappte "
    "ich wir sie ihr ihre ihnen uns mich mir es man mein meine meinen unser unsere nicht kein keine am an im in zu mit für um bei nach frei verfügbar möglich offen kostet kosten viel viele preis tag tage nehmen nehme "
    "nächste nächsten nächster kommende kommenden kommender diesen dieser dieses wohl vielleicht maybe perhaps hmm hmmm mhm uhm umm erm ähm tja naja nun übrigens moment entschuldigung heißt hallo euch ihr"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEADS = re.compile(r"^\W*(?:(?:by the way|übrigens|oh|ach|und|and|also|auch|so)\W+)*(?:on|am)\W*$")
_GOES_ON = re.compile(
    r"^\W*(?:my|our|we|i|can|could|may|is|are|do|does|there|mein\w*|unser\w*|wir|ich|kann|können|könnten|dürfen|gibt|ist|kommt|kommen|feiern?)\b"
)


def days_beside(text: str, named: Sequence[Span], *, agreed: bool) -> list[Span]:
    """Those of the days that are named in passing, by where they stand.

    named: where days stand. agreed: the stay's own days are known; until then only a day on which somebody else comes
    or leaves is beside it, and only where another day is named as well.
    """
    clauses = list(_clauses(text))
    beside: list[Span] = []
    before = False
    for at, (begin, end, joined) in enumerate(clauses):
        here = [span for span in named if begin <= span[0] < end]
        said = words.said(words.blanked(text, here)[begin:end])
        if here and _LEADS.match(said) and at + 1 < len(clauses):
            follows = words.said(text[clauses[at + 1][0] : clauses[at + 1][1]])
            said = f"{said} {follows}" if _GOES_ON.match(follows) else said
        empty = not _WORD.search(re.sub(r"\b(?:on|am)\b", "", said))
        before = before if joined and empty else _is_beside(said, agreed=agreed)
        beside += here if before else []
    return beside if agreed or len(beside) < len(named) else []


def of_others(text: str, named: Sequence[Span], *, agreed: bool) -> list[Span]:
    """The clauses that tell on which day somebody else comes or leaves, of the days that `days_beside` finds; no question."""
    beside = days_beside(text, named, agreed=agreed)
    asked = re.search(r"[^.,;!?]*\?", text)
    if asked and len(_WORD.findall(asked[0])) > MOST_OF_IT:
        return []  # and what is asked is answered
    return [
        (begin, end)
        for begin, end, _ in _clauses(text)
        if any(begin <= span[0] < end for span in beside)
        and text[end : end + 1] != "?"
        and not _ASKS.match(text[begin:end].lower())
        and _ANOTHER.search(words.said(words.blanked(text, beside)[begin:end]))
    ]


MOST_OF_IT = 3
"""Words up to which a question only asks whether what was just told is all right: "is that okay?"."""
_ASKS = re.compile(r"\W*(?:can|could|may|is|are|do|does|what|how|kann|können|könnte\w*|darf|dürfen|geht|ist|was|wie)\b")
_ONLY = re.compile(r"\b(?:only|just|nur|bloß)\b")


def only_then(text: str, named: Sequence[Span], beside: Sequence[Span]) -> Span | None:
    """The clause that wants something on one day only: "breakfast only on Sunday"; None where none does.

    named: where the thing that is wanted stands. beside: the days named in passing.
    """
    for begin, end, _ in _clauses(text):
        here = [span for some in (named, beside) for span in some[:1] if begin <= span[0] < end]
        if len(here) == 2 and _ONLY.search(text[begin:end].lower()):
            return min(span[0] for span in here), max(span[1] for span in here)
    return None


_SOMEBODY = (
    r"(?:friends?|colleagues?|co-?workers?|neighbou?rs?|acquaintances?|boss|sisters?|brothers?|parents|in-laws|aunt|uncle|cousins?|"
    r"freund(?:e|in|innen)?|kolleg(?:e|in|en|innen)|nachbar(?:n|in|innen|s)?|bekannte[rn]?|chef(?:in)?|schwester|bruder|eltern|schwiegereltern|tante|onkel|cousine?)"
)
_DID = (
    r"(?:stayed|was|were|slept|loved|liked|enjoyed|recommended|raved|raves|told|said|says|had|brought|visited|came|went|spent|swears?|"
    r"war|waren|hatten?|wohnten?|übernachteten?|schwärmt\w*|liebten?|empfahl\w*|erzählt\w*|sagte\w*|meinte\w*|lobten?|"
    r"(?:hat|haben) .*\b(?:empfohlen|gewohnt|übernachtet|gelobt|erzählt|gesagt|geschwärmt|gefallen|gehabt|mitgenommen|dabeigehabt)\b)"
)
_TALE = re.compile(
    rf"(?:\b(?:my|our|his|her|a|an|some|one of (?:my|our)|two|mein\w*|unser\w*|eine?[rnm]?|gute)|^) (?:[\w-]+ )?{_SOMEBODY}(?: of (?:mine|ours)| von (?:mir|uns))?(?: (?!who\b|and\b|und\b)[\w'-]+){{0,3}}? {_DID}\b"
)
"""Somebody else's doing, told of the past: "my friend Lisa recommended you", "meine Nachbarin war bei Ihnen"."""
_NO_TALE = re.compile(
    r"\b(?:i|we|i'd|we'd|i'm|we're|i'll|we'll|i've|we've|ich|wir|please|bitte|would|hop(?:ed|ing)|wants?|wanted|needs?|needed|plann\w*|book\w*|reserv\w*|going to|supposed to|"
    r"wollten?|möcht\w*|hätten?|brauch\w*|suchen?|gebucht|buch\w*|wondering|asking|looking|thinking|interested|trying|can|could|kann|können|könnten?)\b|^(?:so|then|now|therefore|also|deshalb|daher|darum|jetzt|nun|dann)\b"
)
_MENTIONS = re.compile(rf"\b{_SOMEBODY}\b", re.IGNORECASE)
_GOES_ON_TELLING = re.compile(rf"^(?:she|he|they|er|sie) (?:[\w'-]+ ){{0,2}}?{_DID}\b")


def tales(text: str) -> list[Span]:
    """Where it is told what somebody else did or liked here, who is none of the guests: "my friend was here with her dog
    and loved the breakfast" wishes for nothing.
    """
    if not _MENTIONS.search(text):
        return []
    found: list[Span] = []
    before = 0
    for begin, end, _ in _clauses(text):
        said = words.said(text[begin:end]).strip()
        told = bool(found) and found[-1][1] == before
        stopped = re.search(r"[.!?\n]", text[before:begin]) is not None
        goes_on = told and (_GOES_ON_TELLING.search(said) if stopped else True)
        ends = text[end : end + 1] == "?" or _NO_TALE.search(said)
        if not ends and (goes_on or _TALE.search(f" {said}")):
            found.append((begin, end))
        before = end
    return found


def _is_beside(said: str, *, agreed: bool) -> bool:
    """Whether a clause (without its day) is of something other than the guests' own coming, staying and leaving."""
    if not _SELF.search(said) and _ANOTHER.search(said):
        return not _RATHER.search(said)
    if not agreed or _OF_THE_STAY.search(said):
        return False
    return any(len(word) > 2 and word not in _OF_NO_WEIGHT for word in _WORD.findall(said))


_RATHER = re.compile(r"\b(?:instead|rather|actually|lieber|stattdessen|statt|wrong|falsch)\b")


def _clauses(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each clause begins and ends, and whether it is joined to the one before by a word."""
    begin, joined = 0, False
    for m in _BREAK.finditer(text[: words.LONGEST]):
        if m.start() > begin:
            yield begin, m.start(), joined
        begin, joined = m.end(), m[0][0].isalpha()
    yield begin, len(text), joined
