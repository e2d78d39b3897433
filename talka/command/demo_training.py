"""Training in the demo: the team of the first city learned what its seats need and is operational
since today; the next city has begun and is not. All people and places are invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.utils import timezone

from talka.command.demo_people import CITIES, SEATS, Crowd, Person
from talka.ground.access.actor import Actor, acting
from talka.prevention.training.actions import attendance, courses, sessions, testing
from talka.prevention.training.actions.closing import close
from talka.prevention.training.models import (
    CourseVersion,
    Enrolment,
    Question,
    SessionPart,
    TrainingSession,
)

TEAM = tuple(role for _kind, role, _seat in SEATS)
TESTED = "LT-RECOGNITION"
BRIEFING = "SIAULIAI-BUDINTIEMS"
"""A course of the first city whose certificate runs out after two months."""

LEARNED: dict[str, tuple[int, tuple[str, ...]]] = {
    TESTED: (12, (*TEAM, "operator")),
    "LT-FIRST-CONTACT": (31, ("case_worker", "social_worker", "operator")),
    "LT-REFERRAL": (26, ("case_worker", "social_worker")),
    "LT-CHILDREN": (19, ("child_rights", "social_worker", "police")),
    "LT-DATA-PROTECTION": (9, TEAM),
    "LT-TEAM": (5, TEAM),
    BRIEFING: (2, ("police", "operator")),
}
"""Course → days since it began, and who of the city took it. Together: all that six seats need."""

BEGUN = ("LT-DATA-PROTECTION", "LT-TEAM")
"""What the team of the second city learned so far: too little to be operational."""

OUTSIDE = (
    ("Gluosnių kaimo mokykla", "socialinis pedagogas"), ("Liepų profesinė mokykla", "psichologė"),
    ("Beržyno poliklinika", "slaugytoja"), ("Beržyno poliklinika", "gydytojas"),
    ("Klevų seniūnija", "seniūno pavaduotoja"), ("Klevų seniūnija", "specialistas"),
    ("Užimtumo skyrius (išgalvotas)", "konsultantė"),
    ("Vaikų globos namai „Pakalnutė“", "darbuotoja"), ("Miesto biblioteka", "bibliotekininkė"),
)  # fmt: skip
"""Participants who do not work in the house: organisation and function, never a name."""

BEFORE = (2, 1, 3, 2, 3, 1, 2, 2, 3, 4, 0, 3, 2, 1, 2, 3)
AFTER = (4, 4, 5, 3, 4, 3, 4, 3, 3, 3, 2, 5, 4, 3, 4, 3)
"""Right answers of five by participant, those of the house first. One outsider fails the test."""
LEFT_EARLY = 6
"""The number of the outsider who was gone by the last part."""


@dataclass(frozen=True)
class Plan:
    """A session to be: where, from which day on, for how many."""

    city: str
    place: str
    begins: date
    capacity: int = 24


def seed_training(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    """All sessions of the first city are over; the second has two behind it and one ahead."""
    say("training of teams")
    with acting(crowd.people[cities[0], "coordinator"].account) as actor:
        _briefing(actor, cities[0])
    for code, (ago, roles) in LEARNED.items():
        _learned(crowd, cities[0], code, ago, [crowd.people[cities[0], r] for r in roles])
    for city in cities[1:2]:
        for code in BEGUN:
            ago, roles = LEARNED[code]
            _learned(crowd, city, code, ago + 14, [crowd.people[city, r] for r in roles])
        with acting(crowd.people[city, "coordinator"].account) as actor:
            _ahead(actor, city, [crowd.people[city, role] for role in TEAM])


def _briefing(actor: Actor, city: str) -> None:
    made = courses.found_course(
        actor=actor, code=BRIEFING, municipality=city,
        title_lt="Pirmasis kontaktas: budinčiųjų instruktažas",
        title_en="First contact: briefing for those on duty",
        competences=["first_contact"], seats=["police"], refresh_months=2,
        attendance_percent=100, pass_percent=None,
    )  # fmt: skip
    for lt, en, minutes in (
        ("Pirmosios penkios minutės", "The first five minutes", 45),
        ("Kam skambinti ir ko nežadėti", "Whom to call, and what not to promise", 45),
    ):
        courses.add_module(
            actor=actor, version_id=made.id, title_lt=lt, title_en=en, minutes=minutes
        )
    courses.publish_course(actor=actor, version_id=made.id)


def _planned(actor: Actor, code: str, plan: Plan) -> TrainingSession:
    """A session of the newest version: its modules are the parts, two a day."""
    course = CourseVersion.objects.filter(
        course__code=code, published_at__isnull=False
    ).latest("n")  # fmt: skip
    made = sessions.plan_session(
        actor=actor, version_id=course.id, municipality=plan.city, place=plan.place,
        capacity=plan.capacity,
    )  # fmt: skip
    for n, module in enumerate(course.modules.order_by("n")):
        sessions.add_part(
            actor=actor, session_id=made.id, title=module.title("lt"), minutes=module.minutes,
            day=plan.begins + timedelta(days=n // 2), starts=time(9 if n % 2 == 0 else 13),
        )  # fmt: skip
    sessions.name_trainer(
        actor=actor, session_id=made.id, organisation="Mokymų centras „Kūlgrinda“ (išgalvotas)"
    )
    return made


def _learned(crowd: Crowd, city: str, code: str, ago: int, people: Sequence[Person]) -> None:
    """Planned, led by the NGO's supervisor, closed today: certificates are of today."""
    trainer = crowd.people[city, "supervisor"].account
    with acting(crowd.people[city, "coordinator"].account) as actor:
        begins = timezone.localdate() - timedelta(days=ago)
        made = _planned(
            actor, code, Plan(city, f"{CITIES[city][1]}, savivaldybės mažoji salė", begins)
        )
        sessions.name_trainer(actor=actor, session_id=made.id, worker_id=trainer)
    with acting(trainer) as actor:
        inside = [
            sessions.enrol(actor=actor, session_id=made.id, assignment_id=p.assignment).id
            for p in people
        ]
        outside = _from_outside(actor, made) if code == TESTED else []
    if code == TESTED:
        _tested(trainer, people, inside, outside)
    with acting(trainer) as actor:
        _attended(actor, made, outside)
        close(actor=actor, session_id=made.id)


