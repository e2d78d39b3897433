"""The courses of the pack stand as published national courses after setup, marked as unverified."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError

from talka.ground.access.actor import Actor
from talka.prevention.training.content import content
from talka.prevention.training.models import CourseVersion, Question
from tests.prevention.training.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]


def test_the_courses_of_the_pack_are_published_for_everybody(acts: Acts) -> None:
    with acts("ngo"):
        found = {v.course.code: v for v in CourseVersion.objects.select_related("course")}
    assert {c.code for c in content().courses} <= set(found)
    known = found["LT-RECOGNITION"]
    assert (known.n, known.refresh_months, known.pass_percent, known.verified_by) == (1, 24, 60, "")
    assert known.published_at is not None


def test_every_seat_needs_competences_that_a_course_gives() -> None:
    taught = {c for course in content().courses for c in course.competences}
    assert len(content().required) == 6
    for seat, needed in content().required.items():
        assert needed, seat
        assert set(needed) <= taught
        for competence in needed:
            assert any(
                competence in c.competences and seat in c.seats for c in content().courses
            ), (seat, competence)


@pytest.mark.parametrize(
    "attack",
    ["UPDATE course_version SET pass_percent = 1 WHERE id = %s",
     "UPDATE course_version SET published_at = NULL WHERE id = %s",
     "DELETE FROM test_item WHERE course_id = %s",
     "DELETE FROM course_module WHERE course_id = %s"],
)  # fmt: skip
def test_a_published_course_stands_still(acts: Acts, attack: str) -> None:
    with acts("ministry"):
        version = CourseVersion.objects.get(course__code="LT-RECOGNITION")
        assert Question.objects.filter(course=version).count() == 5
        with pytest.raises(DatabaseError, match="does not change"):
            write(attack, [version.id])
