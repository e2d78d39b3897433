"""The country on one page: a national plan in sixty municipalities (9 queries)."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy, rollup, rules
from talka.prevention.programmes.models import IndicatorVersion, PlanNode, ProgrammeVersion
from talka.prevention.programmes.queries.many import Many, Taken, serving
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
    measures = list(national.values_list("lineage", "id", "code", "title"))
    found = serving([lineage for lineage, *_ in measures])
    pack = load_pack()
    names = {m.code: pack.label("municipality", m.code, language) for m in pack.municipalities}
    towns = _towns(names, found)
    return CountryPage(
        nation, towns, _measures(measures, found), _indicators(found, names),
        _counted(m.status for m in found.measures.values()),
        rollup.money(t.planned for t in towns if t.plan),
        rollup.money(t.paid for t in towns if t.plan),
    )  # fmt: skip


def _counted(found: Iterable[str]) -> Counts:
    counter = Counter(found)
    return tuple((s, counter[s]) for s in rules.STATUSES)


def _towns(names: Mapping[str, str], found: Many) -> tuple[TownLine, ...]:
    of: dict[str, list[Taken]] = {code: [] for code in names}
    for measure in found.measures.values():
        of[measure.place].append(measure)
    lines = [_town(code, names[code], own) for code, own in of.items()]
    return tuple(sorted(lines, key=lambda t: (-t.late, -dict(t.counts)["at_risk"],
                                              t.plan is None, sorting_key(t.place))))  # fmt: skip


def _town(code: str, place: str, own: list[Taken]) -> TownLine:
    latest = max(own, key=lambda m: m.since, default=None)
    return TownLine(
        code, place, latest.plan if latest else None, len(own), _counted(m.status for m in own),
        rollup.money(m.planned for m in own).value, rollup.money(m.paid for m in own).value,
    )  # fmt: skip


def _measures(
    measures: Iterable[tuple[UUID, UUID, str, str]], found: Many
) -> tuple[MeasureLine, ...]:
    own_of: dict[UUID, list[Taken]] = defaultdict(list)
    for lineage, node in found.pairs:
        own_of[lineage].append(found.measures[node])
    lines = []
    for lineage, measure, code, title in measures:
        own = own_of[lineage]
        counts = _counted(m.status for m in own)
        lines.append(MeasureLine(measure, code, title, len({m.place for m in own}), counts))
    return tuple(sorted(lines, key=lambda m: (-dict(m.counts)["late"], natural(m.code))))


def _indicators(found: Many, names: Mapping[str, str]) -> tuple[IndicatorRoll, ...]:
    """Each way of measuring by itself: versions of one indicator are never added together."""
    used = {use.indicator for use in found.uses}
    said = IndicatorVersion.objects.select_related("indicator").in_bulk(used)
    figures: dict[UUID, list[tuple[str, Figure]]] = defaultdict(list)
    for use in found.uses:
        place = names[found.measures[use.node].place]
        figure = rollup.over_years(use.figures, said[use.indicator].over_time)
        figures[use.indicator].append((place, figure))
    rolls = [
        IndicatorRoll(
            said[key], rollup.over_places([f for _, f in told], said[key].over_units),
            tuple(sorted({p for p, f in told if f.state == "missing"}, key=sorting_key)),
        )
        for key, told in figures.items()
    ]  # fmt: skip
    return tuple(sorted(rolls, key=lambda r: natural(r.said.indicator.code)))


def as_csv(page: CountryPage, heads: Sequence[str]) -> bytes:
    """A line a municipality; an amount nobody said is left empty, a zero is 0."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heads)
    for t in page.towns:
        amounts = ["" if a is None else f"{a:.2f}".replace(".", ",") for a in (t.planned, t.paid)]
        writer.writerow([escaped(t.place), t.taken, *(n for _, n in t.counts), *amounts])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
