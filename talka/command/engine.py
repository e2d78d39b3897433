"""Where the database of this house is, and whether it is ours to start and stop."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from talka.command.postgres import Cluster
from talka.ground.kernel.home import Home


def progress(quiet: bool = False) -> Callable[[str], None]:
    """A function that says, on standard error, what is being done and since when."""
    began = time.monotonic()

    def say(what: str) -> None:
        if not quiet:
            print(f"  {time.monotonic() - began:5.1f} s  {what}", file=sys.stderr, flush=True)

    return say


def is_given() -> bool:
    """An external server was named."""
    return bool(os.environ.get("TALKA_DATABASE_URL"))


def cluster_of(home: Home) -> Cluster:
    return Cluster(home.path / "postgres")


@contextmanager
def database(
    home: Home, say: Callable[[str], None], keep: bool = False
) -> Iterator[dict[str, Any]]:
    """Administrator's connection words. Starts the embedded cluster when no server is given, and
    stops it afterwards when this process started it (unless `keep`)."""
    if is_given():
        yield dict(conninfo_to_dict(os.environ["TALKA_DATABASE_URL"]))
        return
    cluster = cluster_of(home)
    ours = not cluster.running()
    if ours:
        say("starting PostgreSQL")
        cluster.start()
    try:
        yield cluster.conninfo()
    finally:
        if ours and not keep:
            cluster.stop()
