"""The machine under the measurement: servers started and stopped by process id, CPU clocks, ports, Postgres.

CPU time of another process is read from its POSIX clock (nanoseconds, all its threads; clock_getcpuclockid(3)), not
from the 10 ms ticks of /proc/PID/stat. Linux only, as is the rest of what is measured here.
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from benchmarks.load import Connection, Spoiled, request

START_S = 120.0
STOP_S = 20.0
CPUCLOCK_SCHED = 2
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of the loopback on which nothing listens now."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def cpu_s(pid: int) -> float:
    """Seconds of CPU, user and system, that a process has used with all its threads. Raises Spoiled if it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)
    except OSError:
        raise Spoiled(f"process {pid} is gone") from None


def busy_s() -> float:
    """Seconds of CPU that the whole machine has spent on anything, all cores together."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq) * TICK_S


class Program:
    """One server that this run started, with everything it started in turn."""

    def __init__(
        self, name: str, command: Sequence[str], port: int, logs: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        """Start it. Raises Spoiled when the port is already taken: whoever holds it would answer in its place."""
        self.name = name
        self.port = port
        self.log = logs / f"{name}.log"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Spoiled(f"port {port}, meant for {name}, is taken")
        with self.log.open("wb") as out:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._family: list[psutil.Process] = []

    async def ready(self, path: str) -> None:
        """Wait until GET `path` answers 200. Raises Spoiled with the end of its log if that does not happen."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            self._alive()
            with contextlib.suppress(OSError, Spoiled):
                connection = await Connection.open(self.port)
                async with asyncio.timeout(5):
                    answer = await connection.ask(request("GET", path))
                connection.close()
                if answer.status == 200:
                    self.check()
                    return
            await asyncio.sleep(0.1)
        raise Spoiled(f"{self.name} was not ready after {START_S:.0f} s:\n{self.tail()}")

    def family(self) -> list[psutil.Process]:
        """The process and its descendants, without any Postgres among them."""
        self._alive()
        root = psutil.Process(self._process.pid)
        self._family = [p for p in [root, *root.children(recursive=True)] if not _is_postgres(p)]
        return self._family

    def cpu_each_s(self) -> dict[int, float]:
        """Seconds of CPU used by each living process of the family, by process id."""
        return {process.pid: cpu_s(process.pid) for process in self.family()}

    def cpu_s(self) -> float:
        """Seconds of CPU used by all living processes of the family."""
        return sum(self.cpu_each_s().values())

    def rss_mb(self) -> float:
        """Resident memory of the family, MB."""
        return float(sum(process.memory_info().rss for process in self.family())) / 2**20

    def check(self) -> None:
        """Raises Spoiled unless it is alive and the one who listens on its port is of its family."""
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                for connection in process.net_connections(kind="tcp"):
                    if connection.status == psutil.CONN_LISTEN and connection.laddr.port == self.port:
                        return
        raise Spoiled(f"{self.name} does not listen on its port {self.port}")

    def tail(self) -> str:
        """The end of what it logged."""
        return self.log.read_text(errors="replace")[-2000:]

    def stop(self) -> None:
        """Ask it to leave, and see to it that it and every descendant has left. Blocks."""
        left = list(self._family)
        if self._process.poll() is None:
            with contextlib.suppress(psutil.Error, Spoiled):
                left = self.family()
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_S)
        _, left = psutil.wait_procs(left, timeout=2)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self._process.wait(STOP_S)
        psutil.wait_procs(left, timeout=STOP_S)

    def _alive(self) -> None:
        if self._process.poll() is not None:
            raise Spoiled(f"{self.name} ended with status {self._process.returncode}:\n{self.tail()}")


def _is_postgres(process: psutil.Process) -> bool:
    try:
        return process.name().startswith("postgres")
    except psutil.NoSuchProcess:
        return True


