"""Housekeeping that every house needs, and the one way a job may touch the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from procrastinate.contrib.django import app

from talka.ground.kernel.begun import beginning


@contextmanager
def as_worker() -> Iterator[None]:
    """One transaction of the worker's own role; it sees only what policies give that role."""
    with beginning(), transaction.atomic():
        yield


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="jobs.stalled")
async def return_stalled(timestamp: int) -> None:
    """Put back what a worker held that no longer beats; their effects are idempotent."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="jobs.sessions")
def forget_sessions(timestamp: int) -> None:
    """Delete sessions that ended two days ago or more."""
    from talka.ground.access.sessions import SessionStore

    SessionStore.clear_expired()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="jobs.drafts")
def forget_drafts(timestamp: int) -> None:
    """Delete drafts that nobody came back to; their keys go with them."""
    from talka.ground.ui import drafts

    with as_worker():
        drafts.sweep()
