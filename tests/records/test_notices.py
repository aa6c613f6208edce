"""Processes hear of one another: what was told, and who is alive."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from records import database, notices

ROOT = Path(__file__).resolve().parents[2]

NEIGHBOUR = """
import asyncio, sys
from records import database, notices

async def main():
    tenant, topic = sys.argv[1:]
    print(await notices.runner(), flush=True)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if line == "tell":
            async with database.tenant(tenant) as rows:
                await notices.tell(rows, topic)
        if line == "listen":
            async with notices.listening(topic) as heard:
                print("listening", flush=True)
                print(await heard.wait(20), flush=True)
    await database.close()

asyncio.run(main())
"""


class Neighbour:
    """Another process of the same house."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def says(self) -> str:
        assert self.process.stdout
        return (await asyncio.wait_for(self.process.stdout.readline(), 30)).decode().strip()

    def do(self, what: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{what}\n".encode())


@pytest.fixture
def topic() -> str:
    return f"thread:{uuid4()}"


@pytest.fixture
async def neighbour(postgres, tenant, topic):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", NEIGHBOUR, tenant.id, topic, cwd=ROOT, env=os.environ | {"DATABASE_URL": postgres},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    yield Neighbour(process)
    if process.returncode is None:
        process.kill()
    await process.wait()


async def living(tenant, number: int) -> bool:
    async with database.tenant(tenant.id) as rows:
        return await notices.alive(rows, number)


async def test_a_process_keeps_its_number_and_is_alive(tenant):
    number = await notices.runner()
    assert number == await notices.runner()
    assert await living(tenant, number)
    assert not await living(tenant, number + 1)


async def test_a_killed_process_is_dead_at_once(tenant, neighbour):
    number = int(await neighbour.says())
    assert number != await notices.runner()
    assert await living(tenant, number)
    neighbour.process.kill()
    await neighbour.process.wait()
    for _ in range(50):
        if not await living(tenant, number):
            break
        await asyncio.sleep(0.02)
    assert not await living(tenant, number)


async def test_a_process_that_leaves_in_good_order_is_gone_too(tenant, neighbour):
    number = int(await neighbour.says())
    neighbour.do("")
    assert await neighbour.process.wait() == 0
    assert not await living(tenant, number)


async def test_what_another_process_tells_is_heard(neighbour, topic):
    await neighbour.says()
    async with notices.listening(topic) as heard:
        neighbour.do("tell")
        assert await heard.wait(20)
        assert not await heard.wait(0.05)


async def test_what_we_tell_another_process_hears(tenant, neighbour, topic):
    await neighbour.says()
    neighbour.do("listen")
    assert await neighbour.says() == "listening"
    async with database.tenant(tenant.id) as rows:
        await notices.tell(rows, topic)
    assert await neighbour.says() == "True"


async def test_nothing_falls_between_looking_and_waiting(tenant, topic):
    async with notices.listening(topic) as heard:
        async with database.tenant(tenant.id) as rows:  # told while somebody is still looking at the rows
            await notices.tell(rows, topic)
        await asyncio.sleep(0.2)
        assert await heard.wait(0)


async def test_a_notice_is_given_with_the_commit_or_not_at_all(tenant, topic):
    async def break_off():
        async with database.tenant(tenant.id) as rows:
            await notices.tell(rows, topic)
            await rows.value("select 1")
            raise RuntimeError

    async with notices.listening(topic) as heard:
        with pytest.raises(RuntimeError):
            await break_off()
        assert not await heard.wait(0.1)


async def test_other_topics_wake_nobody(tenant, topic):
    waiting = asyncio.create_task(notices.wait_for(topic, 0.3))
    await asyncio.sleep(0.05)
    async with database.tenant(tenant.id) as rows:
        await notices.tell(rows, "another topic")
    assert await waiting is False


async def test_a_lost_line_comes_back_under_the_same_number_and_tells_all_to_look_again(tenant, topic, postgres):
    number = await notices.runner()
    waiting = asyncio.create_task(notices.wait_for(topic, 10))
    await asyncio.sleep(0.05)
    import psycopg

    async with await psycopg.AsyncConnection.connect(postgres, autocommit=True) as admin:
        await admin.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"
            " and (classid::bigint << 32 | objid::bigint) = %s",
            [number],
        )
    assert await waiting is True
    assert await notices.runner() == number
    assert await living(tenant, number)
