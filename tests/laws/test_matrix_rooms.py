"""The access matrix of every room's tables: each relation × role × row × read, write, write a lie,
change, delete, as the runtime role, against the oracle in rooms.py; and with every policy, every
condition of every policy and every clause of the rooms' functions taken away in turn, when the
matrix must go red."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests import house
from tests.laws import rooms, rows
from tests.laws.conditions import Mutant, of_functions, of_policies
from tests.laws.oracle import Relation, relations
from tests.laws.rooms import ROWS
from tests.laws.rows import Here, Row
from tests.laws.worlds import Stage

ROLES = ("case_worker", "coordinator", "evaluator")
FUNCTIONS = ("signed_by", "is_asked", "may_be_shown")
"""Functions of the rooms that policies ask; those asked by actions have tests of their own."""

ASK = """
CREATE FUNCTION talka.tests_ask(token text, questions text[]) RETURNS int[]
LANGUAGE plpgsql AS $$
DECLARE question text; n int; said int[] := '{}';
BEGIN
    PERFORM talka.begin(token, 'test', '');
    SET LOCAL ROLE talka_app;
    FOREACH question IN ARRAY questions LOOP
        BEGIN
            EXECUTE question;
            GET DIAGNOSTICS n = ROW_COUNT;
            RAISE EXCEPTION USING ERRCODE = 'TT000';
        EXCEPTION WHEN SQLSTATE 'TT000' THEN NULL;
            WHEN insufficient_privilege THEN n := -1;
            WHEN unique_violation THEN n := 1;
        END;
        said := said || n;
    END LOOP;
    RESET ROLE;
    RETURN said;
END $$
"""
"""Many questions of one person in one call; what they wrote is undone. -1: refused outright.
(A row that is there already passed the policies: they are asked before the indexes.)"""


@dataclass(frozen=True)
class Question:
    """SQL, and whether it should touch a row."""

    name: str
    table: str
    sql: str
    right: bool


@dataclass
class World:
    db: psycopg.Connection
    people: list[tuple[Relation, str, list[Question]]]

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        name = f"s{uuid4().hex}"
        self.db.execute(f"SAVEPOINT {name}")  # type: ignore[arg-type]
        try:
            yield
        finally:
            self.db.execute(f"ROLLBACK TO SAVEPOINT {name}")  # type: ignore[arg-type]

    def wrong(self, tables: set[str] | None = None, first: bool = False) -> list[str]:
        """Every answer that is not the oracle's, of these tables (None: all)."""
        found = []
        for relation, token, questions in self.people:
            asked = [q for q in questions if tables is None or q.table in tables]
            row = self.db.execute(
                "SELECT talka.tests_ask(%s, %s)", [token, [q.sql for q in asked]]
            ).fetchone()
            for question, n in zip(asked, row[0], strict=True):  # type: ignore[index]
                if (n > 0) != question.right:
                    found.append(f"{relation.name} {relation.role} {question.name}: {n}")
            if first and found:
                break
        return found


@pytest.fixture(scope="module")
def world(cast: dict[str, Any]) -> Iterator[World]:
    """Every row in every world, in one transaction that is rolled back."""
    from django.conf import settings

    place = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    with psycopg.connect(**place) as db:
        stage = Stage(db, cast, relations(ROLES))
        db.execute(ASK)
        db.execute("GRANT EXECUTE ON FUNCTION talka.tests_ask(text, text[]) TO talka_app")
        made = World(db, [])
        for relation, token, case in stage.people:
            seat, institution = stage.seats[case]
            worker = stage.account_of((relation, token, case))
            here = Here(relation, case, worker, seat, institution, stage.opener)
            for row in (r for r in ROWS if not r.at):
                db.execute(insert(db, row, here))  # type: ignore[arg-type]
            made.people.append((relation, token, list(questions(db, here))))
        # What "case_file opened" says was opened just now: the moment of a case's first grants.
        db.execute("UPDATE talka.case_file SET opened_tx = txid_current() WHERE opened_tx = 1")
        made.people.sort(key=lambda p: ROLES.index(p[0].role))
        yield made
        db.rollback()


def insert(db: psycopg.Connection, row: Row, here: Here, **more: Any) -> str:
    values = rows.filled(row, here, **more)
    values = {k: Jsonb(v) if isinstance(v, dict) else v for k, v in values.items()}
    text = sql.SQL("INSERT INTO talka.{} ({}) VALUES ({})").format(
        sql.Identifier(row.table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Literal, values.values())),
    )
    return text.as_string(db)


def questions(db: psycopg.Connection, here: Here) -> Iterator[Question]:
    """What one person is asked about every row of their world, and about those of all others."""
    mine: dict[str, list[str]] = {}
    for row in ROWS:
        where = f"id = '{here.id(row.name)}'"
        if row.by_case:
            where = f"case_id = '{here.case}'"
        if row.at:
            where = row.at.format(case=f"'{here.case}'")
        mine.setdefault(row.table, []).append(f"'{here.id(row.name)}'")
        yield from _about(db, row, here, where)
    for table, ids in mine.items():
        others = f"id NOT IN ({', '.join(ids)})"
        if table == "case_blind_token":
            others = f"case_id <> '{here.case}'"
        if table in MORE:
            continue
        yield Question(
            f"reads {table} of another", table, f"SELECT 1 FROM talka.{table} WHERE {others}", False
        )


