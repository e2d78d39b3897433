"""The one gate of published numbers. Pure.

Rule, told to every reader: a count below TEN is not shown, a zero neither; every other count,
totals too, is rounded to the nearest five. So the reader who knows the rule still cannot tell
fewer than three possible values for a hidden count: `protect` proves it for all tables of a
release together (they share one total) and withholds what would tell.
Rounding of every number apart keeps differences between two numbers from telling a third.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

THRESHOLD = 10
BASE = 5
WIDTH = 3
"""A hidden count must keep at least this many possible values."""


@dataclass(frozen=True)
class Shown:
    """A published number, or the word that there is none. `kind`: number, suppressed, missing."""

    kind: str
    value: int | None = None

    @property
    def possible(self) -> range:
        """The true counts that a reader who knows the rule must hold possible."""
        if self.kind == "number":
            assert self.value is not None
            return range(max(THRESHOLD, self.value - 2), self.value + 3)
        return range(0, THRESHOLD)


HIDDEN = Shown("suppressed")


def shown(count: int) -> Shown:
    """One count by itself."""
    if count < THRESHOLD:
        return HIDDEN
    return Shown("number", (count + BASE // 2) // BASE * BASE)


WITHHELD = Shown("withheld")


@dataclass(frozen=True)
class Tables:
    """All tables of one release: dimension → item → cell, with their common total.

    A withheld dimension or total (None) tells nothing at all."""

    dimensions: Mapping[str, Mapping[str, Shown] | None]
    total: Shown | None
    new: Shown | None


def protect(counts: Mapping[str, Mapping[str, int]], new: int) -> Tables:
    """Protect the tables of a year together. Every dimension's cells add up to the same persons,
    of whom `new` are new; the reader may use all of it at once.

    Withholds the new count, then the total, then whole dimensions (the one with most hidden cells
    first) until every hidden cell keeps WIDTH possible values.
    """
    persons = {sum(cells.values()) for cells in counts.values()}
    assert len(persons) == 1, "every dimension counts the same persons"
    tables = Tables(
        {d: {i: shown(n) for i, n in cells.items()} for d, cells in counts.items()},
        shown(persons.pop()),
        shown(new),
    )
    while not safe(tables):
        tables = _less(tables)
    return tables


def _less(tables: Tables) -> Tables:
    """The next smaller release."""
    if tables.new is not None:
        return replace(tables, new=None)
    if tables.total is not None:
        return replace(tables, total=None)
    hidden = {d: _hidden(c) for d, c in tables.dimensions.items() if c is not None}
    worst = max(sorted(hidden), key=lambda d: hidden[d])
    return replace(tables, dimensions={**tables.dimensions, worst: None})


def _hidden(cells: Mapping[str, Shown]) -> int:
    return sum(c.kind == "suppressed" for c in cells.values())


def safe(tables: Tables) -> bool:
    """Every hidden cell keeps WIDTH possible values for a reader who knows the rule and adds up
    every table. Exact: given the total, dimensions are independent sums of ranges."""
    known = [cells for cells in tables.dimensions.values() if cells is not None]
    least = max([0, *(_low(cells) for cells in known)])
    most = min([10**9, *(_high(cells) for cells in known)])
    if tables.total is not None:
        least, most = max(least, tables.total.possible[0]), min(most, tables.total.possible[-1])
    if tables.new is not None:
        least = max(least, tables.new.possible[0])
    return all(_wide(cells, least, most) for cells in known)


def _low(cells: Mapping[str, Shown]) -> int:
    return sum(c.possible[0] for c in cells.values())


def _high(cells: Mapping[str, Shown]) -> int:
    return sum(c.possible[-1] for c in cells.values())


def _wide(cells: Mapping[str, Shown], least: int, most: int) -> bool:
    low, high = _low(cells), _high(cells)
    for cell in cells.values():
        if cell.kind != "suppressed":
            continue
        from_below = max(0, least - (high - cell.possible[-1]))
        from_above = min(cell.possible[-1], most - (low - cell.possible[0]))
        if from_above - from_below + 1 < WIDTH:
            return False
    return True
