"""Begin, fill and publish a course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.training import forms, policy
from talka.prevention.training.actions import courses


def fill(
    request: HttpRequest, form: Any, do: Callable[[dict[str, Any]], Any], *, heading: str,
    back: str, success: Any = None, message: str = "", intro: str = "", act: str = "",
) -> HttpResponse:  # fmt: skip
    """The one page of every form of the room: a heading, the fields, back."""
    page = {"heading": heading, "back": back, "intro": intro, "act": act or _("Save")}
    return screens.act(
        request, form, do=do, template="training/form.html", page=page,
        success=success or back, message=message or _("Saved."),
    )  # fmt: skip


def at_course(version: Any) -> str:
    return reverse("course", args=[version.id])


def kept_place(actor: Any) -> str | None:
    """The municipality of a coordinator; None for the ministry."""
    return next((s.area for s in actor.seats if s.role == "coordinator" and s.area), None)


@with_role("coordinator", "ministry")
def course_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    place = kept_place(actor)
    return fill(
        request, screens.form(request, forms.NewCourseForm),
        lambda v: courses.found_course(actor=actor, municipality=place, **v),
        heading=_("New course"), back=reverse("training"), success=at_course,
    )  # fmt: skip


@signed_in
def course_edit(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, course_version_id)
    initial = {f: getattr(row, f) for f in (*courses.FIELDS, "version")}
    return fill(
        request, screens.form(request, forms.CourseForm, initial=initial),
        lambda v: courses.edit_course(actor=actor, version_id=row.id, **v),
        heading=_("Edit the course"), back=at_course(row),
    )  # fmt: skip


@signed_in
def course_module(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, course_version_id)
    return fill(
        request, screens.form(request, forms.ModuleForm),
        lambda v: courses.add_module(actor=actor, version_id=row.id, **v),
        heading=_("Add a module"), back=at_course(row),
    )  # fmt: skip


@signed_in
def course_question(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, course_version_id)
    return fill(
        request, screens.form(request, forms.QuestionForm),
        lambda v: courses.add_question(actor=actor, version_id=row.id, **v),
        heading=_("Add a question"), back=at_course(row),
    )  # fmt: skip


@signed_in
def course_publish(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, course_version_id)
    return screens.press(
        request, lambda: courses.publish_course(actor=actor, version_id=row.id),
        success=at_course(row), message=_("The course is published."),
    )  # fmt: skip


@signed_in
def course_next(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.my_course(actor, course_version_id)
    return screens.press(
        request, lambda: courses.new_version(actor=actor, version_id=row.id),
        success=lambda made: at_course(made or row),
        message=_("A draft of the next version is made."),
    )  # fmt: skip
