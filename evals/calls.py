"""Whole bookings by ear, as WAV files: `python -m evals.calls` (`make calls`) makes build/calls/ and checks what it made.

A server of our own with its pretend vendors, and callers with the voice of simulators/sound.py. A caller says what is asked
for, listens to what is read back, puts right what was misheard, agrees, and says goodbye. The first is heard by the ear of
simulators/sound.py, as a real caller would be; of the others the words travel beside the sound, because that ear gets too
few of German and of a telephone right (docs/voice.md). The last rings by telephone, talks over the agent with another wish,
and changes its mind again when all is booked. Each call is then checked twice:

    by ear       from the confirmation to the goodbye, what the agent said is heard again, among other days, times, parties
                 and nineteen other codes that it might have said: every fact has to be told apart from all others
    by the door  the conversation's export, and the tenant's whole book, show one reservation with the values that were meant

Ends with 1 when a check has failed. `--only NAME` makes one call, `--runs N` each of them N times.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import numpy
import soxr

from evals import books, houses
from evals.houses import Desk, House
from language import spoken
from language.aloud import Aloud
from simulators import callers, deepgram, phone, sound
from simulators.browser import Turn, ringing
from simulators.serving import serving

OUT = Path("build/calls")
TURNS = 14
"""After so many a caller who has no booking yet gives up."""
DECOYS = 19
LETTERS, SIGNS = "CDFGHJKMNPQRTVWXY", "CDFGHJKMNPQRTVWXY34679"
"""What codes begin with, and go on with."""
AGREED = {"en": "Yes please.", "de": "Ja bitte."}
GOODBYE = {"en": "Thank you, goodbye.", "de": "Vielen Dank, auf Wiederhören."}
PHONE = "0171 5550123"
E164 = "+491715550123"


@dataclass(frozen=True)
class Guest:
    """Who calls, and what for. Texts may hold {day}, {check_in} and {check_out}."""

    name: str
    """Of the WAV file."""
    agent: str
    language: str
    opening: str
    answers: Mapping[str, str]
    """What is said when the agent asks for a slot."""
    corrections: Mapping[str, str]
    """What has to be in what is read back before it is agreed to: and what is said where it is not."""
    wanted: Mapping[str, Any]
    """Values of the reservation."""
    told: Mapping[str, str]
    """Facts that the confirmation has to say, beside the code, as it writes them."""
    ear: bool = False
    """Whether the real ear hears the caller."""


GUESTS = (
    Guest(
        "restaurant-en",
        "Lindenhof front desk",
        "en",
        "Hello, I'd like a table for four on {day} at 7:30 pm please.",
        {
            "party_size": "For four people.",
            "day": "On {day} please.",
            "time": "At 7:30 pm please.",
            "name": "My name is Tom Fisher.",
            "phone": f"My number is {PHONE}.",
        },
        {
            "{day}": "No, on {day}.",
            "7:30 pm": "No, at 7:30 pm.",
            "4 people": "No, for four people.",
            "Tom Fisher": "No, my name is Tom Fisher.",
            "01 23": f"No, my number is {PHONE}.",
        },
        {"day": "{day}", "time": "19:30", "party_size": 4, "name": "Tom Fisher", "phone": E164},
        {"day": "{day}", "time": "7:30 pm", "party": "4 people"},
        ear=True,
    ),
    Guest(
        "hotel-en",
        "Seeblick reception",
        "en",
        "Good morning, I need a double room from {check_in} to {check_out} for two people please.",
        {
            "party_size": "For two people.",
            "check_in": "On {check_in}.",
            "check_out": "On {check_out}.",
            "room_type": "A double room please.",
            "name": "My name is Anna Becker.",
            "phone": f"My number is {PHONE}.",
        },
        {
            "{check_in}": "No, from {check_in} to {check_out}.",
            "{check_out}": "No, from {check_in} to {check_out}.",
            "double room": "No, a double room please.",
            "2 people": "No, for two people.",
            "Anna Becker": "No, my name is Anna Becker.",
            "01 23": f"No, my number is {PHONE}.",
        },
        {"check_in": "{check_in}", "check_out": "{check_out}", "party_size": 2, "name": "Anna Becker", "phone": E164},
        {"check_in": "{check_in}", "check_out": "{check_out}"},
    ),
    Guest(
        "restaurant-de",
        "Hafenküche Empfang",
        "de",
        "Guten Tag, ich hätte gern einen Tisch für drei am {day} um 20 Uhr.",
        {
            "party_size": "Für drei Personen.",
            "day": "Am {day}.",
            "time": "Um 20 Uhr bitte.",
            "name": "Mein Name ist Jonas Weber.",
            "phone": f"Meine Nummer ist {PHONE}.",
        },
        {
            "{day}": "Nein, am {day}.",
            "20 Uhr": "Nein, um 20 Uhr.",
            "3 Personen": "Nein, für drei Personen.",
            "Jonas Weber": "Nein, mein Name ist Jonas Weber.",
            "01 23": f"Nein, meine Nummer ist {PHONE}.",
        },
        {"day": "{day}", "time": "20:00", "party_size": 3, "name": "Jonas Weber", "phone": E164},
        {"day": "{day}", "time": "20 Uhr", "party": "3 Personen"},
    ),
)

TELEPHONE = Guest(
    "telephone-en",
    "Lindenhof front desk",
    "en",
    "Hello, I'd like a table for two on {day} at 7 pm please.",
    {**GUESTS[0].answers, "party_size": "For three people."},
    {
        "{day}": "No, on {day}.",
        "7:30 pm": "No, at 7:30 pm.",
        "3 people": "No, for three people.",
        "Tom Fisher": "No, my name is Tom Fisher.",
    },
    {"day": "{day}", "time": "19:00", "party_size": 3, "name": "Tom Fisher"},
    {"day": "{day}", "time": "7 pm", "party": "3 people"},
)
INTERRUPTION = "Sorry, wait, make it three people and 7:30 pm please."
"""What the caller on the telephone says while the agent speaks."""
SECOND_THOUGHT = "Sorry, can you change it back to 7 pm please?"
"""And when everything is booked."""
THINKS_MS = 350
"""How long a caller takes to answer."""
FALLS_SILENT_MS = 500
"""How long the agent may go on when the caller talks over it: 200 ms, and a loaded machine's share."""


