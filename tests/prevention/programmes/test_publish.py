"""A draft is its keeper's; a published version is everybody's, and stands still."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import translation

from talka.command.bootstrap import connect_migrate
from talka.ground.access.actor import Actor, begun
from talka.ground.audit.models import AuditEvent
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.programmes import policy
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import PlanNode, Programme, ProgrammeVersion
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.shapes import Amount
from tests.cast import Member
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import measure, money, national

Acts = Callable[[str], AbstractContextManager[Actor]]


def test_what_was_taken_in_is_read_back_the_same(acts: Acts) -> None:
    plan = national()
    with acts("ministry") as actor:
        found = plan_of(tables.take_in(actor=actor, plan=plan))
        assert replace(found, nodes=tuple(replace(n, key="") for n in found.nodes)) == plan


def test_only_the_ministry_keeps_national_programmes(acts: Acts) -> None:
    for who in ("coordinator", "ngo", "evaluator", "admin_ministry"):
        with acts(who) as actor, pytest.raises(Refused):
            tables.take_in(actor=actor, plan=national())


def test_a_draft_is_absent_for_everybody_else(acts: Acts) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
        assert Programme.objects.filter(id=draft.programme_id).exists()
    for who in ("coordinator", "ngo", "stranger"):
        with acts(who) as actor:
            with pytest.raises(Absent):
                drafting.publish(actor=actor, version_id=draft.id)
            assert not ProgrammeVersion.objects.filter(id=draft.id).exists()
            assert not Programme.objects.filter(id=draft.programme_id).exists()
            assert not PlanNode.objects.filter(plan=draft.id).exists()


def test_everybody_signed_in_reads_what_is_published(acts: Acts, nation: UUID) -> None:
    for who in ("coordinator", "ngo", "stranger", "evaluator"):
        with acts(who):
            assert PlanNode.objects.filter(plan=nation).count() == 4


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (national(total="21"), "add up"),
        (national(measure("1.1.1", "20", executors=())), "lead"),
        (national(measure("1.1.1", "20", amounts=money(2026, "20", "15", "4"))), "expenses"),
        (national(measure("1.1.1", "20", due=date(2030, 1, 1))), "period"),
    ],
)  # fmt: skip
def test_faults_keep_a_draft_a_draft(acts: Acts, plan: object, word: str) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=plan)  # type: ignore[arg-type]
        with pytest.raises(Broken) as broken, translation.override("en"):
            drafting.publish(actor=actor, version_id=draft.id)
        assert word in str(broken.value)
        draft.refresh_from_db()
        assert draft.published_at is None


PUBLISH = "UPDATE programme_version SET published_at = now() WHERE id = %s"


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (national(total="21"), "children"),
        (national(measure("1.1.1", "20", executors=())), "lead"),
        (national(measure("1.1.1", "20", amounts=money(2026, "20", "15", "4"))), "assets"),
        (national(measure("1.1.1", "20", amounts=(*money(2026, "20", "20", "0"),
            Amount(2026, "VB", "wages", Decimal(21), multiplier=1000)))), "wages"),
    ],
)  # fmt: skip
def test_the_database_asks_again_when_the_action_is_passed_by(
    acts: Acts, plan: object, word: str
) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=plan)  # type: ignore[arg-type]
        with pytest.raises(DatabaseError, match=word):
            write(PUBLISH, [draft.id])


def test_control_the_same_statement_publishes_a_sound_plan(acts: Acts) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
        assert write(PUBLISH, [draft.id]) == 1


ATTACKS = (
    "UPDATE plan_node SET title = 'x' WHERE plan_id = %s",
    "DELETE FROM measure_executor WHERE plan_id = %s",
    "DELETE FROM node_link WHERE plan_id = %s",
    "UPDATE budget_line SET amount = 0 WHERE plan_id = %s AND state = 'value'",
    "UPDATE indicator_use SET target = 1 WHERE plan_id = %s",
    "UPDATE programme_version SET until = until + 1 WHERE id = %s",
    "UPDATE programme_version SET published_at = NULL WHERE id = %s",
    "INSERT INTO plan_node (id, plan_id, kind, code, title, term, local_reason, lineage, version)"
    " VALUES (gen_random_uuid(), %s, 'goal', '9', 'x', '', '', gen_random_uuid(), 1)",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("who", ["ministry", "coordinator", "ngo"])
def test_nobody_changes_what_is_published(acts: Acts, nation: UUID, attack: str, who: str) -> None:
    with acts(who):
        try:
            assert write(attack, [nation]) == 0
        except DatabaseError:
            pass
        else:
            assert who != "ministry" or attack.startswith("DELETE")


@pytest.mark.parametrize("attack", [a for a in ATTACKS if "node_link" not in a])
def test_control_the_keeper_may_do_the_same_to_a_draft(acts: Acts, attack: str) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
        assert write(attack, [draft.id]) >= 1


def test_the_owner_of_the_tables_cannot_change_it_either(cast: dict[str, Member]) -> None:
    """Really published, then the role that owns the tables tries, with a verb and all."""
    with begun(cast["ministry"].token) as actor:
        version = tables.take_in(actor=actor, plan=national())
        drafting.publish(actor=actor, version_id=version.id)
    connect_migrate()
    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as owner:
        owner.execute("SELECT set_config('talka.verb', 'test', true)")
        owner.execute("SELECT count(*) FROM plan_node WHERE plan_id = %s", [version.id])
        assert owner.fetchone() == (4,)  # control: the owner sees the rows
        for attack in ATTACKS:
            if "node_link" not in attack:
                with (
                    pytest.raises(DatabaseError, match="does not change"),
                    transaction.atomic(using="migrate"),
                ):
                    owner.execute(attack, [version.id])
    connections["migrate"].close()


def test_the_next_version_ends_the_one_before(acts: Acts, nation: UUID) -> None:
    with acts("ministry") as actor:
        first = policy.version(nation)
        same = {"actor": actor, "programme_id": first.programme_id, "until": date(2028, 12, 31)}
        with pytest.raises(Broken):
            drafting.new_version(since=first.since, **same)
        later = drafting.new_version(since=date(2027, 1, 1), **same)
        with pytest.raises(Broken):
            drafting.new_version(since=date(2027, 2, 1), **same)
        with pytest.raises(Broken) as broken:  # money of 2026 lies before it
            drafting.publish(actor=actor, version_id=later.id)
        assert "2026" in str(broken.value)
        write("DELETE FROM budget_line WHERE plan_id = %s", [later.id])
        with pytest.raises(DatabaseError, match="one day"):
            write(PUBLISH, [later.id])
        drafting.publish(actor=actor, version_id=later.id)
        first.refresh_from_db()
        assert first.ended_on == date(2026, 12, 31)
        lines = PlanNode.objects.filter(plan__programme=first.programme, code="1.1.1")
        assert len({n.lineage for n in lines}) == 1
        assert lines.count() == 2


def test_every_row_written_has_its_event(acts: Acts, nation: UUID) -> None:
    with acts("ministry"):
        assert PlanNode.objects.filter(plan=nation).count() == 4
        verbs = AuditEvent.objects.filter(scope=nation).values_list("verb", "kind")
        assert ("programme.take_in", "plan_node.insert") in set(verbs)
        owner = policy.version(nation).programme_id
        assert AuditEvent.objects.filter(
            scope=owner, verb="programme.publish", kind="programme_version.update"
        ).exists()


@pytest.mark.parametrize(
    ("amount", "currency", "multiplier"),
    [("2.158", "LTL", 1), ("6.474", "LTL", 1), ("1613.1", "LTL", 1000), ("0.005", "EUR", 1),
     ("0.015", "EUR", 1), ("49.4", "EUR", 1000), ("0.001", "LTL", 1000)],
)  # fmt: skip
def test_the_euros_of_the_database_are_those_of_the_plan(
    acts: Acts, amount: str, currency: str, multiplier: int
) -> None:
    """2.158 Lt is 0.625 € exactly: half a cent goes to the even one in both."""
    line = Amount(2026, "VB", "total", Decimal(amount), "value", currency, multiplier)
    with acts("ministry") as actor:
        plan = national(measure("1.1.1", amounts=(line,)))
        draft = tables.take_in(actor=actor, plan=plan)
        node = PlanNode.objects.get(plan=draft, code="1.1.1")
        assert node.money.get().amount_eur == line.eur
