"""Where the database of this house is, and whether it is ours to start and stop."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from talka.command.postgres import Cluster
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.home import Home


def progress(after: float = 0) -> Callable[[str], None]:
    """A function that says, on standard error, what is being done and since when. `after`: what
    is over within so many seconds is not worth saying."""
    began = time.monotonic()

    def say(what: str) -> None:
        if time.monotonic() - began >= after:
            print(f"  {time.monotonic() - began:5.1f} s  {what}", file=sys.stderr, flush=True)

    return say


def is_given() -> bool:
    """An external server was named."""
    return bool(os.environ.get("TALKA_DATABASE_URL"))


def set_up(home: Home) -> Home:
    """The home, when `talka setup` or a demo made it whole. Raises Broken."""
    if not home.database():
        raise Broken(f"{home.path}: not set up yet; run `talka setup`")
    return home


def cluster_of(home: Home) -> Cluster:
    return Cluster(home.path / "postgres")


@contextmanager
def _users(home: Home) -> Iterator[Callable[[], bool]]:
    """Hold a shared lock on the cluster while in use. Gives a function: is nobody else using it?
    The lock dies with its process, however that dies."""
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / "in-use").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)

        def alone() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield alone


@contextmanager
def database(home: Home, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Administrator's connection words. When no server is given, the embedded cluster is started
    if it sleeps; the last process that uses it stops it, whoever started it."""
    if is_given():
        yield dict(conninfo_to_dict(os.environ["TALKA_DATABASE_URL"]))
        return
    cluster = cluster_of(home)
    with _users(home) as alone:
        _awake(home, cluster, lambda: say("starting PostgreSQL"))
        try:
            yield cluster.conninfo()
        finally:
            if alone():
                cluster.stop()


def revive(home: Home, say: Callable[[str], None]) -> None:
    """For a process that serves: when the embedded server died under it, start it again. What was
    acknowledged is in its log and comes back with it."""
    if not is_given() and not (cluster := cluster_of(home)).running():
        _awake(home, cluster, lambda: say("PostgreSQL stopped, starting it again"))


def _awake(home: Home, cluster: Cluster, say: Callable[[], None]) -> None:
    with (home.path / "starting").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not cluster.running():
            say()
            cluster.start()
