"""The agent that serves the turn in hand."""

from dialogue.state import Turn
from records import agents


class AgentGone(Exception):
    """The agent was deleted while its caller was on the line."""


async def agent_of(turn: Turn) -> agents.Agent:
    """The agent: as it was when the turn was entered, or a few seconds before where that changed nothing remembered.

    Raises AgentGone.
    """
    call = turn["call"]
    agent = await agents.get(call["tenant_id"], call["agent_id"], learned=turn.get("learned") or 0)
    if agent is None:
        raise AgentGone(call["agent_id"])
    return agent
