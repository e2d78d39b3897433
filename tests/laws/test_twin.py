"""The twin law: what the database shows and lets change equals what `decide` allows, over random
worlds of cases, seats, grants and floors; and the law misses every weakening of the policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from talka.casework.cases.models import DATA_CLASSES
from talka.ground.access.decide import Verb, decide
from tests import house
from tests.laws.random_worlds import World, Worlds

WORLDS = 400
SEED = 20261122
WRITTEN = {"case_file": "case", "case_profile": "case", "case_identity": "identity"}


@pytest.fixture(scope="module")
def stage(cast: Any) -> Iterator[Worlds]:
    """One transaction of the administrator; rolled back."""
    from django.conf import settings

    place = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    with psycopg.connect(**place) as db:
        yield Worlds(db, cast, SEED, WORLDS)
        db.rollback()


def expected(world: World, table: str, data_class: str) -> bool:
    """What the rule lets a person read. A dated fact and a key show to who sees the case itself
    and their class; a turn and a grant, with the case."""
    if table.partition(":")[0] in {"case_step", "case_key"}:
        return world.allows("case") and world.allows(data_class)
    return world.allows(data_class)


def disagreements(stage: Worlds, worlds: list[World], stop: bool = False) -> tuple[int, list[str]]:
    """(questions asked, those on which the two rules differ)."""
    asked, wrong = 0, []
    tables = {t: c for t, c in stage.tables.items() if t not in {"case_grant", "case_turn"}}
    for number, world in enumerate(worlds):
        stage.become(world.token)
        shown = stage.reads(world.case, tables)
        answers = [(f"reads {t}", shown[t][0], expected(world, t, c)) for t, c in tables.items()]
        answers += [(f"reads {t} of another", shown[t][1], False) for t in tables]
        answers += [
            (f"changes {t}", stage.changes(t, world.case), world.allows(c, writes=True))
            for t, c in WRITTEN.items()
        ]
        held = next(iter(world.facts.seats)).in_force
        answers += [
            (f"inserts step:{c}", stage.inserts(world, f"case_step:{c}"),
             held and expected(world, "case_step", c))
            for c in ("case", "identity", "aid")
        ]  # fmt: skip
        answers.append(
            ("inserts identity", stage.inserts(world, "case_identity"),
             world.allows("identity", writes=True))
        )  # fmt: skip
        stage.resign()
        asked += len(answers)
        wrong += [f"{number} {q}: {a}, {world.facts}" for q, a, right in answers if a != right]
        if stop and wrong:
            break
    return asked, wrong


def test_what_the_database_shows_is_what_the_rule_allows(stage, record_property):
    asked, wrong = disagreements(stage, stage.worlds)
    record_property("questions", asked)
    assert wrong[:3] == []
    assert len(stage.worlds) >= 300


def test_the_worlds_are_not_all_alike(stage):
    """Each answer of the rule, and each class, comes up often enough to be worth asking."""
    why = [decide(Verb("", c, w), s.facts).why
           for s in stage.worlds for c in DATA_CLASSES for w in (False, True)]  # fmt: skip
    for code in ("granted", "no_grant", "conflict", "other_class", "sealed", "child", "read_only"):
        assert why.count(code) >= 20, code


WEAKER = {
    "no end": ("granted_cases(text, text)", "AND g.ended_at IS NULL", ""),
    "no expiry": (
        "granted_cases(text, text)",
        "AND (g.until IS NULL OR g.until > statement_timestamp())",
        "",
    ),
    "no beginning": ("granted_cases(text, text)", "AND g.since <= statement_timestamp()", ""),
    "any class": ("granted_cases(text, text)", "AND g.data_class = class", ""),
    "reading is writing": ("granted_cases(text, text)", "AND (mode = 'read' OR g.may_write)", ""),
    "no conflict": ("barred_cases(text)", "m.worker_id = talka.actor()", "false"),
    "lifted still bars": ("barred_cases(text)", "AND m.lifted_at IS NULL", ""),
    "no seal": ("barred_cases(text)", "c.sealed AND NOT bool_or(mine.admits_sealed)", "false"),
    "no child floor": ("barred_cases(text)", "c.child AND class <> 'case'", "false"),
    "pairs never end": ("granted_pairs()", "AND g.ended_at IS NULL", ""),
    "pairs unsealed": ("barred_pairs()", "c.sealed AND NOT bool_or(mine.admits_sealed)", "false"),
    "pairs admitted for ever": ("barred_pairs()", "AND g.ended_at IS NULL", ""),
    "pairs admitted too long": (
        "barred_pairs()",
        "AND (g.until IS NULL OR g.until > statement_timestamp())",
        "",
    ),
    "pairs without children": (
        "barred_pairs()",
        "c.child AND mine.data_class <> 'case'",
        "false",
    ),
    "closed houses work": ("my_assignments()", "AND i.active", ""),
    "seats never end": ("my_assignments()", "OR a.until > talka.today()", "OR true"),
}
DROPPED = ("granted ON talka.case_profile", "floor ON talka.case_identity",
           "floor ON talka.case_step", "changed ON talka.case_file")  # fmt: skip


@pytest.mark.parametrize("name", WEAKER)
def test_the_law_misses_every_weakening(stage, name):
    function, clause, instead = WEAKER[name]
    source = stage._sql(f"pg_get_functiondef('talka.{function}'::regprocedure)")
    assert clause in source
    with stage.savepoint():
        stage.db.execute(source.replace(clause, instead))
        assert disagreements(stage, stage.worlds, stop=True)[1], name


@pytest.mark.parametrize("policy", DROPPED)
def test_the_law_misses_every_dropped_policy(stage, policy):
    with stage.savepoint():
        stage.db.execute(f"DROP POLICY {policy}")
        assert disagreements(stage, stage.worlds, stop=True)[1], policy
