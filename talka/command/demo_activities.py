"""Activities of the demo, all invented: what the six cities and the ministry did, for whom, with
whom, at what cost, and which measure it serves. What it says is in `demo_deeds`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.command.demo_deeds import DEEDS, Deed
from talka.command.demo_people import Crowd
from talka.command.demo_programmes import NATIONAL
from talka.ground.access.actor import Actor, acting
from talka.prevention.activities.actions import feeding, lines, recording
from talka.prevention.activities.models import Activity
from talka.prevention.activities.queries.feeding import figure_of
from talka.prevention.activities.rules import Count
from talka.prevention.programmes.models import IndicatorUse, PlanNode

FED = ("3.1.1", "3.1.1-1", "persons:counted", "lecture")
"""Measure of the first city, its indicator, the way of counting and the kind that feed it."""


def seed_activities(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    """Everything the cities did, and one indicator that is fed by it."""
    say("activities of municipalities")
    for deed in DEEDS:
        if deed.city in ("", *cities):
            with acting(crowd.people[deed.city, deed.role].account) as actor:
                _done(actor, crowd, deed)
    with acting(crowd.people[cities[0], "coordinator"].account) as actor:
        _fed(actor, cities[0])


def _done(actor: Actor, crowd: Crowd, deed: Deed) -> None:
    """Written down as planned or held, with its lines; one was cancelled in the end."""
    since = timezone.localdate() - timedelta(days=deed.ago)
    said = recording.Said(
        deed.kind, deed.title, since, deed.setting, since + timedelta(days=deed.lasted),
        deed.eldership, deed.groups, deed.languages, deed.note,
    )  # fmt: skip
    made = recording.record(
        actor=actor, municipality=deed.city or None, said=said, held=deed.held,
        organiser=crowd.people[deed.city, deed.role].institution,
        counts=[Count(*c) for c in deed.counts],
    )  # fmt: skip
    _lines(actor, crowd, deed, made)
    if deed.cancelled:
        recording.cancel(
            actor=actor, activity_id=made.id, version=made.version, reason=deed.cancelled
        )


def _lines(actor: Actor, crowd: Crowd, deed: Deed, made: Activity) -> None:
    def add(part: str, **values: Any) -> None:
        lines.add(actor=actor, activity_id=made.id, part=part, values=values)

    for role in deed.partners:
        add("partner", institution_id=crowd.people[deed.city, role].institution)
    for name in deed.others:
        add("partner", name=name)
    for source, euros in deed.costs:
        add("cost", source=source, amount=Decimal(euros))
    for code, share in deed.serves:
        add("measure", node_id=measure_of(deed.city, code), share=share)
    for part, values in deed.lines:
        if part == "media":
            values = {**values, "on": made.since}
        add(part, **values)


def measure_of(city: str, code: str) -> UUID:
    """A measure of the city's published programme; of the country's where the city has none."""
    found = PlanNode.objects.filter(kind="measure", code=code, plan__published_at__isnull=False)
    own = found.filter(plan__programme__municipality=city or None).order_by("-plan__n").first()
    if city and own is not None:
        return own.id
    return found.get(plan__programme__code=NATIONAL).id


def _fed(actor: Actor, city: str) -> None:
    """Pupils counted at lessons become the figure of the year in which the last one was held."""
    code, indicator, way, kind = FED
    use = IndicatorUse.objects.get(
        node=measure_of(city, code), indicator__indicator__code__endswith=indicator
    )
    feeding.feed(actor=actor, use_id=use.id, way=way, kind=kind)
    year = _last_lesson(city).year
    feeding.take_over(
        actor=actor, use_id=use.id, year=year,
        shown=sum(number for _id, number in figure_of(use.id, year)),
    )  # fmt: skip


def _last_lesson(city: str) -> date:
    lessons = Activity.objects.filter(municipality=city, kind=FED[3], status="held")
    return lessons.latest("since").since
