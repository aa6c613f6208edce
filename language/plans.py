"""Times that are told beside the time of a table: "at 6:30 please, our film starts at 8:15".

Who puts a time right says so ("no, eight", "or at eight"), and names it within the same clause or in one that wishes.
What a statement of its own says of something else, before or behind the wish, is another plan.
"""

import re
from collections.abc import Sequence

from language import words
from language.values import Value

_EDGE = re.compile(
    r"[!?;\n]|(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s+(?-i:[A-ZÄÖÜ]))(?!\s+(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))|,(?!\d)|\s[-–—]\s"
    r"|\bso\b(?= (?:at |um |gegen |about |around )?\d)"
    r"|\b(?:and|but|so|und|aber|also)\b(?= (?:we|we're|we'll|we've|i|i'm|my|our|the|they|he|she|it|wir|ich|mein\w*|unser\w*|der|die|das|sie|er|es|können|könnten|could|can)\b)"
    r"|\b(?:because|since|as|before|bevor|weil|denn)\b(?= (?:we|we're|we'll|we've|i|i'm|my|our|the|a|they|he|she|it|there|wir|ich|mein\w*|unser\w*|der|die|das|sie|er|es|dann|da)\b)"
    r"|\b(?:before|vor|nach|after)\b(?= (?:a|an|the|our|my|dem|der|unser\w*|mein\w*|einem|einer) [^\W\d_]+\b)",
    re.IGNORECASE,
)
"""Where a clause ends: at a stop, and before what has a subject of its own."""
_TABLE = re.compile(
    r"\b(?:tables?|\w*tisch\w*|book\w*|reserv\w*|buchen|platz|plätze|seats?|dinner|lunch|brunch|meal|\w*essen|somewhere|anything|something|time is|uhrzeit)\b"
)
_WISH = re.compile(
    r"\b(?:can|could|may) (?:we|i|you)\b|\bwould like\b|\b(?:we|i)'d like\b|\bwant\b(?! to (?:be|go|leave|catch|see|watch|get))|\bmöcht\w*|\bhätt\w*|\b(?:come|be there|be with you|eat|dine|sit|need a)\b"
    r"|\bgeht\b|\bginge\b|\bmöglich\b|\bpossible\b|\bfree\b|\bfrei\b|\bkommen\b(?!.* an$)|\b(?:would be|wäre) (?:\w+ )?(?:good|great|fine|perfect|best|nice|ideal|lovely|gut|super|toll|schön|perfekt|prima)\b"
)
_THEIRS = re.compile(
    r"(?:(?:and|but|und|aber|because|weil|denn|since|so|also) )*(?:my|our|his|her|mein\w*|unser\w*|he|she|they|er|der|die|das|the|(?:\d|one|some|eine?r|einige) (?:of|von) (?:us|them|uns|ihnen|denen)) "
)
"""Of whom or what a clause tells, if not of those who wish for the table."""
_PUTS_RIGHT = re.compile(
    r"\b(?:or|oder|instead|rather|lieber|doch|better|besser|make it|eher|auch|too|sonst|otherwise|alternativ\w*|stattdessen|statt|erst|erst ab|only|nur|not|nicht|isn't|fine|fine too|okay|passt|would be|wäre|(?:would|that|it) works?)\b"
    rf"|{words.TAKEN_BACK.pattern}"
)
"""What stands with the time in whose favour another is given up."""
_THEIRS_TOO = frozenset(("erst", "only", "nur", "also", "auch", "too"))
_FILLERS = words.bag(
    "at around about um gegen so ca etwa please bitte then dann on am the for für uhr o'clock pm am in evening abends "
    "mittags noon ish maybe say sagen wir circa roughly ungefähr zirka rum herum thanks danke ok okay"
)
_EVENT = re.compile(
    r"\b(?:(?:our|my|the|a|unser\w*|mein\w*|der|die|das|den|dem|ein\w*|for|für) (?:[^\W\d_]+ )?(?:film|movie|show|concert|gig|play|musical|match|flight|train|bus|ferry|babysitter|sitter|vorstellung|konzert\w*|oper|opera|theat(?:er|re)\w*|kino\w*|flug|flieger|zug|bahn|termin|spiel))\b(?P<of_it>.{0,24}\b(?:starts?|begins?|leaves?|departs?|lands?|arrives?|gets in|ends?|is at|beginnt|anfängt|fängt|startet|fährt|landet|endet|ist um)\b)?"
)
"""What begins or ends at a time that is no table's, even where no other time is said."""
_HAVE = re.compile(r"^\W*(?:we|i|wir|ich)(?:'ve| have|'ve got| have got| hab\w*| got)\b|^\W*(?:before|bevor|vor)\b")


