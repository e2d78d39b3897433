"""The register of safe-neighbourhood groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import content, forms, policy
from talka.prevention.safety.actions import groups as act
from talka.prevention.safety.queries import groups as asked
from talka.prevention.safety.views.assessments import places
from talka.prevention.safety.views.country import csv_answer


def chosen(request: HttpRequest) -> str:
    """The municipality of the address, where it is one."""
    place = request.GET.get("place", "")
    return place if load_pack().has("municipality", place) else ""


def lists() -> dict[str, list[tuple[str, str]]]:
    named = {field: content.codes(name) for field, name in act.LISTS.items()}
    return {f: [(code, n.name(lang())) for code, n in of.items()] for f, of in named.items()}


@require_safe
@signed_in
def groups(request: HttpRequest) -> HttpResponse:
    actor, place = request.actor, chosen(request)  # type: ignore[attr-defined]
    shown = {
        "page": asked.register(actor, place, lang()), "chosen": place,
        "places": load_pack().choices("municipality", lang()),
        "may": policy.towns(actor),
    }  # fmt: skip
    return render(request, "safety/groups.html", shown)


@require_safe
@signed_in
def groups_out(request: HttpRequest) -> HttpResponse:
    page = asked.register(request.actor, chosen(request), lang(), most=None)  # type: ignore[attr-defined]
    head = [_("Municipality"), _("Area"), _("Began on"), _("Status"), _("Ended on"), _("Size"),
            _("Who is asked (a role, no name)"), _("Part of the police"), _("Supported by"),
            _("What the group needs")]  # fmt: skip
    rows: list[list[object]] = [
        [x.place, x.group.area, x.group.started_on, x.group.status, x.group.ended_on, x.size,
         x.contact, x.police, x.supporters, x.needs]
        for x in page.lines
    ]  # fmt: skip
    return csv_answer("groups", head, rows)


@with_role("coordinator")
def group_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    mine = {"municipality": places(policy.towns(actor))}
    form = screens.form(request, forms.NewGroupForm, lists={**lists(), **mine})
    return fill(
        request, form, lambda v: act.register(actor=actor, **v),
        heading=_("Register a safe-neighbourhood group"), back=reverse("safe_groups"),
    )  # fmt: skip


@signed_in
def group_edit(request: HttpRequest, safe_group_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.group(actor, safe_group_id)
    names = ("area", "started_on", "ended_on", "status", "supporters", "needs", "version",
             "size_band", "contact_role", "police_role")  # fmt: skip
    initial: dict[str, Any] = {name: getattr(row, name) for name in names}
    form = screens.form(request, forms.GroupForm, initial=initial, lists=lists())
    return fill(
        request, form,
        lambda v: act.change(
            actor=actor, group_id=safe_group_id, **{**v, "version": v["version"] or 0}),
        heading=_("Safe-neighbourhood group"), back=reverse("safe_groups"),
    )  # fmt: skip
