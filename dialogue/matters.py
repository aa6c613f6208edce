"""What only the staff can see to: somebody in the house needs something, a paper is to be written, something is to be ordered.

None of it is a booking, however often it says "room" or "book": it is taken whole, with a name and a number, and passed on.
"""

import re

from language import words
from language.values import Value

_IN_THE_HOUSE = re.compile(
    r"\b(?:room|zimmer) ?(?:number |nummer |nr\.? )?\d{1,4}\b(?! ?(?:euro|€|people|person|nights?|nächte))"
    r"|\b(?:my|our|mein\w*|unser\w*) (?:room|hotel room|zimmer|\w*schlüssel|key ?card|room key|\w*karte)(?:'s|s)?\b(?= ?(?:\b(?:is|was|has|key|door|number|and|ist|war|geht|hat|und|nicht)\b))"
    r"|\b(?:from|out of|into|in|inside|aus|in) (?:my|our|meine[mn]|unsere[mn]) (?:room|zimmer)\b"
)
"""A room that somebody is in, and none that is to be booked."""
_SPEAKS_FROM = re.compile(
    r"\b(?:in|to|into|for|from|aus|auf|für|ins) (?:room|zimmer) ?(?:number |nummer |nr\.? )?\d{1,4}\b(?! ?(?:euro|€|people|person|nights?|nächte|from|von|vom))"
    r"|^\W*(?:(?:hello|hi|hallo|guten (?:tag|morgen|abend)|this is|it's|here is|hier(?: ist)?|in|from|aus|wir sind(?: in)?|we(?:'re| are) in)\W+)*(?:room|zimmer) ?(?:number |nummer |nr\.? )?\d{1,4}\b|\b(?:room|zimmer) ?\d{1,4} (?:here|hier)\b"
)
_BRING = re.compile(
    r"\b(?:(?:can|could|may) (?:we|i|you|somebody|someone)|would you|(?:kann|können|könnten?|könntet|könnt) (?:wir|ich|sie|ihr|jemand|mir|uns))\b.{0,40}\b(?:get|have|bring|send|come|fix|book|order|more|another|extra|haben|bekommen|bringen|schicken|kommen|buchen|bestellen|noch)\b"
)
"""Who is in a room and would like something, however it is put: "room 203 here, could we get two more pillows?"."""
_LOCKED_OUT = re.compile(
    r"\b(?:locked (?:myself |ourselves )?out|(?:key|card)\b.{0,24}\b(?:not work\w*|doesn't work|broken|lost|gone)|stole(?:n)?|been robbed|ausgesperrt|gestohlen|geklaut|bestohlen|nicht (?:ins|in (?:mein|unser)) zimmer)\b"
)
"""What cannot wait for a message."""
_PAPER = re.compile(
    r"\b(?:invoices?|bill(?!iard)|receipts?|vouchers?|refunds?|\w*rechnung(?:en)?|belege?|quittung(?:en)?|gutscheine?|rückerstattung)\b"
)
_WANTED = re.compile(
    r"\b(?:need|want|like|please|calling|writing|send|make|made|correct|wrong|missing|should|must|to (?:my|our|the)|brauche?n?|bräuchten?|bitte|möchten?|hätten?|wegen|schicken|senden|stellen|ausstellen|falsch|fehlt|soll|muss)\b"
)
_ORDERS = re.compile(
    r"\b(?:book|order|arrange|organi[sz]e|call|reserve)\b (?:(?:me|us) )?(?:an?|some|the|two|2) (?:\w+ ){0,2}?(?P<what>massages?|taxis?|cabs?|transfers?|shuttles?|flowers?|bouquet|champagne|bikes?|e-?bikes?|bicycles?|boats?|babysitter|treatment|doctor)\b"
    r"|\b(?P<was>massagen?|taxis?|transfer|shuttle|blumen|blumenstrauß|champagner|sekt|torte|kuchen|fahrrad|fahrräder|e-?bikes?|babysitter\w*|arzt)\b.{0,40}\b(?:bestell\w*|buch(?!ung)\w*|reservier(?!ung)\w*|organisier\w*|ruf\w*)\b"
    r"|\b(?:bestell\w*|buch(?!ung)\w*|reservier(?!ung)\w*|organisier\w*|ruf\w*)\b.{0,24}\b(?:massagen?|taxis?|transfer|shuttle|blumen|blumenstrauß|champagner|sekt|torte|kuchen|fahrrad|fahrräder|e-?bikes?|babysitter\w*|arzt)\b"
)
_PASSES_WORD = re.compile(
    r"\b(?:pass|give|get|take|leave|deliver) (?:\w+ )?(?:a |this |my )?(?:message|note) (?:on )?(?:to|for)\b|\b(?:nachricht|zettel) (?:an|für)\b"
)


