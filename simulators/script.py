"""What the pretend model says: it phrases the plan it is given, and fills in the schema it is asked for.

A plan is a block in a system message. It ends at an empty line or at the next heading, and every line may be missing:

    ## Plan
    language: en
    question: <what the caller asked>
    fact: <a sentence the reply may lean on>
    say: <a sentence that must be said>
    ask: <the question to end with>

Everything here is a function of the request alone: the same messages get the same words. Nothing waits or sends.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import orjson

from simulators.lies import Told, told

Language = Literal["en", "de"]
Message = Mapping[str, Any]

OPENERS: Mapping[str, tuple[str, ...]] = {
    "en": ("", "Sure.", "", "Of course.", "", "Certainly."),
    "de": ("", "Gern.", "", "Natürlich.", "", "Selbstverständlich."),
}
TO_THE_POINT = re.compile(r"\bbegin with the answer\b", re.IGNORECASE)
"""What a prompt says that wants none of those; a model of today does as it is told."""
POLITE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "I am happy to help. Could you tell me a little more about it?",
        "Thank you for asking. What exactly would you like to know?",
        "Let me see what I can do for you. What matters most to you?",
    ),
    "de": (
        "Ich helfe Ihnen gern. Können Sie mir noch etwas mehr dazu sagen?",
        "Danke für Ihre Frage. Was genau möchten Sie wissen?",
        "Mal sehen, was ich für Sie tun kann. Was ist Ihnen dabei am wichtigsten?",
    ),
}
PADDING: Mapping[str, str] = {
    "en": " Please take all the time you need, there is no hurry at all, and we can go through it step by step.",
    "de": " Nehmen Sie sich ruhig die Zeit, die Sie brauchen, es eilt gar nicht, wir gehen es in Ruhe gemeinsam durch.",
}
LIES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Your table is booked, and your confirmation code is {code}.",
        "I have reserved it for you under the code {code}.",
    ),
    "de": (
        "Ihr Tisch ist gebucht, und Ihr Bestätigungscode lautet {code}.",
        "Ich habe es unter dem Code {code} für Sie reserviert.",
    ),
}
FALSE_HOURS: Mapping[str, str] = {
    "en": "We are open every day from 4:10 in the morning until 3:50 at night.",
    "de": "Wir haben jeden Tag von 4:10 Uhr morgens bis 3:50 Uhr nachts geöffnet.",
}
REASONING = " The caller wants an answer, so I look at the plan and say it briefly and politely."
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\d[\d /-]{6,}\d")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NAMED = re.compile(r"(?:my name is|i am called|ich heiße|mein name ist)\s+([^\W\d_]+(?: [^\W\d_]+)?)", re.IGNORECASE)
GERMAN = frozenset(
    re.findall(
        r"\w+",
        """ich sie wir ist sind und der die das ein eine einen nicht haben hat kann können möchte wann wie bitte für mit
        uhr tisch guten tag danke ja nein auf gibt es ihr ihre mein meine noch morgen heute dem den bei wer was""",
    )
)
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """i you we is are and the a an not have has can could would when how please for with table good day thanks yes
        no on there it your my still tomorrow today what do does to of that this they from will our where who""",
    )
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the reply is to hold, as the system prompt laid it out."""

    language: Language = "en"
    question: str = ""
    facts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    ask: str = ""


# --- plans ----------------------------------------------------------------------------------------------------------


def text_of(message: Message) -> str:
    """A message's words, whether its content is a string or a list of blocks."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return " ".join(str(block.get("text", "")) for block in content if isinstance(block, dict))
    return ""


def last_of(messages: Sequence[Message], role: str) -> str:
    """The words of the last message in that role, or none."""
    return next((text_of(m) for m in reversed(messages) if m.get("role") == role), "")


def plan_in(messages: Sequence[Message]) -> Plan | None:
    """The last plan in the system messages, or None."""
    for message in reversed(messages):
        if message.get("role") == "system":
            _, heading, block = ("\n" + text_of(message)).rpartition("\n## Plan")
            if heading:
                return _plan(block)
    return None


@lru_cache(maxsize=1024)
def _plan(block: str) -> Plan:
    found: dict[str, list[str]] = {"language": [], "question": [], "fact": [], "say": [], "ask": []}
    for line in block.lstrip(" \t").removeprefix("\r").removeprefix("\n").splitlines():
        name, colon, value = line.strip().partition(":")
        if not line.strip() or line.startswith("##"):
            break
        if colon and name in found:
            found[name].append(value.strip())
    return Plan(
        language="de" if found["language"][-1:] == ["de"] else "en",
        question=" ".join(found["question"]),
        facts=tuple(filter(None, found["fact"])),
        says=tuple(filter(None, found["say"])),
        ask=" ".join(found["ask"]),
    )


def language_of(text: str) -> Language:
    """German or English, by the small words and the umlauts."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    german = sum(w in GERMAN for w in words) + sum(c in "äöüß" for c in text.lower())
    return "de" if german > sum(w in ENGLISH for w in words) else "en"


