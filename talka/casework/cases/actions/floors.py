"""Bar people from a case whatever was granted to them: seals and conflicts of interest."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import policy, rules
from talka.casework.cases.actions.path import note_step
from talka.casework.cases.models import Case
from talka.casework.cases.permission import Held, hold
from talka.casework.cases.queries import admitted_seats, full_holders
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.accounts.models import Assignment, ConflictMark


def seal_case(*, actor: Actor, case_id: UUID, sealed: bool) -> None:
    """Seal: only grants that admit to a sealed case still open it. Who opened the case is
    admitted, and whoever a case is shared with while it is sealed. Raises Broken when it is so
    already, or when the one who seals would shut themself out."""
    held = hold(actor, case_id, policy.SEAL)
    if held.case.sealed == sealed:
        raise Broken(_("This case is sealed already.") if sealed else _("This case is not sealed."))
    if held.seat.id not in admitted_seats(case_id):
        raise Broken(
            _("You would shut yourself out. Ask the colleague who opened the case to seal it.")
        )
    with act("case.seal" if sealed else "case.unseal"):
        Case.objects.filter(id=held.case.id).update(sealed=sealed)
        note_step(case_id=case_id, seat=held.seat, kind="seal" if sealed else "unseal")


def mark_conflict(*, actor: Actor, case_id: UUID, worker_id: UUID, reason: str) -> ConflictMark:
    """Bar a person (oneself or a colleague) from a case, whatever was granted to them. `reason`:
    a code of rules.CONFLICT_REASONS. Raises Broken when nobody would hold the case."""
    held = hold(actor, case_id, policy.MARK_CONFLICT)
    if reason not in rules.CONFLICT_REASONS:
        raise Broken({"reason": _("Choose a reason from the list.")})
    _check_worker(held, worker_id)
    with act("conflict.mark"):
        note_step(case_id=held.case.id, seat=held.seat, kind="conflict", ref=worker_id)
        mark = ConflictMark(
            worker_id=worker_id,
            scope=held.case.id,
            reason=reason,
            marked_by_id=actor.id,
            marked_at=timezone.now(),
        )
        mark.save(force_insert=True)
    return mark


def _check_worker(held: Held, worker_id: UUID) -> None:
    """Oneself or somebody of the same institution; and the case keeps a holder."""
    Case.objects.select_for_update().filter(id=held.case.id).first()
    seats = set(Assignment.objects.filter(worker_id=worker_id).values_list("id", "institution_id"))
    if worker_id != held.actor.id and held.seat.institution not in {place for _, place in seats}:
        raise Broken({"worker_id": _("Choose yourself or a colleague of your institution.")})
    holders = full_holders(held.case.id)
    left = holders - {seat for seat, _ in seats}
    if holders and not left:
        raise Broken(_("Nobody would hold this case. Share it with a colleague first."))


def lift_conflict(*, actor: Actor, mark_id: UUID) -> ConflictMark:
    """A supervisor of the case's institution lifts a mark that is not about themself. Raises
    Absent (no such mark in sight), Refused. The database holds the same rule."""
    mark = ConflictMark.objects.filter(id=mark_id, lifted_at__isnull=True).first()
    if mark is None:
        raise Absent
    mark.lifted_at, mark.lifted_by_id = timezone.now(), actor.id
    with act("conflict.lift"):
        lifted = ConflictMark.objects.filter(id=mark_id, lifted_at__isnull=True).update(
            lifted_at=mark.lifted_at, lifted_by_id=actor.id
        )
    if not lifted:
        raise Refused(
            _("A supervisor of the institution of the case lifts a conflict, never their own."),
            _("the supervisor of your institution"),
        )
    return mark  # not read again: a supervisor without the case no longer sees a lifted mark
