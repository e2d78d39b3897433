"""What both rooms of this floor keep: published versions that nobody can change any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models


class Published(models.Model):
    """One published version. `sha256` is over `canonical(document)`; the database refuses every
    update and deletion."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["code", "-version"]


class Handed(models.Model):
    """A version handed to a kind of institution (a code of the pack) on a day. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    on = models.DateField()

    class Meta:
        abstract = True
        ordering = ["on", "kind"]


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: JSON in UTF-8 with sorted keys and no spaces, so that the
    layout and comments of the file do not matter."""
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()
