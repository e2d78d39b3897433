"""Institutions that work on a case, by id, with their names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from talka.casework.cases.models import Grant
from talka.casework.cases.permission import Held
from talka.people.institutions.models import Institution
from talka.people.teams.models import SeatHolding


def _named(held: Held, ids: set[UUID]) -> dict[UUID, str]:
    ids |= {held.seat.institution, held.case.institution_id}
    language = (get_language() or "lt").split("-")[0]
    rows = Institution.objects.filter(id__in=ids)
    return {i.id: i.name(language) for i in sorted(rows, key=lambda i: i.name(language))}


def _granted(held: Held) -> set[UUID]:
    """Institutions with a live grant or an open offer."""
    now = timezone.now()
    return set(
        Grant.objects.filter(case=held.case, ended_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .values_list("institution_id", flat=True)
    )


def on_the_case(held: Held) -> dict[UUID, str]:
    """Institutions that hold a part of the case (2 queries)."""
    return _named(held, _granted(held))


def answerable(held: Held, today: date | None = None) -> dict[UUID, str]:
    """Institutions that may answer for a goal: on the case, or in the team of its municipality
    (3 queries)."""
    today = today or timezone.localdate()
    team = set(
        SeatHolding.objects.filter(
            Q(until__isnull=True) | Q(until__gt=today),
            team__municipality=held.case.municipality_id,
            team__until__isnull=True,
        ).values_list("assignment__institution_id", flat=True)
    )
    return _named(held, _granted(held) | team)
