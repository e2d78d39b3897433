"""The access matrix at SQL level: every relation × role × table × read/change, as the runtime
role, against the independent oracle; with no, a wrong, an expired and another's token; and with
every clause of every policy taken away in turn, when the matrix must go red.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests import house
from tests.laws import worlds
from tests.laws.oracle import Relation, relations

ROLES = ("case_worker", "police", "coordinator", "evaluator")

FUNCTIONS = ("my_assignments", "granted_cases", "barred_cases", "granted_pairs", "barred_pairs")
"""The functions whose clauses are taken away in turn."""


@dataclass
class Measured:
    """What the database did: combinations asked, and every answer that the oracle denies."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, question: str, answer: bool, right: bool) -> None:
        self.asked += 1
        if answer != right:
            self.wrong.append(f"{question}: {answer}")


@pytest.fixture(scope="module")
def stage(cast: Any) -> Iterator[worlds.Stage]:
    """One transaction of the administrator with a case for every relation; rolled back."""
    from django.conf import settings

    place = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    with psycopg.connect(**place) as db:
        yield worlds.Stage(db, cast, relations(ROLES))
        db.rollback()


def measure(stage: worlds.Stage, only: str = "", stop: bool = False) -> Measured:
    """Ask for every person and every table which rows they see, change and pass on. `only`: one
    table; `stop`: the first wrong answer is enough."""
    found = Measured()
    tables = {t: c for t, c in stage.tables.items() if not only or t.partition(":")[0] == only}
    for relation, token, case in stage.people:
        stage.become(token)
        for table, (seen, foreign) in stage.reads(case, tables).items():
            found.judge(f"{relation} reads {table}", seen, expected(relation, table, tables[table]))
            found.judge(f"{relation} reads {table} of another case", foreign, False)
        for table in stage.changeable & set(tables):
            may = relation.writes(tables[table])
            found.judge(f"{relation} changes {table}", stage.changes(table, case), may)
        if "case_grant" in tables:
            for data_class in ("case", "identity"):
                given = stage.gives(case, data_class)
                found.judge(f"{relation} gives {data_class}", given, relation.gives(data_class))
        stage.resign()
        if stop and found.wrong:
            break
    return found


def expected(relation: Relation, table: str, data_class: str) -> bool:
    """What the oracle lets a person read; grants and owed answers show to those
    they concern."""
    if table == "case_grant" and relation.sees_grant():
        return True
    if table == "case_turn" and relation.sees_turn():
        return True
    if table.partition(":")[0] in {"case_step", "case_key"}:  # shown with the case itself
        return relation.reads("case") and relation.reads(data_class)
    return relation.reads(data_class)


def test_no_wrong_answer_in_the_whole_matrix(stage, record_property):
    found = measure(stage)
    record_property("combinations", found.asked)
    assert found.wrong == []
    assert found.asked >= len(stage.people) * len(stage.tables) * 2


@pytest.mark.parametrize("token", [None, "", "forged", "expired", "ended"])
def test_without_a_live_token_there_is_nothing(stage, token):
    stage.become(stage.dead_tokens.get(token, token))
    for table in stage.tables:
        assert stage.count(table) == 0, table
    stage.resign()


def test_a_forged_setting_is_only_a_wrong_token(stage):
    """Naming an account or an actor in settings opens nothing."""
    victim = stage.account_of(stage.people[0])
    stage.become("forged")
    for name in ("talka.actor", "talka.account", "talka.token", "talka.person"):
        stage.db.execute("SELECT set_config(%s, %s, true)", [name, str(victim)])
    assert all(stage.count(table) == 0 for table in stage.tables)
    stage.resign()


