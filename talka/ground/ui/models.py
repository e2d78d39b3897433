"""Typed words that were not sent yet, and posts that already counted."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from talka.ground.crypto.rows import sealed_column


class Draft(models.Model):
    """What one person typed in one form. Ciphertext; its own key is wrapped in the row, with the
    row's id as scope: deleting the row destroys the key with the words.

    `form_key` is the address of the form (ids only). `parked`: put in through the door, when
    nobody was signed in any more.
    """

    data_class: ClassVar[str] = "draft"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.UUIDField()
    form_key = models.TextField()
    updated_at = models.DateTimeField()
    parked = models.BooleanField(default=False)
    key_id = models.UUIDField()
    key_wrapped = models.BinaryField()
    body_sealed = sealed_column()

    class Meta:
        db_table = "draft"
        indexes = [models.Index(fields=["account", "form_key"], name="draft_of_form")]


class PostOnce(models.Model):
    """A post that ended well: `id` is a keyed digest of its key, address and content, so the
    same content sent again is answered with the same redirect, and changed content is a new act.
    """

    id = models.BinaryField(primary_key=True)
    account = models.UUIDField()
    path = models.TextField()
    location = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "post_once"
        indexes = [models.Index(fields=["at"], name="post_once_at")]
