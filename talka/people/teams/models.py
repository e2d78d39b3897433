"""Interdisciplinary teams: six seats, who sits in them, and since when one is empty."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Assignment


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "team"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(until__isnull=True),
                name="one_team_a_municipality",
            )
        ]


class SeatHolding(models.Model):
    """Someone holds a seat of a team, as member or deputy, for a period."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="holdings")
    seat = models.TextField()
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="seats")
    deputy = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "seat_holding"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "seat", "deputy"],
                condition=models.Q(until__isnull=True),
                name="one_holder_a_seat",
            )
        ]
