"""What pretend vendors speak with: the voice of simulators/sound.py where it is installed, else tones.

A tone is no speech, but it lasts as long as the text would, a note a word, and is the same each time.
"""

import asyncio
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Final, NamedTuple, Protocol

import numpy

RATE: Final = 16_000
PER_MS: Final = RATE // 1000 * 2
CHARACTER_MS: Final = 60


class Piece(NamedTuple):
    """Sound, PCM16 of 16 kHz, and how many characters of the text are spoken after it."""

    pcm: bytes
    characters: int


class Voice(Protocol):
    """What can speak a text."""

    def say(self, text: str, language: str, voice: str) -> Iterator[Piece]:
        """The text as sound, in order; the last piece has spoken all of its characters."""


class Tones:
    """60 ms a character; every character of a word has the word's note, and a blank is silent."""

    def say(self, text: str, language: str, voice: str) -> Iterator[Piece]:
        note = 0
        for done, character in enumerate(text, 1):
            note += character.isspace()
            yield Piece(bytes(CHARACTER_MS * PER_MS) if character.isspace() else _note(note % 8), done)


@lru_cache(maxsize=8)
def _note(n: int) -> bytes:
    at = numpy.arange(RATE * CHARACTER_MS // 1000) / RATE
    return (6_000 * numpy.sin(2 * numpy.pi * (200 + 50 * n) * at)).astype("<i2").tobytes()


def best() -> Voice:
    """The voice that is installed."""
    try:
        return _Real(import_module("simulators.sound").Voice())
    except (ImportError, OSError):
        return Tones()


class _Real:
    """The voice of simulators/sound.py, with its pieces as ours."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def say(self, text: str, language: str, voice: str) -> Iterator[Piece]:
        for pcm, characters in self.voice.say(text, language if language in ("en", "de") else "en", voice):
            yield Piece(pcm, characters)


async def spoken(voice: Voice, text: str, language: str, name: str) -> Sequence[Piece]:
    """A whole text, made beside the event loop."""
    return await asyncio.to_thread(lambda: list(voice.say(text, language, name)))
