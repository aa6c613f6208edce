"""The shared picture of answering: look_up, when something was asked, then answer."""

from typing import Any

from langgraph.graph import StateGraph

from dialogue.forms import Forms
from dialogue.state import Conversation
from nodes.answer import answer
from nodes.look_up import look_up


def answering(flow: StateGraph[Any, Any, Any, Any], forms: Forms, *, then: str) -> None:
    """Add the steps to a flow; after the answer the turn goes to `then`. Enter it where `way_to_answer` says."""
    flow.add_node(look_up)
    flow.add_node("answer", answer(forms))
    flow.add_edge("look_up", "answer")
    flow.add_edge("answer", then)


async def way_to_answer(state: Conversation) -> str:
    """Through look_up when something was asked, straight to the words otherwise."""
    return "look_up" if state["turn"].get("question") else "answer"
