"""A stored version as a plan: the same shapes that the table is read into (5 queries)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    MeasureExecutor,
    NodeLink,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.shapes import (
    AMOUNT_KINDS,
    SOURCES,
    Act,
    Amount,
    Executor,
    IndicatorLine,
    Node,
    Plan,
    natural,
)


def by_node(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.node_id].append(row)
    return found


def plan_of(version: ProgrammeVersion) -> Plan:
    """`key` of a node is its lineage; nodes stand in the order of their codes."""
    return plans_of([version])[0]


def plans_of(versions: Sequence[ProgrammeVersion]) -> list[Plan]:
    """Several versions as plans, each table asked once for all of them (5 queries)."""
    here: dict[str, Any] = {"plan__in": [v.id for v in versions]}
    rows = sorted(PlanNode.objects.filter(**here), key=lambda n: natural(n.code))
    codes = {n.id: n.code for n in rows}
    who = by_node(MeasureExecutor.objects.filter(**here).order_by("role", "name"))
    lines = BudgetLine.objects.filter(**here, stage__in=["requested", "approved"])
    money = by_node(lines.order_by("year", "source", "kind"))
    uses = by_node(IndicatorUse.objects.filter(**here).select_related("indicator__indicator"))
    links = by_node(NodeLink.objects.filter(**here).select_related("target"))
    return [
        _plan(v, tuple(_node(n, codes, who[n.id], money[n.id], uses[n.id], links[n.id])
                       for n in rows if n.plan_id == v.id))
        for v in versions
    ]  # fmt: skip


def _plan(version: ProgrammeVersion, nodes: tuple[Node, ...]) -> Plan:
    owner = version.programme
    return Plan(owner.title, owner.level, owner.municipality_id, act_of(version), version.since,
                version.until, nodes)  # fmt: skip


def act_of(version: ProgrammeVersion) -> Act | None:
    act = version.act
    if act is None:
        return None
    return Act(act.kind, act.issuer, act.number, act.title, act.adopted_on, act.in_force_from,
               act.in_force_until, act.amends or None, None, act.source)  # fmt: skip


def amount_of(line: BudgetLine) -> Amount:
    amount = line.amount if line.state == "value" else None
    return Amount(line.year, line.source, line.kind, amount, line.state, line.currency,
                  line.multiplier, line.stage)  # fmt: skip


def _place(amount: Amount) -> tuple[int, int, int]:
    """Where a table writes it: by year, source, then total, expenses, wages, assets."""
    known = amount.source in SOURCES
    return (amount.year, SOURCES.index(amount.source) if known else len(SOURCES),
            AMOUNT_KINDS.index(amount.kind))  # fmt: skip


def indicator_line(use: IndicatorUse) -> IndicatorLine:
    said = use.indicator
    return IndicatorLine(said.indicator.code, said.name_lt, said.name_en, said.unit,
                         said.direction, said.over_units, said.over_time, use.baseline,
                         use.target, use.target_year)  # fmt: skip


def _node(
    row: PlanNode,
    codes: dict[UUID, str],
    who: list[MeasureExecutor],
    money: list[BudgetLine],
    uses: list[IndicatorUse],
    links: list[NodeLink],
) -> Node:
    return Node(
        row.kind,
        row.code,
        row.title,
        codes[row.parent_id] if row.parent_id else None,
        tuple(Executor(e.name, e.institution_id, e.role) for e in who),
        row.term,
        row.due,
        tuple(sorted((amount_of(m) for m in money), key=_place)),
        tuple(indicator_line(u) for u in uses),
        tuple(sorted((link.target.code for link in links), key=natural)),
        row.local_reason,
        None,
        str(row.lineage),
    )


def national_measures_open() -> QuerySet[PlanNode]:
    """Measures of national programmes in force today."""
    today = timezone.localdate()
    return PlanNode.objects.filter(
        speaks(today, "plan__"), kind="measure", plan__programme__level="national",
        plan__since__lte=today, plan__until__gte=today,
    )  # fmt: skip


def national_measures(codes: set[str]) -> dict[str, UUID]:
    """National measures in force today, by code; a code that two of them bear is left out."""
    if not codes:
        return {}
    rows = national_measures_open().filter(code__in=codes).values_list("code", "id")
    found = [code for code, _ in rows]
    return {code: node for code, node in rows if found.count(code) == 1}