MORE = {"case_file", "case_key", "case_step", "case_turn", "case_grant", "conflict_mark"}
"""Of these the world holds further rows: worlds.py asks about them."""


def _about(db: psycopg.Connection, row: Row, here: Here, where: str) -> Iterator[Question]:
    r, table = here.relation, row.table
    shown = "1" if row.by_case else "id"
    yield Question(
        f"reads {row.name}", table, f"SELECT {shown} FROM talka.{table} WHERE {where}", row.reads(r)
    )
    fresh = {"id": uuid4()}
    if row.writes:
        right = row.writes(r)
        yield Question(f"writes {row.name}", table, insert(db, row, here, **fresh), right)
    for n, forged in enumerate(row.forged):
        lie = insert(db, row, here, **fresh, **forged(here))
        yield Question(f"forges {row.name} ({n})", table, lie, False)
    if row.changes:
        sets = row.sets.format(seat=f"'{here.seat}'", worker=f"'{here.worker}'")
        change = f"UPDATE talka.{table} SET {sets} WHERE {where}"
        yield Question(f"changes {row.name}", table, change, row.changes(r))
    if row.deletes:
        gone = f"DELETE FROM talka.{table} WHERE {where}"
        yield Question(f"deletes {row.name}", table, gone, row.deletes(r))


def test_every_table_of_casework_is_in_a_matrix() -> None:
    """A new table nobody asks about fails here."""
    asked = {row.table for row in ROWS} | rooms.ELSEWHERE
    assert set(rooms.protected_tables()) - rooms.NEVER == asked - {"conflict_mark", "audit_event"}


def test_every_table_of_casework_has_a_floor_and_is_forced(world: World) -> None:
    rows = world.db.execute(
        "SELECT c.relname, c.relforcerowsecurity, EXISTS (SELECT 1 FROM pg_policies p"
        " WHERE p.tablename = c.relname AND p.permissive = 'RESTRICTIVE' AND p.cmd = 'ALL')"
        " FROM pg_class c WHERE c.relnamespace = 'talka'::regnamespace AND c.relname = ANY (%s)",
        [list(rooms.protected_tables())],
    ).fetchall()
    assert {(forced, floor) for _, forced, floor in rows} == {(True, True)}, rows


@pytest.mark.parametrize("table", sorted(rooms.NEVER))
def test_some_tables_are_no_business_of_the_runtime_role(world: World, table: str) -> None:
    rows = world.db.execute(
        "SELECT p FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES}'::text[]) p"
        " WHERE has_table_privilege('talka_app', %s, p)",
        [f"talka.{table}"],
    ).fetchall()
    assert rows == []


def test_no_wrong_answer_in_the_whole_matrix(world: World, record_property: Any) -> None:
    asked = sum(len(q) for _, _, q in world.people)
    record_property("combinations", asked)
    wrong = world.wrong()
    assert not wrong, "\n".join(sorted(wrong))
    assert asked > 10_000


@pytest.mark.parametrize("token", ["", "forged"])
def test_without_a_live_token_nothing_shows_and_nothing_is_written(
    world: World, token: str
) -> None:
    for _, _, asked in world.people[:3]:
        said = world.db.execute(
            "SELECT talka.tests_ask(%s, %s)", [token, [q.sql for q in asked]]
        ).fetchone()
        assert max(said[0]) <= 0  # type: ignore[index]


def test_every_condition_that_is_taken_away_is_missed(world: World, record_property: Any) -> None:
    """A mutant nobody misses is a condition nobody needs, or one that nobody asks about."""
    tables = {row.table for row in ROWS}
    found = [*of_policies(world.db, tables), *of_functions(world.db, FUNCTIONS, tables)]
    mutants: list[Mutant] = [m for m in found if not m.name.startswith(UNASKED)]
    survived = []
    for mutant in mutants:
        with world.savepoint():
            world.db.execute(mutant.sql)  # type: ignore[arg-type]
            if not world.wrong(mutant.tables, first=True):
                survived.append(mutant.name)
    record_property("mutants", len(mutants))
    assert not survived, "\n".join(survived)
    assert len(mutants) >= 140


TWICE = (
    "drop floor on referral_text",
    "drop floor on attachment_chunk",
    "floor on screening USING without ((signal_id IS NULL)",
    "written on referral WITH CHECK without (case_id = ANY",
)
"""Said twice on purpose: the row these hang on is barred already, and with it they are."""
LIFTING = ("drop supervised on conflict_mark", "drop lifted on conflict_mark", "lifted on conflict")
"""Of a supervisor of the institution that has the case, whom these worlds do not hold: asked in
tests/casework/cases/test_access.py."""
EVIDENCE = ("drop activity_", "activity_", "drop safety_", "safety_")
"""Of files that show an activity or an assessment of prevention, which these worlds do not hold:
asked in tests/prevention/activities/test_evidence.py and tests/prevention/safety/test_show.py."""
CASES = tuple(f"drop {policy} on case_file" for policy in ("granted", "changed", "floor"))
"""Asked in test_matrix_sql.py."""
UNASKED = (*TWICE, *LIFTING, *EVIDENCE, *CASES)
