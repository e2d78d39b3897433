"""The plan and its goals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.aid import actions, forms, policy, queries
from talka.casework.aid.queries.plans import GoalPage
from talka.casework.aid.views.framing import Asked, form_page
from talka.casework.cases.permission import Held, hold
from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in


@require_safe
@signed_in
def plan(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_PLAN)
    page = {
        "held": held,
        "title": _("Plan"),
        "plan": queries.plan_page(held, timezone.localdate()),
        "may": held.may(policy.WRITE_PLAN) and not held.case.closed_on,
    }
    return render(request, "aid/plan.html", page)


@signed_in
def plan_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_PLAN)
    return form_page(
        request,
        held,
        screens.form(request, forms.PlanForm),
        lambda v: actions.make_plan(actor=request.actor, case_id=case_id, **v),
        title=_("Make the plan"),
        intro=_("The plan is the person's. Goals follow on the next page."),
        act=_("Make the plan"),
        message=_("The plan was made. Now add its goals."),
        back="plan",
    )


@signed_in
def plan_review(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_PLAN)
    there = queries.plan_page(held, timezone.localdate())
    if there is None:
        raise Absent
    now = {"agreement": there.agreement, "remark": there.remark, "version": there.version}
    return form_page(
        request,
        held,
        screens.form(request, forms.ReviewForm, initial=now),
        lambda v: actions.review_plan(actor=request.actor, case_id=case_id, **v),
        title=_("Review the plan"),
        intro=_("Go through the goals with the person. The next review follows in 30 days."),
        act=_("Save the review"),
        message=_("The plan was reviewed."),
        back="plan",
    )


@signed_in
def goal_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_PLAN)
    form = _goal_form(request, held, {"version": queries.plan_version(held)})
    return form_page(
        request,
        held,
        form,
        lambda v: actions.add_goal(actor=request.actor, case_id=case_id, **_goal(v)),
        title=_("Add a goal"),
        act=_("Add the goal"),
        message=_("The goal was added."),
        back="plan",
    )


@signed_in
def goal_change(request: Asked, case_id: UUID, goal_id: UUID) -> HttpResponse:
    held, there = _held_goal(request, case_id, goal_id)
    goal = there.goal
    now = {
        "need": goal.need,
        "text": goal.text,
        "responsible": str(goal.responsible_id),
        "due_on": goal.due_on,
        "version": there.version,
    }
    return form_page(
        request,
        held,
        _goal_form(request, held, now),
        lambda v: actions.change_goal(
            actor=request.actor, case_id=case_id, goal_id=goal_id, **_goal(v)
        ),
        title=_("Change the goal"),
        act=_("Save the goal"),
        message=_("The goal was changed."),
        back="plan",
    )


@signed_in
def goal_end(request: Asked, case_id: UUID, goal_id: UUID) -> HttpResponse:
    held, there = _held_goal(request, case_id, goal_id)
    return form_page(
        request,
        held,
        screens.form(request, forms.GoalEndForm, initial={"version": there.version}),
        lambda v: actions.end_goal(actor=request.actor, case_id=case_id, goal_id=goal_id, **v),
        title=_("How does the goal stand?"),
        intro=there.goal.text,
        act=_("Save"),
        message=_("The goal was changed."),
        back="plan",
    )


def _held_goal(request: Asked, case_id: UUID, goal_id: UUID) -> tuple[Held, GoalPage]:
    held = hold(request.actor, case_id, policy.WRITE_PLAN)
    return held, queries.goal_page(held, goal_id, timezone.localdate())


def _goal_form(request: Asked, held: Held, initial: dict[str, Any]) -> forms.GoalForm:
    names = queries.answerable(held)
    return screens.form(request, forms.GoalForm, initial=initial, institutions=names)


def _goal(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "responsible": UUID(given["responsible"])}
