"""Assess needs, make the plan, set its goals, review it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.aid import policy, queries, rules
from talka.casework.aid.actions.writing import (
    coded,
    give_once,
    one_of,
    past_day,
    signed,
    still_open,
    worded,
)
from talka.casework.aid.models import Goal, Need, Needs, Plan
from talka.casework.cases.actions import end_turns, note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale

REVIEW_DAYS = 30
"""Shown day of the next review; the turn takes its deadline from the case's protocol."""


def assess_needs(
    *,
    actor: Actor,
    case_id: UUID,
    lines: Iterable[Mapping[str, str]],
    remark: str = "",
    on: date | None = None,
) -> Needs:
    """Write an assessment; earlier ones stay. A line: need, degree (none, some, urgent, unknown),
    reach (individual, household, community; individual when left out), remark."""
    held = still_open(hold(actor, case_id, policy.ASSESS_NEEDS))
    on = past_day(on)
    checked = [_line(line) for line in lines]
    if not checked:
        raise Broken(_("Answer at least one need."))
    if len({(line["need"], line["reach"]) for line in checked}) < len(checked):
        raise Broken(_("Each need is answered once."))
    ring = keyring(case_id)
    with act("needs.assess"):
        needs = Needs(**signed(held), on=on)
        needs.put(ring, remark=remark)
        needs.save(force_insert=True)
        rows = []
        for line in checked:
            words = line.pop("remark")
            row = Need(case=held.case, needs=needs, **line)
            row.put(ring, remark=words)
            rows.append(row)
        Need.objects.bulk_create(rows)
        note_step(
            case_id=case_id, seat=held.seat, kind="needs", on=on, data_class="aid", ref=needs.id
        )
        end_turns(case_id=case_id, act_code="needs.assess", seat=held.seat)
        if not Plan.objects.filter(case_id=case_id).exists():
            give_once(held, "plan.make", step="needs_plan", deadline="plan", start=on)
    return needs


def _line(line: Mapping[str, str]) -> dict[str, str]:
    return {
        "need": coded("need", line["need"], "need"),
        "degree": one_of("degree", line["degree"], rules.DEGREES),
        "reach": one_of("reach", line.get("reach", "individual"), rules.REACHES),
        "remark": line.get("remark", ""),
    }


def make_plan(
    *,
    actor: Actor,
    case_id: UUID,
    agreement: str,
    remark: str = "",
    goals: Iterable[Mapping[str, Any]] = (),
    on: date | None = None,
) -> Plan:
    """Make the plan of the case, with goals: need, text, responsible (institution id), due_on.

    Raises Broken when there is one already.
    """
    held = still_open(hold(actor, case_id, policy.WRITE_PLAN))
    on = past_day(on)
    one_of("agreement", agreement, rules.AGREEMENTS)
    if Plan.objects.filter(case_id=case_id).exists():
        raise Broken(_("This case has a plan already. Change that one."))
    ring = keyring(case_id)
    with act("plan.make"):
        plan = Plan(**signed(held), on=on, agreement=agreement, reviewed_on=on, review_on=_next(on))
        plan.put(ring, remark=remark)
        plan.save(force_insert=True)
        for goal in goals:
            _new_goal(held, plan, **goal)
        note_step(
            case_id=case_id, seat=held.seat, kind="plan", on=on, outcome=agreement,
            data_class="aid", ref=plan.id,
        )  # fmt: skip
        end_turns(case_id=case_id, act_code="plan.make", seat=held.seat)
        give_once(held, "plan.review", step="needs_plan", deadline="review", start=on)
    return plan


def _next(on: date) -> date:
    return on + timedelta(days=REVIEW_DAYS)


def _taken(held: Held, version: int, **changes: Any) -> Plan:
    """The plan, one version further; Stale when somebody was quicker."""
    plan = Plan.objects.select_for_update().filter(case=held.case).first()
    if plan is None:
        raise Absent
    if plan.version != version:
        there = {"agreement": plan.agreement, "remark": plan.read(keyring(held.case.id), "remark")}
        raise Stale({**there, "version": plan.version})
    plan.version += 1
    for name, value in changes.items():
        setattr(plan, name, value)
    plan.save()
    return plan


