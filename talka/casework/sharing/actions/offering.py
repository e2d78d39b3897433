"""Turn consents into grants: open further classes to who has the case, offer them to who does not.

Called inside the actions of this room; the database checks every grant against its consent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.casework.cases.actions import end_turns, note_step, offer
from talka.casework.cases.models import Grant, Turn
from talka.casework.cases.permission import Held
from talka.casework.sharing import rules
from talka.casework.sharing.models import Consent, Referral
from talka.people.accounts.models import Assignment


def fact(row: Consent) -> rules.ConsentFact:
    return rules.ConsentFact(
        row.id,
        row.recipient_id,
        row.purpose,
        row.shared_class,
        row.ground,
        row.until,
        row.withdrawn_at is not None,
    )


def _live(now: datetime) -> Q:
    return Q(ended_at__isnull=True, since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def own_classes(held: Held) -> frozenset[str]:
    """Classes the seat holds for own work and may therefore pass on (1 query)."""
    names = Grant.objects.filter(
        _live(timezone.now()),
        case=held.case,
        assignment_id=held.seat.id,
        basis="own_work",
        may_write=True,
    ).values_list("data_class", flat=True)
    return frozenset(names) & held.classes


def carried_by(held: Held, recipient: UUID, purpose: str) -> tuple[rules.ConsentFact, ...]:
    """The consents on which a referral would stand now (2 queries)."""
    rows = Consent.objects.filter(
        case=held.case, recipient_id=recipient, purpose=purpose, withdrawn_at__isnull=True
    )
    return rules.carried(
        [fact(row) for row in rows],
        recipient=recipient,
        purpose=purpose,
        own=own_classes(held),
        now=timezone.now(),
    )


def offer_all(held: Held, recipient: UUID, consents: Iterable[rules.ConsentFact]) -> None:
    """Offer what the consents allow and nobody of the recipient has yet, or is offered."""
    consents = list(consents)
    standing = set(
        Grant.objects.filter(
            basis_id__in=[c.id for c in consents], ended_at__isnull=True
        ).values_list("basis_id", flat=True)
    )
    for consent in consents:
        if consent.id not in standing:
            offer(
                held=held,
                institution=recipient,
                classes=[consent.data_class],
                basis=rules.basis(consent.ground),
                basis_id=consent.id,
                until=consent.until,
                may_write=sorted(rules.WRITABLE[consent.purpose]),
                reason=consent.ground,
            )


def open_further(held: Held, recipient: UUID, rows: Iterable[Consent]) -> None:
    """New consents: open them to people of the recipient who have the case, else add them to a
    referral that waits for its answer."""
    now, own = timezone.now(), own_classes(held)
    facts = [f for f in map(fact, rows) if f.data_class in own]
    holders = Assignment.objects.filter(
        id__in=Grant.objects.filter(
            _live(now),
            case=held.case,
            institution_id=recipient,
            assignment__isnull=False,
            data_class=rules.NEEDED,
        ).values("assignment_id")
    ).values_list("id", "role")
    people = list(holders)
    Grant.objects.bulk_create(
        _open(held, recipient, seat, f, now)
        for seat, role in people
        for f in facts
        if rules.may_take(role, f.data_class)
    )
    if people:
        return
    for purpose in Referral.objects.filter(
        case=held.case, to_institution_id=recipient, state="sent"
    ).values_list("purpose", flat=True):
        offer_all(held, recipient, [f for f in facts if f.purpose == purpose])


def _open(
    held: Held, recipient: UUID, seat: UUID, consent: rules.ConsentFact, now: datetime
) -> Grant:
    return Grant(
        case=held.case,
        institution_id=recipient,
        assignment_id=seat,
        data_class=consent.data_class,
        may_write=consent.data_class in rules.WRITABLE[consent.purpose],
        basis=rules.basis(consent.ground),
        basis_id=consent.id,
        reason=consent.ground,
        granted_by_id=held.seat.id,
        since=now,
        until=consent.until,
    )


def end_offers(case_id: UUID, institution: UUID) -> int:
    """What is still only offered to the institution on this case is offered no longer."""
    return Grant.objects.filter(
        case_id=case_id,
        institution_id=institution,
        assignment__isnull=True,
        ended_at__isnull=True,
    ).update(ended_at=timezone.now())


def end_their_turns(held: Held, chosen: Consent, withdrawn: list[UUID]) -> None:
    """Who will not see the case any more owes it nothing. Asked before the withdrawal, which may
    close the case to the asker."""
    if chosen.shared_class != rules.NEEDED:
        return
    others = Consent.objects.filter(
        case=held.case, recipient_id=chosen.recipient_id, shared_class=rules.NEEDED,
        withdrawn_at__isnull=True, until__gt=timezone.now(),
    ).exclude(id__in=withdrawn)  # fmt: skip
    if not others.exists():
        Turn.objects.filter(
            case=held.case, institution_id=chosen.recipient_id, done_at__isnull=True
        ).exclude(act="referral.answer").update(done_at=timezone.now(), done_by_id=held.seat.id)


def take_back_waiting(held: Held, withdrawn: Consent) -> None:
    """A waiting referral that may not even carry the case any more is taken back with the
    consent, when the sender takes the withdrawal down."""
    if withdrawn.shared_class != rules.NEEDED:
        return
    waiting = Referral.objects.filter(
        case=held.case,
        to_institution_id=withdrawn.recipient_id,
        from_institution_id=held.seat.institution,
        purpose=withdrawn.purpose,
        state="sent",
    ).first()
    if waiting and not carried_by(held, waiting.to_institution_id, waiting.purpose):
        take_back(held, waiting.id, waiting.to_institution_id)


def take_back(held: Held, referral_id: UUID, receiver: UUID) -> bool:
    """Withdraw a waiting referral with its offers and turn. False when it was answered before."""
    changed = Referral.objects.filter(id=referral_id, state="sent").update(
        state="withdrawn", answered_at=timezone.now(), answered_by_id=held.seat.id
    )
    if not changed:
        return False
    end_offers(held.case.id, receiver)
    end_turns(case_id=held.case.id, act_code="referral.answer", seat=held.seat, ref=referral_id)
    note_step(case_id=held.case.id, seat=held.seat, kind="referral_withdrawn", ref=referral_id)
    return True
