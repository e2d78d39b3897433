"""Services received: the list with totals, recording one, taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.aid import actions, forms, policy, queries
from talka.casework.aid.views.framing import Asked, form_page
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in


def _writable(held: Held) -> list[str]:
    """Classes of services that this person may record here."""
    return [name for name, verb in policy.RECORD_SERVICE.items() if held.may(verb)]


@require_safe
@signed_in
def services(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_SERVICES)
    if not held.classes & set(policy.RECORD_SERVICE):
        held.require(policy.RECORD_SERVICE["aid"])
    page = {
        "held": held,
        "title": _("Services"),
        "services": queries.services_page(held),
        "may": bool(_writable(held)),
    }
    return render(request, "aid/services.html", page)


@signed_in
def service_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_SERVICES)
    if not (classes := _writable(held)):
        held.require(policy.RECORD_SERVICE["aid"])
    own = held.seat.institution == held.case.institution_id
    names = queries.on_the_case(held)
    names = names if own else {held.seat.institution: names[held.seat.institution]}
    form = screens.form(
        request,
        forms.ServiceForm,
        initial={"provider": str(held.seat.institution)},
        classes=classes,
        providers=names,
        goals=queries.open_goal_choices(held, keyring(case_id)),
    )
    return form_page(
        request,
        held,
        form,
        lambda v: actions.record_service(actor=request.actor, case_id=case_id, **_given(v)),
        title=_("Record a service"),
        act=_("Record the service"),
        message=_("The service was recorded."),
        back="services",
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    goal = values["goal_id"]
    return {
        **values,
        "provider": UUID(values["provider"]),
        "goal_id": UUID(goal) if goal else None,
    }


@signed_in
def service_withdraw(request: Asked, case_id: UUID, service_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_SERVICES)
    there = queries.one_service(held, service_id)
    return form_page(
        request,
        held,
        screens.form(request, forms.ReasonForm),
        lambda v: actions.withdraw_service(
            actor=request.actor, case_id=case_id, service_id=service_id, **v
        ),
        title=_("Take a service back"),
        intro=_("The record stays readable with your reason, and counts nowhere any more."),
        act=_("Take it back"),
        message=_("The service was taken back."),
        back="services",
        template="aid/service_withdraw.html",
        service=there,
    )
