"""Found a team, seat its members, empty a seat. The only writers of teams."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.kernel.pack import Seat, load_pack
from talka.people.accounts.models import Assignment
from talka.people.teams import rules
from talka.people.teams.models import SeatHolding, Team


def coordinates(actor: Actor, municipality: str) -> bool:
    """Does the person coordinate this municipality?"""
    return any(s.role == "coordinator" and s.area == municipality for s in actor.seats)


def _require(actor: Actor, municipality: str) -> None:
    if not coordinates(actor, municipality):
        raise Refused(
            _("Only the coordinator of the municipality keeps its team."),
            _("the coordinator of that municipality"),
        )


def found_team(*, actor: Actor, municipality: str, since: date | None = None) -> Team:
    """Found the team of a municipality (its coordinator). One working team a municipality."""
    _require(actor, municipality)
    today = timezone.localdate()
    if since is not None and since > today:
        raise Broken({"since": _("This date is in the future.")})
    if Team.objects.filter(municipality_id=municipality, until__isnull=True).exists():
        raise Broken(_("This municipality already has a team."))
    with act("team.found"):
        team = Team(municipality_id=municipality, since=since or today)
        team.save(force_insert=True)
    return team


def _seat(code: str) -> Seat:
    found = next((s for s in load_pack().seats if s.code == code), None)
    if found is None:
        raise Absent
    return found


def _team(team_id: UUID) -> Team:
    found = Team.objects.filter(id=team_id, until__isnull=True).first()
    if found is None:
        raise Absent
    return found


def seat_member(
    *,
    actor: Actor,
    team_id: UUID,
    seat: str,
    assignment_id: UUID,
    deputy: bool = False,
    since: date | None = None,
) -> SeatHolding:
    """Give a seat to a colleague of any institution, as member or deputy, from a day on."""
    team, place = _team(team_id), _seat(seat)
    _require(actor, team.municipality_id)
    starts = since or timezone.localdate()
    chosen = Assignment.objects.filter(id=assignment_id).first()
    if chosen is None:
        raise Broken({"assignment_id": _("Choose a person from the list.")})
    held = list(SeatHolding.objects.filter(team=team, seat=seat).select_related("assignment"))
    faults = _faults(team, place, chosen, starts) or _taken(held, chosen, seat, deputy, starts)
    if faults:
        raise Broken(faults)
    with act("team.seat"):
        holding = SeatHolding(team=team, seat=seat, assignment=chosen, deputy=deputy, since=starts)
        _close_ended(held, deputy)
        holding.save(force_insert=True)
    return holding


def _faults(team: Team, place: Seat, chosen: Assignment, starts: date) -> dict[str, str]:
    """Why this person cannot take this seat on this day, by form field."""
    gone = chosen.until is not None and chosen.until <= starts
    for hindered, field, why in (
        (starts < team.since, "since", _("The team was founded later.")),
        (starts > timezone.localdate(), "since", _("This date is in the future.")),
        (chosen.role not in place.roles, "assignment_id", _("This seat is for another role.")),
        (gone or chosen.since > starts, "assignment_id",
         _("This person does not work there on that day.")),
        (chosen.municipality_id not in (None, team.municipality_id), "assignment_id",
         _("This person works in another municipality.")),
    ):  # fmt: skip
        if hindered:
            return {field: why}
    return {}


def held_of(holding: SeatHolding) -> rules.Held:
    """A holding ends when it was ended, or with the assignment of its holder."""
    ends = rules.earlier(holding.until, holding.assignment.until)
    return rules.Held(holding.seat, holding.deputy, holding.since, ends)


def _taken(
    held: list[SeatHolding], chosen: Assignment, seat: str, deputy: bool, starts: date
) -> dict[str, str]:
    new = rules.Held(seat, deputy, starts, None)
    if rules.overlaps([held_of(h) for h in held], new):
        return {"": _("Somebody holds this seat at that time. End that first.")}
    twice = [h for h in held if h.assignment.worker_id == chosen.worker_id]
    if rules.overlaps([rules.Held(seat, deputy, h.since, held_of(h).until) for h in twice], new):
        return {"assignment_id": _("One person is not member and deputy of the same seat.")}
    return {}


def _close_ended(held: list[SeatHolding], deputy: bool) -> None:
    """Write down the end of those whose assignment ended: one open holding a seat."""
    for one in held:
        if one.until is None and one.deputy == deputy and one.assignment.until is not None:
            ends = max(one.since, one.assignment.until)
            SeatHolding.objects.filter(id=one.id).update(until=ends)


def leave_seat(*, actor: Actor, holding_id: UUID, on: date | None = None) -> SeatHolding:
    """End a holding, today or on an earlier day; from then on the seat is empty."""
    holding = SeatHolding.objects.select_related("team").filter(id=holding_id).first()
    if holding is None or holding.until is not None:
        raise Absent
    _require(actor, holding.team.municipality_id)
    today = timezone.localdate()
    ends = on or today
    if not holding.since <= ends <= today:
        raise Broken({"on": _("Between the first day in the seat and today.")})
    with act("team.leave"):
        SeatHolding.objects.filter(id=holding.id, until__isnull=True).update(until=ends)
    holding.until = ends
    return holding
