"""Talking to an agent by ear: a socket is accepted, the caller named, and the call handed to voice/.

Whoever calls says `init` first (voice/browser.py has the messages) and shows a key, in a header or, as a browser cannot
set one, in `init`. What is wrong is told as an `error` event that names the field, and then the socket is closed:

    4400 the first message cannot be used   4401 no key, or a wrong one   4404 no such agent or conversation
    4408 nothing was said for ten seconds   4429 too many calls of the tenant, or too many wrong keys   1000 the call is over
    1013 no vendor hears or speaks (any more), or the database is away   1008 the far end does not read   1011 our fault
"""

import asyncio
import logging
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from api import lines
from api.access import NoKey, key_of, known
from dialogue.call import Call
from providers import speech
from providers.speech import SpeechUnavailable, listed
from records import agents, conversations, database
from records.agents import Agent
from records.keys import Principal
from settings import settings
from voice.browser import BrowserLine, Init, Refused, hello, opened
from voice.recorded import Recorded
from voice.session import Session

router = APIRouter(prefix="/voice", tags=["voice"])
log = logging.getLogger(__name__)

INIT_S = 10.0
"""How long a socket may wait before it says who calls."""
CLOSE_S = 2.0
"""How long a far end may take to take the last words."""
CLOSES: Final[dict[str, int]] = {"no_ear": 1013, "no_voice": 1013, "stuck": 1008, "trouble": 1011}
"""What a socket is closed with, by why the call ended; 1000 otherwise."""


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """A call, from its first message to its end."""
    await socket.accept()
    try:
        message = await first(socket)
        init = opened(message, settings().sample_rate)
        call, agent = await called(socket, init)
        with occupied(call.tenant_id):
            await _talk(socket, init, call, agent)
    except Refused as wrong:
        await refuse(socket, wrong)
    except WebSocketDisconnect:
        return
    return


async def _talk(socket: WebSocket, init: Init, call: Call, agent: Agent) -> None:
    """The call itself. Raises Refused where nobody hears, or nobody speaks and no apology is recorded."""
    language = init.language or agent.language
    kept = recorded()
    apology = kept.sound(language)
    ear, mouth = await heard_and_spoken(agent, language, unvoiced=bool(apology))
    line = BrowserLine(socket, init)
    await line.tell("ready", {"sample_rate": 16_000, "language": language})
    session = Session(
        call,
        line,
        ear=ear,
        mouth=mouth,
        language=language,
        **hello(language, agent.tenant_name),
        apology=apology,
        longest_ms=settings().call_max_minutes * 60_000,
    )
    listening = asyncio.create_task(line.listen())
    recording = asyncio.create_task(kept.record())
    try:
        why = await session.run()
    finally:
        for task in (listening, recording):
            task.cancel()
        await asyncio.gather(listening, recording, return_exceptions=True)
    with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # the caller may be gone already, or not read
        if why != "stuck":
            await line.tell("ended", {"why": why, "conversation_id": session.call.thread_id})
        async with asyncio.timeout(CLOSE_S):
            await socket.close(CLOSES.get(why, 1000), why)


@lru_cache
def recorded() -> Recorded:
    """The apologies of this house: by whom they were spoken is a part of their names."""
    knobs = settings()
    who = f"{knobs.speech_mouths} {urlsplit(knobs.elevenlabs_url).hostname} {knobs.elevenlabs_voice} {knobs.groq_tts_voice}"
    return Recorded(knobs.data / "recorded", who)


async def first(socket: WebSocket) -> MutableMapping[str, Any]:
    """What a socket says first. Raises Refused, WebSocketDisconnect."""
    try:
        async with asyncio.timeout(INIT_S):
            message = await socket.receive()
    except TimeoutError:
        raise Refused("event", f"nothing was said for {INIT_S:.0f} seconds; say who calls.", code=4408) from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    return message


