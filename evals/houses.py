"""Houses to try things in: a server of our own with a pretend model, and copies of its sample tenants.

A copy has a key, tables and rooms of its own and nothing in its book, so that conversations cannot disturb each other
and may be held side by side. Copies are made with SQL, as is everything that a scenario takes for given: the garden is
reached over the wire alone, and Postgres' is one of the wires.
"""

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

ROOT = Path(__file__).parent.parent
START_S = 120
COPIED = ("agents", "documents", "passages", "resources")


@dataclass(frozen=True)
class Desk:
    """A running server with its sample tenants, and its database for grading."""

    url: str
    tenants: list[dict[str, Any]]
    database: str
    log: Path | None = None

    def trouble(self) -> str:
        """The last error in the server's log: what it was and where."""
        try:
            lines = (self.log or Path()).read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        errors = [entry for line in lines[-50:] if (entry := json.loads(line)).get("level") == "ERROR"]
        return json.dumps(errors[-1], ensure_ascii=False)[-1500:] if errors else ""

    def agent(self, name: str) -> tuple[str, str]:
        """The API key and the id of the sample agent of this name."""
        tenant, agent = self.found(name)
        return tenant["api_key"], agent["agent_id"]

    def found(self, name: str, tenant: str | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """The sample tenant (the one of this name) and its agent of this name, as demo.json tells of them. Raises KeyError."""
        for each in self.tenants:
            for agent in each["agents"]:
                if agent["name"] == name and tenant in (None, each["name"]):
                    return each, agent
        raise KeyError(f"no sample agent is called {name!r}")

    def rows(self) -> "psycopg.Connection[dict[str, Any]]":
        """The database, past all row security; every statement is a transaction."""
        return psycopg.connect(self.database, row_factory=dict_row, autocommit=True)


@dataclass(frozen=True)
class House:
    """A copy of a sample tenant."""

    tenant_id: str
    agent_id: str
    key: str
    zone: ZoneInfo
    config: dict[str, Any]


def copied(desk: Desk, agent: str, policy: Mapping[str, Any] | None = None, tenant: str | None = None) -> House:
    """A fresh copy of the tenant whose agent has this name; `policy` is merged into the agent's config.

    Raises KeyError for an unknown agent, and ValueError for a policy that would need other tables or rooms.
    """
    original, known = desk.found(agent, tenant)
    old, new, key = original["tenant_id"], str(uuid4()), "sb_" + secrets.token_urlsafe(24)
    if policy and policy.keys() & {"tables", "rooms"}:
        raise ValueError("given.policy cannot change tables or rooms; block them, or take them, instead")
    with desk.rows() as rows, rows.transaction():
        _copy(rows, "tenants", "id", old, new)
        for table in COPIED:
            _copy(rows, table, "tenant_id", old, new)
        rows.execute(
            "insert into api_keys (tenant_id, hash, role, label) values (%s, %s, 'operator', 'evals')",
            [new, hashlib.sha256(key.encode()).digest()],
        )
        rows.execute("update resources set last_used = null where tenant_id = %s", [new])
        row = rows.execute(
            "select a.config, t.timezone from agents a join tenants t on t.id = a.tenant_id where a.tenant_id = %s and a.id = %s",
            [new, known["agent_id"]],
        ).fetchone()
        assert row is not None
        config = merged(row["config"], policy or {})
        if policy:
            rows.execute("update agents set config = %s where tenant_id = %s and id = %s", [Jsonb(config), new, known["agent_id"]])  # fmt: skip
    return House(new, known["agent_id"], key, ZoneInfo(row["timezone"]), config)


def _copy(rows: "psycopg.Connection[dict[str, Any]]", table: str, column: str, old: str, new: str) -> None:
    """One tenant's rows of a table, for another tenant; what numbers itself gets new numbers."""
    names = [
        row["column_name"]
        for row in rows.execute(
            """select column_name from information_schema.columns where table_schema = 'public' and table_name = %s
                and is_generated = 'NEVER' and is_identity = 'NO' and column_name <> %s order by ordinal_position""",
            [table, column],
        )
    ]
    listed = psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, names))
    rows.execute(
        psycopg.sql.SQL("insert into {table} ({column}, {names}) select %s, {names} from {table} where {column} = %s").format(
            table=psycopg.sql.Identifier(table), column=psycopg.sql.Identifier(column), names=listed
        ),
        [new, old],
    )  # fmt: skip


def merged(config: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """RFC 7396: mappings are merged, null takes away, everything else replaces."""
    result = dict(config)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(result.get(name), Mapping):
            result[name] = merged(result[name], value)
        else:
            result[name] = value
    return result


class Process(Protocol):
    """What is asked of a server's process; a Popen has it."""

    def poll(self) -> int | None: ...

    def send_signal(self, sig: int) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Server:
    """A server process of our own on a free port, with everything under `data`."""

    def __init__(self, data: Path, **environment: str) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data, self.database = data, environment.get("DATABASE_URL", "")
        self.log = data / f"server-{uuid4().hex[:6]}.log"
        self.url = f"http://127.0.0.1:{free_port()}"
        bare = {"DATABASE_URL": "", "GROQ_API_KEY": "", "GROQ_BASE_URL": "", "WORKERS": "1"}
        if sys.dont_write_bytecode:  # compiling takes longer than all the rest; what the first one compiles, others use
            bare |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode")}
        with self.log.open("ab") as out:
            self.process: Process = subprocess.Popen(
                [sys.executable, "server.py", "--port", self.url.rpartition(":")[2], "--data", str(data)],
                cwd=ROOT,
                env={**os.environ, **bare, **environment},
                stdout=out,
                stderr=out,
            )

    def ready(self) -> "Server":
        """Once it answers. Raises RuntimeError with the end of its log when it does not."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health", timeout=2).status_code == 200 and (self.data / "demo.json").exists():
                    return self
            time.sleep(0.05)
        raise RuntimeError(f"the server did not come up: {self.log.read_text()[-2000:]}")

    def desk(self) -> Desk:
        """The server as a caller and a grader reach it."""
        demo = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        return Desk(self.url, demo["tenants"], self.database or database_of(self.data), self.data / "logs" / "app.log")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        """Ask it to end, and see to it that it does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serving(data: Path, environment: Mapping[str, str]) -> Iterator[Desk]:
    """A server of our own for as long as the block lasts."""
    server = Server(data, **environment)
    try:
        yield server.ready().desk()
    finally:
        server.stop()


def database_of(data: Path) -> str:
    """How the Postgres of a data folder is reached: by the socket that its postmaster.pid names."""
    pid_file = next(data.rglob("postmaster.pid"))
    _, _, _, port, host, *_ = pid_file.read_text().splitlines()
    return f"postgresql://postgres@/postgres?host={quote(host, safe='')}&port={port}"


class Model:
    """A pretend Groq of our own, which can be told to misbehave and to be gone."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Be there, or there again. Raises RuntimeError."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simulators.groq", "--port", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("the pretend model did not come up")

    def behave(self, **knobs: Any) -> None:
        """Behave well, but for these knobs of simulators/faults.py."""
        httpx.delete(f"{self.url}/simulator/behaviour").raise_for_status()
        if knobs:
            httpx.post(f"{self.url}/simulator/behaviour", json=knobs).raise_for_status()

    def stop(self) -> None:
        """Be gone: whoever calls now is refused."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


@contextmanager
def pretend_model() -> Iterator[str]:
    """The address of a pretend Groq, for as long as the block lasts."""
    model = Model()
    try:
        yield model.url
    finally:
        model.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
