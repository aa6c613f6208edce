"""The audio doors of the pretend Groq: Whisper and Orpheus, over Groq's own wire. simulators/groq.py serves them.

What a recording says is told beforehand (`POST /simulator/words {"words": [...]}`, with "key" for one key alone, or the
knob `words` of a key: `sim?words=At seven|Yes`), or the ear of simulators/sound.py hears it where that is installed.
Where nobody speaks it makes something up, as Whisper does, and doubts it: no_speech_prob. Speech is the voice of
simulators/tones.py as a WAV file of 48 kHz. `first_token_ms` is how long either takes.
"""

import asyncio
import io
import struct
import wave
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any, Final
from uuid import uuid4

import numpy
import orjson
import soxr
from starlette.datastructures import UploadFile
from starlette.requests import Request

from simulators import faults, tones
from simulators.faults import Behaviour, Refusal

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

HEARS: Final = ("whisper-large-v3", "whisper-large-v3-turbo")
SPEAKS: Final = ("canopylabs/orpheus-v1-english",)
VOICES: Final = ("autumn", "diana", "hannah", "austin", "daniel", "troy")
FILES: Final = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "opus", "wav", "webm")
MOST_CHARACTERS: Final = 200
RATE: Final = 48_000
LOUD: Final = 600
MADE_UP: Final = " Thank you for watching!"


class Words:
    """What recordings say, in order: a key's own first, then what was told for everybody."""

    def __init__(self) -> None:
        self.told: dict[str, deque[str]] = {}

    def tell(self, key: str, texts: list[str]) -> list[str]:
        """These come next; what waits now."""
        queue = self.told.setdefault(key, deque())
        queue.extend(texts)
        return list(queue)

    def next(self, key: str, behaviour: Behaviour) -> str | None:
        """What the next recording of a key says, if anybody told."""
        if behaviour.words and key not in self.told:
            self.tell(key, [text.strip() for text in behaviour.words.split("|")])
        for queue in (self.told.get(key), self.told.get("")):
            if queue:
                return queue.popleft()
        return None


async def transcription(
    scope: MutableMapping[str, Any], receive: Receive, how: Behaviour, key: str, words: Words
) -> tuple[dict[str, Any], bytes | Refusal, bytes]:
    """What was asked, and the answer to POST /openai/v1/audio/transcriptions with its content type."""
    try:
        async with Request(scope, receive).form() as form:
            asked = {name: value for name, value in form.multi_items() if isinstance(value, str)}
            file = form.get("file")
            audio = await file.read() if isinstance(file, UploadFile) else b""
            asked["filename"] = str(file.filename) if isinstance(file, UploadFile) else ""
    except Exception as wrong:
        return {}, faults.invalid(f"could not read the form: {wrong}"), b""
    if refused := faults.refusal(how, asked.get("model", "")) or _wrong_with(asked, audio):
        return asked, refused, b""
    loud, lasts_s, pcm = _looked_into(audio)
    text = words.next(key, how) if loud is None or len(loud) else None
    if text is None and loud is not None and len(loud):
        text = await asyncio.to_thread(_heard, pcm, asked.get("language", "en"))
    segments = _segments(text, loud, lasts_s, how)
    whole = "".join(segment["text"] for segment in segments).strip()
    told: dict[str, Any] = {"text": whole, "x_groq": {"id": f"req_{uuid4().hex[:26]}"}}
    if asked.get("response_format") == "verbose_json":
        told |= {"task": "transcribe", "language": asked.get("language", "English"), "duration": lasts_s}
        told |= {"segments": segments, "words": [word for segment in segments for word in _words(segment)]}
    if how.fault == "malformed":
        told = {"transcript": 7}
    return asked, orjson.dumps(told), b"application/json"


def _wrong_with(asked: dict[str, str], audio: bytes) -> Refusal | None:
    model = asked.get("model", "")
    if model not in HEARS:
        return faults.unknown_model(model)
    if not audio:
        return faults.invalid("file is empty or missing")
    if asked["filename"].rpartition(".")[2] not in FILES:
        return faults.invalid(f"file must be one of the following types: [{' '.join(FILES)}]")
    if asked.get("response_format", "json") not in ("json", "text", "verbose_json"):
        return faults.invalid("response_format must be one of [json, text, verbose_json]")
    if len(asked.get("prompt", "")) > 896:
        return faults.invalid("prompt must be at most 896 characters")
    return None


