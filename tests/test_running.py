"""The command that opens the house: `python server.py`, from an empty folder to nothing left running."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import server
from records import embedded
from settings import RETIRED, Settings, settings

ROOT = Path(__file__).parents[1]
QUESTION = "When are you open tomorrow?"
THURSDAY = date.today() + timedelta(days=10 - date.today().weekday())
"""One of the week to come: on Mondays the sample restaurant is closed."""
BOOKING = (
    "I want to book a table.",
    "Two people.",
    f"On {THURSDAY:%B} {THURSDAY.day} at 12.",
    "My name is Vera Amsel.",
    "My number is 030 2345678.",
)
START_S = 90.0


class House:
    """A server that this test started, and everything it started in turn."""

    def __init__(self, data: Path, *arguments: str, port: int = 0, **environment: str) -> None:
        self.data = data
        self.told = Path(tempfile.mkstemp(suffix=".log", dir=data.parent)[1])
        command = [sys.executable, str(ROOT / "server.py"), "--data", str(data), "--port", str(port), *arguments]
        with self.told.open("w") as output:
            self.process = subprocess.Popen(
                command, cwd=data.parent, env={**bare(), **environment}, stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def output(self) -> str:
        return self.told.read_text()

    def ready(self, sign: str = r"answers at (\S+)") -> str:
        """Wait until it says so; the address it says."""
        deadline = time.monotonic() + START_S
        while not (found := re.search(sign, self.output)):
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)
        return found[1]

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(40)

    def demo(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        return found

    def caller(self) -> "Caller":
        url = self.ready()
        tenant = next(tenant for tenant in self.demo()["tenants"] if tenant["name"] == "Lindenhof")
        return Caller(url, tenant["api_key"], tenant["agents"][0]["agent_id"])


class Caller:
    """Somebody who talks to the demo's restaurant."""

    def __init__(self, url: str, key: str, agent_id: str) -> None:
        self.http = httpx.Client(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=20)
        self.agent_id = agent_id
        self.conversation_id: str | None = None

    def body(self, words: str, **more: Any) -> dict[str, Any]:
        return {"agent_id": self.agent_id, "message": words, "conversation_id": self.conversation_id, **more}

    def say(self, words: str, **more: Any) -> dict[str, Any]:
        answered = self.http.post("/chat/message", json=self.body(words, **more))
        assert answered.status_code == 200, answered.text
        reply: dict[str, Any] = answered.json()
        self.conversation_id = reply["conversation_id"]
        return reply


def bare() -> dict[str, str]:
    """This environment without a single setting of ours."""
    ours = set(RETIRED)
    for field in Settings.model_fields.values():
        alias = field.validation_alias
        ours |= {alias} if isinstance(alias, str) else {str(choice) for choice in getattr(alias, "choices", ())}
    return {name: value for name, value in os.environ.items() if name not in ours}


def of_postgres(data: Path) -> list[psutil.Process]:
    """The server processes that work on this folder's cluster."""
    pid = data / "postgres" / "cluster" / "postmaster.pid"
    if not pid.exists():
        return []
    number = int(pid.read_text().split()[0])
    return [psutil.Process(number)] if psutil.pid_exists(number) else []


