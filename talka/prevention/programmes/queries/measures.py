"""One measure, and one national measure over all municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.ground.places.models import Municipality
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy, rules
from talka.prevention.programmes.models import (
    Appraisal,
    BudgetLine,
    Drop,
    IndicatorUse,
    LogicModel,
    MeasureExecutor,
    Milestone,
    NodeLink,
    Observation,
    PlanNode,
)
from talka.prevention.programmes.queries.pages import planned
from talka.prevention.programmes.queries.reading import by_node
from talka.prevention.programmes.queries.standing import Standing, latest, standings


@dataclass(frozen=True)
class Judged:
    """An indicator of the measure with what was seen last. `way`: achieved so far, 1 = all."""

    id: UUID
    use: IndicatorUse
    seen: Observation | None
    way: Decimal | None

    @property
    def percent(self) -> int | None:
        return None if self.way is None else round(self.way * 100)


@dataclass(frozen=True)
class MeasurePage:
    node: PlanNode
    above: tuple[PlanNode, ...]
    mine: bool
    draft: bool
    standing: Standing
    drop: Drop | None
    executors: tuple[MeasureExecutor, ...]
    steps: tuple[Milestone, ...]
    money: tuple[BudgetLine, ...]
    indicators: tuple[Judged, ...]
    up: tuple[NodeLink, ...]
    down: tuple[NodeLink, ...]
    card: Appraisal | None
    logic: LogicModel | None


def found(node_id: UUID) -> PlanNode:
    node = PlanNode.objects.select_related("plan__programme__municipality", "parent__parent")
    row = node.filter(id=node_id).first()
    if row is None:
        raise Absent
    return row


def measure_page(actor: Actor, node_id: UUID) -> MeasurePage:
    """Everything of one node (17 queries: every fact of it stands in a table of its own)."""
    node = found(node_id)
    links = NodeLink.objects.select_related("node__plan__programme__municipality", "target__plan")
    above = [n for n in (node.parent and node.parent.parent, node.parent) if n is not None]
    return MeasurePage(
        node=node,
        above=tuple(above),
        mine=policy.keeps(actor, node.plan.programme.municipality_id),
        draft=node.plan.published_at is None,
        standing=standings([node])[node.id],
        drop=Drop.objects.filter(node=node).select_related("by").first(),
        executors=tuple(MeasureExecutor.objects.filter(node=node).order_by("role", "name")),
        steps=tuple(Milestone.objects.filter(node=node).select_related("done_by").order_by("due")),
        money=tuple(BudgetLine.objects.filter(node=node).order_by("year", "source", "stage")),
        indicators=_judged(node),
        up=tuple(links.filter(node=node)),
        down=tuple(links.filter(target=node)),
        card=Appraisal.objects.filter(node=node).select_related("by").order_by("-at").first(),
        logic=LogicModel.objects.filter(node=node).first(),
    )


def _judged(node: PlanNode) -> tuple[Judged, ...]:
    uses = list(IndicatorUse.objects.filter(node=node).select_related("indicator__indicator"))
    seen = latest([u.id for u in uses])
    return tuple(
        Judged(u.id, u, o, rules.achievement(u.baseline, u.target, o.value if o else None))
        for u in uses
        for o in [seen.get(u.id)]
    )


@dataclass(frozen=True)
class Town:
    """How one municipality takes up a national measure. `node` None: not adopted."""

    place: str
    node: UUID | None
    standing: Standing | None
    money: Decimal | None


def over_towns(node_id: UUID, language: str) -> tuple[PlanNode, tuple[Town, ...]]:
    """A national measure in every municipality: published plans only (at most 12 queries)."""
    node = found(node_id)
    if node.plan.programme.level != "national":
        raise Absent
    rows = PlanNode.objects.filter(
        serves__target__lineage=node.lineage, plan__published_at__isnull=False,
        plan__ended_on__isnull=True, plan__programme__level="municipal",
    ).select_related("plan__programme").order_by("plan__since").distinct()  # fmt: skip
    mine = {r.plan.programme.municipality_id: r for r in rows}
    standing = standings(list(mine.values()))
    money = by_node(BudgetLine.objects.filter(node__in=[r.id for r in mine.values()]))
    towns = []
    for town in Municipality.objects.all():
        own = mine.get(town.code)
        if own is None:
            towns.append(Town(town.name(language), None, None, None))
        else:
            sums = planned(money[own.id])
            towns.append(Town(town.name(language), own.id, standing[own.id], sums))
    return node, tuple(sorted(towns, key=lambda t: sorting_key(t.place)))
