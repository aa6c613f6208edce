"""The telephone: Twilio asks what to do with a call, connects its sound, and makes calls of ours.

    POST /voice/phone/{agent_id}          a call has come in, or was picked up: TwiML that connects it to the stream
    POST /voice/phone/{agent_id}/dialled  a call that was put through to a person has come back: how did it go?
    WS   /voice/phone                     its sound (voice/phone.py)
    POST /voice/calls                     ring somebody up

What Twilio asks is signed (providers/twilio.py), the WebSocket's handshake too. Beside that the stream brings a ticket,
signed by this house and good for a minute, that says who calls whom in which call. A stream that cannot go on is closed:

    4400 no usable beginning   4401 no ticket, or not this call's   4404 no such agent or conversation
    4408 no beginning within ten seconds   4429 too many calls of the tenant   1000 it is over
    1013 no vendor hears or speaks (any more), or the database is away   1008 the far end does not read   1011 our fault
"""

import asyncio
import hashlib
import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import jwt
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from api.access import NotSigned, Operator
from api.chat import PROBLEM
from api.voice import CLOSE_S, CLOSES, INIT_S, has, heard_and_spoken, occupied
from dialogue.call import Call
from prompts.phrases import phrase
from providers import speech, twilio
from providers.errors import ProviderError
from providers.speech import SpeechUnavailable
from records import agents, database
from records.agents import E164, Agent
from settings import settings
from turns.taking import UnknownAgent, UnknownThread
from turns.utterance import NotUnderstood
from voice.audio import Framer, lasts_ms
from voice.browser import Refused, hello
from voice.phone import PhoneLine, Start, started
from voice.session import Played, Session

router = APIRouter(prefix="/voice", tags=["telephone"])
log = logging.getLogger(__name__)

STREAM = "/voice/phone"
TICKET_S = 60
"""How long Twilio may take from our answer to the stream's beginning."""
LEAVES_S = 5.0
"""How long Twilio may take to close the stream of a call that goes on elsewhere."""
GERMAN_SPOKEN = ("+49", "+43", "+41")


# --- a call comes in --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ticket:
    """Who calls whom, in which of Twilio's calls. `thread_id` is the conversation that an outbound call goes on with."""

    tenant_id: str
    agent_id: str
    call_sid: str
    caller_id: str = ""
    thread_id: str = ""

    def signed(self, ttl_s: int = TICKET_S) -> str:
        """As a parameter of the stream."""
        until = datetime.now(UTC) + timedelta(seconds=ttl_s)
        return jwt.encode({**asdict(self), "aud": STREAM, "exp": until}, _secret(), algorithm="HS256")

    @classmethod
    def of(cls, start: Start) -> "Ticket":
        """The ticket that a stream brings, if it is this call's. Raises Refused."""
        try:
            told = jwt.decode(start.parameters.get("ticket", ""), _secret(), algorithms=["HS256"], audience=STREAM)
            ticket = cls(**{name: value for name, value in told.items() if name not in ("aud", "exp")})
        except (jwt.InvalidTokenError, TypeError):
            raise Refused("ticket", "is none of this house's, or no longer good.", code=4401) from None
        if ticket.call_sid != start.call_sid:
            raise Refused("ticket", "is another call's.", code=4401)
        return ticket


def _secret() -> bytes:
    """What tickets are signed with: the same on every process and machine of an installation."""
    knobs = settings()
    known = (knobs.secret_key.get_secret_value(), knobs.twilio_auth_token.get_secret_value())
    return hashlib.sha256("\0".join(("ticket", *known)).encode()).digest()


TWIML: dict[int | str, dict[str, Any]] = {
    200: {"description": "TwiML.", "content": {"application/xml": {}}},
    403: {"description": "Not signed by Twilio.", **PROBLEM},
    503: {"description": "The settings make no telephone.", **PROBLEM},
}


@router.post("/phone/{agent_id}", response_class=Response, responses=TWIML)
async def ring(agent_id: str, request: Request) -> Response:
    """What Twilio asks when somebody calls a number, or has picked up: set this address as the number's webhook.

    The answer connects the call to the stream. Whatever is wrong, but the signature, the caller hears in words.
    """
    account, form = await _signed(request)
    language = "de" if form.get("To", "").startswith(GERMAN_SPOKEN) else "en"
    outbound = form.get("Direction", "inbound").startswith("outbound")
    other = form.get("To" if outbound else "From", "")
    try:
        tenant_id = await agents.owner(agent_id)
        agent = await agents.get(tenant_id, agent_id) if tenant_id else None
    except database.Unavailable:
        return _twiml(twilio.say(phrase("no_voice", language), language))
    if agent is None or "CallSid" not in form:
        log.warning("call for nobody", extra={"agent": agent_id, "call": form.get("CallSid")})
        return _twiml(twilio.say(phrase("not_connected", language), language))
    ticket = Ticket(
        str(agent.tenant_id),
        str(agent.id),
        form["CallSid"],
        caller_id=other if re.fullmatch(E164, other) else "",
        thread_id=request.query_params.get("conversation_id", ""),
    )
    return _twiml(twilio.connect(account.stream_at(STREAM), {"ticket": ticket.signed()}))


