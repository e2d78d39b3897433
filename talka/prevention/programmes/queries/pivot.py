"""The analysis of indicators: two axes, and one joined figure in each cell.

A figure is that of one series: an indicator of a measure through the versions of a programme, what
was recorded last of each year. The database folds years and places; which fold, the indicator says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import rollup
from talka.prevention.programmes.models import (
    IndicatorVersion,
    PlanNode,
    Programme,
    ProgrammeVersion,
)
from talka.prevention.programmes.rollup import Joined, Sums
from talka.prevention.programmes.shapes import natural
from talka.prevention.programmes.table.grid import escaped


@dataclass(frozen=True)
class Asked:
    """The axes, and what the rest is narrowed to; None or "": everything.

    `level`: figures of the country stand never beside those of its municipalities in one cell.
    """

    rows: str = "town"
    columns: str = "year"
    indicator: UUID | None = None
    level: str = "municipal"
    town: str = ""
    year: int | None = None
    programme: UUID | None = None

    @property
    def lacks(self) -> str:
        return rollup.lacking(self.rows, self.columns, chosen=self.indicator is not None,
                              narrowed=bool(self.town or self.programme))  # fmt: skip

    @property
    def yearly(self) -> bool:
        return self.year is not None or "year" in (self.rows, self.columns)


@dataclass(frozen=True)
class Cell:
    joined: Joined
    unit: str


@dataclass(frozen=True)
class Line:
    """A line of the table; a cell is None where no measure has the indicator."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


_KEYS = {
    "town": "p.municipality_id",
    "year": "NULL::text",
    "indicator": "u.indicator_id::text",
    "programme": "coalesce(nat.programme_id, v.programme_id)::text",
    "goal": "CASE WHEN up.kind = 'goal' THEN up.lineage ELSE top.lineage END::text",
    "part": "NULL::text",
}
_FILTERS = {
    "indicator": "u.indicator_id = %(indicator)s",
    "town": "p.municipality_id = %(town)s",
    "programme": "coalesce(nat.programme_id, v.programme_id) = %(programme)s",
    "year": "v.since <= make_date(%(year)s, 12, 31)",
}
_SERIES = """
SELECT u.id, dense_rank() OVER (ORDER BY v.programme_id, n.lineage, u.indicator_id) AS k,
       u.indicator_id AS way, {row} AS r, {column} AS c, v.since AS begun,
       extract(year FROM v.since)::int AS since,
       extract(year FROM least(coalesce(v.ended_on, v.until), %(today)s::date))::int AS until
FROM talka.indicator_use u JOIN talka.plan_node n ON n.id = u.node_id
JOIN talka.programme_version v ON v.id = u.plan_id
JOIN talka.programme p ON p.id = v.programme_id
LEFT JOIN talka.programme_version nat ON nat.id = v.adopted_from_id {goals}
WHERE v.published_at IS NOT NULL AND p.level = %(level)s {where}
"""
_GOALS = """
LEFT JOIN talka.plan_node up ON up.id = n.parent_id
LEFT JOIN talka.plan_node top ON top.id = up.parent_id
"""
_HEADS = "SELECT DISTINCT ON (k) k, way, r, c FROM series ORDER BY k, begun DESC"
"""Where a series stands: where its latest version does."""
_SILENT = {
    True: """SELECT s.k, NULL::uuid, y::smallint, 'missing', NULL::numeric, NULL::numeric,
    '-infinity'::timestamptz FROM series s, generate_series(s.since, s.until) y WHERE {year}""",
    False: """SELECT s.k, NULL::uuid, 0::smallint, 'missing', NULL::numeric, NULL::numeric,
    '-infinity'::timestamptz FROM series s""",
}
"""A series of which nothing was recorded is missing: each year, or altogether (year 0)."""
_LAST = """
SELECT DISTINCT ON (k, year) k, id, year, state, value, base
FROM (
    SELECT s.k, o.id, o.year, o.state, o.value, o.base, o.recorded_at
    FROM series s JOIN talka.observation o ON o.use_id = s.id WHERE {seen}
    UNION ALL {silent}
) seen ORDER BY k, year, recorded_at DESC
"""
_WHOLE = """
SELECT k, h.way, {r} AS r, {c} AS c, l.year, l.state, l.value, l.base
FROM last l JOIN heads h USING (k)
"""
_PARTS = """
SELECT k, h.way, {r} AS r, {c} AS c, l.year, t.state, t.value, NULL::numeric AS base
FROM last l JOIN heads h USING (k) JOIN talka.observation_part t ON t.observation_id = l.id
"""
_FOLDED = """
SELECT g.way, g.r, g.c,
       CASE WHEN plain THEN last_state ELSE 'value' END AS state,
       CASE WHEN plain THEN last_value WHEN i.over_time = 'max' THEN greatest
            WHEN i.over_time = 'mean' THEN total / known ELSE total END AS value,
       CASE WHEN plain THEN last_base WHEN i.over_time = 'max' THEN base_of_greatest
            WHEN based = known THEN bases END AS base,
       CASE WHEN plain THEN last_year WHEN i.over_time = 'max' THEN year_of_greatest
            ELSE known_year END AS year
FROM (
    SELECT way, r, c, (array_agg(state ORDER BY year DESC))[1] AS last_state,
           (array_agg(value ORDER BY year DESC))[1] AS last_value,
           (array_agg(base ORDER BY year DESC))[1] AS last_base,
           max(year) AS last_year, max(year) FILTER (WHERE value IS NOT NULL) AS known_year,
           count(value) AS known, count(base) AS based, sum(value) AS total, sum(base) AS bases,
           max(value) AS greatest,
           (array_agg(base ORDER BY value DESC, year DESC) FILTER (WHERE value IS NOT NULL))[1]
               AS base_of_greatest,
           (array_agg(year ORDER BY value DESC, year DESC) FILTER (WHERE value IS NOT NULL))[1]
               AS year_of_greatest
    FROM figures GROUP BY k, way, r, c
) g JOIN talka.indicator_version i ON i.id = g.way,
LATERAL (SELECT i.over_time IN ('none', 'last') OR known = 0) how (plain)
"""
_CELLS = """
SELECT r, c, way, count(*) FILTER (WHERE state <> 'not_applicable'), count(value),
       count(value) FILTER (WHERE base > 0), sum(value), sum(value * base),
       sum(base) FILTER (WHERE value IS NOT NULL), max(value), min(value),
       (array_agg(value ORDER BY year DESC, value DESC) FILTER (WHERE value IS NOT NULL))[1]
FROM one GROUP BY r, c, way
"""


