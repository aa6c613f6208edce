"""What somebody cannot eat, and which sentences of a menu are no answer to them.

Whoever asks for something without milk is not told of a dish that lists milk, however near its words are. Only what is
written counts: the list of allergens in brackets, in a column of that name, or after "contains". A dish that the caller
names is told as it stands, with its list. Pure.
"""

import re
from collections.abc import Sequence

from dialogue.state import Passage
from nodes import menus

_MILK = r"milk|dairy|lactose|cream|cheese|butter|milch|laktose|sahne|käse"
_EGG = r"eggs?|ei|eier[n]?"
_GLUTEN = r"gluten|wheat|weizen|rye|roggen|barley|gerste"
_COELIAC = r"\b(?:coeliacs?|celiacs?|zöliakie|zöli)\b"
_NUTS = r"(?:(?:wal|hazel|pea|cashew )?nuts?|almonds?|pistachios?|(?:wal|hasel|erd|cashew)?n[uü]ss?(?:e|en)?|mandeln?|pistazien?)"
_FISH = r"fish|fisch"
_SHELLFISH = r"shellfish|crustaceans?|molluscs?|prawns?|shrimps?|krebs\w*|weichtiere|garnelen|meeresfrüchte"
_OTHERS = (
    r"soya?|soja",
    r"celery|sellerie",
    r"mustard|senf",
    r"sesame|sesam",
    r"lupins?|lupinen?",
    r"sulphites?|sulfite?",
)
_SUBSTANCES = tuple(rf"(?:{one})" for one in (_MILK, _EGG, _GLUTEN, _NUTS, _FISH, _SHELLFISH, *_OTHERS))
_NEITHER = {
    re.compile(r"\bvegan\w*", re.IGNORECASE): (_MILK, _EGG, _FISH, _SHELLFISH),
    re.compile(r"\b(?:vegetari\w*|veggies?)\b", re.IGNORECASE): (_FISH, _SHELLFISH),
}
_LACKING = tuple(
    (
        re.compile(
            rf"\b{one}[- ]?(?:free|frei\w*)\b"
            rf"|\b(?:without|no|not contain\w*|free of|free from|ohne|keine?n?|frei von)\s+(?:any |jegliche )?{one}\b"
            rf"|\b(?:can't|cannot|can not|don't|do not|mustn't|won't|not)\s+(?:eat|have|tolerate|drink|do|take)\s+(?:any )?{one}\b"
            rf"|\b{one}\s+(?:nicht\s+)?(?:allerg\w*|intoleran\w*|unverträglich\w*)|\b{one}(?:allerg|intoleran|unverträglich)\w*"
            rf"|\b(?:allergic|intolerant|allergisch)\s+(?:to|against|auf|gegen)\s+{one}\b"
            rf"|\b(?:vertrage?|verträgt|esse|isst|darf)\s+(?:ich\s+|er\s+|sie\s+)?keine?n?\s+{one}\b"
            rf"|\b(?:auf|gegen)\s+{one}\s+(?:allergisch|intolerant)\b"
            + (rf"|{_COELIAC}" if one == f"(?:{_GLUTEN})" else ""),
            re.IGNORECASE,
        ),
        one,
    )
    for one in _SUBSTANCES
)
_ITEM = rf"(?:{'|'.join(_SUBSTANCES)})"
_SEVERAL = (
    rf"{_ITEM}-?(?:(?:\s*,\s*|\s*/\s*|\s+)(?:(?:and|or|nor|und|oder|noch)\s+)?(?:(?:no|any|keine?n?)\s+)?{_ITEM}-?)*"
)
_AVOIDED = re.compile(
    rf"\b(?:without|no|not contain\w*|free of|free from|ohne|keine?n?|frei von|weder|neither|avoid\w*|stay\w* away from|(?:ver)?meide[nt]?|verzichte[nt]? auf"
    rf"|(?:can't|cannot|can not|don't|do not|doesn't|does not|mustn't|must not|won't|not)\s+(?:eat|have|tolerate|drink|do|take|touch)"
    rf"|(?:allergic|intolerant|allergisch)\s+(?:to|against|auf|gegen)|(?:allergies|allergy|intolerance)\s+(?:to|against)|(?:allergie\w*|unverträglichkeit\w*)\s+(?:auf|gegen))"
    rf"\s+(?:any |either |all |jegliche )?(?P<several>{_SEVERAL})(?![\w-])|\b(?P<ahead>{_SEVERAL})(?=[- ]?(?:free|frei\w*|allerg\w*|intoleran\w*|unverträglich\w*)\b)",
    re.IGNORECASE,
)
"""Several things that somebody does not eat, said in one breath: "doesn't eat gluten or dairy", "weder Ei noch Milch"."""
_LISTED = re.compile(
    r"\(([^()]*)\)|\b(?:allergens?|allergene?|contains?|enthält|enthalten)\b[:\s]+([^.;]*)", re.IGNORECASE
)
_NAMED = re.compile(
    r"^\W*(?:and |und )?(?:is|are|ist|sind)\b(?! there\b)|\b(?:the|this|that|your|der|die|das|den|dem|dieser?s?|ihre?[nm]?|eure?[nm]?)\s+(?P<what>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\b{_ITEM}\b", re.IGNORECASE)
