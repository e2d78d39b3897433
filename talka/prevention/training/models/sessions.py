"""Sessions of a course: parts, trainers, who was enrolled, who was there for how long."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.training.models.courses import CourseVersion, Row


class TrainingSession(Row):
    """Closed by its trainer once; a closed session stands still in the database."""

    course = models.ForeignKey(CourseVersion, models.PROTECT, related_name="sessions")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    place = models.TextField()
    capacity = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "training_session"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__range=(1, 1000)), name="session_capacity"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    closed_at__isnull=True, closed_on__isnull=True, closed_by__isnull=True
                )
                | models.Q(
                    closed_at__isnull=False, closed_on__isnull=False, closed_by__isnull=False
                ),
                name="session_closed_by_somebody",
            ),
        ]


class OfSession(Row):
    """A row of a session: one policy and one standstill decide over all of them."""

    session = models.ForeignKey(TrainingSession, models.PROTECT)

    class Meta:
        abstract = True


class SessionPart(OfSession):
    n = models.PositiveSmallIntegerField()
    title = models.TextField()
    day = models.DateField()
    starts = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "session_part"
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="session_part_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 720)), name="session_part_minutes"
            ),
        ]


class SessionTrainer(OfSession):
    """A worker of the house, or a partner organisation by name."""

    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    organisation = models.TextField(default="")

    class Meta:
        db_table = "session_trainer"
        constraints = [
            models.UniqueConstraint(fields=["session", "worker"], name="trainer_once"),
            models.CheckConstraint(
                condition=models.Q(worker__isnull=False, organisation="")
                | (models.Q(worker__isnull=True) & ~models.Q(organisation="")),
                name="trainer_is_one_of_two",
            ),
        ]


class Enrolment(OfSession):
    """A worker of the house, with role and institution as they were; or somebody from outside as
    organisation, function and a number of the trainer's choosing: no name is kept of them.

    `outcome` and `why` are written when the session is closed.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    role = models.TextField(default="")
    organisation = models.TextField(default="")
    function = models.TextField(default="")
    number = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    why = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "enrolment"
        constraints = [
            models.UniqueConstraint(fields=["session", "worker"], name="enrolled_once"),
            models.UniqueConstraint(fields=["session", "number"], name="participant_number_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(
                        worker__isnull=False,
                        institution__isnull=False,
                        number__isnull=True,
                        organisation="",
                        function="",
                    )
                    & ~models.Q(role="")
                )
                | (
                    models.Q(worker__isnull=True, institution__isnull=True, role="")
                    & models.Q(number__isnull=False)
                    & ~models.Q(organisation="")
                ),
                name="enrolled_inside_or_outside",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "certified", "none"]), name="enrolment_outcome"
            ),
        ]


class Attendance(OfSession):
    """Minutes of a part somebody was there. No row: nobody wrote it down yet; 0: was not there."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attended")
    part = models.ForeignKey(SessionPart, models.PROTECT, related_name="attended")
    minutes = models.PositiveSmallIntegerField()
    signed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "attendance"
        constraints = [models.UniqueConstraint(fields=["enrolment", "part"], name="attended_once")]
