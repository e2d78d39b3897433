"""How measures stand today: facts from the rows, the status from the rules (6 queries)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from talka.prevention.programmes import rollup, rules
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    Milestone,
    Observation,
    ObservationPart,
    PlanNode,
)
from talka.prevention.programmes.queries.lines import along, its_line
from talka.prevention.programmes.queries.reading import by_node
from talka.prevention.programmes.queries.spoken import Spoken, Words, spoken
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
    said: Words
    drops: Words
    line: dict[UUID, UUID]
    """Rows of the measures in earlier versions, and their own → their own."""

    def last(self, use: UUID) -> Observation | None:
        rows = self.seen.get(use)
        return rows[-1] if rows else None


def rows() -> QuerySet[PlanNode]:
    """Nodes with what `known` and `standings` need of their surroundings."""
    return PlanNode.objects.select_related("plan__programme__municipality").annotate(
        line=its_line()
    )


def known(nodes: Sequence[PlanNode], *, parts: bool = False) -> Known:
    """The facts of nodes along their lines, however many (5 queries). Nodes come from `rows`.

    `parts`: observations with their breakdown.
    """
    line = {row: n.id for n in nodes for row in n.line}  # type: ignore[attr-defined]
    uses = list(IndicatorUse.objects.filter(node__in=line).select_related("indicator__indicator"))
    now = along(line, ((u.id, u.node_id, u.indicator_id) for u in uses))
    found: dict[UUID, list[Observation]] = {}
    seen = Observation.objects.filter(use__in=now).order_by("year", "recorded_at")
    for row in seen.annotate(told=BREAKDOWN) if parts else seen:
        found.setdefault(now[row.use_id], []).append(row)
    said, drops = spoken(line)
    return Known(
        _steps(line),
        _money(line),
        by_node(u for u in uses if u.node_id == line[u.node_id]),
        found,
        said,
        drops,
        line,
    )


def _steps(line: Mapping[UUID, UUID]) -> dict[UUID, list[Milestone]]:
    """Steps as they are planned now; one that was done in an earlier version is shown as done."""
    rows = Milestone.objects.filter(node__in=line).select_related("done_by").order_by("due", "id")
    days = sorted(((m.done_on, m) for m in rows if m.done_on), key=itemgetter(0), reverse=True)
    done = {(line[m.node_id], m.lineage): m for _, m in days}
    own = [m for m in rows if m.node_id == line[m.node_id]]
    for step in own:
        twin = done.get((step.node_id, step.lineage), step)
        step.done_on, step.done_by = twin.done_on, twin.done_by
    return by_node(own)


def _money(line: Mapping[UUID, UUID]) -> dict[UUID, list[BudgetLine]]:
    """Money that counts: planned as the newest version plans it, paid whenever it was, and of
    each cell what was recorded last."""
    counts: dict[tuple[UUID, rollup.Cell], BudgetLine] = {}
    for row in BudgetLine.objects.filter(node__in=line).order_by("recorded_at", "id"):
        node = line[row.node_id]
        if row.stage == "paid" or row.node_id == node:
            counts[node, cell(row)] = row
    found: dict[UUID, list[BudgetLine]] = defaultdict(list)
    for (node, _), row in sorted(counts.items(), key=lambda told: told[0][1]):
        found[node].append(row)
    return found


def cell(row: BudgetLine) -> rollup.Cell:
    return rollup.Cell(row.year, row.source, row.stage, row.kind)


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
        drop = facts.drops.get(node.id)
        planned, paid = euros(facts.money[node.id])
        of = rules.Facts(
            node.plan.since, node.plan.until, node.due,
            tuple(rules.Step(m.due, m.done_on) for m in facts.steps[node.id]),
            tuple(_goal(u, facts.last(u.id)) for u in facts.uses[node.id]),
            planned, paid, drop.on if drop else None,
        )  # fmt: skip
        found[node.id] = _standing(rules.status(of, today), facts.said.get(node.id))
    return found


def _standing(computed: str, word: Spoken | None) -> Standing:
    if word is None:
        return Standing(computed)
    return Standing(computed, word.status, word.reason, word.by, word.at)


def _goal(use: IndicatorUse, seen: Observation | None) -> rules.Goal:
    return rules.Goal(use.indicator.direction, use.target, use.target_year,
                      seen.value if seen else None, seen.year if seen else None)  # fmt: skip


def euros(lines: Iterable[BudgetLine]) -> tuple[Decimal | None, Decimal | None]:
    """Planned and paid euros of all years and sources; None: nobody said."""
    return rollup.planned_and_paid((cell(x), x.amount_eur) for x in lines)
