"""Who, and how to reach them: phone numbers, e-mail addresses, names and codes, typed or spoken.

A phone number must be possible and valid where it was dialled (`phonenumbers`, the tenant's region, then an explicit
country code); one that is not keeps its digits and is `invalid`. An e-mail domain one slip away from a well-known
provider is `ambiguous` and asks "did you mean …?"; the domain of a company is never corrected. Letters that were
spelled override the sound of a name. Account, card and policy numbers are not phone numbers.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import phonenumbers

from language import lexicon, numbers, wishes, words
from language.given_names import GIVEN, SURNAMES
from language.values import Status, Value

# --- phone numbers ----------------------------------------------------------------------------------------------------
_PHONE_WORD = re.compile(
    r"\b(?:phone|mobile|cell|cellphone|call|reach|contact|telephone|tel|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|rufnummer|ring|text me|whatsapp|landline|festnetz|erreich\w*|ph|callback|fax|dial)\b"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:policy|account|acct|card|credit|debit|ssn|social|security|zip|zipcode|postal|postcode|order|confirmation|booking|reservation|reference|ticket|invoice|claim|member|membership|customer|license|licence|vin|routing|iban|pin|tracking|flight|serial|kundennummer|kunden|konto|kontonummer|bestell\w*|buchungsnummer|rechnung\w*|karten\w*|postleitzahl|plz|vertrags\w*|versicherungs\w*|id|code|year|bank|model|mileage|employee)\b"
)


_MY_NUMBER = re.compile(r"\b(?:my|our|meine|unsere) (?:number|nummer)(?: is| :| ist)* ?$")
"""What a caller says of a telephone number, whatever other number was spoken of before."""
_LINKED = re.compile(
    r"\b(?:phone|mobile|cell|telephone|contact|telefon\w*|handy\w*)(?: number| nummer)?(?: \w+){0,3} (?:with|to|on|for|in|zu|bei) (?:my|the|this|your|meinem|dem) (?:\w+ )?(?:account|policy|reservation|booking|order|konto|vertrag)(?: is| :| ist)* ?$"
)


_AFTER_ANOTHER = re.compile(
    r"[,?!].*[^\W\d_]|\b(?:under|auf|unter|for|für|von)\b|\b(?:the|die) (?:number|nummer) (?:is|ist) ?$"
    r"|\bto ?$|\b(?!number|nummer|is|ist|was|code)[^\W\d_]{2,}(?:,| (?!number|nummer|is|ist|lautet|was|code)[^\W\d_]{2,}\W*) *$"
)
"""Between "booking" and a number: something else has been said, so that it need not be the booking's."""


def _dialled(run: numbers.Digits, number: tuple[str, bool] | None) -> bool:
    """Whether it is a valid number, written as one dials it: with a plus or a leading zero."""
    return number is not None and number[1] and len(run.digits) >= 9 and (run.plus or run.digits.startswith("0"))


@lru_cache(maxsize=1024)
def phone_number(digits: str, region: str) -> tuple[str, bool] | None:
    """A number's E.164 form and whether it is valid, dialled in a region (ISO country code); None if it is no number."""
    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_possible_number(parsed) and phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), valid


def abroad(number: str, region: str) -> bool:
    """Whether an E.164 number of another country than the region has a possible length: which are in use there, is not ours to judge."""
    parsed = phonenumbers.parse(number)
    return parsed.country_code != phonenumbers.country_code_for_region(region) and phonenumbers.is_possible_number(
        parsed
    )


def phones(text: str, *, region: str, expected: bool = False) -> list[Value]:
    """Phone numbers (`phone`, E.164). expected: one was just asked for, so that seven digits without a word for it count."""
    found = []
    end = 0
    for run in numbers.digit_runs(text, least=5):
        begin, end_before = run.span[0], end
        end = run.span[1]
        opening, closing = text[max(0, begin - 1) : end].find("("), text[begin:end].find(")")
        if closing >= 0 > opening:
            continue  # "2 Ki. (5+8), 20.-24.9.": what was opened before it has nothing to do with a number
        before = words.read(text[max(0, end_before, begin - 90) : begin]).plain[-70:]
        said = [m.end() for m in _PHONE_WORD.finditer(before)]
        other = [m.end() for m in _OTHER_NUMBER.finditer(before)]
        said_so = bool(_MY_NUMBER.search(before)) or (
            bool(said) and (not other or said[-1] > other[-1] or bool(_LINKED.search(before)))
        )
        digits = ("+" if run.plus else "") + run.digits
        number = phone_number(digits, region)
        if other and not said_so and not (_dialled(run, number) and _AFTER_ANOTHER.search(before[other[-1] :])):
            continue
        size = len(run.digits)
        status: Status
        if number and (number[1] or ((run.plus or digits.startswith("00")) and abroad(number[0], region))):
            value, status, reason = number[0], "valid", None
            if size < 9 and not (said_so or expected or run.plus):
                continue
        elif (7 <= size <= 15 and (said_so or expected or run.plus or 10 <= size <= 12)) or (expected and size >= 5):
            value, status, reason = digits, "invalid", "not_a_phone_number"
        else:
            continue
        found.append(
            Value(
                "phone",
                value,
                run.span,
                text[run.span[0] : run.span[1]],
                "spoken" if run.spoken else "typed",
                status,
                reason=reason,
            )
        )
    return found


# --- e-mail addresses -------------------------------------------------------------------------------------------------
PROVIDERS = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.de", "hotmail.co.uk", "outlook.com", "outlook.de", "live.com", "live.de",
    "yahoo.com", "yahoo.de", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "msn.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch",
    "web.de", "t-online.de", "freenet.de", "arcor.de", "posteo.de", "mailbox.org", "protonmail.com", "proton.me", "comcast.net",
    "btinternet.com", "bluewin.ch", "1und1.de", "vodafone.de", "fastmail.com", "mail.com",
)  # fmt: skip
_KNOWN_TLDS = words.bag(
    "com net org info biz name pro edu gov mil int eu app dev io ai co me tv online shop store blog email cloud agency berlin "
    "hamburg koeln bayern wien london nyc care club design digital group life live media news solutions studio tech world "
    "xyz works restaurant hotel realestate house homes law health team gmbh"
)
_TYPED = re.compile(
    r"[A-Za-z0-9À-ÿ](?:[\w.+%'-]{0,62}[\w+%'-])?\s?@\s?(?:[A-Za-z0-9À-ÿ](?:[\w-]{0,61})\.){1,4}[A-Za-zÀ-ÿ]{1,18}(?![\w@])"
)
_AT = frozenset(("at", "ät", "klammeraffe", "@"))
_MARKS = {
    "dot": ".", "punkt": ".", "point": ".", ".": ".", "underscore": "_", "unterstrich": "_", "_": "_", "dash": "-", "hyphen": "-",
    "minus": "-", "bindestrich": "-", "-": "-", "plus": "+", "+": "+",
}  # fmt: skip
_LOCAL_STOP = words.bag(
    "is it's its to email mail address e-mail adresse lautet ist an my meine the me and und contact send under at ät be für via : , ; ? !"
)


def _near(a: str, b: str) -> bool:
    """Is b one slip from a: a letter missing, added, changed, or two neighbours swapped (Damerau-Levenshtein distance 1)?"""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[i + 1 :] == shorter[i:]


@lru_cache(maxsize=1024)
def meant_domain(domain: str) -> str | None:
    """The well-known provider that a mistyped domain most likely means; None for one that is right, or a company's own."""
    if domain in PROVIDERS:
        return None
    for provider in PROVIDERS:
        if _near(domain, provider):
            name, _, tld = provider.partition(".")
            said_name, _, said_tld = domain.partition(".")
            if (
                name == said_name
                and (said_tld in _KNOWN_TLDS or len(said_tld) == 2)
                and said_tld not in ("co", "cm", "om", "ed", "ne")
            ):
                continue  # "gmx.com" exists; only the ending differs, and it is an ending
            if len(name) <= 3 and name != said_name and said_tld == tld:
                continue  # "gmp.de" is as likely a firm as a slip
            return provider
    return None


def _email(local: str, domain: str, span: tuple[int, int], text: str, rule: str) -> Value:
    local, domain = local.strip("."), domain.lower().strip(".")
    address = f"{local}@{domain}"
    value = Value("email", address, span, text[span[0] : span[1]], rule)
    meant = meant_domain(domain)
    if meant:
        return replace(value, status="ambiguous", alternatives=(f"{local}@{meant}", address), reason="domain_typo")
    tld = domain.rsplit(".", 1)[-1]
    if tld not in _KNOWN_TLDS and len(tld) != 2:
        return replace(value, status="ambiguous", alternatives=(address,), reason="unknown_ending")
    return value


def emails(text: str) -> list[Value]:
    """E-mail addresses (`email`), typed or spoken ("jo dot doe at example dot com", "Unterstrich", "Klammeraffe")."""
    text_read = text if len(text) <= words.LONGEST else text[: words.LONGEST]
    found = []
    if "@" in text_read:
        for m in _TYPED.finditer(text_read):
            local, _, domain = m.group().replace(" ", "").partition("@")
            found.append(_email(local, domain, m.span(), text, "typed"))
    if found:
        return found
    tokens = words.read(text).tokens
    for i, token in enumerate(tokens):
        if token.low in _AT:
            spoken = _spoken_email(tokens, i, text)
            if spoken:
                found.append(spoken)
    return found


def _piece(token: words.Token) -> str | None:
    """What a token contributes to a spoken address; None if it ends it."""
    if token.low in _MARKS:
        return _MARKS[token.low]
    if token.plain.isdecimal() and token.plain.isascii():
        return token.plain
    if token.low.isalnum():
        return token.low
    return None


def _spoken_email(tokens: tuple[words.Token, ...], at: int, text: str) -> Value | None:
    domain, j, dotted = "", at + 1, False
    while j < len(tokens) and j - at <= 12:
        piece = _piece(tokens[j])
        if piece is None or (tokens[j].low == "." and j + 1 < len(tokens) and tokens[j + 1].start > tokens[j].end):
            break
        if piece == ".":
            dotted = True
        elif domain and not domain.endswith((".", "-")) and len(tokens[j].low) > 1 and len(tokens[j - 1].low) > 1:
            if f"{domain}.{piece}" in PROVIDERS:  # "gmail com"
                domain += "."
                dotted = True
            elif not (piece in ("-",) or domain in ("g", "t", "hot", "out", "web", "gee")):
                break
        domain += piece
        j += 1
        if (
            dotted
            and domain.rsplit(".", 1)[-1] in _KNOWN_TLDS | {"de", "uk", "at", "ch", "fr", "us"}
            and not (j < len(tokens) and tokens[j].low in ("dot", "punkt") and j + 1 < len(tokens))
        ):
            break
    domain = domain.strip(".-").replace("gee mail", "gmail")
    ending = domain.rsplit(".", 1)[-1]
    if not dotted or "." not in domain or len(ending) < 2 or ending.isdecimal():
        return None  # "Thursday at 10.30"
    i = at - 1
    local = ""
    while i >= 0 and at - i <= 16:
        token = tokens[i]
        piece = _piece(token)
        if piece is None or (token.low in _LOCAL_STOP and piece not in _MARKS.values()):
            break
        if (
            local
            and piece not in _MARKS.values()
            and local[0] not in "._-+"
            and len(token.low) > 1
            and (token.low in lexicon.COMMON)
        ):
            break
        local = piece + local
        i -= 1
    local = local.strip(".-")
    if not local:
        return None
    return _email(local, domain, (tokens[i + 1].start, tokens[j - 1].end), text, "spoken")


