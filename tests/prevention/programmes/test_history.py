"""The country's programmes stand in every house, published; loading them again does nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from talka.command import bootstrap
from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Broken
from talka.prevention.programmes import content
from talka.prevention.programmes.actions import drafting, history, tables
from talka.prevention.programmes.models import BudgetLine, PlanNode, Programme, ProgrammeVersion
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.shapes import Node
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import measure, national

Acts = Callable[[str], AbstractContextManager[Actor]]


def told(node: Node) -> tuple[object, ...]:
    amounts = sorted(node.amounts, key=lambda a: (a.year, a.source, a.kind))
    return node.kind, node.code, node.title, amounts


def test_every_national_programme_of_the_pack_is_published_as_it_is_written(acts: Acts) -> None:
    wanted = {p.code: p for p in content.programmes() if not p.example}
    assert len(wanted) >= 6
    with acts("ngo"):
        rows = Programme.objects.filter(code__in=wanted)
        assert {r.code for r in rows} == set(wanted)
        for row in rows:
            versions = list(row.versions.select_related("programme", "act").order_by("n"))
            for version, plan in zip(versions, wanted[row.code].versions, strict=True):
                assert version.published_at is not None
                assert version.explained
                assert version.published_by_id is None
                again = plan_of(version)
                assert [told(n) for n in again.nodes] == [told(n) for n in plan.nodes]


def test_money_nobody_could_show_is_missing_and_never_zero(acts: Acts) -> None:
    with acts("ngo"):
        lines = BudgetLine.objects.filter(plan__programme__code="thb-2024")
        assert {x.state for x in lines} == {"missing"}
        row = BudgetLine.objects.filter(
            plan__programme__code="public-security-2015", node__code="1", kind="total"
        ).order_by("year")
        assert [str(x.amount_eur) for x in row] == ["1613100.00", "1219100.00", "1029100.00"]


def test_loading_twice_changes_nothing(acts: Acts) -> None:
    with acts("ngo"):
        before = (Programme.objects.count(), PlanNode.objects.count())
    bootstrap.connect_migrate()
    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'pack.load', true)")
        assert history.load_from_pack(using="migrate") == 0
    connections["migrate"].close()
    with acts("ngo"):
        assert (Programme.objects.count(), PlanNode.objects.count()) == before


@pytest.mark.parametrize(
    ("until", "explained", "allowed"),
    [(date(2020, 12, 31), "", False), (date(2020, 12, 31), "Old act", True),
     (date(2030, 12, 31), "Old act", False)],
)  # fmt: skip
def test_only_what_is_past_is_published_with_an_explanation(
    acts: Acts, until: date, explained: str, allowed: bool
) -> None:
    from dataclasses import replace

    plan = replace(
        national(measure("1.1.1", executors=(), amounts=(), due=None, indicators=())),
        since=date(2018, 1, 1), until=until,
    )  # fmt: skip
    plan = replace(plan, nodes=tuple(replace(n, amounts=()) for n in plan.nodes))
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=plan)
        write("UPDATE programme_version SET explained = %s WHERE id = %s", [explained, draft.id])
        if allowed:
            drafting.publish(actor=actor, version_id=draft.id)
            return
        with pytest.raises(Broken):
            drafting.publish(actor=actor, version_id=draft.id)
        with pytest.raises(DatabaseError, match="one lead"):
            write("UPDATE programme_version SET published_at = now() WHERE id = %s", [draft.id])
        assert ProgrammeVersion.objects.get(id=draft.id).published_at is None
