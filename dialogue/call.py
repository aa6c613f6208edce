"""Who is on the line: the one thing every door must say before a graph runs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Channel = Literal["text", "browser", "phone"]


@dataclass(frozen=True, slots=True)
class Call:
    """Which tenant's agent serves which caller on which channel, in which thread and turn.

    Every door fills it from the token and puts it into the run's config; nodes read it back with `Call.of(config)`.
    It is also the graphs' `context_schema`, so that LangGraph Studio offers the same fields. All ids are strings:
    `tenant_id`, `agent_id` and `thread_id` are UUIDs (a thread's id is its conversation's), `turn_id` is the client's.
    """

    tenant_id: str = ""
    agent_id: str = ""
    thread_id: str = ""
    channel: Channel = "text"
    caller_id: str | None = None
    turn_id: str = ""
    disclosed: str = ""
    """The language in which the caller has heard already, in this call, that an AI is speaking; "" where they have not."""

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Call":
        """The call of a run, from its config; keys that are not ours are left alone."""
        known = config.get("configurable") or {}
        return cls(**{field.name: known[field.name] for field in fields(cls) if known.get(field.name) is not None})

    def configurable(self) -> dict[str, Any]:
        """The call as a run's `configurable`; what is not known is left out."""
        return {name: value for name, value in asdict(self).items() if value}