@dataclass
class Made:
    """A call that was made."""

    guest: Guest
    file: Path
    lasted_s: float = 0.0
    turns: list[Turn] = field(default_factory=list)
    told: dict[str, str | None] = field(default_factory=dict)
    """What was heard of each fact when it was listened to again."""
    wrong: list[str] = field(default_factory=list)
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))


# --- the days that are meant ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Days:
    """The days of a guest's plan, in a house where they are open."""

    today: date
    day: date
    check_in: date
    check_out: date

    def written(self, text: str, language: str) -> str:
        """A text with its days as the house writes and a caller says them."""
        named = {
            name: spoken.day(getattr(self, name).isoformat(), language, today=self.today.isoformat())
            for name in ("day", "check_in", "check_out")
        }
        return text.format(**named)

    def value(self, value: Any) -> Any:
        """A value of a reservation, days in ISO."""
        return value.format(**{name: getattr(self, name) for name in ("day", "check_in", "check_out")}) if isinstance(value, str) else value  # fmt: skip


def planned(house: House) -> Days:
    """The next Thursday in a few days, and two nights from the next Tuesday, on which nothing is out of the ordinary."""
    today = datetime.now(house.zone).date()
    strange = [
        (each["date"], each.get("until", each["date"])) for each in house.config.get("exceptions", []) if "date" in each
    ]

    def usual(day: date) -> bool:
        return not any(begin <= told <= end for begin, end in strange for told in (day.isoformat(), f"{day:%m-%d}"))

    ahead = [today + timedelta(days) for days in range(3, 60)]
    day = next(day for day in ahead if day.weekday() == 3 and usual(day))
    check_in = next(
        day for day in ahead if day.weekday() == 1 and all(usual(day + timedelta(nights)) for nights in range(3))
    )
    return Days(today, day, check_in, check_in + timedelta(2))


# --- a call -----------------------------------------------------------------------------------------------------------

Says = Callable[[str], Awaitable[Turn | None]]
"""Speak, and hear the reply out; None where there was none."""


