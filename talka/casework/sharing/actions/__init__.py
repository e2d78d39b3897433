"""What can be done: inform, take down a consent or its withdrawal, refer, answer a referral."""

from talka.casework.sharing.actions.answer import accept_referral, refuse_referral
from talka.casework.sharing.actions.consent import give_consent, name_ground, withdraw_consent
from talka.casework.sharing.actions.information import give_information
from talka.casework.sharing.actions.referral import (
    ask_nobody_else,
    send_referral,
    withdraw_referral,
)

__all__ = [
    "accept_referral",
    "ask_nobody_else",
    "give_consent",
    "give_information",
    "name_ground",
    "refuse_referral",
    "send_referral",
    "withdraw_consent",
    "withdraw_referral",
]
