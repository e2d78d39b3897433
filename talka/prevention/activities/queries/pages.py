"""Pages of activities: the list with its sums, one activity, a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.activities import content, policy, rules
from talka.prevention.activities.models import (
    Activity,
    Correction,
    Cost,
    Finished,
    Material,
    MediaItem,
    Partner,
    Reach,
    Serves,
    Support,
)
from talka.prevention.activities.queries.feeding import counts_of
from talka.prevention.activities.rules import Count

MOST = 200
"""Lines of one page of the list; the rest is reached by a narrower period."""


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; empty: everything. Both days belong to the period."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    setting: str = ""
    group: str = ""
    municipality: str = ""
    status: str = ""

    def rows(self) -> QuerySet[Activity]:
        found = Q()
        if self.since:
            found &= Q(until__gte=self.since)
        if self.until:
            found &= Q(since__lte=self.until)
        for name in ("kind", "setting", "status"):
            if chosen := getattr(self, name):
                found &= Q(**{name: chosen})
        if self.group:
            found &= Q(groups__contains=[self.group])
        if self.municipality:
            country = self.municipality == "-"
            found &= Q(municipality=None if country else self.municipality)
        return Activity.objects.filter(found)


@dataclass(frozen=True)
class Line:
    """An activity in the list. `counts` empty: nobody counted, or nothing to count (`counted`)."""

    row: Activity
    place: str
    counts: tuple[Count, ...]
    sums: dict[rules.Way, int]
    cost: Decimal | None
    counted: bool


def lines(rows: list[Activity], language: str) -> tuple[Line, ...]:
    """(2 queries.)"""
    counts = counts_of([a.id for a in rows])
    told = Cost.objects.filter(activity__in=[a.id for a in rows])
    costs = dict(told.values_list("activity").annotate(Sum("amount")))
    kinds = content.load().items["kind"]
    return tuple(
        Line(
            a, a.municipality.name(language) if a.municipality else "", tuple(counts[a.id]),
            rules.reach_sums(counts[a.id]), costs.get(a.id),
            a.kind not in kinds or kinds[a.kind].counts,
        )
        for a in rows
    )  # fmt: skip


@dataclass(frozen=True)
class ListPage:
    lines: tuple[Line, ...]
    more: int
    sums: dict[rules.Way, int]
    """Of all that were asked for, also those the page does not show."""
    cost: Decimal | None
    waiting: tuple[Activity, ...]
    """The person's own planned ones whose day has passed: were they held?"""


def list_page(actor: Actor, asked: Asked, language: str) -> ListPage:
    """(At most 7 queries, whatever the number of activities.)"""
    rows = asked.rows().order_by("-since", "title", "id")
    shown = list(rows.select_related("organiser", "municipality")[: MOST + 1])
    more = rows.count() - MOST if len(shown) > MOST else 0
    held = asked.rows().filter(status="held")
    told = Reach.objects.filter(activity__in=held).values_list("unit", "method")
    sums = rules.reach_sums(Count("", u, m, n) for u, m, n in told.annotate(Sum("count")))
    cost = Cost.objects.filter(activity__in=held).aggregate(sum=Sum("amount"))["sum"]
    return ListPage(lines(shown[:MOST], language), more, sums, cost, waiting(actor))


def waiting(actor: Actor) -> tuple[Activity, ...]:
    """Planned, past, and the person's to write (1 query)."""
    own = Q()
    for seat in actor.seats:
        if seat.role == "coordinator" and seat.area:
            own |= Q(municipality=seat.area)
        elif seat.role == "ministry":
            own |= Q(municipality=None)
        elif seat.role in policy.RECORDERS and seat.area:
            own |= Q(municipality=seat.area, organiser=seat.institution)
    if not own:
        return ()
    past = Activity.objects.filter(own, status="planned", until__lt=timezone.localdate())
    return tuple(past.order_by("since")[:20])


def exported(asked: Asked, language: str) -> Iterator[Line]:
    """Every line asked for, a portion at a time, so that none fills the memory."""
    rows = asked.rows().select_related("organiser", "municipality").order_by("since", "id")
    portion: list[Activity] = []
    for row in rows.iterator(chunk_size=500):
        portion.append(row)
        if len(portion) == 500:
            yield from lines(portion, language)
            portion = []
    yield from lines(portion, language)


@dataclass(frozen=True)
class ActivityPage:
    row: Activity
    place: str
    mine: bool
    reach: tuple[Reach, ...]
    sums: dict[rules.Way, int]
    counted: bool
    partners: tuple[Partner, ...]
    costs: tuple[Cost, ...]
    cost: Decimal | None
    per_person: rules.PerPerson
    serves: tuple[Serves, ...]
    materials: tuple[Material, ...]
    media: tuple[MediaItem, ...]
    supports: tuple[Support, ...]
    corrections: tuple[Correction, ...]


def activity_page(actor: Actor, activity_id: UUID, language: str) -> ActivityPage:
    """Everything of one activity (9 queries: every sort of line has its own table)."""
    row = policy.seen(activity_id)
    reach = tuple(Reach.objects.filter(activity=row).order_by("unit", "method", "group"))
    counts = [Count(r.group, r.unit, r.method, r.count) for r in reach]
    costs = tuple(Cost.objects.filter(activity=row).order_by("source"))
    cost = sum((c.amount for c in costs), Decimal(0)) if costs else None
    sums, kinds = rules.reach_sums(counts), content.load().items["kind"]

    def of(kind: Any, *with_: str, order: str = "id") -> tuple[Any, ...]:
        rows = kind.objects.filter(activity=row).order_by(order)
        return tuple(rows.select_related(*with_) if with_ else rows)

    return ActivityPage(
        row=row,
        place=row.municipality.name(language) if row.municipality else "",
        mine=policy.writes(actor, row.municipality_id, row.organiser_id),
        reach=reach, sums=sums, counted=row.kind not in kinds or kinds[row.kind].counts,
        partners=of(Partner, "institution"), costs=costs, cost=cost,
        per_person=rules.per_person(cost, sums),
        serves=_served(row),
        materials=of(Material), media=of(MediaItem, order="on"), supports=of(Support),
        corrections=of(Correction, "by", order="-version"),
    )  # fmt: skip


def _served(row: Activity) -> tuple[Serves, ...]:
    """The measures it serves, each with the steps it finished there as `steps` (1 query)."""
    steps = Finished.objects.filter(
        activity=row, milestone__node=OuterRef("node")
    ).values("milestone__title")  # fmt: skip
    rows = Serves.objects.filter(activity=row).select_related("node__plan__programme")
    return tuple(rows.annotate(steps=ArraySubquery(steps)).order_by("node__code"))


@dataclass(frozen=True)
class Month:
    first: date
    before: date
    after: date
    weeks: tuple[tuple[tuple[date, tuple[Activity, ...]], ...], ...]
    """Weeks of (day, what happens on it)."""
    number: int


def month_page(first: date, asked: Asked) -> Month:
    """A month in whole weeks (1 query). Cancelled ones are shown, as cancelled."""
    weeks = rules.weeks(first)
    narrowed = Asked(weeks[0][0], weeks[-1][-1], asked.kind, asked.setting, asked.group,
                     asked.municipality, asked.status)  # fmt: skip
    rows = list(narrowed.rows().select_related("municipality").order_by("since", "title"))
    days = rules.by_day((d for week in weeks for d in week), rows)
    return Month(
        first, rules.month_before(first), rules.month_after(first),
        tuple(tuple((d, tuple(days[d])) for d in week) for week in weeks),
        sum(1 for r in rows if r.since < rules.month_after(first) and r.until >= first),
    )  # fmt: skip
