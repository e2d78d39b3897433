"""Very many measures at once: plain values and sums of the database, never rows as objects.

The rules are those of every other page; only the way to them is shorter (6 queries).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.prevention.programmes import rollup, rules
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    Milestone,
    NodeLink,
    Observation,
)
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.queries.lines import along, its_line
from talka.prevention.programmes.queries.spoken import spoken
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
            "plan__since", "plan__until", "node__due", "line")  # fmt: skip
_Goals = dict[UUID, list[rules.Goal]]


def serving(lineages: Collection[UUID]) -> Many:
    """The measures of published municipal plans that serve the national ones."""
    today = timezone.localdate()
    links = NodeLink.objects.filter(
        speaks(today, "plan__"),
        target__lineage__in=lineages,
        plan__programme__level="municipal",
    )
    found = list(links.annotate(line=its_line("node__")).values_list(*_OF_LINK).distinct())
    rows = {row[1]: row for row in found}
    told_of = {told: node for node, row in rows.items() for told in row[-1]}
    uses, goals = _uses(told_of)
    steps, money, (words, drops) = _steps(told_of), _money(told_of), spoken(told_of)
    measures = {
        node: _taken(row, _Told(steps[node], goals[node], money[node],
                                drops[node].on if node in drops else None,
                                words[node].status if node in words else ""), today)
        for node, row in rows.items()
    }  # fmt: skip
    return Many(measures, uses, tuple((row[0], row[1]) for row in found))


@dataclass(frozen=True)
class _Told:
    """What is known of one measure beside its plan; `money` in the order of recording."""

    steps: list[rules.Step]
    goals: list[rules.Goal]
    money: list[tuple[rollup.Cell, Decimal | None]]
    dropped: date | None
    said: str


def _taken(row: tuple[Any, ...], told: _Told, today: date) -> Taken:
    _, node, plan, place, since, until, due, _line = row
    planned, paid = rollup.planned_and_paid(told.money)
    facts = rules.Facts(since, until, due, tuple(told.steps), tuple(told.goals), planned, paid,
                        told.dropped)  # fmt: skip
    status = told.said or rules.status(facts, today)
    return Taken(node, plan, place, since, status, planned, paid)


def _steps(line: Mapping[UUID, UUID]) -> dict[UUID, list[rules.Step]]:
    """As they are planned now; done is what was done in any version."""
    rows = Milestone.objects.filter(node__among=line)
    told = list(rows.order_by("-done_on").values_list("node_id", "lineage", "due", "done_on"))
    days = {(line[node], step): done for node, step, _, done in told if done is not None}
    found: dict[UUID, list[rules.Step]] = defaultdict(list)
    for node, step, due, _ in told:
        if line[node] == node:
            found[node].append(rules.Step(due, days.get((node, step))))
    return found


def _money(line: Mapping[UUID, UUID]) -> dict[UUID, list[tuple[rollup.Cell, Decimal | None]]]:
    """Planned as it is planned now, paid whenever it was."""
    rows = BudgetLine.objects.filter(node__among=line, kind="total").order_by("recorded_at", "id")
    found: dict[UUID, list[tuple[rollup.Cell, Decimal | None]]] = defaultdict(list)
    for node, year, source, stage, kind, eur in rows.values_list(
        "node_id", "year", "source", "stage", "kind", "amount_eur"
    ):
        if stage == "paid" or line[node] == node:
            found[line[node]].append((rollup.Cell(year, source, stage, kind), eur))
    return found


def _uses(line: Mapping[UUID, UUID]) -> tuple[tuple[Used, ...], _Goals]:
    rows = list(IndicatorUse.objects.filter(node__among=line).values_list(
        "id", "node_id", "indicator_id", "indicator__direction", "target", "target_year"
    ))  # fmt: skip
    seen = _seen(along(line, (row[:3] for row in rows)))
    uses: list[Used] = []
    goals: _Goals = defaultdict(list)
    for use, node, indicator, direction, target, year in rows:
        if line[node] != node:
            continue
        figures = tuple(seen.get(use, ()))
        value, when = (figures[-1].value, figures[-1].year) if figures else (None, None)
        uses.append(Used(node, indicator, figures))
        goals[node].append(rules.Goal(direction, target, year, value, when))
    return tuple(uses), goals


def _seen(now: Mapping[UUID, UUID]) -> dict[UUID, list[Figure]]:
    """By use as it is now and in the order of years, what was recorded last of each year."""
    last: dict[tuple[UUID, int], Figure] = {}
    rows = Observation.objects.filter(use__among=now).order_by("year", "recorded_at", "id")
    for use, state, value, base, year in rows.values_list(
        "use_id", "state", "value", "base", "year"
    ):
        last[now[use], year] = Figure(state, value, base, year)
    found: dict[UUID, list[Figure]] = defaultdict(list)
    for (use, _), figure in last.items():
        found[use].append(figure)
    return found
