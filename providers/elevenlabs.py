"""ElevenLabs: a voice over its multi-context WebSocket, and over HTTP where no WebSocket gets through.

One connection a call, opened when the call begins so that the first clause does not pay for it; one context a reply, so
that its clauses share their prosody, and a barge-in closes the context and drops what still comes of it. The SDK's
asynchronous client knows no WebSocket: it is spoken here, and the SDK's types say what its messages are.

ElevenLabs tells trouble in a message and hangs up after it; a client that looks for sound alone would wait for ever. It
hangs up, too, on 20 seconds without a message. Its sound may be cut in the middle of a sample, and its alignment counts
the milliseconds of the piece, not of the reply. Both are put right here.

Wire: elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input,
elevenlabs.io/docs/developers/resources/error-messages.
"""

import asyncio
import base64
import binascii
import json
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlencode

import httpx
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.types import (
    AudioOutputMulti,
    CloseContext,
    CloseSocket,
    FlushContext,
    InitializeConnectionMulti,
    KeepContextAlive,
)
from pydantic import BaseModel, ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, WebSocketException

from providers import tls
from providers.speech import Mouth, Reason, Sound, SpeechUnavailable
from settings import settings

log = logging.getLogger(__name__)

NAME: Final = "elevenlabs"
FORMAT: Final = "pcm_16000"
PER_MS: Final = 32
"""Bytes of PCM16 at 16 kHz."""
IDLE_S: Final = 20
"""How long a connection may be without a message; the keep-alive comes well before."""
WAITS_S: Final[Mapping[Reason, Sequence[float]]] = {"rate": (0.5,) * 6, "away": (0.25, 0.5, 1.0)}
"""Waits before a whole text is asked for again. Where too many of ours are speaking one of them will soon be done; a busy
house is asked less and less often. A caller is not kept waiting so."""
HANG_UP_S: Final = 1.0
WITHOUT_SOCKET: Final = re.compile(r"eleven_v[34]")
"""Models that are spoken over HTTP alone."""
WITHOUT_LANGUAGE: Final = re.compile(r"multilingual|_v2$|monolingual")
"""Models that guess the language and take no word for it."""
VOICE_ID: Final = re.compile(r"[A-Za-z0-9]{20}")
"""What a voice of ElevenLabs's looks like; another vendor's name for one means nothing here."""

_REASONS: Final[Mapping[str, Reason]] = {
    "quota_exceeded": "quota",
    "invalid_api_key": "key",
    "missing_api_key": "key",
    "needs_authorization": "key",
    "unauthorized": "key",
    "missing_permissions": "key",
    "too_many_concurrent_requests": "rate",
    "concurrent_limit_exceeded": "rate",
    "rate_limit_exceeded": "rate",
    "system_busy": "away",
    "internal_server_error": "away",
    "input_timeout_exceeded": "away",
    "invalid_input_message": "protocol",
    "invalid_message_type": "protocol",
}
"""What the trouble is called, over the WebSocket and over HTTP; what is not here is refused for good."""
_BY_STATUS: Final[Mapping[int, Reason]] = {401: "key", 402: "quota", 408: "away", 429: "rate"}


