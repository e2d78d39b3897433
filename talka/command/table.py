"""Read a published table of referrals: strictly, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from talka.ground.kernel.errors import Broken

COLUMNS = (
    "First responder type",
    "First responder",
    "Exploitation type",
    "Age at exploitation",
    "Gender",
    "Nationality",
)
PEOPLE = "People"
TOTAL = "Total"
LIMIT = 50_000_000
"""Bytes. The largest published table of this shape is below 20 million."""


@dataclass(frozen=True)
class Row:
    """A line of the table: its number in the file, its six words, and how many people."""

    line: int
    words: tuple[str, ...]
    people: int

    @property
    def inner(self) -> bool:
        """An inner cell: no word is a total, and the responder is not the sum of responders."""
        return TOTAL not in self.words and not self.words[1].casefold().endswith(" total")


@dataclass(frozen=True)
class Table:
    """The inner cells with people in them. `mark` is the same for the same content, however the
    lines are ordered or ended."""

    rows: tuple[Row, ...]
    words: frozenset[tuple[str, str]]
    mark: str


def read(path: Path, partial: bool = False) -> Table:
    """Raises Broken naming line and column of every fault (the first twenty). Totals in the file
    must be the sums of its inner cells, unless the file is said to be partial."""
    rows = _rows(path)
    inner = [r for r in rows if r.inner]
    faults = _twice(rows) + ([] if partial else _sums(rows, inner))
    if faults:
        raise Broken(_told(path, faults))
    return Table(
        tuple(r for r in inner if r.people),
        frozenset(
            (c, w) for r in inner for c, w in zip(COLUMNS, r.words, strict=True) if c != COLUMNS[1]
        ),
        hashlib.sha256(
            "\n".join(sorted(f"{r.words}{r.people}" for r in inner)).encode()
        ).hexdigest(),
    )


def _rows(path: Path) -> list[Row]:
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[str] = []
    try:
        header = next(lines, [])
        if sorted(header) != sorted([*COLUMNS, PEOPLE]):
            absent = sorted({*COLUMNS, PEOPLE} - set(header)) or sorted(header)
            raise Broken(
                f"{path.name}, line 1, column {absent[0]}: the columns are not those of the table"
            )
        for cells in lines:
            if cells:
                found = _row(
                    lines.line_num, dict(zip(header, cells, strict=False)), len(cells) - len(header)
                )
                if isinstance(found, Row):
                    rows.append(found)
                else:
                    faults.append(found)
    except csv.Error as fault:
        faults.append(f"line {lines.line_num}, column {COLUMNS[0]}: {fault}")
    if faults:
        raise Broken(_told(path, faults))
    return rows


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LIMIT:
            raise Broken(f"{path.name}: larger than {LIMIT // 10**6} MB")
        raw = path.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        raise Broken(f"{path}: {fault.strerror}")
    except UnicodeDecodeError as fault:
        raise Broken(f"{path.name}, {_place_of(raw, fault.start)}: not UTF-8")


def _place_of(raw: bytes, fault: int) -> str:
    """Line and column of a byte; the bytes before it are read as if each were a letter."""
    lines = raw[:fault].decode("latin-1").removeprefix("\xef\xbb\xbf").split("\n")
    header, cells = (next(csv.reader([line]), []) for line in (lines[0], lines[-1]))
    column = max(len(cells), 1) - 1
    known = header if len(lines) > 1 and column < len(header) else [*COLUMNS, PEOPLE]
    return f"line {len(lines)}, column {known[min(column, len(known) - 1)]}"


def _row(line: int, cells: dict[str, str], surplus: int) -> Row | str:
    if surplus > 0:
        return f"line {line}, column {len(COLUMNS) + 1 + surplus}: more cells than columns"
    for column in (*COLUMNS, PEOPLE):
        value = cells.get(column)
        if value is None or not value.strip():
            return f"line {line}, column {column}: empty"
        if not value.isprintable() or len(value) > 200:
            return f"line {line}, column {column}: not a word of a table"
    number = cells[PEOPLE].strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,7}", number):
        return f"line {line}, column {PEOPLE}: {cells[PEOPLE]!r} is not a whole number"
    return Row(line, tuple(cells[c].strip() for c in COLUMNS), int(number))


def _twice(rows: list[Row]) -> list[str]:
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for row in rows:
        if row.words in seen:
            faults.append(
                f"line {row.line}, column {PEOPLE}: the same cell as line {seen[row.words]}"
            )
        seen.setdefault(row.words, row.line)
    return faults


def _sums(rows: list[Row], inner: list[Row]) -> list[str]:
    """Every total in the file against the sum of the inner cells it covers."""
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for row in inner:
        choices = [(w, TOTAL) for w in row.words]
        for key in product(*choices):
            sums[key] += row.people
    faults = []
    for row in rows:
        if row.inner:
            continue
        every = row.words[1].casefold().endswith(" total")
        key = (row.words[0], TOTAL if every else row.words[1], *row.words[2:])
        if sums.get(key, 0) != row.people:
            faults.append(
                f"line {row.line}, column {PEOPLE}: total {row.people},"
                f" its cells add up to {sums.get(key, 0)}"
            )
    return faults


def _told(path: Path, faults: list[str]) -> str:
    more = f"; and {len(faults) - 20} more" if len(faults) > 20 else ""
    return f"{path.name}: nothing was entered. " + "; ".join(faults[:20]) + more


def period_end(path: Path, today: date) -> date | None:
    """The last day of the quarter that a file's name tells (2023_q4), never after today."""
    name = path.name.casefold()
    quarter = re.search(r"(20\d\d)[\W_]?q([1-4])", name)
    if quarter:
        year, month = int(quarter[1]), int(quarter[2]) * 3
        day = date(year, month, {3: 31, 6: 30, 9: 30, 12: 31}[month])
        return min(day, today)
    return None
