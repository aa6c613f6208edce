"""Who may knock: a key in, a principal out.

Every route but health and the documentation asks for a key: `Authorization: Bearer KEY`, or `X-API-Key: KEY` where a
client cannot set the former. A key belongs to one tenant and has one role; what the tenant is, is never read from a
body or a path. A browser that opens a playground signs in once with the key and is known by a cookie that only
`/agents` gets to see and that no other page can make it send (`api/runnables.py`).
"""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection

from dialogue.call import Call
from records import keys
from records.keys import Principal

ROLES = ("visitor", "customer", "operator", "admin")
"""Each may do what the ones before it may."""
COOKIE = "switchboard_playground"
LONGEST_KEY = 200


class NoKey(Exception):
    """Nobody said who they are, or the key is not one of ours. `wrong` tells the two apart."""

    def __init__(self, *, wrong: bool) -> None:
        super().__init__("the key is not valid" if wrong else "no key")
        self.wrong = wrong


class NotAllowed(Exception):
    """The key is good and its role does not suffice."""

    def __init__(self, role: str, needed: str) -> None:
        super().__init__(f"{role} is not {needed}")
        self.needed = needed


class NotYours(Exception):
    """The request names a tenant that is not the key's. The door answers as if there were no such tenant."""


class NotSigned(Exception):
    """A request that only Twilio may make has not Twilio's signature."""


class Knock(HTTPBearer):
    """The dependency that turns a request's key into its principal. Raises NoKey, NotAllowed, database.Unavailable."""

    def __init__(self, needed: str) -> None:
        super().__init__(
            scheme_name="key",
            description="A tenant's API key. `make run` prints one and writes all of the demo's to demo.json. "
            "The header `X-API-Key` is accepted too.",
        )
        self.needed = needed
        self.rank = ROLES.index(needed)

    async def __call__(self, request: HTTPConnection) -> Principal:  # type: ignore[override]
        principal = await known(key_of(request))
        if ROLES.index(principal.role) < self.rank:
            raise NotAllowed(principal.role, self.needed)
        request.state.principal = principal
        return principal


visitor = Knock("visitor")

Visitor = Annotated[Principal, Depends(visitor)]
"""Whoever holds any key of the tenant: may talk to its agents."""
Operator = Annotated[Principal, Depends(Knock("operator"))]
"""Somebody who works for the tenant: may see its records and take over its calls."""


def key_of(request: HTTPConnection) -> str:
    """The key a request came with, or an empty string."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if key := request.headers.get("x-api-key"):
        return key.strip()
    if COOKIE in request.cookies and _from_our_own_page(request):
        return request.cookies[COOKIE]
    return ""


def _from_our_own_page(request: HTTPConnection) -> bool:
    """Whether a browser says that one of our pages asks. To a cookie, another port of this machine is the same site."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


async def known(key: str) -> Principal:
    """Whose key this is. Raises NoKey, and database.Unavailable when nobody can say."""
    if not key:
        raise NoKey(wrong=False)
    principal = await keys.principal(key) if len(key) <= LONGEST_KEY and key.isascii() else None
    if principal is None:
        raise NoKey(wrong=True)
    return principal


def call(principal: Principal, *, agent_id: str = "", thread_id: str = "", turn_id: str = "") -> Call:
    """The call of a text door: the tenant is always the key's."""
    return Call(str(principal.tenant_id), agent_id=agent_id, thread_id=thread_id, turn_id=turn_id)
