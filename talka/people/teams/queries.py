"""Teams, their seats, who may take one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.people.accounts.models import Assignment
from talka.people.teams import rules
from talka.people.teams.actions import held_of
from talka.people.teams.models import SeatHolding, Team


@dataclass(frozen=True)
class Holder:
    """Somebody in a seat."""

    holding: UUID
    assignment: UUID
    worker: UUID
    name: str
    phone: str
    institution: str
    since: date
    until: date | None


@dataclass(frozen=True)
class SeatView:
    seat: str
    member: Holder | None
    deputy: Holder | None
    empty_since: date | None
    before: tuple[Holder, ...]
    """Who held it once, newest first."""


@dataclass(frozen=True)
class TeamLine:
    id: UUID
    municipality: str
    place: str
    since: date
    empty: tuple[str, ...]


@dataclass(frozen=True)
class TeamView:
    id: UUID
    municipality: str
    place: str
    since: date
    seats: tuple[SeatView, ...]


def _seats() -> list[str]:
    return [s.code for s in load_pack().seats]


def listed(language: str) -> list[TeamLine]:
    """Every working team, by the name of its municipality (2 queries)."""
    teams = Team.objects.filter(until__isnull=True).select_related("municipality")
    holdings = SeatHolding.objects.filter(team__until__isnull=True).select_related("assignment")
    of_team: dict[UUID, list[rules.Held]] = {}
    for one in holdings:
        of_team.setdefault(one.team_id, []).append(held_of(one))
    today = timezone.localdate()
    lines = []
    for team in teams:
        now = rules.states(_seats(), of_team.get(team.id, []), team.since, today)
        empty = tuple(s.seat for s in now if s.empty_since is not None)
        name = team.municipality.name(language)
        lines.append(TeamLine(team.id, team.municipality_id, name, team.since, empty))
    return sorted(lines, key=lambda line: sorting_key(line.place))


def team_view(team_id: UUID, language: str) -> TeamView:
    """One team with all its history (2 queries). Absent when there is none."""
    team = Team.objects.select_related("municipality").filter(id=team_id).first()
    if team is None:
        raise Absent
    rows = SeatHolding.objects.filter(team=team).select_related(
        "assignment__worker", "assignment__institution"
    )
    today, by_seat = timezone.localdate(), {code: [] for code in _seats()}  # type: ignore[var-annotated]
    for row in rows.order_by("-since", "-id"):
        by_seat.setdefault(row.seat, []).append(row)
    seats = tuple(_seat_view(code, of, team, today, language) for code, of in by_seat.items())
    name = team.municipality.name(language)
    return TeamView(team.id, team.municipality_id, name, team.since, seats)


def _seat_view(
    code: str, rows: list[SeatHolding], team: Team, today: date, language: str
) -> SeatView:
    held = [(row, held_of(row)) for row in rows]
    now = {h.deputy: _holder(row, h, language) for row, h in held if h.on(today)}
    past = tuple(
        _holder(row, h, language)
        for row, h in held
        if h.until is not None and h.since < h.until <= today
    )
    empty = rules.empty_since([h for _, h in held], team.since, today)
    return SeatView(code, now.get(False), now.get(True), empty, past)


def _holder(row: SeatHolding, held: rules.Held, language: str) -> Holder:
    seat = row.assignment
    return Holder(
        row.id,
        seat.id,
        seat.worker_id,
        seat.worker.name,
        seat.worker.phone,
        seat.institution.name(language),
        held.since,
        held.until,
    )


def candidates(municipality: str, seat: str, language: str) -> list[tuple[str, str]]:
    """Who may take a seat today: (id of the assignment, name and institution) (1 query)."""
    place = next((s for s in load_pack().seats if s.code == seat), None)
    if place is None:
        raise Absent
    today = timezone.localdate()
    rows = Assignment.objects.filter(
        Q(municipality_id=municipality) | Q(municipality__isnull=True),
        Q(until__isnull=True) | Q(until__gt=today),
        role__in=place.roles,
        since__lte=today,
        institution__active=True,
        worker__active=True,
    ).select_related("worker", "institution")
    named = [(str(a.id), f"{a.worker.name}, {a.institution.name(language)}") for a in rows]
    return sorted(named, key=lambda pair: sorting_key(pair[1]))


def team_of(municipality: str) -> UUID | None:
    """The working team of a municipality."""
    found = Team.objects.filter(municipality_id=municipality, until__isnull=True)
    return found.values_list("id", flat=True).first()
