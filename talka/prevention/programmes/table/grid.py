"""Sheets of cells, from a workbook or from CSV, with the place of each cell as people name it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from talka.prevention.programmes.shapes import Message
from talka.prevention.programmes.table import guard
from talka.prevention.programmes.table.guard import MAX_COLUMNS, MAX_ROWS, Refused

MARK = "talka:"
"""Begins each key this program writes into its own tables."""

KEYS = "_talka"
"""The hidden sheet of the table's own facts."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
Place = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    name: str
    cells: dict[Place, Any]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    unread: frozenset[Place] = frozenset()
    """Formulas the file keeps no result of."""
    formulas: frozenset[Place] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, place: Place) -> str:
        return f"{self.name}!{get_column_letter(place[1])}{place[0]}"

    def text(self, place: Place) -> str:
        """What is shown in the cell, on one line."""
        value = self.cells.get(place)
        return "" if value is None else tidy(str(value))

    @cached_property
    def covered(self) -> frozenset[Place]:
        """Cells that a merged area lies over: they say nothing, not even that they are empty."""
        return frozenset(
            (r, c)
            for top, left, bottom, right in self.merged
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
            if (r, c) != (top, left)
        )

    @cached_property
    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.cells})

    @cached_property
    def columns(self) -> list[int]:
        return sorted({column for _, column in self.cells})


@dataclass(frozen=True)
class Grid:
    kind: str
    sheets: tuple[Sheet, ...]
    messages: tuple[Message, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)


def tidy(text: str) -> str:
    """One line, without control signs, single spaces."""
    return " ".join("".join(s if s.isprintable() else " " for s in text).split())


def opened(content: bytes, name: str) -> Grid:
    """The sheets of an uploaded file. Raises Refused for what is not safe or not a table."""
    if guard.kind_of(content, name) == "csv":
        return _csv(content)
    warnings = guard.inspect(content)
    try:
        shown = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        typed = shown
        if guard.computes(content):
            typed = load_workbook(io.BytesIO(content), keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as fault:
        raise Refused("file_broken", type(fault).__name__) from fault
    except (zipfile.BadZipFile, OSError, OverflowError) as fault:
        raise Refused("file_broken", type(fault).__name__) from fault
    sheets, keys = [], {}
    for sheet in shown.worksheets:
        if sheet.title == KEYS:
            keys = {str(k): str(v) for k, v in sheet.iter_rows(1, 50, 1, 2, values_only=True) if k}
        else:
            sheets.append(_sheet(sheet, typed[sheet.title]))
    return Grid("xlsx", tuple(sheets), warnings, keys)


def _sheet(shown: Any, typed: Any) -> Sheet:
    if shown.max_row > MAX_ROWS or shown.max_column > MAX_COLUMNS:
        raise Refused("sheet_large", shown.title, f"{MAX_ROWS} × {MAX_COLUMNS}")
    cells: dict[Place, Any] = {}
    formulas: set[Place] = set()
    for row in typed.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                formulas.add((cell.row, cell.column))
    for row in shown.iter_rows():
        for cell in row:
            if cell.value is not None and str(cell.value).strip():
                cells[cell.row, cell.column] = cell.value
    merged = tuple(
        (area.min_row, area.min_col, area.max_row, area.max_col)
        for area in shown.merged_cells.ranges
    )
    unread = frozenset(place for place in formulas if place not in cells)
    hidden_rows = frozenset(r for r, told in shown.row_dimensions.items() if told.hidden)
    return Sheet(
        shown.title, cells, merged, unread, frozenset(formulas), shown.sheet_state != "visible",
        hidden_rows, _hidden_columns(shown),
    )  # fmt: skip


def _hidden_columns(shown: Any) -> frozenset[int]:
    """A run of columns of one width is told once in the file, under its first letter."""
    runs = [told for told in shown.column_dimensions.values() if told.hidden]
    return frozenset(
        c for told in runs
        for c in range(told.min or 0, min(told.max or 0, shown.max_column) + 1)
    )  # fmt: skip


def lines(content: bytes) -> tuple[list[list[str]], bool]:
    """The lines of a CSV file and whether they were in the older Baltic encoding."""
    try:
        text, baltic = content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        text, baltic = content.decode("cp1257", "replace"), True
    sign = _separator(text)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as fault:
        raise Refused("file_broken", "CSV") from fault
    if len(read) > MAX_ROWS or max(map(len, read), default=0) > MAX_COLUMNS:
        raise Refused("sheet_large", "CSV", f"{MAX_ROWS} × {MAX_COLUMNS}")
    return read, baltic


def _separator(text: str) -> str:
    """The semicolon of Lithuanian offices wherever a line has two: their commas are decimal."""
    head = text.splitlines()[:20]
    return next((sign for sign in ";\t" if any(line.count(sign) >= 2 for line in head)), ",")


def _csv(content: bytes) -> Grid:
    read, baltic = lines(content)
    cells = {
        (r, c): plain(text)
        for r, row in enumerate(read, start=1)
        for c, text in enumerate(row, start=1)
        if text.strip()
    }
    told = (Message(None, "windows-1257", "file_encoding", severity="warning"),) if baltic else ()
    return Grid("csv", (Sheet("CSV", cells),), told)


def escaped(text: str) -> str:
    """A text a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def plain(text: str) -> str:
    """The text that `escaped` kept safe."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_RISKY) else text


def spread(sheet: Sheet, rows: range, csv_like: bool) -> dict[Place, str]:
    """Header texts, each merged area written into all its cells.

    A CSV file knows no merged cells: an empty head takes its left neighbour's text where the
    column has a text of its own further down.
    """
    texts = {(r, c): sheet.text((r, c)) for r in rows for c in sheet.columns}
    for top, left, bottom, right in sheet.merged:
        for place in _within(top, left, bottom, right, rows):
            texts[place] = sheet.text((top, left))
    if csv_like:
        for r in rows:
            for c in sheet.columns:
                below = any(texts.get((low, c)) for low in rows if low > r)
                if not texts.get((r, c)) and below:
                    texts[r, c] = texts.get((r, c - 1), "")
    return texts


def _within(top: int, left: int, bottom: int, right: int, rows: range) -> Iterator[Place]:
    for r in range(max(top, rows.start), min(bottom, rows.stop - 1) + 1):
        for c in range(left, right + 1):
            yield r, c
