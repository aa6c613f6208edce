"""Groq's chat models, over a leaner wire.

`LeanChatGroq` is a `ChatGroq` whose asynchronous half sends and reads for itself. The SDK builds a tree of pydantic
objects for every token and httpx takes each chunk through several layers: most of the CPU of a streamed turn. Here
aiohttp brings the bytes, orjson reads them, and what one read of the socket brought becomes one message chunk. The
messages, metadata, usage and errors are those of the stock class, which tests compare call by call.

Three things differ on purpose. Silence is bounded: `first_byte_s`, `stall_s`, `whole_s`, where the stock class waits
for ever. Nothing is tried again unless `max_retries` says so, except once when a kept connection turns out to have
been closed before anything was answered. And a page that is no JSON raises `groq.APIResponseValidationError` instead
of an AttributeError.

As in the stock class, a stream that ends early in good order raises nothing: the aggregate then has no
`finish_reason` in its `response_metadata`. A connection that drops raises `httpx.RemoteProtocolError`.

Wire: console.groq.com/docs/api-reference#chat-create; events: html.spec.whatwg.org/multipage/server-sent-events.html.
The synchronous half, a custom `http_async_client` and per-call SDK options (`extra_headers`, …) take the stock way.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from random import random
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

import aiohttp
import groq
import httpx
import orjson
from groq.types.chat import ChatCompletion, ChatCompletionChunk
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models.chat_models import agenerate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_groq import ChatGroq
from langchain_groq.chat_models import _convert_chunk_to_message_chunk, _create_usage_metadata
from pydantic import BaseModel, Field, model_validator
from yarl import URL

Model = TypeVar("Model", bound=BaseModel)
SDK_OPTIONS: Final = frozenset(("extra_headers", "extra_query", "extra_body", "timeout"))
PLAIN: Final = frozenset(("role", "content", "reasoning"))
"""A delta with no other keys can share a chunk with its neighbours."""
FIRST_RETRY_S, LONGEST_RETRY_S, LONGEST_ASKED_S = 0.5, 8.0, 60.0
"""The SDK's back-off, and how long a wait it accepts from a retry-after header (groq._constants, _base_client)."""

WIND_UP_S: Final = 1.0
"""How long a connection has to end a body whose last event has come, before it is closed."""


