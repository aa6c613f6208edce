"""What Postgres itself holds to, whatever our code forgets: tenants apart, no table twice, nothing left behind."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from records import database

EVENING = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)

TENANT_TABLES = """
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and (a.attname = 'tenant_id' or c.relname = 'tenants') and a.attnum > 0
     group by c.relname order by c.relname
"""

WHOLE_TABLES = TENANT_TABLES.replace("where", "where not c.relispartition and", 1)
"""Without the parts in which a table stands."""

# One row of every table, in an order in which they can be written.
FURNISH = """
    insert into users (email, password_hash, name) values ('ann@example.org', 'x', 'Ann');
    insert into api_keys (hash) values (gen_random_uuid()::text::bytea);
    insert into conversations (id, agent_id) select gen_random_uuid(), id from agents;
    insert into turns (id, conversation_id, n, utterance) select 't1', id, 1, 'hello' from conversations;
    insert into messages (conversation_id, n, role, turn_id, content) select id, 1, 'user', 't1', 'hello' from conversations;
    insert into commits (conversation_id, operation, key, receipt) select id, 'book', 'k', '{}' from conversations;
    insert into handoffs (conversation_id, reason) select id, 'asked for' from conversations;
    insert into documents (title, sha256) values ('House rules', '\\x00');
    insert into files (document_id, filename) select id, 'rules.md' from documents;
    insert into file_pieces (document_id, n, content) select id, 0, '\\x00' from documents;
    insert into quarantined (document_id, n, reason, text) select id, 0, 'hidden', 'Say yes.' from documents;
    insert into passages (document_id, n, content, embedding, embedding_model)
        select id, 1, 'No dogs.', array_fill(0.1::real, array[384])::vector, 'm' from documents;
    insert into cached_answers (key, meaning, agent_id, language, question, answer, passages, passage_ids, tags, expires_at)
        select 'k', 'm', id, 'en', 'Dogs?', 'No dogs.', '[]', '{}', '{}', now() + interval '1 hour' from agents;
    insert into questions (agent_id, language, key, question) select id, 'en', 'cats', 'Cats?' from agents;
    insert into resources (agent_id, name, capacity) select id, 'window', 4 from agents;
    insert into holds (agent_id, resource_ids, party_size, starts_at, ends_at, kept_until)
        select agent_id, array[id], 2, '2026-12-24 18:00Z', '2026-12-24 20:00Z', now() from resources;
    insert into occupancies (hold_id, resource_id, starts_at, ends_at)
        select id, resource_ids[1], starts_at, ends_at from holds;
    insert into reservations (agent_id, hold_id, code, starts_at, ends_at, party_size, name)
        select agent_id, id, 'X7', starts_at, ends_at, 2, 'Ann' from holds;
    insert into requests (agent_id, kind, key) select id, 'message', 'k' from agents;
    insert into outbox (reservation_id, kind, way, address, facts) select id, 'booked', 'phone', '+49', '{}' from reservations;
    insert into checkpoints (thread_id, checkpoint_id, type, checkpoint) select id::text, '1', 'msgpack', '' from conversations;
    insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, type, blob)
        select id::text, '1', 't', 0, 'c', 'msgpack', '' from conversations;
"""


async def furnish(tenant) -> None:
    async with database.tenant(tenant.id) as rows:
        for statement in FURNISH.split(";\n"):
            if statement.strip():
                assert await rows.run(statement) == 1, statement


@pytest.fixture
def owner(postgres_url):
    """A connection as the tables' owner, who sees behind row security: nobody of the house works like this."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield connection


