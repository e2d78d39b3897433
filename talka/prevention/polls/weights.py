"""Weights, shares and intervals of a poll. Libraries do the arithmetic; imported only where used.

Raking: ipfn (Deming and Stephan, 1940). Variance of a weighted share or mean: the linearised one,
as `svymean(~y, svydesign(ids = ~1, weights = ~w))` of R's *survey*; here the HC1 sandwich of a
weighted regression on a constant, which is the same formula. Interval: Wilson's with the effective
number n_eff = p (1 - p) / variance (Korn and Graubard, 1998), corrected for a finite population.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """`value` is a share between 0 and 1 or a mean; `low`, `high` at 95 %; `n_eff` the number of
    people of a simple sample that would tell as much."""

    value: float
    error: float
    low: float
    high: float
    n: int
    n_eff: float


class NoWeights(Exception):
    """The margins cannot be met: an answer of the margins that nobody gave, or no convergence."""


def raked(
    answers: Sequence[Mapping[str, str]], margins: Mapping[str, Mapping[str, int]]
) -> list[float]:
    """One weight a person, with mean 1, so that the weighted answers stand as in the margins.

    `answers`: each person's answers to the questions of the margins. NoWeights when it cannot be.
    """
    if not margins:
        return [1.0] * len(answers)
    import numpy
    from ipfn import ipfn

    places = {q: {o: n for n, o in enumerate(people)} for q, people in margins.items()}
    cells = [tuple(places[q].get(a.get(q, ""), -1) for q in margins) for a in answers]
    if any(-1 in cell for cell in cells):
        raise NoWeights("an answer outside the margins")
    table = numpy.zeros([len(people) for people in margins.values()])
    for cell in cells:
        table[cell] += 1
    wanted = []
    for axis, (question, people) in enumerate(margins.items()):
        others = tuple(n for n in range(len(margins)) if n != axis)
        if not table.sum(axis=others).all():
            raise NoWeights(question)
        share = len(answers) / sum(people.values())
        wanted.append(numpy.array([n * share for n in people.values()]))
    fitted = ipfn.ipfn(
        table.copy(), wanted, [[n] for n in range(len(margins))], convergence_rate=1e-12,
        rate_tolerance=0, max_iteration=1000,
    ).iteration()  # fmt: skip
    for axis, question in enumerate(margins):
        others = tuple(n for n in range(len(margins)) if n != axis)
        if abs(fitted.sum(axis=others) - wanted[axis]).max() > 1e-4 * len(answers):
            raise NoWeights(question)
    return [float(fitted[cell] / table[cell]) for cell in cells]


def trimmed(weights: Sequence[float], times: float = 5.0) -> list[float]:
    """No weight above `times` the mean; what is cut off goes to the others in proportion."""
    cap, kept = times * sum(weights) / len(weights), list(weights)
    while any(w > cap * (1 + 1e-12) for w in kept):
        over = sum(w - cap for w in kept if w > cap)
        below = sum(w for w in kept if w < cap)
        kept = [cap if w >= cap else w * (1 + over / below) for w in kept]
    return kept


def mean(values: Sequence[float], weights: Sequence[float]) -> Estimate:
    """The weighted mean with its linearised standard error (HC1) and a normal interval."""
    import numpy
    from statsmodels.regression.linear_model import WLS

    fitted = WLS(
        numpy.asarray(values, float), numpy.ones(len(values)), weights=numpy.asarray(weights, float)
    ).fit(cov_type="HC1")
    low, high = fitted.conf_int()[0]
    return Estimate(
        float(fitted.params[0]), float(fitted.bse[0]), float(low), float(high), len(values),
        effective(weights),
    )  # fmt: skip


def effective(weights: Sequence[float]) -> float:
    """Kish: (sum of weights) squared over the sum of their squares."""
    return sum(weights) ** 2 / sum(w * w for w in weights)


def share(
    chose: Sequence[bool], weights: Sequence[float], population: int | None = None
) -> Estimate:
    """The weighted share of those who chose, with Wilson's interval on n_eff."""
    from statsmodels.stats.proportion import proportion_confint

    found = mean([float(c) for c in chose], weights)
    p, n = found.value, len(chose)
    n_eff = p * (1 - p) / found.error**2 if 0 < p < 1 and found.error > 0 else effective(weights)
    n_eff = min(n_eff, float(n))
    if population and population > n and n / population > 0.05:
        n_eff *= (population - 1) / (population - n)
    low, high = proportion_confint(p * n_eff, n_eff, method="wilson")
    return Estimate(p, found.error, float(low), float(high), n, n_eff)
