"""Who the person is: the vault, the coded facts, and whether anybody else knows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases import actions, forms, pages, policy, queries
from talka.casework.cases.permission import hold
from talka.casework.cases.views.framing import form_page
from talka.ground.audit import trail
from talka.ground.kernel.errors import Broken
from talka.ground.ui import screens
from talka.ground.ui.forms import Form
from talka.ground.ui.screens import Asked, signed_in


@require_safe
@signed_in
def identity(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_IDENTITY)
    trail.look("identity", case_id, {"identity"})
    texts, version = queries.identity_texts(held)
    page = {
        "held": held,
        "rows": forms.IdentityForm.rows(texts),
        "version": version,
        "may": held.may(policy.WRITE_IDENTITY) and not held.case.closed_on,
        "may_ask": version and held.may(policy.ASK_WHO_KNOWS),
    }
    return render(request, "cases/identity.html", page)


@signed_in
def identity_edit(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_IDENTITY)
    trail.look("identity", case_id, {"identity"})
    texts, version = queries.identity_texts(held)

    def do(values: dict[str, Any]) -> None:
        seen = values.pop("version") or 0
        actions.write_identity(actor=request.actor, case_id=case_id, version=seen, texts=values)

    return form_page(
        request,
        held,
        screens.form(request, forms.IdentityForm, initial={**texts, "version": version}),
        do,
        title=_("Identity"),
        act=_("Save"),
        message=_("Identity written."),
        success=reverse("identity", args=[case_id]),
        back="identity",
    )


@signed_in
def known(request: Asked, case_id: UUID) -> HttpResponse:
    """Ask whether another institution knows the person; the answer is whom to ask, never data."""
    held = hold(request.actor, case_id, policy.ASK_WHO_KNOWS)
    page: dict[str, Any] = {"held": held, "form": Form(), "asked": request.method == "POST"}
    status = 200
    if request.method == "POST":
        try:
            page["places"] = actions.ask_about(actor=request.actor, case_id=case_id)
        except Broken as broken:
            page["broken"], status = " ".join(broken.faults.values()), 422
    return render(request, "cases/known.html", page, status=status)


@signed_in
def profile(request: Asked, case_id: UUID) -> HttpResponse:
    """Coded facts: the ones that are counted. Who may only read them reads them."""
    held = hold(request.actor, case_id, policy.SEE)
    there = queries.profile_of(case_id)
    if request.method != "POST" and (held.case.closed_on or not held.may(policy.CHANGE_PROFILE)):
        rows = pages.profile_rows(there, pages.reading(held))
        return render(request, "cases/profile.html", {"held": held, "rows": rows})
    held.require(policy.CHANGE_PROFILE)

    def do(values: dict[str, Any]) -> None:
        seen = values.pop("version") or 0
        codes = forms.ProfileForm.codes(values, there)
        with forms.ProfileForm.split_conflict():
            actions.change_profile(actor=request.actor, case_id=case_id, version=seen, codes=codes)

    return form_page(
        request,
        held,
        screens.form(request, forms.ProfileForm, initial=forms.ProfileForm.initial_of(there)),
        do,
        title=_("Coded facts"),
        act=_("Save"),
        message=_("The coded facts were changed."),
        success=reverse("case", args=[case_id]),
    )
