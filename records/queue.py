"""The queue: what is to be done later, put down in the transaction that makes it necessary.

Jobs are Procrastinate's rows. A job names a task of jobs/ and says with ids what it is about, never with anybody's words,
because the queue's tables know no tenant.
"""

from records import database


async def add(rows: database.Rows, task: str, *, about: str, **ids: str) -> None:
    """Have a task done with these ids, once this transaction is committed.

    Jobs about the same thing are done one after another. One of this task that still waits is not doubled but made due.
    """
    waiting = await rows.run(
        """update procrastinate_jobs set scheduled_at = null
            where lock = %s and task_name = %s and status = 'todo' and args = %s""",
        [about, task, ids],
    )
    if not waiting:
        rows.later(
            """select procrastinate_defer_jobs_v1(array[
                   row('default', %s, 0, %s, null, %s, null)::procrastinate_job_to_defer_v1])""",
            [task, about, ids],
        )


async def rescue(silent_s: float) -> int:
    """Make due again what workers were at that have said nothing for so long; how many jobs."""
    async with database.desk() as rows:
        return await rows.run(
            """update procrastinate_jobs j set status = 'todo', attempts = attempts + 1, scheduled_at = null
                where status = 'doing' and not exists (
                      select from procrastinate_workers w
                       where w.id = j.worker_id and w.last_heartbeat > now() - make_interval(secs => %s))""",
            [silent_s],
        )


async def clear(days: int) -> None:
    """Forget jobs that were given up so long ago."""
    async with database.desk() as rows:
        await rows.run(
            """delete from procrastinate_jobs j
                where status not in ('todo', 'doing')
                  and not exists (select from procrastinate_events e
                                   where e.job_id = j.id and e.at > now() - make_interval(days => %s))""",
            [days],
        )
