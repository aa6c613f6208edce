"""The shared picture of answering: recall or look_up, when something was asked, then answer.

`recall` answers from memory what was asked before, and looks up by itself what was not: a step between the two would
cost every question half a millisecond.
"""

from typing import Any

from langgraph.graph import StateGraph

from dialogue.forms import Forms
from dialogue.state import Conversation
from nodes.answer import answer
from nodes.look_up import look_up
from nodes.recall import recall


def answering(flow: StateGraph[Any, Any, Any, Any], forms: Forms, *, then: str) -> None:
    """Add the steps to a flow; after the answer the turn goes to `then`. Enter it where `way_to_answer` says."""
    flow.add_node(recall)
    flow.add_node(look_up)
    flow.add_node("answer", answer(forms))
    flow.add_edge("recall", "answer")
    flow.add_edge("look_up", "answer")
    flow.add_edge("answer", then)


async def way_to_answer(state: Conversation) -> str:
    """Through look_up when something was asked, straight to the words otherwise."""
    return "look_up" if state["turn"].get("question") else "answer"


async def way_to_question(state: Conversation) -> str:
    """The same, by way of what is remembered where a question is all that there is."""
    alone = state["turn"]["intent"] == "question" and state.get("errand") is None
    return "recall" if alone and state["turn"].get("question") else await way_to_answer(state)
