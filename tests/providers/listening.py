"""Somebody on a line, for tests of ears: they speak and fall silent, and what the ear tells of it is kept.

Speech is a tone, since the pretend Deepgram is told what it says. Sound goes out as fast as the ear takes it: times
are those of the sound, not of a clock.
"""

import asyncio
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from math import sin

from providers.speech import Ear, Heard

FRAME = 640


@lru_cache
def tone(ms: int, rate: int = 16_000) -> bytes:
    """Something loud, as PCM16."""
    return b"".join(struct.pack("<h", int(8_000 * sin(n * 0.2))) for n in range(rate * ms // 1000))


def silence(ms: int, rate: int = 16_000) -> bytes:
    """Nothing, as PCM16."""
    return b"\0\0" * (rate * ms // 1000)


class Caller:
    """Somebody who is listened to by `ear`."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        self.told: list[Heard] = []
        self.trouble: Exception | None = None
        self._news = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            async for heard in self.ear.heard():
                self.told.append(heard)
                self._news.set()
        except Exception as trouble:
            self.trouble = trouble
        self._news.set()

    async def speaks(self, ms: int) -> None:
        """Make a sound for so long."""
        await self._sends(tone(ms))

    async def pauses(self, ms: int) -> None:
        """Make none."""
        await self._sends(silence(ms))

    async def _sends(self, pcm: bytes) -> None:
        for start in range(0, len(pcm), FRAME):
            await self.ear.send(pcm[start : start + FRAME])
            await asyncio.sleep(0.0005)

    async def says_something(self, ms: int = 1_200) -> None:
        """A whole utterance, with the silences before and after it."""
        await self.pauses(300)
        await self.speaks(ms)
        await self.pauses(700)

    @property
    def utterances(self) -> list[str]:
        """What the final words said, utterance by utterance; one that is not over yet comes last."""
        said: list[list[str]] = [[]]
        for heard in self.told:
            if heard.kind == "words" and heard.final and heard.text:
                said[-1].append(heard.text)
            elif heard.kind == "ended":
                said.append([])
        return [" ".join(parts) for parts in said if parts]

    def kinds(self) -> list[str]:
        """What was told, without the words that may still change."""
        return [h.kind if h.kind != "words" else "final" for h in self.told if h.kind != "words" or h.final]

    async def until(self, enough: Callable[["Caller"], object], within_s: float = 5.0) -> None:
        """Wait until what was told is enough, or the ear is lost; a claim that never comes true fails the test."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not enough(self) and self.trouble is None and not self._listening.done():
                    self._news.clear()
                    await self._news.wait()
        assert enough(self), (self.told, self.trouble)

    async def hangs_up(self) -> None:
        """The call is over."""
        await self.ear.close()
        await asyncio.wait_for(self._listening, 5)
