"""Who hears and who speaks: when a vendor is lost the next takes over, and the caller notices nothing but a moment."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest

from providers import speech
from providers.deepgram import Deepgram
from providers.speech import Mouth, Sound, SpeechUnavailable
from settings import settings
from simulators.deepgram import Simulator
from simulators.serving import serving
from tests.providers.listening import Caller, silence

ROOT = Path(__file__).parents[2]
WORDS = "A table for two, please."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


def account(url: str, how: str = "") -> Deepgram:
    return Deepgram(f"sim?words={quote(WORDS)}|At seven.&{how}&id={uuid4().hex}", url)


# --- hearing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after_ms", [20, 800, 1_500, 1_800])
async def test_when_the_first_vendor_is_lost_for_good_the_second_hears_the_utterance_whole(url: str, after_ms: int):
    caller = Caller(await speech.ear([account(url, f"fault=1008&after_ms={after_ms}"), account(url)], language="en"))
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances[0] in (WORDS, "At seven.")
    assert caller.kinds().count("started") == 1
    assert next(heard for heard in caller.told if heard.final).words[0].start_ms == pytest.approx(300, abs=40)
    await caller.hangs_up()


@pytest.mark.parametrize("fault", ["401", "402", "429", "503"])
async def test_a_call_begins_with_the_first_vendor_that_answers(url: str, fault: str):
    begun = time.monotonic()
    caller = Caller(await speech.ear([account(url, f"fault={fault}"), account(url)], language="en"))
    assert time.monotonic() - begun < 1
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]
    await caller.hangs_up()


async def test_a_vendor_that_breaks_again_at_once_gives_way_to_the_next(url: str):
    caller = Caller(await speech.ear([account(url, "fault=abort&after_ms=100"), account(url)], language="en"))
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]
    await caller.hangs_up()


async def test_a_house_that_burns_down_in_mid_call_is_left_for_another(url: str):
    with ExitStack() as burning:
        gone = burning.enter_context(serving(Simulator()))
        caller = Caller(await speech.ear([account(gone), account(url)], language="en"))
        await caller.pauses(300)
        await caller.speaks(600)
    await caller.speaks(600)
    await caller.pauses(700)
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]
    await caller.hangs_up()


async def test_ten_seconds_are_kept_while_nobody_listens(url: str):
    """The line breaks, the caller goes on for eleven seconds, and the first of them is lost; nothing else is."""
    stubborn = account(url, "fault=abort&after_ms=20&times=1")
    caller = Caller(await speech.ear([stubborn], language="en", waits_s=(0, 0.6)))
    await caller.pauses(200)
    await caller.pauses(800)
    await caller.speaks(2_000)
    await caller.pauses(600)
    await caller.speaks(1_000)
    await caller.pauses(6_000)
    await caller.until(lambda c: len(c.utterances) == 2, 30)
    assert caller.utterances == [WORDS, "At seven."]
    assert [h.at_ms for h in caller.told if h.kind == "started"] == [
        pytest.approx(1_000, abs=60),
        pytest.approx(3_600, abs=60),
    ]
    await caller.hangs_up()


async def test_when_nobody_is_left_the_reader_is_told_why(url: str):
    caller = Caller(
        await speech.ear(
            [account(url, "fault=1008&after_ms=500"), account(url, "fault=error&after_ms=500")], language="en"
        )
    )
    await caller.speaks(1_500)
    await caller.until(lambda c: c.trouble)
    assert isinstance(caller.trouble, SpeechUnavailable)
    assert caller.trouble.reason == "protocol"
    await caller.ear.send(silence(20))
    await caller.hangs_up()


async def test_a_vendor_nobody_knows_and_a_list_of_none_are_refused():
    with pytest.raises(SpeechUnavailable, match="there are deepgram, groq, elevenlabs"):
        await speech.ear(["parrot"], language="en")
    with pytest.raises(SpeechUnavailable, match="no vendor"):
        await speech.ear([], language="en")


async def test_vendors_are_those_of_the_settings(url: str, monkeypatch: pytest.MonkeyPatch):
    named = {"DEEPGRAM_API_KEY": account(url).key, "DEEPGRAM_URL": url, "SPEECH_EARS": " Deepgram , "}
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        assert speech.listed(settings().speech_ears) == ("deepgram",)
        caller = Caller(await speech.ear(speech.listed(settings().speech_ears), language="en"))
        await caller.says_something()
        await caller.until(lambda c: c.utterances)
        assert caller.utterances == [WORDS]
        await caller.hangs_up()
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_vendor_that_is_warm_has_nothing_left_to_import():
    """In a process of its own, since this one has imported everything already."""
    program = """
import asyncio, sys
from providers import speech
asyncio.run(speech.warm(["deepgram"]))
from providers.deepgram import Deepgram
before = set(sys.modules)
client = Deepgram("key", "http://127.0.0.1:1")._client()
client.listen.v1.media, client.listen.v2.connect
print(len([name for name in set(sys.modules) - before if name.startswith("deepgram")]))
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"


