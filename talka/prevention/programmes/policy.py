"""Who keeps a plan: the coordinator of its municipality; the ministry where there is none."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.prevention.programmes.models import PlanNode, ProgrammeVersion


def keeps(actor: Actor, municipality: str | None) -> bool:
    if municipality is None:
        return "ministry" in actor.roles
    return any(s.role == "coordinator" and s.area == municipality for s in actor.seats)


def require(actor: Actor, municipality: str | None) -> None:
    """Refused when the person does not keep the plans of this place (None: of the country)."""
    if keeps(actor, municipality):
        return
    if municipality is None:
        raise Refused(_("Only the ministry keeps national programmes."), _("the ministry"))
    raise Refused(
        _("Only the coordinator of the municipality keeps its programmes."),
        _("the coordinator of that municipality"),
    )


def version(plan_id: UUID) -> ProgrammeVersion:
    """A version the person may see; Absent otherwise."""
    found = (
        ProgrammeVersion.objects.select_related("programme__municipality", "act")
        .filter(id=plan_id)
        .first()
    )
    if found is None:
        raise Absent
    return found


def mine(actor: Actor, plan_id: UUID) -> ProgrammeVersion:
    """A version the person keeps."""
    found = version(plan_id)
    require(actor, found.programme.municipality_id)
    return found


def draft(actor: Actor, plan_id: UUID) -> ProgrammeVersion:
    """A draft the person keeps; Refused when it is published."""
    found = mine(actor, plan_id)
    if found.published_at is not None:
        raise Refused(_("A published version does not change. Draft a new version."))
    return found


def measure(actor: Actor, node_id: UUID) -> PlanNode:
    """A measure of a published plan that the person keeps: what happens is noted there."""
    found = PlanNode.objects.select_related("plan__programme").filter(id=node_id).first()
    if found is None:
        raise Absent
    require(actor, found.plan.programme.municipality_id)
    if found.kind != "measure" or found.plan.published_at is None:
        raise Refused(_("Progress is noted on the measures of a published version."))
    return found
