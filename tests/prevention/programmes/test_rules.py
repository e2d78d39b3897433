"""The status of a measure follows from dated facts, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from talka.prevention.programmes.rules import (
    STATUSES,
    Facts,
    Goal,
    Step,
    achievement,
    part_fault,
    status,
)

START = date(2024, 1, 1)
END = date(2026, 12, 31)
DAYS = st.integers(-40, 1200).map(lambda n: START + timedelta(days=n))
MONEY = st.one_of(st.none(), st.integers(0, 99).map(Decimal))
STEPS = st.lists(st.builds(Step, DAYS, st.one_of(st.none(), DAYS)), max_size=4).map(tuple)
GOALS = st.lists(
    st.builds(Goal, st.sampled_from(["up", "down", "none"]), MONEY,
              st.one_of(st.none(), st.integers(2024, 2026)), MONEY), max_size=3,
).map(tuple)  # fmt: skip
FACTS = st.builds(Facts, since=st.just(START), until=st.just(END), due=st.one_of(st.none(), DAYS),
                  steps=STEPS, goals=GOALS, planned=MONEY, paid=MONEY,
                  dropped=st.one_of(st.none(), DAYS))  # fmt: skip


@given(FACTS, DAYS)
def test_every_measure_has_exactly_one_of_the_statuses(facts: Facts, today: date) -> None:
    assert status(facts, today) in STATUSES


@given(FACTS, DAYS)
def test_dropped_says_dropped_from_its_day_on_and_never_before(facts: Facts, today: date) -> None:
    dropped = facts.dropped is not None and facts.dropped <= today
    assert (status(facts, today) == "dropped") == dropped


@given(FACTS, DAYS)
def test_what_is_done_tomorrow_is_not_done_today(facts: Facts, today: date) -> None:
    undone = tuple(Step(s.due, s.done if s.done and s.done <= today else None) for s in facts.steps)
    known = Facts(START, END, facts.due, undone, facts.goals, facts.planned, facts.paid,
                  facts.dropped)  # fmt: skip
    assert status(known, today) == status(facts, today)


@given(FACTS, DAYS)
def test_an_overdue_step_is_late_however_much_else_is_done(facts: Facts, today: date) -> None:
    late = Facts(START, END, facts.due, (*facts.steps, Step(today - timedelta(days=1))),
                 facts.goals, facts.planned, facts.paid)  # fmt: skip
    assert status(late, today) == "late"


def test_the_way_of_a_measure() -> None:
    """Control: each status is reached, in the order of a life."""
    due = date(2024, 6, 1)
    plain = Facts(START, END, steps=(Step(due), Step(date(2024, 12, 1))))
    begun = Facts(START, END, steps=(Step(due, date(2024, 3, 1)), Step(date(2024, 12, 1))))
    ended = Facts(START, END, steps=(Step(due, date(2024, 3, 1)), Step(due, date(2024, 5, 1))))
    assert status(plain, date(2024, 1, 2)) == "not_started"
    assert status(plain, date(2024, 5, 20)) == "at_risk"
    assert status(plain, due) == "at_risk"
    assert status(plain, date(2024, 6, 2)) == "late"
    assert status(begun, date(2024, 6, 2)) == "on_course"
    assert status(begun, date(2024, 2, 1)) == "not_started"
    assert status(ended, date(2024, 6, 2)) == "done"
    overspent = Facts(START, END, planned=Decimal(5), paid=Decimal(6))
    assert status(overspent, date(2024, 6, 2)) == "at_risk"
    fewer = Facts(START, END, goals=(Goal("down", Decimal(5), 2024, Decimal(4)),))
    assert status(fewer, date(2024, 6, 2)) == "done"
    prepared = replace(ended, goals=(Goal("up", Decimal(5), 2024, Decimal(4)),))
    assert status(prepared, date(2024, 6, 2)) == "on_course"
    assert status(prepared, date(2025, 1, 1)) == "late"
    missed = Facts(START, END, goals=(Goal("up", Decimal(5), 2024, Decimal(4)),))
    assert status(missed, date(2025, 1, 1)) == "late"


def test_achievement_is_shown_as_it_is() -> None:
    assert achievement(Decimal(10), Decimal(20), Decimal(35)) == Decimal("2.5")
    assert achievement(Decimal(10), Decimal(5), Decimal(10)) == 0
    assert achievement(Decimal(5), Decimal(5), Decimal(5)) is None
    assert achievement(None, Decimal(5), Decimal(5)) is None


@given(st.lists(st.integers(0, 50).map(Decimal), min_size=1, max_size=6))
def test_parts_add_up_or_say_so(parts: list[Decimal]) -> None:
    whole = sum(parts, Decimal(0))
    assert not part_fault(whole, list(parts))
    assert part_fault(whole + 1, list(parts))
    assert not part_fault(whole + 1, [*parts, None])
    assert part_fault(whole - 1, [*parts, None])
