"""The person's own workbook given back with a note at each cell that needs a look."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from talka.prevention.programmes.shapes import Message
from talka.prevention.programmes.table import guard
from talka.prevention.programmes.table.grid import lines
from talka.prevention.programmes.table.words import sentence

_FILLS = {"error": "F6C6C2", "warning": "FCE4A8", "info": "D8E6F3"}


def annotate(
    content: bytes,
    messages: Iterable[Message],
    says: Callable[[Message], str] = sentence,
    name: str = "plan.xlsx",
) -> bytes:
    """A copy of the workbook (of a CSV file: made from it) with fills and comments.

    Nothing else in it changes. Raises guard.Refused for a file that would not be read either.
    """
    book = _book(content, name)
    by_cell: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        title, _, place = (message.at or "").rpartition("!")
        if title in book.sheetnames and _is_place(place):
            by_cell.setdefault((title, place), []).append(message)
    for (title, place), found in by_cell.items():
        cell = book[title][place]
        if isinstance(cell, MergedCell):
            area = next(a for a in book[title].merged_cells.ranges if place in a)
            cell = book[title].cell(area.min_row, area.min_col)
        worst = min(found, key=lambda m: list(_FILLS).index(m.severity))
        cell.fill = PatternFill("solid", fgColor=_FILLS[worst.severity])
        earlier = [cell.comment.text] if cell.comment else []
        cell.comment = Comment("\n".join([*earlier, *map(says, found)])[:4000], "Talka")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _book(content: bytes, name: str) -> Workbook:
    if guard.kind_of(content, name) == "xlsx":
        guard.inspect(content)
        return load_workbook(io.BytesIO(content), keep_links=False)
    book = Workbook()
    sheet = book.active
    sheet.title = "CSV"
    for r, row in enumerate(lines(content)[0], start=1):
        for c, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(r, c)
                cell.value = "".join(s if s.isprintable() or s == "\n" else " " for s in text)
                cell.data_type = "s"
    return book


def _is_place(text: str) -> bool:
    try:
        coordinate_from_string(text)
    except (CellCoordinatesException, ValueError):
        return False
    return True
