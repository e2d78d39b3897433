"""Weights, shares and intervals against the written-out formulas, and coverage in a simulation.

In R the same numbers come from

    d <- svydesign(ids = ~1, weights = ~w, data = x)
    svymean(~y, d)            # mean and its linearised standard error
"""

from __future__ import annotations

import math

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.prevention.polls import weights

Z = 1.959963984540054


def linearised(values, w):
    """svymean: mean, and sqrt(n / (n - 1) * sum of (w (y - mean) / sum of w) squared)."""
    total = math.fsum(w)
    mean = math.fsum(a * b for a, b in zip(w, values, strict=True)) / total
    parts = [(b * (a - mean) / total) ** 2 for a, b in zip(values, w, strict=True)]
    n = len(values)
    return mean, math.sqrt(n / (n - 1) * math.fsum(parts))


def wilson(p, n):
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return middle - half, middle + half


FIXED = [
    ([3, 7, 7, 2, 9, 4, 5, 5, 6, 1, 8, 10], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ([3, 7, 7, 2, 9, 4, 5, 5, 6, 1, 8, 10], [0.4, 2.1, 1, 1, 0.7, 1.3, 1, 0.5, 3, 1, 1, 0.2]),
    ([0, 0, 1, 0, 1, 1, 0, 0, 0, 1], [1, 2, 3, 4, 5, 5, 4, 3, 2, 1]),
]


@pytest.mark.parametrize(("values", "w"), FIXED)
def test_means_are_those_of_the_formula(values, w):
    found, (mean, error) = weights.mean(values, w), linearised(values, w)
    assert found.value == pytest.approx(mean, abs=1e-10)
    assert found.error == pytest.approx(error, abs=1e-10)
    assert (found.low, found.high) == pytest.approx((mean - Z * error, mean + Z * error), abs=1e-8)


def test_a_known_case_by_hand():
    """Two of three weigh 1, the third 2 and chose: share one half; error by the formula."""
    found = weights.share([False, False, True], [1, 1, 2])
    assert found.value == pytest.approx(0.5, abs=1e-12)
    by_hand = math.sqrt(3 / 2 * (2 * (0.5 / 4) ** 2 + (2 * 0.5 / 4) ** 2))
    assert found.error == pytest.approx(by_hand, abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.floats(0.2, 5)), min_size=12, max_size=80))
@settings(max_examples=60, deadline=None)
def test_intervals_are_wilsons_on_the_effective_number(people):
    chose, w = [c for c, _w in people], [x for _c, x in people]
    found = weights.share(chose, w)
    p, error = linearised([float(c) for c in chose], w)
    kish = sum(w) ** 2 / sum(x * x for x in w)
    n_eff = min(len(w), p * (1 - p) / error**2 if any(chose) and not all(chose) else kish)
    assert found.n_eff == pytest.approx(n_eff, rel=1e-8)
    low, high = wilson(p, n_eff)
    assert found.low == pytest.approx(max(0, low), abs=1e-8)
    assert found.high == pytest.approx(min(1, high), abs=1e-8)


def test_a_large_part_of_the_population_narrows_the_interval():
    chose = [n % 3 == 0 for n in range(300)]
    wide, narrow = (weights.share(chose, [1.0] * 300, size) for size in (None, 400))
    assert narrow.high - narrow.low < wide.high - wide.low
    assert weights.share(chose, [1.0] * 300, 100_000) == wide  # under five percent: no correction


MARGINS = {"sex": {"female": 5200, "male": 4800}, "age": {"young": 3000, "old": 7000}}


def people(n, seed=3):
    draw = numpy.random.default_rng(seed)
    return [{"sex": str(s), "age": str(a)} for s, a in zip(
        draw.choice(["female", "male"], n, p=[0.7, 0.3]),
        draw.choice(["young", "old"], n, p=[0.6, 0.4]), strict=True,
    )]  # fmt: skip


def test_raked_weights_meet_every_margin():
    answers = people(400)
    found = weights.raked(answers, MARGINS)
    assert sum(found) == pytest.approx(400, abs=1e-6)
    for question, wanted in MARGINS.items():
        for option, n in wanted.items():
            reached = sum(w for w, a in zip(found, answers, strict=True) if a[question] == option)
            assert reached / 400 == pytest.approx(n / 10_000, abs=1e-8)
    # iterative proportional fitting keeps the odds of the sample: written out independently
    ages, sexes = ("young", "old"), ("female", "male")
    rows = [[sum(a == {"sex": s, "age": g} for a in answers) for g in ages] for s in sexes]
    table = numpy.array(rows, float)
    fitted = table.copy()
    for _turn in range(500):
        fitted *= (numpy.array([5200, 4800]) * 0.04 / fitted.sum(1))[:, None]
        fitted *= numpy.array([3000, 7000]) * 0.04 / fitted.sum(0)
    first = {(a["sex"], a["age"]): w for a, w in zip(answers, found, strict=True)}
    for i, s in enumerate(("female", "male")):
        for j, g in enumerate(("young", "old")):
            assert first[s, g] == pytest.approx(fitted[i, j] / table[i, j], abs=1e-8)


def test_margins_that_cannot_be_met_are_said():
    with pytest.raises(weights.NoWeights, match="sex"):
        weights.raked([{"sex": "female", "age": "old"}] * 20, MARGINS)


def test_no_weight_is_above_five_means():
    cut = weights.trimmed([1.0] * 99 + [80.0])
    assert sum(cut) == pytest.approx(179)
    assert max(cut) == pytest.approx(5 * 1.79)
    assert weights.trimmed([1.0, 2.0, 3.0]) == [1.0, 2.0, 3.0]


def test_the_interval_covers_as_often_as_it_says():
    """Samples of 400 drawn with unequal chances (design effect about 1.3), weighted back."""
    draw = numpy.random.default_rng(11)
    covered, rounds, truth = 0, 1500, 0.3 * 0.5 + 0.6 * 0.5
    for _turn in range(rounds):
        rare = draw.random(400) < 0.25  # half of the population, a quarter of the sample
        chose = draw.random(400) < numpy.where(rare, 0.6, 0.3)
        found = weights.share(list(chose), list(numpy.where(rare, 2.0, 2 / 3)))
        covered += found.low <= truth <= found.high
    assert 0.935 <= covered / rounds <= 0.965, covered / rounds
