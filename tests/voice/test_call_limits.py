"""A call does not go on for ever, and ends in good order whatever is lost on the way."""

from tests.api.desks import QUESTION
from tests.conftest import Tenant
from tests.voice.test_session import Dial, dial, hearing, speaking  # noqa: F401


async def test_when_its_time_is_over_the_caller_is_told_and_the_call_ends(dial: Dial, front_desk: Tenant):  # noqa: F811
    phone = await dial(longest_ms=12_000)
    await phone.says(QUESTION)
    await phone.until(lambda: phone.of("done"))
    assert await phone.ends() == "too_long"
    assert "our time on this call is over" in phone.of("line")[-1]["text"]
    assert await front_desk.value("select utterance from turns") == QUESTION


async def test_who_talks_over_that_is_hung_up_all_the_same(dial: Dial):  # noqa: F811
    phone = await dial(longest_ms=2_000)
    await phone.until(lambda: len(phone.of("speaking")) == 1)
    await phone.waits(300)
    await phone.says("No wait, I want to book a table for four people tomorrow.")
    assert await phone.ends() == "too_long"
    assert phone.at_ms <= 15_000


async def test_keys_that_come_faster_than_anything_is_said_hang_nothing(dial: Dial):  # noqa: F811
    """Each ends what is being said, some before its voice has begun."""
    phone = await dial(greeting="Good evening.")
    for _ in range(20):
        phone.presses("1#2#")
    await phone.until(lambda: len(phone.of("utterance")) == 40)
    await phone.until(lambda: any(said["turn_id"] == phone.of("utterance")[-1]["turn_id"] for said in phone.of("said")))
