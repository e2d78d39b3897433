"""How many answers a poll needs, and how they are divided among its strata. Pure.

Size: n0 = z² p (1 - p) / e², corrected for a finite population, times the design effect. Division:
in proportion to people, or to people times the spread expected there (Neyman, 1934), which makes
the interval of the whole shortest for the same number of answers; in whole numbers exactly so
(Wright, The American Statistician, 2012).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Z = 1.959963984540054
"""Of 95 %."""
FEWEST = 2
"""Answers from a stratum: of one nobody knows how people there differ."""


def needed(half: float, population: int | None = None, effect: float = 1.0) -> int:
    """Answers after which a share of one half is known to ± `half` (0.05: five points) at 95 %."""
    first = Z * Z * 0.25 / (half * half)
    corrected = first / (1 + (first - 1) / population) if population else first
    most = population if population else math.inf
    return math.ceil(min(most, corrected * effect) - 1e-9)


def to_hand_out(answers: int, rate: float) -> int:
    """Codes for so many answers, when of a hundred people `rate` answer."""
    return math.ceil(answers * 100 / rate - 1e-9)


def proportional(people: Mapping[str, int], answers: int) -> dict[str, int]:
    """So many answers in all, in proportion to people."""
    return _divided(people, {h: float(n) for h, n in people.items()}, answers)


def neyman(
    people: Mapping[str, int], shares: Mapping[str, float], answers: int
) -> dict[str, int]:  # fmt: skip
    """In proportion to people times sqrt(p (1 - p)); `shares`: p expected in each stratum."""
    sizes = {h: n * math.sqrt(shares[h] * (1 - shares[h])) for h, n in people.items()}
    return _divided(people, sizes, answers)


def _divided(
    people: Mapping[str, int], sizes: Mapping[str, float], answers: int
) -> dict[str, int]:  # fmt: skip
    """Whole numbers that add up: one answer at a time to where the quotient is largest (of equal
    proportions, Huntington and Hill), from two in each stratum, never more than people there."""
    found = {h: min(FEWEST, n) for h, n in people.items()}
    while sum(found.values()) < min(answers, sum(people.values())):
        open_ = [h for h in people if found[h] < people[h]]
        found[max(open_, key=lambda h: (sizes[h] ** 2 / (found[h] * (found[h] + 1)), h))] += 1
    return found
