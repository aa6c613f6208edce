"""A call over a plain WebSocket: a browser, a kiosk, a file of sound. What goes over the wire is in docs/voice.md.

Sound comes as binary frames (PCM16 of the rate that was declared) or as `audio_chunk` with base64 of the same or of a
WAV file, whose header is believed. What goes out are binary frames of PCM16 at 16 kHz, or `audio_response` where the
caller wants JSON alone. A line that sends nothing is silent, and its time goes by all the same.
"""

import asyncio
import binascii
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import orjson

from prompts.phrases import phrase
from voice.audio import FRAME, FRAME_MS, RATE, RATES, Framer, NotSound, Resampler, from_wav
from voice.session import Key, Played

LONGEST = 1_000_000
"""Bytes of one message."""
BACKLOG_MS = 60_000
"""Sound that may wait to be heard; who sends more, and faster than it sounds, is told."""
GRACE_S = 0.1
"""How late sound may be before the line counts as silent."""
_FRAME_S = FRAME_MS / 1000


class Refused(Exception):
    """A message that cannot be used: the event to tell, and the code to close with where the call cannot go on."""

    def __init__(self, field: str, message: str, *, code: int | None = None) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message, self.code = field, message, code


def hello(language: str) -> str:
    """What a caller hears first; who is speaking is said with the first reply."""
    return phrase("greeting", language)


class Socket(Protocol):
    """What is needed of a WebSocket that was accepted."""

    async def receive(self) -> MutableMapping[str, Any]:
        """The next message, as ASGI has it."""

    async def send_text(self, data: str) -> None: ...

    async def send_bytes(self, data: bytes) -> None: ...


@dataclass(frozen=True)
class Init:
    """What a caller says first."""

    agent_id: str
    tenant_id: str = ""
    conversation_id: str = ""
    language: str = ""
    api_key: str = ""
    caller_id: str | None = None
    sample_rate: int = RATE
    encoding: Literal["binary", "json"] = "json"
    """How sound goes out."""


def opened(message: Mapping[str, Any]) -> Init:
    """The first message of a socket. Raises Refused."""
    said = _json(message, code=4400)
    if said.get("event") != "init":
        raise Refused("event", 'must be "init" in the first message.', code=4400)
    for name in ("agent_id", "tenant_id", "conversation_id", "language", "api_key", "caller_id"):
        if not isinstance(said.get(name, ""), str | None) or len(said.get(name) or "") > 200:
            raise Refused(name, "must be text of at most 200 characters.", code=4400)
    if not said.get("agent_id"):
        raise Refused("agent_id", "is missing: say whose agent is called.", code=4400)
    if said.get("language") not in (None, "", "en", "de"):
        raise Refused("language", 'must be "en" or "de".', code=4400)
    rate = said.get("sample_rate", RATE)
    if not isinstance(rate, int) or rate not in RATES:
        raise Refused("sample_rate", f"must be a whole number from {RATES[0]} to {RATES[-1]}.", code=4400)
    encoding = said.get("encoding", "json")
    if encoding not in ("binary", "json"):
        raise Refused("encoding", 'must be "binary" or "json".', code=4400)
    return Init(
        agent_id=said["agent_id"],
        tenant_id=said.get("tenant_id") or "",
        conversation_id=said.get("conversation_id") or "",
        language=said.get("language") or "",
        api_key=said.get("api_key") or "",
        caller_id=said.get("caller_id"),
        sample_rate=rate,
        encoding=encoding,
    )


def _json(message: Mapping[str, Any], *, code: int | None = None) -> dict[str, Any]:
    text = message.get("text")
    if text is None:
        raise Refused("event", "must come as JSON in a text message.", code=code)
    if len(text) > LONGEST:
        raise Refused("event", f"is longer than {LONGEST} characters; send sound in smaller pieces.", code=code)
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused("event", "is not JSON.", code=code) from None
    if not isinstance(said, dict):
        raise Refused("event", "must be a JSON object.", code=code)
    return said


