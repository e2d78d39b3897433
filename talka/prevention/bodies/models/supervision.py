"""Supervision of interdisciplinary teams (supervizija): that it was held, and with which seats.

What was spoken of stands nowhere: no case, no person helped.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talka.people.accounts.models import Worker
from talka.people.teams.models import Team
from talka.prevention.bodies import rules
from talka.prevention.bodies.models.assembly import Row, said


class Supervision(Row):
    """One session. `supervisor`: the person or organisation that led it; `seats`: codes of the
    seats of the team whose holders were there."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="supervisions")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    supervisor = models.CharField(max_length=120)
    seats = ArrayField(models.TextField())
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        db_table = "team_supervision"
        constraints = [
            models.UniqueConstraint(fields=["team", "held_on"], name="one_supervision_a_day"),
            said("supervisor", "supervision_has_a_supervisor"),
            models.CheckConstraint(
                condition=Q(minutes__gte=rules.SHORTEST, minutes__lte=rules.LONGEST),
                name="supervision_length",
            ),
            models.CheckConstraint(condition=~Q(seats=[]), name="supervision_of_somebody"),
        ]
