"""A model hub for the tests: serves files as one repository, over the part of the Hugging Face wire that a download
uses (huggingface.co/docs/hub/api); another one is silent.
"""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REVISION = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def serving(repository: str, files: dict[str, Path]) -> Iterator[str]:
    """The address of a hub whose `repository` holds these files, by the name each has there."""

    class Door(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            api = f"/api/models/{repository}"
            name = path.removeprefix(f"/{repository}/resolve/{REVISION}/")
            if path in (api, f"{api}/revision/main", f"{api}/revision/{REVISION}"):
                siblings = [{"rfilename": name} for name in files]
                self.answer(json.dumps({"id": repository, "sha": REVISION, "siblings": siblings}).encode())
            elif path == f"{api}/tree/{REVISION}":
                self.answer(json.dumps([self.listed(name) for name in files]).encode())
            elif name in files:
                self.answer(files[name].read_bytes(), etag=self.listed(name)["oid"])
            else:
                self.send_error(404)

        def listed(self, name: str) -> dict:
            content = files[name].read_bytes()
            return {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}

        def answer(self, body: bytes, *, etag: str | None = None) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Repo-Commit", REVISION)
            if etag:
                self.send_header("ETag", f'"{etag}"')
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a hub that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
