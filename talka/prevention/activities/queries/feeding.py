"""What the activities of a measure give to its indicators, each figure with its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.prevention.activities import rules
from talka.prevention.activities.models import Activity, Cost, Feed, Finished, Reach, Serves, Source
from talka.prevention.activities.rules import Count, Held
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.models import IndicatorUse, Observation, PlanNode
from talka.prevention.programmes.queries.lines import along, line_of


def _held(line: Collection[UUID]) -> tuple[dict[UUID, Activity], list[Held]]:
    """The held activities of a measure, with what they counted (2 queries)."""
    rows = {a.id: a for a in Activity.objects.filter(status="held", serves__node__in=line)
            .order_by("since", "id")}  # fmt: skip
    counts = counts_of(list(rows))
    return rows, [Held(a.id, a.kind, a.since, tuple(counts[a.id])) for a in rows.values()]


def feeds_of(line: Collection[UUID], use: IndicatorUse) -> QuerySet[Feed]:
    """What was said to feed this indicator of the measure, in each version of its programme."""
    return Feed.objects.filter(use__node__in=line, use__indicator=use.indicator_id)


def counts_of(activities: list[UUID]) -> dict[UUID, list[Count]]:
    """What each of them counted (1 query)."""
    found: dict[UUID, list[Count]] = defaultdict(list)
    for r in Reach.objects.filter(activity__in=activities).order_by("group", "unit", "method"):
        found[r.activity_id].append(Count(r.group, r.unit, r.method, r.count))
    return found


def figure_of(use_id: UUID, year: int) -> tuple[tuple[UUID, int], ...]:
    """(activity, what it gives) of an indicator in a year; none when nothing feeds it."""
    use = IndicatorUse.objects.filter(id=use_id).first()
    line = line_of([use.node_id]) if use else {}
    one = feeds_of(line, use).order_by("-plan__n").first() if use else None
    if one is None:
        return ()
    _rows, held = _held(line)
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
    """(activity, its share in percent, what it counted), the newest first"""
    sums: dict[rules.Way, int]
    cost: Decimal | None
    """Euros, each activity's by its share; None: nobody said."""
    per_person: rules.PerPerson
    indicators: tuple[Fed, ...]
    steps: tuple[Finished, ...]


def measure_page(actor: Actor, node_id: UUID) -> MeasurePage:
    """A measure by its activities (at most 12 queries)."""
    node = PlanNode.objects.select_related("plan__programme").filter(id=node_id).first()
    if node is None or node.kind != "measure":
        raise Absent
    line = line_of([node_id])
    served = _served(line)
    counts = counts_of(list(served))
    held = {a: share for a, (row, share) in served.items() if row.status == "held"}
    sums = rules.reach_sums(c for a in held for c in counts[a])
    cost = _cost(held)
    whole = set(held.values()) <= {100}
    return MeasurePage(
        node=node,
        mine=plans.keeps(actor, node.plan.programme.municipality_id)
        and node.plan.published_at is not None,
        activities=tuple((row, share, tuple(counts[a])) for a, (row, share) in served.items()),
        sums=sums,
        cost=cost,
        per_person=rules.per_person(cost if whole else None, sums),
        indicators=_fed(line, {a: served[a][0] for a in held}, counts),
        steps=tuple(Finished.objects.filter(milestone__node__in=line)
                    .select_related("milestone", "activity")),
    )  # fmt: skip


def _served(line: Collection[UUID]) -> dict[UUID, tuple[Activity, int]]:
    """Activities of a measure with their share of it, in whichever versions it was said."""
    links = Serves.objects.filter(node__in=line).select_related("activity__organiser")
    found: dict[UUID, tuple[Activity, int]] = {}
    for s in links.order_by("-activity__since", "activity_id"):
        before = found.get(s.activity_id, (s.activity, 0))
        found[s.activity_id] = (s.activity, before[1] + s.share)
    return found


def _cost(share: Mapping[UUID, int]) -> Decimal | None:
    rows = Cost.objects.filter(activity__in=share).values_list("activity").annotate(Sum("amount"))
    parts = [amount * share[activity] / 100 for activity, amount in rows]
    return sum(parts, Decimal(0)) if parts else None


def _fed(
    line: Mapping[UUID, UUID], rows: dict[UUID, Activity], counts: dict[UUID, list[Count]]
) -> tuple[Fed, ...]:
    all_uses = list(IndicatorUse.objects.filter(node__in=line)
                    .select_related("indicator__indicator"))  # fmt: skip
    now = along(line, ((u.id, u.node_id, u.indicator_id) for u in all_uses))
    uses = [u for u in all_uses if u.node_id == line[u.node_id]]
    feeds = {now[f.use_id]: f for f in Feed.objects.filter(use__in=now).order_by("plan__n")}
    held = [Held(a.id, a.kind, a.since, tuple(counts[a.id])) for a in rows.values()]
    seen: dict[tuple[UUID, int], Observation] = {}
    for o in Observation.objects.filter(use__in=now).order_by("recorded_at"):
        seen[now[o.use_id], o.year] = o
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
