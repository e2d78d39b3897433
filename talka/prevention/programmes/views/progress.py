"""What happens to a measure of a published version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.programmes import forms, policy, rules
from talka.prevention.programmes.actions import progress
from talka.prevention.programmes.models import PlanNode
from talka.prevention.programmes.queries.lines import line_of
from talka.prevention.programmes.queries.measures import logic_of
from talka.prevention.programmes.views.drafts import amount_from, at_node, fill


def kept(request: HttpRequest, node_id: UUID) -> tuple[Any, PlanNode]:
    """Who asks, and the published measure they keep."""
    actor = request.actor  # type: ignore[attr-defined]
    return actor, policy.measure(actor, node_id)


@signed_in
def step_done(request: HttpRequest, node_id: UUID, step_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    form = screens.form(request, forms.FinishForm, initial={"on": timezone.localdate()})
    return fill(
        request, form, lambda v: progress.finish(actor=actor, milestone_id=step_id, on=v["on"]),
        heading=_("A step is done"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def step_reopen(request: HttpRequest, node_id: UUID, step_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    return screens.press(
        request, lambda: progress.reopen(actor=actor, milestone_id=step_id),
        success=at_node(node_id), message=_("The step is not done."),
    )  # fmt: skip


@signed_in
def paid(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, node = kept(request, node_id)
    year = min(max(timezone.localdate().year, node.plan.since.year), node.plan.until.year)
    form = screens.form(request, forms.MoneyForm, stages=("paid", "revised"),
                        initial={"year": year, "source": "SB"})  # fmt: skip
    return fill(
        request, form,
        lambda v: progress.pay(actor=actor, node_id=node_id, amount=amount_from(v)),
        heading=_("Money paid or revised"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def observe(request: HttpRequest, node_id: UUID, use_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    form = screens.form(request, forms.ObserveForm, initial={"year": timezone.localdate().year})
    return fill(
        request, form, lambda v: progress.observe(actor=actor, use_id=use_id, **v),
        heading=_("What was seen"), back=at_node(node_id),
        intro=_("Zero, missing and not applicable are three different things."),
    )  # fmt: skip


@signed_in
def status(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    return fill(
        request, screens.form(request, forms.StatusForm),
        lambda v: progress.override(actor=actor, node_id=node_id, **v),
        heading=_("Say another status"), back=at_node(node_id),
        intro=_("The computed status stays shown beside yours."),
    )  # fmt: skip


@signed_in
def status_lift(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    return screens.press(
        request, lambda: progress.lift(actor=actor, node_id=node_id), success=at_node(node_id),
        message=_("The computed status speaks again."),
    )  # fmt: skip


@signed_in
def drop(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    form = screens.form(request, forms.DropForm, initial={"on": timezone.localdate()})
    return fill(
        request, form, lambda v: progress.drop(actor=actor, node_id=node_id, **v),
        heading=_("Drop the measure"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def take_up(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    return screens.press(
        request, lambda: progress.take_up(actor=actor, node_id=node_id), success=at_node(node_id),
        message=_("The measure is taken up again."),
    )  # fmt: skip


@signed_in
def quality(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    return fill(
        request, screens.form(request, forms.CardForm),
        lambda v: progress.appraise(
            actor=actor, node_id=node_id, note=v["note"],
            scores={c: int(v[c]) for c in rules.CRITERIA}),
        heading=_("Quality card"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def logic(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor, _node = kept(request, node_id)
    row = logic_of(line_of([node_id]))
    said = {step: getattr(row, step) for step in progress.STEPS} if row else {}
    own = row is not None and row.node_id == node_id
    initial = {**said, "version": row.version if row and own else 0}
    return fill(
        request, screens.form(request, forms.LogicForm, initial=initial),
        lambda v: progress.explain(
            actor=actor, node_id=node_id, **{**v, "version": v["version"] or 0}),
        heading=_("How the measure is to work"), back=at_node(node_id),
    )  # fmt: skip
