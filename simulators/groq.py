"""A pretend Groq: chat completions, audio and the list of models, over Groq's own wire, with Groq's own errors.

    python -m simulators.groq --port 9001 --first-token-ms 180 --token-ms 8

Point a client's base URL at it (the bare host; clients add /openai/v1). What it says is in `script`, how it can
misbehave in `faults`, how it hears and speaks in `groq_audio`. Beside Groq's routes it has four of its own:

    POST   /simulator/behaviour   {"token_ms": 20, "fault": "cut"} turns those knobs for everybody; GET shows them
    DELETE /simulator/behaviour   back to the command line, counts forgotten
    POST   /simulator/words       {"words": ["A table for two."]} what the next recordings say
    GET    /simulator/requests    ?last=20&key=...: the latest request bodies and what has been counted; beside the
                                  body of a request that was lied to, the lies and truths of the reply

A raw ASGI application, since one process plays the model for hundreds of callers at once: a token costs a
concatenation and a write. Wire shapes: console.groq.com/docs/api-reference#chat-create.
"""

import asyncio
import contextlib
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qs

import orjson

from simulators import command, faults, groq_audio, script, tones
from simulators.faults import Behaviour, Refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MODELS = {
    "openai/gpt-oss-20b": ("OpenAI", 131_072, 65_536),
    "openai/gpt-oss-120b": ("OpenAI", 131_072, 65_536),
    "openai/gpt-oss-safeguard-20b": ("OpenAI", 131_072, 65_536),
    "qwen/qwen3.6-27b": ("Alibaba Cloud", 131_072, 40_960),
    "groq/compound": ("Groq", 131_072, 8_192),
    "groq/compound-mini": ("Groq", 131_072, 8_192),
    "whisper-large-v3": ("OpenAI", 448, 448),
    "whisper-large-v3-turbo": ("OpenAI", 448, 448),
    "canopylabs/orpheus-v1-english": ("Canopy Labs", 4_000, 50_000),
}
"""Owner, context window, most tokens out. Retired ids are not here, and answer as any unknown one: 404."""
AUDIO_MODELS = (*groq_audio.HEARS, *groq_audio.SPEAKS)
STRICT_MODELS = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")
FINGERPRINT = "fp_5ca1ab1e00"
REASONING_TOKENS = {"low": 8, "medium": 24, "high": 60}
LONG_WAIT_S = 0.2
"""A wait from here on is given up when the client leaves; shorter ones are not worth the watching."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model came up with for one request, before it is put on the wire."""

    tokens: tuple[str, ...] = ()
    reasoning: tuple[str, ...] = ()
    calls: tuple[tuple[str, str], ...] = ()
    """Tool calls: name and arguments as JSON."""
    finish: str = "stop"

    @property
    def count(self) -> int:
        """Tokens of completion, as they are billed."""
        return len(self.tokens) + len(self.reasoning) + sum(len(script.tokens(args)) for _, args in self.calls)


