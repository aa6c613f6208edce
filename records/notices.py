"""Notices between the processes of a house, and the knowledge of which of them are alive.

Each process (strictly: each event loop) keeps one connection beside the pool. It listens for notices, and it holds an
advisory lock on a number drawn at random: the process is alive for exactly as long as that lock is held, because
Postgres lets go of it the moment the connection is gone, however the process ended. The connection comes back by itself
after Postgres was away, under the same number; whoever waited for a notice meanwhile is told to look again.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakKeyDictionary

import psycopg

from records import database, embedded
from records.exchange import Connection

log = logging.getLogger(__name__)

CHANNEL = "switchboard"
WAIT_S = 3.0  # how long `runner` waits for a connection before it says that Postgres is away
LONGEST_PAUSE_S = 1.0

ALIVE_SQL = "select not pg_try_advisory_xact_lock_shared(%s)"
"""Whether the process of this number is alive: its lock cannot be shared. Parameter: the number."""


async def runner() -> int:
    """This process' number, while its lock is held. Raises database.Unavailable when Postgres is away."""
    line = _line()
    if not line.up.is_set():
        try:
            async with asyncio.timeout(WAIT_S):
                await line.up.wait()
        except TimeoutError as late:
            raise database.Unavailable(line.trouble or "Postgres cannot be reached.") from late
    return line.number


async def alive(rows: database.Rows, runner: int) -> bool:
    """Whether the process of this number is alive, this one included."""
    return bool(await rows.value(ALIVE_SQL, [runner]))


async def tell(rows: database.Rows, topic: str) -> None:
    """Give notice of a topic to every process, when this transaction is committed.

    Commits that give notice wait for one another in Postgres, disk included: not for every turn.
    """
    rows.later("select pg_notify(%s, %s)", [CHANNEL, topic])


@asynccontextmanager
async def listening(topic: str) -> AsyncIterator["Listening"]:
    """Hear every notice of a topic from here on: look at the rows inside, then wait, and nothing falls in between."""
    await runner()
    line = _line()
    heard = Listening()
    line.listeners.setdefault(topic, set()).add(heard)
    try:
        yield heard
    finally:
        line.listeners[topic].discard(heard)
        if not line.listeners[topic]:
            del line.listeners[topic]


async def wait_for(topic: str, timeout_s: float) -> bool:
    """Wait for a notice given from now on. True: look again; False: none came in time. Raises database.Unavailable."""
    async with listening(topic) as heard:
        return await heard.wait(timeout_s)


class Listening:
    """An ear for one topic."""

    def __init__(self) -> None:
        self._heard = asyncio.Event()

    async def wait(self, timeout_s: float) -> bool:
        """Whether there was a notice since the last call, or one comes in time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._heard.wait()
        except TimeoutError:
            return False
        self._heard.clear()
        return True

    def hear(self) -> None:
        """There was a notice."""
        self._heard.set()


class _Line:
    """The process' own connection, kept up by a task."""

    def __init__(self) -> None:
        self.number = secrets.randbits(62) + 1
        self.up = asyncio.Event()
        self.trouble: str | None = None
        self.listeners: dict[str, set[Listening]] = {}
        self._gone = asyncio.Event()
        self._socket: int | None = None
        self._task = asyncio.create_task(self._keep_up(), name="notices")

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _keep_up(self) -> None:
        pause = 0.05
        while True:
            connection: Connection | None = None
            try:
                connection = await Connection.connect(**await database.options())
                await connection.execute(f"listen {CHANNEL}")
                await self._take_number(connection)
                self._attend(connection)
                pause = 0.05
                await self._gone.wait()
                log.warning("the line to Postgres is gone")
            except psycopg.Error as error:
                self.trouble = f"Postgres cannot be reached: {' '.join(str(error).split())}"
            except embedded.CannotStart as error:
                self.trouble = str(error)
            finally:
                self.up.clear()
                self._stop_reading()
                if connection is not None:
                    await connection.close()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _take_number(self, connection: Connection) -> None:
        """Take the lock on our number, as soon as Postgres has noticed that its last holder, ourselves, is gone."""
        while True:
            row = await (await connection.execute("select pg_try_advisory_lock(%s)", [self.number])).fetchone()
            if row and row[0]:
                return
            await asyncio.sleep(0.05)

    def _attend(self, connection: Connection) -> None:
        """From here on the socket itself tells when there is something to read."""
        self._gone.clear()
        self._socket = connection.pgconn.socket
        asyncio.get_running_loop().add_reader(self._socket, self._read, connection)
        self.trouble = None
        self.up.set()
        for listeners in self.listeners.values():  # what was said while the line was down, nobody heard
            for listening in listeners:
                listening.hear()

    def _read(self, connection: Connection) -> None:
        pgconn = connection.pgconn
        try:
            pgconn.consume_input()
            while notice := pgconn.notifies():
                for listening in self.listeners.get(notice.extra.decode(), ()):
                    listening.hear()
        except psycopg.Error:
            self._stop_reading()
            self.up.clear()
            self._gone.set()

    def _stop_reading(self) -> None:
        """By number: a lost connection has closed its socket and no longer tells which it was."""
        socket, self._socket = self._socket, None
        if socket is not None:
            asyncio.get_running_loop().remove_reader(socket)


_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, _Line] = WeakKeyDictionary()


def _line() -> _Line:
    loop = asyncio.get_running_loop()
    line = _lines.get(loop)
    if line is None:
        line = _lines[loop] = _Line()

        async def hang_up() -> None:
            if (ours := _lines.pop(loop, None)) is not None:
                await ours.close()

        database.on_close(hang_up)
    return line