@contextmanager
def occupied(tenant_id: str) -> Iterator[None]:
    """One of the tenant's lines, while the block lasts. Raises Refused where all are taken."""
    try:
        with lines.calls.taken(tenant_id, settings().calls_per_tenant):
            yield
    except lines.Full as full:
        many = f"cannot be answered: the tenant has {full.most} calls at once already (CALLS_PER_TENANT). Call again later."
        raise Refused("event", many, code=4429) from None


async def shown(socket: WebSocket, key: str) -> Principal:
    """Whose key a socket shows, in a header or in a message. Raises NoKey, database.Unavailable, Refused: see `told`."""
    address = socket.client.host if socket.client else ""
    if (wait_s := lines.wrong_keys.wait_s(address)) > 0:
        raise Refused("api_key", f"was wrong too often from this address; wait {wait_s:.0f} seconds.", code=4429)
    try:
        return await known(key_of(socket) or key)
    except NoKey as nobody:
        if nobody.wrong:
            lines.wrong_keys.made(address)
        raise


@contextmanager
def told() -> Iterator[None]:
    """What keeps a caller out is told to them. Raises Refused."""
    try:
        yield
    except NoKey as nobody:
        wrong = "is not valid." if nobody.wrong else "is missing: give api_key, or the header Authorization."
        raise Refused("api_key", wrong, code=4401) from None
    except database.Unavailable:
        away = "cannot be answered: the database is away for a moment. Call again."
        raise Refused("event", away, code=1013) from None


async def called(socket: WebSocket, init: Init) -> tuple[Call, Agent]:
    """Who calls whom. Raises Refused."""
    with told():
        principal = await shown(socket, init.api_key)
        if init.tenant_id and init.tenant_id != str(principal.tenant_id):
            raise Refused("tenant_id", "is not the key's.", code=4404)
        tenant_id = str(principal.tenant_id)
        agent = await agents.get(tenant_id, init.agent_id) if is_uuid(init.agent_id) else None
        if agent is None:
            raise Refused("agent_id", "there is no such agent.", code=4404)
        if init.conversation_id and not await has(tenant_id, init.agent_id, init.conversation_id):
            raise Refused("conversation_id", "there is no such conversation of this agent.", code=4404)
    call = Call(
        tenant_id, init.agent_id, thread_id=init.conversation_id, channel="browser", caller_id=init.caller_id or None
    )
    return call, agent


async def has(tenant_id: str, agent_id: str, thread_id: str) -> bool:
    """Whether this conversation is this agent's. Raises database.Unavailable."""
    owner = await conversations.owner(thread_id) if is_uuid(thread_id) else None
    return owner is not None and (str(owner.tenant_id), str(owner.agent_id)) == (tenant_id, agent_id)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def heard_and_spoken(agent: Agent, language: str, *, unvoiced: bool = False) -> tuple[speech.Ear, speech.Mouth]:
    """An ear and a mouth for a call; `unvoiced`: also while nobody speaks. Raises Refused."""
    knobs = settings()
    found = await asyncio.gather(
        speech.ear(listed(knobs.speech_ears), language=language, keyterms=(agent.name,)),
        speech.mouth(listed(knobs.speech_mouths), language=language, voice=agent.voice, unvoiced=unvoiced),
        return_exceptions=True,
    )
    wrong = [one for one in found if isinstance(one, BaseException)]
    if not wrong:
        return found  # type: ignore[return-value]
    for one in found:
        if not isinstance(one, BaseException):
            await one.close()
    if not isinstance(wrong[0], SpeechUnavailable):
        raise wrong[0]
    log.warning("call refused", extra={"vendor": wrong[0].vendor, "reason": wrong[0].reason})
    raise Refused("event", "cannot be answered: nobody hears or speaks at the moment. Call again.", code=1013)


async def refuse(socket: WebSocket, wrong: Refused, *, event: str = "event") -> None:
    """Say what is wrong, and hang up; `event` is what the dialect calls the kind of a message."""
    error: dict[str, Any] = {event: "error", "field": wrong.field, "message": wrong.message}
    with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
        async with asyncio.timeout(CLOSE_S):
            await socket.send_json(error)
            await socket.close(wrong.code or 4400, wrong.field)
