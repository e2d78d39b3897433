"""The plan with its goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from talka.casework.aid import words
from talka.casework.aid.models import Goal, Plan
from talka.casework.aid.queries.reading import ring_for
from talka.casework.cases.keys import CaseRing
from talka.casework.cases.permission import Held
from talka.ground.kernel.errors import Absent


@dataclass(frozen=True)
class GoalLine:
    id: UUID
    need: str
    text: str
    responsible_id: UUID
    responsible: str
    due_on: date
    state: str
    ended_on: date | None
    reason: str
    overdue: bool

    @property
    def state_name(self) -> Promise:
        return words.GOAL_STATES[self.state]


@dataclass(frozen=True)
class PlanPage:
    version: int
    on: date
    agreement: str
    reviewed_on: date
    review_on: date
    review_overdue: bool
    remark: str
    by: str
    open_goals: tuple[GoalLine, ...]
    ended_goals: tuple[GoalLine, ...]

    @property
    def agreement_name(self) -> Promise:
        return words.AGREEMENTS[self.agreement]


def plan_page(held: Held, today: date) -> PlanPage | None:
    """The plan of the case, or None when there is none (4 queries)."""
    ring = ring_for(held, "plan", {"aid"})
    plan = Plan.objects.filter(case=held.case).select_related("by__worker").first()
    if plan is None:
        return None
    rows = Goal.objects.filter(plan=plan).select_related("responsible").order_by("due_on", "at")
    goals = [_line(g, ring, today) for g in rows]
    closed = held.case.closed_on is not None
    return PlanPage(
        plan.version,
        plan.on,
        plan.agreement,
        plan.reviewed_on,
        plan.review_on,
        plan.review_on < today and not closed,
        plan.read(ring, "remark"),
        plan.by.worker.name,
        tuple(g for g in goals if g.state == "open"),
        tuple(g for g in goals if g.state != "open"),
    )


def _line(goal: Goal, ring: CaseRing, today: date) -> GoalLine:
    language = (get_language() or "lt").split("-")[0]
    return GoalLine(
        goal.id,
        goal.need,
        goal.read(ring, "text"),
        goal.responsible_id,
        goal.responsible.name(language),
        goal.due_on,
        goal.state,
        goal.ended_on,
        goal.read(ring, "reason"),
        goal.state == "open" and goal.due_on < today,
    )


def plan_version(held: Held) -> int:
    """The version of the plan (1 query). Raises Absent when there is none."""
    version = Plan.objects.filter(case=held.case).values_list("version", flat=True).first()
    if version is None:
        raise Absent
    return version


@dataclass(frozen=True)
class GoalPage:
    goal: GoalLine
    version: int


def goal_page(held: Held, goal_id: UUID, today: date) -> GoalPage:
    """One goal, with the version of its plan (3 queries). Raises Absent."""
    ring = ring_for(held, "plan", {"aid"})
    goal = (
        Goal.objects.filter(id=goal_id, case=held.case)
        .select_related("responsible", "plan")
        .first()
    )
    if goal is None:
        raise Absent
    return GoalPage(_line(goal, ring, today), goal.plan.version)


def open_goal_choices(held: Held, ring: CaseRing) -> list[tuple[str, str]]:
    """(id, text) of open goals, for a service; empty when class *aid* is not held (1 query)."""
    if "aid" not in ring.classes:
        return []
    rows = Goal.objects.filter(case=held.case, state="open").order_by("due_on")
    return [(str(g.id), g.read(ring, "text")[:80]) for g in rows]
