"""Workers come and go, are killed, lose Postgres or have no model: every document is read in the end, and once."""

import asyncio
import time
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest

from jobs import queue
from tests.jobs.conftest import NOBODYS, long_text

pytestmark = pytest.mark.usefixtures("apart")


@pytest.fixture(autouse=True)
async def nobody_left(agency):
    yield
    await agency.dismiss()


@asynccontextmanager
async def postgres_away(apart, postgres_url):
    """Nobody gets at the database, and whoever was there is thrown out."""
    name = apart.partition("@/")[2].partition("?")[0]
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(f"alter database {name} allow_connections false")
        owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        try:
            yield
        finally:
            owner.execute(f"alter database {name} allow_connections true")


async def test_what_a_killed_worker_was_reading_is_read_by_another_within_a_minute(operator, agency):
    worker = await agency.hire()
    document = await operator.hand_in(long_text(300))
    await operator.wait_until(document, lambda now: now.done > 0, 60)
    worker.kill()
    assert (await operator.look(document)).status == "reading"
    began = time.monotonic()
    await agency.hire()
    ready = await operator.settled(document, 90)
    assert time.monotonic() - began < 60
    assert (ready.status, ready.passages) == ("ready", 300)
    assert await operator.tenant.value("select count(*) from passages") == 300


async def test_a_worker_told_to_stop_leaves_its_document_to_the_next_at_once(operator, agency):
    worker = await agency.hire()
    document = await operator.hand_in(long_text(600))
    await operator.wait_until(document, lambda now: now.done > 0, 60)
    assert await asyncio.to_thread(worker.stop) < 6
    assert (await operator.look(document)).status == "reading"
    await agency.hire()
    await operator.wait_until(document, lambda now: now.status == "ready" or 0 < now.done < 300, 15)
    assert (await operator.settled(document, 60)).passages == 600


async def test_two_workers_share_what_there_is_to_read(operator, agency):
    await asyncio.gather(agency.hire(), agency.hire())
    handed_in = [await operator.hand_in(long_text(20, f"Dish {n}"), f"menu {n}.md") for n in range(12)]
    for document in handed_in:
        ready = await operator.settled(document, 60)
        assert (ready.status, ready.passages) == ("ready", 20)
    assert await operator.tenant.value("select count(*) from passages") == 240


async def test_without_a_model_words_are_found_at_once_and_vectors_come_when_there_is_one(operator, agency):
    await agency.hire(NOBODYS)
    document = await operator.settled(await operator.hand_in("# Rules\n\n## Dogs\nDogs are welcome in the garden."))
    assert (document.status, document.passages, document.done) == ("ready", 1, 0)
    assert await operator.finds("Are dogs welcome?") == ["Dogs are welcome in the garden."]
    await agency.dismiss()
    await agency.hire()
    await operator.wait_until(document, lambda now: now.done == 1, 90)
    assert await operator.tenant.value("select count(embedding) from passages") == 1
    assert await operator.finds("Is a terrier all right?") == ["Dogs are welcome in the garden."]


async def test_vectors_of_another_model_are_made_anew_when_a_worker_starts(operator, agency):
    await agency.hire()
    document = await operator.settled(await operator.hand_in(long_text(80)))
    await agency.dismiss()
    await operator.tenant.value("update passages set embedding_model = 'another' returning true")
    await agency.hire()
    deadline = time.monotonic() + 60
    while await operator.tenant.value("select count(*) from passages where embedding_model = 'another'"):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    assert (await operator.look(document)).passages == 80


async def test_postgres_lost_in_the_middle_delays_a_document_and_no_more(operator, agency, apart, postgres_url):
    await agency.hire()
    document = await operator.hand_in(long_text(300))
    await operator.wait_until(document, lambda now: now.done > 0, 60)
    async with postgres_away(apart, postgres_url):
        await asyncio.sleep(4)
    ready = await operator.settled(document, 90)
    assert (ready.status, ready.passages, ready.problem) == ("ready", 300, None)
    assert await operator.tenant.value("select count(*) from passages") == 300


async def test_a_worker_that_starts_without_postgres_waits_for_it(operator, apart, postgres_url):
    document = await operator.hand_in("# Rules\n\nDogs are welcome in the garden.")
    async with postgres_away(apart, postgres_url):
        working = asyncio.create_task(queue.work())
        await asyncio.sleep(4)
        assert not working.done()
    try:
        assert (await operator.settled(document, 60)).status == "ready"
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
