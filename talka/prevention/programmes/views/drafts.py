"""Begin, edit, adopt and publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes import forms, policy, shapes, words
from talka.prevention.programmes.actions import drafting, editing
from talka.prevention.programmes.models import MeasureExecutor, NodeLink, PlanNode
from talka.prevention.programmes.queries.measures import found, use_of
from talka.prevention.programmes.queries.reading import national_measures_open
from talka.prevention.programmes.views.pages import lang


def at_plan(version: Any) -> str:
    return reverse("programme", args=[version.id])


def fill(
    request: HttpRequest,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    back: str,
    success: Any = None,
    message: str = "",
    intro: str = "",
    button: str = "",
) -> HttpResponse:
    """The one page of every form of the room: a heading, the fields, back."""
    page = {"heading": heading, "back": back, "intro": intro, "act": button or _("Save")}
    return screens.act(
        request, form, do=do, template="programmes/form.html", page=page,
        success=success or back, message=message or _("Saved."),
    )  # fmt: skip


@with_role("coordinator", "ministry")
def programme_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    areas = sorted({s.area for s in actor.seats if s.role == "coordinator" and s.area})
    levels = [x for x in shapes.LEVELS if x == "project" or (x == "national") != bool(areas)]
    places = [(code, load_pack().label("municipality", code, lang())) for code in areas]
    form = screens.form(
        request, forms.FoundForm, places=places, levels=[(x, words.LEVEL[x]) for x in levels]
    )
    return fill(
        request, form,
        lambda v: drafting.found_programme(actor=actor, **{"municipality": None, **v}),
        heading=_("New programme"), back=reverse("programmes"), success=at_plan,
    )  # fmt: skip


@signed_in
def programme_next(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    version = policy.mine(actor, plan_id)
    return fill(
        request, screens.form(request, forms.Period, initial={"until": version.until}),
        lambda v: drafting.new_version(actor=actor, programme_id=version.programme_id, **v),
        heading=_("Draft a new version"), back=at_plan(version), success=at_plan,
        intro=_("The tree is copied. The published version stays as it is until the new one is "
                "published, and then ends the day before."),
    )  # fmt: skip


@signed_in
def programme_adopt(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    area = next((s.area for s in actor.seats if s.role == "coordinator" and s.area), "")
    return screens.press(
        request,
        lambda: drafting.adopt(actor=actor, version_id=plan_id, municipality=area),
        success=lambda made: reverse("programme", args=[made.id if made else plan_id]),
        message=_("A draft of your municipality is made. Add what is yours, then publish."),
    )  # fmt: skip


@signed_in
def programme_publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    version = policy.draft(actor, plan_id)
    if request.method == "POST":
        return screens.press(
            request,
            lambda: drafting.publish(actor=actor, version_id=plan_id),
            success=at_plan(version),
            message=_("The version is published."),
        )
    messages = drafting.faults_of(version)
    shown = {
        "version": version,
        "errors": [words.sentence(m) for m in messages if m.severity == "error"],
        "warnings": [words.sentence(m) for m in messages if m.severity != "error"],
    }
    return render(request, "programmes/publish.html", shown)


@signed_in
def node_new(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    version = policy.draft(actor, plan_id)
    rows = PlanNode.objects.filter(plan=version).exclude(kind="measure")
    nodes = sorted(rows, key=lambda n: shapes.natural(n.code))
    form = screens.form(
        request, forms.NewNodeForm, nodes=[(str(n.id), f"{n.code} {n.title}") for n in nodes],
        initial={"parent_id": request.GET.get("below", "")},
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: editing.add_node(actor=actor, plan_id=plan_id,
                                   **{**v, "parent_id": v["parent_id"] or None}),
        heading=_("Add a goal, task or measure"), back=at_plan(version),
    )  # fmt: skip


def at_node(node_id: UUID) -> str:
    return reverse("measure", args=[node_id])


@signed_in
def node_edit(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    node = found(node_id)
    policy.draft(actor, node.plan_id)
    who = list(MeasureExecutor.objects.filter(node=node).order_by("name"))
    initial = {
        "code": node.code, "title": node.title, "term": node.term, "due": node.due,
        "local_reason": node.local_reason, "version": node.version,
        "lead": next((e.name for e in who if e.role == "lead"), ""),
        **{field: "\n".join(e.name for e in who if e.role == role)
           for field, role in (("co", "co"), ("partners", "partner"), ("funders", "funder"))},
    }  # fmt: skip
    kind = forms.MeasureForm if node.kind == "measure" else forms.NodeForm
    return fill(
        request, screens.form(request, kind, initial=initial),
        lambda v: editing.edit_node(actor=actor, node_id=node_id, **v),
        heading=f"{node.code} {words.KIND[node.kind]}", back=at_node(node_id),
    )  # fmt: skip


@signed_in
def node_strike(request: HttpRequest, node_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(node_id).plan
    policy.draft(actor, plan.id)
    return screens.press(
        request,
        lambda: editing.strike(actor=actor, node_id=node_id),
        success=at_plan(plan),
        message=_("Taken out of the draft."),
    )


@signed_in
def line_strike(request: HttpRequest, node_id: UUID, line_id: UUID) -> HttpResponse:
    drafted(request, node_id)
    actor = request.actor  # type: ignore[attr-defined]
    return screens.press(
        request,
        lambda: editing.strike_line(actor=actor, node_id=node_id, line_id=line_id),
        success=at_node(node_id),
        message=_("Taken out of the draft."),
    )


def drafted(request: HttpRequest, node_id: UUID) -> PlanNode:
    """A node of a draft of one's own."""
    node = found(node_id)
    policy.draft(request.actor, node.plan_id)  # type: ignore[attr-defined]
    return node


