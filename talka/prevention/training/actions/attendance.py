"""Write down who was there, and for how many minutes."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.prevention.training import policy
from talka.prevention.training.models import Attendance, Enrolment, SessionPart


def _held(actor: Actor, part_id: UUID) -> SessionPart:
    part = SessionPart.objects.filter(id=part_id).first()
    if part is None:
        raise Absent
    policy.run(actor, part.session_id)
    if part.day > timezone.localdate():
        raise Broken(_("This part is not held yet."))
    return part


def sign(*, actor: Actor, part_id: UUID, minutes: Mapping[UUID, int]) -> None:
    """Minutes of a part by enrolment; 0: was not there. Earlier entries are replaced."""
    part = _held(actor, part_id)
    faults = {
        f"m_{enrolment}": _("The part lasts %(n)d minutes.") % {"n": part.minutes}
        for enrolment, m in minutes.items()
        if not 0 <= m <= part.minutes
    }
    if faults:
        raise Broken(faults)
    _write(actor, part, minutes)


def all_present(*, actor: Actor, part_id: UUID) -> None:
    """Everybody of whom nothing is written yet was there for the whole part. One press."""
    part = _held(actor, part_id)
    open_ones = Enrolment.objects.filter(session_id=part.session_id, withdrawn_at__isnull=True)
    ids = open_ones.exclude(attended__part=part).values_list("id", flat=True)
    _write(actor, part, dict.fromkeys(ids, part.minutes))


def _write(actor: Actor, part: SessionPart, minutes: Mapping[UUID, int]) -> None:
    known = set(
        Enrolment.objects.filter(session_id=part.session_id, withdrawn_at__isnull=True).values_list(
            "id", flat=True
        )
    )
    if set(minutes) - known:
        raise Absent
    rows = [
        Attendance(session_id=part.session_id, enrolment_id=e, part=part, minutes=m,
                   signed_by_id=actor.id)
        for e, m in sorted(minutes.items())
    ]  # fmt: skip
    with act("session.attendance"):
        Attendance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["enrolment", "part"],
            update_fields=["minutes", "signed_by", "signed_at"],
        )
