"""The annual figure: from facts, for those who answer for a place; and what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from talka.casework.aid import facts as aid
from talka.casework.cases import facts
from talka.ground.access.actor import Actor
from talka.ground.kernel.pack import load_pack
from talka.insight.statistics.models import PublishedFigure, Release

EXACT_ROLES = frozenset({"coordinator", "ministry", "rapporteur"})
"""Roles that read exact counts, each only of the places they answer for."""

DIMENSIONS: dict[str, Callable[[facts.PersonFact], str]] = {
    "exploitation": lambda p: "+".join(p.exploitation),
    "age": lambda p: p.age,
    "gender": lambda p: p.gender,
    "citizenship": lambda p: "+".join(p.citizenship),
    "source": lambda p: p.source,
    "municipality": lambda p: p.municipality,
}


def count_by(
    people: Iterable[facts.PersonFact],
    dimensions: list[str],
    named: Mapping[str, Callable[[facts.PersonFact], str]] = DIMENSIONS,
) -> list[tuple[tuple[str, ...], int]]:
    """Distinct persons by the named dimensions, sorted. KeyError for an unknown dimension."""
    parts = [named[d] for d in dimensions]
    counted = Counter(tuple(part(p) for part in parts) for p in people)
    return sorted(counted.items())


@dataclass(frozen=True)
class Line:
    """One count of a page: code list, code, persons."""

    item: str
    count: int


@dataclass(frozen=True)
class Annual:
    """The year of one place (or of the country): exact, not for publication."""

    year: int
    place: str
    persons: int
    new: int
    by: dict[str, list[Line]]
    services: list[ServiceLine]


@dataclass(frozen=True)
class ServiceLine:
    """A service type in the year: events, persons, quantity with its unit, cost when known."""

    service: str
    unit: str
    events: int
    persons: int
    quantity: Decimal
    cost: Decimal | None
    cost_missing: int


def places(actor: Actor) -> set[str]:
    """Areas the person answers for: LAU codes, "*" for the country."""
    return {s.area or "*" for s in actor.seats if s.role in EXACT_ROLES}


def annual(year: int, place: str) -> Annual:
    """Count one year of a place (LAU code) or of all the asker's places ("*"). Runs inside
    `access.counting`; the database shows only places the asker answers for."""
    people = [p for p in facts.people(year) if place in {"*", p.municipality}]
    by = {
        "exploitation": _single(people, lambda p: p.exploitation),
        "age_group": _single(people, lambda p: (p.age,)),
        "gender": _single(people, lambda p: (p.gender,)),
        "citizenship": _single(people, lambda p: p.citizenship),
        "signal_source": _single(people, lambda p: (p.source,)),
    }
    new = sum(p.new for p in people)
    return Annual(year, place, len(people), new, by, _services(year, place))


def _single(
    people: Iterable[facts.PersonFact], codes: Callable[[facts.PersonFact], Iterable[str]]
) -> list[Line]:
    """Persons by each code they carry; a person with two forms counts under both."""
    counted = Counter(code for p in people for code in set(codes(p)))
    return [Line(code, n) for code, n in counted.most_common()]


def _services(year: int, place: str) -> list[ServiceLine]:
    """Services of a place, or of all places together (a person helped in two places counts in
    both)."""
    lines: dict[tuple[str, str], list[aid.ServiceFact]] = {}
    for fact in aid.services(year):
        if place in {"*", fact.municipality}:
            lines.setdefault((fact.service, fact.unit), []).append(fact)
    return [_service(*key, found) for key, found in sorted(lines.items())]


def _service(service: str, unit: str, found: list[aid.ServiceFact]) -> ServiceLine:
    known = [f.cost for f in found if f.cost is not None]
    return ServiceLine(
        service,
        unit,
        sum(f.events for f in found),
        sum(f.persons for f in found),
        sum((f.quantity for f in found), Decimal(0)),
        sum(known, Decimal(0)) if known else None,
        sum(f.cost_missing for f in found),
    )


def by_county(people: Iterable[facts.PersonFact]) -> dict[str, int]:
    """Persons of each county, every county present."""
    pack = load_pack()
    counts = dict.fromkeys((c.code for c in pack.counties), 0)
    for p in people:
        counts[pack.municipality(p.municipality).county_code] += 1
    return counts


@dataclass(frozen=True)
class Published:
    year: int
    at: datetime
    rule: str
    figures: list[PublishedFigure]


def published_years() -> list[int]:
    years = Release.objects.using("public").values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def published(year: int) -> Published | None:
    """The newest release of a year, over the public connection (2 queries)."""
    release = Release.objects.using("public").filter(year=year).order_by("-at").first()
    if release is None:
        return None
    cells = list(PublishedFigure.objects.using("public").filter(release_id=release.id))
    return Published(year, release.at, release.rule, cells)


@dataclass(frozen=True)
class PublicTable:
    """One table of the public page: a heading code and (label, cell) lines."""

    measure: str
    dimension: str
    lines: list[tuple[str, PublishedFigure]]

    @property
    def most(self) -> int:
        return max([c.value or 0 for _, c in self.lines] or [0])


def tables(release: Published, language: str) -> list[PublicTable]:
    """The cells of a release in the order of the code lists, with labels."""
    pack = load_pack()
    order: dict[tuple[str, str], list[tuple[str, PublishedFigure]]] = {}
    for cell in release.figures:
        label = "" if cell.item == "total" else pack.label(cell.dimension, cell.item, language)
        order.setdefault((cell.measure, cell.dimension), []).append((label, cell))
    return [
        PublicTable(measure, dimension, sorted(lines, key=lambda line: line[0]))
        for (measure, dimension), lines in sorted(order.items())
    ]