def _from_outside(actor: Actor, made: TrainingSession) -> list[UUID]:
    return [
        sessions.enrol_outside(
            actor=actor, session_id=made.id, organisation=organisation, function=function, number=n
        ).id
        for n, (organisation, function) in enumerate(OUTSIDE, 1)
    ]


def _tested(
    trainer: UUID, people: Sequence[Person], inside: Sequence[UUID], outside: Sequence[UUID]
) -> None:
    """Colleagues answer for themselves; of outsiders the trainer types the paper in."""
    for n, (person, enrolment) in enumerate(zip(people, inside, strict=True)):
        with acting(person.account) as actor:
            _both(actor, enrolment, n)
    with acting(trainer) as actor:
        for n, enrolment in enumerate(outside, len(inside)):
            _both(actor, enrolment, n)


def _both(actor: Actor, enrolment: UUID, n: int) -> None:
    course = Enrolment.objects.get(id=enrolment).session.course_id
    items = list(Question.objects.filter(course=course).order_by("n"))
    for phase, right in (("before", BEFORE[n]), ("after", AFTER[n])):
        testing.take(
            actor=actor, enrolment_id=enrolment, phase=phase, answers=answers(items, right, n)
        )


def answers(items: Sequence[Question], right: int, n: int) -> dict[UUID, int]:
    """So many right answers; which ones turns with the participant."""
    turned = [*items[n % len(items) :], *items[: n % len(items)]]
    return {
        i.id: i.answer if at < right else (i.answer + 1) % len(i.options)
        for at, i in enumerate(turned)
    }


def _attended(actor: Actor, made: TrainingSession, outside: Sequence[UUID]) -> None:
    parts = list(SessionPart.objects.filter(session=made).order_by("n"))
    if outside:
        gone = outside[LEFT_EARLY - 1]
        attendance.sign(actor=actor, part_id=parts[-1].id, minutes={gone: 0})
    for part in parts:
        attendance.all_present(actor=actor, part_id=part.id)


def _ahead(actor: Actor, city: str, people: Sequence[Person]) -> None:
    begins = timezone.localdate() + timedelta(days=20)
    made = _planned(actor, TESTED, Plan(city, f"{CITIES[city][1]}, bendruomenės namai", begins, 18))
    for person in people:
        sessions.enrol(actor=actor, session_id=made.id, assignment_id=person.assignment)
