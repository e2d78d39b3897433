"""Files that show what is said of a criterion."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.files.serving import download
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in
from talka.prevention.activities.views.framing import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy
from talka.prevention.safety.actions import judging, showing
from talka.prevention.safety.queries.assessments import answer_of
from talka.prevention.safety.queries.showing import body_of, files_of


def at_files(assessment_id: UUID, criterion: str) -> str:
    return reverse("assessment_files", args=[assessment_id, criterion])


@require_safe
@signed_in
def listed(request: Asked, assessment_id: UUID, safety_criterion: str) -> HttpResponse:
    found = policy.assessment(assessment_id)
    of, said = judging.criterion_of(found, safety_criterion), answer_of(found, safety_criterion)
    mine = found.municipality_id in policy.towns(request.actor)
    shown = {
        "of": found, "criterion": of, "name": of.name(lang()), "said": said, "mine": mine,
        "files": files_of(said.id) if said else (),
        "adds": mine and said is not None and found.submitted_at is None,
    }  # fmt: skip
    return render(request, "safety/files.html", shown)


@signed_in
def file_new(request: Asked, assessment_id: UUID, safety_criterion: str) -> HttpResponse:
    found = policy.unsubmitted(request.actor, assessment_id)
    of = judging.criterion_of(found, safety_criterion)
    return fill(
        request, screens.form(request, forms.ShowForm),
        lambda v: showing.show(
            actor=request.actor, assessment_id=assessment_id, criterion=of.code,
            name=v["file"].name, body=v["file"].read(), checked=v["checked"]),
        heading=_("Add a file"), back=at_files(assessment_id, of.code),
        intro=f"{of.code} {of.name(lang())}", upload=True,
    )  # fmt: skip


@require_safe
@signed_in
def file(request: Asked, assessment_id: UUID, safety_file_id: UUID) -> HttpResponse:
    policy.assessment(assessment_id)
    return download(body_of(assessment_id, safety_file_id))


@signed_in
def file_destroy(request: Asked, assessment_id: UUID, safety_file_id: UUID) -> HttpResponse:
    found = policy.assessment(assessment_id)
    policy.require_town(request.actor, found.municipality_id)
    body_of(assessment_id, safety_file_id)
    return fill(
        request, screens.form(request, forms.ReasonForm),
        lambda v: showing.destroy(
            actor=request.actor, assessment_id=assessment_id, file_id=safety_file_id, **v),
        heading=_("Destroy the content"), back=reverse("assessment", args=[assessment_id]),
        act=_("Destroy the content"),
        intro=_("Its content is destroyed for good. Its name and your reason stay in the list."),
    )  # fmt: skip