def phrased(messages: Sequence[Message]) -> tuple[Language, str, str]:
    """The reply to these messages: its language, its body, and the question it ends with."""
    plan = plan_in(messages)
    heard = last_of(messages, "user")
    if plan is None and messages and messages[-1].get("role") == "tool":
        plan = Plan(language=language_of(heard), facts=(text_of(messages[-1]),))
    if plan is None or not (plan.facts or plan.says or plan.ask):
        language = plan.language if plan else language_of(heard)
        return language, _varied(POLITE[language], heard), ""
    told = any(TO_THE_POINT.search(text_of(message)) for message in messages if message.get("role") == "system")
    opener = "" if told else _varied(OPENERS[plan.language], heard or plan.question)
    leaning = matching(plan.facts, plan.question or heard)
    body = " ".join(_sentence(part) for part in (opener, *leaning, *plan.says) if part)
    return plan.language, body, plan.ask


def matching(facts: Sequence[str], question: str, most: int = 2) -> list[str]:
    """The facts that share most with the question, best first; the first fact where none shares anything."""
    wanted = _stems(question)
    scored = sorted(((len(wanted & _stems(fact)), -place) for place, fact in enumerate(facts)), reverse=True)
    best = scored[0][0] if scored else 0
    close = [-place for score, place in scored[:most] if score and 2 * score >= best]
    return [facts[place] for place in close] or list(facts[:1])


def lies(messages: Sequence[Message]) -> tuple[Language, str, str]:
    """A reply that claims what nobody did and what is not so, and then goes on as planned."""
    heard = last_of(messages, "user")
    plan = plan_in(messages)
    language = plan.language if plan else language_of(heard)
    code = f"{'BCDFGHJK'[_hash(heard) % 8]}{'LMNPQRST'[_hash(heard) // 8 % 8]}-{1000 + _hash(heard) % 9000}"
    claim = _varied(LIES[language], heard).format(code=code)
    return language, f"{claim} {FALSE_HOURS[language]}", plan.ask if plan else ""


def lied(messages: Sequence[Message], kinds: str, seed: int) -> Told:
    """The reply of the hostile model: lies of these kinds, in disguise, between sentences of the plan that are true."""
    plan = plan_in(messages) or Plan(language=language_of(last_of(messages, "user")))
    return told(plan.question or last_of(messages, "user"), plan.language, plan.facts, kinds, seed)


def _sentence(part: str) -> str:
    return part if part[-1] in ".!?…" else part + "."


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


def _varied(choices: Sequence[str], text: str) -> str:
    return choices[_hash(text) % len(choices)]


def _words(text: str) -> list[str]:
    return [
        w
        for w in re.findall(r"\w+", text.lower().replace("_", " "))
        if len(w) > 2 and w not in GERMAN and w not in ENGLISH
    ]


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _words(text))