def _clauses(text: str) -> list[tuple[int, int]]:
    begins = [0]
    for m in _EDGE.finditer(text):
        begins += [m.end() if m[0].strip(" .,!?;-–—\n") == "" else m.start()]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def others(text: str, clocks: Sequence[Value], wished: Sequence[Value]) -> list[tuple[Value, tuple[int, int]]]:
    """The times of other plans, each with where the clause stands that tells of it; none where all are of the wish.

    clocks: every time that was heard. wished: what else was heard of the wish, its day and its party.
    """
    head = text[: words.LONGEST]
    clauses = _clauses(head)
    at = {clock: next((c for c in clauses if c[0] <= clock.span[0] < c[1]), None) for clock in clocks}
    told = list(dict.fromkeys(clause for clause in at.values() if clause))
    if len(told) == 1 and len(clauses) > 1:
        return [(clock, clause) for clock, clause in at.items() if clause and _event(words.said(head[slice(*clause)]))]
    if len(told) < 2:
        return []
    said = {clause: words.said(head[slice(*clause)]).strip(" .,;:!?-–—") for clause in told}
    sure = {clause: _sure(clause, said[clause], clocks, wished) for clause in told}
    best = max(sure.values())
    if not best or any(sure[one] < best and _put_right(said[one]) for one in told):
        return []
    return [(clock, clause) for clock, clause in at.items() if clause and not sure[clause]]


_STAYS = re.compile(
    r"\b(?:stay|sit|remain|(?:keep|have) (?:it|the table|our table))\b[^.?!;\d]{0,20}?\b(?P<en>(?:until|till?)\b[^.?!,;]{1,20})"
    r"|\b(?P<de>bis\b[^?!,;]{1,20}?)\b(?:sitzen|bleiben|dableiben|sitzenbleiben|behalten|(?:tisch )?haben)\b"
    r"|\b(?:sitzen|bleiben) (?:\w+ )?(?P<nach>bis\b[^?!,;]{1,20})",
    re.IGNORECASE,
)


def stays_until(text: str) -> tuple[int, int] | None:
    """Where it is said until when guests would keep their table: "can we stay until nine?", "wenn wir bis elf sitzen können"."""
    m = _STAYS.search(text[: words.LONGEST])
    return m.span(m.lastgroup) if m and m.lastgroup else None


def _event(said: str) -> bool:
    """Whether a clause tells when a film begins or a train leaves: "our show is at 9", "before the opera at 8"."""
    m = _EVENT.search(said)
    return bool(m and (m["of_it"] or _HAVE.match(said)) and not _TABLE.search(said))


def _put_right(said: str) -> bool:
    """Whether a clause gives up one time for another; that somebody else comes "only at eight" gives up none."""
    found = {m[0] for m in _PUTS_RIGHT.finditer(said)}
    return bool(found - _THEIRS_TOO if _THEIRS.match(words.read(said).plain) else found)


def _sure(clause: tuple[int, int], said: str, clocks: Sequence[Value], wished: Sequence[Value]) -> int:
    """How surely a clause is of the wish: 2 by what it names, 1 by how it asks or by saying nothing but a time, else 0."""
    begin, end = clause
    own = [clock for clock in clocks if begin <= clock.span[0] < end]
    if all(clock.note == "until" for clock in own):
        return 0
    if any(begin <= one.span[0] < end for one in wished) or _TABLE.search(said):
        return 2
    if _WISH.search(said):
        return int(not _THEIRS.match(words.read(said).plain))
    bare = said
    for clock in own:
        bare = bare.replace(words.said(clock.text), " ")
    return int(not set(re.findall(r"[^\W\d_]{2,}", bare)) - _FILLERS)
