"""One measure, and one national measure over all municipalities."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.ground.places.models import Municipality
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy, rules
from talka.prevention.programmes.models import (
    Appraisal,
    BudgetLine,
    IndicatorUse,
    LogicModel,
    MeasureExecutor,
    Milestone,
    NodeLink,
    Observation,
    PlanNode,
)
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.queries.spoken import Spoken
from talka.prevention.programmes.queries.standing import (
    Known,
    Standing,
    euros,
    known,
    parts_of,
    rows,
    standings,
)
from talka.prevention.programmes.shapes import Executor, Part


@dataclass(frozen=True)
class Judged:
    """An indicator of the measure with what was seen last. `way`: achieved so far, 1 = all."""

    id: UUID
    use: IndicatorUse
    seen: Observation | None
    way: Decimal | None
    parts: tuple[Part, ...] = ()

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
    drop: Spoken | None
    executors: tuple[Executor, ...]
    steps: tuple[Milestone, ...]
    money: tuple[BudgetLine, ...]
    indicators: tuple[Judged, ...]
    up: tuple[NodeLink, ...]
    down: tuple[NodeLink, ...]
    card: Appraisal | None
    logic: LogicModel | None


WHO = ArraySubquery(
    MeasureExecutor.objects.filter(node=OuterRef("id"))
    .order_by("role", "name")
    .values(told=JSONObject(name="name", role="role"))
)


def found(node_id: UUID) -> PlanNode:
    """A node with those above it and who carries it out (1 query)."""
    near = rows().select_related("parent__parent").annotate(who=WHO)
    row = near.filter(id=node_id).first()
    if row is None:
        raise Absent
    return row


def use_of(node_id: UUID, use_id: UUID) -> IndicatorUse:
    """How a measure is judged by one of its indicators (1 query)."""
    uses = IndicatorUse.objects.select_related("indicator").filter(node=node_id, id=use_id)
    row = uses.first()
    if row is None:
        raise Absent
    return row


def measure_page(actor: Actor, node_id: UUID) -> MeasurePage:
    """Everything of one node (9 queries)."""
    node = found(node_id)
    facts, draft = known([node], parts=True), node.plan.published_at is None
    links = NodeLink.objects.select_related("node__plan__programme__municipality", "target__plan")
    near = list(links.filter(Q(node=node) | Q(target=node)))
    above = [n for n in (node.parent and node.parent.parent, node.parent) if n is not None]
    return MeasurePage(
        node=node,
        above=tuple(above),
        mine=policy.keeps(actor, node.plan.programme.municipality_id),
        draft=draft,
        standing=standings([node], facts)[node.id],
        drop=facts.drops.get(node.id),
        executors=tuple(Executor(**e) for e in node.who),  # type: ignore[attr-defined]
        steps=tuple(facts.steps[node.id]),
        money=tuple(m for m in facts.money[node.id] if not draft or m.node_id == node.id),
        indicators=_judged(node, facts),
        up=tuple(x for x in near if x.node_id == node.id),
        down=tuple(x for x in near if x.target_id == node.id),
        card=Appraisal.objects.filter(node__in=facts.line)
        .select_related("by")
        .order_by("-at")
        .first(),
        logic=logic_of(facts.line),
    )


def logic_of(line: Collection[UUID]) -> LogicModel | None:
    """How a measure is to work, as its newest version says it (1 query)."""
    return LogicModel.objects.filter(node__in=line).order_by("-plan__n").first()


def _judged(node: PlanNode, facts: Known) -> tuple[Judged, ...]:
    return tuple(
        Judged(u.id, u, o, rules.achievement(u.baseline, u.target, o.value if o else None),
               parts_of(o) if o else ())
        for u in facts.uses[node.id]
        for o in [facts.last(u.id)]
    )  # fmt: skip


@dataclass(frozen=True)
class Town:
    """How one municipality takes up a national measure. `node` None: not adopted."""

    place: str
    node: UUID | None
    standing: Standing | None
    money: Decimal | None


def over_towns(node_id: UUID, language: str) -> tuple[PlanNode, tuple[Town, ...]]:
    """A national measure in every municipality: published plans only (at most 8 queries)."""
    node = found(node_id)
    if node.plan.programme.level != "national":
        raise Absent
    served = rows().filter(
        speaks(timezone.localdate(), "plan__"), serves__target__lineage=node.lineage,
        plan__programme__level="municipal",
    ).order_by("plan__since").distinct()  # fmt: skip
    mine = {r.plan.programme.municipality_id: r for r in served}
    facts = known(list(mine.values()))
    standing = standings(list(mine.values()), facts)
    towns = []
    for town in Municipality.objects.all():
        own = mine.get(town.code)
        if own is None:
            towns.append(Town(town.name(language), None, None, None))
        else:
            planned, _paid = euros(facts.money[own.id])
            towns.append(Town(town.name(language), own.id, standing[own.id], planned))
    return node, tuple(sorted(towns, key=lambda t: sorting_key(t.place)))
