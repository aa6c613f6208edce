"""A desk that is really open: the server as `make run` starts it, on the run's Postgres and a simulator of this worker."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from simulators import deepgram, elevenlabs, groq
from simulators.phone import ACCOUNT, TOKEN, Exchange
from simulators.serving import serving
from simulators.tones import Tones
from tests.api.desks import Desk, Model, new_desk, sample_desk

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def simulator() -> Iterator[str]:
    """A pretend Groq of this worker's own."""
    with serving(groq.Simulator()) as url:
        yield url


@pytest.fixture
def model(simulator: str) -> Iterator[Model]:
    """The pretend model, to be made slow or faulty; it behaves again afterwards."""
    yield Model(simulator)
    httpx.delete(f"{simulator}/simulator/behaviour").raise_for_status()


@pytest.fixture(scope="session")
def hearing() -> Iterator[str]:
    """A pretend Deepgram of this worker's own."""
    with serving(deepgram.Simulator()) as url:
        yield url


@pytest.fixture(scope="session")
def speaking() -> Iterator[str]:
    """A pretend ElevenLabs of this worker's own; it speaks in tones."""
    with serving(elevenlabs.Simulator(voice=Tones())) as url:
        yield url


@pytest.fixture(scope="session")
def exchange() -> Exchange:
    """A pretend Twilio of this worker's own; whoever is called does what a test says. Its calls go faster than life."""
    return Exchange(pace=4.0)


@pytest.fixture(scope="session")
def exchange_url(exchange: Exchange) -> Iterator[str]:
    with serving(exchange) as url:
        yield url


@pytest.fixture(scope="session")
def server_url(
    postgres_url: str, simulator: str, hearing: str, speaking: str, exchange_url: str, run_folder: Path, worker_id: str
) -> Iterator[str]:
    """The server of this worker, as a process of its own."""
    told = run_folder / f"server-{worker_id}.log"
    vendors = {"GROQ_BASE_URL": simulator, "DEEPGRAM_URL": hearing, "ELEVENLABS_URL": speaking}
    keys = {"GROQ_API_KEY": "sim", "DEEPGRAM_API_KEY": "sim", "ELEVENLABS_API_KEY": "sim"}
    telephone = {
        "TWILIO_URL": exchange_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_NUMBER": "+493012345678",
    }
    limits = {"CALLS_PER_TENANT": "12"}
    environment = {**os.environ, "DATABASE_URL": postgres_url, **vendors, **keys, **telephone, **limits}
    with told.open("w") as output:
        command = [sys.executable, str(ROOT / "server.py"), "--port", "0", "--data", str(run_folder / "data")]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 120
    while not (found := re.search(r"answers at (\S+)", told.read_text())):
        assert process.poll() is None, told.read_text()
        assert time.monotonic() < deadline, told.read_text()
        time.sleep(0.05)
    yield found[1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0, told.read_text()


@pytest.fixture(scope="session")
async def http(server_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that has not said who it is."""
    async with httpx.AsyncClient(base_url=server_url, timeout=30) as client:
        yield client


@pytest.fixture
async def desk(server_url: str, http: httpx.AsyncClient, postgres: str) -> Desk:
    """A desk of this test's own."""
    return await new_desk(server_url, http)


@pytest.fixture
async def other_desk(server_url: str, http: httpx.AsyncClient, postgres: str) -> Desk:
    """Another tenant's desk in the same house."""
    return await new_desk(server_url, http)


@pytest.fixture(params=["a model", "no model"])
def either(request: pytest.FixtureRequest, model: Model) -> Model:
    """With a model, and with one that fails whenever it is asked."""
    if request.param == "no model":
        model.behaves(fault="500")
    return model


@pytest.fixture(scope="module")
async def restaurant(server_url: str, http: httpx.AsyncClient, postgres: str) -> Desk:
    """The first sample restaurant."""
    return await sample_desk(server_url, http, "01-lindenhof.yaml")
