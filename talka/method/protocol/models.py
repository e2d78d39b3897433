"""Published protocols and to whom they were handed. Written only when a pack is loaded."""

from __future__ import annotations

from django.db import models

from talka.method.versions import Handed, Published


class ProtocolVersion(Published):
    class Meta(Published.Meta):
        db_table = "protocol_version"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="protocol_version_once"),
            models.CheckConstraint(
                condition=models.Q(version__gt=0), name="protocol_version_above_0"
            ),
        ]


class ProtocolHanded(Handed):
    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="handed")

    class Meta(Handed.Meta):
        db_table = "protocol_handed"
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "on"], name="protocol_handed_once"),
        ]
