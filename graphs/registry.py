"""The one list of agent types is langgraph.json; here it becomes {type: compiled graph}.

Graphs are compiled at import without a saver: Studio brings its own, and a turn gets one of its tenant's.
"""

import json
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from langgraph.graph.state import CompiledStateGraph

from nodes import understand

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


def foresee(tenant_id: str, agent_id: str, utterance: str) -> None:
    """Let the graphs begin what a turn with these words will probably need. Returns at once."""
    understand.foresee(tenant_id, agent_id, utterance)


def _load(path: str) -> CompiledStateGraph[Any, Any, Any, Any]:
    file, _, name = path.partition(":")
    module = import_module(file.removeprefix("./").removesuffix(".py").replace("/", "."))
    found: CompiledStateGraph[Any, Any, Any, Any] = getattr(module, name)
    return found
