"""Groq's audio: Whisper for recordings, and for a call whose live ear is away; Orpheus for a voice that is away.

Neither is live. Whisper hears an utterance when it is over, so this ear tells utterances by loudness and by `finalize`,
and has no interim words. Orpheus speaks 200 characters at a time and answers with a whole WAV file of its own rate.

Whisper makes up words where nobody speaks ("Thank you for watching"). What it says is believed only where it holds it for
speech itself and where something is loud. Orpheus acts out what stands in brackets, so none is sent.

Wire: console.groq.com/docs/speech-to-text, /docs/text-to-speech/orpheus. A model must have been accepted in Groq's
console once.
"""

import asyncio
import math
import re
import struct
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

import groq
import httpx
import numpy
import soxr
import webrtcvad

from providers.errors import translated
from providers.speech import (
    Heard,
    Mouth,
    Reason,
    Sound,
    SpeechUnavailable,
    Transcript,
    VendorEar,
    Word,
    headerless,
    loudness,
)
from settings import settings

NAME: Final = "groq"
RATE: Final = 16_000
PER_MS: Final = 32
FRAME_MS: Final = 20
MOST_CHARACTERS: Final = 200
"""Of one request to Orpheus."""
PROMPT_CHARACTERS: Final = 600
"""Of what Whisper is told to expect; it reads 224 tokens."""
VOICES: Final = ("autumn", "diana", "hannah", "austin", "daniel", "troy")
NOT_SPEECH, HARDLY_SPEECH, UNSURE, REPEATING = 0.9, 0.6, -0.5, 2.4
"""Whisper's own doubts: no_speech_prob alone, or with an avg_logprob below; and a compression_ratio of a loop."""
LEAST_LOUD_MS: Final = 60
"""Less is a click."""

_REASONS: Final[dict[str, Reason]] = {
    "unauthorized": "key",
    "rate_limited": "rate",
    "unavailable": "away",
    "timeout": "away",
    "cut_off": "away",
    "unreachable": "away",
    "empty": "protocol",
}


