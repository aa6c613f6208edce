"""An agent type dressed as a LangChain runnable, for LangServe.

LangServe would run a graph by itself: without the turn ledger, cancelled when the client leaves, with node updates in
place of tokens and every prompt in its events. So what it is given is this: a runnable whose every verb takes a turn
(`turns/taking.py`) and tells that turn's events in the shape the verb asks for.

    ainvoke          the reply: {"messages": [AI message], "receipts", "language", "conversation_id", …}
    astream          AIMessageChunk per token; their sum is the reply
    astream_events   v2 events: chain start, token by token, a custom event per receipt and hand-off, chain end
    astream_log      the same chunks as patches of a run log, which LangServe's playground reads

Which tenant a run belongs to is put into its config by the door and by nobody else; `thread_id`, `agent_id` and
`turn_id` are the client's to choose. A door may enter the turn before the verb runs and hand it over in the config
under `ENTERED`, so that everything that can be refused is refused before a stream begins.
"""

import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import ConfigurableFieldSpec, Runnable, RunnableConfig
from langchain_core.runnables.schema import StreamEvent
from langchain_core.tracers.log_stream import RunLogPatch
from pydantic import BaseModel, Field, RootModel, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from dialogue.call import Call
from records import agents
from turns import taking
from turns.utterance import LONGEST, NotUnderstood, cleaned, is_turn_id

ENTERED = "entered_turn"


MESSAGES: dict[str, Any] = {
    "type": "array",
    "title": "Messages",
    "minItems": 1,
    "items": {
        "type": "object",
        "title": "Message",
        "required": ["content"],
        "properties": {
            "type": {"type": "string", "title": "Type", "default": "human"},
            "content": {"type": "string", "title": "Content"},
        },
    },
}
INPUT_SCHEMA: dict[str, Any] = {
    "title": "Utterance",
    "anyOf": [  # LangServe's playground offers the last of several
        {"type": "object", "title": "Messages", "required": ["messages"], "properties": {"messages": MESSAGES}},
        {"type": "string", "title": "Words", "minLength": 1, "maxLength": LONGEST},
    ],
}


class Input(RootModel[Any]):
    """The words themselves, or a list of messages of which the last human one is the utterance."""

    root: Annotated[Any, WithJsonSchema(INPUT_SCHEMA)]


class Spoken(BaseModel):
    """The agent's reply as a message; LangChain's clients make an AIMessage of it."""

    type: str = "ai"
    content: str
    id: str


class Answer(BaseModel):
    """What a run returns."""

    messages: list[Spoken] = Field(description="The reply, as one AI message.")
    receipts: list[dict[str, Any]] = Field(description="Proof of what this turn has done.")
    sources: list[dict[str, Any]] = Field(description="The passages that the reply leans on.")
    language: str
    conversation_id: str
    turn_id: str
    handed_off: bool
    ended: bool


