"""Supervision of a team: its sessions, and the counts of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.people.teams.models import Team
from talka.prevention.bodies.models import Supervision
from talka.prevention.programmes.policy import keeps
from talka.prevention.training import policy


@dataclass(frozen=True)
class Year:
    """`seats`: (seat, at how many sessions of the year it was there), the most frequent first."""

    year: int
    sessions: int
    minutes: int
    seats: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SupervisionPage:
    team: Team
    place: str
    sessions: tuple[Supervision, ...]
    years: tuple[Year, ...]
    mine: bool


def supervision_page(actor: Actor, team_id: UUID, language: str) -> SupervisionPage:
    """Every session of a team, the latest first (at most 3 queries)."""
    team = policy.team(actor, team_id)
    rows = tuple(Supervision.objects.filter(team=team).order_by("-held_on"))
    return SupervisionPage(team, team.municipality.name(language), rows, by_year(rows),
                           keeps(actor, team.municipality_id))  # fmt: skip


def by_year(rows: Iterable[Supervision]) -> tuple[Year, ...]:
    found: dict[int, list[Supervision]] = {}
    for row in rows:
        found.setdefault(row.held_on.year, []).append(row)
    return tuple(
        Year(year, len(of), sum(r.minutes for r in of),
             tuple(sorted(Counter(s for r in of for s in r.seats).items(),
                          key=lambda s: (-s[1], s[0]))))
        for year, of in sorted(found.items(), reverse=True)
    )  # fmt: skip


@dataclass(frozen=True)
class TeamLine:
    id: UUID
    place: str
    this_year: Year | None


def teams(actor: Actor, language: str) -> list[TeamLine]:
    """Working teams whose supervision the person reads, with this year's counts (2 queries)."""
    year = timezone.localdate().year
    said: dict[UUID, list[Supervision]] = {}
    for row in Supervision.objects.filter(held_on__year=year):
        said.setdefault(row.team_id, []).append(row)
    found = [
        TeamLine(t.id, t.municipality.name(language), next(iter(by_year(said.get(t.id, ()))), None))
        for t in Team.objects.filter(until__isnull=True).select_related("municipality")
        if "ministry" in actor.roles or keeps(actor, t.municipality_id) or t.id in said
    ]
    return sorted(found, key=lambda t: sorting_key(t.place))
