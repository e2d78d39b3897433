"""Build the house that the tests live in: a real cluster, real roles, real policies.

A run sets one house up; every process of it, and every test that wants a house of its own, works in
a copy of that. With TALKA_DATABASE_URL set, the tests use that server and databases of their own
names.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

NAME = f"talka_test_{os.getpid()}"
GROUNDS = "TALKA_TEST_GROUNDS"
"""The variable that names the home of the house that this run set up. Its cluster stands still."""

BASE = "TALKA_TEST_BASE"
"""The variable that names its database."""


def admin_connection(home: Path) -> dict[str, Any]:
    """psycopg keywords of an administrator: of the given server, or of a cluster of our own."""
    url = os.environ.get("TALKA_DATABASE_URL")
    if url:
        return dict(conninfo_to_dict(url))
    from talka.command.postgres import Cluster

    cluster = Cluster(home / "postgres", say=lambda _: None)
    cluster.start({"fsync": "off"})
    atexit.register(cluster.stop, "immediate")
    return cluster.conninfo()


def build() -> Path:
    """A copy of the house of this run below a temporary TALKA_HOME; Django is ready. Returns the
    home."""
    home = _place("talka-test-")
    copy_of(grounds(), home)
    _live_in(home)
    from talka.command import bootstrap
    from talka.ground.kernel.home import Home

    admin = admin_connection(home)
    own, base = sql.Identifier(NAME), sql.Identifier(os.environ[BASE])
    shared = bool(os.environ.get("TALKA_DATABASE_URL"))
    take = (
        "CREATE DATABASE {own} TEMPLATE {base}"
        if shared
        else "ALTER DATABASE {base} RENAME TO {own}"
    )
    with psycopg.connect(**{**admin, "autocommit": True}) as db:
        db.execute(sql.SQL(take).format(own=own, base=base))
    if shared:
        atexit.register(_drop, admin, NAME)
    bootstrap.make_roles_and_database(Home(home), admin, NAME)
    import django

    django.setup()
    bootstrap.connect_migrate()
    return home


def grounds() -> Path:
    """The house of this run; the first process that asks has it set up."""
    if GROUNDS not in os.environ:
        home, name = _place("talka-grounds-"), f"talka_test_base_{os.getpid()}"
        told = {"TALKA_HOME": str(home), GROUNDS: str(home), BASE: name}
        done = subprocess.run(
            [sys.executable, "-c", "from tests import house; house.lay()"],
            env={**os.environ, **told}, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        os.environ.update({GROUNDS: str(home), BASE: name})
        if os.environ.get("TALKA_DATABASE_URL"):
            atexit.register(_drop, admin_connection(home), name)
    return Path(os.environ[GROUNDS])


def lay() -> None:
    """Set a house up and leave it standing still, for copies."""
    home, name = Path(os.environ[GROUNDS]), os.environ[BASE]
    _live_in(home)
    from talka.command import bootstrap
    from talka.command.postgres import Cluster
    from talka.ground.kernel.home import Home

    admin = admin_connection(home)
    bootstrap.prepare_home(Home(home))
    if os.environ.get("TALKA_DATABASE_URL"):
        # Roles belong to the whole server: runs side by side must not change each other's keys.
        same = {f"talka_{r}": f"test-only-{r}" for r in bootstrap.LOGINS}
        Home(home).write_secret(json.dumps({"passwords": same}), "secrets", "database.json")
    bootstrap.make_roles_and_database(Home(home), admin, name)
    import django

    django.setup()
    bootstrap.build_tables(Home(home), lambda _: None)
    if not os.environ.get("TALKA_DATABASE_URL"):
        Cluster(home / "postgres", say=lambda _: None).stop()


def copy_of(house: Path, to: Path) -> None:
    """Every file with its owner: the cluster belongs to another account than the home."""
    subprocess.run(["cp", "-a", f"{house}/.", str(to)], check=True)


def _place(prefix: str) -> Path:
    home = Path(tempfile.mkdtemp(prefix=prefix))
    home.chmod(0o711)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _live_in(home: Path) -> None:
    os.environ.update(TALKA_HOME=str(home), TALKA_DEMO="1", DJANGO_SETTINGS_MODULE="talka.settings")


def _drop(admin: dict[str, Any], name: str) -> None:
    with psycopg.connect(**{**admin, "autocommit": True}) as db:
        db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
