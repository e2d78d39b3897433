"""Close a session: who gets a certificate, and why somebody does not. Take a certificate back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.training import policy, rules
from talka.prevention.training.models import (
    Attendance,
    Certificate,
    Enrolment,
    SessionPart,
    Taken,
    TrainingSession,
)


@dataclass(frozen=True)
class Verdict:
    """What closing would mean for somebody: `why` empty, they get a certificate."""

    enrolment: Enrolment
    attended: int
    total: int
    score: tuple[int, int] | None
    why: tuple[str, ...]


def verdicts(session: TrainingSession) -> tuple[tuple[Verdict, ...], int]:
    """Of everybody enrolled, and how many entries of attendance are still missing (4 queries)."""
    parts = list(SessionPart.objects.filter(session=session))
    total = sum(p.minutes for p in parts)
    rows = Enrolment.objects.filter(session=session, withdrawn_at__isnull=True).select_related(
        "worker", "institution"
    )
    minutes = dict(
        Attendance.objects.filter(session=session).values_list("enrolment").annotate(Sum("minutes"))
    )
    entered = Attendance.objects.filter(session=session, enrolment__withdrawn_at__isnull=True)
    missing = len(rows) * len(parts) - entered.count()
    scores = {
        t.enrolment_id: (t.score, t.out_of)
        for t in Taken.objects.filter(session=session, phase=rules.AFTER, enrolment__isnull=False)
    }
    found = tuple(
        Verdict(
            e, minutes.get(e.id, 0), total, scores.get(e.id),
            rules.judge(
                attended=minutes.get(e.id, 0), total=total, score=scores.get(e.id),
                attendance_percent=session.course.attendance_percent,
                pass_percent=session.course.pass_percent,
            ),
        )
        for e in rows
    )  # fmt: skip
    return found, missing


def _ready(session: TrainingSession, missing: int) -> None:
    days = SessionPart.objects.filter(session=session).values_list("day", flat=True)
    if not days:
        raise Broken(_("The session has no part yet."))
    if max(days) > timezone.localdate():
        raise Broken(_("A part of the session is not held yet."))
    if missing:
        raise Broken(
            _("Attendance is not written everywhere yet: %(n)d entries are missing.")
            % {"n": missing}
        )


def close(*, actor: Actor, session_id: UUID) -> TrainingSession:
    """Close a session: certificates by the rules of its course, reasons for those who get none.
    Nothing of it changes afterwards."""
    policy.run(actor, session_id)
    with act("session.close"):
        # One closes; "no key" lets the attendance of others, which points here, end meanwhile.
        TrainingSession.objects.select_for_update(no_key=True, of=("self",)).get(id=session_id)
        session = policy.run(actor, session_id)
        found, missing = verdicts(session)
        _ready(session, missing)
        today = timezone.localdate()
        for one in found:
            Enrolment.objects.filter(id=one.enrolment.id).update(
                outcome="none" if one.why else "certified", why=list(one.why)
            )
        months = session.course.refresh_months
        Certificate.objects.bulk_create(
            Certificate(
                session=session, enrolment=v.enrolment, worker_id=v.enrolment.worker_id,
                course=session.course, number=rules.fresh_number(), issued_on=today,
                valid_until=rules.months_later(today, months) if months else None,
            )
            for v in found if not v.why
        )  # fmt: skip
        TrainingSession.objects.filter(id=session.id).update(
            closed_at=timezone.now(), closed_on=today, closed_by_id=actor.id
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.earned, talka.closes IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.earned, talka.closes DEFERRED")
    session.refresh_from_db()
    return session


def revoke(*, actor: Actor, certificate_id: UUID, reason: str) -> Certificate:
    """The keeper of the session takes a certificate back, from today on, with a reason."""
    row = Certificate.objects.select_related("session").filter(id=certificate_id).first()
    if row is None:
        raise Absent
    policy.require_keeper(actor, row.session.municipality_id)
    if row.revoked_on is not None:
        raise Refused(_("This certificate is revoked already."))
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    with act("certificate.revoke"):
        Certificate.objects.filter(id=row.id, revoked_on__isnull=True).update(
            revoked_on=timezone.localdate(), revoked_reason=reason.strip(), revoked_by_id=actor.id
        )
    row.refresh_from_db()
    return row
