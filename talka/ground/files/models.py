"""Attachments: what somebody handed over as a file, sealed in chunks in the database.

Knows no domain: `scope` is whatever owns the data key, `data_class` names the key. Who may see a
row is stated by the room that owns the scope.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from talka.ground.crypto.rows import SealedRow, sealed_column


class Attachment(SealedRow):
    """One file. `by` is the account that put it there. Withdrawn: its chunks are gone; by nobody
    (`withdrawn_by` empty): its time was over."""

    data_class = models.TextField()  # type: ignore[assignment]
    scope = models.UUIDField()
    name_sealed = sealed_column()
    sha256_sealed = sealed_column()
    withdrawn_reason_sealed = sealed_column()
    media_type = models.TextField()
    size = models.PositiveIntegerField()
    chunks = models.PositiveSmallIntegerField()
    by = models.UUIDField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        db_table = "attachment"
        indexes = [models.Index(fields=["scope"], name="attachment_scope")]
        constraints = [
            models.CheckConstraint(
                name="attachment_size", condition=models.Q(size__gt=0, size__lte=10_485_760)
            ),
            models.CheckConstraint(
                name="attachment_chunks", condition=models.Q(chunks__gt=0, chunks__lte=160)
            ),
            models.CheckConstraint(
                name="attachment_withdrawn_whole",
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False),
            ),
        ]


class AttachmentChunk(models.Model):
    """One sealed piece. Its place in the stream is part of what it is sealed with."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="pieces")
    scope = models.UUIDField()
    n = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "attachment_chunk"
        constraints = [
            models.UniqueConstraint(fields=["attachment", "n"], name="one_chunk_a_number")
        ]
