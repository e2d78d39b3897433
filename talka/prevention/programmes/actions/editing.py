"""Edit a draft: its nodes, their steps, money and indicators. A published version refuses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.prevention.programmes import policy, shapes
from talka.prevention.programmes.actions.trees import budget_line, write_act, write_uses
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    LegalAct,
    MeasureExecutor,
    Milestone,
    NodeLink,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.reading import national_measures_open


def add_node(
    *,
    actor: Actor,
    plan_id: UUID,
    kind: str,
    parent_id: UUID | None,
    code: str,
    title: str,
    lineage: UUID | None = None,
) -> PlanNode:
    """Add a goal, a task below a goal, or a measure below either. `lineage`: what it comes from;
    once a plan."""
    plan = policy.draft(actor, plan_id)
    parent = PlanNode.objects.filter(plan=plan, id=parent_id).first() if parent_id else None
    order = shapes.KINDS
    if kind not in order:
        raise Broken({"kind": _("Neither goal, task nor measure.")})
    if kind == "goal":
        parent = None
    elif parent is None or order.index(parent.kind) >= order.index(kind):
        raise Broken({"parent_id": _("A goal holds tasks, a task holds measures.")})
    if PlanNode.objects.filter(plan=plan, code=code).exists():
        raise Broken({"code": _("This number is used twice.")})
    with act("programme.add_node"):
        return PlanNode.objects.create(
            plan=plan, kind=kind, parent=parent, code=code, title=title, lineage=lineage or uuid4()
        )


def _node(actor: Actor, node_id: UUID) -> PlanNode:
    node = PlanNode.objects.filter(id=node_id).first()
    if node is None:
        raise Absent
    policy.draft(actor, node.plan_id)
    return node


def edit_node(
    *,
    actor: Actor,
    node_id: UUID,
    version: int,
    code: str,
    title: str,
    term: str = "",
    due: date | None = None,
    lead: str = "",
    co: str = "",
    partners: str = "",
    funders: str = "",
    local_reason: str = "",
) -> PlanNode:
    """Rewrite a node of a draft. Others than the lead: a name a line. Stale when a colleague was
    faster."""
    node = _node(actor, node_id)
    said = {"code": code, "title": title, "term": term, "due": due, "local_reason": local_reason}
    if PlanNode.objects.filter(plan=node.plan_id, code=code).exclude(id=node.id).exists():
        raise Broken({"code": _("This number is used twice.")})
    with act("programme.edit_node"):
        row = PlanNode.objects.filter(id=node.id, version=version)
        if not row.update(**said, version=version + 1):
            node.refresh_from_db()
            raise Stale({k: getattr(node, k) for k in said} | {"version": node.version})
        if node.kind == "measure":
            said_of = {"lead": lead.strip(), "co": co, "partner": partners, "funder": funders}
            _who(node, {role: _lines(text) for role, text in said_of.items()})
    return node


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _who(node: PlanNode, names: Mapping[str, list[str]]) -> None:
    """Keep what is the same, so that an institution known by more than its name stays known."""
    kept = set()
    wanted = [(role, name) for role, lines in names.items() for name in lines]
    rows = list(MeasureExecutor.objects.filter(node=node))
    for row in rows:
        if (row.role, row.name) in wanted:
            kept.add((row.role, row.name))
        else:
            row.delete()
    for role, name in wanted:
        if (role, name) not in kept:
            MeasureExecutor.objects.create(plan_id=node.plan_id, node=node, name=name, role=role)


def strike(*, actor: Actor, node_id: UUID) -> UUID:
    """Take a node without anything below it out of a draft; the plan it stood in."""
    node = _node(actor, node_id)
    if PlanNode.objects.filter(parent=node).exists():
        raise Broken(_("First take out what stands below it."))
    with act("programme.strike"):
        for kind in (MeasureExecutor, Milestone, BudgetLine, NodeLink, IndicatorUse):
            kind.objects.filter(node=node).delete()
        PlanNode.objects.filter(id=node.id).delete()
    return node.plan_id


def aim(
    *, actor: Actor, node_id: UUID, use_id: UUID, baseline: Decimal | None, target: Decimal | None,
    target_year: int | None,
) -> None:  # fmt: skip
    """Where an indicator of a measure stands and shall stand: an adopted measure has its own."""
    node = _node(actor, node_id)
    with act("programme.aim"):
        changed = IndicatorUse.objects.filter(node=node, id=use_id).update(
            baseline=baseline, target=target, target_year=target_year
        )
        if not changed:
            raise Absent


def strike_line(*, actor: Actor, node_id: UUID, line_id: UUID) -> None:
    """Take a step, an amount or an indicator of a node out of a draft; another can be planned."""
    node = _node(actor, node_id)
    with act("programme.strike_line"):
        gone = [
            kind.objects.filter(node=node, id=line_id).delete()[0]
            for kind in (Milestone, BudgetLine, IndicatorUse)
        ]
        if not any(gone):
            raise Absent


def state_act(
    *, actor: Actor, plan_id: UUID, act_of: shapes.Act | None, explained: str = ""
) -> ProgrammeVersion:
    """The act a draft stands on, and, of a programme of the past, why its table does not hold."""
    version = policy.draft(actor, plan_id)
    with act("programme.state_act"):
        known = _act_ids(act_of)
        row = write_act(act_of)
        if row is not None and act_of is not None:
            _says_the_same(row, act_of)
        if row is not None and str(row.id) not in known:
            came = version.brought
            version.brought = {**came, "acts": [*came.get("acts", ()), str(row.id)]}
        version.act, version.explained = row, explained.strip()
        version.save(update_fields=["act", "explained", "brought"])
    return version


def _says_the_same(row: LegalAct, said: shapes.Act) -> None:
    """One act is entered once, for all who stand on it: nobody changes it from their own draft."""
    if said.adopted_on is not None and said.adopted_on != row.adopted_on:
        known = row.adopted_on.isoformat() if row.adopted_on else "–"
        raise Broken({"adopted_on": _("This act is known already, with this day: %(day)s.")
                      % {"day": known}})  # fmt: skip
    if said.source and said.source != row.source:
        raise Broken({"source": _("This act is known already, with this source: %(source)s.")
                      % {"source": row.source or "–"}})  # fmt: skip


def _act_ids(act_of: shapes.Act | None) -> set[str]:
    rows = LegalAct.objects.filter(number=act_of.number) if act_of else LegalAct.objects.none()
    return {str(i) for i in rows.values_list("id", flat=True)}


def link(*, actor: Actor, node_id: UUID, version: int, targets: Collection[UUID]) -> PlanNode:
    """The national measures that a measure serves, instead of those it served before."""
    node = _node(actor, node_id)
    if node.kind != "measure":
        raise Broken(_("Only a measure serves a measure."))
    found = set(national_measures_open().filter(id__in=targets).values_list("id", flat=True))
    if found != set(targets):
        raise Broken({"targets": _("Choose measures of published national programmes.")})
    with act("programme.link"):
        if not PlanNode.objects.filter(id=node.id, version=version).update(version=version + 1):
            now = NodeLink.objects.filter(node=node).values_list("target_id", flat=True)
            raise Stale({"targets": [str(t) for t in now], "version": node.version})
        NodeLink.objects.filter(node=node).exclude(target__in=found).delete()
        here = set(NodeLink.objects.filter(node=node).values_list("target_id", flat=True))
        NodeLink.objects.bulk_create(
            NodeLink(plan_id=node.plan_id, node=node, target_id=t) for t in found - here
        )
    return node


def plan_step(*, actor: Actor, node_id: UUID, title: str, due: date) -> Milestone:
    """A step on the way of a measure, within the period."""
    node = _node(actor, node_id)
    plan = policy.version(node.plan_id)
    if not plan.since <= due <= plan.until:
        raise Broken({"due": _("The term lies outside the period of the programme.")})
    with act("programme.plan_step"):
        return Milestone.objects.create(plan=plan, node=node, title=title, due=due)


def plan_money(*, actor: Actor, node_id: UUID, amount: shapes.Amount) -> BudgetLine:
    """Write a planned amount of a year, source and kind; replaces the one in the same cell."""
    node = _node(actor, node_id)
    plan = policy.version(node.plan_id)
    if amount.stage not in ("requested", "approved"):
        raise Broken({"stage": _("A draft holds planned money only.")})
    if not plan.since.year <= amount.year <= plan.until.year:
        raise Broken({"year": _("A year lies outside the period of the programme.")})
    with act("programme.plan_money"):
        BudgetLine.objects.filter(node=node, year=amount.year, source=amount.source,
                                  kind=amount.kind, stage=amount.stage).delete()  # fmt: skip
        line = budget_line(plan, node, amount)
        line.save(force_insert=True)
    return line


def plan_indicator(*, actor: Actor, node_id: UUID, line: shapes.IndicatorLine) -> None:
    """Judge a measure by an indicator; the indicator is defined when nobody did yet."""
    node = _node(actor, node_id)
    with act("programme.plan_indicator"):
        try:
            with transaction.atomic():
                write_uses(policy.version(node.plan_id), [(node, line)])
        except IntegrityError:
            raise Broken({"code": _("The measure has this indicator already.")}) from None
