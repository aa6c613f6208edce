"""The pretend Groq, asked by Groq's own client: what a real caller of the real one would see."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal
from urllib.parse import quote
from uuid import uuid4

import groq
import httpx
import orjson
import pytest
from groq.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import BaseModel, ConfigDict, Field

from simulators import lies, script
from simulators.faults import Behaviour
from simulators.groq import Simulator
from simulators.serving import serving

MODEL = "openai/gpt-oss-20b"
QUESTION: list[Any] = [{"role": "user", "content": "Until when can I get lunch?"}]
PLAN = """You answer for the Harbour Kitchen.

## Plan
language: en
question: Until when is lunch served?
fact: The terrace has forty seats.
fact: Lunch is served until half past two.
fact: Dogs are welcome.
say: The soup is finished for today.
ask: Shall I keep a table for you?

## Manners
say: This is no part of the plan.
"""
BOOK = {
    "type": "function",
    "function": {
        "name": "book_table",
        "parameters": {
            "type": "object",
            "properties": {
                "party_size": {"type": "integer", "minimum": 1},
                "day": {"type": "string", "format": "date"},
            },
            "required": ["party_size", "day"],
        },
    },
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


async def stream(
    client: groq.AsyncGroq, messages: list[Any] | None = None, **more: Any
) -> AsyncIterator[ChatCompletionChunk]:
    asked: Any = client.chat.completions.create(model=MODEL, messages=messages or QUESTION, stream=True, **more)
    async for chunk in await asked:
        yield chunk


class Wire:
    """Groq's client, with a key of its own for each behaviour."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clients: list[groq.AsyncGroq] = []

    def client(self, how: str = "", **options: Any) -> groq.AsyncGroq:
        key = f"sim?{how}&id={uuid4().hex}"
        client = groq.AsyncGroq(base_url=self.url, api_key=key, **{"max_retries": 0, "timeout": 5, **options})
        self.clients.append(client)
        return client

    async def ask(self, how: str = "", messages: list[Any] | None = None, **more: Any) -> ChatCompletion:
        return await self.client(how).chat.completions.create(model=MODEL, messages=messages or QUESTION, **more)

    async def chunks(self, how: str = "", messages: list[Any] | None = None, **more: Any) -> list[ChatCompletionChunk]:
        return [chunk async for chunk in stream(self.client(how), messages, **more)]

    async def refused(self, how: str, **more: Any) -> groq.APIStatusError:
        with pytest.raises(groq.APIStatusError) as refused:
            await self.ask(how, **more)
        return refused.value


@pytest.fixture
async def wire(url: str) -> AsyncIterator[Wire]:
    wire = Wire(url)
    yield wire
    for client in wire.clients:
        await client.close()


def said(chunks: list[ChatCompletionChunk]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def planned(plan: str, question: str = "Until when can I get lunch?") -> list[dict[str, str]]:
    return [{"role": "system", "content": plan}, {"role": "user", "content": question}]


# --- what it says ---------------------------------------------------------------------------------------------------


async def test_a_reply_leans_on_the_fact_that_answers_and_ends_with_the_question_to_ask(wire: Wire):
    reply = (await wire.ask(messages=planned(PLAN))).choices[0].message.content or ""
    assert "Lunch is served until half past two. The soup is finished for today." in reply
    assert reply.endswith("Shall I keep a table for you?")
    assert "Dogs" not in reply
    assert "no part" not in reply


async def test_whole_and_streamed_the_same_words_are_said(wire: Wire):
    whole = await wire.ask(messages=planned(PLAN))
    assert said(await wire.chunks(messages=planned(PLAN))) == whole.choices[0].message.content


async def test_a_german_plan_is_answered_in_german(wire: Wire):
    plan = "## Plan\nlanguage: de\nsay: Der Tisch am Fenster ist noch frei.\nask: Darf ich ihn eintragen?"
    openings = set()
    for guests in range(2, 12):
        reply = said(await wire.chunks(messages=planned(plan, f"Bitte einen Tisch für {guests}.")))
        opening, _, rest = reply.partition("Der Tisch")
        assert rest == " am Fenster ist noch frei. Darf ich ihn eintragen?"
        openings.add(opening)
    assert len(openings) > 1
    assert openings <= {f"{opener} " if opener else "" for opener in script.OPENERS["de"]}


async def test_who_is_told_to_begin_with_the_answer_does(wire: Wire):
    plan = "Begin with the answer itself.\n## Plan\nlanguage: en\nfact: The garden is open from April."
    for guests in range(2, 12):
        reply = said(await wire.chunks(messages=planned(plan, f"Is the garden open for {guests}?")))
        assert reply == "The garden is open from April."


async def test_without_a_plan_it_is_polite_in_the_callers_language(wire: Wire):
    english = await wire.ask(messages=[{"role": "user", "content": "Do you have a table for two?"}])
    german = await wire.ask(messages=[{"role": "user", "content": "Haben Sie einen Tisch für zwei?"}])
    assert english.choices[0].message.content in script.POLITE["en"]
    assert german.choices[0].message.content in script.POLITE["de"]


async def test_after_a_tool_it_says_what_the_tool_found(wire: Wire):
    call = {"id": "call_1", "type": "function", "function": {"name": "book_table", "arguments": "{}"}}
    messages = [
        *QUESTION,
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "Two tables are free at eight."},
    ]
    reply = await wire.ask("tool=book_table", messages=messages, tools=[BOOK])
    assert "Two tables are free at eight." in (reply.choices[0].message.content or "")


