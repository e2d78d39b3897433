"""Supervision of teams."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.bodies import forms, policy
from talka.prevention.bodies.actions import supervision as actions
from talka.prevention.bodies.queries import supervision as queries
from talka.prevention.bodies.views.filling import fill, lang


def at(team_id: UUID) -> str:
    return reverse("supervision", args=[team_id])


@require_safe
@signed_in
def supervision(request: HttpRequest, team_id: UUID) -> HttpResponse:
    page = queries.supervision_page(request.actor, team_id, lang())  # type: ignore[attr-defined]
    return render(request, "bodies/supervision.html", {"page": page})


@signed_in
def supervision_new(request: HttpRequest, team_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.kept_team(actor, team_id)
    seats = [(s.code, load_pack().label("team_seat", s.code, lang())) for s in load_pack().seats]
    form = screens.form(
        request, forms.SupervisionForm, seats=seats, initial={"held_on": timezone.localdate()}
    )
    return fill(
        request, form, lambda v: actions.supervise(actor=actor, team_id=team_id, **v),
        heading=_("A supervision was held"), back=at(team_id),
        intro=_("Only that it was held and with whom. What was spoken of is written nowhere: no "
                "case, no name of a person helped."),
    )  # fmt: skip


@signed_in
def supervision_strike(request: HttpRequest, supervision_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept_supervision(actor, supervision_id)
    return screens.press(
        request,
        lambda: actions.strike_supervision(actor=actor, supervision_id=supervision_id),
        success=at(row.team_id), message=_("It is taken out."),
    )  # fmt: skip
