"""Raw SQL of a signed-in worker against every table of this room, each with a control."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from talka.casework.aid import actions
from talka.casework.aid.models import (
    Closure,
    ContactRules,
    FollowUp,
    Goal,
    Need,
    Needs,
    Note,
    Plan,
    Risk,
    ServiceDelivery,
)
from talka.casework.cases.models import Case
from talka.ground.audit.trail import act

MODELS = (Risk, ContactRules, Needs, Need, Plan, Goal, ServiceDelivery, Note, Closure, FollowUp)
SIGNED = tuple(m for m in MODELS if m is not Need)


@pytest.fixture
def helped(acts: Any, planned: Any) -> Case:
    """A case with a row in every table."""
    from django.utils import timezone

    from talka.casework.cases.actions import note_step

    case: Case = planned()
    with acts("ngo") as actor:
        given: dict[str, Any] = {"actor": actor, "case_id": case.id}
        with act("test"):
            for kind in ("screening", "assertion"):
                note_step(case_id=case.id, seat=actor.seats[0], kind=kind)
        actions.write_contact_rules(**given, version=0, texts={"say": "labas"})
        actions.record_service(**given, service="escort", since=timezone.localdate(), quantity=1)
        actions.write_note(**given, kind="shared", text="x")
        actions.close(**given, version=1, reason="moved", follow_up=True)
        actions.record_follow_up(**given, month=3, outcome="well")
    return case


def copied(model: Any, **changes: str) -> str:
    """SQL that inserts a row of the table again, as a new row with changes."""
    columns = [str(f.column) for f in model._meta.fields]
    made = {"id": "gen_random_uuid()", **changes}
    values = ", ".join(made.get(c, f'x."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} x"


def fails(sql: str) -> bool:
    try:
        with act("attack"), connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def test_a_class_that_is_not_held_shows_no_row(acts: Any, helped: Case, share: Any) -> None:
    share(helped, "ngo_colleague", ["case"])
    share(helped, "ngo_supervisor", ["case", "aid", "contact", "note", "legal"])
    for model in MODELS:
        with acts("ngo_supervisor"):
            assert model.objects.exists(), model  # control
        for who in ("ngo_colleague", "stranger", "police", "coordinator", "technical", "ministry"):
            with acts(who):
                assert not model.objects.exists(), (model, who)


def test_nobody_writes_from_anothers_seat(acts: Any, helped: Case, share: Any, world: Any) -> None:
    share(helped, "ngo_colleague", ["case", "aid", "contact", "note", "legal"])
    me, other = world["ngo_colleague"], world["ngo"]
    single = {ContactRules, Plan}  # one row a case: its copy would fail for that reason alone
    for model in SIGNED:
        mine = {"by_id": f"'{me.assignment}'"}
        if model is Note:
            mine["author_id"] = f"'{me.account}'"
        with acts("ngo_colleague"):
            assert fails(copied(model, **mine)) is (model in single), model
            assert fails(copied(model, **{**mine, "by_id": f"'{other.assignment}'"})), model
            house = f"'{world['police'].institution}'"
            assert fails(copied(model, **{**mine, "institution_id": house})), model


def test_what_belongs_to_another_case_is_not_joined(acts: Any, helped: Case, opened: Any) -> None:
    other = opened()
    links = {Need: "needs_id", Goal: "plan_id", FollowUp: "closure_id"}
    with acts("ngo"):
        for model in links:
            extra = {"need": "'work'"} if model is Need else {}
            assert not fails(copied(model, **extra)), model  # control
            assert fails(copied(model, **extra, case_id=f"'{other.id}'")), model


def test_history_is_not_rewritten(acts: Any, helped: Case) -> None:
    with acts("ngo"):
        for model in MODELS:
            table = model._meta.db_table
            assert fails(f"DELETE FROM {table}"), model
            if model in (ContactRules, Plan, Goal):
                assert not fails(f"UPDATE {table} SET at = at"), model  # control
            else:
                assert fails(f"UPDATE {table} SET case_id = case_id"), model


def test_a_write_outside_an_action_is_refused(acts: Any, helped: Case) -> None:
    refused = pytest.raises(DatabaseError, match="outside an action")
    with acts("ngo"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE case_goal SET at = at")


def test_a_floor_bars_whatever_was_granted(acts: Any, helped: Case, share: Any, world: Any) -> None:
    from talka.casework.cases.actions import mark_conflict

    share(helped, "ngo_colleague", ["case", "aid", "contact", "note", "legal"])
    with acts("ngo") as actor:
        worker = world["ngo_colleague"].account
        mark_conflict(actor=actor, case_id=helped.id, worker_id=worker, reason="relative")
    with acts("ngo_colleague"):
        for model in MODELS:
            assert not model.objects.exists(), model
