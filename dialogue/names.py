"""Names of places and people of business in what is said: what an agent puts forward, and what a caller asks for.

Nothing is looked up. A name is a run of capitalised words together with what stands around it ("called …", "… is a
nice place"); in lower-case writing only what stands around it is left. A caller may also say part of a name that was
put forward before.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from language import lexicon, words

_FUNCTION = words.bag("""
i the a an it there they you we he she yes no sure ok okay sorry what how would do does is are please hello hi your my our
unfortunately and or but this that these those in at on for with by to from have has alright let can could may should
shall will which where when who why yeah hey am pm i'm i'll i've i'd it's there's they're that's what's let's you're
you'll you'd we've we're he's she's how's here's address phone just about maybe perhaps so well also another then if none
however actually once again checking confirming their its his her all some any visit date time reservation table booking
wifi tv currently absolutely certainly thank thanks welcome make want need look try book find search reserve confirm
located restaurant hotel salon apartment city price number tomorrow today tonight next alternatively apologies oh um did
were was been not only each every both such very as of be do don't can't couldn't won't isn't aren't doctor dentist
therapist reference monthly rent pets pet
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
    "apartments salon hotel house guesthouse lodge cafe grill inn suites barbershop clips cuts lane hills restaurant bar"
)
_TITLES = words.bag("md m.d. m.d dds d.d.s. facs facog inc inc. phd ph.d. psy mph dmd mft jr jr. psychologist do")
_ABBREVIATED = re.compile(r"^(?:[A-Z]|Dr|St|Mr|Mrs|Ms|Jr|M\.D|D\.D\.S|Co|Inc|No|Ph\.D|D\.C|U\.S)\.$")
_STREET = re.compile(
    r"\b(?:street|avenue|ave|road|rd|boulevard|blvd|drive|lane|ln|way|suite|court|highway|hwy|parkway|circle|real|ste|plaza|terrace|row|square|expressway|floor|#\w*)\b|#",
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
_AT_PLACE = re.compile(r"\b(?:at|on|located)\s*(?:the )?$", re.IGNORECASE)
_CODE = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,10}$|^[A-Z]{7,}$|^TR\d+$")
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
            begin = match.start() + head
            closed = any(p in punctuation for p in ".!?;:,)\"”")
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


def _runs(text: str, known: Collection[str]) -> list[tuple[int, int, str]]:
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
        if starts and low in _FUNCTION and not number:
            the = low in ("the", "a") and token.core[0].isupper() and following is not None and _capital(following)
            kind = (
                low in ("restaurant", "hotel", "salon", "city", "table") and following is not None and _capital(following)
            )
            starts = (the and not token.opens) or (kind and not token.opens)
            if the and token.opens and following is not None and following.core.lower() not in _FUNCTION:
                starts = low == "the"
        if starts and low in _EXCLAIM and (following is None or not _capital(following)):
            starts = False
        if not starts:
            i += 1
            continue
        j = i
        while j + 1 < len(tokens):
            here, after = tokens[j], tokens[j + 1]
            if here.closes and not (here.comma and after.core.lower() in _TITLES):
                break
            beyond = tokens[j + 2] if j + 2 < len(tokens) and not after.closes else None
            lower = after.core.lower()
            if lower in known and lower not in _GENERIC:
                break
            if _is_when(lower) or after.core in ("AM", "PM", "I"):
                break
            if _capital(after) and not (lower in _FUNCTION and lower not in _GENERIC and lower not in _JOINERS and lower not in ("and", "at", "on", "for", "in", "a", "all", "one", "visit", "city", "both")):
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
                if lower == "at" and rest not in known and not any(k.startswith(rest + " ") for k in known):
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
            if lower in _LOWER_TAIL and (here.core[0].isupper()):
                j += 1
                if lower == "restaurant" and after.closes is False and beyond is not None and beyond.core == "&":
                    continue
                break
            break
        end = j
        while end > i and (tokens[end].core.lower() in _JOINERS or tokens[end].core.lower() in ("and", "at", "in", "for")):
            end -= 1
        name = text[tokens[i].begin : tokens[end].end].strip(" ,.:;!?|&-\"")
        runs.append((tokens[i].begin, tokens[end].end, re.sub(r"\s+", " ", name)))
        i = j + 1
    return runs


def _no_name(name: str, known: Collection[str]) -> bool:
    low = name.lower()
    parts = low.split(" ")
    return (
        low in known
        or len(name) < 2
        or bool(_PHONE.match(name))
        or bool(_CODE.match(name))
        or all(p in _FUNCTION or p in _EXCLAIM or p in words.MONTHS or p in words.WEEKDAYS for p in parts)
        or (len(parts) == 1 and low in lexicon.COMMON)
        or (re.match(r"the\b", low) is not None and low[4:] in known)
    )


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
    r"(?:^|[.?!] +|\b(?:and|but|yes|ok|okay|sure|well)[,]? )(?:the )?((?:[a-z0-9&'’+-]+ ){0,4}?[a-z0-9&'’+-]+?) (?:is (?:a|an|located|in|another|the|at|very|also|nice|moderately|cheap|expensive)|serves|has (?:a|an|free)|meets|would be|offers|looks|fits)\b"
)
_NO_LOWER = _FUNCTION | _EXCLAIM | words.bag("""
several many two three four five six ten one more few lot lots cheap expensive moderate price food type kind area part town
centre center north south east west people person name star stars free parking internet information else something anything
options option choices choice different available place places
""")


