"""Houses that a test may kill: a cluster of their own, a home of their own, processes of their own.

The house of `tests/house.py` lives inside the test process; what is shown here (a dead process, a
dead server, a dump of the disk) needs one that stands outside. One cluster a run; each house is a
copy of the first one's database, so that a new one costs a second.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from talka.command import bootstrap
from talka.command.postgres import Cluster
from talka.ground.kernel.home import Home
from tests.house import BASE, copy_of, grounds

CAST = """
import json, dataclasses, django
django.setup()
from talka.command.bootstrap import connect_migrate
connect_migrate()
from tests.cast import gather
print(json.dumps({n: dataclasses.asdict(m) for n, m in gather().items()}, default=str))
"""


@dataclass
class House:
    """One home over one database of a cluster."""

    home: Path
    cluster: Cluster
    name: str

    def environment(self, **more: str) -> dict[str, str]:
        words = self.cluster.conninfo()
        url = (
            f"postgresql://{words['user']}:{quote(words['password'])}@/postgres"
            f"?host={quote(str(words['host']))}&port={words['port']}"
        )
        return {
            **os.environ, "TALKA_HOME": str(self.home), "TALKA_DATABASE_URL": url,
            "TALKA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "talka.settings", **more,
        }  # fmt: skip

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """`python ARGUMENTS` in this house, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environment(**more.pop("env", {})), text=True,
            start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
        )  # fmt: skip

    def run(self, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, said = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(arguments, process.returncode, out, said)

    def talka(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A subcommand, as the keeper of the server types it."""
        return self.run("-m", "talka.command.cli", *words)

    def rows(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """What the superuser reads: for asserting, never for acting."""
        with psycopg.connect(**self.cluster.conninfo(dbname=self.name), autocommit=True) as db:
            db.execute("SET search_path = talka")
            return list(db.execute(statement, values).fetchall())  # type: ignore[arg-type]

    def discard(self) -> None:
        """Stop the cluster and delete it with every house in it."""
        self.cluster.discard()
        shutil.rmtree(self.home.parent, ignore_errors=True)

    def gather(self) -> dict[str, Any]:
        """The cast in this house; name → fields of `cast.Member`."""
        done = self.run("-c", CAST)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))


@cache
def first() -> House:
    """`talka setup` ran over it; kept clean: copies are what tests work in."""
    house = build()
    atexit.register(house.discard)
    return house


def build(**options: str) -> House:
    """A cluster, a home and a set-up database; the caller discards them."""
    top = Path(tempfile.mkdtemp(prefix="talka-house-"))
    top.chmod(0o711)
    cluster = Cluster(top / "postgres", say=lambda _: None)
    house = House(top / "home", cluster, "talka")
    if not os.environ.get("TALKA_DATABASE_URL"):
        laid = grounds()
        house.home.mkdir(mode=0o711)
        copy_of(laid, house.home)
        (house.home / "postgres").rename(top / "postgres")
    cluster.start(options)
    if (house.home / "secrets").exists():
        with psycopg.connect(**cluster.conninfo(), autocommit=True) as db:
            base, own = sql.Identifier(os.environ[BASE]), sql.Identifier(house.name)
            db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(base, own))
    done = house.talka("setup")
    assert done.returncode == 0, done.stderr
    return house


def copy(name: str, of: House | None = None) -> House:
    """A new house like the first one (nothing may be connected to that)."""
    of = of or first()
    with psycopg.connect(**of.cluster.conninfo(), autocommit=True) as db:
        db.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(of.name)
            )
        )
    home = of.home.parent / name
    shutil.copytree(of.home, home)
    place = json.loads((home / "secrets" / "database.json").read_text())
    Home(home).write_secret(json.dumps({**place, "name": name}), "secrets", "database.json")
    bootstrap.make_roles_and_database(Home(home), of.cluster.conninfo(), name)
    return House(home, of.cluster, name)