@pytest.mark.parametrize("count", [1, 3, 40, 200])
async def test_it_says_exactly_as_many_tokens_as_it_is_told(wire: Wire, count: int):
    chunks = await wire.chunks(f"tokens={count}", messages=planned(PLAN))
    assert sum(bool(chunk.choices[0].delta.content) for chunk in chunks) == count
    if count == 200:
        assert said(chunks).endswith("Shall I keep a table for you?")


async def test_a_reply_can_be_dictated(wire: Wire):
    assert said(await wire.chunks(f"reply={quote('Grüße & bis bald!')}")) == "Grüße & bis bald!"


async def test_lies_claim_a_booking_and_false_hours_and_then_keep_to_the_plan(wire: Wire):
    reply = said(await wire.chunks("fault=lies", messages=planned(PLAN)))
    assert script.FALSE_HOURS["en"] in reply
    assert "code" in reply
    assert reply.endswith("Shall I keep a table for you?")


async def test_a_hostile_model_lies_and_says_afterwards_what_was_a_lie(wire: Wire, url: str):
    heard = said(await wire.chunks("lie=code,price&seed=3", messages=planned(PLAN)))
    async with httpx.AsyncClient(base_url=url) as client:
        requests = (await client.get("/simulator/requests", params={"last": 1})).json()["requests"]
    told = requests[0]["told"]
    assert told["text"] == heard
    assert {lie["kind"] for lie in told["lies"]} <= {"code", "price"}
    for lie in told["lies"]:
        assert any(all(fragment in lies.folded(heard) for fragment in mark) for mark in lie["marks"]), lie
        assert not any(all(fragment in lies.folded(PLAN) for fragment in mark) for mark in lie["marks"])
    for truth in told["truths"]:
        assert truth in heard
        assert truth.rstrip(".") in PLAN


async def test_the_same_seed_and_words_get_the_same_lies(wire: Wire):
    replies = [said(await wire.chunks(f"lie=any&seed={seed}", messages=planned(PLAN))) for seed in (1, 1, 2, 3)]
    assert replies[0] == replies[1]
    assert len(set(replies)) > 2


@pytest.mark.parametrize("language", ["en", "de"])
def test_there_are_forty_kinds_of_lies_and_every_one_bears_its_marks(language: str):
    assert len(lies.KINDS) >= 40
    facts = {
        "en": ("Soup with bread, 7.20 euros.", "Roulade with cabbage, 22.80 euros.", "Jazz is played on Thursdays from 20:15.", "The garden has been open since spring, and children can play here."),
        "de": ("Suppe mit Brot, 7,20 Euro.", "Roulade mit Rotkohl, 22,80 Euro.", "Donnerstags ab 20:15 Uhr spielt eine Jazzband.", "Der Garten liegt hinten und ist im Sommer offen."),
    }[language]  # fmt: skip
    for kind in lies.KINDS:
        for seed in range(20):
            told = lies.told("What is there?", language, facts, kind, seed)
            text = lies.folded("".join(told.pieces))
            for lie in told.lies:
                assert any(re.search(".*".join(mark), text) for mark in lie.marks), (lie, text)


