"""Bringing a database up to date: once or twice, alone or together, up and down, on our own server or on another's."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from records import database, embedded, migrating

ROOT = Path(__file__).resolve().parents[2]
TABLES = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"


def has(url: str, sql: str = TABLES):
    with psycopg.connect(url) as connection:
        return next(connection.execute(sql))[0]


@pytest.fixture
def empty(postgres_url: str) -> Iterator[str]:
    """An empty database on the run's server."""
    name = f"empty_{uuid4().hex[:8]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield postgres_url.replace("@/postgres?", f"@/{name}?")
        connection.execute(f"drop database {name} with (force)")


def test_up_down_and_up_again(empty):
    migrating.upgrade(empty)
    there = has(empty)
    migrating.downgrade(empty)
    assert has(empty) == 1  # Alembic's own
    assert (
        has(
            empty,
            "select count(*) from pg_proc where pronamespace = 'public'::regnamespace and proname like '%tenant%'",
        )
        == 0
    )
    migrating.upgrade(empty)
    assert has(empty) == there


def test_a_second_time_changes_nothing_and_takes_no_time(empty):
    migrating.upgrade(empty)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("insert into tenants (id, name) values (gen_random_uuid(), 'kept')")
    began = time.perf_counter()
    migrating.upgrade(empty)
    assert time.perf_counter() - began < 1
    assert has(empty, "select count(*) from tenants") == 1


