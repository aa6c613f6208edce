"""Runs a module for as long as the process that started it lives, however that one ends.

    python -m simulators.leash 4711 simulators.groq --port 9001

A server that is killed outright cannot stop what it started. So its child looks after itself: twice a second it asks
who its parent is, which the kernel changes the moment the parent dies.
"""

import os
import runpy
import signal
import sys
import threading
import time

LOOK_S = 0.5


def hold(parent: int) -> None:
    """Send this process a SIGTERM once `parent` is no longer its parent, and a SIGKILL fifteen seconds later."""
    threading.Thread(target=_watch, args=(parent,), name="leash", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(15)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    hold(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
