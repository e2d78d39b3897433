"""Read files back: the list of a scope, and the whole content of one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from talka.ground.crypto.rows import Keyring
from talka.ground.crypto.sealing import Unopenable
from talka.ground.crypto.streams import open_stream
from talka.ground.files.actions import place
from talka.ground.files.models import Attachment, AttachmentChunk
from talka.ground.kernel.errors import Absent


@dataclass(frozen=True)
class FileLine:
    """One file of a list. `reason`: why it was taken back, "" while it is there."""

    id: UUID
    name: str
    data_class: str
    media_type: str
    size: int
    by: UUID
    at: datetime
    withdrawn_at: datetime | None
    reason: str


def listed(ring: Keyring) -> list[FileLine]:
    """The files of a scope that the database shows, newest first (1 query)."""
    return [
        FileLine(
            row.id,
            row.read(ring, "name"),
            row.data_class,
            row.media_type,
            row.size,
            row.by,
            row.at,
            row.withdrawn_at,
            row.read(ring, "withdrawn_reason"),
        )
        for row in Attachment.objects.filter(scope=ring.scope).order_by("-at")
    ]


@dataclass(frozen=True)
class FileBody:
    name: str
    media_type: str
    data_class: str
    body: bytes


def opened(ring: Keyring, file_id: UUID) -> FileBody:
    """One file whole (2 queries). Absent when it is not there, not ours or taken back; Unopenable
    when any of it is not what was stored."""
    row = Attachment.objects.filter(id=file_id, scope=ring.scope, withdrawn_at__isnull=True).first()
    if row is None:
        raise Absent
    pieces = list(
        AttachmentChunk.objects.filter(attachment=row).order_by("n").values_list("body", flat=True)
    )
    body = open_stream(ring.key(row.data_class), place(row), map(bytes, pieces))
    if len(pieces) != row.chunks or hashlib.sha256(body).hexdigest() != row.read(ring, "sha256"):
        raise Unopenable("not the file that was stored")
    return FileBody(row.read(ring, "name"), row.media_type, row.data_class, body)
