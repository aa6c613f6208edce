"""What took how long in a conversation is told to whoever works for the tenant, and to nobody else."""

from uuid import uuid4

from records import keys
from tests.api.desks import QUESTION, Desk
from tests.api.test_voice_stream import call

STEPS = ("end_of_speech", "final_words", "turn_start", "entered", "first_token", "first_clause", "first_audio", "first_sent", "first_heard")  # fmt: skip


async def turns(desk: Desk, conversation_id: str | None, role: keys.Role = "operator"):
    key = await keys.create(desk.tenant_id, role=role)
    return await desk.http.get(f"/conversations/{conversation_id}/turns", headers={"authorization": f"Bearer {key}"})


async def test_every_stage_of_a_spoken_turn_can_be_read_afterwards(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        await browser.says(QUESTION)
        reply = await browser.replies(1)
        told = await browser.hears("latency")
        conversation = browser.of("done")[0]["conversation_id"]
        await browser.socket.send('{"event": "stop"}')
        await browser.hears("ended")
    (turn,) = (await turns(desk, conversation)).json()["turns"]
    assert (turn["n"], turn["status"], turn["utterance"], turn["reply"]) == (1, "answered", QUESTION, reply)
    assert turn["heard"] == len(reply)
    assert turn["timings"]["turn_ms"] > 0
    took = turn["timings"]["voice"]
    assert took == {name: told[name] for name in told if name.endswith("_ms")}
    assert [took[f"{step}_ms"] for step in STEPS] == sorted(took.values())
    assert took["end_of_speech_ms"] == 0


async def test_turns_in_writing_come_in_their_order_and_were_not_heard(desk: Desk):
    for words in ("Hello!", QUESTION):
        await desk.say(words)
    found = (await turns(desk, desk.conversation_id)).json()["turns"]
    assert [(turn["n"], turn["utterance"], turn["heard"]) for turn in found] == [
        (1, "Hello!", None),
        (2, QUESTION, None),
    ]
    assert all("voice" not in turn["timings"] for turn in found)


async def test_nobody_else_is_told(desk: Desk, other_desk: Desk):
    await desk.say("Hello!")
    assert (await turns(other_desk, desk.conversation_id)).status_code == 404
    assert (await turns(desk, str(uuid4()))).status_code == 404
    assert (await turns(desk, desk.conversation_id, role="visitor")).status_code == 403
