"""The house holds together: arrows run down, one list of agent types, every route is documented."""

import ast
import json
from pathlib import Path

import pytest

from graphs import registry

ROOT = Path(__file__).parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "server": {"api", "turns", "settings", "opening"},
    "switchboard": {"voice.audio", "simulators.browser"},
    "opening": {"settings", "records", "knowledge"},
    "api": {
        "voice",
        "turns",
        "graphs.registry",
        "jobs",
        "knowledge",
        "records",
        "dialogue",
        "language.aloud",
        "providers",
        "prompts",
        "settings",
    },
    "voice": {"turns", "providers", "dialogue", "language", "prompts"},
    "turns": {"graphs.registry", "records", "dialogue"},
    "graphs": {"nodes", "tools", "prompts", "dialogue"},
    "nodes": {"knowledge", "records", "providers", "dialogue", "language", "rules", "prompts", "settings"},
    "jobs": {"knowledge", "records", "providers", "prompts", "settings"},
    "tools": {"records", "dialogue", "language", "rules"},
    "knowledge": {"records", "providers", "settings", "dialogue.safety", "language"},
    "records": {"rules", "settings"},
    "dialogue": {"language"},
    "providers": {"settings"},
    "language": set(),
    "rules": set(),
    "prompts": set(),
    "settings": set(),
    "simulators": set(),
    "evals": {"language", "dialogue", "knowledge", "simulators"},
    "benchmarks": set(),
}
"""Room → the rooms below it that it may lean on. A room may always lean on its own files."""

PURE = ("language", "rules", "dialogue")
OUTSIDE_WORLD = {
    "socket",
    "os",
    "httpx",
    "aiohttp",
    "psycopg",
    "requests",
    "asyncio",
    "time",
    "random",
    "secrets",
    "groq",
}


def files(room: str) -> list[Path]:
    return [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else sorted((ROOT / room).rglob("*.py"))


def imports(file: Path) -> list[str]:
    """Every module that a file imports, with the names taken from packages of ours: `records`, `records.turns`."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


ROOMS = [room for room in MAY_IMPORT if files(room)]


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_run_down(room: str) -> None:
    climbing = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files(room)
        for name in imports(file)
        if (top := name.split(".")[0]) in MAY_IMPORT and top != room
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in MAY_IMPORT[room])
    ]
    assert climbing == []


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_touch_nothing_outside(room: str) -> None:
    touching = [
        f"{file.name} imports {name}"
        for file in files(room)
        for name in imports(file)
        if name.split(".")[0] in OUTSIDE_WORLD
    ]
    assert touching == []


def test_every_room_is_known_to_this_test() -> None:
    known = set(MAY_IMPORT) | {"tests", "migrations"}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}
    assert rooms - known == set()


def test_langgraph_json_is_the_registry() -> None:
    named = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))
    assert registry.types() == list(named["graphs"])
    for name in registry.types():
        graph = registry.graph(name)
        assert graph.name == name
        assert graph.checkpointer is None, "Studio and turns bring their own saver"
    path, _, factory = named["checkpointer"]["path"].partition(":")
    assert f"def {factory}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_graph_opens_and_closes_its_turns() -> None:
    for name in registry.types():
        drawn = registry.graph(name).get_graph()
        firsts = {edge.target for edge in drawn.edges if edge.source == "__start__"}
        lasts = {edge.source for edge in drawn.edges if edge.target == "__end__"}
        assert (firsts, lasts) == ({"open_turn"}, {"close_turn"})


def test_every_phrase_exists_in_both_languages_with_the_same_places() -> None:
    import string

    from prompts import phrases_de, phrases_en

    def places(wordings: tuple[str, ...]) -> set[str]:
        return {field for words in wordings for _, field, _, _ in string.Formatter().parse(words) if field}

    assert phrases_en.PHRASES.keys() == phrases_de.PHRASES.keys()
    assert phrases_en.SLOTS.keys() == phrases_de.SLOTS.keys()
    differing = [
        name for name, wordings in phrases_en.PHRASES.items() if places(wordings) != places(phrases_de.PHRASES[name])
    ]
    assert differing == []


def test_every_route_is_documented() -> None:
    from server import create_app

    documented = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    missing = [path for path in create_app().openapi()["paths"] if path not in documented]
    assert missing == []


def test_the_readme_shows_the_graph_as_the_code_has_it() -> None:
    drawn = registry.graph("receptionist").get_graph().draw_mermaid(with_styles=False).strip()
    assert f"```mermaid\n{drawn}\n```" in (ROOT / "README.md").read_text(encoding="utf-8"), "draw it anew: make picture"
