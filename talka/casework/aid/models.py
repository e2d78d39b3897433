"""What a possible victim is helped with: risk, safe contact, needs, plan, services, notes, closure.

Class *aid* unless said otherwise. Nothing is overwritten where history matters: an assessment is
a new row, a wrong record is withdrawn with a reason, a note is corrected by another note.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from talka.casework.cases.models import Case
from talka.ground.crypto.rows import SealedRow, sealed_column
from talka.ground.places.models import Municipality
from talka.people.accounts.models import Assignment, Worker
from talka.people.institutions.models import Institution


class Record(SealedRow):
    """Abstract: a sealed row of a case, and who wrote it from which seat."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Risk(Record):
    """One assessment. `answers`: code of `rules.RISKS` → yes, no or unknown."""

    data_class = "aid"
    on = models.DateField()
    level = models.TextField()
    answers = models.JSONField(default=dict)
    reassess_on = models.DateField()
    narrative_sealed = sealed_column()

    class Meta:
        db_table = "case_risk"
        indexes = [models.Index(fields=["case", "-on"], name="risk_case")]
        constraints = [
            models.CheckConstraint(
                name="risk_reassessed_later", condition=Q(reassess_on__gte=F("on"))
            )
        ]


class ContactRules(Record):
    """How to reach the person without harm. Class *contact*; one a case, versioned."""

    data_class = "contact"
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")  # type: ignore[assignment]
    channel_sealed = sealed_column()
    number_sealed = sealed_column()
    times_sealed = sealed_column()
    say_sealed = sealed_column()
    code_word_sealed = sealed_column()
    never_sealed = sealed_column()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_contact_rules"


class Needs(Record):
    """One needs assessment; its lines are `Need`."""

    data_class = "aid"
    on = models.DateField()
    remark_sealed = sealed_column()

    class Meta:
        db_table = "case_needs"
        indexes = [models.Index(fields=["case", "-on"], name="needs_case")]


class Need(SealedRow):
    """One need at one level (individual, household, community), how much it presses."""

    data_class = "aid"
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    needs = models.ForeignKey(Needs, models.PROTECT, related_name="lines")
    need = models.TextField()
    reach = models.TextField(default="individual")
    degree = models.TextField()
    remark_sealed = sealed_column()

    class Meta:
        db_table = "case_need"
        constraints = [
            models.UniqueConstraint(fields=["needs", "need", "reach"], name="one_line_a_need"),
            models.CheckConstraint(
                name="need_degree_known",
                condition=Q(degree__in=["none", "some", "urgent", "unknown"]),
            ),
            models.CheckConstraint(
                name="need_reach_known",
                condition=Q(reach__in=["individual", "household", "community"]),
            ),
        ]


class Plan(Record):
    """The individual assistance plan. `version` grows with every change of it or of a goal."""

    data_class = "aid"
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")  # type: ignore[assignment]
    on = models.DateField()
    agreement = models.TextField()
    reviewed_on = models.DateField()
    review_on = models.DateField()
    remark_sealed = sealed_column()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_plan"
        constraints = [
            models.CheckConstraint(
                name="plan_agreement_known",
                condition=Q(agreement__in=["agreed", "partly", "not_asked"]),
            )
        ]


class Goal(Record):
    """One goal of the plan: what, who answers for it, by when, how it ended."""

    data_class = "aid"
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    need = models.TextField()
    text_sealed = sealed_column()
    responsible = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.TextField(default="open")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    reason_sealed = sealed_column()

    class Meta:
        db_table = "case_goal"
        indexes = [models.Index(fields=["case"], name="goal_case")]
        constraints = [
            models.CheckConstraint(
                name="goal_ended_whole",
                condition=Q(state="open", ended_on__isnull=True, ended_by__isnull=True)
                | Q(state__in=["done", "dropped"], ended_on__isnull=False, ended_by__isnull=False),
            )
        ]


class ServiceDelivery(Record):
    """A service received. Class by the group of the service: health, legal, else aid.

    `cost` NULL = not known, which is not zero. A wrong record is withdrawn, never changed.
    """

    data_class = models.TextField()  # type: ignore[assignment]
    service = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.TextField()
    provider = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    cost = models.DecimalField(max_digits=11, decimal_places=2, null=True)
    payer = models.TextField(default="", blank=True)
    payer_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+"
    )
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    remark_sealed = sealed_column()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    withdrawn_reason_sealed = sealed_column()

    class Meta:
        db_table = "case_service"
        indexes = [models.Index(fields=["case", "-since"], name="service_case")]
        constraints = [
            models.CheckConstraint(name="service_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="service_cost", condition=Q(cost__isnull=True) | Q(cost__gte=0)
            ),
            models.CheckConstraint(
                name="service_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="service_class", condition=Q(data_class__in=["aid", "health", "legal"])
            ),
            models.CheckConstraint(
                name="service_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]


class Note(Record):
    """Class *note*. Shared and monitoring: all who hold the class; own: the author; protected:
    the author's institution. The database keeps the difference."""

    data_class = "note"
    kind = models.TextField()
    on = models.DateField()
    author = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    text_sealed = sealed_column()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "case_note"
        indexes = [models.Index(fields=["case", "-at"], name="note_case")]
        constraints = [
            models.CheckConstraint(
                name="note_kind_known",
                condition=Q(kind__in=["shared", "own", "protected", "monitoring"]),
            )
        ]


class Closure(Record):
    """How help ended; a case may be opened again and closed again: one row each time."""

    data_class = "aid"
    on = models.DateField()
    reason = models.TextField()
    follow_up = models.BooleanField(default=False)
    remark_sealed = sealed_column()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    reopened_reason_sealed = sealed_column()

    class Meta:
        db_table = "case_closure"
        indexes = [models.Index(fields=["case", "-at"], name="closure_case")]


class FollowUp(Record):
    """How the person is after help ended: at 3, 6 and 12 months, when they agreed to be asked."""

    data_class = "aid"
    closure = models.ForeignKey(Closure, models.PROTECT, related_name="follow_ups")
    month = models.PositiveSmallIntegerField()
    on = models.DateField()
    outcome = models.TextField()
    remark_sealed = sealed_column()

    class Meta:
        db_table = "case_follow_up"
        constraints = [
            models.CheckConstraint(name="follow_up_month", condition=Q(month__in=[3, 6, 12]))
        ]
