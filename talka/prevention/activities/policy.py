"""Who writes an activity: the coordinator of its municipality, a worker of the institution that
held it there, the ministry where there is no municipality. Everybody signed in reads."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.prevention.activities.models import Activity

RECORDERS = frozenset(
    {"case_worker", "supervisor", "police", "prosecutor", "social_worker", "child_rights"}
)
"""Roles that record what their own institution did. The same list stands in policy.sql."""


def coordinates(actor: Actor, municipality: str | None) -> bool:
    """The person answers for all activities of this place."""
    if municipality is None:
        return "ministry" in actor.roles
    return any(s.role == "coordinator" and s.area == municipality for s in actor.seats)


def writes(actor: Actor, municipality: str | None, organiser: UUID) -> bool:
    return coordinates(actor, municipality) or any(
        s.role in RECORDERS and s.area == municipality and s.institution == organiser
        for s in actor.seats
        if municipality is not None
    )


def places(actor: Actor) -> list[str | None]:
    """Where the person may record something: municipalities, None for the country."""
    areas = {s.area for s in actor.seats if s.role in RECORDERS | {"coordinator"} and s.area}
    country: list[str | None] = [None] if "ministry" in actor.roles else []
    return [*sorted(areas), *country]


def require(actor: Actor, municipality: str | None, organiser: UUID) -> None:
    if not writes(actor, municipality, organiser):
        raise Refused(
            _("Activities are recorded by the coordinator of the municipality, or by the"
              " institution that held them there."),
            _("the coordinator of that municipality"),
        )  # fmt: skip


def seen(activity_id: UUID) -> Activity:
    """An activity the person may read; Absent otherwise."""
    found = Activity.objects.select_related("organiser", "municipality", "recorded_by")
    row = found.filter(id=activity_id).first()
    if row is None:
        raise Absent
    return row


def mine(actor: Actor, activity_id: UUID) -> Activity:
    """An activity the person writes; Refused when it is not."""
    row = seen(activity_id)
    require(actor, row.municipality_id, row.organiser_id)
    return row


def open_one(actor: Actor, activity_id: UUID) -> Activity:
    """One the person writes and that was not cancelled."""
    row = mine(actor, activity_id)
    if row.status == "cancelled":
        raise Refused(_("A cancelled activity does not change. Record it again."))
    return row
