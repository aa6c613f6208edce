"""Hearing and speaking, whoever does it: what a call asks of a vendor, and which vendor it is at the moment.

A call holds one `Ear` and one `Mouth`. Behind them stands the first vendor of its list that answers; when that one is
lost in mid-call the next takes over, and the sound that nobody has told of yet is sent again. So a vendor's module
wraps one connection and knows nothing of another: it raises `SpeechUnavailable` and is asked anew, or another is.

Sound is PCM16, little-endian, mono, 16,000 samples a second, `bytes` of an even length, in frames of 20 ms. Times are
milliseconds of the stream: 0 is the first sample that was sent, and a silent line does not age.

A vendor is a module with a function `vendor()` that reads the settings and returns a `Hearing`, a `Speaking` or both.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final, Literal, Protocol, TypeVar

import numpy

from settings import settings

log = logging.getLogger(__name__)

Reason = Literal["key", "quota", "rate", "away", "refused", "protocol"]
FOR_GOOD: Final[frozenset[Reason]] = frozenset(("key", "quota", "refused", "protocol"))
"""Trouble that another try will not mend: the vendor is not asked again during the call."""

KEEP_MS: Final = 10_000
"""How much sound is kept for a vendor that is yet to come."""
LEAD_IN_MS: Final = 1_000
"""How much of the sound before a break is sent again in any case: a soft word may just have begun."""
LOUD: Final = 500
"""A sample of this size is no silence; silence long past is not sent again, since a recogniser needs time for it too."""
OPEN_S: Final = 4.0
"""How long one vendor may take to answer before the next is asked."""
BACK_OFF_S: Final = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
"""The waits before each round of all vendors, as long together as what is kept."""
ROUNDS_AT_FIRST: Final = 2
"""Rounds when a call begins: a caller waits less patiently for a voice than for it to come back."""
STEADY_S: Final = 10.0
"""A line that has lasted so long was a good one: when it is lost, the waits begin anew."""
RECORDED_S: Final = 60.0
"""How long one vendor may take over a recording."""

MODULES: Final = {
    "deepgram": "providers.deepgram",
    "groq": "providers.groq_audio",
    "elevenlabs": "providers.elevenlabs",
}


class SpeechUnavailable(Exception):
    """A vendor does not hear or speak for us. The message is for logs: never what was said, never a key."""

    def __init__(self, vendor: str, reason: Reason, message: str = "") -> None:
        super().__init__(f"{vendor}: {reason}" + (f" ({message})" if message else ""))
        self.vendor = vendor
        self.reason: Reason = reason
        self.message = message


# --- hearing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where in the stream it was said."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing an ear tells. What an utterance says is the texts of its final `words`, joined; nothing else adds to it.

    started   somebody begins to speak
    words     what was said since the last final words; `final`: these will not change any more
    eager     the utterance is likely over (`text`: all that was said since the last final words)
    resumed   it was not
    ended     the utterance is over; its final words have been told
    """

    kind: Literal["started", "words", "ended", "eager", "resumed"]
    text: str = ""
    final: bool = False
    words: tuple[Word, ...] = ()
    at_ms: int = 0
    confidence: float = 1.0


class Ear(Protocol):
    """A live recogniser of one call."""

    async def send(self, pcm: bytes) -> None:
        """Listen to this. Never waits for the network and never raises; ten seconds are kept while a vendor is away."""

    async def finalize(self) -> None:
        """Tell now what you have: final words follow within a second of the vendor being there, perhaps empty ones."""

    async def expect(self, keyterms: Sequence[str]) -> None:
        """Names and dishes that are likely now, in place of those expected before."""

    def heard(self) -> AsyncIterator[Heard]:
        """What was heard, as it comes; for one reader. Ends when the ear is closed.

        Raises SpeechUnavailable when no vendor is left that hears.
        """

    async def close(self) -> None:
        """Stop listening. Harmless when repeated."""


class VendorEar(Ear, Protocol):
    """An ear over one connection of one vendor: `heard` raises SpeechUnavailable as soon as that is lost."""

    settled_ms: int
    """Up to here nothing more will be told; sound after it is sent again to whoever takes over."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recording says."""

    text: str
    confidence: float
    words: tuple[Word, ...]
    duration_s: float
    vendor: str