@dataclass(frozen=True, slots=True)
class GroqAudio:
    """An account of Groq's. `voice` speaks where an agent's own is none of theirs."""

    key: str
    url: str = ""
    hears_with: str = "whisper-large-v3-turbo"
    speaks_with: str = "canopylabs/orpheus-v1-english"
    voice: str = "hannah"
    silence_ms: int = 600
    """Silence that ends an utterance when nobody asks for it before."""
    longest_ms: int = 25_000
    """A piece of an utterance is heard after this, whether or not it is over."""
    answer_s: float = 8.0
    name: ClassVar[str] = NAME

    async def ear(self, *, language: str, keyterms: Sequence[str], encoding: str, rate: int) -> VendorEar:
        """An ear that hears utterance by utterance. Raises SpeechUnavailable."""
        self._client()
        return _Segments(self, language, keyterms, encoding, rate)

    async def transcribe(
        self, audio: bytes, *, media_type: str, language: str | None, keyterms: Sequence[str]
    ) -> Transcript:
        """A recording, whole; the sound of a bare `audio/L16;rate=16000` too. Raises SpeechUnavailable."""
        loud = None
        if (bare := headerless(media_type)) is not None:
            loud = _Loud.of(audio, *bare)
            audio, media_type = wav(audio, *bare), "audio/wav"
        else:
            with suppress(SpeechUnavailable):  # sound that cannot be looked into
                pcm, rate = from_wav(audio)
                loud = _Loud.of(pcm, "linear16", rate)
        if loud is not None and loud.ms < LEAST_LOUD_MS:
            return Transcript("", 0.0, (), loud.lasts_ms / 1000, NAME)
        return await self.heard(audio, media_type, language, keyterms, loud)

    async def heard(
        self, audio: bytes, media_type: str, language: str | None, keyterms: Sequence[str], loud: "_Loud | None"
    ) -> Transcript:
        """What Whisper hears in a file, without what it makes up. Raises SpeechUnavailable."""
        wishes: dict[str, Any] = {"prompt": prompt} if (prompt := _prompt(keyterms)) else {}
        if language is not None:
            wishes["language"] = language
        try:
            answer = await self._client().audio.transcriptions.create(
                model=self.hears_with,
                file=(f"speech.{_ending(media_type)}", audio, media_type.partition(";")[0]),
                response_format="verbose_json",
                timestamp_granularities=["segment", "word"],
                temperature=0.0,
                **wishes,
            )
            told: dict[str, Any] = answer.model_dump()
            return _believed(told, loud)
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise SpeechUnavailable(NAME, "protocol", "the answer is no transcript") from wrong
        except Exception as error:
            raise _unavailable(error) from error

    async def mouth(self, *, language: str, voice: str) -> Mouth:
        """A voice that speaks clause by clause. Raises SpeechUnavailable, for a language that the model has not, too."""
        self._client()
        self._check(language)
        return _Orpheus(self, self._voice(voice))

    async def synthesize(self, text: str, *, language: str, voice: str) -> bytes:
        """A whole text as PCM16 of 16 kHz. Raises SpeechUnavailable."""
        self._check(language)
        return b"".join([await self.spoken(piece.text, self._voice(voice)) for piece in pieces(text)])

    async def spoken(self, text: str, voice: str) -> bytes:
        """At most 200 characters as PCM16 of 16 kHz. Raises SpeechUnavailable."""
        try:
            answer = await self._client().audio.speech.create(
                input=text, model=self.speaks_with, voice=voice, response_format="wav"
            )
            pcm, rate = from_wav(await answer.read())
        except Exception as error:
            raise _unavailable(error) from error
        if rate == RATE:
            return pcm
        return bytes(soxr.resample(numpy.frombuffer(pcm, "<i2"), rate, RATE).astype("<i2").tobytes())

    def _client(self) -> groq.AsyncGroq:
        if not self.key:
            raise SpeechUnavailable(NAME, "key", "GROQ_API_KEY is empty")
        return _client(self.key, self.url, self.answer_s)

    def _check(self, language: str) -> None:
        if "english" in self.speaks_with and language != "en":
            raise SpeechUnavailable(NAME, "refused", f"{self.speaks_with} speaks English alone, not {language}")

    def _voice(self, wished: str) -> str:
        return wished.lower() if wished.lower() in VOICES else self.voice


def vendor() -> GroqAudio:
    """The account that the settings name."""
    knobs = settings()
    return GroqAudio(
        knobs.groq_api_key.get_secret_value(),
        knobs.groq_base_url,
        knobs.groq_stt_model,
        knobs.groq_tts_model,
        knobs.groq_tts_voice,
    )


@lru_cache(maxsize=32)
def _client(key: str, url: str, answer_s: float) -> groq.AsyncGroq:
    return groq.AsyncGroq(
        api_key=key, base_url=url or None, max_retries=0, timeout=httpx.Timeout(answer_s, connect=3.0)
    )


def _unavailable(error: Exception) -> SpeechUnavailable:
    """A client's trouble as ours; what is no vendor's doing is raised again as it is."""
    if isinstance(error, SpeechUnavailable):
        return error
    if (known := translated(error, NAME)) is None:
        raise error
    reason = "quota" if known.status == 402 else _REASONS.get(known.reason, "refused")
    return SpeechUnavailable(NAME, reason, known.detail)


# --- sound as files ---------------------------------------------------------------------------------------------------


def wav(sound: bytes, encoding: str, rate: int) -> bytes:
    """Sound without a header as a WAV file; the encoding stays."""
    code, width = (7, 1) if encoding == "mulaw" else (1, 2)
    head = (b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, code, 1, rate, rate * width, width, 8 * width)
    return struct.pack("<4sI4s4sIHHIIHH", *head) + struct.pack("<4sI", b"data", len(sound)) + sound


