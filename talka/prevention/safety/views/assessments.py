"""The Safe Municipality assessment and its review."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy
from talka.prevention.safety.actions import judging
from talka.prevention.safety.queries import assessments, methods


def at(assessment_id: UUID) -> str:
    return reverse("assessment", args=[assessment_id])


def places(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, load_pack().label("municipality", code, lang())) for code in codes]


@require_safe
@signed_in
def rubric(request: HttpRequest) -> HttpResponse:
    return render(request, "safety/rubric.html", {"rubric": methods.rubric()})


@with_role("coordinator")
def begin(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = screens.form(
        request, forms.BeginForm, places=places(policy.towns(actor)),
        initial={"year": timezone.localdate().year},
    )  # fmt: skip
    return fill(
        request, form, lambda v: judging.begin(actor=actor, **v),
        heading=_("Assess the municipality"), back=reverse("safety"),
        success=lambda made: at(made.id),
        message=_("Begun. What was answered last stands in it already, marked with its year."),
    )  # fmt: skip


@require_safe
@signed_in
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    page = assessments.assessment_page(request.actor, assessment_id, lang())  # type: ignore[attr-defined]
    shown = {"page": page, "of": page.assessment}
    return render(request, "safety/assessment.html", shown)


@signed_in
def answer(request: HttpRequest, assessment_id: UUID, safety_criterion: str) -> HttpResponse:
    actor, code = request.actor, safety_criterion  # type: ignore[attr-defined]
    found = policy.unsubmitted(actor, assessment_id)
    of, said = judging.criterion_of(found, code), assessments.answer_of(found, code)
    initial = {"version": said.version if said else 0}
    if said:
        initial |= {"level": said.level, "reasoning": said.reasoning, "evidence": said.evidence}  # type: ignore[dict-item]
    form = screens.form(request, forms.AnswerForm, initial=initial, criterion=of, language=lang())
    return fill(
        request, form,
        lambda v: judging.answer(actor=actor, assessment_id=assessment_id, criterion=code,
                                 **{**v, "version": v["version"] or 0}),
        heading=f"{of.code} {of.name(lang())}", back=at(assessment_id),
    )  # fmt: skip


@signed_in
def submit(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.unsubmitted(actor, assessment_id)
    return screens.press(
        request, lambda: judging.submit(actor=actor, assessment_id=assessment_id),
        success=at(assessment_id), message=_("Submitted. Everybody who works here reads it now."),
    )  # fmt: skip


@signed_in
def review(request: HttpRequest, assessment_id: UUID, safety_criterion: str) -> HttpResponse:
    actor, code = request.actor, safety_criterion  # type: ignore[attr-defined]
    found = policy.under_review(actor, assessment_id)
    of, said = judging.criterion_of(found, code), assessments.review_of(found, code)
    own = assessments.answer_of(found, code)
    initial = {"version": said.version if said else 0}
    if said or own:
        initial["level"] = said.level if said else own.level  # type: ignore[union-attr,assignment]
    if said:
        initial["reason"] = said.reason  # type: ignore[assignment]
    form = screens.form(request, forms.ReviewForm, initial=initial, criterion=of, language=lang())
    intro = _("The municipality: level %(level)s. %(why)s") % {
        "level": own.level if own else "–", "why": own.reasoning if own else ""}  # fmt: skip
    return fill(
        request, form,
        lambda v: judging.review(actor=actor, assessment_id=assessment_id, criterion=code,
                                 **{**v, "version": v["version"] or 0}),
        heading=f"{of.code} {of.name(lang())}", back=at(assessment_id), intro=intro,
    )  # fmt: skip


@signed_in
def agree(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.under_review(actor, assessment_id)
    return fill(
        request, screens.form(request, forms.ReasonForm),
        lambda v: judging.agree(actor=actor, assessment_id=assessment_id, **v),
        heading=_("Agree with the rest"), back=at(assessment_id),
        intro=_("The level of the municipality is taken for every criterion that has no review."),
    )  # fmt: skip


@signed_in
def close(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.under_review(actor, assessment_id)
    return screens.press(
        request, lambda: judging.close_review(actor=actor, assessment_id=assessment_id),
        success=at(assessment_id), message=_("The review is closed."),
    )  # fmt: skip
