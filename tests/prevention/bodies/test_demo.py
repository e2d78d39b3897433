"""What the demo shows of bodies and policy is made through the actions."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from talka.command import demo_bodies
from talka.people.teams import actions as teams
from talka.prevention.bodies import rules
from talka.prevention.bodies.models import (
    Answer,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Proposal,
    Seat,
    Supervision,
)
from tests.cast import Member
from tests.prevention.bodies.conftest import Acts
from tests.prevention.crowd import NEIGHBOUR, TOWN, crowd

CITIES = [TOWN, "13", NEIGHBOUR]


@pytest.fixture
def team(acts: Acts, world: dict[str, Member]) -> UUID:
    since = timezone.localdate() - timedelta(days=400)
    with acts("coordinator") as actor:
        return teams.found_team(actor=actor, municipality=TOWN, since=since).id


def decisions() -> Counter[str]:
    done = {f.decision_id: f.on for f in FollowUp.objects.filter(done=True)}
    today = timezone.localdate()
    return Counter(
        rules.decision_state(d.due, done.get(d.id), today) for d in Decision.objects.all()
    )


def test_a_commission_meets_decides_and_is_late_once(
    world: dict[str, Member], acts: Acts, team: UUID
) -> None:
    said: list[str] = []
    demo_bodies.seed_bodies(crowd(world, {TOWN: team}), CITIES, said.append)
    assert said == ["commissions and policy"]
    today = timezone.localdate()
    with acts("coordinator"):
        body = Body.objects.get(municipality=TOWN)
        assert Seat.objects.filter(body=body, votes=True).count() == 6
        assert Meeting.objects.filter(body=body, held_on__lte=today).count() == 2
        assert Meeting.objects.filter(body=body, held_on__gt=today).count() == 1
        assert decisions() == {"done_in_time": 1, "overdue": 1, "open": 1}
        assert Supervision.objects.filter(team=team).count() == 2


def test_one_proposal_is_answered_in_part_and_one_waits(
    world: dict[str, Member], acts: Acts
) -> None:
    demo_bodies.seed_bodies(crowd(world), CITIES, str)
    with acts("ministry"):
        made = {p.institution_id: p for p in Proposal.objects.all()}
        assert set(made) == {world["ngo"].institution, world["stranger"].institution}
        assert all(p.submitted_on for p in made.values())
        answer = Answer.objects.get()
        assert (answer.verdict, bool(answer.reason)) == ("partly", True)
        assert answer.proposal_id == made[world["ngo"].institution].id


def test_with_more_time_no_decision_would_be_overdue(
    world: dict[str, Member], acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the day of the decision is what makes it overdue."""
    first, second, third = demo_bodies.TEXTS
    later = (first, (*second[:3], 900), third)
    monkeypatch.setattr(demo_bodies, "TEXTS", later)
    demo_bodies.seed_bodies(crowd(world), CITIES, str)
    with acts("coordinator"):
        assert decisions() == {"done_in_time": 1, "open": 2}
