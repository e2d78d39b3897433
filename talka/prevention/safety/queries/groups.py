"""The register of safe-neighbourhood groups."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.prevention.safety import content, policy, rules
from talka.prevention.safety.models import Group


@dataclass(frozen=True)
class Listed:
    group: Group
    place: str
    size: str
    contact: str
    police: str
    supporters: str
    needs: str
    mine: bool


@dataclass(frozen=True)
class Register:
    lines: tuple[Listed, ...]
    counts: tuple[tuple[int, int], ...]
    """(year, groups on its last day), the last five years, the latest first."""
    needs: tuple[tuple[str, int], ...]
    """What the groups that go on need, the most wanted first."""
    more: int


MOST = 200


def register(actor: Actor, place: str, language: str, most: int | None = MOST) -> Register:
    """Groups of a municipality, or of all when none is named (1 query)."""
    rows = Group.objects.select_related("municipality")
    found = list(rows.filter(municipality=place) if place else rows)
    found.sort(key=lambda g: (sorting_key(g.municipality.name(language)), sorting_key(g.area)))
    shown, mine = found if most is None else found[:most], policy.towns(actor)
    year = timezone.localdate().year
    counts = tuple(
        (y, sum(rules.counts(g.started_on, g.ended_on, y) for g in found))
        for y in range(year, year - 5, -1)
    )
    names = content.codes("support_needs")
    going = [g for g in found if g.status != "ended"]
    wanted = [(n.name(language), sum(code in g.needs for g in going)) for code, n in names.items()]
    return Register(
        tuple(_listed(g, language, g.municipality_id in mine) for g in shown), counts,
        tuple(sorted((w for w in wanted if w[1]), key=lambda w: -w[1])),
        len(found) - len(shown),
    )  # fmt: skip


def _listed(g: Group, language: str, mine: bool) -> Listed:
    def said(name: str, *codes: str) -> str:
        known = content.codes(name)
        return ", ".join(known[c].name(language) if c in known else c for c in codes)

    return Listed(
        g, g.municipality.name(language), said("size_bands", g.size_band),
        said("contact_roles", g.contact_role), said("police_roles", g.police_role),
        said("supporters", *g.supporters), said("support_needs", *g.needs), mine,
    )  # fmt: skip