# --- names ------------------------------------------------------------------------------------------------------------
_TITLES = words.bag("mr mrs ms miss mister dr doctor prof professor sir madam herr herrn frau fräulein doktor")
_PARTICLES = words.bag(
    "van von de der den del da di la le el al bin ten zu zur dos du mac mc o' st san ben zum vom ter"
)
_STRONG = re.compile(
    r"\b(?:(?:my|the|full|first|last|family|middle|maiden|complete|whole|sur|user|his|her|their|reservation|booking|account|holder|customer|contact|guest|your) ?){0,5}(?:names|name|surname)(?:'s| is| are| would be| will be| was|:| :| on it is| on the \w+ is| on file is| in its entirety is| as| goes by| ist| lautet| wäre| -)+(?: |$)(?:it's |that's |for the \w+ is |also |just )*"
    r"|\b(?:ich heiße|ich heisse|i am called|i'm called|call me|you can call me|they call me|known as|registered as|i go by|mein name ist|der name ist|der name lautet|auf den namen|unter dem namen|auf namen|im namen von|name von|under the name of|under the name|under name|läuft (?:\w+ )?(?:auf|unter)(?: den namen)?|contact person|contact(?= [a-zäöü]+ [a-zäöüß]+ ?,)|ansprechpartner(?:in)?|kontaktperson|in the name of|in the name|by the name of|with the name|for the name|with name|of the name|last name|first name|surname|nachnamen?|vornamen?|familienname|name|my names?|on behalf of)(?![a-zäöüß])(?:(?: ist| lautet| of| is| :| \?| ,| -)(?= |$))* ?"
)
_PUT_DOWN = re.compile(
    r"\b(?:put|book|file|note|write|reserve|register) (?:me|us|it|this|that|the (?:table|room|booking)) (?:down )?(?:under|as)(?: the name)? (?=\w)"
    r"|\b(?:tragen|schreiben|buchen|reservieren|setzen|notieren) sie (?:mich|uns|es|das|den tisch)?(?: bitte| einfach| mal)* ?(?:unter|auf|als) (?=\w)"
)
"""What comes after this is who it is for, even where it is a common word: "put me under Guest"."""
_WEAK = re.compile(
    r"\b(?:(?:hello|hi|hey|good \w+)(?: [,!])? is|this is|i am|i'm|im|it's|its|it is|ich bin|hier ist|hier spricht|hier|spricht|under|unter|for|für|auf|that's|thats|dies ist|das ist|am|hey is|with|from|sure|yes|certainly|reserved by|booked by|yeah|ok|okay|hi|hello|surely|by) (?:also |the |der |die |the name |just |herr |frau )*(?=\w)"
)
_AFTER_NAME = re.compile(
    r"\b(?:speaking|here|calling|on the (?:line|phone)|am apparat|mein name|is my (?:first |last |family |full |sur)?name|is the (?:reservation |booking )?name|ist mein name|is what you can call me"
    r"|(?:has|have|had|hat|haben) (?:a|the|einen|eine|made|booked|reserviert)|(?:party|table|tisch) (?:of|for|für)|booking|reservation)\b"
)
_LAST_NAME = re.compile(r"\b(?:last|family|sur|second) ?names?\b|\b(?:nach|familien)name")
_GIVEN_NAME = re.compile(r"\b(?:first|given|christian) ?names?\b|\b(?:vor|ruf)namen?")
_BY_THE_WAY = words.bag("actually really just übrigens eigentlich nämlich aber doch richtig")
"""What may stand between "my name is" and the name."""
_ALONE_SURE = frozenset(
    ("speaking", "am apparat", "is my name", "ist mein name", "mein name", "is what you can call me")
)
_OF_A_PLACE = re.compile(
    r"\b(?:restaurant|hotel|place|pub|cafe|bar|called|apartments?|house)(?: (?:is|was|with|by|under|the|a|of))* ?$"
)
_OF_A_THING = re.compile(
    r"\b(?:company|firm|business|school|street|product|model|brand|file|pet|dog|cat|bank|firmen|strassen) $"
)
_FILLER = words.bag(
    "yes yeah yep sure ok okay well oh so um uh er ähm äh ja hi hello hallo please bitte thanks thank you certainly surely absolutely of course it's its it is the "
    "name my full first last surname is be would will that's under in and for i'm i am this here speaking calling mein ist nachname vorname also auf den namen unter dem "
    "good morning afternoon evening there hey no sorry actually just put book reservation booking mr mrs ms miss dr herr frau natürlich gerne klar guten tag ich bin heiße hier spricht"
)


def _nameish(token: words.Token, *, capital: bool = False) -> bool:
    low = token.low
    if token.digits or not low[:1].isalpha() or low in _AT:
        return False
    if low in lexicon.COMMON or low in words.WEEKDAYS:
        return False
    if token.plain != low and token.plain in (*words.WEEKDAYS, "today", "tomorrow", "tonight"):
        return False
    if (token.plain.isdecimal() and len(low) > 1) or (token.plain.endswith("th") and token.plain[0].isdecimal()):
        return False
    return not capital or token.text[:1].isupper()


def _take_name(tokens: tuple[words.Token, ...], i: int, *, strong: bool, most: int = 4) -> tuple[int, int] | None:
    """The tokens of a name that begins at i: words that are no common words, with particles and hyphens between."""
    size = len(tokens)
    while i < size and tokens[i].low in ('"', "“", "„", "'", "«", "»", "‘"):
        i += 1
    while i < size and (tokens[i].low in _TITLES or (tokens[i].low == "." and i and tokens[i - 1].low in _TITLES)):
        i += 1
    begin = i
    count = 0
    strong = strong or _after_title(tokens, i)
    while i < size and count < most:
        token = tokens[i]
        low = token.low
        if low in _PARTICLES and count and low not in ("for", "am", "bin"):
            ahead = i + 1
            while ahead < size and tokens[ahead].low in _PARTICLES:
                ahead += 1
            if ahead < size and _nameish(tokens[ahead]):
                i = ahead
                continue
        if (
            low in ("-", "'", "’")
            and count
            and i + 1 < size
            and token.start == tokens[i - 1].end
            and tokens[i + 1].start == token.end
        ):
            i += 1
            continue
        if low == "." and count and len(tokens[i - 1].low) == 1 and i + 1 < size and _nameish(tokens[i + 1]):
            i += 1
            continue
        if count and low in ("may", "will", "can") and i + 1 < size and tokens[i + 1].low in _PRONOUNS:
            break
        if count > 1 and token.text.islower() and all(t.text[:1].isupper() for t in (tokens[begin], tokens[i - 1])):
            break  # "die Buchung auf Petra Lindner schauen"
        if not _nameish(token):
            if (
                count == 0
                and token.text[:1].isupper()
                and low.isalpha()
                and len(low) > 1
                and ((strong and low not in _GRAMMAR) or _given_before_surname(tokens, i))
            ):
                i += 1
                count += 1
                continue
            if (
                count == 1
                and token.text[:1].isupper()
                and tokens[i - 1].text[:1].isupper()
                and low.isalpha()
                and low not in _GRAMMAR
            ):
                i += 1
                count += 1
                continue
            if count == 1 and strong and _small_surname(tokens, i):
                i += 1
            break
        i += 1
        count += 1
    while i > begin and (tokens[i - 1].low in ("-", "'", ".") or (tokens[i - 1].low in _PARTICLES and count > 1)):
        i -= 1
    return (begin, i) if i > begin else None


def _small_surname(tokens: tuple[words.Token, ...], i: int) -> bool:
    """ "my name is petra montag": where nothing has capitals, a day or a number after a given name, at the end of its clause."""
    token, before = tokens[i], tokens[i - 1]
    ends = i + 1 == len(tokens) or tokens[i + 1].low in (",", ".", "!")
    named = _first_name(before) and not before.text[:1].isupper()
    return ends and named and (_of_the_calendar(token) or token.low in SURNAMES)


def _of_the_calendar(token: words.Token) -> bool:
    """Is it a day, a month or a number in a word?"""
    return token.low.isalpha() and (token.plain in _CALENDAR or (token.plain != token.low and token.plain.isdecimal()))


