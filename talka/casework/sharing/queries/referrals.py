"""Asked of referrals: whom one may be sent to, what it would carry, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from talka.casework.cases.models import DATA_CLASSES, Grant
from talka.casework.cases.permission import Held
from talka.casework.cases.rules import TEAM_ROLES
from talka.casework.sharing import rules
from talka.casework.sharing.actions.offering import fact, own_classes
from talka.casework.sharing.answering import HeldReferral, read_text
from talka.casework.sharing.models import Consent, Referral, ReferralText
from talka.casework.sharing.words import name_column, reading
from talka.ground.access.actor import Actor
from talka.method.protocol.queries import deadline_of
from talka.people.accounts.models import Assignment
from talka.people.institutions.models import Institution

ANSWERED = 25


@dataclass(frozen=True)
class Recipient:
    id: UUID
    name: str
    near: bool
    """In the town of the case, or working for the whole country."""


def recipients(held: Held) -> list[Recipient]:
    """Institutions where somebody can answer a referral, the town's own first (1 query)."""
    today = timezone.localdate()
    answers = Assignment.objects.filter(
        institution=OuterRef("pk"), role__in=TEAM_ROLES, since__lte=today, worker__active=True
    ).filter(Q(until__isnull=True) | Q(until__gt=today))
    rows = (
        Institution.objects.filter(Exists(answers), active=True)
        .exclude(id=held.seat.institution)
        .order_by(name_column())
    )
    town = held.case.municipality_id
    listed = [Recipient(i.id, i.name(reading()), i.municipality_id in {town, None}) for i in rows]
    return sorted(listed, key=lambda r: not r.near)


def recipient(held: Held, institution_id: UUID) -> Recipient | None:
    """One of them, or None (1 query)."""
    return next((r for r in recipients(held) if r.id == institution_id), None)


@dataclass(frozen=True)
class Carry:
    """What a referral for a purpose would show now; `ready`: class *case* is among it."""

    purpose: str
    ready: bool
    items: tuple[rules.ConsentFact, ...]


def would_carry(held: Held, institution_id: UUID) -> list[Carry]:
    """For each purpose of a referral: what it would carry, and whether it may go (2 queries)."""
    rows = Consent.objects.filter(
        case=held.case, recipient_id=institution_id, withdrawn_at__isnull=True
    )
    facts, own, now = [fact(r) for r in rows], own_classes(held), timezone.now()
    found = []
    for purpose in rules.NEXT_ACT:
        items = rules.carried(facts, recipient=institution_id, purpose=purpose, own=own, now=now)
        if items or any(f.purpose == purpose and rules.holds(f, now) for f in facts):
            longest = {c.data_class: c for c in sorted(items, key=lambda c: c.until)}
            ordered = tuple(longest[name] for name in DATA_CLASSES if name in longest)
            found.append(Carry(purpose, bool(items), ordered))
    return found


@dataclass(frozen=True)
class ReferralLine:
    id: UUID
    code: str
    other: str
    """The institution on the other side of the reader."""
    purpose: str
    urgency: str
    state: str
    sent_at: datetime
    due_at: datetime | None
    due_kind: str
    due_source: str
    """In words, for the reader."""
    due_verified: bool
    answered_at: datetime | None
    refusal_reason: str
    child: bool

    @property
    def overdue(self) -> bool:
        due = self.due_at
        return self.state == "sent" and due is not None and due < timezone.now()


_LINE = ("purpose", "urgency", "state", "sent_at", "due_at", "due_kind", "due_source",
         "answered_at", "refusal_reason", "child")  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A deadline as the screen shows it: the source in words."""

    due_at: datetime | None
    due_kind: str
    due_source: str
    due_verified: bool


def _due(at: datetime | None, kind: str, reference: str) -> Due:
    known = deadline_of(reference)
    source = known.source.label(reading()) if known else ""
    return Due(at, kind, source, bool(known and known.verified))


def _lines(rows: Iterable[dict[str, Any]]) -> list[ReferralLine]:
    return [
        ReferralLine(**{**row, **vars(_due(row["due_at"], row["due_kind"], row["due_source"]))})
        for row in rows
    ]


def of_case(held: Held) -> list[ReferralLine]:
    """Referrals of a case that the asker may see, newest first (1 query)."""
    rows = Referral.objects.filter(case=held.case).order_by("-sent_at")
    other = F(f"to_institution__{name_column()}")
    return _lines(rows.annotate(other=other).values("id", "code", "other", *_LINE))


@dataclass(frozen=True)
class Inbox:
    waiting: list[ReferralLine]
    answered: list[ReferralLine]


def inbox(actor: Actor) -> Inbox:
    """Referrals to the asker's institutions: all that wait, the last 25 answered (2 queries)."""
    mine = [s.institution for s in actor.seats if s.role in TEAM_ROLES]
    rows = Referral.objects.filter(to_institution__in=mine).annotate(
        other=F(f"from_institution__{name_column()}")
    )
    fields = ("id", "code", "other", *_LINE)
    waiting = rows.filter(state="sent").order_by(F("due_at").asc(nulls_last=True), "sent_at")
    answered = rows.exclude(state="sent").order_by("-answered_at")
    return Inbox(_lines(waiting.values(*fields)[:200]), _lines(answered.values(*fields)[:ANSWERED]))


@dataclass(frozen=True)
class Offered:
    data_class: str
    until: datetime | None
    basis: str
    reason: str
    for_me: bool
    """False: offered to the institution, but not for this role."""


@dataclass(frozen=True)
class ReferralPage:
    referral: Referral
    due: Due
    sender: str
    receiver: str
    needs: tuple[str, ...]
    message: str
    refusal: str
    offered: tuple[Offered, ...]
    mine: bool
    """The reader is of the receiver's team."""
    answered_by: str
    case_open: bool
    """The reader holds the case (or is the sender)."""


def referral_page(held: HeldReferral) -> ReferralPage:
    """The card of a referral (2 queries beyond fetching it)."""
    referral, language = held.referral, reading()
    texts = {t.kind: read_text(t) for t in ReferralText.objects.filter(referral=referral)}
    now = timezone.now()
    grants = list(
        Grant.objects.filter(
            case_id=referral.case_id, institution_id=referral.to_institution_id,
            ended_at__isnull=True, until__gt=now,
        )
    )  # fmt: skip
    seats = {s.id for s in held.actor.seats}
    who = referral.answered_by
    return ReferralPage(
        referral=referral,
        due=_due(referral.due_at, referral.due_kind, referral.due_source),
        sender=referral.from_institution.name(language),
        receiver=referral.to_institution.name(language),
        needs=tuple(referral.needs),
        message=texts.get("message", ""),
        refusal=texts.get("refusal", ""),
        offered=_offered(grants, held.seat.role if held.seat else ""),
        mine=held.seat is not None,
        answered_by=who.worker.name if who else "",
        case_open=held.seat is None or any(g.assignment_id in seats for g in grants),
    )


def _offered(grants: Iterable[Grant], role: str) -> tuple[Offered, ...]:
    waiting = sorted(
        (g for g in grants if g.assignment_id is None),
        key=lambda g: DATA_CLASSES.index(g.data_class),
    )
    return tuple(
        Offered(g.data_class, g.until, g.basis, g.reason, rules.may_take(role, g.data_class))
        for g in waiting
    )
