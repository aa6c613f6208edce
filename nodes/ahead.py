"""The model is asked before it is certain that the caller has finished: a rehearsal of the turn that leaves nothing behind.

A rehearsal runs the agent's graph on the thread as it stands, up to the moment when the model is asked. It stops before
every step that has an effect (`HARMLESS` names the others), is told to nobody, and its saver keeps nothing. What comes of
it is one request that is under way. The turn itself is taken as always, from its entry in the ledger on; where it asks
the model for the very same words, to the last character, it is given that reply from its beginning. Anything else (other
words, another thread, something learned meanwhile) makes other words of the request, and then nothing was gained.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextvars import ContextVar
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph

from settings import settings

HARMLESS = frozenset({"open_turn", "understand", "recall", "look_up", "answer"})
"""Steps that change nothing but the state; a rehearsal ends before any other."""
MOST = 8
"""Rehearsals at a time in one process: what is ahead of its time must not keep waiting what is due."""
KEPT_S = 4.0
"""How long a reply that nobody has asked for is kept under way."""


class Enough(Exception):
    """A rehearsal has come as far as it may."""


class Rehearsal:
    """One turn that may come, until it is known."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self.asked: _Asked | None = None

    def over(self, *, comes: bool = False) -> None:
        """The turn comes, or will not. If it comes, a request that is under way waits for it; else that ends, too."""
        if self.task is not None:
            self.task.cancel()  # what has not asked by now would ask a second time, beside the turn
        if not comes and self.asked is not None and _under_way.get(self.asked.key) is self.asked:
            self.asked.drop()


_rehearsing: ContextVar[Rehearsal | None] = ContextVar("rehearsing", default=None)
_at_work = 0
_Key = tuple[int, tuple[tuple[str, str], ...]]
"""A model, and everything that it is asked."""
_under_way: "dict[_Key, _Asked]" = {}


def may_begin() -> bool:
    """Whether another rehearsal may begin now."""
    return settings().answer_ahead and _at_work < MOST


async def rehearse(
    rehearsal: Rehearsal, graph: CompiledStateGraph[Any, Any, Any, Any], words: Any, config: RunnableConfig
) -> None:
    """Run a graph up to the model's first word. Raises what the graph raises, `Enough` excepted."""
    global _at_work
    _at_work += 1
    _rehearsing.set(rehearsal)
    try:
        effects = [name for name in graph.nodes if name not in HARMLESS and not name.startswith("__")]
        async for _ in graph.astream(words, config, stream_mode=(), durability="exit", interrupt_before=effects):
            pass
    except Enough:
        pass
    finally:
        _at_work -= 1


def enough() -> None:
    """In a rehearsal, stop here. Raises Enough."""
    if _rehearsing.get() is not None:
        raise Enough


def words(model: BaseChatModel, messages: Sequence[BaseMessage]) -> AsyncGenerator[ChatGenerationChunk, None]:
    """What a model says to these messages, as it comes. In a rehearsal it is only asked; raises Enough."""
    key = id(model), tuple((one.type, str(one.content)) for one in messages)
    rehearsal = _rehearsing.get()
    if rehearsal is None:
        under_way = _under_way.pop(key, None)
        return _told(under_way, model, messages)
    if key not in _under_way:
        rehearsal.asked = _Asked(key, model, messages)
    raise Enough


async def _told(
    under_way: "_Asked | None", model: BaseChatModel, messages: Sequence[BaseMessage]
) -> AsyncGenerator[ChatGenerationChunk, None]:
    if under_way is not None:
        try:
            async for chunk in under_way.told():
                yield chunk
            if under_way.failure is None:
                return
            if under_way.chunks:
                raise under_way.failure
        finally:
            under_way.task.cancel()
    stream = cast(AsyncGenerator[ChatGenerationChunk, None], model._astream(list(messages)))
    try:
        async for chunk in stream:
            yield chunk
    finally:
        await stream.aclose()


class _Asked:
    """A request that is under way, and what has come of it."""

    def __init__(self, key: _Key, model: BaseChatModel, messages: Sequence[BaseMessage]) -> None:
        self.key = key
        self.chunks: list[ChatGenerationChunk] = []
        self.failure: Exception | None = None
        self._over = False
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._ask(model, messages))
        _under_way[key] = self
        asyncio.get_running_loop().call_later(KEPT_S, self._expire)

    async def _ask(self, model: BaseChatModel, messages: Sequence[BaseMessage]) -> None:
        try:
            async for chunk in model._astream(list(messages)):
                self.chunks.append(chunk)
                self._news.set()
        except Exception as failure:
            self.failure = failure
        finally:
            self._over = True
            self._news.set()

    async def told(self) -> AsyncGenerator[ChatGenerationChunk, None]:
        """All of it, from the first chunk to the last."""
        at = 0
        while True:
            while at < len(self.chunks):
                at += 1
                yield self.chunks[at - 1]
            if self._over:
                return
            self._news.clear()
            await self._news.wait()

    def drop(self) -> None:
        """Nobody will ask for it."""
        _under_way.pop(self.key, None)
        self.task.cancel()

    def _expire(self) -> None:
        if _under_way.get(self.key) is self:
            self.drop()
