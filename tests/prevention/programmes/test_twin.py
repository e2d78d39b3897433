"""What the rules say of a plan, the database says as well when the action is passed by."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from talka.command.bootstrap import connect_migrate
from talka.ground.access.actor import Actor, begun
from talka.prevention.programmes import tree
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import PlanNode
from talka.prevention.programmes.shapes import AMOUNT_KINDS, Amount, Executor, Node, Plan
from tests.cast import Member
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import measure, national
from tests.prevention.programmes.test_publish import PUBLISH

Acts = Callable[[str], AbstractContextManager[Actor]]
SHARED = {"no_lead", "no_link", "total_parts", "wages_over", "children_sum"}
PLANS = 250


class Back(Exception):
    """Undo what was only tried."""


def refused(version_id: UUID) -> str:
    """Why the database does not publish; empty when it would."""
    try:
        with transaction.atomic():
            write(PUBLISH, [version_id])
            raise Back
    except Back:
        return ""
    except DatabaseError as fault:
        return str(fault)


def amount(dice: random.Random, kind: str, source: str, near: int) -> Amount:
    state = dice.choices(("value", "zero", "missing", "not_applicable"), (8, 1, 1, 2))[0]
    number = Decimal(near + dice.choice((0, 0, 0, 0, -1, 1))) + dice.choice(
        (Decimal(0), Decimal(0), Decimal("0.04"), Decimal("0.06"))
    )
    return Amount(
        2026, source, kind, abs(number) if state == "value" else None, state,
        dice.choices(("EUR", "LTL"), (9, 1))[0], 1000,
    )  # fmt: skip


def amounts(dice: random.Random, near: int) -> tuple[Amount, ...]:
    source = dice.choice(("SB", "SB", "SB", "VB"))
    parts = {"total": near, "expenses": near, "wages": near // 2, "assets": 0}
    return tuple(
        amount(dice, kind, source, parts[kind]) for kind in AMOUNT_KINDS if dice.random() < 0.55
    )


def drawn(dice: random.Random) -> Plan:
    """A goal, a task or none, one to three measures: mostly sound, so that both answers come."""
    count = dice.randint(1, 3)
    near = dice.choice((0, 5, 10))
    tasked = dice.random() < 0.5
    nodes = [Node("goal", "1", "Tikslas", amounts=amounts(dice, near * count))]
    if tasked:
        nodes.append(Node("task", "1.1", "Uždavinys", "1", amounts=amounts(dice, near * count)))
    for n in range(1, count + 1):
        lead = (
            () if dice.random() < 0.05 else (Executor("Mokykla"), Executor("Policija", None, "co"))
        )
        nodes.append(
            Node("measure", f"1.1.{n}", "Priemonė", "1.1" if tasked else "1", lead,
                 amounts=amounts(dice, near),
                 local_reason="" if dice.random() < 0.05 else "Sava iniciatyva")
        )  # fmt: skip
    return Plan("Planas", "municipal", "29", None, date(2026, 1, 1), date(2026, 12, 31),
                tuple(nodes))  # fmt: skip


def test_the_database_and_the_rules_refuse_the_same_plans(acts: Acts) -> None:
    dice, told, different = random.Random(184), Counter[str](), []
    with acts("coordinator") as actor:
        for n in range(PLANS):
            plan = drawn(dice)
            rules = {m.rule for m in tree.faults(plan) if m.severity == "error"} & SHARED
            with transaction.atomic():  # forgotten: 250 drafts slow each other
                said = refused(tables.take_in(actor=actor, plan=plan).id)
                transaction.set_rollback(True)
            told.update(rules or {"sound"})
            if bool(rules) != bool(said):
                different.append((n, rules, said))
    assert different == []
    assert min(told[one] for one in (*SHARED, "sound")) >= 8  # control: each was really tried


def test_what_may_be_excused_does_not_hide_a_broken_tree(acts: Acts) -> None:
    """A plan of the past is published as it was, with the reason; never upside down."""
    until = timezone.localdate() - timedelta(days=30)
    plan = national(measure("1.1.1", executors=(), due=None), measure("1.1.2", due=None))
    bare = tuple(Node(n.kind, n.code, n.title, n.parent, n.executors) for n in plan.nodes)
    past = Plan("Planas", "national", None, None, date(until.year, 1, 1), until, bare)
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=past)
        write("UPDATE programme_version SET explained = 'Kaip paskelbta' WHERE id = %s", [draft.id])
        assert refused(draft.id) == ""  # control: the missing lead alone is excused
        write(
            "UPDATE plan_node SET parent_id = (SELECT id FROM plan_node m WHERE m.plan_id = %s"
            " AND m.code = '1.1.2') WHERE plan_id = %s AND code = '1.1'", [draft.id, draft.id],
        )  # fmt: skip
        assert "goal, task, measure" in refused(draft.id)


def test_only_measures_are_linked(acts: Acts, nation: UUID, town: UUID) -> None:
    link = (
        "INSERT INTO node_link (id, plan_id, node_id, target_id)"
        " VALUES (gen_random_uuid(), %s, %s, %s)"
    )
    with acts("coordinator"):
        mine = {n.code: n.id for n in PlanNode.objects.filter(plan=town)}
        theirs = {n.code: n.id for n in PlanNode.objects.filter(plan=nation)}
        for node, target in (("1.1.1", "1.1"), ("1.1.1", "1"), ("1.1", "1.1.2"), ("1", "1")):
            with pytest.raises(DatabaseError, match="from a measure to a published national"):
                write(link, [town, mine[node], theirs[target]])
        assert write(link, [town, mine["1.1.1"], theirs["1.1.2"]]) == 1


def test_links_never_go_round_even_where_published_rows_could_change(
    cast: dict[str, Member],
) -> None:
    """The order of publishing forbids a ring; with that order out of the way its own law does."""
    with begun(cast["ministry"].token) as actor:
        both = [tables.take_in(actor=actor, plan=national()).id for _ in range(2)]
        first, second = (drafting.publish(actor=actor, version_id=v).id for v in both)
    connect_migrate()
    try:
        with transaction.atomic(using="migrate"), connections["migrate"].cursor() as owner:
            owner.execute("SELECT set_config('talka.verb', 'test', true)")
            owner.execute("ALTER TABLE node_link DISABLE TRIGGER stands")
            link = (
                "INSERT INTO node_link (id, plan_id, node_id, target_id) SELECT"
                " gen_random_uuid(), a.plan_id, a.id, b.id FROM plan_node a, plan_node b WHERE"
                " a.code = '1.1.1' AND b.code = '1.1.1' AND a.plan_id = %s AND b.plan_id = %s"
            )
            owner.execute(link, [first, second])
            with pytest.raises(DatabaseError, match="ring"), transaction.atomic(using="migrate"):
                owner.execute(link, [second, first])
            raise Back
    except Back:
        pass
    finally:
        connections["migrate"].close()


@pytest.mark.parametrize(
    ("scores", "sound"),
    [('{"problem":0,"logic":3,"evidence":1,"transfer":2}', True),
     ('{"problem":0,"logic":4,"evidence":1,"transfer":2}', False),
     ('{"problem":0,"logic":3,"evidence":1}', False),
     ('{"problem":0,"logic":3,"evidence":1,"transfer":-1}', False),
     ('{"problem":0,"logic":3,"evidence":1,"transfer":2.5}', False),
     ('{"problem":0,"logic":3,"evidence":1,"transfer":2,"more":1}', False),
     ("[]", False), ("null", False), ("{}", False)],
)  # fmt: skip
def test_a_quality_card_is_four_scores_in_the_database_too(
    acts: Acts, running: PlanNode, scores: str, sound: bool
) -> None:
    card = (
        "INSERT INTO measure_appraisal (id, plan_id, node_id, scores, note, by_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, '', talka.actor(), now())"
    )
    with acts("coordinator"):
        if sound:
            assert write(card, [running.plan_id, running.id, scores]) == 1
        else:
            with pytest.raises(DatabaseError, match="appraisal_scores"):
                write(card, [running.plan_id, running.id, scores])
