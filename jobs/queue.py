"""The queue's other end: the worker, in every server process by default and on its own with `make worker`.

What is to be done is put down by records/queue.py, in the transaction that makes it necessary. Procrastinate hands it
out, one job about the same thing at a time. A job that fails for a reason that passes comes again, later each time; the
tasks see to it that no other reason leaves them (jobs/ingest.py). A worker says every few seconds that it is alive; what
one was at when it fell silent is handed out again, so every task is safe to run twice, even at the same time.
"""

import asyncio
import logging
import signal
import sys
import time
from contextlib import suppress

import psycopg
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from providers.embeddings import EmbeddingsUnavailable
from records import database, documents, embedded, migrating
from records import queue as records

log = logging.getLogger(__name__)
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it tells every step, and an outage in many pages

AT_ONCE = 2
"""Jobs at the same time in one process: while the passages of one document are embedded, another one is taken apart."""
HEARTBEAT_S = 5.0
SILENT_S = 20.0
"""A worker that has said nothing for so long is taken for dead."""
LOOK_S = 1.0
"""How often a worker looks for jobs that became due or free; of new ones it is told at once."""
RESCUE_S = 5.0
"""How often it looks for jobs of the dead."""
LET_FINISH_S = 1.0
"""How long a job may go on once its worker has to stop; then it is broken off, and another worker has it at once."""
LONGEST_WAIT_S = 60
"""How long a job waits at most before it is tried again."""
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 8.0
"""How long a worker waits that has lost Postgres before it looks again."""

PASSING = (database.Unavailable, psycopg.OperationalError, PoolTimeout, EmbeddingsUnavailable)
"""Trouble that passes by itself."""


class Patience(BaseRetryStrategy):
    """Again after 1, 2, 4 … seconds, at most a minute; at once where only the worker had to stop."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, Exception):  # broken off
            return RetryDecision(retry_in={"seconds": 0})
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts, 10), LONGEST_WAIT_S)})


app = App(connector=PsycopgConnector(), import_paths=["jobs.ingest", "jobs.housekeeping"])


async def work() -> None:
    """Work through the queue until cancelled. Waits while Postgres is away."""
    pause = SHORTEST_PAUSE_S
    while True:
        begun = time.monotonic()
        trouble = "a part of it gave way"
        try:
            await _work()
        except (
            ProcrastinateException,
            psycopg.Error,
            PoolTimeout,
            database.Unavailable,
            embedded.CannotStart,
        ) as error:
            trouble = " ".join(str(error).split())
        if time.monotonic() - begun > LONGEST_PAUSE_S:
            pause = SHORTEST_PAUSE_S
        log.warning("the worker pauses", extra={"reason": trouble, "seconds": pause})
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


async def _work() -> None:
    """Work through the queue until cancelled or until Postgres is away."""
    options = await database.options()
    del options["autocommit"], options["context"]  # Procrastinate has its own mind about both
    # Connections of its own: a worker that waits must not take one from a caller.
    pool = AsyncConnectionPool(
        options.pop("conninfo"),
        kwargs=options,
        min_size=1,
        max_size=3,
        open=False,
        timeout=database.WAIT_S,
        reconnect_timeout=0,
    )
    connector = PsycopgConnector()
    with app.replace_connector(connector):
        async with pool:
            await pool.wait(timeout=database.WAIT_S)
            await connector.open_async(pool)
            await documents.have_all_embedded()  # the model may be another one since the last start
            rescuing = asyncio.create_task(_rescue(), name="rescue")
            try:
                await app.run_worker_async(
                    concurrency=AT_ONCE,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    fetch_job_polling_interval=LOOK_S,
                    shutdown_graceful_timeout=LET_FINISH_S,
                    update_heartbeat_interval=HEARTBEAT_S,
                    stalled_worker_timeout=SILENT_S,
                )
            finally:
                rescuing.cancel()
                with suppress(asyncio.CancelledError):
                    await rescuing


async def _rescue() -> None:
    """Hand out again what silent workers were at."""
    while True:
        with suppress(database.Unavailable, psycopg.Error):
            if rescued := await records.rescue(SILENT_S):
                log.warning("jobs of a lost worker are taken up", extra={"jobs": rescued})
        await asyncio.sleep(RESCUE_S)


def run() -> int:
    """A worker alone, until it is told to stop; the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        migrating.upgrade(database.url())
    except (embedded.CannotStart, database.Unsuitable, database.Unavailable) as reason:
        print(f"The worker cannot start: {reason}", file=sys.stderr, flush=True)
        return 1
    asyncio.run(_run())
    return 0


async def _run() -> None:
    task = asyncio.create_task(work())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    print("A worker is at work. Ctrl-C stops it.", flush=True)
    with suppress(asyncio.CancelledError):
        await task
    await database.close()
