"""How each of the measured servers is asked for a turn, and how a complete answer is told from a broken one."""

from collections.abc import Sequence
from typing import Any

import orjson

from benchmarks.load import Answer, Heard, Spoiled, events, new_thread, request

MODEL = "openai/gpt-oss-20b"
KEY = "sim"


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def _checked(answer: Answer) -> None:
    if answer.status != 200:
        raise Spoiled(f"status {answer.status}: {answer.body[:300].decode(errors='replace')}")


class Direct:
    """Straight to the model: what a turn costs when nothing stands in between."""

    name = "direct"
    marker = b'"delta":{"content":"'
    path = "/openai/v1/chat/completions"

    def __init__(self, port: int) -> None:
        self.port = port

    def turn(self, utterance: str, thread: str | None) -> bytes:
        """A streamed chat completion of one message."""
        body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": utterance}]}
        return request("POST", self.path, body, KEY, "text/event-stream")

    def heard(self, answer: Answer, thread: str | None) -> Heard:
        """Complete means: a finish_reason, then [DONE]."""
        _checked(answer)
        told = [data for _, data in events(answer.body)]
        if not told or told[-1] != "[DONE]":
            raise Spoiled("the model's stream ended without [DONE]")
        choices = [orjson.loads(data)["choices"] for data in told[:-1]]
        deltas = [choice[0] for choice in choices if choice]
        words = [delta["delta"]["content"] for delta in deltas if delta["delta"].get("content")]
        if not words or deltas[-1].get("finish_reason") is None:
            raise Spoiled("the model's stream ended without a finish_reason")
        return Heard(_ms(answer.first_s), answer.total_s * 1000, "".join(words), len(words), thread or new_thread())


class Floor(Direct):
    """The least a server in between can do: relay the stream (`floor`), with two transactions (`floor2`)."""

    path = "/chat/stream"

    def __init__(self, port: int, name: str) -> None:
        super().__init__(port)
        self.name = name


class Stock:
    """The stock stack: `benchmarks.stock`."""

    name = "stock"
    marker = b"event: token"

    def __init__(self, port: int) -> None:
        self.port = port

    def turn(self, utterance: str, thread: str | None) -> bytes:
        """A streamed turn on a thread."""
        body = {"message": utterance, "thread_id": thread or new_thread()}
        return request("POST", "/chat/stream", body, accept="text/event-stream")

    def heard(self, answer: Answer, thread: str | None) -> Heard:
        """Complete means: a done event whose count of tokens is what arrived."""
        words, done = _streamed(answer)
        if done["tokens"] != len(words):
            raise Spoiled(f"{len(words)} tokens arrived of {done['tokens']}")
        return Heard(_ms(answer.first_s), answer.total_s * 1000, "".join(words), len(words), done["thread_id"])


class Switchboard:
    """Our own door: POST /chat/stream with a tenant's API key."""

    name = "switchboard"
    marker = b"event: token"

    def __init__(self, port: int, api_key: str, agent_id: str) -> None:
        self.port = port
        self.api_key = api_key
        self.agent_id = agent_id

    def turn(self, utterance: str, thread: str | None) -> bytes:
        """A streamed turn; the first one opens a conversation."""
        body = {"agent_id": self.agent_id, "message": utterance}
        if thread is not None:
            body["conversation_id"] = thread
        return request("POST", "/chat/stream", body, self.api_key, "text/event-stream")

    def heard(self, answer: Answer, thread: str | None) -> Heard:
        """Complete means: a done event, last, whose reply is the tokens that came before it."""
        words, done = _streamed(answer)
        if "".join(words) != done["reply"]:
            raise Spoiled(f"the tokens {''.join(words)!r} are not the reply {done['reply']!r}")
        if thread is not None and done["conversation_id"] != thread:
            raise Spoiled("the reply belongs to another conversation")
        return Heard(_ms(answer.first_s), answer.total_s * 1000, done["reply"], len(words), done["conversation_id"])


def _streamed(answer: Answer) -> tuple[Sequence[str], dict[str, Any]]:
    """The texts of the token events and the data of the done event, which must be the last."""
    _checked(answer)
    told = events(answer.body)
    if not told or told[-1][0] != "done":
        raise Spoiled(f"the stream ended without a done event: {answer.body[-300:].decode(errors='replace')}")
    return [orjson.loads(data)["text"] for name, data in told if name == "token"], orjson.loads(told[-1][1])