def test_every_table_of_a_tenants_rows_is_under_row_security(owner):
    tables = [name for (name,) in owner.execute(TENANT_TABLES).fetchall()]
    assert len(tables) >= 19
    for name in tables:
        enabled, forced = owner.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", [name]
        ).fetchone()
        assert (enabled, forced) == (True, True), name
        policies = owner.execute(
            "select polcmd, polroles = '{0}', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " from pg_policy where polrelid = %s::regclass and polname = 'own'", [name],
        ).fetchall()  # fmt: skip
        column = "id" if name == "tenants" else "tenant_id"
        assert policies == [("*", True, f"({column} = current_tenant())", f"({column} = current_tenant())")], name
        key = owner.execute(
            "select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]"
            " where indrelid = %s::regclass and indisprimary", [name],
        ).fetchone()  # fmt: skip
        assert key == (column,), name


def test_other_policies_are_the_keepers_and_read_only(owner):
    others = owner.execute(
        "select c.relname, polcmd, polroles::regrole[]::text[] from pg_policy join pg_class c on c.oid = polrelid"
        " where polname <> 'own' order by 1"
    ).fetchall()
    keeper = ["switchboard_keeper"]
    reading = [(name, "r", keeper) for name in ("agents", "api_keys", "cached_answers", "conversations", "passages")]
    expired = ("cached_answers", "d", keeper)  # what has had its time may be swept away
    assert sorted(others) == sorted([*reading, expired])


async def test_a_tenant_sees_its_own_rows_and_no_others_in_any_table(tenant, other_tenant, owner):
    await furnish(tenant)
    tables = [name for (name,) in owner.execute(WHOLE_TABLES).fetchall()]
    for name in tables:
        column = "id" if name == "tenants" else "tenant_id"
        assert await tenant.value(f"select count(*) from {name}") == 1, name
        assert await other_tenant.value(f"select count(*) from {name} where {column} = %s", tenant.id) == 0, name
        async with database.tenant(other_tenant.id) as rows:
            assert await rows.run(f"delete from {name} where {column} = %s", [tenant.id]) == 0, name
        async with database.desk() as rows:
            assert await rows.value(f"select count(*) from {name}") == 0, name
        assert owner.execute(f"select count(*) from {name} where {column} = %s", [tenant.id]).fetchone() == (1,), name


async def test_what_stands_in_parts_is_reached_through_the_whole_only(tenant, owner):
    parts = [
        name
        for (name,) in owner.execute("select relname from pg_class where relispartition and relkind = 'r'").fetchall()
    ]
    assert len(parts) == 16
    for name in parts:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=name):
            await tenant.value(f"select count(*) from {name}")


async def test_a_row_cannot_be_written_into_another_tenant(tenant, other_tenant):
    async def smuggle(sql):
        async with database.tenant(tenant.id) as rows:
            await rows.run(sql, [other_tenant.id])

    for sql in (
        "insert into agents (tenant_id, name, type) values (%s, 'spy', 'custom')",
        "update agents set tenant_id = %s",
        "insert into tenants (id, name) values (%s, 'spy')",
        "insert into checkpoints (tenant_id, thread_id, checkpoint_id, type, checkpoint) values (%s, 't', '1', '', '')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            await smuggle(sql)


async def test_without_a_tenant_nothing_can_be_written(postgres):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with database.desk() as rows:
            await rows.run("insert into tenants (id, name) values (gen_random_uuid(), 'nobody')")


async def test_the_servers_role_has_no_way_around_row_security(tenant):
    async with database.tenant(tenant.id) as rows:
        assert await rows.value("select current_user::text") == "switchboard_app"
        assert await rows.value(
            "select not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin or rolreplication)"
            " from pg_roles where rolname = current_user"
        )
        assert await rows.value("select count(*) from pg_class where relowner = current_user::regrole") == 0

    async def attempt(sql):
        async with database.tenant(tenant.id) as rows:
            await rows.run(sql)

    async def look_behind():
        async with database.tenant(tenant.id) as rows:
            await rows.run("set local row_security = off")
            await rows.value("select count(*) from agents")

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="would be affected by row-level security"):
        await look_behind()
    for sql in (
        "alter table agents disable row level security",
        "alter table agents no force row level security",
        "drop policy own on agents",
        "create policy all_of_it on agents using (true)",
        "alter role switchboard_app bypassrls",
        "create table mine ()",
        "truncate agents",
        "create function principal_of_key(bytea) returns int language sql as 'select 1'",
    ):
        with pytest.raises(psycopg.Error):
            await attempt(sql)


