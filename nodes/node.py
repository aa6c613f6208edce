"""What a step of a graph looks like to the graph."""

from typing import Any, Protocol

from langchain_core.runnables import RunnableConfig

from dialogue.state import Conversation


class Node(Protocol):
    """Read the state, do one thing, return what changed."""

    async def __call__(self, state: Conversation, config: RunnableConfig) -> dict[str, Any]: ...
