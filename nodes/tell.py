"""Tell subscribers something while the turn is being taken, and keep it so that it can be told again.

Who takes a turn may listen for its events: under `listening` in the run's config (turns/taking.py does, and numbers them
in the order in which they were told). In any other run, Studio's for instance, they leave through LangGraph's custom
stream, which costs every step of a graph two tasks and a queue.
"""

from typing import Any

from langgraph.config import get_config, get_stream_writer

from dialogue.state import Turn


def tell(turn: Turn, kind: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell one event and return the turn's events so far, this one included. The turn itself is left as it is."""
    event = {"type": kind, "data": data}
    (get_config()["configurable"].get("listening") or get_stream_writer())(event)
    return [*turn["told"], event]
