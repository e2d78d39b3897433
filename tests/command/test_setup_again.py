"""`talka setup` on a house that stands: every policy and right is stated anew, and is the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

from talka.command import bootstrap, catalogue

STANDING = {
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check"
    " FROM pg_policies WHERE schemaname = 'talka'",
    "tables": "SELECT c.relname, a.grantee::regrole::text, a.privilege_type FROM pg_class c,"
    " aclexplode(c.relacl) a WHERE c.relnamespace = 'talka'::regnamespace",
    "columns": "SELECT t.attrelid::regclass::text, t.attname, a.grantee::regrole::text,"
    " a.privilege_type FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attacl IS NOT NULL",
    "functions": "SELECT p.oid::regprocedure::text, a.grantee::regrole::text FROM pg_proc p,"
    " aclexplode(p.proacl) a WHERE p.pronamespace = 'talka'::regnamespace",
}


def standing() -> dict[str, list[Any]]:
    """What the database says of policies and rights now."""
    with connections["migrate"].cursor() as cursor:
        found = {}
        for what, sql in STANDING.items():
            cursor.execute(sql)
            found[what] = sorted(cursor.fetchall(), key=str)
        return found


@pytest.fixture
def setup_connection(cast: Any) -> Any:
    bootstrap.connect_migrate()
    yield connections["migrate"]
    connections["migrate"].close()


def test_a_second_setup_changes_no_right(setup_connection: Any) -> None:
    before = standing()
    bootstrap.apply_policies()
    assert standing() == before


def test_a_right_that_no_room_states_is_taken_away(setup_connection: Any) -> None:
    before = standing()
    with setup_connection.cursor() as cursor:
        cursor.execute("GRANT DELETE ON talka.case_file TO talka_app")
        cursor.execute("CREATE POLICY loose ON talka.case_file FOR SELECT USING (true)")
        cursor.execute("GRANT EXECUTE ON FUNCTION talka.signed_by(uuid, uuid) TO talka_public")
    loosened = standing()
    for what in ("policies", "tables", "functions"):
        assert loosened[what] != before[what]
    bootstrap.apply_policies()
    assert standing() == before


def test_a_setup_says_whose_policies_stand(setup_connection: Any) -> None:
    with setup_connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA talka IS 'of an older version'")
        assert list(catalogue.faults(cursor)) != []
        bootstrap.apply_policies()
        assert list(catalogue.faults(cursor)) == []
