"""Starting, watching and stopping the servers that the benchmarks measure."""

import os
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.load import Spoiled
from benchmarks.machine import Program, cpu_s, free_port

SERVER = "import http.server, sys; http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SERVER!r}, sys.argv[1]]).wait()"


def test_a_port_that_somebody_else_holds_is_refused(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        with pytest.raises(Spoiled, match="is taken"):
            Program("late", [sys.executable, "-c", "pass"], other.getsockname()[1], tmp_path)


async def test_a_server_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path):
    program = Program(
        "short", [sys.executable, "-c", "print('no such table'); raise SystemExit(3)"], free_port(), tmp_path
    )
    with pytest.raises(Spoiled, match="status 3:\nno such table"):
        await program.ready("/")
    program.stop()


async def test_a_stopped_server_takes_its_children_along(tmp_path: Path):
    port = free_port()
    program = Program("family", [sys.executable, "-c", PARENT, str(port)], port, tmp_path)
    try:
        await program.ready("/")
        family = program.family()
        assert len(family) == 2
        assert program.cpu_s() > 0
        assert program.rss_mb() > 1
    finally:
        program.stop()
    assert not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


async def test_a_program_that_does_not_listen_itself_cannot_be_measured(tmp_path: Path):
    port = free_port()
    program = Program("idle", [sys.executable, "-c", "import time; time.sleep(60)"], port, tmp_path)
    try:
        with socket.create_server(("127.0.0.1", port)), pytest.raises(Spoiled, match="does not listen"):
            program.check()
    finally:
        program.stop()


def test_the_clock_of_a_process_counts_work_and_not_waiting():
    before = cpu_s(os.getpid())
    time.sleep(0.05)
    slept = cpu_s(os.getpid()) - before
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert slept < 0.03
    assert 0.05 <= cpu_s(os.getpid()) - before - slept < 0.08


def test_a_process_that_is_gone_has_no_clock():
    child = psutil.Popen([sys.executable, "-c", "pass"])
    child.wait()
    with pytest.raises(Spoiled, match="is gone"):
        cpu_s(child.pid)
