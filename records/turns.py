"""The turn ledger: one utterance in, one reply out, once.

A turn is entered before anything else happens, under the id that the client brought; the same id entered again finds
the same turn. Turns of a thread are numbered, and a turn waits until every earlier one is closed. Who works on a turn
(`runner`) holds an advisory lock for as long as it lives, so a turn whose runner died can be adopted at once and is
taken again from the start; every effect it had is in the commit ledger and is not repeated. A turn is closed in the
same transaction that writes the thread's new checkpoint, so the two can never disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
from psycopg.types.json import Jsonb

from records import database, notices, questions

ABANDONED_S = 120
"""A turn older than this is nobody's, even if its runner lives: a Studio run that raised, for instance."""

FOLLOWED = 50
"""How many ended conversations are followed, one after the other, from an id that a client still uses."""


class UnknownAgent(Exception):
    """No such agent in this tenant."""


class UnknownThread(Exception):
    """No such thread in this tenant, or it belongs to another agent."""


class UnknownTurn(Exception):
    """No such turn in this tenant."""


class TurnMismatch(Exception):
    """This turn id was used before for other words or another thread."""


class Fenced(Exception):
    """Another runner has taken this turn over; what this one did is discarded."""


@dataclass(frozen=True)
class Entry:
    """One row of the ledger."""

    id: str
    conversation_id: UUID
    agent_id: UUID
    n: int
    status: str
    runner: int | None
    utterance: str
    reply: str | None
    events: list[Any] | None  # packed
    entered_at: datetime
    held_by: str
    channel: str
    caller_id: str | None
    ahead: int  # earlier turns of the thread that are not closed yet
    checkpoint: list[Any] | None = None  # the thread's newest, seen in the same moment: see checkpoints.begun
    learned: int | None = None  # what the tenant's count of changes was when the turn was entered (cached_answers)
    heard: int | None = None  # characters of the reply before that the caller heard; None: it was not spoken

    @property
    def open(self) -> bool:
        """Whether it still has to be taken."""
        return self.status in ("queued", "running")

    def same(self, utterance: str, agent_id: str, thread_id: str) -> bool:
        """Whether these words to this agent, in this thread or one that came after it, are this turn."""
        if self.utterance != utterance or str(self.agent_id) != str(agent_id):
            return False
        if str(thread_id) in ("", str(self.conversation_id)):
            return True
        return self.conversation_id in islice(_successors(thread_id), FOLLOWED)


@dataclass
class Closing:
    """Everything a closed turn leaves behind. Filled by the graph's last step, written with the checkpoint."""

    tenant_id: str
    turn_id: str
    conversation_id: str
    runner: int | None
    reply: str = ""
    language: str | None = None
    held_by: str = "agent"
    ended: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    timings: dict[str, Any] = field(default_factory=dict)
    usage: dict[str, Any] = field(default_factory=dict)
    unanswered: list[questions.Unanswered] = field(default_factory=list)
    ready: bool = False  # set by the graph's last step: without it nothing of the run is kept

    @property
    def message_id(self) -> UUID:
        """The reply's id in the transcript: the same for the same turn, however often it is taken."""
        return message_id(self.conversation_id, self.turn_id)


def message_id(conversation_id: str | UUID, turn_id: str) -> UUID:
    """The id of a turn's reply in the transcript."""
    return uuid5(UUID(str(conversation_id)), turn_id)


def successor(thread_id: str | UUID) -> UUID:
    """The conversation in which what is said after the end of this one goes on: the same for whoever asks."""
    return uuid5(UUID(str(thread_id)), "next")


def _successors(thread_id: str | UUID) -> Iterator[UUID]:
    while True:
        thread_id = successor(thread_id)
        yield thread_id


_ENTRY = """
    select t.id, t.conversation_id, c.agent_id, t.n, t.status, t.runner, t.utterance, t.reply, t.events, t.entered_at,
           c.held_by, c.channel, c.caller_id,
           (select count(*)::int from turns e
             where e.conversation_id = t.conversation_id and e.n < t.n and e.status in ('queued', 'running')) as ahead,
           (select b.heard from turns b where b.conversation_id = t.conversation_id and b.n = t.n - 1) as heard
      from turns t join conversations c on c.id = t.conversation_id
"""


def packed(events: list[dict[str, Any]]) -> list[Any]:
    """Events as the ledger keeps them: words once, as tokens; clauses and the end are found again from those."""
    kept: list[Any] = []
    for event in events:
        if event["type"] == "token":
            kept.append(event["data"]["text"])
        elif event["type"] == "clause":
            kept.append(0)
        elif event["type"] == "done":
            kept.append(
                [
                    event["type"],
                    {
                        k: v
                        for k, v in event["data"].items()
                        if k not in ("reply", "receipts", "turn_id", "conversation_id")
                    },
                ]
            )
        else:
            kept.append([event["type"], event["data"]])
    return kept


