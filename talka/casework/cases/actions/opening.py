"""Open a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import rules
from talka.casework.cases.keys import CaseRing, make_keys
from talka.casework.cases.models import DATA_CLASSES, Case, Grant, Profile
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Refused


def open_case(
    *,
    actor: Actor,
    municipality: str,
    on: date | None = None,
    child: bool = False,
    profile: dict[str, Any],
    protocol: tuple[str, int],
) -> tuple[Case, CaseRing, Seat]:
    """Open a case in the actor's institution and hold every class of it for one's own work.

    `profile`: gender, age_group, citizenship, exploitation, languages, source (codes).
    Raises Refused when the actor has no role that opens cases.
    """
    seat = actor.seat(*rules.CASE_ROLES)
    if seat is None:
        raise Refused(_("Your role does not open cases."), _("the coordinator of your team"))
    now = timezone.now()
    with act("case.open"):
        case = Case(
            code=_next_code((on or now.date()).year),
            municipality_id=municipality,
            institution_id=seat.institution,
            opened_by_id=seat.id,
            opened_on=on or timezone.localdate(),
            opened_at=now,
            protocol=protocol[0],
            protocol_version=protocol[1],
            child=child,
        )
        case.save(force_insert=True)
        Grant.objects.bulk_create(_own(case, seat, name, now) for name in DATA_CLASSES)
        ring = make_keys(case)
        Profile(case=case, **profile).save(force_insert=True)
    return case, ring, seat


def _next_code(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.next_case_code(%s)", [year])
        return str(cursor.fetchone()[0])


def _own(case: Case, seat: Seat, data_class: str, now: datetime) -> Grant:
    return Grant(
        case=case,
        institution_id=seat.institution,
        assignment_id=seat.id,
        data_class=data_class,
        may_write=True,
        admits_sealed=True,
        basis="own_work",
        granted_by_id=seat.id,
        since=now,
    )