class AgentRunnable(Runnable[Any, Any]):
    """All agents of one type. `thread` is offered as the default of a form that asks for one (a playground's)."""

    def __init__(self, agent_type: str, *, thread: str | None = None) -> None:
        self.agent_type = agent_type
        self.name = agent_type
        self.thread = thread

    # --- what LangServe asks about it -------------------------------------------------------------------------------

    @property
    def config_specs(self) -> list[ConfigurableFieldSpec]:
        return [
            self._field("thread_id", "The conversation's UUID; a fresh one opens a conversation.", self.thread),
            self._field("agent_id", "Which agent; may be left out where the tenant has one of this type."),
            self._field("turn_id", "A name of your own for this turn: the same name again gets the same reply."),
        ]

    def config_schema(self, *, include: Sequence[str] | None = None) -> type[BaseModel]:
        """`configurable` with the fields above. As a form it is filled in, and has no choice between text and null."""
        fields: dict[str, Any] = {
            spec.id: (spec.annotation, Field(spec.default, title=spec.name, description=spec.description))
            for spec in self.config_specs
        }
        configurable = create_model("Configurable", **fields)
        whole: Any = (
            (configurable | None, None) if self.thread is None else (configurable, Field(default_factory=configurable))
        )
        return create_model(f"{self.agent_type}_config", configurable=whole)

    def _field(self, name: str, description: str, default: str | None = None) -> ConfigurableFieldSpec:
        form = self.thread is not None
        return ConfigurableFieldSpec(
            id=name,
            annotation=str if form else str | None,
            name=name.replace("_", " "),
            description=description,
            default=default or "" if form else None,
        )

    def get_input_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        return Input

    def get_output_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        return Answer

    # --- its verbs --------------------------------------------------------------------------------------------------

    async def enter(self, said: object, configurable: Mapping[str, Any]) -> taking.Turn:
        """Enter a turn for what was said, from a run's `configurable`, which must hold the tenant.

        Raises NotUnderstood, and what `taking.take` raises: an agent of another type is an unknown agent.
        """
        utterance = heard(said)
        thread_id = _uuid(configurable, "thread_id")
        if thread_id is None:
            raise NotUnderstood("config.configurable.thread_id", "thread_missing")
        turn_id = configurable.get("turn_id") or None
        if turn_id is not None and not is_turn_id(turn_id):
            raise NotUnderstood("config.configurable.turn_id", "string_pattern_mismatch")
        tenant_id = str(configurable["tenant_id"])
        agent_id = await self._agent(tenant_id, _uuid(configurable, "agent_id"))
        call = Call(tenant_id, agent_id=agent_id, thread_id=thread_id, turn_id=turn_id or "")
        return await taking.take(call, utterance, turn_id=turn_id, open_thread=True)

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> dict[str, Any]:
        """Not here: turns are taken on the server's event loop. A client's `invoke` reaches `ainvoke` all the same."""
        raise NotImplementedError("use ainvoke, astream or astream_events")

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> dict[str, Any]:
        turn = await self._entered(input, config)
        return answered(await turn.reply())

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[AIMessageChunk]:
        turn = await self._entered(input, config)
        receipts: list[dict[str, Any]] = []
        async for event in turn.events():
            if event.type == "token":
                yield AIMessageChunk(content=event.data["text"], id=turn.id)
            elif event.type == "receipt":
                receipts.append(event.data)
            elif event.type == "done":
                told = {
                    name: event.data.get(name)
                    for name in ("conversation_id", "turn_id", "message_id", "language", "sources", "ended")
                }
                yield AIMessageChunk(
                    content="", id=turn.id, response_metadata={**told, "receipts": receipts}, chunk_position="last"
                )

    async def astream_events(  # type: ignore[override]
        self, input: Any, config: RunnableConfig | None = None, *, version: str = "v2", **filters: Any
    ) -> AsyncIterator[StreamEvent]:
        """What a turn tells, as v2 events; `filters` are LangChain's include_ and exclude_ names, types and tags.

        Prompts, state and steps stay inside: the chain is the agent type, and the reply's words are its one model.
        """
        turn = await self._entered(input, config)
        chain, words = str((config or {}).get("run_id") or uuid.uuid4()), str(uuid.uuid4())
        about = {"thread_id": turn.conversation_id, "turn_id": turn.id}

        def event(kind: str, name: str, data: Any, *, of_words: bool = False) -> Any:
            return {
                "event": kind, "name": name, "data": data, "tags": [], "metadata": dict(about),
                "run_id": words if of_words else chain, "parent_ids": [chain] if of_words else [],
            }  # fmt: skip

        wanted = _Filter(**filters)
        if wanted.takes(self.agent_type, "chain"):
            yield event("on_chain_start", self.agent_type, {"input": heard(input)})
        async for told in turn.events():
            if told.type == "token" and wanted.takes("reply", "chat_model"):
                chunk = AIMessageChunk(content=told.data["text"], id=words)
                yield event("on_chat_model_stream", "reply", {"chunk": chunk}, of_words=True)
            elif told.type in ("receipt", "handed_off") and wanted.takes(told.type, "custom"):
                yield event("on_custom_event", told.type, told.data)
        if wanted.takes(self.agent_type, "chain"):
            yield event("on_chain_end", self.agent_type, {"output": answered(await turn.reply())})

    async def astream_log(  # type: ignore[override]
        self, input: Any, config: RunnableConfig | None = None, **filters: Any
    ) -> AsyncIterator[RunLogPatch]:
        """The chunks of `astream` as a run log without sub-runs."""
        run = {"id": str((config or {}).get("run_id") or uuid.uuid4()), "name": self.agent_type, "type": "chain"}
        empty: dict[str, Any] = {"streamed_output": [], "final_output": None, "logs": {}}
        yield RunLogPatch({"op": "replace", "path": "", "value": {**run, **empty}})
        whole: AIMessageChunk | None = None
        async for chunk in self.astream(input, config):
            whole = chunk if whole is None else whole + chunk
            yield RunLogPatch({"op": "add", "path": "/streamed_output/-", "value": chunk})
        yield RunLogPatch({"op": "replace", "path": "/final_output", "value": whole})

    async def _entered(self, said: object, config: RunnableConfig | None) -> taking.Turn:
        configurable = (config or {}).get("configurable") or {}
        turn = configurable.get(ENTERED)
        return turn if isinstance(turn, taking.Turn) else await self.enter(said, configurable)

    async def _agent(self, tenant_id: str, agent_id: str | None) -> str:
        """The agent meant: the one named, or the tenant's only one of this type."""
        if agent_id is not None:
            agent = await agents.get(tenant_id, agent_id)
            if agent is None or agent.type != self.agent_type:
                raise taking.UnknownAgent
            return agent_id
        candidates = [agent for agent in await agents.all(tenant_id) if agent.type == self.agent_type]
        if not candidates:
            raise taking.UnknownAgent
        if len(candidates) > 1:
            raise NotUnderstood("config.configurable.agent_id", "agent_missing", agents=len(candidates))
        return str(candidates[0].id)


