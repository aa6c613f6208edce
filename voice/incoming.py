"""What comes from a caller's line, in its order, with silence where nothing comes: time goes by all the same."""

import asyncio
from collections.abc import AsyncIterator

from voice.audio import FRAME, FRAME_MS
from voice.session import Key, Played

GRACE_S = 0.1
"""How late sound may be before the line counts as silent."""
BACKLOG_MS = 60_000
"""Sound that may wait to be heard."""
_FRAME_S = FRAME_MS / 1000


class Incoming:
    """Between a wire, which puts things in as they come, and a session, which takes them out."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[bytes | Played | Key | None] = asyncio.Queue()

    def put(self, one: bytes | Played | Key) -> None:
        """A frame of sound, or something else that happened."""
        self._waiting.put_nowait(one)

    def end(self) -> None:
        """Nothing more will come: the caller is gone."""
        self._waiting.put_nowait(None)

    @property
    def full(self) -> bool:
        """Whether sound comes faster than it sounds, and no more should be put in."""
        return self._waiting.qsize() * FRAME_MS > BACKLOG_MS

    async def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        """What comes, as `voice.session.Line` has it."""
        clock = asyncio.get_running_loop().time
        due = clock() + _FRAME_S
        while True:
            try:
                # Not wait_for: in Python 3.11 it forgets that it was cancelled if something arrives in the same moment.
                async with asyncio.timeout_at(due + GRACE_S):
                    arrived = await self._waiting.get()
            except TimeoutError:
                due += _FRAME_S
                yield bytes(FRAME)
                continue
            if arrived is None:
                self.end()  # whoever asks again is told the same
                return
            if isinstance(arrived, bytes):
                due = clock() + _FRAME_S
            yield arrived
