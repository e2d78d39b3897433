"""Tests, certificates and the letters that remind of their end."""

from __future__ import annotations

from django.db import models

from talka.people.accounts.models import Worker
from talka.prevention.training import rules
from talka.prevention.training.models.courses import CourseVersion, Question, Row, one_of
from talka.prevention.training.models.sessions import Enrolment, OfSession


class Taken(OfSession):
    """Somebody took the test: of an enrolment, or anonymously under a self-made pairing code, of
    which only a keyed digest is kept. `score` right answers `out_of` questions."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="tests")
    pairing = models.BinaryField(null=True)
    phase = models.TextField()
    score = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    taken_on = models.DateField()
    entered_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        db_table = "test_taken"
        constraints = [
            one_of("phase", rules.PHASES, "test_phase"),
            models.UniqueConstraint(fields=["enrolment", "phase"], name="one_test_a_phase"),
            models.UniqueConstraint(
                fields=["session", "pairing", "phase"], name="one_test_a_pairing"
            ),
            models.CheckConstraint(
                condition=models.Q(enrolment__isnull=False, pairing__isnull=True)
                | models.Q(enrolment__isnull=True, pairing__isnull=False),
                name="test_of_somebody_or_anonymous",
            ),
            models.CheckConstraint(
                condition=models.Q(score__lte=models.F("out_of")), name="test_score"
            ),
        ]


class Answer(OfSession):
    """What was chosen; no row: the question was left out."""

    taken = models.ForeignKey(Taken, models.PROTECT, related_name="answers")
    item = models.ForeignKey(Question, models.PROTECT, related_name="+")
    chosen = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "test_answer"
        constraints = [models.UniqueConstraint(fields=["taken", "item"], name="one_answer_an_item")]


class Certificate(OfSession):
    """`number` is random: knowing it is the proof. `valid_until` empty: it does not run out."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    course = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    number = models.TextField(unique=True)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_reason = models.TextField(default="")
    revoked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "certificate"
        indexes = [
            models.Index(fields=["worker"], name="certificate_worker"),
            models.Index(fields=["valid_until"], name="certificate_runs_out"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[2-9A-HJ-NP-Z]{16}$"),
                name="certificate_number",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on__isnull=True, revoked_reason="")
                | (
                    models.Q(revoked_on__isnull=False, revoked_by__isnull=False)
                    & ~models.Q(revoked_reason="")
                ),
                name="certificate_revoked_with_reason",
            ),
        ]


class CertificateTry(models.Model):
    """How many names were tried on a certificate in an hour: whoever guesses is stopped."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    tries = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "certificate_try"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "hour"], name="one_counter_an_hour")
        ]


class Reminder(Row):
    """That a reminder went out: one for each certificate and threshold, for ever."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_reminder"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "days"], name="one_reminder_a_day"),
            models.CheckConstraint(
                condition=models.Q(days__in=rules.REMIND_AT), name="reminder_days"
            ),
        ]
