"""Ways of counting never meet in a sum; months are whole; costs are divided only by persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.prevention.activities import rules
from talka.prevention.activities.rules import Count, Held

WAYS = [(u, m) for u, m in product(rules.UNITS, rules.METHODS) if not rules.way_fault(u, m)]
COUNTS = st.lists(
    st.builds(
        lambda way, group, n: Count(group, way[0], way[1], n),
        st.sampled_from(WAYS), st.sampled_from(["pupils", "public", "all"]), st.integers(0, 10**6),
    ),
    max_size=30,
)  # fmt: skip


def test_views_and_people_have_no_way_in_common() -> None:
    assert len(WAYS) == 7
    assert [w for w in WAYS if "views" in w] == [("views", "views")]
    assert rules.way_fault("persons", "views")
    assert rules.way_fault("views", "estimate")
    assert rules.way_fault("people", "counted")


def brute(counts: list[Count]) -> dict[tuple[str, str], int]:
    """Every unit of every count dropped one by one into the box of its way."""
    boxes: Counter[tuple[str, str]] = Counter()
    for way in WAYS:
        boxes.update({way: sum(c.count for c in counts if (c.unit, c.method) == way)})
    return {w: boxes[w] for w in WAYS if any((c.unit, c.method) == w for c in counts)}


@given(COUNTS)
def test_sums_equal_brute_force_way_by_way(counts: list[Count]) -> None:
    assert rules.reach_sums(counts) == brute(counts)


@given(COUNTS, COUNTS)
def test_what_one_way_counts_never_moves_another(counts: list[Count], more: list[Count]) -> None:
    before = rules.reach_sums(counts)
    views = [c for c in more if c.unit == "views"]
    after = rules.reach_sums([*counts, *views])
    assert {w: n for w, n in after.items() if w[0] != "views"} == {
        w: n for w, n in before.items() if w[0] != "views"
    }


def test_a_sum_that_mixed_ways_would_be_noticed() -> None:
    """Control."""
    counts = [Count("all", "persons", "counted", 3), Count("all", "views", "views", 1000)]
    mixed = {("persons", "counted"): sum(c.count for c in counts)}
    assert mixed != brute(counts)


def test_zero_is_a_number_and_nothing_counted_is_none() -> None:
    assert rules.reach_sums([]) == {}
    assert rules.reach_sums([Count("all", "persons", "counted", 0)]) == {("persons", "counted"): 0}


@pytest.mark.parametrize(
    ("cost", "sums", "value", "why"),
    [
        (Decimal(100), {("persons", "counted"): 30}, Decimal("3.33"), ""),
        (Decimal("0.25"), {("persons", "signed_list"): 10}, Decimal("0.02"), ""),
        (Decimal(0), {("persons", "counted"): 10}, Decimal("0.00"), ""),
        (None, {("persons", "counted"): 30}, None, "no_cost"),
        (Decimal(100), {("persons", "counted"): 9}, None, "small_base"),
        (Decimal(100), {("persons", "counted"): 0}, None, "small_base"),
        (Decimal(100), {("persons", "estimate"): 300}, None, "estimate"),
        (Decimal(100), {("contacts", "counted"): 300}, None, "no_persons"),
        (Decimal(100), {("views", "views"): 9000}, None, "no_persons"),
        (Decimal(100), {}, None, "no_persons"),
        (Decimal(100), {("persons", "counted"): 30, ("persons", "signed_list"): 20}, None,
         "two_methods"),
        (Decimal(100), {("persons", "counted"): 20, ("views", "views"): 9000}, Decimal("5.00"), ""),
    ],
)  # fmt: skip
def test_cost_per_person_or_why_not(
    cost: Decimal | None, sums: dict[tuple[str, str], int], value: Decimal | None, why: str
) -> None:
    found = rules.per_person(cost, sums)
    assert (found.value, found.why) == (value, why)


@given(
    st.lists(st.tuples(st.sampled_from(["lecture", "campaign"]),
                       st.dates(date(2025, 1, 1), date(2027, 12, 31)), COUNTS), max_size=12),
    st.sampled_from(["", "lecture"]), st.sampled_from([*WAYS, (rules.TIMES, "")]),
    st.integers(2025, 2027),
)  # fmt: skip
def test_a_figure_is_the_sum_of_its_sources(
    told: list[tuple[str, date, list[Count]]], kind: str, way: tuple[str, str], year: int
) -> None:
    held = [Held(uuid4(), k, on, tuple(c)) for k, on, c in told]
    found = dict(rules.fed(kind, *way, year, held))
    for one in held:
        right = one.on.year == year and kind in ("", one.kind)
        own = [c.count for c in one.counts if (c.unit, c.method) == way]
        if way[0] == rules.TIMES:
            assert found.get(one.id) == (1 if right else None)
        else:
            assert found.get(one.id) == (sum(own) if right and own else None)


@dataclass(frozen=True)
class Span:
    since: date
    until: date


@given(st.dates(date(1990, 2, 1), date(2100, 11, 30)))
def test_months_are_whole_weeks_without_gap(day: date) -> None:
    first = day.replace(day=1)
    days = [d for week in rules.weeks(first) for d in week]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[0].weekday() == 0
    assert len(days) % 7 == 0
    after = rules.month_after(first)
    assert {d for d in days if d.month == first.month} == {
        first + timedelta(days=n) for n in range((after - first).days)
    }
    assert rules.month_before(after) == first
    assert rules.month_after(rules.month_before(first)) == first


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 3, 28), date(2026, 3, 30), 3),  # clocks go forward on the 29th
        (date(2026, 10, 24), date(2026, 10, 26), 3),  # and back on the 25th
        (date(2026, 2, 28), date(2026, 3, 1), 2),
        (date(2028, 2, 28), date(2028, 3, 1), 3),
        (date(2026, 12, 31), date(2027, 1, 1), 2),
        (date(2026, 5, 31), date(2026, 5, 31), 1),
    ],
)
def test_both_ends_belong_to_it_over_clock_changes_and_ends_of_months(
    since: date, until: date, days: int
) -> None:
    span = Span(since, until)
    grid = {d for m in (since, until) for w in rules.weeks(m.replace(day=1)) for d in w}
    on = [d for d, found in rules.by_day(sorted(grid), [span]).items() if found]
    assert (on[0], on[-1], len(on)) == (since, until, days)


@pytest.mark.parametrize("text", ["", "x", "2026", "2026-13", "2026-00", "99999-01", "1066-10",
                                  "2026-1-1", "²-1"])  # fmt: skip
def test_a_month_nobody_can_read_is_the_present_one(text: str) -> None:
    assert rules.first_of_month(text, date(2026, 11, 23)) == date(2026, 11, 1)


def test_a_month_that_can_be_read() -> None:
    assert rules.first_of_month("2026-02", date(2026, 11, 23)) == date(2026, 2, 1)
