"""Which model speaks: the one that the settings name, built once, and a word at start-up on whether it is there.

A plain id is Groq's; `provider:model` is any that LangChain's `init_chat_model` knows, if its package is installed.
`chat_model` never fails and never knocks anywhere: a missing key, a missing package and a wrong id are errors of the
call, which then says a phrase in the model's place. `check_model` tells the operator beforehand.

Retired ids: console.groq.com/docs/deprecations.
"""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NoReturn

import groq
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from providers.errors import ProviderError, Reason, translated
from providers.groq import LeanChatGroq
from settings import settings

log = logging.getLogger(__name__)

GATHER_S = 0.0005
"""How long the words of a reply gather once its first has left: clauses leave whole, and every piece has its price."""
RETIRED = {
    "llama-3.1-8b-instant": "openai/gpt-oss-20b",
    "llama-3.3-70b-versatile": "openai/gpt-oss-120b",
    "llama3-8b-8192": "openai/gpt-oss-20b",
    "llama3-70b-8192": "openai/gpt-oss-120b",
    "gemma2-9b-it": "openai/gpt-oss-20b",
    "mixtral-8x7b-32768": "openai/gpt-oss-120b",
    "deepseek-r1-distill-llama-70b": "openai/gpt-oss-120b",
    "qwen/qwen3-32b": "openai/gpt-oss-120b",
    "meta-llama/llama-4-scout-17b-16e-instruct": "openai/gpt-oss-20b",
    "meta-llama/llama-4-maverick-17b-128e-instruct": "openai/gpt-oss-120b",
}
"""Ids that Groq answers with 404, and what we ask for instead."""
GROQ = "https://api.groq.com"
"""Named here: the SDK takes an empty GROQ_BASE_URL in the environment for an address."""
CHECK_S = 5.0


@dataclass(frozen=True)
class Choice:
    """Everything in the settings that makes one model another."""

    model: str
    key: str
    base_url: str
    reasoning_effort: str
    temperature: float
    max_tokens: int
    first_token_s: float
    stall_s: float

    @classmethod
    def configured(cls) -> "Choice":
        """As the settings stand, a retired id replaced."""
        knobs = settings()
        model = current(knobs.model.removeprefix("groq:"))
        provider = model.partition(":")[0] if ":" in model else "groq"
        keys = {"groq": knobs.groq_api_key, "openai": knobs.openai_api_key}
        return cls(
            model=model,
            key=keys[provider].get_secret_value() if provider in keys else "",
            base_url=knobs.groq_base_url,
            reasoning_effort=knobs.reasoning_effort,
            temperature=knobs.llm_temperature,
            max_tokens=knobs.llm_max_tokens,
            first_token_s=knobs.llm_first_token_s,
            stall_s=knobs.llm_stall_s,
        )


@dataclass(frozen=True)
class Finding:
    """What start-up learnt of the model: `known`, `unknown` to its provider, or `unchecked` and why."""

    model: str
    state: Literal["known", "unknown", "unchecked"]
    detail: str = ""


def chat_model() -> BaseChatModel:
    """The model that the settings name, the same object for the same settings. Raises nothing; see `Speechless`."""
    return _built(Choice.configured())


@lru_cache
def current(model: str) -> str:
    """The id to ask for: itself, or what has replaced it, which is logged the first time."""
    replacement = RETIRED.get(model)
    if replacement is None:
        return model
    log.warning("model retired", extra={"model": model, "replacement": replacement})
    return replacement


async def check_model() -> Finding:
    """Ask Groq whether it has the configured model. Raises nothing, takes no more than five seconds."""
    choice = Choice.configured()
    built = _built(choice)
    if isinstance(built, Speechless):
        return Finding(choice.model, "unchecked", f"{built.reason}: {built.detail}")
    if not isinstance(built, LeanChatGroq):
        return Finding(choice.model, "unchecked", "only Groq's list of models is asked")
    try:
        client = groq.AsyncGroq(
            api_key=choice.key or "none", base_url=choice.base_url or GROQ, timeout=CHECK_S, max_retries=0
        )
        async with client:
            ids = {model.id for model in (await client.models.list()).data}
    except Exception as error:
        trouble = translated(error)
        return Finding(choice.model, "unchecked", str(trouble or type(error).__name__))
    if choice.model in ids:
        return Finding(choice.model, "known")
    return Finding(choice.model, "unknown", f"the provider has {', '.join(sorted(ids))}")


@lru_cache(maxsize=8)
def _built(choice: Choice) -> BaseChatModel:
    if ":" in choice.model:
        return _elsewhere(choice)
    if not choice.key and not choice.base_url:
        return Speechless(provider="groq", reason="unauthorized", detail="GROQ_API_KEY is not set")
    return LeanChatGroq(
        model_name=choice.model,
        api_key=choice.key or "none",
        base_url=choice.base_url or GROQ,
        temperature=choice.temperature,
        max_tokens=choice.max_tokens,
        reasoning_effort=_effort(choice),
        first_byte_s=choice.first_token_s,
        stall_s=choice.stall_s,
        whole_s=choice.first_token_s + choice.stall_s,
        gather_s=GATHER_S,
    )


def _effort(choice: Choice) -> str | None:
    """gpt-oss thinks always, and how hard is a setting; Qwen 3 need not think at all; others have no such knob."""
    if choice.model.startswith("openai/gpt-oss"):
        return choice.reasoning_effort
    return "none" if choice.model.startswith("qwen/qwen3") else None


def _elsewhere(choice: Choice) -> BaseChatModel:
    provider = choice.model.partition(":")[0]
    try:
        # Here, not above: an installation that speaks to Groq alone does without the whole of `langchain`.
        from langchain.chat_models import init_chat_model

        key: dict[str, Any] = (
            {"api_key": choice.key} if choice.key else {}
        )  # without one the provider's package looks for its own
        return init_chat_model(choice.model, temperature=choice.temperature, max_tokens=choice.max_tokens, **key)
    except (ImportError, ValueError) as wrong:
        return _speechless(provider, "invalid_request", wrong)
    except Exception as unusable:
        # Integrations raise errors of their own for a missing key, as early as this.
        return _speechless(provider, "unauthorized", unusable)


def _speechless(provider: str, reason: Reason, why: Exception) -> "Speechless":
    # A package to install and a provider nobody knows are said in full; validation errors would quote the key.
    said = str(why) if isinstance(why, ImportError) or type(why) is ValueError else type(why).__name__
    log.error("model unusable", extra={"provider": provider, "reason": reason, "why": said})
    return Speechless(provider=provider, reason=reason, detail=said)


class Speechless(BaseChatModel):
    """The model of an installation that has none: every call raises the same ProviderError, which says why."""

    provider: str
    reason: Reason
    detail: str = ""

    @property
    def _llm_type(self) -> str:
        return "speechless"

    def fail(self) -> NoReturn:
        """Raise the ProviderError."""
        raise ProviderError(self.provider, self.reason, self.detail)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.fail()

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.fail()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.fail()
        yield

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Itself: it has no use for tools."""
        return self.bind()