def _after_title(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Whether "Mr", "Frau" stands before the word: then it is a name, whatever it means besides."""
    before = i - 2 if i > 1 and tokens[i - 1].low == "." else i - 1
    return before >= 0 and tokens[before].low in _HOUSEHOLD


def _given_before_surname(tokens: tuple[words.Token, ...], i: int) -> bool:
    """ "April Jones", "Will Smith": a given name that is also a common word, before a word that is a surname alone."""
    both = tokens[i : i + 2]
    if len(both) < 2 or not all(t.text[:1].isupper() for t in both):
        return False
    if not (both[0].low in GIVEN or both[0].low in _ALSO_GIVEN) or _shouted(tokens):
        return False
    edge = i == 0 or tokens[i - 1].low in _EDGES or tokens[i - 1].low in ("for", "für")
    ends = i + 2 == len(tokens) or tokens[i + 2].low in (",", ".", "here", "speaking") or tokens[i + 2].digits
    return both[1].low in SURNAMES or both[1].low in _CALENDAR or (edge and ends and _surname(both[1]))


_ALSO_GIVEN = words.bag("will bill ty")
"""Given names that are left out of the list because they are hardly ever names."""


_GRAMMAR = words.bag(
    "nachname vorname familienname surname number phone telefon telefonnummer nummer handynummer i i'm im i'd it the a an and my we you he she they is are was to for of in on at with not no yes ich wir sie er es ein eine der die das und ist nicht "
    "please thanks thank hello hi hey can could would will what when where how why so but if this that there here don't need want bitte danke hallo"
)


_IS_IT_NEEDED = re.compile(
    r"\W*(?:(?:and|und|oh|ach|ja|yes)\W+)*(?:(?:brauch|benötig|woll|möcht)\w* (?:sie|ihr|du)|(?:do|will) you(?: also| still)? (?:need|want)) (?:(?:auch|noch|also|still|a|the|my|our|einen|den|meinen|unseren) ){0,3}(?:name|namen|nachnamen|surname)\W*\?(?=\s+\w)",
    re.IGNORECASE,
)
"""A question that the caller answers at once: "do you need a name? Bennett"."""


def names(text: str, *, expected: bool = False) -> list[Value]:
    """Names (`name`), as introduced ("my name is …", "… speaking", "unter …") or spelled. Spelled letters override.

    expected: the name was just asked for, so that an utterance of nothing but a name counts.
    """
    if asks := _IS_IT_NEEDED.match(text[: words.LONGEST]):
        text, expected = words.blanked(text, [asks.span()]), True
    reading = words.read(text)
    tokens = reading.tokens
    if not tokens:
        return []
    found: list[Value] = []

    def put(begin: int, end: int, rule: str, status: str = "valid") -> None:
        whole = _tidy(text[tokens[begin].start : tokens[end - 1].end])
        while begin and (
            tokens[begin - 1].low in _DEGREES or (tokens[begin - 1].low == "." and _degree(tokens, begin))
        ):
            begin -= 1
            if degree := _DEGREES.get(tokens[begin].low):
                whole = f"{degree} {whole}"
        span = tokens[begin].start, tokens[end - 1].end
        if any(span[0] < v.span[1] and v.span[0] < span[1] for v in found):
            return
        found.append(Value("name", whole, span, text[span[0] : span[1]], rule, status))  # type: ignore[arg-type]

    low = _low(reading)
    for m in _STRONG.finditer(low[0]):
        i = _index(low[1], m.end())
        while i is not None and i + 1 < len(tokens) and tokens[i].low in _BY_THE_WAY:
            i += 1
        before = low[0][max(0, m.start() - 30) : m.start()]
        if i is None or _OF_A_PLACE.search(before) or _OF_A_THING.search(before):
            continue
        taken = _take_name(tokens, i, strong=True)
        if taken and (both := _couple(tokens)) and both[0] == taken[0]:
            taken = both  # "auf den Namen Heinz und Inge Brandt"
        if taken:
            put(*taken, "introduced")
            half = "last" if _LAST_NAME.search(m.group()) else "first" if _GIVEN_NAME.search(m.group()) else None
            if half and found and found[-1].span[0] == tokens[taken[0]].start and " " not in str(found[-1].value):
                found[-1] = replace(found[-1], note=half)
    found = _joined(found)
    if len(found) == 1 and " " not in str(found[0].value) and (run := _full_name(tokens, low)):
        again = tokens[run[1] - 1].start >= found[0].span[1]
        if again and tokens[run[1] - 1].low == str(found[0].value).lower():  # "ich heiße Montag, Petra Montag"
            found = []
            put(*run, "introduced")
    for m in _PUT_DOWN.finditer(low[0]):
        i = _index(low[1], m.end())
        if i is not None and not found and (capital := _put_under(tokens, i, expected)):
            put(*capital, "introduced")
    strong = bool(found)
    for m in _WEAK.finditer(low[0]):
        i = _index(low[1], m.end())
        if i is None:
            continue
        lead = m.group().split(" ")[0]
        if m.group().startswith(("hier ist", "hier spricht")):
            lead = "this"
        elif " is " in m.group() and lead in ("hello", "hi", "hey", "good"):
            lead = "good"
        taken = _take_name(tokens, i, strong=False)
        if taken and not strong and _believable(tokens, taken, lead, expected):
            put(*taken, "introduced")
    for m in _AFTER_NAME.finditer(low[0]):
        i = _index(low[1], m.start())
        if not i:
            continue
        sure = m.group() in _ALONE_SURE or m.group().startswith("is my ")
        if tokens[i - 1].low in (",", "'s", "-"):
            i -= 1
        j = i
        while (
            j > 0
            and i - j < 3
            and (
                _nameish(tokens[j - 1], capital=m.group() != "ist mein name" and not m.group().startswith("is my "))
                or (j == i and _only_word(tokens, j - 1, sure))
            )
        ):
            j -= 1
        likely = sure or (j == 0 and m.group() in ("here", "calling")) or (i - j >= 2 and not _shouted(tokens))
        if j < i and likely and not _OF_A_PLACE.search(low[0][: low[1][j]][-30:]):
            put(j, i, "introduced")
    if not found and (right := _respelt(tokens)) is not None:
        put(right, right + 1, "introduced")
    if not found and (run := _family_first(tokens, expected)):
        whole = f"{tokens[run[1] - 1].text} {tokens[run[0]].text}"  # "Baker, Tom"
        span = tokens[run[0]].start, tokens[run[1] - 1].end
        found.append(Value("name", _tidy(whole), span, text[slice(*span)], "introduced"))
    if not found and (run := _couple(tokens) or _initialled(tokens) or _full_name(tokens, low)):
        put(*run, "full_name")
    if not found and (
        run := _titled(tokens, expected) or _surname_alone(tokens) or _beside_number(tokens) or _calling(tokens)
    ):
        put(*run, "introduced")
    if not found and (run := _before_hint(tokens, low)):
        put(*run, "introduced")
    if not found and (run := _of_a_party(tokens)):
        put(*run, "introduced")
    if not found and (run := _with_number(tokens)):
        put(*run, "with_number")
    if expected and not strong and (run := _calendar_name(tokens)):
        found = []
        put(*run, "expected")
    if not found and expected:
        begin, end = 0, len(tokens)
        while begin < end and (tokens[begin].low in _FILLER or not tokens[begin].low[:1].isalpha()):
            if _given_before_surname(tokens, begin):
                break
            begin += 1
        for k in range(begin + 1, end):
            if tokens[k].low in ("mit", "with", "ohne", "without") and _HINTED.match(low[0][low[1][k] :]):
                end = k
                break
        while end > begin and (tokens[end - 1].low in _FILLER or not tokens[end - 1].low[:1].isalpha()):
            end -= 1
        if begin < end and not _whole_answer(tokens, begin, end):
            end = _leading(tokens, begin, end)
        place = any(t.low in lexicon.PLACES and t.low not in SURNAMES for t in tokens[begin:end])
        if place and not _first_name(tokens[min(begin, end - 1)]):
            end = begin
        if end - begin == 1 and _beside_a_figure(tokens, begin):
            end = begin
        if 0 < end - begin <= 5 and all(
            _nameish(t)
            or t.low in ("-", "'", ".", *_PARTICLES)
            or _common_surname(tokens, i, begin)
            or (i == begin and _given_before_surname(tokens, i))
            for i, t in enumerate(tokens[begin:end], start=begin)
        ):
            put(begin, end, "expected")
    together = glued(text) if expected else None
    if together:
        return [together]
    spelt = spelled(text)
    if spelt:
        begin, end = spelt.span
        found = [
            v for v in found if (v.span[0] < begin and end < v.span[1]) or not (v.span[0] < end and begin < v.span[1])
        ]
        found = _override(found or _said_before(tokens, spelt), spelt)
    if run := _holder(tokens, low, alone=not found):
        others = found
        found = [value for value in others if value.span[0] <= tokens[run[0]].start < value.span[1]]
        if not found:
            put(*run, "introduced")
    if len(found) == 1:
        found = [_put_right(found[0], tokens)]
    if found:
        found = [_with_hint(value, text) for value in found]
    return sorted(found, key=lambda value: value.span)


_HOLDER = re.compile(
    r"\b(?:(?P<whose>(?:in the name|on behalf) of|im (?:auftrag|namen)(?: von| des| der)?|i am calling for|i'm calling for|calling for|ich rufe für)|under|auf|unter)(?: (?:the|den|dem|names?|namen?|of|my \w+|meine[mnrs]? \w+|mr|mrs|ms|dr|herrn?|frau|familie)\b| [,.](?= ))* (?=\w)"
)
_OF_A_TABLE = words.bag(
    "table booking reservation tisch reservierung buchung reserve book reservieren buchen laufen eintragen"
)


def _holder(tokens: tuple[words.Token, ...], low: tuple[str, list[int]], *, alone: bool) -> tuple[int, int] | None:
    """For whom it is booked, whoever calls: "my name is Lily Cross, but the table should be under Anderson".

    alone: nobody else is named.
    """
    for m in _HOLDER.finditer(low[0]):
        i = _index(low[1], m.end())
        taken = _take_name(tokens, i, strong=True) if i is not None else None
        if taken is None or not tokens[taken[0]].text[:1].isupper() or _no_surname(tokens[taken[0]]):
            continue
        begin, end = taken
        while not tokens[end - 1].text[:1].isupper():
            end -= 1
        clause = begin - 1
        while clause > 0 and tokens[clause - 1].low not in _CLAUSE_ENDS:
            clause -= 1
        if m["whose"] or (not alone and {t.low for t in tokens[clause : end + 1]} & _OF_A_TABLE):
            return begin, end
    return None


_CLAUSE_ENDS = frozenset((",", ".", ";", "!", "?", "and", "und"))


_DEGREES = {"dr": "Dr.", "doctor": "Dr.", "doktor": "Dr.", "prof": "Prof.", "professor": "Prof."}
"""Titles that belong to a name, as it is written down."""


def _degree(tokens: tuple[words.Token, ...], i: int) -> bool:
    return i > 1 and tokens[i - 2].low in _DEGREES


def _beside_a_figure(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Whether a word in small letters that nobody is known to bear stands beside an hour or a count: "eher 8"."""
    token = tokens[i]
    figures = [t.plain for t in tokens if t.plain.isdecimal()]
    known = token.low in GIVEN or token.low in SURNAMES or token.text[:1].isupper()
    return not known and 0 < sum(map(len, figures)) < 5


_INSTEAD = words.bag("nicht not statt anstatt sondern but also i.e. mean meine rather instead")
_REJECTS = words.bag("nicht not statt anstatt than of isn't")


def _respelt(tokens: tuple[words.Token, ...]) -> int | None:
    """Of two words that sound alike, the one that stands: "not Foster but Forster", "Meier not Meyer", "Krüger mit ue, also
    Krueger".
    """
    if not any(t.low in _INSTEAD for t in tokens):
        return None
    likely = [i for i, t in enumerate(tokens) if _surname(t) and len(t.low) > 2 and not _THINGS.search(t.low)]
    for one, other in itertools.pairwise(likely):
        a, b = tokens[one].low, tokens[other].low
        between = {t.low for t in tokens[one + 1 : other]}
        before = {t.low for t in tokens[max(0, one - 2) : one]}
        cue = between & _INSTEAD or before & _REJECTS
        if a == b or other - one > 7 or not cue or not (a[0] == b[0] and (_near(a, b) or _sounds(a) == _sounds(b))):
            continue
        return other if before & _REJECTS or not between & _REJECTS else one
    return None


def _family_first(tokens: tuple[words.Token, ...], expected: bool) -> tuple[int, int] | None:
    """ "Baker, Tom": where a name was asked for, or before a telephone number."""
    for i in range(len(tokens) - 2):
        one, comma, other = tokens[i : i + 3]
        spelling = one.low in lexicon.ALPHABET and other.low in lexicon.ALPHABET
        if comma.low != "," or spelling or not (_first_name(other) or other.low in _ALSO_GIVEN):
            continue
        edge = i == 0 or tokens[i - 1].low in _EDGES or tokens[i - 1].low in _FILLER
        family = _surname(one) or one.plain in _CALENDAR
        given = one.low in GIVEN and one.low not in SURNAMES
        rest = tokens[i + 3 :]
        numbered = sum(len(t.plain) for t in rest if t.plain.isdecimal()) >= 7
        closes = not rest or rest[0].low in (",", ".", "!") or rest[0].digits or rest[0].plain.isdecimal()
        if (
            edge
            and family
            and not given
            and closes
            and (numbered or expected)
            and not (numbered and not _capitals(one))
        ):
            return i, i + 3
    return None


def _capitals(*tokens: words.Token) -> bool:
    return all(token.text[:1].isupper() for token in tokens)


def _couple(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """ "Helga und Kurt Blum"."""
    for i in range(len(tokens) - 3):
        one, joins, other, family = tokens[i : i + 4]
        named = joins.low in ("und", "and", "&") and _first_name(one) and _first_name(other)
        if named and _surname(family) and _capitals(one, other, family):
            return i, i + 4
    return None


def _initialled(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """ "M. Stone", alone in its clause."""
    for i in range(len(tokens) - 2):
        one, stop, family = tokens[i : i + 3]
        edge = i == 0 or tokens[i - 1].low in _EDGES
        closes = i + 3 == len(tokens) or tokens[i + 3].low in (",", ".") or tokens[i + 3].digits
        initial = len(one.text) == 1 and one.text.isalpha() and stop.low == "." and stop.start == one.end
        if initial and edge and closes and _surname(family) and _capitals(one, family):
            return i, i + 3
    return None


_WHOSE = words.bag("for für auf von")


def _beside_number(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """The name right before a telephone number, or before the word that there is none: "4 persons schmidt 0171 …",
    "Reservierung Pia Roth 0171 …", "4 Personen, Probst, ohne Telefon".
    """
    end = _number_at(tokens)
    while end and (tokens[end - 1].low in ",.:-(" or tokens[end - 1].low in _NUMBER_WORDS):
        end -= 1
    begin = end or 0
    while begin and (end or 0) - begin < 4 and (_surname(tokens[begin - 1]) or tokens[begin - 1].low in _PARTICLES):
        begin -= 1
    for i in range(begin, end or 0):
        run = [t for t in tokens[i:end] if t.low not in _PARTICLES]
        if not run or run[0] is not tokens[i] or any(_no_surname(t) for t in run):
            continue
        given = _first_name(run[0]) or (
            i > 0 and tokens[i - 1].low in ("for", "für") and _given_before_surname(tokens, i)
        )
        big = _capitals(*run)
        edge = i == 0 or tokens[i - 1].low in _EDGES or tokens[i - 1].low in _WHOSE
        if len(run) > 1 and (given or (big and not _shouted(tokens))):
            return i, end or 0
        if len(run) == 1 and (run[0].low in SURNAMES or (big and (edge or given))):
            return i, end or 0
    return None


def _no_surname(token: words.Token) -> bool:
    """Whether a word, though no common one, is a thing that is wished for or spoken of."""
    return bool(
        _THINGS.search(token.low)
        or wishes.areas(token.text)
        or wishes.occasions(token.text)
        or wishes.notes(token.text)
        or _PHONE_WORD.search(token.low)
    )


def _number_at(tokens: tuple[words.Token, ...]) -> int | None:
    """Where a telephone number begins, or the word that there is none."""
    for i, token in enumerate(tokens):
        if token.low in ("no", "without", "ohne", "keine", "kein") and i + 1 < len(tokens):
            if tokens[i + 1].low in _NUMBER_WORDS:
                return i
        elif (token.plain[:1] == "0" and token.plain.isdecimal()) or token.low[:1] == "+":
            figures = itertools.takewhile(lambda t: t.plain.isdecimal() or t.low in "-+()/.", tokens[i:])
            if sum(len(t.plain) for t in figures if t.plain.isdecimal()) >= 7:
                return i
    return None


_NO_BUT = words.bag(", . - nein nee no sorry äh ach oh entschuldigung pardon i mean ich meine")


def _put_right(name: Value, tokens: tuple[words.Token, ...]) -> Value:
    """ "Jürgen Müler, nein, Müller": a part of the name said once more, after a no, is as it was said then."""
    after = [token for token in tokens if token.start >= name.span[1]]
    begin = next((i for i, token in enumerate(after) if token.low not in _NO_BUT), len(after))
    if not any(token.low.isalpha() for token in after[:begin]) or begin == len(after):
        return name
    again, parts = after[begin], str(name.value).split(" ")
    alike = [i for i, part in enumerate(parts) if _same_part(part, again.text) and part[:1] == again.text[:1]]
    if not alike or not _surname(again):
        return name
    parts[alike[-1]] = again.text
    span = name.span[0], again.end
    return replace(name, value=" ".join(parts), span=span, text=" ".join(parts))


def _only_word(tokens: tuple[words.Token, ...], i: int, sure: bool) -> bool:
    """Whether a common word with a capital is a name before "ist mein Name": alone in its clause, or after a given name."""
    token = tokens[i]
    if not token.text[:1].isupper() or not token.low.isalpha() or token.low in _GRAMMAR:
        return False
    alone = i == 0 or tokens[i - 1].low in _EDGES
    return (sure and alone) or (i > 0 and _first_name(tokens[i - 1]) and tokens[i - 1].text[:1].isupper())


def _before_hint(tokens: tuple[words.Token, ...], low: tuple[str, list[int]]) -> tuple[int, int] | None:
    """ "…, Meyer mit Ypsilon": a capitalised word at the beginning of a clause, and how it is spelled."""
    for k in range(1, len(tokens)):
        if tokens[k].low in ("mit", "with", "ohne", "without") and _HINTED.match(low[0][low[1][k] :]):
            edge = k == 1 or tokens[k - 2].low in _EDGES or tokens[k - 2].digits or tokens[k - 2].low in _IT_IS
            if edge and tokens[k - 1].text[:1].isupper() and _surname(tokens[k - 1]):
                return k - 1, k
    return None


def _put_under(tokens: tuple[words.Token, ...], i: int, expected: bool) -> tuple[int, int] | None:
    """The name that a table is put under: capitals tell, or the end of an answer to "which name?"."""
    taken = _take_name(tokens, i, strong=True)
    if taken:
        return taken if tokens[taken[0]].text[:1].isupper() and not _shouted(tokens) else None
    lone = i + 1 == len(tokens) or tokens[i + 1].low in (".", ",", "!", "please", "bitte")
    low = tokens[i].low
    return (i, i + 1) if expected and lone and low.isalpha() and low not in _GRAMMAR else None


def _calendar_name(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """ "Lena Freitag", "Herr Mai": an answer that is nothing but a given name or a title, and a surname that is also a
    day, a month or a number, or in small letters a thing ("rita hund"); a telephone number may follow.
    """
    begin, end = 0, len(tokens)
    for n in range(2, end):
        if tokens[n].low == "," and sum(len(t.plain) for t in tokens[n:] if t.plain.isdecimal()) >= 7:
            end = n
            break
    while begin < end and (tokens[begin].low in _FILLER - _TITLES or not tokens[begin].low[:1].isalpha()):
        if _given_before_surname(tokens, begin):
            break
        begin += 1
    while end > begin and not tokens[end - 1].low[:1].isalpha():
        end -= 1
    run = tokens[begin:end]
    if not 2 <= len(run) <= 3 or not all(t.low.isalpha() for t in run):
        return None
    last = run[-1]
    small = not any(t.text[:1].isupper() for t in run)
    thing = len(run) == 2 and small and (wishes.notes(last.low) or wishes.areas(last.low) or wishes.occasions(last.low))
    if not (_of_the_calendar(last) or thing) or not (small or last.text[:1].isupper()):
        return None
    if run[0].low in _TITLES:
        begin += 1
    elif not (
        _first_name(run[0])
        or (run[0].text[:1].isupper() and _nameish(run[0]))
        or (len(run) == 2 and _given_before_surname(tokens, begin))
    ):
        return None
    return begin, end


def _common_surname(tokens: tuple[words.Token, ...], i: int, begin: int) -> bool:
    """Is a common word a surname here: one that many bear ("Lang"), or after a given name?"""
    token = tokens[i]
    if not token.text[:1].isupper() or len(token.text) < 2:
        return False
    return token.low in SURNAMES or token.low in GIVEN or (i > begin and _first_name(tokens[i - 1]))


def _whole_answer(tokens: tuple[words.Token, ...], begin: int, end: int) -> bool:
    return all(_nameish(t) or t.low in ("-", "'", ".", *_PARTICLES) for t in tokens[begin:end])


_GOES_ON = words.bag(", . ; today tomorrow tonight for für no without keine ohne kein und and aber but")


def _leading(tokens: tuple[words.Token, ...], begin: int, end: int) -> int:
    """Where the name ends in an answer that goes on to other things: "Berg, for four", "Ida Berg today"."""
    i = begin
    while i < end and (
        _surname(tokens[i]) or _common_surname(tokens, i, begin) or (i > begin and tokens[i].low in ("-", "'"))
    ):
        i += 1
    goes_on = i < end and (tokens[i].low in _GOES_ON or tokens[i].plain in _CALENDAR)
    return i if i > begin and goes_on and tokens[begin].text[:1].isupper() else end


def _joined(found: list[Value]) -> list[Value]:
    """ "First name Ida, last name Berg", "name's Berg, first name Ida": two halves introduced one by one are one name."""
    halves = [value for value in found if " " not in str(value.value)]
    if len(found) == 2 and len(halves) == 2 and found[0].note != found[1].note:
        first, last = reversed(found) if found[0].note == "last" or found[1].note == "first" else found
        whole, span = f"{first.value} {last.value}", (found[0].span[0], found[1].span[1])
        return [replace(found[0], value=whole, text=whole, span=span, note=None)]
    return found


def whole_name(known: str, heard: str, *, half: str | None, spelled: bool = False) -> str:
    """The name that is known, with the half of it that was heard now: half is "first" or "last", as it was called.

    Of a name that was said or spelled alone, the part that it resembles is replaced, and the last one where letters
    resemble none.
    """
    parts = known.split()
    degree = " ".join(part for part in parts if part in _DEGREES.values())
    if degree:
        rest = whole_name(known.removeprefix(degree).strip(), heard, half=half, spelled=spelled)
        return rest if rest.startswith(degree) else f"{degree} {rest}"
    if spelled and heard.replace(" ", "").lower() == known.replace(" ", "").lower():
        return known  # Fiona MacLeod is no Macleod
    if " " in heard or not parts:
        return heard
    if spelled and (whole := _parted(heard, known)):
        return whole
    if half is None:
        at = next((i for i, part in enumerate(parts) if _same_part(part, heard)), len(parts) - 1 if spelled else None)
        if at is None or len(parts) < 2:
            return heard
        return " ".join([*parts[:at], heard, *parts[at + 1 :]])
    if len(parts) == 1:
        if _same_part(known, heard):
            return heard
        return f"{heard} {known}" if half == "first" else f"{known} {heard}"
    return " ".join([heard, *parts[1:]] if half == "first" else [parts[0], heard])


def same_person(name: str, other: str) -> bool:
    """Whether two names, of one telephone number, are one guest's: the surnames are the same, or one is but a part of the other."""
    one, two = name.lower().split(), other.lower().split()
    short, long = sorted((one, two), key=len)
    return bool(short) and (short[-1] == long[-1] or (len(short) == 1 and short[0] in long))


def hinted(name: str, hint: str) -> str:
    """A name that is known, as it is spelled by what is said of it: "mit ck", "without an e"."""
    return str(_with_hint(Value("name", name, (0, 0), "", "known"), hint).value)


def _low(reading: words.Reading) -> tuple[str, list[int]]:
    """The words as said, in lower case, and where each begins: names must not meet number words or translations."""
    pieces, begins, at = [], [], 0
    for i, token in enumerate(reading.tokens):
        if i:
            at += 1
        begins.append(at)
        pieces.append(token.low)
        at += len(token.low)
    return " ".join(pieces), begins


def _index(begins: list[int], position: int) -> int | None:
    i = bisect_left(begins, position)
    return i if i < len(begins) else None


_ANSWERS = words.bag("sure yes certainly yeah ok okay surely that's thats hier hi hello")
_FOR_WHOM = words.bag("for für with from am auf by")
_BOOKED = words.bag("tisch reservierung reserviert buchung gebucht")
_BEFORE_A_DAY = words.bag("am um vom von ab heute morgen übermorgen nächsten diesen on at tomorrow tonight today")
_IT_IS = words.bag("it's its it das")
_ABOUT_BOOKING = frozenset(("booking", "reservation", "table", "room", "reservierung", "tisch", "zimmer"))
_IS_IT = words.bag("good")
_I_AM = words.bag("i'm im i this ich dies hey spricht reserved booked")
_CLOSES = words.bag(
    ". , ! and und here speaking calling from hier ? ; but at um for on with i i'm my please bitte - & is has und mit zum"
)
_PRONOUNS = frozenset(("i", "we", "you", "he", "she", "it", "they"))


_VERBAL = re.compile(r"(?:ing|ed|ly|able|ful|ous|ish|in'|in’)$")


def _first_name(token: words.Token) -> bool:
    """Is it a given name that is no common word besides?"""
    return token.low in GIVEN and token.low not in lexicon.COMMON


_GIVEN_ENDING = re.compile(r".{2}(?:lyn|lynn|elle|ette|isha|iqua|anne|essa|inda|lene|leen|line|thy)$")


def is_given(name: str) -> bool:
    """Is a single name one that people are called by, rather than a surname?"""
    return name.lower() in GIVEN or bool(_GIVEN_ENDING.search(name.lower()))


def _small(tokens: tuple[words.Token, ...]) -> bool:
    """Does whoever wrote this leave out capitals, or speak through a transcriber that does?"""
    return not any(
        t.text[:1].isupper() and t.low != "i" and not t.low.startswith("i'") and t.plain not in _CALENDAR
        for t in tokens
    )


def _surname(token: words.Token) -> bool:
    return _nameish(token) and token.low not in lexicon.PLACES and len(token.low) > 1


def _believable(tokens: tuple[words.Token, ...], taken: tuple[int, int], lead: str, expected: bool) -> bool:
    """After "I am", "this is", "for": is it a name? Capitals tell, or an end of the clause where one was asked for."""
    begin, end = taken
    if (
        tokens[begin].plain in words.MONTHS
        and tokens[begin + 1 : begin + 2]
        and tokens[begin + 1].plain[:1].isdecimal()
    ):
        return False  # "for Dec 24"
    capital = all(t.text[:1].isupper() for t in tokens[begin:end] if t.low[:1].isalpha() and t.low not in _PARTICLES)
    capital = capital and not _shouted(tokens)
    closes = end == len(tokens) or tokens[end].low in _CLOSES or tokens[end].digits
    two = end - begin >= 2
    known = _first_name(tokens[begin])
    if any(t.low in lexicon.PLACES for t in tokens[begin:end]) and not known:
        return False
    small = _small(tokens[1:] if expected else tokens)
    if not capital and not known and not small and lead not in ("under", "unter"):
        return False
    if lead == "im" and begin > 1 and tokens[begin - 2].low.isalpha() and tokens[begin - 2].low not in _SOFTENERS:
        return False  # German: "wir stehen im Stau"
    if known and lead in _I_AM | _IT_IS and (two or closes or capital):
        return True
    if not capital and any(_VERBAL.search(tokens[i].low) for i in (begin, end - 1)) and not known:
        return False
    if lead == "hier" and capital and closes and (begin == 1 or tokens[begin - 2].low in _EDGES):
        return not any(_no_surname(t) for t in tokens[begin:end])  # "Guten Tag, hier Schmidt, …"
    if lead in _ANSWERS:
        return expected and closes and end - begin <= 3
    if lead in _FOR_WHOM:
        said = " ".join(t.low for t in tokens[max(0, begin - 5) : begin])
        if _OF_A_PLACE.search(said) or re.search(r"\b(?:looking|search\w*|find|from|am) (?:for )?$", said + " "):
            return False
        if tokens[begin - 1].low == "the" or (
            end < len(tokens) and tokens[end].low in ("restaurant", "&", "hotel", "bar")
        ):
            return False
        booked = bool({t.low for t in tokens[max(0, begin - 9) : begin]} & _BOOKED)
        dated = end < len(tokens) and tokens[end].low in _BEFORE_A_DAY and tokens[begin].plain not in _CALENDAR
        surname = (
            lead == "auf"
            and not two
            and (tokens[begin].low in SURNAMES or (booked and (closes or dated) and not _no_surname(tokens[begin])))
        )
        titled = _after_title(tokens, begin) and not re.search(r"\b(?:message|note|nachricht)\b", said)
        return capital and (two or surname or titled or (expected and closes))
    if lead in ("under", "unter"):
        return end - begin <= 3 and not (tokens[begin - 1].low == "the" and not capital)
    if lead in _IT_IS:
        booking = two and end == len(tokens) and _small(tokens) and any(t.low in _ABOUT_BOOKING for t in tokens)
        return (expected and closes) or (capital and two and closes) or booking
    if lead in ("i", "i'm", "im") and not expected and not capital and not (two and closes):
        return False
    if lead in _I_AM:
        return closes or (capital and two)
    if lead in _IS_IT:
        return known
    return capital and closes


_CALENDAR = frozenset((*words.WEEKDAYS, *words.MONTHS, "am", "pm"))


def _shouted(tokens: tuple[words.Token, ...]) -> bool:
    """Is nearly every word capitalised, so that capitals tell nothing?"""
    within = [t for n, t in enumerate(tokens) if n == 0 or tokens[n - 1].low not in (".", "!", "?")]
    alphabetic = list({t.low: t for t in within if t.low[:1].isalpha() and t.plain not in _CALENDAR}.values())
    upper = sum(t.text[:1].isupper() for t in alphabetic[1:])
    return len(alphabetic) >= 4 and upper >= 0.75 * (len(alphabetic) - 1)


_EDGES = words.bag(", . - : ; ! ? ( ) think probably maybe say glaube")
_AFTER_FULL = words.bag(
    ", . ; - ! ? ( ) and und at for für has party table tisch & today tomorrow tonight on um am is ist please bitte thanks danke again with mit number phone tel"
)


def _full_name(tokens: tuple[words.Token, ...], low: tuple[str, list[int]]) -> tuple[int, int] | None:
    """First and last name side by side, alone in their clause or with capitals at its beginning: "Ida Berg, for four".

    Without capitals, or where every word has one, the first must be a given name that is known.
    """
    shouted = _shouted(tokens) and len(tokens) > 3
    i, size = 0, len(tokens)
    while i < size:
        at_edge = i == 0 or tokens[i - 1].low in _EDGES or tokens[i - 1].digits or _after_a_time(tokens, i)
        if i > 1 and tokens[i - 1].low == "-" and tokens[i - 2].end == tokens[i - 1].start == tokens[i].start - 1:
            at_edge = False  # the rest of one long word: "das Drei-Gänge-Menü"
        if at_edge:
            while i < size - 1 and (tokens[i].low in _SOFTENERS or tokens[i].low in _TITLES):
                i += 1
                if tokens[i].low in (",", "."):
                    i += 1
        if not at_edge or i >= size - 1 or not (_nameish(tokens[i]) or _given_before_surname(tokens, i)):
            i += 1
            continue
        j = i + 1
        while j < size and j - i < 6:
            if tokens[j].low in ("-", "'") and j + 1 < size and tokens[j].start == tokens[j - 1].end:
                j += 2
            elif (
                (tokens[j].low in _PARTICLES and j + 1 < size and tokens[j].low not in _AFTER_FULL)
                or _surname(tokens[j])
                or (j == i + 1 and tokens[j].low in SURNAMES and tokens[i].low in GIVEN and _nameish(tokens[j]))
                or (
                    tokens[j].text[:1].isupper()
                    and not shouted
                    and j == i + 1
                    and _first_name(tokens[i])
                    and tokens[j].low.isalpha()
                    and tokens[j].low not in _GRAMMAR
                    and (tokens[j].low not in lexicon.PLACES or is_given(tokens[i].text))
                    and (tokens[j].plain not in _CALENDAR or is_given(tokens[i].text))
                    and (j + 1 == size or tokens[j + 1].low in _AFTER_CALENDAR_NAME or tokens[j + 1].digits)
                )
            ):
                j += 1
            else:
                break
        j = min(j, size)
        count = sum(
            (t.low.isalpha() or t.low[1:2] in ("'", "’")) and (t.low not in _PARTICLES or n == 0)
            for n, t in enumerate(tokens[i:j])
        )
        closes = j == size or tokens[j].low in _AFTER_FULL or tokens[j].digits or tokens[j].plain in _CALENDAR
        closes = closes or [t.low for t in tokens[j : j + 2]] in (["i", "mean"], ["i", "meant"], ["meine", "ich"])
        if 2 <= count <= 3 and closes and not _OF_A_PLACE.search(low[0][: low[1][i]][-30:]):
            capital = all(t.text[:1].isupper() or t.low in _PARTICLES or not t.low.isalpha() for t in tokens[i:j])
            hyphened = any(t.low == "-" for t in tokens[i:j])
            place = any(t.low in lexicon.PLACES for t in tokens[i : i + 1 if _first_name(tokens[i]) else j])
            lone = j == size or tokens[j].low in (",", ".", ";", "!", "please", "bitte") or tokens[j].digits
            if _first_name(tokens[i]) and not place and ((capital and not shouted) or hyphened or lone):
                return i, j
            if capital and not shouted and not place:
                return i, j
        i = max(j, i + 1)
    return None


_AFTER_CALENDAR_NAME = frozenset((",", ".", "!", "?", "hier", "here", "speaking"))


def _after_a_time(tokens: tuple[words.Token, ...], i: int) -> bool:
    """ "… tomorrow at 7 pm Ida Berg": where a given name follows a day or an hour, another clause begins."""
    before = tokens[i - 1]
    clock = before.low in ("am", "pm", "uhr", "o'clock") and i > 1 and tokens[i - 2].digits
    day = before.plain in (*words.WEEKDAYS, "today", "tomorrow", "tonight")
    return (clock or day) and _first_name(tokens[i]) and tokens[i].text[:1].isupper()


_HOUSEHOLD = frozenset(("herr", "frau", "mr", "mrs", "ms", "mister", "herrn", "dr", "prof"))
_CONTACTS = words.bag("contact kontakt ansprechpartner ansprechpartnerin attn")
_AFTER_TITLED = words.bag(", . ! ? hier here speaking am again nochmal mit und and for für")


def _titled(tokens: tuple[words.Token, ...], expected: bool) -> tuple[int, int] | None:
    """ "Frau Özdemir" at the beginning of a clause that ends with it, or goes on with "hier"; anywhere where it was asked for."""
    for i in range(len(tokens) - 1):
        begins = expected or i == 0 or tokens[i - 1].low in _EDGES | _SOFTENERS | _CONTACTS
        if tokens[i].low in _HOUSEHOLD and begins:
            j = i + 2 if tokens[i + 1].low == "." else i + 1
            taken = _take_name(tokens, j, strong=True, most=3) if j < len(tokens) else None
            if taken and tokens[taken[0]].text[:1].isupper():
                end = taken[1]
                if end == len(tokens) or tokens[end].low in _AFTER_TITLED:
                    return taken
    return None


def _surname_alone(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """A surname alone between commas, beside figures: "für zwei, Weber, 19 Uhr"."""
    kept = any(
        t.low in ("no", "without", "keine", "ohne") and u.low in _NUMBER_WORDS for t, u in itertools.pairwise(tokens)
    )
    if not kept and not any(t.plain.isdecimal() for t in tokens):
        return None
    for i in range(len(tokens)):
        token = tokens[i]
        begins = tokens[i - 1].low == "," if i else len(tokens) > 2
        alone = begins and (i + 1 == len(tokens) or tokens[i + 1].low in (",", ".") or tokens[i + 1].digits)
        if alone and (token.low in SURNAMES or token.low in GIVEN) and token.text[:1].isupper():
            return (i, i + 1) if token.low not in lexicon.COMMON and token.plain not in _CALENDAR else None
        if alone and _ends_a_wish(tokens, i):
            return i, i + 1
    return None


def _calling(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """How a caller says in a clause of its own who is speaking: "Guten Tag, Kerner hier", "Hi, it's Kerner, we have …",
    "Kerner, good evening", "Wimmer ist der Name". The word has a capital and is no thing that has one, too.
    """
    if _shouted(tokens) and len(tokens) > 4:
        return None
    for i, token in enumerate(tokens):
        if not token.text[:1].isupper() or token.text.isupper() or token.plain in _CALENDAR:
            continue
        if not _surname(token) or _no_surname(token):
            continue
        begin = i
        while begin and _first_name(tokens[begin - 1]) and tokens[begin - 1].text[:1].isupper():
            begin -= 1
        before = [t.low for t in tokens[:begin] if t.low != "familie"]
        after = [t.low for t in tokens[i + 1 : i + 4]]
        opens = not before or before[-1] in _EDGES
        greeted = all(word in _SALUTES or word in _EDGES for word in before)
        ends = not after or after[0] in _PAUSES
        here = after[:1] in (["here"], ["hier"]) and (len(after) == 1 or after[1] in _PAUSES | _SPEAKS_ON)
        if (opens or greeted) and (here or after in (["ist", "der", "name"], ["is", "the", "name"])):
            return begin, i + 1
        if before[-1:] and before[-1] in _ITS and (ends or here) and all(word in _SALUTES for word in before[:-1]):
            return begin, i + 1
        if greeted and before and opens and after[:1] == [","] and after[1:2] and after[1] in ("wir", "ich"):
            return begin, i + 1
        if not before and after[:1] == [","] and after[1:2] and after[1] in _SALUTES - _SOFTENERS:
            return begin, i + 1
        english = any(t.text in ("we", "our", "we're", "we've", "my") for t in tokens)
        if english and before[-1:] == [","] and after[:1] == [","] and after[1:2] and after[1] in _PRONOUNS_ON:
            return begin, i + 1
    return None


_ITS = frozenset(("it's", "its"))
_PAUSES = frozenset((",", ".", "!", ";", "-", "–"))
_SALUTES = words.bag(
    "hi hello hey good morning afternoon evening day there hallo moin servus guten gute tag abend morgen mittag grüß gott grüezi , ! . yes ja so well also äh um uh"
)
_PRONOUNS_ON = words.bag("we i we're we've we'll we'd i'm i've i'll i'd")
_SPEAKS_ON = _PRONOUNS_ON | words.bag("and wir ich und mit about wegen can could")
"""What a caller goes on with, once he has said who is speaking."""


def _ends_a_wish(tokens: tuple[words.Token, ...], i: int) -> bool:
    """ "table for 2 on Thursday, Meg": in English a last word with a capital is a name, where it is nothing else."""
    token = tokens[i]
    last = i + 1 == len(tokens) or (i + 2 == len(tokens) and tokens[i + 1].low == ".")
    english = any(t.text in ("table", "booking", "reservation", "people", "room", "seats") for t in tokens)
    capital = token.text[:1].isupper() and not token.text.isupper() and not _shouted(tokens)
    return bool(i and last and english and capital and _surname(token) and not wishes.occasions(token.text))


_THINGS = re.compile(
    r"(?:tisch|stuhl|stühle|platz|plätze|zimmer|bett|fenster|terrasse|essen|tag|abend|mittag|nacht|feier|party|karte|nummer|kinder|mann|frau|ung|heit|keit|schaft|tion)$"
)
"""Endings of German nouns, which have capitals too."""


_NUMBER_WORDS = words.bag("phone telephone number mobile telefon telefonnummer nummer handynummer handy")


def _of_a_party(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """ "The Berg party"."""
    for i in range(1, len(tokens) - 1):
        if tokens[i + 1].low in ("party", "family") and tokens[i - 1].low in ("the", "die"):
            token = tokens[i]
            if _surname(token) and token.text[:1].isupper() and not _shouted(tokens):
                return i, i + 1
    return None


def _with_number(tokens: tuple[words.Token, ...]) -> tuple[int, int] | None:
    """Nothing but a name and a number: "ida berg 415 772 5000". Places have numbers too, but telephones only people."""
    begin = 0
    while begin < len(tokens) and tokens[begin].low in _FILLER and not _given_before_surname(tokens, begin):
        begin += 1
    end = begin
    while end < len(tokens) and end - begin < 3 and (_surname(tokens[end]) or _given_before_surname(tokens, end)):
        end += 1
    rest = tokens[end:]
    if begin == end or not rest:
        return None
    figures = sum(len(t.plain) for t in rest if t.plain.isdecimal())
    known = _first_name(tokens[begin])
    telephone = 10 <= figures <= 13 and all(t.plain.isdecimal() or t.low in "-()+.," for t in rest)
    told = known and rest[0].low in ("and", "und", ",", "my", "meine", "number", "ssn", "phone", "tel", "nummer")
    last = rest[-1].plain
    four = figures == 4 and last.isdecimal() and (len(rest) == 1 or (len(rest) == 2 and rest[0].low in ("and", "und")))
    few = four and (known or (last[:2] not in ("19", "20") and _sayable(tokens[begin])))
    return (begin, end) if figures and (telephone or told or few) and len(rest) <= 12 else None


def _sayable(token: words.Token) -> bool:
    return len(token.low) > 3 and bool(re.search(r"[aeiouyäöü].*[aeiouyäöü]", token.low))


_SOFTENERS = words.bag(
    "yes yeah sure ok okay hi hello hey well oh ja hallo klar gern gerne it's its und and so please bitte"
)


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if name.islower() or name.isupper():
        return " ".join(
            part if part in _PARTICLES else "-".join(p[:1].upper() + p[1:].lower() for p in part.split("-"))
            for part in name.split(" ")
        )
    return name


# --- spelling ---------------------------------------------------------------------------------------------------------
_AS_IN = frozenset(("as", "like", "wie", "for", "für"))


_HARDLY_LETTERS = frozenset(("a", "i", "hotel", "golf", "mike", "victor", "juliet", "oscar", "charlie", "and"))
"""Letters and spelling words that are more often words of everyday talk."""


def spelled(text: str, *, least: int = 3) -> Value | None:
    """The longest run of spelled letters, as a word: "S-H-A-Y-N-E", "M wie Martha, A, double T", "Sierra Mike India …"."""
    tokens = words.read(text).tokens
    best: tuple[str, int, int] | None = None
    gaps: dict[int, str] = {}
    i, size = 0, len(tokens)
    while i < size:
        if tokens[i].low in ("mit", "with"):
            i = _after_hint(tokens, i)
            continue
        letters, start, j, quoted = "", i, i, 0
        between: dict[int, str] = {}
        while j < size:
            low = tokens[j].low
            if letters and low[0].isalnum():
                before = next(token for token in tokens[j - 1 :: -1] if token.low[0].isalnum())
                between[len(letters)] = text[before.end : tokens[j].start]
            following = tokens[j + 1].low if j + 1 < size else ""
            if low in numbers._REPEAT and len(following) == 1 and following.isalpha():
                letters += following * numbers._REPEAT[low]
                j += 2
            elif (
                low in ("doppel-", "zwei", "two")
                and len(following.rstrip("s'")) == 1
                and following[:1].isalpha()
                and letters
            ):
                letters += following[0] * 2
                j += 2
            elif (
                len(low) == 1
                and low.isalpha()
                and not (
                    low in ("a", "i")
                    and following.isalpha()
                    and len(following) > 2
                    and following not in (*_AS_IN, "double", *lexicon.ALPHABET)
                    and not letters
                )
            ):
                letters += low
                j += 1
                if j + 1 < size and tokens[j].low in _AS_IN:
                    step = 2 if tokens[j].low == "as" and tokens[j + 1].low == "in" else 1
                    if j + step < size and tokens[j + step].low[:1] == low:
                        j += step + 1
                        quoted += 1
            elif low in lexicon.ALPHABET and (letters or _alphabetical(tokens, j)):
                letters += lexicon.ALPHABET[low]
                j += 1
            elif letters and (goes_on := _another_word(tokens, j)):
                mark, j = goes_on
                letters += mark
            elif low in ("-", ".", ",", "–", "...", "…") and letters:
                j += 1
            elif low in ("ä", "ö", "ü", "ß", "sz", "eszett") and letters:
                letters += "ß" if low in ("sz", "eszett") else low
                j += 1
            else:
                break
        solid = sum(t.low not in _HARDLY_LETTERS and t.low[0].isalpha() for t in tokens[i:j])
        if len(letters) >= least and solid >= 2 and (best is None or len(letters) > len(best[0])):
            end = j
            while tokens[end - 1].low in ("-", ".", ",", "–", "...", "…"):
                end -= 1
            best, gaps = (letters, start, end), between
        i = max(j, i + 1)
    if best is None:
        return None
    letters, begin, end = best
    if " " not in letters and (cut := _between_groups(letters, gaps)):
        letters = f"{letters[:cut]} {letters[cut:]}"
    span = tokens[begin].start, tokens[end - 1].end
    return Value("name", letters.title(), span, text[span[0] : span[1]], "spelled")


def _between_groups(letters: str, gaps: dict[int, str]) -> int | None:
    """Where the second word begins: the one gap between letters that is wider than all others ("d-a-n o-r-t", "d a n, o r t").

    A comma may be a breath: it parts words only where one of them is a given name. gaps: what stood before each letter.
    """
    inner = {at: gap for at, gap in gaps.items() if at < len(letters)}
    kinds = set(inner.values())
    wide = [at for at, gap in inner.items() if list(inner.values()).count(gap) == 1]
    if len(kinds) != 2 or len(wide) != 1 or len(inner) < 4 or not 2 <= wide[0] <= len(letters) - 2:
        return None
    cut, gap = wide[0], inner[wide[0]]
    if gap == " " and kinds - {" "} <= {"-", "."}:
        return cut
    return cut if "," in gap and kinds - {gap} == {" "} and {letters[:cut], letters[cut:]} & GIVEN else None


_BETWEEN_WORDS = re.compile(
    r"(?:(?:and |und |then |dann )*(?:(?P<space>space|blank|leerzeichen|leerschritt|abstand|(?:new|next|second|another|neues|nächstes|zweites) (?:word|wort)|(?:last|family|second) name|surname|(?:nach|familien)name)|(?P<hyphen>hyphen|dash|bindestrich)))(?: |$)"
)


def _another_word(tokens: tuple[words.Token, ...], i: int) -> tuple[str, int] | None:
    """ "…, new word, …" between two letters: what stands between their words, and where spelling goes on."""
    ahead = [t.low for t in tokens[i : i + 5]]
    m = _BETWEEN_WORDS.match(" ".join(ahead) + " ")
    if not m:
        return None
    j = i + len(m.group().split())
    while j < len(tokens) and tokens[j].low in (",", ":", ".", "is", "ist", "–"):
        j += 1
    letter = j < len(tokens) and (len(tokens[j].low) == 1 or tokens[j].low in lexicon.ALPHABET)
    return (" " if m["space"] else "-", j) if letter else None


def _after_hint(tokens: tuple[words.Token, ...], i: int) -> int:
    """Where to go on after "mit" or "with": behind "a y," in "Meyer with a y, M E Y E R", whose y is not spelled yet."""
    j = i + 2 if tokens[i + 1 : i + 2] and tokens[i + 1].low in ("a", "an", "einem") else i + 1
    if j + 1 < len(tokens) and tokens[j].low in (*numbers._REPEAT, "doppel-", "zwei", "two"):
        return j + 2  # "with a double t"
    return j + 1 if j + 1 < len(tokens) and tokens[j + 1].low in (",", ".", ":") else i + 1


@lru_cache(maxsize=1)
def _by_letters() -> tuple[dict[str, str], dict[str, str]]:
    """Given names and surnames by their letters, with doubled letters once."""
    return {_once(name): name for name in sorted(GIVEN)}, {_once(name): name for name in sorted(SURNAMES)}


def _once(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


def glued(text: str) -> Value | None:
    """A name that was spelled, and of whose letters some came out as syllables: "k a t e m IL l er" is Kate Miller.

    The letters together must be a given name, or a given name and a surname, that are known; a letter said twice counts
    once. None where fewer than three letters stand alone.
    """
    tokens = words.read(text).tokens
    if not 4 <= len(tokens) <= 40:
        return None
    pieces = [t for t in tokens if t.low[:1].isalpha()]
    short = sum(len(t.low) == 1 for t in pieces)
    if short < 3 or any(len(t.low) > 4 for t in pieces) or short * 5 < len(pieces) * 2:
        return None
    letters = "".join(lexicon.LETTER_NAMES.get(t.low, t.low) if len(t.low) == 3 else t.low for t in pieces)
    span = pieces[0].start, pieces[-1].end
    given, family = _by_letters()
    for whole in dict.fromkeys((letters, "".join(t.low for t in pieces))):
        plain = _once(whole)
        if plain in given:
            name = whole if whole in GIVEN else given[plain]
            return Value("name", name.capitalize(), span, text[span[0] : span[1]], "spelled")
        for cut in range(len(plain) - 2, 1, -1):
            for first, last in ((plain[:cut], plain[cut:]), (plain[:cut], plain[cut - 1 :])):
                if first in given and last in family:
                    name = f"{given[first].capitalize()} {family[last].capitalize()}"
                    return Value("name", name, span, text[span[0] : span[1]], "spelled")
    return None


def _alphabetical(tokens: tuple[words.Token, ...], i: int) -> bool:
    """Are three spelling words in a row: then they spell, and are no names."""
    run = [t for t in tokens[i : i + 6] if t.low not in (",", "-", ".")][:3]
    return len(run) == 3 and all(t.low in lexicon.ALPHABET for t in run)


def _sounds(word: str) -> str:
    return re.sub(
        r"[aeiouyäöüh]", "", word.lower().replace("ph", "f").replace("ck", "k").replace("dt", "t").replace("tt", "t")
    )


def _same_part(part: str, letters: str) -> bool:
    """Whether letters that were spelled are those of this part of a name, as it sounded."""
    return (
        part.lower() == letters.lower() or _sounds(part) == _sounds(letters) or part[:2].lower() == letters[:2].lower()
    )


def alike(name: str, word: str) -> bool:
    """Whether a word may be a part of a name heard better, or is itself one that people bear."""
    known = word.lower() in GIVEN or word.lower() in SURNAMES
    return known or any(_same_part(part, word) for part in name.split())


def _override(kept: list[Value], spelt: Value) -> list[Value]:
    letters = str(spelt.value)
    if " " in letters:  # all of a name was spelled
        alike = next((v for v in kept if _same_part(str(v.value).split(" ")[0], letters.split(" ")[0])), None)
        return [replace(alike, value=letters, rule="spelled") if v is alike else v for v in kept] if alike else [spelt]
    for i, value in enumerate(kept):
        if whole := _parted(letters, str(value.value)):
            kept[i] = replace(value, value=whole, rule="spelled")
            return kept
        parts = str(value.value).split(" ")
        for j, part in enumerate(parts):
            if _same_part(part, letters):
                parts[j] = letters
                kept[i] = replace(value, value=" ".join(parts), rule="spelled")
                return kept
    if kept and len(kept) == 1 and " " not in str(kept[0].value):
        kept[0] = replace(kept[0], value=letters, rule="spelled")
        return kept
    return [*kept, spelt]


def _said_before(tokens: tuple[words.Token, ...], spelt: Value) -> list[Value]:
    """The word or two that are spelled in one go after them, whatever they mean besides: "Joy Park, J O Y P A R K"."""
    for one in tokens:
        if one.end <= spelt.span[0] and one.low == str(spelt.value).lower():
            return [Value("name", str(spelt.value), (one.start, spelt.span[1]), one.text, "spelled")]
    for one, other in itertools.pairwise(tokens):
        if other.end <= spelt.span[0] and f"{one.low}{other.low}" == str(spelt.value).lower():
            whole = f"{one.text} {other.text}"
            return [Value("name", _tidy(whole), (one.start, other.end), whole, "spelled")]
    return []


def _parted(letters: str, name: str) -> str | None:
    """Letters that spell all the words of a name in one go, parted as the name is: "Omarhaddad" of Omar Haddad."""
    first, _, last = name.rpartition(" ")
    if not first:
        return None
    for cut in sorted(range(2, len(letters) - 1), key=lambda at: abs(at - len(first.replace(" ", "")))):
        if _sounds(first.replace(" ", "")) == _sounds(letters[:cut]) and _sounds(last) == _sounds(letters[cut:]):
            return f"{letters[:cut]} {letters[cut:].title()}"
    return None


_HINTS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:mit|with)(?: a| an)? d ?-? ?t\b"), re.compile(r"(?:dt|tt|t|d)$"), "dt"),
    (re.compile(r"\b(?:mit|with)(?: a)? (?:t ?-? ?z)\b"), re.compile(r"(?:tz|ts|z|s)$"), "tz"),
    (re.compile(r"\b(?:mit|with)(?: a)? (?:c ?-? ?k)\b"), re.compile(r"(?:ck|k|c)(?=$|e|er$)"), "ck"),
    (re.compile(r"\b(?:mit|with)(?: two| zwei| double| doppel)[ -]?t'?s?\b"), re.compile(r"(?:dt|tt|t|d)$"), "tt"),
    (re.compile(r"\b(?:mit|with)(?: two| zwei| double| doppel)[ -]?s'?\b"), re.compile(r"(?:ss|ß|s)$"), "ss"),
    *(
        (
            re.compile(rf"\b(?:mit|with)(?: two| zwei| double| doppel)[ -]?{c}'?s?\b"),
            re.compile(f"{c}{c}|{c}(?!.*{c})"),
            c * 2,
        )
        for c in "bfglmnpr"
    ),
    (re.compile(r"\b(?:mit|with)(?: a| an)? (?:e ?-? ?y|ey)\b"), re.compile(r"(?:ei|ai|ay|ey)"), "ey"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? (?:a ?-? ?y|ay)\b"), re.compile(r"(?:ei|ai|ay|ey)"), "ay"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? (?:a ?-? ?i|ai)\b"), re.compile(r"(?:ei|ai|ay|ey)"), "ai"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? (?:y|ypsilon)\b"), re.compile(r"(?:ie|i)(?!.*i)"), "y"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? p ?-? ?h\b"), re.compile(r"(?:ff|f|v)"), "ph"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? v\b|\bvogel-v\b"), re.compile(r"[fw]"), "v"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? k\b"), re.compile(r"(?i:c)"), "k"),
    (re.compile(r"\b(?:mit|with)(?: a| an)? c\b"), re.compile(r"(?i:k)"), "c"),
    (re.compile(r"\b(?:mit|with) (?:an )?(?:scharfem s|eszett|ß)\b"), re.compile(r"ss|s$"), "ß"),
    *(
        (re.compile(rf"\b(?:mit|with)(?: an?)? {a} ?-? ?e\b"), re.compile(ä), f"{a}e")
        for a, ä in zip("aou", "äöü", strict=True)
    ),
)


_WITH_Y = re.compile(r"^\W*(?:mit|with)(?: a| an)? (?:y|ypsilon)\b")
_WITH_H = re.compile(r"^\W*(?:mit|with)(?: a| an)? h\b")
_A_LETTER = re.compile(
    r"^\W*(?P<how>mit|with|ohne|without)(?: an?| the| einem)? (?!a\b|i\b)(?P<letter>[a-zäöüß]|[uoa]e|ie|th|ph|sch)\b"
)
_HINTED = re.compile("|".join((*(hint.pattern for hint, _, _ in _HINTS), _WITH_H.pattern, _A_LETTER.pattern)))


def _with_hint(value: Value, text: str) -> Value:
    """ "Schmidt mit dt", "Meyer with a y": the hint rewrites the last word of the name that it follows."""
    after = text[value.span[1] : value.span[1] + 40].lower()
    name = str(value.value)
    if value.rule == "spelled" or ("y" in name.lower() and _WITH_Y.search(after)):
        return value
    letter = _A_LETTER.search(after)
    if letter and letter["how"] in ("ohne", "without"):
        at = name.lower().rfind(letter["letter"], 1)
        span = value.span[0], value.span[1] + letter.end()
        less = name[:at] + name[at + len(letter["letter"]) :] if at > 0 else name
        return replace(value, value=less, rule="hinted", span=span, text=text[slice(*span)])
    if _WITH_H.search(after):
        if "h" not in name.lower():
            name = (
                re.sub(r"t(?=[aeiouy]|$)", "th", name, count=1) if re.search(r"t(?:[aeiouy]|$)", name) else f"{name}h"
            )
        return replace(value, value=name, rule="hinted")
    for hint, where, letters in _HINTS:
        if m := hint.search(after):
            first, _, last = str(value.value).rpartition(" ")
            new = where.sub(letters, last, count=1)
            if last[:1].isupper():
                new = new[:1].upper() + new[1:]
            end = value.span[1] + m.end() if m.start() <= 2 else value.span[1]  # "with two L" are no two people
            span = value.span[0], end
            return replace(value, value=f"{first} {new}".strip(), rule="hinted", span=span, text=text[slice(*span)])
    return value


# --- codes ------------------------------------------------------------------------------------------------------------
CODE_WORD = re.compile(
    r"\b(?:code|codes|reference|ref|confirmation|booking number|reservation number|booking id|buchungsnummer|buchungscode|reservierungsnummer|reservierungscode|bestätigungscode|referenz|ticket number|ticketnummer|order number|bestellnummer|pin|postcode|postleitzahl)(?: (?:number|no|code|id|nummer))?(?: (?:is|ist|lautet|was|of|:|number|nummer|it's|das ist))*[ :]*"
)
_TYPED_CODE = re.compile(
    r"(?<![\w@.])(?=[A-Za-z0-9-]{3,16}(?![\w@]))(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+){0,3}(?![\w@-])"
)
_NOT_CODE = re.compile(r"^(?:\d+(?:am|pm|th|st|nd|rd|h|k|er|ish|x|m|km|min|uhr)|[a-z]{1,2}\d?)$", re.IGNORECASE)


def codes(text: str, *, expected: bool = False) -> list[Value]:
    """Booking codes and the like (`code`, upper case without marks): "RES-LM12", "L as in Lima, M, one two"."""
    found: list[Value] = []
    head = text if len(text) <= words.LONGEST else text[: words.LONGEST]
    for m in _TYPED_CODE.finditer(head):
        if not _NOT_CODE.match(m.group()) and (
            m.group() == m.group().upper() or expected or CODE_WORD.search(head[: m.start()].lower())
        ):
            found.append(Value("code", m.group().upper(), m.span(), m.group(), "typed"))
    if found:
        return found
    reading = words.read(text)
    low, begins = _low(reading)
    starts = [i for m in CODE_WORD.finditer(low) if (i := _index(begins, m.end())) is not None]
    if expected and not starts:
        starts = [0]
    for start in starts:
        value, begin, end = characters(reading.tokens, start, skip=4 if expected else 1)
        if len(value) >= 3 and (any(c.isdecimal() for c in value) or expected):
            span = reading.tokens[begin].start, reading.tokens[end - 1].end
            found.append(Value("code", value, span, text[span[0] : span[1]], "spoken"))
            break
    return found


def characters(tokens: Sequence[words.Token], start: int, *, skip: int = 1) -> tuple[str, int, int]:
    """Letters and digits read out from a token on: their string in upper case, and the tokens they stood in.

    `skip`: how many leading words may be passed over before the first character.
    """
    out, begin, end, i, size = "", start, start, start, len(tokens)
    passed = 0
    while i < size:
        token = tokens[i]
        low, following = token.low, tokens[i + 1].low if i + 1 < size else ""
        step = 1
        piece = ""
        if low in numbers._REPEAT and i + 1 < size:
            digit = tokens[i + 1].plain
            one = digit if len(digit) == 1 and digit.isalnum() else "0" if digit in numbers._ZERO else ""
            piece, step = one * numbers._REPEAT[low], 2
        elif token.plain.isdecimal() and token.plain.isascii():
            piece = token.plain
        elif low in numbers._ZERO and low != "o" and (out or following.isdecimal()):
            piece = "0"
        elif len(low) == 1 and low.isalpha():
            piece = low
            if following in _AS_IN and i + 2 < size:
                at = i + 3 if following == "as" and tokens[i + 2].low == "in" else i + 2
                if at < size and tokens[at].low[:1] == low:
                    step = at - i + 1
        elif low in lexicon.ALPHABET:
            piece = lexicon.ALPHABET[low]
        elif low in lexicon.LETTER_NAMES and (out and (len(following) <= 2 or following.isdecimal() or not following)):
            piece = lexicon.LETTER_NAMES[low]
        elif low in ("-", ".", ",", "/", "and", "und", "then", "dann", "minus", "dash", "bindestrich", "...") and out:
            i += 1
            continue
        elif 1 < len(low) <= 3 and low.isalpha() and low not in lexicon.COMMON:
            piece = low
        elif not out and passed < skip:
            passed += 1
            i += 1
            continue
        else:
            break
        if not out:
            begin = i
        out += piece.upper()
        i += step
        end = i
    return out, begin, min(end, size)


_UK_AREAS = words.bag(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD "
    "HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH "
    "RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}")
"""Royal Mail uses no C, I, K, M, O or V behind the space, since they are misread."""


def _vote(rank: int) -> float:
    """What a transcription counts for, by its place among the alternatives."""
    return 1 / (1 + 0.3 * rank)


def postcode(readings: Sequence[str]) -> Value | None:
    """A British postcode out of one or more transcriptions of the same utterance, the likeliest first.

    Of those that have the shape of a postcode (area, district, sector, unit), in an area that exists and from as early a
    word as possible, the one that was heard most often wins. Letters that were heard as words ("you", "see") are letters.
    """
    heard = [words.read(text).tokens[:40] for text in readings]
    for known in (True, False):
        for start in range(8):
            votes: dict[str, float] = {}
            found: dict[str, Value] = {}
            for i, (text, tokens) in enumerate(zip(readings, heard, strict=True)):
                if start >= len(tokens):
                    continue
                value, begin, end = characters(tokens, start, skip=0)
                while len(value) > 5 and value[-1] == value[-2] and not _UK_POSTCODE.fullmatch(value):
                    value = value[:-1]  # the last letter said again
                area = re.match(r"[A-Z]+", value)
                if _UK_POSTCODE.fullmatch(value) and (not known or (area and area[0] in _UK_AREAS)):
                    span = tokens[begin].start, tokens[end - 1].end
                    code = f"{value[:-3]} {value[-3:]}"
                    found.setdefault(code, Value("code", code, span, text[span[0] : span[1]], "postcode"))
                    votes[code] = votes.get(code, 0.0) + _vote(i)
            if votes:
                return found[max(votes, key=lambda code: votes[code])]
    best = max((characters(words.read(text).tokens, 0, skip=6)[0] for text in readings), key=len, default="")
    if len(best) < 3:
        return None
    return Value("code", best, (0, len(readings[0])), readings[0], "postcode", "invalid", reason="not_a_postcode")


def name_heard(readings: Sequence[str]) -> Value | None:
    """A name out of the transcriptions of one answer to "your name?", the likeliest first.

    Letters that were spelled win. Of the rest, the transcription is taken that looks most like a first and a last name:
    a given name, then a word that is a surname or that the transcriber took for a name, each heard more often than others.
    """
    found = [names(text, expected=True) for text in readings]
    for both in (True, False):
        for values in found:
            if values and values[0].rule == "spelled" and (" " in str(values[0].value) or not both):
                return values[0]
    heard: list[tuple[int, Value, str]] = []
    for i, (values, text) in enumerate(zip(found, readings, strict=True)):
        whole = _two_words(text)
        if whole or values:
            heard.append((i, whole or values[0], text))
    if not heard:
        return None
    votes: dict[str, float] = {}
    total = sum(_vote(i) for i, _, _ in heard)
    for i, value, _ in heard:
        for key in _first_and_last(value):
            votes[key] = votes.get(key, 0.0) + _vote(i) / total

    def liking(one: tuple[int, Value, str]) -> tuple[float, int]:
        i, value, text = one
        return _likeness(value, text) + 0.5 * sum(votes[key] for key in _first_and_last(value)) - 0.05 * i, -i

    best = max(heard, key=liking)[1]
    parts = str(best.value).split(" ")
    if len(parts) == 4 and parts[0].lower() in GIVEN and parts[2].lower() in GIVEN:  # said again, or put right
        return replace(best, value=" ".join(parts[2:]), text=" ".join(str(best.text).split()[2:]))
    return best


def _first_and_last(value: Value) -> tuple[str, str]:
    parts = re.split(r"[ -]", str(value.text).lower())
    return f"{parts[0]} .", f". {parts[-1]}"


def _two_words(text: str) -> Value | None:
    """A given name and one more word, whatever that word means besides: "Peter day"."""
    tokens = [t for t in words.read(text).tokens if t.low not in _FILLER or t.low in SURNAMES]
    if len(tokens) == 2 and _first_name(tokens[0]) and tokens[1].low.isalpha() and tokens[1].low in SURNAMES:
        span = tokens[0].start, tokens[1].end
        name = f"{tokens[0].text} {tokens[1].text.capitalize()}"
        return Value("name", name, span, text[span[0] : span[1]], "expected")
    return None


def _likeness(value: Value, text: str) -> float:
    """How much a transcription looks like a first and a last name."""
    parts = re.split(r"[ -]", str(value.text))
    if len(parts) < 2:
        return 0.0
    first, last = parts[0], parts[-1]
    score = 2.0 - abs(len(parts) - 2) * 0.5
    score += 1.0 if first.lower() in GIVEN else 0.3 if first[:1].isupper() else 0.0
    score += (
        1.0 if last.lower() in SURNAMES else 0.6 if last[:1].isupper() and last.lower() not in lexicon.COMMON else 0.0
    )
    if len(last) < 3 and last.lower() not in SURNAMES:
        score -= 0.5
    return score - 0.1 * max(0, len(text.split()) - len(parts))


def _numberless(text: str) -> str:
    """The text without names that are also numbers, and without what counts or dates something, each letter in its place:
    "Frau Acht, 0173 …", "0173 4567890, two people".
    """
    text = _COUNTED.sub(lambda m: " " * len(m[0]), text)
    text = _COUNTED_BEFORE.sub(lambda m: (m["lead"] or "") + " " * (len(m[0]) - len(m["lead"] or "")), text)
    tokens = words.read(text).tokens
    for before, token in itertools.pairwise(tokens):
        number = token.plain.isdecimal() and token.low.isalpha() and token.text[:1].isupper()
        called = (
            before.low in _HOUSEHOLD or before.low in _CALLED or (before.low in GIVEN and before.text[:1].isupper())
        )
        if number and called:
            text = words.blanked(text, [(token.start, token.end)])
    return text


_SMALL = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|eine?[rn]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
)
_COUNTED = re.compile(
    rf"(?<![\w:.+]){_SMALL}(?= ?(?:people|persons?|guests?|adults?|kids|child(?:ren)?|of (?:us|them)|nights?|personen?|leute|gäste|erwachsene|kinder|von (?:uns|ihnen)|nächte?|uhr|o'clock|pm"
    rf"|(?:st|nd|rd|th)?\.? (?:of )?(?:{'|'.join(words.MONTHS)}|januar|februar|märz|mai|juni|juli|oktober|dezember))\b)"
    rf"|(?<=[,.;] ){_SMALL}(?= (?:is|are|has|have|needs?|sind|ist|hat|haben|braucht|brauchen|sitzt)\b)"
    r"|\bum (?:\d{1,2}\b(?!\s*\d)|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b",
    re.IGNORECASE,
)
"""Numbers of people, nights and hours, and days of a month, which are no part of a telephone number before them."""
_COUNTED_BEFORE = re.compile(
    rf"(?:(?:^|(?<=[^\W\d] ))(?:\d{{1,2}}(?:[:.]\d{{1,2}}\.?)?|20\d\d)|(?P<lead>\b(?:for|für|of|are|sind|at|um|zu) ){_SMALL}|^{_SMALL}(?=[.;]|, [0+]))"
    r"(?=[,.;]{0,2} +(?:\+ ?\d|0\d\d|(?:zero|oh|null) (?:[a-zäöüß]{2,6}\b|\d)))",
    re.IGNORECASE,
)
"""The same before a number, which begins with a plus or a zero: "for 2, 0171 …"."""
_CALLED = words.bag("namen name heiße heisse called")
"""What a name stands behind."""


# --- the door ---------------------------------------------------------------------------------------------------------
def read(text: str, *, language: str, region: str, expected: str | None = None) -> list[Value]:
    """Phone numbers, e-mail addresses, names and codes in an utterance, as they stand.

    region: the tenant's country (ISO, "DE"), in which numbers without a country code were dialled. expected: the slot
    just asked for ("phone", "email", "name", "code"), which lets bare answers count. Raises nothing on any text.
    """
    found = emails(text)
    taken = [v.span for v in found]

    def free(value: Value) -> bool:
        return all(value.span[1] <= b or e <= value.span[0] for b, e in taken)

    for value in phones(_numberless(text), region=region, expected=expected == "phone"):
        if free(value):
            found.append(value)
            taken.append(value.span)
    if expected != "phone" and (
        expected == "code" or CODE_WORD.search(text[: words.LONGEST].lower()) or any(c.isdecimal() for c in text)
    ):
        for value in codes(text, expected=expected == "code"):
            if free(value):
                found.append(value)
                taken.append(value.span)
    if expected != "code":
        asked = expected in ("name", "first_name", "last_name")
        said = names(text, expected=asked)
        if asked and found and not said:  # "steve nolan oh one six …": the number behind it is taken for a part of it
            said = names(words.blanked(text, taken), expected=True)
        for value in said:
            if free(value):
                found.append(value)
                taken.append(value.span)
    return sorted(found, key=lambda value: value.span)