_PIECE = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"(])|\n+(?=[A-ZÄÖÜ0-9„\"(])|(?<=\)),\s+|(?<=\))\s+(?:and|und|or|oder)\s+"
)
"""Where one dish ends and the next begins: a sentence, or the list of allergens in the middle of one."""
_THE_ONE_TOLD = re.compile(
    r"\b(?:it|that|this|they|those|these|them|the dish|es|dies\w*|drin|drinnen|darin|da(?= .*\b(?:drin|dabei|enthalten))|(?:das|die|der|er|sie|den)(?= (?:auch |denn |eigentlich |noch )*(?:ohne|frei|mit|\w+frei|enthält|enthalten|haben|hat)\b)|(?<=hat )(?:das|die|der|er|sie)|(?<=enthält )(?:das|die|der|er|sie))\b"
    r"(?! (?:[^\W\d_]+ )?(?:menu|karte|restaurant|house|haus)\b)",
    re.IGNORECASE,
)
_CONTAINS = re.compile(
    r"\b(?:contain\w*|have|has|in|include\w*|enthält|enthalten|hat|haben|drin|drinnen|darin|dabei)\b", re.IGNORECASE
)
_WHAT = re.compile(
    r"\b(?:what|which|any(?:thing)?|something|was|welche\w*|etwas|irgendwas|alles|dish\w*|mains?|options?|gerichte?n?|speisen?|can you (?:do|make)|können sie|könnt ihr|do you do)\b",
    re.IGNORECASE,
)
_TO_EAT = re.compile(
    r"\b(?:what|which|was|welche\w*)\b.{0,40}\b(?:eat|have|order|essen|bestellen|nehmen)\b|\b(?:can|could|kann|könnte|darf)\b.{0,24}\b(?:eat|essen)\b.{0,12}\b(?:anything|etwas|was)\b"
    r"|\b(?:what|which|was)\b.{0,16}\b(?:recommend|suggest|empfehl\w*)\b(?!.*\b(?:drink|wines?|beers?|weine?|biere?|trinken)\b)"
    r"|^\W*(?:i ?'?a?m|we(?:'re| are)|(?:my|our) \w+ is|ich bin|wir sind|mein\w* \w+ ist) (?:\w+ ){0,2}(?:vegan\w*|vegetari\w*|veggies?)\W*$",
    re.IGNORECASE,
)
_THOSE = re.compile(
    r"\b(?:those|these|(?:of|among) (?:them|which)|(?:are|do) (?:any of |all of |all )?they|they(?:'re| are)|which ones?|(?:free|vegan|vegetarian) ones?"
    r"|davon|darunter|(?:von|unter) (?:denen|diesen)|sind (?:die|sie|diese)|(?:die|diese) sind|enthalten (?:die|sie|diese))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(?:(?:and|or|also|but|ok|und|oder|auch|aber)\W+|which\b|welche[rs]?\b)", re.IGNORECASE)
_ANY_DISH = re.compile(
    r"\b(?:what|any\w*|something|food|eat|dish\w*|meals?|menu|starters?|soups?|mains?|desserts?|courses?|options?|was|etwas|irgendwas|alles|essen"
    r"|\w*gerichte?n?|speisen?|\w*karte|\w*speisen?|vorspeisen?|suppen?|nachtisch\w*|desserts?|hauptg[aä]nge?|optionen)\b",
    re.IGNORECASE,
)
"""What is asked of the whole menu, and not of the dishes just told."""


