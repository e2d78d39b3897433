"""The documents of the room as values: the rubric, the framework of indicators, code lists, tiles.

`read_rubric` and `read_framework` take what a YAML file or a published row holds, and raise
PackError naming what is wrong: a document that does not hold is never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from talka.ground.kernel.pack.files import PackError, listed, once, word

LEVELS = (0, 1, 2, 3, 4)
STATES = ("value", "zero", "missing", "not_applicable", "suppressed")
DIRECTIONS = ("up", "down")
WAYS = ("min_max", "target", "z")


@dataclass(frozen=True)
class Named:
    """A text in both languages."""

    lt: str
    en: str

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.lt


@dataclass(frozen=True)
class Criterion(Named):
    code: str
    evidence: Named
    levels: tuple[Named, ...]


@dataclass(frozen=True)
class Direction(Named):
    code: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Rubric(Named):
    """`evidence_from`: from this level on, an answer names its evidence."""

    code: str
    version: int
    source: str
    verified_by: str
    evidence_from: int
    directions: tuple[Direction, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for d in self.directions for c in d.criteria)

    def criterion(self, code: str) -> Criterion | None:
        return next((c for c in self.criteria if c.code == code), None)


@dataclass(frozen=True)
class Measure(Named):
    """An indicator of the framework. `weight` is a whole number; `low` and `high` as its `way`
    reads them: goalposts, a target, or a reference mean and standard deviation."""

    code: str
    domain: str
    unit: Named
    weight: int
    direction: str
    way: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Domain(Named):
    code: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Framework(Named):
    code: str
    version: int
    source: str
    verified_by: str
    seed: int
    draws: int
    domains: tuple[Domain, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(m for d in self.domains for m in d.measures)

    def measure(self, code: str) -> Measure | None:
        return next((m for m in self.measures if m.code == code), None)


@dataclass(frozen=True)
class Tile:
    """Where a municipality stands on the map: column and row from the upper left."""

    code: str
    column: int
    row: int
    short: str


def read_rubric(read: Mapping[str, Any], source: str = "rubric") -> Rubric:
    """Raises PackError unless there are four directions, and five levels to every criterion."""
    directions = tuple(
        Direction(
            **_both(source, d),
            code=word(source, d, "code"),
            criteria=tuple(_criterion(source, c) for c in listed(source, d, "criteria")),
        )
        for d in listed(source, read, "directions")
    )
    if len(directions) != 4 or not all(d.criteria for d in directions):
        raise PackError(f"{source}: the concept has four directions, each with criteria")
    rubric = Rubric(
        **_both(source, read.get("title", {})),
        **_head(source, read),
        evidence_from=_whole(source, read, "evidence_from"),
        directions=directions,
    )
    once(source, (c.code for c in rubric.criteria))
    return rubric


def _criterion(source: str, read: Mapping[str, Any]) -> Criterion:
    levels = tuple(Named(**_both(source, level)) for level in listed(source, read, "levels"))
    if len(levels) != len(LEVELS):
        raise PackError(f"{source}: {read.get('code')}: five levels, 0 to 4")
    return Criterion(
        **_both(source, read),
        code=word(source, read, "code"),
        evidence=Named(**_both(source, read.get("evidence", {}))),
        levels=levels,
    )


def read_framework(read: Mapping[str, Any], source: str = "framework") -> Framework:
    """Raises PackError for an unknown way or direction, a weight below 1, crossed goalposts."""
    domains = tuple(
        Domain(
            **_both(source, d),
            code=word(source, d, "code"),
            measures=tuple(
                _measure(source, word(source, d, "code"), m)
                for m in listed(source, d, "indicators")
            ),
        )
        for d in listed(source, read, "domains")
    )
    framework = Framework(
        **_both(source, read.get("title", {})),
        **_head(source, read),
        seed=_whole(source, read, "seed"),
        draws=_whole(source, read, "draws"),
        domains=domains,
    )
    once(source, (m.code for m in framework.measures))
    return framework


def _measure(source: str, domain: str, read: Mapping[str, Any]) -> Measure:
    code = word(source, read, "code")
    try:
        low, high = Decimal(str(read.get("low"))), Decimal(str(read.get("high")))
    except InvalidOperation as fault:
        raise PackError(f"{source}: {code}: low and high should be numbers") from fault
    found = Measure(
        **_both(source, read), code=code, domain=domain,
        unit=Named(**_both(source, read.get("unit", {}))),
        weight=_whole(source, read, "weight"), direction=word(source, read, "direction"),
        way=word(source, read, "way"), low=low, high=high,
    )  # fmt: skip
    if found.way not in WAYS or found.direction not in DIRECTIONS:
        raise PackError(f"{source}: {code}: unknown way or direction")
    if found.weight < 1 or high <= 0 or (found.way == "min_max" and low >= high):
        raise PackError(f"{source}: {code}: weight and goalposts do not hold")
    return found


def read_codes(source: str, items: Iterable[Mapping[str, Any]]) -> dict[str, Named]:
    items = list(items)
    once(source, (word(source, i, "code") for i in items))
    return {word(source, i, "code"): Named(**_both(source, i)) for i in items}


def read_tiles(read: Mapping[str, Any], source: str = "tiles") -> tuple[Tile, ...]:
    """Raises PackError when two tiles share a place or a name."""
    tiles = tuple(
        Tile(word(source, t, "code"), _whole(source, t, "column"), _whole(source, t, "row"),
             word(source, t, "short"))
        for t in listed(source, read, "tiles")
    )  # fmt: skip
    once(source, (t.code for t in tiles))
    once(source, (t.short for t in tiles))
    once(source, (f"{t.column}/{t.row}" for t in tiles))
    return tiles


def _both(source: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {"lt": word(source, item, "lt"), "en": word(source, item, "en")}


def _head(source: str, read: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": word(source, read, "code"),
        "version": _whole(source, read, "version"),
        "source": word(source, read, "source"),
        "verified_by": str(read.get("verified_by") or ""),
    }


def _whole(source: str, read: Mapping[str, Any], key: str) -> int:
    found = read.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise PackError(f"{source}: {key} should be a whole number")
    return found
