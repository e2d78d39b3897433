"""Read the environment, loudly: a value that cannot be understood stops the start."""

from __future__ import annotations

import os


class BadEnvironment(SystemExit):
    """A variable holds something we cannot use; the message names it."""


def text(name: str, default: str) -> str:
    return os.environ.get(name, default).strip()


def words(name: str, default: str) -> list[str]:
    return [w.strip() for w in text(name, default).split(",") if w.strip()]


def flag(name: str, default: bool) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(f"{name}={raw!r}: write 1 or 0")


def integer(name: str, default: int) -> int:
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    try:
        return int(raw)
    except ValueError:
        raise BadEnvironment(f"{name}={raw!r}: write a whole number")
