"""Is that server alive? Pid files lie after a crash; an inherited lock does not."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talka.command.premises import PORT, ClusterError

PATIENCE = 120.0
"""Seconds to wait for another starter, for the rest of a dead server, or for a recovery."""


def postmaster(data: Path) -> int | None:
    """The pid that postmaster.pid names, alive or not."""
    try:
        first = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    except PermissionError as fault:
        raise ClusterError(f"{fault}: run as the owner of the cluster or as root") from fault
    return int(first) if first.isdigit() and int(first) > 0 else None


def lives(pid: int) -> bool:
    """Alive and not a zombie: where nobody reaps, a dead pid stays in the table for good."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # no /proc on this system, or gone this moment: believe the signal
        return Path("/proc/self").exists() is False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def ready(data: Path) -> bool:
    """Does the postmaster itself say that it accepts connections (line 8 of its pid file)?"""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def answers(folder: Path) -> bool:
    """Does a server behind this socket directory answer the protocol's first question (SSLRequest,
    PostgreSQL documentation 54.7)? A connection alone proves nothing: the kernel accepts it."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(folder / f".s.PGSQL.{PORT}"))
            line.sendall(b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
            return line.recv(1) in (b"N", b"S")
        except OSError:
            return False


def clear_stale(data: Path, sockets: Path) -> None:
    """Remove what a dead server left. Call it only while holding the `alive` lock.

    PostgreSQL believes a pid file as long as any process of its account has that pid: a zombie,
    or after a reboot somebody else. With the lock in hand nothing that we started is left, so only
    a server started by other means can be alive; that is an error, never a reason to delete.
    """
    pid = postmaster(data)
    if pid is not None and lives(pid) and _may_serve(pid, data):
        raise ClusterError(
            f"process {pid} already serves {data} and was not started by us: stop it first"
        )
    (data / "postmaster.pid").unlink(missing_ok=True)
    for rest in sockets.glob(".s.PGSQL.*"):
        rest.unlink(missing_ok=True)


def _may_serve(pid: int, data: Path) -> bool:
    """Is it a PostgreSQL in this directory? When we may not look, assume that it is."""
    try:
        if Path(f"/proc/{pid}/comm").read_text().strip() != "postgres":
            return False
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except OSError:
        return True


@contextmanager
def locked(path: Path, why: str, patience: float = PATIENCE) -> Iterator[int]:
    """Hold `path` exclusively; yields the descriptor. ClusterError with `why` when it stays taken.

    The end only closes: an unlock would also release it for children that inherited it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise ClusterError(f"{why} ({path} is held): wait or end it") from None
                time.sleep(0.02)
        yield handle
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Does any living process hold this lock?"""
    if not path.exists():
        return False
    with path.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
