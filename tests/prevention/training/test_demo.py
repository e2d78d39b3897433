"""What the demo shows of training is made through the actions: a team that is operational and why,
an effect that may be shown, certificates, one that runs out soon."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from django.db.models import Max
from django.utils import timezone

from talka.command import demo_training
from talka.command.demo_people import SEATS
from talka.people.teams import actions as teams
from talka.prevention.training import rules
from talka.prevention.training.models import Certificate, Enrolment, Taken, TrainingSession
from talka.prevention.training.queries.outcomes import effect_page
from talka.prevention.training.queries.pages import front
from talka.prevention.training.queries.teams import Matrix, matrix
from tests.cast import Member
from tests.prevention.crowd import TOWN, crowd
from tests.prevention.training.conftest import Acts


@pytest.fixture
def team(acts: Acts, world: dict[str, Member]) -> UUID:
    """Every seat held."""
    people = crowd(world).people
    with acts("coordinator") as actor:
        made = teams.found_team(actor=actor, municipality=TOWN)
        for _kind, role, seat in SEATS:
            teams.seat_member(actor=actor, team_id=made.id, seat=seat,
                              assignment_id=people[TOWN, role].assignment)  # fmt: skip
    return made.id


def seen(acts: Acts, team: UUID) -> Matrix:
    today = timezone.localdate()
    with acts("coordinator") as actor:
        return matrix(actor, team, today, today, "lt")


def test_a_team_learned_everything_its_seats_need(
    world: dict[str, Member], acts: Acts, team: UUID
) -> None:
    assert not seen(acts, team).operational
    said: list[str] = []
    demo_training.seed_training(crowd(world), [TOWN], said.append)
    assert said == ["training of teams"]
    page = seen(acts, team)
    assert page.operational
    police = next(r for r in page.rows if r.seat == "police")
    contact = next(c for c in police.cells if c.competence == "first_contact")
    assert contact.state == "expiring"
    with acts("coordinator"):
        dated = Certificate.objects.filter(valid_until__isnull=False)
        soon = [c for c in dated if rules.due_reminder(c.valid_until, timezone.localdate())]
        assert {c.course.course.code for c in soon} == {demo_training.BRIEFING}


def test_its_session_has_an_effect_and_reasons_for_those_who_got_nothing(
    world: dict[str, Member], acts: Acts, team: UUID
) -> None:
    demo_training.seed_training(crowd(world), [TOWN], str)
    with acts("coordinator"):
        session = TrainingSession.objects.get(course__course__code=demo_training.TESTED)
        rows = Enrolment.objects.filter(session=session)
        assert rows.count() == len(demo_training.BEFORE) == len(demo_training.AFTER) == 16
        assert Counter(tuple(e.why) for e in rows if e.outcome == "none") == {
            ("attendance",): 1, ("test_failed",): 1,
        }  # fmt: skip
        assert not rows.filter(worker__isnull=False, outcome="none").exists()
        assert Taken.objects.filter(session=session).count() <= 2 * rows.count()
        effect = effect_page(session.course_id, session.id, "lt").effect
        assert effect is not None
        assert (effect.paired, effect.n_before) == (True, 16)
        assert effect.change.low > 0


def test_sessions_are_listed_by_their_day(world: dict[str, Member], acts: Acts, team: UUID) -> None:
    """Not in the order in which they were planned, which is another one here."""
    demo_training.seed_training(crowd(world), [TOWN], str)
    with acts("coordinator") as actor:
        listed = [s.last for s in front(actor, "lt").sessions if s.last]
        planned = TrainingSession.objects.order_by("-made_at").annotate(d=Max("sessionpart__day"))
        assert listed == sorted(listed, reverse=True)
        assert listed != list(planned.values_list("d", flat=True))


def test_without_the_briefing_the_team_would_not_be_operational(
    world: dict[str, Member], acts: Acts, team: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: what makes the difference is what was learned."""
    monkeypatch.delitem(demo_training.LEARNED, demo_training.BRIEFING)
    demo_training.seed_training(crowd(world), [TOWN], str)
    page = seen(acts, team)
    assert page.reasons == (("police", "first_contact", "missing"),)


def test_a_session_ahead_waits_for_the_whole_team(
    world: dict[str, Member], acts: Acts, team: UUID
) -> None:
    people = crowd(world).people
    with acts("coordinator") as actor:
        demo_training._ahead(actor, TOWN, [people[TOWN, role] for role in demo_training.TEAM])
        made = TrainingSession.objects.get(municipality=TOWN)
        assert made.closed_at is None
        assert Enrolment.objects.filter(session=made).count() == 6
        assert min(p.day for p in made.sessionpart_set.all()) > timezone.localdate()
    assert not seen(acts, team).operational


def test_answers_are_right_as_often_as_said(acts: Acts) -> None:
    with acts("ngo"):
        items = list(demo_training.Question.objects.filter(
            course__course__code=demo_training.TESTED).order_by("n"))  # fmt: skip
    assert len(items) == 5
    for n in range(7):
        for right in range(6):
            given = demo_training.answers(items, right, n)
            assert sum(given[i.id] == i.answer for i in items) == right
