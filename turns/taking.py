"""Take a turn: one utterance in, one reply out, once, whoever asks and however often.

A turn belongs to the desk, not to the connection that brought it. It is entered in the ledger under its id, waits
until every earlier turn of its thread is closed, runs its agent's graph in a task of its own, and tells numbered events
to whoever subscribes. A subscriber that leaves changes nothing; one that comes back, to any server process, is told
the rest. A turn whose process died is found in the ledger by the next one that comes to the thread, or by the same id
posted again, and is taken from the start: what it had done already is in the commit ledger and is not done twice.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast
from uuid import uuid4

from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langsmith.utils import tracing_is_enabled

from dialogue.call import Call, Channel
from graphs import registry
from records import agents, checkpoints, database, notices
from records import turns as ledger
from records.turns import Busy, Entry, Fenced, TurnMismatch, UnknownAgent, UnknownThread, UnknownTurn
from turns.events import Event

__all__ = [
    "Busy",
    "Reply",
    "Turn",
    "TurnMismatch",
    "UnknownAgent",
    "UnknownThread",
    "UnknownTurn",
    "close",
    "foresee",
    "heard",
    "resume",
    "start",
    "take",
]

log = logging.getLogger(__name__)

LIMIT_S = 120
"""The longest a turn may take before it is given up."""
POLL_S = 0.1
"""How often a turn looks whether another process has closed the turn before it."""
AWAY_S = (0.2, 0.5, 1.0, 2.0, 3.0)
"""Pauses between tries while Postgres is away."""
DRAIN_S = 10
"""How long open turns may still take when the server stops."""


class TurnFailed(Exception):
    """The turn raised something that nobody expected. It stands in the ledger as failed."""


@dataclass(frozen=True)
class Reply:
    """What a turn came to."""

    conversation_id: str
    turn_id: str
    message_id: str
    text: str
    language: str
    receipts: list[dict[str, Any]]
    handed_off: bool
    ended: bool
    n: int
    sources: list[dict[str, Any]] = field(default_factory=list)
    asks: str = ""

    @classmethod
    def of(cls, done: dict[str, Any]) -> "Reply":
        """From the data of a `done` event."""
        return cls(text=done["reply"], **{name: value for name, value in done.items() if name != "reply"})


class Turn:
    """A turn as its subscribers see it."""

    def __init__(self, turn_id: str) -> None:
        self.id = turn_id
        self.conversation_id = ""
        self.disclosed = ""
        self.entry: Entry | None = None
        self.told: list[Event] = []
        self.failure: Exception | None = None
        self.over = False
        self.entered = asyncio.Event()
        self._changed = asyncio.Event()

    def begin(self, entry: Entry) -> None:
        """The ledger has it."""
        self.entry, self.conversation_id = entry, str(entry.conversation_id)
        self.entered.set()

    def tell(self, event: dict[str, Any]) -> None:
        """Number an event and pass it to every subscriber."""
        self.told.append(Event(len(self.told) + 1, event["type"], event["data"]))
        self._wake()

    def end(self, failure: Exception | None = None) -> None:
        """Nothing more will be told."""
        self.failure, self.over = failure, True
        self.entered.set()
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def events(self, after: int = 0) -> AsyncIterator[Event]:
        """The turn's events with numbers above `after`, those told already at once. Raises what the turn failed with."""
        async for told in self.breaths(after):
            for event in told:
                yield event

    async def breaths(self, after: int = 0) -> AsyncIterator[Sequence[Event]]:
        """The same, all that have been told at a time together."""
        while True:
            changed = self._changed
            if told := self.told[after:]:
                after += len(told)
                yield told
            elif self.over:
                break
            else:
                await changed.wait()
        if self.failure:
            raise self.failure

    async def reply(self) -> Reply:
        """The reply, once it is there. Raises what the turn failed with."""
        async for event in self.events():
            if event.type == "done":
                return Reply.of(event.data)
        raise TurnFailed(self.id)


_turns: dict[tuple[str, str], Turn] = {}
_tasks: set[asyncio.Task[None]] = set()


async def start() -> None:
    """Make this process known, and load the graphs, before the first turn."""
    for agent_type in registry.types():
        registry.in_one_step(agent_type)
    await notices.runner()


async def close() -> None:
    """Let open turns finish, for a while. What is still open then is taken up by whoever comes next."""
    if _tasks:
        _, late = await asyncio.wait(_tasks, timeout=DRAIN_S)
        for task in late:
            task.cancel()


