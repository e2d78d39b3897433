"""The gate of published numbers: an attacker who knows the rule and adds everything up."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from talka.insight.statistics import rules
from talka.insight.statistics.rules import Tables, protect, safe, shown

small = st.lists(st.integers(0, 14), min_size=2, max_size=3)


def consistent(tables: Tables) -> dict[tuple[str, str], set[int]]:
    """Every value each hidden cell takes over all true tables that would publish this (brute
    force, independent of the gate's own arithmetic)."""
    known = {d: c for d, c in tables.dimensions.items() if c is not None}
    per_total: list[dict[int, list[tuple[int, ...]]]] = []
    for cells in known.values():
        sums: dict[int, list[tuple[int, ...]]] = {}
        fitting = [[n for n in range(100) if shown(n) == cell] for cell in cells.values()]
        for values in product(*fitting):
            sums.setdefault(sum(values), []).append(values)
        per_total.append(sums)
    possible: dict[tuple[str, str], set[int]] = {}
    for total in set.intersection(*(set(s) for s in per_total)) if per_total else set():
        if tables.total is not None and shown(total) != tables.total:
            continue
        if tables.new is not None and not any(shown(n) == tables.new for n in range(total + 1)):
            continue
        for (name, cells), sums in zip(known.items(), per_total, strict=True):
            for values in sums[total]:
                for (item, cell), value in zip(cells.items(), values, strict=True):
                    if cell.kind == "suppressed":
                        possible.setdefault((name, item), set()).add(value)
    return possible


def split(total: int, parts: list[int]) -> dict[str, int]:
    """A dimension with the same total: weights cut into counts."""
    weight = sum(parts) or 1
    counts = [total * p // weight for p in parts]
    counts[-1] += total - sum(counts)
    return {str(i): c for i, c in enumerate(counts)}


@given(first=small, second=small, new=st.integers(0, 30))
@settings(max_examples=120, deadline=None)
def test_every_hidden_count_keeps_three_values(first, second, new):
    counts = {"a": {str(i): n for i, n in enumerate(first)}}
    counts["b"] = split(sum(first), second)
    tables = protect(counts, min(new, sum(first)))
    for values in consistent(tables).values():
        assert len(values) >= rules.WIDTH


def test_the_attack_finds_what_an_unguarded_table_tells():
    """Control: two tables of one total, each harmless alone, together tell a hidden count."""
    a = {"x": shown(10), "z": shown(10), "y": shown(1)}
    b = {"p": shown(12), "q": shown(9)}
    naive = Tables({"a": a, "b": b}, shown(21), None)
    assert not safe(naive)
    assert len(consistent(naive)[("a", "y")]) < rules.WIDTH
    guarded = protect({"a": {"x": 10, "z": 10, "y": 1}, "b": {"p": 12, "q": 9}}, 0)
    assert len(consistent(guarded).get(("a", "y"), {1, 2, 3})) >= rules.WIDTH


def test_zero_and_small_counts_look_alike_and_no_number_is_below_the_threshold():
    assert shown(0) == shown(1) == shown(9)
    assert {shown(n).value for n in range(10, 200)} == set(range(10, 205, 5))
    assert shown(10).value == shown(12).value == 10
