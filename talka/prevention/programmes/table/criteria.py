"""Evaluation criteria: a sheet of their own in our tables, a column of free text in others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from talka.prevention.programmes.rules import OVER_TIME, OVER_UNITS
from talka.prevention.programmes.shapes import IndicatorLine, Message, Node
from talka.prevention.programmes.table.columns import own
from talka.prevention.programmes.table.figures import figure
from talka.prevention.programmes.table.grid import Grid, Sheet, tidy

FIELDS = ("code", "title", "name_lt", "name_en", "unit", "direction", "over_units", "over_time",
          "baseline", "target", "target_year", "row")  # fmt: skip
"""Columns of the sheet: code is the measure's number, title the criterion's own code."""

ALLOWED = {
    "direction": ("up", "down", "none"),
    "over_units": OVER_UNITS,
    "over_time": OVER_TIME,
}


def loose(code: str, text: str) -> tuple[IndicatorLine, ...]:
    """Free text of a customary column: one criterion a line; numbers in it are not guessed at."""
    parts = [tidy(part) for part in re.split(r"[;\n]", text)]
    names = [part[:500] for part in parts if part]
    return tuple(IndicatorLine(f"{code}-{n}", name) for n, name in enumerate(names, start=1))


def listed(grid: Grid, nodes: list[Node]) -> tuple[list[Node], list[Message]]:
    """Each node with the criteria of the criteria sheet, by the measure's lineage or number."""
    found: dict[str, list[IndicatorLine]] = {}
    told: list[Message] = []
    by_key = {node.key or f"code:{node.code}": node.code for node in nodes}
    codes = {node.code for node in nodes}
    for sheet in grid.sheets:
        header = own(sheet, "name_lt")
        if header is None:
            continue
        for r in (r for r in sheet.rows if r not in header.head and r >= header.first):
            place = {f: (r, header.where(f) or 0) for f in FIELDS}
            code = by_key.get(sheet.text(place["row"]), sheet.text(place["code"]).rstrip("."))
            if code not in codes:
                told.append(Message(sheet.at(place["code"]), code, "criterion_alone"))
                continue
            line, wrong = _line(sheet, place)
            found.setdefault(code, []).append(line)
            told += wrong
    if not found:
        return nodes, told
    return [replace(n, indicators=tuple(found.get(n.code, n.indicators))) for n in nodes], told


def _line(sheet: Sheet, place: dict[str, tuple[int, int]]) -> tuple[IndicatorLine, list[Message]]:
    wrong: list[Message] = []
    said = {f: sheet.text(p) for f, p in place.items()}
    for name, allowed in ALLOWED.items():
        if said[name] not in allowed:
            if said[name]:
                wrong.append(Message(sheet.at(place[name]), said[name], "word_unknown"))
            said[name] = "none"
    numbers: dict[str, Decimal | None] = {}
    for name in ("baseline", "target", "target_year"):
        read = figure(sheet.cells.get(place[name]))
        numbers[name] = read.number
        if read.mark in {"bad", "unsure"}:
            wrong.append(Message(sheet.at(place[name]), said[name], "bad_number"))
    year = numbers["target_year"]
    line = IndicatorLine(
        said["title"], said["name_lt"], said["name_en"], said["unit"], said["direction"],
        said["over_units"], said["over_time"], numbers["baseline"], numbers["target"],
        int(year) if year else None,
    )  # fmt: skip
    return line, wrong


def lines(nodes: Iterable[Node]) -> list[list[Any]]:
    """The rows of the criteria sheet, in the order of FIELDS."""
    return [
        [node.code, line.code, line.name_lt, line.name_en, line.unit, line.direction,
         line.over_units, line.over_time, line.baseline, line.target, line.target_year,
         node.key or f"code:{node.code}"]
        for node in nodes for line in node.indicators
    ]  # fmt: skip
