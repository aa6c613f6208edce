"""Calls by ear: a caller is heard, answered, not talked over, and may interrupt; what was not heard was not said."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from dialogue.call import Call
from providers import speech
from providers.deepgram import Deepgram
from providers.elevenlabs import ElevenLabs
from simulators import deepgram, elevenlabs
from simulators.serving import serving
from tests.api.desks import BOOKING, Model
from tests.conftest import Tenant
from tests.voice.calls import Telephone, is_loud
from voice.endpointing import Patience
from voice.session import Session

Dial = Callable[..., Awaitable[Telephone]]


@pytest.fixture(scope="session")
def hearing() -> Iterator[str]:
    """A pretend Deepgram."""
    with serving(deepgram.Simulator()) as url:
        yield url


@pytest.fixture(scope="session")
def speaking() -> Iterator[str]:
    """A pretend ElevenLabs."""
    with serving(elevenlabs.Simulator()) as url:
        yield url


@pytest.fixture
async def dial(front_desk: Tenant, hearing: str, speaking: str) -> AsyncIterator[Dial]:
    """Ring up the front desk."""
    calls: list[Telephone] = []

    async def dial(*, ear: str = "", mouth: str = "", marks: bool = True, pace: float = 2.5, **more: Any) -> Telephone:
        key = f"sim?{ear}&id={uuid4().hex}"
        phone = Telephone(hearing, key, marks=marks, pace=pace)
        session = Session(
            Call(front_desk.id, front_desk.agent_id, channel="phone"),
            phone,
            ear=await speech.ear([Deepgram(key, hearing)], language="en", waits_s=(0.0,)),
            mouth=await speech.mouth([ElevenLabs(f"sim?{mouth}&id={uuid4().hex}", speaking)], language="en", voice=""),
            is_speech=is_loud,
            **more,
        )
        calls.append(phone.begins(session))
        return phone

    yield dial
    for phone in calls:
        phone.hangs_up()
        await phone.ends()


async def booked(desk: Tenant) -> int:
    return int(await desk.value("select count(*) from reservations where status = 'confirmed'"))


async def answers(phone: Telephone, words: tuple[str, ...]) -> str:
    """Say one after the other, and hear each reply to its end."""
    heard = len(phone._said())
    for words_ in words:
        await phone.says(words_)
        heard += 1
        reply = await phone.hears(heard)
    return reply


async def test_a_table_is_booked_by_ear(dial: Dial, front_desk: Tenant):
    phone = await dial(greeting="Good evening, the Test Kitchen.")
    await phone.until(lambda: phone.of("said"))
    reply = await answers(phone, BOOKING)
    assert reply.startswith("Booked:")
    assert await booked(front_desk) == 1
    assert [heard["heard"] for heard in phone.of("said")[1:]] == [len(one) for one in phone.replies]
    assert phone.lost == 0
    phone.hangs_up()
    assert await phone.ends() == "hung_up"
    assert await front_desk.value("select bool_and(heard = length(reply)) from turns")


async def test_what_took_how_long_is_kept_with_the_turn(dial: Dial, front_desk: Tenant):
    phone = await dial(patience=Patience(filler=60_000))
    await answers(phone, ("When are you open tomorrow?",))
    (told,) = phone.of("latency")
    steps = (
        "end_of_speech",
        "final_words",
        "turn_start",
        "entered",
        "first_token",
        "first_clause",
        "first_audio",
        "first_sent",
    )
    took = [told[f"{step}_ms"] for step in (*steps, "first_heard")]
    assert took == sorted(took)
    phone.hangs_up()
    await phone.ends()
    kept = await front_desk.value("select timings from turns")
    assert kept["voice"] == {name: ms for name, ms in told.items() if name != "turn_id"}
    assert kept["turn_ms"] > 0


async def test_an_interruption_stops_the_sound_and_the_rest_was_not_said(dial: Dial, front_desk: Tenant):
    phone = await dial()
    await phone.says("A table, please.")
    await phone.until(lambda: phone.of("speaking"))
    await phone.waits(600)
    begun = await phone.says("No wait, when are you open tomorrow?")
    await phone.hears()
    (cut,) = phone.of("interrupted")
    stopped = max(at for at in phone.sounded if at < phone.when("interrupted")[0])
    assert stopped - begun <= 260  # a frame or two more where the machine is busy
    assert 0 < cut["heard"] < len(phone.replies[0])
    kept = await front_desk.value("select heard from turns where n = 1")
    assert kept == cut["heard"]
    assert "AI assistant" in phone.replies[1]  # it had not been heard to its end


async def test_a_mhm_while_we_speak_changes_nothing(dial: Dial):
    phone = await dial()
    await phone.says("When are you open tomorrow?")
    await phone.until(lambda: phone.of("speaking"))
    await phone.waits(300)
    await phone.says("mhm")
    await phone.hears()
    assert phone.of("interrupted") == []
    assert len(phone.replies) == 1
    assert phone.of("said")[0]["heard"] == len(phone.replies[0])


async def test_a_yes_into_the_read_back_books_nothing(dial: Dial, front_desk: Tenant):
    phone = await dial()
    await answers(phone, BOOKING[:-2])
    speaking = len(phone.of("speaking"))
    await phone.says(BOOKING[-2])
    await phone.until(lambda: len(phone.of("speaking")) > speaking)
    await phone.waits(200)
    await phone.says("yes please book it now")
    await phone.until(lambda: phone.of("interrupted"))
    said = len(phone.of("said"))
    await phone.until(lambda: len(phone.of("said")) > said)
    assert await booked(front_desk) == 0
    assert "Shall I book it?" in phone.replies[-1] or "shall I book it?" in phone.replies[-1]
    await answers(phone, ("Yes, please.",))
    assert await booked(front_desk) == 1


async def test_who_goes_on_speaking_is_answered_once(dial: Dial):
    phone = await dial(mouth="first_ms=900")
    await phone.says("A table for four people please.")
    await phone.until(lambda: phone.of("utterance"))
    await phone.says("Tomorrow at 7 pm.")
    await phone.hears()
    assert [one["text"] for one in phone.of("utterance")] == ["A table for four people please.", "Tomorrow at 7 pm."]
    assert [one["heard"] for one in phone.of("interrupted")] == [0]
    assert len(phone.of("speaking")) == 1
    assert "AI assistant" in phone.replies[1] and "name" in phone.replies[1]


async def test_what_is_done_is_done_even_if_the_caller_hangs_up_in_the_middle_of_it(dial: Dial, front_desk: Tenant):
    phone = await dial()
    await answers(phone, BOOKING[:-1])
    await phone.says(BOOKING[-1])
    utterances = len(BOOKING)
    await phone.until(lambda: len(phone.of("utterance")) == utterances)
    phone.hangs_up()
    await phone.ends()
    async with asyncio.timeout(20):
        while await booked(front_desk) == 0:
            await asyncio.sleep(0.05)


async def test_a_goodbye_is_said_and_then_the_call_ends(dial: Dial):
    phone = await dial()
    await phone.says("Thank you, goodbye!")
    assert await phone.ends() == "goodbye"
    assert phone.of("said")[-1]["heard"] == len(phone.replies[-1])


async def test_silence_is_asked_about_twice_and_then_the_call_ends(dial: Dial):
    phone = await dial(patience=Patience(nudges=(500, 500, 500)))
    await phone.says("A table for four tomorrow at 7 pm please.")
    await phone.hears()
    await phone.until(lambda: len(phone.of("silence")) == 2)
    assert await phone.ends() == "silence"
    assert [one["n"] for one in phone.of("silence")] == [1, 2, 3]


async def test_a_yes_to_are_you_still_there_books_nothing(dial: Dial, front_desk: Tenant):
    phone = await dial(patience=Patience(nudges=(500, 500, 20_000)))
    await answers(phone, BOOKING[:-1])
    await phone.until(lambda: len(phone.of("silence")) == 2)
    said = len(phone.of("said"))
    await phone.until(lambda: len(phone.of("said")) > said)
    await phone.says("Yes.")
    await phone.until(lambda: len(phone.of("said")) > said + 1)
    assert await booked(front_desk) == 0
    await phone.says("Yes.")
    await phone.until(lambda: len(phone.of("utterance")) == len(BOOKING))
    await phone.hears(len(BOOKING))
    assert await booked(front_desk) == 1


async def test_who_waits_for_a_slow_model_is_told_so(dial: Dial, model: Model):
    phone = await dial()
    await answers(phone, ("A table, please.",))
    model.behaves(first_token_ms=2_000)
    await phone.says("When are you open tomorrow?")
    reply = await phone.hears(2)
    assert [filler["text"] for filler in phone.of("filler")] == ["One moment, please."]
    assert phone.of("said")[-1]["heard"] == len(reply)


async def test_digits_may_be_typed(dial: Dial, front_desk: Tenant):
    phone = await dial()
    await answers(phone, BOOKING[:-2])
    phone.presses("0302345678#")
    await phone.hears(len(BOOKING) - 1)
    assert phone.of("utterance")[-1]["text"] == "0 3 0 2 3 4 5 6 7 8"
    assert "Shall I book it?" in phone.replies[-1]


async def test_an_answering_machine_is_not_talked_to(dial: Dial):
    phone = await dial()
    await phone.says("Please leave a message after the tone")
    assert await phone.ends() == "machine"


async def test_a_call_that_nobody_hears_ends_with_a_word_of_regret(dial: Dial):
    phone = await dial(ear="fault=1008&after_ms=1000&times=9")
    assert await phone.ends() == "no_ear"
    assert len(phone.of("said")) == 1


async def test_a_call_without_a_voice_ends_with_recorded_words(dial: Dial):
    phone = await dial(mouth="fault=quota", apology=b"\x01\x00" * 16_000)
    await phone.says("When are you open tomorrow?")
    why = await phone.ends()
    assert why == "no_voice"
    assert len(phone.sounded) >= 50


async def test_a_far_end_that_names_no_marks_can_be_talked_to(dial: Dial):
    phone = await dial(marks=False)
    await phone.says("When are you open tomorrow?")
    await phone.hears()
    await phone.says("What is your address?")
    await phone.hears(2)
    assert "Test Street" in phone.replies[1]


async def test_a_noise_makes_us_pause_and_nothing_is_left_out(dial: Dial):
    phone = await dial()
    await phone.says("When are you open tomorrow?")
    await phone.until(lambda: phone.of("speaking"))
    await phone.waits(400)
    await phone.sounds(240)
    await phone.hears()
    assert (len(phone.of("paused")), len(phone.of("resumed")), phone.of("interrupted")) == (1, 1, [])
    assert phone.of("said")[0]["heard"] == len(phone.replies[0])


async def test_turns_go_on_at_the_desk_when_the_line_breaks(dial: Dial, front_desk: Tenant):
    phone = await dial()

    async def gone(pcm: bytes) -> None:
        raise ConnectionResetError

    phone.play = gone  # type: ignore[method-assign]
    await phone.says("When are you open tomorrow?")
    assert await phone.ends() == "hung_up"
    (turn,) = [told["turn_id"] for told in phone.of("utterance")]
    assert await front_desk.value("select utterance from turns where id = %s", turn)
