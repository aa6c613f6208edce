"""One TLS context for all WebSockets to vendors.

Left to itself a client makes one for each connection and reads all root certificates for it: 20 ms of CPU, twice a call,
during which no other caller is heard.
"""

import ssl
from functools import lru_cache
from typing import Any


def wanted(url: str) -> dict[str, Any]:
    """What a WebSocket client is told besides the URL: the context for `wss`, nothing for `ws`."""
    return {"ssl": _context()} if url.startswith("wss:") else {}


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
