"""Published criteria sets and to whom they were handed. Written only when a pack is loaded."""

from __future__ import annotations

from django.db import models

from talka.method.versions import Handed, Published


class CriteriaVersion(Published):
    class Meta(Published.Meta):
        db_table = "criteria_version"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="criteria_version_once"),
            models.CheckConstraint(
                condition=models.Q(version__gt=0), name="criteria_version_above_0"
            ),
        ]


class CriteriaHanded(Handed):
    version = models.ForeignKey(CriteriaVersion, models.PROTECT, related_name="handed")

    class Meta(Handed.Meta):
        db_table = "criteria_handed"
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "on"], name="criteria_handed_once"),
        ]
