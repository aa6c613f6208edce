"""Calls over a WebSocket when something goes wrong: a vendor is lost, a message is rubbish, a far end is odd.

Each ends with a clear event and close code, or goes on; what was said up to then is in the transcript.
"""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from records import keys
from tests.api.desks import QUESTION, Desk
from tests.api.test_voice_stream import Browser, call, url
from tests.providers.listening import silence, tone
from voice.audio import FRAME, lasts_ms, to_wav

WORD_MS = 280


class Voices:
    """The vendors that speak, to be made faulty for the connections and requests that follow."""

    def __init__(self, elevenlabs: str, groq: str) -> None:
        self.elevenlabs, self.groq = elevenlabs, groq

    def fail(self, elevenlabs: str, *, groq: str = "", **more: Any) -> None:
        httpx.post(f"{self.elevenlabs}/simulator/behaviour", json={"fault": elevenlabs, **more}).raise_for_status()
        httpx.post(f"{self.groq}/simulator/behaviour", json={"fault": groq}).raise_for_status()


@pytest.fixture
def voices(speaking: str, simulator: str) -> Iterator[Voices]:
    yield Voices(speaking, simulator)
    for vendor in (speaking, simulator):
        httpx.delete(f"{vendor}/simulator/behaviour").raise_for_status()


@pytest.fixture
async def apology(desk: Desk, hearing: str, run_folder: Path) -> None:
    """The house has had its apology recorded, as it does when a call begins while it has a voice."""
    async with asyncio.timeout(60), call(desk, hearing):
        while not list((run_folder / "data" / "recorded").glob("no_voice-en-*.wav")):
            await asyncio.sleep(0.1)


def greeting(browser: Browser) -> str:
    """What the house said first."""
    return str(browser.of("line")[0]["text"])


async def closed(browser: Browser) -> int | None:
    """The code that the house hangs up with."""
    await asyncio.wait_for(browser.socket.wait_closed(), 30)
    return browser.socket.close_code


async def said(desk: Desk, browser: Browser) -> list[str]:
    """What the caller said, as an operator sees the conversation."""
    conversation = (browser.of("ended") or browser.of("done"))[-1]["conversation_id"]
    operator = {"authorization": f"Bearer {await keys.create(desk.tenant_id, role='operator')}"}
    answered = await desk.http.get(f"/conversations/{conversation}/turns", headers=operator)
    return [turn["utterance"] for turn in answered.json()["turns"]]


# --- vendors ----------------------------------------------------------------------------------------------------------


async def test_when_both_voices_are_lost_in_mid_call_the_caller_hears_recorded_words(
    desk: Desk, hearing: str, apology: None, voices: Voices
):
    voices.fail("error", after_ms=4_200)  # the greeting is shorter, the reply is not
    async with call(desk, hearing) as browser:
        voices.fail("quota", groq="500")
        before = len(browser.sound)
        await browser.says(QUESTION)
        assert (await browser.hears("ended"))["why"] == "no_voice"
        assert await closed(browser) == 1013
        assert lasts_ms(browser.sound[before:]) > 3_000, "a part of the reply, and the apology"
        assert await said(desk, browser) == [QUESTION]


async def test_when_no_voice_is_there_at_the_start_the_caller_hears_recorded_words(
    desk: Desk, hearing: str, apology: None, voices: Voices
):
    voices.fail("key", groq="500")
    async with connect(url(desk)) as line:
        await line.send(json.dumps({"event": "init", "agent_id": desk.agent_id, "api_key": desk.key}))
        browser = Browser(line, hearing)
        await asyncio.wait_for(browser.listens(), 40)
        assert browser.of("ended")[0]["why"] == "no_voice"
        assert line.close_code == 1013
        assert lasts_ms(browser.sound) > 3_000


async def test_one_voice_takes_over_from_another_in_the_middle_of_a_sentence(desk: Desk, hearing: str, voices: Voices):
    voices.fail("abort", after_ms=800)
    async with call(desk, hearing) as browser:
        assert browser.of("said")[0]["heard"] == len(greeting(browser))
        assert lasts_ms(browser.sound) >= 50 * len(greeting(browser))


async def test_a_voice_that_cuts_its_samples_in_half_sounds_as_it_is(desk: Desk, hearing: str, voices: Voices):
    voices.fail("odd")
    async with call(desk, hearing, encoding="binary") as browser:
        samples = numpy.frombuffer(browser.sound, "<i2").astype(int)
        assert lasts_ms(browser.sound) >= 50 * len(greeting(browser))
        assert len(browser.sound) % FRAME == 0
        assert 5_000 < abs(samples).max() < 7_000, "tones; with its halves confused a sample may be as loud as any"


# --- the first message ------------------------------------------------------------------------------------------------


