"""Who may: the keeper of a course or session (coordinator of its municipality, the ministry where
there is none), its trainers, the participant, the team."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.people.teams.models import SeatHolding, Team
from talka.prevention.programmes.policy import keeps
from talka.prevention.training.models import (
    CourseVersion,
    Enrolment,
    SessionTrainer,
    TrainingSession,
)


def require_keeper(actor: Actor, municipality: str | None) -> None:
    if keeps(actor, municipality):
        return
    if municipality is None:
        raise Refused(
            _("Only the ministry keeps national courses and sessions."), _("the ministry")
        )
    raise Refused(
        _("Only the coordinator of the municipality keeps its courses and sessions."),
        _("the coordinator of that municipality"),
    )


def course(version_id: UUID) -> CourseVersion:
    """A version of a course the person may see; Absent otherwise."""
    found = CourseVersion.objects.select_related("course").filter(id=version_id).first()
    if found is None:
        raise Absent
    return found


def my_course(actor: Actor, version_id: UUID) -> CourseVersion:
    found = course(version_id)
    require_keeper(actor, found.course.municipality_id)
    return found


def draft(actor: Actor, version_id: UUID) -> CourseVersion:
    found = my_course(actor, version_id)
    if found.published_at is not None:
        raise Refused(_("A published version does not change. Draft a new version."))
    return found


def session(session_id: UUID) -> TrainingSession:
    rows = TrainingSession.objects.select_related("course__course", "municipality")
    found = rows.filter(id=session_id).first()
    if found is None:
        raise Absent
    return found


def kept(actor: Actor, session_id: UUID) -> TrainingSession:
    """A session the person keeps, still open."""
    found = session(session_id)
    require_keeper(actor, found.municipality_id)
    return _still_open(found)


def runs(actor: Actor, found: TrainingSession) -> bool:
    """Keeps it or is named as its trainer."""
    if keeps(actor, found.municipality_id):
        return True
    return SessionTrainer.objects.filter(session=found, worker_id=actor.id).exists()


def run(actor: Actor, session_id: UUID, *, closed: bool = False) -> TrainingSession:
    """A session the person runs; open, unless `closed` ones will do as well."""
    found = session(session_id)
    if not runs(actor, found):
        raise Refused(
            _("The trainers of the session and its keeper do this."), _("a trainer of the session")
        )
    return found if closed else _still_open(found)


def _still_open(found: TrainingSession) -> TrainingSession:
    if found.closed_at is not None:
        raise Refused(_("The session is closed. What was written stands."))
    return found


def enrolment(enrolment_id: UUID) -> Enrolment:
    """One's own, or of a session one runs; Absent otherwise."""
    rows = Enrolment.objects.select_related("session__course__course", "worker", "institution")
    found = rows.filter(id=enrolment_id).first()
    if found is None:
        raise Absent
    return found


def team(actor: Actor, team_id: UUID) -> Team:
    """A team whose matrix the person may read: ministry, coordinator, and who sits in it."""
    found = Team.objects.select_related("municipality").filter(id=team_id).first()
    if found is None:
        raise Absent
    mine = {s.id for s in actor.seats}
    if (
        "ministry" in actor.roles
        or keeps(actor, found.municipality_id)
        or SeatHolding.objects.filter(
            team=found, assignment_id__in=mine, until__isnull=True
        ).exists()
    ):
        return found
    raise Refused(
        _("The team itself, its coordinator and the ministry read who is trained for what."),
        _("the coordinator of that municipality"),
    )
