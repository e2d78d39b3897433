"""Pages of bodies: the list, a body, a meeting, a decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import (
    Attendance,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Minutes,
    Seat,
)
from talka.prevention.programmes.policy import keeps


def standing_on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


@dataclass(frozen=True)
class Taken:
    """A decision with what became of it."""

    id: UUID
    number: str
    text: str
    responsible: str
    decided: date
    due: date
    state: str
    done_on: date | None


def taken(language: str, **where: Any) -> list[Taken]:
    """Decisions, overdue ones on top, then those due first (2 queries)."""
    rows = list(Decision.objects.filter(**where).select_related("meeting", "seat__institution"))
    done = dict(
        FollowUp.objects.filter(decision__in=[d.id for d in rows], done=True).values_list(
            "decision_id", "on"
        )
    )
    today, found = timezone.localdate(), []
    for d in rows:
        who = " · ".join(x for x in (d.seat.name(language) if d.seat else "", d.responsible) if x)
        state = rules.decision_state(d.due, done.get(d.id), today)
        found.append(Taken(d.id, d.number, d.text, who, d.meeting.held_on, d.due, state,
                           done.get(d.id)))  # fmt: skip
    return sorted(found, key=lambda t: (rules.STATES.index(t.state), t.due, t.number))


@dataclass(frozen=True)
class Line:
    id: UUID
    kind: str
    name: str
    place: str
    over: bool
    meetings: int
    """Held this year."""
    ngo: rules.Share
    overdue: int


def listed(language: str) -> list[Line]:
    """Every body, national ones first (4 queries)."""
    today = timezone.localdate()
    sectors: dict[UUID, list[str]] = defaultdict(list)
    for body, sector in Seat.objects.filter(standing_on(today)).values_list("body_id", "sector"):
        sectors[body].append(sector)
    held = Meeting.objects.filter(held_on__year=today.year, held_on__lte=today)
    met = Counter(held.values_list("body_id", flat=True))
    late = Decision.objects.filter(due__lt=today).exclude(
        id__in=FollowUp.objects.filter(done=True).values("decision_id")
    )
    overdue = Counter(late.values_list("body_id", flat=True))
    lines = [
        Line(b.id, b.kind, b.name, b.municipality.name(language) if b.municipality else "",
             b.until is not None and b.until < today, met[b.id],
             rules.ngo_seats(sectors[b.id]), overdue[b.id])
        for b in Body.objects.select_related("municipality")
    ]  # fmt: skip
    return sorted(
        lines, key=lambda x: (x.over, bool(x.place), sorting_key(x.place), sorting_key(x.name))
    )


@dataclass(frozen=True)
class Chair:
    id: UUID
    name: str
    sector: str
    function: str
    votes: bool
    since: date
    until: date | None
    now: bool


def chairs(body_id: UUID, language: str, day: date) -> list[Chair]:
    """Seats of a body; `now`: in force on the day (1 query)."""
    return sorted(
        (Chair(s.id, s.name(language), s.sector, s.function, s.votes, s.since, s.until,
               rules.in_force(s.since, s.until, day))
         for s in Seat.objects.filter(body=body_id).select_related("institution")),
        key=lambda c: (not c.now, rules.SECTORS.index(c.sector), sorting_key(c.name)),
    )  # fmt: skip


@dataclass(frozen=True)
class BodyPage:
    body: Body
    place: str
    secretariat: str
    mine: bool
    seats: list[Chair]
    meetings: list[Meeting]
    decisions: list[Taken]
    years: list[tuple[int, int]]
    sectors: dict[str, rules.Share]
    ngo: rules.Share
    in_time: rules.Share


def body_page(actor: Actor, body_id: UUID, language: str) -> BodyPage:
    """One body with its indicators (at most 6 queries)."""
    body, today = policy.body(body_id), timezone.localdate()
    seats = chairs(body_id, language, today)
    meetings = list(Meeting.objects.filter(body=body).order_by("-held_on"))
    decisions = taken(language, body=body)
    written = Attendance.objects.filter(body=body).values_list("seat__sector", "state")
    town, office = body.municipality, body.secretariat
    return BodyPage(
        body=body,
        place=town.name(language) if town else "",
        secretariat=office.name(language) if office else "",
        mine=keeps(actor, body.municipality_id),
        seats=seats,
        meetings=meetings,
        decisions=decisions,
        years=rules.a_year(m.held_on for m in meetings if m.held_on <= today),
        sectors=rules.by_sector(written),
        ngo=rules.ngo_seats(s.sector for s in seats if s.now),
        in_time=rules.done_in_time(d.state for d in decisions),
    )


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    place: str
    mine: bool
    held: bool
    seats: list[tuple[Chair, str | None]]
    """Seats of the day with their attendance; None: not written down."""
    quorum: rules.Quorum | None
    minutes: Minutes | None
    decisions: list[Taken]


def meeting_page(actor: Actor, meeting_id: UUID, language: str) -> MeetingPage:
    """One meeting; minutes show to those who may read them (at most 6 queries)."""
    meeting = policy.meeting(meeting_id)
    came = dict(Attendance.objects.filter(meeting=meeting).values_list("seat_id", "state"))
    day, town = meeting.held_on, meeting.body.municipality
    seats = [(c, came.get(c.id)) for c in chairs(meeting.body_id, language, day) if c.now]
    return MeetingPage(
        meeting=meeting,
        place=town.name(language) if town else "",
        mine=keeps(actor, meeting.body.municipality_id),
        held=day <= timezone.localdate(),
        seats=seats,
        quorum=rules.quorum([s for c, s in seats if c.votes], meeting.quorum_percent),
        minutes=Minutes.objects.filter(meeting=meeting).first(),
        decisions=taken(language, meeting=meeting),
    )


@dataclass(frozen=True)
class DecisionPage:
    decision: Decision
    taken: Taken
    mine: bool
    follow_ups: list[FollowUp]


def decision_page(actor: Actor, decision_id: UUID, language: str) -> DecisionPage:
    """One decision and what became of it (4 queries)."""
    decision = policy.decision(decision_id)
    rows = FollowUp.objects.filter(decision=decision).select_related("by").order_by("on", "at")
    return DecisionPage(
        decision=decision,
        taken=taken(language, id=decision_id)[0],
        mine=keeps(actor, decision.body.municipality_id),
        follow_ups=list(rows),
    )
