"""The wire of a telephone call, message by message, without a network."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import numpy
import pytest

from tests.providers.listening import tone
from voice.audio import FRAME, RATE, Framer, from_mulaw, lasts_ms, silence, to_mulaw
from voice.browser import Refused
from voice.incoming import Incoming
from voice.phone import Doubler, Halver, PhoneLine, Start, started
from voice.session import Key, Played

BEGUN = Start("MZ1", "CA1", {})


class Wire:
    """A WebSocket whose other end is written down."""

    def __init__(self, *comes: object) -> None:
        self.comes: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self.went: list[dict[str, Any]] = []
        for one in comes:
            self.says(one)

    def says(self, one: object) -> None:
        text = one if isinstance(one, str) else json.dumps({"streamSid": "MZ1"} | one)  # type: ignore[operator]
        self.comes.put_nowait({"type": "websocket.receive", "text": text})

    async def receive(self) -> MutableMapping[str, Any]:
        if self.comes.empty():
            return {"type": "websocket.disconnect"}
        return self.comes.get_nowait()

    async def send_text(self, data: str) -> None:
        self.went.append(json.loads(data))

    async def send_bytes(self, data: bytes) -> None:
        raise AssertionError("Twilio reads JSON alone")


def media(codes: bytes, chunk: int) -> dict[str, Any]:
    payload = base64.b64encode(codes).decode()
    return {"event": "media", "media": {"track": "inbound", "chunk": str(chunk), "payload": payload}}


async def taken(arrives: AsyncIterator[bytes | Played | Key]) -> list[bytes | Played | Key]:
    return [one async for one in arrives]


async def arrived(*comes: object) -> list[bytes | Played | Key]:
    line = PhoneLine(Wire(*comes), BEGUN)
    await line.listen()
    return await taken(line.arrives())


def level(pcm: bytes) -> float:
    return float(numpy.abs(numpy.frombuffer(pcm, "<i2").astype(float)).mean())


# --- what comes -------------------------------------------------------------------------------------------------------


async def test_sound_comes_as_frames_of_the_house():
    said = to_mulaw(tone(400, 8_000))
    frames = await arrived(*(media(said[at : at + 160], at // 160 + 1) for at in range(0, len(said), 160)))
    assert [len(frame) for frame in frames if isinstance(frame, bytes)] == [FRAME] * 20
    heard = b"".join(frame for frame in frames if isinstance(frame, bytes))
    assert level(heard) == pytest.approx(level(tone(400, RATE)), rel=0.1)


async def test_what_came_already_or_comes_late_is_not_heard_twice():
    one = to_mulaw(tone(20, 8_000))
    frames = await arrived(media(one, 1), media(one, 2), media(one, 2), media(one, 1), media(one, 5), media(one, 4))
    assert len(frames) == 3


async def test_keys_and_the_marks_that_were_sent_come_in_their_order():
    wire = Wire()
    line = PhoneLine(wire, BEGUN)
    await line.mark("1.m1")
    wire.says({"event": "dtmf", "dtmf": {"digit": "5"}})
    wire.says({"event": "mark", "mark": wire.went[0]["mark"]})
    wire.says({"event": "mark", "mark": wire.went[0]["mark"]})
    wire.says({"event": "stop", "stop": {}})
    wire.says({"event": "dtmf", "dtmf": {"digit": "6"}})
    await line.listen()
    assert await taken(line.arrives()) == [Key("5"), Played("1.m1")]


async def test_marks_that_come_back_because_of_a_clear_have_not_sounded():
    wire = Wire()
    line = PhoneLine(wire, BEGUN)
    await line.mark("1.m1")
    await line.clear()
    await line.mark("1.m1")  # the same sound, once more
    for n in (0, 2):
        wire.says({"event": "mark", "mark": wire.went[n]["mark"]})
    await line.listen()
    assert await taken(line.arrives()) == [Played("1.m1")]
    assert [message["event"] for message in wire.went] == ["mark", "clear", "mark"]
    assert wire.went[0]["mark"] != wire.went[2]["mark"]


async def test_rubbish_is_counted_and_harms_nothing():
    wire = Wire("", "[]", "{", {"event": "sing"}, media(b"\xff", 1) | {"streamSid": "MZ2"}, media(b"\xff" * 160, 1))
    line = PhoneLine(wire, BEGUN)
    await line.listen()
    assert len(await taken(line.arrives())) == 1
    assert line.dropped == {"no JSON": 3, "other": 1, "media": 1}


async def test_a_line_that_sends_nothing_is_silent():
    incoming = Incoming()
    comes = incoming.arrives()
    async with asyncio.timeout(20):
        assert [await anext(comes) for _ in range(3)] == [bytes(FRAME)] * 3
        incoming.put(Key("1"))
        while (one := await anext(comes)) == bytes(FRAME):
            pass
    assert one == Key("1")
    incoming.end()
    assert await taken(comes) == await taken(incoming.arrives()) == []


@pytest.mark.parametrize("steps", range(5))
async def test_who_listens_can_be_stopped_in_the_moment_something_arrives(steps: int):
    incoming = Incoming()
    listening = asyncio.create_task(taken(incoming.arrives()))
    await asyncio.sleep(0)
    incoming.put(bytes(FRAME))
    for _ in range(steps):
        await asyncio.sleep(0)
    listening.cancel()
    assert await asyncio.wait([listening], timeout=2) == ({listening}, set())


# --- what goes --------------------------------------------------------------------------------------------------------


async def test_sound_goes_as_mulaw_of_the_same_length():
    wire = Wire()
    line = PhoneLine(wire, BEGUN)
    said = tone(400, RATE)
    for frame in Framer().feed(said):
        await line.play(frame)
    codes = b"".join(base64.b64decode(message["media"]["payload"]) for message in wire.went)
    assert {message["streamSid"] for message in wire.went} == {"MZ1"}
    assert [len(base64.b64decode(message["media"]["payload"])) for message in wire.went] == [160] * 20
    assert level(from_mulaw(codes)) == pytest.approx(level(said), rel=0.1)


async def test_nothing_of_what_was_cleared_sounds_afterwards():
    wire = Wire()
    line = PhoneLine(wire, BEGUN)
    await line.play(tone(20, RATE))
    await line.clear()
    await line.play(silence(20))
    assert from_mulaw(base64.b64decode(wire.went[-1]["media"]["payload"])) == silence(20, 8_000)


# --- rates ------------------------------------------------------------------------------------------------------------


def sine(hertz: int, rate: int, ms: int = 500) -> bytes:
    return (10_000 * numpy.sin(2 * numpy.pi * hertz * numpy.arange(rate * ms // 1000) / rate)).astype("<i2").tobytes()


@pytest.mark.parametrize(("hertz", "kept"), [(300, True), (1_000, True), (3_300, True), (4_700, False), (6_000, False)])
def test_what_a_telephone_cannot_carry_is_left_out_and_not_folded_back(hertz: int, kept: bool):
    pcm = sine(hertz, RATE)
    loud = level(Halver().feed(pcm)[400:])
    assert loud == pytest.approx(level(pcm), rel=0.15) if kept else loud < 0.01 * level(pcm)


@pytest.mark.parametrize("hertz", [300, 1_000, 3_000])
def test_there_and_back_a_tone_is_itself_four_milliseconds_later(hertz: int):
    pcm = sine(hertz, RATE)
    back = numpy.frombuffer(Doubler().feed(Halver().feed(pcm)), "<i2").astype(int)
    assert len(back) * 2 == len(pcm)
    late = 62
    there = numpy.frombuffer(pcm, "<i2").astype(int)
    assert numpy.abs(back[200 + late :] - there[200 : len(there) - late]).max() < 300


@pytest.mark.parametrize("size", [2, 160, 322, 1_000])
def test_cut_anywhere_the_sound_is_the_same(size: int):
    pcm, doubler = sine(700, 8_000), Doubler()
    pieces = b"".join(doubler.feed(pcm[at : at + size]) for at in range(0, len(pcm), size))
    assert pieces == Doubler().feed(pcm)
    assert lasts_ms(pieces) == 500
    assert doubler.feed(b"") == b""


# --- beginnings -------------------------------------------------------------------------------------------------------

SOUND = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
START = {"streamSid": "MZ1", "callSid": "CA1", "mediaFormat": SOUND, "customParameters": {"ticket": "t", "n": 1}}


def message(said: object) -> dict[str, Any]:
    return {"type": "websocket.receive", "text": json.dumps(said)}


def test_a_stream_begins_with_start():
    assert started(message({"event": "connected"})) is None
    assert started({"type": "websocket.receive", "bytes": b"\0"}) is None
    assert started(message({"event": "start", "start": START})) == Start("MZ1", "CA1", {"ticket": "t"})


@pytest.mark.parametrize(
    ("start", "field"),
    [
        (None, "start"),
        ({**START, "callSid": ""}, "start.callSid"),
        ({**START, "streamSid": 5}, "start.streamSid"),
        ({**START, "mediaFormat": {**SOUND, "sampleRate": 16000}}, "start.mediaFormat"),
        ({**START, "customParameters": "ticket"}, "start.customParameters"),
    ],
)
def test_a_beginning_that_is_none_is_refused(start: object, field: str):
    with pytest.raises(Refused) as refused:
        started(message({"event": "start", "start": start}))
    assert (refused.value.field, refused.value.code) == (field, 4400)
