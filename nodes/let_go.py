"""The caller no longer wants it: what was kept goes back, and the errand is over."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from dialogue.call import Call
from dialogue.state import Conversation
from nodes.node import Node

Release = Callable[[Call, str], Awaitable[None]]


def let_go(release: Release) -> Node:
    """The step that gives things back with `release(call, hold_id)`."""

    async def let_go(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        errand = state["errand"]
        if errand is not None and errand["hold"] is not None:
            await release(Call(**state["turn"]["call"]), errand["hold"]["id"])
        return {"errand": None, "expect": {}, "asked": {}}

    return let_go