async def test_a_lie_that_does_not_exist_is_named(wire: Wire):
    assert "'white'" in str(await wire.refused("lie=white"))


# --- the shape of a stream ------------------------------------------------------------------------------------------


async def test_a_stream_opens_with_the_role_and_ends_with_reason_usage_and_done(wire: Wire, url: str):
    body = {"model": MODEL, "messages": QUESTION, "stream": True}
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{url}/openai/v1/chat/completions", json=body, headers={"authorization": "Bearer sim"}
        )
    assert answer.headers["content-type"] == "text/event-stream"
    events = answer.text.split("\n\n")
    assert events[-2:] == ["data: [DONE]", ""]
    first, *_, last = [orjson.loads(event.removeprefix("data: ")) for event in events[:-2]]
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert first["x_groq"]["id"] == answer.headers["x-request-id"]
    assert last["choices"][0] == {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}
    usage = last["x_groq"]["usage"]
    assert usage["prompt_tokens"] + usage["completion_tokens"] == usage["total_tokens"]


async def test_reasoning_comes_before_the_words_and_is_billed(wire: Wire):
    chunks = await wire.chunks("reasoning=7&tokens=5")
    kinds = ["reasoning" if chunk.choices[0].delta.reasoning else "content" for chunk in chunks[1:-1]]
    assert kinds == ["reasoning"] * 7 + ["content"] * 5
    usage = chunks[-1].x_groq.usage if chunks[-1].x_groq else None
    assert usage is not None
    assert usage.completion_tokens == 12
    whole = (await wire.ask("reasoning=7&tokens=5")).choices[0].message
    assert whole.reasoning
    assert whole.reasoning not in (whole.content or "")


@pytest.mark.parametrize(("effort", "count"), [("low", 8), ("medium", 24), ("high", 60), (None, 24)])
async def test_gpt_oss_thinks_as_hard_as_it_is_told(wire: Wire, effort: Any, count: int):
    chunks = await wire.chunks(reasoning_effort=effort)
    assert sum(bool(chunk.choices[0].delta.reasoning) for chunk in chunks) == count


async def test_a_tight_limit_leaves_thoughts_and_no_words(wire: Wire):
    chunks = await wire.chunks("reasoning=20", max_completion_tokens=12)
    assert said(chunks) == ""
    assert chunks[-1].choices[0].finish_reason == "length"


async def test_max_tokens_and_stop_cut_the_reply(wire: Wire):
    cut = await wire.ask("reasoning=0&reply=one two three four", max_tokens=3)
    assert (cut.choices[0].message.content, cut.choices[0].finish_reason) == ("one two three", "length")
    stopped = await wire.ask("reply=one two three four", stop=[" three"])
    assert (stopped.choices[0].message.content, stopped.choices[0].finish_reason) == ("one two", "stop")


async def test_first_token_and_pace_are_kept(wire: Wire):
    begun = time.monotonic()
    client = wire.client("first_token_ms=120&token_ms=20&tokens=6&reasoning=3")
    arrived = []
    async for chunk in stream(client):
        if chunk.choices[0].delta.content:
            arrived.append(time.monotonic() - begun)
    assert arrived[0] >= 0.12
    assert arrived[-1] >= 0.12 + 5 * 0.02
    assert arrived[-1] < 1.0


# --- tools and schemas ----------------------------------------------------------------------------------------------


async def test_a_forced_tool_is_called_with_arguments_that_fit(wire: Wire):
    choice = {"type": "function", "function": {"name": "book_table"}}
    messages = [{"role": "user", "content": "For 5 on 2027-03-02 please."}]
    reply = (await wire.ask(messages=messages, tools=[BOOK], tool_choice=choice)).choices[0]
    assert reply.finish_reason == "tool_calls"
    calls = reply.message.tool_calls or []
    assert [call.function.name for call in calls] == ["book_table"]
    assert orjson.loads(calls[0].function.arguments) == {"party_size": 5, "day": "2027-03-02"}