async def test_sound_before_init_is_refused(desk: Desk):
    async with connect(url(desk)) as line:
        await line.send(tone(20))
        told = json.loads(await asyncio.wait_for(line.recv(), 20))
        assert (told["event"], told["field"]) == ("error", "event")
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(line.recv(), 20)
        assert line.close_code == 4400


async def test_a_socket_that_never_speaks_is_hung_up(desk: Desk):
    async def waits(address: str) -> None:
        async with connect(address) as line:
            told = json.loads(await asyncio.wait_for(line.recv(), 40))
            assert told["message"].endswith("say who calls.")
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(line.recv(), 20)
            assert line.close_code == 4408

    await asyncio.gather(waits(url(desk)), waits(url(desk).replace("/voice/stream", "/ws/assistant")))


async def test_who_tries_wrong_keys_again_and_again_has_to_wait(desk: Desk):
    async def knock(key: str) -> int | None:
        async with connect(url(desk), local_addr=("127.0.0.9", 0)) as line:
            await line.send(json.dumps({"event": "init", "agent_id": desk.agent_id, "api_key": key}))
            await asyncio.wait_for(line.recv(), 20)
            await asyncio.wait_for(line.wait_closed(), 20)
            return line.close_code

    assert {await knock(f"sb_{n}") for n in range(10)} == {4401}
    assert await knock("sb_11") == 4429
    assert await knock(desk.key) == 4429
    async with connect(url(desk)) as elsewhere:
        await elsewhere.send(json.dumps({"event": "init", "agent_id": desk.agent_id, "api_key": desk.key}))
        assert json.loads(await asyncio.wait_for(elsewhere.recv(), 20))["event"] == "ready"


# --- sound ------------------------------------------------------------------------------------------------------------


def chunk(content: bytes) -> str:
    return json.dumps({"event": "audio_chunk", "data": b64encode(content).decode()})


async def test_a_wav_goes_on_without_its_header(desk: Desk, hearing: str):
    """The first chunk is the beginning of a file at 8 kHz, the others are the rest of it."""
    async with call(desk, hearing) as browser:
        browser.rate = 8_000
        begun = False

        def wrap(pcm: bytes) -> str:
            nonlocal begun
            content, begun = pcm if begun else to_wav(pcm, 8_000), True
            return chunk(content)

        browser.wrap = wrap
        await browser.says(QUESTION)
        assert (await browser.hears("utterance"))["text"] == QUESTION
        assert browser.of("error") == []


async def test_bare_samples_come_in_json_too_and_may_be_cut_anywhere(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        browser.wrap = lambda pcm: chunk(pcm[:333])
        await browser.socket.send(chunk(tone(20)[:333]))
        browser.wrap = chunk
        await browser.says(QUESTION)
        assert (await browser.hears("utterance"))["text"] == QUESTION
        assert browser.of("error") == []


async def test_a_wrong_rate_is_told_of(desk: Desk, hearing: str):
    """The microphone has 48,000 samples a second, and init says 16,000."""
    async with call(desk, hearing) as browser:
        browser._microphone += [silence(20, 48_000)] * 250
        error = await browser.hears("error")
        assert error["field"] == "sample_rate"
        assert "times as fast" in error["message"]


async def test_sound_that_was_held_up_and_comes_in_a_burst_is_heard(desk: Desk, hearing: str):
    """As of a far end whose clock stood still and then jumped."""
    async with call(desk, hearing) as browser:
        async with httpx.AsyncClient(timeout=30) as http:
            await http.post(f"{hearing}/simulator/words", json={"words": [QUESTION], "key": "sim"})
        spoken = tone(WORD_MS * len(QUESTION.split()))
        await browser.socket.send(spoken[:FRAME])
        await asyncio.sleep(0.5)
        await browser.socket.send(spoken[FRAME:])
        assert (await browser.hears("utterance"))["text"] == QUESTION


async def test_a_message_that_is_too_long_is_refused_and_the_call_goes_on(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        await browser.socket.send(bytes(1_000_002))
        await browser.socket.send(chunk(bytes(1_000_002)))
        await browser.hears("error", 2)
        assert [error["field"] for error in browser.of("error")] == ["data", "event"]
        await browser.says(QUESTION)
        assert (await browser.hears("utterance"))["text"] == QUESTION


# --- far ends that do not behave --------------------------------------------------------------------------------------


async def test_who_sends_nothing_but_rubbish_is_hung_up(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        for _ in range(100):
            await browser.socket.send("rubbish")
        assert await closed(browser) == 1000
        assert browser.of("error")[-1]["message"].startswith("100 messages")


async def test_a_caller_who_vanishes_leaves_the_transcript(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        await browser.says(QUESTION)
        await browser.hears("done")
        browser.socket.transport.abort()
        await browser.socket.wait_closed()
        assert await said(desk, browser) == [QUESTION]