def _looked_into(audio: bytes) -> tuple["numpy.ndarray | None", float, bytes]:
    """When a WAV file is loud (in samples), how many seconds it lasts, and its sound at 16 kHz; other files: None."""
    try:
        with wave.open(io.BytesIO(audio)) as recording:
            rate, channels = recording.getframerate(), recording.getnchannels()
            samples = numpy.frombuffer(recording.readframes(recording.getnframes()), "<i2")[::channels]
    except (wave.Error, EOFError):
        if audio[:4] != b"RIFF" or struct.unpack_from("<H", audio, 20)[0] != 7:
            return None, 1.0, b""
        rate = struct.unpack_from("<I", audio, 24)[0]
        code = ~numpy.frombuffer(audio[44:], numpy.uint8)
        size = ((((code & 0x0F).astype(numpy.int32) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
        samples = numpy.where(code & 0x80, -size, size).astype("<i2")  # ITU-T G.711
    loud = numpy.flatnonzero(numpy.abs(samples.astype(numpy.int32)) > LOUD)
    return loud / rate, round(len(samples) / rate, 3), soxr.resample(samples, rate, 16_000).astype("<i2").tobytes()


def _heard(pcm: bytes, language: str) -> str:
    """What the ear of this machine makes of it; nothing where there is none."""
    try:
        ear = import_module("simulators.sound").Ear(language)
        told = [each for at in range(0, len(pcm) - 639, 640) for each in ear.feed(pcm[at : at + 640])]
        told += ear.flush(over=True)
    except (ImportError, OSError):
        return ""
    return " ".join(each.text for each in told if each.kind == "final" and each.text)


def _segments(text: str | None, loud: "numpy.ndarray | None", lasts_s: float, how: Behaviour) -> list[dict[str, Any]]:
    begin, end = (0.0, lasts_s) if loud is None or not len(loud) else (float(loud[0]), float(loud[-1]))
    segments = []
    if loud is not None and not len(loud):
        segments.append(_segment(0, MADE_UP, 0.0, lasts_s, doubt=0.94))
    elif text:
        segments.append(_segment(0, f" {text}", begin, end, doubt=0.02))
    if how.fault == "hallucinate":
        segments.append(_segment(1, MADE_UP, min(end + 0.1, lasts_s), lasts_s, doubt=0.2))
    return segments


def _segment(number: int, text: str, begin_s: float, end_s: float, *, doubt: float) -> dict[str, Any]:
    return {
        "id": number,
        "seek": 0,
        "start": round(begin_s, 2),
        "end": round(end_s, 2),
        "text": text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": -0.7 if doubt > 0.5 else -0.12,
        "compression_ratio": 1.1,
        "no_speech_prob": doubt,
    }


def _words(segment: dict[str, Any]) -> list[dict[str, Any]]:
    words, begin = segment["text"].split(), segment["start"]
    step = (segment["end"] - begin) / max(1, len(words))
    return [
        {"word": word, "start": round(begin + n * step, 2), "end": round(begin + (n + 1) * step, 2)}
        for n, word in enumerate(words)
    ]


async def speech(asked: dict[str, Any], how: Behaviour, voice: tones.Voice) -> bytes | Refusal:
    """The answer to POST /openai/v1/audio/speech: a WAV file."""
    model, text, name = str(asked.get("model")), str(asked.get("input") or ""), str(asked.get("voice"))
    if refused := faults.refusal(how, model):
        return refused
    if model not in SPEAKS:
        return faults.unknown_model(model)
    if not text.strip():
        return faults.invalid("input is required")
    if len(text) > MOST_CHARACTERS:
        return faults.invalid(f"input must be at most {MOST_CHARACTERS} characters")
    if asked.get("response_format") != "wav":
        return faults.invalid("response_format must be one of [wav]")
    if name not in VOICES:
        return faults.invalid(f"voice must be one of [{', '.join(VOICES)}]")
    if how.fault == "malformed":
        return b"ID3 this is no WAV file"
    spoken = await tones.spoken(voice, text, "en", name)
    samples = numpy.frombuffer(b"".join(piece.pcm for piece in spoken), "<i2")
    return _wav(soxr.resample(samples, tones.RATE, RATE).astype("<i2").tobytes(), streamed=how.fault == "cut")


def _wav(pcm: bytes, *, streamed: bool) -> bytes:
    """With a chunk of remarks before the sound, as encoders write it; streamed: of unknown length, and cut off."""
    remarks = b"LIST" + struct.pack("<I", 10) + b"INFOISFT\0\0"
    size = 0xFFFFFFFF if streamed else len(pcm)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    whole = form + remarks + struct.pack("<4sI", b"data", size) + pcm
    return b"RIFF" + struct.pack("<I", size if streamed else 4 + len(whole)) + b"WAVE" + whole[: len(whole) - streamed]
