"""Make a measure of a recommendation that is still owed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.people.institutions.models import Institution
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.actions import editing
from talka.prevention.programmes.models import PlanNode, ProgrammeVersion
from talka.prevention.safety import rules
from talka.prevention.safety.models import Addressee
from talka.prevention.safety.queries.carried import owed

GOAL = "Rekomendacijų įgyvendinimas"
"""The goal below which such measures stand, in the official language of plans."""


def make_measure(*, actor: Actor, addressee_id: UUID, plan_id: UUID) -> PlanNode:
    """A measure of one's own draft, led by the addressee. It bears the identity of the
    recommendation as its lineage, so that no plan has it twice and later versions know it."""
    plan = plans.draft(actor, plan_id)
    to = owed(actor, plan).filter(id=addressee_id).first()
    if to is None:
        raise Absent
    if PlanNode.objects.filter(plan=plan, lineage=to.recommendation_id).exists():
        raise Broken(_("The draft has a measure of this recommendation already."))
    with act("safety.make_measure"):
        codes = list(PlanNode.objects.filter(plan=plan).values_list("code", flat=True))
        goal = _goal(actor, plan, codes)
        node = editing.add_node(
            actor=actor, plan_id=plan.id, kind="measure", parent_id=goal.id,
            code=rules.next_below(goal.code, codes), title=to.recommendation.text,
            lineage=to.recommendation_id,
        )  # fmt: skip
        return editing.edit_node(
            actor=actor, node_id=node.id, version=node.version, code=node.code, title=node.title,
            due=_due(to, plan), lead=Institution.objects.get(id=to.institution_id).name_lt,
            local_reason=_reason(to),
        )  # fmt: skip


def _goal(actor: Actor, plan: ProgrammeVersion, codes: list[str]) -> PlanNode:
    found = PlanNode.objects.filter(plan=plan, kind="goal", title=GOAL).first()
    return found or editing.add_node(
        actor=actor, plan_id=plan.id, kind="goal", parent_id=None, title=GOAL,
        code=rules.next_below("", codes),
    )  # fmt: skip


def _due(to: Addressee, plan: ProgrammeVersion) -> date | None:
    """The day it is to be done, where it lies in the period of the plan."""
    due: date = to.until  # type: ignore[attr-defined]
    return due if plan.since <= due <= plan.until else None


def _reason(to: Addressee) -> str:
    advice = to.recommendation
    return f"Rekomendacija: {advice.institution.name_lt}, {advice.sent_on}"
