"""What is written is read back: states, texts that look like formulas, moved rows and columns."""

from __future__ import annotations

import csv
import io
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from talka.prevention.programmes.content import example, programmes
from talka.prevention.programmes.shapes import Act, Amount, Executor, Node, Plan
from talka.prevention.programmes.table import read, write, write_csv
from tests.prevention.programmes.table.books import at_rest, loaded, saved

SPAN = {"since": date(2024, 1, 1), "until": date(2028, 12, 31)}


def _random_plan(dice: random.Random, rows: int) -> Plan:
    nodes = [Node("goal", "1", "Tikslas")]
    for n in range(1, rows + 1):
        amounts = []
        for year in range(2024, 2029):
            for kind in ("total", "expenses", "wages", "assets"):
                state = dice.choice(["value", "zero", "missing", "not_applicable"])
                number = Decimal(dice.randrange(1, 10**7)) / 100 if state == "value" else None
                amounts.append(Amount(year, "SB", kind, number, state, "EUR", 1000))
        nodes.append(Node("measure", f"1.{n}", f"Nr. {n}", "1", amounts=tuple(amounts)))
    return Plan("Atsitiktinis planas", "national", None, None, **SPAN, nodes=tuple(nodes))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_ten_thousand_cells_keep_what_they_say(form: str) -> None:
    plan = _random_plan(random.Random(7), 500)
    cells = sum(len(node.amounts) for node in plan.nodes)
    assert cells == 10_000
    content = write(plan) if form == "xlsx" else write_csv(plan)
    back = read(content, f"planas.{form}").plan
    assert back is not None
    assert at_rest(back) == at_rest(plan)


def test_a_changed_cell_is_noticed() -> None:
    """The comparison above can fail: one blanked zero is a difference."""
    plan = _random_plan(random.Random(7), 5)
    book = loaded(write(plan))
    sheet = book.worksheets[0]
    zero = next(c for row in sheet.iter_rows(min_row=7) for c in row if c.value == 0)
    zero.value = None
    back = read(saved(book), "planas.xlsx").plan
    assert back is not None
    assert at_rest(back) != at_rest(plan)


def _strange() -> Plan:
    act = Act("order", "Taryba", "T-1", "Dėl plano", date(2024, 1, 31), amends="T-0", source="x")
    known = UUID("12345678-1234-5678-1234-567812345678")
    who = (
        Executor("Centras, Pavyzdžio", known, "lead"),
        Executor("Partneris (filialas)", None, "partner"),
        Executor("=Fondas", None, "funder"),
        Executor("Mokykla", None, "co"),
    )
    money = (
        Amount(2024, "SB", "total", Decimal("1.613"), "value", "EUR", 1000),
        Amount(2024, "ES", "total", None, "missing", "EUR", 1, "requested"),
        Amount(2025, "VB", "total", Decimal("12000.5"), "value", "LTL", 1, "paid"),
    )
    nodes = (
        Node("goal", "04", "=HYPERLINK(\"x\")", key=str(known)),
        Node("measure", "04.10", "-5 laipsniai; „kabutės“", "04", who, "+ kasmet",
             date(2024, 5, 1), money, links=("04.02", "1.2"), local_reason="@vieta"),
        Node("measure", "04.9", "'=abc", "04", (Executor("Viena, dvi"),), local_reason="'taip"),
    )  # fmt: skip
    return Plan("=Planas 2024", "municipal", "13", act, **SPAN, nodes=nodes)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_strange_texts_and_units_come_back(language: str) -> None:
    for content, name in (
        (write(_strange(), language), "a.xlsx"),
        (write_csv(_strange(), language), "a.csv"),
    ):
        back = read(content, name).plan
        assert back is not None
        assert at_rest(back) == at_rest(_strange())


def test_no_cell_we_write_is_a_formula() -> None:
    book = loaded(write(_strange()))
    kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
    assert "f" not in kinds
    text = write_csv(_strange()).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 5
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_moved_rows_and_columns_change_nothing() -> None:
    book = loaded(write(example()))
    sheet = book.worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    order = list(range(len(grid[0])))
    random.Random(3).shuffle(order)
    body = grid[5:]
    random.Random(4).shuffle(body)
    for r, row in enumerate([*grid[:5], *body], start=3):
        for c, n in enumerate(order, start=1):
            cell = sheet.cell(r, c)
            cell.value, cell.number_format = row[n], "General"
    for c in range(1, len(order) + 1):
        sheet.cell(1, c).value = sheet.cell(2, c).value = None
    back = read(saved(book), "planas.xlsx").plan
    assert back is not None
    found = {n.code: n for n in at_rest(back).nodes}
    assert found == {n.code: n for n in at_rest(example()).nodes}


def test_a_renumbered_goal_keeps_its_measures_and_lineage() -> None:
    nodes = tuple(replace(n, key=f"k{n.code}") for n in example().nodes)
    book = loaded(write(replace(example(), nodes=nodes)))
    sheet = book.worksheets[0]
    goal = next(c for c in sheet["A"] if c.value == "3")
    goal.value = "7"
    back = read(saved(book), "planas.xlsx").plan
    assert back is not None
    assert {(n.code, n.key) for n in back.nodes if n.parent == "7"} == {
        ("3.1", "k3.1"),
        ("3.2", "k3.2"),
    }


def test_every_programme_of_the_pack_comes_back() -> None:
    plans = [v for p in programmes() for v in p.versions if v.nodes]
    assert len(plans) == 3
    for plan in plans:
        back = read(saved(loaded(write(plan))), "planas.xlsx").plan
        assert back is not None
        assert at_rest(back) == at_rest(plan)


def test_an_office_program_saves_it_and_nothing_changes(tmp_path: Path) -> None:
    """Through LibreOffice where the machine has it, else through another save."""
    content = write(example())
    if office := shutil.which("soffice"):
        (tmp_path / "planas.xlsx").write_bytes(content)
        command = [office, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
        subprocess.run([*command, str(tmp_path / "planas.xlsx")], check=True, timeout=120)
        content = (tmp_path / "out" / "planas.xlsx").read_bytes()
    else:
        content = saved(loaded(saved(loaded(content))))
    back = read(content, "planas.xlsx")
    assert back.messages == ()
    assert back.plan is not None
    assert at_rest(back.plan) == at_rest(example())
