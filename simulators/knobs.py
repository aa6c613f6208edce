"""Knobs of a pretend vendor, turned by the command line, by its control door, or by the API key of a single client.

@dataclass(frozen=True, slots=True)
class Behaviour(Knobs):
    delay_ms: float = 0.0
    fault: Fault = ""

Behaviour().with_({"delay_ms": "20"})            Behaviour().for_key("sim?fault=abort&id=7")
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import NoneType
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Knobs:
    """What has knobs: a frozen dataclass whose fields are numbers, text, `Literal`s, or one of these or None."""

    def with_(self, changes: Mapping[str, Any]) -> Self:
        """Some knobs turned; values may be text, as in a query. Raises ValueError naming what is wrong."""
        return replace(self, **{name: _value(type(self), name, raw) for name, raw in changes.items()})

    def for_key(self, key: str) -> Self:
        """The knobs an API key such as `sim?delay_ms=10&id=7` turns; `id` only tells keys apart. Raises ValueError."""
        turned = dict(parse_qsl(key.partition("?")[2], keep_blank_values=True))
        turned.pop("id", None)
        return self.with_(turned)


def _kinds(of: type[Knobs]) -> dict[str, Any]:
    hints = get_type_hints(of)
    return {field.name: hints[field.name] for field in fields(of)}


def _value(of: type[Knobs], name: str, raw: Any) -> Any:
    kind = _kinds(of).get(name)
    if kind is None:
        raise ValueError(f"the simulator has no knob {name!r}; it has {', '.join(_kinds(of))}")
    if get_origin(kind) is Literal:
        if raw not in get_args(kind):
            raise ValueError(f"the simulator has no {name} {raw!r}; it has {', '.join(filter(None, get_args(kind)))}")
        return raw
    if NoneType in get_args(kind):
        if raw is None or raw == "":
            return None
        kind = next(each for each in get_args(kind) if each is not NoneType)
    try:
        return kind(raw)
    except (TypeError, ValueError):
        raise ValueError(f"{name} cannot be {raw!r}") from None