async def test_left_to_itself_it_calls_no_tool_unless_one_is_named(wire: Wire):
    assert (await wire.ask(tools=[BOOK])).choices[0].finish_reason == "stop"
    assert (await wire.ask("tool=book_table", tools=[BOOK])).choices[0].finish_reason == "tool_calls"
    assert (await wire.ask("tool=book_table", tools=[BOOK], tool_choice="none")).choices[0].finish_reason == "stop"


async def test_arguments_come_in_as_many_pieces_as_asked_for(wire: Wire):
    choice = {"type": "function", "function": {"name": "book_table"}}
    chunks = await wire.chunks("fragments=4&reasoning=0", tools=[BOOK], tool_choice=choice)
    pieces = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or []]
    assert len(pieces) == 4
    assert [bool(piece.id) for piece in pieces] == [True, False, False, False]
    arguments = "".join(piece.function.arguments or "" for piece in pieces if piece.function)
    assert set(orjson.loads(arguments)) == {"party_size", "day"}


class Slot(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Literal["party_size", "day"]
    value: str | int


class Heard(BaseModel):
    """What a caller wants, in every shape that a schema can have."""

    model_config = ConfigDict(extra="forbid")
    intent: Literal["reservation", "opening_hours", "person"]
    language: Literal["en", "de"] | None
    confidence: float = Field(ge=0, le=1)
    guests: int | None = Field(ge=1, le=20)
    email: str | None = Field(json_schema_extra={"format": "email"})
    code: str = Field(pattern=r"^[A-Z]{2}-\d{4}$")
    note: str = Field(max_length=12)
    slots: list[Slot] = Field(min_length=1)
    urgent: bool
    follow_up: "Heard | None"


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "heard", "strict": True, "schema": schema}}


@pytest.mark.parametrize(
    ("utterance", "intent", "guests", "email"),
    [
        ("I would like a reservation for 4, my mail is jo@example.org", "reservation", 4, "jo@example.org"),
        ("What are your opening hours?", "opening_hours", None, None),
        ("", "reservation", None, None),
    ],
)
async def test_an_answer_in_a_strict_schema_is_valid_and_holds_what_was_said(
    wire: Wire, utterance: str, intent: str, guests: int | None, email: str | None
):
    messages = [{"role": "user", "content": utterance}]
    reply = await wire.ask(messages=messages, response_format=strict(Heard.model_json_schema()))
    heard = Heard.model_validate_json(reply.choices[0].message.content or "", strict=True)
    assert (heard.intent, heard.guests, heard.email) == (intent, guests, email)


async def test_an_enum_is_chosen_by_the_line_that_explains_it(wire: Wire):
    prompt = "Intents:\n- reservation: wants to book or move a table\n- person: asks for a human being\n"
    messages = [{"role": "system", "content": prompt}, {"role": "user", "content": "Give me a human, now!"}]
    schema = {"type": "object", "properties": {"intent": {"enum": ["reservation", "person"]}}, "required": ["intent"]}
    reply = await wire.ask(messages=messages, response_format=strict(schema | {"additionalProperties": False}))
    assert orjson.loads(reply.choices[0].message.content or "") == {"intent": "person"}


async def test_json_mode_fills_the_schema_that_the_prompt_shows(wire: Wire):
    schema = {"type": "object", "properties": {"guests": {"type": "integer"}}, "required": ["guests"]}
    messages = planned(f"Answer in JSON for this schema: {orjson.dumps(schema).decode()} and no other.", "We are 3.")
    reply = await wire.ask(messages=messages, response_format={"type": "json_object"})
    assert orjson.loads(reply.choices[0].message.content or "") == {"guests": 3}


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("closed", {"response_format": strict({"type": "object", "properties": {"a": {"type": "string"}}})}),
        ("stream", {"response_format": {"type": "json_object"}, "stream": True}),
        ("word json", {"response_format": {"type": "json_object"}}),
        ("effort", {"reasoning_effort": "none"}),
        ("format", {"reasoning_format": "parsed"}),
        ("with tools", {"response_format": strict({"type": "object"}), "tools": [BOOK]}),
        ("n", {"n": 2}),
        ("messages", {"messages": []}),
    ],
)
async def test_what_groq_would_not_take_is_refused(wire: Wire, why: str, more: dict[str, Any]):
    with pytest.raises(groq.BadRequestError):
        await wire.client().chat.completions.create(**{"model": MODEL, "messages": QUESTION, **more})


