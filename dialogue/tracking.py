"""What a caller wants by now, turn after turn, from the words of both sides.

A tracker knows which slots are of interest and nothing else of the business. It reads the agent's words for what was
asked, offered and said back, and the caller's for values and for acceptance: a name the agent offered counts once the
caller takes it, a value that was said back counts once it is affirmed, and the latest word wins. Turns about something
else (a taxi, another errand) leave the state alone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from dialogue import acts, asking, kinds, names, places, topics, wanting
from language import corrections, guests, times, words
from language.values import Value

State = dict[str, str | int | bool]

ENTITIES = asking.ENTITIES
_DATES = ("date", "check_in_date", "check_out_date", "day")
_SAID_BACK = ("date", "time", "party_size", "nights", "rooms", "check_in_date", "check_out_date", "day")
_NO_OPEN_ANSWER = ("fee_paid", "time", "party_size", "nights", "rooms", "bedrooms", "bathrooms", "max_price", "level")
_DONT_CARE = "dontcare"
_LONGEST = 2_000
"""Characters of a turn that are read: no turn of a call is longer, and what is pasted need not be."""
_LEAVES = frozenset(("goodbye", "thank"))
_ADDRESS = re.compile(
    r"#\s*\w+|(?<![\d:.,])\b\d{2,6}[A-Z]? (?=(?:North |South |East |West |El |Old )?[A-Z][a-z])(?!(?:AM|PM|January|February|March|April|May|June|July|August|September|October|November|December|Person|People|Guest|Night|Room|Day)\w*\b)"
)


@dataclass
class Tracker:
    """The state of one conversation over a set of slots. Feed it turn by turn with `hear`."""

    slots: Collection[str]
    now: datetime
    language: str = "en"
    state: State = field(default_factory=dict)
    intent: str = "none"
    """search, booking, or none: what the caller is about now."""
    requested: list[str] = field(default_factory=list)
    """What the caller's last utterance asks to know."""
    offered: str | None = None
    """The name the agent last put forward."""
    offers: list[str] = field(default_factory=list)
    """Every name put forward or asked for so far, the latest last."""
    pending: bool = False
    """Whether the last offer still waits to be taken."""
    proposed: State = field(default_factory=dict)
    """Values the agent said back or suggested that the caller has neither affirmed nor replaced."""
    elsewhere: State = field(default_factory=dict)
    """Place and day spoken of in turns about something else: what "there" and "the same day" lean on."""
    topic: str | None = None
    """What is being spoken of, where a call goes through several things."""

    def hear(self, system: str, user: str) -> State:
        """Take in the agent's words and the caller's answer; the state after them."""
        system, user = system[-_LONGEST:], user[:_LONGEST]
        said, asked_words = words.said(user), words.said(system)
        mine = topics.own(self.slots)
        answered = self.topic
        self.topic = topics.follow(self.topic, mine, asked_words, said)
        if mine and self.topic not in (mine, None):
            self.requested, self.intent = [], "none"
            self._note_elsewhere(system, user)
            slot = next((s for s in ENTITIES if s in self.slots), None)
            if slot and self.offered and self.pending and self._agreed(acts.hear(user, self.language), said):
                self._settle(slot, self.offered)
            self.pending = False
            return dict(self.state)
        heard = acts.hear(user, self.language)
        asked = asking.asked(asked_words, self.slots)
        spoken_of = topics.heard(asked_words)[1]
        if not spoken_of or mine in spoken_of or answered == mine:
            self._hear_offer(system)
            self._hear_read_back(system, asked_words)
        agreed = self._agreed(heard, said)
        self.requested = wanting.requests(said) if system or "?" in user else []
        self._follow_intent(heard, said, asked_words, agreed)
        closing = self._closes(heard, asked_words, said)
        if agreed or (wanting.BOOK.search(said) and not {"deny", "correct"} & heard and "?" not in said):
            self.state.update(self.proposed)
            self.proposed = {}
        named = None if closing else self._named(user, asked_words, asked)
        if not closing:
            self._take_values(user, said, asked, asked_words, heard, named)
        self._take_offer(heard, said, asked_words, agreed, asked, named)
        return dict(self.state)

    def _note_elsewhere(self, system: str, user: str) -> None:
        for text in (system, user):
            place = places.destination(text)
            if not place and text is user and _WHERE_TO.search(words.said(system)):
                place = places.named(user, asked=True)
            if not place and "place" not in self.elsewhere:
                place = places.named(text, asked=False)
            if place:
                self.elsewhere["place"] = place
            days = [v for v in times.read(text, now=self.now, language=self.language) if v.kind == "date" and v.value]
            if days and not _passing(days[-1]):
                self.elsewhere["date"] = str(days[-1].value)

    def _lean(self, values: State, said: str) -> None:
        """What "there" and "that same day" mean, from turns about something else."""
        place = self.elsewhere.get("place")
        slot = "city" if "city" in self.slots else "area" if "bedrooms" in self.slots else None
        if slot and place and slot not in values and slot not in self.state and _THERE.search(said):
            values[slot] = place
        day = self.elsewhere.get("date")
        if day and _SAME_DAY.search(said):
            if "day" in self.slots:
                values["day"] = words.WEEKDAYS[datetime.fromisoformat(str(day)).weekday()]
            else:
                slot = next((s for s in ("check_in_date", "date") if s in self.slots), None)
                if slot:
                    values[slot] = day

    # --- the agent's words
    def _hear_offer(self, system: str) -> None:
        if not any(slot in self.slots for slot in ENTITIES):
            return
        found = names.offered(system, known=self._known(), language=self.language)
        if found:
            self.offered, self.pending = found[0], True
            self.offers = [*[o for o in self.offers if o not in found], *reversed(found)][-12:]

    def _hear_read_back(self, system: str, said: str) -> None:
        """Values the agent says back or suggests wait for a yes."""
        if not asking.READS_BACK.search(said):
            return
        plain = _CHOICES.sub(lambda m: "_" * len(m[0]), self._without_names(system))
        sentences = re.split(r"(?<=[.!?])\s+", plain)
        plain = " ".join(s for s in sentences if not _TAKEN.search(s.lower()) or _ANOTHER.search(s.lower()))
        values = self._read(plain, set(), words.said(plain))
        self.proposed.update({slot: value for slot, value in values.items() if slot in _SAID_BACK})
        if "bedrooms" in self.slots:
            self.proposed.pop("rooms", None)

    def _without_names(self, text: str, named: str | None = None) -> str:
        """The text with names and addresses blanked, whose numbers and words would be misread ("8 Sushi", "12 High Street")."""
        slot = next((s for s in ENTITIES if s in self.slots), None)
        taken = str(self.state.get(slot, "")) if slot else ""
        for name in {*self.offers[-4:], taken, named or ""}:
            if len(name) > 2:
                text = re.sub(re.escape(name), lambda m: "_" * len(m[0]), text, flags=re.IGNORECASE)
        return text if self.language == "de" else _ADDRESS.sub(lambda m: "_" * len(m[0]), text)

    def _known(self, *more: str) -> set[str]:
        """Places and kinds that are spoken of, which are no names of businesses, in lower case."""
        known = {str(v).lower() for k, v in self.state.items() if k in ("city", "area", "cuisine", "provider_type")}
        known |= {full.split(",")[0].strip() for full in known}
        return known | {word.lower() for word in more if word} | kinds.CUISINE_WORDS | _PROFESSIONS

    # --- the caller's words
    def _agreed(self, heard: frozenset[str], said: str) -> bool:
        if "affirm" in heard and "deny" not in heard:
            return True
        return bool(wanting.SELECTS.search(said)) and "deny" not in heard

    def _closes(self, heard: frozenset[str], system: str, said: str) -> bool:
        """The caller wants nothing more: "no, not right now, thank you"."""
        over = asking.ANYTHING_ELSE.search(system) or asking.DONE.search(system)
        if "?" in said or (self.intent == "booking" and not over):
            return False
        leaves = bool(_LEAVES & heard) or ("deny" in heard and bool(asking.ANYTHING_ELSE.search(system)))
        return (
            leaves
            and not wanting.BOOK.search(said)
            and not _WANTS_MORE.search(said)
            and bool(_NOTHING_MORE.search(said))
        )

    def _follow_intent(self, heard: frozenset[str], said: str, system: str, agreed: bool) -> None:
        offers = bool(asking.OFFERS_BOOKING.search(system))
        ends = bool(asking.ANYTHING_ELSE.search(system))
        seeks_first = self.intent == "none" and re.search(r"\b(?:find|search|look)", said)
        if wanting.BOOK.search(said) and not ("deny" in heard and offers) and not seeks_first:
            self.intent = "booking"
        elif offers and "deny" in heard and not agreed:
            self.intent = "none"
        elif offers and agreed:
            self.intent = "booking"
        elif ends and ("deny" in heard or "goodbye" in heard) and not self.requested:
            self.intent = "none"
        elif (
            self.intent == "none" and (self.requested or "inform" in heard or "request_info" in heard) and not ends
        ) or (not self.state and self.intent == "none" and "greet" not in heard):
            self.intent = "search"

    def _named(self, user: str, system: str, asked: set[str]) -> str | None:
        slot = next((s for s in ENTITIES if s in self.slots), None)
        if slot is None or (asking.own_name(system) and slot not in asked and len(user.split()) < 4):
            return None
        place = places.named(user, asked=slot not in asked and bool({"city", "area"} & asked)) or ""
        return names.spoken(
            user, asked=slot in asked, known=self._known(place), offers=self.offers, language=self.language
        )

    def _take_values(
        self, user: str, said: str, asked: set[str], system: str, heard: frozenset[str], named: str | None
    ) -> None:
        plain = self._without_names(user, named)
        values = self._read(plain, asked, words.said(plain))
        self._lean(values, said)
        if wanting.minds_not(said):
            open_slots = [s for s in asked if s not in values and s not in ENTITIES and s not in _NO_OPEN_ANSWER]
            spoken_of = [s for s in wanting.open_slots(said) if s in self.slots and s not in values]
            for slot in spoken_of or (open_slots if len(open_slots) == 1 or not values else []):
                values[slot] = _DONT_CARE
        elif "deny" in heard and len(said.split()) < 8 and _PREFERS.search(system) and len(asked - set(ENTITIES)) == 1:
            slot = next(iter(asked - set(ENTITIES)))
            if slot not in values and slot not in _NO_OPEN_ANSWER and slot not in kinds.FEATURES:
                values[slot] = _DONT_CARE
        for slot in self.slots:
            if slot in kinds.FEATURES and slot not in values:
                held = self._feature(slot, said, asked)
                if held is not None:
                    values[slot] = held
        for slot in values:
            self.proposed.pop(slot, None)
        self.state.update(values)

    def _feature(self, slot: str, said: str, asked: set[str]) -> bool | None:
        mentioned = list(kinds.FEATURES[slot].finditer(said))
        if mentioned:
            match = mentioned[-1]
            if (self.offered or _POINTS.search(said)) and wanting.asks_about(said, match.start()):
                return None
            if slot in asked and _NOT_PAID.search(said) and slot == "fee_paid":
                return False
            before = said[max(0, match.start() - 30) : match.start()]
            if _WITHOUT.search(before):
                return False if slot in ("parking", "internet", "fee_paid") else None
            if slot == "fee_paid":
                return not _NOT_PAID.search(said)
            return True
        if slot == "fee_paid" and slot in asked and _UNSURE.search(said):
            return False
        if slot in asked:
            heard = acts.hear(said, self.language)
            if "affirm" in heard and "deny" not in heard and len(asked) == 1:
                return True
            if "deny" in heard and "affirm" not in heard and len(asked) == 1 and slot == "fee_paid":
                return False
        return None

    def _take_offer(
        self, heard: frozenset[str], said: str, system: str, agreed: bool, asked: set[str], named: str | None
    ) -> None:
        slot = next((s for s in ENTITIES if s in self.slots), None)
        if slot is None:
            return
        booking = self.intent == "booking"
        others = wanting.wants_others(said, booking=booking) or (not booking and "request_alts" in heard)
        if named and not (others and named in self.offers):
            self._settle(slot, named)
            return
        if not self.offered or not self.pending:
            return
        if others:
            self.pending = False
            return
        if booking:
            if agreed or wanting.BOOK.search(said) or (slot not in self.state and not self.requested):
                self._settle(slot, self.offered)
        elif (agreed and not self.requested and not asking.ANYTHING_ELSE.search(system)) or (
            _LEAVES & heard and not self.requested and "?" not in said and "deny" not in heard
        ):
            self._settle(slot, self.offered)

    def _settle(self, slot: str, name: str) -> None:
        self.state[slot] = name
        self.offered, self.pending = name, False
        if name not in self.offers:
            self.offers.append(name)

    # --- values in words
    def _read(self, text: str, asked: set[str], said: str) -> State:
        found: State = {}
        slots = self.slots
        expected = "time" if "time" in asked else "date" if asked & set(_DATES) else None
        heard = times.read(text, now=self.now, language=self.language, expected=expected, month_first=True)
        clocks = corrections.standing([v for v in heard if v.kind == "time" and v.value and v.rule != "now"], text)
        days = corrections.standing([v for v in heard if v.kind == "date" and v.value and not _passing(v)], text)
        if "time" in slots and clocks:
            found["time"] = str(clocks[-1 if len(clocks) > 1 and clocks[-1].note != "until" else 0].value)
        self._read_days(found, days, text, asked)
        if "party_size" in slots:
            people = guests.party(text, language=self.language, expected="party_size" in asked and not clocks)
            people = [p for p in people if isinstance(p.value, int) and p.value > 0 and p.rule != "make_it"]
            if people and not (
                set(slots) & {"rooms", "bedrooms"}
                and people[-1].rule == "for"
                and re.search(r"\b(?:nights?|days?|rooms?)\b", text[people[-1].span[1] : people[-1].span[1] + 10])
            ):
                found["party_size"] = int(people[-1].value or 0)
        for slot in ("nights", "rooms", "stars", "bedrooms", "bathrooms"):
            if slot in slots:
                self._read_count(found, slot, text, said, asked, bool(clocks or days))
        if "price_range" in slots:
            price = kinds.price(said)
            if price and not (self.offered and wanting.asks_about(said, kinds.price_at(said))):
                found["price_range"] = price
        if "cuisine" in slots:
            cuisine = kinds.cuisine(said, asked="cuisine" in asked, features="vegetarian_options" in slots)
            if cuisine and not (self.offered and wanting.asks_about(said, cuisine[1])):
                found["cuisine"] = cuisine[0]
        if "provider_type" in slots:
            profession = kinds.profession(said)
            if profession:
                found["provider_type"] = profession
        if "hotel_type" in slots:
            lodging = kinds.lodging(said)
            if lodging and not (self.offered and wanting.asks_about(said, said.find("guest"))):
                found["hotel_type"] = lodging
        for slot in ("city", "area"):
            if slot in slots:
                quarters = slot == "area" and "bedrooms" not in slots
                place = kinds.quarter(said) if quarters else places.named(text, asked=bool({"city", "area"} & asked))
                if place and not (quarters and self.offered and wanting.asks_about(said, said.find(place[:5]))):
                    found[slot] = place
        return found

    def _read_count(self, found: State, slot: str, text: str, said: str, asked: set[str], dated: bool) -> None:
        counts = guests.counted(text, slot, language=self.language)
        if slot == "nights" and not counts:
            counts = guests.counted(text, "days", language=self.language)
            if dated and re.search(r"\bin \d+ days|days? from", said):
                counts = []
        if slot == "nights" and "nights" not in asked:
            counts = [c for c in counts if not re.match(r"(?:a|an|the|per) ", words.said(c.text)) or " for " in said]
        if slot == "rooms" and re.search(r"\b(?:bed|bath)[ -]{0,3}rooms?\b", said):
            counts = []
        if slot == "rooms":
            counts = [
                c for c in counts if not re.match(r"(?:a|an|the|any|another)\b", words.said(c.text)) or "rooms" in asked
            ]
        if slot == "stars":
            counts = [c for c in counts if isinstance(c.value, int) and c.value <= 5]
            if counts and self.offered and wanting.asks_about(said, said.find("star")):
                counts = []
        named = _NUMBER_OF.search(words.read(text).plain)
        if named and named[1].rstrip("s") == slot.rstrip("s"):
            found[slot] = int(named[2])
        elif counts:
            found[slot] = int(counts[-1].value or 0)
        elif slot in asked and not dated:
            bare = re.search(
                r"(?<![\d.:/])(\d{1,2})(?![\d:/]|\.\d|th\b| ?(?:bath|bed|room|star|night|day|people|person|guest|apartment))",
                words.read(text).plain,
            )
            if bare and (len(asked) == 1 or int(bare[1]) < 10):
                found[slot] = int(bare[1])

    def _read_days(self, found: State, days: list[Value], text: str, asked: set[str]) -> None:
        if not days:
            return
        slots = self.slots
        if "check_out_date" not in slots:
            slot = next((s for s in ("check_in_date", "date", "day") if s in slots), None)
            named = [v for v in days if v.rule.startswith(("weekday", "near"))]
            if slot == "day" and named:
                found["day"] = words.WEEKDAYS[datetime.fromisoformat(str(named[-1].value)).weekday()]
            elif slot and slot != "day":
                found[slot] = str(days[-1].value)
            return
        for value in days:
            before = words.said(text[max(0, value.span[0] - 40) : value.span[0]])
            arrives, leaves = _ARRIVES.search(before), _DEPARTS.search(before)
            if arrives and leaves:
                arrives, leaves = (None, leaves) if leaves.start() > arrives.start() else (arrives, None)
            after = words.said(text[value.span[1] : value.span[1] + 24])
            if not arrives and not leaves:
                leaves = re.match(r"(?:is|as|for)?(?: the| my)? ?check[ -]{0,3}out", after)
            second = "check_in_date" in found or ("check_in_date" in self.state and "check_in_date" not in asked)
            if leaves or (not arrives and (second or asked & set(_DATES) == {"check_out_date"})):
                found["check_out_date"] = str(value.value)
            else:
                found["check_in_date"] = str(value.value)


