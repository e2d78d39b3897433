"""What happens to a measure after publishing: only added, each with a day and a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.prevention.programmes import policy, rules, shapes
from talka.prevention.programmes.actions.trees import budget_line
from talka.prevention.programmes.models import (
    Appraisal,
    BudgetLine,
    Drop,
    IndicatorUse,
    LogicModel,
    Milestone,
    Observation,
    ObservationPart,
    Override,
    PlanNode,
)
from talka.prevention.programmes.queries.lines import first_day, line_of


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    return reason.strip()


def finish(*, actor: Actor, milestone_id: UUID, on: date) -> Milestone:
    """A step is done, on a day that is not in the future."""
    step = Milestone.objects.filter(id=milestone_id, done_on__isnull=True).first()
    if step is None:
        raise Absent
    policy.measure(actor, step.node_id)
    if on > timezone.localdate():
        raise Broken({"on": _("This date is in the future.")})
    if _twins(step).filter(done_on__isnull=False).exists():
        raise Broken(_("This step is done already."))
    with act("programme.finish"):
        changed = Milestone.objects.filter(id=step.id, done_on__isnull=True).update(
            done_on=on, done_by_id=actor.id
        )
        if not changed:
            raise Absent
    return step


def _twins(step: Milestone) -> QuerySet[Milestone]:
    """The same step in every version of its programme."""
    return Milestone.objects.filter(
        lineage=step.lineage, plan__programme__versions=step.plan_id,
        plan__published_at__isnull=False,
    )  # fmt: skip


def reopen(*, actor: Actor, milestone_id: UUID) -> Milestone:
    """It was a mistake: the step is not done. What was an activity's evidence of it is none."""
    step = Milestone.objects.filter(id=milestone_id).first()
    if step is None:
        raise Absent
    policy.measure(actor, step.node_id)
    done = list(_twins(step).filter(done_on__isnull=False).values_list("id", flat=True))
    with act("programme.reopen_step"):
        if not Milestone.objects.filter(id__in=done).update(done_on=None, done_by=None):
            raise Absent
    return step


def override(*, actor: Actor, node_id: UUID, status: str, reason: str) -> Override:
    """Say another status than the computed one, and why. An earlier word is lifted."""
    node = policy.measure(actor, node_id)
    if status not in rules.STATUSES:
        raise Broken({"status": _("Choose a status.")})
    reason = _reason(reason)
    with act("programme.override"):
        _lifted(Override, node)
        return Override.objects.create(
            plan=node.plan, node=node, status=status, reason=reason, by_id=actor.id
        )


def lift(*, actor: Actor, node_id: UUID) -> None:
    """The computed status speaks again."""
    node = policy.measure(actor, node_id)
    with act("programme.lift"):
        if not _lifted(Override, node):
            raise Absent


def _lifted(kind: type[Override] | type[Drop], node: PlanNode) -> int:
    """How many were in force along the line of the measure, and are no longer."""
    rows = kind.objects.filter(node__in=line_of([node.id]), lifted_at__isnull=True)
    return rows.update(lifted_at=timezone.now())


def drop(*, actor: Actor, node_id: UUID, reason: str, on: date) -> Drop:
    """Give a measure up from a day on, with the reason."""
    node = policy.measure(actor, node_id)
    reason, line = _reason(reason), line_of([node_id])
    if Drop.objects.filter(node__in=line, lifted_at__isnull=True).exists():
        raise Broken(_("This measure is dropped already."))
    if not first_day(line) <= on <= timezone.localdate():
        raise Broken({"on": _("Between the first day of the programme and today.")})
    with act("programme.drop"):
        return Drop.objects.create(plan=node.plan, node=node, on=on, reason=reason, by_id=actor.id)


def take_up(*, actor: Actor, node_id: UUID) -> None:
    """A dropped measure is carried out after all. That it was dropped stays in the trail."""
    node = policy.measure(actor, node_id)
    with act("programme.take_up"):
        if not _lifted(Drop, node):
            raise Absent


