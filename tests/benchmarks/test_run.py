"""`python -m benchmarks` as a whole, on the doors that need no database."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

RUN = [sys.executable, "-m", "benchmarks", "--quick", "--scale", "0.01", "--doors", "direct,floor"]


def test_a_run_prints_its_table_writes_its_numbers_and_leaves_nothing_running(tmp_path: Path):
    out = tmp_path / "bench.json"
    done = subprocess.run([*RUN, "--only", "1", "--out", str(out)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "server CPU, ms a turn" in done.stdout
    found = json.loads(out.read_text())
    rows = {row["title"]: row for row in found["figures"][0]["rows"]}
    assert rows["requests to the model a turn"]["doors"]["floor"]["median"] == 1
    assert rows["server CPU, ms a turn"]["doors"]["floor"]["median"] > 0
    assert rows["server CPU, ms a turn"]["doors"]["direct"]["median"] == 0
    assert found["notes"] == []
    assert [block for block in found["blocks"] if "reply" in json.dumps(block)] == []


def test_goals_that_could_not_be_measured_are_not_reached(tmp_path: Path):
    words = [*RUN, "--only", "1", "--strict", "--out", str(tmp_path / "bench.json")]
    assert subprocess.run(words, capture_output=True, timeout=60).returncode == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_run_that_is_stopped_takes_its_servers_along(tmp_path: Path, how: signal.Signals):
    run = psutil.Popen([*RUN, "--only", "2", "--out", str(tmp_path / "bench.json")], stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout.readline().startswith("ready after")
        time.sleep(0.5)
        started = run.children(recursive=True)
        assert len(started) == 2
        run.send_signal(how)
        assert run.wait(30) == 130
        assert not [child for child in started if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
        assert not (tmp_path / "bench.json").exists()
    finally:
        if run.poll() is None:
            run.kill()
