"""A call over a WebSocket: somebody speaks into a browser, is heard, answered by voice, and refused where it must be."""

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from records import database
from tests.api.desks import BOOKING, QUESTION, Desk, fresh
from tests.providers.listening import silence, tone
from voice.audio import FRAME, lasts_ms, to_wav

WORD_MS = 280


class Browser:
    """Somebody at a microphone, whose loudspeaker plays at once and names every mark back."""

    def __init__(self, socket: ClientConnection, hearing: str) -> None:
        self.socket, self.hearing = socket, hearing
        self.events: list[dict[str, Any]] = []
        self.sound = b""
        self.rate = 16_000
        self.wrap: Callable[[bytes], bytes | str] = lambda pcm: pcm
        self._microphone: list[bytes] = []
        self._news = asyncio.Event()

    async def listens(self) -> None:
        """Everything that comes, until the other side hangs up."""
        with suppress(ConnectionClosed):
            async for message in self.socket:
                if isinstance(message, bytes):
                    self.sound += message
                    continue
                event = json.loads(message)
                self.events.append(event)
                if event["event"] == "audio_response":
                    self.sound += b64decode(event["data"])
                elif event["event"] == "mark":
                    await self.socket.send(json.dumps({"event": "played", "mark": event["mark"]}))
                self._news.set()
        self._news.set()

    async def speaks(self) -> None:
        """A frame of the microphone every 20 ms, as it has one; nothing is sent by a muted one."""
        while True:
            if self._microphone:
                await self.socket.send(self.wrap(self._microphone.pop(0)))
            await asyncio.sleep(0.02)

    async def says(self, words: str) -> None:
        """Say it, and wait for the end of the sound."""
        async with httpx.AsyncClient(timeout=30) as http:
            await http.post(f"{self.hearing}/simulator/words", json={"words": [words], "key": "sim"})
        size = self.rate // 50 * 2
        said = tone(WORD_MS * len(words.split()), self.rate) + silence(60, self.rate)
        self._microphone += [said[at : at + size] for at in range(0, len(said) - size + 1, size)]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == kind]

    async def hears(self, kind: str, n: int = 1) -> dict[str, Any]:
        """The n-th event of a kind."""
        async with asyncio.timeout(60):
            while len(self.of(kind)) < n:
                self._news.clear()
                await self._news.wait()
        return self.of(kind)[n - 1]

    async def replies(self, n: int) -> str:
        """The n-th reply, once it has been said to its end."""
        done = await self.hears("done", n)
        async with asyncio.timeout(60):
            while not any(said.get("turn_id") == done["turn_id"] for said in self.of("said")):
                self._news.clear()
                await self._news.wait()
        return str(done["reply"])


def url(desk: Desk) -> str:
    return desk.url.replace("http://", "ws://") + "/voice/stream"