def offered(system: str, *, known: Collection[str] = ()) -> str | None:
    """The name an agent puts forward, the likeliest one; None without one.

    known: places and kinds already spoken of, in lower case; they are no offers.
    """
    text = re.sub(r"(?<=[a-z])([.,!?])(?=[A-Z])", r"\1 ", system)
    best: tuple[float, str] | None = None
    for begin, end, name in _runs(text, known):
        if _no_name(name, known):
            continue
        before, after = text[:begin], text[end:]
        parts = name.lower().split(" ")
        generic = any(p.strip(".") in _GENERIC for p in parts)
        address = bool(_STREET.search(name)) and bool(re.match(r"\d", name))
        score = 1.0 + (len(parts) > 1) + 1.5 * bool(_CUE_BEFORE.search(before)) + 1.5 * bool(_CUE_AFTER.search(after))
        score += 1.5 * generic
        if _ELSEWHERE.search(before):
            score -= 4
        if _NO_OFFER.search(before):
            score -= 4
        if address:
            score -= 4 if _AT_PLACE.search(before) else 1
        elif re.match(r"\d", name) and _AT_PLACE.search(before) and not generic:
            score -= 1
        elif _STREET.search(name) and not generic:
            score -= 1
        if len(parts) == 1 and not before.strip():
            score -= 0.5
        if after[:1] == "," and "," in before[-2:]:
            score -= 1
        if score >= 2 and (best is None or score > best[0]):
            best = (score, name)
    if best:
        return best[1]
    return _lower_offer(text.lower(), known)


def _lower_offer(low: str, known: Collection[str]) -> str | None:
    for pattern in (_LOWER_OFFER, _LOWER_SUBJECT):
        for match in pattern.finditer(low):
            name = match[1].strip()
            parts = name.split(" ")
            strange = [p for p in parts if p not in lexicon.COMMON and p not in _NO_LOWER and p not in known]
            if not strange or parts[0] in _NO_LOWER or name in known or _PHONE.match(name):
                continue
            if re.search(r"\d", name) and len(parts) == 1:
                continue
            if pattern is _LOWER_OFFER and low[max(0, match.start() - 1) : match.start()] == "":
                pass
            return name
    return None


# --- the caller -------------------------------------------------------------------------------------------------------
_KINDS = r"(?:restaurant|hotel|diner|place|apartments?|property|salon|dentist|doctor|provider|stylist|therapist|psychologist|psychiatrist|barber|eatery|bistro|dermatologist|gynecologist|ophthalmologist|practitioner|counselor|specialist|complex|building)"
_INTRODUCES = re.compile(
    rf"(?:\b(?:called|named|name(?:'s| is| of (?:the |my )?{_KINDS} is)?|{_KINDS}(?:'s name)?(?: is| called| named| would be|:| of)?|(?:reservation|reservations|table|seat|room|rooms|appointment|spot|booking|viewing|visit|schedule|stay|dinner|lunch|viewing|eat|dine|going|go|reserve|book|it)(?: \w+){{0,3}} (?:at|with|to|for|in|from|of)|book(?:ing)?(?: me)?|visit|see|try|choose|prefer|check|with|at|reserve|view|want|for|like|about|change it to|do|to|is)) (?:the (?={_KINDS}\b)|a |an )*$",
    re.IGNORECASE,
)
_INTRODUCES_LOWER = re.compile(
    rf"\b(?:called|named|name is|(?:the |a |this )?{_KINDS}(?:'?s name)? (?:is|called|named|would be)|table at|reservations? (?:at|in) (?:the )?(?={_KINDS})?|appointment (?:with|at)|room at) (?:the )?((?:[a-z0-9&'’+-]+ ){{0,4}}?[a-z0-9&'’+-]+?)(?= (?:in|at|for|on|please|this|today|tomorrow|next|and i|which|near|from|if)\b|[,.?!;]|$)",
    re.IGNORECASE,
)
_IS_WANTED = re.compile(
    rf"^\s*(?:is|would be|will be|please|sounds)\b(?: \w+){{0,2}} ?(?:{_KINDS}|choice|one|it|good|place)?", re.IGNORECASE
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


def spoken(user: str, *, asked: bool, known: Collection[str], offers: Sequence[str] = ()) -> str | None:
    """The name a caller asks for: one put forward before, one they introduce, or the answer when it was `asked` for.

    known: places and kinds that are spoken of too, in lower case; they are not taken for names.
    """
    again = _mentioned(user, [o for o in offers if _plain(o) not in known])
    text = re.sub(r"(?<=[a-z])([.,!?])(?=[A-Z])", r"\1 ", user)
    best: tuple[float, str] | None = None
    for begin, end, name in _runs(text, known):
        if _no_name(name, known):
            continue
        before, after = text[:begin], text[end:]
        parts = name.lower().split(" ")
        generic = any(p in _GENERIC for p in parts)
        if _ELSEWHERE.search(before) and not (generic and re.search(r"\bto (?:the )?$", before)) and not re.search(
            r"\b(?:room|table|visit|viewing|apartment|reservation|reservations|go|going) (?:in|to) (?:the )?$", before
        ):
            continue
        introduced = _INTRODUCES.search(before)
        score = 2.0 * bool(introduced) + 1.0 * generic + 0.5 * (len(parts) > 1)
        score += 1.5 * bool(re.search(rf"\b(?:called|named|name is|{_KINDS}(?: is)?|at|with|visit) (?:the )?$", before))
        score += 1.5 * bool(re.match(r"\s*(?:is the|is my|in [A-Z]|restaurant|hotel|salon|apartments?)\b", after))
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
        name = match[1].strip()
        parts = name.lower().split(" ")
        if (
            parts[0] not in _NO_LOWER
            and name.lower() not in known
            and any(p not in lexicon.COMMON and p not in _NO_LOWER for p in parts)
            and not _PHONE.match(name)
        ):
            return name
    return again