ATTACKS = (
    "SET ROLE talka_owner",
    "SET ROLE talka_guard",
    "SET SESSION AUTHORIZATION talka_owner",
    "SELECT * FROM priv.session",
    "UPDATE priv.session SET account = gen_random_uuid()",
    "SELECT * FROM talka.account",
    "SELECT * FROM talka.mfa_authenticator",
    "TRUNCATE talka.case_file",
    "CREATE TABLE talka.mine (id int)",
    "CREATE TEMP TABLE mine (id int)",
    "ALTER TABLE talka.case_file DISABLE ROW LEVEL SECURITY",
    "DROP POLICY floor ON talka.case_file",
    "SELECT talka.write_event('x', 'y', NULL, NULL, '{}', NULL)",
    "SELECT talka.refused(E'case.see\\n-', NULL)",
    "SELECT talka.seen('Ona from Vilniaus street', gen_random_uuid(), '{case}')",
    "SELECT talka.seen('case', NULL, '{Ona B}')",
    "SELECT set_config('talka.request', 'Ona B', true), talka.refused('case.see', NULL)",
    "DELETE FROM talka.audit_event",
    "UPDATE talka.audit_event SET verb = 'x'",
    "INSERT INTO talka.audit_event (id) VALUES (gen_random_uuid())",
    "SELECT token FROM talka.case_blind_token",
    "UPDATE talka.municipality SET population = 0",
    "UPDATE talka.protocol_version SET version = 9",
    "SELECT id FROM talka.procrastinate_jobs",
    "SELECT at FROM talka.procrastinate_events",
    "INSERT INTO talka.procrastinate_jobs (queue_name, task_name) VALUES ('default', 'x')",
    "SELECT talka.procrastinate_fetch_job_v2(NULL, 1)",
    "SELECT nextval('talka.procrastinate_jobs_id_seq')",
    "COPY talka.case_file TO PROGRAM 'cat'",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_runtime_role_with_a_good_token_is_refused(cast, attack):
    """Raw SQL over a real connection of the runtime role, signed in as the NGO worker."""
    with psycopg.connect(**app_connection()) as db:
        db.execute("SELECT talka.begin(%s, 'attack', '')", [cast["ngo"].token])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(attack)
        db.rollback()


def test_a_look_and_a_refusal_in_codes_go_into_the_trail(cast):
    """Control: what the pages themselves say is not what is refused above."""
    with psycopg.connect(**app_connection()) as db:
        db.execute("SELECT talka.begin(%s, 'test', '')", [cast["ngo"].token])
        db.execute("SELECT talka.refused('case.see', NULL)")
        db.execute("SELECT talka.seen('case', gen_random_uuid(), '{case,aid}')")
        told = "SELECT verb, kind, classes FROM talka.audit_event ORDER BY seq DESC LIMIT 2"
        assert db.execute(told).fetchall() == [
            ("look", "case", ["case", "aid"]),
            ("refused", "case.see", []),
        ]
        db.rollback()


def test_switching_row_security_off_is_an_error_not_rows(cast):
    with psycopg.connect(**app_connection()) as db:
        db.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT * FROM talka.case_file")


def test_the_next_transaction_of_a_connection_is_nobody(cast):
    """What `begin` set ends with its transaction."""
    with psycopg.connect(**app_connection()) as db:
        actor = "SELECT talka.actor()"
        db.execute("SELECT talka.begin(%s, 'test', '')", [cast["ngo"].token])
        assert db.execute(actor).fetchone() == (cast["ngo"].account,)
        db.commit()
        assert db.execute(actor).fetchone() == (None,)


def app_connection() -> dict[str, Any]:
    """A real connection of talka_app."""
    from django.conf import settings

    place = settings.HOME.database()
    words = {k: place[k] for k in ("host", "port")}
    return {
        **words,
        "dbname": place["name"],
        "user": "talka_app",
        "password": place["passwords"]["talka_app"],
    }


def clauses(source: str) -> Iterator[tuple[str, str]]:
    """(clause, source without it) for every condition line that begins with AND."""
    lines = source.splitlines()
    for n, line in enumerate(lines):
        if re.match(r"\s*AND ", line):
            end = n + 1
            while end < len(lines) and line.count("(") > "".join(lines[n:end]).count(")"):
                end += 1
            block = "\n".join(lines[n:end])
            if block.count("(") >= block.count(")"):
                yield block.strip(), "\n".join([*lines[:n], *lines[end:]])


def mutants(db: psycopg.Connection) -> list[tuple[str, str]]:
    """(name, SQL) of every weakening: each policy dropped, each clause of the functions removed,
    each forced table unforced for its owner's functions."""
    found = []
    rows = db.execute(
        "SELECT tablename, policyname, roles FROM pg_policies WHERE schemaname = 'talka'"
        " AND 'talka_app' = ANY (roles) ORDER BY 1, 2"
    ).fetchall()
    for table, policy, _ in rows:
        found.append((f"drop {policy} on {table}", f"DROP POLICY {policy} ON talka.{table}"))
    for function in FUNCTIONS:
        for (source,) in db.execute(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n"
            " ON n.oid = p.pronamespace WHERE n.nspname = 'talka' AND proname = %s",
            [function],
        ).fetchall():
            found += [(f"{function}: without {c}", mutant) for c, mutant in clauses(source)]
    return found


def test_every_clause_that_is_taken_away_is_missed(stage, record_property):
    """Mutation: the matrix goes red for each. A mutant nobody misses is a clause nobody needs."""
    assert measure(stage).wrong == [], "a matrix that is red already misses nothing"
    survived: list[str] = []
    killed = 0
    for name, sql in mutants(stage.db):
        table = re.match(r"drop (\w+) on (\w+)", name)
        known = {t.partition(":")[0] for t in stage.tables}
        if table and (table[2] not in known or not stage.measures(table[2], table[1])):
            continue
        with stage.savepoint():
            try:
                stage.db.execute(sql)  # type: ignore[arg-type]
            except psycopg.Error as fault:
                raise AssertionError(f"{name}: {fault}") from fault
            if measure(stage, table[2] if table else "", stop=True).wrong:
                killed += 1
            else:
                survived.append(name)
    record_property("mutants", killed)
    assert survived == []
    assert killed >= 30
