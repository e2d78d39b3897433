"""Since when is a seat empty? Held against a walk over every single day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from talka.people.teams.rules import Held, empty_since, overlaps, states

FOUNDED = date(2024, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: FOUNDED + timedelta(days=n))


@st.composite
def holdings(draw: st.DrawFn) -> list[Held]:
    made = []
    for _ in range(draw(st.integers(0, 5))):
        since = draw(DAYS)
        until = draw(st.one_of(st.none(), DAYS.filter(lambda d, s=since: d >= s)))
        made.append(Held("police", draw(st.booleans()), since, until))
    return made


def walk(held: list[Held], today: date) -> date | None:
    """The plain way: go back day by day while nobody holds the seat."""
    members = [h for h in held if not h.deputy]
    if any(h.on(today) for h in members):
        return None
    day = today
    while day > FOUNDED and not any(h.on(day - timedelta(days=1)) for h in members):
        day -= timedelta(days=1)
    return day


@given(holdings(), DAYS)
def test_the_rule_agrees_with_walking_back_day_by_day(held: list[Held], today: date) -> None:
    assert empty_since(held, FOUNDED, today) == walk(held, today)


def test_the_walk_notices_a_rule_that_counts_deputies() -> None:
    """Control: with the deputy counted as member the answers differ."""
    deputy = Held("police", True, FOUNDED, None)
    assert walk([deputy], FOUNDED) == FOUNDED
    assert empty_since([deputy], FOUNDED, FOUNDED) == FOUNDED
    assert empty_since([Held("police", False, FOUNDED, None)], FOUNDED, FOUNDED) is None


@given(holdings(), DAYS)
def test_an_ending_tomorrow_changes_nothing_today(held: list[Held], today: date) -> None:
    later = today + timedelta(days=1)
    cut = [Held(h.seat, h.deputy, h.since, h.until or max(later, h.since)) for h in held]
    assert empty_since(cut, FOUNDED, today) == empty_since(held, FOUNDED, today)


@given(holdings(), holdings())
def test_overlap_is_a_shared_day(held: list[Held], new: list[Held]) -> None:
    for one in new:
        span = [FOUNDED + timedelta(days=n) for n in range(130)]
        shared = any(h.deputy == one.deputy and h.on(d) and one.on(d) for h in held for d in span)
        if one.until is None or one.until > one.since:
            assert overlaps(held, one) == shared


def test_states_follow_the_order_of_the_pack_and_know_deputies() -> None:
    held = [
        Held("police", False, FOUNDED, date(2024, 2, 1)),
        Held("police", True, FOUNDED, None),
        Held("ngo_expert", False, FOUNDED, None),
    ]
    found = states(["ngo_expert", "police", "prosecutor"], held, FOUNDED, date(2024, 3, 1))
    assert [(s.seat, s.empty_since, s.has_deputy) for s in found] == [
        ("ngo_expert", None, False),
        ("police", date(2024, 2, 1), True),
        ("prosecutor", FOUNDED, False),
    ]
