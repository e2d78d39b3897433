"""Who can see a case, who has seen it, who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from talka.casework.cases.models import DATA_CLASSES, Case, Grant
from talka.casework.cases.permission import Held
from talka.ground.access.actor import Actor
from talka.ground.audit.models import AuditEvent
from talka.people.accounts.models import ConflictMark, Worker


@dataclass(frozen=True)
class Opened:
    """One class that a person (or, while offered, an institution) may see, and why."""

    grant_id: UUID
    data_class: str
    may_write: bool
    basis: str
    reason: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Onlooker:
    """A person with everything opened to them; `offered`: an institution, nobody took it up."""

    institution_id: UUID
    institution: str
    assignment_id: UUID | None
    worker_id: UUID | None
    person: str
    role: str
    admitted: bool
    offered: bool
    items: tuple[Opened, ...]


def onlookers(case_id: UUID, language: str, now: datetime) -> list[Onlooker]:
    """Live grants and open offers, a person a line (1 query)."""
    name = "institution__name_en" if language == "en" else "institution__name_lt"
    rows = (
        Grant.objects.filter(case_id=case_id, ended_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .select_related("assignment__worker")
        .annotate(name=F(name))
        .order_by("institution_id", "assignment_id", "since")
    )
    grouped = groupby(rows, key=lambda g: (g.institution_id, g.assignment_id))
    return [_onlooker(list(group)) for _key, group in grouped]


def _onlooker(grants: list[Grant]) -> Onlooker:
    first, seat = grants[0], grants[0].assignment
    ordered = sorted(grants, key=lambda g: DATA_CLASSES.index(g.data_class))
    return Onlooker(
        institution_id=first.institution_id,
        institution=getattr(first, "name", ""),
        assignment_id=first.assignment_id,
        worker_id=seat.worker_id if seat else None,
        person=seat.worker.name if seat else "",
        role=seat.role if seat else "",
        admitted=any(g.admits_sealed and g.data_class == "case" for g in grants),
        offered=seat is None,
        items=tuple(
            Opened(g.id, g.data_class, g.may_write, g.basis, g.reason, g.since, g.until)
            for g in ordered
        ),
    )


@dataclass(frozen=True)
class Mark:
    """A conflict of interest. `may_lift`: by the asker."""

    id: UUID
    scope: UUID
    code: str
    person: str
    reason: str
    marked_by: str
    marked_at: datetime
    may_lift: bool


def conflicts(actor: Actor, case_id: UUID | None = None) -> list[Mark]:
    """Open marks that the asker may see, newest first, at most 100 (2 queries; 1 for a case)."""
    rows = ConflictMark.objects.filter(lifted_at__isnull=True)
    if case_id:
        rows = rows.filter(scope=case_id)
    found = list(rows.select_related("worker", "marked_by").order_by("-marked_at")[:100])
    codes = (
        dict(Case.objects.filter(id__in={m.scope for m in found}).values_list("id", "code"))
        if found and not case_id
        else {}
    )
    supervises = "supervisor" in actor.roles
    return [
        Mark(
            m.id, m.scope, codes.get(m.scope, ""), m.worker.name, m.reason, m.marked_by.name,
            m.marked_at, supervises and m.worker_id != actor.id,
        )
        for m in found
    ]  # fmt: skip


@dataclass(frozen=True)
class Glance:
    """Somebody looked at the case, changed it, or was refused; what one request did is one line.
    `classes`: what was read; `rows`: tables that were written; `seq` of its oldest event."""

    seq: int
    at: datetime
    person: str
    verb: str
    what: str
    classes: tuple[str, ...]
    rows: tuple[str, ...]


EVENTS = 150


def glances(case_id: UUID, before: int | None = None) -> tuple[list[Glance], int | None]:
    """Who has seen it, newest first, from at most 150 events, and where the older ones begin
    (2 queries)."""
    events = AuditEvent.objects.filter(scope=case_id).order_by("-seq")
    if before is not None:
        events = events.filter(seq__lt=before)
    found = list(
        events.values_list("seq", "at", "actor", "verb", "kind", "classes", "request")[:EVENTS]
    )
    names = dict(
        Worker.objects.filter(id__in={e[2] for e in found if e[2]}).values_list("id", "name")
    )
    lines = [
        _glance(list(group), names)
        for _key, group in groupby(found, key=lambda e: (e[2], e[3], e[6]))
    ]
    return lines, found[-1][0] if len(found) == EVENTS else None


def _glance(events: list[tuple], names: dict[UUID, str]) -> Glance:  # type: ignore[type-arg]
    first = events[0]
    read = {c for e in events for c in e[5]}
    written = sorted({str(e[4]).partition(".")[0] for e in events if "." in str(e[4])})
    return Glance(
        seq=events[-1][0],
        at=first[1],
        person=names.get(first[2], ""),
        verb=first[3],
        what=first[4],
        classes=tuple(c for c in DATA_CLASSES if c in read),
        rows=tuple(written),
    )


def last_hand(case_id: UUID, row_id: UUID) -> tuple[str, datetime | None]:
    """Who changed a row last, and when; ("", None) when the trail does not say (2 queries)."""
    event = (
        AuditEvent.objects.filter(scope=case_id, object=row_id)
        .order_by("-seq")
        .values_list("actor", "at")
        .first()
    )
    if event is None:
        return "", None
    actor, at = event
    names = Worker.objects.filter(id=actor).values_list("name", flat=True) if actor else []
    return next(iter(names), ""), at


def _live(case_id: UUID) -> Q:
    now = timezone.now()
    return Q(case_id=case_id, ended_at__isnull=True, since__lte=now, assignment__isnull=False) & (
        Q(until__isnull=True) | Q(until__gt=now)
    )


def own_classes(held: Held) -> frozenset[str]:
    """Classes the seat holds for own work and may therefore pass on (1 query)."""
    names = Grant.objects.filter(
        _live(held.case.id), assignment_id=held.seat.id, basis="own_work", may_write=True
    ).values_list("data_class", flat=True)
    return frozenset(names) & held.classes


def full_holders(case_id: UUID) -> set[UUID]:
    """Seats in force that hold the case for their own work and are not barred by a conflict
    (2 queries)."""
    today = timezone.localdate()
    barred = list(
        ConflictMark.objects.filter(scope=case_id, lifted_at__isnull=True).values_list(
            "worker_id", flat=True
        )
    )
    seats = (
        Grant.objects.filter(
            _live(case_id), basis="own_work", may_write=True, data_class="case",
            assignment__worker__active=True,
        )
        .filter(Q(assignment__until__isnull=True) | Q(assignment__until__gt=today))
        .exclude(assignment__worker__in=barred)
    )  # fmt: skip
    return set(seats.values_list("assignment_id", flat=True))


def admitted_seats(case_id: UUID) -> set[UUID]:
    """Seats that keep the case when it is sealed (1 query)."""
    rows = Grant.objects.filter(_live(case_id), data_class="case", admits_sealed=True)
    return set(rows.values_list("assignment_id", flat=True))
