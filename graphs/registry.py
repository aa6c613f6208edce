"""The one list of agent types is langgraph.json; here it becomes {type: compiled graph}.

Graphs are compiled at import without a saver: Studio brings its own, and a turn gets one of its tenant's. Each is there
twice: as it is drawn, for who watches its steps, and walked in one (graphs/walking.py), for a turn at a door.
"""

import json
from copy import copy
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph

from graphs.walking import walked
from nodes import ahead, understand

LIST = Path(__file__).parent.parent / "langgraph.json"


@lru_cache
def graphs() -> dict[str, CompiledStateGraph[Any, Any, Any, Any]]:
    """Every agent type and its graph, as langgraph.json names them."""
    named = json.loads(LIST.read_text(encoding="utf-8"))["graphs"]
    return {name: _load(path) for name, path in named.items()}


def types() -> list[str]:
    """The names of the agent types."""
    return list(graphs())


def graph(agent_type: str) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The graph of an agent type. Raises KeyError for a type that is not in the list."""
    return graphs()[agent_type]


@lru_cache
def in_one_step(agent_type: str) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The same graph in a single step. Raises KeyError for a type that is not in the list."""
    return walked(graph(agent_type))


def foresee(tenant_id: str, agent_id: str, utterance: str) -> None:
    """Let the graphs begin what a turn with these words will probably need. Returns at once."""
    understand.foresee(tenant_id, agent_id, utterance)


def rehearsal() -> ahead.Rehearsal | None:
    """What one rehearsal of a turn comes to; None where no other may begin now."""
    return ahead.Rehearsal() if ahead.may_begin() else None


async def rehearse(
    rehearsal: ahead.Rehearsal, agent_type: str, saver: Any, words: dict[str, Any], config: RunnableConfig
) -> None:
    """Run a graph up to its question to the model, without an effect (nodes/ahead.py). Raises what the graph raises."""
    rehearsed = copy(graph(agent_type))
    rehearsed.checkpointer = saver
    await ahead.rehearse(rehearsal, rehearsed, words, config)


def _load(path: str) -> CompiledStateGraph[Any, Any, Any, Any]:
    file, _, name = path.partition(":")
    module = import_module(file.removeprefix("./").removesuffix(".py").replace("/", "."))
    found: CompiledStateGraph[Any, Any, Any, Any] = getattr(module, name)
    return found
