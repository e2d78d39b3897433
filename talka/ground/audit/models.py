"""What happened: rows that the database itself writes, and nobody changes."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEvent(models.Model):
    """One write of one row, or one look at one scope. Codes and ids only, never a text.

    `canonical` is the event as bytes, ready to be a leaf of a Merkle log (RFC 6962);
    `leaf` is SHA-256(0x00 ‖ canonical); `commitment` is SHA-256 of the row as it was stored.
    """

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.TextField()
    kind = models.TextField()
    object = models.UUIDField(null=True)
    scope = models.UUIDField(null=True)
    classes = ArrayField(models.TextField(), default=list)
    purpose = models.TextField(default="")
    request = models.TextField(default="")
    commitment = models.BinaryField(null=True)
    canonical = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["scope", "-seq"], name="audit_scope"),
            models.Index(fields=["actor", "-seq"], name="audit_actor"),
            models.Index(fields=["object"], name="audit_object"),
        ]
