"""A recording that somebody sends whole: base64 and a media type in, bytes that a vendor can hear out."""

import binascii
from base64 import b64decode
from typing import Final, NamedTuple

from providers.speech import headerless
from turns.utterance import NotUnderstood
from voice.audio import NotSound, from_wav, lasts_ms

MOST_BYTES: Final = 10_000_000
"""Of a recording: five minutes of a WAV file of 16 kHz, an hour or two of what a browser records."""
MOST_BASE64: Final = (MOST_BYTES + 2) // 3 * 4
MOST_S: Final = 600
"""How long a recording may sound, where it can be told before it is heard."""
TYPES: Final = {
    "audio/wav": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/webm": "audio/webm",
    "video/webm": "audio/webm",
    "audio/ogg": "audio/ogg",
    "audio/opus": "audio/ogg",
    "audio/mpeg": "audio/mpeg",
    "audio/mp3": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "video/mp4": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/flac": "audio/flac",
    "audio/x-flac": "audio/flac",
}
"""What a client may call a recording, and what the vendors call it; besides these sound without a header of its own."""
BARE: Final = ("audio/l16", "audio/pcm", "audio/x-mulaw", "audio/basic")


class Recording(NamedTuple):
    """Sound that a vendor may be given."""

    audio: bytes
    media_type: str


def media_type(given: str, field: str = "mime_type") -> str:
    """The vendors' name for a media type; parameters such as a codec are dropped. Raises NotUnderstood."""
    kind = given.partition(";")[0].strip().lower()
    if kind in BARE and (bare := headerless(given)) is not None and 8_000 <= bare[1] <= 48_000:
        return given.strip().lower()
    if kind not in TYPES:
        raise NotUnderstood(field, "sound_type", known=", ".join(sorted({*TYPES.values(), "audio/L16;rate=16000"})))
    return TYPES[kind]


def decoded(data: str, mime_type: str, field: str = "audio") -> Recording:
    """The recording that a message brings; `field` is where its base64 stands. Raises NotUnderstood."""
    named = media_type(mime_type)
    plain = data.partition(",")[2] if data.startswith("data:") else data  # as a browser's FileReader writes it
    if len(plain) > MOST_BASE64:
        raise NotUnderstood(field, "sound_long", longest=MOST_BYTES)
    try:
        audio = b64decode("".join(plain.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotUnderstood(field, "sound_base64") from None
    return taken(audio, named, field)


def taken(audio: bytes, named: str, field: str = "audio") -> Recording:
    """Sound of a media type of ours, looked into as far as that goes. Raises NotUnderstood."""
    if not audio:
        raise NotUnderstood(field, "sound_empty")
    if len(audio) > MOST_BYTES:
        raise NotUnderstood(field, "sound_long", longest=MOST_BYTES)
    if audio[:4] in (b"RIFF", b"RF64"):
        named = "audio/wav"
    if named == "audio/wav":
        try:
            wav = from_wav(audio)
        except NotSound as wrong:
            raise NotUnderstood(field, "sound_unreadable") from wrong
        if not wav.pcm:
            raise NotUnderstood(field, "sound_empty")
        if lasts_ms(wav.pcm, wav.rate) > MOST_S * 1000:
            raise NotUnderstood(field, "sound_lasts", longest=MOST_S // 60)
    elif (bare := headerless(named)) is not None and bare[0] == "linear16":
        audio = audio[: len(audio) & ~1]  # half a sample says nothing
        if not audio:
            raise NotUnderstood(field, "sound_empty")
    return Recording(audio, named)
