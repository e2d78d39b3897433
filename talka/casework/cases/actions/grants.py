"""Open classes of a case to people, and end what was opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import policy, rules
from talka.casework.cases.actions.path import note_step
from talka.casework.cases.models import Case, Grant
from talka.casework.cases.permission import Held, hold
from talka.casework.cases.queries import full_holders, own_classes
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.accounts.models import Assignment


def offer(
    *,
    held: Held,
    institution: UUID,
    classes: Iterable[str],
    basis: str,
    basis_id: UUID | None,
    until: datetime | None,
    may_write: Sequence[str] = (),
    reason: str = "",
) -> list[Grant]:
    """Offer classes of a case to an institution; opens nothing until a person takes it up."""
    now = timezone.now()
    offered = [
        Grant(
            case=held.case,
            institution_id=institution,
            data_class=name,
            may_write=name in may_write,
            basis=basis,
            basis_id=basis_id,
            reason=reason,
            granted_by_id=held.seat.id,
            since=now,
            until=until,
        )
        for name in sorted(set(classes))
    ]
    Grant.objects.bulk_create(offered)
    return offered


def take_up(*, case_id: UUID, seat: Seat, basis_ids: Iterable[UUID]) -> int:
    """Take up what was offered to the seat's institution under these bases."""
    return Grant.objects.filter(
        case_id=case_id,
        institution_id=seat.institution,
        assignment__isnull=True,
        ended_at__isnull=True,
        basis_id__in=list(basis_ids),
    ).update(assignment_id=seat.id)


def end_grants(*, basis_id: UUID) -> int:
    """End every grant that stands on this basis: effective at the next statement of anybody."""
    return Grant.objects.filter(basis_id=basis_id, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )


def share_with_colleague(
    *, actor: Actor, case_id: UUID, assignment_id: UUID, classes: Sequence[str]
) -> list[Grant]:
    """Open classes one holds for own work to a colleague of the same institution; what the
    colleague holds already is not given twice. On a sealed case the colleague is admitted."""
    held = hold(actor, case_id, policy.SHARE_WITH_COLLEAGUE)
    colleague = colleagues(held).filter(id=assignment_id).first()
    if colleague is None:
        raise Broken({"assignment_id": _("Choose a colleague of your institution.")})
    if not classes or set(classes) - own_classes(held):
        raise Broken({"classes": _("You can share only parts that you hold for your own work.")})
    now = timezone.now()
    there = live(now).filter(case=held.case, assignment=colleague, basis="own_work")
    if held.case.sealed:
        there = there.filter(admits_sealed=True)
    fresh = sorted(set(classes) - set(there.values_list("data_class", flat=True)))
    with act("case.colleague"):
        grants = [_to_colleague(held, colleague, name, now) for name in fresh]
        Grant.objects.bulk_create(grants)
        note_step(case_id=held.case.id, seat=held.seat, kind="colleague", ref=colleague.id)
    return grants


def _to_colleague(held: Held, colleague: Assignment, data_class: str, now: datetime) -> Grant:
    return Grant(
        case=held.case,
        institution_id=held.seat.institution,
        assignment=colleague,
        data_class=data_class,
        may_write=True,
        admits_sealed=held.case.sealed,
        basis="own_work",
        granted_by_id=held.seat.id,
        since=now,
    )


def end_access(*, actor: Actor, case_id: UUID, assignment_id: UUID, classes: Sequence[str]) -> int:
    """End grants of one person on a case: one's own, or (who holds it for own work) a colleague's.

    Ending class *case* ends every class. What stands on a consent or a legal ground ends where
    that is withdrawn, unless it is one's own. Raises Absent (no such grant), Refused, Broken (the
    case would be left to nobody). Returns how many ended.
    """
    held = hold(actor, case_id, policy.END_ACCESS)
    Case.objects.select_for_update().filter(id=case_id).first()  # two ends at once: one waits
    theirs = live(timezone.now()).filter(case=held.case, assignment=assignment_id)
    if "case" not in classes:
        theirs = theirs.filter(data_class__in=classes)
    ending = list(theirs)
    if not ending:
        raise Absent
    mine = assignment_id in {s.id for s in actor.seats}
    gives = "case" in own_classes(held)
    for grant in ending:
        _check_end(held, grant, mine, gives)
    if "case" in classes and not full_holders(case_id) - {assignment_id}:
        raise Broken(_("Nobody would hold this case. Share it with a colleague first."))
    with act("case.end_access"):
        note_step(case_id=case_id, seat=held.seat, kind="access_ended", ref=assignment_id)
        return Grant.objects.filter(id__in=[g.id for g in ending]).update(ended_at=timezone.now())


def _check_end(held: Held, grant: Grant, mine: bool, gives: bool) -> None:
    colleague = grant.institution_id == held.seat.institution
    hindered = rules.may_not_end(mine=mine, colleague=colleague, gives=gives, basis=grant.basis)
    if hindered == "basis":
        raise Refused(
            _("This was opened on a consent or a legal ground. It ends when that is withdrawn."),
            _("the page of consents"),
        )
    if hindered:
        raise Refused(
            _("Only who holds the case for their own work ends a colleague's access."),
            held.case.institution.name(held.actor.language),
        )


def live(now: datetime):  # type: ignore[no-untyped-def]
    """Grants that open something now."""
    return Grant.objects.filter(
        ended_at__isnull=True, since__lte=now, assignment__isnull=False
    ).filter(Q(until__isnull=True) | Q(until__gt=now))


def colleagues(held: Held):  # type: ignore[no-untyped-def]
    """Seats of the institution, in force, that may hold a case; not one's own."""
    today = timezone.localdate()
    return (
        Assignment.objects.filter(
            institution_id=held.seat.institution,
            role__in=rules.CASE_ROLES,
            since__lte=today,
            worker__active=True,
        )
        .filter(Q(until__isnull=True) | Q(until__gt=today))
        .exclude(worker_id=held.actor.id)
    )
