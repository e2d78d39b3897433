"""The jobs of training: once a day look what runs out, and write the letters."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from talka.ground.jobs.tasks import as_worker
from talka.prevention.training.actions import reminding


@app.periodic(cron="7 6 * * *")
@app.task(name="training.remind", queueing_lock="training.remind")
def remind(timestamp: int) -> None:
    with as_worker():
        reminding.remind(timezone.localdate())


@app.task(name=reminding.LETTER, retry=5)
def letter(reminder_id: str) -> None:
    with as_worker():
        reminding.write_letter(reminder_id)
