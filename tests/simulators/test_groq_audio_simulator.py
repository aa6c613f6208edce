"""The pretend Groq's audio, asked by Groq's own client: what a caller of the real one would see."""

import io
import wave
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import groq
import httpx
import pytest

from simulators.groq import Simulator
from simulators.serving import serving
from simulators.tones import CHARACTER_MS, Tones, best
from tests.providers.listening import silence, tone

SPEECH: dict[str, Any] = {"model": "canopylabs/orpheus-v1-english", "voice": "hannah", "response_format": "wav"}
TURBO = "whisper-large-v3-turbo"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator(voice=Tones())) as url:
        yield url


def client(url: str, how: str = "words=Yes.") -> groq.AsyncGroq:
    return groq.AsyncGroq(api_key=f"sim?{how}&id={uuid4().hex}", base_url=url, max_retries=0, timeout=5)


def recording(*parts: bytes) -> bytes:
    with wave.open(file := io.BytesIO(), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(b"".join(parts))
    return file.getvalue()


@pytest.mark.parametrize("form", ["json", "verbose_json"])
async def test_a_recording_says_what_was_told(url: str, form: Any):
    told: Any = await client(url).audio.transcriptions.create(
        model=TURBO, file=("a.wav", recording(silence(200), tone(800))), response_format=form
    )
    assert told.text == "Yes."
    assert hasattr(told, "segments") == (form == "verbose_json")


async def test_words_told_at_the_control_door_are_said_next(url: str):
    house = client(url, "")
    async with httpx.AsyncClient(base_url=url) as control:
        await control.post("/simulator/words", json={"words": ["First.", "Second."], "key": house.api_key})
    said = [
        (await house.audio.transcriptions.create(model=TURBO, file=("a.wav", recording(tone(500))))).text
        for _ in range(2)
    ]
    assert said == ["First.", "Second."]


async def test_where_nobody_speaks_whisper_makes_something_up_and_doubts_it(url: str):
    told: Any = await client(url).audio.transcriptions.create(
        model=TURBO, file=("a.wav", recording(silence(1_000))), response_format="verbose_json"
    )
    assert told.text
    assert told.segments[0]["no_speech_prob"] > 0.6


async def test_a_recording_of_which_nobody_told_is_really_listened_to(url: str):
    pytest.importorskip("pocketsphinx")
    spoken = b"".join(piece[0] for piece in best().say("I would like a table for two, please.", "en", "edward"))
    told = await client(url, "").audio.transcriptions.create(
        model=TURBO, file=("a.wav", recording(silence(300), spoken, silence(300))), timeout=60
    )
    assert "table for two" in told.text.lower()


@pytest.mark.parametrize(
    ("wishes", "error"),
    [
        ({"model": "whisper-tiny"}, groq.NotFoundError),
        ({"file": ("a.txt", b"text")}, groq.BadRequestError),
        ({"file": ("a.wav", b"")}, groq.BadRequestError),
        ({"response_format": "srt"}, groq.BadRequestError),
        ({"prompt": "a" * 897}, groq.BadRequestError),
    ],
)
async def test_a_recording_that_groq_would_not_take_is_not_taken(url: str, wishes: dict[str, Any], error: type):
    with pytest.raises(error):
        await client(url).audio.transcriptions.create(
            **{"model": TURBO, "file": ("a.wav", recording(tone(200))), **wishes}
        )


async def test_a_text_is_spoken_as_a_wav_file(url: str):
    answer = await client(url).audio.speech.create(input="A table for two.", **SPEECH)
    with wave.open(io.BytesIO(await answer.read())) as spoken:
        assert (spoken.getframerate(), spoken.getnchannels(), spoken.getsampwidth()) == (48_000, 1, 2)
        assert spoken.getnframes() / 48 == pytest.approx(len("A table for two.") * CHARACTER_MS, abs=2)


@pytest.mark.parametrize(
    ("wishes", "error"),
    [
        ({"input": "a" * 201}, groq.BadRequestError),
        ({"input": " "}, groq.BadRequestError),
        ({"voice": "Fritz-PlayAI"}, groq.BadRequestError),
        ({"response_format": "mp3"}, groq.BadRequestError),
        ({"model": "playai-tts"}, groq.NotFoundError),
    ],
)
async def test_a_text_that_groq_would_not_take_is_not_taken(url: str, wishes: dict[str, Any], error: type):
    with pytest.raises(error):
        await client(url).audio.speech.create(**{"input": "Yes.", **SPEECH, **wishes})


@pytest.mark.parametrize("model", [TURBO, SPEECH["model"]])
async def test_a_model_of_sound_does_not_chat(url: str, model: str):
    with pytest.raises(groq.NotFoundError):
        await client(url, "").chat.completions.create(model=model, messages=[{"role": "user", "content": "Hello"}])
    assert model in {each.id for each in (await client(url, "").models.list()).data}
