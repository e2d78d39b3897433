"""TALKA_HOME: the one directory that holds everything a running Talka owns.

secrets/database.json   where the database is and the passwords of its roles
secrets/django          the signing secret of cookies and forms
keys/                   the key-encryption keys of the file provider
postgres/               the embedded PostgreSQL, when no server is given
outbox/                 e-mail as files, when no mail server is given
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLES = {
    "default": "talka_app",
    "door": "talka_door",
    "report": "talka_report",
    "public": "talka_public",
    "verify": "talka_verify",
}
"""Database alias → role. `migrate` and `worker` replace one another, see `databases`."""


@dataclass(frozen=True)
class Home:
    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        return cls(Path(os.environ.get("TALKA_HOME") or Path.cwd() / ".talka").resolve())

    def private(self, *parts: str) -> Path:
        """A path below home whose directory exists and is ours alone."""
        target = self.path.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write_secret(self, content: str, *parts: str) -> Path:
        """Write atomically, mode 0600, and make it durable."""
        target = self.private(*parts)
        target.parent.chmod(0o700)
        draft = target.with_suffix(f".{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
        return target

    def django_secret(self) -> str:
        """The signing secret; before `talka setup` a throw-away one, so that imports work."""
        known = self.path / "secrets" / "django"
        return known.read_text() if known.exists() else secrets.token_urlsafe(48)

    def database(self) -> dict[str, Any]:
        """{host, port, name, passwords: {role: password}}; empty before setup."""
        known = self.path / "secrets" / "database.json"
        return json.loads(known.read_text()) if known.exists() else {}

    def databases(self, as_worker: bool) -> dict[str, dict[str, Any]]:
        """Django's DATABASES: one alias per role, never the owner or a superuser."""
        place = self.database()
        roles = dict(ROLES)
        if as_worker:
            roles["default"] = "talka_worker"
        return {alias: _alias(place, role) for alias, role in roles.items()}


def _alias(place: dict[str, Any], role: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.get("name", "talka"),
        "HOST": place.get("host", "/nonexistent-run-talka-setup"),
        "PORT": str(place.get("port", "5432")),
        "USER": role,
        "PASSWORD": place.get("passwords", {}).get(role, ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "options": "-c search_path=talka -c statement_timeout=15000 -c lock_timeout=8000"
            " -c idle_in_transaction_session_timeout=60000 -c jit=off",
            "connect_timeout": 5,
            **place.get("options", {}),
        },
        "TEST": {"MIRROR": None},
    }
