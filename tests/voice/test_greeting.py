"""Who is speaking is said once: in the greeting where that was heard, else with the first reply."""

from dataclasses import replace

import pytest

from dialogue.call import Call
from simulators.tones import CHARACTER_MS
from tests.api.desks import BOOKING, QUESTION
from tests.conftest import Tenant
from tests.voice.test_session import Dial, dial, hearing, speaking
from turns import taking
from voice.audio import FRAME_MS
from voice.browser import hello
from voice.endpointing import Patience

__all__ = ["dial", "hearing", "speaking"]
HELLO = hello("en", "Lindenhof")
GREETING = f"{HELLO['disclosure']} {HELLO['greeting']}"
GERMAN = "Guten Tag, wann haben Sie morgen geöffnet?"


async def test_the_greeting_says_who_is_speaking_and_the_first_reply_does_not(dial: Dial, front_desk: Tenant):
    phone = await dial(**HELLO)
    assert GREETING == "Hello, this is the AI assistant of Lindenhof. How can I help you?"
    await phone.until(lambda: phone.of("said"))
    assert phone.of("line")[0]["text"] == GREETING
    assert phone.of("said")[0]["heard"] == len(GREETING)
    await phone.says(QUESTION)
    assert "AI assistant" not in await phone.hears()
    await phone.says(BOOKING[0])
    assert "AI assistant" not in await phone.hears(2)
    phone.hangs_up()
    await phone.ends()
    assert await front_desk.value("select timings ->> 'disclosed_before' from turns where n = 1") == "1"


async def test_who_greets_the_greeting_is_asked_what_they_want(dial: Dial):
    phone = await dial(**HELLO)
    await phone.until(lambda: phone.of("said"))
    await phone.says("Good evening.")
    assert await phone.hears() == "How can I help you?"


async def test_who_speaks_over_the_disclosure_hears_it_with_the_first_reply(dial: Dial):
    phone = await dial(pace=1.0, **HELLO)
    await phone.until(lambda: phone.of("speaking"))
    await phone.says("When are you open tomorrow, please?")
    reply = await phone.hears()
    assert phone.of("interrupted")[0]["heard"] < len(HELLO["disclosure"])
    assert reply.startswith("Hello, this is the AI assistant of ")


async def test_who_speaks_over_the_offer_has_heard_who_is_speaking(dial: Dial):
    offer = "How can I help you: with a table for this evening, a room for the night, or a question about the house?"
    phone = await dial(pace=1.0, disclosure=HELLO["disclosure"], greeting=offer)
    disclosed_ms = CHARACTER_MS * len(HELLO["disclosure"]) + 500
    await phone.until(lambda: len(phone.sounded) * FRAME_MS >= disclosed_ms)
    await phone.says("When are you open tomorrow, please?")
    assert "AI assistant" not in await phone.hears()
    assert len(HELLO["disclosure"]) <= phone.of("interrupted")[0]["heard"] < len(HELLO["disclosure"]) + len(offer)


async def test_a_far_end_that_names_no_marks_may_not_have_heard_it(dial: Dial):
    phone = await dial(marks=False, patience=Patience(filler=60_000), **HELLO)
    await phone.until(lambda: phone.of("said"))
    await phone.says(QUESTION)
    await phone.until(lambda: phone.replies)
    assert "AI assistant" in phone.replies[0]


async def test_who_is_greeted_in_another_language_hears_it_in_their_own(dial: Dial):
    phone = await dial(**HELLO)
    await phone.until(lambda: phone.of("said"))
    await phone.says(GERMAN)
    assert (await phone.hears()).startswith("Guten Tag, hier ist die KI-Assistenz von ")


@pytest.mark.parametrize("channel", ["browser", "phone"])
async def test_a_conversation_by_text_disclosed_for_itself(front_desk: Tenant, channel: str):
    """Going on by ear discloses in the greeting anew; nothing that was said by text is taken back."""
    by_text = Call(front_desk.id, front_desk.agent_id)
    first = await (await taking.take(by_text, QUESTION)).reply()
    assert "AI assistant" in first.text
    goes_on = replace(by_text, thread_id=first.conversation_id, channel=channel, disclosed="en")  # type: ignore[arg-type]
    assert "AI assistant" not in (await (await taking.take(goes_on, BOOKING[0])).reply()).text
