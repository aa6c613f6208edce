"""Talking to an agent by text: one message in, one reply back, as JSON or as a stream of events.

Both doors take the same body and lead to the same turn (`turns/taking.py`): the utterance is entered in the ledger
under its turn id, so that the same request sent again gets the same reply, and who stops listening can come back. A
stream's events are those of `turns/events.py`, numbered from 1; `Last-Event-ID` asks for what came after a number.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response
from pydantic import AwareDatetime, BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api import access
from api.access import Visitor
from api.sse import EventStream
from records.keys import Principal
from settings import settings
from turns import taking
from turns.events import Event
from turns.utterance import TURN_ID, NotUnderstood, Utterance, is_turn_id

router = APIRouter(prefix="/chat", tags=["chat"])

TurnId = Annotated[str, Field(pattern=TURN_ID, examples=["7d0c2f4e-1"])]


class Message(BaseModel):
    """What a caller says, and to whom."""

    agent_id: UUID = Field(description="Which agent of the tenant.", examples=["0b9f6a52-7c1e-4d1a-9f0e-2a6f5d1c3b4e"])
    message: Utterance
    conversation_id: UUID | None = Field(
        None, description="The conversation this continues; without it a new one begins.", examples=[None]
    )
    turn_id: TurnId | None = Field(
        None,
        description="A name of your own for this turn. The same name again gets the same reply, never a second turn. "
        "The header `Idempotency-Key` is accepted in its place.",
    )
    when_busy: Literal["queue", "reject"] = Field(
        "queue", description="While another turn of the conversation is being taken: wait behind it, or get a 409."
    )
    tenant_id: UUID | None = Field(
        None, description="May be left out; otherwise it must be the key's.", examples=[None]
    )
    now: AwareDatetime | None = Field(
        None,
        description="The moment at which this is said, with its offset: for rehearsals and replays, on a server that "
        "was started with TRIALS=true and on no other.",
        examples=[None],
    )

    @field_validator("now")
    @classmethod
    def in_trials(cls, now: datetime | None) -> datetime | None:
        """A time of one's own is for trials, and of this century."""
        if now is not None and not settings().trials:
            raise PydanticCustomError("trials_off", "is taken in trials only")
        if now is not None and not 2000 <= now.year < 2100:
            raise PydanticCustomError("moment_far", "lies outside 2000 to 2099")
        return now


class Source(BaseModel):
    """A passage of a document that a reply leans on."""

    passage_id: UUID
    document_id: UUID
    title: str = Field(description="The path of its headings.", examples=["Parking"])
    document: str = Field(examples=["House policies"])
    score: float = Field(description="How well it answers the question, 0 to 1.", examples=[0.62])


class Reply(BaseModel):
    """What the agent answered."""

    conversation_id: str = Field(description="A new one where the conversation that was named had ended.")
    reply: str = Field(examples=["Gladly. At what time would you like to come?"])
    message_id: str
    turn_id: str
    language: str = Field(examples=["en"])
    receipts: list[dict[str, Any]] = Field(description="Proof of what this turn has done: a reservation with its code.")
    sources: list[Source] = Field(
        description="The passages that the reply leans on, the best first; none for what no document says."
    )
    handed_off: bool = Field(description="The conversation has passed to a person.")
    ended: bool = Field(description="The conversation is over; the next message begins a new one.")


PROBLEM = {"content": {"application/problem+json": {"example": {
    "type": "urn:switchboard:problem:unknown", "title": "Not found", "status": 404,
    "detail": "There is nothing here under the ids that were sent.",
}}}}  # fmt: skip
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key, or not a valid one.", **PROBLEM},
    404: {"description": "An unknown or foreign agent, conversation, tenant or turn.", **PROBLEM},
    409: {"description": "The conversation is busy, or the turn id was used for other words.", **PROBLEM},
    413: {"description": "More than 64 kB.", **PROBLEM},
    422: {"description": "A field is wrong; `errors` names it and the remedy.", **PROBLEM},
    503: {"description": "The database is away for a moment; `Retry-After` says how long to wait.", **PROBLEM},
}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events named token, clause, receipt, handed_off and, last, done.", "content": {"text/event-stream": {
        "example": 'id: 1\nevent: token\ndata: {"text":"Gladly. "}\n\n'
    }}},
    **PROBLEMS,
}  # fmt: skip

