"""What every test can ask for: a Postgres of the house's own kind, and a tenant in it that no other test knows.

The server is started once for a whole run, however many workers it has, and goes with the last of them. Nothing is
rolled back: a test that left something behind left it with a tenant that nobody asks about again.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from records import database, embedded, migrating
from settings import settings

ROOT = Path(__file__).parents[1]
RUNS = Path(tempfile.gettempdir())
RUN = "switchboard-tests-"


def pytest_configure(config: pytest.Config) -> None:
    """One folder a run, named by whoever starts it and known to all its workers."""
    if hasattr(config, "workerinput"):
        return
    for left in RUNS.glob(RUN + "*"):  # by runs that were killed; a server still in use is left alone
        if embedded.stop_if_unused(left / "postgres"):
            shutil.rmtree(left, ignore_errors=True)
    folder = RUNS / f"{RUN}{uuid4().hex[:8]}"
    folder.mkdir()
    os.environ["SWITCHBOARD_TESTS"] = str(folder)
    if (
        sys.dont_write_bytecode
    ):  # a server would compile for longer than its test takes; each uses what the first compiled
        os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode")}


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run's folder goes with it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("SWITCHBOARD_TESTS"), ignore_errors=True)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """A folder that all workers of this run share."""
    return Path(os.environ["SWITCHBOARD_TESTS"])


@pytest.fixture(scope="session")
def postgres_url(run_folder: Path) -> Iterator[str]:
    """The run's Postgres, migrated; everything that asks the settings for a database finds this one."""
    server = embedded.start(run_folder / "postgres")
    migrating.upgrade(server.url)
    os.environ["DATABASE_URL"] = server.url
    settings.cache_clear()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
async def postgres(postgres_url: str) -> AsyncIterator[str]:
    """The same, with this process' connections closed at the end."""
    yield postgres_url
    await database.close()


@pytest.fixture(scope="module")
async def apart(postgres_url: str) -> AsyncIterator[str]:
    """A database of this file's own: no other test's server takes its jobs. It goes with the file."""
    name = f"apart_{uuid4().hex[:8]}"
    url = postgres_url.replace("@/postgres?", f"@/{name}?")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    migrating.upgrade(url)
    await _work_on(url)
    yield url
    await _work_on(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


async def _work_on(url: str) -> None:
    await database.close()
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()


@dataclass(frozen=True)
class Tenant:
    """A business of the test's own, with one agent."""

    id: str
    agent_id: str

    async def configure(self, config: Mapping[str, Any]) -> None:
        """Set what the agent's type reads: opening hours, tables, rules."""
        async with database.tenant(self.id) as rows:
            await rows.run("update agents set config = %s where id = %s", [dict(config), self.agent_id])

    async def value(self, sql: str, *params: Any) -> Any:
        """The first column of the first row that this tenant sees."""
        async with database.tenant(self.id) as rows:
            return await rows.value(sql, params)


async def new_tenant(agent_type: str = "receptionist") -> Tenant:
    """Make a tenant with one agent."""
    tenant_id = str(uuid4())
    async with database.tenant(tenant_id) as rows:
        rows.later("insert into tenants (name, industry) values ('The Test Kitchen', 'restaurant')")
        agent_id = await rows.value(
            "insert into agents (name, type) values ('Front desk', %s) returning id", [agent_type]
        )
    return Tenant(tenant_id, str(agent_id))


@pytest.fixture
async def tenant(postgres: str) -> Tenant:
    """A tenant that only this test knows."""
    return await new_tenant()


@pytest.fixture
async def other_tenant(postgres: str) -> Tenant:
    """A second tenant, for everything that must not pass from one to the other."""
    return await new_tenant()


@pytest.fixture(scope="session")
def grows() -> Callable[[Callable[[str], Any], str], float]:
    """How many times longer a reader takes for twice the text, each time one that it has not read before.

    Two where the work is that of the length, four where each sign is tried from each other. Seconds of this thread, the
    least of four, so that neither a slow machine nor a busy one matters. Under 5 ms nothing is told: 1.
    """

    def spent(reads: Callable[[str], Any], text: str) -> float:
        seconds = []
        for attempt in range(4):
            fresh = f"{text} {attempt}"
            began = time.thread_time()
            reads(fresh)
            seconds.append(time.thread_time() - began)
        return min(seconds)

    def times_longer(reads: Callable[[str], Any], text: str) -> float:
        twice = spent(reads, text)
        return twice / spent(reads, text[: len(text) // 2]) if twice > 0.005 else 1.0

    return times_longer
