"""End help with a reason, begin again, and ask later how the person is."""

from __future__ import annotations

from typing import Any

import pytest

from talka.casework.aid import actions, gaps, queries, rules, words
from talka.casework.aid.models import Closure, Goal, Plan
from talka.casework.aid.policy import SEE_CLOSURE
from talka.casework.cases.actions import give_turn, note_step
from talka.casework.cases.models import Case, Turn
from talka.casework.cases.permission import hold
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.kernel.pack import load_pack
from talka.method.protocol.queries import pinned


@pytest.fixture
def ready(acts: Any, planned: Any) -> Case:
    """A case that lacks nothing but the end of its goal."""
    case: Case = planned()
    with acts("ngo") as actor, act("test"):
        for kind in ("screening", "assertion", "information"):
            note_step(case_id=case.id, seat=actor.seats[0], kind=kind)
    return case


def reach_goals(actor: Any, case: Case) -> None:
    version = Plan.objects.values_list("version", flat=True).get(case=case)
    goal = Goal.objects.get(case=case)
    actions.end_goal(actor=actor, case_id=case.id, goal_id=goal.id, version=version, state="done")


def test_codes_are_those_of_the_protocol_and_have_words(acts: Any) -> None:
    assert set(words.FOLLOW_UP_OUTCOMES) == set(rules.FOLLOW_UP_OUTCOMES)
    with acts("ngo"):
        step = pinned("lt", 1).step("follow_up")
    assert {o.code for o in step.outcomes} == set(rules.FOLLOW_UP_OUTCOMES)
    assert {d.code for d in step.deadlines} == {f"m{m}" for m in rules.FOLLOW_UPS}
    assert {c.code for c in load_pack().codes("closure_reason")} > rules.EARLY


def test_an_open_goal_hinders_and_reviews_do_not(acts: Any, ready: Case) -> None:
    with acts("ngo") as actor:
        assert [g.code for g in gaps.of_case(ready.id) if g.blocks] == ["open_goals"]
        given = {"actor": actor, "case_id": ready.id, "version": 1, "reason": "goals_met"}
        with pytest.raises(Broken, match="Goals of the plan are open"):
            actions.close(**given)
        assert Turn.objects.filter(done_at=None).exists()  # nothing was half done
        reach_goals(actor, ready)
        case = actions.close(**given)
        assert case.closed_on is not None
        assert not Turn.objects.filter(done_at=None).exists()
        with pytest.raises(Broken):
            actions.close(**{**given, "version": 2})


@pytest.mark.parametrize("reason", sorted(rules.EARLY))
def test_help_that_ends_early_leaves_goals_as_they_are(acts: Any, ready: Case, reason: str) -> None:
    with acts("ngo") as actor:
        actions.close(actor=actor, case_id=ready.id, version=1, reason=reason)


def test_an_act_that_is_owed_hinders_always(acts: Any, ready: Case, world: Any) -> None:
    with acts("ngo") as actor:
        with act("test"):
            house = world["social"].institution
            give_turn(case_id=ready.id, act_code="service.deliver", institution=house)
        with pytest.raises(Broken, match="taken over"):
            actions.close(actor=actor, case_id=ready.id, version=1, reason="died")


def test_every_gap_has_a_sentence_and_its_screen(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor, act("test"):
        for code in ("plan.make", "risk.assess", "something.new"):
            house = actor.seats[0].institution
            give_turn(case_id=case.id, act_code=code, institution=house)
        missing = {g.code: g for g in gaps.of_case(case.id)}
        assert "open_turn:risk.assess" not in missing
        assert missing["no_plan"].url == f"/case/{case.id}/plan/"
        assert all(str(g.sentence) for g in missing.values())
        assert "open_turn:something.new" in missing


def test_closing_needs_the_version_that_was_seen(acts: Any, ready: Case) -> None:
    with acts("ngo") as actor:
        with pytest.raises(Stale):
            actions.close(actor=actor, case_id=ready.id, version=7, reason="declined")
        assert Turn.objects.filter(act="plan.review", done_at=None).exists()
        with pytest.raises(Broken):
            actions.close(actor=actor, case_id=ready.id, version=1, reason="bored")


def test_follow_ups_are_turns_of_three_six_and_twelve_months(acts: Any, ready: Case) -> None:
    with acts("ngo") as actor:
        given: dict[str, Any] = {"actor": actor, "case_id": ready.id}
        actions.close(**given, version=1, reason="moved", follow_up=True, remark="Gerai")
        turns = Turn.objects.filter(act="follow_up.make", done_at=None)
        sources = [t.due_source for t in turns.order_by("due_at")]
        assert sources == [f"lt/1/follow_up/m{m}" for m in rules.FOLLOW_UPS]
        actions.record_follow_up(**given, month=3, outcome="well", remark="Dirba")
        assert turns.count() == 2
        actions.record_follow_up(**given, month=6, outcome="finished")
        assert turns.count() == 0
        (closure,) = queries.closures(hold(actor, ready.id, SEE_CLOSURE))
        assert [f.month for f in closure.follow_ups] == [3, 6]
        assert closure.remark == "Gerai"
        for month, outcome in ((4, "well"), (3, "fine")):
            with pytest.raises(Broken):
                actions.record_follow_up(**given, month=month, outcome=outcome)


def test_nobody_is_asked_who_did_not_agree(acts: Any, ready: Case) -> None:
    with acts("ngo") as actor:
        given = {"actor": actor, "case_id": ready.id}
        with pytest.raises(Broken):
            actions.record_follow_up(**given, month=3, outcome="well")
        actions.close(**given, version=1, reason="moved")
        assert not Turn.objects.filter(act="follow_up.make").exists()
        with pytest.raises(Broken):
            actions.record_follow_up(**given, month=3, outcome="well")


def test_a_case_opens_again_with_a_reason_and_keeps_its_closure(acts: Any, ready: Case) -> None:
    with acts("ngo") as actor:
        given = {"actor": actor, "case_id": ready.id}
        with pytest.raises(Broken):
            actions.reopen_case(**given, version=1, reason="x")
        actions.close(**given, version=1, reason="lost_contact", follow_up=True)
        with pytest.raises(Stale):
            actions.reopen_case(**given, version=1, reason="Paskambino")
        with pytest.raises(Broken):
            actions.reopen_case(**given, version=2, reason=" ")
        case = actions.reopen_case(**given, version=2, reason="Paskambino")
        assert (case.closed_on, case.closure_reason, case.version) == (None, "", 3)
        left = Turn.objects.filter(done_at=None).values_list("act", flat=True)
        assert sorted(left) == ["plan.review", "risk.assess"]
        actions.close(**given, version=3, reason="lost_contact")
        assert Closure.objects.count() == 2
        lines = queries.closures(hold(actor, ready.id, SEE_CLOSURE))
        assert [c.reopened_reason for c in lines] == ["", "Paskambino"]


def test_who_may_close(acts: Any, ready: Case, handed: Any) -> None:
    handed(ready, "social", ["case", "aid"])
    given: dict[str, Any] = {"case_id": ready.id, "version": 1, "reason": "declined"}
    with acts("social") as actor, pytest.raises(Refused):
        actions.close(actor=actor, **given)
    with acts("stranger") as actor, pytest.raises(Absent):
        actions.close(actor=actor, **given)
