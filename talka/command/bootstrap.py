"""Set the house up: roles, database, tables, policies, pack. Every step may run again."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from talka.ground.crypto.provider import FileProvider
from talka.ground.kernel.home import Home

ROLES = Path(__file__).parent / "roles.sql"
LOGINS = ("migrate", "app", "door", "worker", "report", "public", "verify")


def prepare_home(home: Home) -> None:
    """Secrets that exist before any database does. Existing ones are never replaced."""
    home.path.mkdir(parents=True, exist_ok=True)
    if not (home.path / "secrets" / "django").exists():
        home.write_secret(secrets.token_urlsafe(48), "secrets", "django")
    if not (home.path / "keys" / "kek.json").exists():
        home.write_secret(FileProvider.fresh(), "keys", "kek.json")


def make_roles_and_database(home: Home, admin: Mapping[str, Any], name: str = "talka") -> None:
    """Create the roles and the database over an administrator's connection.

    `admin`: psycopg keyword arguments. Passwords are made once and kept in TALKA_HOME.
    """
    known = home.database()
    passwords = known.get("passwords") or {f"talka_{r}": secrets.token_urlsafe(24) for r in LOGINS}
    with psycopg.connect(**{**admin, "autocommit": True}) as db:
        db.execute(ROLES.read_bytes())
        for role, password in passwords.items():
            db.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
            )
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            db.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
            )
    with psycopg.connect(**{**admin, "dbname": name, "autocommit": True}) as db:
        db.execute(
            "ALTER DEFAULT PRIVILEGES FOR ROLE talka_owner, talka_guard"
            " REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
        )
        db.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        db.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for schema in ("talka", "priv"):
            db.execute(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION talka_owner")
        for role in LOGINS:
            db.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(name), sql.Identifier(f"talka_{role}")
                )
            )
    place = {
        "host": admin.get("host", "localhost"),
        "port": str(admin.get("port") or 5432),
        "name": name,
        "passwords": passwords,
        "options": {k: admin[k] for k in ("sslmode", "sslrootcert") if k in admin},
    }
    if place != known:
        home.write_secret(json.dumps(place, indent=1), "secrets", "database.json")


def migrate_alias(home: Home) -> dict[str, Any]:
    """The connection that may change tables: talka_migrate, speaking as the owner."""
    from talka.ground.kernel.home import _alias

    alias = _alias(home.database(), "talka_migrate")
    alias["OPTIONS"]["options"] = "-c search_path=talka -c role=talka_owner"
    alias["CONN_MAX_AGE"] = 0
    return alias


def connect_migrate(home: Home | None = None) -> None:
    """Name the `migrate` connection in this process."""
    from django.conf import settings
    from django.db import connections

    connections.settings["migrate"] = connections.configure_settings(
        {**connections.settings, "migrate": migrate_alias(home or settings.HOME)}
    )["migrate"]


def build_tables(home: Home, say: Callable[[str], None]) -> None:
    """Migrations, then all policies anew, then the pack. Needs a configured Django."""
    from django.core.management import call_command
    from django.db import connections

    connect_migrate(home)
    say("tables")
    call_command("migrate", database="migrate", verbosity=0, interactive=False)
    call_command("createcachetable", database="migrate", verbosity=0)
    say("policies")
    apply_policies()
    say("pack")
    load_pack()
    connections["migrate"].close()


FORGET = """
DO $$
DECLARE p record;
BEGIN
    FOR p IN SELECT schemaname, tablename, policyname FROM pg_policies
             WHERE schemaname = 'talka' LOOP
        EXECUTE format('DROP POLICY %I ON %I.%I', p.policyname, p.schemaname, p.tablename);
    END LOOP;
    -- Each as its owner: nobody else may take away what stands on a function.
    FOR p IN SELECT f.oid::regprocedure AS name, r.rolname AS owner FROM pg_proc f
             JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname = 'talka'
             JOIN pg_roles r ON r.oid = f.proowner LOOP
        EXECUTE format('SET LOCAL ROLE %I', p.owner);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, talka_app, talka_door,
            talka_worker, talka_report, talka_public, talka_verify', p.name);
    END LOOP;
END $$;
RESET ROLE;
REVOKE ALL ON ALL TABLES IN SCHEMA talka FROM PUBLIC, talka_app, talka_door, talka_worker,
    talka_report, talka_public, talka_verify, talka_guard;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA talka FROM PUBLIC, talka_app, talka_door, talka_worker,
    talka_guard;
GRANT USAGE ON SCHEMA talka TO talka_app, talka_door, talka_worker, talka_report, talka_public,
    talka_verify, talka_guard;
GRANT CREATE ON SCHEMA talka TO talka_guard;
"""


def policy_files() -> list[Path]:
    """policy.sql of every room, lowest room first."""
    from django.apps import apps
    from django.conf import settings

    folders = [Path(apps.get_app_config(room.rsplit(".", 1)[1]).path) for room in settings.ROOMS]
    return [f / "policy.sql" for f in folders if (f / "policy.sql").exists()]


def stated_files() -> list[Path]:
    """Everything that says who may what in the database, in the order in which it is applied."""
    return [ROLES, *policy_files()]


def stated(files: Iterable[Path]) -> str:
    """What they say, as one digest."""
    digest = hashlib.sha256(FORGET.encode())
    for path in files:
        text = path.read_bytes()
        digest.update(f"{path.parent.name} {len(text)}\n".encode() + text)
    return f"policies sha256 {digest.hexdigest()}"


def apply_policies() -> None:
    """Drop every policy and privilege and state them anew, in one transaction. Which files it was
    is told by a comment on the schema, which `talka check` compares with those installed."""
    from django.db import connections, transaction

    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
        cursor.execute(FORGET)
        for path in policy_files():
            try:
                cursor.connection.execute(path.read_bytes())
            except psycopg.Error as fault:
                raise RuntimeError(f"{path.parent.name}/policy.sql: {fault}") from fault
        cursor.execute("REVOKE CREATE ON SCHEMA talka FROM talka_guard")
        cursor.execute(f"COMMENT ON SCHEMA talka IS '{stated(stated_files())}'")


def load_pack() -> None:
    """Places, protocols, criteria and programmes of the country, as the owner of the tables."""
    from django.db import connections, transaction

    from talka.ground.kernel.pack import load_pack as read_pack
    from talka.ground.places.actions import load_municipalities
    from talka.method.criteria.actions import load_from_pack as publish_criteria
    from talka.method.protocol.actions import load_from_pack as publish_protocols
    from talka.people.institutions.actions import load_role_kinds
    from talka.prevention.polls.actions.publishing import load_from_pack as publish_questionnaires
    from talka.prevention.programmes.actions.history import load_from_pack as publish_programmes
    from talka.prevention.safety.actions.methods import load_from_pack as publish_safety
    from talka.prevention.training.actions.pack import load_from_pack as publish_courses

    rows = [
        {
            "code": m.code,
            "name_lt": m.lt,
            "name_short_lt": m.short_lt,
            "name_en": m.en,
            "county": m.county_code,
            "county_lt": m.county_lt,
            "county_en": m.county_en,
            "population": m.population_2021,
            "pilot": m.pilot,
        }
        for m in read_pack().municipalities
    ]

    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'pack.load', true)")
        load_municipalities(rows, using="migrate")
        load_role_kinds(using="migrate")
        publish_protocols(using="migrate")
        publish_criteria(using="migrate")
        publish_questionnaires(using="migrate")
        publish_courses(using="migrate")
        publish_programmes(using="migrate")
        publish_safety(using="migrate")
