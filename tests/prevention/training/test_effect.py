"""The figures of an effect equal formulas by hand; intervals cover; nothing below ten people."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from talka.prevention.training import effect

SCORES = st.integers(0, 20)
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=10, max_size=60)


def moments(values: list[float]) -> tuple[float, float]:
    """Mean and variance by hand."""
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_the_paired_figures_equal_formulas_by_hand(pairs: list[tuple[int, int]]) -> None:
    x, y = [5.0 * a for a, _ in pairs], [5.0 * b for _, b in pairs]
    found = effect.paired_effect([a for a, _ in pairs], [b for _, b in pairs], 20)
    assert found is not None
    n, (mean, variance) = len(pairs), moments([b - a for a, b in zip(x, y, strict=True)])
    half = stats.t.ppf(0.975, n - 1) * math.sqrt(variance / n)
    for got, want in ((found.change.value, mean), (found.change.low, mean - half),
                      (found.change.high, mean + half)):  # fmt: skip
        assert got == pytest.approx(want, rel=1e-10, abs=1e-10)
    (mx, vx), (my, vy) = moments(x), moments(y)
    spread = (math.sqrt(vx) + math.sqrt(vy)) / 2
    if spread > 1e-9:
        df = n - 1
        exact = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
        assert found.size == pytest.approx((my - mx) / spread * exact, rel=1e-10, abs=1e-10)
    if mx < 100:
        assert found.gain == pytest.approx((my - mx) / (100 - mx), rel=1e-10, abs=1e-10)
    better, z = sum(b > a for a, b in pairs), stats.norm.ppf(0.975)
    share, wide = better / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / wide
    half = z / wide * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    assert found.improved is not None
    assert found.improved.low == pytest.approx(100 * max(0.0, middle - half), rel=1e-10, abs=1e-8)
    assert found.improved.high == pytest.approx(100 * min(1.0, middle + half), rel=1e-10, abs=1e-8)
    assert found.ceiling == (np.mean(x) >= 80)


@settings(max_examples=100, deadline=None)
@given(st.lists(SCORES, min_size=10, max_size=40), st.lists(SCORES, min_size=10, max_size=40))
def test_the_unpaired_figures_equal_formulas_by_hand(a: list[int], b: list[int]) -> None:
    found = effect.unpaired_effect(a, b, 20)
    assert found is not None
    (mx, vx), (my, vy) = moments([5.0 * v for v in a]), moments([5.0 * v for v in b])
    n, m = len(a), len(b)
    if vx + vy == 0:
        assert (found.size, found.change.low) == (None, pytest.approx(my - mx))
        return
    error = vx / n + vy / m
    df = error**2 / ((vx / n) ** 2 / (n - 1) + (vy / m) ** 2 / (m - 1))
    half = stats.t.ppf(0.975, df) * math.sqrt(error)
    assert found.change.low == pytest.approx(my - mx - half, rel=1e-10, abs=1e-9)
    assert found.change.high == pytest.approx(my - mx + half, rel=1e-10, abs=1e-9)
    pooled = math.sqrt(((n - 1) * vx + (m - 1) * vy) / (n + m - 2))
    correction = 1 - 3 / (4 * (n + m) - 9)
    assert found.size == pytest.approx((my - mx) / pooled * correction, rel=1e-10, abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=10, max_size=40))
def test_a_question_is_judged_by_the_exact_test_of_mcnemar(pairs: list[tuple[bool, bool]]) -> None:
    before, after = [[a] for a, _ in pairs], [[b] for _, b in pairs]
    found = effect.paired_effect([int(a) for a, _ in pairs], [int(b) for _, b in pairs], 1,
                                 before, after)  # fmt: skip
    assert found is not None
    gained, lost = sum(b and not a for a, b in pairs), sum(a and not b for a, b in pairs)
    want = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert found.items[0].p == pytest.approx(want, abs=1e-10)


def test_nothing_below_ten_people() -> None:
    nine, ten = [1] * 9, [1, 2] * 5
    assert effect.paired_effect(nine, nine, 5) is None
    assert effect.unpaired_effect(nine, ten, 5) is None
    assert effect.unpaired_effect(ten, nine, 5) is None
    assert effect.retention(nine, nine) is None
    assert effect.paired_effect(ten, ten, 5) is not None
    assert effect.retention([4] * 10, [3] * 10) == 75


def test_no_spread_is_no_size_and_no_warning() -> None:
    alike = effect.paired_effect([5] * 10, [5] * 10, 5)
    assert alike is not None
    assert (alike.size, alike.gain, alike.ceiling) == (None, None, True)
    assert alike.change == effect.Interval(0.0, 0.0, 0.0)


@pytest.mark.parametrize("n", [10, 25])
def test_the_interval_covers_what_it_says(n: int, record_property: pytest.FixtureRequest) -> None:
    """The true change is known: of 4,000 samples of a binomial test, 94 to 96 % of intervals hold
    it. Control: an interval of half the width holds it far less often."""
    random, covered, narrow, rounds = np.random.default_rng(20261123), 0, 0, 4000
    for _ in range(rounds):
        able = random.normal(0, 0.6, n)
        x = random.binomial(40, 1 / (1 + np.exp(-able)))
        y = random.binomial(40, 1 / (1 + np.exp(-able - 0.5)))
        found = effect.paired_effect(x, y, 40)
        assert found is not None
        half = (found.change.high - found.change.low) / 4
        covered += found.change.low <= TRUE <= found.change.high
        narrow += abs(found.change.value - TRUE) <= half
    record_property("coverage", covered / rounds)  # type: ignore[operator]
    assert 0.94 <= covered / rounds <= 0.96
    assert narrow / rounds < 0.75


def _true() -> float:
    """Mean change in percent over everybody, by quadrature."""
    points, weights = np.polynomial.hermite_e.hermegauss(80)
    able = 0.6 * points
    change = 1 / (1 + np.exp(-able - 0.5)) - 1 / (1 + np.exp(-able))
    return float(100 * (weights * change).sum() / weights.sum())


TRUE = _true()


def test_the_web_process_does_not_import_the_slow_libraries() -> None:
    code = ("import django, sys; django.setup(); import talka.urls;"
            "print(sorted({'scipy', 'statsmodels'} & set(sys.modules)))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
