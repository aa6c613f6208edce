"""How a pretend Groq behaves: its pace, what it says, and how it goes wrong, all on request.

A behaviour is chosen three ways, later ones on top: the command line of the server, `POST /simulator/behaviour`, and
the API key of the single client (`sim?fault=cut&after=5`), so that two tests on one server do not disturb each other.
The error bodies and headers are those Groq sends (console.groq.com/docs/errors and /docs/rate-limits).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints
from urllib.parse import parse_qsl

from simulators import lies

Fault = Literal[
    "",
    "late",  # the first token comes after ten seconds, unless first_token_ms says otherwise
    "slow",  # half a second a token, unless token_ms says otherwise
    "stall",  # `after` tokens, then nothing more until the client leaves
    "silent",  # the request is taken and never answered
    "cut",  # the body ends in good order after `after` tokens, with no [DONE]
    "abort",  # the connection drops after `after` tokens (before any, if the answer is not streamed)
    "stream_error",  # an error event after `after` tokens
    "malformed",  # a chunk that is not JSON after `after` tokens (a body that is not, if not streamed)
    "garbage",  # 200 and a page of HTML
    "empty",  # a reply without a word
    "reasoning_only",  # it thinks until max_tokens is used up: finish_reason "length" and no content
    "tool_use_failed",
    "hallucinate",  # Whisper hears something behind the end of the speech, and does not doubt it
    "terms",  # 400: nobody has accepted the model's terms yet
    "lies",  # a booking that nobody made, opening hours that nobody keeps
    "400",
    "401",
    "403",
    "404",
    "413",
    "429",
    "498",
    "500",
    "502",
    "503",
]
FAULTS: tuple[str, ...] = get_args(Fault)

ALIASES = MappingProxyType(
    {
        "unauthorized": "401",
        "retired": "404",
        "too_large": "413",
        "rate_limited": "429",
        "capacity": "498",
        "broken": "500",
        "unavailable": "503",
    }
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What one request gets. Times are milliseconds, counts are tokens of the reply; None leaves it to the script."""

    first_token_ms: float = 0.0
    """Until the first token of the reply; reasoning goes out halfway there."""
    token_ms: float = 0.0
    """Between two tokens. A reply that is not streamed takes as long as the stream would."""
    tokens: int | None = None
    """Exactly so many tokens, padded with harmless words or cut."""
    coalesce: int | None = None
    """Tokens per write; unset: one when they are apart in time, all when they are not."""
    reply: str | None = None
    """Said instead of what the script would say, to the letter (also where JSON was asked for)."""
    reasoning: int | None = None
    """Tokens of reasoning; unset: some for gpt-oss, by effort, and none for other models."""
    tool: str | None = None
    """The tool to call when the client leaves the choice to the model, unless it has just brought a tool's result."""
    arguments: str | None = None
    """The tool's arguments, as JSON, instead of invented ones."""
    fragments: int = 1
    """In how many pieces a tool call's arguments are streamed."""
    fault: Fault = ""
    after: int = 5
    """How many tokens come before a fault that strikes mid-stream."""
    skip: int = 0
    """How many requests of this key go well before the fault."""
    times: int | None = None
    """How many requests of this key the fault spoils; unset: all."""
    lie: str = ""
    """Lies between true sentences: "any", or kinds of simulators/lies.py with commas between. Not where JSON is asked for."""
    seed: int = 0
    """Another seed, other lies to the same words."""
    words: str = ""
    """What the recordings of this key say, with | between them."""
    retry_after: float = 1.0
    """Seconds in the header of a 429 or 503."""

    def with_(self, changes: Mapping[str, Any]) -> "Behaviour":
        """Some knobs turned; values may be text, as in a query. Raises ValueError naming what is wrong."""
        return replace(self, **{name: _value(name, raw) for name, raw in changes.items()})

    def for_key(self, key: str) -> "Behaviour":
        """The knobs an API key such as `sim?token_ms=10&id=7` turns; `id` only tells keys apart. Raises ValueError."""
        _, mark, query = key.partition("?")
        if not mark:
            return self
        knobs = dict(parse_qsl(query, keep_blank_values=True))
        knobs.pop("id", None)
        return self.with_(knobs)

    def paced(self) -> "Behaviour":
        """With the pace that `late` and `slow` stand for filled in."""
        if self.fault == "late" and not self.first_token_ms:
            return replace(self, first_token_ms=10_000.0)
        if self.fault == "slow" and not self.token_ms:
            return replace(self, token_ms=500.0)
        return self


