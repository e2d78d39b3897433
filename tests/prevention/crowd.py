"""The cast in the places of the demo's people: what the demo makes can be made in a test."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from talka.command.demo_people import Crowd, Person
from tests.cast import Member

TOWN, NEIGHBOUR = "29", "27"
PLACES = {
    (TOWN, "case_worker"): "ngo",
    (TOWN, "operator"): "ngo_colleague",
    (TOWN, "supervisor"): "ngo_supervisor",
    (TOWN, "police"): "police",
    (TOWN, "prosecutor"): "prosecutor",
    (TOWN, "social_worker"): "social",
    (TOWN, "child_rights"): "child_rights",
    (TOWN, "coordinator"): "coordinator",
    (NEIGHBOUR, "case_worker"): "stranger",
    ("", "ministry"): "ministry",
    ("", "evaluator"): "evaluator",
}


def crowd(cast: Mapping[str, Member], teams: Mapping[str, UUID] | None = None) -> Crowd:
    found = {
        at: Person(cast[n].account, cast[n].assignment, cast[n].institution, at[1], at[0])
        for at, n in PLACES.items()
    }
    return Crowd(found, [], dict(teams or {}))
