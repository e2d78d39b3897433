"""The country on one page, and one municipality: map, table, composites, decomposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Avg, Count, Q
from django.utils import timezone

from talka.ground.kernel.errors import Absent
from talka.ground.places.models import Municipality
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes.models import ProgrammeVersion
from talka.prevention.safety import content, rules
from talka.prevention.safety.models import Assessment, Figure, Group
from talka.prevention.safety.queries import methods
from talka.prevention.safety.queries.advice import overdue_by_town
from talka.prevention.safety.rules import Cell, Composite
from talka.prevention.safety.shapes import Framework

LEVEL_BREAKS = (0.8, 1.6, 2.4, 3.2)
GROUP_BREAKS = (1, 3, 6, 10)
BREAKS: dict[str, tuple[float, ...]] = {
    "composite": rules.BREAKS,
    "assessment": LEVEL_BREAKS,
    "groups": GROUP_BREAKS,
}


@dataclass(frozen=True)
class Town:
    """A municipality in a year. `rank` and `interval` only where the composite shows."""

    code: str
    name: str
    composite: Composite
    rank: int | None
    interval: tuple[int, int] | None
    assessment: UUID | None
    own: float | None
    reviewed: float | None
    groups: int
    per_10000: float
    overdue: int
    programme: UUID | None
    """Its published programme that is in force today."""


@dataclass(frozen=True)
class Mark:
    """A tile of the map. `shade` 0 to 4; None: no number."""

    code: str
    short: str
    name: str
    x: int
    y: int
    shade: int | None
    said: float | None


@dataclass(frozen=True)
class CountryPage:
    year: int
    years: tuple[int, ...]
    framework: Framework
    show: str
    breaks: tuple[float, ...]
    towns: tuple[Town, ...]
    marks: tuple[Mark, ...]
    shown: int
    assessed: int


SIZE = 40


def figures(year: int, framework: Framework) -> dict[str, dict[str, Cell]]:
    """municipality → indicator → the latest word of the year (1 query)."""
    rows = Figure.objects.filter(
        year=year, indicator__in=[m.code for m in framework.measures]
    ).order_by("n")
    found: dict[str, dict[str, Cell]] = {}
    for place, code, state, value in rows.values_list(
        "municipality_id", "indicator", "state", "value"
    ):
        found.setdefault(place, {})[code] = Cell(state, value)
    return found


def intervals(
    framework: Framework, cells: Mapping[str, Mapping[str, Cell]]
) -> dict[str, tuple[int, int]]:
    from talka.prevention.safety.draws import rank_intervals

    return rank_intervals(framework.measures, cells, draws=framework.draws, seed=framework.seed)


def country_page(year: int, show: str, language: str, version: int | None = None) -> CountryPage:
    """Every municipality in a year, by one version of the framework (9 queries)."""
    framework = methods.framework(version)
    places = list(Municipality.objects.all())
    cells = figures(year, framework)
    composites = {
        p.code: rules.composite(framework.measures, cells.get(p.code, {})) for p in places
    }
    rank = rules.ranks({k: c.linear for k, c in composites.items() if c.linear is not None})
    interval = intervals(framework, cells) if rank else {}
    judged, groups, overdue = _judged(year), group_counts(year), overdue_by_town()
    programmes = programmes_in_force()
    towns = [
        _town(p, language, composites[p.code], rank.get(p.code), interval.get(p.code),
              judged.get(p.code), groups.get(p.code, 0), overdue.get(p.code, 0),
              programmes.get(p.code))
        for p in places
    ]  # fmt: skip
    towns.sort(key=lambda t: sorting_key(t.name))
    return CountryPage(
        year, _years(), framework, show, BREAKS[show], tuple(towns), _marks(towns, show),
        len(rank), sum(t.assessment is not None for t in towns),
    )  # fmt: skip


def _town(
    place: Municipality, language: str, composite: Composite, rank: int | None,
    interval: tuple[int, int] | None, judged: tuple[UUID, float | None, float | None] | None,
    groups: int, overdue: int, programme: UUID | None,
) -> Town:  # fmt: skip
    of, own, reviewed = judged or (None, None, None)
    per = groups * 10_000 / place.population if place.population else 0.0
    return Town(place.code, place.name(language), composite, rank, interval, of, own, reviewed,
                groups, per, overdue, programme)  # fmt: skip


def _judged(year: int) -> dict[str, tuple[UUID, float | None, float | None]]:
    """Submitted assessments: own and reviewed mean level (1 query). Every answer meets every
    review in it, which leaves both means as they are."""
    rows = Assessment.objects.filter(year=year, submitted_at__isnull=False)
    means = rows.values_list("municipality_id", "id").annotate(
        Avg("answer__level"), Avg("review__level")
    )
    return {place: (of, _real(own), _real(seen)) for place, of, own, seen in means}


def _real(number: object) -> float | None:
    return None if number is None else float(number)  # type: ignore[arg-type]


def group_counts(year: int) -> dict[str, int]:
    """Groups on the last day of the year, by municipality (1 query)."""
    there = Q(started_on__lte=date(year, 12, 31)) & (
        Q(ended_on__isnull=True) | Q(ended_on__gt=date(year, 12, 31))
    )
    return dict(Group.objects.filter(there).values_list("municipality_id").annotate(Count("id")))


def _years() -> tuple[int, ...]:
    """Years with something to see, and this one (1 query)."""
    judged = Assessment.objects.filter(submitted_at__isnull=False).values_list("year")
    seen = {y for (y,) in Figure.objects.order_by().values_list("year").union(judged.order_by())}
    return tuple(sorted(seen | {timezone.localdate().year}, reverse=True))


def programmes_in_force() -> dict[str, UUID]:
    """municipality → its published programme in force today (1 query)."""
    today = timezone.localdate()
    rows = ProgrammeVersion.objects.filter(
        programme__level="municipal", published_at__isnull=False, since__lte=today,
        until__gte=today,
    ).exclude(ended_on__lt=today)  # fmt: skip
    return dict(rows.order_by("since").values_list("programme__municipality_id", "id"))


def number_of(town: Town, show: str) -> float | None:
    if show == "composite":
        return town.composite.linear
    return town.own if show == "assessment" else town.per_10000


def _marks(towns: list[Town], show: str) -> tuple[Mark, ...]:
    by_code, found = {t.code: t for t in towns}, []
    for tile in content.tiles():
        town = by_code.get(tile.code)
        if town is not None:
            said = number_of(town, show)
            shade = rules.class_of(said, BREAKS[show])
            found.append(Mark(tile.code, tile.short, town.name, tile.column * SIZE,
                              tile.row * SIZE, shade, said))  # fmt: skip
    return tuple(found)


@dataclass(frozen=True)
class TownPage:
    """One municipality: how its composite is made, what would move it, and its years by the same
    framework version."""

    place: Municipality
    name: str
    year: int
    framework: Framework
    composite: Composite
    parts: tuple[tuple[str, float | None, tuple[rules.Share, ...]], ...]
    movers: tuple[rules.Share, ...]
    series: tuple[tuple[int, Composite], ...]
    assessments: tuple[Assessment, ...]
    groups: int


def town_page(code: str, year: int, language: str, version: int | None = None) -> TownPage:
    """Everything of one municipality in a year (6 queries)."""
    place = Municipality.objects.filter(code=code).first()
    if place is None:
        raise Absent
    framework = methods.framework(version)
    by_year: dict[int, dict[str, Cell]] = {}
    rows = Figure.objects.filter(municipality=place).order_by("n")
    for f in rows:
        by_year.setdefault(f.year, {})[f.indicator] = Cell(f.state, f.value)
    made = rules.composite(framework.measures, by_year.get(year, {}))
    domains = []
    for d in framework.domains:
        shares = tuple(s for s in made.shares if s.measure.domain == d.code)
        known = [s.points for s in shares if s.score is not None]
        domains.append((d.name(language), sum(known) if known else None, shares))
    movers = sorted((s for s in made.shares if s.room > 0), key=lambda s: -s.room)
    series = [(y, rules.composite(framework.measures, c)) for y, c in sorted(by_year.items())]
    own = Assessment.objects.filter(municipality=place).order_by("-year")
    return TownPage(
        place, place.name(language), year, framework, made, tuple(domains), tuple(movers[:5]),
        tuple(series), tuple(own), group_counts(year).get(code, 0),
    )  # fmt: skip


def figure_rows(code: str, year: int) -> list[Figure]:
    """What stands of a municipality in a year: the latest word of each indicator (1 query)."""
    rows = Figure.objects.filter(municipality=code, year=year).select_related("by").order_by("n")
    return sorted({f.indicator: f for f in rows}.values(), key=lambda f: f.indicator)


def figure_table(year: int) -> list[list[object]]:
    """The latest figures of a year as rows of the table that is taken in (1 query)."""
    rows = Figure.objects.filter(year=year).order_by("n")
    last = {(f.municipality_id, f.indicator): f for f in rows}
    return [
        [f.municipality_id, f.year, f.indicator, f.state,
         "" if f.value is None else f"{f.value.normalize():f}", f.source]
        for _key, f in sorted(last.items())
    ]  # fmt: skip
