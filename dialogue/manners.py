"""Assent, praise, thanks and leave: utterances that are made of nothing else, in English and German.

Such an utterance is read word by word as a chain of small phrases. Where anything else is said in it, it is none, and the
lexicons of `acts` decide; where all of it is manners, its acts are certain and no word of it is a name or a day.
"""

import re
from functools import lru_cache

from language import words

LONGEST = 72
"""Characters up to which an utterance may be manners and nothing else."""

_DAY = "|".join(
    (*words.WEEKDAYS, "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag")
)
_WHEN = rf"(?:(?:on|next|this|am|nächsten?|diesen?) )*(?:{_DAY}|tonight|tomorrow|today|later|soon|then|there|around|heute abend|morgen abend|heute|morgen|später|nachher|gleich|bald|denne|dann|demnächst)(?: (?:evening|night|morning|afternoon|then|abend|mittag|dann))*"
_FAREWELL = "|".join(
    [
        rf"(?:see|c|catch|hear from) (?:you|ya|u)(?: all)?(?: {_WHEN})?", "cu", "cya", "good ?bye", r"b+ye+(?: bye)?", "bye - bye", "laters?", "ta ?ta", "cheerio", "farewell", "toodle\\w*", "ttyl", "take care",
        r"have an? (?:\w+ )?(?:one|day|evening|night|weekend|afternoon|morning|time|week)", "good ?night", "that(?:'s| is|'ll be| will be| was)? (?:all|it|everything)(?: i needed| for (?:now|today|me))?",
        "bis (?:dann|bald|denne|gleich|nachher|später|demnächst|dahin|die tage)", "(?:auf )?wieder(?:sehe?n|höre?n|schauen|schaun)", r"tsch(?:ü+ss?|üß|uss?|au|ö+)(?:i|ikowski|chen|le|i)?(?: mit ö)?", "ciao", r"pfiat\w*(?: di| euch)?", "pfüat\\w*(?: di| eich)?", "servus", "ade", "adele?", "baba", "adieu", "mach'?s gut", "machen sie'?s gut", "macht'?s gut", "gute nacht",
        r"(?:einen )?schönen? (?:tag|abend|feierabend|nachmittag|sonntag|samstag|gruß|wochenende)", "schönes wochenende", "das (?:war'?s|wär'?s|wars|wärs|war alles|wäre alles|war es|ist alles)", "man sieht sich", "gehabt euch wohl",
        "(?:ich |wir )?(?:meld|melde|melden)(?: ich| wir)? (?:mich|uns)(?: wieder| dann| später)*", "(?:i|we)(?:'ll| will) (?:call|ring|be in touch|get back to you)(?: you)?(?: back)?(?: again| later)?",
    ]
)  # fmt: skip
_MEETING = rf"bis {_WHEN}|till {_WHEN}|until {_WHEN}"
_GOOD = "(?:all |alles |very |sehr |so |ganz |quite |absolut |absolutely |just )?(?:correct|right|fine|good|perfect|true|spot on|korrekt|richtig|gut|bestens|perfekt|super|prima|okay|ok|ordnung|in ordnung)"
_YES = "|".join(
    [
        "ye+s+(?: yes)?", "yea+h?", "yah", "ye", "yh", "y[eu]pp?", "yessir", "yass", "aye", "sure(?: thing)?", "absolutely", "definitely", "exactly", "precisely", "indeed", "of course", "certainly", "confirmed", "agreed", "works for me", "suits me",
        rf"(?:that|it|this|everything|all)(?:'s| is| looks| sounds| seems)? {_GOOD}", f"(?:looks|sounds|seems) {_GOOD}", "that works", "that suits(?: me| us)?", "go (?:ahead|for it)", "do it", "please do", "book it", "pass it on", "send (?:it|the request)", "(?:i|we)(?:'ll| will) take (?:it|that)", "all correct",
        "ja+", "jawoh?ll?", "jo+", "joa", "jau", "jupp?", "jepp?", "jop", "klaro?", "na klar", "sicher", "natürlich", "selbstverständlich", "genau(?: so)?", "freilich", "gern(?:e)?", "gebongt", "abgemacht", "einverstanden", "geht klar", "geht in ordnung", "is(?:t)? (?:gut|recht)",
        r"(?:das |es |des |alles )?(?:[pb]ass[td]|stimmt?)(?:'?s| es| das| des| so| mir| uns| alles| scho+n?| perfekt| super| gut| wunderbar| genau)*", "so (?:[pb]ass[td]|stimmt)(?:'?s| es| das| des)?", f"(?:das |es |alles )?(?:ist|klingt|hört sich|sieht)(?: alles)? {_GOOD}(?: an| aus)?", "alles klar", "in ordnung",
        "(?:das |die |den )?(?:nehm|nehme|nehmen)(?: ich| wir)(?: das| den| es)?", "(?:so )?machen wir(?:'s| es| das)?(?: so)?", "(?:das |den |ihn )?buchen(?: sie)?(?: das| es| so)?", "(?:so |das |es )?weiter(?:geben|leiten)", "geben sie (?:es|das|sie) (?:so )?weiter", "reservieren(?: sie)?(?: das| es| so)?",
    ]
)  # fmt: skip
_PRAISE = f"{_GOOD}|great|lovely|brilliant|cool|wonderful|excellent|amazing|awesome|nice|fab|fabulous|fantastic|sweet|alright|all right|k|kk|okey|okay dokey|klasse|toll|wunderbar|fein|schön|süß|spitze|top|hervorragend|ausgezeichnet|fantastisch|großartig|na gut|sehr schön"
_THANKS = r"(?:many |best )?thank(?:s|you| you| u)|thx|ty|cheers|much obliged|obliged|(?:i |we )?(?:really |much )?appreciate(?:d)?(?: it| that)?|(?:vielen |herzlichen |besten |lieben |tausend )?dank(?:e|eschön)?|merci|bedanke mich|grazie"
_FILL = "then|so|and|oh|ah|ach|well|na|ja|also|und|dann|mal|please|bitte|very much|so much|a lot|again|kindly|schön|sehr|vielmals|ihnen|euch|dir|you|too|auch|ebenso|ebenfalls|gleichfalls|noch|erstmal|erst mal|for now|everybody|all|alle|alles|team|everyone|to you|für alles|for everything|for your help|für (?:die|ihre) hilfe|my friend|mate|darling|schatz|nice|guys|leute"
_LINK = re.compile(
    rf"[\s.,;:!…–-]*(?:(?P<yes>{_YES})|(?P<leave>{_FAREWELL})|(?P<meet>{_MEETING})|(?P<thanks>{_THANKS})|(?P<praise>{_PRAISE})|(?P<fill>{_FILL}))(?![\w'’])"
)
_END = re.compile(r"[\s.,;:!…–👍🙂😊👋🙏❤️-]*")
_BOTH_WAYS = frozenset({"servus", "ciao", "ade"})
"""What is said at the door, whichever way one goes through it."""
ACTS = frozenset({"affirm", "goodbye", "thank"})