# --- tokens ---------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(?:\w+|[^\w\s])|\s+$")


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The text as a stream would bring it: words with the space before them, and signs. Joined, they are the text."""
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=4096)
def exactly(language: Language, body: str, ask: str, count: int | None) -> tuple[str, ...]:
    """Body and question as tokens: all of them, or, with a count, cut or padded before the question to just so many."""
    said, asked = tokens(body), tokens(f" {ask}" if body and ask else ask)
    if count is None:
        return said + asked
    missing = count - len(said) - len(asked)
    if missing <= 0:
        return (said + asked)[:count]
    filler = tokens(PADDING[language])
    padding = (filler * (missing // len(filler) + 1))[:missing]
    return said + padding + asked


# --- schemas --------------------------------------------------------------------------------------------------------


def filled(schema: Mapping[str, Any], messages: Sequence[Message]) -> Any:
    """A value that is valid for the JSON schema, taken from the caller's words where they hold one.

    Knows objects, arrays, enums, const, anyOf, oneOf, allOf, $ref, formats, bounds and lengths. Of patterns it meets
    the common ones (dates, clock times, codes, phone numbers), not all that could be written.
    """
    instructions = "\n".join(text_of(m) for m in messages if m.get("role") == "system")
    return _Filling(schema, last_of(messages, "user"), instructions).value(schema, "", frozenset())[0]


def schema_in(messages: Iterable[Message]) -> Mapping[str, Any] | None:
    """A JSON schema written out in a prompt, as JSON mode needs it, or None."""
    for message in messages:
        text = text_of(message)
        for start in re.finditer(r"\{", text):
            for end in re.finditer(r"\}", text[start.start() :][::-1]):
                piece = text[start.start() : len(text) - end.start()]
                if '"properties"' not in piece:
                    break
                try:
                    found = orjson.loads(piece)
                except orjson.JSONDecodeError:
                    continue
                if isinstance(found, dict) and "properties" in found:
                    return found
    return None


class _Filling:
    """One schema being filled: `value` answers with the value and whether the caller's words held it.

    `within` are the $refs being filled at that point; a schema that holds itself is not filled twice over.
    """

    def __init__(self, root: Mapping[str, Any], heard: str, instructions: str) -> None:
        self.root = root
        self.heard = heard
        self.instructions = instructions
        self.stems = _stems(heard)

    def value(self, schema: Mapping[str, Any], name: str, within: frozenset[str]) -> tuple[Any, bool]:
        within |= {schema["$ref"]} if "$ref" in schema else set()
        schema = self.resolved(schema)
        if "const" in schema:
            return schema["const"], False
        if "enum" in schema:
            return self.chosen(schema["enum"])
        kind = schema.get("type")
        if branches := schema.get("anyOf") or schema.get("oneOf"):
            rest = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
            return self.branch([{**rest, **branch} for branch in branches], name, within)
        if isinstance(kind, list):
            return self.branch([{**schema, "type": one} for one in kind], name, within)
        match kind or ("object" if "properties" in schema else "string"):
            case "object":
                return self.object(schema, within)
            case "array":
                return self.array(schema, name, within)
            case "integer" | "number" as number:
                return self.number(schema, whole=number == "integer")
            case "boolean":
                told = bool(_stems(f"{name} {schema.get('description', '')}") & self.stems)
                return told, told
            case "null":
                return None, False
        return self.string(schema, name)

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema or "allOf" in schema:
            merged = {k: v for k, v in schema.items() if k not in ("$ref", "allOf")}
            parts = list(schema.get("allOf", []))
            if "$ref" in schema:
                target: Any = self.root
                for step in str(schema["$ref"]).lstrip("#/").split("/"):
                    target = target.get(step, {}) if step else target
                parts.append(target)
            for part in parts:
                properties = {**part.get("properties", {}), **merged.get("properties", {})}
                required = [*part.get("required", []), *merged.get("required", [])]
                merged = {**part, **merged}
                if properties:
                    merged |= {"properties": properties, "required": required}
            schema = merged
        return schema

    def branch(self, branches: Sequence[Any], name: str, within: frozenset[str]) -> tuple[Any, bool]:
        """The branch whose value the caller named, else null where null is allowed, else the first."""
        open_ = [branch for branch in branches if branch.get("$ref") not in within and branch.get("type") != "null"]
        values = [self.value(branch, name, within) for branch in open_]
        named = [value for value in values if value[1]]
        if named:
            return named[0]
        nullable = any(branch.get("type") == "null" for branch in branches)
        return (None, False) if nullable or not values else values[0]

    def object(self, schema: Mapping[str, Any], within: frozenset[str]) -> tuple[Any, bool]:
        required = set(schema.get("required", ()))
        result, any_found = {}, False
        for name, part in schema.get("properties", {}).items():
            if part.get("$ref") in within and name not in required:
                continue
            value, found = self.value(part, name, within)
            if found or name in required:
                result[name] = value
            any_found = any_found or found
        return result, any_found

    def array(self, schema: Mapping[str, Any], name: str, within: frozenset[str]) -> tuple[Any, bool]:
        items = schema.get("items") or {}
        least, most = schema.get("minItems", 0), schema.get("maxItems", 8)
        if items.get("$ref") in within:
            return [], False
        choices = self.resolved(items).get("enum")
        if choices:
            ranked = self.ranked(choices)
            named = [value for score, value in ranked if score][:most]
            return named + [v for _, v in ranked if v not in named][: max(0, least - len(named))], bool(named)
        value, found = self.value(items, name, within)
        return [value] * max(least, min(most, 1) if found else 0), found

    def ranked(self, choices: Sequence[Any]) -> list[tuple[int, Any]]:
        """The choices by how much of the caller's words they share, or the line that explains them in the prompt."""

        def score(choice: Any) -> int:
            if not isinstance(choice, str):
                return 0
            explained = re.findall(rf"^\W*{re.escape(choice)}\W+(.*)$", self.instructions, re.MULTILINE)
            return 3 * len(_stems(choice) & self.stems) + len(_stems(" ".join(explained)) & self.stems)

        return sorted(((score(choice), choice) for choice in choices), key=lambda pair: -pair[0])

    def chosen(self, choices: Sequence[Any]) -> tuple[Any, bool]:
        score, choice = self.ranked(choices)[0]
        return choice, score > 0

    def number(self, schema: Mapping[str, Any], *, whole: bool) -> tuple[Any, bool]:
        step = schema.get("multipleOf")
        low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + (1 if whole else 1e-6))
        high = schema.get("maximum", schema.get("exclusiveMaximum", 1e12) - (1 if whole else 1e-6))
        for match in NUMBER.findall(self.heard):
            number = float(match)
            if low <= number <= high and (not whole or number.is_integer()) and (not step or number % step == 0):
                return (int(number) if whole else number), True
        number = max(low, min(0, high))
        if step:
            number = -(-number // step) * step
        return (int(number) if whole else number), False

    def string(self, schema: Mapping[str, Any], name: str) -> tuple[str, bool]:
        least, most = schema.get("minLength", 0), schema.get("maxLength", 400)
        pattern = re.compile(schema["pattern"]) if "pattern" in schema else None
        candidates = self.candidates(schema.get("format", ""), name)
        if pattern:
            everyday = ("2027-01-15", "19:30", "AB-1234", "+4930123456", "12345", "abc", "ABC", "a", "en", "A1")
            candidates = (
                [(w, True) for w in re.findall(r"\S+", self.heard)] + candidates + [(c, False) for c in everyday]
            )
        for text, found in candidates:
            text = (text[:most] if not pattern else text).strip() or "-"
            text = text.ljust(least, ".")
            if len(text) <= max(most, 1) and (not pattern or pattern.search(text)):
                return text, found
        return "-".ljust(least, "-")[: most or None], False

    def candidates(self, form: str, name: str) -> list[tuple[str, bool]]:
        kinds = {
            "email": (EMAIL, "caller@example.com"),
            "phone": (PHONE, "+49 30 123456"),
            "date": (DATE, "2027-01-15"),
            "time": (CLOCK, "19:30"),
        }
        formats = {"date-time": "2027-01-15T19:30:00Z", "uuid": "00000000-0000-4000-8000-000000000000"}
        formats |= {"uri": "https://example.com/", "ipv4": "192.0.2.1", "duration": "PT1H"}
        if form in formats:
            return [(formats[form], False)]
        if form == "time":
            return [(f"{c.zfill(5)}:00Z", True) for c in CLOCK.findall(self.heard)] + [("19:30:00Z", False)]
        for kind, (expression, otherwise) in kinds.items():
            if form == kind or (not form and kind in name.lower().replace("mail", "email").replace("eemail", "email")):
                heard = expression.search(self.heard)
                return [(heard.group(), True)] if heard else [(otherwise, False)]
        if "name" in name.lower():
            heard = NAMED.search(self.heard)
            return [(heard.group(1), True)] if heard else [("Alex Example", False)]
        return [(self.heard or name or "ok", False)]
