"""A call over the telephone: Twilio Media Streams, 8 kHz µ-law in base64, 20 ms a message.

Wire: twilio.com/docs/voice/media-streams/websocket-messages. What cannot be used is dropped and counted, since nobody
at the other end could mend it. A `clear` lets Twilio name back, as if they had sounded, the marks of what it throws
away; so every mark goes out under a name that is used once, and those from before a `clear` count for nothing.
"""

import asyncio
import binascii
import logging
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy
import orjson

from voice.audio import Framer, from_mulaw, to_mulaw
from voice.browser import UNREAD_S, Refused, Socket
from voice.incoming import Incoming
from voice.session import Key, Played

LONGEST = 64_000
"""Characters of one message: some seconds of sound."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Start:
    """What Twilio says of a stream when it begins."""

    stream_sid: str
    call_sid: str
    parameters: Mapping[str, str]


def started(message: Mapping[str, Any]) -> Start | None:
    """The stream that a message begins; None for any other message. Raises Refused for a beginning that is none."""
    said = _json(message)
    if said is None or said.get("event") != "start":
        return None
    start = said.get("start")
    if not isinstance(start, dict):
        raise Refused("start", "must be an object.", code=4400)
    for name in ("streamSid", "callSid"):
        if not isinstance(start.get(name), str) or not start[name]:
            raise Refused(f"start.{name}", "is missing.", code=4400)
    sound = start.get("mediaFormat")
    if sound != {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}:
        raise Refused("start.mediaFormat", "must be audio/x-mulaw at 8000 Hz, one channel.", code=4400)
    parameters = start.get("customParameters", {})
    if not isinstance(parameters, dict):
        raise Refused("start.customParameters", "must be an object.", code=4400)
    told = {name: value for name, value in parameters.items() if isinstance(value, str)}
    return Start(start["streamSid"], start["callSid"], told)


def _json(message: Mapping[str, Any]) -> dict[str, Any] | None:
    """A message's object, or None where it has none."""
    text = message.get("text")
    if text is None or len(text) > LONGEST:
        return None
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return said if isinstance(said, dict) else None


class PhoneLine:
    """The line of a caller on the telephone (see voice/session.py, `Line`). `listen` has to run beside the session."""

    def __init__(self, socket: Socket, start: Start) -> None:
        self.socket, self.start = socket, start
        self.dropped: Counter[str] = Counter()
        """What could not be used, by its kind."""
        self._in = Incoming()
        self._frames = Framer()
        self._up, self._down = Doubler(), Halver()
        self._chunk = 0
        self._marks: dict[str, str] = {}  # as it went out → as the session named it
        self._named = 0

    # --- what comes -----------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take what Twilio sends until the call is over."""
        try:
            while (message := await self.socket.receive())["type"] != "websocket.disconnect":
                said = _json(message)
                event = str(said.get("event")) if said else "no JSON"
                if event == "stop":
                    return
                if said is None or not self._told(event, said):
                    self._drop(event)
        finally:
            self._in.end()
            if self.dropped:
                log.info(
                    "telephone messages dropped", extra={"call": self.start.call_sid, "dropped": dict(self.dropped)}
                )

    def _drop(self, event: str) -> None:
        kind = event if event in ("media", "mark", "dtmf", "start", "no JSON") else "other"
        if not self.dropped[kind]:
            log.warning("telephone message dropped", extra={"call": self.start.call_sid, "kind": kind})
        self.dropped[kind] += 1

    def _told(self, event: str, said: dict[str, Any]) -> bool:
        """Take a message; False where it cannot be used."""
        what = said.get(event)
        if said.get("streamSid") != self.start.stream_sid or not isinstance(what, dict):
            return event == "connected"
        match event:
            case "media":
                return self._sound(what)
            case "mark":
                name = self._marks.pop(str(what.get("name")), None)
                if name is not None:
                    self._in.put(Played(name))
                return True
            case "dtmf":
                sign = what.get("digit")
                if not isinstance(sign, str) or sign not in set("0123456789*#"):
                    return False
                self._in.put(Key(sign))
                return True
        return False

    def _sound(self, media: dict[str, Any]) -> bool:
        """What the caller says, once and in order."""
        chunk, payload = media.get("chunk", self._chunk + 1), media.get("payload")
        if media.get("track", "inbound") != "inbound" or not isinstance(payload, str) or self._in.full:
            return False
        try:
            codes, chunk = b64decode(payload, validate=True), int(chunk)
        except (binascii.Error, ValueError, TypeError):
            return False
        if chunk <= self._chunk:
            return False
        self._chunk = chunk
        for frame in self._frames.feed(self._up.feed(from_mulaw(codes))):
            self._in.put(frame)
        return True

    def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        """What comes, with silence where nothing does."""
        return self._in.arrives()

    # --- what goes ------------------------------------------------------------------------------------------------------

    async def play(self, pcm: bytes) -> None:
        """Sound to be heard after what was sent before."""
        codes = to_mulaw(self._down.feed(pcm))
        await self._send("media", media={"payload": b64encode(codes).decode()})

    async def mark(self, name: str) -> None:
        """To be named back once everything before it has sounded."""
        self._named += 1
        self._marks[sent := str(self._named)] = name
        await self._send("mark", mark={"name": sent})

    async def clear(self) -> None:
        """Throw away what has not sounded yet."""
        self._marks.clear()
        self._down = Halver()
        await self._send("clear")

    async def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Nobody looks on at a telephone."""

    async def _send(self, event: str, **what: Any) -> None:
        message = {"event": event, "streamSid": self.start.stream_sid, **what}
        async with asyncio.timeout(UNREAD_S):
            await self.socket.send_text(orjson.dumps(message).decode())


# --- twice the samples, and half of them ---------------------------------------------------------------------------------


def _half_band(taps: int = 63) -> "numpy.ndarray":
    """A low-pass at a quarter of the sampling rate: a sinc under a Blackman window, 1 at its sum."""
    n = numpy.arange(taps) - taps // 2
    curve = numpy.sinc(n / 2) * numpy.blackman(taps)
    return (curve / curve.sum()).astype(numpy.float32)


_HALF_BAND = _half_band()


class _Filter:
    """A stream through the low-pass, 31 samples late; cut anywhere, the sound is the same.

    The resampler of voice/audio.py is better, and keeps up to 100 ms back, which a conversation notices.
    """

    def __init__(self) -> None:
        self._before = numpy.zeros(len(_HALF_BAND) - 1, numpy.float32)

    def _feed(self, samples: "numpy.ndarray") -> "numpy.ndarray":
        if not len(samples):
            return samples
        whole = numpy.concatenate([self._before, samples])
        self._before = whole[len(whole) - len(self._before) :]
        return numpy.convolve(whole, _HALF_BAND, "valid")


class Doubler(_Filter):
    """PCM16 of 8 kHz as PCM16 of 16 kHz."""

    def feed(self, pcm: bytes) -> bytes:
        """Two samples for each."""
        samples = numpy.frombuffer(pcm, "<i2")
        spread = numpy.zeros(2 * len(samples), numpy.float32)
        spread[::2] = samples
        return _pcm(2 * self._feed(spread))


class Halver(_Filter):
    """PCM16 of 16 kHz as PCM16 of 8 kHz."""

    def feed(self, pcm: bytes) -> bytes:
        """One sample for each two; an even number of them at a time."""
        return _pcm(self._feed(numpy.frombuffer(pcm, "<i2").astype(numpy.float32))[::2])


def _pcm(samples: "numpy.ndarray") -> bytes:
    return numpy.clip(numpy.rint(samples), -32768, 32767).astype("<i2").tobytes()
