"""The register of safe-neighbourhood groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale
from talka.prevention.safety import content, policy
from talka.prevention.safety.models import Group

LISTS = {
    "size_band": "size_bands",
    "contact_role": "contact_roles",
    "police_role": "police_roles",
    "supporters": "supporters",
    "needs": "support_needs",
}


def register(*, actor: Actor, municipality: str, **said: Any) -> Group:
    """A new group of the municipality."""
    policy.require_town(actor, municipality)
    values = _checked(**said)
    same = Group.objects.filter(municipality=municipality, area=values["area"],
                                started_on=values["started_on"])  # fmt: skip
    if same.exists():
        raise Broken({"area": _("This group is registered already.")})
    with act("safety.register"):
        return Group.objects.create(municipality_id=municipality, **values)


def change(*, actor: Actor, group_id: UUID, version: int, **said: Any) -> Group:
    """Change what is known of a group. Stale when a colleague did meanwhile."""
    row = policy.group(actor, group_id)
    values = _checked(**said)
    if row.version != version:
        raise Stale({name: getattr(row, name) for name in values} | {"version": row.version})
    with act("safety.change_group"):
        changed = Group.objects.filter(id=row.id, version=version)
        if not changed.update(**values, version=version + 1):
            raise Stale({"version": version + 1})
    row.refresh_from_db()
    return row


def _checked(
    *, area: str, started_on: date, ended_on: date | None, size_band: str, status: str,
    contact_role: str, police_role: str, supporters: Sequence[str], needs: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    values: dict[str, Any] = {
        "area": " ".join(area.split()), "started_on": started_on, "ended_on": ended_on,
        "size_band": size_band, "status": status, "contact_role": contact_role,
        "police_role": police_role, "supporters": sorted(supporters), "needs": sorted(needs),
    }  # fmt: skip
    faults = {}
    for field, name in LISTS.items():
        given = values[field] if isinstance(values[field], list) else [values[field]]
        if not set(given) <= set(content.codes(name)):
            faults[field] = _("Choose from the list.")
    if not values["area"]:
        faults["area"] = _("Name the area.")
    if not date(1990, 1, 1) <= started_on <= timezone.localdate():
        faults["started_on"] = _("Between 1990 and today.")
    if (status == "ended") != (ended_on is not None):
        faults["ended_on"] = _("A group that ended has a last day, any other has none.")
    elif ended_on is not None and not started_on <= ended_on <= timezone.localdate():
        faults["ended_on"] = _("Between its first day and today.")
    if faults:
        raise Broken(faults)
    return values
