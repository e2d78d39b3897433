"""What the activities of a measure give to its indicators, each figure with its sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.prevention.activities import rules
from talka.prevention.activities.models import Activity, Cost, Feed, Finished, Reach, Serves, Source
from talka.prevention.activities.rules import Count, Held
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.models import IndicatorUse, Observation, PlanNode


def _held(node_id: UUID) -> tuple[dict[UUID, Activity], list[Held]]:
    """The held activities of a measure, with what they counted (2 queries)."""
    rows = {a.id: a for a in Activity.objects.filter(status="held", serves__node=node_id)
            .order_by("since", "id")}  # fmt: skip
    counts = counts_of(list(rows))
    return rows, [Held(a.id, a.kind, a.since, tuple(counts[a.id])) for a in rows.values()]


def counts_of(activities: list[UUID]) -> dict[UUID, list[Count]]:
    """What each of them counted (1 query)."""
    found: dict[UUID, list[Count]] = defaultdict(list)
    for r in Reach.objects.filter(activity__in=activities).order_by("group", "unit", "method"):
        found[r.activity_id].append(Count(r.group, r.unit, r.method, r.count))
    return found


def figure_of(use_id: UUID, year: int) -> tuple[tuple[UUID, int], ...]:
    """(activity, what it gives) of an indicator in a year; none when nothing feeds it."""
    one = Feed.objects.select_related("use").filter(use=use_id).first()
    if one is None:
        return ()
    _rows, held = _held(one.use.node_id)
    return rules.fed(one.kind, one.unit, one.method, year, held)


@dataclass(frozen=True)
class Figure:
    """The computed figure of one year. `taken`: the observation says the same already."""

    year: int
    total: int
    sources: tuple[tuple[Activity, int], ...]
    taken: bool
    last: Observation | None


@dataclass(frozen=True)
class Fed:
    use: IndicatorUse
    feed: Feed | None
    figures: tuple[Figure, ...]

    @property
    def way(self) -> str:
        return f"{self.feed.unit}:{self.feed.method}" if self.feed else ""


@dataclass(frozen=True)
class MeasurePage:
    node: PlanNode
    mine: bool
    activities: tuple[tuple[Activity, int, tuple[Count, ...]], ...]
    """(activity, its share in percent, what it counted)"""
    sums: dict[rules.Way, int]
    cost: Decimal | None
    """Euros, each activity's by its share; None: nobody said."""
    per_person: rules.PerPerson
    indicators: tuple[Fed, ...]
    steps: tuple[Finished, ...]


def measure_page(actor: Actor, node_id: UUID) -> MeasurePage:
    """A measure by its activities (at most 11 queries)."""
    node = PlanNode.objects.select_related("plan__programme").filter(id=node_id).first()
    if node is None or node.kind != "measure":
        raise Absent
    links = Serves.objects.filter(node=node).select_related("activity__organiser")
    served = list(links.order_by("-activity__since", "activity_id"))
    counts = counts_of([s.activity_id for s in served])
    held = [s for s in served if s.activity.status == "held"]
    sums = rules.reach_sums(c for s in held for c in counts[s.activity_id])
    cost = _cost(held)
    whole = {s.share for s in held} <= {100}
    return MeasurePage(
        node=node,
        mine=plans.keeps(actor, node.plan.programme.municipality_id)
        and node.plan.published_at is not None,
        activities=tuple((s.activity, s.share, tuple(counts[s.activity_id])) for s in served),
        sums=sums,
        cost=cost,
        per_person=rules.per_person(cost if whole else None, sums),
        indicators=_fed(node, {s.activity_id: s.activity for s in held}, counts),
        steps=tuple(Finished.objects.filter(milestone__node=node)
                    .select_related("milestone", "activity")),
    )  # fmt: skip


def _cost(held: list[Serves]) -> Decimal | None:
    share = {s.activity_id: s.share for s in held}
    rows = Cost.objects.filter(activity__in=share).values_list("activity").annotate(Sum("amount"))
    parts = [amount * share[activity] / 100 for activity, amount in rows]
    return sum(parts, Decimal(0)) if parts else None


def _fed(
    node: PlanNode, rows: dict[UUID, Activity], counts: dict[UUID, list[Count]]
) -> tuple[Fed, ...]:
    uses = list(IndicatorUse.objects.filter(node=node).select_related("indicator__indicator"))
    feeds = {f.use_id: f for f in Feed.objects.filter(use__in=[u.id for u in uses])}
    held = [Held(a.id, a.kind, a.since, tuple(counts[a.id])) for a in rows.values()]
    seen: dict[tuple[UUID, int], Observation] = {}
    for o in Observation.objects.filter(use__in=[u.id for u in uses]).order_by("recorded_at"):
        seen[o.use_id, o.year] = o
    taken: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for s in Source.objects.filter(observation__in=[o.id for o in seen.values()]):
        taken[s.observation_id][s.activity_id] = s.number
    years = sorted({h.on.year for h in held}, reverse=True)
    found = []
    for use in uses:
        one, figures = feeds.get(use.id), []
        for year in years if one else ():
            given = rules.fed(one.kind, one.unit, one.method, year, held)  # type: ignore[union-attr]
            if given:
                last = seen.get((use.id, year))
                figures.append(Figure(
                    year, sum(n for _, n in given), tuple((rows[a], n) for a, n in given),
                    last is not None and taken[last.id] == dict(given), last,
                ))  # fmt: skip
        found.append(Fed(use, one, tuple(figures)))
    return tuple(found)
