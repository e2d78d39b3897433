"""Asked of information and consents: by recipient, what holds, what runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from talka.casework.cases.keys import keyring
from talka.casework.cases.models import DATA_CLASSES
from talka.casework.cases.permission import Held
from talka.casework.sharing.models import Consent, InformationGiven
from talka.casework.sharing.words import name_column, reading
from talka.ground.access.actor import Actor


@dataclass(frozen=True)
class Informed:
    on: date
    language: str
    how: str
    interpreter: bool
    letter_version: str
    by: str


def information(case_id: UUID) -> list[Informed]:
    """When the person was told their rights, newest first (1 query)."""
    rows = (
        InformationGiven.objects.filter(case_id=case_id)
        .order_by("-on", "-at")
        .values_list("on", "language", "how", "interpreter", "letter_version", "by__worker__name")
    )
    return [Informed(*row) for row in rows]


@dataclass(frozen=True)
class Allowed:
    """One consent or ground as shown. `note`: evidence or, for a ground, its reason."""

    id: UUID
    recipient: UUID
    recipient_name: str
    purpose: str
    data_class: str
    ground: str
    until: datetime
    given_on: date
    evidence: str
    given_by: str
    note: str
    withdrawn_at: datetime | None
    withdrawn_reason: str


@dataclass(frozen=True)
class Together:
    """What one recipient may see for one purpose on one ground."""

    purpose: str
    ground: str
    given_on: date
    note: str
    items: tuple[Allowed, ...]


@dataclass(frozen=True)
class RecipientConsents:
    id: UUID
    name: str
    live: tuple[Together, ...]
    past: tuple[Allowed, ...]


def consents(held: Held) -> list[RecipientConsents]:
    """Every consent the asker may see, by recipient (2 queries)."""
    rows = (
        Consent.objects.filter(case=held.case)
        .select_related("recipient")
        .order_by(f"recipient__{name_column()}", "recipient_id", "purpose", "ground", "given_at")
    )
    found = list(rows)
    ring = keyring(held.case.id) if found else None
    shown = [
        Allowed(
            r.id, r.recipient_id, r.recipient.name(reading()), r.purpose, r.shared_class, r.ground,
            r.until, r.given_on, r.evidence, r.given_by,
            (r.read(ring, "reason") or r.read(ring, "note")) if ring else "",
            r.withdrawn_at, r.withdrawn_reason,
        )
        for r in found
    ]  # fmt: skip
    now = timezone.now()
    return [
        _of_recipient(list(group), now)
        for _, group in groupby(shown, key=lambda a: (a.recipient, a.recipient_name))
    ]


def _of_recipient(items: list[Allowed], now: datetime) -> RecipientConsents:
    live = [a for a in items if a.withdrawn_at is None and a.until > now]
    order = {name: n for n, name in enumerate(DATA_CLASSES)}
    return RecipientConsents(
        items[0].recipient,
        items[0].recipient_name,
        tuple(
            _together(sorted(group, key=lambda a: order[a.data_class]))
            for _, group in groupby(live, key=lambda a: (a.purpose, a.ground))
        ),
        tuple(a for a in items if a not in live),
    )


def _together(group: list[Allowed]) -> Together:
    """Of several that allow the same, the one that holds longest."""
    longest = {a.data_class: a for a in sorted(group, key=lambda a: a.until)}
    items = tuple(longest[name] for name in dict.fromkeys(a.data_class for a in group))
    newest = max(group, key=lambda a: a.given_on)
    return Together(newest.purpose, newest.ground, newest.given_on, newest.note, items)


@dataclass(frozen=True)
class Expiring:
    case_id: UUID
    code: str
    recipient: str
    until: datetime


def expiring_consents(actor: Actor, before: datetime) -> list[Expiring]:
    """Consents of the asker's own cases that run out before a moment, soonest first, at most 50
    (1 query): for the first page."""
    rows = (
        Consent.objects.filter(
            withdrawn_at__isnull=True, until__gt=timezone.now(), until__lt=before,
            recorded_by__institution__in=actor.institutions, case__closed_on__isnull=True,
        )
        .order_by("until")
        .values_list("case_id", "case__code", f"recipient__{name_column()}", "until")
    )  # fmt: skip
    return [Expiring(*row) for row in rows.distinct()[:50]]
