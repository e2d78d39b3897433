"""What is said of an activity: the database refuses what cannot be, and the person hears why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError

from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.activities.actions import lines
from talka.prevention.activities.models import Activity, Cost, Reach, Serves
from talka.prevention.programmes.models import PlanNode
from tests.prevention.activities.conftest import Acts, write

REACH = ("INSERT INTO activity_reach (id, activity_id, \"group\", unit, method, count)"
         " VALUES (gen_random_uuid(), %s, 'public', %s, %s, %s)")  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "method", "count"),
    [("persons", "views", 5), ("contacts", "views", 5), ("views", "counted", 5),
     ("views", "estimate", 5), ("people", "counted", 5), ("persons", "guess", 5),
     ("persons", "counted", -1)],
)  # fmt: skip
def test_the_database_refuses_a_row_that_mixes_views_with_people(
    acts: Acts, held: Activity, unit: str, method: str, count: int
) -> None:
    with acts("ngo") as actor:
        with pytest.raises(DatabaseError):
            write(REACH, [held.id, unit, method, count])
        values = {"group": "public", "unit": unit, "method": method, "count": count}
        with pytest.raises(Broken):
            lines.add(actor=actor, activity_id=held.id, part="reach", values=values)
        assert write(REACH, [held.id, "views", "views", 5]) == 1


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("reach", {"group": "public", "unit": "views", "method": "views", "count": 900}),
    ("partner", {"institution_id": None, "name": "Biblioteka"}),
    ("cost", {"source": "SB", "amount": Decimal("120.50")}),
    ("material", {"kind": "leaflet", "title": "Lankstinukas", "languages": ["lt", "uk"],
                  "edition": "2", "print_run": 500, "distributed": 500}),
    ("media", {"outlet": "Laikraštis", "on": date(2026, 5, 1), "estimate": 900,
               "estimate_source": "the paper"}),
    ("support", {"name": "NVO", "amount": Decimal(1000), "purpose": "Linija", "result": ""}),
]  # fmt: skip
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("partner", {"institution_id": None, "name": ""}, "name"),
    ("material", {"print_run": 10, "distributed": 11}, "distributed"),
    ("media", {"estimate": 900, "estimate_source": ""}, "estimate_source"),
    ("media", {"estimate": None, "estimate_source": "somebody"}, "estimate_source"),
]


@pytest.mark.parametrize(("part", "values"), GOOD, ids=[p for p, _ in GOOD])
def test_a_line_is_added_by_who_writes_and_by_nobody_else(
    acts: Acts, held: Activity, part: str, values: dict[str, Any]
) -> None:
    for stranger in ("police", "stranger", "evaluator", "ministry"):
        with acts(stranger) as actor, pytest.raises(Refused):
            lines.add(actor=actor, activity_id=held.id, part=part, values=values)
    with acts("coordinator") as actor:
        lines.add(actor=actor, activity_id=held.id, part=part, values=values)
        kind = lines.PARTS[part]
        newest = kind.objects.filter(activity=held, **values).get()
        if part in ("reach", "partner", "cost"):
            with pytest.raises(Broken):
                lines.add(actor=actor, activity_id=held.id, part=part, values=values)
        with pytest.raises(Broken):
            lines.strike(actor=actor, activity_id=held.id, part=part, line_id=newest.id)
    with acts("police"):
        table = kind._meta.db_table
        assert write(f"DELETE FROM {table} WHERE id = %s", [newest.id]) == 0
    with acts("coordinator") as actor:
        lines.strike(actor=actor, activity_id=held.id, part=part, line_id=newest.id, reason="x")
        assert not kind.objects.filter(id=newest.id).exists()


@pytest.mark.parametrize(("part", "values", "field"), WRONG)
def test_what_cannot_be_is_said_at_its_field(
    acts: Acts, held: Activity, part: str, values: dict[str, Any], field: str
) -> None:
    with acts("ngo") as actor, pytest.raises(Broken) as said:
        lines.add(actor=actor, activity_id=held.id, part=part,
                  values={**dict(GOOD)[part], **values})  # fmt: skip
    assert set(said.value.faults) == {field}


def test_costs_are_euros_and_never_negative(acts: Acts, held: Activity) -> None:
    sql = ("INSERT INTO activity_cost (id, activity_id, source, amount, currency)"
           " VALUES (gen_random_uuid(), %s, 'SB', %s, %s)")  # fmt: skip
    with acts("ngo"):
        for amount, currency in ((-1, "EUR"), (1, "LTL")):
            with pytest.raises(DatabaseError):
                write(sql, [held.id, amount, currency])
        assert write(sql, [held.id, 1, "EUR"]) == 1
        assert Cost.objects.get(activity=held).amount == 1


def test_it_serves_published_measures_of_its_place_up_to_the_whole(
    acts: Acts, held: Activity, nation: Any, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        other = PlanNode.objects.get(plan=running.plan_id, code="1.1.2")
        country = PlanNode.objects.get(plan=nation, code="1.1.1")
        goal = PlanNode.objects.get(plan=nation, code="1")

        def serve(node: PlanNode, share: int) -> None:
            lines.add(actor=actor, activity_id=held.id, part="measure",
                      values={"node_id": node.id, "share": share})  # fmt: skip

        serve(running, 60)
        with pytest.raises(Broken, match="already"):
            serve(running, 10)
        with pytest.raises(Broken, match="100"):
            serve(other, 41)
        with pytest.raises(Broken, match="published"):
            serve(goal, 1)
        serve(country, 40)
        assert Serves.objects.filter(activity=held).count() == 2


def test_a_draft_or_another_towns_measure_is_not_served(
    acts: Acts, held: Activity, town: Any
) -> None:
    with acts("coordinator") as actor:
        draft = PlanNode.objects.get(plan=town, code="1.1.1")
        with pytest.raises(Broken, match="published"):
            lines.add(actor=actor, activity_id=held.id, part="measure",
                      values={"node_id": draft.id, "share": 100})  # fmt: skip


def test_a_part_that_is_none_and_a_line_of_another_are_absent(
    acts: Acts, held: Activity, planned: Activity
) -> None:
    with acts("ngo") as actor:
        one = Reach.objects.get(activity=held)
        for activity, part, line in ((held.id, "soul", one.id), (planned.id, "reach", one.id),
                                     (held.id, "reach", uuid4())):  # fmt: skip
            with pytest.raises(Absent):
                lines.strike(actor=actor, activity_id=activity, part=part, line_id=line, reason="x")
        with pytest.raises(Absent):
            lines.add(actor=actor, activity_id=held.id, part="soul", values={})
