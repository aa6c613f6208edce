"""What a clause asserts, and whether somebody vouches for it.

A model's clause leaves the house only when one sentence of a passage says the same: every word that carries meaning,
every time, amount, day and code, with the same yes or no, the same "only" and "all", the same way of a limit, and the
number beside the thing it belongs to. Whatever no table knows counts as an assertion, so that a new lie fails as an old
one does. What may never come from a model (a booking, a hold, a free table, a promise of its own) is refused before
anything is compared, whatever the passages say; a clause that only says what is not known needs no voucher.

Sentences are taken apart once (`vouchers`), a clause is compared in well under a millisecond (`vouched`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

from dialogue import wording as w
from dialogue.assertions import (
    LONGEST,
    MONEY,
    NUMBERS,
    UNITS,
    Number,
    Said,
    Token,
    Value,
    cleaned,
    language_of,
    said,
    set_apart,
    split,
    things,
    tokens,
)
from dialogue.reserved import CALLS_BACK, aside, courteous, forbidden, helping, ignorant, kind, lead, offers, quotable

# --- who vouches ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Unit:
    """A sentence that vouches, or the part of one that says something of one thing."""

    said: Said
    concepts: dict[str, int]  # concept → 1 affirmed, 2 denied, 3 both
    inner: dict[str, int]  # the same for what its compounds are made of
    wholes: dict[str, set[str]]  # by part: those compounds
    title: frozenset[str]
    frame: dict[str, int]  # what the beginning of a list said for all of it
    frame_numbers: list[Number]
    frame_days: frozenset[int]
    frame_spans: frozenset[tuple[int, int]]
    own: frozenset[str]  # what this unit is about
    listed: bool  # one of several things in a sentence
    calls_back: bool
    bounded: bool  # holds only at times, on days, in months or under conditions
    marks: frozenset[str]  # whom or what it is meant for alone: children, the small one
    quotes: tuple[str, ...]  # the whole sentence, letter for letter
    label: frozenset[str]  # the codes before its colon: "Error E04: …"
    given: frozenset[str]  # what it says only of: "when it rains", "where the room has beds"
    lasting: bool  # free for so and so long
    leans: bool  # says something of its own about what stands before it
    rest_days: frozenset[int] = frozenset()  # those that the later parts of its sentence do not name
    dependent: bool = False  # with something else than what it is a part of: "with wines 94 euros"
    bounds: frozenset[tuple[float, float]] = frozenset()
    heads: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # by word that never stands alone: what it stands before
    special: bool = False  # a price of some days, beside that of the others

    def has(self, concept: str) -> int:
        return self.concepts.get(concept, 0) or self.inner.get(concept, 0)


_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\bca\.)(?<!\bNr\.)(?<!z\. B\.)\s+(?=[A-ZÄÖÜ0-9„\"(*])(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)|\n+"
)


_ELLIPTIC = re.compile(r"(?<=[a-zäöüß])\.\s+(?=(?:Not|Nicht|But not|Aber nicht)\b)")
"""A sentence that only denies a part of the one before it."""


@lru_cache(maxsize=512)
def _units(title: str, text: str, today: date | None) -> tuple[Unit, ...]:
    hint = language_of(text)
    heading = said(tokens(title, today, hint))
    heads = heading.concepts
    named = frozenset(heads | {part for _, word, _ in heading.content for pair in w.parts(word) for part in pair})  # fmt: skip
    found: list[Unit] = []
    earlier: list[Token] = []
    label: frozenset[str] = frozenset()
    for sentence in _SENTENCE.split(_ELLIPTIC.sub(", ", text)):
        line = sentence.strip(" -*#•|\t")
        if not line:
            continue
        row = line.replace("|", ",") if "|" in line else line
        every = list(tokens(row, today, hint))
        head: list[Token] = []
        colon = next((n for n, t in enumerate(every) if t.part == "colon"), None)
        if colon is not None and not any(t.value for t in every[:colon]):
            head, every = every[:colon], every[colon + 1 :]
        elif colon is not None:
            label = (
                frozenset(str(t.value.amount) for t in every[:colon] if t.value and t.value.kind == "literal") or label
            )
        leaning = bool(_PRONOUN.match(line) or _ANAPHOR.search(line))
        topic = earlier if leaning else []
        for stretch in split(every, lambda t: t.part == "break"):
            items = _items(stretch)
            leans = bool(topic) and (
                leaning
                or stretch[0].text in _PRONOUNS
                or any(t.text in _MEANT for t in stretch)
                or (bool(found) and _of_people(stretch))
            )
            for n, item in enumerate(items):
                first = [*(topic if leans else ()), *(_common(items[0], item) if n else ())]
                place = _fronted(items[0]) if n else []
                found.append(_unit(item, head, first, place, named, len(items) > 1, leans, line, label))
            found[-len(items) :] = _special(found[-len(items) :])
            if len(items) > 1 and not (found[-len(items)].said.days or found[-len(items)].frame_days):
                named_days = frozenset(day for unit in found[1 - len(items) :] for day in unit.said.days)
                found[-len(items)].rest_days = frozenset(range(7)) - named_days if named_days else frozenset()
            topic = [*topic, *stretch][-_REMEMBERED:]
        earlier = topic
        if found:
            found[-1].quotes = tuple({_bare(line), *(_bare(part) for part in line.split(";")), *_unfolded(line)})
    return tuple(found)


def _unfolded(line: str) -> list[str]:
    """What stands behind a colon, where a sentence without day, number or condition stands before it."""
    head, colon, rest = line.partition(": ")
    before = tokens(head) if colon else ()
    free = not any(t.value or t.part in ("day", "not", "only", "except") or t.text in _IF for t in before)
    return [_bare(part) for part in (rest, rest.split(";")[0])] if _pivots(before) and free else []


_MEANT = frozenset(("it", "they", "them"))
_REMEMBERED = 60
"""Tokens of the sentences before that a pronoun may stand for."""
_ANAPHOR = re.compile(
    r"\b(?:dort|darin|davon|seine[rnms]?|its)\b|\b(?:[Ii]n|[Mm]it|[Bb]ei|[Aa]uf|[Vv]on|[Ff]ür|[Zz]u) (?:ihr|ihm|ihnen)\b|(?<!are )(?<!is )\bthere(?=\s*[.,;)]|$)|\b(?:with|for|of|in|on) it\b"
    r"|(?<=\w )(?:it|them)(?= (?:for|by|to|if|when|on|at|in)\b|[.,;])|(?<=[nt] )es(?=,)|\byour own(?=[.,;])|\b[Ff]ür eigene(?= (?:gibt|ist|haben)\b)"
)
"""Words inside a sentence that mean what stands before it: "no seats there", "two of its tables"."""


def _of_people(stretch: Sequence[Token]) -> bool:
    """Whether a part of a sentence says of some people what was said of all: "; children up to fifteen are free"."""
    things = {t.key for t in stretch if t.part == "word"}
    return bool(things & _PEOPLE) and things <= _PEOPLE | w.GENERIC


def _fronted(item: Sequence[Token]) -> list[Token]:
    """The place or the limit that a list begins with: "Without alcohol there are …", "An der Bar kostet …"."""
    if not item or (item[0].text not in _PLACING and item[0].part != "except" and item[0].key not in _HEADING):
        return []
    end = next((n for n, t in enumerate(item) if t.text in w.PIVOTS or t.part in ("cut", "colon")), 0)
    return list(item[:end])


_HEADING = frozenset(["ALCOHOLFREE", "VEGAN", "VEGETARIAN", "GLUTENFREE"])


def _special(units: list[Unit]) -> list[Unit]:
    """A price for some days beside one for all others is said of those days only."""
    priced = [unit for unit in units if _money(unit)]
    for unit in priced[1:]:
        unit.special = bool(unit.said.days) and not priced[0].said.days
    return units


def _money(unit: Unit) -> bool:
    return any(n.value.kind in MONEY or (n.value.kind == "number" and not n.things) for n in unit.said.numbers)


def _bare(text: str) -> str:
    return "".join(c for c in cleaned(text).lower() if c.isalnum())


def _items(found: list[Token]) -> list[list[Token]]:
    """A list of prices, walks or times taken apart, so that every number stays with its thing."""
    for sort in ("money", "time", "number"):
        places = [
            n
            for n, t in enumerate(found)
            if t.value
            and (t.value.kind == sort or (sort == "money" and (t.value.kind in MONEY or _also_money(found, n))))
        ]
        if sort == "number":
            places = [n for n in places if things(found, n + 1) & UNITS]
        cuts = []
        for here, there in pairwise(places):
            depth = 0
            cut = 0
            for n in range(here + 1, there):
                depth += (found[n].part == "open") - (found[n].part == "shut")
                if found[n].part in ("cut", "and", "but") and depth <= 0 and not cut:
                    cut = n
            beyond = things(found, there + 1)
            inside = any(t.part in ("word", "day") for t in found[here + 1 : there])
            if cut and (inside or (sort == "money" and beyond)):
                cuts.append(cut)
        if cuts:
            edges = [0, *cuts, len(found)]
            return [found[a:b] for a, b in pairwise(edges)]
    places = [n for n, t in enumerate(found) if t.part == "cut"]
    if places and not _pivots(found) and not any(t.part in ("open", "and", "day") for t in found):
        parts = [found[a:b] for a, b in pairwise([0, *places, len(found)])]
        if len(parts) > 2 or all(any(t.value for t in part) for part in parts):
            return parts
    places = [n for n, t in enumerate(found) if t.part == "day"]
    cuts = []
    for here, there in pairwise(places):
        cut = next((n for n in range(here + 1, there) if found[n].part in ("cut", "but")), 0)
        if cut and any(t.part in ("word", "value") for t in found[here + 1 : there]):
            cuts.append(cut)
    if not cuts:
        cuts = _parallel(found)
    if not cuts and found[0].text not in _IF:
        cuts = [
            n for n, t in enumerate(found) if n and t.part == "cut" and _main(found[n + 1 :]) and _verbal(found[:n])
        ]
    edges = [0, *cuts, len(found)]
    return [found[a:b] for a, b in pairwise(edges)]


def _also_money(found: Sequence[Token], at: int) -> bool:
    """Whether a bare number goes on with the amounts before it: "159 euros in summer, 179 at its weekends"."""
    value = found[at].value
    if value is None or value.kind != "number" or (at and found[at - 1].part in ("and", "value")):
        return False
    priced = any(t.value and t.value.kind in MONEY for t in found[:at])
    return priced and (at + 1 == len(found) or found[at + 1].part in ("cut", "and", "break"))


_ARTICLES = w.bag("the a an der die das ein eine einen our unser unsere")


def _main(found: Sequence[Token]) -> bool:
    """Whether a clause begins here that names its own subject before its verb: "die Fähre hält …", not "die frei sind"."""
    start = 1 if found and found[0].part == "and" else 0
    if len(found) < start + 3:
        return False
    end = next((n for n, t in enumerate(found) if t.part in ("cut", "break")), len(found))
    verb = next((n for n in range(start, end) if found[n].text in w.PIVOTS), 0)
    opening = found[start]
    if opening.part == "word" and not opening.soft:
        return verb == start + 1 and verb < end - 1
    if opening.text in _PLACING:
        return 0 < verb < end - 1 and (found[verb + 1].text in _SUBJECTS or found[verb - 1].text in _SUBJECTS) and any(t.part == "word" or t.key for t in found[start:verb])  # fmt: skip
    if opening.text not in _ARTICLES:
        return False
    return start + 1 < verb < end - 1 and any(t.part == "word" for t in found[start:verb])


_SUBJECTS = w.bag("there es wir sie we you they it die der das the a")


def _parallel(found: Sequence[Token]) -> list[int]:
    """The joints between numbers that are each said of something else: "twenty at a meeting or forty at a party"."""
    places = [n for n, t in enumerate(found) if t.value and t.value.kind == "number"]
    cuts = []
    for here, there in pairwise(places):
        joint = next((n for n in range(here + 1, there) if found[n].part in ("cut", "and")), 0)
        end = next((n for n in range(there + 1, len(found)) if found[n].part in ("cut", "and", "value")), len(found))
        if joint and all(t.part not in ("word", "cut", "and") for t in found[joint + 1 : there]):
            tails = [
                {t.key for t in found[a + 1 : b] if t.part == "word"} - things(found, a + 1)
                for a, b in ((here, joint), (there, end))
            ]
            if all(tails):
                cuts.append(joint)
    return cuts


_PRONOUNS = frozenset(("it", "they", "these", "this", "sie", "es", "er", "diese", "dieses"))
_PRONOUN = re.compile(r"(?:It|They|These|This|Sie|Es|Er|Diese[rs]?)\b(?! gibt)")


def _common(first: Sequence[Token], later: Sequence[Token]) -> Sequence[Token]:
    """What the first of a list's parts says for a later one too: all before its amount, and what its price is for unless
    the later one says when or for what itself."""
    kinds = {t.value.kind for t in later if t.value}
    opening = next((t for t in later if t.part not in ("cut", "and", "but")), None)
    bare = opening is not None and opening.part == "value" and not things(later, later.index(opening) + 1)
    sorts = {*MONEY} & kinds or ({"number"} & kinds if bare else set())
    at = next((n for n, t in enumerate(first) if t.value and t.value.kind in sorts), -1)
    if at < 0:
        return first
    if any(t.part == "day" or t.key in _RATES | _WHEN for t in later):
        return first[: at + 1]
    after = next((n for n, t in enumerate(first[at + 1 : at + 4], at + 1) if t.key in _RATES), at)
    return first[: after + 1]


_DEPENDENT = frozenset(
    ("with", "mit", "for", "für", "per", "in", "im", "atmost", "upto", "höchstens", "including", "inklusive")
)


def _polarity(content: Iterable[tuple[str, str, bool]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for concept, _, denied in content:
        found[concept] = found.get(concept, 0) | (2 if denied else 1)
    return found


def _shared(item: list[Token]) -> list[str]:
    """What a sentence speaks of that ends in "but not in …": it is affirmed and denied."""
    parts = split(item, lambda t: t.part in ("cut", "but"))
    if len(parts) < 2 or _pivots(parts[-1]) or any(t.part == "not" for t in parts[0]):
        return []
    last = [t for t in parts[-1] if t.part != "break"]
    at = next((n for n, t in enumerate(last) if t.part == "not"), -1)
    placed = last[at + 1 : at + 2] or last[:1]
    if at < 0 or placed[0].text not in _PLACING:
        return []
    shared: list[str] = []
    turned = parts[0][0].text in _PLACING
    for token in parts[0]:
        if turned:
            turned = token.text not in w.PIVOTS
            continue
        if token.text in w.PIVOTS or (shared and (token.part != "word" or token.key in w.ATTRIBUTES)):
            break
        if token.part == "word" and token.key not in w.ATTRIBUTES:
            shared.append(token.key)
    return shared


_PLACING = w.bag("in on at for to with during im am an auf bei für zu mit während vom von")


_PEOPLE = frozenset(
    ("CHILD", "ADULT", "SENIOR", "PUPIL", "BABY", "GROUP", "WOMAN", "MAN", "MEMBER", "PAY", "HALF", "FREE", "DISCOUNT")
)
"""Who pays: a part of a sentence about them alone goes on with what the sentence is about."""
_WHEN = frozenset(
    (
        "WINTER",
        "SUMMER",
        "EVENING",
        "MORNING",
        "AFTERNOON",
        "NIGHT",
        "LUNCH",
        "WEEKEND",
        "HOLIDAY",
        "RAIN",
        "WEATHER",
        "DRY",
    )
)
_LASTING = frozenset(("for", "für", "first", "erste", "ersten", "biszu", "upto"))


def _spelled(item: Sequence[Token]) -> bool:
    """Whether a unit is free for so and so long only."""
    return any(
        t.value is not None
        and t.value.kind == "number"
        and item[at + 1].key in _SPANS
        and ((at > 0 and item[at - 1].text in _LASTING) or (at + 2 < len(item) and item[at + 2].key == "FREE"))
        for at, t in enumerate(item[:-1])
    ) and any(t.key == "FREE" for t in item)


_SPANS = frozenset(("MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR", "NIGHT"))


def _priced(what: Said) -> bool:
    """Whether a unit says what something costs."""
    bare = any(n.value.kind in (*MONEY, "percent") or (n.value.kind == "number" and not n.unit) for n in what.numbers)
    return bare or "FREE" in what.concepts or "HALF" in what.concepts


def _given(item: Sequence[Token]) -> frozenset[str]:
    """What a unit makes its condition: the words of its "if", and the weather."""
    at = next((n for n, t in enumerate(item) if t.text in _IF and not (t.text in _WHERE and n and item[n - 1].part == "cut")), -1)  # fmt: skip
    found = {t.key for t in item if t.key in _WEATHER and t.part == "word"}
    if at < 0 or any(t.key == "TELL" or t.text in _TELLING for t in item[:at]):
        return frozenset(found)
    for token in item[at + 1 :]:
        if token.part in ("cut", "break", "colon"):
            break
        if token.part == "word" and not token.soft:
            found.add("OPEN" if token.key in ("CLOSED", "CLOSE") else token.key)
    return frozenset(found - w.GENERIC | found & {"OPEN", "SMALL", "LARGE"})


_WHERE = frozenset(("where", "wo"))
_IF = _WHERE | {"if", "when", "unless", "wenn", "falls", "sofern"}
_WEATHER = frozenset(("RAIN", "WEATHER", "DRY"))
_TELLING = w.bag("tell tells sagen sagt call rufen ruft ask fragen")


def _whole(item: Sequence[Token]) -> bool:
    """Whether a part has a verb and a subject of its own: "für mehr Gäste gibt es …", but not "mit Wein kostet es …"."""
    verb = next((n for n, t in enumerate(item) if t.text in w.PIVOTS), -1)
    near = {t.text for t in item[max(0, verb - 1) : verb + 2]}
    return verb >= 0 and (bool(near & {"there", "gibt"}) or not {t.text for t in item} & _PRONOUNS)


def _unit(item: list[Token], head: list[Token], first: list[Token], place: list[Token], title: frozenset[str], listed: bool, leans: bool, line: str, label: frozenset[str]) -> Unit:  # fmt: skip
    what = said(item)
    set_apart(what, item)
    above = said(head)
    before = said(first)
    concepts = _polarity(what.content)
    for concept in [*_shared(item), *(_WEATHER & concepts.keys())]:
        concepts[concept] = 3  # said of what is and of what is not: "when it rains there are no seats"
    inner: dict[str, int] = {}
    wholes: dict[str, set[str]] = {}
    for concept, word, denied in what.content:
        for pair in w.parts(word):
            if pair[1] == "STREET":
                continue  # the name of a street says nothing of streets
            if pair[1] == "FREE" and "frei" in word:
                inner[pair[0]] = inner.get(pair[0], 0) | (1 if denied else 2)
                continue  # "alkoholfrei" is without alcohol
            for part in pair:
                inner[part] = inner.get(part, 0) | (2 if denied else 1)
                wholes.setdefault(part, set()).add(concept)
        if not concept.isupper() and word != concept:
            inner[word] = inner.get(word, 0) | (2 if denied else 1)
            wholes.setdefault(word, set()).add(concept)
    own = frozenset(concept for concept in concepts if concept not in w.GENERIC)
    people = bool(own) and own <= _PEOPLE
    opening = next((t.text for t in item if t.part not in ("cut", "and", "but")), "")
    frame = _polarity(above.content)
    dated = next((t.part == "day" for t in item if t.part not in ("cut", "and", "but")), False)
    begins = next((t for t in item if t.part not in ("cut", "and", "but")), None)
    bare = begins is not None and begins.part == "value" and not things(item, item.index(begins) + 1)
    elliptic = not own or dated or (opening in _DEPENDENT and not _whole(item)) or people or (listed and bare)
    if first and (leans or elliptic or opening in _PRONOUNS):
        for concept, mask in _polarity(before.content).items():
            if not (leans and concept in w.ATTRIBUTES):  # "it" is the thing, not what was said of it
                frame.setdefault(concept, 3 if leans and what.denied else mask)
        for _, word, denied in before.content:
            for pair in w.parts(word):
                for part in pair:
                    frame.setdefault(part, 3 if leans and what.denied else 2 if denied else 1)
    elif listed and first and not _verbal(item) and (shared := _gapped(item, first)):
        for concept, mask in shared.items():
            frame.setdefault(concept, mask)
    elif listed and first and before.content and not before.content[0][2] and not (_pivots(item) or _pivots(first)):
        frame.setdefault(before.content[0][0], 1)
    if place and opening not in _PLACING and not _pivots(item):
        for concept, mask in _polarity(said(place).content).items():
            frame.setdefault(concept, mask)
    kinds = {n.value.kind for n in what.numbers}
    lasting = _spelled(item)
    stated = {(n.value.kind, n.way) for n in what.numbers}
    return Unit(
        said=what,
        concepts=concepts,
        inner=inner,
        wholes=wholes,
        title=title,
        frame=frame,
        frame_numbers=above.numbers
        + [
            n
            for n in before.numbers
            if listed
            and not people
            and (n.value.kind in ("time", "month") or (n.value.kind == "number" and elliptic and n.things - w.GENERIC))
            and (n.value.kind, n.way) not in stated
        ],
        frame_days=above.days | before.days,
        frame_spans=above.spans | before.spans,
        own=own,
        listed=listed,
        calls_back=bool(CALLS_BACK.search(line.lower())),
        bounded=bool(
            kinds & {"time", "month"}
            or what.days
            or what.conditional
            or any(n.way or n.limit for n in what.numbers)
            or lasting
        ),
        given=_given(item),
        lasting=lasting,
        leans=leans and opening not in _PRONOUNS,
        marks=frozenset(("CHILD", "SMALL")) & concepts.keys() if _priced(what) else frozenset(),
        quotes=(),
        label=label,
        dependent=bool(first) and opening in ("with", "mit") and not _pivots(item),
        bounds=what.bounds | before.bounds | above.bounds,
        heads=_heads(item),
    )


def _gapped(item: Sequence[Token], first: Sequence[Token]) -> dict[str, int]:
    """What the first of a list says behind its measure, for one that ends with the same measure: "… is two minutes away
    on foot, the bus stop one minute".
    """
    if len(item) < 2 or item[-1].key not in UNITS or not item[-2].value or not _pivots(first):
        return {}
    at = next((n for n, t in enumerate(first) if n and t.key == item[-1].key and first[n - 1].value), len(first))
    end = next((n for n in range(at, len(first)) if first[n].part in ("cut", "and", "break")), len(first))
    return _polarity(said(first[at + 1 : end]).content)


def _heads(item: Sequence[Token]) -> dict[str, frozenset[str]]:
    """The words that only ever stand right before others, and those: the "double" of "a double bed"."""
    found: dict[str, set[str]] = {}
    alone = set()
    for at, token in enumerate(item):
        if token.part != "word" or token.key in w.ATTRIBUTES or token.key in w.GENERIC:
            continue
        of = set()
        for after in item[at + 1 :]:
            if after.part == "word" and not after.soft and after.key not in _DOING:
                of.add(after.key)
            elif not of or (after.part not in ("and", "cut") and after.text not in _ARTICLES):
                break
        found.setdefault(token.key, set()).update(of)
        if not of:
            alone.add(token.key)
    return {key: frozenset(of) for key, of in found.items() if key not in alone}


_QUESTIONS = re.compile(r"[?!.;]\s|,\s|\b(?:and|und)\b")
_OFFSPRING = re.compile(
    r"\b(?:my|our|mein|meine|meinen|unser|unsere|unseren) (?:\w+ )?(?:son|daughter|sons|daughters|baby|toddler|boy|girl|kleine[rn]?|sohn|tochter|söhne|töchter|junge|mädchen)\b"
)


class Vouchers:
    """All sentences that vouch in one answer, and what the caller asked.

    What is derived from them waits until a clause needs it: one that stands in a passage letter for letter needs little.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        sources: Sequence[str],
        question: str,
        before: str,
        today: date | None,
        house: str,
        hint: str,
    ) -> None:
        self.units = units
        self._places: dict[tuple[str, str], frozenset[int]] = {}
        self.sources = sources  # by unit: the id of its passage
        self.today = today
        self.hint = hint
        self._question, self._before, self._house = question, before, house

    @cached_property
    def asked(self) -> Said:
        """What the caller asks."""
        asked = self.read(self._question)
        if _OFFSPRING.search(self._question.lower()):
            asked.content.append(("CHILD", "child", False))
        return asked

    @cached_property
    def topics(self) -> list[Said]:
        """What its parts ask, where there are several."""
        parts = _QUESTIONS.split(self._question) if self._question else []
        topics = [self.read(part) for part in parts if part.strip()]
        return [topic for topic in topics if topic.content] if len(topics) > 1 else []

    @cached_property
    def earlier(self) -> Said:
        """What was said before that."""
        return self.read(self._before)

    @cached_property
    def house(self) -> set[str]:
        """Concepts of the house's name."""
        return self.read(self._house).concepts | {"restaurant", "hotel", "hous", "haus"}

    @cached_property
    def by(self) -> dict[str, list[int]]:
        """The units by what they speak of."""
        found: dict[str, list[int]] = {}
        for n, unit in enumerate(self.units):
            for concept in {*unit.concepts, *unit.inner, *unit.frame, *unit.title}:
                found.setdefault(concept, []).append(n)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """All concepts that a unit speaks of."""
        return frozenset(self.by)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The codes before a colon, of all units."""
        return frozenset(label for unit in self.units for label in unit.label)

    @cached_property
    def denied(self) -> frozenset[frozenset[str]]:
        """What the units deny."""
        denials = (denial - w.ATTRIBUTES - w.GENERIC for unit in self.units for denial in unit.said.denials)
        return frozenset(denials) - {frozenset()}

    @cached_property
    def quotes(self) -> dict[str, int]:
        """Whole sentences, letter for letter, and the first unit of each."""
        return {quote: n for n, unit in reversed(list(enumerate(self.units))) for quote in unit.quotes}

    @cached_property
    def dated(self) -> frozenset[tuple[float | str, float | str]]:
        """The days of months that the units name."""
        return frozenset(
            (n.value.amount, m.value.amount)
            for unit in self.units
            for m in unit.said.numbers
            if m.value.kind == "month"
            for n in unit.said.numbers
            if n.value.kind == "number"
        )

    def places(self, concept: str, word: str) -> frozenset[int]:
        """The units that speak of a concept: by itself, in a compound, in what frames them or in their heading."""
        found = self._places.get((concept, word))
        if found is None:
            found = self._places[concept, word] = frozenset(self.by.get(concept, ())) | {
                n for n, unit in enumerate(self.units) if _compound(word, unit) or _part_of(concept, unit)
            }
        return found

    def tokens(self, text: str) -> tuple[Token, ...]:
        """A text as tokens, in the language of the passages where it does not tell by itself."""
        return tokens(text.strip(), self.today, self.hint)

    def read(self, text: str) -> Said:
        """What a text says."""
        return said(self.tokens(text))


def vouchers(passages: Iterable[str | tuple[str, str] | tuple[str, str, str]], *, question: str = "", before: str = "", today: date | None = None, house: str = "") -> Vouchers:  # fmt: skip
    """Take apart what vouches: texts, or tuples of title, text and id. `question` (else what was said `before` it) is what
    a bare "it" may mean, `today` what "tomorrow" is, and the words of `house` (its name) assert nothing."""
    found: list[Unit] = []
    sources: list[str] = []
    hint = ""
    for passage in passages:
        title, text, source = ("", passage, "") if isinstance(passage, str) else (*passage, "")[:3]
        hint = hint or language_of(text)
        units = _units(title[:200], text[:20_000], today)
        found += units
        sources += [source] * len(units)
    return Vouchers(found, sources, question, before, today, house, hint or "en")


Units = frozenset[int]
"""Places in `Vouchers.units`."""

# --- judging ----------------------------------------------------------------------------------------------------------


def vouched(clause: str, by: Vouchers, before: str = "") -> bool:
    """Whether everything that the clause asserts is vouched for. `before` is what was said just before it."""
    return vouching(clause, by, before) is not None


def vouching(clause: str, by: Vouchers, before: str = "") -> frozenset[str] | None:
    """The ids of the passages that vouch for all of a clause: none where it asserts nothing, None where nobody vouches."""
    found = _vouching(clause, by, before)
    return None if found is None else frozenset(by.sources[n] for n in found)


_NOBODY: Units = frozenset()


def _vouching(clause: str, by: Vouchers, before: str) -> Units | None:
    if len(clause) > LONGEST:
        return None
    if not re.search(r"\w", cleaned(clause)):
        return None if re.search(r"\w", clause) else _NOBODY
    if ignorant(clause) or helping(clause) or kind(clause):
        return _NOBODY
    if (quoted := by.quotes.get(_bare(clause))) is not None:
        return frozenset([quoted]) if quotable(clause) else None
    text = aside(lead(cleaned(clause)))
    if forbidden(text):
        return None
    found = by.tokens(text)
    what = said(found)
    if offers(text, what):
        return _NOBODY
    if not what.content and not what.numbers and not what.days:
        return _NOBODY if courteous(clause, what) else None
    if what.speaker:
        return None
    context = _context(before, by)
    if _OTHERWISE.match(text):
        context = [replace(one, content=[c for c in one.content if c[0] not in _PEOPLE]) for one in context]
    return _covered(list(found), by, context, 0, what)


_OTHERWISE = re.compile(
    r"\W*(?:otherwise|normally|sonst|ansonsten|(?:the|der) (?:full|regular|normal|volle|normale|reguläre) (?:price|preis))\b",
    re.IGNORECASE,
)
"""A clause that turns from those who were just named to everybody."""


def _context(before: str, by: Vouchers) -> list[Said]:
    """What a clause without a thing of its own is about: what the clause before it was, else what was asked."""
    earlier = by.read(before)
    if earlier.concepts & by.known - w.GENERIC - w.ATTRIBUTES:
        return [earlier, Said(days=by.asked.days)]
    about = by.asked if by.asked.concepts & by.known - w.GENERIC or not by.earlier.text else by.earlier
    return [Said(days=earlier.days), about, *(by.topics if about is by.asked else ())]


def _covered(found: list[Token], by: Vouchers, context: list[Said], depth: int, what: Said | None = None) -> Units | None:  # fmt: skip
    """The unit that says all of it, or those that say its parts by themselves."""
    found = _trimmed(found)
    what = what or said(found)
    if not (what.content or what.numbers or what.days):
        return None if what.every or what.only or (what.denied and depth == 0) else _NOBODY
    if (one := _one(what, by, context)) is not None:
        return one
    if depth > 4:
        return None
    parts = split(found, lambda t: t.part == "break")
    if len(parts) > 1:
        return _all(_covered(part, by, context, depth + 1) for part in parts)
    for at, token in enumerate(found):
        if token.part in ("cut", "and", "but", "colon") and at:
            left, right = found[:at], found[at + 1 :]
            if left[0].text in _SUBORDINATE or (right and right[0].text in _SUBORDINATE):
                continue  # the half that says when does not say it without the other
            if token.part == "and" and right and left[-1].part == right[0].part == "day":
                continue  # "Friday and Saturday" is one time
            whole = (_verbal(left) and _verbal(right)) if token.part == "cut" else (_pivots(left) and _pivots(right))
            if whole and (_things_said(right) or token.part == "but" or what.numbers):
                first = _covered(left, by, context, depth + 1)
                if first is not None:
                    second = _covered(right, by, _after(left, by, context), depth + 1)
                    if second is not None:
                        return first | second
            if token.part == "and" and _pivots(left) and not _pivots(right) and not any(t.value for t in right) and not _limited(left):  # fmt: skip
                rest = said(right)
                if len(rest.concepts - w.GENERIC - w.ATTRIBUTES) > 1 and (second := _one(rest, by, [])) is not None:
                    first = _covered(left, by, context, depth + 1)
                    if first is not None:
                        return first | second
            if (
                _pivots(left)
                and not _pivots(right)
                and any(t.value for t in left)
                and any(t.value for t in right)
                and not any(t.key in w.ATTRIBUTES - {"OPEN"} or t.part == "not" for t in left)
            ):
                first = _covered(left, by, context, depth + 1)
                about = said(left)
                more = () if about.concepts - w.GENERIC - w.ATTRIBUTES else context
                if first is not None and (second := _one(said(right), by, [about, *more])) is not None:
                    return first | second
    return _listed(found, by, context, depth)


def _all(found: Iterable[Units | None]) -> Units | None:
    """The units of all parts; None as soon as one part has none."""
    every: Units = _NOBODY
    for one in found:
        if one is None:
            return None
        every |= one
    return every


def _after(left: Sequence[Token], by: Vouchers, context: list[Said]) -> list[Said]:
    """What the rest of a sentence is about, where it names nothing itself."""
    what = said(left)
    if what.concepts & by.known - w.GENERIC - w.ATTRIBUTES:
        return [what, Said(days=by.asked.days)]
    return [Said(days=what.days), *context]


def _trimmed(found: list[Token]) -> list[Token]:
    start, end = 0, len(found)
    while start < end and found[start].part in ("cut", "break", "and", "but", "colon"):
        start += 1
    while end > start and found[end - 1].part in ("cut", "break", "and", "colon"):
        end -= 1
    return found[start:end]


def _pivots(found: Sequence[Token]) -> bool:
    return any(token.text in w.PIVOTS or token.key in ("OPEN", "CLOSE") for token in found)


def _limited(found: Sequence[Token]) -> bool:
    """Whether a "not", an "only" or an "if" stands here, which may hold for what follows too."""
    return any(t.part in ("not", "only", "except", "all") or t.text in w.CONDITIONS or t.text in _IF for t in found)


_DOING = frozenset(
    ["KEEP", "CALL", "RENT", "CANCEL", "SEND", "WASH", "COLLECT", "ORDER", "DELIVER", "TELL", "PAY", "SLEEP", "put"]
)


def _verbal(found: Sequence[Token]) -> bool:
    """Whether a verb stands here, one of those between things or another."""
    if _pivots(found) or any(t.soft or t.key in _DOING for t in found):
        return True
    if any(t.part == "plain" and t.text in _LIGHT for t in found):
        return True
    return any({a.text, b.text} & _WHO and a.key + b.key for a, b in pairwise(found))


_LIGHT = w.bag("macht machen hilft helfen braucht brauchen legt legen bittet bitten makes helps asks put puts")
_WHO = frozenset(("we", "you", "they", "wir", "sie", "man"))


def _things_said(found: Sequence[Token]) -> bool:
    return any(token.part in ("word", "value", "day") for token in found)


def _members(found: Sequence[Token]) -> list[list[Token]]:
    """The things of a list. "Friday and Saturday" is one of them."""
    cuts = {
        n
        for n, t in enumerate(found)
        if t.part in ("cut", "but")
        or (t.part == "and" and not (0 < n < len(found) - 1 and found[n - 1].part == found[n + 1].part == "day"))
    }
    edges = [-1, *sorted(cuts), len(found)]
    return [list(found[a + 1 : b]) for a, b in pairwise(edges) if b > a + 1]


def _listed(found: list[Token], by: Vouchers, context: list[Said], depth: int) -> Units | None:
    """A list on one side of a verb: what stands on the other side is said of every thing in it."""
    places = [n for n, t in enumerate(found) if t.part == "colon" or t.text in w.PIVOTS]
    for at in places[:3]:
        left, right = found[:at], found[at + 1 :]
        things = _members(right)
        if len(things) > 1:
            bare = not any(t.key in w.ATTRIBUTES for t in left)
            starts = next((t for t in things[0] if t.part in ("word", "value")), None)
            if starts is not None and starts.part == "value" and bare:
                if all(_thing_first(one) and any(t.value for t in one) for one in things[1:]):
                    first = _covered(left + [found[at]] + things[0], by, context, depth + 2)
                    rest = _all(_one(said(one), by, context) for one in things[1:]) if first is not None else None
                    if first is not None and rest is not None:
                        return first | rest
            else:
                every = _all(_one(said([*left, found[at], *_carried(right, one)]), by, context) for one in things)
                if every is not None:
                    return every
        things = _members(left)
        if len(things) > 1:
            every = _all(_one(said(one + found[at:]), by, context) for one in things)
            if every is not None:
                return every
    if not places:
        things = _members(found)
        if len(things) > 1 and not any(t.part in ("word", "not", "only", "all") for t in found) and all(any(t.value for t in one) for one in things):  # fmt: skip
            return _all(_one(said(one), by, context) for one in things)
        if (
            len(things) > 1
            and all(_thing_first(one) for one in things)
            and not any(t.key in w.ATTRIBUTES or t.part in ("not", "only", "all") for t in found)
        ):
            return _all(_one(said(one), by, context) for one in things)
        things = _items(found)
        if len(things) > 1 and all(_thing_first(one) and any(t.value for t in one) for one in things):
            return _all(_one(said(one), by, context) for one in things)
    return None


def _thing_first(found: Sequence[Token]) -> bool:
    """Whether a thing is named before any number: the number is said of it, and not of what stood before."""
    first = next((t for t in found if t.part in ("word", "value")), None)
    return first is not None and first.part == "word" and first.key not in w.GENERIC


def _carried(right: Sequence[Token], one: list[Token]) -> list[Token]:
    """One thing of a list; a denial at the beginning of the list holds for the later ones too."""
    first = next((t for t in right if t.part in ("word", "value", "not")), None)
    return [first, *one] if first is not None and first.part == "not" and not any(t.part == "not" for t in one) else one


def _one(what: Said, by: Vouchers, context: list[Said]) -> Units | None:
    content = [c for c in what.content if c[0] not in by.house or c[0] in by.known]
    affirmed = {concept for concept, _, no in content if not no} - w.ATTRIBUTES - w.GENERIC
    if affirmed and not what.denied and not what.numbers and any(affirmed <= denial for denial in by.denied):
        return None
    places: list[list[int]] = [
        by.by[concept] for concept, word, _ in content if concept in by.by and concept not in _ELSEWHERE and not w.parts(word)
    ]  # fmt: skip
    candidates: Sequence[int] = range(len(by.units))
    if places:
        candidates = min(places, key=len)
    anchored = any(concept not in w.GENERIC and concept not in w.ATTRIBUTES for concept, _, _ in content)
    anchored = anchored and not (
        len(content) == 1 and not what.numbers and what.text[:1] and _OF_IT.match(" ".join(what.text))
    )
    rivals: list[tuple[list[frozenset[int]], int]] = []
    if not anchored:
        for one in context:
            named = [c for c in one.content if c[0] not in w.ATTRIBUTES and c[0] not in {k for k, _, _ in content}]
            named = [c for c in named if c[0] not in w.GENERIC] or named
            about = [at for c, word, _ in named if (at := by.places(c, word))]
            if about:
                best = max(_overlap(about, n) for n in range(len(by.units)))
                rivals.append((about, best))
        if not rivals and content and not all(concept == "OPEN" for concept, _, _ in content):
            return None
        if not rivals and not content:
            return None
    days = what.days or next((one.days for one in context if one.days), frozenset())
    for n in candidates:
        unit = by.units[n]
        if not anchored and rivals and not any(_overlap(about, n) == best for about, best in rivals):
            continue
        if _fits(what, content, unit, days, by, context):
            return frozenset([n])
    return None


_OF_IT = re.compile(r"(?:it|they|es|er|sie) (?:is|are|ist|sind)\b|(?:it's|they're)\b")
"""A clause that says one thing of what was spoken of: "it is hot"."""


def _overlap(about: Sequence[frozenset[int]], n: int) -> int:
    return sum(n in places for places in about)


_BINDING = frozenset(["FREE", "OPEN", "CALL", "KEEP"])
"""Concepts that mislead without the times, days and limits that the voucher gives them."""


@dataclass(slots=True)
class Match:
    """A clause held against one unit: what of it was found, and where."""

    what: Said
    content: list[tuple[str, str, bool]]
    unit: Unit
    touched: set[str] = field(default_factory=set)  # concepts found in the unit itself
    framed: set[str] = field(default_factory=set)  # concepts found in what frames the unit
    matched: int = 0
    denied: int = 0
    numbers: int = 0

    @property
    def concepts(self) -> set[str]:
        return {concept for concept, _, _ in self.content}


def _fits(what: Said, content: list[tuple[str, str, bool]], unit: Unit, days: frozenset[int], by: Vouchers, context: list[Said]) -> bool:  # fmt: skip
    match = _matched(what, content, unit)
    return (
        match is not None
        and _belongs(match, context)
        and _denial_agrees(match)
        and _scope_agrees(match)
        and (not days or _days(what, days, unit, by))
        and _conditions_kept(match, days, {concept for one in context for concept in one.concepts})
        and not _opposed(what, unit)
        and (len(by.labels) < 2 or not unit.label or bool(unit.label & _literals(what, *context)))
        and not (CALLS_BACK.search(" ".join(what.text)) and not unit.calls_back)
    )


_INCLUSIVE = w.bag("""
included inclusive includes include including covers covered part
enthalten inklusive inbegriffen drin eingeschlossen einschließlich
""")
_TOGETHER = _INCLUSIVE | {"with", "mit", "comes", "contain", "contains", "enthält", "umfasst", "plus", "dazu"}


_BEFORE = frozenset(("vor", "before", "prior", "davor", "vorher", "zuvor", "beforehand"))
_AFTER = frozenset(("nach", "after", "hinter", "behind", "danach", "afterwards", "nachher"))
"""Where and when a thing is: one of these is not the other."""


def _literals(*those: Said) -> set[str]:
    return {str(n.value.amount) for one in those for n in one.numbers if n.value.kind == "literal"}


def _opposed(what: Said, unit: Unit) -> bool:
    """Whether one of the two says "included" where the other says "extra", or names a price for it."""
    mine, theirs = set(what.text), set(unit.said.text)
    if _priced(what) and not unit.said.concepts & _RATES and _singles(what) & _counted(unit.said) - _singles(unit.said):
        return True
    sides = {thing: side for side, thing in unit.said.around if side != "so far"}
    if any(sides.get(thing, side) != side for side, thing in what.around - unit.said.around if side != "so far"):
        return True
    if any(("so far", thing) in unit.said.around - what.around for _, thing in what.around):
        return True  # "until the start", where half an hour before it is meant
    for side, other in ((_BEFORE, _AFTER), (_AFTER, _BEFORE)):
        if mine & side and not mine & other and theirs & other and not theirs & side:
            return True
    extra, there = "EXTRA" in what.concepts, "EXTRA" in unit.concepts
    if mine & _INCLUSIVE and not extra and not theirs & _TOGETHER:
        return there or (_priced(unit.said) and not what.numbers)
    return extra and not there and bool(theirs & _INCLUSIVE)


_SINGLE = w.bag("one single a an ein eine einen einer einem einzelne einzelnen einzelner einzelnes")


_BOTH = w.bag("both beide beiden beider")
_RATES = frozenset(["HOUR", "DAY", "NIGHT", "WEEK", "MONTH", "YEAR"])
"""What costs so much for a time costs it each: "six bicycles cost 12 euros a day"."""


def _singles(what: Said) -> set[str]:
    """The things of which one is spoken of."""
    return {thing for word, of in pairwise(what.text) if word in _SINGLE for thing in _called(of)}


def _counted(what: Said) -> set[str]:
    """The things of which several are counted."""
    both = {thing for word, of in pairwise(what.text) if word in _BOTH for thing in _called(of)}
    return both | {t for n in what.numbers if n.value.kind == "number" and n.value.amount != 1 for t in n.things}


@lru_cache(maxsize=4096)
def _called(word: str) -> frozenset[str]:
    return frozenset(w.concept(word, language) for language in ("en", "de"))


def _matched(what: Said, content: list[tuple[str, str, bool]], unit: Unit) -> Match | None:
    """Find every concept and number of a clause in a unit, affirmed or denied alike; None where one is missing."""
    match = Match(what, content, unit)
    priced = any(n.value.kind in MONEY or (n.value.kind == "number" and not n.things) for n in what.numbers)
    missing = 0
    needless = any(concept == "NEED" and no for concept, _, no in content) and any(
        no and unit.has(concept) & 2 for concept, _, no in content if concept not in w.GENERIC
    )
    for concept, word, no in content:
        side = 2 if no else 1
        here = unit.has(concept) or unit.inner.get(word, 0)
        whole = "" if here else _part_of(concept, unit)
        if mask := here or _compound(word, unit) or unit.concepts.get(whole, 0):
            if not mask & side and not (no and (_excepted(what, unit, concept) or (needless and what.denied))):
                return None
            match.matched += concept not in w.GENERIC or concept == "OPEN"
            match.denied += no
            match.touched |= {concept, whole, *unit.wholes.get(concept, unit.wholes.get(word, ()))} - {""}
        elif concept in unit.frame:
            if not unit.frame[concept] & side:
                return None
            match.denied += no
            match.framed.add(concept)
        elif (
            (concept in unit.title and concept not in w.ATTRIBUTES)
            or (
                concept in ("PAY", "COST")
                and (priced or _PRICED & set(unit.said.text) or (not no and _TENDER & unit.concepts.keys()))
            )
            or (concept == "OPEN" and not no and unit.said.ranges and what.ranges)
            or (concept == "OPEN" and not no and what.numbers and unit.said.days and not unit.own)
            or (concept == "INCLUDED" and not no and _CONTAINS & set(unit.said.text))
            or (concept == "INCLUDED" and not no and "dazu" in unit.said.text)
            or (concept == "ARRIVE" and not no and _COMING & set(unit.said.text))
            or (concept == "KEEP" and not no and _PLEASE & set(what.text) and _PLEASE & set(unit.said.text))
            or (concept == "NEED" and (no or _NEEDED & set(unit.said.text)))
            or (concept in ("BEGIN", "END") and what.numbers and not no)
            or (concept in _PARTS_OF_DAY and not no and _within(concept, unit))
            or (concept in _SPELLS and any(n.unit == concept and n.value.amount == 1 for n in unit.said.numbers))
            or (concept == "EXTRA" and not no and _ADDED.search(" ".join(what.text)))
            or (concept in _BACKDROP and not no and match.concepts - _BACKDROP - w.GENERIC)
            or (concept in ("AGE", "OLD") and what.numbers and not no)
        ):
            match.denied += no and concept == "NEED"
        elif concept in what.soft:
            missing += 1
        else:
            return None
    found = _numbers(what, unit)
    if found is None:
        return None
    match.numbers = found
    if missing and (missing > 2 or found + match.matched + bool(what.days) < 2):
        return None
    return match


_ADDED = re.compile(r"\b(?:extra|additional|zusätzliche?n?) \d|\bextra (?:" + "|".join(NUMBERS) + r")\b")
"""An "extra" that only says of an amount that it is paid."""
_BACKDROP = frozenset(("MACHINE", "PROGRAM", "SCREEN"))
"""What a question is about in such a house anyway."""
_TENDER = frozenset(("CASH", "CARD", "DEBIT", "CONTACTLESS", "INSTALMENT"))
_PRICED = w.bag("price prices fee fees rate rates preis preise gebühr tarif")
_PARTS_OF_DAY = {"MORNING": (300, 720), "AFTERNOON": (720, 1080), "EVENING": (1020, 1440), "LUNCH": (660, 900)}
"""From and until which minute of the day each lasts."""
_SPELLS = frozenset(("HOUR", "DAY", "WEEK", "MONTH", "YEAR"))


def _within(part: str, unit: Unit) -> bool:
    """Whether a time in the unit lies in a part of the day."""
    begin, end = _PARTS_OF_DAY[part]
    times = [float(n.value.amount) for n in unit.said.numbers if n.value.kind == "time"]
    return bool(times) and any(begin <= minute <= end for minute in times)


_PLEASE = frozenset(("please", "bitte"))
_COMING = w.bag("come comes kommen kommt kommst anreise anreisen")
_NEEDED = w.bag("must need needs required only please bring muss müssen braucht brauchen benötigt bitte nur pflicht")


def _excepted(what: Said, unit: Unit, of: str) -> bool:
    """Whether a unit says a thing of some and "except" of others, and a clause denies it of those others."""
    return any(
        no and unit.concepts.get(concept, 0) & 2
        and ((concept in unit.said.opposite and any({concept, of} <= denial for denial in what.denials)) or (unit.said.excepts and not what.excepts and concept not in w.GENERIC))
        for concept, _, no in what.content
    )  # fmt: skip


def _part_of(concept: str, unit: Unit) -> str:
    """The compound in the unit whose last part a word is: "Café" of "Museumscafé", "bewahren" of "aufbewahren"."""
    if concept.isupper() or len(concept) < 4:
        return ""
    ends = (concept, concept.removesuffix("e"))
    return next((one for one in unit.concepts if one.endswith(ends) and not one.isupper()), "")


def _belongs(match: Match, context: list[Said]) -> bool:
    """Whether what is said is said of the same thing: of this one of a list, of the thing an attribute stands before, and
    for those it is meant for.
    """
    unit, touched, content = match.unit, match.touched, match.content
    things = touched - w.ATTRIBUTES - w.GENERIC
    for concept in touched & unit.said.bound.keys():
        of = unit.said.bound[concept]
        of = of and of | {part for part, whole in unit.wholes.items() if whole & of} | {
            c for c in match.concepts if _part_of(c, unit) in of
        }
        if of and not (match.what.close.get(concept) or match.what.bound.get(concept) or things) <= of:
            return False
    anchored = bool(match.concepts - w.GENERIC)
    of_another = unit.listed and unit.own and anchored and not touched & (unit.own | unit.inner.keys() - {"STREET"})
    around = {concept for one in context for concept in one.concepts}
    around |= {part for one in context for _, word, _ in one.content for pair in w.parts(word) for part in pair}
    if of_another and not (around & unit.own or any(_compound(w_, unit) or _part_of(k, unit) for k, w_, _ in content)):
        return False
    nothing = not (things or match.framed - w.ATTRIBUTES - w.GENERIC)
    if unit.leans and match.framed and not things & unit.own - _WHEN and unit.own - w.ATTRIBUTES - _PEOPLE:
        return False  # it says this of something else than what stands before it
    if touched & w.ATTRIBUTES and nothing and anchored and unit.own - w.ATTRIBUTES:
        return False  # the attribute of another thing than the heading's
    if unit.heads and any(
        key in unit.heads and of not in unit.heads[key] and key not in unit.heads.get(of, ()) and unit.has(of)
        for key, of in match.what.pairs
    ):
        return False  # the double bed of a family room makes no double room
    return not unit.marks or bool(unit.marks & (match.concepts | around))


def _denial_agrees(match: Match) -> bool:
    """Whether clause and unit deny the same, or both nothing."""
    what, unit, content = match.what, match.unit, match.content
    unsaid = what.conditional and not any(what.denials) and any(not denial for denial in unit.said.denials)
    if what.denied and not match.denied and (content or not unit.said.denied) and not unsaid:
        return False  # but "if you do not come" denies nothing that has a name
    if any(no for _, _, no in content) and not match.denied:
        return False
    if unit.said.denied and not what.denied and not match.numbers and not match.matched and not what.days:
        return False
    if match.framed and match.framed == match.concepts and not match.numbers and not what.days:
        return False  # all of it is said elsewhere
    if content and not match.touched and not match.numbers and (what.assents or unit.said.denied):
        return False
    if (
        what.conditional
        and unit.said.conditional
        and not what.denied
        and any(not denial for denial in unit.said.denials)
    ):
        return False  # "if you do not come" is not "if you come"
    if match.denied:  # "no traces" is not "traces cannot be ruled out"
        mentioned = match.concepts | unit.title | w.GENERIC | w.ATTRIBUTES | {"NEED"}
        mentioned = mentioned.union(*(unit.said.beside.get(concept, ()) for concept in match.concepts))
        for concept in {concept for concept, _, no in content if no} & match.touched:
            there = [denial for denial in unit.said.denials if concept in denial]
            if there and all(denial - mentioned for denial in there):
                return False
    return True


_ALSO = frozenset(("also", "too", "auch", "ebenfalls"))


def _scope_agrees(match: Match) -> bool:
    """Whether "only" and "all" are said where the unit says them, and left out only where nothing is widened by it."""
    what, said_there = match.what, match.unit.said
    if what.only and not said_there.only:
        return False
    if what.every and not (match.touched | match.framed) - w.GENERIC - w.ATTRIBUTES:
        return False  # "everything" without a thing is said of the world
    if what.partly and said_there.every and not said_there.partly:
        return False
    if not _as_wide(what.each, said_there.each):
        return False
    if what.every and (not said_there.every or (said_there.excepts and not what.excepts)):
        return False
    if said_there.only and not what.only and _ALSO & set(what.text):
        return False
    if said_there.only and not what.only:
        for scope, beside in said_there.scopes:
            if scope - w.GENERIC - match.concepts and match.touched & beside:
                return False
    return True


def _as_wide(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether an "all" stands before the same thing, or before things at large; "always" is not said of things."""
    if "always" in mine and "always" not in theirs:
        return False
    of, there = mine - {"always"}, theirs - {"always"}
    if of and theirs and not there:
        return False
    return of <= there | {""} or "" in there


