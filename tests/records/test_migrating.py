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


# A house at its first version: a reservation, one that was cancelled, a table held at this moment, and one that lapsed.
TABLES_ONLY = """
    insert into tenants (id, name, timezone) values (%(tenant)s, 'Old', 'America/New_York');
    insert into agents (tenant_id, id, name, type) values (%(tenant)s, %(tenant)s, 'Desk', 'receptionist');
    insert into tables (tenant_id, agent_id, name, seats, area) select %(tenant)s, %(tenant)s, n::text, 4, 'bar' from generate_series(1, 3) n;
    insert into holds (tenant_id, table_id, conversation_id, party_size, starts_at, ends_at, status, kept_until)
        select t.tenant_id, t.id, gen_random_uuid(), 2, at, at + interval '90 minutes', status, at
          from tables t, (values ('1', timestamptz '2026-12-24 19:00Z', 'booked'), ('1', '2026-12-24 21:00Z', 'held'),
                                 ('2', '2026-12-24 19:00Z', 'released'), ('2', '2026-12-24 19:30Z', 'lapsed')) h (name, at, status)
         where t.name = h.name;
    insert into reservations (tenant_id, agent_id, hold_id, code, starts_at, party_size, name, phone, status)
        select tenant_id, tenant_id, id, 'R' || row_number() over (order by status), starts_at, 2, 'Ann', '+4930123456',
               case status when 'booked' then 'confirmed' else 'cancelled' end
          from holds where status in ('booked', 'released');
"""
OLD_ROWS = """
    select jsonb_agg(jsonb_build_array(r.code, r.status, r.starts_at, r.party_size, r.name, r.phone, t.name, t.seats, t.area,
                                       h.status, h.starts_at, h.ends_at) order by r.code)
      from reservations r join holds h on h.id = r.hold_id join tables t on t.id = h.table_id
"""


# What only the new house knows: a room, two tables put together whose guests come late, a stay, a request.
NEW_ROWS = """
    insert into resources (tenant_id, agent_id, kind, name, capacity, room_type) values (%(tenant)s, %(tenant)s, 'room', '1', 2, 'double');
    insert into holds (tenant_id, agent_id, kind, resource_ids, party_size, starts_at, ends_at, status, kept_until)
        select tenant_id, agent_id, max(kind), array_agg(id order by id), 2, timestamptz '2026-12-26 19:00Z', timestamptz '2026-12-26 20:30Z', 'booked', now()
          from resources where name in ('2', '3') group by tenant_id, agent_id
        union all
        select tenant_id, agent_id, kind, array[id], 2, '2026-12-26 15:00Z', '2026-12-27 11:00Z', 'booked', now()
          from resources where kind = 'room';
    insert into occupancies (tenant_id, hold_id, resource_id, starts_at, ends_at)
        select tenant_id, id, unnest(resource_ids), starts_at, ends_at + interval '20 minutes' from holds where starts_at > '2026-12-26';
    insert into reservations (tenant_id, agent_id, hold_id, code, kind, starts_at, ends_at, party_size, name)
        select tenant_id, agent_id, id, 'N' || party_size || kind, kind, starts_at, ends_at, party_size, 'Bob' from holds where starts_at > '2026-12-26';
    insert into requests (tenant_id, agent_id, kind, key) values (%(tenant)s, %(tenant)s, 'message', 'k')
"""


@pytest.fixture
def old_house(empty: str) -> tuple[str, str]:
    """A database at the first version, with rows in it, and the tenant that they are of."""
    assert alembic("upgrade", "0001", DATABASE_URL=empty).returncode == 0
    tenant = str(uuid4())
    with psycopg.connect(empty, autocommit=True) as owner:
        for statement in TABLES_ONLY.split(";\n"):
            if statement.strip():
                owner.execute(statement, {"tenant": tenant})
    return empty, tenant


