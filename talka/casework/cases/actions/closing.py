"""Close a case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import policy, rules
from talka.casework.cases.actions.path import note_step
from talka.casework.cases.models import Case
from talka.casework.cases.permission import hold
from talka.casework.cases.queries import gaps_of
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale


def close_case(
    *, actor: Actor, case_id: UUID, version: int, reason: str, on: date | None = None
) -> Case:
    """Close. Broken lists what is still missing; Stale when somebody changed the case."""
    held = hold(actor, case_id, policy.CLOSE)
    if held.case.closed_on:
        raise Broken(_("This case is already closed."))
    hindering = rules.may_close(gaps_of(case_id), reason)
    if hindering:
        raise Broken({f"gap:{g.code}": g.code for g in hindering})
    with act("case.close"), transaction.atomic():
        changed = Case.objects.filter(id=case_id, version=version, closed_on__isnull=True).update(
            closed_on=on or timezone.localdate(), closure_reason=reason, version=version + 1
        )
        if not changed:
            raise Stale({})
        note_step(case_id=case_id, seat=held.seat, kind="closure", outcome=reason, on=on)
    held.case.refresh_from_db()
    return held.case
