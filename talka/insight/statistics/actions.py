"""Publish a year: only what passed the gate leaves the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import facts
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Refused
from talka.ground.kernel.pack import load_pack
from talka.insight.statistics.models import PublishedFigure, Release
from talka.insight.statistics.queries import by_county
from talka.insight.statistics.rules import BASE, THRESHOLD, WITHHELD, Shown, Tables, protect

RULE = f"threshold-{THRESHOLD}-round-{BASE}/1"


def publish(*, actor: Actor, year: int) -> Release:
    """Release a year's protected numbers (ministry, rapporteur). Runs inside `access.counting`.

    Dimensions are such that every person stands in exactly one cell, so that the total is the sum
    and the gate's proof holds. Nothing about victims is published below county.
    """
    if not {"ministry", "rapporteur"} & actor.roles:
        raise Refused(_("Your role does not publish figures."), _("the Ministry of the Interior"))
    if not 2000 <= year <= timezone.localdate().year:
        raise Broken({"year": _("Choose a year that has begun.")})
    tables = tables_of(list(facts.people(year)))
    with act("figures.publish"):
        release = Release(year=year, at=timezone.now(), by=actor.id, rule=RULE)
        release.save(force_insert=True)
        PublishedFigure.objects.bulk_create(
            PublishedFigure(
                release=release,
                measure=measure,
                dimension=dimension,
                item=item,
                kind=cell.kind,
                value=cell.value,
            )
            for measure, dimension, item, cell in cells(tables)
        )
    return release


def tables_of(people: list[facts.PersonFact]) -> Tables:
    """The protected tables of a year, before they are stored."""
    dimensions = {
        "county": by_county(people),
        "age_group": _each("age_group", [p.age for p in people]),
        "gender": _each("gender", [p.gender for p in people]),
        "exploitation": _each("exploitation", [_main_form(p) for p in people]),
    }
    return protect(dimensions, sum(p.new for p in people))


def cells(tables: Tables) -> Iterator[tuple[str, str, str, Shown]]:
    """(measure, dimension, item, cell) of everything that goes out."""
    yield "persons", "total", "total", tables.total or WITHHELD
    yield "new_persons", "total", "total", tables.new or WITHHELD
    for dimension, table in tables.dimensions.items():
        if table is None:
            yield "persons", dimension, "total", WITHHELD
            continue
        for item, cell in table.items():
            yield "persons", dimension, item, cell


def _main_form(person: facts.PersonFact) -> str:
    """A person with several forms stands under "other" so that cells add up to persons."""
    return person.exploitation[0] if len(person.exploitation) == 1 else "other"


def _each(name: str, values: list[str]) -> dict[str, int]:
    counts = Counter(values)
    return {code.code: counts.get(code.code, 0) for code in load_pack().codes(name)}