def _conditions_kept(match: Match, days: frozenset[int], around: set[str]) -> bool:
    """Whether a clause that needs its time, day or limit names it: "free" after eight is not "free"."""
    what, unit, concepts = match.what, match.unit, match.concepts
    if unit.given and not unit.given & (concepts | around):
        return False
    if unit.dependent and match.numbers and not match.framed and not _TOGETHER & set(what.text):
        return False  # the price of the menu with its wines is not that of the wines
    if unit.own and unit.own <= _PEOPLE and unit.said.numbers and not match.numbers and match.touched & unit.own:
        return False  # "for children" is not "for children until six"
    if "ADMISSION" in match.touched and "FREE" in unit.concepts and "FREE" not in concepts:
        return False  # what is free is not there to be paid
    if unit.said.close.get("HALF", frozenset()) & match.touched and "HALF" not in concepts:
        return False  # half a litre is not a litre
    if unit.given and match.touched - w.GENERIC and match.touched - w.GENERIC <= unit.given and unit.own - unit.given and not what.conditional:  # fmt: skip
        return False  # what is only a condition there
    if unit.lasting and "FREE" in match.touched and not any(n.unit for n in what.numbers):
        return False
    if unit.special and not days and any(n.value.kind in (*MONEY, "number") for n in what.numbers):
        return False
    if "KEEP" in match.touched and unit.said.numbers and not match.numbers:
        return False
    timed = any(n.value.kind == "time" for n in what.numbers)
    if 0 < len(unit.said.days) < 6 and not days and (timed or "OPEN" in concepts):
        return False
    kinds = {n.value.kind for n in unit.said.numbers}
    binding = any(concept == "OPEN" or not no for concept, _, no in match.content if concept in _BINDING)
    kept = match.numbers or (what.conditional and unit.said.conditional) or days & (unit.said.days | unit.frame_days)
    bounds_opening = unit.said.days or unit.said.conditional or kinds & {"time", "month"}
    if binding and unit.bounded and not kept and ("OPEN" not in concepts or bounds_opening):
        return False
    return not (what.assents and "month" in kinds and not match.numbers)


