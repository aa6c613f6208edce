"""`LeanChatGroq` beside the stock `ChatGroq`, call by call over the same wire: whoever holds one may be given the other."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Literal
from uuid import uuid4

import groq
import httpx
import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.tools import tool
from langchain_groq import ChatGroq
from pydantic import BaseModel, Field

from providers.groq import LeanChatGroq, close
from simulators.groq import Simulator
from simulators.serving import serving

MODEL = "openai/gpt-oss-20b"
PROMPT = "## Plan\nlanguage: en\nfact: The kitchen closes at nine — “sharp”.\nask: Shall I keep a table?"
MESSAGES = [SystemMessage(PROMPT), HumanMessage("How late can I eat?")]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


@pytest.fixture(scope="module", autouse=True)
async def connections() -> AsyncIterator[None]:
    yield
    await close()


class Pair:
    """The same model twice, with keys of their own so that counted faults strike both."""

    idle = httpx.Client()
    """For the synchronous halves, which say nothing here: a client of its own takes long to build."""

    def __init__(self, url: str) -> None:
        self.url = url

    def stock(self, how: str = "", **options: Any) -> ChatGroq:
        options = {"model": MODEL, "max_retries": 0, "timeout": 5, "reasoning_effort": "low", **options}
        options["http_client"] = self.idle
        return ChatGroq(base_url=self.url, api_key=self.key(how), **options)

    def lean(self, how: str = "", **options: Any) -> LeanChatGroq:
        options = {"model": MODEL, "reasoning_effort": "low", "http_client": self.idle, **options}
        return LeanChatGroq(base_url=self.url, api_key=self.key(how), **options)

    def key(self, how: str) -> str:
        return f"sim?{how}&id={uuid4().hex}"

    async def both(self, how: str, ask: Callable[[BaseChatModel], Any], **options: Any) -> tuple[Any, Any]:
        """What `ask` comes to with each: a value, or the error in full."""
        return await outcome(ask, self.stock(how, **options)), await outcome(ask, self.lean(how, **options))


@pytest.fixture
def pair(url: str) -> Pair:
    return Pair(url)


async def outcome(ask: Callable[[BaseChatModel], Any], model: BaseChatModel) -> Any:
    try:
        return comparable(await ask(model))
    except groq.APIStatusError as refused:
        told = {"status": refused.status_code, "body": refused.body, "text": refused.response.text}
        retry = refused.response.headers.get("retry-after")
        url = str(refused.request.url)
        return type(refused), refused.message, told, retry, url, refused.request.method
    except groq.APIError as failed:
        return type(failed), failed.message, failed.body
    except json.JSONDecodeError:
        return json.JSONDecodeError
    except Exception as failed:
        return type(failed)


def comparable(value: Any) -> Any:
    """Without what differs between two calls of the same model: run ids, call numbers, seconds."""
    if isinstance(value, BaseModel):
        value = {"class": type(value).__name__, **value.model_dump()}
    text = json.dumps(value, sort_keys=True, default=str)
    text = re.sub(r"(lc_run-+)[0-9a-f-]{36}", r"\1", text)
    text = re.sub(r"call-\d{8}", "call", text)
    return json.loads(re.sub(r'"(completion_time|total_time)": [\d.e-]+', r'"\1": 0', text))


async def whole(model: BaseChatModel) -> AIMessage:
    return await model.ainvoke(MESSAGES)


async def streamed(model: BaseChatModel) -> AIMessageChunk:
    """The sum of the chunks."""
    total: AIMessageChunk | None = None
    async for chunk in model.astream(MESSAGES):
        total = chunk if total is None else total + chunk
    assert total is not None
    return total


@tool
def keep_table(party_size: int, day: str | None = None) -> str:
    """Keep a table."""
    return ""


@tool
def menu() -> str:
    """The menu."""
    return ""


class Wish(BaseModel):
    """What the caller wishes."""

    intent: Literal["reservation", "hours"]
    guests: int | None = Field(description="how many come")
    notes: list[str]


# --- what is said ---------------------------------------------------------------------------------------------------

REPLIES = [
    "",
    "tokens=40&reasoning=0",
    "tokens=40&reasoning=0&coalesce=1",
    "tokens=12&token_ms=2",
    "reasoning=30&token_ms=1&first_token_ms=20",
    "reply=%E2%80%9EGr%C3%BC%C3%9Fe%E2%80%9C%20%F0%9F%8D%B2%20%22quoted%22%20%5Cn%20line%0A%0Aline",
    "reply=data%3A%20%5BDONE%5D%0A%0Adata%3A%20x",
    "fault=lies",
    "fault=reasoning_only",
    "fault=empty",
    "fault=empty&reasoning=0",
    "fault=cut&after=3",
    "fault=cut&after=0&reasoning=0",
    "fault=slow&token_ms=20&tokens=4",
]


@pytest.mark.parametrize("how", REPLIES)
async def test_a_streamed_reply_adds_up_to_the_same_message(pair: Pair, how: str):
    stock, lean = await pair.both(how, streamed)
    assert isinstance(stock, dict)
    assert lean == stock


@pytest.mark.parametrize("how", [how for how in REPLIES if "cut" not in how])
async def test_a_whole_reply_is_the_same_message(pair: Pair, how: str):
    stock, lean = await pair.both(how, whole)
    assert isinstance(stock, dict)
    assert lean == stock


async def test_usage_and_the_reason_for_stopping_arrive(pair: Pair):
    reply = await streamed(pair.lean("tokens=9&reasoning=3"))
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] == 12
    assert reply.usage_metadata["output_token_details"] == {"reasoning": 3}
    assert reply.response_metadata["finish_reason"] == "stop"
    assert reply.additional_kwargs["reasoning_content"] not in reply.text


async def test_words_can_be_gathered_after_the_first(pair: Pair):
    how = "tokens=20&token_ms=5&reasoning=0&reply=" + "word%20" * 20
    counts, texts = [], set()
    for gather_s in (0.0, 0.03):
        chunks = [chunk async for chunk in pair.lean(how, gather_s=gather_s)._astream(MESSAGES)]
        assert chunks[0].text == "word", "the first word waits for nothing"
        counts.append(len(chunks))
        texts.add("".join(chunk.text for chunk in chunks))
    assert counts[1] <= counts[0] / 2
    assert len(texts) == 1


async def test_thoughts_do_not_make_the_first_word_wait(pair: Pair):
    begun = time.monotonic()
    model = pair.lean("reasoning=5&first_token_ms=100&tokens=2", gather_s=0.2)
    first = [time.monotonic() - begun async for chunk in model._astream(MESSAGES) if chunk.text]
    assert 0.1 <= first[0] < 0.29


async def test_a_cut_reply_shows_by_its_missing_reason(pair: Pair):
    reply = await streamed(pair.lean("fault=cut&after=3&tokens=9"))
    assert reply.text
    assert "finish_reason" not in reply.response_metadata


@pytest.mark.parametrize("options", [{"max_tokens": 4}, {"stop": ["kitchen"]}, {"model": "qwen/qwen3.6-27b"}])
@pytest.mark.parametrize("ask", [whole, streamed])
async def test_options_reach_the_wire(pair: Pair, ask: Any, options: dict[str, Any]):
    stock, lean = await pair.both("reasoning=0", ask, **{"reasoning_effort": None, **options})
    assert isinstance(stock, dict)
    assert lean == stock


async def test_the_request_body_is_the_stock_one(pair: Pair, url: str):
    options: dict[str, Any] = {"temperature": 0, "max_tokens": 64, "stop": ["x"], "service_tier": "auto"}
    history = [
        *MESSAGES,
        AIMessage("", tool_calls=[{"name": "menu", "args": {}, "id": "1"}]),
        ToolMessage("-", tool_call_id="1"),
    ]
    seen = []
    async with httpx.AsyncClient() as client:
        for model in (pair.stock(**options), pair.lean(**options)):
            await model.bind_tools([keep_table]).ainvoke(history)
            asked = await client.get(f"{url}/simulator/requests", params={"key": key_of(model)})
            requests = asked.json()["requests"]
            seen.append(requests[-1]["body"])
    assert seen[0] == seen[1]
    assert seen[0]["temperature"] == 1e-8


async def test_the_streaming_flag_streams_a_whole_call_too(pair: Pair):
    stock, lean = await pair.both("tokens=9", whole, streaming=True)
    assert isinstance(stock, dict)
    assert lean == stock


async def test_callbacks_hear_every_word(pair: Pair):
    class Ear(AsyncCallbackHandler):
        def __init__(self) -> None:
            self.heard: list[Any] = []

        async def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
            self.heard.append(token)

        async def on_llm_end(self, response: Any, **kwargs: Any) -> None:
            self.heard.append(comparable(response.generations[0][0].message))

    ears = []
    for model in (pair.stock("tokens=20"), pair.lean("tokens=20")):
        ears.append(Ear())
        async for _ in model.astream(MESSAGES, config={"callbacks": [ears[-1]]}):
            pass
    (*stock, stock_end), (*lean, lean_end) = (ear.heard for ear in ears)
    assert "".join(lean) == "".join(stock) != ""
    assert lean_end == stock_end


async def test_a_chunk_is_as_good_as_a_validated_one(pair: Pair):
    chunks = [chunk async for chunk in pair.lean("tokens=5&reasoning=2&coalesce=1&token_ms=20")._astream(MESSAGES)]
    assert len(chunks) > 1
    for chunk in chunks:
        validated = ChatGenerationChunk(
            message=AIMessageChunk(
                content=chunk.message.content,
                additional_kwargs=chunk.message.additional_kwargs,
                response_metadata=chunk.message.response_metadata,
                usage_metadata=chunk.message.usage_metadata,  # type: ignore[attr-defined]
            ),
            generation_info=chunk.generation_info,
        )
        assert chunk == validated
        assert chunk.message.__dict__ == validated.message.__dict__
        assert chunk.model_dump() == validated.model_dump()
    first, second = chunks[0].message, chunks[1].message
    first.tool_calls.append({})  # type: ignore[attr-defined]
    first.additional_kwargs["x"] = first.response_metadata["x"] = 1
    assert "x" not in {**second.additional_kwargs, **second.response_metadata}
    assert second.tool_calls == []  # type: ignore[attr-defined]


# --- tools and schemas ----------------------------------------------------------------------------------------------

TOOLS = [
    ("", "any"),
    ("", "keep_table"),
    ("fragments=5", "keep_table"),
    ("fragments=5&token_ms=2", "keep_table"),
    ("tool=keep_table,menu", None),
    ("tool=keep_table,menu&fragments=3&coalesce=1", None),
    ("tool=menu&arguments=null", None),
    ("tool=menu&arguments=%7Bbroken", None),
    ("fault=cut&after=2&fragments=5", "keep_table"),
    ("tool=nobody", None),
]


@pytest.mark.parametrize("ask", [whole, streamed])
@pytest.mark.parametrize(("how", "choice"), TOOLS)
async def test_tools_are_called_alike(pair: Pair, how: str, choice: str | None, ask: Any):
    async def with_tools(model: BaseChatModel) -> Any:
        return await ask(model.bind_tools([keep_table, menu], tool_choice=choice))

    stock, lean = await pair.both(how, with_tools)
    assert lean == stock
    if "nobody" not in how and not ("cut" in how and ask is whole):
        assert stock["tool_calls"] or stock["invalid_tool_calls"]


@pytest.mark.parametrize("method", ["function_calling", "json_schema", "json_mode"])
@pytest.mark.parametrize("include_raw", [False, True])
async def test_structured_answers_are_the_same(pair: Pair, method: str, include_raw: bool):
    async def wish(model: BaseChatModel) -> Any:
        asked = model.with_structured_output(Wish, method=method, include_raw=include_raw)
        schema = json.dumps(Wish.model_json_schema())
        answer = await asked.ainvoke([SystemMessage(f"Answer in JSON: {schema}"), HumanMessage("A reservation for 4")])
        if not include_raw:
            return answer
        assert isinstance(answer, dict)
        return {name: comparable(part) for name, part in answer.items()}

    stock, lean = await pair.both("", wish)
    assert lean == stock
    assert (stock["parsed"] if include_raw else stock)["guests"] == 4


async def test_a_strict_schema_streams_as_one_piece(pair: Pair):
    async def wish(model: BaseChatModel) -> Any:
        asked = model.with_structured_output(Wish, method="json_schema", strict=True)
        return [comparable(part) async for part in asked.astream("A reservation for 4")]

    stock, lean = await pair.both("", wish)
    assert lean == stock
    assert len(stock) == 1


# --- errors ---------------------------------------------------------------------------------------------------------

FAULTS = ["400", "401", "403", "404", "413", "429", "498", "500", "502", "503", "tool_use_failed", "silent&times=0"]
BROKEN = [
    "abort&after=3&token_ms=1",
    "abort&after=0",
    "stream_error&after=2",
    "stream_error&after=0",
    "malformed&after=2",
]


@pytest.mark.parametrize("ask", [whole, streamed])
@pytest.mark.parametrize("fault", FAULTS + BROKEN)
async def test_errors_have_the_same_type_status_and_body(pair: Pair, fault: str, ask: Any):
    stock, lean = await pair.both(f"fault={fault}", ask)
    assert lean == stock
    assert isinstance(stock, tuple | type) == ("times=0" not in fault)


@pytest.mark.parametrize("ask", [whole, streamed])
async def test_a_retired_model_is_the_same_404(pair: Pair, ask: Any):
    stock, lean = await pair.both("", ask, model="llama-3.1-8b-instant", reasoning_effort=None)
    assert lean == stock
    assert stock[0] is groq.NotFoundError


async def test_words_that_came_before_the_trouble_are_not_lost(pair: Pair):
    stream = pair.lean("fault=stream_error&after=4&reply=one two three four five").astream(MESSAGES)
    assert (await anext(stream)).text == "one two three four"
    with pytest.raises(groq.APIError, match="stopped unexpectedly"):
        await anext(stream)


@pytest.mark.parametrize("ask", [whole, streamed])
async def test_nobody_at_the_door_is_a_connection_error(ask: Any):
    with serving(Simulator()) as url:
        pass
    stock, lean = await Pair(url).both("", ask)
    assert lean == stock == (groq.APIConnectionError, "Connection error.", None)


@pytest.mark.parametrize("ask", [whole, streamed])
@pytest.mark.parametrize("fault", ["silent", "late", "stall&after=3&token_ms=1", "slow&reasoning=0"])
async def test_too_long_a_silence_is_the_same_timeout(pair: Pair, fault: str, ask: Any):
    begun = time.monotonic()
    stock = await outcome(ask, pair.stock(f"fault={fault}", timeout=0.2))
    lean = await outcome(ask, pair.lean(f"fault={fault}", first_byte_s=0.2, stall_s=0.2, whole_s=0.2))
    assert lean == stock
    assert lean in ((groq.APITimeoutError, "Request timed out.", None), httpx.ReadTimeout)
    assert time.monotonic() - begun < 3


async def test_a_pause_counts_by_its_own_measure_once_words_have_come(pair: Pair):
    begun = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        await streamed(pair.lean("fault=stall&after=3&token_ms=1", first_byte_s=30, stall_s=0.2))
    assert time.monotonic() - begun < 3


async def test_half_a_character_does_not_break_the_call(pair: Pair):
    reply = await pair.lean().ainvoke([HumanMessage("a table \ud83c please")])
    assert reply.text


async def test_a_reader_that_takes_its_time_is_not_a_stall(pair: Pair):
    words = ""
    async for chunk in pair.lean("tokens=6&token_ms=30&reasoning=0", first_byte_s=0.15, stall_s=0.15).astream(MESSAGES):
        words += chunk.text
        await asyncio.sleep(0.2)
    assert len(words.split()) > 3


async def test_garbage_instead_of_an_answer_is_named_as_such(pair: Pair):
    with pytest.raises(groq.APIResponseValidationError) as garbage:
        await whole(pair.lean("fault=garbage"))
    assert garbage.value.status_code == 200
    assert "<html>" in str(garbage.value.body)
    stock, lean = await pair.both("fault=garbage", streamed)
    assert lean == stock is ValueError


@pytest.mark.parametrize("ask", [whole, streamed])
async def test_by_default_nothing_is_tried_twice(pair: Pair, url: str, ask: Any):
    model = pair.lean("fault=500")
    with pytest.raises(groq.InternalServerError):
        await ask(model)
    assert await asked_of(url, model) == 1


@pytest.mark.parametrize("ask", [whole, streamed])
@pytest.mark.parametrize("fault", ["429&retry_after=0.05", "503&retry_after=0.05"])
async def test_told_to_try_again_it_waits_as_long_as_it_is_asked_to(pair: Pair, url: str, fault: str, ask: Any):
    model = pair.lean(f"fault={fault}&times=2", max_retries=2)
    begun = time.monotonic()
    assert (await ask(model)).text
    assert 0.1 <= time.monotonic() - begun < 1, "the wait that was asked for, not the half second of the back-off"
    assert await asked_of(url, model) == 3


async def test_when_no_wait_is_named_it_backs_off(pair: Pair, url: str):
    model = pair.lean("fault=500&times=1", max_retries=1)
    begun = time.monotonic()
    assert (await whole(model)).text
    assert time.monotonic() - begun >= 0.37
    hopeless = pair.lean("fault=400", max_retries=3)
    with pytest.raises(groq.BadRequestError):
        await whole(hopeless)
    assert await asked_of(url, hopeless) == 1


def key_of(model: ChatGroq) -> str:
    assert model.groq_api_key is not None
    return model.groq_api_key.get_secret_value()


async def asked_of(url: str, model: ChatGroq) -> int:
    """How many requests of this model have reached the simulator."""
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{url}/simulator/requests")).json()["by_key"][key_of(model)]


# --- connections ----------------------------------------------------------------------------------------------------


async def test_a_caller_who_interrupts_frees_the_line(pair: Pair, url: str):
    model = pair.lean("tokens=200&token_ms=10&reasoning=0")
    stream: Any = model._astream(MESSAGES)
    async for chunk in stream:
        if chunk.text:
            break
    await stream.aclose()
    async with httpx.AsyncClient() as client:
        for _ in range(50):
            counts = (await client.get(f"{url}/simulator/requests")).json()["counts"]
            if counts.get("left early"):
                break
            await asyncio.sleep(0.02)
    assert counts["left early"] >= 1


async def test_a_cancelled_call_leaves_the_next_one_unharmed(pair: Pair):
    model = pair.lean("tokens=30&token_ms=10&reasoning=0")
    for ask in (streamed, whole):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await ask(model)
    assert (await streamed(model)).response_metadata["finish_reason"] == "stop"


async def test_one_model_serves_several_event_loops(pair: Pair):
    model = pair.lean("tokens=5")

    async def ask_and_close() -> str:
        text = (await streamed(model)).text + (await whole(model)).text
        await close()
        return text

    def elsewhere() -> str:
        return asyncio.run(ask_and_close())

    texts = {await asyncio.to_thread(elsewhere), await asyncio.to_thread(elsewhere), await ask_and_close()}
    assert len(texts) == 1


async def test_many_at_once_do_not_wait_for_each_other(pair: Pair):
    model = pair.lean("first_token_ms=300&tokens=5")
    begun = time.monotonic()
    replies = await asyncio.gather(*(streamed(model) for _ in range(150)))
    assert len({reply.text for reply in replies}) == 1
    assert time.monotonic() - begun < 4


Answer = Callable[[int, asyncio.StreamWriter], Any]


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    """A server that answers request number n of the whole test as `answer` writes it, byte for byte."""
    count = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                await reader.readexactly(int(length.group(1)) if length else 0)
                count += 1
                if await answer(count, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    door = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with door:
        yield f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}"


def event(text: str, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None, **more}
    return json.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [choice]}, ensure_ascii=False).encode()


def chunked(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
PLAIN = [
    b"data: " + event("Grüß"),
    b"data: " + event(" Gott"),
    b"data: " + event("", finish_reason="stop"),
    b"data: [DONE]",
]
WIRES = {
    "as usual": b"\n\n".join(PLAIN) + b"\n\n",
    "carriage returns": b"\r\n\r\n".join(PLAIN) + b"\r\n\r\n",
    "comments and fields": b": hello\n\nretry: 10\nx: y\n" + b"\n\n: ping\n\n".join(PLAIN) + b"\n\n",
    "no space after the colon": b"\n\n".join(PLAIN).replace(b"data: ", b"data:") + b"\n\n",
    "two data lines": b"data: {\ndata: " + event("Hi")[1:] + b"\n\n" + PLAIN[3] + b"\n\n",
    "something after the end": b"\n\n".join([*PLAIN, b"data: " + event("never said")]) + b"\n\n",
    "no empty line at the end": b"\n\n".join(PLAIN[:2]),
    "no end": b"\n\n".join(PLAIN[:2]) + b"\n\n",
    "no choices": b'data: {"id":"1","choices":[]}\n\n' + b"\n\n".join(PLAIN) + b"\n\n",
    "unnamed error": PLAIN[0] + b'\n\ndata: {"error":{"message":"out of luck"}}\n\n',
    "error without a message": PLAIN[0] + b'\n\nevent: error\ndata: {"error":"odd"}\n\n',
    "log probabilities": b"data: " + event("Hi", logprobs={"content": []}) + b"\n\n" + PLAIN[3] + b"\n\n",
}


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
@pytest.mark.parametrize("wire", WIRES)
async def test_events_are_read_alike_however_they_are_cut(wire: str, size: int):
    async def answer(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for at in range(0, len(WIRES[wire]), size):
            writer.write(chunked(WIRES[wire][at : at + size]))
            if size > 1 or at % 50 == 0:
                await writer.drain()
                await asyncio.sleep(0)
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async with server(answer) as url:
        stock, lean = await Pair(url).both("", streamed)
    assert lean == stock
    assert isinstance(stock, dict) == ("error" not in wire)


async def test_a_kept_connection_that_was_closed_meanwhile_is_replaced():
    async def answer(count: int, writer: asyncio.StreamWriter) -> bool:
        if count == 2:
            return True
        if count == 4:
            writer.transport.abort()
            return True
        writer.write(HEAD + chunked(WIRES["as usual"]) + b"0\r\n\r\n")
        await writer.drain()
        return False

    async with server(answer) as url:
        model = Pair(url).lean()
        assert [(await streamed(model)).text for _ in range(4)] == ["Grüß Gott"] * 4


async def test_a_reply_that_is_done_does_not_wait_for_the_line_to_close():
    async def answer(_: int, writer: asyncio.StreamWriter) -> bool:
        writer.write(HEAD + chunked(WIRES["as usual"]))
        await writer.drain()
        await asyncio.sleep(4)
        return True

    async with server(answer) as url:
        begun = time.monotonic()
        reply = await streamed(Pair(url).lean(stall_s=5))
        assert reply.text == "Grüß Gott"
        assert time.monotonic() - begun < 3
