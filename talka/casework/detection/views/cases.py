"""The parts of a case that come from detection: its signal and screening, and who says what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import hold
from talka.casework.detection import actions, forms, policy, queries, words
from talka.ground.audit import trail
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in


@require_safe
@signed_in
def signal(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_STORY)
    trail.look("story", case_id, {"story"})
    lang = queries.spoken(request.actor)
    shown = {
        "held": held,
        "origin": queries.origin(case_id),
        "stories": queries.stories(case_id, keyring(case_id)),
        "screenings": queries.screenings(case_id, lang),
        "decided": words.DECIDED,
        "may_screen": held.may(policy.SCREEN),
        "may_write": held.may(policy.WRITE_STORY),
    }
    return render(request, "detection/case_signal.html", shown)


@signed_in
def story_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_STORY)
    form = screens.form(request, forms.StoryForm)
    back = reverse("case_signal", args=[case_id])
    return screens.act(
        request,
        form,
        do=lambda v: actions.write_story(actor=request.actor, case_id=case_id, **v),
        template="detection/case_act.html",
        page={"held": held, "title": _("Add what was told"), "act": _("Save"), "back": back},
        success=back,
        message=_("What was told is written down."),
    )


@require_safe
@signed_in
def statuses(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_STATUS)
    told = "story" in held.classes
    if told:
        trail.look("statuses", case_id, {"story"})
    page = queries.statuses(held, keyring(case_id) if told else None, queries.spoken(request.actor))
    shown = {"held": held, "page": page, "may_assert": held.may(policy.ASSERT_STATUS)}
    return render(request, "detection/statuses.html", shown)


@signed_in
def assert_status(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.ASSERT_STATUS)
    form = screens.form(request, forms.AssertForm, role=held.seat.role)
    if "story" not in held.classes:
        form.fields.pop("reason")
    back = reverse("case_statuses", args=[case_id])
    return screens.act(
        request,
        form,
        do=lambda v: actions.assert_status(actor=request.actor, case_id=case_id, **v),
        template="detection/case_act.html",
        page={
            "held": held,
            "title": _("What does your institution hold?"),
            "note": _("This adds your institution's word. It replaces nobody's, not even its own."),
            "act": _("Write it down"),
            "back": back,
        },
        success=back,
        message=_("Your institution's word is written down."),
    )
