"""A simulator running in a thread of its own on a free port of this machine, for as long as a block lasts.

with serving(groq.Simulator()) as url:
    client = AsyncGroq(base_url=url, api_key="sim")
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def serving(app: Any, *, port: int = 0) -> Iterator[str]:
    """Yield the base URL of `app`, an ASGI application, once it answers; it is gone when the block ends.

    Port 0 takes a free one. Raises OSError when the port is taken and RuntimeError when the server cannot start.
    """
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", log_level="critical", access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the simulator did not start")
            thread.join(timeout=0.005)
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
