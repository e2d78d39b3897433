"""Ending help, beginning it again, and asking later how the person is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.aid import actions, forms, gaps, policy, queries
from talka.casework.aid.views.framing import Asked, form_page
from talka.casework.cases import policy as cases
from talka.casework.cases.permission import hold
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in


@require_safe
@signed_in
def closure(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_CLOSURE)
    page = {
        "held": held,
        "title": _("Closure"),
        "missing": [] if held.case.closed_on else gaps.of_case(case_id),
        "closures": queries.closures(held),
        "may": held.may(policy.CLOSE) and held.may(cases.CLOSE),
    }
    return render(request, "aid/closure.html", page)


@signed_in
def closure_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.CLOSE).require(cases.CLOSE)
    return form_page(
        request,
        held,
        screens.form(request, forms.ClosureForm, initial={"version": held.case.version}),
        lambda v: actions.close(actor=request.actor, case_id=case_id, **v),
        title=_("Close the case"),
        intro=_("A closed case can be opened again, with a reason."),
        act=_("Close the case"),
        message=_("The case was closed."),
        back="closure",
    )


@signed_in
def reopen(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.CLOSE).require(cases.CLOSE)
    return form_page(
        request,
        held,
        screens.form(request, forms.ReopenForm, initial={"version": held.case.version}),
        lambda v: actions.reopen_case(actor=request.actor, case_id=case_id, **v),
        title=_("Open the case again"),
        intro=_("The closure stays in the history with your reason."),
        act=_("Open the case again"),
        message=_("The case is open again."),
        back="closure",
    )


@signed_in
def follow_up(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.FOLLOW_UP)
    return form_page(
        request,
        held,
        screens.form(request, forms.FollowUpForm),
        lambda v: actions.record_follow_up(actor=request.actor, case_id=case_id, **v),
        title=_("How is the person now?"),
        intro=_("The rules of safe contact still hold. Read them before you call."),
        act=_("Save"),
        message=_("The follow-up was saved."),
        back="closure",
        template="aid/follow_up.html",
        contact=queries.contact_page(held) if held.may(policy.SEE_CONTACT) else None,
    )
