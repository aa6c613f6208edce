"""Sound as numbers: PCM16, µ-law, other sampling rates, frames of 20 ms and WAV files. Pure: nothing here waits.

Inside the house sound is PCM16, little-endian, mono, 16,000 samples a second, as `bytes` of an even length.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
import soxr

RATE = 16_000
"""Samples a second, inside the house."""
FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000 * 2
"""Bytes of a frame."""
RATES = range(8_000, 48_001)
"""Sampling rates that may come in from outside."""


class NotSound(ValueError):
    """Bytes that are not the sound they were said to be. The message is one sentence for whoever sent them."""


# --- µ-law (ITU-T G.711), as telephones speak it ----------------------------------------------------------------------


def _decoding() -> "numpy.ndarray":
    code = ~numpy.arange(256, dtype=numpy.uint8)
    magnitude = (((code & 0x0F).astype(numpy.int32) << 3) + 0x84) << ((code & 0x70) >> 4)
    return numpy.where(code & 0x80, 0x84 - magnitude, magnitude - 0x84).astype("<i2")


_DECODED = _decoding()


def _encoding() -> "numpy.ndarray":
    """The code of every 16-bit sample, by its value as an unsigned number."""
    sample = numpy.arange(65536, dtype=numpy.uint16).view(numpy.int16).astype(numpy.int32)
    magnitude = numpy.minimum(numpy.abs(sample), 32635) + 0x84
    exponent = numpy.floor(numpy.log2(magnitude)).astype(numpy.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return (~(numpy.where(sample < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF).astype(numpy.uint8)


_ENCODED = _encoding()


def from_mulaw(codes: bytes) -> bytes:
    """µ-law as PCM16 of the same rate: two bytes for each one."""
    return _DECODED[numpy.frombuffer(codes, numpy.uint8)].tobytes()


def to_mulaw(pcm: bytes) -> bytes:
    """PCM16 as µ-law of the same rate: one byte for each two. Raises NotSound where half a sample is left over."""
    return _ENCODED[_samples(pcm).view(numpy.uint16)].tobytes()


def _samples(pcm: bytes) -> "numpy.ndarray":
    if len(pcm) % 2:
        raise NotSound(f"{len(pcm)} bytes are no whole number of 16-bit samples.")
    return numpy.frombuffer(pcm, "<i2")


# --- sampling rates ---------------------------------------------------------------------------------------------------


class Resampler:
    """A stream of PCM16 at one rate, turned into another piece by piece; cut anywhere, the sound is the same."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        if from_rate not in RATES or to_rate not in RATES:
            raise NotSound(f"A sampling rate lies between {RATES[0]} and {RATES[-1]}, not {from_rate} to {to_rate}.")
        self._stream = None if from_rate == to_rate else soxr.ResampleStream(from_rate, to_rate, 1, dtype="int16")

    def feed(self, pcm: bytes, *, last: bool = False) -> bytes:
        """What can be told of the sound so far; with `last` also what the filter still holds."""
        if self._stream is None:
            _samples(pcm)
            return pcm
        return self._stream.resample_chunk(_samples(pcm), last=last).astype("<i2").tobytes()


def resampled(pcm: bytes, from_rate: int, to_rate: int = RATE) -> bytes:
    """A whole sound at another rate."""
    return Resampler(from_rate, to_rate).feed(pcm, last=True)


# --- frames -----------------------------------------------------------------------------------------------------------