def review_plan(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    agreement: str,
    remark: str = "",
    on: date | None = None,
) -> Plan:
    """The plan was gone through with the person; the next review becomes a turn."""
    held = still_open(hold(actor, case_id, policy.WRITE_PLAN))
    on = past_day(on)
    one_of("agreement", agreement, rules.AGREEMENTS)
    with act("plan.review"):
        plan = _taken(held, version, agreement=agreement, reviewed_on=on, review_on=_next(on))
        plan.put(keyring(case_id), remark=remark)
        plan.save()
        note_step(
            case_id=case_id, seat=held.seat, kind="plan_review", on=on, outcome=agreement,
            data_class="aid", ref=plan.id,
        )  # fmt: skip
        end_turns(case_id=case_id, act_code="plan.review", seat=held.seat)
        give_once(held, "plan.review", step="needs_plan", deadline="review", start=on)
    return plan


def _new_goal(
    held: Held, plan: Plan, *, need: str, text: str, responsible: UUID, due_on: date
) -> Goal:
    goal = Goal(**signed(held), id=uuid4(), plan=plan)
    _set_goal(held, goal, need=need, text=text, responsible=responsible, due_on=due_on)
    goal.save(force_insert=True)
    return goal


def _set_goal(
    held: Held, goal: Goal, *, need: str, text: str, responsible: UUID, due_on: date
) -> None:
    if responsible not in queries.answerable(held):
        raise Broken({"responsible": _("Choose an institution of the case or of the team.")})
    if not date(2000, 1, 1) <= due_on <= timezone.localdate() + timedelta(days=1100):
        raise Broken({"due_on": _("This day lies too far away.")})
    goal.need = coded("need", need, "need")
    goal.responsible_id = responsible
    goal.due_on = due_on
    goal.put(keyring(held.case.id), text=worded("text", text))


def add_goal(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    need: str,
    text: str,
    responsible: UUID,
    due_on: date,
) -> Goal:
    """Add a goal to the plan as it was seen (`version`). Raises Stale, Broken."""
    held = still_open(hold(actor, case_id, policy.WRITE_PLAN))
    with act("plan.goal"):
        plan = _taken(held, version)
        return _new_goal(held, plan, need=need, text=text, responsible=responsible, due_on=due_on)


def change_goal(
    *,
    actor: Actor,
    case_id: UUID,
    goal_id: UUID,
    version: int,
    need: str,
    text: str,
    responsible: UUID,
    due_on: date,
) -> Goal:
    """Change an open goal. Raises Stale with what stands there now."""
    held = still_open(hold(actor, case_id, policy.WRITE_PLAN))
    with act("plan.goal"):
        goal = _goal(case_id, goal_id)
        plan = Plan.objects.filter(case_id=case_id).values_list("version", flat=True).first()
        if plan != version:
            there = {"need": goal.need, "text": goal.read(keyring(case_id), "text")}
            more = {"responsible": str(goal.responsible_id), "due_on": goal.due_on}
            raise Stale({**there, **more, "version": plan})
        _taken(held, version)
        if goal.state != "open":
            raise Broken(_("This goal has ended."))
        _set_goal(held, goal, need=need, text=text, responsible=responsible, due_on=due_on)
        goal.save()
    return goal


def _goal(case_id: UUID, goal_id: UUID) -> Goal:
    goal = Goal.objects.select_for_update().filter(id=goal_id, case_id=case_id).first()
    if goal is None:
        raise Absent
    return goal


def end_goal(
    *,
    actor: Actor,
    case_id: UUID,
    goal_id: UUID,
    version: int,
    state: str,
    reason: str = "",
    on: date | None = None,
) -> Goal:
    """End a goal as done or dropped, or open it again. All but *done* need a reason."""
    held = still_open(hold(actor, case_id, policy.WRITE_PLAN))
    on = past_day(on)
    one_of("state", state, ("open", "done", "dropped"))
    with act("plan.goal"):
        _taken(held, version)
        goal = _goal(case_id, goal_id)
        if goal.state == state:
            raise Broken(_("The goal stands like that already."))
        goal.put(keyring(case_id), reason=reason if state == "done" else worded("reason", reason))
        goal.state = state
        goal.ended_on = None if state == "open" else on
        goal.ended_by_id = None if state == "open" else held.seat.id
        goal.save()
        if state == "done":
            note_step(
                case_id=case_id, seat=held.seat, kind="goal_done", on=on,
                outcome=goal.need, data_class="aid", ref=goal.id,
            )  # fmt: skip
    return goal
