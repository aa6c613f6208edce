"""Deepgram: live ears (nova-3 on /v1/listen, Flux on /v2/listen) and recordings, through deepgram-sdk.

One connection an ear. Deepgram counts time in the sound it was sent on that connection, so its times are the stream's.
It hangs up on ten seconds without a word from us, and may leave a Finalize unanswered; a keep-alive and a timer see to
both. Words are asked for raw (no smart_format, no numerals), since a telephone number in pieces of a date is lost for
good, while "double five" is read by the house itself.

Wire: developers.deepgram.com/docs/live-streaming-audio, /docs/flux, /docs/finalize, /docs/utterance-end, /docs/errors.
The SDK does not reconnect, gives None for message types it does not know, and loses the headers of a refusal.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

# The SDK imports its parts at their first use, which would be in the middle of a call.
import deepgram.listen.client
import deepgram.listen.v1.client
import deepgram.listen.v1.media.client
import deepgram.listen.v2.client
import httpx
import numpy
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.types.listen_v1configure import ListenV1Configure
from websockets.exceptions import ConnectionClosed, WebSocketException

from providers import tls
from providers.speech import Heard, Reason, SpeechUnavailable, Transcript, VendorEar, Word, headerless
from settings import settings

log = logging.getLogger(__name__)


def _sharing_tls(connect: Any) -> Any:
    return lambda url, **how: connect(url, **how, **tls.wanted(url))


for _wire in (deepgram.listen.v1.client, deepgram.listen.v2.client):  # the SDK lets nobody choose the context
    _wire.websockets_client_connect = _sharing_tls(_wire.websockets_client_connect)  # type: ignore[attr-defined]

ENDPOINTING_MS: Final = 250
"""Silence after which nova-3 calls words speech-final."""
UTTERANCE_END_MS: Final = 1_000
"""The gap between words that it tells where noise hides the silence; the least it takes."""
EAGER_THRESHOLD: Final = 0.5
"""How sure Flux is when it says that the turn is likely over."""
LOUD, LOUD_MS = 2_000, 1_000
"""A sample of this size is somebody speaking, or something as loud; so much of it is no mere click."""
STUCK_S: Final = 5.0
"""A line that takes nothing of the sound that waits for it, for so long, is lost; how much waits says nothing: what was
kept during a break is sent in one go."""
PIECE_MS: Final = 250
"""The longest message of sound."""
SLACK_MS: Final = 50
"""Times of neighbouring messages may differ by their rounding."""
MOST_KEYTERMS, MOST_KEYTERM_TOKENS = 100, 500
"""Keyterms of one stream; Deepgram refuses more than 500 tokens (developers.deepgram.com/docs/keyterm)."""
HANG_UP_S: Final = 2.0

_BY_STATUS: Final[dict[int, Reason]] = {401: "key", 402: "quota", 408: "away", 429: "rate"}


@dataclass(frozen=True, slots=True)
class Deepgram:
    """An account of Deepgram's; `model` is nova-3 or one of Flux's."""

    key: str
    url: str = "https://api.deepgram.com"
    model: str = "nova-3"
    keep_alive_s: float = 4.0
    """How often a line without sound is kept from being hung up."""
    finalize_s: float = 0.8
    """How long a Finalize may stay unanswered before what is known counts as final."""
    deaf_s: float = 5.0
    """A recogniser that tells nothing for so long, while somebody speaks aloud, is lost."""
    name: ClassVar[str] = "deepgram"

    async def ear(self, *, language: str, keyterms: Sequence[str], encoding: str, rate: int) -> VendorEar:
        """A connection that listens. Raises SpeechUnavailable."""
        listen = self._client().listen
        per_ms = rate * (1 if encoding == "mulaw" else 2) // 1000
        terms = fitting(keyterms)
        stack = AsyncExitStack()
        try:
            if self.model.startswith("flux"):
                several = language != "en" or self.model == "flux-general-multi"
                flux = await stack.enter_async_context(
                    listen.v2.connect(
                        model="flux-general-multi" if several else self.model,
                        language_hint=[language] if several else None,
                        encoding=encoding,
                        sample_rate=rate,
                        eager_eot_threshold=EAGER_THRESHOLD,
                        keyterm=terms or None,
                    )
                )
                return _Flux(self, flux, stack, per_ms, encoding)
            nova = await stack.enter_async_context(
                listen.v1.connect(
                    model=self.model,
                    language=language,
                    encoding=encoding,
                    sample_rate=rate,
                    channels=1,
                    interim_results=True,
                    punctuate=True,
                    smart_format=False,
                    numerals=False,
                    endpointing=ENDPOINTING_MS,
                    utterance_end_ms=UTTERANCE_END_MS,
                    vad_events=True,
                    keyterm=terms or None,
                )
            )
            return _Nova(self, nova, stack, per_ms, encoding)
        except Exception as error:
            raise _unavailable(error) from error

    async def transcribe(
        self, audio: bytes, *, media_type: str, language: str | None, keyterms: Sequence[str]
    ) -> Transcript:
        """A recording, whole; the sound of a bare `audio/L16;rate=16000` too. Raises SpeechUnavailable."""
        try:
            answer: Any = await self._client().listen.v1.media.transcribe_file(
                request=audio,
                model="nova-3" if self.model.startswith("flux") else self.model,
                language=language,
                detect_language=True if language is None else None,
                punctuate=True,
                smart_format=False,
                keyterm=fitting(keyterms) or None,
                request_options={"max_retries": 1, "additional_query_parameters": _bare(media_type)},
            )
            best = answer.results.channels[0].alternatives[0]
            return Transcript(
                (best.transcript or "").strip(),
                best.confidence or 0.0,
                _words(best.words or (), _ms),
                float(answer.metadata.duration or 0.0),
                self.name,
            )
        except (AttributeError, IndexError, TypeError) as error:
            raise SpeechUnavailable(self.name, "protocol", "the answer has no transcript") from error
        except Exception as error:
            raise _unavailable(error) from error

    def _client(self) -> AsyncDeepgramClient:
        if not self.key:
            raise SpeechUnavailable(self.name, "key", "DEEPGRAM_API_KEY is empty")
        return _client(self.key, self.url.rstrip("/"))


def vendor() -> Deepgram:
    """The account that the settings name."""
    knobs = settings()
    return Deepgram(knobs.deepgram_api_key.get_secret_value(), knobs.deepgram_url, knobs.deepgram_model)


@lru_cache(maxsize=32)
def _client(key: str, url: str) -> AsyncDeepgramClient:
    live = "ws" + url.removeprefix("http")
    return AsyncDeepgramClient(
        api_key=key, environment=DeepgramClientEnvironment(base=url, production=live, agent=live, agent_rest=url)
    )


def fitting(keyterms: Sequence[str]) -> list[str]:
    """As many of the keyterms, from the first on, as one stream may have; each once."""
    chosen: list[str] = []
    left = MOST_KEYTERM_TOKENS
    for term in dict.fromkeys(" ".join(term.split()) for term in keyterms):
        left -= len(term) // 3 + 1
        if left < 0 or len(chosen) == MOST_KEYTERMS:
            break
        if term:
            chosen.append(term)
    return chosen


def _bare(media_type: str) -> dict[str, Any]:
    """What must be said of sound that has no header of its own."""
    if (known := headerless(media_type)) is None:
        return {}
    return {"encoding": known[0], "sample_rate": str(known[1]), "channels": "1"}


def _unavailable(error: Exception) -> SpeechUnavailable:
    """A client's trouble as ours; what is no vendor's doing is raised again as it is."""
    match error:
        case SpeechUnavailable():
            return error
        case ApiError():
            status = error.status_code or 0
            reason = _BY_STATUS.get(status) or ("away" if status >= 500 else "refused")
            return SpeechUnavailable("deepgram", reason, f"HTTP {status}")
        case ConnectionClosed():
            code = error.rcvd.code if error.rcvd else 1006
            why = f"closed with {code} {error.rcvd.reason if error.rcvd else ''}".rstrip()
            return SpeechUnavailable("deepgram", "protocol" if code == 1008 else "away", why)
        case TimeoutError() | OSError() | EOFError() | WebSocketException() | httpx.TransportError():
            return SpeechUnavailable("deepgram", "away", type(error).__name__)
    raise error


def _ms(seconds: float | None) -> int:
    return round((seconds or 0.0) * 1000)


def _words(words: Sequence[Any], ms: Any) -> tuple[Word, ...]:
    return tuple(
        Word(
            getattr(word, "punctuated_word", None) or word.word,
            ms(word.start),
            ms(word.end),
            1.0 if word.confidence is None else word.confidence,
        )
        for word in words
    )


# --- live -------------------------------------------------------------------------------------------------------------


class _Line(ABC):
    """What both wires have in common: what is still to be sent, what is still to be told, and how a line is lost."""

    chunk_ms: ClassVar[int]
    """How much sound makes a message worth sending."""

    def __init__(self, home: Deepgram, connection: Any, stack: AsyncExitStack, per_ms: int, encoding: str) -> None:
        self.settled_ms = 0
        self._home = home
        self._connection, self._stack, self._per_ms = connection, stack, per_ms
        self._silent = b"\xff" if encoding == "mulaw" else b"\0\0"
        self._samples = encoding == "linear16"
        self._told: asyncio.Queue[Heard | SpeechUnavailable | None] = asyncio.Queue()
        self._sound = bytearray()
        self._sending = False
        self._took = 0.0
        """When the connection last took some sound, or had none to take."""
        self._controls: list[Any] = []
        self._something = asyncio.Event()
        self._given = 0
        """Bytes of the stream."""
        self._loud_ms = 0
        """How long somebody has been loud since Deepgram last told anything, ..."""
        self._loud_since = 0.0
        """... and since when."""
        self._loop = asyncio.get_running_loop()
        self._deadline: asyncio.TimerHandle | None = None
        self._asked_ms = 0
        self._complaint = ""
        self._terms: list[str] | None = None
        self._configuring = False
        self._over = False
        self._tasks = (self._loop.create_task(self._read()), self._loop.create_task(self._write()))

    # --- an ear's methods

    async def send(self, pcm: bytes) -> None:
        if self._over:
            return
        if not self._sending and len(self._sound) < self.chunk_ms * self._per_ms:  # nothing is due yet
            self._took = self._loop.time()
        self._sound += pcm
        self._given += len(pcm)
        if len(self._sound) >= self.chunk_ms * self._per_ms:
            self._something.set()
        if self._samples and len(pcm) > 1 and numpy.frombuffer(pcm, "<i2", len(pcm) // 2).max() > LOUD:
            self._loud_since = self._loud_since if self._loud_ms else self._loop.time()
            self._loud_ms += len(pcm) // self._per_ms
        if self._loud_ms > LOUD_MS and self._loop.time() - self._loud_since > self._home.deaf_s:
            self._lose(SpeechUnavailable("deepgram", "away", "it tells nothing of what it hears"))
        elif self._loop.time() - self._took > STUCK_S:
            self._lose(SpeechUnavailable("deepgram", "away", "it does not take the sound"))

    async def finalize(self) -> None:
        self._ask()

    def _ask(self) -> None:
        if self._deadline is None and not self._over:
            self._asked_ms = self._given // self._per_ms
            self._deadline = self._loop.call_later(self._home.finalize_s, self._unanswered)
            self._control(self._finalizing())

    async def expect(self, keyterms: Sequence[str]) -> None:
        self._terms = fitting(keyterms)
        self._configure()

    async def heard(self) -> AsyncIterator[Heard]:
        while (told := await self._told.get()) is not None:
            if isinstance(told, SpeechUnavailable):
                raise told
            yield told

    async def close(self) -> None:
        if not self._over:
            self._end(None)

    # --- one wire's own

    @abstractmethod
    def _take(self, message: Any) -> None:
        """One message of Deepgram's."""

    @abstractmethod
    def _finalizing(self) -> Any:
        """What asks for the words that are there: a coroutine function of the connection's."""

    @abstractmethod
    def _configuration(self, terms: list[str]) -> Any:
        """What sets other keyterms."""

    @abstractmethod
    async def _idle(self) -> None:
        """Nothing was there to send for `_patience_s()`."""

    @abstractmethod
    def _patience_s(self) -> float: ...

    @abstractmethod
    def _unanswered(self) -> None:
        """The time for a Finalize is over."""

    # --- the two tasks

    async def _read(self) -> None:
        try:
            async for message in self._connection:
                self._loud_ms = 0
                if message is None or isinstance(message, bytes):
                    continue
                try:
                    self._take(message)
                except (AttributeError, IndexError, TypeError, ValueError):
                    log.debug("deepgram sent what is no message", extra={"type": str(getattr(message, "type", ""))})
            self._lose(SpeechUnavailable("deepgram", "away", "it hung up"))
        except Exception as error:
            self._lose(_lost(error))

    async def _write(self) -> None:
        try:
            while True:
                try:
                    async with asyncio.timeout(self._patience_s()):
                        await self._something.wait()
                except TimeoutError:
                    if not self._sound:
                        await self._idle()
                        continue
                self._something.clear()
                sound, self._sound = memoryview(bytes(self._sound)), bytearray()
                controls, self._controls = self._controls, []
                longest = PIECE_MS * self._per_ms
                for begin in range(0, len(sound), longest):
                    self._sending = True
                    await self._connection.send_media(bytes(sound[begin : begin + longest]))
                    self._took, self._sending = self._loop.time(), False
                for control in controls:
                    await control()
        except Exception as error:
            self._lose(_lost(error))

    def _control(self, control: Any) -> None:
        self._controls.append(control)
        self._something.set()

    def _configure(self) -> None:
        """Deepgram takes one change at a time."""
        if self._terms is not None and not self._configuring and not self._over:
            terms, self._terms, self._configuring = self._terms, None, True
            self._control(self._configuration(terms))

    def _configured(self, message: Any) -> None:
        if message.type == "ConfigureFailure":
            log.warning("keyterms refused", extra={"code": str(message.code)})
        self._configuring = False
        self._configure()

    def _tell(self, told: Heard) -> None:
        self._told.put_nowait(told)

    def _answered(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _lose(self, lost: SpeechUnavailable) -> None:
        if not self._over:
            if self._complaint:
                lost = SpeechUnavailable("deepgram", "protocol", f"{self._complaint}; {lost.message}")
            self._end(lost)

    def _end(self, last: SpeechUnavailable | None) -> None:
        self._over = True
        self._answered()
        self._told.put_nowait(last)
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        hanging_up = self._loop.create_task(self._hang_up())
        _hanging_up.add(hanging_up)
        hanging_up.add_done_callback(_hanging_up.discard)

    async def _hang_up(self) -> None:
        with suppress(Exception):
            async with asyncio.timeout(HANG_UP_S):
                await self._connection.send_close_stream()
                await self._stack.aclose()


_hanging_up: set[asyncio.Task[None]] = set()


def _lost(error: Exception) -> SpeechUnavailable:
    try:
        return _unavailable(error)
    except Exception:
        log.exception("deepgram's client failed")
        return SpeechUnavailable("deepgram", "protocol", type(error).__name__)


class _Nova(_Line):
    """nova-3: words in pieces; final pieces add up to the utterance, and a silence or a gap ends it."""

    chunk_ms = 40

    def __init__(self, home: Deepgram, connection: Any, stack: AsyncExitStack, per_ms: int, encoding: str) -> None:
        self._interim: Heard | None = None
        self._open_ms: int | None = None
        """When somebody began to speak, until that utterance ends."""
        self._end_with_answer = False
        super().__init__(home, connection, stack, per_ms, encoding)

    def _take(self, message: Any) -> None:
        match message.type:
            case "Results":
                self._results(message)
            case "SpeechStarted":
                begun_ms = _ms(message.timestamp)
                self._open_ms = begun_ms if self._open_ms is None else self._open_ms
                self._tell(Heard("started", at_ms=begun_ms))
            case "UtteranceEnd":
                self._gap(_ms(message.last_word_end))
            case "ConfigureSuccess" | "ConfigureFailure":
                self._configured(message)
            case "Error":
                self._complaint = f"{message.variant}"

    def _results(self, message: Any) -> None:
        best = message.channel.alternatives[0]
        begin, end = _ms(message.start), _ms(message.start + message.duration)
        text, words = (best.transcript or "").strip(), _words(best.words or (), _ms)
        if begin < self.settled_ms - SLACK_MS:
            # Told already, by this message's final one or by ourselves when a Finalize was not answered.
            words = tuple(word for word in words if word.start_ms >= self.settled_ms)
            text = " ".join(word.text for word in words)
            if not text and not message.from_finalize:
                return
        confidence = 1.0 if best.confidence is None else best.confidence
        news = Heard("words", text, bool(message.is_final), words, end, confidence)
        if text and self._open_ms is None:
            self._open_ms = words[0].start_ms if words else begin
        if not news.final:
            if text:
                self._interim = news
                self._tell(news)
            return
        self._interim = None
        self.settled_ms = max(self.settled_ms, end)
        asked = self._deadline is not None
        answer = asked and (bool(message.from_finalize) or end >= self._asked_ms - SLACK_MS)
        if text or answer:
            self._tell(news)
        if answer:
            self._answered()
        if message.speech_final or (answer and self._end_with_answer):
            self._ended(end)

    def _gap(self, last_word_ms: int) -> None:
        """No word for a second after this one: the utterance is over, whether or not its words were speech-final."""
        if self._interim is not None:
            if self._interim.words and self._interim.words[-1].end_ms > last_word_ms + SLACK_MS:
                return  # of an utterance before this one
            self._end_with_answer = True
            self._ask()
        elif self._open_ms is not None and last_word_ms >= self._open_ms:
            self._ended(last_word_ms)

    def _ended(self, at_ms: int) -> None:
        self._end_with_answer = False
        if self._open_ms is not None:
            self._open_ms = None
            self._tell(Heard("ended", at_ms=at_ms))

    def _unanswered(self) -> None:
        self._deadline = None
        known, self._interim = self._interim, None
        if known is None:
            self._tell(Heard("words", final=True, at_ms=self.settled_ms))
        else:
            self.settled_ms = max(self.settled_ms, known.words[-1].end_ms if known.words else known.at_ms)
            self._tell(Heard("words", known.text, True, known.words, known.at_ms, known.confidence))
        if self._end_with_answer:
            self._ended(self.settled_ms)

    def _finalizing(self) -> Any:
        return self._connection.send_finalize

    def _configuration(self, terms: list[str]) -> Any:
        return lambda: self._connection.send_configure(ListenV1Configure(keyterms=terms))

    def _patience_s(self) -> float:
        return self._home.keep_alive_s

    async def _idle(self) -> None:
        await self._connection.send_keep_alive()


class _Flux(_Line):
    """Flux: turns that begin, are likely over, go on after all, and end. It knows no keep-alive but sound itself."""

    chunk_ms = 80
    pause_s: ClassVar[float] = 0.5
    """A caller who is muted in the middle of a turn would never end it, so silence is sent for them."""

    def __init__(self, home: Deepgram, connection: Any, stack: AsyncExitStack, per_ms: int, encoding: str) -> None:
        self._turn = self._current = -1
        """The last turn that is over, and the one that is open."""
        self._sequence = -1
        self._latest: Heard | None = None
        """What the open turn says so far."""
        self._filled: list[tuple[int, int]] = []
        """Silence of ours: from which ms of Deepgram's time, and how many."""
        super().__init__(home, connection, stack, per_ms, encoding)

    def _take(self, message: Any) -> None:
        match message.type:
            case "TurnInfo":
                if message.sequence_id > self._sequence and message.turn_index > self._turn:
                    self._sequence, self._current = message.sequence_id, message.turn_index
                    self._turn_info(message)
            case "ConfigureSuccess" | "ConfigureFailure":
                self._configured(message)
            case "Error":
                self._complaint = f"{message.code}"

    def _turn_info(self, message: Any) -> None:
        text, end = (message.transcript or "").strip(), self._stream_ms(message.audio_window_end)
        words = self._words_of(message, end)
        confidence = min((word.confidence for word in words), default=1.0)
        news = Heard("words", text, False, words, end, confidence)
        begun, self._latest = self._latest is not None, news
        if not begun:
            self._tell(Heard("started", at_ms=words[0].start_ms if words else end))
        match message.event:
            case "EndOfTurn":
                self._finish(news)
            case "EagerEndOfTurn":
                self._tell(Heard("eager", text, False, words, end, message.end_of_turn_confidence or 0.0))
            case "TurnResumed":
                self._tell(Heard("resumed", at_ms=end))
            case "Update" | "StartOfTurn" if text:
                self._tell(news)

    def _finish(self, news: Heard) -> None:
        self._turn, self._latest = self._current, None
        self.settled_ms = max(self.settled_ms, news.at_ms)
        self._answered()
        self._tell(Heard("words", news.text, True, news.words, news.at_ms, news.confidence))
        self._tell(Heard("ended", at_ms=news.at_ms))

    def _unanswered(self) -> None:
        self._deadline = None
        if self._latest is None:
            self._tell(Heard("words", final=True, at_ms=self.settled_ms))
        else:
            self._finish(self._latest)

    def _words_of(self, message: Any, end_ms: int) -> tuple[Word, ...]:
        """Flux may leave out when its words were said: they are then laid evenly over the turn."""
        begin_ms = self._stream_ms(message.audio_window_start)
        step = (end_ms - begin_ms) / max(1, len(message.words or ()))
        return tuple(
            Word(
                word.word,
                round(begin_ms + n * step) if word.start is None else self._stream_ms(word.start),
                round(begin_ms + (n + 1) * step) if word.end is None else self._stream_ms(word.end),
                1.0 if word.confidence is None else word.confidence,
            )
            for n, word in enumerate(message.words or ())
        )

    def _stream_ms(self, seconds: float | None) -> int:
        """Deepgram's time as the stream's: without the silence that nobody sent us."""
        ms = _ms(seconds)
        return ms - sum(min(length, ms - at) for at, length in self._filled if ms > at)

    def _finalizing(self) -> Any:
        return self._connection.send_force_end_turn

    def _configuration(self, terms: list[str]) -> Any:
        return lambda: self._connection.send_configure({"type": "Configure", "keyterms": terms})

    def _patience_s(self) -> float:
        return self.pause_s if self._latest is not None else self._home.keep_alive_s

    async def _idle(self) -> None:
        length = round(self.pause_s * 1000) if self._latest is not None else self.chunk_ms
        at = self._given // self._per_ms + sum(ms for _, ms in self._filled)
        if self._filled and sum(self._filled[-1]) == at:
            before, ms = self._filled.pop()
            self._filled.append((before, ms + length))
        else:
            self._filled.append((at, length))
        await self._connection.send_media(self._silent * (length * self._per_ms // len(self._silent)))
