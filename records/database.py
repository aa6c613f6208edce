"""The way to Postgres: one pool a process and loop, and transactions that can see one tenant only.

    async with database.tenant(tenant_id) as rows:
        lead = await rows.one(Lead, "select id, name from leads where id = %s", [lead_id])

Connections work as `switchboard_app`, which cannot bypass row security and sees nothing until a transaction has said
whose it is: a forgotten tenant finds no rows. That guards against our own mistakes, not against SQL of a stranger's
making: `reset role` stays with `switchboard_app`, but `set role` could return to the role of the URL.

The pool opens on first use and starts the embedded server where `DATABASE_URL` is empty. A transaction begins with its
first statement, in the same round trip; statements whose results nobody waits for (`later`) share one with the next, or
with the commit. Errors of Postgres itself pass through as psycopg's; a missing parent is a NotFound and a row in the way
a Conflict besides.
"""

import asyncio
import atexit
import dataclasses
import logging
import re
import select
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from functools import lru_cache
from operator import itemgetter
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

import orjson
import psycopg
from psycopg import adapters, conninfo, errors
from psycopg.adapt import AdaptersMap
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from records import embedded
from records.exchange import Connection, Params, Statement
from settings import settings

log = logging.getLogger(__name__)
logging.getLogger("psycopg.pool").setLevel(
    logging.ERROR
)  # one line for every try of an outage; Unavailable says it once
T = TypeVar("T")

APP = "switchboard_app"
WAIT_S = 3.0  # how long a transaction waits for a connection before the caller is told that Postgres is away
MAJOR, VECTOR = 16, (0, 8)


class NotFound(Exception):
    """There is no such row, or none that this tenant may see."""


class Conflict(Exception):
    """What was asked for cannot stand beside what is there."""


class _Missing(NotFound, errors.ForeignKeyViolation):
    """What a new row points to is not there."""


class _Taken(Conflict, errors.UniqueViolation):
    """A row of this name is there already."""


class _Overlapping(Conflict, errors.ExclusionViolation):
    """A row is in the way."""


_OURS: dict[type[psycopg.Error], type[psycopg.Error]] = {
    errors.ForeignKeyViolation: _Missing,
    errors.UniqueViolation: _Taken,
    errors.ExclusionViolation: _Overlapping,
}


class Unavailable(Exception):
    """Postgres cannot be reached now. Nothing of the transaction stands, unless it was lost while committing."""


class Unsuitable(Exception):
    """This Postgres cannot carry the house; the message is one sentence about what to change."""


# --- transactions -------------------------------------------------------------------------------------------------

_TENANT = "select set_config('app.tenant_id', %s, true)"
_TENANT_QUICK = "select set_config('app.tenant_id', %s, true), set_config('synchronous_commit', 'off', true)"


