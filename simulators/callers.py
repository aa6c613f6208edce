"""What callers say, and how what is written is said aloud: what the ear of simulators/sound.py expects to hear.

The sentences are those of evals/scenarios and, for days, times, numbers and names that no scenario has, templates filled
by a generator with a fixed seed.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

SCENARIOS: Final = Path(__file__).parent.parent / "evals" / "scenarios"
FILLINGS: Final = 60
"""How often each template is filled."""
REPEATED: Final = 3
"""How much more often than a template's filling a scenario's sentence is expected."""

WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

# --- said aloud -------------------------------------------------------------------------------------------------------

ONES: Final = {
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    "de": [
        "null",
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ],
}
TENS: Final = {
    "en": ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    "de": ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
}
IRREGULAR: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "eins": "erste", "drei": "dritte", "sieben": "siebte", "acht": "achte",
}  # fmt: skip
MONTHS: Final = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}
SIGNS: Final = {
    "en": {"@": "at", ".": "dot", "-": "dash", "_": "underscore", "+": "plus", "&": "and", "€": "euros", "%": "percent"},
    "de": {"@": "ät", ".": "Punkt", "-": "Minus", "_": "Unterstrich", "+": "plus", "&": "und", "€": "Euro", "%": "Prozent"},
}  # fmt: skip


def number(n: int, language: str) -> str:
    """A number from 0 to 9999 in words, a year as years are said."""
    ones, tens = ONES[language], TENS[language]
    if n < 20:
        return ones[n]
    if n < 100:
        ten, one = divmod(n, 10)
        if not one:
            return tens[ten - 2]
        if language == "en":
            return f"{tens[ten - 2]} {ones[one]}"
        return f"{'ein' if one == 1 else ones[one]}und{tens[ten - 2]}"
    if language == "en":
        if n < 1000:
            return f"{ones[n // 100]} hundred" + (f" and {number(n % 100, language)}" if n % 100 else "")
        if 1900 <= n < 2100 and n % 100 > 9:
            return f"{number(n // 100, language)} {number(n % 100, language)}"
        return f"{ones[n // 1000]} thousand" + (f" {number(n % 1000, language)}" if n % 1000 else "")
    if n < 1000:
        return (ones[n // 100] if n >= 200 else "ein") + "hundert" + (number(n % 100, language) if n % 100 else "")
    return (ones[n // 1000] if n >= 2000 else "ein") + "tausend" + (number(n % 1000, language) if n % 1000 else "")


def ordinal(n: int, language: str) -> str:
    """The number of a day: "thirty first", and in German as it follows "am"."""
    cardinal = number(n, language)
    if language == "de":
        return (IRREGULAR.get(cardinal) or cardinal + ("te" if n < 20 else "ste")) + "n"
    head, _, last = cardinal.rpartition(" ")
    return f"{head} {IRREGULAR.get(last) or re.sub('y$', 'ie', last) + 'th'}".strip()


def digits(text: str, language: str) -> str:
    """Each digit on its own, in groups of three or four with a breath between them."""
    groups = [re.sub(r"\D", "", part) for part in re.split(r"[^\d]+", text)]
    short = [piece for group in groups for piece in re.findall(r"\d{3}(?=\d{3})|\d{1,4}", group)]
    return ", ".join(" ".join(ONES[language][int(digit)] for digit in piece) for piece in short)


def _address(text: str, language: str) -> str:
    signs = SIGNS[language]
    return " ".join(signs.get(part) or part for part in re.findall(r"[^\W\d_]+|\d|[@._+-]", text))


def _letters(text: str, language: str) -> str:
    return " ".join(ONES[language][int(sign)] if sign.isdigit() else sign for sign in text if sign.isalnum())


def _clock(hour: str, minute: str, half: str, language: str) -> str:
    said = number(int(hour), language)
    if language == "de":
        return f"{said.removesuffix('s') if said == 'eins' else said} Uhr" + (
            f" {number(int(minute), language)}" if int(minute) else ""
        )
    minutes = "" if not int(minute) else f"oh {number(int(minute), language)}" if int(minute) < 10 else minute
    return " ".join(filter(None, [said, minutes and aloud(minutes, language), *half.lower().replace(".", "")]))


MONTH: Final = "|".join({month for months in MONTHS.values() for month in months})
WRITTEN: Final = {
    "both": [
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda found, to: _address(found[0], to)),
        (r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4,8}\b", lambda found, to: _letters(found[0], to)),
        (r"\b[A-Z](?:-[A-Z])+\b", lambda found, to: _letters(found[0], to)),
        (r"(?<!\w)\+?\d(?:[ /()-]{0,2}\d){6,}", lambda found, to: digits(found[0], to)),
    ],
    "en": [
        (
            r"\b(\d{1,2})(?::|\.(?=\d\d ?[ap]))(\d\d)\s*([ap]\.?m\b\.?)?",
            lambda found, to: _clock(found[1], found[2], found[3] or "", to),
        ),
        (r"\b(\d{1,2})\s*([ap]\.?m\b\.?)", lambda found, to: _clock(found[1], "0", found[2], to)),
        (r"\b(\d{1,2})(?:st|nd|rd|th)\b", lambda found, to: ordinal(int(found[1]), to)),
        (rf"\b(\d{{1,2}}) (?={MONTH})", lambda found, to: ordinal(int(found[1]), to) + " "),
        (rf"\b(\d{{1,2}})(?= (?:to|till|until) \d{{1,2}} (?:{MONTH}))", lambda found, to: ordinal(int(found[1]), to)),
    ],
    "de": [
        (r"\b(\d{1,2}):(\d\d)(?: Uhr\b)?", lambda found, to: _clock(found[1], found[2], "", to)),
        (r"\b(\d{1,2}) Uhr\b", lambda found, to: _clock(found[1], "0", "", to)),
        (rf"\b(\d{{1,2}})\.(?= ?(?:{MONTH}|bis|auf|\d|-))", lambda found, to: ordinal(int(found[1]), to) + " "),
    ],
    "last": [
        (r"\d{1,4}(?!\d)", lambda found, to: number(int(found[0]), to)),
        (r"\d+", lambda found, to: digits(found[0], to)),
        (r"[&€%+@]", lambda found, to: f" {SIGNS[to][found[0]]} "),
    ],
}


class Part(NamedTuple):
    """A stretch of a text and how it is said."""

    said: str
    end: int
    """Where in the text, as written, it ends."""


@cache
def _rules(language: str) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], Callable[[re.Match[str], str], str]]]]:
    rules = [(re.compile(at), how) for name in ("both", language, "last") for at, how in WRITTEN[name]]
    return re.compile("|".join(f"(?:{at.pattern})" for at, _ in rules)), rules


def parts(text: str, language: str) -> Iterator[Part]:
    """A text in stretches that are said as they are written, and others that are not: numbers, codes, addresses."""
    anything, rules = _rules(language)
    end = 0
    for found in anything.finditer(text):
        if found.start() > end:
            yield Part(text[end : found.start()], found.start())
        end = found.end()
        for at, how in rules:
            if (rule := at.match(text, found.start())) and rule.end() == end:
                yield Part(how(rule, language), end)
                break
    if end < len(text):
        yield Part(text[end:], len(text))


def aloud(text: str, language: str) -> str:
    """A text as it is said: "7:30 pm" is "seven thirty p m", "K3M7T" is "K three M seven T"."""
    return "".join(part.said for part in parts(text, language))


def words(text: str, language: str) -> list[str]:
    """The words that are heard when a text is said, in small letters and without punctuation."""
    plain = re.sub(r"[​‌‍­]", "", text).replace("’", "'")
    return WORD.findall(aloud(plain, language).lower())


# --- what they say ----------------------------------------------------------------------------------------------------

TEMPLATES: Final = {
    "en": """
        [a table|table|I'd like a table|can I have a table|could I book a table|do you have a table|I need a table] for {people} [on {day}|{day}|tonight|tomorrow|] [at {time}|around {time}|] [please|]
        [hi|hello|good evening|good morning] [I'd like|I would like|can I get] a table for {people} [on {day}|tonight|for {day}] at {time} please
        [dinner|lunch|brunch] for {people} [on {day}|tonight|tomorrow] at {time}
        [we are|we're|it's|there will be|there are] {people} [people|of us|]
        {people} [people|persons|adults|please|of us|]
        [at|make it|let's say|rather|say|around|] {time} [please|then|is fine|would be better|]
        [on|for|make it|is|] {day} [please|then|instead|at {time}|]
        [my name is|the name is|name's|it's|this is|under|] {name} [please|]
        {name} [my number is|and the number is|and it's|the number is|] {phone}
        [my number is|the number is|you can reach me at|it's|phone number|] {phone}
        [{spelled}|my name is {name} {spelled}|that's spelled {spelled}|with {letter} not {letter}]
        [my code is|the code is|it's|code|booking|reservation|] {code} [please|]
        [cancel|please cancel|I need to cancel|I'd like to cancel|can you cancel] [my table|my reservation|my booking|reservation {code}|booking {code}|the table on {day}|] [please|]
        [I'd like to|I want to|can I|could we|please|] [change|move|shift] [my reservation|my booking|the table|reservation {code}|it] to [{time}|{day}|{day} at {time}|{people} people] [please|]
        [do you have|I'd like|I need|can I book|we want] a [single room|double room|family room|room|suite] [for {people}|] [from {date} to {date}|from {date} for {number} nights|on {day}|for {number} nights|tonight] [with breakfast|with a view of the lake|with parking|] [please|]
        [from|] {date} [to|until|till] {date}
        [for|] {number} [nights|night|weeks|week] [please|]
        [with|without|and] [breakfast|a parking space|parking|a dog|our dog|a cot|a balcony|a high chair] please
        [yes|yes please|yes that's right|yes that's correct|that's right|correct|exactly|sure|of course|please do|go ahead|okay|ok|perfect|sounds good|fine] [thanks|thank you|please|book it|that's fine|]
        [no|no thanks|no thank you|nope|not really|that's all|no that's all|that's wrong|no that's not right] [thanks|thank you|goodbye|bye|]
        [when|what time] do you [open|close] [on {weekday}|today|tomorrow|on weekends|]
        [are you open|do you open] on {weekday}
        [how much is|what does|what's the price of] [the roast|the menu|breakfast|a double room|the fish|a glass of wine] [cost|]
        [do you have|is there|have you got] [vegetarian dishes|vegan food|parking|a garden|a terrace|a kids menu|high chairs|wifi|a playground|gluten free bread|anything without nuts]
        [where are you|how do I get there|can I park nearby|is there a bus stop nearby|are dogs allowed|do you take cards|can I pay by card]
        [can I|could I|I want to|I'd like to|let me] [speak to|talk to] [a person|somebody|a human|the manager|the owner|someone] please
        [goodbye|bye|bye bye|thank you goodbye|thanks bye|see you then|see you on {weekday}|have a nice evening]
        [one of us has|we have|there is] [a nut allergy|a baby|two children|a wheelchair|a dog|a birthday|gluten intolerance]
        [outside|inside|in the garden|on the terrace|by the window|at the window] please
        [sorry|pardon|what|excuse me] [can you repeat that|say that again|what did you say|I didn't catch that|]
        [wait|hold on|one moment|just a moment|actually] [no|make it {time}|make it {people}|I mean {day}|{people} people|rather {time}|]
        [mhm|uh-huh|okay|right|yeah|hm|uh|um|well] [yes|no|let me think|]
        [is that|is it|are we] [confirmed|booked|done|all set]
        [email|my email is|it's|] {first} dot {last} at [gmail|web|gmx|example] dot [com|d e|net|org]
    """,
    "de": """
        [einen Tisch|ein Tisch|Tisch|ich hätte gern einen Tisch|ich möchte einen Tisch|haben Sie einen Tisch|ich brauche einen Tisch] für {people} [am {day}|{day}|heute Abend|morgen|] [um {time}|gegen {time}|] [bitte|]
        [hallo|guten Tag|guten Abend|guten Morgen] [ich hätte gern|ich würde gern|ich möchte] einen Tisch für {people} [am {day}|heute Abend|für {day}] um {time} [reservieren|bitte|]
        [wir sind|wir sind zu|es sind|wir kommen zu] {people} [Personen|Leute|]
        {people} [Personen|Leute|bitte|Erwachsene|]
        [um|gegen|lieber um|dann um|sagen wir|] {time} [bitte|dann|passt|wäre besser|]
        [am|für|dann am|lieber am|] {day} [bitte|dann|um {time}|]
        [mein Name ist|ich heiße|der Name ist|auf den Namen|auf|hier ist|] {name} [bitte|]
        {name} [meine Nummer ist|und die Nummer ist|die Nummer ist|] {phone}
        [meine Nummer ist|die Nummer ist|Sie erreichen mich unter|Telefonnummer|] {phone}
        [{spelled}|mein Name ist {name} {spelled}|das schreibt man {spelled}|mit {letter} nicht mit {letter}]
        [mein Code ist|der Code ist|Code|Buchung|Reservierung|] {code} [bitte|]
        [ich möchte|ich muss|ich würde gern|können Sie|bitte] [meine Reservierung|meinen Tisch|die Buchung|Reservierung {code}|den Tisch am {day}] [absagen|stornieren|verschieben|ändern] [bitte|]
        [können wir|ich möchte|bitte|] [die Reservierung|den Tisch|das] auf [{time}|{day}|{people} Personen|{day} um {time}] [verschieben|ändern|verlegen] [bitte|]
        [haben Sie|ich brauche|ich hätte gern|wir möchten] ein [Einzelzimmer|Doppelzimmer|Familienzimmer|Zimmer] [für {people}|] [vom {date} bis {date}|vom {date} bis zum {date}|ab dem {date} für {number} Nächte|am {day}|für {number} Nächte|heute Nacht] [mit Frühstück|mit Seeblick|mit Parkplatz|] [bitte|]
        [vom|ab dem|] {date} [bis|bis zum] {date}
        [für|] {number} [Nächte|Nacht|Wochen|Woche] [bitte|]
        [mit|ohne|und] [Frühstück|einem Parkplatz|Parkplatz|einem Hund|Hund|Babybett|Balkon|Hochstuhl] bitte
        [ja|ja bitte|ja gern|ja genau|das stimmt|genau|richtig|gerne|natürlich|klar|in Ordnung|okay|passt|perfekt] [danke|bitte|so machen wir das|buchen Sie das|]
        [nein|nein danke|nee|das war alles|nein das war's|das stimmt nicht|nein das ist falsch] [danke|vielen Dank|auf Wiederhören|tschüss|]
        [wann|um wie viel Uhr|wie lange] [machen Sie auf|haben Sie geöffnet|öffnen Sie|schließen Sie] [am {weekday}|heute|morgen|am Wochenende|]
        [was kostet|wie teuer ist] [der Braten|das Menü|das Frühstück|ein Doppelzimmer|der Fisch|ein Glas Wein]
        [haben Sie|gibt es|habt ihr] [vegetarische Gerichte|veganes Essen|Parkplätze|einen Garten|eine Terrasse|eine Kinderkarte|Hochstühle|Internet|einen Spielplatz|glutenfreies Brot|etwas ohne Nüsse]
        [wo sind Sie|wie komme ich zu Ihnen|kann man in der Nähe parken|sind Hunde erlaubt|nehmen Sie Karten|kann ich mit Karte zahlen]
        [kann ich|könnte ich|ich möchte|ich will] mit [einem Menschen|jemandem|einem Mitarbeiter|dem Chef|der Chefin] sprechen
        [auf Wiederhören|tschüss|vielen Dank auf Wiederhören|danke tschüss|bis dann|bis {weekday}|schönen Abend noch]
        [einer von uns hat|wir haben|es gibt] [eine Nussallergie|ein Baby|zwei Kinder|einen Rollstuhl|einen Hund|Geburtstag]
        [draußen|drinnen|im Garten|auf der Terrasse|am Fenster] bitte
        [wie bitte|entschuldigung|was|Verzeihung] [können Sie das wiederholen|noch einmal bitte|was haben Sie gesagt|das habe ich nicht verstanden|]
        [warten Sie|Moment|einen Moment|eigentlich|ach] [nein|lieber {time}|lieber um {time}|doch {people}|ich meine {day}|{people} Personen|]
        [mhm|aha|okay|genau|ja|hm|äh|ähm|also] [ja|nein|Moment|]
        [ist das|sind wir] [bestätigt|gebucht|erledigt|reserviert]
        [Mail|meine Mail ist|] {first} Punkt {last} ät [gmail|web|gmx|example] Punkt [com|de|net|org]
    """,
}  # fmt: skip
"""One a line; [a|b] is one of these, {slot} is filled."""

NAMES: Final = {
    "first": ["Anna", "Ann", "Ben", "Bob", "Carla", "Clara", "Eva", "Frank", "Hannah", "James", "Jana", "Jo", "John", "Jonas", "Julia", "Karl", "Kim", "Lena", "Lisa", "Lukas", "Maria", "Mark", "Mary", "Max", "Nora", "Otto", "Paul", "Peter", "Robert", "Rick", "Sabine", "Sarah", "Shayne", "Susan", "Thomas", "Tim", "Tom", "Ulla"],
    "last": ["Becker", "Bell", "Brown", "Dawes", "Feld", "Fisher", "Fischer", "Ford", "Freitag", "Green", "Hoffmann", "Howe", "Huber", "Jones", "Kern", "King", "Klein", "Koch", "Krüger", "Kurz", "Lang", "Lee", "Lopez", "Meier", "Meyer", "Miller", "Müller", "Novak", "Richter", "Roth", "Schmidt", "Schneider", "Schulz", "Smith", "Stone", "Taylor", "Vogt", "Wagner", "Weber", "White", "Winter", "Wolf", "Yilmaz"],
}  # fmt: skip
WEEKDAYS: Final = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
}
ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"


class Filling:
    """Fills templates of a language, the same way every time."""

    def __init__(self, language: str, seed: int = 1) -> None:
        self.language, self.chance = language, random.Random(f"{language}{seed}")

    def filled(self, template: str) -> str:
        """One way of saying a template."""
        while chosen := re.search(r"\[([^\[\]]*)\]", template):
            template = template.replace(chosen[0], self.chance.choice(chosen[1].split("|")), 1)
        return re.sub(r"\{([a-z]+)[^}]*\}", lambda slot: getattr(self, slot[1])(), template)

    def day(self) -> str:
        """A day as callers name it."""
        following = "next" if self.language == "en" else "nächsten"
        weekday = self.weekday()
        return self.chance.choice([weekday, weekday, f"{following} {weekday}", f"{weekday} {self.date()}", self.date()])

    monday = tuesday = wednesday = thursday = friday = saturday = sunday = day

    def weekday(self) -> str:
        return self.chance.choice(WEEKDAYS[self.language])

    def date(self) -> str:
        day, month = ordinal(self.chance.randint(1, 31), self.language), self.chance.choice(MONTHS[self.language])
        if self.language == "de":
            return self.chance.choice([f"{day} {month}", f"{day} {month}", day])
        return self.chance.choice(
            [f"{day} {month}", f"{day} of {month}", f"the {day} of {month}", f"{month} {day}", f"the {day}"]
        )

    def time(self) -> str:
        hour, quarter = self.chance.randint(1, 12), self.chance.choice(["00", "00", "00", "15", "30", "45"])
        said = number(hour, self.language)
        if self.language == "de":
            exact = aloud(f"{hour + 12 if hour > 4 and hour < 12 else hour}:{quarter}", "de")
            return self.chance.choice(
                [said, f"halb {said}", f"viertel nach {said}", f"viertel vor {said}", exact, exact, f"{said} Uhr"]
            )
        exact = aloud(f"{hour}:{quarter}", "en")
        quarters = [f"half past {said}", f"quarter past {said}", f"a quarter to {said}"]
        return self.chance.choice(
            [
                *quarters,
                said,
                f"{said} o'clock",
                f"{exact} p m",
                f"{exact} p m",
                f"{exact} a m",
                exact,
                f"{said} in the evening",
            ]
        )

    def people(self) -> str:
        return number(
            self.chance.choice([1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20]), self.language
        )

    def number(self) -> str:
        return number(self.chance.randint(1, 31), self.language)

    def name(self) -> str:
        return self.chance.choice(
            [f"{self.first()} {self.last()}", f"{self.first()} {self.last()}", self.first(), self.last()]
        )

    def first(self) -> str:
        return self.chance.choice(NAMES["first"])

    def last(self) -> str:
        return self.chance.choice(NAMES["last"])

    def phone(self) -> str:
        rest = "".join(self.chance.choice("0123456789") for _ in range(self.chance.randint(7, 9)))
        said = digits(self.chance.choice(["0", "01", "+49 1"]) + rest, self.language)
        return said.replace("zero", "oh") if self.language == "en" and self.chance.random() < 0.3 else said

    def letter(self) -> str:
        return self.chance.choice(ALPHABET)

    def spelled(self) -> str:
        return " ".join(self.chance.choice([self.first(), self.last(), self.letter() * 5]))

    def code(self) -> str:
        return _letters("".join(self.chance.choice(ALPHABET + "0123456789" * 2) for _ in range(5)), self.language)


ENGLISH: Final = frozenset(
    [
        "a",
        "the",
        "i",
        "i'd",
        "i'm",
        "we",
        "we're",
        "you",
        "is",
        "are",
        "it",
        "it's",
        "for",
        "on",
        "at",
        "to",
        "please",
        "my",
        "and",
        "can",
        "could",
        "do",
        "what",
        "when",
        "how",
        "yes",
        "no",
        "not",
        "thanks",
        "have",
        "want",
        "need",
        "book",
        "with",
        "from",
        "of",
        "that",
        "this",
        "in",
        "by",
        "but",
        "so",
        "there",
        "table",
        "room",
        "people",
    ]
)
GERMAN: Final = frozenset(
    [
        "ich",
        "wir",
        "sie",
        "ihr",
        "es",
        "ist",
        "sind",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "einen",
        "einem",
        "für",
        "am",
        "um",
        "zu",
        "bitte",
        "mein",
        "meine",
        "und",
        "kann",
        "können",
        "könnte",
        "was",
        "wann",
        "wie",
        "ja",
        "nein",
        "nicht",
        "danke",
        "haben",
        "habe",
        "hätte",
        "möchte",
        "mit",
        "vom",
        "von",
        "im",
        "aber",
        "doch",
        "noch",
        "da",
        "dann",
        "so",
        "tisch",
        "zimmer",
        "auf",
        "bei",
        "heute",
        "morgen",
        "uhr",
        "keine",
        "den",
        "dem",
        "zwei",
        "drei",
        "vier",
    ]
)


def spoken_in(text: str) -> str:
    """The language of a caller's sentence by its small words, "" where it has none (a name, a number)."""
    heard = WORD.findall(text.lower())
    english, german = sum(word in ENGLISH for word in heard), sum(word in GERMAN for word in heard)
    german += bool(re.search("[äöüß]", text.lower()))
    return "en" if english > german else "de" if german > english else ""


def said_in_scenarios(language: str) -> dict[str, list[str]]:
    """What is said in each scenario in a language, with names and numbers, which belong to both; {places} unfilled."""
    told: dict[str, list[str]] = {}
    for file in sorted(SCENARIOS.glob("*.yaml")):
        turns = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["turns"]
        said = [turn["say"] for turn in turns if isinstance(turn.get("say"), str)]
        told[file.stem] = [text for text in said if len(text) < 400 and spoken_in(text) in (language, "")]
    return told


def said(language: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """What callers say, as often as it is expected; `without` leaves scenarios out, so as to measure on them."""
    filling = Filling(language)
    templates = [line.strip() for line in TEMPLATES[language].splitlines() if line.strip()]
    texts = [filling.filled(template) for template in templates for _ in range(FILLINGS)]
    for scenario, lines in said_in_scenarios(language).items():
        if scenario not in without:
            texts += [filling.filled(line) for line in lines for _ in range(REPEATED)]
    return texts


def written(texts: Iterable[str], language: str) -> dict[str, str]:
    """How each word is mostly written, by the word in small letters; the first words of sentences do not count."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for form in WORD.findall(aloud(text, language))[1:]:
            forms[form.lower()][form] += 1
    return {word: ways.most_common(1)[0][0] for word, ways in forms.items()}