@router.post("/phone/{agent_id}/dialled", response_class=Response, responses=TWIML)
async def dialled(agent_id: str, request: Request) -> Response:
    """What Twilio asks when a call that was put through has come back: whoever was not answered hears what happens next."""
    _, form = await _signed(request)
    language = request.query_params.get("language", "en")
    log.info("put through", extra={"agent": agent_id, "call": form.get("CallSid"), "went": form.get("DialCallStatus")})
    answered = form.get("DialCallStatus") in ("completed", "answered")
    return _twiml(twilio.hang_up() if answered else twilio.say(phrase("call_back", language), language))


async def _signed(request: Request) -> tuple[twilio.Account, dict[str, str]]:
    """Twilio's form. Raises NotSigned, NoTelephone."""
    account = twilio.account()
    form = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    if not _is_signed(account, request, form):
        raise NotSigned
    return account, dict(form)


def _is_signed(account: twilio.Account, request: HTTPConnection, form: Iterable[tuple[str, str]] = ()) -> bool:
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    good = account.signed(request.headers.get("x-twilio-signature", ""), path, form)
    if not good:
        log.warning("not signed by Twilio", extra={"path": request.url.path, "expected_at": account.public_url})
    return good


def _twiml(document: str) -> Response:
    return Response(document, media_type="application/xml")


# --- its sound --------------------------------------------------------------------------------------------------------


@router.websocket("/phone")
async def phone(socket: WebSocket) -> None:
    """A call by telephone, from its first message to its end."""
    try:
        account = twilio.account()
        signed = _is_signed(account, socket)
    except twilio.NoTelephone:
        signed = False
    if not signed:
        return await socket.close()  # not accepted yet: the handshake is answered with 403
    await socket.accept()
    try:
        start = await _start(socket)
    except Refused as wrong:
        return await _close(socket, wrong.code or 4400, wrong.field)
    except WebSocketDisconnect:
        return None
    line = PhoneLine(socket, start)
    listening = asyncio.create_task(line.listen())
    try:
        why = await _answer(account, line, listening)
        return await _close(socket, CLOSES.get(why, 1000), why)
    except Refused as wrong:
        return await _close(socket, wrong.code or 4400, wrong.field)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _answer(account: twilio.Account, line: PhoneLine, listening: "asyncio.Task[None]") -> str:
    """Let the agent that is called answer; why the call ended. Raises Refused, what can be said about it being said."""
    ticket = Ticket.of(line.start)
    language = "en"
    try:
        agent = await _called(ticket)
        language = agent.language
        with occupied(ticket.tenant_id):
            return await _talk(account, line, listening, ticket, agent)
    except Refused as wrong:
        log.warning("call refused", extra={"field": wrong.field, "why": wrong.message, "code": wrong.code})
        await _regret(account, ticket, language)
        raise


async def _talk(
    account: twilio.Account, line: PhoneLine, listening: "asyncio.Task[None]", ticket: Ticket, agent: Agent
) -> str:
    """The call itself; why it ended. Raises Refused where nobody hears or speaks."""
    language = agent.language
    ear, mouth = await heard_and_spoken(agent, language)
    session = Session(
        Call(ticket.tenant_id, ticket.agent_id, ticket.thread_id, "phone", ticket.caller_id or None),
        line,
        ear=ear,
        mouth=mouth,
        language=language,
        **hello(language, agent.tenant_name),
        transfers=True,
        longest_ms=settings().call_max_minutes * 60_000,
    )
    why = await session.run()
    if why == "handed_off" and agent.transfer_number:
        await _put_through(account, ticket, agent, session.language, line, listening)
    elif why in ("no_voice", "trouble"):
        await _regret(account, ticket, session.language)
    return why


async def _start(socket: WebSocket) -> Start:
    """The beginning of the stream; what comes before it is passed over. Raises Refused, WebSocketDisconnect."""
    with suppress(TimeoutError):
        async with asyncio.timeout(INIT_S):
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                if (start := started(message)) is not None:
                    return start
            raise WebSocketDisconnect(message.get("code", 1000))
    raise Refused("start", f"did not come within {INIT_S:.0f} seconds.", code=4408)


async def _called(ticket: Ticket) -> Agent:
    """The agent that is called. Raises Refused."""
    try:
        agent = await agents.get(ticket.tenant_id, ticket.agent_id)
        if agent is None:
            raise Refused("ticket", "there is no such agent any more.", code=4404)
        if ticket.thread_id and not await has(ticket.tenant_id, ticket.agent_id, ticket.thread_id):
            raise Refused("ticket", "there is no such conversation of this agent.", code=4404)
    except database.Unavailable:
        raise Refused("ticket", "cannot be read: the database is away for a moment.", code=1013) from None
    return agent