class Simulator:
    """The ASGI application. `requests` holds the latest request bodies, `counts` what happened since the start."""

    def __init__(
        self, behaviour: Behaviour | None = None, *, voice: tones.Voice | None = None, keep: int = 200
    ) -> None:
        self.default = behaviour or Behaviour()
        self.behaviour = self.default
        self.requests: deque[dict[str, Any]] = deque(maxlen=keep)
        self.counts: Counter[str] = Counter()
        self.by_key: Counter[str] = Counter()
        self.words = groq_audio.Words()
        self.voice = voice
        self.started = int(time.time())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["type"] != "http":
            return None
        match scope["method"], scope["path"]:
            case "POST", "/openai/v1/chat/completions":
                await self.chat(scope, receive, send)
            case "POST", "/openai/v1/audio/transcriptions" | "/openai/v1/audio/speech":
                await self.audio(scope, receive, send)
            case "GET", "/openai/v1/models":
                await self.models(scope, send, None)
            case "GET", path if path.startswith("/openai/v1/models/"):
                await self.models(scope, send, path.removeprefix("/openai/v1/models/"))
            case "POST", "/simulator/words":
                told = orjson.loads(await _body(receive))
                waiting = self.words.tell(str(told.get("key", "")), [str(text) for text in told["words"]])
                await _json(send, {"waiting": waiting})
            case method, "/simulator/behaviour":
                await self.control(method, receive, send)
            case "GET", "/simulator/requests":
                await self.show_requests(scope, send)
            case method, path:
                message = f"Unknown request URL: {method} {path}. Please check the URL for typos."
                await self.refuse(send, Refusal(404, message, "invalid_request_error", "unknown_url"))
        return None

    # --- chat -------------------------------------------------------------------------------------------------------

    async def chat(self, scope: Scope, receive: Receive, send: Send) -> None:
        """POST /openai/v1/chat/completions."""
        payload = await _body(receive)
        key = _bearer(scope)
        try:
            request = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return await self.refuse(send, faults.invalid("request body is not valid JSON"))
        self.counts["chat"] += 1
        self.by_key[key] += 1
        self.requests.append({"at": time.time(), "key": key, "body": request})
        if not key:
            return await self.refuse(send, faults.unauthorized())
        try:
            behaviour = self.behaviour_of(key)
        except ValueError as unknown:
            return await self.refuse(send, faults.invalid(str(unknown), code="unknown_knob"))
        model = str(request.get("model"))
        if behaviour.fault:
            self.counts[f"fault {behaviour.fault}"] += 1
        if behaviour.fault == "silent":
            return await _until_gone(receive)
        problem = faults.refusal(behaviour, model) or wrong_with(request)
        answer = Refusal(0, "", "") if problem else answer_to(request, behaviour)
        if isinstance(answer, Refusal):
            await _gone_within(receive, behaviour.first_token_ms / 1000)
            return await self.refuse(send, problem or answer)
        if behaviour.fault == "garbage":
            return await _page(send)
        if behaviour.lie and "response_format" not in request and behaviour.reply is None:
            self.counts["lied"] += 1
            told = script.lied(request["messages"], behaviour.lie, behaviour.seed).record()
            self.requests[-1]["told"] = told
        reply = Reply(self, request, behaviour, answer, receive, send)
        if request.get("stream"):
            self.counts["streamed"] += 1
            await reply.stream()
        else:
            await reply.whole()
        return None

    def behaviour_of(self, key: str) -> Behaviour:
        """What this request of this key gets, `skip` and `times` counted. Raises ValueError on an unknown knob."""
        behaviour = _behaviour(self.behaviour, key)
        if behaviour.fault:
            turn = self.by_key[key] - 1 - behaviour.skip
            if turn < 0 or (behaviour.times is not None and turn >= behaviour.times):
                return _without_fault(behaviour)
        return behaviour

    def usual_headers(self, request_id: str) -> list[tuple[bytes, bytes]]:
        """The headers every answer of Groq's has."""
        left = max(0, 14_400 - self.counts["chat"])
        return [
            (b"x-request-id", request_id.encode()),
            (b"x-ratelimit-limit-requests", b"14400"),
            (b"x-ratelimit-limit-tokens", b"250000"),
            (b"x-ratelimit-remaining-requests", str(left).encode()),
            (b"x-ratelimit-remaining-tokens", b"249480"),
            (b"x-ratelimit-reset-requests", b"6s"),
            (b"x-ratelimit-reset-tokens", b"124.8ms"),
        ]

    async def refuse(self, send: Send, refusal: Refusal) -> None:
        """Send an error."""
        self.counts[f"status {refusal.status}"] += 1
        more = [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
        headers = self.usual_headers(_id("req", self.counts["chat"])) + more
        await _json(send, refusal.body(), status=refusal.status, headers=headers)

    # --- audio ------------------------------------------------------------------------------------------------------

    async def audio(self, scope: Scope, receive: Receive, send: Send) -> None:
        """POST /openai/v1/audio/transcriptions and /openai/v1/audio/speech."""
        key, door = _bearer(scope), scope["path"].rpartition("/")[2]
        self.counts[door] += 1
        self.by_key[key] += 1
        if not key:
            return await self.refuse(send, faults.unauthorized())
        try:
            how = self.behaviour_of(key).paced()
        except ValueError as unknown:
            return await self.refuse(send, faults.invalid(str(unknown), code="unknown_knob"))
        if how.fault:
            self.counts[f"fault {how.fault}"] += 1
        if how.fault == "silent":
            return await _until_gone(receive)
        answer: bytes | Refusal
        if door == "transcriptions":
            asked, answer, kind = await groq_audio.transcription(scope, receive, how, key, self.words)
        else:
            asked, kind = orjson.loads(await _body(receive)), b"audio/wav"
            self.voice = self.voice or tones.best()
            answer = await groq_audio.speech(asked, how, self.voice)
        self.requests.append({"at": time.time(), "key": key, "door": door, "body": asked})
        if await _gone_within(receive, how.first_token_ms / 1000):
            self.counts["left early"] += 1
            return None
        if isinstance(answer, Refusal):
            return await self.refuse(send, answer)
        if how.fault == "garbage":
            return await _page(send)
        length = len(answer) + (how.fault == "abort")
        headers = [(b"content-type", kind), (b"content-length", str(length).encode())]
        headers += self.usual_headers(_id("req", self.counts[door]))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        # An "abort" owes a byte: the server drops a connection whose application returns before its answer is whole.
        await send({"type": "http.response.body", "body": answer, "more_body": how.fault == "abort"})
        return None

    # --- the rest ---------------------------------------------------------------------------------------------------

    async def models(self, scope: Scope, send: Send, wanted: str | None) -> None:
        """GET /openai/v1/models and /openai/v1/models/{id}."""
        self.counts["models"] += 1
        key = _bearer(scope)
        try:
            behaviour = _behaviour(self.behaviour, key)
        except ValueError as unknown:
            return await self.refuse(send, faults.invalid(str(unknown), code="unknown_knob"))
        trouble = None if key else faults.unauthorized()
        if behaviour.fault not in ("404", "413", "tool_use_failed"):
            trouble = trouble or faults.refusal(behaviour, wanted or "")
        if wanted is not None and wanted not in MODELS:
            trouble = trouble or faults.unknown_model(wanted)
        if trouble:
            return await self.refuse(send, trouble)
        cards = [self.card(name) for name in MODELS]
        body = self.card(wanted) if wanted else {"object": "list", "data": cards}
        return await _json(send, body, headers=self.usual_headers(_id("req", self.counts["models"])))

    def card(self, name: str) -> dict[str, Any]:
        """One model as the list shows it."""
        owner, window, most_out = MODELS[name]
        card: dict[str, Any] = {
            "id": name,
            "object": "model",
            "created": self.started,
            "owned_by": owner,
            "active": True,
        }
        return card | {"context_window": window, "public_apps": None, "max_completion_tokens": most_out}

    async def control(self, method: str, receive: Receive, send: Send) -> None:
        """GET, POST and DELETE /simulator/behaviour."""
        if method == "DELETE":
            self.behaviour = self.default
            self.counts.clear()
            self.by_key.clear()
            self.requests.clear()
            self.words = groq_audio.Words()
        elif method == "POST":
            try:
                self.behaviour = self.behaviour.with_(orjson.loads(await _body(receive)))
            except (ValueError, AttributeError) as wrong:
                return await self.refuse(send, faults.invalid(str(wrong), code="unknown_knob"))
        return await _json(send, asdict(self.behaviour))

    async def show_requests(self, scope: Scope, send: Send) -> None:
        """GET /simulator/requests."""
        query = parse_qs(scope.get("query_string", b"").decode())
        last = int(query.get("last", ["20"])[0])
        seen = [r for r in self.requests if "key" not in query or r["key"] == query["key"][0]]
        await _json(send, {"requests": seen[-last:] if last else [], "counts": self.counts, "by_key": self.by_key})


class Reply:
    """One answer on its way: whole, or token by token."""

    def __init__(
        self, home: Simulator, request: dict[str, Any], how: Behaviour, answer: Answer, receive: Receive, send: Send
    ) -> None:
        self.home = home
        self.request = request
        self.how = how.paced()
        self.answer = answer
        self.receive = receive
        self.send = send
        self.number = home.counts["chat"]
        self.begun = time.monotonic()

    def usage(self) -> dict[str, Any]:
        """What is billed, and how long it took."""
        sent = sum(len(script.text_of(m)) for m in self.request["messages"]) // 4 + 1
        made, took = self.answer.count, time.monotonic() - self.begun
        usage: dict[str, Any] = {"queue_time": 0.002, "prompt_tokens": sent, "prompt_time": round(sent / 60_000, 6)}
        usage |= {"completion_tokens": made, "completion_time": round(took, 6), "total_tokens": sent + made}
        usage["total_time"] = round(usage["prompt_time"] + usage["completion_time"], 6)
        if self.answer.reasoning:
            usage["completion_tokens_details"] = {"reasoning_tokens": len(self.answer.reasoning)}
        return usage

    def tool_calls(self) -> list[dict[str, Any]]:
        """The tool calls as a whole answer holds them."""
        return [
            {
                "id": f"{_id('call', self.number)}{n}",
                "type": "function",
                "function": {"name": name, "arguments": arguments},
            }
            for n, (name, arguments) in enumerate(self.answer.calls)
        ]

    async def whole(self) -> None:
        """One JSON document."""
        how, answer = self.how, self.answer
        wait = how.first_token_ms + how.token_ms * max(0, len(answer.tokens) - 1)
        if await _gone_within(self.receive, wait / 1000):
            self.home.counts["left early"] += 1
            return
        headers = self.home.usual_headers(_id("req", self.number))
        if how.fault in ("abort", "cut", "stall", "malformed", "stream_error"):
            await self.broken(headers)
            return
        message: dict[str, Any] = {"role": "assistant", "content": "".join(answer.tokens)}
        if answer.reasoning:
            message["reasoning"] = "".join(answer.reasoning)
        if answer.calls:
            message |= {"content": None, "tool_calls": self.tool_calls()}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": answer.finish}
        body = {"id": _id("chatcmpl", self.number), "object": "chat.completion", "created": int(time.time())}
        body |= {"model": self.request["model"], "choices": [choice], "usage": self.usage()}
        body |= {
            "system_fingerprint": FINGERPRINT,
            "x_groq": {"id": _id("req", self.number)},
            "service_tier": "on_demand",
        }
        await _json(self.send, body, headers=headers)

    async def broken(self, headers: list[tuple[bytes, bytes]]) -> None:
        """What is left of a whole answer when a fault strikes in the middle of it."""
        piece = b'{"id":"chatcmpl-1","object":"chat.completion","choices":[{"index":0,"mess'
        length = len(piece) if self.how.fault in ("malformed", "cut", "stream_error") else 4096
        headers += [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self.send({"type": "http.response.body", "body": piece, "more_body": length > len(piece)})
        if self.how.fault == "stall":
            await _until_gone(self.receive)

    async def stream(self) -> None:
        """Server-sent events, in time. Nothing at all is sent, not even the status, before the first of them is due."""
        how, home, send = self.how, self.home, self.send
        headers = home.usual_headers(_id("req", self.number))
        headers += [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
        schedule = self.schedule()
        waits = schedule[-1][0] > 0 or how.fault == "stall"
        leaving = asyncio.ensure_future(self.receive()) if waits else None
        try:
            for n, (due, events) in enumerate(schedule):
                if leaving and await _left(leaving, self.begun + due):
                    home.counts["left early"] += 1
                    return
                if not n:
                    await send({"type": "http.response.start", "status": 200, "headers": headers})
                last = n + 1 == len(schedule) and how.fault not in ("stall", "abort")
                await send({"type": "http.response.body", "body": events, "more_body": not last})
            if leaving and how.fault == "stall":
                await leaving
        finally:
            if leaving:
                leaving.cancel()

    def schedule(self) -> list[tuple[float, bytes]]:
        """What to write and when, in seconds from the request; never empty."""
        how = self.how
        late, apart = how.first_token_ms / 1000, how.token_ms / 1000
        opening = self.event(b'{"role":"assistant","content":""}', b',"x_groq":{"id":"%b"}' % self.id("req"))
        thinking = b"".join(self.event(b'{"reasoning":%b}' % orjson.dumps(token)) for token in self.answer.reasoning)
        events = self.events()
        if how.fault in ("cut", "abort", "stall", "stream_error", "malformed"):
            events = events[: how.after]
        size = how.coalesce or (1 if apart else len(events) or 1)
        spoken = [
            (late + place * apart, b"".join(events[place : place + size])) for place in range(0, len(events), size)
        ] or [(late, b"")]
        if self.answer.reasoning and not self.answer.tokens and apart:
            late += apart * len(self.answer.reasoning)
            spoken = [(late, b"".join(events))]
        spoken[-1] = (spoken[-1][0], spoken[-1][1] + self.ending())
        if thinking and late:
            return [(late / 2, opening + thinking), *spoken]
        return [(spoken[0][0], opening + thinking + spoken[0][1]), *spoken[1:]]

    def events(self) -> list[bytes]:
        """One event a token; the pieces of the tool calls after them."""
        events = [self.event(b'{"content":%b}' % orjson.dumps(token)) for token in self.answer.tokens]
        for n, call in enumerate(self.tool_calls()):
            arguments = call["function"]["arguments"]
            size = max(1, -(-len(arguments) // self.how.fragments))
            pieces = [arguments[at : at + size] for at in range(0, len(arguments), size)] or [""]
            first = {"index": n, **call, "function": {**call["function"], "arguments": pieces[0]}}
            rest = [{"index": n, "function": {"arguments": piece}} for piece in pieces[1:]]
            events += [self.event(orjson.dumps({"tool_calls": [piece]})) for piece in (first, *rest)]
        return events

    def ending(self) -> bytes:
        """The last events: why it stopped and what it cost, or the trouble that the fault stands for."""
        match self.how.fault:
            case "cut" | "abort" | "stall":
                return b""
            case "malformed":
                return b'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"con\n\ndata: [DONE]\n\n'
            case "stream_error":
                error = {"message": "The model stopped unexpectedly.", "type": "server_error", "status_code": 500}
                return b"event: error\ndata: %b\n\n" % orjson.dumps({"error": error})
        usage = orjson.dumps(self.usage())
        closing = b',"x_groq":{"id":"%b","usage":%b}' % (self.id("req"), usage)
        ending = self.event(b"{}", closing, finish=b'"%b"' % self.answer.finish.encode())
        if (self.request.get("stream_options") or {}).get("include_usage"):
            ending += self.frame(b'"choices":[],"usage":%b' % usage)
        return ending + b"data: [DONE]\n\n"

    def event(self, delta: bytes, more: bytes = b"", finish: bytes = b"null") -> bytes:
        """One event of one delta, as bytes."""
        parts = (self.prefix, delta, finish, more)
        return b'%b{"index":0,"delta":%b,"logprobs":null,"finish_reason":%b}]%b}\n\n' % parts

    @cached_property
    def prefix(self) -> bytes:
        """What all events of this answer begin with."""
        return self.frame(b'"choices":[').removesuffix(b"}\n\n")

    def frame(self, rest: bytes) -> bytes:
        """An event with everything but its choices."""
        model, created = orjson.dumps(self.request["model"]), int(time.time())
        about = b'"created":%d,"model":%b,"system_fingerprint":"%b"' % (created, model, FINGERPRINT.encode())
        return b'data: {"id":"%b","object":"chat.completion.chunk",%b,%b}\n\n' % (self.id("chatcmpl"), about, rest)

    def id(self, kind: str) -> bytes:
        """This answer's id of that kind."""
        return _id(kind, self.number).encode()


# --- the model ------------------------------------------------------------------------------------------------------


def wrong_with(request: dict[str, Any]) -> Refusal | None:
    """Why Groq would not take this request, or None."""
    model, messages = request.get("model"), request.get("messages")
    if not isinstance(messages, list) or not messages:
        return faults.invalid("'messages' : minimum number of items is 1")
    if model not in MODELS or model in AUDIO_MODELS:
        return faults.unknown_model(str(model))
    effort = request.get("reasoning_effort")
    if "gpt-oss" in model and effort not in (None, *REASONING_TOKENS):
        return faults.invalid("`reasoning_effort` must be one of `low`, `medium`, or `high`")
    if "gpt-oss" in model and request.get("reasoning_format"):
        return faults.invalid("`reasoning_format` is not supported with this model")
    if (request.get("n") or 1) != 1:
        return faults.invalid("'n' : number must be at most 1")
    return _wrong_with_format(request, str(model))


def _wrong_with_format(request: dict[str, Any], model: str) -> Refusal | None:
    form = request.get("response_format") or {}
    kind = form.get("type", "text")
    if kind == "text":
        return None
    if request.get("tools"):
        return faults.invalid("json mode cannot be combined with tool/function calling")
    if request.get("stream"):
        return faults.invalid("`response_format` does not support streaming")
    if kind == "json_object":
        if any("json" in script.text_of(m).lower() for m in request["messages"]):
            return None
        return faults.invalid("'messages' must contain the word 'json' in some form, to use 'response_format'")
    described = form.get("json_schema") or {}
    if described.get("strict"):
        if model not in STRICT_MODELS:
            return faults.invalid("This model does not support strict `json_schema`")
        return next(iter(_not_strict(described.get("schema") or {}, "root")), None)
    return None


def _not_strict(schema: Any, path: str) -> Iterator[Refusal]:
    """Every object in a strict schema must be closed and all its properties required."""
    if isinstance(schema, list):
        for place, part in enumerate(schema):
            yield from _not_strict(part, f"{path}.{place}")
    elif isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            missing = [name for name in schema["properties"] if name not in schema.get("required", ())]
            open_ = schema.get("additionalProperties") is not False
            if open_ or missing:
                why = "`additionalProperties:false` must be set" if open_ else f"`required` must include {missing}"
                yield faults.invalid(f"invalid JSON schema for response_format: {path}: {why} on every object")
        for name, part in schema.items():
            if name not in ("enum", "const", "default", "required"):
                yield from _not_strict(part, f"{path}.{name}")


def answer_to(request: dict[str, Any], how: Behaviour) -> Answer | Refusal:
    """What the model says to a request that is in order."""
    messages = request["messages"]
    limit = request.get("max_completion_tokens") or request.get("max_tokens") or 1 << 30
    reasoning = _reasoning(request, how)
    if how.fault == "reasoning_only":
        return Answer(reasoning=_repeated(script.tokens(script.REASONING), min(limit, 60)), finish="length")
    calls = _calls(request, how, messages)
    if isinstance(calls, Refusal):
        return calls
    if calls:
        return Answer(reasoning=reasoning, calls=calls, finish="tool_calls")
    form = request.get("response_format") or {}
    said: tuple[str, ...]
    if how.fault == "empty":
        said = ()
    elif form.get("type") in ("json_schema", "json_object") and how.reply is None:
        schema = (form.get("json_schema") or {}).get("schema") or script.schema_in(messages) or {}
        said = script.tokens(orjson.dumps(script.filled(schema, messages) if schema else {"answer": "ok"}).decode())
    else:
        said = _said(messages, how)
    if stops := request.get("stop"):
        said = _stopped(said, [stops] if isinstance(stops, str) else stops)
    reasoning = reasoning[:limit]
    room = limit - len(reasoning)
    return Answer(said[:room], reasoning, finish="length" if len(said) > room or not room else "stop")


def _said(messages: Sequence[script.Message], how: Behaviour) -> tuple[str, ...]:
    if how.reply is not None:
        return script.exactly(script.language_of(how.reply), how.reply, "", how.tokens)
    if how.lie:
        return script.lied(messages, how.lie, how.seed).pieces
    return script.exactly(*(script.lies(messages) if how.fault == "lies" else script.phrased(messages)), how.tokens)


def _stopped(said: tuple[str, ...], stops: Sequence[str]) -> tuple[str, ...]:
    text = "".join(said)
    ends = [at for at in (text.find(stop) for stop in stops) if at >= 0]
    return script.tokens(text[: min(ends)]) if ends else said


def _reasoning(request: dict[str, Any], how: Behaviour) -> tuple[str, ...]:
    count = how.reasoning
    if count is None:
        thinks = "gpt-oss" in request["model"]
        count = REASONING_TOKENS[request.get("reasoning_effort") or "medium"] if thinks else 0
    if request.get("include_reasoning") is False:
        return ()
    return _repeated(script.tokens(script.REASONING), count)


def _repeated(words: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (words * (count // len(words) + 1))[:count]


def _calls(
    request: dict[str, Any], how: Behaviour, messages: Sequence[script.Message]
) -> tuple[tuple[str, str], ...] | Refusal:
    """The tools to call: the forced one, any where one is required, else those the behaviour names."""
    tools = {tool["function"]["name"]: tool["function"] for tool in request.get("tools") or ()}
    choice = request.get("tool_choice") or "auto"
    names: list[str] = []
    if isinstance(choice, dict):
        names = [choice["function"]["name"]]
    elif tools and choice != "none":
        if how.tool and messages[-1].get("role") != "tool":
            names = how.tool.split(",")
        elif choice == "required":
            names = list(tools)[:1]
    calls = []
    for name in names:
        if name not in tools:
            return faults.tool_use_failed(f"attempted to call tool '{name}' which was not in request.tools")
        parameters = tools[name].get("parameters") or {}
        arguments = how.arguments
        if arguments is None:
            arguments = orjson.dumps(script.filled({"type": "object"} | parameters, messages)).decode()
        calls.append((name, arguments))
    return tuple(calls)


# --- plumbing -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _behaviour(base: Behaviour, key: str) -> Behaviour:
    return base.for_key(key)


@lru_cache(maxsize=1024)
def _without_fault(behaviour: Behaviour) -> Behaviour:
    return replace(behaviour, fault="")


def _id(kind: str, number: int) -> str:
    """An id like Groq's: the kind and 26 characters, the same for the same request number."""
    return f"{kind}_01sim{number:021d}" if kind == "req" else f"{kind}-{number:08d}-0000-4000-8000-51b000000000"


def _bearer(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return value.decode("latin-1").removeprefix("Bearer").strip()
    return ""


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _gone_within(receive: Receive, seconds: float) -> bool:
    """Wait; True as soon as the client has left."""
    if seconds < LONG_WAIT_S:
        await asyncio.sleep(seconds)
        return False
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(_until_gone(receive), seconds)
        return True
    return False


async def _left(leaving: asyncio.Future[Any], due: float) -> bool:
    """Wait until the monotonic time `due`; True when the client has left."""
    seconds = due - time.monotonic()
    if seconds >= LONG_WAIT_S:
        await asyncio.wait({leaving}, timeout=seconds)
    elif seconds > 0:
        await asyncio.sleep(seconds)
    return leaving.done()


async def _json(send: Send, body: Any, *, status: int = 200, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
    payload = orjson.dumps(body)
    usual = [(b"content-type", b"application/json"), (b"content-length", str(len(payload)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *usual]})
    await send({"type": "http.response.body", "body": payload})


async def _page(send: Send) -> None:
    page = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": page})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped. Every knob of a behaviour is an option: --first-token-ms, --fault, …"""
    command.serve("Groq", arguments, port=9001, behaviour=Behaviour(), simulator=Simulator, http="httptools")


app = Simulator()

if __name__ == "__main__":
    main()
