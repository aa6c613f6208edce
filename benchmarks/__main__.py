"""`python -m benchmarks`: start what is to be measured, measure it, stop it, print the table, write the JSON."""

import argparse
import asyncio
import contextlib
import importlib.metadata
import json
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

from benchmarks.calls import FIGURES as OF_CALLS
from benchmarks.doors import KEY, MODEL, Direct, Floor, Stock, Switchboard
from benchmarks.ingest import ingesting
from benchmarks.load import Door, Spoiled
from benchmarks.machine import Postgres, Program, free_port
from benchmarks.remembered import remembered
from benchmarks.report import Figure, table
from benchmarks.search import searches
from benchmarks.turns import FIGURES as OF_TURNS
from benchmarks.turns import Bench

ROOT = Path(__file__).resolve().parent.parent
FIGURES = {**OF_TURNS, "7": remembered, "8": ingesting, "9": searches, **OF_CALLS}
ALL = ("direct", "floor", "floor2", "stock", "switchboard")
PACKAGES = ("langgraph", "langchain-groq", "groq", "langgraph-checkpoint-postgres", "fastapi", "uvicorn", "psycopg")
TENANT, AGENT_TYPE = "Lindenhof", "receptionist"
"""Whose menu the callers ask about."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0, or with --strict 1 when a goal was missed or not measured."""
    asked = _arguments(words)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            return runner.run(_run(asked))
        except Spoiled as why:
            print(f"nothing was measured: {why}", file=sys.stderr)
            return 1
        except (KeyboardInterrupt, asyncio.CancelledError):
            print("stopped", file=sys.stderr)
            return 130


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: about seven minutes, noisier")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed or was not measured")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json", help="where the JSON goes")
    parser.add_argument("--only", default=",".join(FIGURES), help="figures to measure, such as 1,3 (default: all)")
    parser.add_argument("--doors", default=",".join(ALL), help="what to measure (default: all)")
    parser.add_argument(
        "--data", type=Path, help="a data folder to use and keep (default: a fresh one, removed at the end)"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="how much of its usual time each figure may take")
    asked = parser.parse_args(words)
    asked.only = asked.only.split(",")
    asked.doors = asked.doors.split(",")
    if unknown := {*asked.only} - {*FIGURES} | {*asked.doors} - {*ALL}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return asked


async def _run(asked: argparse.Namespace) -> int:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="switchboard-bench-")))
        os.chmod(folder, 0o755)  # Postgres does not run as root and must reach its files
        house = House(folder, (asked.data or folder / "data").absolute(), asked.doors)
        stack.enter_context(house.open())
        bench = await house.furnished(quick=asked.quick, scale=asked.scale)
        ready_s = time.monotonic() - began
        print(f"ready after {ready_s:.0f} s: {', '.join(bench.doors)}", flush=True)
        figures: list[Figure] = []
        for number in asked.only:
            try:
                async for figure in FIGURES[number](bench):
                    figures.append(figure)
                    print(f"\n{table([figure])}", flush=True)
            except (Spoiled, OSError) as why:
                bench.notes.append(f"{number}: not measured: {why}")
        rss_mb = {name: round(program.rss_mb(), 1) for name, program in bench.programs.items()}
    took_s = time.monotonic() - began
    _conclude(asked, bench, figures, {"ready_s": ready_s, "took_s": took_s, "rss_mb": rss_mb})
    goals = [row.goal for figure in figures for row in figure.rows if row.goal is not None]
    return int(asked.strict and (not goals or bool(bench.notes) or not all(goal.reached for goal in goals)))


def _conclude(asked: argparse.Namespace, bench: Bench, figures: Sequence[Figure], about: Mapping[str, Any]) -> None:
    others = [block["others"] for block in bench.blocks if "others" in block]
    noise = {"cores_busy_p50": median(others), "cores_busy_most": max(others)} if others else {}
    goals = [(figure, row) for figure in figures for row in figure.rows if row.goal is not None]
    print("\ngoals")
    for figure, row in goals:
        print(f"  {figure.name}  {row.title}: {row.goal}")
    for note in bench.notes:
        print(f"  ! {note}")
    if noise:
        print(
            f"\n{len(bench.blocks)} blocks in {about['took_s']:.0f} s; beside them other programs kept "
            f"{noise['cores_busy_p50']:.2f} cores busy (at most {noise['cores_busy_most']:.2f}) of {os.cpu_count()}"
        )
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": asked.quick,
        "machine": {
            "cores": os.cpu_count(),
            "cpu": _cpu(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
        },
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "others": noise,
        **about,
        "figures": [
            {"name": figure.name, "title": figure.title, "rows": [row.as_json() for row in figure.rows]}
            for figure in figures
        ],
        "notes": bench.notes,
        "blocks": bench.blocks,
    }
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n")
    print(f"written to {asked.out}")


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


