"""How measures stand today: facts from the rows, the status from the rules (5 queries)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from talka.prevention.programmes import rules
from talka.prevention.programmes.models import (
    BudgetLine,
    Drop,
    IndicatorUse,
    Milestone,
    Observation,
    ObservationPart,
    Override,
    PlanNode,
)
from talka.prevention.programmes.queries.reading import by_node
from talka.prevention.programmes.shapes import Part


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


@dataclass(frozen=True)
class Known:
    """Every dated fact of some measures, asked for once and used by whatever a page shows."""

    steps: dict[UUID, list[Milestone]]
    money: dict[UUID, list[BudgetLine]]
    uses: dict[UUID, list[IndicatorUse]]
    seen: dict[UUID, list[Observation]]
    """By use, in the order of years and of recording."""
    said: dict[UUID, Override]

    def last(self, use: UUID) -> Observation | None:
        rows = self.seen.get(use)
        return rows[-1] if rows else None


def rows() -> QuerySet[PlanNode]:
    """Nodes with what `standings` needs of their surroundings."""
    return PlanNode.objects.select_related("plan__programme__municipality", "dropped__by")


def known(nodes: Sequence[PlanNode], *, parts: bool = False) -> Known:
    """The facts of nodes, however many (5 queries). `parts`: observations with their breakdown."""
    ids = [n.id for n in nodes]
    uses = IndicatorUse.objects.filter(node__in=ids).select_related("indicator__indicator")
    found: dict[UUID, list[Observation]] = {}
    seen = Observation.objects.filter(use__node__in=ids).order_by("year", "recorded_at")
    for row in seen.annotate(told=BREAKDOWN) if parts else seen:
        found.setdefault(row.use_id, []).append(row)
    said = Override.objects.filter(node__in=ids, lifted_at__isnull=True).select_related("by")
    return Known(
        by_node(Milestone.objects.filter(node__in=ids).select_related("done_by").order_by("due")),
        by_node(BudgetLine.objects.filter(node__in=ids).order_by("year", "source", "stage")),
        by_node(uses),
        found,
        {o.node_id: o for o in said},
    )


BREAKDOWN = ArraySubquery(
    ObservationPart.objects.filter(observation=OuterRef("id"))
    .order_by("dimension", "member")
    .values(told=JSONObject(dimension="dimension", member="member", state="state",
                            value=Cast("value", TextField())))
)  # fmt: skip


def parts_of(seen: Observation) -> tuple[Part, ...]:
    """The breakdown that came along with an observation."""
    return tuple(
        Part(p["dimension"], p["member"], None if p["value"] is None else Decimal(p["value"]),
             p["state"])
        for p in seen.told  # type: ignore[attr-defined]
    )  # fmt: skip


def standings(nodes: Sequence[PlanNode], facts: Known) -> dict[UUID, Standing]:
    """The standing of each measure, of any versions. Nodes come from `rows`."""
    today = timezone.localdate()
    found = {}
    for node in nodes:
        drop = dropped(node)
        of = rules.Facts(
            node.plan.since, node.plan.ended_on or node.plan.until, node.due,
            tuple(rules.Step(m.due, m.done_on) for m in facts.steps[node.id]),
            tuple(_goal(u, facts.last(u.id)) for u in facts.uses[node.id]),
            total(facts.money[node.id], "approved"), total(facts.money[node.id], "paid"),
            drop.on if drop else None,
        )  # fmt: skip
        found[node.id] = _standing(rules.status(of, today), facts.said.get(node.id))
    return found


def dropped(node: PlanNode) -> Drop | None:
    return getattr(node, "dropped", None)


def _standing(computed: str, word: Override | None) -> Standing:
    if word is None:
        return Standing(computed)
    return Standing(computed, word.status, word.reason, word.by.name, word.at)


def _goal(use: IndicatorUse, seen: Observation | None) -> rules.Goal:
    return rules.Goal(use.indicator.direction, use.target, use.target_year,
                      seen.value if seen else None, seen.year if seen else None)  # fmt: skip


def total(lines: list[BudgetLine], stage: str) -> Decimal | None:
    """Euros of all years and sources of a stage; None: nobody said."""
    some = [x for x in lines if x.stage == stage and x.kind == "total"]
    amounts = [x.amount_eur for x in some if x.amount_eur is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def planned(lines: list[BudgetLine]) -> Decimal | None:
    """Planned euros of all years: approved where somebody approved, else requested."""
    approved = total(lines, "approved")
    return total(lines, "requested") if approved is None else approved
