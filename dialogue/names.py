"""Names of places and people of business in what is said: what an agent puts forward, and what a caller asks for.

Nothing is looked up. A name is a run of capitalised words together with what stands around it ("called …", "… is a
nice place"); in lower-case writing only what stands around it is left. A caller may also say part of a name that was
put forward before.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dialogue import kinds
from language import lexicon, words

_FUNCTION = words.bag("""
i the a an it there they you we he she yes no sure ok okay sorry what how would do does is are please hello hi your my our
unfortunately and or but this that these those in at on for with by to from have has alright let can could may should
shall will which where when who why yeah hey am pm i'm i'll i've i'd it's there's they're that's what's let's you're
you'll you'd we've we're he's she's how's here's address phone just about maybe perhaps so well also another then if none
however actually once again checking confirming their its his her all some any visit date time reservation table booking
wifi tv currently absolutely certainly thank thanks welcome make want need look try book find search reserve confirm
located restaurant hotel salon apartment price number tomorrow today tonight next alternatively apologies oh um did
were was been not only each every both such very as of be do don't can't couldn't won't isn't aren't doctor dentist
therapist reference monthly rent pets pet sounds works seems looks physician you've visiting booking scheduling confirming reserving
der die das ein eine und oder ich sie wir ist im am um für bei mit haben
""")
_EXCLAIM = words.bag(
    "great good perfect nice fine excellent awesome wonderful cool right found absolutely best first well lovely"
)
_JOINERS = words.bag("of the by & + - de la del di le du y von und 'n' n' van")
_GENERIC = words.bag("""
restaurant hotel apartments apartment salon barbershop barber shop grill bar cafe café kitchen lounge bistro inn suites
lodge house guesthouse hostel resort spa brewery brewhouse steakhouse cuisine sushi dental dentistry md dds tavern pub
eatery diner hair studio center clinic homes village terrace gardens palace tandoori motel plaza guest practice
restaurante trattoria ristorante taqueria pizzeria bakery buffet room associates group clips cuts haircut office b&b
""")
_AFTER_AND = _GENERIC | words.bag("tofu pasta pizza breakfast company cantina tea wine tapas co beauty nails skin ale")
_LOWER_TAIL = words.bag(
    "apartments salon house guesthouse lodge cafe grill inn suites barbershop clips cuts lane hills bar"
)
_TITLES = words.bag("md m.d. m.d dds d.d.s. facs facog inc inc. phd ph.d. psy mph dmd mft jr jr. psychologist do")
_ABBREVIATED = re.compile(r"^(?:[A-Z]|Dr|St|Mr|Mrs|Ms|Jr|M\.D|D\.D\.S|Co|Inc|No|Ph\.D|D\.C|U\.S)\.$")
_STREET = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|lane|ln|way|suite|court|highway|hwy|parkway|circle|real|ste|plaza|terrace|row|square|expressway|floor|#\w*)\b|#",
    re.IGNORECASE,
)
_CUE_BEFORE = re.compile(
    r"(?:\b(?:called|named|names?(?: is)?|recommend|suggest|try|about|like|considered?|is|found|visit|choose|option|with|named|have|table at|reservation at|appointment at|appointment with|booking at|room at|stay(?:ing)? at|book(?:ing)?|one|restaurant|hotel|salon|dentist|doctor|therapist|place|property|at|as|there's|see|for you|check out|got)|,|:|\")\s*(?:out |is |the |a |an |called |named |\")*$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"^[\"”]?,?\s*(?:is|has|have|in|located|which|that|serves?|offers?|looks?|seems?|would|are|sounds?|comes|might|could|meets?|and is|at|for|on|from|sound)\b|^[\"”]?[?]"
)
_ELSEWHERE = re.compile(r"\b(?:in|near|to|from|around|city of|area of|within|town of)\s+(?:the )?$", re.IGNORECASE)
_NO_OFFER = re.compile(
    r"(?:address|street|located (?:at|on|in)|phone|reference|call them|telephone|postcode|post code|zip|bring|number)\b[^.?!]{0,24}$",
    re.IGNORECASE,
)
_AT_PLACE = re.compile(r"\b(?:at|on|located)\s*$", re.IGNORECASE)
_CODE = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,10}$|^[A-Z]{7,}$|^TR\d+$")
_NEAR = 80
"""Characters on either side of a name that can introduce it."""
_PHONE = re.compile(r"^[\d+()./: -]+(?:[AP]M|am|pm|th|st|nd|rd)?$")


@dataclass(frozen=True, slots=True)
class _Token:
    core: str
    begin: int
    end: int
    closes: bool
    """Punctuation follows: no name runs on over it."""
    comma: bool
    opens: bool
    """It begins a sentence."""


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    opens = True
    for match in re.finditer(r"\S+", text):
        raw = match.group()
        head = len(raw) - len(raw.lstrip("\"“”'‘(*[{-"))
        core = raw[head:]
        tail = len(core) - len(core.rstrip(".,!?;:\"”“)*]}'’…")) if not core.endswith(("s'", "s’")) else 0
        punctuation = core[len(core) - tail :] if tail else ""
        core = core[: len(core) - tail] if tail else core
        if punctuation == "." and _ABBREVIATED.match(core + "."):
            core, punctuation = core + ".", ""
        if not core and raw.strip() in ("&", "+", "-", "|"):
            core = raw
        if core:
            begin = match.start() + (head if core != raw else 0)
            closed = any(p in punctuation for p in '.!?;:,)"”')
            found.append(_Token(core, begin, begin + len(core), closed, punctuation == ",", opens))
            opens = any(p in punctuation for p in ".!?")
        elif found:
            last = found[-1]
            found[-1] = _Token(last.core, last.begin, last.end, True, False, last.opens)
    return found


def _capital(token: _Token) -> bool:
    return token.core[:1].isupper() and not _CODE.match(token.core)


def _is_when(low: str) -> bool:
    return low in words.WEEKDAYS or low in words.MONTHS


def runs(text: str, known: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """(begin, end, words) of every run of capitalised words that may be a name."""
    tokens, runs, i = _tokens(text), [], 0
    while i < len(tokens):
        token = tokens[i]
        low = token.core.lower()
        following = tokens[i + 1] if i + 1 < len(tokens) and not token.closes else None
        number = (
            re.fullmatch(r"\d[\w/.'’-]*", token.core) is not None
            and following is not None
            and _capital(following)
            and not _is_when(following.core.lower())
            and following.core not in ("AM", "PM")
        )
        starts = number or (_capital(token) and not _is_when(low) and not _PHONE.match(token.core))
        if (
            starts
            and low == "one"
            and following is not None
            and (_capital(following) or following.core in ("on", "of"))
        ):
            pass
        elif starts and low in _FUNCTION and not number:
            the = low in ("the", "a") and token.core[0].isupper() and following is not None and _capital(following)
            kind = (
                low in ("restaurant", "hotel", "salon", "city", "table")
                and following is not None
                and _capital(following)
            )
            starts = (the and not token.opens) or (kind and not token.opens)
            if the and token.opens and following is not None and following.core.lower() not in _FUNCTION:
                starts = low == "the"
        if (
            starts
            and low in _EXCLAIM
            and (following is None or not (_capital(following) or following.core.lower() in _LOWER_TAIL - {"house"}))
        ):
            starts = False
        if not starts:
            i += 1
            continue
        j = i
        while j + 1 < len(tokens):
            here, after = tokens[j], tokens[j + 1]
            if "\n" in text[here.end : after.begin]:
                break
            if here.closes and not (here.comma and after.core.lower() in _TITLES):
                break
            beyond = tokens[j + 2] if j + 2 < len(tokens) and not after.closes else None
            lower = after.core.lower()
            if _is_when(lower) or after.core in ("AM", "PM", "I"):
                break
            if _capital(after) and not (
                lower in _FUNCTION
                and lower not in _GENERIC
                and lower not in _JOINERS
                and lower not in ("and", "at", "on", "for", "in", "a", "all", "one", "visit", "city", "both")
            ):
                j += 1
                continue
            if re.fullmatch(r"\d{1,4}", after.core) and beyond is not None and _capital(beyond):
                j += 1
                continue
            if re.fullmatch(r"\d{1,3}", after.core) and after.closes and not here.core[0].isdigit():
                j += 1
                continue
            if beyond is not None and _capital(beyond) and not _is_when(beyond.core.lower()):
                rest = beyond.core.lower()
                if lower in _JOINERS or (lower == "and" and rest in _AFTER_AND) or (lower == "a" and here.core == "-"):
                    j += 2
                    continue
                if (
                    lower in ("at", "on", "for")
                    and rest not in known
                    and not any(k.startswith(rest + " ") for k in known)
                ):
                    j += 2
                    continue
            if (
                beyond is not None
                and lower in ("by", "-", "&", "of")
                and beyond.core in ("a", "the", "A", "The", "&", "by")
                and j + 3 < len(tokens)
                and _capital(tokens[j + 3])
            ):
                j += 3
                continue
            if lower == "restaurant" and beyond is not None and beyond.core == "&":
                j += 1
                continue
            if lower in _LOWER_TAIL and here.core[0].isupper():
                j += 1
            elif here.core[0].isupper():
                j += _lower_tail(text, tokens, j)
            break
        end = j
        while end > i and (
            tokens[end].core.lower() in _JOINERS or tokens[end].core.lower() in ("and", "at", "in", "for")
        ):
            end -= 1
        name = text[tokens[i].begin : tokens[end].end].strip(' ,.:;!?|&-"')
        name = re.sub(r"(?<!\w)['‘\"“]|['’\"”](?!\w)", "", name)
        runs.append((tokens[i].begin, tokens[end].end, re.sub(r"\s+", " ", name)))
        i = j + 1
    return runs


def _lower_tail(text: str, tokens: list[_Token], at: int) -> int:
    """How many words in lower case still belong to a name begun in capitals ("Boiling pot is …"): 0, 1 or 2."""
    if _CUE_AFTER.match(text[tokens[at].end :]):
        return 0
    for count in (1, 2):
        if at + count >= len(tokens):
            return 0
        last = tokens[at + count]
        low = last.core.lower()
        if last.core[0].isupper() or not (
            (low in _GENERIC and low not in _PLAIN_KINDS)
            or (low not in lexicon.COMMON and low not in _NO_LOWER and not re.search(r"\d|(?:ed|ing|ly)$", low))
        ):
            return 0
        if last.closes or _CUE_AFTER.match(text[last.end :]):
            return count
        if at + count + 1 < len(tokens) and tokens[at + count + 1].core.lower() in lexicon.COMMON - _GENERIC:
            return 0
    return 0


_PLAIN_KINDS = words.bag(
    "restaurant restaurants hotel hotels salon salons apartment apartments place places food cuisine"
)


def no_name(name: str, known: Collection[str] = ()) -> bool:
    """Whether a run of words cannot be a name: known otherwise, a number, a code, everyday words."""
    low = name.lower()
    parts = low.split(" ")
    own = " ".join(p for p in parts if p not in _GENERIC and p.removesuffix("s") not in _GENERIC)
    return (
        low in known
        or (own in known and not set(parts) - set(own.split()) - _PLAIN_KINDS)
        or bool(kinds.CUISINE.fullmatch(own) or kinds.PROVIDER_TYPES.fullmatch(low))
        or any(feature.fullmatch(low) for feature in kinds.FEATURES.values())
        or bool(re.fullmatch(r"\d+(?:\.\d+)? stars?", low))
        or len(name) < 2
        or bool(_PHONE.match(name))
        or bool(_CODE.match(name))
        or all(p in _FUNCTION or p in _EXCLAIM or p in words.MONTHS or p in words.WEEKDAYS for p in parts)
        or (len(parts) == 1 and (low in lexicon.COMMON or low in _GENERIC or low.removesuffix("s") in _GENERIC))
        or (
            len(parts) <= 2
            and all(
                p in _GENERIC or p.removesuffix("s") in _GENERIC or p in _FUNCTION or (p.isdigit() and int(p) < 100)
                for p in parts
            )
        )
        or (re.match(r"the\b", low) is not None and low[4:] in known)
    )


def _spaced(text: str) -> str:
    """A space after every full stop; shouting in lower case."""
    if text.isupper() and len(text) > 12:
        text = text.lower()
    return re.sub(r"(?<=[a-z])([.,!?])(?=[A-Z])", r"\1 ", text)


def _plain(name: str) -> str:
    """Lower case without an article, punctuation and possessives."""
    low = re.sub(r"['’`]", "", name.lower())
    low = re.sub(r"[^\w& ]+", " ", low).replace("&", " and ")
    return re.sub(r"^(?:the|a) ", "", " ".join(low.split()))


# --- the agent --------------------------------------------------------------------------------------------------------
_LOWER_OFFER = re.compile(
    r"\b(?:called|named|name is|recommend|suggest|how about|what about|table at|reservation at|reservations at|appointment (?:at|with)|room at|booked (?:you )?(?:at|into)|try|booking (?:for|at|with)|stay at|i have|there is|there's|i found|found) (?:the )?"
    r"((?:[a-z0-9&'’+-]+ ){0,5}?[a-z0-9&'’+-]+?)(?= (?:in|at|is|for|on|located|which|that|and they|it|has|with|serves|would|as|meets|from|to|who)\b|[,.?!;]|$)"
)
_LOWER_SUBJECT = re.compile(
    r"(?:^|[.?!] +|\b(?:and|but|yes|ok|okay|sure|well)[,]? )(?:the )?((?:[a-z0-9&'’+-]+ ){0,4}?[a-z0-9&'’+-]+?) (?:is (?:a|an|located|in|another|the|at|very|also|nice|moderately|cheap|expensive)|serves|has|have|meets|would be|offers|looks|fits)\b"
)
_NO_LOWER = (
    _FUNCTION
    | _EXCLAIM
    | words.bag("""