def eats_what(question: str) -> bool:
    """Whether it is asked what somebody can eat, with or without a word of what they cannot."""
    return bool(_TO_EAT.search(question))


def rules_out(text: str) -> bool:
    """Whether a text names something that menus list, as what somebody must not eat."""
    return bool(_lacking(text))


def _lacking(text: str) -> list[str]:
    """What a text rules out, of what menus list: each of several that are said in one breath."""
    each = [
        one
        for said in _AVOIDED.finditer(text)
        for one in re.findall(rf"\b{_ITEM}", said["several"] or said["ahead"], re.I)
    ]
    text = " ; ".join([text, *(f"without {one}" for one in each)])
    return [one for asked, one in _LACKING if asked.search(text)]


def names_any(question: str) -> bool:
    """Whether a text names something that menus list, or an illness of who cannot eat it."""
    return bool(_ANY.search(question) or rules_out(question))


def beyond_lists(question: str) -> list[str]:
    """What a question names that may be in a dish and that no list of allergens has: "alcohol"."""
    return list(dict.fromkeys(_UNLISTED.findall(question))) if _IN_IT.search(question) else []


_UNLISTED = re.compile(r"\b(?:alcohol|alkohol|sugar|zucker|garlic|knoblauch|onions?|zwiebeln?)\b", re.IGNORECASE)
_IN_IT = re.compile(
    r"\b(?:contain\w*|in (?:it|the|your|that|this|der|dem|den|ihrer|eurer)|im|drin\w*|darin|enthält|enthalten|without|ohne)\b",
    re.IGNORECASE,
)


def has_lists(text: str) -> bool:
    """Whether a text lists allergens of dishes."""
    return any(_ANY.search(match[1] or match[2] or "") for match in _LISTED.finditer(text))


def of_those(question: str) -> bool:
    """Whether it is asked which of the dishes just told somebody can eat: "which of those are vegan?", "and without nuts?"."""
    if excluded(question) is None and not eats_what(question):
        return False
    bare = _GOES_ON.match(question) or len(question.split()) <= FEW
    return bool(_THOSE.search(question) or (bare and not _ANY_DISH.search(question)))


def goes_on(question: str, before: str) -> bool:
    """Whether a question only adds to the one before it what is to be in a dish, or not: "and celery?"."""
    of_dishes = _ANY_DISH.search(before) or names_any(before) or beyond_lists(before)
    bare = names_any(question) and len(question.split()) <= FEW and not _ANY_DISH.search(question)
    return bool(of_dishes) and (of_those(question) or bare)


FEW = 4
"""Words of a question that names nothing but what may be in a dish."""


def of_a_diet(question: str) -> bool:
    """Whether it is asked what there is for a diet, and nothing that menus list is named: "anything for vegetarians?"."""
    return excluded(question) is not None and not names_any(question) and not eats_what(question)


def of_the_one_told(question: str) -> bool:
    """Whether it is asked of what was just told whether something is in it that menus list: "does it contain nuts?"."""
    return names_any(question) and bool(_THE_ONE_TOLD.search(question)) and not _WHAT.search(question)


def what_is_in(question: str, told: str, found: Sequence[Passage]) -> tuple[str, list[menus.Dish]]:
    """What the lists say of the dish in question, and the dishes: "listed", "not_listed", for who asks whether it is
    without something "lists_it", "lists_not", or "listed_so" where no list has such things. No dishes where none is in question, or it has no list.

    told: what was just said, for a dish that is not named; found: passages about the one that is.
    """
    never, others = _substances(question), beyond_lists(question)
    if never is None and not others:
        return "", []
    rest = without_diets(question)
    among = [one for one in menus.dishes(found) if one.listed]
    dishes = menus.named(rest, among)
    if not dishes and of_the_one_told(question):
        dishes = [
            one
            for one in menus.dishes([Passage(id="", title="", content=told, document="", document_id="", score=1.0)])
            if one.listed
        ]
    if not dishes:
        return "", []
    if never is None:
        return "listed_so", dishes
    listing = [one for one in dishes if never.search(one.contains)]
    without = bool(excluded(question)) or not _CONTAINS.search(question)
    said = ("lists_it" if listing else "lists_not") if without else ("listed" if listing else "not_listed")
    return said, listing or dishes


