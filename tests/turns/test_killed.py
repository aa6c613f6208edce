"""A server is killed in the middle of a turn, and the caller never notices more than a wait.

The moment is chosen from outside: a lock or a trigger in Postgres stops the server where it is to be killed. At each of
the points of `make prove` a booking must go on as if nothing had been.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from evals import prove
from evals.houses import Server
from records import embedded
from tests.test_running import Caller
from tests.turns.nursery import Nursery

pytestmark = pytest.mark.skipif("KILLS" not in os.environ, reason="make prove kills at every point; here with KILLS=1")

UP_TO_THE_YES = (
    "A table for four next Thursday at seven in the evening, please.",
    "My name is Vera Amsel.",
    "My number is 030 2345678.",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def postgres(data: Path) -> Iterator[str]:
    """The Postgres of the folder, held open by the test so that it outlives the server."""
    data.mkdir()
    held = embedded.start(data / "postgres")
    yield held.url
    held.stop()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where servers open quickly."""
    with Nursery() as open_house:
        yield open_house


@pytest.fixture
def servers(nursery: Nursery, postgres: str, data: Path) -> Iterator[list[Server]]:
    """Two servers on one folder, which share its Postgres."""
    both: list[Server] = [nursery.opened(data) for _ in range(2)]
    for server in both:
        server.ready()
    yield both
    for server in both:
        server.stop()


def caller_at(server: Server) -> Caller:
    """Somebody who talks to the demo's restaurant on this server."""
    key, agent_id = server.desk().agent("Lindenhof front desk")
    return Caller(server.url, key, agent_id)


@contextmanager
def held_up(postgres: str, statement: str) -> Iterator[psycopg.Connection[Any]]:
    """While this holds, whoever needs the rows that the statement locks has to wait."""
    with psycopg.connect(postgres) as rows:
        rows.execute(statement)
        yield rows


def hang_up(rows: psycopg.Connection[Any]) -> None:
    """What a killed client had sent already is not carried out after all."""
    rows.execute("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'")


def rows_of(postgres: str, statement: str) -> list[Any]:
    with psycopg.connect(postgres, autocommit=True) as rows:
        return [row[0] for row in rows.execute(statement)]


def until(wanted: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def post_and_forget(caller: Caller, words: str, turn_id: str) -> threading.Thread:
    """Say something on a line that is about to go dead."""

    def post() -> None:
        with httpx.Client(base_url=caller.http.base_url, headers=caller.http.headers, timeout=30) as line:
            try:
                line.post("/chat/message", json=caller.body(words, turn_id=turn_id))
            except httpx.HTTPError:
                return

    thread = threading.Thread(target=post)
    thread.start()
    return thread


def test_killed_before_anything_was_done_the_turn_is_taken_by_the_server_that_is_left(postgres, servers):
    first, second = servers
    caller = caller_at(first)
    caller.say(UP_TO_THE_YES[0])
    with held_up(postgres, "lock table messages in share mode") as lock:
        line = post_and_forget(caller, UP_TO_THE_YES[1], "the-name")
        until(lambda: rows_of(postgres, "select 1 from turns where id = 'the-name'"))
        first.kill()
        hang_up(lock)
    line.join()

    left = caller_at(second)
    left.conversation_id = caller.conversation_id
    answered = left.say(UP_TO_THE_YES[2])

    assert "Vera Amsel" in answered["reply"], "the name was said to the server that died, and is not lost"
    assert rows_of(postgres, "select status from turns order by n") == ["answered"] * 3


def test_two_servers_asked_the_same_turn_at_once_give_one_reply(postgres, servers):
    caller, other = map(caller_at, servers)
    for words in UP_TO_THE_YES:
        caller.say(words)
    other.conversation_id = caller.conversation_id
    answers: list[dict[str, Any]] = []
    with held_up(postgres, "lock table messages in share mode"):
        lines = [
            threading.Thread(target=lambda one=one: answers.append(one.say("Yes, please.", turn_id="both")))
            for one in (caller, other)
        ]
        for line in lines:
            line.start()
        time.sleep(0.5)
    for line in lines:
        line.join()

    assert answers[0] == answers[1]
    assert rows_of(postgres, "select count(*) from reservations") == [1]


def test_killed_anywhere_in_a_booking_there_is_one_reservation_one_code_and_the_same_words(nursery):
    killed = prove.kills(opened=nursery.opened)
    assert len(killed) >= 12
    assert [one for one in killed if not one.right] == []
