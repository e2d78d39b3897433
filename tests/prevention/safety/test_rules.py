"""Scores, composites, places and standings: what holds for all numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.ground.kernel.pack.files import PackError
from talka.prevention.safety import content, rules
from talka.prevention.safety.draws import rank_intervals
from talka.prevention.safety.rules import Cell, Way, composite, score
from talka.prevention.safety.shapes import (
    Measure,
    Named,
    read_framework,
    read_rubric,
    read_tiles,
)

FRAMEWORK = read_framework(content.documents()["framework"])
MEASURES = FRAMEWORK.measures
NAME = Named("a", "b")
numbers = st.decimals(0, 500, places=2)
cells = st.one_of(
    numbers.map(lambda n: Cell("value", n)),
    st.sampled_from([Cell("zero", Decimal(0)), Cell("missing"), Cell("not_applicable"),
                     Cell("suppressed")]),
)  # fmt: skip
figures = st.fixed_dictionaries({m.code: cells for m in MEASURES})
whole = st.fixed_dictionaries({m.code: numbers.map(lambda n: Cell("value", n)) for m in MEASURES})


def measure(weight: int, way: str = "min_max", direction: str = "up", code: str = "X") -> Measure:
    return Measure("a", "b", code, "d", NAME, weight, direction, way, Decimal(10), Decimal(110))


@given(st.sampled_from(MEASURES), numbers, numbers)
def test_a_score_is_of_the_scale_and_follows_the_direction(
    m: Measure, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    a, b = rules.score(m, low), rules.score(m, high)
    assert 0 <= a <= 1
    assert a <= b if m.direction == "up" else a >= b


@pytest.mark.parametrize(
    ("m", "value", "score"),
    [
        (measure(1), 10, 0), (measure(1), 60, 0.5), (measure(1), 110, 1), (measure(1), 999, 1),
        (measure(1, direction="down"), 35, 0.75),
        (measure(1, "target"), 55, 0.5), (measure(1, "target"), 220, 1),
        (measure(1, "target", "down"), 220, 0.5), (measure(1, "target", "down"), 0, 1),
        (measure(1, "z"), 10, 0.5), (measure(1, "z"), 340, 1), (measure(1, "z"), 120, 2 / 3),
        (measure(1, "z", "down"), 120, 1 / 3),
    ],
)  # fmt: skip
def test_scores_by_hand(m: Measure, value: int, score: float) -> None:
    assert rules.score(m, Decimal(value)) == pytest.approx(score, abs=1e-12)


@given(whole)
def test_the_composite_is_the_weighted_mean_of_its_parts(found: dict[str, Cell]) -> None:
    made = rules.composite(MEASURES, found)
    assert made.linear is not None
    assert made.geometric is not None
    assert made.linear == pytest.approx(sum(s.points for s in made.shares), abs=1e-9)
    assert made.linear + sum(s.room for s in made.shares) == pytest.approx(100, abs=1e-9)
    floored = sum(s.measure.weight * max(s.score or 0, rules.FLOOR) for s in made.shares)
    assert made.geometric <= floored + 1e-9  # never above the linear one, the floor apart
    assert 0 <= made.linear <= 100


@given(whole, st.sampled_from(MEASURES), numbers)
def test_the_composite_is_monotone(found: dict[str, Cell], m: Measure, other: Decimal) -> None:
    """A better figure of one indicator never lowers either composite."""
    changed = {**found, m.code: Cell("value", other)}
    before, after = rules.composite(MEASURES, found), rules.composite(MEASURES, changed)
    assert before.linear is not None
    assert after.linear is not None
    assert before.geometric is not None
    assert after.geometric is not None
    if rules.score(m, other) >= rules.score(m, found[m.code].value or Decimal(0)):
        assert after.linear >= before.linear - 1e-9
        assert after.geometric >= before.geometric - 1e-9
    else:
        assert after.linear <= before.linear + 1e-9


@given(figures, st.integers(2, 50))
def test_only_the_ratio_of_weights_counts(found: dict[str, Cell], times: int) -> None:
    scaled = tuple(replace(m, weight=m.weight * times) for m in MEASURES)
    one, other = rules.composite(MEASURES, found), rules.composite(scaled, found)
    assert (one.linear is None) == (other.linear is None)
    if one.linear is not None and one.geometric is not None:
        assert other.linear == pytest.approx(one.linear, abs=1e-9)
        assert other.geometric == pytest.approx(one.geometric, abs=1e-9)


@given(figures)
def test_it_shows_from_four_fifths_of_what_applies(found: dict[str, Cell]) -> None:
    made = rules.composite(MEASURES, found)
    applies = [m for m in MEASURES if found[m.code].state != "not_applicable"]
    present = sum(m.weight for m in applies if found[m.code].number is not None)
    of = sum(m.weight for m in applies)
    assert (made.present, made.whole) == (present, of)
    assert (made.linear is not None) == (of > 0 and present / of >= 0.8 - 1e-12)


@pytest.mark.parametrize(
    ("present", "of", "shows"),
    [(80, 100, True), (79, 100, False), (4, 5, True), (0, 0, False), (799, 1000, False),
     (800, 1000, True), (79_999_999_999_999_999, 100_000_000_000_000_000, False)],
)  # fmt: skip
def test_the_boundary_is_exact(present: int, of: int, shows: bool) -> None:
    assert rules.enough(present, of) is shows


def test_zero_is_a_number_and_missing_is_none() -> None:
    two = (measure(8, direction="down", code="X"), measure(2, code="Y"))
    zero = rules.composite(two, {"X": Cell("zero", Decimal(0)), "Y": Cell("missing")})
    assert zero.linear == 100
    for state in ("missing", "suppressed"):
        assert rules.composite(two, {"X": Cell(state), "Y": Cell("zero", Decimal(0))}).whole == 10
        none = rules.composite(two, {"X": Cell(state), "Y": Cell("value", Decimal(60))})
        assert none.linear is None
    apart = rules.composite(two, {"X": Cell("not_applicable"), "Y": Cell("value", Decimal(60))})
    assert (apart.linear, apart.whole) == (50, 2)


towns = st.dictionaries(st.text("123456789", min_size=2, max_size=2), whole, min_size=2, max_size=8)


@settings(max_examples=15, deadline=None)
@given(towns)
def test_intervals_are_the_same_again_and_hold_their_order(
    found: dict[str, dict[str, Cell]],
) -> None:
    one = rank_intervals(MEASURES, found, draws=200, seed=1)
    turned = dict(reversed(list(found.items())))
    assert rank_intervals(MEASURES, turned, draws=200, seed=1) == one
    for low, high in one.values():
        assert 1 <= low <= high <= len(found)
    best = {m.code: Cell("value", _end(m, best=True)) for m in MEASURES}
    worst = {m.code: Cell("value", _end(m, best=False)) for m in MEASURES}
    ends = rank_intervals(MEASURES, {"a": best, "b": worst, "c": worst}, draws=200, seed=1)
    assert ends == {"a": (1, 1), "b": (2, 2), "c": (2, 2)}


def _end(m: Measure, best: bool) -> Decimal:
    return Decimal(10_000) if best == (m.direction == "up") else Decimal(0)


def test_a_thousand_drawings_are_reproducible() -> None:
    """Known figures give known places; another seed, other drawings (the control)."""
    found = {
        str(t): {m.code: Cell("value", Decimal((t * 37 + n * 53) % 97)) for n, m in
                 enumerate(MEASURES) if (t + n) % 9}
        for t in range(11, 31)
    }  # fmt: skip
    draws, seed = FRAMEWORK.draws, FRAMEWORK.seed
    one = rank_intervals(MEASURES, found, draws=draws, seed=seed)
    assert draws == 1000
    assert len(one) > 10
    rank_intervals.__globals__["_intervals"].cache_clear()
    assert rank_intervals(MEASURES, found, draws=draws, seed=seed) == one
    assert rank_intervals(MEASURES, found, draws=draws, seed=seed + 1) != one
    assert any(high - low >= 2 for low, high in one.values())


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100), max_size=20))
def test_places(scores: dict[str, float]) -> None:
    places = rules.ranks(scores)
    for a in scores:
        for b in scores:
            assert (scores[a] > scores[b]) == (places[a] < places[b])


DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("way", "dropped", "status"),
    [
        (Way(date(2026, 6, 1)), None, "open"),
        (Way(date(2026, 5, 31)), None, "overdue"),
        (Way(DAY, "accepted", date(2026, 6, 1)), None, "answered"),
        (Way(DAY, "accepted", date(2026, 5, 31)), None, "overdue"),
        (Way(DAY, "partly", date(2027, 1, 1), 2), None, "in_progress"),
        (Way(DAY, "partly", date(2026, 1, 1), 2), None, "overdue"),
        (Way(DAY, "accepted", date(2026, 1, 1), 2, DAY), None, "implemented"),
        (Way(DAY, "rejected"), None, "dropped"),
        (Way(date(2020, 1, 1)), date(2021, 1, 1), "dropped"),
        (Way(DAY, "accepted", DAY, 2, DAY), DAY, "implemented"),
    ],
)
def test_where_one_stands(way: Way, dropped: date | None, status: str) -> None:
    assert rules.status_of(way, dropped, DAY) == status


@given(st.lists(st.sampled_from(rules.STATUSES), min_size=1, max_size=5))
def test_where_all_stand(statuses: list[str]) -> None:
    together = rules.whole_status(statuses)
    assert together in statuses
    assert ("overdue" in statuses) == (together == "overdue")
    assert rules.whole_status(statuses[::-1]) == together
    assert (together == "implemented") <= (set(statuses) <= {"implemented", "dropped"})


def test_what_is_not_done_is_carried_on_with_its_age() -> None:
    sent = date(2024, 6, 15)
    assert [rules.carried(sent, None, y) for y in (2023, 2024, 2026)] == [False, True, True]
    assert [rules.carried(sent, date(2025, 1, 2), y) for y in (2024, 2025, 2026)] == [
        True, True, False]  # fmt: skip
    assert rules.age(sent, date(2026, 6, 14)) == 1
    assert rules.age(sent, date(2026, 6, 15)) == 2


def test_documents_that_do_not_hold_are_refused() -> None:
    read = content.documents()
    with pytest.raises(PackError):
        read_rubric({**read["rubric"], "directions": read["rubric"]["directions"][:3]})
    first = read["framework"]["domains"][0]
    for bad in ({"way": "guess"}, {"weight": 0}, {"low": "500"}, {"high": "many"}):
        wrong = {**first, "indicators": [{**first["indicators"][0], **bad}]}
        with pytest.raises(PackError):
            read_framework({**read["framework"], "domains": [wrong]})
    tiles = {"tiles": [{"code": "11", "column": 1, "row": 1, "short": "A"}] * 2}
    with pytest.raises(PackError):
        read_tiles(tiles)
    assert len(content.tiles()) == 60


def test_the_draws_are_those_of_the_plain_way() -> None:
    """An oracle: every draw looks for its gaps anew and chooses among the numbers there are."""
    made = Random(7)
    cells = {
        f"{n:02}": {
            m.code: Cell("missing") if made.random() < 0.1
            else Cell("value", Decimal(made.randint(1, 80))) for m in MEASURES
        } for n in range(25)
    }  # fmt: skip
    shown = {k: c for k, c in cells.items() if composite(MEASURES, c).linear is not None}
    scores = np.array([[score(m, n) if (n := c[m.code].number) is not None else np.nan
                        for m in MEASURES] for c in shown.values()])  # fmt: skip
    assert np.isnan(scores).any()
    weights = np.array([m.weight for m in MEASURES], dtype=float)
    maker, places = np.random.Generator(np.random.PCG64(5)), []
    for _ in range(60):
        drawn = weights * maker.uniform(0.5, 1.5, len(weights))
        filled = scores.copy()
        for j in range(scores.shape[1]):
            gaps = np.isnan(scores[:, j])
            if gaps.any():
                filled[gaps, j] = maker.choice(scores[~gaps, j], gaps.sum())
        found = (filled * drawn).sum(axis=1) / drawn.sum()
        places.append([1 + sum(other > x + 1e-12 for other in found) for x in found])
    low, high = (np.percentile(places, p, axis=0, method="inverted_cdf") for p in (5, 95))
    wanted = {k: (int(a), int(b)) for k, a, b in zip(shown, low, high, strict=True)}
    assert rank_intervals(MEASURES, cells, draws=60, seed=5) == wanted
