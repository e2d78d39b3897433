"""The screens of a case: list, file, who sees it, who has seen it, identity, profile, floors."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases import actions, forms, pages, policy, queries, rules, words
from talka.casework.cases.actions.grants import colleagues
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor
from talka.ground.audit import trail
from talka.ground.kernel.errors import Absent, Stale
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role


class Asked(HttpRequest):
    """A request behind `signed_in`."""

    actor: Actor


@require_safe
@with_role(*rules.TEAM_ROLES)
def cases(request: Asked) -> HttpResponse:
    """The newest cases one holds; search by code, open or closed, older ones by keyset."""
    search = forms.SearchForm(request.GET or None)
    asked = search.cleaned_data if search.is_bound and search.is_valid() else {}
    page = queries.newest(
        request.actor,
        code=asked.get("code", ""),
        state=asked.get("state", ""),
        after=_after(request.GET.get("after", "")),
    )
    older = f"{page.older[0].isoformat()}~{page.older[1]}" if page.older else ""
    return render(
        request,
        "cases/list.html",
        {
            "search": search,
            "asked": asked,
            "lines": page.lines,
            "older": older,
            "stages": words.STAGES,
        },
    )


def _after(text: str) -> tuple[datetime, UUID] | None:
    """The place in the list that an "older" link carries; a bent one is the beginning."""
    moment, _tilde, last = text.replace(" ", "+").partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None


@require_safe
@signed_in
def case(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE)
    trail.look("case", case_id, held.classes)
    return render(request, "cases/case.html", {"held": held, "page": pages.case_page(held)})


@require_safe
@signed_in
def onlookers(request: Asked, case_id: UUID) -> HttpResponse:
    """Who can see this case, why, until when; conflicts and what may be done about both."""
    held = hold(request.actor, case_id, policy.SEE)
    page = {
        "held": held,
        "people": queries.onlookers(case_id, request.actor.language, timezone.now()),
        "marks": queries.conflicts(request.actor, case_id),
        "bases": words.BASES,
        "reasons": words.CONFLICTS,
        "may_share": held.may(policy.SHARE_WITH_COLLEAGUE),
        "may_seal": held.may(policy.SEAL),
        "my_seats": {s.id for s in request.actor.seats},
    }
    return render(request, "cases/onlookers.html", page)


@require_safe
@signed_in
def seen(request: Asked, case_id: UUID) -> HttpResponse:
    """Who has seen it, and what they did."""
    held = hold(request.actor, case_id, policy.SEE_TRAIL)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    lines, older = queries.glances(case_id, number)
    page = {"held": held, "lines": lines, "older": older, "verbs": words.VERBS}
    return render(request, "cases/seen.html", page)


@require_safe
@signed_in
def identity(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_IDENTITY)
    trail.look("identity", case_id, {"identity"})
    texts, version = queries.identity_texts(held)
    labels = forms.IdentityForm.base_fields
    rows = [(labels[n].label, texts.get(n, "")) for n in queries.VAULT]
    may = held.may(policy.WRITE_IDENTITY)
    page = {"held": held, "rows": rows, "version": version, "may": may}
    return render(request, "cases/identity.html", page)


@signed_in
def identity_edit(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_IDENTITY)
    texts, version = queries.identity_texts(held)

    def do(values: dict[str, Any]) -> None:
        seen_version = values.pop("version") or 0
        actions.write_identity(
            actor=request.actor, case_id=case_id, version=seen_version, texts=values
        )

    form = screens.form(request, forms.IdentityForm, initial={**texts, "version": version})
    return _form_page(request, held, form, do, _("Identity"), "identity", _("Identity written."))


@signed_in
def profile(request: Asked, case_id: UUID) -> HttpResponse:
    """Coded facts: the ones that are counted."""
    held = hold(request.actor, case_id, policy.CHANGE_PROFILE)
    there = queries.profile_of(case_id)
    if there is None:
        raise Absent

    def do(values: dict[str, Any]) -> None:
        try:
            actions.change_profile(
                actor=request.actor,
                case_id=case_id,
                version=values["version"] or 0,
                codes=forms.ProfileForm.codes(values),
            )
        except Stale as stale:
            stale.theirs["version"] = there.version
            raise

    form = screens.form(request, forms.ProfileForm, initial=forms.ProfileForm.shown(there))
    return _form_page(request, held, form, do, _("Profile"), "case", _("Profile changed."))


@signed_in
def colleague(request: Asked, case_id: UUID) -> HttpResponse:
    """Open parts one holds for own work to a colleague."""
    held = hold(request.actor, case_id, policy.SHARE_WITH_COLLEAGUE)
    people = [(str(a.id), a.worker.name) for a in colleagues(held).select_related("worker")]
    form = screens.form(
        request,
        forms.ColleagueForm,
        colleagues=people,
        classes=sorted(queries.own_classes(held)),
        language=request.actor.language,
    )
    return _form_page(
        request,
        held,
        form,
        lambda v: actions.share_with_colleague(actor=request.actor, case_id=case_id, **v),
        _("Share with a colleague"),
        "case_onlookers",
        _("Shared."),
    )


@signed_in
def conflict(request: Asked, case_id: UUID) -> HttpResponse:
    """Bar oneself or a colleague."""
    held = hold(request.actor, case_id, policy.MARK_CONFLICT)
    mine = (str(request.actor.id), request.actor.name)
    others = [(str(a.worker_id), a.worker.name) for a in colleagues(held).select_related("worker")]
    form = screens.form(request, forms.ConflictForm, people=[mine, *others])
    return _form_page(
        request,
        held,
        form,
        lambda v: actions.mark_conflict(actor=request.actor, case_id=case_id, **v),
        _("Conflict of interest"),
        "cases",
        _("Marked. The case is barred to that person from now on."),
    )


@signed_in
def conflict_lift(request: Asked, case_id: UUID, mark_id: UUID) -> HttpResponse:
    hold(request.actor, case_id, policy.SEE)
    return screens.press(
        request,
        lambda: actions.lift_conflict(actor=request.actor, mark_id=mark_id),
        success=reverse("case_onlookers", args=[case_id]),
        message=_("The conflict of interest was lifted."),
    )


@signed_in
def seal(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEAL)
    return screens.press(
        request,
        lambda: actions.seal_case(
            actor=request.actor, case_id=case_id, sealed=not held.case.sealed
        ),
        success=reverse("case_onlookers", args=[case_id]),
        message=_("The case was unsealed.") if held.case.sealed else _("The case was sealed."),
    )


@signed_in
def access_end(request: Asked, case_id: UUID, assignment_id: UUID) -> HttpResponse:
    """End what somebody may see, or lay down one's own."""
    hold(request.actor, case_id, policy.SEE)
    mine = assignment_id in {s.id for s in request.actor.seats}
    back = reverse("cases") if mine else reverse("case_onlookers", args=[case_id])
    return screens.press(
        request,
        lambda: actions.end_access(
            actor=request.actor, case_id=case_id, assignment_id=assignment_id, classes=["case"]
        ),
        success=back,
        message=_("The access ended."),
    )


def _form_page(
    request: Asked, held: Held, form: Any, do: Any, title: str, back: str, message: str
) -> HttpResponse:
    """A form screen of the case."""
    address = reverse(back, args=[held.case.id]) if back != "cases" else reverse(back)
    page = {"held": held, "title": title, "back": reverse("case", args=[held.case.id])}
    return screens.act(
        request,
        form,
        do=do,
        template="cases/form.html",
        page=page,
        success=address,
        message=message,
    )