class BrowserLine:
    """The line of a caller behind a WebSocket (see voice/session.py, `Line`). `listen` has to run beside the session."""

    def __init__(self, socket: Socket, init: Init) -> None:
        self.socket, self.init = socket, init
        self._in: asyncio.Queue[bytes | Played | Key | None] = asyncio.Queue()
        self._frames = Framer(FRAME)
        self._odd = b""
        self._rate = init.sample_rate
        self._resampler = Resampler(self._rate, RATE)

    # --- what comes -----------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take what the far end sends until it is gone."""
        try:
            while (message := await self.socket.receive())["type"] != "websocket.disconnect":
                try:
                    if message.get("bytes") is not None:
                        self._sound(message["bytes"], self.init.sample_rate)
                    elif not self._told(_json(message)):
                        return
                except Refused as wrong:
                    await self.tell("error", {"field": wrong.field, "message": wrong.message})
        finally:
            self._in.put_nowait(None)

    def _told(self, said: dict[str, Any]) -> bool:
        """Take a message that is JSON; False when the call is over with it."""
        event = said.get("event")
        if event == "audio_chunk":
            self._chunk(said.get("data"))
        elif event == "played":
            self._in.put_nowait(Played(str(said.get("mark", ""))))
        elif event == "key":
            sign = said.get("key")
            if not isinstance(sign, str) or sign not in set("0123456789*#"):
                raise Refused("key", "must be one of 0 to 9, * and #.")
            self._in.put_nowait(Key(sign))
        elif event == "stop":
            return False
        elif event == "init":
            raise Refused("event", '"init" was said already; a call is begun once.')
        else:
            raise Refused("event", 'must be "audio_chunk", "played", "key" or "stop".')
        return True

    def _chunk(self, data: Any) -> None:
        if not isinstance(data, str):
            raise Refused("data", "must be base64 of a WAV file or of PCM16.")
        try:
            content = b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise Refused("data", "is not base64.") from None
        if content[:4] not in (b"RIFF", b"RF64"):
            return self._sound(content, self.init.sample_rate)
        try:
            wav = from_wav(content)
            return self._sound(wav.pcm, wav.rate)
        except NotSound as wrong:
            raise Refused("data", str(wrong)) from None

    def _sound(self, pcm: bytes, rate: int) -> None:
        """Sound as it came: an odd byte waits for its other half."""
        if len(pcm) > LONGEST:
            raise Refused("data", f"is longer than {LONGEST} bytes; send it in smaller pieces.")
        if self._in.qsize() * FRAME_MS > BACKLOG_MS:
            raise Refused("data", "comes faster than it sounds; a minute of it waits already, and this was dropped.")
        if rate != self._rate:
            self._rate, self._resampler, self._odd = rate, Resampler(rate, RATE), b""
        pcm = self._odd + pcm
        whole = len(pcm) - len(pcm) % 2
        self._odd = pcm[whole:]
        for frame in self._frames.feed(self._resampler.feed(pcm[:whole])):
            self._in.put_nowait(frame)

    async def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        """What comes, with silence where nothing does."""
        clock = asyncio.get_running_loop().time
        due = clock() + _FRAME_S
        while True:
            try:
                arrived = await asyncio.wait_for(self._in.get(), max(0.0, due + GRACE_S - clock()))
            except TimeoutError:
                due += _FRAME_S
                yield bytes(FRAME)
                continue
            if arrived is None:
                return
            if isinstance(arrived, bytes):
                due = clock() + _FRAME_S
            yield arrived

    # --- what goes ------------------------------------------------------------------------------------------------------

    async def play(self, pcm: bytes) -> None:
        """Sound to be heard after what was sent before."""
        if self.init.encoding == "binary":
            await self.socket.send_bytes(pcm)
        else:
            await self.tell("audio_response", {"data": b64encode(pcm).decode()})

    async def mark(self, name: str) -> None:
        """To be sent back as `played` once everything before it has sounded."""
        await self.tell("mark", {"mark": name})

    async def clear(self) -> None:
        """Throw away what has not sounded yet."""
        await self.tell("clear", {})

    async def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Anything else, as it is; words that are being recognised are a `transcript_partial`."""
        named = "transcript_partial" if kind == "hearing" else kind
        await self.socket.send_text(orjson.dumps({"event": named, **data}).decode())
