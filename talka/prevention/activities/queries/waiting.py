"""What waits in activities: evidence that may not be kept much longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Waiting
from talka.prevention.activities import policy
from talka.prevention.activities.models import Evidence
from talka.prevention.programmes.queries.waiting import kept


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """Evidence of activities the person writes, an activity once, by its first end (1 query)."""
    mine = Q(pk__in=[])
    if (kept_here := kept(actor, "activity__municipality")) is not None:
        mine |= kept_here
    for seat in actor.seats:
        if seat.role in policy.RECORDERS and seat.area:
            mine |= Q(activity__organiser=seat.institution, activity__municipality=seat.area)
    rows = Evidence.objects.filter(
        mine, retention_until__lte=today + SOON, file__withdrawn_at__isnull=True
    ).select_related("activity").order_by("retention_until")  # fmt: skip
    for row in {r.activity_id: r for r in reversed(list(rows))}.values():
        yield Waiting(
            _("Evidence is destroyed when its time is over"), row.activity.title,
            reverse("activity_evidence", args=[row.activity_id]), row.retention_until,
            _("the last day on which it may be kept"),
        )  # fmt: skip