def from_wav(content: bytes) -> tuple[bytes, int]:
    """The first channel of a WAV file of PCM16, and its rate; read as far as it goes. Raises SpeechUnavailable."""
    channels = rate = 0
    at = 12
    while content[:4] == b"RIFF" and content[8:12] == b"WAVE" and at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        at += 8
        if name == b"fmt " and len(content) >= at + 16:
            code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", content, at)
            if code not in (1, 0xFFFE) or bits != 16:
                break
        elif name == b"data" and rate and channels:
            sound = content[at : at + size]
            samples = numpy.frombuffer(sound[: len(sound) // (2 * channels) * 2 * channels], "<i2")
            return samples[::channels].tobytes(), rate
        at += size + size % 2
    raise SpeechUnavailable(NAME, "protocol", "the sound is no WAV file of PCM16")


def _ending(media_type: str) -> str:
    """Groq tells files by their names."""
    kind = media_type.partition(";")[0].strip().lower().rpartition("/")[2].removeprefix("x-")
    return {"mpeg": "mp3", "mp4": "m4a", "wave": "wav", "vnd.wave": "wav"}.get(kind, kind or "wav")


class _Loud(NamedTuple):
    """Where a sound is loud: one truth a frame of 20 ms."""

    frames: "numpy.ndarray"
    lasts_ms: int

    @classmethod
    def of(cls, sound: bytes, encoding: str, rate: int) -> "_Loud":
        samples = loudness(sound, encoding)
        size = rate * FRAME_MS // 1000
        whole = samples[: len(samples) // size * size].reshape(-1, size)
        return cls(numpy.asarray(whole.any(axis=1)), len(samples) * 1000 // rate)

    @property
    def ms(self) -> int:
        """How long, all in all."""
        return int(self.frames.sum()) * FRAME_MS

    def within_ms(self, begin_s: float, end_s: float) -> int:
        """How long between two moments."""
        first, last = int(begin_s * 1000) // FRAME_MS, math.ceil(end_s * 1000 / FRAME_MS)
        return int(self.frames[max(0, first) : last].sum()) * FRAME_MS


# --- what Whisper says, and what of it is believed --------------------------------------------------------------------


def _prompt(keyterms: Sequence[str]) -> str:
    prompt = ", ".join(dict.fromkeys(" ".join(term.split()) for term in keyterms if term.strip()))
    return prompt if len(prompt) <= PROMPT_CHARACTERS else prompt[:PROMPT_CHARACTERS].rpartition(",")[0]


def _believed(told: dict[str, Any], loud: _Loud | None) -> Transcript:
    """The transcript of what was said, without segments that were not. Raises KeyError and the like for what is none."""
    kept = [segment for segment in told["segments"] if _is_speech(segment, loud)]
    text = " ".join(str(segment["text"]).strip() for segment in kept).strip()
    sure = {id(segment): min(1.0, math.exp(float(segment["avg_logprob"]))) for segment in kept}
    words = []
    for word in told.get("words") or ():
        begin, end = float(word["start"]), float(word["end"])
        middle = (begin + end) / 2
        home = next((each for each in kept if float(each["start"]) <= middle <= float(each["end"])), None)
        if home is not None:
            spelled = str(word["word"]).strip()
            words.append(Word(spelled, round(begin * 1000), round(end * 1000), sure[id(home)]))
    confidence = sum(sure.values()) / len(sure) if sure and text else 0.0
    return Transcript(text, confidence, tuple(words), float(told["duration"]), NAME)


def _is_speech(segment: dict[str, Any], loud: _Loud | None) -> bool:
    doubt, logprob = float(segment["no_speech_prob"]), float(segment["avg_logprob"])
    if doubt > NOT_SPEECH or (doubt > HARDLY_SPEECH and logprob < UNSURE):
        return False
    if float(segment.get("compression_ratio") or 0.0) > REPEATING:
        return False
    return loud is None or loud.within_ms(float(segment["start"]), float(segment["end"])) >= LEAST_LOUD_MS


# --- an ear, utterance by utterance -----------------------------------------------------------------------------------


class _Segment(NamedTuple):
    """A piece of the stream that is to be heard."""

    sound: bytes
    begin_ms: int
    end_ms: int
    over: bool
    """Whether the utterance ends with it."""
    asked: bool
    """Whether somebody waits for what it says."""


class _Segments:
    """Cuts the stream where the caller falls silent or somebody asks, and has each piece heard, in order."""

    BEGIN_MS: ClassVar[int] = 60
    LEAD_IN_MS: ClassVar[int] = 300
    """Of silence before an utterance that are heard with it."""
    PAUSE_MS: ClassVar[int] = 300
    """An utterance is over if it has been silent so long when somebody asks for it."""

    def __init__(self, home: GroqAudio, language: str, keyterms: Sequence[str], encoding: str, rate: int) -> None:
        self.settled_ms = 0
        self._home, self._language, self._keyterms = home, language, tuple(keyterms)
        self._encoding, self._rate = encoding, rate
        self._frame = rate * FRAME_MS // 1000 * (1 if encoding == "mulaw" else 2)
        self._vad = webrtcvad.Vad(2) if encoding == "linear16" and rate in (8_000, 16_000, 32_000, 48_000) else None
        self._rest = b""
        self._kept = bytearray()
        """The stream's sound from `_begin_ms` on."""
        self._begin_ms = self._at_ms = 0
        self._speaking = False
        self._loud_ms = self._quiet_ms = 0
        self._told: asyncio.Queue[Heard | SpeechUnavailable | None] = asyncio.Queue()
        self._cut_off: asyncio.Queue[_Segment] = asyncio.Queue()
        self._hearing = asyncio.create_task(self._hear())

    async def send(self, pcm: bytes) -> None:
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % self._frame
        self._rest = sound[whole:]
        for start in range(0, whole, self._frame):
            self._take(sound[start : start + self._frame])

    async def finalize(self) -> None:
        if self._speaking:
            self._cut(over=self._quiet_ms >= self.PAUSE_MS, asked=True)
        else:
            self._cut_off.put_nowait(_Segment(b"", self._at_ms, self._at_ms, over=False, asked=True))

    async def expect(self, keyterms: Sequence[str]) -> None:
        self._keyterms = tuple(keyterms)

    async def heard(self) -> AsyncIterator[Heard]:
        while (told := await self._told.get()) is not None:
            if isinstance(told, SpeechUnavailable):
                raise told
            yield told

    async def close(self) -> None:
        self._hearing.cancel()
        self._told.put_nowait(None)

    def _take(self, frame: bytes) -> None:
        self._kept += frame
        self._at_ms += FRAME_MS
        speech = bool(loudness(frame, self._encoding).any()) and (
            self._vad is None or self._vad.is_speech(frame, self._rate)
        )
        self._loud_ms = self._loud_ms + FRAME_MS if speech else 0
        self._quiet_ms = 0 if speech else self._quiet_ms + FRAME_MS
        if not self._speaking:
            if self._loud_ms >= self.BEGIN_MS:
                self._speaking = True
                self._told.put_nowait(Heard("started", at_ms=self._at_ms - self._loud_ms))
            else:
                self._forget_all_but(self.LEAD_IN_MS)
        elif self._quiet_ms >= self._home.silence_ms:
            self._cut(over=True)
        elif self._at_ms - self._begin_ms >= self._home.longest_ms:
            self._cut(over=False)

    def _cut(self, *, over: bool, asked: bool = False) -> None:
        self._cut_off.put_nowait(_Segment(bytes(self._kept), self._begin_ms, self._at_ms, over, asked))
        self._speaking = not over
        self._loud_ms = 0
        self._forget_all_but(0)

    def _forget_all_but(self, ms: int) -> None:
        surplus = len(self._kept) - ms // FRAME_MS * self._frame
        if surplus > 0:
            del self._kept[:surplus]
            self._begin_ms = self._at_ms - len(self._kept) // self._frame * FRAME_MS

    async def _hear(self) -> None:
        try:
            while True:
                segment = await self._cut_off.get()
                self._tell(segment, await self._made_of(segment))
        except SpeechUnavailable as lost:
            self._told.put_nowait(lost)

    async def _made_of(self, segment: _Segment) -> Transcript:
        loud = _Loud.of(segment.sound, self._encoding, self._rate)
        if loud.ms < LEAST_LOUD_MS:
            return Transcript("", 0.0, (), loud.lasts_ms / 1000, NAME)
        file = wav(segment.sound, self._encoding, self._rate)
        return await self._home.heard(file, "audio/wav", self._language, self._keyterms, loud)

    def _tell(self, segment: _Segment, said: Transcript) -> None:
        self.settled_ms = segment.end_ms
        words = tuple(
            Word(w.text, w.start_ms + segment.begin_ms, w.end_ms + segment.begin_ms, w.confidence) for w in said.words
        )
        if said.text or segment.asked:
            confidence = said.confidence if said.text else 1.0
            self._told.put_nowait(Heard("words", said.text, True, words, segment.end_ms, confidence))
        if segment.over:
            self._told.put_nowait(Heard("ended", at_ms=segment.end_ms))


# --- a mouth, piece by piece ------------------------------------------------------------------------------------------

_STAGE: Final = re.compile(r"\[[^\]]*\]|<[^>]*>|[\[\]<>]")
_CLAUSE_END: Final = re.compile(r"(?:[.!?;:,…]|\s[–—-])(?=\s)")


class Piece(NamedTuple):
    """What is said in one request, and where in the text it stands."""

    text: str
    begin: int
    end: int


def pieces(text: str) -> Iterator[Piece]:
    """A text in pieces of at most 200 characters, cut where a clause ends, else between words; no stage directions."""
    plain = _STAGE.sub(lambda stage: " " * len(stage[0]), text)
    begin = 0
    while begin < len(plain):
        end = len(plain)
        if end - begin > MOST_CHARACTERS:
            window = plain[begin : begin + MOST_CHARACTERS]
            ends = [match.end() for match in _CLAUSE_END.finditer(plain, begin, begin + MOST_CHARACTERS + 1)]
            inside = [at for at in ends if begin < at <= begin + MOST_CHARACTERS]
            end = inside[-1] if inside else begin + (window.rfind(" ") + 1 or len(window))
        if said := " ".join(plain[begin:end].split()):
            yield Piece(said, begin, end)
        begin = end


class _Orpheus:
    """Each piece is asked for while the one before it sounds."""

    def __init__(self, home: GroqAudio, voice: str) -> None:
        self._home, self._voice = home, voice
        self._utterance = 0
        self._characters = self._ms = 0
        self._asked: set[asyncio.Task[bytes]] = set()

    async def say(self, clause: str, *, last: bool = False) -> AsyncIterator[Sound]:
        utterance, begin = self._utterance, self._characters
        self._characters += len(clause)
        waiting, over = list(pieces(clause)), False
        try:
            asked = self._ask(waiting[0]) if waiting else None
            for n, piece in enumerate(waiting):
                assert asked is not None, "the first piece is asked for above, each other one below"
                await asyncio.wait({asked})
                if utterance != self._utterance:
                    return
                pcm = asked.result()
                asked = self._ask(waiting[n + 1]) if n + 1 < len(waiting) else None
                sound = Sound(pcm, piece.text, _guessed(clause, piece, begin, pcm, self._ms))
                self._ms += len(pcm) // PER_MS
                yield sound
            over = True
        finally:
            if utterance == self._utterance and (last or not over):
                self._forget()

    async def hush(self) -> None:
        self._forget()

    async def close(self) -> None:
        self._forget()

    def _ask(self, piece: Piece) -> "asyncio.Task[bytes]":
        task = asyncio.create_task(self._home.spoken(piece.text, self._voice))
        self._asked.add(task)
        task.add_done_callback(self._answered)
        return task

    def _answered(self, task: "asyncio.Task[bytes]") -> None:
        self._asked.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, whether or not anybody still waits for it

    def _forget(self) -> None:
        self._utterance += 1
        self._characters = self._ms = 0
        for task in self._asked:
            task.cancel()


def _guessed(clause: str, piece: Piece, before: int, pcm: bytes, begin_ms: int) -> tuple[tuple[int, int], ...]:
    """When each word of a piece is spoken: Orpheus does not tell, so the characters share what is not silent evenly."""
    loud = numpy.flatnonzero(loudness(pcm, "linear16"))
    first, last = (int(loud[0]), int(loud[-1])) if len(loud) else (0, len(pcm) // 2)
    text = clause[piece.begin : piece.end]
    total = max(1, len(text.rstrip()))
    return tuple(
        (
            before + piece.begin + word.end(),
            begin_ms + (first + (last - first) * word.end() // total) * 1000 // RATE,
        )
        for word in re.finditer(r"\S+", text)
    )
