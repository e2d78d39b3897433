"""Recommendations: the list of a year, one of them, and every step of its way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy
from talka.prevention.safety.actions import advising, carrying
from talka.prevention.safety.queries import advice, choosing, needs
from talka.prevention.safety.views.country import asked_number


def at(recommendation_id: UUID) -> str:
    return reverse("recommendation", args=[recommendation_id])


def identifier(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


@require_safe
@signed_in
def recommendations(request: HttpRequest) -> HttpResponse:
    year = min(asked_number(request, "year", timezone.localdate().year), timezone.localdate().year)
    may = request.actor.roles & set(policy.AUTHORS)  # type: ignore[attr-defined]
    shown = {"page": advice.advice_list(max(year, 2011), lang()), "may": may}
    return render(request, "safety/recommendations.html", shown)


def _said(values: dict[str, Any]) -> dict[str, Any]:
    to = [UUID(x) for x in values["addressees"]]
    earlier = values["supersedes_id"]
    return {**values, "addressees": to, "supersedes_id": UUID(earlier) if earlier else None}


@with_role(*policy.AUTHORS)
def recommendation_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    need = identifier(request.GET.get("need", ""))
    of = needs.need_of(need) if need else None
    form = screens.form(
        request, forms.AdviceForm, institutions=choosing.institutions(lang()),
        earlier=choosing.earlier(actor),
        initial={"basis": "needs" if of else "evaluation", "priority": 2},
    )  # fmt: skip

    def write(v: dict[str, Any]) -> Any:
        said = {name: x for name, x in _said(v).items() if name != "version"}
        return advising.write(actor=actor, need_id=need, **said)

    return fill(
        request, form, write, heading=_("New recommendation"), back=reverse("recommendations"),
        success=lambda made: at(made.id), intro=of.text if of else "",
        message=_("A draft is kept. Send it when it is ready."),
    )  # fmt: skip


@require_safe
@signed_in
def recommendation(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = advice.advice_page(actor, recommendation_id, lang())
    mine = policy.writes_as(actor, page.row.institution_id)
    author = page.row.institution.name(lang())
    shown = {"page": page, "of": page.row, "mine": mine, "author": author}
    return render(request, "safety/recommendation.html", shown)


@signed_in
def recommendation_edit(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft_recommendation(actor, recommendation_id)
    names = ("text", "basis", "priority", "due", "cost", "version", "supersedes_id")
    initial = {name: getattr(row, name) for name in names}
    initial["addressees"] = choosing.addressed(row.id)
    form = screens.form(
        request, forms.AdviceForm, initial=initial, institutions=choosing.institutions(lang()),
        earlier=choosing.earlier(actor),
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: advising.rewrite(
            actor=actor, recommendation_id=row.id,
            **{**_said(v), "version": v["version"] or 0}),
        heading=_("Change the recommendation"), back=at(row.id),
    )  # fmt: skip


@signed_in
def recommendation_send(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.draft_recommendation(actor, recommendation_id)
    return screens.press(
        request, lambda: advising.send(actor=actor, recommendation_id=recommendation_id),
        success=at(recommendation_id), message=_("Sent. The clock of the addressees runs."),
    )  # fmt: skip


@signed_in
def recommendation_withdraw(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.own_recommendation(actor, recommendation_id)
    return fill(
        request, screens.form(request, forms.WithdrawForm),
        lambda v: advising.withdraw(actor=actor, recommendation_id=recommendation_id, **v),
        heading=_("Withdraw the recommendation"), back=at(recommendation_id),
    )  # fmt: skip


@signed_in
def respond(request: HttpRequest, addressee_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    to = policy.addressed(actor, addressee_id)
    form = screens.form(request, forms.RespondForm, initial={"due": to.recommendation.due})
    return fill(
        request, form, lambda v: advising.respond(actor=actor, addressee_id=addressee_id, **v),
        heading=_("Answer the recommendation"), back=at(to.recommendation_id),
        intro=to.recommendation.text,
    )  # fmt: skip


@signed_in
def step(request: HttpRequest, addressee_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    to = policy.addressed(actor, addressee_id)
    form = screens.form(
        request, forms.StepForm, initial={"on": timezone.localdate()},
        measures=choosing.measures(to.institution.municipality_id),
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: advising.follow_up(
            actor=actor, addressee_id=addressee_id,
            **{**v, "measure_id": identifier(v["measure_id"])}),
        heading=_("What was done about it"), back=at(to.recommendation_id),
        intro=to.recommendation.text,
    )  # fmt: skip


@signed_in
def confirm(request: HttpRequest, addressee_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    to = policy.confirmable(actor, addressee_id)
    return fill(
        request, screens.form(request, forms.ConfirmForm),
        lambda v: advising.confirm(actor=actor, addressee_id=addressee_id, **v),
        heading=_("Confirm that it is implemented"), back=at(to.recommendation_id),
        intro=to.recommendation.text,
    )  # fmt: skip


@signed_in
def measure(request: HttpRequest, addressee_id: UUID, carried_plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    plans.draft(actor, carried_plan_id)
    return screens.press(
        request,
        lambda: carrying.make_measure(
            actor=actor, addressee_id=addressee_id, plan_id=carried_plan_id),
        success=reverse("programme", args=[carried_plan_id]),
        message=_("It is a measure of the draft now. Say by when and with what money."),
    )  # fmt: skip
