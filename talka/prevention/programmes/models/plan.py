"""What was planned: frozen by the database when the version is published.

Every row below a version carries its `plan`, so that one policy decides over all of them; the
database keeps it equal to the plan of the node (migration 0001, composite keys).
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.expressions import RawSQL

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.programmes import shapes

IN_EURO = RawSQL(
    "(CASE WHEN abs(mod(amount * multiplier * 100"
    " / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END, 1)) = 0.5"
    " THEN 2 * round(amount * multiplier * 50"
    " / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END)"
    " ELSE round(amount * multiplier * 100"
    " / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END) END / 100)::numeric(18,2)",
    [],
)
"""Euros to the cent, half to even, as `shapes.Amount.eur`."""


def one_of(field: str, allowed: tuple[str, ...], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=name)


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class LegalAct(Row):
    """A legal act. `verified_by` empty: nobody compared it with the register yet."""

    kind = models.TextField()
    issuer = models.TextField()
    number = models.TextField()
    title = models.TextField()
    adopted_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    amends = models.TextField(default="")
    verified_by = models.TextField(default="")
    source = models.TextField(default="")

    class Meta:
        db_table = "legal_act"


class Programme(Row):
    """National, of a municipality, or a project (of a municipality or of the ministry).

    `code` and no maker: it came with the country's pack.
    """

    code = models.TextField(default="")
    level = models.TextField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    title = models.TextField()
    title_en = models.TextField(default="")
    made_by = models.ForeignKey(Worker, models.PROTECT, null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "programme"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="project")
                | models.Q(level="national", municipality__isnull=True)
                | models.Q(level="municipal", municipality__isnull=False),
                name="programme_level_and_place",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_programme_a_code"
            ),
        ]

    def name(self, language: str) -> str:
        """The official title; the English one where the pack has it."""
        return (self.title_en if language == "en" else "") or self.title


class ProgrammeVersion(Row):
    """`ended_on`: the last day, when a later version took over before `until`.

    `explained`: why a programme of the past is published though its table does not hold.
    `brought`: what a table entered beside the version itself, so that a discarded draft takes
    exactly that with it.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    act = models.ForeignKey(LegalAct, models.PROTECT, null=True)
    since = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    adopted_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="adoptions")
    explained = models.TextField(default="")
    brought = models.JSONField(default=dict)

    class Meta:
        db_table = "programme_version"
        constraints = [
            models.UniqueConstraint(fields=["programme", "n"], name="programme_version_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(published_at__isnull=True),
                name="one_draft_a_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="version_period"
            ),
        ]


class PlanNode(Row):
    """A goal, a task or a measure. `lineage` is the same measure through all versions."""

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.TextField()
    code = models.TextField()
    title = models.TextField()
    term = models.TextField(default="")
    due = models.DateField(null=True)
    local_reason = models.TextField(default="")
    lineage = models.UUIDField(default=uuid4)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "plan_node"
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_code_a_plan"),
            models.UniqueConstraint(fields=["plan", "lineage"], name="one_lineage_a_plan"),
            models.CheckConstraint(
                condition=models.Q(kind="goal", parent__isnull=True)
                | models.Q(kind__in=["task", "measure"], parent__isnull=False),
                name="plan_node_place",
            ),
        ]


class MeasureExecutor(Row):
    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="executors")
    name = models.TextField()
    institution = models.ForeignKey(Institution, models.PROTECT, null=True)
    role = models.TextField()

    class Meta:
        db_table = "measure_executor"
        constraints = [
            one_of("role", shapes.ROLES, "executor_role"),
            models.UniqueConstraint(
                fields=["node"], condition=models.Q(role="lead"), name="one_lead_a_measure"
            ),
        ]


class Milestone(Row):
    """A step on the way. What was planned is frozen; that it was done is added.

    `lineage` is the same step through all versions: done in one, it is done in the later ones.
    """

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="milestones")
    title = models.TextField()
    due = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    lineage = models.UUIDField(default=uuid4)

    class Meta:
        db_table = "milestone"
        constraints = [
            models.UniqueConstraint(fields=["plan", "lineage"], name="one_step_a_plan"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, done_by__isnull=True)
                | models.Q(done_on__isnull=False, done_by__isnull=False),
                name="milestone_done_by_somebody",
            ),
        ]


class BudgetLine(Row):
    """Money as it was written, with its euros. Paid and revised may be added after publishing; of
    these the one recorded last counts, so that a mistake is corrected by a new row.
    """

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="money")
    year = models.PositiveSmallIntegerField()
    source = models.TextField()
    kind = models.TextField()
    stage = models.TextField()
    state = models.TextField()
    amount = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    currency = models.CharField(max_length=3)
    multiplier = models.PositiveSmallIntegerField()
    amount_eur = models.GeneratedField(
        expression=IN_EURO,
        output_field=models.DecimalField(max_digits=18, decimal_places=2, null=True),
        db_persist=True,
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "budget_line"
        constraints = [
            one_of("kind", shapes.AMOUNT_KINDS, "budget_kind"),
            one_of("stage", shapes.STAGES, "budget_stage"),
            one_of("currency", ("EUR", "LTL"), "budget_currency"),
            models.CheckConstraint(
                condition=models.Q(multiplier__in=[1, 1000]), name="budget_multiplier"
            ),
            models.CheckConstraint(
                condition=models.Q(state="value", amount__isnull=False, amount__gte=0)
                | models.Q(state="zero", amount=0)
                | models.Q(state__in=["missing", "not_applicable"], amount__isnull=True),
                name="budget_state",
            ),
            models.UniqueConstraint(
                fields=["node", "year", "source", "kind", "stage"],
                condition=models.Q(stage__in=["requested", "approved"]),
                name="one_amount_a_cell",
            ),
        ]


class NodeLink(Row):
    """A municipal measure serves a national one."""

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="serves")
    target = models.ForeignKey(PlanNode, models.PROTECT, related_name="served_by")

    class Meta:
        db_table = "node_link"
        constraints = [
            models.UniqueConstraint(fields=["node", "target"], name="one_link_a_pair"),
            models.CheckConstraint(
                condition=~models.Q(node=models.F("target")), name="no_link_to_itself"
            ),
        ]


class UploadedTable(Row):
    """A table between its upload and its taking in: the file as it came, and what was answered."""

    worker = models.ForeignKey(Worker, models.PROTECT)
    name = models.TextField()
    content = models.BinaryField()
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "uploaded_table"