def unpacked(entry: Entry) -> list[dict[str, Any]]:
    """The events of a closed turn, as they were told."""
    events: list[dict[str, Any]] = []
    clause = ""
    for kept in entry.events or []:
        if isinstance(kept, str):
            clause += kept
            events.append({"type": "token", "data": {"text": kept}})
        elif kept == 0:
            events.append({"type": "clause", "data": {"text": clause.strip()}})
            clause = ""
        else:
            kind, data = kept
            if kind == "done":
                done = [event["data"] for event in events if event["type"] == "receipt"]
                ids = {"conversation_id": str(entry.conversation_id), "turn_id": entry.id}
                data = {**ids, **data, "reply": entry.reply, "receipts": done}
            events.append({"type": kind, "data": data})
    return events


class Busy(Exception):
    """The thread has a turn that is not closed yet, and the caller would rather not wait."""


_FRESH = "where not exists (select from turns where id = %(turn)s)"
_BEGIN = f"""insert into conversations (id, agent_id, channel, caller_id, turns)
              select %(thread)s::uuid, %(agent)s::uuid, %(channel)s, %(caller)s, 1 {_FRESH}"""
_THREAD = {
    "new": _BEGIN,
    "open": f"""update conversations set turns = turns + 1, last_turn_at = now()
              {_FRESH} and id = %(thread)s and agent_id = %(agent)s and ended_at is null""",
    "either": f"""{_BEGIN}
              on conflict (tenant_id, id) do update set turns = conversations.turns + 1, last_turn_at = now()
              where conversations.agent_id = excluded.agent_id""",
}
_THREAD["next"] = _THREAD["either"] + " and conversations.ended_at is null"

_ENTER = {
    opening: f"""
    with thread as ({thread} returning id, agent_id, turns, held_by, channel, caller_id),
    entered as (
        insert into turns (id, conversation_id, n, status, runner, utterance, entered_at, timings)
        select %(turn)s, id, turns, 'queued', %(runner)s, %(utterance)s, coalesce(%(at)s::timestamptz, now()),
               case when %(at)s::timestamptz is not null then jsonb_build_object('posted_at', now()) end from thread
        on conflict (tenant_id, id) do nothing
        returning id, conversation_id, n, status, runner, utterance, reply, events, entered_at)
    select e.id, thread.id as conversation_id, agent_id, e.n, e.status, e.runner, e.utterance, e.reply, e.events,
           e.entered_at, held_by, channel, caller_id,
           (select count(*)::int from turns o where o.conversation_id = thread.id
              and o.n < thread.turns and o.status in ('queued', 'running')) as ahead,
           (select jsonb_build_array(k.checkpoint_id, k.parent_checkpoint_id, k.metadata, k.type, encode(k.checkpoint, 'base64'))
              from checkpoints k
             where k.thread_id = thread.id::text and k.checkpoint_ns = ''
               and not exists (select from checkpoint_writes w where w.thread_id = k.thread_id)
             order by k.checkpoint_id desc limit 1) as checkpoint,
           (select learned from tenants) as learned,
           (select b.heard from turns b where b.conversation_id = thread.id and b.n = thread.turns - 1) as heard
      from thread left join entered e on true"""
    for opening, thread in _THREAD.items()
}


async def enter(
    tenant_id: str,
    *,
    turn_id: str,
    thread_id: str,
    agent_id: str,
    utterance: str,
    runner: int | None,
    channel: str = "text",
    caller_id: str | None = None,
    open_thread: bool = False,
    reject: bool = False,
    at: datetime | None = None,
) -> tuple[Entry, bool]:
    """Enter a turn, or find it. Returns the entry and whether it is new.

    With no `thread_id` a conversation is begun; with one it must be this tenant's and this agent's, or, with
    `open_thread`, unknown to everybody. A conversation that has ended is followed by its `successor`, for the same
    caller; with `open_thread` it simply goes on. `reject` refuses a thread that is at work (Busy). `at` is the moment
    that the turn takes for now, in place of the clock's. Raises UnknownAgent, UnknownThread, TurnMismatch,
    database.Unavailable.
    """
    opening = "new" if not thread_id else "either" if open_thread else "open"
    values = {
        "thread": thread_id or str(uuid4()),
        "agent": agent_id,
        "channel": channel,
        "caller": caller_id,
        "turn": turn_id,
        "runner": runner,
        "utterance": utterance,
        "at": at,
    }
    for _ in range(FOLLOWED):
        row = await _entered(tenant_id, opening, values, reject)
        if row is not None or opening not in ("open", "next"):
            break
        ended = await _ended(tenant_id, values)
        if ended is None:
            break
        opening = "next"
        values |= {"thread": str(successor(ended.id)), "caller": ended.caller_id, "channel": ended.channel}
    if row is not None and row.id is not None:
        return row, True
    if row is not None and opening == "new":
        # The same turn came in twice in the same moment, and the other one began the conversation that counts.
        async with database.each(tenant_id) as rows:
            await rows.run("delete from conversations where id = %s", [row.conversation_id])
    known = await find(tenant_id, turn_id)
    if known is None:
        raise UnknownThread(thread_id)
    if not known.same(utterance, agent_id, thread_id):
        raise TurnMismatch(turn_id)
    return known, False


