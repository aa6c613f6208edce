"""Somebody on the telephone, for tests of calls: they speak, listen, talk over the agent and hang up.

Their words travel beside the sound: speech is a tone, and the pretend Deepgram is told what it says. Their line runs
`pace` times as fast as a clock, and has a buffer of its own like Twilio's: what was sent sounds frame by frame, a mark comes back once what
lies before it has sounded, and all marks come back at once when the buffer is thrown away.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import httpx
import numpy

from dialogue.call import Call
from tests.providers.listening import tone
from voice.audio import FRAME, FRAME_MS
from voice.session import Key, Played, Session

SILENCE = bytes(FRAME)
WORD_MS = 280
"""How fast they speak; the pretend Deepgram reckons with it."""


def is_loud(pcm: bytes) -> bool:
    return bool(numpy.abs(numpy.frombuffer(pcm, "<i2").astype(int)).max() > 600)


class Telephone:
    """The far end of a call, and whoever holds it. Times are milliseconds of the call."""

    def __init__(self, deepgram: str, key: str, *, marks: bool = True, pace: float = 2.5) -> None:
        self.deepgram, self.key, self.marks, self.pace = deepgram, key, marks, pace
        self.at_ms = 0
        self.session: Session | None = None
        self.told: list[tuple[int, str, dict[str, Any]]] = []
        self.sounded: list[int] = []  # when there was sound of the agent's
        self.lost = 0  # frames that were thrown away
        self.late: list[float] = []
        self._mouth: deque[bytes] = deque()
        self._buffer: deque[bytes | str] = deque()
        self._back: deque[Played | Key] = deque()
        self._news = asyncio.Event()
        self._hung_up = False
        self._ended: asyncio.Task[Any] | None = None

    # --- the line -------------------------------------------------------------------------------------------------------

    async def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        begun = time.perf_counter()
        while not self._hung_up:
            self.at_ms += FRAME_MS
            wait = begun + self.at_ms / 1000 / self.pace - time.perf_counter()
            await asyncio.sleep(max(0.0, wait))
            while self._buffer and isinstance(self._buffer[0], str):
                self._return(self._buffer.popleft())
            if self._buffer:
                self._buffer.popleft()
                self.sounded.append(self.at_ms)
                while self._buffer and isinstance(self._buffer[0], str):
                    self._return(self._buffer.popleft())
            while self._back:
                yield self._back.popleft()
            yield self._mouth.popleft() if self._mouth else SILENCE
            self._wake()

    def _return(self, mark: Any) -> None:
        if self.marks:
            self._back.append(Played(mark))

    async def play(self, pcm: bytes) -> None:
        assert len(pcm) == FRAME
        self._buffer.append(pcm)

    async def mark(self, name: str) -> None:
        self._buffer.append(name)

    async def clear(self) -> None:
        for one in self._buffer:
            if isinstance(one, str):
                self._return(one)
            else:
                self.lost += 1
        self._buffer.clear()

    async def tell(self, kind: str, data: dict[str, Any]) -> None:
        self.told.append((self.at_ms, kind, data))
        self._wake()

    def _wake(self) -> None:
        self._news.set()

    # --- the caller -----------------------------------------------------------------------------------------------------

    async def says(self, words: str, *, finished: bool = True) -> int:
        """Say it; when they began. With `finished` the call has gone on until they have."""
        async with httpx.AsyncClient(timeout=30) as http:
            (await http.post(f"{self.deepgram}/simulator/words", json={"words": [words], "key": self.key})).raise_for_status()  # fmt: skip
        return await self.sounds(WORD_MS * len(words.split()) + 100, finished=finished)

    async def sounds(self, ms: int, *, finished: bool = True) -> int:
        """Make a noise for so long."""
        sound = tone(ms)
        begun = self.at_ms
        self._mouth.extend(sound[start : start + FRAME] for start in range(0, len(sound) - FRAME + 1, FRAME))
        if finished:
            await self.until(lambda: not self._mouth)
        return begun

    def presses(self, signs: str) -> None:
        self._back.extend(Key(sign) for sign in signs)

    async def waits(self, ms: int) -> None:
        end = self.at_ms + ms
        await self.until(lambda: self.at_ms >= end)

    def hangs_up(self) -> None:
        self._hung_up = True

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [data for _, one, data in self.told if one == kind]

    def when(self, kind: str) -> list[int]:
        return [at for at, one, _ in self.told if one == kind]

    @property
    def replies(self) -> list[str]:
        return [done["reply"] for done in self.of("done")]

    async def hears(self, n: int = 1) -> str:
        """Wait until so many replies have been said to their end; the last of them."""
        await self.until(lambda: len(self._said()) >= n)
        turn = self._said()[n - 1]
        return next(done["reply"] for done in self.of("done") if done["turn_id"] == turn)

    def _said(self) -> list[str]:
        return [said["turn_id"] for said in self.of("said") if said["turn_id"]]

    async def until(self, enough: Callable[[], object], within_s: float = 40.0) -> None:
        """Wait until this is so; a claim that never comes true fails the test."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not enough() and not (self._ended is not None and self._ended.done()):
                    self._news.clear()
                    await self._news.wait()
        assert enough(), (self.at_ms, self.told[-12:])

    async def ends(self, within_s: float = 40.0) -> str:
        """Wait for the end of the call; why it ended."""
        assert self._ended is not None
        return str(await asyncio.wait_for(self._ended, within_s))

    def begins(self, session: Session) -> "Telephone":
        self.session = session
        self._ended = asyncio.create_task(session.run())
        self._ended.add_done_callback(lambda _: self._wake())
        return self


__all__ = ["Call", "Telephone", "is_loud"]
