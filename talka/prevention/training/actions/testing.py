"""Take the test of a course: before it, after it, and months later."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.training import policy, rules
from talka.prevention.training.models import (
    Answer,
    Enrolment,
    Question,
    Taken,
    TrainingSession,
)


def phases_open(session: TrainingSession) -> tuple[str, ...]:
    """Which tests are taken today."""
    if session.closed_on is None:
        return (rules.BEFORE, rules.AFTER)
    today = timezone.localdate()
    windows = {p: rules.follow_up_window(session.closed_on, p) for p in rules.FOLLOW_UPS}
    return tuple(p for p, (first, last) in windows.items() if first <= today <= last)


def may_enter(actor: Actor, row: Enrolment) -> bool:
    """One's own; for somebody from outside, who runs the session types the paper in."""
    if row.worker_id is not None:
        return row.worker_id == actor.id
    return policy.runs(actor, row.session)


def take(*, actor: Actor, enrolment_id: UUID, phase: str, answers: Mapping[UUID, int]) -> Taken:
    """Answers by question; a question left out counts as not right. Once a phase."""
    row = policy.enrolment(enrolment_id)
    if not may_enter(actor, row):
        raise Refused(_("The participant answers the test, and nobody else reads the answers."))
    if row.withdrawn_at is not None:
        raise Refused(_("This person has withdrawn already."))
    if Taken.objects.filter(enrolment=row, phase=phase).exists():
        raise Broken(_("This test is taken already. It is taken once."))
    return _take(actor, row.session, phase, answers, enrolment=row)


def take_anonymously(
    *, actor: Actor, session_id: UUID, phase: str, code: str, answers: Mapping[UUID, int]
) -> Taken:
    """A paper without a name, under a code its writer made up: of it only a keyed digest is kept,
    enough to find the two papers of one hand."""
    session = policy.run(actor, session_id, closed=True)
    plain = "".join(code.split()).casefold()
    if len(plain) < 4:
        raise Broken({"code": _("The code has at least four signs.")})
    pairing = provider().blind("training_pairing", f"{session.id}|{plain}")
    if Taken.objects.filter(session=session, pairing=pairing, phase=phase).exists():
        raise Broken({"code": _("A paper with this code is entered already.")})
    return _take(actor, session, phase, answers, pairing=pairing)


def _take(
    actor: Actor, session: TrainingSession, phase: str, answers: Mapping[UUID, int],
    *, enrolment: Enrolment | None = None, pairing: bytes | None = None,
) -> Taken:  # fmt: skip
    if phase not in phases_open(session):
        raise Broken(_("This test is not taken now."))
    items = {i.id: i for i in Question.objects.filter(course_id=session.course_id)}
    if not items:
        raise Absent
    if set(answers) - set(items):
        raise Absent
    if any(not 0 <= c < len(items[i].options) for i, c in answers.items()):
        raise Broken(_("Choose one of the answers."))
    right = sum(items[i].answer == c for i, c in answers.items())
    with act("training.test"):
        taken = Taken.objects.create(
            session=session, enrolment=enrolment, pairing=pairing, phase=phase, score=right,
            out_of=len(items), taken_on=timezone.localdate(), entered_by_id=actor.id,
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(session=session, taken=taken, item_id=i, chosen=c) for i, c in answers.items()
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.holds IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.holds DEFERRED")
    return taken
