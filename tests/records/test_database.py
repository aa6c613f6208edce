"""Transactions as the records use them: what they return, what they refuse, and what a caller learns from it."""

import asyncio
import os
import subprocess
import sys
import textwrap
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from records import database, embedded, migrating

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Agent:
    id: UUID
    name: str
    config: dict
    created_at: datetime
    note: str = "none"


AGENT = "select id, name, config, created_at from agents where id = %s"


async def test_a_row_becomes_the_dataclass_it_was_asked_for(tenant):
    await tenant.configure({"tables": [{"name": "window", "seats": 4}], "Größe": "klein 🍽"})
    async with database.tenant(tenant.id) as rows:
        agent = await rows.one(Agent, AGENT, [tenant.agent_id])
    assert agent.id == UUID(tenant.agent_id)
    assert agent.config == {"tables": [{"name": "window", "seats": 4}], "Größe": "klein 🍽"}
    assert agent.created_at.tzinfo is UTC
    assert agent.note == "none"


async def test_columns_in_another_order_find_their_fields(tenant):
    async with database.tenant(UUID(tenant.id)) as rows:
        agent = await rows.one(
            Agent, "select created_at, 'x' as note, config, name, id from agents where id = %s", [tenant.agent_id]
        )
    assert (agent.name, agent.note) == ("Front desk", "x")


async def test_a_column_that_the_dataclass_does_not_know_is_refused_by_name(tenant):
    with pytest.raises(TypeError, match="missing \\['created_at'\\], unknown \\['surprise'\\]"):
        async with database.tenant(tenant.id) as rows:
            await rows.one(Agent, "select id, name, config, 1 as surprise from agents")


async def test_no_row_is_none_or_not_found(tenant):
    async with database.tenant(tenant.id) as rows:
        assert await rows.maybe(Agent, AGENT, [uuid4()]) is None
        assert await rows.value("select name from agents where id = %s", [uuid4()]) is None
        assert await rows.all(Agent, AGENT, [uuid4()]) == []
        with pytest.raises(database.NotFound):
            await rows.one(Agent, AGENT, [uuid4()])


async def test_one_means_one(tenant):
    async with database.tenant(tenant.id) as rows:
        await rows.run("insert into agents (name, type) values ('Second desk', 'receptionist')")
        with pytest.raises(psycopg.errors.CardinalityViolation):
            await rows.maybe(Agent, "select id, name, config, created_at from agents")


async def test_parameters_by_name_and_by_place(tenant):
    async with database.tenant(tenant.id) as rows:
        assert await rows.value("select %s || %s || ' 100%%'", ["a", "b"]) == "ab 100%"
        assert await rows.value("select %(b)s || %(a)s || %(b)s", {"a": "1", "b": "2"}) == "212"
        assert await rows.value("select '100%'") == "100%"
        assert await rows.value("select %s::uuid", [tenant.agent_id]) == UUID(tenant.agent_id)
        assert await rows.all(int, "select * from generate_series(1, %s) n", [3]) == [1, 2, 3]
        with pytest.raises(psycopg.ProgrammingError, match="2 parameters"):
            await rows.value("select %s || %s", ["a"])


async def test_run_tells_how_many_rows_it_touched(tenant):
    async with database.tenant(tenant.id) as rows:
        await rows.run_many(
            "insert into agents (name, type) values (%s, %s)", [(f"desk {n}", "custom") for n in range(700)]
        )
        assert await rows.run("update agents set voice = 'ava' where type = 'custom'") == 700
        assert await rows.run("update agents set voice = 'ava' where type = 'nobody'") == 0


async def test_an_error_leaves_nothing_behind(tenant):
    async def hang_up():
        async with database.tenant(tenant.id) as rows:
            await rows.run("update agents set name = 'changed'")
            raise RuntimeError("the caller hung up")

    with pytest.raises(RuntimeError):
        await hang_up()
    assert await tenant.value("select name from agents") == "Front desk"


async def test_a_transaction_whose_error_was_swallowed_is_not_taken_for_written(tenant):
    async def swallow():
        async with database.tenant(tenant.id) as rows:
            await rows.run("update agents set name = 'changed'")
            with suppress(psycopg.errors.DivisionByZero):
                await rows.value("select 1 / 0")

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        await swallow()
    assert await tenant.value("select name from agents") == "Front desk"


