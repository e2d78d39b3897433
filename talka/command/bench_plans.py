"""Plans at two sizes: the country's page over six and over sixty municipalities, the reading and
entering of a table of sixty and of six hundred rows, and the analysis of indicators."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg

from talka.command.bench_pivot import analysed
from talka.prevention.programmes.shapes import Amount, Executor, IndicatorLine, Node, Plan

ROUNDS, IMPORTS = 30, 5
MEASURES = 30
"""Of the national plan that every municipality of the measured house has adopted."""
SINCE, UNTIL = date(2026, 1, 1), date(2027, 12, 31)


def planned(
    coordinator: UUID, city: str, admin: dict[str, Any], scale: str, say: Callable[[str], None]
) -> dict[str, Any]:
    """Medians and worst in ms, and what ten times the rows cost."""
    rounds, imports = (2, 1) if scale == "tiny" else (ROUNDS, IMPORTS)
    with psycopg.connect(**admin) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("SET search_path = talka")
        nation = _nation(db)
        say("six municipalities adopt a plan, then sixty")
        _adopt(db, nation, 0, 6)
        six = _country(coordinator, nation, rounds)
        _adopt(db, nation, 6, 60)
        sixty = _country(coordinator, nation, rounds)
    say("tables of sixty and of six hundred rows")
    small, large = (_import(coordinator, city, rows, imports) for rows in (60, 600))
    return {
        **analysed(coordinator, admin, scale, say),
        "country_6": six,
        "country_60": sixty,
        "country_growth": round(sixty["p50_ms"] / six["p50_ms"], 1),
        "import_60": small,
        "import_600": large,
        "import_growth": round(large["p50_ms"] / small["p50_ms"], 1),
    }


def _nation(db: psycopg.Connection[Any]) -> UUID:
    row = db.execute(
        "WITH p AS (INSERT INTO programme (id, code, level, title, title_en, made_at)"
        "   VALUES (gen_random_uuid(), 'bench', 'national', 'Matavimas', '', now()) RETURNING id)"
        " INSERT INTO programme_version (id, programme_id, n, since, until, published_at,"
        "   explained, brought) SELECT gen_random_uuid(), p.id, 1, %s, %s, now(), '', '{}' FROM p"
        " RETURNING id", [SINCE, UNTIL],
    ).fetchone()  # fmt: skip
    assert row is not None
    db.execute(
        "INSERT INTO plan_node (id, plan_id, parent_id, kind, code, title, term, local_reason,"
        "   lineage, version) VALUES (gen_random_uuid(), %s, NULL, 'goal', '1', 'Tikslas', '', '',"
        "   gen_random_uuid(), 1)", [row[0]],
    )  # fmt: skip
    db.execute(
        "INSERT INTO plan_node (id, plan_id, parent_id, kind, code, title, term, local_reason,"
        "   lineage, version) SELECT gen_random_uuid(), g.plan_id, g.id, 'measure', '1.' || n,"
        "   'Priemonė ' || n, '', '', gen_random_uuid(), 1 FROM plan_node g,"
        "   generate_series(1, %s) n WHERE g.plan_id = %s",
        [MEASURES, row[0]],
    )
    db.execute(
        "WITH i AS (INSERT INTO indicator (id, code) VALUES (gen_random_uuid(), 'B-1')"
        "   RETURNING id) INSERT INTO indicator_version (id, indicator_id, n, name_lt, name_en,"
        "   unit, direction, over_units, over_time) SELECT gen_random_uuid(), i.id, 1, 'x', 'x',"
        "   'vnt.', 'up', 'sum', 'sum' FROM i"
    )
    db.commit()
    return UUID(str(row[0]))


def _adopt(db: psycopg.Connection[Any], nation: UUID, first: int, last: int) -> None:
    """Municipalities adopt by the bulk road, with money, steps and two years of figures."""
    towns = db.execute("SELECT code FROM municipality ORDER BY code").fetchall()[first:last]
    for (town,) in towns:
        plan = db.execute(
            "WITH p AS (INSERT INTO programme (id, code, level, municipality_id, title, title_en,"
            "   made_at) VALUES (gen_random_uuid(), '', 'municipal', %s, 'Matavimas', '', now())"
            "   RETURNING id) INSERT INTO programme_version (id, programme_id, n, since, until,"
            "   published_at, explained, brought, adopted_from_id) SELECT gen_random_uuid(), p.id,"
            "   1, %s, %s, now(), '', '{}', %s FROM p RETURNING id", [town, SINCE, UNTIL, nation],
        ).fetchone()  # fmt: skip
        for statement in LIVED:
            db.execute(statement, {"plan": plan[0] if plan else None, "nation": nation})
    db.commit()
    db.execute("ANALYZE")
    db.commit()


LIVED = (
    "INSERT INTO plan_node (id, plan_id, parent_id, kind, code, title, term, local_reason,"
    " lineage, version) SELECT gen_random_uuid(), %(plan)s, NULL, kind, code, title, '', '',"
    " lineage, 1 FROM plan_node WHERE plan_id = %(nation)s AND kind = 'goal'",
    "INSERT INTO plan_node (id, plan_id, parent_id, kind, code, title, term, local_reason,"
    " lineage, version) SELECT gen_random_uuid(), %(plan)s, g.id, n.kind, n.code, n.title, '', '',"
    " n.lineage, 1 FROM plan_node n, plan_node g WHERE n.plan_id = %(nation)s"
    " AND n.kind = 'measure' AND g.plan_id = %(plan)s AND g.kind = 'goal'",
    "INSERT INTO node_link (id, plan_id, node_id, target_id) SELECT gen_random_uuid(), a.plan_id,"
    " a.id, b.id FROM plan_node a JOIN plan_node b ON b.lineage = a.lineage"
    " WHERE a.plan_id = %(plan)s AND b.plan_id = %(nation)s AND a.kind = 'measure'",
    "INSERT INTO budget_line (id, plan_id, node_id, year, source, kind, stage, state, amount,"
    " currency, multiplier, recorded_at) SELECT gen_random_uuid(), plan_id, id, y, 'SB', 'total',"
    " s, 'value', 1000, 'EUR', 1, now() FROM plan_node, unnest('{2026,2027}'::int[]) y,"
    " unnest('{approved,paid}'::text[]) s WHERE plan_id = %(plan)s AND kind = 'measure'",
    "INSERT INTO milestone (id, plan_id, node_id, title, due, lineage) SELECT gen_random_uuid(),"
    " plan_id, id, 'x', DATE '2027-06-01', gen_random_uuid() FROM plan_node"
    " WHERE plan_id = %(plan)s AND kind = 'measure'",
    "INSERT INTO indicator_use (id, plan_id, node_id, indicator_id, target, target_year)"
    " SELECT gen_random_uuid(), n.plan_id, n.id, v.id, 100, 2027 FROM plan_node n,"
    " indicator_version v JOIN indicator i ON i.id = v.indicator_id AND i.code = 'B-1'"
    " WHERE n.plan_id = %(plan)s AND n.kind = 'measure'",
    "INSERT INTO observation (id, plan_id, use_id, year, state, value, source, recorded_by_id,"
    " recorded_at) SELECT gen_random_uuid(), plan_id, u.id, y, 'value', 7, 'x',"
    " (SELECT id FROM worker LIMIT 1), now() FROM indicator_use u,"
    " unnest('{2026,2027}'::int[]) y WHERE plan_id = %(plan)s",
)


def _country(account: UUID, nation: UUID, rounds: int) -> dict[str, float]:
    from talka.command.bench import asker
    from talka.ground.access.actor import open_session
    from talka.ground.kernel.begun import counted

    ask, address = asker(open_session(account)), f"/programmes/{nation}/country/"
    taken, asked = [], 0
    for turn in range(rounds + 1):
        with counted() as statements:
            began = time.perf_counter()
            answer = ask(address)
            elapsed = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        asked = len([s for s in statements if "SAVEPOINT" not in s])
        if turn:
            taken.append(elapsed)
    return {**_times(taken), "statements": asked}


def _import(account: UUID, city: str, rows: int, times: int) -> dict[str, float]:
    """From the bytes of a workbook to a stored draft, which is then discarded."""
    from talka.ground.access.actor import acting
    from talka.prevention.programmes import table
    from talka.prevention.programmes.actions import tables

    body, taken = table.write(_plan(city, rows), "lt"), []
    for _ in range(times):
        with acting(account) as actor:
            began = time.perf_counter()
            plan = table.read(body, "planas.xlsx").plan
            if plan is None:
                raise SystemExit("the measured table was not read")
            made = tables.take_in(actor=actor, plan=plan)
            taken.append((time.perf_counter() - began) * 1000)
            tables.discard(actor=actor, plan_id=made.id)
    return _times(taken)


def _times(taken: list[float]) -> dict[str, float]:
    return {"p50_ms": round(statistics.median(taken), 1), "worst_ms": round(max(taken), 1)}


def _plan(city: str, rows: int) -> Plan:
    nodes = [Node("goal", "1", "Tikslas")]
    for n in range(1, rows):
        amounts = tuple(Amount(y, "SB", "total", Decimal(n) / 10, multiplier=1000)
                        for y in (2026, 2027))  # fmt: skip
        line = IndicatorLine(f"M-{n}", f"Rodiklis {n}", unit="vnt.", direction="up",
                             over_units="sum", over_time="sum", target=Decimal(n))  # fmt: skip
        nodes.append(Node("measure", f"1.{n}", f"Priemonė {n}", "1", (Executor("Mokykla"),),
                          amounts=amounts, indicators=(line,), local_reason="Mūsų"))  # fmt: skip
    return Plan("Matavimas", "municipal", city, None, SINCE, UNTIL, tuple(nodes))
