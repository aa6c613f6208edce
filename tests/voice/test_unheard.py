"""What of a reply a caller did not hear has not been said to them, as far as the conversation goes."""

from dataclasses import dataclass, replace

import pytest

from dialogue.call import Call
from tests.api.desks import BOOKING
from tests.conftest import Tenant
from turns import taking
from turns.taking import Reply


@dataclass
class Caller:
    """Somebody on the line, one turn at a time."""

    call: Call
    reply: Reply | None = None

    async def says(self, words: str) -> Reply:
        """Say it, and wait for the whole reply to be found."""
        turn = await taking.take(self.call, words)
        self.reply = await turn.reply()
        self.call = replace(self.call, thread_id=self.reply.conversation_id)
        return self.reply

    async def hears(self, until: str) -> None:
        """The last reply is heard up to and with these words, and no further."""
        assert self.reply is not None
        characters = self.reply.text.index(until) + len(until)
        await taking.heard(self.call, self.reply.turn_id, characters, {})


@pytest.fixture
def caller(front_desk: Tenant) -> Caller:
    return Caller(Call(front_desk.id, front_desk.agent_id, channel="phone"))


async def booked(desk: Tenant) -> int:
    return int(await desk.value("select count(*) from reservations where status = 'confirmed'"))


async def read_back(caller: Caller) -> Reply:
    """Say everything, up to the question whether it shall be booked."""
    for words in BOOKING[:-1]:
        reply = await caller.says(words)
    assert reply.text.endswith("Shall I book it?")
    return reply


async def test_a_yes_to_a_read_back_that_was_not_heard_books_nothing(caller: Caller, front_desk: Tenant):
    await read_back(caller)
    await caller.hears("So:")
    again = await caller.says("Yes, please.")
    assert await booked(front_desk) == 0
    assert "Petra Sommer" in again.text and again.text.rstrip().endswith("book it?")
    await caller.says("Yes, please.")
    assert await booked(front_desk) == 1


async def test_a_yes_counts_once_half_of_the_question_was_heard(caller: Caller, front_desk: Tenant):
    await read_back(caller)
    await caller.hears("Shall I book")
    await caller.says("Yes, please.")
    assert await booked(front_desk) == 1


async def test_what_was_done_but_not_heard_is_said_again_first(caller: Caller, front_desk: Tenant):
    await read_back(caller)
    done = await caller.says("Yes, please.")
    code = done.receipts[0]["facts"]["code"]
    await caller.hears("Booked:")
    again = await caller.says("What is your address?")
    assert again.text.startswith("Booked:") and code in again.text.split("Test Street")[0]
    assert not again.receipts and await booked(front_desk) == 1
    await caller.hears(again.text)
    assert code not in (await caller.says("What is your address?")).text


async def test_a_confirmation_that_breaks_off_twice_is_said_a_third_time(caller: Caller):
    await read_back(caller)
    code = (await caller.says("Yes, please.")).receipts[0]["facts"]["code"]
    for _ in range(2):
        await caller.hears("Booked:")
        assert code in (await caller.says("What is your address?")).text


async def test_who_is_speaking_is_said_until_it_was_heard(caller: Caller):
    first = await caller.says("A table, please.")
    assert "AI assistant" in first.text
    await caller.hears("Hello")
    assert "AI assistant" in (await caller.says("For four people.")).text
    assert "AI assistant" not in (await caller.says("Tomorrow at 7 pm.")).text


@pytest.mark.parametrize("heard", [True, False])
async def test_a_question_counts_as_asked_when_it_was_heard(caller: Caller, heard: bool):
    reply = await caller.says("A table for four tomorrow at 7 pm, please.")
    for _ in range(5):
        await caller.hears(reply.text if heard else reply.text[:10])
        reply = await caller.says("The weather was nice in the mountains.")
    assert ("colleague" in reply.text) is heard, reply.text


async def test_digits_go_on_where_they_stopped_whatever_was_heard(caller: Caller, front_desk: Tenant):
    for words in BOOKING[:-2]:
        await caller.says(words)
    await caller.says("zero three zero")
    await caller.hears(caller.reply.text[:5])
    back = await caller.says("two three four five six seven eight")
    assert "Shall I book it?" in back.text


async def test_a_reply_that_is_read_is_heard_whole(caller: Caller, front_desk: Tenant):
    await read_back(caller)
    await caller.says("Yes, please.")
    assert await booked(front_desk) == 1