class LeanChatGroq(ChatGroq):
    """A `ChatGroq` that spends a tenth of the CPU on a streamed reply. See the module for what differs."""

    max_retries: int = 0
    connect_s: float = Field(default=3.0, gt=0)
    """How long a new connection, TLS included, may take."""
    first_byte_s: float = Field(default=20.0, gt=0)
    """How long a streamed reply may take to begin."""
    stall_s: float = Field(default=20.0, gt=0)
    """How long it may then pause."""
    whole_s: float = Field(default=60.0, gt=0)
    """How long a reply that is not streamed may take."""

    gather_s: float = Field(default=0.0, ge=0, le=0.2)
    """How long words may gather between two reads, once the first have been handed on; 0 hands on each as it comes.
    Everybody downstream pays by the chunk: 0.03 makes a third as many of a hundred tokens a second, and delays the
    first not at all."""

    @model_validator(mode="after")
    def bounded_when_stock(self) -> Self:
        """The calls that take the stock way wait no longer than the others."""
        if self.request_timeout is None:
            limit = httpx.Timeout(self.whole_s, connect=self.connect_s)
            self.client._client.timeout = self.async_client._client.timeout = limit
        return self

    # --- what LangChain calls ---------------------------------------------------------------------------------------

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """The reply as it arrives, one chunk a read. Raises groq's errors, and httpx's once the stream has begun."""
        if self._takes_the_stock_way(kwargs):
            async for chunk in super()._astream(messages, stop=stop, run_manager=run_manager, **kwargs):
                yield chunk
            return
        message_dicts, params = self._create_message_dicts(messages, stop)
        params = {**params, **kwargs, "stream": True}
        response = await self._answered({"messages": message_dicts, **params})
        watch = _Watch(response.content, self.first_byte_s, self.stall_s)
        events = _Events(response, self._wire.request)
        speaking = False
        try:
            while data := await watch.read():
                for chunk in self._chunks(events.fed(data), params):
                    if run_manager:
                        logprobs = (chunk.generation_info or {}).get("logprobs")
                        await run_manager.on_llm_new_token(token=chunk.text, chunk=chunk, logprobs=logprobs)
                    yield chunk
                    speaking = speaking or bool(chunk.text)
                if events.trouble:
                    raise events.trouble
                if events.over:
                    break
                if self.gather_s and speaking:
                    await asyncio.sleep(self.gather_s)
        except aiohttp.ClientPayloadError as cut:
            message = "peer closed connection without sending complete message body"
            raise httpx.RemoteProtocolError(message, request=self._wire.request()) from cut
        except (aiohttp.ClientError, OSError) as broken:
            raise httpx.ReadError(str(broken), request=self._wire.request()) from broken
        finally:
            watch.stop()
            if events.over and not response.content.is_eof():
                _wind_up(response)
            else:
                # Hands the connection back, or closes it when the reply was not read to its end.
                response.release()

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """The reply as a whole. Raises groq's errors, and json.JSONDecodeError for a body that is cut short."""
        if self._takes_the_stock_way(kwargs):
            return await super()._agenerate(messages, stop=stop, run_manager=run_manager, **kwargs)
        if self.streaming:
            return await agenerate_from_stream(self._astream(messages, stop=stop, run_manager=run_manager, **kwargs))
        message_dicts, params = self._create_message_dicts(messages, stop)
        params = {**params, **kwargs}
        response = await self._answered({"messages": message_dicts, **params})
        payload = await response.read()
        if "json" not in response.content_type:
            answer = self._wire.answer(response, payload)
            raise groq.APIResponseValidationError(answer, answer.text)
        return self._create_chat_result(ChatCompletion.construct(None, **orjson.loads(payload)), params)

    # --- the request ------------------------------------------------------------------------------------------------

    @cached_property
    def _wire(self) -> "_Wire":
        return _Wire(self.async_client._client, self.connect_s)

    def _takes_the_stock_way(self, options: Mapping[str, Any]) -> bool:
        return self.http_async_client is not None or not SDK_OPTIONS.isdisjoint(options)

    async def _answered(self, body: dict[str, Any]) -> aiohttp.ClientResponse:
        """The answer of a status below 400: with its headers if streamed, and read to its end if not."""
        wire, payload, whole = self._wire, _json(body), not body["stream"]
        patience = self.whole_s if whole else self.first_byte_s
        for left in range(self.max_retries, -1, -1):
            try:
                async with asyncio.timeout(patience):
                    response = await wire.posted(payload)
                    if response.status < 400:
                        if whole:
                            await response.read()
                        return response
                    answer = wire.answer(response, await response.read())
            except TimeoutError as late:
                if not left:
                    raise groq.APITimeoutError(request=wire.request(payload)) from late
                wait = self._retry_wait_s(left, None)
            except (aiohttp.ClientError, OSError) as broken:
                if not left:
                    raise groq.APIConnectionError(request=wire.request(payload)) from broken
                wait = self._retry_wait_s(left, None)
            else:
                if not left or not wire.client._should_retry(answer):
                    raise wire.client._make_status_error_from_response(answer)
                wait = self._retry_wait_s(left, answer.headers)
            await asyncio.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _retry_wait_s(self, left: int, headers: httpx.Headers | None) -> float:
        """What the server asked for, up to a minute; else half a second, doubled with every try, less some chance."""
        asked = self._wire.client._parse_retry_after_header(headers)
        if asked is not None and 0 < asked <= LONGEST_ASKED_S:
            return asked
        return min(FIRST_RETRY_S * 2.0 ** (self.max_retries - left), LONGEST_RETRY_S) * (1 - 0.25 * random())

    # --- the answer -------------------------------------------------------------------------------------------------

    def _chunks(self, events: list[dict[str, Any]], params: Mapping[str, Any]) -> Iterator[ChatGenerationChunk]:
        """As few chunks as hold these events: words, reasoning and ending of neighbours together, the rest alone."""
        content = reasoning = ""
        usage: dict[str, Any] | None = None
        info: dict[str, Any] = {}
        gathered = False
        for event in events:
            if not (choices := event.get("choices")):
                continue
            choice = choices[0]
            delta = choice.get("delta") or {}
            plain = delta.keys() <= PLAIN and not choice.get("logprobs") and delta.get("role") in (None, "assistant")
            if not plain:
                if gathered:
                    yield _chunk(content, reasoning, usage, info)
                    content, reasoning, usage, info, gathered = "", "", None, {}, False
                yield self._stock_chunk(event, params)
                continue
            gathered = True
            if text := delta.get("content"):
                content += text
            if text := delta.get("reasoning"):
                reasoning += text
            if found := (event.get("x_groq") or {}).get("usage"):
                usage = found
            if choice.get("finish_reason"):
                info = self._ending(event, params)
        if gathered:
            yield _chunk(content, reasoning, usage, info)

    def _ending(self, event: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
        """What the stock class says about a reply in the chunk that ends it."""
        info = {"finish_reason": event["choices"][0]["finish_reason"], "model_name": self.model_name}
        if fingerprint := event.get("system_fingerprint"):
            info["system_fingerprint"] = fingerprint
        info["service_tier"] = params.get("service_tier") or self.service_tier
        if effort := params.get("reasoning_effort") or self.reasoning_effort:
            info["reasoning_effort"] = effort
        return info

    def _stock_chunk(self, event: Mapping[str, Any], params: Mapping[str, Any]) -> ChatGenerationChunk:
        """A chunk with tool calls, log probabilities or the like, made as the stock class makes it."""
        full = ChatCompletionChunk.construct(None, **event).model_dump()
        choice = full["choices"][0]
        info = self._ending(full, params) if choice.get("finish_reason") else {}
        if logprobs := choice.get("logprobs"):
            info["logprobs"] = logprobs
        message = _convert_chunk_to_message_chunk(full, AIMessageChunk)
        if info:
            message.response_metadata = info
        return ChatGenerationChunk(message=message, generation_info=info or None)


_MESSAGE: Final = AIMessageChunk(content="", response_metadata={"model_provider": "groq"})
_CHUNK: Final = ChatGenerationChunk(message=_MESSAGE)


def _chunk(content: str, reasoning: str, usage: dict[str, Any] | None, info: dict[str, Any]) -> ChatGenerationChunk:
    message = _alike(
        _MESSAGE,
        content=content,
        additional_kwargs={"reasoning_content": reasoning} if reasoning else {},
        response_metadata={"model_provider": "groq", **info},
        usage_metadata=_create_usage_metadata(usage) if usage else None,
        tool_calls=[],
        invalid_tool_calls=[],
        tool_call_chunks=[],
    )
    return _alike(_CHUNK, message=message, text=content, generation_info=info or None)


def _alike(model: Model, **changes: Any) -> Model:
    """A copy with other values, unvalidated: pydantic's `model_copy` in a third of its time, a chunk being all we copy.

    Validating every chunk anew costs a third of a stream that comes token by token.
    """
    copy = model.__class__.__new__(model.__class__)
    object.__setattr__(copy, "__dict__", model.__dict__ | changes)
    object.__setattr__(copy, "__pydantic_fields_set__", model.__pydantic_fields_set__ | changes.keys())
    object.__setattr__(copy, "__pydantic_extra__", None if model.__pydantic_extra__ is None else {})
    object.__setattr__(copy, "__pydantic_private__", None)
    return copy


# --- bytes ----------------------------------------------------------------------------------------------------------


def _json(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:
        # Half a surrogate pair in what a caller typed (sent as ?), or a number of more than 64 bits in a tool call.
        return json.dumps(body, ensure_ascii=False).encode(errors="replace")


class _Wire:
    """Where one model's requests go, worked out once; `client` is the SDK's, for its headers and its errors."""

    def __init__(self, client: groq.AsyncGroq, connect_s: float) -> None:
        self.client = client
        query = urlencode({name: str(value) for name, value in client.default_query.items()})
        address = str(client.base_url).rstrip("/") + "/openai/v1/chat/completions" + (f"?{query}" if query else "")
        self.url = URL(address, encoded=True)
        headers = {name: value for name, value in client.default_headers.items() if isinstance(value, str)}
        self.headers = headers | {"Accept-Encoding": "identity"}
        self.options: dict[str, Any] = {
            "headers": self.headers,
            "timeout": aiohttp.ClientTimeout(total=None, sock_connect=connect_s),
            "proxy": _proxy(address),
            "ssl": _tls() if self.url.scheme == "https" else True,
        }

    async def posted(self, payload: bytes) -> aiohttp.ClientResponse:
        """The answer, its headers read. Raises what aiohttp raises."""
        session = _session()
        try:
            return await session.post(self.url, data=payload, **self.options)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            # A connection kept from an earlier call, closed by the far end as we wrote: nobody has answered, or will.
            return await session.post(self.url, data=payload, **self.options)

    def request(self, payload: bytes = b"") -> httpx.Request:
        """The request as an error of the SDK carries it."""
        return httpx.Request("POST", str(self.url), headers=self.headers, content=payload)

    def answer(self, response: aiohttp.ClientResponse, payload: bytes) -> httpx.Response:
        """The answer as an error of the SDK carries it."""
        headers = [(name, value) for name, value in response.headers.items() if name.lower() != "content-encoding"]
        return httpx.Response(response.status, headers=headers, content=payload, request=self.request())


class _Events:
    """Server-sent events out of bytes that come in any pieces.

    `over` once [DONE] has come. `trouble` is the error to raise after the events that were in order.
    """

    def __init__(self, response: aiohttp.ClientResponse, request: Any) -> None:
        self.response = response
        self.request = request
        self.rest = b""
        self.over = False
        self.trouble: Exception | None = None

    def fed(self, data: bytes) -> list[dict[str, Any]]:
        """The events that these bytes complete, up to [DONE] or the first trouble."""
        data = self.rest + data
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n")
        *blocks, self.rest = data.split(b"\n\n")
        events: list[dict[str, Any]] = []
        for block in blocks:
            if self.over or self.trouble:
                break
            name = b""
            if not block.startswith(b"data: ") or b"\n" in block:
                name, block = _event(block)
                if not block:
                    continue
            if block.startswith(b"data: [DONE]"):
                self.over = True
                break
            try:
                event = orjson.loads(block[6:])
            except orjson.JSONDecodeError as malformed:
                self.trouble = malformed
                break
            if isinstance(event, dict) and (error := event.get("error")):
                self.trouble = self.told(error)
            elif not name and isinstance(event, dict):
                events.append(event)
        return events

    def told(self, error: Any) -> groq.APIError:
        """An error event as the SDK raises it."""
        message = error.get("message") if isinstance(error, dict) else None
        if not message or not isinstance(message, str):
            message = "An error occurred during streaming"
        return groq.APIError(message, self.request(), body=error)


def _event(block: bytes) -> tuple[bytes, bytes]:
    """Name and data of an event that is more than one `data: ` line; comments and other fields are dropped."""
    name, data = b"", []
    for line in block.split(b"\n"):
        field, _, value = line.partition(b":")
        if field == b"event":
            name = value.removeprefix(b" ")
        elif field == b"data":
            data.append(value.removeprefix(b" "))
    return name, b"data: " + b"\n".join(data) if data else b""


class _Watch:
    """Bounds the silence of a stream with one timer, since a timer a read would cost more than the read.

    Only waiting counts: a reader that takes its time between two reads is not the vendor's fault.
    """

    def __init__(self, content: aiohttp.StreamReader, first_s: float, stall_s: float) -> None:
        self.content = content
        self.loop = asyncio.get_running_loop()
        self.limit = first_s
        self.stall_s = stall_s
        self.waiting_since: float | None = None
        self.begun = False
        self.timer = self.loop.call_later(first_s, self.look)

    async def read(self) -> bytes:
        """The next bytes, all there are; none at the end. Raises httpx.ReadTimeout."""
        self.waiting_since = self.loop.time()
        data = await self.content.readany()
        self.waiting_since = None
        if not self.begun:
            self.begun = True
            self.limit = self.stall_s
            self.timer.cancel()
            self.timer = self.loop.call_later(self.stall_s, self.look)
        return data

    def look(self) -> None:
        """Raise in the reader when it has waited too long; otherwise look again when it would have."""
        waited = 0.0 if self.waiting_since is None else self.loop.time() - self.waiting_since
        if waited >= self.limit:
            self.content.set_exception(httpx.ReadTimeout("the stream has stalled"))
        else:
            self.timer = self.loop.call_later(self.limit - waited, self.look)

    def stop(self) -> None:
        """No more looking."""
        self.timer.cancel()


# --- connections ----------------------------------------------------------------------------------------------------

_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()
"""Connections belong to the event loop that opened them."""


def _session() -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        session = _sessions[loop] = aiohttp.ClientSession(
            # No limit of our own: a caller must not wait because two hundred others are being answered.
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=55, ttl_dns_cache=300),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
    return session


async def close() -> None:
    """Close the connections of the running event loop; the next call opens new ones."""
    if session := _sessions.pop(asyncio.get_running_loop(), None):
        await session.close()


_winding_up: set[asyncio.Task[None]] = set()


def _wind_up(response: aiohttp.ClientResponse) -> None:
    """After [DONE] only the end of the body is to come: nobody has to wait for it but the connection."""

    async def read_on() -> None:
        with suppress(aiohttp.ClientError, OSError):
            async with asyncio.timeout(WIND_UP_S):
                await response.read()
        response.release()

    task = asyncio.get_running_loop().create_task(read_on())
    _winding_up.add(task)
    task.add_done_callback(_winding_up.discard)


@lru_cache(maxsize=1)
def _tls() -> Any:
    """The certificates that the stock class trusts: certifi's, or those SSL_CERT_FILE names."""
    return httpx.create_ssl_context()


def _proxy(address: str) -> str | None:
    """The proxy that the environment names for this address, as httpx would take it."""
    parts = urlsplit(address)
    proxies = getproxies()
    if proxy_bypass(parts.netloc):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")