async def _put_through(
    account: twilio.Account,
    ticket: Ticket,
    agent: Agent,
    language: str,
    line: PhoneLine,
    listening: "asyncio.Task[None]",
) -> None:
    """Let Twilio dial the house's people; where it cannot, the caller is told that somebody will call back."""
    then = account.at(f"{STREAM}/{agent.id}/dialled?{urlencode({'language': language})}")
    try:
        await account.goes_on(ticket.call_sid, twilio.dial(agent.transfer_number or "", then))
        await asyncio.wait([listening], timeout=LEAVES_S)
    except (ProviderError, twilio.NotCalled) as failed:
        log.warning("not put through", extra={"call": ticket.call_sid, "reason": str(failed)})
        await _say(line, phrase("call_back", language), language, agent.voice)


async def _say(line: PhoneLine, text: str, language: str, voice: str) -> None:
    """Say something and wait until it has sounded, after the session has let go of the line."""
    try:
        pcm = await speech.synthesize(text, language=language, voice=voice)
    except SpeechUnavailable as lost:
        log.warning("nobody speaks to the caller", extra={"vendor": lost.vendor, "reason": lost.reason})
        return
    frames = Framer()
    for frame in (*frames.feed(pcm), frames.rest()):
        await line.play(frame)
    await line.mark("said")
    with suppress(TimeoutError):
        async with asyncio.timeout(lasts_ms(pcm) / 1000 + LEAVES_S):
            async for arrived in line.arrives():
                if arrived == Played("said"):
                    return


async def _regret(account: twilio.Account, ticket: Ticket, language: str) -> None:
    """Let Twilio's own voice say that we cannot."""
    try:
        await account.goes_on(ticket.call_sid, twilio.say(phrase("no_voice", language), language))
    except (ProviderError, twilio.NotCalled) as failed:
        log.warning("call ended without a word", extra={"call": ticket.call_sid, "reason": str(failed)})


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # the caller may be gone already, or not read
        async with asyncio.timeout(CLOSE_S):
            await socket.close(code, reason)


# --- ringing somebody up ----------------------------------------------------------------------------------------------


def _e164(number: str) -> str:
    if re.fullmatch(E164, number):
        return number
    raise PydanticCustomError("phone_number", "is not a telephone number")


class CallOut(BaseModel):
    """Whom to call, and which agent does."""

    agent_id: UUID = Field(description="Which agent of the tenant.", examples=["0b9f6a52-7c1e-4d1a-9f0e-2a6f5d1c3b4e"])
    to: Annotated[str, AfterValidator(_e164)] = Field(description="E.164.", examples=["+493012345678"])
    conversation_id: UUID | None = Field(
        None, description="The conversation that the call goes on with; without it a new one begins.", examples=[None]
    )


class CalledOut(BaseModel):
    """A call on its way."""

    call_id: str = Field(description="Twilio's id of the call.", examples=["CA" + "0" * 32])
    conversation_id: UUID | None = Field(description="As it was asked for; a new one begins with the first words.")
    status: str = Field(description="Twilio's word for how far it is.", examples=["queued"])


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    403: {"description": "A key of somebody who does not work for the tenant.", **PROBLEM},
    404: {"description": "An unknown or foreign agent or conversation.", **PROBLEM},
    422: {"description": "A field is wrong, or Twilio does not call this number.", **PROBLEM},
    503: {"description": "The settings make no telephone, or Twilio does not answer.", **PROBLEM},
}


@router.post("/calls", status_code=202, responses=PROBLEMS)
async def call(asked: CallOut, who: Operator) -> CalledOut:
    """Ring somebody up and let an agent talk to them. Sent twice, it rings twice."""
    account = twilio.account()
    tenant_id, agent_id = str(who.tenant_id), str(asked.agent_id)
    if await agents.get(tenant_id, agent_id) is None:
        raise UnknownAgent(agent_id)
    query = ""
    if asked.conversation_id is not None:
        if not await has(tenant_id, agent_id, str(asked.conversation_id)):
            raise UnknownThread(str(asked.conversation_id))
        query = "?" + urlencode({"conversation_id": asked.conversation_id})
    try:
        placed = await account.call(asked.to, account.at(f"{STREAM}/{agent_id}{query}"))
    except twilio.NotCalled as refused:
        raise NotUnderstood("to", "phone_refused", why=str(refused)) from refused
    log.info("called out", extra={"agent": agent_id, "call": placed.call_sid})
    return CalledOut(call_id=placed.call_sid, conversation_id=asked.conversation_id, status=placed.status)
