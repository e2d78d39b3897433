"""What a course changed, in numbers. The only module of the room that meets numpy, scipy and
statsmodels, which are slow to import: nothing imports it at start-up.

Scores are right answers of `out_of` questions; shown as percent of right answers (0 to 100).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from talka.prevention.training.rules import FEWEST

CEILING = 80.0
"""Percent right before the course from which there is little left to gain."""


@dataclass(frozen=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemChange:
    """A question: percent right before and after; p of the exact McNemar test."""

    n: int
    before: float
    after: float
    p: float


@dataclass(frozen=True)
class Effect:
    """`n_before` and `n_after` are equal when paired. `size`: Hedges' g, None where nothing varies.
    `gain`: the share of what was left to learn (Hake 1998), None when there was nothing left."""

    paired: bool
    n_before: int
    n_after: int
    before: float
    after: float
    change: Interval
    size: float | None
    gain: float | None
    improved: Interval | None
    ceiling: bool
    items: tuple[ItemChange, ...]


def paired_effect(
    before: Sequence[int], after: Sequence[int], out_of: int,
    before_right: Sequence[Sequence[bool]] = (), after_right: Sequence[Sequence[bool]] = (),
) -> Effect | None:  # fmt: skip
    """Both tests of the same people, in the same order. None below ten people."""
    if len(before) != len(after):
        raise ValueError("pairs have two values")
    if len(before) < FEWEST:
        return None
    import numpy as np
    from scipy import stats
    from statsmodels.stats.proportion import proportion_confint

    x, y = _percent(before, out_of), _percent(after, out_of)
    change = y - x
    if np.ptp(change) == 0:  # everybody changed alike: no spread, and the test would warn
        interval = Interval(float(change[0]), float(change[0]), float(change[0]))
    else:
        found = stats.ttest_rel(y, x).confidence_interval(0.95)
        interval = Interval(float(change.mean()), float(found.low), float(found.high))
    better = int((change > 0).sum())
    low, high = proportion_confint(better, len(x), method="wilson")
    return Effect(
        True, len(x), len(x), float(x.mean()), float(y.mean()), interval, g_av(x, y),
        _gain(float(x.mean()), float(y.mean())),
        Interval(100 * better / len(x), 100 * float(low), 100 * float(high)),
        bool(x.mean() >= CEILING), _items(before_right, after_right),
    )  # fmt: skip


def unpaired_effect(before: Sequence[int], after: Sequence[int], out_of: int) -> Effect | None:
    """Papers nobody can pair: Welch's interval, Hedges' g of two groups. None below ten each."""
    if len(before) < FEWEST or len(after) < FEWEST:
        return None
    import numpy as np
    from scipy import stats
    from statsmodels.stats.meta_analysis import effectsize_smd

    x, y = _percent(before, out_of), _percent(after, out_of)
    mean, size = float(y.mean() - x.mean()), None
    if np.ptp(x) == 0 and np.ptp(y) == 0:
        interval = Interval(mean, mean, mean)
    else:
        found = stats.ttest_ind(y, x, equal_var=False).confidence_interval(0.95)
        interval = Interval(mean, float(found.low), float(found.high))
        size = float(
            effectsize_smd(y.mean(), y.std(ddof=1), len(y), x.mean(), x.std(ddof=1), len(x))[0]
        )
    return Effect(
        False, len(x), len(y), float(x.mean()), float(y.mean()), interval, size,
        _gain(float(x.mean()), float(y.mean())), None, bool(x.mean() >= CEILING), (),
    )  # fmt: skip


def retention(after: Sequence[int], later: Sequence[int]) -> int | None:
    """How much of the result after the course was kept: later / after in whole percent, so that
    nobody's single score can be told from two releases. None below ten people."""
    if len(after) != len(later):
        raise ValueError("pairs have two values")
    if len(after) < FEWEST or not sum(after):
        return None
    return round(100 * sum(later) / sum(after))


def g_av(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Hedges' g_av (Lakens 2013): mean change over the mean of both standard deviations, times the
    exact correction of Hedges (1981) with n - 1 degrees of freedom. None without any spread."""
    import numpy as np
    from scipy.special import gammaln

    a, b = np.asarray(x, float), np.asarray(y, float)
    spread = (a.std(ddof=1) + b.std(ddof=1)) / 2
    if spread == 0:
        return None
    df = len(a) - 1
    correction = math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / math.sqrt(df / 2)
    return float((b.mean() - a.mean()) / spread * correction)


def _percent(scores: Sequence[int], out_of: int):  # type: ignore[no-untyped-def]
    import numpy as np

    return 100.0 * np.asarray(scores, float) / out_of


def _gain(before: float, after: float) -> float | None:
    return None if before >= 100 else (after - before) / (100 - before)


def _items(
    before: Sequence[Sequence[bool]], after: Sequence[Sequence[bool]]
) -> tuple[ItemChange, ...]:
    if not before:
        return ()
    import numpy as np
    from statsmodels.stats.contingency_tables import mcnemar

    x, y = np.asarray(before, bool), np.asarray(after, bool)
    found = []
    for n in range(x.shape[1]):
        a, b = x[:, n], y[:, n]
        table = [[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]]
        changed = table[0][1] + table[1][0]
        p = float(mcnemar(np.asarray(table), exact=True).pvalue) if changed else 1.0
        found.append(ItemChange(n + 1, 100 * float(a.mean()), 100 * float(b.mean()), p))
    return tuple(found)