class House:
    """Everything that runs for a measurement: the pretend model, Postgres, and the servers behind the doors."""

    def __init__(self, folder: Path, data: Path, wanted: Sequence[str]) -> None:
        self.folder = folder
        self.data = data
        self.wanted = [name for name in ALL if name in wanted]
        self.programs: dict[str, Program] = {}
        self._stack = contextlib.ExitStack()

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Whatever is started inside is stopped at the end, last first."""
        with self._stack:
            yield

    async def furnished(self, *, quick: bool, scale: float) -> Bench:
        """Start all that is wanted. Raises Spoiled when something does not start."""
        model = self._start("simulator", "-m", "simulators.groq")
        await model.ready("/simulator/behaviour")
        doors: dict[str, Door] = {"direct": Direct(model.port)} if "direct" in self.wanted else {}
        databases: dict[str, str] = {}
        postgres: Postgres | None = None
        if {"switchboard", "stock", "floor2"} & {*self.wanted}:  # the other two use the Postgres that it brings
            doors["switchboard"] = await self._switchboard("switchboard", model, workers=1)
            postgres = Postgres.under(self.data)
            databases["switchboard"] = postgres.database_with("conversations")
        if "floor" in self.wanted:
            floor = self._start("floor", "-m", "benchmarks.floor", "--model-port", str(model.port))
            await floor.ready("/health")
            doors["floor"] = Floor(floor.port, "floor")
        for name in ("floor2", "stock"):
            if name in self.wanted and postgres is not None:
                databases[name] = f"bench_{name}"
                postgres.create(databases[name])
                database = ("--database-url", postgres.url(databases[name]))
                if name == "stock":
                    url = ("--groq-url", f"http://127.0.0.1:{model.port}")
                    program = self._start(name, "-m", "benchmarks.stock", *url, *database)
                    doors[name] = Stock(program.port)
                else:
                    program = self._start(name, "-m", "benchmarks.floor", "--model-port", str(model.port), *database)
                    doors[name] = Floor(program.port, name)
                await program.ready("/health")

        async def second(workers: int) -> tuple[Door, Program]:
            door = await self._switchboard(f"switchboard-{workers}", model, workers)
            return door, self.programs.pop(f"switchboard-{workers}")

        async def remembering() -> tuple[Door, Program]:
            door = await self._switchboard("switchboard-remembering", model, 1, ttl_s=3600)
            return door, self.programs.pop("switchboard-remembering")

        async def exact() -> tuple[Door, Program]:
            door = await self._switchboard("switchboard-exact", model, 1, SEARCH_EXACT_UP_TO="1000000000")
            return door, self.programs.pop("switchboard-exact")

        async def by_ear() -> tuple[Door, Program, Program, Program]:
            ear = self._start("ear", "-m", "simulators.deepgram")
            voice = self._start("voice", "-m", "simulators.elevenlabs")
            for vendor in (ear, voice):
                await vendor.ready("/simulator/behaviour")
            vendors = {
                "SPEECH_EARS": "deepgram",
                "SPEECH_MOUTHS": "elevenlabs",
                "DEEPGRAM_API_KEY": KEY,
                "DEEPGRAM_URL": f"http://127.0.0.1:{ear.port}",
                "ELEVENLABS_API_KEY": KEY,
                "ELEVENLABS_URL": f"http://127.0.0.1:{voice.port}",
            }
            door = await self._switchboard("switchboard-by-ear", model, 1, ttl_s=0, **vendors)
            house = self.programs.pop("switchboard-by-ear")
            return door, house, self.programs.pop("ear"), self.programs.pop("voice")

        return Bench(
            doors={name: doors[name] for name in self.wanted if name in doors},
            programs={name: program for name, program in self.programs.items() if name in self.wanted},
            model=model,
            postgres=postgres,
            databases=databases,
            second=second if "switchboard" in self.wanted else None,
            remembering=remembering if "switchboard" in self.wanted else None,
            exact=exact if "switchboard" in self.wanted else None,
            by_ear=by_ear if "switchboard" in self.wanted else None,
            quick=quick,
            scale=scale,
        )

    def _start(self, name: str, *command: str, **environment: str) -> Program:
        port = free_port()
        quiet = {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "PYTHONPATH": str(ROOT)}
        words = [sys.executable, *command, "--port", str(port)]
        program = Program(name, words, port, self.folder, {**quiet, **environment})
        self._stack.callback(program.stop)
        self.programs[name] = program
        return program

    async def _switchboard(
        self, name: str, model: Program, workers: int, *, ttl_s: int = 0, **more: str
    ) -> Switchboard:
        command = (str(ROOT / "server.py"), "--data", str(self.data), "--workers", str(workers))
        url = f"http://127.0.0.1:{model.port}"
        model_at = {"GROQ_BASE_URL": url, "GROQ_API_KEY": KEY, "LLM_MODEL": MODEL}
        no_calls = {"SPEECH_EARS": "groq", "SPEECH_MOUTHS": "groq", "TWILIO_URL": url}  # whose simulators would count
        knobs = {**model_at, "DATABASE_URL": "", "CACHE_TTL_SECONDS": str(ttl_s), **no_calls, **more}
        program = self._start(name, *command, **knobs)
        await program.ready("/health")
        demo = json.loads((self.data / "demo.json").read_text())
        for tenant in demo["tenants"]:
            for agent in tenant["agents"]:
                if (tenant["name"], agent["type"]) == (TENANT, AGENT_TYPE):
                    return Switchboard(program.port, tenant["api_key"], agent["agent_id"])
        raise Spoiled(f"demo.json names no {AGENT_TYPE} of {TENANT}")


if __name__ == "__main__":
    sys.exit(main())
