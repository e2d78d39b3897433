"""The person is told their rights."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.casework.cases.permission import hold
from talka.casework.sharing import actions, forms, policy, queries
from talka.ground.audit import trail
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in


@signed_in
def information(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_INFORMATION)
    trail.look("information", case_id, {"case"})
    form = screens.form(request, forms.InformationForm, initial={"how": "both"})
    page = {
        "held": held,
        "given": queries.information(case_id),
        "may": held.may(policy.GIVE_INFORMATION),
    }
    return screens.act(
        request,
        form,
        do=lambda v: actions.give_information(actor=request.actor, case_id=case_id, **v),
        template="sharing/information.html",
        page=page,
        success=reverse("information", args=[case_id]),
        message=_("Written down: the person was informed."),
    )
