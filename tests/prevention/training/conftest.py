"""A session in Šiauliai, taught by the NGO's supervisor."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction


def write(sql: str, params: Any = ()) -> int:
    """Straight at the tables as the runtime role, past the actions; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(sql, params)
        changed = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return changed