def test_tables_become_resources_with_all_that_is_on_them(old_house):
    url, _ = old_house
    migrating.upgrade(url)
    kept = has(
        url,
        """select jsonb_object_agg(code, jsonb_build_array(r.kind, r.status, r.starts_at = h.starts_at, r.ends_at = h.ends_at,
                                   r.details, h.wish, (select count(*) from occupancies o where o.hold_id = h.id)))
             from reservations r join holds h on h.id = r.hold_id""",
    )
    wish = {"day": "2026-12-24", "time": "14:00", "party_size": 2}
    assert kept == {
        "R1": ["table", "confirmed", True, True, {"table": "1", "area": "bar"}, wish, 1],
        "R2": ["table", "cancelled", True, True, {"table": "2", "area": "bar"}, wish, 0],
    }
    assert has(url, "select count(*) from occupancies") == 2
    assert has(url, "select jsonb_object_agg(kind, capacity) from resources") == {"table": 4}
    with psycopg.connect(url) as owner, pytest.raises(psycopg.errors.ExclusionViolation):
        owner.execute(
            "insert into occupancies (tenant_id, hold_id, resource_id, starts_at, ends_at)"
            " select h.tenant_id, h.id, r.id, '2026-12-24 20:00Z', '2026-12-24 20:15Z'"
            " from holds h, resources r where r.name = '1' limit 1"
        )


def test_tables_there_and_back_again_are_what_they_were(old_house):
    url, _ = old_house
    before = has(url, OLD_ROWS)
    migrating.upgrade(url)
    migrating.downgrade(url, "0001")
    assert has(url, OLD_ROWS) == before
    assert has(url, "select count(*) from holds") == 4
    migrating.upgrade(url)
    assert has(url, "select count(*) from occupancies") == 2


def test_a_house_that_goes_back_keeps_every_table_that_is_promised(old_house):
    """Tables put together stay taken, late guests keep their time, and what the old house does not know is let go."""
    url, tenant = old_house
    migrating.upgrade(url)
    with psycopg.connect(url, autocommit=True) as owner:
        for statement in NEW_ROWS.split(";\n"):
            owner.execute(statement, {"tenant": tenant})
    migrating.downgrade(url, "0001")
    assert has(url, "select jsonb_agg(code order by code) from reservations") == ["N2table", "R1", "R2"]
    taken = has(
        url,
        """select jsonb_agg(jsonb_build_array(t.name, h.ends_at at time zone 'UTC') order by t.name)
             from holds h join tables t on t.id = h.table_id where h.starts_at = '2026-12-26 19:00Z'""",
    )
    assert taken == [["2", "2026-12-26T20:50:00"], ["3", "2026-12-26T20:50:00"]]
    migrating.upgrade(url)


# A document of an age before its words and vectors had tables of their own.
LIBRARY = """
    insert into tenants (id, name) values (%(tenant)s, 'Reader');
    insert into documents (tenant_id, id, title, sha256) values (%(tenant)s, %(tenant)s, 'Rules', '');
    insert into passages (tenant_id, document_id, n, title, content, embedding, embedding_model)
        select %(tenant)s, %(tenant)s, n, 'Dogs', 'Dogs are welcome.', array_fill(n::real, array[384])::vector, 'm'
          from generate_series(1, 3) n
"""
INDEXED = """
    select jsonb_build_array((select sum(passages) from libraries), (select count(*) from vectors),
                             (select jsonb_object_agg(lexeme, n) from (select lexeme, count(*) as n from terms group by 1) of_each))
"""


def test_passages_that_are_there_already_are_indexed(empty):
    migrating.upgrade(empty)
    tenant = str(uuid4())
    with psycopg.connect(empty, autocommit=True) as owner:
        for statement in LIBRARY.split(";\n"):
            owner.execute(statement, {"tenant": tenant})
    written = has(empty, INDEXED)
    assert written == [3, 3, {"dog": 3, "welcom": 3}]
    migrating.downgrade(empty, "0002")
    migrating.upgrade(empty)
    assert has(empty, INDEXED) == written


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
    newest = max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert has(server.url, "select version_num from alembic_version") == newest
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
