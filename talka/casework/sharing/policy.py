"""Verbs of sharing on a case. An answer to a referral comes before any case: see answering.py."""

from __future__ import annotations

from talka.casework.cases.rules import CASE_ROLES
from talka.ground.access.verbs import verb

SEE_INFORMATION = verb("information.see", "case", writes=False)
# Whoever meets the person tells them their rights: sight of the case is enough.
GIVE_INFORMATION = verb("information.give", "case", writes=False, roles=CASE_ROLES)
SEE_CONSENTS = verb("consent.see", "case", writes=False)
GIVE_CONSENT = verb("consent.give", "case", writes=True, roles=CASE_ROLES)
NAME_GROUND = verb("ground.name", "case", writes=True, roles=CASE_ROLES)
# A withdrawal is taken down by whoever the person tells.
WITHDRAW_CONSENT = verb("consent.withdraw", "case", writes=False, roles=CASE_ROLES)
SEE_REFERRALS = verb("referral.see", "case", writes=False)
SEND_REFERRAL = verb("referral.send", "case", writes=True, roles=CASE_ROLES)
WITHDRAW_REFERRAL = verb("referral.withdraw", "case", writes=True, roles=CASE_ROLES)
