"""Fetch a referral *through* permission, and open the key of its message.

A referral that is not there and one sent to others are both Absent. The receiver's team reaches it
before holding the case; the sender through the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from talka.casework.cases.rules import CASE_ROLES, TEAM_ROLES
from talka.casework.sharing.models import Referral, ReferralText
from talka.casework.sharing.words import reading
from talka.ground.access.actor import Actor, Seat
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey
from talka.ground.kernel.errors import Absent, Refused


class TextRing:
    """The one key of a referral text."""

    def __init__(self, scope: UUID, key: DataKey) -> None:
        self.scope, self._key = scope, key

    def key(self, data_class: str) -> DataKey:
        if data_class != "case":
            raise KeyError(data_class)
        return self._key


@dataclass(frozen=True)
class HeldReferral:
    """A referral in the asker's hands. `seat`: whom they would answer as; None for the sender."""

    referral: Referral
    actor: Actor
    seat: Seat | None

    def answer_seat(self) -> Seat:
        """Raises Refused when the asker is not of the receiver's team."""
        if self.seat is None:
            raise Refused(
                _("Only the institution it was sent to answers a referral."),
                self.referral.to_institution.name(reading()),
            )
        return self.seat


def hold_referral(actor: Actor | None, referral_id: UUID, *, lock: bool = False) -> HeldReferral:
    """The referral (1 query). `lock` keeps two colleagues from answering at once (2 queries: who
    had to wait reads what the other one wrote, joined rows included). Raises Absent."""
    if actor and lock:
        Referral.objects.select_for_update().filter(id=referral_id).first()
    rows = Referral.objects.select_related(
        "from_institution", "to_institution", "answered_by__worker"
    )
    referral = rows.filter(id=referral_id).first() if actor else None
    if actor is None or referral is None:
        raise Absent
    return HeldReferral(referral, actor, _seat(actor, referral.to_institution_id))


def _seat(actor: Actor, institution: UUID) -> Seat | None:
    """A seat that may hold cases rather than one that only coordinates."""
    fitting = [s for s in actor.seats if s.institution == institution and s.role in TEAM_ROLES]
    return min(fitting, key=lambda s: s.role not in CASE_ROLES, default=None)


def seal_text(referral: Referral, kind: str, text: str) -> ReferralText:
    """A new text of a referral, sealed under a key of its own (not saved)."""
    key = DataKey.fresh()
    row = ReferralText(
        id=uuid4(),
        case_id=referral.case_id,
        referral=referral,
        kind=kind,
        key_id=key.id,
        key_wrapped=provider().wrap(key, referral.id, "referral"),
    )
    row.put(TextRing(referral.id, key), text=text)
    return row


def read_text(row: ReferralText) -> str:
    """The words; "" when the key was destroyed."""
    if row.key_wrapped is None:
        return ""
    wrapped = bytes(row.key_wrapped)
    key = provider().unwrap(wrapped, row.key_id, row.referral_id, "referral")
    return row.read(TextRing(row.referral_id, key), "text")
