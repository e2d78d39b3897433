"""The files of an activity, and the keys that the database lets the asker have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey
from talka.ground.files import queries as files
from talka.ground.files.queries import FileBody, FileLine
from talka.ground.kernel.errors import Absent
from talka.prevention.activities import rules
from talka.prevention.activities.models import Evidence, EvidenceKey


class Ring:
    """Opened keys by class. `key` raises KeyError for a class that is not ours."""

    def __init__(self, scope: UUID, keys: Iterable[tuple[str, UUID, bytes]]) -> None:
        self.scope = scope
        self._wrapped = {name: (key_id, wrapped) for name, key_id, wrapped in keys}

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self._wrapped)

    def key(self, data_class: str) -> DataKey:
        key_id, wrapped = self._wrapped[data_class]
        return provider().unwrap(wrapped, key_id, self.scope, data_class)


def ring_of(activity_id: UUID) -> Ring:
    rows = EvidenceKey.objects.filter(activity_id=activity_id)
    keys = rows.values_list("data_class", "id", "wrapped")
    return Ring(activity_id, [(c, i, bytes(w)) for c, i, w in keys])


@dataclass(frozen=True)
class Shown:
    """A piece of evidence. `file` None: it bears personal data and is not the reader's to open."""

    id: UUID
    kind: str
    sha256: str
    personal_data: str
    retention_until: date | None
    file: FileLine | None
    overdue: bool
    """The day until which it may be kept has passed, and it is still there."""


def evidence_of(activity_id: UUID) -> tuple[Shown, ...]:
    """All evidence of an activity (3 queries)."""
    there = {f.id: f for f in files.listed(ring_of(activity_id))}
    today = timezone.localdate()
    return tuple(
        Shown(
            row.id, row.kind, row.sha256, row.personal_data, row.retention_until, file,
            file is not None
            and rules.overdue(row.retention_until, file.withdrawn_at is not None, today),
        )
        for row in Evidence.objects.filter(activity_id=activity_id).order_by("id")
        for file in [there.get(row.file_id)]
    )  # fmt: skip


def body_of(activity_id: UUID, evidence_id: UUID) -> FileBody:
    """The content. Absent when it is not there, destroyed, or not the reader's to open."""
    row = Evidence.objects.filter(id=evidence_id, activity_id=activity_id).first()
    if row is None:
        raise Absent
    return files.opened(ring_of(activity_id), row.file_id)