async def take(
    call: Call,
    utterance: str,
    *,
    turn_id: str | None = None,
    when_busy: Literal["queue", "reject"] = "queue",
    open_thread: bool = False,
    now: datetime | None = None,
) -> Turn:
    """Enter a turn and set it going, or find the one of that id. Returns as soon as the ledger has it.

    An empty `call.thread_id` begins a conversation; a given one must be this tenant's and this agent's, or, with
    `open_thread`, a fresh UUID. What is said after the end of a conversation begins another, except with `open_thread`.
    `now` is the moment that the turn is taken at, where it is not the clock's. Raises UnknownAgent, UnknownThread, TurnMismatch, Busy, database.Unavailable.
    """
    turn_id = turn_id or str(uuid4())
    key = (call.tenant_id, turn_id)
    if (known := _turns.get(key)) is not None:
        return await _same(known, call, utterance)
    turn = _turns[key] = Turn(turn_id)
    turn.disclosed = call.disclosed
    registry.foresee(call.tenant_id, call.agent_id, utterance)
    try:
        agent = await agents.get(call.tenant_id, call.agent_id)
        if agent is None:
            raise UnknownAgent(call.agent_id)
        entry, fresh = await ledger.enter(
            call.tenant_id,
            turn_id=turn_id,
            thread_id=call.thread_id,
            agent_id=call.agent_id,
            utterance=utterance,
            runner=await notices.runner(),
            channel=call.channel,
            caller_id=call.caller_id,
            open_thread=open_thread,
            reject=when_busy == "reject",
            at=now,
        )
    except BaseException as refused:
        del _turns[key]
        turn.end(refused if isinstance(refused, Exception) else TurnFailed(turn_id))
        raise
    turn.begin(entry)
    _go_on(call.tenant_id, turn, fresh)
    return turn


async def resume(call: Call, turn_id: str) -> Turn:
    """The turn of this id, to be told again or further. Raises UnknownTurn, database.Unavailable."""
    key = (call.tenant_id, turn_id)
    if (turn := _turns.get(key)) is not None:
        await turn.entered.wait()
    else:
        entry = await ledger.find(call.tenant_id, turn_id)
        if (turn := _turns.get(key)) is None:
            if entry is None:
                raise UnknownTurn(turn_id)
            turn = _turns[key] = Turn(turn_id)
            turn.begin(entry)
            _go_on(call.tenant_id, turn, fresh=False)
    if turn.entry is None:
        raise UnknownTurn(turn_id)
    return turn


def foresee(call: Call, utterance: str) -> Callable[..., None]:
    """Begin what a turn with these words will probably need, up to the model's words.

    Returns what is to be called before the turn is taken (`comes=True`), or once it will not be. Nothing can be seen of it
    afterwards, either way: see nodes/ahead.py.
    """
    registry.foresee(call.tenant_id, call.agent_id, utterance)
    rehearsal = registry.rehearsal()
    if rehearsal is None:
        return lambda *, comes=False: None
    rehearsal.task = asyncio.create_task(_rehearse(rehearsal, call, utterance), name="rehearsal")
    return rehearsal.over


async def _rehearse(rehearsal: Any, call: Call, utterance: str) -> None:
    """The turn that `utterance` would be, up to its question to the model; without an entry, and without an effect."""
    try:
        agent = await agents.get(call.tenant_id, call.agent_id)
        entry = await ledger.foreseen(
            call.tenant_id,
            thread_id=call.thread_id,
            agent_id=call.agent_id,
            utterance=utterance,
            channel=call.channel,
            caller_id=call.caller_id,
        )
        if agent is None or entry is None or entry.ahead:
            return
        nothing = ledger.Closing(call.tenant_id, "", str(entry.conversation_id), None)  # never ready: nothing is kept
        about = replace(call, thread_id=str(entry.conversation_id))
        config: RunnableConfig = {
            "configurable": {**about.configurable(), "entry": entry, "closing": nothing, "listening": _to_nobody}
        }
        words = {"messages": [HumanMessage(utterance)]}
        saver = checkpoints.saver(call.tenant_id, nothing, entry=entry)
        await registry.rehearse(rehearsal, agent.type, saver, words, config)
        registry.foresee(call.tenant_id, call.agent_id, utterance)  # the search was used up
    except Exception as trouble:
        log.info("rehearsal broke off", extra={"reason": type(trouble).__name__})


def _to_nobody(event: dict[str, Any]) -> None:
    """Who listens to a rehearsal."""


async def heard(call: Call, turn_id: str, characters: int, timings: dict[str, Any]) -> None:
    """Keep how much of a reply was heard where it was spoken; tell it before the next turn of the thread is taken.

    A question that was not heard is then not asked, and what was done but not heard of is said again. `timings` are
    kept beside the turn's own. Raises database.Unavailable.
    """
    await ledger.heard(call.tenant_id, turn_id, characters, timings)


