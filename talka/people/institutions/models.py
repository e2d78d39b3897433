"""Institutions: who employs the people, and in which place."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from talka.ground.places.models import Municipality


class Institution(models.Model):
    """`kind` is a code of the pack's institution kinds; no municipality = works nationally."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.TextField()
    name_lt = models.TextField()
    name_en = models.TextField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    phone = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "institution"
        ordering = ["name_lt"]

    def __str__(self) -> str:
        return self.name_lt

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_lt


class RoleKind(models.Model):
    """A role may be held in institutions of this kind: the pack's word, known to the database so
    that it can refuse any other seat."""

    id = models.BigAutoField(primary_key=True)
    role = models.TextField()
    kind = models.TextField()

    class Meta:
        db_table = "role_kind"
        constraints = [models.UniqueConstraint(fields=["role", "kind"], name="role_kind_once")]
