"""The country on one page: a national plan in sixty municipalities (9 queries)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy, rollup, rules
from talka.prevention.programmes.models import (
    IndicatorVersion,
    NodeLink,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.standing import (
    Known,
    known,
    planned,
    rows,
    standings,
    total,
)
from talka.prevention.programmes.rollup import Figure, Joined
from talka.prevention.programmes.shapes import natural
from talka.prevention.programmes.table.grid import escaped

Counts = tuple[tuple[str, int], ...]
"""How many measures stand where, in the order of rules.STATUSES."""


@dataclass(frozen=True)
class TownLine:
    """One municipality: how many of the national measures it took up, and how they stand."""

    code: str
    place: str
    plan: UUID | None
    taken: int
    counts: Counts
    planned: Decimal | None
    paid: Decimal | None

    @property
    def late(self) -> int:
        return dict(self.counts)["late"]


@dataclass(frozen=True)
class MeasureLine:
    id: UUID
    code: str
    title: str
    towns: int
    counts: Counts


@dataclass(frozen=True)
class IndicatorRoll:
    """An indicator over all municipalities that use it. `silent`: places without a figure."""

    said: IndicatorVersion
    joined: Joined
    silent: tuple[str, ...]


@dataclass(frozen=True)
class CountryPage:
    version: ProgrammeVersion
    towns: tuple[TownLine, ...]
    measures: tuple[MeasureLine, ...]
    indicators: tuple[IndicatorRoll, ...]
    counts: Counts
    planned: Joined
    paid: Joined

    @property
    def adopted(self) -> int:
        return sum(t.plan is not None for t in self.towns)


def country_page(plan_id: UUID, language: str) -> CountryPage:
    """A published national plan over all municipalities, the late ones first."""
    nation = policy.version(plan_id)
    if nation.programme.level != "national" or nation.published_at is None:
        raise Absent
    national = PlanNode.objects.filter(plan=nation, kind="measure")
    measures = {n.lineage: n for n in national}
    serving = _serving(list(measures))
    nodes = list({n.id: n for _, n in serving}.values())
    facts = known(nodes)
    status = {i: s.status for i, s in standings(nodes, facts).items()}
    names = {m.code: load_pack().label("municipality", m.code, language)
             for m in load_pack().municipalities}  # fmt: skip
    towns = _towns(names, nodes, facts, status)
    return CountryPage(
        nation, towns, _measures(measures, serving, status), _indicators(nodes, facts, names),
        _counted(status.values()),
        rollup.money(t.planned for t in towns if t.plan),
        rollup.money(t.paid for t in towns if t.plan),
    )  # fmt: skip


def _serving(lineages: Sequence[UUID]) -> list[tuple[UUID, PlanNode]]:
    """(lineage of the national measure, municipal measure in force that serves it)."""
    nodes = {n.id: n for n in rows().filter(
        serves__target__lineage__in=lineages, plan__published_at__isnull=False,
        plan__ended_on__isnull=True, plan__programme__level="municipal",
    ).distinct()}  # fmt: skip
    links = NodeLink.objects.filter(node__in=nodes, target__lineage__in=lineages)
    pairs = links.values_list("target__lineage", "node_id").distinct()
    return [(lineage, nodes[node]) for lineage, node in pairs]


def _counted(found: object) -> Counts:
    counter = Counter(found)  # type: ignore[call-overload]
    return tuple((s, counter[s]) for s in rules.STATUSES)


def _towns(
    names: dict[str, str], nodes: list[PlanNode], facts: Known, status: dict[UUID, str]
) -> tuple[TownLine, ...]:
    of: dict[str, list[PlanNode]] = {code: [] for code in names}
    for node in nodes:
        of[node.plan.programme.municipality_id or ""].append(node)
    lines = [_town(code, names[code], own, facts, status) for code, own in of.items()]
    return tuple(sorted(lines, key=lambda t: (-t.late, -dict(t.counts)["at_risk"],
                                              t.plan is None, sorting_key(t.place))))  # fmt: skip


def _town(
    code: str, place: str, own: list[PlanNode], facts: Known, status: dict[UUID, str]
) -> TownLine:
    latest = max(own, key=lambda n: n.plan.since, default=None)
    sums = [rollup.money(how(facts.money[n.id]) for n in own).value
            for how in (planned, lambda lines: total(lines, "paid"))]  # fmt: skip
    return TownLine(
        code, place, latest.plan_id if latest else None, len(own),
        _counted(status[n.id] for n in own), *sums,
    )  # fmt: skip


def _measures(
    measures: dict[UUID, PlanNode], serving: list[tuple[UUID, PlanNode]], status: dict[UUID, str]
) -> tuple[MeasureLine, ...]:
    lines = []
    for lineage, measure in measures.items():
        own = [n for key, n in serving if key == lineage]
        places = {n.plan.programme.municipality_id for n in own}
        counts = _counted(status[n.id] for n in own)
        lines.append(MeasureLine(measure.id, measure.code, measure.title, len(places), counts))
    return tuple(sorted(lines, key=lambda m: (-dict(m.counts)["late"], natural(m.code))))


def _indicators(
    nodes: list[PlanNode], facts: Known, names: dict[str, str]
) -> tuple[IndicatorRoll, ...]:
    """Each way of measuring by itself: versions of one indicator are never added together."""
    said: dict[UUID, IndicatorVersion] = {}
    found: dict[UUID, list[tuple[str, Figure]]] = {}
    for node in nodes:
        place = names[node.plan.programme.municipality_id or ""]
        for use in facts.uses[node.id]:
            one = said.setdefault(use.indicator_id, use.indicator)
            figure = rollup.over_years(_years(facts, use.id), one.over_time)
            found.setdefault(use.indicator_id, []).append((place, figure))
    rolls = [
        IndicatorRoll(
            said[key], rollup.over_places([f for _, f in figures], said[key].over_units),
            tuple(sorted({p for p, f in figures if f.state == "missing"}, key=sorting_key)),
        )
        for key, figures in found.items()
    ]  # fmt: skip
    return tuple(sorted(rolls, key=lambda r: natural(r.said.indicator.code)))


def _years(facts: Known, use: UUID) -> list[Figure]:
    """One figure a year: what was recorded last of it."""
    last = {o.year: Figure(o.state, o.value, o.base, o.year) for o in facts.seen.get(use, ())}
    return [last[year] for year in sorted(last)]


def as_csv(page: CountryPage, heads: Sequence[str]) -> bytes:
    """A line a municipality; an amount nobody said is left empty, a zero is 0."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heads)
    for t in page.towns:
        amounts = ["" if a is None else f"{a:.2f}".replace(".", ",") for a in (t.planned, t.paid)]
        writer.writerow([escaped(t.place), t.taken, *(n for _, n in t.counts), *amounts])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
