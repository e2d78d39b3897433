"""The worker mixes the waiting answers of every poll."""

from __future__ import annotations

from procrastinate.contrib.django import app

from talka.ground.jobs.tasks import as_worker


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="polls.mix")
def mix_answers(timestamp: int) -> None:
    from talka.prevention.polls.actions.taking import mix
    from talka.prevention.polls.models import Waiting

    with as_worker():
        polls = list(Waiting.objects.values_list("poll_id", flat=True).distinct())
    for poll in polls:
        with as_worker():
            mix(poll_id=poll)
