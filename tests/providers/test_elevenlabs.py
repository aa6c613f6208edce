"""What a call hears of ElevenLabs: replies clause by clause, barge-ins, and trouble told as what it is."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
import pytest

from providers import speech
from providers.elevenlabs import ElevenLabs
from providers.speech import Mouth, Sound, SpeechUnavailable
from settings import settings
from simulators.elevenlabs import Simulator
from simulators.serving import serving
from simulators.tones import CHARACTER_MS, PER_MS, Tones

CLAUSES = ("At seven there is a table for four.", " Shall I keep it for you?")
REPLY = "".join(CLAUSES)
TOTAL_MS = sum(len(clause.strip()) + 1 for clause in CLAUSES) * CHARACTER_MS
"""The pretend voice speaks 60 ms a character, and the blank behind each clause."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator(voice=Tones())) as url:
        yield url


def account(url: str, how: str = "", **more: Any) -> ElevenLabs:
    return ElevenLabs(f"sim?{how}&id={uuid4().hex}", url, first_s=2, stall_s=0.5, end_s=0.2, **more)


async def said(mouth: Mouth, *clauses: str) -> list[Sound]:
    """A reply, said whole."""
    return [sound for n, clause in enumerate(clauses) async for sound in mouth.say(clause, last=n + 1 == len(clauses))]


def marks(sounds: list[Sound]) -> list[tuple[int, int]]:
    return [mark for sound in sounds for mark in sound.marks]


def lasts_ms(sounds: list[Sound]) -> int:
    return sum(len(sound.pcm) for sound in sounds) // PER_MS


async def requests(account: ElevenLabs, door: str) -> list[dict[str, Any]]:
    """What the vendor was asked at a door."""
    async with httpx.AsyncClient(base_url=account.url) as control:
        seen = (await control.get("/simulator/requests", params={"key": account.key})).json()["requests"]
    return [request for request in seen if request["door"] == door]


# --- replies ----------------------------------------------------------------------------------------------------------


async def test_a_reply_sounds_whole_and_tells_when_each_word_was_spoken(url: str):
    mouth = await account(url).mouth(language="en", voice="")
    sounds = await said(mouth, *CLAUSES)
    assert lasts_ms(sounds) == TOTAL_MS
    told = marks(sounds)
    assert told == sorted(told)
    assert [REPLY[:characters].split()[-1] for characters, _ in told] == REPLY.split()
    assert told[0] == (2, 2 * CHARACTER_MS)
    assert told[-1] == (len(REPLY), TOTAL_MS - CHARACTER_MS)
    assert "".join(sound.text for sound in sounds).split()[:3] == ["At", "seven", "there"]
    await mouth.close()


async def test_the_marks_of_a_clause_follow_those_of_the_one_before_it(url: str):
    mouth = await account(url).mouth(language="en", voice="")
    first = [sound async for sound in mouth.say(CLAUSES[0])]
    second = [sound async for sound in mouth.say(CLAUSES[1], last=True)]
    assert marks(first)[-1][0] == len(CLAUSES[0])
    assert marks(second)[0] == (len(CLAUSES[0]) + 6, (len(CLAUSES[0]) + 6) * CHARACTER_MS)
    await mouth.close()


async def test_the_next_reply_begins_at_nothing_and_on_the_same_connection(url: str):
    house = account(url)
    mouth = await house.mouth(language="en", voice="")
    await said(mouth, *CLAUSES)
    assert marks(await said(mouth, "All right."))[0] == (3, 3 * CHARACTER_MS)
    await mouth.close()
    assert len(await requests(house, "live")) == 1
    contexts = {m["context_id"] for m in await requests(house, "message") if m.get("flush")}
    assert len(contexts) == 2


async def test_a_reply_may_end_after_its_last_clause_was_said(url: str):
    mouth = await account(url).mouth(language="en", voice="")
    sounds = [sound async for sound in mouth.say(CLAUSES[0])] + [sound async for sound in mouth.say("", last=True)]
    assert marks(sounds)[-1][0] == len(CLAUSES[0])
    assert marks(await said(mouth, "Yes."))[0][0] == 4
    await mouth.close()