async def made(guest: Guest, desk: Desk, house: House, hearing: str, file: Path, pace: float = 1.0) -> Made:
    """Call by browser, book, write the WAV and check it."""
    days, call_made = planned(house), Made(guest, file)
    ears = None if guest.ear else hearing
    async with ringing(desk.url, house.agent_id, house.key, language=guest.language, pace=pace, ears=ears) as call:

        async def says(text: str) -> Turn | None:
            await call.waits(THINKS_MS)
            return await call.says(_aloud(text, guest, days), guest.language)

        await call.greeted()
        booked = await _errand(says, guest, days, await says(guest.opening), "book", otherwise=guest.opening)
        goodbye = await says(GOODBYE[guest.language])
        await call.until(call.over.is_set, 5_000)
    await asyncio.to_thread(file.write_bytes, call.recording())
    call_made.turns, call_made.lasted_s = call.turns, call.at_ms / 1000
    if goodbye is None or call.why != "goodbye":
        call_made.wrong.append("the agent does not say goodbye")
    since_ms = booked.spoke_until_ms if booked else 0
    heard = call.heard()[since_ms * sound.RATE // 1000 * 2 :]
    await asyncio.to_thread(_checked, call_made, booked, heard, call.conversation_id, desk, house, days)
    return call_made


async def telephoned(guest: Guest, desk: Desk, house: House, hearing: str, file: Path) -> Made:
    """Ring up, book, talk over the agent with another wish, change it again, write the WAV and check it."""
    days, call_made = planned(house), Made(guest, file)
    answer = await phone.rings(f"{desk.url}/voice/phone/{house.agent_id}")
    if answer.stream is None:
        raise RuntimeError(f"the house does not connect the call: {answer.verbs}")
    async with phone.dialled(
        answer.stream, parameters=answer.parameters, call_sid=answer.call_sid, ears=hearing
    ) as call:
        since = 0

        async def says(text: str) -> Turn | None:
            nonlocal since
            known = len(await asyncio.to_thread(_ledger, desk, house, call_made.begun))
            since = len(call.heard())
            await call.says(_aloud(text, guest, days), guest.language)
            while await call.listens(1_500, 20_000):
                turns = await asyncio.to_thread(_ledger, desk, house, call_made.begun)
                if len(turns) > known and turns[-1].done:
                    return turns[-1]
            return None

        await call.listens()
        await says(guest.opening)
        await call.says(_aloud(guest.answers["name"], guest, days), guest.language)
        await call.speaking()
        await call.waits(1_200)
        turn = await says(INTERRUPTION)
        booked = await _errand(says, guest, days, turn, "book", otherwise=INTERRUPTION)
        then = replace(guest, corrections={"7 pm": "No, at 7 pm."})
        changed = await _errand(says, then, days, await says(SECOND_THOUGHT), "change", otherwise=SECOND_THOUGHT)
        from_ms = since
        await says(GOODBYE[guest.language])
        await call.waits(1_000)
    await asyncio.to_thread(file.write_bytes, call.recording())
    call_made.turns, call_made.lasted_s = (
        await asyncio.to_thread(_ledger, desk, house, call_made.begun),
        call.at_ms / 1000,
    )
    spoke = next(event.at_ms for event in call.events if event.kind == "caller speaks" and "three people" in event.what)
    silent = next((at for at in call.when("clear") if at >= spoke), None)
    if silent is None or silent - spoke > FALLS_SILENT_MS:
        call_made.wrong.append("the agent talks on when it is interrupted")
    if booked is None:
        call_made.wrong.append("nothing was booked before the change")
    narrow = numpy.frombuffer(call.heard()[from_ms:], "<i2")
    heard = soxr.resample(narrow, phone.RATE, sound.RATE).astype("<i2").tobytes()
    conversation = await asyncio.to_thread(_conversation, desk, house, call_made.begun)
    await asyncio.to_thread(_checked, call_made, changed, heard, conversation, desk, house, days)
    return call_made


async def _errand(
    says: Says, guest: Guest, days: Days, turn: Turn | None, operation: str, *, otherwise: str
) -> Turn | None:
    """Answer what is asked until the thing is done; the turn that did it."""
    for _ in range(TURNS):
        if turn is not None and any(receipt["operation"] == operation for receipt in turn.receipts):
            return turn
        text = otherwise
        if turn is not None and turn.asks == "agreement":
            wrong = (
                said for part, said in guest.corrections.items() if days.written(part, guest.language) not in turn.reply
            )
            text = next(wrong, AGREED[guest.language])
        elif turn is not None:
            text = guest.answers.get(turn.asks, otherwise)
        turn = await says(text)
    return None


def _aloud(text: str, guest: Guest, days: Days) -> str:
    return callers.aloud(days.written(text, guest.language), guest.language)


def _ledger(desk: Desk, house: House, since: datetime) -> list[Turn]:
    """The turns of a house since then: a telephone brings sound alone, and what is asked for has to be known exactly."""
    turns = []
    with desk.rows() as rows:
        for row in rows.execute(
            "select * from turns where tenant_id = %s and entered_at >= %s order by entered_at",
            [house.tenant_id, since],
        ):
            done = next((each[1] for each in row["events"] or [] if isinstance(each, list) and each[0] == "done"), None)
            turn = Turn(row["id"], 0, row["utterance"], row["reply"] or "", receipts=row["receipts"] or [])
            turn.done, turn.asks = done is not None, (done or {}).get("asks", "")
            turns.append(turn)
    return turns


def _conversation(desk: Desk, house: House, since: datetime) -> str:
    statement = "select conversation_id as id from turns where tenant_id = %s and entered_at >= %s"
    with desk.rows() as rows:
        row = rows.execute(statement, [house.tenant_id, since]).fetchone()
    return str(row["id"]) if row else ""


# --- the checks -------------------------------------------------------------------------------------------------------


def _checked(
    made: Made, told: Turn | None, pcm: bytes, conversation_id: str, desk: Desk, house: House, days: Days
) -> None:
    """Check a call by ear and by the door; `pcm` is what the agent said from `told`, the confirmation, on."""
    if told is None:
        made.wrong.append("nothing was confirmed")
        return
    _listened_back(made, pcm, told, days)
    _looked_up(made, conversation_id, desk, house, days)


def _listened_back(made: Made, pcm: bytes, booked: Turn, days: Days) -> None:
    """Hear again what the agent said from the confirmation on."""
    language = made.guest.language
    code = booked.receipts[-1]["facts"]["code"]
    facts = {name: days.written(text, language) for name, text in made.guest.told.items()} | {"code": code}
    ids = [turn.turn_id for turn in made.turns]
    text = " ".join(turn.reply for turn in made.turns[ids.index(booked.turn_id) :])
    missing = [name for name, fact in facts.items() if fact not in text]
    if missing:
        made.wrong += [f"the confirmation does not say the {name}" for name in missing]
        return
    places = sorted((text.index(fact), name) for name, fact in facts.items())
    stretches: list[str | list[str]] = []
    written: dict[str, str] = {}
    at = 0
    for place, name in places:
        ways = {Aloud(one, language).text: one for one in (facts[name], *others(name, facts[name], days, language))}
        stretches += [Aloud(text[at:place], language).text, list(ways)]
        written |= ways
        at = place + len(facts[name])
    stretches.append(Aloud(text[at:], language).text)
    heard = sound.told_apart(pcm, stretches, language)
    made.told = {name: written.get(told or "", told) for (_, name), told in zip(places, heard, strict=True)}
    made.wrong += [
        f"heard again, the {name} is {told or 'not there'} instead of {facts[name]}"
        for name, told in made.told.items()
        if told != facts[name]
    ]


def others(name: str, fact: str, days: Days, language: str) -> list[str]:
    """What might have been said in place of a fact."""
    if name == "code":
        chance = random.Random(fact)
        return ["".join([chance.choice(LETTERS), *chance.choices(SIGNS, k=len(fact) - 1)]) for _ in range(DECOYS)]
    if name == "time":
        there = [
            spoken.clock(f"{hour}:{minute}", language) for hour in range(17, 22) for minute in ("00", "15", "30", "45")
        ]
    elif name == "party":
        there = [spoken.party(n, language) for n in range(2, 9)]
    else:
        near = [getattr(days, name) + timedelta(off) for off in range(-3, 4)]
        there = [spoken.day(day.isoformat(), language, today=days.today.isoformat()) for day in near]
    return [each for each in there if each != fact]


def _looked_up(made: Made, conversation_id: str, desk: Desk, house: House, days: Days) -> None:
    """Find the one reservation, over the door and in the book."""
    answer = httpx.post(
        f"{desk.url}/conversations/{conversation_id}/export",
        headers={"authorization": f"Bearer {house.key}", "accept": "application/json"},
        timeout=30,
    ).raise_for_status()
    exported = answer.json()["records"]["reservations"]
    book = [
        row for row in books.read(desk, house)["reservations"].values() if row["created_at"] >= made.begun.isoformat()
    ]
    if len(exported) != 1 or len(book) != 1:
        made.wrong.append(f"{len(exported)} reservations of the conversation, {len(book)} in the book, instead of one")
        return
    wanted = {name: days.value(value) for name, value in made.guest.wanted.items()} | {"status": "confirmed"}
    made.wrong += [
        f"the reservation's {name} is {row.get(name)!r} instead of {value!r}"
        for row in (exported[0], book[0])
        for name, value in wanted.items()
        if row.get(name) != value
    ]


# --- from the command line --------------------------------------------------------------------------------------------


@contextmanager
def open_house(folder: Path) -> Iterator[tuple[Desk, deepgram.Simulator, str]]:
    """A server, the pretend Deepgram that hears its callers, and that one's address."""
    hearing = deepgram.Simulator()
    with serving(hearing) as ears, serving(phone.Exchange()) as exchange:
        heard = {"DEEPGRAM_URL": ears, "DEEPGRAM_API_KEY": "sim"}
        rung = {"TWILIO_URL": exchange, "TWILIO_ACCOUNT_SID": phone.ACCOUNT, "TWILIO_AUTH_TOKEN": phone.TOKEN}
        with houses.serving(folder, {**heard, **rung, "TWILIO_NUMBER": "+493012345678"}) as desk:
            yield desk, hearing, ears


def called(guest: Guest, desk: Desk, hearing: deepgram.Simulator, ears: str, file: Path, pace: float = 1.0) -> Made:
    """One guest's call, in a house of its own."""
    hearing.hears = sound.Ear if guest.ear else None
    if guest is TELEPHONE:
        return asyncio.run(telephoned(guest, desk, _original(desk, guest.agent), ears, file))
    house = houses.copied(desk, guest.agent)
    return asyncio.run(made(guest, desk, house, ears, file, pace))


def _original(desk: Desk, agent: str) -> House:
    """The sample tenant itself: a copy's agents have the ids of the original's, and a telephone's webhook names no more."""
    tenant, there = desk.found(agent)
    with desk.rows() as rows:
        row = rows.execute(
            "select a.config, t.timezone from agents a join tenants t on t.id = a.tenant_id where a.id = %s and t.id = %s",
            [there["agent_id"], tenant["tenant_id"]],
        ).fetchone()
    assert row is not None
    return House(tenant["tenant_id"], there["agent_id"], tenant["api_key"], ZoneInfo(row["timezone"]), row["config"])


def table(calls: Sequence[Made]) -> str:
    """What came of the calls, in Markdown."""
    lines = ["| file | heard by | turns | lasts | said, and heard again | |", "| --- | --- | ---: | ---: | --- | --- |"]
    for each in calls:
        heard = ", ".join(told or "?" for told in each.told.values())
        ear = "the ear" if each.guest.ear else "exact words"
        result = "; ".join(each.wrong) or "one reservation, as meant"
        lines.append(f"| {each.file.name} | {ear} | {len(each.turns)} | {each.lasted_s:.0f} s | {heard} | {result} |")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Make the calls; 0 when all of them are right."""
    reader = argparse.ArgumentParser(
        prog="python -m evals.calls", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--only", choices=[guest.name for guest in (*GUESTS, TELEPHONE)], help="one call")
    reader.add_argument("--runs", type=int, default=1, metavar="N", help="each of them so often; the last file stays")
    reader.add_argument("--pace", type=float, default=1.0, metavar="X", help="X times as fast as life")
    reader.add_argument("--out", type=Path, default=OUT, help="where the files go")
    wishes = reader.parse_args(words)
    wishes.out.mkdir(parents=True, exist_ok=True)
    calls = []
    with tempfile.TemporaryDirectory(prefix="calls-") as folder, open_house(Path(folder)) as (desk, hearing, ears):
        for guest in [guest for guest in (*GUESTS, TELEPHONE) if wishes.only in (None, guest.name)] * wishes.runs:
            calls.append(called(guest, desk, hearing, ears, wishes.out / f"{guest.name}.wav", wishes.pace))
            print(f"\n{guest.name}: {calls[-1].lasted_s:.0f} s")
            for turn in calls[-1].turns:
                print(
                    f"  {turn.spoke_until_ms / 1000:6.1f} s  caller  {turn.words}\n{'':11}agent   {turn.reply}",
                    flush=True,
                )
    print("\n" + table(calls))
    return 1 if any(each.wrong for each in calls) else 0


if __name__ == "__main__":
    sys.exit(main())