def test_several_processes_at_once_migrate_it_once(empty):
    script = "import sys; from records import migrating; migrating.upgrade(sys.argv[1])"
    processes = [
        subprocess.Popen([sys.executable, "-c", script, empty], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(p.communicate(timeout=60)[1], p.returncode) for p in processes] == [("", 0)] * 4
    assert has(empty, "select count(*) from alembic_version") == 1


def test_two_houses_on_one_server_share_its_roles(empty, postgres_url):
    migrating.upgrade(empty)
    assert has(empty) == has(postgres_url)


def alembic(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATA")}
    return subprocess.run(
        [sys.executable, "-m", "alembic", *arguments], cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=120
    )  # fmt: skip


def test_the_command_line_does_the_same(empty):
    url = empty.replace("postgresql://", "postgresql+asyncpg://")
    for _ in range(2):
        done = alembic("upgrade", "head", DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
    assert has(empty) > 10
    assert alembic("downgrade", "base", DATABASE_URL=url).returncode == 0
    assert has(empty) == 1


def test_the_command_line_starts_the_embedded_server_and_stops_it_again(run_folder):
    data = run_folder / uuid4().hex[:8]
    done = alembic("upgrade", "head", DATA=str(data))
    assert done.returncode == 0, done.stderr
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()
    server = embedded.start(data / "postgres")
    assert has(server.url, "select version_num from alembic_version") == "0001"
    server.stop()


def test_the_sql_can_be_had_without_a_server(postgres_url):
    done = alembic("upgrade", "head", "--sql", DATABASE_URL="postgresql://nobody@nowhere/none")
    assert done.returncode == 0, done.stderr
    assert "create table tenants" in done.stdout


# --- somebody else's server: reached over TCP, with a password, by a role that is no superuser ------------------------


@dataclass
class Elsewhere:
    """A server that is not ours: `admin` is its superuser's URL."""

    admin: str
    port: int

    def as_(self, role: str, database: str) -> str:
        return f"postgresql://{role}:secret@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="module")
def elsewhere(run_folder: Path) -> Iterator[Elsewhere]:
    data = run_folder / f"elsewhere-{uuid4().hex[:6]}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    embedded.start(data).stop()
    with (data / "cluster" / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"listen_addresses = '127.0.0.1'\nport = {port}\n")
    (data / "cluster" / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    # Under another port than the embedded one's it is started, like any server, by pg_ctl.
    programs = embedded._programs(embedded._account(data))
    account = embedded._account(data)
    done = embedded._run([programs / "pg_ctl", "start", "-w", "-s", "-D", "cluster", "-l", "log"], account, data)
    assert done.returncode == 0, done.stdout + (data / "log").read_text()
    try:
        yield Elsewhere(f"postgresql://postgres@/postgres?host={data}&port={port}", port)
    finally:
        embedded._run([programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", "cluster"], account, data)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def owned(elsewhere: Elsewhere) -> Iterator[tuple[str, psycopg.Connection, str]]:
    """A database of a role that may log in and nothing else: its URL, the superuser's connection to it, the role."""
    role = f"owner_{uuid4().hex[:8]}"
    with psycopg.connect(elsewhere.admin, autocommit=True) as admin:
        admin.execute(f"create role {role} login password 'secret'")
        admin.execute(f"create database {role} owner {role}")
        with psycopg.connect(elsewhere.admin.replace("/postgres?", f"/{role}?"), autocommit=True) as inside:
            yield elsewhere.as_(role, role), inside, role
        admin.execute(f"drop database {role} with (force)")
        for made in ("switchboard_app", "switchboard_keeper", role):
            if made != role and not admin.execute("select 1 from pg_roles where rolname = %s", [made]).fetchone():
                continue
            admin.execute(f"drop owned by {made}")
            admin.execute(f"drop role {made}")


TURN = """
import asyncio, uuid
from records import database, notices

async def main():
    tenant = str(uuid.uuid4())
    async with database.tenant(tenant) as rows:
        await rows.run("insert into tenants (name) values ('elsewhere')")
        assert await rows.value("select current_user::text") == "switchboard_app"
        assert await notices.alive(rows, await notices.runner())
    async with database.tenant(str(uuid.uuid4())) as rows:
        assert await rows.value("select count(*) from tenants") == 0
    async with database.desk() as rows:
        assert await rows.value("select count(*) from tenants") == 0
        assert await rows.all(int, "select 1 from owner_of_thread(gen_random_uuid())") == []
    await database.close()

asyncio.run(main())
"""


def test_an_owner_without_superuser_rights_is_enough(owned):
    url, admin, role = owned
    admin.execute("create extension vector")
    admin.execute(f"alter role {role} createrole")
    for _ in range(2):
        database.check(url)
        migrating.upgrade(url)
    done = subprocess.run(
        [sys.executable, "-c", TURN],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(url) as connection:  # row security is forced upon the owner, too
        assert connection.execute("select count(*) from tenants").fetchone() == (0,)
    migrating.downgrade(url)
    migrating.upgrade(url)


def test_or_one_whom_a_superuser_has_lent_the_roles(owned):
    url, admin, role = owned
    admin.execute("create extension vector")
    for lent in ("switchboard_app", "switchboard_keeper"):
        admin.execute(f"create role {lent} nologin")
        admin.execute(f"grant {lent} to {role}")
    migrating.upgrade(url)
    database.check(url)


def test_what_is_missing_is_said_in_one_sentence(owned):
    url, admin, role = owned

    def refused() -> str:
        with pytest.raises(database.Unsuitable) as error:
            migrating.upgrade(url)
        assert has(url) == 0
        return str(error.value)

    trusted = admin.execute(
        "select trusted from pg_available_extension_versions v join pg_available_extensions a"
        " on (a.name, a.default_version) = (v.name, v.version) where a.name = 'vector'"
    ).fetchone() == (True,)
    if not trusted:
        assert refused() == (
            f"The role {role} may not install pgvector: have a superuser run `create extension vector` in this database."
        )
    admin.execute("create extension vector")
    admin.execute("update pg_extension set extversion = '0.7.4' where extname = 'vector'")
    assert refused() == (
        "Switchboard needs pgvector 0.8 or newer, and this is 0.7.4: update it and run `alter extension vector update`."
    )
    admin.execute("update pg_extension set extversion = '0.8.0' where extname = 'vector'")
    assert refused() == f"The role {role} may not create roles: have a superuser run `alter role {role} createrole`."
    admin.execute("create role switchboard_app nologin bypassrls")
    assert (
        refused()
        == "The role switchboard_app can bypass row security: `alter role switchboard_app nosuperuser nobypassrls`."
    )
    admin.execute("alter role switchboard_app nobypassrls")
    assert refused() == (
        f"The role {role} may not act as switchboard_app: have a superuser run `grant switchboard_app to {role}`."
    )
    admin.execute(f"grant switchboard_app to {role}")
    admin.execute(f"alter role {role} createrole")
    admin.execute("alter schema public owner to postgres")
    assert refused() == f"The role {role} may not create tables: make it the owner of this database."
    admin.execute("alter schema public owner to pg_database_owner")
    migrating.upgrade(url)


def test_a_server_that_is_not_there(postgres_url):
    with pytest.raises(database.Unavailable, match=r"Postgres cannot be reached: connection failed: .*port 1"):
        migrating.upgrade("postgresql://nobody@127.0.0.1:1/none")


def test_a_wrong_password(elsewhere):
    with pytest.raises(database.Unavailable, match="password authentication failed"):
        database.check(elsewhere.as_("postgres", "postgres"))


def test_an_older_postgres_is_refused():
    """Debian's own server of an older version, where there is one."""
    programs = sorted(Path("/usr/lib/postgresql").glob("1[0-5]/bin/pg_ctl"))
    if not programs:
        pytest.skip("no older PostgreSQL here")
    folder = Path(os.environ["SWITCHBOARD_TESTS"]) / f"old-{uuid4().hex[:6]}"
    folder.mkdir()
    account = embedded._account(folder)
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(*command: str | Path):
        return embedded._run([*command], account, folder)

    assert (
        run(programs[-1].with_name("initdb"), "-D", "cluster", "-U", "postgres", "--auth=trust", "-N").returncode == 0
    )
    started = run(programs[-1], "start", "-w", "-D", "cluster", "-l", "log", "-o", "-k . -c listen_addresses=")
    assert started.returncode == 0, started.stdout + (folder / "log").read_text()
    try:
        with pytest.raises(database.Unsuitable) as error:
            migrating.upgrade(f"postgresql://postgres@/postgres?host={folder / 'cluster'}")
    finally:
        run(programs[-1], "stop", "-m", "immediate", "-D", "cluster")
    assert str(error.value) == f"Switchboard needs PostgreSQL 16 or newer, and this is {programs[-1].parts[-3]}."
