"""A small published course of Šiauliai, and a session that the NGO's supervisor teaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from talka.ground.access.actor import Actor
from talka.prevention.training.actions import attendance, courses, sessions, testing
from talka.prevention.training.models import (
    CourseVersion,
    Enrolment,
    Question,
    SessionPart,
    TrainingSession,
)
from tests.cast import Member

Acts = Callable[[str], AbstractContextManager[Actor]]
COURSE: dict[str, Any] = {
    "title_lt": "Kursas", "title_en": "Course", "competences": ["recognition"],
    "seats": ["police"], "refresh_months": 24, "attendance_percent": 80, "pass_percent": 60,
}  # fmt: skip
QUESTIONS = 5


def make_course(actor: Actor, code: str = "S-1", **said: Any) -> CourseVersion:
    place = None if "ministry" in actor.roles else "29"
    made = courses.found_course(actor=actor, code=code, municipality=place, **{**COURSE, **said})
    courses.add_module(actor=actor, version_id=made.id, title_lt="Dalis", title_en="", minutes=180)
    for n in range(QUESTIONS):
        courses.add_question(actor=actor, version_id=made.id, text_lt=f"Klausimas {n}",
                             text_en="", options=["taip", "ne", "gal"], answer=n % 3)  # fmt: skip
    return courses.publish_course(actor=actor, version_id=made.id)


def make_session(
    actor: Actor, course: CourseVersion, trainer: UUID, **said: Any
) -> TrainingSession:
    given = {"place": "Šiauliai, salė", "capacity": 30, "municipality": "29", **said}
    made = sessions.plan_session(actor=actor, version_id=course.id, **given)
    today = timezone.localdate()
    for title, minutes in (("Rytas", 100), ("Popietė", 80)):
        sessions.add_part(actor=actor, session_id=made.id, title=title, day=today, starts=None,
                          minutes=minutes)  # fmt: skip
    sessions.name_trainer(actor=actor, session_id=made.id, worker_id=trainer)
    return made


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def course(acts: Acts) -> CourseVersion:
    with acts("coordinator") as actor:
        return make_course(actor)


@pytest.fixture
def session(acts: Acts, course: CourseVersion, world: dict[str, Member]) -> TrainingSession:
    with acts("coordinator") as actor:
        return make_session(actor, course, world["ngo_supervisor"].account)


@pytest.fixture
def enrolled(
    acts: Acts, session: TrainingSession, world: dict[str, Member]
) -> dict[str, Enrolment]:
    """Police and social worker from the house, and number 7 from a school."""
    with acts("ngo_supervisor") as actor:
        found = {
            name: sessions.enrol(
                actor=actor, session_id=session.id, assignment_id=world[name].assignment
            )
            for name in ("police", "social")
        }
        found["school"] = sessions.enrol_outside(
            actor=actor, session_id=session.id, organisation="Mokykla", function="pedagogas",
            number=7,
        )  # fmt: skip
    return found


def parts(session: TrainingSession) -> list[SessionPart]:
    return list(SessionPart.objects.filter(session=session).order_by("n"))


def present(actor: Actor, session: TrainingSession) -> None:
    for part in parts(session):
        attendance.all_present(actor=actor, part_id=part.id)


def answers(course: CourseVersion, right: int) -> dict[UUID, int]:
    """So many right answers, the rest wrong."""
    items = Question.objects.filter(course=course).order_by("n")
    return {i.id: i.answer if n < right else (i.answer + 1) % 3 for n, i in enumerate(items)}


def take(actor: Actor, enrolment: Enrolment, phase: str, right: int) -> Any:
    return testing.take(actor=actor, enrolment_id=enrolment.id, phase=phase,
                        answers=answers(enrolment.session.course, right))  # fmt: skip


def write(sql: str, params: Any = ()) -> int:
    """Straight at the tables as the runtime role, past the actions; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(sql, params)
        changed = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return changed
