"""A recording is sent, and its words come back; what cannot be heard is refused with the field and the remedy."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.desks import Desk
from tests.providers.listening import silence, tone
from voice.audio import to_mulaw, to_wav

WORDS = "A table for two, please."
SPOKEN = silence(200) + tone(1_400) + silence(400)


def base64(content: bytes) -> str:
    return b64encode(content).decode()


@pytest.fixture
def ears(hearing: str, simulator: str) -> Iterator["Ears"]:
    yield Ears(hearing, simulator)
    for vendor in (hearing, simulator):
        httpx.delete(f"{vendor}/simulator/behaviour").raise_for_status()


class Ears:
    """The vendors that hear recordings: a pretend Deepgram, and a pretend Groq behind it."""

    def __init__(self, *vendors: str) -> None:
        self.vendors = vendors

    def hear(self, words: str, *, at: int = 0) -> None:
        body = {"words": [words], "key": "sim"}
        httpx.post(f"{self.vendors[at]}/simulator/words", json=body).raise_for_status()

    def fail(self, *faults: str) -> None:
        for vendor, fault in zip(self.vendors, faults, strict=True):
            httpx.post(f"{vendor}/simulator/behaviour", json={"fault": fault}).raise_for_status()


async def refused(desk: Desk, status: int, **body: Any) -> dict[str, Any]:
    answered = await desk.post("/api/chat/transcribe", body)
    assert answered.status_code == status, answered.text
    assert answered.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answered.json()
    return told


@pytest.mark.parametrize(
    ("content", "mime_type"),
    [
        (to_wav(SPOKEN), "audio/wav"),
        (to_wav(SPOKEN), "audio/x-wav; codecs=1"),
        (to_wav(SPOKEN), "audio/webm"),  # what it is counts, not what it is called
        (SPOKEN, "audio/L16;rate=16000"),
        (SPOKEN + b"\0", "audio/l16; rate=16000"),
        (to_mulaw(SPOKEN[::2] if len(SPOKEN[::2]) % 2 == 0 else SPOKEN[:-2:2]), "audio/x-mulaw;rate=16000"),
    ],
)
async def test_a_recording_is_turned_into_text(desk: Desk, ears: Ears, content: bytes, mime_type: str):
    ears.hear(WORDS)
    answered = await desk.post("/api/chat/transcribe", {"audio": base64(content), "mime_type": mime_type})
    assert answered.status_code == 200, answered.text
    told = answered.json()
    assert told["transcription"] == told["text"] == WORDS
    assert 0.9 < told["confidence"] <= 1
    assert [word["text"] for word in told["words"]] == WORDS.split()
    assert all(word["start_ms"] < word["end_ms"] for word in told["words"])
    assert told["duration_s"] > 0.5


async def test_a_data_url_is_read_too(desk: Desk, ears: Ears):
    ears.hear(WORDS)
    audio = f"data:audio/wav;base64,{base64(to_wav(SPOKEN))}"
    answered = await desk.post("/api/chat/transcribe", {"audio": audio, "language": "en"})
    assert answered.json()["text"] == WORDS


async def test_silence_has_no_words(desk: Desk):
    answered = await desk.post("/api/chat/transcribe", {"audio": base64(to_wav(silence(1_000)))})
    assert (answered.json()["transcription"], answered.json()["words"]) == ("", [])


@pytest.mark.parametrize(
    ("body", "field", "problem"),
    [
        ({}, "audio", "is missing"),
        ({"audio": 7}, "audio", "must be text"),
        ({"audio": "***"}, "audio", "is not base64"),
        ({"audio": "ünicode"}, "audio", "is not base64"),
        ({"audio": ""}, "audio", "has no sound in it"),
        ({"audio": base64(to_wav(b""))}, "audio", "has no sound in it"),
        ({"audio": base64(b"RIFF....WAVEjunk")}, "audio", "cannot be read as the sound that it is said to be"),
        ({"audio": base64(b"no sound at all"), "mime_type": "audio/wav"}, "audio", "cannot be read as the sound that it is said to be"),
        ({"audio": base64(SPOKEN), "mime_type": "audio/wav"}, "audio", "cannot be read as the sound that it is said to be"),
        ({"audio": base64(b"OggSjunk"), "mime_type": "audio/ogg"}, "audio", None),
        ({"audio": base64(SPOKEN), "mime_type": "image/png"}, "mime_type", "is no media type of sound that can be heard"),
        ({"audio": base64(SPOKEN), "mime_type": "audio/L16;rate=7"}, "mime_type", "is no media type of sound that can be heard"),
        ({"audio": base64(to_wav(SPOKEN)), "language": "fr"}, "language", "must be 'en' or 'de'"),
        ({"audio": base64(to_wav(bytes(2 * 8_000 * 601), 8_000))}, "audio", "lasts longer than 10 minutes"),
    ],
)  # fmt: skip
async def test_what_cannot_be_heard_is_refused(
    desk: Desk, ears: Ears, body: dict[str, Any], field: str, problem: str | None
):
    if problem is None:  # a file that only the vendors can look into, and neither can read
        ears.fail("400", "400")
        problem = "cannot be read as the sound that it is said to be"
    told = await refused(desk, 422, **body)
    assert (told["errors"][0]["field"], told["errors"][0]["problem"]) == (field, problem)
    assert told["errors"][0]["remedy"].endswith(".")


async def test_too_large_a_recording_is_refused(desk: Desk):
    told = await refused(desk, 422, audio=base64(bytes(10_000_001)), mime_type="audio/webm")
    assert told["errors"][0]["problem"] == "is larger than 10000000 bytes"
    told = await refused(desk, 413, audio="A" * 13_500_000)
    assert "10 MB" in told["detail"]


async def test_while_one_vendor_is_away_the_other_hears(desk: Desk, ears: Ears):
    ears.fail("503", "")
    ears.hear(WORDS, at=1)
    answered = await desk.post("/api/chat/transcribe", {"audio": base64(to_wav(SPOKEN))})
    assert answered.json()["text"] == WORDS


async def test_while_nobody_hears_that_is_said(desk: Desk, ears: Ears):
    ears.fail("503", "503")
    told = await refused(desk, 503, audio=base64(to_wav(SPOKEN)))
    assert told["type"] == "urn:switchboard:problem:provider"


async def test_without_a_key_nothing_is_heard(http: httpx.AsyncClient):
    answered = await http.post("/api/chat/transcribe", json={"audio": base64(to_wav(SPOKEN))})
    assert answered.status_code == 401
