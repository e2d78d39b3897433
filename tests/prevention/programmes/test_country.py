"""The country on one page: what stands in the tables equals what a loop over them counts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from talka.ground.access.actor import Actor
from talka.ground.kernel.begun import counted
from talka.ground.kernel.errors import Absent
from talka.prevention.programmes import rules
from talka.prevention.programmes.actions import drafting, progress
from talka.prevention.programmes.models import (
    BudgetLine,
    Drop,
    IndicatorUse,
    Milestone,
    NodeLink,
    Observation,
    PlanNode,
)
from talka.prevention.programmes.queries.country import country_page
from tests.prevention.programmes.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]


def status_by_hand(node: PlanNode, today: date) -> str:
    """From the rows of one measure, one after another."""
    drop = Drop.objects.filter(node=node).first()
    steps = Milestone.objects.filter(node=node)
    goals = []
    for use in IndicatorUse.objects.filter(node=node).select_related("indicator"):
        seen = Observation.objects.filter(use=use).order_by("year", "recorded_at").last()
        what, when = (seen.value, seen.year) if seen else (None, None)
        said = use.indicator.direction
        goals.append(rules.Goal(said, use.target, use.target_year, what, when))
    facts = rules.Facts(
        node.plan.since, node.plan.until, node.due,
        tuple(rules.Step(s.due, s.done_on) for s in steps), tuple(goals),
        euros(node, "approved"), euros(node, "paid"), drop.on if drop else None,
    )  # fmt: skip
    return rules.status(facts, today)


def euros(node: PlanNode, stage: str) -> Decimal | None:
    rows = BudgetLine.objects.filter(node=node, stage=stage, kind="total", amount__isnull=False)
    return sum((r.amount_eur for r in rows), Decimal(0)) if rows else None


def lived(actor: Actor, node: PlanNode, chance: random.Random) -> None:
    """Something, or nothing, happens to a measure."""
    today = date.today()  # noqa: DTZ011
    if chance.random() < 0.2:
        progress.drop(actor=actor, node_id=node.id, reason="x", on=today)
    if chance.random() < 0.5:
        from talka.prevention.programmes.shapes import Amount

        state = chance.choice(("value", "zero"))
        paid = Decimal(chance.randint(1, 999)) if state == "value" else None
        progress.pay(actor=actor, node_id=node.id,
                     amount=Amount(2026, "SB", "total", paid, state, stage="paid"))  # fmt: skip
    for use in IndicatorUse.objects.filter(node=node):
        for _ in range(chance.randint(0, 2)):
            state = chance.choice(("value", "zero", "missing", "not_applicable"))
            value = Decimal(chance.randint(1, 500)) if state == "value" else None
            progress.observe(actor=actor, use_id=use.id, year=2026, state=state, value=value,
                             source="x")  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_page_equals_a_loop_over_the_tables(
    acts: Acts, nation: UUID, town: UUID, seed: int
) -> None:
    chance = random.Random(seed)
    with acts("coordinator") as actor:
        if chance.random() < 0.5:
            write("UPDATE plan_node SET due = %s WHERE plan_id = %s AND code = '1.1.2'",
                  [date(2026, chance.randint(1, 12), 5), town])  # fmt: skip
        drafting.publish(actor=actor, version_id=town)
        nodes = list(PlanNode.objects.filter(plan=town, kind="measure").select_related("plan"))
        for node in nodes:
            lived(actor, node, chance)
    with acts("ministry"):
        page = country_page(nation, "lt")
        today = date.today()  # noqa: DTZ011
        want = Counter(status_by_hand(n, today) for n in nodes)
        assert {s: n for s, n in page.counts if n} == dict(want)
        line = next(t for t in page.towns if t.plan)
        assert (line.code, line.taken) == ("29", len(nodes))
        paid = [p for n in nodes if (p := euros(n, "paid")) is not None]
        assert line.paid == (sum(paid, Decimal(0)) if paid else None)
        assert len(page.towns) == 60
        assert page.adopted == 1
        last = [Observation.objects.filter(use__node=n).order_by("year", "recorded_at").last()
                for n in nodes]  # fmt: skip
        known = [o.value for o in last if o and o.value is not None]
        roll = page.indicators[0].joined
        assert roll.known == len(known)
        assert roll.value == (sum(known, Decimal(0)) if known else None)
        assert roll.of == sum(o is None or o.state != "not_applicable" for o in last)
        assert NodeLink.objects.filter(plan=town).count() == len(nodes)


def test_a_draft_and_what_is_no_national_plan_are_absent(
    acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator"), pytest.raises(Absent):
        country_page(town, "lt")
    with acts("ngo"):
        assert country_page(nation, "lt").adopted == 0  # the draft of the town does not count


def test_everybody_reads_it_on_screen_and_as_csv(
    browser_of: Browser, acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator") as actor:
        drafting.publish(actor=actor, version_id=town)
    for who in ("ministry", "ngo", "evaluator"):
        page = browser_of(who, "lt").get(f"/programmes/{nation}/country/").content.decode()
        assert "Šiauliai" in page or "Šiaulių" in page
    out = browser_of("ministry", "lt").get(f"/programmes/{nation}/country/table/")
    lines = out.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 61
    assert sum(line.split(";")[1] == "2" for line in lines[1:]) == 1


def test_a_page_with_rows_asks_no_more_than_nine(acts: Acts, nation: UUID, town: UUID) -> None:
    with acts("coordinator") as actor:
        drafting.publish(actor=actor, version_id=town)
        with counted() as asked:
            country_page(nation, "lt")
    assert len(asked) <= 9