def heard(said: object) -> str:
    """The utterance in what a LangChain client sent: words, a message, messages, or {"messages": …}.

    A message is an object with `type` or `role`, a pair of role and words, or a LangChain message; its content is
    text or blocks of text. Raises NotUnderstood naming the part that is wrong.
    """
    if isinstance(said, str):
        return _cleaned(said, "input")
    messages, where = said, "input"
    if isinstance(said, Mapping) and "messages" in said:
        messages, where = said["messages"], "input.messages"
    if isinstance(messages, Mapping | BaseMessage):
        messages = [messages]
    if not isinstance(messages, list | tuple):
        raise NotUnderstood(where, "utterance_absent")
    for n in reversed(range(len(messages))):
        kind, content = _kind_and_content(messages[n])
        if kind in ("human", "user", "HumanMessageChunk"):
            return _cleaned(_text(content), f"{where}.{n}.content")
    raise NotUnderstood(where, "utterance_absent")


def answered(reply: taking.Reply) -> dict[str, Any]:
    """A reply as a run's output."""
    return {
        "messages": [{"type": "ai", "content": reply.text, "id": reply.message_id}],
        "receipts": reply.receipts,
        "sources": reply.sources,
        "language": reply.language,
        "conversation_id": reply.conversation_id,
        "turn_id": reply.turn_id,
        "handed_off": reply.handed_off,
        "ended": reply.ended,
    }


class _Filter:
    """LangChain's event filters: in if any include list names it (or there is none), out if any exclude list does."""

    def __init__(
        self,
        *,
        include_names: Sequence[str] | None = None,
        include_types: Sequence[str] | None = None,
        include_tags: Sequence[str] | None = None,
        exclude_names: Sequence[str] | None = None,
        exclude_types: Sequence[str] | None = None,
        exclude_tags: Sequence[str] | None = None,
        **_: Any,
    ) -> None:
        self.everything = include_names is None and include_types is None and include_tags is None
        self.include = set(include_names or ()), set(include_types or ())
        self.exclude = set(exclude_names or ()), set(exclude_types or ())

    def takes(self, name: str, kind: str) -> bool:
        """Whether an event of this name and type is wanted. No event carries tags, so no tag ever matches."""
        if name in self.exclude[0] or kind in self.exclude[1]:
            return False
        return self.everything or name in self.include[0] or kind in self.include[1]


def _kind_and_content(message: object) -> tuple[object, object]:
    if isinstance(message, BaseMessage):
        return message.type, message.content
    if isinstance(message, Mapping):
        return message.get("type") or message.get("role"), message.get("content")
    if isinstance(message, list | tuple) and len(message) == 2:
        return message[0], message[1]
    return None, None


def _text(content: object) -> object:
    """The text of a message's content; blocks that are not text are not heard."""
    if not isinstance(content, list):
        return content
    texts = [
        block if isinstance(block, str) else block.get("text") for block in content if isinstance(block, str | Mapping)
    ]
    return "\n".join(text for text in texts if isinstance(text, str))


def _cleaned(said: object, where: str) -> str:
    try:
        return cleaned(said)
    except PydanticCustomError as wrong:
        raise NotUnderstood(where, wrong.type, **(wrong.context or {})) from None


def _uuid(configurable: Mapping[str, Any], name: str) -> str | None:
    value = configurable.get(name)
    if value is None or value == "":
        return None
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise NotUnderstood(f"config.configurable.{name}", "uuid_parsing") from None
