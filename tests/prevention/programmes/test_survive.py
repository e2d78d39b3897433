"""Zero, missing and not applicable from the form to the roll-up: ten thousand random cells."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from decimal import Decimal

from talka.ground.access.actor import Actor
from talka.prevention.programmes import forms, rollup, table
from talka.prevention.programmes.actions import tables
from talka.prevention.programmes.models import BudgetLine, ProgrammeVersion
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.rollup import Figure
from talka.prevention.programmes.shapes import Amount, Node, Plan
from talka.prevention.programmes.views.drafts import amount_from

Acts = Callable[[str], AbstractContextManager[Actor]]
YEARS, MEASURES = range(2017, 2027), 1_000


def typed(dice: random.Random, year: int) -> Amount:
    """What a person says in the form of money."""
    state = dice.choice(("value", "zero", "missing", "not_applicable"))
    amount = f"{dice.randrange(1, 10**6)},{dice.randrange(100):02}" if state == "value" else ""
    said = {"year": year, "source": "SB", "kind": "total", "stage": "approved", "state": state,
            "amount": amount}  # fmt: skip
    form = forms.MoneyForm(said, stages=("approved",))
    assert form.is_valid(), form.errors
    return amount_from(form.cleaned_data)


def test_ten_thousand_cells_survive_form_database_workbook_import_and_roll_up(acts: Acts) -> None:
    dice = random.Random(11)
    cells = {(n, y): typed(dice, y) for n in range(1, MEASURES + 1) for y in YEARS}
    assert len(cells) == 10_000
    nodes = [Node("goal", "1", "Tikslas")]
    for n in range(1, MEASURES + 1):
        amounts = tuple(cells[n, y] for y in YEARS)
        nodes.append(Node("measure", f"1.{n}", f"Nr. {n}", "1", amounts=amounts))
    plan = Plan("Planas", "national", None, None, date(2017, 1, 1), date(2026, 12, 31),
                tuple(nodes))  # fmt: skip
    with acts("ministry") as actor:
        first = tables.take_in(actor=actor, plan=plan)
        stored = ProgrammeVersion.objects.select_related("programme", "act").get(id=first.id)
        back = table.read(table.write(plan_of(stored), "lt"), "planas.xlsx").plan
        assert back is not None
        fresh = replace(back, nodes=tuple(replace(n, key="") for n in back.nodes))
        again = tables.take_in(actor=actor, plan=fresh)
        rows = {
            (int(code.partition(".")[2]), year): (state, amount)
            for code, year, state, amount in BudgetLine.objects.filter(plan=again).values_list(
                "node__code", "year", "state", "amount"
            )
        }
    assert len(rows) == len(cells)
    wrong = [k for k, c in cells.items() if rows[k] != (c.state, expected(c))]
    assert wrong == []
    assert min(Counter(s for s, _ in rows.values()).values()) > 2_000
    for year in YEARS:
        column = [rows[n, year] for n in range(1, MEASURES + 1)]
        got = rollup.over_places((Figure(s, a) for s, a in column), "sum")
        said = [cells[n, year] for n in range(1, MEASURES + 1)]
        known = [c for c in said if c.state in ("value", "zero")]
        assert got.known == len(known)
        assert got.of == len(said) - sum(c.state == "not_applicable" for c in said)
        assert got.value == sum((c.amount or Decimal(0) for c in known), Decimal(0))


def expected(cell: Amount) -> Decimal | None:
    return Decimal(0) if cell.state == "zero" else cell.amount
