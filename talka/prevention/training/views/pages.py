"""What is read: the front page, a course, a session, one's own place, a team, an effect."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent
from talka.ground.ui.screens import signed_in
from talka.prevention.training import forms, rules
from talka.prevention.training.actions.testing import phases_open
from talka.prevention.training.models import Certificate
from talka.prevention.training.queries import pages


def lang() -> str:
    return (get_language() or "lt").split("-")[0]


@require_safe
@signed_in
def training(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    may = bool(actor.roles & {"coordinator", "ministry"})
    return render(
        request, "training/training.html", {"page": pages.front(actor, lang()), "may": may}
    )


@require_safe
@signed_in
def course(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    page = pages.course_page(request.actor, course_version_id, lang())  # type: ignore[attr-defined]
    return render(request, "training/course.html", {"page": page, "course": page.course})


@require_safe
@signed_in
def session(request: HttpRequest, training_id: UUID) -> HttpResponse:
    page = pages.session_page(request.actor, training_id, lang())  # type: ignore[attr-defined]
    shown = {"page": page, "session": page.session, "today": timezone.localdate(),
             "open": phases_open(page.session)}  # fmt: skip
    return render(request, "training/session.html", shown)


@require_safe
@signed_in
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    page = pages.own_page(request.actor, enrolment_id, lang())  # type: ignore[attr-defined]
    return render(request, "training/enrolment.html", {"page": page, "enrolment": page.enrolment})


@require_safe
@signed_in
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """As it is printed, with the address where anybody can check it."""
    rows = Certificate.objects.select_related(
        "course", "enrolment__worker", "enrolment__institution", "session"
    )
    made = rows.filter(id=certificate_id).first()
    if made is None:
        raise Absent
    where = request.build_absolute_uri(reverse("certificate_check", args=[made.number]))
    shown = {"made": made, "title": made.course.title(lang()), "where": where,
             "name": pages.named(made.enrolment),
             "belongs": pages.belonging(made.enrolment, lang()),
             "standing": pages.standing(made, timezone.localdate()),
             "mine": pages.keeps(request.actor, made.session.municipality_id)}  # type: ignore[attr-defined]  # fmt: skip
    return render(request, "training/certificate.html", shown)


@require_safe
@signed_in
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Was this team operational on that day?"""
    from talka.prevention.training.queries.teams import matrix

    today = timezone.localdate()
    day = _day(request.GET.get("on", ""), today)
    page = matrix(request.actor, team_id, day, today, lang())  # type: ignore[attr-defined]
    form = forms.OnForm(initial={"on": day})
    return render(request, "training/team.html", {"page": page, "form": form, "today": today})


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return today


@require_safe
@signed_in
def course_effect(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    from talka.prevention.training.queries.outcomes import effect_page

    page = effect_page(course_version_id, None, lang())
    return render(request, "training/effect.html", {"page": page, "fewest": rules.FEWEST})


@require_safe
@signed_in
def session_effect(request: HttpRequest, training_id: UUID) -> HttpResponse:
    from talka.prevention.training.queries.outcomes import effect_page

    found = pages.policy.session(training_id)
    page = effect_page(found.course_id, training_id, lang())
    return render(request, "training/effect.html", {"page": page, "fewest": rules.FEWEST})
