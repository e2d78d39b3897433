"""Publish the courses of the pack as national ones. Run by setup, as the owner of the tables."""

from __future__ import annotations

from django.utils import timezone

from talka.ground.kernel.pack import PackError
from talka.prevention.training.content import GivenCourse, content
from talka.prevention.training.models import Course, CourseModule, CourseVersion, Question


def load_from_pack(*, using: str) -> int:
    """Publishes what is not published yet; how many. A published version with another content
    raises PackError: the changed course needs a new number."""
    return sum(_publish(given, using) for given in content().courses)


def _publish(given: GivenCourse, using: str) -> bool:
    course, _new = Course.objects.using(using).get_or_create(code=given.code)
    stands = CourseVersion.objects.using(using).filter(course=course, n=given.version).first()
    if stands is not None:
        if _content(stands, using) != _wanted(given):
            raise PackError(
                f"training.yaml: {given.code} {given.version} is published with another content:"
                " give the changed course a new version number"
            )
        return False
    version = CourseVersion.objects.using(using).create(
        course=course, n=given.version, title_lt=given.lt, title_en=given.en,
        competences=list(given.competences), seats=list(given.seats),
        refresh_months=given.refresh_months, attendance_percent=given.attendance_percent,
        pass_percent=given.pass_percent, source=given.source, verified_by=given.verified_by,
    )  # fmt: skip
    CourseModule.objects.using(using).bulk_create(
        CourseModule(course=version, n=n, title_lt=m.lt, title_en=m.en, minutes=m.minutes)
        for n, m in enumerate(given.modules, 1)
    )
    Question.objects.using(using).bulk_create(
        Question(course=version, n=n, text_lt=i.lt, text_en=i.en, answer=i.answer,
                 options=[{"lt": lt, "en": en} for lt, en in i.options])
        for n, i in enumerate(given.items, 1)
    )  # fmt: skip
    CourseVersion.objects.using(using).filter(id=version.id).update(published_at=timezone.now())
    return True


def _wanted(given: GivenCourse) -> tuple[object, ...]:
    return (
        given.lt, given.en, given.competences, given.seats, given.refresh_months,
        given.attendance_percent, given.pass_percent,
        [(m.lt, m.en, m.minutes) for m in given.modules],
        [(i.lt, i.en, list(i.options), i.answer) for i in given.items],
    )  # fmt: skip


def _content(v: CourseVersion, using: str) -> tuple[object, ...]:
    modules = CourseModule.objects.using(using).filter(course=v).order_by("n")
    items = Question.objects.using(using).filter(course=v).order_by("n")
    return (
        v.title_lt, v.title_en, tuple(v.competences), tuple(v.seats), v.refresh_months,
        v.attendance_percent, v.pass_percent,
        [(m.title_lt, m.title_en, m.minutes) for m in modules],
        [(i.text_lt, i.text_en, [(o["lt"], o["en"]) for o in i.options], i.answer) for i in items],
    )  # fmt: skip
