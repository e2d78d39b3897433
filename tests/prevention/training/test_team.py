"""Was the team operational on that day? Six seats, competences that run out, a history."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Refused
from talka.people.teams import actions as teams
from talka.prevention.training import rules
from talka.prevention.training.actions import closing, sessions
from talka.prevention.training.content import content
from talka.prevention.training.models import Certificate, CourseVersion
from talka.prevention.training.queries.teams import matrix
from tests.cast import Member
from tests.prevention.training.conftest import make_session, present
from tests.prevention.training.conftest import take as take_test

Acts = Callable[[str], AbstractContextManager[Actor]]
SEATS = {"ngo_expert": "ngo", "police": "police", "prosecutor": "prosecutor",
         "social_worker": "social", "child_rights": "child_rights",
         "municipality": "coordinator"}  # fmt: skip
TODAY = timezone.localdate()


@pytest.fixture
def team(acts: Acts, world: dict[str, Member]) -> UUID:
    with acts("coordinator") as actor:
        made = teams.found_team(actor=actor, municipality="29", since=TODAY - timedelta(days=30))
        for seat, name in SEATS.items():
            if seat != "municipality":
                teams.seat_member(actor=actor, team_id=made.id, seat=seat,
                                  assignment_id=world[name].assignment)  # fmt: skip
    return made.id


def train(acts: Acts, world: dict[str, Member], code: str) -> None:
    """All six take a course of the pack, and pass it."""
    with acts("coordinator") as actor:
        course = CourseVersion.objects.get(course__code=code)
        session = make_session(actor, course, world["ngo_supervisor"].account)
        rows = {
            name: sessions.enrol(actor=actor, session_id=session.id,
                                 assignment_id=world[name].assignment)
            for name in SEATS.values()
        }  # fmt: skip
    if course.pass_percent is not None:
        for name, row in rows.items():
            with acts(name) as actor:
                take_test(actor, row, "after", 5)
    with acts("ngo_supervisor") as actor:
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)


def test_from_nobody_trained_to_operational_and_back(
    acts: Acts, world: dict[str, Member], team: UUID, browser_of: Callable[..., Client]
) -> None:
    with acts("coordinator") as actor:
        page = matrix(actor, team, TODAY, TODAY, "en")
        assert not page.operational
        assert ("municipality", "", "empty") in page.reasons
        assert ("police", "recognition", "missing") in page.reasons
        teams.seat_member(actor=actor, team_id=team, seat="municipality",
                          assignment_id=world["coordinator"].assignment)  # fmt: skip
    for given_course in content().courses:
        train(acts, world, given_course.code)
    with acts("coordinator") as actor:
        assert matrix(actor, team, TODAY, TODAY, "en").operational
        before = matrix(actor, team, TODAY - timedelta(days=1), TODAY, "en")
        assert not before.operational
        assert {r[2] for r in before.reasons} == {"empty"}
        ends = rules.months_later(TODAY, 12)
        assert matrix(actor, team, ends, TODAY, "en").operational
        over = matrix(actor, team, ends + timedelta(days=1), TODAY, "en")
        assert {(c, s) for _, c, s in over.reasons} == {("data_protection", "expired")}
        made = Certificate.objects.get(
            worker_id=world["police"].account, course__course__code="LT-RECOGNITION"
        )
    with acts("ministry") as actor, pytest.raises(Refused):
        closing.revoke(actor=actor, certificate_id=made.id, reason="x")
    with acts("coordinator") as actor:
        closing.revoke(actor=actor, certificate_id=made.id, reason="Klaida")
    with acts("police") as actor:
        page = matrix(actor, team, TODAY, TODAY, "en")
        assert page.reasons == (("police", "recognition", "expired"),)
        assert [was for _, was in page.history] == [False]
    shown = browser_of("police").get(f"/training/teams/{team}/?on={TODAY}").content.decode()
    assert "not operational" in shown
    assert browser_of("police").get(f"/training/teams/{team}/?on=never").status_code == 200


def test_who_reads_the_matrix(acts: Acts, world: dict[str, Member], team: UUID) -> None:
    train(acts, world, "LT-TEAM")
    for name in ("ministry", "coordinator", "ngo", "prosecutor"):
        with acts(name) as actor:
            rows = matrix(actor, team, TODAY, TODAY, "en").rows
            mine = {c.state for r in rows for c in r.cells if c.competence == "team_work"}
            assert mine == {"valid", "empty"}, name
    for name in ("stranger", "evaluator", "ngo_colleague", "admin_police"):
        with acts(name) as actor:
            with pytest.raises(Refused):
                matrix(actor, team, TODAY, TODAY, "en")
            assert not Certificate.objects.exists(), name


SPAN = st.none() | st.integers(0, 300)
AWARDS = st.lists(st.tuples(st.integers(0, 300), SPAN, SPAN), max_size=4)
FIRST = date(2026, 1, 1)


def later(days: int | None, start: int) -> date | None:
    return None if days is None else FIRST + timedelta(days=start + days)


@given(AWARDS, st.integers(0, 700))
def test_a_competence_on_a_day_is_that_of_any_award_in_force(
    spans: list[tuple[int, int | None, int | None]], n: int
) -> None:
    """Against a count of every single day that an award covers."""
    day = FIRST + timedelta(days=n)
    awards = [
        rules.Award(("a",), FIRST + timedelta(days=s), later(length, s), later(lost, s))
        for s, length, lost in spans
    ]

    def covers(a: rules.Award, on: date) -> bool:
        days = {a.issued_on + timedelta(days=k) for k in range(1000)}
        if a.valid_until is not None:
            days = {d for d in days if d <= a.valid_until}
        if a.revoked_on is not None:
            days = {d for d in days if d < a.revoked_on}
        return on in days

    state, until = rules.competence_on(awards, "a", day)
    assert (state in ("valid", "expiring")) == any(covers(a, day) for a in awards)
    assert (state == "missing") == all(a.issued_on > day for a in awards)
    if state == "expiring":
        assert until is not None
        assert (until - day).days <= 90
    assert rules.competence_on(awards, "b", day) == ("missing", None)


def test_a_deputy_does_not_fill_a_seat_and_an_empty_team_is_not_operational() -> None:
    required = {"police": ["a"], "ngo": []}
    award = rules.Award(("a",), date(2026, 1, 1), date(2026, 12, 31))
    seats = [rules.SeatOn("police", True, (award,)), rules.SeatOn("ngo", True)]
    assert rules.faults_on(seats, required, date(2026, 12, 31)) == ()
    assert rules.faults_on(seats, required, date(2027, 1, 1)) == (("police", "a", "expired"),)
    assert rules.faults_on([rules.SeatOn("ngo", False)], required, date(2026, 5, 5)) == (
        ("ngo", "", "empty"),
    )
