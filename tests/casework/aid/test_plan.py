"""Assess needs, make the plan, set goals, review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from talka.casework.aid import actions, queries, rules, words
from talka.casework.aid.models import Goal, Need, Needs, Plan
from talka.casework.aid.policy import SEE_NEEDS, SEE_PLAN
from talka.casework.cases.models import Step, Turn
from talka.casework.cases.permission import hold
from talka.ground.kernel.errors import Absent, Broken, Stale


def test_every_code_has_words() -> None:
    assert set(words.DEGREES) == set(rules.DEGREES)
    assert set(words.REACHES) == set(rules.REACHES)
    assert set(words.AGREEMENTS) == set(rules.AGREEMENTS)


def test_needs_are_kept_as_history(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        given = {"actor": actor, "case_id": case.id}
        lines = [
            {"need": "housing", "degree": "some", "remark": "pas tetą"},
            {"need": "money", "degree": "urgent"},
            {"need": "housing", "degree": "some", "reach": "household"},
        ]
        actions.assess_needs(**given, lines=lines, remark="Viskas kartu")
        actions.assess_needs(**given, lines=[{"need": "housing", "degree": "none"}])
        assert (Needs.objects.count(), Need.objects.count()) == (2, 4)
        newest, oldest = queries.needs_history(hold(actor, case.id, SEE_NEEDS))
        assert [n.need for n in oldest.lines] == ["money", "housing", "housing"]
        assert "pas tetą" in {n.remark for n in oldest.lines}
        assert [n.degree for n in newest.lines] == ["none"]
        assert Turn.objects.filter(act="plan.make", done_at=None).count() == 1
        for bad in (
            [],
            [{"need": "castle", "degree": "some"}],
            [{"need": "housing", "degree": "very"}],
            [{"need": "housing", "degree": "some", "reach": "world"}],
            [{"need": "work", "degree": "some"}] * 2,
        ):
            with pytest.raises(Broken):
                actions.assess_needs(**given, lines=bad)


def test_a_plan_its_review_and_its_turns(acts: Any, planned: Any) -> None:
    case = planned()
    today = timezone.localdate()
    with acts("ngo") as actor:
        given = {"actor": actor, "case_id": case.id}
        with pytest.raises(Broken):
            actions.make_plan(**given, agreement="agreed")
        assert not Turn.objects.filter(act__in=["plan.make", "needs.assess"], done_at=None).exists()
        turn = Turn.objects.get(act="plan.review", done_at=None)
        assert turn.due_source == "lt/1/needs_plan/review"
        plan = actions.review_plan(**given, version=1, agreement="partly", remark="Ne viskas")
        assert (plan.version, plan.review_on) == (2, today + timedelta(days=30))
        turn.refresh_from_db()
        assert turn.done_at is not None
        assert Turn.objects.filter(act="plan.review", done_at=None).count() == 1
        with pytest.raises(Stale) as stale:
            actions.review_plan(**given, version=1, agreement="agreed")
        assert stale.value.theirs == {"agreement": "partly", "remark": "Ne viskas", "version": 2}


def test_goals_grow_change_end_and_open_again(acts: Any, planned: Any, world: Any) -> None:
    case = planned()
    due = timezone.localdate() + timedelta(days=5)
    with acts("ngo") as actor:
        given = {"actor": actor, "case_id": case.id}
        goal = {"need": "work", "text": "Rasti darbą", "responsible": world["ngo"].institution}
        made = actions.add_goal(**given, version=1, due_on=due, **goal)
        with pytest.raises(Stale):
            actions.add_goal(**given, version=1, due_on=due, **goal)
        changed = {**goal, "text": "Išlaikyti darbą", "due_on": due}
        actions.change_goal(**given, goal_id=made.id, version=2, **changed)
        with pytest.raises(Stale) as stale:
            actions.change_goal(**given, goal_id=made.id, version=2, **changed)
        assert stale.value.theirs["text"] == "Išlaikyti darbą"
        with pytest.raises(Broken):
            actions.end_goal(**given, goal_id=made.id, version=3, state="dropped")
        actions.end_goal(**given, goal_id=made.id, version=3, state="done")
        assert Step.objects.filter(kind="goal_done", outcome="work").count() == 1
        with pytest.raises(Broken):
            actions.change_goal(**given, goal_id=made.id, version=4, **changed)
        actions.end_goal(**given, goal_id=made.id, version=4, state="open", reason="Neteko")
        page = queries.plan_page(hold(actor, case.id, SEE_PLAN), timezone.localdate())
        assert page is not None
        assert "Išlaikyti darbą" in {g.text for g in page.open_goals}
        assert Plan.objects.get().version == 5
        with pytest.raises(Absent):
            actions.end_goal(**given, goal_id=uuid4(), version=5, state="done")


def test_only_an_institution_of_the_case_or_team_answers(
    acts: Any, planned: Any, world: Any
) -> None:
    case = planned()
    due = timezone.localdate()
    with acts("ngo") as actor:
        for institution in (world["stranger"].institution, uuid4()):
            with pytest.raises(Broken) as broken:
                actions.add_goal(
                    actor=actor, case_id=case.id, version=1, need="work", text="x",
                    responsible=institution, due_on=due,
                )  # fmt: skip
            assert "responsible" in broken.value.faults
        assert Goal.objects.count() == 1


def test_nothing_is_planned_in_a_closed_case(acts: Any, planned: Any) -> None:
    case = planned()
    with acts("ngo") as actor:
        from talka.casework.cases.actions import note_step
        from talka.ground.audit.trail import act

        with act("test"):
            for kind in ("screening", "assertion"):
                note_step(case_id=case.id, seat=actor.seats[0], kind=kind)
        given = {"actor": actor, "case_id": case.id}
        actions.close(**given, version=1, reason="declined")
        for attempt in (
            lambda: actions.assess_risk(**given, level="low", answers={}),
            lambda: actions.review_plan(**given, version=1, agreement="agreed"),
            lambda: actions.assess_needs(**given, lines=[{"need": "work", "degree": "some"}]),
            lambda: actions.confirm_contact(**given),
        ):
            with pytest.raises(Broken, match="closed"):
                attempt()
