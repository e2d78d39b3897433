"""The effect of a course or of one session, and what a certificate says to its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, connections

from talka.prevention.training import policy, rules
from talka.prevention.training.effect import Effect, paired_effect, retention, unpaired_effect
from talka.prevention.training.models import CourseVersion, Question, TrainingSession


@dataclass(frozen=True)
class Kept:
    """A follow-up: whole percent of the result after the course; None below ten people."""

    phase: str
    percent: int | None


@dataclass(frozen=True)
class EffectPage:
    course: CourseVersion
    session: TrainingSession | None
    title: str
    effect: Effect | None
    questions: tuple[str, ...]
    kept: tuple[Kept, ...]


Rows = list[tuple[bool, int, int, list[bool], list[bool]]]


def _rows(version: UUID, session: UUID | None, earlier: str, later: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM talka.training_outcomes(%s, %s, %s, %s)",
            [version, session, earlier, later],
        )
        return list(cursor.fetchall())


def effect_of(version: UUID, session: UUID | None, out_of: int) -> Effect | None:
    """The database hands out values of ten people or more, or none."""
    rows = _rows(version, session, rules.BEFORE, rules.AFTER)
    pairs = [r for r in rows if r[0]]
    if pairs:
        _p, x, y, xr, yr = zip(*pairs, strict=True)
        return paired_effect(x, y, out_of, xr, yr)
    x_only, y_only = [r[1] for r in rows if r[1] is not None], [r[2] for r in rows if r[1] is None]
    return unpaired_effect(x_only, y_only, out_of)


def kept_of(version: UUID, session: UUID | None) -> tuple[Kept, ...]:
    found = []
    for phase in rules.FOLLOW_UPS:
        pairs = [r for r in _rows(version, session, rules.AFTER, phase) if r[0]]
        found.append(Kept(phase, retention([r[1] for r in pairs], [r[2] for r in pairs])))
    return tuple(found)


def effect_page(version_id: UUID, session_id: UUID | None, language: str) -> EffectPage:
    """Of a course, or of one session of it (6 or 7 queries)."""
    session = policy.session(session_id) if session_id else None
    course = session.course if session else policy.course(version_id)
    items = list(Question.objects.filter(course=course).order_by("n"))
    known = bool(items)
    return EffectPage(
        course, session, course.title(language),
        effect_of(course.id, session_id, len(items)) if known else None,
        tuple(i.text(language) for i in items), kept_of(course.id, session_id) if known else (),
    )  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """`answer`: "" no name was asked about, same, other, or wait (too many tries)."""

    title_lt: str
    title_en: str
    issued_on: date
    valid_until: date | None
    revoked_on: date | None
    named: bool
    answer: str

    def title(self, language: str) -> str:
        return (self.title_en if language == "en" else "") or self.title_lt

    def standing(self, today: date) -> str:
        if self.revoked_on is not None:
            return "revoked"
        return "expired" if self.valid_until is not None and self.valid_until < today else "valid"


def checked(number: str, name: str = "") -> Checked | None:
    """What a certificate says, over the public connection; None: no such number."""
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT * FROM talka.check_certificate(%s, %s)", [rules.read_number(number), name[:200]]
        )
        row = cursor.fetchone()
    return Checked(*row) if row else None
