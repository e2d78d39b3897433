"""What was done, when, where, for whom; what it serves; what stood there before a correction."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.activities import rules
from talka.prevention.programmes.models import (
    IndicatorUse,
    Milestone,
    Observation,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.models.plan import Row, one_of


class Activity(Row):
    """Without a municipality it is the country's. Kinds, settings and groups are codes of the pack.

    `reason`: why it was cancelled. A held one changes only by a correction (see Correction)."""

    kind = models.TextField()
    title = models.TextField()
    since = models.DateField()
    until = models.DateField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    eldership = models.TextField(default="")
    setting = models.TextField()
    groups = ArrayField(models.TextField(), default=list)
    languages = ArrayField(models.TextField(), default=list)
    organiser = models.ForeignKey(Institution, models.PROTECT)
    note = models.TextField(default="")
    status = models.TextField(default="planned")
    reason = models.TextField(default="")
    recorded_by = models.ForeignKey(Worker, models.PROTECT)
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "activity"
        indexes = [models.Index(fields=["municipality", "since"], name="activity_by_place")]
        constraints = [
            one_of("status", rules.STATUSES, "activity_status"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="activity_period"
            ),
            models.CheckConstraint(
                condition=models.Q(status="cancelled") & ~models.Q(reason="")
                | ~models.Q(status="cancelled") & models.Q(reason=""),
                name="activity_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(kind="") & ~models.Q(setting=""),
                name="activity_said",
            ),
        ]


class Line(Row):
    """Something said of an activity: added and taken away, never rewritten in place."""

    activity = models.ForeignKey(Activity, models.PROTECT)

    class Meta:
        abstract = True


class Correction(Line):
    """A held activity was put right. The database copies what stood there before into `was`."""

    version = models.PositiveIntegerField()
    reason = models.TextField()
    was = models.JSONField(default=dict)
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "activity_correction"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "version"], name="one_correction_a_version"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_reason"),
        ]


class Serves(Line):
    """It serves a measure of a published programme. `share`: how much of it, in percent."""

    node = models.ForeignKey(PlanNode, models.PROTECT, related_name="activities")
    share = models.PositiveSmallIntegerField(default=100)

    class Meta:
        db_table = "activity_measure"
        constraints = [
            models.UniqueConstraint(fields=["activity", "node"], name="activity_serves_once"),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="activity_share"
            ),
        ]


class Finished(Line):
    """A step of a measure was done by this activity: its evidence."""

    milestone = models.OneToOneField(Milestone, models.PROTECT)

    class Meta:
        db_table = "activity_milestone"


class Feed(Row):
    """An indicator of a measure is fed by what its activities reached: one way of counting only."""

    plan = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    use = models.OneToOneField(IndicatorUse, models.PROTECT)
    kind = models.TextField(default="")
    """Only activities of this kind; empty: of every kind."""
    unit = models.TextField()
    method = models.TextField()

    class Meta:
        db_table = "indicator_feed"
        constraints = [
            one_of("unit", (*rules.UNITS, rules.TIMES), "feed_unit"),
            models.CheckConstraint(
                condition=models.Q(unit=rules.TIMES, method="")
                | models.Q(unit="views", method="views")
                | models.Q(
                    unit__in=["persons", "contacts"],
                    method__in=["counted", "signed_list", "estimate"],
                ),
                name="feed_one_method",
            ),
        ]


class Source(Line):
    """An observation was taken over from activities; this one gave `number` of it."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="activities")
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "observation_source"
        constraints = [
            models.UniqueConstraint(fields=["observation", "activity"], name="one_source_a_figure")
        ]
