"""Sixty municipalities as one figure: equal to counting by hand, and no number never a number."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from talka.prevention.programmes import rollup, rules
from talka.prevention.programmes.rollup import Figure

PLACES, HISTORIES = 60, 1_000
KNOWN = ("value", "zero")


def history(chance: random.Random) -> list[list[Figure]]:
    """For each municipality the figures of up to four years; some never reported."""
    found = []
    for _ in range(PLACES):
        years = sorted(chance.sample(range(2024, 2028), chance.randint(0, 4)))
        found.append([figure(chance, y) for y in years])
    return found


def figure(chance: random.Random, year: int) -> Figure:
    state = chance.choice(("value", "value", "zero", "missing", "not_applicable"))
    value = {"value": Decimal(chance.randint(1, 99_999)) / 100, "zero": Decimal(0)}.get(state)
    base = Decimal(chance.randint(1, 500)) if value is not None and chance.random() < 0.8 else None
    return Figure(state, value, base, year)


def by_hand(towns: list[list[Figure]], units: str, time: str) -> tuple[str, object, int, int]:
    """The same question answered with fractions and loops, without the code it judges."""
    known: list[tuple[Fraction, Fraction | None, int]] = []
    asked = 0
    for years in towns:
        have = [f for f in years if f.state in KNOWN]
        last = years[-1].state if years else "missing"
        if time in ("last", "none") and last not in KNOWN:
            have = []
        if not have:
            asked += last != "not_applicable"
            continue
        asked += 1
        numbers = [Fraction(f.value or 0) for f in have]
        bases = [Fraction(f.base) if f.base is not None else None for f in have]
        whole = None if None in bases else sum(b for b in bases if b is not None)
        if time in ("last", "none"):
            known.append((numbers[-1], bases[-1], have[-1].year))
        elif time == "sum":
            known.append((sum(numbers, Fraction(0)), whole, have[-1].year))  # type: ignore[arg-type]
        elif time == "mean":
            known.append((sum(numbers, Fraction(0)) / len(numbers), whole, have[-1].year))  # type: ignore[arg-type]
        else:
            top = max(range(len(have)), key=lambda i: (numbers[i], have[i].year))
            known.append((numbers[top], bases[top], have[top].year))
    if not asked:
        return "not_applicable", None, 0, 0
    if units == "none":
        return "apart", None, len(known), asked
    if units == "ratio":
        known = [k for k in known if k[1]]
    if not known:
        return "missing", None, 0, asked
    numbers = [k[0] for k in known]
    answer = {
        "sum": lambda: sum(numbers, Fraction(0)),
        "mean": lambda: sum(numbers, Fraction(0)) / len(numbers),
        "max": lambda: max(numbers),
        "min": lambda: min(numbers),
        "latest": lambda: max(known, key=lambda k: (k[2], k[0]))[0],
        "ratio": lambda: sum(n * (b or 0) for n, b, _ in known) / sum(b or 0 for _, b, _ in known),
    }[units]()
    return ("value" if answer else "zero"), answer, len(known), asked


def test_a_thousand_random_histories_equal_the_count_by_hand() -> None:
    chance = random.Random(26)
    seen: Counter[str] = Counter()
    for _ in range(HISTORIES):
        towns = history(chance)
        units, time = chance.choice(rules.OVER_UNITS), chance.choice(rules.OVER_TIME)
        got = rollup.over_places([rollup.over_years(t, time) for t in towns], units)
        state, value, known, asked = by_hand(towns, units, time)
        assert (got.state, got.known, got.of) == (state, known, asked), (units, time)
        if value is None:
            assert got.value is None
        else:
            assert got.value is not None
            assert abs(Fraction(got.value) - value) < Fraction(1, 10**18), (units, time)
        seen[units] += 1
    assert min(seen[u] for u in rules.OVER_UNITS) > 90


def test_a_share_is_never_the_mean_of_shares() -> None:
    """Control: the wrong rule gives another number."""
    big, small = (
        Figure("value", Decimal(90), Decimal(1000)),
        Figure("value", Decimal(10), Decimal(10)),
    )
    assert (
        rollup.over_places([big, small], "ratio").value
        != rollup.over_places([big, small], "mean").value
    )
    assert rollup.over_places([big, small], "ratio").value == Decimal(90100) / Decimal(1010)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("zero", "zero"), ("zero", Decimal(0), 2, 2)),
        (("zero", "missing"), ("zero", Decimal(0), 1, 2)),
        (("missing", "missing"), ("missing", None, 0, 2)),
        (("not_applicable", "missing"), ("missing", None, 0, 1)),
        (("not_applicable", "zero"), ("zero", Decimal(0), 1, 1)),
        (("not_applicable", "not_applicable"), ("not_applicable", None, 0, 0)),
    ],
)
def test_four_kinds_of_no_number_stay_apart(states: tuple[str, ...], expected: object) -> None:
    figures = [Figure(s, Decimal(0) if s == "zero" else None) for s in states]
    got = rollup.over_places(figures, "sum")
    assert (got.state, got.value, got.known, got.of) == expected


def test_money_nobody_said_is_not_zero_euros() -> None:
    assert rollup.money([None, None]).value is None
    got = rollup.money([Decimal(0), None, Decimal("1.50")])
    assert (got.value, got.known, got.of) == (Decimal("1.50"), 2, 3)
