"""The row "Iš viso" at the end of a table is compared with what stands above it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from talka.prevention.programmes.shapes import Amount, Message, Node
from talka.prevention.programmes.table.columns import Column, source_in
from talka.prevention.programmes.table.figures import figure
from talka.prevention.programmes.table.money import Purse
from talka.prevention.programmes.tree import TOLERANCE, shown

_OF_ALL = re.compile(
    r"^(iš viso|viso|bendra suma|total)\W*(lėšų|plan\w*|program\w*)?\W*$", re.IGNORECASE
)
"""A row that says more ("Iš viso 1 tikslui") sums something else."""
Money = Mapping[int, tuple[Column, Mapping[str, str], str]]
Fits = Callable[[Amount], bool]


def told(purse: Purse, rows: tuple[int, ...], nodes: list[Node], money: Money) -> Iterator[Message]:
    """A warning at each sum that is not that of the goals."""
    for r in rows:
        names = [purse.sheet.text((r, purse.header.where(f) or 0)) for f in ("code", "title")]
        if any(_OF_ALL.match(name) for name in names):
            yield from _row(purse, r, nodes, money)


def of_sources(purse: Purse, r: int, code: str, nodes: list[Node], money: Money) -> (
    Iterator[Message]
):  # fmt: skip
    """A row of one measure that adds up its sources."""
    yield from _row(purse, r, [n for n in nodes if n.code == code], money, alone=True)


def _row(
    purse: Purse, r: int, nodes: list[Node], money: Money, alone: bool = False
) -> Iterator[Message]:
    for n, (column, _meaning, dot) in money.items():
        read = figure(purse.sheet.cells.get((r, n)), dot)
        source = column.source or source_in(
            purse.sheet.text((r, purse.header.where("source") or 0))
        )
        above = whole(nodes, _like(column, source), alone)
        if read.number is None or above is None:
            continue
        unit = Amount(0, "", "", None, currency=column.currency, multiplier=column.multiplier)
        if abs(read.number * column.multiplier - above) > TOLERANCE * column.multiplier:
            at, text = purse.sheet.at((r, n)), purse.sheet.text((r, n))
            yield Message(at, text, "total_row", shown(above, unit), "warning")


def _like(column: Column, source: str) -> Fits:
    """Amounts of this column; of every source where the sum names none."""
    said = (column.year, column.kind, column.stage, column.currency)
    return lambda a: (a.year, a.kind, a.stage, a.currency) == said and source in ("", a.source)


def whole(nodes: list[Node], fits: Fits, alone: bool = False) -> Decimal | None:
    """What the goals say, or what stands below them; None where a number is missing."""
    below: dict[str | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(None if alone else node.parent, []).append(node)
    return _sum(below.get(None, []), below, fits)


def _sum(
    nodes: list[Node], below: Mapping[str | None, list[Node]], fits: Fits
) -> Decimal | None:  # fmt: skip
    found = Decimal(0)
    for node in nodes:
        own = [a for a in node.amounts if fits(a)]
        children = below.get(node.code, [])
        if children and not any(a.original is not None for a in own):
            part = _sum(children, below, fits)
        elif any(a.state == "missing" for a in own):
            part = None
        else:
            part = sum((a.original or Decimal(0) for a in own), Decimal(0))
        if part is None:
            return None
        found += part
    return found
