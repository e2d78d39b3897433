"""What happened since: only ever added to. Indicators stand beside, defined once for everybody."""

from __future__ import annotations

from django.db import models

from talka.people.accounts.models import Worker
from talka.prevention.programmes import rules
from talka.prevention.programmes.models.plan import PlanNode, ProgrammeVersion, Row, one_of


class Indicator(Row):
    code = models.TextField(unique=True)

    class Meta:
        db_table = "indicator"


class IndicatorVersion(Row):
    """How an indicator is measured; a new way of measuring is a new version."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    name_lt = models.TextField()
    name_en = models.TextField(default="")
    unit = models.TextField(default="")
    direction = models.TextField()
    over_units = models.TextField()
    over_time = models.TextField()

    class Meta:
        db_table = "indicator_version"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "n"], name="indicator_version_once"),
            one_of("direction", ("up", "down", "none"), "indicator_direction"),
            one_of("over_units", rules.OVER_UNITS, "indicator_over_units"),
            one_of("over_time", rules.OVER_TIME, "indicator_over_time"),
        ]


class Below(Row):
    """A row of a node, in its plan."""

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)

    class Meta:
        abstract = True


class IndicatorUse(Below):
    """A measure is judged by an indicator: from `baseline` to `target`. Frozen by publishing."""

    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(IndicatorVersion, models.PROTECT)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "indicator_use"
        constraints = [
            models.UniqueConstraint(fields=["node", "indicator"], name="one_use_a_measure")
        ]


def state_of_value(name: str) -> models.CheckConstraint:
    """Zero is a number, missing and not applicable are none; suppressed belongs to publishing."""
    return models.CheckConstraint(
        condition=models.Q(state="value", value__isnull=False)
        | models.Q(state="zero", value=0)
        | models.Q(state__in=["missing", "not_applicable"], value__isnull=True),
        name=name,
    )


class Observation(Below):
    """What was seen in a year. A correction is a new row: the latest recorded counts.

    `base`: of how many a share is taken; shares of several places are joined by it.
    """

    use = models.ForeignKey(IndicatorUse, models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField()
    state = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    base = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    source = models.TextField()
    recorded_by = models.ForeignKey(Worker, models.PROTECT)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "observation"
        constraints = [
            state_of_value("observation_state"),
            models.CheckConstraint(
                condition=models.Q(base__isnull=True) | models.Q(base__gt=0, value__isnull=False),
                name="observation_base",
            ),
        ]


class ObservationPart(Below):
    """One member of a breakdown; the members of a dimension add up to the whole."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="parts")
    dimension = models.TextField()
    member = models.TextField()
    state = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    class Meta:
        db_table = "observation_part"
        constraints = [
            state_of_value("observation_part_state"),
            models.UniqueConstraint(
                fields=["observation", "dimension", "member"], name="one_part_a_member"
            ),
        ]


class Override(Below):
    """Somebody says the status is another one than the computed, and why. Until lifted."""

    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="overrides")
    status = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "status_override"
        constraints = [
            one_of("status", rules.STATUSES, "override_status"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_reason"),
            models.UniqueConstraint(
                fields=["node"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_override_a_measure",
            ),
        ]


class Drop(Below):
    """The measure is given up from a day on, and why. Until somebody takes it up again."""

    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="drops")
    on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "measure_drop"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="drop_reason"),
            models.UniqueConstraint(
                fields=["node"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_drop_a_measure",
            ),
        ]


class Appraisal(Below):
    """A quality card of a measure: four criteria, 0 to 3. The latest counts."""

    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="appraisals")
    scores = models.JSONField()
    note = models.TextField(default="")
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "measure_appraisal"


class LogicModel(Below):
    """How the measure is to work, from what is put in to what changes."""

    node = models.OneToOneField(PlanNode, models.PROTECT, related_name="logic")
    inputs = models.TextField(default="")
    activities = models.TextField(default="")
    outputs = models.TextField(default="")
    outcomes = models.TextField(default="")
    impact = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "logic_model"
