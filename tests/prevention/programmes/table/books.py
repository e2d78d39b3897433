"""Workbooks for the tests, made by code: the example plan, and the same as a stranger's table."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from openpyxl import Workbook, load_workbook

from talka.prevention.programmes import table
from talka.prevention.programmes.content import example
from talka.prevention.programmes.shapes import Plan

ANSWERS = {"state:dash": "not_applicable", "state:empty": "missing"}


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def stranger(content: bytes) -> bytes:
    """The table without anything of ours: keys, hidden sheet, hidden row and column."""
    book = loaded(content)
    del book["_talka"]
    for name in book.sheetnames[1:]:
        del book[name]
    sheet = book.worksheets[0]
    last = sheet.max_column
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, last).value = None
    for column in range(1, last + 1):
        sheet.cell(1, column).value = None
    return saved(book)


def copy_of_example(keyed: bool) -> bytes:
    content = table.write(example())
    return content if keyed else stranger(content)


def at_rest(plan: Plan) -> Plan:
    """The plan without places and with its amounts in one order, to compare by value."""
    nodes = (
        replace(n, at=None, amounts=tuple(sorted(n.amounts, key=lambda a: (a.key, a.kind))))
        for n in plan.nodes
    )
    return replace(plan, nodes=tuple(nodes))


def official(rows: list[list[Any]], years: tuple[int, ...] = (2016, 2017, 2018)) -> Workbook:
    """The head of the interinstitutional plan table: four merged rows, then the rows given."""
    book = Workbook()
    sheet = book.active
    sheet.title = "1 priedas"
    sheet["A1"] = f"Tarpinstitucinis veiklos planas {years[0]}–{years[-1]} metams"
    sheet["A2"] = "(tūkst. eurų)"
    sheet["A3"], sheet["B3"] = "Eil. Nr.", "Tikslo, uždavinio, priemonės pavadinimas"
    last = 3 + 4 * len(years)
    sheet.cell(3, last).value = "Įgyvendinanti institucija"
    for n, year in enumerate(years):
        left = 3 + 4 * n
        sheet.cell(3, left).value = f"{year} metų asignavimai"
        sheet.merge_cells(start_row=3, end_row=3, start_column=left, end_column=left + 3)
        sheet.cell(4, left).value = "iš viso"
        sheet.cell(4, left + 1).value = "iš jų"
        sheet.merge_cells(start_row=4, end_row=4, start_column=left + 1, end_column=left + 3)
        sheet.cell(5, left + 1).value = "išlaidoms"
        sheet.merge_cells(start_row=5, end_row=5, start_column=left + 1, end_column=left + 2)
        sheet.cell(5, left + 3).value = "turtui įsigyti"
        sheet.cell(6, left + 1).value = "iš viso"
        sheet.cell(6, left + 2).value = "iš jų darbo užmokesčiui"
    for n in range(1, last + 1):
        sheet.cell(7, n).value = n
    for r, row in enumerate(rows, start=8):
        for c, value in enumerate(row, start=1):
            sheet.cell(r, c).value = value
    return book
