"""A picture walked in one step of LangGraph's: the same steps in the same order, for turns that nobody watches.

LangGraph takes a picture step by step, so that each step can be watched, kept and gone back to, and that is most of what
it costs. A door keeps one checkpoint of a turn, at its end. So its runs have a graph of one step, made from the picture,
that follows the picture's own edges and asks its own routers; what the steps change is put together by the picture's own
reducers. A thread is the same thread in either (docs/decisions/0022).
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import signature
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.channels import BinaryOperatorAggregate
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from dialogue.state import Conversation

Flow = StateGraph[Any, Any, Any, Any]
State = dict[str, Any]


class NotWalkable(TypeError):
    """The picture has a step that is no coroutine of state and config, or two ways at once. The message says which."""


def walked(picture: CompiledStateGraph[Any, Any, Any, Any]) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The graph of one step that does what the picture of a conversation does. Raises NotWalkable."""
    drawn: Flow = picture.builder
    steps = {name: _coroutine(name, node.runnable) for name, node in drawn.nodes.items()}
    if without := [name for name, step in steps.items() if list(signature(step).parameters) != ["state", "config"]]:
        raise NotWalkable(f"{', '.join(without)} should take state and config, as a Node does")
    ways = {name: _way(drawn, name) for name in (START, *steps)}
    reducers = {
        name: channel.operator
        for name, channel in drawn.channels.items()
        if isinstance(channel, BinaryOperatorAggregate)
    }

    async def walk(state: Conversation, config: RunnableConfig) -> State:
        seen, changed = cast(State, dict(state)), State()
        step = await ways[START](seen)
        while step != END:
            for name, value in (await steps[step](seen, config) or {}).items():
                if reduce := reducers.get(name):
                    seen[name] = reduce(seen.get(name), value)
                    changed[name] = [*changed.get(name, ()), *value]  # the reducer is asked again, by LangGraph
                else:
                    seen[name] = changed[name] = value
            step = await ways[step](seen)
        return changed

    flow = StateGraph(Conversation, context_schema=drawn.context_schema)
    flow.add_node("turn", walk)
    flow.add_edge(START, "turn")
    flow.add_edge("turn", END)
    return flow.compile(name=picture.name)


def _coroutine(name: str, runnable: Any) -> Callable[..., Awaitable[Any]]:
    """The function that a step or a router was drawn with."""
    function: Callable[..., Awaitable[Any]] | None = getattr(runnable, "afunc", None)
    if function is None or runnable.func is not None:  # a plain function, which LangGraph would run in a thread
        raise NotWalkable(f"{name} is no coroutine")
    return function


def _way(drawn: Flow, name: str) -> Callable[[State], Awaitable[str]]:
    """What says which step comes after this one."""
    ends = [end for start, end in drawn.edges if start == name]
    routers = list(drawn.branches.get(name, {}).values())
    if len(ends) + len(routers) != 1:
        raise NotWalkable(f"after {name} come {len(ends)} edges and {len(routers)} routers: a walk takes one way")
    if not routers:

        async def on(state: State) -> str:
            return ends[0]

        return on
    choose, named = _coroutine(f"the router after {name}", routers[0].path), routers[0].ends

    async def chosen(state: State) -> str:
        found: str = await choose(state)
        return named[found] if isinstance(named, Mapping) else found

    return chosen
