"""Recommendations as lists and one by one; where each stands is computed, never kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.safety import policy, rules
from talka.prevention.safety.models import (
    Addressee,
    Confirmation,
    Recommendation,
    Response,
    Step,
)


@dataclass(frozen=True)
class Toward:
    """One addressee and where it stands."""

    addressee: Addressee
    name: str
    status: str
    way: rules.Way
    response: Response | None
    confirmation: Confirmation | None
    answers: bool = False
    confirms: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Advice:
    """A recommendation with all its addressees. `age`: full years since it was sent."""

    row: Recommendation
    status: str
    towards: tuple[Toward, ...]
    dropped_on: date | None
    ended_on: date | None
    age: int | None


def advices(rows: Iterable[Recommendation], language: str, today: date) -> list[Advice]:
    """Recommendations with their standing on a day (5 queries for any number)."""
    rows = list(rows)
    ids = [r.id for r in rows]
    addressees = Addressee.objects.filter(recommendation__in=ids).select_related("institution")
    said = {r.addressee_id: r for r in Response.objects.filter(
        addressee__recommendation__in=ids).select_related("by")}  # fmt: skip
    done = {c.addressee_id: c for c in Confirmation.objects.filter(
        addressee__recommendation__in=ids).select_related("by")}  # fmt: skip
    steps = dict(Step.objects.filter(addressee__recommendation__in=ids).values_list("addressee")
                 .annotate(Count("id")))  # fmt: skip
    later = dict(Recommendation.objects.filter(supersedes__in=ids, sent_on__isnull=False)
                 .values_list("supersedes").annotate(Min("sent_on")))  # fmt: skip
    to: dict[UUID, list[Addressee]] = defaultdict(list)
    for a in addressees:
        to[a.recommendation_id].append(a)
    return [_advice(r, to[r.id], said, done, steps, later.get(r.id), language, today) for r in rows]


def _advice(
    row: Recommendation, to: list[Addressee], said: dict[UUID, Response],
    done: dict[UUID, Confirmation], steps: dict[UUID, int], superseded: date | None,
    language: str, today: date,
) -> Advice:  # fmt: skip
    dropped = min((d for d in (row.withdrawn_on, superseded) if d is not None), default=None)
    towards = []
    for a in sorted(to, key=lambda a: a.institution.name(language)):
        answer, confirmed = said.get(a.id), done.get(a.id)
        way = rules.Way(
            a.answer_due or row.due,
            answer.answer if answer else None,
            (answer.due if answer else None) or row.due,
            steps.get(a.id, 0),
            confirmed.on if confirmed else None,
            answer.on if answer else None,
        )
        status = rules.status_of(way, dropped, today) if row.sent_on else "draft"
        name = a.institution.name(language)
        towards.append(Toward(a, name, status, way, answer, confirmed))
    whole = rules.whole_status([t.status for t in towards]) if row.sent_on else "draft"
    ended = rules.ended_on([t.way for t in towards], dropped)
    old = rules.age(row.sent_on, ended or today) if row.sent_on else None
    return Advice(row, whole, tuple(towards), dropped, ended, old)


ORDER = ("overdue", "open", "answered", "in_progress", "draft", "implemented", "dropped")


@dataclass(frozen=True)
class AdviceList:
    """`carried`: sent in an earlier year and still owed."""

    year: int
    years: tuple[int, ...]
    lines: tuple[Advice, ...]
    overdue: int
    carried: int


def advice_list(year: int, language: str) -> AdviceList:
    """What the list of a year carries: what was sent by its end and not over before it; drafts of
    one's own in this year's. Overdue first, then by priority and day (6 queries)."""
    today = timezone.localdate()
    rows = Recommendation.objects.select_related("institution").order_by("priority", "due", "id")
    found = advices(rows, language, min(today, date(year, 12, 31)))
    lines = [
        a for a in found
        if (rules.carried(a.row.sent_on, a.ended_on, year) if a.row.sent_on
            else year == today.year)
    ]  # fmt: skip
    lines.sort(key=lambda a: ORDER.index(a.status))
    sent = {a.row.sent_on.year for a in found if a.row.sent_on}
    years = tuple(range(today.year, min(sent | {today.year, year}) - 1, -1))
    return AdviceList(
        year, years, tuple(lines), sum(a.status == "overdue" for a in lines),
        sum(bool(a.row.sent_on and a.row.sent_on.year < year and a.ended_on is None)
            for a in lines),
    )  # fmt: skip


def advice_page(actor: Actor, recommendation_id: UUID, language: str) -> Advice:
    """One recommendation, with what the person may do about it (8 queries)."""
    row = policy.recommendation(recommendation_id)
    [found] = advices([row], language, timezone.localdate())
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in (
        Step.objects.filter(addressee__recommendation=row)
        .select_related("by", "measure")
        .order_by("on", "at")
    ):
        steps[step.addressee_id].append(step)
    live = row.sent_on is not None and row.withdrawn_on is None
    towards = tuple(
        Toward(
            t.addressee, t.name, t.status, t.way, t.response, t.confirmation,
            live and policy.answers_for(actor, t.addressee.institution_id),
            live and _confirms(actor, row, t), tuple(steps[t.addressee.id]),
        )
        for t in found.towards
    )  # fmt: skip
    return Advice(row, found.status, towards, found.dropped_on, found.ended_on, found.age)


def _confirms(actor: Actor, row: Recommendation, t: Toward) -> bool:
    if t.response is None or t.response.answer == "rejected" or t.confirmation is not None:
        return False
    if t.addressee.institution_id in actor.institutions or t.response.by_id == actor.id:
        return False
    return policy.is_ministry(actor) or policy.writes_as(actor, row.institution_id)


def overdue_by_town() -> dict[str, int]:
    """Overdue today, by the municipality of the addressee (1 query). The same as
    `rules.status_of` says one by one: test_advise compares them."""
    today = timezone.localdate()
    late = Q(response__isnull=True, answer_due__lt=today) | (
        ~Q(response__answer="rejected") & Q(response__due__lt=today)
    )
    newer = Recommendation.objects.filter(
        supersedes=OuterRef("recommendation"), sent_on__isnull=False
    )
    rows = Addressee.objects.filter(
        late, ~Exists(newer), recommendation__sent_on__isnull=False,
        recommendation__withdrawn_on__isnull=True, confirmation__isnull=True,
        institution__municipality__isnull=False,
    ).values_list("institution__municipality")  # fmt: skip
    return dict(rows.annotate(Count("id", distinct=True)))
