"""Opens servers quickly: each is forked from this process, which has imported everything that a server imports.

Run as a program, it reads a line of JSON for each server that is wanted ({"arguments", "environment", "log"}) and answers
with the number of the new process. What is opened is the server of `make run`, in a process of its own.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from evals import houses

ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that servers are forked from, for as long as the block lasts."""

    def __enter__(self) -> "Nursery":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.turns.nursery"],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *trouble: object) -> None:
        self.process.stdin.close()
        self.process.wait(30)

    def opened(self, data: Path, **environment: str) -> "Forked":
        """A server on a folder, as evals.houses.Server opens one."""
        return Forked(self, data, **environment)

    def fork(self, **wanted: Any) -> int:
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


class Forked(houses.Server):
    """A forked server; it is nobody's child that could be waited for."""

    def __init__(self, nursery: Nursery, data: Path, **environment: str) -> None:
        self.data, self.database = data, ""
        self.log = data / f"server-{uuid4().hex[:6]}.log"
        self.log.touch()
        port = houses.free_port()
        self.url = f"http://127.0.0.1:{port}"
        bare = {"DATABASE_URL": "", "GROQ_API_KEY": "", "GROQ_BASE_URL": "", "WORKERS": "1"}
        arguments = ["--port", str(port), "--data", str(data)]
        self.process = Elsewhere(
            nursery.fork(arguments=arguments, environment={**bare, **environment}, log=str(self.log))
        )


class Elsewhere:
    """What is needed of a Popen, for a process that somebody else has started."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return None
        return 0

    def send_signal(self, sig: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout or 60)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("server", timeout or 60)
            time.sleep(0.01)
        return 0


def main() -> None:
    """Fork a server for each line that comes in."""
    import server
    from graphs import registry

    registry.graphs()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            log = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.environ.update(wanted["environment"])
            os._exit(server.main(wanted["arguments"]))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
