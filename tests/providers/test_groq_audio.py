"""Groq hears recordings, and calls whose live ear is away, and speaks for voices that are."""

import asyncio
import io
import time
import wave
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers import speech
from providers.deepgram import Deepgram
from providers.elevenlabs import ElevenLabs
from providers.groq_audio import MOST_CHARACTERS, GroqAudio, from_wav, pieces, wav
from providers.speech import Mouth, Sound, SpeechUnavailable
from settings import settings
from simulators import deepgram, elevenlabs, groq
from simulators.serving import serving
from simulators.tones import CHARACTER_MS, PER_MS, Tones
from tests.providers.listening import Caller, silence, tone

WORDS = "A table for two, please."
LONG = (
    "We open at eleven on Saturdays, and the kitchen takes its last orders at half past nine in the evening. "
    "There is a terrace, but it cannot be reserved. Dogs are welcome inside and outside; a bowl of water is on us. "
    "Shall I keep the table by the window for you?"
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(groq.Simulator(voice=Tones())) as url:
        yield url


def account(url: str, how: str = "", words: str = f"{WORDS}|At seven.", **more: Any) -> GroqAudio:
    return GroqAudio(f"sim?words={quote(words)}&{how}&id={uuid4().hex}", url, **more)


async def requests(account: GroqAudio, door: str) -> list[dict[str, Any]]:
    """What was asked at a door."""
    async with httpx.AsyncClient(base_url=account.url) as control:
        seen = (await control.get("/simulator/requests", params={"key": account.key, "last": 100})).json()["requests"]
    return [request["body"] for request in seen if request["door"] == door]


def recording(*parts: bytes, rate: int = 16_000) -> bytes:
    with wave.open(file := io.BytesIO(), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(parts))
    return file.getvalue()


# --- recordings -------------------------------------------------------------------------------------------------------


async def test_a_recording_is_heard_word_by_word(url: str):
    house = account(url)
    told = await house.transcribe(
        recording(silence(500), tone(1_500), silence(500)),
        media_type="audio/wav",
        language="en",
        keyterms=["Lindenhof", "Käsespätzle", "Lindenhof"],
    )
    assert (told.text, told.vendor, told.duration_s) == (WORDS, "groq", 2.5)
    assert 0.5 < told.confidence <= 1
    assert " ".join(word.text for word in told.words) == WORDS
    assert told.words[0].start_ms == pytest.approx(500, abs=30)
    assert told.words[-1].end_ms == pytest.approx(2_000, abs=30)
    (asked,) = await requests(house, "transcriptions")
    assert asked["prompt"] == "Lindenhof, Käsespätzle"
    assert asked["language"] == "en"


@pytest.mark.parametrize(
    ("media_type", "sound"),
    [
        ("audio/L16;rate=16000", silence(300) + tone(900)),
        ("audio/L16; rate=8000", silence(300, 8_000) + tone(900, 8_000)),
        ("audio/basic", b"\xff" * 2_400 + bytes(range(256)) * 30),
        ("audio/webm;codecs=opus", b"\x1aE\xdf\xa3 a browser's recording"),
        ("audio/mpeg", b"ID3 a file"),
    ],
)
async def test_sound_of_many_kinds_is_heard(url: str, media_type: str, sound: bytes):
    told = await account(url).transcribe(sound, media_type=media_type, language=None, keyterms=())
    assert told.text == WORDS


async def test_where_nobody_speaks_nothing_is_heard_and_nothing_asked(url: str):
    house = account(url)
    for sound, kind in ((recording(silence(2_000)), "audio/wav"), (silence(2_000), "audio/L16;rate=16000")):
        told = await house.transcribe(sound, media_type=kind, language="en", keyterms=())
        assert (told.text, told.words, told.confidence, told.duration_s) == ("", (), 0.0, 2.0)
    assert await requests(house, "transcriptions") == []


async def test_what_whisper_doubts_itself_is_not_believed(url: str):
    """A hum is loud enough to be sent, and too soft for speech: Whisper makes something up and says that it doubts it."""
    hum = (numpy.frombuffer(tone(2_000), "<i2") * 0.07).astype("<i2").tobytes()
    house = account(url)
    told = await house.transcribe(recording(hum), media_type="audio/wav", language="en", keyterms=())
    assert len(await requests(house, "transcriptions")) == 1
    assert (told.text, told.words) == ("", ())


async def test_what_whisper_makes_up_behind_the_speech_is_not_believed(url: str):
    sound = recording(silence(200), tone(1_000), silence(1_500))
    told = await account(url, "fault=hallucinate").transcribe(sound, media_type="audio/wav", language="en", keyterms=())
    assert told.text == WORDS
    assert " ".join(word.text for word in told.words) == WORDS


TROUBLE = [
    ("401", "key"),
    ("403", "refused"),
    ("404", "refused"),
    ("429", "rate"),
    ("498", "away"),
    ("500", "away"),
    ("terms", "refused"),
    ("garbage", "protocol"),
    ("malformed", "protocol"),
    ("abort", "away"),
    ("silent", "away"),
]


@pytest.mark.parametrize(("fault", "reason"), TROUBLE)
async def test_trouble_with_hearing_is_told_as_what_it_is(url: str, fault: str, reason: str):
    with pytest.raises(SpeechUnavailable) as trouble:
        await account(url, f"fault={fault}", answer_s=1).transcribe(
            recording(tone(500)), media_type="audio/wav", language="en", keyterms=()
        )
    assert trouble.value.reason == reason


async def test_a_long_list_of_names_is_cut_between_two_names(url: str):
    house = account(url)
    names = [f"Familienname Nummer {n}" for n in range(100)]
    await house.transcribe(recording(tone(500)), media_type="audio/wav", language="de", keyterms=names)
    (asked,) = await requests(house, "transcriptions")
    assert len(asked["prompt"]) <= 600
    assert set(asked["prompt"].split(", ")) < set(names)


# --- a live call ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["linear16", "mulaw"])
async def test_utterances_are_told_by_the_silence_behind_them(url: str, encoding: str):
    loud, quiet = (tone, silence) if encoding == "linear16" else (_mulaw_tone, _mulaw_silence)
    rate = 16_000 if encoding == "linear16" else 8_000
    caller = Caller(await account(url).ear(language="en", keyterms=(), encoding=encoding, rate=rate))
    for _ in range(2):
        for sound in (quiet(300), loud(1_200), quiet(700)):
            for start in range(0, len(sound), 320):
                await caller.ear.send(sound[start : start + 320])
    await caller.until(lambda c: c.kinds().count("ended") == 2)
    assert sorted(caller.kinds()) == sorted(["started", "final", "ended"] * 2)
    assert caller.utterances == [WORDS, "At seven."]
    assert [h.at_ms for h in caller.told if h.kind == "started"] == [
        pytest.approx(300, abs=40),
        pytest.approx(2_500, abs=40),
    ]
    first, second = (heard.words for heard in caller.told if heard.final)
    assert first[0].start_ms == pytest.approx(300, abs=40)
    assert second[-1].end_ms == pytest.approx(3_700, abs=40)
    await caller.hangs_up()


def _mulaw_tone(ms: int) -> bytes:
    return bytes([0x10, 0x10, 0x10, 0x90, 0x90, 0x90]) * (ms * 8 // 6)


def _mulaw_silence(ms: int) -> bytes:
    return b"\xff" * (8 * ms)


async def test_whoever_asks_need_not_wait_for_the_silence(url: str):
    caller = Caller(await account(url).ear(language="en", keyterms=(), encoding="linear16", rate=16_000))
    await caller.pauses(200)
    await caller.speaks(1_000)
    await caller.pauses(340)
    await caller.ear.finalize()
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances == [WORDS]
    assert caller.told[-1].at_ms == 1_540
    await caller.hangs_up()


async def test_who_asks_in_the_middle_hears_what_there_is_and_later_the_rest(url: str):
    caller = Caller(await account(url).ear(language="en", keyterms=(), encoding="linear16", rate=16_000))
    await caller.speaks(1_000)
    await caller.ear.finalize()
    await caller.until(lambda c: "final" in c.kinds())
    await caller.speaks(800)
    await caller.pauses(700)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.kinds() == ["started", "final", "final", "ended"]
    assert caller.utterances == [f"{WORDS} At seven."]
    await caller.hangs_up()


async def test_who_asks_while_nobody_speaks_is_answered_with_nothing(url: str):
    caller = Caller(await account(url).ear(language="en", keyterms=(), encoding="linear16", rate=16_000))
    await caller.pauses(500)
    await caller.ear.finalize()
    await caller.until(lambda c: c.told)
    assert [(h.kind, h.text, h.final) for h in caller.told] == [("words", "", True)]
    await caller.hangs_up()


async def test_a_caller_who_never_pauses_is_heard_in_pieces(url: str):
    caller = Caller(
        await account(url, longest_ms=2_000).ear(language="en", keyterms=(), encoding="linear16", rate=16_000)
    )
    await caller.speaks(3_000)
    await caller.pauses(700)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.kinds() == ["started", "final", "final", "ended"]
    await caller.hangs_up()


async def test_a_click_is_no_utterance(url: str):
    house = account(url)
    caller = Caller(await house.ear(language="en", keyterms=(), encoding="linear16", rate=16_000))
    for _ in range(5):
        await caller.pauses(300)
        await caller.speaks(20)
    await caller.pauses(800)
    await caller.hangs_up()
    assert caller.told == []
    assert await requests(house, "transcriptions") == []


async def test_names_that_become_likely_are_expected(url: str):
    house = account(url)
    caller = Caller(await house.ear(language="en", keyterms=["Anna"], encoding="linear16", rate=16_000))
    await caller.ear.expect(["Böhm"])
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert [asked["prompt"] for asked in await requests(house, "transcriptions")] == ["Böhm"]
    await caller.hangs_up()


async def test_when_deepgram_is_lost_groq_hears_the_utterance_whole(url: str):
    with serving(deepgram.Simulator()) as deepgrams:
        lost = Deepgram(f"sim?words=lost&fault=1008&after_ms=800&id={uuid4().hex}", deepgrams)
        caller = Caller(await speech.ear([lost, account(url)], language="en"))
        await caller.says_something()
        await caller.until(lambda c: "ended" in c.kinds())
        assert caller.utterances == [WORDS]
        assert caller.kinds().count("started") == 1
        await caller.hangs_up()


async def test_when_groq_is_away_for_a_moment_the_utterance_is_heard_after_it(url: str):
    caller = Caller(await speech.ear([account(url, "fault=503&times=1")], language="en", waits_s=(0, 0.1, 0.2)))
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances == [WORDS]
    await caller.hangs_up()


# --- speaking ---------------------------------------------------------------------------------------------------------


async def said(mouth: Mouth, *clauses: str) -> list[Sound]:
    return [sound for n, clause in enumerate(clauses) async for sound in mouth.say(clause, last=n + 1 == len(clauses))]


def marks(sounds: list[Sound]) -> list[tuple[int, int]]:
    return [mark for sound in sounds for mark in sound.marks]


async def test_a_reply_is_spoken_at_the_houses_own_rate(url: str):
    house = account(url)
    mouth = await house.mouth(language="en", voice="Troy")
    clauses = ("At seven there is a table.", " Shall I keep it?")
    reply = "".join(clauses)
    sounds = await said(mouth, *clauses)
    lasts_ms = sum(len(sound.pcm) for sound in sounds) // PER_MS
    assert lasts_ms == pytest.approx((26 + 16) * CHARACTER_MS, abs=2)
    told = marks(sounds)
    assert [reply[:n].split()[-1] for n, _ in told] == reply.split()
    assert told == sorted(told)
    assert told[-1][1] == pytest.approx(lasts_ms, abs=CHARACTER_MS)
    assert {asked["voice"] for asked in await requests(house, "speech")} == {"troy"}
    assert marks(await said(mouth, "Yes."))[0][0] == 4
    await mouth.close()


async def test_a_tone_keeps_its_pitch_when_its_rate_changes(url: str):
    sound = numpy.frombuffer(await account(url).synthesize("aaaaaaaaaa", language="en", voice=""), "<i2")
    spectrum = numpy.abs(numpy.fft.rfft(sound.astype(float)))
    assert spectrum.argmax() * 16_000 / len(sound) == pytest.approx(200, abs=5)


async def test_a_long_reply_is_asked_for_in_pieces_that_groq_takes(url: str):
    house = account(url)
    mouth = await house.mouth(language="en", voice="")
    sounds = await said(mouth, LONG)
    asked = [each["input"] for each in await requests(house, "speech")]
    assert max(map(len, asked)) <= MOST_CHARACTERS
    assert " ".join(asked) == LONG
    assert [text[-1] for text in asked] == [";", "?"]
    assert [LONG[:n].split()[-1] for n, _ in marks(sounds)] == LONG.split()
    await mouth.close()


async def test_stage_directions_are_not_acted_out(url: str):
    house = account(url)
    text = "[cheerful] Yes, <laugh> at seven [whisper it]."
    sounds = await said(await house.mouth(language="en", voice=""), text, " ", "[sighs]")
    assert [each["input"] for each in await requests(house, "speech")] == ["Yes, at seven ."]
    assert marks(sounds)[-1][0] == len(text)


@given(st.text(st.sampled_from("abc .,?[]<>ä"), max_size=900))
def test_pieces_hold_the_whole_text_and_none_is_too_long(text: str):
    cut = list(pieces(text))
    assert all(0 < len(piece.text) <= MOST_CHARACTERS for piece in cut)
    assert all(piece.begin < piece.end for piece in cut)
    assert [piece.begin for piece in cut] == sorted(piece.begin for piece in cut)
    if not set(text) & set("[]<>"):
        assert "".join("".join(piece.text for piece in cut).split()) == "".join(text.split())
    assert not set("".join(piece.text for piece in cut)) & set("[]<>")


async def test_a_barge_in_is_quick_although_groq_is_slow(url: str):
    mouth = await account(url, "first_token_ms=8000").mouth(language="en", voice="")
    saying = asyncio.create_task(said(mouth, LONG))
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    await mouth.hush()
    assert await saying == []
    assert time.monotonic() - begun < 4
    await mouth.close()


async def test_the_second_piece_is_asked_for_while_the_first_sounds(url: str):
    house = account(url)
    saying = (await house.mouth(language="en", voice="")).say(LONG, last=True)
    await anext(saying)
    async with asyncio.timeout(3):
        while len(await requests(house, "speech")) < 2:
            await asyncio.sleep(0.02)


async def test_sound_that_is_cut_short_sounds_as_far_as_it_goes(url: str):
    sound = await account(url, "fault=cut").synthesize(WORDS, language="en", voice="")
    assert len(sound) // PER_MS == pytest.approx(len(WORDS) * CHARACTER_MS, abs=2)


async def test_orpheus_speaks_english_alone(url: str):
    with pytest.raises(SpeechUnavailable, match="English"):
        await account(url).mouth(language="de", voice="")
    with pytest.raises(SpeechUnavailable, match="English"):
        await account(url).synthesize("Ja.", language="de", voice="")


@pytest.mark.parametrize(("fault", "reason"), TROUBLE)
async def test_trouble_with_speaking_is_told_as_what_it_is(url: str, fault: str, reason: str):
    mouth = await account(url, f"fault={fault}", answer_s=1).mouth(language="en", voice="")
    with pytest.raises(SpeechUnavailable) as trouble:
        await said(mouth, "Yes.")
    assert trouble.value.reason == reason


async def test_when_elevenlabs_is_lost_groq_says_the_rest(url: str):
    with serving(elevenlabs.Simulator(voice=Tones())) as elevens:
        lost = ElevenLabs(f"sim?fault=abort&after_ms=600&id={uuid4().hex}", elevens)
        mouth = await speech.mouth([lost, account(url)], language="en", voice="")
        told = marks(await said(mouth, LONG))
        assert [LONG[:n].split()[-1] for n, _ in told] == LONG.split()
        assert told == sorted(told)
        await mouth.close()


async def test_a_reply_whose_end_comes_late_ends_for_every_voice(url: str):
    """The house may learn only after the last clause that it was the last."""
    with serving(elevenlabs.Simulator(voice=Tones())) as elevens:
        eleven = ElevenLabs(f"sim?id={uuid4().hex}", elevens)
        for voice in (eleven, account(url)):
            mouth = await speech.mouth([voice], language="en", voice="")
            for _ in range(2):
                assert marks(await said(mouth, "Yes, of course.", ""))[0][0] == 4
            await mouth.close()


async def test_without_a_key_nothing_is_tried(url: str):
    with pytest.raises(SpeechUnavailable, match="GROQ_API_KEY"):
        await GroqAudio("", url).ear(language="en", keyterms=(), encoding="linear16", rate=16_000)
    with pytest.raises(SpeechUnavailable, match="GROQ_API_KEY"):
        await GroqAudio("", url).mouth(language="en", voice="")


async def test_the_account_is_that_of_the_settings(url: str, monkeypatch: pytest.MonkeyPatch):
    named = {
        "GROQ_API_KEY": account(url).key,
        "GROQ_BASE_URL": f"{url}/openai/v1",
        "SPEECH_MOUTHS": "groq",
        "SPEECH_EARS": "groq",
        "GROQ_TTS_VOICE": "diana",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        assert await speech.synthesize("Yes.", language="en", voice="en-US-Neural2-A")
        assert (await speech.transcribe(recording(tone(500)), media_type="audio/wav")).text == WORDS
        house = GroqAudio(named["GROQ_API_KEY"], url)
        assert [asked["voice"] for asked in await requests(house, "speech")] == ["diana"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


# --- files of sound ---------------------------------------------------------------------------------------------------


def test_a_wav_file_gives_back_its_sound():
    sound = tone(200)
    assert from_wav(wav(sound, "linear16", 24_000)) == (sound, 24_000)
    assert from_wav(recording(sound, rate=44_100)) == (sound, 44_100)


@given(st.binary(max_size=200), st.integers(0, 80))
def test_rubbish_is_no_sound_and_breaks_nothing(rubbish: bytes, at: int):
    whole = recording(tone(20))
    for content in (rubbish, whole[:at], whole[:at] + rubbish):
        try:
            pcm, rate = from_wav(content)
        except SpeechUnavailable:
            continue
        assert len(pcm) % 2 == 0
        assert rate > 0
