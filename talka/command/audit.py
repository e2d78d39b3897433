"""`talka audit verify`: is the trail whole, and do the tables stand as it says?"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from talka.command.engine import database, progress, set_up
from talka.ground.kernel.home import Home

BATCH = 20_000


def run(given: argparse.Namespace) -> int:
    home = set_up(Home.from_environment())
    with database(home, progress(after=2)):
        import django

        django.setup()
        faults = list(verify(progress()))
        for fault in faults[:50]:
            print(fault)
        if len(faults) > 50:
            print(f"and {len(faults) - 50} more")
        print("audit: as it should be" if not faults else f"audit: {len(faults)} faults")
    return 1 if faults else 0


def verify(say: Callable[[str], None]) -> Iterator[str]:
    """Every fault as a line: events whose bytes are not what their columns say, and rows of
    protected tables that are not as their last event left them."""
    from django.db import connections, transaction

    with transaction.atomic(using="verify"), connections["verify"].cursor() as cursor:
        say("events")
        yield from _events(cursor)
        for table in _protected(cursor):
            say(table)
            cursor.execute("SELECT id, fault FROM talka.tampered(%s)", [table])
            for row_id, fault in cursor.fetchall():
                yield f"{table} {row_id}: {fault}"


def _protected(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname = 'audited' ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _events(cursor: Any) -> Iterator[str]:
    last = 0
    while True:
        cursor.execute(
            "SELECT seq, id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
            " actor, verb, kind, object, scope, classes, purpose, request, commitment, canonical,"
            " leaf FROM talka.audit_event WHERE seq > %s ORDER BY seq LIMIT %s",
            [last, BATCH],
        )
        rows = cursor.fetchall()
        for row in rows:
            if fault := _event(row):
                yield f"event {row[0]}: {fault}"
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def _event(row: tuple[Any, ...]) -> str:
    """ "" when the bytes say what the columns say and the leaf is their hash."""
    _, event, at, actor, verb, kind, obj, scope, classes, purpose, request, commit, raw, leaf = row
    fields = [
        "talka-audit/1", event, at, actor or "-", verb, kind, obj or "-", scope or "-",
        ",".join(classes), purpose, request, bytes(commit).hex() if commit is not None else "-",
    ]  # fmt: skip
    if "\n".join(str(f) for f in fields).encode() != bytes(raw):
        return "its columns are not what its bytes say"
    if hashlib.sha256(b"\0" + bytes(raw)).digest() != bytes(leaf):
        return "its leaf is not the hash of its bytes"
    return ""
