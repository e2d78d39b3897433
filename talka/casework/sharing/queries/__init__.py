"""What can be asked of sharing."""

from talka.casework.sharing.queries.consents import consents, expiring_consents, information
from talka.casework.sharing.queries.referrals import (
    Carry,
    Recipient,
    inbox,
    of_case,
    recipient,
    recipients,
    referral_page,
    would_carry,
)

__all__ = [
    "Carry",
    "Recipient",
    "consents",
    "expiring_consents",
    "inbox",
    "information",
    "of_case",
    "recipient",
    "recipients",
    "referral_page",
    "would_carry",
]
