"""Sessions: the cookie holds a secret, the database its hash, and only the door may read the rest.

The same secret that finds the session is what proves to the database who is asking (`begin`).
What a session carries (a half-done second factor, a notice) is sealed.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import connections
from django.utils import timezone

from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import Unopenable, decrypt, encrypt

_HASH = "sha256(convert_to(%s, 'UTF8'))"


class SessionStore(SessionBase):
    """Django's session interface over `priv.session`."""

    def _get_new_session_key(self) -> str:
        return secrets.token_urlsafe(32)

    def _ask(self, sql: str, params: list[Any]) -> tuple[int, Any]:
        with connections["door"].cursor() as cursor:
            cursor.execute(sql, params)
            row = cursor.fetchone() if cursor.description else None
            return cursor.rowcount, row

    def exists(self, session_key: str) -> bool:
        sql = f"SELECT 1 FROM priv.session WHERE token_hash = {_HASH}"
        return self._ask(sql, [session_key])[1] is not None

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self.save(must_create=True)
        self.modified = True

    def load(self) -> dict[str, Any]:
        sql = (
            f"SELECT data, account FROM priv.session WHERE token_hash = {_HASH}"
            " AND ended IS NULL AND expires > now()"
        )
        row = self._ask(sql, [self.session_key])[1] if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        if row[0] is None and row[1] is not None:  # opened by `open_session`: carries nothing yet
            return {"_auth_user_id": str(row[1])}
        return _opened(row[0])

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        sealed = encrypt(provider().named("session"), b"session", json.dumps(content).encode())
        account = content.get("_auth_user_id")
        values = [sealed, UUID(account) if account else None, self._until()]
        if must_create:
            self._ask(
                "INSERT INTO priv.session (data, account, expires, token_hash)"
                f" VALUES (%s, %s, %s, {_HASH})",
                [*values, self.session_key],
            )
            return None
        changed, _ = self._ask(
            "UPDATE priv.session SET data = %s, account = %s, expires = %s"
            f" WHERE token_hash = {_HASH} AND ended IS NULL",
            [*values, self.session_key],
        )
        if changed == 0:
            raise UpdateError
        return None

    def _until(self) -> Any:
        return timezone.now() + timedelta(seconds=self.get_expiry_age())

    def get_expiry_age(self, **kwargs: Any) -> int:
        return int(settings.SESSION_COOKIE_AGE)

    def delete(self, session_key: str | None = None) -> None:
        sql = f"UPDATE priv.session SET ended = now(), data = NULL WHERE token_hash = {_HASH}"
        self._ask(sql, [session_key or self.session_key or ""])

    @classmethod
    def clear_expired(cls) -> None:
        with connections["door"].cursor() as cursor:
            cursor.execute("DELETE FROM priv.session WHERE expires < now() - interval '2 days'")


def _opened(sealed: Any) -> dict[str, Any]:
    if sealed is None:
        return {}
    try:
        return dict(json.loads(decrypt(provider().named("session"), b"session", bytes(sealed))))
    except (Unopenable, ValueError):
        return {}
