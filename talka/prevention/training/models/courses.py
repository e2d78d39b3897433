"""Courses: what is taught, what counts as having learnt it. Published versions stand still."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker


def one_of(field: str, allowed: tuple[str, ...], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=name)


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Course(Row):
    """National (no municipality, kept by the ministry) or of a municipality. `made_by` empty: it
    came with the country's pack."""

    code = models.TextField(unique=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "course"


class CourseVersion(Row):
    """`refresh_months` empty: the certificate does not run out. `pass_percent` empty: no test is
    asked for. `verified_by` empty: nobody checked the content yet."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    title_lt = models.TextField()
    title_en = models.TextField(default="")
    competences = ArrayField(models.TextField(), default=list)
    seats = ArrayField(models.TextField(), default=list)
    refresh_months = models.PositiveSmallIntegerField(null=True)
    attendance_percent = models.PositiveSmallIntegerField(default=80)
    pass_percent = models.PositiveSmallIntegerField(null=True)
    source = models.TextField(default="")
    verified_by = models.TextField(default="")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "course_version"
        constraints = [
            models.UniqueConstraint(fields=["course", "n"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(published_at__isnull=True),
                name="one_draft_a_course",
            ),
            models.CheckConstraint(
                condition=models.Q(attendance_percent__lte=100)
                & (models.Q(pass_percent__isnull=True) | models.Q(pass_percent__lte=100)),
                name="course_percents",
            ),
            models.CheckConstraint(
                condition=models.Q(refresh_months__isnull=True)
                | models.Q(refresh_months__range=(1, 120)),
                name="course_refresh",
            ),
        ]

    def title(self, language: str) -> str:
        return (self.title_en if language == "en" else "") or self.title_lt


class CourseModule(Row):
    course = models.ForeignKey(CourseVersion, models.PROTECT, related_name="modules")
    n = models.PositiveSmallIntegerField()
    title_lt = models.TextField()
    title_en = models.TextField(default="")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "course_module"
        constraints = [
            models.UniqueConstraint(fields=["course", "n"], name="course_module_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 6000)), name="course_module_minutes"
            ),
        ]

    def title(self, language: str) -> str:
        return (self.title_en if language == "en" else "") or self.title_lt


class Question(Row):
    """A question of the test of a course version. `options` hold {lt, en}; `answer` counts from 0.
    The instrument is versioned with its course: the same questions before, after and later."""

    course = models.ForeignKey(CourseVersion, models.PROTECT, related_name="items")
    n = models.PositiveSmallIntegerField()
    text_lt = models.TextField()
    text_en = models.TextField(default="")
    options = models.JSONField()
    answer = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "test_item"
        constraints = [models.UniqueConstraint(fields=["course", "n"], name="test_item_once")]

    def text(self, language: str) -> str:
        return (self.text_en if language == "en" else "") or self.text_lt

    def named(self, language: str) -> list[str]:
        return [(o.get("en") if language == "en" else "") or o["lt"] for o in self.options]