@dataclass(frozen=True, slots=True)
class ElevenLabs:
    """An account of ElevenLabs's. `voice` speaks where an agent's own is none of theirs."""

    key: str
    url: str = "https://api.elevenlabs.io"
    model: str = "eleven_flash_v2_5"
    voice: str = "21m00Tcm4TlvDq8ikWAM"
    keep_alive_s: float = 8.0
    """How often a silent connection is kept from being hung up."""
    first_s: float = 3.0
    """How long a clause may take to its first sound."""
    stall_s: float = 1.5
    """How long its sound may pause."""
    end_s: float = 0.4
    """How long the end of a reply is waited for, once all its words have sounded."""
    name: ClassVar[str] = NAME

    async def mouth(self, *, language: str, voice: str) -> Mouth:
        """A connection that speaks; over HTTP where the WebSocket is refused. Raises SpeechUnavailable."""
        self._check()
        if WITHOUT_SOCKET.match(self.model):
            return _OverHttp(self, language, self._voice(voice))
        live = _Live(self, language, self._voice(voice))
        try:
            await live.open()
        except InvalidHandshake as refused:
            log.warning("no websocket, speaking over http", extra={"vendor": NAME, "detail": str(refused)})
            return _OverHttp(self, language, self._voice(voice))
        return live

    async def synthesize(self, text: str, *, language: str, voice: str) -> bytes:
        """A whole text as PCM16 of 16 kHz, asked for again while the house is full or busy. Raises SpeechUnavailable."""
        waits = {reason: iter(waits_s) for reason, waits_s in WAITS_S.items()}
        while True:
            try:
                pieces = [
                    piece
                    async for piece in self._client().text_to_speech.stream(
                        self._voice(voice), text=text, output_format=FORMAT, **self._wishes(language)
                    )
                ]
                sound = b"".join(pieces)
                return sound[: len(sound) & ~1]
            except Exception as error:
                trouble = _unavailable(error)
                if (wait_s := next(waits.get(trouble.reason, iter(())), None)) is None:
                    raise trouble from error
                await asyncio.sleep(wait_s)

    def _check(self) -> None:
        if not self.key:
            raise SpeechUnavailable(NAME, "key", "ELEVENLABS_API_KEY is empty")

    def _client(self) -> AsyncElevenLabs:
        self._check()
        return _client(self.key, self.url.rstrip("/"))

    def _voice(self, wished: str) -> str:
        return wished if VOICE_ID.fullmatch(wished) else self.voice

    def _wishes(self, language: str) -> dict[str, Any]:
        """What model and language are asked for, on either wire."""
        told = {} if WITHOUT_LANGUAGE.search(self.model) else {"language_code": language}
        return {"model_id": self.model, **told}


def vendor() -> ElevenLabs:
    """The account that the settings name."""
    knobs = settings()
    key = knobs.elevenlabs_api_key.get_secret_value()
    return ElevenLabs(key, knobs.elevenlabs_url, knobs.elevenlabs_model, knobs.elevenlabs_voice)


@lru_cache(maxsize=32)
def _client(key: str, url: str) -> AsyncElevenLabs:
    return AsyncElevenLabs(api_key=key, base_url=url, timeout=20)


def _unavailable(error: Exception) -> SpeechUnavailable:
    """A client's trouble as ours; what is no vendor's doing is raised again as it is."""
    match error:
        case SpeechUnavailable():
            return error
        case ApiError():
            return _told(error.body, error.status_code or 0)
        case InvalidStatus():
            return _told(_json(error.response.body or b""), error.response.status_code)
        case ConnectionClosed():
            code, why = (error.rcvd.code, error.rcvd.reason) if error.rcvd else (1006, "")
            reason: Reason = next((reason for called, reason in _REASONS.items() if called in why), "away")
            return SpeechUnavailable(NAME, reason, f"closed with {code} {why}".rstrip())
        case TimeoutError() | OSError() | EOFError() | WebSocketException() | httpx.TransportError():
            return SpeechUnavailable(NAME, "away", type(error).__name__)
    raise error


def _told(body: Any, status: int = 0) -> SpeechUnavailable:
    """Trouble that ElevenLabs has a name for: `{"detail": {"status"}}` over HTTP, `{"error"}` over the WebSocket."""
    called = _called(body)
    usual = _BY_STATUS.get(status) or ("away" if status >= 500 else "refused")
    return SpeechUnavailable(NAME, _REASONS.get(called, usual), f"HTTP {status} {called}".strip() if status else called)


def _called(body: Any) -> str:
    detail = body.get("detail", body) if isinstance(body, dict) else None
    return str(detail.get("error") or detail.get("status") or "") if isinstance(detail, dict) else ""


def _json(text: str | bytes | bytearray) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


# --- where the sound of a reply is in its text ------------------------------------------------------------------------


