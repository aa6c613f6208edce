"""A picture and the walk along it come to the same."""

from typing import Any
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph

from dialogue.state import Conversation
from graphs import registry
from graphs.walking import NotWalkable, walked


def picture() -> StateGraph[Conversation, None, Conversation, Conversation]:
    """Hears, answers by either of two ways, counts what was said, and says last what it first said otherwise."""

    async def hear(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        said = str(state["messages"][-1].text)
        earlier = [one for one in state["messages"] if one.type == "ai"]
        cut = [AIMessage(f"{earlier[-1].text} …", id=earlier[-1].id)] if earlier else []
        return {"messages": cut, "topic": said, "turn": {"n": state.get("epoch", 0) + 1}}

    async def agree(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        return {"messages": [AIMessage("Yes.")], "turn": {**state["turn"], "reply": "Yes."}}

    async def ask(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        return {"messages": [AIMessage("What?")], "ended": True}

    async def count(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        return {"epoch": state["turn"]["n"], "asked": {"messages": len(state["messages"])}}

    async def which(state: Conversation) -> str:
        return "agree" if state["topic"].endswith(".") else "otherwise"

    flow = StateGraph(Conversation)
    for step in (hear, agree, ask, count):
        flow.add_node(step)
    flow.add_edge(START, "hear")
    flow.add_conditional_edges("hear", which, {"agree": "agree", "otherwise": "ask"})
    flow.add_edge("agree", "count")
    flow.add_edge("ask", "count")
    flow.add_edge("count", END)
    return flow


async def held(graphs: list[Any]) -> tuple[list[str], dict[str, Any]]:
    """A conversation on one thread, its turns taken by these graphs one after the other: its words, and all else."""
    saver, config = InMemorySaver(), RunnableConfig(configurable={"thread_id": str(uuid4())})
    for n, graph in enumerate(graphs):
        graph.checkpointer = saver
        said = f"Number {n}{'.' if n % 2 else ''}"
        async for _ in graph.astream({"messages": [HumanMessage(said)]}, config, stream_mode=(), durability="exit"):
            pass
    state = (await graphs[0].aget_state(config)).values
    return [str(message.text) for message in state.pop("messages")], state


async def test_a_conversation_walked_or_drawn_or_both_in_turn_is_the_same():
    drawn, along = picture().compile(), walked(picture().compile())
    told = await held([drawn] * 4)
    assert told[0] == ["Number 2", "What? …", "Number 3.", "Yes."]
    assert told[1] == {"topic": "Number 3.", "ended": True, "epoch": 4, "asked": {"messages": 4}}
    assert await held([along] * 4) == told
    assert await held([drawn, along, along, drawn]) == told
    assert await held([along, drawn, along, along]) == told


async def test_what_fails_on_the_way_fails_the_walk():
    async def fail(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        raise LookupError("nothing there")

    flow = StateGraph(Conversation)
    flow.add_node(fail)
    flow.add_edge(START, "fail")
    flow.add_edge("fail", END)
    with pytest.raises(LookupError):
        await held([walked(flow.compile())])


def test_a_picture_with_two_ways_at_once_is_not_walked():
    flow = picture()
    flow.add_edge("hear", "count")
    with pytest.raises(NotWalkable, match="hear"):
        walked(flow.compile())


def test_a_step_that_blocks_is_not_walked():
    def blocking(state: Conversation) -> dict[str, Any]:
        return {}

    flow = StateGraph(Conversation)
    flow.add_node(blocking)
    flow.add_edge(START, "blocking")
    flow.add_edge("blocking", END)
    with pytest.raises(NotWalkable, match="blocking"):
        walked(flow.compile())


@pytest.mark.parametrize("name", registry.types())
def test_every_agents_picture_can_be_walked(name: str):
    assert set(registry.in_one_step(name).nodes) == {"__start__", "turn"}
