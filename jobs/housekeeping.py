"""What has had its time is cleared away."""

from jobs.queue import Patience, app
from records import cached_answers, queue

GIVEN_UP_DAYS = 7


@app.periodic(cron="*/10 * * * *")
@app.task(name="housekeeping", queueing_lock="housekeeping", retry=Patience())
async def clear(timestamp: int) -> None:
    """Every ten minutes, in one process of the house."""
    await cached_answers.forget_expired()
    await queue.clear(GIVEN_UP_DAYS)
