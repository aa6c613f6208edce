"""Opening the house: from an empty folder to a server that answers, and back to nothing running.

`make run` needs no database, no key and no network. What is missing is started: Postgres under DATA unless
DATABASE_URL names one, and a pretend vendor in place of each that has neither a key nor another address. Then the schema
is brought up to date, the sample tenants of agents/ are applied, and `DATA/demo.json` says for scripts where everything
is. Stopping goes the same way back; nothing that was started here outlives the server, even one that is killed.

Several servers may share one DATA: they share its Postgres, and `demo.json` keeps the address of the one that was
there first, for as long as that one lives. A key in it stays good from one start to the next.
"""

import argparse
import asyncio
import fcntl
import json
import logging
import logging.config
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

import uvicorn
from pydantic import ValidationError
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from knowledge import index
from knowledge.reading import Unreadable
from records import database, embedded, keys, migrating, samples
from settings import Settings, retired_variables, settings

log = logging.getLogger(__name__)

ROOT = Path(__file__).parent
SAMPLES = ROOT / "agents"
STUDIO_PORT = 2024
STOP_S = 10
CHILD_S = 60
"""How long a process may take to come up: most of it is importing, which a busy machine makes slow."""
QUESTION = "When are you open tomorrow?"
TWILIO = str(Settings.model_fields["twilio_url"].default)
PRETEND_ACCOUNT, PRETEND_NUMBER = "AC" + "0" * 32, "+493012345678"
"""The account and the number of the pretend exchange."""

LogConfig = Callable[..., dict[str, Any]]


class CannotOpen(Exception):
    """The house cannot be opened; the message is one sentence that says what to change."""


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop. A KeyboardInterrupt, because that is what event loops let through."""


@dataclass(frozen=True)
class Agent:
    """An agent in demo.json."""

    name: str
    type: str
    agent_id: str


@dataclass(frozen=True)
class Tenant:
    """A tenant in demo.json."""

    name: str
    tenant_id: str
    api_key: str
    agents: list[Agent]


@dataclass(frozen=True)
class Demo:
    """What demo.json tells."""

    url: str
    tenants: list[Tenant]


def main(arguments: Sequence[str] | None, *, application: str, log_config: LogConfig) -> int:
    """Open the house, serve until told to stop, close it. Returns the exit code: 0 after a clean stop, 1 for trouble.

    `application` is uvicorn's import string of an app factory; `log_config` makes a logging configuration of a folder.
    """
    wishes = _wishes(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # the terminal was closed; under nohup it is ignored
        signal.signal(signal.SIGHUP, lambda number, frame: signal.raise_signal(signal.SIGTERM))
    try:
        knobs = _settings(wishes)
        with ExitStack() as house:
            if wishes.studio:
                return _studio(knobs, knobs.port if wishes.port else STUDIO_PORT, house)
            ended = _serve(knobs, house, application, log_config)
        _say("Stopped.")
        return ended
    except Stopped:
        return 0
    except (CannotOpen, embedded.CannotStart, database.Unsuitable, database.Unavailable) as reason:
        print(f"Switchboard cannot start: {reason}", file=sys.stderr, flush=True)
        return 1


def _serve(knobs: Settings, house: ExitStack, application: str, log_config: LogConfig) -> int:
    """The server proper."""
    listening = house.enter_context(_bound(knobs.host, knobs.port))
    logs = log_config(_made(knobs.data), debug=knobs.debug)
    logging.config.dictConfig(logs)
    url = _address(knobs.host, listening)
    if not knobs.public_url:
        os.environ["PUBLIC_URL"] = url
    knobs = _opened(knobs, house)
    demo = asyncio.run(_prepared(knobs, house, url))
    if demo.url != url:
        _say(f"Another server uses {knobs.data}; its address stays in {knobs.data / 'demo.json'}.")
    config = uvicorn.Config(
        application, factory=True, workers=knobs.workers, loop="uvloop", http="httptools", log_config=logs,
        log_level="debug" if knobs.debug else "warning", access_log=False, timeout_graceful_shutdown=STOP_S,
        timeout_worker_healthcheck=CHILD_S, server_header=False,
    )  # fmt: skip
    with suppress(Stopped), _beside(_welcome(url, knobs.data, demo)):
        if knobs.workers > 1:
            several = Multiprocess(config, sockets=[listening])
            several.run()
            return int(any(process.exitcode == STARTUP_FAILURE for process in several.processes))
        server = uvicorn.Server(config)
        server.run(sockets=[listening])
        return int(not server.started)
    return 0


def _studio(knobs: Settings, port: int, house: ExitStack) -> int:
    """LangGraph's own development server, on our graphs, our Postgres and our threads."""
    with _bound("127.0.0.1", port) as free:
        port = free.getsockname()[1]
    _made(knobs.data)
    knobs = _opened(knobs, house)
    demo = asyncio.run(_prepared(knobs, house, None))
    tenant = knobs.studio_tenant_id or demo.tenants[0].tenant_id
    listening = ("--host", "127.0.0.1", "--port", str(port))
    dev = (
        "dev",
        "--no-browser",
        "--no-reload",
        "--server-log-level",
        "warning",
        *listening,
        "--config",
        str(ROOT / "langgraph.json"),
    )
    server = house.enter_context(_child("langgraph_cli", *dev, STUDIO_TENANT_ID=tenant, LANGGRAPH_CLI_NO_ANALYTICS="1"))
    _wait_for(server, "LangGraph's server", port)
    _say(
        f"Studio:   https://smith.langchain.com/studio/?baseUrl=http://127.0.0.1:{port}  (the page comes from there; "
        "what it shows stays here)",
        f"API:      http://127.0.0.1:{port}/docs",
        f"A new thread talks to agents of tenant {tenant}; a thread of the server is opened by its conversation_id.",
        "Ctrl-C stops it.",
    )
    with suppress(Stopped):
        server.wait()
        raise CannotOpen(f"LangGraph's server ended by itself, with exit code {server.returncode}.")
    return 0


