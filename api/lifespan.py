"""What a server process opens at its start and closes at its end, so that no turn is lost on the way.

Stopping takes as long as the open turns need, ten seconds at most: uvicorn lets the answers under way finish, and then
the turns that nobody listens to any more. What is still open after that stands in the ledger and is taken up by
whoever asks next. A document that is being read is left to another worker, or to the next start.
"""

import asyncio
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import wait

from fastapi import FastAPI

from api import edge, voice
from graphs import registry
from jobs import queue
from knowledge import examples, likeness
from providers import embeddings, groq, models, speech, twilio
from records import database
from settings import settings
from turns import taking

log = logging.getLogger(__name__)

STOP_S = 10
"""How long answers under way may take once the server was asked to stop."""
SWITCH_S = 0.0005
"""How long a thread that works may keep another waiting for the interpreter (Python's own: 5 ms). A question's embedding
is begun beside the turn, and otherwise stands still while the turn is understood."""
WORKER_STOP_S = 4
"""How long the worker may take to put down what it is at; longer only if Postgres is away."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open, serve, close. Starts without Postgres, too: /health says so, and turns work once it is there."""
    _leave_with_the_parent()
    sys.setswitchinterval(SWITCH_S)
    try:
        await taking.start()
    except database.Unavailable:
        log.warning("started without Postgres")
    loading = asyncio.create_task(_load())
    working = asyncio.create_task(queue.work()) if settings().ingest_worker else None
    # What is loaded now stays; the collector need not look at it again with every turn.
    gc.collect()
    gc.freeze()
    yield
    loading.cancel()
    if working is not None:
        working.cancel()
        await asyncio.wait([working], timeout=WORKER_STOP_S)
    with suppress(TimeoutError):
        await asyncio.wait_for(taking.close(), 1.0 if edge.overdue.is_set() else STOP_S)
    await groq.close()
    await twilio.close()
    await database.close()


async def _load() -> None:
    """What the first caller should not have to wait for; and a word on a model that its provider does not have."""
    await embeddings.start()
    with suppress(embeddings.EmbeddingsUnavailable):
        await likeness.scales()
        for agent_type in registry.types():
            await examples.load(agent_type)
    await speech.warm({*speech.listed(settings().speech_ears), *speech.listed(settings().speech_mouths)})
    await voice.recorded().record()
    found = await models.check_model()
    if found.state != "known":
        log.warning("model not found", extra={"model": found.model, "state": found.state, "detail": found.detail})


def _leave_with_the_parent() -> None:
    """Let a worker stop when the process that started the workers is gone, however that one ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
