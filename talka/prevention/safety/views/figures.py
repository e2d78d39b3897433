"""Figures of indicators: one, or a table of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ground.kernel.errors import Absent, Broken
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import drafts, screens
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
    form = screens.form(request, forms.TableForm)
    if request.method == "POST" and "check" in request.POST:
        return _tried(request, form)
    return screens.act(
        request, form, do=lambda v: figures.take_in(actor=actor, text=v["table"]),
        template="safety/table.html", success=reverse("safety"),
        message=lambda n: ngettext("%(n)d figure taken in.", "%(n)d figures taken in.", n)
        % {"n": n},
    )  # fmt: skip


def _tried(request: HttpRequest, form: forms.TableForm) -> HttpResponse:
    """Say what the table would do; keep its text for taking it in."""
    actor = request.actor  # type: ignore[attr-defined]
    if form.is_valid():
        text = form.cleaned_data["table"]
        try:
            found = figures.check(actor=actor, text=text)
        except Broken as broken:
            form.add_faults(broken.faults)
        else:
            drafts.save(actor, form.draft_key, {"table": [text]})
            messages.success(
                request,
                _("Nothing is wrong. New or changed: %(fresh)d, already there: %(same)d. Nothing "
                  "is taken in yet.") % {"fresh": found.fresh, "same": found.same},
            )  # fmt: skip
            return screens.SeeOther(reverse("safety_table"))
    return render(request, "safety/table.html", {"form": form}, status=422)