_KINDS: dict[str, Any] = {f.name: get_type_hints(Behaviour)[f.name] for f in fields(Behaviour)}


def _value(name: str, raw: Any) -> Any:
    kind = _KINDS.get(name)
    if kind is None:
        raise ValueError(f"the simulator has no knob {name!r}; it has {', '.join(_KINDS)}")
    if name == "fault":
        fault = ALIASES.get(str(raw), str(raw))
        if fault not in FAULTS:
            raise ValueError(
                f"the simulator has no fault {raw!r}; it has {', '.join(FAULTS[1:])}, {', '.join(ALIASES)}"
            )
        return fault
    if name == "lie":
        lies.chosen(str(raw))
        return str(raw)
    try:
        if type(None) in get_args(kind):
            kind = next(k for k in get_args(kind) if k is not type(None))
            return None if raw is None or (raw == "" and kind is not str) else kind(raw)
        return kind(raw)
    except (TypeError, ValueError):
        raise ValueError(f"{name} cannot be {raw!r}") from None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is an error: its status, its body and the headers it has beside the usual ones."""

    status: int
    message: str
    type: str
    code: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The JSON document."""
        error: dict[str, Any] = {"message": self.message, "type": self.type}
        if self.code is not None:
            error["code"] = self.code
        return {"error": error | dict(self.more)}


def invalid(message: str, *, code: str | None = None, more: Mapping[str, Any] | None = None) -> Refusal:
    """400: the request is not one Groq would take."""
    return Refusal(400, message, "invalid_request_error", code, more or {})


def unknown_model(model: str) -> Refusal:
    """404: what an id answers that never was or has been retired."""
    message = f"The model `{model}` does not exist or you do not have access to it."
    return Refusal(404, message, "invalid_request_error", "model_not_found")


def unauthorized() -> Refusal:
    """401: no key, or one that Groq does not know."""
    return Refusal(401, "Invalid API Key", "invalid_request_error", "invalid_api_key")


def tool_use_failed(generation: str) -> Refusal:
    """400: the model wanted to call a tool and wrote nonsense; the nonsense comes along."""
    message = "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details."
    return invalid(message, code="tool_use_failed", more={"failed_generation": generation})


def refusal(behaviour: Behaviour, model: str) -> Refusal | None:
    """The refusal that the behaviour's fault stands for, or None when the fault is another kind of trouble."""
    wait = behaviour.retry_after
    match behaviour.fault:
        case "400":
            return invalid("'messages' : minimum number of items is 1")
        case "401":
            return unauthorized()
        case "403":
            message = "Your organization has been restricted. Please reach out to support if you believe this is wrong."
            return Refusal(403, message, "invalid_request_error", "organization_restricted")
        case "404":
            return unknown_model(model)
        case "413":
            message = (
                f"Request too large for model `{model}` in organization `org_simulator` service tier `on_demand` on "
                "tokens per minute (TPM): Limit 8000, Requested 9120, please reduce your message size and try again."
            )
            return Refusal(413, message, "tokens", "rate_limit_exceeded")
        case "429":
            message = (
                f"Rate limit reached for model `{model}` in organization `org_simulator` service tier `on_demand` on "
                f"tokens per minute (TPM): Limit 8000, Used 7952, Requested 351. Please try again in {wait:g}s."
            )
            return Refusal(429, message, "tokens", "rate_limit_exceeded", headers={"retry-after": f"{wait:g}"})
        case "498":
            message = "Flex tier capacity exceeded. Please try again later, or use the on_demand service tier."
            return Refusal(498, message, "capacity_exceeded", "capacity_exceeded")
        case "500":
            return Refusal(500, "Internal Server Error", "internal_server_error")
        case "502":
            return Refusal(502, "Bad Gateway", "internal_server_error")
        case "503":
            headers = {"retry-after": f"{wait:g}"}
            return Refusal(503, "Service Unavailable", "internal_server_error", "service_unavailable", headers=headers)
        case "terms":
            message = f"The model `{model}` requires terms acceptance. Please have the org admin accept the terms."
            return invalid(message, code="model_terms_required")
        case "tool_use_failed":
            return tool_use_failed('<function=book_table{"party_size": four}</function>')
    return None
