"""A phrase by its name, in the caller's language."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from prompts import phrases_de, phrases_en

BOOKS: dict[str, ModuleType] = {"en": phrases_en, "de": phrases_de}


def book(language: str) -> ModuleType:
    """The phrase book of a language; English where we have none."""
    return BOOKS.get(language, phrases_en)


def known(name: str) -> bool:
    """Whether there is a phrase of this name."""
    return name in phrases_en.PHRASES


def phrase(name: str, language: str, facts: Mapping[str, Any] | None = None, *, again: int = 0) -> str:
    """The words of phrase `name`, its placeholders filled; `again` counts how often it was said, for another wording.

    Raises KeyError for a phrase that does not exist or a fact that is missing: both are ours to have right.
    """
    wordings = book(language).PHRASES[name]
    return str(wordings[again % len(wordings)]).format_map(facts or {})
