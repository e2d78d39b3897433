"""Who acts, and the only two ways to open a transaction on the runtime connection."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, connections, transaction
from django.utils import timezone

from talka.ground.kernel.begun import beginning


@dataclass(frozen=True)
class Seat:
    """One assignment in force: a person in an institution's role, for an area or the country."""

    id: UUID
    institution: UUID
    kind: str
    role: str
    area: str | None


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as the database proved it."""

    id: UUID
    name: str
    language: str
    seats: tuple[Seat, ...]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(s.role for s in self.seats)

    @property
    def institutions(self) -> frozenset[UUID]:
        return frozenset(s.institution for s in self.seats)

    def seat(self, *roles: str) -> Seat | None:
        """The first seat with one of the roles (any seat when none is named)."""
        return next((s for s in self.seats if not roles or s.role in roles), None)


class NobodySignedIn(Exception):
    """The token is missing, wrong, ended or expired."""


@contextmanager
def begun(token: str, purpose: str = "work", request: str = "") -> Iterator[Actor]:
    """One transaction in which the database knows who asks. Raises NobodySignedIn."""
    with beginning(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT talka.begin(%s, %s, %s), talka.me()::text", [token, purpose, request]
            )
            row = cursor.fetchone()
        if row is None or row[0] is None or row[1] is None:
            raise NobodySignedIn
        yield _actor(row[0], json.loads(row[1]))


@contextmanager
def counting(token: str) -> Iterator[None]:
    """One transaction on the *report* connection, for the same person: counts only, and only of
    the places they answer for."""
    with transaction.atomic(using="report"), connections["report"].cursor() as cursor:
        cursor.execute("SELECT talka.begin(%s, 'statistics', '')", [token])
        yield


def _actor(account: UUID, me: dict[str, object]) -> Actor:
    seats = tuple(
        Seat(UUID(s["id"]), UUID(s["institution"]), s["kind"], s["role"], s["area"])
        for s in me["seats"]  # type: ignore[attr-defined]
    )
    return Actor(account, str(me["name"]), str(me["language"]), seats)


@contextmanager
def acting(account: UUID, purpose: str = "work", minutes: int = 60) -> Iterator[Actor]:
    """Act as an account from the command line: a real session, ended afterwards."""
    token = open_session(account, minutes=minutes)
    try:
        with begun(token, purpose, f"command-{uuid4()}") as actor:
            yield actor
    finally:
        end_session(token)


def open_session(account: UUID, minutes: int = 60) -> str:
    """A new session of an account, through the door; returns its secret token."""
    token = secrets.token_urlsafe(32)
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO priv.session (token_hash, account, expires) VALUES"
            " (sha256(convert_to(%s, 'UTF8')), %s, %s)",
            [token, account, timezone.now() + timedelta(minutes=minutes)],
        )
    return token


def end_session(token: str) -> None:
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "UPDATE priv.session SET ended = now(), data = NULL"
            " WHERE token_hash = sha256(convert_to(%s, 'UTF8'))",
            [token],
        )


def end_sessions_of(account: UUID) -> None:
    """End every session of an account, effective at its next statement."""
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "UPDATE priv.session SET ended = now(), data = NULL"
            " WHERE account = %s AND ended IS NULL",
            [account],
        )
