"""How the sign-in library behaves in this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import decrypt, encrypt


class Adapter(DefaultAccountAdapter):
    """Nobody signs themself up: people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets are stored sealed."""

    def encrypt(self, text: str) -> str:
        return encrypt(provider().named("second-factor"), b"mfa", text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(
            provider().named("second-factor"), b"mfa", bytes.fromhex(encrypted_text)
        ).decode()

