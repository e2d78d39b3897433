"""Institutions as everybody signed in sees them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.ground.ui.collation import sorting_key
from talka.people.institutions.models import Institution


@dataclass(frozen=True)
class InstitutionLine:
    """`place` empty: works nationally. `mine`: the asker administers it."""

    id: UUID
    kind: str
    name: str
    place: str
    phone: str
    active: bool
    mine: bool


def listed(
    actor: Actor, language: str, *, kind: str = "", place: str = ""
) -> list[InstitutionLine]:
    """Every institution, or those of a kind or a municipality, by name (1 query)."""
    rows = Institution.objects.select_related("municipality")
    if kind:
        rows = rows.filter(kind=kind)
    if place:
        rows = rows.filter(municipality_id=place)
    mine = {s.institution for s in actor.seats if s.role == "institution_admin"}
    lines = [
        InstitutionLine(
            one.id,
            one.kind,
            one.name(language),
            one.municipality.name(language) if one.municipality else "",
            one.phone,
            one.active,
            one.id in mine,
        )
        for one in rows
    ]
    return sorted(lines, key=lambda line: sorting_key(line.name))


def one(institution_id: UUID) -> Institution:
    """Absent when there is none."""
    found = Institution.objects.filter(id=institution_id).first()
    if found is None:
        raise Absent
    return found
