"""Put a file to an answer of the assessment as its evidence, and destroy its content again."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey
from talka.ground.files import actions as files
from talka.ground.kernel.errors import Absent, Broken
from talka.prevention.activities.queries.evidence import Ring
from talka.prevention.safety import policy
from talka.prevention.safety.models import Answer, AnswerFile, AnswerKey
from talka.prevention.safety.models.showing import FILE_CLASS
from talka.prevention.safety.queries.showing import ring_of


def show(
    *, actor: Actor, assessment_id: UUID, criterion: str, name: str, body: bytes, checked: bool
) -> AnswerFile:
    """Seal a file, a picture without its metadata, beside an answer that is not submitted yet."""
    found = policy.unsubmitted(actor, assessment_id)
    answer = Answer.objects.filter(assessment=found, criterion=criterion).first()
    if answer is None:
        raise Broken({"file": _("Answer the criterion first.")})
    if not checked:
        raise Broken({"checked": _("Look first: there is no place for personal data here.")})
    body = files.without_metadata(body)
    with act("safety.show"):
        ring = _with_key(answer.id)
        made = files.attach(ring=ring, by=actor.id, data_class=FILE_CLASS, name=name, body=body)
        return AnswerFile.objects.create(
            answer=answer, file=made, sha256=hashlib.sha256(body).hexdigest(), checked=True
        )


def _with_key(answer_id: UUID) -> Ring:
    ring = ring_of(answer_id)
    if ring.classes:
        return ring
    fresh = DataKey.fresh()
    AnswerKey.objects.create(
        id=fresh.id, answer_id=answer_id, wrapped=provider().wrap(fresh, answer_id, FILE_CLASS)
    )
    return ring_of(answer_id)


def destroy(*, actor: Actor, assessment_id: UUID, file_id: UUID, reason: str) -> None:
    """Destroy the content, also of a submitted assessment; its hash and the reason stay."""
    found = policy.assessment(assessment_id)
    policy.require_town(actor, found.municipality_id)
    row = AnswerFile.objects.select_related("file").filter(id=file_id, answer__assessment=found)
    one = row.first()
    if one is None:
        raise Absent
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    with act("safety.destroy"):
        files.withdraw(
            ring=ring_of(one.answer_id), by=actor.id, attachment=one.file, reason=reason.strip()
        )
