"""HeyGen: tokens with which a page in a browser shows a speaking avatar, so that the account's key stays here.

Wire: docs.heygen.com/reference/create-session-token. A token is good for one session, and a session costs money.
HeyGen's successor of this product, LiveAvatar, has another address and takes no key of HeyGen's.
"""

import httpx

from providers.errors import ProviderError, translating
from settings import settings

NAME = "heygen"
ANSWER_S = 10.0


class NoAvatar(Exception):
    """HEYGEN_API_KEY is empty."""


async def token() -> str:
    """A token for one session. Raises NoAvatar, ProviderError."""
    knobs = settings()
    key = knobs.heygen_api_key.get_secret_value()
    if not key:
        raise NoAvatar
    with translating(NAME):
        async with httpx.AsyncClient(base_url=knobs.heygen_url.rstrip("/"), timeout=ANSWER_S) as http:
            answer = await http.post("/v1/streaming.create_token", headers={"x-api-key": key}, json={})
            told = answer.raise_for_status().json()
    data = told.get("data") if isinstance(told, dict) else None
    given = data.get("token") if isinstance(data, dict) else None
    if not isinstance(given, str) or not given:
        raise ProviderError(NAME, "empty", "the answer has no token")
    return given
