"""The assistant's socket: one recording or one text in, and back come its words, the reply, and the reply as sound.

For clients that record a whole sentence and then send it; who wants to be interrupted calls `/voice/stream`. It is the same
agents, turns and conversations, one message after the other. Each message has a `type`:

    to the house     init {agent_id?, api_key?, conversation_id?, language?}   audio {audio, mime_type?}, or a binary message
                     text {text}, or words that are no JSON                    end
    from the house   ready   transcription {text, confidence, …}   response {text, conversation_id, …}
                     audio {audio, format, mime_type, sample_rate}   error {field, message}   ended {why, conversation_id}

`init` may be left out where a header carries the key and the tenant has one agent. Sound goes out as WAV, whatever the
vendor: MP3 would cost an encoder or lose a vendor, and `format` says what it is. Codes of the close are those of api/voice.py.
"""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic_core import PydanticCustomError

from api import problems
from api.transcribe import words_of
from api.voice import called, first, occupied, refuse, shown, told
from dialogue.call import Call
from language.aloud import Aloud
from providers import speech
from providers.speech import SpeechUnavailable
from records import agents, database
from records.agents import Agent
from settings import settings
from turns import taking
from turns.utterance import NotUnderstood, cleaned
from voice import recording
from voice.audio import RATE, lasts_ms, to_wav
from voice.browser import Init, Refused, begun, read
from voice.recording import Recording

router = APIRouter(tags=["voice"])
log = logging.getLogger(__name__)

LONGEST: Final = recording.MOST_BASE64 + 10_000
"""Characters of one message."""
TAKEN_S: Final = 8.0
"""How long a client may take to take one message."""
BEGINNINGS: Final = {
    b"RIFF": "audio/wav",
    b"\x1aE\xdf\xa3": "audio/webm",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
}
"""What a recording without a media type is; bare samples otherwise."""


@router.websocket("/ws/assistant")
async def assistant(socket: WebSocket) -> None:
    """A session, from its first message to its end."""
    await socket.accept()
    try:
        message = await first(socket)
        said = _said(message, code=4400)
        introduced = isinstance(said, dict) and said.get("type") == "init"
        init = await _init(socket, said if introduced else {})  # type: ignore[arg-type]
        call, agent = await called(socket, init)
        with occupied(call.tenant_id):
            session = _Session(socket, call, agent, init.language or agent.language)
            await session.tell("ready", language=session.language, agent=agent.name, conversation_id=call.thread_id)
            await session.run(None if introduced else message)
    except Refused as wrong:
        await refuse(socket, wrong, event="type")
    except (WebSocketDisconnect, TimeoutError):
        return


async def _init(socket: WebSocket, said: Mapping[str, Any]) -> Init:
    """Who calls whom; the tenant's only agent where none is named. Raises Refused."""
    if not said.get("agent_id"):
        with told():
            key = said.get("api_key")
            principal = await shown(socket, key if isinstance(key, str) else "")
            known = await agents.all(str(principal.tenant_id))
        if len(known) != 1:
            raise Refused(
                "agent_id", f"is missing, and the tenant has {len(known)} agents: say whose it is in init.", code=4400
            )
        said = {**said, "agent_id": str(known[0].id)}
    return begun(said)


def _said(message: Mapping[str, Any], *, code: int | None = None) -> bytes | str | dict[str, Any]:
    """A message as sound, words or an object. Raises Refused."""
    if (sound := message.get("bytes")) is not None:
        return bytes(sound)
    words = message.get("text") or ""
    if words.strip() and not words.lstrip().startswith(("{", "[")):
        return str(words)
    return read(message, code=code, longest=LONGEST)


