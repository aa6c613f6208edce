"""A house to try things in: a server in trials, on the run's Postgres, with a pretend model that can be told to fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals import conversations, houses
from evals.houses import Desk, Model, Server


@dataclass(frozen=True)
class Trial:
    """The server, and its model."""

    server: Server
    desk: Desk
    model: Model


@pytest.fixture(scope="session")
def trial(postgres_url: str, run_folder: Path, worker_id: str) -> Iterator[Trial]:
    """One for this worker. Every conversation has a copy of a sample tenant to itself."""
    model = houses.Model()
    environment = {"GROQ_BASE_URL": model.url, "GROQ_API_KEY": "sim", "DATABASE_URL": postgres_url}
    server = Server(run_folder / f"trial-{worker_id}", **environment, **conversations.TRIALS)
    try:
        yield Trial(server.ready(), server.desk(), model)
    finally:
        server.stop()
        model.stop()
