"""A published national programme, and the coordinator's adopted draft."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from talka.ground.access.actor import Actor
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import IndicatorUse, Milestone, PlanNode
from tests.prevention.programmes.plans import national

Acts = Callable[[str], AbstractContextManager[Actor]]


@pytest.fixture
def nation(acts: Acts) -> UUID:
    """A published national version with two measures."""
    with acts("ministry") as actor:
        version = tables.take_in(actor=actor, plan=national())
        return drafting.publish(actor=actor, version_id=version.id).id


@pytest.fixture
def town(acts: Acts, nation: UUID) -> UUID:
    """Šiauliai's draft, adopted from the national version."""
    with acts("coordinator") as actor:
        return drafting.adopt(actor=actor, version_id=nation, municipality="29").id


@pytest.fixture
def running(acts: Acts, town: UUID) -> PlanNode:
    """A measure of the published municipal plan, with one step and one indicator."""
    with acts("coordinator") as actor:
        node = PlanNode.objects.get(plan_id=town, code="1.1.1")
        write(
            "INSERT INTO milestone (id, plan_id, node_id, title, due, lineage)"
            " VALUES (gen_random_uuid(), %s, %s, 'Step', %s, gen_random_uuid())",
            [town, node.id, date(2027, 3, 1)],
        )
        drafting.publish(actor=actor, version_id=town)
        assert Milestone.objects.filter(node=node).count() == 1
        assert IndicatorUse.objects.filter(node=node).count() == 1
    return node


def write(sql: str, params: Any = ()) -> int:
    """Straight at the tables as the runtime role, past the actions; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(sql, params)
        changed = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return changed
