"""Weights, shares, intervals and changes of a poll. Libraries do the arithmetic; they are imported
only where used.

Raking: ipfn (Deming and Stephan, 1940). Variance of a weighted share or mean: the linearised one,
as `svymean(~y, svydesign(ids = ~1, strata = ~h, weights = ~w))` of R's *survey*: per stratum
n/(n-1) times the squares of w (y - mean) / sum of w about their own mean. Interval: Wilson's with
the effective number n_eff = p (1 - p) / variance (Korn and Graubard, 1998), corrected for a finite
population. Change: two samples drawn by themselves; Holm (1979) where many are tested.
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


@dataclass(frozen=True)
class Strata:
    """`of`: the stratum of each person who answered; `people`: how many people each stratum has."""

    of: Sequence[str]
    people: Mapping[str, int]

    def where(self, kept: Sequence[bool]) -> Strata:
        """Of these persons only."""
        return Strata([h for h, k in zip(self.of, kept, strict=True) if k], self.people)


@dataclass(frozen=True)
class Change:
    """Of a share or a mean between two polls; `low`, `high` at 95 %; `p` before any correction."""

    difference: float
    low: float
    high: float
    p: float


def of_design(strata: Strata) -> list[float]:
    """One weight a person, with mean 1: people of the stratum over answers from it.

    NoWeights when somebody stands in no stratum, or a stratum has no answer.
    """
    from collections import Counter

    answers = Counter(strata.of)
    if set(answers) - set(strata.people):
        raise NoWeights("an answer outside the strata")
    if missing := sorted(set(strata.people) - set(answers)):
        raise NoWeights(missing[0])
    share = len(strata.of) / sum(strata.people.values())
    return [strata.people[h] / answers[h] * share for h in strata.of]


def raked(
    answers: Sequence[Mapping[str, str]],
    margins: Mapping[str, Mapping[str, int]],
    base: Sequence[float] | None = None,
) -> list[float]:
    """One weight a person, with mean 1, so that the weighted answers stand as in the margins.

    `answers`: each person's answers to the questions of the margins. `base`: weights to begin with,
    one a person. NoWeights when it cannot be.
    """
    first = list(base) if base else [1.0] * len(answers)
    if not margins:
        return first
    import numpy
    from ipfn import ipfn

    places = {q: {o: n for n, o in enumerate(people)} for q, people in margins.items()}
    cells = [tuple(places[q].get(a.get(q, ""), -1) for q in margins) for a in answers]
    if any(-1 in cell for cell in cells):
        raise NoWeights("an answer outside the margins")
    table = numpy.zeros([len(people) for people in margins.values()])
    for cell, weight in zip(cells, first, strict=True):
        table[cell] += weight
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
    return [
        float(weight * fitted[cell] / table[cell])
        for cell, weight in zip(cells, first, strict=True)
    ]


def trimmed(weights: Sequence[float], times: float = 5.0) -> list[float]:
    """No weight above `times` the mean; what is cut off goes to the others in proportion."""
    cap, kept = times * sum(weights) / len(weights), list(weights)
    while any(w > cap * (1 + 1e-12) for w in kept):
        over = sum(w - cap for w in kept if w > cap)
        below = sum(w for w in kept if w < cap)
        kept = [cap if w >= cap else w * (1 + over / below) for w in kept]
    return kept


def mean(
    values: Sequence[float], weights: Sequence[float], strata: Strata | None = None,
    of: Sequence[bool] | None = None,
) -> Estimate:  # fmt: skip
    """The weighted mean, with its linearised standard error and a normal interval.

    `of`: of these persons only, out of the whole sample. How many they are is itself by chance, so
    the others count with nothing in the variance, as `svymean(~y, subset(d, …))` has it.
    """
    import numpy
    from scipy.stats import norm

    inside = [True] * len(values) if of is None else list(of)
    y, w = numpy.asarray(values, float), numpy.where(inside, numpy.asarray(weights, float), 0.0)
    middle = float(numpy.average(y, weights=w))
    error = _error(list(w * (y - middle) / w.sum()), strata)
    half = float(norm.ppf(0.975)) * error
    kept = [float(x) for x, i in zip(w, inside, strict=True) if i]
    return Estimate(middle, error, middle - half, middle + half, len(kept), effective(kept))


LARGE_PART = 0.05
"""From this part of a stratum on, what is not asked is little enough to narrow the interval."""


def _error(parts: Sequence[float], strata: Strata | None) -> float:
    """Root of the summed variances of the strata; one stratum where there are none."""
    import numpy

    groups: dict[str, list[float]] = {}
    for part, stratum in zip(parts, strata.of if strata else [""] * len(parts), strict=True):
        groups.setdefault(stratum, []).append(part)
    variance = 0.0
    for stratum, group in _with_company(groups).items():
        n, people = len(group), (strata.people.get(stratum, 0) if strata else 0)
        rest = 1 - n / people if people > n > LARGE_PART * people else 1.0
        variance += rest * n * float(numpy.var(group, ddof=1)) if n > 1 else 0.0
    return float(numpy.sqrt(variance))


def _with_company(groups: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """A stratum with a single answer says nothing of how people there differ: it joins the smallest
    other one (collapsed strata)."""
    kept = {h: list(g) for h, g in groups.items() if len(g) > 1}
    for h, group in groups.items():
        if len(group) == 1:
            nearest = min(kept, key=lambda k: (len(kept[k]), k)) if kept else h
            kept.setdefault(nearest, []).extend(group)
    return kept


def effective(weights: Sequence[float]) -> float:
    """Kish: (sum of weights) squared over the sum of their squares."""
    return sum(weights) ** 2 / sum(w * w for w in weights)


def share(
    chose: Sequence[bool],
    weights: Sequence[float],
    population: int | None = None,
    strata: Strata | None = None,
    of: Sequence[bool] | None = None,
) -> Estimate:
    """The weighted share of those who chose, with Wilson's interval on n_eff.

    `population` narrows the interval of a sample without strata; with strata their own numbers do.
    `of`: of these persons only.
    """
    from statsmodels.stats.proportion import proportion_confint

    found = mean([float(c) for c in chose], weights, strata, of)
    p, n, asked = found.value, found.n, len(chose)
    n_eff = p * (1 - p) / found.error**2 if 0 < p < 1 and found.error > 0 else found.n_eff
    if strata is None:
        n_eff = min(n_eff, float(n))
        if population and population > asked and asked / population > LARGE_PART:
            n_eff *= (population - 1) / (population - asked)
    low, high = proportion_confint(p * n_eff, n_eff, method="wilson")
    return Estimate(p, found.error, float(low), float(high), n, n_eff)


def change(now: Estimate, before: Estimate) -> Change | None:
    """From one sample to another drawn by itself; None where neither can be judged."""
    from scipy.stats import norm

    difference = now.value - before.value
    error = (now.error**2 + before.error**2) ** 0.5
    if error == 0:
        return None
    half = float(norm.ppf(0.975)) * error
    p = float(2 * norm.sf(abs(difference) / error))
    return Change(difference, difference - half, difference + half, p)


MANY = 5
"""More tests than this in one view are corrected."""


def significant(p: Sequence[float], level: float = 0.05) -> list[bool]:
    """Which changes are more than chance; of many tests in one view by Holm's correction."""
    if len(p) <= MANY:
        return [x < level for x in p]
    from statsmodels.stats.multitest import multipletests

    return [bool(r) for r in multipletests(list(p), alpha=level, method="holm")[0]]