@signed_in
def step_new(request: HttpRequest, node_id: UUID) -> HttpResponse:
    drafted(request, node_id)
    actor = request.actor  # type: ignore[attr-defined]
    return fill(
        request, screens.form(request, forms.StepForm),
        lambda v: editing.plan_step(actor=actor, node_id=node_id, **v),
        heading=_("Plan a step"), back=at_node(node_id),
    )  # fmt: skip


def amount_from(values: dict[str, Any]) -> shapes.Amount:
    """What the form of money says, as an amount in euros."""
    amount = values["amount"] if values["state"] == "value" else None
    return shapes.Amount(values["year"], values["source"], values["kind"], amount,
                         values["state"], stage=values["stage"])  # fmt: skip


@signed_in
def money_new(request: HttpRequest, node_id: UUID) -> HttpResponse:
    node = drafted(request, node_id)
    actor = request.actor  # type: ignore[attr-defined]
    form = screens.form(request, forms.MoneyForm, stages=("approved", "requested"),
                        initial={"year": node.plan.since.year, "source": "SB"})  # fmt: skip
    return fill(
        request, form,
        lambda v: editing.plan_money(actor=actor, node_id=node_id, amount=amount_from(v)),
        heading=_("Plan money"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def indicator_new(request: HttpRequest, node_id: UUID) -> HttpResponse:
    drafted(request, node_id)
    actor = request.actor  # type: ignore[attr-defined]
    return fill(
        request, screens.form(request, forms.IndicatorForm),
        lambda v: editing.plan_indicator(
            actor=actor, node_id=node_id,
            line=shapes.IndicatorLine(**v)),
        heading=_("Add an indicator"), back=at_node(node_id),
    )  # fmt: skip


@signed_in
def indicator_aim(request: HttpRequest, node_id: UUID, use_id: UUID) -> HttpResponse:
    drafted(request, node_id)
    actor, use = request.actor, use_of(node_id, use_id)  # type: ignore[attr-defined]
    initial = {n: getattr(use, n) for n in ("baseline", "target", "target_year")}
    return fill(
        request, screens.form(request, forms.AimForm, initial=initial),
        lambda v: editing.aim(actor=actor, node_id=node_id, use_id=use_id, **v),
        heading=use.indicator.name_en if lang() == "en" and use.indicator.name_en
        else use.indicator.name_lt, back=at_node(node_id),
    )  # fmt: skip


@signed_in
def act_edit(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    version = policy.draft(actor, plan_id)
    stands = version.act
    names = ("kind", "issuer", "number", "title", "adopted_on", "source")
    initial = {n: getattr(stands, n) for n in names} if stands else {}
    form = screens.form(request, forms.ActForm, initial={**initial, "explained": version.explained})
    return fill(
        request, form,
        lambda v: editing.state_act(actor=actor, plan_id=plan_id, explained=v.pop("explained"),
                                    act_of=shapes.Act(**v)),
        heading=_("The act it stands on"), back=at_plan(version),
    )  # fmt: skip


@signed_in
def links_edit(request: HttpRequest, node_id: UUID) -> HttpResponse:
    node = drafted(request, node_id)
    actor = request.actor  # type: ignore[attr-defined]
    open_now = national_measures_open().select_related("plan__programme")
    named = [(str(n.id), f"{n.code} {n.title} ({n.plan.programme.name(lang())})")
             for n in sorted(open_now, key=lambda n: shapes.natural(n.code))]  # fmt: skip
    now = NodeLink.objects.filter(node=node).values_list("target_id", flat=True)
    initial = {"targets": [str(t) for t in now], "version": node.version}
    form = screens.form(request, forms.LinkForm, nodes=named, initial=initial)
    return fill(
        request, form,
        lambda v: editing.link(actor=actor, node_id=node_id, version=v["version"] or 0,
                               targets=[UUID(t) for t in v["targets"]]),
        heading=f"{node.code} {node.title}", back=at_node(node_id),
        intro=_("Without a national measure, the measure needs a local reason."),
    )  # fmt: skip