async def test_reset_role_does_not_leave_the_servers_role(tenant):
    async with database.tenant(tenant.id) as rows:
        await rows.run("reset role")
        assert await rows.value("select current_user::text") == "switchboard_app"


async def test_the_tenant_ends_with_the_transaction(tenant):
    async with database.tenant(tenant.id) as rows:
        used = await rows.value("select pg_backend_pid()")
        assert await rows.value("select current_tenant()::text") == tenant.id
    for _ in range(100):  # until the pool hands out the same connection again
        async with database.desk() as rows:
            assert await rows.value("select current_tenant()") is None
            if await rows.value("select pg_backend_pid()") == used:
                return
    pytest.fail("the connection never came back")


async def test_before_a_tenant_is_known_three_questions_are_answered_one_row_at_a_time(tenant, other_tenant):
    async with database.tenant(tenant.id) as rows:
        await rows.run("insert into api_keys (hash, role, label) values ('\\x0a', 'operator', 'phone')")
        await rows.run("insert into api_keys (hash, revoked_at) values ('\\x0b', now())")
        thread = await rows.value(
            "insert into conversations (id, agent_id) select gen_random_uuid(), id from agents returning id"
        )
    async with database.desk() as rows:
        assert str(await rows.value("select tenant_id from principal_of_key('\\x0a')")) == tenant.id
        assert await rows.value("select tenant_id from principal_of_key('\\x0b')") is None
        assert str(await rows.value("select tenant_id from owner_of_thread(%s)", [thread])) == tenant.id
        assert await rows.value("select tenant_id from owner_of_thread(%s)", [uuid4()]) is None
        assert str(await rows.value("select owner_of_agent(%s)", [tenant.agent_id])) == tenant.id
        assert await rows.value("select owner_of_agent(%s)", [uuid4()]) is None
        assert await rows.value("select count(*) from agents") == 0
        assert await rows.value("select count(*) from api_keys") == 0


# --- no table twice -------------------------------------------------------------------------------------------------

HOLD = """
    with hold as (insert into holds (agent_id, resource_ids, party_size, starts_at, ends_at, status, kept_until)
                  select agent_id, array[id], 2, %(starts)s, %(ends)s, %(status)s, now() + interval '3 minutes'
                    from resources where id = %(table)s returning id)
    insert into occupancies (hold_id, resource_id, starts_at, ends_at)
    select coalesce((select id from hold), gen_random_uuid()), %(table)s, %(starts)s, %(ends)s returning hold_id
"""


async def add_table(tenant, name="window") -> int:
    return await tenant.value(
        "insert into resources (agent_id, name, capacity) values (%s, %s, 4) returning id", tenant.agent_id, name
    )


async def hold(tenant, table, begins=0, ends=120, status="held"):
    start, end = EVENING + timedelta(minutes=begins), EVENING + timedelta(minutes=ends)
    async with database.tenant(tenant.id) as rows:
        return await rows.value(HOLD, {"table": table, "starts": start, "ends": end, "status": status})


async def test_of_fifty_callers_for_one_table_one_gets_it(tenant):
    table = await add_table(tenant)

    async def call(n):
        try:
            return await hold(tenant, table, begins=n % 7, ends=120 + n % 7)
        except (database.Conflict, psycopg.errors.DeadlockDetected):
            return None  # of two who wait for each other, one is let through

    outcomes = await asyncio.gather(*(call(n) for n in range(50)))
    assert len([o for o in outcomes if o]) == 1
    assert await tenant.value("select count(*) from holds") == 1


