"""Consents of a case: who may see what, why, until when; giving and withdrawing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.permission import Held, hold
from talka.casework.sharing import actions, forms, policy, queries, words
from talka.casework.sharing.actions.offering import own_classes
from talka.casework.sharing.models import Consent
from talka.ground.audit import trail
from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, SeeOther, signed_in


@require_safe
@signed_in
def consents(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_CONSENTS)
    may = held.may(policy.GIVE_CONSENT)
    form = None
    if may:
        sent = request.GET if "to" in request.GET else None
        form = forms.RecipientForm(sent, recipients=queries.recipients(held))
        if sent is not None and form.is_valid():
            asked = "ground_name" if "ground" in request.GET else "consent_give"
            return SeeOther(reverse(asked, args=[case_id, form.cleaned_data["to"]]))
    trail.look("consents", case_id, {"case"})
    page = {"held": held, "recipients": queries.consents(held), "form": form, "words": words}
    return render(request, "sharing/consents.html", page)


def _chosen(held: Held, institution_id: UUID) -> queries.Recipient:
    found = queries.recipient(held, institution_id)
    if found is None:
        raise Absent
    return found


@signed_in
def give(request: Asked, case_id: UUID, institution_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.GIVE_CONSENT)
    to = _chosen(held, institution_id)
    form = screens.form(
        request, forms.ConsentForm, initial=forms.consent_initial(), own=own_classes(held)
    )
    return screens.act(
        request,
        form,
        do=lambda v: actions.give_consent(
            actor=request.actor, case_id=case_id, recipient=to.id, **v
        ),
        template="sharing/consent_give.html",
        page={"held": held, "to": to},
        success=_next(request, case_id, to.id),
        message=_("Consent written down."),
    )


@signed_in
def ground(request: Asked, case_id: UUID, institution_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.NAME_GROUND)
    to = _chosen(held, institution_id)
    form = screens.form(
        request, forms.GroundForm, initial=forms.ground_initial(), own=own_classes(held)
    )
    return screens.act(
        request,
        form,
        do=lambda v: actions.name_ground(
            actor=request.actor, case_id=case_id, recipient=to.id, **v
        ),
        template="sharing/ground.html",
        page={"held": held, "to": to},
        success=_next(request, case_id, to.id),
        message=_("Ground written down."),
    )


def _next(request: Asked, case_id: UUID, institution_id: UUID) -> str:
    """Back to the referral when it was what lacked the consent."""
    if "referral" in request.GET:
        return reverse("referral_send", args=[case_id, institution_id])
    return reverse("consents", args=[case_id])


@signed_in
def withdraw(request: Asked, case_id: UUID, consent_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WITHDRAW_CONSENT)
    chosen = Consent.objects.select_related("recipient").filter(id=consent_id, case=held.case)
    consent = chosen.first()
    if consent is None:
        raise Absent
    own = consent.recipient_id == held.seat.institution
    return screens.act(
        request,
        screens.form(request, forms.WithdrawForm, initial={"reason": "person_asked"}),
        do=lambda v: actions.withdraw_consent(
            actor=request.actor, case_id=case_id, consent_id=consent_id, **v
        ),
        template="sharing/withdraw.html",
        page={
            "held": held,
            "consent": consent,
            "to": consent.recipient.name(words.reading()),
            "seen": words.SEEN[consent.shared_class],
            "own": own,
        },
        success="/" if own else reverse("consents", args=[case_id]),
        message=_("Withdrawn. It no longer opens anything."),
    )