class _Session:
    """Messages and their answers, one after the other."""

    def __init__(self, socket: WebSocket, call: Call, agent: Agent, language: str) -> None:
        self.socket, self.call, self.agent, self.language = socket, call, agent, language

    async def run(self, message: MutableMapping[str, Any] | None) -> None:
        """Answer until the client leaves, is silent for SESSION_TIMEOUT, or has had CALL_MAX_MINUTES."""
        clock = asyncio.get_running_loop().time
        over = clock() + settings().call_max_minutes * 60
        while True:
            if message is None:
                try:
                    async with asyncio.timeout(min(settings().session_timeout_s, over - clock())):
                        message = await self.socket.receive()
                except TimeoutError:
                    return await self._end("too_long" if clock() >= over else "silence")
            if message["type"] == "websocket.disconnect":
                return None
            try:
                said = _said(message)
                if isinstance(said, dict) and said.get("type") == "end":
                    return await self._end("hung_up")
                await self._answer(said)
            except Refused as wrong:
                await self.tell("error", field=wrong.field, message=wrong.message)
            message = None

    async def _answer(self, said: bytes | str | dict[str, Any]) -> None:
        """One utterance in, one reply out. Raises Refused."""
        try:
            words = await self._words(said)
        except NotUnderstood as wrong:
            raise _refused(wrong.field, wrong.kind, wrong.context) from None
        except PydanticCustomError as wrong:
            raise _refused("text", wrong.type, wrong.context or {}) from None
        except SpeechUnavailable as silent:
            log.warning("recording not heard", extra={"vendor": silent.vendor, "reason": silent.reason})
            raise Refused("audio", "cannot be heard at the moment. Send it again shortly, or send text.") from None
        try:
            turn = await taking.take(self.call, words)
            reply = await turn.reply()
        except database.Unavailable:
            raise Refused("text", "cannot be answered: the database is away for a moment. Send it again.") from None
        except taking.TurnFailed:
            raise Refused("text", "could not be answered because of a fault on our side. Send it again.") from None
        self.call, self.language = replace(self.call, thread_id=reply.conversation_id), reply.language
        await self.tell(
            "response",
            text=reply.text,
            conversation_id=reply.conversation_id,
            turn_id=reply.turn_id,
            language=reply.language,
            receipts=reply.receipts,
            handed_off=reply.handed_off,
            ended=reply.ended,
        )
        await self._speak(reply.text)

    async def _words(self, said: bytes | str | dict[str, Any]) -> str:
        """What was said. Raises NotUnderstood, PydanticCustomError, SpeechUnavailable, Refused."""
        if isinstance(said, str):
            return cleaned(said)
        if isinstance(said, bytes):
            return await self._heard(recording.taken(said, _kind(said)))
        match said.get("type"):
            case "text":
                return cleaned(said.get("text"))
            case "audio":
                if not isinstance(said.get("audio"), str) or not isinstance(said.get("mime_type", ""), str):
                    raise Refused("audio", "must be base64 of a recording, and mime_type a text beside it.")
                return await self._heard(recording.decoded(said["audio"], said.get("mime_type") or "audio/wav"))
            case "init":
                raise Refused("type", '"init" was said already; a session is begun once.')
        raise Refused("type", 'must be "audio", "text" or "end".')

    async def _heard(self, sound: Recording) -> str:
        heard = await words_of(sound, self.language)
        await self.tell(
            "transcription",
            text=heard.text,
            confidence=round(heard.confidence, 4),
            duration_s=round(heard.duration_s, 3),
        )
        if not heard.text.strip():
            raise Refused("audio", "has no words in it that could be understood. Say it again.")
        return cleaned(heard.text)

    async def _speak(self, text: str) -> None:
        """The reply as sound. Raises Refused."""
        try:
            aloud = Aloud(text, self.language).text
            pcm = await speech.synthesize(aloud, language=self.language, voice=self.agent.voice)
        except SpeechUnavailable as silent:
            log.warning("reply not spoken", extra={"vendor": silent.vendor, "reason": silent.reason})
            raise Refused("audio", "cannot be spoken at the moment; the response stands as text.") from None
        await self.tell(
            "audio",
            audio=b64encode(to_wav(pcm)).decode(),
            format="wav",
            mime_type="audio/wav",
            sample_rate=RATE,
            duration_s=lasts_ms(pcm) / 1000,
        )

    async def _end(self, why: str) -> None:
        with suppress(RuntimeError):
            await self.tell("ended", why=why, conversation_id=self.call.thread_id)
            await self.socket.close(1000, why)

    async def tell(self, type: str, **data: Any) -> None:
        """Raises TimeoutError where nobody takes it, WebSocketDisconnect where nobody is there."""
        async with asyncio.timeout(TAKEN_S):
            await self.socket.send_json({"type": type, **data})


def _kind(sound: bytes) -> str:
    if sound[4:8] == b"ftyp":
        return "audio/mp4"
    return next((kind for sign, kind in BEGINNINGS.items() if sound.startswith(sign)), f"audio/L16;rate={RATE}")


def _refused(field: str, kind: str, context: Mapping[str, Any]) -> Refused:
    """What is wrong with a field, in the words of problems.py."""
    wrong, remedy = problems.FIELDS[kind]
    return Refused(field, f"{wrong[0].format(**context)}. {remedy[0].format(**context)}")
