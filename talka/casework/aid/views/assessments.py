"""Risk, safe contact, needs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.aid import actions, forms, policy, queries
from talka.casework.aid.views.framing import Asked, form_page
from talka.casework.cases.permission import hold
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in


@require_safe
@signed_in
def risk(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_RISK)
    page = {
        "held": held,
        "title": _("Risk"),
        "risks": queries.risks(held, timezone.localdate()),
        "may": held.may(policy.ASSESS_RISK) and not held.case.closed_on,
    }
    return render(request, "aid/risk.html", page)


@signed_in
def risk_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.ASSESS_RISK)
    return form_page(
        request,
        held,
        screens.form(request, forms.RiskForm),
        lambda v: actions.assess_risk(actor=request.actor, case_id=case_id, **v),
        title=_("Assess the risk"),
        intro=_("Nobody has to know every answer. Ask only what does not harm."),
        act=_("Save the assessment"),
        message=_("The risk was assessed."),
        back="risk",
    )


@require_safe
@signed_in
def contact(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_CONTACT)
    page = {
        "held": held,
        "title": _("Safe contact"),
        "contact": queries.contact_page(held),
        "may": held.may(policy.WRITE_CONTACT) and not held.case.closed_on,
        "may_confirm": not held.case.closed_on,
    }
    return render(request, "aid/contact.html", page)


@signed_in
def contact_edit(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_CONTACT)
    there = queries.contact_page(held)
    return form_page(
        request,
        held,
        screens.form(request, forms.ContactForm, initial={**there.texts, "version": there.version}),
        lambda v: actions.write_contact_rules(actor=request.actor, case_id=case_id, **v),
        title=_("Rules of safe contact"),
        intro=_("Ask the person. What they say here goes before every other rule."),
        act=_("Save the rules"),
        message=_("The rules of safe contact were saved."),
        back="contact",
    )


@signed_in
def contact_made(request: Asked, case_id: UUID) -> HttpResponse:
    hold(request.actor, case_id, policy.CONFIRM_CONTACT)
    return screens.press(
        request,
        lambda: actions.confirm_contact(actor=request.actor, case_id=case_id),
        success=reverse("contact", args=[case_id]),
        message=_("It is noted that contact was made."),
    )


@require_safe
@signed_in
def needs(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_NEEDS)
    page = {
        "held": held,
        "title": _("Needs"),
        "history": queries.needs_history(held),
        "may": held.may(policy.ASSESS_NEEDS) and not held.case.closed_on,
    }
    return render(request, "aid/needs.html", page)


@signed_in
def needs_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.ASSESS_NEEDS)
    return form_page(
        request,
        held,
        screens.form(request, forms.NeedsForm),
        lambda v: actions.assess_needs(actor=request.actor, case_id=case_id, **v),
        title=_("Assess the needs"),
        intro=_("Answer what you know. What stays empty is asked another time."),
        act=_("Save the assessment"),
        message=_("The needs were assessed."),
        back="needs",
        template="aid/needs_form.html",
    )
