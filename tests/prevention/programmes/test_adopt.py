"""A municipality adopts a national programme: the tree, the lineages and the links are kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.programmes.actions import drafting, editing, tables
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    MeasureExecutor,
    Milestone,
    NodeLink,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.queries.reading import national_measures_open
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import ACT, national

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


def test_an_adopted_measure_gets_its_own_targets_and_loses_what_it_does_not_plan(
    acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator") as actor:
        node = PlanNode.objects.get(plan=town, code="1.1.1")
        use = IndicatorUse.objects.get(node=node)
        assert (use.baseline, use.target, use.target_year) == (None, None, None)
        aim = {"baseline": Decimal(4), "target": Decimal(40), "target_year": 2027}
        editing.aim(actor=actor, node_id=node.id, use_id=use.id, **aim)
        use.refresh_from_db()
        assert {name: getattr(use, name) for name in aim} == aim
        step = editing.plan_step(actor=actor, node_id=node.id, title="x", due=date(2026, 5, 1))
        for line in (step, use):
            editing.strike_line(actor=actor, node_id=node.id, line_id=line.id)
        assert not Milestone.objects.filter(node=node).exists()
        assert not IndicatorUse.objects.filter(node=node).exists()
        with pytest.raises(Absent):
            editing.strike_line(actor=actor, node_id=node.id, line_id=step.id)
        other = IndicatorUse.objects.get(node__plan=town, node__code="1.1.2")
        with pytest.raises(Absent):
            editing.strike_line(actor=actor, node_id=node.id, line_id=other.id)
        theirs = IndicatorUse.objects.get(node__plan=nation, node__code="1.1.1")
        with pytest.raises((Absent, Broken, Refused)):
            editing.aim(actor=actor, node_id=theirs.node_id, use_id=theirs.id, **aim)
        theirs.refresh_from_db()
        assert theirs.target == Decimal(300)


def test_what_replaces_a_version_later_leaves_it_in_force_until_then(
    acts: Acts, nation: UUID
) -> None:
    first, later = timezone.localdate(), timezone.localdate() + timedelta(days=20)
    with acts("ministry") as actor:
        founded = ProgrammeVersion.objects.get(id=nation).programme_id
        following = drafting.new_version(
            actor=actor, programme_id=founded, since=later, until=date(2027, 12, 31)
        )
        drafting.publish(actor=actor, version_id=following.id)
        old = ProgrammeVersion.objects.get(id=nation)
        assert old.ended_on == later - timedelta(days=1)
        mine = ProgrammeVersion.objects.filter(programme=old.programme_id)
        assert [v.id for v in mine.filter(speaks(first))] == [nation]
        assert [v.id for v in mine.filter(speaks(later - timedelta(days=1)))] == [nation]
        assert [v.id for v in mine.filter(speaks(later))] == [following.id]
        assert {n.plan_id for n in national_measures_open() if n.plan.programme_id
                == old.programme_id} == {nation}  # fmt: skip


def test_an_act_that_others_stand_on_is_not_changed_in_silence(acts: Acts, nation: UUID) -> None:
    with acts("ministry") as actor:
        draft = tables.take_in(actor=actor, plan=national())
        same = replace(ACT, source="")
        editing.state_act(actor=actor, plan_id=draft.id, act_of=same)
        with pytest.raises(Broken, match="2026-01-05"):
            editing.state_act(
                actor=actor, plan_id=draft.id, act_of=replace(ACT, adopted_on=date(2026, 1, 6))
            )