def _opened(knobs: Settings, house: ExitStack) -> Settings:
    """Start what the settings do not name, and put it where this process and its children will read it."""
    pretended = []
    if _needs_simulator(knobs):
        _say("No GROQ_API_KEY: replies are phrased by a pretend model on this machine, not by Groq.")
        pretended.append(_pretend("simulators.groq", house, url="GROQ_BASE_URL", key="GROQ_API_KEY"))
    elif knobs.groq_base_url:
        _say(f"Model: {knobs.model} at {knobs.groq_base_url}.")
    else:
        _say(f"Model: {knobs.model}{'' if ':' in knobs.model else ' at Groq'}.")
    if _needs_ear(knobs):
        _say("No DEEPGRAM_API_KEY: callers are heard by a pretend Deepgram on this machine.")
        pretended.append(_pretend("simulators.deepgram", house, url="DEEPGRAM_URL", key="DEEPGRAM_API_KEY"))
    if _needs_mouth(knobs):
        _say("No ELEVENLABS_API_KEY: agents speak by a pretend ElevenLabs on this machine.")
        pretended.append(_pretend("simulators.elevenlabs", house, url="ELEVENLABS_URL", key="ELEVENLABS_API_KEY"))
    if _needs_exchange(knobs):
        _say("No TWILIO_AUTH_TOKEN: the telephone is a pretend exchange on this machine.")
        pretended.append(_pretend("simulators.twilio", house, url="TWILIO_URL", key="TWILIO_AUTH_TOKEN"))
        os.environ["TWILIO_ACCOUNT_SID"] = PRETEND_ACCOUNT
        os.environ["TWILIO_NUMBER"] = knobs.twilio_number or PRETEND_NUMBER
    elif knobs.twilio_url == TWILIO and not knobs.public_url:
        _say("TWILIO_AUTH_TOKEN without PUBLIC_URL: Twilio cannot find this house, and its calls will be refused.")
    for warning in retired_variables():
        _say(warning)
    if knobs.database_url:
        database.check(knobs.database_url)
    else:
        postgres = embedded.start(knobs.data / "postgres")
        house.callback(postgres.stop)
        os.environ["DATABASE_URL"] = postgres.url
    settings.cache_clear()
    knobs = settings()
    migrating.upgrade(knobs.database_url)
    for simulator, module, port in pretended:
        _wait_for(simulator, module, port)
    return knobs


def _pretend(module: str, house: ExitStack, *, url: str, key: str) -> tuple["subprocess.Popen[bytes]", str, int]:
    """Start a simulator and put its address and a key into the variables of those names."""
    port = _free_port()
    os.environ[url] = f"http://127.0.0.1:{port}"
    os.environ[key] = "simulator"
    return house.enter_context(_child(module, "--port", str(port))), module, port


