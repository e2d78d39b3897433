"""The front page of the room, a course, a session, one's own place in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, Q, Sum
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.people.accounts.models import Assignment
from talka.people.teams.queries import TeamLine
from talka.people.teams.queries import listed as teams_listed
from talka.prevention.programmes.policy import keeps
from talka.prevention.training import policy, rules
from talka.prevention.training.actions.closing import Reckoning, Verdict, reckon
from talka.prevention.training.actions.testing import may_enter, phases_open
from talka.prevention.training.content import content
from talka.prevention.training.models import (
    Attendance,
    Certificate,
    CourseModule,
    CourseVersion,
    Enrolment,
    Question,
    SessionPart,
    SessionTrainer,
    Taken,
    TrainingSession,
)

LISTED = 60
"""Sessions on the front page, the newest."""


def standing(certificate: Certificate, today: date) -> str:
    """valid, expiring, expired or revoked."""
    if certificate.revoked_on is not None:
        return "revoked"
    until = certificate.valid_until
    if until is None or (until - today).days > rules.EXPIRING_DAYS:
        return "valid"
    return "expiring" if today <= until else "expired"


@dataclass(frozen=True)
class SessionLine:
    id: UUID
    title: str
    place: str
    first: date | None
    last: date | None
    closed: bool


@dataclass(frozen=True)
class CourseLine:
    id: UUID
    code: str
    title: str
    minutes: int
    competences: tuple[str, ...]
    draft: bool
    verified: bool
    place: str


@dataclass(frozen=True)
class OwnLine:
    enrolment: UUID
    title: str
    first: date | None
    certificate: UUID | None
    standing: str
    until: date | None


@dataclass(frozen=True)
class Front:
    own: tuple[OwnLine, ...]
    sessions: tuple[SessionLine, ...]
    courses: tuple[CourseLine, ...]
    teams: tuple[TeamLine, ...]


def front(actor: Actor, language: str) -> Front:
    """Own enrolments, sessions, courses and the teams one may read (6 queries)."""
    return Front(
        tuple(_own(actor, language)), tuple(_sessions(language)), tuple(_courses(language)),
        tuple(t for t in teams_listed(language) if may_read(actor, t.municipality)),
    )  # fmt: skip


def may_read(actor: Actor, municipality: str) -> bool:
    """A first guess for the list; the page itself asks for the seat as well."""
    areas = {s.area for s in actor.seats}
    return "ministry" in actor.roles or municipality in areas


def _own(actor: Actor, language: str) -> list[OwnLine]:
    today = timezone.localdate()
    rows = (
        Enrolment.objects.filter(worker_id=actor.id, withdrawn_at__isnull=True)
        .select_related("session__course", "certificate")
        .annotate(first=Min("session__sessionpart__day")).order_by("-first", "-made_at")
    )  # fmt: skip
    found = []
    for row in rows:
        made = getattr(row, "certificate", None)
        found.append(
            OwnLine(row.id, row.session.course.title(language), row.first,  # type: ignore[attr-defined]
                    made.id if made else None, standing(made, today) if made else "",
                    made.valid_until if made else None)
        )  # fmt: skip
    return found


def _sessions(language: str, **only: Any) -> list[SessionLine]:
    rows = TrainingSession.objects.filter(**only).select_related("course").annotate(
        first=Min("sessionpart__day"), last=Max("sessionpart__day")
    )  # fmt: skip
    return [
        SessionLine(s.id, s.course.title(language), s.place, s.first, s.last,  # type: ignore[attr-defined]
                    s.closed_at is not None)
        for s in rows.order_by(F("last").desc(nulls_first=True), "-made_at")[:LISTED]
    ]  # fmt: skip


def _courses(language: str) -> list[CourseLine]:
    pack, newest = load_pack(), {}
    rows = CourseVersion.objects.select_related("course").annotate(total=Sum("modules__minutes"))
    for v in rows.order_by("n"):
        newest[v.course_id, v.published_at is None] = v
    lines = [
        CourseLine(
            v.id, v.course.code, v.title(language), v.total or 0,
            tuple(content().name(c, language) for c in v.competences), v.published_at is None,
            bool(v.verified_by) or v.course.made_by_id is not None,
            pack.label("municipality", v.course.municipality_id, language)
            if v.course.municipality_id else "",
        )
        for v in newest.values()
    ]  # fmt: skip
    return sorted(lines, key=lambda c: (c.place != "", sorting_key(c.title), c.draft))


@dataclass(frozen=True)
class CoursePage:
    course: CourseVersion
    title: str
    place: str
    modules: tuple[tuple[int, str, int], ...]
    minutes: int
    competences: tuple[str, ...]
    seats: tuple[str, ...]
    questions: tuple[tuple[int, str, tuple[tuple[str, bool], ...]], ...]
    question_count: int
    sessions: tuple[SessionLine, ...]
    versions: tuple[tuple[UUID, int], ...]
    mine: bool
    draft: bool
    plans: bool


def course_page(actor: Actor, version_id: UUID, language: str) -> CoursePage:
    """A version with its modules; the questions only for its keeper (6 queries)."""
    row, pack = policy.course(version_id), load_pack()
    mine = keeps(actor, row.course.municipality_id)
    modules = [(m.n, m.title(language), m.minutes)
               for m in CourseModule.objects.filter(course=row).order_by("n")]  # fmt: skip
    items = list(Question.objects.filter(course=row).order_by("n"))
    versions = CourseVersion.objects.filter(course=row.course).exclude(id=row.id).order_by("-n")
    place = row.course.municipality_id
    return CoursePage(
        row, row.title(language), pack.label("municipality", place, language) if place else "",
        tuple(modules), sum(m[2] for m in modules),
        tuple(content().name(c, language) for c in row.competences),
        tuple(pack.label("team_seat", s, language) for s in row.seats),
        tuple((i.n, i.text(language), tuple((o, n == i.answer)
              for n, o in enumerate(i.named(language)))) for i in items) if mine else (),
        len(items), tuple(_sessions(language, course=row)),
        tuple(versions.values_list("id", "n")), mine, row.published_at is None,
        row.published_at is not None and bool(actor.roles & {"coordinator", "ministry"}),
    )  # fmt: skip


@dataclass(frozen=True)
class PartLine:
    part: SessionPart
    written: int


@dataclass(frozen=True)
class PersonLine:
    """A participant as who runs the session sees them."""

    verdict: Verdict
    name: str
    belongs: str
    taken: tuple[str, ...]
    certificate: UUID | None
    outside: bool


@dataclass(frozen=True)
class SessionPage:
    session: TrainingSession
    title: str
    trainers: tuple[str, ...]
    parts: tuple[PartLine, ...]
    people: tuple[PersonLine, ...]
    enrolled: int
    missing: int
    mine: bool
    runs: bool
    closed: bool
    own: UUID | None
    tests: bool


def session_page(actor: Actor, session_id: UUID, language: str) -> SessionPage:
    """A session; who takes part only for who runs it and the ministry (7 queries)."""
    row = policy.session(session_id)
    trainers = list(SessionTrainer.objects.filter(session=row).select_related("worker"))
    mine = keeps(actor, row.municipality_id)
    runs = mine or any(t.worker_id == actor.id for t in trainers)
    known = reckon(row)
    sees = runs or "ministry" in actor.roles
    own = (v.enrolment.id for v in known.verdicts if v.enrolment.worker_id == actor.id)
    return SessionPage(
        row, row.course.title(language),
        tuple(t.worker.name if t.worker else t.organisation for t in trainers),
        tuple(PartLine(p, known.written[p.id]) for p in known.parts),
        _people(known, language) if sees else (), len(known.verdicts), known.missing, mine, runs,
        row.closed_at is not None, next(own, None),
        Question.objects.filter(course=row.course).exists(),
    )  # fmt: skip


def _people(known: Reckoning, language: str) -> tuple[PersonLine, ...]:
    lines = [
        PersonLine(v, named(v.enrolment), belonging(v.enrolment, language),
                   tuple(sorted(known.taken.get(v.enrolment.id, ()), key=rules.PHASES.index)),
                   getattr(getattr(v.enrolment, "certificate", None), "id", None),
                   v.enrolment.worker_id is None)
        for v in known.verdicts
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda p: (p.outside, sorting_key(p.name))))


def named(row: Enrolment) -> str:
    return row.worker.name if row.worker else f"{row.number}"


def belonging(row: Enrolment, language: str) -> str:
    if row.institution is None:
        return ", ".join(w for w in (row.organisation, row.function) if w)
    role = load_pack().label("role", row.role, language)
    return f"{row.institution.name(language)}, {role}"


@dataclass(frozen=True)
class OwnPage:
    enrolment: Enrolment
    title: str
    name: str
    belongs: str
    attended: tuple[tuple[SessionPart, int | None], ...]
    tests: tuple[tuple[str, Taken | None], ...]
    open: tuple[str, ...]
    certificate: Certificate | None
    standing: str


def own_page(actor: Actor, enrolment_id: UUID, language: str) -> OwnPage:
    """An enrolment: minutes, tests, certificate (up to 7 queries)."""
    row = policy.enrolment(enrolment_id)
    minutes = dict(Attendance.objects.filter(enrolment=row).values_list("part_id", "minutes"))
    parts = SessionPart.objects.filter(session=row.session).order_by("day", "starts", "n")
    taken = {t.phase: t for t in Taken.objects.filter(enrolment=row)}
    asked = Question.objects.filter(course_id=row.session.course_id).exists()
    may = asked and row.withdrawn_at is None and may_enter(actor, row)
    now = tuple(p for p in phases_open(row.session) if p not in taken) if may else ()
    made = Certificate.objects.filter(enrolment=row).first()
    return OwnPage(
        row, row.session.course.title(language), named(row), belonging(row, language),
        tuple((p, minutes.get(p.id)) for p in parts),
        tuple((p, taken.get(p)) for p in rules.PHASES if p in taken or p in now), now, made,
        standing(made, timezone.localdate()) if made else "",
    )  # fmt: skip


def colleagues(municipality: str | None, language: str) -> list[tuple[str, str]]:
    """Seats in force of a municipality and of the country: (assignment, name and institution)."""
    today = timezone.localdate()
    rows = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), since__lte=today, worker__active=True,
        institution__active=True,
    ).exclude(role__in=["technical_admin", "institution_admin"])  # fmt: skip
    if municipality is not None:
        rows = rows.filter(Q(municipality_id=municipality) | Q(municipality__isnull=True))
    named_ = [
        (str(a.id), f"{a.worker.name}, {a.institution.name(language)}")
        for a in rows.select_related("worker", "institution")
    ]
    return sorted(named_, key=lambda pair: sorting_key(pair[1]))


def possible_trainers(language: str) -> list[tuple[str, str]]:
    """Colleagues by name, each once: (worker, name and institution)."""
    today = timezone.localdate()
    rows = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), since__lte=today, worker__active=True
    ).exclude(role="technical_admin").select_related("worker", "institution")  # fmt: skip
    found = {str(a.worker_id): f"{a.worker.name}, {a.institution.name(language)}" for a in rows}
    return sorted(found.items(), key=lambda pair: sorting_key(pair[1]))
