"""Begin a course, fill its draft, publish it, draft the next version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.ground.kernel.pack import load_pack
from talka.prevention.training import policy
from talka.prevention.training.content import content
from talka.prevention.training.models import Course, CourseModule, CourseVersion, Question

FIELDS = ("title_lt", "title_en", "competences", "seats", "refresh_months",
          "attendance_percent", "pass_percent")  # fmt: skip


def _sound(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a version; Broken at the field that does not hold."""
    known = {c.code for c in content().competences}
    seats = {s.code for s in load_pack().seats}
    percent, refresh = said.get("pass_percent"), said.get("refresh_months")
    for field, bad in (
        ("competences", not said["competences"] or set(said["competences"]) - known),
        ("seats", set(said["seats"]) - seats),
        ("attendance_percent", not 0 <= said["attendance_percent"] <= 100),
        ("pass_percent", percent is not None and not 0 <= percent <= 100),
        ("refresh_months", refresh is not None and not 1 <= refresh <= 120),
    ):
        if bad:
            raise Broken({field: _("Choose from the list or write a number within the limits.")})
    return {field: said[field] for field in FIELDS}


def found_course(
    *, actor: Actor, code: str, municipality: str | None, **said: Any
) -> CourseVersion:
    """Begin a course; its first version is a draft. National: `municipality` None."""
    policy.require_keeper(actor, municipality)
    if Course.objects.filter(code=code).exists():
        raise Broken({"code": _("This code is used already.")})
    fields = _sound(said)
    with act("course.found"):
        course = Course.objects.create(code=code, municipality_id=municipality, made_by_id=actor.id)
        return CourseVersion.objects.create(course=course, n=1, **fields)


def edit_course(*, actor: Actor, version_id: UUID, version: int, **said: Any) -> None:
    """Change a draft. Stale when somebody else did meanwhile."""
    row, fields = policy.draft(actor, version_id), _sound(said)
    with act("course.edit"):
        rows = CourseVersion.objects.filter(id=row.id, version=version, published_at__isnull=True)
        if not rows.update(**fields, version=version + 1):
            row.refresh_from_db()
            raise Stale({f: getattr(row, f) for f in FIELDS} | {"version": row.version})


def _next(rows: Any) -> int:
    return (rows.aggregate(last=Max("n"))["last"] or 0) + 1


def add_module(
    *, actor: Actor, version_id: UUID, title_lt: str, title_en: str, minutes: int
) -> CourseModule:
    row = policy.draft(actor, version_id)
    with act("course.module"):
        return CourseModule.objects.create(
            course=row, n=_next(row.modules), title_lt=title_lt, title_en=title_en, minutes=minutes
        )


def add_question(
    *, actor: Actor, version_id: UUID, text_lt: str, text_en: str, options: Sequence[str],
    answer: int,
) -> Question:  # fmt: skip
    """A question of the test; `options` in Lithuanian, `answer` counts from 0."""
    row = policy.draft(actor, version_id)
    if len(options) < 2:
        raise Broken({"options": _("At least two answers to choose from, one a line.")})
    if not 0 <= answer < len(options):
        raise Broken({"answer": _("The right answer is one of the lines.")})
    with act("course.question"):
        return Question.objects.create(
            course=row, n=_next(row.items), text_lt=text_lt, text_en=text_en, answer=answer,
            options=[{"lt": o, "en": ""} for o in options],
        )  # fmt: skip


def new_version(*, actor: Actor, version_id: UUID) -> CourseVersion:
    """Draft the next version: everything is copied, the published one stays as it is."""
    like = policy.my_course(actor, version_id)
    last = CourseVersion.objects.filter(course=like.course).order_by("-n").first()
    if last is None:
        raise Absent
    if last.published_at is None:
        raise Broken(_("This course already has a draft."))
    with act("course.new_version"):
        made = CourseVersion.objects.create(
            course=last.course, n=last.n + 1, source=last.source,
            **{f: getattr(last, f) for f in FIELDS},
        )  # fmt: skip
        for kind in (CourseModule, Question):
            rows: list[Any] = list(kind.objects.filter(course=last))
            for row in rows:
                row.pk, row.course = kind().id, made
            kind.objects.bulk_create(rows)  # type: ignore[attr-defined]
    return made


def publish_course(*, actor: Actor, version_id: UUID) -> CourseVersion:
    """Publish a draft: from now on it stands still and sessions can be planned."""
    row = policy.draft(actor, version_id)
    if not row.modules.exists():
        raise Broken(_("A course has at least one module."))
    if row.pass_percent is not None and not row.items.exists():
        raise Broken(_("A test is asked for, and there is no question."))
    with act("course.publish"):
        now = timezone.now()
        CourseVersion.objects.filter(id=row.id).update(published_at=now)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.publishes IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.publishes DEFERRED")
    row.refresh_from_db()
    return row