class Framer:
    """Bytes as they come, out as frames of one length. An odd byte waits for its other half."""

    def __init__(self, size: int = FRAME) -> None:
        self.size = size
        self._rest = b""

    def feed(self, pcm: bytes) -> Iterator[bytes]:
        """The frames that are whole now. Take them all: what is not taken is lost."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % self.size
        self._rest = pcm[whole:]
        for start in range(0, whole, self.size):
            yield pcm[start : start + self.size]

    def rest(self) -> bytes:
        """What is left, filled up with silence to a frame; nothing where nothing is left."""
        rest, self._rest = self._rest, b""
        return rest.ljust(self.size, b"\0") if rest else b""


def lasts_ms(pcm: bytes, rate: int = RATE) -> int:
    """How long PCM16 sounds, in milliseconds."""
    return len(pcm) // 2 * 1000 // rate


def silence(ms: int, rate: int = RATE) -> bytes:
    """PCM16 without a sound."""
    return b"\0\0" * (rate * ms // 1000)


# --- WAV files --------------------------------------------------------------------------------------------------------

_PCM, _FLOAT, _MULAW, _EXTENSIBLE = 1, 3, 7, 0xFFFE


@dataclass(frozen=True)
class Wav:
    """What a WAV file says of its sound, and the sound: PCM16, mono, at its own rate."""

    rate: int
    pcm: bytes
    channels: int
    """As they were in the file; they are mixed into one."""


def from_wav(content: bytes) -> Wav:
    """Read a WAV file: PCM of 8 to 32 bits, floats or µ-law, any number of channels.

    A recording that was cut short, or streamed with its length unknown, is read as far as it goes. Raises NotSound.
    """
    if len(content) < 12 or content[:4] not in (b"RIFF", b"RF64") or content[8:12] != b"WAVE":
        raise NotSound("This is not a WAV file: it does not begin with RIFF and WAVE.")
    kind = channels = rate = bits = 0
    at = 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        body = at + 8
        if name == b"fmt " and len(content) >= body + 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", content, body)
            if kind == _EXTENSIBLE and size >= 26 and len(content) >= body + 26:
                kind = struct.unpack_from("<H", content, body + 24)[0]
        elif name == b"data":
            if not rate:
                raise NotSound("The WAV file's sound comes before its format.")
            return Wav(rate, _mono(content[body : body + size], kind, bits, channels), channels)
        at = body + size + size % 2
    raise NotSound("The WAV file has no sound in it.")


def _mono(sound: bytes, kind: int, bits: int, channels: int) -> bytes:
    if not 1 <= channels <= 8:
        raise NotSound(f"The WAV file has {channels} channels; 1 to 8 can be read.")
    read = _WIDTHS.get((kind, bits))
    if read is None:
        raise NotSound(
            f"The WAV file's encoding ({kind}, {bits} bits) is none that can be read; save it as 16-bit PCM."
        )
    step = bits // 8 * channels
    samples = read(sound[: len(sound) - len(sound) % step]).reshape(-1, channels)
    mixed = samples[:, 0] if channels == 1 else samples.mean(axis=1)
    return numpy.clip(numpy.rint(numpy.nan_to_num(mixed)), -32768, 32767).astype("<i2").tobytes()


def _of_24_bits(sound: bytes) -> "numpy.ndarray":
    three = numpy.frombuffer(sound, numpy.uint8).reshape(-1, 3)
    return numpy.pad(three, ((0, 0), (1, 0))).copy().view("<i4").ravel() / 65536.0


_WIDTHS = {
    (_PCM, 8): lambda sound: (numpy.frombuffer(sound, numpy.uint8).astype(numpy.float64) - 128) * 256,
    (_PCM, 16): lambda sound: numpy.frombuffer(sound, "<i2").astype(numpy.float64),
    (_PCM, 24): _of_24_bits,
    (_PCM, 32): lambda sound: numpy.frombuffer(sound, "<i4") / 65536.0,
    (_FLOAT, 32): lambda sound: numpy.frombuffer(sound, "<f4").astype(numpy.float64) * 32767,
    (_FLOAT, 64): lambda sound: numpy.frombuffer(sound, "<f8") * 32767,
    (_MULAW, 8): lambda sound: _DECODED[numpy.frombuffer(sound, numpy.uint8)].astype(numpy.float64),
}


def to_wav(pcm: bytes, rate: int = RATE) -> bytes:
    """PCM16 as a WAV file."""
    _samples(pcm)
    return (
        struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(pcm), b"WAVE", b"fmt ", 16, _PCM, 1, rate, rate * 2, 2, 16)
        + struct.pack("<4sI", b"data", len(pcm))
        + pcm
    )
