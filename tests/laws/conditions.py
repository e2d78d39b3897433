"""Take conditions out of the database, one at a time: policies, their conjuncts, and clauses of
functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg


@dataclass(frozen=True)
class Mutant:
    """A weakening: its name, the SQL that makes it, the tables whose answers may change."""

    name: str
    sql: str
    tables: set[str]


def of_policies(db: psycopg.Connection, tables: Iterable[str]) -> Iterator[Mutant]:
    """Each policy of the runtime role dropped; each conjunct of its conditions left out. (A policy
    for a command that the role has no right to is never asked.)"""
    rows = db.execute(
        "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE"
        " schemaname = 'talka' AND 'talka_app' = ANY (roles) AND tablename = ANY (%s)"
        " AND CASE cmd WHEN 'ALL' THEN true"
        " WHEN 'DELETE' THEN has_table_privilege('talka_app', 'talka.' || tablename, cmd)"
        " ELSE has_any_column_privilege('talka_app', 'talka.' || tablename, cmd) END"
        " ORDER BY 1, 2",
        [list(tables)],
    ).fetchall()
    for table, policy, using, check in rows:
        yield Mutant(f"drop {policy} on {table}", f"DROP POLICY {policy} ON talka.{table}", {table})
        for clause, text in (("USING", using), ("WITH CHECK", check)):
            for gone, left in without_one(text or ""):
                alter = f"ALTER POLICY {policy} ON talka.{table} {clause} ({left})"
                yield Mutant(f"{policy} on {table} {clause} without {gone}", alter, {table})


def without_one(condition: str) -> Iterator[tuple[str, str]]:
    """(conjunct, the condition without it) of "(a AND b AND …)" at its outermost level."""
    parts = conjuncts(condition)
    if len(parts) < 2:
        return
    for n, part in enumerate(parts):
        yield " ".join(part.split()), " AND ".join([*parts[:n], *parts[n + 1 :]])


def conjuncts(condition: str) -> list[str]:
    """The parts joined by the outermost AND; one part when there is none."""
    text = condition.strip()
    while text.startswith("(") and _closes(text) == len(text) - 1:
        text = text[1:-1].strip()
    parts, depth, start, quoted = [], 0, 0, False
    for n, c in enumerate(text):
        quoted ^= c == "'"
        if quoted:
            continue
        depth += (c == "(") - (c == ")")
        if depth == 0 and text.startswith(" AND ", n):
            parts.append(text[start:n])
            start = n + 5
        if depth == 0 and text.startswith(" OR ", n):
            return [text]
    return [*parts, text[start:]]


def _closes(text: str) -> int:
    """Where the bracket that opens the text closes."""
    depth, quoted = 0, False
    for n, c in enumerate(text):
        quoted ^= c == "'"
        if not quoted:
            depth += (c == "(") - (c == ")")
            if depth == 0:
                return n
    return -1


def of_functions(
    db: psycopg.Connection, names: Iterable[str], tables: set[str]
) -> Iterator[Mutant]:
    """Each condition line of a function (it begins with AND) left out."""
    for name in names:
        for (source,) in db.execute(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p"
            " WHERE p.pronamespace = 'talka'::regnamespace AND proname = %s",
            [name],
        ).fetchall():
            lines = source.splitlines()
            for n, line in enumerate(lines):
                if re.match(r"\s*AND ", line):
                    left = "\n".join([*lines[:n], *lines[n + 1 :]])
                    yield Mutant(f"{name}: without {line.strip()}", left, tables)