async def test_the_connection_is_open_before_the_first_clause(url: str):
    house = account(url)
    mouth = await house.mouth(language="de", voice="")
    (live,) = await requests(house, "live")
    assert live["voice"] == house.voice
    asked = {name: live["query"][name] for name in ("model_id", "output_format", "language_code", "sync_alignment")}
    assert asked == {
        "model_id": "eleven_flash_v2_5",
        "output_format": "pcm_16000",
        "language_code": "de",
        "sync_alignment": "true",
    }
    await mouth.close()


async def test_an_agents_own_voice_speaks_if_it_is_one_of_theirs(url: str):
    for wished, speaks in (("JBFqnCBsd6RMkjVDRZzb", "JBFqnCBsd6RMkjVDRZzb"), ("en-US-Neural2-A", account(url).voice)):
        house = account(url)
        mouth = await house.mouth(language="en", voice=wished)
        assert (await requests(house, "live"))[0]["voice"] == speaks
        await mouth.close()


async def test_a_model_that_guesses_the_language_is_not_told_it(url: str):
    house = account(url, model="eleven_multilingual_v2")
    mouth = await house.mouth(language="de", voice="")
    assert lasts_ms(await said(mouth, "Ja.")) == 4 * CHARACTER_MS
    await mouth.close()


@pytest.mark.parametrize("fault", ["odd", "unknown", "strays", "cumulative"])
async def test_what_the_wire_garbles_sounds_whole_all_the_same(url: str, fault: str):
    mouth = await account(url, f"fault={fault}&piece_ms=100").mouth(language="en", voice="")
    sounds = await said(mouth, *CLAUSES)
    assert all(len(sound.pcm) % 2 == 0 for sound in sounds)
    undisturbed = await account(url).mouth(language="en", voice="")
    assert b"".join(s.pcm for s in sounds) == b"".join(s.pcm for s in await said(undisturbed, *CLAUSES))
    assert marks(sounds)[-1] == (len(REPLY), pytest.approx(TOTAL_MS - CHARACTER_MS, abs=2))
    for each in (mouth, undisturbed):
        await each.close()


@pytest.mark.parametrize("fault", ["unaligned", "malformed"])
async def test_a_voice_that_does_not_tell_where_it_is_still_says_everything(url: str, fault: str):
    mouth = await account(url, f"fault={fault}").mouth(language="en", voice="")
    sounds = await said(mouth, *CLAUSES)
    assert lasts_ms(sounds) == TOTAL_MS
    assert marks(sounds) == []
    await mouth.close()


async def test_a_reply_whose_end_is_never_told_ends_soon_after_its_last_word(url: str):
    mouth = await account(url, "fault=endless").mouth(language="en", voice="")
    begun = time.monotonic()
    assert lasts_ms(await said(mouth, *CLAUSES)) == TOTAL_MS
    assert 0.2 <= time.monotonic() - begun < 1.5
    await mouth.close()


# --- barge-in ---------------------------------------------------------------------------------------------------------


async def test_a_barge_in_ends_the_reply_at_once_and_nothing_of_it_is_heard_later(url: str):
    house = account(url, "gap_ms=150")
    mouth = await house.mouth(language="en", voice="")
    saying = mouth.say(REPLY, last=True)
    await anext(saying)
    rest = asyncio.create_task(_all(saying))
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    await mouth.hush()
    await rest
    assert time.monotonic() - begun < 1
    next_reply = await said(mouth, "All right.")
    assert lasts_ms(next_reply) == len("All right. ") * CHARACTER_MS
    assert marks(next_reply)[-1][0] == len("All right.")
    closed = [m["context_id"] for m in await requests(house, "message") if m.get("close_context")]
    assert closed == ["reply-1", "reply-2"]
    await mouth.close()


async def _all(saying: AsyncIterator[Sound]) -> list[Sound]:
    return [sound async for sound in saying]


async def test_a_reply_that_nobody_waits_for_any_more_is_broken_off(url: str):
    mouth = await account(url, "gap_ms=40").mouth(language="en", voice="")
    saying = asyncio.create_task(_all(mouth.say(REPLY, last=True)))
    await asyncio.sleep(0.1)
    saying.cancel()
    await asyncio.gather(saying, return_exceptions=True)
    assert lasts_ms(await said(mouth, "Yes.")) == 5 * CHARACTER_MS
    await mouth.close()


