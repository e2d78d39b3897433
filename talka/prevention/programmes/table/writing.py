"""A plan as the customary table, in XLSX or CSV. What `read` reads back unchanged."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from talka.prevention.programmes.shapes import Plan
from talka.prevention.programmes.table import criteria, layout
from talka.prevention.programmes.table.columns import Column, key_of
from talka.prevention.programmes.table.grid import KEYS, MARK, escaped, tidy

_LINE = Side(style="thin", color="888888")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E4EFEA")
_WIDE = {"title": 52, "executors": 34, "reason": 34, "link": 16, "term": 18, "code": 10}
HEAD = f"{MARK}head"


def write(plan: Plan, language: str = "lt") -> bytes:
    """The workbook: the table, its criteria, and a hidden sheet with keys."""
    language = layout.language_of(language)
    book = Workbook()
    sheet = book.active
    sheet.title = layout.WORDS[language]["sheet"]
    _table(sheet, plan, language)
    if any(node.indicators for node in plan.nodes):
        _criteria(book.create_sheet(layout.WORDS[language]["criteria"]), plan, language)
    keys = book.create_sheet(KEYS)
    keys.sheet_state = "hidden"
    _put(keys, 1, 1, "plan")
    _put(keys, 1, 2, layout.facts(plan))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Write a typed value: a text stays a text even where it begins like a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = tidy(value) if not value.startswith("{") else value
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
    else:
        cell.value = value
    return cell


def _table(sheet: Any, plan: Plan, language: str) -> None:
    columns = layout.columns(plan)
    last = len(columns)
    for n, column in enumerate(columns, start=1):
        _put(sheet, 1, n, key_of(column))
        letter = get_column_letter(n)
        sheet.column_dimensions[letter].width = _WIDE.get(column.field, 13)
        for row, text in enumerate(layout.heads(column, plan, language), start=3):
            _styled(_put(sheet, row, n, text))
    _styled(_put(sheet, 2, 1, plan.title)).border = Border()
    for row in (2, 3, 4, 5):
        _put(sheet, row, last, HEAD)
    _merge(sheet, columns, plan, language)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions[get_column_letter(last)].hidden = True
    sheet.freeze_panes = "C6"
    lineages = layout.keys(plan)
    for row, node in enumerate(plan.nodes, start=6):
        for n, column in enumerate(columns, start=1):
            cell = _put(sheet, row, n, layout.cell(node, column, lineages))
            cell.border = _BOX
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=node.kind != "measure")
            if column.field == "amount":
                cell.number_format = "#,##0.0##"
                cell.alignment = Alignment(horizontal="right", vertical="top")
            elif column.field == "due":
                cell.number_format = "yyyy-mm-dd"


def _styled(cell: Any) -> Any:
    cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BOX
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    return cell


def _merge(sheet: Any, columns: list[Column], plan: Plan, language: str) -> None:
    """Equal header texts side by side or above each other become one cell; never the key column."""
    shown = columns[:-1]
    heads = [layout.heads(column, plan, language) for column in shown]
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(shown))
    for level in (0, 1):
        place = 1
        for texts, run in groupby(heads, key=lambda h: h[: level + 1]):
            wide = len(list(run))
            if wide > 1 and texts[-1]:
                row = 3 + level
                sheet.merge_cells(
                    start_row=row, end_row=row, start_column=place, end_column=place + wide - 1
                )
            place += wide
    for n, texts in enumerate(heads, start=1):
        top = 0 if texts[0] == texts[1] else 1
        if texts[1] == texts[2]:
            sheet.merge_cells(start_row=3 + top, end_row=5, start_column=n, end_column=n)


def _criteria(sheet: Any, plan: Plan, language: str) -> None:
    for n, name in enumerate(criteria.FIELDS, start=1):
        _put(sheet, 1, n, f"{MARK}{name}")
        _styled(_put(sheet, 2, n, layout.CRITERIA[language][n - 1]))
        sheet.column_dimensions[get_column_letter(n)].width = 40 if "name" in name else 14
    _put(sheet, 2, len(criteria.FIELDS), HEAD)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions[get_column_letter(len(criteria.FIELDS))].hidden = True
    sheet.freeze_panes = "A3"
    for row, line in enumerate(criteria.lines(plan.nodes), start=3):
        for n, value in enumerate(line, start=1):
            _put(sheet, row, n, value if value != "" else None)


def write_csv(plan: Plan, language: str = "lt") -> bytes:
    """The table alone, for Lithuanian offices: semicolons, decimal commas, UTF-8 with its mark.

    The first line holds keys, so that what was written is read back without a question. The
    criteria sheet stays in the workbook.
    """
    language = layout.language_of(language)
    columns = layout.columns(plan)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow([*map(key_of, columns), f"{MARK}plan|{layout.facts(plan)}"])
    names = [" / ".join(dict.fromkeys(layout.heads(c, plan, language))) for c in columns]
    rows.writerow([*map(escaped, names[:-1]), HEAD])
    lineages = layout.keys(plan)
    for node in plan.nodes:
        rows.writerow([_csv(layout.cell(node, column, lineages)) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _csv(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return escaped(value or "")
