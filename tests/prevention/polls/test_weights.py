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


OF_SAMPLICS = {
    "mean": (5.522727272727273, 0.6372639267963207),
    "mean in strata": (5.522727272727273, 0.7149543450754653),
    "mean in strata, a large part asked": (5.522727272727273, 0.6330343429163776),
    "share": (0.6060606060606061, 0.16497347189598371),
    "share in strata": (0.6060606060606061, 0.17930468657254853),
}
"""Value and standard error, once computed with `TaylorEstimator` of samplics 0.6.1."""


@pytest.mark.parametrize("name", OF_SAMPLICS)
def test_fixed_cases_equal_an_independent_package(name):
    """To 1e-8. Four, five and three people of strata of 40, 20 and 10, or of millions."""
    values, w = FIXED[1]
    large = "large" in name
    sizes = dict(zip("abc", (40, 20, 10) if large else (4_000_000,) * 3, strict=True))
    strata = weights.Strata("aaaabbbbbccc", sizes) if "strata" in name else None
    told = [float(v > 5) for v in values] if "share" in name else values
    found = weights.mean(told, w, strata)
    assert (found.value, found.error) == pytest.approx(OF_SAMPLICS[name], abs=1e-8)
    others = [v for v in OF_SAMPLICS.values() if v != OF_SAMPLICS[name]]
    assert all(found.error != pytest.approx(e, abs=1e-4) for _v, e in others)  # the control


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


@pytest.mark.parametrize("stratified", [False, True])
def test_the_interval_covers_as_often_as_it_says(stratified):
    """Samples of 400 drawn with unequal chances (design effect about 1.3), weighted back; by chance
    from the whole, and from two strata. The control: as if nobody had been weighted."""
    draw = numpy.random.default_rng(11)
    covered, plain, rounds, truth = 0, 0, 2000, 0.3 * 0.5 + 0.6 * 0.5
    for _turn in range(rounds):
        # half of the population, a quarter of the sample
        rare = numpy.arange(400) < 100 if stratified else draw.random(400) < 0.25
        chose = list(draw.random(400) < numpy.where(rare, 0.6, 0.3))
        strata = weights.Strata(["ab"[int(not r)] for r in rare], {"a": 10**6, "b": 10**6})
        w = weights.of_design(strata) if stratified else list(numpy.where(rare, 2.0, 2 / 3))
        found = weights.share(chose, w, strata=strata if stratified else None)
        covered += found.low <= truth <= found.high
        unweighted = weights.share(chose, [1.0] * 400)
        plain += unweighted.low <= truth <= unweighted.high
    assert 0.94 <= covered / rounds <= 0.96, covered / rounds
    assert plain / rounds < 0.5


def test_weights_of_the_design_bring_strata_to_their_size():
    strata = weights.Strata(["town"] * 30 + ["village"] * 10, {"town": 500, "village": 1500})
    found = weights.of_design(strata)
    assert sum(found) == pytest.approx(40)
    assert sum(found[30:]) / 40 == pytest.approx(0.75)
    with pytest.raises(weights.NoWeights, match="village"):
        weights.of_design(weights.Strata(["town"], strata.people))
    with pytest.raises(weights.NoWeights):
        weights.of_design(weights.Strata(["town", ""], {"town": 5}))


def test_raking_begins_at_the_weights_of_the_design():
    """Margins that the design meets already change nothing; others are met from there."""
    strata = weights.Strata(["t"] * 60 + ["v"] * 40, {"t": 300, "v": 700})
    base = weights.of_design(strata)
    answers = [{"sex": "female" if n % 2 else "male"} for n in range(100)]
    same = weights.raked(answers, {"sex": {"female": 500, "male": 500}}, base)
    assert same == pytest.approx(base)
    other = weights.raked(answers, {"sex": {"female": 800, "male": 200}}, base)
    reached = sum(w for w, a in zip(other, answers, strict=True) if a["sex"] == "female")
    assert reached / sum(other) == pytest.approx(0.8)
    assert other[99] / other[1] == pytest.approx(base[99] / base[1])


def test_a_lonely_answer_joins_the_smallest_stratum():
    strata = weights.Strata("aaaaabbbc", {"a": 900, "b": 500, "c": 100})
    together = weights.Strata("aaaaabbbb", {"a": 900, "b": 500})
    values, w = [1, 4, 2, 5, 3, 9, 8, 7, 2], [1.0] * 9
    assert weights.mean(values, w, strata).error == weights.mean(values, w, together).error
    assert weights.mean([3], [1.0], weights.Strata("a", {"a": 9})).error == 0


def test_a_change_is_judged_by_both_errors():
    was = weights.share([True] * 40 + [False] * 60, [1.0] * 100)
    now = weights.share([True] * 60 + [False] * 40, [1.0] * 100)
    found = weights.change(now, was)
    error = math.sqrt(2 * 0.24 / 99)
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.2 - Z * error, 0.2 + Z * error))
    assert found.p == pytest.approx(math.erfc(0.2 / error / math.sqrt(2)), abs=1e-12)
    assert weights.change(*[weights.share([True] * 20, [1.0] * 20)] * 2) is None


def test_many_tests_in_one_view_are_corrected():
    """Holm: the smallest of m against 0.05 / m, the next against 0.05 / (m - 1) …"""
    assert weights.significant([0.04] * 5) == [True] * 5
    assert weights.significant([0.04] * 6) == [False] * 6
    assert weights.significant([0.008, 0.0099, 0.04, 0.5, 0.6, 0.7]) == [
        True, True, False, False, False, False,
    ]  # fmt: skip
