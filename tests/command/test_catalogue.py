"""The catalogue check passes on the house and sees every weakening (each one is a control)."""

from __future__ import annotations

import psycopg
import pytest

from talka.command import bootstrap, catalogue
from tests import house


@pytest.fixture
def admin(cast):
    from django.conf import settings

    with psycopg.connect(
        **{**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    ) as db:
        yield db
        db.rollback()


def faults(admin):
    """What `talka check` says: it asks as the role that it has, not as an administrator."""
    admin.execute("SET LOCAL ROLE talka_verify")
    return list(catalogue.faults(admin.cursor()))


def test_the_house_has_no_faults(admin):
    assert faults(admin) == []


@pytest.mark.parametrize(
    ("weakening", "told"),
    [
        ("COMMENT ON SCHEMA talka IS 'policies sha256 0'", "run `talka setup`"),
        ("COMMENT ON SCHEMA talka IS NULL", "run `talka setup`"),
        ("ALTER TABLE talka.case_file NO FORCE ROW LEVEL SECURITY", "case_file has no forced"),
        ("ALTER TABLE talka.case_identity DISABLE ROW LEVEL SECURITY", "case_identity has no"),
        ("DROP POLICY floor ON talka.case_file", "case_file has no restrictive floor"),
        ("CREATE VIEW talka.peep AS SELECT * FROM talka.case_file", "view peep"),
        ("CREATE TABLE talka.stray (id int)", "table stray"),
        ("GRANT TRUNCATE ON talka.case_file TO talka_app", "TRUNCATE case_file"),
        ("GRANT SELECT ON talka.account TO talka_app", "which is the door's"),
        ("GRANT SELECT (email) ON talka.account TO talka_app", "which is the door's"),
        ("GRANT SELECT ON talka.procrastinate_jobs TO talka_app", "which is the worker's"),
        ("GRANT SELECT (id) ON talka.procrastinate_events TO talka_app", "which is the worker's"),
        ("GRANT INSERT ON talka.procrastinate_workers TO talka_door", "which is the worker's"),
        ("GRANT SELECT ON talka.case_file TO PUBLIC", "PUBLIC may SELECT"),
        ("GRANT CREATE ON SCHEMA talka TO talka_app", "create tables"),
        ("ALTER FUNCTION talka.actor() RESET search_path", "open search path"),
        ("GRANT EXECUTE ON FUNCTION talka.actor() TO PUBLIC", "called by everybody"),
        ("GRANT talka_owner TO talka_app", "member of talka_owner"),
        ("ALTER ROLE talka_app BYPASSRLS", "power it must not have"),
        ("DROP TRIGGER audited ON talka.case_consent", "case_consent leaves no trail"),
        ("ALTER TABLE talka.case_file DISABLE TRIGGER audited", "case_file leaves no trail"),
        ("DROP TRIGGER append_only ON talka.audit_event", "can be changed"),
        ("DROP TRIGGER door_opened ON priv.session", "session leaves no trail"),
    ],
)
def test_every_weakening_is_told(admin, weakening, told):
    admin.execute(weakening)
    found = faults(admin)
    assert any(told in fault for fault in found), found


def test_an_upgrade_without_a_setup_is_told(admin, tmp_path):
    """One word more in any file, and what stands in the database is of another version."""
    files = bootstrap.stated_files()
    standing = bootstrap.stated(files)
    assert {path.name for path in files} == {"roles.sql", "policy.sql"}
    for n, path in enumerate(files):
        copy = tmp_path / str(n) / path.parent.name / path.name
        copy.parent.mkdir(parents=True)
        others = [*files[:n], copy, *files[n + 1 :]]
        copy.write_bytes(path.read_bytes())
        assert bootstrap.stated(others) == standing  # control: the same words elsewhere
        copy.write_bytes(path.read_bytes() + b"-- newer\n")
        assert bootstrap.stated(others) != standing
    admin.execute(f"COMMENT ON SCHEMA talka IS '{bootstrap.stated(others)}'")
    assert faults(admin) == [
        "policies and functions are those of another version: run `talka setup`"
    ]
