"""Write a plan below a version: every row of its nodes in one pass each. Called by verbs only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from talka.prevention.programmes.models import (
    BudgetLine,
    Indicator,
    IndicatorUse,
    IndicatorVersion,
    LegalAct,
    MeasureExecutor,
    NodeLink,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.shapes import Act, Amount, IndicatorLine, Node, Plan


def write_tree(
    version: ProgrammeVersion, plan: Plan, targets: Mapping[str, UUID], using: str = "default"
) -> dict[str, PlanNode]:
    """Store the nodes of a plan. `targets`: national measures by code, for the links.

    A link whose code is not among the targets is left out; publishing then asks for it.
    """
    rows = _nodes(version, plan)
    PlanNode.objects.using(using).bulk_create(rows.values())
    MeasureExecutor.objects.using(using).bulk_create(
        MeasureExecutor(plan=version, node=rows[n.code], name=e.name,
                        institution_id=e.institution, role=e.role)
        for n in plan.nodes for e in n.executors
    )  # fmt: skip
    write_money(version, [(rows[n.code], a) for n in plan.nodes for a in n.amounts], using)
    lines = [(rows[n.code], i) for n in plan.nodes for i in n.indicators]
    write_uses(version, lines, using)
    NodeLink.objects.using(using).bulk_create(
        NodeLink(plan=version, node=rows[n.code], target_id=targets[code])
        for n in plan.nodes for code in dict.fromkeys(n.links) if code in targets
    )  # fmt: skip
    return rows


def _nodes(version: ProgrammeVersion, plan: Plan) -> dict[str, PlanNode]:
    rows: dict[str, PlanNode] = {}
    for node in plan.nodes:
        rows[node.code] = PlanNode(
            plan=version, kind=node.kind, code=node.code, title=node.title, term=node.term,
            due=node.due, local_reason=node.local_reason, lineage=lineage(node),
        )  # fmt: skip
    for node in plan.nodes:
        if node.parent is not None:
            rows[node.code].parent = rows[node.parent]
    return rows


def lineage(node: Node) -> UUID:
    """The key of the node where it carries one; a new line of life otherwise."""
    try:
        return UUID(node.key)
    except ValueError:
        return uuid4()


def budget_line(version: ProgrammeVersion, node: PlanNode, amount: Amount) -> BudgetLine:
    written = Decimal(0) if amount.state == "zero" else amount.amount
    return BudgetLine(
        plan=version, node=node, year=amount.year, source=amount.source, kind=amount.kind,
        stage=amount.stage, state=amount.state, amount=written, currency=amount.currency,
        multiplier=amount.multiplier,
    )  # fmt: skip


def write_money(
    version: ProgrammeVersion, cells: list[tuple[PlanNode, Amount]], using: str = "default"
) -> None:
    BudgetLine.objects.using(using).bulk_create(budget_line(version, node, a) for node, a in cells)


def write_uses(
    version: ProgrammeVersion, lines: list[tuple[PlanNode, IndicatorLine]], using: str = "default"
) -> None:
    """Use the indicators as they are defined now; define those that nobody defined yet."""
    known = _defined({line.code: line for _, line in lines}, using)
    IndicatorUse.objects.using(using).bulk_create(
        IndicatorUse(plan=version, node=node, indicator=known[line.code], baseline=line.baseline,
                     target=line.target, target_year=line.target_year)
        for node, line in lines
    )  # fmt: skip


def _same(row: IndicatorVersion, line: IndicatorLine) -> bool:
    said = (line.name_lt, line.name_en, line.unit, line.direction, line.over_units, line.over_time)
    return said == (row.name_lt, row.name_en, row.unit, row.direction, row.over_units,
                    row.over_time)  # fmt: skip


def _defined(lines: Mapping[str, IndicatorLine], using: str) -> dict[str, IndicatorVersion]:
    """The version of each indicator that says what the line says; a new one where it differs."""
    found: dict[str, IndicatorVersion] = {}
    latest: dict[str, IndicatorVersion] = {}
    rows = IndicatorVersion.objects.using(using).filter(indicator__code__in=lines)
    for row in rows.select_related("indicator").order_by("n"):
        latest[row.indicator.code] = row
        if _same(row, lines[row.indicator.code]):
            found[row.indicator.code] = row
    fresh = {code: line for code, line in lines.items() if code not in found}
    return found | _define(fresh, latest, using)


def _define(
    lines: Mapping[str, IndicatorLine], latest: Mapping[str, IndicatorVersion], using: str
) -> dict[str, IndicatorVersion]:
    """A first or a next version of each, in two statements however many."""
    owners = {code: row.indicator for code, row in latest.items()}
    owners |= {code: Indicator(code=code) for code in lines if code not in latest}
    Indicator.objects.using(using).bulk_create(owners[c] for c in lines if c not in latest)
    found = {
        code: IndicatorVersion(
            indicator=owners[code], n=latest[code].n + 1 if code in latest else 1,
            name_lt=line.name_lt, name_en=line.name_en, unit=line.unit, direction=line.direction,
            over_units=line.over_units, over_time=line.over_time,
        )
        for code, line in lines.items()
    }  # fmt: skip
    IndicatorVersion.objects.using(using).bulk_create(found.values())
    return found


def write_act(act: Act | None, using: str = "default") -> LegalAct | None:
    """The act with this number of this issuer; entered when nobody did yet."""
    if act is None:
        return None
    acts = LegalAct.objects.using(using)
    same = acts.filter(issuer=act.issuer, number=act.number, title=act.title)
    return same.first() or acts.create(
        kind=act.kind, issuer=act.issuer, number=act.number, title=act.title,
        adopted_on=act.adopted_on, in_force_from=act.in_force_from,
        in_force_until=act.in_force_until, amends=act.amends or "", source=act.source,
    )  # fmt: skip
