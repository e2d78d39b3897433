"""Colleagues and their seats; one's own card and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.audit.models import AuditEvent
from talka.ground.kernel.errors import Absent
from talka.ground.ui.collation import sorting_key
from talka.people.accounts.models import Account, Assignment, ConflictMark, Worker

SIGN_INS_SHOWN = 5


@dataclass(frozen=True)
class SeatLine:
    """One seat in words of codes. `state`: now, later or ended; `mine`: the asker may end it."""

    id: UUID
    worker: UUID
    institution: str
    role: str
    place: str
    since: date
    until: date | None
    state: str
    mine: bool


@dataclass(frozen=True)
class Colleague:
    """`state`: in (has come in), invited (has not), left (no seat any more)."""

    id: UUID
    name: str
    phone: str
    email: str
    state: str
    seats: tuple[SeatLine, ...]
    mine: bool


@dataclass(frozen=True)
class Card:
    name: str
    phone: str
    email: str
    language: str
    version: int
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class Mark:
    """Somebody marked a conflict of interest of mine. No case is named: it is closed to me."""

    by: str
    at: datetime
    reason: str
    lifted_at: datetime | None


def _line(seat: Assignment, language: str, mine: Iterable[UUID], today: date) -> SeatLine:
    ended = seat.until is not None and seat.until <= today
    return SeatLine(
        seat.id,
        seat.worker_id,
        seat.institution.name(language),
        seat.role,
        seat.municipality.name(language) if seat.municipality else "",
        seat.since,
        seat.until,
        "ended" if ended else "later" if seat.since > today else "now",
        seat.institution_id in mine and not ended,
    )


def _administered(actor: Actor) -> set[UUID]:
    return {s.institution for s in actor.seats if s.role == "institution_admin"}


def colleagues(actor: Actor, language: str) -> list[Colleague]:
    """Everybody with a seat, now or once, in my institutions (2 queries). Addresses and whether
    they came in are for administrators."""
    mine, today = _administered(actor), timezone.localdate()
    seats = (
        Assignment.objects.filter(institution_id__in=actor.institutions)
        .select_related("worker", "institution", "municipality")
        .order_by("since", "id")
    )
    if not mine:
        seats = seats.filter(Q(until__isnull=True) | Q(until__gt=today))
    by_worker: dict[UUID, list[Assignment]] = {}
    for seat in seats:
        by_worker.setdefault(seat.worker_id, []).append(seat)
    told = {k for k, held in by_worker.items() if any(s.institution_id in mine for s in held)}
    accounts = {a.id: a for a in Account.objects.filter(id__in=told)} if told else {}
    found = []
    for worker_id, held in by_worker.items():
        lines = tuple(_line(s, language, mine, today) for s in held)
        account = accounts.get(worker_id)
        found.append(_colleague(held[0].worker, lines, account, worker_id in told))
    return sorted(found, key=lambda c: (c.state == "left", sorting_key(c.name)))


def _colleague(
    worker: Worker, lines: tuple[SeatLine, ...], account: Account | None, mine: bool
) -> Colleague:
    state = "in"
    if all(line.state == "ended" for line in lines):
        state = "left"
    elif account is not None and not account.is_active:
        state = "invited"
    email = account.email if account else ""
    return Colleague(worker.id, worker.name, worker.phone, email, state, lines, mine)


def colleague_of(actor: Actor, worker_id: UUID) -> Worker:
    """A person with a seat, now or once, in an institution I administer; else Absent."""
    held = Assignment.objects.filter(
        worker_id=worker_id, institution_id__in=_administered(actor)
    ).select_related("worker")
    seat = held.first()
    if seat is None:
        raise Absent
    return seat.worker


def seat_of(actor: Actor, assignment_id: UUID, language: str) -> tuple[str, SeatLine]:
    """The name of the holder and the seat, when I may end it; else Absent."""
    seat = (
        Assignment.objects.filter(id=assignment_id, institution_id__in=_administered(actor))
        .select_related("worker", "institution", "municipality")
        .first()
    )
    if seat is None:
        raise Absent
    line = _line(seat, language, _administered(actor), timezone.localdate())
    if not line.mine:
        raise Absent
    return seat.worker.name, line


def card(actor: Actor, language: str) -> Card:
    """My own card (3 queries)."""
    worker = Worker.objects.get(id=actor.id)
    seats = Assignment.objects.filter(worker_id=actor.id).select_related(
        "institution", "municipality"
    )
    today = timezone.localdate()
    lines = tuple(_line(s, language, (), today) for s in seats.order_by("since", "id"))
    email = Account.objects.values_list("email", flat=True).get(id=actor.id)
    return Card(worker.name, worker.phone, email, worker.language, worker.version, lines)


def sign_ins(actor: Actor) -> list[datetime]:
    """When a session of mine was opened, newest first: a strange one is somebody else (1 query)."""
    rows = AuditEvent.objects.filter(actor=actor.id, verb="door", kind="session.opened")
    return list(rows.order_by("-seq").values_list("at", flat=True)[:SIGN_INS_SHOWN])


def marks(actor: Actor) -> list[Mark]:
    """Conflicts of interest marked of me, newest first (1 query)."""
    rows = ConflictMark.objects.filter(worker_id=actor.id).select_related("marked_by")
    return [
        Mark(m.marked_by.name, m.marked_at, m.reason, m.lifted_at)
        for m in rows.order_by("-marked_at")
    ]