async def test_what_is_sent_later_is_written_with_the_rest_or_not_at_all(tenant):
    async def change(voice, language):
        async with database.tenant(tenant.id) as rows:
            rows.later("update agents set voice = %s", [voice])
            rows.later("update agents set language = %s", [language])

    await change("ava", "de")
    assert await tenant.value("select voice || ' ' || language from agents") == "ava de"
    with pytest.raises(psycopg.errors.CheckViolation):
        await change("bob", "xx")
    assert await tenant.value("select voice from agents") == "ava"


async def test_each_call_of_each_is_a_transaction_of_its_own(tenant):
    async with database.each(tenant.id) as rows:
        assert await rows.run("update agents set voice = 'ava'") == 1
        assert await rows.run("update agents set voice = 'eva'") == 1
        with pytest.raises(psycopg.errors.CheckViolation):
            await rows.run("update agents set language = 'xx'")
        assert await rows.value("select voice from agents") == "eva"
        rows.later("update agents set voice = 'lost'")
        with pytest.raises(psycopg.errors.CheckViolation):
            await rows.run("update agents set language = 'xx'")
    assert await tenant.value("select voice from agents") == "eva"


async def test_the_constraints_have_names_of_the_house(tenant):
    insert = "insert into agents (name, type) values ('Front desk', 'custom')"
    with pytest.raises(database.Conflict) as taken:
        async with database.tenant(tenant.id) as rows:
            await rows.run(insert)
    assert isinstance(taken.value, psycopg.errors.UniqueViolation)
    assert taken.value.diag.constraint_name == "agents_name"
    with pytest.raises(database.NotFound) as missing:
        async with database.tenant(str(uuid4())) as rows:
            await rows.run(insert)
    assert isinstance(missing.value, psycopg.errors.ForeignKeyViolation)


async def test_a_value_that_cannot_be_sent_does_not_lose_the_tenant(tenant):
    async with database.tenant(tenant.id) as rows:
        for unsendable in ("a\x00b", "\ud800", object()):
            with pytest.raises((psycopg.Error, UnicodeError)):
                await rows.run("update agents set voice = %s", [unsendable])
        assert await rows.run("update agents set voice = 'ava'") == 1
    assert await tenant.value("select voice from agents") == "ava"


async def test_a_cancelled_transaction_is_rolled_back_and_its_connection_lives(tenant):
    async def slow():
        async with database.tenant(tenant.id) as rows:
            await rows.run("update agents set name = 'changed'")
            await rows.value("select pg_sleep(30)")

    for _ in range(30):  # more than the pool has
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await tenant.value("select name from agents") == "Front desk"


async def test_what_is_no_tenant_at_all_is_refused(postgres):
    with pytest.raises(ValueError, match="badly formed"):
        database.tenant("'; drop table tenants; --")


async def test_many_at_once_wait_for_one_another(tenant):
    async def one(n):
        async with database.tenant(tenant.id) as rows:
            await rows.value("select pg_sleep(0.005)")
            return await rows.value("select %s::int", [n])

    assert await asyncio.gather(*(one(n) for n in range(200))) == list(range(200))


async def test_a_long_list_of_long_statements_does_not_block_itself(tenant):
    async with database.tenant(tenant.id) as rows:
        for _ in range(300):
            rows.later("select repeat(%s, 100)", ["x" * 10_000])
        assert await rows.value("select 1") == 1


async def test_a_statement_that_fails_to_prepare_can_be_put_right(tenant):
    for _ in range(2):
        with pytest.raises(psycopg.errors.UndefinedTable):
            async with database.tenant(tenant.id) as rows:
                await rows.value("select 1 from a_table_of_tomorrow")


async def test_more_statements_than_a_connection_keeps_prepared(tenant):
    await database.close()  # connections of its own: an exchange that an earlier test cancelled may leave one prepared
    async with database.tenant(tenant.id) as rows:
        for n in range(900):
            rows.later(f"select {n}")
        assert await rows.value("select count(*) from pg_prepared_statements") <= 401
        assert await rows.value("select 899") == 899