async def test_a_recording_goes_to_the_next_vendor_too(url: str):
    sound = silence(100) + b"\x00\x20" * 16_000
    told = await speech.transcribe(
        sound, media_type="audio/L16;rate=16000", vendors=[account(url, "fault=402"), account(url)]
    )
    assert told.text == WORDS


# --- speaking ---------------------------------------------------------------------------------------------------------


@dataclass
class Voice:
    """A vendor whose voice is a byte: 20 ms a character, a mark a word, and a throat that gives out."""

    name: str
    byte: bytes
    breaks_after: int = 10**6
    """Characters, over all mouths."""
    marked: bool = True
    said: list[str] = field(default_factory=list)

    async def mouth(self, *, language: str, voice: str) -> Mouth:
        if not self.breaks_after:
            raise SpeechUnavailable(self.name, "quota")
        return Throat(self)

    async def synthesize(self, text: str, *, language: str, voice: str) -> bytes:
        if not self.breaks_after:
            raise SpeechUnavailable(self.name, "quota")
        return self.byte * 640 * len(text)


class Throat:
    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.characters = self.spoken = 0

    async def say(self, clause: str, *, last: bool = False) -> AsyncIterator[Sound]:
        self.voice.said.append(clause)
        spoken = self.spoken
        for word in clause.split(" "):
            await asyncio.sleep(0)
            if spoken != self.spoken:
                return
            if self.voice.breaks_after < len(word):
                raise SpeechUnavailable(self.voice.name, "away")
            self.voice.breaks_after -= len(word)
            self.characters += len(word) + 1
            at = (self.characters, self.characters * 20)
            yield Sound(self.voice.byte * 640 * (len(word) + 1), word, (at,) if self.voice.marked else ())
        if last:
            self.characters = 0

    async def hush(self) -> None:
        self.characters, self.spoken = 0, self.spoken + 1

    async def close(self) -> None:
        pass


async def spoken(mouth: Mouth, *clauses: str) -> tuple[str, list[tuple[int, int]]]:
    """What was said by whom (a letter a word), and the marks."""
    who, marks = "", list[tuple[int, int]]()
    for n, clause in enumerate(clauses):
        async for sound in mouth.say(clause, last=n + 1 == len(clauses)):
            who += chr(sound.pcm[0])
            marks += sound.marks
    return who, marks


async def test_a_clause_that_breaks_before_its_first_sound_is_said_whole_by_the_next_voice():
    first, second = Voice("first", b"a", breaks_after=1), Voice("second", b"b")
    mouth = await speech.mouth([first, second], language="en", voice="")
    who, marks = await spoken(mouth, "Seven is free.", " Shall I keep it?")
    assert who == "bbbbbbbb"
    assert second.said == ["Seven is free.", " Shall I keep it?"]
    assert marks == sorted(marks)


async def test_a_clause_that_breaks_in_the_middle_goes_on_where_it_stopped():
    first, second = Voice("first", b"a", breaks_after=len("Sevenis")), Voice("second", b"b")
    mouth = await speech.mouth([first, second], language="en", voice="")
    who, marks = await spoken(mouth, "Seven is free.", " Shall I?")
    assert who == "aabbbb"
    assert second.said == ["free.", " Shall I?"]
    assert marks == sorted(marks)
    assert marks[2] == (len("Seven is free.") + 1, 20 * (len("Seven is free.") + 1))


async def test_a_clause_whose_place_nobody_knows_is_said_again():
    first, second = Voice("first", b"a", breaks_after=7, marked=False), Voice("second", b"b")
    mouth = await speech.mouth([first, second], language="en", voice="")
    await spoken(mouth, "Seven is free.")
    assert second.said == ["Seven is free."]


async def test_after_a_barge_in_the_next_utterance_begins_at_nothing():
    voice = Voice("only", b"a")
    mouth = await speech.mouth([voice], language="en", voice="")
    saying = mouth.say("Seven is free, and so is eight.")
    await anext(saying)
    await mouth.hush()
    assert [sound async for sound in saying] == []
    _, marks = await spoken(mouth, "All right.")
    assert marks == [(4, 80), (11, 220)]


async def test_when_no_voice_is_left_the_house_is_told():
    mouth = await speech.mouth([Voice("only", b"a", breaks_after=len("Seven"))], language="en", voice="")
    with pytest.raises(SpeechUnavailable, match="quota"):
        await spoken(mouth, "Seven is free.")
    with pytest.raises(SpeechUnavailable, match="quota"):
        await speech.mouth([Voice("none", b"a", breaks_after=0)], language="en", voice="")


async def test_a_whole_text_is_spoken_by_the_first_voice_that_can():
    voices = [Voice("mute", b"a", breaks_after=0), Voice("second", b"b")]
    assert await speech.synthesize("Yes.", language="en", voice="", vendors=voices) == b"b" * 640 * 4


async def test_a_voice_that_breaks_off_again_and_again_is_given_up():
    speaking = await speech.mouth([Voice("hoarse", b"\x01", breaks_after=3)], language="en", voice="")
    with pytest.raises(SpeechUnavailable):
        await asyncio.wait_for(spoken(speaking, "Good evening."), 10)