class Rows:
    """One transaction. It begins with its first statement, and is committed, or after an error rolled back, on leaving."""

    __slots__ = ("_begun", "_connection", "_each", "_opening", "_pool", "_waiting")

    def __init__(self, opening: Statement | None, *, each: bool = False) -> None:
        self._opening = opening
        self._each = each
        self._waiting: list[Statement] = []
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._connection: Connection | None = None
        self._begun = False

    async def one(self, shape: type[T], sql: str, params: Params = ()) -> T:
        """The one row there is, as a `shape`. Raises NotFound when there is none."""
        row = await self.maybe(shape, sql, params)
        if row is None:
            raise NotFound(shape.__name__)
        return row

    async def maybe(self, shape: type[T], sql: str, params: Params = ()) -> T | None:
        """The one row there is, or None."""
        found = await self.all(shape, sql, params)
        if len(found) > 1:
            raise errors.CardinalityViolation(f"{len(found)} rows of {shape.__name__} where one was meant")
        return found[0] if found else None

    async def all(self, shape: type[T], sql: str, params: Params = ()) -> list[T]:
        """Every row, as a `shape`: a dataclass whose fields are the columns, or the type of a single column."""
        connection, result = await self._result(sql, params)
        rows: list[T] = connection.rows(result, _maker(shape, sql, result))
        await self._leave_each()
        return rows

    async def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        connection, result = await self._result(sql, params)
        found = connection.rows(result, itemgetter(0))
        await self._leave_each()
        return found[0] if found else None

    async def run(self, sql: str, params: Params = ()) -> int:
        """Run a statement; how many rows it touched."""
        _, result = await self._result(sql, params)
        touched = result.command_tuples or 0
        await self._leave_each()
        return touched

    async def run_many(self, sql: str, params_seq: Iterable[Params]) -> None:
        """Run a statement once for each of the parameters."""
        for params in params_seq:
            self._waiting.append((sql, params))
            if len(self._waiting) >= 500 and not self._each:
                await self._send()
        if self._waiting:
            await self._send()
        await self._leave_each()

    def later(self, sql: str, params: Params = ()) -> None:
        """Run a statement whose result nobody waits for: with the next one, or with the commit. So do its errors."""
        self._waiting.append((sql, params))

    async def _result(self, sql: str, params: Params) -> tuple[Connection, PGresult]:
        self._waiting.append((sql, params))
        return await self._send()

    async def _send(self, *last: Statement) -> tuple[Connection, PGresult]:
        """Send what waits, after the transaction's beginning where that is still due; the last one's result."""
        connection = self._connection
        if connection is None:
            self._pool = await _pool()
            connection = self._connection = await _checkout(self._pool)
        statements, self._waiting = self._waiting, []
        if self._each or not self._begun:
            begin: list[Statement] = [] if self._each else [("begin", None)]
            if self._opening is not None:
                begin.append(self._opening)
            statements = begin + statements
        statements.extend(last)
        try:
            results = await connection.exchange(statements)
        except psycopg.Error as error:
            translated = _translated(error, connection)
            await self._leave_each()
            raise translated from error
        finally:  # a value that cannot be sent keeps the transaction from having begun
            if self._connection is not None:
                self._begun = connection.pgconn.transaction_status != TransactionStatus.IDLE
        return connection, results[-1]

    async def _leave_each(self) -> None:
        if self._each:
            await self._give_back()

    async def _give_back(self) -> None:
        pool, connection = self._pool, self._connection
        self._connection, self._begun = None, False
        if pool is not None and connection is not None:
            await pool.putconn(connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        try:
            if kind is None and self._waiting:
                await self._send(*([] if self._each else [("commit", None)]))
            elif kind is None and self._begun and not self._each:
                connection = self._connection
                assert connection is not None
                if connection.pgconn.transaction_status == TransactionStatus.INERROR:
                    raise errors.InFailedSqlTransaction("a statement of this transaction failed: nothing was written")
                await self._send(("commit", None))
        finally:
            connection = self._connection
            if connection is not None:
                try:
                    if connection.pgconn.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN):
                        with suppress(psycopg.Error):
                            await connection.exchange([("rollback", None)])
                finally:
                    await self._give_back()
        return False


def tenant(tenant_id: str | UUID, *, durable: bool = True) -> AbstractAsyncContextManager[Rows]:
    """A transaction that sees and writes this tenant's rows and no others.

    With `durable=False` the commit does not wait for the disk: after a crash of the machine the last half second of
    such transactions may be missing, as a whole. For what can be rebuilt. Raises ValueError on what is no UUID.
    """
    return Rows((_TENANT if durable else _TENANT_QUICK, (_uuid_text(tenant_id),)))


def each(tenant_id: str | UUID, *, durable: bool = True) -> AbstractAsyncContextManager[Rows]:
    """Rows of which every call is a transaction of its own, in one round trip: half the price of `tenant` for one call.

    What was put off until `later` belongs to the transaction of the next call.
    """
    return Rows((_TENANT if durable else _TENANT_QUICK, (_uuid_text(tenant_id),)), each=True)


def desk() -> AbstractAsyncContextManager[Rows]:
    """A transaction before any tenant is known: it sees no row; `principal_of_key` and `owner_of_thread` answer."""
    return Rows(None)


@lru_cache(4096)
def _uuid_text(tenant_id: str | UUID) -> str:
    return str(tenant_id if isinstance(tenant_id, UUID) else UUID(str(tenant_id)))


# --- rows into shapes ---------------------------------------------------------------------------------------------

_makers: dict[tuple[type, str], Any] = {}


def _maker(shape: type, sql: str, result: PGresult) -> Any:
    """What turns a row's tuple into a `shape`: found once for each statement, whose columns stay the same."""
    make = _makers.get((shape, sql))
    if make is None:
        if len(_makers) > 4096:
            _makers.clear()
        make = _makers[shape, sql] = _make_maker(shape, result)
    return make


def _make_maker(shape: type, result: PGresult) -> Any:
    names = [(result.fname(i) or b"").decode() for i in range(result.nfields)]
    if not dataclasses.is_dataclass(shape):
        if len(names) != 1:
            raise TypeError(f"{shape.__name__} is no dataclass and takes one column, not {names}")
        return itemgetter(0)
    fields = {f.name: f for f in dataclasses.fields(shape) if f.init}
    missing = [n for n, f in fields.items() if n not in names and _required(f)]
    unknown = [n for n in names if n not in fields]
    if missing or unknown or len(set(names)) < len(names):
        raise TypeError(f"{shape.__name__} and the columns {names} do not match: missing {missing}, unknown {unknown}")
    if names == list(fields):
        return lambda values: shape(*values)
    return lambda values: shape(**dict(zip(names, values, strict=True)))


