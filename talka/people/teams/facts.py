"""What statistics may see of teams: how many seats are held and empty. No person, no name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from talka.ground.kernel.pack import load_pack
from talka.people.teams import rules
from talka.people.teams.models import SeatHolding, Team


@dataclass(frozen=True)
class TeamFact:
    """Seats of one municipality's team on one day. `held` + `empty` = the seats of the pack."""

    municipality: str
    held: int
    empty: int
    deputies: int


def teams(on: date, using: str = "report") -> Iterator[TeamFact]:
    """Every team that worked on the day (2 queries)."""
    seats = [s.code for s in load_pack().seats]
    rows = SeatHolding.objects.using(using).values_list(
        "team_id", "seat", "deputy", "since", "until", "assignment__until"
    )
    of_team: dict[object, list[rules.Held]] = {}
    for team, seat, deputy, since, until, left in rows:
        held = rules.Held(seat, deputy, since, rules.earlier(until, left))
        of_team.setdefault(team, []).append(held)
    founded = Team.objects.using(using).filter(since__lte=on)
    for team, place, since, until in founded.values_list("id", "municipality_id", "since", "until"):
        if until is None or until > on:
            states = rules.states(seats, of_team.get(team, []), since, on)
            empty = sum(s.empty_since is not None for s in states)
            deputies = sum(s.has_deputy for s in states)
            yield TeamFact(place, len(seats) - empty, empty, deputies)