IdempotencyKey = Annotated[str | None, Header(description="A turn id, where the body has none.")]
LastEventId = Annotated[str | None, Header(description="The number of the last event seen.")]


@router.post("/message", responses=PROBLEMS)
async def message(said: Message, visitor: Visitor, idempotency_key: IdempotencyKey = None) -> Reply:
    """Say something to an agent and get its reply."""
    turn = await _taken(said, visitor, idempotency_key)
    answered = await turn.reply()
    return Reply(
        conversation_id=answered.conversation_id,
        reply=answered.text,
        message_id=answered.message_id,
        turn_id=answered.turn_id,
        language=answered.language,
        receipts=answered.receipts,
        sources=[Source(**one) for one in answered.sources],
        handed_off=answered.handed_off,
        ended=answered.ended,
    )


@router.post("/stream", responses=STREAM, response_class=StreamingResponse)
async def stream(
    request: Request,
    said: Message,
    visitor: Visitor,
    idempotency_key: IdempotencyKey = None,
    last_event_id: LastEventId = None,
) -> Response:
    """Say something to an agent and hear its reply while it is spoken. Sent again with the same turn id and a
    `Last-Event-ID`, it resumes."""
    after = _number(last_event_id)
    return _told(request, await _taken(said, visitor, idempotency_key), after)


@router.get(
    "/stream/{turn_id}",
    responses={**STREAM, 204: {"description": "Nothing came after that event."}},
    response_class=StreamingResponse,
)
async def resume(
    request: Request,
    turn_id: Annotated[str, Path(pattern=TURN_ID)],
    visitor: Visitor,
    last_event_id: LastEventId = None,
) -> Response:
    """Listen to a turn again, from its beginning or from after an event. An `EventSource` that reconnects after the
    last event gets 204 and stays away."""
    after = _number(last_event_id)
    turn = await taking.resume(access.call(visitor, turn_id=turn_id), turn_id)
    if after == 0:
        return _told(request, turn, after)
    events = turn.breaths(after)
    coming = asyncio.ensure_future(anext(events, None))
    with suppress(TimeoutError):
        if await asyncio.wait_for(asyncio.shield(coming), 1.0) is None:
            return Response(status_code=204)
    return EventStream(request, _resumed(coming, events), headers=_names(turn))


async def _taken(said: Message, visitor: Principal, idempotency_key: str | None) -> taking.Turn:
    """Enter the turn. Everything that can be refused is refused here, before a stream begins."""
    if said.tenant_id is not None and str(said.tenant_id) != str(visitor.tenant_id):
        raise access.NotYours
    turn_id = said.turn_id
    if turn_id is None and idempotency_key is not None:
        turn_id = _turn_id(idempotency_key)
    call = access.call(
        visitor,
        agent_id=str(said.agent_id),
        thread_id="" if said.conversation_id is None else str(said.conversation_id),
        turn_id=turn_id or "",
    )
    return await taking.take(call, said.message, turn_id=turn_id, when_busy=said.when_busy, now=said.now)


def _told(request: Request, turn: taking.Turn, after: int) -> EventStream:
    return EventStream(request, turn.breaths(after), headers=_names(turn))


def _names(turn: taking.Turn) -> dict[str, str]:
    """What a client needs to come back, before the first event."""
    return {"turn-id": turn.id, "conversation-id": turn.conversation_id}


async def _resumed(
    coming: "asyncio.Future[Sequence[Event] | None]", events: AsyncIterator[Sequence[Event]]
) -> AsyncIterator[Sequence[Event]]:
    told = await coming
    while told is not None:
        yield told
        told = await anext(events, None)


def _turn_id(idempotency_key: str) -> str:
    """The header's value; RFC drafts put it in quotes."""
    name = idempotency_key.strip().strip('"')
    if not is_turn_id(name):
        raise NotUnderstood("Idempotency-Key", "string_pattern_mismatch")
    return name


def _number(last_event_id: str | None) -> int:
    if last_event_id is None or not last_event_id.strip():
        return 0
    if not last_event_id.isascii() or not last_event_id.strip().isdigit() or len(last_event_id) > 9:
        raise NotUnderstood("Last-Event-ID", "event_number")
    return int(last_event_id)
