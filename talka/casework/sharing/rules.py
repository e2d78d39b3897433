"""Which part of a case may go to whom, for how long. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

LEGAL_GROUNDS = frozenset({"danger_to_life", "child_protection", "court_order"})
"""Grounds for sharing without consent: named, explained, short."""

GROUND_DAYS = 30
"""The longest a legal ground holds; the database refuses more."""

CONSENT_DAYS = 365
LONGEST_CONSENT_DAYS = 731
"""How long a consent holds unless said otherwise, and at most."""

COORDINATOR_CLASSES = frozenset({"case", "aid"})
"""What a coordinator may take up of what is offered to the institution."""

NEEDED = "case"
"""Without this class nothing else can be shown, so a referral always carries it."""

WRITABLE: Mapping[str, frozenset[str]] = {
    "assistance": frozenset({"aid", "contact", "health", "legal", "note"}),
    "safety": frozenset({"aid", "contact", "note"}),
    "legal_aid": frozenset({"legal", "note"}),
    "investigation": frozenset({"legal", "note"}),
    "child_protection": frozenset({"aid", "contact", "health", "legal", "note"}),
    "statistics": frozenset(),
}
"""Classes a receiver may also write in, by purpose. Case facts, identity and story stay the
words of the institution that has the case."""

NEXT_ACT = {
    "assistance": "contact.first",
    "safety": "contact.first",
    "child_protection": "contact.first",
    "legal_aid": "service.deliver",
    "investigation": "",
}
"""What the receiver owes once a referral for this purpose is accepted ("" = nothing with a date).
Its keys are the purposes a person is referred for."""

URGENCIES = ("danger", "high", "normal")
WITHDRAWAL_REASONS = ("person_asked", "no_longer_needed", "not_safe", "mistake")
INFORMATION_WAYS = ("oral", "written", "both")


@dataclass(frozen=True)
class ConsentFact:
    """One consent or named legal ground: purpose × recipient × class × period."""

    id: UUID
    recipient: UUID
    purpose: str
    data_class: str
    ground: str
    until: datetime
    withdrawn: bool


def holds(consent: ConsentFact, now: datetime) -> bool:
    """Not withdrawn and not run out."""
    return not consent.withdrawn and consent.until > now


def carried(
    consents: Iterable[ConsentFact],
    *,
    recipient: UUID,
    purpose: str,
    own: Iterable[str],
    now: datetime,
) -> tuple[ConsentFact, ...]:
    """The consents on which a referral to `recipient` for `purpose` stands.

    Only classes the sender holds for own work (`own`), only this recipient and purpose, only
    what holds now. Empty when class *case* is not among them: then nothing may be sent.
    """
    mine = set(own)
    fit = tuple(
        c
        for c in consents
        if c.recipient == recipient
        and c.purpose == purpose
        and c.data_class in mine
        and holds(c, now)
    )
    return fit if any(c.data_class == NEEDED for c in fit) else ()


def may_take(role: str, data_class: str) -> bool:
    """May a person in this role take up an offered class?"""
    return role != "coordinator" or data_class in COORDINATOR_CLASSES


def basis(ground: str) -> str:
    """The basis of a grant that stands on this ground."""
    return "consent" if ground == "consent" else "legal_ground"


def longest(ground: str, given: date) -> date:
    """The last day a consent or ground given on this day may hold."""
    return given + timedelta(days=LONGEST_CONSENT_DAYS if ground == "consent" else GROUND_DAYS)


def right_period(ground: str, today: date, until: date) -> bool:
    """Ends after today and not later than is allowed."""
    return today < until <= longest(ground, today)
