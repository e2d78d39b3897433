"""`talka setup`: an empty house, ready for its first administrator."""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Callable
from typing import Any

from talka.command import bootstrap
from talka.command.engine import database, progress
from talka.ground.kernel.home import Home


def prepare(home: Home, admin: dict[str, Any], say: Callable[[str], None]) -> None:
    """Home, roles, database, tables, policies, pack. Leaves Django ready in this process."""
    say("secrets, roles, database")
    bootstrap.prepare_home(home)
    bootstrap.make_roles_and_database(home, admin, str(admin.get("dbname_wanted", "talka")))
    import django

    django.setup()
    bootstrap.build_tables(home, say)


def run(given: argparse.Namespace) -> int:
    """Print one JSON line: the administrator's e-mail and, the first time, a password to change."""
    home = Home.from_environment()
    say = progress()
    with database(home, say) as admin:
        prepare(home, admin, say)
        from talka.command.founding import first_administrator
        from talka.people.accounts.models import Account

        known = Account.objects.filter(email__iexact=given.email).exists()
        password = secrets.token_urlsafe(12)
        first_administrator(email=given.email, password=password, must_change=True)
        told = {"home": str(home.path), "administrator": given.email}
        print(json.dumps(told if known else {**told, "password": password}))
    return 0
