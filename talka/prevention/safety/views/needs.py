"""Analyses of needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy
from talka.prevention.safety.actions import needs as act
from talka.prevention.safety.queries import needs as asked

HEAD = ("year", "title", "scope", "commissioner", "method", "sample", "report", "version")


def at(analysis_id: UUID) -> str:
    return reverse("analysis", args=[analysis_id])


def versioned(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "version": said["version"] or 0}


@require_safe
@signed_in
def analyses(request: HttpRequest) -> HttpResponse:
    may = request.actor.roles & set(policy.AUTHORS)  # type: ignore[attr-defined]
    return render(request, "safety/analyses.html", {"lines": asked.analyses(lang()), "may": may})


@with_role(*policy.AUTHORS)
def analysis_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = screens.form(request, forms.AnalysisForm, initial={"year": timezone.localdate().year})
    return fill(
        request, form, lambda v: act.begin(actor=actor, **v),
        heading=_("New analysis of needs"), back=reverse("analyses"),
        success=lambda made: at(made.id),
    )  # fmt: skip


@require_safe
@signed_in
def analysis(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    page = asked.analysis_page(request.actor, analysis_id, lang())  # type: ignore[attr-defined]
    return render(request, "safety/analysis.html", {"page": page, "of": page.analysis})


@signed_in
def analysis_edit(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft_analysis(actor, analysis_id)
    initial = {name: getattr(row, name) for name in HEAD}
    return fill(
        request, screens.form(request, forms.EditAnalysisForm, initial=initial),
        lambda v: act.edit(actor=actor, analysis_id=analysis_id, **versioned(v)),
        heading=_("Change the analysis"), back=at(analysis_id),
    )  # fmt: skip


@signed_in
def analysis_publish(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.draft_analysis(actor, analysis_id)
    return screens.press(
        request, lambda: act.publish(actor=actor, analysis_id=analysis_id),
        success=at(analysis_id), message=_("Published. Everybody who works here reads it now."),
    )  # fmt: skip


@signed_in
def finding_new(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.draft_analysis(actor, analysis_id)
    return fill(
        request, screens.form(request, forms.FindingForm),
        lambda v: act.find(actor=actor, analysis_id=analysis_id, **v),
        heading=_("Add a finding"), back=at(analysis_id),
    )  # fmt: skip


@signed_in
def finding_edit(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = asked.finding_of(finding_id)
    policy.draft_analysis(actor, row.analysis_id)
    initial = {name: getattr(row, name) for name in ("text", "strength", "evidence", "version")}
    return fill(
        request, screens.form(request, forms.EditFindingForm, initial=initial),
        lambda v: act.edit_finding(actor=actor, finding_id=finding_id, **versioned(v)),
        heading=_("Finding"), back=at(row.analysis_id),
    )  # fmt: skip


@signed_in
def need_new(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = asked.finding_of(finding_id)
    policy.draft_analysis(actor, row.analysis_id)
    return fill(
        request, screens.form(request, forms.NeedForm),
        lambda v: act.need(actor=actor, finding_id=finding_id, **v),
        heading=_("Add a need"), back=at(row.analysis_id), intro=row.text,
    )  # fmt: skip
