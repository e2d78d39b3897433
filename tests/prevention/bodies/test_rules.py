"""Quorum, states and shares against a counting by hand."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from talka.method.protocol.queries import calendar
from talka.prevention.bodies import rules
from talka.prevention.bodies.rules import Heard, Share

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
STATES = st.sampled_from(["present", "represented", "absent", None])


@given(st.lists(STATES, max_size=8), st.integers(1, 99))
def test_quorum_is_told_only_when_nothing_unknown_could_change_it(
    states: list[str | None], percent: int
) -> None:
    """Fill in every unknown seat both ways: the answer stands when all ways agree."""
    found = rules.quorum(states, percent)
    there = [s for s in states if s in ("present", "represented")]
    open_ = [s for s in states if s is None]
    ways = {(len(there) + n) / len(states) > percent / 100
            for n in range(len(open_) + 1)} if states else set()  # fmt: skip
    assert (found is None) == (len(ways) != 1)
    if found is not None:
        assert {found.reached} == ways
        assert found.there == len(there)


@given(DAYS, st.one_of(st.none(), DAYS), DAYS)
def test_state_of_a_decision(due: date, done: date | None, today: date) -> None:
    state = rules.decision_state(due, done, today)
    assert state.startswith("done") == (done is not None)
    assert (state == "overdue") == (done is None and (today - due).days > 0)
    assert (state == "done_late") == (done is not None and (done - due).days > 0)


@given(st.lists(st.sampled_from(rules.STATES)))
def test_an_open_decision_is_not_judged(states: list[str]) -> None:
    share = rules.done_in_time(states)
    judged = [s for s in states if s != "open"]
    assert (share.part, share.of) == (judged.count("done_in_time"), len(judged))
    assert (share.percent is None) == (judged == [])


def test_a_share_of_nothing_is_none() -> None:
    assert Share(0, 0).percent is None
    assert (Share(0, 3).percent, Share(1, 8).percent, Share(2, 3).percent) == (0, 13, 67)


@given(st.lists(st.tuples(st.sampled_from(rules.SECTORS), st.sampled_from(rules.PRESENCE))))
def test_attendance_by_sector(rows: list[tuple[str, str]]) -> None:
    found = rules.by_sector(rows)
    assert set(found) == {s for s, _ in rows}
    for sector, share in found.items():
        states = [state for s, state in rows if s == sector]
        assert share == Share(len(states) - states.count("absent"), len(states))


@given(st.lists(DAYS))
def test_years_without_a_meeting_are_shown(days: list[date]) -> None:
    found = rules.a_year(days)
    assert sum(n for _, n in found) == len(days)
    years = [y for y, _ in found]
    assert years == sorted(years, reverse=True)
    assert not days or len(years) == max(d.year for d in days) - min(d.year for d in days) + 1


HEARD = st.builds(
    Heard, DAYS, DAYS, st.one_of(st.none(), st.sampled_from(rules.VERDICTS)), DAYS
)  # fmt: skip


@given(st.lists(HEARD), DAYS)
def test_being_heard(proposals: list[Heard], today: date) -> None:
    found = rules.hearing(proposals, today)
    said = [p for p in proposals if p.verdict not in (None, "no_answer")]
    silent = [p for p in proposals if p not in said]
    waiting = [p for p in silent if p.verdict is None and p.due >= today]
    assert found.waiting == len(waiting)
    assert found.overdue == len(silent) - len(waiting)
    in_time = sum(p.answered is not None and p.answered <= p.due for p in said)
    assert found.in_time == Share(in_time, len(proposals) - len(waiting))
    for share, verdict in ((found.adopted, "adopted"), (found.partly, "partly"),
                           (found.refused, "refused")):  # fmt: skip
        assert share == Share(sum(p.verdict == verdict for p in said), len(said))


def test_twenty_working_days_jump_over_holidays() -> None:
    """Submitted on 4 December 2026, a Friday: 24, 25, 26 December and 1 January rest."""
    days = calendar()
    due = days.after(date(2026, 12, 4), rules.ANSWER_WITHIN)
    assert due == date(2027, 1, 6)
    assert rules.working_days(days.is_working, date(2026, 12, 4), due) == 20


@given(DAYS, st.integers(0, 40))
def test_counting_working_days_undoes_adding_them(day: date, count: int) -> None:
    days = calendar()
    assert rules.working_days(days.is_working, day, days.after(day, count)) == count
    assert rules.working_days(days.is_working, day, day - timedelta(days=3)) == 0