class _Track:
    """How far the sound of a reply has come, in its text.

    Only characters that are no blanks count, since vendor and house set blanks differently. A mark stands at the end of
    each word.
    """

    def __init__(self) -> None:
        self._text = ""
        self._ends: list[int] = []
        """The end of each character that counts."""
        self._aligned = 0
        self._bytes = 0
        self._half = b""
        self._spoken_ms = self._begun_ms = 0

    def add(self, clause: str) -> None:
        """This is to be said next."""
        begin = len(self._text)
        self._ends += [begin + n + 1 for n, character in enumerate(clause) if not character.isspace()]
        self._text += clause
        self._begun_ms = self._bytes // PER_MS

    @property
    def whole(self) -> bool:
        """Whether all of it has sounded, as far as the vendor tells."""
        return self._aligned >= len(self._ends)

    @property
    def told(self) -> bool:
        """Whether the vendor tells at all."""
        return self._aligned > 0

    def sound(self, audio: bytes, characters: Sequence[str], spans_ms: Sequence[tuple[float, float]]) -> Sound:
        """A piece of sound, and when each of its characters begins and ends.

        Counted from the beginning of the piece, of the clause or of the reply, whichever fits.
        """
        audio = self._half + audio
        self._half = audio[len(audio) & ~1 :]
        pcm = audio[: len(audio) & ~1]
        so_far = self._bytes // PER_MS
        self._bytes += len(pcm)
        begins_ms = spans_ms[0][0] if spans_ms else 0
        offset = min((so_far, self._begun_ms, 0), key=lambda origin: abs(origin + begins_ms - so_far))
        first, marks = self._aligned, list[tuple[int, int]]()
        for character, (_, end_ms) in zip(characters, spans_ms, strict=False):
            counting = len("".join(character.split()))
            self._aligned = min(self._aligned + counting, len(self._ends))
            self._spoken_ms = max(self._spoken_ms, round(offset + end_ms))
            if counting and self._aligned and self._ends_word():
                marks.append((self._ends[self._aligned - 1], self._spoken_ms))
        begin = self._ends[first - 1] if first else 0
        end = self._ends[self._aligned - 1] if self._aligned else 0
        return Sound(pcm, self._text[begin:end], tuple(marks))

    def _ends_word(self) -> bool:
        end = self._ends[self._aligned - 1]
        return self._text[end : end + 1].isspace() or end == len(self._text)


# --- a voice, whatever the wire ---------------------------------------------------------------------------------------


