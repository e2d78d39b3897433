"""What waits in activities: evidence that may not be kept much longer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Row, Source, Waiting
from talka.prevention.activities import policy
from talka.prevention.activities.models import Evidence
from talka.prevention.programmes.queries.waiting import kept


def _evidence(actor: Actor, today: date, language: str) -> QuerySet[Any, Any]:
    """Evidence of activities the person writes, an activity once, by its first end."""
    mine = Q(pk__in=[])
    if (kept_here := kept(actor, "activity__municipality")) is not None:
        mine |= kept_here
    for seat in actor.seats:
        if seat.role in policy.RECORDERS and seat.area:
            mine |= Q(activity__organiser=seat.institution, activity__municipality=seat.area)
    rows = Evidence.objects.filter(
        mine, retention_until__lte=today + SOON, file__withdrawn_at__isnull=True
    )
    return rows.values("activity").annotate(
        told=JSONObject(activity="activity", title="activity__title", at=Min("retention_until"))
    )


def _ends(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting(
        _("Evidence is destroyed when its time is over"), row["title"],
        reverse("activity_evidence", args=[row["activity"]]), date.fromisoformat(row["at"]),
        _("the last day on which it may be kept"),
    )  # fmt: skip


SOURCES = (Source("activities.evidence", _evidence, _ends),)
