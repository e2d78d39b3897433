"""Referrals to my institution: the list, the card of one, and its answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.rules import TEAM_ROLES
from talka.casework.sharing import actions, forms, queries, words
from talka.casework.sharing.answering import hold_referral
from talka.ground.audit import trail
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in, with_role


@require_safe
@with_role(*sorted(TEAM_ROLES))
def inbox(request: Asked) -> HttpResponse:
    page = {"inbox": queries.inbox(request.actor), "words": words}
    return render(request, "sharing/inbox.html", page)


@require_safe
@signed_in
def referral(request: Asked, referral_id: UUID) -> HttpResponse:
    held = hold_referral(request.actor, referral_id)
    trail.look("referral", held.referral.case_id, {"case"})
    page = {"page": queries.referral_page(held), "words": words}
    return render(request, "sharing/referral.html", page)


@signed_in
def accept(request: Asked, referral_id: UUID) -> HttpResponse:
    held = hold_referral(request.actor, referral_id)
    held.answer_seat()
    return screens.press(
        request,
        lambda: actions.accept_referral(actor=request.actor, referral_id=referral_id),
        success=lambda done: (
            reverse("case", args=[held.referral.case_id])
            if done
            else reverse("referral", args=[referral_id])
        ),
        message=_("Referral accepted. The case is open to you."),
    )


@signed_in
def refuse(request: Asked, referral_id: UUID) -> HttpResponse:
    held = hold_referral(request.actor, referral_id)
    held.answer_seat()
    return screens.act(
        request,
        screens.form(request, forms.RefusalForm),
        do=lambda v: actions.refuse_referral(actor=request.actor, referral_id=referral_id, **v),
        template="sharing/refuse.html",
        page={"page": queries.referral_page(held)},
        success=reverse("referral_inbox"),
        message=_("Refused. The sender is asked to choose another institution."),
    )
