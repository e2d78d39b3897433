"""What happens to a measure is added, by its keeper, and nothing is taken away."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.programmes import rules
from talka.prevention.programmes.actions import progress
from talka.prevention.programmes.models import (
    IndicatorUse,
    Milestone,
    Observation,
    Override,
    PlanNode,
)
from talka.prevention.programmes.shapes import Amount, Part
from tests.cast import Member
from tests.prevention.programmes.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]
YEAR = timezone.localdate().year


def test_a_step_is_finished_once_by_the_keeper(acts: Acts, running: PlanNode) -> None:
    today = timezone.localdate()
    with acts("ngo") as actor:
        step = Milestone.objects.get(node=running)
        with pytest.raises(Refused):
            progress.finish(actor=actor, milestone_id=step.id, on=today)
        assert write("UPDATE milestone SET done_on = due WHERE id = %s", [step.id]) == 0
    with acts("coordinator") as actor:
        with pytest.raises(Broken):
            progress.finish(actor=actor, milestone_id=step.id, on=date(2999, 1, 1))
        progress.finish(actor=actor, milestone_id=step.id, on=today)
        with pytest.raises(Absent):
            progress.finish(actor=actor, milestone_id=step.id, on=today)
        with pytest.raises(DatabaseError, match="does not change"):
            write("UPDATE milestone SET due = due + 1 WHERE id = %s", [step.id])


def test_another_status_needs_a_reason_and_can_be_lifted(acts: Acts, running: PlanNode) -> None:
    with acts("coordinator") as actor:
        for reason in ("", "   "):
            with pytest.raises(Broken):
                progress.override(actor=actor, node_id=running.id, status="done", reason=reason)
        with pytest.raises(Broken):
            progress.override(actor=actor, node_id=running.id, status="great", reason="x")
        progress.override(actor=actor, node_id=running.id, status="done", reason="one")
        progress.override(actor=actor, node_id=running.id, status="late", reason="two")
        now = Override.objects.filter(node=running, lifted_at__isnull=True)
        assert [o.status for o in now] == ["late"]
        assert Override.objects.filter(node=running).count() == 2
        progress.lift(actor=actor, node_id=running.id)
        with pytest.raises(Absent):
            progress.lift(actor=actor, node_id=running.id)
    with acts("ministry") as actor, pytest.raises(Refused):
        progress.override(actor=actor, node_id=running.id, status="done", reason="not mine")


def _use(running: PlanNode) -> IndicatorUse:
    return IndicatorUse.objects.get(node=running)


@pytest.mark.parametrize(
    ("state", "value", "sound"),
    [("value", Decimal(5), True), ("zero", None, True), ("missing", None, True),
     ("not_applicable", None, True), ("value", None, False), ("missing", Decimal(5), False),
     ("suppressed", None, False)],
)  # fmt: skip
def test_the_four_states_of_a_number_stay_apart(
    acts: Acts, running: PlanNode, state: str, value: Decimal | None, sound: bool
) -> None:
    with acts("coordinator") as actor:
        said = {"actor": actor, "use_id": _use(running).id, "year": YEAR, "source": "school"}
        if not sound:
            with pytest.raises(Broken):
                progress.observe(state=state, value=value, **said)
            return
        progress.observe(state=state, value=value, **said)
        seen = Observation.objects.get(use=_use(running))
        assert (seen.state, seen.value) == (state, Decimal(0) if state == "zero" else value)


def test_parts_add_up_in_the_action_and_in_the_database(acts: Acts, running: PlanNode) -> None:
    girls, boys = Part("sex", "f", Decimal(3)), Part("sex", "m", Decimal(2))
    with acts("coordinator") as actor:
        said = {"actor": actor, "use_id": _use(running).id, "year": YEAR, "source": "school",
                "state": "value", "value": Decimal(5)}  # fmt: skip
        with pytest.raises(Broken):
            progress.observe(parts=(girls, Part("sex", "m", Decimal(3))), **said)
        seen = progress.observe(parts=(girls, boys, Part("age", "-18", None, "missing")), **said)
        with pytest.raises(DatabaseError, match="add up"):
            write(
                "INSERT INTO observation_part (id, plan_id, observation_id, dimension, member,"
                " state, value) VALUES (gen_random_uuid(), %s, %s, 'sex', 'x', 'value', 1)",
                [seen.plan_id, seen.id],
            )


IN_ANOTHERS_NAME = {
    "observation": "INSERT INTO observation (id, plan_id, use_id, year, state, value, source,"
    " recorded_by_id, recorded_at) SELECT gen_random_uuid(), plan_id, id, 2026, 'zero', 0, 'x',"
    " %(who)s, now() FROM indicator_use WHERE node_id = %(node)s",
    "status": "INSERT INTO status_override (id, plan_id, node_id, status, reason, by_id, at)"
    " SELECT gen_random_uuid(), plan_id, id, 'done', 'x', %(who)s, now() FROM plan_node"
    " WHERE id = %(node)s",
    "drop": 'INSERT INTO measure_drop (id, plan_id, node_id, "on", reason, by_id, at)'
    " SELECT gen_random_uuid(), plan_id, id, current_date, 'x', %(who)s, now() FROM plan_node"
    " WHERE id = %(node)s",
    "card": "INSERT INTO measure_appraisal (id, plan_id, node_id, scores, note, by_id, at)"
    " SELECT gen_random_uuid(), plan_id, id, %(scores)s, '', %(who)s, now() FROM plan_node"
    " WHERE id = %(node)s",
    "paid": "INSERT INTO budget_line (id, plan_id, node_id, year, source, kind, stage, state,"
    " amount, currency, multiplier, recorded_by_id, recorded_at) SELECT gen_random_uuid(), plan_id,"
    " id, 2026, 'SB', 'total', 'paid', 'value', 1, 'EUR', 1, %(who)s, now() FROM plan_node"
    " WHERE id = %(node)s",
    "step": "UPDATE milestone SET done_on = current_date, done_by_id = %(who)s"
    " WHERE node_id = %(node)s",
}


@pytest.mark.parametrize("what", IN_ANOTHERS_NAME)
def test_nobody_speaks_of_a_measure_in_anothers_name(
    acts: Acts, world: dict[str, Member], running: PlanNode, what: str
) -> None:
    """As the runtime role, with the keeper's own session; in one's own name the same is taken."""
    scores = json.dumps(dict.fromkeys(rules.CRITERIA, 1))
    said = {"node": running.id, "scores": scores}
    with acts("coordinator"):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            write(IN_ANOTHERS_NAME[what], {**said, "who": world["ministry"].account})
        write(IN_ANOTHERS_NAME[what], {**said, "who": world["coordinator"].account})


def test_a_version_is_published_in_ones_own_name(
    acts: Acts, world: dict[str, Member], town: UUID
) -> None:
    take = "UPDATE programme_version SET published_at = now(), published_by_id = %s WHERE id = %s"
    with acts("coordinator"):
        with pytest.raises(DatabaseError, match="own name"), transaction.atomic():
            write(take, [world["ministry"].account, town])
        write(take, [world["coordinator"].account, town])


@pytest.mark.parametrize(
    "attack",
    ["UPDATE observation SET value = 9 WHERE plan_id = %s",
     "DELETE FROM observation WHERE plan_id = %s",
     "DELETE FROM status_override WHERE plan_id = %s",
     "UPDATE status_override SET reason = 'x' WHERE plan_id = %s",
     "DELETE FROM milestone WHERE plan_id = %s"],
)  # fmt: skip
def test_what_was_noted_is_not_taken_away(acts: Acts, running: PlanNode, attack: str) -> None:
    with acts("coordinator") as actor:
        progress.override(actor=actor, node_id=running.id, status="done", reason="one")
        progress.observe(actor=actor, use_id=_use(running).id, year=YEAR, state="zero",
                         value=None, source="school")  # fmt: skip
        try:
            assert write(attack, [running.plan_id]) == 0
        except DatabaseError:
            pass
        else:
            assert "milestone" in attack


def test_money_paid_is_added_and_planned_money_is_not(acts: Acts, running: PlanNode) -> None:
    paid = Amount(2026, "SB", "total", Decimal("12.5"), stage="paid")
    with acts("coordinator") as actor:
        assert progress.pay(actor=actor, node_id=running.id, amount=paid).amount_eur == paid.eur
        for wrong in (
            Amount(2026, "SB", "total", Decimal(1)),
            Amount(2031, "SB", "total", Decimal(1), stage="paid"),
            Amount(2027, "SB", "total", None, "missing", stage="paid"),
        ):
            with pytest.raises(Broken):
                progress.pay(actor=actor, node_id=running.id, amount=wrong)


def test_a_measure_is_dropped_once_with_a_reason(acts: Acts, running: PlanNode) -> None:
    today = timezone.localdate()
    with acts("coordinator") as actor:
        with pytest.raises(Broken):
            progress.drop(actor=actor, node_id=running.id, reason=" ", on=today)
        with pytest.raises(Broken):
            progress.drop(actor=actor, node_id=running.id, reason="x", on=date(2999, 1, 1))
        progress.drop(actor=actor, node_id=running.id, reason="no school takes part", on=today)
        with pytest.raises(Broken):
            progress.drop(actor=actor, node_id=running.id, reason="again", on=today)


def test_a_quality_card_has_four_criteria_from_0_to_3(acts: Acts, running: PlanNode) -> None:
    with acts("coordinator") as actor:
        for bad in ({}, dict.fromkeys(rules.CRITERIA, 4), {"problem": 1}):
            with pytest.raises(Broken):
                progress.appraise(actor=actor, node_id=running.id, scores=bad)
        card = progress.appraise(actor=actor, node_id=running.id,
                                 scores=dict.fromkeys(rules.CRITERIA, 2))  # fmt: skip
        with pytest.raises(DatabaseError):
            write("UPDATE measure_appraisal SET note = 'x' WHERE id = %s", [card.id])


def test_the_logic_model_loses_no_words(acts: Acts, running: PlanNode) -> None:
    with acts("coordinator") as actor:
        first = progress.explain(actor=actor, node_id=running.id, version=0, inputs="teachers")
        again = progress.explain(actor=actor, node_id=running.id, version=first.version,
                                 inputs="two teachers")  # fmt: skip
        assert (again.inputs, again.version) == ("two teachers", 2)
        with pytest.raises(Stale) as stale:
            progress.explain(actor=actor, node_id=running.id, version=1, inputs="three")
        assert stale.value.theirs["inputs"] == "two teachers"