async def _entered(tenant_id: str, opening: str, values: dict[str, Any], reject: bool) -> Entry | None:
    """The thread with the new turn in it, or without one where somebody was quicker; None where neither may be."""
    transaction = database.tenant if reject else database.each
    try:
        async with transaction(tenant_id, durable=False) as rows:
            row = await rows.maybe(Entry, _ENTER[opening], values)
            if reject and row is not None and row.ahead:
                raise Busy(values["thread"])
    except psycopg.errors.ForeignKeyViolation as missing:
        raise UnknownAgent(values["agent"]) from missing
    except (psycopg.errors.UniqueViolation, psycopg.errors.InvalidTextRepresentation) as foreign:
        raise UnknownThread(values["thread"]) from foreign
    return row


@dataclass(frozen=True)
class _Ended:
    id: UUID
    caller_id: str | None
    channel: str


async def _ended(tenant_id: str, values: dict[str, Any]) -> _Ended | None:
    """The conversation that could not be entered, if that is because it has ended and the turn is a new one."""
    async with database.tenant(tenant_id) as rows:
        return await rows.maybe(
            _Ended,
            """select id, caller_id, channel from conversations
                where id = %(thread)s and agent_id = %(agent)s and ended_at is not null
                  and not exists (select from turns where id = %(turn)s)""",
            values,
        )


async def find(tenant_id: str, turn_id: str) -> Entry | None:
    """The turn of this id, if the tenant has one."""
    async with database.tenant(tenant_id) as rows:
        return await rows.maybe(Entry, _ENTRY + "where t.id = %s", [turn_id])


@dataclass(frozen=True)
class Taken:
    """A turn as it stands in the ledger, for who looks at it afterwards."""

    id: str
    n: int
    status: str
    utterance: str
    reply: str | None
    entered_at: datetime
    heard: int | None
    timings: dict[str, Any]


async def all(tenant_id: str, conversation_id: str | UUID) -> list[Taken] | None:
    """The turns of a conversation, the first one first; None where the tenant has no such conversation."""
    async with database.tenant(tenant_id) as rows:
        found = await rows.all(
            Taken,
            """select id, n, status, utterance, reply, entered_at, heard, coalesce(timings, '{}') - 'posted_at' as timings
                 from turns where conversation_id = %s order by n""",
            [conversation_id],
        )
        if not found and not await rows.value("select true from conversations where id = %s", [conversation_id]):
            return None
    return found


async def earliest_open(tenant_id: str, conversation_id: str | UUID) -> Entry | None:
    """The first turn of the thread that is not closed: the one whose time it is."""
    async with database.tenant(tenant_id) as rows:
        return await rows.maybe(
            Entry,
            _ENTRY + "where t.conversation_id = %s and t.status in ('queued', 'running') order by t.n limit 1",
            [conversation_id],
        )


_FORESEEN = """
    select '' as id, c.id as conversation_id, c.agent_id, c.turns + 1 as n, 'queued' as status, null::int as runner,
           %(utterance)s::text as utterance, null::text as reply, null::jsonb as events, now() as entered_at,
           c.held_by, c.channel, c.caller_id,
           (select count(*)::int from turns o where o.conversation_id = c.id and o.status in ('queued', 'running')) as ahead,
           (select jsonb_build_array(k.checkpoint_id, k.parent_checkpoint_id, k.metadata, k.type, encode(k.checkpoint, 'base64'))
              from checkpoints k
             where k.thread_id = c.id::text and k.checkpoint_ns = ''
               and not exists (select from checkpoint_writes w where w.thread_id = k.thread_id)
             order by k.checkpoint_id desc limit 1) as checkpoint,
           (select learned from tenants) as learned,
           (select b.heard from turns b where b.conversation_id = c.id and b.n = c.turns) as heard
      from (select id, agent_id, turns, held_by, channel, caller_id from conversations
             where id = %(thread)s::uuid and agent_id = %(agent)s::uuid and ended_at is null
            union all
            select gen_random_uuid(), %(agent)s::uuid, 0, 'agent', %(channel)s, %(caller)s where %(thread)s is null) c
"""


