"""Add a line to an activity, and strike one out. From a held one only with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent
from talka.prevention.activities import policy
from talka.prevention.activities.actions.recording import check_counts, correcting, next_version
from talka.prevention.activities.actions.refusing import told
from talka.prevention.activities.models import (
    Activity,
    Cost,
    Material,
    MediaItem,
    Partner,
    Reach,
    Serves,
    Support,
)
from talka.prevention.activities.rules import Count

PARTS: dict[str, Any] = {
    "reach": Reach,
    "partner": Partner,
    "cost": Cost,
    "measure": Serves,
    "material": Material,
    "media": MediaItem,
    "support": Support,
}


def one(row: Activity, part: str, line_id: UUID) -> Any:
    """A line of the activity; Absent otherwise."""
    if part not in PARTS:
        raise Absent
    found = PARTS[part].objects.filter(id=line_id, activity=row).first()
    if found is None:
        raise Absent
    return found


def add(*, actor: Actor, activity_id: UUID, part: str, values: dict[str, Any]) -> Activity:
    """Add a line. `values` are its columns. Broken at the field that the database refuses."""
    if part not in PARTS:
        raise Absent
    row = policy.open_one(actor, activity_id)
    if part == "reach":
        check_counts([Count(**values)])
    with act("activity.add"), told():
        PARTS[part].objects.create(activity=row, **values)
    return row


def strike(
    *, actor: Actor, activity_id: UUID, part: str, line_id: UUID, reason: str = ""
) -> Activity:
    """Take a line out. Of a held activity: with a reason, and what stood there is kept."""
    row = policy.open_one(actor, activity_id)
    line = one(row, part, line_id)
    with act("activity.strike"), told():
        correcting(actor, row, reason)
        line.delete()
        if row.status == "held":
            next_version(row)
    return row
