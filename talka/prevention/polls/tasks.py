"""The worker mixes the waiting answers of every poll."""

from __future__ import annotations

from uuid import UUID

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


@app.task(name="polls.mix_closed", retry=5)
def mix_closed(poll_id: str) -> None:
    """All that still waits of a poll that nobody answers any more."""
    from talka.prevention.polls.actions.taking import mix

    with as_worker():
        mix(poll_id=UUID(poll_id))
