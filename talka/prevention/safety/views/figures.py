"""Figures of indicators: one, or a table of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy
from talka.prevention.safety.actions import figures
from talka.prevention.safety.queries import methods


@signed_in
def figure(request: HttpRequest, safety_place: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not load_pack().has("municipality", safety_place):
        raise Absent
    if not policy.is_ministry(actor):
        policy.require_town(actor, safety_place)
    form = screens.form(request, forms.FigureForm, framework=methods.framework(), language=lang())
    return fill(
        request, form,
        lambda v: figures.record(actor=actor, line=_line(safety_place, v)),
        heading=_("A figure of %(place)s") % {
            "place": load_pack().label("municipality", safety_place, lang())},
        back=reverse("safety_town", args=[safety_place]),
        intro=_("Zero, missing, not applicable and suppressed are four different things. A "
                "correction is a new figure; the earlier one stays."),
    )  # fmt: skip


def _line(place: str, said: dict[str, Any]) -> figures.Line:
    value = 0 if said["state"] == "zero" and said["value"] is None else said["value"]
    return figures.Line(place, **{**said, "value": value})


@with_role("coordinator", "ministry")
def table_in(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return fill(
        request, screens.form(request, forms.TableForm),
        lambda v: figures.take_in(actor=actor, text=v["table"]),
        heading=_("Take in a table of figures"), back=reverse("safety"),
        message=lambda n: ngettext(  # type: ignore[arg-type]
            "%(n)d figure taken in.", "%(n)d figures taken in.", n) % {"n": n},
    )  # fmt: skip