async def _prepared(knobs: Settings, house: ExitStack, url: str | None) -> Demo:
    """Apply the samples and write demo.json, one server at a time; `url` is this server's, if it is to be told."""
    try:
        with _alone(knobs.data / "preparing"):
            before = _read_demo(knobs.data)
            applied = await samples.apply(_samples(knobs))
            for sample in applied:
                await _read(sample)
            first = url is not None and _is_first(knobs.data, house)
            demo = Demo(
                str(url if first else before.get("url", "")),
                [await _demo(sample, before) for sample in applied],
            )
            _write_demo(knobs.data, {"url": demo.url, "tenants": [asdict(tenant) for tenant in demo.tenants]})
            return demo
    except samples.UnreadableSample as reason:
        raise CannotOpen(str(reason)) from reason
    except Unreadable as reason:
        raise CannotOpen(f"a document of the samples cannot be read. {reason}") from reason
    finally:
        await database.close()


async def _read(sample: dict[str, Any]) -> None:
    """Read a sample tenant's documents, and say so; those that are in place already cost a look."""
    texts = sample["documents"]
    found = await asyncio.gather(*(index.ingest(sample["tenant_id"], **text) for text in texts))
    if read := [document for document in found if document is not None]:
        passages = sum(document.passages for document in read)
        _say(f"Read {len(read)} of {len(texts)} documents of {sample['name']}: {passages} passages.")


def _samples(knobs: Settings) -> Path:
    folder = Path(knobs.samples or SAMPLES)
    if not any(folder.glob("*.yaml")):
        raise CannotOpen(f"SAMPLES is wrong: {folder} has no *.yaml file.")
    return folder


async def _demo(sample: dict[str, Any], before: dict[str, Any]) -> Tenant:
    """A sample tenant with its agents and a key: the one it had before, if that still opens the door."""
    tenant_id = sample["tenant_id"]
    known = {entry["tenant_id"]: entry["api_key"] for entry in before.get("tenants", [])}
    key = known.get(tenant_id, "")
    principal = await keys.principal(key) if key else None
    if principal is None or str(principal.tenant_id) != tenant_id:
        key = await keys.create(tenant_id, label="demo")
    return Tenant(sample["name"], tenant_id, key, [Agent(**agent) for agent in sample["agents"]])


async def _welcome(url: str, data: Path, demo: Demo) -> None:
    """Once the server answers, say where to look and what to type first."""
    while not await _healthy(url):
        await asyncio.sleep(0.05)
    tenant = next(tenant for tenant in demo.tenants if tenant.agents)
    here = "" if data == Path(".data") else f" DATA={data}"
    said = json.dumps({"agent_id": tenant.agents[0].agent_id, "message": QUESTION})
    _say(
        f"Switchboard answers at {url}",
        f"  documentation   {url}/docs",
        f"  playground      {url}/agents/{tenant.agents[0].type}/playground/   (asks for a key once)",
        f"  by ear          {url}/talk#key={tenant.api_key}&agent={tenant.agents[0].agent_id}",
        f"  by telephone    .venv/bin/python -m simulators.phone {url}/voice/phone/{tenant.agents[0].agent_id} --say '{QUESTION}'",
        f"  health          {url}/health",
        f"  for scripts     {data / 'demo.json'}: every sample tenant, its key and its agents",
        f"  in a terminal   make talk{here}    make ingest DIR=documents TENANT='{tenant.name}'{here}    make studio{here}",
        f"Ask {tenant.agents[0].name} of {tenant.name}:",
        f"curl -s {url}/chat/message -H 'Authorization: Bearer {tenant.api_key}' -H 'Content-Type: application/json' -d '{said}'",
        "Ctrl-C stops everything; so does SIGTERM.",
    )


async def _healthy(url: str) -> bool:
    """Whether the server answers, if only to say that Postgres is away."""
    address = urlsplit(url)
    try:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"GET /health HTTP/1.0\r\n\r\n")
        status = await reader.readline()
        writer.close()
    except OSError:
        return False
    return status.startswith(b"HTTP/")


