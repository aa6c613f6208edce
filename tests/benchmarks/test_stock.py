"""The servers to compare with do what they are compared for: they stream, remember and write to Postgres."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import conninfo, sql

from benchmarks.doors import Floor, Stock
from benchmarks.floor import Relay
from benchmarks.load import Caller
from benchmarks.machine import Bytes
from benchmarks.stock import application
from simulators import groq
from simulators.faults import Behaviour
from simulators.serving import serving

QUESTION = "Is there an onion tart on your menu?"


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:
    """An empty database of the test's own."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as rows:
        rows.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield conninfo.make_conninfo(postgres_url, dbname=name)
        rows.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def model() -> groq.Simulator:
    return groq.Simulator(Behaviour(tokens=12, coalesce=1, reasoning=0))


async def test_the_stock_stack_streams_token_by_token_and_remembers_its_threads(database: str, model: groq.Simulator):
    with serving(model) as groq_url, serving(application(groq_url, database)) as url:
        caller, other = Caller(Stock(port_of(url)), [QUESTION] * 3), Caller(Stock(port_of(url)), [QUESTION])
        first = await caller.say()
        await other.say()
        content = Bytes(database)
        assert caller.thread is not None
        assert other.thread is not None
        before = [content.of_everything(), content.of_thread(caller.thread), content.of_thread(other.thread)]
        logged = content.logged()
        await caller.say()
        after = [content.of_everything(), content.of_thread(caller.thread), content.of_thread(other.thread)]
        assert content.logged() > logged
        content.close()
        caller.hang_up()
        other.hang_up()
    assert first.pieces == 12
    assert [message["role"] for message in model.requests[-1]["body"]["messages"]] == [
        "system",
        "user",
        "assistant",
        "user",
    ]
    assert after[2] == before[2]
    assert after[0] - before[0] == after[1] - before[1] > 1000


async def test_the_second_floor_keeps_every_turn(database: str, model: groq.Simulator):
    with serving(model) as groq_url, serving(Relay(port_of(groq_url), database)) as url:
        caller = Caller(Floor(port_of(url), "floor2"), [QUESTION] * 2)
        heard = [await caller.say(), await caller.say()]
        caller.hang_up()
    with psycopg.connect(database) as rows:
        kept = rows.execute("select utterance, length(reply) > 500 from turns order by n").fetchall()
    assert [turn.pieces for turn in heard] == [12, 12]
    assert kept == [(QUESTION, True)] * 2
