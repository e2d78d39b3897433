"""From an analysis to a finding, a need, a recommendation, and what became of it."""

from __future__ import annotations

from django.db import models

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.programmes.models import PlanNode
from talka.prevention.programmes.models.plan import Row, one_of
from talka.prevention.safety import rules
from talka.prevention.safety.models.judged import YEARS

BASES = ("needs", "poll", "evaluation", "greta", "audit", "task_force")
STRENGTHS = ("strong", "moderate", "weak")
PRIORITIES = (1, 2, 3)


class Analysis(Row):
    """Of a municipality, or of the country. `institution`: whose work it is. Published it stands
    still; before, only its institution sees it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    institution = models.ForeignKey(Institution, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    title = models.TextField()
    scope = models.TextField()
    commissioner = models.TextField(default="")
    method = models.TextField()
    sample = models.TextField(default="")
    report = models.TextField(default="")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "needs_analysis"
        constraints = [models.CheckConstraint(condition=YEARS, name="analysis_year")]


class Finding(Row):
    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="findings")
    text = models.TextField()
    strength = models.TextField()
    evidence = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "needs_finding"
        constraints = [one_of("strength", STRENGTHS, "finding_strength")]


class Need(Row):
    """`severity` 1 (slight) to 4 (grave). `affected`: how many people, as a number or none."""

    analysis = models.ForeignKey(Analysis, models.PROTECT)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="needs")
    text = models.TextField()
    severity = models.PositiveSmallIntegerField()
    affected = models.PositiveIntegerField(null=True)
    support = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "needs_need"
        constraints = [one_of("severity", (1, 2, 3, 4), "need_severity")]  # type: ignore[arg-type]


class Recommendation(Row):
    """Sent, it stands still; its author may withdraw it, once and with a reason. No cost: nobody
    estimated it; nothing is a number too."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="recommendations")
    text = models.TextField()
    basis = models.TextField()
    priority = models.PositiveSmallIntegerField()
    due = models.DateField()
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "recommendation"
        constraints = [
            one_of("basis", BASES, "recommendation_basis"),
            one_of("priority", PRIORITIES, "recommendation_priority"),  # type: ignore[arg-type]
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=0),
                name="recommendation_cost",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True, withdrawn_why="")
                | (models.Q(withdrawn_on__isnull=False) & ~models.Q(withdrawn_why="")),
                name="recommendation_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent_on__isnull=True)
                | models.Q(sent_at__isnull=False, sent_on__isnull=False),
                name="recommendation_sent",
            ),
        ]


class Addressee(Row):
    """`answer_due` is set by sending: the clock starts there."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="addressees")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    answer_due = models.DateField(null=True)

    class Meta:
        db_table = "recommendation_addressee"
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "institution"], name="one_addressee_an_institution"
            )
        ]


class OfAddressee(Row):
    addressee = models.ForeignKey(Addressee, models.PROTECT)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Response(OfAddressee):
    """Accepted, partly or rejected, once. `due`: by when, where it is not rejected."""

    answer = models.TextField()
    reason = models.TextField(default="")
    due = models.DateField(null=True)
    on = models.DateField()

    class Meta:
        db_table = "recommendation_response"
        constraints = [
            one_of("answer", rules.ANSWERS, "response_answer"),
            models.UniqueConstraint(fields=["addressee"], name="one_response_an_addressee"),
            models.CheckConstraint(
                condition=models.Q(answer="accepted") | ~models.Q(reason=""),
                name="response_reason",
            ),
        ]


class Step(OfAddressee):
    """Something done, perhaps a measure of a programme. `progress`: per cent, as they see it."""

    on = models.DateField()
    action = models.TextField()
    measure = models.ForeignKey(PlanNode, models.PROTECT, null=True, related_name="+")
    progress = models.PositiveSmallIntegerField()
    evidence = models.TextField(default="")

    class Meta:
        db_table = "recommendation_step"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=100), name="step_progress"
            )
        ]


class Confirmation(OfAddressee):
    """It is implemented: said by somebody who is not of the addressee."""

    on = models.DateField()
    note = models.TextField(default="")

    class Meta:
        db_table = "recommendation_confirmation"
        constraints = [
            models.UniqueConstraint(fields=["addressee"], name="one_confirmation_an_addressee")
        ]