async def test_twenty_barge_ins_in_a_row_use_up_no_contexts(url: str):
    mouth = await account(url, "gap_ms=1").mouth(language="en", voice="")
    for _ in range(20):
        await anext(mouth.say("Seven is free, and so is eight."))
        await mouth.hush()
    assert lasts_ms(await said(mouth, "Yes.")) == 5 * CHARACTER_MS
    await mouth.close()


# --- a line that is silent, or lost -----------------------------------------------------------------------------------


async def test_a_silent_call_keeps_its_connection(url: str):
    house = account(url, "idle_s=0.5", keep_alive_s=0.15)
    mouth = await house.mouth(language="en", voice="")
    await asyncio.sleep(1.2)
    assert lasts_ms(await said(mouth, "Yes.")) == 5 * CHARACTER_MS
    await mouth.close()
    assert len(await requests(house, "live")) == 1


async def test_a_connection_that_was_lost_while_nobody_spoke_is_made_anew(url: str):
    house = account(url, "idle_s=0.2", keep_alive_s=30)
    mouth = await house.mouth(language="en", voice="")
    await asyncio.sleep(0.6)
    sounds = await said(mouth, *CLAUSES)
    assert lasts_ms(sounds) == TOTAL_MS
    assert marks(sounds)[-1][0] == len(REPLY)
    await mouth.close()
    assert len(await requests(house, "live")) == 2


@pytest.mark.parametrize("fault", ["error", "1008", "abort", "stall"])
@pytest.mark.parametrize("after_ms", [0, 600])
async def test_a_reply_that_breaks_off_is_finished_by_the_next_voice(url: str, fault: str, after_ms: int):
    broken, sound = account(url, f"fault={fault}&after_ms={after_ms}"), account(url)
    mouth = await speech.mouth([broken, sound], language="en", voice="")
    told = marks(await said(mouth, *CLAUSES))
    assert told == sorted(told)
    assert [REPLY[:characters].split()[-1] for characters, _ in told] == REPLY.split()
    await mouth.close()


@pytest.mark.parametrize("fault", ["error", "1008", "abort", "stall", "late"])
async def test_a_line_that_breaks_says_so_instead_of_being_silent_for_ever(url: str, fault: str):
    house = replace(account(url, f"fault={fault}&after_ms=600"), first_s=0.6)
    mouth = await house.mouth(language="en", voice="")
    with pytest.raises(SpeechUnavailable) as trouble:
        await said(mouth, *CLAUSES)
    assert trouble.value.reason == "away"
    await mouth.close()


async def test_when_the_house_is_gone_the_mouth_says_so():
    with serving(Simulator(voice=Tones())) as gone:
        mouth = await account(gone).mouth(language="en", voice="")
        await said(mouth, "Yes.")
    with pytest.raises(SpeechUnavailable, match="away"):
        await said(mouth, "Yes.")
    with pytest.raises(SpeechUnavailable, match="away"):
        await account(gone).mouth(language="en", voice="")
    await mouth.close()
    await mouth.close()


# --- refusals ---------------------------------------------------------------------------------------------------------

TROUBLE = [
    ("key", "key"),
    ("quota", "quota"),
    ("concurrent", "rate"),
    ("busy", "away"),
    ("voice_not_found", "refused"),
    ("500", "away"),
]


@pytest.mark.parametrize(("fault", "reason"), TROUBLE)
async def test_what_is_wrong_is_told_as_what_it_is(url: str, fault: str, reason: str):
    """Over the WebSocket it comes in a message, since the handshake has gone well."""
    mouth = await account(url, f"fault={fault}").mouth(language="en", voice="")
    with pytest.raises(SpeechUnavailable) as live:
        await said(mouth, "Yes.")
    assert live.value.reason == reason
    await mouth.close()
    with pytest.raises(SpeechUnavailable) as whole:
        await account(url, f"fault={fault}").synthesize("Yes.", language="en", voice="")
    assert whole.value.reason == reason


async def test_without_a_key_nothing_is_tried(url: str):
    with pytest.raises(SpeechUnavailable, match="ELEVENLABS_API_KEY"):
        await ElevenLabs("", url).mouth(language="en", voice="")