class Hearing(Protocol):
    """A vendor that hears."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    async def ear(self, *, language: str, keyterms: Sequence[str], encoding: str, rate: int) -> VendorEar:
        """A connection that listens. Raises SpeechUnavailable."""

    async def transcribe(
        self, audio: bytes, *, media_type: str, language: str | None, keyterms: Sequence[str]
    ) -> Transcript:
        """A recording, whole. Raises SpeechUnavailable."""


# --- speaking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of speech."""

    pcm: bytes
    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    """Characters of the utterance that are spoken at so many ms from its beginning; both only grow."""


class Mouth(Protocol):
    """A live voice of one call."""

    def say(self, clause: str, *, last: bool = False) -> AsyncIterator[Sound]:
        """The sound of a clause as it comes; `last` ends the utterance (the reply). Raises SpeechUnavailable.

        A clause may be empty: whoever learns late that the one before was the last says so with one.
        """

    async def hush(self) -> None:
        """Stop what is being said and forget it."""

    async def close(self) -> None:
        """Speak no more. Harmless when repeated."""


class Speaking(Protocol):
    """A vendor that speaks."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    async def mouth(self, *, language: str, voice: str) -> Mouth:
        """A connection that speaks. Raises SpeechUnavailable."""

    async def synthesize(self, text: str, *, language: str, voice: str) -> bytes:
        """A whole text as PCM16 of 16 kHz. Raises SpeechUnavailable."""


# --- the doors --------------------------------------------------------------------------------------------------------


async def ear(
    vendors: Sequence[str | Hearing],
    *,
    language: str,
    keyterms: Sequence[str] = (),
    encoding: str = "linear16",
    rate: int = 16_000,
    waits_s: Sequence[float] = BACK_OFF_S,
) -> Ear:
    """An ear of the first vendor that answers, and of the next ones should it be lost.

    `encoding` is linear16 or mulaw; `waits_s` the pauses before each round of all vendors once a line is lost.
    Raises SpeechUnavailable when none answers.
    """
    hearing = _Ear(
        await _hearing(vendors), language=language, keyterms=keyterms, encoding=encoding, rate=rate, waits_s=waits_s
    )
    await hearing.open()
    return hearing


async def mouth(vendors: Sequence[str | Speaking], *, language: str, voice: str, unvoiced: bool = False) -> Mouth:
    """A mouth of the first vendor that answers; what it cannot say is said by the next.

    Raises SpeechUnavailable when none answers; with `unvoiced` its `say` does, once it was asked for again in vain.
    """
    speaking = _Mouth(await _speaking(vendors), language=language, voice=voice)
    try:
        await speaking.open()
    except SpeechUnavailable:
        if not unvoiced:
            raise
    return speaking


async def transcribe(
    audio: bytes,
    *,
    media_type: str,
    language: str | None = None,
    keyterms: Sequence[str] = (),
    vendors: Sequence[str | Hearing] = (),
) -> Transcript:
    """What a recording says, by the first vendor that tells (SPEECH_EARS unless named). Raises SpeechUnavailable."""
    trouble: SpeechUnavailable | None = None
    for vendor in await _hearing(vendors or listed(settings().speech_ears)):
        try:
            async with asyncio.timeout(RECORDED_S):
                return await vendor.transcribe(audio, media_type=media_type, language=language, keyterms=keyterms)
        except (SpeechUnavailable, TimeoutError) as failed:
            noted = _noted(vendor.name, failed)
            if trouble is None or trouble.reason != "refused":  # what one has found unreadable is told to the caller
                trouble = noted
    raise trouble or SpeechUnavailable("speech", "key", "SPEECH_EARS names no vendor")


async def synthesize(text: str, *, language: str, voice: str, vendors: Sequence[str | Speaking] = ()) -> bytes:
    """A text as PCM16 of 16 kHz, by the first vendor that speaks (SPEECH_MOUTHS unless named).

    Raises SpeechUnavailable.
    """
    trouble: SpeechUnavailable | None = None
    for vendor in await _speaking(vendors or listed(settings().speech_mouths)):
        try:
            async with asyncio.timeout(RECORDED_S):
                return await vendor.synthesize(text, language=language, voice=voice)
        except (SpeechUnavailable, TimeoutError) as failed:
            trouble = _noted(vendor.name, failed)
    raise trouble or SpeechUnavailable("speech", "key", "SPEECH_MOUTHS names no vendor")


async def warm(vendors: Iterable[str]) -> None:
    """Load the clients of these vendors, which takes a second or two, before a caller has to wait for it."""
    for name in vendors:
        if name in MODULES:
            await asyncio.to_thread(import_module, MODULES[name])


def listed(names: str) -> tuple[str, ...]:
    """The vendors of a setting such as `deepgram,groq`."""
    return tuple(name.strip().lower() for name in names.split(",") if name.strip())


def headerless(media_type: str) -> tuple[str, int] | None:
    """Encoding and rate of sound that has no header of its own, such as `audio/L16;rate=16000`; None for other sound."""
    kind, *parameters = (part.strip().lower() for part in media_type.split(";"))
    encodings = {"audio/l16": "linear16", "audio/pcm": "linear16", "audio/x-mulaw": "mulaw", "audio/basic": "mulaw"}
    if (encoding := encodings.get(kind)) is None:
        return None
    rate = next((p.partition("=")[2] for p in parameters if p.startswith("rate=")), "")
    return encoding, int(rate) if rate.isdigit() else 8_000 if encoding == "mulaw" else 16_000


def loudness(sound: bytes, encoding: str) -> "numpy.ndarray":
    """Which samples are louder than a silent line."""
    if encoding == "mulaw":
        return (numpy.frombuffer(sound, numpy.uint8) & 0x7F) < 0x50  # G.711: the code counts down as it gets louder
    return numpy.abs(numpy.frombuffer(sound, "<i2", len(sound) // 2).astype(numpy.int32)) > LOUD


async def _hearing(vendors: Sequence[str | Hearing]) -> list[Hearing]:
    return [await _named(vendor) if isinstance(vendor, str) else vendor for vendor in vendors]


async def _speaking(vendors: Sequence[str | Speaking]) -> list[Speaking]:
    return [await _named(vendor) if isinstance(vendor, str) else vendor for vendor in vendors]


async def _named(name: str) -> Any:
    if name not in MODULES:
        raise SpeechUnavailable(name, "refused", f"there is no such vendor; there are {', '.join(MODULES)}")
    # A vendor's client takes a second to import, which the callers on other lines do not have.
    module = await asyncio.to_thread(import_module, MODULES[name])
    return module.vendor()


def _noted(vendor: str, failed: BaseException) -> SpeechUnavailable:
    """The trouble as ours, with a line in the log."""
    trouble = (
        failed if isinstance(failed, SpeechUnavailable) else SpeechUnavailable(vendor, "away", "no answer in time")
    )
    log.warning("speech vendor failed", extra={"vendor": vendor, "reason": trouble.reason, "detail": trouble.message})
    return trouble


V = TypeVar("V", Hearing, Speaking)


def _struck(vendors: list[V], vendor: V, trouble: SpeechUnavailable) -> None:
    """Forget a vendor that will not come back during this call; one that may goes to the end of the list."""
    vendors.remove(vendor)
    if trouble.reason not in FOR_GOOD:
        vendors.append(vendor)


# --- an ear that outlives its vendors ---------------------------------------------------------------------------------


class _Ear:
    """What `ear` returns."""

    def __init__(
        self,
        vendors: list[Hearing],
        *,
        language: str,
        keyterms: Sequence[str],
        encoding: str,
        rate: int,
        waits_s: Sequence[float],
    ) -> None:
        self._vendors = vendors
        """The one that listens first."""
        self._waits_s = tuple(waits_s)
        self._language, self._keyterms, self._encoding, self._rate = language, tuple(keyterms), encoding, rate
        self._per_ms = rate * (1 if encoding == "mulaw" else 2) // 1000
        self._line: VendorEar | None = None
        self._begun_ms = 0
        """Where in the stream the line's own time begins."""
        self._kept = bytearray()
        self._sent = 0
        """Bytes of the stream so far; `_kept` holds the last of them."""
        self._settled_ms = 0
        self._speaking = False
        """Whether something was told that final words have yet to say."""
        self._asked = False
        self._round = 0
        self._since = 0.0
        self._closed = asyncio.Event()

    async def open(self) -> None:
        """Find the first line. Raises SpeechUnavailable."""
        self._line = await self._found(ROUNDS_AT_FIRST)

    async def send(self, pcm: bytes) -> None:
        self._kept += pcm
        self._sent += len(pcm)
        if (surplus := len(self._kept) - KEEP_MS * self._per_ms) > 0:
            del self._kept[:surplus]
        if self._line is not None:
            await self._line.send(pcm)

    async def finalize(self) -> None:
        self._asked = True
        if self._line is not None:
            await self._line.finalize()

    async def expect(self, keyterms: Sequence[str]) -> None:
        self._keyterms = tuple(keyterms)
        if self._line is not None:
            await self._line.expect(self._keyterms)

    async def close(self) -> None:
        self._closed.set()
        if self._line is not None:
            await self._line.close()

    async def heard(self) -> AsyncIterator[Heard]:
        while not self._closed.is_set():
            line = self._line
            assert line is not None, "a line is found before anybody listens, and again after each loss"
            try:
                async for told in line.heard():
                    if (news := self._on_stream(told)) is not None:
                        yield news
                if not self._closed.is_set():
                    raise SpeechUnavailable(self._vendors[0].name, "away", "the line ended by itself")
            except SpeechUnavailable as lost:
                await self._resume(line, lost)

    def _on_stream(self, told: Heard) -> Heard | None:
        """What a line tells, in the time of the stream; None for what a line before it has told already."""
        if told.kind == "started" and self._speaking:
            return None
        if told.final or told.kind == "ended":
            self._speaking = False
        elif told.kind == "started" or told.text:
            self._speaking = True
        begun = self._begun_ms
        words = tuple(replace(w, start_ms=w.start_ms + begun, end_ms=w.end_ms + begun) for w in told.words)
        if told.final:
            self._asked, self._round = False, 0
            self._settled_ms = max(self._settled_ms, words[-1].end_ms if words else 0)
        return replace(told, words=words, at_ms=told.at_ms + begun) if begun else told

    async def _resume(self, line: VendorEar, lost: SpeechUnavailable) -> None:
        """Another line in place of a lost one, with what the lost one has not told of. Raises SpeechUnavailable."""
        _noted(lost.vendor, lost)
        self._line = None
        begin = max(self._settled_ms, line.settled_ms + self._begun_ms)
        if not self._speaking:
            begin = max(begin, min(self._loud_from_ms(begin), self._sent // self._per_ms) - LEAD_IN_MS)
        with suppress(Exception):
            await line.close()
        if asyncio.get_running_loop().time() - self._since > STEADY_S:
            self._round = 0
        if self._round or lost.reason in FOR_GOOD:
            # Lost before it told anything, or for good: somebody else's turn.
            _struck(self._vendors, self._vendors[0], lost)
        try:
            fresh = await self._found(len(self._waits_s), lost)
        except SpeechUnavailable:
            if self._closed.is_set():
                return
            raise
        at = max(begin * self._per_ms, self._sent - len(self._kept))
        self._begun_ms = at // self._per_ms
        while rest := bytes(self._kept[len(self._kept) - (self._sent - at) :] if at < self._sent else b""):
            at = self._sent
            await fresh.send(rest)
        self._line = fresh
        if self._asked:
            await fresh.finalize()
        if self._closed.is_set():
            await fresh.close()

    def _loud_from_ms(self, begin_ms: int) -> int:
        """When after `begin_ms` the first loud sound came, as far as it is kept; the end of the stream if none did."""
        first = self._sent - len(self._kept)
        sound = bytes(self._kept[max(0, begin_ms * self._per_ms - first) :])
        loud = loudness(sound, self._encoding)
        passed = int(loud.argmax()) * (len(sound) // max(1, len(loud))) if loud.any() else len(sound)
        return (self._sent - len(sound) + passed) // self._per_ms

    async def _found(self, rounds: int, trouble: SpeechUnavailable | None = None) -> VendorEar:
        """A line of the first vendor that answers. Raises the last SpeechUnavailable."""
        while self._vendors and self._round < min(rounds, len(self._waits_s)) and not self._closed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), self._waits_s[self._round])
            self._round += 1
            for vendor in tuple(self._vendors):
                try:
                    async with asyncio.timeout(OPEN_S):
                        line = await vendor.ear(
                            language=self._language, keyterms=self._keyterms, encoding=self._encoding, rate=self._rate
                        )
                    self._since = asyncio.get_running_loop().time()
                    return line
                except (SpeechUnavailable, TimeoutError) as failed:
                    trouble = _noted(vendor.name, failed)
                    _struck(self._vendors, vendor, trouble)
        raise trouble or SpeechUnavailable("speech", "key", "no vendor is named")


# --- a mouth that outlives its vendors --------------------------------------------------------------------------------


class _Mouth:
    """What `mouth` returns."""

    def __init__(self, vendors: list[Speaking], *, language: str, voice: str) -> None:
        self._vendors = vendors
        self._language, self._voice = language, voice
        self._line: Mouth | None = None
        self._begun = (0, 0)
        """Characters and ms of the utterance before the line's own part of it."""
        self._told = (0, 0)
        """The furthest mark of the utterance."""
        self._clauses = 0
        """Characters of the clauses that have been said."""
        self._ms = 0
        self._utterance = 0

    async def open(self) -> None:
        """Find the first line. Raises SpeechUnavailable."""
        self._line = await self._found()

    async def say(self, clause: str, *, last: bool = False) -> AsyncIterator[Sound]:
        utterance, rest = self._utterance, clause
        failures = 0  # in a row, without a sound between them
        while rest or last:
            if self._line is None:
                if not rest:
                    break
                self._line = await self._found()
                self._begun = (self._clauses + len(clause) - len(rest), self._ms)
            line = self._line
            try:
                async for sound in line.say(rest, last=last):
                    if utterance != self._utterance:
                        return
                    self._ms += len(sound.pcm) // 32
                    failures = 0
                    yield replace(sound, marks=self._on_utterance(sound.marks))
                break
            except SpeechUnavailable as lost:
                _noted(lost.vendor, lost)
                self._line = None
                _struck(self._vendors, self._vendors[0], lost)
                with suppress(Exception):
                    await line.close()
                if utterance != self._utterance:
                    return
                failures += 1
                if failures > len(self._vendors):  # each has had its chance, and nobody has made a sound
                    raise
                rest = _unsaid(clause, self._told[0] - self._clauses)
                if not rest:
                    break
        if utterance == self._utterance:
            self._clauses += len(clause)
            if last:
                self._forget()

    def _on_utterance(self, marks: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        characters, ms = self._begun
        placed = []
        for said, at in marks:
            self._told = (max(self._told[0], said + characters), max(self._told[1], at + ms))
            placed.append(self._told)
        return tuple(placed)

    async def hush(self) -> None:
        self._forget()
        if self._line is not None:
            await self._line.hush()

    async def close(self) -> None:
        self._forget()
        if self._line is not None:
            await self._line.close()

    def _forget(self) -> None:
        self._utterance += 1
        self._begun = self._told = (0, 0)
        self._clauses = self._ms = 0

    async def _found(self) -> Mouth:
        """A line of the first vendor that answers. Raises the last SpeechUnavailable."""
        trouble: SpeechUnavailable | None = None
        for wait_s in BACK_OFF_S[:ROUNDS_AT_FIRST]:
            await asyncio.sleep(wait_s)
            for vendor in tuple(self._vendors):
                try:
                    async with asyncio.timeout(OPEN_S):
                        return await vendor.mouth(language=self._language, voice=self._voice)
                except (SpeechUnavailable, TimeoutError) as failed:
                    trouble = _noted(vendor.name, failed)
                    _struck(self._vendors, vendor, trouble)
        raise trouble or SpeechUnavailable("speech", "key", "no vendor is named")


def _unsaid(clause: str, said: int) -> str:
    """What follows the last whole word that was said; all of it when nobody knows how far the voice came."""
    if said >= len(clause):
        return ""
    return clause[clause.rfind(" ", 0, max(said, 0) + 1) + 1 :]