# --- Postgres -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Postgres:
    """A running server, found by its postmaster.pid; `host` is the folder of its socket."""

    pid: int
    host: str
    port: int

    @classmethod
    def under(cls, folder: Path) -> "Postgres":
        """The server whose files lie somewhere under `folder`. Raises Spoiled when there is none, or more than one."""
        found = sorted(folder.rglob("postmaster.pid"))
        if len(found) != 1:
            raise Spoiled(f"{len(found)} Postgres servers under {folder}")
        pid, _, _, port, host, *_ = found[0].read_text().splitlines()
        return cls(int(pid), host, int(port))

    def url(self, database: str) -> str:
        """A libpq URL of the superuser."""
        return f"postgresql://postgres@/{database}?host={quote(self.host, safe='')}&port={self.port}"

    def cpu_s(self) -> float:
        """Seconds of CPU of the server: what lives, exactly, and what has ended, in ticks."""
        total = cpu_s(self.pid)
        for child in psutil.Process(self.pid).children():
            with contextlib.suppress(Spoiled):
                total += cpu_s(child.pid)
        times = psutil.Process(self.pid).cpu_times()
        return total + times.children_user + times.children_system

    def create(self, database: str) -> None:
        """Make an empty database, anew."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as rows:
            rows.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))
            rows.execute(sql.SQL("create database {}").format(sql.Identifier(database)))

    def database_with(self, table: str) -> str:
        """The database in which this table is. Raises Spoiled."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as rows:
            names = [name for (name,) in rows.execute("select datname from pg_database where datallowconn")]
        for name in names:
            with psycopg.connect(self.url(name), autocommit=True) as rows:
                if rows.execute("select to_regclass(%s)", [f"public.{table}"]).fetchone() != (None,):
                    return name
        raise Spoiled(f"no database has a table {table}")


THREAD_COLUMNS = ("thread_id", "conversation_id")


class Bytes:
    """What a database holds in bytes of content, uncompressed: all of it, or one thread. And how much was logged."""

    def __init__(self, url: str) -> None:
        self._rows = psycopg.connect(url, autocommit=True)
        found = self._rows.execute(
            "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
            " join information_schema.tables t using (table_schema, table_name)"
            " where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position"
        )
        self._tables: dict[str, dict[str, str]] = {}
        for table, column, kind in found.fetchall():
            self._tables.setdefault(table, {})[column] = kind

    def of_thread(self, thread: str) -> int:
        """Bytes of content of every row that names this thread, in any table."""
        total = 0
        for table, columns in self._tables.items():
            key = next((name for name in THREAD_COLUMNS if name in columns), None)
            if table == "conversations":
                key = "id"
            if key is not None:
                where = sql.SQL(" where {}::text = %s").format(sql.Identifier(key))
                total += self._count(self._size(table) + where, [thread])
        return total

    def of_everything(self) -> int:
        """Bytes of content of all rows of all tables."""
        return sum(self._count(self._size(table), []) for table in self._tables)

    def logged(self) -> int:
        """Where the write-ahead log stands, in bytes: everything written by anybody on this server."""
        return self._count(sql.SQL("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"), [])

    def close(self) -> None:
        """Close the connection."""
        self._rows.close()

    def _count(self, query: sql.SQL | sql.Composed, values: list[str]) -> int:
        row = self._rows.execute(query, values).fetchone()
        return int(row[0]) if row is not None else 0

    def _size(self, table: str) -> sql.Composed:
        sizes = [self._size_of(name, kind) for name, kind in self._tables[table].items()]
        return sql.SQL("select coalesce(sum({}), 0)::bigint from {}").format(
            sql.SQL(" + ").join(sizes), sql.Identifier(table)
        )

    @staticmethod
    def _size_of(column: str, kind: str) -> sql.Composed:
        name = sql.Identifier(column)
        if kind == "bytea":
            return sql.SQL("coalesce(octet_length({}), 0)").format(name)
        if kind in ("text", "json", "jsonb", "ARRAY"):
            return sql.SQL("coalesce(octet_length({}::text), 0)").format(name)
        return sql.SQL("coalesce(pg_column_size({}), 0)").format(name)
