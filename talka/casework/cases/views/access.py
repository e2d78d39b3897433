"""Who sees a case: sharing with a colleague, ending an access, sealing, conflicts of interest."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases import actions, forms, pages, policy, queries
from talka.casework.cases.actions.grants import colleagues
from talka.casework.cases.permission import hold
from talka.casework.cases.views.framing import form_page
from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.forms import Form
from talka.ground.ui.screens import Asked, signed_in, with_role


@require_safe
@signed_in
def onlookers(request: Asked, case_id: UUID) -> HttpResponse:
    """Who can see this case, why, until when; and what may be done about it."""
    held = hold(request.actor, case_id, policy.SEE)
    people = queries.onlookers(case_id, pages.reading(held), timezone.now())
    page = {
        "held": held,
        "people": pages.people_rows(held, people, queries.own_classes(held)),
        "marks": queries.conflicts(request.actor, case_id),
        "may_share": held.may(policy.SHARE_WITH_COLLEAGUE),
        "may_seal": held.may(policy.SEAL),
    }
    return render(request, "cases/onlookers.html", page)


@signed_in
def colleague(request: Asked, case_id: UUID) -> HttpResponse:
    """Open parts one holds for own work to a colleague."""
    held = hold(request.actor, case_id, policy.SHARE_WITH_COLLEAGUE)
    people = [(str(a.id), a.worker.name) for a in colleagues(held).select_related("worker")]
    own = queries.own_classes(held)
    form = screens.form(
        request, forms.ColleagueForm, people=people, classes=own, language=pages.reading(held)
    )
    return form_page(
        request,
        held,
        form,
        lambda v: actions.share_with_colleague(actor=request.actor, case_id=case_id, **v),
        title=_("Share with a colleague"),
        act=_("Share"),
        message=_("Shared."),
        success=reverse("case_onlookers", args=[case_id]),
        back="case_onlookers",
        template="cases/colleague.html",
        nobody=not people,
    )


@signed_in
def access_end(request: Asked, case_id: UUID, assignment_id: UUID) -> HttpResponse:
    """End what somebody may see, or lay down one's own."""
    held = hold(request.actor, case_id, policy.END_ACCESS)
    everyone = queries.onlookers(case_id, pages.reading(held), timezone.now())
    person = next((p for p in everyone if p.assignment_id == assignment_id), None)
    if person is None:
        raise Absent
    form = screens.form(
        request,
        forms.EndForm,
        classes=[item.data_class for item in person.items],
        language=pages.reading(held),
    )
    mine = assignment_id in {s.id for s in request.actor.seats}
    return form_page(
        request,
        held,
        form,
        lambda v: actions.end_access(
            actor=request.actor, case_id=case_id, assignment_id=assignment_id, **v
        ),
        title=_("End an access"),
        act=_("End the access"),
        message=_("The access ended."),
        success=reverse("cases") if mine else reverse("case_onlookers", args=[case_id]),
        back="case_onlookers",
        template="cases/access_end.html",
        person=person,
        mine=mine,
    )


@signed_in
def seal(request: Asked, case_id: UUID) -> HttpResponse:
    """Seal or unseal: first who keeps the case and who loses it."""
    held = hold(request.actor, case_id, policy.SEAL)
    sealed = not held.case.sealed
    return form_page(
        request,
        held,
        screens.form(request, Form),
        lambda _v: actions.seal_case(actor=request.actor, case_id=case_id, sealed=sealed),
        title=_("Seal the case") if sealed else _("Unseal the case"),
        act=_("Seal the case") if sealed else _("Unseal the case"),
        message=_("The case was sealed.") if sealed else _("The case was unsealed."),
        success=reverse("case_onlookers", args=[case_id]),
        back="case_onlookers",
        template="cases/seal.html",
        page=pages.seal_page(held),
    )


@signed_in
def conflict(request: Asked, case_id: UUID) -> HttpResponse:
    """Bar oneself or a colleague."""
    held = hold(request.actor, case_id, policy.MARK_CONFLICT)
    mine = (str(request.actor.id), _("myself"))
    seats = colleagues(held).select_related("worker")
    others = {str(a.worker_id): a.worker.name for a in seats}
    form = screens.form(request, forms.ConflictForm, people=[mine, *others.items()])
    return form_page(
        request,
        held,
        form,
        lambda v: actions.mark_conflict(actor=request.actor, case_id=case_id, **v),
        title=_("Conflict of interest"),
        act=_("Bar this person from the case"),
        message=_("Marked. The case is barred to that person from now on."),
        success=reverse("cases"),
        template="cases/conflict.html",
    )


@require_safe
@with_role("supervisor")
def conflicts(request: Asked) -> HttpResponse:
    """Conflicts of interest that a supervisor may lift."""
    page = {"marks": queries.conflicts(request.actor)}
    return render(request, "cases/conflicts.html", page)


@signed_in
def conflict_lift(request: Asked, mark_id: UUID) -> HttpResponse:
    supervises = "supervisor" in request.actor.roles
    return screens.press(
        request,
        lambda: actions.lift_conflict(actor=request.actor, mark_id=mark_id),
        success=reverse("conflicts" if supervises else "home"),
        message=_("The conflict of interest was lifted."),
    )
