"""`talka check`: is this house as it should be? Exit code 0, or 1 and the reasons."""

from __future__ import annotations

import argparse
import io
import stat
from collections.abc import Callable, Iterator

from talka.command.engine import database, progress
from talka.ground.kernel.home import Home


def run(given: argparse.Namespace) -> int:
    home = Home.from_environment()
    if not home.database():
        print(f"{home.path}: not set up yet; run `talka setup`")
        return 1
    say = progress(after=2)
    with database(home, say):
        import django

        django.setup()
        reasons = list(_reasons(home, say))
    for reason in reasons:
        print(reason)
    print("all as it should be" if not reasons else f"{len(reasons)} reasons")
    return 1 if reasons else 0


def _reasons(home: Home, say: Callable[[str], None]) -> Iterator[str]:
    from django.db import connections

    from talka.command import audit, catalogue
    from talka.ground.kernel.pack import PackError, load_pack

    yield from _secrets(home)
    with connections["verify"].cursor() as cursor:
        yield from catalogue.faults(cursor)
    yield from _migrations()
    try:
        load_pack()
    except PackError as fault:
        yield f"pack: {fault}"
    yield from (f"audit: {fault}" for fault in audit.verify(say))


def _secrets(home: Home) -> Iterator[str]:
    for parts in (("secrets", "database.json"), ("secrets", "django"), ("keys", "kek.json")):
        path = home.path.joinpath(*parts)
        if not path.exists():
            yield f"{path} is missing"
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others"


def _migrations() -> Iterator[str]:
    from django.core.management import call_command
    from django.core.management.base import CommandError

    from talka.command.bootstrap import connect_migrate

    connect_migrate()
    told = io.StringIO()
    try:
        call_command("migrate", database="migrate", check_unapplied=True, plan=True, stdout=told)
    except (CommandError, SystemExit):
        yield "migrations are waiting: run `talka setup`"
