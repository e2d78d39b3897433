"""`talka audit verify` finds what a superuser did behind the trail's back, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from talka.casework.cases import actions
from talka.command.audit import verify
from tests import house
from tests.casework.conftest import PROFILE


@pytest.fixture
def superuser(cast: Any) -> Iterator[psycopg.Connection]:
    """A transaction of the server's administrator, with triggers asleep; rolled back."""
    from django.conf import settings

    with psycopg.connect(
        **{**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    ) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("SET search_path = talka")
        yield db
        db.rollback()


def _faults_seen_by(db: psycopg.Connection) -> list[str]:
    """Run the verifier's own queries inside the tampering transaction."""
    from talka.command import audit

    cursor = db.cursor()
    found = list(audit._events(cursor))
    for table in audit._protected(cursor):
        cursor.execute("SELECT id, fault FROM talka.tampered(%s)", [table])
        found += [f"{table} {i}: {fault}" for i, fault in cursor.fetchall()]
    return found


@pytest.fixture(scope="module")
def kept_case(cast: Any) -> Any:
    """A committed case, so that another connection sees it."""
    from talka.ground.access.actor import begun

    with begun(cast["ngo"].token) as actor:
        case, _, _ = actions.open_case(
            actor=actor, municipality="29", profile=PROFILE, protocol=("lt", 1)
        )
        actions.write_identity(actor=actor, case_id=case.id, version=0, texts={"name": "Ona"})
    return case


def test_an_untouched_house_has_no_faults(kept_case):
    assert list(verify(lambda _: None)) == []


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE case_identity SET version = 7 WHERE case_id = %s", "changed"),
        ("UPDATE case_profile SET gender = 'male' WHERE case_id = %s", "changed"),
        ("DELETE FROM case_identity WHERE case_id = %s", "gone"),
        ("UPDATE audit_event SET verb = 'nothing' WHERE scope = %s", "bytes"),
        ("UPDATE audit_event SET at = at + interval '1 day' WHERE scope = %s", "bytes"),
        ("DELETE FROM audit_event WHERE scope = %s", "unheard of"),
        ("UPDATE audit_event SET leaf = sha256(leaf) WHERE scope = %s", "leaf"),
    ],
)
def test_every_tampering_is_told(superuser, kept_case, tampering, told):
    superuser.execute(tampering, [kept_case.id])
    found = _faults_seen_by(superuser)
    assert any(told in fault for fault in found), found
