"""Which model an installation speaks with, and what it is told when that model is not to be had."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from pydantic import BaseModel

from providers import models
from providers.errors import ProviderError, translating
from providers.groq import LeanChatGroq
from settings import settings
from simulators.groq import Simulator
from simulators.serving import serving

ASKED: list[BaseMessage] = [HumanMessage("Hello, who is there?")]
KNOBS = ("GROQ_API_KEY", "GROQ_BASE_URL", "GROQ_API_BASE", "LLM_MODEL", "GROQ_MODEL", "MODEL", "OPENAI_API_KEY")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A call sets the environment variables of the model as an operator would, and no others."""

    def install(**knobs: str) -> None:
        for name in KNOBS:
            # Empty rather than unset: a developer's .env stays out of it.
            monkeypatch.setenv(name, "")
        for name, value in {"LLM_MODEL": "openai/gpt-oss-20b", **knobs}.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    install()
    yield install
    monkeypatch.undo()
    settings.cache_clear()


def own_key(how: str = "") -> str:
    return f"sim?{how}&id={uuid4().hex}"


async def test_a_plain_id_is_groqs_and_answers(installation: Callable[..., None], url: str):
    installation(
        GROQ_BASE_URL=url, GROQ_API_KEY=own_key("reply=Good%20day."), LLM_MAX_TOKENS="77", REASONING_EFFORT="high"
    )
    model = models.chat_model()
    assert isinstance(model, LeanChatGroq)
    assert (await model.ainvoke(ASKED)).text == "Good day."
    assert (model.max_tokens, model.reasoning_effort, model.reasoning_format) == (77, "high", None)
    assert (model.max_retries, model.first_byte_s) == (0, settings().llm_first_token_s)


async def test_the_simulator_needs_no_key(installation: Callable[..., None], url: str):
    installation(GROQ_BASE_URL=f"{url}/openai/v1/")
    assert (await models.chat_model().ainvoke(ASKED)).text


async def test_the_model_is_built_once_for_the_same_settings(installation: Callable[..., None], url: str):
    installation(GROQ_BASE_URL=url, GROQ_API_KEY="sim")
    first = models.chat_model()
    assert models.chat_model() is first
    installation(GROQ_BASE_URL=url, GROQ_API_KEY="sim", LLM_TEMPERATURE="0.1")
    assert models.chat_model() is not first


async def test_a_bad_key_is_an_error_of_the_call(installation: Callable[..., None], url: str):
    installation(GROQ_BASE_URL=url, GROQ_API_KEY=own_key("fault=401"))
    assert await failing(models.chat_model()) == ("groq", "unauthorized", False)


@pytest.mark.parametrize("retired", ["llama-3.1-8b-instant", "llama-3.3-70b-versatile", "groq:qwen/qwen3-32b"])
async def test_a_retired_id_is_replaced_and_both_are_logged_once(
    installation: Callable[..., None], url: str, caplog: pytest.LogCaptureFixture, retired: str
):
    models.current.cache_clear()
    installation(GROQ_BASE_URL=url, GROQ_API_KEY="sim", LLM_MODEL=retired)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert (await models.chat_model().ainvoke(ASKED)).text
    (warning,) = [vars(record) for record in caplog.records if record.msg == "model retired"]
    old = retired.removeprefix("groq:")
    assert (warning["model"], warning["replacement"]) == (old, models.RETIRED[old])


@pytest.mark.parametrize("model", ["qwen/qwen3.6-27b", "groq/compound"])
async def test_the_effort_of_one_family_is_not_sent_to_another(installation: Callable[..., None], url: str, model: str):
    installation(GROQ_BASE_URL=url, GROQ_API_KEY="sim", LLM_MODEL=model)
    chosen = models.chat_model()
    assert isinstance(chosen, LeanChatGroq)
    assert chosen.reasoning_effort == ("none" if "qwen" in model else None)
    assert (await chosen.ainvoke(ASKED)).text


def test_no_retired_id_is_replaced_by_a_retired_one():
    assert models.RETIRED.keys().isdisjoint(models.RETIRED.values())


# --- no model -------------------------------------------------------------------------------------------------------


