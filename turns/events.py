"""What a turn tells while it is taken: one vocabulary for SSE, LangServe, sockets and the console.

Events of a turn are numbered from 1 without gaps. A subscriber that lost its connection asks for what came after the
last number it saw, on any server process, and gets the same events with the same numbers.

    token       {"text"}                      words of the reply as they are released; concatenated they are the reply
    clause      {"text"}                      a finished clause, for who speaks rather than prints
    receipt     {"operation", "facts"}        something was done, and this is the proof
    handed_off  {"reason"}                    the thread passed to a person
    done        {"conversation_id", "turn_id", "message_id", "reply", "language", "receipts", "sources", "n", "asks", …}    always the last
"""

from dataclasses import dataclass
from typing import Any, Literal

EventType = Literal["token", "clause", "receipt", "handed_off", "done"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a turn told. `data` is plain JSON."""

    n: int
    type: EventType
    data: dict[str, Any]
