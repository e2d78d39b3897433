"""Very many measures at once: plain values and sums of the database, never rows as objects.

The rules are those of every other page; only the way to them is shorter (5 queries).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, Sum
from django.utils import timezone

from talka.prevention.programmes import rules
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    Milestone,
    NodeLink,
    Observation,
)
from talka.prevention.programmes.rollup import Figure


@dataclass(frozen=True)
class Taken:
    """A municipal measure in force that serves national ones."""

    id: UUID
    plan: UUID
    place: str
    since: date
    status: str
    planned: Decimal | None
    paid: Decimal | None


@dataclass(frozen=True)
class Used:
    """An indicator of such a measure; `figures`: one a year, what was recorded last of it."""

    node: UUID
    indicator: UUID
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Many:
    """`pairs`: (lineage of the national measure, id of the measure that serves it)."""

    measures: dict[UUID, Taken]
    uses: tuple[Used, ...]
    pairs: tuple[tuple[UUID, UUID], ...]


_OF_LINK = ("target__lineage", "node_id", "plan_id", "plan__programme__municipality_id",
            "plan__since", "plan__until", "plan__ended_on", "node__due", "node__dropped__on",
            "word__status")  # fmt: skip
_Goals = dict[UUID, list[rules.Goal]]


def serving(lineages: Collection[UUID]) -> Many:
    """The measures of published municipal plans that serve the national ones."""
    links = NodeLink.objects.filter(
        target__lineage__in=lineages, plan__published_at__isnull=False,
        plan__ended_on__isnull=True, plan__programme__level="municipal",
    ).annotate(word=FilteredRelation(
        "node__overrides", condition=Q(node__overrides__lifted_at__isnull=True)
    ))  # fmt: skip
    found = list(links.values_list(*_OF_LINK).distinct())
    rows = {row[1]: row for row in found}
    plans = {row[2] for row in found}
    steps, money = _steps(plans), _money(plans)
    uses, goals = _uses(plans, rows)
    today = timezone.localdate()
    measures = {
        node: _taken(row, steps.get(node, ()), goals.get(node, ()), money.get(node, _UNSAID), today)
        for node, row in rows.items()
    }
    return Many(measures, uses, tuple((row[0], row[1]) for row in found))


_Sums = tuple[Decimal | None, Decimal | None, Decimal | None]
_UNSAID: _Sums = (None, None, None)


def _taken(
    row: tuple[Any, ...],
    steps: Sequence[rules.Step],
    goals: Sequence[rules.Goal],
    money: _Sums,
    today: date,
) -> Taken:
    _, node, plan, place, since, until, ended, due, dropped, said = row
    requested, approved, paid = money
    facts = rules.Facts(since, ended or until, due, tuple(steps), tuple(goals), approved, paid,
                        dropped)  # fmt: skip
    planned = requested if approved is None else approved
    return Taken(node, plan, place, since, said or rules.status(facts, today), planned, paid)


def _steps(plans: Collection[UUID]) -> dict[UUID, list[rules.Step]]:
    found: dict[UUID, list[rules.Step]] = defaultdict(list)
    rows = Milestone.objects.filter(plan__in=plans)
    for node, due, done in rows.values_list("node_id", "due", "done_on"):
        found[node].append(rules.Step(due, done))
    return found


def _money(plans: Collection[UUID]) -> dict[UUID, _Sums]:
    """Requested, approved and paid euros of all years and sources; None where nobody said."""
    rows = BudgetLine.objects.filter(plan__in=plans, kind="total").values("node_id")
    told = rows.annotate(
        requested=Sum("amount_eur", filter=Q(stage="requested")),
        approved=Sum("amount_eur", filter=Q(stage="approved")),
        paid=Sum("amount_eur", filter=Q(stage="paid")),
    ).values_list("node_id", "requested", "approved", "paid")
    return {node: (requested, approved, paid) for node, requested, approved, paid in told}


def _uses(plans: Collection[UUID], nodes: Collection[UUID]) -> tuple[tuple[Used, ...], _Goals]:
    seen = _seen(plans)
    uses: list[Used] = []
    goals: _Goals = defaultdict(list)
    rows = IndicatorUse.objects.filter(plan__in=plans).values_list(
        "id", "node_id", "indicator_id", "indicator__direction", "target", "target_year"
    )
    for use, node, indicator, direction, target, year in rows:
        if node not in nodes:
            continue
        figures = tuple(seen.get(use, ()))
        value, when = (figures[-1].value, figures[-1].year) if figures else (None, None)
        uses.append(Used(node, indicator, figures))
        goals[node].append(rules.Goal(direction, target, year, value, when))
    return tuple(uses), goals


def _seen(plans: Collection[UUID]) -> dict[UUID, list[Figure]]:
    """By use and in the order of years, what was recorded last of each year."""
    found: dict[UUID, list[Figure]] = defaultdict(list)
    rows = Observation.objects.filter(plan__in=plans).order_by("use_id", "year", "-recorded_at")
    last = rows.distinct("use_id", "year")
    told = last.values_list("use_id", "state", "value", "base", "year")
    for use, state, value, base, year in told:
        found[use].append(Figure(state, value, base, year))
    return found
