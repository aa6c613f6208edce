"""When a vendor fails us: one error for all of them, and the one place where a client library's errors become it.

    ProviderError
      retryable     the same request may succeed in a moment: rate_limited unavailable timeout cut_off empty unreachable
      not so        somebody has to change something first:   unauthorized unknown_model refused invalid_request

Groq's statuses and codes: console.groq.com/docs/errors. The libraries' trees: `groq._exceptions`, httpx and aiohttp.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, get_args

import aiohttp
import groq
import httpx

Reason = Literal[
    "unauthorized",
    "unknown_model",
    "rate_limited",
    "unavailable",
    "timeout",
    "cut_off",
    "refused",
    "empty",
    "invalid_request",
    "unreachable",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
RETRYABLE: frozenset[Reason] = frozenset(("rate_limited", "unavailable", "timeout", "cut_off", "empty", "unreachable"))

_BY_STATUS: Mapping[int, Reason] = {
    401: "unauthorized",
    402: "unauthorized",
    403: "refused",
    404: "unknown_model",
    408: "timeout",
    409: "unavailable",
    429: "rate_limited",
    498: "unavailable",
    504: "timeout",
}
_BY_CODE: Mapping[str, Reason] = {
    "unknown_url": "invalid_request",
    "model_decommissioned": "unknown_model",
    "tool_use_failed": "refused",
    "json_validate_failed": "refused",
}
_WORTH_ANOTHER_TRY = frozenset(("tool_use_failed", "json_validate_failed"))
"""The model drew badly; another draw may be good. The rest of what it refuses it will refuse again."""


class ProviderError(Exception):
    """A vendor did not do its part. Its text is for logs: it names vendor and reason, never what the caller said.

    `status` is the HTTP status, where there was one; `retry_after_s` the wait that the vendor asked for.
    """

    def __init__(
        self,
        provider: str,
        reason: Reason,
        detail: str = "",
        *,
        retryable: bool | None = None,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(f"{provider}: {reason}" + (f" ({detail})" if detail else ""))
        self.provider = provider
        self.reason: Reason = reason
        self.detail = detail
        self.retryable = reason in RETRYABLE if retryable is None else retryable
        self.status = status
        self.retry_after_s = retry_after_s


def translated(error: BaseException, provider: str = "groq") -> ProviderError | None:
    """The same trouble as a ProviderError; None for what is no vendor's doing (a bug of ours, a cancellation).

    LangChain's complaint that a stream held nothing counts as `empty`.
    """
    match error:
        case ProviderError():
            return error
        case groq.APIStatusError():
            return from_response(error.response, provider, error.body)
        case groq.APITimeoutError() | httpx.TimeoutException() | aiohttp.ServerTimeoutError() | TimeoutError():
            return ProviderError(provider, "timeout", _named(error))
        case groq.APIConnectionError():
            return ProviderError(provider, "unreachable", _named(error.__cause__ or error))
        case groq.APIResponseValidationError():
            return ProviderError(provider, "unavailable", "not an answer of this API", status=error.status_code)
        case groq.APIError():
            # An error event inside a stream that had begun well.
            return ProviderError(provider, "cut_off", str(_in_body(error.body, "code") or _named(error)))
        case groq.GroqError():
            # Raised at construction alone, for a key that is missing.
            return ProviderError(provider, "unauthorized", "no API key")
        case httpx.HTTPStatusError():
            return from_response(error.response, provider)
        case aiohttp.ClientResponseError():
            reason = _BY_STATUS.get(error.status) or ("unavailable" if error.status >= 500 else "invalid_request")
            return ProviderError(provider, reason, f"HTTP {error.status}", status=error.status)
        case httpx.ConnectError() | httpx.UnsupportedProtocol() | aiohttp.ClientConnectorError() | aiohttp.InvalidURL():
            return ProviderError(provider, "unreachable", _named(error))
        case httpx.TransportError() | aiohttp.ClientError() | json.JSONDecodeError():
            return ProviderError(provider, "cut_off", _named(error))
        case ConnectionError():
            return ProviderError(provider, "unreachable", _named(error))
        case ValueError() if "No generation chunks were returned" in str(error):
            return ProviderError(provider, "empty")
    return None


def from_response(response: httpx.Response, provider: str, body: object = None) -> ProviderError:
    """The error that an HTTP answer of 400 or more stands for; `body` is its JSON, read from it when left out."""
    if body is None:
        try:
            body = response.json()
        except (ValueError, httpx.ResponseNotRead):
            body = None
    status, code = response.status_code, str(_in_body(body, "code") or "")
    reason = _BY_CODE.get(code) or _BY_STATUS.get(status) or ("unavailable" if status >= 500 else "invalid_request")
    return ProviderError(
        provider,
        reason,
        f"HTTP {status} {code}".strip(),
        retryable=True if code in _WORTH_ANOTHER_TRY else None,
        status=status,
        retry_after_s=_seconds(response.headers.get("retry-after")),
    )


@contextmanager
def translating(provider: str = "groq") -> Iterator[None]:
    """Whatever a vendor's client raises inside the block leaves it as a ProviderError, its cause kept."""
    try:
        yield
    except Exception as error:
        ours = translated(error, provider)
        if ours is None or ours is error:
            raise
        raise ours from error


def _in_body(body: object, name: str) -> object:
    inner = body.get("error", body) if isinstance(body, Mapping) else None
    return inner.get(name) if isinstance(inner, Mapping) else None


def _named(error: BaseException) -> str:
    return type(error).__name__


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header is not None else None
    except ValueError:
        return None
