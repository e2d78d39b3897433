"""Close a session: who gets a certificate, and why somebody does not. Take a certificate back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
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


@dataclass(frozen=True)
class Reckoning:
    """Everybody enrolled, what closing would mean for them, and what is still missing.

    `written`: entries of attendance a part; `taken`: tests by enrolment."""

    parts: tuple[SessionPart, ...]
    verdicts: tuple[Verdict, ...]
    missing: int
    written: Counter[UUID]
    taken: dict[UUID, list[str]]


def reckon(session: TrainingSession) -> Reckoning:
    """The session as far as the asker may see it (4 queries)."""
    parts = tuple(SessionPart.objects.filter(session=session).order_by("day", "starts", "n"))
    rows = list(
        Enrolment.objects.filter(session=session, withdrawn_at__isnull=True)
        .select_related("worker", "institution", "certificate")
    )  # fmt: skip
    minutes: Counter[UUID] = Counter()
    written: Counter[UUID] = Counter()
    of = Attendance.objects.filter(session=session, enrolment__in=[e.id for e in rows])
    for enrolment, part, there in of.values_list("enrolment_id", "part_id", "minutes"):
        minutes[enrolment] += there
        written[part] += 1
    scores: dict[UUID, tuple[int, int]] = {}
    taken: dict[UUID, list[str]] = {}
    for test in Taken.objects.filter(session=session, enrolment__isnull=False):
        assert test.enrolment_id is not None
        taken.setdefault(test.enrolment_id, []).append(test.phase)
        if test.phase == rules.AFTER:
            scores[test.enrolment_id] = (test.score, test.out_of)
    total = sum(p.minutes for p in parts)
    found = tuple(
        Verdict(
            e, minutes[e.id], total, scores.get(e.id),
            rules.judge(
                attended=minutes[e.id], total=total, score=scores.get(e.id),
                attendance_percent=session.course.attendance_percent,
                pass_percent=session.course.pass_percent,
            ),
        )
        for e in rows
    )  # fmt: skip
    return Reckoning(parts, found, len(rows) * len(parts) - written.total(), written, taken)


def _ready(known: Reckoning) -> None:
    missing = known.missing
    if not known.parts:
        raise Broken(_("The session has no part yet."))
    if max(p.day for p in known.parts) > timezone.localdate():
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
        known = reckon(session)
        _ready(known)
        today = timezone.localdate()
        for one in known.verdicts:
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
            for v in known.verdicts if not v.why
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
