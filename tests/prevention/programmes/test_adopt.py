"""A municipality adopts a national programme: the tree, the lineages and the links are kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.db import DatabaseError

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import BudgetLine, MeasureExecutor, NodeLink, PlanNode
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import national

Acts = Callable[[str], AbstractContextManager[Actor]]


def test_the_adopted_tree_is_the_national_one_with_a_link_at_each_measure(
    acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator"):
        mine = {n.code: n for n in PlanNode.objects.filter(plan=town)}
        theirs = {n.code: n for n in PlanNode.objects.filter(plan=nation)}
        assert {c: n.lineage for c, n in mine.items()} == {c: n.lineage for c, n in theirs.items()}
        links = NodeLink.objects.filter(plan=town).values_list("node_id", "target_id")
        assert set(links) == {(mine[c].id, theirs[c].id) for c in ("1.1.1", "1.1.2")}
        assert not BudgetLine.objects.filter(plan=town).exists()
        leads = MeasureExecutor.objects.filter(plan=town)
        assert {e.name for e in leads} == {"Šiaulių savivaldybė"}


def test_only_the_coordinator_of_the_town_adopts_and_once(
    acts: Acts, nation: UUID, town: UUID
) -> None:
    for who in ("ngo", "ministry", "evaluator"):
        with acts(who) as actor, pytest.raises(Refused):
            drafting.adopt(actor=actor, version_id=nation, municipality="29")
    with acts("coordinator") as actor:
        with pytest.raises(Refused):
            drafting.adopt(actor=actor, version_id=nation, municipality="27")
        with pytest.raises(Broken):
            drafting.adopt(actor=actor, version_id=nation, municipality="29")
        with pytest.raises(Broken):
            drafting.adopt(actor=actor, version_id=town, municipality="29")


def test_a_draft_is_not_adopted(acts: Acts) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
    with acts("coordinator") as actor, pytest.raises(Absent):
        drafting.adopt(actor=actor, version_id=draft.id, municipality="29")


def test_a_town_without_link_and_reason_is_not_published(acts: Acts, town: UUID) -> None:
    with acts("coordinator") as actor:
        write("DELETE FROM node_link WHERE plan_id = %s", [town])
        with pytest.raises(Broken):
            drafting.publish(actor=actor, version_id=town)
        with pytest.raises(DatabaseError, match="reason"):
            write("UPDATE programme_version SET published_at = now() WHERE id = %s", [town])
        write("UPDATE plan_node SET local_reason = 'ours' WHERE plan_id = %s", [town])
        drafting.publish(actor=actor, version_id=town)


LINK = "INSERT INTO node_link (id, plan_id, node_id, target_id) VALUES (gen_random_uuid(),%s,%s,%s)"


def test_links_lead_to_published_national_measures_and_not_round(
    acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator"):
        mine = PlanNode.objects.get(plan=town, code="1.1.1")
        other = PlanNode.objects.get(plan=town, code="1.1.2")
        theirs = PlanNode.objects.get(plan=nation, code="1.1.2")
        with pytest.raises(DatabaseError, match="published national"):
            write(LINK, [town, mine.id, other.id])
        assert write(LINK, [town, mine.id, theirs.id]) == 1
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
        node = PlanNode.objects.get(plan=draft, code="1.1.1")
        assert write(LINK, [draft.id, node.id, theirs.id]) == 1
        drafting.publish(actor=actor, version_id=draft.id)
        with pytest.raises(DatabaseError):
            write(LINK, [nation, theirs.id, node.id])


def test_a_row_says_the_same_plan_as_its_node(acts: Acts, nation: UUID, town: UUID) -> None:
    """Attack: a row under a published node that claims to belong to my draft."""
    with acts("coordinator"):
        theirs = PlanNode.objects.get(plan=nation, code="1.1.1")
        with pytest.raises(DatabaseError):
            write(
                "INSERT INTO measure_executor (id, plan_id, node_id, name, role)"
                " VALUES (gen_random_uuid(), %s, %s, 'x', 'partner')",
                [town, theirs.id],
            )
