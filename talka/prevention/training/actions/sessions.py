"""Plan a session, name its trainers, enrol people."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.people.accounts.models import Assignment
from talka.prevention.training import policy
from talka.prevention.training.models import (
    Attendance,
    Enrolment,
    SessionPart,
    SessionTrainer,
    TrainingSession,
)


def plan_session(
    *, actor: Actor, version_id: UUID, municipality: str | None, place: str, capacity: int
) -> TrainingSession:
    """A session of a published course; of a municipality, or national (None)."""
    course = policy.course(version_id)
    policy.require_keeper(actor, municipality)
    if course.published_at is None:
        raise Refused(_("Sessions are planned of a published course."))
    with act("session.plan"):
        return TrainingSession.objects.create(
            course=course, municipality_id=municipality, place=place, capacity=capacity,
            made_by_id=actor.id,
        )  # fmt: skip


def edit_session(
    *, actor: Actor, session_id: UUID, version: int, place: str, capacity: int
) -> None:
    row = policy.kept(actor, session_id)
    if capacity < Enrolment.objects.filter(session=row, withdrawn_at__isnull=True).count():
        raise Broken({"capacity": _("More people are enrolled already.")})
    with act("session.edit"):
        rows = TrainingSession.objects.filter(id=row.id, version=version)
        if not rows.update(place=place, capacity=capacity, version=version + 1):
            row.refresh_from_db()
            raise Stale({"place": row.place, "capacity": row.capacity, "version": row.version})


def add_part(
    *, actor: Actor, session_id: UUID, title: str, day: date, starts: time | None, minutes: int
) -> SessionPart:
    row = policy.kept(actor, session_id)
    last = SessionPart.objects.filter(session=row).aggregate(last=Max("n"))["last"] or 0
    with act("session.part"):
        return SessionPart.objects.create(
            session=row, n=last + 1, title=title, day=day, starts=starts, minutes=minutes
        )


def strike_part(*, actor: Actor, part_id: UUID) -> SessionPart:
    """Take a part out, as long as no attendance is written to it."""
    part = SessionPart.objects.filter(id=part_id).first()
    if part is None:
        raise Absent
    policy.kept(actor, part.session_id)
    if Attendance.objects.filter(part=part).exists():
        raise Broken(_("Attendance is written to this part already."))
    with act("session.strike_part"):
        SessionPart.objects.filter(id=part.id).delete()
    return part


def name_trainer(
    *, actor: Actor, session_id: UUID, worker_id: UUID | None = None, organisation: str = ""
) -> SessionTrainer:
    """A colleague, or a partner organisation by name."""
    row = policy.kept(actor, session_id)
    if (worker_id is None) == (not organisation.strip()):
        raise Broken({"organisation": _("Choose a colleague or name an organisation, not both.")})
    if worker_id and SessionTrainer.objects.filter(session=row, worker_id=worker_id).exists():
        raise Broken({"worker_id": _("This colleague is a trainer of the session already.")})
    with act("session.trainer"):
        return SessionTrainer.objects.create(
            session=row, worker_id=worker_id, organisation=organisation.strip()
        )


def _has_room(row: TrainingSession, field: str) -> None:
    if Enrolment.objects.filter(session=row, withdrawn_at__isnull=True).count() >= row.capacity:
        raise Broken({field: _("The session is full.")})


def enrol(*, actor: Actor, session_id: UUID, assignment_id: UUID) -> Enrolment:
    """Enrol a colleague from a seat of theirs: role and institution are kept as they are today."""
    row = policy.run(actor, session_id)
    seat = Assignment.objects.filter(id=assignment_id, until__isnull=True).first()
    if seat is None:
        raise Broken({"assignment_id": _("Choose a person from the list.")})
    if Enrolment.objects.filter(session=row, worker_id=seat.worker_id).exists():
        raise Broken({"assignment_id": _("This person is enrolled already.")})
    _has_room(row, "assignment_id")
    with act("session.enrol"):
        return Enrolment.objects.create(
            session=row, worker_id=seat.worker_id, institution_id=seat.institution_id,
            role=seat.role,
        )  # fmt: skip


def enrol_outside(
    *, actor: Actor, session_id: UUID, organisation: str, function: str, number: int
) -> Enrolment:
    """Enrol somebody who does not work in the house: no name, a number the trainer chose."""
    row = policy.run(actor, session_id)
    if not organisation.strip():
        raise Broken({"organisation": _("Name the organisation.")})
    if Enrolment.objects.filter(session=row, number=number).exists():
        raise Broken({"number": _("This number is taken in this session.")})
    _has_room(row, "number")
    with act("session.enrol"):
        return Enrolment.objects.create(
            session=row, organisation=organisation.strip(), function=function, number=number
        )


def withdraw(*, actor: Actor, enrolment_id: UUID) -> Enrolment:
    """The person does not take part after all. What was written stays."""
    row = policy.enrolment(enrolment_id)
    policy.run(actor, row.session_id)
    with act("session.withdraw"):
        rows = Enrolment.objects.filter(id=row.id, withdrawn_at__isnull=True)
        if not rows.update(withdrawn_at=timezone.now()):
            raise Broken(_("This person has withdrawn already."))
    return row