async def _same(turn: Turn, call: Call, utterance: str) -> Turn:
    """A turn that this process has already, if it is the same turn."""
    await turn.entered.wait()
    if turn.entry is None:
        raise turn.failure or TurnFailed(turn.id)
    if not turn.entry.same(utterance, call.agent_id, call.thread_id):
        raise TurnMismatch(turn.id)
    return turn


def _go_on(tenant_id: str, turn: Turn, fresh: bool) -> None:
    """Set the work on a turn going in a task that no connection can cancel."""
    task = asyncio.create_task(_work(tenant_id, turn, fresh))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _work(tenant_id: str, turn: Turn, fresh: bool) -> None:
    """See a turn through to its end, whoever takes it."""
    entry = turn.entry
    assert entry is not None
    failure: Exception | None = None
    try:
        async with asyncio.timeout(LIMIT_S):
            if not fresh:
                entry = await _theirs(tenant_id, turn, entry)
            if entry is not None:
                await _its_time(tenant_id, entry)
                await _run(tenant_id, turn, entry)
    except (database.Unavailable, asyncio.CancelledError, Fenced) as away:
        failure = away if isinstance(away, Exception) else database.Unavailable("The server is stopping.")
    except Exception as trouble:
        log.exception("turn failed", extra={"turn": turn.id, "conversation": turn.conversation_id})
        failure = TurnFailed(turn.id)
        failure.__cause__ = trouble
        await _give_up(tenant_id, turn)
    finally:
        _turns.pop((tenant_id, turn.id), None)
        turn.end(failure)


async def _theirs(tenant_id: str, turn: Turn, entry: Entry | None) -> Entry | None:
    """Follow a turn that was entered before. None once it is told; the entry when it has become ours to take."""
    runner = await notices.runner()
    while entry is not None:
        if not entry.open:
            if entry.status == "failed" and await ledger.reopen(tenant_id, turn.id, runner):
                return await ledger.find(tenant_id, turn.id)
            for event in ledger.unpacked(entry):
                turn.tell(event)
            return None
        if await ledger.adopt(tenant_id, entry, runner):
            return entry
        await asyncio.sleep(POLL_S)
        entry = await ledger.find(tenant_id, turn.id)
    raise UnknownTurn(turn.id)


async def _its_time(tenant_id: str, entry: Entry) -> None:
    """Wait until every earlier turn of the thread is closed; one whose process died is taken here and now."""
    if not entry.ahead:
        return
    while (first := await ledger.earliest_open(tenant_id, entry.conversation_id)) is not None and first.n < entry.n:
        if (running := _turns.get((tenant_id, first.id))) is not None:
            async for _ in running.events():
                pass
        elif await ledger.adopt(tenant_id, first, await notices.runner()):
            orphan = _turns[(tenant_id, first.id)] = Turn(first.id)
            orphan.begin(first)
            try:
                await _run(tenant_id, orphan, first)
            finally:
                _turns.pop((tenant_id, first.id), None)
                orphan.end()
        else:
            await asyncio.sleep(POLL_S)


async def _run(tenant_id: str, turn: Turn, entry: Entry) -> None:
    """Run the agent's graph for a turn whose time it is. Tries again while Postgres is away and nothing was told."""
    for pause in (*AWAY_S, None):
        try:
            return await _run_once(tenant_id, turn, entry)
        except database.Unavailable:
            if pause is None or turn.told:
                raise
            await asyncio.sleep(pause)
    return None


async def _run_once(tenant_id: str, turn: Turn, entry: Entry) -> None:
    agent = await agents.get(tenant_id, str(entry.agent_id))
    if agent is None:
        raise UnknownAgent(str(entry.agent_id))
    runner = await notices.runner()
    closing = ledger.Closing(tenant_id, entry.id, str(entry.conversation_id), runner)
    call = Call(
        tenant_id,
        str(entry.agent_id),
        str(entry.conversation_id),
        cast(Channel, entry.channel),
        entry.caller_id,
        entry.id,
        turn.disclosed,
    )
    of_type = registry.graph if tracing_is_enabled() else registry.in_one_step
    graph = copy(of_type(agent.type))  # its own `copy` makes it anew
    graph.checkpointer = checkpoints.saver(tenant_id, closing, entry=entry)
    config: RunnableConfig = {
        "configurable": {**call.configurable(), "entry": entry, "closing": closing, "listening": turn.tell}
    }
    words = {"messages": [HumanMessage(entry.utterance)]}
    async for _ in graph.astream(words, config, stream_mode=(), durability="exit"):
        pass  # what it tells is told to the turn
    turn.tell(closing.events[-1])


async def _give_up(tenant_id: str, turn: Turn) -> None:
    try:
        await ledger.fail(tenant_id, turn.id, await notices.runner())
    except database.Unavailable:
        log.warning("a failed turn could not be marked", extra={"turn": turn.id})