def pay(*, actor: Actor, node_id: UUID, amount: shapes.Amount) -> BudgetLine:
    """Money paid or revised. A correction is a new amount: what was recorded last counts."""
    node = policy.measure(actor, node_id)
    if amount.stage not in ("paid", "revised"):
        raise Broken({"stage": _("The planned money of a published version does not change.")})
    if amount.original is None or amount.original < 0:
        raise Broken({"amount": _("Write an amount, zero included.")})
    if not first_day(line_of([node_id])).year <= amount.year <= node.plan.until.year:
        raise Broken({"year": _("A year lies outside the period of the programme.")})
    with act("programme.pay"):
        line = budget_line(node.plan, node, amount)
        line.recorded_by_id = actor.id
        line.save(force_insert=True)
    return line


def observe(
    *,
    actor: Actor,
    use_id: UUID,
    year: int,
    state: str,
    value: Decimal | None,
    source: str,
    base: Decimal | None = None,
    parts: tuple[shapes.Part, ...] = (),
) -> Observation:
    """What was seen of an indicator in a year. A correction is a new observation.

    `base`: of how many a share is taken; without it a share is not joined over places.
    """
    use = IndicatorUse.objects.filter(id=use_id).first()
    if use is None:
        raise Absent
    node = policy.measure(actor, use.node_id)
    value = Decimal(0) if state == "zero" else value
    if state not in shapes.STATES or (value is None) == (state in ("value", "zero")):
        raise Broken({"value": _("Write a number, or say why there is none.")})
    if not first_day(line_of([node.id])).year <= year <= timezone.localdate().year:
        raise Broken({"year": _("A year lies outside the period of the programme.")})
    if base is not None and (base <= 0 or value is None):
        raise Broken({"base": _("A share is taken of more than nothing.")})
    if len({(p.dimension, p.member) for p in parts}) < len(parts):
        raise Broken({"parts": _("A part is named twice.")})
    for dimension in {p.dimension for p in parts}:
        if rules.part_fault(value, [p.value for p in parts if p.dimension == dimension]):
            raise Broken({"parts": _("The parts do not add up to the whole.")})
    with act("programme.observe"):
        seen = Observation.objects.create(
            plan=node.plan, use=use, year=year, state=state, value=value, base=base, source=source,
            recorded_by_id=actor.id,
        )  # fmt: skip
        ObservationPart.objects.bulk_create(
            ObservationPart(plan=node.plan, observation=seen, dimension=p.dimension,
                            member=p.member, value=p.value, state=p.state)
            for p in parts
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.adds_up IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.adds_up DEFERRED")
    return seen


def appraise(
    *, actor: Actor, node_id: UUID, scores: Mapping[str, int], note: str = ""
) -> Appraisal:
    """A quality card: each criterion 0 to 3. The latest counts, earlier ones stay."""
    node = policy.measure(actor, node_id)
    bad = {c: _("From 0 to 3.") for c in rules.CRITERIA if scores.get(c) not in (0, 1, 2, 3)}
    if bad:
        raise Broken(bad)
    with act("programme.appraise"):
        return Appraisal.objects.create(
            plan=node.plan, node=node, scores={c: scores[c] for c in rules.CRITERIA}, note=note,
            by_id=actor.id,
        )  # fmt: skip


STEPS = ("inputs", "activities", "outputs", "outcomes", "impact")


def explain(*, actor: Actor, node_id: UUID, version: int, **texts: str) -> LogicModel:
    """Write or rewrite the logic model of a measure. Stale when somebody else did meanwhile."""
    node = policy.measure(actor, node_id)
    said = {step: texts.get(step, "") for step in STEPS}
    row = LogicModel.objects.filter(node=node).first()
    if row is not None and row.version != version:
        raise Stale({step: getattr(row, step) for step in STEPS} | {"version": row.version})
    with act("programme.explain"):
        if row is None:
            return LogicModel.objects.create(plan=node.plan, node=node, **said)
        changed = LogicModel.objects.filter(id=row.id, version=version)
        if not changed.update(**said, version=version + 1):
            raise Stale({"version": version + 1})
    row.refresh_from_db()
    return row