def is_a_diet(word: str) -> bool:
    """Whether a word is what somebody eats on principle: "vegan"."""
    return any(diet.search(word) for diet in _NEITHER)


def without_diets(question: str) -> str:
    """A question without the words of what somebody eats or not: "vegan" names no dish."""
    rest = re.sub(_COELIAC, " ", question, flags=re.IGNORECASE)
    for word in (_ANY, _UNLISTED, *_NEITHER):
        rest = word.sub(" ", rest)
    return rest


def without(question: str, before: str, among: Sequence[menus.Dish]) -> list[menus.Dish] | None:
    """The dishes whose lists lack what the question rules out, or else what was said before it; None where it asks for
    nothing of the kind.
    """
    never = excluded(question) if _WHAT.search(question) or eats_what(question) else None  # a vegan asks for more
    if never is None and eats_what(question):
        never = excluded(before)
    return None if never is None else _free_of(never, question, before, among)


def of_these(question: str, before: str, those: Sequence[menus.Dish]) -> list[menus.Dish]:
    """The dishes of those that suit who asks for some of them (`of_those`); all of them where nothing is ruled out."""
    never = excluded(question) or excluded(before)
    return list(those) if never is None else _free_of(never, question, before, those)


def _free_of(never: re.Pattern[str], question: str, before: str, among: Sequence[menus.Dish]) -> list[menus.Dish]:
    fitting = [one for one in among if one.listed and not never.search(one.contains)]
    for diet, said in _SAID_SO:
        if diet.search(question) or (excluded(question) is None and diet.search(before)):
            fitting = [one for one in fitting if said.search(f"{one.passage['title'].rpartition('›')[2]} {one.said}")]
    return fitting


_SAID_SO = (
    (re.compile(r"\bvegan\w*", re.IGNORECASE), re.compile(r"\bvegan(?!\w*\W+(?:main|hauptg))", re.IGNORECASE)),
    (re.compile(r"\b(?:vegetari\w*|veggies?)\b", re.IGNORECASE), re.compile(r"\bvega|\bvegetari", re.IGNORECASE)),
)
"""No list of allergens says that there is no meat in it: a dish is vegan where the menu says so."""


def same(question: str, heading: str) -> bool:
    """Whether a heading announces what is without the very things that a question rules out, and no more."""
    ruled_out, announced = excluded(question), excluded(heading)
    return ruled_out is not None and announced is not None and ruled_out.pattern == announced.pattern


def _substances(question: str) -> re.Pattern[str] | None:
    """What of all that menus list a question names."""
    named = [one for one in _SUBSTANCES if re.search(rf"\b{one}\b", question, re.IGNORECASE)]
    named += [one for asked, one in _LACKING if one not in named and asked.search(question)]
    return re.compile(rf"\b(?:{'|'.join(named)})\b", re.IGNORECASE) if named else None


def excluded(question: str) -> re.Pattern[str] | None:
    """What must not be in a dish that answers this question; None where nothing is ruled out."""
    lacking = _lacking(question)
    for diet, never in _NEITHER.items():
        if diet.search(question):
            lacking += [rf"(?:{one})" for one in never]
    return re.compile(rf"\b(?:{'|'.join(lacking)})\b", re.IGNORECASE) if lacking else None


def suited(question: str, found: Sequence[Passage]) -> list[Passage]:
    """The passages without the dishes that list what the question rules out; a passage of nothing else is left out."""
    never = excluded(question)
    if never is None:
        return list(found)
    named = _NAMED.search(question)
    dish = (named["what"] or "").lower() if named else ""
    if named and not dish:
        return list(found)  # "is the risotto vegan?": the dish is told with its list
    kept = []
    for one in found:
        sentences = _pieces(one["content"])
        told = [each for each in sentences if not _lists(each, never) or (dish and dish in each.lower())]
        if len(told) == len(sentences):
            kept.append(one)
        elif any(re.search(r"[^\W\d_]{3,}", each) for each in told):
            kept.append({**one, "content": "\n".join(told)})
    return kept


def _lists(sentence: str, never: re.Pattern[str]) -> bool:
    return any(never.search(match[1] or match[2] or "") for match in _LISTED.finditer(sentence))


def _pieces(text: str) -> list[str]:
    """A menu in pieces of one dish each, as far as their lists tell them apart."""
    return [piece[:1].upper() + piece[1:] for piece in _PIECE.split(text) if piece]
