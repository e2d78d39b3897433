"""How safe a municipality is: by its own word, by the ministry's, by figures, by its groups."""

from __future__ import annotations

from django.db import models

from talka.ground.places.models import Municipality
from talka.method.versions import Published
from talka.people.accounts.models import Worker
from talka.prevention.programmes.models.plan import Row, one_of
from talka.prevention.safety import shapes

YEARS = models.Q(year__gte=2011, year__lte=2100)
"""The concept is of 2011."""


class RubricVersion(Published):
    class Meta(Published.Meta):
        db_table = "safety_rubric"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="safety_rubric_once")
        ]


class FrameworkVersion(Published):
    """`made_by`: of the ministry, who weighed anew; empty for what came with the pack."""

    made_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="")

    class Meta(Published.Meta):
        db_table = "safety_framework"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="safety_framework_once")
        ]


class Assessment(Row):
    """One municipality in one year. Submitted it stands still; the review is closed once."""

    municipality = models.ForeignKey(Municipality, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    rubric = models.ForeignKey(RubricVersion, models.PROTECT)
    began_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "safety_assessment"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="one_assessment_a_year"),
            models.CheckConstraint(condition=YEARS, name="assessment_year"),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True) | models.Q(submitted_at__isnull=False),
                name="assessment_submitted_first",
            ),
        ]


class Judged(Row):
    """A level of one criterion, by somebody."""

    assessment = models.ForeignKey(Assessment, models.PROTECT)
    criterion = models.TextField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Answer(Judged):
    """The municipality's own judgement. `carried_from`: the year whose words these still are."""

    level = models.PositiveSmallIntegerField(null=True)
    reasoning = models.TextField(default="")
    evidence = models.TextField(default="")
    carried_from = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "safety_answer"
        constraints = [
            one_of("level", shapes.LEVELS, "answer_level"),  # type: ignore[arg-type]
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_answer_a_criterion"
            ),
        ]


class Review(Judged):
    """The ministry's judgement of the same, with its reason."""

    level = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        db_table = "safety_review"
        constraints = [
            one_of("level", shapes.LEVELS, "review_level"),  # type: ignore[arg-type]
            models.CheckConstraint(condition=~models.Q(reason=""), name="review_reason"),
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_review_a_criterion"
            ),
        ]


class Figure(Row):
    """A figure of an indicator of the framework. A correction is a new row: the latest counts."""

    municipality = models.ForeignKey(Municipality, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    indicator = models.TextField()
    state = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    source = models.TextField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    n = models.BigIntegerField()
    """The how-manieth word about this figure: 1 is the first, the largest counts."""

    class Meta:
        db_table = "safety_figure"
        constraints = [
            models.CheckConstraint(condition=YEARS, name="safety_figure_year"),
            models.CheckConstraint(
                condition=models.Q(state="value", value__isnull=False)
                | models.Q(state="zero", value=0)
                | models.Q(
                    state__in=["missing", "not_applicable", "suppressed"], value__isnull=True
                ),
                name="safety_figure_state",
            ),
            models.UniqueConstraint(
                fields=["municipality", "year", "indicator", "n"], name="safety_figure_n"
            ),
        ]


class Group(Row):
    """A safe-neighbourhood group (saugi kaimynystė). Nobody is named: the contact is a role."""

    municipality = models.ForeignKey(Municipality, models.PROTECT)
    area = models.TextField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    size_band = models.TextField()
    status = models.TextField()
    contact_role = models.TextField()
    police_role = models.TextField()
    supporters = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "neighbourhood_group"
        constraints = [
            one_of("status", ("active", "resting", "ended"), "group_status"),
            models.CheckConstraint(
                condition=models.Q(status="ended", ended_on__isnull=False)
                | (~models.Q(status="ended") & models.Q(ended_on__isnull=True)),
                name="group_ended_with_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="group_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["municipality", "area", "started_on"], name="one_group_an_area"
            ),
        ]
