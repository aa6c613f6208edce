"""Twilio: what it asks of us is signed, what we want of its calls goes over REST, and TwiML says what a call does next.

Requests: twilio.com/docs/usage/security. Calls: twilio.com/docs/voice/api/call-resource. TwiML: twilio.com/docs/voice/twiml.
"""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element, SubElement, tostring

import httpx

from providers.errors import ProviderError, from_response, translating
from settings import settings

NAME: Final = "twilio"
ANSWER_S: Final = 8.0
"""How long Twilio may take to answer."""
RINGS_S: Final = 30
"""How long somebody may take to pick up."""
NOT_TO_BE_CALLED: Final = frozenset((21211, 21214, 21215, 21216, 21217, 21219, 13223, 13224, 13225, 13226, 13227))
"""Twilio's codes for a number that it does not call: none, none at present, not from here, not from this account."""
SPOKEN: Final = {"en": "en-US", "de": "de-DE"}


class NoTelephone(Exception):
    """The settings do not make a telephone; `missing` names those that are wanting."""

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


class NotCalled(Exception):
    """Twilio does not call this number; the text is Twilio's reason."""


@dataclass(frozen=True)
class Placed:
    """A call that Twilio is making."""

    call_sid: str
    status: str


@dataclass(frozen=True)
class Account:
    """An account of Twilio's, and where Twilio reaches us. `number` is where calls of ours come from."""

    sid: str
    token: str
    number: str
    public_url: str
    url: str = "https://api.twilio.com"

    def at(self, path: str) -> str:
        """A path of ours, as Twilio knows it."""
        return self.public_url + path

    def stream_at(self, path: str) -> str:
        """A WebSocket of ours, as Twilio knows it."""
        return "ws" + self.at(path).removeprefix("http")

    def signed(self, signature: str, path: str, form: Iterable[tuple[str, str]] = ()) -> bool:
        """Whether a request of Twilio's to a path of ours (with its query) has this signature.

        Proxies and Twilio do not agree on whether the port and a slash at the end belong to an address; each way is good.
        """
        named = "".join(name + value for name, value in sorted(set(form)))
        good = False
        for url in self._written(path):
            made = hmac.new(self.token.encode(), (url + named).encode(), hashlib.sha1).digest()
            good |= hmac.compare_digest(base64.b64encode(made), signature.encode())
        return good

    def _written(self, path: str) -> Iterable[str]:
        """The ways to write one address; a WebSocket's handshake is signed as wss:// or as https://."""
        public, (before, mark, query) = urlsplit(self.public_url), path.partition("?")
        host = public.netloc.removesuffix(f":{public.port}")
        port = public.port or {"https": 443, "http": 80}[public.scheme]
        for scheme in (public.scheme, public.scheme.replace("http", "ws")):
            for named in (host, f"{host}:{port}"):
                for end in ("", "/"):
                    yield f"{scheme}://{named}{public.path}{before.rstrip('/')}{end}{mark}{query}"

    async def call(self, to: str, ask: str) -> Placed:
        """Ring somebody up; once they have picked up, `ask` (an address of ours) says what to do.

        Raises NotCalled for a number that Twilio does not call, and ProviderError.
        """
        told = await self._post("/Calls.json", {"To": to, "From": self.number, "Url": ask, "Timeout": str(RINGS_S)})
        return Placed(str(told.get("sid", "")), str(told.get("status", "")))

    async def goes_on(self, call_sid: str, twiml: str) -> None:
        """Let a call go on with this, whatever it is doing now. Raises ProviderError, also for one that is over."""
        await self._post(f"/Calls/{call_sid}.json", {"Twiml": twiml})

    async def _post(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        with translating(NAME):
            answer = await _client().post(
                f"{self.url}/2010-04-01/Accounts/{self.sid}{path}", data=dict(form), auth=(self.sid, self.token)
            )
            if answer.is_success:
                told: dict[str, Any] = answer.json()
                return told
        try:
            code, why = int(answer.json()["code"]), str(answer.json()["message"])
        except (ValueError, KeyError, TypeError):
            raise from_response(answer, NAME) from None
        if code in NOT_TO_BE_CALLED:
            raise NotCalled(why)
        reason = from_response(answer, NAME)
        raise ProviderError(NAME, reason.reason, f"{reason.detail} {code}", status=reason.status)


def account() -> Account:
    """The account of this installation. Raises NoTelephone, naming the settings that are wanting."""
    knobs = settings()
    found = Account(
        knobs.twilio_account_sid,
        knobs.twilio_auth_token.get_secret_value(),
        knobs.twilio_number,
        knobs.public_url,
        knobs.twilio_url,
    )
    wanted = {
        "TWILIO_ACCOUNT_SID": found.sid,
        "TWILIO_AUTH_TOKEN": found.token,
        "TWILIO_NUMBER": found.number,
        "PUBLIC_URL": found.public_url,
    }
    if missing := [name for name, value in wanted.items() if not value]:
        raise NoTelephone(missing)
    return found


# --- TwiML ------------------------------------------------------------------------------------------------------------


def connect(url: str, parameters: Mapping[str, str]) -> str:
    """The call is to be a stream to this address, in both directions, until we hang up."""
    response = Element("Response")
    stream = SubElement(SubElement(response, "Connect"), "Stream", url=url)
    for name, value in parameters.items():
        SubElement(stream, "Parameter", name=name, value=value)
    return _document(response)


def say(text: str, language: str) -> str:
    """Twilio's own voice says this, and hangs up."""
    response = Element("Response")
    SubElement(response, "Say", language=SPOKEN.get(language, SPOKEN["en"])).text = text
    SubElement(response, "Hangup")
    return _document(response)


def dial(number: str, then: str) -> str:
    """The call is put through to a number; how that went, Twilio tells the address `then`."""
    response = Element("Response")
    SubElement(response, "Dial", action=then, timeout=str(RINGS_S)).text = number
    return _document(response)


def hang_up() -> str:
    """The call is over."""
    response = Element("Response")
    SubElement(response, "Hangup")
    return _document(response)


def _document(response: Element) -> str:
    return tostring(response, encoding="unicode", xml_declaration=False)


# --- connections ------------------------------------------------------------------------------------------------------

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()


def _client() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    if (client := _clients.get(loop)) is None:
        client = _clients[loop] = httpx.AsyncClient(timeout=ANSWER_S)
    return client


async def close() -> None:
    """Close the connections of the running event loop; the next call opens new ones."""
    if client := _clients.pop(asyncio.get_running_loop(), None):
        await client.aclose()