_ELSEWHERE = frozenset(("PAY", "COST", "INCLUDED", "NEED", "BEGIN", "END", "EXTRA", "MORNING", "AFTERNOON", "EVENING", "LUNCH", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"))  # fmt: skip
"""Concepts that a sentence may hold in another form: a price, or "contains"."""
_CONTAINS = frozenset(["contain", "contains", "include", "includes", "enthalten", "enthält", "umfasst"])


def _compound(word: str, unit: Unit) -> int:
    """Whether a compound's two halves both stand in the unit, as what the last one is there."""
    for head, tail in w.parts(word):
        if tail not in unit.heads.get(head, (tail,)):
            continue  # a double bed in a room makes no double room
        last = unit.has(tail) or unit.frame.get(tail, 0) or (1 if tail in unit.title else 0)
        if last and (unit.has(head) or head in unit.frame or head in unit.title):
            return last
    return 0


_ORDINALS = w.bag("""
first second third fourth last other alternate
ersten erster zweiten zweiter dritten dritter vierten letzten letzter geraden ungeraden
""")


def _days(what: Said, days: frozenset[int], unit: Unit, by: Vouchers) -> bool:
    there = unit.said.days or unit.frame_days or (unit.rest_days if what.days else frozenset())
    if not there:
        return not what.days
    spans = unit.said.spans or unit.frame_spans
    if what.spans and spans and not what.spans <= spans:
        return False
    if not days <= there and not (not what.days and days & there):
        return False
    if what.days and _ORDINALS & set(unit.said.text) and not _ORDINALS & set(what.text):
        return False  # the first Friday of a month is not every Friday
    if by.today is not None and what.near:
        for ahead in what.near:
            day = by.today + timedelta(days=ahead)
            mark = (float(day.day), float(day.month))
            if mark in by.dated and not (
                {n.value.amount for n in unit.said.numbers if n.value.kind == "number"} >= {mark[0]}
                and any(n.value == Value("month", mark[1]) for n in unit.said.numbers)
            ):
                return False
    return True


def _dates(numbers: Sequence[Number]) -> set[tuple[float | str, float | str]]:
    """Days with their months, where one stands right before the other."""
    return {
        (a.value.amount, b.value.amount)
        for a, b in pairwise(numbers)
        if a.value.kind == "number" and b.value.kind == "month"
    }


def _ends(numbers: Sequence[Number]) -> int:
    """How many times of day end something."""
    return sum(n.value.kind == "time" and n.way == "until" for n in numbers)


_RATES = _SPELLS | {"MINUTE", "NIGHT", "PERSON", "PIECE"}
"""What a price is said per: then it is one of the things."""


def _numbers(what: Said, unit: Unit) -> int | None:
    """How many numbers of the clause the unit has too; None if one is not there, or says something else."""
    found = 0
    for number in what.numbers:
        inside = number.value.kind == "month" and not number.way and number.value.amount in unit.said.months
        same = [other for other in unit.said.numbers if _same(number, other)]
        if inside or same or any(_same(number, other) for other in unit.frame_numbers):
            if same and all(other.of and other.things and other.of not in what.concepts and (what.concepts - other.things) & unit.own for other in same):  # fmt: skip
                return None  # the pool has 29 degrees, not the sauna
            found += 1
        else:
            return None
    there = [*unit.said.numbers, *unit.frame_numbers]
    if any(n.value.kind == "month" for n in what.numbers):
        dates = _dates(there)
        if any(date not in dates and any(date[0] == other[0] for other in dates) for date in _dates(what.numbers)):
            return None
    if len(what.numbers) > 1 and _ends(what.numbers) > max(1, _ends(there)):
        return None
    if any(pair not in unit.bounds and (pair[0] * 60 % 720, pair[1] * 60 % 720) not in unit.said.ranges for pair in what.bounds):  # fmt: skip
        return None  # "nine to forty" is neither "nine to fourteen" nor "up to forty"
    if any(n.value.kind in MONEY for n in what.numbers) and not unit.concepts.keys() & _RATES:
        counted = {thing for n in what.numbers for thing in n.things}
        for other in unit.said.numbers:
            of = other.things - w.GENERIC
            if other.value.kind == "number" and other.value.amount not in (0, 1) and of and not other.unit and of <= what.concepts - counted:  # fmt: skip
                return None  # three scoops cost so much, and not a scoop
    if what.ranges and (unit.said.ranges or unit.frame_numbers):
        ranges = unit.said.ranges
        if ranges and not what.ranges <= ranges:
            return None
    return found


def _same(mine: Number, theirs: Number) -> bool:
    """Whether two numbers are the same one: in kind, amount, what they count, which end of a range and which limit."""
    kinds = {mine.value.kind, theirs.value.kind}
    if kinds == {"time"}:
        return _same_time(mine, theirs)
    if kinds == {"time", "number"}:  # "children up to twelve" and "bis zwölf"
        if mine.way and theirs.way and mine.way != theirs.way:
            return False
        clock, count = (mine, theirs) if mine.value.kind == "time" else (theirs, mine)
        sure = clock.value.certain and not clock.value.bare
        return not (sure or count.things - {"YEAR", "PERSON"}) and clock.value.amount == 60 * float(count.value.amount)
    if mine.way and theirs.way and mine.way != theirs.way and kinds <= {"number", "month"}:
        return False
    if mine.unit and theirs.unit and mine.unit != theirs.unit:
        if not _as_long(mine, theirs):
            return False
        return _LIMITS.get(mine.limit, mine.limit) == _LIMITS.get(theirs.limit, theirs.limit)
    if mine.unit and not theirs.unit and "number" in kinds and theirs.things:
        return False
    if mine.value.amount != theirs.value.amount:
        return False
    if "number" in kinds and kinds & MONEY:
        bare = mine if mine.value.kind == "number" else theirs
        if bare.things - {"EURO"}:
            return False
    elif len(kinds) > 1:
        return False
    if kinds == {"number"} and (mine.of or theirs.of) and not _called_alike(mine, theirs):
        return False
    counted = mine.things and theirs.things and not mine.things <= {"PERSON"}
    if kinds == {"number"} and counted and (mine.things - w.ATTRIBUTES or mine.things).isdisjoint(theirs.things):
        return False
    if mine.unit and mine.limit == "from" and not theirs.limit:
        return False
    if kinds <= {*MONEY, "number", "percent"}:
        if theirs.limit == "most" and mine.way == "until" and not mine.limit:
            return True
        if mine.limit == "most" and not theirs.limit and kinds == {"number"} and not theirs.unit:
            return True  # who seats 120 seats up to 120
        return _LIMITS.get(mine.limit, mine.limit) == _LIMITS.get(theirs.limit, theirs.limit)
    return True


def _called_alike(mine: Number, theirs: Number) -> bool:
    """Whether a number that is the name of a thing ("room 107") is so in both, and counts nothing in one of them."""
    if mine.of == theirs.of:
        return True
    named = [not one.things and not one.unit and bool(one.of) for one in (mine, theirs)]
    if all(named):
        return mine.of == theirs.of or mine.of in w.GENERIC or theirs.of in w.GENERIC
    other = mine if named[1] else theirs
    return not (any(named) and other.things - w.GENERIC)


_MINUTES = {"MINUTE": 1, "HOUR": 60, "DAY": 1440, "WEEK": 10080}
_MONTHS = {"MONTH": 1, "YEAR": 12}


def _as_long(mine: Number, theirs: Number) -> bool:
    """Whether two spells of time are the same in other units: two days and 48 hours."""
    for lengths in (_MINUTES, _MONTHS):
        if mine.unit in lengths and theirs.unit in lengths:
            return float(mine.value.amount) * lengths[mine.unit] == float(theirs.value.amount) * lengths[theirs.unit]
    return False


_LIMITS = {"least": "from"}


def _same_time(mine: Number, theirs: Number) -> bool:
    if mine.way and theirs.way and mine.way != theirs.way:
        return False
    if mine.value.certain and theirs.value.certain:
        return mine.value.amount == theirs.value.amount
    return float(mine.value.amount) % 720 == float(theirs.value.amount) % 720


def stands_alone(clause: str, by: Vouchers) -> bool:
    """Whether a piece of a sentence is a clause by itself: it has a verb and something that it says, and is not the half
    of a sentence that only says when the other half holds."""
    found = _trimmed(list(by.tokens(clause)))
    if not (_pivots(found) and _things_said(found)):
        return False
    if found[0].text in _SUBORDINATE and not any(t.part == "cut" and _verbal(found[n:]) for n, t in enumerate(found)):
        return False
    if re.search(r"[.!?]\W*$", clause):
        return True
    if (modal := _MODAL.search(clause)) and not any(word not in w.STOP for word in _INFINITIVE.findall(modal["rest"])):
        return False
    return not (found[-1].part == "plain" and not found[-1].key and found[-1].text in w.STOP - w.PIVOTS)


_SUBORDINATE = w.bag("if when whether unless because while wenn falls sofern ob weil sobald während")
_MODAL = re.compile(r"\b(?:können|kann|könnt|kannst)\b(?P<rest>.*)", re.DOTALL)
_INFINITIVE = re.compile(r"\b[a-zäöüß]+[nr]n?\b")


def asserts(clause: str, by: Vouchers) -> bool:
    """Whether a clause says something of the house, rather than greeting, thanking or not knowing."""
    return not ignorant(clause) and _things_said(by.tokens(clause))


def agrees(clause: str, by: Vouchers, *, yes: bool) -> bool:
    """Whether a clause that is vouched for answers the caller's question with this yes or no."""
    what = by.read(lead(clause))
    if not yes:
        return what.denied or what.only
    asked = {concept for concept in by.asked.concepts if concept in by.known or concept not in w.GENERIC}
    there = what.concepts | {part for _, word, _ in what.content for pair in w.parts(word) for part in pair}
    return (
        not what.denied
        and not what.only
        and bool(asked)
        and asked <= there
        and by.asked.days <= what.days | by.asked.days
    )


def nearest(clause: str, sentences: Sequence[tuple[str, str]], by: Vouchers) -> list[int]:
    """The places of the sentences that speak of what a clause speaks of, be it true or not: one or two of one passage,
    which together have at least half of its words that carry meaning. Empty where there are none. A sentence comes with
    the id of its passage."""
    what = by.read(lead(cleaned(clause)))
    left = [_halves(concept, word) for concept, word, _ in what.content if concept not in w.GENERIC]
    left += [frozenset([(n.value.kind, n.value.amount)]) for n in what.numbers]
    wanted, found = len(left), list[int]()
    there = {n: _spoken_of(by.read(sentence)) for n, (sentence, _) in enumerate(sentences)}
    while left and there and len(found) < _NEAREST:
        shares = {n: sum(not one.isdisjoint(told) for one in left) for n, told in there.items()}
        place = max(there, key=lambda n: (shares[n], -len(there[n]), -n))
        if shares[place] < min(1 + len(found), len(left)):
            break
        found.append(place)
        left = [one for one in left if one.isdisjoint(there[place])]
        there = {n: one for n, one in there.items() if sentences[n][1] == sentences[place][1] and n != place}
    return sorted(found) if 2 * len(left) <= wanted else []


_NEAREST = 2


def _halves(concept: str, word: str) -> frozenset[object]:
    return frozenset([concept, *(part for pair in w.parts(word) for part in pair)])


def _spoken_of(what: Said) -> frozenset[object]:
    things = frozenset(half for concept, word, _ in what.content for half in _halves(concept, word))
    return things | {(n.value.kind, n.value.amount) for n in what.numbers}


def topics(text: str, hint: str = "en") -> frozenset[str]:
    """The concepts that a text is about, both halves of a compound among them; units of time and money are none."""
    what = said(tokens(text, None, hint))
    halves = {part for _, word, _ in what.content for pair in w.parts(word) for part in pair}
    return frozenset((what.concepts | halves) - w.GENERIC - _TALK | (what.concepts & {"OPEN", "FREE", "PAY"}))


_TALK = frozenset(
    ["SELL", "TELL", "NEED", "BEGIN", "END", "WISH", "menu", "hour", "hous", "speisekart", "hausregel", "restaurant"]
)
"""Concepts of questions rather than of what is asked for."""


def harmless(opening: str) -> bool:
    """Whether the first words of a clause may leave before the clause is complete: they commit to nothing."""
    words = re.findall(r"\w+(?:'\w+)?", opening.lower())
    return bool(words) and all(word in w.OPENING for word in words) and not re.search(r"[^\w\s,.!']", opening)


@lru_cache(maxsize=4096)
def opens_harmlessly(token: str) -> bool:
    """Whether a reply may begin with this first token although its word may not be complete yet."""
    word = token.strip(" ,!").lower()
    return word in WHOLE and not (token.strip(" ,!").isupper() and len(word) > 1) and harmless(token)


WHOLE = w.bag("we our it the you they wir unser unsere sie bei die der das hello hallo thank thanks danke bitte please")
"""Words that open a reply and are never the beginning of one that asserts."""


class Clauses:
    """Cuts a stream of text into clauses. Nothing is lost or added: the pieces joined are the stream."""

    END = re.compile(r"(?:[.!?…]['\"”»)]*\s+(?=\S)|[;:]\s+|(?<!\d),\s+|(?<=\d),\s+(?=[^\d\s])|\s+[–—]\s+|\n+)")
    SIGNS = frozenset(".!?…;:,–—\n")  # without one of these nothing ends
    ABBREVIATED = re.compile(r"\b(?:ca|Nr|St|Dr|Mr|Mrs|Str|bzw|inkl|max|min|etc|e\.g|i\.e|[ap]\.m|z\.\s?B)\.\s+$")
    ORDINAL = re.compile(r"(?<![:.,\d])\d{1,2}\.\s+$")
    NEXT = re.compile(r"[a-zäöü]|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
    SHORT = 12  # a comma this early does not make a clause

    def __init__(self) -> None:
        self.pending = ""

    def feed(self, text: str) -> list[str]:
        """The clauses that this piece of text completes."""
        self.pending += text
        if self.SIGNS.isdisjoint(self.pending):
            return []
        done: list[str] = []
        start = 0
        for match in self.END.finditer(self.pending):
            if match[0].startswith(",") and match.end() - start < self.SHORT:
                continue
            if match[0][0] == ".":
                head, ahead = self.pending[start : match.end()], self.pending[match.end() : match.end() + 4]
                if self.ABBREVIATED.search(head):
                    continue
                if self.ORDINAL.search(head) and (self.NEXT.match(ahead) or len(ahead) < 3):
                    continue
            done.append(self.pending[start : match.end()])
            start = match.end()
        self.pending = self.pending[start:]
        return done

    def rest(self) -> str:
        """What is left when the stream has ended."""
        left, self.pending = self.pending, ""
        return left