@contextmanager
def _beside(work: Coroutine[Any, Any, None]) -> Iterator[None]:
    """Run a coroutine on a thread and a loop of its own while the block lasts; on leaving it is cancelled."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run, name="welcome")
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


# --- the command line and the settings --------------------------------------------------------------------------------


def _wishes(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="server.py", description="Switchboard's server, with everything it needs.")
    parser.add_argument("--port", help="where it listens; 0 takes a free port (PORT, 8000; Studio 2024)")
    parser.add_argument("--host", help="the address it listens on (HOST, 127.0.0.1)")
    parser.add_argument("--data", help="the folder for everything it makes (DATA, .data)")
    parser.add_argument("--workers", help="server processes on the port (WORKERS, 1)")
    parser.add_argument("--studio", action="store_true", help="LangGraph Studio's server in place of ours")
    return parser.parse_args(arguments)


def _settings(wishes: argparse.Namespace) -> Settings:
    """The settings, the command line's over the environment's. Raises CannotOpen naming the variable that is wrong."""
    given = {"PORT": wishes.port, "HOST": wishes.host, "SWITCHBOARD_DATA": wishes.data, "WORKERS": wishes.workers}
    os.environ.update({name: value for name, value in given.items() if value is not None})
    settings.cache_clear()
    try:
        knobs = settings()
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        name = "/".join(str(part) for part in first["loc"]) or "a setting"
        told = first["msg"].removeprefix("Value error, ")
        raise CannotOpen(f"{name} is wrong: {told[:1].lower()}{told[1:].rstrip('.')}.") from wrong
    os.environ["SWITCHBOARD_DATA"] = str(knobs.data.expanduser().absolute())
    settings.cache_clear()
    return settings()


def _needs_simulator(knobs: Settings) -> bool:
    provider, colon, _ = knobs.model.partition(":")
    of_groq = not colon or provider == "groq"
    return of_groq and not knobs.groq_api_key.get_secret_value() and not knobs.groq_base_url


def _needs_ear(knobs: Settings) -> bool:
    own = "deepgram_url" in knobs.model_fields_set
    return "deepgram" in knobs.speech_ears and not knobs.deepgram_api_key.get_secret_value() and not own


def _needs_mouth(knobs: Settings) -> bool:
    own = "elevenlabs_url" in knobs.model_fields_set
    return "elevenlabs" in knobs.speech_mouths and not knobs.elevenlabs_api_key.get_secret_value() and not own


def _needs_exchange(knobs: Settings) -> bool:
    return not knobs.twilio_auth_token.get_secret_value() and "twilio_url" not in knobs.model_fields_set


def _made(data: Path) -> Path:
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "logs").mkdir(exist_ok=True)
    except OSError as trouble:
        raise CannotOpen(f"the folder {data} cannot be made ({trouble.strerror}); choose another DATA.") from trouble
    return data


# --- ports and processes ----------------------------------------------------------------------------------------------


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """The server's own port, taken before anything is started, so that a port in use costs nobody anything."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except PermissionError as trouble:
            raise CannotOpen(f"port {port} is kept for root; choose one above 1023 with PORT=.") from trouble
        except OSError as trouble:
            raise CannotOpen(
                f"port {port} of {host} cannot be had ({trouble.strerror}); choose another with PORT=."
            ) from trouble
        yield listening


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{near}:{port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _child(module: str, *arguments: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A module running as a process of its own; it ends with us, even if we are killed.

    In a session of its own, because a Ctrl-C reaches every process of ours at once and the model must outlive the turns.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "simulators.leash", str(os.getpid()), module, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(child: "subprocess.Popen[bytes]", what: str, port: int) -> None:
    """Until the child answers on its port. Raises CannotOpen when it does not."""
    deadline = time.monotonic() + CHILD_S
    while not _answers(port):
        if child.poll() is not None or time.monotonic() > deadline:
            raise CannotOpen(f"{what} did not start on port {port}.")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Once: closing takes a moment, and asking twice makes it no quicker."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


# --- demo.json --------------------------------------------------------------------------------------------------------


def _read_demo(data: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        if isinstance(found, dict) and all({"tenant_id", "api_key"} <= set(each) for each in found.get("tenants", [])):
            return found
    return {}


def _write_demo(data: Path, demo: dict[str, Any]) -> None:
    """Whole or not at all, and for nobody else's eyes: it holds keys."""
    growing = data / f"demo.json.{os.getpid()}"
    with open(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(demo, file, indent=2, ensure_ascii=False)
        file.write("\n")
    growing.replace(data / "demo.json")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; the kernel lets the next one in however the holder ends."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_first(data: Path, house: ExitStack) -> bool:
    """Whether no living server has given demo.json its address; from now on this one has, for as long as it lives."""
    file = house.enter_context((data / "first").open("w"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say(*lines: str) -> None:
    with suppress(BrokenPipeError):  # nobody reads any more
        print(*lines, sep="\n", flush=True)
