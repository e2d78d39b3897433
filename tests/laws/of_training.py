"""The pages of training for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from talka.prevention.training.actions import attendance, closing, courses, sessions
from talka.prevention.training.models import Certificate, CourseVersion
from tests.laws.pages_oracle import ABSENT, OPEN, SHUT, House, Person, Rule, everybody, reads, role

KEEPER, RUNNERS = {"coordinator"}, {"coordinator", "supervisor"}
"""The municipality's session is kept by its coordinator and taught by the NGO's supervisor; the
social worker takes part in it."""


def only(*roles: str, others: str = ABSENT) -> Rule:
    return lambda p: OPEN if p.role in roles else others


def of_person(*opens: str) -> Rule:
    """A row of the social worker: who runs the session and the ministry know of it."""

    def rule(p: Person) -> str:
        known = {"social_worker", "ministry", *RUNNERS}
        return OPEN if p.role in opens else SHUT if p.role in known else ABSENT

    return rule


DRAFT, KEPT = House(only(*KEEPER)), House(only(*KEEPER, others=SHUT))
RUN = House(only(*RUNNERS, others=SHUT))

PAGES: dict[str, House] = {
    "training": reads(),
    "course_new": House(role("coordinator", "ministry")),
    "course": reads(only(*KEEPER)),
    "course_edit": DRAFT,
    "course_module": DRAFT,
    "course_question": DRAFT,
    "course_publish": House(only(*KEEPER), "button"),
    "course_next": House(only(*KEEPER), "button"),
    "course_effect": reads(only(*KEEPER)),
    "training_new": DRAFT,
    "training_session": reads(),
    "training_edit": KEPT,
    "training_part": KEPT,
    "training_trainer": KEPT,
    "training_enrol": RUN,
    "training_outside": RUN,
    "training_paper": RUN,
    "training_close": RUN,
    "training_effect": reads(),
    "part_present": House(RUN.rule, "press"),
    "part_attendance": RUN,
    "part_strike": House(KEPT.rule, "press"),
    "enrolment": reads(of_person("social_worker", "ministry", *RUNNERS)),
    "enrolment_withdraw": House(of_person(*RUNNERS), "button"),
    "enrolment_test": House(of_person("social_worker")),
    "certificate": reads(of_person("social_worker", "ministry", *RUNNERS)),
    "certificate_revoke": House(of_person(*KEEPER)),
    "training_team": reads(only("coordinator", "ministry", others=SHUT)),
    "certificate_ask": House(everybody, visitor=OPEN),
    "certificate_check": House(lambda p: ABSENT, visitor=ABSENT),
}

BLIND = {
    "course_publish", "course_next", "part_present", "part_strike", "enrolment_withdraw",
    "certificate_check",
}  # fmt: skip
"""Buttons, and a page that shows only what is committed."""

FROM_ANYWHERE = {"certificate_check"}


def built(scene: Any) -> dict[str, Any]:
    """Rows of the scene, by the names that addresses use."""
    drafted = {
        "title_lt": "Rengiamas kursas", "title_en": "A course in the making",
        "competences": ["children"], "seats": [], "refresh_months": None,
        "attendance_percent": 80, "pass_percent": None,
    }  # fmt: skip
    with scene.acts("coordinator") as actor:
        draft = courses.found_course(actor=actor, code="DRAFT", municipality="29", **drafted)
        running, _ = _session(scene, actor, "LT-RECOGNITION")
        part = sessions.add_part(actor=actor, session_id=running, title="Vakaras",
                                 day=timezone.localdate(), starts=None, minutes=30)  # fmt: skip
        over, parts = _session(scene, actor, "LT-DATA-PROTECTION")
        here = sessions.enrol(actor=actor, session_id=running,
                              assignment_id=scene.cast["social"].assignment)  # fmt: skip
        sessions.enrol(actor=actor, session_id=over, assignment_id=scene.cast["social"].assignment)
        attendance.all_present(actor=actor, part_id=parts)
        closing.close(actor=actor, session_id=over)
        made = Certificate.objects.get(session=over)
    return {
        "course_version_id": draft.id,
        "training_id": running,
        "training_part_id": part.id,
        "enrolment_id": here.id,
        "certificate_id": made.id,
        "training_phase": "after",
        "certificate_number": "2222222222222222",
    }


def _session(scene: Any, actor: Any, code: str) -> tuple[Any, Any]:
    course = CourseVersion.objects.get(course__code=code)
    made = sessions.plan_session(
        actor=actor, version_id=course.id, municipality="29", place="Šiauliai, salė", capacity=20
    )
    part = sessions.add_part(actor=actor, session_id=made.id, title="Rytas", starts=None,
                             day=timezone.localdate(), minutes=90)  # fmt: skip
    sessions.name_trainer(
        actor=actor, session_id=made.id, worker_id=scene.cast["ngo_supervisor"].account
    )
    return made.id, part.id
