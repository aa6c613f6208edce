"""The graphs' threads: a LangGraph checkpointer under row security, one transaction a checkpoint.

The stock saver of langgraph-checkpoint-postgres spreads a checkpoint over a row for each value and puts all I/O of a
process behind one lock. A thread here is bounded and a turn changes most of it, so a checkpoint is one row, read in one
statement and written in one; a saver is made for each run and shares the pool. In the same statement it lets go of
everything but the thread's newest checkpoints, so what a thread weighs does not grow with its turns.

Values are unpacked strictly: a class that LangGraph does not know to be safe comes back as plain data.
"""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
    get_serializable_checkpoint_metadata,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg.types.json import Jsonb

from records import database, migrating, turns
from settings import settings

KEEP = 8
"""How many checkpoints of a thread are kept: with one a turn, as many turns can be gone back to."""
KEEP_STUDIO = 200
"""The same where every step is a checkpoint."""

PATIENCE_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Pauses between tries to close a turn while Postgres is away: its words have been said, and must not be lost."""

_SERDE = JsonPlusSerializer(allowed_msgpack_modules=None)


class NoTenant(Exception):
    """A thread that belongs to nobody, or to somebody else. The message says what to do."""


@dataclass(frozen=True)
class _Row:
    thread_id: str
    checkpoint_ns: str
    checkpoint_id: str
    parent_checkpoint_id: str | None
    metadata: dict[str, Any]
    type: str
    checkpoint: bytes
    task_id: str | None = None  # of a pending write, where there is one
    channel: str | None = None
    write_type: str | None = None
    blob: bytes | None = None


_READ = """
    select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.metadata, c.type, c.checkpoint,
           w.task_id, w.channel, w.type as write_type, w.blob
      from (select * from checkpoints where {where} order by checkpoint_id desc {limit}) c
      left join checkpoint_writes w using (tenant_id, thread_id, checkpoint_ns, checkpoint_id)
     order by c.checkpoint_id desc, c.thread_id, c.checkpoint_ns, w.task_path, w.task_id, w.idx
"""
_LATEST = _READ.format(where="thread_id = %s and checkpoint_ns = %s", limit="limit 1")
_EXACTLY = _READ.format(where="thread_id = %s and checkpoint_ns = %s and checkpoint_id = %s", limit="")

_WRITE = """
    insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, metadata, type, checkpoint)
    values (%(thread)s, %(ns)s, %(id)s, %(parent)s, %(metadata)s, %(type)s, %(checkpoint)s)
    on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id)
    do update set metadata = excluded.metadata, type = excluded.type, checkpoint = excluded.checkpoint
"""
# Everything up to the oldest checkpoint that has to go, in the graph itself and in calls of its subgraphs, whose
# namespaces have a colon. A subgraph with a memory of its own has none, and keeps it.
_OUTLIVED = """
    with last as (
        select checkpoint_id from checkpoints where thread_id = %(thread)s and checkpoint_ns = '' and checkpoint_id < %(id)s
         order by checkpoint_id desc offset %(keep)s - 1 limit 1),
    gone as (
        delete from checkpoints c using last
         where c.thread_id = %(thread)s and c.checkpoint_id <= last.checkpoint_id
           and (c.checkpoint_ns = '' or strpos(c.checkpoint_ns, ':') > 0)),
    undone as (
        delete from checkpoint_writes w using last
         where w.thread_id = %(thread)s and w.checkpoint_id <= last.checkpoint_id
           and (w.checkpoint_ns = '' or strpos(w.checkpoint_ns, ':') > 0))
"""
_WRITE_AND_FORGET = _OUTLIVED + _WRITE
_FORGET = _OUTLIVED + "select 1"

_WRITES = """
    insert into checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, blob)
    select %(thread)s, %(ns)s, %(id)s, %(task)s, %(path)s, w.idx, w.channel, w.type, w.blob
      from unnest(%(idx)s::int[], %(channels)s::text[], %(types)s::text[], %(blobs)s::bytea[]) as w (idx, channel, type, blob)
    on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