# --- over HTTP --------------------------------------------------------------------------------------------------------


async def test_where_no_websocket_gets_through_the_reply_comes_over_http(url: str):
    house = account(url, "fault=no_socket")
    mouth = await house.mouth(language="en", voice="")
    sounds = await said(mouth, *CLAUSES)
    assert lasts_ms(sounds) == sum(len(clause.strip()) for clause in CLAUSES) * CHARACTER_MS
    told = marks(sounds)
    assert [REPLY[:characters].split()[-1] for characters, _ in told] == REPLY.split()
    assert told == sorted(told)
    first, second = await requests(house, "http")
    assert "previous_text" not in first
    assert second["previous_text"] == CLAUSES[0]
    assert marks(await said(mouth, "Yes."))[0][0] == 4
    assert "previous_text" not in (await requests(house, "http"))[-1]
    await mouth.close()


async def test_a_model_without_a_websocket_is_spoken_over_http(url: str):
    house = account(url, model="eleven_v3")
    mouth = await house.mouth(language="en", voice="")
    assert lasts_ms(await said(mouth, "Yes.")) == 4 * CHARACTER_MS
    assert await requests(house, "live") == []
    await mouth.close()


async def test_a_barge_in_over_http_ends_the_reply_too(url: str):
    mouth = await account(url, "gap_ms=150", model="eleven_v3").mouth(language="en", voice="")
    saying = mouth.say(REPLY, last=True)
    await anext(saying)
    rest = asyncio.create_task(_all(saying))
    await asyncio.sleep(0.02)
    begun = time.monotonic()
    await mouth.hush()
    await rest
    assert time.monotonic() - begun < 1
    assert lasts_ms(await said(mouth, "Yes.")) == 4 * CHARACTER_MS
    await mouth.close()


@pytest.mark.parametrize(("fault", "reason"), [*TROUBLE, ("error", "away"), ("stall", "away"), ("late", "away")])
async def test_trouble_over_http_is_told_too(url: str, fault: str, reason: str):
    house = replace(account(url, f"fault={fault}&after_ms=300", model="eleven_v3"), first_s=0.6)
    mouth = await house.mouth(language="en", voice="")
    with pytest.raises(SpeechUnavailable) as trouble:
        await said(mouth, *CLAUSES)
    assert trouble.value.reason == reason
    await mouth.close()


# --- whole texts ------------------------------------------------------------------------------------------------------


async def test_a_whole_text_is_one_piece_of_sound(url: str):
    for how in ("", "fault=odd"):
        sound = await account(url, how).synthesize("A table for two.", language="en", voice="")
        assert len(sound) == 16 * CHARACTER_MS * PER_MS


@pytest.mark.parametrize(("fault", "waits_s"), [("concurrent", [0.5, 0.5]), ("busy", [0.25, 0.5])])
async def test_a_whole_text_waits_until_the_house_has_time(url: str, fault: str, waits_s: list[float]):
    """For one of our own to be done, evenly; for a busy house, longer each time."""
    house = account(url, f"fault={fault}&times=2")
    assert await house.synthesize("Yes.", language="en", voice="")
    asked = [request["at"] for request in await requests(house, "http")]
    waited = [after - before for before, after in pairwise(asked)]
    assert len(waited) == 2
    assert all(least <= real for least, real in zip(waits_s, waited, strict=True))


async def test_a_quota_is_not_asked_twice(url: str):
    house = account(url, "fault=quota")
    with pytest.raises(SpeechUnavailable, match="quota"):
        await house.synthesize("Yes.", language="en", voice="")
    assert len(await requests(house, "http")) == 1


async def test_the_account_is_that_of_the_settings(url: str, monkeypatch: pytest.MonkeyPatch):
    key = f"sim?id={uuid4().hex}"
    for name, value in {"ELEVENLABS_API_KEY": key, "ELEVENLABS_URL": f"{url}/", "SPEECH_MOUTHS": "elevenlabs"}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        assert await speech.synthesize("Yes.", language="en", voice="")
        mouth = await speech.mouth(speech.listed(settings().speech_mouths), language="en", voice="")
        assert await said(mouth, "Yes.")
        await mouth.close()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
