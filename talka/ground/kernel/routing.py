"""Which connection a table is reached through.

Sign-in tables (passwords, second factors, sessions) belong to the *door* role; the runtime role
cannot read them, so a hole in a page never yields a password hash or another person's session.
"""

from __future__ import annotations

from typing import Any

DOOR = {"auth", "contenttypes", "account", "mfa", "accounts_door", "django_cache", "sessions"}
DOOR_MODELS = {"accounts.account", "accounts.invitation"}


class Router:
    def _alias(self, model: Any) -> str:
        meta = model._meta
        if meta.app_label in DOOR or meta.label_lower in DOOR_MODELS:
            return "door"
        return "default"

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return self._alias(model)

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return self._alias(model)

    def allow_relation(self, a: Any, b: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "migrate"
