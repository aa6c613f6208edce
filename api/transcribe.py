"""A recording in, its words back: for a client that records a sentence and sends it, with no call open."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.access import Visitor
from api.chat import PROBLEM, PROBLEMS
from providers import speech
from providers.speech import SpeechUnavailable, Transcript
from turns.utterance import NotUnderstood
from voice import recording
from voice.recording import Recording

router = APIRouter(prefix="/api/chat", tags=["voice"])


class Spoken(BaseModel):
    """A recording."""

    audio: str = Field(
        description="The file in base64, 10 MB of it and ten minutes at most.", examples=["UklGRiQAAABXQVZF…"]
    )
    mime_type: str = Field(
        "audio/wav",
        description="What the file is: audio/wav, webm, ogg, mpeg, mp4 or flac, or bare samples as `audio/L16;rate=16000`.",
        examples=["audio/webm;codecs=opus"],
    )
    language: Literal["en", "de"] | None = Field(
        None, description="What is spoken, where that is known; told from the sound otherwise.", examples=["en"]
    )


class Word(BaseModel):
    """A word and when it was said."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Transcription(BaseModel):
    """What a recording says."""

    transcription: str = Field(description="All the words; empty where none was understood.")
    text: str = Field(description="The same.")
    confidence: float = Field(description="How sure the recogniser is of the whole, 0 to 1.")
    words: list[Word]
    duration_s: float


UNHEARD = {"description": "Nobody can hear recordings at the moment; `Retry-After` says when to try again.", **PROBLEM}


@router.post("/transcribe", responses={**{n: PROBLEMS[n] for n in (401, 413, 422)}, 503: UNHEARD})
async def transcribe(spoken: Spoken, visitor: Visitor) -> Transcription:
    """Turn a recording into text."""
    told = await words_of(recording.decoded(spoken.audio, spoken.mime_type), spoken.language)
    return Transcription(
        transcription=told.text,
        text=told.text,
        confidence=round(told.confidence, 4),
        words=[
            Word(text=word.text, start_ms=word.start_ms, end_ms=word.end_ms, confidence=round(word.confidence, 4))
            for word in told.words
        ],
        duration_s=round(told.duration_s, 3),
    )


async def words_of(heard: Recording, language: str | None, field: str = "audio") -> Transcript:
    """What a recording says. Raises NotUnderstood where no vendor can read it, SpeechUnavailable where none answers."""
    try:
        return await speech.transcribe(heard.audio, media_type=heard.media_type, language=language)
    except SpeechUnavailable as silent:
        if silent.reason == "refused":
            raise NotUnderstood(field, "sound_unreadable") from silent
        raise
