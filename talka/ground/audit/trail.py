"""Speak to the trail: name the verb of a write, record a look or a refusal.

The rows themselves are written by the database (`policy.sql`), in the same transaction as what
they tell of. A write without a named verb is refused there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


def name_verb(verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', %s, true)", [verb])


@contextmanager
def act(verb: str) -> Iterator[None]:
    """One action: all its writes or none, every row under this verb. Nests: the inner verb is
    restored to the outer one afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('talka.verb', true), set_config('talka.verb', %s, true)", [verb]
        )
        outer = cursor.fetchone()[0] or ""
        yield
        if outer != verb:
            cursor.execute("SELECT set_config('talka.verb', %s, true)", [outer])


def look(what: str, scope: UUID, classes: Iterable[str]) -> None:
    """Somebody reads protected classes of a scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.seen(%s, %s, %s)", [what, scope, sorted(classes)])


def refused(verb: str, scope: UUID | None) -> None:
    """Somebody tried a verb and was refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.refused(%s, %s)", [verb, scope])
