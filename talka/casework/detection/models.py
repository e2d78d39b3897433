"""From a signal to a case, and what the bodies say of the person, side by side.

A signal belongs to an institution, not to a case: it has a data key of its own, wrapped in its row.
When a case is opened from it, its texts move under the case's keys and the signal keeps codes only.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from talka.casework.cases.models import Case
from talka.ground.crypto.rows import SealedRow, sealed_column
from talka.ground.places.models import Municipality
from talka.people.accounts.models import Assignment
from talka.people.institutions.models import Institution


class Signal(SealedRow):
    """Somebody told somebody something. No name is needed.

    `received_about`: the day as it is known (EDTF) when it is not exact. `settled_as`: "" while it
    waits, "case" or "no_further_action". `person_sealed` holds JSON: name, born, phone, other.
    `asked_at`: when "is this person already known?" was asked. `due_*`: the nearest deadline and
    its reference, as a turn stores them.
    """

    data_class = "story"
    code = models.CharField(max_length=16, unique=True)
    holder = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    received_in = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    received_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    received_on = models.DateField()
    received_about = models.CharField(max_length=10, default="", blank=True)
    received_at = models.DateTimeField()
    source = models.TextField()
    channel = models.TextField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    anonymous = models.BooleanField(default=False)
    child_suspected = models.BooleanField(default=False)
    danger_now = models.BooleanField(default=False)
    languages = ArrayField(models.TextField(), default=list)
    protocol = models.TextField()
    protocol_version = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    due_kind = models.TextField(default="", blank=True)
    due_source = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField(null=True)
    settled_as = models.TextField(default="", blank=True)
    settled_reason = models.TextField(default="", blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    key_id = models.UUIDField()
    key_wrapped = models.BinaryField(null=True)
    account_sealed = sealed_column()
    caller_sealed = sealed_column()
    person_sealed = sealed_column()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "signal"
        indexes = [
            models.Index(
                fields=["holder", "due_at"], condition=Q(settled_as=""), name="signal_waiting"
            ),
            models.Index(fields=["received_on"], name="signal_received"),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_settled_whole",
                condition=Q(settled_as="", settled_on__isnull=True, settled_reason="")
                | Q(settled_as="case", settled_on__isnull=False, key_wrapped__isnull=True)
                | (
                    Q(settled_as="no_further_action", settled_on__isnull=False)
                    & ~Q(settled_reason="")
                ),
            )
        ]


class SignalReceipt(models.Model):
    """What the former holder keeps of a signal it passed on: code, to whom, when. No text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="receipts")
    code = models.CharField(max_length=16)
    passed_from = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    passed_to = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    received_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    passed_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "signal_receipt"
        indexes = [models.Index(fields=["passed_from", "-at"], name="receipt_from")]


class Screening(SealedRow):
    """Answers to a criteria set, what they add up to, and what a person decided.

    Of a signal or of a case (then class *story*); `scope` is whichever it is. `answers`: indicator
    code → yes, no, unknown. `notes_sealed`: JSON, indicator code → text. `positive`: dimensions.
    `decision`: "" until decided, then presumed, possible or not_presumed.
    """

    data_class = "story"
    signal = models.ForeignKey(Signal, models.PROTECT, null=True, related_name="screenings")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="screenings")
    scope = models.UUIDField()
    criteria = models.TextField()
    criteria_version = models.PositiveIntegerField()
    profile = models.TextField()
    answers = models.JSONField(default=dict)
    notes_sealed = sealed_column()
    positive = ArrayField(models.IntegerField(), default=list)
    rule = models.TextField(default="", blank=True)
    conclusion = models.TextField(default="", blank=True)
    on = models.DateField()
    started_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    decision = models.TextField(default="", blank=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    reason_sealed = sealed_column()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "screening"
        indexes = [models.Index(fields=["scope"], name="screening_scope")]
        constraints = [
            models.CheckConstraint(
                name="screening_of_one",
                condition=Q(signal__isnull=False, case__isnull=True, scope=F("signal"))
                | Q(case__isnull=False, signal__isnull=True, scope=F("case")),
            ),
            models.CheckConstraint(
                name="screening_decided_whole",
                condition=Q(decision="", decided_on__isnull=True, decided_by__isnull=True)
                | Q(
                    decision__in=["presumed", "possible", "not_presumed"],
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
        ]


class Origin(models.Model):
    """Which signal a case came from (class *case*): the only place that joins the two."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="origin")
    signal = models.OneToOneField(Signal, models.PROTECT, related_name="+")
    screening = models.ForeignKey(Screening, models.PROTECT, related_name="+")
    asked_who_knows = models.BooleanField(default=False)

    class Meta:
        db_table = "case_origin"


class Story(SealedRow):
    """What was told, in words (class *story*). `caller`: who told it, when they said so."""

    data_class = "story"
    case = models.ForeignKey(Case, models.PROTECT, related_name="stories")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    text_sealed = sealed_column()
    caller_sealed = sealed_column()

    class Meta:
        db_table = "case_story"
        indexes = [models.Index(fields=["case"], name="story_case")]


class StatusAssertion(SealedRow):
    """One body says, on one day and ground, what it holds the person to be. Never changed: a body
    that thinks otherwise later asserts again, and no body's word replaces another's.

    The row is class *case*; its reason is sealed with the *story* key.
    """

    data_class = "story"
    case = models.ForeignKey(Case, models.PROTECT, related_name="assertions")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    status = models.TextField()
    ground = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    criteria = models.TextField(default="", blank=True)
    criteria_version = models.PositiveIntegerField(null=True)
    reason_sealed = sealed_column()

    class Meta:
        db_table = "status_assertion"
        indexes = [models.Index(fields=["case"], name="assertion_case")]
