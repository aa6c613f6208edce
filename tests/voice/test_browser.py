"""The line of a caller behind a WebSocket that does not behave, at the seam where the socket is handed in."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest

from voice import browser
from voice.audio import FRAME
from voice.browser import BrowserLine, Init, Refused, opened


class Deaf:
    """A socket whose far end has stopped reading, and whose near end is full."""

    def __init__(self, *messages: str) -> None:
        self.messages = [{"type": "websocket.receive", "text": one} for one in messages]

    async def receive(self) -> MutableMapping[str, Any]:
        if self.messages:
            return self.messages.pop(0)
        return await asyncio.Future()

    async def send_text(self, data: str) -> None:
        await asyncio.Future()

    async def send_bytes(self, data: bytes) -> None:
        await asyncio.Future()


async def test_a_far_end_that_does_not_read_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(browser, "UNREAD_S", 0.05)
    line = BrowserLine(Deaf("rubbish"), Init("agent"))
    async with asyncio.timeout(20):
        with pytest.raises(TimeoutError):
            await line.play(bytes(FRAME))
        await line.listen()  # what is wrong cannot be told, and the call is over
        assert [one async for one in line.arrives()] == []


def test_the_rate_of_the_settings_is_taken_where_none_is_named():
    message = {"text": json.dumps({"event": "init", "agent_id": "a"})}
    assert opened(message, 24_000).sample_rate == 24_000
    with pytest.raises(Refused):
        opened({"text": json.dumps({"event": "init", "agent_id": "a", "sample_rate": True})})
