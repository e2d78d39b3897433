"""Build the house that the tests live in: a real cluster, real roles, real policies, once a run.

With TALKA_DATABASE_URL set, the tests use that server and a database of their own name.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

NAME = f"talka_test_{os.getpid()}"


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
    """Start everything below a temporary TALKA_HOME and leave Django ready. Returns the home."""
    home = Path(tempfile.mkdtemp(prefix="talka-test-"))
    home.chmod(0o711)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(TALKA_HOME=str(home), TALKA_DEMO="1", DJANGO_SETTINGS_MODULE="talka.settings")
    from talka.command import bootstrap
    from talka.ground.kernel.home import Home

    admin = admin_connection(home)
    bootstrap.prepare_home(Home(home))
    if os.environ.get("TALKA_DATABASE_URL"):
        # Roles belong to the whole server: runs side by side must not change each other's keys.
        same = {f"talka_{r}": f"test-only-{r}" for r in bootstrap.LOGINS}
        Home(home).write_secret(json.dumps({"passwords": same}), "secrets", "database.json")
    bootstrap.make_roles_and_database(Home(home), admin, NAME)
    atexit.register(_drop, admin)
    import django

    django.setup()
    bootstrap.build_tables(Home(home), lambda _: None)
    return home


def _drop(admin: dict[str, Any]) -> None:
    import psycopg

    if not os.environ.get("TALKA_DATABASE_URL"):
        return
    with psycopg.connect(**{**admin, "autocommit": True}) as db:
        db.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