@lru_cache(maxsize=512)
def heard(text: str) -> frozenset[str]:
    """The acts, of `ACTS`, of an utterance that is made of manners alone; empty for every other.

    Who takes leave agrees only by a plain yes before it: not "great, see you tonight".
    """
    said = words.said(text) if len(text) <= LONGEST else ""
    if not said or "?" in said:
        return frozenset()
    kinds: list[str] = []
    at, leads = 0, ""
    while not (_END.fullmatch(said, at)):
        link = _LINK.match(said, at)
        if link is None:
            return frozenset()
        kinds.append(str(link.lastgroup))
        leads = leads or (kinds[-1] if kinds[-1] != "fill" else "")
        at = link.end()
    told = set(kinds) - {"fill"}
    if not told or told == {"meet"} or (told == {"leave"} and said.strip(" .!") in _BOTH_WAYS):
        return frozenset()
    found = {"thank"} if "thanks" in told else set()
    if told & {"leave", "meet"}:
        found.add("goodbye")
        return frozenset(found | ({"affirm"} if leads == "yes" and not said.startswith("alles klar") else set()))
    return frozenset(found | ({"affirm"} if told & {"yes", "praise"} else set()))


def declines_with_thanks(text: str) -> bool:
    """Whether an offer is answered by thanks or an understanding, and no plain yes: "ok, cheers", "alles klar"."""
    said = words.said(text)
    return bool("thank" in heard(text) or _UNDERSTOOD.match(said)) and not _PLAIN_YES.search(said)


def understands(text: str) -> bool:
    """Whether nothing is said but that it was understood: "I see", "alles klar dann"."""
    return bool(_UNDERSTOOD.match(words.said(text)))


_UNDERSTOOD = re.compile(
    r"\W*(?:(?:ah|oh|ach|ok|okay|na|so|dann|then)\W+)*(?:alles klar|alright|all right|i see|got it|understood|fair enough|verstehe|verstanden|aha|schade|too bad)(?: (?:then|dann|so))*\W*$"
)

_PLAIN_YES = re.compile(r"\b(?:yes|yeah|yep|please|ja+|gerne?|bitte|sure|jo)\b")


def may_be_a_name(text: str) -> bool:
    """Whether it is a single word as some people are called, where a name was asked for: "Süß", "Gut", "Jo"."""
    link = _LINK.match(words.said(text))
    return link is not None and len(text.split()) == 1 and (link["praise"] is not None or link[0].strip() == "jo")
