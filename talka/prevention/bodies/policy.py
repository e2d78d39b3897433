"""Who keeps a body or a process, and whose a proposal is."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.people.teams.models import Team
from talka.prevention.bodies.models import (
    Body,
    Decision,
    Meeting,
    PolicyProcess,
    Proposal,
    Supervision,
)
from talka.prevention.programmes.policy import keeps

PROPOSERS = ("case_worker", "supervisor")


def require(actor: Actor, municipality: str | None) -> None:
    """Refused when the person does not keep what belongs to this place (None: the country)."""
    if keeps(actor, municipality):
        return
    if municipality is None:
        raise Refused(_("Only the ministry keeps what is national."), _("the ministry"))
    raise Refused(
        _("Only the coordinator of the municipality keeps what belongs to it."),
        _("the coordinator of that municipality"),
    )


def body(body_id: UUID) -> Body:
    found = Body.objects.select_related("municipality", "act", "secretariat").filter(id=body_id)
    if (one := found.first()) is None:
        raise Absent
    return one


def kept_body(actor: Actor, body_id: UUID) -> Body:
    found = body(body_id)
    require(actor, found.municipality_id)
    return found


def meeting(meeting_id: UUID) -> Meeting:
    found = Meeting.objects.select_related("body__municipality").filter(id=meeting_id).first()
    if found is None:
        raise Absent
    return found


def kept_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    found = meeting(meeting_id)
    require(actor, found.body.municipality_id)
    return found


def decision(decision_id: UUID) -> Decision:
    rows = Decision.objects.select_related("body__municipality", "meeting", "seat__institution")
    found = rows.filter(id=decision_id).first()
    if found is None:
        raise Absent
    return found


def kept_decision(actor: Actor, decision_id: UUID) -> Decision:
    found = decision(decision_id)
    require(actor, found.body.municipality_id)
    return found


def process(process_id: UUID) -> PolicyProcess:
    rows = PolicyProcess.objects.select_related("municipality", "keeper")
    found = rows.filter(id=process_id).first()
    if found is None:
        raise Absent
    return found


def kept_process(actor: Actor, process_id: UUID) -> PolicyProcess:
    found = process(process_id)
    require(actor, found.municipality_id)
    return found


def proposers(actor: Actor) -> set[UUID]:
    """Institutions the person may speak for."""
    return {s.institution for s in actor.seats if s.role in PROPOSERS}


def speaks_for(actor: Actor) -> UUID:
    """The institution the person proposes for; Refused where there is none."""
    seat = actor.seat(*PROPOSERS)
    if seat is None:
        raise Refused(
            _("Proposals are written by workers and supervisors of organisations that help."),
            _("the supervisor of your organisation"),
        )
    return seat.institution


def proposal(proposal_id: UUID) -> Proposal:
    rows = Proposal.objects.select_related("process__municipality", "institution")
    found = rows.filter(id=proposal_id).first()
    if found is None:
        raise Absent
    return found


def own(actor: Actor, proposal_id: UUID) -> Proposal:
    """A proposal of the person's own institution."""
    found = proposal(proposal_id)
    if found.institution_id not in proposers(actor):
        raise Refused(
            _("Only the organisation that made the proposal does this."),
            _("the organisation that made it"),
        )
    return found


def draft(actor: Actor, proposal_id: UUID) -> Proposal:
    """An own proposal that is not submitted."""
    found = own(actor, proposal_id)
    if found.submitted_on is not None:
        raise Refused(_("A submitted proposal does not change. Replace it by a new one."))
    return found


def submitted(actor: Actor, proposal_id: UUID) -> Proposal:
    """An own proposal that was submitted."""
    found = own(actor, proposal_id)
    if found.submitted_on is None:
        raise Refused(_("A draft is changed, not replaced."))
    return found


def asked(actor: Actor, proposal_id: UUID) -> Proposal:
    """A submitted proposal to a process the person keeps."""
    found = proposal(proposal_id)
    require(actor, found.process.municipality_id)
    return found


def kept_team(actor: Actor, team_id: UUID) -> Team:
    """A team of the municipality the person coordinates."""
    found = Team.objects.filter(id=team_id).first()
    if found is None:
        raise Absent
    require(actor, found.municipality_id)
    return found


def kept_supervision(actor: Actor, supervision_id: UUID) -> Supervision:
    found = Supervision.objects.select_related("team").filter(id=supervision_id).first()
    if found is None:
        raise Absent
    require(actor, found.team.municipality_id)
    return found