def _required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _orjson_dumps(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


class _Adapters:
    """What a connection's values turn into: JSON by orjson, a dict as jsonb."""

    def __init__(self) -> None:
        self.adapters = AdaptersMap(adapters)
        self.connection = None
        set_json_loads(orjson.loads, self)
        set_json_dumps(_orjson_dumps, self)
        self.adapters.register_dumper(dict, self.adapters.get_dumper_by_oid(_JSONB, psycopg.pq.Format.TEXT))


_JSONB = adapters.types["jsonb"].oid

# --- the pool -----------------------------------------------------------------------------------------------------

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncConnectionPool[Connection]] = WeakKeyDictionary()
_closers: WeakKeyDictionary[asyncio.AbstractEventLoop, list[Callable[[], Awaitable[None]]]] = WeakKeyDictionary()
_adapters: _Adapters | None = None
_url: str | None = None
_embedded: embedded.Embedded | None = None
_url_lock = threading.Lock()


def url() -> str:
    """Where Postgres is, as a libpq URL: DATABASE_URL, or the embedded server, started on first use. May block."""
    global _url, _embedded
    with _url_lock:
        if _url is None:
            if given := settings().database_url:
                _url = libpq(given)
            else:
                _embedded = embedded.start(settings().data / "postgres")
                atexit.register(_embedded.stop)
                _url = _embedded.url
        return _url


def libpq(given: str) -> str:
    """A database URL as libpq reads it: without the name of a driver (`postgresql+asyncpg://`)."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", given)


async def options() -> dict[str, Any]:
    """What every connection of the house is opened with, for connections beside the pool."""
    global _adapters
    if _url is None:
        await asyncio.to_thread(url)  # starting a server takes a second, and reading settings a file
    if _adapters is None:
        _adapters = _Adapters()
    given = conninfo.conninfo_to_dict(url())
    return {
        "conninfo": url(),
        "autocommit": True,
        "context": _adapters,
        "connect_timeout": 3,
        "application_name": given.get("application_name") or "switchboard",
        # Over TCP, either side that vanishes without a goodbye is noticed within half a minute.
        "options": (
            f"{given.get('options') or ''} -c role={APP} -c timezone=UTC"
            # Every statement begins at a tenant's key, so one plan serves all: a search would be planned anew each time.
            " -c plan_cache_mode=force_generic_plan"
            " -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        ).strip(),
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }


async def _pool() -> AsyncConnectionPool[Connection]:
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None:
        settled = await options()
        pool = _pools.get(loop)  # somebody else may have been quicker meanwhile
        if pool is None:
            pool = _pools[loop] = AsyncConnectionPool(
                settled.pop("conninfo"),
                connection_class=Connection,
                kwargs=settled,
                min_size=1,
                max_size=settings().pool_size,
                open=False,
                timeout=WAIT_S,
                reconnect_timeout=0,  # no back-off that outlives an outage: whoever needs a connection tries again
            )
            await pool.open()
    return pool


async def _checkout(pool: AsyncConnectionPool[Connection]) -> Connection:
    """A connection that is alive as far as its socket tells. Raises Unavailable after WAIT_S."""
    deadline = monotonic() + WAIT_S
    while True:
        left = deadline - monotonic()
        try:
            # In short steps, because every request for a connection makes the pool try to open one.
            connection = await pool.getconn(timeout=max(0.01, min(0.25, left)))
        except PoolTimeout as error:
            if left <= 0.25:
                raise Unavailable(await _why()) from error
            continue
        except (PoolClosed, TooManyRequests) as error:
            raise Unavailable(str(error)) from error
        if not _dead(connection):
            return connection
        await connection.close()
        await pool.putconn(connection)  # counted as lost and replaced


def _dead(connection: Connection) -> bool:
    """Whether the server has hung up on an idle connection. Asks the socket, not the server."""
    pgconn = connection.pgconn
    try:
        poll = select.poll()
        poll.register(pgconn.socket, select.POLLIN)
        for _ in range(8):  # a changed setting or a goodbye comes before the end of the line
            if not poll.poll(0):
                return False
            pgconn.consume_input()
    except psycopg.OperationalError:
        pass
    return True


async def _why() -> str:
    """Why no connection came: what Postgres says to one more attempt, or that the pool is busy."""
    try:
        settled = await options()
        await (await Connection.connect(**{**settled, "connect_timeout": 1})).close()
    except psycopg.OperationalError as error:
        told = " ".join(str(error).split())
        if f'role "{APP}" does not exist' in told:
            return "This database has no house in it yet: run `alembic upgrade head`."
        return f"Postgres cannot be reached: {told}"
    return f"All {settings().pool_size} connections to Postgres have been busy for {WAIT_S:.0f} s (POOL_SIZE)."


def _translated(error: psycopg.Error, connection: Connection) -> Exception:
    """A lost connection or a server that is stopping, starting or full, as Unavailable; the constraints by our names."""
    state = error.sqlstate or ""
    if connection.closed or state[:2] in ("08", "53") or state[:3] == "57P":
        return Unavailable(" ".join(str(error).split()))
    ours = _OURS.get(type(error))
    return ours(*error.args, info=error.pgresult) if ours else error


def on_close(closer: Callable[[], Awaitable[None]]) -> None:
    """Have `close` on this loop await this too, before the pool goes."""
    _closers.setdefault(asyncio.get_running_loop(), []).append(closer)


async def close() -> None:
    """Close this loop's connections. The last loop of the process lets go of the embedded server, too."""
    global _url, _embedded
    loop = asyncio.get_running_loop()
    for closer in _closers.pop(loop, []):
        await closer()
    if (pool := _pools.pop(loop, None)) is not None:
        await pool.close()
    if not _pools:
        with _url_lock:
            held, _embedded, _url = _embedded, None, None
        if held is not None:
            atexit.unregister(held.stop)
            await asyncio.to_thread(held.stop)


