"""Tell subscribers something while the turn is being taken, and keep it so that it can be told again.

Events leave through LangGraph's custom stream; turns/taking.py numbers them in the order in which they were told.
"""

from typing import Any

from langgraph.config import get_stream_writer

from dialogue.state import Turn


def tell(turn: Turn, kind: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell one event and return the turn's events so far, this one included. The turn itself is left as it is."""
    event = {"type": kind, "data": data}
    get_stream_writer()(event)
    return [*turn["told"], event]