several many two three four five six ten one more few lot lots cheap expensive moderate price food type kind area part town
centre center north south east west people person name star stars free parking internet information else something anything
options option choices choice different available place places event events concert ticket tickets movie bus car station fits fit sound sounds matches style apartment apartments description
""")
)


def offered(system: str, *, known: Collection[str] = (), language: str = "en") -> list[str]:
    """The names an agent puts forward, the likeliest first.

    known: places and kinds already spoken of, in lower case; they are no offers.
    """
    text = _spaced(system)
    if language == "de":
        return _german(text, known)
    found: list[tuple[float, str]] = []
    for begin, end, name in runs(text, known):
        before, after = text[max(0, begin - _NEAR) : begin], text[end : end + _NEAR]
        if re.match(r"\d{1,2} ", name) and re.search(r"\b(?:found|is|are|have|got|locate) $", before):
            name = name.split(" ", 1)[1]
        kind, at, rest = name.partition(" at ")
        if at and kinds.PROVIDER_TYPES.fullmatch(kind.lower()):
            name = rest
        if no_name(name, known):
            continue
        parts = name.lower().split(" ")
        generic = any(p.strip(".") in _GENERIC for p in parts)
        address = bool(_STREET.search(name)) and bool(re.match(r"\d", name))
        score = 1.0 + (len(parts) > 1) + 1.5 * bool(_CUE_BEFORE.search(before)) + 1.5 * bool(_CUE_AFTER.search(after))
        score += 1.5 * generic
        if _ELSEWHERE.search(before):
            score -= 1 if generic else 4
        if _NO_OFFER.search(before):
            score -= 4
        if address:
            score -= (
                4 if _AT_PLACE.search(before) or re.match(r" is (?:the|their|its) (?:street )?address", after) else 2
            )
        elif not generic and ((re.match(r"\d", name) and _AT_PLACE.search(before)) or _STREET.search(name)):
            score -= 1
        if len(parts) == 1 and begin == 0:
            score -= 0.5
        if after[:1] == "," and "," in before[-2:]:
            score -= 1
        if score >= 2:
            found.append((score, name))
    if found:
        return [name for _, name in sorted(found, key=lambda one: -one[0])]
    lower = _lower_offer(text.lower(), known)
    return [lower] if lower else []


_GERMAN_NAME = re.compile(
    r"(?:\b(?:namens|genannt|heißt|heisst)|\b(?:das|dem|im|ins|beim?|am|zum) (?=(?:restaurant|hotel|gasthaus|gasthof|café|bistro|pension)\b)|\b(?:restaurant|hotel|gasthaus|gasthof|café|bistro|pension|salon|praxis)(?: namens| genannt)?)[ „\"»]+((?:(?:[A-ZÄÖÜ][\w'’&-]*|zum|zur|am|im|an der|und|&) ?){1,5})",
    re.IGNORECASE,
)


def _german(text: str, known: Collection[str]) -> list[str]:
    """Names in German, where every noun has a capital: only what is introduced as one, up to its last capital."""
    found = []
    for match in _GERMAN_NAME.finditer(text):
        parts = match[1].split()
        size = 0
        for at, part in enumerate(parts):
            if part[0].isupper() and part.lower() not in ("uhr", "ist", "hat"):
                size = at + 1
            elif part not in ("zum", "zur", "am", "im", "an", "der", "und", "&"):
                break
        name = " ".join(parts[:size])
        if name and name.lower() not in known and name.lower() not in lexicon.COMMON:
            found.append(name)
    return found


def _lower_offer(low: str, known: Collection[str]) -> str | None:
    for pattern in (_LOWER_OFFER, _LOWER_SUBJECT):
        for match in pattern.finditer(low):
            if _lower_name(match[1].strip(), known):
                return match[1].strip()
    return None


def _lower_name(name: str, known: Collection[str]) -> bool:
    """Whether words in lower case can be a name: none of them everyday but those that names are made of."""
    parts = name.split(" ")
    own = [p for p in parts if p not in _GENERIC and p not in _JOINERS and p not in ("city", "and", "at", "on")]
    return (
        bool(own)
        and kinds.price(name) is None
        and name not in known
        and not all(p in known for p in own)
        and not any(p in lexicon.COMMON or p in _NO_LOWER or p.isdigit() or _is_when(p) for p in own)
        and not any(re.search(r"(?:ed|ly)$", p) for p in own)
        and not _PHONE.match(name)
    )


# --- the caller -------------------------------------------------------------------------------------------------------
_KINDS = r"(?:restaurant|hotel|diner|place|apartments?|property|salon|dentist|doctor|provider|stylist|therapist|psychologist|psychiatrist|barber|eatery|bistro|dermatologist|gynecologist|ophthalmologist|practitioner|counselor|specialist|complex|building)"
_INTRODUCES = re.compile(
    rf"(?:\b(?:called|named|name of|name(?:'s| is| of (?:the |my )?{_KINDS} is)?|{_KINDS}(?:'s name)?(?: is| called| named| would be|:| of)?|(?:reservation|reservations|table|seat|room|rooms|appointment|spot|booking|viewing|visit|schedule|stay|dinner|lunch|viewing|eat|dine|going|go|reserve|book|it)(?: \w+){{0,3}} (?:at|with|to|for|in|from|of)|book(?:ing)?(?: me)?|visit|see|try|choose|prefer|check|with|at|reserve|view|want|for|like|about|change it to|do|to|is)) (?:the |a |an )*$",
    re.IGNORECASE,
)
_INTRODUCES_LOWER = re.compile(
    rf"\b(?:called|named|name is|(?:the |a |this )?{_KINDS}(?:'?s name)? (?:is called|is named|is|called|named|would be)|table at|reservations? (?:at|in) (?:the )?(?={_KINDS})?|appointment (?:with|at)|room at) (?:the )?((?:[a-z0-9&'’+-]+ ){{0,4}}?[a-z0-9&'’+-]+?)(?= (?:in|at|for|on|please|this|today|tomorrow|next|and i|which|near|from|if)\b|[,.?!;]|$)",
    re.IGNORECASE,
)
_CALLER_IS = re.compile(
    r"\b(?:my|full|our) name(?:'s| is)?:? $|\b(?:i'm|i am|this is|under|for mr\.?|ich bin|ich heiße|mein name ist) $",
    re.IGNORECASE,
)


def _mentioned(user: str, offers: Sequence[str]) -> str | None:
    """A name put forward before that the caller says again, whole or by its own words."""
    low = f" {_plain(user)} "
    best: tuple[int, str] | None = None
    for name in reversed(offers):
        plain = _plain(name)
        parts = [p for p in plain.split(" ") if p not in ("the", "and", "of", "in", "at", "by")]
        if f" {plain} " in low:
            found = len(plain)
        else:
            own = [p for p in parts if p not in _GENERIC and p not in lexicon.COMMON and len(p) > 2]
            lead = own[:2]
            if not lead or not all(f" {p} " in low or f" {p}s " in low for p in lead):
                continue
            found = sum(len(p) for p in lead)
            others = [o for o in offers if o != name and lead[0] in _plain(o).split(" ")]
            if others and len(lead) == 1:
                continue
        if best is None or found > best[0]:
            best = (found, name)
    return best[1] if best else None


def spoken(
    user: str, *, asked: bool, known: Collection[str], offers: Sequence[str] = (), language: str = "en"
) -> str | None:
    """The name a caller asks for: one put forward before, one they introduce, or the answer when it was `asked` for.

    known: places and kinds that are spoken of too, in lower case; they are not taken for names.
    """
    again = _mentioned(user, [o for o in offers if _plain(o) not in known])
    text = _spaced(user)
    if language == "de":
        return again or next(iter(_german(text, known)), None)
    best: tuple[float, str] | None = None
    for begin, end, name in runs(text, known):
        if no_name(name, known):
            continue
        before, after = text[max(0, begin - _NEAR) : begin], text[end : end + _NEAR]
        parts = name.lower().split(" ")
        generic = any(p in _GENERIC for p in parts)
        if (
            _ELSEWHERE.search(before)
            and not (generic and re.search(r"\bto (?:the )?$", before))
            and not re.search(
                r"\b(?:room|table|visit|viewing|apartment|reservations?|go|going|stay|staying|interested) (?:in|to) (?:the )?$",
                before,
            )
        ):
            continue
        if _CALLER_IS.search(before) and not generic:
            continue
        introduced = _INTRODUCES.search(before)
        score = 2.0 * bool(introduced) + 1.0 * generic + 0.5 * (len(parts) > 1)
        score += 1.5 * bool(re.search(rf"\b(?:called|named|name is|{_KINDS}(?: is)?|at|with|visit) (?:the )?$", before))
        score += 1.5 * bool(
            re.match(
                r"\s*(?:is (?:the|my|where|what|a)|in [A-Z]|restaurant|hotel|salon|apartments?|sounds|will be|would be|is fine|is good)\b",
                after,
            )
        )
        score += 2.0 * asked
        if len(parts) == 1 and begin == 0 and not asked:
            score -= 1.5
        if score >= (2.0 if asked else 3.0) and (best is None or score > best[0]):
            best = (score, name)
    if again and (best is None or _plain(best[1]) in _plain(again) or _plain(again) in _plain(best[1])):
        return again
    if best:
        return best[1]
    for match in _INTRODUCES_LOWER.finditer(text):
        if _lower_name(match[1].strip().lower(), known) and not re.search(
            r"\b(?:my|full) $", text[: match.start()], re.IGNORECASE
        ):
            return match[1].strip()
    return again