async def foreseen(
    tenant_id: str, *, thread_id: str, agent_id: str, utterance: str, channel: str, caller_id: str | None
) -> Entry | None:
    """A turn as it would be entered now, without entering it; None where it would go to no open thread of this agent."""
    values = {"thread": thread_id or None, "agent": agent_id, "channel": channel, "caller": caller_id}
    async with database.each(tenant_id) as rows:
        return await rows.maybe(Entry, _FORESEEN, {**values, "utterance": utterance})


async def adopt(tenant_id: str, entry: Entry, runner: int) -> bool:
    """Take over a turn whose runner is gone. False when it lives, or when somebody else was quicker."""
    async with database.tenant(tenant_id) as rows:
        if entry.runner == runner:
            return True
        if entry.runner is not None and await notices.alive(rows, entry.runner):
            old = await rows.value(
                """select now() - coalesce((timings->>'posted_at')::timestamptz, entered_at) > make_interval(secs => %s)
                     from turns where id = %s""",
                [ABANDONED_S, entry.id],
            )
            if not old:
                return False
        return bool(
            await rows.run(
                "update turns set runner = %s where id = %s and runner is not distinct from %s"
                " and status in ('queued', 'running')",
                [runner, entry.id, entry.runner],
            )
        )


async def close(rows: database.Rows, closing: Closing) -> None:
    """Write what a turn left behind, inside the transaction that also writes the checkpoint.

    Raises Fenced when the turn is no longer this runner's; the whole transaction must then be rolled back.
    """
    for asked in closing.unanswered:
        questions.keep(rows, asked, conversation_id=closing.conversation_id, turn_id=closing.turn_id)
    try:
        await _close(rows, closing)
    except psycopg.Error as error:
        if error.sqlstate == "SB001":
            raise Fenced(closing.turn_id) from error
        raise


async def _close(rows: database.Rows, closing: Closing) -> None:
    await rows.run(
        """
        with closed as (
            update turns set status = 'answered', reply = %(reply)s, events = %(events)s, receipts = %(receipts)s,
                   timings = coalesce(timings - 'posted_at', '{}') || %(timings)s, usage = %(usage)s, ended_at = now()
             where id = %(turn)s and status in ('queued', 'running') and runner is not distinct from %(runner)s
            returning conversation_id, n, utterance),
        said as (
            insert into messages (conversation_id, n, role, id, turn_id, content)
            select conversation_id, n, 'user', gen_random_uuid(), %(turn)s, utterance from closed
            union all
            select conversation_id, n, 'agent', %(message)s, %(turn)s, %(reply)s from closed),
        thread as (
            update conversations c
               set language = %(language)s, held_by = %(held_by)s, ended_at = case when %(ended)s then now() end
              from closed
             where c.id = closed.conversation_id
               and (c.language, c.held_by, c.ended_at is not null) is distinct from (%(language)s, %(held_by)s, %(ended)s))
        select coalesce((select n from closed), fenced(%(turn)s))
        """,
        {
            "turn": closing.turn_id,
            "runner": closing.runner,
            "reply": closing.reply,
            "events": Jsonb(packed(closing.events)),
            "receipts": Jsonb(closing.receipts),
            "timings": Jsonb(closing.timings),
            "usage": Jsonb(closing.usage),
            "message": closing.message_id,
            "language": closing.language,
            "held_by": closing.held_by,
            "ended": closing.ended,
        },
    )


async def reopen(tenant_id: str, turn_id: str, runner: int) -> bool:
    """Take a failed turn up again: somebody asks for its reply. False when somebody else was quicker."""
    async with database.tenant(tenant_id) as rows:
        return bool(
            await rows.run(
                "update turns set status = 'queued', runner = %s, ended_at = null where id = %s and status = 'failed'",
                [runner, turn_id],
            )
        )


async def fail(tenant_id: str, turn_id: str, runner: int | None) -> None:
    """Give a turn up: it stays in the ledger as failed, and the thread goes on without it."""
    async with database.tenant(tenant_id) as rows:
        await rows.run(
            "update turns set status = 'failed', ended_at = now() where id = %s and status in ('queued', 'running')"
            " and runner is not distinct from %s",
            [turn_id, runner],
        )


async def heard(tenant_id: str, turn_id: str, characters: int, timings: dict[str, Any]) -> None:
    """Keep how much of a turn's reply the caller heard, for the turn after it, and how long what took on the line."""
    async with database.tenant(tenant_id) as rows:
        await rows.run(
            "update turns set heard = %s, timings = coalesce(timings, '{}') || %s where id = %s",
            [characters, Jsonb(timings), turn_id],
        )
