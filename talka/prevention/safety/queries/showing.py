"""The files beside the answers of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from talka.ground.files import queries as files
from talka.ground.files.queries import FileBody, FileLine
from talka.ground.kernel.errors import Absent
from talka.prevention.activities.queries.evidence import Ring
from talka.prevention.safety.models import AnswerFile, AnswerKey
from talka.prevention.safety.models.showing import FILE_CLASS


def ring_of(answer_id: UUID) -> Ring:
    rows = AnswerKey.objects.filter(answer_id=answer_id).values_list("id", "wrapped")
    return Ring(answer_id, [(FILE_CLASS, i, bytes(w)) for i, w in rows])


@dataclass(frozen=True)
class Shown:
    id: UUID
    sha256: str
    file: FileLine | None


def files_of(answer_id: UUID) -> tuple[Shown, ...]:
    """The files of one answer (3 queries)."""
    there = {f.id: f for f in files.listed(ring_of(answer_id))}
    rows = AnswerFile.objects.filter(answer_id=answer_id).order_by("id")
    return tuple(Shown(row.id, row.sha256, there.get(row.file_id)) for row in rows)


def body_of(assessment_id: UUID, file_id: UUID) -> FileBody:
    """The content. Absent when it is not there, destroyed, or not the reader's to open."""
    row = AnswerFile.objects.filter(id=file_id, answer__assessment=assessment_id).first()
    if row is None:
        raise Absent
    return files.opened(ring_of(row.answer_id), row.file_id)
