"""How the sign-in library behaves in this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import decrypt, encrypt

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Adapter(DefaultAccountAdapter):
    """Nobody signs themself up: people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: Any = None
    ) -> None:
        """The library would put the network address and the browser into the letter: left out."""
        super().send_notification_mail(
            template_prefix,
            user,
            {**(context or {}), "ip": "", "user_agent": ""},
            email or user.email,
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets are stored sealed, and the last factor stays where one is required."""

    def encrypt(self, text: str) -> str:
        return encrypt(provider().named("second-factor"), b"mfa", text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(
            provider().named("second-factor"), b"mfa", bytes.fromhex(encrypted_text)
        ).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """False for the only second factor of an account, where the house requires one."""
        if not settings.SECOND_FACTOR_REQUIRED or authenticator.type not in FACTORS:
            return True
        kept = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return bool(kept.exclude(pk=authenticator.pk).exists())
