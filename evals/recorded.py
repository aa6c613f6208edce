"""A model that says again what it said then: Groq's wire, one turn's recorded words at a time.

Asked to sort an utterance it gives the recorded label, asked to speak the recorded words, broken off where they were.
What was not recorded is refused with 503, as by a model that is away; the desk then speaks for itself, as it did then.
"""

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Recorded:
    """The server, for as long as the block lasts. One conversation at a time: `expect` says which turn it is."""

    def __init__(self) -> None:
        self.turn: Mapping[str, Any] = {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.answer(200, "application/json", json.dumps({"object": "list", "data": []}))

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, kind, body = owner.answered(asked)
                self.answer(status, kind, body)

            def answer(self, status: int, kind: str, body: str) -> None:
                packed = body.encode()
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(packed)))
                self.end_headers()
                self.wfile.write(packed)

            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> "Recorded":
        self.thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def expect(self, recorded: Mapping[str, Any] | None) -> None:
        """The next turn's recording: {"sorted"?: label, "words"?: text, "broken"?: true}, or none."""
        self.turn = recorded or {}

    def answered(self, asked: Mapping[str, Any]) -> tuple[int, str, str]:
        """Status, content type and body of the answer to a request for a chat completion."""
        sorting = (asked.get("response_format") or {}).get("type") in ("json_schema", "json_object")
        words = json.dumps({"intent": self.turn["sorted"]}) if sorting and "sorted" in self.turn else None
        words = self.turn.get("words") if not sorting else words
        if words is None:
            error = {"message": "Nothing was recorded.", "type": "internal_server_error", "code": "service_unavailable"}
            return 503, "application/json", json.dumps({"error": error})
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        about = {"id": "chatcmpl-recorded", "created": 0, "model": asked.get("model")}
        if not asked.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
            whole = {**about, "object": "chat.completion", "choices": [choice], "usage": usage}
            return 200, "application/json", json.dumps(whole)
        spoken = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
        ending = {"index": 0, "delta": {}, "finish_reason": "stop"}
        chunks: list[dict[str, Any]] = [{"choices": [spoken]}]
        if not self.turn.get("broken"):
            chunks.append({"choices": [ending], "x_groq": {"id": "recorded", "usage": usage}})
        events = [f"data: {json.dumps({**about, 'object': 'chat.completion.chunk', **chunk})}\n\n" for chunk in chunks]
        return 200, "text/event-stream", "".join(events) + ("" if self.turn.get("broken") else "data: [DONE]\n\n")
