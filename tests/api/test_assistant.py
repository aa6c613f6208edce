"""The assistant's socket: a sentence is recorded and sent, and its words, the reply and its sound come back."""

import asyncio
import json
import socket
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.assistant import TAKEN_S
from language.aloud import Aloud
from records import agents, database
from tests.api.desks import BOOKING, QUESTION, Desk
from tests.api.test_voice_trouble import Voices, voices  # noqa: F401
from tests.providers.listening import silence, tone
from voice.audio import from_wav, lasts_ms, to_wav

MANY = 150
SPOKEN = silence(200) + tone(1_400) + silence(400)


class Client:
    """A client of this dialect."""

    def __init__(self, socket: ClientConnection, hearing: str) -> None:
        self.socket, self.hearing = socket, hearing

    async def sends(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next message, which is of this type."""
        told: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 40))
        assert told["type"] == kind, str(told)[:500]
        return told

    async def speaks(self, words: str, *, binary: bool = False) -> None:
        """Send a recording of these words."""
        async with httpx.AsyncClient(timeout=30) as http:
            await http.post(f"{self.hearing}/simulator/words", json={"words": [words], "key": "sim"})
        if binary:
            await self.socket.send(to_wav(SPOKEN))
        else:
            await self.sends(type="audio", audio=b64encode(to_wav(SPOKEN)).decode(), mime_type="audio/wav")


def url(desk: Desk) -> str:
    return desk.url.replace("http://", "ws://") + "/ws/assistant"


@asynccontextmanager
async def session(desk: Desk, hearing: str, **init: Any) -> AsyncIterator[Client]:
    async with connect(url(desk), max_size=None) as line:
        client = Client(line, hearing)
        await client.sends(type="init", api_key=desk.key, agent_id=desk.agent_id, **init)
        assert (await client.hears("ready"))["language"] == init.get("language", "en")
        yield client


async def test_a_recording_is_answered_with_its_words_the_reply_and_sound(desk: Desk, hearing: str):
    async with session(desk, hearing) as client:
        await client.speaks(QUESTION)
        heard = await client.hears("transcription")
        assert (heard["text"], heard["confidence"]) == (QUESTION, 0.98)
        response = await client.hears("response")
        assert "10 am" in response["text"]
        sound = await client.hears("audio")
        assert (sound["format"], sound["mime_type"], sound["sample_rate"]) == ("wav", "audio/wav", 16_000)
        spoken = from_wav(b64decode(sound["audio"]))
    aloud = Aloud(response["text"], "en").text  # "ten a m" sounds longer than "10 am"
    assert lasts_ms(spoken.pcm, spoken.rate) == pytest.approx(60 * len(aloud), rel=0.1)
    said = await desk.transcript(response["conversation_id"])
    assert said == [f"user: {QUESTION}", f"agent: {response['text']}"]


async def test_a_table_is_booked_by_text_and_by_recordings_and_goes_on_at_another_door(desk: Desk, hearing: str):
    async with session(desk, hearing) as client:
        for n, words in enumerate(BOOKING):
            if n % 2:
                await client.speaks(words, binary=n == 1)
                await client.hears("transcription")
            else:
                await client.sends(type="text", text=words)
            response = await client.hears("response")
            await client.hears("audio")
        assert response["text"].startswith("Booked:")
        assert response["receipts"][0]["operation"] == "book"
        await client.sends(type="end")
        ended = await client.hears("ended")
        assert (ended["why"], ended["conversation_id"]) == ("hung_up", response["conversation_id"])
    assert len(await desk.reservations()) == 1
    desk.conversation_id = response["conversation_id"]
    assert "7 pm" in (await desk.say("What have I booked?"))["reply"]
    async with session(desk, hearing, conversation_id=desk.conversation_id) as client:
        await client.sends(type="text", text="Thank you!")
        assert (await client.hears("response"))["conversation_id"] == desk.conversation_id


async def test_whoever_has_a_header_and_one_agent_simply_types(desk: Desk):
    """As with `websocat -H='Authorization: Bearer KEY'`."""
    async with connect(url(desk), additional_headers=desk.headers, max_size=None) as line:
        await line.send(QUESTION)
        client = Client(line, "")
        await client.hears("ready")
        assert "10 am" in (await client.hears("response"))["text"]
        assert (await client.hears("audio"))["duration_s"] > 1


async def test_an_agent_of_several_must_be_named(desk: Desk):
    await agents.create(desk.tenant_id, name="Night desk", type="receptionist")
    async with connect(url(desk), additional_headers=desk.headers) as line:
        await line.send(QUESTION)
        told = json.loads(await asyncio.wait_for(line.recv(), 20))
        assert (told["type"], told["field"]) == ("error", "agent_id")
        assert "2 agents" in told["message"]
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(line.recv(), 20)
        assert line.close_code == 4400


async def test_the_agents_own_voice_speaks(desk: Desk, hearing: str, speaking: str):
    await agents.update(desk.tenant_id, desk.agent_id, voice="AZnzlk1XvdvUeBnXmlld")
    async with session(desk, hearing) as client:
        await client.sends(type="text", text=QUESTION)
        text = (await client.hears("response"))["text"]
        await client.hears("audio")
    async with httpx.AsyncClient(timeout=30) as http:
        asked = (await http.get(f"{speaking}/simulator/requests")).json()["requests"]
    assert [one["voice"] for one in asked if one.get("text") == Aloud(text, "en").text][-1] == "AZnzlk1XvdvUeBnXmlld"


@pytest.mark.parametrize("voice", ["../v1/voices", "a\nb", "<b>", "x" * 101, "?key=1"])
async def test_a_voice_that_can_be_nobodys_name_is_refused(desk: Desk, voice: str):
    with pytest.raises(agents.InvalidConfig, match="voice: write"):
        await agents.update(desk.tenant_id, desk.agent_id, voice=voice)


async def test_what_cannot_be_used_is_said_and_the_session_goes_on(desk: Desk, hearing: str):
    async with session(desk, hearing) as client:
        rubbish: list[tuple[str, str | bytes]] = [
            ("event", "{no json"),
            ("event", "[1]"),
            ("type", '{"type": "sing"}'),
            ("type", '{"type": "init"}'),
            ("text", '{"type": "text"}'),
            ("text", '{"type": "text", "text": " "}'),
            ("text", json.dumps({"type": "text", "text": "a" * 4_001})),
            ("audio", '{"type": "audio"}'),
            ("audio", '{"type": "audio", "audio": "***"}'),
            ("mime_type", '{"type": "audio", "audio": "AAAA", "mime_type": "image/png"}'),
            ("audio", b"RIFF....WAVEjunk"),
            ("audio", b"\0"),
        ]
        for field, message in rubbish:
            await client.socket.send(message)
            wrong = await client.hears("error")
            assert wrong["field"] == field
            assert wrong["message"].endswith(".")
        await client.sends(type="audio", audio=b64encode(to_wav(silence(500))).decode())
        assert (await client.hears("transcription"))["text"] == ""
        assert "Say it again" in (await client.hears("error"))["message"]
        await client.sends(type="text", text=QUESTION)
        assert (await client.hears("response"))["text"]


async def test_without_a_voice_the_reply_stands_as_text(desk: Desk, hearing: str, voices: Voices):  # noqa: F811
    voices.fail("quota", groq="500")
    async with session(desk, hearing) as client:
        await client.sends(type="text", text=BOOKING[0])
        assert (await client.hears("response"))["text"]
        assert (await client.hears("error"))["field"] == "audio"


@pytest.mark.parametrize(
    ("first", "field", "code"),
    [
        ('{"type": "init"}', "api_key", 4401),
        ('{"type": "init", "api_key": "sb_wrong"}', "api_key", 4401),
        ('{"type": "text", "text": "hello"}', "api_key", 4401),
        ('{"type": "init", "api_key": "KEY", "agent_id": "OTHER"}', "agent_id", 4404),
        ('{"type": "init", "api_key": "KEY", "conversation_id": "AGENT"}', "conversation_id", 4404),
        ('{"type": "init", "api_key": "KEY", "language": "fr"}', "language", 4400),
        ("{rubbish", "event", 4400),
    ],
)
async def test_who_may_not_come_in_is_told_why(desk: Desk, other_desk: Desk, first: str, field: str, code: int):
    for name, value in {"KEY": desk.key, "OTHER": other_desk.agent_id, "AGENT": desk.agent_id}.items():
        first = first.replace(name, value)
    async with connect(url(desk)) as line:
        await line.send(first)
        told = json.loads(await asyncio.wait_for(line.recv(), 20))
        assert (told["type"], told["field"]) == ("error", field)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(line.recv(), 20)
        assert line.close_code == code


async def test_a_tenant_has_so_many_calls_at_once_and_no_more(desk: Desk, other_desk: Desk, hearing: str):
    """The server of the tests was started with CALLS_PER_TENANT=12."""
    async with asyncio.timeout(60):
        sockets = [await connect(url(desk), additional_headers=desk.headers) for _ in range(13)]
        for line in sockets[:12]:
            await line.send('{"type": "init"}')
            assert json.loads(await line.recv())["type"] == "ready"
        await sockets[12].send('{"type": "init"}')
        assert "12 calls at once" in json.loads(await sockets[12].recv())["message"]
        await sockets[12].wait_closed()
        assert sockets[12].close_code == 4429
        async with session(other_desk, hearing) as other:
            await other.sends(type="end")
            await other.hears("ended")
        for line in sockets[:12]:
            await line.close()
        async with session(desk, hearing) as again:
            await again.sends(type="end")
            await again.hears("ended")


async def test_a_client_that_does_not_read_is_hung_up_and_what_was_said_is_kept(desk: Desk):
    async def taken() -> int:
        async with database.tenant(desk.tenant_id) as rows:
            return int(await rows.value("select count(*) from messages where role = 'user'"))

    with socket.socket() as narrow:
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        narrow.setblocking(False)
        address = urlsplit(desk.url)
        await asyncio.get_running_loop().sock_connect(narrow, (address.hostname, address.port))
        async with connect(
            url(desk), sock=narrow, max_queue=1, max_size=None, close_timeout=1, compression=None
        ) as line:
            client = Client(line, "")
            await client.sends(type="init", api_key=desk.key)
            for _ in range(MANY):  # each is answered with some hundred kilobytes, and nobody reads them
                await client.sends(type="text", text=QUESTION)
            before = -1
            while before != (now := await taken()):
                before = now
                await asyncio.sleep(3)
            await asyncio.sleep(TAKEN_S)
            with pytest.raises(ConnectionClosed):
                await _to_the_end(line)
    assert 0 < await taken() < MANY
    assert (await desk.say(QUESTION))["reply"], "nobody else has noticed"


async def _to_the_end(line: ClientConnection) -> None:
    while True:
        await asyncio.wait_for(line.recv(), 20)
