"""A commission, task force, working group or council: its seats, meetings and decisions.

Every row below a body carries its `body`, so that one policy decides over all of them; triggers
(`policy.sql`) keep it equal to the body of the meeting, the seat or the decision.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.bodies import rules
from talka.prevention.programmes.models import LegalAct


def one_of(field: str, allowed: tuple[str, ...], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


def said(field: str, name: str) -> models.CheckConstraint:
    """The text is not empty."""
    return models.CheckConstraint(condition=~Q(**{f"{field}__regex": r"^\s*$"}), name=name)


def in_order(since: str, until: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": F(since)}), name=name
    )


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Body(Row):
    """National where it has no municipality. `until`: its last day."""

    kind = models.TextField()
    name = models.TextField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    act = models.ForeignKey(LegalAct, models.PROTECT, null=True)
    mandate = models.TextField(default="")
    since = models.DateField()
    until = models.DateField(null=True)
    secretariat = models.ForeignKey(Institution, models.PROTECT, null=True)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    made_by = models.ForeignKey(Worker, models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "body"
        constraints = [
            one_of("kind", rules.KINDS, "body_kind"),
            said("name", "body_has_a_name"),
            in_order("since", "until", "body_period"),
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=1, quorum_percent__lte=99), name="body_quorum"
            ),
        ]


class Seat(Row):
    """A chair of an institution or another organisation, never of a named person."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True)
    organisation = models.TextField(default="")
    sector = models.TextField()
    function = models.TextField(default="")
    votes = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "body_seat"
        constraints = [
            one_of("sector", rules.SECTORS, "seat_sector"),
            in_order("since", "until", "seat_period"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(organisation__regex=r"^\s*$"),
                name="seat_of_somebody",
            ),
        ]

    def name(self, language: str) -> str:
        return self.institution.name(language) if self.institution else self.organisation


class Meeting(Row):
    """`quorum_percent` is the body's own of the day it was called: it does not change later."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    place = models.TextField(default="")
    remote = models.BooleanField(default=False)
    agenda = models.TextField(default="")
    quorum_percent = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "body_meeting"


class Minutes(Row):
    """Read by the keeper, the ministry and the institutions that hold a seat."""

    body = models.ForeignKey(Body, models.PROTECT)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "body_minutes"


class Attendance(Row):
    """Who sat there that day. No row: nobody wrote it down, which is not the same as absent."""

    body = models.ForeignKey(Body, models.PROTECT)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance")
    state = models.TextField()

    class Meta:
        db_table = "body_attendance"
        constraints = [
            one_of("state", rules.PRESENCE, "attendance_state"),
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_presence_a_seat"),
        ]


class Decision(Row):
    """Stands as it was taken; what became of it is added. A later decision changes an earlier."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    number = models.TextField()
    text = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, null=True)
    responsible = models.TextField(default="")
    due = models.DateField()

    class Meta:
        db_table = "body_decision"
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="one_number_a_decision"),
            said("text", "decision_says_something"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(responsible__regex=r"^\s*$"),
                name="decision_has_somebody",
            ),
        ]


class FollowUp(Row):
    """What happened to a decision on a day. `done` once."""

    body = models.ForeignKey(Body, models.PROTECT)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    on = models.DateField()
    done = models.BooleanField(default=False)
    text = models.TextField()
    evidence = models.TextField(default="")
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "decision_follow_up"
        constraints = [
            said("text", "follow_up_says_something"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(done=True), name="decision_done_once"
            ),
        ]
