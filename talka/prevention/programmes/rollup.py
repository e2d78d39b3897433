"""The figures of many places and years as one. Pure.

No number is never a number here: a missing one is counted as missing and named so, one that does
not apply leaves the count, and a zero is added like any other number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True)
class Figure:
    """One figure of one place. `base`: of how many a share was taken."""

    state: str
    value: Decimal | None = None
    base: Decimal | None = None
    year: int = 0

    @property
    def known(self) -> bool:
        return self.state in ("value", "zero") and self.value is not None


@dataclass(frozen=True)
class Joined:
    """`known` of `of` places had a figure that could be joined; None where nothing can be said.

    state: value, zero, missing (no place had one), not_applicable (it applies nowhere) or apart
    (figures of this indicator are never joined over places).
    """

    state: str
    value: Decimal | None
    known: int
    of: int


MISSING = Figure("missing")


def over_years(figures: Sequence[Figure], how: str) -> Figure:
    """The figures of one place, one a year in the order of the years, as one figure.

    last and none: the last year speaks, also when it says that the number is missing. sum, max and
    mean: of the years that are known; nothing known, the last year says why.
    """
    if not figures:
        return MISSING
    known = [f for f in figures if f.known]
    if how in ("none", "last") or not known:
        return figures[-1]
    values = [f.value for f in known if f.value is not None]
    bases = [f.base for f in known if f.base is not None]
    base = sum(bases, Decimal(0)) if len(bases) == len(known) else None
    if how == "max":
        best = max(known, key=lambda f: (f.value, f.year))
        return Figure(best.state, best.value, best.base, best.year)
    total = sum(values, Decimal(0))
    value = total / len(values) if how == "mean" else total
    return Figure("value" if value else "zero", value, base, known[-1].year)


def over_places(figures: Iterable[Figure], how: str) -> Joined:
    """The figures of all places as one, by the indicator's own rule.

    ratio: shares are joined by their bases, Σ(share·base) / Σ base, and one without its base counts
    as missing; never the mean of the shares.
    """
    asked = [f for f in figures if f.state != "not_applicable"]
    if not asked:
        return Joined("not_applicable", None, 0, 0)
    if how == "none":
        return Joined("apart", None, sum(f.known for f in asked), len(asked))
    known = [f for f in asked if f.known and (how != "ratio" or f.base)]
    if not known:
        return Joined("missing", None, 0, len(asked))
    value = _joined(known, how)
    return Joined("value" if value else "zero", value, len(known), len(asked))


def _joined(known: list[Figure], how: str) -> Decimal:
    values = [f.value for f in known if f.value is not None]
    if how == "ratio":
        bases = [f.base or Decimal(0) for f in known]
        weighted = (v * b for v, b in zip(values, bases, strict=True))
        return sum(weighted, Decimal(0)) / sum(bases, Decimal(0))
    if how == "latest":
        return max(known, key=lambda f: (f.year, f.value)).value or Decimal(0)
    if how == "max":
        return max(values)
    if how == "min":
        return min(values)
    total = sum(values, Decimal(0))
    return total / len(values) if how == "mean" else total


def money(amounts: Iterable[Decimal | None]) -> Joined:
    """Euros of several measures or places: what is known, and of how many it is known."""
    told = [Figure("missing") if a is None else Figure("value", a) for a in amounts]
    return over_places(told, "sum")


class Cell(NamedTuple):
    """Where an amount of a measure is written."""

    year: int
    source: str
    stage: str
    kind: str


PLANNED = ("requested", "approved", "revised")
"""Stages of a plan's money; a later one replaces an earlier one."""


def planned_and_paid(
    told: Iterable[tuple[Cell, Decimal | None]],
) -> tuple[Decimal | None, Decimal | None]:
    """Euros of all years and sources of a measure, from amounts in the order of recording.

    What was recorded last of a cell counts. Of each year and source the plan is the revised
    amount, else the approved, else the requested one. None: nobody said a number.
    """
    last = {cell: eur for cell, eur in told if cell.kind == "total"}
    paid = [eur for cell, eur in last.items() if cell.stage == "paid" and eur is not None]
    plan: dict[tuple[int, str], Decimal] = {}
    for stage in PLANNED:
        plan |= {(c.year, c.source): eur for c, eur in last.items()
                 if c.stage == stage and eur is not None}  # fmt: skip
    return (
        sum(plan.values(), Decimal(0)) if plan else None,
        sum(paid, Decimal(0)) if paid else None,
    )


AXES = ("town", "year", "indicator", "programme", "goal", "part")
"""What the lines or the columns of an analysis can be."""


@dataclass(frozen=True)
class Sums:
    """What was counted of the figures of one cell. `based`: known ones that say of how many;
    `weighted`: Σ(share·base) of those, `bases`: Σ base; `latest`: the figure of the last year."""

    of: int
    known: int
    based: int
    total: Decimal | None = None
    weighted: Decimal | None = None
    bases: Decimal | None = None
    greatest: Decimal | None = None
    smallest: Decimal | None = None
    latest: Decimal | None = None


def of_sums(sums: Sums, how: str) -> Joined:
    """As `over_places`, from what was counted of the figures elsewhere."""
    if not sums.of:
        return Joined("not_applicable", None, 0, 0)
    if how == "none":
        return Joined("apart", None, sums.known, sums.of)
    known = sums.based if how == "ratio" else sums.known
    if not known:
        return Joined("missing", None, 0, sums.of)
    said = {"sum": sums.total, "mean": sums.total, "max": sums.greatest, "min": sums.smallest,
            "latest": sums.latest, "ratio": sums.weighted}[how] or Decimal(0)  # fmt: skip
    value = said / {"mean": Decimal(known), "ratio": sums.bases}.get(how, Decimal(1))  # type: ignore[operator]
    return Joined("value" if value else "zero", value, known, sums.of)


def lacking(rows: str, columns: str, *, chosen: bool, narrowed: bool) -> str:
    """What must still be said before a table can be asked for; "" when nothing.

    Every cell holds figures of one indicator only: units are never added together. All indicators
    beside each other are shown of one place or one programme.
    """
    if rows == columns:
        return "axes"
    if chosen:
        return ""
    if "indicator" not in (rows, columns):
        return "indicator"
    return "" if narrowed else "place"
