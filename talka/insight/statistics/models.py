"""What was published: numbers that passed the gate, immutable once out."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Release(models.Model):
    """One publication of a year. The page shows the latest of a year; all stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    year = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField()
    rule = models.TextField()

    class Meta:
        db_table = "release"
        indexes = [models.Index(fields=["year", "-at"], name="release_year")]


class PublishedFigure(models.Model):
    """A cell of a release. NULL value with `kind` suppressed or withheld: never a zero."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="figures")
    measure = models.TextField()
    dimension = models.TextField()
    item = models.TextField()
    kind = models.TextField()
    value = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "published_figure"
        constraints = [
            models.CheckConstraint(
                name="published_above_threshold",
                condition=models.Q(kind="number", value__gte=10)
                | (~models.Q(kind="number") & models.Q(value__isnull=True)),
            )
        ]