def _statement(asked: Asked) -> str:
    axes = {"r": asked.rows, "c": asked.columns}
    where = [f" AND {_FILTERS[name]}" for name in _FILTERS if getattr(asked, name)]
    series = _SERIES.format(
        row=_KEYS[asked.rows], column=_KEYS[asked.columns],
        goals=_GOALS if "goal" in axes.values() else "", where="".join(where),
    )  # fmt: skip
    silent = _SILENT[asked.yearly].format(year="y = %(year)s" if asked.year else "true")
    last = _LAST.format(seen="o.year = %(year)s" if asked.year else "true", silent=silent)
    told = {"year": "l.year::text", "part": "t.dimension || ': ' || t.member"}
    figures = _PARTS if "part" in axes.values() else _WHOLE
    shown = figures.format(**{key: told.get(axis, f"h.{key}") for key, axis in axes.items()})
    return (
        f"WITH series AS MATERIALIZED ({series}), heads AS ({_HEADS}), last AS ({last}),"
        f" figures AS ({shown}), one AS ({'TABLE figures' if asked.yearly else _FOLDED}) {_CELLS}"
    )


def cells(asked: Asked) -> list[tuple[str, str, UUID, Sums]]:
    """Row, column, way of measuring, and what was counted (1 query)."""
    said = {**vars(asked), "today": timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(_statement(asked), said)
        return [(r or "", c or "", way, Sums(*sums)) for r, c, way, *sums in cursor.fetchall()]


def table(asked: Asked, language: str) -> Table:
    """The cells as a table with words (at most 5 queries)."""
    found = cells(asked)
    said = IndicatorVersion.objects.select_related("indicator").in_bulk({w for _, _, w, _ in found})
    shown = {
        (r, c): Cell(rollup.of_sums(sums, said[way].over_units), said[way].unit)
        for r, c, way, sums in found
    }
    rows = _labels(asked.rows, {r for r, *_ in found}, language, said.values())
    columns = _labels(asked.columns, {c for _, c, *_ in found}, language, said.values())
    lines = tuple(
        Line(label, tuple(shown.get((row, column)) for column, _ in columns))
        for row, label in rows
    )  # fmt: skip
    return Table(tuple(label for _, label in columns), lines)


def _labels(
    axis: str, keys: set[str], language: str, ways: Iterable[IndicatorVersion]
) -> list[tuple[str, str]]:
    """Keys of an axis with their words, in the order people look for them."""
    if axis == "town":
        named = {k: load_pack().label("municipality", k, language) if k else "–" for k in keys}
        return sorted(named.items(), key=lambda pair: sorting_key(pair[1]))
    if axis == "programme":
        rows = Programme.objects.in_bulk([UUID(k) for k in keys])
        titles = {str(k): p.name(language) for k, p in rows.items()}
        return sorted(titles.items(), key=lambda pair: sorting_key(pair[1]))
    if axis == "indicator":
        codes = {str(w.id): named_way(w, language) for w in ways if str(w.id) in keys}
        return sorted(codes.items(), key=lambda pair: natural(pair[1]))
    if axis == "goal":
        return _goals(keys)
    return sorted(((k, k) for k in keys), key=lambda pair: natural(pair[0]))


def named_way(way: IndicatorVersion, language: str) -> str:
    name = (way.name_en if language == "en" else "") or way.name_lt
    version = f" ({way.n})" if way.n > 1 else ""
    return f"{way.indicator.code}{version} {name}, {way.unit}".rstrip(", ")


def _goals(keys: set[str]) -> list[tuple[str, str]]:
    rows = PlanNode.objects.filter(lineage__in=[UUID(k) for k in keys if k], kind="goal")
    rows = rows.order_by("lineage", "-plan__since").distinct("lineage")
    named = {str(line): f"{code}. {title}" for line, code, title in
             rows.values_list("lineage", "code", "title")}  # fmt: skip
    return sorted(((k, named.get(k, "–")) for k in keys), key=lambda pair: natural(pair[1]))


@dataclass(frozen=True)
class Choices:
    """What may be chosen: (value, words)."""

    indicator: list[tuple[str, str]]
    town: list[tuple[str, str]]
    year: list[tuple[str, str]]
    programme: list[tuple[str, str]]


def choices(language: str) -> Choices:
    """(4 queries.)"""
    ways = IndicatorVersion.objects.select_related("indicator")
    published = ProgrammeVersion.objects.filter(published_at__isnull=False)
    root = published.values_list(Coalesce("adopted_from__programme_id", "programme_id"))
    programmes = Programme.objects.filter(id__in=root)
    ends = published.aggregate(first=Min("since"), last=Max("until"))
    years: Sequence[int] = ()
    if ends["first"]:
        years = range(min(ends["last"].year, timezone.localdate().year), ends["first"].year - 1, -1)
    pack = load_pack()
    towns = [(m.code, pack.label("municipality", m.code, language)) for m in pack.municipalities]
    return Choices(
        sorted(((str(w.id), named_way(w, language)) for w in ways), key=lambda p: natural(p[1])),
        sorted(towns, key=lambda p: sorting_key(p[1])),
        [(str(y), str(y)) for y in years],
        sorted(((str(p.id), p.name(language)) for p in programmes),
               key=lambda p: sorting_key(p[1])),
    )  # fmt: skip


def way(indicator: UUID | None) -> IndicatorVersion | None:
    """The chosen way of measuring (1 query)."""
    if indicator is None:
        return None
    return IndicatorVersion.objects.select_related("indicator").filter(id=indicator).first()


def as_csv(table: Table, heads: Sequence[str]) -> bytes:
    """A line a cell; a figure that is missing or does not apply is left empty, a zero is 0."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heads)
    for line in table.lines:
        for column, cell in zip(table.columns, line.cells, strict=True):
            if cell is not None:
                j = cell.joined
                writer.writerow([escaped(line.label), escaped(column), escaped(cell.unit), j.state,
                                 _plain(j.value), j.known, j.of])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{round(value, 6).normalize():f}".replace(".", ",")