def gone(processes: list[psutil.Process], seconds: float = 15) -> list[psutil.Process]:
    """Those that are still there after a while."""
    return psutil.wait_procs(processes, timeout=seconds)[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that has been opened before, so that opening it again is quick."""
    folder = tmp_path_factory.mktemp("house") / "data"
    yield folder
    embedded.stop_if_unused(folder / "postgres")


@pytest.fixture
def houses() -> Iterator[list[House]]:
    """Whatever a test starts here is stopped with it."""
    started: list[House] = []
    yield started
    for house in started:
        if house.process.poll() is None:
            house.stop(signal.SIGTERM)


def test_from_an_empty_folder_to_an_answer_and_back_to_nothing(tmp_path):
    house = House(tmp_path / "data")
    url = house.ready()
    assert house.output.splitlines()[0].startswith("No GROQ_API_KEY:")

    demo = house.demo()
    assert demo.keys() == {"url", "tenants"}
    assert demo["url"] == url
    for tenant in demo["tenants"]:
        assert tenant.keys() == {"name", "tenant_id", "api_key", "agents"}
        assert all(agent.keys() == {"name", "type", "agent_id"} for agent in tenant["agents"])
    assert (house.data / "demo.json").stat().st_mode & 0o777 == 0o600

    curl = next(line for line in house.output.splitlines() if line.startswith("curl"))
    answered = subprocess.run(curl, shell=True, capture_output=True, text=True, check=True)
    assert json.loads(answered.stdout)["reply"]

    started = [*house.children(), *of_postgres(house.data)]
    assert len(started) >= 2
    assert house.stop() == 0
    assert gone(started) == []
    assert {path.name for path in tmp_path.iterdir()} == {"data", house.told.name}


def test_keys_and_conversations_survive_a_restart(data, houses):
    first = House(data)
    houses.append(first)
    caller = first.caller()
    caller.say(QUESTION)
    before = first.demo()
    assert first.stop(signal.SIGINT) == 0

    second = House(data)
    houses.append(second)
    again = second.caller()
    again.conversation_id = caller.conversation_id
    assert again.say("Thank you!")["conversation_id"] == caller.conversation_id
    assert second.demo()["tenants"] == before["tenants"]


def test_a_second_server_shares_the_postgres_and_outlives_the_first(data, houses):
    first = House(data)
    houses.append(first)
    url = first.ready()
    postgres = of_postgres(data)
    second = House(data)
    houses.append(second)
    elsewhere = second.ready()
    assert elsewhere != url
    assert second.demo()["url"] == url
    assert of_postgres(data) == postgres

    caller = first.caller()
    caller.say(QUESTION)
    assert first.stop() == 0
    over_there = Caller(elsewhere, caller.http.headers["authorization"].removeprefix("Bearer "), caller.agent_id)
    over_there.conversation_id = caller.conversation_id
    assert over_there.say("Thank you!")["reply"]
    assert second.stop() == 0
    assert gone(postgres) == []


def test_a_killed_server_takes_its_simulator_along_and_the_next_start_heals(data, houses):
    killed = House(data)
    houses.append(killed)
    caller = killed.caller()
    for words in BOOKING:
        caller.say(words)
    booked = caller.say("Yes, please.", turn_id="the-yes")
    started = killed.children()
    killed.process.kill()
    killed.process.wait()
    assert gone([process for process in started if "simulators" in " ".join(process.cmdline())]) == []

    healed = House(data)
    houses.append(healed)
    again = healed.caller()
    again.conversation_id = caller.conversation_id
    assert again.say("Yes, please.", turn_id="the-yes") == booked
    assert booked["receipts"]


def test_a_turn_under_way_is_finished_before_the_server_stops(data, houses):
    house = House(data)
    houses.append(house)
    caller = house.caller()
    caller.say("Hello!")
    httpx.post(f"{simulator_of(house)}/simulator/behaviour", json={"first_token_ms": 1500})
    replies: list[httpx.Response] = []
    asking = threading.Thread(
        target=lambda: replies.append(caller.http.post("/chat/stream", json=caller.body(QUESTION)))
    )
    asking.start()
    time.sleep(0.5)
    assert house.stop() == 0
    asking.join()
    assert "event: done" in replies[0].text


def simulator_of(house: House) -> str:
    """The address of the pretend model that a house started for itself."""
    (child,) = [process for process in house.children() if "simulators.groq" in process.cmdline()]
    return f"http://127.0.0.1:{child.cmdline()[-1]}"


def rings_up(house: House, caller: Caller, times: int) -> None:
    """Have people rung up by the telephone that is there without a key, until each has heard the agent."""
    for _ in range(times):
        made = caller.http.post("/voice/calls", json={"agent_id": caller.agent_id, "to": "+4917155501234"})
        assert made.status_code == 202, made.text
    (exchange,) = [process for process in house.children() if "simulators.twilio" in process.cmdline()]
    deadline = time.monotonic() + START_S
    greeted = 0
    while greeted < times:
        assert time.monotonic() < deadline, house.output
        calls = httpx.get(f"http://127.0.0.1:{exchange.cmdline()[-1]}/simulator/calls").json()["calls"]
        greeted = sum(any(event["kind"] == "agent speaks" for event in call["events"]) for call in calls)
        time.sleep(0.1)


def test_two_workers_share_a_port_and_a_telephone_and_leave_with_their_parent(data, houses):
    house = House(data, "--workers", "2")
    houses.append(house)
    caller = house.caller()
    assert caller.say(QUESTION)["reply"]
    workers = [process for process in house.children() if "spawn_main" in " ".join(process.cmdline())]
    assert len(workers) == 2
    rings_up(house, caller, 4)
    house.process.kill()
    house.process.wait()
    assert gone(workers, 25) == []

    again = House(data, "--workers", "2")
    houses.append(again)
    again.ready()
    started = again.children()
    assert again.stop() == 0
    assert gone(started) == []


@pytest.fixture
def at_the_door(tmp_path, monkeypatch, capfd) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """The command in this very process, for what it refuses before it starts anything: exit code, output, errors."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    logging_to = logging.root.handlers[:]
    for name in (*os.environ.keys() - bare().keys(), "PORT", "HOST", "WORKERS", "SWITCHBOARD_DATA"):
        monkeypatch.setenv(name, "to be restored")
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def knock(*arguments: str, **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = server.main([*arguments, "--data", str(tmp_path / "data")])
        assert not (tmp_path / "data" / "postgres").exists()
        return (code, *capfd.readouterr())

    yield knock
    for number, handler in handlers.items():
        signal.signal(number, handler)
    logging.root.handlers[:] = logging_to
    settings.cache_clear()


def test_a_port_in_use_is_one_clear_sentence(at_the_door):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, output, errors = at_the_door("--port", port)
    assert (code, output) == (1, "")
    (sentence,) = errors.splitlines()
    assert port in sentence
    assert "PORT=" in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("LLM_TEMPERATURE", "hot"),
        ("REASONING_EFFORT", "none"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("RATE_LIMIT_GLOBAL", "often"),
    ],
)
def test_a_bad_setting_is_one_clear_sentence_that_names_it(at_the_door, name, value):
    code, output, errors = at_the_door(**{name: value})
    assert (code, output) == (1, "")
    (sentence,) = errors.splitlines()
    assert name in sentence


def test_with_a_key_for_groq_the_first_line_names_the_model(at_the_door):
    """And a Postgres that is not there is one clear sentence."""
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    code, output, errors = at_the_door(
        GROQ_API_KEY="gsk_not_a_real_one", DATABASE_URL=nowhere, MONGODB_URL="mongodb://x"
    )
    assert code == 1
    assert output.splitlines()[0] == "Model: openai/gpt-oss-20b at Groq."
    assert any(line.startswith("MONGODB_URL is set and means nothing") for line in output.splitlines())
    (sentence,) = errors.splitlines()
    assert sentence.startswith("Switchboard cannot start: Postgres cannot be reached")


def test_stopping_while_it_starts_leaves_nothing_behind(tmp_path):
    house = House(tmp_path / "data")
    house.ready(r"^(No GROQ_API_KEY)")
    started = house.children()
    assert house.stop(signal.SIGINT) == 0
    assert gone([*started, *of_postgres(house.data)]) == []


def test_while_postgres_is_away_callers_are_told_and_then_served_again(data, houses):
    house = House(data)
    houses.append(house)
    caller = house.caller()
    caller.say("Hello!")
    (postgres,) = of_postgres(data)
    postgres.send_signal(signal.SIGINT)
    assert gone([postgres]) == []

    away = caller.http.post("/chat/message", json=caller.body(QUESTION, turn_id="again"))
    assert (away.status_code, away.json()["type"]) == (503, "urn:switchboard:problem:unavailable")
    assert int(away.headers["retry-after"]) > 0
    health = caller.http.get("/health")
    assert (health.status_code, health.json()["status"]) == (503, "down")

    back = embedded.start(data / "postgres")
    try:
        time.sleep(1.1)  # an answer about health may be a second old
        assert caller.http.get("/health").status_code == 200
        assert caller.say(QUESTION, turn_id="again")["reply"]
    finally:
        back.stop()


def test_the_logs_hold_no_words_no_names_and_no_keys(data, houses):
    house = House(data, DEBUG="true")
    houses.append(house)
    caller = house.caller()
    for words in (*BOOKING, "Yes, please."):
        caller.say(words)
    caller.http.post("/chat/message", json=caller.body("x" * 5000))
    house.stop()
    logged = (data / "logs" / "app.log").read_text() + house.output.split("Ctrl-C", 1)[1]
    for secret in ("Amsel", "2345678", "book a table", caller.http.headers["authorization"].removeprefix("Bearer ")):
        assert secret not in logged
    for line in (data / "logs" / "app.log").read_text().splitlines():
        assert {"at", "level", "logger", "event"} <= json.loads(line).keys()


def test_studio_serves_the_same_graphs_and_stops_cleanly(data, houses):
    house = House(data, "--studio")
    houses.append(house)
    url = house.ready(r"(?m)^Studio: .*baseUrl=(\S+)")
    found = httpx.post(f"{url}/assistants/search", json={}, timeout=30).json()
    assert "receptionist" in {assistant["graph_id"] for assistant in found}
    started = [*house.children(), *of_postgres(data)]
    assert house.stop() == 0
    assert gone(started) == []