async def failing(model: BaseChatModel) -> tuple[str, str, bool]:
    """How a call fails, whichever way it is made."""
    ways: list[Any] = [model.ainvoke(ASKED), anext(model.astream(ASKED)), anext(aiter(model._astream(ASKED)))]
    ways += [model.bind_tools([Answer]).ainvoke(ASKED), model.with_structured_output(Answer).ainvoke(ASKED)]
    found = set()
    for way in ways:
        with pytest.raises(ProviderError) as failed, translating():
            await way
        found.add((failed.value.provider, failed.value.reason, failed.value.retryable))
    (one,) = found
    return one


class Answer(BaseModel):
    """An answer."""

    text: str


async def test_without_key_and_address_every_call_fails_alike_and_building_does_not(installation: Callable[..., None]):
    model = models.chat_model()
    assert await failing(model) == ("groq", "unauthorized", False)
    with pytest.raises(ProviderError, match="GROQ_API_KEY"):
        model.invoke(ASKED)
    with pytest.raises(ProviderError, match="GROQ_API_KEY"):
        next(model.stream(ASKED))


async def test_a_model_whose_package_is_missing_names_the_package(installation: Callable[..., None]):
    installation(LLM_MODEL="mistralai:mistral-small")
    assert "langchain_mistralai" not in sys.modules
    with pytest.raises(ProviderError, match="pip install langchain-mistralai"):
        await models.chat_model().ainvoke(ASKED)


async def test_a_provider_that_nobody_knows_is_named(installation: Callable[..., None]):
    installation(LLM_MODEL="acme:model")
    with pytest.raises(ProviderError, match="acme"):
        await models.chat_model().ainvoke(ASKED)


def test_an_empty_address_in_the_environment_is_groq_itself(installation: Callable[..., None]):
    installation(GROQ_API_KEY="gsk_example", GROQ_BASE_URL="")
    model = models.chat_model()
    assert isinstance(model, LeanChatGroq)
    assert str(model._wire.url) == "https://api.groq.com/openai/v1/chat/completions"


# --- at start-up ----------------------------------------------------------------------------------------------------


async def test_start_up_finds_a_model_that_is_there(installation: Callable[..., None], url: str):
    installation(GROQ_BASE_URL=url)
    assert await models.check_model() == models.Finding("openai/gpt-oss-20b", "known")


async def test_start_up_finds_a_model_that_is_not_there(installation: Callable[..., None], url: str):
    installation(GROQ_BASE_URL=url, LLM_MODEL="openai/gpt-9")
    finding = await models.check_model()
    assert (finding.model, finding.state) == ("openai/gpt-9", "unknown")
    assert "openai/gpt-oss-120b" in finding.detail


@pytest.mark.parametrize(
    ("knobs", "why"),
    [
        ({}, "GROQ_API_KEY"),
        ({"GROQ_API_KEY": "sim?fault=401", "GROQ_BASE_URL": "{url}"}, "unauthorized"),
        ({"GROQ_API_KEY": "sim?fault=503", "GROQ_BASE_URL": "{url}"}, "unavailable"),
        ({"GROQ_API_KEY": "sim", "GROQ_BASE_URL": "http://127.0.0.1:1"}, "unreachable"),
        ({"GROQ_API_KEY": "sim", "GROQ_BASE_URL": "no address"}, "unreachable"),
        ({"LLM_MODEL": "mistralai:mistral-small"}, "langchain-mistralai"),
    ],
)
async def test_start_up_goes_on_when_it_cannot_tell(
    installation: Callable[..., None], url: str, knobs: dict[str, str], why: str
):
    installation(**{name: value.format(url=url) for name, value in knobs.items()})
    finding = await models.check_model()
    assert finding.state == "unchecked"
    assert why in finding.detail


async def test_the_key_of_another_provider_comes_from_the_settings_and_groqs_is_not_shown_to_it(
    installation: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    installation(GROQ_API_KEY="gsk_ours", LLM_MODEL="openai:gpt-4o-mini")
    monkeypatch.delenv("OPENAI_API_KEY")
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-ours\n")
    monkeypatch.chdir(tmp_path)  # read by the settings, and by no package of the provider's
    settings.cache_clear()
    assert models.Choice.configured().key == "sk-ours"
    installation(GROQ_API_KEY="gsk_ours", LLM_MODEL="mistralai:mistral-small")
    assert models.Choice.configured().key == ""
