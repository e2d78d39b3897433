"""What offices do to their tables: each is read as it was meant, asked about, or told; never lost.

Beside each test stands the same table without what is odd in it, which must stay silent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from talka.prevention.programmes.table import Reading, read
from talka.prevention.programmes.table.people import due
from tests.prevention.programmes.table.books import saved

TITLE = "Savivaldybės kovos su prekyba žmonėmis 2025–2025 metų planas"
MONEY = "Lėšos 2025 m., SB (tūkst. Eur)"
HEAD = ["Eil. Nr.", "Priemonės pavadinimas", "Vykdytojai", "Terminas", MONEY]
FIRST = ["1.", "Mokyti pedagogus", "Administracija", "2025 m. IV ketv.", "1\u00a0613,1"]
SECOND = ["2.", "Informuoti gyventojus", "Seniūnijos", "2025 m.", "2\u202f000,5"]
OTHERS = {"no_link", "goal_made"}
"""Told of every such list, also of the plain one."""


def book(rows: list[list[Any]], head: list[str] = HEAD, title: str = TITLE) -> Workbook:
    made = Workbook()
    sheet = made.active
    sheet.title = "Planas"
    sheet["A1"] = title
    for c, text in enumerate(head, start=1):
        sheet.cell(3, c).value = text
    for r, row in enumerate(rows, start=4):
        for c, value in enumerate(row, start=1):
            sheet.cell(r, c).value = value
    return made


def of(made: Workbook, **answers: str) -> Reading:
    return read(saved(made), "planas.xlsx", answers)


def told(reading: Reading) -> set[tuple[str, str]]:
    return {(m.rule, m.at or m.value) for m in reading.messages if m.rule not in OTHERS}


def amounts(reading: Reading) -> list[tuple[Any, ...]]:
    assert reading.plan is not None
    return [
        (n.code, a.year, a.source, a.stage, a.eur) for n in reading.plan.nodes for a in n.amounts
    ]


def test_control_the_plain_list_is_read_without_a_word() -> None:
    reading = of(book([FIRST, SECOND, ["", "Iš viso:", "", "", "3 613,6"]]))
    assert told(reading) == set()
    assert reading.questions == ()
    assert amounts(reading) == [
        ("1", 2025, "SB", "approved", Decimal("1613100.00")),
        ("2", 2025, "SB", "approved", Decimal("2000500.00")),
    ]


@pytest.mark.parametrize("name", ["Iš viso", "Viso:", "IŠ VISO LĖŠŲ", "Bendra suma"])
def test_the_row_of_sums_is_compared_with_what_stands_above(name: str) -> None:
    assert told(of(book([FIRST, SECOND, ["", name, "", "", "3 613,6"]]))) == set()
    wrong = of(book([FIRST, SECOND, ["", name, "", "", "3 613,7"]]))
    assert told(wrong) == {("total_row", "Planas!E6")}
    # within the rounding of the table, and of a part of it: nothing is said
    assert told(of(book([FIRST, SECOND, ["", name, "", "", "3 613,65"]]))) == set()
    assert told(of(book([FIRST, SECOND, ["", "Iš viso 1 tikslui", "", "", "1,0"]]))) == set()


def test_a_measure_whose_title_begins_like_a_sum_is_a_measure() -> None:
    third = ["3.", "Iš viso Lietuvos mokyklų konkursas", "Administracija", "2025 m.", "5"]
    plan = of(book([FIRST, SECOND, third])).plan
    assert plan is not None
    assert plan.nodes[-1].title == third[1]


def test_what_is_hidden_is_read_and_told() -> None:
    made = book([FIRST, SECOND])
    made.active.row_dimensions[5].hidden = True
    made.active.column_dimensions["E"].hidden = True
    reading = of(made)
    assert told(reading) == {("row_hidden", "Planas!A5"), ("column_hidden", "Planas!E3")}
    assert len(amounts(reading)) == 2


def test_which_of_several_sheets_is_asked_and_the_others_are_told() -> None:
    made = book([FIRST, SECOND])
    older = made.create_sheet("2024")
    for c, text in enumerate(HEAD, start=1):
        older.cell(3, c).value = text.replace("2025", "2024")
    for c, value in enumerate(["1.", "Senoji", "Administracija", "2024 m.", "7"], start=1):
        older.cell(4, c).value = value
    asked = of(made)
    assert asked.plan is None
    assert [(q.kind, q.options) for q in asked.questions] == [("sheet", ("Planas", "2024"))]
    chosen = of(made, sheet="2024")
    assert [row[:2] for row in amounts(chosen)] == [("1", 2024)]
    assert told(chosen) == {("sheet_left_out", "Planas")}
    older.sheet_state = "hidden"
    assert told(of(made, sheet="2024")) == {("sheet_left_out", "Planas"), ("sheet_hidden", "2024")}
    assert of(made, sheet="nėra").questions  # an answer that names no sheet is none


def test_a_column_that_is_not_read_is_told_where_it_says_something() -> None:
    head = [*HEAD, "Pastabos", "Partneriai ir kiti vykdytojai", "Tikslinė grupė"]
    reading = of(book([[*FIRST, "svarbu", "Mokykla", None], [*SECOND, None, None, None]], head))
    assert told(reading) == {("column_left_out", "Planas!F3"), ("column_left_out", "Planas!G3")}


@pytest.mark.parametrize(
    ("words", "stage"),
    [("Panaudota lėšų 2025 m.", "paid"), ("Lėšų poreikis 2025 m.", "requested"),
     ("Patikslintos lėšos 2025 m.", "revised"), ("Skirta lėšų 2025 m.", "approved")],
)  # fmt: skip
def test_money_spent_is_not_taken_for_money_approved(words: str, stage: str) -> None:
    reading = of(book([FIRST], [*HEAD[:4], f"{words}, SB (tūkst. Eur)"]))
    assert [row[3] for row in amounts(reading)] == [stage]


@pytest.mark.parametrize(
    ("unit", "euros"),
    [("tūkst. Eur", "1613100.00"), ("tūkst.Eur", "1613100.00"), ("Eur", "1613.10"),
     ("tūkstančiais eurų", "1613100.00"), ("Lt", "467.19"), ("tūkst. Lt", "467186.05"),
     ("eurai, tūkst.", None), ("tūkst. Lt / tūkst. Eur", None), ("mln. Eur", None)],
)  # fmt: skip
def test_a_unit_that_is_not_plain_is_asked(unit: str, euros: str | None) -> None:
    reading = of(book([FIRST], [*HEAD[:4], f"Lėšos 2025 m., SB ({unit})"]))
    assert [q.kind for q in reading.questions] == ([] if euros else ["unit"])
    assert ("unit_millions" in {m.rule for m in reading.messages}) == ("mln" in unit)
    if euros:
        assert amounts(reading)[0][-1] == Decimal(euros)


def test_one_sum_for_several_years_belongs_to_none_of_them() -> None:
    title = TITLE.replace("2025–2025", "2024–2026")
    reading = of(book([FIRST], [*HEAD[:4], "2024–2026 m. lėšos, SB (tūkst. Eur)"], title))
    assert [(q.kind, q.options) for q in reading.questions] == [("year", ("2024", "2025", "2026"))]


def test_appropriations_of_a_municipality_are_not_taken_for_the_states() -> None:
    reading = of(book([FIRST], [*HEAD[:4], "2025 m. asignavimai (tūkst. Eur)"]))
    assert [q.kind for q in reading.questions] == ["source"]


def test_goals_in_cells_merged_over_the_whole_table() -> None:
    made = book([["1. TIKSLAS. Mažinti prekybą žmonėmis"], ["1.1. Uždavinys. Šviesti"],
                 ["1.1.1.", *FIRST[1:]], ["1.1.2.", *SECOND[1:]]])  # fmt: skip
    for row in (4, 5):
        made.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
    reading = of(made)
    assert reading.plan is not None
    assert [(n.kind, n.code, n.parent, n.title) for n in reading.plan.nodes[:3]] == [
        ("goal", "1", None, "TIKSLAS. Mažinti prekybą žmonėmis"),
        ("task", "1.1", "1", "Uždavinys. Šviesti"),
        ("measure", "1.1.1", "1.1", "Mokyti pedagogus"),
    ]
    # A merged cell lies over the money: it is not an empty cell, of which one would have to say
    # whether it means missing.
    assert [n.amounts for n in reading.plan.nodes[:2]] == [(), ()]
    made.active["E6"], made.active["E7"] = "–", "5"
    assert of(made).questions == ()
    made.active.unmerge_cells("A4:E4")
    assert [q.value for q in of(made).questions] == ["empty", "dash"]


def test_a_goal_without_a_number_is_told_also_above_the_first_number() -> None:
    reading = of(book([["", "Tikslas: mažinti prekybą žmonėmis"], FIRST, SECOND]))
    assert told(reading) == {("row_left_out", "Planas!B4")}


SOURCED = [*HEAD[:4], "Finansavimo šaltinis", "Lėšos 2025 m. (tūkst. Eur)"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_row_for_each_source_of_a_measure(merged: bool) -> None:
    def table(whole: str) -> Workbook:
        below: list[Any] = [None] * 4
        first: list[list[Any]] = [
            [*FIRST[:4], "SB", "5"],
            [*below, "VB", "3,5"],
            [*below, "Iš viso", whole],
        ]
        made = book([*first, [*SECOND[:4], "SB", "–"]], SOURCED)
        for column in (1, 2, 3, 4) if merged else ():
            made.active.merge_cells(start_row=4, end_row=6, start_column=column, end_column=column)
        return made

    reading = of(table("8,5"))
    assert told(reading) == set()
    assert amounts(reading) == [
        ("1", 2025, "SB", "approved", Decimal("5000.00")),
        ("1", 2025, "VB", "approved", Decimal("3500.00")),
        ("2", 2025, "SB", "approved", None),
    ]
    assert told(of(table("9,5"))) == {("total_row", "Planas!F6")}


def test_a_row_without_a_number_that_says_more_than_money_is_an_error() -> None:
    rows = [[*FIRST[:4], "SB", "5"], [None, "Dar viena priemonė", "Kita", None, "VB", "3,5"]]
    assert told(of(book(rows, SOURCED))) == {("row_uncoded", "Planas!A5")}


def test_a_number_that_the_program_took_for_a_day() -> None:
    rows = [["1.", "Tikslas", *[None] * 3], [date(2025, 1, 1), *FIRST[1:]]]
    assert ("code_day", "Planas!A5") in told(of(book(rows)))


def test_an_amount_finer_than_is_kept_is_told() -> None:
    reading = of(book([[*FIRST[:4], 33.333333], [*SECOND[:4], 1613.125]]))
    assert told(reading) == {("amount_fine", "Planas!E4")}
    assert [row[-1] for row in amounts(reading)] == [Decimal("33333.00"), Decimal("1613125.00")]


def test_the_head_once_more_on_the_next_page_is_no_row() -> None:
    assert told(of(book([FIRST, HEAD, SECOND]))) == set()


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-12-31", date(2025, 12, 31)), ("2025.12.31", date(2025, 12, 31)),
     ("2025 12 31", date(2025, 12, 31)), ("iki 2025-06-01", date(2025, 6, 1)),
     ("2025 m. gruodžio 31 d.", date(2025, 12, 31)), ("iki 2025 m. kovo 1 d.", date(2025, 3, 1)),
     ("2025 m. II ketv.", date(2025, 6, 30)), ("31.12.2025", None), ("12/31/2025", None),
     ("2025 m. gruodis", None), ("2025-02-30", None), ("2025 m. vasario 30 d.", None),
     ("nuolat", None)],
)  # fmt: skip
def test_days_as_they_are_written(text: str, day: date | None) -> None:
    assert due(text) == day


def test_a_day_that_is_none_is_told_and_the_term_does_not_stand_in_for_it() -> None:
    reading = of(book([[*FIRST, "31.12.2025"], [*SECOND, "2025-12-31"]], [*HEAD, "Iki (data)"]))
    assert told(reading) == {("bad_day", "Planas!F4")}
    assert reading.plan is not None
    assert [n.due for n in reading.plan.nodes[1:]] == [None, date(2025, 12, 31)]


ODD: tuple[Callable[[Any], None], ...] = (
    lambda sheet: sheet.move_range("A1:E5", cols=3),
    lambda sheet: sheet.move_range("A1:E5", rows=6),
)


@pytest.mark.parametrize("odd", ODD)
def test_a_table_that_begins_elsewhere_is_the_same_table(odd: Callable[[Any], None]) -> None:
    made = book([FIRST, SECOND])
    plain = amounts(of(made))
    odd(made.active)
    assert amounts(of(made)) == plain
