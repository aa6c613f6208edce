"""The pretend ElevenLabs, asked by ElevenLabs's own client and over its bare wire: what a caller of the real one would see."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import orjson
import pytest
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.types import AudioOutputMulti, FinalOutputMulti
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from simulators.elevenlabs import Simulator
from simulators.serving import serving
from simulators.tones import CHARACTER_MS, PER_MS, Piece, Tones, best

TEXT = "A table for two."
MODEL = "eleven_flash_v2_5"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator(voice=Tones())) as url:
        yield url


def key(how: str = "") -> str:
    return f"sim?{how}&id={uuid4().hex}"


def client(url: str, key: str) -> AsyncElevenLabs:
    return AsyncElevenLabs(base_url=url, api_key=key, timeout=5)


@asynccontextmanager
async def line(url: str, key: str, **wishes: str) -> AsyncIterator[ClientConnection]:
    query = urlencode({"model_id": MODEL, "output_format": "pcm_16000", **wishes})
    live = f"{url.replace('http', 'ws')}/v1/text-to-speech/someone/multi-stream-input?{query}"
    async with connect(live, additional_headers={"xi-api-key": key}) as socket:
        yield socket


async def send(socket: ClientConnection, *messages: dict[str, Any]) -> None:
    for message in messages:
        await socket.send(orjson.dumps(message).decode())


async def messages(socket: ClientConnection, until: str = "") -> list[dict[str, Any]]:
    """All that comes until a context is done, or the connection ends."""
    seen = []
    try:
        async with asyncio.timeout(5):
            async for raw in socket:
                seen.append(orjson.loads(raw))
                if until and seen[-1].get("isFinal") and seen[-1]["contextId"] == until:
                    break
    except ConnectionClosed:
        pass
    return seen


def sound(seen: list[dict[str, Any]], context: str) -> bytes:
    return b"".join(base64.b64decode(m["audio"]) for m in seen if m.get("audio") and m["contextId"] == context)


# --- over the WebSocket -----------------------------------------------------------------------------------------------


async def test_a_context_is_spoken_and_done(url: str):
    async with line(url, key()) as socket:
        await send(
            socket,
            {"text": " ", "context_id": "one"},
            {"text": f"{TEXT} ", "context_id": "one", "flush": True},
            {"context_id": "one", "close_context": True},
        )
        seen = await messages(socket, "one")
    pieces = [AudioOutputMulti.model_validate(message) for message in seen if message.get("audio")]
    assert FinalOutputMulti.model_validate(seen[-1]).context_id == "one"
    assert len(sound(seen, "one")) == len(f"{TEXT} ") * CHARACTER_MS * PER_MS
    assert "".join(character for piece in pieces for character in _chars(piece)) == f"{TEXT} "
    assert len(pieces) > 2
    for piece in pieces:
        told = piece.alignment
        assert told is not None
        assert told.char_start_times_ms is not None and told.char_durations_ms is not None
        assert told.char_start_times_ms[0] == 0
        lasts = told.char_start_times_ms[-1] + told.char_durations_ms[-1]
        assert lasts == len(base64.b64decode(piece.audio)) // PER_MS


def _chars(piece: AudioOutputMulti) -> list[str]:
    return (piece.alignment.chars if piece.alignment else None) or []


async def test_two_contexts_are_spoken_side_by_side(url: str):
    async with line(url, key("gap_ms=20")) as socket:
        for name in ("one", "two"):
            await send(
                socket,
                {"text": " ", "context_id": name},
                {"text": f"{TEXT} ", "context_id": name, "flush": True},
                {"context_id": name, "close_context": True},
            )
        seen = await messages(socket, "two")
    order = [message["contextId"] for message in seen if message.get("audio")]
    assert order != sorted(order)
    assert sound(seen, "one") == sound(seen, "two")


async def test_text_that_nobody_flushes_waits_unless_the_vendor_is_to_decide(url: str):
    for wishes, spoken in (({}, 0), ({"auto_mode": "true"}, len(f"{TEXT} ") * CHARACTER_MS * PER_MS)):
        async with line(url, key(), **wishes) as socket:
            await send(
                socket,
                {"text": f"{TEXT} ", "context_id": "one"},
                {"context_id": "one", "close_context": True},
            )
            assert len(sound(await messages(socket, "one"), "one")) == spoken


async def test_a_closed_context_goes_on_with_what_was_flushed(url: str):
    async with line(url, key("gap_ms=20")) as socket:
        await send(socket, {"text": f"{TEXT} ", "context_id": "one", "flush": True})
        await socket.recv()
        await send(socket, {"context_id": "one", "close_context": True})
        assert sound(await messages(socket, "one"), "one")


async def test_twenty_seconds_without_a_word_end_the_line_and_a_keep_alive_prevents_it(url: str):
    async with line(url, key(), inactivity_timeout="0.4") as socket:
        await send(socket, {"text": " ", "context_id": "one"})
        for _ in range(4):
            await asyncio.sleep(0.2)
            await send(socket, {"text": "", "context_id": "one"})
        (message,) = await messages(socket)
    assert (message["error"], message["code"]) == ("input_timeout_exceeded", 1008)
    assert socket.close_code == 1008


async def test_five_contexts_are_enough(url: str):
    async with line(url, key()) as socket:
        for n in range(6):
            await send(socket, {"text": " ", "context_id": f"c{n}"})
        (message,) = await messages(socket)
    assert message["error"] == "max_active_contexts"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("key", "invalid_api_key"),
        ("quota", "quota_exceeded"),
        ("concurrent", "too_many_concurrent_requests"),
        ("busy", "system_busy"),
        ("voice_not_found", "voice_id_does_not_exist"),
    ],
)
async def test_trouble_comes_in_a_message_and_then_the_end(url: str, fault: str, error: str):
    async with line(url, key(f"fault={fault}")) as socket:
        (message,) = await messages(socket)
    assert set(message) == {"message", "error", "code"}
    assert message["error"] == error
    assert socket.close_code == 1008


async def test_what_the_wire_does_not_know_is_refused(url: str):
    for wishes in ({"output_format": "mp3_44100_128"}, {"model_id": "eleven_v3"}, {"model_id": "parrot"}):
        async with line(url, key(), **wishes) as socket:
            (message,) = await messages(socket)
            assert message["code"] == 1008
    with pytest.raises(InvalidStatus) as refused:
        async with line(url, key("fault=no_socket")):
            pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(("fault", "code"), [("1008", 1008), ("error", 1008), ("abort", 1006)])
async def test_a_line_can_end_in_the_middle_of_a_word(url: str, fault: str, code: int):
    async with line(url, key(f"fault={fault}&after_ms=300")) as socket:
        await send(socket, {"text": f"{TEXT} ", "context_id": "one", "flush": True})
        seen = await messages(socket)
    assert 0 < len(sound(seen, "one")) < len(TEXT) * CHARACTER_MS * PER_MS
    assert socket.close_code == code
    assert bool([m for m in seen if m.get("error")]) == (fault == "error")


async def test_sound_comes_as_late_as_was_asked_for(url: str):
    async with line(url, key("first_ms=200&gap_ms=100")) as socket:
        begun = time.monotonic()
        await send(socket, {"text": f"{TEXT} ", "context_id": "one", "flush": True})
        await socket.recv()
        assert time.monotonic() - begun >= 0.2
        await socket.recv()
        assert time.monotonic() - begun >= 0.3


# --- over HTTP --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100])
async def test_the_client_streams_sound_at_the_rate_it_asks_for(url: str, rate: int):
    spoken = client(url, key()).text_to_speech.stream("someone", text=TEXT, model_id=MODEL, output_format=f"pcm_{rate}")
    audio = b"".join([piece async for piece in spoken])
    assert len(audio) / 2 / rate * 1000 == pytest.approx(len(TEXT) * CHARACTER_MS, abs=2)


async def test_the_client_streams_sound_with_its_alignment(url: str):
    spoken = client(url, key()).text_to_speech.stream_with_timestamps(
        "someone", text=TEXT, model_id=MODEL, output_format="pcm_16000"
    )
    pieces = [piece async for piece in spoken]
    assert "".join(c for piece in pieces for c in (piece.alignment.characters if piece.alignment else ())) == TEXT
    assert sum(len(base64.b64decode(piece.audio_base_64)) for piece in pieces) == len(TEXT) * CHARACTER_MS * PER_MS


@pytest.mark.parametrize(
    ("fault", "status", "called"),
    [
        ("key", 401, "invalid_api_key"),
        ("quota", 401, "quota_exceeded"),
        ("concurrent", 429, "too_many_concurrent_requests"),
        ("busy", 429, "system_busy"),
        ("voice_not_found", 404, "voice_not_found"),
        ("500", 500, "internal_server_error"),
    ],
)
async def test_http_refuses_with_a_name(url: str, fault: str, status: int, called: str):
    with pytest.raises(ApiError) as refused:
        async for _ in client(url, key(f"fault={fault}")).text_to_speech.stream(
            "someone", text=TEXT, model_id=MODEL, output_format="pcm_16000"
        ):
            pass
    assert refused.value.status_code == status
    assert refused.value.body["detail"]["status"] == called


async def test_the_control_doors_turn_and_tell(url: str):
    async with httpx.AsyncClient(base_url=url) as control:
        assert (await control.post("/simulator/behaviour", json={"nose": 1})).status_code == 400
        assert (await control.post("/simulator/behaviour", json={"fault": "hiccups"})).status_code == 400
        assert (await control.get("/simulator/behaviour")).json()["fault"] == ""
        mine = key()
        async for _ in client(url, mine).text_to_speech.stream(
            "someone", text=TEXT, model_id=MODEL, output_format="pcm_16000"
        ):
            pass
        (asked,) = (await control.get("/simulator/requests", params={"key": mine})).json()["requests"]
    assert (asked["door"], asked["text"], asked["voice"]) == ("http", TEXT, "someone")


# --- the voices -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("voice", [Tones(), best()], ids=["tones", "the best there is"])
@pytest.mark.parametrize(("text", "language"), [(TEXT, "en"), ("Ein Tisch für vier, bitte.", "de"), (TEXT, "")])
def test_a_voice_says_a_text_to_its_end(voice: Any, text: str, language: str):
    spoken: list[Piece] = list(voice.say(text, language, "21m00Tcm4TlvDq8ikWAM"))
    done = [piece.characters for piece in spoken]
    assert done == sorted(done)
    assert done[-1] == len(text)
    assert all(len(piece.pcm) % 2 == 0 for piece in spoken)
    assert sum(len(piece.pcm) for piece in spoken) // PER_MS > 500