_DO_FOR_US = re.compile(
    r"\b(?:can|could|would|will) (?:you|somebody|someone|anybody|anyone) (?:please )?(?:put|bring|place|prepare|leave|arrange|organi[sz]e|get|carry|decorate|set up|wake|(?:pick|collect|fetch|meet) (?:me|us|my|our|them))\b(?! (?:it|that|this|me|us) (?:on|down|under|in|to|for|back|through))"
    r"|\b(?:können|könnten|könnt|kann|könnte|würden) (?:(?:mich|uns|mir) )?(?:sie|ihr|jemand|man|wer) (?:\w+ ){0,6}?(?:stellen|legen|bringen|besorgen|organisieren|vorbereiten|herrichten|tragen|hinlegen|bereitstellen|abholen|wecken)\b"
)


def of_the_room(text: str) -> bool:
    """Whether the staff is to do something for a stay that is being booked: "can you put champagne in the room?"."""
    return bool(_DO_FOR_US.search(words.said(text)))


def done_for_us(text: str) -> Value | None:
    """What the staff is to do for a stay, as a note in the caller's words: "can someone pick us up?"."""
    for clause in re.finditer(r"[^.,;!?\n]+", text[: words.LONGEST]):
        if of_the_room(clause[0]):
            begin = clause.start() + len(clause[0]) - len(clause[0].lstrip())
            return Value("note", clause[0].strip(), (begin, clause.end()), clause[0].strip(), "done_for_us")
    return None


def urgent(text: str) -> bool:
    """Whether somebody in the house needs a person now: locked out, robbed."""
    return bool(_LOCKED_OUT.search(words.said(text)))


def after_a_stay(text: str) -> bool:
    """Whether a paper is wanted for a stay that is over: "a receipt please, I stayed last weekend"."""
    said = words.said(text)
    return bool(_PAPER.search(said) and _WANTED.search(said) and _STAYED.search(said))


_STAYED = re.compile(
    r"\b(?:i|we|he|she|who) (?:\w+ )?(?:stayed|slept|checked out|left|were|was)\b|\b(?:last|past|previous|recent) (?:\w+ )?(?:weekend|week|month|night|year|stay|visit|sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b|\b(?:my|our) (?:last |recent )?(?:stay|visit) (?:was|from|of|in|last)\b"
    r"|\b(?:ich|wir) (?:\w+ ){0,3}?(?:war|waren|hatten?|habe|haben)\b|\b(?:war|waren) (?:ich|wir)\b|\b(?:letzte\w*|vorige\w*|vergangene\w*) (?:\w+ )?(?:wochenende|woche|monat|nacht|jahr|aufenthalt|besuch|sonntag|montag|dienstag|mittwoch|donnerstag|freitag|samstag)\b|\b(?:übernachtet|gewohnt|ausgecheckt|abgereist)\b"
)
"""Having been a guest before now."""


def wants_paper(text: str) -> bool:
    """Whether a bill or an invoice is wished for as it should be: "an invoice to my company, please"."""
    said = words.said(text)
    return bool(_PAPER.search(said) and _WANTED.search(said)) and not _STAYED.search(said)


def told_beside(text: str) -> tuple[int, int] | None:
    """Where something for the staff is told beside a wish: "there's no hot water in my room and I'd like to stay longer"."""
    parts = (one for one in _PART.finditer(text) if len(one[0].split()) > FEW and told(one[0]))
    return next((one.span() for one in parts), None)


_PART = re.compile(r"(?<!\w)(?:(?!\b(?:and|und)\b)[^.,;!?])+", re.IGNORECASE)
FEW = 3
"""Words up to which a part of an utterance only says which room it is."""


def told(text: str) -> bool:
    """Whether it is a matter for the staff, to be passed on as it was said."""
    said = words.said(text)
    if _PASSES_WORD.search(said) or _ORDERS.search(said):
        return True
    if _PAPER.search(said) and _WANTED.search(said):
        return True
    return bool(_IN_THE_HOUSE.search(said)) and (
        "?" not in said or bool(_SPEAKS_FROM.search(said) and _BRING.search(said))
    )
