"""Teams: the list, one team on a printable page, seating and leaving."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.people.teams import actions, forms, queries

ASK = gettext_lazy("the coordinator of that municipality")


def _lang() -> str:
    return get_language() or "lt"


def _foundable(request: HttpRequest, lines: list[queries.TeamLine]) -> list[tuple[str, str]]:
    """Municipalities the person coordinates that have no team yet."""
    seats = request.actor.seats  # type: ignore[attr-defined]
    mine = {s.area for s in seats if s.role == "coordinator" and s.area}
    free = sorted(mine - {line.municipality for line in lines})
    return [(code, load_pack().label("municipality", code, _lang())) for code in free]


@require_safe
@signed_in
def teams(request: HttpRequest) -> HttpResponse:
    lines = queries.listed(_lang())
    shown = {"teams": lines, "foundable": _foundable(request, lines)}
    return render(request, "teams/teams.html", shown)


@with_role("coordinator", ask=ASK)
def team_new(request: HttpRequest) -> HttpResponse:
    places = _foundable(request, queries.listed(_lang()))
    initial = {"municipality": places[0][0]} if len(places) == 1 else {}
    return screens.act(
        request,
        screens.form(request, forms.FoundForm, initial=initial, places=places),
        do=lambda values: actions.found_team(actor=request.actor, **values),  # type: ignore[attr-defined]
        template="teams/team_new.html",
        page={"places": places},
        success=lambda team: reverse("team", args=[team.id]),
        message=_("The team is founded. Now seat its members."),
    )


@require_safe
@signed_in
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    view = queries.team_view(team_id, _lang())
    mine = actions.coordinates(request.actor, view.municipality)  # type: ignore[attr-defined]
    return render(request, "teams/team.html", {"team": view, "mine": mine})


@with_role("coordinator", ask=ASK)
def team_seat(request: HttpRequest, team_id: UUID, seat: str) -> HttpResponse:
    view = queries.team_view(team_id, _lang())
    people = queries.candidates(view.municipality, seat, _lang())
    return screens.act(
        request,
        screens.form(request, forms.SeatMemberForm, candidates=people),
        do=lambda values: actions.seat_member(
            actor=request.actor,  # type: ignore[attr-defined]
            team_id=team_id,
            seat=seat,
            **values,
        ),
        template="teams/team_seat.html",
        page={"team": view, "seat": seat, "candidates": people},
        success=reverse("team", args=[team_id]),
        message=_("The seat is taken."),
    )


@with_role("coordinator", ask=ASK)
def team_leave(request: HttpRequest, team_id: UUID, holding_id: UUID) -> HttpResponse:
    view = queries.team_view(team_id, _lang())
    sitting = [
        (seat.seat, holder)
        for seat in view.seats
        for holder in (seat.member, seat.deputy)
        if holder is not None and holder.holding == holding_id
    ]
    if not sitting:
        raise Absent
    return screens.act(
        request,
        screens.form(request, forms.LeaveForm),
        do=lambda values: actions.leave_seat(
            actor=request.actor,  # type: ignore[attr-defined]
            holding_id=holding_id,
            on=values["on"],
        ),
        template="teams/team_leave.html",
        page={"team": view, "seat": sitting[0][0], "holder": sitting[0][1]},
        success=reverse("team", args=[team_id]),
        message=_("The seat is empty now."),
    )
