"""How measures stand today: facts from the rows, the status from the rules (5 queries)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from talka.prevention.programmes import rules
from talka.prevention.programmes.models import (
    BudgetLine,
    Drop,
    IndicatorUse,
    Milestone,
    Observation,
    Override,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.reading import by_node


@dataclass(frozen=True)
class Standing:
    """`computed` follows from the facts; `said` is what a person says instead, with a reason."""

    computed: str
    said: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def status(self) -> str:
        return self.said or self.computed


def latest(uses: Sequence[UUID]) -> dict[UUID, Observation]:
    """What was seen last of each indicator in use: the latest year, recorded last."""
    rows = Observation.objects.filter(use__in=uses).order_by("year", "recorded_at")
    return {o.use_id: o for o in rows}


def standings(nodes: Sequence[PlanNode]) -> dict[UUID, Standing]:
    """The standing of each measure, of any versions (7 queries for any number)."""
    ids, today = [n.id for n in nodes], timezone.localdate()
    plans = ProgrammeVersion.objects.in_bulk({n.plan_id for n in nodes})
    steps = by_node(Milestone.objects.filter(node__in=ids))
    money = by_node(BudgetLine.objects.filter(node__in=ids, kind="total"))
    uses = by_node(IndicatorUse.objects.filter(node__in=ids).annotate(
        direction=F("indicator__direction")))  # fmt: skip
    seen = latest([u.id for rows in uses.values() for u in rows])
    dropped = dict(Drop.objects.filter(node__in=ids).values_list("node_id", "on"))
    said = Override.objects.filter(node__in=ids, lifted_at__isnull=True).select_related("by")
    by_person = {o.node_id: o for o in said}
    found = {}
    for node in nodes:
        plan = plans[node.plan_id]
        facts = rules.Facts(
            plan.since, plan.ended_on or plan.until, node.due,
            tuple(rules.Step(m.due, m.done_on) for m in steps[node.id]),
            tuple(_goal(u, seen.get(u.id)) for u in uses[node.id]),
            _sum(money[node.id], "approved"), _sum(money[node.id], "paid"), dropped.get(node.id),
        )  # fmt: skip
        found[node.id] = _standing(rules.status(facts, today), by_person.get(node.id))
    return found


def _standing(computed: str, word: Override | None) -> Standing:
    if word is None:
        return Standing(computed)
    return Standing(computed, word.status, word.reason, word.by.name, word.at)


def _goal(use: IndicatorUse, seen: Observation | None) -> rules.Goal:
    return rules.Goal(use.direction, use.target, use.target_year,  # type: ignore[attr-defined]
                      seen.value if seen else None, seen.year if seen else None)  # fmt: skip


def _sum(lines: list[BudgetLine], stage: str) -> Decimal | None:
    known = [x.amount_eur for x in lines if x.stage == stage and x.amount_eur is not None]
    return sum(known, Decimal(0)) if known else None
