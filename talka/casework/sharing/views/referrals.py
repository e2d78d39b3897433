"""Referrals of a case: what was sent, sending one, taking one back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.permission import hold
from talka.casework.sharing import actions, forms, policy, queries, words
from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, SeeOther, signed_in


@require_safe
@signed_in
def referrals(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_REFERRALS)
    form = None
    if held.may(policy.SEND_REFERRAL):
        sent = request.GET if "to" in request.GET else None
        form = forms.RecipientForm(sent, recipients=queries.recipients(held))
        if sent is not None and form.is_valid():
            return SeeOther(reverse("referral_send", args=[case_id, form.cleaned_data["to"]]))
    page = {"held": held, "referrals": queries.of_case(held), "form": form, "words": words}
    return render(request, "sharing/referrals.html", page)


@signed_in
def send(request: Asked, case_id: UUID, institution_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEND_REFERRAL)
    to = queries.recipient(held, institution_id)
    if to is None:
        raise Absent
    carries = queries.would_carry(held, institution_id)
    form = screens.form(request, forms.ReferralForm, carries=carries)
    ready = any(c.ready for c in carries)
    return screens.act(
        request,
        form,
        do=lambda v: actions.send_referral(
            actor=request.actor, case_id=case_id, recipient=to.id, **v
        ),
        template="sharing/referral_send.html",
        page={"held": held, "to": to, "carries": carries, "ready": ready, "words": words},
        success=reverse("referrals", args=[case_id]),
        message=_("Referral sent. You will see here when it is answered."),
    )


@signed_in
def withdraw(request: Asked, case_id: UUID, referral_id: UUID) -> HttpResponse:
    hold(request.actor, case_id, policy.WITHDRAW_REFERRAL)
    return screens.press(
        request,
        lambda: actions.withdraw_referral(
            actor=request.actor, case_id=case_id, referral_id=referral_id
        ),
        success=reverse("referrals", args=[case_id]),
        message=lambda done: (
            _("Referral taken back.") if done else _("It was answered before you took it back.")
        ),
    )


@signed_in
def rest(request: Asked, case_id: UUID, referral_id: UUID) -> HttpResponse:
    hold(request.actor, case_id, policy.WITHDRAW_REFERRAL)
    return screens.press(
        request,
        lambda: actions.ask_nobody_else(
            actor=request.actor, case_id=case_id, referral_id=referral_id
        ),
        success=reverse("referral", args=[referral_id]),
        message=_("Nobody else is asked. It is no longer your turn."),
    )