# --- how it goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "error", "status", "code"),
    [
        ("401", groq.AuthenticationError, 401, "invalid_api_key"),
        ("403", groq.PermissionDeniedError, 403, "organization_restricted"),
        ("retired", groq.NotFoundError, 404, "model_not_found"),
        ("413", groq.APIStatusError, 413, "rate_limit_exceeded"),
        ("429", groq.RateLimitError, 429, "rate_limit_exceeded"),
        ("498", groq.APIStatusError, 498, "capacity_exceeded"),
        ("500", groq.InternalServerError, 500, None),
        ("503", groq.InternalServerError, 503, "service_unavailable"),
        ("tool_use_failed", groq.BadRequestError, 400, "tool_use_failed"),
    ],
)
async def test_an_error_has_groqs_status_body_and_headers(
    wire: Wire, fault: str, error: type[groq.APIStatusError], status: int, code: str | None
):
    refused = await wire.refused(f"fault={fault}&retry_after=3")
    assert type(refused) is error
    assert refused.status_code == status
    assert isinstance(refused.body, dict)
    assert refused.body["error"].get("code") == code
    assert refused.response.headers["x-request-id"].startswith("req_")
    assert "x-ratelimit-remaining-tokens" in refused.response.headers
    assert refused.response.headers.get("retry-after") == ("3" if status in (429, 503) else None)
    assert ("failed_generation" in refused.body["error"]) == (fault == "tool_use_failed")


@pytest.mark.parametrize("model", ["llama-3.1-8b-instant", "llama-3.3-70b-versatile", "whisper-large-v3", "no/such"])
async def test_a_model_that_is_gone_is_not_found(wire: Wire, model: str):
    with pytest.raises(groq.NotFoundError) as refused:
        await wire.client().chat.completions.create(model=model, messages=QUESTION)
    assert refused.value.body["error"]["code"] == "model_not_found"  # type: ignore[index]


async def test_no_key_is_no_entry(url: str):
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{url}/openai/v1/chat/completions", json={"model": MODEL, "messages": QUESTION})
    assert answer.status_code == 401


async def test_a_doubled_path_is_told_apart_from_a_missing_model(url: str):
    client = groq.AsyncGroq(base_url=f"{url}/openai/v1", api_key="sim", max_retries=0)
    with pytest.raises(groq.NotFoundError) as refused:
        await client.chat.completions.create(model=MODEL, messages=QUESTION)
    assert refused.value.body["error"]["code"] == "unknown_url"  # type: ignore[index]
    await client.close()


async def test_a_stream_that_is_cut_ends_without_a_reason(wire: Wire):
    chunks = await wire.chunks("fault=cut&after=3&tokens=10&reasoning=0")
    assert sum(bool(chunk.choices[0].delta.content) for chunk in chunks) == 3
    assert all(chunk.choices[0].finish_reason is None for chunk in chunks)


async def test_a_connection_that_drops_is_noticed(wire: Wire):
    with pytest.raises(httpx.RemoteProtocolError):
        await wire.chunks("fault=abort&after=3")
    with pytest.raises(groq.APIConnectionError):
        await wire.ask("fault=abort")


async def test_an_error_in_the_stream_is_an_error_event(wire: Wire):
    with pytest.raises(groq.APIError, match="stopped unexpectedly") as refused:
        await wire.chunks("fault=stream_error&after=2")
    assert type(refused.value) is groq.APIError


async def test_garbage_is_not_json(wire: Wire):
    with pytest.raises(ValueError, match="char"):
        await wire.chunks("fault=malformed&after=2")
    assert await wire.chunks("fault=garbage") == []