@asynccontextmanager
async def call(desk: Desk, hearing: str, *, header: bool = False, **init: Any) -> AsyncIterator[Browser]:
    """Ring up the desk's agent."""
    headers = desk.headers if header else {}
    async with connect(url(desk), additional_headers=headers) as socket:
        key = {} if header else {"api_key": desk.key}
        await socket.send(json.dumps({"event": "init", "agent_id": desk.agent_id, **key, **init}))
        browser = Browser(socket, hearing)
        browser.rate = init.get("sample_rate", 16_000)
        tasks = [asyncio.create_task(one()) for one in (browser.listens, browser.speaks)]
        try:
            await browser.hears("said")  # the greeting
            yield browser
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_question_is_asked_and_answered_by_voice(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        assert browser.events[0] == {"event": "ready", "sample_rate": 16_000, "language": "en"}
        before = len(browser.sound)
        await browser.says(QUESTION)
        reply = await browser.replies(1)
        assert "11:30" in reply or "10" in reply
        greeting = browser.of("line")[0]["text"]
        assert greeting == "Hello, this is the AI assistant of The Test Kitchen. How can I help you?"
        assert "AI assistant" not in reply, "it was heard in the greeting"
        assert [heard["text"] for heard in browser.of("transcript_partial")][-1] == QUESTION
        assert lasts_ms(browser.sound[before:]) >= 50 * len(reply)
        assert len(browser.sound) % FRAME == 0
        times = (await browser.hears("latency"))["turn_start_ms"]
        assert times >= 0
        await browser.socket.send('{"event": "stop"}')
        ended = await browser.hears("ended")
        assert ended["why"] == "hung_up"
    async with database.tenant(desk.tenant_id) as rows:
        channel = await rows.value("select channel from conversations where id = %s", [ended["conversation_id"]])
        whole = await rows.value("select bool_and(heard = length(reply)) from turns")
    assert (channel, whole) == ("browser", True)


async def test_a_table_is_booked_by_voice_and_its_thread_goes_on_by_text(desk: Desk, hearing: str):
    async with call(desk, hearing, header=True, encoding="binary") as browser:
        for n, words in enumerate(BOOKING, 1):
            await browser.says(words)
            reply = await browser.replies(n)
        assert reply.startswith("Booked:")
        assert not browser.of("audio_response")
        conversation = browser.of("done")[-1]["conversation_id"]
    assert len(await desk.reservations()) == 1
    desk.conversation_id = conversation
    assert "7 pm" in (await desk.say("What have I booked?"))["reply"]


async def test_a_wav_of_another_rate_is_heard(desk: Desk, hearing: str):
    async with call(desk, hearing, sample_rate=8_000) as browser:
        browser.wrap = lambda pcm: json.dumps({"event": "audio_chunk", "data": b64encode(to_wav(pcm, 8_000)).decode()})
        await browser.says(QUESTION)
        assert await browser.replies(1)
        assert browser.of("utterance")[0]["text"] == QUESTION


async def test_what_cannot_be_used_is_said_and_the_call_goes_on(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        rubbish = [
            ("event", "no json"),
            ("event", "[1]"),
            ("event", '{"event": "sing"}'),
            ("event", '{"event": "init", "agent_id": "again"}'),
            ("data", '{"event": "audio_chunk", "data": "***"}'),
            ("data", '{"event": "audio_chunk", "data": 7}'),
            ("data", json.dumps({"event": "audio_chunk", "data": b64encode(b"RIFF....WAVEjunk").decode()})),
            ("key", '{"event": "key", "key": "x"}'),
        ]
        for _, message in rubbish:
            await browser.socket.send(message)
        await browser.socket.send(b"\1")  # half a sample
        await browser.socket.send(b"\0")
        await browser.hears("error", len(rubbish))
        assert [error["field"] for error in browser.of("error")] == [field for field, _ in rubbish]
        assert all(error["message"] for error in browser.of("error"))
        await browser.says(QUESTION)
        assert await browser.replies(1)


async def test_keys_are_heard_as_digits(desk: Desk, hearing: str):
    async with call(desk, hearing) as browser:
        for sign in "4711#":
            await browser.socket.send(json.dumps({"event": "key", "key": sign}))
        assert (await browser.hears("utterance"))["text"] == "4 7 1 1"


@pytest.mark.parametrize(
    ("first", "field", "code"),
    [
        ("hello", "event", 4400),
        ('{"event": "audio_chunk", "data": ""}', "event", 4400),
        ('{"event": "init"}', "agent_id", 4400),
        ('{"event": "init", "agent_id": "AGENT", "language": "fr", "api_key": "KEY"}', "language", 4400),
        ('{"event": "init", "agent_id": "AGENT", "sample_rate": 96000, "api_key": "KEY"}', "sample_rate", 4400),
        ('{"event": "init", "agent_id": "AGENT", "encoding": "mp3", "api_key": "KEY"}', "encoding", 4400),
        ('{"event": "init", "agent_id": "AGENT", "api_key": 7}', "api_key", 4400),
        ('{"event": "init", "agent_id": "AGENT"}', "api_key", 4401),
        ('{"event": "init", "agent_id": "AGENT", "api_key": "sb_wrong"}', "api_key", 4401),
        ('{"event": "init", "agent_id": "nobody", "api_key": "KEY"}', "agent_id", 4404),
        ('{"event": "init", "agent_id": "OTHER", "api_key": "KEY"}', "agent_id", 4404),
        ('{"event": "init", "agent_id": "AGENT", "tenant_id": "TENANT", "api_key": "KEY"}', "tenant_id", 4404),
        ('{"event": "init", "agent_id": "AGENT", "conversation_id": "FRESH", "api_key": "KEY"}', "conversation_id", 4404),
    ],
)  # fmt: skip
async def test_who_may_not_call_is_told_why(desk: Desk, other_desk: Desk, first: str, field: str, code: int):
    names = {"AGENT": desk.agent_id, "KEY": desk.key, "OTHER": other_desk.agent_id, "TENANT": other_desk.tenant_id}
    for name, value in {**names, "FRESH": fresh()}.items():
        first = first.replace(name, value)
    async with connect(url(desk)) as socket:
        await socket.send(first)
        told = json.loads(await asyncio.wait_for(socket.recv(), 20))
        assert (told["event"], told["field"]) == ("error", field)
        assert told["message"].endswith(".")
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 20)
        assert socket.close_code == code
