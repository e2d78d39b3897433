"""The list of institutions; entering and renaming one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.people.institutions import actions, forms, queries


@require_safe
@signed_in
def institutions(request: HttpRequest) -> HttpResponse:
    wanted = forms.FilterForm(request.GET or None)
    chosen = wanted.cleaned_data if request.GET and wanted.is_valid() else {}
    lines = queries.listed(request.actor, get_language() or "lt", **chosen)  # type: ignore[attr-defined]
    shown = {"institutions": lines, "form": wanted}
    return render(request, "institutions/institutions.html", shown)


@with_role("technical_admin", ask=gettext_lazy("the technical administrator of this house"))
def institution_new(request: HttpRequest) -> HttpResponse:
    return screens.act(
        request,
        screens.form(request, forms.NewInstitutionForm),
        do=lambda values: actions.found_institution(actor=request.actor, **values),  # type: ignore[attr-defined]
        template="institutions/institution_new.html",
        success=lambda made: reverse("institution_invite", args=[made.id]),
        message=_("The institution is entered. Now invite its administrator."),
    )


@signed_in
def institution_edit(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not any(
        s.institution == institution_id and s.role == "institution_admin" for s in actor.seats
    ):
        raise Absent
    now = queries.one(institution_id)
    initial = {name: getattr(now, name) for name in ("name_lt", "name_en", "phone", "version")}
    return screens.act(
        request,
        screens.form(request, forms.NamesForm, initial=initial),
        do=lambda values: actions.rename_institution(
            actor=actor, institution_id=institution_id, **values
        ),
        template="institutions/institution_edit.html",
        success=reverse("institutions"),
        message=_("Saved."),
    )
