"""Files that show what a municipality says of a criterion: sealed, with their hash."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from talka.ground.files.models import Attachment
from talka.prevention.safety.models.judged import Answer

FILE_CLASS = "safety"
"""The data class of these files: they bear no personal data, and all who read the answer open
them."""


class AnswerKey(models.Model):
    """The key of the files of one answer, wrapped."""

    id = models.UUIDField(primary_key=True, editable=False)
    answer = models.OneToOneField(Answer, models.PROTECT)
    wrapped = models.BinaryField()

    class Meta:
        db_table = "safety_key"


class AnswerFile(models.Model):
    """A sealed file. `sha256`: of its content, which may be destroyed; the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="files")
    file = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    checked = models.BooleanField()
    """Whoever put it there said: there is no personal data in it."""

    class Meta:
        db_table = "safety_file"
        constraints = [
            models.CheckConstraint(condition=models.Q(checked=True), name="safety_file_checked"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="safety_file_hash"
            ),
        ]
