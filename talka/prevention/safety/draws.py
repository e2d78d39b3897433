"""How sure is a place in the ranking? Weights and missing figures are drawn anew a thousand times.

The only module of the room that needs numpy; imported when a page asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from talka.prevention.safety.rules import Cell, composite, score
from talka.prevention.safety.shapes import Measure

SPREAD = 0.5
"""A drawn weight lies between half and one and a half times the stated one."""

Figures = tuple[tuple[str, tuple[Cell, ...]], ...]


def rank_intervals(
    measures: Sequence[Measure],
    towns: Mapping[str, Mapping[str, Cell]],
    *,
    draws: int,
    seed: int,
) -> dict[str, tuple[int, int]]:
    """The 5th and 95th percentile of each municipality's place, 1 is the safest.

    Only municipalities whose composite shows take part. A missing figure is drawn from those the
    others have; not applicable stays out. The same figures and seed give the same answer on every
    machine: PCG64, municipalities in the order of their codes.
    """
    figures = tuple(
        (code, tuple(towns[code].get(m.code, Cell("missing")) for m in measures))
        for code in sorted(towns)
    )
    return dict(_intervals(tuple(measures), figures, draws, seed))


@lru_cache(maxsize=8)
def _intervals(
    measures: tuple[Measure, ...], figures: Figures, draws: int, seed: int
) -> tuple[tuple[str, tuple[int, int]], ...]:
    shown = [
        (code, cells)
        for code, cells in figures
        if composite(measures, _by_code(measures, cells)).linear is not None
    ]
    if not shown:
        return ()
    maker = np.random.Generator(np.random.PCG64(seed))
    scores, applies = _scores(measures, shown)
    gaps = _gaps(scores)
    weights = np.array([m.weight for m in measures], dtype=float)
    places = np.empty((draws, len(shown)), dtype=int)
    for n in range(draws):
        drawn = weights * maker.uniform(1 - SPREAD, 1 + SPREAD, len(weights))
        filled = _filled(scores, gaps, maker)
        mass = applies * drawn
        found = (filled * mass).sum(axis=1) / mass.sum(axis=1)
        places[n] = 1 + (found[None, :] > found[:, None] + 1e-12).sum(axis=1)
    low = np.percentile(places, 5, axis=0, method="inverted_cdf")
    high = np.percentile(places, 95, axis=0, method="inverted_cdf")
    return tuple((code, (int(a), int(b))) for (code, _), a, b in zip(shown, low, high, strict=True))


def _by_code(measures: Sequence[Measure], cells: Sequence[Cell]) -> dict[str, Cell]:
    return {m.code: c for m, c in zip(measures, cells, strict=True)}


def _scores(
    measures: Sequence[Measure], shown: Sequence[tuple[str, tuple[Cell, ...]]]
) -> tuple[np.ndarray, np.ndarray]:
    """Scores (NaN where there is no number) and 1 where the indicator applies."""
    scores = np.full((len(shown), len(measures)), np.nan)
    applies = np.ones_like(scores)
    for i, (_, cells) in enumerate(shown):
        for j, (measure, cell) in enumerate(zip(measures, cells, strict=True)):
            if cell.number is not None:
                scores[i, j] = score(measure, cell.number)
            elif cell.state == "not_applicable":
                applies[i, j] = 0
    return scores, applies


Gap = tuple[int, np.ndarray, np.ndarray]
"""A column, the rows in it that lack a number, and the numbers that the others have."""


def _gaps(scores: np.ndarray) -> list[Gap]:
    lacking = np.isnan(scores)
    columns = np.flatnonzero(lacking.any(axis=0))
    return [(int(j), np.flatnonzero(lacking[:, j]), scores[~lacking[:, j], j]) for j in columns]


def _filled(scores: np.ndarray, gaps: Sequence[Gap], maker: np.random.Generator) -> np.ndarray:
    """A number in every cell: what is missing is one of those the others have, or anything."""
    filled = scores.copy()
    for j, rows, known in gaps:
        if known.size:
            filled[rows, j] = known[maker.integers(0, known.size, rows.size)]
        else:
            filled[rows, j] = maker.uniform(0, 1, rows.size)
    return filled