async def test_a_commit_that_need_not_be_durable_says_so(tenant):
    async with database.tenant(tenant.id, durable=False) as rows:
        assert await rows.value("show synchronous_commit") == "off"
    async with database.tenant(tenant.id) as rows:
        assert await rows.value("show synchronous_commit") == "on"


async def test_postgres_answers(postgres):
    assert await database.healthy()


# --- Postgres going away: in a process of its own, because it takes the server down ---------------------------------

AWAY = """
import asyncio, os, signal, time
from pathlib import Path
from records import database, embedded, migrating, notices
from settings import settings

def postmaster():
    return int((settings().data / "postgres/cluster/postmaster.pid").read_text().split()[0])

async def main():
    tenant = "7b0c8f6e-0d3f-4d9e-9a54-5a0d0f4f0001"
    async with database.tenant(tenant) as rows:
        await rows.run("insert into tenants (name) values ('before')")
    async def name():
        async with database.tenant(tenant) as rows:
            return await rows.value("select name from tenants")
    # fill the pool, so that every connection of it is a dead one later
    async def held():
        async with database.tenant(tenant) as rows:
            await rows.value("select pg_sleep(0.1)")
    await asyncio.gather(*(held() for _ in range(10)))
    me = await notices.runner()

    os.kill(postmaster(), signal.SIGKILL)
    await asyncio.sleep(0.3)
    began = time.monotonic()
    outcomes = await asyncio.gather(*(name() for _ in range(20)), return_exceptions=True)
    took = time.monotonic() - began
    assert all(isinstance(o, database.Unavailable) for o in outcomes), outcomes
    assert 2.5 < took < 6, took
    assert not await database.healthy()
    try:
        await notices.runner()
    except database.Unavailable:
        pass
    else:
        raise AssertionError("a runner without a lock")

    again = await asyncio.to_thread(embedded.start, settings().data / "postgres")
    assert await name() == "before"
    assert await notices.runner() == me
    async with database.tenant(tenant) as rows:
        assert await notices.alive(rows, me)

    # a restart: whoever comes meanwhile waits, and nobody is handed a dead connection
    await asyncio.gather(*(held() for _ in range(10)))
    again.stop()
    os.kill(postmaster(), signal.SIGINT)
    while (settings().data / "postgres/cluster/postmaster.pid").exists():
        time.sleep(0.02)
    waiting = [asyncio.create_task(name()) for _ in range(20)]
    await asyncio.sleep(0.3)
    again = await asyncio.to_thread(embedded.start, settings().data / "postgres")
    assert await asyncio.gather(*waiting) == ["before"] * 20
    assert await asyncio.gather(*(name() for _ in range(30))) == ["before"] * 30

    # killed in the middle of a transaction
    try:
        async with database.tenant(tenant) as rows:
            await rows.run("update tenants set name = 'after'")
            os.kill(postmaster(), signal.SIGKILL)
            time.sleep(0.3)
    except database.Unavailable:
        pass
    else:
        raise AssertionError("a commit that was none")
    again.stop()
    again = embedded.start(settings().data / "postgres")
    assert await name() == "before"
    await database.close()
    again.stop()

migrating.upgrade(database.url())
asyncio.run(main())
print("well")
"""


def test_postgres_goes_away_and_comes_back(run_folder):
    data = run_folder / f"away-{uuid4().hex[:6]}"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(AWAY)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip().endswith("well"), done.stderr[-3000:]
    assert not (data / "postgres/cluster/postmaster.pid").exists()


async def test_a_database_without_a_house_is_called_that(run_folder, monkeypatch):
    server = embedded.start(run_folder / f"bare-{uuid4().hex[:6]}")
    script = (
        "import asyncio\nfrom records import database\n"
        "async def main():\n    async with database.desk() as rows:\n        await rows.value('select 1')\nasyncio.run(main())"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script], cwd=ROOT, env=os.environ | {"DATABASE_URL": server.url},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    server.stop()
    assert "Unavailable: This database has no house in it yet: run `alembic upgrade head`." in done.stderr


@pytest.mark.parametrize("given", ["postgresql+asyncpg://u@h/d", "postgres://u@h/d", "postgresql+psycopg://u@h/d"])
def test_urls_of_other_drivers_are_understood(given):
    assert database.libpq(given) == "postgresql://u@h/d"
    assert migrating.LOCK > 0
