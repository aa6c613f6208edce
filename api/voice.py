"""Talking to an agent by ear: a socket is accepted, the caller named, and the call handed to voice/.

Whoever calls says `init` first (voice/browser.py has the messages) and shows a key, in a header or, as a browser cannot
set one, in `init`. What is wrong is told as an `error` event that names the field, and then the socket is closed:

    4400 the first message cannot be used   4401 no key, or a wrong one   4404 no such agent or conversation
    4408 nothing was said for ten seconds   1013 no vendor hears or speaks now, or the database is away   1000 the call is over
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from api.access import NoKey, key_of, known
from dialogue.call import Call
from providers import speech
from providers.speech import SpeechUnavailable, listed
from records import agents, conversations, database
from records.agents import Agent
from settings import settings
from voice.browser import BrowserLine, Init, Refused, hello, opened
from voice.session import Session

router = APIRouter(prefix="/voice", tags=["voice"])
log = logging.getLogger(__name__)

INIT_S = 10.0
"""How long a socket may wait before it says who calls."""


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """A call, from its first message to its end."""
    await socket.accept()
    try:
        init, call, agent = await _who(socket)
        language = init.language or agent.language
        ear, mouth = await _heard_and_spoken(agent, language)
    except Refused as wrong:
        return await _refuse(socket, wrong)
    except WebSocketDisconnect:
        return None
    line = BrowserLine(socket, init)
    await line.tell("ready", {"sample_rate": 16_000, "language": language})
    session = Session(call, line, ear=ear, mouth=mouth, language=language, greeting=hello(language))
    listening = asyncio.create_task(line.listen())
    try:
        why = await session.run()
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    with suppress(RuntimeError, WebSocketDisconnect):  # the caller may be gone already
        await line.tell("ended", {"why": why, "conversation_id": session.call.thread_id})
        await socket.close(1000)
    return None


async def _who(socket: WebSocket) -> tuple[Init, Call, Agent]:
    """Who calls whom. Raises Refused, WebSocketDisconnect."""
    try:
        async with asyncio.timeout(INIT_S):
            message = await socket.receive()
    except TimeoutError:
        raise Refused("event", f'"init" did not come within {INIT_S:.0f} seconds.', code=4408) from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    init = opened(message)
    try:
        principal = await known(key_of(socket) or init.api_key)
        if init.tenant_id and init.tenant_id != str(principal.tenant_id):
            raise Refused("tenant_id", "is not the key's.", code=4404)
        tenant_id = str(principal.tenant_id)
        agent = await agents.get(tenant_id, init.agent_id) if _is_uuid(init.agent_id) else None
        if agent is None:
            raise Refused("agent_id", "there is no such agent.", code=4404)
        if init.conversation_id:
            owner = await conversations.owner(init.conversation_id) if _is_uuid(init.conversation_id) else None
            if owner is None or (str(owner.tenant_id), str(owner.agent_id)) != (tenant_id, init.agent_id):
                raise Refused("conversation_id", "there is no such conversation of this agent.", code=4404)
    except NoKey as nobody:
        told = "is not valid." if nobody.wrong else "is missing: give api_key, or the header Authorization."
        raise Refused("api_key", told, code=4401) from None
    except database.Unavailable:
        raise Refused(
            "event", "cannot be answered: the database is away for a moment. Call again.", code=1013
        ) from None
    call = Call(
        tenant_id, init.agent_id, thread_id=init.conversation_id, channel="browser", caller_id=init.caller_id or None
    )
    return init, call, agent


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _heard_and_spoken(agent: Agent, language: str) -> tuple[speech.Ear, speech.Mouth]:
    """An ear and a mouth for the call. Raises Refused."""
    knobs = settings()
    found = await asyncio.gather(
        speech.ear(listed(knobs.speech_ears), language=language, keyterms=(agent.name,)),
        speech.mouth(listed(knobs.speech_mouths), language=language, voice=agent.voice),
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


async def _refuse(socket: WebSocket, wrong: Refused) -> None:
    told: dict[str, Any] = {"event": "error", "field": wrong.field, "message": wrong.message}
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_json(told)
        await socket.close(wrong.code or 4400, wrong.field)
