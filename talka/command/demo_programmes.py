"""Plans of the demo, all invented: one town enters its table, others adopt the country's plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from talka.command.demo_people import Crowd
from talka.ground.access.actor import Actor, acting
from talka.prevention.programmes import content
from talka.prevention.programmes.actions import drafting, editing, progress, tables
from talka.prevention.programmes.models import IndicatorUse, PlanNode, ProgrammeVersion
from talka.prevention.programmes.shapes import Amount

NATIONAL = "thb-2024"
SEEN = (("1", "2"), ("3", "4"), ("46", "81"), ("72.5", "79"), ("240", "455"), ("78", "81.5"))
"""What was seen of each indicator of the example a year ago and now; the rest stays unknown."""


def seed_plans(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    """The first city enters the example table and lives with it; the next two adopt."""
    say("plans of municipalities")
    with acting(crowd.people[cities[0], "coordinator"].account) as actor:
        _own(actor, cities[0])
    for city in cities[1:3]:
        with acting(crowd.people[city, "coordinator"].account) as actor:
            _adopted(actor, city)


def _own(actor: Actor, city: str) -> None:
    plan = replace(content.example(), municipality=city)
    version = tables.take_in(actor=actor, plan=plan)
    for code in ("1.1.1", "2.1.1", "3.2.2"):
        node = PlanNode.objects.get(plan=version, code=code)
        editing.plan_step(actor=actor, node_id=node.id, title="Parengti ir suderinti",
                          due=version.until)  # fmt: skip
    drafting.publish(actor=actor, version_id=version.id)
    uses = IndicatorUse.objects.filter(plan=version).select_related("node", "indicator")
    uses = uses.order_by("indicator__indicator__code")
    for use, (before, now) in zip(uses, SEEN, strict=False):
        base = Decimal(80) if use.indicator.over_units == "ratio" else None
        for year, value in ((version.until.year - 1, before), (version.until.year, now)):
            progress.observe(
                actor=actor, use_id=use.id, year=year, state="value", value=Decimal(value),
                base=base, source="Veiklos žurnalas",
            )  # fmt: skip
    _spent(actor, version)
    told = PlanNode.objects.get(plan=version, code="2.1.2")
    why = "Supervizijas nuo rudens perka ministerija visoms savivaldybėms."
    progress.drop(actor=actor, node_id=told.id, on=timezone.localdate(), reason=why)


def _spent(actor: Actor, version: ProgrammeVersion) -> None:
    for code, euros in (("1.2.1", "8350.40"), ("1.2.2", "4200"), ("3.1.1", "2380")):
        node = PlanNode.objects.get(plan=version, code=code)
        progress.pay(actor=actor, node_id=node.id,
                     amount=Amount(version.since.year, "SB", "total", Decimal(euros),
                                   stage="paid"))  # fmt: skip


def _adopted(actor: Actor, city: str) -> None:
    nation = ProgrammeVersion.objects.get(programme__code=NATIONAL)
    version = drafting.adopt(actor=actor, version_id=nation.id, municipality=city)
    node = PlanNode.objects.get(plan=version, kind="measure")
    cell = Amount(version.until.year, "SB", "total", Decimal(1800))
    editing.plan_money(actor=actor, node_id=node.id, amount=cell)
    drafting.publish(actor=actor, version_id=version.id)
    progress.pay(actor=actor, node_id=node.id,
                 amount=replace(cell, amount=Decimal("1765.20"), stage="paid"))  # fmt: skip