async def test_thinking_without_end_and_saying_nothing(wire: Wire):
    thought = (await wire.ask("fault=reasoning_only", max_tokens=30)).choices[0]
    assert (thought.message.content, thought.finish_reason) == ("", "length")
    assert thought.message.reasoning
    empty = (await wire.ask("fault=empty")).choices[0]
    assert (empty.message.content, empty.finish_reason) == ("", "stop")


@pytest.mark.parametrize("fault", ["silent", "stall&token_ms=1", "late&first_token_ms=3000", "slow&token_ms=3000"])
async def test_a_client_that_gives_up_is_let_go(wire: Wire, fault: str):
    client = wire.client(f"fault={fault}", timeout=0.2)
    begun = time.monotonic()
    with pytest.raises((groq.APITimeoutError, httpx.ReadTimeout)):
        async for _ in stream(client):
            pass
    assert time.monotonic() - begun < 2


async def test_late_without_a_time_is_later_than_anyone_waits():
    assert Behaviour(fault="late").paced().first_token_ms == 10_000
    assert Behaviour(fault="slow").paced().token_ms == 500


# --- who gets which behaviour ---------------------------------------------------------------------------------------


async def test_a_fault_can_be_for_some_requests_of_a_key_only(wire: Wire):
    client = wire.client("fault=500&skip=1&times=2")
    outcomes = []
    for _ in range(5):
        try:
            await client.chat.completions.create(model=MODEL, messages=QUESTION)
            outcomes.append("well")
        except groq.InternalServerError:
            outcomes.append("broken")
    assert outcomes == ["well", "broken", "broken", "well", "well"]


async def test_a_knob_that_does_not_exist_is_named(wire: Wire):
    refused = await wire.refused("tokn_ms=5")
    assert "'tokn_ms'" in str(refused)
    assert "'lat'" in str(await wire.refused("fault=lat"))


async def test_the_control_endpoint_turns_knobs_for_everybody_and_back():
    with serving(Simulator(Behaviour(reply="As started."))) as url:
        client = groq.AsyncGroq(base_url=url, api_key="sim", max_retries=0)
        keyed = groq.AsyncGroq(base_url=url, api_key="sim?reply=By%20key.", max_retries=0)

        async def say(client: groq.AsyncGroq) -> str | None:
            answer = await client.chat.completions.create(model=MODEL, messages=QUESTION)
            return answer.choices[0].message.content

        async with httpx.AsyncClient(base_url=url) as control, client, keyed:
            assert await say(client) == "As started."
            turned = await control.post("/simulator/behaviour", json={"reply": "As told.", "tokens": 3})
            assert turned.json()["tokens"] == 3
            assert (await say(client), await say(keyed)) == ("As told.", "By key.")
            seen = (await control.get("/simulator/requests", params={"last": 2})).json()
            assert [request["key"] for request in seen["requests"]] == ["sim", "sim?reply=By%20key."]
            assert seen["requests"][0]["body"]["messages"] == QUESTION
            assert seen["counts"]["chat"] == 3
            assert (await control.post("/simulator/behaviour", json={"color": "red"})).status_code == 400
            await control.delete("/simulator/behaviour")
            assert await say(client) == "As started."


async def test_the_models_are_listed_and_shown_one_by_one(wire: Wire):
    client = wire.client()
    listed = [model.id for model in (await client.models.list()).data]
    assert MODEL in listed
    assert "llama-3.1-8b-instant" not in listed
    assert (await client.models.retrieve(MODEL)).id == MODEL
    with pytest.raises(groq.NotFoundError):
        await client.models.retrieve("llama-3.1-8b-instant")
    with pytest.raises(groq.AuthenticationError):
        await wire.client("fault=401").models.list()


async def test_a_hundred_callers_are_answered_side_by_side(wire: Wire):
    begun = time.monotonic()
    client = wire.client("first_token_ms=300&tokens=10")
    asked = [client.chat.completions.create(model=MODEL, messages=QUESTION) for _ in range(100)]
    assert len(await asyncio.gather(*asked)) == 100
    assert time.monotonic() - begun < 6, "one after the other it would take half a minute"
