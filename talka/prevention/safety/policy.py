"""Who may: the coordinator for the municipality, the ministry for the country and the review, an
addressee for its own answer, and never for the confirmation of it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor, Seat
from talka.ground.kernel.errors import Absent, Refused
from talka.prevention.safety.models import (
    Addressee,
    Analysis,
    Assessment,
    Group,
    Recommendation,
)

AUTHORS = ("coordinator", "ministry", "evaluator")
ANSWERING = ("coordinator", "supervisor", "institution_admin", "ministry")


def towns(actor: Actor) -> tuple[str, ...]:
    """Municipalities the person coordinates."""
    return tuple(sorted({s.area for s in actor.seats if s.role == "coordinator" and s.area}))


def is_ministry(actor: Actor) -> bool:
    return "ministry" in actor.roles


def require_town(actor: Actor, municipality: str) -> None:
    if municipality not in towns(actor):
        raise Refused(
            _("Only the coordinator of the municipality writes this."),
            _("the coordinator of that municipality"),
        )


def require_ministry(actor: Actor) -> None:
    if not is_ministry(actor):
        raise Refused(_("Only the ministry does this."), _("the ministry"))


def author(actor: Actor) -> Seat:
    """The seat from which the person writes analyses and recommendations."""
    seat = actor.seat(*AUTHORS)
    if seat is None:
        raise Refused(
            _("Coordinators, the ministry and outside experts write recommendations."),
            _("the coordinator of the municipality"),
        )
    return seat


def writes_as(actor: Actor, institution: UUID) -> bool:
    return any(s.role in AUTHORS and s.institution == institution for s in actor.seats)


def answers_for(actor: Actor, institution: UUID) -> bool:
    return any(s.role in ANSWERING and s.institution == institution for s in actor.seats)


def confirms(actor: Actor, addressee: Addressee) -> bool:
    """Somebody of the author or the ministry who is not of the addressee."""
    if addressee.institution_id in actor.institutions:
        return False
    return is_ministry(actor) or writes_as(actor, addressee.recommendation.institution_id)


def assessment(assessment_id: UUID) -> Assessment:
    """An assessment the person may see; Absent otherwise."""
    rows = Assessment.objects.select_related("municipality", "rubric", "submitted_by")
    found = rows.filter(id=assessment_id).first()
    if found is None:
        raise Absent
    return found


def unsubmitted(actor: Actor, assessment_id: UUID) -> Assessment:
    """One's own assessment, still to be submitted."""
    found = assessment(assessment_id)
    require_town(actor, found.municipality_id)
    if found.submitted_at is not None:
        raise Refused(_("A submitted assessment does not change."))
    return found


def under_review(actor: Actor, assessment_id: UUID) -> Assessment:
    found = assessment(assessment_id)
    require_ministry(actor)
    if found.submitted_at is None or found.reviewed_at is not None:
        raise Refused(_("The ministry reviews what is submitted, until the review is closed."))
    return found


def group(actor: Actor, group_id: UUID) -> Group:
    found = Group.objects.filter(id=group_id).first()
    if found is None:
        raise Absent
    require_town(actor, found.municipality_id)
    return found


def analysis(analysis_id: UUID) -> Analysis:
    rows = Analysis.objects.select_related("municipality", "institution")
    found = rows.filter(id=analysis_id).first()
    if found is None:
        raise Absent
    return found


def draft_analysis(actor: Actor, analysis_id: UUID) -> Analysis:
    found = analysis(analysis_id)
    if not writes_as(actor, found.institution_id):
        raise Refused(_("Only those who made the analysis change it."), found.institution.name_lt)
    if found.published_at is not None:
        raise Refused(_("A published analysis does not change."))
    return found


def recommendation(recommendation_id: UUID) -> Recommendation:
    rows = Recommendation.objects.select_related(
        "institution", "written_by", "need__finding__analysis", "supersedes"
    )
    found = rows.filter(id=recommendation_id).first()
    if found is None:
        raise Absent
    return found


def own_recommendation(actor: Actor, recommendation_id: UUID) -> Recommendation:
    found = recommendation(recommendation_id)
    if not writes_as(actor, found.institution_id):
        raise Refused(
            _("Only those who wrote the recommendation change it."), found.institution.name_lt
        )
    return found


def draft_recommendation(actor: Actor, recommendation_id: UUID) -> Recommendation:
    found = own_recommendation(actor, recommendation_id)
    if found.sent_at is not None:
        raise Refused(_("A recommendation that was sent does not change."))
    return found


def addressee(addressee_id: UUID) -> Addressee:
    rows = Addressee.objects.select_related("recommendation__institution", "institution")
    found = rows.filter(id=addressee_id).first()
    if found is None:
        raise Absent
    return found


def open_addressee(addressee_id: UUID) -> Addressee:
    found = addressee(addressee_id)
    r = found.recommendation
    if r.sent_at is None or r.withdrawn_on is not None:
        raise Refused(_("The recommendation is not open."))
    return found


def addressed(actor: Actor, addressee_id: UUID) -> Addressee:
    """An addressee the person answers for, of a recommendation that is open."""
    found = addressee(addressee_id)
    if not answers_for(actor, found.institution_id):
        raise Refused(_("Only the addressee answers."), found.institution.name_lt)
    return open_addressee(addressee_id)


def confirmable(actor: Actor, addressee_id: UUID) -> Addressee:
    found = addressee(addressee_id)
    if not confirms(actor, found):
        raise Refused(
            _("Somebody who is not of the addressee confirms it."),
            _("who sent the recommendation, or the ministry"),
        )
    return open_addressee(addressee_id)
