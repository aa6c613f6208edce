"""Whatever goes wrong at a vendor, the house hears one error: who, why, and whether another try is worth it."""

import asyncio
import json
from collections.abc import Iterator
from uuid import uuid4

import aiohttp
import httpx
import pytest
from langchain_core.messages import HumanMessage

from providers.errors import REASONS, RETRYABLE, ProviderError, Reason, from_response, translated, translating
from providers.groq import LeanChatGroq
from simulators.groq import Simulator
from simulators.serving import serving

ASKED = [HumanMessage("Is my reservation for Ms Example still good?")]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


def model(url: str, fault: str, *, model: str = "openai/gpt-oss-20b") -> LeanChatGroq:
    patience = {"first_byte_s": 0.2, "stall_s": 0.2, "whole_s": 0.2}
    return LeanChatGroq(model_name=model, base_url=url, api_key=f"sim?fault={fault}&id={uuid4().hex}", **patience)


async def trouble(asked: LeanChatGroq, *, streamed: bool) -> ProviderError:
    async def ask() -> None:
        if streamed:
            async for _ in asked.astream(ASKED):
                pass
        else:
            await asked.ainvoke(ASKED)

    with pytest.raises(ProviderError) as failed, translating("groq"):
        await ask()
    assert failed.value.__cause__ is not None
    return failed.value


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("fault", "reason", "retryable"),
    [
        ("400", "invalid_request", False),
        ("401", "unauthorized", False),
        ("403", "refused", False),
        ("404", "unknown_model", False),
        ("413", "invalid_request", False),
        ("429", "rate_limited", True),
        ("498", "unavailable", True),
        ("500", "unavailable", True),
        ("503", "unavailable", True),
        ("tool_use_failed", "refused", True),
        ("silent", "timeout", True),
    ],
)
async def test_a_refusal_has_a_reason(url: str, fault: str, reason: str, retryable: bool, streamed: bool):
    failed = await trouble(model(url, fault), streamed=streamed)
    assert (failed.provider, failed.reason, failed.retryable) == ("groq", reason, retryable)
    assert failed.status == (int(fault) if fault.isdigit() else 400 if fault == "tool_use_failed" else None)
    assert failed.retry_after_s == (1 if fault in ("429", "503") else None)
    assert "Example" not in str(failed), "a caller's words have no place in a log"


@pytest.mark.parametrize(
    ("fault", "streamed", "reason"),
    [
        ("abort&after=2", True, "cut_off"),
        ("abort", False, "unreachable"),
        ("stream_error", True, "cut_off"),
        ("malformed", True, "cut_off"),
        ("malformed", False, "cut_off"),
        ("stall&after=2", True, "timeout"),
        ("garbage", True, "empty"),
        ("garbage", False, "unavailable"),
    ],
)
async def test_a_reply_that_breaks_off_has_a_reason(url: str, fault: str, streamed: bool, reason: str):
    failed = await trouble(model(url, fault), streamed=streamed)
    assert (failed.reason, failed.retryable) == (reason, True)


async def test_a_retired_model_and_a_doubled_path_are_told_apart(url: str):
    assert (await trouble(model(url, "", model="llama-3.1-8b-instant"), streamed=True)).reason == "unknown_model"
    assert (await trouble(model(f"{url}/openai/v1", ""), streamed=True)).reason == "invalid_request"


async def test_nobody_at_the_door_is_unreachable():
    assert (await trouble(model("http://127.0.0.1:1", ""), streamed=True)).reason == "unreachable"


async def test_other_clients_errors_are_understood_too(url: str):
    with pytest.raises(ProviderError) as failed, translating("elevenlabs"):
        async with httpx.AsyncClient(base_url=url) as client:
            (await client.get("/openai/v1/models")).raise_for_status()
    assert (failed.value.provider, failed.value.reason, failed.value.status) == ("elevenlabs", "unauthorized", 401)
    with pytest.raises(ProviderError) as failed, translating("heygen"):
        async with aiohttp.ClientSession(base_url=url, raise_for_status=True) as session:
            await session.get("/openai/v1/models")
    assert (failed.value.provider, failed.value.reason, failed.value.status) == ("heygen", "unauthorized", 401)
    with pytest.raises(ProviderError) as failed, translating("heygen"):
        async with aiohttp.ClientSession() as session:
            await session.get("http://127.0.0.1:1")
    assert failed.value.reason == "unreachable"


def test_a_body_that_is_no_json_is_judged_by_its_status():
    page = httpx.Response(502, text="<html>", request=httpx.Request("POST", "http://127.0.0.1"))
    assert from_response(page, "deepgram").reason == "unavailable"


@pytest.mark.parametrize("ours", [KeyError("x"), ValueError("x"), asyncio.CancelledError(), ZeroDivisionError()])
def test_a_bug_of_ours_is_nobody_elses_fault(ours: BaseException):
    assert translated(ours) is None
    with pytest.raises(type(ours)), translating():
        raise ours


def test_an_error_that_is_ours_already_passes_as_it_is():
    ours = ProviderError("groq", "empty")
    assert translated(ours) is ours
    with pytest.raises(ProviderError) as passed, translating("deepgram"):
        raise ours
    assert passed.value is ours


def test_every_reason_says_whether_to_try_again():
    def retryable(reason: Reason) -> bool:
        return ProviderError("groq", reason).retryable

    assert {reason for reason in REASONS if retryable(reason)} == RETRYABLE
    assert not retryable("unauthorized")
    assert translated(json.JSONDecodeError("x", "", 0)) is not None
