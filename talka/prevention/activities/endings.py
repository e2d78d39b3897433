"""The jobs of activities: once a day look which evidence ends, remind of it, and destroy it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from talka.ground.jobs.tasks import as_worker
from talka.prevention.activities.actions import ending


@app.periodic(cron="23 4 * * *")
@app.task(name="activities.evidence", queueing_lock="activities.evidence")
def end(timestamp: int) -> None:
    with as_worker():
        ending.destroy_ended(timezone.localdate())
        ending.remind(timezone.localdate())


@app.task(name=ending.LETTER, retry=5)
def letter(ending_id: str) -> None:
    with as_worker():
        ending.write_letter(ending_id)
