"""What the door knows of an account, asked over its own connection."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import connections

OWED = """
SELECT a.must_change_password, EXISTS (
    SELECT 1 FROM talka.mfa_authenticator m
    WHERE m.user_id = a.id AND m.type IN ('totp', 'webauthn'))
FROM talka.account a WHERE a.id = %s
"""


def owed(account: UUID) -> str:
    """What the account must do before it works: "password", "second_factor" or "" (nothing)."""
    with connections["door"].cursor() as cursor:
        cursor.execute(OWED, [account])
        row = cursor.fetchone()
    if row is None or row[0]:
        return "password"
    return "second_factor" if settings.SECOND_FACTOR_REQUIRED and not row[1] else ""
