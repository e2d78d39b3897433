"""An indicator is fed by what the activities of its measure reached; a figure is taken over."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.prevention.activities import content, words
from talka.prevention.activities.actions.refusing import told
from talka.prevention.activities.models import Feed, Source
from talka.prevention.activities.queries.feeding import feeds_of, figure_of
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.actions import progress
from talka.prevention.programmes.models import IndicatorUse, Observation, PlanNode
from talka.prevention.programmes.queries.lines import line_of


def _kept(actor: Actor, use_id: UUID) -> tuple[IndicatorUse, PlanNode]:
    use = IndicatorUse.objects.filter(id=use_id).first()
    if use is None:
        raise Absent
    return use, plans.measure(actor, use.node_id)


def feed(*, actor: Actor, use_id: UUID, way: str, kind: str = "") -> Feed:
    """From now on the indicator is fed by one way of counting (`way`: a key of words.FEED), of one
    kind of activity or of all. What was said before no longer counts."""
    use, node = _kept(actor, use_id)
    if way not in words.FEED:
        raise Broken({"way": _("Choose one of the list.")})
    if kind and kind not in content.load().items["kind"]:
        raise Broken({"kind": _("Choose one of the list.")})
    unit, method = way.split(":")
    with act("indicator.feed"):
        feeds_of(line_of([node.id]), use).delete()
        return Feed.objects.create(
            plan_id=node.plan_id, use=use, kind=kind, unit=unit, method=method
        )


def starve(*, actor: Actor, use_id: UUID) -> None:
    """The indicator is no longer fed. Figures taken over stay."""
    use, node = _kept(actor, use_id)
    with act("indicator.starve"):
        if not feeds_of(line_of([node.id]), use).delete()[0]:
            raise Absent


def take_over(*, actor: Actor, use_id: UUID, year: int, shown: int) -> Observation:
    """The computed figure becomes an observation that lists its activities. `shown`: what the
    person saw; Broken when it is another figure by now."""
    _kept(actor, use_id)
    sources = figure_of(use_id, year)
    if not sources:
        raise Broken(_("No activity of that year was counted this way."))
    total = sum(number for _id, number in sources)
    if total != shown:
        raise Broken(str(words.FAULTS["the sources add up to the figure"][1]))
    source = _("activities: %(n)d") % {"n": len(sources)}
    with act("indicator.take_over"), told():
        seen = progress.observe(
            actor=actor, use_id=use_id, year=year, state="value" if total else "zero",
            value=Decimal(total), source=source,
        )  # fmt: skip
        Source.objects.bulk_create(
            Source(observation=seen, activity_id=activity, number=number)
            for activity, number in sources
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.adds_up_to IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.adds_up_to DEFERRED")
    return seen