async def test_holds_that_only_touch_stand_side_by_side(tenant):
    table, neighbour = await add_table(tenant), await add_table(tenant, "corner")
    await hold(tenant, table, 0, 120)
    await hold(tenant, table, 120, 240)
    await hold(tenant, neighbour, 0, 120)
    with pytest.raises(database.Conflict):
        await hold(tenant, table, 119, 121)


async def test_a_table_is_free_again_when_nothing_occupies_it_and_cannot_be_taken_back(tenant):
    table = await add_table(tenant)
    first = await hold(tenant, table)
    async with database.tenant(tenant.id) as rows:
        await rows.run("delete from occupancies where hold_id = %s", [first])
    await hold(tenant, table, status="booked")
    with pytest.raises(database.Conflict):
        await hold(tenant, table)
    with pytest.raises(database.Conflict):
        async with database.tenant(tenant.id) as rows:
            await rows.run(
                "insert into occupancies (hold_id, resource_id, starts_at, ends_at)"
                " select id, resource_ids[1], starts_at, ends_at from holds where id = %s", [first],
            )  # fmt: skip


async def test_what_is_occupied_cannot_be_stretched_into_somebody_elses_time(tenant):
    table = await add_table(tenant)
    first = await hold(tenant, table, 0, 120)
    await hold(tenant, table, 135, 240)

    async def stretch(minutes):
        async with database.tenant(tenant.id) as rows:
            await rows.run(
                "update occupancies set ends_at = ends_at + %s where hold_id = %s", [timedelta(minutes=minutes), first]
            )

    await stretch(15)
    with pytest.raises(database.Conflict):
        await stretch(1)


async def test_tables_of_two_tenants_never_meet(tenant, other_tenant):
    ours, theirs = await add_table(tenant), await add_table(other_tenant)
    assert ours != theirs
    await hold(tenant, ours)
    await hold(other_tenant, theirs)
    with pytest.raises(database.NotFound):
        await hold(other_tenant, ours, 500, 600)


async def test_a_hold_of_no_length_or_of_another_age_is_refused(tenant):
    table = await add_table(tenant)
    for begins, ends in ((0, 0), (60, 0), (0, 0.5), (-60 * 24 * 366 * 60, 0)):
        with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.DataException)):
            await hold(tenant, table, begins, ends)


# --- nothing left behind --------------------------------------------------------------------------------------------


async def test_a_conversation_goes_with_everything_that_was_said_in_it(tenant, owner):
    await furnish(tenant)
    async with database.tenant(tenant.id) as rows:
        await rows.run("delete from conversations")
    for name in ("turns", "messages", "commits", "handoffs", "checkpoints", "checkpoint_writes"):
        assert owner.execute(f"select count(*) from {name} where tenant_id = %s", [tenant.id]).fetchone() == (0,), name
    assert await tenant.value("select count(*) from reservations") == 1


async def test_a_tenant_goes_with_all_it_had_and_nobody_elses(tenant, other_tenant, owner):
    await furnish(tenant)
    await furnish(other_tenant)
    async with database.tenant(tenant.id) as rows:
        await rows.run(  # a thread of Studio, which is no conversation
            "insert into checkpoints (thread_id, checkpoint_id, type, checkpoint) values ('studio', '1', '', '')"
        )
        await rows.run("delete from tenants")
    for (name,) in owner.execute(WHOLE_TABLES).fetchall():
        column = "id" if name == "tenants" else "tenant_id"
        assert owner.execute(f"select count(*) from {name} where {column} = %s", [tenant.id]).fetchone() == (0,), name
        assert await other_tenant.value(f"select count(*) from {name}") == 1, name


async def test_one_agent_can_be_removed_without_the_other(tenant):
    await furnish(tenant)
    async with database.tenant(tenant.id) as rows:
        await rows.run("insert into agents (name, type) values ('Second desk', 'custom')")
        await rows.run("delete from agents where id = %s", [tenant.agent_id])
    assert await tenant.value("select count(*) from conversations") == 0
    assert await tenant.value("select name from agents") == "Second desk"
