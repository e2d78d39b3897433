"""What statistics may see of sharing: codes and dates of consents and referrals, no text.

Every function reads over the *report* connection (see cases/facts.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from talka.casework.sharing.models import Consent, Referral


@dataclass(frozen=True)
class ReferralFact:
    """One referral sent in the year. `hours` until it was answered, None while it waits or when
    it was taken back; `late`: answered (or still waiting) after its deadline."""

    municipality: str
    from_kind: str
    to_kind: str
    purpose: str
    urgency: str
    state: str
    refusal_reason: str
    hours: float | None
    late: bool


@dataclass(frozen=True)
class ConsentFact:
    """One consent given in the year, or one legal ground named."""

    municipality: str
    purpose: str
    data_class: str
    ground: str
    withdrawn: bool


def _moments(year: int) -> tuple[datetime, datetime]:
    first, after = (datetime.combine(date(y, 1, 1), time()) for y in (year, year + 1))
    return timezone.make_aware(first), timezone.make_aware(after)


def referrals(year: int, using: str = "report") -> Iterator[ReferralFact]:
    """Every referral sent in the year (1 query)."""
    first, after = _moments(year)
    now = timezone.now()
    rows = (
        Referral.objects.using(using)
        .filter(sent_at__gte=first, sent_at__lt=after)
        .order_by("sent_at", "id")
        .values_list(
            "case__municipality_id", "from_institution__kind", "to_institution__kind", "purpose",
            "urgency", "state", "refusal_reason", "sent_at", "answered_at", "due_at",
        )
    )  # fmt: skip
    for place, sender, receiver, purpose, urgency, state, reason, sent, answered, due in rows:
        answer = answered if state in {"accepted", "refused"} else None
        yield ReferralFact(
            place,
            sender,
            receiver,
            purpose,
            urgency,
            state,
            reason,
            (answer - sent).total_seconds() / 3600 if answer else None,
            state != "withdrawn" and due is not None and (answer or now) > due,
        )


def consents(year: int, using: str = "report") -> Iterator[ConsentFact]:
    """Every consent given and ground named in the year (1 query)."""
    rows = (
        Consent.objects.using(using)
        .filter(Q(given_on__gte=date(year, 1, 1)) & Q(given_on__lte=date(year, 12, 31)))
        .order_by("given_on", "id")
        .values_list("case__municipality_id", "purpose", "shared_class", "ground", "withdrawn_at")
    )
    for place, purpose, name, ground, withdrawn in rows:
        yield ConsentFact(place, purpose, name, ground, withdrawn is not None)