_ARRIVES = re.compile(r"\b(?:check(?:ing|ed)?[ -]{0,3}in|arriv\w*|from|starting|begin\w*|ab|anreise)\b")
_DEPARTS = re.compile(
    r"\b(?:check(?:ing|ed)?[ -]{0,3}out|leav(?:e|ing)|depart\w*|until|till|til|through|to(?: the)?$|return\w*|bis|abreise|ending|ends?)\b"
)
_WITHOUT = re.compile(
    r"\b(?:no|not|without|don'?t (?:need|want|care)|do n't (?:need|want|care)|n't need)(?: \w+){0,3} $"
)
_NOT_PAID = re.compile(r"\b(?:not|n't|haven'?t|no|yet|never|didn'?t|don'?t|can'?t|won'?t)\b")
_UNSURE = re.compile(
    r"\b(?:not (?:really )?sure|(?:don'?t|can'?t|cannot|do not|do n't|not) (?:really )?(?:remember|know|recall)|forg[eo]t|unsure)\b"
)
_WHERE_TO = re.compile(
    r"\b(?:where (?:are you|would you like to|do you want to|will you) (?:going|go|head\w*|travel\w*)|destination|to which city|going to|where to|arriv\w+|(?:which|what) (?:city|area|location)|where)\b(?!.*\b(?:from|leaving|depart\w*)\b)"
)
_POINTS = re.compile(r"\b(?:is|does|has|do) (?:it|that|this|the)\b")
_THERE = re.compile(
    r"\b(?:there(?! (?:is|are|any|a)\b)|(?:in|around|near) (?:that|the same|the) (?:area|city|town)|nearby|around here|same (?:city|area|town|place))\b"
)
_SAME_DAY = re.compile(r"\b(?:same (?:day|date)|that (?:same )?(?:day|date))\b")
_WANTS_MORE = re.compile(
    r"\b(?:find|look|search|(?<!all i )(?<!all we )(?<!everything i )(?:need|want)(?! any| more| anything| help)|show|what about|how about|change|make it)\b"
)
_NUMBER_OF = re.compile(
    r"\b(?:number of )?(rooms|nights|bedrooms|bathrooms|stars?)(?: rating)? (?:is|are|of|:) ?(\d{1,2})\b"
)
_CHOICES = re.compile(
    r"\b\d+(?= (?:\w+ ){0,3}(?:hotels?|restaurants?|guesthouses?|options?|places?|choices?|trains?|results?|apartments?|salons?|listings?|matches|locations?|dentists?|doctors?|therapists?)\b)"
)
_TAKEN = re.compile(
    r"\b(?:unavailable|not available|no longer available|no (?:\w+ ){0,3}available|no availability|unable|not able|couldn'?t|could not|fully booked|booked out)\b"
)
_ANOTHER = re.compile(r"\b(?:instead|how about|what about|would|but|alternatively)\b")
_PREFERS = re.compile(r"\b(?:prefer\w*|particular|specific|in mind|narrow)\b")
_NOTHING_MORE = re.compile(
    r"\b(?:no|nope|nothing|that'?s (?:all|it|everything)|that is (?:all|it|everything)|that will be|that would be|thanks?|thank you|bye|goodbye|all (?:set|good|i need|for now)|not (?:right )?now|later)\b"
)
_PROFESSIONS = frozenset(
    word
    for word in re.sub(r"[^a-z| ]", "", kinds.PROVIDER_TYPES.pattern.removeprefix(r"\b(").removesuffix(r")s?\b")).split(
        "|"
    )
)


def _passing(value: Value) -> bool:
    """ "Right now" and "at the moment" name no day."""
    return value.rule == "now" or value.text.lower() in ("now", "jetzt", "right now", "at the moment")
