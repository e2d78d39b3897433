"""The matrix of a team on a day: six seats by competence, and whether it was operational."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from talka.ground.access.actor import Actor
from talka.ground.kernel.pack import load_pack
from talka.people.teams.actions import held_of
from talka.people.teams.models import SeatHolding, Team
from talka.people.teams.rules import Held
from talka.prevention.training import policy, rules
from talka.prevention.training.content import content
from talka.prevention.training.models import Certificate


@dataclass(frozen=True)
class Cell:
    """`mandatory`: the seat needs it. `state`: valid, expiring, expired, missing or empty."""

    competence: str
    state: str
    until: date | None
    mandatory: bool


@dataclass(frozen=True)
class SeatRow:
    seat: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """`history`: (day, operational) of every day on which the answer changed, newest first."""

    team: Team
    place: str
    day: date
    competences: tuple[str, ...]
    rows: tuple[SeatRow, ...]
    operational: bool
    reasons: tuple[tuple[str, str, str], ...]
    history: tuple[tuple[date, bool], ...]
    source: str
    verified: bool


@dataclass(frozen=True)
class _Known:
    """Everything about a team that a day is judged by."""

    team: Team
    holdings: tuple[tuple[Held, UUID, str], ...]
    awards: dict[UUID, list[rules.Award]]

    def members(self, day: date) -> dict[str, tuple[UUID, str]]:
        if day < self.team.since or (self.team.until is not None and day >= self.team.until):
            return {}
        return {
            held.seat: (worker, name)
            for held, worker, name in self.holdings
            if not held.deputy and held.on(day)
        }

    def seats(self, day: date) -> list[rules.SeatOn]:
        held = self.members(day)
        return [
            rules.SeatOn(s.code, s.code in held,
                         tuple(self.awards.get(held[s.code][0], ())) if s.code in held else ())
            for s in load_pack().seats
        ]  # fmt: skip


def _known(team: Team) -> _Known:
    rows = SeatHolding.objects.filter(team=team).select_related("assignment__worker")
    holdings = tuple((held_of(r), r.assignment.worker_id, r.assignment.worker.name) for r in rows)
    awards: dict[UUID, list[rules.Award]] = {}
    certificates = Certificate.objects.filter(worker_id__in={w for _, w, _ in holdings})
    for c in certificates.select_related("course"):
        assert c.worker_id is not None
        awards.setdefault(c.worker_id, []).append(
            rules.Award(tuple(c.course.competences), c.issued_on, c.valid_until, c.revoked_on)
        )
    return _Known(team, holdings, awards)


def matrix(actor: Actor, team_id: UUID, day: date, today: date, language: str) -> Matrix:
    """A team on a day (3 to 5 queries, whatever the number of people)."""
    known = _known(policy.team(actor, team_id))
    required, names = content().required, known.members(day)
    seats = known.seats(day)
    codes = tuple(c.code for c in content().competences)
    rows = tuple(
        SeatRow(s.seat, names[s.seat][1] if s.held else "", tuple(
            Cell(c, *(rules.competence_on(s.awards, c, day) if s.held else ("empty", None)),
                 c in required.get(s.seat, ()))
            for c in codes))
        for s in seats
    )  # fmt: skip
    reasons = rules.faults_on(seats, required, day)
    return Matrix(
        known.team, known.team.municipality.name(language), day, codes, rows, not reasons, reasons,
        history(known, today), content().requirements_source,
        bool(content().requirements_verified_by),
    )  # fmt: skip


def history(known: _Known, today: date) -> tuple[tuple[date, bool], ...]:
    """Days on which a team became operational or ceased to be: nothing changes in between."""
    one = date.resolution
    days = {known.team.since}
    for held, _worker, _name in known.holdings:
        days |= {held.since, *([held.until] if held.until else [])}
    for awards in known.awards.values():
        for a in awards:
            days |= {a.issued_on, *([a.valid_until + one] if a.valid_until else []),
                     *([a.revoked_on] if a.revoked_on else [])}  # fmt: skip
    found: list[tuple[date, bool]] = []
    for day in sorted(d for d in days if known.team.since <= d <= today):
        was = not rules.faults_on(known.seats(day), content().required, day)
        if not found or found[-1][1] != was:
            found.append((day, was))
    return tuple(reversed(found))