class _Reply:
    """One reply on its way: what of it has come and is not said yet. None ends the reply, or the clause."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.track = _Track()
        self.news: asyncio.Queue[Sound | SpeechUnavailable | None] = asyncio.Queue()
        self.begun = self.ending = False


class _Voice(ABC):
    """What both wires have in common: clause by clause, sound until it has all come or stays away too long."""

    def __init__(self, home: ElevenLabs, language: str, voice: str) -> None:
        self._home, self._language, self._voice = home, language, voice
        self._reply: _Reply | None = None
        self._replies = 0
        self._closed = False

    async def say(self, clause: str, *, last: bool = False) -> AsyncIterator[Sound]:
        if self._closed:
            raise SpeechUnavailable(NAME, "away", "the mouth is closed")
        reply = self._reply = self._reply or self._new()
        over = False
        try:
            reply.track.add(clause)
            try:
                async with asyncio.timeout(self._home.first_s):
                    await self._send(reply, clause, last)
            except Exception as error:
                raise _unavailable(error) from error
            async for sound in self._sounds(reply, last):
                yield sound
            over = True
        finally:
            if not over:
                self._drop(reply)
            elif last and self._reply is reply:
                self._reply = None
                self._done(reply)

    async def hush(self) -> None:
        if self._reply is not None:
            self._drop(self._reply)

    async def close(self) -> None:
        self._closed = True
        await self.hush()

    async def _sounds(self, reply: _Reply, last: bool) -> AsyncIterator[Sound]:
        came = False
        while self._reply is reply and not (self._all_said(reply, last) and reply.news.empty()):
            patience = self._home.stall_s if came else self._home.first_s
            if reply.track.whole:
                patience = self._home.end_s
            try:
                async with asyncio.timeout(patience):
                    news = await reply.news.get()
            except TimeoutError:
                if reply.track.whole or (came and not reply.track.told):
                    return
                raise SpeechUnavailable(NAME, "away", "the sound stopped" if came else "no sound came") from None
            if news is None:
                return
            if isinstance(news, SpeechUnavailable):
                if reply.track.whole:
                    return  # nothing was left to say
                raise news
            came = True
            if news.pcm or news.marks:
                yield news

    def _new(self) -> _Reply:
        self._replies += 1
        return _Reply(f"reply-{self._replies}")

    def _drop(self, reply: _Reply) -> None:
        """Nobody wants to hear the rest."""
        if self._reply is reply:
            self._reply = None
            reply.news.put_nowait(None)
            self._abandon(reply)

    @abstractmethod
    async def _send(self, reply: _Reply, clause: str, last: bool) -> None:
        """Ask for the sound of a clause."""

    @abstractmethod
    def _all_said(self, reply: _Reply, last: bool) -> bool:
        """Whether nothing more is to come of a clause."""

    @abstractmethod
    def _abandon(self, reply: _Reply) -> None:
        """Tell the vendor that a reply broke off."""

    @abstractmethod
    def _done(self, reply: _Reply) -> None:
        """A reply has been said."""


# --- over the WebSocket -----------------------------------------------------------------------------------------------


class _Live(_Voice):
    """A connection with one context a reply; the next one is open before it is needed."""

    def __init__(self, home: ElevenLabs, language: str, voice: str) -> None:
        super().__init__(home, language, voice)
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._trouble: SpeechUnavailable | None = None
        self._next: _Reply | None = None
        """Its context is open and waits."""
        self._outgoing: asyncio.Queue[BaseModel] = asyncio.Queue()

    async def open(self) -> None:
        """Connect. Raises SpeechUnavailable, and InvalidHandshake where no WebSocket is to be had."""
        wishes = {
            "output_format": FORMAT,
            "inactivity_timeout": IDLE_S,
            "auto_mode": "true",
            "sync_alignment": "true",
            **self._home._wishes(self._language),
        }
        base = "ws" + self._home.url.rstrip("/").removeprefix("http")
        url = f"{base}/v1/text-to-speech/{quote(self._voice)}/multi-stream-input?{urlencode(wishes)}"
        try:
            socket = await connect(
                url,
                additional_headers={"xi-api-key": self._home.key},
                compression=None,  # sound in base64 is not worth it
                **tls.wanted(url),
                max_size=2**24,
                open_timeout=self._home.first_s,
                close_timeout=HANG_UP_S,
            )
        except InvalidHandshake as refused:
            trouble = _unavailable(refused)
            if isinstance(refused, InvalidStatus) and (
                trouble.reason != "refused" or _called(_json(refused.response.body or b""))
            ):
                raise trouble from refused
            raise  # not by ElevenLabs: something on the way lets no WebSocket through
        except Exception as error:
            raise _unavailable(error) from error
        self._socket, self._trouble, self._outgoing = socket, None, asyncio.Queue()
        self._tasks = [asyncio.create_task(work) for work in (self._read(socket), self._write(socket))]
        self._next = self._prepared()

    async def close(self) -> None:
        await super().close()
        if self._socket is not None:
            socket, self._socket = self._socket, None
            for task in self._tasks:
                task.cancel()
            with suppress(Exception):
                async with asyncio.timeout(HANG_UP_S):
                    await socket.send(_text(CloseSocket(close_socket=True)))
                    await socket.close()

    def _prepared(self) -> _Reply:
        reply = super()._new()
        self._outgoing.put_nowait(InitializeConnectionMulti(context_id=reply.name))
        return reply

    def _new(self) -> _Reply:
        reply, self._next = self._next or super()._new(), None
        return reply

    async def _send(self, reply: _Reply, clause: str, last: bool) -> None:
        if self._socket is None:
            if reply.begun:
                raise self._trouble or SpeechUnavailable(NAME, "away", "the connection is gone")
            await self.open()  # it was lost while nobody spoke
            self._next, reply.name = None, self._next.name if self._next else reply.name
        reply.begun = True
        if clause.strip():
            self._outgoing.put_nowait(FlushContext(context_id=reply.name, text=f"{clause.strip()} ", flush=True))
        if last:
            self._end(reply)

    def _all_said(self, reply: _Reply, last: bool) -> bool:
        return not last and reply.track.whole  # the last clause ends when the context does

    def _abandon(self, reply: _Reply) -> None:
        if self._socket is not None:
            self._end(reply)
            self._done(reply)

    def _end(self, reply: _Reply) -> None:
        if not reply.ending:
            reply.ending = True
            self._outgoing.put_nowait(CloseContext(context_id=reply.name, close_context=True))

    def _done(self, reply: _Reply) -> None:
        if self._socket is not None and self._next is None and not self._closed:
            self._next = self._prepared()

    async def _write(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):  # which the reader tells
            while True:
                try:
                    async with asyncio.timeout(self._home.keep_alive_s):
                        message = await self._outgoing.get()
                except TimeoutError:
                    if (alive := self._reply or self._next) is None:
                        continue
                    message = KeepContextAlive(context_id=alive.name)
                await socket.send(_text(message))

    async def _read(self, socket: ClientConnection) -> None:
        trouble = None
        try:
            async for raw in socket:
                trouble = self._take(_json(raw)) or trouble
                if trouble is not None:
                    break
            trouble = trouble or SpeechUnavailable(NAME, "away", "it hung up")
        except Exception as error:
            trouble = _lost(error)
        self._lose(socket, trouble)

    def _take(self, message: Any) -> SpeechUnavailable | None:
        """One message; the trouble that it tells."""
        if not isinstance(message, dict):
            return None
        if message.get("error"):
            return _told(message)
        reply = self._reply
        if reply is None or message.get("contextId") != reply.name:
            return None  # of a reply that broke off
        if message.get("audio"):
            try:
                audio = base64.b64decode(message["audio"], validate=True)
            except (TypeError, binascii.Error):
                log.warning("sound that is none", extra={"vendor": NAME})
                return None
            reply.news.put_nowait(reply.track.sound(audio, *_spans(message)))
        if message.get("isFinal"):
            reply.news.put_nowait(None)
        return None

    def _lose(self, socket: ClientConnection, trouble: SpeechUnavailable) -> None:
        if self._socket is socket:
            self._socket, self._trouble, self._next = None, trouble, None
            for task in self._tasks:
                if task is not asyncio.current_task():
                    task.cancel()
            if self._reply is not None and self._reply.begun:
                self._reply.news.put_nowait(trouble)
            closing = asyncio.create_task(socket.close())
            _closing.add(closing)
            closing.add_done_callback(_closing.discard)


_closing: set[asyncio.Task[None]] = set()


def _text(message: BaseModel) -> str:
    return message.model_dump_json(exclude_none=True)


def _spans(message: dict[str, Any]) -> tuple[Sequence[str], Sequence[tuple[float, float]]]:
    """The characters of a piece, and from when to when each of them sounds; nothing where that is not told."""
    try:
        told = AudioOutputMulti.model_validate(message).alignment
    except ValidationError:
        told = None
    if told is None or not told.chars:
        return (), ()
    begins, lasts = told.char_start_times_ms or (), told.char_durations_ms or ()
    return told.chars, [(begin, begin + length) for begin, length in zip(begins, lasts, strict=False)]


def _lost(error: Exception) -> SpeechUnavailable:
    try:
        return _unavailable(error)
    except Exception:
        log.exception("reading elevenlabs failed")
        return SpeechUnavailable(NAME, "protocol", type(error).__name__)


# --- over HTTP --------------------------------------------------------------------------------------------------------


class _OverHttp(_Voice):
    """A request a clause; it is told what was said before, so that the clauses sound like one reply."""

    def __init__(self, home: ElevenLabs, language: str, voice: str) -> None:
        super().__init__(home, language, voice)
        self._said = ""
        self._request: asyncio.Task[None] | None = None

    async def _send(self, reply: _Reply, clause: str, last: bool) -> None:
        if self._request is not None:
            self._request.cancel()
        while not reply.news.empty():
            reply.news.get_nowait()  # of a clause that was given up waiting for
        if clause.strip():
            before, self._said = self._said, self._said + clause
            self._request = asyncio.create_task(self._ask(reply, clause, before))
        else:
            reply.news.put_nowait(None)

    def _all_said(self, reply: _Reply, last: bool) -> bool:
        return False  # the end of the request tells

    def _abandon(self, reply: _Reply) -> None:
        if self._request is not None:
            self._request.cancel()
        self._said = ""

    def _done(self, reply: _Reply) -> None:
        self._said = ""

    async def _ask(self, reply: _Reply, clause: str, before: str) -> None:
        wishes = self._home._wishes(self._language) | ({"previous_text": before} if before.strip() else {})
        try:
            async for piece in self._home._client().text_to_speech.stream_with_timestamps(
                self._voice, text=clause.strip(), output_format=FORMAT, **wishes
            ):
                told = piece.alignment
                spans = [
                    (begin * 1000, end * 1000)
                    for begin, end in zip(
                        told.character_start_times_seconds if told else (),
                        told.character_end_times_seconds if told else (),
                        strict=False,
                    )
                ]
                audio = base64.b64decode(piece.audio_base_64 or "", validate=True)
                reply.news.put_nowait(reply.track.sound(audio, told.characters if told else (), spans))
            reply.news.put_nowait(None)
        except (AttributeError, TypeError, binascii.Error) as wrong:
            reply.news.put_nowait(SpeechUnavailable(NAME, "protocol", type(wrong).__name__))
        except Exception as error:
            reply.news.put_nowait(_lost(error))