"""
_WRITES_ONCE = _WRITES + "do nothing"
_WRITES_ANEW = _WRITES + "do update set channel = excluded.channel, type = excluded.type, blob = excluded.blob"


def saver(
    tenant_id: str,
    closing: turns.Closing | None = None,
    *,
    entry: turns.Entry | None = None,
    durable: bool = True,
    keep: int = KEEP,
) -> "ThreadSaver":
    """A checkpointer for one run of one tenant's graph; as cheap as an object.

    With a `closing`, the run is a turn: its checkpoint is written in the transaction that closes the turn, and only if
    the turn is ready to be closed; a run that broke off leaves the thread as it was. A turn with none
    ahead of it has seen the thread when it was entered (`entry`), and need not read it again. `durable` as in
    `database.tenant`.
    """
    made = ThreadSaver(tenant_id, closing, durable=durable, keep=keep)
    if entry is not None and entry.checkpoint is not None and not entry.ahead:
        made.seen = entry
    return made


class ThreadSaver(BaseCheckpointSaver[str]):
    """Reads and writes the threads of one tenant. Asynchronous only."""

    def __init__(
        self, tenant_id: str, closing: turns.Closing | None = None, *, durable: bool = True, keep: int = KEEP
    ) -> None:
        super().__init__(serde=_SERDE)
        self.tenant_id = tenant_id
        self.closing = closing
        self.durable = durable
        self.keep = keep
        self.seen: turns.Entry | None = None

    async def tenant_of(self, thread_id: str, config: RunnableConfig | None = None) -> str:
        """Whose thread this is; for a run's own saver there is only one answer."""
        return self.tenant_id

    def get_next_version(self, current: str | None, channel: None) -> str:
        """Versions are numbers, padded so that they sort beside those of langgraph-api, which adds a fraction."""
        return _version(_number(current) + 1 if current is not None else 1)

    # --- reading ----------------------------------------------------------------------------------------------------

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The newest checkpoint of a thread, or the one named. None where this tenant has none."""
        thread_id, ns = _where(config)
        named = get_checkpoint_id(config)
        if self.seen is not None and not ns and not named and thread_id == str(self.seen.conversation_id):
            (id, parent, metadata, kind, packed), self.seen = self.seen.checkpoint or [], None
            return self._unpacked(_Row(thread_id, ns, id, parent, metadata, kind, b64decode(packed)))
        params = [thread_id, ns]
        if named:
            params.append(named)
        async with database.each(await self.tenant_of(thread_id, config)) as rows:
            found = await rows.all(_Row, _EXACTLY if named else _LATEST, params)
        return next(self._tuples(found), None)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Checkpoints, newest first: of a thread, or of all the tenant's threads."""
        where, params = ["true"], list[Any]()
        wanted = (config or {}).get("configurable", {})
        for column in ("thread_id", "checkpoint_ns", "checkpoint_id"):
            if wanted.get(column) is not None and (wanted[column] or column == "checkpoint_ns"):
                where.append(f"{column} = %s")
                params.append(str(wanted[column]))
        if filter:
            where.append("metadata @> %s")
            params.append(Jsonb(filter))
        if before is not None and (earlier := get_checkpoint_id(before)):
            where.append("checkpoint_id < %s")
            params.append(earlier)
        if limit is not None:
            params.append(limit)
        sql = _READ.format(where=" and ".join(where), limit="" if limit is None else "limit %s")
        async with database.each(await self.tenant_of(str(wanted.get("thread_id") or ""), config)) as rows:
            found = await rows.all(_Row, sql, params)
        for each in self._tuples(found):
            yield each

    def _tuples(self, rows: Iterable[_Row]) -> Iterator[CheckpointTuple]:
        """Rows, one for each pending write, as checkpoints."""
        last: tuple[str, str, str] | None = None
        found: CheckpointTuple | None = None
        for row in rows:
            if (key := (row.thread_id, row.checkpoint_ns, row.checkpoint_id)) != last:
                if found is not None:
                    yield found
                last, found = key, self._unpacked(row)
            if row.task_id is not None:
                assert found is not None
                assert found.pending_writes is not None
                value = self.serde.loads_typed((str(row.write_type), row.blob or b""))
                found.pending_writes.append((row.task_id, str(row.channel), value))
        if found is not None:
            yield found

    # --- writing ----------------------------------------------------------------------------------------------------

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keep a checkpoint, close the turn it ends, and let go of the thread's oldest."""
        thread_id, ns = _where(config)
        written = _config(thread_id, ns, checkpoint["id"])
        if self.closing is not None and not self.closing.ready:
            return written
        kind, packed = self._packed(checkpoint)
        values = {
            "thread": thread_id,
            "ns": ns,
            "id": checkpoint["id"],
            "parent": config["configurable"].get("checkpoint_id"),
            "metadata": Jsonb(get_serializable_checkpoint_metadata(config, metadata)),
            "type": kind,
            "checkpoint": packed,
            "keep": self.keep,
        }
        sql = _WRITE if ns else _WRITE_AND_FORGET
        async with database.each(await self.tenant_of(thread_id, config), durable=self.durable) as rows:
            if self.closing is None or ns:
                await rows.run(sql, values)
            else:  # both in one transaction and one round trip; a turn that is no longer ours makes the statement fail
                rows.later(sql, values)
                await turns.close(rows, self.closing)
        return written

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Keep what a step has written while its superstep is not complete."""
        if not writes or (self.closing is not None and not self.closing.ready):
            return
        thread_id, ns = _where(config)
        packed = [self.serde.dumps_typed(value) for _, value in writes]
        values = {
            "thread": thread_id,
            "ns": ns,
            "id": config["configurable"]["checkpoint_id"],
            "task": task_id,
            "path": task_path,
            "idx": [WRITES_IDX_MAP.get(channel, i) for i, (channel, _) in enumerate(writes)],
            "channels": [channel for channel, _ in writes],
            "types": [kind for kind, _ in packed],
            "blobs": [blob for _, blob in packed],
        }
        special = all(channel in WRITES_IDX_MAP for channel, _ in writes)
        async with database.each(await self.tenant_of(thread_id, config), durable=self.durable) as rows:
            await rows.run(_WRITES_ANEW if special else _WRITES_ONCE, values)

    async def adelete_thread(self, thread_id: str) -> None:
        """Forget a thread."""
        await self.aprune([thread_id], strategy="delete")

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Forget all of these threads (`delete`), or all but their newest checkpoint (`keep_latest`)."""
        if isinstance(thread_ids, str) or strategy not in ("keep_latest", "delete", "delete_all"):
            raise ValueError(f"threads as a list, and keep_latest or delete: not {thread_ids!r}, {strategy!r}")
        for thread_id in map(str, thread_ids):
            async with database.tenant(await self.tenant_of(thread_id)) as rows:
                if strategy == "keep_latest":
                    rows.later(_FORGET, {"thread": thread_id, "id": "~", "keep": 2})  # no id comes after a tilde
                    continue
                for table in ("checkpoints", "checkpoint_writes"):
                    rows.later(f"delete from {table} where thread_id = %s", [thread_id])

    async def adelete_for_runs(self, run_ids: Iterable[str]) -> None:
        """Undo what these runs wrote: how langgraph-api rolls a run back."""
        for tenant_id in self._tenants():
            async with database.tenant(tenant_id) as rows:
                rows.later(
                    """
                    with gone as (delete from checkpoints where metadata ->> 'run_id' = any(%s)
                                  returning thread_id, checkpoint_ns, checkpoint_id)
                    delete from checkpoint_writes w using gone
                     where (w.thread_id, w.checkpoint_ns, w.checkpoint_id)
                           = (gone.thread_id, gone.checkpoint_ns, gone.checkpoint_id)
                    """,
                    [[str(run_id) for run_id in run_ids]],
                )

    def _tenants(self) -> Iterable[str]:
        """All whose threads this saver may have written."""
        return [self.tenant_id]

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Copy a thread to another of the same tenant."""
        tenant_id = await self.tenant_of(source_thread_id)
        if await self.tenant_of(target_thread_id) != tenant_id:
            raise NoTenant(
                f"Thread {source_thread_id} is a caller's conversation: it cannot be copied to another tenant."
            )
        async with database.tenant(tenant_id) as rows:
            for table, columns in (
                ("checkpoints", "checkpoint_ns, checkpoint_id, parent_checkpoint_id, metadata, type, checkpoint"),
                ("checkpoint_writes", "checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob, task_path"),
            ):
                rows.later(
                    f"insert into {table} (thread_id, {columns}) select %s, {columns} from {table} where thread_id = %s",
                    [target_thread_id, source_thread_id],
                )

    # --- packing ----------------------------------------------------------------------------------------------------

    def _packed(self, checkpoint: Checkpoint) -> tuple[str, bytes]:
        """A checkpoint as bytes. Its many versions are padded numbers; they are kept as numbers."""
        seen = checkpoint["versions_seen"]
        return self.serde.dumps_typed(
            {
                **checkpoint,
                "channel_versions": {name: _number(at) for name, at in checkpoint["channel_versions"].items()},
                "versions_seen": {
                    node: {name: _number(at) for name, at in versions.items()} for node, versions in seen.items()
                },
            }
        )

    def _unpacked(self, row: _Row) -> CheckpointTuple:
        checkpoint = self.serde.loads_typed((row.type, row.checkpoint))
        checkpoint["channel_versions"] = {name: _version(n) for name, n in checkpoint["channel_versions"].items()}
        checkpoint["versions_seen"] = {
            node: {name: _version(n) for name, n in versions.items()}
            for node, versions in checkpoint["versions_seen"].items()
        }
        parent = row.parent_checkpoint_id
        return CheckpointTuple(
            _config(row.thread_id, row.checkpoint_ns, row.checkpoint_id),
            cast(Checkpoint, checkpoint),
            cast(CheckpointMetadata, row.metadata),
            _config(row.thread_id, row.checkpoint_ns, parent) if parent else None,
            [],
        )


def _version(number: int) -> str:
    return f"{number:032}"


def _number(version: str | int | float) -> int:
    return int(version[:32]) if isinstance(version, str) else int(version)


def _where(config: RunnableConfig) -> tuple[str, str]:
    configurable: Mapping[str, Any] = config["configurable"]
    return str(configurable["thread_id"]), configurable.get("checkpoint_ns", "")


def _config(thread_id: str, ns: str, checkpoint_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": checkpoint_id}}


# --- LangGraph Studio ---------------------------------------------------------------------------------------------


class StudioSaver(ThreadSaver):
    """The checkpointer of `langgraph dev`: it opens every tenant's threads, each as its own tenant's.

    Studio knows a thread by its id alone. A conversation's thread is its tenant's and nobody else's; one that is no
    conversation yet is the tenant's that its run names, or that of `STUDIO_TENANT_ID`. Nobody's thread is empty.
    """

    def __init__(self) -> None:
        super().__init__(settings().studio_tenant_id, keep=KEEP_STUDIO)
        self._owners: dict[str, str] = {}  # of conversations, which never change hands
        self._named: dict[str, str] = {}  # of other threads, by their runs

    async def tenant_of(self, thread_id: str, config: RunnableConfig | None = None) -> str:
        """Whose thread this is. Raises NoTenant where it is nobody's, or not the tenant's that the run names."""
        owner = self._owners.get(thread_id)
        if owner is None:
            owner = await self._owner(thread_id)
            if owner is not None:
                self._owners[thread_id] = owner
        named = str((config or {}).get("configurable", {}).get("tenant_id") or "")
        if owner and named and named != owner:
            raise NoTenant(f"Thread {thread_id} belongs to tenant {owner}, not to {named}.")
        if named and not owner:
            self._named[thread_id] = named
        tenant_id = owner or self._named.get(thread_id) or self.tenant_id
        if not tenant_id:
            raise NoTenant(
                f"Thread {thread_id} is no conversation and belongs to nobody: give the run a tenant_id,"
                " or set STUDIO_TENANT_ID to whose it shall be."
            )
        return tenant_id

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """As any saver's; a thread that is nobody's yet has no checkpoint."""
        try:
            return await super().aget_tuple(config)
        except NoTenant:
            if await self._owner(_where(config)[0]):
                raise
            return None

    async def alist(self, config: RunnableConfig | None, **how: Any) -> AsyncIterator[CheckpointTuple]:
        """As any saver's; a thread that is nobody's yet has none."""
        try:
            async for found in super().alist(config, **how):
                yield found
        except NoTenant:
            if await self._owner(str((config or {}).get("configurable", {}).get("thread_id"))):
                raise

    def _tenants(self) -> Iterable[str]:
        return {*self._owners.values(), *self._named.values(), self.tenant_id} - {""}

    async def _owner(self, thread_id: str) -> str | None:
        try:
            UUID(thread_id)
        except ValueError:
            return None
        async with database.desk() as rows:
            owner = await rows.value("select tenant_id from owner_of_thread(%s)", [thread_id])
        return None if owner is None else str(owner)


@asynccontextmanager
async def studio() -> AsyncIterator[StudioSaver]:
    """The checkpointer for langgraph.json; Postgres comes up and is migrated with it."""
    await asyncio.to_thread(_prepare)
    try:
        yield StudioSaver()
    finally:
        await database.close()


def _prepare() -> None:
    migrating.upgrade(database.url())
