from __future__ import annotations

import pytest
from django.db import connection

from talka.casework.cases import actions, policy
from talka.casework.cases.models import Case, CaseKey, Grant, Identity
from talka.casework.cases.permission import hold
from talka.ground.kernel.begun import NotBegun
from talka.ground.kernel.errors import Absent, Refused, Stale


def test_opener_holds_every_class_and_strangers_hold_nothing(acts, opened):
    case = opened()
    with acts("ngo"):
        assert Case.objects.get().code == case.code
        assert CaseKey.objects.count() == 8
        assert Grant.objects.count() == 8
    for name in ("ngo_colleague", "stranger", "police", "ministry", "technical"):
        with acts(name) as actor:
            assert Case.objects.count() == 0
            assert CaseKey.objects.count() == 0
            assert Grant.objects.count() == 0
            with pytest.raises(Absent):
                hold(actor, case.id, policy.SEE)


def test_only_case_roles_open_cases(opened):
    for name in ("coordinator", "ministry", "evaluator", "technical", "admin_caritas"):
        with pytest.raises(Refused):
            opened(by=name)


def test_nobody_asks_before_begin(world):
    with pytest.raises(NotBegun):
        Case.objects.count()


def test_identity_is_sealed_versioned_and_found_by_its_tokens(acts, opened, world):
    case = opened()
    texts = {"name": "Rūta Pavyzdienė", "born": "1994-05-02", "phone": "+370 600 00001"}
    with acts("ngo") as actor:
        row = actions.write_identity(actor=actor, case_id=case.id, version=0, texts=texts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name_sealed FROM case_identity WHERE id = %s", [row.id])
            assert "Rūta".encode() not in bytes(cursor.fetchone()[0])
        with pytest.raises(Stale) as stale:
            actions.write_identity(actor=actor, case_id=case.id, version=0, texts=texts)
        assert stale.value.theirs["name"] == texts["name"]
    with acts("stranger") as actor:
        ask = actions.ask_who_knows
        known = ask(actor=actor, name="ruta PAVYZDIENE", born="1994-05-02")
        assert known == [world["ngo"].institution]
        assert ask(actor=actor, name="Kita Moteris", born="1994-05-02") == []
        assert Identity.objects.count() == 0


def test_sharing_with_a_colleague_and_conflict(acts, opened, world):
    case = opened()
    colleague = world["ngo_colleague"]
    with acts("ngo") as actor:
        actions.share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=colleague.assignment,
            classes=["case", "aid"],
        )
    with acts("ngo_colleague") as actor:
        held = hold(actor, case.id, policy.SEE)
        assert held.classes == {"case", "aid"}
        with pytest.raises(Refused):
            hold(actor, case.id, policy.SEE_IDENTITY)
    with acts("ngo") as actor:
        actions.mark_conflict(
            actor=actor, case_id=case.id, worker_id=colleague.account, reason="relative"
        )
    with acts("ngo_colleague") as actor:
        assert Case.objects.count() == 0
        with pytest.raises(Refused, match="interes"):
            hold(actor, case.id, policy.SEE)
