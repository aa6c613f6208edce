"""A call over a plain WebSocket: a browser, a kiosk, a file of sound. What goes over the wire is in docs/voice.md.

Sound comes as binary frames (PCM16 of the rate that was declared) or as `audio_chunk` with base64 of the same or of a
WAV file, whose header is believed, also for sound without one that follows it. What goes out are binary frames of PCM16 at 16 kHz, or `audio_response` where the
caller wants JSON alone. A line that sends nothing is silent, and its time goes by all the same.
"""

import asyncio
import binascii
import logging
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypedDict

import orjson

from prompts.phrases import phrase
from voice.audio import FRAME, RATE, RATES, Framer, NotSound, Resampler, from_wav
from voice.incoming import Incoming
from voice.session import Key, Played

log = logging.getLogger(__name__)

LONGEST = 1_000_000
"""Bytes of one message."""
UNREAD_S = 5.0
"""A far end that does not take what it is sent for so long does not read any more."""
JUDGED_S = 4.0
"""How long sound has to come before its rate is judged by the clock."""
MOST_WRONG = 100
"""Messages of one call that may be of no use; then it is over."""
TOO_FAST = 1.4
"""Sound that comes so many times as fast as it should is not at the rate that was declared."""


class Refused(Exception):
    """A message that cannot be used: the event to tell, and the code to close with where the call cannot go on."""

    def __init__(self, field: str, message: str, *, code: int | None = None) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message, self.code = field, message, code


class Hello(TypedDict):
    """What a caller hears first, as a session takes it: whose AI is speaking, and what it offers."""

    disclosure: str
    greeting: str


def hello(language: str, house: str) -> Hello:
    """The greeting of a house's agent."""
    return Hello(
        disclosure=phrase("disclosure", language, {"house": house}), greeting=phrase("how_can_i_help", language)
    )


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


def opened(message: Mapping[str, Any], rate: int = RATE) -> Init:
    """The first message of a socket; `rate` is taken where it names none. Raises Refused."""
    said = read(message, code=4400)
    if said.get("event") != "init":
        raise Refused("event", 'must be "init" in the first message.', code=4400)
    return begun(said, rate)


def begun(said: Mapping[str, Any], rate: int = RATE) -> Init:
    """Who calls whom and how, of the fields of a first message. Raises Refused."""
    for name in ("agent_id", "tenant_id", "conversation_id", "language", "api_key", "caller_id"):
        if not isinstance(said.get(name, ""), str | None) or len(said.get(name) or "") > 200:
            raise Refused(name, "must be text of at most 200 characters.", code=4400)
    if not said.get("agent_id"):
        raise Refused("agent_id", "is missing: say whose agent is called.", code=4400)
    if said.get("language") not in (None, "", "en", "de"):
        raise Refused("language", 'must be "en" or "de".', code=4400)
    rate = said.get("sample_rate", rate)
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


def read(message: Mapping[str, Any], *, code: int | None = None, longest: int = LONGEST) -> dict[str, Any]:
    """The JSON object of a text message. Raises Refused, with `code` where the call cannot go on."""
    text = message.get("text")
    if text is None:
        raise Refused("event", "must come as JSON in a text message.", code=code)
    if len(text) > longest:
        raise Refused("event", f"is longer than {longest} characters; send sound in smaller pieces.", code=code)
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
        self._in = Incoming()
        self._frames = Framer(FRAME)
        self._odd = b""
        self._rate = init.sample_rate
        self._resampler = Resampler(self._rate, RATE)
        self._since: float | None = None
        self._came_s = 0.0
        self._judged = False

    # --- what comes -----------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take what the far end sends until it is gone, or has sent too much that is of no use."""
        wrongs = 0
        try:
            while (message := await self.socket.receive())["type"] != "websocket.disconnect":
                try:
                    if message.get("bytes") is not None:
                        self._sound(message["bytes"], self._rate)
                    elif not self._told(read(message)):
                        return
                except Refused as wrong:
                    await self.tell("error", {"field": wrong.field, "message": wrong.message})
                    wrongs += 1
                    if wrongs >= MOST_WRONG:
                        told = f"{wrongs} messages could not be used; the call is over."
                        await self.tell("error", {"field": "event", "message": told})
                        return
        except TimeoutError:
            log.info("far end does not read")
        finally:
            self._in.end()

    def _told(self, said: dict[str, Any]) -> bool:
        """Take a message that is JSON; False when the call is over with it."""
        event = said.get("event")
        if event == "audio_chunk":
            self._chunk(said.get("data"))
        elif event == "played":
            self._in.put(Played(str(said.get("mark", ""))))
        elif event == "key":
            sign = said.get("key")
            if not isinstance(sign, str) or sign not in set("0123456789*#"):
                raise Refused("key", "must be one of 0 to 9, * and #.")
            self._in.put(Key(sign))
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
            return self._sound(content, self._rate)
        try:
            wav = from_wav(content)
            return self._sound(wav.pcm, wav.rate)
        except NotSound as wrong:
            raise Refused("data", str(wrong)) from None

    def _sound(self, pcm: bytes, rate: int) -> None:
        """Sound as it came: an odd byte waits for its other half."""
        if len(pcm) > LONGEST:
            raise Refused("data", f"is longer than {LONGEST} bytes; send it in smaller pieces.")
        if self._in.full:
            raise Refused("data", "comes faster than it sounds; a minute of it waits already, and this was dropped.")
        if rate != self._rate:
            self._rate, self._resampler, self._odd = rate, Resampler(rate, RATE), b""
        pcm = self._odd + pcm
        whole = len(pcm) - len(pcm) % 2
        self._odd = pcm[whole:]
        self._came_s += whole / 2 / rate
        for frame in self._frames.feed(self._resampler.feed(pcm[:whole])):
            self._in.put(frame)
        self._judge()

    def _judge(self) -> None:
        """Say once that sound comes faster than its rate allows: its pitch is wrong then, and nothing is understood."""
        now = asyncio.get_running_loop().time()
        self._since = now if self._since is None else self._since
        lasted_s = now - self._since
        if self._judged or lasted_s < JUDGED_S:
            return
        self._judged = True
        if self._came_s > TOO_FAST * lasted_s:
            told = f"is {self._rate}, but the sound comes {self._came_s / lasted_s:.1f} times as fast. Send its true rate in init."
            raise Refused("sample_rate", told)

    def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        """What comes, with silence where nothing does."""
        return self._in.arrives()

    # --- what goes ------------------------------------------------------------------------------------------------------

    async def play(self, pcm: bytes) -> None:
        """Sound to be heard after what was sent before."""
        if self.init.encoding == "binary":
            async with asyncio.timeout(UNREAD_S):
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
        async with asyncio.timeout(UNREAD_S):
            await self.socket.send_text(orjson.dumps({"event": named, **data}).decode())