async def healthy() -> bool:
    """Whether Postgres answers within a second."""
    try:
        async with asyncio.timeout(1), desk() as rows:
            return bool(await rows.value("select true"))
    except (Unavailable, psycopg.Error, TimeoutError):
        return False


# --- a server of one's own ----------------------------------------------------------------------------------------


def check(given: str) -> None:
    """Whether the Postgres at this URL can carry the house. Raises Unsuitable with one sentence, or Unavailable."""
    try:
        connection = psycopg.connect(libpq(given), connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        raise Unavailable(f"Postgres cannot be reached: {' '.join(str(error).split())}") from error
    with connection:
        version = connection.info.server_version // 10000
        if version < MAJOR:
            raise Unsuitable(f"Switchboard needs PostgreSQL {MAJOR} or newer, and this is {version}.")
        row = connection.execute(
            """
            select current_user, r.rolsuper, r.rolcreaterole, has_schema_privilege('public', 'create'),
                   (select extversion from pg_extension where extname = 'vector'),
                   (select default_version from pg_available_extensions where name = 'vector'),
                   (select superuser and not trusted from pg_available_extension_versions
                     where name = 'vector' and version = (select default_version from pg_available_extensions
                                                           where name = 'vector')),
                   has_database_privilege(current_database(), 'create')
              from pg_roles r where rolname = current_user
            """
        ).fetchone()
        assert row is not None
        user, is_super, may_create_roles, may_create, installed, available, restricted, owns = row
        wanted = ".".join(map(str, VECTOR))
        if installed is None and available is None:
            raise Unsuitable(f"Switchboard needs the extension pgvector {wanted} or newer, and this server has none.")
        if tuple(map(int, (installed or available).split(".")[:2])) < VECTOR:
            raise Unsuitable(
                f"Switchboard needs pgvector {wanted} or newer, and this is {installed or available}: update it and run"
                " `alter extension vector update`."
            )
        if installed is None and not is_super and (restricted or not owns):
            raise Unsuitable(
                f"The role {user} may not install pgvector: have a superuser run `create extension vector` in this database."
            )
        if not may_create:
            raise Unsuitable(f"The role {user} may not create tables: make it the owner of this database.")
        known = connection.execute(
            """
            select rolname, rolsuper or rolbypassrls, pg_has_role(current_user, oid, 'set')
              from pg_roles where rolname in ('switchboard_app', 'switchboard_keeper')
            """
        ).fetchall()
        for role, bypasses, settable in known:
            if bypasses:
                raise Unsuitable(
                    f"The role {role} can bypass row security: `alter role {role} nosuperuser nobypassrls`."
                )
            if not settable:
                raise Unsuitable(
                    f"The role {user} may not act as {role}: have a superuser run `grant {role} to {user}`."
                )
        if len(known) < 2 and not (is_super or may_create_roles):
            raise Unsuitable(
                f"The role {user} may not create roles: have a superuser run `alter role {user} createrole`."
            )
