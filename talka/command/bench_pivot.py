"""The analysis of indicators at two sizes: eighteen questions over a tenth of the observations and
over all of them. The rows are made by the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg

WAYS, GOALS = 60, 6
SHAPES = (("town", "year"), ("town", "goal"), ("programme", "year"), ("indicator", "year"),
          ("indicator", "town"), ("goal", "indicator"))  # fmt: skip
CHOSEN = ({"indicator": 1}, {"indicator": 2, "year": 2024}, {"indicator": 3, "town": 1})
PLACED = ({"town": 1}, {"town": 2, "year": 2024}, {"programme": 1})
"""Three narrowings of each shape: where no axis is the indicator one is chosen, else a place."""

ROWS = (
    "CREATE TEMP TABLE way ON COMMIT DROP AS SELECT gen_random_uuid() AS id, n"
    " FROM generate_series(1, %(ways)s) n",
    "INSERT INTO indicator (id, code) SELECT id, %(code)s || n FROM way",
    "INSERT INTO indicator_version (id, indicator_id, n, name_lt, name_en, unit, direction,"
    " over_units, over_time) SELECT id, id, 1, 'x', 'x', 'u' || n %% 3, 'up',"
    " ('{sum,ratio,mean,max,min,latest}'::text[])[n %% 6 + 1],"
    " ('{sum,last,max,mean}'::text[])[n %% 4 + 1] FROM way",
    "CREATE TEMP TABLE pl ON COMMIT DROP AS SELECT gen_random_uuid() AS owner,"
    " gen_random_uuid() AS id, m.code AS place, k FROM municipality m, generate_series(0, 4) k",
    "INSERT INTO programme (id, code, level, municipality_id, title, title_en, made_at)"
    " SELECT owner, '', 'municipal', place, %(code)s || k, '', now() FROM pl",
    "INSERT INTO programme_version (id, programme_id, n, since, until, published_at, explained,"
    " brought) SELECT id, owner, 1, make_date(2006 + 4 * k, 1, 1), make_date(2009 + 4 * k, 12, 31),"
    " now(), '', '{}' FROM pl",
    "CREATE TEMP TABLE goal ON COMMIT DROP AS SELECT gen_random_uuid() AS id, pl.id AS plan, g"
    " FROM pl, generate_series(1, %(goals)s) g",
    "INSERT INTO plan_node (id, plan_id, kind, code, title, term, local_reason, lineage, version)"
    " SELECT id, plan, 'goal', g, 'x', '', '', md5(%(code)s || g)::uuid, 1 FROM goal",
    "CREATE TEMP TABLE me ON COMMIT DROP AS SELECT gen_random_uuid() AS id, plan, goal.id AS goal,"
    " g, n FROM goal, generate_series(1, %(measures)s) n",
    "INSERT INTO plan_node (id, plan_id, parent_id, kind, code, title, term, local_reason, lineage,"
    " version) SELECT id, plan, goal, 'measure', g || '.' || n, 'x', '', 'x', gen_random_uuid(), 1"
    " FROM me",
    "CREATE TEMP TABLE us ON COMMIT DROP AS SELECT gen_random_uuid() AS id, me.plan, me.id AS node,"
    " way.id AS way, row_number() OVER () AS r FROM me JOIN way"
    " ON way.n %% 20 = (me.n * 3 + me.g + 17) %% 20",
    "INSERT INTO indicator_use (id, plan_id, node_id, indicator_id, target, target_year)"
    " SELECT id, plan, node, way, 100, NULL FROM us",
    "INSERT INTO observation (id, plan_id, use_id, year, state, value, base, source,"
    " recorded_by_id, recorded_at) SELECT gen_random_uuid(), us.plan, us.id, 2006 + 4 * pl.k + y,"
    " s, CASE s WHEN 'value' THEN 1 + (us.r * 7 + y) %% 500 WHEN 'zero' THEN 0 END,"
    " CASE WHEN s IN ('value', 'zero') THEN 10 + us.r %% 90 END, 'x',"
    " (SELECT id FROM worker LIMIT 1), now() FROM us JOIN pl ON pl.id = us.plan,"
    " generate_series(0, 3) y, LATERAL (SELECT"
    " ('{value,value,value,value,value,zero,missing,not_applicable}'::text[])[(us.r + y) %% 8 + 1])"
    " said (s)",
)
"""60 municipalities × 5 programmes of four years × 6 goals × measures × 3 indicators × 4 years."""


def analysed(
    account: UUID, admin: dict[str, Any], scale: str, say: Callable[[str], None]
) -> dict[str, Any]:
    """Each question asked of the tenth, and of all with nine tenths more beside it."""
    measures, rounds = ((1, 1), 1) if scale == "tiny" else ((7, 58), 7)
    found: dict[str, Any] = {}
    total = 0
    for name, code, many in zip(("pivot_tenth", "pivot_all"), "RS", measures, strict=True):
        with psycopg.connect(**admin) as db:
            total += _grow(db, code, many)
        say(f"{total:,} observations, {len(SHAPES) * 3} questions each {rounds} times")
        found[name] = {"observations": total, **_asked(account, code, rounds)}
    one, other = (found[n]["median_ms"] for n in ("pivot_tenth", "pivot_all"))
    return {**found, "pivot_growth": round(other / one, 1)}


def _grow(db: psycopg.Connection[Any], code: str, measures: int) -> int:
    db.execute("SET session_replication_role = replica")
    db.execute("SET search_path = talka")
    said = {"code": code, "ways": WAYS, "goals": GOALS, "measures": measures}
    added = 0
    for statement in ROWS:
        added = db.execute(statement, said).rowcount
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    return added


def _asked(account: UUID, code: str, rounds: int) -> dict[str, Any]:
    """Medians of each question, and of all of them: the middle one and the worst."""
    from talka.ground.access.actor import acting
    from talka.prevention.programmes.queries import pivot

    medians: dict[str, float] = {}
    worst = 0.0
    with acting(account):
        for name, asked in _questions(code):
            taken = []
            for _ in range(rounds + 1):
                began = time.perf_counter()
                if not pivot.table(asked, "lt").lines:
                    raise SystemExit(f"{name}: nothing was found")
                taken.append((time.perf_counter() - began) * 1000)
            medians[name] = round(statistics.median(taken[1:]), 1)
            worst = max(worst, *taken[1:])
    values = list(medians.values())
    return {"questions": medians, "median_ms": round(statistics.median(values), 1),
            "slowest_ms": max(values), "worst_ms": round(worst, 1)}  # fmt: skip


def _questions(code: str) -> Iterator[tuple[str, Any]]:
    from talka.prevention.programmes.models import IndicatorVersion, Programme
    from talka.prevention.programmes.queries import pivot

    ways = dict(IndicatorVersion.objects.filter(indicator__code__startswith=code).values_list(
        "indicator__code", "id"))  # fmt: skip
    programmes = Programme.objects.filter(title__startswith=code).order_by("municipality_id")
    towns = sorted(set(programmes.values_list("municipality_id", flat=True)))
    latest = programmes.filter(title=f"{code}4").first()
    for rows, columns in SHAPES:
        for narrow in PLACED if "indicator" in (rows, columns) else CHOSEN:
            said: dict[str, Any] = dict(narrow)
            if "indicator" in said:
                said["indicator"] = ways[f"{code}{said['indicator']}"]
            if "town" in said:
                said["town"] = towns[said["town"]]
            if "programme" in said:
                said["programme"] = latest.id if latest else None
            yield (
                f"{rows} × {columns} by {' and '.join(narrow)}",
                pivot.Asked(rows, columns, **said),
            )
