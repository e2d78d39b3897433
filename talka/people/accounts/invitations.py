"""The link of an invitation: made, used once, dead after seven days. Door tables only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from talka.ground.kernel.errors import Absent, Broken
from talka.people.accounts.models import Account, Invitation

INVITATION_DAYS = 7


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def link_secret(account: Account) -> str:
    """A new secret for the account; links sent before stop working."""
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic(using="door"):
        Invitation.objects.filter(account=account, used_at__isnull=True).update(until=now)
        Invitation.objects.create(
            account=account, token_hash=_hash(secret), until=now + timedelta(days=INVITATION_DAYS)
        )
    return secret


def invitation_of(secret: str) -> Invitation:
    """The open invitation behind a link. Absent when used, too old or never made."""
    found = (
        Invitation.objects.select_related("account")
        .filter(token_hash=_hash(secret), used_at__isnull=True, until__gt=timezone.now())
        .first()
    )
    if found is None:
        raise Absent
    return found


def accept_invitation(*, secret: str, password: str) -> Account:
    """Use an invitation once: choose a password, the account opens. Absent when it is not valid."""
    found = invitation_of(secret)
    account = found.account
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise Broken({"password": " ".join(fault.messages)})
    with transaction.atomic(using="door"):
        used = Invitation.objects.filter(id=found.id, used_at__isnull=True).update(
            used_at=timezone.now()
        )
        if not used:
            raise Absent
        account.set_password(password)
        account.is_active = True
        account.save(update_fields=["password", "is_active"])
    return account
